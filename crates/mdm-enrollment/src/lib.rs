//! One enrolment from invitation to check-out: who may speak, what a message changes, what to answer.

mod channel;
mod decide;
mod error;
mod event;
mod request;
pub mod row;
mod slot;

pub use channel::{Authenticated, Change, Channel, PushRoute, Stage};
pub use decide::{Action, DAILY, Decision, Input, Order, Records, Reply, entry, response_name};
pub use error::{Blame, Error};
pub use event::{Actor, Event, EventKind};
/// What the queue and the lock rules give to those who order and explain.
pub use mdm_command::{CancelReason, CommandUuid, Entry, Explanation, Fact, Outcome, Reason, State};
pub use mdm_lock::{Footprint, Hazard, HazardKind, Kind, Remedy, RuleTable};
pub use mdm_pki::Fingerprint;
pub use request::{CertificateSource, DeviceRequest, Identified, Limits, Trust, identify};
pub use slot::{Slot, SlotId, SlotState, Ticket};
