//! A store in one file.

mod bodies;
mod care;
#[cfg(test)]
mod full;
mod index;
mod open;
mod read;
mod session;
mod transfer;
mod wake;
mod write;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, SystemTime};

use rusqlite::Connection;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use self::session::{Fault, Session};
use crate::columns::Purpose;
use crate::limits::{
    PAGE, millis, page, validate, validate_row, validate_swap, validate_update, whole_lease,
};
use crate::row::{
    Batch, CommandRow, Credential, Lane, Lease, Link, Loaded, PayloadName, RecordKey, Update, Version,
    WakeRow, Window,
};
use crate::seal::Place;
use crate::{
    Bodies, BodySwap, ChangedWake, Ends, Error, EventPosition, Incoming, Mark, OldEvents, Put, Rows, Settled,
    Store, StoredEvent, StoredRow, WakePosition,
};

/// Keeps everything in one SQLite file.
///
/// - **Durability.** The file has a write-ahead log and every commit is synced before it returns
///   ([`Durability::Full`], SQLite's `synchronous=FULL`). After a crash the next open finds every commit
///   that had returned, and no half of another.
/// - **Group commit.** Changes that wait while another commit is synced share the next transaction and its sync, each
///   whole or not at all: with many devices at once far more commits than syncs. Nobody waits for company.
/// - **Threads.** One thread owns the connection that writes, a few others one each that reads. Calls
///   reach them through bounded queues: a caller waits, without blocking its executor, when they are full.
///   Any async runtime will do.
/// - **Processes.** Several handles, in one process or in several on one machine, may use a file at once;
///   a commit compares versions under the file's write lock. A network file system will not do.
/// - **Dropped futures.** A call whose future is dropped before a thread took it up never happens. One
///   that was taken up is carried through; load again to see what became of a commit.
/// - **End.** Dropping the handle finishes what is running, moves the log into the file and joins the
///   threads. This blocks shortly; [`close`](Self::close) does the same without blocking.
///
/// The file is created for its owner only, on systems that know permissions: it holds push tokens.
pub struct Sqlite {
    path: PathBuf,
    options: SqliteOptions,
    reads: Queue,
    writes: Queue,
    threads: Mutex<Option<Threads>>,
}

/// How a [`Sqlite`] store is run.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SqliteOptions {
    /// How long to wait for another process that writes. 5 seconds.
    pub busy_timeout: Duration,
    /// Connections that read, 1 to 64. 2.
    pub readers: usize,
    /// Calls that may wait for the readers, and as many for the writer, at least 1. 256.
    pub queue: usize,
    /// What a commit survives. [`Durability::Full`].
    pub durability: Durability,
}

/// What a commit survives once it has returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Durability {
    /// Loss of power: every commit is synced.
    Full,
    /// A crash of the process. Loss of power may take the last commits with it; the file stays whole.
    Process,
}

/// How large a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Space {
    /// Bytes of one page.
    pub page_bytes: u64,
    /// All pages, those that are only in the log too.
    pub pages: u64,
    /// Pages in which nothing lies. They are filled before the file grows.
    pub free: u64,
    /// Whether [`Sqlite::vacuum_step`] gives any back: not of a file that an older version of this library made.
    pub shrinks: bool,
}

/// A queue to one or more threads.
struct Queue {
    /// One permit for each call that may be waiting or running.
    room: Arc<Semaphore>,
    messages: Sender<Message>,
}

enum Message {
    Work(Box<dyn Job>),
    /// One thread ends.
    Stop,
}

struct Threads {
    readers: Vec<JoinHandle<()>>,
    writer: JoinHandle<()>,
}

