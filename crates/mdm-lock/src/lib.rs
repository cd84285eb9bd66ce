//! Lock-aware execution rules.

mod footprint;
mod platform;

pub use footprint::{Access, Footprint, Kind, Resource, Touch};
pub use platform::{Channel, OsVersion, ParseVersionError, Platform, Subject};
