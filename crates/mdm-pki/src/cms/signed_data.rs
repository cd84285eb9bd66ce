//! Reading and verifying one SignedData.

use std::borrow::Cow;

use der::asn1::{AnyRef, ObjectIdentifier, OctetStringRef};
use der::oid::db::{rfc5911, rfc5912};
use der::{Decode, Encode as _, EncodingRules, Header, Reader as _, SliceReader, Tag, Tagged as _};
use openssl::hash::MessageDigest;
use openssl::pkey::Id;
use openssl::sign::Verifier;
use x509_cert::spki::AlgorithmIdentifierRef;

use crate::cms::Limits;
use crate::cms::syntax::{self, Attribute, CmsVersion, ContentInfo, RawSet, SignerIdentifier};
use crate::csr::ECDSA_WITH_SHA_1;
use crate::error::clear_openssl_errors;
use crate::key::KeyKind;
use crate::{Certificate, Error};

/// A `SignedData` with exactly one `SignerInfo`.
pub(super) struct SignedData<'a> {
    content_type: ObjectIdentifier,
    pub(super) content: Option<Cow<'a, [u8]>>,
    pub(super) certificates: Vec<Certificate>,
    signer: SignerInfo<'a>,
}

/// The digests that are accepted. MD5 and its elders are not: collisions cost nothing.
///
/// SHA-1 is: Apple's devices sign `Mdm-Signature` and device information with it, and an attacker would need a
/// second preimage, not a collision, to change what a device has said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Digest {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

struct SignerInfo<'a> {
    id: SignerIdentifier<'a>,
    digest: Digest,
    attributes: Option<SignedAttributes<'a>>,
    algorithm: SignatureAlgorithm,
    signature: Cow<'a, [u8]>,
}

struct SignedAttributes<'a> {
    set: RawSet<'a>,
    list: Vec<Attribute<'a>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SignatureAlgorithm {
    /// PKCS #1 v1.5, with the digest that the algorithm names, if it names one.
    Rsa(Option<Digest>),
    Ecdsa(Option<Digest>),
}

impl<'a> SignedData<'a> {
    pub(super) fn decode(cms: &'a [u8], limits: &Limits) -> Result<Self, Error> {
        if cms.len() > limits.message_bytes {
            return Err(Error::TooLarge { what: WHAT, limit: limits.message_bytes, actual: cms.len() });
        }
        if content_type(cms).is_ok_and(|content_type| content_type != rfc5911::ID_SIGNED_DATA) {
            return Err(Error::Unsupported { what: "CMS content: not SignedData" });
        }
        let ContentInfo { content: message, .. } = ContentInfo::from_ber(cms).map_err(Error::asn1(WHAT))?;
        let certificates = match &message.certificates {
            None => Vec::new(),
            Some(set) => read_certificates(set, limits)?,
        };
        let found = count(&message.signer_infos)?;
        if found != 1 {
            return Err(Error::SignerCount { found });
        }
        Ok(Self {
            content_type: message.encap_content_info.econtent_type,
            content: message.encap_content_info.econtent.map(|content| content.0),
            certificates,
            signer: SignerInfo::decode(&message.signer_infos)?,
        })
    }

    /// Verifies the signature over this content and returns the signer's certificate.
    pub(crate) fn verify(&self, content: &[u8]) -> Result<Certificate, Error> {
        if self.content_type != rfc5911::ID_DATA {
            return Err(Error::Unsupported { what: "type of the signed content: not data" });
        }
        let certificate = self.signer_certificate()?;
        match &self.signer.attributes {
            Some(attributes) => {
                let content_type: ObjectIdentifier =
                    attributes.only(&rfc5911::ID_CONTENT_TYPE, "contentType")?;
                if content_type != self.content_type {
                    return Err(Error::ContentTypeMismatch);
                }
                let signed: &OctetStringRef =
                    attributes.only(&rfc5911::ID_MESSAGE_DIGEST, "messageDigest")?;
                let digest = openssl::hash::hash(self.signer.digest.openssl(), content)
                    .map_err(Error::crypto("hashing"))?;
                // Public values on both sides: there is no secret to protect with a constant-time comparison.
                if signed.as_bytes() != &*digest {
                    return Err(Error::DigestMismatch);
                }
                // The signature is over the SET, in the order in which it was sent.
                let set = attributes.set.to_der().map_err(Error::asn1(WHAT))?;
                self.signer.verify(&certificate, &set)?;
            }
            None => {
                // A signature over attributes is also a signature over their bytes. Without this, whoever
                // strips the attributes could pass their bytes off as signed content.
                if SignedAttributes::could_be(content) {
                    return Err(Error::SignedAttribute { name: "messageDigest" });
                }
                self.signer.verify(&certificate, content)?;
            }
        }
        Ok(certificate)
    }

