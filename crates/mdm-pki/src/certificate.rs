//! Certificates: exactly the DER that was handed in, and what this crate needs to know about it.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::time::SystemTime;

use der::Decode as _;
use der::oid::db::rfc5912::ID_KP_CLIENT_AUTH;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Public};
use openssl::x509::{X509, X509Ref};
use x509_cert::certificate::{CertificateInner, Raw};
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectKeyIdentifier};

use crate::error::clear_openssl_errors;
use crate::time::from_asn1;
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
    /// The issuer's name, encoded as it stands in the certificate.
    issuer: Vec<u8>,
    /// The content octets of the serial number.
    serial: Vec<u8>,
    not_before: SystemTime,
    not_after: SystemTime,
    common_name: Option<String>,
    topic: Option<String>,
    subject_key_identifier: Option<Vec<u8>>,
    is_for_tls_client: bool,
    may_sign: bool,
    may_encipher_keys: bool,
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
        // `Raw` leaves the length of serial numbers to others: authorities in the field exceed 20 octets.
        let outline = CertificateInner::<Raw>::from_der(der).map_err(Error::asn1(WHAT))?;
        let tbs = outline.tbs_certificate();
        // Two extensions of a kind are an error: two readers would see two certificates.
        let identifier = tbs.get_extension::<SubjectKeyIdentifier>().map_err(Error::asn1(WHAT))?;
        let usage = tbs.get_extension::<ExtendedKeyUsage>().map_err(Error::asn1(WHAT))?;
        // One that cannot be read allows nothing.
        let key_usage = tbs.get_extension::<KeyUsage>().map(|found| found.map(|(_, usage)| usage));
        let allows = |bit: fn(&KeyUsage) -> bool| match &key_usage {
            Ok(usage) => usage.as_ref().is_none_or(bit),
            Err(_) => false,
        };
        let constraints = tbs.get_extension::<BasicConstraints>().map_err(Error::asn1(WHAT))?;

        let x509 = X509::from_der(der).map_err(|_| malformed())?;
        if x509.to_der().map_err(|_| malformed())? != der {
            return Err(malformed());
        }
        Ok(Self(Arc::new(Inner {
            der: der.to_vec(),
            fingerprint: Fingerprint::of(der),
            // OpenSSL keeps the name as it came; `x509-cert` would sort its parts.
            issuer: x509.issuer_name().to_der().map_err(|_| malformed())?,
            serial: tbs.serial_number().as_bytes().to_vec(),
            not_before: from_asn1(tbs.validity().not_before).ok_or_else(malformed)?,
            not_after: from_asn1(tbs.validity().not_after).ok_or_else(malformed)?,
            common_name: only_entry(&x509, Nid::COMMONNAME),
            topic: only_entry(&x509, Nid::USERID).filter(|uid| is_topic(uid)),
            subject_key_identifier: identifier
                .map(|(_, SubjectKeyIdentifier(octets))| octets.as_bytes().to_vec()),
            is_for_tls_client: usage.is_some_and(|(_, usage)| usage.0.contains(&ID_KP_CLIENT_AUTH)),
            may_sign: allows(|usage| usage.digital_signature() || usage.non_repudiation()),
            may_encipher_keys: allows(KeyUsage::key_encipherment),
            is_authority: constraints.is_some_and(|(_, constraints)| constraints.ca),
            x509,
        })))
    }

    /// Reads a PEM text that holds exactly one certificate.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] if there is none, more than one, or one that cannot be read.
    pub fn from_pem(pem: &[u8]) -> Result<Self, Error> {
        Self::from_pem_by(pem, Self::from_der)
    }

    pub(crate) fn from_pem_by(
        pem: &[u8],
        read: impl FnOnce(&[u8]) -> Result<Self, Error>,
    ) -> Result<Self, Error> {
        let blocks = pem::blocks(pem)?;
        let mut certificates = blocks.iter().filter(|block| is_certificate(block));
        match (certificates.next(), certificates.next()) {
            (Some(block), None) => read(&block.der),
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
            .filter(|block| is_certificate(block))
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
    /// `com.apple.mgmt.`; `None` unless there is exactly one, of visible ASCII, as it becomes an HTTP header.
    ///
    /// Source: Apple, com.apple.mdm `Topic` in the device management schema (release iOS 18.1).
    #[must_use]
    pub fn topic(&self) -> Option<&str> {
        self.0.topic.as_deref()
    }

    /// The content octets of the serial number, big-endian two's complement.
    #[must_use]
    pub fn serial(&self) -> &[u8] {
        &self.0.serial
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
        self.0.is_authority
    }

    /// Whether its key may sign messages and decrypt their keys: keyUsage has both, or is missing.
    pub(crate) fn may_sign_and_decrypt(&self) -> bool {
        self.0.may_sign && self.0.may_encipher_keys
    }

    /// Whether its key may sign messages.
    pub(crate) fn may_sign(&self) -> bool {
        self.0.may_sign
    }

    pub(crate) fn is_self_issued(&self) -> bool {
        self.subject_der().is_ok_and(|subject| subject == self.0.issuer)
    }

    pub(crate) fn subject_der(&self) -> Result<Vec<u8>, Error> {
        self.0.x509.subject_name().to_der().map_err(Error::crypto("writing a name"))
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
        &self.0.issuer
    }

    /// Whether this certificate's name and extensions allow that it issued the other one. No signature is checked.
    pub(crate) fn has_issued(&self, other: &Self) -> bool {
        self.0.x509.issued(other.x509()) == openssl::x509::X509VerifyResult::OK
    }

    /// Whether the key of that certificate signed this one, under its name.
    pub(crate) fn is_issued_by(&self, issuer: &Self) -> bool {
        let is_signed = || issuer.public_key().is_ok_and(|key| self.0.x509.verify(&key).unwrap_or(false));
        let is_issued = issuer.has_issued(self) && is_signed();
        clear_openssl_errors();
        is_issued
    }

    pub(crate) fn subject_key_identifier(&self) -> Option<&[u8]> {
        self.0.subject_key_identifier.as_deref()
    }

    /// Whether the extended key usage names TLS clients. A missing extension does not count as a yes.
    pub(crate) fn is_for_tls_client(&self) -> bool {
        self.0.is_for_tls_client
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
    /// Of a certificate in DER.
    pub(crate) fn of(der: &[u8]) -> Self {
        Self(openssl::sha::sha256(der))
    }

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

fn is_certificate(block: &pem::Block) -> bool {
    block.label == PEM_LABEL || block.label == "X509 CERTIFICATE"
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

fn is_topic(uid: &str) -> bool {
    uid.starts_with(TOPIC_PREFIX) && uid.bytes().all(|byte| byte.is_ascii_graphic())
}

const WHAT: &str = "certificate";
const PEM_LABEL: &str = "CERTIFICATE";
const TOPIC_PREFIX: &str = "com.apple.mgmt.";

#[cfg(test)]
mod tests;
