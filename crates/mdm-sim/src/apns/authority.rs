//! A throw-away certificate authority, so that a test needs no files.

use std::fmt;

use openssl::asn1::Asn1Time;
use openssl::bn::{BigNum, MsbOption};
use openssl::ec::{EcGroup, EcKey};
use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::x509::extension::{BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectAlternativeName};
use openssl::x509::{X509, X509Builder, X509Name, X509NameBuilder};
use zeroize::Zeroizing;

use super::Error;

/// An authority for tests: it issues what both ends of a connection to a fake APNs show. Everything is valid from three
/// days ago, by the clock of this machine.
pub struct Authority {
    certificate: X509,
    key: PKey<Private>,
}

impl Authority {
    /// Makes one.
    ///
    /// # Errors
    /// [`Error::Tls`] when OpenSSL fails.
    pub fn mint() -> Result<Self, Error> {
        Self::build().map_err(|_| Error::Tls)
    }

    fn build() -> Result<Self, ErrorStack> {
        let key = key()?;
        // A name of its own: two authorities of one name would be mistaken for each other.
        let mut number = [0; 8];
        openssl::rand::rand_bytes(&mut number)?;
        let common_name = format!("root {:016x} of a fake APNs", u64::from_be_bytes(number));
        let name = name(&[(Nid::COMMONNAME, &common_name)])?;
        let mut certificate = builder(&key, &name, &name, 30)?;
        certificate.append_extension(BasicConstraints::new().critical().ca().build()?)?;
        certificate.append_extension(KeyUsage::new().critical().key_cert_sign().build()?)?;
        certificate.sign(&key, MessageDigest::sha256())?;
        Ok(Self { certificate: certificate.build(), key })
    }

    /// Its own certificate, PEM: what a client has to trust.
    ///
    /// # Errors
    /// [`Error::Tls`] when OpenSSL fails.
    pub fn root_pem(&self) -> Result<Vec<u8>, Error> {
        self.certificate.to_pem().map_err(|_| Error::Tls)
    }

    /// A push certificate: the topic is the UID of its subject.
    ///
    /// # Errors
    /// [`Error::Tls`] when OpenSSL fails.
    pub fn push_certificate(&self, topic: &str) -> Result<Issued, Error> {
        self.issue(&[(Nid::USERID, topic), (Nid::COMMONNAME, "push")], None, 30)
    }

    /// A push certificate whose last day was yesterday.
    ///
    /// # Errors
    /// [`Error::Tls`] when OpenSSL fails.
    pub fn expired_push_certificate(&self, topic: &str) -> Result<Issued, Error> {
        self.issue(&[(Nid::USERID, topic)], None, -1)
    }

    /// A client certificate without a topic.
    ///
    /// # Errors
    /// [`Error::Tls`] when OpenSSL fails.
    pub fn client_certificate(&self) -> Result<Issued, Error> {
        self.issue(&[(Nid::COMMONNAME, "nobody")], None, 30)
    }

    /// A server's certificate for a host name.
    ///
    /// # Errors
    /// [`Error::Tls`] when OpenSSL fails.
    pub fn server_certificate(&self, host: &str) -> Result<Issued, Error> {
        self.issue(&[(Nid::COMMONNAME, host)], Some(host), 30)
    }

    /// A server's certificate whose last day was yesterday.
    ///
    /// # Errors
    /// [`Error::Tls`] when OpenSSL fails.
    pub fn expired_server_certificate(&self, host: &str) -> Result<Issued, Error> {
        self.issue(&[(Nid::COMMONNAME, host)], Some(host), -1)
    }

    fn issue(&self, subject: &[(Nid, &str)], host: Option<&str>, last_day: i64) -> Result<Issued, Error> {
        let issue = || {
            let key = key()?;
            let mut builder = builder(&key, &*name(subject)?, self.certificate.subject_name(), last_day)?;
            let mut usage = ExtendedKeyUsage::new();
            match host {
                Some(host) => {
                    let context = builder.x509v3_context(Some(&self.certificate), None);
                    let name = SubjectAlternativeName::new().dns(host).build(&context)?;
                    builder.append_extension(name)?;
                    usage.server_auth();
                }
                None => {
                    usage.client_auth();
                }
            }
            builder.append_extension(usage.build()?)?;
            builder.sign(&self.key, MessageDigest::sha256())?;
            let key_pem = Zeroizing::new(key.private_key_to_pem_pkcs8()?);
            Ok(Issued { certificate_pem: builder.build().to_pem()?, key_pem })
        };
        issue().map_err(|_: ErrorStack| Error::Tls)
    }
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authority").finish_non_exhaustive()
    }
}

/// A certificate and its key.
#[derive(Clone)]
pub struct Issued {
    certificate_pem: Vec<u8>,
    key_pem: Zeroizing<Vec<u8>>,
}

impl Issued {
    /// The certificate, PEM.
    #[must_use]
    pub fn certificate_pem(&self) -> &[u8] {
        &self.certificate_pem
    }

    /// The private key, PEM (PKCS#8).
    #[must_use]
    pub fn expose_secret(&self) -> &[u8] {
        &self.key_pem
    }
}

impl fmt::Debug for Issued {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Issued").finish_non_exhaustive()
    }
}

fn key() -> Result<PKey<Private>, ErrorStack> {
    PKey::from_ec_key(EcKey::generate(&*EcGroup::from_curve_name(Nid::X9_62_PRIME256V1)?)?)
}

fn name(entries: &[(Nid, &str)]) -> Result<X509Name, ErrorStack> {
    let mut name = X509NameBuilder::new()?;
    for (nid, value) in entries {
        name.append_entry_by_nid(*nid, value)?;
    }
    Ok(name.build())
}

fn builder(
    key: &PKey<Private>,
    subject: &openssl::x509::X509NameRef,
    issuer: &openssl::x509::X509NameRef,
    last_day: i64,
) -> Result<X509Builder, ErrorStack> {
    let mut serial = BigNum::new()?;
    serial.rand(120, MsbOption::MAYBE_ZERO, false)?;
    let since = Asn1Time::from_unix(0)?.diff(&*Asn1Time::days_from_now(0)?)?;
    let now = i64::from(since.days) * DAY + i64::from(since.secs);
    let mut builder = X509::builder()?;
    builder.set_version(2)?;
    builder.set_serial_number(&*serial.to_asn1_integer()?)?;
    builder.set_subject_name(subject)?;
    builder.set_issuer_name(issuer)?;
    builder.set_pubkey(key)?;
    builder.set_not_before(&*Asn1Time::from_unix(now - 3 * DAY)?)?;
    builder.set_not_after(&*Asn1Time::from_unix(now + last_day * DAY)?)?;
    Ok(builder)
}

const DAY: i64 = 86_400;
