//! One command in a queue.

use std::fmt;
use std::time::SystemTime;

use mdm_lock::{Footprint, Lane};

use crate::{Error, State};

/// Names a command on the wire: unique in its queue, echoed by the device in its answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct CommandUuid(Box<str>);

impl CommandUuid {
    /// Longest accepted form, in bytes. A UUID has 36.
    pub const MAX_LEN: usize = 128;

    /// Takes the text as it stands on the wire.
    ///
    /// # Errors
    ///
    /// [`Error::Uuid`] when it is empty, longer than [`Self::MAX_LEN`], or has control characters.
    pub fn new(text: &str) -> Result<Self, Error> {
        let fits = !text.is_empty() && text.len() <= Self::MAX_LEN;
        (fits && !text.contains(char::is_control)).then(|| Self(text.into())).ok_or(Error::Uuid)
    }

    /// The text as it stands on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CommandUuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What the caller wants done: one command to be queued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Its name, minted by the caller.
    pub uuid: CommandUuid,
    /// Its request type.
    pub command: Box<str>,
    /// What it touches.
    pub footprint: Footprint,
}

/// One command in the queue: the order, where it stands, and what has happened to it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Entry {
    /// Its place in queue order, counted from 1 and never used again.
    pub seq: u64,
    /// Its name on the wire.
    pub uuid: CommandUuid,
    /// Its request type.
    pub command: Box<str>,
    /// What it touches.
    pub footprint: Footprint,
    /// Its lane.
    pub lane: Lane,
    /// Where it stands.
    pub state: State,
    /// When it was queued.
    pub queued_at: SystemTime,
    /// The nearest earlier commands that it conflicts with and that are not final. Empty: it is ready.
    pub waits_on: Vec<u64>,
    /// How often it was handed out.
    pub deliveries: u32,
    /// When it was last handed out.
    pub sent_at: Option<SystemTime>,
    /// How often it was refused.
    pub refusals: u32,
    /// When it was first refused.
    pub refused_since: Option<SystemTime>,
    /// When it was last refused.
    pub refused_at: Option<SystemTime>,
    /// The session in which it was last refused.
    pub refused_in: Option<u64>,
    /// It was handed out and an answer was lost: it may have run. Nothing clears this.
    pub maybe_executed: bool,
    /// When it became final.
    pub ended_at: Option<SystemTime>,
    /// How it became final, where the state alone does not say.
    pub outcome: Option<Outcome>,
}

impl Entry {
    pub(crate) fn new(order: Order, seq: u64, lane: Lane, at: SystemTime) -> Self {
        let Order { uuid, command, footprint } = order;
        Self {
            seq,
            uuid,
            command,
            footprint,
            lane,
            state: State::Queued,
            queued_at: at,
            waits_on: Vec::new(),
            deliveries: 0,
            sent_at: None,
            refusals: 0,
            refused_since: None,
            refused_at: None,
            refused_in: None,
            maybe_executed: false,
            ended_at: None,
            outcome: None,
        }
    }

    /// Whether it is not final.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        !self.state.is_final()
    }

    /// Whether no earlier command holds it.
    #[must_use]
    pub const fn is_ready(&self) -> bool {
        self.is_open() && self.waits_on.is_empty()
    }

    /// Whether this command, queued behind `earlier`, waits for it.
    pub(crate) fn must_follow(&self, earlier: &Self) -> bool {
        earlier.seq < self.seq
            && self.lane <= earlier.lane
            && self.lane < Lane::Erase
            && self.footprint.conflict(&earlier.footprint).is_some()
    }
}

/// How a command became final, where its [`State`] alone does not say.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Outcome {
    /// The first item of the device's error chain. Apple calls codes and domains diagnostic only.
    Error {
        /// `ErrorCode`.
        code: i64,
        /// `ErrorDomain`, cut to 128 bytes.
        domain: Box<str>,
    },
    /// The report could not be read.
    Unreadable {
        /// Its size in bytes.
        size: u64,
        /// Its SHA-256.
        digest: [u8; 32],
        /// What was wrong: kind and place, never the content.
        error: Box<str>,
    },
    /// Taken back.
    Cancelled(CancelReason),
    /// Made pointless by the command with this place.
    SupersededBy(u64),
    /// Not allowed any more when its turn came; the sentence is for an administrator.
    Refused(Box<str>),
}

impl Outcome {
    /// The digest of the report that could not be read.
    pub(crate) const fn digest(&self) -> Option<[u8; 32]> {
        match self {
            Self::Unreadable { digest, .. } => Some(*digest),
            _ => None,
        }
    }
}

/// Why a command was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum CancelReason {
    /// By order.
    Caller,
    /// The device accepted an erase.
    Erased,
    /// The device left management.
    Unenrolled,
    /// The device enrolled anew: what was meant for the old enrolment is never offered to the new one.
    Reenrolled,
}
