//! Single bodies, read and replaced in place.

use rusqlite::params;

use super::read::{key, number, rows};
use super::session::{Fault, Session};
use crate::BodySwap;
use crate::columns::{integer, next_text};
use crate::limits::SEAL;
use crate::row::PayloadName;
use crate::seal::Place;

type Found = Vec<(Place, Vec<u8>)>;

pub(super) fn places(session: &mut Session<'_>, after: Option<&Place>, limit: usize) -> Result<Found, Fault> {
    let head = rows(SEAL);
    let mut found: Found = Vec::new();
    if matches!(after, None | Some(Place::Head(_))) {
        let from = match after {
            Some(Place::Head(key)) => next_text(key.as_str()),
            _ => String::new(),
        };
        let values = params![from, rows(limit), head];
        found.extend(session.all(HEADS, values, |row| Ok((Place::Head(key(row, 0)?), row.get(1)?)))?);
    }
    if matches!(after, None | Some(Place::Head(_) | Place::Command { .. })) {
        let command = |row: &rusqlite::Row<'_>| {
            Ok((Place::Command { key: key(row, 0)?, seq: number(row, 1)? }, row.get(2)?))
        };
        let mut from = String::new();
        if let Some(Place::Command { key, seq }) = after {
            let values = params![key.as_str(), integer(*seq), rows(limit), head];
            found.extend(session.all(COMMANDS_OF, values, command)?);
            from = next_text(key.as_str());
        }
        let left = rows(limit - found.len());
        found.extend(session.all(COMMANDS, params![from, left, head], command)?);
    }
    if !matches!(after, Some(Place::Wake(_) | Place::Event(_))) {
        let from = match after {
            Some(Place::Payload(name)) => next_text(&name.0),
            _ => String::new(),
        };
        let left = rows(limit - found.len());
        let payload = |row: &rusqlite::Row<'_>| Ok((Place::Payload(PayloadName(row.get(0)?)), row.get(1)?));
        found.extend(session.all(PAYLOADS, params![from, left, head], payload)?);
    }
    if !matches!(after, Some(Place::Event(_))) {
        let from = match after {
            Some(Place::Wake(key)) => next_text(key.as_str()),
            _ => String::new(),
        };
        let left = rows(limit - found.len());
        let wake = |row: &rusqlite::Row<'_>| Ok((Place::Wake(key(row, 0)?), row.get(1)?));
        found.extend(session.all(WAKES, params![from, left, head], wake)?);
    }
    Ok(found)
}

pub(super) fn body(session: &mut Session<'_>, place: &Place) -> Result<Option<Vec<u8>>, Fault> {
    let body = |row: &rusqlite::Row<'_>| Ok(row.get(0)?);
    match place {
        Place::Head(key) => session.first(HEAD, [key.as_str()], body),
        Place::Command { key, seq } => session.first(COMMAND, params![key.as_str(), integer(*seq)], body),
        Place::Payload(name) => session.first(PAYLOAD, [&name.0], body),
        Place::Wake(key) => session.first(WAKE, [key.as_str()], body),
        Place::Event(_) => Ok(None),
    }
}

pub(super) fn swap(session: &mut Session<'_>, swaps: &[BodySwap]) -> Result<Vec<bool>, Fault> {
    let one = |BodySwap { place, old, new }: &BodySwap| {
        let changed = match place {
            Place::Head(key) => session.execute(SET_HEAD, params![old, new, key.as_str()]),
            Place::Command { key, seq } => {
                session.execute(SET_COMMAND, params![old, new, key.as_str(), integer(*seq)])
            }
            Place::Payload(name) => session.execute(SET_PAYLOAD, params![old, new, name.0]),
            Place::Wake(key) => session.execute(SET_WAKE, params![old, new, key.as_str()]),
            Place::Event(_) => Ok(0),
        };
        Ok(changed? == 1)
    };
    swaps.iter().map(one).collect()
}

// Of an empty value SQLite gives no beginning.
const HEADS: &str =
    "SELECT key, coalesce(substr(body, 1, ?3), x'') FROM record WHERE key >= ?1 ORDER BY key LIMIT ?2";
const COMMANDS: &str = "SELECT key, seq, coalesce(substr(command.body, 1, ?3), x'') FROM record \
    CROSS JOIN command ON command.record = record.id WHERE key >= ?1 ORDER BY key, seq LIMIT ?2";
const COMMANDS_OF: &str = "SELECT ?1, seq, coalesce(substr(body, 1, ?4), x'') FROM command \
    WHERE record = (SELECT id FROM record WHERE key = ?1) AND seq > ?2 ORDER BY seq LIMIT ?3";
const PAYLOADS: &str =
    "SELECT name, coalesce(substr(body, 1, ?3), x'') FROM payload WHERE name >= ?1 ORDER BY name LIMIT ?2";
const WAKES: &str =
    "SELECT key, coalesce(substr(body, 1, ?3), x'') FROM wake WHERE key >= ?1 ORDER BY key LIMIT ?2";
const HEAD: &str = "SELECT body FROM record WHERE key = ?1";
const COMMAND: &str =
    "SELECT body FROM command WHERE record = (SELECT id FROM record WHERE key = ?1) AND seq = ?2";
const PAYLOAD: &str = "SELECT body FROM payload WHERE name = ?1";
const WAKE: &str = "SELECT body FROM wake WHERE key = ?1";
const SET_HEAD: &str = "UPDATE record SET body = ?2 WHERE key = ?3 AND body = ?1";
const SET_COMMAND: &str = "UPDATE command SET body = ?2 \
    WHERE record = (SELECT id FROM record WHERE key = ?3) AND seq = ?4 AND body = ?1";
const SET_PAYLOAD: &str = "UPDATE payload SET body = ?2 WHERE name = ?3 AND body = ?1";
const SET_WAKE: &str = "UPDATE wake SET body = ?2 WHERE key = ?3 AND body = ?1";

#[cfg(test)]
pub(super) const ALL: &[&str] = &[
    HEADS,
    COMMANDS,
    COMMANDS_OF,
    PAYLOADS,
    WAKES,
    HEAD,
    COMMAND,
    PAYLOAD,
    WAKE,
    SET_HEAD,
    SET_COMMAND,
    SET_PAYLOAD,
    SET_WAKE,
];
