//! The vendor's own certificate authority.

use std::fmt;
use std::net::IpAddr;
use std::time::{Duration, SystemTime};

use openssl::asn1::{Asn1Integer, Asn1Time};
use openssl::bn::BigNum;
use openssl::error::ErrorStack;
use openssl::nid::Nid;
use openssl::pkey::{HasPublic, PKeyRef};
use openssl::x509::extension::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectAlternativeName,
    SubjectKeyIdentifier,
};
use openssl::x509::{X509, X509Builder, X509Extension, X509Name, X509NameBuilder, X509v3Context};

use crate::csr::check_name;
use crate::key::{KeyKind, SecretPem};
use crate::time::unix_seconds;
use crate::{Certificate, Csr, Error, KeyPair};

/// A certificate authority: its certificate and its private key.
///
/// It decides everything that a certificate says; a request contributes its public key and nothing else.
#[derive(Clone)]
pub struct CertificateAuthority {
    key: KeyPair,
    certificate: Certificate,
}

/// What an issued certificate says: who, for what use, how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuePolicy {
    subject: Subject,
    usage: Usage,
    lifetime: Duration,
    key_encipherment: bool,
}

/// The subject of a certificate to be issued.
#[derive(Clone, PartialEq, Eq)]
pub struct Subject {
    common_name: String,
    organization: Option<String>,
    user_id: Option<String>,
}

/// What a certificate may be used for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Usage {
    /// A TLS client: the identity of a device towards its MDM server, or of a server towards APNs.
    TlsClient,
    /// A TLS server under these names, for at most 825 days: Apple's systems refuse a longer validity, also
    /// under an authority of one's own.
    ///
    /// Source: Apple, Requirements for trusted certificates in iOS 13 and macOS 10.15 (support article 103769,
    /// read 2026-11).
    TlsServer(Vec<ServerName>),
    /// A SCEP registration authority: it decrypts requests and signs answers, so that the key that issues certificates
    /// does neither. Its key must be RSA. Clients look for digitalSignature and keyEncipherment, and encrypt for
    /// somebody else without them.
    ScepRegistration,
    /// Signing profiles. Apple asks for no particular extended key usage, so none is set.
    ProfileSigner,
}

/// A name of a TLS server, as clients compare it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ServerName {
    /// A DNS name, such as `mdm.example.com`.
    Dns(String),
    /// An address.
    Ip(IpAddr),
}

/// A certificate's serial number: 16 bytes, positive, never zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Serial([u8; 16]);

impl CertificateAuthority {
    /// Mints an authority with a P-256 key and a self-signed certificate.
    ///
    /// # Errors
    ///
    /// [`Error::Argument`] for a common name that is empty or longer than 64 characters, a lifetime under a
    /// minute, or a time that a certificate cannot hold.
    pub fn mint(common_name: &str, lifetime: Duration, now: SystemTime) -> Result<Self, Error> {
        Self::mint_with_key(KeyPair::mint_p256()?, common_name, lifetime, now)
    }

    /// As [`mint`](Self::mint), with a key that exists: RSA for devices that want an RSA chain.
    ///
    /// # Errors
    ///
    /// As [`mint`](Self::mint).
    pub fn mint_with_key(
        key: KeyPair,
        common_name: &str,
        lifetime: Duration,
        now: SystemTime,
    ) -> Result<Self, Error> {
        let name = Subject::new(common_name).encode()?;
        let validity = Validity::new(now, lifetime, None)?;
        let serial = Serial::mint()?;
        let x509 = build(Draft {
            subject: &name,
            issuer: &name,
            public_key: key.pkey(),
            issuer_certificate: None,
            signing_key: &key,
            serial,
            validity,
            extensions: &|_| {
                Ok(vec![
                    BasicConstraints::new().critical().ca().build()?,
                    KeyUsage::new().critical().key_cert_sign().crl_sign().digital_signature().build()?,
                ])
            },
        })?;
        Ok(Self { key, certificate: seal(&x509)? })
    }

