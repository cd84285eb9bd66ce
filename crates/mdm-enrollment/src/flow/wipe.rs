//! A selective wipe on its way.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::time::SystemTime;

use mdm_apple::Request;
use serde::{Deserialize, Serialize};

use super::{Flows, Wanted, again};
use crate::audit::{Digest, millis};
use crate::policy::{Listed, SelectiveWipe};
use crate::row::{Link, LinkKind};

/// A selective wipe on its way, on one channel: the device's, or that of one of its users.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Wipe {
    /// What it was for.
    pub cause: Box<str>,
    /// The cause that was said, where it is one in each life and `cause` names the life of this channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) said: Option<Box<str>>,
    /// When it was ordered.
    pub ordered_at: SystemTime,
    /// When the device had confirmed that nothing is left: by each list that it has, of which all could be kept, and by its
    /// status where it had declarations. Or when it had left management.
    pub done_at: Option<SystemTime>,
    /// When it was called off, if it was before it was done ([`Input::EndWipe`](crate::Input::EndWipe)): no more rounds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<SystemTime>,
    /// How many of its commands ended otherwise than acknowledged.
    pub failed: u64,
    /// Its removals that have not ended.
    pub(super) open: BTreeSet<u64>,
    /// The lists that were ordered since it began and have not ended: an older one may not know of what came after it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) own: BTreeSet<u64>,
    /// The installs that were out when it was ordered and have not ended: they may put there what was told to be gone.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) installs: BTreeSet<u64>,
    /// How many other causes have joined it.
    #[serde(default)]
    pub(super) joined: u64,
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

/// What was ordered for a round of a wipe.
#[derive(Clone, Debug, Default)]
pub(crate) struct Round {
    /// Where the removals stand.
    pub(crate) removals: BTreeSet<u64>,
    /// Where the lists stand.
    pub(crate) lists: BTreeMap<u64, Listed>,
    /// Where installs stand that are out.
    pub(crate) installs: BTreeSet<u64>,
}

impl Wipe {
    /// Whether it is under way: the device has not confirmed yet that nothing is left, and nobody has called it off.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.done_at.is_none() && self.ended_at.is_none()
    }

    /// What goes on with it, on this channel and on those of the device's users, each of which may be in another life.
    #[must_use]
    pub fn order(&self) -> SelectiveWipe {
        match &self.said {
            Some(said) => SelectiveWipe::new(said).in_each_life(),
            None => SelectiveWipe::new(&self.cause),
        }
    }

    /// It is gone on with. Only lists that come from now on tell what is left.
    fn goes_on(&mut self, round: Round, now: SystemTime) {
        let Round { removals, lists, installs } = round;
        self.open.extend(removals);
        self.own.extend(lists.keys());
        self.installs.extend(installs);
        (self.lists, self.told) = (lists.into_values().collect(), BTreeSet::new());
        self.ask(now);
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
        let idle = |wipe: &&Wipe| wipe.is_open() && wipe.open.is_empty() && wipe.own.is_empty();
        let Some(wipe) = self.wipe.as_ref().filter(idle) else { return Vec::new() };
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

    /// The next round of a wipe was ordered.
    pub(crate) fn wiped_again(&mut self, number: u32, round: Round, now: SystemTime) {
        if let Some(wipe) = &mut self.wipe {
            wipe.rounds = number;
            wipe.goes_on(round, now);
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
            || self.causes.contains(&Digest::of(cause.as_bytes()))
    }

    /// A selective wipe was ordered. Of one that is under way it is another cause, and is done when that one is.
    pub(crate) fn wiped(&mut self, wipe: &SelectiveWipe, round: Round, now: SystemTime) {
        match self.wipe.take() {
            Some(mut open) if open.is_open() => {
                self.remember(wipe.cause());
                open.joined += 1;
                open.declarations = wipe.has_declarations();
                open.goes_on(round, now);
                self.wipe = Some(open);
            }
            before => {
                if let Some(before) = before {
                    self.remember(&before.cause);
                }
                let Round { removals, lists, installs } = round;
                self.wipe = Some(Wipe {
                    cause: wipe.cause().into(),
                    said: wipe.said().map(Into::into),
                    ordered_at: now,
                    done_at: None,
                    ended_at: None,
                    failed: 0,
                    open: removals,
                    own: lists.keys().copied().collect(),
                    installs,
                    joined: 0,
                    lists: lists.into_values().collect(),
                    told: BTreeSet::new(),
                    declarations: wipe.has_declarations(),
                    rounds: 0,
                    asked: 0,
                    asked_at: None,
                });
            }
        }
        self.finish(now);
    }

    /// Keeps a cause besides that of the last wipe, so that it is once.
    fn remember(&mut self, cause: &str) {
        let cause = Digest::of(cause.as_bytes());
        if !self.causes.contains(&cause) {
            self.causes.push(cause);
            let surplus = self.causes.len().saturating_sub(Self::CAUSES);
            self.causes.drain(..surplus);
        }
    }

    /// A wipe that is under way is called off: which of its commands are to be taken back.
    pub(crate) fn end_wipe(&mut self, now: SystemTime) -> Option<BTreeSet<u64>> {
        let wipe = self.wipe.as_mut().filter(|wipe| wipe.is_open())?;
        wipe.ended_at = Some(now);
        Some(&wipe.open | &wipe.own)
    }

    /// A list told what is left, by the command at this place.
    pub(super) fn told(&mut self, list: Listed, seq: u64) {
        if let Some(wipe) = self.wipe.as_mut().filter(|wipe| wipe.own.contains(&seq)) {
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
        let (own, installs) = (BTreeSet::new(), BTreeSet::new());
        let wipe = Some(Wipe { cause, said: None, own, installs, ..wipe });
        Self { open, managed: self.managed.clone(), wipe, ..Self::default() }
    }

    /// Whether a wipe is under way.
    pub(crate) fn has_open_wipe(&self) -> bool {
        self.wipe.as_ref().is_some_and(Wipe::is_open)
    }

    /// Whether removals for a wipe are under way.
    pub(crate) fn is_removing(&self) -> bool {
        self.wipe.as_ref().is_some_and(|wipe| wipe.is_open() && !wipe.open.is_empty())
    }

    /// Whether a command removes something for a wipe that is under way.
    pub(crate) fn is_wiping(&self, seq: u64) -> bool {
        self.wipe.as_ref().is_some_and(|wipe| wipe.open.contains(&seq))
    }

    pub(super) fn finish(&mut self, now: SystemTime) {
        // A list that the device does not have tells nothing, and what it would tell cannot be there.
        let left = !SelectiveWipe::removals(&self.managed).is_empty() || !self.managed.is_whole();
        if let Some(wipe) = self.wipe.as_mut().filter(|wipe| wipe.is_open()) {
            let ended = wipe.open.is_empty() && wipe.installs.is_empty();
            let told = wipe.lists.is_subset(&wipe.told) && !wipe.declarations;
            if ended && told && !left {
                wipe.done_at = Some(now);
            }
        }
    }
}
