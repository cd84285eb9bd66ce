//! Why a command waits, since when, and what will move it.

use std::fmt;
use std::time::SystemTime;

use mdm_lock::{LockState, Resource};

use super::{Context, Queue};
use crate::{CommandUuid, Entry, State};

/// Why a command waits: as data for a program, and with `Display` as one sentence for an administrator
/// (requirement F57).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The reason.
    pub reason: Reason,
    /// Since when.
    pub since: SystemTime,
}

/// The reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// It goes out when the device connects.
    Connect,
    /// It went out and the session goes on: its answer is outstanding.
    Answer,
    /// It went out and no answer came back. It is offered again when the device connects.
    Unanswered {
        /// How often it went out.
        deliveries: u32,
    },
    /// The device refused it. It is offered again after an unlock, or at the latest then.
    Refused {
        /// How often.
        times: u32,
        /// The believed state.
        state: LockState,
        /// Not before.
        until: Option<SystemTime>,
    },
    /// An earlier command goes first.
    Behind {
        /// The nearest one.
        earlier: CommandUuid,
        /// Its request type.
        command: Box<str>,
        /// The resource about which they conflict.
        resource: Resource,
    },
    /// In Lost Mode it would fail.
    LostMode,
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.reason {
            Reason::Connect => f.write_str("waits for the device to connect; a push has been asked for"),
            Reason::Answer => f.write_str("was handed out; its answer is outstanding"),
            Reason::Unanswered { deliveries } => {
                write!(
                    f,
                    "was handed out {}, no answer came: it may have run, and is offered again",
                    Times(*deliveries)
                )
            }
            Reason::Refused { times, state, until } => {
                write!(f, "the device refused it {}", Times(*times))?;
                match state {
                    LockState::Unknown | LockState::Unlocked => f.write_str(", cause unknown")?,
                    state => write!(f, ", most likely because it is {state}")?,
                }
                f.write_str(match until {
                    Some(_) => "; it is offered again after a pause; nobody need act",
                    None => "; the device comes back by itself after the unlock; nobody need act",
                })
            }
            Reason::Behind { command, resource, .. } => {
                write!(f, "waits for the earlier {command}, which touches the same {resource}")
            }
            Reason::LostMode => f.write_str("waits for the end of Lost Mode, in which it would fail"),
        }
    }
}

struct Times(u32);

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            1 => f.write_str("once"),
            2 => f.write_str("twice"),
            n => write!(f, "{n} times"),
        }
    }
}

impl Queue {
    /// Why this command waits; `None` when it is final or was not loaded.
    ///
    /// Exact with every open command loaded; in a smaller window the command that it waits for may be missing.
    #[must_use]
    pub fn explain(&self, uuid: &CommandUuid, context: &Context<'_>) -> Option<Explanation> {
        let entry = self.entry(uuid).filter(|entry| entry.is_open())?;
        if let Some((reason, since)) = self.behind(entry) {
            return Some(Explanation { reason, since });
        }
        let (reason, since) = match entry.state {
            State::Sent => (Reason::Answer, entry.sent_at),
            _ if self.held_by_lost_mode(entry, context) => (Reason::LostMode, self.state.belief.since),
            State::Unanswered => (Reason::Unanswered { deliveries: entry.deliveries }, entry.sent_at),
            State::NotNow => {
                let until = self.state.backoff.until.filter(|_| !self.state.session.last_not_now);
                let reason = Reason::Refused { times: entry.refusals, state: self.state.belief.state, until };
                (reason, entry.refused_since)
            }
            _ => (Reason::Connect, None),
        };
        Some(Explanation { reason, since: since.unwrap_or(entry.queued_at) })
    }

    fn behind(&self, entry: &Entry) -> Option<(Reason, SystemTime)> {
        let earlier = entry.waits_on.iter().rev().find_map(|seq| self.at(*seq))?;
        let resource = entry.footprint.conflict(&earlier.footprint)?.clone();
        let (uuid, command) = (earlier.uuid.clone(), earlier.command.clone());
        Some((Reason::Behind { earlier: uuid, command, resource }, entry.queued_at))
    }
}
