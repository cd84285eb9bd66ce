use std::sync::LazyLock;
use std::time::SystemTime;

use der::Tag;
use der::asn1::{AnyRef, OctetStringRef, PrintableStringRef};
use http::{Method, Response};
use proptest::prelude::*;
use x509_cert::attr::Attribute;

use super::message::Message;
use super::*;
use crate::authority::self_signed;
use crate::cms::{Algorithms, Cipher, Draft, attribute, encode_attributes, seal};
use crate::digest::Digest;
use crate::testing::{AUTHORITY, DAY, RSA, identity, now};
use crate::{
    Certificate, CertificateAuthority, Csr, Fingerprint, IssuePolicy, IssuedIdentities, KeyPair, Recipient,
    Serial, Subject, Usage, encrypt,
};

static SERVER: LazyLock<Server> = LazyLock::new(|| server(&AUTHORITY));
static DEVICE: LazyLock<KeyPair> = LazyLock::new(|| KeyPair::mint_rsa2048().unwrap());

fn server(authority: &CertificateAuthority) -> Server {
    let key = KeyPair::mint_rsa2048().unwrap();
    let policy = IssuePolicy::new(Subject::new("Fixture SCEP"), Usage::ScepRegistration, 365 * DAY);
    let csr = key.csr("x").unwrap();
    let ra = authority.issue(&csr, &policy, Serial::mint().unwrap(), now()).unwrap();
    Server::new(authority.clone(), Recipient::new(key, ra).unwrap()).unwrap()
}

fn issue(_: &Application<'_>) -> Verdict {
    Verdict::Issue(IssuePolicy::new(Subject::new("device"), Usage::TlsClient, 90 * DAY))
}

fn wait(_: &Application<'_>) -> Verdict {
    Verdict::Wait
}

fn client(server: &Server, capabilities: &[u8]) -> Client {
    let certificates = CaCertificates::decode(server.ca_certificates().unwrap().body()).unwrap();
    Client::new("http://localhost/scep", certificates, Capabilities::decode(capabilities)).unwrap()
}

fn open(server: &Server, request: &http::Request<Vec<u8>>) -> Request {
    match Operation::decode(request.method(), request.uri().query(), request.body()).unwrap() {
        Operation::PkiOperation(message) => server.open(&message, now()).unwrap(),
        other => panic!("{other:?}"),
    }
}

fn decide(server: &Server, request: &Request, record: Record, policy: &dyn Policy) -> Decision {
    server.decide(request, record, policy, Serial::mint().unwrap(), now()).unwrap()
}

/// The record of a first certificate's transaction.
fn polled(pending: PendingTransaction) -> Record {
    Record::Transaction { pending, identities: IssuedIdentities::default() }
}

fn refusal(decision: &Decision) -> (FailInfo, Error) {
    match &decision.outcome {
        Outcome::Refused { fail_info, reason } => (*fail_info, reason.clone()),
        other => panic!("{other:?}"),
    }
}

/// A request as devices of all ages send it.
struct Old<'a> {
    kind: &'a str,
    digest: Digest,
    cipher: Cipher,
    transaction: &'a str,
    nonce: &'a [u8],
    signer: (&'a KeyPair, Certificate),
    content: Vec<u8>,
    extra: Vec<Attribute>,
}

impl<'a> Old<'a> {
    /// What `mdmclient` sends, recorded in 2017.
    fn mac(csr: &Csr) -> Self {
        Self {
            kind: "19",
            digest: Digest::Sha512,
            cipher: Cipher::DesEde3Cbc,
            transaction: "0123456789ABCDEF0123456789ABCDEF01234567",
            nonce: &[7; 8],
            signer: (&DEVICE, self_signed(&DEVICE, "MDM SCEP SIGNER", now()).unwrap()),
            content: csr.as_der().to_vec(),
            extra: vec![
                attribute(crate::oid::CHALLENGE_PASSWORD, &PrintableStringRef::new("elsewhere").unwrap())
                    .unwrap(),
            ],
        }
    }

    fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    fn build(&self, server: &Server) -> Vec<u8> {
        let certificates = CaCertificates::decode(server.ca_certificates().unwrap().body()).unwrap();
        let envelope = seal(&self.content, &[certificates.recipient().clone()], self.cipher).unwrap();
        self.around(&envelope)
    }

    fn around(&self, envelope: &[u8]) -> Vec<u8> {
        let text = |oid, text| attribute(oid, &PrintableStringRef::new(text).unwrap()).unwrap();
        let mut attributes = self.extra.clone();
        attributes.push(text(MESSAGE_TYPE, self.kind));
        attributes.push(text(TRANSACTION_ID, self.transaction));
        attributes.push(attribute(SENDER_NONCE, &OctetStringRef::new(self.nonce).unwrap()).unwrap());
        let attributes = encode_attributes(&self.digest.hash(envelope).unwrap(), attributes).unwrap();
        let (key, certificate) = &self.signer;
        Draft {
            leaf: certificate,
            kind: key.kind(),
            digest: self.digest,
            content: Some(envelope),
            certificates: certificate.as_der(),
            attributes: &attributes,
        }
        .encode(&key.sign(self.digest, &attributes).unwrap())
        .unwrap()
    }
}

