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
pub use request::{CertificateSource, DeviceRequest, Identified, Limits, Trust, identify};
pub use slot::{Slot, SlotId, SlotState, Ticket};
