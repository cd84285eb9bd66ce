//! A store as it is, put into another one.

use std::collections::BTreeSet;
use std::fmt;
use std::future::Future;
use std::time::SystemTime;

use crate::limits::PAGE;
use crate::row::{CommandRow, Credential, HeadRow, Lease, PayloadName, RecordKey, Version, Window};
use crate::seal::Place;
use crate::store::pointed;
use crate::{AnyStore, Bodies, ChangedWake, Error, EventPosition, StoredEvent, Unreadable, WakePosition};

/// A store that gives everything out as it is stored, and takes it in: versions, numbers, positions, bodies. What
/// [`Transfer`] needs, and no decision.
///
/// What [`Bodies`] and [`Store`](crate::Store) give is not here once more.
pub trait Rows: Bodies {
    /// The last positions that were given, also when what had them is gone. Nothing that has none yet is left: what is
    /// numbered by those who read is numbered before.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn ends(&self) -> impl Future<Output = Result<Ends, Error>> + Send;

    /// A page of all leases by their credentials, those that are over too, only those after `after`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn leases(
        &self,
        after: Option<&Credential>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<(Credential, Lease)>, Error>> + Send;

    /// Begins to take in what another store holds that ends there: from now on this one is half copied, and cannot be
    /// opened in order to be served; what it numbers later comes behind these ends. The same again goes on, and says
    /// which row was put last.
    ///
    /// # Errors
    /// [`Error::InUse`] when it holds something of its own, or ever did; [`Error::SourceChanged`] when a copy of a store
    /// with other ends was begun; when the store cannot be written.
    fn begin(&self, ends: Ends) -> impl Future<Output = Result<Option<Mark>, Error>> + Send;

    /// Puts rows as they are, all or none; those that are there already stay as they are. A record comes before what
    /// belongs to it, and its commands in their order: commands, events and wakes of records that are not there are left
    /// out, and an open command waits for nothing that does not come before it. How many are open is counted here.
    ///
    /// # Errors
    /// [`Error::InUse`] when no copy was begun; [`Error::Limit`]; when the store cannot be written.
    fn put(&self, rows: Vec<StoredRow>) -> impl Future<Output = Result<Put, Error>> + Send;

    /// Everything was put: from now on the store can be served.
    ///
    /// # Errors
    /// [`Error::InUse`] when no copy was begun; when the store cannot be written.
    fn complete(&self) -> impl Future<Output = Result<(), Error>> + Send;
}

/// The last positions that a store gave; zero when it gave none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ends {
    /// Of an event.
    pub event: EventPosition,
    /// Of the change of a wake.
    pub wake: WakePosition,
}

/// What was not put as it was given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Put {
    /// Records that are not there: what there was of them was left out.
    pub left_out: BTreeSet<RecordKey>,
    /// Open commands, by record and place, that waited for one that is not there. They wait for it no more.
    pub freed: BTreeSet<(RecordKey, u64)>,
}

/// One row as it is stored.
#[derive(Clone, PartialEq, Eq)]
pub enum StoredRow {
    /// A record without its commands. Its links are those of the head.
    Record {
        /// Its key.
        key: RecordKey,
        /// How often it was committed.
        version: Version,
        /// The head.
        head: HeadRow,
        /// When it was last in contact.
        contact: Option<SystemTime>,
    },
    /// A command. What it waits on is in it.
    Command {
        /// Its record.
        key: RecordKey,
        /// The command.
        row: CommandRow,
    },
    /// A payload.
    Payload(PayloadName, Vec<u8>),
    /// An event.
    Event(StoredEvent),
    /// A wake.
    Wake(ChangedWake),
    /// A lease.
    Lease(Credential, Lease),
}

/// Where a row stands among all, in the order in which they are copied.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Heads, commands, payloads.
    Body(Place),
    /// Events.
    Event(EventPosition),
    /// Wakes.
    Wake(WakePosition),
    /// Leases.
    Lease(Credential),
}

/// A store to be copied into. It is not served: [`Transfer::finish`] gives it out.
#[derive(Debug)]
pub struct Incoming<T>(T);

impl<T: Rows> Incoming<T> {
    /// Takes a store that is empty.
    #[must_use]
    pub const fn new(store: T) -> Self {
        Self(store)
    }

    /// As one of the stores of this library.
    #[must_use]
    pub fn into_any(self) -> Incoming<AnyStore>
    where
        T: Into<AnyStore>,
    {
        Incoming(self.0.into())
    }
}

