//! What went wrong, told without what it was about.

use std::error::Error as _;
use std::fmt;
use std::io;

use tokio_postgres::error::SqlState;

use super::pool::Lent;
use super::values::{Bytes, values};
use crate::Error;
use crate::row::{Batch, RecordKey};

/// What went wrong in a call.
pub(super) enum Fault {
    Sql(tokio_postgres::Error),
    /// A stored value is not what this library writes.
    Damaged,
    /// The time for the call is over.
    Late,
    Known(Error),
}

/// What the server or the connection said, as far as it holds no value: `DETAIL` and the message of a database error
/// may quote a row, and the cause of a failed connection the connection string.
#[derive(Debug)]
struct Told(String);

impl Fault {
    pub(super) fn into_error(self, doing: &'static str) -> Error {
        let error = match self {
            Self::Known(error) => return error,
            Self::Damaged => return Error::Corrupt { doing },
            Self::Late => return upstream(doing, "no answer in time"),
            Self::Sql(error) => error,
        };
        if error.to_string() == NOT_CONFIGURED {
            return Error::Options { what: "the connection string lacks a host, a port or a password" };
        }
        match error.code() {
            Some(code) if BUSY.contains(code) => Error::Busy { doing },
            Some(&(SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED)) => Error::Corrupt { doing },
            _ => Error::Upstream { doing, source: Box::new(Told::new(&error)) },
        }
    }

    /// What was known when a commit was sent is not so any more, or not all that there is.
    pub(super) fn is_changed(&self) -> bool {
        let Self::Sql(error) = self else { return false };
        matches!(error.code(), Some(&(SqlState::DIVISION_BY_ZERO | SqlState::UNIQUE_VIOLATION)))
    }

    /// In a commit: a conflict, where others came first in a way that versions did not show.
    pub(super) async fn or_conflict(self, lent: &Lent<'_>, batch: &Batch) -> Self {
        let Self::Sql(error) = &self else { return self };
        let lost = match error.code() {
            Some(&(SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED)) => {
                let written = batch.writes.iter().map(|write| &write.key);
                written.chain(batch.remove.iter().map(|(key, _)| key)).next()
            }
            Some(&SqlState::UNIQUE_VIOLATION) => created_meanwhile(lent, batch).await,
            _ => None,
        };
        lost.map_or(self, |key| Self::Known(Error::Conflict { key: key.clone() }))
    }
}

/// A record that was to be created, and is there. It is looked up: the constraint that told of it may be that of a
/// partition, whatever its name is.
async fn created_meanwhile<'b>(lent: &Lent<'_>, batch: &'b Batch) -> Option<&'b RecordKey> {
    for write in batch.writes.iter().filter(|write| write.expected.is_none()) {
        let found = lent.first(&lent.statements().head, values![Bytes::from(&write.key)]).await;
        if let Ok(Some(_)) = found {
            return Some(&write.key);
        }
    }
    None
}

impl From<tokio_postgres::Error> for Fault {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Known(error)
    }
}

impl Told {
    fn new(error: &tokio_postgres::Error) -> Self {
        if let Some(told) = error.as_db_error() {
            let constraint = told.constraint().map_or_else(String::new, |name| format!(" at {name}"));
            return Self(format!("the server answered SQLSTATE {}{constraint}", told.code().code()));
        }
        // Says only of which kind the error is.
        let kind = error.to_string();
        let cause = error.source().and_then(|cause| cause.downcast_ref::<io::Error>());
        Self(cause.map_or_else(|| kind.clone(), |cause| format!("{kind}: {}", cause.kind())))
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Told {}

pub(super) fn upstream(doing: &'static str, told: &str) -> Error {
    Error::Upstream { doing, source: Box::new(Told(told.to_owned())) }
}

/// What the driver says, before its cause, when it does not even try.
const NOT_CONFIGURED: &str = "invalid configuration";

/// Others held what was wanted, or the server's time for a statement was over; nothing was written.
const BUSY: [SqlState; 4] = [
    SqlState::T_R_SERIALIZATION_FAILURE,
    SqlState::T_R_DEADLOCK_DETECTED,
    SqlState::LOCK_NOT_AVAILABLE,
    SqlState::QUERY_CANCELED,
];
