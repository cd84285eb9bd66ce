//! The real queue against every behaviour of a model device, within bounds.
//!
//! The search starts with an empty queue and a phone in its hand, and follows everything that can happen: orders
//! at any moment, locks, unlocks, restarts, lost and doubled messages, lost commands, failures, polls out of turn,
//! silence, cancellations. What decides is the code of this crate, not a copy; the device and the promises are
//! written a second time, from Apple's pages and the delivery contract.
//!
//! The ordinary run takes bounds that fit into a minute; `docs/testing.md` has the counts. `MDM_MODEL_BOUNDS`
//! widens them: `commands=5,faults=2` replaces these two in every scenario that has to hold (also `locks`,
//! `cancels`, `holds`; at most 6, 7, 7, 3, 3).

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test: what cannot be is a reason to stop"
)]

mod canon;
mod catalog;
mod device;
mod promise;
mod scenario;
mod search;
mod world;

use catalog::Kind as K;
use mdm_command::Mode;
use mdm_lock::{Expectation, Grade, LockState, Platform, Rule, RuleTable};
use promise::Promise;
use scenario::{Assume, Bounds, Mutant, Scenario};

const INSTALLS: &[K] = &[K::InstallA, K::InstallB, K::InstallApp];
const ORDINARY: &[K] = &[
    K::InstallA,
    K::InstallB,
    K::RemoveA,
    K::RemoveB,
    K::InstallApp,
    K::RemoveApp,
    K::ListProfiles,
    K::Unknown,
    K::DeviceInformation,
];
const PROFILES: &[K] = &[K::InstallA, K::InstallB, K::RemoveA, K::RemoveB];
const LOST: &[K] = &[K::EnableLostMode, K::DisableLostMode, K::InstallA];

fn scenario(name: &'static str, alphabet: &'static [K], refuses: &'static [K], bounds: [u8; 4]) -> Scenario {
    let [commands, faults, locks, cancels] = bounds;
    Scenario {
        name,
        alphabet,
        refuses,
        never: &[],
        chains: false,
        groups: &[],
        mode: Mode::Plan,
        patience: 0,
        bounds: Bounds { commands, faults, locks, cancels, holds: 0 },
        wifi: false,
        without: None,
        mutant: None,
        table: RuleTable::default(),
    }
}

#[allow(clippy::disallowed_methods, reason = "larger bounds are asked for from outside")]
fn widened(mut bounds: Bounds) -> Bounds {
    for part in
        std::env::var("MDM_MODEL_BOUNDS").unwrap_or_default().split(',').filter(|part| !part.is_empty())
    {
        let (name, value) = part.split_once('=').expect("MDM_MODEL_BOUNDS is NAME=NUMBER,…");
        let value: u8 = value.parse().expect("MDM_MODEL_BOUNDS is NAME=NUMBER,…");
        match name {
            "commands" => bounds.commands = value.min(catalog::MOST),
            "faults" => bounds.faults = value.min(7),
            "locks" => bounds.locks = value.min(7),
            "cancels" => bounds.cancels = value.min(3),
            "holds" => bounds.holds = value.min(3),
            _ => panic!("MDM_MODEL_BOUNDS knows commands, faults, locks, cancels, holds"),
        }
    }
    bounds
}

/// Nothing is broken.
fn holds(scenario: &Scenario) {
    let scenario = &Scenario { bounds: widened(scenario.bounds), ..scenario.clone() };
    let outcome = search::search(scenario);
    if let Some(found) = &outcome.counterexample {
        panic!("{}", found.story);
    }
    let Bounds { commands, faults, locks, cancels, holds } = scenario.bounds;
    println!(
        "{}: {} states, {} transitions, {} drained; {commands} commands of {}, {faults} faults, {locks} locks, \
         {cancels} cancels, {holds} holds",
        scenario.name,
        outcome.states,
        outcome.transitions,
        outcome.drained,
        scenario.alphabet.len(),
    );
}

/// One of these promises is broken; the shortest way there is printed.
fn falls(scenario: &Scenario, promises: &[Promise], what: &str) {
    let outcome = search::search(scenario);
    let Some(found) = &outcome.counterexample else { panic!("{what}: nothing was found: {outcome:?}") };
    println!("{what}, after {} states: {}", outcome.states, found.story);
    assert!(promises.contains(&found.broken.promise), "{what}: {:?}\n{}", found.broken.promise, found.story);
}

#[test]
fn two_profiles() {
    holds(&scenario("two_profiles", PROFILES, INSTALLS, [3, 1, 2, 0]));
}

/// Two resources, one of them with both directions; nothing goes wrong but the lock.
#[test]
fn five_commands() {
    holds(&scenario("five_commands", &[K::InstallA, K::RemoveA, K::InstallB], INSTALLS, [5, 0, 1, 0]));
}

