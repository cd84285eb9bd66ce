//! The votes of one cell: one a device, and no more devices than fit.

use std::ops::RangeInclusive;

use super::DeviceTag;

/// How many devices did what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Tally {
    /// How many devices there are: exact as long as each fits, or else an estimate from the sample.
    pub devices: u64,
    /// How many of them were counted. Those are a random sample.
    pub sampled: u32,
    /// Counted ones that refused.
    pub refused: u32,
    /// Counted ones that ran it. The rest did both on one day.
    pub ran: u32,
}

/// The votes of one cell, in order of tags. Joining is commutative, associative and idempotent: of all
/// devices that ever voted, the smallest tags are kept, each with the join of its votes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub(super) struct Votes(Vec<Vote>);

/// What one device did last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct Vote {
    pub(super) device: DeviceTag,
    /// Days since 1970.
    pub(super) day: u32,
    pub(super) behavior: Behavior,
}

/// What a device did on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) enum Behavior {
    Refused,
    Ran,
    Both,
}

impl Votes {
    pub(super) fn count(&mut self, vote: Vote, most: usize) {
        match self.0.binary_search_by_key(&vote.device, |vote| vote.device) {
            Ok(at) => {
                if let Some(known) = self.0.get_mut(at) {
                    *known = known.join(vote);
                }
            }
            Err(at) if at < most => {
                self.0.truncate(most - 1);
                self.0.insert(at, vote);
            }
            Err(_) => {}
        }
    }

    pub(super) fn merge(&mut self, other: &Self, most: usize) {
        for vote in &other.0 {
            self.count(*vote, most);
        }
    }

    /// Drops what is from other days; whether anything is left.
    pub(super) fn retain_days(&mut self, days: &RangeInclusive<u32>) -> bool {
        self.0.retain(|vote| days.contains(&vote.day));
        !self.0.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn are_only_of(&self, device: DeviceTag) -> bool {
        self.0.iter().all(|vote| vote.device == device)
    }

    /// The day of one of the votes; of the only one, where there is one.
    pub(super) fn some_day(&self) -> u32 {
        self.0.first().map_or(0, |vote| vote.day)
    }

    pub(super) fn tally(&self, most: usize) -> Tally {
        let count = |behavior| self.0.iter().filter(|vote| vote.behavior == behavior).count();
        let number = |count| u32::try_from(count).unwrap_or(u32::MAX);
        let devices = match self.0.last() {
            // The tags are uniform: if the n smallest reach this far, so many there are in all.
            Some(last) if self.0.len() >= most => {
                let (before, reach) = (self.0.len() as u128 - 1, u128::from(last.device.number()).max(1));
                u64::try_from((before << 64) / reach).unwrap_or(u64::MAX)
            }
            _ => self.0.len() as u64,
        };
        let sampled = number(self.0.len());
        Tally {
            devices,
            sampled,
            refused: number(count(Behavior::Refused)),
            ran: number(count(Behavior::Ran)),
        }
    }
}

impl Vote {
    /// The later day counts; of one day, all of it.
    fn join(self, other: Self) -> Self {
        match self.day.cmp(&other.day) {
            std::cmp::Ordering::Greater => self,
            std::cmp::Ordering::Less => other,
            std::cmp::Ordering::Equal => Self { behavior: self.behavior.join(other.behavior), ..self },
        }
    }
}

impl Behavior {
    pub(super) fn join(self, other: Self) -> Self {
        if self == other { self } else { Self::Both }
    }
}

/// Between which proportions the true one lies, when `part` of `whole` devices were seen to do something:
/// Wilson's score interval (E. B. Wilson, "Probable inference, the law of succession, and statistical
/// inference", 1927), each end with 95 % confidence.
pub(super) fn interval(part: u32, whole: u32) -> RangeInclusive<f64> {
    /// The normal distribution's quantile of 95 %.
    const Z: f64 = 1.645;
    let n = f64::from(whole.max(1));
    let p = f64::from(part) / n;
    let center = p + Z * Z / (2.0 * n);
    let margin = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    (center - margin) / scale..=(center + margin) / scale
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Worked out by hand from the formula.
    #[test]
    fn intervals() {
        fn check(part: u32, whole: u32, low: f64, high: f64) {
            let found = interval(part, whole);
            let near = |a: f64, b: f64| (a - b).abs() < 0.0005;
            assert!(near(*found.start(), low) && near(*found.end(), high), "{part} of {whole}: {found:?}");
        }
        check(20, 20, 0.8808, 1.0);
        check(0, 20, 0.0, 0.1192);
        check(19, 20, 0.8040, 0.9888);
        check(5, 10, 0.2693, 0.7307);
    }
}
