use std::fmt;
use std::time::{Duration, SystemTime};

use openssl::asn1::Asn1Time;
use openssl::nid::Nid;
use openssl::pkcs12::Pkcs12;
use openssl::pkey::{PKey, Private};
use openssl::x509::{X509, X509Ref};

use super::provider::ProviderKey;
use crate::{CredentialProblem, Error, Topic};

/// The MDM push certificate of an organization, with its private key (F11, F17, F22).
///
/// `Debug` shows the topic and the last day, nothing of the key.
#[derive(Clone)]
pub struct Credential {
    pub(super) leaf: X509,
    pub(super) chain: Vec<X509>,
    pub(super) key: PKey<Private>,
    topic: Topic,
    not_after: SystemTime,
}

impl Credential {
    /// Reads the certificate, with intermediate certificates behind it if there are any, and its
    /// unencrypted private key (PKCS #8, PKCS #1 or SEC 1), both PEM. They may be the same file.
    ///
    /// # Errors
    /// [`Error::Credential`] when one cannot be read, when they do not belong together, and when the
    /// certificate is no MDM push certificate. The error holds nothing of what was read.
    pub fn from_pem(certificates: &[u8], key: &[u8]) -> Result<Self, Error> {
        let mut chain = X509::stack_from_pem(certificates).unwrap_or_default();
        if chain.is_empty() {
            return Err(Error::Credential(CredentialProblem::Certificate));
        }
        let leaf = chain.remove(0);
        // Without a callback OpenSSL would ask for the passphrase of an encrypted key on the terminal.
        let key = PKey::private_key_from_pem_callback(key, |_| Ok(0))
            .map_err(|_| Error::Credential(CredentialProblem::Key))?;
        Self::new(leaf, chain, key)
    }

    /// Reads a PKCS #12 file (`.p12`, `.pfx`) with the certificate, its key, and intermediate certificates if
    /// there are any.
    ///
    /// # Errors
    /// [`Error::Credential`], as [`Self::from_pem`]; [`CredentialProblem::Pkcs12`] when the file or the
    /// passphrase is wrong.
    pub fn from_pkcs12(der: &[u8], passphrase: &str) -> Result<Self, Error> {
        let parsed = Pkcs12::from_der(der)
            .and_then(|file| file.parse2(passphrase))
            .map_err(|_| Error::Credential(CredentialProblem::Pkcs12))?;
        let leaf = parsed.cert.ok_or(Error::Credential(CredentialProblem::Certificate))?;
        let key = parsed.pkey.ok_or(Error::Credential(CredentialProblem::Key))?;
        let chain = parsed.ca.map(|stack| stack.into_iter().collect()).unwrap_or_default();
        Self::new(leaf, chain, key)
    }

    fn new(leaf: X509, chain: Vec<X509>, key: PKey<Private>) -> Result<Self, Error> {
        let fits = leaf.public_key().is_ok_and(|public| key.public_eq(&public));
        if !fits {
            return Err(Error::Credential(CredentialProblem::Mismatch));
        }
        let topic = topic_of(&leaf).ok_or(Error::Credential(CredentialProblem::NoTopic))?;
        let not_after = not_after_of(&leaf).ok_or(Error::Credential(CredentialProblem::Certificate))?;
        Ok(Self { leaf, chain, key, topic, not_after })
    }

    /// The topic that the certificate may push to, from its subject.
    #[must_use]
    pub fn topic(&self) -> &Topic {
        &self.topic
    }

    /// Until when the certificate is valid. A push after that is refused before any I/O (F81).
    #[must_use]
    pub fn not_after(&self) -> SystemTime {
        self.not_after
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential")
            .field("topic", &self.topic)
            .field("not_after", &self.not_after)
            .finish_non_exhaustive()
    }
}

/// As whom a [`Client`](crate::Client) speaks.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Identity {
    /// An organization, by its MDM push certificate: sends [`MdmPush`](crate::MdmPush).
    Certificate(Credential),
    /// A vendor, by a provider token: sends [`AppPush`](crate::AppPush) to its own apps, never an MDM push.
    Token(ProviderKey),
}

impl From<Credential> for Identity {
    fn from(credential: Credential) -> Self {
        Self::Certificate(credential)
    }
}

impl From<ProviderKey> for Identity {
    fn from(key: ProviderKey) -> Self {
        Self::Token(key)
    }
}

/// Whom to trust as APNs.
#[derive(Clone, PartialEq, Eq)]
pub enum Roots {
    /// The system's root certificates. APNs' lead to "USERTrust RSA Certification Authority" since 2025.
    System,
    /// Only these root certificates, PEM: a pinned store, or the one of a test.
    Pem(Vec<u8>),
}

impl fmt::Debug for Roots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::System => "System",
            Self::Pem(_) => "Pem(..)",
        })
    }
}

/// The user identifier (0.9.2342.19200300.100.1.1) of the subject: Apple, "Sending notification requests to
/// APNs" (read 2026-08).
fn topic_of(certificate: &X509Ref) -> Option<Topic> {
    certificate
        .subject_name()
        .entries_by_nid(Nid::USERID)
        .filter_map(|entry| entry.data().to_string().ok())
        .find_map(|uid| Topic::new(&uid).ok())
}

fn not_after_of(certificate: &X509Ref) -> Option<SystemTime> {
    let span = Asn1Time::from_unix(0).ok()?.diff(certificate.not_after()).ok()?;
    let secs = i64::from(span.days) * 86_400 + i64::from(span.secs);
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(u64::try_from(secs).ok()?))
}