impl Sqlite {
    /// Opens a file, and creates it when it does not exist. Blocks while it does.
    ///
    /// # Errors
    /// [`Error::ForeignFile`], [`Error::OlderSchema`], [`Error::NewerSchema`] and [`Error::HalfCopied`], with the file
    /// unchanged; [`Error::Options`] when no file can be kept there; [`Error::Busy`] when another process holds it; otherwise
    /// when it cannot be opened.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::open_with(path, SqliteOptions::default())
    }

    /// As [`open`](Self::open), with options.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_with(path: impl AsRef<Path>, options: SqliteOptions) -> Result<Self, Error> {
        Self::open_for(path.as_ref(), options, Purpose::Serve)
    }

    /// Opens a file to [copy](crate::Transfer) another store into, and creates it when it does not exist. Also one that half
    /// of it was copied into. Blocks while it does.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_for_copy(path: impl AsRef<Path>, options: SqliteOptions) -> Result<Incoming<Self>, Error> {
        Self::open_for(path.as_ref(), options, Purpose::CopyInto).map(Incoming::new)
    }

    fn open_for(path: &Path, options: SqliteOptions, purpose: Purpose) -> Result<Self, Error> {
        let path = open::absolute(path)?;
        let writer =
            open::writer(&path, &options, purpose).map_err(|fault| fault.into_error("opening the file"))?;
        let (writes, jobs) = Queue::new(options.queue);
        let writer = spawn("mdm-store-write", move || {
            serve(&writer, "BEGIN IMMEDIATE", || jobs.recv().ok(), || jobs.try_recv().ok());
            // A reader elsewhere may keep part of the log alive; the next to close moves it.
            let _ = writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        })?;

        let (reads, jobs) = Queue::new(options.queue);
        let store = Self { path, options: options.clone(), reads, writes, threads: Mutex::new(None) };
        let mut threads = Threads { readers: Vec::new(), writer };
        let jobs = Arc::new(Mutex::new(jobs));
        for _ in 0..options.readers.clamp(1, 64) {
            let jobs = Arc::clone(&jobs);
            let reader = open::reader(&store.path, &options)
                .map_err(|fault| fault.into_error("opening the file"))
                .and_then(|reader| {
                    spawn("mdm-store-read", move || serve(&reader, "BEGIN", || next(&jobs), || None))
                });
            match reader {
                Ok(reader) => threads.readers.push(reader),
                Err(error) => {
                    store.end(threads);
                    return Err(error);
                }
            }
        }
        *store.threads.lock().unwrap_or_else(PoisonError::into_inner) = Some(threads);
        Ok(store)
    }

    /// Finishes what was taken up, moves the log into the file and ends the threads.
    ///
    /// Every later call fails with [`Error::Closed`]. Closing twice is harmless; dropping without closing
    /// does the same, but blocks.
    pub async fn close(&self) {
        let Some(threads) = self.take_threads() else { return };
        let readers = threads.readers.len();
        let (reads, writes) = (self.reads.share(), self.writes.share());
        let (done, ended) = oneshot::channel();
        let end = spawn("mdm-store-close", move || {
            end(&reads, &writes, threads);
            let _ = done.send(());
        });
        if end.is_ok() {
            let _ = ended.await;
        } else {
            // No thread to wait with: they end all the same, unobserved.
            self.reads.stop(readers);
            self.writes.stop(1);
        }
    }

    /// Copies the store, as it is at one moment, to a file that does not exist yet, while others read and write.
    ///
    /// The copy appears there when it is whole and synced, and is a store to be opened, without free pages. It reads
    /// the whole file on a thread of its own; meanwhile the log cannot be emptied, and grows with what is written. A
    /// call that is given up goes on. Of two copies to one path one succeeds. When the process ends meanwhile a file
    /// beside the path whose name ends in `.part` may be left behind; the file system must know hard links.
    ///
    /// To restore: end every process, put the copy in the place of the file, and remove the file's `-wal` and `-shm`.
    ///
    /// # Errors
    /// [`Error::Options`] when something is at the path, or it is not Unicode; [`Error::Upstream`] when the copy cannot be
    /// written. Nothing of it is left there then.
    pub async fn back_up(&self, to: impl AsRef<Path>) -> Result<(), Error> {
        let to = to.as_ref().to_owned();
        self.aside("backing up", move |path, options| care::back_up(path, &to, options)).await
    }

    /// Reads the whole file and says what is wrong with it, in words without values; nothing when it is whole. Nobody
    /// waits for it. At most 100 problems of a kind are told.
    ///
    /// It looks at the pages, the indexes and the types of values (SQLite's `integrity_check`); at rows that belong to
    /// no record; and at what is kept a second time in order to find or count rows: whether links, and what commands wait
    /// on, stand in their tables and nothing else does, whether what they wait on is there, and how many commands are open.
    /// What it finds of the latter [`reindex`](Self::reindex) mends.
    ///
    /// # Errors
    /// When the file cannot be read at all: [`Error::Corrupt`] is an answer too.
    pub async fn check(&self) -> Result<Vec<String>, Error> {
        self.aside("checking the file", care::check).await
    }

    /// Makes anew what is kept a second time in order to find or count rows: SQLite's indexes, the tables of links and of
    /// what commands wait on, the counts of open commands. Says how many rows were wrong: a device whose certificate was
    /// not found is known again. A command that waits for one that is not there, because somebody deleted it, goes without
    /// it. All of it is one transaction.
    ///
    /// A row that belongs to no record stays, if it is no link and no wait: what it belonged to is lost, and only a copy
    /// has it.
    ///
    /// Writers wait meanwhile, and are told [`Error::Busy`] after [`busy_timeout`](SqliteOptions::busy_timeout): for a large
    /// file take a quiet hour.
    ///
    /// # Errors
    /// [`Error::Busy`] when somebody held the file for too long: call it again. [`Error::Corrupt`] when the file itself is
    /// damaged.
    pub async fn reindex(&self) -> Result<usize, Error> {
        self.aside("making indexes anew", care::reindex).await
    }

    /// How large the file is.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn space(&self) -> Result<Space, Error> {
        self.read("looking at the file", care::space).await
    }

    /// Gives up to 256 free pages, 1 MiB, back to the file system, and says what is left. Other writers wait for some
    /// milliseconds: call it again later while [`free`](Space::free) is high, after much was forgotten. The file itself
    /// shrinks when its log is next moved into it.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn vacuum_step(&self) -> Result<Space, Error> {
        self.write("giving space back", care::vacuum).await
    }

    /// Overwrites what was forgotten: SQLite leaves it in free pages and in the log. Writes the whole file anew and empties
    /// the log, so that no byte of either holds what no row holds any more; copies, and what the file system or the disk
    /// keeps of old blocks, are not reached. After a person was [erased](crate::Runner::erase_member).
    ///
    /// Others read meanwhile, writers wait, and are told [`Error::Busy`] after
    /// [`busy_timeout`](SqliteOptions::busy_timeout): for a large file take a quiet hour, and twice its room on the disk.
    ///
    /// # Errors
    /// [`Error::Busy`] when somebody held the file for too long: call it again. [`Error::Upstream`] when there is no room.
    pub async fn scrub(&self) -> Result<(), Error> {
        self.aside(care::SCRUBBING, care::scrub).await
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    async fn read<T: Send + 'static>(
        &self,
        doing: &'static str,
        work: impl for<'c> FnOnce(&mut Session<'c>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Error> {
        self.reads.call(work, doing).await
    }

    async fn write<T: Send + 'static>(
        &self,
        doing: &'static str,
        work: impl for<'c> FnOnce(&mut Session<'c>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Error> {
        self.writes.call(work, doing).await
    }

    /// Has a thread of its own do something long.
    async fn aside<T: Send + 'static>(
        &self,
        doing: &'static str,
        work: impl FnOnce(&Path, &SqliteOptions) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Error> {
        if self.reads.room.is_closed() {
            return Err(Error::Closed);
        }
        let (path, options) = (self.path.clone(), self.options.clone());
        let (reply, answer) = oneshot::channel();
        spawn("mdm-store-care", move || {
            let _ = reply.send(work(&path, &options).map_err(|fault| fault.into_error(doing)));
        })?;
        answer.await.map_err(|_| Error::Closed)?
    }

    fn take_threads(&self) -> Option<Threads> {
        self.threads.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn end(&self, threads: Threads) {
        end(&self.reads, &self.writes, threads);
    }
}

impl Store for Sqlite {
    async fn load(&self, key: &RecordKey, window: &Window) -> Result<Option<Loaded>, Error> {
        let (key, window) = (key.clone(), window.clone());
        self.read("loading a record", move |session| read::load(session, &key, &window)).await
    }

    async fn commit(&self, batch: Batch) -> Result<(), Error> {
        validate(&batch)?;
        if batch == Batch::default() {
            return Ok(());
        }
        self.write("committing", move |session| write::commit(session, &batch)).await
    }

    async fn find(
        &self,
        link: &Link,
        after: Option<&RecordKey>,
        limit: usize,
    ) -> Result<Vec<RecordKey>, Error> {
        let (link, after) = (link.clone(), after.cloned());
        let work = move |session: &mut Session<'_>| read::find(session, &link, after.as_ref(), page(limit));
        self.read("finding records", work).await
    }

    async fn find_and_load(
        &self,
        link: &Link,
        limit: usize,
        key: &RecordKey,
        window: &Window,
    ) -> Result<(Vec<RecordKey>, Option<Loaded>), Error> {
        let (link, key, window) = (link.clone(), key.clone(), window.clone());
        let work = move |session: &mut Session<'_>| {
            let found = read::find(session, &link, None, page(limit))?;
            Ok((found, read::load(session, &key, &window)?))
        };
        self.read("loading a record", work).await
    }

    async fn commit_and_read(
        &self,
        batch: Batch,
        name: &PayloadName,
    ) -> Result<Result<Option<Vec<u8>>, Error>, Error> {
        validate(&batch)?;
        let name = name.clone();
        let work = move |session: &mut Session<'_>| {
            write::commit(session, &batch)?;
            Ok(read::payload(session, &name).map_err(|fault| fault.into_error("reading a payload")))
        };
        self.write("committing", work).await
    }

    async fn payload(&self, name: &PayloadName) -> Result<Option<Vec<u8>>, Error> {
        let name = name.clone();
        self.read("reading a payload", move |session| read::payload(session, &name)).await
    }

    async fn payload_sizes(&self, names: &[PayloadName]) -> Result<Vec<Option<u64>>, Error> {
        let names: Vec<_> = names.iter().take(PAGE).cloned().collect();
        self.read("looking at payloads", move |session| read::payload_sizes(session, &names)).await
    }

    async fn wake(&self, key: &RecordKey) -> Result<Option<WakeRow>, Error> {
        let key = key.clone();
        self.read("reading a wake", move |session| wake::wake(session, &key)).await
    }

    async fn pending_wakes(
        &self,
        credential: &Credential,
        after: Option<(Lane, &RecordKey)>,
        limit: usize,
    ) -> Result<Vec<WakeRow>, Error> {
        let (credential, after) = (credential.clone(), after.map(|(lane, key)| (lane, key.clone())));
        let work = move |session: &mut Session<'_>| wake::pending(session, &credential, after, page(limit));
        self.read("reading pending wakes", work).await
    }

    async fn changed_wakes(&self, after: WakePosition, limit: usize) -> Result<Vec<ChangedWake>, Error> {
        let work = move |session: &mut Session<'_>| wake::changed(session, after, page(limit));
        self.read("reading changed wakes", work).await
    }

    async fn last_wake(&self) -> Result<WakePosition, Error> {
        self.read("reading changed wakes", wake::last).await
    }

    async fn settle_wakes(
        &self,
        credential: &Credential,
        updates: &[Update<RecordKey>],
    ) -> Result<Vec<Settled>, Error> {
        updates.iter().try_for_each(validate_update)?;
        if updates.is_empty() {
            return Ok(Vec::new());
        }
        let (credential, updates) = (credential.clone(), updates.to_vec());
        let work = move |session: &mut Session<'_>| wake::settle(session, &credential, &updates);
        self.write("writing results of pushes", work).await
    }

    async fn lease(&self, credential: &Credential) -> Result<Option<Lease>, Error> {
        let credential = credential.clone();
        self.read("reading a lease", move |session| wake::lease(session, &credential)).await
    }

    async fn swap_lease(
        &self,
        credential: &Credential,
        expected: Option<&Lease>,
        lease: &Lease,
    ) -> Result<bool, Error> {
        let (credential, expected, lease) = (credential.clone(), expected.copied(), whole_lease(lease)?);
        let work = move |session: &mut Session<'_>| {
            wake::swap_lease(session, &credential, expected.as_ref(), &lease)
        };
        self.write("writing a lease", work).await
    }

    async fn commands(
        &self,
        key: &RecordKey,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Vec<CommandRow>, Error> {
        let key = key.clone();
        let work = move |session: &mut Session<'_>| read::commands(session, &key, after, page(limit));
        self.read("reading commands", work).await
    }

    async fn events(&self, after: Option<EventPosition>, limit: usize) -> Result<Vec<StoredEvent>, Error> {
        self.read("reading events", move |session| read::events(session, after, page(limit))).await
    }

    async fn events_of(
        &self,
        key: &RecordKey,
        after: Option<(Version, u64)>,
        limit: usize,
    ) -> Result<Vec<StoredEvent>, Error> {
        let key = key.clone();
        let work = move |session: &mut Session<'_>| read::events_of(session, &key, after, page(limit));
        self.read("reading events", work).await
    }

    async fn prune_events(&self, old: &OldEvents, limit: usize) -> Result<usize, Error> {
        let old = old.clone();
        self.write("pruning events", move |session| write::prune_events(session, &old, page(limit))).await
    }

    async fn touch(&self, contacts: &[(RecordKey, SystemTime)]) -> Result<(), Error> {
        let whole = contacts.iter().map(|(key, at)| Ok((key.clone(), millis(*at)?)));
        let whole: Vec<_> = whole.collect::<Result<_, Error>>()?;
        if whole.is_empty() {
            return Ok(());
        }
        self.write("noting contacts", move |session| write::touch(session, &whole)).await
    }

    async fn last_contact(&self, key: &RecordKey) -> Result<Option<SystemTime>, Error> {
        let key = key.clone();
        self.read("reading the last contact", move |session| read::last_contact(session, &key)).await
    }
}

