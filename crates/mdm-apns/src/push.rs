use std::fmt;
use std::num::NonZeroU64;
use std::ops::Range;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::Request;

use crate::message::{Message, Parts};
use crate::secret::hex;
use crate::{Endpoint, Error, PushMagic, PushToken, Topic};

/// One MDM push: wake this device and let it connect to its server.
///
/// Wire shape: `POST /3/device/<token in hexadecimal>` with the body `{"mdm":"<PushMagic>"}` and nothing
/// else in it (Apple, "Sending notification requests to APNs" and "Sending MDM push notifications", read
/// 2026-08). All pushes to a device are alike on purpose: APNs keeps only one for a device that is away
/// (F86).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MdmPush {
    /// Where to: the `Token` of `TokenUpdate`.
    pub token: PushToken,
    /// What to say: the `PushMagic` of `TokenUpdate`.
    pub magic: PushMagic,
    /// The topic of the push certificate, which is the `Topic` of `TokenUpdate`.
    pub topic: Topic,
    /// Until when APNs keeps the push for a device that is away.
    pub expiration: Expiration,
    /// How soon APNs delivers it.
    pub priority: Priority,
    /// The push's identity; the answer repeats it. A repeat of the same push keeps it.
    pub id: ApnsId,
}

impl MdmPush {
    /// A push that APNs keeps for seven days and delivers at once.
    #[must_use]
    pub fn new(token: PushToken, magic: PushMagic, topic: Topic, id: ApnsId, now: SystemTime) -> Self {
        let expiration = Expiration::after(now, Expiration::DEFAULT_TTL);
        Self { token, magic, topic, expiration, priority: Priority::default(), id }
    }

    /// The HTTP/2 request. It needs a connection with the push certificate as client certificate.
    ///
    /// The URI carries the token and the body the magic: neither may be logged.
    #[must_use]
    pub fn request(&self, endpoint: &Endpoint) -> Request<Bytes> {
        self.message().request(endpoint)
    }

    pub(crate) fn message(&self) -> Message {
        let parts = Parts {
            token: &self.token,
            id: self.id,
            topic: self.topic.as_str(),
            push_type: "mdm",
            priority: self.priority.as_str(),
            expiration: Some(self.expiration.epoch_secs()),
            collapse_id: None,
        };
        Message::new(&parts, |body| write_payload(self.magic.expose_secret(), body))
    }
}

/// Until when APNs keeps a push for a device that is away: whole seconds since 1970, never 0.
///
/// On the wire 0 means "try once, keep nothing", and a missing header leaves the time to APNs. Both lose
/// wakes of a phone that is switched off (F56), so neither can be expressed: an MDM push has an explicit
/// time (Apple, "Sending notification requests to APNs", `apns-expiration`, read 2026-08).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Expiration(NonZeroU64);

impl Expiration {
    /// Seven days.
    pub const DEFAULT_TTL: Duration = Duration::from_secs(7 * 24 * 60 * 60);

    /// `ttl` from `now`, in whole seconds, at least one second away. A `now` before 1970 counts as 1970;
    /// the end is capped at 2106, where 32-bit seconds end.
    #[must_use]
    pub fn after(now: SystemTime, ttl: Duration) -> Self {
        let now = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
        let end = now.saturating_add(ttl.as_secs().max(1)).min(u64::from(u32::MAX));
        Self(NonZeroU64::new(end).unwrap_or(NonZeroU64::MIN))
    }

    /// Seconds since 1970.
    #[must_use]
    pub fn epoch_secs(self) -> u64 {
        self.0.get()
    }
}

/// `{"mdm":"<magic>"}` and no space in it.
fn write_payload(magic: &str, json: &mut Vec<u8>) {
    json.extend_from_slice(b"{\"mdm\":\"");
    if magic.bytes().all(|byte| byte >= b' ' && !matches!(byte, b'"' | b'\\')) {
        json.extend_from_slice(magic.as_bytes());
    } else {
        for byte in magic.bytes() {
            match byte {
                b'"' | b'\\' => json.extend_from_slice(&[b'\\', byte]),
                // RFC 8259, section 7: control characters must be escaped.
                0..b' ' => {
                    let [high, low] = hex(byte);
                    json.extend_from_slice(&[b'\\', b'u', b'0', b'0', high, low]);
                }
                _ => json.push(byte),
            }
        }
    }
    json.extend_from_slice(b"\"}");
}

/// `apns-priority`: how soon APNs delivers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Priority {
    /// 10: at once. What MDM uses.
    #[default]
    Immediate,
    /// 5: at a time that spares the device's battery.
    PowerSaving,
    /// 1: battery above all; the device is not woken.
    Lowest,
}

impl Priority {
    /// The value on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Immediate => "10",
            Self::PowerSaving => "5",
            Self::Lowest => "1",
        }
    }
}

/// `apns-id`: the identity of a push, a UUID in lower case.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ApnsId([u8; 16]);

impl ApnsId {
    /// Makes a random (version 4) UUID of 16 random bytes (RFC 9562, section 5.4).
    #[must_use]
    pub fn mint(random: [u8; 16]) -> Self {
        let mut id = u128::from_be_bytes(random);
        id = (id & !(0xF << 76)) | (0x4 << 76);
        id = (id & !(0x3 << 62)) | (0x2 << 62);
        Self(id.to_be_bytes())
    }

