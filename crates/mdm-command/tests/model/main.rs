//! The real queue against every behaviour of a model device, within bounds.
//!
//! The search starts with an empty queue and a phone in its hand, and follows everything that can happen: orders
//! at any moment, locks, unlocks, restarts, lost and doubled messages, lost commands, failures, polls out of turn,
//! silence, cancellations. What decides is the code of this crate, not a copy; the device and the promises are
//! written a second time, from Apple's pages and the delivery contract.
//!
//! The ordinary run takes bounds that fit into a minute. `MDM_MODEL_BOUNDS` widens them: `commands=5,faults=2`
//! replaces these two in every scenario (also `locks`, `cancels`; at most 6, 7, 7, 3).

mod canon;
mod catalog;
mod device;
mod promise;
mod scenario;
mod search;
mod world;

use catalog::Kind as K;
use mdm_lock::RuleTable;
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
    let bounds = widened(Bounds { commands, faults, locks, cancels });
    let table = RuleTable::default();
    Scenario { name, alphabet, refuses, bounds, wifi: false, without: None, mutant: None, table }
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
            _ => panic!("MDM_MODEL_BOUNDS knows commands, faults, locks, cancels"),
        }
    }
    bounds
}

/// Nothing is broken.
fn holds(scenario: &Scenario) {
    let outcome = search::search(scenario);
    if let Some(found) = &outcome.counterexample {
        panic!("{}", found.story);
    }
    let Bounds { commands, faults, locks, cancels } = scenario.bounds;
    println!(
        "{}: {} states, {} transitions, {} drained; {commands} commands of {}, {faults} faults, {locks} locks, \
         {cancels} cancels",
        scenario.name,
        outcome.states,
        outcome.transitions,
        outcome.drained,
        scenario.alphabet.len(),
    );
}

#[test]
fn two_profiles() {
    holds(&scenario("two_profiles", PROFILES, INSTALLS, [3, 1, 2, 0]));
}

#[test]
fn lost_mode() {
    holds(&scenario("lost_mode", LOST, INSTALLS, [3, 1, 1, 1]));
}

#[test]
fn everything() {
    holds(&scenario("everything", &K::ALL, ORDINARY, [2, 1, 1, 1]));
}
