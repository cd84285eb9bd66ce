use std::collections::BTreeMap;
use std::sync::Mutex;

use super::{Repeat, lock};
use crate::{Answer, Error, ErrorCode, Grant, GrantFailure, Phase};

/// Counts of a [`Client`](crate::Client) since it was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counters {
    /// Wakes that FCM accepted.
    pub accepted: u64,
    /// Wakes that FCM rejected.
    pub rejected: u64,
    /// Of these, how many with which status and which of FCM's codes.
    pub reasons: BTreeMap<(u16, Option<ErrorCode>), u64>,
    /// Wakes that ended in an error.
    pub failed: u64,
    /// Of these, deadlines that passed while they waited for room.
    pub deadlines_room: u64,
    /// Of these, deadlines that passed while they waited for an access token.
    pub deadlines_access_token: u64,
    /// Of these, deadlines that passed while they waited for an answer.
    pub deadlines_answer: u64,
    /// Of these, those without an access token.
    pub no_access_token: u64,
    /// Of these, those that FCM could not be reached for.
    pub unreachable: u64,
    /// Of these, those that lost their connection.
    pub lost: u64,
    /// Repeats after a lost connection.
    pub repeats: u64,
    /// Repeats with a new access token.
    pub renewals: u64,
    /// Access tokens that were given out.
    pub grants: u64,
    /// Requests for an access token that failed.
    pub grant_failures: u64,
    /// Connections opened to FCM.
    pub connections: u64,
    /// Attempts to connect to FCM that failed.
    pub connect_failures: u64,
    /// Wakes under way now.
    pub in_flight: u64,
}

/// One lock for all: it is held for an addition.
#[derive(Default)]
pub(super) struct Tally(Mutex<Counters>);

impl Tally {
    pub(super) fn note(&self, result: &Result<Answer, Error>) {
        let mut counters = lock(&self.0);
        match result {
            Ok(answer) if answer.is_accepted() => counters.accepted += 1,
            Ok(answer) => {
                counters.rejected += 1;
                *counters.reasons.entry((answer.status.as_u16(), answer.code)).or_default() += 1;
            }
            Err(error) => {
                counters.failed += 1;
                match error {
                    Error::Deadline { phase: Phase::Room } => counters.deadlines_room += 1,
                    Error::Deadline { phase: Phase::AccessToken } => counters.deadlines_access_token += 1,
                    Error::Deadline { phase: Phase::Answer } => counters.deadlines_answer += 1,
                    Error::NoAccessToken { .. } => counters.no_access_token += 1,
                    Error::Unreachable { .. } => counters.unreachable += 1,
                    Error::ConnectionLost => counters.lost += 1,
                    _ => {}
                }
            }
        }
    }

    pub(super) fn repeated(&self, repeat: Repeat) {
        match repeat {
            Repeat::Connection => lock(&self.0).repeats += 1,
            Repeat::AccessToken => lock(&self.0).renewals += 1,
        }
    }

    pub(super) fn refreshed(&self, result: &Result<Grant, GrantFailure>) {
        match result {
            Ok(_) => lock(&self.0).grants += 1,
            Err(_) => lock(&self.0).grant_failures += 1,
        }
    }

    pub(super) fn counters(&self) -> Counters {
        lock(&self.0).clone()
    }
}
