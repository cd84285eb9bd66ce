//! One connection with its prepared statements.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use rusqlite::{Connection, ErrorCode, Params, Row, Statement};

use crate::{Error, Unreadable};

/// A connection on the thread that owns it, and the statements that it has prepared. All texts are
/// static, so their number is bounded.
pub(super) struct Session<'c> {
    connection: &'c Connection,
    statements: HashMap<&'static str, Statement<'c>>,
}

impl<'c> Session<'c> {
    pub(super) fn new(connection: &'c Connection) -> Self {
        Self { connection, statements: HashMap::new() }
    }

    /// Everything of `work`, or nothing.
    pub(super) fn transaction<T>(
        &mut self,
        begin: &'static str,
        work: impl FnOnce(&mut Self) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        self.execute(begin, [])?;
        let outcome = work(self).and_then(|value| {
            self.execute("COMMIT", [])?;
            Ok(value)
        });
        if outcome.is_err() && self.is_in_transaction() {
            // The error that led here is the one to report.
            let _ = self.execute("ROLLBACK", []);
        }
        outcome
    }

    /// Inside of a transaction: what `work` did, if it says that it is to stay, or nothing.
    ///
    /// A transaction that has ended is an error.
    pub(super) fn savepoint(&mut self, work: impl FnOnce(&mut Self) -> bool) -> Result<(), Fault> {
        self.execute("SAVEPOINT one", [])?;
        let stays = work(self);
        if !self.is_in_transaction() {
            return Err(Fault::Lost);
        }
        if !stays {
            self.execute("ROLLBACK TO one", [])?;
        }
        self.execute("RELEASE one", []).map(drop)
    }

    /// Some errors, such as a disk that is full, end it.
    pub(super) fn is_in_transaction(&self) -> bool {
        !self.connection.is_autocommit()
    }

    /// How many rows were changed.
    pub(super) fn execute(&mut self, sql: &'static str, values: impl Params) -> Result<usize, Fault> {
        Ok(self.prepared(sql)?.execute(values)?)
    }

    pub(super) fn first<T>(
        &mut self,
        sql: &'static str,
        values: impl Params,
        decode: impl FnOnce(&Row<'_>) -> Result<T, Fault>,
    ) -> Result<Option<T>, Fault> {
        let mut rows = self.prepared(sql)?.query(values)?;
        rows.next()?.map(decode).transpose()
    }

    pub(super) fn all<T>(
        &mut self,
        sql: &'static str,
        values: impl Params,
        decode: impl Fn(&Row<'_>) -> Result<T, Fault>,
    ) -> Result<Vec<T>, Fault> {
        let mut found = Vec::new();
        let mut rows = self.prepared(sql)?.query(values)?;
        while let Some(row) = rows.next()? {
            found.push(decode(row)?);
        }
        Ok(found)
    }

    /// The rows before the first that cannot be read, and whether there is one. When that is the very first, which one it
    /// is.
    pub(super) fn page<T>(
        &mut self,
        sql: &'static str,
        values: impl Params,
        decode: impl Fn(&Row<'_>) -> Result<T, Fault>,
        which: impl FnOnce(&Row<'_>) -> Result<Unreadable, Fault>,
    ) -> Result<(Vec<T>, bool), Fault> {
        let mut found = Vec::new();
        let mut rows = self.prepared(sql)?.query(values)?;
        while let Some(row) = rows.next()? {
            match decode(row) {
                Err(fault) if !fault.is_damage() => return Err(fault),
                Err(_) if found.is_empty() => return Err(Error::Unreadable { row: which(row)? }.into()),
                Err(_) => return Ok((found, true)),
                Ok(one) => found.push(one),
            }
        }
        Ok((found, false))
    }

    pub(super) fn last_insert(&self) -> i64 {
        self.connection.last_insert_rowid()
    }

    /// The number of the schema, as the file has it.
    pub(super) fn version(&self) -> Result<i64, Fault> {
        Ok(self.connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
    }

    pub(super) fn set_version(&self, number: i64) -> Result<(), Fault> {
        Ok(self.connection.pragma_update(None, "user_version", number)?)
    }

    fn prepared(&mut self, sql: &'static str) -> Result<&mut Statement<'c>, Fault> {
        match self.statements.entry(sql) {
            Entry::Occupied(entry) => Ok(entry.into_mut()),
            Entry::Vacant(entry) => Ok(entry.insert(self.connection.prepare(sql)?)),
        }
    }
}

/// What went wrong on the thread of a connection.
pub(super) enum Fault {
    Sql(rusqlite::Error),
    /// A stored value is not what this library writes.
    Damaged,
    /// The transaction ended for what somebody else did in it.
    Lost,
    Known(Error),
}

impl Fault {
    pub(super) fn into_error(self, doing: &'static str) -> Error {
        let error = match self {
            Self::Known(error) => return error,
            Self::Damaged => return Error::Corrupt { doing },
            Self::Lost => {
                return Error::Upstream { doing, source: "another call ended the transaction".into() };
            }
            Self::Sql(error) => error,
        };
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Busy { doing },
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Error::Corrupt { doing },
            Some(_) => Error::Upstream { doing, source: Box::new(error) },
            None if is_conversion(&error) => Error::Corrupt { doing },
            None => Error::Upstream { doing, source: Box::new(error) },
        }
    }

    /// Whether what is stored in a row is not what this library writes.
    pub(super) fn is_damage(&self) -> bool {
        match self {
            Self::Damaged => true,
            Self::Sql(error) => is_conversion(error),
            Self::Lost | Self::Known(_) => false,
        }
    }

    /// The same, about one row.
    pub(super) fn of_row(self, row: Unreadable) -> Self {
        if self.is_damage() { Self::Known(Error::Unreadable { row }) } else { self }
    }

    pub(super) fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Sql(error) => error.sqlite_error_code(),
            Self::Damaged | Self::Lost | Self::Known(_) => None,
        }
    }

    /// The same, for another caller.
    pub(super) fn again(&self) -> Self {
        match self {
            Self::Sql(rusqlite::Error::SqliteFailure(code, text)) => {
                Self::Sql(rusqlite::Error::SqliteFailure(*code, text.clone()))
            }
            _ => Self::Lost,
        }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Known(error)
    }
}

/// Whether a stored value had another type or range than its column is meant to have.
fn is_conversion(error: &rusqlite::Error) -> bool {
    matches!(
        error,
        rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::Utf8Error(..)
    )
}