fn challenged() -> (Challenge, ChallengeRecord, Csr) {
    let challenge = Challenge::mint().unwrap();
    let record = ChallengeRecord::new(&challenge, "slot/1", now() + DAY);
    let csr = DEVICE.csr_with_challenge("wish", &challenge).unwrap();
    (challenge, record, csr)
}

/// What the device reads out of a reply.
fn issued(
    request: &Old<'_>,
    server: &Server,
    reply: &Response<Vec<u8>>,
    algorithms: Algorithms,
) -> Certificate {
    let certificates = CaCertificates::decode(server.ca_certificates().unwrap().body()).unwrap();
    let message = Message::decode(reply.body(), algorithms, Some(certificates.all())).unwrap();
    assert_eq!(message.digest, request.digest);
    assert_eq!(message.recipient_nonce.as_deref(), Some(request.nonce));
    assert_eq!(message.transaction.as_str(), request.transaction);
    assert_eq!(message.status.as_deref(), Some("0"));
    let key = request.signer.0.clone();
    let plain = Recipient::new(key, request.signer.1.clone())
        .unwrap()
        .decrypt(&message.content, &message::LIMITS)
        .unwrap();
    let mut all = crate::cms::certificates_only(plain.expose_secret(), &message::LIMITS).unwrap();
    assert_eq!(all.len(), 1);
    all.remove(0)
}

#[test]
fn devices_of_all_ages_get_their_certificate() {
    let legacy = SERVER.clone().dangerous_legacy_algorithms();
    let check = |server: &Server, change: &dyn Fn(&mut Old<'_>), algorithms: Algorithms| {
        let (_, record, csr) = challenged();
        let request = Old::mac(&csr).with(|old| change(old));
        let opened = server.open(&request.build(server), now()).unwrap();
        assert_eq!(opened.needs(), Needs::Challenge(record.hash));
        assert_eq!(opened.challenge().map(Challenge::hash), Some(record.hash));
        let decision = decide(server, &opened, Record::Challenge(record.clone()), &issue);
        let Outcome::Issued { enrollment, certificate, renews, challenge, .. } = decision.outcome else {
            panic!()
        };
        assert_eq!((enrollment.as_str(), renews), ("slot/1", None));
        // F73: the certificate is for the key that the device made.
        assert!(csr.is_answered_by(&certificate));
        assert_eq!(challenge.unwrap().claim.unwrap().certificate.as_ref(), Some(&certificate));
        assert_eq!(issued(&request, server, &decision.reply, algorithms), certificate);
        assert_eq!(decision.reply.headers()["content-type"], "application/x-pki-message");
    };
    let standard = Algorithms::Standard;
    check(&SERVER, &|_| {}, standard);
    check(&SERVER, &|old| old.digest = Digest::Sha1, standard);
    check(&SERVER, &|old| (old.digest, old.cipher) = (Digest::Sha256, Cipher::Aes128Cbc), standard);
    check(&SERVER, &|old| old.cipher = Cipher::Aes256Cbc, standard);
    check(&SERVER, &|old| old.cipher = Cipher::Aes256Gcm, standard);
    check(&SERVER, &|old| old.transaction = "q2/+dGhlIHNpZ25lcg==", standard);
    check(&SERVER, &|old| old.nonce = &[1; 16], standard);
    // The signer's key need not be that of the request.
    let throwaway = KeyPair::mint_rsa2048().unwrap();
    let certificate = self_signed(&throwaway, "x", now()).unwrap();
    let (_, record, csr) = challenged();
    let request = Old { signer: (&throwaway, certificate), ..Old::mac(&csr) };
    let opened = SERVER.open(&request.build(&SERVER), now()).unwrap();
    let decision = decide(&SERVER, &opened, Record::Challenge(record), &issue);
    assert!(csr.is_answered_by(&issued(&request, &SERVER, &decision.reply, standard)));

    // Single DES and MD5 only where a name with `dangerous` in it was called.
    check(&legacy, &|old| (old.digest, old.cipher) = (Digest::Sha1, Cipher::DesCbc), standard);
    check(
        &legacy,
        &|old| (old.digest, old.cipher) = (Digest::Md5, Cipher::DesCbc),
        Algorithms::DangerousLegacy,
    );
    let md5 = Old::mac(&csr).with(|old| old.digest = Digest::Md5).build(&SERVER);
    assert_eq!(SERVER.open(&md5, now()).unwrap_err(), Error::Unsupported { what: "digest algorithm" });
    let des = Old::mac(&csr).with(|old| old.cipher = Cipher::DesCbc).build(&SERVER);
    let opened = SERVER.open(&des, now()).unwrap();
    assert_eq!(opened.needs(), Needs::Nothing);
    assert_eq!(refusal(&decide(&SERVER, &opened, Record::Missing, &issue)).0, FailInfo::BadAlg);
}

