//! What must hold for any bytes that a SCEP server, or a client of one, is given.
//!
//! The fuzz target and the ordinary test that replays the corpus both include this file.

use std::sync::LazyLock;
use std::time::{Duration, SystemTime};

use http::Method;
use mdm_pki::scep::{Application, CaCertificates, Capabilities, Operation, Outcome, Record, Server, Verdict};
use mdm_pki::{Blame, Certificate, CertificateAuthority, Csr, KeyPair, Recipient, Serial};

/// Panics when a promise does not hold for `bytes`: as a message, a query, an answer, and a certificate request.
pub(crate) fn check(bytes: &[u8]) {
    check_message(bytes);
    if let Ok(query) = std::str::from_utf8(bytes)
        && let Ok(Operation::PkiOperation(message)) = Operation::decode(&Method::GET, Some(query), &[])
    {
        assert!(message.len() < query.len());
        check_message(&message);
    }
    let _ = Capabilities::decode(bytes);
    if let Ok(certificates) = CaCertificates::decode(bytes) {
        assert!(certificates.all().contains(certificates.recipient()));
        assert!(certificates.authority().is_authority());
    }
    if let Ok(csr) = Csr::from_der(bytes) {
        assert_eq!(csr.as_der(), bytes);
        assert_eq!(Csr::from_pem(csr.to_pem().as_bytes()).expect("written").as_der(), bytes);
        if let Some(challenge) = csr.challenge() {
            assert!((1..=255).contains(&challenge.expose_secret().len()));
            assert!(!format!("{csr:?}{challenge:?}").contains(challenge.expose_secret()));
        }
    }
}

/// Without a record nobody is issued anything, and everybody who can be answered is.
fn check_message(message: &[u8]) {
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
    match SERVER.open(message, now) {
        Ok(request) => {
            assert!((1..=255).contains(&request.transaction().as_str().len()));
            let serial = Serial::from_random([7; 16]);
            let policy = |_: &Application<'_>| -> Verdict { panic!("nobody may ask the policy") };
            let decision =
                SERVER.decide(&request, Record::Missing, &policy, serial, now).expect("a decision");
            assert!(matches!(decision.outcome, Outcome::Refused { .. }));
            assert!(!decision.reply.body().is_empty());
        }
        Err(error) => assert_eq!(error.blame(), Blame::Peer, "{error}"),
    }
}

/// Whether the server can answer it.
#[allow(dead_code, reason = "the replay asks")]
pub(crate) fn is_answered(message: &[u8]) -> bool {
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
    SERVER.open(message, now).is_ok()
}

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let ca = include_bytes!("../keys/ca.crt");
    let authority = CertificateAuthority::from_bytes(ca, include_bytes!("../keys/p256.key"));
    let key = KeyPair::from_bytes(include_bytes!("../keys/rsa.key")).expect("a key");
    let certificate = Certificate::from_pem(include_bytes!("../keys/rsa.crt")).expect("a certificate");
    let registration = Recipient::new(key, certificate).expect("a recipient");
    Server::new(authority.expect("an authority"), registration).expect("a server")
});