impl Bodies for Sqlite {
    async fn places(&self, after: Option<&Place>, limit: usize) -> Result<Vec<(Place, Vec<u8>)>, Error> {
        let after = after.cloned();
        let work = move |session: &mut Session<'_>| bodies::places(session, after.as_ref(), page(limit));
        self.read("looking for bodies", work).await
    }

    async fn body(&self, place: &Place) -> Result<Option<Vec<u8>>, Error> {
        let place = place.clone();
        self.read("reading a body", move |session| bodies::body(session, &place)).await
    }

    async fn swap_bodies(&self, swaps: &[BodySwap]) -> Result<Vec<bool>, Error> {
        swaps.iter().try_for_each(validate_swap)?;
        if swaps.is_empty() {
            return Ok(Vec::new());
        }
        let swaps = swaps.to_vec();
        self.write("replacing bodies", move |session| bodies::swap(session, &swaps)).await
    }
}

impl Rows for Sqlite {
    async fn ends(&self) -> Result<Ends, Error> {
        self.read("reading the last positions", transfer::ends).await
    }

    async fn leases(
        &self,
        after: Option<&Credential>,
        limit: usize,
    ) -> Result<Vec<(Credential, Lease)>, Error> {
        let after = after.cloned();
        let work = move |session: &mut Session<'_>| transfer::leases(session, after.as_ref(), page(limit));
        self.read("reading leases", work).await
    }