#[test]
fn a_challenge_is_used_once_in_time_by_one_key() {
    let (challenge, record, csr) = challenged();
    let client = client(&SERVER, b"");
    let (transaction, request) = client.enroll(DEVICE.clone(), csr.clone(), now()).unwrap();
    let opened = open(&SERVER, &request);
    let first = decide(&SERVER, &opened, Record::Challenge(record.clone()), &issue);
    let Outcome::Issued { certificate, challenge: Some(used), .. } = first.outcome else { panic!() };
    // The reply was lost. The same key gets the same certificate, even later, and whatever the policy says now.
    let refuse = |_: &Application<'_>| Verdict::Refuse;
    let again = SERVER
        .decide(&opened, Record::Challenge(used.clone()), &refuse, Serial::mint().unwrap(), now() + 10 * DAY)
        .unwrap();
    assert!(matches!(again.outcome, Outcome::Repeated { certificate: c, .. } if c == certificate));
    assert_eq!(transaction.reply(again.reply.body()), Ok(Reply::Issued(certificate)));

    let check = |csr: Csr, key: &KeyPair, record: Record, at: SystemTime, expected: Error| {
        let (transaction, request) = client.enroll(key.clone(), csr, now()).unwrap();
        let opened = open(&SERVER, &request);
        let decision = SERVER.decide(&opened, record, &issue, Serial::mint().unwrap(), at).unwrap();
        let (fail_info, reason) = refusal(&decision);
        assert_eq!((reason, fail_info), (expected, FailInfo::BadRequest));
        assert_eq!(transaction.reply(decision.reply.body()), Ok(Reply::Refused(Some(FailInfo::BadRequest))));
    };
    let other = &RSA.0;
    let stolen = other.csr_with_challenge("thief", &challenge).unwrap();
    check(stolen, other, Record::Challenge(used), now(), Error::UsedChallenge);
    let record = Record::Challenge(record);
    check(csr.clone(), &DEVICE, record.clone(), now() + DAY, Error::ExpiredChallenge);
    check(csr.clone(), &DEVICE, Record::Missing, now(), Error::WrongChallenge);
    let wrong = DEVICE.csr_with_challenge("x", &Challenge::mint().unwrap()).unwrap();
    check(wrong, &DEVICE, record.clone(), now(), Error::WrongChallenge);
    check(DEVICE.csr("x").unwrap(), &DEVICE, record, now(), Error::NoChallenge);
}

#[test]
fn identities_are_renewed_by_their_holders_alone() {
    let issue_to = |key: &KeyPair, authority: &CertificateAuthority, at: SystemTime| {
        let policy = IssuePolicy::new(Subject::new("device"), Usage::TlsClient, 90 * DAY);
        authority.issue(&key.csr("x").unwrap(), &policy, Serial::mint().unwrap(), at).unwrap()
    };
    let current = issue_to(&DEVICE, &AUTHORITY, now());
    let mut identities = IssuedIdentities::default();
    identities.record(&current, now());
    identities.adopt(&current.fingerprint());
    let record = |identities: &IssuedIdentities| Record::Enrollment {
        name: "device/1".to_owned(),
        identities: identities.clone(),
        transaction: None,
    };
    let new_key = KeyPair::mint_rsa2048().unwrap();
    let csr = new_key.csr("renewed").unwrap();

    // Ours renews with RenewalReq, Macs with PKCSReq; both are told from a first request by their signer.
    for capabilities in [&b"Renewal"[..], b""] {
        let holder = Recipient::new(DEVICE.clone(), current.clone()).unwrap();
        let (transaction, request) = client(&SERVER, capabilities).renew(holder, csr.clone()).unwrap();
        let opened = open(&SERVER, &request);
        let key = TransactionKey { id: transaction.id().clone(), requester: current.fingerprint() };
        assert_eq!(opened.needs(), Needs::Enrollment(key));
        assert_eq!(opened.challenge(), None);
        let policy = |asked: &Application<'_>| {
            assert_eq!((asked.enrollment, asked.renews), ("device/1", Some(&current)));
            issue(asked)
        };
        let decision = decide(&SERVER, &opened, record(&identities), &policy);
        let Outcome::Issued { certificate, renews, challenge: None, .. } = decision.outcome else { panic!() };
        assert_eq!(renews, Some(current.fingerprint()));
        assert_eq!(transaction.reply(decision.reply.body()), Ok(Reply::Issued(certificate)));
    }

    let check = |signer: Certificate, kind: &str, record: Record, expected: (FailInfo, Error)| {
        let request = Old { kind, signer: (&DEVICE, signer), ..Old::mac(&csr) };
        let opened = SERVER.open(&request.build(&SERVER), now()).unwrap();
        assert_eq!(refusal(&decide(&SERVER, &opened, record, &issue)), expected);
    };
    let foreign = (FailInfo::BadCertId, Error::ForeignCertificate);
    // Forgotten, of another enrollment, or replaced by a newer one that is in use.
    check(current.clone(), "17", Record::Missing, foreign.clone());
    check(current.clone(), "17", record(&IssuedIdentities::default()), foreign.clone());
    let newer = issue_to(&new_key, &AUTHORITY, now());
    identities.record(&newer, now());
    assert!(identities.adopt(&newer.fingerprint()));
    check(current.clone(), "19", record(&identities), foreign);
    // Not ours, expired, or self-signed.
    let stranger = CertificateAuthority::mint("Stranger", 90 * DAY, now()).unwrap();
    let theirs = issue_to(&DEVICE, &stranger, now());
    check(theirs, "18", record(&identities), (FailInfo::BadCertId, Error::UnknownIssuer));
    let authority = CertificateAuthority::mint("Fixture CA", 900 * DAY, now() - 400 * DAY).unwrap();
    let old = issue_to(&DEVICE, &authority, now() - 300 * DAY);
    let request = Old { kind: "17", signer: (&DEVICE, old), ..Old::mac(&csr) };
    let server = server(&authority);
    let opened = server.open(&request.build(&server), now()).unwrap();
    assert_eq!(
        refusal(&decide(&server, &opened, Record::Missing, &issue)),
        (FailInfo::BadTime, Error::Expired)
    );
    let own = self_signed(&DEVICE, "x", now()).unwrap();
    check(own.clone(), "17", record(&identities), (FailInfo::BadCertId, Error::WrongUsage));
    check(own, "19", record(&identities), (FailInfo::BadRequest, Error::NoChallenge));
}

