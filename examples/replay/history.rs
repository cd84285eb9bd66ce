//! The history: one command a line, and what is checked before anything is made of it.

use std::collections::{BTreeMap, BTreeSet};

use mdm_command::CommandUuid;
use mdm_lock::{Channel, Footprint, OsVersion, Platform, Subject};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::time::Moment;
use crate::words::{self, Misfit, Name, Touch, misfit, names};

/// Longest line, in bytes.
pub const MAX_LINE: usize = 1 << 16;
/// Most devices, a channel each.
pub const MAX_DEVICES: usize = 20_000;
/// Most commands of one device.
pub const MAX_COMMANDS: usize = 2_000;
/// Most commands of all devices.
pub const MAX_ALL_COMMANDS: usize = 500_000;
/// Most touches of one device's commands.
pub const MAX_ALL_TOUCHES: usize = 10_000;
/// Most answers to one command.
pub const MAX_ANSWERS: usize = 100;

/// What was read.
#[derive(Debug, Default)]
pub struct History {
    devices: BTreeMap<(Box<str>, Channel), Device>,
    commands: usize,
}

/// One channel of one device.
#[derive(Debug)]
pub struct Device {
    pub name: Box<str>,
    pub platform: Platform,
    pub channel: Channel,
    /// The last one that was told.
    pub model: Option<Box<str>>,
    /// In queue order.
    pub commands: Vec<Command>,
    names: BTreeSet<CommandUuid>,
    touches: usize,
}

/// One command.
#[derive(Debug)]
pub struct Command {
    pub uuid: CommandUuid,
    pub request_type: Box<str>,
    pub footprint: Footprint,
    /// What the device ran when it was queued; the last one that was told.
    pub os: Option<OsVersion>,
    pub queued_at: Moment,
    /// In order of time.
    pub answers: Vec<Answer>,
}

/// What the device said about a command once.
#[derive(Clone, Copy, Debug)]
pub struct Answer {
    pub at: Moment,
    pub sent_at: Option<Moment>,
    pub status: Status,
}

/// The status of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Status {
    Acknowledged,
    Error,
    CommandFormatError,
    NotNow,
}

impl Status {
    /// Whether it ends the command.
    pub fn is_final(self) -> bool {
        self != Self::NotNow
    }
}

names!(Status: "Acknowledged" => Acknowledged, "Error" => Error, "CommandFormatError" => CommandFormatError,
    "NotNow" => NotNow);

impl Device {
    /// Whom rules are asked about, when this command was queued.
    pub fn subject(&self, os: Option<OsVersion>) -> Subject {
        Subject { platform: self.platform, channel: self.channel, os }
    }
}

/// Why a line was left out.
#[derive(Debug, Serialize)]
pub struct BadLine {
    /// Counted from 1.
    pub line: u64,
    /// What kind of mistake, for a program.
    pub kind: Mistake,
    /// Which field; empty for the line as a whole.
    pub field: String,
    /// What is wrong.
    pub problem: String,
}

/// The kinds of mistakes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mistake {
    /// No JSON object.
    Json,
    /// A field that is missing, not known, or of another shape.
    Field,
    /// A time that is earlier than the one before it.
    Backwards,
    /// An answer before the command was queued or sent.
    AnswerBeforeOrder,
    /// A UUID that an earlier command of this device has.
    DuplicateUuid,
    /// What an earlier line said of this device is something else.
    Contradiction,
    /// Beyond a limit.
    Limit,
}

struct Wrong(Mistake, Misfit);

impl From<Misfit> for Wrong {
    fn from(misfit: Misfit) -> Self {
        Self(Mistake::Field, misfit)
    }
}

impl History {
    /// Takes one line in, or leaves it out and says why. An empty line says nothing.
    pub fn take(&mut self, number: u64, line: &[u8]) -> Result<(), BadLine> {
        if line.trim_ascii().is_empty() {
            return Ok(());
        }
        self.read(line).map_err(|Wrong(kind, Misfit { path, problem })| BadLine {
            line: number,
            kind,
            field: path,
            // It may quote the file.
            problem: words::printable(&problem),
        })
    }

    /// Every device, in order of names, and nothing is left.
    pub fn into_devices(self) -> impl ExactSizeIterator<Item = Device> {
        self.devices.into_values()
    }