    async fn begin(&self, ends: Ends) -> Result<Option<Mark>, Error> {
        self.write("beginning a copy", move |session| transfer::begin(session, ends)).await
    }

    async fn put(&self, rows: Vec<StoredRow>) -> Result<Put, Error> {
        rows.iter().try_for_each(validate_row)?;
        self.write("putting rows", move |session| transfer::put(session, &rows)).await
    }

    async fn complete(&self) -> Result<(), Error> {
        self.write("ending a copy", transfer::complete).await
    }
}

impl Drop for Sqlite {
    fn drop(&mut self) {
        if let Some(threads) = self.take_threads() {
            self.end(threads);
        }
    }
}

impl fmt::Debug for Sqlite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sqlite").field("path", &self.path).finish_non_exhaustive()
    }
}

impl SqliteOptions {
    /// Waits so long for another process that writes.
    #[must_use]
    pub const fn with_busy_timeout(self, busy_timeout: Duration) -> Self {
        Self { busy_timeout, ..self }
    }

    /// Reads with so many connections.
    #[must_use]
    pub const fn with_readers(self, readers: usize) -> Self {
        Self { readers, ..self }
    }

    /// Lets so many calls wait.
    #[must_use]
    pub const fn with_queue(self, queue: usize) -> Self {
        Self { queue, ..self }
    }