#[test]
fn a_request_may_wait_and_be_polled_for() {
    let (_, record, csr) = challenged();
    let client = client(&SERVER, b"POSTPKIOperation");
    let (mut transaction, request) = client.enroll(DEVICE.clone(), csr, now()).unwrap();
    let opened = open(&SERVER, &request);
    let decision = decide(&SERVER, &opened, Record::Challenge(record), &wait);
    let Outcome::Waiting(pending) = decision.outcome else { panic!() };
    assert_eq!(transaction.reply(decision.reply.body()), Ok(Reply::Pending));
    assert_eq!(pending.key.id, *transaction.id());
    // The challenge is taken: nobody else can use it meanwhile.
    let claim = pending.challenge.as_ref().unwrap().claim.as_ref().unwrap();
    assert_eq!(claim.certificate, None);
    assert!(!format!("{pending:?}").contains("slot/1"));

    let request = transaction.poll().unwrap();
    let opened = open(&SERVER, &request);
    assert_eq!(opened.needs(), Needs::Transaction(pending.key.clone()));
    let unknown = decide(&SERVER, &opened, Record::Missing, &issue);
    assert_eq!(refusal(&unknown), (FailInfo::BadRequest, Error::UnknownTransaction));
    let foreign = TransactionKey { requester: Fingerprint::from_bytes([1; 32]), ..pending.key.clone() };
    let foreign = PendingTransaction { key: foreign, ..pending.clone() };
    let foreign = decide(&SERVER, &opened, polled(foreign), &issue);
    assert_eq!(refusal(&foreign), (FailInfo::BadRequest, Error::UnknownTransaction));
    let refused = decide(&SERVER, &opened, polled(pending.clone()), &|_: &Application<'_>| Verdict::Refuse);
    assert_eq!(refusal(&refused), (FailInfo::BadRequest, Error::RequestRefused));

    let decision = decide(&SERVER, &opened, polled(pending), &issue);
    let Outcome::Issued { certificate, challenge: Some(_), settled, .. } = decision.outcome else { panic!() };
    assert_eq!(transaction.reply(decision.reply.body()), Ok(Reply::Issued(certificate.clone())));
    // The reply was lost: the next poll gets the same, whatever the policy says now.
    let request = transaction.poll().unwrap();
    let again = decide(&SERVER, &open(&SERVER, &request), polled(settled), &wait);
    assert!(matches!(&again.outcome, Outcome::Repeated { certificate: c, .. } if *c == certificate));
    assert_eq!(transaction.reply(again.reply.body()), Ok(Reply::Issued(certificate)));
    // An answer to an earlier request is none to this one.
    let _ = transaction.poll().unwrap();
    assert_eq!(transaction.reply(decision.reply.body()), Err(Error::ForeignReply));
}

/// The name of a transaction is whatever its requester writes, and in clear: a second one by that name is another.
#[test]
fn a_name_that_two_requesters_use_is_two_transactions() {
    let waiting = |key: &KeyPair| {
        let challenge = Challenge::mint().unwrap();
        let record = ChallengeRecord::new(&challenge, "slot/1", now() + DAY);
        let csr = key.csr_with_challenge("wish", &challenge).unwrap();
        let signer = (key, self_signed(key, "x", now()).unwrap());
        let ask =
            |kind| SERVER.open(&Old { kind, signer: signer.clone(), ..Old::mac(&csr) }.build(&SERVER), now());
        let decision = decide(&SERVER, &ask("19").unwrap(), Record::Challenge(record), &wait);
        let Outcome::Waiting(pending) = decision.outcome else { panic!() };
        (pending, ask("20").unwrap())
    };
    let ((victims, poll), (other, others_poll)) = (waiting(&DEVICE), waiting(&RSA.0));
    assert_eq!(victims.key.id, other.key.id);
    assert_ne!(poll.needs(), others_poll.needs());
    assert_eq!(poll.needs(), Needs::Transaction(victims.key.clone()));
    let polled =
        |poll: &Request, pending: PendingTransaction| decide(&SERVER, poll, polled(pending), &issue).outcome;
    assert!(matches!(polled(&poll, victims), Outcome::Issued { .. }));
    assert!(matches!(polled(&others_poll, other), Outcome::Issued { .. }));
}

/// A renewal waits for somebody to decide, and meanwhile the certificate that it renews ends, or is replaced.
#[test]
fn what_may_not_be_renewed_any_more_is_not_issued_to_a_poll() {
    let policy = IssuePolicy::new(Subject::new("device"), Usage::TlsClient, 90 * DAY);
    let current =
        AUTHORITY.issue(&DEVICE.csr("x").unwrap(), &policy, Serial::mint().unwrap(), now()).unwrap();
    let mut identities = IssuedIdentities::default();
    identities.record(&current, now());
    let csr = RSA.0.csr("renewed").unwrap();
    let ask = |kind| {
        let request = Old { kind, signer: (&DEVICE, current.clone()), ..Old::mac(&csr) };
        SERVER.open(&request.build(&SERVER), now()).unwrap()
    };
    let record = |identities: &IssuedIdentities, transaction| Record::Enrollment {
        name: "device/1".to_owned(),
        identities: identities.clone(),
        transaction,
    };
    let waits = decide(&SERVER, &ask("17"), record(&identities, None), &wait).outcome;
    let Outcome::Waiting(pending) = waits else { panic!() };
    let poll = |identities: &IssuedIdentities, pending: &PendingTransaction, at| {
        let record = Record::Transaction { pending: pending.clone(), identities: identities.clone() };
        SERVER.decide(&ask("20"), record, &issue, Serial::mint().unwrap(), at).unwrap()
    };
    let late = poll(&identities, &pending, now() + 91 * DAY);
    assert_eq!(refusal(&late), (FailInfo::BadTime, Error::Expired));
    let foreign = (FailInfo::BadCertId, Error::ForeignCertificate);
    assert_eq!(refusal(&poll(&IssuedIdentities::default(), &pending, now())), foreign);
    let Outcome::Issued { certificate, settled, .. } = poll(&identities, &pending, now()).outcome else {
        panic!()
    };
    // The reply was lost. Once the device has its certificate, nothing is renewed by the old one.
    let again = poll(&identities, &settled, now() + 91 * DAY).outcome;
    assert!(matches!(again, Outcome::Repeated { certificate: again, .. } if again == certificate));
    identities.adopt(&current.fingerprint());
    identities.record(&certificate, now());
    assert!(identities.adopt(&certificate.fingerprint()));
    assert_eq!(refusal(&poll(&identities, &pending, now())), foreign);
    assert_eq!(refusal(&decide(&SERVER, &ask("17"), record(&identities, Some(settled)), &issue)), foreign);
}

/// Somebody has recorded a renewal, and sends it as often as they like before the device speaks under what it got.
#[test]
fn a_renewal_that_is_repeated_gets_the_same_certificate() {
    let policy = IssuePolicy::new(Subject::new("device"), Usage::TlsClient, 90 * DAY);
    let current =
        AUTHORITY.issue(&DEVICE.csr("x").unwrap(), &policy, Serial::mint().unwrap(), now()).unwrap();
    let mut identities = IssuedIdentities::default();
    identities.record(&current, now());
    identities.adopt(&current.fingerprint());
    let (mut stored, mut issued): (Option<PendingTransaction>, Vec<Certificate>) = (None, Vec::new());
    let mut renew = |csr: &Csr, identities: &mut IssuedIdentities| {
        let request = Old { kind: "17", signer: (&DEVICE, current.clone()), ..Old::mac(csr) };
        let opened = SERVER.open(&request.build(&SERVER), now()).unwrap();
        let record = Record::Enrollment {
            name: "device/1".to_owned(),
            identities: identities.clone(),
            transaction: stored.clone(),
        };
        let certificate = match decide(&SERVER, &opened, record, &issue).outcome {
            Outcome::Issued { certificate, settled, .. } => {
                identities.record(&certificate, now());
                stored = Some(settled);
                certificate
            }
            Outcome::Repeated { certificate, .. } => certificate,
            other => panic!("{other:?}"),
        };
        assert!(csr.is_answered_by(&certificate));
        issued.push(certificate);
    };
    let csr = RSA.0.csr("renewed").unwrap();
    for _ in 0..2 * IssuedIdentities::MAX {
        renew(&csr, &mut identities);
    }
    // A device that makes another key for another try, under the same name, gets a certificate for it.
    renew(&KeyPair::mint_rsa2048().unwrap().csr("renewed").unwrap(), &mut identities);
    let (last, repeated) = issued.split_last().unwrap();
    assert!(repeated.iter().all(|certificate| *certificate == repeated[0]));
    assert_ne!(*last, repeated[0]);
    assert_eq!(identities.rows().len(), 3);
    assert!(identities.adopt(&repeated[0].fingerprint()));
}

#[test]
fn what_is_in_a_foreign_envelope_is_not_told() {
    let (_, _, csr) = challenged();
    let certificates = CaCertificates::decode(SERVER.ca_certificates().unwrap().body()).unwrap();
    let recipient = certificates.recipient();
    let envelope = encrypt(csr.as_der(), std::slice::from_ref(recipient), Default::default()).unwrap();
    let told = |kind: &str, envelope: &[u8]| {
        let opened =
            SERVER.open(&Old::mac(&csr).with(|old| old.kind = kind).around(envelope), now()).unwrap();
        let decision = decide(&SERVER, &opened, Record::Missing, &issue);
        refusal(&decision).0
    };
    // The last bytes carry the padding, those before the request; the key is further in front.
    let mut seen = Vec::new();
    for back in 1..=80 {
        let mut changed = envelope.clone();
        let at = changed.len() - back;
        changed[at] ^= 1;
        seen.push(told("19", &changed));
        // A poll would tell the padding if it were opened.
        assert_eq!(told("20", &changed), FailInfo::BadRequest);
    }
    for content in [&b""[..], b"no request", &RSA.0.csr("x").unwrap().as_der()[..50]] {
        seen.push(told(
            "19",
            &encrypt(content, std::slice::from_ref(recipient), Default::default()).unwrap(),
        ));
    }
    seen.push(told("19", &encrypt(csr.as_der(), std::slice::from_ref(&RSA.1), Default::default()).unwrap()));
    assert!(seen.iter().all(|info| *info == FailInfo::BadMessageCheck), "{seen:?}");
}

#[test]
fn messages_that_cannot_be_answered_are_refused_by_name() {
    let (_, _, csr) = challenged();
    let check = |change: &dyn Fn(&mut Old<'_>), expected: Error| {
        let message = Old::mac(&csr).with(|old| change(old)).build(&SERVER);
        assert_eq!(SERVER.open(&message, now()).unwrap_err(), expected);
    };
    check(&|old| old.kind = "3", Error::Unsupported { what: "SCEP message type" });
    check(&|old| old.kind = "21", Error::Unsupported { what: "SCEP message type" });
    check(&|old| old.nonce = &[], Error::SignedAttribute { name: "senderNonce" });
    check(&|old| old.nonce = &[0; 65], Error::SignedAttribute { name: "senderNonce" });
    check(&|old| old.transaction = "", Error::Malformed { what: "transactionID", offset: 0 });
    let twice = attribute(MESSAGE_TYPE, &PrintableStringRef::new("17").unwrap()).unwrap();
    check(&|old| old.extra.push(twice.clone()), Error::SignedAttribute { name: "messageType" });

    let message = Old::mac(&csr).build(&SERVER);
    for end in 0..message.len() {
        assert!(SERVER.open(&message[..end], now()).is_err(), "cut at {end}");
    }
    assert!(SERVER.open(&[&message[..], &[0]].concat(), now()).is_err());
    let unsigned = crate::testing::signer(&RSA).sign_attached(b"x", now()).unwrap();
    assert_eq!(SERVER.open(&unsigned, now()).unwrap_err(), Error::SignedAttribute { name: "messageType" });
}

#[test]
fn operations_are_read_as_clients_write_them() {
    let bytes: Vec<u8> = (0..=255).collect();
    let standard = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, &bytes);
    let url_safe = base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, &bytes);
    let get = |message: &str| format!("operation=PKIOperation&message={message}");
    let check = |method: &Method, query: &str, body: &[u8], expected: Result<Operation<'_>, Error>| {
        assert_eq!(Operation::decode(method, Some(query), body), expected, "{query}");
    };
    let message = || Ok(Operation::PkiOperation(bytes.clone().into()));
    // Apple's: plus and slash as they are, the padding escaped.
    check(&Method::GET, &get(&standard.replace('=', "%3D")), b"", message());
    check(&Method::GET, &get(&crate::percent::encode(standard.as_bytes())), b"", message());
    check(&Method::GET, &get(&standard.replace('+', "%20")), b"", message());
    check(&Method::GET, &get(&url_safe), b"", message());
    let lines: Vec<&str> =
        standard.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    check(&Method::GET, &get(&lines.join("%0A")), b"", message());
    check(&Method::GET, &format!("message={standard}&operation=PKIOperation"), b"", message());
    // A POST may repeat the message in its query; the body counts.
    check(&Method::POST, &get("%30%82"), &bytes, message());
    check(&Method::GET, "operation=GetCACaps&message=name", b"", Ok(Operation::GetCaCaps));
    check(&Method::GET, "operation=GetCACert", b"", Ok(Operation::GetCaCert));

    let base64 = || Err(Error::Base64 { what: "SCEP message" });
    check(&Method::GET, "operation=PKIOperation", b"", base64());
    check(&Method::GET, &get("%3"), b"", base64());
    check(&Method::GET, &get("!"), b"", base64());
    let operation = || Err(Error::Unsupported { what: "SCEP operation" });
    check(&Method::GET, "operation=GetNextCACert", b"", operation());
    check(&Method::GET, "", b"", operation());
    check(&Method::PUT, "operation=GetCACaps", b"", Err(Error::Unsupported { what: "HTTP method" }));
    let long = "a".repeat(64 * 1024 + 1);
    let too_large = |what| Err(Error::TooLarge { what, limit: 64 * 1024, actual: long.len() });
    check(&Method::GET, &long, b"", too_large("SCEP query"));
    check(&Method::POST, "operation=PKIOperation", long.as_bytes(), too_large("SCEP message"));
}

