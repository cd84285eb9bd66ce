//! The rows against their sources, and the list of commands against the rows.

use std::collections::BTreeSet;

use super::{CHARACTERS, REMARKS, RULES};
use crate::{
    Channel, Character, Expectation, Grade, InLostMode, KnownCommand, LockState, OsVersion, Platform, Rule,
    RuleTable, Subject,
};
use Expectation::{Deferred, MayDefer, Partial, Runs, Unknown};
use LockState::{
    Asleep, BeforeFirstUnlock, KeychainLocked, Locked, LoginPending, NoNetwork, PowerNap, SetupAssistant,
};

const APPLE: &[Platform] =
    &[Platform::Ios, Platform::Macos, Platform::Tvos, Platform::Watchos, Platform::Visionos];

/// `os` is empty for a device that has not told its version.
fn expect(command: &str, platform: Platform, channel: Channel, os: &str, state: LockState) -> Expectation {
    let subject = Subject { platform, channel, os: os.parse().ok() };
    RuleTable::default().forecast(command, &subject, state).expectation
}

fn on_device(platform: Platform, os: &str, state: LockState, expected: Expectation, commands: &[&str]) {
    for command in commands {
        let found = expect(command, platform, Channel::Device, os, state);
        assert_eq!(found, expected, "{command}, {platform} {os} {state}");
    }
}

fn names(known: impl Fn(&KnownCommand) -> bool) -> BTreeSet<&'static str> {
    RuleTable::commands().iter().filter(|command| known(command)).map(|command| command.name).collect()
}

/// Apple, device-management schema: 66 commands in 18.3 and two more in 27.0; the agent's 26.
#[test]
fn the_list_has_every_command_once_in_order() {
    let all: Vec<_> = RuleTable::commands().iter().map(|command| command.name).collect();
    assert!(all.is_sorted_by(|a, b| a < b), "{all:?}");
    let apple = names(|command| APPLE.iter().any(|platform| command.availability(*platform).is_some()));
    let android = names(|command| command.availability(Platform::Android).is_some());
    assert_eq!((apple.len(), android.len(), all.len()), (68, 26, 93));
    assert_eq!(apple.intersection(&android).collect::<Vec<_>>(), [&"SecurityInfo"]);
    let new = |command: &KnownCommand| {
        command.availability(Platform::Ios).is_some_and(|on| on.introduced == Some(OsVersion::new(27, 0)))
    };
    assert_eq!(Vec::from_iter(names(new)), ["CancelEnhancedLogCollection", "TriggerEnhancedLogCollection"]);
}

#[test]
fn each_entry_of_the_list_is_well_formed() {
    for command in RuleTable::commands() {
        let platforms: Vec<_> = command.on.iter().map(|on| on.platform).collect();
        assert!(!platforms.is_empty() && platforms.is_sorted_by(|a, b| a < b), "{command:?}");
        for on in command.on {
            assert!(!on.channels.is_empty(), "{command:?}");
            assert_eq!(on.introduced.is_none(), on.platform == Platform::Android, "{command:?}");
        }
    }
}

/// A row about a command that does not exist there would be a misspelt one.
#[test]
fn every_row_is_about_a_command_that_exists_there() {
    for rule in RULES.iter().filter(|rule| rule.command != Rule::ANY) {
        let known = RuleTable::commands().iter().find(|command| command.name == rule.command);
        let on = known.and_then(|known| known.availability(rule.platform));
        let on = on.unwrap_or_else(|| panic!("{} does not exist on {}", rule.command, rule.platform));
        assert!(rule.channel.is_none_or(|channel| on.channels.contains(&channel)), "{rule:?}");
    }
    for (name, character) in CHARACTERS {
        assert!(RuleTable::commands().iter().any(|command| command.name == *name), "{name}");
        assert_ne!(*character, Character::default(), "{name}: the default needs no row");
    }
    let unique: BTreeSet<_> = CHARACTERS.iter().map(|(name, _)| name).collect();
    assert_eq!(unique.len(), CHARACTERS.len());
}

