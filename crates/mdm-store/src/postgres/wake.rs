//! Wakes and leases. What a row becomes is decided by `mdm-push`: here it is locked, read, changed and written in one
//! transaction.

use std::collections::{BTreeMap, BTreeSet};

use tokio_postgres::Row;

use super::fault::Fault;
use super::pool::{Call, Lent, Statements, together};
use super::values::{Bytes, Values, key, number, optional_time, page, rows, text, time, value, values};
use crate::columns::{decode_routes, encode_routes, integer, lane, lane_number};
use crate::limits::{millis, whole_wake};
use crate::row::{Credential, Health, Lane, Lease, Reach, RecordKey, Tenant, Update, WakeRow};
use crate::{Error, Settled, Unreadable};

pub(super) async fn wake(lent: &mut Lent<'_>, key: &RecordKey) -> Result<Option<WakeRow>, Fault> {
    let found = lent.first(&lent.statements().wake, values![Bytes::from(key)]).await?;
    let unreadable = |_| Error::Unreadable { row: Unreadable::Wake(key.clone()) };
    Ok(found.map(|row| wake_row(&row, 0)).transpose().map_err(unreadable)?)
}

pub(super) async fn pending(
    lent: &mut Lent<'_>,
    credential: &Credential,
    after: Option<(Lane, &RecordKey)>,
    limit: usize,
) -> Result<Vec<WakeRow>, Fault> {
    // A key is never empty, so every key comes after the empty text; and none after null.
    let (urgent, normal) = match after {
        None => (Some(""), Some("")),
        Some((Lane::Urgent, key)) => (Some(key.as_str()), Some("")),
        Some((_, key)) => (None, Some(key.as_str())),
    };
    let (urgent, normal) = (urgent.map(Bytes::text), normal.map(Bytes::text));
    let (credential, limit) = (Bytes::text(credential.as_str()), rows(limit));
    let found = lent.rows(&lent.statements().pending, values![credential, urgent, normal, limit]).await?;
    page(&found, |row| wake_row(row, 0), |row| Ok(Unreadable::Pending(lane_of(row, 0)?, key(row, 0)?)))
}

pub(super) async fn settle(
    lent: &mut Lent<'_>,
    credential: &Credential,
    updates: &[Update<RecordKey>],
) -> Result<Vec<Settled>, Fault> {
    let credential = Bytes::text(credential.as_str());
    let keys: BTreeSet<&RecordKey> = updates.iter().map(|update| &update.key).collect();
    let keys: Vec<_> = keys.into_iter().map(Bytes::from).collect();
    lent.begin();
    let statements = lent.statements();
    let calls = [
        lent.say("BEGIN"),
        lent.ask(&statements.lock_lease, values![credential]),
        lent.ask(&statements.lock_wakes, values![keys]),
    ];
    let answers = together(calls).await?;
    let [_, lease, wakes] = answers.as_slice() else { return Err(Fault::Damaged) };
    let fence = lease.first().map_or(Ok(0), |row| number(row, 0))?;
    // One that cannot be read keeps no other from being written.
    let stored = |row| Ok((key(row, 0)?, wake_row(row, 0).ok().map(|row| (row, Change::None))));
    let mut stored = wakes.iter().map(stored).collect::<Result<BTreeMap<_, _>, Fault>>()?;

    let one = |(place, update): (usize, &Update<RecordKey>)| {
        if update.fence < fence {
            return Settled::Fenced;
        }
        let (row, change) = match stored.get_mut(&update.key) {
            Some(Some(stored)) => stored,
            Some(None) => return Settled::Unreadable,
            None => return Settled::Outdated,
        };
        let before = row.credential().cloned();
        if !row.apply(update) {
            return Settled::Outdated;
        }
        let now = if row.credential() == before.as_ref() { Change::Written } else { Change::Moved(place) };
        *change = now.max(*change);
        Settled::Written
    };
    let settled = updates.iter().enumerate().map(one).collect();
    let mut changed: Vec<_> =
        stored.into_values().flatten().filter(|(_, change)| *change != Change::None).collect();
    changed.sort_by_key(|(_, change)| *change);
    let mut wakes = Wakes::default();
    for (row, change) in changed {
        wakes.push(&whole_wake(row), change != Change::Written)?;
    }
    together(wakes.call(lent, statements).into_iter().chain([lent.say("COMMIT")])).await?;
    lent.end();
    Ok(settled)
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    None,
    Written,
    /// It needs another credential, by the update with this number.
    Moved(usize),
}

