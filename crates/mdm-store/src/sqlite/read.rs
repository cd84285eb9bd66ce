//! Queries. Each is answered from an index; a test looks at their plans.

use std::collections::BTreeMap;
use std::time::SystemTime;

use rusqlite::{Row, params};

use super::session::{Fault, Session};
use crate::columns::{self, Class, classes, integer, link, places};
use crate::limits::{from_millis, millis_saturating};
use crate::row::{
    CommandRow, EventRow, Gates, HeadRow, Link, Loaded, PayloadName, Phase, RecordKey, Refused, Version,
    Window,
};
use crate::window::{self, FEW, order};
use crate::{EventPosition, StoredEvent, Unreadable};

pub(super) fn load(
    session: &mut Session<'_>,
    key: &RecordKey,
    window: &Window,
) -> Result<Option<Loaded>, Fault> {
    let Some(record) = session.first(RECORD, [key.as_str()], record)? else { return Ok(None) };
    let (commands, more) = match window {
        Window::Head => (Vec::new(), false),
        Window::Open => (session.all(OPEN, [record.id], command)?, false),
        Window::Session { reported, refused, now } if record.open <= FEW as u64 => {
            let mut commands = session.all(OPEN, [record.id], command)?;
            if let Some(uuid) = reported.as_deref()
                && !commands.iter().any(|command| *command.uuid == *uuid)
            {
                commands.extend(session.first(BY_UUID, params![record.id, uuid], command)?);
            }
            let (wanted, more) =
                window::session(&record.head, commands.iter(), reported.as_deref(), *refused, *now);
            commands.retain(|command| wanted.contains(&command.seq));
            commands.sort_unstable_by_key(|command| command.seq);
            (commands, more)
        }
        Window::Session { reported, refused, now } => {
            let exchange = Exchange::new(&record, *refused, *now);
            let (wanted, more) = exchange.load(session, reported.as_deref())?;
            (wanted.into_values().collect(), more)
        }
        Window::Done { keep, limit } => {
            (session.all(DONE, [record.id, integer(*keep), rows(*limit)], command)?, false)
        }
    };
    Ok(Some(Loaded { version: record.version, head: record.head, commands, open: record.open, more }))
}

/// [`Window::Session`] of a long queue, clause by clause.
///
/// Commands that are ready lie in the file by class: the gates that they have to pass, and whether they have a
/// `not_before`. A class whose gates are open is read from its beginning, one that is shut is not looked at but for
/// its first, so that it does not matter how many are held back.
struct Exchange<'a> {
    record: &'a Record,
    shut: Gates,
    /// The session whose refusals are left out.
    skip: i64,
    now: i64,
}

impl<'a> Exchange<'a> {
    fn new(record: &'a Record, refused: Refused, now: SystemTime) -> Self {
        let skip = match refused {
            Refused::Skip => integer(record.head.session),
            Refused::Include => NOBODY,
        };
        Self { record, shut: record.head.shut_at(now), skip, now: millis_saturating(now) }
    }

    fn load(
        &self,
        session: &mut Session<'_>,
        reported: Option<&str>,
    ) -> Result<(BTreeMap<u64, CommandRow>, bool), Fault> {
        let id = self.record.id;
        let mut wanted = BTreeMap::new();
        let mut take = |some: &mut dyn Iterator<Item = CommandRow>| {
            wanted.extend(some.map(|command| (command.seq, command)));
        };
        let mut first = Vec::new();
        if let Some(uuid) = reported {
            first.extend(session.first(BY_UUID, params![id, uuid], command)?);
        }
        first.extend(session.all(OUTSTANDING, [id], command)?);
        for before in &first {
            take(&mut session.all(SUCCESSORS, [id, integer(before.seq)], command)?.into_iter());
        }
        take(&mut first.into_iter());
        take(&mut session.first(EXPIRED, [id, self.now], command)?.into_iter());

        let timed = session.first(TIMED, [id], |row| Ok(row.get::<_, i64>(0)?))?;
        let is_due = timed.is_some_and(|at| at <= self.now);
        let limit = Window::READY + 1;
        let mut free = Vec::new();
        for class in classes(is_due).filter(|class| !class.gates.has(self.shut)) {
            free.extend(self.ready(session, class, self.skip, limit)?);
        }
        free.sort_by_key(order);
        let more = free.len() > Window::READY;
        free.truncate(Window::READY);
        take(&mut free.into_iter());
        if more {
            let values = params![id, self.shut.bits(), self.skip, self.now];
            take(&mut session.first(LOWEST, values, command)?.into_iter());
            return Ok((wanted, more));
        }
        if timed.is_some() {
            take(&mut session.first(EARLY, [id, self.now], command)?.into_iter());
        }
        let (mut lost, mut refused) = (Vec::new(), Vec::new());
        for class in classes(is_due) {
            let shut = class.gates.and(self.shut);
            if shut.has(Gates::LOST_MODE) {
                lost.extend(self.ready(session, class, NOBODY, 1)?);
            } else if shut.has(Gates::BACKOFF) {
                refused.extend(self.ready(session, class, NOBODY, 1)?);
            } else if self.skip != NOBODY {
                let values = params![id, class.number(), self.skip, self.now];
                refused.extend(session.first(REFUSED, values, command)?);
            }
        }
        for kind in [lost, refused] {
            take(&mut kind.into_iter().min_by_key(order).into_iter());
        }
        Ok((wanted, more))
    }

