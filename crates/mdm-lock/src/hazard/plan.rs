//! A plan that its caller can still change: hazards found, remedies applied.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::sequence::Sequence;
use super::{Conditions, DataPlan, Hazards, Planned, Remedy, hazards};
use crate::{Footprint, Kind};

#[cfg(test)]
mod tests;

/// One command of a [`Plan`]; what its fields mean says [`Planned`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft<Id> {
    /// The caller's name for it, unlike those of the others.
    pub id: Id,
    /// Its request type.
    pub command: Box<str>,
    /// What it touches.
    pub footprint: Footprint,
    /// It starts only when each of these was acknowledged.
    pub after: Vec<Id>,
    /// Its group.
    pub group: Option<u32>,
    /// What it does to an eSIM's data plan.
    pub data_plan: DataPlan,
}

impl<Id> Draft<Id> {
    /// A command without chain and group.
    pub fn new(id: Id, command: &str, footprint: Footprint) -> Self {
        let (after, group, data_plan) = (Vec::new(), None, DataPlan::Untold);
        Self { id, command: command.into(), footprint, after, group, data_plan }
    }
}

/// Commands in the order in which they shall be queued, as long as that can be changed.
///
/// ```
/// use mdm_lock::{Conditions, Draft, Footprint, Kind, Plan, RuleTable, Subject};
///
/// let old = Footprint::new().remove(Kind::Profile, "com.example.old").remove(Kind::Wifi, "Office");
/// let new = Footprint::new().put(Kind::Profile, "com.example.new").put(Kind::Wifi, "Office");
/// let mut plan = Plan::from(vec![
///     Draft::new("remove", "RemoveProfile", old),
///     Draft::new("install", "InstallProfile", new),
/// ]);
/// let (table, iphone) = (RuleTable::default(), Subject::ios(None));
/// let conditions = Conditions::new(&table, &iphone);
/// while let Some(hazard) = plan.hazards(&conditions).found.first() {
///     let Some(remedy) = hazard.remedies.first() else { break };
///     plan.apply(remedy, || unreachable!("this remedy adds no command"))?;
/// }
/// // The new network first; the old one goes when the new one has been acknowledged.
/// assert_eq!(plan.drafts()[0].id, "install");
/// assert_eq!(plan.drafts()[1].after, ["install"]);
/// # Ok::<(), mdm_lock::UnfitRemedy>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan<Id> {
    drafts: Vec<Draft<Id>>,
}

impl<Id> From<Vec<Draft<Id>>> for Plan<Id> {
    fn from(drafts: Vec<Draft<Id>>) -> Self {
        Self { drafts }
    }
}

impl<Id: Clone + Ord> Plan<Id> {
    /// The commands, in queue order.
    #[must_use]
    pub fn drafts(&self) -> &[Draft<Id>] {
        &self.drafts
    }

    /// The commands, to be queued.
    #[must_use]
    pub fn into_drafts(self) -> Vec<Draft<Id>> {
        self.drafts
    }

    /// The hazards among the commands.
    #[must_use]
    pub fn hazards(&self, conditions: &Conditions<'_>) -> Hazards<Id> {
        hazards(&self.planned(), 0, conditions)
    }

    /// Carries a remedy out. `mint` names the command that it may add; its payload is the caller's to make, by
    /// the request type.
    ///
    /// The drafts stand in the order that chains and groups ask for afterwards; of chains in a circle, which bind
    /// nothing, those that break that order are gone. No command is lost but those that the remedy leaves out. A
    /// command that was chained on one of them waits for what that one waited for.
    ///
    /// # Errors
    ///
    /// [`UnfitRemedy`] when the plan lacks a command that the remedy names, has the one that it adds, or has
    /// changed so that the commands cannot be moved; the plan is then as it was.
    pub fn apply(&mut self, remedy: &Remedy<Id>, mint: impl FnOnce() -> Id) -> Result<(), UnfitRemedy> {
        let mut next = self.in_order();
        match remedy {
            Remedy::Reorder { first, then } => next.shift(std::slice::from_ref(first), then).map(drop),
            Remedy::ReplaceInPlace { removal, install } => {
                next.place(install)?;
                next.leave_out(std::slice::from_ref(removal))
            }
            Remedy::ChainOnAcknowledgement { first, then } => {
                let then = next.shift(first, then)?;
                let known: BTreeSet<_> = then.after.iter().cloned().collect();
                then.after.extend(first.iter().filter(|first| !known.contains(first)).cloned());
                Ok(())
            }
            Remedy::Group { first, then } => next.group(first, then),
            Remedy::LeaveOut { commands } => next.leave_out(commands),
            Remedy::EscrowFirst { query, then } => next.ask_first(mint(), query, then),
            Remedy::KeepDataPlan { erase } => {
                next.draft(erase)?.data_plan = DataPlan::Kept;
                Ok(())
            }
        }?;
        *self = next;
        Ok(())
    }

