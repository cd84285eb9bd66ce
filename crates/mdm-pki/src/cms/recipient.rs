//! How a recipient gets the key of a message: RSA key transport, or ECDH and AES key wrap.

use std::borrow::Cow;

use der::asn1::{AnyRef, BitStringRef, OctetStringRef};
use der::oid::db::rfc5912;
use der::{Any, Decode as _, Encode as _};
use openssl::aes::{AesKey, unwrap_key, wrap_key};
use openssl::bn::BigNumContext;
use openssl::derive::Deriver;
use openssl::ec::{EcGroupRef, EcKey, EcPoint, PointConversionForm};
use openssl::encrypt::Decrypter;
use openssl::pkey::{PKey, PKeyRef, Private, Public};
use openssl::rand::rand_bytes;
use openssl::rsa::Padding;
use subtle::{ConditionallySelectable as _, ConstantTimeEq as _};
use x509_cert::spki::AlgorithmIdentifierRef;
use zeroize::Zeroizing;

use super::Algorithms;
use super::encode::too_long;
use super::enveloped::Recipient;
use super::signed_data::names;
use super::syntax::{
    IssuerAndSerialNumber, KeyAgreeRecipientIdentifier, KeyAgreeRecipientInfo, KeyTransRecipientInfo,
    OaepParameters, Octets, Originator, OriginatorPublicKey, RecipientEncryptedKey, RecipientEncryptedKeys,
    RecipientInfo, SharedInfo, SignerIdentifier,
};
use crate::digest::Digest;
use crate::key::KeyKind;
use crate::{Certificate, Error, oid};

/// The RecipientInfo in DER that brings `key` to the holder of this certificate.
pub(super) fn wrap(key: &[u8], recipient: &Certificate) -> Result<Vec<u8>, Error> {
    let public = recipient.public_key()?;
    // As for signatures: Apple's factory identities have RSA keys of 1024 bits, and nobody can give them others.
    match KeyKind::of_signature(&public).ok_or(Error::WeakKey)? {
        KeyKind::Rsa => transport(key, recipient, &public),
        KeyKind::P256 | KeyKind::P384 => agree(key, recipient, &public),
    }
}

/// The key of the message, if it is there for this recipient. With RSA PKCS #1 v1.5 a wrong key comes out where there
/// is none, so that nobody sees the difference.
pub(super) fn unwrap(
    infos: &[RecipientInfo<'_>],
    recipient: &Recipient,
    key_bytes: usize,
) -> Option<Zeroizing<Vec<u8>>> {
    let certificate = &recipient.certificate;
    let private = recipient.key.pkey();
    // The first that names the recipient counts: each that is tried costs an operation with the private key.
    let mine = infos.iter().find_map(|info| match info {
        RecipientInfo::KeyTrans(info) if names(&info.rid, certificate) => {
            Some(match info.key_encryption_algorithm.oid {
                rfc5912::RSA_ENCRYPTION => unwrap_pkcs1(private, &info.encrypted_key.0, key_bytes),
                oid::RSAES_OAEP => unwrap_oaep(private, info, key_bytes),
                _ => None,
            })
        }
        RecipientInfo::KeyTrans(_) => None,
        RecipientInfo::KeyAgree(info) => {
            let keys = &info.recipient_encrypted_keys.0;
            let wrapped = keys.iter().find(|key| names_agreed(&key.rid, certificate))?;
            Some(unwrap_agreed(private, info, &wrapped.encrypted_key.0, key_bytes))
        }
    });
    mine.flatten()
}

fn transport(key: &[u8], recipient: &Certificate, public: &PKeyRef<Public>) -> Result<Vec<u8>, Error> {
    let encrypt = || {
        let rsa = public.rsa()?;
        let mut encrypted = vec![0; rsa.size() as usize];
        let length = rsa.public_encrypt(key, &mut encrypted, Padding::PKCS1)?;
        encrypted.truncate(length);
        Ok(encrypted)
    };
    let encrypted = encrypt().map_err(Error::crypto("encrypting a key"))?;
    let encode = || {
        KeyTransRecipientInfo {
            version: 0,
            rid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber::of(recipient)?),
            key_encryption_algorithm: AlgorithmIdentifierRef {
                oid: rfc5912::RSA_ENCRYPTION,
                parameters: Some(AnyRef::NULL),
            },
            encrypted_key: Octets(Cow::Borrowed(&encrypted)),
        }
        .to_der()
    };
    encode().map_err(too_long)
}