pub(super) async fn lease(lent: &mut Lent<'_>, credential: &Credential) -> Result<Option<Lease>, Fault> {
    let credential = Bytes::text(credential.as_str());
    let row = lent.first(&lent.statements().lease, values![credential]).await?;
    let lease = |row: Row| {
        Ok(Lease { fence: number(&row, 0)?, until: time(&row, 1)?, spent_until: optional_time(&row, 2)? })
    };
    row.map(lease).transpose()
}

/// One statement: it waits for others who write the lease, and then compares.
pub(super) async fn swap_lease(
    lent: &mut Lent<'_>,
    credential: &Credential,
    expected: Option<&Lease>,
    new: &Lease,
) -> Result<bool, Fault> {
    let columns = |lease: &Lease| {
        let spent_until = lease.spent_until.map(millis).transpose()?;
        Ok::<_, Error>((integer(lease.fence), millis(lease.until)?, spent_until))
    };
    let credential = Bytes::text(credential.as_str());
    let (fence, until, spent_until) = columns(new)?;
    let statements = lent.statements();
    let written = match expected.map(columns).transpose()? {
        None => lent.rows(&statements.first_lease, values![credential, fence, until, spent_until]).await?,
        Some((old_fence, old_until, old_spent_until)) => {
            let values =
                values![credential, fence, until, spent_until, old_fence, old_until, old_spent_until];
            lent.rows(&statements.next_lease, values).await?
        }
    };
    Ok(!written.is_empty())
}

/// Rows to be written, column by column.
#[derive(Default)]
pub(super) struct Wakes {
    keys: Vec<Bytes<'static>>,
    tenants: Vec<Bytes<'static>>,
    needs: Vec<i64>,
    dues: Vec<Option<i64>>,
    lanes: Vec<i32>,
    comes_by: Vec<Option<i64>>,
    reaches: Vec<Bytes<'static>>,
    routes: Vec<Bytes<'static>>,
    healths: Vec<i64>,
    attempts: Vec<i64>,
    pushed: Vec<Option<i64>>,
    bodies: Vec<Bytes<'static>>,
    heard: Vec<i64>,
    credentials: Vec<Option<Bytes<'static>>>,
    /// The keys of those that get another place among the changed ones.
    moved: Vec<Bytes<'static>>,
}

impl Wakes {
    /// `moves`: whether it gets another place among the changed ones.
    pub(super) fn push(&mut self, row: &WakeRow, moves: bool) -> Result<(), Error> {
        let owned = |text: &str| Bytes::from(text.as_bytes().to_vec());
        self.keys.push(owned(row.key.as_str()));
        self.tenants.push(owned(row.tenant.as_str()));
        self.needs.push(integer(row.need));
        self.dues.push(row.due.map(millis).transpose()?);
        self.lanes.push(i32::from(lane_number(row.lane) != 0));
        self.comes_by.push(row.comes_by.map(millis).transpose()?);
        self.reaches.push(owned(row.reach.as_str()));
        self.routes.push(encode_routes(&row.routes).into_bytes().into());
        self.healths.push(row.health.bits().into());
        self.attempts.push(row.attempt.into());
        self.pushed.push(row.pushed.map(millis).transpose()?);
        self.bodies.push(row.body.clone().into());
        self.credentials.push(row.credential().map(|credential| owned(credential.as_str())));
        self.heard.push(integer(row.heard));
        if moves {
            self.moved.push(owned(row.key.as_str()));
        }
        Ok(())
    }

    /// The statement that writes them; none when there are none.
    pub(super) fn call<'a>(&'a self, lent: &'a Lent<'_>, statements: &'a Statements) -> Option<Call<'a>> {
        (!self.keys.is_empty()).then(|| lent.ask(&statements.set_wakes, self.values()))
    }

    /// The columns that are compared.
    pub(super) fn compared(&self) -> Values<'_> {
        let mut values = self.values();
        values.truncate(COLUMNS);
        values
    }

    pub(super) fn values(&self) -> Values<'_> {
        values![
            self.keys,
            self.tenants,
            self.needs,
            self.dues,
            self.lanes,
            self.comes_by,
            self.reaches,
            self.routes,
            self.healths,
            self.attempts,
            self.pushed,
            self.bodies,
            self.heard,
            self.credentials,
            self.moved,
        ]
    }
}

