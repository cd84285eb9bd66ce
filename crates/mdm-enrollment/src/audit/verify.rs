//! Whether an exported trail is whole. No store is needed.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::checkpoint::{Checkpoint, Leaf, Signature, SignedCheckpoint};
use super::{Digest, Ledger, Tip};
use crate::row::{RecordKey, Version};
use crate::{Event, EventKind};

/// One line of an exported trail, which is a file of JSON, one object a line. The events of one chain stand in order, and
/// so do the checkpoints; otherwise their order does not matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// An event.
    Event(EventLine),
    /// A checkpoint.
    Checkpoint(SignedCheckpoint),
}

/// An event in an exported trail.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventLine {
    /// The record.
    pub key: Box<str>,
    /// The version that its commit made.
    pub version: u64,
    /// Its number among the events of this record in this commit.
    pub index: u64,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// The bytes, as they were written: [`Event::decode`](crate::Event::decode) reads them.
    pub body: Box<str>,
}

impl EventLine {
    fn id(&self) -> Box<str> {
        format!("{}/{}/{}", self.key, self.version, self.index).into()
    }
}

/// What devices and persons have to do with it is not shown.
impl fmt::Debug for EventLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventLine")
            .field("id", &self.id())
            .field("at", &self.at)
            .field("body", &format_args!("({} bytes)", self.body.len()))
            .finish()
    }
}

/// The first link that is broken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{at}: {what}")]
pub struct Broken {
    /// Where: the identifier of an event, `checkpoint N`, or the digest of a chain's key when nothing of it is there.
    pub at: Box<str>,
    /// What is wrong.
    pub what: Break,
}

/// What is wrong with a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Break {
    /// The event after this one names another link: this one was changed.
    #[error("it is not the event that was written: the next one names another link")]
    Changed,
    /// A checkpoint names another link: this event, or one before it, was written anew.
    #[error("it is not the event that was written: checkpoint {0} names another link")]
    Rewritten(u64),
    /// Events are missing before this one.
    #[error("events {0} to {1} of its chain are missing before it")]
    Removed(u64, u64),
    /// An event with this number stands before it already.
    #[error(
        "it says that it is event {0} of its chain, and that one stands before it: it was inserted, or moved"
    )]
    Inserted(u64),
    /// It is not of the commit in whose place it stands.
    #[error("its version and index do not follow those of the event before it")]
    Reordered,
    /// It has no place in its chain, and the chain has begun.
    #[error("it names no link")]
    Unchained,
    /// A checkpoint knows later events.
    #[error("checkpoint {0} knows the {1} events of the chain up to {2}, and this is the last one")]
    Truncated(u64, u64, u64),
    /// A checkpoint knows the chain, and nothing of it is there.
    #[error("checkpoint {0} knows {1} events of the chain, and none of them is there")]
    Missing(u64, u64),
    /// The checkpoint does not follow the one before it.
    #[error("it does not follow the checkpoint before it")]
    Unlinked,
    /// The checkpoint's leaves are not those that its root is about.
    #[error("its root is that of other chains")]
    Root,
    /// The signature is missing or does not stand up.
    #[error("its signature is missing or does not stand up")]
    Signature,
}

/// What was verified.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Events in chains.
    pub events: u64,
    /// Chains.
    pub chains: u64,
    /// Checkpoints.
    pub checkpoints: u64,
    /// Events that no checkpoint knows yet: a missing one among the last of a chain would not be noticed.
    pub open: u64,
    /// Events from before there were chains.
    pub unchained: u64,
}

/// Holds an exported trail against its own links and its checkpoints.
pub struct Verifier<'a> {
    trails: BTreeMap<Box<str>, Trail>,
    checkpoints: Vec<(Checkpoint, Vec<Leaf>)>,
    signed: Option<SignedBy<'a>>,
    only: Option<Digest>,
    unchained: u64,
    /// Of chains that are about to be removed: so many of their events may be gone.
    purging: BTreeMap<Digest, u64>,
}

type SignedBy<'a> = Box<dyn Fn(&[u8], &Signature) -> bool + Send + 'a>;

/// What is there of a chain.
struct Trail {
    /// Before the first event that is there.
    begun: Tip,
    /// Each event: its link, version, index.
    links: Vec<(Digest, u64, u64)>,
}

impl Trail {
    fn tip(&self) -> Tip {
        let link = self.links.last().map_or(self.begun.link, |last| last.0);
        Tip { count: self.begun.count + self.links.len() as u64, link }
    }

