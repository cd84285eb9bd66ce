use std::time::Duration;

use plist::Value;

use super::support::*;
use crate::phone::{
    AppState, Event, Input, LockBehavior, LockState, PhoneConfig, Purpose, Status, StoreApp, UnenrollReason,
};
use LockState::{BeforeFirstUnlock, Locked, Unlocked};

/// Arguments that make each of the 15 commands succeed on a supervised phone with `example.wifi` and
/// `example.app` on it.
fn good_arguments(request_type: &str) -> Vec<(&'static str, Value)> {
    match request_type {
        "DeviceInformation" => vec![("Queries", Value::Array(vec!["UDID".into()]))],
        "InstallProfile" => vec![("Payload", Value::Data(profile("example.wifi", "2")))],
        "RemoveProfile" => vec![("Identifier", "example.wifi".into())],
        "InstallApplication" => vec![("Identifier", "example.other".into())],
        "RemoveApplication" => vec![("Identifier", "example.app".into())],
        "ClearPasscode" => vec![("UnlockToken", Value::Data(UNLOCK_TOKEN.to_vec()))],
        "EnableLostMode" => vec![("Message", "Lost".into())],
        _ => vec![],
    }
}

/// A supervised phone with a profile and an app, brought into a lock state.
fn furnished(config: PhoneConfig) -> World {
    let state = config.lock_state;
    let mut world = World::enrolled(PhoneConfig { lock_state: Unlocked, ..config });
    world.run("InstallProfile", &[("Payload", Value::Data(profile("example.wifi", "1")))]);
    world.run("InstallApplication", &[("Identifier", "example.app".into())]);
    world.wake();
    match state {
        Unlocked => {}
        Locked => world.input(Input::Lock).unwrap(),
        BeforeFirstUnlock => world.input(Input::Reboot).unwrap(),
    }
    world
}

#[track_caller]
fn check_outcome(
    world: &mut World,
    request_type: &str,
    arguments: &[(&str, Value)],
    status: &str,
    code: Option<i64>,
) {
    let report = world.run(request_type, arguments);
    assert_eq!(outcome(&report), (status.to_owned(), code), "{request_type}");
    assert_eq!(text(&report, "UDID"), UDID);
}

/// What runs on a locked phone.
///
/// Apple, Handling NotNow status responses (read 2026-08): DeviceInformation, ProfileList, DeviceLock, EraseDevice,
/// ClearPasscode and InstalledApplicationList are never put off. Requirements F43, F46, F48, F55: SecurityInfo and
/// installations wait, removals run. The rest is inference from what the commands are for.
#[test]
fn what_runs_while_locked() {
    #[track_caller]
    fn check(request_type: &str, unlocked: &str, locked: &str) {
        for (state, passcode, expected) in [
            (Unlocked, true, unlocked),
            (Locked, true, locked),
            (BeforeFirstUnlock, true, locked),
            // Data Protection needs a passcode (archived MDM Protocol Reference, SecurityInfo).
            (Locked, false, unlocked),
            (BeforeFirstUnlock, false, unlocked),
        ] {
            let mut world = furnished(PhoneConfig { passcode, ..supervised(state) });
            let before = world.phone.device.clone();
            let report = world.run(request_type, &good_arguments(request_type));
            assert_eq!(
                text(&report, "Status"),
                expected,
                "{request_type} while {state}, passcode {passcode}"
            );
            let execution = world.phone.executed().last().unwrap();
            assert_eq!((execution.request_type.as_str(), execution.lock_state), (request_type, state));
            if expected == "NotNow" {
                assert!(world.phone.device == before, "{request_type} had an effect");
                assert!(!report.contains_key("ErrorChain"));
            }
        }
    }
    check("DeviceInformation", "Acknowledged", "Acknowledged");
    check("InstalledApplicationList", "Acknowledged", "Acknowledged");
    check("ProfileList", "Acknowledged", "Acknowledged");
    check("DeviceLock", "Acknowledged", "Acknowledged");
    check("ClearPasscode", "Acknowledged", "Acknowledged");
    check("EraseDevice", "Acknowledged", "Acknowledged");
    check("RemoveProfile", "Acknowledged", "Acknowledged");
    check("RemoveApplication", "Acknowledged", "Acknowledged");
    check("EnableLostMode", "Acknowledged", "Acknowledged");
    check("RestartDevice", "Acknowledged", "Acknowledged");
    check("SecurityInfo", "Acknowledged", "NotNow");
    check("InstallProfile", "Acknowledged", "NotNow");
    check("InstallApplication", "Acknowledged", "NotNow");
}

