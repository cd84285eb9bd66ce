use std::time::{Duration, SystemTime};

use http::header::DATE;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use crate::AccessToken;
use crate::retry_after;

/// An access token, and for how long.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Grant {
    /// `access_token`.
    pub token: AccessToken,
    /// `expires_in`, a second to a day; an hour when it is missing.
    pub lifetime: Duration,
}

impl Grant {
    /// The largest body that is read. Google's have about 1 KiB.
    pub const MAX_BODY_BYTES: usize = 16 * 1024;

    /// Reads what the token endpoint answered (RFC 6749, sections 5.1 and 5.2).
    ///
    /// # Errors
    /// [`GrantFailure`] for anything but a token. It holds nothing of the body but a known word.
    pub fn decode(
        status: StatusCode,
        headers: &HeaderMap,
        body: &[u8],
        now: SystemTime,
    ) -> Result<Self, GrantFailure> {
        let json = match body.len() {
            0..=Self::MAX_BODY_BYTES => serde_json::from_slice(body).unwrap_or(Value::Null),
            _ => Value::Null,
        };
        let problem = match status.as_u16() {
            200 => match granted(&json) {
                Some(grant) => return Ok(grant),
                None => GrantProblem::Unreadable,
            },
            429 => GrantProblem::Throttled,
            400..=499 => refused(&json),
            500..=599 => GrantProblem::Unavailable,
            _ => GrantProblem::Unreadable,
        };
        let server_time =
            headers.get(DATE).and_then(|v| v.to_str().ok()).and_then(|v| httpdate::parse_http_date(v).ok());
        Err(GrantFailure { problem, retry_after: retry_after::decode(headers, now), server_time })
    }
}

/// Why there is no access token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantFailure {
    /// What went wrong.
    pub problem: GrantProblem,
    /// What the server asked to wait.
    pub retry_after: Option<Duration>,
    /// What time it is at the server, by its header `Date`.
    pub server_time: Option<SystemTime>,
}

impl From<GrantProblem> for GrantFailure {
    fn from(problem: GrantProblem) -> Self {
        Self { problem, retry_after: None, server_time: None }
    }
}

/// What keeps the access token away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum GrantProblem {
    /// `invalid_grant` for an assertion that is too old or too new: this machine's clock is wrong.
    #[error("the clock is wrong, says the token endpoint")]
    Clock,
    /// `invalid_grant`: the account is gone, or the key was revoked.
    #[error("invalid_grant")]
    InvalidGrant,
    /// `invalid_client`, `unauthorized_client`: the account may not ask.
    #[error("the service account is not authorized")]
    Unauthorized,
    /// `invalid_scope`, `access_denied`: the account may not push.
    #[error("the service account may not push")]
    Scope,
    /// Any other 4xx: `invalid_request` and the like, or no token endpoint at all.
    #[error("the token endpoint refuses the request")]
    Refused,
    /// FCM refuses an access token that was just given out.
    #[error("fcm refuses a new access token")]
    NotAccepted,
    /// 429.
    #[error("the token endpoint is asked too often")]
    Throttled,
    /// 5xx.
    #[error("the token endpoint is not available")]
    Unavailable,
    /// 200 without a token, or a status that nobody expects.
    #[error("the token endpoint gives no readable answer")]
    Unreadable,
    /// No answer came, or no connection.
    #[error("the token endpoint is not reachable")]
    Unreachable,
    /// This crate could not ask.
    #[error("the request for an access token could not be made")]
    Internal,
}

impl GrantProblem {
    /// Whether waiting does not help: somebody has to repair the account, the project or the clock.
    #[must_use]
    pub fn is_credential(self) -> bool {
        match self {
            Self::Clock
            | Self::InvalidGrant
            | Self::Unauthorized
            | Self::Scope
            | Self::Refused
            | Self::NotAccepted => true,
            Self::Throttled | Self::Unavailable | Self::Unreadable | Self::Unreachable | Self::Internal => {
                false
            }
        }
    }
}

fn granted(json: &Value) -> Option<Grant> {
    let token = AccessToken::new(json.get("access_token")?.as_str()?).ok()?;
    // RFC 6749, section 5.1: it is "bearer", in any case.
    let kind = json.get("token_type").and_then(Value::as_str).unwrap_or("Bearer");
    if !kind.eq_ignore_ascii_case("bearer") {
        return None;
    }
    let secs = match json.get("expires_in") {
        None => DEFAULT_LIFETIME,
        Some(secs) => secs.as_u64().filter(|secs| *secs > 0)?.min(MAX_LIFETIME),
    };
    Some(Grant { token, lifetime: Duration::from_secs(secs) })
}

