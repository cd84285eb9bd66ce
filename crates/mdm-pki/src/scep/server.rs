//! The SCEP server's decisions.

use std::fmt;
use std::time::SystemTime;

use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response};
use openssl::rand::rand_bytes;

use super::challenge::{Challenge, ChallengeRecord, Claim};
use super::message::{Message, Outgoing};
use super::{
    Capabilities, FailInfo, MessageType, STATUS_FAILURE, STATUS_PENDING, STATUS_SUCCESS, TransactionId,
};
use crate::cms::{Algorithms, ContentCipher, Envelope, Recipient, certificates_message, encrypt};
use crate::digest::Digest;
use crate::key::KeyKind;
use crate::{
    Certificate, CertificateAuthority, ChainPolicy, Csr, Error, Fingerprint, IssuePolicy, IssuedIdentities,
    Serial, Standing, TrustAnchors,
};

/// A SCEP server: an authority that issues, and a registration authority with another key that reads requests and signs
/// answers. [The module](super) has the order of calls.
#[derive(Clone)]
pub struct Server {
    authority: CertificateAuthority,
    registration: Recipient,
    /// Above the authority.
    chain: Vec<Certificate>,
    devices: ChainPolicy,
    algorithms: Algorithms,
}

/// A request whose signature verifies.
#[derive(Debug)]
pub struct Request {
    transaction: TransactionId,
    sender_nonce: Vec<u8>,
    digest: Digest,
    cipher: ContentCipher,
    signer: Certificate,
    content: Content,
}

#[derive(Debug)]
enum Content {
    /// A first certificate, for whoever knows a challenge.
    Enroll(Csr),
    /// A new certificate in place of the signer's, which is one of ours and valid.
    Renew(Csr),
    Poll,
    /// Nothing has to be loaded to say no.
    Refused(FailInfo, Error),
}

/// Which record a decision needs.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Needs {
    /// The [`ChallengeRecord`] with this hash.
    Challenge([u8; 32]),
    /// The enrollment to which the requester's certificate was issued, and the [`PendingTransaction`] with this key, if
    /// one is stored.
    Enrollment(TransactionKey),
    /// The [`PendingTransaction`] with this key, and what was issued to its enrollment.
    Transaction(TransactionKey),
    /// None: [`Record::Missing`].
    Nothing,
}

/// Which transaction. Its name alone says nothing: whoever asks chooses it, and sends it in clear, so two who use one
/// name are two.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_structs, reason = "a store makes it from its columns")]
pub struct TransactionKey {
    /// Its name, in the words of who asks.
    pub id: TransactionId,
    /// The fingerprint of the certificate that signs: only that signer may poll.
    pub requester: Fingerprint,
}

/// The record that was loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Record {
    /// There is none.
    Missing,
    /// For [`Needs::Challenge`].
    Challenge(ChallengeRecord),
    /// For [`Needs::Enrollment`].
    Enrollment {
        /// Its name, in the embedder's words.
        name: String,
        /// What was issued to it.
        identities: IssuedIdentities,
        /// What came of the same request before. Whoever records a renewal on its way can send it again, and each copy
        /// would be issued a certificate, until those that the device has are forgotten.
        transaction: Option<PendingTransaction>,
    },
    /// For [`Needs::Transaction`].
    Transaction {
        /// The transaction.
        pending: PendingTransaction,
        /// What was issued to its enrollment, where it [renews](PendingTransaction::renews) something. Otherwise nothing is
        /// looked up here.
        identities: IssuedIdentities,
    },
}

/// A request that waits for somebody to decide, or what came of it, as a store keeps it.
#[derive(Clone, PartialEq, Eq)]
pub struct PendingTransaction {
    /// Which it is.
    pub key: TransactionKey,
    /// The enrollment.
    pub enrollment: String,
    /// The certificate request in DER. It may hold a challenge that was used.
    pub csr: Vec<u8>,
    /// The record of the challenge, for a first certificate.
    pub challenge: Option<ChallengeRecord>,
    /// The certificate that is renewed, in place of a challenge.
    pub renews: Option<Certificate>,
    /// What was issued in the end. A device whose reply was lost polls again, and gets this certificate and no other.
    pub issued: Option<Certificate>,
}