/// Apple publishes no list of what is put off (Handling NotNow status responses), so phones may differ.
#[test]
fn lock_behavior_can_be_another() {
    let mut behavior = LockBehavior::runs_everything();
    behavior.before_first_unlock.insert("RemoveProfile".into());
    let config = PhoneConfig { lock_behavior: behavior, ..supervised(Locked) };
    check_outcome(&mut furnished(config.clone()), "SecurityInfo", &[], "Acknowledged", None);
    let arguments = good_arguments("RemoveProfile");
    check_outcome(&mut furnished(config.clone()), "RemoveProfile", &arguments, "Acknowledged", None);
    let config = PhoneConfig { lock_state: BeforeFirstUnlock, ..config };
    check_outcome(&mut furnished(config), "RemoveProfile", &arguments, "NotNow", None);
}

/// Archived MDM Protocol Reference, chapter 3: in Lost Mode an invalid command gets 12078, not NotNow. Which are
/// valid is configured; these are the defaults.
#[test]
fn what_runs_in_lost_mode() {
    #[track_caller]
    fn check(request_type: &str, status: &str, code: Option<i64>) {
        for state in [Unlocked, Locked, BeforeFirstUnlock] {
            let mut world = furnished(supervised(state));
            world.run("EnableLostMode", &[("PhoneNumber", "0".into())]);
            assert!(world.phone.lost_mode().is_some());
            assert_ne!(world.phone.lock_state(), Unlocked);
            world.input(Input::Unlock).unwrap();
            assert_ne!(world.phone.lock_state(), Unlocked, "the user has no way in");
            check_outcome(&mut world, request_type, &good_arguments(request_type), status, code);
        }
    }
    for request_type in [
        "DeviceInformation",
        "DeviceLock",
        "EraseDevice",
        "EnableLostMode",
        "DisableLostMode",
        "DeviceLocation",
    ] {
        check(request_type, "Acknowledged", None);
    }
    for request_type in [
        "InstalledApplicationList",
        "SecurityInfo",
        "ProfileList",
        "InstallProfile",
        "RemoveProfile",
        "InstallApplication",
        "RemoveApplication",
        "ClearPasscode",
        "RestartDevice",
    ] {
        check(request_type, "Error", Some(12078));
    }
}

/// Apple, Enable Lost Mode, Disable Lost Mode, Device Location (read 2026-08): supervised only; 12066, 12067, 12068.
#[test]
fn lost_mode() {
    let mut unsupervised = World::enrolled(config(Locked));
    check_outcome(&mut unsupervised, "EnableLostMode", &[("Message", "Lost".into())], "Error", Some(12066));
    check_outcome(&mut unsupervised, "DisableLostMode", &[], "Error", Some(12067));
    check_outcome(&mut unsupervised, "DeviceLocation", &[], "Error", Some(12067));

    let mut world = World::enrolled(supervised(Unlocked));
    check_outcome(&mut world, "DeviceLocation", &[], "Error", Some(12067));
    check_outcome(&mut world, "DisableLostMode", &[], "Error", Some(12067));
    check_outcome(
        &mut world,
        "EnableLostMode",
        &[("Footnote", "-".into())],
        "CommandFormatError",
        Some(12008),
    );
    check_outcome(&mut world, "EnableLostMode", &[("Message", "Lost".into())], "Acknowledged", None);
    assert!(world.events.contains(&Event::LostModeChanged { on: true }));
    assert!(world.events.contains(&Event::LockChanged(Locked)));
    assert_eq!(world.phone.lost_mode().unwrap().message.as_deref(), Some("Lost"));
    let location = world.run("DeviceLocation", &[]);
    assert_eq!(location.get("Latitude"), Some(&Value::Real(35.68)));
    assert_eq!(text(&location, "Timestamp"), "2026-11-22T00:00:00Z");
    let queries = vec!["IsMDMLostModeEnabled".into()];
    let answers = world.run("DeviceInformation", &[("Queries", Value::Array(queries))]);
    let answers = answers.get("QueryResponses").and_then(Value::as_dictionary).unwrap();
    assert_eq!(answers.get("IsMDMLostModeEnabled"), Some(&Value::Boolean(true)));
    let lock = world.run("DeviceLock", &[("Message", "Call".into())]);
    assert_eq!(text(&lock, "MessageResult"), "DeviceInLostMode");
    check_outcome(&mut world, "DisableLostMode", &[], "Acknowledged", None);
    world.input(Input::Unlock).unwrap();
    assert_eq!(world.phone.lock_state(), Unlocked);

    let mut nowhere = World::enrolled(PhoneConfig { location: None, ..supervised(Unlocked) });
    nowhere.run("EnableLostMode", &[("Message", "Lost".into())]);
    check_outcome(&mut nowhere, "DeviceLocation", &[], "Error", Some(12068));
}

