//! Who may speak, and what cannot be read. A refusal changes nothing, and is never answered with 401: a device would
//! remove its enrollment.

use mdm_apple::Topic;
use mdm_enrollment::row::{RecordKey, Window};
use mdm_enrollment::{
    Action, Actor, CertificateSource, Decision, DeviceRequest, Error, EventKind, Fact, Input, Limits,
    Outcome, Presented, Records, SigningTime, SlotId, Stage, State, Trust, identify,
};
use mdm_pki::{KeyPair, MdmSignature, Signer, TrustAnchors};

use crate::decide::{order, ordered};
use crate::server::{Device, Server, secs, start};

/// The refusal of a request that changes nothing.
fn refused(server: &mut Server, request: &DeviceRequest<'_>, status: u16) -> Error {
    refused_at(server, request, status, start())
}

fn refused_at(
    server: &mut Server,
    request: &DeviceRequest<'_>,
    status: u16,
    now: std::time::SystemTime,
) -> Error {
    let before = server.data.clone();
    let error = server.device(request, now).unwrap_err();
    assert_eq!(error.http_status(), status, "{error}");
    assert_eq!(server.data, before, "{error}");
    error
}

const CHECK_IN: &str = "application/x-apple-aspen-mdm-checkin";
const CONNECT: &str = "application/x-apple-aspen-mdm";

#[test]
fn without_a_certificate_that_stands_up_nobody_speaks() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    let idle = device.report("<key>Status</key><string>Idle</string>");
    for (kind, body) in [(CHECK_IN, device.authenticate()), (CONNECT, idle), (CONNECT, b"garbage".to_vec())] {
        let good = device.request(kind, &body);
        // The signature counts only where the embedder chose it.
        let none = good.presenting(Presented { mdm_signature: Some("c2ln"), ..Presented::default() });
        assert!(matches!(refused(&mut server, &none, 400), Error::NoCertificate));
        let garbage = good.over_tls(Some(b"certificate"));
        assert!(matches!(refused(&mut server, &garbage, 400), Error::Certificate(_)));
        let stranger = Server::new().certificate();
        let untrusted = good.over_tls(Some(stranger.as_der()));
        let error = refused(&mut server, &untrusted, 400);
        assert!(matches!(error, Error::Certificate(mdm_pki::Error::UnknownIssuer)));
        let error = refused_at(&mut server, &good, 400, start() + secs(366 * 86_400));
        assert!(matches!(error, Error::Certificate(mdm_pki::Error::Expired)));
        // Trouble with the server's own anchors is not the device's.
        let error = refused_at(&mut server, &good, 500, start() + secs(3660 * 86_400));
        assert!(matches!(error, Error::Certificate(mdm_pki::Error::AnchorNotValid)), "{error:?}");
    }
}

#[test]
fn a_certificate_speaks_for_its_own_enrollment_only() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    let other = Device { udid: "UDID-1".to_owned(), ..Device::enrolled(&mut server, "UDID-2") };
    let stranger = Device::new(&server, "UDID-1");
    for thief in [&other, &stranger] {
        for body in [device.authenticate(), device.token_update("T9", None), device.check_out()] {
            let error = refused(&mut server, &thief.request(CHECK_IN, &body), 403);
            assert!(matches!(error, Error::ForeignCertificate));
        }
        let idle = device.report("<key>Status</key><string>Idle</string>");
        let error = refused(&mut server, &thief.request(CONNECT, &idle), 403);
        assert!(matches!(error, Error::ForeignCertificate));
    }
    // Nobody's enrollment, and nobody's invitation.
    let nobody = Device::new(&server, "UDID-3");
    for body in [nobody.authenticate(), nobody.token_update("T1", None), nobody.check_out()] {
        let error = refused(&mut server, &nobody.request(CHECK_IN, &body), 404);
        assert!(matches!(error, Error::UnknownEnrollment));
    }
    for body in [nobody.report("<key>Status</key><string>Idle</string>"), b"garbage".to_vec()] {
        let error = refused(&mut server, &nobody.request(CONNECT, &body), 404);
        assert!(matches!(error, Error::UnknownEnrollment));
    }
}

