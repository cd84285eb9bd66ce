//! [`Window::Session`], the one window that is not a range, computed from commands that are at hand: for whoever writes a
//! store of his own.
//!
//! Load the head, every command that is not done, and the one that the device reports, all of one moment, and let
//! [`session`] choose. All stores of this crate do, where a queue is short. Where a thousand commands wait, a database does
//! better to ask for each kind in [`order`], from an index, and to read no more of it than the window holds.
//!
//! ```
//! use std::time::SystemTime;
//!
//! use mdm_store::row::{CommandRow, Gates, HeadRow, Phase, Refused, Window};
//! use mdm_store::window;
//!
//! /// What `Store::load` gives of the commands that were read, and whether there are more.
//! fn load(head: &HeadRow, read: Vec<CommandRow>, wanted: &Window) -> (Vec<CommandRow>, bool) {
//!     let Window::Session { reported, refused, now } = wanted else { return (read, false) };
//!     let (places, more) = window::session(head, read.iter(), reported.as_deref(), *refused, *now);
//!     (read.into_iter().filter(|command| places.contains(&command.seq)).collect(), more)
//! }
//!
//! let head = HeadRow { session: 1, shut: Gates::NONE, backoff_until: None, links: vec![], body: vec![] };
//! let command = |seq, waits_on| CommandRow {
//!     seq,
//!     uuid: format!("uuid-{seq}").into(),
//!     phase: Phase::Waiting,
//!     rank: 1,
//!     waits_on,
//!     gates: Gates::NONE,
//!     refused_in: None,
//!     not_before: None,
//!     expires_at: None,
//!     body: vec![],
//! };
//! let read = vec![command(1, vec![]), command(2, vec![1]), command(3, vec![])];
//! let idle = Window::Session { reported: None, refused: Refused::Skip, now: SystemTime::UNIX_EPOCH };
//! let (commands, more) = load(&head, read, &idle);
//! let places: Vec<u64> = commands.iter().map(|command| command.seq).collect();
//! assert_eq!((places, more), (vec![1, 3], false)); // 2 waits for 1
//! ```

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::time::SystemTime;

use crate::row::{CommandRow, Gates, HeadRow, Phase, Refused, Window};

/// Of so few open commands a database loads all, by one statement, and leaves out here what is not wanted.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) const FEW: usize = Window::READY;

/// As which commands are handed out: a higher rank first, then the lower place.
#[must_use]
pub fn order(command: &CommandRow) -> (Reverse<u8>, u64) {
    (Reverse(command.rank), command.seq)
}

/// [`Window::Session`], said of commands that are at hand: all that are open, and the reported one. Gives the places of
/// those that are wanted, and whether more may go ([`Loaded::more`](crate::row::Loaded::more)).
#[must_use]
pub fn session<'a>(
    head: &HeadRow,
    commands: impl Iterator<Item = &'a CommandRow> + Clone,
    reported: Option<&str>,
    refused: Refused,
    now: SystemTime,
) -> (BTreeSet<u64>, bool) {
    let first = commands.clone().filter(|command| {
        command.phase == Phase::Outstanding || reported.is_some_and(|uuid| *command.uuid == *uuid)
    });
    let mut wanted: BTreeSet<u64> = first.map(|command| command.seq).collect();
    let successors = commands
        .clone()
        .filter(|c| c.phase != Phase::Done && c.waits_on.iter().any(|seq| wanted.contains(seq)));
    let successors: Vec<u64> = successors.map(|command| command.seq).collect();
    wanted.extend(successors);

    let waiting = commands.filter(|command| command.phase == Phase::Waiting);
    let expired = waiting.clone().filter(|command| command.expires_at.is_some_and(|at| at <= now));
    let expired = expired.min_by_key(|command| (command.expires_at, command.seq));
    wanted.extend(expired.map(|command| command.seq));

    let shut = head.shut_at(now);
    let passes = |command: &CommandRow, gate| !command.gates.and(shut).has(gate);
    let ready = waiting.filter(|command| command.waits_on.is_empty() && passes(command, Gates::HELD));
    let (early, mut ready): (Vec<_>, Vec<_>) =
        ready.partition(|command| command.not_before.is_some_and(|at| at > now));
    ready.sort_by_key(|command| order(command));
    let (ready, lost): (Vec<_>, Vec<_>) =
        ready.into_iter().partition(|command| passes(command, Gates::LOST_MODE));
    let here = |command: &CommandRow| refused == Refused::Skip && command.refused_in == Some(head.session);
    let (free, refused): (Vec<_>, Vec<_>) =
        ready.into_iter().partition(|command| passes(command, Gates::BACKOFF) && !here(command));
    let more = free.len() > Window::READY;
    wanted.extend(free.iter().take(Window::READY).map(|command| command.seq));
    if more {
        wanted.extend(free.iter().map(|command| command.seq).min());
    } else {
        let early = early.into_iter().min_by_key(|command| (command.not_before, command.seq));
        let kinds = [early, lost.first().copied(), refused.first().copied()];
        wanted.extend(kinds.into_iter().flatten().map(|command| command.seq));
    }
    (wanted, more)
}
