//! Where chains ended at an old checkpoint, gathered to be carried forward.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::checkpoint::{Carry, Leaf, Leaves, SignedCheckpoint};
use super::{Break, Digest};

/// The checkpoints that tell again where the chains ended at an old one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Span {
    /// The numbers of the first and of the last of them; 0 when there is none.
    first: u64,
    last: u64,
    /// How many chains they tell of.
    pub(super) leaves: u64,
}

/// What was begun to be carried forward, and is not whole yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Carrying {
    /// The checkpoint.
    to: u64,
    /// The leaves of the checkpoints up to there, behind those that are dropped.
    fresh: u64,
    /// The last chain that was told.
    after: Option<Digest>,
    span: Span,
}

/// Gathers the next part of what is to be carried forward: give it the checkpoints that it [asks for](Self::next).
///
/// Where the chains ended at a checkpoint follows from where they ended at the one that was carried forward before, and from
/// the leaves of those in between. So those are read: first the ones that carry the former forward, then the ones in between,
/// each with the one behind them, which speaks for the last. Not more chains are held in memory than one checkpoint tells.
#[derive(Clone, Debug)]
pub struct Carrier {
    dropped: u64,
    /// What was carried forward before.
    base: Span,
    /// The last that may be carried.
    old: u64,
    /// The last checkpoint there is, and its digest.
    newest: (u64, Digest),
    carrying: Option<Carrying>,
    next: u64,
    phase: Phase,
    /// The digest of the last that was taken.
    previous: Option<Digest>,
    fresh: u64,
    chains: BTreeMap<Digest, Leaf>,
    /// The first chain of which there was no room.
    beyond: Option<Digest>,
    most: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Those that carry the former forward, and the one behind them.
    Base,
    /// Those in between, up to this one when it is known.
    Between,
    /// The one behind them.
    Witness,
    Done,
}

/// Of a checkpoint in the making.
pub(super) struct Part {
    pub(super) carry: Carry,
    pub(super) leaves: Leaves,
    /// What is left to be told after it; otherwise what was told in all.
    pub(super) next: Result<Carrying, Span>,
    /// How many leaves there were in between.
    pub(super) fresh: u64,
}

impl Carrier {
    /// Most chains that one checkpoint carries forward: some 4 MB.
    pub const MOST: usize = 25_000;

    pub(super) fn new(
        (dropped, old): (u64, u64),
        newest: (u64, Digest),
        base: Span,
        carrying: Option<Carrying>,
        most: usize,
    ) -> Self {
        let (phase, next) = if base.first > 0 {
            (Phase::Base, base.first)
        } else {
            (Phase::Between, dropped.saturating_add(1))
        };
        let (previous, fresh, chains, beyond) = (None, 0, BTreeMap::new(), None);
        Self { dropped, base, old, newest, carrying, next, phase, previous, fresh, chains, beyond, most }
    }

    /// The number of the checkpoint that it wants now; `None` when it has seen all.
    #[must_use]
    pub fn next(&self) -> Option<u64> {
        (self.phase != Phase::Done).then_some(self.next)
    }

    /// Takes the checkpoint that it asked for.
    ///
    /// # Errors
    ///
    /// It is another one, or not as it was made: then nothing can be carried forward, and nothing is dropped.
    /// [`Break::Unlinked`] may mean the one before it.
    pub fn take(&mut self, signed: &SignedCheckpoint) -> Result<(), Break> {
        let SignedCheckpoint { checkpoint, leaves, carried, .. } = signed;
        let digest = checkpoint.digest();
        let (newest, last) = self.newest;
        let follows = self.previous.is_none_or(|previous| checkpoint.previous == previous)
            && (checkpoint.number != newest || digest == last);
        if checkpoint.number != self.next || !follows {
            return Err(Break::Unlinked);
        }
        if !signed.has_its_leaves() {
            return Err(Break::Root);
        }
        self.previous = Some(digest);
        match self.phase {
            Phase::Base => {
                if checkpoint.number <= self.base.last && checkpoint.carry.to == self.dropped {
                    carried.iter().for_each(|leaf| self.note(leaf));
                }
                self.next += 1;
                // The one behind them speaks for the last.
                if self.next > self.base.last.saturating_add(1).min(newest) {
                    (self.phase, self.next) = (Phase::Between, self.dropped.saturating_add(1));
                    self.previous = None;
                }
            }
            Phase::Between => {
                leaves.iter().for_each(|leaf| self.note(leaf));
                self.fresh = self.fresh.saturating_add(leaves.len() as u64);
                let is_last = match &self.carrying {
                    Some(carrying) => self.next >= carrying.to,
                    None => {
                        self.next >= self.old
                            || self.fresh >= self.base.leaves.saturating_mul(WORTH).max(LEAST)
                    }
                };
                if is_last {
                    let to = self.next;
                    let span = Span::default();
                    self.carrying.get_or_insert(Carrying { to, fresh: self.fresh, after: None, span });
                    self.phase = if to < newest { Phase::Witness } else { Phase::Done };
                }
                self.next += 1;
            }
            Phase::Witness => self.phase = Phase::Done,
            Phase::Done => return Err(Break::Unlinked),
        }
        Ok(())
    }

    fn note(&mut self, leaf: &Leaf) {
        let after = self.carrying.and_then(|carrying| carrying.after);
        if after.is_some_and(|after| leaf.chain <= after)
            || self.beyond.is_some_and(|beyond| leaf.chain >= beyond)
        {
            return;
        }
        self.chains.insert(leaf.chain, *leaf);
        if self.chains.len() > self.most {
            self.beyond = self.chains.pop_last().map(|(chain, _)| chain);
        }
    }

    /// What the checkpoint of this number carries forward; `None` when not all was taken.
    pub(super) fn part(self, number: u64) -> Option<Part> {
        let Carrying { to, fresh, span, .. } = self.carrying.filter(|_| self.phase == Phase::Done)?;
        let after = self.chains.last_key_value().map(|(chain, _)| *chain);
        // Of a chain that has ended nothing is left to be verified.
        let leaves: Vec<Leaf> = self.chains.into_values().filter(|leaf| !leaf.ended).collect();
        let leaves = Leaves::from(leaves);
        let first = if span.first == 0 { number } else { span.first };
        let count = leaves.len() as u64;
        let span = Span { first, last: number, leaves: span.leaves.saturating_add(count) };
        let next = match self.beyond {
            Some(_) => Ok(Carrying { to, fresh, after, span }),
            None => Err(span),
        };
        let dropped = if next.is_ok() { self.dropped } else { to };
        Some(Part { carry: Carry { dropped, to, leaves: count, root: leaves.root() }, leaves, next, fresh })
    }
}

/// So many leaves are dropped for each one that is told again.
pub(super) const WORTH: u64 = 4;
/// So many leaves are dropped at once in any case, if there are.
const LEAST: u64 = 200_000;
