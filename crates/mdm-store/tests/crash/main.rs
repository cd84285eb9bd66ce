//! Crashes: a server process that is killed in the middle of its work, and a machine that loses its power.
//!
//! The program starts itself again, once as the server and once as a writer under a record of its system calls, and so
//! it brings no test harness: arguments are names of tests, or parts of them, and
//!
//! - `--kills N` and `--seed N`: how often the server is killed, and the seed of everything that is drawn;
//! - `--list`, `--exact`, as the usual harness knows them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout, reason = "all of it is a test")]

#[cfg(feature = "postgres")]
#[path = "../store/cluster.rs"]
#[allow(dead_code, reason = "the tests of the server need more of it")]
mod cluster;
mod flawed;
mod fleet;
#[path = "../store/folder.rs"]
#[allow(dead_code, reason = "the tests of the file need more of it")]
mod folder;
mod judge;
mod kill;
mod power;
mod server;
mod wire;

use std::process::ExitCode;

use self::flawed::Flaw;
use self::kill::{Place, Plan};

pub(crate) const TOPIC: &str = "com.apple.mgmt.External.0a1b";

/// Says what it saw, or what is wrong.
type Test = fn(Plan) -> Result<String, String>;

const TESTS: &[(&str, Test)] = &[
    ("kill::sqlite", |plan| kill::run(&Place::File, plan)),
    #[cfg(feature = "postgres")]
    ("kill::postgres", |plan| match cluster::Server::start() {
        Some(server) => kill::run(&Place::Schema(server), plan),
        None => Ok("skipped".to_owned()),
    }),
    #[cfg(feature = "postgres")]
    ("kill::two_nodes_on_postgres", |plan| match cluster::Server::start() {
        Some(server) => kill::run(&Place::Schema(server), Plan { nodes: 2, ..plan }),
        None => Ok("skipped".to_owned()),
    }),
    #[cfg(feature = "postgres")]
    ("kill::four_nodes_on_postgres", |plan| match cluster::Server::start() {
        Some(server) => kill::run(&Place::Schema(server), Plan { nodes: 4, ..plan }),
        None => Ok("skipped".to_owned()),
    }),
    ("kill::two_processes_on_one_file", |plan| kill::run(&Place::File, Plan { nodes: 2, ..plan })),
    ("kill::a_lease_that_two_hold", |plan| is_found(Plan { nodes: 2, ..plan }, Flaw::Greedy)),
    ("kill::a_commit_acknowledged_before_it_is_written", |plan| is_found(plan, Flaw::Early)),
    ("kill::an_event_written_twice", |plan| is_found(plan, Flaw::Twice)),
    ("kill::an_event_left_out", |plan| is_found(plan, Flaw::Silent)),
    ("kill::a_wake_left_out", |plan| is_found(plan, Flaw::Sleepy)),
    ("kill::a_commit_in_two_transactions", |plan| is_found(plan, Flaw::Torn)),
    ("power::every_acknowledged_commit_is_there", power::full),
    ("power::without_a_sync_for_each_commit_the_last_ones_go", power::process),
];

/// A store with a flaw is found out, within a hundred kills.
fn is_found(plan: Plan, flaw: Flaw) -> Result<String, String> {
    let kills = plan.kills.max(100);
    match kill::run(&Place::File, Plan { flaw, kills, ..plan }) {
        Ok(summary) => Err(format!("not found: {summary}")),
        Err(wrong) => Ok(wrong),
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.split_first() {
        Some((role, rest)) if role == "serve" => server::serve(rest),
        Some((role, rest)) if role == "write" => {
            power::write(rest);
            return ExitCode::SUCCESS;
        }
        _ => {}
    }
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let value = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        Some(arguments[at + 1].parse::<u64>().unwrap())
    };
    let names: Vec<&str> = arguments.iter().map(String::as_str).filter(|name| name.contains("::")).collect();
    let words = |name: &str| {
        names.is_empty()
            || names.iter().any(|part| if has("--exact") { name == *part } else { name.contains(part) })
    };
    let chosen = TESTS.iter().filter(|(name, _)| words(name) && !has("--ignored"));
    if has("--list") {
        chosen.for_each(|(name, _)| println!("{name}: test"));
        return ExitCode::SUCCESS;
    }
    let plan = Plan {
        kills: value("--kills").unwrap_or(10),
        seed: value("--seed").unwrap_or(1),
        flaw: Flaw::None,
        nodes: 1,
    };
    let (mut passed, mut failed) = (0, 0);
    for (name, test) in chosen {
        match test(plan) {
            Ok(summary) => {
                passed += 1;
                println!("test {name} ... ok: {summary}");
            }
            Err(wrong) => {
                failed += 1;
                println!("test {name} ... FAILED: {wrong}");
            }
        }
    }
    println!("test result: {}. {passed} passed; {failed} failed", if failed == 0 { "ok" } else { "FAILED" });
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A configuration profile.
pub(crate) fn profile(identifier: &str, rest: &str) -> Vec<u8> {
    format!(
        "<plist version=\"1.0\"><dict><key>PayloadType</key><string>Configuration</string>\
         <key>PayloadIdentifier</key><string>{identifier}</string><key>PayloadUUID</key><string>3</string>\
         <key>PayloadVersion</key><integer>1</integer>{rest}</dict></plist>"
    )
    .into_bytes()
}

/// Numbers that are the same for the same seed.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }
}
