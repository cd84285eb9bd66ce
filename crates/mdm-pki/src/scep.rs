//! SCEP (RFC 8894): a device asks for a certificate for the key that it made, and gets it over plain HTTP.
//!
//! Requests and answers are data. A server calls, for each request that it receives:
//!
//! 1. [`Operation::decode`]: which of the three operations it is. Two have constant answers:
//!    [`Server::capabilities`], [`Server::ca_certificates`].
//! 2. [`Server::open`]: verifies and decrypts a request; [`Request::needs`] names what to load.
//! 3. [`Server::decide`]: with that record and a [`Policy`], gives an [`Outcome`] to commit, and the reply.
//! 4. The store commits the outcome, and only then the reply goes out. On a conflict it loads and decides again.
//!
//! Whoever is on the way can record a request and send it again, as a device does whose reply was lost: the same request
//! gets the same certificate, by the record of its challenge, or of its [transaction](PendingTransaction) where a
//! certificate is renewed.
//!
//! ```
//! use std::time::{Duration, SystemTime};
//! use mdm_pki::scep::{
//!     Application, Capabilities, CaCertificates, Challenge, ChallengeRecord, Client, Operation, Outcome, Record,
//!     Reply, Server, Verdict,
//! };
//! use mdm_pki::{CertificateAuthority, IssuePolicy, KeyPair, Recipient, Serial, Subject, Usage};
//!
//! # fn main() -> Result<(), mdm_pki::Error> {
//! let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_305_600);
//! let year = Duration::from_secs(365 * 86_400);
//!
//! // The authority issues; a registration authority with a key of its own talks to devices.
//! let authority = CertificateAuthority::mint("Example device CA", 10 * year, now)?;
//! let ra_key = KeyPair::mint_rsa2048()?;
//! let policy = IssuePolicy::new(Subject::new("Example SCEP"), Usage::ScepRegistration, year);
//! let ra = authority.issue(&ra_key.csr("x")?, &policy, Serial::mint()?, now)?;
//! let server = Server::new(authority, Recipient::new(ra_key, ra)?)?;
//!
//! // An enrollment profile carries a challenge for one enrollment; the store keeps the record.
//! let challenge = Challenge::mint()?;
//! let record = ChallengeRecord::new(&challenge, "slot/box-17", now + Duration::from_secs(3600));
//!
//! // The device asks what the server can do and who it is, and sends its request.
//! let capabilities = Capabilities::decode(server.capabilities().body());
//! let certificates = CaCertificates::decode(server.ca_certificates()?.body())?;
//! let client = Client::new("http://scep.example.com/scep", certificates, capabilities)?;
//! let key = KeyPair::mint_rsa2048()?;
//! let csr = key.csr_with_challenge("a wish", &challenge)?;
//! let (transaction, request) = client.enroll(key, csr, now)?;
//!
//! // The server.
//! let query = request.uri().query();
//! let Operation::PkiOperation(message) = Operation::decode(request.method(), query, request.body())? else {
//!     unreachable!("the client sent a PKIOperation")
//! };
//! let opened = server.open(&message, now)?;
//! let issue = |asked: &Application<'_>| {
//!     assert_eq!(asked.enrollment, "slot/box-17");
//!     Verdict::Issue(IssuePolicy::new(Subject::new("device 17"), Usage::TlsClient, year))
//! };
//! let decision = server.decide(&opened, Record::Challenge(record), &issue, Serial::mint()?, now)?;
//! assert!(matches!(decision.outcome, Outcome::Issued { .. })); // commit it, then answer
//!
//! // The device.
//! let Reply::Issued(certificate) = transaction.reply(decision.reply.body())? else { panic!("not issued") };
//! assert_eq!(certificate.subject_common_name(), Some("device 17"));
//! # Ok(())
//! # }
//! ```
//!
//! # What Apple's devices do
//!
//! Recorded from `mdmclient` and a simulator of devices (2016 to 2026), and served: a senderNonce of 8 bytes where the
//! RFC asks for 16; 3DES; SHA-1 or SHA-512; a PKCSReq for a renewal, signed with the old identity; `+` and `/` in the
//! query of a GET as they are; the challenge once more as a signed attribute, which is ignored. Answers use the digest
//! and the cipher of the request.
//!
//! # What the sender learns
//!
//! A message that cannot be decrypted, one whose content is no certificate request, and a request that is not signed by
//! its own key get one and the same answer, badMessageCheck: somebody who recorded the envelope of another device
//! could decrypt its challenge with anything more.
//!
//! # Not supported
//!
//! GetCert, GetCRL, GetNextCACert (an authority is replaced by trusting both for a while), and answers to requesters
//! whose key cannot decrypt (RFC 8894 section 3.1 allows a password there).

