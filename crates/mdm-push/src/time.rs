//! Time as a number, and jitter that needs no randomness.

use std::hash::{Hash, Hasher};
use std::time::{Duration, SystemTime};

/// Microseconds since 1970: eight bytes, and arithmetic that cannot fail.
///
/// What is earlier than 1970 counts as 1970, what is later than the year 9999 as its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Micros(u64);

impl Micros {
    pub(crate) const ZERO: Self = Self(0);
    pub(crate) const LAST: Self = Self(LAST);

    pub(crate) fn plus(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(micros(duration)).min(LAST))
    }

    pub(crate) fn minus(self, duration: Duration) -> Self {
        Self(self.0.saturating_sub(micros(duration)))
    }

    /// How long after `earlier`; zero when it is not after it.
    pub(crate) fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(self.0.saturating_sub(earlier.0))
    }

    /// The next multiple of `step`, or itself.
    pub(crate) fn up_to(self, step: Duration) -> Self {
        Self(self.0.next_multiple_of(micros(step).max(1)))
    }

    pub(crate) const fn count(self) -> u64 {
        self.0
    }

    /// Whole seconds, rounded up.
    pub(crate) const fn secs_up(self) -> u64 {
        self.0.div_ceil(SECOND)
    }

    /// Whole seconds, rounded down.
    pub(crate) const fn secs(self) -> u64 {
        self.0 / SECOND
    }

    pub(crate) const fn from_secs(secs: u64) -> Self {
        Self(secs.saturating_mul(SECOND))
    }
}

impl From<SystemTime> for Micros {
    fn from(time: SystemTime) -> Self {
        Self(time.duration_since(SystemTime::UNIX_EPOCH).map_or(0, micros).min(LAST))
    }
}

impl From<Micros> for SystemTime {
    fn from(time: Micros) -> Self {
        Self::UNIX_EPOCH + Duration::from_micros(time.0)
    }
}

/// A duration below `span`, the same for the same device and number on every node and after every restart.
pub(crate) fn jitter<K: Hash>(key: &K, number: u64, span: Duration) -> Duration {
    let mut hasher = Fnv(0xCBF2_9CE4_8422_2325);
    (key, number).hash(&mut hasher);
    match micros(span) {
        0 => Duration::ZERO,
        span => Duration::from_micros(hasher.finish() % span),
    }
}

/// FNV-1a, with a finish that spreads. `std`'s own hashers are not promised to stay the same.
struct Fnv(u64);

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3);
        }
    }

    fn finish(&self) -> u64 {
        let mixed = (self.0 ^ (self.0 >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
        mixed ^ (mixed >> 32)
    }
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

const SECOND: u64 = 1_000_000;
/// The end of the year 9999, which every platform's `SystemTime` can hold.
const LAST: u64 = 253_402_300_799 * SECOND;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_time_becomes_a_number_and_comes_back() {
        let second = Duration::from_secs(1);
        let check = |time: SystemTime, expected: SystemTime| {
            assert_eq!(SystemTime::from(Micros::from(time)), expected);
        };
        let epoch = SystemTime::UNIX_EPOCH;
        check(epoch, epoch);
        check(epoch - second, epoch);
        check(epoch + second * 1_780_000_000, epoch + second * 1_780_000_000);
        let end = epoch + Duration::from_micros(LAST);
        check(end + Duration::from_secs(1 << 40), end);
        assert_eq!(SystemTime::from(Micros::from(end).plus(Duration::MAX)), end);
        assert_eq!(Micros::ZERO.minus(second), Micros::ZERO);
    }

    #[test]
    fn jitter_is_repeatable_and_spread() {
        let hour = Duration::from_secs(3_600);
        assert_eq!(jitter(&"a", 1, hour), jitter(&"a", 1, hour));
        assert_ne!(jitter(&"a", 1, hour), jitter(&"a", 2, hour));
        assert_eq!(jitter(&"a", 1, Duration::ZERO), Duration::ZERO);
        // 60,000 devices fall into 60 minutes: 1,000 each, a few percent more or less.
        let mut minutes = [0_u32; 60];
        for device in 0..60_000_u64 {
            minutes[usize::try_from(jitter(&device, 1, hour).as_secs() / 60).unwrap()] += 1;
        }
        assert!(minutes.iter().all(|count| (850..1_150).contains(count)), "{minutes:?}");
    }
}
