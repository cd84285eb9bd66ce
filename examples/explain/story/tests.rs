//! What the shipped scenarios come to, and each thing that the simulated device does.

use super::*;
use crate::remedied::remedied;
use mdm_lock::HazardKind;

fn told(json: &str) -> (Scenario, Story) {
    let scenario = Scenario::decode(json.as_bytes()).unwrap();
    let story = play(&scenario).unwrap();
    (scenario, story)
}

/// Each command's end: name, state, how often it was handed out, how often it was refused.
fn ends(story: &Story) -> Vec<(&str, State, usize, usize)> {
    let queued = story.commands.iter().filter_map(|command| Some((command, command.entry.as_ref()?)));
    queued
        .map(|(command, entry)| {
            let refused = command.attempts.iter().filter(|attempt| attempt.what == Some(Met::Refused));
            (entry.uuid.as_str(), entry.state, command.attempts.len(), refused.count())
        })
        .collect()
}

fn shipped(name: &str) -> (Scenario, Story) {
    told(crate::SCENARIOS.iter().find(|(scenario, _)| *scenario == name).unwrap().1)
}

fn ended_at(story: &Story, command: usize) -> u64 {
    story.commands[command].ended.unwrap().as_secs()
}

#[test]
fn wifi_replaced_on_a_locked_phone_leaves_a_gap_until_the_unlock() {
    let (_, story) = shipped("wifi_replaced");
    assert_eq!(
        ends(&story),
        [
            ("old-wifi-off", State::Acknowledged, 1, 0),
            ("new-wifi-on", State::Acknowledged, 2, 1),
            ("inventory", State::Acknowledged, 1, 0),
            ("profiles", State::Acknowledged, 1, 0),
        ]
    );
    let hazards: Vec<_> = story.hazards.iter().map(|hazard| (hazard.kind, &hazard.commands[..])).collect();
    assert_eq!(hazards, [(HazardKind::Gap, &[0, 1][..])]);
    // The old one goes at once, the new one comes after the unlock at 45 minutes.
    assert!(ended_at(&story, 0) < 120 && ended_at(&story, 1) >= 45 * 60);
    // One push; the second session is the phone's own.
    assert_eq!(story.pushes.len(), 1);
    assert_eq!(story.sessions.iter().map(|s| s.what).collect::<Vec<_>>(), [Why::Push, Why::ByItself]);
}

#[test]
fn a_lost_phone_is_located_and_wiped_and_the_rest_is_cancelled() {
    let (_, story) = shipped("lost_phone");
    assert_eq!(
        ends(&story),
        [
            ("timesheet", State::Cancelled, 1, 1),
            ("lost-mode", State::Acknowledged, 1, 0),
            ("where", State::Acknowledged, 1, 0),
            ("mail", State::Cancelled, 0, 0),
            ("wipe", State::Acknowledged, 1, 0),
        ]
    );
    assert_eq!(story.commands[3].detail, "device erased");
    assert_eq!(story.hazards.iter().filter(|hazard| hazard.kind == HazardKind::Erased).count(), 1);
    // The push waits for the network.
    assert!(ended_at(&story, 1) >= 40 * 60);
    assert_eq!(story.states.last().unwrap().what, None);
}

#[test]
fn a_mac_in_power_nap_does_what_apple_guarantees_and_the_rest_when_it_is_awake() {
    let (_, story) = shipped("mac_power_nap");
    assert_eq!(
        ends(&story),
        [
            ("firewall", State::Acknowledged, 3, 2),
            ("inventory", State::Acknowledged, 3, 2),
            ("users", State::Acknowledged, 1, 0),
            ("lock", State::Acknowledged, 1, 0),
        ]
    );
    assert_eq!(story.sessions.last().unwrap().what, Why::ByItself);
}

#[test]
fn a_group_goes_as_one_step_and_its_chain_after_it() {
    let (_, story) = shipped("certificate_rollover");
    assert_eq!(
        ends(&story),
        [
            ("new-certificate", State::Acknowledged, 2, 1),
            ("wifi-with-it", State::Acknowledged, 1, 0),
            ("old-certificate-out", State::Acknowledged, 1, 0),
            ("inventory", State::Acknowledged, 1, 0),
            ("restrictions", State::Acknowledged, 2, 1),
        ]
    );
    assert!(story.hazards.is_empty(), "{:?}", story.hazards);
    // The removal runs while locked, and waits for the new network all the same.
    assert!(ended_at(&story, 1) >= 30 * 60 && ended_at(&story, 2) > ended_at(&story, 1));
    // Held until it is released, and then until the unlock.
    assert!(ended_at(&story, 4) >= 2 * 60 * 60);
    let waits: Vec<_> = story.commands[4].reasons.iter().map(|span| span.what).collect();
    assert_eq!(waits, [Wait::Release, Wait::Connect, Wait::Device]);
    // The second inventory found the first one pending.
    let dropped = story.commands.last().unwrap();
    assert_eq!((dropped.state(), dropped.detail.as_str()), (None, "inventory wants the same"));
}

