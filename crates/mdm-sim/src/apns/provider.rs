//! Provider tokens (Apple, "Establishing a token-based connection to APNs", read 2026-08): a JWT, ES256.

use std::fmt;
use std::time::{Duration, SystemTime};

use openssl::bn::BigNum;
use openssl::ecdsa::EcdsaSig;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Public};
use serde_json::Value;

use super::Error;
use super::rules;
use super::service::{Environment, PushRequest, Rejection, ServiceRules};

/// The public half of a key that a team uses to sign provider tokens.
#[derive(Clone)]
pub struct ProviderKey {
    team_id: String,
    key_id: String,
    key: PKey<Public>,
    topics: Option<Vec<String>>,
    environment: Option<Environment>,
}

impl ProviderKey {
    /// A key that is good for every topic of its team, in both environments. `public_key_pem` is a P-256 key.
    ///
    /// # Errors
    /// [`Error::Pem`] when the key cannot be read or is no P-256 key.
    pub fn new(team_id: &str, key_id: &str, public_key_pem: &[u8]) -> Result<Self, Error> {
        let key = PKey::public_key_from_pem(public_key_pem).map_err(|_| Error::Pem("provider key"))?;
        let curve = key.ec_key().ok().and_then(|key| key.group().curve_name());
        if curve != Some(Nid::X9_62_PRIME256V1) {
            return Err(Error::Pem("provider key"));
        }
        Ok(Self {
            team_id: team_id.to_owned(),
            key_id: key_id.to_owned(),
            key,
            topics: None,
            environment: None,
        })
    }

    /// Only for these topics.
    #[must_use]
    pub fn for_topics(mut self, topics: &[&str]) -> Self {
        self.topics = Some(topics.iter().map(|topic| (*topic).to_owned()).collect());
        self
    }

    /// Only for this environment.
    #[must_use]
    pub fn for_environment(mut self, environment: Environment) -> Self {
        self.environment = Some(environment);
        self
    }
}

impl fmt::Debug for ProviderKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProviderKey")
            .field("team_id", &self.team_id)
            .field("key_id", &self.key_id)
            .finish_non_exhaustive()
    }
}

/// What a connection has shown: the token it uses, and to whom it belongs.
#[derive(Clone, Default)]
pub(super) struct ProviderState {
    token: Option<Seen>,
}

impl fmt::Debug for ProviderState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProviderState").field("authenticated", &self.token.is_some()).finish_non_exhaustive()
    }
}

#[derive(Clone)]
struct Seen {
    token: String,
    first_used_at: SystemTime,
    issued_at: SystemTime,
    team_id: String,
    topics: Option<Vec<String>>,
}

/// Verifies the provider token of a push. Gives the topics of its key.
pub(super) fn authenticate(
    request: &PushRequest<'_>,
    state: &mut ProviderState,
    rules: &ServiceRules,
    now: SystemTime,
) -> Result<Option<Vec<String>>, Rejection> {
    let Some(header) = request.text("authorization") else {
        return Err(rules::reject(403, "MissingProviderToken"));
    };
    let invalid = rules::reject(403, "InvalidProviderToken");
    let (scheme, token) = header.split_once(' ').ok_or_else(|| invalid.clone())?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(invalid);
    }
    let known = state.token.as_ref().filter(|seen| seen.token == token);
    let seen = match known {
        Some(seen) => seen.clone(),
        None => verify(token, rules, now)?,
    };
    if is_old(seen.issued_at, now) {
        return Err(rules::reject(403, "ExpiredProviderToken"));
    }
    if let Some(before) = state.token.as_ref().filter(|before| before.token != token) {
        if (&before.team_id, &before.topics) != (&seen.team_id, &seen.topics) {
            return Err(rules::reject(403, "UnrelatedKeyIdInToken"));
        }
        // A token that is too old may be replaced at any time.
        let age = now.duration_since(before.first_used_at).unwrap_or_default();
        if age < UPDATE_INTERVAL && !is_old(before.issued_at, now) {
            return Err(rules::reject(429, "TooManyProviderTokenUpdates"));
        }
    }
    let topics = seen.topics.clone();
    if known.is_none() {
        state.token = Some(seen);
    }
    Ok(topics)
}