/// Decides who gets which certificate. A closure will do.
pub trait Policy {
    /// Decides one request, whose sender knew the challenge or holds the certificate that is renewed.
    fn decide(&self, application: &Application<'_>) -> Verdict;
}

/// Who asks for what.
#[derive(Debug)]
#[non_exhaustive]
pub struct Application<'a> {
    /// The enrollment, as the record names it.
    pub enrollment: &'a str,
    /// The request. What it says besides its key is a wish.
    pub csr: &'a Csr,
    /// The certificate that is renewed; `None` for a first one.
    pub renews: Option<&'a Certificate>,
}

/// What a [`Policy`] decided.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// Issue a certificate with this subject, use and lifetime.
    Issue(IssuePolicy),
    /// Somebody has to decide: the device polls.
    Wait,
    /// No.
    Refuse,
}

/// What was decided: commit the outcome, then send the reply.
#[derive(Debug)]
#[non_exhaustive]
pub struct Decision {
    /// What a store must hold before the reply goes out.
    pub outcome: Outcome,
    /// The answer.
    pub reply: Response<Vec<u8>>,
}

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// A certificate was issued. Store all of it in one commit, unless the record that was loaded has changed since: of
    /// two copies of a request one is issued a certificate, and the other one is decided again.
    Issued {
        /// To whom.
        enrollment: String,
        /// What: for the record of the enrollment, [`IssuedIdentities::record`].
        certificate: Certificate,
        /// The certificate that it is to replace.
        renews: Option<Fingerprint>,
        /// The challenge, which is used now.
        challenge: Option<ChallengeRecord>,
        /// In place of the [`PendingTransaction`] with this key, if one was stored, and for a renewal in any case. Keep it as
        /// long as devices poll, that of a renewal until the certificate that it [renews](PendingTransaction::renews)
        /// ends: the same request then gets the same certificate.
        settled: PendingTransaction,
    },
    /// The device asked once more for what it was given. Nothing to store.
    Repeated {
        /// To whom.
        enrollment: String,
        /// What.
        certificate: Certificate,
    },
    /// The request waits. Store it, with the challenge that it has taken.
    Waiting(PendingTransaction),
    /// The request was refused.
    Refused {
        /// What the device was told.
        fail_info: FailInfo,
        /// Why, for the log of this side.
        reason: Error,
    },
}

impl Server {
    /// An authority, and the key and certificate of a registration authority
    /// ([`Usage::ScepRegistration`](crate::Usage::ScepRegistration)). Renewals are for identities of this authority.
    ///
    /// # Errors
    ///
    /// [`Error::PrivateKeyUnsupported`] unless the registration authority's key is RSA, [`Error::Argument`] if its
    /// certificate does not allow digitalSignature and keyEncipherment: Macs would encrypt for somebody else.
    pub fn new(authority: CertificateAuthority, registration: Recipient) -> Result<Self, Error> {
        if registration.key().kind() != KeyKind::Rsa {
            return Err(Error::PrivateKeyUnsupported);
        }
        if !registration.certificate().may_sign_and_decrypt() {
            let reason = "its key usage is not digitalSignature and keyEncipherment";
            return Err(Error::Argument { what: "registration authority", reason });
        }
        let anchors = TrustAnchors::new([authority.certificate().clone()])?;
        let devices = ChainPolicy::device_identity(&anchors);
        Ok(Self { authority, registration, chain: Vec::new(), devices, algorithms: Algorithms::Standard })
    }

    /// Adds the certificates above the authority to GetCACert.
    #[must_use]
    pub fn with_chain(self, chain: Vec<Certificate>) -> Self {
        Self { chain, ..self }
    }

    /// Renews identities under these anchors: an authority that was replaced, and its successor.
    #[must_use]
    pub fn with_device_anchors(self, anchors: &TrustAnchors) -> Self {
        Self { devices: ChainPolicy::device_identity(anchors), ..self }
    }

    /// Also reads requests with MD5 and single DES, from clients that cannot be repaired. Whoever sees such a request
    /// on its way reads the challenge in it within a day, and may be there first. Answers use 3DES.
    #[must_use]
    pub fn dangerous_legacy_algorithms(self) -> Self {
        Self { algorithms: Algorithms::DangerousLegacy, ..self }
    }