use std::fmt;

use der::asn1::ObjectIdentifier;

use crate::Error;

mod challenge;
mod client;
mod message;
mod operation;
mod server;

pub use challenge::{Challenge, ChallengeRecord, Claim};
pub use client::{CaCertificates, Client, Reply, Transaction};
pub use operation::{Capabilities, Operation};
pub use server::{
    Application, Decision, Needs, Outcome, PendingTransaction, Policy, Record, Request, Server,
    TransactionKey, Verdict,
};

/// Names one transaction: chosen by the requester, the same in a request that is repeated, polled for and answered.
///
/// Apple's devices take the SHA-1 of their public key in hexadecimal, others base64. At most 255 bytes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TransactionId(String);

/// Why a request was refused (RFC 8894 section 3.2.1.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FailInfo {
    /// 0: an algorithm that is not supported.
    BadAlg,
    /// 1: integrity check failed.
    BadMessageCheck,
    /// 2: the transaction is not permitted or supported.
    BadRequest,
    /// 3: a certificate is not valid at this time.
    BadTime,
    /// 4: no certificate could be identified.
    BadCertId,
}

/// What a message is (RFC 8894 section 3.2.1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MessageType {
    CertRep,
    RenewalReq,
    PkcsReq,
    CertPoll,
}

impl TransactionId {
    /// Takes a name that was stored, or that a client chose.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] if it is empty, longer than 255 bytes, or has control characters.
    pub fn new(text: impl Into<String>) -> Result<Self, Error> {
        let text = text.into();
        if (1..=255).contains(&text.len()) && !text.chars().any(char::is_control) {
            Ok(Self(text))
        } else {
            Err(Error::Malformed { what: "transactionID", offset: 0 })
        }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for TransactionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Chosen by the peer, escaped by Debug of the text.
        write!(f, "TransactionId({:?})", self.0)
    }
}

impl FailInfo {
    fn code(self) -> &'static str {
        match self {
            Self::BadAlg => "0",
            Self::BadMessageCheck => "1",
            Self::BadRequest => "2",
            Self::BadTime => "3",
            Self::BadCertId => "4",
        }
    }

    fn of(code: &str) -> Option<Self> {
        let all = [Self::BadAlg, Self::BadMessageCheck, Self::BadRequest, Self::BadTime, Self::BadCertId];
        all.into_iter().find(|info| info.code() == code)
    }
}

impl MessageType {
    fn code(self) -> &'static str {
        match self {
            Self::CertRep => "3",
            Self::RenewalReq => "17",
            Self::PkcsReq => "19",
            Self::CertPoll => "20",
        }
    }

    /// UpdateReq, 18, is what drafts of the RFC called RenewalReq.
    fn of(code: &str) -> Option<Self> {
        let code = if code == "18" { "17" } else { code };
        let all = [Self::CertRep, Self::RenewalReq, Self::PkcsReq, Self::CertPoll];
        all.into_iter().find(|kind| kind.code() == code)
    }
}

// RFC 8894 section 3.2.1, under VeriSign's arc.
const MESSAGE_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.113733.1.9.2");
const PKI_STATUS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.113733.1.9.3");
const FAIL_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.113733.1.9.4");
const SENDER_NONCE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.113733.1.9.5");
const RECIPIENT_NONCE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.113733.1.9.6");
const TRANSACTION_ID: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.113733.1.9.7");

const STATUS_SUCCESS: &str = "0";
const STATUS_FAILURE: &str = "2";
const STATUS_PENDING: &str = "3";

#[cfg(test)]
mod tests;