/// A state outside this list would never reach the printed table.
#[test]
fn every_row_is_about_states_that_gate_there() {
    for rule in RULES {
        for state in rule.states.iter() {
            let gates = |channel: &Channel| {
                rule.channel.is_none_or(|only| only == *channel)
                    && LockState::gates(rule.platform, *channel).contains(state)
            };
            assert!([Channel::Device, Channel::User].iter().any(gates), "{rule:?}");
        }
    }
    for platform in APPLE.iter().chain(&[Platform::Android]) {
        for channel in [Channel::Device, Channel::User] {
            let subject = Subject { platform: *platform, channel, os: None };
            let gates = LockState::gates(*platform, channel);
            assert!(gates.contains(&LockState::usual_gate(&subject)), "{subject:?}");
        }
    }
}

/// For every device, version and state at most one row answers by name and one by wildcard: none is hidden.
#[test]
fn no_row_hides_another() {
    let meet = |a: Option<OsVersion>, b: Option<OsVersion>| a.is_none() || b.is_none() || a < b;
    for (at, rule) in RULES.iter().enumerate() {
        for other in &RULES[at + 1..] {
            let same = rule.command == other.command
                && rule.platform == other.platform
                && (rule.channel.is_none() || other.channel.is_none() || rule.channel == other.channel)
                && rule.states.iter().any(|state| other.states.contains(state))
                && meet(rule.since, other.before)
                && meet(other.since, rule.before);
            assert!(!same, "{rule:?} hides {other:?}");
        }
    }
}

/// The count says how much of the table is knowledge. Who adds a row changes it, and looks at the grade twice.
#[test]
fn rows_per_grade() {
    let count = |grade| RULES.iter().filter(|rule| rule.grade == grade).count();
    assert_eq!([Grade::A, Grade::B, Grade::C, Grade::D].map(count), [33, 19, 9, 16]);
    assert_eq!(RULES.iter().filter(|rule| rule.command == Rule::ANY).count(), 5);
}

#[test]
fn a_grade_fits_its_source() {
    for rule in RULES {
        let (source, grade) = (&rule.source, rule.grade);
        let vendor = source.starts_with("Apple, ")
            || source.starts_with("Android, ")
            || source.starts_with("DevicePolicyManager");
        match grade {
            Grade::A => assert!(vendor, "{rule:?}"),
            Grade::D => {
                assert!(source.starts_with("purpose: ") || source.starts_with("inferred: "), "{rule:?}");
            }
            Grade::B => {
                assert!(vendor || source.contains("observed") || source.contains("Device"), "{rule:?}")
            }
            Grade::C => assert!(source.contains("observed") || source.contains("requirement"), "{rule:?}"),
        }
    }
    for remark in REMARKS {
        assert!(!remark.source.is_empty() && remark.text.ends_with('.'), "{remark:?}");
    }
}

/// Apple, Handling NotNow status responses: the list names no state.
#[test]
fn the_eight_run_in_setup_assistant_too() {
    let eight: Vec<_> = RULES
        .iter()
        .filter(|rule| rule.platform == Platform::Ios && rule.grade == Grade::A && rule.states.len() == 3)
        .map(|rule| rule.command.as_ref())
        .collect();
    assert_eq!(eight.len(), 8);
    for state in [Locked, BeforeFirstUnlock, SetupAssistant] {
        on_device(Platform::Ios, "26.0", state, Runs, &eight);
    }
}

/// The same page: "iOS devices". Nothing says that the list holds elsewhere.
#[test]
fn nothing_of_ios_is_carried_over_to_the_smaller_platforms() {
    for platform in [Platform::Tvos, Platform::Watchos, Platform::Visionos] {
        on_device(platform, "26.0", Locked, Unknown, &["DeviceInformation", "EraseDevice", "InstallProfile"]);
    }
}

