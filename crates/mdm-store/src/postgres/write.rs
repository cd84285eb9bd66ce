//! What changes the schema.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use std::time::SystemTime;

use tokio_postgres::{Row, Statement};

use super::fault::Fault;
use super::pool::{Call, Lent, Statements, each, together};
use super::read::{links, phase, waits_on};
use super::recent::{Known, KnownCommand};
use super::tables::{Commands, Edges, Events, Heads, Links};
use super::values::{Bytes, key, number, text, value, values};
use super::wake::{Wakes, wake_row};
use crate::columns::{between, integer, phase_number, places};
use crate::limits::{next_version, whole_wake};
use crate::row::{Batch, CommandRow, Link, PayloadName, Phase, RecordKey, WakeRow, Write};
use crate::{Error, Unreadable};

/// Writes a batch that was validated, and then reads a payload, if one is wanted.
///
/// What is written follows from what is stored. If that is `known`, one statement compares it and writes; see
/// [`compare_and_write`]. Otherwise, or when it has changed, one round trip locks the records and their wakes, in the
/// order of their keys, and reads what is stored of what the batch touches; what follows from it is one statement a
/// table, sent together with the `COMMIT`. If one of them fails, the server takes that for a rollback.
pub(super) async fn commit(
    lent: &mut Lent<'_>,
    batch: &Batch,
    known: Option<Known>,
    wanted: Option<&PayloadName>,
) -> Result<Read, Fault> {
    if let Some(known) = known
        && let Some(read) = compare_and_write(lent, batch, known, wanted).await?
    {
        return Ok(read);
    }
    lent.begin();
    let stored = Stored::lock(lent, batch).await?;
    let changes = Changes::new(batch, stored)?;
    let read = commit_and_read(lent, changes.calls(lent), wanted).await?;
    lent.end();
    Ok(read)
}

/// The payload that was read after a commit.
pub(super) type Read = Result<Option<Vec<u8>>, Fault>;

/// Makes calls of which the last one commits, and reads.
async fn commit_and_read(
    lent: &Lent<'_>,
    calls: Vec<Call<'_>>,
    wanted: Option<&PayloadName>,
) -> Result<Read, Fault> {
    let Some(name) = wanted.map(|name| Bytes::text(&name.0)) else {
        return together(calls).await.map(|_| Ok(None));
    };
    let mut calls: Vec<Call<'_>> = calls;
    let commits = calls.len();
    calls.push(lent.ask(&lent.statements().payload, values![name]));
    let mut answers = each(calls).await;
    // None when one before it could not be sent.
    let read = answers.split_off(commits.min(answers.len())).pop().unwrap_or(Ok(Vec::new()));
    answers.into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok(read.map_err(Fault::from).and_then(|rows| rows.first().map(|row| value(row, 0)).transpose()))
}

/// One statement, for a batch of one record of which only what is heard and ordered every day changes. It writes the record,
/// its commands and its wake where they still are what is known of them, and divides by zero otherwise: then `None` says
/// that nothing was written. So does a `CommandUUID` that turns out to be taken; who has it is found by looking.
async fn compare_and_write(
    lent: &Lent<'_>,
    batch: &Batch,
    known: Known,
    wanted: Option<&PayloadName>,
) -> Result<Option<Read>, Fault> {
    let [write] = batch.writes.as_slice() else { return Ok(None) };
    let (version, open) = (integer(known.version), integer(known.open));
    let mut wake = Wakes::default();
    match known.wake.as_ref().filter(|_| !write.wake.is_empty()) {
        Some(row) => wake.push(row, false)?,
        None if write.wake.is_empty() => {}
        None => return Ok(None),
    }
    // What goes is deleted with what it waits on, and may be none of those that were loaded.
    if !write.forget.is_empty() {
        return Ok(None);
    }
    // What does not fit together is told by those who look again.
    let Ok(changes) = Changes::new(batch, Stored::new(&write.key, known)) else { return Ok(None) };
    let Some((statement, edges)) = changes.usual(lent.statements()) else { return Ok(None) };
    let Changes { changed, commands, old_phases, old_waits_on, events, payloads, wakes, .. } = &changes;
    let mut values = values![version, open];
    values.extend(changed.values().1);
    values.extend(commands.values().1);
    values.extend(values![*old_phases, *old_waits_on]);
    values.extend(events.values().1);
    values.extend(values![payloads.0, payloads.1]);
    values.extend(wake.compared());
    values.extend(wakes.values());
    values.extend(edges.into_iter().flat_map(|edges| edges.values().1));
    match commit_and_read(lent, vec![lent.ask(statement, values)], wanted).await {
        Err(fault) if fault.is_changed() => Ok(None),
        outcome => outcome.map(Some),
    }
}

