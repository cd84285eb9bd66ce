//! Certificate requests: made by a key, or received and proven.

use std::fmt;

use der::asn1::{AnyRef, BitStringRef, ObjectIdentifier};
use der::oid::db::rfc5912;
use der::{Decode as _, Sequence};
use openssl::nid::Nid;
use openssl::pkey::{PKey, Public};
use openssl::x509::{X509NameBuilder, X509Req};
use x509_cert::spki::AlgorithmIdentifierRef;

use crate::key::{KeyKind, KeyPair};
use crate::oid::ECDSA_WITH_SHA_1;
use crate::{Error, pem};

/// A certificate request (PKCS #10, RFC 2986) whose sender has proven to hold the private key.
///
/// A value of this type is already checked: its self-signature verifies and its key is strong enough. The
/// subject that it asks for is a wish; [`CertificateAuthority::issue`](crate::CertificateAuthority::issue)
/// takes the subject from its policy instead. The key was made on the device and stays there (F73).
#[derive(Clone)]
pub struct Csr {
    der: Vec<u8>,
    public_key: PKey<Public>,
    common_name: Option<String>,
}

impl Csr {
    /// Reads and proves a request in DER.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`] above 64 KiB, [`Error::Malformed`] if it is not exactly one request,
    /// [`Error::WeakKey`] unless the key is RSA of 2048 to 8192 bits, P-256 or P-384, [`Error::Unsupported`] if
    /// it is signed with an algorithm other than RSA PKCS #1 v1.5 or ECDSA with SHA-1 or SHA-2,
    /// [`Error::BadSignature`] if the sender does not hold the private key.
    pub fn from_der(der: &[u8]) -> Result<Self, Error> {
        if der.len() > MAX_BYTES {
            return Err(Error::TooLarge { what: WHAT, limit: MAX_BYTES, actual: der.len() });
        }
        let outline = CertificationRequest::from_der(der).map_err(Error::asn1(WHAT))?;
        let algorithm = outline.signature_algorithm.oid;

        let request = X509Req::from_der(der).map_err(|_| Error::Malformed { what: WHAT, offset: 0 })?;
        let public_key = request.public_key().map_err(|_| Error::WeakKey)?;
        KeyKind::of(&public_key).ok_or(Error::WeakKey)?;
        if !SIGNATURE_ALGORITHMS.contains(&algorithm) {
            return Err(Error::Unsupported { what: "signature algorithm of the certificate request" });
        }
        if !request.verify(&public_key).unwrap_or(false) {
            return Err(Error::BadSignature);
        }
        let mut names = request.subject_name().entries_by_nid(Nid::COMMONNAME);
        let common_name = match (names.next(), names.next()) {
            (Some(name), None) => name.data().to_string().ok(),
            _ => None,
        };
        Ok(Self { der: der.to_vec(), public_key, common_name })
    }

    /// Reads and proves the first request of a PEM text.
    ///
    /// # Errors
    ///
    /// As [`from_der`](Self::from_der).
    pub fn from_pem(pem: &[u8]) -> Result<Self, Error> {
        let blocks = pem::blocks(pem)?;
        let block = blocks.iter().find(|block| block.label.ends_with(PEM_LABEL));
        let block = block.ok_or(Error::Malformed { what: "PEM with a certificate request", offset: 0 })?;
        Self::from_der(&block.der)
    }

    /// The request, byte for byte.
    #[must_use]
    pub fn as_der(&self) -> &[u8] {
        &self.der
    }

    /// The request as PEM.
    #[must_use]
    pub fn to_pem(&self) -> String {
        pem::encode(PEM_LABEL, &self.der)
    }

    /// The common name that the sender asks for: unproven, and `None` unless there is exactly one.
    #[must_use]
    pub fn requested_common_name(&self) -> Option<&str> {
        self.common_name.as_deref()
    }

    pub(crate) fn public_key(&self) -> &PKey<Public> {
        &self.public_key
    }
}

impl fmt::Debug for Csr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Csr({} bytes)", self.der.len())
    }
}

/// `CertificationRequest` of RFC 2986 section 4.2.
///
/// ```text
/// SEQUENCE { certificationRequestInfo CertificationRequestInfo,
///            signatureAlgorithm       AlgorithmIdentifier,
///            signature                BIT STRING }
/// ```
///
/// What is asked for is OpenSSL's to read: `x509-cert` refuses requests that leave out the attributes, and the
/// senders are devices that nobody can repair.
#[derive(Sequence)]
struct CertificationRequest<'a> {
    certification_request_info: AnyRef<'a>,
    signature_algorithm: AlgorithmIdentifierRef<'a>,
    signature: BitStringRef<'a>,
}

impl KeyPair {
    /// Makes a certificate request for this key.
    ///
    /// # Errors
    ///
    /// [`Error::Argument`] if the common name is empty or longer than 64 characters (RFC 5280, ub-common-name).
    pub fn csr(&self, common_name: &str) -> Result<Csr, Error> {
        check_name("common_name", common_name)?;
        let der = X509NameBuilder::new()
            .and_then(|mut name| {
                name.append_entry_by_nid(Nid::COMMONNAME, common_name)?;
                let mut request = X509Req::builder()?;
                request.set_version(0)?;
                request.set_subject_name(&name.build())?;
                request.set_pubkey(self.pkey())?;
                request.sign(self.pkey(), self.kind().digest())?;
                request.build().to_der()
            })
            .map_err(Error::crypto("making a certificate request"))?;
        Csr::from_der(&der)
    }
}

/// The limit that RFC 5280 (appendix A.1) sets for the parts of a name, and no control characters.
pub(crate) fn check_name(what: &'static str, name: &str) -> Result<(), Error> {
    let reason = if name.is_empty() {
        "empty"
    } else if name.chars().count() > 64 {
        "longer than 64 characters"
    } else if name.chars().any(char::is_control) {
        "control characters"
    } else {
        return Ok(());
    };
    Err(Error::Argument { what, reason })
}

/// SHA-1 stays allowed here: the signature proves possession of a key to this side only, at once, and old
/// devices use it. Nothing else ever trusts it.
const SIGNATURE_ALGORITHMS: [ObjectIdentifier; 8] = [
    rfc5912::SHA_1_WITH_RSA_ENCRYPTION,
    rfc5912::SHA_256_WITH_RSA_ENCRYPTION,
    rfc5912::SHA_384_WITH_RSA_ENCRYPTION,
    rfc5912::SHA_512_WITH_RSA_ENCRYPTION,
    ECDSA_WITH_SHA_1,
    rfc5912::ECDSA_WITH_SHA_256,
    rfc5912::ECDSA_WITH_SHA_384,
    rfc5912::ECDSA_WITH_SHA_512,
];
const MAX_BYTES: usize = 64 * 1024;
const WHAT: &str = "certificate request";
const PEM_LABEL: &str = "CERTIFICATE REQUEST";

#[cfg(test)]
mod tests;
