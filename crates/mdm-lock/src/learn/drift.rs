//! Contradictions between what devices do and what the table says.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use super::{Cell, LearnedRule, Scope};
use crate::{Expectation, Grade, Layer, RuleTable, Subject};

/// A contradiction between what devices were seen to do and what the table says: a row to be looked at, or a
/// vendor to be asked. It is told when it appears and when it is gone, for a version, and for a model that is
/// unlike its version; a major version only lends its counts to versions that nobody has seen yet.
///
/// It is told whatever row it contradicts, the embedder's own and Apple's text included, although those go on
/// to answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct RuleDrift {
    /// Whether it has come or gone.
    pub change: DriftChange,
    /// What was seen; when the contradiction is gone, what was seen last.
    pub seen: LearnedRule,
    /// What the table says instead.
    pub expected: Expectation,
    /// Which layer of it.
    pub layer: Layer,
    /// How sure it is; `None` where no row says so.
    pub grade: Option<Grade>,
    /// Its source; empty where no row says so.
    pub source: Cow<'static, str>,
}

/// Whether a contradiction has come or gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum DriftChange {
    /// It is new.
    Raised,
    /// It is gone: devices behave otherwise, or there is too little evidence left, or the table has changed.
    Withdrawn,
}

impl fmt::Display for RuleDrift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Cell { command, platform, state, scope, .. } = &self.seen.cell;
        match scope {
            Scope::Major(major) => write!(f, "{command}, {platform} {major}, {state}: ")?,
            Scope::Version(os) => write!(f, "{command}, {platform} {os}, {state}: ")?,
            Scope::Model(os, model) => write!(f, "{command}, {model}, {platform} {os}, {state}: ")?,
        }
        match self.change {
            DriftChange::Raised => f.write_str("expected that it ")?,
            DriftChange::Withdrawn => f.write_str("no longer contradicted: it ")?,
        }
        f.write_str(self.expected.phrase())?;
        match self.grade {
            Some(grade) => write!(f, " (grade {grade:?}: {})", self.source)?,
            None => f.write_str(" (no rule)")?,
        }
        if self.change == DriftChange::Raised {
            write!(f, ", but {} {} it", self.seen.share(), self.seen.did())?;
        }
        Ok(())
    }
}

/// Whether this rule contradicts the table, and how.
pub(super) fn contradiction(seen: &LearnedRule, table: &RuleTable) -> Option<RuleDrift> {
    use Expectation::{Deferred, MayDefer, Partial, Runs};
    let Cell { command, platform, channel, state, scope } = &seen.cell;
    let os = match scope {
        Scope::Major(_) => return None,
        Scope::Version(os) | Scope::Model(os, _) => Some(*os),
    };
    let subject = Subject { platform: *platform, channel: *channel, os };
    let said = table.unlearned(command, &subject, *state);
    let is_contradiction = matches!(
        (said.expectation, seen.expectation),
        (Runs | Partial, MayDefer | Deferred) | (Deferred, Runs | MayDefer)
    );
    is_contradiction.then(|| RuleDrift {
        change: DriftChange::Raised,
        seen: seen.clone(),
        expected: said.expectation,
        layer: said.layer,
        grade: said.grade(),
        source: said.rule.map_or(Cow::Borrowed(""), |rule| rule.source.clone()),
    })
}

/// What there is to tell when these contradictions follow those.
pub(super) fn changes(
    before: &BTreeMap<Cell, RuleDrift>,
    after: &BTreeMap<Cell, RuleDrift>,
) -> Vec<RuleDrift> {
    let is_in = |all: &BTreeMap<Cell, RuleDrift>, drift: &RuleDrift| {
        let same = |other: &RuleDrift| {
            (drift.expected, drift.layer, drift.seen.expectation)
                == (other.expected, other.layer, other.seen.expectation)
        };
        all.get(&drift.seen.cell).is_some_and(same)
    };
    let gone = before.values().filter(|drift| !is_in(after, drift));
    let gone = gone.map(|drift| RuleDrift { change: DriftChange::Withdrawn, ..drift.clone() });
    gone.chain(after.values().filter(|drift| !is_in(before, drift)).cloned()).collect()
}
