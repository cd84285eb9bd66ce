//! How far a batch is, in one queue or in a hundred thousand.

use std::fmt;

use crate::{BatchId, Entry, Queue, State};

/// How far a batch is: its commands, counted by where they stand.
///
/// An order to many enrolments has one such count in each queue; their [sum](Self::add) is the count of the whole.
///
/// ```
/// use mdm_command::{Progress, State};
///
/// let one = [State::Acknowledged, State::NotNow].into_iter().collect::<Progress>();
/// let other = [State::Acknowledged, State::Acknowledged].into_iter().collect();
/// let both = one.add(other);
/// assert_eq!(both.to_string(), "3 of 4 done, 1 refused for now");
/// assert!(!both.is_complete());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Progress {
    /// Not handed out yet.
    pub queued: u64,
    /// Handed out, without an answer so far.
    pub out: u64,
    /// Refused for now.
    pub refused: u64,
    /// Acknowledged.
    pub acknowledged: u64,
    /// Answered with an error, with something unreadable, or not at all where it could not be repeated.
    pub failed: u64,
    /// Ended without an answer: cancelled, superseded, not allowed any more, expired.
    pub dropped: u64,
}

impl Progress {
    /// The sum of two counts.
    #[must_use]
    pub const fn add(self, other: Self) -> Self {
        Self {
            queued: self.queued + other.queued,
            out: self.out + other.out,
            refused: self.refused + other.refused,
            acknowledged: self.acknowledged + other.acknowledged,
            failed: self.failed + other.failed,
            dropped: self.dropped + other.dropped,
        }
    }

    /// How many commands there are.
    #[must_use]
    pub const fn total(self) -> u64 {
        self.queued + self.out + self.refused + self.acknowledged + self.failed + self.dropped
    }

    /// Whether every command is final.
    #[must_use]
    pub const fn is_complete(self) -> bool {
        self.queued + self.out + self.refused == 0
    }

    /// One more command that stands there.
    #[must_use]
    pub const fn counting(mut self, state: State) -> Self {
        let count = match state {
            State::Queued => &mut self.queued,
            State::Sent | State::Unanswered => &mut self.out,
            State::NotNow => &mut self.refused,
            State::Acknowledged => &mut self.acknowledged,
            State::Error | State::CommandFormatError | State::Unreadable | State::Presumed => {
                &mut self.failed
            }
            State::Cancelled | State::Superseded | State::Refused | State::Expired => &mut self.dropped,
        };
        *count += 1;
        self
    }
}

impl FromIterator<State> for Progress {
    fn from_iter<I: IntoIterator<Item = State>>(states: I) -> Self {
        states.into_iter().fold(Self::default(), Self::counting)
    }
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} done", self.acknowledged, self.total())?;
        let rest = [
            (self.failed, "failed"),
            (self.dropped, "dropped"),
            (self.refused, "refused for now"),
            (self.out, "without an answer so far"),
            (self.queued, "queued"),
        ];
        rest.iter()
            .filter(|(count, _)| *count > 0)
            .try_for_each(|(count, what)| write!(f, ", {count} {what}"))
    }
}

impl Queue {
    /// How far a batch is in this queue, as far as its commands were loaded.
    #[must_use]
    pub fn progress(&self, batch: &BatchId) -> Progress {
        let ours = |entry: &&Entry| entry.terms.batch.as_ref() == Some(batch);
        self.entries().filter(ours).map(|entry| entry.state).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_counts_once() {
        let all: Progress = State::ALL.into_iter().collect();
        assert_eq!(all.total(), State::ALL.len() as u64);
        for state in State::ALL {
            let one: Progress = [state].into_iter().collect();
            assert_eq!((one.total(), one.is_complete()), (1, state.is_final()), "{state}");
        }
        assert!(Progress::default().is_complete());
    }
}