/// Archived MDM Protocol Reference, error codes: 12021 for a request type that is not known.
#[test]
fn unknown_and_malformed_commands() {
    let mut world = World::enrolled(supervised(Locked));
    check_outcome(&mut world, "Settings", &[], "Error", Some(12021));
    check_outcome(&mut world, "NoSuchCommand", &[], "Error", Some(12021));
    // Chapter 3: RequestRequiresNetworkTether.
    check_outcome(
        &mut world,
        "ProfileList",
        &[("RequestRequiresNetworkTether", true.into())],
        "Error",
        Some(12081),
    );
    check_outcome(&mut world, "DeviceInformation", &[], "CommandFormatError", Some(12008));
    check_outcome(
        &mut world,
        "InstallProfile",
        &[("Payload", "text".into())],
        "CommandFormatError",
        Some(12008),
    );
    check_outcome(&mut world, "RemoveProfile", &[], "CommandFormatError", Some(12008));
    check_outcome(&mut world, "ClearPasscode", &[], "CommandFormatError", Some(12008));
    let two = [("Identifier", "a".into()), ("iTunesStoreID", 1.into())];
    check_outcome(&mut world, "InstallApplication", &two, "CommandFormatError", Some(12008));
    check_outcome(&mut world, "InstallApplication", &[], "CommandFormatError", Some(12008));
    let no_type =
        xml(&dictionary(&[("CommandUUID", "x".into()), ("Command", Value::Dictionary(dictionary(&[])))]));
    for (bytes, uuid) in [(b"garbage".to_vec(), ""), (no_type, "x")] {
        world.push();
        world.answer(200, &bytes);
        let report = message(world.pending.as_ref().unwrap());
        assert_eq!(outcome(&report), ("CommandFormatError".to_owned(), Some(12008)));
        assert_eq!(text(&report, "CommandUUID"), uuid);
        assert_eq!(world.phone.executed().last().unwrap().status, Status::CommandFormatError);
        world.serve();
    }
}

/// Apple, MDM (payload), `AccessRights`. Managing connections: a server may always remove its own profile.
#[test]
fn rights_are_kept() {
    let profile = enrollment_profile(|mdm| drop(mdm.insert("AccessRights".into(), 1.into())));
    let mut world = World::enrolled_by(supervised(Unlocked), &profile);
    for request_type in [
        "InstalledApplicationList",
        "SecurityInfo",
        "InstallProfile",
        "RemoveProfile",
        "InstallApplication",
        "RemoveApplication",
        "DeviceLock",
        "ClearPasscode",
        "EraseDevice",
        "RestartDevice",
    ] {
        check_outcome(&mut world, request_type, &good_arguments(request_type), "Error", Some(12007));
    }
    check_outcome(&mut world, "ProfileList", &[], "Acknowledged", None);
    let queries = ["UDID", "SerialNumber", "DataRoamingEnabled"].map(Value::from).to_vec();
    let report = world.run("DeviceInformation", &[("Queries", Value::Array(queries))]);
    let answers = report.get("QueryResponses").and_then(Value::as_dictionary).unwrap();
    assert_eq!(answers.keys().collect::<Vec<_>>(), ["UDID"], "what is not allowed is left out");
    check_outcome(&mut world, "RemoveProfile", &[("Identifier", ENROLLMENT.into())], "Acknowledged", None);
    assert!(!world.phone.is_enrolled());
}

