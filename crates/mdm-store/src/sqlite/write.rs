//! What changes the file. Every function runs inside one write transaction.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::params;

use super::read::{self, RECORD, Record, number, phase, rows, waits_on};
use super::session::{Fault, Session};
use super::wake;
use crate::columns::{Class, between, integer, link, phase_number, places};
use crate::limits::{PRUNED, millis, next_version};
use crate::row::{Batch, CommandRow, Gates, HeadRow, Phase, RecordKey, Write};
use crate::{Error, OldEvents};

/// Writes a batch that was validated.
pub(super) fn commit(session: &mut Session<'_>, batch: &Batch) -> Result<(), Fault> {
    // All versions are compared before anything else, so that a conflict is never reported as a command
    // that clashes with what the caller had not yet seen.
    let mut records = Vec::with_capacity(batch.writes.len());
    for write in &batch.writes {
        let stored = session.first(RECORD, [write.key.as_str()], read::record)?;
        if stored.as_ref().map(|record| record.version) != write.expected {
            return Err(Error::Conflict { key: write.key.clone() }.into());
        }
        records.push(stored);
    }
    let mut removed = Vec::with_capacity(batch.remove.len());
    for (key, expected) in &batch.remove {
        let stored = session.first(RECORD, [key.as_str()], read::record)?;
        let stored = stored.filter(|record| record.version == *expected);
        removed.push((key, stored.ok_or_else(|| Error::Conflict { key: key.clone() })?));
    }
    for (key, record) in removed {
        remove(session, key, &record)?;
    }
    let mut committed = BTreeMap::new();
    for (write, stored) in batch.writes.iter().zip(records) {
        let id_and_version = write_record(session, write, stored)?;
        committed.insert(&write.key, (id_and_version, 0_u64));
    }
    for name in &batch.forget_payloads {
        session.execute(CLEAR_PAYLOAD, [&name.0])?;
    }
    for (name, bytes) in &batch.payloads {
        session.execute(SET_PAYLOAD, params![name.0, bytes])?;
    }
    for event in &batch.events {
        let Some(((record, version), index)) = committed.get_mut(&event.key) else { continue };
        let values = params![*record, integer(*version), integer(*index), millis(event.at)?, event.body];
        session.execute(ADD_EVENT, values)?;
        *index += 1;
    }
    Ok(())
}

/// How many.
pub(super) fn prune_events(session: &mut Session<'_>, old: &OldEvents, limit: usize) -> Result<usize, Fault> {
    let event = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?));
    let found = match old {
        OldEvents::UpTo(position) => session.all(OLD, [integer(position.0), rows(limit)], event)?,
        OldEvents::Of(key) => session.all(OLD_OF, params![key.as_str(), rows(limit)], event)?,
        OldEvents::At(positions) => {
            let mut positions = positions.clone();
            positions.sort_unstable();
            let mut found = Vec::new();
            for position in positions {
                found.extend(session.first(OLD_AT, [integer(position.0)], event)?);
            }
            found.truncate(limit);
            found
        }
    };
    let (mut bytes, mut gone) = (0, 0);
    for (position, size) in found {
        if bytes >= PRUNED as i64 {
            break;
        }
        bytes = bytes.saturating_add(size);
        gone += session.execute(PRUNE, [position])?;
    }
    Ok(gone)
}

/// What refers to the record goes before it.
fn remove(session: &mut Session<'_>, key: &RecordKey, record: &Record) -> Result<(), Fault> {
    for link in &record.head.links {
        session.execute(CLEAR_LINK, params![link.kind.as_str(), link.value, key.as_str()])?;
    }
    wake::remove(session, key)?;
    for sql in REMOVE {
        session.execute(sql, [record.id])?;
    }
    Ok(())
}

pub(super) fn touch(session: &mut Session<'_>, contacts: &[(RecordKey, i64)]) -> Result<(), Fault> {
    for (key, at) in contacts {
        session.execute(TOUCH, params![key.as_str(), at])?;
    }
    Ok(())
}

