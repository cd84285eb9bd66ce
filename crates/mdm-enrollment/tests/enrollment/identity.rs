//! Who asks to be enrolled is told by its certificate: a renewal, a new beginning, a stranger (F72, F75, F81).

use std::sync::Mutex;

use mdm_apple::{DeviceLock, SecurityInfo, Topic};
use mdm_enrollment::policy::Management;
use mdm_enrollment::row::Tenant;
use mdm_enrollment::{Error, EventKind, Fact, Input, Stage, State, Ticket, Trust, identify_by};
use mdm_pki::{Certificate, CertificateSource, TrustAnchors};

use crate::decide::{order, ordered};
use crate::server::{Device, Server, secs, start};

/// The same device with another certificate.
fn with(device: &Device, certificate: &Certificate) -> Device {
    Device { certificate: certificate.as_der().to_vec(), ..device.clone() }
}

/// A certificate that was issued to the enrollment of this device.
fn issued(server: &mut Server, device: &Device) -> Device {
    let certificate = server.certificate();
    let input = Input::IssueIdentity { certificate: &certificate };
    server.input(&device.key, &input, start()).unwrap();
    let before = server.data.clone();
    server.input(&device.key, &input, start()).unwrap();
    assert_eq!(server.data, before, "said again, it changes nothing");
    with(device, &certificate)
}

fn idle(device: &Device, server: &mut Server) -> Result<Option<String>, u16> {
    let body = device.report("<key>Status</key><string>Idle</string>");
    let decision = device.connect(server, &body, start()).map_err(|error| error.http_status())?;
    Ok(crate::server::uuid_of(&server.body(&decision)))
}

/// A device renews its certificate by SCEP without an Authenticate, or gets a new enrollment profile and begins with
/// one (the two ways that are in use; Apple, Renewing certificates by replacing the profile, read 2026-08). Both keep
/// what was ordered and what the server knows.
#[test]
fn a_renewal_keeps_queue_and_secrets() {
    type Say = fn(&Device, &mut Server);
    fn authenticates(device: &Device, server: &mut Server) {
        device.check_in(server, &device.authenticate(), start()).unwrap();
    }
    fn updates(device: &Device, server: &mut Server) {
        device.check_in(server, &device.token_update("T2", None), start()).unwrap();
    }
    fn connects(device: &Device, server: &mut Server) {
        idle(device, server).unwrap();
    }
    let check = |what: &str, says: &[Say]| {
        let mut server = Server::new();
        let device = Device::enrolled(&mut server, "UDID-1");
        device.check_in(&mut server, &device.token_update("T1", Some("U0VDUkVU")), start()).unwrap();
        ordered(&mut server, &device, [order("A", SecurityInfo::default())]);
        let renewed = issued(&mut server, &device);
        // Both are good until the new one is used.
        assert_eq!(idle(&device, &mut server).unwrap().as_deref(), Some("A"), "{what}");
        for say in says {
            say(&renewed, &mut server);
        }
        let channel = server.channel(&device.key);
        assert_eq!((channel.stage(), channel.generation()), (Stage::Enrolled, 1), "{what}");
        assert!(channel.unlock_token().is_some() && channel.push_route().is_some(), "{what}");
        let certificate = renewed.fingerprint().to_string();
        let events = server.events();
        let told =
            events.iter().filter(|event| **event == EventKind::Renewed { certificate: certificate.clone() });
        assert_eq!(told.count(), 1, "{what}");
        assert_eq!(idle(&renewed, &mut server).unwrap().as_deref(), Some("A"), "{what}");
        // The old one is over: a backup that was restored, or a thief.
        let before = server.data.clone();
        assert_eq!(idle(&device, &mut server), Err(403), "{what}");
        let old = Input::IssueIdentity { certificate: &Certificate::from_der(&device.certificate).unwrap() };
        assert!(matches!(server.input(&device.key, &old, start()), Err(Error::ForeignCertificate)));
        assert_eq!(server.data, before, "{what}");
    };
    check("by SCEP", &[connects]);
    check("by SCEP, and the token comes first", &[updates]);
    check("by a profile", &[authenticates, updates]);
    check("by a profile, and the reply is lost", &[authenticates, authenticates, updates, updates]);
    check("by a profile, and a report comes first", &[connects, authenticates, updates]);
}