/// Copies everything that a store holds into an empty one, as it is: a fleet that has outgrown its file moves to a server,
/// or back, and no device notices.
///
/// Versions, numbers and positions stay what they are, so that consumers and auditors go on where they stopped, and so do
/// bodies: what is sealed is copied sealed, without a key, and opens where it went. Leases come along: a fence does not go
/// backwards, and what was sent in the last minute counts under the cap.
///
/// Nobody may serve on either store meanwhile. Of the new one the type sees to it, and
/// [`Error::HalfCopied`] for everybody who opens it before [`finish`](Self::finish). Of the old one only whoever stops its
/// servers can; a commit that moved one of its [`ends`](Rows::ends) is found.
///
/// A page is put in one transaction, and holds 1,000 rows or 8 MiB, but for its last row. What was killed goes on: open
/// both stores again, the new one with [`Sqlite::open_for_copy`](crate::Sqlite::open_for_copy) or its like, and begin anew.
///
/// ```
/// use mdm_store::{Error, Incoming, Memory, Rows, Transfer};
///
/// async fn copy<T: Rows>(from: &impl Rows, to: Incoming<T>) -> Result<T, Error> {
///     let (mut transfer, mut rows) = (Transfer::begin(from, to).await?, 0);
///     loop {
///         match transfer.step().await {
///             Ok(Some(step)) => rows += step.rows,
///             Ok(None) => break,
///             // Damaged: it is left behind, and somebody should know.
///             Err(Error::Unreadable { row }) if transfer.pass(&row) => eprintln!("left behind: {row}"),
///             Err(error) => return Err(error),
///         }
///     }
///     eprintln!("{rows} rows");
///     transfer.finish().await
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Error> {
/// let _served: Memory = copy(&Memory::new(), Incoming::new(Memory::new())).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Transfer<'a, F, T> {
    from: &'a F,
    to: T,
    ends: Ends,
    after: Option<Mark>,
    /// How many rows are asked for at once.
    few: usize,
    /// What the last step could not read.
    stuck: Option<Unreadable>,
}

/// What one step of a [`Transfer`] did.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step {
    /// How many rows.
    pub rows: usize,
    /// Where the last of them stands.
    pub at: Mark,
    /// Records that are not there, because they were [passed](Transfer::pass): what else there was of them was left out.
    pub left_out: BTreeSet<RecordKey>,
    /// Commands, by record and place, that waited for one that is not there, because it was passed or lost before. They go
    /// without it, also those that were to go only after it was acknowledged: look at them before the new store is served.
    pub freed: BTreeSet<(RecordKey, u64)>,
}

impl<'a, F: Rows, T: Rows> Transfer<'a, F, T> {
    /// Begins, or goes on where an earlier one stopped.
    ///
    /// # Errors
    /// [`Error::InUse`] when the new store is not empty, [`Error::SourceChanged`] when the old one has changed since an
    /// earlier transfer began: begin with another empty store. The stores'.
    pub async fn begin(from: &'a F, to: Incoming<T>) -> Result<Self, Error> {
        let (to, ends) = (to.0, from.ends().await?);
        let after = to.begin(ends).await?;
        Ok(Self { from, to, ends, after, few: FEW, stuck: None })
    }

    /// Copies the next page; `None` when there is nothing left. A step that failed is done again.
    ///
    /// # Errors
    /// [`Error::Unreadable`] when the next row cannot be read: mend it, or [`pass`](Self::pass) it.
    /// [`Error::SourceChanged`] when a row has gone while it was looked at. The stores'.
    pub async fn step(&mut self) -> Result<Option<Step>, Error> {
        let page = Source(self.from).page(self.after.as_ref(), &mut self.few).await;
        if let Err(Error::Unreadable { row }) = &page {
            self.stuck = Some(row.clone());
        }
        let page = page?;
        let Some(at) = page.last().map(StoredRow::mark) else { return Ok(None) };
        let rows = page.len();
        let Put { left_out, freed } = self.to.put(page).await?;
        self.after = Some(at.clone());
        Ok(Some(Step { rows, at, left_out, freed }))
    }

