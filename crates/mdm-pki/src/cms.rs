//! CMS (RFC 5652): signing and encrypting with DER, reading what devices send as BER.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use der::oid::db::rfc5911;

use crate::digest::Digest;
use crate::key::KeyKind;
use crate::{Certificate, Error, KeyPair};

mod encode;
mod enveloped;
mod recipient;
mod signed_data;
pub(crate) mod syntax;

pub(crate) use encode::{Draft, attribute, certificates_message, signed_attributes as encode_attributes};
pub(crate) use enveloped::Envelope;
#[cfg(test)]
pub(crate) use enveloped::{Cipher, seal};
pub use enveloped::{ContentCipher, Plaintext, Recipient, encrypt};
pub(crate) use signed_data::{SignedData, certificates_only};

/// Signs messages with one key: profiles as attached CMS, request bodies as detached CMS.
///
/// The key and the certificates are read once. A signature names the signer by issuer and serial number, uses
/// SHA-256, signs exactly three attributes (contentType, signingTime, messageDigest), and brings the chain,
/// without which Apple's systems show a profile as "Unverified". The content is kept byte for byte.
///
/// The signing certificate is apart from the push certificate and from that of the TLS server (F16, F22): three inputs,
/// which expire and are replaced on their own. For a key that is kept elsewhere there is [`SigningChain`].
#[derive(Clone)]
pub struct Signer {
    key: KeyPair,
    chain: SigningChain,
}

/// The certificates of a [`Signer`] without its key: for keys in a hardware module or a key service.
///
/// ```
/// # use mdm_pki::{CertificateAuthority, Error, Limits, SigningChain, verify_attached};
/// # fn example(
/// #     chain: SigningChain,
/// #     now: std::time::SystemTime,
/// #     key_service: impl Fn(&[u8]) -> Vec<u8>,
/// # ) -> Result<Vec<u8>, Error> {
/// let unsigned = chain.to_be_signed(b"<plist/>", now)?;
/// let signature = key_service(unsigned.message()); // RSA PKCS #1 v1.5 or ECDSA, with SHA-256
/// unsigned.finish_attached(&signature)
/// # }
/// ```
#[derive(Clone)]
pub struct SigningChain {
    leaf: Certificate,
    chain: Vec<Certificate>,
    kind: KeyKind,
    /// All of them, encoded and in DER order, once for all messages.
    encoded: Arc<[u8]>,
}

/// A message that waits for its signature.
#[derive(Clone)]
pub struct ToBeSigned<'a> {
    chain: &'a SigningChain,
    content: &'a [u8],
    attributes: Vec<u8>,
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
    /// When the signer says that it signed; `None` if it does not say.
    pub signing_time: Option<SystemTime>,
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

/// Which algorithms a message may use.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Algorithms {
    /// SHA-1 and SHA-2, 3DES and AES: what devices of the last ten years use.
    #[default]
    Standard,
    /// Also MD5 and single DES, which protect nothing, for clients that cannot be repaired.
    DangerousLegacy,
}

