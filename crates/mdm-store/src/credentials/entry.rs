//! One credential: what it is called, what is known of it, and what is secret.

use std::fmt;
use std::time::SystemTime;

use mdm_enrollment::{Certificate, Fingerprint};
use openssl::pkey::{PKey, Private};
use openssl::x509::X509;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::corrupt;
use crate::Error;
use crate::limits::{from_millis, millis};
use crate::row::{Loaded, RecordKey, Tenant, Version};

/// What a credential is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// A certificate issued to devices is signed by this: certificate and key of an authority.
    Authority,
    /// A token, or the key that makes tokens, with which a provider lets us in.
    ProviderToken,
    /// The certificate and key with which APNs lets us push to the devices of one topic, which is its name.
    PushCertificate,
    /// A file of an FCM service account; its name is that of the project.
    ServiceAccount,
}

/// What a credential is called: its kind, and a name of 1 to 200 bytes without control characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    kind: Kind,
    name: Box<str>,
}

/// A private key, a token, a file with one in it. Wiped when it is dropped; compared in constant time.
#[derive(Clone)]
pub struct Secret(Zeroizing<Vec<u8>>);

/// A credential to be put into a store.
#[derive(Clone, Debug)]
pub struct New {
    name: Name,
    tenant: Option<Tenant>,
    expires_at: Option<SystemTime>,
    certificate: Box<str>,
    secret: Secret,
}

/// What is known of a credential. Nothing here is secret.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct About {
    /// What it is called.
    pub name: Name,
    /// What a renewal must expect. It grows with each change of any credential and is never given again, not even when this
    /// one was removed and another one is put in its place.
    pub version: Version,
    /// Whose it is; `None` where it is the server's own.
    pub tenant: Option<Tenant>,
    /// When it ends; `None` where nobody knows.
    pub expires_at: Option<SystemTime>,
    /// The certificate, and those that stand behind it, in PEM; empty where there is none.
    pub certificate: Box<str>,
    /// The certificates that it had before, the last one last. Without their keys, which are gone.
    pub former: Vec<Former>,
}

/// A certificate that was replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Former {
    /// In PEM.
    pub certificate: Box<str>,
    /// When another one took its place.
    pub replaced_at: SystemTime,
}

/// A credential as a store keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Kept {
    /// What is known of it.
    pub about: About,
    /// What is to be kept from others.
    pub secret: Secret,
}

/// Why something cannot be a credential.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The name is empty, too long, or has control characters.
    #[error("its name cannot be used")]
    Name,
    /// There is no certificate, or one that cannot be read.
    #[error("its certificate cannot be read")]
    Certificate,
    /// The key cannot be read, or is that of another certificate: the usual reason is a request that was made twice.
    #[error("its key is not that of its certificate")]
    Key,
    /// The push certificate is for another topic. Devices were told theirs when they enrolled, and nobody can tell them
    /// another one (F18): with this certificate none of them could be woken any more.
    #[error(
        "the certificate is not for the push topic {topic}: every device that has it would have to enroll again"
    )]
    OtherTopic {
        /// The topic that was to be renewed.
        topic: Box<str>,
    },
    /// The push certificate ends no later than the one that is there: it is the one of last year. With it nobody could be
    /// woken sooner than with that, and the key of that one would be gone. If it is meant all the same,
    /// [remove](super::Credentials::remove) that one first.
    #[error("the certificate ends no later than the one that it replaces")]
    NotRenewed,
    /// A member was to change it.
    #[error("a member changes no credentials of the server")]
    Member,
}

impl Kind {
    const ALL: [Self; 4] =
        [Self::Authority, Self::ProviderToken, Self::PushCertificate, Self::ServiceAccount];

    /// A short name, as in the key of the record.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Authority => "authority",
            Self::ProviderToken => "provider-token",
            Self::PushCertificate => "push-certificate",
            Self::ServiceAccount => "service-account",
        }
    }
}

