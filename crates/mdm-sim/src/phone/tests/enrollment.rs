use openssl::cms::{CMSOptions, CmsContentInfo};
use openssl::x509::X509;
use plist::Value;

use super::support::*;
use crate::phone::{
    Blame, Error, Event, Input, KeyKind, LockState, Phone, PhoneConfig, ProfileSignature, Purpose,
    UnenrollReason, mint_key,
};

fn ready() -> World {
    let mut world = World::new(config(LockState::Unlocked));
    world.input(Input::PushToken(PUSH_TOKEN)).unwrap();
    world
}

/// Apple, Authenticate and Token Update (read 2026-08); check-in order: Authenticate, then TokenUpdate, and no
/// connect without a push.
#[test]
fn a_phone_enrolls_in_order_and_waits_for_a_push() {
    let mut world = ready();
    world.input(Input::InstallEnrollmentProfile(&enrollment_profile(|_| {}))).unwrap();

    let request = world.pending.clone().unwrap();
    assert_eq!((request.purpose, request.method), (Purpose::Certificate, "POST"));
    assert_eq!(request.url, "https://mdm.test/certificate");
    assert_eq!(request.header("content-type"), Some("application/pkcs10"));
    assert_eq!(request.header("x-enrollment-challenge"), Some(CHALLENGE));
    assert_eq!(request.header("mdm-signature"), None);
    assert!(world.phone.identity().is_none());
    let certificate = world.authority.issue(&request.body);
    world.answer(200, &certificate);

    let identity = world.phone.identity().unwrap();
    assert_eq!(identity.certificate_der, certificate);
    let request = world.pending.clone().unwrap();
    assert_eq!((request.purpose, request.method), (Purpose::Authenticate, "PUT"));
    assert_eq!(request.url, "https://mdm.test/checkin");
    assert_eq!(request.header("content-type"), Some("application/x-apple-aspen-mdm-checkin"));
    let authenticate = message(&request);
    assert_eq!(text(&authenticate, "MessageType"), "Authenticate");
    assert_eq!(text(&authenticate, "Topic"), "com.apple.mgmt.External.test");
    assert_eq!(text(&authenticate, "UDID"), UDID);
    assert_eq!(text(&authenticate, "SerialNumber"), "F2LTEST00001");
    assert_eq!(text(&authenticate, "ProductName"), "iPhone15,2");
    assert!(!world.phone.is_enrolled());
    world.answer(200, b"");

    assert!(!world.phone.is_enrolled(), "200 to Authenticate does not mean enrolled");
    let token_update = message(world.pending.as_ref().unwrap());
    assert_eq!(text(&token_update, "MessageType"), "TokenUpdate");
    assert_eq!(token_update.get("Token").and_then(Value::as_data), Some(PUSH_TOKEN));
    assert_eq!(token_update.get("UnlockToken").and_then(Value::as_data), Some(UNLOCK_TOKEN));
    assert_eq!(token_update.get("AwaitingConfiguration"), Some(&Value::Boolean(false)));
    assert_eq!(text(&token_update, "PushMagic").as_bytes(), world.magic());
    world.answer(200, b"");

    assert!(world.phone.is_enrolled());
    assert!(world.pending.is_none(), "no poll without a push");
    assert_eq!(world.wake_at, None);
    assert!(world.events.contains(&Event::Enrolled));
}

/// Apple, Token Update: `Token` is required, so it waits for APNs; and it may come again at any time.
#[test]
fn token_update_waits_for_a_push_token_and_follows_its_rotation() {
    let mut world = World::new(config(LockState::Unlocked));
    world.input(Input::InstallEnrollmentProfile(&enrollment_profile(|_| {}))).unwrap();
    world.serve();
    assert!(!world.phone.is_enrolled());
    world.input(Input::PushToken(PUSH_TOKEN)).unwrap();
    world.serve();
    assert!(world.phone.is_enrolled());
    world.input(Input::PushToken(b"another")).unwrap();
    let token_update = message(world.pending.as_ref().unwrap());
    assert_eq!(token_update.get("Token").and_then(Value::as_data), Some(b"another".as_slice()));
    assert_eq!(text(&token_update, "PushMagic").as_bytes(), world.magic(), "the relationship is the same");
    world.answer(503, b"");
    world.wake();
    world.serve();
    assert_eq!(world.events.last(), Some(&Event::TokenUpdated));
}

