//! When to wake a device and by which route, for a fleet: one wake for a need, under a cap, in fair turns, repeated
//! daily until the device comes.
//!
//! A managed device connects only after a push, providers keep at most one push for a device that is away and promise
//! nothing about it (F86, F94), and a server that pushes as it likes is throttled. So somebody has to remember who
//! must be woken, pace it, repeat it, and know when to stop. Four pieces:
//!
//! - [`WakeRow`]: what a store keeps about waking one device, and the rules by which orders, contacts and new tokens
//!   change it, one by one or as a list that is committed with a decision ([`WakeChange`]);
//! - [`Scheduler`]: all pending rows of one credential in memory, in and out without I/O: whom to push to now, and when
//!   to ask again;
//! - [`Lease`]: which node may send for a credential, with a fencing number;
//! - [`Health`]: which of a device's routes work.
//!
//! ```
//! use std::num::NonZeroU32;
//! use std::time::{Duration, SystemTime};
//! use mdm_push::{Config, Input, Lane, Lease, Outcome, Output, Route, RouteKind, Scheduler, WakeRow};
//!
//! # fn main() -> Result<(), mdm_push::Error> {
//! let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_780_000_000);
//! // A node takes the lease of an organization's push certificate, and loads the rows that wait for it.
//! let lease = Lease::take(None, Duration::from_secs(60), now).expect("nobody holds it");
//! let config = Config::new(NonZeroU32::new(600).expect("not zero"));
//! let mut scheduler = Scheduler::new("certificate of acme", config, &lease, now).owned_by("acme");
//!
//! // An administrator orders something: the row is written together with the command, then the scheduler is told.
//! let apns = Route { kind: RouteKind::Apns, credential: "certificate of acme" };
//! let mut row = WakeRow::new("phone 7", "acme", vec![apns], b"token and magic".to_vec());
//! row.demand(Lane::Urgent, now);
//! scheduler.handle_input(Input::Wake(&row), now)?;
//!
//! loop {
//!     match scheduler.poll_output(now) {
//!         Output::Send(send) => {
//!             // Read the row's body, push to its token until `send.not_after`, and say what came of it.
//!             assert_eq!((send.key, send.route), ("phone 7", 0));
//!             scheduler.handle_input(Input::Answered(send.ticket, Outcome::Sent), now)?;
//!         }
//!         // Write it where the need is still the same and the stored lease has no higher fence.
//!         Output::Update(update) => assert!(row.apply(&update)),
//!         Output::Event(event) => println!("{event:?}"),
//!         Output::Wait(until) => {
//!             assert!(until.is_some());
//!             break;
//!         }
//!         _ => {}
//!     }
//! }
//! // Should the phone not come, it is woken again tomorrow. It comes, and nothing is left to do:
//! assert!(row.due.is_some_and(|due| due > now + Duration::from_secs(23 * 3_600)));
//! row.contact();
//! scheduler.handle_input(Input::Wake(&row), now)?;
//! assert_eq!(scheduler.waiting().devices, 0);
//! # Ok(())
//! # }
//! ```
//!
//! # What is promised
//!
//! - **The cap** (F92): in no 60 seconds do more pushes go over the wire than [`Config::per_minute`], however slow the
//!   sender; a push counts from being handed out until a minute after its answer. It holds across a change of the node
//!   and a step of the clock, see [`Lease`] and [`Config::per_minute`].
//! - **Turns.** The urgent lane goes first, and a twentieth of the cap is kept for it; ordinary work gets every eighth
//!   push while both wait. In a lane the tenants take turns: none is served twice while another one waits. Devices of a
//!   tenant go first come, first served; more work for one that stands in line does not change its place.
//! - **Nobody is lost** (F91, F93): a device with pending work is pushed to, or reported as [`Unreachable`], or handed
//!   to another credential ([`NextSender`]). Its row keeps what is pending, whatever the provider says.
//! - **Once a day** (F95): exactly one repetition in each day after the first push, unless the line is half a day
//!   long; none when nothing is pending, none after unenrollment.
//! - **A clock that steps back** delays and never repeats; one that steps forward does not burst.
//!
//! # What it does not do
//!
//! It does not push (`mdm-apns` and others do), keeps no row (a store does), and knows no command: what is pending, and
//! whether the device will come by itself, is the queue's knowledge, and comes in a row. It holds no token. A push that
//! was sent and whose result was lost with its node is sent again: a wake too many does no harm (F89, F90).
//!
//! # Limits
//!
//! | what | limit |
//! |---|---|
//! | devices of a scheduler | memory: 64 bytes each with a key of 16 bytes or less, and about 35 to find it; make the key an integer or an `Arc<str>` |
//! | routes of a device | [`Health::MAX_ROUTES`], 8 |
//! | pushes without an answer | [`Config::max_in_flight`] |
//! | what a provider may ask to wait | a second to a day |
//! | times | 1970 to 9999, future ones are met within a second |
//! | a call | constant or logarithmic on average; some take as long as devices come due at once, or as entries that are over are swept |

mod error;
mod fleet;
mod health;
mod lease;
mod room;
mod row;
mod scheduler;
mod time;

pub use error::{Blame, Error};
pub use health::{Health, RouteHealth};
pub use lease::Lease;
pub use row::{Demand, Lane, NextSender, Reach, Route, RouteKind, Unreachable, Update, WakeChange, WakeRow};
pub use scheduler::{
    Config, Event, HoldReason, Input, Outcome, Output, Scheduler, Send, Standing, Ticket, Waiting,
};
