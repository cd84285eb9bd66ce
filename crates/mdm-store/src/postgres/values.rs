//! Values on their way into columns and out of them.

use std::borrow::Cow;
use std::fmt;
use std::time::SystemTime;

use bytes::BytesMut;
use tokio_postgres::Row;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use super::fault::Fault;
use crate::limits::from_millis;
use crate::row::RecordKey;
use crate::{Error, Unreadable};

/// A value of a column `BYTEA`, in which text lies too: it is compared byte by byte, and may have the character NUL.
///
/// The driver writes values to its debug log; of this one it writes the length.
#[derive(Clone)]
pub(super) struct Bytes<'a>(Cow<'a, [u8]>);

impl<'a> Bytes<'a> {
    pub(super) fn text(text: &'a str) -> Self {
        Self(Cow::Borrowed(text.as_bytes()))
    }
}

impl<'a> From<&'a [u8]> for Bytes<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self(Cow::Borrowed(bytes))
    }
}

impl From<Vec<u8>> for Bytes<'_> {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Cow::Owned(bytes))
    }
}

impl<'a> From<&'a RecordKey> for Bytes<'a> {
    fn from(key: &'a RecordKey) -> Self {
        Self::text(key.as_str())
    }
}

impl fmt::Debug for Bytes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({} bytes)", self.0.len())
    }
}

impl ToSql for Bytes<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        self.0.as_ref().to_sql(ty, out)
    }

    fn accepts(ty: &Type) -> bool {
        <&[u8] as ToSql>::accepts(ty)
    }

    to_sql_checked!();
}

/// The values of a statement.
pub(super) type Values<'a> = Vec<&'a (dyn ToSql + Sync)>;

/// The values of a statement.
macro_rules! values {
    ($($value:expr),* $(,)?) => {
        vec![$(&$value as &(dyn tokio_postgres::types::ToSql + Sync)),*]
    };
}
pub(super) use values;

/// A value of a column that has the type which is asked for.
pub(super) fn value<'r, T: FromSql<'r>>(row: &'r Row, column: usize) -> Result<T, Fault> {
    row.try_get(column).map_err(|_| Fault::Damaged)
}

pub(super) fn number(row: &Row, column: usize) -> Result<u64, Fault> {
    natural(value(row, column)?)
}

pub(super) fn natural(stored: i64) -> Result<u64, Fault> {
    u64::try_from(stored).map_err(|_| Fault::Damaged)
}

pub(super) fn time(row: &Row, column: usize) -> Result<SystemTime, Fault> {
    from_millis(value(row, column)?).ok_or(Fault::Damaged)
}

pub(super) fn optional_time(row: &Row, column: usize) -> Result<Option<SystemTime>, Fault> {
    let stored: Option<i64> = value(row, column)?;
    stored.map(|whole| from_millis(whole).ok_or(Fault::Damaged)).transpose()
}

pub(super) fn text(row: &Row, column: usize) -> Result<&str, Fault> {
    str::from_utf8(value(row, column)?).map_err(|_| Fault::Damaged)
}

pub(super) fn key(row: &Row, column: usize) -> Result<RecordKey, Fault> {
    RecordKey::new(text(row, column)?).ok_or(Fault::Damaged)
}

/// The rows before the first that cannot be read. When that is the very first, which one it is.
pub(super) fn page<T>(
    rows: &[Row],
    decode: impl Fn(&Row) -> Result<T, Fault>,
    which: impl FnOnce(&Row) -> Result<Unreadable, Fault>,
) -> Result<Vec<T>, Fault> {
    let readable: Vec<_> = rows.iter().map_while(|row| decode(row).ok()).collect();
    match rows.first() {
        Some(first) if readable.is_empty() => Err(Error::Unreadable { row: which(first)? }.into()),
        _ => Ok(readable),
    }
}

/// The number of rows of a page, for a column.
pub(super) fn rows(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}
