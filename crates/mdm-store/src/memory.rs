//! A store that forgets.

mod transfer;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use crate::limits::{
    PAGE, PRUNED, SEAL, is_after, next_version, page, validate, validate_swap, validate_update, whole_lease,
    whole_millis, whole_wake,
};
use crate::row::{
    Batch, CommandRow, Credential, EventRow, HeadRow, Lane, Lease, Link, Loaded, PayloadName, Phase,
    RecordKey, Refused, Update, Version, WakeChange, WakeRow, Window, Write,
};
use crate::seal::Place;
use crate::window;
use crate::{
    Bodies, BodySwap, ChangedWake, Error, EventPosition, OldEvents, Settled, Store, StoredEvent, WakePosition,
};

/// Keeps everything in memory: for tests, demonstrations, and as the model that other stores are compared
/// with.
///
/// It is written to be obviously right, not fast: a load looks at every command of its record, a search
/// at every record.
#[derive(Default)]
pub struct Memory {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    records: BTreeMap<RecordKey, Record>,
    payloads: BTreeMap<PayloadName, Vec<u8>>,
    events: Vec<StoredEvent>,
    /// Of the last event.
    event_position: u64,
    wakes: BTreeMap<RecordKey, ChangedWake>,
    /// Of the last change of a wake.
    wake_position: WakePosition,
    leases: BTreeMap<Credential, Lease>,
    /// A copy into it has not come to its end.
    is_half: bool,
}

struct Record {
    version: u64,
    head: HeadRow,
    commands: BTreeMap<u64, CommandRow>,
    contact: Option<SystemTime>,
}

impl Memory {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A commit checks first and then writes without a way to fail, so what a panic elsewhere leaves
    /// behind the lock is whole.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for Memory {
    async fn load(&self, key: &RecordKey, window: &Window) -> Result<Option<Loaded>, Error> {
        Ok(self.lock().records.get(key).map(|record| record.load(window)))
    }

    async fn commit(&self, batch: Batch) -> Result<(), Error> {
        validate(&batch)?;
        let mut inner = self.lock();
        inner.check(&batch)?;
        inner.apply(batch)
    }

    async fn find(
        &self,
        link: &Link,
        after: Option<&RecordKey>,
        limit: usize,
    ) -> Result<Vec<RecordKey>, Error> {
        let inner = self.lock();
        let carriers = inner.records.iter().filter(|(_, record)| record.head.links.contains(link));
        let keys = carriers.map(|(key, _)| key).filter(|key| is_after(key, after));
        Ok(keys.take(page(limit)).cloned().collect())
    }

    async fn payload(&self, name: &PayloadName) -> Result<Option<Vec<u8>>, Error> {
        Ok(self.lock().payloads.get(name).cloned())
    }

    async fn payload_sizes(&self, names: &[PayloadName]) -> Result<Vec<Option<u64>>, Error> {
        let payloads = &self.lock().payloads;
        let size = |name| payloads.get(name).map(|bytes| bytes.len() as u64);
        Ok(names.iter().take(PAGE).map(size).collect())
    }

    async fn wake(&self, key: &RecordKey) -> Result<Option<WakeRow>, Error> {
        Ok(self.lock().wakes.get(key).map(|wake| wake.row.clone()))
    }

    async fn pending_wakes(
        &self,
        credential: &Credential,
        after: Option<(Lane, &RecordKey)>,
        limit: usize,
    ) -> Result<Vec<WakeRow>, Error> {
        let place = |lane, key| (Reverse(lane), key);
        let inner = self.lock();
        let rows = inner.wakes.values().map(|wake| &wake.row);
        let pending = rows.filter(|row| row.due.is_some() && row.credential() == Some(credential));
        let after = after.map(|(lane, key)| place(lane, key));
        let mut pending: Vec<_> =
            pending.filter(|row| after.is_none_or(|after| place(row.lane, &row.key) > after)).collect();
        pending.sort_by_key(|row| place(row.lane, &row.key));
        Ok(pending.into_iter().take(page(limit)).cloned().collect())
    }

