//! What the terms of a device allow to be ordered, and that a refusal leaves a trace.

use std::time::SystemTime;

use mdm_apple::support::AccessRights;
use mdm_apple::{
    ClearPasscode, DeviceLock, EraseDevice, InstallApplication, InstalledApplicationList, RemoveProfile,
    Request, UnlockToken,
};
use mdm_enrollment::audit::MemberName;
use mdm_enrollment::policy::{
    Act, Assignment, Consent, ConsentText, Denial, Management, ManagementMode, Ownership, SelectiveWipe,
};
use mdm_enrollment::row::{Version, Window};
use mdm_enrollment::{
    Actor, BatchId, CancelReason, Change, CommandUuid, Decision, Error, EventKind, Fact, Input, Origin,
    Outcome, Records, Same, SameKey, SlotId, Stage, State, Terms, Ticket, identify,
};

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
    let loaded = server.data.records[&device.key].load(&Window::Open);
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

fn consent(server: &mut Server, device: &Device, consent: Consent) {
    let input = Input::GiveConsent { actor: &Actor::member("ben"), consent: &consent };
    server.input(&device.key, &input, start()).unwrap();
}

fn text() -> ConsentText {
    ConsentText::new("2026-04", b"You agree ...")
}

/// How each command stands, and what became of it.
fn states(server: &Server, device: &Device) -> Vec<(String, State, Option<Outcome>)> {
    let channel = server.channel(&device.key);
    let entries = channel.queue().entries();
    entries.map(|entry| (entry.uuid.as_str().to_owned(), entry.state, entry.outcome.clone())).collect()
}

/// A personal phone whose member has agreed, and for which an erase waits: it is offline.
fn condemned() -> (Server, Device) {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    assigned(&mut server, &device, &personal());
    consent(&mut server, &device, Consent::new("ben", text(), start()).until(start() + secs(100)));
    let orders = [order("E", EraseDevice::default()), order("L", DeviceLock::default())];
    let input = Input::Order { actor: &admin(), orders: &orders };
    assert!(server.input(&device.key, &input, start()).unwrap().denials.is_empty());
    (server, device)
}

/// F105: no erase goes out whose consent has ended meanwhile, however it ended.
#[test]
fn an_erase_ends_with_its_consent() {
    let cancelled = |state: &(String, State, Option<Outcome>)| {
        state.0 == "E" && state.2 == Some(Outcome::Cancelled(CancelReason::Caller))
    };
    // Withdrawn: it is cancelled in that commit.
    let (mut server, device) = condemned();
    let withdraw = Input::WithdrawConsent { actor: &Actor::member("ben") };
    server.input(&device.key, &withdraw, start() + secs(1)).unwrap();
    assert!(cancelled(&states(&server, &device)[0]), "{:?}", states(&server, &device));
    assert_eq!(device.idle(&mut server, start() + secs(2)).as_deref(), Some("L"));
    let told = |event: &EventKind| matches!(event, EventKind::Command(Fact::Ended { uuid, .. }) if uuid.as_str() == "E");
    assert!(server.events().iter().any(told));
    // Whoever sees the head alone asks for the queue.
    let (mut server, device) = condemned();
    let head = server.input_in(&device.key, Window::Head, &withdraw, start() + secs(1));
    assert!(head.unwrap().changes.len() > 1 && server.needed_open == 1);

    // Another one's device by now, another's consent, no consent any more.
    let given = Consent::new("ben", text(), start());
    let of = |member: &str, consent: &Option<Consent>| {
        let mut next = personal().of_member(member);
        next.consent.clone_from(consent);
        next
    };
    for next in [of("ben", &None), of("cleo", &Some(given.clone()))] {
        let (mut server, device) = condemned();
        assigned(&mut server, &device, &next);
        assert!(cancelled(&states(&server, &device)[0]));
        assert_eq!(device.idle(&mut server, start() + secs(2)).as_deref(), Some("L"));
    }
    // One that stays, with a consent that holds.
    let (mut server, device) = condemned();
    assigned(&mut server, &device, &of("ben", &Some(given)));
    assert_eq!(device.idle(&mut server, start() + secs(2)).as_deref(), Some("E"));

    // Expired: nothing happens at that time, and it does not go out after it.
    for (at, expected) in [(99, "E"), (100, "L")] {
        let (mut server, device) = condemned();
        assert_eq!(device.idle(&mut server, start() + secs(at)).as_deref(), Some(expected));
        let refused = Some(Outcome::Refused(Denial::ConsentEnded.to_string().into()));
        assert_eq!(states(&server, &device)[0].2, refused.filter(|_| expected == "L"));
    }
    // It became personal meanwhile.
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    ordered(&mut server, &device, &admin(), EraseDevice::default());
    assigned(&mut server, &device, &personal());
    assert_eq!(device.idle(&mut server, start()), None);
}

