//! What the databases of this crate make of a row: numbers and flags that they find and order by.

use crate::limits::INTEGER;
use crate::row::{Gates, Lane, Phase};

/// What a ready command may have to wait for, as far as it is the same in every exchange.
#[derive(Clone, Copy)]
pub(crate) struct Class {
    pub(crate) gates: Gates,
    pub(crate) is_timed: bool,
}

impl Class {
    pub(crate) const fn number(self) -> u8 {
        self.gates.bits() | if self.is_timed { TIMED_CLASS } else { 0 }
    }

    pub(crate) fn from_number(number: i64) -> Option<Self> {
        let number = u8::try_from(number).ok()?;
        let gates = Gates::from_bits(number & !TIMED_CLASS)?;
        Some(Self { gates, is_timed: number & TIMED_CLASS != 0 })
    }
}

/// The classes of ready commands that nobody holds.
pub(crate) fn classes(with_timed: bool) -> impl Iterator<Item = Class> {
    let gates = [Gates::NONE, Gates::LOST_MODE, Gates::BACKOFF, Gates::LOST_MODE.or(Gates::BACKOFF)];
    let timed: &[bool] = if with_timed { &[false, true] } else { &[false] };
    timed.iter().flat_map(move |&is_timed| gates.map(|gates| Class { gates, is_timed }))
}

/// The phase of a number in the database.
pub(crate) fn phase(stored: i64) -> Option<Phase> {
    PHASES.into_iter().find(|&phase| i64::from(phase_number(phase)) == stored)
}

/// The number of a phase in the database. The partial indexes name these numbers.
pub(crate) const fn phase_number(phase: Phase) -> i32 {
    match phase {
        Phase::Waiting => 0,
        Phase::Outstanding => 1,
        Phase::Done => 2,
    }
}

pub(crate) const fn lane_number(lane: Lane) -> i64 {
    match lane {
        Lane::Normal => 0,
        Lane::Urgent => 1,
    }
}

pub(crate) fn lane(stored: i64) -> Option<Lane> {
    [Lane::Normal, Lane::Urgent].into_iter().find(|lane| lane_number(*lane) == stored)
}

/// A number for a column. What is stored was validated; what is only asked for may be greater than
/// everything that is stored.
pub(crate) fn integer(number: u64) -> i64 {
    i64::try_from(number.min(INTEGER)).unwrap_or(i64::MAX)
}

/// The text right after this one, byte by byte.
pub(crate) fn next_text(text: &str) -> String {
    format!("{text}\0")
}

/// The two lists without what they begin and end with alike.
pub(crate) fn between<'a>(old: &'a [u64], new: &'a [u64]) -> (&'a [u64], &'a [u64]) {
    let ascends = |places: &[u64]| places.is_sorted_by(|a, b| a < b);
    if !ascends(old) || !ascends(new) {
        // What stands in between may stand at the ends too.
        return (old, new);
    }
    let alike = |(old, new): &(&u64, &u64)| old == new;
    let first = old.iter().zip(new).take_while(alike).count();
    let (old, new) = (old.get(first..).unwrap_or_default(), new.get(first..).unwrap_or_default());
    let last = old.iter().rev().zip(new.iter().rev()).take_while(alike).count();
    (old.get(..old.len() - last).unwrap_or_default(), new.get(..new.len() - last).unwrap_or_default())
}

/// What a store is opened for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Serve,
    /// Also where half of another store is already.
    CopyInto,
}

/// Added to the number of the schema while a copy into the store has not come to its end: no version of this library serves
/// such a store, older ones because they take it for a newer one.
pub(crate) const HALF_COPIED: i64 = 1_000_000;

const PHASES: [Phase; 3] = [Phase::Waiting, Phase::Outstanding, Phase::Done];

/// In the number of a class: it has a `not_before`.
pub(crate) const TIMED_CLASS: u8 = 8;
