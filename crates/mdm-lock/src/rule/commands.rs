//! The commands that the table knows, and where each exists: so that a printed table also lists the commands
//! about which nobody has evidence.

use crate::{Channel, OsVersion, Platform};

/// A command by name, with the platforms on which it exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownCommand {
    /// The request type.
    pub name: &'static str,
    /// Where it exists, one entry a platform.
    pub on: &'static [Availability],
}

impl KnownCommand {
    /// Where it exists on this platform; `None` when it does not.
    #[must_use]
    pub fn availability(&self, platform: Platform) -> Option<&'static Availability> {
        self.on.iter().find(|availability| availability.platform == platform)
    }
}

/// Where a command exists on one platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Availability {
    /// The platform.
    pub platform: Platform,
    /// Since this version; `None` where commands are not tied to one.
    pub introduced: Option<OsVersion>,
    /// On these channels.
    pub channels: &'static [Channel],
}

impl Availability {
    const fn new(platform: Platform, major: u16, minor: u16) -> Self {
        let introduced = Some(OsVersion::new(major, minor));
        Self { platform, introduced, channels: &[Channel::Device] }
    }

    const fn patch(mut self, patch: u16) -> Self {
        if let Some(OsVersion { major, minor, .. }) = self.introduced {
            self.introduced = Some(OsVersion { major, minor, patch });
        }
        self
    }

    const fn user_channel(mut self) -> Self {
        self.channels = &[Channel::User];
        self
    }

    const fn both_channels(mut self) -> Self {
        self.channels = &[Channel::Device, Channel::User];
        self
    }
}

/// One of the agent's commands: the agent, not the version of Android, brings it.
const ANDROID: Availability =
    Availability { platform: Platform::Android, introduced: None, channels: &[Channel::Device] };

const fn ios(major: u16, minor: u16) -> Availability {
    Availability::new(Platform::Ios, major, minor)
}

const fn macos(major: u16, minor: u16) -> Availability {
    Availability::new(Platform::Macos, major, minor)
}

const fn tvos(major: u16, minor: u16) -> Availability {
    Availability::new(Platform::Tvos, major, minor)
}

const fn watchos(major: u16, minor: u16) -> Availability {
    Availability::new(Platform::Watchos, major, minor)
}

const fn visionos(major: u16, minor: u16) -> Availability {
    Availability::new(Platform::Visionos, major, minor)
}

const fn command(name: &'static str, on: &'static [Availability]) -> KnownCommand {
    KnownCommand { name, on }
}

