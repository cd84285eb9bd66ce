//! What must hold for any bytes that the reader of encrypted messages is given.
//!
//! The fuzz target and the ordinary test that replays the corpus both include this file.

use std::sync::LazyLock;

use mdm_pki::{Certificate, ContentCipher, Error, KeyPair, Limits, Recipient, encrypt};

/// Panics when a promise does not hold for `message`, as a message and as content.
pub(crate) fn check(message: &[u8]) {
    for recipient in &*RECIPIENTS {
        match recipient.decrypt(message, &Limits::PROFILE) {
            Ok(plain) => {
                assert!(plain.expose_secret().len() < message.len());
                assert!(recipient.decrypt(&[message, &[0]].concat(), &Limits::PROFILE).is_err());
                let limits = Limits::PROFILE.with_message_bytes(message.len() - 1);
                assert!(matches!(recipient.decrypt(message, &limits), Err(Error::TooLarge { .. })));
            }
            Err(error) => {
                assert_eq!(error.blame(), mdm_pki::Blame::Peer, "{error}");
                if let Error::Malformed { offset, .. } = error {
                    assert!(offset <= message.len(), "{error}");
                }
            }
        }
    }
    let cipher = match message.first().map(|byte| byte % 4) {
        Some(1) => ContentCipher::Aes128Cbc,
        Some(2) => ContentCipher::Aes256Gcm,
        Some(3) => ContentCipher::DesEde3Cbc,
        _ => ContentCipher::Aes256Cbc,
    };
    let certificates = RECIPIENTS.each_ref().map(|recipient| recipient.certificate().clone());
    let sealed = encrypt(message, &certificates, cipher).expect("anything can be encrypted");
    for recipient in &*RECIPIENTS {
        let plain = recipient.decrypt(&sealed, &Limits::PROFILE).expect("what was encrypted is decrypted");
        assert_eq!(plain.expose_secret(), message);
    }
}

/// Whether one of the recipients can read it.
#[allow(dead_code, reason = "the replay asks")]
pub(crate) fn is_readable(message: &[u8]) -> bool {
    RECIPIENTS.iter().any(|recipient| recipient.decrypt(message, &Limits::PROFILE).is_ok())
}

static RECIPIENTS: LazyLock<[Recipient; 2]> = LazyLock::new(|| {
    let recipient = |key, certificate| {
        let key = KeyPair::from_bytes(key).expect("a key");
        Recipient::new(key, Certificate::from_pem(certificate).expect("a certificate")).expect("a recipient")
    };
    [
        recipient(include_bytes!("../keys/rsa.key"), include_bytes!("../keys/rsa.crt")),
        recipient(include_bytes!("../keys/p256.key"), include_bytes!("../keys/p256.crt")),
    ]
});
