//! Whatever happens in whatever order.

use std::time::Duration;

use plist::Value;
use proptest::prelude::*;

use super::support::*;
use crate::phone::{Input, LockState, Output, Purpose, Response, Status};

#[derive(Debug, Clone)]
enum Step {
    Input(Action),
    /// The server answers with this status and command.
    Answer(u16, Option<(u8, u8)>),
    Garbage(Vec<u8>),
    Later(u32),
}

#[derive(Debug, Clone, Copy)]
enum Action {
    Enroll,
    Refuse,
    Remove,
    PushToken,
    Push,
    WrongPush,
    Lost,
    Repeat,
    Unlock,
    Lock,
    Reboot,
    PowerOff,
    PowerOn,
    Online,
    Offline,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    use Action::*;
    let actions = vec![
        Enroll, Refuse, Remove, PushToken, Push, Push, Push, WrongPush, Lost, Repeat, Unlock, Unlock, Lock,
        Reboot, PowerOff, PowerOn, PowerOn, Online, Online, Offline,
    ];
    let status =
        prop_oneof![8 => Just(200_u16), 1 => Just(204), 1 => Just(500), 1 => Just(302), 1 => 100..600_u16];
    let order = proptest::option::weighted(0.8, (0..ORDERS, 0..3_u8));
    let step = prop_oneof![
        5 => proptest::sample::select(actions).prop_map(Step::Input),
        8 => (status, order).prop_map(|(status, order)| Step::Answer(status, order)),
        1 => proptest::collection::vec(any::<u8>(), 0..40).prop_map(Step::Garbage),
        1 => (0..2_000_u32).prop_map(Step::Later),
    ];
    proptest::collection::vec(step, 0..120)
}

const ORDERS: u8 = 17;

/// A command of each kind, on one of three resources.
fn order(uuid: &str, kind: u8, resource: u8) -> Vec<u8> {
    let name = format!("example.{resource}");
    let (request_type, arguments): (&str, Vec<(&str, Value)>) = match kind {
        0 => ("DeviceInformation", vec![("Queries", Value::Array(vec!["UDID".into()]))]),
        1 => ("InstalledApplicationList", vec![]),
        2 => ("SecurityInfo", vec![]),
        3 => ("ProfileList", vec![]),
        4 | 5 => ("InstallProfile", vec![("Payload", Value::Data(profile(&name, uuid)))]),
        6 => ("RemoveProfile", vec![("Identifier", name.into())]),
        7 | 8 => ("InstallApplication", vec![("Identifier", name.into())]),
        9 => ("RemoveApplication", vec![("Identifier", name.into())]),
        10 => ("DeviceLock", vec![("Message", "Call".into())]),
        11 => ("ClearPasscode", vec![("UnlockToken", Value::Data(UNLOCK_TOKEN.to_vec()))]),
        12 if resource == 0 => ("EraseDevice", vec![]),
        13 => ("EnableLostMode", vec![("Message", "Lost".into())]),
        14 => ("DisableLostMode", vec![]),
        15 => ("DeviceLocation", vec![]),
        16 => ("RestartDevice", vec![]),
        _ => ("Settings", vec![]),
    };
    command(uuid, request_type, &arguments)
}

fn apply(world: &mut World, step: &Step, number: usize) {
    let action = match step {
        Step::Input(action) => *action,
        Step::Later(seconds) => {
            world.now += Duration::from_secs(u64::from(*seconds));
            world.input(Input::Timeout).unwrap();
            return;
        }
        Step::Answer(status, command) => {
            let Some(request) = world.pending.take() else { return };
            let body = match (request.purpose, command) {
                (Purpose::Certificate, _) => world.authority.issue(&request.body),
                (Purpose::Connect, Some((kind, resource))) => order(&format!("u{number}"), *kind, *resource),
                _ => Vec::new(),
            };
            // Authorities are answered well, or few runs would ever get to a command.
            let status = if request.purpose == Purpose::Connect { *status } else { 200 };
            let response = Response { request: request.id, status, content_type: None, body: &body };
            world.input(Input::Response(response)).unwrap();
            return;
        }
        Step::Garbage(bytes) => {
            match world.pending.take() {
                Some(request) => {
                    let response =
                        Response { request: request.id, status: 200, content_type: None, body: bytes };
                    world.input(Input::Response(response)).unwrap();
                }
                None => {
                    world.input(Input::Push(bytes)).unwrap();
                    let _refused = world.input(Input::InstallEnrollmentProfile(bytes));
                }
            }
            return;
        }
    };
    let enrollment = enrollment_profile(|_| {});
    let magic =
        world.phone.management.as_ref().map(|management| management.push_magic.expose_secret().to_vec());
    let payload = format!("{{\"mdm\":\"{}\"}}", String::from_utf8(magic.unwrap_or_default()).unwrap());
    let input = match action {
        Action::Enroll => Input::InstallEnrollmentProfile(&enrollment),
        Action::Refuse => Input::RefuseProfile,
        Action::Remove => Input::RemoveManagement,
        Action::PushToken => Input::PushToken(PUSH_TOKEN),
        Action::Push => Input::Push(payload.as_bytes()),
        Action::WrongPush => Input::Push(b"{\"mdm\":\"other\"}"),
        Action::Lost => Input::ConnectionLost,
        Action::Repeat => Input::RepeatReport,
        Action::Unlock => Input::Unlock,
        Action::Lock => Input::Lock,
        Action::Reboot => Input::Reboot,
        Action::PowerOff => Input::PowerOff,
        Action::PowerOn => Input::PowerOn,
        Action::Online => Input::Online,
        Action::Offline => Input::Offline,
    };
    // Some are impossible in some states, and say so.
    let _possible = world.input(input);
}