    fn ready(
        &self,
        session: &mut Session<'_>,
        class: Class,
        skip: i64,
        limit: usize,
    ) -> Result<Vec<CommandRow>, Fault> {
        session.all(READY, params![self.record.id, class.number(), skip, self.now, rows(limit)], command)
    }
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

/// The length stands beside the bytes: they are not read.
pub(super) fn payload_sizes(
    session: &mut Session<'_>,
    names: &[PayloadName],
) -> Result<Vec<Option<u64>>, Fault> {
    let size = |name: &PayloadName| session.first(PAYLOAD_SIZE, [&name.0], |row| number(row, 0));
    names.iter().map(size).collect()
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
    Ok(session.page(EVENTS, [after, rows(limit)], event, unreadable_event)?.0)
}

pub(super) fn events_of(
    session: &mut Session<'_>,
    key: &RecordKey,
    after: Option<(Version, u64)>,
    limit: usize,
) -> Result<Vec<StoredEvent>, Fault> {
    let (version, index) = after.map_or((0, 0), |(version, index)| (integer(version.0), integer(index)));
    let values = params![key.as_str(), version, index, rows(limit)];
    Ok(session.page(EVENTS_OF, values, event, unreadable_event)?.0)
}

fn event(row: &Row<'_>) -> Result<StoredEvent, Fault> {
    let event = EventRow { key: key(row, 1)?, at: time(row, 4)?, body: row.get(5)? };
    Ok(StoredEvent::new(number(row, 0)?, Version(number(row, 2)?), number(row, 3)?, event))
}

fn unreadable_event(row: &Row<'_>) -> Result<Unreadable, Fault> {
    let after = number(row, 2).ok().map(Version).zip(number(row, 3).ok());
    Ok(Unreadable::Event { position: EventPosition(number(row, 0)?), key: key(row, 1).ok(), after })
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
    let links = link::decode(row.get_ref(6)?.as_blob().map_err(rusqlite::Error::from)?);
    let shut = u8::try_from(row.get::<_, i64>(3)?).ok().and_then(Gates::from_bits);
    Ok(Record {
        id: row.get(0)?,
        version: Version(number(row, 1)?),
        open: number(row, 5)?,
        head: HeadRow {
            session: number(row, 2)?,
            shut: shut.ok_or(Fault::Damaged)?,
            backoff_until: optional_time(row, 4)?,
            links: links.ok_or(Fault::Damaged)?,
            body: row.get(7)?,
        },
    })
}

fn command(row: &Row<'_>) -> Result<CommandRow, Fault> {
    Ok(CommandRow {
        seq: number(row, 0)?,
        uuid: row.get(1)?,
        phase: phase(row.get(2)?)?,
        rank: u8::try_from(row.get::<_, i64>(3)?).map_err(|_| Fault::Damaged)?,
        gates: Class::from_number(row.get(4)?).ok_or(Fault::Damaged)?.gates,
        refused_in: row.get::<_, Option<i64>>(5)?.map(natural).transpose()?,
        not_before: optional_time(row, 6)?,
        expires_at: optional_time(row, 7)?,
        waits_on: waits_on(row, 8)?,
        body: row.get(9)?,
    })
}

pub(super) fn phase(stored: i64) -> Result<Phase, Fault> {
    columns::phase(stored).ok_or(Fault::Damaged)
}

pub(super) fn waits_on(row: &Row<'_>, column: usize) -> Result<Vec<u64>, Fault> {
    let bytes = row.get_ref(column)?.as_blob().map_err(rusqlite::Error::from)?;
    places::decode(bytes).ok_or(Fault::Damaged)
}

pub(super) fn rows(limit: usize) -> i64 {
    integer(limit as u64)
}

pub(super) fn number(row: &Row<'_>, column: usize) -> Result<u64, Fault> {
    natural(row.get(column)?)
}

pub(super) fn natural(stored: i64) -> Result<u64, Fault> {
    u64::try_from(stored).map_err(|_| Fault::Damaged)
}

pub(super) fn time(row: &Row<'_>, column: usize) -> Result<SystemTime, Fault> {
    from_millis(row.get(column)?).ok_or(Fault::Damaged)
}

pub(super) fn optional_time(row: &Row<'_>, column: usize) -> Result<Option<SystemTime>, Fault> {
    let stored: Option<i64> = row.get(column)?;
    stored.map(|whole| from_millis(whole).ok_or(Fault::Damaged)).transpose()
}

pub(super) fn key(row: &Row<'_>, column: usize) -> Result<RecordKey, Fault> {
    let text = row.get_ref(column)?.as_str().map_err(rusqlite::Error::from)?;
    RecordKey::new(text).ok_or(Fault::Damaged)
}

/// No session has this number.
const NOBODY: i64 = -1;

pub(super) const RECORD: &str =
    "SELECT id, version, session, shut, backoff_until, open, links, body FROM record WHERE key = ?1";

/// What a command is read from, and the rest of the query.
macro_rules! commands {
    ($rest:literal) => {
        concat!(
            "SELECT seq, uuid, phase, rank, class, refused_in, not_before, expires_at, waits_on, body FROM ",
            $rest
        )
    };
}

const OPEN: &str = commands!("command WHERE record = ?1 AND phase <> 2 ORDER BY seq");
const OUTSTANDING: &str = commands!("command WHERE record = ?1 AND phase = 1 ORDER BY seq");
const BY_UUID: &str = commands!("command WHERE record = ?1 AND uuid = ?2");
const SUCCESSORS: &str = commands!(
    "edge JOIN command ON command.record = edge.record AND command.seq = edge.later \
    WHERE edge.record = ?1 AND edge.earlier = ?2"
);
const EXPIRED: &str = commands!(
    "command WHERE record = ?1 AND phase = 0 AND expires_at <= ?2 ORDER BY expires_at, seq LIMIT 1"
);
const READY: &str = commands!(
    "command WHERE record = ?1 AND phase = 0 AND blocked = 0 AND class = ?2 AND refused_in IS NOT ?3 \
    AND (not_before IS NULL OR not_before <= ?4) ORDER BY rank DESC, seq LIMIT ?5"
);
const REFUSED: &str = commands!(
    "command WHERE record = ?1 AND phase = 0 AND blocked = 0 AND class = ?2 AND refused_in = ?3 \
    AND (not_before IS NULL OR not_before <= ?4) ORDER BY rank DESC, seq LIMIT 1"
);
const LOWEST: &str = commands!(
    "command INDEXED BY command_open WHERE record = ?1 AND phase <> 2 AND phase = 0 AND blocked = 0 \
    AND class & ?2 = 0 AND refused_in IS NOT ?3 AND (not_before IS NULL OR not_before <= ?4) ORDER BY seq LIMIT 1"
);
const TIMED: &str = "SELECT not_before FROM command WHERE record = ?1 AND phase = 0 AND blocked = 0 \
    AND not_before IS NOT NULL ORDER BY not_before LIMIT 1";
const EARLY: &str = commands!(
    "command WHERE record = ?1 AND phase = 0 AND blocked = 0 AND not_before > ?2 \
    ORDER BY not_before, seq LIMIT 1"
);
const DONE: &str = commands!(
    "command WHERE record = ?1 AND phase = 2 AND seq <= (SELECT seq FROM command \
    WHERE record = ?1 AND phase = 2 ORDER BY seq DESC LIMIT 1 OFFSET ?2) ORDER BY seq LIMIT ?3"
);
const FIND: &str = "SELECT key FROM link WHERE kind = ?1 AND value = ?2 AND key > ?3 ORDER BY key LIMIT ?4";
const PAYLOAD: &str = "SELECT body FROM payload WHERE name = ?1";
const PAYLOAD_SIZE: &str = "SELECT length(body) FROM payload WHERE name = ?1";
const COMMANDS: &str = commands!(
    "command WHERE record = (SELECT id FROM record WHERE key = ?1) AND seq > ?2 ORDER BY seq LIMIT ?3"
);
const EVENTS: &str = "SELECT position, key, event.version, number, at, event.body \
    FROM event JOIN record ON record.id = event.record WHERE position > ?1 ORDER BY position LIMIT ?2";
const EVENTS_OF: &str = "SELECT position, key, event.version, number, at, event.body \
    FROM record JOIN event ON event.record = record.id \
    WHERE key = ?1 AND (event.version, number) > (?2, ?3) ORDER BY event.version, number LIMIT ?4";
const LAST_CONTACT: &str = "SELECT at FROM contact WHERE record = (SELECT id FROM record WHERE key = ?1)";

#[cfg(test)]
pub(super) const ALL: &[&str] = &[
    RECORD,
    OPEN,
    OUTSTANDING,
    BY_UUID,
    SUCCESSORS,
    EXPIRED,
    READY,
    REFUSED,
    LOWEST,
    TIMED,
    EARLY,
    DONE,
    FIND,
    PAYLOAD,
    PAYLOAD_SIZE,
    COMMANDS,
    EVENTS,
    EVENTS_OF,
    LAST_CONTACT,
];

#[cfg(test)]
pub(super) const WINDOWS: &[(&str, &str)] = &[
    (OPEN, "command_open"),
    (OUTSTANDING, "command_outstanding"),
    (EXPIRED, "command_expires"),
    (READY, "command_ready (record=? AND class=?)"),
    (REFUSED, "command_ready (record=? AND class=?)"),
    (LOWEST, "command_open"),
    (TIMED, "command_timed"),
    (EARLY, "command_timed (record=? AND not_before>?)"),
    (DONE, "command_done"),
];
