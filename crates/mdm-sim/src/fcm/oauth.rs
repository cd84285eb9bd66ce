//! The token endpoint: RFC 7523, section 2.1, with the limits that Google sets.

use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::StatusCode;
use openssl::hash::MessageDigest;
use openssl::sign::Verifier;
use serde_json::{Value, json};

use super::{Shared, keys};

/// The answer to a form.
pub(super) fn answer(shared: &Shared, form: &[u8]) -> (StatusCode, Value) {
    let now = (shared.config.clock)();
    match judge(shared, form, now) {
        Ok(token) => {
            let lifetime = shared.config.token_lifetime;
            let mut state = shared.lock();
            state.counters.grants += 1;
            state.access_tokens.insert(token.clone(), now.checked_add(lifetime).unwrap_or(now));
            let granted =
                json!({ "access_token": token, "expires_in": lifetime.as_secs(), "token_type": "Bearer" });
            (StatusCode::OK, granted)
        }
        Err((error, description)) => {
            (StatusCode::BAD_REQUEST, json!({ "error": error, "error_description": description }))
        }
    }
}

/// A token that looks like one.
pub(super) fn token() -> String {
    format!("ya29.fake-{}", keys::random(24).unwrap_or_default())
}

type Refusal = (&'static str, &'static str);

fn judge(shared: &Shared, form: &[u8], now: SystemTime) -> Result<String, Refusal> {
    let form = std::str::from_utf8(form).map_err(|_| ("invalid_request", "no form"))?;
    let value = |key: &str| form.split('&').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='));
    if value("grant_type") != Some("urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer") {
        return Err(("unsupported_grant_type", "unknown grant_type"));
    }
    let jwt = value("assertion").ok_or(("invalid_request", "no assertion"))?;
    let malformed = ("invalid_grant", "malformed JWT");
    let (signed, signature) = jwt.rsplit_once('.').ok_or(malformed)?;
    let (header, claims) = signed.split_once('.').ok_or(malformed)?;
    let bytes = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| malformed);
    let json = |part: &str| serde_json::from_slice::<Value>(&bytes(part)?).map_err(|_| malformed);
    let (header, claims) = (json(header)?, json(claims)?);
    let text = |json: &Value, key: &str| json.get(key).and_then(Value::as_str).map(str::to_owned);
    if shared.lock().revoked || text(&claims, "iss").as_deref() != Some(keys::CLIENT_EMAIL) {
        return Err(("invalid_grant", "account not found"));
    }
    let signature = bytes(signature)?;
    let verify = || -> Result<bool, openssl::error::ErrorStack> {
        let mut verifier = Verifier::new(MessageDigest::sha256(), &shared.config.keys.account)?;
        verifier.verify_oneshot(&signature, signed.as_bytes())
    };
    let alg = text(&header, "alg").as_deref() == Some("RS256");
    let kid = text(&header, "kid").as_deref() == Some(keys::KEY_ID);
    if !alg || !kid || !verify().unwrap_or(false) {
        return Err(("invalid_grant", "bad signature"));
    }
    if text(&claims, "aud").as_deref() != Some(&shared.token_uri) {
        return Err(("invalid_grant", "wrong audience"));
    }
    if !text(&claims, "scope").is_some_and(|scope| scope.split(' ').any(|scope| scope == SCOPE)) {
        return Err(("invalid_scope", "wrong scope"));
    }
    let secs = |key: &str| claims.get(key).and_then(Value::as_u64).map(Duration::from_secs);
    let (Some(iat), Some(exp)) = (secs("iat"), secs("exp")) else { return Err(malformed) };
    let now = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    if iat > now + SKEW || exp + SKEW < now || exp < iat || exp - iat > HOUR {
        return Err(("invalid_grant", "iat and exp are not of this hour"));
    }
    Ok(token())
}

const SCOPE: &str = "https://www.googleapis.com/auth/firebase.messaging";
const HOUR: Duration = Duration::from_secs(60 * 60);
const SKEW: Duration = Duration::from_secs(5 * 60);