    /// Says what a commit survives.
    #[must_use]
    pub const fn with_durability(self, durability: Durability) -> Self {
        Self { durability, ..self }
    }
}

impl Default for SqliteOptions {
    fn default() -> Self {
        Self { busy_timeout: Duration::from_secs(5), readers: 2, queue: 256, durability: Durability::Full }
    }
}

impl Queue {
    fn new(room: usize) -> (Self, Receiver<Message>) {
        let (messages, jobs) = mpsc::channel();
        let room = Arc::new(Semaphore::new(room.clamp(1, Semaphore::MAX_PERMITS)));
        (Self { room, messages }, jobs)
    }

    fn share(&self) -> Self {
        Self { room: Arc::clone(&self.room), messages: self.messages.clone() }
    }

    /// Has a thread do the work. The answer of a caller that went away is dropped, and so is its work if
    /// it was not begun.
    async fn call<T: Send + 'static>(
        &self,
        work: impl for<'c> FnOnce(&mut Session<'c>) -> Result<T, Fault> + Send + 'static,
        doing: &'static str,
    ) -> Result<T, Error> {
        let permit = Arc::clone(&self.room).acquire_owned().await.map_err(|_| Error::Closed)?;
        let (reply, answer) = oneshot::channel();
        let call = Call { work: Some(work), outcome: None, reply, doing, _permit: permit };
        self.messages.send(Message::Work(Box::new(call))).map_err(|_| Error::Closed)?;
        answer.await.map_err(|_| Error::Closed)?
    }

    /// Takes nothing more, and ends so many threads after what was taken.
    fn stop(&self, threads: usize) {
        self.room.close();
        for _ in 0..threads {
            let _ = self.messages.send(Message::Stop);
        }
    }
}

