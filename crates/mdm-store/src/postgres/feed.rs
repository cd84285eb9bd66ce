//! Events and changed wakes in the order of their commits.
//!
//! A number that writers take would either make them wait for each other until the end of their commits, or appear out
//! of order: who has read number 8 would miss 7, whose commit ends later. So writers leave the place open. Readers fill
//! it in, for what was committed, one reader at a time: the row of the feed is the lock. `arrival`, which writers do
//! take, is only a hint of the order: commits of one record follow each other in it.

use tokio_postgres::{Row, Statement};

use super::fault::Fault;
use super::pool::{Lent, Statements, together};
use super::values::{Bytes, key, natural, number, page, rows, time, value, values};
use super::wake::{COLUMNS, wake_row, wakes};
use crate::columns::integer;
use crate::limits::{PAGE, PRUNED};
use crate::row::{EventRow, RecordKey, Version};
use crate::{ChangedWake, EventPosition, OldEvents, StoredEvent, Unreadable, WakePosition};

pub(super) async fn events(
    lent: &mut Lent<'_>,
    after: Option<EventPosition>,
    limit: usize,
) -> Result<Vec<StoredEvent>, Fault> {
    let after = after.map_or(0, |after| integer(after.0));
    let found = read(lent, &EVENT, after, limit).await?;
    page(&found, event, unreadable_event)
}

pub(super) async fn events_of(
    lent: &mut Lent<'_>,
    key: &RecordKey,
    after: Option<(Version, u64)>,
    limit: usize,
) -> Result<Vec<StoredEvent>, Fault> {
    let key = Bytes::from(key);
    let (version, index) = after.map_or((0, 0), |(version, index)| (integer(version.0), integer(index)));
    let limit = rows(limit);
    loop {
        let values = values![key, version, index, limit];
        let found = lent.rows(&lent.statements().events_of, values).await?;
        let mut placed = true;
        for row in &found {
            placed &= value::<Option<i64>>(row, 0)?.is_some();
        }
        if placed {
            return page(&found, event, unreadable_event);
        }
        place(lent, &EVENT, 1).await?;
    }
}

pub(super) async fn prune_events(lent: &mut Lent<'_>, old: &OldEvents, limit: usize) -> Result<usize, Fault> {
    let (limit, bytes) = (rows(limit), rows(PRUNED));
    let statements = lent.statements();
    let gone = match old {
        // What has no place yet is newer than any place that somebody has seen.
        OldEvents::UpTo(position) => {
            lent.rows(&statements.prune_events, values![integer(position.0), limit, bytes]).await?
        }
        OldEvents::Of(key) => {
            lent.rows(&statements.prune_events_of, values![Bytes::from(key), limit, bytes]).await?
        }
        OldEvents::At(positions) => {
            let places: Vec<i64> = positions.iter().map(|position| integer(position.0)).collect();
            lent.rows(&statements.prune_events_at, values![places, limit, bytes]).await?
        }
    };
    Ok(gone.len())
}

fn event(row: &Row) -> Result<StoredEvent, Fault> {
    let event = EventRow { key: key(row, 1)?, at: time(row, 4)?, body: value(row, 5)? };
    Ok(StoredEvent::new(number(row, 0)?, Version(number(row, 2)?), number(row, 3)?, event))
}

fn unreadable_event(row: &Row) -> Result<Unreadable, Fault> {
    let after = number(row, 2).ok().map(Version).zip(number(row, 3).ok());
    Ok(Unreadable::Event { position: EventPosition(number(row, 0)?), key: key(row, 1).ok(), after })
}

pub(super) async fn changed_wakes(
    lent: &mut Lent<'_>,
    after: WakePosition,
    limit: usize,
) -> Result<Vec<ChangedWake>, Fault> {
    let found = read(lent, &WAKE, integer(after.0), limit).await?;
    let position = |row: &Row| number(row, COLUMNS).map(WakePosition);
    let changed = |row: &Row| Ok(ChangedWake { position: position(row)?, row: wake_row(row, 0)? });
    page(&found, changed, |row| Ok(Unreadable::Changed(position(row)?, key(row, 0)?)))
}

pub(super) async fn last_wake(lent: &mut Lent<'_>) -> Result<WakePosition, Fault> {
    let waits = lent.first(&lent.statements().wakes_wait, values![]).await?;
    if waits.is_some() {
        // After an import there are more: they come as changes then.
        place(lent, &WAKE, STEPS).await?;
    }
    let last = lent.first(&lent.statements().last_placed, values![WAKE.name]).await?;
    let last = last.map_or(Ok(0), |row| value(&row, 0))?;
    Ok(WakePosition(natural(last)?))
}

/// What is read in the order of commits.
struct Feed {
    name: &'static str,
    page: fn(&Statements) -> &Statement,
    waits: fn(&Statements) -> &Statement,
    place: fn(&Statements) -> &Statement,
    end: fn(&Statements) -> &Statement,
}

const EVENT: Feed = Feed {
    name: "event",
    page: |statements| &statements.events,
    waits: |statements| &statements.events_wait,
    place: |statements| &statements.place_events,
    end: |statements| &statements.end_events,
};

const WAKE: Feed = Feed {
    name: "wake",
    page: |statements| &statements.changed,
    waits: |statements| &statements.wakes_wait,
    place: |statements| &statements.place_wakes,
    end: |statements| &statements.end_wakes,
};

