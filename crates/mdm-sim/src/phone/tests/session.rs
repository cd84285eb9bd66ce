use std::time::Duration;

use super::support::*;
use crate::phone::{
    Event, Input, LockState, PhoneConfig, Purpose, PushIgnored, RetryPolicy, Status, UnenrollReason,
};

fn statuses(world: &World) -> Vec<String> {
    world.requests.iter().map(|request| text(&message(request), "Status").to_owned()).collect()
}

fn install(uuid: &str) -> Vec<u8> {
    command(uuid, "InstallProfile", &[("Payload", plist::Value::Data(profile("example.wifi", "1")))])
}

/// Apple, Sending MDM commands to a device (read 2026-08): Idle, a command a reply, 200 without body at the end.
#[test]
fn a_session_runs_commands_one_by_one() {
    let mut world = World::enrolled(config(LockState::Unlocked));
    world.commands.extend([command("a", "DeviceLock", &[]), command("b", "ProfileList", &[])]);
    world.push();
    let idle = world.pending.clone().unwrap();
    assert_eq!((idle.purpose, idle.method), (Purpose::Connect, "PUT"));
    assert_eq!(idle.url, "https://mdm.test/connect");
    assert_eq!(idle.header("content-type"), Some("application/x-apple-aspen-mdm"));
    assert_eq!(text(&message(&idle), "UDID"), UDID);
    world.serve();
    assert_eq!(statuses(&world), ["Idle", "Acknowledged", "Acknowledged"]);
    assert_eq!(world.events.last(), Some(&Event::SessionEnded { last_status: Status::Acknowledged }));
    let log: Vec<_> = world.phone.executed().iter().map(|done| (done.uuid.as_str(), done.status)).collect();
    assert_eq!(log, [("a", Status::Acknowledged), ("b", Status::Acknowledged)]);
    assert_eq!(world.wake_at, None);
}

/// Same: the payload of a push is exactly `{"mdm": "<PushMagic>"}`.
#[test]
fn only_the_right_push_wakes_the_phone() {
    #[track_caller]
    fn check(world: &mut World, payload: &str, why: PushIgnored) {
        world.input(Input::Push(payload.as_bytes())).unwrap();
        assert_eq!(world.events.pop(), Some(Event::PushIgnored(why)), "{payload}");
        assert!(world.pending.is_none());
    }
    let mut world = World::enrolled(config(LockState::Unlocked));
    let magic = String::from_utf8(world.magic().to_vec()).unwrap();
    check(&mut world, "{\"mdm\":\"other\"}", PushIgnored::WrongMagic);
    check(&mut world, &format!("{{\"mdm\":\"{magic}\",\"aps\":{{}}}}"), PushIgnored::Malformed);
    check(&mut world, &format!("{{\"mdm\":[\"{magic}\"]}}"), PushIgnored::Malformed);
    check(&mut world, "", PushIgnored::Malformed);
    check(&mut world, &"[".repeat(100_000), PushIgnored::Malformed);
    world.input(Input::Offline).unwrap();
    check(&mut world, &format!("{{\"mdm\":\"{magic}\"}}"), PushIgnored::Unreachable);
    let mut fresh = World::new(config(LockState::Unlocked));
    check(&mut fresh, "{\"mdm\":\"other\"}", PushIgnored::NotManaged);
}

/// Apple, Handling NotNow status responses (read 2026-08): NotNow last, so the phone polls by itself on unlock.
#[test]
fn after_not_now_the_phone_comes_back_when_it_is_unlocked() {
    for state in [LockState::Locked, LockState::BeforeFirstUnlock] {
        let mut world = World::enrolled(config(state));
        world.commands.push_back(install("a"));
        world.push();
        world.serve();
        assert_eq!(statuses(&world), ["Idle", "NotNow"]);
        assert!(world.pending.is_none() && world.wake_at.is_none(), "no poll before the unlock");
        world.input(Input::Lock).unwrap();
        assert!(world.pending.is_none());
        world.commands.push_back(install("a"));
        world.input(Input::Unlock).unwrap();
        world.serve();
        assert_eq!(statuses(&world), ["Idle", "NotNow", "Idle", "Acknowledged"]);
        world.input(Input::Lock).unwrap();
        world.input(Input::Unlock).unwrap();
        assert!(world.pending.is_none(), "the promise is kept once");
    }
}

