// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Commands: where each is supported.

#[rustfmt::skip]
use crate::support::table::{AccessRights as Right, Availability, Item, Mode, ios, item, key, macos, tvos, visionos, watchos};

#[rustfmt::skip]
pub(crate) static ITEMS: &[Item] = &[
    item("AccountConfiguration", "mdm/commands/account.configuration.yaml", S0, &[
        key("SkipPrimarySetupAccountCreation", S0),
        key("SetPrimarySetupAccountAsRegularUser", S0),
        key("PrimaryAccountFullName", S1),
        key("PrimaryAccountUserName", S1),
        key("DontAutoPopulatePrimaryAccountInfo", S1),
        key("LockPrimaryAccountInfo", S1),
        key("AutoSetupAdminAccounts", S0),
        key("AutoSetupAdminAccounts/shortName", S0).must(),
        key("AutoSetupAdminAccounts/fullName", S0),
        key("AutoSetupAdminAccounts/passwordHash", S0),
        key("AutoSetupAdminAccounts/hidden", S0),
        key("ManagedLocalUserShortName", S2),
    ]),
    item("ActiveNSExtensions", "mdm/commands/application.extensions.listactive.yaml", S3, &[
        key("FilterExtensionPoints", S3),
    ]),
    item("NSExtensionMappings", "mdm/commands/application.extensions.mappings.yaml", S3, &[]),
    item("InstallEnterpriseApplication", "mdm/commands/application.install.enterprise.yaml", S4, &[
        key("Manifest", S4),
        key("Manifest/*", S4),
        key("ManifestURL", S4),
        key("ManifestURLPinningCerts", S4),
        key("PinningRevocationCheckRequired", S4),
        key("InstallAsManaged", S5),
        key("ManagementFlags", S5),
        key("Configuration", S6),
        key("Configuration/*", S6),
        key("ChangeManagementState", S5),
        key("iOSApp", S6),
    ]),
    item("InstallApplication", "mdm/commands/application.install.yaml", S7, &[
        key("iTunesStoreID", S7),
        key("Identifier", S8),
        key("Options", S8),
        key("Options/PurchaseMethod", S8),
        key("ManifestURL", S8),
        key("ManagementFlags", S9),
        key("Configuration", S10),
        key("Configuration/*", S10),
        key("Attributes", S11),
        key("Attributes/VPNUUID", S12),
        key("Attributes/ContentFilterUUID", S13),
        key("Attributes/DNSProxyUUID", S13),
        key("Attributes/RelayUUID", S14),
        key("Attributes/AssociatedDomains", S15),
        key("Attributes/AssociatedDomainsEnableDirectDownloads", S16),
        key("Attributes/Removable", S17),
        key("Attributes/TapToPayScreenLock", S18),
        key("Attributes/CellularSliceUUID", S19),
        key("Attributes/Hideable", S20),
        key("Attributes/Lockable", S20),
        key("ChangeManagementState", S21),
        key("InstallAsManaged", S22),
        key("iOSApp", S23),
    ]),
    item("InstalledApplicationList", "mdm/commands/application.installed.list.yaml", S24, &[
        key("Identifiers", S25),
        key("ManagedAppsOnly", S25),
        key("Items", S26),
    ]),
    item("InviteToProgram", "mdm/commands/application.invitetoprogram.yaml", S27, &[
        key("ProgramID", S27).must(),
        key("InvitationURL", S27).must(),
    ]),
    item("ManagedApplicationList", "mdm/commands/application.managed.list.yaml", S28, &[
        key("Identifiers", S10),
    ]),
    item("ApplyRedemptionCode", "mdm/commands/application.redemptioncode.yaml", S29, &[
        key("Identifier", S29).must(),
        key("RedemptionCode", S29).must(),
    ]),
    item("RemoveApplication", "mdm/commands/application.remove.yaml", S30, &[
        key("Identifier", S30).must(),
    ]),
    item("ValidateApplications", "mdm/commands/application.validate.yaml", S31, &[
        key("Identifiers", S31),
    ]),
    item("CancelEnhancedLogCollection", "mdm/commands/cancel.enhanced.log.collection.yaml", S32, &[]),
    item("CertificateList", "mdm/commands/certificate.list.yaml", S33, &[
        key("ManagedOnly", S34),
    ]),
    item("DeclarativeManagement", "mdm/commands/declarativemanagement.yaml", S35, &[
        key("Data", S35),
    ]),
    item("ActivationLockBypassCode", "mdm/commands/device.activationlock.bypasscode.yaml", S36, &[]),
    item("ClearActivationLockBypassCode", "mdm/commands/device.activationlock.clearbypasscode.yaml", S36, &[]),
    item("DeviceConfigured", "mdm/commands/device.configured.yaml", S37, &[]),
    item("EraseDevice", "mdm/commands/device.erase.yaml", S38, &[
        key("PreserveDataPlan", S39),
        key("DisallowProximitySetup", S40),
        key("PIN", S41),
        key("ObliterationBehavior", S42),
        key("ReturnToService", S43),
        key("ReturnToService/Enabled", S43).must(),
        key("ReturnToService/WiFiProfileData", S43),
        key("ReturnToService/MDMProfileData", S43),
        key("ReturnToService/BootstrapToken", S44),
        key("ReturnToService/ShouldRetryEnrollment", S45),
    ]),
    item("RefreshCellularPlans", "mdm/commands/device.esim.yaml", S46, &[
        key("eSIMServerURL", S46).must(),
    ]),
    item("DeviceLock", "mdm/commands/device.lock.yaml", S47, &[
        key("Message", S48),
        key("PhoneNumber", S49),
        key("PIN", S50),
    ]),
    item("DisableLostMode", "mdm/commands/device.lostmode.disable.yaml", S51, &[]),
    item("EnableLostMode", "mdm/commands/device.lostmode.enable.yaml", S51, &[
        key("Message", S51),
        key("PhoneNumber", S51),
        key("Footnote", S51),
    ]),
    item("DeviceLocation", "mdm/commands/device.lostmode.location.yaml", S51, &[]),
    item("PlayLostModeSound", "mdm/commands/device.lostmode.playsound.yaml", S52, &[]),
    item("RestartDevice", "mdm/commands/device.restart.yaml", S53, &[
        key("RebuildKernelCache", S54),
        key("KextPaths", S54),
        key("NotifyUser", S55),
    ]),
    item("ClearRestrictionsPassword", "mdm/commands/device.restrictions.clearpassword.yaml", S56, &[]),
    item("Restrictions", "mdm/commands/device.restrictions.list.yaml", S57, &[
        key("ProfileRestrictions", S57),
    ]),
    item("ShutDownDevice", "mdm/commands/device.shutdown.yaml", S58, &[]),
    item("ContentCachingInformation", "mdm/commands/information.contentcaching.yaml", S59, &[]),
    item("DeviceInformation", "mdm/commands/information.device.yaml", S60, &[
        key("Queries", S60).must(),
        key("Queries/UDID", S61),
        key("Queries/ProvisioningUDID", S62),
        key("Queries/OrganizationInfo", S63),
        key("Queries/MDMOptions", S64),
        key("Queries/LastCloudBackupDate", S65),
        key("Queries/AwaitingConfiguration", S66),
        key("Queries/iTunesStoreAccountIsActive", S67),
        key("Queries/iTunesStoreAccountHash", S68),
        key("Queries/DeviceName", S69),
        key("Queries/OSVersion", S69),
        key("Queries/SupplementalOSVersionExtra", S70),
        key("Queries/BuildVersion", S69),
        key("Queries/SupplementalBuildVersion", S70),
        key("Queries/ModelName", S69),
        key("Queries/Model", S71),
        key("Queries/ModelNumber", S72),
        key("Queries/IsAppleSilicon", S73),
        key("Queries/ProductName", S69),
        key("Queries/SerialNumber", S74),
        key("Queries/DeviceCapacity", S75),
        key("Queries/AvailableDeviceCapacity", S75),
        key("Queries/IMEI", S76),
        key("Queries/MEID", S76),
        key("Queries/ModemFirmwareVersion", S77),
        key("Queries/CellularTechnology", S78),
        key("Queries/BatteryLevel", S79),
        key("Queries/HasBattery", S80),
        key("Queries/IsSupervised", S81),
        key("Queries/IsMultiUser", S82),
        key("Queries/IsDeviceLocatorServiceEnabled", S83),
        key("Queries/IsActivationLockEnabled", S84),
        key("Queries/IsActivationLockSupported", S85),
        key("Queries/IsDoNotDisturbInEffect", S86),
        key("Queries/DeviceID", S87),
        key("Queries/EASDeviceIdentifier", S88),
        key("Queries/IsCloudBackupEnabled", S89),
        key("Queries/ActiveManagedUsers", S90),
        key("Queries/OSUpdateSettings", S91),
        key("Queries/LocalHostName", S92),
        key("Queries/HostName", S92),
        key("Queries/AutoSetupAdminAccounts", S93),
        key("Queries/SystemIntegrityProtectionEnabled", S94),
        key("Queries/SupportsLOMDevice", S95),
        key("Queries/IsMDMLostModeEnabled", S96),
        key("Queries/MaximumResidentUsers", S97),
        key("Queries/EstimatedResidentUsers", S98),
        key("Queries/QuotaSize", S99),
        key("Queries/ResidentUsers", S99),
        key("Queries/UserSessionTimeout", S100),
        key("Queries/TemporarySessionTimeout", S100),
        key("Queries/TemporarySessionOnly", S100),
        key("Queries/ManagedAppleIDDefaultDomains", S101),
        key("Queries/OnlineAuthenticationGracePeriod", S101),
        key("Queries/SkipLanguageAndLocaleSetupForNewUsers", S102),
        key("Queries/PushToken", S103),
        key("Queries/DiagnosticSubmissionEnabled", S104),
        key("Queries/AppAnalyticsEnabled", S104),
        key("Queries/TimeZone", S105),
        key("Queries/ICCID", S106),
        key("Queries/BluetoothMAC", S107),
        key("Queries/WiFiMAC", S108),
        key("Queries/EthernetMAC", S109),
        key("Queries/CurrentCarrierNetwork", S106),
        key("Queries/SIMCarrierNetwork", S110),
        key("Queries/SubscriberCarrierNetwork", S111),
        key("Queries/CarrierSettingsVersion", S106),
        key("Queries/PhoneNumber", S106),
        key("Queries/DataRoamingEnabled", S112),
        key("Queries/VoiceRoamingEnabled", S111),
        key("Queries/PersonalHotspotEnabled", S113),
        key("Queries/IsNetworkTethered", S114),
        key("Queries/IsRoaming", S115),
        key("Queries/SubscriberMCC", S116),
        key("Queries/SubscriberMNC", S116),
        key("Queries/CurrentMCC", S106),
        key("Queries/CurrentMNC", S106),
        key("Queries/ServiceSubscriptions", S117),
        key("Queries/PINRequiredForEraseDevice", S118),
        key("Queries/PINRequiredForDeviceLock", S118),
        key("Queries/SupportsiOSAppInstalls", S95),
        key("Queries/SoftwareUpdateDeviceID", S119),
        key("Queries/SoftwareUpdateSettings", S120),
        key("Queries/AccessibilitySettings", S121),
        key("Queries/DevicePropertiesAttestation", S122),
        key("Queries/EACSPreflight", S123),
        key("DeviceAttestationNonce", S122),
    ]),
    item("SecurityInfo", "mdm/commands/information.security.yaml", S124, &[]),
    item("LOMDeviceRequest", "mdm/commands/lom.devicerequest.yaml", S54, &[
        key("RequestList", S54).must(),
        key("RequestList/DeviceRequestType", S54).must(),
        key("RequestList/DeviceRequestUUID", S54).must(),
        key("RequestList/DeviceDNSName", S54).must(),
        key("RequestList/PrimaryIPv6AddressList", S54).must(),
        key("RequestList/SecondaryIPv6AddressList", S54).must(),
        key("RequestList/LOMProtocolVersion", S54).must(),
    ]),
    item("LOMSetupRequest", "mdm/commands/lom.setuprequest.yaml", S54, &[]),
    item("ManagedApplicationAttributes", "mdm/commands/managed.application.attributes.yaml", S11, &[
        key("Identifiers", S11).must(),
    ]),
    item("ManagedApplicationConfiguration", "mdm/commands/managed.application.configuration.yaml", S125, &[
        key("Identifiers", S125).must(),
    ]),
    item("ManagedApplicationFeedback", "mdm/commands/managed.application.feedback.yaml", S126, &[
        key("Identifiers", S126).must(),
        key("DeleteFeedback", S126),
    ]),
    item("InstallMedia", "mdm/commands/media.install.yaml", S127, &[
        key("iTunesStoreID", S127),
        key("MediaURL", S128),
        key("MediaType", S127).must(),
        key("PersistentID", S128),
        key("Kind", S128),
        key("Version", S128),
        key("Author", S128),
        key("Title", S128),
    ]),
    item("ManagedMediaList", "mdm/commands/media.managed.list.yaml", S128, &[]),
    item("RemoveMedia", "mdm/commands/media.remove.yaml", S128, &[
        key("MediaType", S128).must(),
        key("iTunesStoreID", S128),
        key("PersistentID", S128),
    ]),
    item("RequestMirroring", "mdm/commands/mirroring.request.yaml", S129, &[
        key("DestinationName", S129),
        key("DestinationDeviceID", S129),
        key("ScanTime", S129),
        key("Password", S129),
    ]),
    item("StopMirroring", "mdm/commands/mirroring.stop.yaml", S130, &[]),
    item("ClearPasscode", "mdm/commands/passcode.clear.yaml", S131, &[
        key("UnlockToken", S131).must(),
    ]),
    item("SetFirmwarePassword", "mdm/commands/passcode.firmware.set.yaml", S132, &[
        key("CurrentPassword", S132),
        key("NewPassword", S132).must(),
        key("AllowOroms", S132),
    ]),
    item("VerifyFirmwarePassword", "mdm/commands/passcode.firmware.verify.yaml", S133, &[
        key("Password", S133).must(),
    ]),
    item("SetRecoveryLock", "mdm/commands/passcode.recovery.set.yaml", S134, &[
        key("CurrentPassword", S134),
        key("NewPassword", S134).must(),
    ]),
    item("VerifyRecoveryLock", "mdm/commands/passcode.recovery.verify.yaml", S134, &[
        key("Password", S134).must(),
    ]),
    item("RequestUnlockToken", "mdm/commands/passcode.unlocktoken.yaml", S135, &[]),
    item("InstallProfile", "mdm/commands/profile.install.yaml", S136, &[
        key("Payload", S136).must(),
    ]),
    item("ProfileList", "mdm/commands/profile.list.yaml", S137, &[
        key("ManagedOnly", S138),
    ]),
    item("InstallProvisioningProfile", "mdm/commands/profile.provisioning.install.yaml", S139, &[
        key("ProvisioningProfile", S139).must(),
    ]),
    item("ProvisioningProfileList", "mdm/commands/profile.provisioning.list.yaml", S140, &[
        key("ManagedOnly", S141),
    ]),
    item("RemoveProvisioningProfile", "mdm/commands/profile.provisioning.remove.yaml", S139, &[
        key("UUID", S139).must(),
    ]),
    item("RemoveProfile", "mdm/commands/profile.remove.yaml", S136, &[
        key("Identifier", S136).must(),
    ]),
    item("DisableRemoteDesktop", "mdm/commands/remotedesktop.disable.yaml", S142, &[]),
    item("EnableRemoteDesktop", "mdm/commands/remotedesktop.enable.yaml", S142, &[]),
    item("RotateFileVaultKey", "mdm/commands/rotate.file.vault.key.yaml", S143, &[
        key("KeyType", S143).must(),
        key("FileVaultUnlock", S143).must(),
        key("FileVaultUnlock/Password", S143),
        key("FileVaultUnlock/PrivateKeyExport", S144),
        key("FileVaultUnlock/PrivateKeyExportPassword", S144),
        key("NewCertificate", S143),
        key("ReplyEncryptionCertificate", S143),
    ]),
    item("SetAutoAdminPassword", "mdm/commands/set.auto.admin.password.yaml", S0, &[
        key("GUID", S0).must(),
        key("passwordHash", S0).must(),
    ]),
    item("Settings", "mdm/commands/settings.yaml", S145, &[
        key("Settings", S145).must(),
        key("Settings/Wallpaper", S146),
        key("Settings/Wallpaper/Item", S146).must(),
        key("Settings/Wallpaper/Image", S146).must(),
        key("Settings/Wallpaper/Where", S146).must(),
        key("Settings/DataRoaming", S147),
        key("Settings/DataRoaming/Item", S147).must(),
        key("Settings/DataRoaming/Enabled", S147).must(),
        key("Settings/VoiceRoaming", S148),
        key("Settings/VoiceRoaming/Item", S148).must(),
        key("Settings/VoiceRoaming/Enabled", S148).must(),
        key("Settings/PersonalHotspot", S149),
        key("Settings/PersonalHotspot/Item", S149).must(),
        key("Settings/PersonalHotspot/Enabled", S149).must(),
        key("Settings/Bluetooth", S150),
        key("Settings/Bluetooth/Item", S150).must(),
        key("Settings/Bluetooth/Enabled", S150).must(),
        key("Settings/ApplicationConfiguration", S125),
        key("Settings/ApplicationConfiguration/Item", S125).must(),
        key("Settings/ApplicationConfiguration/Identifier", S125).must(),
        key("Settings/ApplicationConfiguration/Configuration", S125),
        key("Settings/ApplicationConfiguration/Configuration/*", S125),
        key("Settings/ApplicationAttributes", S11),
        key("Settings/ApplicationAttributes/Item", S11).must(),
        key("Settings/ApplicationAttributes/Identifier", S11).must(),
        key("Settings/ApplicationAttributes/Attributes", S11),
        key("Settings/ApplicationAttributes/Attributes/VPNUUID", S12),
        key("Settings/ApplicationAttributes/Attributes/ContentFilterUUID", S13),
        key("Settings/ApplicationAttributes/Attributes/DNSProxyUUID", S13),
        key("Settings/ApplicationAttributes/Attributes/RelayUUID", S14),
        key("Settings/ApplicationAttributes/Attributes/AssociatedDomains", S15),
        key("Settings/ApplicationAttributes/Attributes/AssociatedDomainsEnableDirectDownloads", S16),
        key("Settings/ApplicationAttributes/Attributes/Removable", S17),
        key("Settings/ApplicationAttributes/Attributes/TapToPayScreenLock", S18),
        key("Settings/ApplicationAttributes/Attributes/CellularSliceUUID", S19),
        key("Settings/ApplicationAttributes/Attributes/Hideable", S20),
        key("Settings/ApplicationAttributes/Attributes/Lockable", S20),
        key("Settings/DeviceName", S151),
        key("Settings/DeviceName/Item", S151).must(),
        key("Settings/DeviceName/DeviceName", S151).must(),
        key("Settings/HostName", S152),
        key("Settings/HostName/Item", S152).must(),
        key("Settings/HostName/HostName", S152).must(),
        key("Settings/OrganizationInfo", S153),
        key("Settings/OrganizationInfo/Item", S153).must(),
        key("Settings/OrganizationInfo/OrganizationInfo", S153),
        key("Settings/OrganizationInfo/OrganizationInfo/OrganizationName", S153).must(),
        key("Settings/OrganizationInfo/OrganizationInfo/OrganizationShortName", S154),
        key("Settings/OrganizationInfo/OrganizationInfo/OrganizationAddress", S153),
        key("Settings/OrganizationInfo/OrganizationInfo/OrganizationPhone", S153),
        key("Settings/OrganizationInfo/OrganizationInfo/OrganizationEmail", S153),
        key("Settings/OrganizationInfo/OrganizationInfo/OrganizationMagic", S153),
        key("Settings/DefaultApplications", S155),
        key("Settings/DefaultApplications/Item", S155).must(),
        key("Settings/DefaultApplications/WebBrowser", S155),
        key("Settings/DefaultApplications/Calling", S155),
        key("Settings/DefaultApplications/Messaging", S155),
        key("Settings/MDMOptions", S156),
        key("Settings/MDMOptions/Item", S156).must(),
        key("Settings/MDMOptions/MDMOptions", S156).must(),
        key("Settings/MDMOptions/MDMOptions/ActivationLockAllowedWhileSupervised", S156),
        key("Settings/MDMOptions/MDMOptions/BootstrapTokenAllowed", S157),
        key("Settings/MDMOptions/MDMOptions/PromptUserToAllowBootstrapTokenForAuthentication", S158),
        key("Settings/MDMOptions/MDMOptions/IdleRebootAllowed", S156),
        key("Settings/MaximumResidentUsers", S159),
        key("Settings/MaximumResidentUsers/Item", S159).must(),
        key("Settings/MaximumResidentUsers/MaximumResidentUsers", S159).must(),
        key("Settings/SharedDeviceConfiguration", S160),
        key("Settings/SharedDeviceConfiguration/Item", S160).must(),
        key("Settings/SharedDeviceConfiguration/QuotaSize", S160),
        key("Settings/SharedDeviceConfiguration/ResidentUsers", S160),
        key("Settings/SharedDeviceConfiguration/UserSessionTimeout", S161),
        key("Settings/SharedDeviceConfiguration/TemporarySessionTimeout", S161),
        key("Settings/SharedDeviceConfiguration/TemporarySessionOnly", S161),
        key("Settings/SharedDeviceConfiguration/ManagedAppleIDDefaultDomains", S162),
        key("Settings/SharedDeviceConfiguration/OnlineAuthenticationGracePeriod", S162),
        key("Settings/SharedDeviceConfiguration/SkipLanguageAndLocaleSetupForNewUsers", S163),
        key("Settings/SharedDeviceConfiguration/AwaitUserConfiguration", S164),
        key("Settings/SharedDeviceConfiguration/AwaitUserConfiguration/Enabled", S164).must(),
        key("Settings/SharedDeviceConfiguration/PasscodePolicy", S164),
        key("Settings/SharedDeviceConfiguration/PasscodePolicy/PasscodeLockGracePeriod", S164),
        key("Settings/SharedDeviceConfiguration/PasscodePolicy/AutoLockTime", S164),
        key("Settings/DiagnosticSubmission", S165),
        key("Settings/DiagnosticSubmission/Item", S165).must(),
        key("Settings/DiagnosticSubmission/Enabled", S165).must(),
        key("Settings/AppAnalytics", S166),
        key("Settings/AppAnalytics/Item", S166).must(),
        key("Settings/AppAnalytics/Enabled", S166).must(),
        key("Settings/PasscodeLockGracePeriod", S167),
        key("Settings/PasscodeLockGracePeriod/Item", S167).must(),
        key("Settings/PasscodeLockGracePeriod/PasscodeLockGracePeriod", S167).must(),
        key("Settings/TimeZone", S168),
        key("Settings/TimeZone/Item", S168).must(),
        key("Settings/TimeZone/TimeZone", S168).must(),
        key("Settings/SoftwareUpdateSettings", S169),
        key("Settings/SoftwareUpdateSettings/Item", S169).must(),
        key("Settings/SoftwareUpdateSettings/RecommendationCadence", S169).must(),
        key("Settings/AccessibilitySettings", S170),
        key("Settings/AccessibilitySettings/Item", S170).must(),
        key("Settings/AccessibilitySettings/BoldTextEnabled", S170),
        key("Settings/AccessibilitySettings/IncreaseContrastEnabled", S171),
        key("Settings/AccessibilitySettings/ReduceMotionEnabled", S170),
        key("Settings/AccessibilitySettings/ReduceTransparencyEnabled", S170),
        key("Settings/AccessibilitySettings/TextSize", S170),
        key("Settings/AccessibilitySettings/TouchAccommodationsEnabled", S170),
        key("Settings/AccessibilitySettings/VoiceOverEnabled", S170),
        key("Settings/AccessibilitySettings/ZoomEnabled", S170),
        key("Settings/AccessibilitySettings/GrayscaleEnabled", S172),
    ]),
    item("AvailableOSUpdates", "mdm/commands/system.update.available.yaml", S173, &[]),
    item("ScheduleOSUpdateScan", "mdm/commands/system.update.scan.yaml", S174, &[
        key("Force", S174),
    ]),
    item("ScheduleOSUpdate", "mdm/commands/system.update.schedule.yaml", S175, &[
        key("Updates", S175).must(),
        key("Updates/ProductKey", S175),
        key("Updates/ProductVersion", S176),
        key("Updates/InstallAction", S175).must(),
        key("Updates/MaxUserDeferrals", S177),
        key("Updates/Priority", S178),
    ]),
    item("OSUpdateStatus", "mdm/commands/system.update.status.yaml", S179, &[]),
    item("TriggerEnhancedLogCollection", "mdm/commands/trigger.enhanced.log.collection.yaml", S32, &[
        key("AppleCareToken", S32).must(),
    ]),
    item("UserConfigured", "mdm/commands/user.configured.yaml", S180, &[]),
    item("DeleteUser", "mdm/commands/user.delete.yaml", S181, &[
        key("UserName", S181),
        key("ForceDeletion", S182),
        key("DeleteAllUsers", S183),
    ]),
    item("UserList", "mdm/commands/user.list.yaml", S181, &[]),
    item("LogOutUser", "mdm/commands/user.logout.yaml", S182, &[]),
    item("UnlockUserAccount", "mdm/commands/user.unlock.yaml", S132, &[
        key("UserName", S132).must(),
    ]),
];