/// RFC 3218 section 2.3.2: where the padding is wrong, the message is decrypted with a random key. The padding is
/// looked at without a branch, so no sender can learn from the time whether it was right.
fn unwrap_pkcs1(private: &PKeyRef<Private>, wrapped: &[u8], key_bytes: usize) -> Option<Zeroizing<Vec<u8>>> {
    let mut key = Zeroizing::new(vec![0; key_bytes]);
    rand_bytes(&mut key).ok()?;
    let rsa = private.rsa().ok()?;
    let size = rsa.size() as usize;
    let mut block = Zeroizing::new(vec![0; size]);
    // Anybody can see that these are no RSA cipher texts.
    if wrapped.len() != size || rsa.private_decrypt(wrapped, &mut block, Padding::NONE).ok() != Some(size) {
        return None;
    }
    // RFC 8017 section 7.2: 00 02, at least 8 octets that are not zero, 00, the key.
    let (padding, candidate) = block.split_at_checked(size.checked_sub(key_bytes)?)?;
    let [zero, two, filler @ .., end] = padding else { return None };
    if filler.len() < 8 {
        return None;
    }
    let filled = filler.iter().fold(subtle::Choice::from(1), |all, octet| all & !octet.ct_eq(&0));
    let good = zero.ct_eq(&0) & two.ct_eq(&2) & end.ct_eq(&0) & filled;
    for (octet, candidate) in key.iter_mut().zip(candidate) {
        octet.conditional_assign(candidate, good);
    }
    Some(key)
}

/// RSAES-OAEP, which some SCEP servers use in their answers.
fn unwrap_oaep(
    private: &PKeyRef<Private>,
    info: &KeyTransRecipientInfo<'_>,
    key_bytes: usize,
) -> Option<Zeroizing<Vec<u8>>> {
    let parameters = info.key_encryption_algorithm.parameters?.decode_as::<OaepParameters<'_>>().ok()?;
    let digest = |algorithm: Option<AlgorithmIdentifierRef<'_>>| match algorithm {
        None => Some(Digest::Sha1),
        Some(algorithm) => Digest::of(algorithm.oid, Algorithms::Standard).ok(),
    };
    let mask = match parameters.mask {
        None => Digest::Sha1,
        Some(AlgorithmIdentifierRef { oid: oid::MGF1, parameters: Some(inner) }) => {
            digest(Some(inner.decode_as().ok()?))?
        }
        Some(_) => return None,
    };
    let no_label = AnyRef::new(der::Tag::OctetString, &[]).ok();
    match parameters.label {
        None => {}
        Some(label) if label.oid == oid::P_SPECIFIED && label.parameters == no_label => {}
        Some(_) => return None,
    }
    let mut decrypter = Decrypter::new(private).ok()?;
    decrypter.set_rsa_padding(Padding::PKCS1_OAEP).ok()?;
    decrypter.set_rsa_oaep_md(digest(parameters.hash)?.openssl()).ok()?;
    decrypter.set_rsa_mgf1_md(mask.openssl()).ok()?;
    let mut key = Zeroizing::new(vec![0; decrypter.decrypt_len(&info.encrypted_key.0).ok()?]);
    let length = decrypter.decrypt(&info.encrypted_key.0, &mut key).ok()?;
    key.truncate(length);
    (length == key_bytes).then_some(key)
}

/// RFC 5753 section 3.1: a key of its own for this message, ECDH, and AES key wrap with as many bits as the key.
fn agree(key: &[u8], recipient: &Certificate, public: &PKeyRef<Public>) -> Result<Vec<u8>, Error> {
    let crypto = || Error::crypto("agreeing on a key");
    let static_key = public.ec_key().map_err(crypto())?;
    let group = static_key.group();
    let ephemeral = EcKey::generate(group).map_err(crypto())?;
    let mut numbers = BigNumContext::new().map_err(crypto())?;
    let point = ephemeral
        .public_key()
        .to_bytes(group, PointConversionForm::UNCOMPRESSED, &mut numbers)
        .map_err(crypto())?;
    let ephemeral = PKey::from_ec_key(ephemeral).map_err(crypto())?;
    // Key wrap takes whole blocks of eight octets, which the keys of all ciphers are.
    let wrap_oid = match key.len() {
        16 => oid::AES_128_WRAP,
        24 => oid::AES_192_WRAP,
        _ => oid::AES_256_WRAP,
    };
    let wrap_algorithm = AlgorithmIdentifierRef { oid: wrap_oid, parameters: None };
    let kek = derive(&ephemeral, public, Digest::Sha256, wrap_algorithm, None);
    let kek = kek.ok_or(Error::Crypto { operation: "agreeing on a key", reason: "no reason given" })?;
    let mut wrapped = vec![0; key.len() + 8];
    AesKey::new_encrypt(&kek)
        .and_then(|kek| wrap_key(&kek, None, &mut wrapped, key))
        .map_err(|_| Error::Crypto { operation: "wrapping a key", reason: "no reason given" })?;
    let encode = || {
        let wrap_algorithm = Any::encode_from(&wrap_algorithm)?;
        let info = KeyAgreeRecipientInfo {
            version: 3,
            originator: Originator::Key(OriginatorPublicKey {
                algorithm: AlgorithmIdentifierRef { oid: rfc5912::ID_EC_PUBLIC_KEY, parameters: None },
                public_key: BitStringRef::from_bytes(&point)?,
            }),
            ukm: None,
            key_encryption_algorithm: AlgorithmIdentifierRef {
                oid: oid::ECDH_SHA256_KDF,
                parameters: Some(AnyRef::from(&wrap_algorithm)),
            },
            recipient_encrypted_keys: RecipientEncryptedKeys(vec![RecipientEncryptedKey {
                rid: KeyAgreeRecipientIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber::of(
                    recipient,
                )?),
                encrypted_key: Octets(Cow::Borrowed(&wrapped)),
            }]),
        };
        RecipientInfo::KeyAgree(info).to_der()
    };
    encode().map_err(too_long)
}

