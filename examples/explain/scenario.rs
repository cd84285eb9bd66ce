//! The scenario file: its shape in JSON, and what is checked before anything is simulated.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::time::Duration;

use mdm_command::{CommandUuid, Hold, Mode, Priority, Redelivery, Same, SameKey};
use mdm_lock::{
    Channel, DataPlan, Footprint, LockState, OsVersion, Platform, Safeguard, Safeguards, Subject,
};
use serde::Deserialize;
use serde::de::{self, Deserializer, Visitor};

use crate::words::{self, Misfit, Name, Touch, at_most, misfit, names, text};

/// Largest accepted file, in bytes.
pub const MAX_BYTES: u64 = 1 << 20;
/// Most commands, actions, lock changes, periods without network, and refusals, each.
pub const MAX_ITEMS: usize = 500;
/// Most commands that one command names.
pub const MAX_NAMES: usize = 50;
/// Latest time, counted from the start.
pub const LATEST: Duration = Duration::from_secs(366 * 86_400);

/// A device, what happens to it, and the commands that are ordered for it. All times are counted from the start.
#[derive(Clone, Debug)]
pub struct Scenario {
    pub title: String,
    pub subject: Subject,
    /// Its model, in the vendor's own words.
    pub model: Option<String>,
    /// What of it is in safe keeping.
    pub safeguards: Safeguards,
    /// How much of the planner to trust.
    pub mode: Mode,
    /// Whether a passcode is set at the start.
    pub passcode: bool,
    /// What the device refuses, where the scenario says it; elsewhere the rule table does.
    pub refuses: Vec<(String, Vec<LockState>)>,
    /// From a command's arrival to its answer.
    pub answers_after: Duration,
    /// From a change of state to the device's own return, if it said `NotNow` last.
    pub returns_after: Duration,
    /// From a push's departure to its arrival.
    pub push_after: Duration,
    /// The lock's timeline. The first one is at 0.
    pub lock: Vec<(Duration, LockState)>,
    /// Periods without network; the last one may be open.
    pub offline: Vec<(Duration, Option<Duration>)>,
    /// In queue order; those of the same time are one batch.
    pub commands: Vec<Command>,
    /// What the administrator does about commands later.
    pub actions: Vec<Action>,
    /// When to stop looking, if the scenario says it.
    pub until: Option<Duration>,
}

/// One command. What its fields mean say [`mdm_command::Order`] and [`mdm_command::Terms`].
#[derive(Clone, Debug)]
pub struct Command {
    pub id: CommandUuid,
    pub at: Duration,
    pub request_type: String,
    pub footprint: Footprint,
    pub after: Vec<CommandUuid>,
    pub group: Option<u32>,
    pub supersedes: Vec<CommandUuid>,
    pub priority: Priority,
    pub not_before: Option<Duration>,
    pub expires_at: Option<Duration>,
    pub hold: Hold,
    pub same: Option<Same>,
    pub redelivery: Option<Redelivery>,
    pub data_plan: DataPlan,
    /// From its arrival to its answer, when it differs from the device's usual time.
    pub takes: Option<Duration>,
}

/// What the administrator does about a command that was ordered before.
#[derive(Clone, Debug)]
pub struct Action {
    pub at: Duration,
    pub what: Doing,
    pub id: CommandUuid,
}

/// What an [`Action`] does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    Hold,
    Release,
    Cancel,
}

