//! The built-in rows. No evidence, no row: a command that is not here gets the cautious default.

use std::borrow::Cow;
use std::time::Duration;

use super::{Character, Expectation, Grade, InLostMode, Lane, Remark, Rule};
use crate::state::Effect;
use crate::{Channel, LockState, OsVersion, Platform};

#[cfg(test)]
mod tests;

use Expectation::{Deferred, MayDefer, Partial, Runs};
use Grade::{A, B, C, D};
use LockState::{
    Asleep, BeforeFirstUnlock, KeychainLocked, Locked, LoginPending, NoNetwork, PowerNap, SetupAssistant,
};
use Platform::{Android, Ios, Macos, Tvos, Visionos};

/// The commands that never answer `NotNow` on iOS, and the conditions on macOS.
const NOT_NOW: &str = "Apple, Handling NotNow status responses (2026-08)";
const ARCHIVED: &str = "Apple, MDM Protocol Reference (2017, archived), ch. 3";
const MAC_USERS: &str = "Apple, Managing devices and users in macOS (2026-08)";
const DEVICE_CONFIGURED: &str = "Apple, Device Configured: only for devices that await configuration";
const INSTALL_APPLICATION: &str = "Apple, Install Application: NotNow in Setup Assistant before 16.0";
const INSTALL_APPLICATION_16: &str =
    "Apple, Install Application: from 16.0 supervised devices take it in Setup Assistant";
const INVITE: &str = "Apple, Invite to Program: NotNow until the user leaves Setup Assistant";
const SEEN_LOCKED: &str = "observed while locked (Apple forum 747460; micromdm PR 984, 2026-08)";
const SEEN_ONCE: &str = "observed while locked by one poster (Apple forum 747460)";
const F67: &str = "requirement F67: Android runs commands while locked and asleep";
const LOCKED_ANDROID: &str =
    "requirement F67; DevicePolicyManager names no condition about the locked screen";
const DOZE: &str = "Android, Doze: network waits for maintenance windows; requirement F68";
const F69: &str = "requirement F69: without network a command is held until the device is connected";
const DPM: &str = "DevicePolicyManager names no unlock condition; the agent must be direct-boot aware";
const TOKEN: &str =
    "DevicePolicyManager.resetPasswordWithToken: before the first unlock too, with an active token";
const SUFFICIENT: &str =
    "DevicePolicyManager.isActivePasswordSufficient needs an unlocked user; the rest is readable (F43, F44)";
const AGENT: &str = "purpose: needs no user data; the agent must be direct-boot aware";
const USER_DATA: &str = "inferred: needs the user's storage, which opens at the first unlock";