    /// Mints an authority under this one, which issues to end entities only: for a hierarchy whose root is kept offline.
    ///
    /// # Errors
    ///
    /// As [`mint`](Self::mint), and [`Error::AuthorityNotValid`].
    pub fn mint_subordinate(
        &self,
        key: KeyPair,
        common_name: &str,
        lifetime: Duration,
        now: SystemTime,
    ) -> Result<Self, Error> {
        let issuer = self.valid_at(now)?;
        let x509 = build(Draft {
            subject: &Subject::new(common_name).encode()?,
            issuer: issuer.x509().subject_name(),
            public_key: key.pkey(),
            issuer_certificate: Some(issuer),
            signing_key: &self.key,
            serial: Serial::mint()?,
            validity: Validity::new(now, lifetime, Some(issuer))?,
            extensions: &|context| {
                Ok(vec![
                    BasicConstraints::new().critical().ca().pathlen(0).build()?,
                    AuthorityKeyIdentifier::new().keyid(true).build(context)?,
                    KeyUsage::new().critical().key_cert_sign().crl_sign().digital_signature().build()?,
                ])
            },
        })?;
        Ok(Self { key, certificate: seal(&x509)? })
    }

    /// Loads an authority that was minted or bought earlier. Each part may be PEM or DER.
    ///
    /// # Errors
    ///
    /// [`Error::KeyMismatch`] if the key is another one's, [`Error::NotAnAuthority`] if the certificate may not
    /// issue, and what [`KeyPair::from_bytes`] and [`Certificate::from_der`] return.
    pub fn from_bytes(certificate: &[u8], private_key: &[u8]) -> Result<Self, Error> {
        let certificate = if crate::pem::looks_like_pem(certificate) {
            Certificate::from_pem(certificate)?
        } else {
            Certificate::from_der(certificate)?
        };
        let key = KeyPair::from_bytes(private_key)?;
        if !key.matches(&*certificate.public_key()?) {
            return Err(Error::KeyMismatch);
        }
        if !certificate.is_authority() {
            return Err(Error::NotAnAuthority);
        }
        Ok(Self { key, certificate })
    }

    /// The authority's certificate: what devices and [`TrustAnchors`](crate::TrustAnchors) are given.
    #[must_use]
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// The authority's private key as PEM. Whoever holds it can mint any identity.
    ///
    /// # Errors
    ///
    /// [`Error::Crypto`] if OpenSSL cannot write it.
    pub fn expose_secret_pem(&self) -> Result<SecretPem, Error> {
        self.key.expose_secret_pem()
    }

    /// Issues a certificate for the key of a request.
    ///
    /// The certificate begins one hour before `now`, because device clocks are not exact, and ends after the
    /// policy's lifetime, but never later than the authority's own certificate. It is an end-entity
    /// certificate with digitalSignature, key identifiers, and the extended key usage of its use.
    ///
    /// # Errors
    ///
    /// [`Error::AuthorityNotValid`] if the authority's certificate is not valid now; [`Error::Argument`] for a
    /// name, a lifetime or a time that a certificate cannot hold.
    pub fn issue(
        &self,
        csr: &Csr,
        policy: &IssuePolicy,
        serial: Serial,
        now: SystemTime,
    ) -> Result<Certificate, Error> {
        let authority = self.valid_at(now)?;
        policy.usage.check(policy.lifetime)?;
        let x509 = build(Draft {
            subject: &policy.subject.encode()?,
            issuer: authority.x509().subject_name(),
            public_key: csr.public_key(),
            issuer_certificate: Some(authority),
            signing_key: &self.key,
            serial,
            validity: Validity::new(now, policy.lifetime, Some(authority))?,
            extensions: &|context| {
                let key_kind = KeyKind::of(csr.public_key());
                let mut extensions = vec![
                    BasicConstraints::new().critical().build()?,
                    AuthorityKeyIdentifier::new().keyid(true).build(context)?,
                ];
                let encipher = policy.key_encipherment && key_kind == Some(KeyKind::Rsa);
                extensions.extend(policy.usage.extensions(key_kind, encipher, context)?);
                Ok(extensions)
            },
        })?;
        seal(&x509)
    }

    fn valid_at(&self, now: SystemTime) -> Result<&Certificate, Error> {
        let certificate = &self.certificate;
        let is_valid = certificate.not_before() <= now && now < certificate.not_after();
        if is_valid { Ok(certificate) } else { Err(Error::AuthorityNotValid) }
    }
}

/// A certificate that a key gives itself, as SCEP clients sign their first request with: for a day, and for nobody to
/// trust.
pub(crate) fn self_signed(key: &KeyPair, common_name: &str, now: SystemTime) -> Result<Certificate, Error> {
    let name = Subject::new(common_name).encode()?;
    let x509 = build(Draft {
        subject: &name,
        issuer: &name,
        public_key: key.pkey(),
        issuer_certificate: None,
        signing_key: key,
        serial: Serial::mint()?,
        validity: Validity::new(now, Duration::from_secs(86_400), None)?,
        extensions: &|context| Usage::ScepRegistration.extensions(None, false, context),
    })?;
    seal(&x509)
}

