//! The other side: a client that asks for a certificate.

use std::fmt;
use std::time::SystemTime;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method, Request, Uri};
use openssl::rand::rand_bytes;
use zeroize::Zeroizing;

use super::message::{LIMITS, Message, Outgoing};
use super::{
    Capabilities, FailInfo, MessageType, STATUS_FAILURE, STATUS_PENDING, STATUS_SUCCESS, TransactionId,
};
use crate::authority::self_signed;
use crate::cms::{Algorithms, ContentCipher, Envelope, Recipient, certificates_only, encrypt};
use crate::digest::Digest;
use crate::{Certificate, Csr, Error, KeyPair, percent};

/// A client of one SCEP server.
#[derive(Debug, Clone)]
pub struct Client {
    url: String,
    certificates: CaCertificates,
    capabilities: Capabilities,
    algorithms: Algorithms,
}

/// The certificates that a server answered to GetCACert. They came over plain HTTP: compare
/// [`authority`](Self::authority)'s fingerprint with one that came another way. The others count as far as it issued
/// them.
#[derive(Debug, Clone)]
pub struct CaCertificates {
    all: Vec<Certificate>,
    authority: Certificate,
    recipient: Certificate,
    /// Who may sign answers: the authority, and those whom it certified.
    signers: Vec<Certificate>,
}

/// One request for a certificate, until it is answered.
#[derive(Clone)]
pub struct Transaction {
    client: Client,
    signer: Recipient,
    csr: Csr,
    kind: MessageType,
    id: TransactionId,
    nonce: [u8; 16],
}

/// What a server answered.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reply {
    /// The certificate for the key of the request. Whether it leads to an anchor is the caller's to verify.
    Issued(Certificate),
    /// Somebody has to decide: ask again with [`Transaction::poll`].
    Pending,
    /// No; `None` if the server gave no reason that is known.
    Refused(Option<FailInfo>),
}

impl Client {
    /// A client of the server at this URL, which has no query.
    ///
    /// # Errors
    ///
    /// [`Error::Argument`] if it is no URL of HTTP.
    pub fn new(
        url: impl Into<String>,
        certificates: CaCertificates,
        capabilities: Capabilities,
    ) -> Result<Self, Error> {
        let url = url.into();
        check_url(&url)?;
        Ok(Self { url, certificates, capabilities, algorithms: Algorithms::Standard })
    }

    /// Also reads answers with MD5 and single DES, which some servers send whatever they were asked with. An issued
    /// certificate is no secret, so little is lost.
    #[must_use]
    pub fn dangerous_legacy_algorithms(self) -> Self {
        Self { algorithms: Algorithms::DangerousLegacy, ..self }
    }

    /// The request for the capabilities: the first thing to send.
    ///
    /// # Errors
    ///
    /// [`Error::Argument`] if the URL is none.
    pub fn capabilities(url: &str) -> Result<Request<Vec<u8>>, Error> {
        check_url(url)?;
        get(&format!("{url}?operation=GetCACaps"))
    }

    /// The request for the certificates: the second.
    ///
    /// # Errors
    ///
    /// As [`capabilities`](Self::capabilities).
    pub fn ca_certificates(url: &str) -> Result<Request<Vec<u8>>, Error> {
        check_url(url)?;
        get(&format!("{url}?operation=GetCACert"))
    }

    /// Asks for a first certificate. The request is signed under a certificate that this key gives itself for a day.
    /// The key should be RSA: the answer is encrypted for it.
    ///
    /// # Errors
    ///
    /// [`Error::KeyMismatch`] if the request is for another key; [`Error::Crypto`] if OpenSSL fails.
    pub fn enroll(
        &self,
        key: KeyPair,
        csr: Csr,
        now: SystemTime,
    ) -> Result<(Transaction, Request<Vec<u8>>), Error> {
        if !key.matches(csr.public_key()) {
            return Err(Error::KeyMismatch);
        }
        let certificate = self_signed(&key, "SCEP SIGNER", now)?;
        self.start(Recipient::new(key, certificate)?, csr, MessageType::PkcsReq)
    }

