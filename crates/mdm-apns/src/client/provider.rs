use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::HeaderValue;
use openssl::ecdsa::EcdsaSig;
use openssl::error::ErrorStack;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::sha::sha256;
use tokio::time::Instant;

use crate::Error;

/// The key (`.p8`) with which a vendor signs provider tokens for pushes to its own apps. Not for MDM.
///
/// A token is a JWT: header `{"alg":"ES256","kid":"<key id>"}`, claims `{"iss":"<team id>","iat":<seconds>}`,
/// signature over P-256, each part base64url without padding (Apple, "Establishing a token-based connection to
/// APNs", read 2026-08; RFC 7515, RFC 7518 section 3.4).
///
/// Apple takes tokens up to an hour old and wants a new one no more often than every 20 minutes: a token is
/// used for 50 minutes, and when APNs says before that it has expired it is replaced if it is 20 minutes old.
/// Clones share the token, so any number of clients of one key sign it once.
#[derive(Clone)]
pub struct ProviderKey {
    inner: Arc<Inner>,
}

struct Inner {
    key: PKey<Private>,
    key_id: Box<str>,
    team_id: Box<str>,
    token: Mutex<Option<Token>>,
}

struct Token {
    value: HeaderValue,
    since: Instant,
    issued_at: SystemTime,
    refused: bool,
}

impl ProviderKey {
    /// Takes the private key as PEM, and the identifiers of the key and the team, ten characters each.
    ///
    /// # Errors
    /// [`Error::ProviderKey`] when the key cannot be read or is not on P-256, or an identifier is malformed.
    pub fn from_pem(key: &[u8], key_id: &str, team_id: &str) -> Result<Self, Error> {
        let id = |text: &str| text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let key = PKey::private_key_from_pem_callback(key, |_| Ok(0)).map_err(|_| Error::ProviderKey)?;
        let curve = key.ec_key().ok().and_then(|key| key.group().curve_name());
        if !id(key_id) || !id(team_id) || curve != Some(Nid::X9_62_PRIME256V1) {
            return Err(Error::ProviderKey);
        }
        let token = Mutex::default();
        Ok(Self { inner: Arc::new(Inner { key, key_id: key_id.into(), team_id: team_id.into(), token }) })
    }

    /// The value of `authorization`. Whoever comes first signs, the others wait for that.
    pub(super) fn bearer(&self, now: Instant, wall: SystemTime) -> Result<HeaderValue, Error> {
        let mut token = self.inner.token.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(token) = &*token
            && !token.is_due(now, wall)
        {
            return Ok(token.value.clone());
        }
        let value = self.sign(wall).map_err(|_| Error::Internal("provider token cannot be signed"))?;
        *token = Some(Token { value: value.clone(), since: now, issued_at: wall, refused: false });
        Ok(value)
    }

    /// APNs said that the token has expired.
    pub(super) fn refused(&self) {
        if let Some(token) = &mut *self.inner.token.lock().unwrap_or_else(PoisonError::into_inner) {
            token.refused = true;
        }
    }

    fn sign(&self, wall: SystemTime) -> Result<HeaderValue, ErrorStack> {
        let inner = &*self.inner;
        let secs = wall.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
        let header = format!(r#"{{"alg":"ES256","kid":"{}"}}"#, inner.key_id);
        let claims = format!(r#"{{"iss":"{}","iat":{secs}}}"#, inner.team_id);
        let mut token = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
        let signature = EcdsaSig::sign(&sha256(token.as_bytes()), &*inner.key.ec_key()?)?;
        let mut pair = signature.r().to_vec_padded(32)?;
        pair.extend(signature.s().to_vec_padded(32)?);
        token.push('.');
        token.push_str(&URL_SAFE_NO_PAD.encode(pair));
        let mut value = HeaderValue::try_from(format!("bearer {token}")).map_err(|_| ErrorStack::get())?;
        // Never indexed, and not shown by `Debug`.
        value.set_sensitive(true);
        Ok(value)
    }
}

impl Token {
    /// Both clocks count: one may have slept with the machine, the other may be set back.
    fn is_due(&self, now: Instant, wall: SystemTime) -> bool {
        let age = now.saturating_duration_since(self.since);
        let by_wall = wall.duration_since(self.issued_at).unwrap_or_default();
        age.max(by_wall) >= REFRESH || (self.refused && age >= MIN_AGE)
    }
}

impl fmt::Debug for ProviderKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProviderKey").field("key_id", &self.inner.key_id).finish_non_exhaustive()
    }
}