impl Scenario {
    /// Reads a scenario and checks it.
    ///
    /// # Errors
    ///
    /// [`Error::Json`] with line and column for what is no JSON or has another shape; [`Error::Field`] with the
    /// field for what contradicts itself.
    pub fn decode(bytes: &[u8]) -> Result<Self, Error> {
        let file: wire::File = serde_json::from_slice(bytes)?;
        let title = file.title.unwrap_or_else(|| "Scenario".to_owned());
        text("title", &title)?;
        let device = file.device;
        let (platform, channel) = (device.platform.0, device.channel.map_or(Channel::Device, |name| name.0));
        let os = match device.os {
            Some(os) => Some(os.parse::<OsVersion>().map_err(|error| misfit("device.os", error))?),
            None => None,
        };
        if let Some(model) = &device.model {
            text("device.model", model)?;
        }
        let commands = commands(file.commands)?;
        let actions = actions(&file.actions, &commands)?;
        let until = file.until.map(|time| time.0);
        let last =
            commands.iter().map(|command| command.at).chain(actions.iter().map(|action| action.at)).max();
        if until.is_some_and(|until| last.is_some_and(|last| until <= last)) {
            return Err(misfit("until", "must be later than the last command and the last action").into());
        }
        Ok(Self {
            title,
            subject: Subject { platform, channel, os },
            model: device.model,
            safeguards: device.safeguards.unwrap_or_default().into(),
            mode: device.mode.map_or(Mode::Plan, |name| name.0),
            passcode: device.passcode.unwrap_or(true),
            refuses: refuses(device.refuses)?,
            answers_after: pause("device.answers_after", device.answers_after, 1)?,
            returns_after: pause("device.returns_after", device.returns_after, 2)?,
            push_after: pause("push_after", file.push_after, 2)?,
            lock: lock(&file.lock)?,
            offline: offline(&file.offline)?,
            commands,
            actions,
            until,
        })
    }

    /// The last moment at which the scenario makes something happen.
    #[must_use]
    pub fn last_event(&self) -> Duration {
        let lock = self.lock.iter().map(|(at, _)| *at);
        let offline = self.offline.iter().map(|(from, to)| to.unwrap_or(*from));
        let commands =
            self.commands.iter().map(|command| command.at.max(command.not_before.unwrap_or_default()));
        let actions = self.actions.iter().map(|action| action.at);
        lock.chain(offline).chain(commands).chain(actions).max().unwrap_or_default()
    }
}

/// What is wrong with a scenario, and where.
#[derive(Debug)]
pub enum Error {
    /// It is no JSON, or has another shape.
    Json(serde_json::Error),
    /// It contradicts itself or goes beyond a limit.
    Field(Misfit),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(error) => {
                let text = error.to_string();
                let text = text.rsplit_once(" at line ").map_or(text.as_str(), |(text, _)| text);
                write!(f, "line {}, column {}: {}", error.line(), error.column(), words::printable(text))
            }
            Self::Field(misfit) => misfit.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Json(error) => Some(error),
            Self::Field(_) => None,
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Json(error)
    }
}

impl From<Misfit> for Error {
    fn from(misfit: Misfit) -> Self {
        Self::Field(misfit)
    }
}

/// A pause of nothing would let a simulated device spin without time going by.
fn pause(path: &str, time: Option<wire::Time>, default_secs: u64) -> Result<Duration, Misfit> {
    match time {
        None => Ok(Duration::from_secs(default_secs)),
        Some(wire::Time(Duration::ZERO)) => Err(misfit(path, "must be at least one second")),
        Some(wire::Time(time)) => Ok(time),
    }
}

fn refuses(listed: Vec<wire::Refuses>) -> Result<Vec<(String, Vec<LockState>)>, Misfit> {
    at_most("device.refuses", listed.len(), MAX_ITEMS)?;
    let mut seen = BTreeSet::new();
    let mut refuses = Vec::new();
    for (at, wire::Refuses { request_type, states }) in listed.into_iter().enumerate() {
        let path = format!("device.refuses[{at}].request_type");
        text(&path, &request_type)?;
        if !seen.insert(request_type.clone()) {
            return Err(misfit(path, "is listed twice"));
        }
        refuses.push((request_type, states.into_iter().map(|name| name.0).collect()));
    }
    Ok(refuses)
}

fn lock(changes: &[wire::Lock]) -> Result<Vec<(Duration, LockState)>, Misfit> {
    at_most("lock", changes.len(), MAX_ITEMS)?;
    if changes.first().is_none_or(|first| first.at.0 != Duration::ZERO) {
        return Err(misfit("lock", "must begin with the state at time 0"));
    }
    for (at, pair) in changes.windows(2).enumerate() {
        if pair[1].at.0 <= pair[0].at.0 {
            return Err(misfit(format!("lock[{}].at", at + 1), "must be later than the change before it"));
        }
    }
    Ok(changes.iter().map(|change| (change.at.0, change.state.0)).collect())
}

