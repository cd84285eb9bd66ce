//! Everything as it is stored. These statements are prepared when they are needed: a transfer takes place once.

use std::collections::BTreeSet;

use tokio_postgres::{Client, Row};

use super::fault::Fault;
use super::feed;
use super::pool::Lent;
use super::schema::NEWEST;
use super::values::{Bytes, Values, key, number, optional_time, rows, text, time, value, values};
use super::wake::Wakes;
use crate::columns::{Class, HALF_COPIED, integer, link, phase_number, places};
use crate::limits::millis;
use crate::row::{
    CommandRow, Credential, Gates, HeadRow, Lease, Link, PayloadName, Phase, RecordKey, Version,
};
use crate::seal::Place;
use crate::{Ends, Error, EventPosition, Mark, StoredEvent, StoredRow, Unreadable, WakePosition};

/// `None` while there is something that has no position yet: ask again.
pub(super) async fn ends(lent: &mut Lent<'_>) -> Result<Option<Ends>, Fault> {
    if feed::place_more(lent).await? { Ok(None) } else { last_positions(lent.client()).await.map(Some) }
}

async fn last_positions(client: &Client) -> Result<Ends, Fault> {
    let row = client.query_one(ENDS, &[]).await?;
    Ok(Ends { event: EventPosition(number(&row, 0)?), wake: WakePosition(number(&row, 1)?) })
}

pub(super) async fn leases(
    lent: &mut Lent<'_>,
    after: Option<&Credential>,
    limit: usize,
) -> Result<Vec<(Credential, Lease)>, Fault> {
    let after = Bytes::text(after.map_or("", Credential::as_str));
    let found = lent.client().query(LEASES, &[&after, &rows(limit)]).await?;
    let lease = |row: &Row| {
        let (fence, until, spent_until) = (number(row, 1)?, time(row, 2)?, optional_time(row, 3)?);
        Ok((credential(row)?, Lease { fence, until, spent_until }))
    };
    super::values::page(&found, lease, |row| Ok(Unreadable::Lease(credential(row)?)))
}

pub(super) async fn begin(lent: &mut Lent<'_>, new: Ends) -> Result<Option<Mark>, Fault> {
    lent.begin();
    let client = lent.client();
    client.batch_execute("BEGIN").await?;
    let is_half = is_half(client, LOCK_SCHEMA).await?;
    let (ends, last) = (last_positions(client).await?, last_put(client).await?);
    match (is_half, ends == new) {
        (true, true) => {}
        (true, false) => return Err(Error::SourceChanged.into()),
        (false, _) if last.is_some() || ends != Ends::default() => return Err(Error::InUse.into()),
        (false, _) => {
            client.execute(SET_ENDS, &[&integer(new.event.0), &integer(new.wake.0)]).await?;
            client.execute(SET_SCHEMA, &[&(HALF_COPIED + NEWEST)]).await?;
        }
    }
    client.batch_execute("COMMIT").await?;
    lent.end();
    Ok(last)
}

/// The records that are missing.
pub(super) async fn put(lent: &mut Lent<'_>, rows: &[StoredRow]) -> Result<BTreeSet<RecordKey>, Fault> {
    lent.begin();
    let client = lent.client();
    client.batch_execute("BEGIN").await?;
    if !is_half(client, SHARE_SCHEMA).await? {
        return Err(Error::InUse.into());
    }
    let mut heads = Tables::default();
    for row in rows {
        if let StoredRow::Record { key, version, head, open, .. } = row {
            heads.record(key, *version, head, *open)?;
        }
    }
    heads.put_records(client).await?;
    let missing = missing(client, rows).await?;
    let mut tables = Tables::default();
    let mut wakes = Wakes::default();
    let mut positions = Vec::new();
    let is_there = |row: &&StoredRow| row.owner().is_none_or(|owner| !missing.contains(owner));
    for row in rows.iter().filter(is_there) {
        match row {
            StoredRow::Record { key, contact, .. } => {
                if let Some(at) = contact {
                    tables.contacts.0.push(key.into());
                    tables.contacts.1.push(millis(*at)?);
                }
            }
            StoredRow::Command { key, row } => tables.command(key, row)?,
            StoredRow::Event(event) => tables.event(event)?,
            StoredRow::Payload(name, bytes) => {
                tables.payloads.0.push(Bytes::text(&name.0));
                tables.payloads.1.push(bytes.as_slice().into());
            }
            StoredRow::Wake(changed) => {
                wakes.push(&changed.row, false)?;
                positions.push(integer(changed.position.0));
            }
            StoredRow::Lease(credential, lease) => {
                let credential = Bytes::text(credential.as_str());
                let (fence, until) = (integer(lease.fence), millis(lease.until)?);
                let spent_until = lease.spent_until.map(millis).transpose()?;
                client.execute(PUT_LEASE, &[&credential, &fence, &until, &spent_until]).await?;
            }
        }
    }
    tables.put_rest(client).await?;
    if !positions.is_empty() {
        let mut values = wakes.values();
        // In the place of those that get another position.
        values.pop();
        values.push(&positions);
        client.execute(PUT_WAKES, &values).await?;
    }
    client.batch_execute("COMMIT").await?;
    lent.end();
    Ok(missing)
}

