//! What APNs stores, delivers and refuses, as a function of a request, state and `now`. No socket, no clock.

use std::collections::BTreeMap;
use std::fmt;
use std::time::{Duration, SystemTime};

use super::provider::{self, ProviderKey, ProviderState};
use super::rules;

/// The service behind the connections: devices, what is kept for them, and the checks of a push.
///
/// A simulation in virtual time uses it without a socket; `FakeApns` serves it over TLS.
///
/// ```
/// use std::time::{Duration, UNIX_EPOCH};
/// use mdm_sim::apns::{DeviceToken, Fate, MdmPush, Sender, Service, Verdict};
///
/// let now = UNIX_EPOCH + Duration::from_secs(1_800_000_000);
/// let topic = "com.apple.mgmt.External.1";
/// let mut apns = Service::new();
/// let token = DeviceToken::from_bytes([0xAB; 32]);
/// apns.register(token.clone(), topic);
///
/// // The device is away: the last push is kept, and only the last.
/// let mut sender = Sender::with_certificate(Some(topic));
/// for magic in ["first", "last"] {
///     let push = MdmPush::new(&token, topic, magic);
///     assert!(matches!(apns.push(&push.request(), &mut sender, now), Verdict::Accepted(Fate::Kept { .. })));
/// }
/// let kept = apns.connect(&token, now + Duration::from_secs(86_400)).expect("kept");
/// assert_eq!(kept.push_magic().as_deref(), Some("last"));
/// ```
#[derive(Default)]
pub struct Service {
    registrations: BTreeMap<[u8; 32], Registration>,
    rules: ServiceRules,
}

/// What Apple leaves open, or does not publish.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ServiceRules {
    /// Which of the two services it is. It decides which provider keys are right.
    pub environment: Environment,
    /// How long a push without `apns-expiration` is kept. 30 days unless set: Apple names it the storage policy and says
    /// no number.
    pub retention: Duration,
    /// More pushes than this to one device within the time are 429 `TooManyRequests`. No limit unless set: Apple
    /// publishes none.
    pub device_limit: Option<(u32, Duration)>,
    /// Who may push with a provider token.
    pub provider_keys: Vec<ProviderKey>,
}

impl Default for ServiceRules {
    fn default() -> Self {
        Self {
            environment: Environment::Production,
            retention: Duration::from_secs(30 * 86_400),
            device_limit: None,
            provider_keys: Vec::new(),
        }
    }
}

/// The two services, `api.push.apple.com` and `api.sandbox.push.apple.com`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Environment {
    /// For everybody.
    Production,
    /// For development.
    Sandbox,
}

impl Service {
    /// No device yet, and the rules that Apple publishes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Other rules.
    #[must_use]
    pub fn with_rules(rules: ServiceRules) -> Self {
        Self { registrations: BTreeMap::new(), rules }
    }

    /// The rules.
    #[must_use]
    pub fn rules(&self) -> &ServiceRules {
        &self.rules
    }

    /// Makes a token valid for a topic, as when the device enrolls; an older registration of it ends. The device is away
    /// until [`connect`](Self::connect).
    pub fn register(&mut self, token: DeviceToken, topic: &str) {
        self.registrations
            .insert(token.0, Registration { topic: topic.to_owned(), ..Registration::default() });
    }

    /// The device no longer takes pushes for the topic: they are answered 410 `Unregistered`, with `at` as timestamp.
    pub fn unregister(&mut self, token: &DeviceToken, at: SystemTime) {
        self.end(token, "Unregistered", at);
    }

    /// The token is too old: pushes are answered 410 `ExpiredToken`, with `at` as timestamp.
    pub fn expire(&mut self, token: &DeviceToken, at: SystemTime) {
        self.end(token, "ExpiredToken", at);
    }

    fn end(&mut self, token: &DeviceToken, reason: &'static str, at: SystemTime) {
        if let Some(registration) = self.registrations.get_mut(&token.0) {
            registration.ended = Some((reason, at));
            registration.kept = None;
            registration.connected = false;
        }
    }

    /// The device's connection is up: what was kept for it, unless it has expired. From now on pushes are delivered at
    /// once.
    pub fn connect(&mut self, token: &DeviceToken, now: SystemTime) -> Option<Notification> {
        let registration = self.registrations.get_mut(&token.0)?;
        registration.connected = registration.ended.is_none();
        let kept = registration.kept.take().filter(|kept| now < kept.expires)?;
        registration.counts.delivered += 1;
        Some(kept.notification)
    }

    /// The device's connection is down.
    pub fn disconnect(&mut self, token: &DeviceToken) {
        if let Some(registration) = self.registrations.get_mut(&token.0) {
            registration.connected = false;
        }
    }

    /// Whether the token is known, also if it has ended.
    #[must_use]
    pub fn knows(&self, token: &DeviceToken) -> bool {
        self.registrations.contains_key(&token.0)
    }

    /// What happened to a token.
    #[must_use]
    pub fn counts(&self, token: &DeviceToken) -> TokenCounts {
        self.registrations.get(&token.0).map(|registration| registration.counts).unwrap_or_default()
    }