/// Apple, MDM (payload): `AccessRights` decide what the phone says; `CheckInURL` falls back to `ServerURL`;
/// `SignMessage` is off by default.
#[test]
fn the_profile_decides_what_is_sent() {
    let profile = enrollment_profile(|mdm| {
        mdm.insert("AccessRights".into(), 3.into());
        mdm.remove("CheckInURL");
        mdm.remove("SignMessage");
    });
    let mut world = ready();
    world.input(Input::InstallEnrollmentProfile(&profile)).unwrap();
    world.serve();
    let [_, authenticate, token_update] = &world.requests[..] else { panic!("{:?}", world.requests) };
    assert_eq!(authenticate.url, "https://mdm.test/connect");
    assert_eq!(authenticate.header("mdm-signature"), None);
    assert!(!message(authenticate).contains_key("SerialNumber"), "needs right 16");
    assert!(!message(token_update).contains_key("UnlockToken"), "needs right 4");
}

/// RFC 5652; the form is that of the real headers among the test data of micromdm/nanomdm.
#[test]
fn mdm_signature_is_detached_ber_that_openssl_verifies() {
    for kind in [KeyKind::EcP256, KeyKind::Rsa2048] {
        let mut world = ready();
        world.phone = Phone::new(config(LockState::Unlocked), mint_key(kind).unwrap()).unwrap();
        world.input(Input::InstallEnrollmentProfile(&enrollment_profile(|_| {}))).unwrap();
        let certificate = world.authority.issue(&world.pending.as_ref().unwrap().body);
        world.answer(200, &certificate);
        let authenticate = world.pending.clone().unwrap();
        let header = authenticate.header("mdm-signature").unwrap();
        assert!(header.bytes().all(|byte| byte.is_ascii_graphic()), "one line");
        let bytes = openssl::base64::decode_block(header).unwrap();
        assert_eq!(bytes[..2], [0x30, 0x80], "indefinite length");
        assert_eq!(bytes[bytes.len() - 6..], [0; 6]);
        assert!(bytes.windows(certificate.len()).any(|window| window == certificate), "leaf embedded");

        let verify = |body: &[u8]| {
            let mut cms = CmsContentInfo::from_der(&bytes).unwrap();
            let flags = CMSOptions::BINARY | CMSOptions::DETACHED | CMSOptions::NO_SIGNER_CERT_VERIFY;
            cms.verify(None, None, Some(body), None, flags)
        };
        verify(&authenticate.body).unwrap();
        assert!(verify(b"another body").is_err());
    }
}

/// RFC 5652 section 5.6: content and signature must agree. An unknown signer only makes the profile unverified.
#[test]
fn signed_profiles_are_opened_and_graded() {
    let plain = enrollment_profile(|_| {});
    let authority = Authority::new();
    let sealed = authority.seal(&plain);
    let grade = |roots: Vec<Vec<u8>>, bytes: &[u8]| {
        let mut world = World::new(PhoneConfig { system_roots: roots, ..config(LockState::Unlocked) });
        let result = world.input(Input::InstallEnrollmentProfile(bytes));
        result.map(|()| world.phone.profiles()[0].signature())
    };
    assert_eq!(grade(vec![], &plain), Ok(ProfileSignature::Unsigned));
    assert_eq!(grade(vec![], &sealed), Ok(ProfileSignature::Unverified));
    assert_eq!(grade(vec![authority.root()], &sealed), Ok(ProfileSignature::Verified));
    assert_eq!(grade(vec![Authority::new().root()], &sealed), Ok(ProfileSignature::Unverified));
    let at = sealed.windows(4).position(|window| window == b"mdm.").unwrap();
    let mut forged = sealed.clone();
    forged[at] = b'n';
    assert_eq!(grade(vec![authority.root()], &forged), Err(Error::BadSignature));
    assert!(matches!(grade(vec![], &sealed[..sealed.len() / 2]), Err(Error::UnreadableProfile(_))));
}

/// Apple, Certificate Root (payload): the anchors for the transport.
#[test]
fn root_payloads_become_trust_anchors() {
    let root = Authority::new().root();
    let pem = X509::from_der(&root).unwrap().to_pem().unwrap();
    let mut world = ready();
    let profile = enrollment_profile_with(|_| {}, &[root.clone(), pem]);
    world.input(Input::InstallEnrollmentProfile(&profile)).unwrap();
    assert_eq!(world.phone.trust_anchors(), [root.clone(), root]);
}