/// What is out is waited for: the device's answer counts. It is not handed out once more.
#[test]
fn an_erase_that_is_out_does_not_go_out_again() {
    let query = |server: &mut Server, device: &Device| {
        let actor = admin();
        let orders = [order("Q", mdm_apple::ProfileList::default())];
        server.input(&device.key, &Input::Order { actor: &actor, orders: &orders }, start()).unwrap();
    };
    let withdraw = Input::WithdrawConsent { actor: &Actor::member("ben") };
    // The reply is lost, and the device repeats what it said: in the session, and after it.
    for (says, repeats, expected) in
        [("Q", 2, State::Cancelled), ("Idle", 2, State::Refused), ("Idle", 600, State::Refused)]
    {
        let (mut server, device) = condemned();
        query(&mut server, &device);
        assert_eq!(device.idle(&mut server, start()).as_deref(), Some("E"));
        server.input(&device.key, &withdraw, start() + secs(1)).unwrap();
        assert_eq!(states(&server, &device)[0].1, State::Sent);
        let said = match says {
            "Idle" => device.report("<key>Status</key><string>Idle</string>"),
            query => device.status("Acknowledged", query, ""),
        };
        let decision = device.connect(&mut server, &said, start() + secs(repeats)).unwrap();
        assert_eq!(crate::server::uuid_of(&server.body(&decision)).as_deref(), Some("L"));
        assert_eq!(states(&server, &device)[0].1, expected);
    }
    // It ran: the device says so, and is gone.
    let (mut server, device) = condemned();
    device.idle(&mut server, start());
    server.input(&device.key, &withdraw, start() + secs(1)).unwrap();
    device.answer(&mut server, "Acknowledged", "E", start() + secs(2));
    assert_eq!(server.channel(&device.key).stage(), Stage::Erased);
}

/// One rule for every command: what nobody may order any more does not go out (F97, F99, F107).
#[test]
fn what_the_terms_forbid_by_now_does_not_go_out() {
    let managed_only = InstalledApplicationList { managed_apps_only: Some(true), ..Default::default() };
    let install = InstallApplication::new(mdm_apple::AppSource::ITunesStoreId(7));
    let requests: [(&str, Request); 6] = [
        ("find", mdm_apple::DeviceLocation::default().into()),
        ("apps", InstalledApplicationList::default().into()),
        ("managed", managed_only.into()),
        ("install", install.into()),
        ("remove", RemoveProfile::new("a").into()),
        ("lock", DeviceLock::default().into()),
    ];
    let check = |mode: ManagementMode, left: &[&str]| {
        let mut server = Server::new();
        let device = Device::enrolled(&mut server, "UDID-1");
        let orders: Vec<_> = requests.iter().map(|(name, request)| order(name, request.clone())).collect();
        let input = Input::Order { actor: &admin(), orders: &orders };
        assert!(server.input(&device.key, &input, start()).unwrap().denials.is_empty());
        assigned(&mut server, &device, &Assignment::new(Ownership::Company, mode));
        let mut gone = Vec::new();
        let mut next = device.idle(&mut server, start());
        while let Some(name) = next {
            next = device.answer(&mut server, "Acknowledged", &name, start());
            gone.push(name);
        }
        gone.sort_unstable();
        assert_eq!(gone, left, "{mode:?}");
    };
    check(ManagementMode::CompanyFull, &["apps", "find", "install", "lock", "managed", "remove"]);
    check(ManagementMode::CompanyFlexible, &["find", "install", "lock", "managed", "remove"]);
    check(ManagementMode::Byod, &["install", "lock", "managed", "remove"]);
    check(ManagementMode::ContentOnly, &["managed", "remove"]);

    // The tenant is turned off: nothing goes out, but what lets a person use the device.
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    let orders = [order("R", RemoveProfile::new("a")), order("D", mdm_apple::DeviceConfigured::default())];
    server.input(&device.key, &Input::Order { actor: &admin(), orders: &orders }, start()).unwrap();
    let loaded = server.data.records[&device.key].load(&Window::Open);
    let body = device.report("<key>Status</key><string>Idle</string>");
    let request = device.request("application/x-apple-aspen-mdm", &body);
    let identified = identify(&request, &server.trust, start()).unwrap();
    for (management, expected) in [(Management::Off, "D"), (Management::Offered, "R")] {
        let mut records = Records::default();
        records.insert(&device.key, &loaded).unwrap();
        records.manage(management);
        let input = Input::Message(&identified);
        let decision = records.decide(&device.key, &input, &server.rules, start()).unwrap();
        assert_eq!(decision.reply.next.unwrap().uuid.as_str(), expected);
    }
}