#[test]
fn a_new_beginning_cancels_what_was_ordered_and_never_offers_it_again() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    device.check_in(&mut server, &device.token_update("T1", Some("U0VDUkVU")), start()).unwrap();
    ordered(&mut server, &device, [order("A", SecurityInfo::default()), order("B", DeviceLock::default())]);
    assert_eq!(idle(&device, &mut server).unwrap().as_deref(), Some("B"));
    // Its reply is lost, and it is said again: that is one beginning.
    for _ in 0..2 {
        device.check_in(&mut server, &device.authenticate(), start()).unwrap();
    }
    let channel = server.channel(&device.key);
    assert_eq!((channel.stage(), channel.generation()), (Stage::Authenticated, 2));
    let reenrolled = |event: &&EventKind| matches!(event, EventKind::Reenrolled { .. });
    assert_eq!(server.events().iter().filter(reenrolled).count(), 1);
    assert!(channel.unlock_token().is_none() && channel.push_route().is_none());
    assert!(channel.queue().entries().all(|entry| entry.state == State::Cancelled));
    assert!(server.events().contains(&EventKind::Reenrolled { generation: 2 }));
    device.check_in(&mut server, &device.token_update("T2", None), start()).unwrap();
    assert_eq!(idle(&device, &mut server), Ok(None));
    // An answer of the former life is recorded, and changes nothing else.
    assert_eq!(device.answer(&mut server, "Acknowledged", "B", start()), None);
    let late = |event: &EventKind| matches!(event, EventKind::Command(Fact::LateResult { .. }));
    assert!(server.events().iter().any(late));
    assert_eq!(idle(&device, &mut server), Ok(None));
    assert_eq!(server.channel(&device.key).stage(), Stage::Enrolled);
}

/// The check-in of a renewal is over with its TokenUpdate: what comes after is a new beginning.
#[test]
fn after_its_check_in_a_renewed_certificate_begins_anew() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    let renewed = issued(&mut server, &device);
    for body in [renewed.authenticate(), renewed.token_update("T1", None)] {
        renewed.check_in(&mut server, &body, start()).unwrap();
    }
    ordered(&mut server, &device, [order("A", SecurityInfo::default())]);
    renewed.check_in(&mut server, &renewed.authenticate(), start()).unwrap();
    let channel = server.channel(&device.key);
    assert_eq!((channel.stage(), channel.generation()), (Stage::Authenticated, 2));
}

#[test]
fn a_certificate_that_waits_speaks_for_its_own_enrollment_only() {
    let mut server = Server::new();
    let (device, other) = (Device::enrolled(&mut server, "UDID-1"), Device::enrolled(&mut server, "UDID-2"));
    let renewed = issued(&mut server, &device);
    let thief = Device { certificate: renewed.certificate.clone(), ..other.clone() };
    let before = server.data.clone();
    for body in [thief.authenticate(), thief.token_update("T9", None), thief.check_out()] {
        let error = thief.check_in(&mut server, &body, start()).unwrap_err();
        assert!(matches!(error, Error::ForeignCertificate), "{error}");
    }
    assert_eq!(idle(&thief, &mut server), Err(403));
    assert_eq!(server.data, before);
    // A report that cannot be read has no other name than its certificate.
    let decision = renewed.connect(&mut server, b"garbage", start()).unwrap();
    assert_eq!((decision.reply.status, decision.reply.body), (200, None));
    assert_eq!(server.channel(&device.key).identities().current(), Some(renewed.fingerprint()));
    // Who has left gets no new certificate.
    renewed.check_in(&mut server, &renewed.check_out(), start()).unwrap();
    let certificate = server.certificate();
    let late = server.input(&device.key, &Input::IssueIdentity { certificate: &certificate }, start());
    assert!(matches!(late, Err(Error::NoOrders)));
}

/// The topic is that of the enrollment as long as it lives (F75, F81), also where the tenant has a newer one.
#[test]
fn a_renewal_does_not_change_the_push_topic() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    let old = Topic::new(crate::server::TOPIC).unwrap();
    let anchors = TrustAnchors::new([server.authority.certificate().clone()]).unwrap();
    let new = Topic::new("com.apple.mgmt.New").unwrap();
    let trust =
        Trust::new(anchors, CertificateSource::MutualTls, new).of_tenant(server.trust.tenant().clone());
    server.trust = trust.clone();
    let error = device.check_in(&mut server, &device.token_update("T2", None), start()).unwrap_err();
    assert!(matches!(error, Error::ForeignTopic), "the old topic is not one of the tenant's");
    server.trust = trust.with_former_topic(old);
    device.check_in(&mut server, &device.token_update("T2", None), start()).unwrap();
    let renewed = issued(&mut server, &device);
    let moved = |body: Vec<u8>| {
        String::from_utf8(body).unwrap().replace(crate::server::TOPIC, "com.apple.mgmt.New").into_bytes()
    };
    for body in [renewed.authenticate(), renewed.token_update("T3", None)].map(moved) {
        let error = renewed.check_in(&mut server, &body, start()).unwrap_err();
        assert!(matches!(error, Error::ForeignTopic));
    }
    // Who begins anew comes with the new one.
    device.check_in(&mut server, &moved(device.authenticate()), start()).unwrap();
    device.check_in(&mut server, &moved(device.token_update("T3", None)), start()).unwrap();
    let channel = server.channel(&device.key);
    assert_eq!(channel.push_route().unwrap().topic.as_str(), "com.apple.mgmt.New");
}

