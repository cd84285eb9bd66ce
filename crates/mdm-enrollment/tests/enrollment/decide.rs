//! What messages and orders change.

use std::time::SystemTime;

use mdm_apple::support::RefusalReason;
use mdm_apple::{
    AppSource, Command, DeviceInformation, DeviceLock, DeviceQuery, DisableLostMode, EnableLostMode,
    EraseDevice, InstallApplication, InstallProfile, LostModeNotice, RemoveProfile, Request, SecurityInfo,
};
use mdm_enrollment::row::{Lane, PayloadName, Reach, WakeChange, Window};
use mdm_enrollment::{
    Action, Actor, Address, CancelReason, CommandUuid, Error, EventKind, Fact, Footprint, HazardKind, Input,
    Kind, Mode, Next, Order, Outcome, Policy, Same, SameKey, SlotId, SlotState, Stage, State, Terms, Ticket,
    response_name,
};

use crate::server::{DAY, Device, Server, secs, start};

fn admin() -> Actor {
    Actor::administrator("admin")
}

pub(crate) fn order(uuid: &str, request: impl Into<Request>) -> Order {
    Order::new(Command::new(mdm_apple::CommandUuid::new(uuid).unwrap(), request))
}

pub(crate) fn ordered(server: &mut Server, device: &Device, orders: impl IntoIterator<Item = Order>) {
    order_at(server, device, orders, start()).unwrap();
}

fn order_at(
    server: &mut Server,
    device: &Device,
    orders: impl IntoIterator<Item = Order>,
    now: SystemTime,
) -> Result<mdm_enrollment::Decision, Error> {
    let (actor, orders) = (Actor::administrator("admin"), Vec::from_iter(orders));
    server.input(&device.key, &Input::Order { actor: &actor, orders: &orders }, now)
}

fn install(uuid: &str, identifier: &str) -> Order {
    order(uuid, InstallProfile::new(b"SECRET".to_vec()))
        .touching(Footprint::new().put(Kind::Profile, identifier))
}

fn lost_mode(uuid: &str) -> Order {
    order(uuid, EnableLostMode::new(LostModeNotice::Message("SECRET".to_owned())))
}

fn uuid(text: &str) -> CommandUuid {
    CommandUuid::new(text).unwrap()
}

fn state(server: &Server, device: &Device, name: &str) -> State {
    server.channel(&device.key).queue().entry(&uuid(name)).unwrap().state
}

fn due(server: &Server, device: &Device) -> Option<SystemTime> {
    server.push_due(&device.key)
}

/// Requirements F25, F26, F27, F29, F30, F31; acceptance check 14.
#[test]
fn a_slot_is_filled_by_the_device_that_used_its_ticket() {
    let mut server = Server::new();
    let device = Device::new(&server, "UDID-1");
    let (slot, ticket) = (SlotId::new("box-1").unwrap().key(), Ticket::from_random([7; 32]));
    let invitation = server.trust.invitation(&ticket, start() + secs(60));
    let open = Input::OpenSlot(&invitation);
    server.input(&slot, &open, start()).unwrap();
    assert!(matches!(server.input(&slot, &open, start()), Err(Error::Exists)));

    let claim = Input::ClaimSlot { ticket: &ticket, certificate: device.fingerprint() };
    assert!(matches!(server.input(&slot, &claim, start() + secs(60)), Err(Error::ExpiredTicket)));
    let wrong = Ticket::from_random([8; 32]);
    let guess = Input::ClaimSlot { ticket: &wrong, certificate: device.fingerprint() };
    assert!(matches!(server.input(&slot, &guess, start()), Err(Error::UnknownTicket)));
    server.input(&slot, &claim, start()).unwrap();
    // The same claim again, because its answer was lost, changes nothing; another device comes too late.
    assert_eq!(server.input(&slot, &claim, start()).unwrap().changes, []);
    let other =
        Input::ClaimSlot { ticket: &ticket, certificate: Device::new(&server, "UDID-2").fingerprint() };
    assert!(matches!(server.input(&slot, &other, start()), Err(Error::UsedTicket)));

    // One commit fills the slot and makes the record.
    let commits = server.data.commits;
    device.check_in(&mut server, &device.authenticate(), start()).unwrap();
    assert_eq!(server.data.commits, commits + 1);
    assert!(matches!(server.input(&slot, &claim, start()), Err(Error::UsedTicket)));
    let filled = Window::Head;
    let mut records = mdm_enrollment::Records::default();
    records.insert(&slot, &server.data.records[&slot].load(&filled)).unwrap();
    let enrollment = device.key.as_str().into();
    assert_eq!(records.slot().unwrap().state(), &SlotState::Filled { enrollment });
    let channel = server.channel(&device.key);
    assert_eq!((channel.stage(), channel.push_route()), (Stage::Authenticated, None));

    device.check_in(&mut server, &device.token_update("T1", None), start()).unwrap();
    assert_eq!(server.channel(&device.key).stage(), Stage::Enrolled);
    let certificate = device.fingerprint().to_string();
    let happened = [
        EventKind::SlotOpened,
        EventKind::CertificateIssued { certificate },
        EventKind::Authenticated,
        EventKind::SlotFilled { enrollment: device.key.as_str().into() },
        EventKind::Enrolled,
    ];
    assert_eq!(server.events(), happened);
}

