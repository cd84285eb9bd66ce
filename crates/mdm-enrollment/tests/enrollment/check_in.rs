//! Check-in messages besides the three that enroll a device and let it go: bootstrap tokens, questions, Setup Assistant.

use mdm_apple::{DeviceLock, ReturnToServiceAnswer, SecurityInfo, ServiceToken};
use mdm_enrollment::row::Window;
use mdm_enrollment::{
    Actor, Answered, Body, Decision, Error, EventKind, Input, Question, Records, Stage, State, identify,
};

use crate::decide::{order, ordered};
use crate::server::{Device, Server, secs, start};

const MESSAGE: &str = "<key>MessageType</key><string>";

fn says(device: &Device, server: &mut Server, name: &str, keys: &str) -> Result<Decision, Error> {
    device.check_in(server, &device.report(&format!("{MESSAGE}{name}</string>{keys}")), start())
}

fn body(decision: &Decision) -> String {
    match &decision.reply.body {
        Some(Body::Made(made)) => String::from_utf8(made.expose_secret().to_vec()).unwrap(),
        other => panic!("{other:?}"),
    }
}

/// Apple, Set Bootstrap Token: a missing or empty token removes the stored one; Get Bootstrap Token: the answer has none
/// when there is none (read 2026-08).
#[test]
fn a_bootstrap_token_is_kept_given_back_and_taken_away() {
    const TOKEN: &str = "<key>BootstrapToken</key><data>U0VDUkVU</data>";
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    let check = |server: &mut Server, keys: &str, kept: bool, events: &[EventKind]| {
        let before = server.events().len();
        let decision = says(&device, server, "SetBootstrapToken", keys).unwrap();
        assert_eq!((decision.reply.status, decision.reply.body), (200, None));
        let decision = says(&device, server, "GetBootstrapToken", "").unwrap();
        assert_eq!(decision.reply.content_type(), Some("application/xml"));
        assert_eq!(body(&decision).contains("U0VDUkVU"), kept, "{keys}");
        assert_eq!(body(&decision).contains("BootstrapToken"), kept, "{keys}");
        assert_eq!(server.events()[before..], *events, "{keys}");
    };
    check(&mut server, "", false, &[]);
    check(&mut server, TOKEN, true, &[EventKind::BootstrapTokenSet]);
    check(&mut server, TOKEN, true, &[]);
    check(&mut server, "<key>BootstrapToken</key><data></data>", false, &[EventKind::BootstrapTokenRemoved]);
    check(&mut server, TOKEN, true, &[EventKind::BootstrapTokenSet]);
    check(&mut server, "", false, &[EventKind::BootstrapTokenRemoved]);
    check(&mut server, TOKEN, true, &[EventKind::BootstrapTokenSet]);
    // It ends with the enrollment, and begins with none.
    device.check_in(&mut server, &device.authenticate(), start()).unwrap();
    assert!(server.channel(&device.key).bootstrap_token().is_none());
    for name in ["SetBootstrapToken", "GetBootstrapToken", "GetToken"] {
        let keys = "<key>TokenServiceType</key><string>com.apple.maid</string>";
        let early = says(&device, &mut server, name, keys).unwrap_err();
        assert!(matches!(early, Error::NotEnrolled) && early.http_status() == 404, "{name}");
    }
}

