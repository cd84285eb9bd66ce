//! Stores with a defect each, to see that the judge notices.

use std::collections::VecDeque;
use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use mdm_store::row::{
    Batch, CommandRow, Credential, Lane, Lease, Link, Loaded, PayloadName, RecordKey, Update, Version,
    WakeChange, WakeRow, Window,
};
use mdm_store::{ChangedWake, Error, EventPosition, OldEvents, Settled, Store, StoredEvent, WakePosition};
use tokio::sync::Mutex;

/// What is wrong with a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// Nothing.
    None,
    /// A commit is acknowledged before it is written: the last ones are written when somebody looks, or later.
    Early,
    /// An event is written twice now and then.
    Twice,
    /// An event is left out now and then.
    Silent,
    /// What a device is to be woken for is left out now and then.
    Sleepy,
    /// What a commit consists of is written in two transactions.
    Torn,
    /// A lease is given to whoever wants it.
    Greedy,
}

impl Flaw {
    pub(crate) const ALL: [Self; 7] =
        [Self::None, Self::Early, Self::Twice, Self::Silent, Self::Sleepy, Self::Torn, Self::Greedy];

    pub(crate) fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|flaw| format!("{flaw:?}") == name).unwrap()
    }
}

pub(crate) struct Flawed<S> {
    inner: S,
    flaw: Flaw,
    /// Acknowledged and not written.
    held: Mutex<VecDeque<Batch>>,
    commits: AtomicU64,
}

impl<S: Store> Flawed<S> {
    pub(crate) fn new(inner: S, flaw: Flaw) -> Self {
        Self { inner, flaw, held: Mutex::default(), commits: AtomicU64::new(0) }
    }

    /// Every seventh time.
    fn now_and_then(&self) -> bool {
        self.commits.fetch_add(1, Ordering::Relaxed) % 7 == 6
    }

    /// Writes what is held back, if any of it is about these records.
    async fn catch_up(&self, about: impl Fn(&Batch) -> bool) -> Result<(), Error> {
        let mut held = self.held.lock().await;
        if held.iter().any(about) {
            while let Some(batch) = held.pop_front() {
                self.inner.commit(batch).await?;
            }
        }
        Ok(())
    }

    async fn hold_back(&self, batch: Batch) -> Result<(), Error> {
        let keys: Vec<_> = batch.writes.iter().map(|write| write.key.clone()).collect();
        self.catch_up(|held| held.writes.iter().any(|write| keys.contains(&write.key))).await?;
        let mut held = self.held.lock().await;
        for write in &batch.writes {
            let stored = self.inner.load(&write.key, &Window::Head).await?;
            if stored.map(|loaded| loaded.version) != write.expected || held.iter().any(about(&write.key)) {
                return Err(Error::Conflict { key: write.key.clone() });
            }
        }
        held.push_back(batch);
        if held.len() > 3
            && let Some(oldest) = held.pop_front()
        {
            self.inner.commit(oldest).await?;
        }
        Ok(())
    }
}

fn about(key: &RecordKey) -> impl Fn(&Batch) -> bool + '_ {
    move |held| held.writes.iter().any(|write| write.key == *key)
}

impl<S: Store> Store for Flawed<S> {
    // The short ways of the store inside, where the flaw is not in them.
    async fn find_and_load(
        &self,
        link: &Link,
        limit: usize,
        key: &RecordKey,
        window: &Window,
    ) -> Result<(Vec<RecordKey>, Option<Loaded>), Error> {
        self.catch_up(about(key)).await?;
        self.inner.find_and_load(link, limit, key, window).await
    }

    async fn payload_sizes(&self, names: &[PayloadName]) -> Result<Vec<Option<u64>>, Error> {
        self.inner.payload_sizes(names).await
    }

    async fn commit_and_read(
        &self,
        batch: Batch,
        name: &PayloadName,
    ) -> Result<Result<Option<Vec<u8>>, Error>, Error> {
        if self.flaw == Flaw::None {
            return self.inner.commit_and_read(batch, name).await;
        }
        self.commit(batch).await?;
        Ok(self.payload(name).await)
    }