/// The reply to Authenticate is lost, and the device says it again.
#[test]
fn authenticate_may_come_twice() {
    let mut server = Server::new();
    let device = Device::new(&server, "UDID-1");
    server.invite("slot", device.fingerprint(), start());
    for _ in 0..2 {
        let decision = device.check_in(&mut server, &device.authenticate(), start()).unwrap();
        assert_eq!(decision.reply.status, 200);
    }
    // One certificate is one device.
    let other = Device { udid: "UDID-2".to_owned(), ..device.clone() };
    let error = other.check_in(&mut server, &other.authenticate(), start()).unwrap_err();
    assert!(matches!(error, Error::UnknownEnrollment));
}

#[test]
fn a_device_that_enrolls_anew_gets_nothing_that_was_meant_for_the_old_enrollment() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    device.check_in(&mut server, &device.token_update("T1", Some("U0VDUkVU")), start()).unwrap();
    ordered(&mut server, &device, [order("A", DeviceLock::default()), install("B", "wifi")]);
    assert_eq!(device.idle(&mut server, start()).as_deref(), Some("A"));
    assert!(due(&server, &device).is_some());
    device.check_in(&mut server, &device.authenticate(), start()).unwrap();
    for name in ["A", "B"] {
        let channel = server.channel(&device.key);
        let entry = channel.queue().entry(&uuid(name)).unwrap();
        assert_eq!(entry.outcome, Some(Outcome::Cancelled(CancelReason::Reenrolled)));
    }
    let channel = server.channel(&device.key);
    assert_eq!(
        (channel.stage(), channel.push_route(), channel.unlock_token()),
        (Stage::Authenticated, None, None)
    );
    assert_eq!(due(&server, &device), None);
    // The session of the old enrollment does not keep the push of the new one back.
    device.check_in(&mut server, &device.token_update("T2", None), start()).unwrap();
    ordered(&mut server, &device, [order("C", DeviceLock::default())]);
    assert_eq!(due(&server, &device), Some(start()));
    assert_eq!(device.idle(&mut server, start()).as_deref(), Some("C"));
    // A late answer to the old one is recorded.
    device.answer(&mut server, "Acknowledged", "A", start());
    assert_eq!(state(&server, &device, "A"), State::Cancelled);
}

#[test]
fn token_updates_overwrite_what_they_carry_and_keep_the_rest() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    let token = |server: &Server| {
        server.channel(&device.key).unlock_token().map(|token| token.expose_secret().to_vec())
    };
    assert_eq!(token(&server), None);
    device.check_in(&mut server, &device.token_update("T1", Some("U0VDUkVU")), start()).unwrap();
    assert_eq!(token(&server).as_deref(), Some(&b"SECRET"[..]));
    // An absent UnlockToken does not erase the stored one (Apple, Token Update, read 2026-08).
    device.check_in(&mut server, &device.token_update("T2", None), start()).unwrap();
    assert_eq!(token(&server).as_deref(), Some(&b"SECRET"[..]));
    let before = server.data.clone();
    for unlock_token in [None, Some("U0VDUkVU")] {
        let decision =
            device.check_in(&mut server, &device.token_update("T2", unlock_token), start()).unwrap();
        let contact = Action::Contact { record: device.key.clone(), at: start() };
        assert_eq!((decision.changes, decision.actions), (vec![], vec![contact]));
    }
    assert_eq!(server.data, before, "the same again writes nothing");
    // A new token is used at once if the old one was pushed to.
    let later = start() + secs(50);
    ordered(&mut server, &device, [order("A", DeviceLock::default())]);
    let row = server.data.records.get_mut(&device.key).unwrap().wake.as_mut().unwrap();
    (row.pushed, row.due, row.attempt) = (Some(start()), Some(start() + DAY), 1);
    let need = row.need;
    device.check_in(&mut server, &device.token_update("T3", None), later).unwrap();
    let row = server.wake(&device.key).unwrap();
    let Ok(Address::Apns(route)) = Address::decode(row, 0) else { panic!("{row:?}") };
    assert_eq!((row.due, route.token.expose_secret(), route.updated_at), (Some(later), &b"T3"[..], later));
    assert!(row.need > need, "the result of the push to the old token does not settle this one");
    // Said again after a while, the same token was renewed: APNs may have called it gone meanwhile.
    let renewed = later + secs(61);
    device.check_in(&mut server, &device.token_update("T3", None), renewed).unwrap();
    assert_eq!(server.channel(&device.key).push_route().unwrap().updated_at, renewed);
    assert!(matches!(server.events().last(), Some(EventKind::TokenRotated)));
    assert_eq!(server.events().iter().filter(|event| **event == EventKind::TokenRotated).count(), 3);
    assert!(!matches!(server.events().last(), Some(EventKind::Enrolled)));
}

