//! A fake FCM with its token endpoint: real TLS, real HTTP/2, real signatures, and the real rules.
//!
//! [`FakeFcm`] listens on a loopback port. Its token endpoint verifies the signed assertion of a service account and
//! gives out access tokens that really expire; its sending side refuses what FCM refuses, in FCM's words; its device
//! side hands out registration tokens and delivers. For a device that is away it keeps *one* message per collapse key,
//! at most four keys, until it expires (F86). It fails on purpose when a script says so ([`FakeFcm::inject`],
//! [`FakeFcm::inject_token`], [`FakeFcm::inject_connection`]), or at random from a seed
//! ([`FakeFcmConfig::with_weather`]).
//!
//! Rules: Firebase, REST resource `projects.messages`, "FCM error codes", "Non-collapsible and collapsible messages";
//! Google, "Using OAuth 2.0 for server to server applications" (read 2026-08). Where Google says nothing, the wording of
//! messages is the fake's own.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), mdm_sim::fcm::Error> {
//! use mdm_sim::fcm::{FakeFcm, FakeFcmConfig, FakeKeys, Fault};
//!
//! let fcm = FakeFcm::start(FakeFcmConfig::new(FakeKeys::mint()?)).await?;
//! let device = fcm.register("com.example.agent")?;
//! fcm.inject(Fault::code("UNAVAILABLE"));
//!
//! // Give these to the client under test: it pushes to https://localhost:PORT and trusts this root.
//! let (port, root, account) = (fcm.addr().port(), fcm.root_pem(), fcm.service_account_json());
//! # let _ = (port, root, account);
//!
//! // What it pushes to the token arrives here.
//! assert!(device.token().expose_secret().contains(':'));
//! let mut messages = fcm.connect(&device);
//! assert!(messages.try_recv().is_err());
//! fcm.shutdown().await;
//! # Ok(())
//! # }
//! ```

mod keys;
mod oauth;
mod rules;
mod script;
mod server;

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use zeroize::{Zeroize, ZeroizeOnDrop};

pub use self::keys::FakeKeys;
use self::rules::{Push, Rejection};
pub use self::script::{ConnectionFault, Fault, RetryAfter, TokenFault};

/// A fake FCM on a loopback port. It stops when it is dropped.
pub struct FakeFcm {
    shared: Arc<Shared>,
    addr: SocketAddr,
    stop: watch::Sender<bool>,
    acceptor: Option<JoinHandle<()>>,
}

impl FakeFcm {
    /// Listens on a free port of 127.0.0.1. Needs a tokio runtime with time and I/O, on which it runs.
    ///
    /// # Errors
    /// [`Error::Crypto`] when OpenSSL fails, [`Error::Listen`] when there is no port.
    pub async fn start(config: FakeFcmConfig) -> Result<Self, Error> {
        let tls = server::acceptor(&config.keys).map_err(|_| Error::Crypto)?;
        let listener =
            tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.map_err(|e| Error::Listen(e.kind()))?;
        let addr = listener.local_addr().map_err(|e| Error::Listen(e.kind()))?;
        let state = State { random: config.seed, ..State::default() };
        let token_uri = format!("https://localhost:{}/token", addr.port());
        let shared = Arc::new(Shared { state: Mutex::new(state), config, token_uri });
        let (stop, stopped) = watch::channel(false);
        let acceptor = tokio::spawn(server::accept(listener, tls, Arc::clone(&shared), stopped));
        Ok(Self { shared, addr, stop, acceptor: Some(acceptor) })
    }

    /// Where it listens, for messages and for tokens. Its certificate is for `localhost`.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// The root certificate that leads to it, PEM.
    #[must_use]
    pub fn root_pem(&self) -> Vec<u8> {
        self.shared.config.keys.root_pem()
    }

    /// The file of a service account that may push here: a `token_uri` on this fake, and a private key.
    #[must_use]
    pub fn service_account_json(&self) -> Vec<u8> {
        let Shared { config, token_uri, .. } = &*self.shared;
        serde_json::json!({
            "type": "service_account",
            "project_id": config.project,
            "private_key_id": keys::KEY_ID,
            "private_key": config.keys.account_key_pem(),
            "client_email": keys::CLIENT_EMAIL,
            "token_uri": token_uri,
        })
        .to_string()
        .into_bytes()
    }

    /// Registers an app of this project, as the agent on a device does. It is away until [`connect`](Self::connect).
    ///
    /// # Errors
    /// [`Error::Crypto`] when OpenSSL gives no randomness.
    pub fn register(&self, package: &str) -> Result<Device, Error> {
        self.register_for(&self.shared.config.project, package)
    }