/// The record's number and its new version.
fn write_record(
    session: &mut Session<'_>,
    write: &Write,
    stored: Option<Record>,
) -> Result<(i64, u64), Fault> {
    let version = next_version(stored.as_ref().map_or(0, |record| record.version.0))?;
    let id = match &stored {
        Some(record) => record.id,
        None => {
            session.execute(ADD_RECORD, [write.key.as_str()])?;
            session.last_insert()
        }
    };
    let mut open = stored.as_ref().map_or(0, |record| record.open);
    for &seq in &write.forget {
        let was_open = forget_command(session, id, integer(seq))?;
        open = open.saturating_sub(was_open.into());
    }
    for command in &write.commands {
        let was_open = write_command(session, &write.key, id, command)?;
        let is_open = command.phase != Phase::Done;
        open = open.saturating_add(is_open.into()).saturating_sub(was_open.into());
    }
    let old_links = stored.map_or_else(Vec::new, |record| record.head.links);
    if old_links != write.head.links {
        for old in old_links {
            session.execute(CLEAR_LINK, params![old.kind.as_str(), old.value, write.key.as_str()])?;
        }
        for new in &write.head.links {
            session.execute(SET_LINK, params![new.kind.as_str(), new.value, write.key.as_str()])?;
        }
    }
    let HeadRow { session: session_number, shut, backoff_until, links, body } = &write.head;
    let values = params![
        id,
        integer(version),
        integer(*session_number),
        shut.bits(),
        backoff_until.map(millis).transpose()?,
        integer(open),
        link::encode(links),
        body
    ];
    session.execute(SET_RECORD, values)?;
    wake::change(session, &write.key, &write.wake)?;
    Ok((id, version))
}

/// Whether the command was there and not done.
pub(super) fn write_command(
    session: &mut Session<'_>,
    key: &RecordKey,
    record: i64,
    command: &CommandRow,
) -> Result<bool, Fault> {
    let seq = integer(command.seq);
    let stored = session.first(COMMAND, [record, seq], |row| {
        Ok((row.get::<_, Box<str>>(0)?, phase(row.get(1)?)?, waits_on(row, 2)?))
    })?;
    let clash = match &stored {
        Some((uuid, ..)) if *uuid != command.uuid => {
            Some(Error::UuidChanged { key: key.clone(), seq: command.seq })
        }
        Some(_) => None,
        None => session
            .first(SEQ_OF, params![record, command.uuid], |row| number(row, 0))?
            .map(|_| Error::UuidTaken { key: key.clone(), seq: command.seq }),
    };
    if let Some(clash) = clash {
        return Err(clash.into());
    }

    let was_open = stored.as_ref().is_some_and(|(_, phase, _)| *phase != Phase::Done);
    let old_edges = stored.map_or_else(Vec::new, |(.., waits_on)| waits_on);
    let old_edges = if was_open { old_edges.as_slice() } else { &[] };
    let new_edges = if command.phase == Phase::Done { &[] } else { command.waits_on.as_slice() };
    if old_edges != new_edges {
        // A command that waits for thousands loses one at a time: look at what lies between the ends that are alike.
        let (old, new) = between(old_edges, new_edges);
        let (old, new): (BTreeSet<_>, BTreeSet<_>) = (old.iter().collect(), new.iter().collect());
        for earlier in old.difference(&new) {
            session.execute(CLEAR_EDGE, [record, integer(**earlier), seq])?;
        }
        for earlier in new.difference(&old) {
            session.execute(SET_EDGE, [record, integer(**earlier), seq])?;
        }
    }
    let class = Class { gates: command.gates, is_timed: command.not_before.is_some() };
    session.execute(
        SET_COMMAND,
        params![
            record,
            seq,
            command.uuid,
            phase_number(command.phase),
            command.rank,
            !command.waits_on.is_empty() || command.gates.has(Gates::HELD),
            class.number(),
            command.refused_in.map(integer),
            command.not_before.map(millis).transpose()?,
            command.expires_at.map(millis).transpose()?,
            places::encode(&command.waits_on),
            command.body,
        ],
    )?;
    Ok(was_open)
}