    fn signer_certificate(&self) -> Result<Certificate, Error> {
        let mut matching = self.certificates.iter().filter(|certificate| names(&self.signer.id, certificate));
        match (matching.next(), matching.count()) {
            (Some(certificate), 0) => Ok(certificate.clone()),
            (first, more) => Err(Error::SignerCertificate { found: usize::from(first.is_some()) + more }),
        }
    }
}

impl<'a> SignerInfo<'a> {
    /// Reads the first element of this set.
    fn decode(set: &RawSet<'a>) -> Result<Self, Error> {
        let mut reader = set.elements(EncodingRules::Ber).map_err(set.malformed(WHAT))?;
        let signer = syntax::SignerInfo::decode(&mut reader).map_err(set.malformed(WHAT))?;
        if !matches!(signer.version, CmsVersion::V1 | CmsVersion::V3) {
            return Err(set.malformed(WHAT)(Tag::Integer.value_error().into()));
        }
        Ok(Self {
            id: signer.sid,
            digest: Digest::of(algorithm(&signer.digest_algorithm)?)?,
            attributes: signer.signed_attrs.map(SignedAttributes::decode).transpose()?,
            algorithm: SignatureAlgorithm::of(algorithm(&signer.signature_algorithm)?)?,
            signature: signer.signature.0,
        })
    }

    fn verify(&self, certificate: &Certificate, message: &[u8]) -> Result<(), Error> {
        let key = certificate.public_key()?;
        KeyKind::of_signature(&key).ok_or(Error::WeakKey)?;
        let (expected, named) = match self.algorithm {
            SignatureAlgorithm::Rsa(digest) => (Id::RSA, digest),
            SignatureAlgorithm::Ecdsa(digest) => (Id::EC, digest),
        };
        if key.id() != expected || named.is_some_and(|named| named != self.digest) {
            return Err(Error::BadSignature);
        }
        // Where SHA-1 is switched off system-wide this fails, and the error says so.
        let mut verifier =
            Verifier::new(self.digest.openssl(), &key).map_err(Error::crypto("verifying a signature"))?;
        let verdict = verifier.verify_oneshot(&self.signature, message);
        clear_openssl_errors();
        // OpenSSL fails, rather than says no, on a signature that is not even well-formed.
        if verdict.unwrap_or(false) { Ok(()) } else { Err(Error::BadSignature) }
    }
}

impl<'a> SignedAttributes<'a> {
    fn decode(set: RawSet<'a>) -> Result<Self, Error> {
        // RFC 5652 section 5.3: DER, even where the rest is BER.
        let mut reader = set.elements(EncodingRules::Der).map_err(set.malformed(WHAT))?;
        let mut list = Vec::new();
        while !reader.is_finished() {
            if list.len() == MAX_ATTRIBUTES {
                return Err(Error::TooMany { what: "signed attributes", limit: MAX_ATTRIBUTES });
            }
            let attribute = Attribute::decode(&mut reader).map_err(set.malformed(WHAT))?;
            attribute.attr_type.tag().assert_eq(Tag::ObjectIdentifier).map_err(set.malformed(WHAT))?;
            list.push(attribute);
        }
        Ok(Self { set, list })
    }

    /// The one value of an attribute that must occur once.
    fn only<T: Decode<'a>>(&self, id: &ObjectIdentifier, name: &'static str) -> Result<T, Error> {
        let mut found = self.list.iter().filter(|attribute| attribute.attr_type == AnyRef::from(id));
        let (Some(attribute), None) = (found.next(), found.next()) else {
            return Err(Error::SignedAttribute { name });
        };
        T::from_der(attribute.attr_values.octets).map_err(|_| Error::SignedAttribute { name })
    }

    /// Whether these bytes are a SET of attributes with a message digest among them.
    fn could_be(content: &[u8]) -> bool {
        let set = RawSet::from_der(content).and_then(|set| set.elements(EncodingRules::Der));
        let Ok(mut reader) = set else { return false };
        let digest = AnyRef::from(&rfc5911::ID_MESSAGE_DIGEST);
        while let Ok(attribute) = Attribute::decode(&mut reader) {
            if attribute.attr_type == digest {
                return true;
            }
        }
        false
    }
}

impl Digest {
    fn of(id: ObjectIdentifier) -> Result<Self, Error> {
        match id {
            rfc5912::ID_SHA_1 => Ok(Self::Sha1),
            rfc5912::ID_SHA_256 => Ok(Self::Sha256),
            rfc5912::ID_SHA_384 => Ok(Self::Sha384),
            rfc5912::ID_SHA_512 => Ok(Self::Sha512),
            _ => Err(Error::Unsupported { what: "digest algorithm" }),
        }
    }

