//! A selective wipe on its way.

use std::collections::BTreeSet;
use std::fmt;
use std::time::SystemTime;

use mdm_apple::Request;
use serde::{Deserialize, Serialize};

use super::{Flows, Wanted, again};
use crate::audit::millis;
use crate::policy::{Listed, SelectiveWipe};
use crate::row::{Link, LinkKind};

/// A selective wipe on its way, on one channel: the device's, or that of one of its users.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Wipe {
    /// What it was for.
    pub cause: Box<str>,
    /// When it was ordered.
    pub ordered_at: SystemTime,
    /// When the device had confirmed that nothing is left: by each list that it has, of which all could be kept, and by its
    /// status where it had declarations. Or when it had left management.
    pub done_at: Option<SystemTime>,
    /// How many of its commands ended otherwise than acknowledged.
    pub failed: u64,
    /// Its commands that have not ended.
    pub(super) open: BTreeSet<u64>,
    /// The lists that the device has, and those that told what is left since the last round was ordered.
    #[serde(default = "Listed::all")]
    pub(super) lists: BTreeSet<Listed>,
    #[serde(default)]
    pub(super) told: BTreeSet<Listed>,
    /// Whether declarations are, or may be, on the device.
    #[serde(default)]
    pub(super) declarations: bool,
    /// How many rounds were ordered after the first: they make the names of its commands.
    #[serde(default)]
    pub(super) rounds: u32,
    /// How often the device was asked what is left: that makes the pauses.
    pub(super) asked: u32,
    pub(super) asked_at: Option<SystemTime>,
}

impl Wipe {
    /// Whether the device has not confirmed yet that nothing is left.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.done_at.is_none()
    }

    /// The device was asked what is left; several lists at a time are one question.
    pub(super) fn ask(&mut self, now: SystemTime) {
        if self.asked_at != Some(now) {
            (self.asked, self.asked_at) = (self.asked.saturating_add(1), Some(now));
        }
    }
}

/// What it was for may name a person, and is not shown.
impl fmt::Debug for Wipe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wipe")
            .field("ordered_at", &self.ordered_at)
            .field("done_at", &self.done_at)
            .field("failed", &self.failed)
            .field("open", &self.open)
            .field("lists", &self.lists)
            .field("told", &self.told)
            .field("rounds", &self.rounds)
            .finish_non_exhaustive()
    }
}

/// By which are found the devices on which a selective wipe is under way, and the retirements that are.
#[must_use]
pub fn open_wipes() -> Link {
    Link { kind: LinkKind::Wipe, value: "open".into() }
}

impl Flows {
    /// What the wipe wants after its commands have ended and not all is gone, or nobody knows yet.
    pub(super) fn wipe_wants(&self) -> Vec<Wanted> {
        let open = |wipe: &&Wipe| wipe.done_at.is_none() && wipe.open.is_empty();
        let Some(wipe) = self.wipe.as_ref().filter(open) else { return Vec::new() };
        if self.open.values().any(|about| about.listed().is_some()) {
            return Vec::new();
        }
        let mut requests = SelectiveWipe::removals(&self.managed);
        requests.extend(Listed::ALL.map(Listed::request));
        let after = again(wipe.asked_at.unwrap_or(wipe.ordered_at), wipe.asked);
        requests.into_iter().map(|request| Wanted { request, after }).collect()
    }

    /// The next round of a wipe that is due: its number, counted from 1, and what it asks for.
    pub(crate) fn next_round(&self, now: SystemTime) -> Option<(u32, Vec<Request>)> {
        let wanted = self.wipe_wants().into_iter().filter(|wanted| wanted.after <= now);
        let requests: Vec<_> = wanted.map(|wanted| wanted.request).collect();
        // Rounds were named by how often was asked before they were counted.
        let round = self.wipe.as_ref().map(|wipe| wipe.rounds.max(wipe.asked))?.saturating_add(1);
        (!requests.is_empty()).then_some((round, requests))
    }

    /// The next round of a wipe was ordered: removals at these places, and these lists.
    pub(crate) fn wiped_again(
        &mut self,
        round: u32,
        places: impl IntoIterator<Item = u64>,
        lists: BTreeSet<Listed>,
        now: SystemTime,
    ) {
        if let Some(wipe) = &mut self.wipe {
            wipe.open.extend(places);
            // Its own lists tell what is left.
            (wipe.rounds, wipe.lists, wipe.told) = (round, lists, BTreeSet::new());
            wipe.ask(now);
        }
        self.finish(now);
    }

    /// Whether declarations are, or may be, on the device by now.
    pub(crate) fn declared(&mut self, declarations: bool, now: SystemTime) {
        if let Some(wipe) = self.wipe.as_mut().filter(|wipe| wipe.is_open()) {
            wipe.declarations = declarations;
        }
        self.finish(now);
    }

    /// Whether a selective wipe for this cause was ordered: then it is not ordered again.
    pub(crate) fn has_wiped(&self, cause: &str) -> bool {
        self.wipe.as_ref().is_some_and(|wipe| *wipe.cause == *cause)
    }

    /// A selective wipe was ordered: removals at these places, and these lists.
    pub(crate) fn wiped(
        &mut self,
        wipe: &SelectiveWipe,
        places: impl IntoIterator<Item = u64>,
        lists: BTreeSet<Listed>,
        now: SystemTime,
    ) {
        self.wipe = Some(Wipe {
            cause: wipe.cause().into(),
            ordered_at: now,
            done_at: None,
            failed: 0,
            open: places.into_iter().collect(),
            lists,
            told: BTreeSet::new(),
            declarations: wipe.has_declarations(),
            rounds: 0,
            asked: 0,
            asked_at: None,
        });
        self.finish(now);
    }

    /// A list told what is left.
    pub(super) fn told(&mut self, list: Listed) {
        if let Some(wipe) = &mut self.wipe {
            wipe.told.insert(list);
        }
    }

    /// Without what tells of a member. A wipe that is under way goes on, and does not tell any more what it was for.
    pub(crate) fn without_member(&self) -> Self {
        let Some(wipe) = self.wipe.clone().filter(Wipe::is_open) else { return Self::default() };
        let open = self.open.iter().filter(|(seq, _)| wipe.open.contains(seq));
        let open = open.map(|(seq, about)| (*seq, about.clone())).collect();
        // It makes the names of the next round's commands, so that it is another one for each wipe.
        let cause = format!("forgotten/{}", millis(wipe.ordered_at)).into();
        Self { open, managed: self.managed.clone(), wipe: Some(Wipe { cause, ..wipe }), ..Self::default() }
    }

    /// Whether a command removes something for a wipe that is under way.
    pub(crate) fn is_wiping(&self, seq: u64) -> bool {
        self.wipe.as_ref().is_some_and(|wipe| wipe.open.contains(&seq))
    }

    pub(super) fn finish(&mut self, now: SystemTime) {
        // A list that the device does not have tells nothing, and what it would tell cannot be there.
        let left = !SelectiveWipe::removals(&self.managed).is_empty() || !self.managed.is_whole();
        if let Some(wipe) = self.wipe.as_mut().filter(|wipe| wipe.is_open()) {
            let told = wipe.open.is_empty() && wipe.lists.is_subset(&wipe.told) && !wipe.declarations;
            if told && !left {
                wipe.done_at = Some(now);
            }
        }
    }
}
