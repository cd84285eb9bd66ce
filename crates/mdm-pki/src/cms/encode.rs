//! Writing SignedData in DER.

use std::borrow::Cow;

use der::asn1::{AnyRef, IntRef, ObjectIdentifier, OctetStringRef};
use der::oid::db::{rfc5911, rfc5912};
use der::{Any, Decode as _, Encode as _, EncodeValue, Tagged};
use x509_cert::attr::{Attribute, Attributes};
use x509_cert::spki::AlgorithmIdentifierRef;

use super::syntax::{
    CmsVersion, ContentInfo, EncapsulatedContentInfo, IssuerAndSerialNumber, Octets, RawSet, SignedData,
    SignerIdentifier, SignerInfo,
};
use crate::digest::Digest;
use crate::key::KeyKind;
use crate::{Certificate, Error, oid};

/// A message that lacks nothing but the signature.
pub(crate) struct Draft<'a> {
    pub(crate) leaf: &'a Certificate,
    /// Of the leaf's key.
    pub(crate) kind: KeyKind,
    pub(crate) digest: Digest,
    pub(crate) content: Option<&'a [u8]>,
    /// Encoded, one after the other.
    pub(crate) certificates: &'a [u8],
    /// The SET that is signed.
    pub(crate) attributes: &'a [u8],
}

impl Draft<'_> {
    pub(crate) fn encode(&self, signature: &[u8]) -> Result<Vec<u8>, Error> {
        self.encode_with_der(signature).map_err(too_long)
    }

    fn encode_with_der(&self, signature: &[u8]) -> der::Result<Vec<u8>> {
        let digest_algorithm = AlgorithmIdentifierRef { oid: self.digest.oid(), parameters: None };
        // rsaEncryption has NULL parameters, ecdsa-with-SHA* has none (RFC 3370 section 3.2, RFC 5754 section 3.3).
        let signature_algorithm = match self.kind {
            KeyKind::Rsa => {
                AlgorithmIdentifierRef { oid: rfc5912::RSA_ENCRYPTION, parameters: Some(AnyRef::NULL) }
            }
            KeyKind::P256 | KeyKind::P384 => {
                AlgorithmIdentifierRef { oid: ecdsa_with(self.digest), parameters: None }
            }
        };
        let signer_info = SignerInfo {
            version: CmsVersion::V1,
            sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber::of(self.leaf)?),
            digest_algorithm,
            // The same SET that was signed, under another tag (RFC 5652 section 5.4).
            signed_attrs: Some(RawSet::from_der(self.attributes)?),
            signature_algorithm,
            signature: Octets(Cow::Borrowed(signature)),
            unsigned_attrs: None,
        };
        ContentInfo {
            content_type: rfc5911::ID_SIGNED_DATA,
            content: SignedData {
                version: CmsVersion::V1,
                digest_algorithms: RawSet::new(&digest_algorithm.to_der()?),
                encap_content_info: EncapsulatedContentInfo {
                    econtent_type: rfc5911::ID_DATA,
                    econtent: self.content.map(|content| Octets(Cow::Borrowed(content))),
                },
                certificates: (!self.certificates.is_empty()).then(|| RawSet::new(self.certificates)),
                crls: None,
                signer_infos: RawSet::new(&signer_info.to_der()?),
            },
        }
        .to_der()
    }
}

/// A SignedData that carries certificates and nothing else (RFC 8894 section 3.4), in this order: readers take the
/// first one for the one that they asked for.
pub(crate) fn certificates_message(certificates: &[&Certificate]) -> Result<Vec<u8>, Error> {
    let certificates: Vec<&[u8]> = certificates.iter().map(|certificate| certificate.as_der()).collect();
    ContentInfo {
        content_type: rfc5911::ID_SIGNED_DATA,
        content: SignedData {
            version: CmsVersion::V1,
            digest_algorithms: RawSet::new(&[]),
            encap_content_info: EncapsulatedContentInfo { econtent_type: rfc5911::ID_DATA, econtent: None },
            certificates: Some(RawSet::new(&certificates.concat())),
            crls: None,
            signer_infos: RawSet::new(&[]),
        },
    }
    .to_der()
    .map_err(too_long)
}

/// The SET of signed attributes in DER order: contentType, messageDigest and these.
pub(crate) fn signed_attributes(digest: &[u8], mut others: Vec<Attribute>) -> Result<Vec<u8>, Error> {
    let set = || {
        others.push(attribute(rfc5911::ID_CONTENT_TYPE, &rfc5911::ID_DATA)?);
        others.push(attribute(rfc5911::ID_MESSAGE_DIGEST, &OctetStringRef::new(digest)?)?);
        Attributes::try_from(others)?.to_der()
    };
    set().map_err(too_long)
}

pub(crate) fn attribute(
    oid: ObjectIdentifier,
    value: &(impl Tagged + EncodeValue),
) -> der::Result<Attribute> {
    Ok(Attribute { oid, values: vec![Any::encode_from(value)?].try_into()? })
}

impl<'a> IssuerAndSerialNumber<'a> {
    pub(super) fn of(certificate: &'a Certificate) -> der::Result<Self> {
        Ok(Self {
            issuer: AnyRef::from_der(certificate.issuer())?,
            serial_number: IntRef::new(certificate.serial())?,
        })
    }
}

fn ecdsa_with(digest: Digest) -> ObjectIdentifier {
    match digest {
        Digest::Md5 | Digest::Sha1 => oid::ECDSA_WITH_SHA_1,
        Digest::Sha256 => rfc5912::ECDSA_WITH_SHA_256,
        Digest::Sha384 => rfc5912::ECDSA_WITH_SHA_384,
        Digest::Sha512 => rfc5912::ECDSA_WITH_SHA_512,
    }
}

/// What a writer of DER can refuse.
pub(super) fn too_long(_: der::Error) -> Error {
    Error::Argument { what: "content", reason: "longer than DER can say" }
}