/// Apple, Get Token: 400 for a service that is not known; Return To Service (schema release of iOS 26.0).
#[test]
fn what_only_the_embedder_knows_is_asked() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    let keys = "<key>TokenServiceType</key><string>com.apple.maid</string>";
    let before = server.data.clone();
    let decision = says(&device, &mut server, "GetToken", keys).unwrap();
    let Some(Body::Asked(question)) = decision.reply.body else { panic!("{:?}", decision.reply) };
    let Question::Token(asked) = &question else { panic!("{question:?}") };
    assert_eq!(asked.token_service_type.as_str(), "com.apple.maid");
    let token = || Some(Answered::Token(ServiceToken::new(b"SECRET".to_vec())));
    let made = question.answer(token()).unwrap();
    assert!(String::from_utf8_lossy(made.expose_secret()).contains("U0VDUkVU"));
    assert!(!format!("{made:?}").contains("U0VDUkVU"));
    assert!(matches!(question.answer(None), Err(Error::NoAnswer)));
    assert_eq!(Error::NoAnswer.http_status(), 400);

    let decision = says(&device, &mut server, "ReturnToService", "").unwrap();
    let Some(Body::Asked(question)) = decision.reply.body else { panic!("{:?}", decision.reply) };
    let text = |answer| String::from_utf8(question.answer(answer).unwrap().expose_secret().to_vec()).unwrap();
    assert!(text(None).contains("<false"));
    assert!(text(Some(Answered::ReturnToService(ReturnToServiceAnswer::new(true)))).contains("<true"));
    assert!(matches!(question.answer(token()), Err(Error::NoAnswer)));
    assert_eq!(server.data, before, "a question changes nothing");
}

/// However much is queued: whoever asks again and again has nothing read that the answer does not need.
#[test]
fn what_moves_the_head_alone_loads_the_head_alone() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    ordered(&mut server, &device, [order("A", SecurityInfo::default()), order("B", DeviceLock::default())]);
    for name in [
        "SetBootstrapToken",
        "GetBootstrapToken",
        "GetToken",
        "ReturnToService",
        "DeclarativeManagement",
        "TokenUpdate",
        "UserAuthenticate",
        "Frobnicate",
    ] {
        let keys = "<key>BootstrapToken</key><data>U0VDUkVU</data><key>Endpoint</key><string>tokens</string>\
            <key>TokenServiceType</key><string>com.apple.maid</string><key>Token</key><data>VDI=</data>\
            <key>PushMagic</key><string>SECRET</string>";
        let body = device.message(&format!("{MESSAGE}{name}</string>{keys}"));
        let request = device.request("application/x-apple-aspen-mdm-checkin", &body);
        let identified = identify(&request, &server.trust, start()).unwrap();
        assert_eq!(identified.window(start()), Window::Head, "{name}");
        let decide = |window| {
            let records = server.load_all(&device.key, &[], &window, false);
            records.decide(&device.key, &Input::Message(&identified), &server.rules, start())
        };
        let (head, open) = (decide(Window::Head), decide(Window::Open));
        assert_eq!(format!("{head:?}"), format!("{open:?}"), "{name}");
    }
}

/// Such a check-in names a certificate like any other.
#[test]
fn who_may_not_speak_sets_and_gets_nothing() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    let other = Device::enrolled(&mut server, "UDID-2");
    let thief = Device { udid: device.udid, ..other };
    let before = server.data.clone();
    for name in
        ["SetBootstrapToken", "GetBootstrapToken", "GetToken", "ReturnToService", "DeclarativeManagement"]
    {
        let keys = "<key>TokenServiceType</key><string>com.apple.maid</string>\
            <key>Endpoint</key><string>tokens</string>";
        let error = says(&thief, &mut server, name, keys).unwrap_err();
        assert!(matches!(error, Error::ForeignCertificate) && error.http_status() == 403, "{name}");
    }
    assert_eq!(server.data, before);
}

fn awaiting(device: &Device, token: &str) -> Vec<u8> {
    let update = String::from_utf8(device.token_update(token, None)).unwrap();
    update.replace("</dict></plist>", "<key>AwaitingConfiguration</key><true/></dict></plist>").into_bytes()
}

/// A device that waits in Setup Assistant.
fn waiting(server: &mut Server) -> Device {
    let device = Device::new(server, "UDID-1");
    server.invite("slot", device.fingerprint(), start());
    for body in [device.authenticate(), awaiting(&device, "T1")] {
        device.check_in(server, &body, start()).unwrap();
    }
    assert_eq!(server.channel(&device.key).awaits_configuration(), Some(start() + Records::SETUP));
    assert_eq!(server.push_due(&device.key), Some(start() + Records::SETUP));
    device
}

