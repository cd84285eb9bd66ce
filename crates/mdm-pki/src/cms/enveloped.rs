//! EnvelopedData (RFC 5652) and AuthEnvelopedData (RFC 5083): content that only its recipients can read.

use std::borrow::Cow;
use std::fmt;

use der::asn1::{AnyRef, ObjectIdentifier, OctetStringRef};
use der::oid::db::rfc5911;
use der::{Any, Decode as _, Encode as _, EncodingRules, Reader as _, Tag};
use openssl::rand::rand_bytes;
use openssl::symm;
use x509_cert::spki::AlgorithmIdentifierRef;
use zeroize::Zeroizing;

use super::encode::too_long;
use super::signed_data::content_type;
use super::syntax::{
    EncryptedContentInfo, EnvelopedContentInfo, EnvelopedData, GcmParameters, MAX_RECIPIENTS, Octets, RawSet,
    RecipientInfo,
};
use super::{Algorithms, Limits, recipient};
use crate::error::clear_openssl_errors;
use crate::{Certificate, Error, KeyPair, oid};

/// How the content of a message is encrypted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ContentCipher {
    /// AES-256-CBC: read by everybody, and not authenticated, so sign what you encrypt.
    #[default]
    Aes256Cbc,
    /// AES-128-CBC.
    Aes128Cbc,
    /// AES-256-GCM, as AuthEnvelopedData, where the reader is known to understand it.
    Aes256Gcm,
    /// Triple DES, for readers that know nothing else: over-the-air enrollment and SCEP as Apple's devices began them.
    DesEde3Cbc,
}

/// A private key and its certificate, for which messages are encrypted.
#[derive(Clone)]
pub struct Recipient {
    pub(super) key: KeyPair,
    pub(super) certificate: Certificate,
}

/// What was encrypted. Zeroized when dropped, redacted in `Debug`.
pub struct Plaintext(Zeroizing<Vec<u8>>);

/// Encrypts content so that each of these recipients can read it.
///
/// RSA keys get it by PKCS #1 v1.5, because that is what Apple's devices read; keys on P-256 and P-384 by ECDH with
/// SHA-256 and AES key wrap (RFC 5753). The keys of the message come from OpenSSL's random source.
///
/// # Errors
///
/// [`Error::Argument`] without recipients, [`Error::WeakKey`] if the key of one is not of a kind that is accepted.
pub fn encrypt(content: &[u8], recipients: &[Certificate], cipher: ContentCipher) -> Result<Vec<u8>, Error> {
    if recipients.is_empty() {
        return Err(Error::Argument { what: "recipients", reason: "none" });
    }
    seal(content, recipients, cipher.into())
}

pub(crate) fn seal(content: &[u8], recipients: &[Certificate], cipher: Cipher) -> Result<Vec<u8>, Error> {
    let mut key = Zeroizing::new(vec![0; cipher.key_bytes()]);
    let mut iv = vec![0; cipher.iv_bytes()];
    rand_bytes(&mut key).and_then(|()| rand_bytes(&mut iv)).map_err(Error::crypto("minting a key"))?;

    let wrapped = recipients.iter().map(|recipient| recipient::wrap(&key, recipient));
    let mut recipients = wrapped.collect::<Result<Vec<_>, _>>()?;
    recipients.sort_unstable();
    let agreed = recipients.iter().any(|info| info.first() != Some(&SEQUENCE));

    let mut mac = vec![0; if cipher.is_gcm() { GCM_TAG } else { 0 }];
    let encrypted = if cipher.is_gcm() {
        symm::encrypt_aead(cipher.openssl(), &key, Some(&iv), &[], content, &mut mac)
    } else {
        symm::encrypt(cipher.openssl(), &cipher.openssl_key(&key), Some(&iv), content)
    };
    let encrypted = encrypted.map_err(Error::crypto("encrypting"))?;
    let encode = || {
        let nonce = OctetStringRef::new(&iv)?;
        let parameters = if cipher.is_gcm() {
            Any::encode_from(&GcmParameters { nonce, icv: 16 })?
        } else {
            Any::encode_from(&nonce)?
        };
        EnvelopedContentInfo {
            content_type: if cipher.is_gcm() { oid::AUTH_ENVELOPED_DATA } else { oid::ENVELOPED_DATA },
            content: EnvelopedData {
                // RFC 5652 section 6.1: 2 unless every recipient is of version 0. RFC 5083 section 2.1: always 0.
                version: if agreed && !cipher.is_gcm() { 2 } else { 0 },
                originator_info: None,
                recipient_infos: RawSet::new(&recipients.concat()),
                encrypted_content_info: EncryptedContentInfo {
                    content_type: rfc5911::ID_DATA,
                    content_encryption_algorithm: AlgorithmIdentifierRef {
                        oid: cipher.oid(),
                        parameters: Some(AnyRef::from(&parameters)),
                    },
                    encrypted_content: Some(Octets(Cow::Borrowed(&encrypted))),
                },
                attrs: None,
                mac: cipher.is_gcm().then_some(Octets(Cow::Borrowed(&mac))),
                unauth_attrs: None,
            },
        }
        .to_der()
    };
    encode().map_err(too_long)
}

