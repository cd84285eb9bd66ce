//! Why an input was not carried out.

use std::time::Duration;

use super::{ATTEMPTS, FillError};
use crate::{Blame, Error, Retry};

/// Why an input was not carried out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// The input was refused.
    #[error(transparent)]
    Refused(#[from] mdm_enrollment::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] Error),
    /// Others kept writing the same record.
    #[error("the record was written by others {ATTEMPTS} times in a row")]
    Contended,
    /// The store has the command and not its bytes.
    #[error("the bytes of a command are missing")]
    NoPayload,
    /// A command has slots, and nobody fills them.
    #[error("a command has slots, and nobody fills them")]
    NoFill,
    /// The slots of a command could not be filled.
    #[error("the slots of a command could not be filled")]
    Fill(#[source] FillError),
    /// What a device asked could not be answered.
    #[error("what a device asked could not be answered")]
    Answer(#[source] FillError),
}

impl RunError {
    /// Whether it is about the one record that was asked for, and the next one may go all the same.
    pub(crate) const fn is_about_one_record(&self) -> bool {
        match self {
            Self::Refused(_) | Self::Contended | Self::NoPayload => true,
            Self::Store(error) => error.is_about_one_record(),
            Self::NoFill | Self::Fill(_) | Self::Answer(_) => false,
        }
    }

    /// Whose fault it is.
    #[must_use]
    pub fn blame(&self) -> Blame {
        match self {
            Self::Refused(error) => match error.blame() {
                mdm_enrollment::Blame::Peer => Blame::Peer,
                mdm_enrollment::Blame::Caller => Blame::Caller,
                _ => Blame::Library,
            },
            Self::Store(error) => error.blame(),
            Self::NoFill => Blame::Caller,
            Self::Contended | Self::NoPayload | Self::Fill(_) | Self::Answer(_) => Blame::Upstream,
        }
    }

    /// Whether trying again can help.
    #[must_use]
    pub fn retry(&self) -> Retry {
        match self {
            Self::Refused(mdm_enrollment::Error::Misrouted) => Retry::Later,
            Self::Refused(_) | Self::NoPayload | Self::NoFill => Retry::Never,
            Self::Store(error) => error.retry(),
            Self::Contended | Self::Fill(_) | Self::Answer(_) => Retry::Later,
        }
    }

    /// The header `Retry-After`, with 503.
    #[must_use]
    pub const fn retry_after(&self) -> Option<Duration> {
        if self.http_status() == 503 { Some(mdm_enrollment::Error::RETRY_AFTER) } else { None }
    }

    /// What a device is told, with an empty body; an administrator's interface may say the same. Never 401.
    #[must_use]
    pub const fn http_status(&self) -> u16 {
        match self {
            Self::Refused(error) => error.http_status(),
            Self::Contended | Self::Fill(_) | Self::Answer(_) => 503,
            Self::NoPayload | Self::NoFill => 500,
            Self::Store(error) => match error {
                // It passes, or another node is there: the device keeps its report and comes again.
                Error::Conflict { .. }
                | Error::Busy { .. }
                | Error::Upstream { .. }
                | Error::Options { .. }
                | Error::Closed => 503,
                // What was to be kept is too large.
                Error::Limit { .. } => 422,
                Error::Seal { fault, .. } if matches!(fault.retry(), Retry::Later) => 503,
                _ => 500,
            },
        }
    }
}