fn offline(periods: &[wire::Offline]) -> Result<Vec<(Duration, Option<Duration>)>, Misfit> {
    at_most("offline", periods.len(), MAX_ITEMS)?;
    let mut free_from = Some(Duration::ZERO);
    let mut offline = Vec::new();
    for (at, period) in periods.iter().enumerate() {
        let (from, to) = (period.from.0, period.to.map(|time| time.0));
        if free_from.is_none_or(|free| from < free) {
            return Err(misfit(format!("offline[{at}].from"), "must be later than the period before it"));
        }
        if to.is_some_and(|to| to <= from) {
            return Err(misfit(format!("offline[{at}].to"), "must be later than its own `from`"));
        }
        free_from = to;
        offline.push((from, to));
    }
    Ok(offline)
}

fn commands(listed: Vec<wire::Command>) -> Result<Vec<Command>, Misfit> {
    at_most("commands", listed.len(), MAX_ITEMS)?;
    if listed.is_empty() {
        return Err(misfit("commands", "must have at least one item"));
    }
    let mut ids = BTreeSet::new();
    let mut commands: Vec<Command> = Vec::new();
    for (at, listed) in listed.into_iter().enumerate() {
        let path = |name: &str| format!("commands[{at}].{name}");
        let id = CommandUuid::new(&listed.id).map_err(|error| misfit(path("id"), error))?;
        if !ids.insert(id.clone()) {
            return Err(misfit(path("id"), "is taken by an earlier command"));
        }
        text(&path("request_type"), &listed.request_type)?;
        let time = listed.at.map_or(Duration::ZERO, |time| time.0);
        if commands.last().is_some_and(|earlier| time < earlier.at) {
            return Err(misfit(path("at"), "is earlier than the command before it"));
        }
        let footprint = words::footprint(&path("touches"), listed.touches.as_deref(), &listed.request_type)?;
        let takes = match listed.takes {
            Some(time) => Some(pause(&path("takes"), Some(time), 1)?),
            None => None,
        };
        let same = match listed.same {
            None => None,
            Some(wire::Same::KeepPending(key)) => Some(Same::KeepPending(same_key(&path("same"), &key)?)),
            Some(wire::Same::KeepNew(key)) => Some(Same::KeepNew(same_key(&path("same"), &key)?)),
        };
        commands.push(Command {
            id,
            at: time,
            footprint,
            after: ids_in(&path("after"), &listed.after)?,
            group: listed.group,
            supersedes: ids_in(&path("supersedes"), &listed.supersedes)?,
            priority: listed.priority.map_or(Priority::Normal, |name| name.0),
            not_before: listed.not_before.map(|time| time.0),
            expires_at: listed.expires_at.map(|time| time.0),
            hold: if listed.hold { Hold::Held } else { Hold::Free },
            same,
            redelivery: listed.redelivery.map(|name| name.0),
            data_plan: listed.data_plan.map_or(DataPlan::Untold, |name| name.0),
            takes,
            request_type: listed.request_type,
        });
    }
    Ok(commands)
}

/// Whether there are such commands, and open ones, is for the queue to say.
fn ids_in(path: &str, listed: &[String]) -> Result<Vec<CommandUuid>, Misfit> {
    at_most(path, listed.len(), MAX_NAMES)?;
    let ids = listed.iter().enumerate();
    ids.map(|(at, id)| CommandUuid::new(id).map_err(|error| misfit(format!("{path}[{at}]"), error))).collect()
}

fn same_key(path: &str, key: &str) -> Result<SameKey, Misfit> {
    SameKey::new(key).map_err(|error| misfit(path, error))
}

fn actions(listed: &[wire::Action], commands: &[Command]) -> Result<Vec<Action>, Misfit> {
    at_most("actions", listed.len(), MAX_ITEMS)?;
    let ordered: BTreeMap<_, _> = commands.iter().map(|command| (command.id.as_str(), command)).collect();
    let actions = listed.iter().enumerate().map(|(at, listed)| {
        let path = |name: &str| format!("actions[{at}].{name}");
        let command = ordered.get(listed.id.as_str());
        let command = command.ok_or_else(|| misfit(path("id"), "there is no such command"))?;
        if listed.at.0 < command.at {
            return Err(misfit(path("at"), "is earlier than its command"));
        }
        Ok(Action { at: listed.at.0, what: listed.action.0, id: command.id.clone() })
    });
    actions.collect()
}

