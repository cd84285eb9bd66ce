use std::time::Duration;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method, Request};
use serde_json::{Map, Value, json};

use crate::{
    AccessToken, CollapseKey, Endpoint, Error, InstallationId, PackageName, ProjectId, RegistrationToken,
};

/// One push to an agent: come and ask (F63).
///
/// Wire shape: `POST /v1/projects/{project}/messages:send` with
///
/// ```json
/// {"message": {"token": "…", "data": {"mdm": "wake"}, "android": {"priority": "NORMAL", "ttl": "2419200s",
///   "collapse_key": "mdm-wake", "direct_boot_ok": true, "restricted_package_name": "com.example.agent"}},
///  "validate_only": false}
/// ```
///
/// It is a data message, so that the agent's own code runs and nothing is shown, and its content is a constant: neither
/// a command nor a person's data passes through Google. Source: Firebase, REST resource `projects.messages`, and
/// "About FCM messages" (read 2026-08).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Wake {
    /// Where to.
    pub target: Target,
    /// How soon FCM delivers to a device that sleeps.
    pub priority: Priority,
    /// How long FCM keeps it for a device that is away.
    pub ttl: Ttl,
    /// Which stored wake it replaces.
    pub collapse_key: CollapseKey,
    /// The agent, if the message must reach no other app.
    pub package: Option<PackageName>,
    /// By what the agent knows a wake.
    pub marker: Marker,
    /// Deliver after a restart and before the first unlock too. The agent needs a receiver that is aware of direct
    /// boot. [`Allow::Yes`] unless set: a stolen phone that was restarted is one to lock.
    pub direct_boot: Allow,
    /// Deliver on a network of little bandwidth too. [`Allow::No`] unless set, as Firebase has it.
    pub bandwidth_constrained: Allow,
    /// Deliver over a satellite too. [`Allow::No`] unless set, as Firebase has it.
    pub restricted_satellite: Allow,
    /// Whether it is meant.
    pub intent: Intent,
}

impl Wake {
    /// A wake that FCM keeps for four weeks.
    #[must_use]
    pub fn new(target: Target, priority: Priority) -> Self {
        Self {
            target,
            priority,
            ttl: Ttl::default(),
            collapse_key: CollapseKey::default(),
            package: None,
            marker: Marker::default(),
            direct_boot: Allow::Yes,
            bandwidth_constrained: Allow::No,
            restricted_satellite: Allow::No,
            intent: Intent::Deliver,
        }
    }

    /// The HTTP request. Its body holds the target and a header the access token: neither may be logged.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "the characters of an access token fit a header")]
    pub fn request(&self, endpoint: &Endpoint, project: &ProjectId, token: &AccessToken) -> Request<Bytes> {
        let mut request = Request::new(self.body());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = endpoint.send_uri(project);
        let mut bearer =
            HeaderValue::try_from(format!("Bearer {}", token.expose_secret())).expect("visible ASCII");
        bearer.set_sensitive(true);
        request.headers_mut().insert(AUTHORIZATION, bearer);
        request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        request
    }

    fn body(&self) -> Bytes {
        let mut android = Map::new();
        android.insert("priority".into(), self.priority.as_str().into());
        android.insert("ttl".into(), format!("{}s", self.ttl.secs()).into());
        android.insert("collapse_key".into(), self.collapse_key.as_str().into());
        if let Some(package) = &self.package {
            android.insert("restricted_package_name".into(), package.as_str().into());
        }
        for (key, allow) in [
            ("direct_boot_ok", self.direct_boot),
            ("bandwidth_constrained_ok", self.bandwidth_constrained),
            ("restricted_satellite_ok", self.restricted_satellite),
        ] {
            if allow == Allow::Yes {
                android.insert(key.into(), true.into());
            }
        }
        let (kind, target) = match &self.target {
            Target::Token(token) => ("token", token.expose_secret()),
            Target::Installation(id) => ("fid", id.expose_secret()),
        };
        let Marker { key, value } = &self.marker;
        let body = json!({
            "validate_only": self.intent == Intent::ValidateOnly,
            "message": { kind: target, "data": { &**key: &**value }, "android": Value::Object(android) },
        });
        Bytes::from(body.to_string())
    }
}

/// Where a wake goes: an app instance, named in one of two ways.
///
/// Google is replacing registration tokens by installation identifiers; an agent registers with one of them, and a
/// server has to know both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// `token`.
    Token(RegistrationToken),
    /// `fid`.
    Installation(InstallationId),
}

/// `android.priority`: how soon FCM delivers to a device that sleeps.
///
/// FCM takes high priority from an app whose messages often show nothing to the user (Firebase, "Set and manage Android
/// message priority", read 2026-08). So it is for what cannot wait: a lock, a wipe, a search.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Priority {
    /// `NORMAL`: at once when the device is awake, otherwise in its next maintenance window.
    #[default]
    Normal,
    /// `HIGH`: at once.
    High,
}

impl Priority {
    /// The word on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Normal => "NORMAL",
            Self::High => "HIGH",
        }
    }
}

/// `android.ttl`: how long FCM keeps a message for a device that is away, a second to four weeks.
///
/// On the wire 0 means "now or never". That loses wakes of a phone that is switched off (F56), so it cannot be
/// expressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ttl(u32);

impl Ttl {
    /// Four weeks, FCM's longest.
    pub const MAX: Self = Self(28 * 24 * 60 * 60);

    /// Whole seconds, at least one and at most [`Self::MAX`].
    #[must_use]
    pub fn new(ttl: Duration) -> Self {
        Self(u32::try_from(ttl.as_secs()).unwrap_or(u32::MAX).clamp(1, Self::MAX.0))
    }

