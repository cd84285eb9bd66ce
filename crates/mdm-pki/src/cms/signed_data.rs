//! Reading and verifying one SignedData.

use std::borrow::Cow;

use openssl::hash::MessageDigest;
use openssl::pkey::Id;
use openssl::sign::Verifier;

use crate::asn1::{Element, Reader, Rules, oid, tag};
use crate::cms::Limits;
use crate::error::clear_openssl_errors;
use crate::key::KeyKind;
use crate::{Certificate, Error};

/// `SignedData` of RFC 5652 section 5.1 with exactly one `SignerInfo`.
pub(crate) struct SignedData<'a> {
    content_type: &'a [u8],
    pub(crate) content: Option<Cow<'a, [u8]>>,
    pub(crate) certificates: Vec<Certificate>,
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
    id: SignerId<'a>,
    digest: Digest,
    attributes: Option<SignedAttributes<'a>>,
    algorithm: SignatureAlgorithm,
    signature: Cow<'a, [u8]>,
}

enum SignerId<'a> {
    IssuerAndSerial { issuer: &'a [u8], serial: &'a [u8] },
    SubjectKeyIdentifier(Cow<'a, [u8]>),
}

struct SignedAttributes<'a> {
    /// The content octets of the SET.
    set: &'a [u8],
    list: Vec<(&'a [u8], Element<'a>)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SignatureAlgorithm {
    /// PKCS #1 v1.5, with the digest that the algorithm names, if it names one.
    Rsa(Option<Digest>),
    Ecdsa(Option<Digest>),
}

impl<'a> SignedData<'a> {
    pub(crate) fn decode(cms: &'a [u8], limits: &Limits) -> Result<Self, Error> {
        if cms.len() > limits.message_bytes {
            return Err(Error::TooLarge { what: WHAT, limit: limits.message_bytes, actual: cms.len() });
        }
        let mut outer = Reader::new(cms, Rules::Ber, WHAT);
        let mut content_info = outer.enter(tag::SEQUENCE)?;
        outer.finish()?;
        if content_info.expect(tag::OID)?.content != oid::SIGNED_DATA {
            return Err(Error::Unsupported { what: "CMS content: not SignedData" });
        }
        let mut wrapper = content_info.enter(tag::CONTEXT_0)?;
        content_info.finish()?;
        let mut signed_data = wrapper.enter(tag::SEQUENCE)?;
        wrapper.finish()?;

        let version = signed_data.malformed();
        if !matches!(signed_data.expect(tag::INTEGER)?.content, [1 | 3 | 4 | 5]) {
            return Err(version);
        }
        // The list of digests is a hint for one-pass readers; the signer names its own.
        signed_data.expect(tag::SET)?;
        let mut encapsulated = signed_data.enter(tag::SEQUENCE)?;
        let content_type = encapsulated.expect(tag::OID)?.content;
        let content = match encapsulated.optional(tag::CONTEXT_0)? {
            None => None,
            Some(wrapper) => {
                let mut inside = encapsulated.inside(&wrapper);
                let octets = inside.octet_string()?.ok_or_else(|| inside.malformed())?;
                inside.finish()?;
                Some(octets)
            }
        };
        encapsulated.finish()?;
        let certificates = match signed_data.optional(tag::CONTEXT_0)? {
            None => Vec::new(),
            Some(set) => read_certificates(signed_data.inside(&set), limits)?,
        };
        // Revocation lists are passed over: they are not asked for and prove nothing here.
        signed_data.optional(tag::CONTEXT_1)?;
        let mut signers = signed_data.enter(tag::SET)?;
        signed_data.finish()?;

        let mut first = None;
        let mut found = 0;
        while !signers.is_empty() {
            let signer = signers.enter(tag::SEQUENCE)?;
            first.get_or_insert(signer);
            found += 1;
        }
        match first {
            Some(signer) if found == 1 => {
                Ok(Self { content_type, content, certificates, signer: SignerInfo::decode(signer)? })
            }
            _ => Err(Error::SignerCount { found }),
        }
    }

