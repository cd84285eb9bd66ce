//! A store on a PostgreSQL server, for any number of nodes.

mod bodies;
mod care;
mod fault;
mod feed;
mod hints;
mod login;
mod pool;
mod read;
mod recent;
mod schema;
mod tables;
mod transfer;
mod values;
mod wake;
mod write;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio::sync::{mpsc, watch};
use zeroize::Zeroizing;

pub use self::hints::WakeHints;
pub use self::login::{ClientIdentity, PasswordSource};

use self::care::Wrong;
use self::fault::Fault;
use self::pool::Pool;
use self::read::Seen;
use self::recent::Recent;
use self::write::Read;
use crate::columns::{Purpose, flaws};
use crate::limits::{millis, page, validate, validate_row, validate_swap, validate_update, whole_lease};
use crate::row::{
    Batch, CommandRow, Credential, Lane, Lease, Link, Loaded, PayloadName, RecordKey, Update, Version,
    WakeChange, WakeRow, Window,
};
use crate::seal::Place;
use crate::{
    Bodies, BodySwap, ChangedWake, Ends, Error, EventPosition, Incoming, Mark, OldEvents, Put, Rows, Settled,
    Store, StoredEvent, StoredRow, WakePosition,
};

/// Keeps everything in one schema of a PostgreSQL database, for any number of nodes.
///
/// - **Durability.** What the server's `synchronous_commit` promises; it is on by default.
/// - **Round trips.** A load is one; that of a session is two where more than [`Window::READY`] commands are open. A commit
///   of one record that this store has loaded is one, and one statement, unless devices come or go in it, commands are
///   forgotten, or there is much of it. Any other commit is two: one locks and reads what the batch touches, one writes and
///   commits. An empty page is one, a page of events or of changed wakes that nobody
///   has asked for before is two.
/// - **Nodes.** A commit locks the rows of its records in the order of their keys and compares versions. What the server
///   refuses as a serialization failure or a deadlock is an [`Error::Conflict`]: load and decide again.
/// - **Positions.** No writer waits for another one in order to number an event or a changed wake: who reads them gives
///   numbers to those that have none, one reader at a time.
/// - **Time.** A call takes [`PostgresOptions::timeout`] at the most, waiting for a connection included; the server is
///   told the same. Whether a commit that was cut off took place is seen by loading again.
/// - **Lost connections** are replaced. The call that noticed fails with [`Error::Upstream`], to be tried again later.
/// - **Dropped futures.** The server rolls back what was under way; the connection is used again.
/// - **Runtime.** Needs a Tokio runtime with I/O and time, both to open and to call.
///
/// Errors tell the server's code and the name of a constraint, never a value, a statement or a part of the connection
/// string.
pub struct Postgres {
    pool: Arc<Pool>,
    recent: Recent,
    /// Rings when a wake was changed.
    bell: Option<mpsc::Sender<()>>,
    /// What listens beside the pool ends with it.
    closed: watch::Sender<bool>,
    timeout: Duration,
}

/// Where a PostgreSQL server is and how one is let in: `postgresql://user:password@host/database` or
/// `host=/run/postgresql dbname=mdm`, as libpq knows them.
///
/// A password that changes, and a certificate to be shown, are said by [`PostgresOptions`].
///
/// `sslmode` is `disable`, `prefer` (the default) or `require`. Wherever TLS is spoken the server's certificate and name
/// are verified, which libpq calls `verify-full`.
#[derive(Clone)]
pub struct ConnectionString(Zeroizing<String>);

/// How a [`Postgres`] store is run.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PostgresOptions {
    /// The schema that holds the tables: a lower-case letter, then lower-case letters, digits and `_`, 63 at the most.
    /// Created when it is missing. `lockstep`.
    pub schema: String,
    /// Most connections at once, at least 1. 8.
    pub connections: usize,
    /// Longest time of one call. 15 seconds.
    pub timeout: Duration,
    /// Whom to trust as an issuer of the server's certificate, in PEM; `None` for the system's issuers.
    pub issuers: Option<Vec<u8>>,
    /// By what this side shows who it is, where the server asks for a certificate; `None` for nothing.
    pub identity: Option<ClientIdentity>,
    /// Says the password of each connection, in the place of that of the connection string; `None` for that one.
    pub password: Option<PasswordSource>,
    /// Whether this node tells [`WakeHints`] of all nodes about changed wakes. [`Hints::Send`].
    pub hints: Hints,
}