#[test]
fn an_invitation_does_not_take_over_a_living_enrollment() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    ordered(&mut server, &device, [order("A", mdm_apple::SecurityInfo::default())]);
    // Somebody with an invitation says that he is this device.
    let thief = Device::new(&server, "UDID-1");
    server.invite("second", thief.fingerprint(), start());
    let authenticate = thief.authenticate();
    let error = refused(&mut server, &thief.request(CHECK_IN, &authenticate), 403);
    assert!(matches!(error, Error::ForeignCertificate));
    // The device leaves, and then comes by another invitation.
    device.check_in(&mut server, &device.check_out(), start()).unwrap();
    thief.check_in(&mut server, &authenticate, start()).unwrap();
    thief.check_in(&mut server, &thief.token_update("T2", None), start()).unwrap();
    assert_eq!(server.channel(&thief.key).stage(), Stage::Enrolled);
    assert_eq!(thief.idle(&mut server, start()), None, "what was queued for the old enrollment is gone");
    let idle = device.report("<key>Status</key><string>Idle</string>");
    assert!(matches!(refused(&mut server, &device.request(CONNECT, &idle), 403), Error::ForeignCertificate));
}

#[test]
fn what_was_given_up_comes_back_by_another_invitation() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    ordered(&mut server, &device, [order("A", mdm_apple::EraseDevice::default())]);
    assert_eq!(device.idle(&mut server, start()).as_deref(), Some("A"));
    // The phone erased itself, and its answer was lost. It says nothing any more.
    let actor = Actor::administrator("admin");
    server.input(&device.key, &Input::Release { actor: &actor }, start()).unwrap();
    let again = server.input(&device.key, &Input::Release { actor: &actor }, start());
    assert!(matches!(again, Err(Error::NoOrders)));
    let channel = server.channel(&device.key);
    assert_eq!(
        (channel.stage(), channel.push_route(), server.push_due(&device.key)),
        (Stage::Released, None, None)
    );
    let row = server.wake(&device.key).unwrap();
    assert!(row.routes.is_empty() && row.body.is_empty(), "nothing secret is kept");
    assert_eq!(channel.queue().entries().next().unwrap().state, State::Cancelled);
    let idle = device.report("<key>Status</key><string>Idle</string>");
    assert!(matches!(refused(&mut server, &device.request(CONNECT, &idle), 404), Error::NotEnrolled));
    let wiped = Device::new(&server, "UDID-1");
    server.invite("second", wiped.fingerprint(), start());
    wiped.check_in(&mut server, &wiped.authenticate(), start()).unwrap();
    assert_eq!(server.channel(&device.key).stage(), Stage::Authenticated);
}

/// The profile was taken off again before the TokenUpdate, and the person is invited once more.
#[test]
fn what_was_never_completed_begins_by_another_invitation() {
    let mut server = Server::new();
    let first = Device::new(&server, "UDID-1");
    server.invite("first", first.fingerprint(), start());
    first.check_in(&mut server, &first.authenticate(), start()).unwrap();
    let second = Device::new(&server, "UDID-1");
    server.invite("second", second.fingerprint(), start());
    second.check_in(&mut server, &second.authenticate(), start()).unwrap();
    let late = first.token_update("T1", None);
    assert!(matches!(refused(&mut server, &first.request(CHECK_IN, &late), 403), Error::ForeignCertificate));
    second.check_in(&mut server, &second.token_update("T2", None), start()).unwrap();
    let channel = server.channel(&second.key);
    assert_eq!(
        (channel.stage(), channel.generation(), channel.slot()),
        (Stage::Enrolled, 1, Some("slot/second"))
    );
    // One that begins anew is not left to whoever comes in between.
    second.check_in(&mut server, &second.authenticate(), start()).unwrap();
    let thief = Device::new(&server, "UDID-1");
    server.invite("third", thief.fingerprint(), start());
    let authenticate = thief.authenticate();
    let error = refused(&mut server, &thief.request(CHECK_IN, &authenticate), 403);
    assert!(matches!(error, Error::ForeignCertificate));
    second.check_in(&mut server, &second.token_update("T3", None), start()).unwrap();
}

