//! What the cases are made of.

use std::fmt::Debug;
use std::task::Poll;
use std::time::{Duration, SystemTime};

use super::Failure;
use crate::row::{
    Batch, CommandRow, Credential, Demand, EventRow, Gates, HeadRow, Lane, Lease, Link, LinkKind, Loaded,
    PayloadName, RecordKey, Refused, Route, RouteKind, Tenant, Update, Version, WakeChange, WakeRow, Window,
    Write,
};
use crate::{ChangedWake, Error, EventPosition, OldEvents, Settled, Store, StoredEvent, WakePosition};

pub(super) type Outcome = Result<(), Failure>;

/// A store under test: an error where none is expected becomes a [`Failure`] in words.
pub(super) struct Probe<'a, S> {
    pub(super) store: &'a S,
}

impl<'a, S: Store> Probe<'a, S> {
    pub(super) fn new(store: &'a S) -> Self {
        Self { store }
    }

    pub(super) async fn load(&self, key: &RecordKey, window: &Window) -> Result<Option<Loaded>, Failure> {
        worked(|| format!("load of {key:?} with {window:?}"), self.store.load(key, window).await)
    }

    /// Loads a record that must be there.
    pub(super) async fn loaded(&self, key: &RecordKey, window: &Window) -> Result<Loaded, Failure> {
        let found = self.load(key, window).await?;
        found.ok_or_else(|| Failure {
            what: format!("load of {key:?} with {window:?}"),
            expected: "the record that was committed".to_owned(),
            found: "no record".to_owned(),
            why: "an enrolment that is not found again is a device that is lost",
        })
    }

    /// The places of the commands in a window.
    pub(super) async fn seqs(&self, key: &RecordKey, window: &Window) -> Result<Vec<u64>, Failure> {
        Ok(seqs(&self.loaded(key, window).await?.commands))
    }

    pub(super) async fn version(&self, key: &RecordKey) -> Result<Option<u64>, Failure> {
        Ok(self.load(key, &Window::Head).await?.map(|loaded| loaded.version.0))
    }

    pub(super) async fn commit(&self, batch: Batch) -> Outcome {
        worked(|| "commit of a valid batch".to_owned(), self.store.commit(batch).await)
    }

    pub(super) async fn write<const N: usize>(&self, writes: [Write; N]) -> Outcome {
        self.commit(batch(writes)).await
    }

    pub(super) async fn find(&self, link: &Link) -> Result<Vec<RecordKey>, Failure> {
        worked(|| format!("find by {link:?}"), self.store.find(link, None, 100).await)
    }

    pub(super) async fn payload(&self, name: &str) -> Result<Option<Vec<u8>>, Failure> {
        let name = PayloadName(name.into());
        worked(|| format!("payload {name:?}"), self.store.payload(&name).await)
    }

    pub(super) async fn wake(&self, key: &RecordKey) -> Result<Option<WakeRow>, Failure> {
        worked(|| format!("wake of {key:?}"), self.store.wake(key).await)
    }

    /// When the next push to a record is due.
    pub(super) async fn due(&self, key: &RecordKey) -> Result<Option<SystemTime>, Failure> {
        Ok(self.wake(key).await?.and_then(|row| row.due))
    }

    pub(super) async fn pending(
        &self,
        credential: &Credential,
        after: Option<(Lane, &RecordKey)>,
        limit: usize,
    ) -> Result<Vec<RecordKey>, Failure> {
        let found = self.store.pending_wakes(credential, after, limit).await;
        let found = worked(|| format!("pending wakes of {credential} after {after:?}"), found)?;
        Ok(found.into_iter().map(|row| row.key).collect())
    }

    pub(super) async fn changed(
        &self,
        after: WakePosition,
        limit: usize,
    ) -> Result<Vec<ChangedWake>, Failure> {
        worked(|| format!("wakes changed after {after:?}"), self.store.changed_wakes(after, limit).await)
    }

    pub(super) async fn last_wake(&self) -> Result<WakePosition, Failure> {
        worked(|| "the last change of a wake".to_owned(), self.store.last_wake().await)
    }

