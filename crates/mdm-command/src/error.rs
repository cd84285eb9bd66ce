//! What can go wrong, and whose fault it is.

/// Why a call was refused. A refused call changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The caller's command name does not fit.
    #[error("command UUID is empty, too long or has control characters")]
    Uuid,
    /// The caller's command name is taken in this queue.
    #[error("command UUID is already queued")]
    DuplicateUuid,
    /// The caller's batch does not fit.
    #[error("queue is full: it holds at most {limit} open commands")]
    Full {
        /// The limit.
        limit: u64,
    },
    /// The caller named a command that is not in the queue or is final.
    #[error("no such command is open")]
    NotOpen,
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