/// F110: what is not a member's to do changes nothing, is a typed refusal, and is on record. Every input that names an
/// actor is here.
#[test]
fn members_do_to_devices_what_is_theirs() {
    let (uuid, batch) = (CommandUuid::new("L").unwrap(), BatchId::new("b").unwrap());
    let (given, assignment) = (Consent::new("ben", text(), start()), personal());
    let eves = Consent::new("eve", text(), start());
    let (wipe, lock) = (SelectiveWipe::new("bye"), order("X", DeviceLock::default()));
    let inputs = |actor: &Actor, check: &mut dyn FnMut(Input<'_>, Option<Act>)| {
        check(Input::Assign { actor, assignment: &assignment }, Some(Act::Assign));
        check(Input::GiveConsent { actor, consent: &given }, Some(Act::GiveConsent));
        check(Input::WithdrawConsent { actor }, Some(Act::WithdrawConsent));
        check(Input::Cancel { actor, uuid: &uuid }, Some(Act::Cancel));
        check(Input::CancelBatch { actor, batch: &batch }, Some(Act::CancelBatch));
        check(Input::Hold { actor, uuid: &uuid }, Some(Act::Hold));
        check(Input::LetGo { actor, uuid: &uuid }, Some(Act::LetGo));
        check(Input::FinishSetup { actor }, Some(Act::FinishSetup));
        check(Input::Release { actor }, Some(Act::Release));
        check(Input::Wipe { actor, wipe: &wipe }, None);
        check(Input::Order { actor, orders: std::slice::from_ref(&lock) }, None);
        check(Input::Announce { actor, order: &lock }, None);
    };
    for (actor, allowed) in [
        (Actor::member("eve"), &[][..]),
        (Actor::member("ben"), &[Act::GiveConsent, Act::WithdrawConsent][..]),
        (Actor::rule("lost"), &[Act::Assign, Act::WithdrawConsent, Act::Hold, Act::LetGo][..]),
    ] {
        inputs(&actor, &mut |input, act| {
            let is_member = matches!(actor, Actor::Member(_));
            let permitted = match act {
                Some(act) => allowed.contains(&act) || !is_member && act != Act::GiveConsent,
                None => !is_member || matches!(input, Input::Wipe { .. }) && actor == Actor::member("ben"),
            };
            let (mut server, device) = condemned();
            let before = states(&server, &device);
            let decision = server.input(&device.key, &input, start()).unwrap();
            let last = server.events().pop();
            match act {
                _ if permitted => {
                    assert!(decision.denial.is_none() && decision.denials.is_empty(), "{input:?}")
                }
                Some(act) => {
                    let denial = decision.denial.unwrap();
                    let why = denial.to_string().into();
                    assert_eq!(last, Some(EventKind::Denied { actor: actor.clone(), act, why }));
                    assert_eq!(decision.changes, [(device.key.clone(), Change::Denied)]);
                }
                None => {
                    assert!(!decision.denials.is_empty(), "{input:?}");
                    assert!(matches!(last, Some(EventKind::OrderDenied { .. })));
                }
            }
            if !permitted {
                assert_eq!(states(&server, &device), before);
                assert_eq!(server.channel(&device.key).stage(), Stage::Enrolled);
            }
        });
    }
    // On one's own device, but in the name of somebody else.
    let (mut server, device) = condemned();
    let ben = Actor::member("ben");
    let input = Input::GiveConsent { actor: &ben, consent: &eves };
    let denied = server.input(&device.key, &input, start()).unwrap().denial;
    assert_eq!(denied, Some(Denial::ForeignConsent));
}

