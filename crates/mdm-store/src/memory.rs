//! A store that forgets.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use crate::limits::{from_millis, is_after, millis_saturating, next_version, page, validate, whole_millis};
use crate::row::{
    Batch, CommandRow, EventRow, Gates, HeadRow, Link, Loaded, PayloadName, Phase, RecordKey, Refused,
    Version, WakeChange, WakeRow, Window, Write,
};
use crate::{DueWake, Error, EventPosition, Store, StoredEvent};

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
}

struct Record {
    version: u64,
    head: HeadRow,
    commands: BTreeMap<u64, CommandRow>,
    wake: Option<WakeRow>,
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

    async fn due_wakes(&self, now: SystemTime, limit: usize) -> Result<Vec<DueWake>, Error> {
        let now = from_millis(millis_saturating(now)).unwrap_or(now);
        let inner = self.lock();
        let wakes = inner.records.iter().filter_map(|(key, record)| Some((key, record.wake.as_ref()?)));
        let mut due: Vec<_> = wakes.filter(|(_, wake)| wake.due <= now).collect();
        due.sort_by_key(|&(key, wake)| (wake.due, key));
        due.truncate(page(limit));
        Ok(due.into_iter().map(|(key, wake)| DueWake { key: key.clone(), wake: wake.clone() }).collect())
    }

    async fn next_wake(&self) -> Result<Option<SystemTime>, Error> {
        Ok(self.lock().records.values().filter_map(|record| record.wake.as_ref()).map(|wake| wake.due).min())
    }

    async fn wake_done(
        &self,
        key: &RecordKey,
        action: &str,
        again: Option<SystemTime>,
    ) -> Result<bool, Error> {
        let again = again.map(whole_millis).transpose()?;
        let mut inner = self.lock();
        let Some(record) = inner.records.get_mut(key) else { return Ok(false) };
        let Some(mut wake) = record.wake.take_if(|wake| *wake.action == *action) else { return Ok(false) };
        record.wake = again.map(|due| {
            wake.due = due;
            wake
        });
        Ok(true)
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

impl Inner {
    fn check(&self, batch: &Batch) -> Result<(), Error> {
        for write in &batch.writes {
            let stored = self.records.get(&write.key).map(|record| Version(record.version));
            if stored != write.expected {
                return Err(Error::Conflict { key: write.key.clone() });
            }
            next_version(stored.map_or(0, |version| version.0))?;
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
            let position = (self.events.len() + events.len()) as u64 + 1;
            let row = EventRow { at: whole_millis(row.at)?, ..row };
            events.push(StoredEvent::new(position, Version(*version), *index, row));
            *index += 1;
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
        write.head.backoff_until = write.head.backoff_until.map(stored);
        for command in &mut write.commands {
            command.not_before = command.not_before.map(stored);
            command.expires_at = command.expires_at.map(stored);
        }
        let record = self.records.entry(write.key).or_insert_with(|| Record {
            version: 0,
            head: write.head.clone(),
            commands: BTreeMap::new(),
            wake: None,
            contact: None,
        });
        record.version += 1;
        record.head = write.head;
        for seq in &write.forget {
            record.commands.remove(seq);
        }
        record.commands.extend(write.commands.into_iter().map(|command| (command.seq, command)));
        match write.wake {
            WakeChange::Keep => {}
            WakeChange::Clear => record.wake = None,
            WakeChange::Set(wake) => {
                record.wake = Some(WakeRow { due: stored(wake.due), ..wake });
            }
        }
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
        let outstanding = self.open().filter(|command| command.phase == Phase::Outstanding);
        let mut wanted: BTreeMap<u64, &CommandRow> =
            outstanding.chain(reported.and_then(|uuid| self.by_uuid(uuid))).map(|c| (c.seq, c)).collect();
        let successors: Vec<_> =
            self.open().filter(|c| c.waits_on.iter().any(|seq| wanted.contains_key(seq))).collect();
        let mut also = successors;

        let waiting = || self.open().filter(|command| command.phase == Phase::Waiting);
        let expired = waiting().filter(|command| command.expires_at.is_some_and(|at| at <= now));
        also.extend(expired.min_by_key(|command| (command.expires_at, command.seq)));

        let shut = self.head.shut_at(now);
        let passes = |command: &CommandRow, gate| !command.gates.and(shut).has(gate);
        let ready = waiting().filter(|c| c.waits_on.is_empty() && passes(c, Gates::HELD));
        let (early, mut ready): (Vec<_>, Vec<_>) =
            ready.partition(|command| command.not_before.is_some_and(|at| at > now));
        ready.sort_by_key(|command| (Reverse(command.rank), command.seq));
        let (ready, lost): (Vec<_>, Vec<_>) = ready.into_iter().partition(|c| passes(c, Gates::LOST_MODE));
        let here = |c: &CommandRow| refused == Refused::Skip && c.refused_in == Some(self.head.session);
        let (free, refused): (Vec<_>, Vec<_>) =
            ready.into_iter().partition(|c| passes(c, Gates::BACKOFF) && !here(c));
        let more = free.len() > Window::READY;
        also.extend(free.iter().take(Window::READY));
        if more {
            also.extend(free.into_iter().min_by_key(|command| command.seq));
        } else {
            also.extend(early.into_iter().min_by_key(|command| (command.not_before, command.seq)));
            also.extend([lost.first(), refused.first()].into_iter().flatten());
        }
        wanted.extend(also.into_iter().map(|command| (command.seq, command)));
        (wanted.into_values().cloned().collect(), more)
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
