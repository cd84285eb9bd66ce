//! The trait.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::SystemTime;

use crate::Error;
use crate::row::{
    Batch, CommandRow, Credential, EventRow, Lane, Lease, Link, Loaded, PayloadName, RecordKey, Tenant,
    Update, Version, WakeRow, Window,
};
use crate::seal::Place;

/// Keeps records, and decides nothing.
///
/// The life of one input is *identify, load, decide, commit, act*: [`load`](Self::load) a record, decide
/// without the store, [`commit`](Self::commit) under the version that was loaded, and on a conflict load
/// and decide again. What remains to be done after a crash is found by [`pending_wakes`](Self::pending_wakes).
///
/// The wake of a record lies beside it, with a version of neither: a commit changes it by steps
/// ([`Write::wake`](crate::row::Write::wake)), the result of a push by [`settle_wakes`](Self::settle_wakes), and both
/// read, change and write the row in one transaction.
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
/// [`conformance::run`](crate::conformance::run) checks most of this. What need not be written again lies ready:
/// [`limits`](crate::limits), [`window`](crate::window), [`columns`](crate::columns),
/// [`WakeRow::changed`](mdm_push::WakeRow::changed) and [`WakeRow::apply`](mdm_push::WakeRow::apply) for wakes, and
/// [`StoredEvent::new`].
///
/// # Pages
///
/// A method with a `limit` returns at most that many rows and never more than
/// [`limits::PAGE`](crate::limits::PAGE). A page of wakes or of events ends before a row that cannot be read. When that is
/// its first one the answer is [`Error::Unreadable`], which says where to go on: so nothing is passed over in silence,
/// and nothing that was damaged keeps a reader from all others.
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
    /// What is removed leaves nothing behind but the positions that it had, which are never given again.
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

    /// [`find`](Self::find) from the first on, and then [`load`](Self::load), as one question where a store can.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn find_and_load(
        &self,
        link: &Link,
        limit: usize,
        key: &RecordKey,
        window: &Window,
    ) -> impl Future<Output = Result<(Vec<RecordKey>, Option<Loaded>), Error>> + Send {
        async move { Ok((self.find(link, None, limit).await?, self.load(key, window).await?)) }
    }

    /// [`commit`](Self::commit), and then [`payload`](Self::payload), as one question where a store can.
    ///
    /// # Errors
    /// As [`commit`](Self::commit). The inner one is of the reading: the commit has taken place.
    fn commit_and_read(
        &self,
        batch: Batch,
        name: &PayloadName,
    ) -> impl Future<Output = Result<Result<Option<Vec<u8>>, Error>, Error>> + Send {
        async move {
            self.commit(batch).await?;
            Ok(self.payload(name).await)
        }
    }

    /// The bytes of a payload; `None` when there is none of that name.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn payload(&self, name: &PayloadName) -> impl Future<Output = Result<Option<Vec<u8>>, Error>> + Send;

    /// How many bytes each of these payloads is, as it is kept: packed and sealed, if it is; `None` where there is none of
    /// that name. In the order of the names; of more than [`limits::PAGE`](crate::limits::PAGE) the first ones.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn payload_sizes(
        &self,
        names: &[PayloadName],
    ) -> impl Future<Output = Result<Vec<Option<u64>>, Error>> + Send {
        async move {
            let mut sizes = Vec::new();
            for name in names.iter().take(crate::limits::PAGE) {
                sizes.push(self.payload(name).await?.map(|bytes| bytes.len() as u64));
            }
            Ok(sizes)
        }
    }

    /// The wake of a record, with what a push needs; `None` when the record never had one.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn wake(&self, key: &RecordKey) -> impl Future<Output = Result<Option<WakeRow>, Error>> + Send;

    /// A page of the wakes that are pending and need this credential next
    /// ([`WakeRow::credential`]): urgent ones first, then by key, only those after `after`. For a
    /// sender that begins.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn pending_wakes(
        &self,
        credential: &Credential,
        after: Option<(Lane, &RecordKey)>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<WakeRow>, Error>> + Send;

    /// A page of the wakes that changed after a position, those that are not pending any more too, in the order of
    /// their last changes: each wake once, where it changed last. For a sender that goes on.
    ///
    /// A change is one of [`need`](mdm_push::WakeRow::need), or the result of a push after which the row needs another
    /// credential. Who has seen a position will never see a new change at an earlier one.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn changed_wakes(
        &self,
        after: WakePosition,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<ChangedWake>, Error>> + Send;

    /// The position of the last change of a wake; the default when there was none. When very many have changed that
    /// nobody has looked at, it may be that of an earlier one: who goes on from there misses nothing.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn last_wake(&self) -> impl Future<Output = Result<WakePosition, Error>> + Send;

    /// Writes results of pushes with one credential, each on its own: where nothing was heard of the device since the push
    /// ([`WakeRow::apply`](mdm_push::WakeRow::apply)), and the credential's lease has no higher fence than the update.
    /// The version of a record does not change.
    ///
    /// Gives what came of each, in order.
    ///
    /// # Errors
    /// When the store cannot be written, or a time is out of range; nothing was written then.
    fn settle_wakes(
        &self,
        credential: &Credential,
        updates: &[Update<RecordKey>],
    ) -> impl Future<Output = Result<Vec<Settled>, Error>> + Send;

    /// The lease of a credential, also one that is over; `None` when there never was one.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn lease(&self, credential: &Credential) -> impl Future<Output = Result<Option<Lease>, Error>> + Send;

    /// Replaces the lease of a credential if it is still `expected`, in each of its fields, and says whether it was.
    ///
    /// Of those who take a lease at once, one gets `true`. Once it returned, [`settle_wakes`](Self::settle_wakes)
    /// knows the new fence.
    ///
    /// # Errors
    /// When the store cannot be written, or a number or time is out of range.
    fn swap_lease(
        &self,
        credential: &Credential,
        expected: Option<&Lease>,
        lease: &Lease,
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

    /// A page of the events of one record in the order of its commits, only those after `after`. Empty when there is no
    /// such record.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn events_of(
        &self,
        key: &RecordKey,
        after: Option<(Version, u64)>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<StoredEvent>, Error>> + Send;

    /// Forgets the oldest of these events, at most `limit`, never more than [`limits::PAGE`](crate::limits::PAGE), and none
    /// after those that have [`limits::PRUNED`](crate::limits::PRUNED) bytes together; says how many: as long as there are
    /// some, there may be more. One step is one short write, so that nobody waits long for it. Positions are never given
    /// again.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn prune_events(
        &self,
        old: &OldEvents,
        limit: usize,
    ) -> impl Future<Output = Result<usize, Error>> + Send;

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

