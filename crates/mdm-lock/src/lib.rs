//! Lock-aware execution rules: what a locked device will do with a command, what commands conflict, and
//! what in a batch could surprise.
//!
//! A locked iPhone refuses to install a profile and removes one at once. Mixing the two inverts the
//! administrator's order, and a queue that does not know it leaves the device in a state that nobody asked
//! for. This crate holds that knowledge as data, each row with its source and grade:
//!
//! - [`RuleTable`]: what to expect of a command per platform, version, channel and [`LockState`];
//! - [`Belief`]: what [`Evidence`] says about the lock of one device, with time, source and certainty;
//! - [`Footprint`]: what a command touches, and therefore which commands keep their order;
//! - [`hazards`]: pairs of a batch whose outcome could surprise, each with its remedies;
//! - [`Lane`]: which commands overtake others;
//! - [`Learner`]: what the answers of a fleet say about the rules, and [`RuleDrift`] where they say otherwise.
//!
//! **A rule is an expectation. The device's answer wins**: nothing here turns an `Acknowledged` or a
//! `NotNow` into something else, and neither a belief nor a learned rule keeps a command from a device.
//!
//! ```
//! use mdm_lock::{Footprint, HazardKind, Kind, Planned, RuleTable, Subject, hazards};
//!
//! let table = RuleTable::default();
//! let iphone = Subject::ios("18.3".parse().ok());
//! let old = Footprint::new().remove(Kind::Profile, "com.example.wifi.old").remove(Kind::Wifi, "Office");
//! let new = Footprint::new().put(Kind::Profile, "com.example.wifi.new").put(Kind::Wifi, "Office");
//! let batch = [
//!     Planned { id: 1, command: "RemoveProfile", footprint: &old },
//!     Planned { id: 2, command: "InstallProfile", footprint: &new },
//! ];
//! let found = hazards(&batch, 0, &table, &iphone);
//! assert_eq!(found[0].kind, HazardKind::Gap);
//! println!("{}: {}", found[0], found[0].remedies[0]);
//! ```
//!
//! # What it does not do
//!
//! It keeps no queue (that is `mdm-command`), knows no message and no store, and reads no clock. Commands
//! are strings: tests in the platform crates prove that the strings match the schema.
//!
//! # Limits
//!
//! | what | bound |
//! |---|---|
//! | [`hazards`] of n commands behind m queued ones | n × (n + m) comparisons of footprints |
//! | a forecast | two passes over the rules, a binary search in the learned ones |
//! | [`Learner`]: devices a cell | [`LearnerSettings::sample`], 256: 16 bytes each, about 4 kB a full cell however large the fleet |
//! | [`Learner`]: cells | [`LearnerSettings::cells`], 8,192: at most 35 MB, whatever devices call themselves |
//! | [`Learner`]: names of commands and models | 64 bytes |
//! | a session observed | three cells a command and part; with all cells taken, a new one costs a pass over them |

mod footprint;
mod hazard;
mod learn;
mod platform;
mod rule;
mod state;

pub use footprint::{Access, Footprint, Kind, Resource, Touch};
pub use hazard::{Hazard, HazardKind, Planned, Remedy, hazards};
pub use learn::{
    Cell, Conclusions, Crowd, DeviceTag, DriftChange, LearnedRule, LearnedRules, Learner, LearnerSettings,
    Observation, RuleDrift, Scope, Tally,
};
pub use platform::{Channel, OsVersion, ParseVersionError, Platform, Subject};
pub use rule::{
    Availability, Character, Expectation, Forecast, Grade, InLostMode, KnownCommand, Lane, Layer, Remark,
    Rule, RuleTable,
};
pub use state::{Belief, Certainty, Effect, Evidence, LockState, LostMode, Passcode, Source};