    /// Verifies the signature over this content and returns the signer's certificate.
    pub(crate) fn verify(&self, content: &[u8]) -> Result<Certificate, Error> {
        if self.content_type != oid::DATA {
            return Err(Error::Unsupported { what: "type of the signed content: not data" });
        }
        let certificate = self.signer_certificate()?;
        match &self.signer.attributes {
            Some(attributes) => {
                let content_type = attributes.only(oid::CONTENT_TYPE, "contentType", tag::OID)?;
                if content_type != self.content_type {
                    return Err(Error::ContentTypeMismatch);
                }
                let signed = attributes.only(oid::MESSAGE_DIGEST, "messageDigest", tag::OCTET_STRING)?;
                let digest = openssl::hash::hash(self.signer.digest.openssl(), content)
                    .map_err(Error::crypto("hashing"))?;
                // Public values on both sides: there is no secret to protect with a constant-time comparison.
                if signed != &*digest {
                    return Err(Error::DigestMismatch);
                }
                // The signature is over the SET, in the order in which it was sent.
                let set = crate::asn1::encode(tag::SET, &[attributes.set]);
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
        let mut matching = self.certificates.iter().filter(|certificate| self.signer.id.names(certificate));
        match (matching.next(), matching.count()) {
            (Some(certificate), 0) => Ok(certificate.clone()),
            (first, more) => Err(Error::SignerCertificate { found: usize::from(first.is_some()) + more }),
        }
    }
}

impl<'a> SignerInfo<'a> {
    fn decode(mut reader: Reader<'a>) -> Result<Self, Error> {
        let version = reader.malformed();
        if !matches!(reader.expect(tag::INTEGER)?.content, [1 | 3]) {
            return Err(version);
        }
        let id = if let Some(element) = reader.optional(tag::SEQUENCE)? {
            // Compared with the certificate's own bytes, so nothing is gained by reading it leniently.
            let mut inside = reader.inside(&element);
            let issuer = inside.expect(tag::SEQUENCE)?.raw;
            let serial = inside.expect(tag::INTEGER)?.content;
            inside.finish()?;
            SignerId::IssuerAndSerial { issuer, serial }
        } else {
            SignerId::SubjectKeyIdentifier(Cow::Borrowed(reader.expect(tag::CONTEXT_0_PRIMITIVE)?.content))
        };
        let digest = Digest::of(algorithm_identifier(&mut reader)?)?;
        let attributes = match reader.optional(tag::CONTEXT_0)? {
            None => None,
            // RFC 5652 section 5.3: DER, even where the rest is BER.
            Some(set) => Some(SignedAttributes::decode(set.content, reader.inside(&set))?),
        };
        let algorithm = SignatureAlgorithm::of(algorithm_identifier(&mut reader)?)?;
        let signature = reader.octet_string()?.ok_or_else(|| reader.malformed())?;
        reader.optional(tag::CONTEXT_1)?;
        reader.finish()?;
        Ok(Self { id, digest, attributes, algorithm, signature })
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

impl SignerId<'_> {
    fn names(&self, certificate: &Certificate) -> bool {
        match self {
            Self::IssuerAndSerial { issuer, serial } => {
                certificate.issuer() == *issuer && certificate.serial() == *serial
            }
            Self::SubjectKeyIdentifier(identifier) => {
                certificate.subject_key_identifier() == Some(identifier.as_ref())
            }
        }
    }
}

impl<'a> SignedAttributes<'a> {
    fn decode(set: &'a [u8], reader: Reader<'a>) -> Result<Self, Error> {
        let mut reader = reader.with_rules(Rules::Der);
        let mut list = Vec::new();
        while !reader.is_empty() {
            if list.len() == MAX_ATTRIBUTES {
                return Err(Error::TooMany { what: "signed attributes", limit: MAX_ATTRIBUTES });
            }
            let mut attribute = reader.enter(tag::SEQUENCE)?;
            let id = attribute.expect(tag::OID)?.content;
            let values = attribute.expect(tag::SET)?;
            attribute.finish()?;
            list.push((id, values));
        }
        Ok(Self { set, list })
    }

    /// The content octets of the one value of an attribute that must occur once.
    fn only(&self, id: &[u8], name: &'static str, tag: u8) -> Result<&'a [u8], Error> {
        let refused = || Error::SignedAttribute { name };
        let mut found = self.list.iter().filter(|(other, _)| *other == id);
        let (Some((_, values)), None) = (found.next(), found.next()) else {
            return Err(refused());
        };
        let mut values = Reader::new(values.content, Rules::Der, WHAT);
        let value = values.expect(tag).map_err(|_| refused())?;
        values.finish().map_err(|_| refused())?;
        Ok(value.content)
    }

    /// Whether these bytes are a SET of attributes with a message digest among them.
    fn could_be(content: &'a [u8]) -> bool {
        let mut outer = Reader::new(content, Rules::Der, WHAT);
        let Ok(set) = outer.expect(tag::SET) else { return false };
        let inside = outer.inside(&set);
        Self::decode(set.content, inside)
            .is_ok_and(|attributes| attributes.list.iter().any(|(id, _)| *id == oid::MESSAGE_DIGEST))
    }
}

impl Digest {
    fn of(id: &[u8]) -> Result<Self, Error> {
        match id {
            oid::SHA1 => Ok(Self::Sha1),
            oid::SHA256 => Ok(Self::Sha256),
            oid::SHA384 => Ok(Self::Sha384),
            oid::SHA512 => Ok(Self::Sha512),
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
    fn of(id: &[u8]) -> Result<Self, Error> {
        match id {
            oid::RSA_ENCRYPTION => Ok(Self::Rsa(None)),
            oid::SHA1_WITH_RSA => Ok(Self::Rsa(Some(Digest::Sha1))),
            oid::SHA256_WITH_RSA => Ok(Self::Rsa(Some(Digest::Sha256))),
            oid::SHA384_WITH_RSA => Ok(Self::Rsa(Some(Digest::Sha384))),
            oid::SHA512_WITH_RSA => Ok(Self::Rsa(Some(Digest::Sha512))),
            oid::EC_PUBLIC_KEY => Ok(Self::Ecdsa(None)),
            oid::ECDSA_WITH_SHA1 => Ok(Self::Ecdsa(Some(Digest::Sha1))),
            oid::ECDSA_WITH_SHA256 => Ok(Self::Ecdsa(Some(Digest::Sha256))),
            oid::ECDSA_WITH_SHA384 => Ok(Self::Ecdsa(Some(Digest::Sha384))),
            oid::ECDSA_WITH_SHA512 => Ok(Self::Ecdsa(Some(Digest::Sha512))),
            _ => Err(Error::Unsupported { what: "signature algorithm" }),
        }
    }
}

fn read_certificates(mut set: Reader<'_>, limits: &Limits) -> Result<Vec<Certificate>, Error> {
    let mut certificates = Vec::new();
    while !set.is_empty() {
        if certificates.len() == limits.certificates {
            return Err(Error::TooMany { what: "certificates", limit: limits.certificates });
        }
        // Attribute certificates and other choices have tags of their own and are refused.
        let element = set.expect(tag::SEQUENCE)?;
        certificates.push(Certificate::from_der(element.raw)?);
    }
    Ok(certificates)
}

/// The identifier of an algorithm whose parameters must be absent or NULL.
fn algorithm_identifier<'a>(reader: &mut Reader<'a>) -> Result<&'a [u8], Error> {
    let mut inside = reader.enter(tag::SEQUENCE)?;
    let id = inside.expect(tag::OID)?.content;
    inside.optional(tag::NULL)?;
    if !inside.is_empty() {
        return Err(Error::Unsupported { what: "parameters of an algorithm" });
    }
    Ok(id)
}

const WHAT: &str = "CMS message";
/// Real messages have at most six.
const MAX_ATTRIBUTES: usize = 32;