/// In order of name. Apple's: the device-management schema (release of iOS 18.3 and macOS 15.3, and the two
/// commands of 27.0), `supportedOS`, with what later releases removed. On iOS the user channel is a user's
/// of a Shared iPad. Android's: the agent's vocabulary. `SecurityInfo` is in both.
///
/// `DeviceConfigured`: the schema knows the Mac's device channel only; Apple's "Managing devices and users in
/// macOS" (2026-08) sends it on the user channel too, to end a user's Setup Assistant.
#[rustfmt::skip]
pub(super) static COMMANDS: &[KnownCommand] = &[
    command("AccountConfiguration", &[macos(10, 11)]),
    command("ActivationLockBypassCode", &[ios(7, 1), macos(10, 15), visionos(2, 0)]),
    command("ActiveNSExtensions", &[macos(10, 13).user_channel()]),
    command("AgentLogs", &[ANDROID]),
    command("ApplyPolicy", &[ANDROID]),
    command("ApplyRedemptionCode", &[ios(5, 0)]),
    command("AvailableOSUpdates", &[ios(9, 0), macos(10, 11), tvos(12, 0)]),
    command("CancelEnhancedLogCollection", &[ios(27, 0), macos(27, 0).user_channel(), tvos(27, 0)]),
    command("CertificateList", &[ios(4, 0), macos(10, 7).both_channels(), tvos(9, 0), watchos(10, 0), visionos(1, 1)]),
    command("ClearActivationLockBypassCode", &[ios(7, 1), macos(10, 15), visionos(2, 0)]),
    command("ClearAppData", &[ANDROID]),
    command("ClearPasscode", &[ios(4, 0), watchos(10, 0), visionos(1, 1)]),
    command("ClearRestrictionsPassword", &[ios(8, 0)]),
    command("ConfigureWifi", &[ANDROID]),
    command("ContentCachingInformation", &[macos(10, 15).patch(4)]),
    command("DeclarativeManagement", &[ios(15, 0).both_channels(), macos(13, 0).both_channels(), tvos(16, 0), watchos(10, 0), visionos(1, 1)]),
    command("DeleteUser", &[ios(9, 3), macos(10, 13)]),
    command("DeviceConfigured", &[ios(9, 0), macos(10, 11).both_channels(), tvos(10, 2), visionos(2, 0)]),
    command("DeviceInfo", &[ANDROID]),
    command("DeviceInformation", &[ios(4, 0).both_channels(), macos(10, 7).both_channels(), tvos(9, 0), watchos(10, 0), visionos(1, 1)]),
    command("DeviceLocation", &[ios(9, 3)]),
    command("DeviceLock", &[ios(4, 0), macos(10, 7), watchos(10, 0), visionos(2, 0)]),
    command("DisableLostMode", &[ios(9, 3)]),
    command("DisableRemoteDesktop", &[macos(10, 14).patch(4)]),
    command("EnableLostMode", &[ios(9, 3)]),
    command("EnableRemoteDesktop", &[macos(10, 14).patch(4)]),
    command("EraseDevice", &[ios(4, 0), macos(10, 7), tvos(10, 2), watchos(10, 0), visionos(1, 1)]),
    command("EscrowPasscodeToken", &[ANDROID]),
    command("InstallApp", &[ANDROID]),
    command("InstallApplication", &[ios(5, 0), macos(10, 9).both_channels(), tvos(10, 2), watchos(10, 0), visionos(1, 1)]),
    command("InstallCertificate", &[ANDROID]),
    command("InstallEnterpriseApplication", &[macos(10, 13).patch(6)]),
    command("InstallMedia", &[ios(8, 0), macos(10, 9).user_channel()]),
    command("InstallProfile", &[ios(4, 0).both_channels(), macos(10, 7).both_channels(), tvos(9, 0), watchos(10, 0), visionos(1, 1)]),
    command("InstallProvisioningProfile", &[ios(4, 0), macos(11, 0), tvos(10, 2), watchos(10, 0), visionos(1, 1)]),
    command("InstalledApplicationList", &[ios(5, 0), macos(10, 7).both_channels(), tvos(10, 2), watchos(10, 0), visionos(1, 1)]),
    command("InstalledApps", &[ANDROID]),
    command("InviteToProgram", &[ios(7, 0).both_channels(), macos(10, 9).user_channel()]),
    command("LOMDeviceRequest", &[macos(11, 0)]),
    command("LOMSetupRequest", &[macos(11, 0)]),
    command("Location", &[ANDROID]),
    command("Lock", &[ANDROID]),
    command("LogOutUser", &[ios(9, 3)]),
    command("ManagedApplicationAttributes", &[ios(7, 0), tvos(10, 2), watchos(10, 0), visionos(1, 1)]),
    command("ManagedApplicationConfiguration", &[ios(7, 0), macos(10, 15), tvos(10, 2), watchos(10, 0), visionos(1, 1)]),
    command("ManagedApplicationFeedback", &[ios(7, 0), macos(11, 0).user_channel(), tvos(10, 2), visionos(1, 1)]),
    command("ManagedApplicationList", &[ios(5, 0), macos(11, 0).both_channels(), tvos(10, 2), watchos(10, 0), visionos(1, 1)]),
    command("ManagedMediaList", &[ios(8, 0)]),
    command("NSExtensionMappings", &[macos(10, 13).user_channel()]),
    command("OSUpdateStatus", &[ios(9, 0), macos(10, 11).patch(5), tvos(12, 0)]),
    command("PlayLostModeSound", &[ios(10, 3)]),
    command("ProfileList", &[ios(4, 0).both_channels(), macos(10, 7).both_channels(), tvos(9, 0), watchos(10, 0), visionos(1, 1)]),
    command("ProvisioningProfileList", &[ios(4, 0), macos(11, 0), tvos(10, 2), watchos(10, 0), visionos(1, 1)]),
    command("Reboot", &[ANDROID]),
    command("RefreshCellularPlans", &[ios(13, 0)]),
    command("RemoveApp", &[ANDROID]),
    command("RemoveApplication", &[ios(5, 0), macos(11, 0), tvos(10, 2), watchos(10, 0), visionos(1, 1)]),
    command("RemoveCertificate", &[ANDROID]),
    command("RemoveMedia", &[ios(8, 0)]),
    command("RemovePolicy", &[ANDROID]),
    command("RemoveProfile", &[ios(4, 0).both_channels(), macos(10, 7).both_channels(), tvos(9, 0), watchos(10, 0), visionos(1, 1)]),
    command("RemoveProvisioningProfile", &[ios(4, 0), macos(11, 0), tvos(10, 2), watchos(10, 0), visionos(1, 1)]),
    command("RemoveWifi", &[ANDROID]),
    command("RequestMirroring", &[ios(7, 0), macos(10, 10)]),
    command("RequestUnlockToken", &[ios(5, 0)]),
    command("ResetPasscode", &[ANDROID]),
    command("RestartDevice", &[ios(10, 3), macos(10, 13), tvos(10, 2)]),
    command("Restrictions", &[ios(4, 0).both_channels(), tvos(9, 0), watchos(10, 0), visionos(1, 1)]),
    command("RotateFileVaultKey", &[macos(10, 9)]),
    command("RotateToken", &[ANDROID]),
    command("ScheduleOSUpdate", &[ios(9, 0), macos(10, 11), tvos(12, 0)]),
    command("ScheduleOSUpdateScan", &[macos(10, 11)]),
    command("SecurityInfo", &[ios(4, 0), macos(10, 7).both_channels(), tvos(9, 0), watchos(10, 0), visionos(1, 1), ANDROID]),
    command("SetAppConfig", &[ANDROID]),
    command("SetAutoAdminPassword", &[macos(10, 11)]),
    command("SetFirmwarePassword", &[macos(10, 13)]),
    command("SetRecoveryLock", &[macos(11, 5)]),
    command("Settings", &[ios(5, 0).both_channels(), macos(10, 9).both_channels(), tvos(9, 0), watchos(10, 0), visionos(1, 1)]),
    command("ShutDownDevice", &[ios(10, 3), macos(10, 13)]),
    command("StartLostMode", &[ANDROID]),
    command("StopLostMode", &[ANDROID]),
    command("StopMirroring", &[ios(7, 0), macos(10, 10)]),
    command("TriggerEnhancedLogCollection", &[ios(27, 0), macos(27, 0).user_channel(), tvos(27, 0)]),
    command("Unenrol", &[ANDROID]),
    command("UnlockUserAccount", &[macos(10, 13)]),
    command("UpdateApp", &[ANDROID]),
    command("UserConfigured", &[ios(17, 0).user_channel()]),
    command("UserList", &[ios(9, 3), macos(10, 13)]),
    command("ValidateApplications", &[ios(9, 2), tvos(10, 2), visionos(1, 1)]),
    command("Vendor", &[ANDROID]),
    command("VerifyFirmwarePassword", &[macos(10, 13)]),
    command("VerifyRecoveryLock", &[macos(11, 5)]),
    command("Wipe", &[ANDROID]),
];
