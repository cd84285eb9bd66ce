//! What can go wrong, and whose fault it is.

use crate::Unreadable;
use crate::credentials;
use crate::row::RecordKey;
use crate::seal::{Place, SealFault};

/// Why a store did not do what it was asked. Unless said otherwise nothing was written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    // The caller.
    /// The stored version is not the expected one: somebody else committed first.
    #[error("record {key} has another version than expected")]
    Conflict {
        /// The first record of the batch that has another version.
        key: RecordKey,
    },
    /// A batch writes a record twice.
    #[error("record {key} is written twice in one batch")]
    RepeatedRecord {
        /// The record.
        key: RecordKey,
    },
    /// A write names a command twice, by its place or by its `CommandUUID`.
    #[error("command {seq} of record {key} is named twice in one write")]
    RepeatedCommand {
        /// The record.
        key: RecordKey,
        /// The place of the second naming.
        seq: u64,
    },
    /// An event belongs to a record that the batch does not write.
    #[error("an event belongs to record {key}, which the batch does not write")]
    StrayEvent {
        /// The record of the event.
        key: RecordKey,
    },
    /// The `CommandUUID` of a new command is that of another command of the record.
    #[error("command {seq} of record {key} has the CommandUUID of another command")]
    UuidTaken {
        /// The record.
        key: RecordKey,
        /// The place of the new command.
        seq: u64,
    },
    /// The command at this place was stored under another `CommandUUID`.
    #[error("command {seq} of record {key} is stored under another CommandUUID")]
    UuidChanged {
        /// The record.
        key: RecordKey,
        /// The place.
        seq: u64,
    },
    /// Something is longer or greater than a store keeps. See [`limits`](crate::limits).
    #[error("{what} is over the limit of {limit}")]
    Limit {
        /// What is too long or too great.
        what: &'static str,
        /// The most that is kept.
        limit: u64,
    },
    /// Something cannot be a credential.
    #[error(transparent)]
    Credential(#[from] credentials::Fault),
    /// What a store was to be opened with, or copied to, will not do: somebody has to change it.
    #[error("an option will not do: {what}")]
    Options {
        /// What is wrong, without the value.
        what: &'static str,
    },
    /// Rows of another store are put only into a store that holds nothing of its own, and after that was begun.
    #[error("the store holds something of its own, or no copy into it was begun")]
    InUse,
    /// The store that is copied is not at rest, or another one than that of which the copy was begun: somebody serves on
    /// it.
    #[error("the store that is copied has changed since the copy began")]
    SourceChanged,
    /// The store was closed.
    #[error("the store is closed")]
    Closed,

    // What the store stands on.
    /// Somebody else, such as a backup or a second process, held the file, or rows that are wanted, for too long.
    #[error("the store is busy while {doing}")]
    Busy {
        /// What was being done.
        doing: &'static str,
    },
    /// The file system or the database refused. A commit that failed this way may be loaded again to see
    /// whether it took place; it is never half there.
    #[error("the store failed while {doing}")]
    Upstream {
        /// What was being done.
        doing: &'static str,
        /// The cause. Its text names files, tables and codes, never a stored value.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// What is stored cannot be read back.
    #[error("the store is damaged, seen while {doing}")]
    Corrupt {
        /// What was being done.
        doing: &'static str,
    },
    /// One stored row cannot be read: it was damaged, or does not open. All others can: go on behind it.
    #[error("{row} cannot be read")]
    Unreadable {
        /// Which one.
        row: Unreadable,
    },
    /// A value could not be sealed, or does not open.
    #[error("{place} cannot be sealed or opened")]
    Seal {
        /// Which value.
        place: Place,
        /// Why.
        #[source]
        fault: SealFault,
    },
    /// What was opened holds the half of another store: a [`Transfer`](crate::Transfer) into it has to go on, or everything in
    /// it goes.
    #[error("the copy into this store has not come to its end")]
    HalfCopied,
    /// The file or the schema belongs to another program. It was not changed.
    #[error("what was opened is not a store of this library")]
    ForeignFile,
    /// The file has a schema that was never released, so that there is no way from it to a newer one. It was not
    /// changed.
    #[error("the store has schema {found}, this library knows no older one than {oldest}")]
    OlderSchema {
        /// The file's schema.
        found: u64,
        /// The oldest schema known here.
        oldest: u64,
    },
    /// The file was written by a newer version of this library. It was not changed.
    #[error("the store has schema {found}, this library knows up to {known}")]
    NewerSchema {
        /// The file's schema.
        found: u64,
        /// The newest schema known here.
        known: u64,
    },

    // This library.
    /// A kind of link that this store has no column for.
    #[error("the store has no column for links of kind {kind}")]
    UnknownLink {
        /// The kind.
        kind: &'static str,
    },
}

impl Error {
    /// Whose fault it is. A conflict counts as the caller's, who held an old version.
    #[must_use]
    pub fn blame(&self) -> Blame {
        match self {
            Self::Conflict { .. }
            | Self::RepeatedRecord { .. }
            | Self::RepeatedCommand { .. }
            | Self::StrayEvent { .. }
            | Self::UuidTaken { .. }
            | Self::UuidChanged { .. }
            | Self::Limit { .. }
            | Self::Credential(_)
            | Self::Options { .. }
            | Self::InUse
            | Self::SourceChanged
            | Self::Closed => Blame::Caller,
            Self::Busy { .. }
            | Self::Upstream { .. }
            | Self::Corrupt { .. }
            | Self::Unreadable { .. }
            | Self::HalfCopied
            | Self::ForeignFile
            | Self::OlderSchema { .. }
            | Self::NewerSchema { .. } => Blame::Upstream,
            Self::Seal { fault, .. } => fault.blame(),
            Self::UnknownLink { .. } => Blame::Library,
        }
    }

    /// Whether trying again can help.
    #[must_use]
    pub fn retry(&self) -> Retry {
        match self {
            Self::Conflict { .. } => Retry::Reload,
            Self::Busy { .. } | Self::Upstream { .. } => Retry::Later,
            Self::Seal { fault, .. } => fault.retry(),
            _ => Retry::Never,
        }
    }

    /// Whether one value is bad, and all others may be good.
    pub(crate) const fn is_about_one_value(&self) -> bool {
        match self {
            Self::Unreadable { .. } => true,
            Self::Seal { fault, .. } => fault.is_about_the_value(),
            _ => false,
        }
    }

    /// Whether one record cannot be read, and all others may.
    pub(crate) const fn is_about_one_record(&self) -> bool {
        self.is_about_one_value() || matches!(self, Self::Corrupt { .. })
    }

    /// Whether it is a conflict: load, decide and commit again.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        matches!(self, Self::Conflict { .. })
    }
}

/// Whose fault an [`Error`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Blame {
    /// The device or another remote party. A store has none; the variant is here because every crate of
    /// this workspace has the same four.
    Peer,
    /// The program that calls.
    Caller,
    /// What this crate stands on: disk, database, the file as it was found.
    Upstream,
    /// This crate.
    Library,
}

/// What may follow an [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Retry {
    /// The same call fails again.
    Never,
    /// Load and decide again, at once.
    Reload,
    /// The same call may succeed later.
    Later,
}