#[test]
fn an_erase_before_the_escrow_is_told_with_what_it_loses() {
    let (scenario, story) = shipped("erase_before_escrow");
    let kinds: Vec<_> = story.hazards.iter().map(|hazard| hazard.kind).collect();
    assert_eq!(kinds, [HazardKind::BypassCodeLost, HazardKind::DataPlanLost, HazardKind::Erased]);
    assert_eq!(ends(&story)[1], ("wipe", State::Acknowledged, 1, 0));

    let remedied = remedied(&scenario);
    let after = play(&remedied.scenario).unwrap();
    assert!(after.hazards.is_empty(), "{:?}", after.hazards);
    // The code first, then the erase; what the erase would cancel is left out.
    let ids: Vec<_> = remedied.scenario.commands.iter().map(|command| command.id.as_str()).collect();
    assert_eq!(ids, ["escrow-1", "wipe"]);
    assert_eq!(remedied.scenario.commands[1].after, [remedied.scenario.commands[0].id.clone()]);
}

#[test]
fn with_the_remedies_the_gap_closes() {
    let (scenario, before) = shipped("wifi_replaced");
    let remedied = remedied(&scenario);
    let after = play(&remedied.scenario).unwrap();
    assert!(after.hazards.is_empty(), "{:?}", after.hazards);
    let end = |id: &str| {
        let place = remedied.scenario.commands.iter().position(|command| command.id.as_str() == id).unwrap();
        after.commands.iter().find(|command| command.place == place).unwrap().ended.unwrap()
    };
    assert!(end("new-wifi-on") < end("old-wifi-off"));
    let text = crate::report::comparison((&scenario, &before), &remedied, &after);
    let row = text.lines().find(|line| line.contains("without Wi-Fi network Office")).unwrap();
    assert!(row.contains("0:44:") && row.ends_with("never"), "{text}");
}

/// A remedy changes what can still be changed: the batch, not what was queued before it.
#[test]
fn remedies_change_each_batch_by_itself_and_end() {
    let hostile: Vec<_> = (0..120)
        .map(|n| {
            let (kind, access) = [("InstallProfile", "put"), ("RemoveProfile", "remove")][n % 2];
            format!(
                r#"{{"id": "{n}", "at": {}, "request_type": "{kind}", "touches": [
                     {{"access": "{access}", "kind": "profile", "key": "{}"}}, {{"access": "{access}", "kind": "wifi"}}]}}"#,
                n / 60,
                n % 7
            )
        })
        .collect();
    let json = format!(
        r#"{{"device": {{"platform": "ios"}}, "lock": [{UNLOCKED}], "commands": [{}],
             "actions": [{{"at": 9, "action": "cancel", "id": "0"}}]}}"#,
        hostile.join(",")
    );
    let scenario = Scenario::decode(json.as_bytes()).unwrap();
    let remedied = remedied(&scenario);
    assert!(!remedied.steps.is_empty());
    play(&remedied.scenario).unwrap();
    let times: Vec<_> = remedied.scenario.commands.iter().map(|command| command.at).collect();
    assert!(times.is_sorted());
}