pub(super) async fn touch(
    lent: &mut Lent<'_>,
    contacts: &[(RecordKey, SystemTime)],
    times: &[i64],
) -> Result<(), Fault> {
    let keys: Vec<_> = contacts.iter().map(|(key, _)| Bytes::from(key)).collect();
    lent.rows(&lent.statements().touch, values![keys, times]).await.map(drop)
}

/// What is stored of what a batch names. Commands by the place of their write in the batch.
struct Stored {
    records: BTreeMap<RecordKey, Record>,
    commands: BTreeMap<(i32, u64), KnownCommand>,
    uuids: BTreeMap<(i32, Box<str>), u64>,
    wakes: BTreeMap<RecordKey, WakeRow>,
}

struct Record {
    version: u64,
    open: u64,
    links: Vec<Link>,
}

impl Stored {
    fn new(key: &RecordKey, known: Known) -> Self {
        let Known { version, open, links, commands, wake } = known;
        Self {
            records: BTreeMap::from([(key.clone(), Record { version, open, links })]),
            commands: commands.into_iter().map(|(seq, command)| ((0, seq), command)).collect(),
            uuids: BTreeMap::new(),
            wakes: wake.into_iter().map(|row| (key.clone(), row)).collect(),
        }
    }

    async fn lock(lent: &Lent<'_>, batch: &Batch) -> Result<Self, Fault> {
        let written = batch.writes.iter().map(|write| &write.key);
        let records: Vec<_> =
            written.chain(batch.remove.iter().map(|(key, _)| key)).map(Bytes::from).collect();
        let mut named = Named::default();
        let mut uuids = Named::default();
        for (place, write) in numbered(&batch.writes) {
            let commands = write.commands.iter();
            for seq in commands.map(|command| command.seq).chain(write.forget.iter().copied()) {
                named.push(place, &write.key, integer(seq));
            }
            for command in &write.commands {
                uuids.push(place, &write.key, Bytes::text(&command.uuid));
            }
        }
        let waking = batch.writes.iter().filter(|write| !write.wake.is_empty()).map(|write| &write.key);
        let waking: Vec<_> = waking.chain(batch.remove.iter().map(|(key, _)| key)).map(Bytes::from).collect();

        let statements = lent.statements();
        // Statements that have nothing to ask for are answered at once, and are rare.
        let calls = [
            lent.say("BEGIN"),
            lent.ask(&statements.lock_records, values![records]),
            lent.ask(&statements.named_commands, values![named.places, named.keys, named.names]),
            lent.ask(&statements.named_uuids, values![uuids.places, uuids.keys, uuids.names]),
            lent.ask(&statements.lock_wakes, values![waking]),
        ];
        let answers = together(calls).await?;
        let [_, records, commands, uuids, wakes] = answers.as_slice() else { return Err(Fault::Damaged) };
        let record = |row: &Row| {
            let record = Record { version: number(row, 1)?, open: number(row, 2)?, links: links(row, 3)? };
            Ok::<_, Fault>((key(row, 0)?, record))
        };
        let command = |row: &Row| {
            let (uuid, phase, waits_on) = (text(row, 2)?.into(), phase(row, 3)?, waits_on(row, 4)?);
            Ok::<_, Fault>(((value(row, 0)?, number(row, 1)?), KnownCommand { uuid, phase, waits_on }))
        };
        let uuid = |row: &Row| Ok::<_, Fault>(((value(row, 0)?, text(row, 2)?.into()), number(row, 1)?));
        // What is removed need not be read.
        let is_written = |key: &RecordKey| batch.writes.iter().any(|write| write.key == *key);
        let wake = |row: &Row| match key(row, 0) {
            Ok(key) if !is_written(&key) => None,
            Ok(key) => {
                let unreadable = |_| Fault::from(Error::Unreadable { row: Unreadable::Wake(key.clone()) });
                Some(wake_row(row, 0).map_err(unreadable).map(|row| (key.clone(), row)))
            }
            Err(fault) => Some(Err(fault)),
        };
        Ok(Self {
            records: records.iter().map(record).collect::<Result<_, _>>()?,
            commands: commands.iter().map(command).collect::<Result<_, _>>()?,
            uuids: uuids.iter().map(uuid).collect::<Result<_, _>>()?,
            wakes: wakes.iter().filter_map(wake).collect::<Result<_, Fault>>()?,
        })
    }
}

