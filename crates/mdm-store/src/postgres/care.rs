//! What is kept a second time in order to find or count rows, held against what it repeats: a page at a time, each in a
//! transaction of its own.

use std::collections::{BTreeMap, BTreeSet};

use tokio_postgres::{Client, Row};

use super::fault::Fault;
use super::pool::Lent;
use super::tables::{Edges, Links};
use super::transfer::LOST;
use super::values::{Bytes, key, number, value, values};
use super::write::{CLEAR_EDGES, CLEAR_LINKS, SET_EDGES, SET_LINKS};
use crate::columns::{flaws, integer, link, places};
use crate::row::{Link, RecordKey};

/// What becomes of what is wrong.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrong {
    IsTold,
    IsMended,
}

/// Where a walk goes on.
pub(super) enum Place {
    /// With the records behind this key.
    Record(Box<str>),
    /// With the rows of `link` behind this one.
    Link(Vec<u8>, Vec<u8>, Vec<u8>),
}

/// What came of a page.
#[derive(Default)]
pub(super) struct Page {
    pub(super) told: Vec<&'static str>,
    /// How many rows.
    pub(super) mended: u64,
    /// `None` after the last.
    pub(super) next: Option<Place>,
}

impl Default for Place {
    fn default() -> Self {
        // Every key comes after the empty text.
        Self::Record("".into())
    }
}

pub(super) async fn page(lent: &mut Lent<'_>, from: &Place, wrong: Wrong) -> Result<Page, Fault> {
    lent.begin();
    let client = lent.client();
    client.batch_execute(if wrong == Wrong::IsTold { LOOK } else { "BEGIN" }).await?;
    let page = match from {
        Place::Record(after) => records(client, after, wrong).await?,
        Place::Link(kind, value, key) => stray_links(client, (kind, value, key), wrong).await?,
    };
    client.batch_execute("COMMIT").await?;
    lent.end();
    Ok(page)
}

/// Of some records the counts, links and edges. To be mended they are locked first, and with them everything that is theirs.
async fn records(client: &Client, after: &str, wrong: Wrong) -> Result<Page, Fault> {
    let lock = if wrong == Wrong::IsMended { " FOR UPDATE" } else { "" };
    let rows = client.query(&format!("{RECORDS}{lock}"), &values![Bytes::text(after)]).await?;
    let keys = rows.iter().map(|row| key(row, 0)).collect::<Result<Vec<_>, _>>()?;
    let Some(last) = keys.last() else {
        return Ok(Page { next: Some(Place::Link(vec![], vec![], vec![])), ..Page::default() });
    };
    let mut page = Page { next: Some(Place::Record(last.as_str().into())), ..Page::default() };
    counts(client, &keys, wrong, &mut page).await?;
    missing_links(client, &keys, &rows, wrong, &mut page).await?;
    edges(client, &keys, wrong, &mut page).await?;
    Ok(page)
}

async fn counts(client: &Client, keys: &[RecordKey], wrong: Wrong, page: &mut Page) -> Result<(), Fault> {
    let keys: Vec<_> = keys.iter().map(Bytes::from).collect();
    let miscounted = client.query(MISCOUNTED, &values![keys]).await?.len();
    page.told.extend(vec![flaws::MISCOUNTED; miscounted]);
    if wrong == Wrong::IsMended && miscounted > 0 {
        page.mended += client.execute(RECOUNT, &values![keys]).await?;
    }
    Ok(())
}

async fn missing_links(
    client: &Client,
    keys: &[RecordKey],
    rows: &[Row],
    wrong: Wrong,
    page: &mut Page,
) -> Result<(), Fault> {
    let mut decoded: Vec<(&RecordKey, Vec<Link>)> = Vec::new();
    for (key, row) in keys.iter().zip(rows) {
        match link::decode(value(row, 1)?) {
            Some(links) => decoded.push((key, links)),
            None => page.told.push(flaws::UNREADABLE_LINKS),
        }
    }
    let mut links = Links::default();
    for (key, of_record) in &decoded {
        for link in of_record {
            links.push(link.kind.as_str(), Bytes::text(&link.value), key);
        }
    }
    let missing = client.query(MISSING_LINKS, &links.values().1).await?.len();
    page.told.extend(vec![flaws::MISSING_LINK; missing]);
    if wrong == Wrong::IsMended && missing > 0 {
        page.mended += client.execute(SET_LINKS, &links.values().1).await?;
    }
    Ok(())
}