    fn planned(&self) -> Vec<Planned<'_, Id>> {
        let planned = self.drafts.iter().map(|draft| Planned {
            id: draft.id.clone(),
            command: &draft.command,
            footprint: &draft.footprint,
            after: &draft.after,
            group: draft.group,
            data_plan: draft.data_plan,
        });
        planned.collect()
    }

    /// The drafts in the order in which they run, without the chains of a circle.
    fn in_order(&self) -> Self {
        let planned = self.planned();
        let sequence = Sequence::new(&planned);
        let known: BTreeSet<_> = self.drafts.iter().map(|draft| &draft.id).collect();
        let drafts = sequence.steps().iter().filter_map(|step| {
            let mut draft = self.drafts.get(step.given)?.clone();
            let binding: BTreeSet<_> = step.after.iter().filter_map(|place| sequence.id(*place)).collect();
            draft.after.retain(|id| binding.contains(id) || !known.contains(id));
            Some(draft)
        });
        Self { drafts: drafts.collect() }
    }

    fn place(&self, id: &Id) -> Result<usize, UnfitRemedy> {
        self.drafts.iter().position(|draft| draft.id == *id).ok_or(UnfitRemedy)
    }

    fn draft(&mut self, id: &Id) -> Result<&mut Draft<Id>, UnfitRemedy> {
        self.drafts.iter_mut().find(|draft| draft.id == *id).ok_or(UnfitRemedy)
    }

    /// Moves one command so that `then` stands behind all of `first`.
    fn shift(&mut self, first: &[Id], then: &Id) -> Result<&mut Draft<Id>, UnfitRemedy> {
        let wanted: BTreeSet<_> = first.iter().collect();
        let places = self.drafts.iter().enumerate().filter(|(_, draft)| wanted.contains(&draft.id));
        let places: Vec<_> = places.map(|(place, _)| place).collect();
        if places.len() != wanted.len() {
            return Err(UnfitRemedy);
        }
        let place = self.place(then)?;
        let planned = self.planned();
        let shift = Sequence::new(&planned).shift(&places, place).ok_or(UnfitRemedy)?;
        let moved = self.drafts.remove(shift.from);
        self.drafts.insert(shift.to, moved);
        self.draft(then)
    }

    fn group(&mut self, first: &Id, then: &Id) -> Result<(), UnfitRemedy> {
        self.shift(std::slice::from_ref(first), then)?;
        let used: BTreeSet<_> = self.drafts.iter().filter_map(|draft| draft.group).collect();
        let group = (0..=u32::MAX).find(|group| !used.contains(group));
        let start = self.place(first)?;
        match self.drafts.get_mut(start..start + 2) {
            Some([a, b]) if b.id == *then => (a.group, b.group) = (group, group),
            _ => return Err(UnfitRemedy),
        }
        Ok(())
    }

    fn leave_out(&mut self, commands: &[Id]) -> Result<(), UnfitRemedy> {
        let gone: BTreeSet<_> = commands.iter().cloned().collect();
        let drafts = std::mem::take(&mut self.drafts);
        // What those that go waited for, all but those that go too. A chain names what stands before it, so one
        // pass is enough.
        let mut waited_for: BTreeMap<Id, BTreeSet<Id>> = BTreeMap::new();
        for mut draft in drafts {
            if draft.after.iter().any(|id| gone.contains(id)) {
                let after: BTreeSet<_> = draft
                    .after
                    .iter()
                    .flat_map(|id| match waited_for.get(id) {
                        Some(heirs) => heirs.iter().cloned().collect(),
                        None => vec![id.clone()],
                    })
                    .filter(|id| !gone.contains(id))
                    .collect();
                draft.after = after.into_iter().collect();
            }
            if gone.contains(&draft.id) {
                waited_for.insert(draft.id, draft.after.into_iter().collect());
            } else {
                self.drafts.push(draft);
            }
        }
        if waited_for.len() == gone.len() { Ok(()) } else { Err(UnfitRemedy) }
    }

    fn ask_first(&mut self, id: Id, query: &str, then: &Id) -> Result<(), UnfitRemedy> {
        if self.place(&id).is_ok() {
            return Err(UnfitRemedy);
        }
        let place = self.place(then)?;
        let group = self.drafts.get(place).and_then(|draft| draft.group);
        // Nothing comes into the middle of a group.
        let start = self.drafts.iter().position(|draft| group.is_some() && draft.group == group);
        self.draft(then)?.after.push(id.clone());
        let footprint = Footprint::new().read_all(Kind::Device).read_all(Kind::Protection);
        self.drafts.insert(start.unwrap_or(place), Draft::new(id, query, footprint));
        Ok(())
    }
}

/// The remedy does not fit the plan: a command that it names is gone or stands where it cannot be moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnfitRemedy;

impl fmt::Display for UnfitRemedy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the remedy does not fit the plan")
    }
}

impl std::error::Error for UnfitRemedy {}
