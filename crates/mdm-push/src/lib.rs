//! When to wake a device.
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
pub use row::{Lane, NextSender, Reach, Route, RouteKind, Unreachable, Update, WakeRow};
pub use scheduler::{
    Config, Event, HoldReason, Input, Outcome, Output, Scheduler, Send, Standing, Ticket, Waiting,
};
