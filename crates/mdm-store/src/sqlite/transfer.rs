//! Everything as it is stored.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Row, params};

use super::open::NEWEST;
use super::read::{key, number, rows};
use super::session::{Fault, Session};
use super::wake;
use super::write::{SET_LINK, SET_PAYLOAD, touch, write_command};
use crate::columns::{HALF_COPIED, integer, link};
use crate::limits::millis;
use crate::row::{CommandRow, Credential, HeadRow, Lease, PayloadName, Phase, RecordKey, Version};
use crate::seal::Place;
use crate::{Ends, Error, EventPosition, Mark, Put, StoredRow, Unreadable, WakePosition};

pub(super) fn ends(session: &mut Session<'_>) -> Result<Ends, Fault> {
    let event = session.first(LAST_EVENT, [], |row| number(row, 0))?;
    Ok(Ends { event: EventPosition(event.unwrap_or_default()), wake: wake::last(session)? })
}

pub(super) fn leases(
    session: &mut Session<'_>,
    after: Option<&Credential>,
    limit: usize,
) -> Result<Vec<(Credential, Lease)>, Fault> {
    let after = after.map_or("", Credential::as_str);
    let lease = |row: &Row<'_>| Ok((credential(row, 3)?, wake::lease_row(row)?));
    let which = |row: &Row<'_>| Ok(Unreadable::Lease(credential(row, 3)?));
    Ok(session.page(LEASES, params![after, rows(limit)], lease, which)?.0)
}

pub(super) fn begin(session: &mut Session<'_>, new: Ends) -> Result<Option<Mark>, Fault> {
    let last = last_put(session)?;
    let ends = ends(session)?;
    if is_half(session)? {
        return if ends == new { Ok(last) } else { Err(Error::SourceChanged.into()) };
    }
    if last.is_some() || ends != Ends::default() {
        return Err(Error::InUse.into());
    }
    session.execute(CLEAR_LAST_EVENT, [])?;
    session.execute(SET_LAST_EVENT, [integer(new.event.0)])?;
    session.execute(wake::SET_LAST_REMOVED, [integer(new.wake.0)])?;
    session.set_version(HALF_COPIED + NEWEST)?;
    Ok(None)
}

pub(super) fn put(session: &mut Session<'_>, rows: &[StoredRow]) -> Result<Put, Fault> {
    if !is_half(session)? {
        return Err(Error::InUse.into());
    }
    let (mut told, mut more) = (Put::default(), BTreeMap::<i64, i64>::new());
    for row in rows {
        let owner = match row.owner() {
            Some(key) => match session.first(RECORD_ID, [key.as_str()], |row| Ok(row.get::<_, i64>(0)?))? {
                Some(id) => id,
                None => {
                    told.left_out.insert(key.clone());
                    continue;
                }
            },
            None => 0,
        };
        match row {
            StoredRow::Record { key, version, head, contact } => {
                put_record(session, key, *version, head)?;
                if let Some(at) = contact {
                    touch(session, &[(key.clone(), millis(*at)?)])?;
                }
            }
            StoredRow::Command { key, row } => {
                let row = without_lost(session, owner, row)?;
                if matches!(row, Cow::Owned(_)) {
                    told.freed.insert((key.clone(), row.seq));
                }
                let was_open = write_command(session, key, owner, &row)?;
                *more.entry(owner).or_default() += i64::from(row.phase != Phase::Done) - i64::from(was_open);
            }
            StoredRow::Payload(name, bytes) => drop(session.execute(SET_PAYLOAD, params![name.0, bytes])?),
            StoredRow::Event(event) => {
                let (position, version) = (integer(event.position.0), integer(event.version.0));
                let (index, at) = (integer(event.index), millis(event.row.at)?);
                session.execute(PUT_EVENT, params![position, owner, version, index, at, event.row.body])?;
            }
            StoredRow::Wake(changed) => wake::set(session, &changed.row, changed.position.0)?,
            StoredRow::Lease(credential, lease) => wake::set_lease(session, credential, lease)?,
        }
    }
    for (record, more) in more {
        session.execute(COUNT, [record, more])?;
    }
    Ok(told)
}

/// The command, which waits for nothing that does not come before it.
fn without_lost<'r>(
    session: &mut Session<'_>,
    record: i64,
    row: &'r CommandRow,
) -> Result<Cow<'r, CommandRow>, Fault> {
    let mut lost = BTreeSet::new();
    for seq in row.waits_on.iter().filter(|_| row.phase != Phase::Done) {
        let found = session.first(HAS_COMMAND, [record, integer(*seq)], |_| Ok(()))?;
        if *seq >= row.seq || found.is_none() {
            lost.insert(*seq);
        }
    }
    if lost.is_empty() {
        return Ok(Cow::Borrowed(row));
    }
    let waits_on = row.waits_on.iter().copied().filter(|seq| !lost.contains(seq)).collect();
    Ok(Cow::Owned(CommandRow { waits_on, ..row.clone() }))
}