/// Requirement F33.
#[test]
fn check_out_takes_everything_back_and_nothing_follows() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    ordered(&mut server, &device, [order("A", DeviceLock::default())]);
    let decision = device.check_in(&mut server, &device.check_out(), start()).unwrap();
    let contact = Action::Contact { record: device.key.clone(), at: start() };
    assert_eq!((decision.reply.status, decision.actions), (200, vec![contact]));
    assert_eq!(decision.wake, [(device.key.clone(), WakeChange::Unenroll)]);
    let channel = server.channel(&device.key);
    assert_eq!(
        (channel.stage(), channel.push_route(), due(&server, &device)),
        (Stage::CheckedOut, None, None)
    );
    let cancelled = Some(Outcome::Cancelled(CancelReason::Unenrolled));
    assert_eq!(channel.queue().entry(&uuid("A")).unwrap().outcome, cancelled);
    let before = server.data.clone();
    device.check_in(&mut server, &device.check_out(), start()).unwrap();
    assert_eq!(server.data, before, "said again, it changes nothing");
}

/// Requirement F5: idle, command, result, next command, of which there is none.
#[test]
fn an_order_is_delivered_answered_and_recorded() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    let decision = order_at(&mut server, &device, [order("A", SecurityInfo::default())], start()).unwrap();
    let wake = Action::Wake { record: device.key.clone(), lane: Lane::Normal, due: start() };
    assert_eq!(decision.actions, [wake]);
    assert_eq!(due(&server, &device), Some(start()));
    assert_eq!(device.idle(&mut server, start()).as_deref(), Some("A"));
    assert_eq!(due(&server, &device), Some(start() + secs(300)), "a device that falls silent is woken");
    let body = device.status("Acknowledged", "A", "<key>SecurityInfo</key><dict/>");
    let decision = device.connect(&mut server, &body, start()).unwrap();
    assert_eq!(decision.reply.body, None);
    assert_eq!((state(&server, &device, "A"), due(&server, &device)), (State::Acknowledged, None));
    assert_eq!(server.data.payloads[&response_name(&device.key, 1)], body);
    // A late repetition does not replace it.
    device.answer(&mut server, "Acknowledged", "A", start());
    assert_eq!(server.data.payloads[&response_name(&device.key, 1)], body);
    assert!(
        server.events().contains(&EventKind::Ordered { actor: Actor::administrator("admin"), commands: 1 })
    );
    // Nothing ordered is nothing.
    let before = server.data.clone();
    ordered(&mut server, &device, []);
    assert_eq!(server.data, before);
}

/// Requirements F83, F84, F85: its silence is then not held against its route.
#[test]
fn what_keeps_a_push_from_waking_a_device_is_learnt_from_its_inventory() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    assert_eq!(server.wake(&device.key).unwrap().reach, Reach::Usual);
    let told = |product: &str, cellular: u8, battery: &str| {
        format!(
            "<key>QueryResponses</key><dict><key>ProductName</key><string>{product}</string>\
             <key>CellularTechnology</key><integer>{cellular}</integer>\
             <key>BatteryLevel</key><real>{battery}</real></dict>"
        )
    };
    let cases = [
        (told("iPad8,1", 0, "0.1"), Reach::LowBattery),
        (told("iPad8,1", 0, "0.9"), Reach::WifiOnly),
        ("<key>QueryResponses</key><dict/>".to_owned(), Reach::WifiOnly),
        (told("iPad8,1", 0, "-1.0"), Reach::WifiOnly),
        (told("iPhone15,2", 3, "0.1"), Reach::Usual),
        (told("iPod9,1", 0, "0.1"), Reach::AwakeOrCharging),
    ];
    for (number, (answer, expected)) in cases.into_iter().enumerate() {
        let name = format!("{number}");
        ordered(&mut server, &device, [order(&name, DeviceInformation::new(vec![DeviceQuery::ProductName]))]);
        assert_eq!(device.idle(&mut server, start()).as_deref(), Some(&*name));
        device.connect(&mut server, &device.status("Acknowledged", &name, &answer), start()).unwrap();
        assert_eq!(server.wake(&device.key).unwrap().reach, expected, "{answer}");
        assert_eq!(due(&server, &device), None);
    }
}

/// Requirement F44: that it was put off is a state of its own, with a sentence.
#[test]
fn what_was_put_off_is_offered_again_and_woken_once_a_day() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    ordered(&mut server, &device, [install("A", "wifi")]);
    assert_eq!(device.idle(&mut server, start()).as_deref(), Some("A"));
    assert_eq!(device.answer(&mut server, "NotNow", "A", start()), None);
    assert_eq!((state(&server, &device, "A"), due(&server, &device)), (State::NotNow, Some(start() + DAY)));
    assert!(!server.data.payloads.contains_key(&response_name(&device.key, 1)));
    let channel = server.channel(&device.key);
    let why = channel.explain(&uuid("A"), &server.rules, start()).unwrap().to_string();
    assert!(why.contains("refused"), "{why}");
    assert_eq!(device.idle(&mut server, start() + secs(60)).as_deref(), Some("A"));
}

