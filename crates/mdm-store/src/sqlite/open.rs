//! Opening a file: whose it is, which schema it has, and what a connection is set to.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::session::Fault;
use super::{Durability, SqliteOptions};
use crate::Error;
use crate::columns::{HALF_COPIED, Purpose};

/// The connection that writes, with the newest schema in the file.
pub(super) fn writer(path: &Path, options: &SqliteOptions, purpose: Purpose) -> Result<Connection, Fault> {
    create(path)?;
    let found = fs::metadata(path).map_err(|error| upstream(error, "opening the file"))?;
    if found.is_dir() {
        return Err(Error::Options { what: "a folder is at the path" }.into());
    }
    let length = found.len();
    let connection = connect(path, options)?;
    match version(&connection) {
        Err(fault) if fault.code() == Some(ErrorCode::NotADatabase) => {
            return Err(Error::ForeignFile.into());
        }
        Ok(found) if found.is_half && purpose == Purpose::Serve => return Err(Error::HalfCopied.into()),
        other => other?,
    };
    // SQLite takes a file of one byte for an empty one, and would write over it.
    if length > 0 && connection.query_row("PRAGMA page_count", [], |row| row.get::<_, i64>(0))? == 0 {
        return Err(Error::ForeignFile.into());
    }
    // Free pages can be given back in steps. Of a file that has tables already this is passed over.
    connection.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
    write_ahead(&connection, options.busy_timeout)?;
    let synchronous = match options.durability {
        Durability::Full => "FULL",
        Durability::Process => "NORMAL",
    };
    connection.pragma_update(None, "synchronous", synchronous)?;
    // Where a sync does not reach the medium, as on macOS, ask for one that does; elsewhere without effect.
    connection.pragma_update(None, "fullfsync", options.durability == Durability::Full)?;
    connection.pragma_update(None, "checkpoint_fullfsync", true)?;
    migrate(&connection)?;
    Ok(connection)
}

/// A connection that reads what [`writer`] has prepared.
pub(super) fn reader(path: &Path, options: &SqliteOptions) -> Result<Connection, Fault> {
    let connection = connect(path, options)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

/// SQLite gives `:memory:`, `file:` and the empty path a meaning of their own; an absolute path has none.
pub(super) fn absolute(path: &Path) -> Result<PathBuf, Error> {
    if path.as_os_str().is_empty() {
        return Err(Error::Options { what: "the path is empty" });
    }
    std::path::absolute(path).map_err(|error| upstream(error, "opening the file"))
}

/// Creates an empty file for its owner only; SQLite gives its log the same permissions.
///
/// Closing a file gives up the locks that other connections of this process have on it (POSIX `fcntl`).
/// So this is done one at a time: nobody has the file open before its creator has closed it.
pub(super) fn create(path: &Path) -> Result<(), Error> {
    match create_new(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            Err(upstream(error, "creating the file"))
        }
        _ => Ok(()),
    }
}

/// As [`create`]; a file that exists is an error.
pub(super) fn create_new(path: &Path) -> io::Result<()> {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _one = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

pub(super) fn connect(path: &Path, options: &SqliteOptions) -> Result<Connection, Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(options.busy_timeout.min(MAX_BUSY))?;
    connection.pragma_update(None, "trusted_schema", false)?;
    Ok(connection)
}

/// What a file says of itself.
#[derive(Debug, PartialEq, Eq)]
struct Found {
    /// 0 when the file is new.
    schema: i64,
    /// A copy into it has not come to its end.
    is_half: bool,
}

/// The schema in the file. Changes nothing.
fn version(connection: &Connection) -> Result<Found, Fault> {
    // One moment: another process may be creating the file between two of these queries.
    let _moment = connection.is_autocommit().then(|| connection.unchecked_transaction()).transpose()?;
    let number = |sql| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    let application = number("PRAGMA application_id")?;
    let version = number("PRAGMA user_version")?;
    let is_new =
        application == 0 && version == 0 && number("SELECT EXISTS (SELECT 1 FROM sqlite_schema)")? == 0;
    if application != APPLICATION && !is_new {
        return Err(Error::ForeignFile.into());
    }
    let is_half = version >= HALF_COPIED;
    let schema = if is_half { version - HALF_COPIED } else { version };
    match (schema, u64::try_from(schema)) {
        (0 | OLDEST..=NEWEST, _) => Ok(Found { schema, is_half }),
        (..OLDEST, Ok(found)) => Err(Error::OlderSchema { found, oldest: OLDEST.unsigned_abs() }.into()),
        (_, Ok(found)) => Err(Error::NewerSchema { found, known: NEWEST.unsigned_abs() }.into()),
        (_, Err(_)) => Err(Fault::Damaged),
    }
}