    /// A push arrives. It is judged, and delivered or kept if it is right.
    pub fn push(&mut self, request: &PushRequest<'_>, sender: &mut Sender, now: SystemTime) -> Verdict {
        match self.accept(request, sender, now) {
            Ok(fate) => Verdict::Accepted(fate),
            Err(rejection) => Verdict::Rejected(rejection),
        }
    }

    fn accept(
        &mut self,
        request: &PushRequest<'_>,
        sender: &mut Sender,
        now: SystemTime,
    ) -> Result<Fate, Rejection> {
        let hex = rules::token_of(request.method, request.path)?;
        let allowed = sender.authenticate(request, &self.rules, now)?;
        let push = rules::validate(request, &allowed)?;
        let token = parse_token(hex).ok_or(rules::bad("BadDeviceToken"))?;
        let registration = self.registrations.get_mut(&token).ok_or(rules::bad("BadDeviceToken"))?;
        registration.counts.pushes += 1;
        if registration.topic != push.topic {
            return Err(rules::bad("DeviceTokenNotForTopic"));
        }
        if let Some((reason, since)) = registration.ended {
            return Err(Rejection { since: Some(since), ..rules::reject(410, reason) });
        }
        if let Some((pushes, window)) = self.rules.device_limit {
            // A clock that steps back begins a new window.
            let (since, count) = registration.window.unwrap_or((now, 0));
            let fresh = now.duration_since(since).map_or(true, |passed| passed >= window);
            let (since, count) = if fresh { (now, 0) } else { (since, count) };
            registration.window = Some((since, count + 1));
            if count >= pushes {
                return Err(rules::reject(429, "TooManyRequests"));
            }
        }
        registration.counts.accepted += 1;
        let notification = Notification { payload: request.body.to_vec() };
        if registration.connected {
            registration.counts.delivered += 1;
            return Ok(Fate::Delivered(notification));
        }
        let expires = match push.expiration {
            Some(0) => return Ok(Fate::Dropped),
            // Beyond every clock.
            Some(secs) => SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(secs)),
            None => now.checked_add(self.rules.retention),
        };
        let Some(expires) = expires.filter(|expires| now < *expires) else { return Ok(Fate::Dropped) };
        let replaced = registration.kept.replace(Kept { notification, expires }).is_some();
        Ok(Fate::Kept { replaced })
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service")
            .field("tokens", &self.registrations.len())
            .field("rules", &self.rules)
            .finish_non_exhaustive()
    }
}

/// What is known of a token.
#[derive(Default)]
struct Registration {
    topic: String,
    ended: Option<(&'static str, SystemTime)>,
    /// F86: one notification for a device and topic.
    kept: Option<Kept>,
    connected: bool,
    window: Option<(SystemTime, u32)>,
    counts: TokenCounts,
}

/// The one notification that waits for a device.
struct Kept {
    notification: Notification,
    expires: SystemTime,
}

/// What happened to one token. Rejections before the token is looked at are not in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenCounts {
    /// Pushes to it.
    pub pushes: u64,
    /// Of these, accepted.
    pub accepted: u64,
    /// Notifications that reached the device, at once or later.
    pub delivered: u64,
}

/// A push as HTTP: `POST /3/device/<token in hex>`, headers, body. The fields are as they came, not judged.
///
/// `Debug` shows no token and no payload.
#[derive(Clone, Default)]
pub struct PushRequest<'a> {
    /// The method.
    pub method: &'a str,
    /// The path, with the token.
    pub path: &'a str,
    /// Names in lower case, and values.
    pub headers: Vec<(&'a str, &'a [u8])>,
    /// The payload.
    pub body: &'a [u8],
}

impl PushRequest<'_> {
    /// The value of a header that occurs once; the first otherwise.
    pub(super) fn header(&self, name: &str) -> Option<&[u8]> {
        self.headers.iter().find(|(n, _)| *n == name).map(|(_, value)| *value)
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.header(name).map(|value| std::str::from_utf8(value).unwrap_or_default())
    }
}

impl fmt::Debug for PushRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PushRequest").field("method", &self.method).finish_non_exhaustive()
    }
}

/// A right MDM push, with no more headers than needed.
#[derive(Clone)]
pub struct MdmPush {
    path: String,
    topic: String,
    body: String,
    expiration: Option<String>,
}

impl MdmPush {
    /// Without `apns-expiration`.
    #[must_use]
    pub fn new(token: &DeviceToken, topic: &str, magic: &str) -> Self {
        Self {
            path: format!("/3/device/{}", token.to_hex()),
            topic: topic.to_owned(),
            body: serde_json::json!({ "mdm": magic }).to_string(),
            expiration: None,
        }
    }

    /// With `apns-expiration`, in seconds since 1970.
    #[must_use]
    pub fn expiring(mut self, at_secs: u64) -> Self {
        self.expiration = Some(at_secs.to_string());
        self
    }