pub(super) static RULES: &[Rule] = &[
    // Never refused on iOS, whatever the state.
    guaranteed("ClearPasscode"),
    guaranteed("DeviceInformation"),
    guaranteed("DeviceLock"),
    guaranteed("EraseDevice"),
    guaranteed("InstalledApplicationList"),
    guaranteed("ProfileList"),
    guaranteed("ProvisioningProfileList"),
    guaranteed("Restrictions"),
    // Lost Mode is a locked state by purpose.
    ios("EnableLostMode", Runs, D, "purpose: the device is lost, so it is normally locked"),
    ios("DisableLostMode", Runs, B, "Apple, Disable Lost Mode: only valid in Lost Mode"),
    ios("DeviceLocation", Runs, B, "Apple, Device Location: only valid in Lost Mode"),
    ios("PlayLostModeSound", Runs, B, "Apple, Play Lost Mode Sound: only valid in Lost Mode"),
    ios("RestartDevice", Runs, D, "purpose: Apple, Restart Device: restarts immediately"),
    ios("ShutDownDevice", Runs, D, "purpose: Apple, Shut Down Device: shuts down immediately"),
    // Refused while locked.
    ios("InstallProfile", Deferred, B, SEEN_LOCKED),
    ios("InstallProvisioningProfile", Deferred, C, SEEN_ONCE),
    ios("SecurityInfo", Deferred, C, SEEN_ONCE),
    ios("InstallMedia", Deferred, C, "requirement F50; on neither of Apple's lists"),
    ios(
        "InstallApplication",
        MayDefer,
        B,
        "observed, cause unknown (Apple forum 747460; MDM Protocol Reference, ch. 3)",
    ),
    ios("ManagedMediaList", MayDefer, C, "observed, conditions unknown (Apple forum 747460)"),
    // Removals: the requirements say that they run; Apple says nothing.
    ios("RemoveProfile", Runs, C, "requirement F46: removal runs while locked; no Apple text"),
    ios("RemoveApplication", Runs, C, "requirement F48: removal runs while locked; no Apple text"),
    ios("RemoveMedia", Runs, C, "requirement F50: removal runs while locked; no Apple text"),
    // By version. Apple's list of 2017 has CertificateList, today's has not, and its own page tells why.
    rule(
        "CertificateList",
        Ios,
        &[BeforeFirstUnlock],
        Deferred,
        A,
        "Apple, Certificate List: NotNow before the first unlock from iOS 15.4",
    )
    .since(15, 4),
    rule(
        "CertificateList",
        Ios,
        &[BeforeFirstUnlock],
        Partial,
        A,
        "Apple, Certificate List: may omit identities before the first unlock, iOS 15.0 to 15.4",
    )
    .since(15, 0)
    .before(15, 4),
    ios("CertificateList", Runs, B, ARCHIVED).before(15, 0),
    // Setup Assistant.
    setup("InstallApplication", Ios, Deferred, A, INSTALL_APPLICATION).before(16, 0),
    setup("InstallApplication", Ios, Runs, A, INSTALL_APPLICATION_16).since(16, 0),
    setup("InstallApplication", Tvos, Deferred, A, INSTALL_APPLICATION).before(16, 0),
    setup("InstallApplication", Tvos, Runs, A, INSTALL_APPLICATION_16).since(16, 0),
    setup("InviteToProgram", Ios, Deferred, A, INVITE),
    setup("InviteToProgram", Macos, Deferred, A, INVITE),
    setup("DeviceConfigured", Ios, Runs, B, DEVICE_CONFIGURED),
    setup("DeviceConfigured", Macos, Runs, B, DEVICE_CONFIGURED).on(Channel::Device),
    setup("DeviceConfigured", Tvos, Runs, B, DEVICE_CONFIGURED),
    setup("DeviceConfigured", Visionos, Runs, B, DEVICE_CONFIGURED),
    setup("UserConfigured", Ios, Runs, B, "Apple, User Configured: continues past Setup Assistant"),
    setup(
        "AccountConfiguration",
        Macos,
        Runs,
        B,
        "Apple, Account Configuration: only for a Mac that awaits configuration",
    )
    .on(Channel::Device),
    // A Mac user in Setup Assistant: nothing runs until an empty reply, or until this command.
    setup("DeviceConfigured", Macos, Runs, A, MAC_USERS).on(Channel::User),
    setup(Rule::ANY, Macos, Deferred, A, MAC_USERS).on(Channel::User),
    // A Mac in Power Nap on battery may refuse anything but these.
    power_nap("ActivationLockBypassCode"),
    power_nap("ClearActivationLockBypassCode"),
    power_nap("DeleteUser"),
    power_nap("DeviceLock"),
    power_nap("EraseDevice"),
    power_nap("RestartDevice"),
    power_nap("ShutDownDevice"),
    power_nap("UnlockUserAccount"),
    power_nap("UserList"),
    rule(Rule::ANY, Macos, &[PowerNap], MayDefer, A, NOT_NOW),
    // A Mac user whose keychain is locked.
    rule("InstallProfile", Macos, &[KeychainLocked], Deferred, A, NOT_NOW).on(Channel::User),
    rule("RemoveProfile", Macos, &[KeychainLocked], Deferred, A, NOT_NOW).on(Channel::User),
    // A Mac that blocks a login until it has talked to the server: requests that take long. Apple's text has
    // the first as an example today, and had the second in 2017.
    rule("InstalledApplicationList", Macos, &[LoginPending], MayDefer, A, NOT_NOW),
    rule("DeviceInformation", Macos, &[LoginPending], MayDefer, A, ARCHIVED),
    // Android before the first unlock: what needs nothing of the user's runs.
    before_first_unlock("Lock", Runs, B, DPM),
    before_first_unlock("Wipe", Runs, B, DPM),
    before_first_unlock("ResetPasscode", Runs, A, TOKEN),
    before_first_unlock("Reboot", Runs, D, AGENT),
    before_first_unlock("RemovePolicy", Runs, D, AGENT),
    before_first_unlock("StartLostMode", Runs, D, AGENT),
    before_first_unlock("Unenrol", Runs, D, AGENT),
    before_first_unlock("SecurityInfo", Partial, B, SUFFICIENT),
    before_first_unlock("ApplyPolicy", Deferred, D, USER_DATA),
    before_first_unlock("ClearAppData", Deferred, D, USER_DATA),
    before_first_unlock("InstallApp", Deferred, D, USER_DATA),
    before_first_unlock("InstallCertificate", Deferred, D, USER_DATA),
    before_first_unlock("InstalledApps", Deferred, D, USER_DATA),
    before_first_unlock("RemoveApp", Deferred, D, USER_DATA),
    before_first_unlock("RemoveCertificate", Deferred, D, USER_DATA),
    before_first_unlock("SetAppConfig", Deferred, D, USER_DATA),
    before_first_unlock("UpdateApp", Deferred, D, USER_DATA),
    // Android asleep: what carries more data than a wake gives time for.
    rule("AgentLogs", Android, &[Asleep], MayDefer, B, DOZE),
    rule("InstallApp", Android, &[Asleep], MayDefer, B, DOZE),
    rule("UpdateApp", Android, &[Asleep], MayDefer, B, DOZE),
    // Android otherwise.
    rule(Rule::ANY, Android, &[Locked], Runs, B, LOCKED_ANDROID),
    rule(Rule::ANY, Android, &[Asleep], Runs, C, F67),
    rule(Rule::ANY, Android, &[NoNetwork], Deferred, C, F69),
];

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

