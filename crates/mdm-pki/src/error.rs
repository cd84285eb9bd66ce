//! What can go wrong, grouped by whose fault it is.

use openssl::error::ErrorStack;

/// What went wrong. [`Error::blame`] says whose fault it is.
///
/// No variant carries bytes of a message, a key, a subject name or any other value that came from outside.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    // The peer: whoever sent or handed in the bytes.
    /// The bytes are not the structure they should be.
    #[error("malformed {what} at byte {offset}")]
    Malformed {
        /// Which structure.
        what: &'static str,
        /// Where reading stopped, counted from the start of the (decoded) input.
        offset: usize,
    },
    /// The input is larger than the limit; it was not looked at.
    #[error("{what} has {actual} bytes, the limit is {limit}")]
    TooLarge {
        /// Which input.
        what: &'static str,
        /// The limit in bytes.
        limit: usize,
        /// The size in bytes.
        actual: usize,
    },
    /// More elements than the limit allows.
    #[error("more than {limit} {what}")]
    TooMany {
        /// Which elements.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// The text is not standard base64 with padding.
    #[error("{what} is not base64")]
    Base64 {
        /// Which text.
        what: &'static str,
    },
    /// An algorithm or variant that this crate does not accept.
    #[error("unsupported {what}")]
    Unsupported {
        /// Which part of the message.
        what: &'static str,
    },
    /// A key that is too weak, too large to be honest, or on a curve that is not accepted.
    #[error("the public key is too weak, too large or of an unknown kind")]
    WeakKey,
    /// A detached signature was expected, but the message brings its own content.
    #[error("the signature is attached where a detached one is required")]
    ContentAttached,
    /// An attached signature was expected, but the message has no content.
    #[error("the signature is detached where an attached one is required")]
    ContentMissing,
    /// The request brought no certificate by the source that counts.
    #[error("the request brought no certificate")]
    NoCertificate,
    /// Not exactly one signer.
    #[error("exactly one signer is required, found {found}")]
    SignerCount {
        /// How many there are.
        found: usize,
    },
    /// Not exactly one certificate that matches the signer.
    #[error("exactly one certificate of the signer is required, found {found}")]
    SignerCertificate {
        /// How many match.
        found: usize,
    },
    /// A signed attribute is missing, occurs twice, or has not exactly one value.
    #[error("signed attribute {name} must occur once with one value")]
    SignedAttribute {
        /// The attribute's name in RFC 5652.
        name: &'static str,
    },
    /// The content type that was signed is not the content type of the message.
    #[error("the signed content type is not the content type of the message")]
    ContentTypeMismatch,
    /// The digest that was signed is not the digest of the content.
    #[error("the signed message digest is not the digest of the content")]
    DigestMismatch,
    /// The signature does not verify with the certificate's key.
    #[error("the signature does not verify")]
    BadSignature,
    /// The message cannot be decrypted. There is one answer to every reason, because a sender who learned the reason
    /// could decrypt messages with it.
    #[error("the message cannot be decrypted")]
    Decryption,
    /// The signer's clock is further from ours than is tolerated.
    #[error("the signing time is too far from now")]
    SigningTime,
    /// A certificate request without a challenge, from somebody who holds no certificate of ours either.
    #[error("the certificate request brings no challenge")]
    NoChallenge,
    /// Nobody was given this challenge.
    #[error("the challenge is wrong")]
    WrongChallenge,
    /// The challenge was used for another key.
    #[error("the challenge was used")]
    UsedChallenge,
    /// The challenge has expired.
    #[error("the challenge has expired")]
    ExpiredChallenge,
    /// The certificate was not issued to the enrollment, or is not its newest.
    #[error("the certificate is not the enrollment's")]
    ForeignCertificate,
    /// No transaction of this name waits for this requester.
    #[error("no such transaction")]
    UnknownTransaction,
    /// The policy refused the request.
    #[error("the request was refused by policy")]
    RequestRefused,
    /// The reply answers another request, or brings no certificate for the key.
    #[error("the reply does not answer the request")]
    ForeignReply,
    /// A certificate that the chain needs has expired.
    #[error("the certificate has expired")]
    Expired,
    /// A certificate that the chain needs is not yet valid.
    #[error("the certificate is not yet valid")]
    NotYetValid,
    /// No chain leads from the certificate to a trust anchor.
    #[error("the certificate was not issued under a trust anchor")]
    UnknownIssuer,
    /// The certificate was issued for something else.
    #[error("the certificate is not meant for this use")]
    WrongUsage,
    /// The chain was refused for another reason.
    #[error("the certificate chain is refused: {reason}")]
    ChainRefused {
        /// OpenSSL's text for the reason.
        reason: &'static str,
    },

    // The caller: the embedding program or its configuration.
    /// The private key cannot be read.
    #[error("the private key cannot be read")]
    PrivateKey,
    /// The private key is encrypted; hand in the decrypted key.
    #[error("the private key is encrypted")]
    PrivateKeyEncrypted,
    /// The private key's kind or size cannot be used for this.
    #[error("this kind or size of private key cannot be used here")]
    PrivateKeyUnsupported,
    /// The private key does not belong to the certificate.
    #[error("the private key does not belong to the certificate")]
    KeyMismatch,
    /// A certificate of the chain issued neither the leaf nor another certificate of the chain.
    #[error("certificate {index} of the chain issued none of the others")]
    ForeignChain {
        /// Position in the chain, counted from 0.
        index: usize,
    },
    /// The chain does not lead, link by link, to a certificate that issued itself.
    #[error("certificate {index} of the chain was not issued by the next one")]
    BrokenChain {
        /// Position in the chain, counted from 0.
        index: usize,
    },
    /// A certificate of the vendor's chain has expired or is not yet valid: Apple's portal would refuse the request.
    #[error("certificate {index} of the chain is not valid at this time")]
    ChainNotValid {
        /// Position in the chain, counted from 0.
        index: usize,
    },
    /// The certificate has no push topic.
    #[error("the certificate has no push topic")]
    NoTopic,
    /// The renewed push certificate has another topic. Every device that is enrolled would be lost: renew the
    /// certificate at the portal, with the account that it was made with, and do not create a new one.
    #[error("the renewed push certificate has another topic")]
    TopicChanged,
    /// The certificate ends no later than the one that it is to replace.
    #[error("the certificate ends no later than the one that it replaces")]
    NotRenewed,
    /// Push certificates of Apple's portal work with production APNs only.
    #[error("a push certificate for device management works with production APNs only")]
    ProductionOnly,
    /// The PKCS #12 file cannot be read, or the password is wrong.
    #[error("the PKCS #12 file cannot be read, or the password is wrong")]
    Pkcs12,
    /// The certificate is not one of a certificate authority.
    #[error("the certificate is not one of a certificate authority")]
    NotAnAuthority,
    /// The certificate authority's own certificate is not valid now.
    #[error("the certificate authority is not valid at this time")]
    AuthorityNotValid,
    /// A trust anchor is expired or not yet valid, so nothing under it can be verified.
    #[error("the trust anchor is not valid at this time")]
    AnchorNotValid,
    /// An argument that cannot be used.
    #[error("argument {what} cannot be used: {reason}")]
    Argument {
        /// Which argument.
        what: &'static str,
        /// Why.
        reason: &'static str,
    },

    // The library below.
    /// OpenSSL failed at something that should not fail.
    #[error("openssl failed at {operation}: {reason}")]
    Crypto {
        /// What was being done.
        operation: &'static str,
        /// OpenSSL's reason text.
        reason: &'static str,
    },
}

