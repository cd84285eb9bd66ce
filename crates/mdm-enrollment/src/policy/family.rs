//! What kind of thing a command is about.

use serde::{Deserialize, Serialize};

/// The five families of commands (F41). They are labels: one queue carries all of them (F60), and Android has no
/// content family (F65).
///
/// Information and settings are what is called MDM, apps MAM, content MCM (F96).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Family {
    /// Asks what the device is and has (F42).
    Information,
    /// Sets it up: profiles, declarations, settings, accounts, updates of the system (F45).
    Settings,
    /// Installs, updates, configures and removes apps (F47).
    Apps,
    /// Installs and removes books and documents (F49).
    Content,
    /// Concerns the whole device at once: lock, wipe, passcode, lost mode, restart (F51 to F53).
    Special,
}

impl Family {
    /// Every family.
    pub const ALL: [Self; 5] = [Self::Information, Self::Settings, Self::Apps, Self::Content, Self::Special];

    /// The family of a `RequestType`; `None` for one that is not Apple's.
    #[must_use]
    pub fn of(request_type: &str) -> Option<Self> {
        let found = FAMILIES.binary_search_by_key(&request_type, |(name, _)| *name).ok()?;
        FAMILIES.get(found).map(|(_, family)| *family)
    }
}

use Family::{Apps, Content, Information, Settings, Special};

/// By name, in its order.
pub(super) const FAMILIES: &[(&str, Family)] = &[
    ("AccountConfiguration", Settings),
    ("ActivationLockBypassCode", Special),
    ("ActiveNSExtensions", Information),
    ("ApplyRedemptionCode", Apps),
    ("AvailableOSUpdates", Information),
    ("CancelEnhancedLogCollection", Special),
    ("CertificateList", Information),
    ("ClearActivationLockBypassCode", Special),
    ("ClearPasscode", Special),
    ("ClearRestrictionsPassword", Special),
    ("ContentCachingInformation", Information),
    ("DeclarativeManagement", Settings),
    ("DeleteUser", Special),
    ("DeviceConfigured", Settings),
    ("DeviceInformation", Information),
    ("DeviceLocation", Special),
    ("DeviceLock", Special),
    ("DisableLostMode", Special),
    ("DisableRemoteDesktop", Settings),
    ("EnableLostMode", Special),
    ("EnableRemoteDesktop", Settings),
    ("EraseDevice", Special),
    ("InstallApplication", Apps),
    ("InstallEnterpriseApplication", Apps),
    ("InstallMedia", Content),
    ("InstallProfile", Settings),
    ("InstallProvisioningProfile", Settings),
    ("InstalledApplicationList", Information),
    ("InviteToProgram", Apps),
    ("LOMDeviceRequest", Special),
    ("LOMSetupRequest", Settings),
    ("LogOutUser", Special),
    ("ManagedApplicationAttributes", Apps),
    ("ManagedApplicationConfiguration", Apps),
    ("ManagedApplicationFeedback", Apps),
    ("ManagedApplicationList", Apps),
    ("ManagedMediaList", Content),
    ("NSExtensionMappings", Information),
    ("OSUpdateStatus", Information),
    ("PlayLostModeSound", Special),
    ("ProfileList", Information),
    ("ProvisioningProfileList", Information),
    ("RefreshCellularPlans", Settings),
    ("RemoveApplication", Apps),
    ("RemoveMedia", Content),
    ("RemoveProfile", Settings),
    ("RemoveProvisioningProfile", Settings),
    ("RequestMirroring", Special),
    ("RequestUnlockToken", Special),
    ("RestartDevice", Special),
    ("Restrictions", Information),
    ("RotateFileVaultKey", Special),
    ("ScheduleOSUpdate", Settings),
    ("ScheduleOSUpdateScan", Settings),
    ("SecurityInfo", Information),
    ("SetAutoAdminPassword", Settings),
    ("SetFirmwarePassword", Special),
    ("SetRecoveryLock", Special),
    ("Settings", Settings),
    ("ShutDownDevice", Special),
    ("StopMirroring", Special),
    ("TriggerEnhancedLogCollection", Special),
    ("UnlockUserAccount", Special),
    ("UserConfigured", Settings),
    ("UserList", Information),
    ("ValidateApplications", Apps),
    ("VerifyFirmwarePassword", Special),
    ("VerifyRecoveryLock", Special),
];
