//! A store of which only the configuration says what it is.

use std::time::SystemTime;

use crate::bodies::forward_bodies;
use crate::row::{
    Batch, CommandRow, Credential, Lane, Lease, Link, Loaded, PayloadName, RecordKey, Update, Version,
    WakeRow, Window,
};
use crate::seal::Place;
use crate::store::forward_store;
use crate::transfer::forward_rows;
use crate::{
    Bodies, BodySwap, ChangedWake, Ends, Error, EventPosition, Mark, Memory, OldEvents, Put, Rows, Settled,
    Store, StoredEvent, StoredRow, WakePosition,
};

/// One of the stores of this library, chosen when the program starts: a file where one machine will do, a server where
/// there are several.
///
/// Everything that takes a [`Store`] takes it, and what only one of them can do ([`Sqlite::back_up`](crate::Sqlite::back_up))
/// is had by a look inside.
///
/// ```
/// use mdm_store::{AnyStore, Memory, Sqlite};
///
/// fn open(path: Option<&str>) -> Result<AnyStore, mdm_store::Error> {
///     Ok(match path {
///         Some(path) => Sqlite::open(path)?.into(),
///         None => Memory::new().into(), // and `Postgres` likewise
///     })
/// }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum AnyStore {
    /// In memory.
    Memory(Memory),
    /// In one file.
    #[cfg(feature = "sqlite")]
    Sqlite(crate::Sqlite),
    /// On a server.
    #[cfg(feature = "postgres")]
    Postgres(crate::Postgres),
}

impl AnyStore {
    /// Finishes what is running and gives back what is held, as [`Sqlite::close`](crate::Sqlite::close) and
    /// `Postgres::close` do; one in memory holds nothing, and goes on.
    pub async fn close(&self) {
        match self {
            Self::Memory(_) => {}
            #[cfg(feature = "sqlite")]
            Self::Sqlite(store) => store.close().await,
            #[cfg(feature = "postgres")]
            Self::Postgres(store) => store.close().await,
        }
    }

    /// Listens for changes of wakes on all nodes ([`Postgres::wake_hints`](crate::Postgres::wake_hints)); `None` of a
    /// store that tells nobody, where polling alone will do.
    ///
    /// # Errors
    /// When the server does not let us in, or the store is closed.
    #[cfg(feature = "postgres")]
    pub async fn wake_hints(&self) -> Result<Option<crate::WakeHints>, Error> {
        match self {
            Self::Postgres(store) => store.wake_hints().await.map(Some),
            _ => Ok(None),
        }
    }
}

impl From<Memory> for AnyStore {
    fn from(store: Memory) -> Self {
        Self::Memory(store)
    }
}

#[cfg(feature = "sqlite")]
impl From<crate::Sqlite> for AnyStore {
    fn from(store: crate::Sqlite) -> Self {
        Self::Sqlite(store)
    }
}

#[cfg(feature = "postgres")]
impl From<crate::Postgres> for AnyStore {
    fn from(store: crate::Postgres) -> Self {
        Self::Postgres(store)
    }
}

/// To the one that was chosen.
macro_rules! chosen {
    ($self:ident, $call:ident $(, $value:ident)*) => {
        match $self {
            Self::Memory(store) => store.$call($($value),*).await,
            #[cfg(feature = "sqlite")]
            Self::Sqlite(store) => store.$call($($value),*).await,
            #[cfg(feature = "postgres")]
            Self::Postgres(store) => store.$call($($value),*).await,
        }
    };
}

forward_store! {
    [] AnyStore => chosen;
}

forward_bodies! {
    [] AnyStore => chosen;
}

forward_rows! {
    [] AnyStore => chosen;
}