/// Acceptance check 5 (requirement F59).
#[test]
fn add_then_remove_while_locked_ends_removed_with_a_hazard() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    let orders = [install("A", "wifi"), order("B", RemoveProfile::new("wifi"))];
    let decision = order_at(&mut server, &device, orders, start()).unwrap();
    let [hazard] = &decision.hazards.found[..] else { panic!("{:?}", decision.hazards) };
    assert_eq!((&hazard.commands[..], hazard.kind), (&[uuid("A"), uuid("B")][..], HazardKind::Undone));
    assert_eq!(device.idle(&mut server, start()).as_deref(), Some("A"));
    assert_eq!(device.answer(&mut server, "NotNow", "A", start()).as_deref(), Some("B"));
    assert_eq!(device.answer(&mut server, "Acknowledged", "B", start()), None);
    assert_eq!(
        (state(&server, &device, "A"), state(&server, &device, "B")),
        (State::Superseded, State::Acknowledged)
    );
}

/// Acceptance check 4 (requirements F43 to F55), without the erase, which would cancel the rest.
#[test]
fn a_locked_iphone_gets_first_what_it_runs() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    ordered(&mut server, &device, [install("first", "other")]);
    device.idle(&mut server, start());
    device.answer(&mut server, "NotNow", "first", start());
    let app = AppSource::Identifier("com.example.app".to_owned());
    let batch = [
        install("profile", "new"),
        order("app", InstallApplication::new(app)),
        order("security", SecurityInfo::default()),
        order("info", DeviceInformation::new(vec![DeviceQuery::OsVersion])),
        order("remove", RemoveProfile::new("old")),
    ];
    ordered(&mut server, &device, batch.clone());
    let (mut seen, mut next) = (Vec::new(), device.idle(&mut server, start() + secs(1)));
    while let Some(name) = next {
        let status = if ["info", "remove"].contains(&&*name) { "Acknowledged" } else { "NotNow" };
        next = device.answer(&mut server, status, &name, start() + secs(1));
        seen.push(name);
    }
    assert_eq!(seen, ["info", "remove", "app", "first", "profile", "security"]);
    assert_eq!(due(&server, &device), Some(start() + secs(1) + DAY), "it comes by itself");
}

#[test]
fn an_accepted_erase_ends_the_enrollment() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    ordered(&mut server, &device, [install("A", "wifi"), order("B", EraseDevice::default())]);
    assert_eq!(device.idle(&mut server, start()).as_deref(), Some("B"));
    assert_eq!(device.answer(&mut server, "Acknowledged", "B", start()), None);
    let channel = server.channel(&device.key);
    assert_eq!((channel.stage(), channel.push_route(), channel.unlock_token()), (Stage::Erased, None, None));
    assert_eq!(
        channel.queue().entry(&uuid("A")).unwrap().outcome,
        Some(Outcome::Cancelled(CancelReason::Erased))
    );
    assert_eq!(due(&server, &device), None);
    assert!(server.events().contains(&EventKind::Erased));
    // It was not erased after all: it is heard, and gets nothing.
    assert_eq!(device.idle(&mut server, start()), None);
    let late = order_at(&mut server, &device, [order("C", DeviceLock::default())], start());
    assert!(matches!(late, Err(Error::NoOrders)));
    // A new invitation brings it back.
    let wiped = Device::new(&server, "UDID-1");
    server.invite("second", wiped.fingerprint(), start());
    wiped.check_in(&mut server, &wiped.authenticate(), start()).unwrap();
    wiped.check_in(&mut server, &wiped.token_update("T2", None), start()).unwrap();
    assert_eq!(server.channel(&device.key).stage(), Stage::Enrolled);
}

#[test]
fn an_erase_that_the_device_refuses_ends_nothing() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    ordered(&mut server, &device, [order("A", DeviceLock::default()), order("B", EraseDevice::default())]);
    assert_eq!(device.idle(&mut server, start()).as_deref(), Some("B"));
    assert_eq!(device.answer(&mut server, "Error", "B", start()).as_deref(), Some("A"));
    assert_eq!(server.channel(&device.key).stage(), Stage::Enrolled);
}

fn tell_supervision(server: &mut Server, device: &Device, name: &str, supervised: bool) {
    let queries = format!(
        "<key>QueryResponses</key><dict><key>IsSupervised</key><{supervised}/>\
         <key>OSVersion</key><string>18.4</string></dict>"
    );
    device.connect(server, &device.status("Acknowledged", name, &queries), start()).unwrap();
}

