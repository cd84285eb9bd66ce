//! CMS SignedData (RFC 5652): signing with DER, reading what devices send as BER.

use std::fmt;
use std::time::SystemTime;

use der::asn1::{AnyRef, IntRef, ObjectIdentifier, OctetStringRef};
use der::oid::db::{rfc5911, rfc5912};
use der::{Any, Decode as _, Encode as _, EncodeValue, Tagged};
use x509_cert::attr::{Attribute, Attributes};
use x509_cert::spki::AlgorithmIdentifierRef;
use x509_cert::time::Time;

use crate::key::KeyKind;
use crate::{Certificate, Error, KeyPair};

mod signed_data;
mod syntax;

use signed_data::SignedData;
use syntax::{
    CmsVersion, ContentInfo, EncapsulatedContentInfo, IssuerAndSerialNumber, Octets, RawSet,
    SignerIdentifier, SignerInfo,
};

/// Signs messages with one key: profiles as attached CMS, request bodies as detached CMS.
///
/// The key and the certificates are read once. A signature names the signer by issuer and serial number, uses
/// SHA-256, signs exactly three attributes (contentType, signingTime, messageDigest), and brings the chain,
/// without which Apple's systems show a profile as "Unverified". The content is kept byte for byte.
///
/// The signing certificate is apart from the push certificate and from that of the TLS server (F22): three inputs,
/// which expire and are replaced on their own.
#[derive(Clone)]
pub struct Signer {
    key: KeyPair,
    leaf: Certificate,
    chain: Vec<Certificate>,
}

/// A message whose signature verifies. Whether the signer is trusted is another question:
/// [`TrustAnchors::verify_signer`](crate::TrustAnchors::verify_signer) answers it.
#[derive(Clone)]
#[non_exhaustive]
pub struct Verified {
    /// What was signed.
    pub content: Vec<u8>,
    /// The certificate whose key made the signature.
    pub signer: Certificate,
    /// Every certificate that the message brought, the signer's included. They are not trusted.
    pub certificates: Vec<Certificate>,
}

/// How much of a message is looked at before it is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of the CMS message.
    pub message_bytes: usize,
    /// Certificates in the message.
    pub certificates: usize,
}

impl Signer {
    /// Reads a private key (PEM or DER) and its certificates (PEM, the signer's own first, then intermediates).
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new), and what [`KeyPair::from_bytes`] and [`Certificate::all_from_pem`] return.
    pub fn from_pem(private_key: &[u8], certificates: &[u8]) -> Result<Self, Error> {
        let mut certificates = Certificate::all_from_pem(certificates)?;
        if certificates.is_empty() {
            return Err(Error::Argument { what: "certificates", reason: "none" });
        }
        let chain = certificates.split_off(1);
        match certificates.pop() {
            Some(leaf) => Self::new(KeyPair::from_bytes(private_key)?, leaf, chain),
            None => Err(Error::Argument { what: "certificates", reason: "none" }),
        }
    }

    /// Signs with this key and brings these certificates. The root need not be among them.
    ///
    /// # Errors
    ///
    /// [`Error::KeyMismatch`] if the key is not the leaf's, [`Error::PrivateKeyUnsupported`] for keys other than
    /// RSA and P-256, [`Error::ForeignChain`] if a certificate of the chain issued none of the others: devices
    /// would show "Unverified", and nobody would be told why.
    pub fn new(key: KeyPair, leaf: Certificate, chain: Vec<Certificate>) -> Result<Self, Error> {
        if !key.matches(&*leaf.public_key()?) {
            return Err(Error::KeyMismatch);
        }
        if key.kind() == KeyKind::P384 {
            return Err(Error::PrivateKeyUnsupported);
        }
        for (index, link) in chain.iter().enumerate() {
            let mut below = std::iter::once(&leaf).chain(&chain).filter(|other| *other != link);
            let is_issuer =
                |other: &Certificate| link.x509().issued(other.x509()) == openssl::x509::X509VerifyResult::OK;
            if *link != leaf && !below.any(is_issuer) {
                return Err(Error::ForeignChain { index });
            }
        }
        Ok(Self { key, leaf, chain })
    }

    /// The signer's own certificate.
    #[must_use]
    pub fn certificate(&self) -> &Certificate {
        &self.leaf
    }

    /// Signs the content into an attached CMS message in DER.
    ///
    /// # Errors
    ///
    /// [`Error::Argument`] for a signing time before 1970 or after 9999; [`Error::Crypto`] if OpenSSL fails.
    pub fn sign_attached(&self, content: &[u8], signing_time: SystemTime) -> Result<Vec<u8>, Error> {
        self.sign(content, Attach::Content, signing_time)
    }

    /// Signs the content into a detached CMS message in DER: the content is not in it.
    ///
    /// # Errors
    ///
    /// As [`sign_attached`](Self::sign_attached).
    pub fn sign_detached(&self, content: &[u8], signing_time: SystemTime) -> Result<Vec<u8>, Error> {
        self.sign(content, Attach::Nothing, signing_time)
    }

    fn sign(&self, content: &[u8], attach: Attach, signing_time: SystemTime) -> Result<Vec<u8>, Error> {
        let attributes = signed_attributes(content, crate::time::to_asn1(signing_time)?).map_err(too_long)?;
        let signature = self.key.sign_sha256(&attributes)?;
        self.encode(content, attach, &attributes, &signature).map_err(too_long)
    }

    fn encode(
        &self,
        content: &[u8],
        attach: Attach,
        attributes: &[u8],
        signature: &[u8],
    ) -> der::Result<Vec<u8>> {
        let sha256 = AlgorithmIdentifierRef { oid: rfc5912::ID_SHA_256, parameters: None };
        // rsaEncryption has NULL parameters, ecdsa-with-SHA256 has none (RFC 3370 section 3.2, RFC 5754 section 3.3).
        let signature_algorithm = match self.key.kind() {
            KeyKind::Rsa => {
                AlgorithmIdentifierRef { oid: rfc5912::RSA_ENCRYPTION, parameters: Some(AnyRef::NULL) }
            }
            KeyKind::P256 | KeyKind::P384 => {
                AlgorithmIdentifierRef { oid: rfc5912::ECDSA_WITH_SHA_256, parameters: None }
            }
        };
        let signer_info = SignerInfo {
            version: CmsVersion::V1,
            sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
                issuer: AnyRef::from_der(self.leaf.issuer())?,
                serial_number: IntRef::new(self.leaf.serial())?,
            }),
            digest_algorithm: sha256,
            // The same SET that was signed, under another tag (RFC 5652 section 5.4).
            signed_attrs: Some(RawSet::from_der(attributes)?),
            signature_algorithm,
            signature: Octets(signature.into()),
            unsigned_attrs: None,
        };
        let mut certificates: Vec<&[u8]> =
            std::iter::once(&self.leaf).chain(&self.chain).map(Certificate::as_der).collect();
        certificates.sort_unstable();
        certificates.dedup();
        let econtent = match attach {
            Attach::Content => Some(Octets(content.into())),
            Attach::Nothing => None,
        };
        ContentInfo {
            content_type: rfc5911::ID_SIGNED_DATA,
            content: syntax::SignedData {
                version: CmsVersion::V1,
                digest_algorithms: RawSet::new(&sha256.to_der()?),
                encap_content_info: EncapsulatedContentInfo { econtent_type: rfc5911::ID_DATA, econtent },
                certificates: Some(RawSet::new(&certificates.concat())),
                crls: None,
                signer_infos: RawSet::new(&signer_info.to_der()?),
            },
        }
        .to_der()
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field("key", &self.key)
            .field("leaf", &self.leaf)
            .field("chain", &self.chain)
            .finish()
    }
}