impl Name {
    /// Longest name, in bytes.
    pub const MAX_LEN: usize = 200;

    /// Takes a name; `None` when it is empty, too long, or has control characters.
    #[must_use]
    pub fn new(kind: Kind, name: &str) -> Option<Self> {
        let fits = (1..=Self::MAX_LEN).contains(&name.len()) && !name.chars().any(char::is_control);
        fits.then(|| Self { kind, name: name.into() })
    }

    /// What it is for.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The topic, the project, or what else it is called.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// The key of its record.
    ///
    /// # Panics
    ///
    /// Never: a name is short.
    #[must_use]
    #[allow(clippy::expect_used, reason = "it has 226 bytes at the most")]
    pub fn key(&self) -> RecordKey {
        RecordKey::new(&format!("{PREFIX}{self}")).expect("it fits into a key")
    }

    pub(super) fn of(key: &RecordKey) -> Option<Self> {
        Self::parse(key.as_str().strip_prefix(PREFIX)?)
    }

    /// As it is displayed.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (kind, name) = text.split_once('/')?;
        Self::new(Kind::ALL.into_iter().find(|known| known.as_str() == kind)?, name)
    }
}

/// As `push-certificate/com.apple.mgmt.External.0a1b`.
impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind.as_str(), self.name)
    }
}

impl Secret {
    /// Takes a secret.
    #[must_use]
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The secret itself.
    #[must_use]
    pub fn expose_secret(&self) -> &[u8] {
        &self.0
    }

    fn key(&self) -> Option<PKey<Private>> {
        // Without a callback OpenSSL would ask for the passphrase of an encrypted key on the terminal.
        let pem = PKey::private_key_from_pem_callback(&self.0, |_| Ok(0));
        pem.or_else(|_| PKey::private_key_from_der(&self.0)).ok()
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.0.len() == other.0.len() && openssl::memcmp::eq(&self.0, &other.0)
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(redacted)")
    }
}

impl New {
    /// Most bytes of certificate and secret together.
    pub const MAX_LEN: usize = 64 << 10;

    /// The push certificate of a topic, in PEM, and its key, in PEM or DER. For the first one, and to renew it.
    ///
    /// # Errors
    ///
    /// [`Error::Credential`] when the certificate is for another topic, or the key for another certificate, or one cannot
    /// be read; [`Error::Limit`].
    pub fn push_certificate(topic: &str, certificate: &[u8], key: Secret) -> Result<Self, Error> {
        let (new, certificate) = Self::certified(Kind::PushCertificate, topic, certificate, key)?;
        if certificate.topic() != Some(topic) {
            return Err(Fault::OtherTopic { topic: topic.into() }.into());
        }
        Ok(new)
    }

    /// An authority that issues certificates: its certificate, and those behind it, in PEM; its key, in PEM or DER.
    ///
    /// # Errors
    ///
    /// As for [`push_certificate`](Self::push_certificate).
    pub fn authority(name: &str, certificate: &[u8], key: Secret) -> Result<Self, Error> {
        Self::certified(Kind::Authority, name, certificate, key).map(|(new, _)| new)
    }

    /// The file of an FCM service account, as it was downloaded.
    ///
    /// # Errors
    ///
    /// [`Error::Credential`] for the name; [`Error::Limit`].
    pub fn service_account(project: &str, file: Secret) -> Result<Self, Error> {
        Self::uncertified(Kind::ServiceAccount, project, file, None)
    }

    /// A token of a provider, or the key that makes them, with its end.
    ///
    /// # Errors
    ///
    /// [`Error::Credential`] for the name; [`Error::Limit`].
    pub fn provider_token(name: &str, token: Secret, expires_at: Option<SystemTime>) -> Result<Self, Error> {
        Self::uncertified(Kind::ProviderToken, name, token, expires_at)
    }

