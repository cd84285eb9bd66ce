//! Rules: what a command does in a lock state, how that is known, and how sure it is.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::state::Effect;
use crate::{Belief, Channel, LearnedRule, LearnedRules, LockState, OsVersion, Platform, Subject};

mod commands;
mod table;

pub use commands::{Availability, KnownCommand};

/// What to expect when a command reaches a device in some lock state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Expectation {
    /// It runs.
    Runs,
    /// It runs, with less in its answer.
    Partial,
    /// Nobody knows. It is sent, a refusal is expected, and it stays in the queue.
    Unknown,
    /// It is refused at times: somebody saw it, or the vendor says so, but not when.
    MayDefer,
    /// It is refused with `NotNow` and runs later.
    Deferred,
}

impl Expectation {
    /// What it says of a command, in a sentence.
    pub(crate) const fn phrase(self) -> &'static str {
        match self {
            Self::Runs => "runs",
            Self::Partial => "runs, with less in its answer",
            Self::Unknown => "may be refused for now",
            Self::MayDefer => "is refused for now at times",
            Self::Deferred => "is refused for now and runs later",
        }
    }
}

/// How sure a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Grade {
    /// The vendor's own text.
    A,
    /// Several independent observations, or a close reading of the vendor's text.
    B,
    /// One observation.
    C,
    /// Inferred from purpose.
    D,
}

/// One row: in these lock states, on these devices, this command does that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The request type, or [`Rule::ANY`].
    pub command: Cow<'static, str>,
    /// On this platform.
    pub platform: Platform,
    /// On this channel; `None` is every channel.
    pub channel: Option<Channel>,
    /// From this version on.
    pub since: Option<OsVersion>,
    /// Up to, and not including, this version.
    pub before: Option<OsVersion>,
    /// In these states.
    pub states: Cow<'static, [LockState]>,
    /// This happens.
    pub expectation: Expectation,
    /// So sure.
    pub grade: Grade,
    /// Because of this source.
    pub source: Cow<'static, str>,
}

impl Rule {
    /// In place of a command: every one that has no row of its own in the same table.
    pub const ANY: &'static str = "*";

    /// Whether the row is about devices like this one in this state.
    fn fits(&self, subject: &Subject, state: LockState) -> bool {
        self.platform == subject.platform
            && self.channel.is_none_or(|channel| channel == subject.channel)
            // A device that has not told its version is taken for a current one.
            && self.since.is_none_or(|since| subject.os.is_none_or(|os| os >= since))
            && self.before.is_none_or(|before| subject.os.is_some_and(|os| os < before))
            && self.states.contains(&state)
    }
}

/// What the sources say about a platform and no row can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remark {
    /// On this platform.
    pub platform: Platform,
    /// On this channel; `None` is every channel.
    pub channel: Option<Channel>,
    /// One or two sentences.
    pub text: &'static str,
    /// Because of this source.
    pub source: &'static str,
}

/// Who answers, in order of precedence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Layer {
    /// The embedder's own row.
    Override,
    /// The vendor's own text: a built-in row of grade A that does not leave it open.
    Vendor,
    /// What the fleet was seen to do.
    Learned,
    /// Another built-in row.
    Table,
    /// No evidence: the cautious default.
    Default,
}

/// The answer of a [`RuleTable`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forecast<'a> {
    /// What to expect.
    pub expectation: Expectation,
    /// Who says so.
    pub layer: Layer,
    /// The row about this, also where what was learned goes before it; `None` when there is none.
    pub rule: Option<&'a Rule>,
    /// What the fleet was seen to do, also where a row goes before it; `None` when that bears out nothing.
    pub learned: Option<&'a LearnedRule>,
}

impl Forecast<'_> {
    /// How sure it is; `None` for the cautious default. Learned counts as [`Grade::B`]: several independent
    /// observations.
    #[must_use]
    pub fn grade(&self) -> Option<Grade> {
        match self.layer {
            Layer::Learned => Some(Grade::B),
            _ => self.rule.map(|rule| rule.grade),
        }
    }
}

impl fmt::Display for Forecast<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expectation.phrase())?;
        match (self.layer, self.rule, self.learned) {
            (Layer::Learned, _, Some(learned)) => write!(f, " (learned: {learned})"),
            (_, Some(rule), _) => write!(f, " (grade {:?}: {})", rule.grade, rule.source),
            _ => f.write_str(" (no evidence: the cautious default)"),
        }
    }
}