    /// Asks for a certificate in place of one that is held, for the key of this request.
    ///
    /// # Errors
    ///
    /// As [`enroll`](Self::enroll).
    pub fn renew(&self, current: Recipient, csr: Csr) -> Result<(Transaction, Request<Vec<u8>>), Error> {
        let kind = if self.capabilities.renewal { MessageType::RenewalReq } else { MessageType::PkcsReq };
        self.start(current, csr, kind)
    }

    fn start(
        &self,
        signer: Recipient,
        csr: Csr,
        kind: MessageType,
    ) -> Result<(Transaction, Request<Vec<u8>>), Error> {
        let id: String = csr.key_digest()?.iter().map(|byte| format!("{byte:02X}")).collect();
        let id = TransactionId::new(id)?;
        let mut transaction = Transaction { client: self.clone(), signer, csr, kind, id, nonce: [0; 16] };
        // There may be a password inside.
        let content = Zeroizing::new(transaction.csr.as_der().to_vec());
        let request = transaction.send(kind, &content)?;
        Ok((transaction, request))
    }
}

impl CaCertificates {
    /// Reads an answer to GetCACert: one certificate, or a message with several.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] if it is neither; [`Error::NotAnAuthority`] without an authority.
    pub fn decode(body: &[u8]) -> Result<Self, Error> {
        let all = match Certificate::from_der(body) {
            Ok(one) => vec![one],
            Err(_) => certificates_only(body, &LIMITS)?,
        };
        let authorities = || all.iter().filter(|one| one.is_authority());
        // Somebody on the way could send the authority that is known, and a registration authority of his own.
        let registration =
            all.iter().filter(|one| !one.is_authority() && one.may_sign_and_decrypt()).find_map(|one| {
                authorities().find(|authority| one.is_issued_by(authority)).map(|authority| (one, authority))
            });
        // The authorities of some servers do not say that they may decrypt, and do.
        let alone = || authorities().find(|one| one.may_sign_and_decrypt()).or_else(|| authorities().next());
        let (recipient, authority) =
            registration.or_else(|| alone().map(|one| (one, one))).ok_or(Error::NotAnAuthority)?;
        let is_signer = |one: &&Certificate| *one == authority || one.is_issued_by(authority);
        Ok(Self {
            recipient: recipient.clone(),
            authority: authority.clone(),
            signers: all.iter().filter(is_signer).cloned().collect(),
            all,
        })
    }

    /// The authority.
    #[must_use]
    pub fn authority(&self) -> &Certificate {
        &self.authority
    }

    /// Whom requests are encrypted for, and who signs answers: the registration authority, or the authority itself.
    #[must_use]
    pub fn recipient(&self) -> &Certificate {
        &self.recipient
    }

    /// Who may sign answers.
    pub(super) fn signers(&self) -> &[Certificate] {
        &self.signers
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[Certificate] {
        &self.all
    }
}

impl Transaction {
    /// Its name.
    #[must_use]
    pub fn id(&self) -> &TransactionId {
        &self.id
    }

    /// Asks whether the request was decided meanwhile.
    ///
    /// # Errors
    ///
    /// [`Error::Crypto`] if OpenSSL fails.
    pub fn poll(&mut self) -> Result<Request<Vec<u8>>, Error> {
        // IssuerAndSubject of RFC 8894 section 3.3.3: two names.
        let subject = self.csr.subject_der()?;
        let names = [self.client.certificates.authority.subject_der()?, subject].concat();
        let length = der::Length::try_from(names.len()).and_then(|length| der::Encode::to_der(&length));
        let length = length.map_err(|_| Error::Argument { what: "subject", reason: "too long" })?;
        self.send(MessageType::CertPoll, &[&[SEQUENCE][..], &length, &names].concat())
    }

