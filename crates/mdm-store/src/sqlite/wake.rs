//! Wakes and leases. What a row becomes is decided by `mdm-push`: here it is read, changed and written in one
//! transaction.

use rusqlite::{Row, params};

use super::read::{key, natural, number, optional_time, rows, time};
use super::session::{Fault, Session};
use crate::columns::{self, decode_routes, encode_routes, integer, lane_number};
use crate::limits::{millis, whole_lease, whole_wake};
use crate::row::{Credential, Health, Lane, Lease, Reach, RecordKey, Tenant, Update, WakeChange, WakeRow};
use crate::{ChangedWake, Settled, Unreadable, WakePosition};

pub(super) fn wake(session: &mut Session<'_>, key: &RecordKey) -> Result<Option<WakeRow>, Fault> {
    let found = session.first(WAKE, [key.as_str()], wake_row);
    found.map_err(|fault| fault.of_row(Unreadable::Wake(key.clone())))
}

pub(super) fn pending(
    session: &mut Session<'_>,
    credential: &Credential,
    after: Option<(Lane, RecordKey)>,
    limit: usize,
) -> Result<Vec<WakeRow>, Fault> {
    let mut found = Vec::new();
    for lane in [Lane::Urgent, Lane::Normal] {
        // A key is never empty, so every key comes after the empty text.
        let after = match &after {
            Some((reached, _)) if lane > *reached => continue,
            Some((reached, key)) if lane == *reached => key.as_str(),
            _ => "",
        };
        let left = rows(limit - found.len());
        let values = params![credential.as_str(), lane_number(lane), after, left];
        let which = |row: &Row<'_>| Ok(Unreadable::Pending(lane, key(row, 0)?));
        let (page, is_cut) = match session.page(PENDING, values, wake_row, which) {
            // The next page begins there, and says so.
            Err(Fault::Known(_)) if !found.is_empty() => break,
            page => page?,
        };
        found.extend(page);
        if is_cut {
            break;
        }
    }
    Ok(found)
}

pub(super) fn changed(
    session: &mut Session<'_>,
    after: WakePosition,
    limit: usize,
) -> Result<Vec<ChangedWake>, Fault> {
    let position = |row: &Row<'_>| number(row, COLUMNS).map(WakePosition);
    let changed = |row: &Row<'_>| Ok(ChangedWake { position: position(row)?, row: wake_row(row)? });
    let which = |row: &Row<'_>| Ok(Unreadable::Changed(position(row)?, key(row, 0)?));
    Ok(session.page(CHANGED, [integer(after.0), rows(limit)], changed, which)?.0)
}

pub(super) fn last(session: &mut Session<'_>) -> Result<WakePosition, Fault> {
    let last = session.first(LAST, [], |row| row.get::<_, Option<i64>>(0)?.map(natural).transpose())?;
    let removed = session.first(LAST_REMOVED, [], |row| number(row, 0))?;
    Ok(WakePosition(last.flatten().max(removed).unwrap_or_default()))
}

/// Its position is remembered if nobody has a greater one, so that it is not given again.
pub(super) fn remove(session: &mut Session<'_>, key: &RecordKey) -> Result<(), Fault> {
    if session.first(WAKE, [key.as_str()], |_| Ok(()))?.is_some() {
        let last = last(session)?;
        session.execute(SET_LAST_REMOVED, [integer(last.0)])?;
        session.execute(REMOVE, [key.as_str()])?;
    }
    Ok(())
}

pub(super) fn change(
    session: &mut Session<'_>,
    key: &RecordKey,
    changes: &[WakeChange],
) -> Result<(), Fault> {
    if changes.is_empty() {
        return Ok(());
    }
    let stored = wake(session, key)?;
    let row = WakeRow::changed(stored.clone(), key, changes.to_vec()).map(whole_wake);
    match row {
        Some(row) if stored.as_ref() != Some(&row) => {
            let position = last(session)?.0 + 1;
            set(session, &row, position)
        }
        _ => Ok(()),
    }
}

pub(super) fn settle(
    session: &mut Session<'_>,
    credential: &Credential,
    updates: &[Update<RecordKey>],
) -> Result<Vec<Settled>, Fault> {
    let fence = lease(session, credential)?.map_or(0, |lease| lease.fence);
    let one = |update: &Update<RecordKey>| {
        if update.fence < fence {
            return Ok(Settled::Fenced);
        }
        let placed = |row: &Row<'_>| Ok((wake_row(row)?, number(row, COLUMNS)?));
        let (mut row, position) = match session.first(PLACED, [update.key.as_str()], placed) {
            Ok(Some(placed)) => placed,
            Ok(None) => return Ok(Settled::Outdated),
            // The others need not wait for this one.
            Err(fault) if fault.is_damage() => return Ok(Settled::Unreadable),
            Err(fault) => return Err(fault),
        };
        let before = row.credential().cloned();
        if !row.apply(update) {
            return Ok(Settled::Outdated);
        }
        let position = if row.credential() == before.as_ref() { position } else { last(session)?.0 + 1 };
        set(session, &whole_wake(row), position)?;
        Ok(Settled::Written)
    };
    updates.iter().map(one).collect()
}

