//! Private keys: minted, read, written by one loud accessor, and never shown.

use std::fmt;

use der::asn1::{OctetStringRef, SequenceRef};
use der::{Decode as _, Sequence, SliceReader, Tag};
use openssl::ec::{Asn1Flag, EcGroup, EcKey};
use openssl::nid::Nid;
use openssl::pkey::{HasPublic, Id, PKey, PKeyRef, Private, Public};
use openssl::rsa::Rsa;
use openssl::sign::{Signer, Verifier};
use x509_cert::spki::AlgorithmIdentifierRef;
use zeroize::Zeroizing;

use crate::digest::Digest;
use crate::error::clear_openssl_errors;
use crate::{Error, pem};

/// A private key and its public key: RSA with at least 2048 bits, P-256 or P-384.
///
/// It is read once and kept in OpenSSL's form, because reading a key costs more than signing with it.
/// `Debug` shows the kind only. There is no `Display`, and the ways out are
/// [`expose_secret_pem`](Self::expose_secret_pem) and [`expose_secret_der`](Self::expose_secret_der).
#[derive(Clone)]
pub struct KeyPair {
    pkey: PKey<Private>,
    kind: KeyKind,
}

/// A private key as PEM (PKCS #8, not encrypted). Zeroized when dropped, redacted in `Debug`.
pub struct SecretPem(Zeroizing<Vec<u8>>);

/// A private key as DER (PKCS #8, not encrypted). Zeroized when dropped, redacted in `Debug`.
pub struct SecretDer(Zeroizing<Vec<u8>>);

/// What a key is, as far as signatures care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyKind {
    Rsa,
    P256,
    P384,
}

impl KeyPair {
    /// Mints an ECDSA key on P-256.
    ///
    /// # Errors
    ///
    /// [`Error::Crypto`] if OpenSSL has no randomness.
    pub fn mint_p256() -> Result<Self, Error> {
        let pkey = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1)
            .and_then(|group| EcKey::generate(&group))
            .and_then(PKey::from_ec_key)
            .map_err(Error::crypto("minting a P-256 key"))?;
        Ok(Self { pkey, kind: KeyKind::P256 })
    }

    /// Mints an RSA key of 2048 bits, the kind that every Apple system can use.
    ///
    /// # Errors
    ///
    /// [`Error::Crypto`] if OpenSSL has no randomness.
    pub fn mint_rsa2048() -> Result<Self, Error> {
        let pkey =
            Rsa::generate(2048).and_then(PKey::from_rsa).map_err(Error::crypto("minting an RSA key"))?;
        Ok(Self { pkey, kind: KeyKind::Rsa })
    }

    /// Reads a private key: PEM or DER; PKCS #8, PKCS #1 or SEC 1. Of a PEM text the first private key is taken.
    ///
    /// # Errors
    ///
    /// [`Error::PrivateKey`] if there is none to be read, [`Error::PrivateKeyEncrypted`] if it is encrypted,
    /// [`Error::PrivateKeyUnsupported`] if it is neither RSA of 2048 to 8192 bits, P-256 nor P-384.
    pub fn from_bytes(pem_or_der: &[u8]) -> Result<Self, Error> {
        if !pem::looks_like_pem(pem_or_der) {
            return Self::from_der(pem_or_der);
        }
        let blocks = pem::blocks(pem_or_der).map_err(|_| Error::PrivateKey)?;
        let key = blocks.iter().find(|block| block.label.ends_with("PRIVATE KEY"));
        match key {
            None => Err(Error::PrivateKey),
            Some(block) if block.encrypted || block.label == "ENCRYPTED PRIVATE KEY" => {
                Err(Error::PrivateKeyEncrypted)
            }
            Some(block) => Self::from_der(&block.der),
        }
    }

    /// The private key as PEM. Whoever holds it can act as the owner of the certificate.
    ///
    /// # Errors
    ///
    /// [`Error::Crypto`] if OpenSSL cannot write it.
    pub fn expose_secret_pem(&self) -> Result<SecretPem, Error> {
        let pem = self.pkey.private_key_to_pem_pkcs8().map_err(Error::crypto("writing a private key"))?;
        Ok(SecretPem(Zeroizing::new(pem)))
    }

    /// The private key as DER. Whoever holds it can act as the owner of the certificate.
    ///
    /// # Errors
    ///
    /// [`Error::Crypto`] if OpenSSL cannot write it.
    pub fn expose_secret_der(&self) -> Result<SecretDer, Error> {
        let der = self.pkey.private_key_to_pkcs8().map_err(Error::crypto("writing a private key"))?;
        Ok(SecretDer(Zeroizing::new(der)))
    }

    pub(crate) fn kind(&self) -> KeyKind {
        self.kind
    }

    pub(crate) fn pkey(&self) -> &PKeyRef<Private> {
        &self.pkey
    }

    /// Whether this is the private key of that public key.
    pub(crate) fn matches<T: HasPublic>(&self, public: &PKeyRef<T>) -> bool {
        self.pkey.public_eq(public)
    }

    /// Signs: PKCS #1 v1.5 for RSA, ECDSA for the curves.
    pub(crate) fn sign(&self, digest: Digest, message: &[u8]) -> Result<Vec<u8>, Error> {
        Signer::new(digest.openssl(), &self.pkey)
            .and_then(|mut signer| signer.sign_oneshot_to_vec(message))
            .map_err(Error::crypto("signing"))
    }

    /// A key that no constructor would take.
    #[cfg(test)]
    pub(crate) fn weak_for_tests(pkey: PKey<Private>) -> Self {
        Self { pkey, kind: KeyKind::Rsa }
    }

    fn from_der(der: &[u8]) -> Result<Self, Error> {
        // OpenSSL would ask the terminal for the pass phrase.
        if EncryptedPrivateKeyInfo::from_der(der).is_ok() {
            return Err(Error::PrivateKeyEncrypted);
        }
        // PKCS #8, PKCS #1 and SEC 1 all begin with a version number.
        let first = <&SequenceRef>::from_der(der).and_then(|sequence| {
            let inside = SliceReader::new(sequence.as_bytes())?;
            Tag::peek(&inside)
        });
        if first != Ok(Tag::Integer) {
            return Err(Error::PrivateKey);
        }
        Self::of(PKey::private_key_from_der(der).map_err(|_| Error::PrivateKey)?)
    }

    pub(crate) fn of(pkey: PKey<Private>) -> Result<Self, Error> {
        let kind = KeyKind::of(&pkey).ok_or(Error::PrivateKeyUnsupported)?;
        Ok(Self { pkey, kind })
    }
}

