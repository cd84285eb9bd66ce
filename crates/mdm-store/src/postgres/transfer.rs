//! Everything as it is stored. These statements are prepared when they are needed: a transfer takes place once.

use std::collections::{BTreeMap, BTreeSet};

use tokio_postgres::{Client, Row};

use super::fault::Fault;
use super::feed;
use super::pool::Lent;
use super::schema::NEWEST;
use super::tables::{Commands, Edges, Events, Heads, Links};
use super::values::{Bytes, key, number, optional_time, rows, text, time, value, values};
use super::wake::Wakes;
use crate::columns::{HALF_COPIED, integer};
use crate::limits::millis;
use crate::row::{Credential, Lease, PayloadName, Phase, RecordKey};
use crate::seal::Place;
use crate::{Ends, Error, EventPosition, Mark, Put, StoredRow, Unreadable, WakePosition};

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

pub(super) async fn put(lent: &mut Lent<'_>, rows: &[StoredRow]) -> Result<Put, Fault> {
    lent.begin();
    let client = lent.client();
    client.batch_execute("BEGIN").await?;
    if !is_half(client, SHARE_SCHEMA).await? {
        return Err(Error::InUse.into());
    }
    put_records(client, rows).await?;
    let mut told = Put { left_out: missing(client, rows).await?, ..Put::default() };
    let is_there = |row: &&StoredRow| row.owner().is_none_or(|owner| !told.left_out.contains(owner));
    let rows: Vec<_> = rows.iter().filter(is_there).collect();
    let lost = lost(client, &rows).await?;
    let (mut contacts, mut commands, mut edges) =
        (Contacts::default(), Commands::default(), Edges::default());
    let (mut payloads, mut events, mut wakes) = (Payloads::default(), Events::default(), Wakes::default());
    let (mut places, mut positions) = (Vec::new(), Vec::new());
    for row in rows {
        match row {
            StoredRow::Record { key, contact, .. } => {
                if let Some(at) = contact {
                    contacts.0.push(key.into());
                    contacts.1.push(millis(*at)?);
                }
            }
            StoredRow::Command { key, row } if row.phase == Phase::Done => {
                commands.push(key, row, &row.waits_on)?;
            }
            StoredRow::Command { key, row } => {
                let lost = lost.get(key);
                let is_there = |seq: &u64| *seq < row.seq && lost.is_none_or(|lost| !lost.contains(seq));
                let waits_on: Vec<_> = row.waits_on.iter().copied().filter(is_there).collect();
                if waits_on.len() < row.waits_on.len() {
                    told.freed.insert((key.clone(), row.seq));
                }
                waits_on.iter().for_each(|earlier| edges.push(key, *earlier, row.seq));
                commands.push(key, row, &waits_on)?;
            }
            StoredRow::Event(event) => {
                events.push(event.version.0, event.index, &event.row)?;
                places.push(integer(event.position.0));
            }
            StoredRow::Payload(name, bytes) => {
                payloads.0.push(Bytes::text(&name.0));
                payloads.1.push(bytes.as_slice().into());
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
    let mut events = events.values();
    events.1.extend(values![places]);
    let mut wakes = wakes.values();
    // In the place of those that get another position.
    wakes.pop();
    wakes.extend(values![positions]);
    let (seen, names) = (contacts.0.len(), payloads.0.len());
    for (statement, rows, values) in [
        (PUT_CONTACTS, seen, values![contacts.0, contacts.1]),
        (PUT_COMMANDS, commands.keys.len(), commands.values().1),
        (PUT_EDGES, edges.keys.len(), edges.values().1),
        (PUT_PAYLOADS, names, values![payloads.0, payloads.1]),
        (PUT_EVENTS, events.0.len(), events.1),
        (PUT_WAKES, positions.len(), wakes),
    ] {
        if rows > 0 {
            client.execute(statement, &values).await?;
        }
    }
    client.batch_execute("COMMIT").await?;
    lent.end();
    Ok(told)
}

type Contacts<'a> = (Vec<Bytes<'a>>, Vec<i64>);
type Payloads<'a> = (Vec<Bytes<'a>>, Vec<Bytes<'a>>);

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

async fn put_records(client: &Client, rows: &[StoredRow]) -> Result<(), Fault> {
    let (mut heads, mut links) = (Heads::default(), Links::default());
    for row in rows {
        if let StoredRow::Record { key, version, head, .. } = row {
            heads.push(key, version.0, head, 0)?;
            for link in &head.links {
                links.push(link.kind.as_str(), Bytes::text(&link.value), key);
            }
        }
    }
    for (statement, (keys, values)) in [(PUT_RECORDS, heads.values()), (PUT_LINKS, links.values())] {
        if !keys.is_empty() {
            client.execute(statement, &values).await?;
        }
    }
    Ok(())
}

/// What these commands wait on and is neither there nor among them.
async fn lost(client: &Client, rows: &[&StoredRow]) -> Result<BTreeMap<RecordKey, BTreeSet<u64>>, Fault> {
    let commands = rows.iter().filter_map(|row| match row {
        StoredRow::Command { key, row } => Some((key, row)),
        _ => None,
    });
    let here: BTreeSet<_> = commands.clone().map(|(key, row)| (key, row.seq)).collect();
    let open = commands.filter(|(_, row)| row.phase != Phase::Done);
    let waits = open.flat_map(|(key, row)| row.waits_on.iter().map(move |seq| (key, *seq)));
    let elsewhere: BTreeSet<_> = waits.filter(|wait| !here.contains(wait)).collect();
    let mut lost = BTreeMap::<_, BTreeSet<_>>::new();
    if !elsewhere.is_empty() {
        let (keys, seqs): (Vec<Bytes<'_>>, Vec<_>) =
            elsewhere.into_iter().map(|(key, seq)| (Bytes::from(key), integer(seq))).unzip();
        for row in client.query(LOST, &values![keys, seqs]).await? {
            lost.entry(key(&row, 0)?).or_default().insert(number(&row, 1)?);
        }
    }
    Ok(lost)
}

fn credential(row: &Row) -> Result<Credential, Fault> {
    Credential::new(text(row, 0)?).ok_or(Fault::Damaged)
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
/// Counts those that are new.
const PUT_COMMANDS: &str = "WITH put AS (INSERT INTO command \
    (key, seq, uuid, phase, rank, blocked, class, refused_in, not_before, expires_at, waits_on, body) \
    SELECT * FROM unnest($1::bytea[], $2::bigint[], $3::bytea[], $4::int[], $5::int[], $6::boolean[], $7::int[], \
    $8::bigint[], $9::bigint[], $10::bigint[], $11::bytea[], $12::bytea[]) \
    ON CONFLICT DO NOTHING RETURNING key, phase) \
    UPDATE record SET open = open + new.number \
    FROM (SELECT key, count(*) AS number FROM put WHERE phase <> 2 GROUP BY key) AS new WHERE record.key = new.key";
pub(super) const LOST: &str = "SELECT w.key, w.seq FROM unnest($1::bytea[], $2::bigint[]) AS w (key, seq) \
    WHERE NOT EXISTS (SELECT 1 FROM command WHERE command.key = w.key AND command.seq = w.seq)";
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