    async fn changed_wakes(&self, after: WakePosition, limit: usize) -> Result<Vec<ChangedWake>, Error> {
        let inner = self.lock();
        let mut changed: Vec<_> = inner.wakes.values().filter(|wake| wake.position > after).collect();
        changed.sort_by_key(|wake| wake.position);
        Ok(changed.into_iter().take(page(limit)).cloned().collect())
    }

    async fn last_wake(&self) -> Result<WakePosition, Error> {
        Ok(self.lock().wake_position)
    }

    async fn settle_wakes(
        &self,
        credential: &Credential,
        updates: &[Update<RecordKey>],
    ) -> Result<Vec<Settled>, Error> {
        updates.iter().try_for_each(validate_update)?;
        let mut inner = self.lock();
        let fence = inner.leases.get(credential).map_or(0, |lease| lease.fence);
        Ok(updates.iter().map(|update| inner.settle(fence, update)).collect())
    }

    async fn lease(&self, credential: &Credential) -> Result<Option<Lease>, Error> {
        Ok(self.lock().leases.get(credential).copied())
    }

    async fn swap_lease(
        &self,
        credential: &Credential,
        expected: Option<&Lease>,
        lease: &Lease,
    ) -> Result<bool, Error> {
        let (expected, lease) = (expected.map(whole_lease).transpose()?, whole_lease(lease)?);
        let mut inner = self.lock();
        let is_expected = inner.leases.get(credential).copied() == expected;
        if is_expected {
            inner.leases.insert(credential.clone(), lease);
        }
        Ok(is_expected)
    }

    async fn commands(
        &self,
        key: &RecordKey,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Vec<CommandRow>, Error> {
        let inner = self.lock();
        let commands = inner.records.get(key).into_iter().flat_map(|record| record.commands.values());
        let later = commands.filter(|command| after.is_none_or(|after| command.seq > after));
        Ok(later.take(page(limit)).cloned().collect())
    }

    async fn events(&self, after: Option<EventPosition>, limit: usize) -> Result<Vec<StoredEvent>, Error> {
        let inner = self.lock();
        let later = inner.events.iter().filter(|event| after.is_none_or(|after| event.position > after));
        Ok(later.take(page(limit)).cloned().collect())
    }

    async fn events_of(
        &self,
        key: &RecordKey,
        after: Option<(Version, u64)>,
        limit: usize,
    ) -> Result<Vec<StoredEvent>, Error> {
        let inner = self.lock();
        let of = inner.events.iter().filter(|event| event.row.key == *key);
        let later = of.filter(|event| after.is_none_or(|after| (event.version, event.index) > after));
        Ok(later.take(page(limit)).cloned().collect())
    }

    async fn prune_events(&self, old: &OldEvents, limit: usize) -> Result<usize, Error> {
        let mut inner = self.lock();
        let (before, mut left, mut bytes) = (inner.events.len(), page(limit), 0);
        inner.events.retain(|event| {
            let is_old = left > 0
                && bytes < PRUNED
                && match old {
                    OldEvents::UpTo(position) => event.position <= *position,
                    OldEvents::Of(key) => event.row.key == *key,
                    OldEvents::At(positions) => positions.contains(&event.position),
                };
            if is_old {
                left -= 1;
                bytes += event.row.body.len();
            }
            !is_old
        });
        Ok(before - inner.events.len())
    }

    async fn touch(&self, contacts: &[(RecordKey, SystemTime)]) -> Result<(), Error> {
        let whole: Vec<_> =
            contacts.iter().map(|(key, at)| Ok((key, whole_millis(*at)?))).collect::<Result<_, Error>>()?;
        let mut inner = self.lock();
        for (key, at) in whole {
            if let Some(record) = inner.records.get_mut(key) {
                record.contact = record.contact.max(Some(at));
            }
        }
        Ok(())
    }

    async fn last_contact(&self, key: &RecordKey) -> Result<Option<SystemTime>, Error> {
        Ok(self.lock().records.get(key).and_then(|record| record.contact))
    }
}

impl Bodies for Memory {
    async fn places(&self, after: Option<&Place>, limit: usize) -> Result<Vec<(Place, Vec<u8>)>, Error> {
        let mut inner = self.lock();
        let places: BTreeSet<_> =
            inner.places().filter(|place| after.is_none_or(|after| place > after)).collect();
        let heads = places.into_iter().take(page(limit)).map(|place| {
            let head = inner.body(&place).map_or(&[][..], |body| body.get(..SEAL).unwrap_or(body));
            (place.clone(), head.to_vec())
        });
        Ok(heads.collect())
    }