/// Whether a node tells others that wakes changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Hints {
    /// By `NOTIFY`, after the commit and beside it, so that commits do not queue for it.
    Send,
    /// Not at all: nobody listens, or the engine knows no `NOTIFY`.
    Off,
}

impl Postgres {
    /// Connects, and creates the schema or brings it forward.
    ///
    /// # Errors
    /// [`Error::ForeignFile`], [`Error::OlderSchema`], [`Error::NewerSchema`] and [`Error::HalfCopied`], with the schema
    /// unchanged; [`Error::Options`] when the connection string or an option will not do; [`Error::Upstream`] when the
    /// server does not let us in.
    pub async fn open(to: &ConnectionString) -> Result<Self, Error> {
        Self::open_with(to, PostgresOptions::default()).await
    }

    /// As [`open`](Self::open), with options.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn open_with(to: &ConnectionString, options: PostgresOptions) -> Result<Self, Error> {
        Self::open_for(to, options, Purpose::Serve).await
    }

    /// Connects to a schema to [copy](crate::Transfer) another store into, and creates it when it does not exist. Also to one
    /// that half of it was copied into.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn open_for_copy(
        to: &ConnectionString,
        options: PostgresOptions,
    ) -> Result<Incoming<Self>, Error> {
        Self::open_for(to, options, Purpose::CopyInto).await.map(Incoming::new)
    }

    async fn open_for(
        to: &ConnectionString,
        options: PostgresOptions,
        purpose: Purpose,
    ) -> Result<Self, Error> {
        let timeout = options.timeout;
        let hints = options.hints;
        let opening = async {
            let pool = Pool::new(to, options)?;
            let connection = pool.connect().await?;
            schema::migrate(&connection, pool.schema(), purpose).await?;
            pool.keep(connection).await?;
            Ok(Arc::new(pool))
        };
        let pool = in_time(timeout, "opening the schema", Box::pin(opening)).await?;
        let bell = (hints == Hints::Send).then(|| hints::bell(Arc::clone(&pool), timeout));
        Ok(Self { pool, recent: Recent::default(), bell, closed: watch::Sender::new(false), timeout })
    }

    /// Waits for running calls and closes all connections, those of [`WakeHints`] too. Every later call fails with
    /// [`Error::Closed`].
    pub async fn close(&self) {
        self.closed.send_replace(true);
        self.pool.close().await;
    }

    fn note(&self, key: &RecordKey, seen: Seen) -> Option<Loaded> {
        let (loaded, wake) = seen?;
        self.recent.note(key, &loaded, wake);
        Some(loaded)
    }

    async fn commit_and(&self, batch: Batch, read: Option<&PayloadName>) -> Result<Read, Error> {
        validate(&batch)?;
        if batch == Batch::default() {
            return Ok(Ok(None));
        }
        let known = match batch.writes.as_slice() {
            [write] if batch.remove.is_empty() => self.recent.take(write),
            _ => None,
        };
        let read = in_time(self.timeout, "committing", async {
            let mut lent = self.pool.lend().await?;
            match write::commit(&mut lent, &batch, known, read).await {
                Err(fault) => Err(fault.or_conflict(&lent, &batch).await),
                read => read,
            }
        })
        .await?;
        let calls =
            |change: &WakeChange| matches!(change, WakeChange::Demand(_) | WakeChange::Register { .. });
        if let Some(bell) =
            self.bell.as_ref().filter(|_| batch.writes.iter().any(|write| write.wake.iter().any(calls)))
        {
            // It rings already.
            let _ = bell.try_send(());
        }
        Ok(read)
    }

    /// Says what is wrong with what is kept a second time in order to find or count rows, in words without values; nothing
    /// when all is well. At most 100 problems of a kind are told.
    ///
    /// It looks whether links, and what commands wait on, stand in their tables and nothing else does of a record that is
    /// there, whether what commands wait on is there, and how many commands are open. What it finds
    /// [`reindex`](Self::reindex) mends, but for a column that cannot be read. The tables and indexes themselves the
    /// server's own tools look at (`pg_amcheck`).
    ///
    /// It reads a few records at a time, each as they are at one moment, and nobody waits for it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn check(&self) -> Result<Vec<String>, Error> {
        let (mut counts, mut problems) = (BTreeMap::new(), Vec::new());
        let walked = self.walk("checking the tables", Wrong::IsTold, |page| {
            for told in &page.told {
                let count = counts.entry(*told).or_insert(0);
                *count += 1;
                if *count <= flaws::MOST {
                    problems.push((*told).to_owned());
                }
            }
        });
        walked.await.map(|()| problems)
    }

    /// Makes anew what is kept a second time in order to find or count rows: the tables of links and of what commands wait
    /// on, the counts of open commands. Says how many rows were wrong: a device whose certificate was not found is known
    /// again. A command that waits for one that is not there, because somebody deleted it, goes without it.
    ///
    /// It holds a few records at a time, and writers wait for these. What was cut off is begun again.
    ///
    /// # Errors
    /// When the store cannot be written; what was mended until then is.
    pub async fn reindex(&self) -> Result<u64, Error> {
        let mut mended = 0;
        let walked = self.walk("mending the tables", Wrong::IsMended, |page| mended += page.mended);
        walked.await.map(|()| mended)
    }

    async fn walk(
        &self,
        doing: &'static str,
        wrong: Wrong,
        mut seen: impl FnMut(&care::Page) + Send,
    ) -> Result<(), Error> {
        let mut next = Some(care::Place::default());
        while let Some(from) = next {
            let page = in_time(self.timeout, doing, async {
                care::page(&mut self.pool.lend().await?, &from, wrong).await
            });
            let page = page.await?;
            seen(&page);
            next = page.next;
        }
        Ok(())
    }

    /// Listens for changes of wakes on all nodes. It is only a hint: a change may go untold, so poll as well.
    ///
    /// # Errors
    /// When the server does not let us in, or the store is closed.
    pub async fn wake_hints(&self) -> Result<WakeHints, Error> {
        in_time(self.timeout, "listening", WakeHints::open(&self.pool, self.closed.subscribe())).await
    }
}