/// A wake and where it changed last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedWake {
    /// The place of the change in the order of all of them.
    pub position: WakePosition,
    /// The wake.
    pub row: WakeRow,
}

/// The place of a wake's change in the order of all of them. It grows, and may have gaps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WakePosition(pub u64);

/// A row that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unreadable {
    /// The wake of a record.
    Wake(RecordKey),
    /// A pending wake: the next page is the one after it.
    Pending(Lane, RecordKey),
    /// A changed wake: the next page is the one after it.
    Changed(WakePosition, RecordKey),
    /// An event: the next page is the one after it.
    Event {
        /// Where it lies.
        position: EventPosition,
        /// Its record, if that can be read.
        key: Option<RecordKey>,
        /// The version that its commit made, and its number there, if they can be read.
        after: Option<(Version, u64)>,
    },
    /// A head, a command or a payload, by the place of its body. Only a [`Transfer`](crate::Transfer) says so.
    Row(Place),
    /// The lease of a credential. Only a [`Transfer`](crate::Transfer) says so.
    Lease(Credential),
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wake(key) | Self::Pending(_, key) | Self::Changed(_, key) => write!(f, "the wake of {key}"),
            Self::Event { position, key: Some(key), .. } => write!(f, "the event at {position}, of {key},"),
            Self::Event { position, .. } => write!(f, "the event at {position}"),
            Self::Row(place) => write!(f, "the row with {place}"),
            Self::Lease(credential) => write!(f, "the lease of {credential}"),
        }
    }
}

/// What came of writing the result of a push.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Settled {
    /// It was written. A newer need of the row stays pending.
    Written,
    /// It is over: the device was heard of since the push, or nothing is pending, or the row is gone.
    Outdated,
    /// Another node holds the lease by now.
    Fenced,
    /// The row cannot be read.
    Unreadable,
}

/// The place of an event in the order of all commits. It grows, and may have gaps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventPosition(pub u64);

/// Which events are not to be kept any more.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OldEvents {
    /// Those up to this position, that at it too.
    UpTo(EventPosition),
    /// Those of this record.
    Of(RecordKey),
    /// Those at these positions.
    At(Vec<EventPosition>),
}

/// An event as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEvent {
    /// The place in the order of all commits. It is given once: who is told of events knows by it what comes twice.
    pub position: EventPosition,
    /// `{key}/{version}/{index}`: the version that its commit made, and its number among the events of
    /// this record in this commit, from 0. Read it from the right: a key may contain slashes.
    ///
    /// For people and for logs. It comes again when the record was removed and begins anew, with other events.
    pub id: String,
    /// The version that its commit made.
    pub version: Version,
    /// Its number among the events of this record in this commit.
    pub index: u64,
    /// The event.
    pub row: EventRow,
}

