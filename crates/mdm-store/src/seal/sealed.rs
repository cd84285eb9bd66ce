//! A store whose values are sealed.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;
use std::time::SystemTime;

use super::{KeyId, Place, Seal};
use crate::bodies::{Bodies, BodySwap};
use crate::limits::validate_unsealed;
use crate::row::{
    Batch, CommandRow, Credential, Lane, Lease, Link, Loaded, PayloadName, RecordKey, Update, Version,
    WakeChange, WakeRow, Window, Write,
};
use crate::{
    ChangedWake, Error, EventPosition, OldEvents, Retry, Settled, Store, StoredEvent, Unreadable,
    WakePosition,
};

/// A store of whose bodies and payloads only what a [`Seal`] makes of them is kept (F74).
///
/// Sealed are the bodies of heads, commands, wakes and events, and payloads: all that a device or an administrator
/// said, push tokens and push magics, unlock tokens, bootstrap tokens, profiles, answers. Not sealed is what a store has
/// to find, order or compare: keys of records (with UDIDs), links (digests of certificates and tickets, serial
/// numbers, push topics, tenants, members), `CommandUUID`s, names of tenants and credentials, times and numbers.
///
/// Answers are those of the store inside, with these differences.
///
/// - A value that does not open is [`Error::Seal`]. In a page of wakes it is a row with an empty body, so that one that
///   was damaged does not keep a sender from all others; [`wake`](Store::wake) tells the error. In a page of events it is
///   a row that cannot be read, unless it is the key that is missing.
/// - A value is sealed and opened on the caller's thread: 64 MiB took 131 ms to write and 76 ms to read through a store in
///   memory, on two idle cores (medians of seven; 4 and 32 ms without a seal).
/// - After a change of keys the first registration of a device as before counts as a change.
///
/// ```
/// use mdm_store::Sqlite;
/// use mdm_store::seal::{AesGcm, KeyId, KeyRing, SealKey, Sealed};
///
/// # fn open(path: &std::path::Path, key: [u8; 32]) -> Result<(), mdm_store::Error> {
/// let keys = KeyRing::new(KeyId(1), SealKey::from_bytes(key));
/// let store = Sealed::new(Sqlite::open(path)?, AesGcm::new(keys)); // and a `Runner` on it
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Sealed<S, K> {
    store: S,
    seal: K,
}

/// What one step of [`Sealed::reseal`] did.
#[derive(Debug)]
#[non_exhaustive]
pub struct Resealed {
    /// How many values were sealed anew.
    pub sealed: usize,
    /// What does not open, and was left as it is. It needs a key that is not there any more, or was damaged.
    pub failed: Vec<Error>,
    /// Where the next step goes on; `None` after the last.
    pub next: Option<Place>,
}

/// Under which keys some events lie.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct EventKeys {
    /// The keys; `None` among them when there is an event that is not sealed.
    pub keys: BTreeSet<Option<KeyId>>,
    /// Where the next look goes on; `None` when there was no event any more.
    pub next: Option<EventPosition>,
}

impl<S, K: Seal> Sealed<S, K> {
    /// Seals what this store keeps.
    #[must_use]
    pub const fn new(store: S, seal: K) -> Self {
        Self { store, seal }
    }

    /// The store inside, with sealed values.
    #[must_use]
    pub const fn store(&self) -> &S {
        &self.store
    }

    /// What seals.
    #[must_use]
    pub const fn seal(&self) -> &K {
        &self.seal
    }

    async fn close(&self, place: Place, body: &mut Vec<u8>) -> Result<(), Error> {
        let sealed = self.seal.seal(&place, mem::take(body)).await;
        *body = sealed.map_err(|fault| Error::Seal { place, fault })?;
        Ok(())
    }

    async fn open(&self, place: Place, body: &mut Vec<u8>) -> Result<(), Error> {
        let plain = self.seal.open(&place, mem::take(body)).await;
        *body = plain.map_err(|fault| Error::Seal { place, fault })?;
        Ok(())
    }