    async fn body(&self, place: &Place) -> Result<Option<Vec<u8>>, Error> {
        Ok(self.lock().body(place).cloned())
    }

    async fn swap_bodies(&self, swaps: &[BodySwap]) -> Result<Vec<bool>, Error> {
        swaps.iter().try_for_each(validate_swap)?;
        let mut inner = self.lock();
        let one = |swap: &BodySwap| match inner.body(&swap.place) {
            Some(body) if *body == swap.old => {
                body.clone_from(&swap.new);
                true
            }
            _ => false,
        };
        Ok(swaps.iter().map(one).collect())
    }
}

impl Inner {
    fn places(&self) -> impl Iterator<Item = Place> {
        let heads = self.records.keys().map(|key| Place::Head(key.clone()));
        let commands = self.records.iter().flat_map(|(key, record)| {
            record.commands.keys().map(|seq| Place::Command { key: key.clone(), seq: *seq })
        });
        let payloads = self.payloads.keys().map(|name| Place::Payload(name.clone()));
        heads.chain(commands).chain(payloads).chain(self.wakes.keys().map(|key| Place::Wake(key.clone())))
    }

    fn body(&mut self, place: &Place) -> Option<&mut Vec<u8>> {
        match place {
            Place::Head(key) => self.records.get_mut(key).map(|record| &mut record.head.body),
            Place::Command { key, seq } => {
                let command = self.records.get_mut(key)?.commands.get_mut(seq)?;
                Some(&mut command.body)
            }
            Place::Payload(name) => self.payloads.get_mut(name),
            Place::Wake(key) => self.wakes.get_mut(key).map(|wake| &mut wake.row.body),
            Place::Event(_) => None,
        }
    }

    fn check(&self, batch: &Batch) -> Result<(), Error> {
        let stored = |key: &RecordKey| self.records.get(key).map(|record| Version(record.version));
        for write in &batch.writes {
            if stored(&write.key) != write.expected {
                return Err(Error::Conflict { key: write.key.clone() });
            }
            next_version(write.expected.map_or(0, |version| version.0))?;
        }
        if let Some((key, _)) = batch.remove.iter().find(|(key, expected)| stored(key) != Some(*expected)) {
            return Err(Error::Conflict { key: key.clone() });
        }
        batch.writes.iter().try_for_each(|write| self.check_commands(write))
    }

    fn check_commands(&self, write: &Write) -> Result<(), Error> {
        let Some(record) = self.records.get(&write.key) else { return Ok(()) };
        for command in &write.commands {
            let (key, seq) = (write.key.clone(), command.seq);
            match record.commands.get(&seq) {
                Some(stored) if stored.uuid != command.uuid => return Err(Error::UuidChanged { key, seq }),
                Some(_) => {}
                None => match record.by_uuid(&command.uuid) {
                    Some(other) if !write.forget.contains(&other.seq) => {
                        return Err(Error::UuidTaken { key, seq });
                    }
                    _ => {}
                },
            }
        }
        Ok(())
    }

    /// Writes a batch that was checked. The times were validated, so nothing fails half-way.
    fn apply(&mut self, batch: Batch) -> Result<(), Error> {
        let mut numbers: BTreeMap<RecordKey, (u64, u64)> = BTreeMap::new();
        let mut events = Vec::with_capacity(batch.events.len());
        for write in &batch.writes {
            let stored = self.records.get(&write.key).map_or(0, |record| record.version);
            numbers.insert(write.key.clone(), (next_version(stored)?, 0));
        }
        for row in batch.events {
            let Some((version, index)) = numbers.get_mut(&row.key) else { continue };
            let position = self.event_position + events.len() as u64 + 1;
            let row = EventRow { at: whole_millis(row.at)?, ..row };
            events.push(StoredEvent::new(position, Version(*version), *index, row));
            *index += 1;
        }
        self.event_position += events.len() as u64;
        for (key, _) in &batch.remove {
            self.records.remove(key);
            self.wakes.remove(key);
            self.events.retain(|event| event.row.key != *key);
        }
        for write in batch.writes {
            self.write(write);
        }
        self.events.append(&mut events);
        for name in &batch.forget_payloads {
            self.payloads.remove(name);
        }
        self.payloads.extend(batch.payloads);
        Ok(())
    }

