//! The command line: exit status and where the usage goes.

use std::process::{Command, Output};

fn xtask(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask")).args(arguments).output().expect("cargo built it")
}

#[test]
fn help_prints_the_usage_and_succeeds() {
    for help in ["help", "--help", "-h"] {
        let output = xtask(&[help]);
        assert!(output.status.success());
        assert!(
            String::from_utf8_lossy(&output.stdout).starts_with("usage: cargo run -p xtask -- SUBCOMMAND")
        );
    }
}

#[test]
fn help_lists_every_subcommand() {
    let output = xtask(&["help"]);
    let help = String::from_utf8_lossy(&output.stdout);
    for subcommand in ["layers", "requirements", "lock-rules", "codegen", "features", "help"] {
        assert!(help.contains(&format!("\n  {subcommand} ")), "{subcommand}");
    }
}

#[test]
fn wrong_usage_exits_with_two_and_says_what_was_not_understood() {
    let cases: &[(&[&str], &str)] = &[
        (&[], "no subcommand given"),
        (&["layer"], "cannot do `layer`"),
        (&["layers", "--strict"], "cannot do `layers --strict`"),
        (&["lock-rules", "--chekc"], "cannot do `lock-rules --chekc`"),
        (&["codegen", "--schema"], "cannot do `codegen --schema`"),
    ];
    for (arguments, expected) in cases {
        let output = xtask(arguments);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty());
        assert!(error.contains(expected) && error.contains("usage:"), "{error}");
    }
}

#[test]
fn codegen_says_that_the_schema_is_not_there() {
    let output = xtask(&["codegen", "--check", "--schema", env!("CARGO_MANIFEST_DIR")]);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1));
    assert!(error.contains("does not hold Apple's device-management schema"), "{error}");
}
