//! Learned rules: what the answers of a fleet say about the rules.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, SystemTime};

use crate::{Evidence, Expectation, OsVersion, RuleTable, Subject};

mod drift;
mod rules;
mod tag;
mod votes;
mod witness;

#[cfg(test)]
mod tests;

pub use drift::{DriftChange, RuleDrift};
pub use rules::{Cell, Crowd, LearnedRule, LearnedRules, Scope};
pub use tag::DeviceTag;
pub use votes::Tally;

use votes::{Vote, Votes};

/// Counts what devices did, and concludes rules from it.
///
/// Hand over each session when it ends ([`observe`](Self::observe)); now and then, once an hour or once a
/// day, [`conclude`](Self::conclude); put the outcome into the table ([`RuleTable::with_learned`]). Nothing
/// here is urgent: a session that is never handed over costs evidence and nothing else.
///
/// **What counts.** A session counts for a command only when something else shows the lock state: a report of
/// the state, or the answer of another command about which there is a well founded rule (the embedder's own,
/// Apple's text, grade A or B) that the lock defers it. A command is never its own witness, and a learned
/// rule is no witness: what was learned does not confirm itself. Witnesses that contradict each other (the
/// user unlocked meanwhile) show nothing. A Mac's device channel therefore teaches nothing without reports:
/// Apple's text says what it may refuse in Power Nap, not what it does refuse.
///
/// **Who votes.** One device has one vote in a cell (command, platform, channel, lock state, and version or
/// model), by what it did there last; what it did on one day counts once, and a device that did both on that
/// day speaks for neither. So a device that talks all day weighs no more than one that talks once.
///
/// **What is concluded.** From [`devices`](LearnerSettings::devices) on, with 95 % confidence (Wilson's score
/// interval, one-sided): [`Deferred`](Expectation::Deferred) or [`Runs`](Expectation::Runs) when at least the
/// [majority](LearnerSettings::majority_percent) does it, [`MayDefer`](Expectation::MayDefer) when neither
/// has it; between these there is no conclusion. A model that does what its version does gets no rule of its
/// own; a model that demonstrably does not is never answered for by its version, nor a version by its major
/// one.
///
/// **What it changes.** The order inside the promises, hazards and explanations; never what is delivered.
///
/// **Several nodes.** The counts are a join: order and repetition of sessions make no difference, and
/// learners that share the key of their [`DeviceTag`]s can be [merged](Self::merge) in any order. This is
/// exact up to the limit of cells, and between two conclusions: those also forget what is too old.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use mdm_lock::{DeviceTag, Evidence, Expectation, Learner, LockState, Observation, RuleTable, Subject};
///
/// let (mut learner, table) = (Learner::default(), RuleTable::default());
/// let iphone = Subject::ios("18.3".parse().ok());
/// let monday = SystemTime::UNIX_EPOCH + Duration::from_secs(20_000 * 86_400);
/// for udid in 0..40_u32 {
///     let seen = Observation {
///         device: DeviceTag::hash(b"a key of ours...", &udid.to_be_bytes()),
///         model: "iPhone14,5",
///         subject: iphone,
///         at: monday,
///         // The refused install shows that the phone is locked.
///         evidence: &[
///             Evidence::NotNow { command: "InstallProfile" },
///             Evidence::NotNow { command: "RemoveProfile" },
///         ],
///     };
///     learner.observe(&seen, &table);
/// }
/// let outcome = learner.conclude(&table, monday);
/// assert_eq!(
///     outcome.drift[0].to_string(),
///     "RemoveProfile, iOS 18.3, locked: expected that it runs (grade C: requirement F46: removal runs while \
///      locked; no Apple text), but 100 % of 40 devices refused it",
/// );
/// let table = table.with_learned(outcome.rules);
/// let forecast = table.forecast("RemoveProfile", &iphone, LockState::Locked);
/// assert_eq!(forecast.expectation, Expectation::Deferred);
/// let seen = forecast.learned.unwrap().crowd().to_string();
/// assert_eq!(seen, "100 % of 40 devices on iOS 18.3");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Learner {
    /// What it asks for and how much it holds. A stored learner comes back with those it was stored with;
    /// they may be changed at any time.
    pub settings: LearnerSettings,
    #[cfg_attr(feature = "serde", serde(with = "pairs"))]
    cells: BTreeMap<Cell, Votes>,
    /// The contradictions that were told, and not yet withdrawn.
    #[cfg_attr(feature = "serde", serde(with = "pairs"))]
    raised: BTreeMap<Cell, RuleDrift>,
}

