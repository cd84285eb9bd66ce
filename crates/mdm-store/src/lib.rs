//! The storage trait, a memory store, SQLite, PostgreSQL, the runner that carries decisions out, and the conformance
//! suite for anybody else's store.
//!
//! A [`Store`] keeps records: one slot, or one channel of one enrolment with its commands, its wake, its
//! events and the payloads that they name. It loads a [`Window`](row::Window) of a record and commits a
//! [`Batch`](row::Batch) under the versions that were loaded. It decides nothing and reads no body: the
//! columns of [`row`] are all it needs.
//!
//! - [`Memory`] is plain and forgets: for tests, and as the model that other stores are compared with.
//! - [`Sqlite`] (feature `sqlite`, on by default) is one file that survives a crash at any moment.
//! - `Postgres` (feature `postgres`) is a schema on a server, for any number of nodes.
//! - [`AnyStore`] is one of them, chosen when the program starts.
//! - [`seal`] encrypts and packs what any of them keeps.
//! - [`conformance`] says in words what is wrong with a store. [`limits`], [`window`] and [`columns`] are what a store of
//!   another hand need not write again.
//! - [`Runner`] is what an embedder calls: it runs identify, load, decide, commit, act on any store, and on a
//!   conflict loads and decides again. Its [example](Runner#example) goes from an invitation to a command.
//! - [`Sender`] says whom to push to now, for any number of nodes.
//! - [`Auditor`] makes checkpoints of the chains in which events hang, prunes old events, and exports them to be verified.
//! - [`Outbox`] tells a consumer of every event, such as a webhook.
//! - [`Turn`] says which of several nodes does what one at a time does.
//! - [`Transfer`] moves everything that a store holds into another one, from a file to a server for instance.
//! - [`Credentials`](credentials::Credentials) keeps push certificates, accounts and the authority where every node finds
//!   them.
//!
//! # Example
//!
//! ```
//! use mdm_store::row::{Batch, Gates, HeadRow, Link, LinkKind, RecordKey, Window, Write};
//! use mdm_store::{Error, Memory, Store};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let store = Memory::new();
//! let key = RecordKey::new("device/1").ok_or("a key")?;
//! let serial = Link { kind: LinkKind::Serial, value: "C02X".into() };
//! let write = Write {
//!     key: key.clone(),
//!     expected: None, // the record must not exist yet
//!     head: HeadRow {
//!         session: 0,
//!         shut: Gates::NONE,
//!         backoff_until: None,
//!         links: vec![serial.clone()],
//!         body: b"opaque".to_vec(),
//!     },
//!     commands: vec![],
//!     forget: vec![],
//!     wake: vec![],
//! };
//! let batch = Batch { writes: vec![write], ..Batch::default() };
//! store.commit(batch.clone()).await?;
//!
//! // Somebody who loaded before us loses: nothing of the batch is written, load and decide again.
//! assert!(matches!(store.commit(batch).await, Err(Error::Conflict { .. })));
//!
//! let loaded = store.load(&key, &Window::Head).await?.ok_or("stored")?;
//! assert_eq!((loaded.version.0, loaded.open), (1, 0));
//! assert_eq!(store.find(&serial, None, 10).await?, [key]);
//!
//! // The runner on top: an invitation is made, looked at, used up.
//! use std::time::{Duration, SystemTime};
//! use mdm_enrollment::{CertificateSource, RuleTable, SlotId, Ticket, Trust};
//! use mdm_pki::{CertificateAuthority, Fingerprint, TrustAnchors};
//! use mdm_store::Runner;
//!
//! let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
//! let hour = Duration::from_secs(3600);
//! let authority = CertificateAuthority::mint("Devices", 24 * hour, now)?;
//! let anchors = TrustAnchors::new([authority.certificate().clone()])?;
//! let topic = mdm_apple::Topic::new("com.apple.mgmt.External.0a1b")?;
//! let trust = Trust::new(anchors, CertificateSource::MutualTls, topic);
//! let runner = Runner::new(store, trust.clone(), RuleTable::default());
//!
//! let (slot, ticket) = (SlotId::new("phone-1").ok_or("a name")?, Ticket::from_random([7; 32]));
//! runner.open_slot(&slot, &trust.invitation(&ticket, now + hour), now).await?;
//! assert_eq!(runner.admit(&ticket, now).await?, slot.key());
//! let issued = Fingerprint::from_bytes([1; 32]); // of the certificate that the device is about to get
//! runner.claim_slot(&ticket, issued, now).await?;
//! let other = Fingerprint::from_bytes([2; 32]);
//! let late = runner.claim_slot(&ticket, other, now).await.unwrap_err();
//! assert_eq!(late.http_status(), 410);
//! # Ok(())
//! # }
//! ```
//!
//! # What it does not do
//!
//! A store does not parse, order, retry or expire anything, and it does not encrypt: that is what
//! [`Sealed`](seal::Sealed) around it is for. What is old is forgotten when
//! somebody asks for it ([`Runner::prune`], [`Auditor::prune`], [`Runner::purge`]). The runner repeats what met a conflict and nothing else: it
//! does not wait for a store that is busy, starts no task and knows no async runtime. Neither
//! has a clock, and neither opens a socket, but for `Postgres`, which lives on Tokio.
//!
//! # Limits
//!
//! Refused with [`Error::Limit`] before anything is written; see [`limits`].
//!
//! | what | at most |
//! |---|---|
//! | record key, link, payload name, tenant, credential | 255 bytes |
//! | `CommandUUID` | 128 bytes |
//! | one body | 16 MiB, and what a seal adds |
//! | one payload | 64 MiB, and what a seal adds |
//! | all bodies and payloads of one batch | 512 MiB, and what seals add |
//! | what a seal adds | 128 bytes |
//! | links of one record | 1,024 |
//! | predecessors of one command | 65,535 |
//! | `seq`, `session`, `refused_in` | 2⁶³ − 1 |
//! | rows of one page | 1,000 |
//! | commands that may go in a session's window | [`row::Window::READY`] and one |
//! | commands that one call of [`Runner::prune`] forgets, answers that go in one write of [`Runner::prune_answers`], events or checkpoints of [`Auditor::prune`] | 1,000, or as many as have 8 MiB |
//! | chains in one checkpoint | 50,000, and 25,000 that are carried forward; more are told in the next one |
//! | events that cannot be read in one checkpoint | 64; those behind them are told in the next one |
//! | records whose events one consumer holds back | [`Outbox::HELD`]: 1,000; then nothing new is told |
//! | conflicts in a row that a runner answers by deciding again | 32 |
//! | enrollments in one step of an order to many | 128 |
//! | contacts in one write of a runner | 1,000 |
//! | things in one page of [`Runner::export_member`] | 1,000, or 1 MiB, but what one record holds |
//! | records that one call of [`Runner::sweep`] looks at | 100 |
//! | certificate and secret of one credential | 64 KiB |
//! | former certificates of one credential | 16; the oldest are forgotten |
//!
//! Times are kept in whole milliseconds, rounded down, before 1970 as well.