#[rustfmt::skip]
const S0: &[Availability] = &[
    macos(10, 11, 0).automated().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S1: &[Availability] = &[
    macos(10, 15, 0).automated().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S2: &[Availability] = &[
    macos(11, 0, 0).automated().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S3: &[Availability] = &[
    macos(10, 13, 0).right(Right::QUERY_APPS).user_enrollment(Mode::Forbidden).user_channel_only(),
];

#[rustfmt::skip]
const S4: &[Availability] = &[
    macos(10, 13, 6).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S5: &[Availability] = &[
    macos(11, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S6: &[Availability] = &[
    macos(11, 0, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S7: &[Availability] = &[
    ios(5, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    macos(10, 9, 0).right(Right::MANAGE_APPS).both_channels(),
    tvos(10, 2, 0).right(Right::MANAGE_APPS),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S8: &[Availability] = &[
    ios(7, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    macos(10, 9, 0).right(Right::MANAGE_APPS).both_channels(),
    tvos(10, 2, 0).right(Right::MANAGE_APPS),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S9: &[Availability] = &[
    ios(5, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    macos(11, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).both_channels(),
    tvos(10, 2, 0).right(Right::MANAGE_APPS),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S10: &[Availability] = &[
    ios(7, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    macos(11, 0, 0).right(Right::MANAGE_APPS).both_channels(),
    tvos(10, 2, 0).right(Right::MANAGE_APPS),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S11: &[Availability] = &[
    ios(7, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    tvos(10, 2, 0).right(Right::MANAGE_APPS),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S12: &[Availability] = &[
    ios(7, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S13: &[Availability] = &[
    ios(16, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S14: &[Availability] = &[
    ios(17, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S15: &[Availability] = &[
    ios(13, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S16: &[Availability] = &[
    ios(14, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S17: &[Availability] = &[
    ios(14, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    tvos(14, 0, 0).right(Right::MANAGE_APPS),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S18: &[Availability] = &[
    ios(16, 4, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S19: &[Availability] = &[
    ios(17, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S20: &[Availability] = &[
    ios(18, 1, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S21: &[Availability] = &[
    ios(9, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(11, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).both_channels(),
    tvos(10, 2, 0).right(Right::MANAGE_APPS),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S22: &[Availability] = &[
    macos(11, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S23: &[Availability] = &[
    macos(11, 0, 0).right(Right::MANAGE_APPS).both_channels(),
];

#[rustfmt::skip]
const S24: &[Availability] = &[
    ios(5, 0, 0).right(Right::QUERY_APPS).shared_ipad(Mode::Allowed),
    macos(10, 7, 0).right(Right::QUERY_APPS).user_enrollment(Mode::Forbidden).both_channels(),
    tvos(10, 2, 0).right(Right::QUERY_APPS),
    watchos(10, 0, 0).right(Right::QUERY_APPS),
    visionos(1, 1, 0).right(Right::QUERY_APPS),
];

#[rustfmt::skip]
const S25: &[Availability] = &[
    ios(7, 0, 0).right(Right::QUERY_APPS).shared_ipad(Mode::Allowed),
    macos(10, 15, 0).right(Right::QUERY_APPS).user_enrollment(Mode::Forbidden).both_channels(),
    tvos(10, 2, 0).right(Right::QUERY_APPS),
    watchos(10, 0, 0).right(Right::QUERY_APPS),
    visionos(1, 1, 0).right(Right::QUERY_APPS),
];

#[rustfmt::skip]
const S26: &[Availability] = &[
    ios(14, 0, 0).right(Right::QUERY_APPS).shared_ipad(Mode::Allowed),
    tvos(14, 0, 0).right(Right::QUERY_APPS),
    watchos(10, 0, 0).right(Right::QUERY_APPS),
    visionos(1, 1, 0).right(Right::QUERY_APPS),
];

#[rustfmt::skip]
const S27: &[Availability] = &[
    ios(7, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).user_channel_only(),
    macos(10, 9, 0).user_enrollment(Mode::Forbidden).user_channel_only(),
];

#[rustfmt::skip]
const S28: &[Availability] = &[
    ios(5, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    macos(11, 0, 0).right(Right::MANAGE_APPS).both_channels(),
    tvos(10, 2, 0).right(Right::MANAGE_APPS),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S29: &[Availability] = &[
    ios(5, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden),
];

#[rustfmt::skip]
const S30: &[Availability] = &[
    ios(5, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    macos(11, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden),
    tvos(10, 2, 0).right(Right::MANAGE_APPS),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S31: &[Availability] = &[
    ios(9, 2, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    tvos(10, 2, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S32: &[Availability] = &[
    ios(27, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(27, 0, 0).supervised().user_enrollment(Mode::Forbidden).user_channel_only(),
    tvos(27, 0, 0).supervised(),
];

#[rustfmt::skip]
const S33: &[Availability] = &[
    ios(4, 0, 0).right(Right::INSPECT_PROFILES).shared_ipad(Mode::Allowed),
    macos(10, 7, 0).right(Right::INSPECT_PROFILES).both_channels(),
    tvos(9, 0, 0).right(Right::INSPECT_PROFILES),
    watchos(10, 0, 0).right(Right::INSPECT_PROFILES),
    visionos(1, 1, 0).right(Right::INSPECT_PROFILES),
];

#[rustfmt::skip]
const S34: &[Availability] = &[
    ios(13, 0, 0).right(Right::INSPECT_PROFILES).shared_ipad(Mode::Allowed),
    macos(10, 15, 0).right(Right::INSPECT_PROFILES).both_channels(),
    tvos(13, 0, 0).right(Right::INSPECT_PROFILES),
    watchos(10, 0, 0).right(Right::INSPECT_PROFILES),
    visionos(1, 1, 0).right(Right::INSPECT_PROFILES),
];

#[rustfmt::skip]
const S35: &[Availability] = &[
    ios(15, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
    macos(13, 0, 0).both_channels(),
    tvos(16, 0, 0),
    watchos(10, 0, 0),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S36: &[Availability] = &[
    ios(7, 1, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden),
    macos(10, 15, 0).supervised().user_enrollment(Mode::Forbidden),
    visionos(2, 0, 0).supervised().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S37: &[Availability] = &[
    ios(9, 0, 0).supervised().automated().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 11, 0).automated().user_enrollment(Mode::Forbidden),
    tvos(10, 2, 0).supervised(),
    visionos(2, 0, 0).supervised().automated().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S38: &[Availability] = &[
    ios(4, 0, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 7, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden),
    tvos(10, 2, 0).right(Right::ERASE),
    watchos(10, 0, 0).right(Right::ERASE),
    visionos(1, 1, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S39: &[Availability] = &[
    ios(11, 0, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    watchos(10, 0, 0).right(Right::ERASE),
];

#[rustfmt::skip]
const S40: &[Availability] = &[
    ios(11, 3, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden),
];

#[rustfmt::skip]
const S41: &[Availability] = &[
    macos(10, 8, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S42: &[Availability] = &[
    macos(12, 0, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S43: &[Availability] = &[
    ios(17, 0, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    tvos(18, 0, 0).right(Right::ERASE),
];

#[rustfmt::skip]
const S44: &[Availability] = &[
    ios(26, 0, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    tvos(26, 0, 0).right(Right::ERASE),
];

#[rustfmt::skip]
const S45: &[Availability] = &[
    ios(27, 0, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    tvos(27, 0, 0).right(Right::ERASE),
];

#[rustfmt::skip]
const S46: &[Availability] = &[
    ios(13, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S47: &[Availability] = &[
    ios(4, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).shared_ipad(Mode::Allowed),
    macos(10, 7, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden),
    watchos(10, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE),
    visionos(2, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE),
];

#[rustfmt::skip]
const S48: &[Availability] = &[
    ios(7, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).shared_ipad(Mode::Ignored),
    macos(10, 14, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden),
    watchos(10, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE),
];

#[rustfmt::skip]
const S49: &[Availability] = &[
    ios(7, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).shared_ipad(Mode::Ignored),
    macos(11, 5, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden),
    watchos(10, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE),
];

#[rustfmt::skip]
const S50: &[Availability] = &[
    macos(10, 8, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S51: &[Availability] = &[
    ios(9, 3, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S52: &[Availability] = &[
    ios(10, 3, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S53: &[Availability] = &[
    ios(10, 3, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 13, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden),
    tvos(10, 2, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).supervised(),
];

#[rustfmt::skip]
const S54: &[Availability] = &[
    macos(11, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S55: &[Availability] = &[
    macos(11, 4, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S56: &[Availability] = &[
    ios(8, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden),
];

#[rustfmt::skip]
const S57: &[Availability] = &[
    ios(4, 0, 0).right(Right::QUERY_RESTRICTIONS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    tvos(9, 0, 0).right(Right::QUERY_RESTRICTIONS),
    watchos(10, 0, 0).right(Right::QUERY_RESTRICTIONS),
    visionos(1, 1, 0).right(Right::QUERY_RESTRICTIONS).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S58: &[Availability] = &[
    ios(10, 3, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 13, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S59: &[Availability] = &[
    macos(10, 15, 4).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S60: &[Availability] = &[
    ios(4, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 7, 0).both_channels(),
    tvos(9, 0, 0),
    watchos(10, 0, 0),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S61: &[Availability] = &[
    ios(4, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 7, 0).user_enrollment(Mode::Forbidden).both_channels(),
    tvos(9, 0, 0),
    watchos(10, 0, 0),
    visionos(1, 1, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S62: &[Availability] = &[
    macos(11, 3, 0).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S63: &[Availability] = &[
    ios(7, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 11, 0).both_channels(),
    tvos(9, 0, 0),
    watchos(10, 0, 0),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S64: &[Availability] = &[
    ios(7, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
    macos(11, 0, 0).both_channels(),
    tvos(9, 0, 0),
    watchos(10, 0, 0),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S65: &[Availability] = &[
    ios(8, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    visionos(1, 1, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S66: &[Availability] = &[
    ios(9, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 11, 0).user_enrollment(Mode::Forbidden).both_channels(),
    tvos(10, 2, 0),
    watchos(10, 0, 0),
    visionos(2, 0, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S67: &[Availability] = &[
    ios(7, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 9, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).both_channels(),
    tvos(9, 0, 0).right(Right::MANAGE_APPS),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S68: &[Availability] = &[
    ios(8, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 10, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).both_channels(),
    tvos(9, 0, 0).right(Right::MANAGE_APPS),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S69: &[Availability] = &[
    ios(4, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 7, 0).right(Right::QUERY_DEVICE).both_channels(),
    tvos(9, 0, 0).right(Right::QUERY_DEVICE),
    watchos(10, 0, 0).right(Right::QUERY_DEVICE),
    visionos(1, 1, 0).right(Right::QUERY_DEVICE),
];

#[rustfmt::skip]
const S70: &[Availability] = &[
    ios(16, 1, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
    macos(13, 0, 0).right(Right::QUERY_DEVICE).both_channels(),
    tvos(16, 1, 0).right(Right::QUERY_DEVICE),
    watchos(10, 0, 0).right(Right::QUERY_DEVICE),
    visionos(1, 1, 0).right(Right::QUERY_DEVICE),
];

#[rustfmt::skip]
const S71: &[Availability] = &[
    ios(4, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 7, 0).right(Right::QUERY_DEVICE).both_channels(),
    tvos(9, 0, 0).right(Right::QUERY_DEVICE),
    watchos(10, 0, 0).right(Right::QUERY_DEVICE),
];

#[rustfmt::skip]
const S72: &[Availability] = &[
    ios(16, 4, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
    macos(13, 3, 0).right(Right::QUERY_DEVICE).both_channels(),
    tvos(16, 4, 0).right(Right::QUERY_DEVICE),
    watchos(10, 0, 0).right(Right::QUERY_DEVICE),
    visionos(1, 1, 0).right(Right::QUERY_DEVICE),
];

#[rustfmt::skip]
const S73: &[Availability] = &[
    macos(12, 0, 0).right(Right::QUERY_DEVICE).both_channels(),
];

#[rustfmt::skip]
const S74: &[Availability] = &[
    ios(4, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 7, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).both_channels(),
    tvos(9, 0, 0).right(Right::QUERY_DEVICE),
    watchos(10, 0, 0).right(Right::QUERY_DEVICE),
    visionos(1, 1, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S75: &[Availability] = &[
    ios(4, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 7, 0).right(Right::QUERY_DEVICE).both_channels(),
    watchos(10, 0, 0).right(Right::QUERY_DEVICE),
    visionos(1, 1, 0).right(Right::QUERY_DEVICE),
];

#[rustfmt::skip]
const S76: &[Availability] = &[
    ios(4, 0, 0).deprecated(16, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S77: &[Availability] = &[
    ios(4, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S78: &[Availability] = &[
    ios(4, 2, 6).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S79: &[Availability] = &[
    ios(5, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
    macos(13, 3, 0).right(Right::QUERY_DEVICE).both_channels(),
    watchos(10, 0, 0).right(Right::QUERY_DEVICE),
    visionos(1, 1, 0).right(Right::QUERY_DEVICE),
];

#[rustfmt::skip]
const S80: &[Availability] = &[
    macos(13, 3, 0).right(Right::QUERY_DEVICE).both_channels(),
];

#[rustfmt::skip]
const S81: &[Availability] = &[
    ios(6, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 15, 0).both_channels(),
    tvos(9, 0, 0).right(Right::QUERY_DEVICE),
    watchos(10, 0, 0).right(Right::QUERY_DEVICE),
    visionos(1, 1, 0).right(Right::QUERY_DEVICE),
];

#[rustfmt::skip]
const S82: &[Availability] = &[
    ios(9, 3, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S83: &[Availability] = &[
    ios(7, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
    watchos(10, 0, 0).right(Right::QUERY_DEVICE),
    visionos(1, 1, 0).right(Right::QUERY_DEVICE),
];

#[rustfmt::skip]
const S84: &[Availability] = &[
    ios(7, 0, 0).deprecated(16, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 15, 0).deprecated(13, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).both_channels(),
    watchos(10, 0, 0).deprecated(10, 0, 0).right(Right::QUERY_DEVICE),
];

#[rustfmt::skip]
const S85: &[Availability] = &[
    macos(10, 15, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S86: &[Availability] = &[
    ios(7, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    watchos(10, 0, 0).right(Right::QUERY_DEVICE),
    visionos(1, 1, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S87: &[Availability] = &[
    tvos(9, 0, 0).right(Right::QUERY_DEVICE),
];

#[rustfmt::skip]
const S88: &[Availability] = &[
    ios(7, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
    visionos(1, 1, 0).right(Right::QUERY_DEVICE),
];

#[rustfmt::skip]
const S89: &[Availability] = &[
    ios(7, 1, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    visionos(1, 1, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S90: &[Availability] = &[
    macos(10, 11, 0).right(Right::QUERY_DEVICE),
];

#[rustfmt::skip]
const S91: &[Availability] = &[
    macos(10, 11, 0).removed(27, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S92: &[Availability] = &[
    macos(10, 11, 0).right(Right::QUERY_DEVICE).both_channels(),
];

#[rustfmt::skip]
const S93: &[Availability] = &[
    macos(10, 11, 0).right(Right::QUERY_DEVICE).automated().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S94: &[Availability] = &[
    macos(10, 12, 0).right(Right::QUERY_DEVICE).both_channels(),
];

#[rustfmt::skip]
const S95: &[Availability] = &[
    macos(11, 0, 0).right(Right::QUERY_DEVICE).both_channels(),
];

#[rustfmt::skip]
const S96: &[Availability] = &[
    ios(9, 3, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    watchos(10, 0, 0).right(Right::QUERY_DEVICE),
];

#[rustfmt::skip]
const S97: &[Availability] = &[
    ios(9, 3, 0).right(Right::QUERY_DEVICE).supervised().automated().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required),
];

#[rustfmt::skip]
const S98: &[Availability] = &[
    ios(14, 0, 0).right(Right::QUERY_DEVICE).supervised().automated().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required),
];

#[rustfmt::skip]
const S99: &[Availability] = &[
    ios(13, 4, 0).right(Right::QUERY_DEVICE).supervised().automated().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required),
];

#[rustfmt::skip]
const S100: &[Availability] = &[
    ios(14, 5, 0).right(Right::QUERY_DEVICE).supervised().automated().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required),
];

#[rustfmt::skip]
const S101: &[Availability] = &[
    ios(16, 0, 0).right(Right::QUERY_DEVICE).supervised().automated().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required),
];

#[rustfmt::skip]
const S102: &[Availability] = &[
    ios(16, 2, 0).right(Right::QUERY_DEVICE).supervised().automated().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required),
];

#[rustfmt::skip]
const S103: &[Availability] = &[
    ios(9, 3, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).user_channel_only(),
    macos(10, 12, 0).both_channels(),
];

#[rustfmt::skip]
const S104: &[Availability] = &[
    ios(9, 3, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
    watchos(10, 0, 0).right(Right::QUERY_DEVICE),
    visionos(1, 1, 0).right(Right::QUERY_DEVICE),
];

#[rustfmt::skip]
const S105: &[Availability] = &[
    ios(14, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
    tvos(14, 0, 0).right(Right::QUERY_DEVICE),
    watchos(10, 0, 0).right(Right::QUERY_DEVICE),
    visionos(2, 0, 0).right(Right::QUERY_DEVICE),
];

#[rustfmt::skip]
const S106: &[Availability] = &[
    ios(4, 0, 0).deprecated(16, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S107: &[Availability] = &[
    ios(4, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 7, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).both_channels(),
    tvos(9, 0, 0).right(Right::QUERY_NETWORK),
    visionos(1, 1, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S108: &[Availability] = &[
    ios(4, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 7, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).both_channels(),
    tvos(9, 0, 0).right(Right::QUERY_NETWORK),
    watchos(10, 0, 0).right(Right::QUERY_NETWORK),
    visionos(1, 1, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S109: &[Availability] = &[
    macos(10, 7, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S110: &[Availability] = &[
    ios(4, 0, 0).removed(5, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S111: &[Availability] = &[
    ios(5, 0, 0).deprecated(16, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S112: &[Availability] = &[
    ios(5, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S113: &[Availability] = &[
    ios(7, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S114: &[Availability] = &[
    ios(10, 3, 0).right(Right::QUERY_NETWORK).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S115: &[Availability] = &[
    ios(4, 2, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S116: &[Availability] = &[
    ios(4, 2, 6).deprecated(16, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S117: &[Availability] = &[
    ios(12, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S118: &[Availability] = &[
    macos(11, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S119: &[Availability] = &[
    ios(15, 0, 0).removed(27, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(12, 0, 0).removed(27, 0, 0).user_enrollment(Mode::Forbidden).both_channels(),
    visionos(1, 1, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S120: &[Availability] = &[
    ios(14, 5, 0).removed(27, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S121: &[Availability] = &[
    ios(16, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).user_channel_only(),
    watchos(10, 0, 0).supervised(),
];

#[rustfmt::skip]
const S122: &[Availability] = &[
    ios(16, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
    macos(14, 0, 0).both_channels(),
    tvos(16, 0, 0),
    watchos(10, 0, 0),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S123: &[Availability] = &[
    macos(13, 3, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S124: &[Availability] = &[
    ios(4, 0, 0).right(Right::QUERY_SECURITY).shared_ipad(Mode::Allowed),
    macos(10, 7, 0).right(Right::QUERY_SECURITY).both_channels(),
    tvos(9, 0, 0).right(Right::QUERY_SECURITY),
    watchos(10, 0, 0).right(Right::QUERY_SECURITY),
    visionos(1, 1, 0).right(Right::QUERY_SECURITY),
];

#[rustfmt::skip]
const S125: &[Availability] = &[
    ios(7, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    macos(10, 15, 0).right(Right::MANAGE_APPS),
    tvos(10, 2, 0).right(Right::MANAGE_APPS),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S126: &[Availability] = &[
    ios(7, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    macos(11, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).user_channel_only(),
    tvos(10, 2, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S127: &[Availability] = &[
    ios(8, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    macos(10, 9, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).user_channel_only(),
];

#[rustfmt::skip]
const S128: &[Availability] = &[
    ios(8, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S129: &[Availability] = &[
    ios(7, 0, 0).shared_ipad(Mode::Allowed),
    macos(10, 10, 0),
];

#[rustfmt::skip]
const S130: &[Availability] = &[
    ios(7, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 10, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S131: &[Availability] = &[
    ios(4, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden),
    watchos(10, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE),
    visionos(1, 1, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S132: &[Availability] = &[
    macos(10, 13, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S133: &[Availability] = &[
    macos(10, 13, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S134: &[Availability] = &[
    macos(11, 5, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S135: &[Availability] = &[
    ios(5, 0, 0).deprecated(6, 1, 6).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden),
];

#[rustfmt::skip]
const S136: &[Availability] = &[
    ios(4, 0, 0).right(Right::INSTALL_PROFILES).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 7, 0).right(Right::INSTALL_PROFILES).both_channels(),
    tvos(9, 0, 0).right(Right::INSTALL_PROFILES),
    watchos(10, 0, 0).right(Right::INSTALL_PROFILES),
    visionos(1, 1, 0).right(Right::INSTALL_PROFILES),
];

#[rustfmt::skip]
const S137: &[Availability] = &[
    ios(4, 0, 0).right(Right::INSPECT_PROFILES).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 7, 0).right(Right::INSPECT_PROFILES).both_channels(),
    tvos(9, 0, 0).right(Right::INSPECT_PROFILES),
    watchos(10, 0, 0).right(Right::INSPECT_PROFILES),
    visionos(1, 1, 0).right(Right::INSPECT_PROFILES),
];

#[rustfmt::skip]
const S138: &[Availability] = &[
    ios(13, 0, 0).right(Right::INSPECT_PROFILES).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 15, 0).right(Right::INSPECT_PROFILES).both_channels(),
    tvos(13, 0, 0).right(Right::INSPECT_PROFILES),
    watchos(10, 0, 0).right(Right::INSPECT_PROFILES),
    visionos(1, 1, 0).right(Right::INSPECT_PROFILES),
];

#[rustfmt::skip]
const S139: &[Availability] = &[
    ios(4, 0, 0).right(Right::INSTALL_PROVISIONING).shared_ipad(Mode::Allowed),
    macos(11, 0, 0),
    tvos(10, 2, 0).right(Right::INSTALL_PROVISIONING),
    watchos(10, 0, 0).right(Right::INSTALL_PROVISIONING),
    visionos(1, 1, 0).right(Right::INSTALL_PROVISIONING),
];

#[rustfmt::skip]
const S140: &[Availability] = &[
    ios(4, 0, 0).right(Right::INSPECT_PROVISIONING).shared_ipad(Mode::Allowed),
    macos(11, 0, 0),
    tvos(10, 2, 0).right(Right::INSPECT_PROVISIONING),
    watchos(10, 0, 0).right(Right::INSPECT_PROVISIONING),
    visionos(1, 1, 0).right(Right::INSPECT_PROVISIONING),
];

#[rustfmt::skip]
const S141: &[Availability] = &[
    ios(13, 0, 0).right(Right::INSPECT_PROVISIONING).shared_ipad(Mode::Allowed),
    macos(11, 0, 0),
    tvos(13, 0, 0).right(Right::INSPECT_PROVISIONING),
    watchos(10, 0, 0).right(Right::INSPECT_PROVISIONING),
    visionos(1, 1, 0).right(Right::INSPECT_PROVISIONING),
];

#[rustfmt::skip]
const S142: &[Availability] = &[
    macos(10, 14, 4).supervised().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S143: &[Availability] = &[
    macos(10, 9, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S144: &[Availability] = &[
    macos(10, 9, 0).deprecated(10, 15, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S145: &[Availability] = &[
    ios(5, 0, 0).right(Right::SETTINGS).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 9, 0).right(Right::SETTINGS).both_channels(),
    tvos(9, 0, 0).right(Right::SETTINGS),
    watchos(10, 0, 0).right(Right::SETTINGS),
    visionos(1, 1, 0).right(Right::SETTINGS),
];

#[rustfmt::skip]
const S146: &[Availability] = &[
    ios(8, 0, 0).right(Right::SETTINGS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S147: &[Availability] = &[
    ios(5, 0, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S148: &[Availability] = &[
    ios(5, 0, 0).deprecated(16, 0, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S149: &[Availability] = &[
    ios(5, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S150: &[Availability] = &[
    ios(11, 3, 0).right(Right::SETTINGS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 13, 4).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S151: &[Availability] = &[
    ios(5, 0, 0).right(Right::SETTINGS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 10, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).both_channels(),
    tvos(9, 0, 0).right(Right::SETTINGS),
    visionos(2, 0, 0).right(Right::SETTINGS).supervised().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S152: &[Availability] = &[
    macos(10, 11, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S153: &[Availability] = &[
    ios(5, 0, 0).right(Right::SETTINGS).shared_ipad(Mode::Allowed),
    macos(10, 9, 0).right(Right::SETTINGS).both_channels(),
    tvos(9, 0, 0).right(Right::SETTINGS),
    watchos(10, 0, 0).right(Right::SETTINGS),
    visionos(1, 1, 0).right(Right::SETTINGS),
];

#[rustfmt::skip]
const S154: &[Availability] = &[
    ios(13, 0, 0).right(Right::SETTINGS).shared_ipad(Mode::Allowed),
    macos(10, 15, 0).right(Right::SETTINGS).both_channels(),
    tvos(13, 0, 0).right(Right::SETTINGS),
    watchos(10, 0, 0).right(Right::SETTINGS),
    visionos(1, 1, 0).right(Right::SETTINGS),
];

#[rustfmt::skip]
const S155: &[Availability] = &[
    ios(18, 2, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden).both_channels(),
    visionos(2, 2, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S156: &[Availability] = &[
    ios(7, 0, 0).right(Right::SETTINGS).shared_ipad(Mode::Allowed),
    macos(10, 15, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).both_channels(),
    visionos(2, 0, 0).right(Right::SETTINGS),
];

#[rustfmt::skip]
const S157: &[Availability] = &[
    macos(10, 15, 0).deprecated(11, 0, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S158: &[Availability] = &[
    macos(11, 0, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S159: &[Availability] = &[
    ios(9, 3, 0).deprecated(13, 4, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required),
];

#[rustfmt::skip]
const S160: &[Availability] = &[
    ios(13, 4, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required),
];

#[rustfmt::skip]
const S161: &[Availability] = &[
    ios(14, 5, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required),
];

#[rustfmt::skip]
const S162: &[Availability] = &[
    ios(16, 0, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required),
];

#[rustfmt::skip]
const S163: &[Availability] = &[
    ios(16, 2, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required),
];

#[rustfmt::skip]
const S164: &[Availability] = &[
    ios(17, 0, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required),
];

#[rustfmt::skip]
const S165: &[Availability] = &[
    ios(9, 3, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required),
];

#[rustfmt::skip]
const S166: &[Availability] = &[
    ios(9, 3, 2).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required),
];

#[rustfmt::skip]
const S167: &[Availability] = &[
    ios(9, 3, 2).deprecated(17, 0, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required),
];

#[rustfmt::skip]
const S168: &[Availability] = &[
    ios(14, 0, 0).right(Right::SETTINGS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    tvos(14, 0, 0).right(Right::SETTINGS).supervised(),
    visionos(2, 0, 0).right(Right::SETTINGS).supervised().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S169: &[Availability] = &[
    ios(14, 5, 0).removed(27, 0, 0).right(Right::SETTINGS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S170: &[Availability] = &[
    ios(16, 0, 0).right(Right::SETTINGS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).user_channel_only(),
    watchos(10, 0, 0).right(Right::SETTINGS).supervised(),
];

#[rustfmt::skip]
const S171: &[Availability] = &[
    ios(16, 0, 0).right(Right::SETTINGS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).user_channel_only(),
];

#[rustfmt::skip]
const S172: &[Availability] = &[
];

#[rustfmt::skip]
const S173: &[Availability] = &[
    ios(9, 0, 0).removed(27, 0, 0).right(Right::MANAGE_APPS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 11, 0).removed(27, 0, 0).user_enrollment(Mode::Forbidden),
    tvos(12, 0, 0).removed(27, 0, 0).right(Right::MANAGE_APPS).supervised(),
];

#[rustfmt::skip]
const S174: &[Availability] = &[
    macos(10, 11, 0).removed(27, 0, 0).supervised().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S175: &[Availability] = &[
    ios(9, 0, 0).removed(27, 0, 0).right(Right::MANAGE_APPS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 11, 0).removed(27, 0, 0).supervised().user_enrollment(Mode::Forbidden),
    tvos(12, 0, 0).removed(27, 0, 0).right(Right::MANAGE_APPS).supervised(),
];

#[rustfmt::skip]
const S176: &[Availability] = &[
    ios(11, 3, 0).removed(27, 0, 0).right(Right::MANAGE_APPS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(12, 0, 0).removed(27, 0, 0).supervised().user_enrollment(Mode::Forbidden),
    tvos(12, 2, 0).removed(27, 0, 0).right(Right::MANAGE_APPS).supervised(),
];

#[rustfmt::skip]
const S177: &[Availability] = &[
    macos(12, 0, 0).removed(27, 0, 0).supervised().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S178: &[Availability] = &[
    macos(12, 3, 0).removed(27, 0, 0).supervised().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S179: &[Availability] = &[
    ios(9, 0, 0).removed(27, 0, 0).right(Right::MANAGE_APPS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 11, 5).removed(27, 0, 0).supervised().user_enrollment(Mode::Forbidden),
    tvos(12, 0, 0).removed(27, 0, 0).right(Right::MANAGE_APPS).supervised(),
];

#[rustfmt::skip]
const S180: &[Availability] = &[
    ios(17, 0, 0).supervised().automated().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).user_channel_only(),
];

#[rustfmt::skip]
const S181: &[Availability] = &[
    ios(9, 3, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required),
    macos(10, 13, 0).supervised().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S182: &[Availability] = &[
    ios(9, 3, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required),
];

#[rustfmt::skip]
const S183: &[Availability] = &[
    ios(14, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required),
];