/// A wake whose columns begin at `first`.
pub(super) fn wake_row(row: &Row, first: usize) -> Result<WakeRow, Fault> {
    let tenant = Tenant::new(text(row, first + 1)?).ok_or(Fault::Damaged)?;
    let routes = decode_routes(text(row, first + 7)?).ok_or(Fault::Damaged)?;
    let small = |column| u32::try_from(value::<i64>(row, column)?).map_err(|_| Fault::Damaged);
    let mut wake = WakeRow::new(key(row, first)?, tenant, routes, value(row, first + 11)?);
    wake.need = number(row, first + 2)?;
    wake.due = optional_time(row, first + 3)?;
    wake.lane = lane_of(row, first)?;
    wake.comes_by = optional_time(row, first + 5)?;
    wake.reach = Reach::from_name(text(row, first + 6)?).ok_or(Fault::Damaged)?;
    wake.health = Health::from_bits(small(first + 8)?);
    wake.attempt = small(first + 9)?;
    wake.pushed = optional_time(row, first + 10)?;
    wake.heard = number(row, first + 12)?.min(wake.need);
    Ok(wake)
}

fn lane_of(row: &Row, first: usize) -> Result<Lane, Fault> {
    lane(value::<i32>(row, first + 4)?.into()).ok_or(Fault::Damaged)
}

/// How many columns [`wake_row`] reads; the next one is the place.
pub(super) const COLUMNS: usize = 13;

/// What a wake is read from, and the rest of the query.
macro_rules! wakes {
    ($rest:literal) => {
        concat!(
            "SELECT key, tenant, need, due, lane, comes_by, reach, routes, health, attempt, pushed, body, \
             heard",
            $rest
        )
    };
}
pub(super) use wakes;

pub(super) const WAKE: &str = wakes!(" FROM wake WHERE key = $1");
pub(super) const LOCK_WAKES: &str = wakes!(" FROM wake WHERE key = ANY($1) ORDER BY key FOR UPDATE");
pub(super) const PENDING: &str = concat!(
    "(",
    wakes!(
        " FROM wake WHERE credential = $1 AND lane = 1 AND key > $2 AND due IS NOT NULL ORDER BY key LIMIT $4"
    ),
    ") UNION ALL (",
    wakes!(
        " FROM wake WHERE credential = $1 AND lane = 0 AND key > $3 AND due IS NOT NULL ORDER BY key LIMIT $4"
    ),
    ") ORDER BY lane DESC, key LIMIT $4"
);
pub(super) const SET_WAKES: &str = "INSERT INTO wake (key, tenant, need, due, lane, comes_by, reach, routes, health, \
        attempt, pushed, body, heard, credential) \
    SELECT w.key, w.tenant, w.need, w.due, w.lane, w.comes_by, w.reach, w.routes, w.health, w.attempt, w.pushed, \
        w.body, w.heard, w.credential \
    FROM unnest($1::bytea[], $2::bytea[], $3::bigint[], $4::bigint[], $5::int[], $6::bigint[], $7::bytea[], \
        $8::bytea[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bytea[], $13::bigint[], $14::bytea[]) \
        AS w (key, tenant, need, due, lane, comes_by, reach, routes, health, attempt, pushed, body, heard, \
        credential) \
    ON CONFLICT (key) DO UPDATE SET tenant = excluded.tenant, need = excluded.need, due = excluded.due, \
        lane = excluded.lane, comes_by = excluded.comes_by, reach = excluded.reach, routes = excluded.routes, \
        health = excluded.health, attempt = excluded.attempt, pushed = excluded.pushed, body = excluded.body, \
        credential = excluded.credential, heard = excluded.heard, \
        arrival = CASE WHEN excluded.key = ANY($15::bytea[]) THEN excluded.arrival ELSE wake.arrival END, \
        place = CASE WHEN excluded.key = ANY($15::bytea[]) THEN NULL ELSE wake.place END";
pub(super) const LEASE: &str = "SELECT fence, until, spent_until FROM lease WHERE credential = $1";
pub(super) const LOCK_LEASE: &str = "SELECT fence FROM lease WHERE credential = $1 FOR UPDATE";
pub(super) const FIRST_LEASE: &str = "INSERT INTO lease (credential, fence, until, spent_until) \
    VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING 1";
pub(super) const NEXT_LEASE: &str = "UPDATE lease SET fence = $2, until = $3, spent_until = $4 \
    WHERE credential = $1 AND fence = $5 AND until = $6 AND spent_until IS NOT DISTINCT FROM $7 RETURNING 1";