    /// Says whose it is. Without it, it is the server's own.
    #[must_use]
    pub fn of_tenant(self, tenant: Tenant) -> Self {
        Self { tenant: Some(tenant), ..self }
    }

    /// What it is called.
    #[must_use]
    pub const fn name(&self) -> &Name {
        &self.name
    }

    fn certified(kind: Kind, name: &str, pem: &[u8], secret: Secret) -> Result<(Self, Certificate), Error> {
        // Written anew: a key that stands between the certificates does not belong to what is not secret.
        let all = Certificate::all_from_pem(pem).map_err(|_| Fault::Certificate)?;
        let chain: String = all.iter().map(Certificate::to_pem).collect();
        let leaf = all.into_iter().next().ok_or(Fault::Certificate)?;
        let public = X509::from_der(leaf.as_der()).and_then(|leaf| leaf.public_key());
        let public = public.map_err(|_| Fault::Certificate)?;
        if !secret.key().is_some_and(|key| public.public_eq(&key)) {
            return Err(Fault::Key.into());
        }
        let new = Self::uncertified(kind, name, secret, Some(leaf.not_after()))?;
        Ok((Self { certificate: chain.into(), ..new }.checked()?, leaf))
    }

    fn uncertified(
        kind: Kind,
        name: &str,
        secret: Secret,
        expires_at: Option<SystemTime>,
    ) -> Result<Self, Error> {
        let name = Name::new(kind, name).ok_or(Fault::Name)?;
        let expires_at = expires_at.map(crate::limits::whole_millis).transpose()?;
        Self { name, tenant: None, expires_at, certificate: "".into(), secret }.checked()
    }

    fn checked(self) -> Result<Self, Error> {
        if self.certificate.len() + self.secret.0.len() > Self::MAX_LEN {
            return Err(Error::Limit { what: "a credential", limit: Self::MAX_LEN as u64 });
        }
        Ok(self)
    }

    pub(super) const fn secret(&self) -> &Secret {
        &self.secret
    }

    pub(super) const fn tenant(&self) -> Option<&Tenant> {
        self.tenant.as_ref()
    }

    /// Of its certificate.
    pub(super) fn fingerprint(&self) -> Option<Fingerprint> {
        fingerprint(&self.certificate)
    }

    /// Whether it is a push certificate that would take the place of one that is at least as good.
    pub(super) fn is_older_than(&self, kept: &Kept) -> bool {
        self.name.kind == Kind::PushCertificate
            && self.expires_at <= kept.about.expires_at
            && self.fingerprint() != fingerprint(&kept.about.certificate)
    }

    /// Whether it would change nothing.
    pub(super) fn is_as(&self, kept: &Kept) -> bool {
        let about = &kept.about;
        let said = self.tenant == about.tenant && self.expires_at == about.expires_at;
        said && self.certificate == about.certificate && self.secret == kept.secret
    }

    pub(super) fn header(&self, Version(change): Version) -> Result<Header, Error> {
        Ok(Header {
            change,
            tenant: self.tenant.as_ref().map(|tenant| tenant.as_str().to_owned()),
            expires_at: self.expires_at.map(millis).transpose()?,
            certificate: self.certificate.clone(),
            former: Vec::new(),
        })
    }
}

/// What stands before the secret in the body of a record.
#[derive(Serialize, Deserialize)]
pub(super) struct Header {
    /// Which change of all credentials it was put by.
    change: u64,
    tenant: Option<String>,
    expires_at: Option<i64>,
    certificate: Box<str>,
    former: Vec<Replaced>,
}

#[derive(Serialize, Deserialize)]
struct Replaced {
    certificate: Box<str>,
    at: i64,
}

impl Header {
    /// Takes the place of another one.
    pub(super) fn inherit(&mut self, before: About, now: i64, most: usize) -> Result<(), Error> {
        for former in before.former {
            self.former.push(Replaced { certificate: former.certificate, at: millis(former.replaced_at)? });
        }
        if !before.certificate.is_empty() && before.certificate != self.certificate {
            self.former.push(Replaced { certificate: before.certificate, at: now });
        }
        let old = self.former.len().saturating_sub(most);
        self.former.drain(..old);
        Ok(())
    }

