//! Care of the file: copies, checks, space that is free.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::{Connection, TransactionBehavior};

use super::open::{self, upstream};
use super::session::{Fault, Session};
use super::{Space, SqliteOptions, index};
use crate::Error;
use crate::columns::flaws;

/// Writes the file, as it is at one moment, to another path, which must not exist. It appears there when it is whole
/// and synced.
pub(super) fn back_up(path: &Path, to: &Path, options: &SqliteOptions) -> Result<(), Fault> {
    let to = open::absolute(to)?;
    if to.try_exists().map_err(refused)? {
        return Err(refused(io::ErrorKind::AlreadyExists.into()));
    }
    let part = part(&to)?;
    let copied = copy(path, &to, &part, options);
    // It has another name by now, or is a half. The error that led here is the one to report.
    let _ = fs::remove_file(&part);
    copied
}

/// An empty file beside the copy, that nobody else has: others may copy to the same path.
fn part(to: &Path) -> Result<PathBuf, Fault> {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    loop {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let part = with_suffix(to, &format!(".{}-{number}.part", std::process::id()));
        match open::create_new(&part) {
            Ok(()) => return Ok(part),
            // Of an attempt that was cut off.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(refused(error)),
        }
    }
}

fn copy(path: &Path, to: &Path, part: &Path, options: &SqliteOptions) -> Result<(), Fault> {
    let name = part.to_str().ok_or(Error::Options { what: "the path of the copy is not Unicode" })?;
    let connection = open::connect(path, options)?;
    // A file from before this was switched on gets it in its copy.
    connection.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
    connection.execute("VACUUM INTO ?1", [name])?;
    File::open(part).and_then(|file| file.sync_all()).map_err(refused)?;
    // Unlike a renaming it overwrites nothing: of two copies one gets the path.
    fs::hard_link(part, to).map_err(refused)?;
    #[cfg(unix)]
    if let Some(folder) = to.parent() {
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(refused)?;
    }
    Ok(())
}

fn refused(error: io::Error) -> Fault {
    Fault::Known(match error.kind() {
        io::ErrorKind::AlreadyExists => Error::Options { what: "something is at the path of the copy" },
        _ => upstream(error, DOING),
    })
}

/// What is wrong with the file, in words without values.
pub(super) fn check(path: &Path, options: &SqliteOptions) -> Result<Vec<String>, Fault> {
    let mut connection = open::reader(path, options)?;
    let moment = connection.transaction_with_behavior(TransactionBehavior::Deferred)?;
    let mut problems = lines(&moment, "PRAGMA integrity_check(100)")?;
    problems.retain(|line| line != "ok");
    // Where the tree is broken, what hangs in it cannot be counted.
    if problems.is_empty() {
        for sql in [STRAY, STRAY_WAKE] {
            problems.extend(lines(&moment, sql)?);
        }
        let mut miscounted = moment.prepare(MISCOUNTED)?;
        let miscounted = miscounted.query_map([], |_| Ok(flaws::MISCOUNTED.to_owned()))?;
        problems.extend(miscounted.collect::<Result<Vec<_>, _>>()?);
        let mut counts = BTreeMap::new();
        index::compare(&moment, &mut |flaw| {
            let count = counts.entry(flaw.told).or_insert(0);
            *count += 1;
            if *count <= flaws::MOST {
                problems.push(flaw.told.to_owned());
            }
            Ok(())
        })?;
    }
    Ok(problems)
}

/// Makes anew what is kept a second time, all of it or nothing; gives how many rows were wrong.
pub(super) fn reindex(path: &Path, options: &SqliteOptions) -> Result<usize, Fault> {
    let mut connection = open::connect(path, options)?;
    let work = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    work.execute_batch("REINDEX")?;
    let mut mended = work.execute(RECOUNT, [])?;
    index::compare(&work, &mut |flaw| {
        if let Some((sql, values)) = flaw.mend {
            mended += work.execute(sql, values)?;
        }
        Ok(())
    })?;
    work.commit()?;
    Ok(mended)
}

fn lines(connection: &Connection, sql: &str) -> Result<Vec<String>, Fault> {
    let mut statement = connection.prepare(sql)?;
    let lines = statement.query_map([], |row| row.get(0))?;
    Ok(lines.collect::<Result<_, _>>()?)
}

/// Gives some free pages back to the file system.
pub(super) fn vacuum(session: &mut Session<'_>) -> Result<Space, Fault> {
    session.all(VACUUM, [], |_| Ok(()))?;
    space(session)
}

/// Writes the whole file anew, with nothing in it that was forgotten, and empties the log.
pub(super) fn scrub(path: &Path, options: &SqliteOptions) -> Result<(), Fault> {
    let connection = open::connect(path, options)?;
    connection.execute_batch("VACUUM")?;
    // What a reader still looks at stays in the log.
    let busy = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, bool>(0))?;
    if busy { Err(Fault::Known(Error::Busy { doing: SCRUBBING })) } else { Ok(()) }
}

pub(super) fn space(session: &mut Session<'_>) -> Result<Space, Fault> {
    let mut number =
        |sql| session.first(sql, [], |row| super::read::number(row, 0)).map(Option::unwrap_or_default);
    Ok(Space {
        page_bytes: number("PRAGMA page_size")?,
        pages: number("PRAGMA page_count")?,
        free: number("PRAGMA freelist_count")?,
        shrinks: number("PRAGMA auto_vacuum")? == INCREMENTAL,
    })
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}

impl Space {
    /// How many bytes could be given back.
    #[must_use]
    pub const fn free_bytes(&self) -> u64 {
        self.free.saturating_mul(self.page_bytes)
    }
}

pub(super) const SCRUBBING: &str = "scrubbing the file";
const DOING: &str = "backing up";
const INCREMENTAL: u64 = 2;
const VACUUM: &str = "PRAGMA incremental_vacuum(256)";
const STRAY: &str =
    "SELECT format('a row of %s belongs to no record', \"table\") FROM pragma_foreign_key_check LIMIT 100";
const STRAY_WAKE: &str = "SELECT 'a row of wake belongs to no record' FROM wake \
    WHERE NOT EXISTS (SELECT 1 FROM record WHERE record.key = wake.key) LIMIT 100";
const RECOUNT: &str = "UPDATE record SET open = counted.open FROM (SELECT id, (SELECT count(*) FROM command \
    WHERE command.record = record.id AND phase <> 2) AS open FROM record) AS counted \
    WHERE counted.id = record.id AND counted.open <> record.open";
const MISCOUNTED: &str = "SELECT 1 FROM record \
    WHERE open <> (SELECT count(*) FROM command WHERE command.record = record.id AND phase <> 2) LIMIT 100";