pub(super) fn complete(session: &mut Session<'_>) -> Result<(), Fault> {
    if is_half(session)? { session.set_version(NEWEST) } else { Err(Error::InUse.into()) }
}

fn put_record(
    session: &mut Session<'_>,
    key: &RecordKey,
    version: Version,
    head: &HeadRow,
) -> Result<(), Fault> {
    let HeadRow { session: number, shut, backoff_until, links, body } = head;
    let values = params![
        key.as_str(),
        integer(version.0),
        integer(*number),
        shut.bits(),
        backoff_until.map(millis).transpose()?,
        link::encode(links),
        body
    ];
    session.execute(PUT_RECORD, values)?;
    for link in links {
        session.execute(SET_LINK, params![link.kind.as_str(), link.value, key.as_str()])?;
    }
    Ok(())
}

fn is_half(session: &mut Session<'_>) -> Result<bool, Fault> {
    Ok(session.version()? >= HALF_COPIED)
}

/// The last of all rows; none when there is no row.
fn last_put(session: &mut Session<'_>) -> Result<Option<Mark>, Fault> {
    if let Some(credential) = session.first(LAST_LEASE, [], |row| credential(row, 0))? {
        return Ok(Some(Mark::Lease(credential)));
    }
    if let Some(position) = session.first(LAST_WAKE, [], |row| number(row, 0))? {
        return Ok(Some(Mark::Wake(WakePosition(position))));
    }
    if let Some(position) = session.first(LAST_POSITION, [], |row| number(row, 0))? {
        return Ok(Some(Mark::Event(EventPosition(position))));
    }
    let payload = |row: &Row<'_>| Ok(Place::Payload(PayloadName(row.get(0)?)));
    let command = |row: &Row<'_>| Ok(Place::Command { key: key(row, 0)?, seq: number(row, 1)? });
    let mut last = session.first(LAST_PAYLOAD, [], payload)?;
    if last.is_none() {
        last = session.first(LAST_COMMAND, [], command)?;
    }
    if last.is_none() {
        last = session.first(LAST_RECORD, [], |row| Ok(Place::Head(key(row, 0)?)))?;
    }
    Ok(last.map(Mark::Body))
}

fn credential(row: &Row<'_>, column: usize) -> Result<Credential, Fault> {
    let text = row.get_ref(column)?.as_str().map_err(rusqlite::Error::from)?;
    Credential::new(text).ok_or(Fault::Damaged)
}

// The table in which SQLite remembers the last position has one row and no index.
const LAST_EVENT: &str = "SELECT seq FROM sqlite_sequence WHERE name = 'event'";
const CLEAR_LAST_EVENT: &str = "DELETE FROM sqlite_sequence WHERE name = 'event'";
const SET_LAST_EVENT: &str = "INSERT INTO sqlite_sequence (name, seq) VALUES ('event', ?1)";
const LEASES: &str = "SELECT fence, until, spent_until, credential FROM lease WHERE credential > ?1 \
    ORDER BY credential LIMIT ?2";
const RECORD_ID: &str = "SELECT id FROM record WHERE key = ?1";
const PUT_RECORD: &str = "INSERT INTO record (key, version, session, shut, backoff_until, open, links, body) \
    VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6, ?7) ON CONFLICT DO NOTHING";
const HAS_COMMAND: &str = "SELECT 1 FROM command WHERE record = ?1 AND seq = ?2";
const COUNT: &str = "UPDATE record SET open = open + ?2 WHERE id = ?1";
const PUT_EVENT: &str = "INSERT INTO event (position, record, version, number, at, body) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING";
const LAST_LEASE: &str = "SELECT credential FROM lease ORDER BY credential DESC LIMIT 1";
const LAST_WAKE: &str = "SELECT position FROM wake ORDER BY position DESC LIMIT 1";
const LAST_POSITION: &str = "SELECT position FROM event ORDER BY position DESC LIMIT 1";
const LAST_PAYLOAD: &str = "SELECT name FROM payload ORDER BY name DESC LIMIT 1";
const LAST_COMMAND: &str = "SELECT key, seq FROM record CROSS JOIN command ON command.record = record.id \
    ORDER BY key DESC, seq DESC LIMIT 1";
const LAST_RECORD: &str = "SELECT key FROM record ORDER BY key DESC LIMIT 1";

#[cfg(test)]
pub(super) const ALL: &[&str] = &[LEASES, RECORD_ID, PUT_RECORD, HAS_COMMAND, COUNT, PUT_EVENT];

/// Each is answered by the first row of an index.
#[cfg(test)]
pub(super) const LASTS: &[&str] =
    &[LAST_LEASE, LAST_WAKE, LAST_POSITION, LAST_PAYLOAD, LAST_COMMAND, LAST_RECORD];