    pub(super) async fn settle(&self, updates: &[Update<RecordKey>]) -> Result<Vec<Settled>, Failure> {
        let settled = self.store.settle_wakes(&certificate(), updates).await;
        worked(|| format!("results {updates:?}"), settled)
    }

    pub(super) async fn lease(&self, credential: &Credential) -> Result<Option<Lease>, Failure> {
        worked(|| format!("lease of {credential}"), self.store.lease(credential).await)
    }

    pub(super) async fn swap_lease(&self, expected: Option<&Lease>, lease: &Lease) -> Result<bool, Failure> {
        let swapped = self.store.swap_lease(&certificate(), expected, lease).await;
        worked(|| format!("swap of the lease {expected:?} for {lease:?}"), swapped)
    }

    pub(super) async fn commands(&self, key: &RecordKey) -> Result<Vec<CommandRow>, Failure> {
        worked(|| format!("history of {key:?}"), self.store.commands(key, None, 1_000).await)
    }

    pub(super) async fn events(
        &self,
        after: Option<EventPosition>,
        limit: usize,
    ) -> Result<Vec<StoredEvent>, Failure> {
        worked(|| format!("events after {after:?}"), self.store.events(after, limit).await)
    }

    pub(super) async fn events_of(
        &self,
        key: &RecordKey,
        after: Option<(Version, u64)>,
        limit: usize,
    ) -> Result<Vec<StoredEvent>, Failure> {
        worked(|| format!("events of {key:?} after {after:?}"), self.store.events_of(key, after, limit).await)
    }

    pub(super) async fn prune_events(&self, old: &OldEvents, limit: usize) -> Result<usize, Failure> {
        worked(|| format!("pruning of {old:?}"), self.store.prune_events(old, limit).await)
    }

    pub(super) async fn touch(&self, contacts: &[(RecordKey, SystemTime)]) -> Outcome {
        worked(|| "touch".to_owned(), self.store.touch(contacts).await)
    }

    pub(super) async fn last_contact(&self, key: &RecordKey) -> Result<Option<SystemTime>, Failure> {
        worked(|| format!("last contact of {key:?}"), self.store.last_contact(key).await)
    }

    /// Commits a batch that must be refused in a certain way.
    pub(super) async fn refused(
        &self,
        what: &str,
        batch: Batch,
        expected: &str,
        is_expected: impl FnOnce(&Error) -> bool,
        why: &'static str,
    ) -> Outcome {
        let outcome = self.store.commit(batch).await;
        match &outcome {
            Err(error) if is_expected(error) => Ok(()),
            _ => Err(Failure {
                what: what.to_owned(),
                expected: expected.to_owned(),
                found: shown(&outcome),
                why,
            }),
        }
    }

    pub(super) async fn conflict(&self, what: &str, batch: Batch, why: &'static str) -> Outcome {
        self.refused(what, batch, "a conflict", Error::is_conflict, why).await
    }
}

pub(super) fn same<T: PartialEq + Debug>(what: &str, found: T, expected: T, why: &'static str) -> Outcome {
    if found == expected {
        return Ok(());
    }
    Err(Failure { what: what.to_owned(), expected: shown(&expected), found: shown(&found), why })
}

pub(super) fn worked<T>(what: impl FnOnce() -> String, result: Result<T, Error>) -> Result<T, Failure> {
    result.map_err(|error| Failure {
        what: what(),
        expected: "success".to_owned(),
        found: format!("the error: {error}"),
        why: "a store that fails without a reason serves nobody",
    })
}

