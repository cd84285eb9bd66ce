//! What is told of a simulation: for the report and the drawing.

use std::fmt;
use std::time::Duration;

use mdm_command::{CommandUuid, Entry, Reason, State};
use mdm_lock::{Hazard, LockState};

use super::MAX_STEPS;
use crate::scenario::Scenario;
use crate::words::{Misfit, misfit};

/// What happened, for the report and the drawing. Commands are named by their places in the scenario.
#[derive(Debug, Default)]
pub struct Story {
    /// What could surprise, in the order in which the queue said it.
    pub hazards: Vec<Hazard<usize>>,
    /// How many more there are.
    pub left_out: usize,
    /// What happened, in order.
    pub lines: Vec<Line>,
    /// One for each command that was ordered, in queue order; those that were not queued stand last.
    pub commands: Vec<CommandStory>,
    /// The device's true state; `None` once it is erased.
    pub states: Vec<Span<Option<LockState>>>,
    /// Periods without network.
    pub offline: Vec<Span<()>>,
    /// The device's conversations with the server.
    pub sessions: Vec<Span<Why>>,
    /// When pushes were sent.
    pub pushes: Vec<Duration>,
    /// When the story ends.
    pub end: Duration,
}

/// A period. An open one lasts to the end of the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span<T> {
    pub from: Duration,
    pub to: Option<Duration>,
    pub what: T,
}

/// One line of the timeline.
#[derive(Debug)]
pub struct Line {
    pub at: Duration,
    pub who: Who,
    pub text: String,
    /// What the queue goes by.
    pub why: Option<String>,
}

/// Whose line it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Admin,
    Server,
    Push,
    Device,
    Scene,
}

/// Why the device connects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// A push woke it.
    Push,
    /// It said `NotNow` last, and its state has changed.
    ByItself,
    /// It had an answer to deliver from before it lost the network.
    Answer,
}

/// What happened to one command.
#[derive(Debug)]
pub struct CommandStory {
    /// Its place in the scenario.
    pub place: usize,
    /// As the queue has it at the end; `None` when it was not queued.
    pub entry: Option<Entry>,
    /// How it became final, in words; empty when the state says it all.
    pub detail: String,
    /// When it was ordered.
    pub queued: Duration,
    /// When it became final.
    pub ended: Option<Duration>,
    /// Each time that it was handed out.
    pub attempts: Vec<Attempt>,
    /// What it waited for.
    pub reasons: Vec<Span<Wait>>,
    /// Why it still waits at the end.
    pub waits: Option<String>,
}

impl CommandStory {
    /// Where it stands; `None` when it was not queued.
    #[must_use]
    pub fn state(&self) -> Option<State> {
        self.entry.as_ref().map(|entry| entry.state)
    }
}

/// What a command waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wait {
    /// That the device connects.
    Connect,
    /// It was refused: that the device can run it.
    Device,
    /// An earlier command that touches the same.
    Earlier,
    /// The acknowledgement of another one, by chain or group.
    Chain,
    /// The administrator, who holds it.
    Release,
    /// Its time.
    Time,
    /// The end of Lost Mode.
    LostMode,
}

impl From<&Reason> for Wait {
    fn from(reason: &Reason) -> Self {
        match reason {
            Reason::Refused { .. } => Self::Device,
            Reason::Behind { .. } => Self::Earlier,
            Reason::Chained { .. } => Self::Chain,
            Reason::LostMode => Self::LostMode,
            Reason::Held => Self::Release,
            Reason::NotBefore { .. } => Self::Time,
            _ => Self::Connect,
        }
    }
}

/// One hand-out. `what` is `None` while no answer has come.
pub type Attempt = Span<Option<Met>>;

/// What a hand-out met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Met {
    Acknowledged,
    Refused,
    Failed,
    /// The session ended, or went on, without an answer.
    Silence,
}

/// Why a simulation was given up.
#[derive(Debug)]
pub enum Error {
    /// The queue refused something that the scenario asked for, at this place of the scenario.
    Queue(Misfit, mdm_command::Error),
    /// It has no end in sight.
    TooLong {
        /// When it was given up.
        at: Duration,
    },
}

impl Error {
    /// Finds the field that the queue does not like.
    pub(super) fn queue(
        scenario: &Scenario,
        batch: std::ops::Range<usize>,
        error: mdm_command::Error,
    ) -> Self {
        use mdm_command::Error as Queue;
        let commands = || batch.clone().filter_map(|at| Some((at, scenario.commands.get(at)?)));
        let of = |id: &CommandUuid, field: &str| {
            let command = commands().find(|(_, command)| command.id == *id);
            command.map(|(at, _)| format!("commands[{at}].{field}"))
        };
        let names = |id: &CommandUuid| {
            commands().find_map(|(at, command)| {
                let place = |names: &[CommandUuid]| names.iter().position(|name| name == id);
                let after = || place(&command.after).map(|n| format!("commands[{at}].after[{n}]"));
                let gone = || place(&command.supersedes).map(|n| format!("commands[{at}].supersedes[{n}]"));
                after().or_else(gone)
            })
        };
        let path = match &error {
            Queue::DuplicateUuid(id) => of(id, "id"),
            Queue::Times(id) => of(id, "expires_at"),
            Queue::Cycle(id) => of(id, "after"),
            Queue::Group(id) => of(id, "group"),
            Queue::NotOpen(id) => names(id),
            _ => None,
        };
        Self::Queue(misfit(path.unwrap_or_else(|| "commands".to_owned()), &error), error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Queue(misfit, _) => misfit.fmt(f),
            Self::TooLong { at } => {
                write!(f, "more than {MAX_STEPS} steps by {}: set an earlier `until`", Clock(*at))
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Queue(_, error) => Some(error),
            Self::TooLong { .. } => None,
        }
    }
}

/// A time since the start, as a clock shows it: `0:05:00`, `2d 13:00:00`.
#[derive(Clone, Copy, Debug)]
pub struct Clock(pub Duration);

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let secs = self.0.as_secs();
        let (days, hours, minutes, seconds) = (secs / 86_400, secs / 3_600 % 24, secs / 60 % 60, secs % 60);
        let text = match days {
            0 => format!("{hours}:{minutes:02}:{seconds:02}"),
            _ => format!("{days}d {hours:02}:{minutes:02}:{seconds:02}"),
        };
        f.pad(&text)
    }
}
