//! What the terms of a device allow to be ordered, and that a refusal leaves a trace (F4, F97 to F110).

use mdm_apple::{ClearPasscode, DeviceLock, EraseDevice, RemoveProfile, Request, UnlockToken};
use mdm_enrollment::policy::{
    Assignment, Consent, ConsentText, Denial, Management, ManagementMode, Ownership,
};
use mdm_enrollment::row::Version;
use mdm_enrollment::{Actor, Decision, Error, EventKind, Input, Records, SlotId, Ticket};

use crate::decide::order;
use crate::server::{Device, Server, secs, start};

fn personal() -> Assignment {
    Assignment::new(Ownership::Personal, ManagementMode::Byod).of_member("ben")
}

fn admin() -> Actor {
    Actor::administrator("anna")
}

fn assigned(server: &mut Server, device: &Device, assignment: &Assignment) {
    let input = Input::Assign { actor: &admin(), assignment };
    server.input(&device.key, &input, start()).unwrap();
    let before = server.data.clone();
    server.input(&device.key, &input, start()).unwrap();
    assert_eq!(server.data, before, "said again, it changes nothing");
}

fn ordered(server: &mut Server, device: &Device, actor: &Actor, request: impl Into<Request>) -> Decision {
    let name = format!("C-{}", server.data.commits);
    server.input(&device.key, &Input::Order { actor, orders: &[order(&name, request)] }, start()).unwrap()
}

/// Acceptance check 9: a refusal is an answer to whoever ordered and a row of the audit trail, and queues nothing.
#[test]
fn what_the_terms_forbid_is_refused_and_recorded() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    assigned(&mut server, &device, &personal());
    let check = |server: &mut Server, actor: Actor, request: Request, expected: Denial| {
        let request_type = request.request_type().to_owned();
        let decision = ordered(server, &device, &actor, request);
        let [(uuid, denial)] = &decision.denials[..] else { panic!("{decision:?}") };
        assert_eq!(*denial, expected);
        assert!(decision.places.is_empty() && decision.payloads.is_empty() && decision.actions.is_empty());
        let told = (uuid.as_str().into(), request_type.into(), denial.to_string().into());
        assert_eq!(server.events().last(), Some(&EventKind::OrderDenied { actor, denials: vec![told] }));
        assert_eq!(server.channel(&device.key).queue().entries().count(), 0);
    };
    let erase = || Request::from(EraseDevice::default());
    check(&mut server, admin(), erase(), Denial::NoConsent);
    let mode = ManagementMode::Byod;
    let clear = ClearPasscode::new(UnlockToken::new(b"SECRET".to_vec()));
    check(&mut server, admin(), clear.into(), Denial::Mode { command: "ClearPasscode".into(), mode });
    check(&mut server, Actor::member("eve"), RemoveProfile::new("a").into(), Denial::NotTheMembers);
    let lock = DeviceLock::default();
    check(&mut server, Actor::member("ben"), lock.into(), Denial::NotForMembers("DeviceLock".into()));
}

#[test]
fn a_consent_is_given_and_withdrawn() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    assigned(&mut server, &device, &personal());
    let consent = Consent::new("ben", ConsentText::new("2026-04", b"You agree ..."), start());
    let give = Input::GiveConsent { actor: &Actor::member("ben"), consent: &consent };
    let withdraw = Input::WithdrawConsent { actor: &Actor::member("ben") };
    server.input(&device.key, &withdraw, start()).unwrap();
    assert!(!server.events().iter().any(|event| matches!(event, EventKind::ConsentWithdrawn { .. })));
    for _ in 0..2 {
        server.input(&device.key, &give, start()).unwrap();
    }
    let given = EventKind::ConsentGiven { actor: Actor::member("ben"), consent: consent.clone() };
    assert_eq!(server.events().iter().filter(|event| **event == given).count(), 1);
    assert!(ordered(&mut server, &device, &admin(), EraseDevice::default()).denials.is_empty());
    for at in [1, 2] {
        server.input(&device.key, &withdraw, start() + secs(at)).unwrap();
    }
    let kept = server.channel(&device.key).assignment().consent.clone().unwrap();
    assert_eq!(kept.withdrawn_at, Some(start() + secs(1)));
    let denials = ordered(&mut server, &device, &admin(), EraseDevice::default()).denials;
    assert!(matches!(denials[..], [(_, Denial::ConsentEnded)]));
    // The consent of a member does not speak for the next one.
    let mut next = personal().of_member("cleo");
    next.consent = Some(consent);
    assigned(&mut server, &device, &next);
    let denials = ordered(&mut server, &device, &admin(), EraseDevice::default()).denials;
    assert!(matches!(denials[..], [(_, Denial::ForeignConsent)]));
}

/// The terms stand on the slot before there is a device, and a device that begins anew keeps its own.
#[test]
fn a_device_is_under_the_terms_of_its_slot() {
    let mut server = Server::new();
    let device = Device::new(&server, "UDID-1");
    let (slot, ticket) = (SlotId::new("box-1").unwrap().key(), Ticket::from_random([7; 32]));
    let invitation = server.trust.invitation(&ticket, start() + secs(60)).assigned(personal());
    server.input(&slot, &Input::OpenSlot(&invitation), start()).unwrap();
    let claim = Input::ClaimSlot { ticket: &ticket, certificate: device.fingerprint() };
    server.input(&slot, &claim, start()).unwrap();
    for _ in 0..2 {
        for body in [device.authenticate(), device.token_update("T1", None)] {
            device.check_in(&mut server, &body, start()).unwrap();
        }
        assert_eq!(*server.channel(&device.key).assignment(), personal());
    }
    // By another invitation it comes under the terms of that.
    device.check_in(&mut server, &device.check_out(), start()).unwrap();
    let again = Device::new(&server, "UDID-1");
    server.invite("second", again.fingerprint(), start());
    again.check_in(&mut server, &again.authenticate(), start()).unwrap();
    assert_eq!(*server.channel(&again.key).assignment(), Assignment::UNASSIGNED);
}

/// F107.
#[test]
fn nothing_is_ordered_where_management_is_off() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    let loaded = server.data.records[&device.key].load(&mdm_enrollment::row::Window::Open);
    for management in [Management::Off, Management::Offered, Management::Required] {
        let mut records = Records::default();
        records.insert(&device.key, &loaded).unwrap();
        records.manage(management);
        let orders = [order("A", DeviceLock::default())];
        let input = Input::Order { actor: &admin(), orders: &orders };
        let decision = records.decide(&device.key, &input, &server.rules, start()).unwrap();
        let off = matches!(decision.denials[..], [(_, Denial::ManagementOff)]);
        assert_eq!((off, decision.places.is_empty()), (management == Management::Off, off));
        assert_eq!(records.batch(&decision).unwrap().writes[0].expected, Some(Version(2)));
    }
}

#[test]
fn who_has_left_is_not_assigned() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    device.check_in(&mut server, &device.check_out(), start()).unwrap();
    let consent = Consent::new("ben", ConsentText::new("1", b""), start());
    for input in [
        Input::Assign { actor: &admin(), assignment: &personal() },
        Input::GiveConsent { actor: &admin(), consent: &consent },
        Input::WithdrawConsent { actor: &admin() },
    ] {
        assert!(matches!(server.input(&device.key, &input, start()), Err(Error::NoOrders)));
    }
}
