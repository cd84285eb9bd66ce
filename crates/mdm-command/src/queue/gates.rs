//! What may keep a ready command back, in a form that a store can keep as a number.

use std::time::SystemTime;

use mdm_lock::{InLostMode, Lane, LostMode, RuleTable};

use super::QueueState;
use crate::{Entry, Hold, State};

/// Gates before the device. Each command has to pass some of them ([`Entry::gates`]), and some of them are shut
/// ([`QueueState::shut`]): a command that has to pass a shut one stays.
///
/// Two more reasons to stay depend on the exchange, and have numbers of their own:
/// [`Terms::not_before`](crate::Terms::not_before), and [`Entry::refused_in`] with the session that goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gates(u8);

impl Gates {
    /// None.
    pub const NONE: Self = Self(0);
    /// For what the caller holds back. Always shut.
    pub const HELD: Self = Self(1);
    /// For what would fail in Lost Mode. Shut in Lost Mode.
    pub const LOST_MODE: Self = Self(1 << 1);
    /// For what the device refused. Shut while it refuses in quick succession ([`Backoff::until`](crate::Backoff::until)).
    pub const BACKOFF: Self = Self(1 << 2);
    /// All of them.
    pub const ALL: Self = Self(Self::HELD.0 | Self::LOST_MODE.0 | Self::BACKOFF.0);

    /// As a number, at most [`Self::ALL`]'s.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// The gates of this number; `None` when it is none.
    #[must_use]
    pub const fn from_bits(bits: u8) -> Option<Self> {
        if bits & !Self::ALL.0 == 0 { Some(Self(bits)) } else { None }
    }

    /// These and those.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those that are among both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether one of the others is among these.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    const fn when(self, applies: bool) -> Self {
        if applies { self } else { Self::NONE }
    }
}

impl Entry {
    /// The gates that it has to pass. A store keeps them beside it.
    #[must_use]
    pub fn gates(&self, table: &RuleTable) -> Gates {
        let fails = table.character(&self.command).lost_mode == InLostMode::Fails;
        Gates::HELD
            .when(self.terms.hold == Hold::Held)
            .or(Gates::LOST_MODE.when(fails))
            .or(Gates::BACKOFF.when(self.state == State::NotNow && self.lane == Lane::Ordinary))
    }
}

impl QueueState {
    /// The gates that are shut, but for [`Gates::BACKOFF`], which is shut before
    /// [`Backoff::until`](crate::Backoff::until).
    #[must_use]
    pub fn shut(&self) -> Gates {
        Gates::HELD.or(Gates::LOST_MODE.when(self.belief.lost_mode == LostMode::On))
    }

    pub(super) fn shut_at(&self, now: SystemTime) -> Gates {
        self.shut().or(Gates::BACKOFF.when(self.backoff.holds(now)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gates_are_numbers_and_back() {
        for bits in 0..=u8::MAX {
            let gates = Gates::from_bits(bits);
            assert_eq!(gates.map(Gates::bits), (bits < 8).then_some(bits));
        }
        assert!(Gates::ALL.has(Gates::HELD) && !Gates::HELD.has(Gates::BACKOFF));
    }
}