impl fmt::Debug for CertificateAuthority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CertificateAuthority({}, key redacted)", self.certificate.fingerprint())
    }
}

impl IssuePolicy {
    /// A certificate for this subject and use, for this long.
    #[must_use]
    pub fn new(subject: Subject, usage: Usage, lifetime: Duration) -> Self {
        Self { subject, usage, lifetime, key_encipherment: false }
    }

    /// Lets the key also decrypt keys of messages: what `KeyUsage` 4 and 5 of a SCEP payload ask for, and what an RSA
    /// key needs to receive encrypted profiles. Without effect for other keys, which agree on keys instead.
    #[must_use]
    pub fn with_key_encipherment(self) -> Self {
        Self { key_encipherment: true, ..self }
    }
}

impl Subject {
    /// A subject with a common name.
    #[must_use]
    pub fn new(common_name: impl Into<String>) -> Self {
        Self { common_name: common_name.into(), organization: None, user_id: None }
    }

    /// Adds an organization (O).
    #[must_use]
    pub fn organization(self, organization: impl Into<String>) -> Self {
        Self { organization: Some(organization.into()), ..self }
    }

    /// Adds a user identifier (UID). Push certificates carry their topic there.
    #[must_use]
    pub fn user_id(self, user_id: impl Into<String>) -> Self {
        Self { user_id: Some(user_id.into()), ..self }
    }

    fn encode(&self) -> Result<X509Name, Error> {
        let parts = [
            ("organization", Nid::ORGANIZATIONNAME, self.organization.as_deref()),
            ("user_id", Nid::USERID, self.user_id.as_deref()),
            ("common_name", Nid::COMMONNAME, Some(self.common_name.as_str())),
        ];
        let mut name = X509NameBuilder::new().map_err(Error::crypto("making a name"))?;
        for (what, nid, value) in parts {
            if let Some(value) = value {
                check_name(what, value)?;
                name.append_entry_by_nid(nid, value).map_err(Error::crypto("making a name"))?;
            }
        }
        Ok(name.build())
    }
}

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Names of persons and devices stay out of logs.
        f.write_str("Subject(redacted)")
    }
}

impl Usage {
    fn check(&self, lifetime: Duration) -> Result<(), Error> {
        let Self::TlsServer(names) = self else { return Ok(()) };
        if lifetime.saturating_add(BACKDATE) > MAX_TLS_SERVER_VALIDITY {
            return Err(Error::Argument { what: "lifetime", reason: "over 825 days for a TLS server" });
        }
        let refuse = |reason| Err(Error::Argument { what: "server names", reason });
        if names.is_empty() {
            return refuse("none");
        }
        let dns = names.iter().filter_map(|name| match name {
            ServerName::Dns(name) => Some(name),
            ServerName::Ip(_) => None,
        });
        for name in dns {
            let labels = name.strip_prefix("*.").unwrap_or(name).split('.');
            let is_label = |label: &str| {
                (1..=63).contains(&label.len())
                    && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            };
            if name.len() > 253 || !labels.into_iter().all(is_label) {
                return refuse("not a DNS name in ASCII");
            }
        }
        Ok(())
    }

    fn extensions(
        &self,
        key_kind: Option<KeyKind>,
        encipher: bool,
        context: &X509v3Context<'_>,
    ) -> Result<Vec<X509Extension>, ErrorStack> {
        let mut key_usage = KeyUsage::new();
        key_usage.critical().digital_signature();
        if encipher || *self == Self::ScepRegistration {
            key_usage.key_encipherment();
        }
        match self {
            Self::TlsClient => Ok(vec![key_usage.build()?, ExtendedKeyUsage::new().client_auth().build()?]),
            Self::TlsServer(names) => {
                if !encipher && key_kind == Some(KeyKind::Rsa) {
                    key_usage.key_encipherment();
                }
                let mut alternatives = SubjectAlternativeName::new();
                for name in names {
                    match name {
                        ServerName::Dns(name) => alternatives.dns(name),
                        ServerName::Ip(address) => alternatives.ip(&address.to_string()),
                    };
                }
                Ok(vec![
                    key_usage.build()?,
                    ExtendedKeyUsage::new().server_auth().build()?,
                    alternatives.build(context)?,
                ])
            }
            Self::ScepRegistration | Self::ProfileSigner => Ok(vec![key_usage.build()?]),
        }
    }
}

