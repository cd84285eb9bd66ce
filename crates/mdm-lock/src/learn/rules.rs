//! What was learned, compiled for looking up.

use std::fmt;
use std::sync::Arc;

use super::Tally;
use crate::{Channel, Expectation, LockState, OsVersion, Platform, Subject};

/// What one count, and one conclusion, is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Cell {
    /// The request type.
    pub command: Box<str>,
    /// The operating system.
    pub platform: Platform,
    /// The channel.
    pub channel: Channel,
    /// The lock state.
    pub state: LockState,
    /// Which devices.
    pub scope: Scope,
}

/// Which devices a count is about. The later one is the more specific.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Scope {
    /// Every model on every version with this first component.
    Major(u16),
    /// Every model on this version.
    Version(OsVersion),
    /// This model on this version.
    Model(OsVersion, Box<str>),
}

/// A conclusion from what devices did.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct LearnedRule {
    /// About what.
    pub cell: Cell,
    /// `Runs`, `MayDefer` or `Deferred`.
    pub expectation: Expectation,
    /// What it rests on.
    pub seen: Tally,
}

/// The learned rules of a fleet: a small set, cheap to clone, made by
/// [`Learner::conclude`](super::Learner::conclude) and put into a [`RuleTable`](crate::RuleTable).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(from = "Vec<LearnedRule>", into = "Vec<LearnedRule>"))]
pub struct LearnedRules(Arc<[LearnedRule]>);

/// How many devices did what a rule says: `97 % of 1,240 devices on iOS 18.3`.
#[derive(Clone, Copy, Debug)]
pub struct Crowd<'a>(&'a LearnedRule);

impl LearnedRules {
    /// Every rule, in order of cells.
    pub fn iter(&self) -> impl Iterator<Item = &LearnedRule> {
        self.0.iter()
    }

    /// The most specific rule: of the model on this version, of the version, of its major version.
    pub(crate) fn find(
        &self,
        command: &str,
        subject: &Subject,
        state: LockState,
        model: Option<&str>,
    ) -> Option<&LearnedRule> {
        let os = subject.os?;
        let about = (command, subject.platform, subject.channel, state);
        let from = self.0.partition_point(|rule| rule.cell.about() < about);
        let rules = self.0.get(from..)?.iter().take_while(|rule| rule.cell.about() == about);
        // The more specific scope is the later one.
        rules.filter(|rule| rule.cell.scope.covers(os, model)).last()
    }
}

impl FromIterator<LearnedRule> for LearnedRules {
    fn from_iter<I: IntoIterator<Item = LearnedRule>>(rules: I) -> Self {
        let mut rules: Vec<_> = rules.into_iter().collect();
        rules.sort_by(|a, b| a.cell.cmp(&b.cell));
        rules.dedup_by(|a, b| a.cell == b.cell);
        Self(rules.into())
    }
}

impl From<Vec<LearnedRule>> for LearnedRules {
    fn from(rules: Vec<LearnedRule>) -> Self {
        rules.into_iter().collect()
    }
}

impl From<LearnedRules> for Vec<LearnedRule> {
    fn from(rules: LearnedRules) -> Self {
        rules.0.to_vec()
    }
}

impl Cell {
    /// The cells that have more devices, these among them; the nearest first.
    pub(super) fn more_general(&self) -> impl Iterator<Item = Self> {
        let (version, major) = match self.scope {
            Scope::Major(_) => (None, None),
            Scope::Version(os) => (None, Some(Scope::Major(os.major))),
            Scope::Model(os, _) => (Some(Scope::Version(os)), Some(Scope::Major(os.major))),
        };
        version.into_iter().chain(major).map(|scope| Self { scope, ..self.clone() })
    }

    fn about(&self) -> (&str, Platform, Channel, LockState) {
        (&self.command, self.platform, self.channel, self.state)
    }
}

impl Scope {
    /// Whether such a device belongs to it.
    pub(super) fn covers(&self, version: OsVersion, model: Option<&str>) -> bool {
        match self {
            Self::Major(major) => version.major == *major,
            Self::Version(os) => version == *os,
            Self::Model(os, name) => version == *os && model == Some(&**name),
        }
    }
}

impl LearnedRule {
    /// How many devices did so, for a sentence of one's own.
    #[must_use]
    pub const fn crowd(&self) -> Crowd<'_> {
        Crowd(self)
    }

    /// What those of its crowd did.
    pub(super) fn did(&self) -> &'static str {
        if self.expectation == Expectation::Runs { "ran" } else { "refused" }
    }

    pub(super) fn share(&self) -> String {
        let Tally { devices, sampled, refused, ran } = self.seen;
        let part = if self.expectation == Expectation::Runs { ran } else { refused };
        let about = if devices > u64::from(sampled) { "about " } else { "" };
        format!("{} % of {about}{} devices", percent(part, sampled), Grouped(devices))
    }
}

impl fmt::Display for LearnedRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} it", self.crowd(), self.did())
    }
}

impl fmt::Display for Crowd<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Cell { platform, scope, .. } = &self.0.cell;
        f.write_str(&self.0.share())?;
        match scope {
            Scope::Major(major) => write!(f, " on {platform} {major}"),
            Scope::Version(os) => write!(f, " on {platform} {os}"),
            Scope::Model(os, model) => write!(f, " of model {model} on {platform} {os}"),
        }
    }
}

/// Rounded; but all is all, and not one is none.
fn percent(part: u32, whole: u32) -> u64 {
    let (part, whole) = (u64::from(part), u64::from(whole.max(1)));
    match (part * 200 + whole) / (whole * 2) {
        0 if part > 0 => 1,
        100 if part < whole => 99,
        percent => percent,
    }
}

/// `1,240`.
struct Grouped(u64);

impl fmt::Display for Grouped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            small @ 0..=999 => write!(f, "{small}"),
            large => write!(f, "{},{:03}", Self(large / 1000), large % 1000),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_for_people() {
        let check = |number, expected: &str| assert_eq!(Grouped(number).to_string(), expected);
        check(0, "0");
        check(999, "999");
        check(1_240, "1,240");
        check(1_000_005, "1,000,005");
        fn share(part: u32, whole: u32, expected: u64) {
            assert_eq!(percent(part, whole), expected, "{part} of {whole}");
        }
        share(0, 300, 0);
        share(1, 300, 1);
        share(150, 300, 50);
        share(299, 300, 99);
        share(300, 300, 100);
    }
}
