//! The conformance suite on every store, and on stores that are broken on purpose; SQLite and PostgreSQL compared with
//! memory; the file itself; a server and what may befall it.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "the functions beside the tests are tests too"
)]

mod broken;
#[cfg(feature = "sqlite")]
mod care;
#[cfg(feature = "postgres")]
mod cluster;
mod conforming;
mod credentials;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
mod differential;
#[cfg(feature = "sqlite")]
mod file;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
mod folder;
mod named;
#[cfg(feature = "postgres")]
mod nodes;
#[cfg(feature = "postgres")]
mod postgres;
mod sealed;
#[cfg(feature = "postgres")]
mod trouble;
#[cfg(feature = "postgres")]
mod twice;
#[cfg(feature = "postgres")]
mod upgrade;