    /// The answer to GetCACaps.
    #[must_use]
    pub fn capabilities(&self) -> Response<Vec<u8>> {
        response("text/plain", Capabilities::SERVER.into())
    }

    /// The answer to GetCACert: the registration authority, the authority and what is above it, or the certificate
    /// alone where all of these are one.
    ///
    /// # Errors
    ///
    /// [`Error::Argument`] if they are too long for DER.
    pub fn ca_certificates(&self) -> Result<Response<Vec<u8>>, Error> {
        let mut all = vec![self.registration.certificate()];
        for certificate in std::iter::once(self.authority.certificate()).chain(&self.chain) {
            if !all.contains(&certificate) {
                all.push(certificate);
            }
        }
        match all[..] {
            [one] => Ok(response("application/x-x509-ca-cert", one.as_der().to_vec())),
            _ => Ok(response("application/x-x509-ca-ra-cert", certificates_message(&all)?)),
        }
    }

    /// Verifies and decrypts a request.
    ///
    /// # Errors
    ///
    /// What cannot be answered, because it names no transaction or nobody signed it: answer with HTTP status 400, or
    /// 413 for [`Error::TooLarge`]. Anything else is opened and refused by [`decide`](Self::decide).
    pub fn open(&self, message: &[u8], now: SystemTime) -> Result<Request, Error> {
        let message = Message::decode(message, self.algorithms, None)?;
        if message.kind == MessageType::CertRep {
            return Err(Error::Unsupported { what: "SCEP message type" });
        }
        let (cipher, content) = self.read(&message, now);
        Ok(Request {
            transaction: message.transaction,
            sender_nonce: message.sender_nonce.ok_or(Error::SignedAttribute { name: "senderNonce" })?,
            digest: message.digest,
            cipher,
            signer: message.signer,
            content,
        })
    }

    /// The cipher to answer with, and what is asked for.
    fn read(&self, message: &Message, now: SystemTime) -> (ContentCipher, Content) {
        let envelope = match Envelope::decode(&message.content, &super::message::LIMITS, self.algorithms) {
            Ok(envelope) => envelope,
            Err(reason) => return (ContentCipher::default(), Content::refused(reason)),
        };
        let cipher = envelope.cipher().answer();
        if message.kind == MessageType::CertPoll {
            // Nothing in the envelope is needed: issuer and subject stand in the transaction's record. Opened here, it
            // would tell whoever put in another device's whether the padding was right.
            return (cipher, Content::Poll);
        }
        let plain = match envelope.open(&self.registration) {
            Ok(plain) => plain,
            Err(reason) => return (cipher, Content::refused(reason)),
        };
        // Whoever changed somebody else's envelope must not learn what became of it, so whatever is wrong with the
        // request is told as if it had not been decrypted.
        let Ok(csr) = Csr::from_der(plain.expose_secret()) else {
            return (cipher, Content::refused(Error::Decryption));
        };
        // Macs renew with a PKCSReq: what counts is who signed it.
        let is_identity = self.devices.verify(&message.signer, &[], now);
        let content = match (message.kind, is_identity) {
            (_, Ok(())) => Content::Renew(csr),
            (MessageType::PkcsReq, Err(_)) if csr.challenge().is_some() => Content::Enroll(csr),
            (MessageType::PkcsReq, Err(_)) if message.signer.is_self_issued() => {
                Content::refused(Error::NoChallenge)
            }
            (_, Err(reason)) => Content::refused(reason),
        };
        (cipher, content)
    }

    /// Decides a request with the record that it [needs](Request::needs). Changes nothing: two nodes may decide the
    /// same request, and the store lets one of them commit.
    ///
    /// The nonce and the key of the reply come from OpenSSL's random source, the serial number from the caller.
    ///
    /// # Errors
    ///
    /// [`Error::AuthorityNotValid`], [`Error::Argument`] and [`Error::Crypto`]: the fault of this side, HTTP status
    /// 500. What the device does wrong is an outcome.
    pub fn decide(
        &self,
        request: &Request,
        record: Record,
        policy: &dyn Policy,
        serial: Serial,
        now: SystemTime,
    ) -> Result<Decision, Error> {
        let outcome = match self.outcome(request, record, policy, serial, now) {
            Ok(outcome) => outcome,
            Err(reason) => match reason.blame() {
                crate::Blame::Peer => Outcome::refused(reason),
                _ => return Err(reason),
            },
        };
        Ok(Decision { reply: self.reply(request, &outcome)?, outcome })
    }

