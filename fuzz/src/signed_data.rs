//! What must hold for any bytes that the verifier of signed messages is given.
//!
//! The fuzz target and the ordinary test that replays the corpus both include this file.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mdm_pki::{Error, Limits, MdmSignature, verify_attached, verify_detached};

/// Panics when a promise does not hold for `message`.
pub(crate) fn check(message: &[u8]) {
    match verify_attached(message, &Limits::PROFILE) {
        Ok(verified) => {
            assert!(verified.content.len() < message.len());
            assert!(verified.certificates.contains(&verified.signer));
            // Nothing may follow, and a message is attached or detached, not both.
            assert!(verify_attached(&[message, &[0]].concat(), &Limits::PROFILE).is_err());
            let detached = verify_detached(message, &verified.content, &Limits::PROFILE);
            assert_eq!(detached, Err(Error::ContentAttached));
            let limits = Limits::PROFILE.with_message_bytes(message.len() - 1);
            assert!(matches!(verify_attached(message, &limits), Err(Error::TooLarge { .. })));
            let limits = Limits::PROFILE.with_certificates(verified.certificates.len() - 1);
            assert!(matches!(verify_attached(message, &limits), Err(Error::TooMany { .. })));
        }
        Err(error) => check_error(&error, message),
    }
    match verify_detached(message, CONTENT, &Limits::MDM_SIGNATURE) {
        Ok(signer) => {
            assert_eq!(verify_attached(message, &Limits::PROFILE).unwrap_err(), Error::ContentMissing);
            let header = STANDARD.encode(message);
            assert_eq!(MdmSignature::verify(&header, CONTENT, &Limits::MDM_SIGNATURE), Ok(signer));
        }
        Err(error) => check_error(&error, message),
    }
    if let Ok(header) = std::str::from_utf8(message) {
        let _ = MdmSignature::verify(header, CONTENT, &Limits::MDM_SIGNATURE);
    }
}

/// The sender's fault, at a place inside the message.
fn check_error(error: &Error, message: &[u8]) {
    assert_eq!(error.blame(), mdm_pki::Blame::Peer, "{error}");
    if let Error::Malformed { offset, .. } = error {
        assert!(*offset <= message.len(), "{error}");
    }
}

/// What the detached messages of the corpus sign.
const CONTENT: &[u8] = b"<?xml version=\"1.0\"?>\n<plist version=\"1.0\"><dict/></plist>\n";