/// Requirement F32: commands after the check-in, and only then.
#[test]
fn check_in_has_an_order() {
    let mut server = Server::new();
    let device = Device::new(&server, "UDID-1");
    server.invite("slot", device.fingerprint(), start());
    let idle = device.report("<key>Status</key><string>Idle</string>");
    let token_update = device.token_update("T1", None);
    for (kind, body) in [(CONNECT, &idle), (CHECK_IN, &token_update)] {
        let error = refused(&mut server, &device.request(kind, body), 404);
        assert!(matches!(error, Error::UnknownEnrollment), "before Authenticate");
    }
    device.check_in(&mut server, &device.authenticate(), start()).unwrap();
    for body in [&idle, &b"garbage".to_vec()] {
        let error = refused(&mut server, &device.request(CONNECT, body), 404);
        assert!(matches!(error, Error::NotEnrolled), "before TokenUpdate");
    }
    let actor = Actor::administrator("admin");
    let orders = [order("A", mdm_apple::DeviceLock::default())];
    let early = server.input(&device.key, &Input::Order { actor: &actor, orders: &orders }, start());
    assert!(matches!(early, Err(Error::NoOrders)), "no orders before TokenUpdate");
    device.check_in(&mut server, &token_update, start()).unwrap();
    assert_eq!(device.idle(&mut server, start()), None);
    device.check_in(&mut server, &device.check_out(), start()).unwrap();
    for (kind, body) in [(CONNECT, &idle), (CHECK_IN, &token_update)] {
        let error = refused(&mut server, &device.request(kind, body), 404);
        assert!(matches!(error, Error::NotEnrolled), "after CheckOut");
    }
    let late = server.input(&device.key, &Input::Order { actor: &actor, orders: &orders }, start());
    assert!(matches!(late, Err(Error::NoOrders)), "no orders after CheckOut");
}

/// Requirement F81.
/// A client that no push could be made for would be enrolled, and never woken.
#[test]
fn what_no_push_could_carry_is_refused_at_check_in() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    let magic = |length| {
        let body = String::from_utf8(device.token_update("T2", None)).unwrap();
        body.replace("SECRET", &"m".repeat(length)).into_bytes()
    };
    let token = |length| device.token_update(&"T".repeat(length), None);
    for body in [magic(0), magic(513)] {
        let error = refused(&mut server, &device.request(CHECK_IN, &body), 400);
        assert!(matches!(error, Error::Malformed(_)), "{error}");
    }
    for body in [token(0), token(257)] {
        let error = refused(&mut server, &device.request(CHECK_IN, &body), 400);
        assert!(matches!(error, Error::PushToken), "{error}");
    }
    for body in [magic(512), token(256)] {
        assert_eq!(server.device(&device.request(CHECK_IN, &body), start()).unwrap().reply.status, 200);
    }
}