impl Signer {
    /// Reads a private key (PEM or DER) and its certificates (PEM, the signer's own first, then intermediates).
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new), and what [`KeyPair::from_bytes`] and [`Certificate::all_from_pem`] return.
    pub fn from_pem(private_key: &[u8], certificates: &[u8]) -> Result<Self, Error> {
        Self::with_chain(KeyPair::from_bytes(private_key)?, SigningChain::from_pem(certificates)?)
    }

    /// Signs with this key and brings these certificates. The root need not be among them.
    ///
    /// # Errors
    ///
    /// [`Error::KeyMismatch`] if the key is not the leaf's, and what [`SigningChain::new`] returns.
    pub fn new(key: KeyPair, leaf: Certificate, chain: Vec<Certificate>) -> Result<Self, Error> {
        if !key.matches(&*leaf.public_key()?) {
            return Err(Error::KeyMismatch);
        }
        Ok(Self { key, chain: SigningChain::new(leaf, chain)? })
    }

    fn with_chain(key: KeyPair, chain: SigningChain) -> Result<Self, Error> {
        if key.matches(&*chain.leaf.public_key()?) {
            Ok(Self { key, chain })
        } else {
            Err(Error::KeyMismatch)
        }
    }

    /// The signer's own certificate.
    #[must_use]
    pub fn certificate(&self) -> &Certificate {
        &self.chain.leaf
    }

    /// Signs the content into an attached CMS message in DER.
    ///
    /// # Errors
    ///
    /// [`Error::Argument`] for a signing time before 1970 or after 9999; [`Error::Crypto`] if OpenSSL fails.
    pub fn sign_attached(&self, content: &[u8], signing_time: SystemTime) -> Result<Vec<u8>, Error> {
        self.sign(content, Some(content), signing_time)
    }

    /// Signs the content into a detached CMS message in DER: the content is not in it.
    ///
    /// # Errors
    ///
    /// As [`sign_attached`](Self::sign_attached).
    pub fn sign_detached(&self, content: &[u8], signing_time: SystemTime) -> Result<Vec<u8>, Error> {
        self.sign(content, None, signing_time)
    }

    fn sign(
        &self,
        content: &[u8],
        attached: Option<&[u8]>,
        signing_time: SystemTime,
    ) -> Result<Vec<u8>, Error> {
        let attributes = signed_attributes(content, signing_time)?;
        let signature = self.key.sign(Digest::Sha256, &attributes)?;
        self.chain.draft(attached, &attributes).encode(&signature)
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field("key", &self.key)
            .field("leaf", &self.chain.leaf)
            .field("chain", &self.chain.chain)
            .finish()
    }
}

impl SigningChain {
    /// Reads certificates in PEM, the signer's own first, then intermediates.
    ///
    /// # Errors
    ///
    /// [`Error::Argument`] if there are none, and what [`new`](Self::new) and [`Certificate::all_from_pem`] return.
    pub fn from_pem(certificates: &[u8]) -> Result<Self, Error> {
        let mut certificates = Certificate::all_from_pem(certificates)?.into_iter();
        let leaf = certificates.next().ok_or(Error::Argument { what: "certificates", reason: "none" })?;
        Self::new(leaf, certificates.collect())
    }

    /// The signer's certificate and those that lead to its root, which need not be among them.
    ///
    /// # Errors
    ///
    /// [`Error::PrivateKeyUnsupported`] for keys other than RSA and P-256, [`Error::ForeignChain`] if a certificate of
    /// the chain issued none of the others: devices would show "Unverified", and nobody would be told why.
    pub fn new(leaf: Certificate, chain: Vec<Certificate>) -> Result<Self, Error> {
        let kind = match KeyKind::of(&*leaf.public_key()?) {
            Some(kind @ (KeyKind::Rsa | KeyKind::P256)) => kind,
            Some(KeyKind::P384) | None => return Err(Error::PrivateKeyUnsupported),
        };
        for (index, link) in chain.iter().enumerate() {
            let mut below = std::iter::once(&leaf).chain(&chain).filter(|other| *other != link);
            if *link != leaf && !below.any(|other| link.has_issued(other)) {
                return Err(Error::ForeignChain { index });
            }
        }
        let mut all: Vec<&[u8]> = std::iter::once(&leaf).chain(&chain).map(Certificate::as_der).collect();
        all.sort_unstable();
        all.dedup();
        let encoded = all.concat().into();
        Ok(Self { leaf, chain, kind, encoded })
    }

    /// The signer's own certificate.
    #[must_use]
    pub fn certificate(&self) -> &Certificate {
        &self.leaf
    }