/// Same: a last status other than NotNow means no poll; the server must push.
#[test]
fn after_another_last_status_the_phone_stays_away() {
    let mut world = World::enrolled(config(LockState::Locked));
    world.commands.extend([
        install("a"),
        command("b", "DeviceInformation", &[("Queries", plist::Value::Array(vec![]))]),
    ]);
    world.push();
    world.serve();
    assert_eq!(statuses(&world), ["Idle", "NotNow", "Acknowledged"]);
    world.input(Input::Unlock).unwrap();
    assert!(world.pending.is_none());
    world.push();
    assert!(world.pending.is_some());
}

/// Same. Clearing the passcode opens the phone as an unlock does.
#[test]
fn a_cleared_passcode_ends_the_gate() {
    let mut world = World::enrolled(config(LockState::BeforeFirstUnlock));
    let token = plist::Value::Data(UNLOCK_TOKEN.to_vec());
    world.commands.extend([command("a", "ClearPasscode", &[("UnlockToken", token)]), install("b")]);
    world.push();
    world.serve();
    assert_eq!(statuses(&world), ["Idle", "Acknowledged", "Acknowledged"]);
    assert!(!world.phone.has_passcode());
    assert_eq!(world.phone.profiles().len(), 2);
}

/// Apple, Sending MDM commands: a result that got no 2xx is kept and sent again until one comes.
#[test]
fn a_result_is_repeated_until_a_2xx() {
    let mut world = World::enrolled(config(LockState::Unlocked));
    world.push();
    world.answer(200, &command("a", "DeviceLock", &[]));
    let report = world.pending.clone().unwrap();
    world.pending = None;
    world.input(Input::ConnectionLost).unwrap();
    assert!(world.pending.is_none(), "not at once");
    let mut waits = Vec::new();
    for status in [500, 404, 302, 503] {
        waits.push(world.wake_at.unwrap().duration_since(world.now).unwrap().as_secs());
        world.wake();
        assert_eq!(world.pending.as_ref().unwrap().body, report.body);
        world.answer(status, b"");
    }
    assert_eq!(waits, [10, 20, 40, 80], "our back-off doubles");
    world.wake();
    world.answer(200, b"");
    assert_eq!(world.wake_at, None);
    assert_eq!(world.phone.executed().len(), 1, "repeated, not executed again");
}

/// Same: a push brings the kept result, not an Idle, and ends the back-off.
#[test]
fn a_push_brings_the_kept_result() {
    let mut world = World::enrolled(config(LockState::Unlocked));
    world.push();
    world.answer(200, &command("a", "DeviceLock", &[]));
    world.answer(500, b"");
    world.push();
    assert_eq!(text(&message(world.pending.as_ref().unwrap()), "CommandUUID"), "a");
}

/// A kept result outlives a restart, and waits for the network.
#[test]
fn a_kept_result_survives_offline_and_restart() {
    let mut world = World::enrolled(PhoneConfig { cellular: false, ..config(LockState::Unlocked) });
    world.push();
    world.answer(200, &command("a", "DeviceLock", &[]));
    world.pending = None;
    world.input(Input::Reboot).unwrap();
    assert!(!world.phone.is_online());
    world.now += Duration::from_secs(3_600);
    world.input(Input::Timeout).unwrap();
    assert!(world.pending.is_none());
    world.input(Input::Unlock).unwrap();
    assert_eq!(text(&message(world.pending.as_ref().unwrap()), "CommandUUID"), "a");
}

/// Archived MDM Protocol Reference, chapter 3, NotNow example 3: after a broken connection the server pushes. Only
/// the Idle that the phone owes after NotNow is repeated.
#[test]
fn a_lost_idle_is_not_repeated_unless_it_was_promised() {
    let mut world = World::enrolled(config(LockState::Locked));
    world.push();
    world.pending = None;
    world.input(Input::ConnectionLost).unwrap();
    assert_eq!(world.wake_at, None);

    world.commands.push_back(install("a"));
    world.push();
    world.serve();
    world.input(Input::Unlock).unwrap();
    world.answer(503, b"");
    world.wake();
    assert_eq!(statuses(&world).last().map(String::as_str), Some("Idle"));

    let retry = RetryPolicy { repeat_idle: true, ..RetryPolicy::default() };
    let mut stubborn = World::enrolled(PhoneConfig { retry, ..config(LockState::Unlocked) });
    stubborn.push();
    stubborn.answer(503, b"");
    stubborn.wake();
    assert!(stubborn.pending.is_some());
}

/// A push that arrives while an answer is on its way is not lost: the work it announces may be newer than that
/// answer.
#[test]
fn a_push_during_a_session_causes_another() {
    let mut world = World::enrolled(config(LockState::Unlocked));
    world.push();
    world.push();
    world.answer(200, b"");
    assert!(world.pending.is_some());
    world.answer(200, b"");
    assert!(world.pending.is_none());
}

