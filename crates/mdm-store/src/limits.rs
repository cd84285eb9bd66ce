//! What a store keeps at the most, and the rules that need no store to be checked.
//!
//! A store of another hand applies [`validate`] to each batch, [`validate_update`] to each result of a push,
//! [`validate_swap`] to each body that is replaced, keeps times by [`millis`] and [`from_millis`], and gives rows back as
//! [`whole_wake`] and [`whole_lease`] say: the [conformance suite](crate::conformance) asks for just that.

use std::collections::BTreeSet;
use std::time::{Duration, SystemTime};

use crate::bodies::BodySwap;
use crate::row::{
    Batch, CommandRow, HeadRow, Health, Lease, LinkKind, RecordKey, Update, WakeChange, WakeRow, Write,
};
use crate::seal::Place;
use crate::{ChangedWake, Error, StoredRow};

/// Longest link value, in bytes.
pub const LINK: usize = 255;
/// Longest `CommandUUID`, in bytes.
pub const UUID: usize = 128;
/// Longest payload name, in bytes.
pub const NAME: usize = 255;
/// Longest body of a head, a command, a wake or an event, in bytes.
pub const BODY: usize = 16 << 20;
/// Longest payload, in bytes.
pub const PAYLOAD: usize = 64 << 20;
/// Most bytes of all bodies and payloads of one batch: eight of the longest payloads. A server takes no statement of 1 GiB.
pub const BATCH: usize = 512 << 20;
/// By how much a seal may make a body or payload longer: a store takes so much more of each.
pub const SEAL: usize = 128;
/// Most links of one record.
pub const LINKS: usize = 1_024;
/// Most predecessors of one command.
pub const WAITS: usize = 65_535;
/// Greatest `seq`, `session` and `refused_in`, and the greatest version: databases count with a sign.
pub const INTEGER: u64 = i64::MAX.unsigned_abs();
/// Most rows of one page, whatever limit is asked for.
pub const PAGE: usize = 1_000;

/// After so many bytes a step of pruning ends: 8 MiB. The last thing that it frees may be larger.
pub const PRUNED: usize = 8 << 20;

/// Checks what can be checked in a batch without looking into the store.
///
/// Every store applies it before it writes, so that all refuse the same batches.
///
/// # Errors
/// [`Error::RepeatedRecord`], [`Error::RepeatedCommand`], [`Error::StrayEvent`] and [`Error::Limit`];
/// [`Error::UnknownLink`] when a new kind of link was forgotten here.
pub fn validate(batch: &Batch) -> Result<(), Error> {
    validate_with(batch, SEAL)
}

/// As [`validate`], before anything is sealed.
pub(crate) fn validate_unsealed(batch: &Batch) -> Result<(), Error> {
    validate_with(batch, 0)
}

fn validate_with(batch: &Batch, seal: usize) -> Result<(), Error> {
    let all = bodies(batch);
    at_most("a batch", all.clone().sum(), BATCH.saturating_add(all.count().saturating_mul(seal)))?;
    let mut keys = BTreeSet::new();
    for write in &batch.writes {
        if !keys.insert(&write.key) {
            return Err(Error::RepeatedRecord { key: write.key.clone() });
        }
        validate_write(write, seal)?;
    }
    let mut removed = BTreeSet::new();
    for (key, _) in &batch.remove {
        if keys.contains(key) || !removed.insert(key) {
            return Err(Error::RepeatedRecord { key: key.clone() });
        }
    }
    for (name, bytes) in &batch.payloads {
        at_most("a payload name", name.0.len(), NAME)?;
        at_most("a payload", bytes.len(), PAYLOAD + seal)?;
    }
    for name in &batch.forget_payloads {
        at_most("a payload name", name.0.len(), NAME)?;
    }
    for event in &batch.events {
        if !keys.contains(&event.key) {
            return Err(Error::StrayEvent { key: event.key.clone() });
        }
        at_most("an event's body", event.body.len(), BODY + seal)?;
        millis(event.at)?;
    }
    Ok(())
}

/// How long each body and payload is.
fn bodies(batch: &Batch) -> impl Iterator<Item = usize> + Clone {
    let writes = batch.writes.iter().flat_map(|write| {
        let registered = write.wake.iter().map(|change| match change {
            WakeChange::Register { body, .. } => body.len(),
            _ => 0,
        });
        let commands = write.commands.iter().map(|command| command.body.len());
        [write.head.body.len()].into_iter().chain(commands).chain(registered)
    });
    let payloads = batch.payloads.iter().map(|(_, bytes)| bytes.len());
    writes.chain(payloads).chain(batch.events.iter().map(|event| event.body.len()))
}