impl StoredEvent {
    /// An event that a store gives out, with the identifier that it has on every store.
    #[must_use]
    pub fn new(position: u64, version: Version, index: u64, row: EventRow) -> Self {
        let id = format!("{}/{}/{index}", row.key, version.0);
        Self { position: EventPosition(position), id, version, index, row }
    }

    /// Whose it is, so that one who reads all of them can deal them out; `None` when it is no tenant's, or no event of this
    /// library.
    #[must_use]
    pub fn tenant(&self) -> Option<Tenant> {
        Tenant::new(&mdm_enrollment::Event::tenant_of(&self.row.body)?)
    }
}

impl fmt::Display for EventPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Passes every call on, as the macro `$to` says where to.
macro_rules! forward_store {
    ($([$($generics:tt)*] $type:ty => $to:ident;)*) => {$(
        impl $($generics)* Store for $type {
            async fn load(&self, key: &RecordKey, window: &Window) -> Result<Option<Loaded>, Error> {
                $to!(self, load, key, window)
            }
            async fn commit(&self, batch: Batch) -> Result<(), Error> {
                $to!(self, commit, batch)
            }
            async fn find(
                &self,
                link: &Link,
                after: Option<&RecordKey>,
                limit: usize,
            ) -> Result<Vec<RecordKey>, Error> {
                $to!(self, find, link, after, limit)
            }
            async fn find_and_load(
                &self,
                link: &Link,
                limit: usize,
                key: &RecordKey,
                window: &Window,
            ) -> Result<(Vec<RecordKey>, Option<Loaded>), Error> {
                $to!(self, find_and_load, link, limit, key, window)
            }
            async fn commit_and_read(&self, batch: Batch, name: &PayloadName) -> Result<Result<Option<Vec<u8>>, Error>, Error> {
                $to!(self, commit_and_read, batch, name)
            }
            async fn payload(&self, name: &PayloadName) -> Result<Option<Vec<u8>>, Error> {
                $to!(self, payload, name)
            }
            async fn payload_sizes(&self, names: &[PayloadName]) -> Result<Vec<Option<u64>>, Error> {
                $to!(self, payload_sizes, names)
            }
            async fn wake(&self, key: &RecordKey) -> Result<Option<WakeRow>, Error> {
                $to!(self, wake, key)
            }
            async fn pending_wakes(
                &self,
                credential: &Credential,
                after: Option<(Lane, &RecordKey)>,
                limit: usize,
            ) -> Result<Vec<WakeRow>, Error> {
                $to!(self, pending_wakes, credential, after, limit)
            }
            async fn changed_wakes(&self, after: WakePosition, limit: usize) -> Result<Vec<ChangedWake>, Error> {
                $to!(self, changed_wakes, after, limit)
            }
            async fn last_wake(&self) -> Result<WakePosition, Error> {
                $to!(self, last_wake)
            }
            async fn settle_wakes(
                &self,
                credential: &Credential,
                updates: &[Update<RecordKey>],
            ) -> Result<Vec<Settled>, Error> {
                $to!(self, settle_wakes, credential, updates)
            }
            async fn lease(&self, credential: &Credential) -> Result<Option<Lease>, Error> {
                $to!(self, lease, credential)
            }
            async fn swap_lease(
                &self,
                credential: &Credential,
                expected: Option<&Lease>,
                lease: &Lease,
            ) -> Result<bool, Error> {
                $to!(self, swap_lease, credential, expected, lease)
            }
            async fn commands(
                &self,
                key: &RecordKey,
                after: Option<u64>,
                limit: usize,
            ) -> Result<Vec<CommandRow>, Error> {
                $to!(self, commands, key, after, limit)
            }
            async fn events(
                &self,
                after: Option<EventPosition>,
                limit: usize,
            ) -> Result<Vec<StoredEvent>, Error> {
                $to!(self, events, after, limit)
            }
            async fn events_of(
                &self,
                key: &RecordKey,
                after: Option<(Version, u64)>,
                limit: usize,
            ) -> Result<Vec<StoredEvent>, Error> {
                $to!(self, events_of, key, after, limit)
            }
            async fn prune_events(&self, old: &OldEvents, limit: usize) -> Result<usize, Error> {
                $to!(self, prune_events, old, limit)
            }
            async fn touch(&self, contacts: &[(RecordKey, SystemTime)]) -> Result<(), Error> {
                $to!(self, touch, contacts)
            }
            async fn last_contact(&self, key: &RecordKey) -> Result<Option<SystemTime>, Error> {
                $to!(self, last_contact, key)
            }
        }
    )*};
}

/// To what is pointed at.
macro_rules! pointed {
    ($self:ident, $call:ident $(, $value:ident)*) => { (**$self).$call($($value),*).await };
}

forward_store! {
    [<S: Store>] &S => pointed;
    [<S: Store>] Arc<S> => pointed;
}

pub(crate) use {forward_store, pointed};