#[test]
fn lost_mode() {
    holds(&scenario("lost_mode", LOST, INSTALLS, [3, 1, 1, 1]));
}

#[test]
fn urgent_commands() {
    let alphabet = &[K::InstallA, K::Unknown, K::DeviceLock, K::Erase];
    holds(&scenario("urgent_commands", alphabet, &[K::InstallA, K::Unknown], [3, 1, 1, 0]));
}

#[test]
fn everything() {
    holds(&scenario("everything", &K::ALL, ORDINARY, [2, 1, 1, 1]));
}

/// Chains, and how they break: by failure, by cancellation.
fn chain() -> Scenario {
    let alphabet = &[K::InstallA, K::InstallB, K::RemoveA];
    Scenario { chains: true, ..scenario("chain", alphabet, INSTALLS, [3, 1, 1, 1]) }
}

/// Urgent commands that are chained to others that are not, and urgent ones behind them.
fn urgent_chain() -> Scenario {
    let alphabet = &[K::InstallA, K::DeviceLock, K::Erase];
    Scenario { chains: true, ..scenario("urgent_chain", alphabet, INSTALLS, [3, 1, 1, 0]) }
}

/// A group, and others that conflict with its first, its last and neither member.
fn group() -> Scenario {
    let alphabet = &[K::RemoveA, K::RemoveB, K::DeviceLock];
    let groups = &[(K::InstallA, K::InstallB)];
    Scenario { groups, ..scenario("group", alphabet, INSTALLS, [4, 1, 1, 0]) }
}

/// A command that nobody knows and that the device refuses for ever.
fn barrier() -> Scenario {
    let alphabet = &[K::Unknown, K::InstallA, K::RemoveA];
    let never = &[K::Unknown];
    Scenario { never, patience: 2, ..scenario("barrier", alphabet, INSTALLS, [3, 1, 2, 0]) }
}

/// What must not run twice.
fn once() -> Scenario {
    scenario("once", &[K::Restart, K::InstallA, K::DeviceLock], INSTALLS, [3, 2, 1, 0])
}

fn hold() -> Scenario {
    let alphabet = &[K::InstallA, K::RemoveA, K::DeviceInformation];
    let hold = scenario("hold", alphabet, INSTALLS, [3, 1, 1, 0]);
    Scenario { bounds: Bounds { holds: 1, ..hold.bounds }, ..hold }
}

/// Plain order.
fn fifo() -> Scenario {
    let alphabet = &[K::InstallA, K::RemoveA, K::DeviceLock, K::DeviceInformation];
    Scenario { mode: Mode::Fifo, ..scenario("fifo", alphabet, INSTALLS, [3, 1, 1, 0]) }
}

#[test]
fn chains_start_after_an_acknowledgement_or_break() {
    holds(&chain());
    holds(&urgent_chain());
}

#[test]
fn groups_are_one_step() {
    holds(&group());
}

#[test]
fn a_barrier_opens_and_not_too_early() {
    holds(&barrier());
}

#[test]
fn what_must_not_run_twice_does_not() {
    holds(&once());
}

#[test]
fn what_is_held_stays_and_then_goes() {
    holds(&hold());
}

#[test]
fn plain_order_keeps_every_promise() {
    holds(&fifo());
}

/// Two profiles over one network: conflicts that the identifiers do not show.
#[test]
fn one_network_in_two_profiles() {
    let alphabet = &[K::InstallA, K::RemoveB, K::InstallB];
    holds(&Scenario { wifi: true, ..scenario("one_network", alphabet, INSTALLS, [3, 1, 1, 0]) });
}

/// The device's answer wins: a table that expects the opposite of what the device does breaks no promise.
#[test]
fn wrong_expectations_break_nothing() {
    let rule = |command: &'static str, expectation| Rule {
        command: command.into(),
        platform: Platform::Ios,
        channel: None,
        since: None,
        before: None,
        states: vec![LockState::Locked, LockState::BeforeFirstUnlock].into(),
        expectation,
        grade: Grade::D,
        source: "wrong on purpose".into(),
    };
    let table = RuleTable::default()
        .with(rule("InstallProfile", Expectation::Runs))
        .with(rule("RemoveProfile", Expectation::Deferred))
        .with(rule("ProfileList", Expectation::Deferred));
    let alphabet = &[K::InstallA, K::RemoveA, K::ListProfiles];
    holds(&Scenario { table, ..scenario("wrong_table", alphabet, INSTALLS, [3, 1, 1, 0]) });
    let refuses = &[K::RemoveA, K::ListProfiles];
    holds(&scenario("odd_device", alphabet, refuses, [3, 1, 1, 0]));
}