/// What the open commands wait on, and the table that repeats it.
async fn edges(client: &Client, keys: &[RecordKey], wrong: Wrong, page: &mut Page) -> Result<(), Fault> {
    let named: Vec<_> = keys.iter().map(Bytes::from).collect();
    // By record and place. `None` of what cannot be read: then nobody knows its edges.
    let mut open = BTreeMap::<(RecordKey, u64), Option<Vec<u64>>>::new();
    for row in client.query(OPEN, &values![named]).await? {
        let waits_on = places::decode(value(&row, 2)?);
        if waits_on.is_none() {
            page.told.push(flaws::UNREADABLE_WAITS);
        }
        open.insert((key(&row, 0)?, number(&row, 1)?), waits_on);
    }
    let lost = lost(client, &open).await?;
    let mut freed = (Vec::new(), Vec::new(), Vec::<Bytes<'_>>::new());
    for ((key, seq), waits_on) in &mut open {
        let Some((waits_on, lost)) = waits_on.as_mut().zip(lost.get(key)) else { continue };
        if !waits_on.iter().any(|earlier| lost.contains(earlier)) {
            continue;
        }
        page.told.push(flaws::LOST_WAIT);
        if wrong == Wrong::IsMended {
            waits_on.retain(|earlier| !lost.contains(earlier));
            freed.0.push(Bytes::from(key.as_str().as_bytes().to_vec()));
            freed.1.push(integer(*seq));
            freed.2.push(places::encode(waits_on).into());
        }
    }
    if !freed.0.is_empty() {
        page.mended += client.execute(SET_WAITS, &values![freed.0, freed.1, freed.2]).await?;
    }

    let mut there = BTreeSet::new();
    for row in client.query(EDGES, &values![named]).await? {
        there.insert((key(&row, 0)?, value::<i64>(&row, 1)?, value::<i64>(&row, 2)?));
    }
    let (mut missing, mut stray) = (Edges::default(), Edges::default());
    for ((key, later), waits_on) in &open {
        for earlier in waits_on.iter().flatten() {
            if !there.remove(&(key.clone(), integer(*earlier), integer(*later))) {
                page.told.push(flaws::MISSING_EDGE);
                missing.push(key, *earlier, *later);
            }
        }
    }
    for (key, earlier, later) in &there {
        let command = u64::try_from(*later).ok().and_then(|later| open.get(&(key.clone(), later)));
        match command {
            // It was told above.
            Some(None) => continue,
            Some(Some(_)) => page.told.push(flaws::STRAY_EDGE),
            None => page.told.push(flaws::EDGE_OF_NOBODY),
        }
        stray.push_stored(key, *earlier, *later);
    }
    if wrong == Wrong::IsMended {
        for (statement, (keys, values)) in [(CLEAR_EDGES, stray.values()), (SET_EDGES, missing.values())] {
            if !keys.is_empty() {
                page.mended += client.execute(statement, &values).await?;
            }
        }
    }
    Ok(())
}

/// What somebody waits on, and is not there.
async fn lost(
    client: &Client,
    open: &BTreeMap<(RecordKey, u64), Option<Vec<u64>>>,
) -> Result<BTreeMap<RecordKey, BTreeSet<u64>>, Fault> {
    let waits = open
        .iter()
        .flat_map(|((key, _), waits_on)| waits_on.iter().flatten().map(move |earlier| (key, *earlier)));
    let done: BTreeSet<_> = waits.filter(|(key, seq)| !open.contains_key(&((*key).clone(), *seq))).collect();
    let (keys, seqs): (Vec<Bytes<'_>>, Vec<_>) =
        done.into_iter().map(|(key, seq)| (Bytes::from(key), integer(seq))).unzip();
    let mut lost = BTreeMap::<_, BTreeSet<_>>::new();
    for row in client.query(LOST, &values![keys, seqs]).await? {
        lost.entry(key(&row, 0)?).or_default().insert(number(&row, 1)?);
    }
    Ok(lost)
}

/// Some rows of `link`, held against the records to which they lead.
async fn stray_links(
    client: &Client,
    (kind, value, key): (&[u8], &[u8], &[u8]),
    wrong: Wrong,
) -> Result<Page, Fault> {
    let after = [kind, value, key].map(Bytes::from);
    let [kind, value, key] = &after;
    let mut rows = client.query(LINKS, &values![*kind, *value, *key]).await?;
    let next = rows
        .last()
        .map(|last| Ok::<_, Fault>(Place::Link(bytes(last, 0)?, bytes(last, 1)?, bytes(last, 2)?)));
    let next = next.transpose()?;
    let mut strays = judged(&rows)?;
    if wrong == Wrong::IsMended && !strays.0.is_empty() {
        // Who writes a link that stands here already has done so by now, or does it afterwards.
        client.batch_execute("LOCK TABLE link IN SHARE ROW EXCLUSIVE MODE").await?;
        rows = client.query(LINKS, &values![*kind, *value, *key]).await?;
        strays = judged(&rows)?;
    }
    let mut page = Page { told: strays.0, next, mended: 0 };
    if wrong == Wrong::IsMended && !page.told.is_empty() {
        let [kinds, values, keys] = &strays.1;
        page.mended = client.execute(CLEAR_LINKS, &values![*kinds, *values, *keys]).await?;
    }
    Ok(page)
}

/// What is wrong with each that is, and which they are.
fn judged(rows: &[Row]) -> Result<(Vec<&'static str>, [Vec<Bytes<'_>>; 3]), Fault> {
    let (mut told, mut strays) = (Vec::new(), [const { Vec::new() }; 3]);
    for row in rows {
        let (kind, text): (&[u8], &[u8]) = (value(row, 0)?, value(row, 1)?);
        let is_said = |link: &Link| link.kind.as_str().as_bytes() == kind && link.value.as_bytes() == text;
        match value::<Option<&[u8]>>(row, 3)?.map(link::decode) {
            None => told.push(flaws::LINK_OF_NOBODY),
            // It was told with its record.
            Some(None) => continue,
            Some(Some(links)) if links.iter().any(is_said) => continue,
            Some(Some(_)) => told.push(flaws::STRAY_LINK),
        }
        for (column, stray) in strays.iter_mut().enumerate() {
            stray.push(Bytes::from(value::<&[u8]>(row, column)?));
        }
    }
    Ok((told, strays))
}

fn bytes(row: &Row, column: usize) -> Result<Vec<u8>, Fault> {
    Ok(value::<&[u8]>(row, column)?.to_vec())
}

/// One moment, in which a commit is seen wholly or not at all.
const LOOK: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
const RECORDS: &str = "SELECT key, links FROM record WHERE key > $1 ORDER BY key LIMIT 32";
const MISCOUNTED: &str = "SELECT 1 FROM record WHERE key = ANY($1) \
    AND open <> (SELECT count(*) FROM command WHERE command.key = record.key AND phase <> 2)";
const RECOUNT: &str = "UPDATE record SET open = (SELECT count(*) FROM command WHERE command.key = record.key AND phase <> 2) \
    WHERE key = ANY($1) AND open <> (SELECT count(*) FROM command WHERE command.key = record.key AND phase <> 2)";
const MISSING_LINKS: &str = "SELECT DISTINCT w.kind, w.value, w.key \
    FROM unnest($1::bytea[], $2::bytea[], $3::bytea[]) AS w (kind, value, key) WHERE NOT EXISTS \
    (SELECT 1 FROM link WHERE link.kind = w.kind AND link.value = w.value AND link.key = w.key)";
const OPEN: &str = "SELECT key, seq, waits_on FROM command WHERE key = ANY($1) AND phase <> 2";
const EDGES: &str = "SELECT key, earlier, later FROM edge WHERE key = ANY($1)";
/// The gate of what is held is 1.
const SET_WAITS: &str = "UPDATE command SET waits_on = w.waits_on, \
    blocked = length(w.waits_on) > 0 OR class & 1 <> 0 \
    FROM unnest($1::bytea[], $2::bigint[], $3::bytea[]) AS w (key, seq, waits_on) \
    WHERE command.key = w.key AND command.seq = w.seq";
const LINKS: &str = "SELECT link.kind, link.value, link.key, record.links \
    FROM link LEFT JOIN record ON record.key = link.key WHERE (link.kind, link.value, link.key) > ($1, $2, $3) \
    ORDER BY link.kind, link.value, link.key LIMIT 1000";
