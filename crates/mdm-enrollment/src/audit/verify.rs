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
#[allow(clippy::large_enum_variant, reason = "a line is read, taken and gone")]
pub enum Line {
    /// An event.
    Event(EventLine),
    /// An event that is there, and that the store could not read. It stands where the event would stand.
    Unreadable(UnreadableLine),
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

/// An event that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreadableLine {
    /// Its place among all events of the store.
    pub position: u64,
    /// The record.
    pub key: Box<str>,
    /// The version that its commit made, and its number there, if they can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<(u64, u64)>,
}

impl UnreadableLine {
    fn broken(&self) -> Broken {
        let Self { position, key, place } = self;
        let at = match place {
            Some((version, index)) => format!("{key}/{version}/{index}"),
            None => format!("{key} at position {position}"),
        };
        Broken { at: at.into(), what: Break::Unreadable }
    }
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
    /// Where: the identifier of an event, `checkpoint N`, the key of a ledger, or the digest of a chain's key when nothing of
    /// it is there.
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
    /// The store could not read it.
    #[error("the store could not read it")]
    Unreadable,
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
    /// The checkpoint does not follow the one before it, or that one is missing and no later one says that it may be.
    #[error("it does not follow the checkpoint before it")]
    Unlinked,
    /// What was carried forward is not what the checkpoints up to this one tell.
    #[error("what was carried forward from it is not what is told up to there")]
    Carried,
    /// The checkpoint's leaves are not those that its root is about.
    #[error("its root is that of other chains")]
    Root,
    /// The signature is missing or does not stand up.
    #[error("its signature is missing or does not stand up")]
    Signature,
    /// The record of a ledger does not say what its checkpoints say.
    #[error("it does not say what its checkpoints say")]
    Ledger,
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
    /// Events of which a checkpoint says that they could not be read when it was made.
    pub unreadable: u64,
}