pub(super) async fn complete(lent: &mut Lent<'_>) -> Result<(), Fault> {
    lent.begin();
    let client = lent.client();
    client.batch_execute("BEGIN").await?;
    if !is_half(client, LOCK_SCHEMA).await? {
        return Err(Error::InUse.into());
    }
    client.execute(SET_SCHEMA, &[&NEWEST]).await?;
    client.batch_execute("COMMIT").await?;
    lent.end();
    Ok(())
}

async fn is_half(client: &Client, lock: &'static str) -> Result<bool, Fault> {
    Ok(value::<i64>(&client.query_one(lock, &[]).await?, 0)? >= HALF_COPIED)
}

/// The last of all rows; none when there is no row.
async fn last_put(client: &Client) -> Result<Option<Mark>, Fault> {
    if let Some(row) = client.query_opt(LAST_LEASE, &[]).await? {
        return Ok(Some(Mark::Lease(credential(&row)?)));
    }
    if let Some(row) = client.query_opt(LAST_WAKE, &[]).await? {
        return Ok(Some(Mark::Wake(WakePosition(number(&row, 0)?))));
    }
    if let Some(row) = client.query_opt(LAST_EVENT, &[]).await? {
        return Ok(Some(Mark::Event(EventPosition(number(&row, 0)?))));
    }
    if let Some(row) = client.query_opt(LAST_PAYLOAD, &[]).await? {
        return Ok(Some(Mark::Body(Place::Payload(PayloadName(text(&row, 0)?.into())))));
    }
    if let Some(row) = client.query_opt(LAST_COMMAND, &[]).await? {
        return Ok(Some(Mark::Body(Place::Command { key: key(&row, 0)?, seq: number(&row, 1)? })));
    }
    let row = client.query_opt(LAST_RECORD, &[]).await?;
    row.map(|row| Ok(Mark::Body(Place::Head(key(&row, 0)?)))).transpose()
}

async fn missing(client: &Client, rows: &[StoredRow]) -> Result<BTreeSet<RecordKey>, Fault> {
    let owners: BTreeSet<&RecordKey> = rows.iter().filter_map(StoredRow::owner).collect();
    let owners: Vec<Bytes<'_>> = owners.into_iter().map(Bytes::from).collect();
    let found = client.query(MISSING, &[&owners]).await?;
    found.iter().map(|row| key(row, 0)).collect()
}

fn credential(row: &Row) -> Result<Credential, Fault> {
    Credential::new(text(row, 0)?).ok_or(Fault::Damaged)
}

/// Column by column.
#[derive(Default)]
struct Tables<'a> {
    records: Records<'a>,
    links: (Vec<Bytes<'a>>, Vec<Bytes<'a>>, Vec<Bytes<'a>>),
    contacts: (Vec<Bytes<'a>>, Vec<i64>),
    commands: Commands<'a>,
    edges: (Vec<Bytes<'a>>, Vec<i64>, Vec<i64>),
    payloads: (Vec<Bytes<'a>>, Vec<Bytes<'a>>),
    events: Events<'a>,
}

#[derive(Default)]
struct Records<'a> {
    keys: Vec<Bytes<'a>>,
    versions: Vec<i64>,
    sessions: Vec<i64>,
    shut: Vec<i32>,
    backoff_until: Vec<Option<i64>>,
    open: Vec<i64>,
    links: Vec<Bytes<'a>>,
    bodies: Vec<Bytes<'a>>,
}

#[derive(Default)]
struct Commands<'a> {
    keys: Vec<Bytes<'a>>,
    seqs: Vec<i64>,
    uuids: Vec<Bytes<'a>>,
    phases: Vec<i32>,
    ranks: Vec<i32>,
    blocked: Vec<bool>,
    classes: Vec<i32>,
    refused_in: Vec<Option<i64>>,
    not_before: Vec<Option<i64>>,
    expires_at: Vec<Option<i64>>,
    waits_on: Vec<Bytes<'a>>,
    bodies: Vec<Bytes<'a>>,
}