/// Apple, Install Profile, Remove Profile (read 2026-08): the same PayloadIdentifier replaces; archived reference:
/// 12075 for a profile that is not there.
#[test]
fn profiles_come_are_replaced_and_go() {
    let mut world = World::enrolled(config(Unlocked));
    let uuids =
        |world: &World| world.phone.profiles().iter().map(|p| p.uuid().to_owned()).collect::<Vec<_>>();
    let install = |identifier, uuid| [("Payload", Value::Data(profile(identifier, uuid)))];
    world.run("InstallProfile", &install("example.wifi", "1"));
    world.run("InstallProfile", &install("example.vpn", "2"));
    world.run("InstallProfile", &install("example.wifi", "3"));
    assert_eq!(uuids(&world)[1..], ["3", "2"]);
    assert!(world.phone.profiles()[1].is_managed() && !world.phone.profiles()[0].is_managed());

    let list = world.run("ProfileList", &[]);
    let list = list.get("ProfileList").and_then(Value::as_array).unwrap();
    let items: Vec<_> = list.iter().map(|item| item.as_dictionary().unwrap()).collect();
    assert_eq!(items.len(), 3);
    assert_eq!(text(items[1], "PayloadIdentifier"), "example.wifi");
    assert_eq!(items[0].get("IsManaged"), Some(&Value::Boolean(false)));
    assert_eq!(items[1].get("IsManaged"), Some(&Value::Boolean(true)));
    let payloads = items[1].get("PayloadContent").and_then(Value::as_array).unwrap();
    assert_eq!(text(payloads[0].as_dictionary().unwrap(), "PayloadType"), "com.apple.webClip.managed");
    assert!(!payloads[0].as_dictionary().unwrap().contains_key("URL"), "no settings in the list");
    let managed = world.run("ProfileList", &[("ManagedOnly", true.into())]);
    assert_eq!(managed.get("ProfileList").and_then(Value::as_array).unwrap().len(), 2);

    check_outcome(
        &mut world,
        "RemoveProfile",
        &[("Identifier", "example.wifi".into())],
        "Acknowledged",
        None,
    );
    check_outcome(
        &mut world,
        "RemoveProfile",
        &[("Identifier", "example.wifi".into())],
        "Error",
        Some(12075),
    );
    assert_eq!(uuids(&world)[1..], ["2"]);
}

/// Archived MDM Protocol Reference, error codes 1000 to 1010, 4000 to 4031, 12001, 12009.
#[test]
fn bad_profiles_are_refused() {
    #[track_caller]
    fn check(payload: Vec<u8>, codes: &[i64]) {
        let mut world = World::enrolled(config(Unlocked));
        let report = world.run("InstallProfile", &[("Payload", Value::Data(payload))]);
        let chain = report.get("ErrorChain").and_then(Value::as_array).expect("an error chain");
        let code = |item: &Value| {
            item.as_dictionary().unwrap().get("ErrorCode").unwrap().as_signed_integer().unwrap()
        };
        assert_eq!(chain.iter().map(code).collect::<Vec<_>>(), codes);
        assert_eq!(world.phone.profiles().len(), 1);
    }
    let text = String::from_utf8(profile("example.wifi", "1")).unwrap();
    let mut forged = Authority::new().seal(text.as_bytes());
    let at = forged.windows(7).position(|window| window == b"example").unwrap();
    forged[at] = b'E';
    check(b"garbage".to_vec(), &[4000, 1000]);
    check(forged, &[4001, 1004]);
    check(text.replace("PayloadUUID", "PayloadUuid").into_bytes(), &[4001, 1002]);
    let encrypted = "<key>EncryptedPayloadContent</key><data></data><key>PayloadDisplayName</key>";
    check(text.replacen("<key>PayloadDisplayName</key>", encrypted, 1).into_bytes(), &[4001, 1006]);
    check(enrollment_profile(|_| {}), &[4001, 12009]);
    check(profile(ENROLLMENT, "1"), &[4001, 4015]);
    let other = String::from_utf8(enrollment_profile(|_| {})).unwrap();
    check(
        other.replace(&format!("<string>{ENROLLMENT}</string>"), "<string>other</string>").into_bytes(),
        &[4001, 12001],
    );
}

