//! What must hold for any bytes that the reader of certificates is given.
//!
//! The fuzz target and the ordinary test that replays the corpus both include this file.

use std::sync::LazyLock;
use std::time::{Duration, SystemTime};

use mdm_pki::{Blame, Certificate, ChainPolicy, KeyPair, PushCertificate, TrustAnchors};

/// Panics when a promise does not hold for `bytes`.
pub(crate) fn check(bytes: &[u8]) {
    match Certificate::from_der(bytes) {
        Ok(certificate) => check_certificate(&certificate, bytes),
        Err(error) => assert_eq!(error.blame(), Blame::Peer, "{error}"),
    }
    for certificate in Certificate::all_from_pem(bytes).unwrap_or_default() {
        check_certificate(&certificate, certificate.as_der());
    }
    let _ = KeyPair::from_bytes(bytes);
}

fn check_certificate(certificate: &Certificate, der: &[u8]) {
    // One certificate has one encoding, and so one name.
    assert_eq!(certificate.as_der(), der);
    assert_eq!(Certificate::from_pem(certificate.to_pem().as_bytes()).as_ref(), Ok(certificate));
    assert!(Certificate::from_der(&[der, &[0]].concat()).is_err());
    // A topic becomes an HTTP header.
    if let Some(topic) = certificate.topic() {
        assert!(topic.starts_with("com.apple.mgmt.") && topic.bytes().all(|byte| byte.is_ascii_graphic()));
    }
    let push = PushCertificate::new(KEY.clone(), der);
    assert!(push.is_err() || certificate.topic().is_some());
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
    if POLICY.verify(certificate, &[], now).is_ok() {
        assert!(
            !certificate.is_authority() && certificate.not_before() <= now && now < certificate.not_after()
        );
    }
    let shown = format!("{certificate:?}");
    assert_eq!(shown, format!("Certificate({})", certificate.fingerprint()));
}

static KEY: LazyLock<KeyPair> =
    LazyLock::new(|| KeyPair::from_bytes(include_bytes!("../keys/p256.key")).expect("a key"));

static POLICY: LazyLock<ChainPolicy> = LazyLock::new(|| {
    let ca = Certificate::from_pem(include_bytes!("../keys/ca.crt")).expect("a certificate");
    ChainPolicy::device_identity(&TrustAnchors::new([ca]).expect("anchors"))
});
