//! Certificates: exactly the DER that was handed in, and what this crate needs to know about it.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::time::SystemTime;

use openssl::asn1::{Asn1Time, Asn1TimeRef};
use openssl::nid::Nid;
use openssl::pkey::{PKey, Public};
use openssl::x509::{X509, X509Ref};

use crate::asn1::{Element, Reader, Rules, oid, tag, time_from_unix};
use crate::{Error, pem};

/// An X.509 certificate. Cheap to clone; equal when the DER is equal.
///
/// It is parsed, not trusted: [`TrustAnchors`](crate::TrustAnchors) decides about trust.
/// `Debug` shows the fingerprint only, because subjects carry names of persons and devices.
#[derive(Clone)]
pub struct Certificate(Arc<Inner>);

/// The SHA-256 of a certificate's DER. `Display` is 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 32]);

struct Inner {
    der: Vec<u8>,
    x509: X509,
    fingerprint: Fingerprint,
    fields: Fields,
    not_before: SystemTime,
    not_after: SystemTime,
    common_name: Option<String>,
    topic: Option<String>,
}

/// The fields that OpenSSL's Rust interface does not hand out as they stand in the certificate.
struct Fields {
    /// The issuer's name, encoded.
    issuer: Vec<u8>,
    /// The content octets of the serial number.
    serial: Vec<u8>,
    subject_key_identifier: Option<Vec<u8>>,
    /// The purposes, or `None` without the extension.
    extended_key_usage: Option<Vec<Vec<u8>>>,
    is_authority: bool,
}

impl Certificate {
    /// Reads one certificate from DER.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] if it is not exactly one certificate in DER: one certificate has one encoding here,
    /// so it has one fingerprint.
    pub fn from_der(der: &[u8]) -> Result<Self, Error> {
        let malformed = || Error::Malformed { what: WHAT, offset: 0 };
        let fields = Fields::read(der)?;
        let x509 = X509::from_der(der).map_err(|_| malformed())?;
        if x509.to_der().map_err(|_| malformed())? != der {
            return Err(malformed());
        }
        let digest = openssl::sha::sha256(der);
        Ok(Self(Arc::new(Inner {
            der: der.to_vec(),
            fingerprint: Fingerprint(digest),
            fields,
            not_before: system_time(x509.not_before()).ok_or_else(malformed)?,
            not_after: system_time(x509.not_after()).ok_or_else(malformed)?,
            common_name: only_entry(&x509, Nid::COMMONNAME),
            topic: only_entry(&x509, Nid::USERID).filter(|uid| uid.starts_with(TOPIC_PREFIX)),
            x509,
        })))
    }

    /// Reads a PEM text that holds exactly one certificate.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] if there is none, more than one, or one that cannot be read.
    pub fn from_pem(pem: &[u8]) -> Result<Self, Error> {
        let mut all = Self::all_from_pem(pem)?;
        match (all.pop(), all.is_empty()) {
            (Some(certificate), true) => Ok(certificate),
            _ => Err(Error::Malformed { what: "PEM with exactly one certificate", offset: 0 }),
        }
    }

    /// Reads every certificate of a PEM text, in order. Other blocks, such as keys, are passed over.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] if the text or one of the certificates cannot be read.
    pub fn all_from_pem(pem: &[u8]) -> Result<Vec<Self>, Error> {
        pem::blocks(pem)?
            .iter()
            .filter(|block| block.label == PEM_LABEL || block.label == "X509 CERTIFICATE")
            .map(|block| Self::from_der(&block.der))
            .collect()
    }

    /// The DER, byte for byte as it was handed in.
    #[must_use]
    pub fn as_der(&self) -> &[u8] {
        &self.0.der
    }

    /// The certificate as PEM.
    #[must_use]
    pub fn to_pem(&self) -> String {
        pem::encode(PEM_LABEL, &self.0.der)
    }

    /// The SHA-256 of the DER: the name under which a certificate is remembered.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        self.0.fingerprint
    }

    /// The subject's common name; `None` unless there is exactly one that is text.
    #[must_use]
    pub fn subject_common_name(&self) -> Option<&str> {
        self.0.common_name.as_deref()
    }

    /// The push topic: the subject's user identifier (0.9.2342.19200300.100.1.1) if it starts with
    /// `com.apple.mgmt.`; `None` unless there is exactly one.
    ///
    /// Source: Apple, com.apple.mdm `Topic` in the device management schema (release iOS 18.1).
    #[must_use]
    pub fn topic(&self) -> Option<&str> {
        self.0.topic.as_deref()
    }

    /// The content octets of the serial number, big-endian two's complement.
    #[must_use]
    pub fn serial(&self) -> &[u8] {
        &self.0.fields.serial
    }

    /// The first second in which the certificate is valid.
    #[must_use]
    pub fn not_before(&self) -> SystemTime {
        self.0.not_before
    }

    /// When the certificate ends. OpenSSL, and so this crate, takes it for expired in this very second, where
    /// RFC 5280 section 4.1.2.5 would still count the second in.
    #[must_use]
    pub fn not_after(&self) -> SystemTime {
        self.0.not_after
    }

    /// Whether the certificate says that it belongs to a certificate authority (basicConstraints).
    #[must_use]
    pub fn is_authority(&self) -> bool {
        self.0.fields.is_authority
    }

    pub(crate) fn x509(&self) -> &X509Ref {
        &self.0.x509
    }

    pub(crate) fn to_x509(&self) -> X509 {
        self.0.x509.clone()
    }

    pub(crate) fn public_key(&self) -> Result<PKey<Public>, Error> {
        self.0.x509.public_key().map_err(|_| Error::Unsupported { what: "public key" })
    }

    pub(crate) fn issuer(&self) -> &[u8] {
        &self.0.fields.issuer
    }

    pub(crate) fn subject_key_identifier(&self) -> Option<&[u8]> {
        self.0.fields.subject_key_identifier.as_deref()
    }

    /// Whether the extended key usage names TLS clients. A missing extension does not count as a yes.
    pub(crate) fn is_for_tls_client(&self) -> bool {
        let purposes = self.0.fields.extended_key_usage.as_deref();
        purposes.is_some_and(|purposes| purposes.iter().any(|purpose| purpose == oid::CLIENT_AUTH))
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate({})", self.0.fingerprint)
    }
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.0.der == other.0.der
    }
}