    /// The seconds.
    #[must_use]
    pub fn secs(self) -> u32 {
        self.0
    }
}

impl Default for Ttl {
    fn default() -> Self {
        Self::MAX
    }
}

/// The constant pair in `data` by which the agent knows a wake. `mdm` and `wake` unless chosen.
///
/// It is the same for every device and every command, and so says nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marker {
    key: Box<str>,
    value: Box<str>,
}

impl Marker {
    /// The longest key, and the longest value.
    pub const MAX_BYTES: usize = 64;

    /// A pair of an agent that expects another one.
    ///
    /// # Errors
    /// [`Error::Marker`] when one is empty or too long, holds anything but letters, digits and `._-`, or when FCM
    /// reserves the key: `from`, `message_type`, and what begins with `google` or `gcm` (Firebase, REST resource
    /// `projects.messages`, read 2026-08).
    pub fn new(key: &str, value: &str) -> Result<Self, Error> {
        let fits = |text: &str| {
            !text.is_empty()
                && text.len() <= Self::MAX_BYTES
                && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
        };
        let reserved = matches!(key, "from" | "message_type" | "collapse_key")
            || key.starts_with("google")
            || key.starts_with("gcm");
        if reserved || !fits(key) || !fits(value) {
            return Err(Error::Marker);
        }
        Ok(Self { key: key.into(), value: value.into() })
    }
}

impl Default for Marker {
    fn default() -> Self {
        Self { key: "mdm".into(), value: "wake".into() }
    }
}

/// A permission that FCM asks for with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Allow {
    /// Yes.
    Yes,
    /// No: the key is left out.
    No,
}

/// `validate_only`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Intent {
    /// The message is delivered.
    #[default]
    Deliver,
    /// FCM checks message, token and credential, and delivers nothing.
    ValidateOnly,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn request(wake: &Wake) -> Request<Bytes> {
        let project = ProjectId::new("acme-mdm").unwrap();
        wake.request(&Endpoint::google(), &project, &AccessToken::new("ya29.planted").unwrap())
    }

    fn token(text: &str) -> Target {
        Target::Token(RegistrationToken::new(text).unwrap())
    }

    fn check(wake: &Wake, expected: &str) {
        assert_eq!(request(wake).body(), expected);
    }

    #[test]
    fn the_request_is_what_firebase_describes() {
        let mut wake = Wake::new(token("t:1\"\\"), Priority::default());
        let request = request(&wake);
        assert_eq!(request.method(), Method::POST);
        assert_eq!(request.uri(), "https://fcm.googleapis.com/v1/projects/acme-mdm/messages:send");
        assert_eq!(request.headers()[AUTHORIZATION], "Bearer ya29.planted");
        assert!(request.headers()[AUTHORIZATION].is_sensitive());
        assert_eq!(request.headers()[CONTENT_TYPE], "application/json");
        check(
            &wake,
            r#"{"message":{"android":{"collapse_key":"mdm-wake","direct_boot_ok":true,"priority":"NORMAL","ttl":"2419200s"},"data":{"mdm":"wake"},"token":"t:1\"\\"},"validate_only":false}"#,
        );
        wake.target = Target::Installation(InstallationId::new("fid-1").unwrap());
        wake.priority = Priority::High;
        wake.ttl = Ttl::new(Duration::from_secs(60));
        wake.collapse_key = CollapseKey::new("k").unwrap();
        wake.package = Some(PackageName::new("com.example.agent").unwrap());
        wake.marker = Marker::new("w", "1").unwrap();
        wake.direct_boot = Allow::No;
        wake.bandwidth_constrained = Allow::Yes;
        wake.restricted_satellite = Allow::Yes;
        wake.intent = Intent::ValidateOnly;
        check(
            &wake,
            r#"{"message":{"android":{"bandwidth_constrained_ok":true,"collapse_key":"k","priority":"HIGH","restricted_package_name":"com.example.agent","restricted_satellite_ok":true,"ttl":"60s"},"data":{"w":"1"},"fid":"fid-1"},"validate_only":true}"#,
        );
    }

    #[test]
    fn debug_shows_no_target() {
        let text = format!("{:?}", Wake::new(token("planted"), Priority::High));
        assert!(!text.contains("planted") && text.contains("mdm-wake"), "{text}");
        let text = format!("{:?}", request(&Wake::new(token("planted"), Priority::High)).headers());
        assert!(!text.contains("planted"), "{text}");
    }

    #[test]
    fn a_ttl_is_a_second_to_four_weeks() {
        fn check(secs: u64, expected: u32) {
            assert_eq!(Ttl::new(Duration::from_secs(secs)).secs(), expected);
        }
        check(0, 1);
        check(1, 1);
        check(2_419_200, 2_419_200);
        check(2_419_201, 2_419_200);
        check(u64::MAX, 2_419_200);
    }

    #[test]
    fn markers_are_checked() {
        fn check(key: &str, value: &str, expected: bool) {
            assert_eq!(Marker::new(key, value).is_ok(), expected, "{key:?} {value:?}");
        }
        check("w", "1", true);
        check("", "1", false);
        check("w", "", false);
        check("w", "a b", false);
        check("from", "1", false);
        check("message_type", "1", false);
        check("google.x", "1", false);
        check("gcm", "1", false);
        check(&"k".repeat(65), "1", false);
    }

    proptest! {
        #[test]
        fn any_target_survives_as_json_within_fcms_limit(text in "[!-~]{1,1024}") {
            let request = request(&Wake::new(token(&text), Priority::High));
            let json: Value = serde_json::from_slice(request.body()).unwrap();
            prop_assert_eq!(json["message"]["token"].as_str(), Some(&*text));
            prop_assert!(request.body().len() <= 4096);
        }
    }
}