/// A request that gets no answer at all counts as lost; the late answer is dropped.
#[test]
fn silence_is_a_lost_connection() {
    let mut world = World::enrolled(config(LockState::Unlocked));
    world.push();
    world.answer(200, &command("a", "DeviceLock", &[]));
    let first = world.pending.take().unwrap();
    assert_eq!(world.wake_at, Some(world.now + Duration::from_secs(60)));
    world.wake();
    world.wake();
    assert_eq!(world.pending.as_ref().unwrap().body, first.body);
    let second = world.pending.replace(first);
    world.answer(200, &command("b", "DeviceLock", &[]));
    assert_eq!(world.events.last(), Some(&Event::LateResponse));
    world.pending = second;
    world.serve();
    assert_eq!(world.phone.executed().len(), 1);
}

/// Apple, Sending MDM commands: servers must expect the same status twice.
#[test]
fn a_report_can_be_repeated() {
    let mut world = World::enrolled(config(LockState::Unlocked));
    assert!(world.input(Input::RepeatReport).is_err(), "nothing was reported yet");
    world.run("DeviceLock", &[]);
    let report = world.requests.last().unwrap().body.clone();
    world.input(Input::RepeatReport).unwrap();
    assert_eq!(world.pending.as_ref().unwrap().body, report);
    world.serve();
    assert_eq!(world.phone.executed().len(), 1);
}

/// Apple, Managing connections: 401 removes the profile. Error Unrecognized Device: 403 with this code does so from
/// iOS 17 on; other errors do not.
#[test]
fn only_two_answers_end_management() {
    #[track_caller]
    fn check(
        os_version: &str,
        status: u16,
        content_type: Option<&str>,
        body: &str,
        reason: Option<UnenrollReason>,
    ) {
        let config = PhoneConfig { os_version: os_version.into(), ..config(LockState::Unlocked) };
        let mut world = World::enrolled(config);
        world.push();
        world.answer_as(status, content_type, body.as_bytes());
        assert_eq!(world.phone.is_enrolled(), reason.is_none());
        assert_eq!(world.phone.profiles().is_empty(), reason.is_some());
        assert_eq!(
            reason.is_some(),
            world.events.contains(&Event::Unenrolled(reason.unwrap_or(UnenrollReason::User)))
        );
        assert!(world.pending.is_none(), "no CheckOut to a server that sent it away");
    }
    const JSON: &str = "{\"code\":\"com.apple.unrecognized.device\"}";
    const XML: &str = "<plist version=\"1.0\"><dict><key>code</key><string>com.apple.unrecognized.device</string></dict></plist>";
    let unrecognized = Some(UnenrollReason::Unrecognized);
    check("16.7", 401, None, "", Some(UnenrollReason::Unauthorized));
    check("18.3", 401, None, "", Some(UnenrollReason::Unauthorized));
    check("17.0", 403, Some("application/json"), JSON, unrecognized);
    check("26.0", 403, Some("application/xml"), XML, unrecognized);
    check("16.7", 403, Some("application/json"), JSON, None);
    check("18.3", 403, None, JSON, None);
    check("18.3", 403, Some("application/xml"), JSON, None);
    check("18.3", 403, Some("application/json"), "{\"code\":\"com.apple.softwareupdate.required\"}", None);
    check("18.3", 403, None, "", None);
    check("18.3", 400, None, "", None);
    check("18.3", 404, None, "", None);
    check("18.3", 410, None, "", None);
    check("18.3", 500, None, "", None);
}

/// Apple, Restart Device: a passcode-locked phone does not rejoin Wi-Fi after a restart until it is unlocked.
#[test]
fn wifi_needs_the_first_unlock() {
    #[track_caller]
    fn check(passcode: bool, cellular: bool, online: bool) {
        let mut world = World::new(PhoneConfig { passcode, cellular, ..config(LockState::Unlocked) });
        assert!(world.phone.is_online());
        world.input(Input::Reboot).unwrap();
        assert_eq!(world.phone.lock_state(), LockState::BeforeFirstUnlock);
        assert_eq!(world.phone.is_online(), online);
        world.input(Input::Unlock).unwrap();
        assert!(world.phone.is_online());
        world.input(Input::PowerOff).unwrap();
        assert!(!world.phone.is_online());
        assert!(world.input(Input::Unlock).is_err());
        world.input(Input::PowerOn).unwrap();
        assert_eq!(world.phone.is_online(), online);
    }
    check(true, false, false);
    check(true, true, true);
    check(false, false, true);
}
