//! What in a batch could surprise the administrator, and what to do about it.

use std::fmt;

use crate::{Footprint, Resource, RuleTable, Subject};

mod plan;
mod remedy;
mod search;
mod sequence;
#[cfg(test)]
mod tests;

pub use plan::{Draft, Plan, UnfitRemedy};
pub use remedy::Remedy;

use sequence::Sequence;

/// One command of a batch or of the queue, as far as hazards are concerned.
#[derive(Clone, Copy, Debug)]
pub struct Planned<'a, Id> {
    /// The caller's name for it, unlike those of the others.
    pub id: Id,
    /// Its request type.
    pub command: &'a str,
    /// What it touches.
    pub footprint: &'a Footprint,
    /// Its chain: it starts only when each of these was acknowledged. A name that is not in the list binds
    /// nothing; neither does a circle, which a queue refuses.
    pub after: &'a [Id],
    /// Its group: the members run as one step, in their order, each when the one before was acknowledged, and
    /// nothing that conflicts comes between.
    pub group: Option<u32>,
    /// What it does to an eSIM's data plan.
    pub data_plan: DataPlan,
}

impl<'a, Id> Planned<'a, Id> {
    /// A command without chain and group.
    pub const fn new(id: Id, command: &'a str, footprint: &'a Footprint) -> Self {
        Self { id, command, footprint, after: &[], group: None, data_plan: DataPlan::Untold }
    }
}

/// What a command does to the data plan of an eSIM: `PreserveDataPlan` of Apple's Erase Device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum DataPlan {
    /// Nobody told, or it does not matter.
    #[default]
    Untold,
    /// It keeps the data plan.
    Kept,
    /// It removes the data plan: what Erase Device does when it says nothing.
    Lost,
}

/// What hazards are judged by: the rules, the device, and what its owner has put in safe keeping. Never a
/// belief about the lock: iOS does not report an unlock, and the device may lock before the commands arrive.
#[derive(Clone, Copy, Debug)]
pub struct Conditions<'a> {
    /// What to expect of commands.
    pub table: &'a RuleTable,
    /// Of this device.
    pub subject: &'a Subject,
    /// What would be lost with the device's content.
    pub safeguards: Safeguards,
    /// At most so many hazards are told.
    pub limit: usize,
}

impl<'a> Conditions<'a> {
    /// The limit if nobody sets another one.
    pub const LIMIT: usize = 100;

    /// Nothing is known of safeguards, and the limit is [`Self::LIMIT`].
    #[must_use]
    pub fn new(table: &'a RuleTable, subject: &'a Subject) -> Self {
        Self { table, subject, safeguards: Safeguards::default(), limit: Self::LIMIT }
    }
}

/// What would be lost with the device's content, and whether it is in safe keeping.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Safeguards {
    /// The code that takes Activation Lock off without the user's Apple Account.
    pub bypass_code: Safeguard,
    /// The recovery key of FileVault.
    pub recovery_key: Safeguard,
    /// The data plan of an eSIM. Missing: there is one, and the user has nothing to get it back with.
    pub data_plan: Safeguard,
}

impl Safeguards {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self {
        bypass_code: Safeguard::Unknown,
        recovery_key: Safeguard::Unknown,
        data_plan: Safeguard::Unknown,
    };
}

/// Whether one thing is in safe keeping. Only [`Safeguard::Missing`] makes a hazard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Safeguard {
    /// Nobody knows.
    #[default]
    Unknown,
    /// It is.
    Kept,
    /// It exists, and it is not.
    Missing,
    /// This device has no such thing.
    NotNeeded,
}

/// Commands whose outcome could surprise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hazard<Id> {
    /// What kind of surprise.
    pub kind: HazardKind,
    /// The commands that meet, in queue order, chains and groups heeded.
    pub commands: Vec<Id>,
    /// The resource about which they meet.
    pub resource: Resource,
    /// What removes the hazard, for [`Plan::apply`]; the first is the one to suggest. Empty where nothing
    /// mechanical does.
    pub remedies: Vec<Remedy<Id>>,
    /// One sentence for an administrator.
    pub text: String,
}

