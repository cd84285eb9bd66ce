//! One rule of learning a test; `fleet` has a whole fleet with hidden rules.

use std::collections::BTreeSet;
use std::time::{Duration, SystemTime};

use proptest::prelude::*;

use super::votes::Behavior;
use super::{
    Cell, Conclusions, DeviceTag, DriftChange, LearnedRule, LearnedRules, Learner, LearnerSettings,
    Observation, Scope, Tally, witness,
};
use crate::{
    Belief, Channel, Evidence, Expectation, Forecast, Grade, Layer, LockState, LostMode, OsVersion, Passcode,
    Platform, Rule, RuleTable, Subject,
};
use Evidence::{Acknowledged, NotNow, Reported, Restarted};
use Expectation::{Deferred, MayDefer, Partial, Runs, Unknown};
use LockState::{BeforeFirstUnlock, KeychainLocked, Locked, PowerNap, SetupAssistant, Unlocked};

mod fleet;

const IPHONE: Subject = Subject::ios(Some(OsVersion::new(18, 3)));
const MODEL: &str = "iPhone14,5";

fn tag(device: u64) -> DeviceTag {
    DeviceTag::hash(b"only for testing", &device.to_be_bytes())
}

fn on_day(day: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(day * 86_400 + 40_000)
}

fn session<'a>(device: u64, day: u64, evidence: &'a [Evidence<'a>]) -> Observation<'a> {
    Observation { device: tag(device), model: MODEL, subject: IPHONE, at: on_day(day), evidence }
}

/// So many locked phones, starting with the first, of which so many refuse this command.
fn answers(learner: &mut Learner, command: &str, first: u64, refuse: u64, of: u64, day: u64) {
    for device in 0..of {
        let answer = if device < refuse { NotNow { command } } else { Acknowledged { command } };
        let evidence = [NotNow { command: "InstallProfile" }, answer];
        learner.observe(&session(first + device, day, &evidence), &RuleTable::default());
    }
}

fn conclude(learner: &mut Learner, day: u64) -> Conclusions {
    learner.conclude(&RuleTable::default(), on_day(day))
}

fn version(os: &str) -> Scope {
    Scope::Version(os.parse().unwrap())
}

/// What was concluded about this command on a locked iPhone.
fn concluded(rules: &LearnedRules, command: &str, scope: &Scope) -> Option<Expectation> {
    let about = |rule: &&LearnedRule| {
        (&*rule.cell.command, rule.cell.state, &rule.cell.scope) == (command, Locked, scope)
    };
    rules.iter().find(about).map(|rule| rule.expectation)
}

fn row(command: &'static str, states: &'static [LockState], expectation: Expectation) -> Rule {
    Rule {
        command: command.into(),
        platform: Platform::Ios,
        channel: None,
        since: None,
        before: None,
        states: states.into(),
        expectation,
        grade: Grade::D,
        source: "our own".into(),
    }
}

#[test]
fn only_what_another_witnesses_counts() {
    fn check(subject: Subject, table: &RuleTable, evidence: &[Evidence<'_>], expected: &[(&str, LockState)]) {
        let session = Observation { subject, ..session(1, 1, evidence) };
        let judged: Vec<_> =
            witness::judge(&session, table).map(|(command, state, _)| (command, state)).collect();
        assert_eq!(judged, expected, "{evidence:?}");
    }
    let table = RuleTable::default();
    let ios = |evidence: &[Evidence<'_>], expected: &[_]| check(IPHONE, &table, evidence, expected);
    let on = |platform, channel| Subject { platform, channel, os: IPHONE.os };
    let (refused, installed) =
        (NotNow { command: "InstallProfile" }, Acknowledged { command: "InstallProfile" });
    let (x, x_ran) = (NotNow { command: "Settings" }, Acknowledged { command: "Settings" });
    ios(&[], &[]);
    // Never its own witness, however often.
    ios(&[refused, refused], &[]);
    ios(&[x, NotNow { command: "RemoveProfile" }], &[]);
    // The order is of no matter; InstallProfile itself has no witness in Settings.
    ios(&[refused, x], &[("Settings", Locked)]);
    ios(&[x_ran, refused], &[("Settings", Locked)]);
    ios(&[installed, x], &[("Settings", Unlocked)]);
    // Grade C: no witness.
    ios(&[NotNow { command: "SecurityInfo" }, x], &[]);
    // Grade A, but what always runs shows nothing.
    ios(&[Acknowledged { command: "DeviceInformation" }, x], &[]);
    // The user unlocked meanwhile.
    ios(&[refused, x, installed], &[]);
    // The device's own word; also about what is otherwise the only witness.
    ios(&[Reported(Locked), x], &[("Settings", Locked)]);
    ios(&[x, Reported(BeforeFirstUnlock)], &[("Settings", BeforeFirstUnlock)]);
    ios(&[Reported(Locked), refused, x], &[("InstallProfile", Locked), ("Settings", Locked)]);
    // One speaks against the report: against its own rule perhaps, and then about the others it shows
    // nothing.
    ios(&[Reported(Locked), installed, x], &[("InstallProfile", Locked)]);
    ios(&[Reported(Unlocked), refused, x], &[("InstallProfile", Unlocked)]);
    ios(
        &[Reported(Locked), installed, x, Acknowledged { command: "InstallProfile" }],
        &[("InstallProfile", Locked), ("InstallProfile", Locked)],
    );
    ios(&[Reported(Locked), Reported(Unlocked), x], &[]);
    ios(&[Reported(LockState::Unknown), x], &[]);
    ios(&[Reported(LockState::Unknown), refused, x], &[("Settings", Locked)]);
    // No iPhone is there.
    ios(&[Reported(PowerNap), x], &[]);
    // What changes the lock ends what the answers before it show.
    ios(&[refused, Acknowledged { command: "DeviceLock" }, x], &[("DeviceLock", Locked)]);
    ios(
        &[installed, Acknowledged { command: "DeviceLock" }, refused, x],
        &[("DeviceLock", Unlocked), ("Settings", Locked)],
    );
    ios(&[Reported(Locked), Restarted, x], &[]);
    ios(&[refused, NotNow { command: "DeviceLock" }, x], &[("DeviceLock", Locked), ("Settings", Locked)]);
    // Without a passcode the lock is not why; in Lost Mode commands fail.
    ios(&[Evidence::Passcode(Passcode::Absent), refused, x], &[]);
    ios(&[Evidence::Passcode(Passcode::Absent), installed, x], &[("Settings", Unlocked)]);
    ios(
        &[Evidence::Passcode(Passcode::Absent), Reported(SetupAssistant), x],
        &[("Settings", SetupAssistant)],
    );
    ios(&[Evidence::Passcode(Passcode::Present), refused, x], &[("Settings", Locked)]);
    ios(&[refused, x, Evidence::LostMode(LostMode::On)], &[]);
    ios(&[refused, x, Evidence::LostMode(LostMode::Off)], &[("Settings", Locked)]);
    // Two witnesses are each other's.
    let user = on(Platform::Macos, Channel::User);
    let both = [refused, NotNow { command: "RemoveProfile" }];
    check(user, &table, &both, &[("InstallProfile", KeychainLocked), ("RemoveProfile", KeychainLocked)]);
    check(user, &table, &[refused, Acknowledged { command: "RemoveProfile" }], &[]);
    // Apple says what a Mac may refuse, not what it does.
    let mac = on(Platform::Macos, Channel::Device);
    check(mac, &table, &[refused, x], &[]);
    check(mac, &table, &[Reported(PowerNap), x], &[("Settings", PowerNap)]);
    // The embedder's own word is a witness, whatever its grade.
    let own = RuleTable::default().with(row("SecurityInfo", &[Locked], Deferred));
    check(IPHONE, &own, &[NotNow { command: "SecurityInfo" }, x], &[("Settings", Locked)]);
    let own = RuleTable::default().with(row("InstallProfile", &[Locked], MayDefer));
    check(IPHONE, &own, &[refused, x], &[]);
}

#[test]
fn what_was_learned_is_no_witness() {
    let learned = LearnedRules::from_iter([LearnedRule {
        cell: Cell {
            command: "SecurityInfo".into(),
            platform: Platform::Ios,
            channel: Channel::Device,
            state: Locked,
            scope: Scope::Version(IPHONE.os.unwrap()),
        },
        expectation: Deferred,
        seen: Tally { devices: 90, sampled: 90, refused: 90, ran: 0 },
    }]);
    let table = RuleTable::default().with_learned(learned);
    assert_eq!(table.forecast("SecurityInfo", &IPHONE, Locked).layer, Layer::Learned);
    let evidence = [NotNow { command: "SecurityInfo" }, NotNow { command: "Settings" }];
    assert_eq!(witness::judge(&session(1, 1, &evidence), &table).count(), 0);
}

#[test]
fn a_device_without_a_version_and_endless_names_teach_nothing() {
    let (mut learner, long) = (Learner::default(), "x".repeat(65));
    let scopes =
        |learner: &Learner| learner.tallies().map(|(cell, _)| cell.scope.clone()).collect::<Vec<_>>();
    let known = [Reported(Locked), NotNow { command: "Settings" }];
    let table = RuleTable::default();
    learner.observe(&Observation { subject: Subject::ios(None), ..session(1, 1, &known) }, &table);
    learner.observe(&session(1, 1, &[Reported(Locked), NotNow { command: &long }]), &table);
    assert_eq!(scopes(&learner), []);
    learner.observe(&Observation { model: &long, ..session(1, 1, &known) }, &table);
    learner.observe(&Observation { model: "", ..session(1, 1, &known) }, &table);
    assert_eq!(scopes(&learner), [Scope::Major(18), version("18.3")]);
    learner.observe(&session(1, 1, &known), &table);
    let os = OsVersion::new(18, 3);
    assert_eq!(scopes(&learner), [Scope::Major(18), version("18.3"), Scope::Model(os, MODEL.into())]);
}

/// The numbers of the interval are worked out in `votes`: of 20, one may differ.
#[test]
fn a_conclusion_needs_devices_and_a_majority() {
    fn check(refused: u64, of: u64, expected: Option<Expectation>) {
        let mut learner = Learner::default();
        answers(&mut learner, "Settings", 0, refused, of, 1);
        let rules = conclude(&mut learner, 1).rules;
        assert_eq!(concluded(&rules, "Settings", &version("18.3")), expected, "{refused} of {of}");
    }
    check(19, 19, None);
    check(20, 20, Some(Deferred));
    check(19, 20, Some(Deferred));
    check(18, 20, None);
    check(10, 20, Some(MayDefer));
    check(2, 20, None);
    check(1, 20, Some(Runs));
    check(0, 20, Some(Runs));
    check(0, 0, None);
    check(190, 200, Some(Deferred));
    check(160, 200, None);
    check(140, 200, Some(MayDefer));
}

#[test]
fn settings_are_kept_within_reason() {
    let settings = LearnerSettings { devices: 0, majority_percent: 0, sample: 0, cells: 0, window_days: 0 };
    let mut learner = Learner::new(settings);
    assert_eq!(conclude(&mut learner, 1).rules.iter().count(), 0);
    answers(&mut learner, "Settings", 0, 5, 9, 1);
    assert_eq!(learner.tallies().count(), 1);
    conclude(&mut learner, u64::from(u32::MAX) + 7);
    assert_eq!(learner.tallies().count(), 0);
}

#[test]
fn a_device_has_one_vote_and_its_last_word_counts() {
    let tally = |days: &[(u64, Evidence<'_>)]| {
        let mut learner = Learner::default();
        for (day, answer) in days {
            let evidence = [NotNow { command: "InstallProfile" }, *answer];
            learner.observe(&session(7, *day, &evidence), &RuleTable::default());
        }
        let tally = learner.tallies().next().unwrap().1;
        [tally.sampled, tally.refused, tally.ran]
    };
    let (refused, ran) = (NotNow { command: "Settings" }, Acknowledged { command: "Settings" });
    assert_eq!(tally(&[(1, refused), (1, refused), (2, refused)]), [1, 1, 0]);
    assert_eq!(tally(&[(1, refused), (2, ran)]), [1, 0, 1]);
    assert_eq!(tally(&[(2, ran), (1, refused)]), [1, 0, 1]);
    // Both on one day: it speaks for neither.
    assert_eq!(tally(&[(2, ran), (1, ran), (2, refused), (2, ran)]), [1, 0, 0]);
    assert_eq!(tally(&[(2, ran), (2, refused), (3, refused)]), [1, 1, 0]);
}

#[test]
fn one_device_cannot_flip_a_rule() {
    let mut learner = Learner::default();
    answers(&mut learner, "Settings", 0, 20, 20, 100);
    for day in 1..=100 {
        for _ in 0..20 {
            answers(&mut learner, "Settings", 1_000, 0, 1, day);
        }
    }
    let rules = conclude(&mut learner, 100).rules;
    assert_eq!(concluded(&rules, "Settings", &version("18.3")), Some(Deferred));
}

#[test]
fn what_is_old_or_from_a_wrong_clock_is_forgotten() {
    fn check(day: u64, today: u64, left: usize) {
        let mut learner = Learner::default();
        answers(&mut learner, "Settings", 0, 30, 30, day);
        let outcome = conclude(&mut learner, today);
        assert_eq!(
            (outcome.rules.iter().count(), learner.tallies().count()),
            (left, left + 1),
            "{day} {today}"
        );
    }
    check(1_000, 1_000, 2);
    check(1_000, 1_090, 2);
    check(1_001, 1_000, 2);
    fn gone(day: u64, today: u64) {
        let mut learner = Learner::default();
        answers(&mut learner, "Settings", 0, 30, 30, day);
        assert_eq!(conclude(&mut learner, today).rules.iter().count(), 0, "{day} {today}");
        assert_eq!(learner.tallies().count(), 0, "{day} {today}");
    }
    gone(1_000, 1_091);
    gone(1_002, 1_000);
    // A clock before 1970 is one that stands at its first day.
    let mut learner = Learner::default();
    let evidence = [Reported(Locked), NotNow { command: "Settings" }];
    let before = SystemTime::UNIX_EPOCH - Duration::from_secs(9);
    learner.observe(&Observation { at: before, ..session(1, 0, &evidence) }, &RuleTable::default());
    assert_eq!(learner.tallies().count(), 3);
}

#[test]
fn a_cell_holds_a_sample_and_tells_how_many_there_are() {
    let mut learner = Learner::default();
    answers(&mut learner, "Settings", 0, 97_000, 100_000, 1);
    for (cell, tally) in learner.tallies() {
        assert_eq!(tally.sampled, 256, "{cell:?}");
        assert!((80_000..120_000).contains(&tally.devices), "{tally:?}");
        assert!(tally.refused > 235 && tally.ran > 0, "{tally:?}");
    }
    let rules = conclude(&mut learner, 1).rules;
    assert_eq!(concluded(&rules, "Settings", &version("18.3")), Some(Deferred));
}

#[test]
fn a_model_speaks_for_itself_only_where_it_differs() {
    let mut learner = Learner::default();
    let observe = |learner: &mut Learner, model: &str, os: &str, first: u64, refused: u64, of: u64| {
        for device in 0..of {
            let command = "Settings";
            let answer = if device < refused { NotNow { command } } else { Acknowledged { command } };
            let evidence = [NotNow { command: "InstallProfile" }, answer];
            let subject = Subject::ios(os.parse().ok());
            let session = Observation { model, subject, ..session(first + device, 1, &evidence) };
            learner.observe(&session, &RuleTable::default());
        }
    };
    observe(&mut learner, "most", "18.3", 0, 500, 500);
    observe(&mut learner, "like most", "18.3", 1_000, 30, 30);
    observe(&mut learner, "odd", "18.3", 2_000, 0, 30);
    // Too few for a rule; enough to say that they are not like most.
    observe(&mut learner, "odd at times", "18.3", 3_000, 3, 20);
    observe(&mut learner, "too few", "18.3", 4_000, 0, 15);
    observe(&mut learner, "most", "18.4", 5_000, 15, 15);
    observe(&mut learner, "most", "17.0", 6_000, 3, 20);
    observe(&mut learner, "most", "15.8", 7_000, 0, 200);
    observe(&mut learner, "odd at times", "15.8", 8_000, 18, 20);
    let table = RuleTable::default().with_learned(conclude(&mut learner, 1).rules);
    let check = |model: &str, os: &str, expected: Expectation, crowd: &str| {
        let table = table.for_model(model);
        let forecast = table.forecast("Settings", &Subject::ios(os.parse().ok()), Locked);
        let seen = forecast.learned.map(|learned| learned.crowd().to_string()).unwrap_or_default();
        assert_eq!((forecast.expectation, &*seen), (expected, crowd), "{model} {os}");
    };
    check("most", "18.3", Deferred, "89 % of about 612 devices on iOS 18.3");
    check("like most", "18.3", Deferred, "89 % of about 612 devices on iOS 18.3");
    check("never seen", "18.3", Deferred, "89 % of about 612 devices on iOS 18.3");
    check("odd", "18.3", Runs, "100 % of 30 devices of model odd on iOS 18.3");
    check("odd at times", "18.3", MayDefer, "15 % of 20 devices of model odd at times on iOS 18.3");
    check("too few", "18.3", Deferred, "89 % of about 612 devices on iOS 18.3");
    // Of a version that few have, or nobody, the others of its major version tell.
    check("most", "18.4", Deferred, "90 % of about 631 devices on iOS 18");
    check("odd", "18.9", Deferred, "90 % of about 631 devices on iOS 18");
    check("most", "17.0", Unknown, "");
    check("most", "15.8", Runs, "92 % of 220 devices on iOS 15.8");
    check("odd at times", "15.8", MayDefer, "90 % of 20 devices of model odd at times on iOS 15.8");
    check("most", "26.0", Unknown, "");
    check("most", "", Unknown, "");
    // Without a model its version tells.
    assert_eq!(table.forecast("Settings", &IPHONE, Locked).expectation, Deferred);
    assert_eq!(table.forecast("Settings", &IPHONE, BeforeFirstUnlock).expectation, Unknown);
}

/// Override, the vendor's text, what was learned, the rest of the table.
#[test]
fn precedence() {
    let learned = |command: &str, state, expectation| LearnedRule {
        cell: Cell {
            command: command.into(),
            platform: Platform::Ios,
            channel: Channel::Device,
            state,
            scope: Scope::Major(18),
        },
        expectation,
        seen: Tally { devices: 1_240, sampled: 200, refused: 194, ran: 6 },
    };
    let check = |table: &RuleTable, command: &str, rule: LearnedRule, expectation, layer| {
        let subject = Subject { platform: rule.cell.platform, ..IPHONE };
        let state = rule.cell.state;
        let table = table.clone().with_learned([rule].into_iter().collect());
        let forecast = table.forecast(command, &subject, state);
        assert_eq!((forecast.expectation, forecast.layer), (expectation, layer), "{command} {forecast:?}");
        assert!(forecast.learned.is_some());
        forecast.to_string()
    };
    let plain = RuleTable::default();
    let own = RuleTable::default().with(row("Settings", &[Locked], Runs)).with(row(
        Rule::ANY,
        &[SetupAssistant],
        MayDefer,
    ));
    let ios = |table, command, state, seen, expectation, layer| {
        check(table, command, learned(command, state, seen), expectation, layer)
    };
    ios(&own, "Settings", Locked, Deferred, Runs, Layer::Override);
    ios(&own, "ProfileList", SetupAssistant, Deferred, MayDefer, Layer::Override);
    ios(&plain, "ProfileList", Locked, Deferred, Runs, Layer::Vendor);
    ios(&plain, "CertificateList", BeforeFirstUnlock, Runs, Deferred, Layer::Vendor);
    ios(&plain, "InstallProfile", Locked, Runs, Runs, Layer::Learned);
    ios(&plain, "InstallProfile", Locked, Deferred, Deferred, Layer::Learned);
    ios(&plain, "RemoveProfile", Locked, Deferred, Deferred, Layer::Learned);
    ios(&plain, "Settings", Unlocked, Deferred, Deferred, Layer::Learned);
    let text = ios(&plain, "Settings", Locked, Deferred, Deferred, Layer::Learned);
    let seen = "97 % of about 1,240 devices on iOS 18 refused it";
    assert_eq!(text, format!("is refused for now and runs later (learned: {seen})"));
    // Apple leaves it open: what was seen says which.
    let mut mac = learned("ProfileList", PowerNap, Deferred);
    mac.cell.platform = Platform::Macos;
    check(&plain, "ProfileList", mac, Deferred, Layer::Learned);
    // "Less in its answer" and "runs" agree, and the first says more.
    let mut android = learned("SecurityInfo", BeforeFirstUnlock, Runs);
    android.cell.platform = Platform::Android;
    check(&plain, "SecurityInfo", android.clone(), Partial, Layer::Table);
    android.expectation = Deferred;
    check(&plain, "SecurityInfo", android, Deferred, Layer::Learned);
    // The rows stay in reach, and the grade is that of what answers.
    let table = plain.with_learned([learned("RemoveProfile", Locked, Deferred)].into_iter().collect());
    let forecast = table.forecast("RemoveProfile", &IPHONE, Locked);
    assert_eq!((forecast.grade(), forecast.rule.map(|rule| rule.grade)), (Some(Grade::B), Some(Grade::C)));
    let Forecast { layer, learned, .. } = table.forecast("RemoveProfile", &Subject::ios(None), Locked);
    assert_eq!((layer, learned), (Layer::Table, None));
    let Forecast { layer, learned, .. } = table.forecast("RemoveMedia", &IPHONE, Locked);
    assert_eq!((layer, learned), (Layer::Table, None));
}

#[test]
fn a_contradiction_is_told_when_it_comes_and_when_it_goes() {
    let mut learner = Learner::default();
    let told = |outcome: &Conclusions| -> Vec<_> {
        outcome.drift.iter().map(|drift| (drift.change, drift.seen.cell.command.to_string())).collect()
    };
    let raised = |command: &str| (DriftChange::Raised, command.to_owned());
    let withdrawn = |command: &str| (DriftChange::Withdrawn, command.to_owned());
    answers(&mut learner, "RemoveProfile", 0, 19, 19, 1);
    answers(&mut learner, "Settings", 0, 30, 30, 1);
    answers(&mut learner, "InstallMedia", 0, 30, 30, 1);
    assert_eq!(told(&conclude(&mut learner, 1)), []);
    answers(&mut learner, "RemoveProfile", 19, 1, 1, 2);
    let outcome = conclude(&mut learner, 2);
    assert_eq!(told(&outcome), [raised("RemoveProfile")]);
    assert_eq!(
        outcome.drift[0].to_string(),
        "RemoveProfile, iOS 18.3, locked: expected that it runs (grade C: requirement F46: removal runs while \
         locked; no Apple text), but 100 % of 20 devices refused it"
    );
    assert_eq!(told(&conclude(&mut learner, 2)), []);
    answers(&mut learner, "RemoveProfile", 20, 100, 100, 3);
    assert_eq!(told(&conclude(&mut learner, 3)), []);
    // Apple's own text: told, and it goes on to answer.
    answers(&mut learner, "ProfileList", 0, 40, 40, 3);
    let outcome = conclude(&mut learner, 3);
    assert_eq!(told(&outcome), [raised("ProfileList")]);
    assert_eq!((outcome.drift[0].layer, outcome.drift[0].grade), (Layer::Vendor, Some(Grade::A)));
    let table = RuleTable::default().with_learned(outcome.rules);
    assert_eq!(table.forecast("ProfileList", &IPHONE, Locked).expectation, Runs);
    // Other behavior, and still not what the table says: the old one goes, another comes.
    answers(&mut learner, "RemoveProfile", 0, 0, 60, 4);
    let outcome = conclude(&mut learner, 4);
    assert_eq!(told(&outcome), [withdrawn("RemoveProfile"), raised("RemoveProfile")]);
    assert_eq!(outcome.drift[1].seen.expectation, MayDefer);
    answers(&mut learner, "RemoveProfile", 60, 0, 60, 5);
    let outcome = conclude(&mut learner, 5);
    assert_eq!(told(&outcome), [withdrawn("RemoveProfile")]);
    assert_eq!(
        outcome.drift[0].to_string(),
        "RemoveProfile, iOS 18.3, locked: no longer contradicted: it runs (grade C: requirement F46: removal \
         runs while locked; no Apple text)"
    );
    // Age withdraws too, and the embedder's own row is not contradicted in silence.
    let own = RuleTable::default().with(row("Settings", &[Locked], Runs));
    let outcome = learner.conclude(&own, on_day(5));
    assert_eq!(told(&outcome), [raised("Settings")]);
    assert_eq!(outcome.drift[0].layer, Layer::Override);
    let outcome = learner.conclude(&own, on_day(500));
    assert_eq!(told(&outcome), [withdrawn("ProfileList"), withdrawn("Settings")]);
    assert_eq!(outcome.rules, LearnedRules::default());
}

/// A belief moves by what the table says, and what was learned is part of that.
#[test]
fn a_belief_follows_what_was_learned() {
    let check = |refuse: u64, evidence: Evidence<'_>, plain: LockState, taught: LockState| {
        let mut learner = Learner::default();
        answers(&mut learner, "Settings", 0, refuse, 30, 1);
        let table = RuleTable::default();
        let with_learned = table.clone().with_learned(conclude(&mut learner, 1).rules);
        let state = |table: &RuleTable| Belief::default().observe(evidence, table, &IPHONE, on_day(1)).state;
        assert_eq!((state(&table), state(&with_learned)), (plain, taught), "{evidence:?}");
    };
    check(0, NotNow { command: "Settings" }, Locked, LockState::Unknown);
    check(30, NotNow { command: "Settings" }, Locked, Locked);
    check(30, Acknowledged { command: "Settings" }, LockState::Unknown, Unlocked);
    check(0, Acknowledged { command: "Settings" }, LockState::Unknown, LockState::Unknown);
}

#[test]
fn merging_keeps_the_bound_and_the_cells_with_most_devices() {
    let learner = |commands: [&str; 2], many: &str| {
        let mut learner = Learner::new(LearnerSettings { cells: 6, ..LearnerSettings::default() });
        for command in commands {
            answers(&mut learner, command, 0, 0, if command == many { 9 } else { 2 }, 1);
        }
        learner
    };
    let mut one = learner(["Settings", "UserList"], "Settings");
    one.merge(&learner(["Restrictions", "SecurityInfo"], "SecurityInfo"));
    let commands: BTreeSet<_> = one.tallies().map(|(cell, _)| cell.command.to_string()).collect();
    assert_eq!(
        (one.tallies().count(), Vec::from_iter(commands)),
        (6, vec!["SecurityInfo".into(), "Settings".into()])
    );
}

#[test]
fn a_refusal_that_no_lock_explains_is_told() {
    let mut learner = Learner::default();
    for device in 0..30 {
        let evidence = [Acknowledged { command: "InstallProfile" }, NotNow { command: "Settings" }];
        learner.observe(&session(device, 1, &evidence), &RuleTable::default());
    }
    let outcome = conclude(&mut learner, 1);
    assert_eq!(
        outcome.drift[0].to_string(),
        "Settings, iOS 18.3, unlocked: expected that it runs (no rule), but 100 % of 30 devices refused it"
    );
}

/// One device that invents models and versions without end.
#[test]
fn inventions_push_out_nothing_but_inventions() {
    const CELLS: u32 = 64;
    let settings = LearnerSettings { cells: CELLS, ..LearnerSettings::default() };
    let (mut learner, table) = (Learner::new(settings), RuleTable::default());
    answers(&mut learner, "Settings", 0, 20, 20, 1);
    let mut invented = 0_u64;
    let mut invent = |learner: &mut Learner, times: u32| {
        for _ in 0..times {
            invented += 1;
            let model = format!("m{invented}");
            let part = |by: u64| u16::try_from(invented / by % 60_000).unwrap();
            let os = OsVersion { major: 1_000 + part(1), minor: part(7), patch: part(60_000) };
            let evidence = [Reported(Locked), NotNow { command: "Settings" }];
            let session =
                Observation { model: &model, subject: Subject::ios(Some(os)), ..session(666, 1, &evidence) };
            learner.observe(&session, &table);
            assert!(learner.tallies().count() <= CELLS as usize);
        }
    };
    invent(&mut learner, 1_000_000);
    let rules = conclude(&mut learner, 1).rules;
    assert_eq!(rules.iter().count(), 2, "{rules:?}");
    // What is new and real gets in meanwhile, one device after the other.
    for device in 100..130 {
        let evidence = [Reported(Locked), Acknowledged { command: "Settings" }];
        let subject = Subject::ios(Some(OsVersion::new(18, 4)));
        learner.observe(&Observation { subject, ..session(device, 1, &evidence) }, &table);
        invent(&mut learner, 100);
    }
    let rules = conclude(&mut learner, 1).rules;
    assert_eq!(concluded(&rules, "Settings", &version("18.3")), Some(Deferred));
    assert_eq!(concluded(&rules, "Settings", &version("18.4")), Some(Runs));
}

#[cfg(feature = "serde")]
#[test]
fn what_is_stored_comes_back() {
    let mut learner = Learner::default();
    answers(&mut learner, "RemoveProfile", 0, 25, 30, 1);
    answers(&mut learner, "ProfileList", 0, 30, 30, 1);
    let outcome = conclude(&mut learner, 1);
    assert!(!outcome.drift.is_empty());
    let back: Learner = serde_json::from_str(&serde_json::to_string(&learner).unwrap()).unwrap();
    assert_eq!(back, learner);
    let back: Conclusions = serde_json::from_str(&serde_json::to_string(&outcome).unwrap()).unwrap();
    assert_eq!(back, outcome);
    // The order of a stored set is not trusted.
    let mut backwards = Vec::from(outcome.rules.clone());
    backwards.reverse();
    let json = serde_json::to_string(&backwards).unwrap();
    assert_eq!(serde_json::from_str::<LearnedRules>(&json).unwrap(), outcome.rules);
}

/// One device, model, version, day and what it answered.
type Seen = (u64, usize, u16, u64, Vec<(usize, Behavior)>);

const COMMANDS: [&str; 4] = ["InstallProfile", "RemoveProfile", "Settings", "DeviceLock"];

fn seen() -> impl Strategy<Value = Seen> {
    let answer = (0..COMMANDS.len(), prop_oneof![Just(Behavior::Refused), Just(Behavior::Ran)]);
    (0..9_u64, 0..2_usize, 3..5_u16, 1..4_u64, prop::collection::vec(answer, 0..5))
}

fn learned(sessions: &[Seen]) -> Learner {
    // So few fit in a cell that most of the time some do not.
    let mut learner =
        Learner::new(LearnerSettings { devices: 2, sample: 4, window_days: 9, ..LearnerSettings::default() });
    for (device, model, minor, day, answers) in sessions {
        let evidence: Vec<_> = answers
            .iter()
            .map(|(command, behavior)| match behavior {
                Behavior::Ran => Acknowledged { command: COMMANDS[*command] },
                _ => NotNow { command: COMMANDS[*command] },
            })
            .collect();
        let subject = Subject::ios(Some(OsVersion::new(18, *minor)));
        let model = ["", "iPad"][*model];
        learner.observe(
            &Observation { subject, model, ..session(*device, *day, &evidence) },
            &RuleTable::default(),
        );
    }
    learner
}

proptest! {
    #[test]
    fn order_and_repetition_make_no_difference(
        (sessions, shuffled) in prop::collection::vec(seen(), 0..40)
            .prop_flat_map(|sessions| (Just(sessions.clone()), Just(sessions).prop_shuffle())),
    ) {
        let expected = learned(&sessions);
        prop_assert_eq!(&learned(&shuffled), &expected);
        prop_assert_eq!(&learned(&[shuffled, sessions].concat()), &expected);
    }

    #[test]
    fn two_nodes_learn_what_one_would(
        sessions in prop::collection::vec(seen(), 0..40),
        at in any::<prop::sample::Index>(),
    ) {
        let (left, right) = sessions.split_at(at.index(sessions.len() + 1));
        let (mut one, mut other) = (learned(left), learned(right));
        let all = learned(&sessions);
        other.merge(&one);
        one.merge(&learned(right));
        prop_assert_eq!(&one, &all);
        prop_assert_eq!(&other, &all);
        one.merge(&other);
        prop_assert_eq!(&one, &all);
        let conclude = |mut learner: Learner| learner.conclude(&RuleTable::default(), on_day(5));
        prop_assert_eq!(conclude(one), conclude(all));
    }
}