/// The example of the page is compiled and run.
#[cfg(all(doctest, feature = "declarative"))]
#[doc = include_str!("../../../docs/declarative.md")]
struct DeclarativePage;

/// The rounds of the page are compiled.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/embedding.md")]
struct EmbeddingPage;

/// The steps of the page are compiled.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/storage.md")]
struct StoragePage;

mod any;
mod bodies;
pub mod columns;
pub mod conformance;
pub mod credentials;
mod error;
#[cfg(feature = "http")]
mod http;
pub mod limits;
mod memory;
mod outbox;
#[cfg(feature = "postgres")]
mod postgres;
mod runner;
pub mod seal;
mod sender;
#[cfg(feature = "sqlite")]
mod sqlite;
mod store;
mod trail;
mod transfer;
mod turn;
pub mod window;

pub use any::AnyStore;
pub use bodies::{Bodies, BodySwap};
pub use error::{Blame, Error, Retry};
pub use limits::validate;
pub use mdm_enrollment::row;
/// When to push and how often.
pub use mdm_push as push;
pub use memory::Memory;
pub use outbox::{Delivery, Outbox, OutboxOptions};
#[cfg(feature = "postgres")]
pub use postgres::{
    ClientIdentity, ConnectionString, Hints, PasswordSource, Postgres, PostgresOptions, WakeHints,
};
#[cfg(feature = "declarative")]
pub use runner::{AnnouncedSet, AssignedSets, RemovedSet};
pub use runner::{
    Answering, Answers, Erased, Expanded, Fate, Fill, FillError, Filled, HandOut, Held, HeldCursor, HeldKind,
    HeldPage, Keep, LoggingIn, Logins, Ordered, Person, Pruned, RunError, Runner, Served, Swept, Wiped,
};
pub use sender::{Push, PushId, Round, Sender, SenderEvent};
#[cfg(feature = "sqlite")]
pub use sqlite::{Durability, Space, Sqlite, SqliteOptions};
pub use store::{
    ChangedWake, EventPosition, OldEvents, Settled, Store, StoredEvent, Unreadable, WakePosition,
};
pub use trail::{Auditor, Drafts, Lines};
pub use transfer::{Ends, Incoming, Mark, Put, Rows, Step, StoredRow, Transfer};
pub use turn::Turn;