#[test]
fn a_device_stays_with_the_push_topic_of_its_organization() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    let foreign = |body: Vec<u8>| {
        String::from_utf8(body)
            .unwrap()
            .replace("com.apple.mgmt.External.0a1b", "com.apple.mgmt.Other")
            .into_bytes()
    };
    for body in [device.authenticate(), device.token_update("T2", None), device.check_out()].map(foreign) {
        let error = refused(&mut server, &device.request(CHECK_IN, &body), 403);
        assert!(matches!(error, Error::ForeignTopic));
    }
    // Another organization on the same store, under the same authority of devices.
    let anchors = TrustAnchors::new([server.authority.certificate().clone()]).unwrap();
    server.trust =
        Trust::new(anchors, CertificateSource::MutualTls, Topic::new("com.apple.mgmt.Other").unwrap());
    for body in [device.authenticate(), device.token_update("T2", None), device.check_out()].map(foreign) {
        let error = refused(&mut server, &device.request(CHECK_IN, &body), 403);
        assert!(matches!(error, Error::ForeignTenant));
    }
    let idle = device.report("<key>Status</key><string>Idle</string>");
    assert!(matches!(refused(&mut server, &device.request(CONNECT, &idle), 403), Error::ForeignTenant));
}

#[test]
fn user_channels_and_other_messages_are_refused() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    let user = "<key>UserID</key><string>U-1</string>";
    let body = device.message(&format!("<key>MessageType</key><string>UserAuthenticate</string>{user}"));
    assert!(matches!(refused(&mut server, &device.request(CHECK_IN, &body), 410), Error::UserChannel));
    let body = device.report(&format!("<key>Status</key><string>Idle</string>{user}"));
    assert!(matches!(refused(&mut server, &device.request(CONNECT, &body), 410), Error::UserChannel));
    let body = device.message("<key>MessageType</key><string>Whatever</string>");
    assert!(matches!(refused(&mut server, &device.request(CHECK_IN, &body), 400), Error::UnsupportedMessage));
}

#[test]
fn a_check_in_that_cannot_be_read_changes_nothing() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    let deep = [b"<plist>".to_vec(), b"<array>".repeat(10_000)].concat();
    let large = device.message(&format!("<key>Note</key><string>{}</string>", "x".repeat(256 << 10)));
    let truncated = device.authenticate()[..90].to_vec();
    let nobody = b"<plist><dict><key>MessageType</key><string>CheckOut</string>\
        <key>Topic</key><string>com.apple.mgmt.External.0a1b</string></dict></plist>";
    for body in [b"".to_vec(), b"garbage".to_vec(), deep, truncated, nobody.to_vec(), b"bplist00".to_vec()] {
        let error = refused(&mut server, &device.request(CHECK_IN, &body), 400);
        assert!(matches!(error, Error::Malformed(_)), "{error}");
    }
    let error = refused(&mut server, &device.request(CHECK_IN, &large), 413);
    assert!(matches!(error, Error::TooLarge { limit: 262_144 }));
}

/// Apple names no limit for a status report, and one that is told 413 is lost. Nothing else may be as long.
#[test]
fn a_message_about_declarations_may_be_longer() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    let message = |kind: &str, bytes: usize| {
        let head = format!(
            "<key>MessageType</key><string>{kind}</string><key>Endpoint</key><string>status</string>\
             <key>Note</key><string>DeclarativeManagement</string><key>Data</key><data>"
        );
        device.report(&format!("{head}{}</data>", "QUFB".repeat(bytes / 4)))
    };
    for kind in [CHECK_IN, ""] {
        let content_type = Some(kind).filter(|kind| !kind.is_empty());
        let mut check = |body: &[u8], limit: Option<usize>| {
            let request = DeviceRequest { content_type, ..device.request("", body) };
            let told = server.device(&request, start());
            match (told, limit) {
                (Err(Error::TooLarge { limit }), Some(expected)) => assert_eq!(limit, expected),
                #[cfg(feature = "declarative")]
                (Ok(decision), None) => {
                    assert!(matches!(decision.reply.body, Some(mdm_enrollment::Body::Declarative(_))))
                }
                #[cfg(not(feature = "declarative"))]
                (Err(Error::UnsupportedMessage), None) => {}
                (told, _) => panic!("{content_type:?}: {told:?}"),
            }
        };
        check(&message("DeclarativeManagement", 300 << 10), None);
        check(&message("DeclarativeManagement", 2000 << 10), None);
        check(&message("GetBootstrapToken", 300 << 10), Some(256 << 10));
    }
    for (body, kind) in [
        (message("DeclarativeManagement", 2 << 20), CHECK_IN),
        (b"DeclarativeManagement".repeat(20_000), CHECK_IN),
    ] {
        let status = if body.len() > 2 << 20 { 413 } else { 400 };
        refused(&mut server, &device.request(kind, &body), status);
    }
}