/// A full page has no need of what has no place yet.
async fn read(lent: &mut Lent<'_>, feed: &Feed, after: i64, limit: usize) -> Result<Vec<Row>, Fault> {
    let limit_rows = rows(limit);
    let page = (feed.page)(lent.statements());
    let calls =
        [lent.ask(page, values![after, limit_rows]), lent.ask((feed.waits)(lent.statements()), values![])];
    let mut answers = together(calls).await?.into_iter();
    let found = answers.next().unwrap_or_default();
    let waits = answers.next().is_some_and(|waits| !waits.is_empty());
    if found.len() >= limit || !waits {
        return Ok(found);
    }
    // A step fills a page.
    match place(lent, feed, 1).await {
        // The disk is full, or the server only reads: what has its place can be read all the same.
        Err(_) if !found.is_empty() => return Ok(found),
        placed => placed?,
    }
    lent.rows((feed.page)(lent.statements()), values![after, limit_rows]).await
}

/// Gives places to those that have none and were committed, in a few transactions at the most: a call has to end, also
/// when a million have none.
async fn place(lent: &mut Lent<'_>, feed: &Feed, steps: usize) -> Result<(), Fault> {
    let step = rows(STEP);
    for _ in 0..steps {
        lent.begin();
        let statements = lent.statements();
        let calls = [
            lent.say("BEGIN"),
            lent.ask(&statements.lock_feed, values![feed.name]),
            lent.ask((feed.place)(statements), values![step]),
            lent.ask((feed.end)(statements), values![]),
            lent.say("COMMIT"),
        ];
        let placed = together(calls).await?.into_iter().nth(2).unwrap_or_default().len();
        lent.end();
        if placed < STEP {
            break;
        }
    }
    Ok(())
}

/// How many are given places in one transaction: no fewer than a page has.
const STEP: usize = PAGE;
/// How many transactions that are at the most.
const STEPS: usize = 16;

pub(super) const LOCK_FEED: &str = "SELECT last FROM feed WHERE name = $1 FOR UPDATE";
pub(super) const LAST_PLACED: &str = "SELECT last FROM feed WHERE name = $1";

pub(super) const EVENTS: &str = "SELECT place, key, version, number, at, body FROM event \
    WHERE place > $1 ORDER BY place LIMIT $2";
pub(super) const EVENTS_OF: &str = "SELECT place, key, version, number, at, body FROM event \
    WHERE key = $1 AND (version, number) > ($2, $3) ORDER BY version, number LIMIT $4";
/// Forgets the first of some events, until so many bytes are reached. `FOR UPDATE`: who prunes beside another one waits,
/// and takes the next ones. Nothing else says that none are left.
macro_rules! prune_events {
    ($which:literal, $order:literal) => {
        concat!(
            "DELETE FROM event USING (SELECT key, version, number FROM (SELECT key, version, number, \
            sum(size) OVER (ORDER BY ",
            $order,
            ") - size AS before FROM (SELECT key, version, number, place, octet_length(body)::bigint AS size \
            FROM event WHERE ",
            $which,
            " ORDER BY ",
            $order,
            " LIMIT $2 FOR UPDATE) AS first) AS sized WHERE before < $3::bigint) AS old \
            WHERE event.key = old.key AND event.version = old.version AND event.number = old.number RETURNING 1"
        )
    };
}

pub(super) const PRUNE_EVENTS: &str = prune_events!("place <= $1", "place");
pub(super) const PRUNE_EVENTS_OF: &str = prune_events!("key = $1", "version, number");
pub(super) const PRUNE_EVENTS_AT: &str = prune_events!("place = ANY($1)", "place");
pub(super) const EVENTS_WAIT: &str = "SELECT 1 FROM event WHERE place IS NULL LIMIT 1";
pub(super) const PLACE_EVENTS: &str = "UPDATE event SET place = next.place FROM (\
        SELECT key, version, number, \
            (SELECT last FROM feed WHERE name = 'event') + row_number() OVER (ORDER BY arrival) AS place \
        FROM (SELECT key, version, number, arrival FROM event WHERE place IS NULL ORDER BY arrival LIMIT $1) AS waits\
    ) AS next \
    WHERE event.key = next.key AND event.version = next.version AND event.number = next.number RETURNING 1";
pub(super) const END_EVENTS: &str = "UPDATE feed SET last = greatest(last, (SELECT max(place) FROM event \
    WHERE place IS NOT NULL)) WHERE name = 'event'";

pub(super) const CHANGED: &str = wakes!(", place FROM wake WHERE place > $1 ORDER BY place LIMIT $2");
pub(super) const WAKES_WAIT: &str = "SELECT 1 FROM wake WHERE place IS NULL LIMIT 1";
/// One that is being changed gets its place after that change: nobody waits.
pub(super) const PLACE_WAKES: &str = "UPDATE wake SET place = next.place FROM (\
        SELECT key, (SELECT last FROM feed WHERE name = 'wake') + row_number() OVER (ORDER BY arrival) AS place \
        FROM (SELECT key, arrival FROM wake WHERE place IS NULL ORDER BY arrival LIMIT $1 \
            FOR UPDATE SKIP LOCKED) AS waits\
    ) AS next \
    WHERE wake.key = next.key RETURNING 1";
pub(super) const END_WAKES: &str = "UPDATE feed SET last = greatest(last, (SELECT max(place) FROM wake \
    WHERE place IS NOT NULL)) WHERE name = 'wake'";