/// Acceptance check 6, and F80: organizations side by side, under one authority.
#[test]
fn tenants_do_not_speak_for_each_other() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    let own = server.trust.clone();
    let other = own.clone().of_tenant(Tenant::new("other").unwrap());
    server.trust = other.clone();
    let before = server.data.clone();
    for body in [device.authenticate(), device.token_update("T9", None), device.check_out()] {
        let error = device.check_in(&mut server, &body, start()).unwrap_err();
        assert!(matches!(error, Error::ForeignTenant) && error.http_status() == 403);
    }
    assert_eq!(idle(&device, &mut server), Err(403));
    assert_eq!(server.data, before);
    // An invitation of one tenant does not open the other's door.
    let guest = Device::new(&server, "UDID-2");
    server.invite("guest", guest.fingerprint(), start());
    server.trust = own;
    let error = guest.check_in(&mut server, &guest.authenticate(), start()).unwrap_err();
    assert!(matches!(error, Error::ForeignTenant));
    server.trust = other;
    guest.check_in(&mut server, &guest.authenticate(), start()).unwrap();
    assert_eq!(server.channel(&guest.key).tenant(), "other");
}

/// F107.
#[test]
fn nobody_enrolls_where_management_is_off() {
    let mut server = Server::new();
    let device = Device::new(&server, "UDID-1");
    server.invite("slot", device.fingerprint(), start());
    let on = server.trust.clone();
    server.trust = on.clone().with_management(Management::Off);
    let error = device.check_in(&mut server, &device.authenticate(), start()).unwrap_err();
    assert!(matches!(error, Error::NotManaged(_)) && error.http_status() == 403, "{error}");
    server.trust = on.clone();
    device.check_in(&mut server, &device.authenticate(), start()).unwrap();
    // It is turned off between the two messages.
    server.trust = on.clone().with_management(Management::Off);
    let before = server.data.clone();
    let error = device.check_in(&mut server, &device.token_update("T1", None), start()).unwrap_err();
    assert!(matches!(error, Error::NotManaged(_)), "{error}");
    assert_eq!(server.data, before);
    server.trust = on.clone();
    device.check_in(&mut server, &device.token_update("T1", None), start()).unwrap();
    assert_eq!(server.channel(&device.key).stage(), Stage::Enrolled);
    // Who is enrolled is heard: another token, and that it leaves.
    server.trust = on.with_management(Management::Off);
    device.check_in(&mut server, &device.token_update("T2", None), start()).unwrap();
    device.check_in(&mut server, &device.check_out(), start()).unwrap();
}

#[test]
fn a_request_is_put_or_posted() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    let body = device.report("<key>Status</key><string>Idle</string>");
    let check = |server: &mut Server, method: &'static str, status: u16| {
        let request = device.request("application/x-apple-aspen-mdm", &body);
        let request = mdm_enrollment::DeviceRequest { method, ..request };
        let told = server.device(&request, start());
        let told = told.map_or_else(|error| error.http_status(), |decision| decision.reply.status);
        assert_eq!(told, status, "{method}");
    };
    for method in ["PUT", "POST"] {
        check(&mut server, method, 200);
    }
    for method in ["GET", "HEAD", "DELETE", "put", ""] {
        check(&mut server, method, 405);
    }
}

/// The chain is what a cache of verdicts may answer for; the signature and the record are not.
#[test]
fn the_chain_may_be_asked_of_a_cache() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    let verdicts = Mutex::new(server.trust.verdicts(16));
    let body = device.report("<key>Status</key><string>Idle</string>");
    for _ in 0..2 {
        let request = device.request("application/x-apple-aspen-mdm", &body);
        let remembered = server.trust.remembered(Some(&verdicts), start());
        let identified = identify_by(&request, &server.trust, start(), remembered);
        server.decide_only(&device.key, &identified.unwrap(), start()).unwrap();
        assert_eq!(verdicts.lock().unwrap().len(), 1);
    }
    let request = device.request("application/x-apple-aspen-mdm", &body);
    let late = start() + secs(366 * 86_400);
    let remembered = server.trust.remembered(Some(&verdicts), late);
    let expired = identify_by(&request, &server.trust, late, remembered);
    assert!(matches!(expired, Err(Error::Certificate(mdm_pki::Error::Expired))));
    // A ticket is no certificate.
    assert!(server.find(&Ticket::from_random([1; 32]).link()).is_empty());
}
