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
//! - [`hazards`]: commands of a batch whose outcome could surprise, each with its remedies, which a [`Plan`]
//!   carries out;
//! - [`ConflictIndex`]: the commands that conflict with one, among thousands;
//! - [`Lane`]: which commands overtake others;
//! - [`Learner`]: what the answers of a fleet say about the rules, and [`RuleDrift`] where they say otherwise.
//!
//! **A rule is an expectation. The device's answer wins**: nothing here turns an `Acknowledged` or a
//! `NotNow` into something else, and neither a belief nor a learned rule keeps a command from a device.
//!
//! ```
//! use mdm_lock::{Conditions, Footprint, HazardKind, Kind, Planned, RuleTable, Subject, hazards};
//!
//! let (table, iphone) = (RuleTable::default(), Subject::ios("18.3".parse().ok()));
//! let old = Footprint::new().remove(Kind::Profile, "com.example.wifi.old").remove(Kind::Wifi, "Office");
//! let new = Footprint::new().put(Kind::Profile, "com.example.wifi.new").put(Kind::Wifi, "Office");
//! let batch = [Planned::new(1, "RemoveProfile", &old), Planned::new(2, "InstallProfile", &new)];
//! let told = hazards(&batch, 0, &Conditions::new(&table, &iphone));
//! let gap = &told.found[0];
//! assert_eq!((gap.kind, &gap.commands[..]), (HazardKind::Gap, &[1, 2][..]));
//! println!("{gap}: {}", gap.remedies[0]);
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
//! | [`hazards`] of n commands | n × log n, and n more for each that is told |
//! | hazards told | [`Conditions::limit`], 100 unless set; [`Hazards::left_out`] counts the rest |
//! | hazards of one kind | one a command, with the nearest that matters |
//! | [`Plan::apply`] | n × log n |
//! | [`ConflictIndex`] | log n a touch to put in and take out, log n an answer |
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

pub use footprint::{Access, ConflictIndex, Footprint, Kind, Resource, Touch};
pub use hazard::{
    Conditions, DataPlan, Draft, Hazard, HazardKind, Hazards, Plan, Planned, Remedy, Safeguard, Safeguards,
    UnfitRemedy, hazards,
};
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