/// Supervision is told by the device, and gates commands (F36).
#[test]
fn facts_are_learned_and_refuse_what_the_device_would_refuse() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    let info =
        |name| order(name, DeviceInformation::new(vec![DeviceQuery::IsSupervised, DeviceQuery::OsVersion]));
    // Not known: the device's answer wins.
    ordered(&mut server, &device, [info("A"), lost_mode("B")]);
    let decision = order_at(&mut server, &device, [], start()).unwrap();
    assert!(decision.changes.is_empty());
    assert_eq!(device.idle(&mut server, start()).as_deref(), Some("B"));
    assert_eq!(device.answer(&mut server, "NotNow", "B", start()).as_deref(), Some("A"));
    tell_supervision(&mut server, &device, "A", false);
    let channel = server.channel(&device.key);
    assert_eq!((channel.facts().supervised, channel.facts().os), (Some(false), "18.4".parse().ok()));
    assert!(server.events().contains(&EventKind::FactsLearned));
    // What is queued is asked again at its turn.
    assert_eq!(device.idle(&mut server, start() + secs(60)), None);
    let channel = server.channel(&device.key);
    let entry = channel.queue().entry(&uuid("B")).unwrap();
    let sentence = "EnableLostMode needs a supervised device, and this one is not supervised.";
    assert_eq!((entry.state, &entry.outcome), (State::Refused, &Some(Outcome::Refused(sentence.into()))));
    // What is ordered is refused with all reasons, and nothing is queued.
    let before = server.data.clone();
    let orders =
        [lost_mode("C"), order("D", DeviceLock::default()), order("E", mdm_apple::RestartDevice::default())];
    let error = order_at(&mut server, &device, orders, start()).unwrap_err();
    assert_eq!((error.http_status(), server.data == before), (422, true));
    let Error::NotAllowed { refusals } = error else { panic!("{error}") };
    let refused: Vec<_> = refusals.iter().map(|(uuid, refusal)| (uuid.as_str(), refusal.reason)).collect();
    assert_eq!(refused, [("C", RefusalReason::NeedsSupervision), ("E", RefusalReason::NeedsSupervision)]);
    assert_eq!(refusals[0].1.to_string(), sentence);
    // Supervised after all. The same again is nothing to learn.
    ordered(&mut server, &device, [info("F")]);
    device.idle(&mut server, start() + secs(120));
    tell_supervision(&mut server, &device, "F", true);
    ordered(&mut server, &device, [lost_mode("G")]);
    let learned =
        |server: &Server| server.events().iter().filter(|kind| **kind == EventKind::FactsLearned).count();
    assert_eq!(learned(&server), 2);
    // A late answer teaches nothing.
    tell_supervision(&mut server, &device, "F", false);
    assert_eq!((learned(&server), server.channel(&device.key).facts().supervised), (2, Some(true)));
}

#[test]
fn answers_move_the_belief_about_the_lock() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    let belief = |server: &Server| server.channel(&device.key).queue().belief().clone();
    for (name, present, expected) in
        [("A", true, mdm_lock::Passcode::Present), ("B", false, mdm_lock::Passcode::Absent)]
    {
        ordered(&mut server, &device, [order(name, SecurityInfo::default())]);
        device.idle(&mut server, start());
        let keys = format!("<key>SecurityInfo</key><dict><key>PasscodePresent</key><{present}/></dict>");
        device.connect(&mut server, &device.status("Acknowledged", name, &keys), start()).unwrap();
        assert_eq!(belief(&server).passcode, expected);
    }
    let error = |code| {
        format!(
            "<key>ErrorChain</key><array><dict><key>ErrorCode</key><integer>{code}</integer>\
             <key>ErrorDomain</key><string>MCMDMErrorDomain{}</string></dict></array>",
            "x".repeat(200)
        )
    };
    // In Lost Mode a command fails instead of waiting; what would fail too then waits here.
    ordered(&mut server, &device, [order("C", RemoveProfile::new("a")), order("D", RemoveProfile::new("b"))]);
    assert_eq!(device.idle(&mut server, start()).as_deref(), Some("C"));
    let decision =
        device.connect(&mut server, &device.status("Error", "C", &error(12_078)), start()).unwrap();
    assert_eq!((decision.reply.body, belief(&server).lost_mode), (None, mdm_lock::LostMode::On));
    let channel = server.channel(&device.key);
    match &channel.queue().entry(&uuid("C")).unwrap().outcome {
        Some(Outcome::Error { code: 12_078, domain }) => assert_eq!(domain.len(), 128),
        other => panic!("{other:?}"),
    }
    assert!(channel.explain(&uuid("D"), &server.rules, start()).unwrap().to_string().contains("Lost Mode"));
    assert_eq!(due(&server, &device), None, "a push would move nothing");
    ordered(&mut server, &device, [order("E", DisableLostMode::default())]);
    assert_eq!(due(&server, &device), Some(start()));
    assert_eq!(device.idle(&mut server, start()).as_deref(), Some("E"));
    let decision =
        device.connect(&mut server, &device.status("Error", "E", &error(12_067)), start()).unwrap();
    assert_eq!(belief(&server).lost_mode, mdm_lock::LostMode::Off);
    assert!(decision.reply.body.is_some(), "what waited goes out");
    // A query tells it too.
    ordered(&mut server, &device, [order("F", DeviceInformation::new(vec![]))]);
    device.answer(&mut server, "Acknowledged", "D", start());
    let keys = "<key>QueryResponses</key><dict><key>IsMDMLostModeEnabled</key><true/></dict>";
    device.connect(&mut server, &device.status("Acknowledged", "F", keys), start()).unwrap();
    assert_eq!(belief(&server).lost_mode, mdm_lock::LostMode::On);
}

