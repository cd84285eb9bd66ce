//! What an exchange with a device needs of a queue that is short.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::time::SystemTime;

use crate::row::{CommandRow, Gates, HeadRow, Phase, Refused, Window};

/// Of so few open commands a database loads all, by one statement, and leaves out here what is not wanted.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) const FEW: usize = Window::READY;

/// As which commands are handed out.
pub(crate) fn order(command: &CommandRow) -> (Reverse<u8>, u64) {
    (Reverse(command.rank), command.seq)
}

/// [`Window::Session`], said of commands that are at hand: all that are open, and the reported one. Gives the places of
/// those that are wanted, and whether more may go.
pub(crate) fn session<'a>(
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