/// That a command stands already is no permission to announce (F99).
#[test]
fn a_pending_announce_is_judged_too() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    let same = || Terms { same: Some(Same::KeepNew(SameKey::new("sync").unwrap())), ..Terms::default() };
    let order = |name: &str| order(name, mdm_apple::DeclarativeManagement::default()).on(same());
    let mut announce = |actor: &Actor, name: &str| {
        let order = order(name);
        server.input(&device.key, &Input::Announce { actor, order: &order }, start()).unwrap()
    };
    assert_eq!(announce(&admin(), "A").places, [Some(1)]);
    assert!(announce(&admin(), "B").changes.iter().any(|(_, change)| *change == Change::Announced));
    let denied = announce(&Actor::member("eve"), "C");
    assert!(matches!(denied.denials[..], [(_, Denial::NotTheMembers)]), "{denied:?}");
    assert!(!denied.changes.iter().any(|(_, change)| *change == Change::Announced));
}

/// F29, F103: an invitation is found by its member until it is filled, and does not keep then whose it was.
#[test]
fn an_invitation_is_found_by_its_member() {
    let link = MemberName::of(crate::server::TOPIC, "ben").link();
    let invite = |server: &mut Server, ticket: &Ticket, name: &str| {
        let slot = SlotId::new(name).unwrap().key();
        let mut assignment = personal();
        assignment.consent = Some(Consent::new("ben", text(), start()));
        let invitation = server.trust.invitation(ticket, start() + secs(60)).assigned(assignment);
        server.input(&slot, &Input::OpenSlot(&invitation), start()).unwrap();
        slot
    };
    let shows = |server: &Server, slot: &mdm_enrollment::row::RecordKey| {
        let body = server.data.records[slot].load(&Window::Head).head.body;
        String::from_utf8(body).unwrap().contains("\"ben\"")
    };
    let mut server = Server::new();
    let (first, second) = (Ticket::from_random([7; 32]), Ticket::from_random([8; 32]));
    let slot = invite(&mut server, &first, "box-1");
    assert_eq!(server.find(&link), std::slice::from_ref(&slot));
    let device = Device::new(&server, "UDID-1");
    let claim = Input::ClaimSlot { ticket: &first, certificate: device.fingerprint() };
    server.input(&slot, &claim, start()).unwrap();
    assert!(shows(&server, &slot) && server.find(&link) == std::slice::from_ref(&slot));
    device.check_in(&mut server, &device.authenticate(), start()).unwrap();
    assert_eq!(server.find(&link), std::slice::from_ref(&device.key), "the enrollment has it from here on");
    assert!(!shows(&server, &slot));
    assert_eq!(server.channel(&device.key).assignment().member.as_deref(), Some("ben"));

    // Taken back: the ticket is over, also for who was issued the certificate.
    let slot = invite(&mut server, &second, "box-2");
    let late = Device::new(&server, "UDID-2");
    let claim = Input::ClaimSlot { ticket: &second, certificate: late.fingerprint() };
    server.input(&slot, &claim, start()).unwrap();
    let ben = server.input(&slot, &Input::CloseSlot { actor: &Actor::member("ben") }, start()).unwrap();
    assert_eq!(ben.denial, Some(Denial::NotForActor(Act::CloseSlot)));
    for _ in 0..2 {
        server.input(&slot, &Input::CloseSlot { actor: &admin() }, start()).unwrap();
    }
    let closed = EventKind::SlotClosed { actor: admin() };
    assert_eq!(server.events().iter().filter(|event| **event == closed).count(), 1);
    assert!(server.find(&link).contains(&slot), "whoever forgets the member finds it");
    assert!(matches!(server.input(&slot, &claim, start()), Err(Error::ExpiredTicket)));
    let refused = late.check_in(&mut server, &late.authenticate(), start());
    assert!(matches!(refused, Err(Error::UnknownEnrollment)), "{refused:?}");
    // A member invites for no other.
    let third = Ticket::from_random([9; 32]);
    let invitation = server.trust.invitation(&third, start() + secs(60)).assigned(personal());
    let invitation = invitation.by(&Actor::member("eve"));
    let slot = SlotId::new("box-3").unwrap().key();
    let refused = server.input(&slot, &Input::OpenSlot(&invitation), start());
    assert!(matches!(refused, Err(Error::NotPermitted(Denial::NotTheMembers))));
}