/// `EncryptedPrivateKeyInfo` of RFC 5958 section 3.
///
/// ```text
/// SEQUENCE { encryptionAlgorithm AlgorithmIdentifier, encryptedData OCTET STRING }
/// ```
#[derive(Sequence)]
struct EncryptedPrivateKeyInfo<'a> {
    encryption_algorithm: AlgorithmIdentifierRef<'a>,
    encrypted_data: &'a OctetStringRef,
}

impl fmt::Debug for KeyPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyPair({:?}, redacted)", self.kind)
    }
}

impl SecretPem {
    /// The PEM text.
    #[must_use]
    pub fn expose_secret(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for SecretPem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretPem(redacted)")
    }
}

impl SecretDer {
    /// The bytes.
    #[must_use]
    pub fn expose_secret(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for SecretDer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretDer(redacted)")
    }
}

impl KeyKind {
    /// `None` for a key that is too weak, too large or of an unknown kind.
    pub(crate) fn of<T: HasPublic>(pkey: &PKeyRef<T>) -> Option<Self> {
        Self::from_bits(pkey, 2048)
    }

    /// As [`of`](Self::of), for a signature whose signer is not trusted yet: the identities that Apple puts
    /// into devices at the factory have RSA keys of 1024 bits, and they sign device information.
    pub(crate) fn of_signature<T: HasPublic>(pkey: &PKeyRef<T>) -> Option<Self> {
        Self::from_bits(pkey, 1024)
    }

    fn from_bits<T: HasPublic>(pkey: &PKeyRef<T>, least_rsa_bits: u32) -> Option<Self> {
        match pkey.id() {
            Id::RSA => {
                let rsa = pkey.rsa().ok()?;
                // A huge modulus or exponent makes one verification cost what thousands should.
                let exponent = rsa.e().num_bits();
                let odd = rsa.e().is_bit_set(0);
                ((least_rsa_bits..=8192).contains(&pkey.bits()) && (17..=64).contains(&exponent) && odd)
                    .then_some(Self::Rsa)
            }
            Id::EC => {
                let key = pkey.ec_key().ok()?;
                // Curves given by explicit parameters can be forged (CVE-2020-0601): names only.
                if key.group().asn1_flag() != Asn1Flag::NAMED_CURVE {
                    return None;
                }
                // Anybody can sign for the point at infinity: nobody needs a private key for it.
                if key.public_key().is_infinity(key.group()) {
                    return None;
                }
                match key.group().curve_name() {
                    Some(Nid::X9_62_PRIME256V1) => Some(Self::P256),
                    Some(Nid::SECP384R1) => Some(Self::P384),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The digest that matches the key's strength.
    pub(crate) fn digest(self) -> Digest {
        match self {
            Self::Rsa | Self::P256 => Digest::Sha256,
            Self::P384 => Digest::Sha384,
        }
    }
}

/// Verifies a signature: PKCS #1 v1.5 for RSA, ECDSA for the curves.
pub(crate) fn verify(
    key: &PKeyRef<Public>,
    digest: Digest,
    message: &[u8],
    signature: &[u8],
) -> Result<(), Error> {
    // Where SHA-1 is switched off system-wide this fails, and the error says so.
    let mut verifier =
        Verifier::new(digest.openssl(), key).map_err(Error::crypto("verifying a signature"))?;
    let verdict = verifier.verify_oneshot(signature, message);
    clear_openssl_errors();
    // OpenSSL fails, rather than says no, on a signature that is not even well-formed.
    if verdict.unwrap_or(false) { Ok(()) } else { Err(Error::BadSignature) }
}

#[cfg(test)]
mod tests;