    /// The length of the header, the header, the secret.
    pub(super) fn encode(&self, secret: &Secret) -> Result<Zeroizing<Vec<u8>>, Error> {
        let header = serde_json::to_vec(self).map_err(|_| corrupt())?;
        let length = u32::try_from(header.len()).map_err(|_| corrupt())?;
        let mut body = Zeroizing::new(Vec::with_capacity(4 + header.len() + secret.0.len()));
        body.extend_from_slice(&length.to_be_bytes());
        body.extend_from_slice(&header);
        body.extend_from_slice(&secret.0);
        Ok(body)
    }
}

impl Kept {
    pub(super) fn decode(name: &Name, loaded: Loaded) -> Result<Self, Error> {
        let body = Zeroizing::new(loaded.head.body);
        let (header, secret) = split(&body).ok_or_else(corrupt)?;
        let header: Header = serde_json::from_slice(header).map_err(|_| corrupt())?;
        let time = |millis| from_millis(millis).ok_or_else(corrupt);
        let tenant = header.tenant.map(|tenant| Tenant::new(&tenant).ok_or_else(corrupt)).transpose()?;
        let former = header
            .former
            .into_iter()
            .map(|former| Ok(Former { certificate: former.certificate, replaced_at: time(former.at)? }));
        let about = About {
            name: name.clone(),
            version: Version(header.change),
            tenant,
            expires_at: header.expires_at.map(time).transpose()?,
            certificate: header.certificate,
            former: former.collect::<Result<_, Error>>()?,
        };
        Ok(Self { about, secret: Secret::from_bytes(secret.to_vec()) })
    }
}

/// Of the first certificate.
fn fingerprint(pem: &str) -> Option<Fingerprint> {
    let all = Certificate::all_from_pem(pem.as_bytes()).ok()?;
    all.first().map(Certificate::fingerprint)
}

fn split(body: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = body.split_first_chunk()?;
    rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)
}

pub(super) const PREFIX: &str = "credential/";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        let check = |text: &str, expected: bool| {
            let name = Name::parse(text);
            assert_eq!(name.is_some(), expected, "{text:?}");
            if let Some(name) = name {
                assert_eq!((name.to_string().as_str(), Name::of(&name.key())), (text, Some(name.clone())));
            }
        };
        check("push-certificate/com.apple.mgmt.External.0a1b", true);
        check("service-account/a/b", true);
        check(&format!("provider-token/{}", "x".repeat(200)), true);
        check(&format!("provider-token/{}", "x".repeat(201)), false);
        check("authority/", false);
        check("authority/a\nb", false);
        check("planet/a", false);
        check("authority", false);
        check("", false);
    }

    #[test]
    fn a_body_of_others_is_not_read() {
        let check = |body: &[u8], expected: Option<(&[u8], &[u8])>| assert_eq!(split(body), expected);
        check(&[0, 0, 0, 1, 7, 8, 9], Some((&[7], &[8, 9])));
        check(&[0, 0, 0, 2, 7, 8], Some((&[7, 8], &[])));
        check(&[0, 0, 0, 3, 7, 8], None);
        check(&[255; 5], None);
        check(&[0, 0, 0], None);
        check(&[], None);
    }

    #[test]
    fn a_secret_shows_nothing_of_itself() {
        let secret = Secret::from_bytes(b"planted-secret".to_vec());
        assert_eq!(format!("{secret:?}"), "Secret(redacted)");
        assert_eq!(secret, secret.clone());
        assert_ne!(secret, Secret::from_bytes(b"planted-secreT".to_vec()));
        assert_ne!(secret, Secret::from_bytes(Vec::new()));
    }
}
