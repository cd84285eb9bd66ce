//! Who may speak and what is answered, with real certificates, and a fleet of simulated phones, on a store of one map.

mod decide;
mod fleet;
mod refused;
mod server;