/// What a [`Learner`] asks for before it concludes, and how much it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct LearnerSettings {
    /// The fewest devices that make a rule.
    pub devices: u32,
    /// How many in a hundred have to do the same, at least, with 95 % confidence. Below 51 counts as 51. The
    /// higher, the more devices it takes: 80 takes 11 that agree, 95 takes 52.
    pub majority_percent: u8,
    /// How old the behavior of a device may be, in days.
    pub window_days: u32,
    /// How many devices a cell holds: of more, a random sample that no device can choose to be in.
    pub sample: u32,
    /// How many cells there are. Of more, those with the fewest devices go.
    pub cells: u32,
}

impl Default for LearnerSettings {
    fn default() -> Self {
        Self { devices: 20, majority_percent: 80, window_days: 90, sample: 256, cells: 8_192 }
    }
}

/// What was seen of a device in a session, once that has ended.
#[derive(Clone, Copy, Debug)]
pub struct Observation<'a> {
    /// Which device.
    pub device: DeviceTag,
    /// Its model, in the vendor's own words (`iPhone14,5`). A longer text than 64 bytes counts as no model.
    pub model: &'a str,
    /// Platform, channel and version. Without a version a session teaches nothing: rules change with it.
    pub subject: Subject,
    /// When it ended.
    pub at: SystemTime,
    /// The answers and reports in the order in which they came. What was known before and still holds (no
    /// passcode, Lost Mode on) stands in front. An answer `Error` is left out: it does not say whether the
    /// lock was in the way.
    pub evidence: &'a [Evidence<'a>],
}

/// What a [`Learner`] concludes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Conclusions {
    /// Every rule that the votes bear out now: they replace those of the last time.
    pub rules: LearnedRules,
    /// The contradictions to the table that are new, and those that are gone, since the last time.
    pub drift: Vec<RuleDrift>,
}

impl Learner {
    /// Learns nothing yet.
    #[must_use]
    pub const fn new(settings: LearnerSettings) -> Self {
        Self { settings, cells: BTreeMap::new(), raised: BTreeMap::new() }
    }

    /// Counts a session. The table's own and built-in rules say which answers show the lock state; what it
    /// has learned does not.
    pub fn observe(&mut self, seen: &Observation<'_>, table: &RuleTable) {
        let Subject { platform, channel, os: Some(os) } = seen.subject else { return };
        let is_name = |name: &str| (1..=LONGEST_NAME).contains(&name.len());
        let day = day(seen.at);
        for (command, state, behavior) in witness::judge(seen, table).filter(|(command, ..)| is_name(command))
        {
            let vote = Vote { device: seen.device, day, behavior };
            let model = is_name(seen.model).then(|| Scope::Model(os, seen.model.into()));
            for scope in [Scope::Major(os.major), Scope::Version(os)].into_iter().chain(model) {
                let cell = Cell { command: command.into(), platform, channel, state, scope };
                self.count(cell, vote, os, seen.model);
            }
        }
    }

    /// Adds what another learner has counted, of other sessions or of the same. The settings stay.
    pub fn merge(&mut self, other: &Self) {
        let sample = self.sample();
        for (cell, votes) in &other.cells {
            self.cells.entry(cell.clone()).or_default().merge(votes, sample);
        }
        for (cell, drift) in &other.raised {
            self.raised.entry(cell.clone()).or_insert_with(|| drift.clone());
        }
        let too_many = self.cells.len().saturating_sub(self.most_cells());
        if too_many > 0 {
            let ranked = self.cells.iter().map(|(cell, votes)| (votes.len(), votes.some_day(), cell.clone()));
            let least: BTreeSet<_> = ranked.collect();
            for (_, _, cell) in least.iter().take(too_many) {
                self.cells.remove(cell);
            }
        }
    }