#[test]
fn a_command_is_taken_back() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    ordered(&mut server, &device, [order("A", DeviceLock::default())]);
    server.input(&device.key, &Input::Cancel { actor: &admin(), uuid: &uuid("A") }, start()).unwrap();
    assert_eq!((state(&server, &device, "A"), due(&server, &device)), (State::Cancelled, None));
    for name in ["A", "B"] {
        let error = server
            .input(&device.key, &Input::Cancel { actor: &admin(), uuid: &uuid(name) }, start())
            .unwrap_err();
        assert!(matches!(error, Error::Queue(_)), "{error}");
    }
    // A result that nobody asked for is recorded.
    device.answer(&mut server, "Acknowledged", "stranger", start());
    let unknown = EventKind::Command(Fact::UnknownResult { uuid: uuid("stranger") });
    assert_eq!(server.events().last(), Some(&unknown));
}

/// A connect loads what it needs, and a session still reaches every command.
#[test]
fn a_session_reaches_more_commands_than_a_window_holds() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    let names: Vec<String> = (0..150).map(|number| format!("C-{number:03}")).collect();
    ordered(&mut server, &device, names.iter().map(|name| install(name, name)));
    for minute in [0, 1] {
        let now = start() + secs(minute * 60);
        let (mut seen, mut next) = (Vec::new(), device.idle(&mut server, now));
        while let Some(name) = next {
            next = device.answer(&mut server, "NotNow", &name, now);
            seen.push(name);
        }
        assert_eq!(seen, names);
    }
}

#[test]
fn a_time_before_the_epoch_is_refused_and_does_not_panic() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    let records = {
        let mut records = mdm_enrollment::Records::default();
        let loaded = server.data.records[&device.key].load(&Window::Open);
        records.insert(&device.key, &loaded).unwrap();
        records
    };
    let (actor, orders) = (Actor::administrator("admin"), [order("A", DeviceLock::default())]);
    let input = Input::Order { actor: &actor, orders: &orders };
    let decision =
        records.decide(&device.key, &input, &server.rules, SystemTime::UNIX_EPOCH - secs(1)).unwrap();
    assert!(matches!(records.batch(&decision), Err(Error::Record(_))));
}

/// A caller may hold a command back.
#[test]
fn what_is_held_is_not_offered_and_nobody_is_woken_for_it() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    ordered(&mut server, &device, [order("A", DeviceLock::default())]);
    let (a, b) = (uuid("A"), uuid("B"));
    server.input(&device.key, &Input::Hold { actor: &admin(), uuid: &a }, start()).unwrap();
    assert_eq!((due(&server, &device), device.idle(&mut server, start())), (None, None));
    let before = server.data.clone();
    server.input(&device.key, &Input::Hold { actor: &admin(), uuid: &a }, start()).unwrap();
    assert_eq!(server.data, before, "said again, it changes nothing");
    let error = server.input(&device.key, &Input::LetGo { actor: &admin(), uuid: &b }, start()).unwrap_err();
    assert!(matches!(error, Error::Queue(mdm_command::Error::NotOpen(_))));
    server.input(&device.key, &Input::LetGo { actor: &admin(), uuid: &a }, start()).unwrap();
    assert_eq!(due(&server, &device), Some(start()));
    assert_eq!(device.idle(&mut server, start()).as_deref(), Some("A"));
}

#[test]
fn a_chain_changes_places_and_the_bytes_follow() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    let orders = [
        order("remove", RemoveProfile::new("wifi")).after(uuid("new")),
        order("lock", DeviceLock::default()).in_group(1),
        order("info", SecurityInfo::default()).in_group(1),
        install("new", "other"),
    ];
    let decision = order_at(&mut server, &device, orders, start()).unwrap();
    assert_eq!(decision.places, [Some(4), Some(1), Some(2), Some(3)]);
    let mut seen = Vec::new();
    let mut next = device.idle(&mut server, start());
    while let Some(name) = next {
        next = device.answer(&mut server, "Acknowledged", &name, start());
        seen.push(name);
    }
    assert_eq!(seen, ["lock", "info", "new", "remove"]);
}

