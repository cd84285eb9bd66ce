//! Queries. Each is answered from an index; a test looks at their plans.

use std::collections::BTreeMap;
use std::time::SystemTime;

use rusqlite::{Row, params};

use super::link;
use super::session::{Fault, Session};
use crate::limits::{INTEGER, from_millis};
use crate::row::{
    CommandRow, EventRow, HeadRow, Link, Loaded, PayloadName, Phase, RecordKey, Refused, Version, WakeRow,
    Window,
};
use crate::{DueWake, EventPosition, StoredEvent};

pub(super) fn load(
    session: &mut Session<'_>,
    key: &RecordKey,
    window: &Window,
) -> Result<Option<Loaded>, Fault> {
    let Some(record) = session.first(RECORD, [key.as_str()], record)? else { return Ok(None) };
    let commands = match window {
        Window::Head => Vec::new(),
        Window::Open => session.all(OPEN, [record.id], command)?,
        Window::Session { reported, refused } => {
            exchange(session, &record, reported.as_deref(), *refused)?.into_values().collect()
        }
    };
    Ok(Some(Loaded { version: record.version, head: record.head, commands, open: record.open }))
}

/// [`Window::Session`], clause by clause.
fn exchange(
    session: &mut Session<'_>,
    record: &Record,
    reported: Option<&str>,
    refused: Refused,
) -> Result<BTreeMap<u64, CommandRow>, Fault> {
    let mut wanted = BTreeMap::new();
    let mut take = |commands: Vec<CommandRow>| {
        wanted.extend(commands.into_iter().map(|command| (command.seq, command)));
    };
    let mut first = session.all(OUTSTANDING, [record.id], command)?;
    if let Some(uuid) = reported {
        first.extend(session.first(BY_UUID, params![record.id, uuid], command)?);
    }
    for command_before in &first {
        take(session.all(SUCCESSORS, [record.id, integer(command_before.seq)], command)?);
    }
    take(first);
    let limit = rows(Window::READY);
    take(match refused {
        Refused::Include => session.all(READY, [record.id, limit], command)?,
        Refused::Skip => {
            let session_number = integer(record.head.session);
            session.all(READY_NOT_REFUSED, [record.id, limit, session_number], command)?
        }
    });
    Ok(wanted)
}

pub(super) fn find(
    session: &mut Session<'_>,
    link: &Link,
    after: Option<&RecordKey>,
    limit: usize,
) -> Result<Vec<RecordKey>, Fault> {
    // A key is never empty, so every key comes after the empty text.
    let after = after.map_or("", RecordKey::as_str);
    let values = params![link.kind.as_str(), link.value, after, rows(limit)];
    session.all(FIND, values, |row| key(row, 0))
}

pub(super) fn payload(session: &mut Session<'_>, name: &PayloadName) -> Result<Option<Vec<u8>>, Fault> {
    session.first(PAYLOAD, [&name.0], |row| Ok(row.get(0)?))
}

pub(super) fn due_wakes(session: &mut Session<'_>, now: i64, limit: usize) -> Result<Vec<DueWake>, Fault> {
    session.all(DUE_WAKES, [now, rows(limit)], |row| {
        let wake = WakeRow { due: time(row, 1)?, action: row.get(2)?, body: row.get(3)? };
        Ok(DueWake { key: key(row, 0)?, wake })
    })
}

pub(super) fn next_wake(session: &mut Session<'_>) -> Result<Option<SystemTime>, Fault> {
    let due = session.first(NEXT_WAKE, [], |row| Ok(row.get::<_, Option<i64>>(0)?))?.flatten();
    due.map(|due| from_millis(due).ok_or(Fault::Damaged)).transpose()
}

pub(super) fn commands(
    session: &mut Session<'_>,
    key: &RecordKey,
    after: Option<u64>,
    limit: usize,
) -> Result<Vec<CommandRow>, Fault> {
    let after = after.map_or(-1, integer);
    session.all(COMMANDS, params![key.as_str(), after, rows(limit)], command)
}

pub(super) fn events(
    session: &mut Session<'_>,
    after: Option<EventPosition>,
    limit: usize,
) -> Result<Vec<StoredEvent>, Fault> {
    let after = after.map_or(0, |after| integer(after.0));
    session.all(EVENTS, [after, rows(limit)], |row| {
        let event = EventRow { key: key(row, 1)?, at: time(row, 4)?, body: row.get(5)? };
        Ok(StoredEvent::new(number(row, 0)?, Version(number(row, 2)?), number(row, 3)?, event))
    })
}

pub(super) fn last_contact(session: &mut Session<'_>, key: &RecordKey) -> Result<Option<SystemTime>, Fault> {
    session.first(LAST_CONTACT, [key.as_str()], |row| time(row, 0))
}

/// A row of the table `record`.
pub(super) struct Record {
    pub(super) id: i64,
    pub(super) version: Version,
    pub(super) open: u64,
    pub(super) head: HeadRow,
}

pub(super) fn record(row: &Row<'_>) -> Result<Record, Fault> {
    let links = link::decode(row.get_ref(4)?.as_blob().map_err(rusqlite::Error::from)?);
    Ok(Record {
        id: row.get(0)?,
        version: Version(number(row, 1)?),
        open: number(row, 3)?,
        head: HeadRow { session: number(row, 2)?, links: links.ok_or(Fault::Damaged)?, body: row.get(5)? },
    })
}