impl<Id> Hazard<Id> {
    /// The same hazard with other names for its commands; `None` when one has no name.
    pub fn rename<Name>(&self, name: impl Fn(&Id) -> Option<Name>) -> Option<Hazard<Name>> {
        Some(Hazard {
            kind: self.kind,
            commands: self.commands.iter().map(&name).collect::<Option<_>>()?,
            resource: self.resource.clone(),
            remedies: self.remedies.iter().map(|remedy| remedy.rename(&name)).collect::<Option<_>>()?,
            text: self.text.clone(),
        })
    }
}

impl<Id> fmt::Display for Hazard<Id> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The kinds of surprise (requirement F59), the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum HazardKind {
    /// An erase, or a command that clears the code, before the code is in safe keeping that takes Activation Lock
    /// off: the device may be of no use to anybody but its last user.
    BypassCodeLost,
    /// An erase before FileVault's recovery key is in safe keeping: a Mac may answer `Error` and keep its content
    /// (Apple, Erase Device, `ObliterationBehavior`), and then nobody but its user opens the disk.
    RecoveryKeyLost,
    /// An erase that takes the data plan of an eSIM along: the device may have no network to come back by.
    DataPlanLost,
    /// Ordinary commands that an erase will cancel, because it overtakes them. One hazard names them all.
    Erased,
    /// Commands that wait for somebody to unlock the device, because a restart takes it off its network:
    /// "a passcode-locked iOS device doesn't rejoin Wi-Fi" (Apple, Restart Device; Apple, Shut Down Device).
    Stranded,
    /// A removal runs at once on a locked device while its replacement waits for the unlock: meanwhile the
    /// device is without the resource.
    Gap,
    /// What a later command undoes: an install by a removal, a lock by clearing the passcode, Lost Mode by its end.
    Undone,
    /// An older version that a newer one replaces: the same put twice, and nothing between that removes it.
    Outdated,
    /// A query whose answer will be older than a change queued behind it.
    StaleAnswer,
    /// A command that meets an app whose installation was acknowledged and is not done: "Acknowledged" says that
    /// the device took the order (Apple, Install Application). Nothing in a queue tells when it is done.
    Unfinished,
}

/// The hazards that were found, as far as the limit let them be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hazards<Id> {
    /// The gravest kind first, and within a kind in queue order.
    pub found: Vec<Hazard<Id>>,
    /// How many more there are.
    pub left_out: usize,
}

impl<Id> Hazards<Id> {
    /// The same hazards with other names for their commands, without those in which one has no name.
    pub fn rename<Name>(&self, name: impl Fn(&Id) -> Option<Name>) -> Hazards<Name> {
        let found = self.found.iter().filter_map(|hazard| hazard.rename(&name)).collect();
        Hazards { found, left_out: self.left_out }
    }
}

impl<Id> Default for Hazards<Id> {
    fn default() -> Self {
        Self { found: Vec::new(), left_out: 0 }
    }
}

/// The hazards of commands in queue order: those in which a command at `from` or behind it takes part.
///
/// With `from` 0 that is the whole list; with the length of the existing queue it is what a new batch
/// brings, among itself and against what is queued already.
///
/// Each command is judged by the nearest one that matters to it: of a hundred installs of one profile each
/// is outdated by the next, not by all that follow. Remedies move commands as far as they must, never past
/// another command with which the order matters; where that cannot be, there is none.
pub fn hazards<Id: Clone + Ord>(
    queue: &[Planned<'_, Id>],
    from: usize,
    conditions: &Conditions<'_>,
) -> Hazards<Id> {
    let sequence = Sequence::new(queue);
    let mut findings = search::findings(&sequence, conditions);
    findings.retain(|finding| finding.concerns(&sequence, from));
    let told =
        findings.iter().take(conditions.limit).filter_map(|finding| finding.tell(&sequence, conditions));
    Hazards { found: told.collect(), left_out: findings.len().saturating_sub(conditions.limit) }
}