impl Rule {
    const fn on(mut self, channel: Channel) -> Self {
        self.channel = Some(channel);
        self
    }

    const fn since(mut self, major: u16, minor: u16) -> Self {
        self.since = Some(OsVersion::new(major, minor));
        self
    }

    const fn before(mut self, major: u16, minor: u16) -> Self {
        self.before = Some(OsVersion::new(major, minor));
        self
    }
}

/// Apple's list names no state: it holds in all of them.
const fn guaranteed(command: &'static str) -> Rule {
    rule(command, Ios, &[Locked, BeforeFirstUnlock, SetupAssistant], Runs, A, NOT_NOW)
}

const fn ios(command: &'static str, expectation: Expectation, grade: Grade, source: &'static str) -> Rule {
    rule(command, Ios, &[Locked, BeforeFirstUnlock], expectation, grade, source)
}

const fn setup(
    command: &'static str,
    platform: Platform,
    expectation: Expectation,
    grade: Grade,
    source: &'static str,
) -> Rule {
    rule(command, platform, &[SetupAssistant], expectation, grade, source)
}

const fn power_nap(command: &'static str) -> Rule {
    rule(command, Macos, &[PowerNap], Runs, A, NOT_NOW)
}

const fn before_first_unlock(
    command: &'static str,
    expectation: Expectation,
    grade: Grade,
    source: &'static str,
) -> Rule {
    rule(command, Android, &[BeforeFirstUnlock], expectation, grade, source)
}