    /// The identifier of the event with this number, or of the nearest.
    fn id(&self, key: &str, number: u64) -> Box<str> {
        let place = usize::try_from(number.saturating_sub(self.begun.count)).unwrap_or(usize::MAX);
        let event = self.links.get(place).or_else(|| self.links.last());
        event.map_or_else(|| key.into(), |(_, version, index)| format!("{key}/{version}/{index}").into())
    }

    /// The link of the chain when it had so many events; `None` when that cannot be known here.
    fn link_at(&self, count: u64) -> Option<Digest> {
        match count.checked_sub(self.begun.count)? {
            0 => Some(self.begun.link),
            nth => self.links.get(usize::try_from(nth - 1).ok()?).map(|event| event.0),
        }
    }
}

impl<'a> Verifier<'a> {
    /// A verifier that takes checkpoints as they are, signed or not: it shows a change by somebody who could not write
    /// the checkpoints anew.
    #[must_use]
    pub fn new() -> Self {
        let (trails, checkpoints, purging) = (BTreeMap::new(), Vec::new(), BTreeMap::new());
        Self { trails, checkpoints, signed: None, only: None, unchained: 0, purging }
    }

    /// The trail is that of one record: the other chains of the checkpoints are not missed.
    #[must_use]
    pub fn only(self, key: &RecordKey) -> Self {
        Self { only: Some(Digest::of(key.as_str().as_bytes())), ..self }
    }

    /// Every checkpoint has to be signed: `verify` is given the bytes and the signature.
    #[must_use]
    pub fn signed_by(self, verify: impl Fn(&[u8], &Signature) -> bool + Send + 'a) -> Self {
        Self { signed: Some(Box::new(verify)), ..self }
    }

    /// Takes the next line.
    ///
    /// # Errors
    ///
    /// The link that is broken.
    pub fn take(&mut self, line: &Line) -> Result<(), Broken> {
        match line {
            Line::Event(event) => self.event(event).map_err(|(at, what)| Broken { at, what }),
            Line::Checkpoint(signed) => self.checkpoint(signed).map_err(|what| Broken {
                at: format!("checkpoint {}", signed.checkpoint.number).into(),
                what,
            }),
        }
    }

    fn event(&mut self, event: &EventLine) -> Result<(), (Box<str>, Break)> {
        let broken = |what| Err((event.id(), what));
        let Some(before) = Tip::of_body(event.body.as_bytes()) else {
            if self.trails.contains_key(&event.key) {
                return broken(Break::Unchained);
            }
            self.unchained += 1;
            return Ok(());
        };
        let trail = self.trails.entry(event.key.clone());
        let trail = trail.or_insert_with(|| Trail { begun: before, links: Vec::new() });
        let tip = trail.tip();
        if before.count > tip.count {
            return broken(Break::Removed(tip.count, before.count - 1));
        }
        if before.count < tip.count {
            return broken(Break::Inserted(before.count));
        }
        if before.link != tip.link {
            return Err((trail.id(&event.key, tip.count.saturating_sub(1)), Break::Changed));
        }
        if before.count == 0 && before.link != Digest::default() {
            return broken(Break::Inserted(0));
        }
        let place = (event.version, event.index);
        if trail.links.last().is_some_and(|(_, version, index)| place <= (*version, *index)) {
            return broken(Break::Reordered);
        }
        let body = event.body.as_bytes();
        let after = tip.next_at(&event.key, Version(event.version), event.index, event.at, body);
        trail.links.push((after.link, event.version, event.index));
        self.note_removal(event);
        Ok(())
    }

    /// What the ledger announces.
    fn note_removal(&mut self, event: &EventLine) {
        if !RecordKey::new(&event.key).is_some_and(|key| Ledger::is_ledger(&key)) {
            return;
        }
        match Event::decode(event.body.as_bytes()).map(|event| event.kind) {
            Ok(EventKind::Purging { chain, tip }) => {
                self.purging.insert(chain, tip.count);
            }
            // What comes under the key from now on is another chain.
            Ok(EventKind::Purged { chain, .. }) => {
                self.purging.remove(&chain);
            }
            _ => {}
        }
    }