/// Apple, Install Application: "Prior to iOS 16.0 and tvOS 16.0, this command would return NotNow when Setup
/// Assistant was running"; from then on supervised devices take it.
#[test]
fn apps_in_setup_assistant() {
    fn check(platform: Platform, os: &str, expected: Expectation) {
        on_device(platform, os, SetupAssistant, expected, &["InstallApplication"]);
    }
    check(Platform::Ios, "15.8", Deferred);
    check(Platform::Ios, "16.0", Runs);
    check(Platform::Ios, "", Runs);
    check(Platform::Tvos, "15.6", Deferred);
    check(Platform::Tvos, "16", Runs);
    check(Platform::Watchos, "10.0", Unknown);
    check(Platform::Visionos, "2.0", Unknown);
    check(Platform::Macos, "15.0", Unknown);
}

/// Apple, Invite to Program: "will yield a NotNow status until the user exits Setup Assistant".
#[test]
fn an_invitation_waits_for_the_end_of_setup_assistant() {
    on_device(Platform::Ios, "18.3", SetupAssistant, Deferred, &["InviteToProgram"]);
    let mac = expect("InviteToProgram", Platform::Macos, Channel::User, "15.3", SetupAssistant);
    assert_eq!(mac, Deferred);
}

/// Apple, Device Configured, User Configured, Account Configuration: they exist for a device that waits in
/// Setup Assistant.
#[test]
fn what_ends_the_waiting_runs_in_setup_assistant() {
    for platform in [Platform::Ios, Platform::Macos, Platform::Tvos, Platform::Visionos] {
        on_device(platform, "", SetupAssistant, Runs, &["DeviceConfigured"]);
    }
    on_device(Platform::Macos, "", SetupAssistant, Runs, &["AccountConfiguration"]);
    assert_eq!(expect("UserConfigured", Platform::Ios, Channel::User, "17.0", SetupAssistant), Runs);
}

/// Apple, Managing devices and users in macOS: on the user channel every command, until the server sends an
/// empty reply or DeviceConfigured.
#[test]
fn a_mac_user_in_setup_assistant_refuses_everything() {
    let user = |command| expect(command, Platform::Macos, Channel::User, "15.3", SetupAssistant);
    for command in names(|command| command.name != "DeviceConfigured") {
        assert_eq!(user(command), Deferred, "{command}");
    }
    assert_eq!(user("Frobnicate"), Deferred);
    assert_eq!(user("DeviceConfigured"), Runs);
    on_device(Platform::Macos, "15.3", SetupAssistant, Unknown, &["InstallProfile", "Frobnicate"]);
}

/// Apple, Handling NotNow status responses: nine commands run in Power Nap, anything else may be refused.
#[test]
fn a_mac_in_power_nap_runs_nine() {
    let nine = [
        "ActivationLockBypassCode",
        "ClearActivationLockBypassCode",
        "DeleteUser",
        "DeviceLock",
        "EraseDevice",
        "RestartDevice",
        "ShutDownDevice",
        "UnlockUserAccount",
        "UserList",
    ];
    on_device(Platform::Macos, "15.3", PowerNap, Runs, &nine);
    let others =
        names(|command| command.availability(Platform::Macos).is_some() && !nine.contains(&command.name));
    assert_eq!(others.len(), 43);
    on_device(Platform::Macos, "15.3", PowerNap, MayDefer, &Vec::from_iter(others));
    assert_eq!(expect("ProfileList", Platform::Macos, Channel::User, "15.3", PowerNap), MayDefer);
}

/// The same page: profiles on the user channel while the user's keychain is locked.
#[test]
fn a_locked_keychain_refuses_profiles_of_its_user() {
    let user = |command| expect(command, Platform::Macos, Channel::User, "", KeychainLocked);
    assert_eq!(user("InstallProfile"), Deferred);
    assert_eq!(user("RemoveProfile"), Deferred);
    assert_eq!(user("ProfileList"), Unknown);
}