    /// The first of two steps: what the key has to sign. The same arguments give the same bytes, so a process that
    /// lost them while the key service worked makes them again.
    ///
    /// # Errors
    ///
    /// [`Error::Argument`] for a signing time before 1970 or after 9999.
    pub fn to_be_signed<'a>(
        &'a self,
        content: &'a [u8],
        signing_time: SystemTime,
    ) -> Result<ToBeSigned<'a>, Error> {
        Ok(ToBeSigned { chain: self, content, attributes: signed_attributes(content, signing_time)? })
    }

    fn draft<'a>(&'a self, content: Option<&'a [u8]>, attributes: &'a [u8]) -> Draft<'a> {
        Draft {
            leaf: &self.leaf,
            kind: self.kind,
            digest: Digest::Sha256,
            content,
            certificates: &self.encoded,
            attributes,
        }
    }
}

impl fmt::Debug for SigningChain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningChain").field("leaf", &self.leaf).field("chain", &self.chain).finish()
    }
}

impl ToBeSigned<'_> {
    /// What the key signs: with RSA PKCS #1 v1.5 or ECDSA (the signature in DER), and SHA-256 over these bytes.
    #[must_use]
    pub fn message(&self) -> &[u8] {
        &self.attributes
    }

    /// The SHA-256 of [`message`](Self::message), for services that take a digest.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        crate::sha256(&self.attributes)
    }

    /// The second step: the message with its content inside.
    ///
    /// # Errors
    ///
    /// [`Error::BadSignature`] if the signature is not one of the certificate's key over this message.
    pub fn finish_attached(&self, signature: &[u8]) -> Result<Vec<u8>, Error> {
        self.finish(Some(self.content), signature)
    }

    /// The second step: the message without its content.
    ///
    /// # Errors
    ///
    /// As [`finish_attached`](Self::finish_attached).
    pub fn finish_detached(&self, signature: &[u8]) -> Result<Vec<u8>, Error> {
        self.finish(None, signature)
    }

    fn finish(&self, content: Option<&[u8]>, signature: &[u8]) -> Result<Vec<u8>, Error> {
        let key = self.chain.leaf.public_key()?;
        crate::key::verify(&key, Digest::Sha256, &self.attributes, signature)?;
        self.chain.draft(content, &self.attributes).encode(signature)
    }
}

impl fmt::Debug for ToBeSigned<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ToBeSigned")
            .field("leaf", &self.chain.leaf)
            .field("content_bytes", &self.content.len())
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
    let message = SignedData::decode(cms, limits, Algorithms::Standard)?;
    let content = message.content.as_deref().ok_or(Error::ContentMissing)?;
    let signer = message.verify(content)?;
    let signing_time = message.signing_time()?;
    Ok(Verified { signer, content: content.to_vec(), certificates: message.certificates, signing_time })
}

/// Verifies a detached CMS message over this content. As [`verify_attached`], but a message that brings content
/// of its own is refused.
///
/// # Errors
///
/// As [`verify_attached`], with [`Error::ContentAttached`] in place of [`Error::ContentMissing`].
pub fn verify_detached(cms: &[u8], content: &[u8], limits: &Limits) -> Result<Certificate, Error> {
    decode_detached(cms, limits)?.verify(content)
}

pub(crate) fn decode_detached<'a>(cms: &'a [u8], limits: &Limits) -> Result<SignedData<'a>, Error> {
    let message = SignedData::decode(cms, limits, Algorithms::Standard)?;
    if message.content.is_some() { Err(Error::ContentAttached) } else { Ok(message) }
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

/// The SET of the three attributes that are signed, as it is signed.
fn signed_attributes(content: &[u8], signing_time: SystemTime) -> Result<Vec<u8>, Error> {
    let signing_time = crate::time::to_asn1(signing_time)?;
    let time = attribute(rfc5911::ID_SIGNING_TIME, &signing_time).map_err(encode::too_long)?;
    encode::signed_attributes(&crate::sha256(content), vec![time])
}

#[cfg(test)]
mod tests;