/// A device repeats a report until it gets a 2xx: one that cannot be read would block its queue for ever.
#[test]
fn a_report_that_cannot_be_read_is_answered_and_closes_the_outstanding_command() {
    let long = "x".repeat(4096);
    let check = |what: &str, body: &dyn Fn(&Device) -> Vec<u8>, error: &str| {
        let mut server = Server::new();
        let limits = Limits { connect: mdm_apple::Limits::default().with_bytes(8192), ..Limits::default() };
        server.trust = server.trust.clone().with_limits(limits);
        let device = Device::enrolled(&mut server, "UDID-1");
        let body = body(&device);
        // Nothing outstanding: an event, and nothing else.
        let decision = device.connect(&mut server, &body, start()).unwrap();
        assert_eq!((decision.reply.status, decision.reply.body), (200, None), "{what}");
        let outcome = match &server.events()[..] {
            [.., EventKind::Command(Fact::UnreadableReport { outcome })] => outcome.clone(),
            other => panic!("{what}: {other:?}"),
        };
        let Outcome::Unreadable { size, digest, error: told } = &outcome else { panic!("{outcome:?}") };
        assert_eq!((*size, *digest), (body.len() as u64, mdm_pki::sha256(&body)), "{what}");
        assert!(told.contains(error) && told.len() <= 256, "{what}: {told}");
        assert!(!told.contains("xxxx"), "{told}");
        // With a command outstanding: it is closed, and the next goes out.
        ordered(&mut server, &device, ["A", "B"].map(|uuid| order(uuid, mdm_apple::DeviceLock::default())));
        assert_eq!(device.idle(&mut server, start()).as_deref(), Some("A"));
        let decision = device.connect(&mut server, &body, start()).unwrap();
        assert_eq!(decision.reply.status, 200);
        assert_eq!(crate::server::uuid_of(&server.body(&decision)).as_deref(), Some("B"), "{what}");
        let channel = server.channel(&device.key);
        let closed = channel.queue().entries().next().unwrap();
        assert_eq!((closed.state, closed.outcome.as_ref()), (State::Unreadable, Some(&outcome)), "{what}");
    };
    check("nothing", &|_| Vec::new(), "cannot be read");
    check("malformed", &|_| b"garbage".to_vec(), "cannot be read");
    check("truncated", &|device| device.status("Acknowledged", "A", "")[..80].to_vec(), "cannot be read");
    check("too large", &|device| device.report(&long.repeat(3)), "larger than 8192 bytes");
    check("too deep", &|_| b"<array>".repeat(300), "cannot be read");
    check("no status", &|device| device.report(""), "Status");
    check("unknown status", &|device| device.status("Whatever", "A", ""), "a status that is not known");
    check(
        "no CommandUUID",
        &|device| device.report("<key>Status</key><string>Acknowledged</string>"),
        "without a CommandUUID",
    );
    check(
        "no name",
        &|_| b"<plist><dict><key>Status</key><string>Idle</string></dict></plist>".to_vec(),
        "names no enrollment",
    );
}