fn refused(json: &Value) -> GrantProblem {
    let text = |key| json.get(key).and_then(Value::as_str).unwrap_or_default();
    match text("error") {
        // The description is prose, so its words are a hint and no more: the clock is corrected by `Date` in any case.
        "invalid_grant" if text("error_description").contains("iat") => GrantProblem::Clock,
        "invalid_grant" => GrantProblem::InvalidGrant,
        "invalid_client" | "unauthorized_client" => GrantProblem::Unauthorized,
        "invalid_scope" | "access_denied" => GrantProblem::Scope,
        _ => GrantProblem::Refused,
    }
}

const DEFAULT_LIFETIME: u64 = 60 * 60;
const MAX_LIFETIME: u64 = 24 * 60 * 60;

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(status: u16, body: &str) -> Result<Grant, GrantFailure> {
        let status = StatusCode::from_u16(status).unwrap();
        Grant::decode(status, &HeaderMap::new(), body.as_bytes(), SystemTime::UNIX_EPOCH)
    }

    #[test]
    fn a_token_is_read() {
        fn check(body: &str, secs: Option<u64>) {
            let found = decode(200, body).ok().map(|grant| grant.lifetime.as_secs());
            assert_eq!(found, secs, "{body}");
        }
        check(r#"{"access_token":"ya29.x","expires_in":3599,"token_type":"Bearer"}"#, Some(3599));
        check(r#"{"access_token":"ya29.x","token_type":"bearer"}"#, Some(3600));
        check(r#"{"access_token":"ya29.x","expires_in":18446744073709551615}"#, Some(86_400));
        check(r#"{"access_token":"ya29.x","expires_in":0}"#, None);
        check(r#"{"access_token":"ya29.x","expires_in":-1}"#, None);
        check(r#"{"access_token":"ya29.x","expires_in":"3599"}"#, None);
        check(r#"{"access_token":"ya29.x","token_type":"mac"}"#, None);
        check(r#"{"access_token":"ya29\r\nx: y"}"#, None);
        check(r#"{"access_token":""}"#, None);
        check(r#"{"id_token":"eyJ"}"#, None);
        check("", None);
        check("<html>", None);
        check(&format!("{}{{\"access_token\":\"x\"}}", " ".repeat(16 * 1024)), None);
        check(&"[".repeat(10_000), None);
    }

    #[test]
    fn refusals_are_told_apart() {
        fn check(status: u16, body: &str, expected: GrantProblem) {
            assert_eq!(decode(status, body).unwrap_err().problem, expected, "{status} {body}");
        }
        let skew = r#"{"error":"invalid_grant","error_description":"Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim."}"#;
        check(400, skew, GrantProblem::Clock);
        check(
            400,
            r#"{"error":"invalid_grant","error_description":"Invalid JWT Signature."}"#,
            GrantProblem::InvalidGrant,
        );
        check(400, r#"{"error":"invalid_grant"}"#, GrantProblem::InvalidGrant);
        check(401, r#"{"error":"unauthorized_client"}"#, GrantProblem::Unauthorized);
        check(401, r#"{"error":"invalid_client"}"#, GrantProblem::Unauthorized);
        check(403, r#"{"error":"access_denied"}"#, GrantProblem::Scope);
        check(400, r#"{"error":"invalid_scope"}"#, GrantProblem::Scope);
        check(400, r#"{"error":{"code":400}}"#, GrantProblem::Refused);
        check(404, "<html>", GrantProblem::Refused);
        check(429, "", GrantProblem::Throttled);
        check(500, r#"{"error":"internal_failure"}"#, GrantProblem::Unavailable);
        check(503, "", GrantProblem::Unavailable);
        check(302, "", GrantProblem::Unreadable);
        check(200, "{}", GrantProblem::Unreadable);
    }

    #[test]
    fn the_wait_and_the_servers_time_are_read() {
        let mut headers = HeaderMap::new();
        headers.insert("date", "Thu, 01 Jan 1970 01:00:00 GMT".parse().unwrap());
        headers.insert("retry-after", "7".parse().unwrap());
        let failure = Grant::decode(StatusCode::SERVICE_UNAVAILABLE, &headers, b"", SystemTime::UNIX_EPOCH)
            .unwrap_err();
        assert_eq!(failure.retry_after, Some(Duration::from_secs(7)));
        assert_eq!(failure.server_time, Some(SystemTime::UNIX_EPOCH + Duration::from_secs(3600)));
    }

    #[test]
    fn debug_shows_no_token() {
        let grant = decode(200, r#"{"access_token":"planted"}"#);
        assert!(!format!("{grant:?}").contains("planted"));
    }
}
