//! The message types, one table of keys each.
//!
//! This folder is written by hand and lists no rule: a generator that reads Apple's schema replaces it as
//! a whole. What is not a list of keys stands outside (envelopes, identifiers, secrets, footprints).

mod checkin;
mod command;
mod response;

pub use checkin::{Authenticate, CheckOut, OtherCheckIn, TokenUpdate};
pub use command::*;
pub use response::*;
