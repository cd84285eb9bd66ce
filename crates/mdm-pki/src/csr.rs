//! Certificate requests: made by a key, or received and proven.

use std::fmt;

use der::asn1::{AnyRef, BitStringRef, ObjectIdentifier};
use der::oid::db::rfc5912;
use der::{Decode as _, Encode as _, Sequence};
use openssl::nid::Nid;
use openssl::pkey::{PKey, Public};
use openssl::x509::{X509NameBuilder, X509Req};
use x509_cert::spki::AlgorithmIdentifierRef;
use zeroize::Zeroizing;

use crate::cms::syntax::RawSet;
use crate::error::clear_openssl_errors;
use crate::key::{KeyKind, KeyPair};
use crate::oid::ECDSA_WITH_SHA_1;
use crate::scep::Challenge;
use crate::{Certificate, Error, pem};

/// A certificate request (PKCS #10, RFC 2986) whose sender has proven to hold the private key.
///
/// A value of this type is already checked: its self-signature verifies and its key is strong enough. The
/// subject that it asks for is a wish; [`CertificateAuthority::issue`](crate::CertificateAuthority::issue)
/// takes the subject from its policy instead. The key was made on the device and stays there (F73).
#[derive(Clone)]
pub struct Csr {
    /// Zeroized, because there may be a password inside.
    der: Zeroizing<Vec<u8>>,
    public_key: PKey<Public>,
    common_name: Option<String>,
    challenge: Option<Challenge>,
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
        let info: CertificationRequestInfo<'_> =
            outline.certification_request_info.decode_as().map_err(Error::asn1(WHAT))?;
        let challenge = info.attributes.map(|set| Challenge::among(&set)).transpose()?.flatten();

        let request = X509Req::from_der(der).map_err(|_| Error::Malformed { what: WHAT, offset: 0 })?;
        let public_key = request.public_key().map_err(|_| Error::WeakKey)?;
        KeyKind::of(&public_key).ok_or(Error::WeakKey)?;
        if !SIGNATURE_ALGORITHMS.contains(&algorithm) {
            return Err(Error::Unsupported { what: "signature algorithm of the certificate request" });
        }
        let verdict = request.verify(&public_key);
        clear_openssl_errors();
        if !verdict.unwrap_or(false) {
            return Err(Error::BadSignature);
        }
        let mut names = request.subject_name().entries_by_nid(Nid::COMMONNAME);
        let common_name = match (names.next(), names.next()) {
            (Some(name), None) => name.data().to_string().ok(),
            _ => None,
        };
        Ok(Self { der: Zeroizing::new(der.to_vec()), public_key, common_name, challenge })
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

    /// The password of a SCEP server that the request brings (challengePassword, RFC 2985 section 5.4.1).
    #[must_use]
    pub fn challenge(&self) -> Option<&Challenge> {
        self.challenge.as_ref()
    }

    /// The SHA-256 of the public key (SubjectPublicKeyInfo in DER): by it a request is known when it comes again.
    ///
    /// # Errors
    ///
    /// [`Error::Crypto`] if OpenSSL cannot write the key.
    pub fn key_digest(&self) -> Result<[u8; 32], Error> {
        self.public_key
            .public_key_to_der()
            .map(|key| crate::sha256(&key))
            .map_err(Error::crypto("writing a key"))
    }

    /// Whether this certificate is for the key of the request.
    #[must_use]
    pub fn is_answered_by(&self, certificate: &Certificate) -> bool {
        certificate.public_key().is_ok_and(|key| key.public_eq(&self.public_key))
    }

    pub(crate) fn subject_der(&self) -> Result<Vec<u8>, Error> {
        X509Req::from_der(&self.der)
            .and_then(|request| request.subject_name().to_der())
            .map_err(Error::crypto("writing a name"))
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

/// `CertificationRequestInfo` of RFC 2986 section 4.1.
///
/// ```text
/// SEQUENCE { version       INTEGER,
///            subject       Name,
///            subjectPKInfo SubjectPublicKeyInfo,
///            attributes    [0] IMPLICIT SET OF Attribute }  -- some senders leave it out
/// ```
#[derive(Sequence)]
struct CertificationRequestInfo<'a> {
    version: u8,
    subject: AnyRef<'a>,
    subject_public_key_info: AnyRef<'a>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", constructed = "true", optional = "true")]
    attributes: Option<RawSet<'a>>,
}

impl KeyPair {
    /// Makes a certificate request for this key.
    ///
    /// # Errors
    ///
    /// [`Error::Argument`] if the common name is empty or longer than 64 characters (RFC 5280, ub-common-name).
    pub fn csr(&self, common_name: &str) -> Result<Csr, Error> {
        self.csr_with(common_name, None)
    }

    /// As [`csr`](Self::csr), with the password of a SCEP server inside. Encrypt it: it is readable by everybody.
    ///
    /// # Errors
    ///
    /// As [`csr`](Self::csr).
    pub fn csr_with_challenge(&self, common_name: &str, challenge: &Challenge) -> Result<Csr, Error> {
        self.csr_with(common_name, Some(challenge))
    }

    fn csr_with(&self, common_name: &str, challenge: Option<&Challenge>) -> Result<Csr, Error> {
        check_name("common_name", common_name)?;
        let crypto = "making a certificate request";
        let subject = X509NameBuilder::new().and_then(|mut name| {
            name.append_entry_by_nid(Nid::COMMONNAME, common_name)?;
            name.build().to_der()
        });
        let subject = subject.map_err(Error::crypto(crypto))?;
        let public_key = self.pkey().public_key_to_der().map_err(Error::crypto(crypto))?;
        let encode = || {
            let attribute = challenge.map(Challenge::attribute).transpose()?.unwrap_or_default();
            let attribute = Zeroizing::new(attribute);
            let info = CertificationRequestInfo {
                version: 0,
                subject: AnyRef::from_der(&subject)?,
                subject_public_key_info: AnyRef::from_der(&public_key)?,
                attributes: Some(RawSet::new(&attribute)),
            };
            info.to_der().map(Zeroizing::new)
        };
        let unencodable = |_| Error::Argument { what: "certificate request", reason: "not to be encoded" };
        let info = encode().map_err(unencodable)?;
        let signature = self.sign(self.kind().digest(), &info)?;
        let (oid, parameters) = match self.kind() {
            KeyKind::Rsa => (rfc5912::SHA_256_WITH_RSA_ENCRYPTION, Some(AnyRef::NULL)),
            KeyKind::P256 => (rfc5912::ECDSA_WITH_SHA_256, None),
            KeyKind::P384 => (rfc5912::ECDSA_WITH_SHA_384, None),
        };
        let encode = || {
            CertificationRequest {
                certification_request_info: AnyRef::from_der(&info)?,
                signature_algorithm: AlgorithmIdentifierRef { oid, parameters },
                signature: BitStringRef::from_bytes(&signature)?,
            }
            .to_der()
        };
        Csr::from_der(&Zeroizing::new(encode().map_err(unencodable)?))
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
