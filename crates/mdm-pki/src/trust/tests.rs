use std::time::Duration;

use super::*;
use crate::testing::{AUTHORITY, DAY, P256, RSA, identity, now, signer};
use crate::{
    CertificateAuthority, IssuePolicy, KeyPair, Limits, Serial, Signer, Subject, Usage, verify_attached,
};

const HOUR: Duration = Duration::from_secs(3600);
const SECOND: Duration = Duration::from_secs(1);

fn anchors() -> TrustAnchors {
    TrustAnchors::new([AUTHORITY.certificate().clone()]).unwrap()
}

fn client(authority: &CertificateAuthority, lifetime: Duration) -> Certificate {
    let policy = IssuePolicy::new(Subject::new("device"), Usage::TlsClient, lifetime);
    let csr = KeyPair::mint_p256().unwrap().csr("x").unwrap();
    authority.issue(&csr, &policy, Serial::mint().unwrap(), now()).unwrap()
}

/// F72: the client proves who it is. F16, F22: and not with what the server shows, or signs profiles with.
#[test]
fn device_identities_are_accepted_or_refused_by_name() {
    let check = |leaf: &Certificate, at: SystemTime, expected: Result<(), Error>| {
        assert_eq!(anchors().verify_device(leaf, at), expected);
        // OpenSSL leaves its reasons in a queue that the next TLS read would take for its own.
        assert!(ErrorStack::get().errors().is_empty());
    };
    check(&RSA.1, now(), Ok(()));
    check(&P256.1, now(), Ok(()));

    // The first and the last second.
    let leaf = client(&AUTHORITY, DAY);
    check(&leaf, now() - HOUR, Ok(()));
    check(&leaf, now() - HOUR - SECOND, Err(Error::NotYetValid));
    check(&leaf, now() + DAY - SECOND, Ok(()));
    check(&leaf, now() + DAY, Err(Error::Expired));

    // A stranger, also under the same name, also self-signed.
    let stranger = CertificateAuthority::mint("Stranger", 30 * DAY, now()).unwrap();
    check(&client(&stranger, DAY), now(), Err(Error::UnknownIssuer));
    let namesake = CertificateAuthority::mint("Fixture CA", 30 * DAY, now()).unwrap();
    check(&client(&namesake, DAY), now(), Err(Error::UnknownIssuer));

    // Issued by the right authority for something else.
    let of = |usage| identity(KeyPair::mint_p256().unwrap(), usage).1;
    let server = Usage::TlsServer(vec![crate::ServerName::Dns("mdm.example.com".into())]);
    check(&of(server), now(), Err(Error::WrongUsage));
    check(&of(Usage::ProfileSigner), now(), Err(Error::WrongUsage));
    check(AUTHORITY.certificate(), now(), Err(Error::WrongUsage));
}

#[test]
fn an_expired_anchor_blames_the_configuration() {
    let authority = CertificateAuthority::mint("Short CA", 10 * DAY, now()).unwrap();
    // A lifetime beyond the authority's is cut, so both end at once.
    let leaf = client(&authority, 20 * DAY);
    assert_eq!(leaf.not_after(), authority.certificate().not_after());
    let anchors = TrustAnchors::new([authority.certificate().clone()]).unwrap();
    assert_eq!(anchors.verify_device(&leaf, now() + 9 * DAY), Ok(()));
    let refused = anchors.verify_device(&leaf, now() + 10 * DAY).unwrap_err();
    assert_eq!((refused.clone(), refused.blame()), (Error::AnchorNotValid, crate::Blame::Caller));
}

#[test]
fn a_renewed_authority_under_the_same_key_takes_over() {
    let key = KeyPair::mint_p256().unwrap();
    let mint = |days: u32, at| {
        CertificateAuthority::mint_with_key(key.clone(), "Renewed CA", days * DAY, at).unwrap()
    };
    let (old, new) = (mint(10, now()), mint(100, now() + 5 * DAY));
    let leaf = client(&old, 9 * DAY);
    let policy = IssuePolicy::new(Subject::new("device"), Usage::TlsClient, 50 * DAY);
    let csr = KeyPair::mint_p256().unwrap().csr("x").unwrap();
    let later = new.issue(&csr, &policy, Serial::mint().unwrap(), now() + 6 * DAY).unwrap();
    let both = TrustAnchors::new([old.certificate().clone(), new.certificate().clone()]).unwrap();
    assert_eq!(both.verify_device(&leaf, now()), Ok(()));
    assert_eq!(both.verify_device(&later, now() + 20 * DAY), Ok(()));
}

#[test]
fn anchors_must_be_authorities() {
    let none = Error::Argument { what: "anchors", reason: "none" };
    assert_eq!(TrustAnchors::new([]).unwrap_err(), none);
    assert_eq!(TrustAnchors::new([RSA.1.clone()]).unwrap_err(), Error::NotAnAuthority);
}