/// What is asked for by key and something else, with the place of the write in the batch.
struct Named<'a, T> {
    places: Vec<i32>,
    keys: Vec<Bytes<'a>>,
    names: Vec<T>,
}

impl<T> Default for Named<'_, T> {
    fn default() -> Self {
        Self { places: Vec::new(), keys: Vec::new(), names: Vec::new() }
    }
}

impl<'a, T> Named<'a, T> {
    fn push(&mut self, place: i32, key: &'a RecordKey, name: T) {
        self.places.push(place);
        self.keys.push(key.into());
        self.names.push(name);
    }
}

/// Rows to be written and to be deleted, column by column.
#[derive(Default)]
struct Changes<'a> {
    removed: Vec<Bytes<'a>>,
    added: Heads<'a>,
    changed: Heads<'a>,
    links: Links<'a>,
    old_links: Links<'a>,
    commands: Commands<'a>,
    /// What is stored of each of them; `None` for those that are new.
    old_phases: Vec<Option<i32>>,
    old_waits_on: Vec<Option<Bytes<'a>>>,
    old_commands: (Vec<Bytes<'a>>, Vec<i64>),
    edges: Edges<'a>,
    old_edges: Edges<'a>,
    payloads: (Vec<Bytes<'a>>, Vec<Bytes<'a>>),
    old_payloads: Vec<Bytes<'a>>,
    events: Events<'a>,
    wakes: Wakes,
}

impl<'a> Changes<'a> {
    fn new(batch: &'a Batch, mut stored: Stored) -> Result<Self, Error> {
        // All versions are compared before anything else, so that a conflict is never reported as a command
        // that clashes with what the caller had not yet seen.
        for write in &batch.writes {
            let version = stored.records.get(&write.key).map(|record| record.version);
            if version != write.expected.map(|expected| expected.0) {
                return Err(Error::Conflict { key: write.key.clone() });
            }
        }
        let mut changes = Self::default();
        for (key, expected) in &batch.remove {
            let record = stored.records.remove(key).filter(|record| record.version == expected.0);
            let record = record.ok_or_else(|| Error::Conflict { key: key.clone() })?;
            for link in record.links {
                let value = Bytes::from(link.value.as_bytes().to_vec());
                changes.old_links.push(link.kind.as_str(), value, key);
            }
            changes.removed.push(key.into());
        }
        let mut committed = BTreeMap::new();
        for (place, write) in numbered(&batch.writes) {
            let version = changes.write(place, write, &mut stored)?;
            committed.insert(&write.key, (version, 0));
        }
        for event in &batch.events {
            let Some((version, number)) = committed.get_mut(&event.key) else { continue };
            changes.events.push(*version, *number, event)?;
            *number += 1;
        }
        // The last of one name counts. In the order of names, that two commits never wait for each other.
        let payloads: BTreeMap<_, _> =
            batch.payloads.iter().map(|(name, bytes)| (name.0.as_ref(), bytes)).collect();
        changes.old_payloads = batch.forget_payloads.iter().map(|name| Bytes::text(&name.0)).collect();
        changes.payloads = payloads
            .into_iter()
            .map(|(name, bytes)| (Bytes::text(name), Bytes::from(bytes.as_slice())))
            .unzip();
        Ok(changes)
    }