    async fn open_record(&self, key: &RecordKey, loaded: Option<Loaded>) -> Result<Option<Loaded>, Error> {
        let Some(mut loaded) = loaded else { return Ok(None) };
        self.open(Place::Head(key.clone()), &mut loaded.head.body).await?;
        self.open_commands(key, &mut loaded.commands).await?;
        Ok(Some(loaded))
    }

    async fn open_payload(
        &self,
        name: &PayloadName,
        sealed: Option<Vec<u8>>,
    ) -> Result<Option<Vec<u8>>, Error> {
        let Some(mut bytes) = sealed else { return Ok(None) };
        self.open(Place::Payload(name.clone()), &mut bytes).await?;
        Ok(Some(bytes))
    }

    async fn open_commands(&self, key: &RecordKey, commands: &mut [CommandRow]) -> Result<(), Error> {
        for command in commands {
            let place = Place::Command { key: key.clone(), seq: command.seq };
            self.open(place, &mut command.body).await?;
        }
        Ok(())
    }

    async fn open_wake(&self, row: &mut WakeRow) -> Result<(), Error> {
        if is_vacant(&row.routes, &row.body) {
            return Ok(());
        }
        self.open(Place::Wake(row.key.clone()), &mut row.body).await
    }

    async fn open_wakes(&self, rows: impl Iterator<Item = &mut WakeRow> + Send) -> Result<(), Error> {
        for row in rows {
            match self.open_wake(row).await {
                // Its body was taken: the sender will find no address there, and say so.
                Err(error) if error.is_about_one_value() => {}
                outcome => outcome?,
            }
        }
        Ok(())
    }

    async fn open_events(&self, mut events: Vec<StoredEvent>) -> Result<Vec<StoredEvent>, Error> {
        for (number, event) in events.iter_mut().enumerate() {
            let place = Place::event(&event.row.key, event.version, event.index);
            match self.open(place, &mut event.row.body).await {
                Err(error) if error.is_about_one_value() && number == 0 => {
                    let (position, key) = (event.position, Some(event.row.key.clone()));
                    let after = Some((event.version, event.index));
                    return Err(Error::Unreadable { row: Unreadable::Event { position, key, after } });
                }
                Err(error) if error.is_about_one_value() => {
                    events.truncate(number);
                    break;
                }
                outcome => outcome?,
            }
        }
        Ok(events)
    }

    async fn close_batch(&self, batch: &mut Batch) -> Result<(), Error> {
        for write in &mut batch.writes {
            self.close(Place::Head(write.key.clone()), &mut write.head.body).await?;
            for command in &mut write.commands {
                let place = Place::Command { key: write.key.clone(), seq: command.seq };
                self.close(place, &mut command.body).await?;
            }
            for change in &mut write.wake {
                if let WakeChange::Register { routes, body, .. } = change
                    && !is_vacant(routes, body)
                {
                    self.close(Place::Wake(write.key.clone()), body).await?;
                }
            }
        }
        for (name, bytes) in &mut batch.payloads {
            self.close(Place::Payload(name.clone()), bytes).await?;
        }
        // The version that each record gets, and how many events it has so far.
        let next = |write: &Write| Version(write.expected.map_or(1, |version| version.0.saturating_add(1)));
        let mut numbers: BTreeMap<_, _> =
            batch.writes.iter().map(|write| (&write.key, (next(write), 0))).collect();
        for event in &mut batch.events {
            let Some((version, index)) = numbers.get_mut(&event.key) else { continue };
            self.close(Place::event(&event.key, *version, *index), &mut event.body).await?;
            *index += 1;
        }
        Ok(())
    }
}

