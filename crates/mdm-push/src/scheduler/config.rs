//! What a vendor may choose.

use std::hash::Hash;
use std::num::NonZeroU32;
use std::time::Duration;

use crate::time::{Micros, jitter};

/// How a credential is used. [`new`](Self::new) has a safe value for everything but the cap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Config {
    /// No more pushes than this go over the wire in any 60 seconds (F92), repetitions included
    /// ([`Input::Repeating`](crate::Input::Repeating)).
    ///
    /// By the clock that is given. Should that clock be set forward, no more than a second of those 60 is lost, and
    /// the log is kept a second longer for it: the cap holds across one step a minute. Hence also: the scheduler has
    /// to be called when it asks, twice a second while it sends; a caller that comes every ten seconds gets a tenth of
    /// the cap.
    pub per_minute: NonZeroU32,
    /// So many of them are kept for the urgent lane. Default: a twentieth, at least one unless the cap is one.
    pub reserved: u32,
    /// Pushes without an answer, at most: back-pressure. Default: 1,000.
    pub max_in_flight: NonZeroU32,
    /// A push without an answer counts as lost after this. Longer than the sender's own deadline. Default: a minute.
    pub answer_within: Duration,
    /// A device that does not come is woken again after this (F95). Default: 24 hours.
    pub repeat: Duration,
    /// Repetitions come up to this much later, by a hash of the device, so that a fleet that was woken at once does
    /// not come back at once. Default: an hour.
    pub jitter: Duration,
    /// A need that arises so soon after a push was accepted waits until then, because the device is on its way
    /// (F38). Urgent ones do not. Default: 30 seconds.
    pub settle: Duration,
    /// By how much the clocks of two nodes may differ, see [`Lease`](crate::Lease). Default: 5 seconds.
    pub skew: Duration,
}

impl Config {
    /// With a cap for a minute, and defaults.
    #[must_use]
    pub const fn new(per_minute: NonZeroU32) -> Self {
        let cap = per_minute.get();
        Self {
            per_minute,
            reserved: if cap < 20 { 1 } else { cap / 20 },
            max_in_flight: NonZeroU32::MIN.saturating_add(999),
            answer_within: Duration::from_secs(60),
            repeat: Duration::from_secs(24 * 60 * 60),
            jitter: Duration::from_secs(60 * 60),
            settle: Duration::from_secs(30),
            skew: Duration::from_secs(5),
        }
    }

    /// When a device that was pushed to at `now`, and first at `pushed`, is pushed to again: once in each day that is
    /// counted from the first push, and not twice within half a day.
    pub(super) fn next_day<K: Hash>(&self, key: &K, pushed: Micros, now: Micros) -> Micros {
        let repeat = self.repeat.max(Duration::from_secs(1));
        let days = now.since(pushed).as_micros() / repeat.as_micros();
        let day = |number: u64| {
            let length = u64::try_from(repeat.as_micros()).unwrap_or(u64::MAX).saturating_mul(number);
            pushed.plus(Duration::from_micros(length)).plus(jitter(key, number, self.jitter))
        };
        let next = u64::try_from(days).unwrap_or(u64::MAX).saturating_add(1);
        let due = day(next);
        if due.since(now) < repeat / 2 { day(next.saturating_add(1)) } else { due }
    }

    /// How long a device waits after so many pushes in a row that the provider did not take.
    pub(super) fn back_off<K: Hash>(&self, key: &K, tries: u8, attempt: u32) -> Duration {
        let pause = FIRST.saturating_mul(1 << tries.saturating_sub(1).min(16)).min(LONGEST);
        pause + jitter(key, u64::from(attempt), pause / 4)
    }
}

const FIRST: Duration = Duration::from_secs(30);
const LONGEST: Duration = Duration::from_secs(60 * 60);