#[test]
fn what_wants_the_same_is_ordered_once() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    let same = Some(Same::KeepPending(SameKey::new("inventory").unwrap()));
    let inventory =
        |name| order(name, SecurityInfo::default()).on(Terms { same: same.clone(), ..Terms::default() });
    ordered(&mut server, &device, [inventory("A")]);
    let before = server.data.clone();
    let decision = order_at(&mut server, &device, [inventory("B")], start()).unwrap();
    assert_eq!((decision.places, decision.payloads), (vec![None], vec![]));
    assert_eq!(server.data, before, "it is pending already");
    let decision =
        order_at(&mut server, &device, [inventory("C"), order("D", DeviceLock::default())], start());
    assert_eq!(decision.unwrap().places, [None, Some(2)]);
    let newer = inventory("E")
        .superseding(uuid("A"))
        .on(Terms { same: Some(Same::KeepNew(SameKey::new("inventory").unwrap())), ..Terms::default() });
    ordered(&mut server, &device, [newer]);
    assert_eq!(
        (state(&server, &device, "A"), state(&server, &device, "E")),
        (State::Superseded, State::Queued)
    );
}

/// A command that was taken back, superseded or given up may have run: what it tells is kept.
#[test]
fn the_first_late_result_is_kept() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    ordered(&mut server, &device, [order("A", SecurityInfo::default())]);
    device.idle(&mut server, start());
    server.input(&device.key, &Input::Cancel { actor: &admin(), uuid: &uuid("A") }, start()).unwrap();
    let kept = |server: &Server| server.data.payloads.get(&response_name(&device.key, 1)).cloned();
    assert_eq!(device.answer(&mut server, "NotNow", "A", start()), None);
    assert_eq!(kept(&server), None, "a refusal tells nothing");
    let body = device.status("Acknowledged", "A", "<key>SecurityInfo</key><dict/>");
    device.connect(&mut server, &body, start() + secs(1)).unwrap();
    device.answer(&mut server, "Error", "A", start() + secs(2));
    assert_eq!(kept(&server), Some(body), "the first one");
    let channel = server.channel(&device.key);
    let entry = channel.queue().entry(&uuid("A")).unwrap();
    assert_eq!((entry.state, entry.answered_late), (State::Cancelled, Some(start() + secs(1))));
}

#[test]
fn what_ended_long_ago_is_forgotten_with_its_bytes() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    ordered(&mut server, &device, [order("A", SecurityInfo::default()), order("B", SecurityInfo::default())]);
    device.idle(&mut server, start());
    device.answer(&mut server, "Acknowledged", "A", start());
    let names = [response_name(&device.key, 1), PayloadName(format!("command/{}/1", device.key).into())];
    let kept = |server: &Server| names.iter().filter(|name| server.data.payloads.contains_key(*name)).count();
    let age = secs(60);
    let prune = |server: &mut Server, keep, now| {
        let window = Window::Done { keep, limit: 10 };
        server.input_in(&device.key, window, &Input::Prune { age }, now).unwrap().changes.len()
    };
    assert_eq!((prune(&mut server, 0, start() + age), kept(&server)), (0, 2), "not old enough");
    assert_eq!((prune(&mut server, 1, start() + age + secs(1)), kept(&server)), (0, 2), "the last one stays");
    assert_eq!((prune(&mut server, 0, start()), kept(&server)), (0, 2), "a clock that stepped back");
    assert_eq!((prune(&mut server, 0, start() + age + secs(1)), kept(&server)), (1, 0));
    let channel = server.channel(&device.key);
    let left: Vec<_> = channel.queue().entries().map(|entry| entry.uuid.as_str()).collect();
    assert_eq!(left, ["B"]);
    // Its late repetition is about a command that nobody knows.
    device.answer(&mut server, "Acknowledged", "A", start());
    assert!(server.events().contains(&EventKind::Command(Fact::UnknownResult { uuid: uuid("A") })));
}

#[test]
fn what_has_expired_ends_when_somebody_looks() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    let until = |secs_from_now| Terms { expires_at: Some(start() + secs(secs_from_now)), ..Terms::default() };
    let orders = [order("A", SecurityInfo::default()).on(until(60)), install("B", "b").on(until(120))];
    ordered(&mut server, &device, orders);
    server.input(&device.key, &Input::Expire, start() + secs(59)).unwrap();
    assert_eq!(state(&server, &device, "A"), State::Queued);
    server.input(&device.key, &Input::Expire, start() + secs(60)).unwrap();
    assert_eq!(state(&server, &device, "A"), State::Expired);
    assert!(due(&server, &device).is_some(), "the other one waits");
    assert_eq!(device.idle(&mut server, start() + secs(120)), None);
    assert_eq!((state(&server, &device, "B"), due(&server, &device)), (State::Expired, None));
    let error = order_at(&mut server, &device, [install("C", "c").on(until(60))], start() + secs(60));
    assert!(matches!(error, Err(Error::Queue(mdm_command::Error::Times(_)))));
}

