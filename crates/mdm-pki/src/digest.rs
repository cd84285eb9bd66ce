//! The digests that occur, and the one that the other crates need.

use der::asn1::ObjectIdentifier;
use der::oid::db::rfc5912;
use openssl::hash::MessageDigest;

use crate::cms::Algorithms;
use crate::{Error, oid};

/// SHA-256: names a body or a ticket without keeping it.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    openssl::sha::sha256(bytes)
}

/// The digests of messages. MD5 is for [`Algorithms::DangerousLegacy`]: its collisions cost nothing.
///
/// SHA-1 is accepted: Apple's devices sign `Mdm-Signature` and device information with it, and an attacker would need
/// a second preimage, not a collision, to change what a device has said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Digest {
    Md5,
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Digest {
    pub(crate) fn of(id: ObjectIdentifier, algorithms: Algorithms) -> Result<Self, Error> {
        match id {
            rfc5912::ID_SHA_1 => Ok(Self::Sha1),
            rfc5912::ID_SHA_256 => Ok(Self::Sha256),
            rfc5912::ID_SHA_384 => Ok(Self::Sha384),
            rfc5912::ID_SHA_512 => Ok(Self::Sha512),
            oid::MD5 if algorithms == Algorithms::DangerousLegacy => Ok(Self::Md5),
            _ => Err(Error::Unsupported { what: "digest algorithm" }),
        }
    }

    pub(crate) fn oid(self) -> ObjectIdentifier {
        match self {
            Self::Md5 => oid::MD5,
            Self::Sha1 => rfc5912::ID_SHA_1,
            Self::Sha256 => rfc5912::ID_SHA_256,
            Self::Sha384 => rfc5912::ID_SHA_384,
            Self::Sha512 => rfc5912::ID_SHA_512,
        }
    }

    pub(crate) fn openssl(self) -> MessageDigest {
        match self {
            Self::Md5 => MessageDigest::md5(),
            Self::Sha1 => MessageDigest::sha1(),
            Self::Sha256 => MessageDigest::sha256(),
            Self::Sha384 => MessageDigest::sha384(),
            Self::Sha512 => MessageDigest::sha512(),
        }
    }

    pub(crate) fn hash(self, bytes: &[u8]) -> Result<Vec<u8>, Error> {
        // The one that matters for speed has a way around OpenSSL's look-ups.
        if self == Self::Sha256 {
            return Ok(sha256(bytes).to_vec());
        }
        let digest = openssl::hash::hash(self.openssl(), bytes).map_err(Error::crypto("hashing"))?;
        Ok(digest.to_vec())
    }
}
