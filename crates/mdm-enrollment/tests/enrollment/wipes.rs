//! Selective wipes from the order to the end: what is once, what is called off, and what must not end one too early (F102,
//! F103).

use std::time::SystemTime;

use mdm_apple::{AppSource, InstallApplication, ManagedApplicationList, Password, SetFirmwarePassword};
use mdm_enrollment::escrow::SecretKind;
use mdm_enrollment::flow::{FlowMove, Wipe};
use mdm_enrollment::policy::{Act, Assignment, Denial, ManagementMode, Ownership, SelectiveWipe};
use mdm_enrollment::{Actor, CommandUuid, Decision, Error, EventKind, Input, State};

use crate::decide::{order, ordered};
use crate::server::{Device, Server, secs, start, uuid_of};
use crate::users::mac;

const MAIL: &str = "com.example.mail";

fn wipe(server: &mut Server, device: &Device, cause: &str, now: SystemTime) -> Decision {
    let (actor, wipe) = (Actor::rule("member-retired"), SelectiveWipe::new(cause));
    server.input(&device.key, &Input::Wipe { actor: &actor, wipe: &wipe }, now).unwrap()
}

fn wiped(server: &Server, device: &Device) -> Wipe {
    server.channel(&device.key).flows().wipe().unwrap().clone()
}

fn install(name: &str) -> mdm_enrollment::Order {
    order(name, InstallApplication::new(AppSource::Identifier(MAIL.to_owned())))
}

/// Runs a session: what is in `refused`, by name or type, is answered `NotNow`, and the list of apps has these.
fn session(
    server: &mut Server,
    device: &Device,
    refused: &[&str],
    apps: &[&str],
    now: SystemTime,
) -> Vec<String> {
    let mut types = Vec::new();
    let mut next = device.idle(server, now);
    while let Some(name) = next {
        let entry = {
            let channel = server.channel(&device.key);
            channel.queue().entry(&CommandUuid::new(&name).unwrap()).unwrap().clone()
        };
        let told =
            |app: &&str| format!("<key>{app}</key><dict><key>Status</key><string>Managed</string></dict>");
        let keys = match &*entry.command {
            "ManagedApplicationList" => {
                let apps: String = apps.iter().map(told).collect();
                format!("<key>ManagedApplicationList</key><dict>{apps}</dict>")
            }
            "ManagedMediaList" => "<key>Books</key><array/>".to_owned(),
            "ProfileList" => "<key>ProfileList</key><array/>".to_owned(),
            "ProvisioningProfileList" => "<key>ProvisioningProfileList</key><array/>".to_owned(),
            _ => String::new(),
        };
        let refuses = refused.contains(&&*name) || refused.contains(&&*entry.command);
        let status = if refuses { "NotNow" } else { "Acknowledged" };
        types.push(entry.command.to_string());
        let decision = device.connect(server, &device.status(status, &name, &keys), now).unwrap();
        next = uuid_of(&server.body(&decision));
    }
    types.sort_unstable();
    types
}

const LISTS: [&str; 4] =
    ["ManagedApplicationList", "ManagedMediaList", "ProfileList", "ProvisioningProfileList"];

/// A phone that has told that mail is managed there.
fn managed(server: &mut Server) -> Device {
    let device = Device::enrolled(server, "UDID-1");
    ordered(server, &device, [order("list", ManagedApplicationList::default())]);
    session(server, &device, &[], &[MAIL], start());
    device
}

/// A list that was ordered before the wipe may be older than what came after it, and an install that waits would put there
/// what was told to be gone: the phone was offline, comes back locked, and is unlocked later.
#[test]
fn an_old_list_does_not_end_a_wipe() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    ordered(&mut server, &device, [order("L0", ManagedApplicationList::default()), install("I")]);
    wipe(&mut server, &device, "retired/ben", start());
    let state = |server: &Server, name: &str| {
        server.channel(&device.key).queue().entry(&CommandUuid::new(name).unwrap()).unwrap().state
    };
    assert_eq!(state(&server, "I"), State::Cancelled, "what waits is taken back");
    let own = {
        let channel = server.channel(&device.key);
        let mut lists = channel.queue().entries().filter(|entry| &*entry.command == LISTS[0]);
        lists.next_back().unwrap().uuid.as_str().to_owned()
    };
    session(&mut server, &device, &[&own], &[], start());
    assert_eq!(state(&server, "L0"), State::Acknowledged);
    assert!(wiped(&server, &device).is_open(), "its own list did not tell yet");
    // What would be put there now is refused.
    let actor = Actor::administrator("anna");
    let late = Input::Order { actor: &actor, orders: &[install("late")] };
    let refused = server.input(&device.key, &late, start()).unwrap_err();
    assert!(matches!(refused, Error::WipeUnderWay) && refused.http_status() == 409, "{refused}");
    let types = session(&mut server, &device, &[], &[], start() + secs(3_600));
    assert_eq!(types, LISTS[..1]);
    assert!(!wiped(&server, &device).is_open());
    server.input(&device.key, &late, start() + secs(3_600)).unwrap();
}

