//! One node at a time sends for a credential.

use std::time::{Duration, SystemTime};

/// The right of one node to send for one credential until a time, as a store keeps it.
///
/// Decided here, kept there: a store holds one lease a credential and replaces it by compare and swap, on the **whole**
/// lease that was read. (On the number alone, a renewal that was written between a successor's reading and its taking
/// would be overlooked, and both would send.) [`take`](Self::take), [`renew`](Self::renew) and
/// [`release`](Self::release) say what to write. Their times are whole milliseconds, so that what a store keeps is what
/// its holder goes by.
///
/// **What is promised.** As long as the clocks of two nodes differ by no more than
/// [`Config::skew`](crate::Config::skew), no two nodes send for a credential at the same time: the holder stops that
/// much before `until` by its own clock, what it handed out carries that moment as
/// [`Send::not_after`](crate::Send::not_after), and a successor begins after `until` by its own. A push that was sent
/// and whose [`Update`](crate::Update) did not reach the store before the holder died is sent again: a wake too many
/// does no harm, one too few does (F86, F93).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Lease {
    /// Rises with every holder. A store refuses an [`Update`](crate::Update) with a lower one than its own.
    pub fence: u64,
    /// Until when it is held, by the holder's clock.
    pub until: SystemTime,
    /// Until when the holder before may have sent. `None` when there was none.
    pub spent_until: Option<SystemTime>,
}

impl Lease {
    /// The lease that a node writes in place of `stored`, or `None` while another node holds it.
    ///
    /// A node that was restarted has forgotten what it sent and takes the lease like any other.
    #[must_use]
    pub fn take(stored: Option<&Self>, duration: Duration, now: SystemTime) -> Option<Self> {
        if stored.is_some_and(|held| now < held.until) {
            return None;
        }
        Some(Self {
            fence: stored.map_or(1, |held| held.fence.saturating_add(1)),
            until: later(now, duration),
            spent_until: stored.map(|held| held.until),
        })
    }

    /// The same lease for longer. Never for shorter: a clock that stepped back takes nothing away that others rely
    /// on.
    #[must_use]
    pub fn renew(&self, duration: Duration, now: SystemTime) -> Self {
        Self { until: self.until.max(later(now, duration)), ..*self }
    }

    /// The lease that a node leaves behind when it stops, once every push is answered: a successor need not wait for
    /// its end, only for the difference of their clocks.
    #[must_use]
    pub fn release(&self, skew: Duration, now: SystemTime) -> Self {
        Self { until: self.until.min(later(now, skew)), ..*self }
    }
}

fn later(now: SystemTime, duration: Duration) -> SystemTime {
    let exact = now.checked_add(duration).unwrap_or(now);
    let rest =
        exact.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.subsec_nanos() % 1_000_000);
    exact.checked_sub(Duration::from_nanos(rest.into())).unwrap_or(exact)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(secs: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_780_000_000 + secs)
    }

    #[test]
    fn a_lease_is_taken_after_its_end_with_a_higher_number() {
        let minute = Duration::from_secs(60);
        let first = Lease::take(None, minute, at(0)).unwrap();
        assert_eq!(first, Lease { fence: 1, until: at(60), spent_until: None });
        assert_eq!(Lease::take(Some(&first), minute, at(59)), None);
        let next = Lease::take(Some(&first), minute, at(60)).unwrap();
        assert_eq!(next, Lease { fence: 2, until: at(120), spent_until: Some(at(60)) });
        assert_eq!(next.renew(minute, at(100)).until, at(160));
        assert_eq!(next.renew(minute, at(0)).until, at(120));
        assert_eq!(next.renew(Duration::MAX, at(100)).until, at(120));
        let uneven = Lease::take(None, minute, at(0) + Duration::from_nanos(1_999_999)).unwrap();
        assert_eq!(uneven.until, at(60) + Duration::from_millis(1));
        let left = next.release(Duration::from_secs(5), at(70));
        assert_eq!(left.until, at(75));
        assert_eq!(Lease::take(Some(&left), minute, at(75)).unwrap().fence, 3);
        assert_eq!(next.release(minute, at(100)).until, at(120));
    }
}