impl Recipient {
    /// Decrypts with this key what was encrypted for this certificate.
    ///
    /// # Errors
    ///
    /// [`Error::KeyMismatch`] if the key is not the certificate's.
    pub fn new(key: KeyPair, certificate: Certificate) -> Result<Self, Error> {
        if key.matches(&*certificate.public_key()?) {
            Ok(Self { key, certificate })
        } else {
            Err(Error::KeyMismatch)
        }
    }

    /// The certificate.
    #[must_use]
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    pub(crate) fn key(&self) -> &KeyPair {
        &self.key
    }

    /// Decrypts a message. BER is read as well as DER. Content under AES-CBC or 3DES is not authenticated: whoever
    /// sent it may have changed it, unless it is signed.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`], [`Error::TooMany`], [`Error::Malformed`] and [`Error::Unsupported`] by what everybody can
    /// see in the message; from then on [`Error::Decryption`] and nothing else, because a sender who learned more
    /// could decrypt messages of others (Bleichenbacher 1998, Vaudenay 2002). Do not tell the sender whether what came
    /// out made sense either.
    pub fn decrypt(&self, cms: &[u8], limits: &Limits) -> Result<Plaintext, Error> {
        Envelope::decode(cms, limits, Algorithms::Standard)?.open(self)
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recipient({}, key redacted)", self.certificate.fingerprint())
    }
}

impl Plaintext {
    /// The content.
    #[must_use]
    pub fn expose_secret(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Plaintext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Plaintext(redacted)")
    }
}

/// A message that is read as far as anybody can.
pub(crate) struct Envelope<'a> {
    cipher: Cipher,
    iv: &'a [u8],
    recipients: Vec<RecipientInfo<'a>>,
    content: Cow<'a, [u8]>,
    /// The authenticated attributes as they were authenticated, and the tag.
    authenticated: Option<(Vec<u8>, Cow<'a, [u8]>)>,
}