    /// Registers an app of another project: pushes to it are refused with `SENDER_ID_MISMATCH`.
    ///
    /// # Errors
    /// [`Error::Crypto`] when OpenSSL gives no randomness.
    pub fn register_for(&self, project: &str, package: &str) -> Result<Device, Error> {
        let device = keys::device()?;
        let registration = Registration {
            project: project.to_owned(),
            package: package.to_owned(),
            left: None,
            gone: false,
            kept: Vec::new(),
            overflowed: false,
            link: None,
        };
        let mut state = self.shared.lock();
        let id = state.registrations.len();
        state.names.insert(device.token.0.clone(), id);
        state.names.insert(device.installation.0.clone(), id);
        state.registrations.push(registration);
        Ok(device)
    }

    /// The device's connection is up: what was kept and has not expired comes first, then every push. Connecting again
    /// replaces the connection.
    #[must_use = "the connection ends when the receiver is dropped"]
    pub fn connect(&self, device: &Device) -> mpsc::UnboundedReceiver<Delivery> {
        let now = (self.shared.config.clock)();
        let (link, receiver) = mpsc::unbounded_channel();
        self.with(device, |registration| {
            if std::mem::take(&mut registration.overflowed) {
                let _ = link.send(Delivery::DeletedMessages);
            }
            for kept in registration.kept.drain(..).filter(|kept| now < kept.expires) {
                let _ = link.send(Delivery::Message(kept.message));
            }
            registration.link = Some(link);
        });
        receiver
    }

    /// The device's connection is down. Dropping the receiver does the same.
    pub fn disconnect(&self, device: &Device) {
        self.with(device, |registration| registration.link = None);
    }

    /// The app was removed: from now on pushes are answered 404 `UNREGISTERED`.
    pub fn unregister(&self, device: &Device) {
        self.unregister_after(device, 0);
    }

    /// The app is removed when so many more pushes were accepted.
    pub fn unregister_after(&self, device: &Device, pushes: u32) {
        self.with(device, |registration| {
            registration.left = Some(pushes);
            registration.expire();
        });
    }

    /// From now on every access token that was given out is refused with 401. New ones work.
    pub fn revoke_access_tokens(&self) {
        self.shared.lock().access_tokens.clear();
    }

    /// The service account's key is gone: the token endpoint answers `invalid_grant`.
    pub fn revoke_account(&self) {
        self.shared.lock().revoked = true;
    }

    /// The next message that arrives meets this fault. Several faults are met in order, one message each.
    pub fn inject(&self, fault: Fault) {
        self.shared.lock().faults.push_back(fault);
    }

    /// The next request for an access token meets this fault.
    pub fn inject_token(&self, fault: TokenFault) {
        self.shared.lock().token_faults.push_back(fault);
    }

    /// The next connection meets this fault.
    pub fn inject_connection(&self, fault: ConnectionFault) {
        self.shared.lock().connection_faults.push_back(fault);
    }

    /// The messages that arrived, oldest first; at most the last 10 000. One that met a fault without an answer is
    /// there with status `None`.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        self.shared.lock().received.iter().cloned().collect()
    }

    /// What happened so far.
    #[must_use]
    pub fn counters(&self) -> FakeCounters {
        self.shared.lock().counters
    }

    /// Ends every connection and waits until the port is free.
    pub async fn shutdown(mut self) {
        self.stop.send_replace(true);
        if let Some(acceptor) = self.acceptor.take() {
            let _ = acceptor.await;
        }
    }

    fn with(&self, device: &Device, change: impl FnOnce(&mut Registration)) {
        let state = &mut *self.shared.lock();
        let id = state.names.get(&device.token.0).copied();
        if let Some(registration) = id.and_then(|id| state.registrations.get_mut(id)) {
            change(registration);
        }
    }
}

impl Drop for FakeFcm {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        if let Some(acceptor) = &self.acceptor {
            acceptor.abort();
        }
    }
}

impl fmt::Debug for FakeFcm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeFcm").field("addr", &self.addr).finish_non_exhaustive()
    }
}

/// What a [`FakeFcm`] needs, and what it allows.
pub struct FakeFcmConfig {
    keys: FakeKeys,
    project: String,
    clock: Clock,
    seed: u64,
    weather: u32,
    max_streams: u32,
    token_lifetime: Duration,
}