/// Apple, MDM (payload), read 2026-08: what a profile must have.
#[test]
fn bad_enrollment_profiles_are_refused_and_change_nothing() {
    #[track_caller]
    fn check(bytes: &[u8]) {
        let mut world = ready();
        let error = world.input(Input::InstallEnrollmentProfile(bytes)).unwrap_err();
        assert_eq!(error.blame(), Blame::Peer, "{error}");
        assert!(world.phone.profiles().is_empty() && world.pending.is_none() && world.events.is_empty());
        assert!(!world.phone.is_enrolled() && world.phone.trust_anchors().is_empty());
    }
    type Change = fn(&mut plist::Dictionary);
    let changes: [Change; 9] = [
        |mdm| drop(mdm.remove("Topic")),
        |mdm| drop(mdm.insert("Topic".into(), "com.example.push".into())),
        |mdm| drop(mdm.remove("ServerURL")),
        |mdm| drop(mdm.insert("ServerURL".into(), "http://mdm.test/".into())),
        |mdm| drop(mdm.insert("CheckInURL".into(), "http://mdm.test/".into())),
        |mdm| drop(mdm.insert("AccessRights".into(), 0.into())),
        |mdm| drop(mdm.insert("AccessRights".into(), 2.into())),
        |mdm| drop(mdm.insert("AccessRights".into(), 128.into())),
        |mdm| drop(mdm.insert("IdentityCertificateUUID".into(), "nothing".into())),
    ];
    for change in changes {
        check(&enrollment_profile(change));
    }
    check(&enrollment_profile_with(|_| {}, &[b"no certificate".to_vec()]));
    check(&profile("example.other", "no MDM payload"));
    check(b"");
    check(b"<plist version=\"1.0\"><dict/></plist>");
    check(&[0x30, 0x80, 0, 0]);
    let nested = "<array>".repeat(100_000);
    check(format!("<plist version=\"1.0\"><dict><key>a</key>{nested}").as_bytes());
}

/// Apple, Authenticate: any answer but 200 ends the enrollment, and the profile goes.
#[test]
fn a_refused_step_ends_the_enrollment() {
    #[track_caller]
    fn check(good_steps: usize, status: u16, body: &[u8], step: Purpose) {
        let mut world = ready();
        world.input(Input::InstallEnrollmentProfile(&enrollment_profile(|_| {}))).unwrap();
        for _ in 0..good_steps {
            let request = world.pending.clone().unwrap();
            let certificate =
                (request.purpose == Purpose::Certificate).then(|| world.authority.issue(&request.body));
            world.answer(200, &certificate.unwrap_or_default());
        }
        world.answer(status, body);
        assert_eq!(world.events.last(), Some(&Event::EnrollmentFailed { step, status: Some(status) }));
        assert!(world.phone.profiles().is_empty() && world.phone.identity().is_none());
        assert!(world.pending.is_none() && world.wake_at.is_none());
    }
    check(0, 403, b"", Purpose::Certificate);
    check(0, 200, b"no certificate", Purpose::Certificate);
    check(0, 200, &Authority::new().root(), Purpose::Certificate);
    check(1, 400, b"", Purpose::Authenticate);
    check(1, 204, b"", Purpose::Authenticate);
    check(1, 401, b"", Purpose::Authenticate);
    check(2, 401, b"", Purpose::TokenUpdate);
}

#[test]
fn losing_the_network_while_enrolling_ends_it_and_the_user_can_try_again() {
    let mut world = ready();
    world.input(Input::InstallEnrollmentProfile(&enrollment_profile(|_| {}))).unwrap();
    world.input(Input::Offline).unwrap();
    assert!(world.events.contains(&Event::EnrollmentFailed { step: Purpose::Certificate, status: None }));
    let result = world.input(Input::InstallEnrollmentProfile(&enrollment_profile(|_| {})));
    assert_eq!(result.unwrap_err().blame(), Blame::Caller);
    world.input(Input::Online).unwrap();
    world.input(Input::InstallEnrollmentProfile(&enrollment_profile(|_| {}))).unwrap();
    world.serve();
    assert!(world.phone.is_enrolled());
}

