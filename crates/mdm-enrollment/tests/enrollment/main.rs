//! Who may speak and what is answered, with real certificates, and a fleet of simulated phones, on a store of one map.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that fails panics"
)]

mod check_in;
mod decide;
#[cfg(feature = "declarative")]
mod declarative;
mod fleet;
mod identity;
mod refused;
mod rules;
mod server;
mod terms;
mod users;
mod wipes;
