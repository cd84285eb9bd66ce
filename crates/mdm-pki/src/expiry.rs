//! How close a certificate is to its end, and who was told.

use std::time::{Duration, SystemTime};

/// How close a certificate is to its end. Later stages are greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ExpiryStage {
    /// More than 30 days are left.
    Valid,
    /// At most 30 days are left.
    Days30,
    /// At most 14 days are left.
    Days14,
    /// At most 7 days are left.
    Days7,
    /// At most one day is left.
    Day1,
    /// It has ended. With a push certificate that has, nothing is pushed.
    Expired,
}

/// Watches the end of one certificate, and tells each stage once: a forgotten push certificate makes every device
/// unmanageable (F18).
///
/// It is a plain value for the store; a renewal starts another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExpiryWatch {
    /// When the certificate ends.
    pub not_after: SystemTime,
    /// The last stage that was told.
    pub told: ExpiryStage,
}

impl ExpiryStage {
    const LADDER: [(Self, u64); 5] =
        [(Self::Days30, 30), (Self::Days14, 14), (Self::Days7, 7), (Self::Day1, 1), (Self::Expired, 0)];

    /// The stage at `now` of what ends at `not_after`.
    #[must_use]
    pub fn of(not_after: SystemTime, now: SystemTime) -> Self {
        let left = not_after.duration_since(now).unwrap_or_default();
        let reached = Self::LADDER.iter().rev().find(|(_, days)| left <= Duration::from_secs(days * DAY));
        reached.map_or(Self::Valid, |(stage, _)| *stage)
    }
}

impl ExpiryWatch {
    /// Nothing was told yet.
    #[must_use]
    pub const fn new(not_after: SystemTime) -> Self {
        Self { not_after, told: ExpiryStage::Valid }
    }

    /// The stage that has to be told now, if there is one: stages that passed unseen are not told after the fact, and
    /// a clock that steps back tells none again.
    #[must_use]
    pub fn poll(&mut self, now: SystemTime) -> Option<ExpiryStage> {
        let stage = ExpiryStage::of(self.not_after, now);
        (stage > self.told).then(|| {
            self.told = stage;
            stage
        })
    }

    /// When to ask again; `None` when everything was told.
    #[must_use]
    pub fn next_at(&self) -> Option<SystemTime> {
        let (_, days) = ExpiryStage::LADDER.iter().find(|(stage, _)| *stage > self.told)?;
        Some(self.not_after.checked_sub(Duration::from_secs(days * DAY)).unwrap_or(SystemTime::UNIX_EPOCH))
    }
}

const DAY: u64 = 86_400;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::now;

    /// Acceptance check 15, F18: warnings at 30, 14, 7 and 1 days, and when it is too late.
    #[test]
    fn each_stage_is_told_once() {
        let end = now() + Duration::from_secs(365 * DAY);
        let mut watch = ExpiryWatch::new(end);
        let mut check = |left: i64, expected: Option<ExpiryStage>| {
            let left_secs = Duration::from_secs(left.unsigned_abs());
            let at = if left < 0 { end + left_secs } else { end - left_secs };
            assert_eq!(watch.poll(at), expected, "{left}");
            assert_eq!(watch.poll(at), None, "told again at {left}");
            // A process that was restarted goes on from what was stored.
            watch = ExpiryWatch { not_after: watch.not_after, told: watch.told };
            watch.next_at()
        };
        let day = 86_400;
        let at = |days: u64| Some(end - Duration::from_secs(days * DAY));
        assert_eq!(check(365 * day, None), at(30));
        assert_eq!(check(30 * day + 1, None), at(30));
        assert_eq!(check(30 * day, Some(ExpiryStage::Days30)), at(14));
        assert_eq!(check(15 * day, None), at(14));
        assert_eq!(check(14 * day, Some(ExpiryStage::Days14)), at(7));
        // The clock steps back, and nobody was there between seven days and one.
        assert_eq!(check(20 * day, None), at(7));
        assert_eq!(check(3600, Some(ExpiryStage::Day1)), at(0));
        assert_eq!(check(1, None), at(0));
        assert_eq!(check(0, Some(ExpiryStage::Expired)), None);
        assert_eq!(check(-day, None), None);
        assert_eq!(check(400 * day, None), None);
    }
}