/// Turns the write-ahead log on, once in the life of a file.
///
/// This upgrades a lock, where SQLite does not wait for others by itself: two processes that create a
/// file together meet here.
fn write_ahead(connection: &Connection, timeout: Duration) -> Result<(), Fault> {
    let mut left = timeout;
    loop {
        let mode =
            connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0));
        match mode.map_err(Fault::from) {
            Ok(mode) if mode.eq_ignore_ascii_case("wal") => return Ok(()),
            Ok(_) => {
                let what = "the file system of the path keeps no write-ahead log";
                return Err(Error::Options { what }.into());
            }
            Err(fault) if fault.code() == Some(ErrorCode::DatabaseBusy) && !left.is_zero() => {
                thread::sleep(PAUSE.min(left));
                left = left.saturating_sub(PAUSE);
            }
            Err(fault) => return Err(fault),
        }
    }
}

/// Brings an older schema forward, all steps or none, under the write lock: two processes may open a file
/// at once.
fn migrate(connection: &Connection) -> Result<(), Fault> {
    if version(connection)?.schema == NEWEST {
        return Ok(());
    }
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let outcome = version(connection).and_then(|found| {
        let done = usize::try_from(found.schema + 1 - OLDEST).unwrap_or_default();
        for step in MIGRATIONS.iter().skip(done) {
            connection.execute_batch(step)?;
        }
        connection.pragma_update(None, "application_id", APPLICATION)?;
        let mark = if found.is_half { HALF_COPIED } else { 0 };
        connection.pragma_update(None, "user_version", NEWEST + mark)?;
        Ok(connection.execute_batch("COMMIT")?)
    });
    if outcome.is_err() && !connection.is_autocommit() {
        // The error that led here is the one to report.
        let _ = connection.execute_batch("ROLLBACK");
    }
    outcome
}

pub(super) fn upstream(error: io::Error, doing: &'static str) -> Error {
    Error::Upstream { doing, source: Box::new(error) }
}

/// `LkSt`, in the header of the file.
const APPLICATION: i64 = 0x4c6b_5374;

/// SQLite counts the busy timeout in an `int` of milliseconds.
const MAX_BUSY: Duration = Duration::from_secs(24 * 60 * 60);

const PAUSE: Duration = Duration::from_millis(5);

/// The schema that the first of [`MIGRATIONS`] makes. Those before it were never released.
const OLDEST: i64 = 2;
#[allow(clippy::cast_possible_wrap, reason = "there are a few")]
pub(super) const NEWEST: i64 = OLDEST + MIGRATIONS.len() as i64 - 1;

/// Forward only: a step that was released is never changed. The file's `user_version` names the last one.
const MIGRATIONS: [&str; 4] = [TABLES, WAKES, TRAILS, WAKES_BY_NUMBER];

const TABLES: &str = "
-- Text is compared as bytes (collation BINARY), times are milliseconds since 1970.
CREATE TABLE record (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    session INTEGER NOT NULL,
    shut INTEGER NOT NULL,          -- gates, one bit each
    backoff_until INTEGER,
    open INTEGER NOT NULL,          -- how many commands are not done, so that nobody has to count
    links BLOB NOT NULL,
    body BLOB NOT NULL
) STRICT;

-- Apart from the record: noting a contact rewrites neither body nor version.
CREATE TABLE contact (record INTEGER PRIMARY KEY REFERENCES record (id), at INTEGER NOT NULL) STRICT;

CREATE TABLE link (kind TEXT NOT NULL, value TEXT NOT NULL, key TEXT NOT NULL,
    PRIMARY KEY (kind, value, key)) STRICT, WITHOUT ROWID;