#[derive(Default)]
struct Events<'a> {
    keys: Vec<Bytes<'a>>,
    versions: Vec<i64>,
    numbers: Vec<i64>,
    times: Vec<i64>,
    bodies: Vec<Bytes<'a>>,
    places: Vec<i64>,
}

impl<'a> Tables<'a> {
    fn record(
        &mut self,
        key: &'a RecordKey,
        version: Version,
        head: &'a HeadRow,
        open: u64,
    ) -> Result<(), Error> {
        let records = &mut self.records;
        records.keys.push(key.into());
        records.versions.push(integer(version.0));
        records.sessions.push(integer(head.session));
        records.shut.push(head.shut.bits().into());
        records.backoff_until.push(head.backoff_until.map(millis).transpose()?);
        records.open.push(integer(open));
        records.links.push(link::encode(&head.links).into());
        records.bodies.push(head.body.as_slice().into());
        for Link { kind, value } in &head.links {
            self.links.0.push(Bytes::text(kind.as_str()));
            self.links.1.push(Bytes::text(value));
            self.links.2.push(key.into());
        }
        Ok(())
    }

    fn command(&mut self, key: &'a RecordKey, row: &'a CommandRow) -> Result<(), Error> {
        let class = Class { gates: row.gates, is_timed: row.not_before.is_some() };
        let commands = &mut self.commands;
        commands.keys.push(key.into());
        commands.seqs.push(integer(row.seq));
        commands.uuids.push(Bytes::text(&row.uuid));
        commands.phases.push(phase_number(row.phase));
        commands.ranks.push(row.rank.into());
        commands.blocked.push(!row.waits_on.is_empty() || row.gates.has(Gates::HELD));
        commands.classes.push(class.number().into());
        commands.refused_in.push(row.refused_in.map(integer));
        commands.not_before.push(row.not_before.map(millis).transpose()?);
        commands.expires_at.push(row.expires_at.map(millis).transpose()?);
        commands.waits_on.push(places::encode(&row.waits_on).into());
        commands.bodies.push(row.body.as_slice().into());
        for &earlier in row.waits_on.iter().filter(|_| row.phase != Phase::Done) {
            self.edges.0.push(key.into());
            self.edges.1.push(integer(earlier));
            self.edges.2.push(integer(row.seq));
        }
        Ok(())
    }

    fn event(&mut self, event: &'a StoredEvent) -> Result<(), Error> {
        self.events.keys.push((&event.row.key).into());
        self.events.versions.push(integer(event.version.0));
        self.events.numbers.push(integer(event.index));
        self.events.times.push(millis(event.row.at)?);
        self.events.bodies.push(event.row.body.as_slice().into());
        self.events.places.push(integer(event.position.0));
        Ok(())
    }

    async fn put_records(&self, client: &Client) -> Result<(), Fault> {
        let Records { keys, versions, sessions, shut, backoff_until, open, links, bodies } = &self.records;
        let records = values![*keys, *versions, *sessions, *shut, *backoff_until, *open, *links, *bodies];
        let (kinds, targets, owners) = &self.links;
        each(
            client,
            [
                (PUT_RECORDS, keys.len(), records),
                (PUT_LINKS, owners.len(), values![*kinds, *targets, *owners]),
            ],
        )
        .await
    }

    async fn put_rest(&self, client: &Client) -> Result<(), Fault> {
        let Commands { keys, seqs, uuids, phases, ranks, blocked, classes, refused_in, .. } = &self.commands;
        let Commands { not_before, expires_at, waits_on, bodies, .. } = &self.commands;
        let mut commands = values![*keys, *seqs, *uuids, *phases, *ranks, *blocked, *classes, *refused_in];
        commands.extend(values![*not_before, *expires_at, *waits_on, *bodies]);
        let Events { keys: of, versions, numbers, times, bodies, places } = &self.events;
        let events = values![*of, *versions, *numbers, *times, *bodies, *places];
        let (seen, times) = &self.contacts;
        let (owners, earlier, later) = &self.edges;
        let (names, bytes) = &self.payloads;
        each(
            client,
            [
                (PUT_CONTACTS, seen.len(), values![*seen, *times]),
                (PUT_COMMANDS, keys.len(), commands),
                (PUT_EDGES, owners.len(), values![*owners, *earlier, *later]),
                (PUT_PAYLOADS, names.len(), values![*names, *bytes]),
                (PUT_EVENTS, of.len(), events),
            ],
        )
        .await
    }
}