impl Serial {
    /// Mints a random serial number with 126 bits that nobody can guess.
    ///
    /// # Errors
    ///
    /// [`Error::Crypto`] if OpenSSL has no randomness.
    pub fn mint() -> Result<Self, Error> {
        let mut bytes = [0; 16];
        openssl::rand::rand_bytes(&mut bytes).map_err(Error::crypto("minting a serial number"))?;
        Ok(Self::from_random(bytes))
    }

    /// Makes a serial number of 16 random bytes. The two highest bits are overwritten with `01`, so that the
    /// number is positive and always 16 octets long (RFC 5280 section 4.1.2.2 allows 20).
    #[must_use]
    pub const fn from_random(mut bytes: [u8; 16]) -> Self {
        bytes[0] = bytes[0] & 0x3f | 0x40;
        Self(bytes)
    }

    /// The 16 bytes, big-endian: what [`Certificate::serial`] returns.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

struct Validity {
    not_before: Asn1Time,
    not_after: Asn1Time,
}

impl Validity {
    fn new(now: SystemTime, lifetime: Duration, within: Option<&Certificate>) -> Result<Self, Error> {
        if lifetime < MIN_LIFETIME {
            return Err(Error::Argument { what: "lifetime", reason: "under a minute" });
        }
        let end = now
            .checked_add(lifetime)
            .ok_or(Error::Argument { what: "lifetime", reason: "beyond what the clock can hold" })?;
        let end = within.map_or(end, |authority| end.min(authority.not_after()));
        let start = unix_seconds(now, "now")?.saturating_sub_unsigned(BACKDATE.as_secs());
        let asn1 = |seconds: i64| {
            #[allow(
                clippy::useless_conversion,
                reason = "time_t has 32 bits on some systems, and the name of the type is not ours"
            )]
            let seconds = seconds
                .try_into()
                .map_err(|_| Error::Argument { what: "time", reason: "beyond what the system can hold" })?;
            Asn1Time::from_unix(seconds).map_err(Error::crypto("making a time"))
        };
        Ok(Self { not_before: asn1(start)?, not_after: asn1(unix_seconds(end, "lifetime")?)? })
    }
}

type Extensions<'a> = dyn Fn(&X509v3Context<'_>) -> Result<Vec<X509Extension>, ErrorStack> + 'a;

struct Draft<'a, T> {
    subject: &'a X509Name,
    issuer: &'a openssl::x509::X509NameRef,
    public_key: &'a PKeyRef<T>,
    issuer_certificate: Option<&'a Certificate>,
    signing_key: &'a KeyPair,
    serial: Serial,
    validity: Validity,
    extensions: &'a Extensions<'a>,
}

fn build<T: HasPublic>(draft: Draft<'_, T>) -> Result<X509, Error> {
    build_with_openssl(draft).map_err(Error::crypto("issuing a certificate"))
}

fn build_with_openssl<T: HasPublic>(draft: Draft<'_, T>) -> Result<X509, ErrorStack> {
    let mut builder = X509Builder::new()?;
    builder.set_version(2)?;
    builder.set_serial_number(&*Asn1Integer::from_bn(&*BigNum::from_slice(draft.serial.as_bytes())?)?)?;
    builder.set_subject_name(draft.subject)?;
    builder.set_issuer_name(draft.issuer)?;
    builder.set_pubkey(draft.public_key)?;
    builder.set_not_before(&draft.validity.not_before)?;
    builder.set_not_after(&draft.validity.not_after)?;
    let issuer = draft.issuer_certificate.map(Certificate::x509);
    let identifier = SubjectKeyIdentifier::new().build(&builder.x509v3_context(issuer, None))?;
    builder.append_extension(identifier)?;
    let extensions = (draft.extensions)(&builder.x509v3_context(issuer, None))?;
    for extension in extensions {
        builder.append_extension(extension)?;
    }
    builder.sign(draft.signing_key.pkey(), draft.signing_key.kind().digest().openssl())?;
    Ok(builder.build())
}

fn seal(x509: &X509) -> Result<Certificate, Error> {
    Certificate::from_der(&x509.to_der().map_err(Error::crypto("encoding a certificate"))?)
}

/// Device clocks are not exact, and a certificate is used within a second of being issued.
const BACKDATE: Duration = Duration::from_secs(3600);
const MAX_TLS_SERVER_VALIDITY: Duration = Duration::from_secs(825 * 86_400);
const MIN_LIFETIME: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests;
