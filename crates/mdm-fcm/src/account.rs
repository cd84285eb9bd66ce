use std::borrow::Cow;
use std::fmt;
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method, Request, Uri};
use openssl::hash::MessageDigest;
use openssl::pkey::{Id, PKey, Private};
use openssl::sign::Signer;
use serde::Deserialize;
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use crate::{AccountProblem, Error, ProjectId};

/// A service account of Google Cloud with its private key: the credential that pushes for a project.
///
/// Wire shape: the JSON file that the console gives out, of which these are read: `type` (`service_account`),
/// `project_id`, `private_key_id`, `private_key` (PEM), `client_email`, `token_uri` (Google, "Using OAuth 2.0 for server
/// to server applications", read 2026-08). The key stays inside OpenSSL, which wipes it; `Debug` shows the project.
#[derive(Clone)]
pub struct ServiceAccount {
    issuer: Issuer,
    project: ProjectId,
    key: PKey<Private>,
}

impl ServiceAccount {
    /// The largest file that is read. Real ones have 2.4 KiB.
    pub const MAX_BYTES: usize = 16 * 1024;

    /// Reads the file. Wipe `json` afterwards: it holds the key.
    ///
    /// # Errors
    /// [`Error::Account`]. It holds nothing of what was read.
    pub fn decode(json: &[u8], policy: TokenUriPolicy) -> Result<Self, Error> {
        let malformed = Error::Account(AccountProblem::Malformed);
        if json.len() > Self::MAX_BYTES {
            return Err(malformed);
        }
        let file: File<'_> = serde_json::from_slice(json).map_err(|_| malformed.clone())?;
        if file.kind != "service_account" {
            return Err(Error::Account(AccountProblem::NotAServiceAccount));
        }
        let pem = unescape(file.private_key).ok_or(malformed)?;
        Self::new(
            Issuer::new(&file.client_email, &file.private_key_id, &file.token_uri, policy)?,
            ProjectId::new(&file.project_id)?,
            &pem,
        )
    }

    /// From its parts: an unencrypted RSA key of 2048 to 8192 bits, PEM.
    ///
    /// # Errors
    /// [`Error::Account`] for the key.
    pub fn new(issuer: Issuer, project: ProjectId, key_pem: &[u8]) -> Result<Self, Error> {
        // Without a callback OpenSSL would ask for the passphrase of an encrypted key on the terminal.
        let key = PKey::private_key_from_pem_callback(key_pem, |_| Ok(0))
            .map_err(|_| Error::Account(AccountProblem::Key))?;
        if key.id() != Id::RSA || !(2048..=8192).contains(&key.bits()) {
            return Err(Error::Account(AccountProblem::Key));
        }
        Ok(Self { issuer, project, key })
    }

    /// The project of the account. It may push for others too, when they let it.
    #[must_use]
    pub fn project(&self) -> &ProjectId {
        &self.project
    }

    /// Who asks for access tokens, and where.
    #[must_use]
    pub fn issuer(&self) -> &Issuer {
        &self.issuer
    }

    /// The request for an access token, signed. `now` is the time at Google: see
    /// [`Refresh::issued_at`](crate::Refresh::issued_at).
    ///
    /// # Errors
    /// [`Error::Internal`] when OpenSSL cannot sign.
    pub fn grant_request(&self, now: SystemTime) -> Result<Request<Bytes>, Error> {
        let assertion = self.issuer.assertion(now);
        let sign = || {
            let mut signer = Signer::new(MessageDigest::sha256(), &self.key)?;
            signer.sign_oneshot_to_vec(assertion.to_be_signed())
        };
        let signature =
            sign().map_err(|_: openssl::error::ErrorStack| Error::Internal("signature of an assertion"))?;
        Ok(assertion.finish(&signature))
    }
}

impl fmt::Debug for ServiceAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceAccount").field("project", &self.project).finish_non_exhaustive()
    }
}

/// A service account without its key, for a key that is elsewhere: in a hardware module, or a service that signs.
#[derive(Clone)]
pub struct Issuer {
    client_email: Box<str>,
    key_id: Box<str>,
    token_uri: Uri,
}

impl Issuer {
    /// The longest of each of the three.
    pub const MAX_BYTES: usize = 512;

    /// `client_email`, `private_key_id` and `token_uri` of the file.
    ///
    /// # Errors
    /// [`Error::Account`] when one is empty or too long, or when the policy does not allow the address.
    pub fn new(
        client_email: &str,
        key_id: &str,
        token_uri: &str,
        policy: TokenUriPolicy,
    ) -> Result<Self, Error> {
        let fits = |text: &str| (1..=Self::MAX_BYTES).contains(&text.len());
        if !fits(client_email) || !fits(key_id) || !fits(token_uri) {
            return Err(Error::Account(AccountProblem::Malformed));
        }
        let token_uri: Uri = token_uri.parse().map_err(|_| Error::Account(AccountProblem::TokenUri))?;
        if !policy.allows(&token_uri) {
            return Err(Error::Account(AccountProblem::TokenUri));
        }
        Ok(Self { client_email: client_email.into(), key_id: key_id.into(), token_uri })
    }

    /// Where access tokens are given out.
    #[must_use]
    pub fn token_uri(&self) -> &Uri {
        &self.token_uri
    }