impl Store for Postgres {
    async fn load(&self, key: &RecordKey, window: &Window) -> Result<Option<Loaded>, Error> {
        let seen = in_time(self.timeout, "loading a record", async {
            read::load(&mut self.pool.lend().await?, key, window).await
        });
        Ok(self.note(key, seen.await?))
    }

    async fn find_and_load(
        &self,
        link: &Link,
        limit: usize,
        key: &RecordKey,
        window: &Window,
    ) -> Result<(Vec<RecordKey>, Option<Loaded>), Error> {
        let seen = in_time(self.timeout, "loading a record", async {
            read::find_and_load(&mut self.pool.lend().await?, link, page(limit), key, window).await
        });
        let (found, seen) = seen.await?;
        Ok((found, self.note(key, seen)))
    }

    async fn commit(&self, batch: Batch) -> Result<(), Error> {
        self.commit_and(batch, None).await.map(drop)
    }

    async fn commit_and_read(
        &self,
        batch: Batch,
        name: &PayloadName,
    ) -> Result<Result<Option<Vec<u8>>, Error>, Error> {
        if batch == Batch::default() {
            return Ok(self.payload(name).await);
        }
        let read = self.commit_and(batch, Some(name)).await?;
        Ok(read.map_err(|fault| fault.into_error("reading a payload")))
    }

    async fn find(
        &self,
        link: &Link,
        after: Option<&RecordKey>,
        limit: usize,
    ) -> Result<Vec<RecordKey>, Error> {
        in_time(self.timeout, "finding records", async {
            read::find(&mut self.pool.lend().await?, link, after, page(limit)).await
        })
        .await
    }

    async fn payload(&self, name: &PayloadName) -> Result<Option<Vec<u8>>, Error> {
        in_time(self.timeout, "reading a payload", async {
            read::payload(&mut self.pool.lend().await?, name).await
        })
        .await
    }