#[test]
fn signers_of_profiles_may_have_any_purpose() {
    let check = |signer: &Signer, anchors: &TrustAnchors, expected: Result<(), Error>| {
        let message = signer.sign_attached(b"profile", now()).unwrap();
        let message = verify_attached(&message, &Limits::PROFILE).unwrap();
        assert_eq!(anchors.verify_signer(&message, now()), expected);
    };
    check(&signer(&RSA), &anchors(), Ok(()));
    check(&signer(&identity(KeyPair::mint_p256().unwrap(), Usage::ProfileSigner)), &anchors(), Ok(()));
    let stranger = CertificateAuthority::mint("Stranger", DAY, now()).unwrap();
    let stranger = TrustAnchors::new([stranger.certificate().clone()]).unwrap();
    check(&signer(&RSA), &stranger, Err(Error::UnknownIssuer));
}

#[test]
fn a_key_that_may_only_decrypt_signs_nothing() {
    let issue = |usage: &openssl::x509::X509Extension| {
        let mut x509 = X509::builder().unwrap();
        let one = openssl::bn::BigNum::from_u32(1).unwrap();
        x509.set_version(2).unwrap();
        x509.set_serial_number(&openssl::asn1::Asn1Integer::from_bn(&one).unwrap()).unwrap();
        x509.set_issuer_name(AUTHORITY.certificate().x509().subject_name()).unwrap();
        x509.set_not_before(&Asn1Time::from_unix(0).unwrap()).unwrap();
        x509.set_not_after(&Asn1Time::from_unix(4_000_000_000).unwrap()).unwrap();
        x509.set_pubkey(RSA.0.pkey()).unwrap();
        x509.append_extension2(usage).unwrap();
        let client = openssl::x509::extension::ExtendedKeyUsage::new().client_auth().build().unwrap();
        x509.append_extension(client).unwrap();
        let pem = AUTHORITY.expose_secret_pem().unwrap();
        let key = openssl::pkey::PKey::private_key_from_pem(pem.expose_secret()).unwrap();
        x509.sign(&key, openssl::hash::MessageDigest::sha256()).unwrap();
        Certificate::from_der(&x509.build().to_der().unwrap()).unwrap()
    };
    use openssl::x509::extension::KeyUsage;
    let check = |usage: &mut KeyUsage, expected: Result<(), Error>| {
        let leaf = issue(&usage.build().unwrap());
        assert_eq!(ChainPolicy::signer(&anchors()).verify(&leaf, &[], now()), expected);
        assert_eq!(anchors().verify_device(&leaf, now()), expected);
    };
    check(KeyUsage::new().critical().digital_signature(), Ok(()));
    check(KeyUsage::new().critical().digital_signature().key_encipherment(), Ok(()));
    check(KeyUsage::new().critical().key_encipherment(), Err(Error::WrongUsage));
    check(KeyUsage::new().critical().data_encipherment(), Err(Error::WrongUsage));
}

/// F16, F22: the certificates of the TLS server and of the profiles are not taken for APNs, under a topic neither.
#[test]
fn push_certificates_need_a_topic() {
    let policy = ChainPolicy::push_certificate(&anchors()).unwrap();
    let issue_for = |usage: Usage, subject: Subject| {
        let policy = IssuePolicy::new(subject, usage, DAY);
        let csr = KeyPair::mint_p256().unwrap().csr("x").unwrap();
        AUTHORITY.issue(&csr, &policy, Serial::mint().unwrap(), now()).unwrap()
    };
    let issue = |subject: Subject| issue_for(Usage::TlsClient, subject);
    let subject = || Subject::new("APSP:x").user_id("com.apple.mgmt.External.0a1b");
    let with = issue(subject());
    assert_eq!(policy.verify(&with, &[], now()), Ok(()));
    assert_eq!(policy.verify(&with, &[], now() + DAY), Err(Error::Expired));
    assert_eq!(policy.verify(&issue(Subject::new("x")), &[], now()), Err(Error::WrongUsage));
    let server = Usage::TlsServer(vec![crate::ServerName::Dns("mdm.example.com".into())]);
    for usage in [server, Usage::ProfileSigner] {
        assert_eq!(policy.verify(&issue_for(usage, subject()), &[], now()), Err(Error::WrongUsage));
    }
}