/// Erase Device: the answer is sent once and never repeated; whoever speaks again was not erased.
#[test]
fn a_wipe_without_an_answer_is_presumed_and_offered_again() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    ordered(&mut server, &device, [order("A", EraseDevice::default())]);
    assert_eq!(device.idle(&mut server, start()).as_deref(), Some("A"));
    let later = start() + secs(3600);
    let channel = server.channel(&device.key);
    assert_eq!((channel.presumed_erased(start()), channel.presumed_erased(later)), (None, Some(start())));
    assert_eq!(device.idle(&mut server, later).as_deref(), Some("A"));
    assert_eq!(server.channel(&device.key).presumed_erased(later), None);
}

/// Apple, Erase Device: it answers once, before it erases. Who takes the erase back meanwhile is too late, and the device
/// may come with another invitation.
#[test]
fn an_erase_that_was_taken_back_and_is_accepted_ends_the_enrollment() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    ordered(&mut server, &device, [order("A", EraseDevice::default()), install("B", "b")]);
    assert_eq!(device.idle(&mut server, start()).as_deref(), Some("A"));
    server.input(&device.key, &Input::Cancel { actor: &admin(), uuid: &uuid("A") }, start()).unwrap();
    for _ in 0..2 {
        assert_eq!(device.answer(&mut server, "Acknowledged", "A", start()), None);
    }
    let channel = server.channel(&device.key);
    assert_eq!((channel.stage(), channel.push_route()), (Stage::Erased, None));
    assert_eq!(
        (state(&server, &device, "A"), state(&server, &device, "B")),
        (State::Cancelled, State::Cancelled)
    );
    assert_eq!(due(&server, &device), None);
    let erased = |event: &&EventKind| **event == EventKind::Erased;
    assert_eq!(server.events().iter().filter(erased).count(), 1);

    let again = Device { certificate: server.certificate().as_der().to_vec(), ..device };
    server.invite("box-2", again.fingerprint(), start());
    again.check_in(&mut server, &again.authenticate(), start()).unwrap();
    assert_eq!(server.channel(&again.key).generation(), 2);
}

/// A request that was on its way for long, or is sent by somebody who kept it.
#[test]
fn an_erase_of_a_former_life_does_not_end_the_next_one() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    ordered(&mut server, &device, [order("A", EraseDevice::default())]);
    device.idle(&mut server, start());
    server.input(&device.key, &Input::Cancel { actor: &admin(), uuid: &uuid("A") }, start()).unwrap();
    device.check_in(&mut server, &device.authenticate(), start()).unwrap();
    device.check_in(&mut server, &device.token_update("T2", None), start()).unwrap();
    ordered(&mut server, &device, [install("B", "b")]);
    assert_eq!(device.answer(&mut server, "Acknowledged", "A", start()).as_deref(), Some("B"));
    assert_eq!(server.channel(&device.key).stage(), Stage::Enrolled);
}

/// An erase in a group goes in another lane, and is an erase all the same.
#[test]
fn an_erase_at_the_end_of_a_group_ends_the_enrollment() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    let orders =
        [order("A", SecurityInfo::default()).in_group(1), order("B", EraseDevice::default()).in_group(1)];
    ordered(&mut server, &device, orders);
    assert_eq!(device.idle(&mut server, start()).as_deref(), Some("A"));
    assert_eq!(device.answer(&mut server, "Acknowledged", "A", start()).as_deref(), Some("B"));
    device.answer(&mut server, "Acknowledged", "B", start());
    assert_eq!(server.channel(&device.key).stage(), Stage::Erased);
}

#[test]
fn a_command_with_slots_names_them_when_it_goes_out() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    let slots = vec!["challenge".into()];
    ordered(&mut server, &device, [install("A", "a").on(Terms { slots: slots.clone(), ..Terms::default() })]);
    for at in [0, 1, 400] {
        let body = device.report("<key>Status</key><string>Idle</string>");
        let reply = device.connect(&mut server, &body, start() + secs(at)).unwrap().reply;
        assert_eq!(reply.next, Some(Next { seq: 1, uuid: uuid("A"), slots: slots.clone() }));
    }
    let reply = device.connect(&mut server, &device.status("Acknowledged", "A", ""), start()).unwrap().reply;
    assert_eq!((reply.next, reply.body), (None, None));
}

/// The policy of the embedder reaches the queue.
#[test]
fn queues_run_under_the_policy_of_the_embedder() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    server.policy = Policy { mode: Mode::Fifo, max_open: 2, ..Policy::DEFAULT };
    ordered(&mut server, &device, [order("A", SecurityInfo::default()), order("B", DeviceLock::default())]);
    let full = order_at(&mut server, &device, [order("C", DeviceLock::default())], start());
    assert!(matches!(full, Err(Error::Queue(mdm_command::Error::Full { limit: 2 }))));
    assert_eq!(device.idle(&mut server, start()).as_deref(), Some("A"), "plain order: no lane");
}