    fn outcome(
        &self,
        request: &Request,
        record: Record,
        policy: &dyn Policy,
        serial: Serial,
        now: SystemTime,
    ) -> Result<Outcome, Error> {
        let key = request.key();
        let pending = match (&request.content, record) {
            (Content::Refused(fail_info, reason), _) => {
                return Ok(Outcome::Refused { fail_info: *fail_info, reason: reason.clone() });
            }
            (Content::Enroll(csr), Record::Challenge(record)) => {
                let challenge = csr.challenge().ok_or(Error::NoChallenge)?;
                record.admits(challenge, &csr.key_digest()?, now)?;
                let enrollment = record.enrollment.clone();
                let csr = csr.as_der().to_vec();
                let challenge = Some(record);
                let (renews, issued) = (None, None);
                PendingTransaction { key, enrollment, csr, challenge, renews, issued }
            }
            (Content::Enroll(_), _) => return Err(Error::WrongChallenge),
            (Content::Renew(csr), Record::Enrollment { name, identities, transaction }) => {
                may_renew(&identities, &key.requester)?;
                let before = transaction.filter(|before| before.key == key).and_then(|before| before.issued);
                if let Some(certificate) = before.filter(|issued| csr.is_answered_by(issued)) {
                    return Ok(Outcome::Repeated { enrollment: name, certificate });
                }
                PendingTransaction {
                    key,
                    enrollment: name,
                    csr: csr.as_der().to_vec(),
                    challenge: None,
                    renews: Some(request.signer.clone()),
                    issued: None,
                }
            }
            (Content::Renew(_), _) => return Err(Error::ForeignCertificate),
            (Content::Poll, Record::Transaction { pending, identities }) if pending.key == key => {
                if let (Some(renews), None) = (&pending.renews, &pending.issued) {
                    // It may have ended while it waited, and its device may have got another one.
                    self.devices.verify(renews, &[], now)?;
                    may_renew(&identities, &key.requester)?;
                }
                pending
            }
            (Content::Poll, _) => return Err(Error::UnknownTransaction),
        };
        self.settle(pending, policy, serial, now)
    }

    /// Asks the policy about a request that may be made.
    fn settle(
        &self,
        pending: PendingTransaction,
        policy: &dyn Policy,
        serial: Serial,
        now: SystemTime,
    ) -> Result<Outcome, Error> {
        let csr = Csr::from_der(&pending.csr)?;
        let PendingTransaction { enrollment, challenge, renews, issued, .. } = &pending;
        let claim = challenge.as_ref().and_then(|record| record.claim.as_ref());
        if let Some(certificate) = issued.clone().or_else(|| claim?.certificate.clone()) {
            return Ok(Outcome::Repeated { enrollment: enrollment.clone(), certificate });
        }
        let verdict = policy.decide(&Application { enrollment, csr: &csr, renews: renews.as_ref() });
        let key = csr.key_digest()?;
        let claimed = |certificate: Option<Certificate>| {
            challenge
                .clone()
                .map(|record| ChallengeRecord { claim: Some(Claim { key, certificate }), ..record })
        };
        Ok(match verdict {
            Verdict::Issue(policy) => {
                let certificate = self.authority.issue(&csr, &policy, serial, now)?;
                Outcome::Issued {
                    enrollment: enrollment.clone(),
                    renews: renews.as_ref().map(Certificate::fingerprint),
                    challenge: claimed(Some(certificate.clone())),
                    settled: PendingTransaction {
                        challenge: claimed(Some(certificate.clone())),
                        issued: Some(certificate.clone()),
                        ..pending
                    },
                    certificate,
                }
            }
            Verdict::Wait => Outcome::Waiting(PendingTransaction { challenge: claimed(None), ..pending }),
            Verdict::Refuse => Outcome::refused(Error::RequestRefused),
        })
    }

