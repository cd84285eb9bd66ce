//! What can go wrong, and whose fault it is.

use crate::{InvalidId, InvalidSecret};

/// Why a message was not read, written or resolved.
///
/// What a device answers (`Error`, `CommandFormatError`, `NotNow`) is data, not one of these. No variant
/// holds a value of a message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Peer: the bytes are no property list, go over a limit, or lack what the message needs. The source
    /// knows byte offset, line and key path.
    #[error("the message cannot be read: {0}")]
    Unreadable(#[source] mdm_plist::Error),
    /// Peer: the bytes are no JSON or lack what the document needs.
    #[error("the document cannot be read as JSON, line {line}, column {column}")]
    UnreadableJson {
        /// The line where reading stopped, from 1 on.
        line: usize,
        /// The column where reading stopped.
        column: usize,
    },
    /// Peer: the document is longer than the limit.
    #[error("the document is longer than {limit} bytes")]
    TooLongJson {
        /// The limit.
        limit: usize,
    },
    /// Peer: the bytes are no message that is known.
    #[error("no message of the protocol")]
    NoMessage,
    /// Peer: the message has neither `UDID` nor `EnrollmentID`.
    #[error("the message names no enrollment: it has neither UDID nor EnrollmentID")]
    NoEnrollment,
    /// Peer: the message comes from a user of a Shared iPad and lacks `UserShortName`, the only key that
    /// tells such users apart.
    #[error("the message comes from a user of a Shared iPad and has no UserShortName")]
    NoSharedIpadUser,
    /// Peer: the keys that name the enrollment do not make an identifier.
    #[error("the keys that name the enrollment are {0}")]
    InvalidEnrollment(#[source] InvalidId),
    /// Peer: the report answers another type of command than it was read as.
    #[error("the report answers a command of another type than {expected}")]
    OtherRequestType {
        /// The type that the caller looked up.
        expected: &'static str,
    },
    /// Caller: a text is not an identifier.
    #[error(transparent)]
    InvalidId(#[from] InvalidId),
    /// Caller: a text cannot be a secret of that kind.
    #[error(transparent)]
    InvalidSecret(#[from] InvalidSecret),
    /// Caller: the keys do not make a command of the type that they were given for.
    #[error("the keys do not make such a command: {0}")]
    InvalidKeys(#[source] mdm_plist::Error),
    /// Caller: an unknown key holds what JSON does not have.
    #[error("the document cannot be written as JSON")]
    UnwritableJson,
    /// Caller: a message cannot be written, for example because an unknown key holds a value that a property
    /// list does not have.
    #[error("the message cannot be written: {0}")]
    Unwritable(#[source] mdm_plist::Error),
}

impl Error {
    /// Whose fault it is.
    #[must_use]
    pub fn blame(&self) -> Blame {
        match self {
            Self::Unreadable(_)
            | Self::UnreadableJson { .. }
            | Self::TooLongJson { .. }
            | Self::NoMessage
            | Self::NoEnrollment
            | Self::NoSharedIpadUser
            | Self::InvalidEnrollment(_)
            | Self::OtherRequestType { .. } => Blame::Peer,
            Self::InvalidId(_)
            | Self::InvalidSecret(_)
            | Self::InvalidKeys(_)
            | Self::UnwritableJson
            | Self::Unwritable(_) => Blame::Caller,
        }
    }

    /// The byte of the message where reading stopped.
    #[must_use]
    pub fn offset(&self) -> Option<usize> {
        match self {
            Self::Unreadable(source) => source.offset(),
            _ => None,
        }
    }

    /// The way from the root of the message to the value that stopped it; empty at the root.
    #[must_use]
    pub fn key_path(&self) -> &str {
        match self {
            Self::Unreadable(source) | Self::InvalidKeys(source) | Self::Unwritable(source) => {
                source.key_path()
            }
            _ => "",
        }
    }
}

/// Whose fault an error is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Blame {
    /// The one who sent the bytes.
    Peer,
    /// The program that calls this crate.
    Caller,
    /// A server that the program asked. Never the case here.
    Upstream,
    /// This crate. Never the case so far.
    Library,
}