    /// Forgets what is too old, and concludes rules from the rest. `table` is the one that devices without
    /// rules of their own model are asked about; a contradiction to it is told once, and once more when it is
    /// gone.
    pub fn conclude(&mut self, table: &RuleTable, now: SystemTime) -> Conclusions {
        let today = day(now);
        // What lies in the future was counted under a wrong clock. Nodes may differ by a moment around
        // midnight.
        let days = today.saturating_sub(self.settings.window_days)..=today.saturating_add(1);
        self.cells.retain(|_, votes| votes.retain_days(&days));
        let mut rules: BTreeMap<Cell, LearnedRule> = BTreeMap::new();
        // In order: major versions stand before versions, and these before models.
        for (cell, votes) in &self.cells {
            let general = cell.more_general().find_map(|cell| Some(rules.get(&cell)?.expectation));
            let seen = votes.tally(self.sample());
            let Some(expectation) = self.settings.verdict(&seen, general) else { continue };
            if !matches!(cell.scope, Scope::Model(..)) || general != Some(expectation) {
                rules.insert(cell.clone(), LearnedRule { cell: cell.clone(), expectation, seen });
            }
        }
        let found = rules.values().filter_map(|rule| drift::contradiction(rule, table));
        let found = found.map(|drift| (drift.seen.cell.clone(), drift)).collect();
        let drift = drift::changes(&self.raised, &found);
        self.raised = found;
        Conclusions { rules: rules.into_values().collect(), drift }
    }

    /// What was counted, cell by cell, whether or not it makes a rule.
    pub fn tallies(&self) -> impl Iterator<Item = (&Cell, Tally)> {
        self.cells.iter().map(|(cell, votes)| (cell, votes.tally(self.sample())))
    }

    fn count(&mut self, cell: Cell, vote: Vote, os: OsVersion, model: &str) {
        let sample = self.sample();
        if let Some(votes) = self.cells.get_mut(&cell) {
            return votes.count(vote, sample);
        }
        while self.cells.len() >= self.most_cells() {
            // The cell with the fewest devices goes. Among equals first what this device alone has said under
            // another model or version: so a device that invents them pushes out its own inventions. Last
            // what it says now.
            let rank = |(cell, votes): &(&Cell, &Votes)| {
                let about_it = cell.scope.covers(os, Some(model));
                let invented = votes.are_only_of(vote.device) && !about_it;
                (votes.len(), !invented, about_it, votes.some_day())
            };
            let Some(least) = self.cells.iter().min_by_key(rank).map(|(cell, _)| cell.clone()) else { break };
            self.cells.remove(&least);
        }
        self.cells.entry(cell).or_default().count(vote, sample);
    }

    fn sample(&self) -> usize {
        usize::try_from(self.settings.sample.max(self.settings.devices).max(1)).unwrap_or(usize::MAX)
    }

    fn most_cells(&self) -> usize {
        usize::try_from(self.settings.cells.max(1)).unwrap_or(usize::MAX)
    }
}

impl LearnerSettings {
    /// What these votes bear out; `general` is what was concluded about more devices, these among them.
    fn verdict(&self, seen: &Tally, general: Option<Expectation>) -> Option<Expectation> {
        if seen.sampled < self.devices {
            return None;
        }
        let majority = f64::from(self.majority_percent.clamp(51, 100)) / 100.0;
        let share = |part| votes::interval(part, seen.sampled);
        let (refused, ran) = (share(seen.refused), share(seen.ran));
        if *refused.start() >= majority {
            return Some(Expectation::Deferred);
        }
        if *ran.start() >= majority {
            return Some(Expectation::Runs);
        }
        let is_neither = match general {
            // Too few to say what they do, enough to say that it is not what the others do.
            Some(Expectation::Deferred) => *refused.end() < majority,
            Some(Expectation::Runs) => *ran.end() < majority,
            _ => refused.end().max(*ran.end()) < majority,
        };
        is_neither.then_some(Expectation::MayDefer)
    }
}

/// Days since 1970, in UTC.
fn day(at: SystemTime) -> u32 {
    let days = at.duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs() / 86_400;
    u32::try_from(days).unwrap_or(u32::MAX)
}

/// Names of commands and models, in bytes. Apple's longest command has 30.
const LONGEST_NAME: usize = 64;

/// Maps as lists of pairs: not every format has keys that are no strings.
#[cfg(feature = "serde")]
mod pairs {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<K: Serialize, V: Serialize, S: Serializer>(
        map: &BTreeMap<K, V>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(map)
    }

    pub(super) fn deserialize<'de, K, V, D>(deserializer: D) -> Result<BTreeMap<K, V>, D::Error>
    where
        K: Deserialize<'de> + Ord,
        V: Deserialize<'de>,
        D: Deserializer<'de>,
    {
        Vec::deserialize(deserializer).map(BTreeMap::from_iter)
    }
}
