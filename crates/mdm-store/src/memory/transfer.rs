//! Everything as it is stored.

use std::collections::BTreeMap;

use super::{Inner, Memory, Record};
use crate::limits::{page, validate_row};
use crate::row::{Credential, Lease, Phase};
use crate::{Ends, Error, Mark, Put, Rows, StoredRow};

impl Rows for Memory {
    async fn ends(&self) -> Result<Ends, Error> {
        Ok(self.lock().ends())
    }

    async fn leases(
        &self,
        after: Option<&Credential>,
        limit: usize,
    ) -> Result<Vec<(Credential, Lease)>, Error> {
        let inner = self.lock();
        let later =
            inner.leases.iter().filter(|(credential, _)| after.is_none_or(|after| *credential > after));
        Ok(later.take(page(limit)).map(|(credential, lease)| (credential.clone(), *lease)).collect())
    }

    async fn begin(&self, ends: Ends) -> Result<Option<Mark>, Error> {
        let mut inner = self.lock();
        if inner.is_half {
            return if inner.ends() == ends { Ok(inner.last_put()) } else { Err(Error::SourceChanged) };
        }
        if inner.last_put().is_some() || inner.ends() != Ends::default() {
            return Err(Error::InUse);
        }
        (inner.event_position, inner.wake_position, inner.is_half) = (ends.event.0, ends.wake, true);
        Ok(None)
    }

    async fn put(&self, rows: Vec<StoredRow>) -> Result<Put, Error> {
        rows.iter().try_for_each(validate_row)?;
        let mut inner = self.lock();
        if !inner.is_half {
            return Err(Error::InUse);
        }
        let mut told = Put::default();
        rows.into_iter().for_each(|row| inner.put(row, &mut told));
        Ok(told)
    }

    async fn complete(&self) -> Result<(), Error> {
        let mut inner = self.lock();
        if std::mem::take(&mut inner.is_half) { Ok(()) } else { Err(Error::InUse) }
    }
}

impl Inner {
    const fn ends(&self) -> Ends {
        Ends { event: crate::EventPosition(self.event_position), wake: self.wake_position }
    }

    /// The last of all rows; none when there is no row.
    fn last_put(&self) -> Option<Mark> {
        let lease = self.leases.keys().last().map(|credential| Mark::Lease(credential.clone()));
        let wake = || self.wakes.values().map(|wake| Mark::Wake(wake.position)).max();
        let event = || self.events.last().map(|event| Mark::Event(event.position));
        let is_wake = |place: &crate::seal::Place| matches!(place, crate::seal::Place::Wake(_));
        let body = || self.places().filter(|place| !is_wake(place)).max().map(Mark::Body);
        lease.or_else(wake).or_else(event).or_else(body)
    }

    fn put(&mut self, row: StoredRow, told: &mut Put) {
        if let Some(key) = row.owner().filter(|key| !self.records.contains_key(key)) {
            told.left_out.insert(key.clone());
            return;
        }
        match row {
            StoredRow::Record { key, version, head, contact, .. } => {
                let record = Record { version: version.0, head, commands: BTreeMap::new(), contact };
                self.records.entry(key).or_insert(record);
            }
            StoredRow::Command { key, mut row } => {
                let Some(record) = self.records.get_mut(&key) else { return };
                if row.phase != Phase::Done {
                    let waits = row.waits_on.len();
                    row.waits_on.retain(|seq| *seq < row.seq && record.commands.contains_key(seq));
                    if row.waits_on.len() < waits {
                        told.freed.insert((key, row.seq));
                    }
                }
                record.commands.entry(row.seq).or_insert(row);
            }
            StoredRow::Payload(name, bytes) => drop(self.payloads.entry(name).or_insert(bytes)),
            StoredRow::Event(event) => {
                if self.events.last().is_none_or(|last| last.position < event.position) {
                    self.events.push(event);
                }
            }
            StoredRow::Wake(wake) => drop(self.wakes.entry(wake.row.key.clone()).or_insert(wake)),
            StoredRow::Lease(credential, lease) => drop(self.leases.entry(credential).or_insert(lease)),
        }
    }
}