/// Apple, Install Application (read 2026-08): acknowledged means accepted, not installed; the response has State or
/// RejectionReason. Requirement F48: no installation while locked.
#[test]
fn apps_are_accepted_first_and_installed_later() {
    let mut world = World::enrolled(supervised(Unlocked));
    let arguments = [("Identifier", Value::from("example.app")), ("ManagementFlags", 1.into())];
    let report = world.run("InstallApplication", &arguments);
    assert_eq!((text(&report, "State"), text(&report, "Identifier")), ("Queued", "example.app"));
    let installing = |world: &mut World| {
        let report =
            world.run("InstalledApplicationList", &[("Items", Value::Array(vec!["Installing".into()]))]);
        let list = report.get("InstalledApplicationList").and_then(Value::as_array).unwrap().clone();
        let item = list[0].as_dictionary().unwrap().clone();
        assert_eq!(item.keys().map(String::as_str).collect::<Vec<_>>(), ["Identifier", "Installing"]);
        item.get("Installing").and_then(Value::as_boolean).unwrap()
    };
    assert!(installing(&mut world));
    let again = world.run("InstallApplication", &arguments);
    assert_eq!(text(&again, "RejectionReason"), "AppAlreadyQueued");

    world.input(Input::Lock).unwrap();
    assert_eq!(world.wake_at, None, "time alone does not install on a locked phone");
    world.now += Duration::from_secs(3_600);
    world.input(Input::Timeout).unwrap();
    assert!(installing(&mut world));
    world.input(Input::Unlock).unwrap();
    assert!(world.events.contains(&Event::AppInstalled { identifier: "example.app".into() }));
    assert!(!installing(&mut world));
    assert_eq!(world.phone.apps()[0].state, AppState::Installed);

    let update = world.run("InstallApplication", &arguments);
    assert_eq!(text(&update, "State"), "Updating");
    world.wake();
    assert_eq!(world.phone.apps().len(), 1);
    check_outcome(
        &mut world,
        "RemoveApplication",
        &[("Identifier", "example.app".into())],
        "Acknowledged",
        None,
    );
    check_outcome(
        &mut world,
        "RemoveApplication",
        &[("Identifier", "example.app".into())],
        "Error",
        Some(12029),
    );
}

/// Same: by store number or manifest only what the store has. ManagementFlags 1: the app goes with the profile.
#[test]
fn apps_of_the_store_and_of_the_house() {
    let app = StoreApp {
        identifier: "example.house".into(),
        name: "House".into(),
        version: "3.1".into(),
        itunes_store_id: Some(42),
        manifest_url: Some("https://mdm.test/house.plist".into()),
    };
    let config = PhoneConfig { app_store: vec![app], ..config(Unlocked) };
    let mut world = World::enrolled(config);
    let report = world.run("InstallApplication", &[("iTunesStoreID", 7.into())]);
    assert_eq!((outcome(&report).1, text(&report, "RejectionReason")), (Some(12023), "CouldNotVerifyAppID"));
    let report = world.run("InstallApplication", &[("iTunesStoreID", 42.into())]);
    assert_eq!(text(&report, "State"), "Prompting", "without supervision the user is asked");
    world.wake();
    assert_eq!(world.phone.apps()[0].version, "3.1");
    let flags = ("ManagementFlags", 1.into());
    world.run("InstallApplication", &[("Identifier", "example.gone".into()), flags]);
    world.wake();

    world.input(Input::RemoveManagement).unwrap();
    world.serve();
    assert_eq!(world.phone.apps().iter().map(|app| app.managed).collect::<Vec<_>>(), [false]);
    world.input(Input::InstallEnrollmentProfile(&enrollment_profile(|_| {}))).unwrap();
    world.input(Input::PushToken(PUSH_TOKEN)).unwrap();
    world.serve();
    let manifest = ("ManifestURL", Value::from("https://mdm.test/house.plist"));
    let report = world.run("InstallApplication", std::slice::from_ref(&manifest));
    assert_eq!(text(&report, "RejectionReason"), "AppAlreadyInstalled");
    check_outcome(
        &mut world,
        "RemoveApplication",
        &[("Identifier", "example.house".into())],
        "Error",
        Some(12029),
    );
    let report = world.run("InstallApplication", &[manifest, ("ChangeManagementState", "Managed".into())]);
    assert_eq!(text(&report, "State"), "Managed");
    let filter = [("Identifiers", Value::Array(vec!["example.none".into()]))];
    let list = world.run("InstalledApplicationList", &filter);
    assert_eq!(list.get("InstalledApplicationList"), Some(&Value::Array(vec![])));
}