/// An install that is out when the wipe is ordered is waited for, and what it has put there is removed.
#[test]
fn a_wipe_waits_for_an_install_that_is_out() {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    ordered(&mut server, &device, [install("I")]);
    assert_eq!(device.idle(&mut server, start()).as_deref(), Some("I"), "and the answer is lost");
    wipe(&mut server, &device, "retired/ben", start());
    let mut now = start() + secs(600);
    session(&mut server, &device, &["I"], &[], now);
    assert!(wiped(&server, &device).is_open(), "the install may still run");
    // Unlocked: it is accepted, and nothing is there yet.
    now += secs(7_200);
    let types = session(&mut server, &device, &[], &[], now);
    assert!(types.contains(&"InstallApplication".to_owned()), "{types:?}");
    assert!(wiped(&server, &device).is_open(), "what was told before may be otherwise now");
    for (apps, removes) in [(&[MAIL][..], false), (&[], true)] {
        now += secs(90_000);
        wipe(&mut server, &device, "retired/ben", now);
        let types = session(&mut server, &device, &[], apps, now);
        assert_eq!(types.contains(&"RemoveApplication".to_owned()), removes, "{types:?}");
        assert_eq!(wiped(&server, &device).is_open(), !removes);
    }
}

/// Ordered by mistake: what is open is taken back, and no round follows. That is not a member's.
#[test]
fn a_wipe_can_be_called_off() {
    let mut server = Server::new();
    let device = managed(&mut server);
    let bens = Assignment::new(Ownership::Personal, ManagementMode::Byod).of_member("ben");
    let admin = Actor::administrator("anna");
    server.input(&device.key, &Input::Assign { actor: &admin, assignment: &bens }, start()).unwrap();
    wipe(&mut server, &device, "mistake", start());
    let ben = Actor::member("ben");
    let denied = server.input(&device.key, &Input::EndWipe { actor: &ben }, start()).unwrap();
    assert_eq!(denied.denial, Some(Denial::NotForActor(Act::EndWipe)));
    assert!(wiped(&server, &device).is_open());

    server.input(&device.key, &Input::EndWipe { actor: &admin }, start()).unwrap();
    let ended = wiped(&server, &device);
    assert_eq!((ended.is_open(), ended.ended_at, ended.done_at), (false, Some(start()), None));
    let channel = server.channel(&device.key);
    let open = channel.queue().entries().filter(|entry| entry.is_open()).count();
    assert_eq!((open, device.idle(&mut server, start())), (0, None), "everything is taken back");
    let told = |server: &Server| {
        let ends = |event: &&EventKind| **event == EventKind::FlowMoved(FlowMove::WipeEnded);
        server.events().iter().filter(ends).count()
    };
    assert_eq!(told(&server), 1);
    // Neither a round nor another end.
    let before = server.data.clone();
    wipe(&mut server, &device, "mistake", start() + secs(90_000));
    server.input(&device.key, &Input::EndWipe { actor: &admin }, start() + secs(90_000)).unwrap();
    assert_eq!(server.data, before);
    // What is installed from now on stays, and another cause is another wipe.
    let orders = [install("I")];
    server.input(&device.key, &Input::Order { actor: &admin, orders: &orders }, start()).unwrap();
    assert_eq!(session(&mut server, &device, &[], &[MAIL], start()), ["InstallApplication"]);
    wipe(&mut server, &device, "meant", start());
    assert!(session(&mut server, &device, &[], &[], start()).contains(&"RemoveApplication".to_owned()));
    assert!(wiped(&server, &device).done_at.is_some());
    assert_eq!(told(&server), 1);
}