    fn write(&mut self, mut write: Write) {
        self.change_wake(&write.key, std::mem::take(&mut write.wake));
        write.head.backoff_until = write.head.backoff_until.map(stored);
        for command in &mut write.commands {
            command.not_before = command.not_before.map(stored);
            command.expires_at = command.expires_at.map(stored);
        }
        let record = self.records.entry(write.key).or_insert_with(|| Record {
            version: 0,
            head: write.head.clone(),
            commands: BTreeMap::new(),
            contact: None,
        });
        record.version += 1;
        record.head = write.head;
        for seq in &write.forget {
            record.commands.remove(seq);
        }
        record.commands.extend(write.commands.into_iter().map(|command| (command.seq, command)));
    }

    fn change_wake(&mut self, key: &RecordKey, changes: Vec<WakeChange>) {
        let stored = self.wakes.get(key).map(|wake| &wake.row);
        let row = WakeRow::changed(stored.cloned(), key, changes).map(whole_wake);
        if let Some(row) = row.filter(|row| stored != Some(row)) {
            self.wake_position.0 += 1;
            self.wakes.insert(key.clone(), ChangedWake { position: self.wake_position, row });
        }
    }

    fn settle(&mut self, fence: u64, update: &Update<RecordKey>) -> Settled {
        if update.fence < fence {
            return Settled::Fenced;
        }
        let Some(wake) = self.wakes.get_mut(&update.key) else { return Settled::Outdated };
        let before = wake.row.credential().cloned();
        if !wake.row.apply(update) {
            return Settled::Outdated;
        }
        if wake.row.credential() != before.as_ref() {
            self.wake_position.0 += 1;
            wake.position = self.wake_position;
        }
        wake.row = whole_wake(wake.row.clone());
        Settled::Written
    }
}

impl Record {
    fn load(&self, window: &Window) -> Loaded {
        let (commands, more) = match window {
            Window::Head => (Vec::new(), false),
            Window::Open => (self.open().cloned().collect(), false),
            Window::Session { reported, refused, now } => self.session(reported.as_deref(), *refused, *now),
            Window::Done { keep, limit } => (self.done(*keep, *limit), false),
        };
        let open = self.open().count() as u64;
        Loaded { version: Version(self.version), head: self.head.clone(), commands, open, more }
    }

    fn session(&self, reported: Option<&str>, refused: Refused, now: SystemTime) -> (Vec<CommandRow>, bool) {
        let reported_row =
            reported.and_then(|uuid| self.by_uuid(uuid)).filter(|row| row.phase == Phase::Done);
        let at_hand: Vec<_> = self.open().chain(reported_row).collect();
        let (wanted, more) = window::session(&self.head, at_hand.iter().copied(), reported, refused, now);
        (wanted.iter().filter_map(|seq| self.commands.get(seq).cloned()).collect(), more)
    }

    fn done(&self, keep: u64, limit: usize) -> Vec<CommandRow> {
        let done = self.commands.values().filter(|command| command.phase == Phase::Done);
        let old = done.clone().count().saturating_sub(usize::try_from(keep).unwrap_or(usize::MAX));
        done.take(old.min(limit)).cloned().collect()
    }

    fn open(&self) -> impl Iterator<Item = &CommandRow> {
        self.commands.values().filter(|command| command.phase != Phase::Done)
    }

    fn by_uuid(&self, uuid: &str) -> Option<&CommandRow> {
        self.commands.values().find(|command| *command.uuid == *uuid)
    }
}

/// A time as it is read back. It was validated, so that it is in range.
fn stored(time: SystemTime) -> SystemTime {
    whole_millis(time).unwrap_or(time)
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory").field("records", &self.lock().records.len()).finish_non_exhaustive()
    }
}
