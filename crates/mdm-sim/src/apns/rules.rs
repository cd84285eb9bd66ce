use std::time::SystemTime;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use serde_json::Value;

/// A push whose form is right.
pub(super) struct Push {
    pub(super) token: [u8; 32],
    pub(super) topic: String,
    pub(super) expiration: Option<u64>,
    pub(super) payload: Bytes,
}

/// A status, a reason, and for 410 since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rejection {
    pub(super) status: StatusCode,
    pub(super) reason: &'static str,
    pub(super) since: Option<SystemTime>,
}

impl Rejection {
    pub(super) fn body(&self) -> Bytes {
        let json = match self.since.and_then(|at| at.duration_since(SystemTime::UNIX_EPOCH).ok()) {
            Some(since) => {
                let millis = u64::try_from(since.as_millis()).unwrap_or(u64::MAX);
                serde_json::json!({ "reason": self.reason, "timestamp": millis })
            }
            None => serde_json::json!({ "reason": self.reason }),
        };
        Bytes::from(json.to_string())
    }
}

/// Checks what does not need the state: path, headers, payload. `certificate_topic` is the UID of the
/// client certificate. `payload` holds at most one byte more than is allowed.
pub(super) fn validate(
    method: &Method,
    path: &str,
    headers: &HeaderMap,
    payload: Bytes,
    certificate_topic: Option<&str>,
) -> Result<Push, Rejection> {
    if method != Method::POST {
        return Err(reject(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed"));
    }
    let token = path.strip_prefix("/3/device").ok_or(reject(StatusCode::NOT_FOUND, "BadPath"))?;
    let token = match token.strip_prefix('/') {
        None if token.is_empty() => return Err(bad("MissingDeviceToken")),
        Some("") => return Err(bad("MissingDeviceToken")),
        Some(token) if !token.contains('/') => token,
        _ => return Err(reject(StatusCode::NOT_FOUND, "BadPath")),
    };
    let certificate_topic = certificate_topic.ok_or(reject(StatusCode::FORBIDDEN, "BadCertificate"))?;
    if headers
        .keys()
        .any(|name| name.as_str().starts_with("apns-") && headers.get_all(name).iter().count() > 1)
    {
        return Err(bad("DuplicateHeaders"));
    }
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    if text("apns-id").is_some_and(|id| !is_canonical_uuid(id)) {
        return Err(bad("BadMessageId"));
    }
    let expiration = match text("apns-expiration") {
        None => None,
        Some(secs) => Some(secs.parse().map_err(|_| bad("BadExpirationDate"))?),
    };
    if text("apns-priority").is_some_and(|priority| !matches!(priority, "10" | "5" | "1")) {
        return Err(bad("BadPriority"));
    }
    if text("apns-collapse-id").is_some_and(|id| id.len() > 64) {
        return Err(bad("BadCollapseId"));
    }
    // A certificate with a single topic may leave it out.
    let topic = text("apns-topic").unwrap_or(certificate_topic);
    if topic.is_empty() || !topic.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-')) {
        return Err(bad("BadTopic"));
    }
    if topic != certificate_topic {
        return Err(bad("TopicDisallowed"));
    }
    if payload.is_empty() {
        return Err(bad("PayloadEmpty"));
    }
    if payload.len() > MAX_PAYLOAD {
        return Err(reject(StatusCode::PAYLOAD_TOO_LARGE, "PayloadTooLarge"));
    }
    if text("apns-push-type") != Some("mdm") || magic_in(&payload).is_none() {
        return Err(bad("InvalidPushType"));
    }
    let token = token_in(token).ok_or(BAD_DEVICE_TOKEN)?;
    Ok(Push { token, topic: topic.to_owned(), expiration, payload })
}

/// The magic, if the payload is an object with the key `mdm` and a text, and nothing else.
pub(super) fn magic_in(payload: &[u8]) -> Option<String> {
    match serde_json::from_slice(payload) {
        Ok(Value::Object(mut object)) if object.len() == 1 => match object.remove("mdm") {
            Some(Value::String(magic)) if !magic.is_empty() => Some(magic),
            _ => None,
        },
        _ => None,
    }
}

/// The token at the end of a path, if it has the length of this fake's tokens.
pub(super) fn token_in(hex: &str) -> Option<[u8; 32]> {
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

pub(super) fn unregistered(since: SystemTime) -> Rejection {
    Rejection { since: Some(since), ..reject(StatusCode::GONE, "Unregistered") }
}

const fn bad(reason: &'static str) -> Rejection {
    reject(StatusCode::BAD_REQUEST, reason)
}

const fn reject(status: StatusCode, reason: &'static str) -> Rejection {
    Rejection { status, reason, since: None }
}

/// 8-4-4-4-12 digits in lower case.
fn is_canonical_uuid(id: &str) -> bool {
    id.len() == 36
        && id.bytes().enumerate().all(|(position, byte)| match position {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
        })
}

pub(super) const BAD_DEVICE_TOKEN: Rejection = bad("BadDeviceToken");
pub(super) const DEVICE_TOKEN_NOT_FOR_TOPIC: Rejection = bad("DeviceTokenNotForTopic");
pub(super) const MAX_PAYLOAD: usize = 4096;

#[cfg(test)]
mod tests {
    use super::*;

    const TOPIC: &str = "com.apple.mgmt.External.1";

    fn path() -> String {
        format!("/3/device/{}", "0a".repeat(32))
    }

    fn good() -> Vec<(&'static str, String)> {
        vec![
            ("apns-push-type", "mdm".into()),
            ("apns-topic", TOPIC.into()),
            ("apns-priority", "10".into()),
            ("apns-expiration", "1780000000".into()),
            ("apns-id", "0f8fad5b-d9cb-469f-a165-70867728950e".into()),
        ]
    }

    fn outcome(method: Method, path: &str, headers: &[(&'static str, String)], payload: &str) -> String {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().expect("header"));
        }
        match validate(&method, path, &map, Bytes::from(payload.to_owned()), Some(TOPIC)) {
            Ok(_) => "200".into(),
            Err(rejection) => format!("{} {}", rejection.status.as_u16(), rejection.reason),
        }
    }

    #[test]
    fn headers_are_checked() {
        fn check(name: &'static str, value: Option<&str>, expected: &str) {
            let mut headers = good();
            headers.retain(|(n, _)| *n != name);
            headers.extend(value.map(|value| (name, value.to_owned())));
            assert_eq!(
                outcome(Method::POST, &path(), &headers, r#"{"mdm":"m"}"#),
                expected,
                "{name}: {value:?}"
            );
        }
        check("apns-id", None, "200");
        check("apns-id", Some("0F8FAD5B-D9CB-469F-A165-70867728950E"), "400 BadMessageId");
        check("apns-id", Some("1"), "400 BadMessageId");
        check("apns-priority", None, "200");
        check("apns-priority", Some("5"), "200");
        check("apns-priority", Some("1"), "200");
        check("apns-priority", Some("7"), "400 BadPriority");
        check("apns-expiration", None, "200");
        check("apns-expiration", Some("0"), "200");
        check("apns-expiration", Some("-1"), "400 BadExpirationDate");
        check("apns-expiration", Some("tomorrow"), "400 BadExpirationDate");
        check("apns-topic", None, "200");
        check("apns-topic", Some("com.apple.mgmt.External.2"), "400 TopicDisallowed");
        check("apns-topic", Some("a topic"), "400 BadTopic");
        check("apns-topic", Some(""), "400 BadTopic");
        check("apns-push-type", None, "400 InvalidPushType");
        check("apns-push-type", Some("alert"), "400 InvalidPushType");
        check("apns-collapse-id", Some(&"c".repeat(64)), "200");
        check("apns-collapse-id", Some(&"c".repeat(65)), "400 BadCollapseId");
    }

    #[test]
    fn a_repeated_header_is_rejected() {
        let mut headers = good();
        headers.push(("apns-priority", "10".into()));
        assert_eq!(outcome(Method::POST, &path(), &headers, r#"{"mdm":"m"}"#), "400 DuplicateHeaders");
    }

    #[test]
    fn paths_and_methods_are_checked() {
        fn check(method: Method, path: &str, expected: &str) {
            assert_eq!(outcome(method, path, &good(), r#"{"mdm":"m"}"#), expected, "{path}");
        }
        check(Method::POST, &path(), "200");
        check(Method::POST, &path().to_uppercase().replace("/3/DEVICE", "/3/device"), "200");
        check(Method::GET, &path(), "405 MethodNotAllowed");
        check(Method::POST, "/", "404 BadPath");
        check(Method::POST, "/4/device/0a", "404 BadPath");
        check(Method::POST, "/3/devices", "404 BadPath");
        check(Method::POST, &format!("{}/x", path()), "404 BadPath");
        check(Method::POST, "/3/device", "400 MissingDeviceToken");
        check(Method::POST, "/3/device/", "400 MissingDeviceToken");
        check(Method::POST, "/3/device/0a", "400 BadDeviceToken");
        check(Method::POST, &format!("/3/device/{}", "0g".repeat(32)), "400 BadDeviceToken");
    }

    #[test]
    fn payloads_are_checked() {
        fn check(payload: &str, expected: &str) {
            assert_eq!(outcome(Method::POST, &path(), &good(), payload), expected);
        }
        check(r#"{"mdm":"m"}"#, "200");
        check("", "400 PayloadEmpty");
        check(r#"{"mdm":""}"#, "400 InvalidPushType");
        check(r#"{"mdm":7}"#, "400 InvalidPushType");
        check(r#"{"mdm":"m","aps":{}}"#, "400 InvalidPushType");
        check(r#"{"aps":{"alert":"hello"}}"#, "400 InvalidPushType");
        check("mdm", "400 InvalidPushType");
        let fits = format!("{{\"mdm\":\"{}\"}}", "m".repeat(MAX_PAYLOAD - 10));
        check(&fits, "200");
        check(&format!("{fits} "), "413 PayloadTooLarge");
    }

    #[test]
    fn a_certificate_without_topic_may_not_push() {
        let rejection =
            validate(&Method::POST, &path(), &HeaderMap::new(), Bytes::from_static(b"{}"), None).err();
        assert_eq!(rejection.map(|r| (r.status.as_u16(), r.reason)), Some((403, "BadCertificate")));
    }

    #[test]
    fn bodies_are_apples() {
        assert_eq!(BAD_DEVICE_TOKEN.body(), r#"{"reason":"BadDeviceToken"}"#);
        let at = SystemTime::UNIX_EPOCH + std::time::Duration::from_millis(1_780_000_000_123);
        assert_eq!(unregistered(at).body(), r#"{"reason":"Unregistered","timestamp":1780000000123}"#);
    }
}