fn unwrap_agreed(
    private: &PKeyRef<Private>,
    info: &KeyAgreeRecipientInfo<'_>,
    wrapped: &[u8],
    key_bytes: usize,
) -> Option<Zeroizing<Vec<u8>>> {
    let digest = match info.key_encryption_algorithm.oid {
        oid::ECDH_SHA1_KDF => Digest::Sha1,
        oid::ECDH_SHA256_KDF => Digest::Sha256,
        oid::ECDH_SHA384_KDF => Digest::Sha384,
        oid::ECDH_SHA512_KDF => Digest::Sha512,
        _ => return None,
    };
    let wrap_algorithm: AlgorithmIdentifierRef<'_> =
        info.key_encryption_algorithm.parameters?.decode_as().ok()?;
    let Originator::Key(originator) = &info.originator;
    let own = private.ec_key().ok()?;
    let peer = public_point(own.group(), originator.public_key.as_bytes()?)?;
    let ukm = info.ukm.as_ref().map(|ukm| &*ukm.0);
    let kek = derive(private, &peer, digest, wrap_algorithm, ukm)?;
    if wrapped.len() != key_bytes + 8 {
        return None;
    }
    let mut key = Zeroizing::new(vec![0; key_bytes]);
    let kek = AesKey::new_decrypt(&kek).ok()?;
    unwrap_key(&kek, None, &mut key, wrapped).ok().map(|_| key)
}

/// A point of the sender's, if it lies on the recipient's curve: any other would leak bits of the private key.
fn public_point(group: &EcGroupRef, point: &[u8]) -> Option<PKey<Public>> {
    let point = EcPoint::from_bytes(group, point, &mut *BigNumContext::new().ok()?).ok()?;
    let key = EcKey::from_public_key(group, &point).ok()?;
    key.check_key().ok()?;
    PKey::from_ec_key(key).ok()
}

/// ECDH and the key derivation of ANSI X9.63 (RFC 5753 section 7.2).
fn derive(
    private: &PKeyRef<Private>,
    public: &PKeyRef<Public>,
    digest: Digest,
    wrap_algorithm: AlgorithmIdentifierRef<'_>,
    ukm: Option<&[u8]>,
) -> Option<Zeroizing<Vec<u8>>> {
    let kek_bytes: usize = match wrap_algorithm.oid {
        oid::AES_128_WRAP => 16,
        oid::AES_192_WRAP => 24,
        oid::AES_256_WRAP => 32,
        _ => return None,
    };
    let kek_bits = u32::try_from(kek_bytes * 8).ok()?.to_be_bytes();
    let shared_info = SharedInfo {
        key_info: wrap_algorithm,
        entity_u_info: ukm.map(OctetStringRef::new).transpose().ok()?,
        supp_pub_info: OctetStringRef::new(&kek_bits).ok()?,
    };
    let shared_info = shared_info.to_der().ok()?;
    let mut deriver = Deriver::new(private).ok()?;
    deriver.set_peer(public).ok()?;
    let secret = Zeroizing::new(deriver.derive_to_vec().ok()?);
    let mut kek = Zeroizing::new(Vec::with_capacity(2 * 64));
    for counter in 1_u32.. {
        if kek.len() >= kek_bytes {
            break;
        }
        let input = Zeroizing::new([&*secret, &counter.to_be_bytes()[..], &shared_info].concat());
        kek.extend_from_slice(&Zeroizing::new(digest.hash(&input).ok()?));
    }
    kek.truncate(kek_bytes);
    Some(kek)
}

fn names_agreed(id: &KeyAgreeRecipientIdentifier<'_>, certificate: &Certificate) -> bool {
    match id {
        KeyAgreeRecipientIdentifier::IssuerAndSerialNumber(id) => {
            AnyRef::from_der(certificate.issuer()) == Ok(id.issuer)
                && certificate.serial() == id.serial_number.as_bytes()
        }
        KeyAgreeRecipientIdentifier::KeyIdentifier(id) => {
            certificate.subject_key_identifier() == Some(id.subject_key_identifier.as_bytes())
        }
    }
}