fn with_rights(rights: AccessRights) -> (Server, Device) {
    let mut server = Server::new();
    let origin = Origin::new("https://mdm.example.com", rights).with_identifier("com.example.mdm");
    server.trust = server.trust.clone().with_origin(origin);
    let device = Device::enrolled(&mut server, "UDID-1");
    (server, device)
}

/// Answers each command: profiles with these, other lists with nothing.
fn obeys(server: &mut Server, device: &Device, profiles: &str, now: SystemTime) -> Vec<String> {
    let mut types = Vec::new();
    let mut next = device.idle(server, now);
    while let Some(name) = next {
        let command = {
            let channel = server.channel(&device.key);
            channel.queue().entry(&CommandUuid::new(&name).unwrap()).unwrap().command.to_string()
        };
        let keys = match &*command {
            "ManagedApplicationList" => "<key>ManagedApplicationList</key><dict/>".to_owned(),
            "ManagedMediaList" => "<key>Books</key><array/>".to_owned(),
            "ProfileList" => format!("<key>ProfileList</key><array>{profiles}</array>"),
            "ProvisioningProfileList" => "<key>ProvisioningProfileList</key><array/>".to_owned(),
            _ => String::new(),
        };
        types.push(command);
        let decision = device.connect(server, &device.status("Acknowledged", &name, &keys), now).unwrap();
        next = crate::server::uuid_of(&server.body(&decision));
    }
    types.sort_unstable();
    types
}

/// F110: a server may always remove its own enrollment profile, and what cannot be removed otherwise does not end that.
#[test]
fn a_disconnect_disconnects() {
    let wipe = SelectiveWipe::new("bye").then_leave("com.example.mdm");
    let actor = admin();
    let input = Input::Wipe { actor: &actor, wipe: &wipe };
    let (mut server, device) = with_rights(AccessRights::INSPECT_PROFILES);
    server.input(&device.key, &input, start()).unwrap();
    let types = obeys(&mut server, &device, "", start());
    assert!(types.contains(&"RemoveProfile".to_owned()), "{types:?}");
    assert!(!types.contains(&"ManagedApplicationList".to_owned()), "the right is missing: {types:?}");
    // Of a profile that is not known to be its own it cannot, and says so instead of leaving it out.
    let foreign = SelectiveWipe::new("bye").then_leave("com.example.other");
    let (mut server, device) = with_rights(AccessRights::INSPECT_PROFILES);
    let input = Input::Wipe { actor: &actor, wipe: &foreign };
    let refused = server.input(&device.key, &input, start());
    assert!(matches!(refused, Err(Error::NotAllowed { .. })), "{refused:?}");
    assert!(server.channel(&device.key).flows().wipe().is_none());
}

/// Rounds go on for as long as something is left, also on a device that has not every list.
#[test]
fn a_wipe_goes_on_without_the_list_of_apps() {
    let wipe = SelectiveWipe::new("retired/ben");
    let actor = Actor::rule("member-retired");
    let input = Input::Wipe { actor: &actor, wipe: &wipe };
    let (mut server, device) = with_rights(AccessRights::INSPECT_PROFILES | AccessRights::INSTALL_PROFILES);
    let wifi = "<dict><key>PayloadIdentifier</key><string>com.example.wifi</string>\
                <key>IsManaged</key><true/></dict>";
    let mut now = start();
    for round in 0..5 {
        server.input(&device.key, &input, now).unwrap();
        let types = obeys(&mut server, &device, wifi, now);
        assert_eq!(types.contains(&"RemoveProfile".to_owned()), round > 0, "{types:?}");
        assert!(types.contains(&"ProfileList".to_owned()));
        assert!(server.channel(&device.key).flows().wipe().unwrap().is_open());
        now += secs(90_000);
    }
    server.input(&device.key, &input, now).unwrap();
    obeys(&mut server, &device, "", now);
    assert!(!server.channel(&device.key).flows().wipe().unwrap().is_open());
    let before = server.data.clone();
    server.input(&device.key, &input, now + secs(90_000)).unwrap();
    assert_eq!(server.data, before);
}
