//! The rules about locks are keyed by strings: here they meet the names that this crate types.

#![cfg(feature = "messages")]

use mdm_apple::Request;
use mdm_lock::{Platform, RuleTable};

const APPLE: &[Platform] =
    &[Platform::Ios, Platform::Macos, Platform::Tvos, Platform::Watchos, Platform::Visionos];

/// The names that `mdm-lock` lists for a platform of Apple's.
fn listed() -> Vec<&'static str> {
    RuleTable::commands()
        .iter()
        .filter(|command| APPLE.iter().any(|platform| command.availability(*platform).is_some()))
        .map(|command| command.name)
        .collect()
}

#[test]
fn both_know_the_same_commands() {
    let (mut listed, mut typed) = (listed(), Request::KNOWN.to_vec());
    listed.sort_unstable();
    typed.sort_unstable();
    assert_eq!(listed, typed);
}

/// A name that differs in case only would be a rule that never applies.
#[test]
fn no_listed_name_is_a_typed_one_misspelt() {
    let flat = |name: &str| name.to_ascii_lowercase();
    for listed in listed() {
        for typed in Request::KNOWN {
            assert_eq!(flat(listed) == flat(typed), listed == *typed, "{listed} and {typed}");
        }
    }
}