#[test]
fn certificates_are_one_or_a_message_of_several() {
    let response = SERVER.ca_certificates().unwrap();
    assert_eq!(response.headers()["content-type"], "application/x-x509-ca-ra-cert");
    let read = CaCertificates::decode(response.body()).unwrap();
    assert_eq!(read.authority(), AUTHORITY.certificate());
    // The authority could sign too, but not decrypt: clients that go by key usage find the right one.
    assert!(!read.recipient().is_authority() && read.all().len() == 2);
    assert_eq!(read.all()[0], *read.recipient());
    let root = CertificateAuthority::mint("Root", DAY, now()).unwrap();
    let longer = SERVER.clone().with_chain(vec![root.certificate().clone()]).ca_certificates().unwrap();
    let read = CaCertificates::decode(longer.body()).unwrap();
    assert_eq!((read.all().len(), read.authority()), (3, AUTHORITY.certificate()));

    // One certificate for everything, as small servers have it.
    let mut x509 = openssl::x509::X509::builder().unwrap();
    let key = KeyPair::mint_rsa2048().unwrap();
    let name = {
        let mut name = openssl::x509::X509NameBuilder::new().unwrap();
        name.append_entry_by_text("CN", "One for all").unwrap();
        name.build()
    };
    let one = openssl::bn::BigNum::from_u32(1).unwrap();
    x509.set_version(2).unwrap();
    x509.set_serial_number(&openssl::asn1::Asn1Integer::from_bn(&one).unwrap()).unwrap();
    x509.set_subject_name(&name).unwrap();
    x509.set_issuer_name(&name).unwrap();
    x509.set_not_before(&openssl::asn1::Asn1Time::from_unix(0).unwrap()).unwrap();
    x509.set_not_after(&openssl::asn1::Asn1Time::from_unix(4_000_000_000).unwrap()).unwrap();
    x509.set_pubkey(key.pkey()).unwrap();
    let ca = openssl::x509::extension::BasicConstraints::new().critical().ca().build().unwrap();
    x509.append_extension(ca).unwrap();
    x509.sign(key.pkey(), openssl::hash::MessageDigest::sha256()).unwrap();
    let der = x509.build().to_der().unwrap();
    let authority =
        CertificateAuthority::from_bytes(&der, key.expose_secret_pem().unwrap().expose_secret()).unwrap();
    let certificate = authority.certificate().clone();
    let server = Server::new(authority, Recipient::new(key, certificate.clone()).unwrap()).unwrap();
    let response = server.ca_certificates().unwrap();
    assert_eq!(response.headers()["content-type"], "application/x-x509-ca-cert");
    let read = CaCertificates::decode(response.body()).unwrap();
    assert_eq!((read.authority(), read.recipient()), (&certificate, &certificate));

    assert!(CaCertificates::decode(b"").is_err());
    assert_eq!(CaCertificates::decode(RSA.1.as_der()).unwrap_err(), Error::NotAnAuthority);
    // An authority that does not say that it may decrypt is the last resort of a client.
    let alone = CaCertificates::decode(AUTHORITY.certificate().as_der()).unwrap();
    assert_eq!(alone.recipient(), AUTHORITY.certificate());
    // A signer without keyEncipherment is no registration authority.
    let unfit = identity(KeyPair::mint_rsa2048().unwrap(), Usage::ProfileSigner);
    let refused = Server::new(AUTHORITY.clone(), Recipient::new(unfit.0, unfit.1).unwrap()).unwrap_err();
    assert!(matches!(refused, Error::Argument { what: "registration authority", .. }));
    let p256 = identity(KeyPair::mint_p256().unwrap(), Usage::ScepRegistration);
    let refused = Server::new(AUTHORITY.clone(), Recipient::new(p256.0, p256.1).unwrap()).unwrap_err();
    assert_eq!(refused, Error::PrivateKeyUnsupported);
}