/// What the sources say beside the rows: why there is none, or what a row cannot hold.
pub(super) static REMARKS: &[Remark] = &[
    remark(
        Ios,
        None,
        "Any command outside Apple's list of eight may answer NotNow while a passcode protects the device and \
         it is locked; Apple does not say which do.",
        NOT_NOW,
    ),
    remark(Ios, None, "Without a passcode the lock refuses nothing.", ARCHIVED),
    remark(
        Ios,
        None,
        "In Lost Mode a command that is not valid there fails with error 12078; it does not wait.",
        "Apple, Enable Lost Mode",
    ),
    remark(
        Ios,
        None,
        "RestartDevice, ShutDownDevice: a device with a passcode joins no Wi-Fi network after the restart \
         until somebody unlocks it, so it may be out of reach.",
        "Apple, Restart Device",
    ),
    remark(
        Ios,
        None,
        "ScheduleOSUpdate: the installation waits for the user's passcode; of NotNow Apple says nothing.",
        "Apple, Schedule OS Update",
    ),
    remark(
        Ios,
        Some(Channel::User),
        "A user of a Shared iPad stays in Setup Assistant until UserConfigured when the server asked for it; of \
         NotNow Apple says nothing. After LogOutUser the device takes no command for up to two minutes.",
        "Apple, User Configured; Apple, Log Out User",
    ),
    remark(
        Macos,
        Some(Channel::Device),
        "A locked screen is not among the conditions that Apple names.",
        NOT_NOW,
    ),
    remark(
        Macos,
        Some(Channel::Device),
        "Before FileVault has opened the disk nothing runs that could answer: expect silence, not NotNow.",
        "inferred",
    ),
    remark(
        Macos,
        Some(Channel::Device),
        "In 2017 only DeviceLock and EraseDevice ran in Power Nap: an old Mac refuses more. From which version on \
         it runs the other seven, Apple does not say.",
        ARCHIVED,
    ),
    remark(
        Macos,
        Some(Channel::User),
        "What was refused in Setup Assistant has to be sent again after the login.",
        MAC_USERS,
    ),
    remark(Tvos, None, NOT_IOS, NOT_NOW),
    remark(Platform::Watchos, None, NOT_IOS, NOT_NOW),
    remark(Visionos, None, NOT_IOS, NOT_NOW),
    remark(
        Android,
        None,
        "Before the first unlock only an agent whose components are direct-boot aware runs at all.",
        "Android, Direct Boot",
    ),
    remark(
        Android,
        None,
        "Some models run nothing while asleep: a row of the vendor's own, in a table for that model, says so.",
        "requirement F68",
    ),
    remark(
        Android,
        None,
        "EscrowPasscodeToken: the token becomes active when the user has confirmed the screen lock; before that \
         a restart loses it.",
        "DevicePolicyManager.setResetPasswordToken",
    ),
];

const NOT_IOS: &str = "Apple's list is about iOS; nothing says that it holds here.";

const fn remark(
    platform: Platform,
    channel: Option<Channel>,
    text: &'static str,
    source: &'static str,
) -> Remark {
    Remark { platform, channel, text, source }
}

