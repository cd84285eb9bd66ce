//! Keys, certificate requests, `Mdm-Signature`, and the signature of a profile.

use std::time::{SystemTime, UNIX_EPOCH};

use openssl::asn1::Asn1IntegerRef;
use openssl::cms::{CMSOptions, CmsContentInfo};
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkcs7::{Pkcs7, Pkcs7Flags};
use openssl::pkey::{Id, PKey, PKeyRef, Private};
use openssl::rsa::Rsa;
use openssl::sign::Signer;
use openssl::stack::Stack;
use openssl::x509::store::{X509Store, X509StoreBuilder};
use openssl::x509::verify::X509VerifyParam;
use openssl::x509::{X509, X509NameBuilder, X509PurposeId, X509Ref, X509ReqBuilder};

use super::{Error, PrivateKeyPem};

/// A kind of device key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// ECDSA on P-256.
    EcP256,
    /// RSA with 2048 bits: what SCEP needs.
    Rsa2048,
}

/// Makes a new private key; the randomness is OpenSSL's.
///
/// # Errors
///
/// [`Error::Crypto`] when OpenSSL has no randomness or lacks the algorithm.
pub fn mint_key(kind: KeyKind) -> Result<PrivateKeyPem, Error> {
    let key = match kind {
        KeyKind::EcP256 => EcGroup::from_curve_name(Nid::X9_62_PRIME256V1)
            .and_then(|group| EcKey::generate(&group))
            .and_then(PKey::from_ec_key),
        KeyKind::Rsa2048 => Rsa::generate(2048).and_then(PKey::from_rsa),
    };
    key.and_then(|key| key.private_key_to_pem_pkcs8())
        .map(PrivateKeyPem::new)
        .map_err(|_| Error::Crypto("make a key"))
}