/// Holds an exported trail against its own links and its checkpoints.
pub struct Verifier<'a> {
    trails: BTreeMap<Box<str>, Trail>,
    checkpoints: Vec<SignedCheckpoint>,
    unreadable: Vec<UnreadableLine>,
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
        let (trails, checkpoints, unreadable) = (BTreeMap::new(), Vec::new(), Vec::new());
        let purging = BTreeMap::new();
        Self { trails, checkpoints, unreadable, signed: None, only: None, unchained: 0, purging }
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
            Line::Event(event) => {
                let last = self.trails.get(&event.key).and_then(|trail| trail.links.last().copied());
                let last = last.map(|(_, version, index)| (version, index));
                self.event(event).map_err(|(at, what)| {
                    // The hole has a name.
                    let is_hole = |line: &&UnreadableLine| {
                        let is_between = |place| Some(place) > last && place < (event.version, event.index);
                        line.key == event.key && line.place.is_none_or(is_between)
                    };
                    let hole = self.unreadable.iter().find(is_hole);
                    let hole = hole.filter(|_| matches!(what, Break::Removed(..)));
                    hole.map_or(Broken { at, what }, UnreadableLine::broken)
                })
            }
            Line::Unreadable(line) => {
                self.unreadable.push(line.clone());
                Ok(())
            }
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
        let SignedCheckpoint { checkpoint, signature, .. } = signed;
        let Checkpoint { number, carry, pruned, .. } = checkpoint;
        let last = self.checkpoints.last().map(|last| &last.checkpoint);
        let follows = match last {
            Some(last) => {
                checkpoint.tenant == last.tenant
                    && Some(*number) == last.number.checked_add(1)
                    && checkpoint.previous == last.digest()
                    && checkpoint.up_to >= last.up_to
                    && *pruned >= last.pruned
            }
            // Whether it may be the first one the last one says.
            None => *number > 0 && (*number > 1 || checkpoint.previous == Digest::default()),
        };
        // What is carried forward is from before, and only what was carried forward may be gone.
        let to = self.checkpoints.binary_search_by_key(&carry.to, |known| known.checkpoint.number);
        let to = to.ok().and_then(|place| self.checkpoints.get(place));
        let carries = carry.to < *number
            && to.is_none_or(|to| to.checkpoint.up_to <= *pruned)
            && last.is_none_or(|last| {
                let so_far = last.carry.dropped;
                carry.dropped == so_far || carry.dropped == carry.to && carry.to > so_far
            });
        // Retention goes from checkpoint to checkpoint, so that each chain begins where one of them knows it: one that is
        // there, or one that was carried forward.
        let first = self.checkpoints.first().map_or(checkpoint, |first| &first.checkpoint);
        let before_the_first = if first.number > 1 { first.up_to } else { 0 };
        let ends = self.checkpoints.binary_search_by_key(pruned, |known| known.checkpoint.up_to);
        let is_end = *pruned <= before_the_first || ends.is_ok();
        if !follows || !carries || !is_end {
            return Err(Break::Unlinked);
        }
        if !signed.has_its_leaves() {
            return Err(Break::Root);
        }
        if let Some(verify) = &self.signed
            && !signature.as_ref().is_some_and(|signature| verify(&checkpoint.to_be_signed(), signature))
        {
            return Err(Break::Signature);
        }
        self.checkpoints.push(signed.clone());
        Ok(())
    }

    /// What the checkpoints tell of each chain, the earliest first.
    fn known(&self) -> Result<BTreeMap<Digest, Vec<Known>>, Broken> {
        let dropped = self.checkpoints.last().map_or(0, |last| last.checkpoint.carry.dropped);
        let at = |number: u64, what| Err(Broken { at: format!("checkpoint {number}").into(), what });
        if let Some(first) = self.checkpoints.first().map(|first| first.checkpoint.number)
            && first > dropped.saturating_add(1)
        {
            return at(first, Break::Unlinked);
        }
        let mut known: BTreeMap<Digest, Vec<Known>> = BTreeMap::new();
        let is_wanted = |leaf: &&Leaf| self.only.is_none_or(|only| only == leaf.chain);
        let tell = |known: &mut BTreeMap<Digest, Vec<Known>>, signed: &SignedCheckpoint| {
            let Checkpoint { number, up_to, .. } = signed.checkpoint;
            for leaf in signed.leaves.iter().filter(is_wanted) {
                let told = known.entry(leaf.chain).or_default();
                told.push(Known { number, up_to, tip: leaf.tip });
                if leaf.ended {
                    known.remove(&leaf.chain);
                }
            }
        };
        let (old, new) = self
            .checkpoints
            .split_at(self.checkpoints.partition_point(|known| known.checkpoint.number <= dropped));
        old.iter().for_each(|signed| tell(&mut known, signed));
        // What is still there of those that may be gone is not to contradict what was carried forward.
        let mut carried: BTreeMap<Digest, Known> = BTreeMap::new();
        for signed in
            self.checkpoints.iter().filter(|known| dropped > 0 && known.checkpoint.carry.to == dropped)
        {
            let number = signed.checkpoint.number;
            let leaves = signed.carried.iter().filter(is_wanted);
            carried.extend(leaves.map(|leaf| (leaf.chain, Known { number, up_to: 0, tip: leaf.tip })));
        }
        let agree = known.iter().all(|(chain, told)| {
            told.last().map(|told| told.tip) == carried.get(chain).map(|carried| carried.tip)
        });
        let is_whole = old.first().is_some_and(|first| first.checkpoint.number == 1);
        if dropped > 0 && (!agree || is_whole && known.len() != carried.len()) {
            return at(dropped, Break::Carried);
        }
        for (chain, carried) in carried {
            known.entry(chain).or_default().push(carried);
        }
        new.iter().for_each(|signed| tell(&mut known, signed));
        Ok(known)
    }

    /// Holds the chains against the checkpoints, when everything was taken.
    ///
    /// # Errors
    ///
    /// The first link that is broken, by the number of the checkpoint that shows it.
    pub fn finish(self) -> Result<Summary, Broken> {
        let mut known = self.known()?;
        let pruned = self.checkpoints.last().map_or(0, |last| last.checkpoint.pruned);
        if let Some(line) = self.unreadable.iter().find(|line| line.position > pruned) {
            return Err(line.broken());
        }
        let mut summary = Summary {
            chains: self.trails.len() as u64,
            checkpoints: self.checkpoints.len() as u64,
            unchained: self.unchained,
            unreadable: self.checkpoints.iter().map(|known| known.checkpoint.unreadable.len() as u64).sum(),
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
            let gone =
                told.iter().rev().find(|known| known.up_to <= pruned).map_or(0, |known| known.tip.count);
            if trail.begun.count > gone.max(self.purging.get(&chain).copied().unwrap_or_default()) {
                note(0, trail.id(key, 0), Break::Removed(0, trail.begun.count - 1));
            }
            for &Known { number, tip, .. } in &told {
                if tip.count > end.count {
                    let last = trail.id(key, end.count);
                    note(number, last, Break::Truncated(number, tip.count, tip.count.saturating_sub(1)));
                } else if trail.link_at(tip.count).is_some_and(|link| link != tip.link) {
                    note(number, trail.id(key, tip.count.saturating_sub(1)), Break::Rewritten(number));
                }
            }
            summary.events += trail.links.len() as u64;
            let covered = told.last().map_or(0, |known| known.tip.count).max(trail.begun.count);
            summary.open += end.count.saturating_sub(covered);
        }
        for (chain, told) in known {
            let purging = self.purging.get(&chain).copied().unwrap_or_default();
            if let Some(&Known { number, up_to, tip }) = told.last()
                && up_to > pruned
                && tip.count > purging
            {
                note(number, chain.to_string().into(), Break::Missing(number, tip.count));
            }
        }
        first.map_or(Ok(summary), |(_, broken)| Err(broken))
    }
}

/// Where a chain ended, as a checkpoint tells.
#[derive(Clone, Copy)]
struct Known {
    /// The checkpoint that tells it.
    number: u64,
    /// The events up to there are told of; 0 when it was carried forward, from behind where events may be gone.
    up_to: u64,
    tip: Tip,
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
