//! A store that counts, fails when it is told to, and lets somebody else in between.

use std::collections::BTreeSet;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use mdm_store::row::{
    Batch, CommandRow, Credential, Lane, Lease, Link, Loaded, PayloadName, RecordKey, Update, Version,
    WakeRow, Window,
};
use mdm_store::{
    ChangedWake, Error, EventPosition, OldEvents, Settled, Store, StoredEvent, Unreadable, WakePosition,
};

pub(crate) struct Faulty<S> {
    inner: Arc<S>,
    /// Commands that were loaded.
    pub(crate) rows: Counter,
    /// Commands that were read page by page.
    pub(crate) paged: Counter,
    /// Commits that took place.
    pub(crate) commits: Counter,
    /// Calls of `touch`.
    pub(crate) touches: Counter,
    /// Events that were read.
    pub(crate) events: Counter,
    /// Events that cannot be read.
    pub(crate) damaged: Mutex<BTreeSet<EventPosition>>,
    /// So many commits fail before they take place.
    pub(crate) lose_commits: Counter,
    /// A commit fails after so many others; 0 is none.
    failing_commit: Counter,
    /// So many commits take place and fail all the same.
    pub(crate) doubt_commits: Counter,
    /// So many commits meet a conflict.
    pub(crate) conflicts: Counter,
    /// So many payloads cannot be read.
    pub(crate) lose_payloads: Counter,
    /// So many payloads are not there.
    pub(crate) hide_payloads: Counter,
    /// So many contacts cannot be written.
    pub(crate) lose_touches: Counter,
    /// So many calls of `touch` wait for ever.
    pub(crate) hang_touches: Counter,
    /// Which of the calls that a sender makes fails, counted down; and whether it takes place all the same.
    wakes: Mutex<Option<(u64, bool)>>,
    /// The lease of this credential cannot be read.
    pub(crate) lost_lease: Mutex<Option<Credential>>,
    /// The wake of this record is damaged, and the store does not say that it is only this one.
    pub(crate) lost_wake: Mutex<Option<RecordKey>>,
    /// What somebody else does before the next load of a channel.
    pub(crate) before_load: Intrusion,
    /// What somebody else does before the next commit.
    pub(crate) before_commit: Intrusion,
    /// What somebody else does before the next payload is read.
    pub(crate) before_payload: Intrusion,
}

#[derive(Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    pub(crate) fn set(&self, count: u64) {
        self.0.store(count, Ordering::SeqCst);
    }

    pub(crate) fn count(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }

    fn up(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    fn take(&self) -> bool {
        self.0.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok()
    }
}

#[derive(Default)]
pub(crate) struct Intrusion(Mutex<Option<Pin<Box<dyn Future<Output = ()> + Send>>>>);

impl Intrusion {
    pub(crate) fn set(&self, intrusion: impl Future<Output = ()> + Send + 'static) {
        *self.0.lock().unwrap() = Some(Box::pin(intrusion));
    }

    pub(crate) fn is_over(&self) -> bool {
        self.0.lock().unwrap().is_none()
    }

    async fn run(&self) {
        let intrusion = self.0.lock().unwrap().take();
        if let Some(intrusion) = intrusion {
            intrusion.await;
        }
    }
}

impl<S> Faulty<S> {
    pub(crate) fn new(inner: Arc<S>) -> Self {
        Self {
            inner,
            rows: Counter::default(),
            paged: Counter::default(),
            commits: Counter::default(),
            touches: Counter::default(),
            events: Counter::default(),
            damaged: Mutex::default(),
            lose_commits: Counter::default(),
            failing_commit: Counter::default(),
            doubt_commits: Counter::default(),
            conflicts: Counter::default(),
            lose_payloads: Counter::default(),
            hide_payloads: Counter::default(),
            lose_touches: Counter::default(),
            hang_touches: Counter::default(),
            wakes: Mutex::default(),
            lost_lease: Mutex::default(),
            lost_wake: Mutex::default(),
            before_load: Intrusion::default(),
            before_commit: Intrusion::default(),
            before_payload: Intrusion::default(),
        }
    }