    /// The record's new version.
    fn write(&mut self, place: i32, write: &'a Write, stored: &mut Stored) -> Result<u64, Error> {
        let record = stored.records.remove(&write.key);
        let version = next_version(record.as_ref().map_or(0, |record| record.version))?;
        let mut open = record.as_ref().map_or(0, |record| record.open);
        for &seq in &write.forget {
            let Some(command) = stored.commands.remove(&(place, seq)) else { continue };
            for earlier in command.waits_on {
                self.old_edges.push(&write.key, earlier, seq);
            }
            self.old_commands.0.push((&write.key).into());
            self.old_commands.1.push(integer(seq));
            open = open.saturating_sub((command.phase != Phase::Done).into());
        }
        for command in &write.commands {
            let was_open = self.write_command(place, write, command, stored)?;
            let is_open = command.phase != Phase::Done;
            open = open.saturating_add(is_open.into()).saturating_sub(was_open.into());
        }
        let head = &write.head;
        let heads = if record.is_some() { &mut self.changed } else { &mut self.added };
        heads.push(&write.key, version, head, open)?;

        let old: BTreeSet<Link> = record.into_iter().flat_map(|record| record.links).collect();
        let new: BTreeSet<&Link> = head.links.iter().collect();
        for link in &old {
            if !new.contains(link) {
                let value = Bytes::from(link.value.as_bytes().to_vec());
                self.old_links.push(link.kind.as_str(), value, &write.key);
            }
        }
        for link in new.into_iter().filter(|link| !old.contains(*link)) {
            self.links.push(link.kind.as_str(), Bytes::text(&link.value), &write.key);
        }

        if !write.wake.is_empty() {
            let before = stored.wakes.remove(&write.key);
            let row = WakeRow::changed(before.clone(), &write.key, write.wake.clone()).map(whole_wake);
            if let Some(row) = row {
                self.wakes.push(&row, before.as_ref() != Some(&row))?;
            }
        }
        Ok(version)
    }

    /// Whether the command was there and not done.
    fn write_command(
        &mut self,
        place: i32,
        write: &'a Write,
        command: &'a CommandRow,
        stored: &mut Stored,
    ) -> Result<bool, Error> {
        let (key, seq) = (&write.key, command.seq);
        let before = stored.commands.remove(&(place, seq));
        match &before {
            Some(before) if before.uuid != command.uuid => {
                return Err(Error::UuidChanged { key: key.clone(), seq });
            }
            Some(_) => {}
            None => match stored.uuids.get(&(place, command.uuid.clone())) {
                Some(other) if !write.forget.contains(other) => {
                    return Err(Error::UuidTaken { key: key.clone(), seq });
                }
                _ => {}
            },
        }

        let was_open = before.as_ref().is_some_and(|before| before.phase != Phase::Done);
        self.old_phases.push(before.as_ref().map(|before| phase_number(before.phase)));
        self.old_waits_on.push(before.as_ref().map(|before| places::encode(&before.waits_on).into()));
        let old = before.filter(|_| was_open).map_or_else(Vec::new, |before| before.waits_on);
        let new = if command.phase == Phase::Done { &[] } else { command.waits_on.as_slice() };
        if old != new {
            // A command that waits for thousands loses one at a time: look at what lies between the ends that are alike.
            let (old, new) = between(&old, new);
            let (old, new): (BTreeSet<_>, BTreeSet<_>) = (old.iter().collect(), new.iter().collect());
            old.difference(&new).for_each(|earlier| self.old_edges.push(key, **earlier, seq));
            new.difference(&old).for_each(|earlier| self.edges.push(key, **earlier, seq));
        }
        self.commands.push(key, command, &command.waits_on)?;
        Ok(was_open)
    }