/// Which commands go before which. A higher lane is handed out first and overtakes lower ones, conflict or
/// not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Lane {
    /// Everything else.
    #[default]
    Ordinary,
    /// Lock, Lost Mode and what belongs to it, clearing the passcode. Among themselves queue order holds.
    Protection,
    /// Erasing the device.
    Erase,
}

/// How a command stands to Lost Mode.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum InLostMode {
    /// Fails in Lost Mode (error 12078): it waits until Lost Mode ends.
    #[default]
    Fails,
    /// Runs in Lost Mode as elsewhere.
    Runs,
    /// Runs only in Lost Mode (error 12067 elsewhere).
    Required,
}

/// What a command is, whatever the lock state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Character {
    /// Its lane.
    pub lane: Lane,
    /// How it stands to Lost Mode.
    pub lost_mode: InLostMode,
    /// What it does to the lock.
    pub effect: Effect,
    /// For so long after it was done the device may take no command at all.
    pub pause: Duration,
}

/// The rules: a built-in table, the embedder's own rows before it, and what its fleet has taught.
///
/// The rows are asked in this order, and the first that fits answers: the embedder's rows about the command,
/// its rows about [any](Rule::ANY), the built-in rows about the command, the built-in ones about any. What
/// was [learned](Self::with_learned) goes before every built-in row but one of grade A that says what
/// happens; a row that leaves it open ([`Expectation::MayDefer`]) is made precise by it, and one that says
/// [`Expectation::Partial`] stays when the command was seen to run.
///
/// A vendor can say of one model that it runs nothing while asleep, in one row:
///
/// ```
/// use mdm_lock::{Expectation, Grade, LockState, Platform, Rule, RuleTable};
///
/// let sleeper = Rule {
///     command: Rule::ANY.into(),
///     platform: Platform::Android,
///     channel: None,
///     since: None,
///     before: None,
///     states: vec![LockState::Asleep].into(),
///     expectation: Expectation::Deferred,
///     grade: Grade::C,
///     source: "our own devices of this model".into(),
/// };
/// let table_of_that_model = RuleTable::default().with(sleeper);
/// # assert_eq!(table_of_that_model.rules().next().unwrap().command, "*");
/// ```
///
/// Asked about a command:
///
/// ```
/// use mdm_lock::{Expectation, LockState, RuleTable, Subject};
///
/// let table = RuleTable::default();
/// let iphone = Subject::ios("18.3".parse().ok());
/// let forecast = table.forecast("InstallProfile", &iphone, LockState::Locked);
/// assert_eq!(forecast.expectation, Expectation::Deferred);
/// assert!(forecast.rule.unwrap().source.contains("observed"));
/// // Nobody has seen this one: it says so instead of inventing a rule.
/// assert!(table.forecast("Frobnicate", &iphone, LockState::Locked).rule.is_none());
/// ```
#[derive(Clone, Debug, Default)]
pub struct RuleTable {
    own: Arc<Vec<Rule>>,
    learned: LearnedRules,
    model: Option<Arc<str>>,
}

impl RuleTable {
    /// Puts a row of the embedder's before all others; the last one added wins.
    #[must_use]
    pub fn with(mut self, rule: Rule) -> Self {
        Arc::make_mut(&mut self.own).push(rule);
        self
    }

    /// Puts what was learned in its place, instead of what was learned before.
    #[must_use]
    pub fn with_learned(mut self, learned: LearnedRules) -> Self {
        self.learned = learned;
        self
    }

    /// The same table for devices of this model: what was learned about the model counts. Cheap: nothing but
    /// the name is copied.
    #[must_use]
    pub fn for_model(&self, model: &str) -> Self {
        Self { model: Some(model.into()), ..self.clone() }
    }