/// What is stored is long at times; the beginning tells.
fn shown(value: &impl Debug) -> String {
    const LONGEST: usize = 400;
    let mut text = format!("{value:?}");
    if let Some((end, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(end);
        text.push('…');
    }
    text
}

/// Runs all futures side by side, and gives their outcomes in order.
pub(super) async fn join<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut running: Vec<_> = futures.map(|future| (Box::pin(future), None)).collect();
    std::future::poll_fn(|context| {
        for (future, outcome) in running.iter_mut().filter(|(_, outcome)| outcome.is_none()) {
            if let Poll::Ready(value) = future.as_mut().poll(context) {
                *outcome = Some(value);
            }
        }
        if running.iter().all(|(_, outcome)| outcome.is_some()) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    running.into_iter().filter_map(|(_, outcome)| outcome).collect()
}

pub(super) fn key(text: &str) -> RecordKey {
    RecordKey::new(text).expect("the keys of this suite are neither empty nor too long")
}

/// The first write of a record.
pub(super) fn create(key: &RecordKey) -> Write {
    Write {
        key: key.clone(),
        expected: None,
        head: head("first"),
        commands: Vec::new(),
        forget: Vec::new(),
        wake: Vec::new(),
    }
}

/// A later write of a record.
pub(super) fn update(key: &RecordKey, version: u64) -> Write {
    Write { expected: Some(Version(version)), head: head("later"), ..create(key) }
}

pub(super) fn head(body: &str) -> HeadRow {
    HeadRow { session: 0, shut: Gates::NONE, backoff_until: None, links: Vec::new(), body: body.into() }
}

pub(super) fn in_session(session: u64) -> HeadRow {
    HeadRow { session, ..head("in a session") }
}

pub(super) fn batch<const N: usize>(writes: [Write; N]) -> Batch {
    Batch { writes: writes.into(), ..Batch::default() }
}

/// A command that is ready.
pub(super) fn command(seq: u64) -> CommandRow {
    CommandRow {
        seq,
        uuid: uuid(seq).into(),
        phase: crate::row::Phase::Waiting,
        rank: 1,
        waits_on: Vec::new(),
        gates: Gates::NONE,
        refused_in: None,
        not_before: None,
        expires_at: None,
        body: format!("command {seq}").into(),
    }
}

pub(super) fn uuid(seq: u64) -> String {
    format!("00000000-0000-0000-0000-{seq:012}")
}

pub(super) fn link(kind: LinkKind, value: &str) -> Link {
    Link { kind, value: value.into() }
}

pub(super) fn credential(name: &str) -> Credential {
    Credential::new(name).expect("the names of this suite are neither empty nor too long")
}

/// What most wakes of this suite are pushed with.
pub(super) fn certificate() -> Credential {
    credential("certificate")
}

/// A device that is reached by one route.
pub(super) fn register(credential: Credential, body: &[u8]) -> WakeChange {
    registered([Route { kind: RouteKind::Apns, credential }], body)
}

/// A device that is reached by these routes. Its needs begin with 0, because it says so in 1970.
pub(super) fn registered<const N: usize>(routes: [Route<Credential>; N], body: &[u8]) -> WakeChange {
    let tenant = Tenant::new("tenant").expect("a name");
    WakeChange::Register { tenant, routes: routes.into(), body: body.to_vec(), at: SystemTime::UNIX_EPOCH }
}

pub(super) fn demand(lane: Lane, due: SystemTime) -> WakeChange {
    WakeChange::Demand(Demand::new(lane, due))
}

/// A device that has to come.
pub(super) fn waking(due: SystemTime) -> Vec<WakeChange> {
    vec![register(certificate(), b"push"), demand(Lane::Normal, due)]
}

pub(super) fn event(key: &RecordKey, body: &str) -> EventRow {
    EventRow { key: key.clone(), at: at(0), body: body.into() }
}

pub(super) fn payload(name: &str, bytes: &[u8]) -> (PayloadName, Vec<u8>) {
    (PayloadName(name.into()), bytes.to_vec())
}

/// Some milliseconds after a day in 2026.
pub(super) fn at(millis: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_785_542_400) + Duration::from_millis(millis)
}

pub(super) fn idle() -> Window {
    Window::Session { reported: None, refused: Refused::Skip, now: at(0) }
}

pub(super) fn reported(seq: u64) -> Window {
    Window::Session { reported: Some(uuid(seq).into()), refused: Refused::Skip, now: at(0) }
}

pub(super) fn seqs(commands: &[CommandRow]) -> Vec<u64> {
    commands.iter().map(|command| command.seq).collect()
}
