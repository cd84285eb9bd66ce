//! What FCM accepts, and how it says no.

use std::collections::BTreeMap;
use std::time::Duration;

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::{Message, Shared};

/// A push whose form is right.
#[derive(Debug)]
pub(super) struct Push {
    pub(super) target: String,
    pub(super) message: Message,
    pub(super) ttl: Duration,
    pub(super) package: Option<String>,
    pub(super) validate_only: bool,
}

/// An error of Google's APIs (AIP-193).
#[derive(Debug)]
pub(super) struct Rejection {
    pub(super) status: StatusCode,
    pub(super) code: Option<&'static str>,
    field: Option<String>,
    message: &'static str,
}

impl Rejection {
    pub(super) fn body(&self) -> Value {
        error(self.status, self.code, self.field.as_deref(), None, self.message)
    }
}

/// The body of an error.
pub(super) fn error(
    status: StatusCode,
    code: Option<&str>,
    field: Option<&str>,
    quota: Option<&str>,
    message: &str,
) -> Value {
    let mut details = Vec::new();
    if let Some(code) = code {
        details.push(
            json!({ "@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", "errorCode": code }),
        );
    }
    if let Some(field) = field {
        let violation = json!({ "field": field, "description": message });
        details.push(
            json!({ "@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [violation] }),
        );
    }
    if let Some(subject) = quota {
        let violation = json!({ "subject": subject, "description": message });
        details.push(
            json!({ "@type": "type.googleapis.com/google.rpc.QuotaFailure", "violations": [violation] }),
        );
    }
    let name = match status.as_u16() {
        400 => "INVALID_ARGUMENT",
        401 => "UNAUTHENTICATED",
        403 => "PERMISSION_DENIED",
        404 => "NOT_FOUND",
        429 => "RESOURCE_EXHAUSTED",
        503 => "UNAVAILABLE",
        _ => "INTERNAL",
    };
    json!({ "error": { "code": status.as_u16(), "message": message, "status": name, "details": details } })
}

/// Judges a request to the sending side by everything but the device.
pub(super) fn validate(
    shared: &Shared,
    path: &str,
    authorization: Option<&str>,
    body: &[u8],
) -> Result<Push, Rejection> {
    let now = (shared.config.clock)();
    let token = authorization.and_then(|value| value.strip_prefix("Bearer "));
    let valid = token.and_then(|token| shared.lock().access_tokens.get(token).copied());
    if valid.is_none_or(|end| now >= end) {
        return Err(rejection(StatusCode::UNAUTHORIZED, None, "no valid access token"));
    }
    if path != format!("/v1/projects/{}/messages:send", shared.config.project) {
        return Err(rejection(StatusCode::NOT_FOUND, None, "no such project"));
    }
    let json = serde_json::from_slice(body).ok();
    let Some(Value::Object(request)) = json else { return Err(invalid("")) };
    known(&request, "", &["message", "validate_only"])?;
    let validate_only = flag(&request, "", "validate_only")?;
    let message = object(&request, "", "message")?.ok_or_else(|| invalid("message"))?;
    push(message, validate_only)
}

fn push(message: &Map<String, Value>, validate_only: bool) -> Result<Push, Rejection> {
    let keys = ["token", "fid", "topic", "condition", "data", "android", "notification"];
    known(message, "message", &keys)?;
    let targets = ["token", "fid", "topic", "condition"].map(|key| text(message, "message", key));
    let mut named = None;
    for target in targets {
        if let Some(target) = target?
            && named.replace(target).is_some()
        {
            return Err(invalid("message"));
        }
    }
    let target = named.ok_or_else(|| invalid("message"))?;
    let mut data = BTreeMap::new();
    for (key, value) in object(message, "message", "data")?.into_iter().flatten() {
        let reserved = matches!(key.as_str(), "from" | "message_type")
            || key.starts_with("google")
            || key.starts_with("gcm");
        let value = value.as_str().filter(|_| !reserved && !key.is_empty());
        data.insert(key.clone(), value.ok_or_else(|| invalid("message.data"))?.to_owned());
    }
    if data.iter().map(|(key, value)| key.len() + value.len()).sum::<usize>() > MAX_PAYLOAD {
        // As FCM does, without a word about which field.
        return Err(rejection(StatusCode::BAD_REQUEST, Some("INVALID_ARGUMENT"), "message is too big"));
    }
    let empty = Map::new();
    let android = object(message, "message", "android")?.unwrap_or(&empty);
    let at = "message.android";
    let keys = [
        "priority",
        "ttl",
        "collapse_key",
        "restricted_package_name",
        "direct_boot_ok",
        "bandwidth_constrained_ok",
        "restricted_satellite_ok",
    ];
    known(android, at, &keys)?;
    for key in ["direct_boot_ok", "bandwidth_constrained_ok", "restricted_satellite_ok"] {
        flag(android, at, key)?;
    }
    let high_priority = match text(android, at, "priority")?.as_deref() {
        Some("HIGH" | "high") => true,
        Some("NORMAL" | "normal") | None => false,
        Some(_) => return Err(invalid("message.android.priority")),
    };
    let ttl = match text(android, at, "ttl")? {
        None => MAX_TTL,
        Some(ttl) => ttl
            .strip_suffix('s')
            .and_then(|secs| secs.parse().ok())
            .map(Duration::from_secs)
            .filter(|ttl| *ttl <= MAX_TTL)
            .ok_or_else(|| invalid("message.android.ttl"))?,
    };
    let shown = message.contains_key("notification");
    let collapse_key = text(android, at, "collapse_key")?;
    Ok(Push {
        target,
        message: Message { data, collapse_key, high_priority, shown },
        ttl,
        package: text(android, at, "restricted_package_name")?,
        validate_only,
    })
}

/// A token that has not the form of one is another error than one that is not known.
pub(super) fn unknown_target(push: &Push) -> Rejection {
    let installation = push.target.len() == 22;
    if installation || push.target.split_once(':').is_some_and(|(_, rest)| rest.starts_with("APA91b")) {
        unregistered()
    } else {
        rejection(
            StatusCode::BAD_REQUEST,
            Some("INVALID_ARGUMENT"),
            "The registration token is not a valid FCM registration token",
        )
    }
}

pub(super) fn unregistered() -> Rejection {
    rejection(StatusCode::NOT_FOUND, Some("UNREGISTERED"), "not registered")
}

pub(super) fn sender_id_mismatch() -> Rejection {
    rejection(StatusCode::FORBIDDEN, Some("SENDER_ID_MISMATCH"), "token of another project")
}

pub(super) fn invalid(field: &str) -> Rejection {
    Rejection {
        field: Some(field.to_owned()),
        ..rejection(StatusCode::BAD_REQUEST, Some("INVALID_ARGUMENT"), "invalid value")
    }
}

fn rejection(status: StatusCode, code: Option<&'static str>, message: &'static str) -> Rejection {
    Rejection { status, code, field: None, message }
}

fn known(object: &Map<String, Value>, at: &str, keys: &[&str]) -> Result<(), Rejection> {
    match object.keys().find(|key| !keys.contains(&key.as_str())) {
        Some(key) => Err(invalid(&format!("{at}.{key}"))),
        None => Ok(()),
    }
}

fn text(object: &Map<String, Value>, at: &str, key: &str) -> Result<Option<String>, Rejection> {
    match object.get(key) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(invalid(&format!("{at}.{key}"))),
    }
}

fn flag(object: &Map<String, Value>, at: &str, key: &str) -> Result<bool, Rejection> {
    match object.get(key) {
        None => Ok(false),
        Some(Value::Bool(flag)) => Ok(*flag),
        Some(_) => Err(invalid(&format!("{at}.{key}"))),
    }
}

fn object<'a>(
    object: &'a Map<String, Value>,
    at: &str,
    key: &str,
) -> Result<Option<&'a Map<String, Value>>, Rejection> {
    match object.get(key) {
        None => Ok(None),
        Some(Value::Object(inner)) => Ok(Some(inner)),
        Some(_) => Err(invalid(&format!("{at}.{key}"))),
    }
}

const MAX_PAYLOAD: usize = 4096;
const MAX_TTL: Duration = Duration::from_secs(28 * 24 * 60 * 60);