    /// What has to be signed to get an access token. `now` is the time at Google.
    #[must_use]
    pub fn assertion(&self, now: SystemTime) -> Assertion {
        let now = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        // A little in the past, for a clock that is a little ahead.
        let issued = now.saturating_sub(EARLIER).as_secs();
        let token_uri = self.token_uri.to_string();
        let header = serde_json::json!({ "alg": "RS256", "typ": "JWT", "kid": &*self.key_id });
        let claims = serde_json::json!({
            "iss": &*self.client_email,
            "scope": SCOPE,
            "aud": token_uri,
            "iat": issued,
            "exp": issued.saturating_add(LIFETIME.as_secs()),
        });
        let mut signed = URL_SAFE_NO_PAD.encode(header.to_string());
        signed.push('.');
        URL_SAFE_NO_PAD.encode_string(claims.to_string(), &mut signed);
        Assertion { signed, token_uri: self.token_uri.clone() }
    }
}

impl fmt::Debug for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Issuer").field("token_uri", &self.token_uri).finish_non_exhaustive()
    }
}

/// A JSON Web Token that asks for an access token and is not yet signed (RFC 7523, section 2.1; RFC 7515).
#[derive(Clone)]
pub struct Assertion {
    signed: String,
    token_uri: Uri,
}

impl Assertion {
    /// What the key signs: RSASSA-PKCS1-v1_5 with SHA-256 (`RS256`, RFC 7518, section 3.3).
    #[must_use]
    pub fn to_be_signed(&self) -> &[u8] {
        self.signed.as_bytes()
    }

    /// The request for an access token, with this signature. Its body may not be logged.
    #[must_use]
    pub fn finish(self, signature: &[u8]) -> Request<Bytes> {
        let Self { signed: jwt, token_uri } = self;
        // Base64url and dots need no escapes in a form.
        let mut body = format!("grant_type={GRANT_TYPE}&assertion={jwt}.");
        URL_SAFE_NO_PAD.encode_string(signature, &mut body);
        let mut request = Request::new(Bytes::from(body));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = token_uri;
        request
            .headers_mut()
            .insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        request
    }
}

impl fmt::Debug for Assertion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Assertion").field("token_uri", &self.token_uri).finish_non_exhaustive()
    }
}

/// Where a service account's file may send the assertion to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TokenUriPolicy {
    /// To Google's `oauth2.googleapis.com`, over TLS: a file that was tampered with leads nowhere else.
    #[default]
    Google,
    /// To any host, over TLS.
    Https,
    /// To any host over TLS, and to this machine's loopback without: for a relay that runs beside.
    HttpsOrLoopback,
}

impl TokenUriPolicy {
    fn allows(self, uri: &Uri) -> bool {
        let Some(authority) = uri.authority() else { return false };
        if authority.as_str().contains('@') {
            return false;
        }
        let https = uri.scheme_str() == Some("https");
        match self {
            Self::Google => https && authority.host() == GOOGLE && matches!(uri.port_u16(), None | Some(443)),
            Self::Https => https,
            Self::HttpsOrLoopback => {
                https
                    || uri.scheme_str() == Some("http")
                        && matches!(authority.host(), "localhost" | "127.0.0.1" | "[::1]")
            }
        }
    }
}

#[derive(Deserialize)]
struct File<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    project_id: Cow<'a, str>,
    #[serde(borrow)]
    private_key_id: Cow<'a, str>,
    /// As it is written, so that no copy of it is left behind by a parser.
    #[serde(borrow)]
    private_key: &'a RawValue,
    #[serde(borrow)]
    client_email: Cow<'a, str>,
    #[serde(borrow)]
    token_uri: Cow<'a, str>,
}

/// The bytes of a JSON string (RFC 8259, section 7), in memory that is wiped. PEM is ASCII: other escapes are refused.
fn unescape(raw: &RawValue) -> Option<Zeroizing<Vec<u8>>> {
    let text = raw.get().strip_prefix('"')?.strip_suffix('"')?;
    // Unescaping never makes it longer, so that it is not moved, and no copy is left.
    let mut out = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'\\' => match bytes.next()? {
                b'n' => b'\n',
                b'r' => b'\r',
                b't' => b'\t',
                b'u' => {
                    let mut code = 0;
                    for _ in 0..4 {
                        code = code << 4 | char::from(bytes.next()?).to_digit(16)?;
                    }
                    u8::try_from(code).ok().filter(u8::is_ascii)?
                }
                other @ (b'/' | b'\\' | b'"') => other,
                _ => return None,
            },
            plain => plain,
        });
    }
    Some(out)
}

/// Firebase, "Authorize send requests" (read 2026-08).
const SCOPE: &str = "https://www.googleapis.com/auth/firebase.messaging";
/// `urn:ietf:params:oauth:grant-type:jwt-bearer` (RFC 7523, section 2.1) as a form writes it.
const GRANT_TYPE: &str = "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer";
const GOOGLE: &str = "oauth2.googleapis.com";
/// The longest that Google takes ("Using OAuth 2.0 for server to server applications", read 2026-08).
const LIFETIME: Duration = Duration::from_secs(60 * 60);
const EARLIER: Duration = Duration::from_secs(10);

#[cfg(test)]
mod tests;