impl<'a> Envelope<'a> {
    pub(crate) fn decode(cms: &'a [u8], limits: &Limits, algorithms: Algorithms) -> Result<Self, Error> {
        if cms.len() > limits.message_bytes {
            return Err(Error::TooLarge { what: WHAT, limit: limits.message_bytes, actual: cms.len() });
        }
        let authenticated = match content_type(cms) {
            Ok(oid::AUTH_ENVELOPED_DATA) => true,
            Ok(oid::ENVELOPED_DATA) | Err(_) => false,
            Ok(_) => return Err(Error::Unsupported { what: "CMS content: not EnvelopedData" }),
        };
        let malformed = Error::asn1(WHAT);
        let message = EnvelopedContentInfo::from_ber(cms).map_err(&malformed)?.content;
        let info = message.encrypted_content_info;
        if info.content_type != rfc5911::ID_DATA {
            return Err(Error::Unsupported { what: "type of the encrypted content: not data" });
        }
        let algorithm = info.content_encryption_algorithm;
        let cipher = Cipher::of(algorithm.oid, algorithms)?;
        if cipher.is_gcm() != authenticated || message.mac.is_some() != authenticated {
            return Err(Error::Malformed { what: WHAT, offset: 0 });
        }
        let parameters = algorithm.parameters.ok_or(Error::Unsupported { what: PARAMETERS })?;
        let (iv, tag_bytes) = if cipher.is_gcm() {
            let gcm: GcmParameters<'_> =
                parameters.decode_as().map_err(|_| Error::Unsupported { what: PARAMETERS })?;
            (gcm.nonce.as_bytes(), usize::from(gcm.icv))
        } else {
            let iv: &OctetStringRef =
                parameters.decode_as().map_err(|_| Error::Unsupported { what: PARAMETERS })?;
            (iv.as_bytes(), 0)
        };
        if iv.len() != cipher.iv_bytes() {
            return Err(Error::Unsupported { what: PARAMETERS });
        }
        let authenticated = match message.mac {
            None => None,
            // RFC 5084 section 3.2: 12 to 16 octets.
            Some(mac) if (12..=GCM_TAG).contains(&tag_bytes) && mac.0.len() == tag_bytes => {
                let attributes = message.attrs.map(|set| set.to_der()).transpose().map_err(&malformed)?;
                Some((attributes.unwrap_or_default(), mac.0))
            }
            Some(_) => return Err(Error::Unsupported { what: PARAMETERS }),
        };
        Ok(Self {
            cipher,
            iv,
            recipients: read_recipients(&message.recipient_infos)?,
            content: info.encrypted_content.ok_or(Error::ContentMissing)?.0,
            authenticated,
        })
    }

    /// The cipher, to answer with the same.
    pub(crate) fn cipher(&self) -> Cipher {
        self.cipher
    }

    pub(crate) fn open(&self, recipient: &Recipient) -> Result<Plaintext, Error> {
        let opened = self.open_or_fail(recipient);
        clear_openssl_errors();
        opened.ok_or(Error::Decryption)
    }

    fn open_or_fail(&self, recipient: &Recipient) -> Option<Plaintext> {
        let key = recipient::unwrap(&self.recipients, recipient, self.cipher.key_bytes())?;
        let content = match &self.authenticated {
            Some((attributes, tag)) => {
                symm::decrypt_aead(self.cipher.openssl(), &key, Some(self.iv), attributes, &self.content, tag)
            }
            None => symm::decrypt(
                self.cipher.openssl(),
                &self.cipher.openssl_key(&key),
                Some(self.iv),
                &self.content,
            ),
        };
        Some(Plaintext(Zeroizing::new(content.ok()?)))
    }
}

/// The ciphers that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cipher {
    /// For [`Algorithms::DangerousLegacy`].
    DesCbc,
    DesEde3Cbc,
    Aes128Cbc,
    Aes192Cbc,
    Aes256Cbc,
    Aes128Gcm,
    Aes192Gcm,
    Aes256Gcm,
}

impl Cipher {
    fn of(id: ObjectIdentifier, algorithms: Algorithms) -> Result<Self, Error> {
        match id {
            oid::DES_EDE3_CBC => Ok(Self::DesEde3Cbc),
            oid::AES_128_CBC => Ok(Self::Aes128Cbc),
            oid::AES_192_CBC => Ok(Self::Aes192Cbc),
            oid::AES_256_CBC => Ok(Self::Aes256Cbc),
            oid::AES_128_GCM => Ok(Self::Aes128Gcm),
            oid::AES_192_GCM => Ok(Self::Aes192Gcm),
            oid::AES_256_GCM => Ok(Self::Aes256Gcm),
            oid::DES_CBC if algorithms == Algorithms::DangerousLegacy => Ok(Self::DesCbc),
            _ => Err(Error::Unsupported { what: "content encryption algorithm" }),
        }
    }

    fn oid(self) -> ObjectIdentifier {
        match self {
            Self::DesCbc => oid::DES_CBC,
            Self::DesEde3Cbc => oid::DES_EDE3_CBC,
            Self::Aes128Cbc => oid::AES_128_CBC,
            Self::Aes192Cbc => oid::AES_192_CBC,
            Self::Aes256Cbc => oid::AES_256_CBC,
            Self::Aes128Gcm => oid::AES_128_GCM,
            Self::Aes192Gcm => oid::AES_192_GCM,
            Self::Aes256Gcm => oid::AES_256_GCM,
        }
    }

