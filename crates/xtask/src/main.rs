//! Checks of the workspace itself, run by `.ci/run` and by hand.
//!
//! `cargo run -p xtask -- help` lists them.
//! Each check is a pure function of data; the reading of that data from cargo and from the disk stands apart, so that the tests can feed a check a workspace that breaks a rule.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line program speaks on its standard streams"
)]

mod codegen;
mod features;
mod layers;
mod lock_rules;
mod requirements;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        ["layers"] => layers::run(),
        ["requirements"] => requirements::run(),
        ["lock-rules"] => lock_rules::run(lock_rules::Mode::Write),
        ["lock-rules", "--check"] => lock_rules::run(lock_rules::Mode::Check),
        ["features"] => features::run(),
        ["codegen"] => codegen::run(codegen::Mode::Write, None),
        ["codegen", "--check"] => codegen::run(codegen::Mode::Check, None),
        ["codegen", "--schema", folder] => codegen::run(codegen::Mode::Write, Some(folder)),
        ["codegen", "--check", "--schema", folder] | ["codegen", "--schema", folder, "--check"] => {
            codegen::run(codegen::Mode::Check, Some(folder))
        }
        ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        [] => {
            eprintln!("xtask: no subcommand given\n\n{USAGE}");
            return ExitCode::from(USAGE_ERROR);
        }
        unknown => {
            eprintln!("xtask: cannot do `{}`\n\n{USAGE}", unknown.join(" "));
            return ExitCode::from(USAGE_ERROR);
        }
    };
    match outcome {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What a check found; the findings themselves are printed by the check.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Clean,
    Findings,
}

/// Why a check could not run at all: a sentence for the person at the terminal.
type Failure = Box<dyn std::error::Error>;

const USAGE_ERROR: u8 = 2;

const USAGE: &str = "\
usage: cargo run -p xtask -- SUBCOMMAND

  layers        fail on an edge between crates that the level table does not allow,
                on an HTTP framework in a library, and on I/O below level 4 without features
  requirements  list F1 to F110 with their status and what cites them;
                fail on one marked `done` that code or tests do not cite
  lock-rules    write docs/lock-rules.md from the table of mdm-lock;
                with --check write nothing and fail when it is missing or stale
  codegen       write the types and tables of mdm-apple from Apple's device-management
                schema; with --check write nothing and fail when they are stale;
                --schema FOLDER says where it is (else $APPLE_SCHEMA, else ../schema)
  features      print every feature of the workspace but `vendored`, for cargo's --features
  help          print this text

Exit status: 0 clean, 1 findings or a check that could not run, 2 wrong usage.";