impl Eq for Certificate {}

impl Hash for Certificate {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.fingerprint.hash(state);
    }
}

impl Fingerprint {
    /// A fingerprint that was stored earlier.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

impl Fields {
    /// Reads the outline of RFC 5280 section 4.1.
    fn read(der: &[u8]) -> Result<Self, Error> {
        let mut outer = Reader::new(der, Rules::Der, WHAT);
        let mut certificate = outer.enter(tag::SEQUENCE)?;
        outer.finish()?;
        let mut tbs = certificate.enter(tag::SEQUENCE)?;
        certificate.expect(tag::SEQUENCE)?;
        certificate.expect(tag::BIT_STRING)?;
        certificate.finish()?;

        tbs.optional(tag::CONTEXT_0)?;
        let serial = tbs.expect(tag::INTEGER)?.content.to_vec();
        tbs.expect(tag::SEQUENCE)?;
        let issuer = tbs.expect(tag::SEQUENCE)?.raw.to_vec();
        tbs.expect(tag::SEQUENCE)?;
        tbs.expect(tag::SEQUENCE)?;
        tbs.expect(tag::SEQUENCE)?;
        // issuerUniqueID and subjectUniqueID are implicit BIT STRINGs and tell nothing.
        tbs.optional(tag::CONTEXT_0_PRIMITIVE | 1)?;
        tbs.optional(tag::CONTEXT_0_PRIMITIVE | 2)?;
        let mut fields = Self {
            issuer,
            serial,
            subject_key_identifier: None,
            extended_key_usage: None,
            is_authority: false,
        };
        if let Some(extensions) = tbs.optional(tag::CONTEXT_3)? {
            let mut wrapper = tbs.inside(&extensions);
            let mut extensions = wrapper.enter(tag::SEQUENCE)?;
            wrapper.finish()?;
            while !extensions.is_empty() {
                let extension = extensions.enter(tag::SEQUENCE)?;
                fields.read_extension(extension)?;
            }
        }
        tbs.finish()?;
        Ok(fields)
    }

    fn read_extension(&mut self, mut extension: Reader<'_>) -> Result<(), Error> {
        let id = extension.expect(tag::OID)?.content;
        extension.optional(tag::BOOLEAN)?;
        let value: Element<'_> = extension.expect(tag::OCTET_STRING)?;
        let mut inside = extension.inside(&value);
        // RFC 5280 section 4.2: no extension twice. Two would let two readers see two certificates.
        let twice = extension.malformed();
        match id {
            oid::SUBJECT_KEY_IDENTIFIER => {
                let identifier = inside.expect(tag::OCTET_STRING)?.content.to_vec();
                if self.subject_key_identifier.replace(identifier).is_some() {
                    return Err(twice);
                }
            }
            oid::EXTENDED_KEY_USAGE => {
                let mut list = inside.enter(tag::SEQUENCE)?;
                let mut purposes = Vec::new();
                while !list.is_empty() {
                    purposes.push(list.expect(tag::OID)?.content.to_vec());
                }
                if self.extended_key_usage.replace(purposes).is_some() {
                    return Err(twice);
                }
            }
            oid::BASIC_CONSTRAINTS => {
                let mut constraints = inside.enter(tag::SEQUENCE)?;
                let flag = constraints.optional(tag::BOOLEAN)?;
                self.is_authority = flag.is_some_and(|flag| flag.content != [0]);
            }
            _ => {}
        }
        extension.finish()
    }
}

fn system_time(time: &Asn1TimeRef) -> Option<SystemTime> {
    let difference = Asn1Time::from_unix(0).and_then(|epoch| epoch.diff(time)).ok()?;
    time_from_unix(i64::from(difference.days) * 86_400 + i64::from(difference.secs))
}

/// The subject's entry of this type, if there is exactly one and it is text.
fn only_entry(x509: &X509Ref, nid: Nid) -> Option<String> {
    let mut entries = x509.subject_name().entries_by_nid(nid);
    let entry = entries.next()?;
    if entries.next().is_some() {
        return None;
    }
    entry.data().to_string().ok()
}

const WHAT: &str = "certificate";
const PEM_LABEL: &str = "CERTIFICATE";
const TOPIC_PREFIX: &str = "com.apple.mgmt.";

#[cfg(test)]
mod tests;
