//! The life of one command and the queue of one enrolment as a state machine: what goes out next, what an
//! answer means, when the device has to be woken, and why a command waits.
//!
//! The queue is plain data. A decision is a function of the queue, the device's answer and the time; it
//! changes nothing and comes back as [`Change`]s to commit. The reply goes out after the commit.
//!
//! ```
//! use std::time::SystemTime;
//! use mdm_command::{Answer, CommandUuid, Context, Order, Queue};
//! use mdm_lock::{Footprint, Kind, RuleTable, Subject};
//!
//! # fn main() -> Result<(), mdm_command::Error> {
//! let (table, subject) = (RuleTable::default(), Subject::ios("18.3".parse().ok()));
//! let context = Context::new(&table, &subject);
//! let now = SystemTime::UNIX_EPOCH;
//! let mut queue = Queue::default();
//!
//! // The administrator's batch: an install, and a query that it does not conflict with.
//! let wifi = Footprint::new().put(Kind::Profile, "com.example.wifi");
//! let install = Order::new(CommandUuid::new("A")?, "InstallProfile", wifi);
//! let name = Footprint::new().read_all(Kind::Device);
//! let query = Order::new(CommandUuid::new("B")?, "DeviceInformation", name);
//! let receipt = queue.enqueue([install, query], &context, now)?;
//! for change in &receipt.turn.changes {
//!     queue.apply(change);
//! }
//!
//! // The phone connects. Nothing is known about its lock: what surely runs goes first.
//! let turn = queue.report(&Answer::Idle, &context, now)?;
//! assert_eq!(turn.next.unwrap().uuid.as_str(), "B");
//! # Ok(())
//! # }
//! ```
//!
//! # The delivery contract
//!
//! 1. A command is handed out at least once, unless it is taken back, made pointless or refused before.
//! 2. One command is outstanding per channel. Device and user channels are queues of their own.
//! 3. A command whose answer was lost is offered again with the same `CommandUUID`. It may have run: that
//!    mark is never cleared.
//! 4. Duplicate, late and unknown results are accepted, recorded as facts, and change nothing final. A
//!    `NotNow` never reopens a final command.
//! 5. A command that the device refuses stays, and its refusal can be seen (requirements F44, F54). It is not offered again in the same session.
//! 6. Commands that conflict run in queue order; commands that do not may overtake. Lock, Lost Mode, its end
//!    and clearing a passcode overtake ordinary work and keep their order among themselves; an erase
//!    overtakes everything, and once accepted cancels the rest. Overtakings across a conflict are facts.
//! 7. A removal makes a conflicting install pointless when the device last refused it; an unanswered install
//!    is waited for.
//! 8. After every decision either nothing is pending, or a push is due at a stated time, or the device comes
//!    by itself because its last status was `NotNow` ([`Wake`]).
//! 9. A command leaves the queue only by a final answer, a cancellation, being superseded, or a refusal at
//!    hand-out, and each leaves a record (requirement F58). No age ends it: a device that is off is waited for
//!    (requirements F56, F93). All families of commands go through this one queue (requirement F60).
//!
//! # What it does not do
//!
//! It keeps no bytes of commands or answers, knows no message format, sends no push and reads no clock.
//! The rules about locks are `mdm-lock`'s.
//!
//! # Limits
//!
//! | what | bound |
//! |---|---|
//! | open commands in a queue | [`MAX_OPEN`] |
//! | a command's name | [`CommandUuid::MAX_LEN`] bytes |
//! | silence that ends a session | [`SESSION_SILENCE`] |
//! | pause after refusing sessions in quick succession | none for three, then 30 seconds doubling to one hour |

mod entry;
mod error;
mod policy;
mod progress;
mod queue;
mod secret;
mod state;

pub use entry::{
    BatchId, CancelReason, CommandUuid, Entry, Group, Hold, Order, Outcome, Priority, Redelivery, Same,
    SameKey, Terms,
};
pub use error::{Blame, Error};
pub use policy::{Barrier, Mode, Policy, Retention};
pub use progress::Progress;
pub use queue::{
    Answer, Backoff, Change, Context, Explanation, Fact, Known, MAX_OPEN, Next, NextStep, Queue, QueueState,
    Reason, Receipt, Refuse, SESSION_SILENCE, Seen, Session, Turn, Wake, Who,
};
pub use secret::{Standing, Version, Versions};
pub use state::{Event, State};