names!(Doing: "hold" => Hold, "release" => Release, "cancel" => Cancel);
names!(Mode: "fifo" => Fifo, "shadow" => Shadow, "plan" => Plan);
names!(Priority: "low" => Low, "normal" => Normal, "high" => High);
names!(Redelivery: "repeat" => Repeat, "once" => Once);

/// The file as it stands.
mod wire {
    use super::*;

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct File {
        pub(super) title: Option<String>,
        pub(super) device: Device,
        pub(super) lock: Vec<Lock>,
        #[serde(default)]
        pub(super) offline: Vec<Offline>,
        pub(super) push_after: Option<Time>,
        pub(super) commands: Vec<Command>,
        #[serde(default)]
        pub(super) actions: Vec<Action>,
        pub(super) until: Option<Time>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Device {
        pub(super) platform: Name<Platform>,
        pub(super) os: Option<String>,
        pub(super) channel: Option<Name<Channel>>,
        pub(super) model: Option<String>,
        pub(super) passcode: Option<bool>,
        pub(super) safeguards: Option<Kept>,
        pub(super) mode: Option<Name<Mode>>,
        #[serde(default)]
        pub(super) refuses: Vec<Refuses>,
        pub(super) answers_after: Option<Time>,
        pub(super) returns_after: Option<Time>,
    }

    #[derive(Default, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Kept {
        bypass_code: Option<Name<Safeguard>>,
        recovery_key: Option<Name<Safeguard>>,
        data_plan: Option<Name<Safeguard>>,
    }