/// Apple, Device Lock (read 2026-08): MessageResult only for a message or a number.
#[test]
fn device_lock_locks_and_says_what_was_shown() {
    #[track_caller]
    fn check(state: LockState, passcode: bool, arguments: &[(&str, Value)], result: &str, then: LockState) {
        let mut world = World::enrolled(PhoneConfig { passcode, ..config(state) });
        let report = world.run("DeviceLock", arguments);
        assert_eq!(text(&report, "MessageResult"), result);
        assert_eq!(world.phone.lock_state(), then);
    }
    let message = [("Message", Value::from("Call"))];
    check(Unlocked, true, &[], "", Locked);
    check(Unlocked, true, &message, "Success", Locked);
    check(Unlocked, true, &[("PhoneNumber", "0".into())], "Success", Locked);
    check(Unlocked, false, &message, "NoPasscodeSet", Locked);
    check(BeforeFirstUnlock, true, &message, "Success", BeforeFirstUnlock);
}

/// Apple, Clear Passcode (read 2026-08): it needs the token.
#[test]
fn clear_passcode_needs_the_right_token() {
    let mut world = World::enrolled(config(BeforeFirstUnlock));
    for wrong in [b"".to_vec(), b"wrong".to_vec(), [UNLOCK_TOKEN, b"x"].concat()] {
        check_outcome(
            &mut world,
            "ClearPasscode",
            &[("UnlockToken", Value::Data(wrong))],
            "Error",
            Some(5013),
        );
        assert!(world.phone.has_passcode());
    }
    let right = good_arguments("ClearPasscode");
    check_outcome(&mut world, "ClearPasscode", &right, "Acknowledged", None);
    assert!(!world.phone.has_passcode());
    assert_eq!(world.phone.lock_state(), Locked, "the token opened the keybag");
    check_outcome(&mut world, "ClearPasscode", &right, "Acknowledged", None);
    let mut without = World::enrolled(PhoneConfig { unlock_token: None, ..config(Locked) });
    check_outcome(&mut without, "ClearPasscode", &right, "Error", Some(5013));
}

/// Apple, Erase Device (read 2026-08): one reply, never repeated, and the wipe happens even if it is lost.
#[test]
fn erase_happens_once_the_reply_was_sent() {
    #[track_caller]
    fn check(end: impl FnOnce(&mut World)) {
        let mut world = furnished(supervised(Locked));
        world.run("EnableLostMode", &[("Message", "Lost".into())]);
        world.push();
        world.answer(200, &command("erase", "EraseDevice", &[]));
        assert!(!world.phone.erased(), "the reply first");
        let report = message(world.pending.as_ref().unwrap());
        assert_eq!((text(&report, "CommandUUID"), text(&report, "Status")), ("erase", "Acknowledged"));
        end(&mut world);
        assert!(world.phone.erased() && world.events.contains(&Event::Erased));
        assert!(world.phone.profiles().is_empty() && world.phone.apps().is_empty());
        assert!(world.phone.lost_mode().is_none(), "an erase clears Lost Mode");
        assert!(!world.phone.has_passcode() && world.phone.identity().is_none());
        assert_eq!(world.requests.iter().filter(|request| request.purpose == Purpose::CheckOut).count(), 0);
        assert_eq!(world.wake_at, None, "nothing is repeated");
        assert_ne!(world.phone.executed().last().unwrap().request_type, "DeviceLock");
    }
    check(|world| world.answer(200, b""));
    check(|world| world.answer(200, &command("next", "DeviceLock", &[])));
    check(|world| world.answer(500, b""));
    check(|world| world.answer(401, b""));
    check(|world| world.input(Input::ConnectionLost).unwrap());
    check(|world| world.input(Input::Offline).unwrap());
    check(|world| world.input(Input::PowerOff).unwrap());
    check(World::wake);
}