/// Profiles and lost mode as the log of acknowledged commands says they should be.
fn managed_profiles(world: &World) -> Vec<(&str, &str)> {
    let profiles = world.phone.profiles().iter().filter(|profile| profile.is_managed());
    profiles.map(|profile| (profile.identifier(), profile.uuid())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    /// Apple, Handling NotNow status responses and Sending MDM commands to a device (read 2026-08): NotNow has no
    /// effect; a command runs once for each time it is handed out; one request at a time; a result is kept until a
    /// 2xx takes it.
    #[test]
    fn a_phone_keeps_its_rules(
        steps in steps(),
        supervised in any::<bool>(),
        passcode in any::<bool>(),
        cellular in any::<bool>(),
    ) {
        let config = crate::PhoneConfig { supervised, passcode, cellular, ..config(LockState::Unlocked) };
        let mut world = World::enrolled(config);
        for (number, step) in steps.iter().enumerate() {
            let runs = world.phone.executed().len();
            let sent = world.requests.len();
            let before = world.phone.device.clone();
            let online = world.phone.is_online();
            let kept = world.phone.management.as_ref().and_then(|management| management.report.clone());
            let connect = world.pending.as_ref().map(|request| (request.purpose, request.body.clone()));

            apply(&mut world, step, number);

            let new_runs = &world.phone.executed()[runs..];
            prop_assert!(new_runs.len() <= 1, "one command for one answer");
            if let Some(run) = new_runs.first() {
                let taken = matches!(step, Step::Answer(200, _) | Step::Garbage(_));
                prop_assert!(taken && online, "only a 200 brings a command");
                if let Some(report) = kept {
                    // A kept report must have been in the request that this 200 answered.
                    let (purpose, body) = connect.clone().unwrap();
                    prop_assert_eq!(purpose, Purpose::Connect);
                    prop_assert!(body == report.body, "a result was dropped");
                }
                if run.status != Status::Acknowledged {
                    prop_assert!(world.phone.device == before, "{:?} had an effect", run);
                }
                if run.status == Status::NotNow {
                    prop_assert!(passcode && before.lock != LockState::Unlocked);
                }
            }
            // Garbage may stand for two inputs.
            prop_assert!(world.requests.len() - sent <= 2);
            if world.requests.len() > sent {
                prop_assert!(world.phone.is_online());
                prop_assert!(world.requests.windows(2).all(|pair| pair[0].id < pair[1].id));
            }
            prop_assert!(world.wake_at.is_none_or(|time| time > world.now), "waits for the past");
            prop_assert_eq!(world.phone.poll_output(), Output::Wait(world.wake_at));
            if world.phone.lost_mode().is_some() {
                prop_assert!(supervised && world.phone.lock_state() != LockState::Unlocked);
            }
            if !world.phone.is_enrolled() && world.phone.management.is_none() {
                prop_assert!(managed_profiles(&world).is_empty());
            }
        }
    }

    /// The state of the phone is the fold of the commands it acknowledged, in the order of its log.
    #[test]
    fn profiles_are_the_fold_of_the_log(
        orders in proptest::collection::vec((4..7_u8, 0..3_u8, any::<bool>(), any::<bool>()), 0..40),
    ) {
        let mut world = World::enrolled(config(LockState::Unlocked));
        let mut expected: Vec<(String, String)> = Vec::new();
        for (number, (kind, resource, unlocked, lost)) in orders.into_iter().enumerate() {
            world.input(if unlocked { Input::Unlock } else { Input::Lock }).unwrap();
            let uuid = format!("u{number}");
            world.push();
            world.answer(200, &order(&uuid, kind, resource));
            if lost {
                world.pending = None;
                world.input(Input::ConnectionLost).unwrap();
                world.wake();
            }
            world.serve();
            let run = world.phone.executed().last().unwrap();
            prop_assert_eq!(&run.uuid, &uuid);
            if run.status == Status::Acknowledged {
                let name = format!("example.{resource}");
                let found = expected.iter_mut().find(|(identifier, _)| *identifier == name);
                match (run.request_type.as_str(), found) {
                    ("InstallProfile", Some(profile)) => profile.1 = uuid,
                    ("InstallProfile", None) => expected.push((name, uuid)),
                    _ => expected.retain(|(identifier, _)| *identifier != name),
                }
            }
            let expected: Vec<_> = expected.iter().map(|(name, uuid)| (name.as_str(), uuid.as_str())).collect();
            prop_assert_eq!(managed_profiles(&world), expected);
        }
        prop_assert_eq!(world.requests.iter().filter(|request| request.purpose != Purpose::Connect).count(), 0);
    }
}
