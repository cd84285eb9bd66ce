//! The trait.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::SystemTime;

use crate::Error;
use crate::row::{
    Batch, CommandRow, EventRow, Link, Loaded, PayloadName, RecordKey, Version, WakeRow, Window,
};

/// Keeps records, and decides nothing.
///
/// The life of one input is *identify, load, decide, commit, act*: [`load`](Self::load) a record, decide
/// without the store, [`commit`](Self::commit) under the version that was loaded, and on a conflict load
/// and decide again. What remains to be done after a crash is found by [`due_wakes`](Self::due_wakes).
///
/// # What an implementer promises
///
/// - A commit is all or nothing, and once it returned `Ok` it survives a crash.
/// - A load sees one moment: head and commands of the same version, and every commit that had returned
///   before the load began.
/// - A future that is dropped leaves the store as it was or as it would have become, nothing between.
/// - Text is compared byte by byte. Upper and lower case differ, and any Unicode text is kept as it is.
/// - Times are kept in whole milliseconds, rounded down.
/// - [`validate`](crate::validate) is applied to every batch.
///
/// [`conformance::run`](crate::conformance::run) checks most of this.
///
/// # Pages
///
/// A method with a `limit` returns at most that many rows and never more than
/// [`limits::PAGE`](crate::limits::PAGE).
pub trait Store: Send + Sync {
    /// Loads a record and the commands of a window; `None` when there is no such record.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn load(
        &self,
        key: &RecordKey,
        window: &Window,
    ) -> impl Future<Output = Result<Option<Loaded>, Error>> + Send;

    /// Writes everything of a batch, or nothing.
    ///
    /// A record's first commit makes version 1, each later one adds 1. Commands are replaced by `seq`; a
    /// command keeps its `CommandUUID` until it is forgotten. The events of a record are numbered from 0 in each commit.
    /// An empty batch writes nothing.
    ///
    /// # Errors
    /// [`Error::Conflict`] when a record has another version than expected; the other errors of blame
    /// [`Caller`](crate::Blame::Caller) when the batch contradicts itself or what is stored; otherwise
    /// when the store cannot be written. Versions are compared before commands are.
    fn commit(&self, batch: Batch) -> impl Future<Output = Result<(), Error>> + Send;

    /// The records that carry a link, ascending, each once, only those after `after`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn find(
        &self,
        link: &Link,
        after: Option<&RecordKey>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<RecordKey>, Error>> + Send;

    /// The bytes of a payload; `None` when there is none of that name.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn payload(&self, name: &PayloadName) -> impl Future<Output = Result<Option<Vec<u8>>, Error>> + Send;

    /// The wakes that are due at `now` or before, the earliest first, then by key.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn due_wakes(
        &self,
        now: SystemTime,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<DueWake>, Error>> + Send;

    /// When the earliest wake is due, for a sender's timer; `None` when nobody is to be woken.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn next_wake(&self) -> impl Future<Output = Result<Option<SystemTime>, Error>> + Send;

    /// Settles the wake of a record if it is still the one with this action, and says whether it was: it is
    /// cleared, or owed `again` at a later time.
    ///
    /// A wake that replaced it meanwhile stays. The version of the record does not change.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn wake_done(
        &self,
        key: &RecordKey,
        action: &str,
        again: Option<SystemTime>,
    ) -> impl Future<Output = Result<bool, Error>> + Send;

    /// A page of a record's commands by ascending `seq`, those that are done too, only those after
    /// `after`. Empty when there is no such record.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn commands(
        &self,
        key: &RecordKey,
        after: Option<u64>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<CommandRow>, Error>> + Send;

    /// A page of all events in the order of their commits, only those after `after`.
    ///
    /// Who has seen a position will never see a new event at an earlier one.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn events(
        &self,
        after: Option<EventPosition>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<StoredEvent>, Error>> + Send;

    /// Notes when records were last in contact, many in one write.
    ///
    /// A time never moves backwards; the version of a record does not change; a key without a record is
    /// passed over. The last few of these may be lost in a crash if a store says so.
    ///
    /// # Errors
    /// When the store cannot be written, or a time is out of range.
    fn touch(&self, contacts: &[(RecordKey, SystemTime)]) -> impl Future<Output = Result<(), Error>> + Send;

    /// When a record was last in contact.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn last_contact(&self, key: &RecordKey)
    -> impl Future<Output = Result<Option<SystemTime>, Error>> + Send;
}

/// A wake whose time has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueWake {
    /// The record that owes it.
    pub key: RecordKey,
    /// The wake.
    pub wake: WakeRow,
}

/// The place of an event in the order of all commits. It grows, and may have gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventPosition(pub u64);

/// An event as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEvent {
    /// The place in the order of all commits.
    pub position: EventPosition,
    /// `{key}/{version}/{index}`: the version that its commit made, and its number among the events of
    /// this record in this commit, from 0. Read it from the right: a key may contain slashes.
    pub id: String,
    /// The event.
    pub row: EventRow,
}

impl StoredEvent {
    pub(crate) fn new(position: u64, version: Version, index: u64, row: EventRow) -> Self {
        let id = format!("{}/{}/{index}", row.key, version.0);
        Self { position: EventPosition(position), id, row }
    }
}

impl fmt::Display for EventPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Passes every call on to what is pointed at.
macro_rules! forward {
    ($($pointer:ty),*) => {$(
        impl<S: Store> Store for $pointer {
            async fn load(&self, key: &RecordKey, window: &Window) -> Result<Option<Loaded>, Error> {
                S::load(self, key, window).await
            }
            async fn commit(&self, batch: Batch) -> Result<(), Error> {
                S::commit(self, batch).await
            }
            async fn find(
                &self,
                link: &Link,
                after: Option<&RecordKey>,
                limit: usize,
            ) -> Result<Vec<RecordKey>, Error> {
                S::find(self, link, after, limit).await
            }
            async fn payload(&self, name: &PayloadName) -> Result<Option<Vec<u8>>, Error> {
                S::payload(self, name).await
            }
            async fn due_wakes(&self, now: SystemTime, limit: usize) -> Result<Vec<DueWake>, Error> {
                S::due_wakes(self, now, limit).await
            }
            async fn next_wake(&self) -> Result<Option<SystemTime>, Error> {
                S::next_wake(self).await
            }
            async fn wake_done(&self, key: &RecordKey, action: &str, again: Option<SystemTime>) -> Result<bool, Error> {
                S::wake_done(self, key, action, again).await
            }
            async fn commands(
                &self,
                key: &RecordKey,
                after: Option<u64>,
                limit: usize,
            ) -> Result<Vec<CommandRow>, Error> {
                S::commands(self, key, after, limit).await
            }
            async fn events(
                &self,
                after: Option<EventPosition>,
                limit: usize,
            ) -> Result<Vec<StoredEvent>, Error> {
                S::events(self, after, limit).await
            }
            async fn touch(&self, contacts: &[(RecordKey, SystemTime)]) -> Result<(), Error> {
                S::touch(self, contacts).await
            }
            async fn last_contact(&self, key: &RecordKey) -> Result<Option<SystemTime>, Error> {
                S::last_contact(self, key).await
            }
        }
    )*};
}

forward!(&S, Arc<S>);
