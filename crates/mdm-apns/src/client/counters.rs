use std::sync::atomic::{AtomicU64, Ordering};

use crate::{Answer, Error, Phase, Reason};

/// Counts of a [`Client`](crate::Client) since it was made. No token and no topic is in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counters {
    /// Pushes that APNs accepted.
    pub accepted: u64,
    /// Pushes that APNs rejected.
    pub rejected: u64,
    /// The rejected by reason, in the order of [`Reason::KNOWN`]; only those that occurred.
    pub reasons: Vec<(Reason, u64)>,
    /// Rejections whose reason is missing or not in Apple's table.
    pub other_reasons: u64,
    /// Pushes that ended in an error after they had found room.
    pub failed: u64,
    /// Pushes whose deadline passed, also while they waited for room.
    pub deadlines: u64,
    /// Repeats: pushes that went over the wire once more.
    pub repeats: u64,
    /// Streams that the server refused or reset.
    pub resets: u64,
    /// Connections opened.
    pub connections: u64,
    /// Attempts to connect that failed.
    pub connect_failures: u64,
    /// Connections of which the server took leave with GOAWAY.
    pub goaways: u64,
    /// PINGs sent.
    pub pings: u64,
    /// Connections given up because a PING was not answered, or three deadlines in a row.
    pub silent_connections: u64,
    /// Connections now.
    pub open_connections: u64,
    /// Pushes under way now: those that wait for a stream and those that wait for their answer.
    pub in_flight: u64,
}

#[derive(Default)]
pub(super) struct Tally {
    pub(super) accepted: Count,
    pub(super) rejected: Count,
    reasons: [Count; Reason::KNOWN.len()],
    other_reasons: Count,
    pub(super) failed: Count,
    pub(super) deadlines: Count,
    pub(super) repeats: Count,
    pub(super) resets: Count,
    pub(super) connections: Count,
    pub(super) connect_failures: Count,
    pub(super) goaways: Count,
    pub(super) pings: Count,
    pub(super) silent_connections: Count,
    pub(super) open_connections: Count,
}

impl Tally {
    pub(super) fn missed(&self, phase: Phase) -> Error {
        self.deadlines.add();
        Error::Deadline { phase }
    }

    /// Every result passes here once.
    pub(super) fn note(&self, result: &Result<Answer, Error>) {
        match result {
            Ok(answer) if answer.is_accepted() => self.accepted.add(),
            Ok(answer) => {
                self.rejected.add();
                let known = |reason: &Reason| Reason::KNOWN.iter().position(|known| known == reason);
                let index = answer.reason.as_ref().and_then(known);
                index.and_then(|index| self.reasons.get(index)).unwrap_or(&self.other_reasons).add();
            }
            Err(_) => self.failed.add(),
        }
    }

    pub(super) fn counters(&self, in_flight: u64) -> Counters {
        let reasons =
            Reason::KNOWN.iter().zip(&self.reasons).map(|(reason, count)| (reason.clone(), count.value()));
        Counters {
            accepted: self.accepted.value(),
            rejected: self.rejected.value(),
            reasons: reasons.filter(|(_, count)| *count > 0).collect(),
            other_reasons: self.other_reasons.value(),
            failed: self.failed.value(),
            deadlines: self.deadlines.value(),
            repeats: self.repeats.value(),
            resets: self.resets.value(),
            connections: self.connections.value(),
            connect_failures: self.connect_failures.value(),
            goaways: self.goaways.value(),
            pings: self.pings.value(),
            silent_connections: self.silent_connections.value(),
            open_connections: self.open_connections.value(),
            in_flight,
        }
    }
}

#[derive(Default)]
pub(super) struct Count(AtomicU64);

impl Count {
    pub(super) fn add(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn set(&self, value: usize) {
        self.0.store(u64::try_from(value).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    fn value(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