    /// As HTTP.
    #[must_use]
    pub fn request(&self) -> PushRequest<'_> {
        let mut headers: Vec<(&str, &[u8])> =
            vec![("apns-push-type", b"mdm"), ("apns-topic", self.topic.as_bytes())];
        headers.extend(self.expiration.as_ref().map(|secs| ("apns-expiration", secs.as_bytes())));
        PushRequest { method: "POST", path: &self.path, headers, body: self.body.as_bytes() }
    }
}

impl fmt::Debug for MdmPush {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MdmPush").field("topic", &self.topic).finish_non_exhaustive()
    }
}

/// Who pushes on a connection, and what the connection has shown so far.
#[derive(Clone, Debug, Default)]
pub struct Sender {
    certificate: Option<Option<String>>,
    provider: ProviderState,
}

impl Sender {
    /// A connection without a client certificate: every push needs a provider token.
    #[must_use]
    pub fn without_certificate() -> Self {
        Self::default()
    }

    /// A connection with a client certificate, whose topic is the UID of its subject. Provider tokens are ignored.
    #[must_use]
    pub fn with_certificate(topic: Option<&str>) -> Self {
        Self { certificate: Some(topic.map(str::to_owned)), ..Self::default() }
    }

    /// Whether there is a client certificate.
    #[must_use]
    pub fn has_certificate(&self) -> bool {
        self.certificate.is_some()
    }

    fn authenticate(
        &mut self,
        request: &PushRequest<'_>,
        rules: &ServiceRules,
        now: SystemTime,
    ) -> Result<Allowed, Rejection> {
        match &self.certificate {
            Some(Some(topic)) => Ok(Allowed::Topic(topic.clone())),
            Some(None) => Err(rules::reject(403, "BadCertificate")),
            None => provider::authenticate(request, &mut self.provider, rules, now).map(Allowed::Provider),
        }
    }
}

/// What a sender may push to.
pub(super) enum Allowed {
    /// The topic of the certificate.
    Topic(String),
    /// The topics of the key; none are named for one that is good for its whole team.
    Provider(Option<Vec<String>>),
}

/// What became of a push.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// 200.
    Accepted(Fate),
    /// Anything else.
    Rejected(Rejection),
}

/// What becomes of an accepted push.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The device is there and gets it.
    Delivered(Notification),
    /// The device is away; it waits, and an earlier one may be gone for it (F86).
    Kept {
        /// Whether an earlier one is gone.
        replaced: bool,
    },
    /// The device is away, and the push was to be tried only now: `apns-expiration` is 0 or past.
    Dropped,
}

/// A status, a reason, and for 410 since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// The HTTP status.
    pub status: u16,
    /// Apple's word.
    pub reason: &'static str,
    /// For 410: the last moment at which the token was seen to be invalid.
    pub since: Option<SystemTime>,
}

impl Rejection {
    /// The body of the answer: `{"reason":"…"}`, for 410 with `"timestamp"` in milliseconds.
    #[must_use]
    pub fn body(&self) -> String {
        let since = self.since.and_then(|at| at.duration_since(SystemTime::UNIX_EPOCH).ok());
        match since {
            Some(since) => {
                let millis = u64::try_from(since.as_millis()).unwrap_or(u64::MAX);
                serde_json::json!({ "reason": self.reason, "timestamp": millis }).to_string()
            }
            None => serde_json::json!({ "reason": self.reason }).to_string(),
        }
    }
}

/// A device's push token: what `TokenUpdate` carries as `Token`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DeviceToken([u8; 32]);

impl DeviceToken {
    /// A token of one's own choice.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The token in a path, if it has the length of this fake's tokens.
    #[must_use]
    pub fn from_hex(hex: &str) -> Option<Self> {
        parse_token(hex).map(Self)
    }

    /// The 32 bytes.
    #[must_use]
    pub fn expose_secret(&self) -> &[u8; 32] {
        &self.0
    }

    fn to_hex(&self) -> String {
        self.0
            .iter()
            .flat_map(|byte| [byte >> 4, byte & 0xF])
            .filter_map(|d| char::from_digit(d.into(), 16))
            .collect()
    }
}

impl fmt::Debug for DeviceToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeviceToken(redacted)")
    }
}

/// What reaches a device.
#[derive(Clone, PartialEq, Eq)]
pub struct Notification {
    /// The payload as it was sent, `{"mdm":"<PushMagic>"}`.
    pub payload: Vec<u8>,
}

impl Notification {
    /// The `PushMagic` in it, by which a device recognizes its own server.
    #[must_use]
    pub fn push_magic(&self) -> Option<String> {
        rules::magic_in(&self.payload)
    }
}

impl fmt::Debug for Notification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Notification(redacted)")
    }
}

fn parse_token(hex: &str) -> Option<[u8; 32]> {
    if hex.len() != 64 {
        return None;
    }
    let mut token = [0; 32];
    for (byte, pair) in token.iter_mut().zip(hex.as_bytes().chunks_exact(2)) {
        for digit in pair {
            *byte = (*byte << 4) | u8::try_from(char::from(*digit).to_digit(16)?).ok()?;
        }
    }
    Some(token)
}

#[cfg(test)]
mod tests;