    async fn payload_sizes(&self, names: &[PayloadName]) -> Result<Vec<Option<u64>>, Error> {
        let names = names.get(..page(names.len())).unwrap_or_default();
        in_time(self.timeout, "looking at payloads", async {
            read::payload_sizes(&mut self.pool.lend().await?, names).await
        })
        .await
    }

    async fn wake(&self, key: &RecordKey) -> Result<Option<WakeRow>, Error> {
        in_time(self.timeout, "reading a wake", async { wake::wake(&mut self.pool.lend().await?, key).await })
            .await
    }

    async fn pending_wakes(
        &self,
        credential: &Credential,
        after: Option<(Lane, &RecordKey)>,
        limit: usize,
    ) -> Result<Vec<WakeRow>, Error> {
        in_time(self.timeout, "reading pending wakes", async {
            wake::pending(&mut self.pool.lend().await?, credential, after, page(limit)).await
        })
        .await
    }

    async fn changed_wakes(&self, after: WakePosition, limit: usize) -> Result<Vec<ChangedWake>, Error> {
        in_time(self.timeout, "reading changed wakes", async {
            feed::changed_wakes(&mut self.pool.lend().await?, after, page(limit)).await
        })
        .await
    }

    async fn last_wake(&self) -> Result<WakePosition, Error> {
        in_time(self.timeout, "reading changed wakes", async {
            feed::last_wake(&mut self.pool.lend().await?).await
        })
        .await
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
        in_time(self.timeout, "writing results of pushes", async {
            wake::settle(&mut self.pool.lend().await?, credential, updates).await
        })
        .await
    }

    async fn lease(&self, credential: &Credential) -> Result<Option<Lease>, Error> {
        in_time(self.timeout, "reading a lease", async {
            wake::lease(&mut self.pool.lend().await?, credential).await
        })
        .await
    }

    async fn swap_lease(
        &self,
        credential: &Credential,
        expected: Option<&Lease>,
        lease: &Lease,
    ) -> Result<bool, Error> {
        let (expected, lease) = (expected.map(whole_lease).transpose()?, whole_lease(lease)?);
        in_time(self.timeout, "writing a lease", async {
            wake::swap_lease(&mut self.pool.lend().await?, credential, expected.as_ref(), &lease).await
        })
        .await
    }

    async fn commands(
        &self,
        key: &RecordKey,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Vec<CommandRow>, Error> {
        in_time(self.timeout, "reading commands", async {
            read::commands(&mut self.pool.lend().await?, key, after, page(limit)).await
        })
        .await
    }

    async fn events(&self, after: Option<EventPosition>, limit: usize) -> Result<Vec<StoredEvent>, Error> {
        in_time(self.timeout, "reading events", async {
            feed::events(&mut self.pool.lend().await?, after, page(limit)).await
        })
        .await
    }

    async fn events_of(
        &self,
        key: &RecordKey,
        after: Option<(Version, u64)>,
        limit: usize,
    ) -> Result<Vec<StoredEvent>, Error> {
        in_time(self.timeout, "reading events", async {
            feed::events_of(&mut self.pool.lend().await?, key, after, page(limit)).await
        })
        .await
    }

    async fn prune_events(&self, old: &OldEvents, limit: usize) -> Result<usize, Error> {
        in_time(self.timeout, "pruning events", async {
            feed::prune_events(&mut self.pool.lend().await?, old, page(limit)).await
        })
        .await
    }

    async fn touch(&self, contacts: &[(RecordKey, SystemTime)]) -> Result<(), Error> {
        let times = contacts.iter().map(|(_, at)| millis(*at)).collect::<Result<Vec<_>, _>>()?;
        if times.is_empty() {
            return Ok(());
        }
        in_time(self.timeout, "noting contacts", async {
            write::touch(&mut self.pool.lend().await?, contacts, &times).await
        })
        .await
    }

    async fn last_contact(&self, key: &RecordKey) -> Result<Option<SystemTime>, Error> {
        in_time(self.timeout, "reading the last contact", async {
            read::last_contact(&mut self.pool.lend().await?, key).await
        })
        .await
    }
}

impl Bodies for Postgres {
    async fn places(&self, after: Option<&Place>, limit: usize) -> Result<Vec<(Place, Vec<u8>)>, Error> {
        in_time(self.timeout, "looking for bodies", async {
            bodies::places(&mut self.pool.lend().await?, after, page(limit)).await
        })
        .await
    }