/// MD5 in hexadecimal digits, as HTTP digest is made of it; `None` where OpenSSL does not have it.
pub(crate) fn md5(text: &str) -> Option<String> {
    let digest = openssl::hash::hash(MessageDigest::md5(), text.as_bytes()).ok()?;
    Some(digest.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Reads the device key.
pub(crate) fn read_key(pem: &PrivateKeyPem) -> Result<PKey<Private>, Error> {
    let key = PKey::private_key_from_pem(pem.expose_secret()).map_err(|_| Error::UnusableKey)?;
    match key.id() {
        Id::RSA => Ok(key),
        Id::EC => match key.ec_key().map(|ec| ec.group().curve_name()) {
            Ok(Some(Nid::X9_62_PRIME256V1)) => Ok(key),
            _ => Err(Error::UnusableKey),
        },
        _ => Err(Error::UnusableKey),
    }
}

/// A PKCS#10 certificate request (DER) for the device key.
pub(crate) fn certificate_request(
    key: &PKeyRef<Private>,
    subject: &[(String, String)],
) -> Result<Vec<u8>, Error> {
    let mut name = X509NameBuilder::new().map_err(|_| Error::Crypto("make a name"))?;
    for (field, value) in subject {
        name.append_entry_by_text(field, value)
            .map_err(|_| Error::RefusedProfile("the SCEP Subject has a field that is not known"))?;
    }
    let name = name.build();
    let mut builder = X509ReqBuilder::new().map_err(|_| Error::Crypto("make a certificate request"))?;
    builder
        .set_version(0)
        .and_then(|()| builder.set_subject_name(&name))
        .and_then(|()| builder.set_pubkey(key))
        .and_then(|()| builder.sign(key, MessageDigest::sha256()))
        .and_then(|()| builder.build().to_der())
        .map_err(|_| Error::Crypto("make a certificate request"))
}

/// Whether these bytes are a certificate for this key. Gives it back as DER exactly as it will be shown.
pub(crate) fn accept_certificate(bytes: &[u8], key: &PKeyRef<Private>) -> Option<Vec<u8>> {
    let certificate = X509::from_der(bytes).ok()?;
    let matches = certificate.public_key().ok()?.public_eq(key);
    matches.then(|| certificate.to_der().ok())?
}

/// The value of the header field `Mdm-Signature` for a body.
///
/// A detached CMS over the exact body in base64, in the form that Apple's devices send: BER with indefinite
/// lengths, SHA-1, no signed attributes, the leaf certificate embedded (seen in the two real headers among the test
/// data of micromdm/nanomdm). OpenSSL's own signing functions neither choose the digest nor write this form, so the
/// few fixed bytes around the certificate and the signature are written here.
pub(crate) fn mdm_signature(
    key: &PKeyRef<Private>,
    certificate_der: &[u8],
    body: &[u8],
) -> Result<String, Error> {
    signed_data(key, certificate_der, body)
        .map(|bytes| openssl::base64::encode_block(&bytes))
        .map_err(|_| Error::Crypto("sign a message"))
}

fn signed_data(
    key: &PKeyRef<Private>,
    certificate_der: &[u8],
    body: &[u8],
) -> Result<Vec<u8>, openssl::error::ErrorStack> {
    let certificate = X509::from_der(certificate_der)?;
    let mut signer = Signer::new(MessageDigest::sha1(), key)?;
    signer.update(body)?;
    let signature = signer.sign_to_vec()?;
    let signature_algorithm: &[u8] =
        if key.id() == Id::EC { ECDSA_WITH_SHA1 } else { SHA1_WITH_RSA_ENCRYPTION };

    let signer_info = der(
        SEQUENCE,
        &[
            &[INTEGER, 1, 1],
            &der(
                SEQUENCE,
                &[
                    &certificate.issuer_name().to_der()?,
                    &der(INTEGER, &[&magnitude(certificate.serial_number())?]),
                ],
            ),
            SHA1_ALGORITHM,
            signature_algorithm,
            &der(OCTET_STRING, &[&signature]),
        ],
    );

    let mut bytes = Vec::with_capacity(certificate_der.len() + signer_info.len() + 128);
    bytes.extend([SEQUENCE, INDEFINITE]); // ContentInfo
    bytes.extend(ID_SIGNED_DATA);
    bytes.extend([CONTEXT_0, INDEFINITE, SEQUENCE, INDEFINITE]); // [0] SignedData
    bytes.extend([INTEGER, 1, 1]);
    bytes.extend(der(SET, &[SHA1_ALGORITHM]));
    bytes.extend([SEQUENCE, INDEFINITE]); // encapContentInfo without content: detached
    bytes.extend(ID_DATA);
    bytes.extend(END_OF_CONTENTS);
    bytes.extend(der(CONTEXT_0, &[certificate_der]));
    bytes.extend(der(SET, &[&signer_info]));
    bytes.extend(END_OF_CONTENTS.repeat(3));
    Ok(bytes)
}

/// A definite-length element around parts.
fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut bytes = vec![tag];
    match u8::try_from(length) {
        Ok(short) if short < 0x80 => bytes.push(short),
        _ => {
            let digits: Vec<u8> = length.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
            // A length has at most eight digits.
            bytes.push(0x80 | u8::try_from(digits.len()).unwrap_or(8));
            bytes.extend(digits);
        }
    }
    for part in parts {
        bytes.extend_from_slice(part);
    }
    bytes
}

/// The content of an INTEGER that is not negative.
fn magnitude(number: &Asn1IntegerRef) -> Result<Vec<u8>, openssl::error::ErrorStack> {
    let mut bytes = number.to_bn()?.to_vec();
    if bytes.first().is_none_or(|byte| byte & 0x80 != 0) {
        bytes.insert(0, 0);
    }
    Ok(bytes)
}

/// How a profile is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProfileSignature {
    /// Not at all.
    Unsigned,
    /// By somebody that the phone does not know: the user sees "Not Verified".
    Unverified,
    /// By a chain to a root that the phone ships with: the user sees "Verified".
    Verified,
}

/// What was inside a signed profile.
pub(crate) struct Unsealed {
    pub(crate) content: Vec<u8>,
    pub(crate) signature: ProfileSignature,
    /// The signer's certificate first, then the others that came along (DER).
    pub(crate) certificates: Vec<Vec<u8>>,
}