/// Nothing that the canonical form forgets matters; and far beyond the bounds no promise is seen to break.
#[test]
fn walks_at_random_agree_with_their_canonical_form() {
    let mut steps = 0;
    for seed in 0..400 {
        let refuses = if seed % 2 == 0 { ORDINARY } else { INSTALLS };
        let wide = scenario("walk", &K::ALL, refuses, [6, 7, 7, 3]);
        let wide = Scenario {
            wifi: seed % 3 == 0,
            chains: seed % 2 == 0,
            groups: if seed % 5 < 2 { &[(K::InstallA, K::InstallB), (K::RemoveA, K::Restart)] } else { &[] },
            never: if seed % 7 < 2 { &[K::Unknown] } else { &[] },
            patience: u8::try_from(seed % 4).unwrap(),
            mode: if seed % 4 == 3 { Mode::Fifo } else { Mode::Plan },
            bounds: Bounds { holds: 3, ..wide.bounds },
            ..wide
        };
        steps += search::walk(&wide, seed);
        let narrow = scenario("walk", LOST, refuses, [6, 7, 7, 3]);
        steps += search::walk(&narrow, seed);
    }
    println!("{steps} steps at random");
}

/// Each assumption is needed: without it, this promise is seen to fall.
#[test]
fn without_an_assumption_a_promise_falls() {
    let check = |without, promise: Promise, alphabet| {
        let scenario =
            Scenario { without: Some(without), ..scenario("without", alphabet, INSTALLS, [2, 1, 2, 0]) };
        falls(&scenario, &[promise], &format!("{without:?}"));
    };
    let profile = &[K::InstallA, K::RemoveA];
    check(Assume::NoneOutOfAbandonedSession, Promise::Order, profile);
    check(Assume::RefusalHasNoEffect, Promise::State, profile);
    check(Assume::RefusalIsForgotten, Promise::Order, profile);
    check(Assume::RepeatChangesNothing, Promise::State, profile);
    check(Assume::EffectBeforeAnswer, Promise::State, &[K::InstallApp, K::RemoveApp]);
    check(Assume::OnlyMdmChanges, Promise::State, profile);
    check(Assume::ComesBackAfterNotNow, Promise::Wake, profile);
    check(Assume::ReportsInOrder, Promise::Wake, &[K::InstallA, K::DeviceInformation]);
    let without = Some(Assume::CompleteFootprints);
    let network = scenario("without", &[K::InstallA, K::RemoveB], INSTALLS, [2, 0, 2, 0]);
    falls(&Scenario { wifi: true, without, ..network }, &[Promise::Order], "CompleteFootprints");
}

/// The check can fail: each of these defects is found.
#[test]
fn defects_are_found() {
    let check = |mutant, promises: &[Promise], alphabet| {
        let scenario =
            Scenario { mutant: Some(mutant), ..scenario("defect", alphabet, INSTALLS, [2, 1, 2, 0]) };
        falls(&scenario, promises, &format!("{mutant:?}"));
    };
    let mixed = &[K::InstallA, K::RemoveA, K::DeviceInformation];
    check(Mutant::NoFootprints, &[Promise::Order], mixed);
    check(Mutant::RefusedIsOfferedAtOnce, &[Promise::NotOfferedAgain], mixed);
    check(Mutant::PushForgotten, &[Promise::Wake], mixed);
    check(Mutant::DuplicateReopens, &[Promise::FinalStays], mixed);
    check(Mutant::EraseCancelsNothing, &[Promise::EraseCancels], &[K::InstallA, K::Erase]);
    check(Mutant::PriorityAcrossConflict, &[Promise::Order], mixed);
    check(Mutant::BeliefWithholds, &[Promise::Wake, Promise::Liveness], mixed);
    check(Mutant::LostModeInverted, &[Promise::Order], LOST);
    check(Mutant::LossForgotten, &[Promise::MaybeExecutedStays], mixed);
    check(Mutant::RefusedIsDropped, &[Promise::NothingLost], mixed);

    let check = |mutant, promise, scenario| {
        falls(&Scenario { mutant: Some(mutant), ..scenario }, &[promise], &format!("{mutant:?}"));
    };
    check(Mutant::ChainIgnored, Promise::Chain, chain());
    check(Mutant::GroupTorn, Promise::Group, group());
    check(Mutant::OnceRepeated, Promise::Once, once());
    check(Mutant::BarrierNeverOpens, Promise::Liveness, barrier());
    check(Mutant::BarrierOpensAtOnce, Promise::Barrier, barrier());
    check(Mutant::HoldIgnored, Promise::Held, hold());
    check(Mutant::FifoIsPlanned, Promise::Fifo, fifo());
}