-- phase: 0 waiting, 1 outstanding, 2 done. blocked: 1 when it waits on something, or somebody holds it.
-- class: the gates that it has to pass, one bit each, and 8 when it has a not_before.
CREATE TABLE command (
    id INTEGER PRIMARY KEY,
    record INTEGER NOT NULL REFERENCES record (id),
    seq INTEGER NOT NULL,
    uuid TEXT NOT NULL,
    phase INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    blocked INTEGER NOT NULL,
    class INTEGER NOT NULL,
    refused_in INTEGER,
    not_before INTEGER,
    expires_at INTEGER,
    waits_on BLOB NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX command_seq ON command (record, seq);
CREATE UNIQUE INDEX command_uuid ON command (record, uuid);
-- These know only commands that are not done: a long history does not make a window slow.
CREATE INDEX command_open ON command (record, seq) WHERE phase <> 2;
CREATE INDEX command_outstanding ON command (record, seq) WHERE phase = 1;
CREATE INDEX command_ready ON command (record, class, rank DESC, seq, refused_in, not_before)
    WHERE phase = 0 AND blocked = 0;
CREATE INDEX command_timed ON command (record, not_before, seq)
    WHERE phase = 0 AND blocked = 0 AND not_before IS NOT NULL;
CREATE INDEX command_expires ON command (record, expires_at, seq) WHERE phase = 0 AND expires_at IS NOT NULL;
CREATE INDEX command_done ON command (record, seq) WHERE phase = 2;

-- Who waits on whom, for commands that are not done: the index of command.waits_on.
CREATE TABLE edge (record INTEGER NOT NULL, earlier INTEGER NOT NULL, later INTEGER NOT NULL,
    PRIMARY KEY (record, earlier, later)) STRICT, WITHOUT ROWID;

CREATE TABLE payload (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, body BLOB NOT NULL) STRICT;

CREATE TABLE wake (key TEXT PRIMARY KEY, due INTEGER NOT NULL, action TEXT NOT NULL, body BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;
CREATE INDEX wake_due ON wake (due, key);

-- AUTOINCREMENT: a position is never given twice, not even after the last events were pruned.
CREATE TABLE event (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    record INTEGER NOT NULL REFERENCES record (id),
    version INTEGER NOT NULL,
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;
";

/// Wakes as `mdm-push` knows them, and leases. A push that was owed stays owed; a device that waits for nothing gets its
/// wake with the next decision about it.
const WAKES: &str = r#"
ALTER TABLE wake RENAME TO wake_before;
CREATE TABLE wake (
    key TEXT PRIMARY KEY,
    tenant TEXT NOT NULL,
    need INTEGER NOT NULL,
    due INTEGER,                    -- null while nothing is pending
    lane INTEGER NOT NULL,          -- 0 normal, 1 urgent
    comes_by INTEGER,
    reach TEXT NOT NULL,
    routes TEXT NOT NULL,           -- a line for each: kind, space, credential
    health INTEGER NOT NULL,        -- four bits a route
    attempt INTEGER NOT NULL,
    pushed INTEGER,
    body BLOB NOT NULL,
    position INTEGER NOT NULL,      -- of the last change; no row is ever deleted, so that the greatest only grows
    credential TEXT                 -- which the next push needs: out of routes and health
) STRICT, WITHOUT ROWID;
INSERT INTO wake
    SELECT key, topic, 1, due, 0, NULL, 'usual', 'apns ' || topic, 0, 0, NULL,
        CAST('{"v":2,"r":[{"Apns":' || route || '}]}' AS BLOB), row_number() OVER (ORDER BY due, key), topic
    FROM (SELECT key, due, json_extract(CAST(body AS TEXT), '$.r') AS route,
        json_extract(CAST(body AS TEXT), '$.r.topic') AS topic FROM wake_before);
DROP TABLE wake_before;
CREATE UNIQUE INDEX wake_position ON wake (position);
CREATE INDEX wake_pending ON wake (credential, lane, key) WHERE due IS NOT NULL;

CREATE TABLE lease (
    credential TEXT PRIMARY KEY,
    fence INTEGER NOT NULL,
    until INTEGER NOT NULL,
    spent_until INTEGER
) STRICT, WITHOUT ROWID;
"#;

/// The events of a record can be read, and a record removed.
const TRAILS: &str = "
CREATE INDEX event_record ON event (record, version, number);

-- The greatest position of a wake that was removed: it is not given again.
CREATE TABLE wake_removed (one INTEGER PRIMARY KEY CHECK (one = 1), position INTEGER NOT NULL) STRICT;
";

/// What pushes of a device count. And its wake is found by a number: a row is long, and under its key it would lie in
/// every page on the way to another one.
const WAKES_BY_NUMBER: &str = "
ALTER TABLE wake RENAME TO wake_before;
DROP INDEX wake_position;
DROP INDEX wake_pending;
CREATE TABLE wake (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    tenant TEXT NOT NULL,
    need INTEGER NOT NULL,
    due INTEGER,                    -- null while nothing is pending
    lane INTEGER NOT NULL,          -- 0 normal, 1 urgent
    comes_by INTEGER,
    reach TEXT NOT NULL,
    routes TEXT NOT NULL,           -- a line for each: kind, space, credential
    health INTEGER NOT NULL,        -- four bits a route
    attempt INTEGER NOT NULL,
    pushed INTEGER,
    body BLOB NOT NULL,
    position INTEGER NOT NULL,      -- of the last change
    credential TEXT,                -- which the next push needs: out of routes and health
    heard INTEGER NOT NULL          -- the need since which pushes count
) STRICT;
INSERT INTO wake (key, tenant, need, due, lane, comes_by, reach, routes, health, attempt, pushed, body, position,
        credential, heard)
    SELECT key, tenant, need, due, lane, comes_by, reach, routes, health, attempt, pushed, body, position, credential,
        need FROM wake_before ORDER BY key;
DROP TABLE wake_before;
CREATE UNIQUE INDEX wake_position ON wake (position);
CREATE INDEX wake_pending ON wake (credential, lane, key) WHERE due IS NOT NULL;
";

#[cfg(test)]
mod tests {
    use super::super::{bodies, read, transfer, wake, write};
    use super::*;

    /// A query that looks at a whole table, or that sorts, gets slower with the years.
    #[test]
    fn every_statement_is_answered_from_an_index() {
        let connection = Connection::open_in_memory().unwrap();
        assert!(migrate(&connection).is_ok());
        for sql in [read::ALL, write::ALL, wake::ALL, bodies::ALL, transfer::ALL].into_iter().flatten() {
            let mut plan = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let values: Vec<i64> = vec![0; plan.parameter_count()];
            let steps = plan.query_map(rusqlite::params_from_iter(values), |row| row.get::<_, String>(3));
            for step in steps.unwrap() {
                let step = step.unwrap();
                assert!(!step.starts_with("SCAN") && !step.contains("TEMP B-TREE"), "{step}: {sql}");
            }
        }
    }

    #[test]
    fn the_windows_use_the_indexes_that_know_no_history() {
        let connection = Connection::open_in_memory().unwrap();
        assert!(migrate(&connection).is_ok());
        for (sql, index) in read::WINDOWS {
            let mut plan = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let values: Vec<i64> = vec![0; plan.parameter_count()];
            let steps = plan.query_map(rusqlite::params_from_iter(values), |row| row.get::<_, String>(3));
            let steps: Vec<String> = steps.unwrap().map(Result::unwrap).collect();
            assert!(steps.iter().any(|step| step.contains(index)), "{steps:?}: {sql}");
        }
    }

    /// They read one row, from the end of an index.
    #[test]
    fn the_last_rows_are_found_without_sorting() {
        let connection = Connection::open_in_memory().unwrap();
        assert!(migrate(&connection).is_ok());
        for sql in transfer::LASTS {
            let mut plan = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let steps = plan.query_map([], |row| row.get::<_, String>(3));
            for step in steps.unwrap() {
                let step = step.unwrap();
                assert!(!step.contains("TEMP B-TREE"), "{step}: {sql}");
            }
        }
    }

    #[test]
    fn a_migration_is_done_once() {
        let connection = Connection::open_in_memory().unwrap();
        let schema = |connection| version(connection).ok().map(|found| found.schema);
        assert_eq!(schema(&connection), Some(0));
        assert!(migrate(&connection).is_ok(), "a new file takes the schema");
        assert!(migrate(&connection).is_ok(), "a second time changes nothing");
        assert_eq!(schema(&connection), Some(NEWEST));
    }
}