#[test]
fn the_factory_chain_is_one_pinned_anchor_and_no_clock() {
    let ca = apple_iphone_device_ca().unwrap();
    let fingerprint = "76f27d00e1333bc88de0e2916c38c9a7f2b75774c25a794c092a80e3c4c66cce";
    assert_eq!(ca.fingerprint().to_string(), fingerprint);
    assert_eq!(ca.subject_common_name(), Some("Apple iPhone Device CA"));
    // Expired on 2014-04-16: nothing else here would trust it.
    assert_eq!(ca.not_after(), SystemTime::UNIX_EPOCH + Duration::from_secs(1_397_688_886));
    let apple = ChainPolicy::apple_factory_identity().unwrap();
    assert_eq!(apple.verify(&RSA.1, &[], now()), Err(Error::UnknownIssuer));
    assert_eq!(apple.verify(&ca, &[], now()), Err(Error::WrongUsage));

    // The same rule over an authority of our own that has expired, and a leaf with SHA-1 and 1024 bits under it.
    let key = KeyPair::mint_rsa2048().unwrap();
    let namesake = CertificateAuthority::mint_with_key(key.clone(), "Factory", DAY, now()).unwrap();
    let weak = openssl::pkey::PKey::from_rsa(openssl::rsa::Rsa::generate(1024).unwrap()).unwrap();
    let mut x509 = X509::builder().unwrap();
    let one = openssl::bn::BigNum::from_u32(1).unwrap();
    x509.set_version(2).unwrap();
    x509.set_serial_number(&openssl::asn1::Asn1Integer::from_bn(&one).unwrap()).unwrap();
    x509.set_issuer_name(namesake.certificate().x509().subject_name()).unwrap();
    x509.set_not_before(&Asn1Time::from_unix(0).unwrap()).unwrap();
    x509.set_not_after(&Asn1Time::from_unix(86_400).unwrap()).unwrap();
    x509.set_pubkey(&weak).unwrap();
    x509.sign(key.pkey(), openssl::hash::MessageDigest::sha1()).unwrap();
    let leaf = Certificate::from_der(&x509.build().to_der().unwrap()).unwrap();
    let later = now() + 4000 * DAY;
    let factory = ChainPolicy::new([namesake.certificate().clone()].into(), Rule::FactoryIdentity).unwrap();
    assert_eq!(factory.verify(&leaf, &[], later), Ok(()));
    let strict = TrustAnchors::new([namesake.certificate().clone()]).unwrap();
    assert_eq!(ChainPolicy::signer(&strict).verify(&leaf, &[], now()), Err(Error::WeakKey));
}

#[test]
fn verdicts_are_kept_in_bounds_and_until_the_chain_expires() {
    let mut cache = VerdictCache::new(ChainPolicy::device_identity(&anchors()), 4);
    let mut check = |leaf: &Certificate, at: SystemTime, expected: Result<(), Error>, kept: usize| {
        assert_eq!(cache.verify(leaf, &[], at), expected);
        assert_eq!(cache.len(), kept);
    };
    let leaf = client(&AUTHORITY, DAY);
    check(&leaf, now(), Ok(()), 1);
    check(&leaf, now(), Ok(()), 1);
    // The clock runs on, and back.
    check(&leaf, now() + DAY, Err(Error::Expired), 1);
    check(&leaf, now() - HOUR - SECOND, Err(Error::NotYetValid), 1);
    check(&leaf, now() + DAY - SECOND, Ok(()), 1);
    // Strangers leave no trace.
    let stranger = CertificateAuthority::mint("Stranger", 30 * DAY, now()).unwrap();
    for _ in 0..10 {
        check(&client(&stranger, DAY), now(), Err(Error::UnknownIssuer), 1);
    }
    for kept in [2, 3, 4, 3, 4, 3] {
        check(&client(&AUTHORITY, DAY), now(), Ok(()), kept);
        // What is asked for again stays.
    }
    assert!(!cache.is_empty() && format!("{cache:?}").contains("DeviceIdentity"));
}

#[test]
fn who_stood_up_a_short_while_ago_is_not_read_again() {
    let mut cache = VerdictCache::new(ChainPolicy::device_identity(&anchors()), 4);
    let leaf = client(&AUTHORITY, DAY);
    assert_eq!(cache.known(leaf.as_der()), None);
    cache.verify(&leaf, &[], now()).unwrap();
    let known = cache.known(leaf.as_der()).unwrap();
    assert_eq!((&known, known.as_der().as_ptr()), (&leaf, leaf.as_der().as_ptr()));
    // It is not read again, and asked again: this one has expired meanwhile.
    assert_eq!(cache.verify(&known, &[], now() + DAY), Err(Error::Expired));
    let stranger = CertificateAuthority::mint("Stranger", 30 * DAY, now()).unwrap();
    let stranger = client(&stranger, DAY);
    cache.verify(&stranger, &[], now()).unwrap_err();
    assert_eq!(cache.known(stranger.as_der()), None);
    for _ in 0..4 {
        cache.verify(&client(&AUTHORITY, DAY), &[], now()).unwrap();
    }
    assert_eq!(cache.known(leaf.as_der()), None);
}

#[test]
fn a_kept_verdict_asks_nobody() {
    let mut cache = VerdictCache::new(ChainPolicy::device_identity(&anchors()), 100);
    let leaf = client(&AUTHORITY, DAY);
    assert_eq!(cache.verify(&leaf, &[], now()), Ok(()));
    // Under other anchors the same certificate is a stranger's; the verdict outlives the change.
    let stranger = CertificateAuthority::mint("Stranger", 30 * DAY, now()).unwrap();
    let stranger = TrustAnchors::new([stranger.certificate().clone()]).unwrap();
    cache.policy = ChainPolicy::device_identity(&stranger);
    assert_eq!(cache.verify(&leaf, &[], now()), Ok(()));
    assert_eq!(cache.verify(&leaf, &[], now() + DAY), Err(Error::UnknownIssuer));
    assert_eq!(cache.verify(&client(&AUTHORITY, DAY), &[], now()), Err(Error::UnknownIssuer));
}