#[test]
fn what_the_queue_refuses_is_said_with_its_place() {
    fn check(commands: &str, expected: &str) {
        let json =
            format!(r#"{{"device": {{"platform": "ios"}}, "lock": [{UNLOCKED}], "commands": [{commands}]}}"#);
        let error = play(&Scenario::decode(json.as_bytes()).unwrap()).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
    let x = r#"{"id": "x", "request_type": "ProfileList"}"#;
    check(
        r#"{"id": "a", "request_type": "X", "after": ["b"]}, {"id": "b", "request_type": "X", "after": ["a"]}"#,
        "commands[0].after: command a would wait for itself",
    );
    check(
        &format!(r#"{x}, {{"id": "a", "request_type": "X", "after": ["x", "y"]}}"#),
        "commands[1].after[1]: command y is not open",
    );
    check(
        &format!(r#"{x}, {{"id": "a", "request_type": "X", "supersedes": ["y"]}}"#),
        "commands[1].supersedes[0]: command y is not open",
    );
    check(
        &format!(
            r#"{{"id": "a", "group": 1, "request_type": "X"}}, {x}, {{"id": "b", "group": 1, "request_type": "X"}}"#
        ),
        "commands[2].group: the group of command b cannot run as one step",
    );
    check(
        r#"{"id": "a", "request_type": "X", "not_before": "1h", "expires_at": 5}"#,
        "commands[0].expires_at: command a expires before it may be handed out",
    );
}

#[test]
fn terms_bind_as_the_queue_says() {
    // Later, and not for ever.
    let story = phone(
        "",
        UNLOCKED,
        r#"{"id": "late", "request_type": "ProfileList", "not_before": "10m"},
           {"id": "never", "request_type": "ProfileList", "hold": true, "expires_at": "20m"}"#,
    );
    assert_eq!(
        ends(&story),
        [("late", State::Acknowledged, 1, 0), ("never", State::Expired, 0, 0)],
        "{:?}",
        story.lines
    );
    assert!((600..610).contains(&ended_at(&story, 0)) && ended_at(&story, 1) == 1_200);
    // What is taken back takes its chain with it; what is over is over.
    let (_, story) = told(&format!(
        r#"{{"device": {{"platform": "ios"}}, "lock": [{LOCKED}],
             "commands": [{{"id": "a", "request_type": "InstallProfile"}},
                          {{"id": "b", "request_type": "RemoveProfile", "after": ["a"]}},
                          {{"id": "c", "request_type": "ProfileList"}}],
             "actions": [{{"at": "1m", "action": "cancel", "id": "a"}}, {{"at": "2m", "action": "hold", "id": "c"}}]}}"#
    ));
    let states: Vec<_> = ends(&story).iter().map(|end| end.1).collect();
    assert_eq!(states, [State::Cancelled, State::Cancelled, State::Acknowledged]);
    assert_eq!(story.commands[1].detail, "a was not acknowledged");
    assert!(story.lines.iter().any(|line| line.text == "holds c, too late: it is Acknowledged"));
    // Plain order hands out what is refused, and says what it would have done.
    let batch =
        r#"{"id": "a", "request_type": "InstallProfile"}, {"id": "b", "request_type": "DeviceInformation"}"#;
    let said = |mode: &str| {
        let story = phone(&format!(r#", "mode": "{mode}""#), LOCKED, batch);
        let first = story.lines.iter().find(|line| line.text.starts_with("hands out")).unwrap().text.clone();
        (first, story.lines.iter().any(|line| line.text.starts_with("would hand out b")))
    };
    assert_eq!(said("plan"), ("hands out b (DeviceInformation)".to_owned(), false));
    assert_eq!(said("fifo"), ("hands out a (InstallProfile)".to_owned(), false));
    assert_eq!(said("shadow"), ("hands out a (InstallProfile)".to_owned(), true));
}

/// A phone of which only what matters is said.
fn phone(more: &str, lock: &str, commands: &str) -> Story {
    let json =
        format!(r#"{{"device": {{"platform": "ios"{more}}}, "lock": [{lock}], "commands": [{commands}]}}"#);
    told(&json).1
}

const LOCKED: &str = r#"{"at": 0, "state": "locked"}"#;
const UNLOCKED: &str = r#"{"at": 0, "state": "unlocked"}"#;

#[test]
fn what_a_device_refuses() {
    fn check(more: &str, lock: &str, request_type: &str, expected: State) {
        let command = format!(r#"{{"id": "a", "request_type": "{request_type}"}}"#);
        let story = phone(more, lock, &command);
        assert_eq!(story.commands[0].state(), Some(expected), "{more} {lock} {request_type}");
    }
    let before_first = r#"{"at": 0, "state": "before_first_unlock"}"#;
    check("", LOCKED, "InstallProfile", State::NotNow);
    check("", UNLOCKED, "InstallProfile", State::Acknowledged);
    check("", LOCKED, "DeviceInformation", State::Acknowledged);
    // Nobody knows this one: the cautious rule.
    check("", LOCKED, "Frobnicate", State::NotNow);
    check("", UNLOCKED, "Frobnicate", State::Acknowledged);
    // A lock without a passcode refuses nothing.
    check(r#", "passcode": false"#, LOCKED, "InstallProfile", State::Acknowledged);
    // The scenario knows better than the table, both ways.
    let own = r#", "refuses": [{"request_type": "InstallProfile", "states": ["before_first_unlock"]},
                               {"request_type": "DeviceInformation", "states": ["unlocked"]}]"#;
    check(own, LOCKED, "InstallProfile", State::Acknowledged);
    check(own, before_first, "InstallProfile", State::NotNow);
    check(own, UNLOCKED, "DeviceInformation", State::NotNow);
    check(own, LOCKED, "RemoveProfile", State::Acknowledged);
    // Only in Lost Mode.
    check("", LOCKED, "DeviceLocation", State::Error);
}

#[test]
fn a_device_that_nobody_unlocks_says_at_the_end_why_the_command_waits() {
    let story = phone("", LOCKED, r#"{"id": "a", "request_type": "InstallProfile"}"#);
    assert_eq!(ends(&story), [("a", State::NotNow, 1, 1)]);
    assert!(story.commands[0].waits.as_deref().unwrap().contains("refused once since 2026-01-05 00:00 UTC"));
}

#[test]
fn an_answer_that_cannot_be_delivered_is_kept_for_the_network() {
    let command = r#"{"id": "a", "request_type": "DeviceInformation", "takes": "10s"}"#;
    let story = phone("", UNLOCKED, command);
    assert_eq!(ended_at(&story, 0), 12);
    let (_, story) = told(&format!(
        r#"{{"device": {{"platform": "ios"}}, "lock": [{UNLOCKED}], "commands": [{command}],
             "offline": [{{"from": 5, "to": "1h"}}]}}"#
    ));
    assert_eq!(ended_at(&story, 0), 3_600);
    // The push of the five minutes' silence finds nothing left to do.
    let why: Vec<_> = story.sessions.iter().map(|session| session.what).collect();
    assert_eq!(why, [Why::Push, Why::Answer, Why::Push]);
}

#[test]
fn a_restart_swallows_the_reply_and_a_push_is_due_after_the_silence() {
    let story = phone(
        "",
        UNLOCKED,
        r#"{"id": "restart", "request_type": "RestartDevice", "touches": [{"access": "put", "kind": "power"}]},
           {"id": "list", "request_type": "ProfileList", "touches": [{"access": "read", "kind": "profile"}]}"#,
    );
    let list = &story.commands[1];
    let met: Vec<_> = list.attempts.iter().map(|attempt| attempt.what).collect();
    assert_eq!(met, [Some(Met::Silence), Some(Met::Acknowledged)], "{:?}", story.lines);
    assert!(list.entry.as_ref().unwrap().maybe_executed && ended_at(&story, 1) >= 300);
    assert_eq!(story.states.last().unwrap().what, Some(LockState::BeforeFirstUnlock));
}

#[test]
fn lost_mode_holds_the_unlock_and_the_install_until_it_ends() {
    let story = phone(
        "",
        r#"{"at": 0, "state": "locked"}, {"at": 60, "state": "unlocked"}, {"at": 120, "state": "locked"},
           {"at": 240, "state": "unlocked"}"#,
        r#"{"id": "on", "request_type": "EnableLostMode"},
           {"id": "app", "request_type": "InstallApplication", "touches": []},
           {"id": "off", "at": 180, "request_type": "DisableLostMode"}"#,
    );
    assert_eq!(ends(&story)[1], ("app", State::Acknowledged, 2, 1), "{:?}", story.lines);
    assert!(ended_at(&story, 1) >= 240);
}

#[test]
fn what_has_no_end_in_sight_is_given_up() {
    let lock: Vec<_> = (0..500)
        .map(|n| format!(r#"{{"at": {}, "state": "{}"}}"#, n * 7_200, ["locked", "asleep"][n % 2]))
        .collect();
    let commands: Vec<_> =
        (0..20).map(|n| format!(r#"{{"id": "{n}", "request_type": "Frobnicate", "touches": []}}"#)).collect();
    let json = format!(
        r#"{{"device": {{"platform": "ios"}}, "lock": [{}], "commands": [{}]}}"#,
        lock.join(","),
        commands.join(",")
    );
    let error = play(&Scenario::decode(json.as_bytes()).unwrap()).unwrap_err();
    assert!(matches!(error, Error::TooLong { .. }), "{error}");
    assert!(error.to_string().contains("set an earlier `until`"));
}

#[test]
fn clocks() {
    fn check(secs: u64, expected: &str) {
        assert_eq!(Clock(Duration::from_secs(secs)).to_string(), expected);
    }
    check(0, "0:00:00");
    check(3_661, "1:01:01");
    check(90_061, "1d 01:01:01");
}