fn is_old(issued_at: SystemTime, now: SystemTime) -> bool {
    now.duration_since(issued_at).is_ok_and(|age| age > MAX_AGE)
}

fn verify(token: &str, rules: &ServiceRules, now: SystemTime) -> Result<Seen, Rejection> {
    let invalid = || rules::reject(403, "InvalidProviderToken");
    let (signed, signature) = token.rsplit_once('.').ok_or_else(invalid)?;
    let (header, claims) = signed.split_once('.').ok_or_else(invalid)?;
    let json = |part: &str| serde_json::from_slice::<Value>(&base64url(part)?).ok();
    let (header, claims) = json(header).zip(json(claims)).ok_or_else(invalid)?;
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    if text(&header, "alg").as_deref() != Some("ES256") {
        return Err(invalid());
    }
    let key_id = text(&header, "kid").ok_or_else(invalid)?;
    let key = rules.provider_keys.iter().find(|key| key.key_id == key_id).ok_or_else(invalid)?;
    let signature = base64url(signature).ok_or_else(invalid)?;
    if text(&claims, "iss").as_deref() != Some(&key.team_id) || !verifies(key, signed.as_bytes(), &signature)
    {
        return Err(invalid());
    }
    let issued_at = claims.get("iat").and_then(Value::as_u64).ok_or_else(invalid)?;
    let issued_at = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(issued_at)).ok_or_else(invalid)?;
    if issued_at.duration_since(now).is_ok_and(|ahead| ahead > MAX_AHEAD) {
        return Err(invalid());
    }
    if key.environment.is_some_and(|environment| environment != rules.environment) {
        return Err(rules::reject(403, "BadEnvironmentKeyIdInToken"));
    }
    Ok(Seen {
        token: token.to_owned(),
        first_used_at: now,
        issued_at,
        team_id: key.team_id.clone(),
        topics: key.topics.clone(),
    })
}

/// RFC 7518, section 3.4: the signature is the two numbers, 32 bytes each.
fn verifies(key: &ProviderKey, signed: &[u8], signature: &[u8]) -> bool {
    let Some((r, s)) = signature.split_at_checked(32).filter(|(_, s)| s.len() == 32) else { return false };
    let check = || {
        let signature = EcdsaSig::from_private_components(BigNum::from_slice(r)?, BigNum::from_slice(s)?)?;
        signature.verify(&openssl::sha::sha256(signed), &*key.key.ec_key()?)
    };
    check().unwrap_or(false)
}

/// Base64 with the URL alphabet and without padding (RFC 7515, section 2); `+`, `/` and `=` are refused.
fn base64url(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() * 3 / 4);
    for group in text.as_bytes().chunks(4) {
        let mut bits = 0u32;
        for byte in group {
            let digit = match byte {
                b'A'..=b'Z' => byte - b'A',
                b'a'..=b'z' => byte - b'a' + 26,
                b'0'..=b'9' => byte - b'0' + 52,
                b'-' => 62,
                b'_' => 63,
                _ => return None,
            };
            bits = bits << 6 | u32::from(digit);
        }
        let [_, bytes @ ..] = (bits << (6 * (4 - group.len()))).to_be_bytes();
        match group.len() {
            1 => return None,
            length => out.extend(bytes.iter().take(length - 1)),
        }
    }
    Some(out)
}

/// "Refresh your token no more than once every 20 minutes and no less than once every 60 minutes."
const UPDATE_INTERVAL: Duration = Duration::from_secs(20 * 60);
const MAX_AGE: Duration = Duration::from_secs(60 * 60);
/// Clocks differ; Apple does not say by how much they may.
const MAX_AHEAD: Duration = Duration::from_secs(5 * 60);