/// Apple, Token Update, AwaitingConfiguration: the device stays in Setup Assistant until DeviceConfigured (read 2026-08).
#[test]
fn device_configured_goes_last() {
    let mut server = Server::new();
    let device = waiting(&mut server);
    let actor = Actor::rule("setup");
    ordered(&mut server, &device, [order("A", DeviceLock::default())]);
    for _ in 0..2 {
        server.input(&device.key, &Input::FinishSetup { actor: &actor }, start()).unwrap();
    }
    ordered(&mut server, &device, [order("B", SecurityInfo::default())]);
    let mut seen = Vec::new();
    let mut next = device.idle(&mut server, start());
    while let Some(name) = next {
        next = device.answer(&mut server, "Acknowledged", &name, start());
        seen.push(name);
    }
    let last = seen.iter().position(|name| name.starts_with("DeviceConfigured")).unwrap();
    assert!(seen.iter().position(|name| name == "A").unwrap() < last, "{seen:?}");
    assert_eq!(seen.len(), 3, "once: {seen:?}");
    assert_eq!(server.channel(&device.key).awaits_configuration(), None);
    assert_eq!(server.events().iter().filter(|event| **event == EventKind::SetupFinished).count(), 1);
    // Said to a device that does not wait, it means nothing.
    let before = server.data.clone();
    server.input(&device.key, &Input::FinishSetup { actor: &actor }, start()).unwrap();
    assert_eq!(server.data, before);
}

#[test]
fn nobody_is_kept_in_setup_assistant_for_ever() {
    let mut server = Server::new();
    let device = waiting(&mut server);
    ordered(&mut server, &device, [order("A", mdm_apple::InstallProfile::new(b"x".to_vec()))]);
    server.input(&device.key, &Input::FinishSetup { actor: &Actor::rule("setup") }, start()).unwrap();
    let body = device.report("<key>Status</key><string>Idle</string>");
    let session = |server: &mut Server, at| {
        let mut seen = Vec::new();
        let mut decision = device.connect(server, &body, at).unwrap();
        while let Some(name) = crate::server::uuid_of(&server.body(&decision)) {
            decision = device.connect(server, &device.status("NotNow", &name, ""), at).unwrap();
            seen.push(name);
        }
        seen
    };
    // What is refused keeps it waiting.
    assert_eq!(session(&mut server, start()), ["A"]);
    let late = start() + Records::SETUP;
    assert!(!session(&mut server, late - secs(1)).iter().any(|name| name.starts_with("DeviceConfigured")));
    assert!(
        !session(&mut server, start() - secs(60)).iter().any(|name| name.starts_with("DeviceConfigured"))
    );
    let seen = session(&mut server, late);
    let configured: Vec<_> = seen.iter().filter(|name| name.starts_with("DeviceConfigured")).collect();
    assert_eq!(configured.len(), 1, "{seen:?}");
    device.answer(&mut server, "Acknowledged", configured[0], late);
    assert_eq!(server.channel(&device.key).awaits_configuration(), None);
    assert!(!session(&mut server, late + secs(60)).iter().any(|name| name.starts_with("DeviceConfigured")));
}