    fn openssl(self) -> MessageDigest {
        match self {
            Self::Sha1 => MessageDigest::sha1(),
            Self::Sha256 => MessageDigest::sha256(),
            Self::Sha384 => MessageDigest::sha384(),
            Self::Sha512 => MessageDigest::sha512(),
        }
    }
}

impl SignatureAlgorithm {
    /// Also the forms that name a key type only: RFC 5652 leaves the digest to the digest algorithm then.
    fn of(id: ObjectIdentifier) -> Result<Self, Error> {
        match id {
            rfc5912::RSA_ENCRYPTION => Ok(Self::Rsa(None)),
            rfc5912::SHA_1_WITH_RSA_ENCRYPTION => Ok(Self::Rsa(Some(Digest::Sha1))),
            rfc5912::SHA_256_WITH_RSA_ENCRYPTION => Ok(Self::Rsa(Some(Digest::Sha256))),
            rfc5912::SHA_384_WITH_RSA_ENCRYPTION => Ok(Self::Rsa(Some(Digest::Sha384))),
            rfc5912::SHA_512_WITH_RSA_ENCRYPTION => Ok(Self::Rsa(Some(Digest::Sha512))),
            rfc5912::ID_EC_PUBLIC_KEY => Ok(Self::Ecdsa(None)),
            ECDSA_WITH_SHA_1 => Ok(Self::Ecdsa(Some(Digest::Sha1))),
            rfc5912::ECDSA_WITH_SHA_256 => Ok(Self::Ecdsa(Some(Digest::Sha256))),
            rfc5912::ECDSA_WITH_SHA_384 => Ok(Self::Ecdsa(Some(Digest::Sha384))),
            rfc5912::ECDSA_WITH_SHA_512 => Ok(Self::Ecdsa(Some(Digest::Sha512))),
            _ => Err(Error::Unsupported { what: "signature algorithm" }),
        }
    }
}

/// Which content a message says that it has.
fn content_type(cms: &[u8]) -> der::Result<ObjectIdentifier> {
    let mut reader = SliceReader::new_with_encoding_rules(cms, EncodingRules::Ber)?;
    Header::decode(&mut reader)?;
    ObjectIdentifier::decode(&mut reader)
}

fn read_certificates(set: &RawSet<'_>, limits: &Limits) -> Result<Vec<Certificate>, Error> {
    let mut reader = set.elements(EncodingRules::Der).map_err(set.malformed(WHAT))?;
    let mut certificates = Vec::new();
    while !reader.is_finished() {
        if certificates.len() == limits.certificates {
            return Err(Error::TooMany { what: "certificates", limit: limits.certificates });
        }
        // Attribute certificates and other choices have tags of their own and are refused.
        Tag::peek(&reader).and_then(|tag| tag.assert_eq(Tag::Sequence)).map_err(set.malformed(WHAT))?;
        certificates.push(Certificate::from_der(reader.tlv_bytes().map_err(set.malformed(WHAT))?)?);
    }
    Ok(certificates)
}

fn count(set: &RawSet<'_>) -> Result<usize, Error> {
    let mut reader = set.elements(EncodingRules::Ber).map_err(set.malformed(WHAT))?;
    let mut found = 0;
    while !reader.is_finished() {
        AnyRef::decode(&mut reader).map_err(set.malformed(WHAT))?;
        found += 1;
    }
    Ok(found)
}

fn names(id: &SignerIdentifier<'_>, certificate: &Certificate) -> bool {
    match id {
        SignerIdentifier::IssuerAndSerialNumber(id) => {
            AnyRef::from_der(certificate.issuer()) == Ok(id.issuer)
                && certificate.serial() == id.serial_number.as_bytes()
        }
        SignerIdentifier::SubjectKeyIdentifier(identifier) => {
            certificate.subject_key_identifier() == Some(identifier.as_bytes())
        }
    }
}

/// The identifier of an algorithm whose parameters must be absent or NULL.
fn algorithm(identifier: &AlgorithmIdentifierRef<'_>) -> Result<ObjectIdentifier, Error> {
    if identifier.parameters.is_some_and(|parameters| parameters != AnyRef::NULL) {
        return Err(Error::Unsupported { what: "parameters of an algorithm" });
    }
    Ok(identifier.oid)
}

const WHAT: &str = "CMS message";
/// Real messages have at most six.
const MAX_ATTRIBUTES: usize = 32;