fn command(row: &Row<'_>) -> Result<CommandRow, Fault> {
    Ok(CommandRow {
        seq: number(row, 0)?,
        uuid: row.get(1)?,
        phase: phase(row.get(2)?)?,
        lane: u8::try_from(row.get::<_, i64>(3)?).map_err(|_| Fault::Damaged)?,
        refused_in: row.get::<_, Option<i64>>(4)?.map(natural).transpose()?,
        waits_on: waits_on(row, 5)?,
        body: row.get(6)?,
    })
}

pub(super) fn phase(stored: i64) -> Result<Phase, Fault> {
    PHASES.into_iter().find(|&phase| phase_number(phase) == stored).ok_or(Fault::Damaged)
}

/// The number of a phase in the file. The partial indexes name these numbers.
pub(super) fn phase_number(phase: Phase) -> i64 {
    match phase {
        Phase::Waiting => 0,
        Phase::Outstanding => 1,
        Phase::Done => 2,
    }
}

pub(super) fn waits_on(row: &Row<'_>, column: usize) -> Result<Vec<u64>, Fault> {
    let bytes = row.get_ref(column)?.as_blob().map_err(rusqlite::Error::from)?;
    let (places, []) = bytes.as_chunks() else { return Err(Fault::Damaged) };
    Ok(places.iter().map(|&place| u64::from_be_bytes(place)).collect())
}

/// A number for a column. What is stored was validated; what is only asked for may be greater than
/// everything that is stored.
pub(super) fn integer(number: u64) -> i64 {
    i64::try_from(number.min(INTEGER)).unwrap_or(i64::MAX)
}

fn rows(limit: usize) -> i64 {
    integer(limit as u64)
}

pub(super) fn number(row: &Row<'_>, column: usize) -> Result<u64, Fault> {
    natural(row.get(column)?)
}

fn natural(stored: i64) -> Result<u64, Fault> {
    u64::try_from(stored).map_err(|_| Fault::Damaged)
}

fn time(row: &Row<'_>, column: usize) -> Result<SystemTime, Fault> {
    from_millis(row.get(column)?).ok_or(Fault::Damaged)
}

fn key(row: &Row<'_>, column: usize) -> Result<RecordKey, Fault> {
    let text = row.get_ref(column)?.as_str().map_err(rusqlite::Error::from)?;
    RecordKey::new(text).ok_or(Fault::Damaged)
}

const PHASES: [Phase; 3] = [Phase::Waiting, Phase::Outstanding, Phase::Done];

pub(super) const RECORD: &str = "SELECT id, version, session, open, links, body FROM record WHERE key = ?1";
const OPEN: &str = "SELECT seq, uuid, phase, lane, refused_in, waits_on, body FROM command \
    WHERE record = ?1 AND phase <> 2 ORDER BY seq";
const OUTSTANDING: &str = "SELECT seq, uuid, phase, lane, refused_in, waits_on, body FROM command \
    WHERE record = ?1 AND phase = 1 ORDER BY seq";
const BY_UUID: &str = "SELECT seq, uuid, phase, lane, refused_in, waits_on, body FROM command \
    WHERE record = ?1 AND uuid = ?2";
const SUCCESSORS: &str = "SELECT seq, uuid, phase, lane, refused_in, waits_on, body \
    FROM edge JOIN command ON command.record = edge.record AND command.seq = edge.later \
    WHERE edge.record = ?1 AND edge.earlier = ?2";
const READY: &str = "SELECT seq, uuid, phase, lane, refused_in, waits_on, body FROM command \
    WHERE record = ?1 AND phase = 0 AND blocked = 0 ORDER BY lane DESC, seq LIMIT ?2";
const READY_NOT_REFUSED: &str = "SELECT seq, uuid, phase, lane, refused_in, waits_on, body FROM command \
    WHERE record = ?1 AND phase = 0 AND blocked = 0 AND refused_in IS NOT ?3 \
    ORDER BY lane DESC, seq LIMIT ?2";
const FIND: &str = "SELECT key FROM link WHERE kind = ?1 AND value = ?2 AND key > ?3 ORDER BY key LIMIT ?4";
const PAYLOAD: &str = "SELECT body FROM payload WHERE name = ?1";
const DUE_WAKES: &str = "SELECT key, due, action, body FROM wake WHERE due <= ?1 ORDER BY due, key LIMIT ?2";
const NEXT_WAKE: &str = "SELECT min(due) FROM wake";
const COMMANDS: &str = "SELECT seq, uuid, phase, lane, refused_in, waits_on, body FROM command \
    WHERE record = (SELECT id FROM record WHERE key = ?1) AND seq > ?2 ORDER BY seq LIMIT ?3";
const EVENTS: &str = "SELECT position, key, event.version, number, at, event.body \
    FROM event JOIN record ON record.id = event.record WHERE position > ?1 ORDER BY position LIMIT ?2";
const LAST_CONTACT: &str = "SELECT at FROM contact WHERE record = (SELECT id FROM record WHERE key = ?1)";

#[cfg(test)]
pub(super) const ALL: &[&str] = &[
    RECORD,
    OPEN,
    OUTSTANDING,
    BY_UUID,
    SUCCESSORS,
    READY,
    READY_NOT_REFUSED,
    FIND,
    PAYLOAD,
    DUE_WAKES,
    NEXT_WAKE,
    COMMANDS,
    EVENTS,
    LAST_CONTACT,
];

#[cfg(test)]
pub(super) const WINDOWS: &[(&str, &str)] = &[
    (OPEN, "command_open"),
    (OUTSTANDING, "command_outstanding"),
    (READY, "command_ready"),
    (READY_NOT_REFUSED, "command_ready"),
];