/// A device in Setup Assistant was wiped: a certificate that was renewed does not make it a renewal.
#[test]
fn a_device_that_awaits_configuration_is_no_renewal() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    says(&device, &mut server, "SetBootstrapToken", "<key>BootstrapToken</key><data>U0VDUkVU</data>")
        .unwrap();
    device.check_in(&mut server, &device.token_update("T1", Some("U0VDUkVU")), start()).unwrap();
    ordered(&mut server, &device, [order("A", SecurityInfo::default())]);
    let certificate = server.certificate();
    server.input(&device.key, &Input::IssueIdentity { certificate: &certificate }, start()).unwrap();
    let renewed = Device { certificate: certificate.as_der().to_vec(), ..device };
    renewed.check_in(&mut server, &renewed.authenticate(), start()).unwrap();
    assert_eq!(server.channel(&renewed.key).generation(), 1);
    for _ in 0..2 {
        renewed.check_in(&mut server, &awaiting(&renewed, "T2"), start()).unwrap();
    }
    let channel = server.channel(&renewed.key);
    assert_eq!((channel.stage(), channel.generation()), (Stage::Enrolled, 2));
    assert!(channel.unlock_token().is_none() && channel.bootstrap_token().is_none());
    assert!(channel.queue().entries().all(|entry| entry.state == State::Cancelled));
    assert!(server.events().contains(&EventKind::Reenrolled { generation: 2 }));
    ordered(&mut server, &renewed, [order("B", SecurityInfo::default())]);
    // Another token while it waits is no new beginning.
    renewed.check_in(&mut server, &awaiting(&renewed, "T3"), start()).unwrap();
    assert_eq!(renewed.idle(&mut server, start()).as_deref(), Some("B"));
}

/// One that waited and waits again under another push magic was wiped in between: the magic is that of an enrollment
/// (Apple, Token Update, read 2026-08).
#[test]
fn a_device_that_waits_again_was_wiped() {
    let mut server = Server::new();
    let device = waiting(&mut server);
    ordered(&mut server, &device, [order("A", SecurityInfo::default())]);
    let certificate = server.certificate();
    server.input(&device.key, &Input::IssueIdentity { certificate: &certificate }, start()).unwrap();
    let renewed = Device { certificate: certificate.as_der().to_vec(), ..device };
    let late = start() + secs(60);
    renewed.check_in(&mut server, &renewed.authenticate(), late).unwrap();
    let update = String::from_utf8(awaiting(&renewed, "T2")).unwrap();
    let update = update.replace(">SECRET<", ">SECRET-2<").into_bytes();
    for _ in 0..2 {
        renewed.check_in(&mut server, &update, late).unwrap();
    }
    let channel = server.channel(&renewed.key);
    assert_eq!((channel.stage(), channel.generation()), (Stage::Enrolled, 2));
    assert!(channel.queue().entries().all(|entry| entry.state == State::Cancelled));
    assert_eq!(channel.awaits_configuration(), Some(late + Records::SETUP), "it waits anew");
    assert_eq!(renewed.idle(&mut server, late), None);
}

/// Whoever broke off after Authenticate comes again by another invitation of its tenant; until then it is told as silent.
#[test]
fn an_enrollment_that_broke_off_is_begun_again() {
    let mut server = Server::new();
    let first = Device::new(&server, "UDID-1");
    server.invite("first", first.fingerprint(), start());
    first.check_in(&mut server, &first.authenticate(), start()).unwrap();
    let watch = Input::Watch { last_contact: None, after: secs(3_600) };
    for (at, told) in [(3_599, 0), (3_600, 1), (9_999, 1)] {
        server.input(&first.key, &watch, start() + secs(at)).unwrap();
        let silent = |event: &&EventKind| matches!(event, EventKind::Silent { .. });
        assert_eq!(server.events().iter().filter(silent).count(), told, "{at}");
    }
    let second = Device::new(&server, "UDID-1");
    server.invite("second", second.fingerprint(), start());
    for _ in 0..2 {
        second.check_in(&mut server, &second.authenticate(), start()).unwrap();
    }
    // The one before does not speak any more.
    let gone = first.check_in(&mut server, &first.token_update("T1", None), start());
    assert!(matches!(gone, Err(Error::ForeignCertificate)));
    second.check_in(&mut server, &second.token_update("T2", None), start()).unwrap();
    assert_eq!(server.channel(&second.key).stage(), Stage::Enrolled);
    // Now it lives.
    let third = Device::new(&server, "UDID-1");
    server.invite("third", third.fingerprint(), start());
    let refused = third.check_in(&mut server, &third.authenticate(), start());
    assert!(matches!(refused, Err(Error::ForeignCertificate)));
}