/// Opens an attached CMS signature: the signature must hold, its chain decides only between the two grades.
pub(crate) fn unseal(bytes: &[u8], roots: &[Vec<u8>], now: SystemTime) -> Result<Unsealed, Error> {
    let mut cms = CmsContentInfo::from_der(bytes).map_err(|_| Error::UnreadableProfile("no CMS"))?;
    let mut content = Vec::new();
    let integrity_only = CMSOptions::BINARY | CMSOptions::NO_SIGNER_CERT_VERIFY;
    cms.verify(None, None, None, Some(&mut content), integrity_only).map_err(|_| Error::BadSignature)?;
    let verified = root_store(roots, now)
        .is_ok_and(|store| cms.verify(None, Some(&store), None, None, CMSOptions::BINARY).is_ok());
    let signature = if verified { ProfileSignature::Verified } else { ProfileSignature::Unverified };
    Ok(Unsealed { content, signature, certificates: embedded_certificates(bytes).unwrap_or_default() })
}

fn root_store(roots: &[Vec<u8>], now: SystemTime) -> Result<X509Store, openssl::error::ErrorStack> {
    let mut store = X509StoreBuilder::new()?;
    for root in roots {
        store.add_cert(X509::from_der(root)?)?;
    }
    // Profile signers carry all kinds of usages; Apple asks for none in particular.
    store.set_purpose(X509PurposeId::ANY)?;
    let seconds = now.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let mut parameters = X509VerifyParam::new()?;
    parameters.set_time(i64::try_from(seconds).unwrap_or(i64::MAX));
    store.set_param(&parameters)?;
    Ok(store.build())
}

fn embedded_certificates(bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    let pkcs7 = Pkcs7::from_der(bytes).ok()?;
    let none = Stack::new().ok()?;
    let signers = pkcs7.signers(&none, Pkcs7Flags::empty()).ok()?;
    let others = pkcs7.signed().and_then(|signed| signed.certificates());
    let mut all: Vec<Vec<u8>> = signers.iter().filter_map(to_der).collect();
    for certificate in others.into_iter().flatten().filter_map(to_der) {
        if !all.contains(&certificate) {
            all.push(certificate);
        }
    }
    Some(all)
}

fn to_der(certificate: &X509Ref) -> Option<Vec<u8>> {
    certificate.to_der().ok()
}

/// A certificate as DER, from DER or PEM.
pub(crate) fn certificate_to_der(bytes: &[u8]) -> Option<Vec<u8>> {
    X509::from_der(bytes).or_else(|_| X509::from_pem(bytes)).ok()?.to_der().ok()
}

/// SHA-256 in the shape of a UUID: a word that nobody guesses who does not know the parts.
pub(crate) fn derived_uuid(parts: &[&[u8]]) -> String {
    let mut hasher = openssl::sha::Sha256::new();
    for part in parts {
        hasher.update(&part.len().to_be_bytes());
        hasher.update(part);
    }
    let mut text = String::with_capacity(36);
    for (position, byte) in hasher.finish().into_iter().take(16).enumerate() {
        if matches!(position, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text.push_str(&format!("{byte:02X}"));
    }
    text
}

const INTEGER: u8 = 0x02;
const OCTET_STRING: u8 = 0x04;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const CONTEXT_0: u8 = 0xa0;
const INDEFINITE: u8 = 0x80;
const END_OF_CONTENTS: [u8; 2] = [0, 0];
/// 1.2.840.113549.1.7.2 (RFC 5652 section 5.1).
const ID_SIGNED_DATA: [u8; 11] = [0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2];
/// 1.2.840.113549.1.7.1 (RFC 5652 section 4).
const ID_DATA: [u8; 11] = [0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1];
/// 1.3.14.3.2.26 with NULL (RFC 3370 section 2.1).
const SHA1_ALGORITHM: &[u8] = &[SEQUENCE, 9, 0x06, 5, 0x2b, 0x0e, 3, 2, 0x1a, 0x05, 0];
/// 1.2.840.113549.1.1.5 with NULL (RFC 3370 section 3.2).
const SHA1_WITH_RSA_ENCRYPTION: &[u8] =
    &[SEQUENCE, 13, 0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 5, 0x05, 0];
/// 1.2.840.10045.4.1 without parameters (RFC 3279 section 2.2.3).
const ECDSA_WITH_SHA1: &[u8] = &[SEQUENCE, 9, 0x06, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 1];