    async fn body(&self, place: &Place) -> Result<Option<Vec<u8>>, Error> {
        in_time(self.timeout, "reading a body", async {
            bodies::body(&mut self.pool.lend().await?, place).await
        })
        .await
    }

    async fn swap_bodies(&self, swaps: &[BodySwap]) -> Result<Vec<bool>, Error> {
        swaps.iter().try_for_each(validate_swap)?;
        in_time(self.timeout, "replacing bodies", async {
            bodies::swap(&mut self.pool.lend().await?, swaps).await
        })
        .await
    }
}

impl Rows for Postgres {
    async fn ends(&self) -> Result<Ends, Error> {
        loop {
            let ends = in_time(self.timeout, "reading the last positions", async {
                transfer::ends(&mut self.pool.lend().await?).await
            });
            if let Some(ends) = ends.await? {
                return Ok(ends);
            }
        }
    }

    async fn leases(
        &self,
        after: Option<&Credential>,
        limit: usize,
    ) -> Result<Vec<(Credential, Lease)>, Error> {
        in_time(self.timeout, "reading leases", async {
            transfer::leases(&mut self.pool.lend().await?, after, page(limit)).await
        })
        .await
    }

    async fn begin(&self, ends: Ends) -> Result<Option<Mark>, Error> {
        in_time(self.timeout, "beginning a copy", async {
            transfer::begin(&mut self.pool.lend().await?, ends).await
        })
        .await
    }

    async fn put(&self, rows: Vec<StoredRow>) -> Result<Put, Error> {
        rows.iter().try_for_each(validate_row)?;
        in_time(self.timeout, "putting rows", async {
            transfer::put(&mut self.pool.lend().await?, &rows).await
        })
        .await
    }

    async fn complete(&self) -> Result<(), Error> {
        in_time(self.timeout, "ending a copy", async {
            transfer::complete(&mut self.pool.lend().await?).await
        })
        .await
    }
}

impl fmt::Debug for Postgres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Postgres").field("schema", &self.pool.schema()).finish_non_exhaustive()
    }
}

impl ConnectionString {
    /// Takes a connection string. It is read when a store is opened.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The string, with the password that it may hold.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ConnectionString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ConnectionString(redacted)")
    }
}

impl PostgresOptions {
    /// Keeps everything in this schema.
    #[must_use]
    pub fn with_schema(self, schema: impl Into<String>) -> Self {
        Self { schema: schema.into(), ..self }
    }

    /// Opens so many connections at the most.
    #[must_use]
    pub fn with_connections(self, connections: usize) -> Self {
        Self { connections, ..self }
    }

    /// Lets a call take so long.
    #[must_use]
    pub fn with_timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// Trusts these issuers of the server's certificate, in PEM.
    #[must_use]
    pub fn with_issuers(self, issuers: impl Into<Vec<u8>>) -> Self {
        Self { issuers: Some(issuers.into()), ..self }
    }

    /// Shows this certificate.
    #[must_use]
    pub fn with_identity(self, identity: ClientIdentity) -> Self {
        Self { identity: Some(identity), ..self }
    }

    /// Asks for the password of each connection.
    #[must_use]
    pub fn with_password(self, password: PasswordSource) -> Self {
        Self { password: Some(password), ..self }
    }

    /// Says whether this node tells others about changed wakes.
    #[must_use]
    pub fn with_hints(self, hints: Hints) -> Self {
        Self { hints, ..self }
    }
}

impl Default for PostgresOptions {
    fn default() -> Self {
        Self {
            schema: "lockstep".to_owned(),
            connections: 8,
            timeout: Duration::from_secs(15),
            issuers: None,
            identity: None,
            password: None,
            hints: Hints::Send,
        }
    }
}

/// Does not wait for longer. What was dropped half-way is rolled back.
async fn in_time<T>(
    timeout: Duration,
    doing: &'static str,
    work: impl Future<Output = Result<T, Fault>>,
) -> Result<T, Error> {
    let outcome = tokio::time::timeout(timeout, work).await;
    outcome.unwrap_or(Err(Fault::Late)).map_err(|fault| fault.into_error(doing))
}
