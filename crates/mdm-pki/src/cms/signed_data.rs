//! Reading and verifying one SignedData.

use std::borrow::Cow;
use std::time::SystemTime;

use der::asn1::{AnyRef, ObjectIdentifier, OctetStringRef};
use der::oid::db::{rfc5911, rfc5912};
use der::{Decode, Encode as _, EncodingRules, Header, Reader as _, SliceReader, Tag, Tagged as _};
use openssl::pkey::Id;
use x509_cert::spki::AlgorithmIdentifierRef;
use x509_cert::time::Time;

use crate::cms::syntax::{self, Attribute, CmsVersion, ContentInfo, RawSet, SignerIdentifier};
use crate::cms::{Algorithms, Limits};
use crate::digest::Digest;
use crate::key::KeyKind;
use crate::time::from_asn1;
use crate::{Certificate, Error, oid};

/// A `SignedData` with exactly one `SignerInfo`.
pub(crate) struct SignedData<'a> {
    content_type: ObjectIdentifier,
    pub(crate) content: Option<Cow<'a, [u8]>>,
    pub(crate) certificates: Vec<Certificate>,
    signer: SignerInfo<'a>,
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
    pub(crate) fn decode(cms: &'a [u8], limits: &Limits, algorithms: Algorithms) -> Result<Self, Error> {
        let message = decode(cms, limits)?;
        let found = count(&message.signer_infos)?;
        if found != 1 {
            return Err(Error::SignerCount { found });
        }
        Ok(Self {
            content_type: message.encap_content_info.econtent_type,
            certificates: read_certificates(message.certificates.as_ref(), limits)?,
            signer: SignerInfo::decode(&message.signer_infos, algorithms)?,
            content: message.encap_content_info.econtent.map(|content| content.0),
        })
    }

    /// The digest that the signer used.
    pub(crate) fn digest(&self) -> Digest {
        self.signer.digest
    }

    /// The one value of a signed attribute; `None` where the attribute is missing.
    pub(crate) fn attribute<T: Decode<'a>>(
        &self,
        id: &ObjectIdentifier,
        name: &'static str,
    ) -> Result<Option<T>, Error> {
        match &self.signer.attributes {
            Some(attributes) if attributes.has(id) => attributes.only(id, name).map(Some),
            _ => Ok(None),
        }
    }

    /// When the signer says that it signed: the signer's own clock.
    pub(crate) fn signing_time(&self) -> Result<Option<SystemTime>, Error> {
        let time = self.attribute::<Time>(&rfc5911::ID_SIGNING_TIME, "signingTime")?;
        Ok(time.and_then(from_asn1))
    }

    /// Verifies the signature over this content and returns the signer's certificate.
    pub(crate) fn verify(&self, content: &[u8]) -> Result<Certificate, Error> {
        self.verify_as_one_of(content, &self.certificates)
    }

    /// As [`verify`](Self::verify), with the signer among these, for messages that leave its certificate out.
    pub(crate) fn verify_as_one_of(
        &self,
        content: &[u8],
        candidates: &[Certificate],
    ) -> Result<Certificate, Error> {
        if self.content_type != rfc5911::ID_DATA {
            return Err(Error::Unsupported { what: "type of the signed content: not data" });
        }
        let certificate = self.signer_certificate(candidates)?;
        match &self.signer.attributes {
            Some(attributes) => {
                let content_type: ObjectIdentifier =
                    attributes.only(&rfc5911::ID_CONTENT_TYPE, "contentType")?;
                if content_type != self.content_type {
                    return Err(Error::ContentTypeMismatch);
                }
                let signed: &OctetStringRef =
                    attributes.only(&rfc5911::ID_MESSAGE_DIGEST, "messageDigest")?;
                // Public values on both sides: there is no secret to protect with a constant-time comparison.
                if signed.as_bytes() != self.signer.digest.hash(content)? {
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

    fn signer_certificate(&self, candidates: &[Certificate]) -> Result<Certificate, Error> {
        let mut matching = candidates.iter().filter(|certificate| names(&self.signer.id, certificate));
        let first = matching.next().ok_or(Error::SignerCertificate { found: 0 })?;
        // The same one twice is what `openssl cms -certfile fullchain.pem` sends.
        match matching.filter(|other| other.as_der() != first.as_der()).count() {
            0 => Ok(first.clone()),
            more => Err(Error::SignerCertificate { found: 1 + more }),
        }
    }
}

impl<'a> SignerInfo<'a> {
    /// Reads the first element of this set.
    fn decode(set: &RawSet<'a>, algorithms: Algorithms) -> Result<Self, Error> {
        let mut reader = set.elements(EncodingRules::Ber).map_err(set.malformed(WHAT))?;
        let signer = syntax::SignerInfo::decode(&mut reader).map_err(set.malformed(WHAT))?;
        if !matches!(signer.version, CmsVersion::V1 | CmsVersion::V3) {
            return Err(set.malformed(WHAT)(Tag::Integer.value_error().into()));
        }
        Ok(Self {
            id: signer.sid,
            digest: Digest::of(algorithm(&signer.digest_algorithm)?, algorithms)?,
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
        crate::key::verify(&key, self.digest, message, &self.signature)
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

    fn has(&self, id: &ObjectIdentifier) -> bool {
        self.list.iter().any(|attribute| attribute.attr_type == AnyRef::from(id))
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

impl SignatureAlgorithm {
    /// Also the forms that name a key type only: RFC 5652 leaves the digest to the digest algorithm then.
    fn of(id: ObjectIdentifier) -> Result<Self, Error> {
        match id {
            rfc5912::RSA_ENCRYPTION => Ok(Self::Rsa(None)),
            // Refused with the digest that it names, unless that is allowed.
            oid::MD5_WITH_RSA => Ok(Self::Rsa(Some(Digest::Md5))),
            rfc5912::SHA_1_WITH_RSA_ENCRYPTION => Ok(Self::Rsa(Some(Digest::Sha1))),
            rfc5912::SHA_256_WITH_RSA_ENCRYPTION => Ok(Self::Rsa(Some(Digest::Sha256))),
            rfc5912::SHA_384_WITH_RSA_ENCRYPTION => Ok(Self::Rsa(Some(Digest::Sha384))),
            rfc5912::SHA_512_WITH_RSA_ENCRYPTION => Ok(Self::Rsa(Some(Digest::Sha512))),
            rfc5912::ID_EC_PUBLIC_KEY => Ok(Self::Ecdsa(None)),
            oid::ECDSA_WITH_SHA_1 => Ok(Self::Ecdsa(Some(Digest::Sha1))),
            rfc5912::ECDSA_WITH_SHA_256 => Ok(Self::Ecdsa(Some(Digest::Sha256))),
            rfc5912::ECDSA_WITH_SHA_384 => Ok(Self::Ecdsa(Some(Digest::Sha384))),
            rfc5912::ECDSA_WITH_SHA_512 => Ok(Self::Ecdsa(Some(Digest::Sha512))),
            _ => Err(Error::Unsupported { what: "signature algorithm" }),
        }
    }
}

/// The certificates of a SignedData without signers (RFC 8894 section 3.4), in the order in which they were sent.
pub(crate) fn certificates_only(cms: &[u8], limits: &Limits) -> Result<Vec<Certificate>, Error> {
    let message = decode(cms, limits)?;
    match count(&message.signer_infos)? {
        0 => read_certificates(message.certificates.as_ref(), limits),
        found => Err(Error::SignerCount { found }),
    }
}

fn decode<'a>(cms: &'a [u8], limits: &Limits) -> Result<syntax::SignedData<'a>, Error> {
    if cms.len() > limits.message_bytes {
        return Err(Error::TooLarge { what: WHAT, limit: limits.message_bytes, actual: cms.len() });
    }
    if content_type(cms).is_ok_and(|content_type| content_type != rfc5911::ID_SIGNED_DATA) {
        return Err(Error::Unsupported { what: "CMS content: not SignedData" });
    }
    Ok(ContentInfo::from_ber(cms).map_err(Error::asn1(WHAT))?.content)
}

/// Which content a message says that it has.
pub(super) fn content_type(cms: &[u8]) -> der::Result<ObjectIdentifier> {
    let mut reader = SliceReader::new_with_encoding_rules(cms, EncodingRules::Ber)?;
    Header::decode(&mut reader)?;
    ObjectIdentifier::decode(&mut reader)
}

fn read_certificates(set: Option<&RawSet<'_>>, limits: &Limits) -> Result<Vec<Certificate>, Error> {
    let Some(set) = set else { return Ok(Vec::new()) };
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

pub(super) fn names(id: &SignerIdentifier<'_>, certificate: &Certificate) -> bool {
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