/// What the rounds of a wipe would remove must not be the next member's.
#[test]
fn a_device_that_is_being_wiped_is_given_to_nobody_else() {
    let mut server = Server::new();
    let device = managed(&mut server);
    let of =
        |member: &str| Assignment::new(Ownership::Company, ManagementMode::CompanyFull).of_member(member);
    let admin = Actor::administrator("anna");
    let assign = |server: &mut Server, to: &Assignment| {
        server.input(&device.key, &Input::Assign { actor: &admin, assignment: to }, start())
    };
    assign(&mut server, &of("ben")).unwrap();
    wipe(&mut server, &device, "retired/ben", start());
    let before = server.data.clone();
    assert!(matches!(assign(&mut server, &of("cleo")), Err(Error::WipeUnderWay)));
    assert_eq!(server.data, before);
    // The same member's on other terms, or nobody's, it may become; then nobody new.
    let flexible = Assignment::new(Ownership::Company, ManagementMode::CompanyFlexible);
    assign(&mut server, &flexible.clone().of_member("ben")).unwrap();
    assign(&mut server, &flexible).unwrap();
    assert!(matches!(assign(&mut server, &of("ben")), Err(Error::WipeUnderWay)));
    server.input(&device.key, &Input::EndWipe { actor: &admin }, start()).unwrap();
    assign(&mut server, &of("cleo")).unwrap();
}

/// A cause wipes once, whatever was wiped for in between, and when the history is gone (F103).
#[test]
fn each_cause_is_once() {
    let mut server = Server::new();
    let device = managed(&mut server);
    for cause in ["A", "B"] {
        wipe(&mut server, &device, cause, start());
        session(&mut server, &device, &[], &[], start());
        assert!(wiped(&server, &device).done_at.is_some());
    }
    let again = |server: &mut Server| {
        let before = server.data.clone();
        for cause in ["A", "B", "A"] {
            wipe(server, &device, cause, start() + secs(90_000));
        }
        assert_eq!(server.data, before);
    };
    again(&mut server);
    server.input(&device.key, &Input::Prune { age: secs(0) }, start() + secs(9)).unwrap();
    again(&mut server);
    // The device leaves and comes back: the causes are known.
    for body in [device.check_out(), device.authenticate(), device.token_update("T2", None)] {
        device.check_in(&mut server, &body, start()).unwrap();
    }
    again(&mut server);
}

/// Another cause, while a wipe is under way, joins it: nothing is removed twice, and the end is told for both.
#[test]
fn another_cause_joins_a_wipe() {
    let mut server = Server::new();
    let device = managed(&mut server);
    wipe(&mut server, &device, "A", start());
    wipe(&mut server, &device, "B", start());
    let types = session(&mut server, &device, &[], &[], start());
    let count = |wanted: &str| types.iter().filter(|found| *found == wanted).count();
    assert_eq!((count("RemoveApplication"), count("ProfileList")), (1, 2), "{types:?}");
    assert!(wiped(&server, &device).done_at.is_some());
    let told = |wanted: fn(&FlowMove) -> bool| {
        let events = server.events();
        let moves =
            events.iter().filter(|event| matches!(event, EventKind::FlowMoved(moved) if wanted(moved)));
        moves.count()
    };
    assert_eq!(told(|moved| matches!(moved, FlowMove::WipeOrdered { .. })), 2);
    assert_eq!(told(|moved| *moved == FlowMove::WipeDone { failed: 0 }), 2);
    let before = server.data.clone();
    for cause in ["A", "B"] {
        wipe(&mut server, &device, cause, start() + secs(90_000));
    }
    assert_eq!(server.data, before);
}

/// Apple, Set Firmware Password: acknowledged and not changed is not set. The answer to the first hand-out was lost, so
/// that it may have been set then: both are worth a try.
#[test]
fn what_a_mac_says_it_did_not_set_is_not_proved() {
    let mut server = Server::new();
    let device = mac(&mut server);
    let set = |name: &str, text: &str| order(name, SetFirmwarePassword::new(Password::new(text.to_owned())));
    let answers = |server: &mut Server, name: &str, changed: bool| {
        let keys =
            format!("<key>SetFirmwarePassword</key><dict><key>PasswordChanged</key><{changed}/></dict>");
        device.connect(server, &device.status("Acknowledged", name, &keys), start()).unwrap();
    };
    let candidates = |server: &Server| {
        let channel = server.channel(&device.key);
        let known = channel.escrow().candidates(SecretKind::FirmwarePassword);
        known.map(|secret| String::from_utf8(secret.expose_secret().to_vec()).unwrap()).collect::<Vec<_>>()
    };
    ordered(&mut server, &device, [set("A", "old")]);
    assert_eq!(device.idle(&mut server, start()).as_deref(), Some("A"));
    answers(&mut server, "A", true);
    assert_eq!(candidates(&server), ["old"]);
    ordered(&mut server, &device, [set("B", "new")]);
    for _ in 0..2 {
        assert_eq!(device.idle(&mut server, start()).as_deref(), Some("B"));
    }
    answers(&mut server, "B", false);
    assert_eq!(candidates(&server), ["new", "old"]);
}