impl FakeFcmConfig {
    /// The project `acme-mdm`, 100 streams a connection, access tokens for an hour, the system's clock, fair weather.
    #[must_use]
    pub fn new(keys: FakeKeys) -> Self {
        Self {
            keys,
            project: "acme-mdm".to_owned(),
            clock: Box::new(wall_clock),
            seed: 0,
            weather: 0,
            max_streams: 100,
            token_lifetime: Duration::from_secs(3600),
        }
    }

    /// A clock other than the system's. It decides when an access token and a kept message expire, and whether an
    /// assertion is of now.
    #[must_use]
    pub fn with_clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// Of a thousand messages so many meet a fault, chosen at random from this seed: the same messages in the same order
    /// meet the same faults.
    #[must_use]
    pub fn with_weather(mut self, seed: u64, per_mille: u32) -> Self {
        self.seed = seed;
        self.weather = per_mille;
        self
    }

    /// How many streams a connection may have open.
    #[must_use]
    pub fn with_max_streams(mut self, streams: u32) -> Self {
        self.max_streams = streams;
        self
    }

    /// For how long access tokens are given out.
    #[must_use]
    pub fn with_token_lifetime(mut self, lifetime: Duration) -> Self {
        self.token_lifetime = lifetime;
        self
    }
}

impl fmt::Debug for FakeFcmConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeFcmConfig").field("project", &self.project).finish_non_exhaustive()
    }
}

/// An app on a device: the two names that a push may have for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    token: DeviceToken,
    installation: DeviceToken,
}

impl Device {
    /// The registration token.
    #[must_use]
    pub fn token(&self) -> &DeviceToken {
        &self.token
    }

    /// The installation identifier.
    #[must_use]
    pub fn installation(&self) -> &DeviceToken {
        &self.installation
    }
}

/// A name that a push may have for a device.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct DeviceToken(String);

impl DeviceToken {
    /// The text.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for DeviceToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeviceToken(redacted)")
    }
}

/// What reaches a device.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Delivery {
    /// A message.
    Message(Message),
    /// More than a hundred messages without a collapse key waited, and all were thrown away: Android's
    /// `onDeletedMessages`.
    DeletedMessages,
}

/// A message, as the agent gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Message {
    /// `data`.
    pub data: BTreeMap<String, String>,
    /// `android.collapse_key`.
    pub collapse_key: Option<String>,
    /// Whether the priority was high.
    pub high_priority: bool,
    /// Whether there was a `notification`, which is shown to the user.
    pub shown: bool,
}

/// A message that arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Received {
    /// The message, if its form was right.
    pub message: Option<Message>,
    /// `android.ttl`, four weeks when it was missing.
    pub ttl: Duration,
    /// The status it was answered with.
    pub status: Option<u16>,
    /// FCM's code that it was rejected with.
    pub code: Option<String>,
    /// Whether it went to a device that was connected. Otherwise it was kept or dropped.
    pub delivered: bool,
}

/// Counts of a [`FakeFcm`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FakeCounters {
    /// Connections whose TLS handshake succeeded.
    pub connections: u64,
    /// Requests for an access token.
    pub token_requests: u64,
    /// Access tokens given out.
    pub grants: u64,
    /// Messages that arrived.
    pub messages: u64,
    /// Of these, accepted.
    pub accepted: u64,
    /// Of these, refused with 401 for their access token.
    pub unauthenticated: u64,
    /// Kept messages that a later one replaced.
    pub replaced: u64,
    /// The most streams that one connection had open at a time.
    pub peak_streams: u64,
}

/// Why a [`FakeFcm`] cannot start.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// OpenSSL failed.
    #[error("openssl failed")]
    Crypto,
    /// No port.
    #[error("cannot listen on loopback: {0}")]
    Listen(std::io::ErrorKind),
}

type Clock = Box<dyn Fn() -> SystemTime + Send + Sync>;

struct Shared {
    state: Mutex<State>,
    config: FakeFcmConfig,
    token_uri: String,
}

#[derive(Default)]
struct State {
    /// Token and installation of a registration.
    names: BTreeMap<String, usize>,
    registrations: Vec<Registration>,
    /// Access tokens and their ends.
    access_tokens: BTreeMap<String, SystemTime>,
    revoked: bool,
    faults: VecDeque<Fault>,
    token_faults: VecDeque<TokenFault>,
    connection_faults: VecDeque<ConnectionFault>,
    received: VecDeque<Received>,
    counters: FakeCounters,
    random: u64,
}