#[test]
fn a_registration_authority_counts_as_far_as_the_authority_issued_it() {
    // Somebody on the way sends the authority that is known, with a registration authority of his own.
    let namesake = CertificateAuthority::mint("Fixture CA", 900 * DAY, now()).unwrap();
    let theirs = server(&namesake);
    let theirs = CaCertificates::decode(theirs.ca_certificates().unwrap().body()).unwrap();
    let ours = CaCertificates::decode(SERVER.ca_certificates().unwrap().body()).unwrap();
    let mixed = |all: &[&Certificate]| {
        CaCertificates::decode(&crate::cms::certificates_message(all).unwrap()).unwrap()
    };
    let alone = mixed(&[theirs.recipient(), AUTHORITY.certificate()]);
    assert_eq!((alone.authority(), alone.recipient()), (AUTHORITY.certificate(), AUTHORITY.certificate()));
    assert_eq!(alone.signers(), [AUTHORITY.certificate().clone()]);
    let both = mixed(&[theirs.recipient(), AUTHORITY.certificate(), ours.recipient()]);
    assert_eq!((both.authority(), both.recipient()), (AUTHORITY.certificate(), ours.recipient()));
    assert_eq!(both.signers(), [AUTHORITY.certificate().clone(), ours.recipient().clone()]);
}