/// What the commands are that are not ordinary. In Lost Mode "invalid commands" fail (Apple, Enable Lost Mode);
/// Apple publishes no list of the valid ones: what protects a lost device is sent, the rest waits.
pub(super) static CHARACTERS: &[(&str, Character)] = &[
    ("EraseDevice", Character { lane: Lane::Erase, ..ordinary(InLostMode::Runs, Effect::Erases) }),
    ("DeviceLock", protection(InLostMode::Runs, Effect::Locks)),
    // Not held back by Lost Mode: its end stands behind it in queue order, and would never come.
    ("ClearPasscode", protection(InLostMode::Runs, Effect::ClearsPasscode)),
    ("EnableLostMode", protection(InLostMode::Runs, Effect::EntersLostMode)),
    // Error 12067 outside Lost Mode.
    ("DisableLostMode", protection(InLostMode::Required, Effect::LeavesLostMode)),
    ("DeviceLocation", protection(InLostMode::Required, Effect::None)),
    ("PlayLostModeSound", protection(InLostMode::Required, Effect::None)),
    // Ordinary: neither protects anything, and before the first unlock the device may be out of reach.
    ("RestartDevice", ordinary(InLostMode::Fails, Effect::Restarts)),
    // Somebody has to switch it on again; then it is before its first unlock.
    ("ShutDownDevice", ordinary(InLostMode::Fails, Effect::Restarts)),
    // Apple, Log Out User (read 2026-11): afterwards commands are not available for up to two minutes.
    (
        "LogOutUser",
        Character { pause: Duration::from_secs(120), ..ordinary(InLostMode::Fails, Effect::None) },
    ),
    // Its `IsMDMLostModeEnabled` is how one learns that Lost Mode has ended.
    ("DeviceInformation", ordinary(InLostMode::Runs, Effect::None)),
    // Of the device or of the work profile. Its scope `Apps` erases less than this says: to clear apps and keep
    // the rest of the queue there is ClearAppData.
    ("Wipe", Character { lane: Lane::Erase, ..ordinary(InLostMode::Runs, Effect::Erases) }),
    ("Lock", protection(InLostMode::Runs, Effect::Locks)),
    // It clears the passcode or sets another.
    ("ResetPasscode", protection(InLostMode::Runs, Effect::ResetsPasscode)),
    ("StartLostMode", protection(InLostMode::Runs, Effect::EntersLostMode)),
    ("StopLostMode", protection(InLostMode::Required, Effect::LeavesLostMode)),
    // The agent tells where it is in Lost Mode only.
    ("Location", protection(InLostMode::Required, Effect::None)),
    ("Reboot", ordinary(InLostMode::Runs, Effect::Restarts)),
    // The rest of Android's: Lost Mode there is put together by the agent, and no command fails in it. Not
    // SecurityInfo, which shares its name with Apple's: there the end of Lost Mode is the safe time.
    ("AgentLogs", ordinary(InLostMode::Runs, Effect::None)),
    ("ApplyPolicy", ordinary(InLostMode::Runs, Effect::None)),
    ("ClearAppData", ordinary(InLostMode::Runs, Effect::None)),
    ("ConfigureWifi", ordinary(InLostMode::Runs, Effect::None)),
    ("DeviceInfo", ordinary(InLostMode::Runs, Effect::None)),
    ("EscrowPasscodeToken", ordinary(InLostMode::Runs, Effect::None)),
    ("InstallApp", ordinary(InLostMode::Runs, Effect::None)),
    ("InstallCertificate", ordinary(InLostMode::Runs, Effect::None)),
    ("InstalledApps", ordinary(InLostMode::Runs, Effect::None)),
    ("RemoveApp", ordinary(InLostMode::Runs, Effect::None)),
    ("RemoveCertificate", ordinary(InLostMode::Runs, Effect::None)),
    ("RemovePolicy", ordinary(InLostMode::Runs, Effect::None)),
    ("RemoveWifi", ordinary(InLostMode::Runs, Effect::None)),
    ("RotateToken", ordinary(InLostMode::Runs, Effect::None)),
    ("SetAppConfig", ordinary(InLostMode::Runs, Effect::None)),
    ("Unenrol", ordinary(InLostMode::Runs, Effect::None)),
    ("UpdateApp", ordinary(InLostMode::Runs, Effect::None)),
    ("Vendor", ordinary(InLostMode::Runs, Effect::None)),
];

const fn protection(lost_mode: InLostMode, effect: Effect) -> Character {
    Character { lane: Lane::Protection, ..ordinary(lost_mode, effect) }
}

const fn ordinary(lost_mode: InLostMode, effect: Effect) -> Character {
    Character { lane: Lane::Ordinary, lost_mode, effect, pause: Duration::ZERO }
}