fn validate_write(write: &Write, seal: usize) -> Result<(), Error> {
    validate_head(&write.head, seal)?;
    let mut places = BTreeSet::new();
    let mut uuids = BTreeSet::new();
    for command in &write.commands {
        validate_command(command, seal)?;
        if !places.insert(command.seq) || !uuids.insert(&command.uuid) {
            return Err(Error::RepeatedCommand { key: write.key.clone(), seq: command.seq });
        }
    }
    for &seq in &write.forget {
        if !places.insert(seq) {
            return Err(Error::RepeatedCommand { key: write.key.clone(), seq });
        }
    }
    write.wake.iter().try_for_each(|change| match change {
        WakeChange::Demand(demand) => {
            demand.comes_by.map_or(Ok(0), millis)?;
            millis(demand.due).map(drop)
        }
        WakeChange::Register { routes, body, at, .. } => {
            at_most("a wake's body", body.len(), BODY + seal)?;
            at_most("the number of routes", routes.len(), Health::MAX_ROUTES)?;
            millis(*at).map(drop)
        }
        _ => Ok(()),
    })
}

fn validate_head(head: &HeadRow, seal: usize) -> Result<(), Error> {
    at_most("a head's body", head.body.len(), BODY + seal)?;
    at_most("the number of links", head.links.len(), LINKS)?;
    integer("a session", head.session)?;
    head.backoff_until.map_or(Ok(0), millis)?;
    for link in &head.links {
        at_most("a link", link.value.len(), LINK)?;
        if LinkKind::from_name(link.kind.as_str()) != Some(link.kind) {
            return Err(Error::UnknownLink { kind: link.kind.as_str() });
        }
    }
    Ok(())
}

/// Checks what can be checked in a row that is put as it is.
///
/// # Errors
/// [`Error::Limit`], [`Error::UnknownLink`].
pub fn validate_row(row: &StoredRow) -> Result<(), Error> {
    match row {
        StoredRow::Record { version, head, contact, .. } => {
            integer("a version", version.0)?;
            contact.map_or(Ok(0), millis)?;
            validate_head(head, SEAL)
        }
        StoredRow::Command { row, .. } => validate_command(row, SEAL),
        StoredRow::Payload(name, bytes) => {
            at_most("a payload name", name.0.len(), NAME)?;
            at_most("a payload", bytes.len(), PAYLOAD + SEAL)
        }
        StoredRow::Event(event) => {
            integer("a position", event.position.0)?;
            integer("a version", event.version.0)?;
            integer("an index", event.index)?;
            at_most("an event's body", event.row.body.len(), BODY + SEAL)?;
            millis(event.row.at).map(drop)
        }
        StoredRow::Wake(ChangedWake { position, row }) => {
            integer("a position", position.0)?;
            integer("a need", row.need)?;
            at_most("a wake's body", row.body.len(), BODY + SEAL)?;
            at_most("the number of routes", row.routes.len(), Health::MAX_ROUTES)?;
            [row.due, row.comes_by, row.pushed].into_iter().flatten().try_for_each(|at| millis(at).map(drop))
        }
        StoredRow::Lease(_, lease) => whole_lease(lease).map(drop),
    }
}

/// Checks what can be checked in the replacement of a body.
///
/// # Errors
/// [`Error::Limit`].
pub fn validate_swap(swap: &BodySwap) -> Result<(), Error> {
    match swap.place {
        Place::Payload(_) => at_most("a payload", swap.new.len(), PAYLOAD + SEAL),
        _ => at_most("a body", swap.new.len(), BODY + SEAL),
    }
}

/// The row as it is read back after it was stored: with times in whole milliseconds, and counts that a database keeps. What
/// made it was validated.
#[must_use]
pub fn whole_wake(mut row: WakeRow) -> WakeRow {
    for time in [&mut row.due, &mut row.comes_by, &mut row.pushed] {
        *time = time.map(|time| whole_millis(time).unwrap_or(time));
    }
    row.need = row.need.min(INTEGER);
    row.heard = row.heard.min(row.need);
    row
}

/// Checks what can be checked in the result of a push.
///
/// # Errors
/// [`Error::Limit`].
pub fn validate_update(update: &Update<RecordKey>) -> Result<(), Error> {
    integer("a need", update.need)?;
    integer("a fence", update.fence)?;
    update.pushed.map_or(Ok(0), millis)?;
    millis(update.due).map(drop)
}

/// The lease as it is read back after it was stored, and as one that is expected is compared.
///
/// # Errors
/// [`Error::Limit`].
pub fn whole_lease(lease: &Lease) -> Result<Lease, Error> {
    integer("a fence", lease.fence)?;
    let spent_until = lease.spent_until.map(whole_millis).transpose()?;
    Ok(Lease { fence: lease.fence, until: whole_millis(lease.until)?, spent_until })
}

