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

// F72: the client proves who it is.
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