    /// The statement that writes all of it, and the edges that it writes too; no command is forgotten. `None` where devices
    /// come and go, and where there is so much that it does not matter how often one goes to the server.
    fn usual<'c>(&'c self, statements: &'c Statements) -> Option<(&'c Statement, Option<&'c Edges<'a>>)> {
        let Self { removed, added, links, old_links, old_payloads, .. } = self;
        let unusual = [removed, &added.keys, &links.keys, &old_links.keys, old_payloads];
        let Self { commands, events, payloads, edges, old_edges, .. } = self;
        let numbers = [&commands.keys, &events.keys, &payloads.0, &edges.keys, &old_edges.keys].map(Vec::len);
        if unusual.iter().any(|keys| !keys.is_empty()) || numbers.iter().any(|&number| number > USUAL) {
            return None;
        }
        match (edges.keys.is_empty(), old_edges.keys.is_empty()) {
            (true, true) => Some((&statements.write, None)),
            (false, true) => Some((&statements.write_and_link, Some(edges))),
            (true, false) => Some((&statements.write_and_unlink, Some(old_edges))),
            // An engine may refuse to do both to one table in one statement.
            (false, false) => None,
        }
    }

    /// What is deleted comes before what is written: a `CommandUUID` may go from one to the other.
    fn calls(&'a self, lent: &'a Lent<'_>) -> Vec<Call<'a>> {
        let statements = lent.statements();
        let (keys, seqs) = &self.old_commands;
        let old_commands = (keys, values![*keys, *seqs]);
        let (names, bytes) = &self.payloads;
        let payloads = (names, values![*names, *bytes]);
        let old_payloads = (&self.old_payloads, values![self.old_payloads]);

        let removed = |statement| (statement, (&self.removed, values![self.removed]));
        let tables = [
            removed(&statements.remove_edges),
            removed(&statements.remove_commands),
            removed(&statements.remove_events),
            removed(&statements.remove_contacts),
            removed(&statements.remove_wakes),
            removed(&statements.remove_records),
            (&statements.add_records, self.added.values()),
            (&statements.set_records, self.changed.values()),
            (&statements.clear_links, self.old_links.values()),
            (&statements.set_links, self.links.values()),
            (&statements.clear_edges, self.old_edges.values()),
            (&statements.clear_commands, old_commands),
            (&statements.set_commands, self.commands.values()),
            (&statements.set_edges, self.edges.values()),
            (&statements.clear_payloads, old_payloads),
            (&statements.set_payloads, payloads),
            (&statements.add_events, self.events.values()),
        ];
        let tables = tables.into_iter().filter(|(_, (keys, _))| !keys.is_empty());
        let calls = tables.map(|(statement, (_, values))| lent.ask(statement, values));
        calls.chain(self.wakes.call(lent, statements)).chain([lent.say("COMMIT")]).collect()
    }
}

/// Each write with its place in the batch.
fn numbered(writes: &[Write]) -> impl Iterator<Item = (i32, &Write)> {
    (0..).zip(writes)
}

pub(super) const LOCK_RECORDS: &str =
    "SELECT key, version, open, links FROM record WHERE key = ANY($1) ORDER BY key FOR UPDATE";
/// Everything of a usual commit, and one row; or nothing, and an error. Each part goes by the record that was claimed, so that
/// its row is locked first; a statement that waited for it sees its new version, and so does not find it.
pub(super) static WRITE: LazyLock<String> = LazyLock::new(|| usual("", &[]));
pub(super) static WRITE_AND_LINK: LazyLock<String> = LazyLock::new(|| {
    let linked = "linked AS (INSERT INTO edge (key, earlier, later) \
        SELECT :edge.key[i], :edge.earlier[i], :edge.later[i] \
        FROM claimed, generate_subscripts(:edge.key, 1) AS i ON CONFLICT DO NOTHING), ";
    usual(linked, &EDGES)
});
pub(super) static WRITE_AND_UNLINK: LazyLock<String> = LazyLock::new(|| {
    let unlinked = "unlinked AS (DELETE FROM edge USING claimed, generate_subscripts(:edge.key, 1) AS i \
        WHERE key = :edge.key[i] AND earlier = :edge.earlier[i] AND later = :edge.later[i]), ";
    usual(unlinked, &EDGES)
});

/// How many rows of a table are written by [`WRITE`] at the most: it looks for each from the beginning of a column.
const USUAL: usize = 64;