    /// What to answer with to a sender of this: never single DES, because every client that sends it reads 3DES.
    pub(crate) fn answer(self) -> ContentCipher {
        match self {
            Self::DesCbc | Self::DesEde3Cbc => ContentCipher::DesEde3Cbc,
            Self::Aes128Cbc => ContentCipher::Aes128Cbc,
            Self::Aes192Cbc | Self::Aes256Cbc => ContentCipher::Aes256Cbc,
            Self::Aes128Gcm | Self::Aes192Gcm | Self::Aes256Gcm => ContentCipher::Aes256Gcm,
        }
    }

    fn openssl(self) -> symm::Cipher {
        match self {
            // Three times the same key is single DES, which OpenSSL 3 has in its legacy provider only.
            Self::DesCbc | Self::DesEde3Cbc => symm::Cipher::des_ede3_cbc(),
            Self::Aes128Cbc => symm::Cipher::aes_128_cbc(),
            Self::Aes192Cbc => symm::Cipher::aes_192_cbc(),
            Self::Aes256Cbc => symm::Cipher::aes_256_cbc(),
            Self::Aes128Gcm => symm::Cipher::aes_128_gcm(),
            Self::Aes192Gcm => symm::Cipher::aes_192_gcm(),
            Self::Aes256Gcm => symm::Cipher::aes_256_gcm(),
        }
    }

    fn openssl_key(self, key: &[u8]) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(if self == Self::DesCbc { key.repeat(3) } else { key.to_vec() })
    }

    fn key_bytes(self) -> usize {
        match self {
            Self::DesCbc => 8,
            Self::Aes128Cbc | Self::Aes128Gcm => 16,
            Self::DesEde3Cbc | Self::Aes192Cbc | Self::Aes192Gcm => 24,
            Self::Aes256Cbc | Self::Aes256Gcm => 32,
        }
    }

    fn iv_bytes(self) -> usize {
        match self {
            Self::DesCbc | Self::DesEde3Cbc => 8,
            Self::Aes128Cbc | Self::Aes192Cbc | Self::Aes256Cbc => 16,
            Self::Aes128Gcm | Self::Aes192Gcm | Self::Aes256Gcm => 12,
        }
    }

    fn is_gcm(self) -> bool {
        matches!(self, Self::Aes128Gcm | Self::Aes192Gcm | Self::Aes256Gcm)
    }
}

impl From<ContentCipher> for Cipher {
    fn from(cipher: ContentCipher) -> Self {
        match cipher {
            ContentCipher::Aes256Cbc => Self::Aes256Cbc,
            ContentCipher::Aes128Cbc => Self::Aes128Cbc,
            ContentCipher::Aes256Gcm => Self::Aes256Gcm,
            ContentCipher::DesEde3Cbc => Self::DesEde3Cbc,
        }
    }
}

/// Those whose kind is read here. Others, for passwords and shared keys, stand beside them and are passed over.
fn read_recipients<'a>(set: &RawSet<'a>) -> Result<Vec<RecipientInfo<'a>>, Error> {
    let malformed = set.malformed(WHAT);
    let mut reader = set.elements(EncodingRules::Ber).map_err(&malformed)?;
    let mut recipients = Vec::new();
    let mut seen = 0;
    while !reader.is_finished() {
        if seen == MAX_RECIPIENTS {
            return Err(Error::TooMany { what: "recipients", limit: MAX_RECIPIENTS });
        }
        seen += 1;
        let tag = Tag::peek(&reader).map_err(&malformed)?;
        if tag == Tag::Sequence || tag == KEY_AGREEMENT {
            recipients.push(RecipientInfo::decode(&mut reader).map_err(&malformed)?);
        } else {
            AnyRef::decode(&mut reader).map_err(&malformed)?;
        }
    }
    Ok(recipients)
}

const WHAT: &str = "CMS message";
const PARAMETERS: &str = "parameters of the content encryption algorithm";
const SEQUENCE: u8 = 0x30;
const KEY_AGREEMENT: Tag = Tag::ContextSpecific { constructed: true, number: der::TagNumber(1) };
const GCM_TAG: usize = 16;

#[cfg(test)]
mod tests;