    async fn commit(&self, mut batch: Batch) -> Result<(), Error> {
        match self.flaw {
            Flaw::None | Flaw::Greedy => {}
            Flaw::Early => return self.hold_back(batch).await,
            Flaw::Torn => {
                let payloads = std::mem::take(&mut batch.payloads);
                self.inner.commit(batch).await?;
                batch = Batch { payloads, ..Batch::default() };
            }
            _ if !self.now_and_then() => {}
            Flaw::Twice => batch.events.extend(batch.events.last().cloned()),
            Flaw::Silent => drop(batch.events.pop()),
            Flaw::Sleepy => {
                let kept = |change: &WakeChange| !matches!(change, WakeChange::Demand(_));
                batch.writes.iter_mut().for_each(|write| write.wake.retain(kept));
            }
        }
        self.inner.commit(batch).await
    }

    async fn load(&self, key: &RecordKey, window: &Window) -> Result<Option<Loaded>, Error> {
        self.catch_up(about(key)).await?;
        self.inner.load(key, window).await
    }

    async fn commands(
        &self,
        key: &RecordKey,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Vec<CommandRow>, Error> {
        self.catch_up(about(key)).await?;
        self.inner.commands(key, after, limit).await
    }

    async fn payload(&self, name: &PayloadName) -> Result<Option<Vec<u8>>, Error> {
        self.catch_up(|held| held.payloads.iter().any(|(held, _)| held == name)).await?;
        self.inner.payload(name).await
    }

    fn find(
        &self,
        link: &Link,
        after: Option<&RecordKey>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<RecordKey>, Error>> + Send {
        self.inner.find(link, after, limit)
    }

    fn wake(&self, key: &RecordKey) -> impl Future<Output = Result<Option<WakeRow>, Error>> + Send {
        self.inner.wake(key)
    }

    fn pending_wakes(
        &self,
        credential: &Credential,
        after: Option<(Lane, &RecordKey)>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<WakeRow>, Error>> + Send {
        self.inner.pending_wakes(credential, after, limit)
    }

    fn changed_wakes(
        &self,
        after: WakePosition,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<ChangedWake>, Error>> + Send {
        self.inner.changed_wakes(after, limit)
    }

    fn last_wake(&self) -> impl Future<Output = Result<WakePosition, Error>> + Send {
        self.inner.last_wake()
    }

    fn settle_wakes(
        &self,
        credential: &Credential,
        updates: &[Update<RecordKey>],
    ) -> impl Future<Output = Result<Vec<Settled>, Error>> + Send {
        self.inner.settle_wakes(credential, updates)
    }

    async fn lease(&self, credential: &Credential) -> Result<Option<Lease>, Error> {
        let lease = self.inner.lease(credential).await?;
        Ok(lease.filter(|_| self.flaw != Flaw::Greedy))
    }

    async fn swap_lease(
        &self,
        credential: &Credential,
        expected: Option<&Lease>,
        lease: &Lease,
    ) -> Result<bool, Error> {
        Ok(self.flaw == Flaw::Greedy || self.inner.swap_lease(credential, expected, lease).await?)
    }

    fn events(
        &self,
        after: Option<EventPosition>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<StoredEvent>, Error>> + Send {
        self.inner.events(after, limit)
    }

    fn events_of(
        &self,
        key: &RecordKey,
        after: Option<(Version, u64)>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<StoredEvent>, Error>> + Send {
        self.inner.events_of(key, after, limit)
    }

    fn prune_events(
        &self,
        old: &OldEvents,
        limit: usize,
    ) -> impl Future<Output = Result<usize, Error>> + Send {
        self.inner.prune_events(old, limit)
    }

    fn touch(&self, contacts: &[(RecordKey, SystemTime)]) -> impl Future<Output = Result<(), Error>> + Send {
        self.inner.touch(contacts)
    }

    fn last_contact(
        &self,
        key: &RecordKey,
    ) -> impl Future<Output = Result<Option<SystemTime>, Error>> + Send {
        self.inner.last_contact(key)
    }
}