/// `:record.key` is a column of [`COLUMNS`]. What is one row at the most is taken by its number, and no row by an `unnest` of
/// them all: that of fourteen columns takes longer than to write the row.
///
/// No table is written twice: not every engine does that in one statement.
fn usual(edges: &str, more: &[(&str, &str)]) -> String {
    let text = "WITH claimed AS (UPDATE record SET version = :record.version[1], session = :record.session[1], \
        shut = :record.shut[1], backoff_until = :record.backoff_until[1], open = :record.open[1], \
        body = :record.body[1] \
        WHERE key = :record.key[1] AND version = :version AND open = :open AND links = :record.links[1] \
        RETURNING 1), \
    queued AS (INSERT INTO command \
        (key, seq, uuid, phase, rank, blocked, class, refused_in, not_before, expires_at, waits_on, body) \
        SELECT :command.key[i], :command.seq[i], :command.uuid[i], :command.phase[i], :command.rank[i], \
        :command.blocked[i], :command.class[i], :command.refused_in[i], :command.not_before[i], \
        :command.expires_at[i], :command.waits_on[i], :command.body[i] \
        FROM claimed, generate_subscripts(:command.key, 1) AS i \
        ON CONFLICT (key, seq) DO UPDATE SET phase = excluded.phase, rank = excluded.rank, \
        blocked = excluded.blocked, class = excluded.class, refused_in = excluded.refused_in, \
        not_before = excluded.not_before, expires_at = excluded.expires_at, waits_on = excluded.waits_on, \
        body = excluded.body \
        WHERE command.uuid = excluded.uuid \
        AND command.phase = :command.old_phase[array_position(:command.seq, command.seq)] \
        AND command.waits_on = :command.old_waits_on[array_position(:command.seq, command.seq)] \
        RETURNING 1), \
    {edges}\
    told AS (INSERT INTO event (key, version, number, at, body) \
        SELECT :event.key[i], :event.version[i], :event.number[i], :event.at[i], :event.body[i] \
        FROM claimed, generate_subscripts(:event.key, 1) AS i), \
    kept AS (INSERT INTO payload (name, body) SELECT :payload.name[i], :payload.body[i] \
        FROM claimed, generate_subscripts(:payload.name, 1) AS i \
        ON CONFLICT (name) DO UPDATE SET body = excluded.body), \
    woken AS (UPDATE wake SET tenant = :wake.tenant[1], need = :wake.need[1], due = :wake.due[1], \
        lane = :wake.lane[1], comes_by = :wake.comes_by[1], reach = :wake.reach[1], routes = :wake.routes[1], \
        health = :wake.health[1], attempt = :wake.attempt[1], pushed = :wake.pushed[1], body = :wake.body[1], \
        heard = :wake.heard[1], credential = :wake.credential[1], \
        arrival = CASE WHEN key = ANY(:wake.moved) THEN nextval('arrival') ELSE arrival END, \
        place = CASE WHEN key = ANY(:wake.moved) THEN NULL ELSE place END \
        FROM claimed WHERE key = :wake.key[1] AND key = :old_wake.key[1] AND (tenant, need, due, lane, comes_by, \
        reach, routes, health, attempt, pushed, body, heard) IS NOT DISTINCT FROM (:old_wake.tenant[1], \
        :old_wake.need[1], :old_wake.due[1], :old_wake.lane[1], :old_wake.comes_by[1], :old_wake.reach[1], \
        :old_wake.routes[1], :old_wake.health[1], :old_wake.attempt[1], :old_wake.pushed[1], :old_wake.body[1], \
        :old_wake.heard[1]) RETURNING 1) \
    SELECT 1 / CASE WHEN (SELECT count(*) FROM claimed) = 1 \
        AND (SELECT count(*) FROM queued) = cardinality(:command.key) \
        AND (SELECT count(*) FROM woken) = cardinality(:old_wake.key) THEN 1 ELSE 0 END";
    // The longest names first: one may begin like another.
    let mut columns: Vec<_> = (1..).zip(COLUMNS.iter().chain(more)).collect();
    columns.sort_by_key(|(_, (name, _))| Reverse(name.len()));
    let column = |text: String, (number, (name, kind)): (i32, &(&str, &str))| {
        text.replace(name, &format!("(${number}::{kind})"))
    };
    columns.into_iter().fold(text.replace("{edges}", edges), column)
}

