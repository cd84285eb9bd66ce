//! The checks of a push that need no state (Apple, "Sending notification requests to APNs", read 2026-08).

use serde_json::Value;

use super::service::{Allowed, PushRequest, Rejection};

/// What is needed of a push whose form is right.
pub(super) struct Push<'a> {
    pub(super) topic: &'a str,
    pub(super) expiration: Option<u64>,
}

/// The token in the path, as text.
pub(super) fn token_of<'a>(method: &str, path: &'a str) -> Result<&'a str, Rejection> {
    if method != "POST" {
        return Err(reject(405, "MethodNotAllowed"));
    }
    match path.strip_prefix("/3/device") {
        Some("" | "/") => Err(bad("MissingDeviceToken")),
        Some(rest) => {
            rest.strip_prefix('/').filter(|token| !token.contains('/')).ok_or(reject(404, "BadPath"))
        }
        None => Err(reject(404, "BadPath")),
    }
}

/// Checks headers and payload.
pub(super) fn validate<'a>(
    request: &'a PushRequest<'_>,
    allowed: &'a Allowed,
) -> Result<Push<'a>, Rejection> {
    let ours = |name: &str| name.starts_with("apns-") || name == "authorization";
    for (index, (name, _)) in request.headers.iter().enumerate() {
        if ours(name) && request.headers.iter().skip(index + 1).any(|(other, _)| other == name) {
            return Err(bad("DuplicateHeaders"));
        }
    }
    if request.text("apns-id").is_some_and(|id| !is_canonical_uuid(id)) {
        return Err(bad("BadMessageId"));
    }
    let expiration = match request.text("apns-expiration") {
        None => None,
        // Digits only: Rust's parser would take a sign.
        Some(secs) if secs.bytes().all(|b| b.is_ascii_digit()) => {
            Some(secs.parse().map_err(|_| bad("BadExpirationDate"))?)
        }
        Some(_) => return Err(bad("BadExpirationDate")),
    };
    let priority = request.text("apns-priority");
    if priority.is_some_and(|priority| !matches!(priority, "10" | "5" | "1")) {
        return Err(bad("BadPriority"));
    }
    if request.header("apns-collapse-id").is_some_and(|id| id.len() > 64) {
        return Err(bad("BadCollapseId"));
    }
    let topic = topic_of(request, allowed)?;
    if request.body.is_empty() {
        return Err(bad("PayloadEmpty"));
    }
    let push_type = request.text("apns-push-type");
    if request.body.len() > max_payload(push_type) {
        return Err(reject(413, "PayloadTooLarge"));
    }
    if !fits(push_type, topic, request.body) {
        return Err(bad("InvalidPushType"));
    }
    if push_type == Some("background") && priority != Some("5") {
        return Err(bad("BadPriority"));
    }
    Ok(Push { topic, expiration })
}

fn topic_of<'a>(request: &'a PushRequest<'_>, allowed: &'a Allowed) -> Result<&'a str, Rejection> {
    let topic = match (request.text("apns-topic"), allowed) {
        (Some(topic), _) => topic,
        // A certificate with a single topic may leave it out.
        (None, Allowed::Topic(topic)) => topic,
        (None, Allowed::Provider(_)) => return Err(bad("MissingTopic")),
    };
    if topic.is_empty()
        || !topic.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
    {
        return Err(bad("BadTopic"));
    }
    let is_allowed = match allowed {
        Allowed::Topic(own) => topic == own,
        // "Device management doesn't support the token based push process" (Apple, "Setting up push notifications for your
        // device management customers", read 2026-08). Which reason it gives is not documented.
        Allowed::Provider(_) if is_mdm(topic) => false,
        Allowed::Provider(topics) => {
            topics.as_ref().is_none_or(|topics| topics.iter().any(|own| own == topic))
        }
    };
    if is_allowed { Ok(topic) } else { Err(bad("TopicDisallowed")) }
}

/// Whether type, topic and payload belong together. The type is always needed here; Apple needs it from watchOS 6 on,
/// and recommends it.
fn fits(push_type: Option<&str>, topic: &str, payload: &[u8]) -> bool {
    match push_type {
        Some("mdm") => is_mdm(topic) && magic_in(payload).is_some(),
        Some(known) => {
            !is_mdm(topic)
                && PUSH_TYPES.contains(&known)
                && matches!(serde_json::from_slice(payload), Ok(Value::Object(_)))
        }
        None => false,
    }
}

fn is_mdm(topic: &str) -> bool {
    topic.starts_with("com.apple.mgmt.")
}

/// 4 KB, and 5 KB for VoIP.
pub(super) fn max_payload(push_type: Option<&str>) -> usize {
    if push_type == Some("voip") { MAX_VOIP_PAYLOAD } else { MAX_PAYLOAD }
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

pub(super) const fn bad(reason: &'static str) -> Rejection {
    reject(400, reason)
}

pub(super) const fn reject(status: u16, reason: &'static str) -> Rejection {
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

const PUSH_TYPES: [&str; 10] = [
    "alert",
    "background",
    "complication",
    "controls",
    "fileprovider",
    "liveactivity",
    "location",
    "pushtotalk",
    "voip",
    "widgets",
];
const MAX_PAYLOAD: usize = 4096;
pub(super) const MAX_VOIP_PAYLOAD: usize = 5120;