/// Same: nothing else gets between the command and the wipe.
#[test]
fn erase_does_not_wait_for_a_token_update() {
    let mut world = World::enrolled(supervised(Locked));
    world.push();
    world.input(Input::PushToken(b"rotated")).unwrap();
    world.answer(200, &command("erase", "EraseDevice", &[]));
    assert_eq!(world.pending.as_ref().unwrap().purpose, Purpose::Connect);
    world.input(Input::Offline).unwrap();
    assert!(world.phone.erased());
}

/// Apple, Restart Device (read 2026-08): supervised only; at once, so a command in the reply is not seen.
#[test]
fn restart_follows_the_reply() {
    let mut unsupervised = World::enrolled(config(Unlocked));
    check_outcome(&mut unsupervised, "RestartDevice", &[], "Error", Some(29000));
    assert_eq!(unsupervised.phone.lock_state(), Unlocked);

    let restarting = || {
        let mut world = World::enrolled(supervised(Unlocked));
        world.push();
        world.answer(200, &command("a", "RestartDevice", &[]));
        world
    };
    let mut world = restarting();
    world.answer(200, &command("b", "DeviceLock", &[]));
    assert_eq!(world.phone.lock_state(), BeforeFirstUnlock);
    assert_eq!(world.phone.executed().len(), 1);
    assert!(world.pending.is_none() && world.wake_at.is_none());

    let mut world = restarting();
    world.input(Input::ConnectionLost).unwrap();
    assert_eq!(world.phone.lock_state(), BeforeFirstUnlock);
    world.input(Input::Unlock).unwrap();
    world.wake();
    assert_eq!(text(&message(world.pending.as_ref().unwrap()), "CommandUUID"), "a", "the result is kept");
    world.answer(200, b"");
    assert_eq!(world.phone.lock_state(), Unlocked, "it restarts once");

    let mut world = restarting();
    world.input(Input::PowerOff).unwrap();
    assert!(!world.phone.is_powered(), "a phone that was switched off stays off");
}

/// Apple, Managing connections: the server may remove its own profile. Check Out follows.
#[test]
fn removing_the_enrollment_profile_ends_management() {
    for reply in [Some(200), Some(500), None] {
        let mut world = furnished(config(Locked));
        world.push();
        world.answer(200, &command("a", "RemoveProfile", &[("Identifier", ENROLLMENT.into())]));
        assert!(world.phone.is_enrolled(), "the answer first");
        match reply {
            Some(status) => world.answer(status, b""),
            None => world.input(Input::ConnectionLost).unwrap(),
        }
        assert!(!world.phone.is_enrolled() && world.phone.profiles().is_empty());
        assert!(world.events.contains(&Event::Unenrolled(UnenrollReason::Server)));
        assert_eq!(world.pending.as_ref().unwrap().purpose, Purpose::CheckOut);
        world.serve();
        assert!(world.pending.is_none() && world.wake_at.is_none());
    }
}

/// Apple, Security Info and Device Information (read 2026-08).
#[test]
fn queries_tell_the_truth() {
    let mut world = World::enrolled(supervised(Unlocked));
    let info = world.run("SecurityInfo", &[]);
    let info = info.get("SecurityInfo").and_then(Value::as_dictionary).unwrap();
    assert_eq!(info.get("PasscodePresent"), Some(&Value::Boolean(true)));
    let queries =
        ["SerialNumber", "OSVersion", "IsSupervised", "BatteryLevel", "NoSuchQuery"].map(Value::from);
    let report = world.run("DeviceInformation", &[("Queries", Value::Array(queries.to_vec()))]);
    let answers = report.get("QueryResponses").and_then(Value::as_dictionary).unwrap();
    assert_eq!(text(answers, "SerialNumber"), "F2LTEST00001");
    assert_eq!(answers.get("IsSupervised"), Some(&Value::Boolean(true)));
    assert_eq!(answers.get("BatteryLevel"), Some(&Value::Real(0.8)));
    assert_eq!(answers.len(), 4, "what it does not know is left out");
}