    /// Goes on behind the row that the last step could not read, and says so: it is left behind, and what belongs to a
    /// record too ([`Step::left_out`]); what waited for a command waits no more ([`Step::freed`]). For anything else it
    /// changes nothing.
    pub fn pass(&mut self, row: &Unreadable) -> bool {
        let Some(stuck) = self.stuck.take_if(|stuck| stuck == row) else { return false };
        self.after = Some(match stuck {
            Unreadable::Row(place) => Mark::Body(place),
            Unreadable::Event { position, .. } => Mark::Event(position),
            Unreadable::Changed(position, _) => Mark::Wake(position),
            Unreadable::Lease(credential) => Mark::Lease(credential),
            Unreadable::Wake(_) | Unreadable::Pending(..) => return false,
        });
        true
    }

    /// Copies what is left, and gives the new store out, to be served.
    ///
    /// # Errors
    /// As for [`step`](Self::step); [`Error::SourceChanged`] when the old store has changed since the transfer began. The
    /// new one stays half copied then.
    pub async fn finish(mut self) -> Result<T, Error> {
        while self.step().await?.is_some() {}
        if self.from.ends().await? != self.ends {
            return Err(Error::SourceChanged);
        }
        self.to.complete().await?;
        Ok(self.to)
    }
}

/// A store whose rows are read.
pub(crate) struct Source<'a, F>(pub(crate) &'a F);

impl<F: Rows> Source<'_, F> {
    /// What comes next, up to the bounds of a page. `few` rows are asked for at once: one after a row that did not fit,
    /// and then twice as many each time, so that little is read that is left for the next page.
    pub(crate) async fn page(&self, begin: Option<&Mark>, few: &mut usize) -> Result<Vec<StoredRow>, Error> {
        let (mut page, mut bytes) = (Vec::new(), 0);
        while page.len() < PAGE && bytes < AT_ONCE {
            let last = page.last().map(StoredRow::mark);
            let some = match self.some(last.as_ref().or(begin), *few).await {
                // It is the first of the next page, and told then.
                Err(_) if !page.is_empty() => break,
                some => some?,
            };
            if some.is_empty() {
                break;
            }
            *few = (*few * 2).min(FEW);
            for row in some.into_iter().take(PAGE - page.len()) {
                if bytes >= AT_ONCE {
                    *few = 1;
                    break;
                }
                bytes += row.bytes();
                page.push(row);
            }
        }
        Ok(page)
    }

    /// The next rows of one kind; none after the last of all.
    async fn some(&self, after: Option<&Mark>, few: usize) -> Result<Vec<StoredRow>, Error> {
        let mut after = after.cloned();
        loop {
            let some: Vec<_> = match &after {
                None => self.bodies(None, few).await?,
                Some(Mark::Body(place)) => self.bodies(Some(place), few).await?,
                Some(Mark::Event(position)) => {
                    let events = self.0.events(Some(*position), few).await?;
                    events.into_iter().map(StoredRow::Event).collect()
                }
                Some(Mark::Wake(position)) => {
                    let wakes = self.0.changed_wakes(*position, few).await?;
                    wakes.into_iter().map(StoredRow::Wake).collect()
                }
                Some(Mark::Lease(credential)) => return self.leases(Some(credential)).await,
            };
            if !some.is_empty() {
                return Ok(some);
            }
            after = match after {
                None | Some(Mark::Body(_)) => Some(Mark::Event(EventPosition::default())),
                Some(Mark::Event(_)) => Some(Mark::Wake(WakePosition::default())),
                Some(Mark::Wake(_) | Mark::Lease(_)) => return self.leases(None).await,
            };
        }
    }

    async fn leases(&self, after: Option<&Credential>) -> Result<Vec<StoredRow>, Error> {
        let leases = self.0.leases(after, FEW).await?;
        Ok(leases.into_iter().map(|(credential, lease)| StoredRow::Lease(credential, lease)).collect())
    }

    /// The next records, commands and payloads; none when there are only wakes, which come by their positions.
    async fn bodies(&self, after: Option<&Place>, few: usize) -> Result<Vec<StoredRow>, Error> {
        let (mut some, mut bytes): (Vec<StoredRow>, usize) = (Vec::new(), 0);
        for (place, _) in self.0.places(after, FEW).await? {
            let mark = Mark::Body(place.clone());
            if some.last().is_some_and(|last| last.mark() >= mark) {
                continue;
            }
            let rows = match self.at(&place, few).await {
                Err(_) if !some.is_empty() => break,
                Err(Error::Corrupt { .. }) => {
                    return Err(Error::Unreadable { row: Unreadable::Row(place) });
                }
                rows => rows?,
            };
            let Some(rows) = rows else { break };
            if rows.is_empty() {
                return Err(Error::SourceChanged);
            }
            bytes += rows.iter().map(StoredRow::bytes).sum::<usize>();
            some.extend(rows);
            if bytes >= AT_ONCE {
                break;
            }
        }
        Ok(some)
    }

    /// What stands at a place, with some commands that follow one; none when it is gone. `None` for a wake.
    async fn at(&self, place: &Place, few: usize) -> Result<Option<Vec<StoredRow>>, Error> {
        Ok(Some(match place {
            Place::Head(key) => {
                let loaded = self.0.load(key, &Window::Head).await?;
                let contact = self.0.last_contact(key).await?;
                let row = loaded.map(|loaded| StoredRow::Record {
                    key: key.clone(),
                    version: loaded.version,
                    head: loaded.head,
                    contact,
                });
                row.into_iter().collect()
            }
            Place::Command { key, seq } => {
                let before = seq.checked_sub(1);
                let commands = match self.0.commands(key, before, few).await {
                    // Another one than the first may be damaged.
                    Err(Error::Corrupt { .. }) => self.0.commands(key, before, 1).await?,
                    commands => commands?,
                };
                commands.into_iter().map(|row| StoredRow::Command { key: key.clone(), row }).collect()
            }
            Place::Payload(name) => {
                let bytes = self.0.body(place).await?;
                bytes.map(|bytes| StoredRow::Payload(name.clone(), bytes)).into_iter().collect()
            }
            _ => return Ok(None),
        }))
    }
}