#[test]
fn clients_choose_what_the_server_has() {
    let check = |capabilities: &[u8], digest: Digest, cipher: Cipher, method: Method| {
        let (_, _, csr) = challenged();
        let (_, request) = client(&SERVER, capabilities).enroll(DEVICE.clone(), csr, now()).unwrap();
        assert_eq!(request.method(), method);
        let Operation::PkiOperation(message) =
            Operation::decode(request.method(), request.uri().query(), request.body()).unwrap()
        else {
            panic!()
        };
        let message = Message::decode(&message, Algorithms::Standard, None).unwrap();
        let envelope = crate::cms::Envelope::decode(&message.content, &message::LIMITS, Algorithms::Standard);
        assert_eq!((message.digest, envelope.unwrap().cipher()), (digest, cipher));
    };
    check(SERVER.capabilities().body(), Digest::Sha256, Cipher::Aes128Cbc, Method::POST);
    check(b"SCEPStandard\r\n", Digest::Sha256, Cipher::Aes128Cbc, Method::POST);
    check(b"", Digest::Sha256, Cipher::Aes128Cbc, Method::GET);
    check(b"SHA-1\nDES3", Digest::Sha1, Cipher::DesEde3Cbc, Method::GET);
    check(b"SHA-512\nSHA-1\nAES\nPOSTPKIOperation", Digest::Sha512, Cipher::Aes128Cbc, Method::POST);
    for url in ["", "localhost", "ftp://localhost/", "http://localhost/?a=b", "http://local host/"] {
        assert!(Client::capabilities(url).is_err(), "{url}");
    }
    let request = Client::capabilities("https://localhost/scep").unwrap();
    assert_eq!(request.uri(), "https://localhost/scep?operation=GetCACaps");
}