    fn read(&mut self, line: &[u8]) -> Result<(), Wrong> {
        let wrong = |kind, path: &str, problem: String| Wrong(kind, misfit(path, problem));
        let object: Map<String, Value> = serde_json::from_slice(line).map_err(|error| {
            let text = error.to_string();
            let text = text.rsplit_once(" at line ").map_or(text.as_str(), |(text, _)| text);
            wrong(Mistake::Json, "", format!("column {}: {text}", error.column()))
        })?;
        let mut fields = Fields(object);
        let name: String = fields.required("device")?;
        words::text("device", &name)?;
        let platform = fields.optional::<Name<Platform>>("platform")?.map(|name| name.0);
        let os: Option<String> = fields.optional("os")?;
        let os = os.map(|os| os.parse::<OsVersion>().map_err(|error| misfit("os", error))).transpose()?;
        let model: Option<String> = fields.optional("model")?;
        if let Some(model) = &model {
            words::text("model", model)?;
        }
        let channel = fields.optional::<Name<Channel>>("channel")?.map_or(Channel::Device, |name| name.0);
        let uuid: String = fields.required("uuid")?;
        let uuid = CommandUuid::new(&uuid).map_err(|error| misfit("uuid", error))?;
        let request_type: String = fields.required("request_type")?;
        words::text("request_type", &request_type)?;
        let touches: Option<Vec<Touch>> = fields.optional("touches")?;
        let footprint = words::footprint("touches", touches.as_deref(), &request_type)?;
        let queued_at: Moment = fields.required("queued_at")?;
        let answers = answers(fields.optional("answers")?.unwrap_or_default(), queued_at)?;
        fields.nothing_left("")?;

        let key = (Box::from(name), channel);
        if !self.devices.contains_key(&key) && self.devices.len() >= MAX_DEVICES {
            return Err(wrong(Mistake::Limit, "device", format!("there are {MAX_DEVICES} devices already")));
        }
        if self.commands >= MAX_ALL_COMMANDS {
            return Err(wrong(Mistake::Limit, "", format!("there are {MAX_ALL_COMMANDS} commands already")));
        }
        if let Some(device) = self.devices.get(&key) {
            if platform.is_some_and(|platform| platform != device.platform) {
                let problem = format!("earlier lines say {} of this device", device.platform);
                return Err(wrong(Mistake::Contradiction, "platform", problem));
            }
            if device.names.contains(&uuid) {
                let problem = "is taken by an earlier command of this device".to_owned();
                return Err(wrong(Mistake::DuplicateUuid, "uuid", problem));
            }
            if device.commands.last().is_some_and(|last| queued_at < last.queued_at) {
                let problem = "is earlier than that of the device's line before it".to_owned();
                return Err(wrong(Mistake::Backwards, "queued_at", problem));
            }
            if device.commands.len() >= MAX_COMMANDS {
                let problem = format!("it has {MAX_COMMANDS} commands already");
                return Err(wrong(Mistake::Limit, "device", problem));
            }
            if device.touches + footprint.touches().len() > MAX_ALL_TOUCHES {
                let problem = format!("the commands of a device touch at most {MAX_ALL_TOUCHES} things");
                return Err(wrong(Mistake::Limit, "touches", problem));
            }
        }
        let device = self.devices.entry(key).or_insert_with_key(|(name, channel)| Device {
            name: name.clone(),
            platform: platform.unwrap_or(Platform::Ios),
            channel: *channel,
            model: None,
            commands: Vec::new(),
            names: BTreeSet::new(),
            touches: 0,
        });
        device.model = model.map(Box::from).or(device.model.take());
        device.touches += footprint.touches().len();
        device.names.insert(uuid.clone());
        let os = os.or(device.commands.last().and_then(|last| last.os));
        let request_type = request_type.into();
        device.commands.push(Command { uuid, request_type, footprint, os, queued_at, answers });
        self.commands += 1;
        Ok(())
    }
}

fn answers(listed: Vec<Value>, queued_at: Moment) -> Result<Vec<Answer>, Wrong> {
    if listed.len() > MAX_ANSWERS {
        let problem = format!("must have at most {MAX_ANSWERS} items");
        return Err(Wrong(Mistake::Limit, misfit("answers", problem)));
    }
    let mut answers: Vec<Answer> = Vec::with_capacity(listed.len());
    for (at, listed) in listed.into_iter().enumerate() {
        let path = |name: &str| format!("answers[{at}]{}{name}", if name.is_empty() { "" } else { "." });
        let inside = |misfit: Misfit| Misfit { path: path(&misfit.path), ..misfit };
        let Value::Object(object) = listed else { return Err(misfit(path(""), "is no object").into()) };
        let mut fields = Fields(object);
        let answer = Answer {
            at: fields.required("at").map_err(inside)?,
            sent_at: fields.optional("sent_at").map_err(inside)?,
            status: fields.required::<Name<Status>>("status").map_err(inside)?.0,
        };
        fields.nothing_left("").map_err(inside)?;
        let sent = answer.sent_at.unwrap_or(answer.at);
        let (kind, name, problem) = match answers.last() {
            _ if sent < queued_at && answer.sent_at.is_some() => {
                (Mistake::AnswerBeforeOrder, "sent_at", "is earlier than `queued_at`")
            }
            _ if answer.at < queued_at => (Mistake::AnswerBeforeOrder, "at", "is earlier than `queued_at`"),
            _ if answer.at < sent => (Mistake::AnswerBeforeOrder, "at", "is earlier than its `sent_at`"),
            Some(before) if answer.at < before.at => {
                (Mistake::Backwards, "at", "is earlier than the answer before it")
            }
            _ => {
                answers.push(answer);
                continue;
            }
        };
        return Err(Wrong(kind, misfit(path(name), problem)));
    }
    Ok(answers)
}

/// An object, field by field, so that a mistake is told with its place.
struct Fields(Map<String, Value>);

impl Fields {
    fn optional<T: DeserializeOwned>(&mut self, name: &str) -> Result<Option<T>, Misfit> {
        match self.0.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => serde_json::from_value(value).map(Some).map_err(|error| misfit(name, error)),
        }
    }

    fn required<T: DeserializeOwned>(&mut self, name: &str) -> Result<T, Misfit> {
        self.optional(name)?.ok_or_else(|| misfit(name, "is missing"))
    }

    fn nothing_left(self, path: &str) -> Result<(), Misfit> {
        match self.0.into_iter().next() {
            // A name out of the file, so no longer than a line of a report.
            Some((name, _)) => {
                Err(misfit(path, format!("has an unknown field `{:.40}`", name.escape_debug().to_string())))
            }
            None => Ok(()),
        }
    }
}