/// The values of [`WRITE`], in their order.
const COLUMNS: [(&str, &str); 59] = [
    (":version", "bigint"),
    (":open", "bigint"),
    (":record.key", "bytea[]"),
    (":record.version", "bigint[]"),
    (":record.session", "bigint[]"),
    (":record.shut", "int[]"),
    (":record.backoff_until", "bigint[]"),
    (":record.open", "bigint[]"),
    (":record.links", "bytea[]"),
    (":record.body", "bytea[]"),
    (":command.key", "bytea[]"),
    (":command.seq", "bigint[]"),
    (":command.uuid", "bytea[]"),
    (":command.phase", "int[]"),
    (":command.rank", "int[]"),
    (":command.blocked", "boolean[]"),
    (":command.class", "int[]"),
    (":command.refused_in", "bigint[]"),
    (":command.not_before", "bigint[]"),
    (":command.expires_at", "bigint[]"),
    (":command.waits_on", "bytea[]"),
    (":command.body", "bytea[]"),
    (":command.old_phase", "int[]"),
    (":command.old_waits_on", "bytea[]"),
    (":event.key", "bytea[]"),
    (":event.version", "bigint[]"),
    (":event.number", "bigint[]"),
    (":event.at", "bigint[]"),
    (":event.body", "bytea[]"),
    (":payload.name", "bytea[]"),
    (":payload.body", "bytea[]"),
    (":old_wake.key", "bytea[]"),
    (":old_wake.tenant", "bytea[]"),
    (":old_wake.need", "bigint[]"),
    (":old_wake.due", "bigint[]"),
    (":old_wake.lane", "int[]"),
    (":old_wake.comes_by", "bigint[]"),
    (":old_wake.reach", "bytea[]"),
    (":old_wake.routes", "bytea[]"),
    (":old_wake.health", "bigint[]"),
    (":old_wake.attempt", "bigint[]"),
    (":old_wake.pushed", "bigint[]"),
    (":old_wake.body", "bytea[]"),
    (":old_wake.heard", "bigint[]"),
    (":wake.key", "bytea[]"),
    (":wake.tenant", "bytea[]"),
    (":wake.need", "bigint[]"),
    (":wake.due", "bigint[]"),
    (":wake.lane", "int[]"),
    (":wake.comes_by", "bigint[]"),
    (":wake.reach", "bytea[]"),
    (":wake.routes", "bytea[]"),
    (":wake.health", "bigint[]"),
    (":wake.attempt", "bigint[]"),
    (":wake.pushed", "bigint[]"),
    (":wake.body", "bytea[]"),
    (":wake.heard", "bigint[]"),
    (":wake.credential", "bytea[]"),
    (":wake.moved", "bytea[]"),
];

/// What follows where edges are written.
const EDGES: [(&str, &str); 3] =
    [(":edge.key", "bytea[]"), (":edge.earlier", "bigint[]"), (":edge.later", "bigint[]")];
pub(super) const NAMED_COMMANDS: &str = "SELECT w.place, c.seq, c.uuid, c.phase, c.waits_on \
    FROM unnest($1::int[], $2::bytea[], $3::bigint[]) AS w (place, key, seq) \
    JOIN command AS c ON c.key = w.key AND c.seq = w.seq";
pub(super) const NAMED_UUIDS: &str = "SELECT w.place, c.seq, c.uuid \
    FROM unnest($1::int[], $2::bytea[], $3::bytea[]) AS w (place, key, uuid) \
    JOIN command AS c ON c.key = w.key AND c.uuid = w.uuid";
pub(super) const ADD_RECORDS: &str = "INSERT INTO record \
    (key, version, session, shut, backoff_until, open, links, body) \
    SELECT * FROM unnest($1::bytea[], $2::bigint[], $3::bigint[], $4::int[], $5::bigint[], $6::bigint[], \
    $7::bytea[], $8::bytea[])";
