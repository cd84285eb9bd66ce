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
//! Each sentence has a test of its number.
//!
//! 1. A command is handed out at least once, unless it ends before.
//! 2. One command is outstanding per channel. Device and user channels are queues of their own.
//! 3. A command whose answer was lost is offered again with the same `CommandUUID` (requirement F89). It may have
//!    run: that mark is never cleared.
//! 4. What must not run twice (restart, shutdown, a Mac's `DeviceLock`, and what the caller says) is not offered
//!    again when its answer was lost: it ends as [`State::Presumed`]. (A device that repeats its last report in the
//!    same session has not got the reply, and gets it again.)
//! 5. An erase whose answer was lost is presumed to have erased, provisionally
//!    ([`Queue::presumed_erased`]); it is offered again if the old enrolment speaks again.
//! 6. Duplicate, late and unknown results are accepted, recorded as facts, and change nothing final. A
//!    `NotNow` never reopens a final command. The first late `Acknowledged` of an erase that was taken back, has expired
//!    or was presumed is an erase all the same, and cancels the rest ([`Turn::erased`]): the device is gone. Not one of
//!    a former enrolment ([`Queue::clear`]).
//! 7. [`Versions`] keeps a secret that a command sets before the command goes out, and the old one until the new one
//!    is proved; a secret that a late result tells is a version of its own. The queue holds no secrets: whoever does
//!    calls it in the commit of the order and of the answer.
//! 8. A command that the device refuses stays, and its refusal can be seen (requirements F44, F54). It is not
//!    offered again in the same session. Refused for too long, it is reported once ([`Fact::Stuck`]).
//! 9. Commands that conflict run in queue order; commands that do not may overtake. Lock, Lost Mode, its end
//!    and clearing a passcode overtake ordinary work and keep their order among themselves; an erase
//!    overtakes everything, and once accepted cancels the rest. Overtakings across a conflict are facts.
//! 10. A removal makes a conflicting install pointless when the device last refused it; an unanswered install
//!     is waited for.
//! 11. A chained command ([`Order::after`]) starts when those before it were acknowledged, and is cancelled when one
//!     of them ends in any other way.
//! 12. A group ([`Order::group`]) runs as one step: in its order, each member after the acknowledgement of the one
//!     before, and nothing that conflicts with it comes between.
//! 13. A held command, and one before its time, is not handed out, and what conflicts with it and stands behind it
//!     waits.
//! 14. A priority orders the commands of a lane, never across a conflict.
//! 15. Of two commands that want the same ([`Same`]) one is dropped or superseded, on record.
//! 16. A command that nobody knows holds up every change behind it, but no query; refused for long enough it may be
//!     passed, on record ([`Barrier`]).
//! 17. What has to be filled in anew is named at each hand-out ([`Next::slots`]).
//! 18. After every decision either nothing is pending that a connect could move, or a push is due at a stated time,
//!     or the device comes by itself because its last status was `NotNow` ([`Wake`]). Not for commands that wake nobody
//!     ([`Waking::Quiet`]), unless one that wakes waits for them.
//! 19. A command leaves the queue only by a final answer, a cancellation, being superseded, a refusal at hand-out, an
//!     expiry that the caller asked for, or a presumption, and each leaves a record (requirement F58). No age ends
//!     it otherwise: a device that is off is waited for (requirements F56, F93). All families of commands go through
//!     this one queue (requirement F60).
//! 20. The planner can be watched before it is trusted ([`Mode`]): in plain order, or in plain order with a record
//!     of what it would have done.
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
//! | open commands in a queue | [`MAX_OPEN`], or [`Policy::max_open`] |
//! | a command's name, a batch's, a key | [`CommandUuid::MAX_LEN`] bytes |
//! | answers of a session that are kept as evidence | [`Session::SEEN`] |
//! | past versions of a secret | [`Versions::HISTORY`](Versions), candidates excepted |
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
    SameKey, Terms, Waking,
};
pub use error::{Blame, Error};
pub use policy::{Barrier, Mode, Policy, Retention};
pub use progress::Progress;
pub use queue::{
    Answer, Backoff, Change, Context, Explanation, Extent, Fact, Gates, Known, MAX_OPEN, Next, NextStep,
    Queue, QueueState, Reason, Receipt, Refuse, SESSION_SILENCE, Seen, Session, Turn, Wake, Who,
};
pub use secret::{Standing, Version, Versions};
pub use state::{Event, State};
