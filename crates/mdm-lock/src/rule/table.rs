//! The built-in rows. No evidence, no row: a command that is not here gets the cautious default.

use std::borrow::Cow;

use super::{Character, Expectation, Grade, InLostMode, Lane, Rule};
use crate::state::Effect;
use crate::{Channel, LockState, OsVersion, Platform};

use Expectation::{Deferred, MayDefer, Partial, Runs};
use LockState::{BeforeFirstUnlock, KeychainLocked, Locked, PowerNap};

/// Apple, "Handling NotNow status responses", read 2026-08: the commands that never answer `NotNow` on iOS,
/// and the conditions on macOS.
const NOT_NOW: &str = "Apple, Handling NotNow status responses (2026-08)";
const SEEN_LOCKED: &str = "observed while locked (Apple forum 747460; micromdm PR 984, 2026-08)";
const SEEN_ONCE: &str = "observed while locked by one poster (Apple forum 747460)";

const fn rule(
    command: &'static str,
    platform: Platform,
    states: &'static [LockState],
    expectation: Expectation,
    grade: Grade,
    source: &'static str,
) -> Rule {
    Rule {
        command: Cow::Borrowed(command),
        platform,
        channel: None,
        since: None,
        before: None,
        states: Cow::Borrowed(states),
        expectation,
        grade,
        source: Cow::Borrowed(source),
    }
}

const fn ios(command: &'static str, expectation: Expectation, grade: Grade, source: &'static str) -> Rule {
    rule(command, Platform::Ios, &[Locked, BeforeFirstUnlock], expectation, grade, source)
}

const fn power_nap(command: &'static str) -> Rule {
    rule(command, Platform::Macos, &[PowerNap], Runs, Grade::A, NOT_NOW)
}

const fn mac_user(command: &'static str) -> Rule {
    let mut rule = rule(command, Platform::Macos, &[KeychainLocked], Deferred, Grade::A, NOT_NOW);
    rule.channel = Some(Channel::User);
    rule
}

const fn certificate_list(
    since: OsVersion,
    before: Option<OsVersion>,
    expectation: Expectation,
    source: &'static str,
) -> Rule {
    let states = &[BeforeFirstUnlock];
    let mut rule = rule("CertificateList", Platform::Ios, states, expectation, Grade::A, source);
    rule.since = Some(since);
    rule.before = before;
    rule
}

pub(super) static RULES: &[Rule] = &[
    // Never refused on iOS.
    ios("ClearPasscode", Runs, Grade::A, NOT_NOW),
    ios("DeviceInformation", Runs, Grade::A, NOT_NOW),
    ios("DeviceLock", Runs, Grade::A, NOT_NOW),
    ios("EraseDevice", Runs, Grade::A, NOT_NOW),
    ios("InstalledApplicationList", Runs, Grade::A, NOT_NOW),
    ios("ProfileList", Runs, Grade::A, NOT_NOW),
    ios("ProvisioningProfileList", Runs, Grade::A, NOT_NOW),
    ios("Restrictions", Runs, Grade::A, NOT_NOW),
    // Lost Mode is a locked state by purpose.
    ios("EnableLostMode", Runs, Grade::D, "purpose: the device is lost, so it is normally locked"),
    ios("DisableLostMode", Runs, Grade::B, "Apple, Disable Lost Mode: only valid in Lost Mode"),
    ios("DeviceLocation", Runs, Grade::B, "Apple, Device Location: only valid in Lost Mode"),
    ios("PlayLostModeSound", Runs, Grade::B, "Apple, Play Lost Mode Sound: only valid in Lost Mode"),
    ios("RestartDevice", Runs, Grade::D, "purpose: Apple, Restart Device: restarts immediately"),
    ios("ShutDownDevice", Runs, Grade::D, "purpose: Apple, Shut Down Device: shuts down immediately"),
    // Refused while locked.
    ios("InstallProfile", Deferred, Grade::B, SEEN_LOCKED),
    ios("InstallProvisioningProfile", Deferred, Grade::C, SEEN_ONCE),
    ios("SecurityInfo", Deferred, Grade::C, SEEN_ONCE),
    ios("InstallMedia", Deferred, Grade::C, "requirement F50; on neither of Apple's lists"),
    ios(
        "InstallApplication",
        MayDefer,
        Grade::B,
        "observed, cause unknown (Apple forum 747460; MDM Protocol Reference, ch. 3)",
    ),
    ios("ManagedMediaList", MayDefer, Grade::C, "observed, conditions unknown (Apple forum 747460)"),
    // Removals: the requirements say that they run; Apple says nothing.
    ios("RemoveProfile", Runs, Grade::C, "requirement F46: removal runs while locked; no Apple text"),
    ios("RemoveApplication", Runs, Grade::C, "requirement F48: removal runs while locked; no Apple text"),
    ios("RemoveMedia", Runs, Grade::C, "requirement F50: removal runs while locked; no Apple text"),
    // By version.
    certificate_list(
        OsVersion::new(15, 4),
        None,
        Deferred,
        "Apple, Certificate List: NotNow before the first unlock from iOS 15.4",
    ),
    certificate_list(
        OsVersion::new(15, 0),
        Some(OsVersion::new(15, 4)),
        Partial,
        "Apple, Certificate List: may omit identities before the first unlock, iOS 15.0 to 15.4",
    ),
    // A Mac in Power Nap may refuse anything but these.
    power_nap("ActivationLockBypassCode"),
    power_nap("ClearActivationLockBypassCode"),
    power_nap("DeleteUser"),
    power_nap("DeviceLock"),
    power_nap("EraseDevice"),
    power_nap("RestartDevice"),
    power_nap("ShutDownDevice"),
    power_nap("UnlockUserAccount"),
    power_nap("UserList"),
    // A Mac user whose keychain is locked.
    mac_user("InstallProfile"),
    mac_user("RemoveProfile"),
];

const fn protection(lost_mode: InLostMode, effect: Effect) -> Character {
    Character { lane: Lane::Protection, lost_mode, effect }
}

/// What the commands are that are not ordinary. In Lost Mode "invalid commands" fail (Apple, Enable Lost Mode);
/// Apple publishes no list of the valid ones: what protects a lost device is sent, the rest waits.
pub(super) static CHARACTERS: &[(&str, Character)] = &[
    ("EraseDevice", Character { lane: Lane::Erase, lost_mode: InLostMode::Runs, effect: Effect::Erases }),
    ("DeviceLock", protection(InLostMode::Runs, Effect::Locks)),
    // Not held back by Lost Mode: its end stands behind it in queue order, and would never come.
    ("ClearPasscode", protection(InLostMode::Runs, Effect::ClearsPasscode)),
    ("EnableLostMode", protection(InLostMode::Runs, Effect::EntersLostMode)),
    ("DisableLostMode", protection(InLostMode::Required, Effect::LeavesLostMode)),
    ("DeviceLocation", protection(InLostMode::Required, Effect::None)),
    ("PlayLostModeSound", protection(InLostMode::Required, Effect::None)),
    (
        "RestartDevice",
        Character { lane: Lane::Ordinary, lost_mode: InLostMode::Fails, effect: Effect::Restarts },
    ),
    (
        "DeviceInformation",
        Character { lane: Lane::Ordinary, lost_mode: InLostMode::Runs, effect: Effect::None },
    ),
];