const REFRESH: Duration = Duration::from_secs(50 * 60);
const MIN_AGE: Duration = Duration::from_secs(20 * 60);

#[cfg(test)]
mod tests {
    use openssl::ec::{EcGroup, EcKey};

    use super::*;

    fn pem(curve: Nid) -> Vec<u8> {
        let group = EcGroup::from_curve_name(curve).expect("curve");
        let key = PKey::from_ec_key(EcKey::generate(&group).expect("key")).expect("key");
        key.private_key_to_pem_pkcs8().expect("pem")
    }

    fn key() -> ProviderKey {
        ProviderKey::from_pem(&pem(Nid::X9_62_PRIME256V1), "KEYID12345", "TEAMID1234").expect("key")
    }

    fn wall(secs: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_780_000_000 + secs)
    }

    #[test]
    fn the_token_is_a_jwt_that_verifies() {
        let key = key();
        let now = Instant::now();
        let value = key.bearer(now, wall(0)).expect("token");
        assert!(value.is_sensitive());
        let token = value.to_str().expect("ascii").strip_prefix("bearer ").expect("bearer");
        let parts: Vec<_> = token.split('.').collect();
        let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).expect("base64url");
        assert_eq!(decode(parts[0]), br#"{"alg":"ES256","kid":"KEYID12345"}"#);
        assert_eq!(decode(parts[1]), br#"{"iss":"TEAMID1234","iat":1780000000}"#);
        let pair = decode(parts[2]);
        let number = |bytes: &[u8]| openssl::bn::BigNum::from_slice(bytes).expect("number");
        let signature =
            EcdsaSig::from_private_components(number(&pair[..32]), number(&pair[32..])).expect("pair");
        let digest = sha256(format!("{}.{}", parts[0], parts[1]).as_bytes());
        assert!(signature.verify(&digest, &*key.inner.key.ec_key().expect("ec")).expect("verify"));
        assert!(!format!("{key:?}").contains(parts[2]));
    }

    #[test]
    fn a_token_is_replaced_inside_apples_window() {
        fn check(mono_minutes: u64, wall_minutes: u64, refused: bool, renewed: bool) {
            let (key, now) = (key(), Instant::now());
            let first = key.bearer(now, wall(0)).expect("token");
            if refused {
                key.refused();
            }
            let later = now + Duration::from_secs(mono_minutes * 60);
            let second = key.clone().bearer(later, wall(wall_minutes * 60)).expect("token");
            assert_eq!(first != second, renewed, "{mono_minutes} {wall_minutes} {refused}");
        }
        check(0, 0, false, false);
        check(19, 19, true, false);
        check(20, 20, true, true);
        check(49, 49, false, false);
        check(50, 50, false, true);
        check(1, 51, false, true); // the machine slept
        check(51, 0, false, true); // the clock was set back
    }

    #[test]
    fn a_clock_that_steps_back_leaves_the_token() {
        let (key, now) = (key(), Instant::now());
        let first = key.bearer(now, wall(10_000)).expect("token");
        assert_eq!(key.bearer(now, wall(0)).expect("token"), first);
    }

    #[test]
    fn other_keys_are_refused() {
        fn check(pem: &[u8], key_id: &str, team_id: &str) {
            assert_eq!(ProviderKey::from_pem(pem, key_id, team_id).err(), Some(Error::ProviderKey));
        }
        let good = pem(Nid::X9_62_PRIME256V1);
        check(b"", "KEYID12345", "TEAMID1234");
        check(&pem(Nid::SECP384R1), "KEYID12345", "TEAMID1234");
        check(&good, "KEYID", "TEAMID1234");
        check(&good, "KEYID12345", "TEAM\"ID123");
    }
}