#[test]
fn a_refused_profile_does_nothing() {
    let mut world = ready();
    world.input(Input::RefuseProfile).unwrap();
    assert_eq!(world.events, [Event::ProfileRefused]);
    assert!(world.pending.is_none() && world.phone.profiles().is_empty());
}

/// Apple, Check Out (read 2026-08): one try, only with `CheckOutWhenRemoved`.
#[test]
fn deleting_the_profile_checks_out_once() {
    let mut world = World::enrolled(config(LockState::Unlocked));
    world.run("InstallProfile", &[("Payload", Value::Data(profile("example.wifi", "1")))]);
    world.input(Input::RemoveManagement).unwrap();
    assert!(world.phone.profiles().is_empty(), "management takes its profiles along");
    assert!(world.events.contains(&Event::Unenrolled(UnenrollReason::User)));
    let request = world.pending.clone().unwrap();
    assert_eq!(text(&message(&request), "MessageType"), "CheckOut");
    assert_eq!(request.url, "https://mdm.test/checkin");
    assert!(world.phone.identity().is_some(), "the last message needs it");
    world.answer(500, b"");
    assert!(world.pending.is_none() && world.wake_at.is_none(), "never again");
    assert!(world.phone.identity().is_none());

    let mut silent = World::enrolled_by(
        config(LockState::Unlocked),
        &enrollment_profile(|mdm| {
            mdm.remove("CheckOutWhenRemoved");
        }),
    );
    silent.input(Input::RemoveManagement).unwrap();
    assert!(silent.pending.is_none());

    let mut offline = World::enrolled(config(LockState::Unlocked));
    offline.input(Input::Offline).unwrap();
    offline.input(Input::RemoveManagement).unwrap();
    offline.input(Input::Online).unwrap();
    assert!(offline.pending.is_none(), "the one try was then");
}

/// Apple, Token Update: PushMagic binds one relationship; after removal the old one is dead, even with the same
/// topic.
#[test]
fn each_enrollment_has_its_own_push_magic() {
    let mut world = World::enrolled(config(LockState::Unlocked));
    let old = world.magic().to_vec();
    world.input(Input::RemoveManagement).unwrap();
    world.serve();
    world.input(Input::InstallEnrollmentProfile(&enrollment_profile(|_| {}))).unwrap();
    world.input(Input::PushToken(PUSH_TOKEN)).unwrap();
    world.serve();
    assert!(world.phone.is_enrolled());
    assert_ne!(world.magic(), old);
}

/// Apple, TopLevel, `PayloadRemovalDisallowed`: obeyed by supervised devices only; every other user may always leave.
#[test]
fn a_supervised_phone_keeps_a_profile_that_may_not_be_deleted() {
    let text = String::from_utf8(enrollment_profile(|_| {})).unwrap();
    let locked = text.replacen("<dict>", "<dict><key>PayloadRemovalDisallowed</key><true/>", 1);
    for (config, kept) in [(supervised(LockState::Unlocked), true), (config(LockState::Unlocked), false)] {
        let mut world = World::enrolled_by(config, locked.as_bytes());
        world.input(Input::RemoveManagement).unwrap();
        assert_eq!(world.phone.is_enrolled(), kept);
        assert_eq!(world.events.contains(&Event::RemovalRefused), kept);
    }
}

#[test]
fn a_locked_user_interface_takes_no_profiles() {
    let mut world = World::new(config(LockState::Locked));
    let result = world.input(Input::InstallEnrollmentProfile(&enrollment_profile(|_| {})));
    assert!(matches!(result, Err(Error::Impossible { .. })));
}

/// No secret reaches a `Debug` of anything that is likely to be printed.
#[test]
fn nothing_secret_is_shown() {
    let mut world = ready();
    let profile = enrollment_profile(|_| {});
    world.input(Input::InstallEnrollmentProfile(&profile)).unwrap();
    world.serve();
    let magic = String::from_utf8(world.magic().to_vec()).unwrap();
    let shown = format!(
        "{:?}{:?}{:?}{:?}{:?}{:?}{:?}",
        world.phone,
        world.phone.config(),
        world.requests,
        world.events,
        world.phone.identity(),
        world.phone.profiles(),
        Input::InstallEnrollmentProfile(&profile),
    );
    for secret in [CHALLENGE, "planted", magic.as_str(), "PRIVATE KEY"] {
        assert!(!shown.contains(secret), "{secret}");
    }
}