    fn reply(&self, request: &Request, outcome: &Outcome) -> Result<Response<Vec<u8>>, Error> {
        let (status, envelope) = match outcome {
            Outcome::Issued { certificate, .. } | Outcome::Repeated { certificate, .. } => {
                let certificates = certificates_message(&[certificate])?;
                let signer = std::slice::from_ref(&request.signer);
                ((STATUS_SUCCESS, None), Some(encrypt(&certificates, signer, request.cipher)?))
            }
            Outcome::Waiting(_) => ((STATUS_PENDING, None), None),
            Outcome::Refused { fail_info, .. } => ((STATUS_FAILURE, Some(*fail_info)), None),
        };
        let mut nonce = [0; 16];
        rand_bytes(&mut nonce).map_err(Error::crypto("minting a nonce"))?;
        let reply = Outgoing {
            kind: MessageType::CertRep,
            transaction: &request.transaction,
            sender_nonce: &nonce,
            recipient_nonce: Some(&request.sender_nonce),
            status: Some(status),
            digest: request.digest,
            content: envelope.as_deref(),
        };
        let body = reply.sign(self.registration.key(), self.registration.certificate())?;
        Ok(response("application/x-pki-message", body))
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("authority", &self.authority)
            .field("registration", &self.registration)
            .field("algorithms", &self.algorithms)
            .finish_non_exhaustive()
    }
}

impl Request {
    /// Which record to load for the decision.
    #[must_use]
    pub fn needs(&self) -> Needs {
        match &self.content {
            Content::Enroll(_) => {
                self.challenge().map_or(Needs::Nothing, |challenge| Needs::Challenge(challenge.hash()))
            }
            Content::Renew(_) => Needs::Enrollment(self.key()),
            Content::Poll => Needs::Transaction(self.key()),
            Content::Refused(..) => Needs::Nothing,
        }
    }

    /// The challenge that a first certificate is asked for with. It lets in whoever has it: where it is the ticket of
    /// an invitation, the ticket is used up with it.
    #[must_use]
    pub fn challenge(&self) -> Option<&Challenge> {
        match &self.content {
            Content::Enroll(csr) => csr.challenge(),
            _ => None,
        }
    }

    /// The transaction's name, which the client chose.
    #[must_use]
    pub fn transaction(&self) -> &TransactionId {
        &self.transaction
    }

    fn key(&self) -> TransactionKey {
        TransactionKey { id: self.transaction.clone(), requester: self.signer.fingerprint() }
    }
}

impl Content {
    fn refused(reason: Error) -> Self {
        Self::Refused(fail_info(&reason), reason)
    }
}

impl Outcome {
    fn refused(reason: Error) -> Self {
        Self::Refused { fail_info: fail_info(&reason), reason }
    }
}

impl<F: Fn(&Application<'_>) -> Verdict> Policy for F {
    fn decide(&self, application: &Application<'_>) -> Verdict {
        self(application)
    }
}

impl fmt::Debug for PendingTransaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingTransaction").field("key", &self.key).finish_non_exhaustive()
    }
}

/// Whether the device still uses this certificate, or may begin to.
fn may_renew(identities: &IssuedIdentities, holder: &Fingerprint) -> Result<(), Error> {
    match identities.standing(holder) {
        Standing::Current | Standing::Renewal => Ok(()),
        Standing::Superseded | Standing::Foreign => Err(Error::ForeignCertificate),
    }
}

fn fail_info(reason: &Error) -> FailInfo {
    match reason {
        Error::Unsupported { .. } | Error::WeakKey => FailInfo::BadAlg,
        Error::Expired | Error::NotYetValid => FailInfo::BadTime,
        Error::ForeignCertificate | Error::UnknownIssuer | Error::WrongUsage => FailInfo::BadCertId,
        Error::NoChallenge
        | Error::WrongChallenge
        | Error::UsedChallenge
        | Error::ExpiredChallenge
        | Error::UnknownTransaction
        | Error::RequestRefused => FailInfo::BadRequest,
        _ => FailInfo::BadMessageCheck,
    }
}

fn response(content_type: &'static str, body: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::new(body);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