impl<S: Store, K: Seal> Sealed<S, K> {
    /// Under which keys the events lie: looks at `limit` of them, those after a position. Begin with `None`, and go on with
    /// [`EventKeys::next`] until that is `None`.
    ///
    /// Events are written once and stay under their key, and as long as nodes change to a new key one by one, old and new
    /// ones alternate: only a look at all of them tells which keys are needed.
    ///
    /// # Errors
    /// The store's.
    pub async fn event_keys(&self, after: Option<EventPosition>, limit: usize) -> Result<EventKeys, Error> {
        let page = self.store.events(after, limit.max(1)).await?;
        let keys = page.iter().map(|event| self.seal.key_of(&event.row.body)).collect();
        Ok(EventKeys { keys, next: page.last().map(|last| last.position) })
    }
}

impl<S: Bodies, K: Seal> Sealed<S, K> {
    /// Seals values that lie under another key under the current one: looks at `limit` values after a place, but for
    /// events.
    ///
    /// Begin with `None`, and go on with [`Resealed::next`] until that is `None`; a step that failed is done again. What
    /// others write meanwhile is sealed under their current key: so make the new key current on every node first. No
    /// version changes, nobody waits, and nothing is told to senders. Values that need no change are not read, but for
    /// their first bytes.
    ///
    /// # Errors
    /// The store's; [`Error::Seal`] when a key cannot be fetched.
    pub async fn reseal(&self, after: Option<&Place>, limit: usize) -> Result<Resealed, Error> {
        let page = self.store.places(after, limit.max(1)).await?;
        let next = page.last().map(|(place, _)| place.clone());
        let mut step = Resealed { sealed: 0, failed: Vec::new(), next };
        let (mut swaps, mut bytes) = (Vec::new(), 0);
        let is_old = |head: &[u8]| self.seal.key_of(head) != Some(self.seal.current());
        for place in page.into_iter().filter(|(_, head)| is_old(head)).map(|(place, _)| place) {
            let Some(old) = self.store.body(&place).await? else { continue };
            // What an unenrollment left behind.
            if let Place::Wake(key) = &place
                && old.is_empty()
                && self.store.wake(key).await?.is_none_or(|row| is_vacant(&row.routes, &row.body))
            {
                continue;
            }
            let mut new = old.clone();
            match self.open(place.clone(), &mut new).await {
                Err(error @ Error::Seal { .. }) if error.retry() == Retry::Never => {
                    step.failed.push(error);
                    continue;
                }
                opened => opened?,
            }
            self.close(place.clone(), &mut new).await?;
            bytes += old.len() + new.len();
            swaps.push(BodySwap { place, old, new });
            if bytes > AT_ONCE {
                step.sealed += self.swap(mem::take(&mut swaps)).await?;
                bytes = 0;
            }
        }
        step.sealed += self.swap(swaps).await?;
        Ok(step)
    }

    async fn swap(&self, swaps: Vec<BodySwap>) -> Result<usize, Error> {
        let swapped = self.store.swap_bodies(&swaps).await?;
        Ok(swapped.into_iter().filter(|swapped| *swapped).count())
    }
}

impl<S: Store, K: Seal> Store for Sealed<S, K> {
    async fn load(&self, key: &RecordKey, window: &Window) -> Result<Option<Loaded>, Error> {
        let loaded = self.store.load(key, window).await?;
        self.open_record(key, loaded).await
    }

    async fn find_and_load(
        &self,
        link: &Link,
        limit: usize,
        key: &RecordKey,
        window: &Window,
    ) -> Result<(Vec<RecordKey>, Option<Loaded>), Error> {
        let (found, loaded) = self.store.find_and_load(link, limit, key, window).await?;
        Ok((found, self.open_record(key, loaded).await?))
    }

    async fn commit(&self, mut batch: Batch) -> Result<(), Error> {
        validate_unsealed(&batch)?;
        self.close_batch(&mut batch).await?;
        self.store.commit(batch).await
    }

    async fn commit_and_read(
        &self,
        mut batch: Batch,
        name: &PayloadName,
    ) -> Result<Result<Option<Vec<u8>>, Error>, Error> {
        validate_unsealed(&batch)?;
        self.close_batch(&mut batch).await?;
        Ok(match self.store.commit_and_read(batch, name).await? {
            Ok(sealed) => self.open_payload(name, sealed).await,
            Err(error) => Err(error),
        })
    }