/// Those of which there is something to write.
async fn each<const N: usize>(
    client: &Client,
    tables: [(&'static str, usize, Values<'_>); N],
) -> Result<(), Fault> {
    for (statement, _, values) in tables.into_iter().filter(|(_, rows, _)| *rows > 0) {
        client.execute(statement, &values).await?;
    }
    Ok(())
}

const ENDS: &str =
    "SELECT (SELECT last FROM feed WHERE name = 'event'), (SELECT last FROM feed WHERE name = 'wake')";
const SET_ENDS: &str = "UPDATE feed SET last = CASE name WHEN 'event' THEN $1::bigint ELSE $2::bigint END";
const LOCK_SCHEMA: &str = "SELECT version FROM store_schema FOR UPDATE";
const SHARE_SCHEMA: &str = "SELECT version FROM store_schema FOR SHARE";
const SET_SCHEMA: &str = "UPDATE store_schema SET version = $1";
const LEASES: &str = "SELECT credential, fence, until, spent_until FROM lease WHERE credential > $1 \
    ORDER BY credential LIMIT $2";
const LAST_LEASE: &str = "SELECT credential FROM lease ORDER BY credential DESC LIMIT 1";
const LAST_WAKE: &str = "SELECT place FROM wake WHERE place IS NOT NULL ORDER BY place DESC LIMIT 1";
const LAST_EVENT: &str = "SELECT place FROM event WHERE place IS NOT NULL ORDER BY place DESC LIMIT 1";
const LAST_PAYLOAD: &str = "SELECT name FROM payload ORDER BY name DESC LIMIT 1";
const LAST_COMMAND: &str = "SELECT key, seq FROM command ORDER BY key DESC, seq DESC LIMIT 1";
const LAST_RECORD: &str = "SELECT key FROM record ORDER BY key DESC LIMIT 1";
const MISSING: &str = "SELECT w.key FROM unnest($1::bytea[]) AS w (key) \
    WHERE NOT EXISTS (SELECT 1 FROM record WHERE record.key = w.key)";
const PUT_RECORDS: &str = "INSERT INTO record (key, version, session, shut, backoff_until, open, links, body) \
    SELECT * FROM unnest($1::bytea[], $2::bigint[], $3::bigint[], $4::int[], $5::bigint[], $6::bigint[], \
    $7::bytea[], $8::bytea[]) ON CONFLICT DO NOTHING";
const PUT_LINKS: &str = "INSERT INTO link (kind, value, key) \
    SELECT * FROM unnest($1::bytea[], $2::bytea[], $3::bytea[]) ON CONFLICT DO NOTHING";
const PUT_CONTACTS: &str = "INSERT INTO contact (key, at) SELECT * FROM unnest($1::bytea[], $2::bigint[]) \
    ON CONFLICT DO NOTHING";
const PUT_COMMANDS: &str = "INSERT INTO command \
    (key, seq, uuid, phase, rank, blocked, class, refused_in, not_before, expires_at, waits_on, body) \
    SELECT * FROM unnest($1::bytea[], $2::bigint[], $3::bytea[], $4::int[], $5::int[], $6::boolean[], $7::int[], \
    $8::bigint[], $9::bigint[], $10::bigint[], $11::bytea[], $12::bytea[]) ON CONFLICT DO NOTHING";
const PUT_EDGES: &str = "INSERT INTO edge (key, earlier, later) \
    SELECT * FROM unnest($1::bytea[], $2::bigint[], $3::bigint[]) ON CONFLICT DO NOTHING";
const PUT_PAYLOADS: &str = "INSERT INTO payload (name, body) \
    SELECT * FROM unnest($1::bytea[], $2::bytea[]) ON CONFLICT DO NOTHING";
const PUT_EVENTS: &str = "INSERT INTO event (key, version, number, at, body, place) \
    SELECT * FROM unnest($1::bytea[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bytea[], $6::bigint[]) \
    ON CONFLICT DO NOTHING";
const PUT_WAKES: &str = "INSERT INTO wake (key, tenant, need, due, lane, comes_by, reach, routes, health, \
        attempt, pushed, body, heard, credential, place) \
    SELECT * FROM unnest($1::bytea[], $2::bytea[], $3::bigint[], $4::bigint[], $5::int[], $6::bigint[], $7::bytea[], \
        $8::bytea[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bytea[], $13::bigint[], $14::bytea[], \
        $15::bigint[]) ON CONFLICT DO NOTHING";
const PUT_LEASE: &str = "INSERT INTO lease (credential, fence, until, spent_until) VALUES ($1, $2, $3, $4) \
    ON CONFLICT DO NOTHING";