/// Verifies the signature of an attached CMS message, such as a signed profile. Nothing is said about trust.
///
/// Required: one signer, one certificate that matches it, SHA-1 or SHA-2, RSA PKCS #1 v1.5 or ECDSA, content of
/// the type id-data, correct contentType and messageDigest attributes if there are signed attributes, nothing
/// behind the message. BER is read as well as DER.
///
/// # Errors
///
/// [`Error::TooLarge`], [`Error::TooMany`], [`Error::Malformed`], [`Error::Unsupported`],
/// [`Error::ContentMissing`], [`Error::SignerCount`], [`Error::SignerCertificate`], [`Error::SignedAttribute`],
/// [`Error::ContentTypeMismatch`], [`Error::DigestMismatch`], [`Error::WeakKey`], [`Error::BadSignature`].
pub fn verify_attached(cms: &[u8], limits: &Limits) -> Result<Verified, Error> {
    let message = SignedData::decode(cms, limits)?;
    let content = message.content.as_deref().ok_or(Error::ContentMissing)?;
    let signer = message.verify(content)?;
    Ok(Verified { signer, content: content.to_vec(), certificates: message.certificates })
}

/// Verifies a detached CMS message over this content. As [`verify_attached`], but a message that brings content
/// of its own is refused.
///
/// # Errors
///
/// As [`verify_attached`], with [`Error::ContentAttached`] in place of [`Error::ContentMissing`].
pub fn verify_detached(cms: &[u8], content: &[u8], limits: &Limits) -> Result<Certificate, Error> {
    let message = SignedData::decode(cms, limits)?;
    if message.content.is_some() {
        return Err(Error::ContentAttached);
    }
    message.verify(content)
}

impl fmt::Debug for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified")
            .field("content_bytes", &self.content.len())
            .field("signer", &self.signer)
            .field("certificates", &self.certificates)
            .finish()
    }
}

impl Limits {
    /// For profiles: 8 MiB and 16 certificates.
    pub const PROFILE: Self = Self { message_bytes: 8 * 1024 * 1024, certificates: 16 };

    /// For the `Mdm-Signature` header: 12 KiB (16 KiB as base64) and 8 certificates. Real ones have 1.2 KiB.
    pub const MDM_SIGNATURE: Self = Self { message_bytes: 12 * 1024, certificates: 8 };

    /// The same limits with another size of the message.
    #[must_use]
    pub const fn with_message_bytes(self, message_bytes: usize) -> Self {
        Self { message_bytes, ..self }
    }

    /// The same limits with another number of certificates.
    #[must_use]
    pub const fn with_certificates(self, certificates: usize) -> Self {
        Self { certificates, ..self }
    }
}

enum Attach {
    Content,
    Nothing,
}

/// The SET of the three attributes that are signed, as it is signed.
fn signed_attributes(content: &[u8], signing_time: Time) -> der::Result<Vec<u8>> {
    let digest = openssl::sha::sha256(content);
    let attributes = Attributes::try_from(vec![
        attribute(rfc5911::ID_CONTENT_TYPE, &rfc5911::ID_DATA)?,
        attribute(rfc5911::ID_SIGNING_TIME, &signing_time)?,
        attribute(rfc5911::ID_MESSAGE_DIGEST, &OctetStringRef::new(&digest)?)?,
    ]);
    attributes?.to_der()
}

fn attribute(oid: ObjectIdentifier, value: &(impl Tagged + EncodeValue)) -> der::Result<Attribute> {
    Ok(Attribute { oid, values: vec![Any::encode_from(value)?].try_into()? })
}

/// What a writer of DER can refuse.
fn too_long(_: der::Error) -> Error {
    Error::Argument { what: "content", reason: "longer than DER can say" }
}

#[cfg(test)]
mod tests;