    impl From<Kept> for Safeguards {
        fn from(kept: Kept) -> Self {
            let one = |name: Option<Name<Safeguard>>| name.map_or(Safeguard::Unknown, |name| name.0);
            Self {
                bypass_code: one(kept.bypass_code),
                recovery_key: one(kept.recovery_key),
                data_plan: one(kept.data_plan),
            }
        }
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Refuses {
        pub(super) request_type: String,
        pub(super) states: Vec<Name<LockState>>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Lock {
        pub(super) at: Time,
        pub(super) state: Name<LockState>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Offline {
        pub(super) from: Time,
        pub(super) to: Option<Time>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Command {
        pub(super) id: String,
        pub(super) at: Option<Time>,
        pub(super) request_type: String,
        pub(super) touches: Option<Vec<Touch>>,
        #[serde(default)]
        pub(super) after: Vec<String>,
        pub(super) group: Option<u32>,
        #[serde(default)]
        pub(super) supersedes: Vec<String>,
        pub(super) priority: Option<Name<Priority>>,
        pub(super) not_before: Option<Time>,
        pub(super) expires_at: Option<Time>,
        #[serde(default)]
        pub(super) hold: bool,
        pub(super) same: Option<Same>,
        pub(super) redelivery: Option<Name<Redelivery>>,
        pub(super) data_plan: Option<Name<DataPlan>>,
        pub(super) takes: Option<Time>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub(super) enum Same {
        KeepPending(String),
        KeepNew(String),
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Action {
        pub(super) at: Time,
        pub(super) action: Name<Doing>,
        pub(super) id: String,
    }

    /// A time or a pause: seconds, or days, hours, minutes and seconds in that order, such as `1h30m`.
    #[derive(Clone, Copy)]
    pub(super) struct Time(pub(super) Duration);

    impl<'de> Deserialize<'de> for Time {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_any(TimeVisitor)
        }
    }

    struct TimeVisitor;

    impl Visitor<'_> for TimeVisitor {
        type Value = Time;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("seconds, or a text such as \"1h30m\" (d, h, m, s), at most 366 days")
        }

        fn visit_u64<E: de::Error>(self, secs: u64) -> Result<Time, E> {
            let time = Duration::from_secs(secs);
            if time > LATEST {
                return Err(E::invalid_value(de::Unexpected::Unsigned(secs), &self));
            }
            Ok(Time(time))
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<Time, E> {
            seconds(text)
                .map(Duration::from_secs)
                .filter(|time| *time <= LATEST)
                .map(Time)
                .ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
        }
    }

    fn seconds(text: &str) -> Option<u64> {
        let mut units = [('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)].into_iter();
        let (mut total, mut rest) = (0_u64, text);
        while !rest.is_empty() {
            let digits = rest.find(|c: char| !c.is_ascii_digit())?;
            let (number, tail) = rest.split_at(digits);
            let unit = tail.chars().next()?;
            // Each unit once, the larger one first.
            let (_, size) = units.find(|(name, _)| *name == unit)?;
            total = total.checked_add(number.parse::<u64>().ok()?.checked_mul(size)?)?;
            rest = tail.strip_prefix(unit)?;
        }
        (!text.is_empty()).then_some(total)
    }
}

#[cfg(test)]
mod tests {
    use mdm_lock::Kind;

    use super::*;

    /// A small valid scenario, with one piece replaced.
    fn changed(from: &str, to: &str) -> String {
        let valid = r#"{
  "device": {"platform": "ios", "os": "18.3"},
  "lock": [{"at": 0, "state": "locked"}, {"at": "1h30m", "state": "unlocked"}],
  "offline": [{"from": 10, "to": "1m"}],
  "commands": [
    {"id": "a", "request_type": "InstallProfile",
     "touches": [{"access": "put", "kind": "profile", "key": "com.example.a"}]},
    {"id": "b", "at": "5m", "request_type": "Frobnicate", "takes": 3}
  ]
}"#;
        assert!(valid.contains(from), "{from}");
        valid.replacen(from, to, 1)
    }

    #[test]
    fn a_scenario_is_read() {
        let scenario = Scenario::decode(changed("", "").as_bytes()).unwrap();
        let secs = Duration::from_secs;
        assert_eq!(scenario.subject, Subject::ios("18.3".parse().ok()));
        assert!(scenario.passcode);
        assert_eq!(scenario.lock, [(secs(0), LockState::Locked), (secs(5_400), LockState::Unlocked)]);
        assert_eq!(scenario.offline, [(secs(10), Some(secs(60)))]);
        assert_eq!(scenario.last_event(), secs(5_400));
        let [a, b] = scenario.commands.as_slice() else { panic!("two commands") };
        assert_eq!(a.footprint, Footprint::new().put(Kind::Profile, "com.example.a"));
        assert_eq!((b.at, b.takes), (secs(300), Some(secs(3))));
        assert_eq!(b.footprint, Footprint::unknown(), "nobody described it");
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        fn check(from: &str, to: &str, expected: &str) {
            let error = Scenario::decode(changed(from, to).as_bytes()).unwrap_err().to_string();
            assert!(error.contains(expected), "{from} -> {to}: {error}");
        }
        check("\"offline\"", "offline", "line 4, column 3: key must be a string");
        check("\n}", "", "EOF while parsing an object");
        check("\"platform\": \"ios\"", "\"platform\": \"beos\"", "line 2, column 31: invalid value: string");
        check("\"platform\": \"ios\"", "\"platform\": \"beos\"", "expected one of `ios`, `macos`");
        check("\"os\": \"18.3\"", "\"os\": \"eighteen\"", "device.os: not a version");
        check("\"os\"", "\"version\"", "unknown field `version`");
        check("\"device\"", "\"devices\"", "unknown field `devices`");
        check("\"at\": 0,", "", "missing field `at`");
        check("\"at\": 0", "\"at\": 1", "lock: must begin with the state at time 0");
        check("\"at\": 0", "\"at\": -1", "expected seconds");
        check(
            "\"at\": \"5m\"",
            "\"at\": \"5 minutes\"",
            "line 8, column 33: invalid value: string \"5 minutes\"",
        );
        check("\"at\": \"5m\"", "\"at\": \"400d\"", "at most 366 days");
        check("1h30m", "0s", "lock[1].at: must be later than the change before it");
        check("\"to\": \"1m\"", "\"to\": 10", "offline[0].to: must be later than its own `from`");
        check("{\"from\": 10,", "{\"from\": 1}, {\"from\": 10,", "offline[1].from: must be later");
        check("\"id\": \"b\"", "\"id\": \"a\"", "commands[1].id: is taken by an earlier command");
        check("\"id\": \"a\"", "\"id\": \"\"", "commands[0].id: name is empty");
        check("\"id\": \"a\",", "\"id\": \"a\", \"at\": 301,", "commands[1].at: is earlier");
        check("Frobnicate", "Frob\\nnicate", "commands[1].request_type: must have 1 to 128 bytes");
        check("\"takes\": 3", "\"takes\": 0", "commands[1].takes: must be at least one second");
        check(
            "\"kind\": \"profile\"",
            "\"kind\": \"power\"",
            "commands[0].touches[0].key: this kind has no keys",
        );
        check("\"kind\": \"profile\"", "\"kind\": \"fridge\"", "expected one of `profile`");
        check("{\n", "{\"until\": \"5m\",", "until: must be later than the last command");
        check("{\n", "{\"push_after\": 0,", "push_after: must be at least one second");
        check("{\n", "{\"title\": \"\\u001b[31m\",", "title: must have");
        let b = "\"at\": \"5m\"";
        check(b, "\"after\": [\"\"], \"at\": 300", "commands[1].after[0]: name is empty");
        check(
            b,
            "\"group\": -1, \"at\": 300",
            "line 8, column 27: invalid value: integer `-1`, expected u32",
        );
        check(b, "\"same\": {\"keep\": \"x\"}, \"at\": 300", "unknown variant `keep`");
        check(b, "\"same\": {\"keep_new\": \"\"}, \"at\": 300", "commands[1].same: name is empty");
        check(b, "\"priority\": \"urgent\", \"at\": 300", "expected one of `low`, `normal`, `high`");
        check("\"os\"", "\"mode\": \"trust\", \"os\"", "expected one of `fifo`, `shadow`, `plan`");
        check("\"os\"", "\"safeguards\": {\"pin\": \"kept\"}, \"os\"", "unknown field `pin`");
        let act = |at: &str, id: &str| {
            format!("{{\"actions\": [{{\"at\": {at}, \"action\": \"release\", \"id\": \"{id}\"}}],")
        };
        check("{\n", &act("400", "c"), "actions[0].id: there is no such command");
        check("{\n", &act("299", "b"), "actions[0].at: is earlier than its command");
        let twice =
            r#""refuses": [{"request_type": "x", "states": []}, {"request_type": "x", "states": []}], "os""#;
        check("\"os\"", twice, "device.refuses[1].request_type: is listed twice");
    }

    #[test]
    fn hostile_bytes_are_refused() {
        for bytes in [&b""[..], b"\xff\xfe", b"null", b"[]", b"{}", &[b'['; 100_000]] {
            assert!(
                matches!(Scenario::decode(bytes), Err(Error::Json(_))),
                "{:?}",
                &bytes[..bytes.len().min(8)]
            );
        }
        let many = vec![r#"{"at": 0, "state": "locked"}"#; MAX_ITEMS + 1].join(",");
        let error =
            Scenario::decode(changed(r#"{"at": 0, "state": "locked"}"#, &many).as_bytes()).unwrap_err();
        assert_eq!(error.to_string(), "lock: must have at most 500 items");
    }

    #[test]
    fn times() {
        fn check(json: &str, expected: Option<u64>) {
            let time = serde_json::from_str::<wire::Time>(json).ok().map(|time| time.0.as_secs());
            assert_eq!(time, expected, "{json}");
        }
        check("0", Some(0));
        check("90", Some(90));
        check("\"90s\"", Some(90));
        check("\"1h30m\"", Some(5_400));
        check("\"2d1h1m1s\"", Some(176_461));
        check("\"366d\"", Some(31_622_400));
        for wrong in
            ["\"\"", "\"5\"", "\"m\"", "\"5x\"", "\"1m1h\"", "\"1m1m\"", "\"-1s\"", "1.5", "true", "[]"]
        {
            check(wrong, None);
        }
        check("\"99999999999999999999d\"", None);
        check("\"367d\"", None);
        check("31622401", None);
    }
}