#[test]
fn only_the_server_of_the_certificates_can_answer() {
    let (_, record, csr) = challenged();
    let (transaction, request) = client(&SERVER, b"").enroll(DEVICE.clone(), csr.clone(), now()).unwrap();
    let decision = decide(&SERVER, &open(&SERVER, &request), Record::Challenge(record.clone()), &issue);
    let (other, _) = client(&SERVER, b"").enroll(DEVICE.clone(), csr.clone(), now()).unwrap();
    assert_eq!(other.reply(decision.reply.body()), Err(Error::ForeignReply));
    let stranger = CertificateAuthority::mint("Stranger", 900 * DAY, now()).unwrap();
    let stranger = server(&stranger);
    let (transaction2, request) = client(&stranger, b"").enroll(DEVICE.clone(), csr, now()).unwrap();
    let theirs = decide(&stranger, &open(&stranger, &request), Record::Challenge(record), &issue);
    assert!(transaction2.reply(theirs.reply.body()).is_ok());
    assert_eq!(transaction.reply(theirs.reply.body()), Err(Error::SignerCertificate { found: 0 }));
    let body = decision.reply.body();
    for end in 0..body.len() {
        assert!(transaction.reply(&body[..end]).is_err(), "cut at {end}");
    }
}

#[test]
fn challenges_are_read_in_every_string_type_and_never_shown() {
    let check = |tag: Tag, bytes: &[u8], expected: Option<&str>| {
        let value = AnyRef::new(tag, bytes).unwrap();
        let set = der::Encode::to_der(&attribute(crate::oid::CHALLENGE_PASSWORD, &value).unwrap()).unwrap();
        let read = Challenge::among(&crate::cms::syntax::RawSet::new(&set)).ok().flatten();
        assert_eq!(read.as_ref().map(Challenge::expose_secret), expected, "{tag:?}");
        // Two of them are none.
        let twice = [set.clone(), set].concat();
        assert!(Challenge::among(&crate::cms::syntax::RawSet::new(&twice)).is_err());
    };
    check(Tag::PrintableString, b"secret", Some("secret"));
    check(Tag::Utf8String, "gehe\u{00ef}m".as_bytes(), Some("gehe\u{00ef}m"));
    check(Tag::Ia5String, b"a_b", Some("a_b"));
    check(Tag::TeletexString, b"secret", Some("secret"));
    check(Tag::BmpString, b"\0s\0e", Some("se"));
    check(Tag::BmpString, b"\0s\0", None);
    check(Tag::Utf8String, b"\xff", None);
    check(Tag::Utf8String, b"", None);
    check(Tag::OctetString, b"secret", None);

    let (challenge, record, csr) = challenged();
    let shown = format!("{challenge:?} {record:?} {csr:?} {:?}", *SERVER);
    assert!(!shown.contains(challenge.expose_secret()), "{shown}");
    assert_eq!(Challenge::new(challenge.expose_secret()).unwrap(), challenge);
    assert_ne!(Challenge::mint().unwrap(), challenge);
    for wrong in ["", "a\nb", &"x".repeat(256)] {
        assert!(Challenge::new(wrong).is_err());
    }
    let request = DEVICE.csr_with_challenge("x", &Challenge::new("m\u{00fc}ll_er").unwrap()).unwrap();
    assert_eq!(request.challenge().unwrap().expose_secret(), "m\u{00fc}ll_er");
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..300), query in ".{0,80}") {
        prop_assert!(SERVER.open(&bytes, now()).is_err());
        prop_assert!(CaCertificates::decode(&bytes).is_err());
        let _ = Operation::decode(&Method::GET, Some(&query), &bytes);
        let _ = Capabilities::decode(&bytes);
    }

    #[test]
    fn damaged_messages_never_panic(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let (_, _, csr) = challenged();
        let mut message = Old::mac(&csr).build(&SERVER);
        for (index, byte) in damage {
            let index = index.index(message.len());
            message[index] = byte;
        }
        if let Ok(request) = SERVER.open(&message, now()) {
            let _ = decide(&SERVER, &request, Record::Missing, &issue);
        }
    }
}
