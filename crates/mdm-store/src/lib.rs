//! The storage trait, a memory store, SQLite, and the conformance suite for anybody else's store.
//!
//! A [`Store`] keeps records: one channel of one enrolment each, with its commands, its wake, its
//! events and the payloads that they name. It loads a [`Window`](row::Window) of a record and commits a
//! [`Batch`](row::Batch) under the versions that were loaded. It decides nothing and reads no body: the
//! columns of [`row`] are all it needs.
//!
//! - [`Memory`] is plain and forgets: for tests, and as the model that other stores are compared with.
//! - [`Sqlite`] (feature `sqlite`, on by default) is one file that survives a crash at any moment.
//! - [`conformance`] says in words what is wrong with a store.
//!
//! # Example
//!
//! ```
//! use mdm_store::row::{Batch, HeadRow, Link, LinkKind, RecordKey, WakeChange, Window, Write};
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
//!     head: HeadRow { session: 0, links: vec![serial.clone()], body: b"opaque".to_vec() },
//!     commands: vec![],
//!     wake: WakeChange::Keep,
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
//! # Ok(())
//! # }
//! ```
//!
//! # What it does not do
//!
//! It does not parse, order, retry or expire anything, it has no clock, and it does not encrypt: bodies
//! and payloads lie in the file as they were given. Nothing is pruned yet. It opens no socket.
//!
//! # Limits
//!
//! Refused with [`Error::Limit`] before anything is written; see [`limits`].
//!
//! | what | at most |
//! |---|---|
//! | record key, link, payload name, wake action | 255 bytes |
//! | `CommandUUID` | 128 bytes |
//! | one body | 16 MiB |
//! | one payload | 64 MiB |
//! | links of one record | 1,024 |
//! | predecessors of one command | 65,535 |
//! | `seq`, `session`, `refused_in` | 2⁶³ − 1 |
//! | rows of one page | 1,000 |
//! | ready commands of a session's window | [`row::Window::READY`] |
//!
//! Times are kept in whole milliseconds, rounded down, before 1970 as well.

pub mod conformance;
mod error;
pub mod limits;
mod memory;
mod runner;
#[cfg(feature = "sqlite")]
mod sqlite;
mod store;

pub use error::{Blame, Error, Retry};
pub use limits::validate;
pub use mdm_enrollment::row;
pub use memory::Memory;
pub use runner::{DuePush, Ordered, RunError, Runner, Served};
#[cfg(feature = "sqlite")]
pub use sqlite::{Durability, Sqlite, SqliteOptions};
pub use store::{DueWake, EventPosition, Store, StoredEvent};
