use super::*;
use crate::testing::{AUTHORITY, DAY, now};
use crate::{Blame, TrustAnchors};

fn csr() -> Csr {
    KeyPair::mint_p256().unwrap().csr("what the sender wishes").unwrap()
}

fn policy() -> IssuePolicy {
    IssuePolicy::new(Subject::new("device-1"), Usage::TlsClient, 365 * DAY)
}

#[test]
fn the_policy_decides_what_a_certificate_says() {
    let serial = Serial::from_random([0xff; 16]);
    let csr = csr();
    assert_eq!(csr.requested_common_name(), Some("what the sender wishes"));
    let leaf = AUTHORITY.issue(&csr, &policy(), serial, now()).unwrap();
    assert_eq!(leaf.subject_common_name(), Some("device-1"));
    assert_eq!(leaf.serial(), serial.as_bytes());
    assert_eq!(leaf.not_before(), now() - Duration::from_secs(3600));
    assert_eq!(leaf.not_after(), now() + 365 * DAY);
    assert_eq!(leaf.topic(), None);
    assert!(!leaf.is_authority() && leaf.is_for_tls_client());
    let x509 = leaf.x509();
    let authority = AUTHORITY.certificate().x509();
    assert_eq!(
        x509.authority_key_id().map(|id| id.as_slice().to_vec()),
        authority.subject_key_id().map(|id| id.as_slice().to_vec())
    );
    assert!(x509.subject_key_id().is_some());
    assert!(x509.verify(&authority.public_key().unwrap()).unwrap());
}

#[test]
fn push_certificates_carry_their_topic() {
    let topic = "com.apple.mgmt.External.8e3a4f0c-6d0b-4c0e-9d59-1f5f3a1c2b3d";
    let issue = |user_id: &str| {
        let subject = Subject::new("APSP:fixture").organization("Example").user_id(user_id);
        let policy = IssuePolicy::new(subject, Usage::TlsClient, 365 * DAY);
        AUTHORITY.issue(&csr(), &policy, Serial::mint().unwrap(), now()).unwrap()
    };
    assert_eq!(issue(topic).topic(), Some(topic));
    assert_eq!(issue("com.example.other").topic(), None);
}

#[test]
fn arguments_that_no_certificate_can_hold_are_refused() {
    let check = |authority: &CertificateAuthority, policy: IssuePolicy, at: SystemTime, expected: &str| {
        let refused = authority.issue(&csr(), &policy, Serial::mint().unwrap(), at).unwrap_err();
        assert_eq!((refused.to_string().as_str(), refused.blame()), (expected, Blame::Caller));
    };
    let subject = |subject| IssuePolicy { subject, ..policy() };
    let server =
        |name: &str| IssuePolicy { usage: Usage::TlsServer(vec![ServerName::Dns(name.into())]), ..policy() };
    let lifetime = |lifetime| IssuePolicy { lifetime, ..policy() };
    let ca = &*AUTHORITY;

    check(ca, subject(Subject::new("")), now(), "argument common_name cannot be used: empty");
    check(
        ca,
        subject(Subject::new("x".repeat(65))),
        now(),
        "argument common_name cannot be used: longer than 64 characters",
    );
    check(
        ca,
        subject(Subject::new("a").organization("b\nc")),
        now(),
        "argument organization cannot be used: control characters",
    );
    check(ca, lifetime(Duration::ZERO), now(), "argument lifetime cannot be used: under a minute");
    check(
        ca,
        lifetime(Duration::MAX),
        now(),
        "argument lifetime cannot be used: beyond what the clock can hold",
    );
    let long = IssuePolicy { lifetime: 825 * DAY, ..server("mdm.example.com") };
    check(ca, long, now(), "argument lifetime cannot be used: over 825 days for a TLS server");
    let nobody = IssuePolicy { usage: Usage::TlsServer(vec![]), ..policy() };
    check(ca, nobody, now(), "argument server names cannot be used: none");
    for name in ["", "a..b", "a b", "a,DNS:b", "*", "müller.example", &"a".repeat(64)] {
        check(ca, server(name), now(), "argument server names cannot be used: not a DNS name in ASCII");
    }
    let expired = CertificateAuthority::mint("Old CA", DAY, now()).unwrap();
    let late = now() + 2 * DAY;
    check(&expired, policy(), late, "the certificate authority is not valid at this time");
    check(&expired, policy(), now() - DAY, "the certificate authority is not valid at this time");
    let forever = CertificateAuthority::mint("x", Duration::from_secs(u64::from(u32::MAX) * 100), now());
    assert!(forever.is_err());
    let ancient = CertificateAuthority::mint("x", DAY, SystemTime::UNIX_EPOCH - DAY);
    assert_eq!(ancient.unwrap_err().to_string(), "argument now cannot be used: before 1970");
}

#[test]
fn authorities_are_loaded_as_they_were_saved() {
    let saved = AUTHORITY.expose_secret_pem().unwrap();
    let pem = AUTHORITY.certificate().to_pem();
    let der = AUTHORITY.certificate().as_der();
    for certificate in [pem.as_bytes(), der] {
        let loaded = CertificateAuthority::from_bytes(certificate, saved.expose_secret()).unwrap();
        let leaf = loaded.issue(&csr(), &policy(), Serial::mint().unwrap(), now()).unwrap();
        let anchors = TrustAnchors::new([AUTHORITY.certificate().clone()]).unwrap();
        assert_eq!(anchors.verify_device(&leaf, now()), Ok(()));
    }
    let other = KeyPair::mint_p256().unwrap();
    let refused = CertificateAuthority::from_bytes(der, other.expose_secret_pem().unwrap().expose_secret());
    assert_eq!(refused.unwrap_err(), Error::KeyMismatch);
    let leaf = AUTHORITY.issue(&other.csr("x").unwrap(), &policy(), Serial::mint().unwrap(), now()).unwrap();
    let refused =
        CertificateAuthority::from_bytes(leaf.as_der(), other.expose_secret_pem().unwrap().expose_secret());
    assert_eq!(refused.unwrap_err(), Error::NotAnAuthority);
}

#[test]
fn an_rsa_authority_issues_too() {
    let authority =
        CertificateAuthority::mint_with_key(KeyPair::mint_rsa2048().unwrap(), "RSA CA", 30 * DAY, now())
            .unwrap();
    let leaf = authority.issue(&csr(), &policy(), Serial::mint().unwrap(), now()).unwrap();
    let anchors = TrustAnchors::new([authority.certificate().clone()]).unwrap();
    assert_eq!(anchors.verify_device(&leaf, now()), Ok(()));
}

#[test]
fn serials_are_positive_and_differ() {
    for bytes in [[0; 16], [0xff; 16], [0x80; 16]] {
        assert!((0x40..0x80).contains(&Serial::from_random(bytes).as_bytes()[0]));
    }
    assert_ne!(Serial::mint().unwrap(), Serial::mint().unwrap());
}

#[test]
fn nothing_secret_or_personal_is_shown() {
    let shown = format!("{:?} {:?}", *AUTHORITY, policy());
    assert!(!shown.contains("device-1") && !shown.contains("PRIVATE"), "{shown}");
    assert!(shown.contains("redacted"));
}