impl StoredRow {
    /// The record to which it belongs.
    pub(crate) const fn owner(&self) -> Option<&RecordKey> {
        match self {
            Self::Command { key, .. } => Some(key),
            Self::Event(event) => Some(&event.row.key),
            Self::Wake(changed) => Some(&changed.row.key),
            Self::Record { .. } | Self::Payload(..) | Self::Lease(..) => None,
        }
    }

    /// Where it stands.
    #[must_use]
    pub fn mark(&self) -> Mark {
        match self {
            Self::Record { key, .. } => Mark::Body(Place::Head(key.clone())),
            Self::Command { key, row } => Mark::Body(Place::Command { key: key.clone(), seq: row.seq }),
            Self::Payload(name, _) => Mark::Body(Place::Payload(name.clone())),
            Self::Event(event) => Mark::Event(event.position),
            Self::Wake(changed) => Mark::Wake(changed.position),
            Self::Lease(credential, _) => Mark::Lease(credential.clone()),
        }
    }

    /// How much of it is no column.
    fn bytes(&self) -> usize {
        match self {
            Self::Record { head, .. } => head.body.len(),
            Self::Command { row, .. } => row.body.len(),
            Self::Payload(_, bytes) => bytes.len(),
            Self::Event(event) => event.row.body.len(),
            Self::Wake(changed) => changed.row.body.len(),
            Self::Lease(..) => 0,
        }
    }
}

/// Only where it stands: bodies hold tokens.
impl fmt::Debug for StoredRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("StoredRow").field(&self.mark()).finish()
    }
}

/// As `record.body of device/1`, `event 7`.
impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Body(place) => place.fmt(f),
            Self::Event(position) => write!(f, "event {position}"),
            Self::Wake(position) => write!(f, "wake {}", position.0),
            Self::Lease(credential) => write!(f, "lease of {credential}"),
        }
    }
}

/// Passes every call on, as the macro `$to` says where to.
macro_rules! forward_rows {
    ($([$($generics:tt)*] $type:ty => $to:ident;)*) => {$(
        impl $($generics)* Rows for $type {
            async fn ends(&self) -> Result<Ends, Error> {
                $to!(self, ends)
            }
            async fn leases(
                &self,
                after: Option<&Credential>,
                limit: usize,
            ) -> Result<Vec<(Credential, Lease)>, Error> {
                $to!(self, leases, after, limit)
            }
            async fn begin(&self, ends: Ends) -> Result<Option<Mark>, Error> {
                $to!(self, begin, ends)
            }
            async fn put(&self, rows: Vec<StoredRow>) -> Result<Put, Error> {
                $to!(self, put, rows)
            }
            async fn complete(&self) -> Result<(), Error> {
                $to!(self, complete)
            }
        }
    )*};
}

forward_rows! {
    [<S: Rows>] &S => pointed;
}

pub(crate) use forward_rows;

/// So many rows are asked for at once at the most: each may have 16 MiB.
const FEW: usize = 64;
/// After so many bytes a page ends.
const AT_ONCE: usize = 8 << 20;