struct Registration {
    project: String,
    package: String,
    /// How many more pushes it takes, if it ends.
    left: Option<u32>,
    gone: bool,
    kept: Vec<Kept>,
    overflowed: bool,
    link: Option<mpsc::UnboundedSender<Delivery>>,
}

struct Kept {
    message: Message,
    expires: SystemTime,
}

impl Registration {
    fn expire(&mut self) {
        if self.left == Some(0) {
            self.gone = true;
            self.kept.clear();
            self.link = None;
        }
    }

    /// Firebase, "Non-collapsible and collapsible messages" (read 2026-08). Gives whether a message was replaced.
    fn keep(&mut self, kept: Kept, now: SystemTime, random: u64) -> bool {
        self.kept.retain(|kept| now < kept.expires);
        let key = &kept.message.collapse_key;
        if key.is_none() {
            if self.kept.iter().filter(|kept| kept.message.collapse_key.is_none()).count() >= MAX_KEPT {
                self.kept.retain(|kept| kept.message.collapse_key.is_some());
                self.overflowed = true;
            } else {
                self.kept.push(kept);
            }
            return false;
        }
        let before = self.kept.len();
        self.kept.retain(|other| other.message.collapse_key != *key);
        let replaced = self.kept.len() < before;
        let keyed = self.kept.iter().enumerate().filter(|(_, kept)| kept.message.collapse_key.is_some());
        let keyed: Vec<usize> = keyed.map(|(index, _)| index).collect();
        if keyed.len() >= MAX_KEYS {
            // Which four of five are kept is not promised.
            let chosen = usize::try_from(random).unwrap_or(0) % keyed.len();
            if let Some(index) = keyed.get(chosen) {
                self.kept.remove(*index);
            }
        }
        self.kept.push(kept);
        replaced
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // A test that panics while it holds the lock must not hide its own message behind a second panic.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The fault of the message whose turn it is.
    fn next_fault(&self) -> Option<Fault> {
        let state = &mut *self.lock();
        let weather = self.config.weather > 0 && state.draw() % 1000 < u64::from(self.config.weather);
        match state.faults.pop_front() {
            None if weather => {
                let random = state.draw();
                Some(Fault::at_random(random))
            }
            fault => fault,
        }
    }

    fn note(&self, received: Received) {
        let mut state = self.lock();
        state.counters.messages += 1;
        state.counters.accepted += u64::from(received.status == Some(200));
        state.counters.unauthenticated += u64::from(received.status == Some(401));
        if state.received.len() == MAX_RECEIVED {
            state.received.pop_front();
        }
        state.received.push_back(received);
    }

    /// Delivers or keeps a message whose form is right. Gives whether it was delivered at once.
    fn deliver(&self, push: &Push) -> Result<bool, Rejection> {
        let now = (self.config.clock)();
        let state = &mut *self.lock();
        let id = state.names.get(&push.target).copied();
        let random = state.draw();
        let registration = id.and_then(|id| state.registrations.get_mut(id));
        let registration = registration.ok_or_else(|| rules::unknown_target(push))?;
        if registration.project != self.config.project {
            return Err(rules::sender_id_mismatch());
        }
        if registration.gone {
            return Err(rules::unregistered());
        }
        if push.package.as_ref().is_some_and(|package| *package != registration.package) {
            return Err(rules::invalid("message.android.restricted_package_name"));
        }
        if push.validate_only {
            return Ok(false);
        }
        if let Some(left) = &mut registration.left {
            *left = left.saturating_sub(1);
        }
        let sent = match &registration.link {
            Some(link) => link.send(Delivery::Message(push.message.clone())).is_ok(),
            None => false,
        };
        if !sent {
            registration.link = None;
            if !push.ttl.is_zero() {
                let kept =
                    Kept { message: push.message.clone(), expires: now.checked_add(push.ttl).unwrap_or(now) };
                state.counters.replaced += u64::from(registration.keep(kept, now, random));
            }
        }
        registration.expire();
        Ok(sent)
    }
}

impl State {
    /// SplitMix64.
    fn draw(&mut self) -> u64 {
        self.random = self.random.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut x = self.random;
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        x ^ (x >> 31)
    }
}

#[allow(clippy::disallowed_methods, reason = "the default clock of a server that runs in real time")]
fn wall_clock() -> SystemTime {
    SystemTime::now()
}

const MAX_RECEIVED: usize = 10_000;
const MAX_KEYS: usize = 4;
const MAX_KEPT: usize = 100;