pub(super) const SET_RECORDS: &str = "UPDATE record SET version = w.version, session = w.session, shut = w.shut, \
    backoff_until = w.backoff_until, open = w.open, links = w.links, body = w.body \
    FROM unnest($1::bytea[], $2::bigint[], $3::bigint[], $4::int[], $5::bigint[], $6::bigint[], $7::bytea[], \
    $8::bytea[]) AS w (key, version, session, shut, backoff_until, open, links, body) WHERE record.key = w.key";
pub(super) const CLEAR_LINKS: &str = "DELETE FROM link USING unnest($1::bytea[], $2::bytea[], $3::bytea[]) \
    AS w (kind, value, key) WHERE link.kind = w.kind AND link.value = w.value AND link.key = w.key";
pub(super) const SET_LINKS: &str = "INSERT INTO link (kind, value, key) \
    SELECT * FROM unnest($1::bytea[], $2::bytea[], $3::bytea[]) ON CONFLICT DO NOTHING";
pub(super) const CLEAR_EDGES: &str = "DELETE FROM edge USING unnest($1::bytea[], $2::bigint[], $3::bigint[]) \
    AS w (key, earlier, later) WHERE edge.key = w.key AND edge.earlier = w.earlier AND edge.later = w.later";
pub(super) const SET_EDGES: &str = "INSERT INTO edge (key, earlier, later) \
    SELECT * FROM unnest($1::bytea[], $2::bigint[], $3::bigint[]) ON CONFLICT DO NOTHING";
pub(super) const CLEAR_COMMANDS: &str = "DELETE FROM command USING unnest($1::bytea[], $2::bigint[]) AS w (key, seq) \
    WHERE command.key = w.key AND command.seq = w.seq";
pub(super) const SET_COMMANDS: &str = "INSERT INTO command \
    (key, seq, uuid, phase, rank, blocked, class, refused_in, not_before, expires_at, waits_on, body) \
    SELECT * FROM unnest($1::bytea[], $2::bigint[], $3::bytea[], $4::int[], $5::int[], $6::boolean[], $7::int[], \
    $8::bigint[], $9::bigint[], $10::bigint[], $11::bytea[], $12::bytea[]) \
    ON CONFLICT (key, seq) DO UPDATE SET phase = excluded.phase, rank = excluded.rank, \
    blocked = excluded.blocked, class = excluded.class, refused_in = excluded.refused_in, \
    not_before = excluded.not_before, expires_at = excluded.expires_at, waits_on = excluded.waits_on, \
    body = excluded.body";
pub(super) const CLEAR_PAYLOADS: &str = "DELETE FROM payload WHERE name = ANY($1)";
pub(super) const SET_PAYLOADS: &str = "INSERT INTO payload (name, body) \
    SELECT * FROM unnest($1::bytea[], $2::bytea[]) ON CONFLICT (name) DO UPDATE SET body = excluded.body";
pub(super) const ADD_EVENTS: &str = "INSERT INTO event (key, version, number, at, body) \
    SELECT * FROM unnest($1::bytea[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bytea[])";
pub(super) const REMOVE_EDGES: &str = "DELETE FROM edge WHERE key = ANY($1)";
pub(super) const REMOVE_COMMANDS: &str = "DELETE FROM command WHERE key = ANY($1)";
pub(super) const REMOVE_EVENTS: &str = "DELETE FROM event WHERE key = ANY($1)";
pub(super) const REMOVE_CONTACTS: &str = "DELETE FROM contact WHERE key = ANY($1)";
pub(super) const REMOVE_WAKES: &str = "DELETE FROM wake WHERE key = ANY($1)";
pub(super) const REMOVE_RECORDS: &str = "DELETE FROM record WHERE key = ANY($1)";
/// In the order of keys, that two of these never wait for each other. Who removes a record holds it: either that contact
/// goes with it, or this waits, and finds no record.
pub(super) const TOUCH: &str = "INSERT INTO contact (key, at) \
    SELECT record.key, max(w.at) FROM unnest($1::bytea[], $2::bigint[]) AS w (key, at) \
    JOIN (SELECT key FROM record WHERE key = ANY($1) ORDER BY key FOR KEY SHARE) AS record ON record.key = w.key \
    GROUP BY record.key ORDER BY record.key \
    ON CONFLICT (key) DO UPDATE SET at = excluded.at WHERE excluded.at > contact.at";
