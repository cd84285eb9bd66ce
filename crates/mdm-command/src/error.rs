//! What can go wrong, and whose fault it is.

use crate::CommandUuid;

/// Why a call was refused. A refused call changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The caller's name does not fit.
    #[error("name is empty, too long or has control characters")]
    Name,
    /// The caller's command name is taken in this queue, or stands twice in the batch.
    #[error("command {0} is already queued")]
    DuplicateUuid(CommandUuid),
    /// The caller's batch does not fit.
    #[error("queue is full: it holds at most {limit} open commands")]
    Full {
        /// The limit.
        limit: u64,
    },
    /// The caller's command would be over before it could begin.
    #[error("command {0} expires before it may be handed out")]
    Times(CommandUuid),
    /// The caller chained commands in a circle, or a member of a group to a later one.
    #[error("command {0} would wait for itself")]
    Cycle(CommandUuid),
    /// The caller's group cannot be one step: another command stands between its members, or something stands
    /// behind an erase.
    #[error("the group of command {0} cannot run as one step")]
    Group(CommandUuid),
    /// The caller's command supersedes what it is chained to, and would end with it.
    #[error("command {0} supersedes what it waits for")]
    Supersedes(CommandUuid),
    /// The caller named a command that is neither open in the queue nor in the batch.
    #[error("command {0} is not open")]
    NotOpen(CommandUuid),
    /// The caller loaded too little: load every open command and ask again.
    #[error("this decision needs every open command of the queue")]
    NeedsOpen,
}

/// Who has to change something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Blame {
    /// The code that called.
    Caller,
}

impl Error {
    /// Who has to change something. A device cannot cause an error here: whatever it answers is data.
    #[must_use]
    pub const fn blame(&self) -> Blame {
        Blame::Caller
    }
}
