use std::sync::LazyLock;
use std::time::Duration;

use super::*;
use crate::testing::{AUTHORITY, DAY, P256, RSA, now};
use crate::{CertificateAuthority, ExpiryStage, IssuePolicy, Serial, Subject, Usage};

const TOPIC: &str = "com.apple.mgmt.External.8e3a4f0c-6d0b-4c0e-9d59-1f5f3a1c2b3d";

/// Root, intermediate and vendor, as Apple has them; the vendor ends first.
static VENDOR: LazyLock<VendorSigner> = LazyLock::new(|| {
    let root = CertificateAuthority::mint("Fixture Root", 900 * DAY, now()).unwrap();
    let middle =
        root.mint_subordinate(KeyPair::mint_rsa2048().unwrap(), "Fixture WWDR", 500 * DAY, now()).unwrap();
    let policy = IssuePolicy::new(Subject::new("MDM Vendor: Fixture"), Usage::ProfileSigner, 100 * DAY);
    let leaf = middle.issue(&RSA.0.csr("x").unwrap(), &policy, Serial::mint().unwrap(), now()).unwrap();
    let chain = vec![leaf, middle.certificate().clone(), root.certificate().clone()];
    VendorSigner::new(RSA.0.clone(), VendorChain::new(chain).unwrap()).unwrap()
});

/// What the portal does.
fn portal(csr: &Csr, topic: &str, lifetime: Duration) -> Certificate {
    let subject = Subject::new("APSP:fixture").user_id(topic);
    let policy = IssuePolicy::new(subject, Usage::TlsClient, lifetime);
    AUTHORITY.issue(csr, &policy, Serial::mint().unwrap(), now()).unwrap()
}

#[test]
fn the_vendor_signs_in_the_portals_form() {
    // F19, F20.
    let csr = RSA.0.csr("Example push").unwrap();
    let request = VENDOR.sign(&csr, now()).unwrap();
    let text = request.encode().unwrap();
    let plist = String::from_utf8(STANDARD.decode(&text).unwrap()).unwrap();
    let keys = ["PushCertCertificateChain", "PushCertRequestCSR", "PushCertSignature"];
    for key in keys {
        assert_eq!(plist.matches(&format!("<key>{key}</key>\n\t<string>")).count(), 1, "{plist}");
    }
    assert_eq!(plist.matches("BEGIN CERTIFICATE").count(), 3);
    assert!(plist.contains(&STANDARD.encode(csr.as_der())));
    let read = PortalRequest::decode(format!("{text}\n").as_bytes()).unwrap();
    assert_eq!(read, request);
    assert_eq!(read.csr().unwrap().as_der(), csr.as_der());
    assert_eq!(read.chain(), VENDOR.chain().certificates());

    // A signature from elsewhere, in two steps; another key's, another digest's, over another request.
    let chain = VENDOR.chain();
    let sign = |key: &KeyPair, digest: Digest, message: &[u8]| key.sign(digest, message).unwrap();
    let outside = chain.request(&csr, &sign(&RSA.0, Digest::Sha256, csr.as_der()), now());
    assert_eq!(outside.as_ref(), Ok(&request));
    for wrong in [
        sign(&KeyPair::mint_rsa2048().unwrap(), Digest::Sha256, csr.as_der()),
        sign(&RSA.0, Digest::Sha1, csr.as_der()),
        sign(&RSA.0, Digest::Sha256, csr.to_pem().as_bytes()),
        vec![],
    ] {
        assert_eq!(chain.request(&csr, &wrong, now()), Err(Error::BadSignature));
    }
    let curve = P256.0.csr("x").unwrap();
    let refused = VENDOR.sign(&curve, now()).unwrap_err();
    assert_eq!(refused, Error::Unsupported { what: "key of the push certificate request: not RSA" });
}

#[test]
fn a_vendor_chain_is_whole_and_valid_before_anything_is_uploaded() {
    let [leaf, middle, root] = VENDOR.chain().certificates() else { panic!() };
    let check = |chain: &[&Certificate], index: usize| {
        let chain = chain.iter().copied().cloned().collect();
        assert_eq!(VendorChain::new(chain).unwrap_err(), Error::BrokenChain { index });
    };
    check(&[], 0);
    check(&[leaf], 0);
    check(&[leaf, middle], 1);
    check(&[leaf, root], 0);
    check(&[leaf, root, middle], 0);
    // An intermediate of the same name with another key: the classic reason for "invalid signature".
    let namesake = CertificateAuthority::mint("Fixture Root", 900 * DAY, now()).unwrap();
    let other =
        namesake.mint_subordinate(KeyPair::mint_rsa2048().unwrap(), "Fixture WWDR", DAY, now()).unwrap();
    check(&[leaf, other.certificate(), namesake.certificate()], 0);

    let csr = RSA.0.csr("x").unwrap();
    assert_eq!(VENDOR.sign(&csr, now() + 100 * DAY), Err(Error::ChainNotValid { index: 0 }));
    assert_eq!(VENDOR.sign(&csr, now() + 500 * DAY), Err(Error::ChainNotValid { index: 0 }));
    assert_eq!(VENDOR.sign(&csr, now() - DAY), Err(Error::ChainNotValid { index: 0 }));
    let mut watch = VENDOR.chain().expiry();
    assert_eq!(watch.not_after, leaf.not_after());
    assert_eq!(watch.poll(now() + 95 * DAY), Some(ExpiryStage::Days7));
    let unfit = VendorSigner::new(P256.0.clone(), VENDOR.chain().clone()).unwrap_err();
    assert_eq!(unfit, Error::PrivateKeyUnsupported);
    let unfit = VendorSigner::new(KeyPair::mint_rsa2048().unwrap(), VENDOR.chain().clone()).unwrap_err();
    assert_eq!(unfit, Error::KeyMismatch);
}