    /// Every row, the embedder's last one first, then the built-in ones.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.own.iter().rev().chain(table::RULES)
    }

    /// What to expect of a command on this device in this state.
    #[must_use]
    pub fn forecast(&self, command: &str, subject: &Subject, state: LockState) -> Forecast<'_> {
        let said = self.unlearned(command, subject, state);
        let learned = self.learned.find(command, subject, state, self.model.as_deref());
        let said = Forecast { learned, ..said };
        match learned {
            Some(LearnedRule { expectation, .. })
                if said.layer > Layer::Learned
                    && (said.expectation, *expectation) != (Expectation::Partial, Expectation::Runs) =>
            {
                Forecast { expectation: *expectation, layer: Layer::Learned, ..said }
            }
            _ => said,
        }
    }

    /// The same without what was learned.
    pub(crate) fn unlearned(&self, command: &str, subject: &Subject, state: LockState) -> Forecast<'_> {
        let own = |name| self.own.iter().rev().find(|rule| rule.command == name && rule.fits(subject, state));
        let built_in =
            |name| table::RULES.iter().find(|rule| rule.command == name && rule.fits(subject, state));
        let row = own(command).or_else(|| own(Rule::ANY)).map(|rule| (Layer::Override, rule)).or_else(|| {
            let rule = built_in(command).or_else(|| built_in(Rule::ANY))?;
            let is_definite = rule.grade == Grade::A && rule.expectation != Expectation::MayDefer;
            Some((if is_definite { Layer::Vendor } else { Layer::Table }, rule))
        });
        let (layer, rule) = row.map_or((Layer::Default, None), |(layer, rule)| (layer, Some(rule)));
        let expectation = match (rule, state) {
            (Some(rule), _) => rule.expectation,
            // What an unlocked device does needs no rule: a lock that is not there gates nothing.
            (None, LockState::Unlocked) => Expectation::Runs,
            (None, _) => Expectation::Unknown,
        };
        Forecast { expectation, layer, rule, learned: None }
    }

    /// What a well founded rule says: the embedder's own, or a built-in one of grade A or B.
    pub(crate) fn founded(&self, command: &str, subject: &Subject, state: LockState) -> Option<Expectation> {
        let said = self.unlearned(command, subject, state);
        let is_founded = said.layer == Layer::Override || said.grade().is_some_and(|grade| grade <= Grade::B);
        is_founded.then_some(said.expectation)
    }

    /// What to expect of a command under a belief. With no belief, what a locked device does: the order
    /// that this gives is harmless to an unlocked one.
    #[must_use]
    pub fn forecast_under(&self, command: &str, subject: &Subject, belief: &Belief) -> Forecast<'_> {
        self.forecast(command, subject, belief.expected_state(subject))
    }

    /// What a command is, whatever the lock state.
    #[must_use]
    pub fn character(&self, command: &str) -> Character {
        table::CHARACTERS
            .iter()
            .find_map(|(name, character)| (*name == command).then_some(*character))
            .unwrap_or_default()
    }

    /// Every command that the built-in rows are about or that Apple's schema or the Android agent knows, in
    /// order of name: also those about which there is no evidence, and therefore no row.
    #[must_use]
    pub const fn commands() -> &'static [KnownCommand] {
        commands::COMMANDS
    }

    /// What the sources say beside the built-in rows.
    #[must_use]
    pub const fn remarks() -> &'static [Remark] {
        table::REMARKS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forecast(command: &str, os: &str, state: LockState) -> Expectation {
        RuleTable::default().forecast(command, &Subject::ios(os.parse().ok()), state).expectation
    }

    /// Apple, Handling NotNow status responses: commands that "don't result in a NotNow status response
    /// on iOS devices".
    #[test]
    fn the_eight_guaranteed_commands_run() {
        for command in [
            "ClearPasscode",
            "DeviceInformation",
            "DeviceLock",
            "EraseDevice",
            "InstalledApplicationList",
            "ProfileList",
            "ProvisioningProfileList",
            "Restrictions",
        ] {
            for state in [LockState::Locked, LockState::BeforeFirstUnlock] {
                assert_eq!(forecast(command, "18.3", state), Expectation::Runs, "{command} {state}");
            }
        }
    }

    /// Requirements F43 to F55, where Apple's text says nothing against them.
    #[test]
    fn a_locked_iphone_refuses_changes_and_runs_removals() {
        use Expectation::{Deferred, MayDefer, Runs};
        fn check(command: &str, expected: Expectation) {
            assert_eq!(forecast(command, "18.3", LockState::Locked), expected, "{command}");
        }
        check("SecurityInfo", Deferred); // F43
        check("InstallProfile", Deferred); // F46, F54
        check("RemoveProfile", Runs); // F46, F55
        check("InstallApplication", MayDefer); // F48: seen, but nobody knows when
        check("RemoveApplication", Runs); // F48, F55
        check("InstallMedia", Deferred); // F50
        check("RemoveMedia", Runs); // F50, F55
    }

    #[test]
    fn versions_and_channels_narrow_a_rule() {
        // Apple, Certificate List: from iOS 15.4 refused before the first unlock.
        assert_eq!(forecast("CertificateList", "15.3", LockState::BeforeFirstUnlock), Expectation::Partial);
        assert_eq!(forecast("CertificateList", "15.4", LockState::BeforeFirstUnlock), Expectation::Deferred);
        assert_eq!(forecast("CertificateList", "", LockState::BeforeFirstUnlock), Expectation::Deferred);
        assert_eq!(forecast("CertificateList", "15.4", LockState::Locked), Expectation::Unknown);
        // Apple, Handling NotNow status responses: on a Mac's user channel both are refused.
        let table = RuleTable::default();
        let mac = |channel| Subject { platform: Platform::Macos, channel, os: None };
        let keychain = LockState::KeychainLocked;
        let rule = table.forecast("RemoveProfile", &mac(Channel::User), keychain);
        assert_eq!(rule.expectation, Expectation::Deferred);
        assert!(table.forecast("RemoveProfile", &mac(Channel::Device), keychain).rule.is_none());
    }

    #[test]
    fn without_evidence_the_cautious_default_applies_and_says_so() {
        let table = RuleTable::default();
        let forecast = table.forecast("EnhancedFrobnication", &Subject::ios(None), LockState::Locked);
        assert_eq!((forecast.expectation, forecast.rule), (Expectation::Unknown, None));
        assert_eq!(forecast.to_string(), "may be refused for now (no evidence: the cautious default)");
        assert_eq!(table.character("EnhancedFrobnication"), Character::default());
    }

    #[test]
    fn an_embedders_rule_wins() {
        let quirk = Rule {
            command: "RemoveProfile".into(),
            platform: Platform::Ios,
            channel: None,
            since: None,
            before: None,
            states: vec![LockState::Locked].into(),
            expectation: Expectation::Deferred,
            grade: Grade::C,
            source: "our fleet, autumn".into(),
        };
        let table = RuleTable::default().with(quirk.clone());
        let subject = Subject::ios(None);
        let forecast = table.forecast("RemoveProfile", &subject, LockState::Locked);
        assert_eq!(forecast.rule, Some(&quirk));
        assert_eq!(
            table.forecast("RemoveProfile", &subject, LockState::BeforeFirstUnlock).expectation,
            Expectation::Runs
        );
    }

    #[test]
    fn the_command_goes_before_any_and_the_embedder_before_the_table() {
        fn row(command: &'static str, expectation: Expectation) -> Rule {
            Rule {
                command: command.into(),
                platform: Platform::Macos,
                channel: None,
                since: None,
                before: None,
                states: vec![LockState::PowerNap].into(),
                expectation,
                grade: Grade::C,
                source: "our fleet".into(),
            }
        }
        fn check(own: &[Rule], command: &str, expectation: Expectation) {
            let table = own.iter().cloned().fold(RuleTable::default(), RuleTable::with);
            let mac = Subject { platform: Platform::Macos, channel: Channel::Device, os: None };
            let forecast = table.forecast(command, &mac, LockState::PowerNap);
            assert_eq!(forecast.expectation, expectation, "{command} with {own:?}");
        }
        use Expectation::{Deferred, MayDefer, Partial, Runs};
        let any = row(Rule::ANY, Deferred);
        check(&[], "UserList", Runs);
        check(&[], "ProfileList", MayDefer);
        check(&[], "Frobnicate", MayDefer);
        // The embedder's wildcard goes before the table's row about the command.
        check(std::slice::from_ref(&any), "UserList", Deferred);
        check(std::slice::from_ref(&any), "ProfileList", Deferred);
        // Its own row about the command goes before its own wildcard, whichever came last.
        check(&[row("UserList", Partial), any.clone()], "UserList", Partial);
        check(&[any, row("UserList", Partial)], "UserList", Partial);
        check(&[row("UserList", Partial), row("UserList", MayDefer)], "UserList", MayDefer);
    }

    #[test]
    fn every_row_has_a_source_and_a_state() {
        for rule in RuleTable::default().rules() {
            assert!(!rule.source.is_empty() && !rule.states.is_empty(), "{rule:?}");
            assert!(rule.since.is_none() || rule.before.is_none() || rule.since < rule.before, "{rule:?}");
        }
    }

    #[test]
    fn lanes() {
        fn check(command: &str, lane: Lane) {
            assert_eq!(RuleTable::default().character(command).lane, lane, "{command}");
        }
        check("EraseDevice", Lane::Erase);
        for command in ["DeviceLock", "ClearPasscode", "EnableLostMode", "DisableLostMode", "DeviceLocation"]
        {
            check(command, Lane::Protection);
        }
        check("InstallProfile", Lane::Ordinary);
        check("RestartDevice", Lane::Ordinary);
    }
}