/// Whose fault an [`Error`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Blame {
    /// Whoever sent or handed in the bytes.
    Peer,
    /// The program that embeds this crate, or its configuration.
    Caller,
    /// A service that this side depends on: a SCEP server.
    Upstream,
    /// This crate or OpenSSL.
    Library,
}

impl Error {
    /// Whose fault it is.
    ///
    /// A malformed certificate blames whoever handed it in, also when that was the configuration.
    #[must_use]
    pub fn blame(&self) -> Blame {
        match self {
            Self::Malformed { .. }
            | Self::TooLarge { .. }
            | Self::TooMany { .. }
            | Self::Base64 { .. }
            | Self::Unsupported { .. }
            | Self::WeakKey
            | Self::ContentAttached
            | Self::ContentMissing
            | Self::NoCertificate
            | Self::SignerCount { .. }
            | Self::SignerCertificate { .. }
            | Self::SignedAttribute { .. }
            | Self::ContentTypeMismatch
            | Self::DigestMismatch
            | Self::BadSignature
            | Self::Decryption
            | Self::SigningTime
            | Self::NoChallenge
            | Self::WrongChallenge
            | Self::UsedChallenge
            | Self::ExpiredChallenge
            | Self::ForeignCertificate
            | Self::UnknownTransaction
            | Self::RequestRefused
            | Self::Expired
            | Self::NotYetValid
            | Self::UnknownIssuer
            | Self::WrongUsage
            | Self::ChainRefused { .. } => Blame::Peer,
            Self::ForeignReply => Blame::Upstream,
            Self::PrivateKey
            | Self::PrivateKeyEncrypted
            | Self::PrivateKeyUnsupported
            | Self::KeyMismatch
            | Self::ForeignChain { .. }
            | Self::BrokenChain { .. }
            | Self::ChainNotValid { .. }
            | Self::NoTopic
            | Self::TopicChanged
            | Self::NotRenewed
            | Self::ProductionOnly
            | Self::Pkcs12
            | Self::NotAnAuthority
            | Self::AuthorityNotValid
            | Self::AnchorNotValid
            | Self::Argument { .. } => Blame::Caller,
            Self::Crypto { .. } => Blame::Library,
        }
    }

    /// Turns a refusal of `der` into [`Error::Malformed`], keeping the place and nothing else.
    pub(crate) fn asn1(what: &'static str) -> impl Fn(der::Error) -> Self {
        move |error| {
            let offset = error.position().and_then(|position| position.try_into().ok()).unwrap_or_default();
            Self::Malformed { what, offset }
        }
    }

    /// Turns an OpenSSL failure into [`Error::Crypto`], keeping the reason text and nothing else.
    pub(crate) fn crypto(operation: &'static str) -> impl FnOnce(ErrorStack) -> Self {
        move |stack| {
            let reason = stack.errors().last().and_then(openssl::error::Error::reason);
            Self::Crypto { operation, reason: reason.unwrap_or("no reason given") }
        }
    }
}

/// Empties OpenSSL's error queue of this thread.
///
/// A refused chain leaves entries there, and the next TLS read on this thread would take them for its own.
pub(crate) fn clear_openssl_errors() {
    drop(ErrorStack::get());
}