/// The readers end first, so that the writer is the last to close and can empty the log.
fn end(reads: &Queue, writes: &Queue, threads: Threads) {
    reads.stop(threads.readers.len());
    for reader in threads.readers {
        let _ = reader.join();
    }
    writes.stop(1);
    let _ = threads.writer.join();
}

/// What a caller waits for.
trait Job: Send {
    /// Does it, in a transaction that is open. Says whether what it did is to stay.
    fn run(&mut self, session: &mut Session<'_>) -> bool;

    /// Tells the caller, once the transaction has ended; with what went wrong with all of it.
    fn answer(self: Box<Self>, fault: Option<Fault>);
}

struct Call<T, W> {
    work: Option<W>,
    /// None before it was run, and when nobody waits for it.
    outcome: Option<Result<T, Fault>>,
    reply: oneshot::Sender<Result<T, Error>>,
    doing: &'static str,
    _permit: OwnedSemaphorePermit,
}

impl<T, W> Job for Call<T, W>
where
    T: Send,
    W: for<'c> FnOnce(&mut Session<'c>) -> Result<T, Fault> + Send,
{
    fn run(&mut self, session: &mut Session<'_>) -> bool {
        let work = self.work.take().filter(|_| !self.reply.is_closed());
        self.outcome = work.map(|work| work(session));
        !matches!(self.outcome, Some(Err(_)))
    }

    fn answer(self: Box<Self>, fault: Option<Fault>) {
        let outcome = match (self.outcome, fault) {
            (Some(Err(own)), _) => Err(own),
            (_, Some(fault)) => Err(fault),
            (Some(Ok(value)), None) => Ok(value),
            (None, None) => return,
        };
        let _ = self.reply.send(outcome.map_err(|fault| fault.into_error(self.doing)));
    }
}

/// Does what comes, and whatever else is there by then in the same transaction, each whole or not at all.
fn serve(
    connection: &Connection,
    begin: &'static str,
    mut next: impl FnMut() -> Option<Message>,
    mut more: impl FnMut() -> Option<Message>,
) {
    let mut session = Session::new(connection);
    let mut waiting = None;
    while let Some(Message::Work(first)) = waiting.take().or_else(&mut next) {
        let mut group = vec![first];
        let outcome = session.transaction(begin, |session| {
            let mut ran = 0;
            while let Some(job) = group.get_mut(ran) {
                match ran {
                    // Before it there is nothing that would have to stay.
                    0 if job.run(session) && session.is_in_transaction() => {}
                    0 => return Err(Fault::Lost),
                    _ => session.savepoint(|session| job.run(session))?,
                }
                ran += 1;
                if ran == group.len() && ran < GROUP {
                    match more() {
                        Some(Message::Work(job)) => group.push(job),
                        last => waiting = last,
                    }
                }
            }
            Ok(())
        });
        let fault = outcome.err();
        for job in group {
            job.answer(fault.as_ref().map(Fault::again));
        }
    }
}

/// The next message for any of several threads: one waits at the channel, the others at the lock.
fn next(jobs: &Mutex<Receiver<Message>>) -> Option<Message> {
    jobs.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, Error> {
    let spawned = thread::Builder::new().name(name.to_owned()).spawn(body);
    spawned.map_err(|source| Error::Upstream { doing: "starting a thread", source: Box::new(source) })
}

/// So many calls share a transaction at the most: the first of them waits for the last.
const GROUP: usize = 64;