    /// Reads the answer to the last request that this transaction made.
    ///
    /// # Errors
    ///
    /// What is wrong with the message, [`Error::SignerCertificate`] or [`Error::BadSignature`] if neither the authority
    /// nor somebody whom it certified has signed it, and [`Error::ForeignReply`] if it answers another request, or brings no certificate for the key.
    pub fn reply(&self, body: &[u8]) -> Result<Reply, Error> {
        let Client { algorithms, certificates, .. } = &self.client;
        let message = Message::decode(body, *algorithms, Some(certificates.signers()))?;
        let is_ours = message.kind == MessageType::CertRep
            && message.transaction == self.id
            && message.recipient_nonce.as_deref() == Some(&self.nonce);
        if !is_ours {
            return Err(Error::ForeignReply);
        }
        match message.status.as_deref() {
            Some(STATUS_SUCCESS) => {
                let plain = Envelope::decode(&message.content, &LIMITS, *algorithms)?.open(&self.signer)?;
                let certificates = certificates_only(plain.expose_secret(), &LIMITS)?;
                let mine = certificates.into_iter().find(|one| self.csr.is_answered_by(one));
                mine.map(Reply::Issued).ok_or(Error::ForeignReply)
            }
            Some(STATUS_PENDING) => Ok(Reply::Pending),
            Some(STATUS_FAILURE) => Ok(Reply::Refused(message.fail_info)),
            _ => Err(Error::SignedAttribute { name: "pkiStatus" }),
        }
    }

    fn send(&mut self, kind: MessageType, content: &[u8]) -> Result<Request<Vec<u8>>, Error> {
        rand_bytes(&mut self.nonce).map_err(Error::crypto("minting a nonce"))?;
        let Client { url, certificates, capabilities, .. } = &self.client;
        let (digest, cipher) = strongest(*capabilities);
        let envelope = encrypt(content, std::slice::from_ref(&certificates.recipient), cipher)?;
        let message = Outgoing {
            kind,
            transaction: &self.id,
            sender_nonce: &self.nonce,
            recipient_nonce: None,
            status: None,
            digest,
            content: Some(&envelope),
        };
        let body = message.sign(self.signer.key(), self.signer.certificate())?;
        if !capabilities.post {
            let message = percent::encode(STANDARD.encode(body).as_bytes());
            return get(&format!("{url}?operation=PKIOperation&message={message}"));
        }
        let mut request = Request::new(body);
        *request.method_mut() = Method::POST;
        *request.uri_mut() = uri(&format!("{url}?operation=PKIOperation"))?;
        let content_type = HeaderValue::from_static("application/x-pki-message");
        request.headers_mut().insert(CONTENT_TYPE, content_type);
        Ok(request)
    }
}

impl fmt::Debug for Transaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transaction").field("id", &self.id).field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// SHA-1 and 3DES only where the server says that it has nothing better. One that says nothing is taken for one of the
/// RFC, which has both.
fn strongest(capabilities: Capabilities) -> (Digest, ContentCipher) {
    let Capabilities { aes, des3, sha1, sha256, sha512, .. } = capabilities;
    let digest = match () {
        () if sha256 || !(sha1 || sha512) => Digest::Sha256,
        () if sha512 => Digest::Sha512,
        () => Digest::Sha1,
    };
    // RFC 8894 section 2.9: AES with 128 bits is what everybody must have.
    let cipher = if aes || !des3 { ContentCipher::Aes128Cbc } else { ContentCipher::DesEde3Cbc };
    (digest, cipher)
}

fn check_url(url: &str) -> Result<(), Error> {
    let refuse = |reason| Err(Error::Argument { what: "url", reason });
    match uri(url)? {
        uri if uri.query().is_some() => refuse("with a query"),
        uri if matches!(uri.scheme_str(), Some("http" | "https")) => Ok(()),
        _ => refuse("not of HTTP"),
    }
}

fn get(url: &str) -> Result<Request<Vec<u8>>, Error> {
    let mut request = Request::new(Vec::new());
    *request.uri_mut() = uri(url)?;
    Ok(request)
}

fn uri(url: &str) -> Result<Uri, Error> {
    url.parse().map_err(|_| Error::Argument { what: "url", reason: "not a URL, or too long" })
}

const SEQUENCE: u8 = 0x30;