pub(super) fn lease(session: &mut Session<'_>, credential: &Credential) -> Result<Option<Lease>, Fault> {
    session.first(LEASE, [credential.as_str()], lease_row)
}

pub(super) fn lease_row(row: &Row<'_>) -> Result<Lease, Fault> {
    Ok(Lease { fence: number(row, 0)?, until: time(row, 1)?, spent_until: optional_time(row, 2)? })
}

pub(super) fn swap_lease(
    session: &mut Session<'_>,
    credential: &Credential,
    expected: Option<&Lease>,
    new: &Lease,
) -> Result<bool, Fault> {
    let expected = expected.map(whole_lease).transpose()?;
    let is_expected = lease(session, credential)? == expected;
    if is_expected {
        set_lease(session, credential, new)?;
    }
    Ok(is_expected)
}

pub(super) fn set_lease(
    session: &mut Session<'_>,
    credential: &Credential,
    new: &Lease,
) -> Result<(), Fault> {
    let spent_until = new.spent_until.map(millis).transpose()?;
    let values = params![credential.as_str(), integer(new.fence), millis(new.until)?, spent_until];
    session.execute(SET_LEASE, values).map(drop)
}

pub(super) fn set(session: &mut Session<'_>, row: &WakeRow, position: u64) -> Result<(), Fault> {
    let values = params![
        row.key.as_str(),
        row.tenant.as_str(),
        integer(row.need),
        row.due.map(millis).transpose()?,
        lane_number(row.lane),
        row.comes_by.map(millis).transpose()?,
        row.reach.as_str(),
        encode_routes(&row.routes),
        row.health.bits(),
        row.attempt,
        row.pushed.map(millis).transpose()?,
        row.body,
        integer(position),
        row.credential().map(Credential::as_str),
        integer(row.heard),
    ];
    session.execute(SET, values).map(drop)
}

fn wake_row(row: &Row<'_>) -> Result<WakeRow, Fault> {
    let text = |column: usize| Ok::<_, Fault>(row.get_ref(column)?.as_str().map_err(rusqlite::Error::from)?);
    let tenant = Tenant::new(text(1)?).ok_or(Fault::Damaged)?;
    let routes = decode_routes(text(7)?).ok_or(Fault::Damaged)?;
    let mut wake = WakeRow::new(key(row, 0)?, tenant, routes, row.get(11)?);
    wake.need = number(row, 2)?;
    wake.due = optional_time(row, 3)?;
    wake.lane = lane(row.get(4)?)?;
    wake.comes_by = optional_time(row, 5)?;
    wake.reach = Reach::from_name(text(6)?).ok_or(Fault::Damaged)?;
    wake.health = Health::from_bits(row.get(8)?);
    wake.attempt = row.get(9)?;
    wake.pushed = optional_time(row, 10)?;
    wake.heard = number(row, 12)?;
    Ok(wake)
}

fn lane(stored: i64) -> Result<Lane, Fault> {
    columns::lane(stored).ok_or(Fault::Damaged)
}

/// How many columns [`wake_row`] reads; the next one is the position.
const COLUMNS: usize = 13;

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

const WAKE: &str = wakes!(" FROM wake WHERE key = ?1");
const PLACED: &str = wakes!(", position FROM wake WHERE key = ?1");
const PENDING: &str = wakes!(
    " FROM wake WHERE credential = ?1 AND lane = ?2 AND key > ?3 AND due IS NOT NULL ORDER BY key LIMIT ?4"
);
const CHANGED: &str = wakes!(", position FROM wake WHERE position > ?1 ORDER BY position LIMIT ?2");
const LAST: &str = "SELECT max(position) FROM wake";
const LAST_REMOVED: &str = "SELECT position FROM wake_removed WHERE one = 1";
pub(super) const SET_LAST_REMOVED: &str = "INSERT INTO wake_removed (one, position) VALUES (1, ?1) \
    ON CONFLICT (one) DO UPDATE SET position = excluded.position";
const REMOVE: &str = "DELETE FROM wake WHERE key = ?1";
const SET: &str = "INSERT INTO wake (key, tenant, need, due, lane, comes_by, reach, routes, health, attempt, pushed, \
    body, position, credential, heard) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) \
    ON CONFLICT (key) DO UPDATE SET tenant = excluded.tenant, need = excluded.need, due = excluded.due, \
    lane = excluded.lane, comes_by = excluded.comes_by, reach = excluded.reach, routes = excluded.routes, \
    health = excluded.health, attempt = excluded.attempt, pushed = excluded.pushed, body = excluded.body, \
    position = excluded.position, credential = excluded.credential, heard = excluded.heard";
const LEASE: &str = "SELECT fence, until, spent_until FROM lease WHERE credential = ?1";
const SET_LEASE: &str = "INSERT INTO lease (credential, fence, until, spent_until) VALUES (?1, ?2, ?3, ?4) \
    ON CONFLICT (credential) DO UPDATE SET fence = excluded.fence, until = excluded.until, \
    spent_until = excluded.spent_until";

#[cfg(test)]
pub(super) const ALL: &[&str] =
    &[WAKE, PLACED, PENDING, CHANGED, LAST, LAST_REMOVED, SET_LAST_REMOVED, REMOVE, SET, LEASE, SET_LEASE];