    /// One commit fails after so many others.
    pub(crate) fn fail_commits_after(&self, commits: u64) {
        self.failing_commit.set(commits + 1);
    }

    pub(crate) fn fail_commits_never(&self) {
        self.failing_commit.set(0);
    }

    /// One call about wakes and leases fails after so many others; with `write` it takes place all the same.
    pub(crate) fn fail_wakes_after(&self, calls: u64, write: bool) {
        *self.wakes.lock().unwrap() = Some((calls, write));
    }

    /// Makes a call about wakes or leases, or fails.
    async fn wakes<T>(&self, call: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let fails = {
            let mut wakes = self.wakes.lock().unwrap();
            let fails = wakes.take_if(|(left, _)| *left == 0);
            if let Some((left, _)) = wakes.as_mut() {
                *left -= 1;
            }
            fails
        };
        match fails {
            Some((_, false)) => Err(failed("looking after wakes")),
            Some((_, true)) => call.await.and(Err(failed("looking after wakes"))),
            None => call.await,
        }
    }
}

impl<S> Faulty<S> {
    async fn before_load(&self, key: &RecordKey) {
        if key.as_str().starts_with("device/") {
            self.before_load.run().await;
        }
    }

    /// A page ends before a row that cannot be read.
    fn legible(&self, mut page: Vec<StoredEvent>) -> Result<Vec<StoredEvent>, Error> {
        let is_damaged = |event: &StoredEvent| self.damaged.lock().unwrap().contains(&event.position);
        match page.iter().position(is_damaged) {
            Some(0) => {
                let StoredEvent { position, version, index, row, .. } = page.swap_remove(0);
                let (key, after) = (Some(row.key), Some((version, index)));
                return Err(Error::Unreadable { row: Unreadable::Event { position, key, after } });
            }
            Some(bad) => page.truncate(bad),
            None => {}
        }
        self.events.0.fetch_add(page.len() as u64, Ordering::SeqCst);
        Ok(page)
    }

    fn count(&self, loaded: Option<&Loaded>) {
        let rows = loaded.map_or(0, |loaded| loaded.commands.len() as u64);
        self.rows.0.fetch_add(rows, Ordering::SeqCst);
    }

    async fn before_commit(&self, batch: &Batch) -> Result<(), Error> {
        self.before_commit.run().await;
        let is_last = self.failing_commit.count() == 1;
        if self.lose_commits.take() || self.failing_commit.take() && is_last {
            return Err(failed("committing"));
        }
        if self.conflicts.take() {
            return Err(Error::Conflict { key: batch.writes[0].key.clone() });
        }
        Ok(())
    }

    fn after_commit(&self) -> Result<(), Error> {
        self.commits.up();
        if self.doubt_commits.take() { Err(failed("committing")) } else { Ok(()) }
    }
}

fn failed(doing: &'static str) -> Error {
    Error::Upstream { doing, source: "the disk is gone".into() }
}

impl<S: Store> Store for Faulty<S> {
    async fn load(&self, key: &RecordKey, window: &Window) -> Result<Option<Loaded>, Error> {
        self.before_load(key).await;
        let loaded = self.inner.load(key, window).await?;
        self.count(loaded.as_ref());
        Ok(loaded)
    }

    async fn find_and_load(
        &self,
        link: &Link,
        limit: usize,
        key: &RecordKey,
        window: &Window,
    ) -> Result<(Vec<RecordKey>, Option<Loaded>), Error> {
        self.before_load(key).await;
        let both = self.inner.find_and_load(link, limit, key, window).await?;
        self.count(both.1.as_ref());
        Ok(both)
    }

    async fn commit(&self, batch: Batch) -> Result<(), Error> {
        self.before_commit(&batch).await?;
        self.inner.commit(batch).await?;
        self.after_commit()
    }

    async fn payload_sizes(&self, names: &[PayloadName]) -> Result<Vec<Option<u64>>, Error> {
        self.inner.payload_sizes(names).await
    }

