//! A selective wipe on its way.

use std::collections::BTreeSet;
use std::time::SystemTime;

use mdm_apple::{ManagedApplicationList, ProfileList, Request};
use serde::{Deserialize, Serialize};

use super::about::About;
use super::{Flows, Wanted, again};
use crate::audit::millis;
use crate::policy::SelectiveWipe;
use crate::row::{Link, LinkKind};

/// A selective wipe on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Wipe {
    /// What it was for.
    pub cause: Box<str>,
    /// When it was ordered.
    pub ordered_at: SystemTime,
    /// When the device had confirmed that nothing is left, or had left management.
    pub done_at: Option<SystemTime>,
    /// How many of its commands ended otherwise than acknowledged.
    pub failed: u64,
    /// Its commands that have not ended.
    pub(super) open: BTreeSet<u64>,
    /// Which lists told what is left, since all of them have ended.
    pub(super) apps_told: bool,
    pub(super) profiles_told: bool,
    pub(super) asked: u32,
    pub(super) asked_at: Option<SystemTime>,
}

impl Wipe {
    /// Whether the device has not confirmed yet that nothing is left.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.done_at.is_none()
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
        let is_asked = |about: &About| matches!(about, About::Apps { apps: None } | About::Profiles);
        if self.open.values().any(is_asked) {
            return Vec::new();
        }
        let mut requests = SelectiveWipe::removals(&self.managed);
        requests.extend([ManagedApplicationList::default().into(), ProfileList::default().into()]);
        let after = again(wipe.asked_at.unwrap_or(wipe.ordered_at), wipe.asked);
        requests.into_iter().map(|request| Wanted { request, after }).collect()
    }

    /// The next round of a wipe that is due: its number, counted from 1, and what it asks for.
    pub(crate) fn next_round(&self, now: SystemTime) -> Option<(u32, Vec<Request>)> {
        let wanted = self.wipe_wants().into_iter().filter(|wanted| wanted.after <= now);
        let requests: Vec<_> = wanted.map(|wanted| wanted.request).collect();
        let round = self.wipe.as_ref()?.asked.saturating_add(1);
        (!requests.is_empty()).then_some((round, requests))
    }

    /// The next round of a wipe was ordered.
    pub(crate) fn wiped_again(&mut self, places: impl IntoIterator<Item = u64>) {
        if let Some(wipe) = &mut self.wipe {
            wipe.open.extend(places);
            // Its own lists tell what is left.
            (wipe.apps_told, wipe.profiles_told) = (false, false);
        }
    }

    /// Whether a selective wipe for this cause was ordered: then it is not ordered again.
    pub(crate) fn has_wiped(&self, cause: &str) -> bool {
        self.wipe.as_ref().is_some_and(|wipe| *wipe.cause == *cause)
    }

    /// A selective wipe was ordered, with commands at these places.
    pub(crate) fn wiped(&mut self, cause: &str, places: impl IntoIterator<Item = u64>, now: SystemTime) {
        self.wipe = Some(Wipe {
            cause: cause.into(),
            ordered_at: now,
            done_at: None,
            failed: 0,
            open: places.into_iter().collect(),
            apps_told: false,
            profiles_told: false,
            asked: 0,
            asked_at: None,
        });
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
        let left = SelectiveWipe::removals(&self.managed);
        if let Some(wipe) = &mut self.wipe {
            let told = wipe.apps_told && wipe.profiles_told && wipe.open.is_empty();
            if told && left.is_empty() && wipe.done_at.is_none() {
                wipe.done_at = Some(now);
            }
        }
    }
}
