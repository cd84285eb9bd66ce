//! The conformance suite on both stores, and on stores that are broken on purpose; SQLite compared with
//! memory; the file itself.
#![allow(clippy::unwrap_used, reason = "the functions beside the tests are tests too")]

mod broken;
mod conforming;
#[cfg(feature = "sqlite")]
mod differential;
#[cfg(feature = "sqlite")]
mod file;
#[cfg(feature = "sqlite")]
mod folder;
