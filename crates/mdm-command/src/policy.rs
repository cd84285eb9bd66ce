//! What the embedder may decide about a queue.

use std::time::{Duration, SystemTime};

use crate::Entry;

/// What the embedder may decide about a queue. It is an argument of every decision, and may change between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// How much of the planner to trust.
    pub mode: Mode,
    /// When a command that nobody knows stops holding up what stands behind it.
    pub barrier: Barrier,
    /// After how long a refused command is reported as [`Fact::Stuck`](crate::Fact::Stuck).
    pub stuck_after: Duration,
    /// How many commands may be open in one queue.
    pub max_open: u64,
}

impl Policy {
    /// The usual policy.
    pub const DEFAULT: Self = Self {
        mode: Mode::Plan,
        barrier: Barrier::Opens { refusals: 3, after: Duration::from_secs(24 * 60 * 60) },
        stuck_after: Duration::from_secs(7 * 24 * 60 * 60),
        max_open: crate::MAX_OPEN,
    };
}

impl Default for Policy {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// How much of the planner to trust. Whatever the mode: conflicts keep their order, nothing is offered twice in a
/// session, and chains, groups, holds and Lost Mode hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Mode {
    /// Plain order: what was queued first goes first. No lane, no priority, no expectation.
    Fifo,
    /// Plain order, and [`Fact::WouldHandOut`](crate::Fact::WouldHandOut) says what would have gone instead.
    Shadow,
    /// Lanes and priorities go first, likely refusals last.
    #[default]
    Plan,
}

/// When a command that nobody knows stops holding up what stands behind it.
///
/// Such a command may change anything, so that no other change passes it. If the device refuses it for ever, the
/// queue must not stand still for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Barrier {
    /// After so many refusals, each in a session of its own, over so long a time. Later commands may then pass it,
    /// on record. Not when it stands in a group: nothing comes between its members.
    Opens {
        /// So many refusals.
        refusals: u32,
        /// So long after the first one.
        after: Duration,
    },
    /// Never.
    Strict,
}

impl Barrier {
    pub(crate) fn opens(self, entry: &Entry, now: SystemTime) -> bool {
        match self {
            Self::Opens { refusals, after } => {
                entry.is_unknown()
                    && entry.group.is_none()
                    && entry.refusals >= refusals
                    && age(entry.refused_since, now) >= after
            }
            Self::Strict => false,
        }
    }
}

/// How long commands that ended are remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// At least so long.
    pub age: Duration,
    /// At least so many, however old.
    pub last: usize,
}

/// How long ago something happened. A clock that stepped back makes it younger, not older.
pub(crate) fn age(since: Option<SystemTime>, now: SystemTime) -> Duration {
    since.and_then(|since| now.duration_since(since).ok()).unwrap_or_default()
}