fn validate_command(command: &CommandRow, seal: usize) -> Result<(), Error> {
    at_most("a CommandUUID", command.uuid.len(), UUID)?;
    at_most("a command's body", command.body.len(), BODY + seal)?;
    at_most("the number of predecessors", command.waits_on.len(), WAITS)?;
    integer("a seq", command.seq)?;
    command.waits_on.iter().try_for_each(|&seq| integer("a predecessor", seq))?;
    command.not_before.map_or(Ok(0), millis)?;
    command.expires_at.map_or(Ok(0), millis)?;
    command.refused_in.map_or(Ok(()), |session| integer("a session", session))
}

/// The version after this one.
///
/// # Errors
/// [`Error::Limit`].
pub fn next_version(version: u64) -> Result<u64, Error> {
    let next = version.saturating_add(1);
    integer("a version", next)?;
    Ok(next)
}

/// Whole milliseconds since 1970, rounded down.
///
/// # Errors
/// [`Error::Limit`] when they do not fit, or this platform's clock does not reach there.
pub fn millis(time: SystemTime) -> Result<i64, Error> {
    let out_of_range = || Error::Limit { what: "a time in milliseconds", limit: INTEGER };
    millis_checked(time).filter(|&whole| from_millis(whole).is_some()).ok_or_else(out_of_range)
}

/// As [`millis`]; a time out of range becomes the nearest end of the range.
pub(crate) fn millis_saturating(time: SystemTime) -> i64 {
    let end = if time < SystemTime::UNIX_EPOCH { i64::MIN } else { i64::MAX };
    millis_checked(time).unwrap_or(end)
}

fn millis_checked(time: SystemTime) -> Option<i64> {
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_millis()).ok(),
        Err(error) => {
            let before = error.duration();
            let whole = i64::try_from(before.as_millis()).ok()?;
            let rest = i64::from(!before.subsec_nanos().is_multiple_of(1_000_000));
            whole.checked_neg()?.checked_sub(rest)
        }
    }
}

/// The time of [`millis`]; `None` when this platform's clock does not reach it.
#[must_use]
pub fn from_millis(whole: i64) -> Option<SystemTime> {
    let distance = Duration::from_millis(whole.unsigned_abs());
    if whole < 0 {
        SystemTime::UNIX_EPOCH.checked_sub(distance)
    } else {
        SystemTime::UNIX_EPOCH.checked_add(distance)
    }
}

/// A time as it is read back after it was stored.
///
/// # Errors
/// As [`millis`].
pub fn whole_millis(time: SystemTime) -> Result<SystemTime, Error> {
    let whole = millis(time)?;
    Ok(from_millis(whole).unwrap_or(time))
}

/// How many rows a page may have for which `limit` was asked.
#[must_use]
pub fn page(limit: usize) -> usize {
    limit.min(PAGE)
}

fn at_most(what: &'static str, found: usize, limit: usize) -> Result<(), Error> {
    if found > limit {
        return Err(Error::Limit { what, limit: limit as u64 });
    }
    Ok(())
}

fn integer(what: &'static str, found: u64) -> Result<(), Error> {
    if found > INTEGER {
        return Err(Error::Limit { what, limit: INTEGER });
    }
    Ok(())
}

/// Whether a page that starts after `after` may contain `key`.
pub(crate) fn is_after(key: &RecordKey, after: Option<&RecordKey>) -> bool {
    after.is_none_or(|after| key > after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(time: SystemTime, expected: Option<i64>) {
        assert_eq!(millis(time).ok(), expected);
    }

    #[test]
    fn times_are_rounded_down() {
        let epoch = SystemTime::UNIX_EPOCH;
        check(epoch, Some(0));
        check(epoch + Duration::from_micros(1_999), Some(1));
        check(epoch - Duration::from_micros(1), Some(-1));
        check(epoch - Duration::from_millis(1), Some(-1));
        check(epoch - Duration::from_micros(1_001), Some(-2));
        check(epoch + Duration::from_secs(i64::MAX.unsigned_abs()), None);
        assert_eq!(from_millis(-1), Some(epoch - Duration::from_millis(1)));
    }

    #[test]
    fn a_time_out_of_range_is_the_end_of_the_range() {
        let far = Duration::from_secs(i64::MAX.unsigned_abs());
        assert_eq!(millis_saturating(SystemTime::UNIX_EPOCH + far), i64::MAX);
        assert_eq!(millis_saturating(SystemTime::UNIX_EPOCH - far), i64::MIN);
    }
}