/// The same page, and the Protocol Reference of 2017 for the second: requests that take long, while a login
/// waits for the server.
#[test]
fn a_pending_login_refuses_what_takes_long() {
    let long = ["InstalledApplicationList", "DeviceInformation"];
    on_device(Platform::Macos, "15.3", LoginPending, MayDefer, &long);
    on_device(Platform::Macos, "15.3", LoginPending, Unknown, &["InstallProfile", "DeviceLock"]);
}

/// Apple, MDM Protocol Reference (2017), ch. 3: CertificateList was on the list. Its page of today: from 15.0
/// less in the answer before the first unlock, from 15.4 refused.
#[test]
fn certificates_by_version() {
    fn check(os: &str, locked: Expectation, before_first_unlock: Expectation) {
        on_device(Platform::Ios, os, Locked, locked, &["CertificateList"]);
        on_device(Platform::Ios, os, BeforeFirstUnlock, before_first_unlock, &["CertificateList"]);
    }
    check("11.0", Runs, Runs);
    check("14.8", Runs, Runs);
    check("15.0", Unknown, Partial);
    check("15.4", Unknown, Deferred);
    check("27.0", Unknown, Deferred);
}

/// F67: Android runs commands while locked and asleep; F68: by model not all; F69: without network none.
#[test]
fn android_locked_asleep_and_without_network() {
    let all = Vec::from_iter(names(|command| command.availability(Platform::Android).is_some()));
    on_device(Platform::Android, "15", Locked, Runs, &all);
    on_device(Platform::Android, "15", NoNetwork, Deferred, &all);
    let heavy = ["AgentLogs", "InstallApp", "UpdateApp"];
    on_device(Platform::Android, "15", Asleep, MayDefer, &heavy);
    let light: Vec<_> = all.into_iter().filter(|name| !heavy.contains(name)).collect();
    on_device(Platform::Android, "15", Asleep, Runs, &light);
}

/// `DevicePolicyManager`: `lockNow` and `wipeData` name no unlock condition, `resetPasswordWithToken` works "even
/// before the user or device is unlocked or decrypted", `isActivePasswordSufficient` needs an unlocked user (F43).
#[test]
fn android_before_the_first_unlock() {
    let android = |expected, commands: &[&str]| {
        on_device(Platform::Android, "", BeforeFirstUnlock, expected, commands);
    };
    android(Runs, &["Lock", "Wipe", "ResetPasscode", "Reboot", "Unenrol", "StartLostMode", "RemovePolicy"]);
    android(Partial, &["SecurityInfo"]);
    android(Deferred, &["InstallApp", "UpdateApp", "RemoveApp", "ClearAppData", "InstalledApps"]);
    android(Deferred, &["InstallCertificate", "RemoveCertificate", "SetAppConfig", "ApplyPolicy"]);
    android(Unknown, &["DeviceInfo", "ConfigureWifi", "RemoveWifi", "StopLostMode", "Location", "Vendor"]);
}

/// Android's lock, wipe and reset of the passcode (F66) go the way of Apple's.
#[test]
fn characters_of_both_platforms_agree() {
    fn check(apple: &str, android: &str) {
        let table = RuleTable::default();
        let (a, b) = (table.character(apple), table.character(android));
        assert_eq!((a.lane, a.lost_mode), (b.lane, b.lost_mode), "{apple} {android}");
    }
    check("DeviceLock", "Lock");
    check("EraseDevice", "Wipe");
    check("ClearPasscode", "ResetPasscode");
    check("EnableLostMode", "StartLostMode");
    check("DisableLostMode", "StopLostMode");
    check("DeviceLocation", "Location");
    let table = RuleTable::default();
    let android = |command: &&KnownCommand| command.on.iter().all(|on| on.platform == Platform::Android);
    for command in RuleTable::commands().iter().filter(android) {
        assert_ne!(table.character(command.name).lost_mode, InLostMode::Fails, "{}", command.name);
    }
}