#[test]
fn what_is_no_portal_request_is_refused() {
    let request = VENDOR.sign(&RSA.0.csr("x").unwrap(), now()).unwrap();
    let check = |text: &[u8], expected: Error| assert_eq!(PortalRequest::decode(text), Err(expected));
    let size = MAX_BYTES + 1;
    check(&vec![b'A'; size], Error::TooLarge { what: WHAT, limit: MAX_BYTES, actual: size });
    check(b"!", Error::Base64 { what: WHAT });
    check(b"", Error::Malformed { what: WHAT, offset: 0 });
    let changed = PortalRequest { csr: RSA.0.csr("y").unwrap().as_der().to_vec(), ..request.clone() };
    check(changed.encode().unwrap().as_bytes(), Error::BadSignature);
    let cut = PortalRequest { chain: request.chain[..2].to_vec(), ..request.clone() };
    check(cut.encode().unwrap().as_bytes(), Error::BrokenChain { index: 1 });
    let text = request.encode().unwrap();
    for end in (0..text.len()).step_by(7) {
        assert!(PortalRequest::decode(&text.as_bytes()[..end]).is_err());
    }
}

#[test]
fn the_portals_answer_is_taken_with_its_key() {
    // F21.
    let key = &RSA.0;
    let issued = portal(&key.csr("x").unwrap(), TOPIC, 365 * DAY);
    for bytes in [issued.as_der(), issued.to_pem().as_bytes()] {
        let push = PushCertificate::new(key.clone(), bytes).unwrap();
        assert_eq!((push.topic(), push.certificate()), (TOPIC, &issued));
        assert!(push.key().matches(key.pkey()));
        assert_eq!(push.expiry().not_after, issued.not_after());
        assert_eq!(push.check_environment(PushEnvironment::Production), Ok(()));
        assert_eq!(push.check_environment(PushEnvironment::Sandbox), Err(Error::ProductionOnly));
        assert!(format!("{push:?}").contains("redacted"));
    }
    let refused = |key: &KeyPair, bytes: &[u8]| PushCertificate::new(key.clone(), bytes).unwrap_err();
    assert_eq!(refused(&P256.0, issued.as_der()), Error::KeyMismatch);
    assert_eq!(refused(key, RSA.1.as_der()), Error::NoTopic);
    let other = portal(&key.csr("x").unwrap(), "com.example.app", DAY);
    assert_eq!(refused(key, other.as_der()), Error::NoTopic);
    assert!(matches!(refused(key, b""), Error::Malformed { .. }));
}

/// Acceptance check 15, F18.
#[test]
fn a_renewal_keeps_the_topic() {
    let key = &RSA.0;
    let csr = key.csr("x").unwrap();
    let push = PushCertificate::new(key.clone(), portal(&csr, TOPIC, 30 * DAY).as_der()).unwrap();
    let new_key = KeyPair::mint_rsa2048().unwrap();
    let check = |key: &KeyPair, topic: &str, days: u32, expected: Result<(), Error>| {
        let certificate = portal(&key.csr("x").unwrap(), topic, days * DAY);
        let renewed = push.renew(key.clone(), certificate.as_der());
        assert_eq!(renewed.as_ref().map(|_| ()).map_err(Clone::clone), expected);
        if let Ok(renewed) = renewed {
            assert_eq!((renewed.topic(), renewed.certificate()), (TOPIC, &certificate));
        }
    };
    check(key, TOPIC, 365, Ok(()));
    check(&new_key, TOPIC, 365, Ok(()));
    check(&new_key, "com.apple.mgmt.External.another", 365, Err(Error::TopicChanged));
    check(key, "com.example", 365, Err(Error::NoTopic));
    check(key, TOPIC, 30, Err(Error::NotRenewed));
    check(key, TOPIC, 10, Err(Error::NotRenewed));
    assert_eq!(
        push.renew(key.clone(), portal(&new_key.csr("x").unwrap(), TOPIC, 365 * DAY).as_der()).unwrap_err(),
        Error::KeyMismatch
    );
}

#[test]
fn files_of_key_and_certificate_are_read_and_written() {
    let key = &RSA.0;
    let push =
        PushCertificate::new(key.clone(), portal(&key.csr("x").unwrap(), TOPIC, DAY).as_der()).unwrap();
    let file = push.to_pkcs12("p\u{00e4}ss").unwrap();
    let read = PushCertificate::from_pkcs12(&file, "p\u{00e4}ss").unwrap();
    assert_eq!((read.topic(), read.certificate()), (TOPIC, push.certificate()));
    let check = |file: &[u8], password: &str, expected: Error| {
        assert_eq!(PushCertificate::from_pkcs12(file, password).unwrap_err(), expected);
        assert!(openssl::error::ErrorStack::get().errors().is_empty());
    };
    check(&file, "wrong", Error::Pkcs12);
    check(&file, "", Error::Pkcs12);
    check(&file, "p\0", Error::Pkcs12);
    check(b"", "", Error::Pkcs12);
    check(&file[..file.len() - 1], "p\u{00e4}ss", Error::Pkcs12);
    let size = MAX_BYTES + 1;
    check(&vec![0; size], "", Error::TooLarge { what: "PKCS #12 file", limit: MAX_BYTES, actual: size });
    assert!(matches!(push.to_pkcs12("\0"), Err(Error::Argument { .. })));
}