    /// Reads the canonical form, 8-4-4-4-12 hexadecimal digits. Both cases are read: APNs answers in upper
    /// case when it made the id itself.
    ///
    /// # Errors
    /// [`Error::ApnsId`] when it is anything else.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let text: &[u8; 36] = text.as_bytes().try_into().map_err(|_| Error::ApnsId)?;
        let mut id: u128 = 0;
        for (position, byte) in text.iter().enumerate() {
            let digit = match byte {
                b'-' if matches!(position, 8 | 13 | 18 | 23) => continue,
                _ if matches!(position, 8 | 13 | 18 | 23) => return Err(Error::ApnsId),
                b'0'..=b'9' => byte - b'0',
                b'a'..=b'f' => byte - b'a' + 10,
                b'A'..=b'F' => byte - b'A' + 10,
                _ => return Err(Error::ApnsId),
            };
            id = (id << 4) | u128::from(digit);
        }
        Ok(Self(id.to_be_bytes()))
    }

    /// The 16 bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// Appends the canonical form, and gives where it stands.
    pub(crate) fn write(&self, out: &mut Vec<u8>) -> Range<usize> {
        let start = out.len();
        for (position, byte) in self.0.iter().enumerate() {
            if matches!(position, 4 | 6 | 8 | 10) {
                out.push(b'-');
            }
            out.extend_from_slice(&hex(*byte));
        }
        start..out.len()
    }
}

impl fmt::Display for ApnsId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = Vec::with_capacity(36);
        self.write(&mut text);
        f.write_str(str::from_utf8(&text).unwrap_or_default())
    }
}

impl fmt::Debug for ApnsId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ApnsId({self})")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Port;

    fn push(magic: &str) -> MdmPush {
        MdmPush::new(
            PushToken::new(&[0x0A, 0xFF]).expect("token"),
            PushMagic::new(magic).expect("magic"),
            Topic::new("com.apple.mgmt.External.1").expect("topic"),
            ApnsId::mint([0; 16]),
            at(1_780_000_000),
        )
    }

    fn at(secs: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(secs)
    }

    #[test]
    fn the_request_is_what_apple_describes() {
        let request = push("m\u{1}\"\\é").request(&Endpoint::production(Port::Https));
        assert_eq!(request.method(), http::Method::POST);
        assert_eq!(request.uri(), "https://api.push.apple.com/3/device/0aff");
        let headers: Vec<_> =
            request.headers().iter().map(|(k, v)| (k.as_str(), v.to_str().expect("ascii"))).collect();
        assert_eq!(
            headers,
            [
                ("apns-push-type", "mdm"),
                ("apns-priority", "10"),
                ("apns-topic", "com.apple.mgmt.External.1"),
                ("apns-id", "00000000-0000-4000-8000-000000000000"),
                ("apns-expiration", "1780604800"),
            ]
        );
        assert_eq!(request.body(), "{\"mdm\":\"m\\u0001\\\"\\\\é\"}");
    }

    #[test]
    fn debug_of_a_push_shows_no_secret() {
        let text = format!("{:?}", push("planted-magic"));
        assert!(!text.contains("planted") && !text.contains("0aff") && !text.contains("255"), "{text}");
        assert!(text.contains("com.apple.mgmt.External.1"));
    }

    #[test]
    fn expiration_is_never_zero() {
        fn check(now: SystemTime, ttl_secs: u64, expected: u64) {
            assert_eq!(Expiration::after(now, Duration::from_secs(ttl_secs)).epoch_secs(), expected);
        }
        check(at(1000), 60, 1060);
        check(at(1000), 0, 1001);
        check(at(0), 0, 1);
        check(SystemTime::UNIX_EPOCH - Duration::from_secs(99), 5, 5);
        check(at(1000), u64::MAX, u64::from(u32::MAX));
        check(at(u64::from(u32::MAX) + 7), 1, u64::from(u32::MAX));
    }

    #[test]
    fn ids_are_read_in_canonical_form_only() {
        fn check(text: &str, expected: Option<&str>) {
            assert_eq!(ApnsId::parse(text).ok().map(|id| id.to_string()).as_deref(), expected, "{text:?}");
        }
        let lower = "0f8fad5b-d9cb-469f-a165-70867728950e";
        check(lower, Some(lower));
        check("0F8FAD5B-D9CB-469F-A165-70867728950E", Some(lower));
        check("0f8fad5bd9cb469fa16570867728950e", None);
        check("0f8fad5b-d9cb-469f-a165-70867728950", None);
        check("0f8fad5b-d9cb-469f-a165-70867728950g", None);
        check("0f8fad5bd-9cb-469f-a165-70867728950e", None);
        check("{f8fad5b-d9cb-469f-a165-70867728950}", None);
        check("éééééééééééééééééé", None);
        check("", None);
    }

    #[test]
    fn minted_ids_are_version_four() {
        assert_eq!(ApnsId::mint([0xFF; 16]).to_string(), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    }

    proptest! {
        #[test]
        fn any_magic_survives_as_json(magic in "\\PC{1,100}|[\\x00-\\x7F]{1,100}") {
            let request = push(&magic).request(&Endpoint::production(Port::Https));
            let json: serde_json::Value = serde_json::from_slice(request.body()).expect("json");
            prop_assert_eq!(json, serde_json::json!({ "mdm": magic }));
        }

        #[test]
        fn the_payload_always_fits(magic in "[\\x00-\\x1F\"]{512}") {
            prop_assert!(push(&magic).request(&Endpoint::production(Port::Https)).body().len() <= 4096);
        }

        #[test]
        fn ids_round_trip(random: [u8; 16]) {
            let id = ApnsId::mint(random);
            prop_assert_eq!(ApnsId::parse(&id.to_string()).expect("canonical"), id);
        }
    }
}