    async fn find(
        &self,
        link: &Link,
        after: Option<&RecordKey>,
        limit: usize,
    ) -> Result<Vec<RecordKey>, Error> {
        self.store.find(link, after, limit).await
    }

    async fn payload(&self, name: &PayloadName) -> Result<Option<Vec<u8>>, Error> {
        let sealed = self.store.payload(name).await?;
        self.open_payload(name, sealed).await
    }

    async fn payload_sizes(&self, names: &[PayloadName]) -> Result<Vec<Option<u64>>, Error> {
        self.store.payload_sizes(names).await
    }

    async fn wake(&self, key: &RecordKey) -> Result<Option<WakeRow>, Error> {
        let Some(mut row) = self.store.wake(key).await? else { return Ok(None) };
        self.open_wake(&mut row).await?;
        Ok(Some(row))
    }

    async fn pending_wakes(
        &self,
        credential: &Credential,
        after: Option<(Lane, &RecordKey)>,
        limit: usize,
    ) -> Result<Vec<WakeRow>, Error> {
        let mut rows = self.store.pending_wakes(credential, after, limit).await?;
        self.open_wakes(rows.iter_mut()).await?;
        Ok(rows)
    }

    async fn changed_wakes(&self, after: WakePosition, limit: usize) -> Result<Vec<ChangedWake>, Error> {
        let mut changed = self.store.changed_wakes(after, limit).await?;
        self.open_wakes(changed.iter_mut().map(|changed| &mut changed.row)).await?;
        Ok(changed)
    }

    async fn last_wake(&self) -> Result<WakePosition, Error> {
        self.store.last_wake().await
    }

    async fn settle_wakes(
        &self,
        credential: &Credential,
        updates: &[Update<RecordKey>],
    ) -> Result<Vec<Settled>, Error> {
        self.store.settle_wakes(credential, updates).await
    }

    async fn lease(&self, credential: &Credential) -> Result<Option<Lease>, Error> {
        self.store.lease(credential).await
    }

    async fn swap_lease(
        &self,
        credential: &Credential,
        expected: Option<&Lease>,
        lease: &Lease,
    ) -> Result<bool, Error> {
        self.store.swap_lease(credential, expected, lease).await
    }

    async fn commands(
        &self,
        key: &RecordKey,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Vec<CommandRow>, Error> {
        let mut commands = self.store.commands(key, after, limit).await?;
        self.open_commands(key, &mut commands).await?;
        Ok(commands)
    }

    async fn events(&self, after: Option<EventPosition>, limit: usize) -> Result<Vec<StoredEvent>, Error> {
        self.open_events(self.store.events(after, limit).await?).await
    }

    async fn events_of(
        &self,
        key: &RecordKey,
        after: Option<(Version, u64)>,
        limit: usize,
    ) -> Result<Vec<StoredEvent>, Error> {
        self.open_events(self.store.events_of(key, after, limit).await?).await
    }

    async fn prune_events(&self, old: &OldEvents, limit: usize) -> Result<usize, Error> {
        self.store.prune_events(old, limit).await
    }

    async fn touch(&self, contacts: &[(RecordKey, SystemTime)]) -> Result<(), Error> {
        self.store.touch(contacts).await
    }

    async fn last_contact(&self, key: &RecordKey) -> Result<Option<SystemTime>, Error> {
        self.store.last_contact(key).await
    }
}

/// A wake without routes and body, as an unenrollment leaves it behind inside the store: there is nothing to seal. One
/// with routes is sealed even when its body is empty, so that nobody can cut it off.
const fn is_vacant<T>(routes: &[T], body: &[u8]) -> bool {
    routes.is_empty() && body.is_empty()
}

/// So many bytes are written by one transaction.
const AT_ONCE: usize = 8 << 20;