    fn checkpoint(&mut self, signed: &SignedCheckpoint) -> Result<(), Break> {
        let SignedCheckpoint { checkpoint, leaves, signature } = signed;
        let follows = match self.checkpoints.last() {
            Some((last, _)) => {
                checkpoint.tenant == last.tenant
                    && Some(checkpoint.number) == last.number.checked_add(1)
                    && checkpoint.previous == last.digest()
                    && checkpoint.up_to >= last.up_to
                    && checkpoint.pruned >= last.pruned
            }
            None => checkpoint.number == 1 && checkpoint.previous == Digest::default(),
        };
        // Retention goes from checkpoint to checkpoint, so that each chain begins where one of them knows it.
        let is_end = |end: u64| self.checkpoints.binary_search_by_key(&end, |(known, _)| known.up_to).is_ok();
        if !follows || checkpoint.pruned != 0 && !is_end(checkpoint.pruned) {
            return Err(Break::Unlinked);
        }
        if checkpoint.leaves != leaves.len() as u64 || checkpoint.root != leaves.root() {
            return Err(Break::Root);
        }
        if let Some(verify) = &self.signed
            && !signature.as_ref().is_some_and(|signature| verify(&checkpoint.to_be_signed(), signature))
        {
            return Err(Break::Signature);
        }
        self.checkpoints.push((checkpoint.clone(), leaves.iter().copied().collect()));
        Ok(())
    }

    /// Holds the chains against the checkpoints, when everything was taken.
    ///
    /// # Errors
    ///
    /// The first link that is broken, by the number of the checkpoint that shows it.
    pub fn finish(self) -> Result<Summary, Broken> {
        let mut known: BTreeMap<Digest, Vec<(&Checkpoint, Leaf)>> = BTreeMap::new();
        for (checkpoint, leaves) in &self.checkpoints {
            for leaf in leaves.iter().filter(|leaf| self.only.is_none_or(|only| only == leaf.chain)) {
                let told = known.entry(leaf.chain).or_default();
                told.push((checkpoint, *leaf));
                if leaf.ended {
                    told.clear();
                }
            }
        }
        let pruned = self.checkpoints.last().map_or(0, |(last, _)| last.pruned);
        let mut summary = Summary {
            chains: self.trails.len() as u64,
            checkpoints: self.checkpoints.len() as u64,
            unchained: self.unchained,
            ..Summary::default()
        };
        // Of several breaks the one that the earliest checkpoint shows is the first.
        let mut first: Option<(u64, Broken)> = None;
        let mut note = |checkpoint: u64, at: Box<str>, what| {
            if first.as_ref().is_none_or(|(earliest, _)| checkpoint < *earliest) {
                first = Some((checkpoint, Broken { at, what }));
            }
        };
        for (key, trail) in &self.trails {
            let chain = Digest::of(key.as_bytes());
            let told = known.remove(&chain).unwrap_or_default();
            let end = trail.tip();
            let gone = told.iter().rev().find(|(checkpoint, _)| checkpoint.up_to <= pruned);
            let gone = gone.map_or(0, |(_, leaf)| leaf.tip.count);
            if trail.begun.count > gone.max(self.purging.get(&chain).copied().unwrap_or_default()) {
                note(0, trail.id(key, 0), Break::Removed(0, trail.begun.count - 1));
            }
            for (checkpoint, Leaf { tip, .. }) in &told {
                let number = checkpoint.number;
                if tip.count > end.count {
                    let last = trail.id(key, end.count);
                    note(number, last, Break::Truncated(number, tip.count, tip.count.saturating_sub(1)));
                } else if trail.link_at(tip.count).is_some_and(|link| link != tip.link) {
                    note(number, trail.id(key, tip.count.saturating_sub(1)), Break::Rewritten(number));
                }
            }
            summary.events += trail.links.len() as u64;
            let covered = told.last().map_or(0, |(_, leaf)| leaf.tip.count).max(trail.begun.count);
            summary.open += end.count.saturating_sub(covered);
        }
        for (chain, told) in known {
            let purging = self.purging.get(&chain).copied().unwrap_or_default();
            if let Some((checkpoint, leaf)) = told.last()
                && checkpoint.up_to > pruned
                && leaf.tip.count > purging
            {
                let number = checkpoint.number;
                note(number, chain.to_string().into(), Break::Missing(number, leaf.tip.count));
            }
        }
        first.map_or(Ok(summary), |(_, broken)| Err(broken))
    }
}

impl Default for Verifier<'_> {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Verifier<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("chains", &self.trails.len())
            .field("checkpoints", &self.checkpoints.len())
            .finish_non_exhaustive()
    }
}