/// Whether the command was there and not done.
fn forget_command(session: &mut Session<'_>, record: i64, seq: i64) -> Result<bool, Fault> {
    let stored = session.first(COMMAND, [record, seq], |row| Ok((phase(row.get(1)?)?, waits_on(row, 2)?)))?;
    let Some((phase, waits_on)) = stored else { return Ok(false) };
    for earlier in waits_on {
        session.execute(CLEAR_EDGE, [record, integer(earlier), seq])?;
    }
    session.execute(CLEAR_COMMAND, [record, seq])?;
    Ok(phase != Phase::Done)
}

const ADD_RECORD: &str = "INSERT INTO record (key, version, session, shut, backoff_until, open, links, body) \
    VALUES (?1, 0, 0, 0, NULL, 0, x'', x'')";
const SET_RECORD: &str = "UPDATE record SET version = ?2, session = ?3, shut = ?4, backoff_until = ?5, open = ?6, \
    links = ?7, body = ?8 WHERE id = ?1";
pub(super) const SET_LINK: &str =
    "INSERT INTO link (kind, value, key) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
const CLEAR_LINK: &str = "DELETE FROM link WHERE kind = ?1 AND value = ?2 AND key = ?3";
const COMMAND: &str = "SELECT uuid, phase, waits_on FROM command WHERE record = ?1 AND seq = ?2";
const SEQ_OF: &str = "SELECT seq FROM command WHERE record = ?1 AND uuid = ?2";
const SET_COMMAND: &str = "INSERT INTO command \
    (record, seq, uuid, phase, rank, blocked, class, refused_in, not_before, expires_at, waits_on, body) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) \
    ON CONFLICT (record, seq) DO UPDATE SET phase = excluded.phase, rank = excluded.rank, \
    blocked = excluded.blocked, class = excluded.class, refused_in = excluded.refused_in, \
    not_before = excluded.not_before, expires_at = excluded.expires_at, waits_on = excluded.waits_on, \
    body = excluded.body";
const CLEAR_COMMAND: &str = "DELETE FROM command WHERE record = ?1 AND seq = ?2";
const SET_EDGE: &str = "INSERT INTO edge (record, earlier, later) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
const CLEAR_EDGE: &str = "DELETE FROM edge WHERE record = ?1 AND earlier = ?2 AND later = ?3";
pub(super) const SET_PAYLOAD: &str = "INSERT INTO payload (name, body) VALUES (?1, ?2) \
    ON CONFLICT (name) DO UPDATE SET body = excluded.body";
const CLEAR_PAYLOAD: &str = "DELETE FROM payload WHERE name = ?1";
const ADD_EVENT: &str = "INSERT INTO event (record, version, number, at, body) VALUES (?1, ?2, ?3, ?4, ?5)";
const OLD: &str = "SELECT position, length(body) FROM event WHERE position <= ?1 ORDER BY position LIMIT ?2";
const OLD_OF: &str = "SELECT position, length(event.body) FROM record JOIN event ON event.record = record.id \
    WHERE key = ?1 ORDER BY event.version, number LIMIT ?2";
const OLD_AT: &str = "SELECT position, length(body) FROM event WHERE position = ?1";
const PRUNE: &str = "DELETE FROM event WHERE position = ?1";
const REMOVE: [&str; 5] = [
    "DELETE FROM edge WHERE record = ?1",
    "DELETE FROM command WHERE record = ?1",
    "DELETE FROM event WHERE record = ?1",
    "DELETE FROM contact WHERE record = ?1",
    "DELETE FROM record WHERE id = ?1",
];
const TOUCH: &str = "INSERT INTO contact (record, at) SELECT id, ?2 FROM record WHERE key = ?1 \
    ON CONFLICT (record) DO UPDATE SET at = excluded.at WHERE excluded.at > contact.at";

#[cfg(test)]
pub(super) const ALL: &[&str] = &[
    ADD_RECORD,
    SET_RECORD,
    SET_LINK,
    CLEAR_LINK,
    COMMAND,
    SEQ_OF,
    SET_COMMAND,
    CLEAR_COMMAND,
    SET_EDGE,
    CLEAR_EDGE,
    SET_PAYLOAD,
    CLEAR_PAYLOAD,
    ADD_EVENT,
    OLD,
    OLD_OF,
    OLD_AT,
    PRUNE,
    REMOVE[0],
    REMOVE[1],
    REMOVE[2],
    REMOVE[3],
    REMOVE[4],
    TOUCH,
];