    async fn commit_and_read(
        &self,
        batch: Batch,
        name: &PayloadName,
    ) -> Result<Result<Option<Vec<u8>>, Error>, Error> {
        self.before_commit(&batch).await?;
        let read = self.inner.commit_and_read(batch, name).await?;
        self.after_commit()?;
        Ok(if self.lose_payloads.take() { Err(failed("reading a payload")) } else { read })
    }

    async fn find(
        &self,
        link: &Link,
        after: Option<&RecordKey>,
        limit: usize,
    ) -> Result<Vec<RecordKey>, Error> {
        self.inner.find(link, after, limit).await
    }

    async fn payload(&self, name: &PayloadName) -> Result<Option<Vec<u8>>, Error> {
        self.before_payload.run().await;
        if self.lose_payloads.take() {
            return Err(failed("reading a payload"));
        }
        if self.hide_payloads.take() {
            return Ok(None);
        }
        self.inner.payload(name).await
    }

    async fn wake(&self, key: &RecordKey) -> Result<Option<WakeRow>, Error> {
        if self.lost_wake.lock().unwrap().as_ref() == Some(key) {
            return Err(Error::Corrupt { doing: "reading a wake" });
        }
        self.wakes(self.inner.wake(key)).await
    }

    async fn pending_wakes(
        &self,
        credential: &Credential,
        after: Option<(Lane, &RecordKey)>,
        limit: usize,
    ) -> Result<Vec<WakeRow>, Error> {
        self.wakes(self.inner.pending_wakes(credential, after, limit)).await
    }

    async fn changed_wakes(&self, after: WakePosition, limit: usize) -> Result<Vec<ChangedWake>, Error> {
        self.wakes(self.inner.changed_wakes(after, limit)).await
    }

    async fn last_wake(&self) -> Result<WakePosition, Error> {
        self.wakes(self.inner.last_wake()).await
    }

    async fn settle_wakes(
        &self,
        credential: &Credential,
        updates: &[Update<RecordKey>],
    ) -> Result<Vec<Settled>, Error> {
        self.wakes(self.inner.settle_wakes(credential, updates)).await
    }

    async fn lease(&self, credential: &Credential) -> Result<Option<Lease>, Error> {
        if self.lost_lease.lock().unwrap().as_ref() == Some(credential) {
            return Err(failed("reading a lease"));
        }
        self.wakes(self.inner.lease(credential)).await
    }

    async fn swap_lease(
        &self,
        credential: &Credential,
        expected: Option<&Lease>,
        lease: &Lease,
    ) -> Result<bool, Error> {
        self.wakes(self.inner.swap_lease(credential, expected, lease)).await
    }

    async fn commands(
        &self,
        key: &RecordKey,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Vec<CommandRow>, Error> {
        let page = self.inner.commands(key, after, limit).await?;
        self.paged.0.fetch_add(page.len() as u64, Ordering::SeqCst);
        Ok(page)
    }

    async fn events(&self, after: Option<EventPosition>, limit: usize) -> Result<Vec<StoredEvent>, Error> {
        self.legible(self.inner.events(after, limit).await?)
    }

    async fn events_of(
        &self,
        key: &RecordKey,
        after: Option<(Version, u64)>,
        limit: usize,
    ) -> Result<Vec<StoredEvent>, Error> {
        self.legible(self.inner.events_of(key, after, limit).await?)
    }

    async fn prune_events(&self, old: &OldEvents, limit: usize) -> Result<usize, Error> {
        self.inner.prune_events(old, limit).await
    }

    async fn touch(&self, contacts: &[(RecordKey, SystemTime)]) -> Result<(), Error> {
        self.touches.up();
        if self.hang_touches.take() {
            std::future::pending::<()>().await;
        }
        if self.lose_touches.take() {
            return Err(failed("noting contacts"));
        }
        self.inner.touch(contacts).await
    }

    async fn last_contact(&self, key: &RecordKey) -> Result<Option<SystemTime>, Error> {
        self.inner.last_contact(key).await
    }
}