#[test]
fn a_message_is_told_by_its_content_type_and_without_one_by_its_keys() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    let check = |server: &mut Server, kind: Option<&'static str>, body: &[u8], status: u16| {
        let request = DeviceRequest { content_type: kind, ..device.request("", body) };
        let actual = server
            .device(&request, start())
            .map_or_else(|error| error.http_status(), |done| done.reply.status);
        assert_eq!(actual, status, "{kind:?}");
    };
    let (check_in, report) =
        (device.token_update("T1", None), device.report("<key>Status</key><string>Idle</string>"));
    for kind in [CHECK_IN, "Application/X-Apple-Aspen-MDM-Checkin; charset=utf-8"] {
        check(&mut server, Some(kind), &check_in, 200);
        check(&mut server, Some(kind), &report, 400);
    }
    for kind in [None, Some("text/xml"), Some("application/x-apple-aspen-mdm-other")] {
        check(&mut server, kind, &check_in, 200);
        check(&mut server, kind, &report, 200);
        check(&mut server, kind, b"garbage", 200);
    }
    check(&mut server, Some(CONNECT), &check_in, 200);
    assert!(matches!(server.events().last(), Some(EventKind::Command(Fact::UnreadableReport { .. }))));
}

/// `SignMessage`: the signature covers the body, and the certificate of the connection does not count.
#[test]
fn a_signed_message_speaks_for_its_signer() {
    let mut server = Server::with_source(CertificateSource::MdmSignature(SigningTime::Ignored));
    let key = KeyPair::mint_p256().unwrap();
    let certificate = server.issue(&key.csr("device").unwrap());
    let signer = Signer::new(key, certificate.clone(), vec![]).unwrap();
    let device = Device {
        udid: "UDID-1".to_owned(),
        certificate: certificate.as_der().to_vec(),
        key: RecordKey::new("device/UDID-1").unwrap(),
    };
    server.invite("slot", device.fingerprint(), start());
    let body = device.authenticate();
    let header = MdmSignature::sign(&signer, &body, start()).unwrap();
    let unsigned = device.request(CHECK_IN, &body);
    assert!(matches!(refused(&mut server, &unsigned, 400), Error::NoCertificate));
    let other = device.check_out();
    let signature = Presented { mdm_signature: Some(&header), ..unsigned.presented };
    let wrong = DeviceRequest { body: &other, ..unsigned.presenting(signature) };
    assert!(matches!(refused(&mut server, &wrong, 400), Error::Certificate(_)));
    let signed = unsigned.presenting(signature).over_tls(None);
    assert_eq!(server.device(&signed, start()).unwrap().reply.status, 200);
}

#[test]
fn a_decision_is_about_the_record_that_was_named() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    let other = Device::enrolled(&mut server, "UDID-2");
    let slot = SlotId::new("UDID-1").unwrap().key();
    let idle = device.report("<key>Status</key><string>Idle</string>");
    let request = device.request(CONNECT, &idle);
    let identified = identify(&request, &server.trust, start()).unwrap();
    assert_eq!(
        server.decide_only(&device.key, &identified, start()).unwrap().reply,
        Decision::default().reply
    );
    for key in [&other.key, &slot] {
        let error = server.decide_only(key, &identified, start()).unwrap_err();
        assert!(matches!(error, Error::OtherRecord), "{key}: {error}");
    }
    // A record of a channel is no slot, and the other way round.
    let mut records = Records::default();
    records.insert(&device.key, &server.data.records[&device.key].load(&Window::Open)).unwrap();
    let actor = Actor::administrator("admin");
    let input = Input::Order { actor: &actor, orders: &[] };
    for key in [&other.key, &slot] {
        let error = records.decide(key, &input, &server.rules, start()).unwrap_err();
        assert!(matches!(error, Error::OtherRecord));
    }
    let wrong = records.insert(&slot, &server.data.records[&device.key].load(&Window::Open));
    assert!(matches!(wrong, Err(Error::Record(_))));
}

#[test]
fn an_empty_idle_writes_nothing() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    let before = server.data.clone();
    let idle = device.report("<key>Status</key><string>Idle</string>");
    let decision = device.connect(&mut server, &idle, start()).unwrap();
    let contact = Action::Contact { record: device.key.clone(), at: start() };
    assert_eq!(decision, Decision { actions: vec![contact], ..Decision::default() });
    assert_eq!(server.data, before);
}
