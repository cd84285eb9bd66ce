//! What a session shows: of which commands, in which lock state.

use std::collections::BTreeSet;

use super::Observation;
use super::votes::Behavior;
use crate::state::Effect;
use crate::{Evidence, Expectation, LockState, LostMode, Passcode, RuleTable};

/// Each answer whose lock state somebody else witnessed.
pub(super) fn judge<'a>(
    seen: &Observation<'a>,
    table: &RuleTable,
) -> impl Iterator<Item = (&'a str, LockState, Behavior)> {
    let told = |evidence| seen.evidence.contains(&evidence);
    // In Lost Mode commands fail instead of waiting.
    let evidence = if told(Evidence::LostMode(LostMode::On)) { &[] } else { seen.evidence };
    let no_passcode = told(Evidence::Passcode(Passcode::Absent));
    evidence
        // What changes the lock ends what the answers before it show.
        .split_inclusive(|evidence| changes_the_lock(evidence, table))
        .flat_map(|part| judge_part(part, seen, table))
        // Without a passcode the lock is not why.
        .filter(move |(_, state, _)| {
            !(no_passcode && matches!(state, LockState::Locked | LockState::BeforeFirstUnlock))
        })
}

/// The same for a part of a session in which, for all that is known, the lock did not change.
fn judge_part<'a>(
    part: &[Evidence<'a>],
    seen: &Observation<'_>,
    table: &RuleTable,
) -> Vec<(&'a str, LockState, Behavior)> {
    let subject = &seen.subject;
    let gate = LockState::usual_gate(subject);
    let defers = |command, state| table.founded(command, subject, state) == Some(Expectation::Deferred);
    let mut answers: Vec<_> = part.iter().filter_map(answer).collect();
    let reports: BTreeSet<_> = part.iter().filter_map(report).collect();
    let mut shown = reports.clone();
    if let Some(&reported) = reports.first() {
        // The device's own word. An answer against it speaks against its own rule, or the state changed
        // meanwhile: about the other commands it then shows nothing.
        let is_against = |(command, behavior): &&(&'a str, Behavior)| match behavior {
            Behavior::Ran => defers(command, reported),
            _ => reported == LockState::Unlocked && defers(command, gate),
        };
        let against: BTreeSet<_> = answers.iter().filter(is_against).map(|(command, _)| *command).collect();
        answers.retain(|(command, _)| against.iter().all(|witness| witness == command));
    } else {
        let mut witnesses = BTreeSet::new();
        for (command, behavior) in answers.iter().filter(|(command, _)| defers(command, gate)) {
            shown.insert(if *behavior == Behavior::Ran { LockState::Unlocked } else { gate });
            witnesses.insert(*command);
        }
        answers.retain(|(command, _)| witnesses.iter().any(|witness| witness != command));
    }
    // One state, and one that such a device can be in.
    let is_possible = |state| {
        state == LockState::Unlocked || LockState::gates(subject.platform, subject.channel).contains(&state)
    };
    match shown.pop_first() {
        Some(state) if shown.is_empty() && is_possible(state) => {
            answers.into_iter().map(|(command, behavior)| (command, state, behavior)).collect()
        }
        _ => Vec::new(),
    }
}

fn answer<'a>(evidence: &Evidence<'a>) -> Option<(&'a str, Behavior)> {
    match *evidence {
        Evidence::NotNow { command } => Some((command, Behavior::Refused)),
        Evidence::Acknowledged { command } => Some((command, Behavior::Ran)),
        _ => None,
    }
}

fn report(evidence: &Evidence<'_>) -> Option<LockState> {
    match *evidence {
        Evidence::Reported(state) if state != LockState::Unknown => Some(state),
        _ => None,
    }
}

fn changes_the_lock(evidence: &Evidence<'_>, table: &RuleTable) -> bool {
    match evidence {
        Evidence::Acknowledged { command } => table.character(command).effect != Effect::None,
        Evidence::Restarted => true,
        _ => false,
    }
}
