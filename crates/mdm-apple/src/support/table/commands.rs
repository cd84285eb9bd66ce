// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Commands: where each is supported.

use crate::support::table::{AccessRights as Right, Availability, Item, Mode, ios, item, key, macos, tvos, visionos, watchos};

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
        key("ManagedLocalUserShortName", &[macos(11, 0, 0).automated().user_enrollment(Mode::Forbidden)]),
    ]),
    item("ActiveNSExtensions", "mdm/commands/application.extensions.listactive.yaml", S2, &[
        key("FilterExtensionPoints", S2),
    ]),
    item("NSExtensionMappings", "mdm/commands/application.extensions.mappings.yaml", S2, &[]),
    item("InstallEnterpriseApplication", "mdm/commands/application.install.enterprise.yaml", S3, &[
        key("Manifest", S3),
        key("Manifest/*", S3),
        key("ManifestURL", S3),
        key("ManifestURLPinningCerts", S3),
        key("PinningRevocationCheckRequired", S3),
        key("InstallAsManaged", S4),
        key("ManagementFlags", S4),
        key("Configuration", S5),
        key("Configuration/*", S5),
        key("ChangeManagementState", S4),
        key("iOSApp", S5),
    ]),
    item("InstallApplication", "mdm/commands/application.install.yaml", S6, &[
        key("iTunesStoreID", S6),
        key("Identifier", S7),
        key("Options", S7),
        key("Options/PurchaseMethod", S7),
        key("ManifestURL", S7),
        key("ManagementFlags", &[R2, R8, R4, R5, R6]),
        key("Configuration", S8),
        key("Configuration/*", S8),
        key("Attributes", S9),
        key("Attributes/VPNUUID", S10),
        key("Attributes/ContentFilterUUID", S11),
        key("Attributes/DNSProxyUUID", S11),
        key("Attributes/RelayUUID", S12),
        key("Attributes/AssociatedDomains", S13),
        key("Attributes/AssociatedDomainsEnableDirectDownloads", S14),
        key("Attributes/Removable", S15),
        key("Attributes/TapToPayScreenLock", S16),
        key("Attributes/CellularSliceUUID", S17),
        key("Attributes/Hideable", S18),
        key("Attributes/Lockable", S18),
        key("ChangeManagementState", &[ios(9, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed), R8, R4, R5, visionos(1, 1, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden)]),
        key("InstallAsManaged", &[R8]),
        key("iOSApp", &[R9]),
    ]),
    item("InstalledApplicationList", "mdm/commands/application.installed.list.yaml", &[ios(5, 0, 0).right(Right::QUERY_APPS).shared_ipad(Mode::Allowed), macos(10, 7, 0).right(Right::QUERY_APPS).user_enrollment(Mode::Forbidden).both_channels(), R12, R13, R14], &[
        key("Identifiers", S19),
        key("ManagedAppsOnly", S19),
        key("Items", &[ios(14, 0, 0).right(Right::QUERY_APPS).shared_ipad(Mode::Allowed), tvos(14, 0, 0).right(Right::QUERY_APPS), R13, R14]),
    ]),
    item("InviteToProgram", "mdm/commands/application.invitetoprogram.yaml", S20, &[
        key("ProgramID", S20).must(),
        key("InvitationURL", S20).must(),
    ]),
    item("ManagedApplicationList", "mdm/commands/application.managed.list.yaml", &[R2, R9, R4, R5, R6], &[
        key("Identifiers", S8),
    ]),
    item("ApplyRedemptionCode", "mdm/commands/application.redemptioncode.yaml", S21, &[
        key("Identifier", S21).must(),
        key("RedemptionCode", S21).must(),
    ]),
    item("RemoveApplication", "mdm/commands/application.remove.yaml", S22, &[
        key("Identifier", S22).must(),
    ]),
    item("ValidateApplications", "mdm/commands/application.validate.yaml", S23, &[
        key("Identifiers", S23),
    ]),
    item("CancelEnhancedLogCollection", "mdm/commands/cancel.enhanced.log.collection.yaml", S24, &[]),
    item("CertificateList", "mdm/commands/certificate.list.yaml", &[ios(4, 0, 0).right(Right::INSPECT_PROFILES).shared_ipad(Mode::Allowed), R15, R16, R17, R18], &[
        key("ManagedOnly", &[ios(13, 0, 0).right(Right::INSPECT_PROFILES).shared_ipad(Mode::Allowed), R19, R20, R17, R18]),
    ]),
    item("DeclarativeManagement", "mdm/commands/declarativemanagement.yaml", S25, &[
        key("Data", S25),
    ]),
    item("ActivationLockBypassCode", "mdm/commands/device.activationlock.bypasscode.yaml", S26, &[]),
    item("ClearActivationLockBypassCode", "mdm/commands/device.activationlock.clearbypasscode.yaml", S26, &[]),
    item("DeviceConfigured", "mdm/commands/device.configured.yaml", &[ios(9, 0, 0).supervised().automated().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed), R0, tvos(10, 2, 0).supervised(), visionos(2, 0, 0).supervised().automated().user_enrollment(Mode::Forbidden)], &[]),
    item("EraseDevice", "mdm/commands/device.erase.yaml", &[ios(4, 0, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed), macos(10, 7, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden), tvos(10, 2, 0).right(Right::ERASE), R24, visionos(1, 1, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden)], &[
        key("PreserveDataPlan", &[ios(11, 0, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed), R24]),
        key("DisallowProximitySetup", &[ios(11, 3, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden)]),
        key("PIN", &[macos(10, 8, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden)]),
        key("ObliterationBehavior", &[macos(12, 0, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden)]),
        key("ReturnToService", S27),
        key("ReturnToService/Enabled", S27).must(),
        key("ReturnToService/WiFiProfileData", S27),
        key("ReturnToService/MDMProfileData", S27),
        key("ReturnToService/BootstrapToken", &[ios(26, 0, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed), tvos(26, 0, 0).right(Right::ERASE)]),
        key("ReturnToService/ShouldRetryEnrollment", &[ios(27, 0, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed), tvos(27, 0, 0).right(Right::ERASE)]),
    ]),
    item("RefreshCellularPlans", "mdm/commands/device.esim.yaml", S28, &[
        key("eSIMServerURL", S28).must(),
    ]),
    item("DeviceLock", "mdm/commands/device.lock.yaml", &[ios(4, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).shared_ipad(Mode::Allowed), macos(10, 7, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden), R25, visionos(2, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE)], &[
        key("Message", &[R26, macos(10, 14, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden), R25]),
        key("PhoneNumber", &[R26, R27, R25]),
        key("PIN", &[macos(10, 8, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden)]),
    ]),
    item("DisableLostMode", "mdm/commands/device.lostmode.disable.yaml", S29, &[]),
    item("EnableLostMode", "mdm/commands/device.lostmode.enable.yaml", S29, &[
        key("Message", S29),
        key("PhoneNumber", S29),
        key("Footnote", S29),
    ]),
    item("DeviceLocation", "mdm/commands/device.lostmode.location.yaml", S29, &[]),
    item("PlayLostModeSound", "mdm/commands/device.lostmode.playsound.yaml", &[ios(10, 3, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed)], &[]),
    item("RestartDevice", "mdm/commands/device.restart.yaml", &[R28, R29, tvos(10, 2, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).supervised()], &[
        key("RebuildKernelCache", S30),
        key("KextPaths", S30),
        key("NotifyUser", &[macos(11, 4, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden)]),
    ]),
    item("ClearRestrictionsPassword", "mdm/commands/device.restrictions.clearpassword.yaml", &[ios(8, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden)], &[]),
    item("Restrictions", "mdm/commands/device.restrictions.list.yaml", S31, &[
        key("ProfileRestrictions", S31),
    ]),
    item("ShutDownDevice", "mdm/commands/device.shutdown.yaml", &[R28, R29], &[]),
    item("ContentCachingInformation", "mdm/commands/information.contentcaching.yaml", &[macos(10, 15, 4).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden)], &[]),
    item("DeviceInformation", "mdm/commands/information.device.yaml", S32, &[
        key("Queries", S32).must(),
        key("Queries/UDID", &[ios(4, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), macos(10, 7, 0).user_enrollment(Mode::Forbidden).both_channels(), R30, R22, R31]),
        key("Queries/ProvisioningUDID", &[macos(11, 3, 0).user_enrollment(Mode::Forbidden).both_channels()]),
        key("Queries/OrganizationInfo", &[R32, macos(10, 11, 0).both_channels(), R30, R22, R23]),
        key("Queries/MDMOptions", &[R32, macos(11, 0, 0).both_channels(), R30, R22, R23]),
        key("Queries/LastCloudBackupDate", &[ios(8, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), R31]),
        key("Queries/AwaitingConfiguration", &[ios(9, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), macos(10, 11, 0).user_enrollment(Mode::Forbidden).both_channels(), tvos(10, 2, 0), R22, visionos(2, 0, 0).user_enrollment(Mode::Forbidden)]),
        key("Queries/iTunesStoreAccountIsActive", &[ios(7, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), macos(10, 9, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).both_channels(), R33, R5]),
        key("Queries/iTunesStoreAccountHash", &[ios(8, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), macos(10, 10, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).both_channels(), R33, R5]),
        key("Queries/DeviceName", S33),
        key("Queries/OSVersion", S33),
        key("Queries/SupplementalOSVersionExtra", S34),
        key("Queries/BuildVersion", S33),
        key("Queries/SupplementalBuildVersion", S34),
        key("Queries/ModelName", S33),
        key("Queries/Model", &[R34, R35, R36, R37]),
        key("Queries/ModelNumber", &[ios(16, 4, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(), R39, tvos(16, 4, 0).right(Right::QUERY_DEVICE), R37, R38]),
        key("Queries/IsAppleSilicon", &[macos(12, 0, 0).right(Right::QUERY_DEVICE).both_channels()]),
        key("Queries/ProductName", S33),
        key("Queries/SerialNumber", &[R40, macos(10, 7, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).both_channels(), R36, R37, R41]),
        key("Queries/DeviceCapacity", S35),
        key("Queries/AvailableDeviceCapacity", S35),
        key("Queries/IMEI", S36),
        key("Queries/MEID", S36),
        key("Queries/ModemFirmwareVersion", &[R40]),
        key("Queries/CellularTechnology", &[ios(4, 2, 6).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels()]),
        key("Queries/BatteryLevel", &[ios(5, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(), R39, R37, R38]),
        key("Queries/HasBattery", &[R39]),
        key("Queries/IsSupervised", &[ios(6, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(), macos(10, 15, 0).both_channels(), R36, R37, R38]),
        key("Queries/IsMultiUser", &[R42]),
        key("Queries/IsDeviceLocatorServiceEnabled", &[R43, R37, R38]),
        key("Queries/IsActivationLockEnabled", &[ios(7, 0, 0).deprecated(16, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), macos(10, 15, 0).deprecated(13, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).both_channels(), watchos(10, 0, 0).deprecated(10, 0, 0).right(Right::QUERY_DEVICE)]),
        key("Queries/IsActivationLockSupported", &[macos(10, 15, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).both_channels()]),
        key("Queries/IsDoNotDisturbInEffect", &[ios(7, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), R37, R41]),
        key("Queries/DeviceID", &[R36]),
        key("Queries/EASDeviceIdentifier", &[R43, R38]),
        key("Queries/IsCloudBackupEnabled", &[ios(7, 1, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), R41]),
        key("Queries/ActiveManagedUsers", &[macos(10, 11, 0).right(Right::QUERY_DEVICE)]),
        key("Queries/OSUpdateSettings", &[macos(10, 11, 0).removed(27, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).both_channels()]),
        key("Queries/LocalHostName", S37),
        key("Queries/HostName", S37),
        key("Queries/AutoSetupAdminAccounts", &[macos(10, 11, 0).right(Right::QUERY_DEVICE).automated().user_enrollment(Mode::Forbidden).both_channels()]),
        key("Queries/SystemIntegrityProtectionEnabled", &[macos(10, 12, 0).right(Right::QUERY_DEVICE).both_channels()]),
        key("Queries/SupportsLOMDevice", S38),
        key("Queries/IsMDMLostModeEnabled", &[ios(9, 3, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), R37]),
        key("Queries/MaximumResidentUsers", &[ios(9, 3, 0).right(Right::QUERY_DEVICE).supervised().automated().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required)]),
        key("Queries/EstimatedResidentUsers", &[ios(14, 0, 0).right(Right::QUERY_DEVICE).supervised().automated().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required)]),
        key("Queries/QuotaSize", S39),
        key("Queries/ResidentUsers", S39),
        key("Queries/UserSessionTimeout", S40),
        key("Queries/TemporarySessionTimeout", S40),
        key("Queries/TemporarySessionOnly", S40),
        key("Queries/ManagedAppleIDDefaultDomains", S41),
        key("Queries/OnlineAuthenticationGracePeriod", S41),
        key("Queries/SkipLanguageAndLocaleSetupForNewUsers", &[ios(16, 2, 0).right(Right::QUERY_DEVICE).supervised().automated().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required)]),
        key("Queries/PushToken", &[ios(9, 3, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).user_channel_only(), macos(10, 12, 0).both_channels()]),
        key("Queries/DiagnosticSubmissionEnabled", S42),
        key("Queries/AppAnalyticsEnabled", S42),
        key("Queries/TimeZone", &[ios(14, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(), tvos(14, 0, 0).right(Right::QUERY_DEVICE), R37, visionos(2, 0, 0).right(Right::QUERY_DEVICE)]),
        key("Queries/ICCID", S43),
        key("Queries/BluetoothMAC", &[R44, R45, R46, R47]),
        key("Queries/WiFiMAC", &[R44, R45, R46, watchos(10, 0, 0).right(Right::QUERY_NETWORK), R47]),
        key("Queries/EthernetMAC", &[R45]),
        key("Queries/CurrentCarrierNetwork", S43),
        key("Queries/SIMCarrierNetwork", &[ios(4, 0, 0).removed(5, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()]),
        key("Queries/SubscriberCarrierNetwork", S44),
        key("Queries/CarrierSettingsVersion", S43),
        key("Queries/PhoneNumber", S43),
        key("Queries/DataRoamingEnabled", &[ios(5, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()]),
        key("Queries/VoiceRoamingEnabled", S44),
        key("Queries/PersonalHotspotEnabled", &[ios(7, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()]),
        key("Queries/IsNetworkTethered", &[ios(10, 3, 0).right(Right::QUERY_NETWORK).shared_ipad(Mode::Allowed).both_channels()]),
        key("Queries/IsRoaming", &[ios(4, 2, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()]),
        key("Queries/SubscriberMCC", S45),
        key("Queries/SubscriberMNC", S45),
        key("Queries/CurrentMCC", S43),
        key("Queries/CurrentMNC", S43),
        key("Queries/ServiceSubscriptions", &[ios(12, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()]),
        key("Queries/PINRequiredForEraseDevice", S46),
        key("Queries/PINRequiredForDeviceLock", S46),
        key("Queries/SupportsiOSAppInstalls", S38),
        key("Queries/SoftwareUpdateDeviceID", &[ios(15, 0, 0).removed(27, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), macos(12, 0, 0).removed(27, 0, 0).user_enrollment(Mode::Forbidden).both_channels(), R31]),
        key("Queries/SoftwareUpdateSettings", &[ios(14, 5, 0).removed(27, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()]),
        key("Queries/AccessibilitySettings", &[ios(16, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).user_channel_only(), watchos(10, 0, 0).supervised()]),
        key("Queries/DevicePropertiesAttestation", S47),
        key("Queries/EACSPreflight", &[macos(13, 3, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden)]),
        key("DeviceAttestationNonce", S47),
    ]),
    item("SecurityInfo", "mdm/commands/information.security.yaml", &[ios(4, 0, 0).right(Right::QUERY_SECURITY).shared_ipad(Mode::Allowed), macos(10, 7, 0).right(Right::QUERY_SECURITY).both_channels(), tvos(9, 0, 0).right(Right::QUERY_SECURITY), watchos(10, 0, 0).right(Right::QUERY_SECURITY), visionos(1, 1, 0).right(Right::QUERY_SECURITY)], &[]),
    item("LOMDeviceRequest", "mdm/commands/lom.devicerequest.yaml", S30, &[
        key("RequestList", S30).must(),
        key("RequestList/DeviceRequestType", S30).must(),
        key("RequestList/DeviceRequestUUID", S30).must(),
        key("RequestList/DeviceDNSName", S30).must(),
        key("RequestList/PrimaryIPv6AddressList", S30).must(),
        key("RequestList/SecondaryIPv6AddressList", S30).must(),
        key("RequestList/LOMProtocolVersion", S30).must(),
    ]),
    item("LOMSetupRequest", "mdm/commands/lom.setuprequest.yaml", S30, &[]),
    item("ManagedApplicationAttributes", "mdm/commands/managed.application.attributes.yaml", S9, &[
        key("Identifiers", S9).must(),
    ]),
    item("ManagedApplicationConfiguration", "mdm/commands/managed.application.configuration.yaml", S48, &[
        key("Identifiers", S48).must(),
    ]),
    item("ManagedApplicationFeedback", "mdm/commands/managed.application.feedback.yaml", S49, &[
        key("Identifiers", S49).must(),
        key("DeleteFeedback", S49),
    ]),
    item("InstallMedia", "mdm/commands/media.install.yaml", S50, &[
        key("iTunesStoreID", S50),
        key("MediaURL", S51),
        key("MediaType", S50).must(),
        key("PersistentID", S51),
        key("Kind", S51),
        key("Version", S51),
        key("Author", S51),
        key("Title", S51),
    ]),
    item("ManagedMediaList", "mdm/commands/media.managed.list.yaml", S51, &[]),
    item("RemoveMedia", "mdm/commands/media.remove.yaml", S51, &[
        key("MediaType", S51).must(),
        key("iTunesStoreID", S51),
        key("PersistentID", S51),
    ]),
    item("RequestMirroring", "mdm/commands/mirroring.request.yaml", S52, &[
        key("DestinationName", S52),
        key("DestinationDeviceID", S52),
        key("ScanTime", S52),
        key("Password", S52),
    ]),
    item("StopMirroring", "mdm/commands/mirroring.stop.yaml", &[ios(7, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed), macos(10, 10, 0).user_enrollment(Mode::Forbidden)], &[]),
    item("ClearPasscode", "mdm/commands/passcode.clear.yaml", S53, &[
        key("UnlockToken", S53).must(),
    ]),
    item("SetFirmwarePassword", "mdm/commands/passcode.firmware.set.yaml", S54, &[
        key("CurrentPassword", S54),
        key("NewPassword", S54).must(),
        key("AllowOroms", S54),
    ]),
    item("VerifyFirmwarePassword", "mdm/commands/passcode.firmware.verify.yaml", S55, &[
        key("Password", S55).must(),
    ]),
    item("SetRecoveryLock", "mdm/commands/passcode.recovery.set.yaml", S56, &[
        key("CurrentPassword", S56),
        key("NewPassword", S56).must(),
    ]),
    item("VerifyRecoveryLock", "mdm/commands/passcode.recovery.verify.yaml", S56, &[
        key("Password", S56).must(),
    ]),
    item("RequestUnlockToken", "mdm/commands/passcode.unlocktoken.yaml", &[ios(5, 0, 0).deprecated(6, 1, 6).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden)], &[]),
    item("InstallProfile", "mdm/commands/profile.install.yaml", S57, &[
        key("Payload", S57).must(),
    ]),
    item("ProfileList", "mdm/commands/profile.list.yaml", &[ios(4, 0, 0).right(Right::INSPECT_PROFILES).shared_ipad(Mode::Allowed).both_channels(), R15, R16, R17, R18], &[
        key("ManagedOnly", &[ios(13, 0, 0).right(Right::INSPECT_PROFILES).shared_ipad(Mode::Allowed).both_channels(), R19, R20, R17, R18]),
    ]),
    item("InstallProvisioningProfile", "mdm/commands/profile.provisioning.install.yaml", S58, &[
        key("ProvisioningProfile", S58).must(),
    ]),
    item("ProvisioningProfileList", "mdm/commands/profile.provisioning.list.yaml", &[ios(4, 0, 0).right(Right::INSPECT_PROVISIONING).shared_ipad(Mode::Allowed), R49, tvos(10, 2, 0).right(Right::INSPECT_PROVISIONING), R50, R51], &[
        key("ManagedOnly", &[ios(13, 0, 0).right(Right::INSPECT_PROVISIONING).shared_ipad(Mode::Allowed), R49, tvos(13, 0, 0).right(Right::INSPECT_PROVISIONING), R50, R51]),
    ]),
    item("RemoveProvisioningProfile", "mdm/commands/profile.provisioning.remove.yaml", S58, &[
        key("UUID", S58).must(),
    ]),
    item("RemoveProfile", "mdm/commands/profile.remove.yaml", S57, &[
        key("Identifier", S57).must(),
    ]),
    item("DisableRemoteDesktop", "mdm/commands/remotedesktop.disable.yaml", S59, &[]),
    item("EnableRemoteDesktop", "mdm/commands/remotedesktop.enable.yaml", S59, &[]),
    item("RotateFileVaultKey", "mdm/commands/rotate.file.vault.key.yaml", S60, &[
        key("KeyType", S60).must(),
        key("FileVaultUnlock", S60).must(),
        key("FileVaultUnlock/Password", S60),
        key("FileVaultUnlock/PrivateKeyExport", S61),
        key("FileVaultUnlock/PrivateKeyExportPassword", S61),
        key("NewCertificate", S60),
        key("ReplyEncryptionCertificate", S60),
    ]),
    item("SetAutoAdminPassword", "mdm/commands/set.auto.admin.password.yaml", S0, &[
        key("GUID", S0).must(),
        key("passwordHash", S0).must(),
    ]),
    item("Settings", "mdm/commands/settings.yaml", S62, &[
        key("Settings", S62).must(),
        key("Settings/Wallpaper", S63),
        key("Settings/Wallpaper/Item", S63).must(),
        key("Settings/Wallpaper/Image", S63).must(),
        key("Settings/Wallpaper/Where", S63).must(),
        key("Settings/DataRoaming", S64),
        key("Settings/DataRoaming/Item", S64).must(),
        key("Settings/DataRoaming/Enabled", S64).must(),
        key("Settings/VoiceRoaming", S65),
        key("Settings/VoiceRoaming/Item", S65).must(),
        key("Settings/VoiceRoaming/Enabled", S65).must(),
        key("Settings/PersonalHotspot", S66),
        key("Settings/PersonalHotspot/Item", S66).must(),
        key("Settings/PersonalHotspot/Enabled", S66).must(),
        key("Settings/Bluetooth", S67),
        key("Settings/Bluetooth/Item", S67).must(),
        key("Settings/Bluetooth/Enabled", S67).must(),
        key("Settings/ApplicationConfiguration", S48),
        key("Settings/ApplicationConfiguration/Item", S48).must(),
        key("Settings/ApplicationConfiguration/Identifier", S48).must(),
        key("Settings/ApplicationConfiguration/Configuration", S48),
        key("Settings/ApplicationConfiguration/Configuration/*", S48),
        key("Settings/ApplicationAttributes", S9),
        key("Settings/ApplicationAttributes/Item", S9).must(),
        key("Settings/ApplicationAttributes/Identifier", S9).must(),
        key("Settings/ApplicationAttributes/Attributes", S9),
        key("Settings/ApplicationAttributes/Attributes/VPNUUID", S10),
        key("Settings/ApplicationAttributes/Attributes/ContentFilterUUID", S11),
        key("Settings/ApplicationAttributes/Attributes/DNSProxyUUID", S11),
        key("Settings/ApplicationAttributes/Attributes/RelayUUID", S12),
        key("Settings/ApplicationAttributes/Attributes/AssociatedDomains", S13),
        key("Settings/ApplicationAttributes/Attributes/AssociatedDomainsEnableDirectDownloads", S14),
        key("Settings/ApplicationAttributes/Attributes/Removable", S15),
        key("Settings/ApplicationAttributes/Attributes/TapToPayScreenLock", S16),
        key("Settings/ApplicationAttributes/Attributes/CellularSliceUUID", S17),
        key("Settings/ApplicationAttributes/Attributes/Hideable", S18),
        key("Settings/ApplicationAttributes/Attributes/Lockable", S18),
        key("Settings/DeviceName", S68),
        key("Settings/DeviceName/Item", S68).must(),
        key("Settings/DeviceName/DeviceName", S68).must(),
        key("Settings/HostName", S69),
        key("Settings/HostName/Item", S69).must(),
        key("Settings/HostName/HostName", S69).must(),
        key("Settings/OrganizationInfo", S70),
        key("Settings/OrganizationInfo/Item", S70).must(),
        key("Settings/OrganizationInfo/OrganizationInfo", S70),
        key("Settings/OrganizationInfo/OrganizationInfo/OrganizationName", S70).must(),
        key("Settings/OrganizationInfo/OrganizationInfo/OrganizationShortName", &[ios(13, 0, 0).right(Right::SETTINGS).shared_ipad(Mode::Allowed), macos(10, 15, 0).right(Right::SETTINGS).both_channels(), tvos(13, 0, 0).right(Right::SETTINGS), R54, R55]),
        key("Settings/OrganizationInfo/OrganizationInfo/OrganizationAddress", S70),
        key("Settings/OrganizationInfo/OrganizationInfo/OrganizationPhone", S70),
        key("Settings/OrganizationInfo/OrganizationInfo/OrganizationEmail", S70),
        key("Settings/OrganizationInfo/OrganizationInfo/OrganizationMagic", S70),
        key("Settings/DefaultApplications", S71),
        key("Settings/DefaultApplications/Item", S71).must(),
        key("Settings/DefaultApplications/WebBrowser", S71),
        key("Settings/DefaultApplications/Calling", S71),
        key("Settings/DefaultApplications/Messaging", S71),
        key("Settings/MDMOptions", S72),
        key("Settings/MDMOptions/Item", S72).must(),
        key("Settings/MDMOptions/MDMOptions", S72).must(),
        key("Settings/MDMOptions/MDMOptions/ActivationLockAllowedWhileSupervised", S72),
        key("Settings/MDMOptions/MDMOptions/BootstrapTokenAllowed", &[macos(10, 15, 0).deprecated(11, 0, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).both_channels()]),
        key("Settings/MDMOptions/MDMOptions/PromptUserToAllowBootstrapTokenForAuthentication", &[macos(11, 0, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).both_channels()]),
        key("Settings/MDMOptions/MDMOptions/IdleRebootAllowed", S72),
        key("Settings/MaximumResidentUsers", S73),
        key("Settings/MaximumResidentUsers/Item", S73).must(),
        key("Settings/MaximumResidentUsers/MaximumResidentUsers", S73).must(),
        key("Settings/SharedDeviceConfiguration", S74),
        key("Settings/SharedDeviceConfiguration/Item", S74).must(),
        key("Settings/SharedDeviceConfiguration/QuotaSize", S74),
        key("Settings/SharedDeviceConfiguration/ResidentUsers", S74),
        key("Settings/SharedDeviceConfiguration/UserSessionTimeout", S75),
        key("Settings/SharedDeviceConfiguration/TemporarySessionTimeout", S75),
        key("Settings/SharedDeviceConfiguration/TemporarySessionOnly", S75),
        key("Settings/SharedDeviceConfiguration/ManagedAppleIDDefaultDomains", S76),
        key("Settings/SharedDeviceConfiguration/OnlineAuthenticationGracePeriod", S76),
        key("Settings/SharedDeviceConfiguration/SkipLanguageAndLocaleSetupForNewUsers", &[ios(16, 2, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required)]),
        key("Settings/SharedDeviceConfiguration/AwaitUserConfiguration", S77),
        key("Settings/SharedDeviceConfiguration/AwaitUserConfiguration/Enabled", S77).must(),
        key("Settings/SharedDeviceConfiguration/PasscodePolicy", S77),
        key("Settings/SharedDeviceConfiguration/PasscodePolicy/PasscodeLockGracePeriod", S77),
        key("Settings/SharedDeviceConfiguration/PasscodePolicy/AutoLockTime", S77),
        key("Settings/DiagnosticSubmission", S78),
        key("Settings/DiagnosticSubmission/Item", S78).must(),
        key("Settings/DiagnosticSubmission/Enabled", S78).must(),
        key("Settings/AppAnalytics", S79),
        key("Settings/AppAnalytics/Item", S79).must(),
        key("Settings/AppAnalytics/Enabled", S79).must(),
        key("Settings/PasscodeLockGracePeriod", S80),
        key("Settings/PasscodeLockGracePeriod/Item", S80).must(),
        key("Settings/PasscodeLockGracePeriod/PasscodeLockGracePeriod", S80).must(),
        key("Settings/TimeZone", S81),
        key("Settings/TimeZone/Item", S81).must(),
        key("Settings/TimeZone/TimeZone", S81).must(),
        key("Settings/SoftwareUpdateSettings", S82),
        key("Settings/SoftwareUpdateSettings/Item", S82).must(),
        key("Settings/SoftwareUpdateSettings/RecommendationCadence", S82).must(),
        key("Settings/AccessibilitySettings", S83),
        key("Settings/AccessibilitySettings/Item", S83).must(),
        key("Settings/AccessibilitySettings/BoldTextEnabled", S83),
        key("Settings/AccessibilitySettings/IncreaseContrastEnabled", &[R57]),
        key("Settings/AccessibilitySettings/ReduceMotionEnabled", S83),
        key("Settings/AccessibilitySettings/ReduceTransparencyEnabled", S83),
        key("Settings/AccessibilitySettings/TextSize", S83),
        key("Settings/AccessibilitySettings/TouchAccommodationsEnabled", S83),
        key("Settings/AccessibilitySettings/VoiceOverEnabled", S83),
        key("Settings/AccessibilitySettings/ZoomEnabled", S83),
        key("Settings/AccessibilitySettings/GrayscaleEnabled", &[]),
    ]),
    item("AvailableOSUpdates", "mdm/commands/system.update.available.yaml", &[R58, macos(10, 11, 0).removed(27, 0, 0).user_enrollment(Mode::Forbidden), R59], &[]),
    item("ScheduleOSUpdateScan", "mdm/commands/system.update.scan.yaml", S84, &[
        key("Force", S84),
    ]),
    item("ScheduleOSUpdate", "mdm/commands/system.update.schedule.yaml", S85, &[
        key("Updates", S85).must(),
        key("Updates/ProductKey", S85),
        key("Updates/ProductVersion", &[ios(11, 3, 0).removed(27, 0, 0).right(Right::MANAGE_APPS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed), R61, tvos(12, 2, 0).removed(27, 0, 0).right(Right::MANAGE_APPS).supervised()]),
        key("Updates/InstallAction", S85).must(),
        key("Updates/MaxUserDeferrals", &[R61]),
        key("Updates/Priority", &[macos(12, 3, 0).removed(27, 0, 0).supervised().user_enrollment(Mode::Forbidden)]),
    ]),
    item("OSUpdateStatus", "mdm/commands/system.update.status.yaml", &[R58, macos(10, 11, 5).removed(27, 0, 0).supervised().user_enrollment(Mode::Forbidden), R59], &[]),
    item("TriggerEnhancedLogCollection", "mdm/commands/trigger.enhanced.log.collection.yaml", S24, &[
        key("AppleCareToken", S24).must(),
    ]),
    item("UserConfigured", "mdm/commands/user.configured.yaml", &[ios(17, 0, 0).supervised().automated().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).user_channel_only()], &[]),
    item("DeleteUser", "mdm/commands/user.delete.yaml", S86, &[
        key("UserName", S86),
        key("ForceDeletion", S87),
        key("DeleteAllUsers", &[ios(14, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required)]),
    ]),
    item("UserList", "mdm/commands/user.list.yaml", S86, &[]),
    item("LogOutUser", "mdm/commands/user.logout.yaml", S87, &[]),
    item("UnlockUserAccount", "mdm/commands/user.unlock.yaml", S54, &[
        key("UserName", S54).must(),
    ]),
];

const S0: &[Availability] = &[R0];
const S1: &[Availability] = &[macos(10, 15, 0).automated().user_enrollment(Mode::Forbidden)];
const S2: &[Availability] = &[macos(10, 13, 0).right(Right::QUERY_APPS).user_enrollment(Mode::Forbidden).user_channel_only()];
const S3: &[Availability] = &[macos(10, 13, 6).right(Right::MANAGE_APPS)];
const S4: &[Availability] = &[R1];
const S5: &[Availability] = &[macos(11, 0, 0).right(Right::MANAGE_APPS)];
const S6: &[Availability] = &[R2, R3, R4, R5, R6];
const S7: &[Availability] = &[R7, R3, R4, R5, R6];
const S8: &[Availability] = &[R7, R9, R4, R5, R6];
const S9: &[Availability] = &[R7, R4, R5, R6];
const S10: &[Availability] = &[R7, R5, R6];
const S11: &[Availability] = &[ios(16, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed), R6];
const S12: &[Availability] = &[R10, R6];
const S13: &[Availability] = &[ios(13, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed), R5, R6];
const S14: &[Availability] = &[R11, R5, R6];
const S15: &[Availability] = &[R11, tvos(14, 0, 0).right(Right::MANAGE_APPS), R5, R6];
const S16: &[Availability] = &[ios(16, 4, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed)];
const S17: &[Availability] = &[R10];
const S18: &[Availability] = &[ios(18, 1, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed)];
const S19: &[Availability] = &[ios(7, 0, 0).right(Right::QUERY_APPS).shared_ipad(Mode::Allowed), macos(10, 15, 0).right(Right::QUERY_APPS).user_enrollment(Mode::Forbidden).both_channels(), R12, R13, R14];
const S20: &[Availability] = &[ios(7, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).user_channel_only(), macos(10, 9, 0).user_enrollment(Mode::Forbidden).user_channel_only()];
const S21: &[Availability] = &[ios(5, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden)];
const S22: &[Availability] = &[R2, R1, R4, R5, R6];
const S23: &[Availability] = &[ios(9, 2, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed), R4, R6];
const S24: &[Availability] = &[ios(27, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed), macos(27, 0, 0).supervised().user_enrollment(Mode::Forbidden).user_channel_only(), tvos(27, 0, 0).supervised()];
const S25: &[Availability] = &[ios(15, 0, 0).shared_ipad(Mode::Allowed).both_channels(), macos(13, 0, 0).both_channels(), R21, R22, R23];
const S26: &[Availability] = &[ios(7, 1, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden), macos(10, 15, 0).supervised().user_enrollment(Mode::Forbidden), visionos(2, 0, 0).supervised().user_enrollment(Mode::Forbidden)];
const S27: &[Availability] = &[ios(17, 0, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed), tvos(18, 0, 0).right(Right::ERASE)];
const S28: &[Availability] = &[ios(13, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed)];
const S29: &[Availability] = &[ios(9, 3, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed)];
const S30: &[Availability] = &[macos(11, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden)];
const S31: &[Availability] = &[ios(4, 0, 0).right(Right::QUERY_RESTRICTIONS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), tvos(9, 0, 0).right(Right::QUERY_RESTRICTIONS), watchos(10, 0, 0).right(Right::QUERY_RESTRICTIONS), visionos(1, 1, 0).right(Right::QUERY_RESTRICTIONS).user_enrollment(Mode::Forbidden)];
const S32: &[Availability] = &[ios(4, 0, 0).shared_ipad(Mode::Allowed).both_channels(), macos(10, 7, 0).both_channels(), R30, R22, R23];
const S33: &[Availability] = &[R34, R35, R36, R37, R38];
const S34: &[Availability] = &[ios(16, 1, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(), macos(13, 0, 0).right(Right::QUERY_DEVICE).both_channels(), tvos(16, 1, 0).right(Right::QUERY_DEVICE), R37, R38];
const S35: &[Availability] = &[R34, R35, R37, R38];
const S36: &[Availability] = &[ios(4, 0, 0).deprecated(16, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()];
const S37: &[Availability] = &[macos(10, 11, 0).right(Right::QUERY_DEVICE).both_channels()];
const S38: &[Availability] = &[macos(11, 0, 0).right(Right::QUERY_DEVICE).both_channels()];
const S39: &[Availability] = &[ios(13, 4, 0).right(Right::QUERY_DEVICE).supervised().automated().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required)];
const S40: &[Availability] = &[ios(14, 5, 0).right(Right::QUERY_DEVICE).supervised().automated().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required)];
const S41: &[Availability] = &[ios(16, 0, 0).right(Right::QUERY_DEVICE).supervised().automated().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required)];
const S42: &[Availability] = &[R42, R37, R38];
const S43: &[Availability] = &[ios(4, 0, 0).deprecated(16, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()];
const S44: &[Availability] = &[ios(5, 0, 0).deprecated(16, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()];
const S45: &[Availability] = &[ios(4, 2, 6).deprecated(16, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()];
const S46: &[Availability] = &[macos(11, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).both_channels()];
const S47: &[Availability] = &[ios(16, 0, 0).shared_ipad(Mode::Allowed).both_channels(), macos(14, 0, 0).both_channels(), R21, R22, R23];
const S48: &[Availability] = &[R7, macos(10, 15, 0).right(Right::MANAGE_APPS), R4, R5, R6];
const S49: &[Availability] = &[R7, macos(11, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).user_channel_only(), R4, R6];
const S50: &[Availability] = &[R48, macos(10, 9, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).user_channel_only()];
const S51: &[Availability] = &[R48];
const S52: &[Availability] = &[ios(7, 0, 0).shared_ipad(Mode::Allowed), macos(10, 10, 0)];
const S53: &[Availability] = &[ios(4, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden), R25, visionos(1, 1, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden)];
const S54: &[Availability] = &[R29];
const S55: &[Availability] = &[macos(10, 13, 0).user_enrollment(Mode::Forbidden)];
const S56: &[Availability] = &[R27];
const S57: &[Availability] = &[ios(4, 0, 0).right(Right::INSTALL_PROFILES).shared_ipad(Mode::Allowed).both_channels(), macos(10, 7, 0).right(Right::INSTALL_PROFILES).both_channels(), tvos(9, 0, 0).right(Right::INSTALL_PROFILES), watchos(10, 0, 0).right(Right::INSTALL_PROFILES), visionos(1, 1, 0).right(Right::INSTALL_PROFILES)];
const S58: &[Availability] = &[ios(4, 0, 0).right(Right::INSTALL_PROVISIONING).shared_ipad(Mode::Allowed), R49, tvos(10, 2, 0).right(Right::INSTALL_PROVISIONING), watchos(10, 0, 0).right(Right::INSTALL_PROVISIONING), visionos(1, 1, 0).right(Right::INSTALL_PROVISIONING)];
const S59: &[Availability] = &[macos(10, 14, 4).supervised().user_enrollment(Mode::Forbidden)];
const S60: &[Availability] = &[macos(10, 9, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden)];
const S61: &[Availability] = &[macos(10, 9, 0).deprecated(10, 15, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden)];
const S62: &[Availability] = &[ios(5, 0, 0).right(Right::SETTINGS).shared_ipad(Mode::Allowed).both_channels(), R52, R53, R54, R55];
const S63: &[Availability] = &[ios(8, 0, 0).right(Right::SETTINGS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed)];
const S64: &[Availability] = &[ios(5, 0, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed)];
const S65: &[Availability] = &[ios(5, 0, 0).deprecated(16, 0, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed)];
const S66: &[Availability] = &[ios(5, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed)];
const S67: &[Availability] = &[ios(11, 3, 0).right(Right::SETTINGS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed), macos(10, 13, 4).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).both_channels()];
const S68: &[Availability] = &[ios(5, 0, 0).right(Right::SETTINGS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed), macos(10, 10, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).both_channels(), R53, R56];
const S69: &[Availability] = &[macos(10, 11, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).both_channels()];
const S70: &[Availability] = &[ios(5, 0, 0).right(Right::SETTINGS).shared_ipad(Mode::Allowed), R52, R53, R54, R55];
const S71: &[Availability] = &[ios(18, 2, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden).both_channels(), visionos(2, 2, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden)];
const S72: &[Availability] = &[ios(7, 0, 0).right(Right::SETTINGS).shared_ipad(Mode::Allowed), macos(10, 15, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).both_channels(), visionos(2, 0, 0).right(Right::SETTINGS)];
const S73: &[Availability] = &[ios(9, 3, 0).deprecated(13, 4, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required)];
const S74: &[Availability] = &[ios(13, 4, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required)];
const S75: &[Availability] = &[ios(14, 5, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required)];
const S76: &[Availability] = &[ios(16, 0, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required)];
const S77: &[Availability] = &[ios(17, 0, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required)];
const S78: &[Availability] = &[ios(9, 3, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required)];
const S79: &[Availability] = &[ios(9, 3, 2).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required)];
const S80: &[Availability] = &[ios(9, 3, 2).deprecated(17, 0, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required)];
const S81: &[Availability] = &[ios(14, 0, 0).right(Right::SETTINGS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed), tvos(14, 0, 0).right(Right::SETTINGS).supervised(), R56];
const S82: &[Availability] = &[ios(14, 5, 0).removed(27, 0, 0).right(Right::SETTINGS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed)];
const S83: &[Availability] = &[R57, watchos(10, 0, 0).right(Right::SETTINGS).supervised()];
const S84: &[Availability] = &[R60];
const S85: &[Availability] = &[R58, R60, R59];
const S86: &[Availability] = &[R62, macos(10, 13, 0).supervised().user_enrollment(Mode::Forbidden)];
const S87: &[Availability] = &[R62];

const R0: Availability = macos(10, 11, 0).automated().user_enrollment(Mode::Forbidden);
const R1: Availability = macos(11, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden);
const R2: Availability = ios(5, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed);
const R3: Availability = macos(10, 9, 0).right(Right::MANAGE_APPS).both_channels();
const R4: Availability = tvos(10, 2, 0).right(Right::MANAGE_APPS);
const R5: Availability = watchos(10, 0, 0).right(Right::MANAGE_APPS);
const R6: Availability = visionos(1, 1, 0).right(Right::MANAGE_APPS);
const R7: Availability = ios(7, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed);
const R8: Availability = macos(11, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).both_channels();
const R9: Availability = macos(11, 0, 0).right(Right::MANAGE_APPS).both_channels();
const R10: Availability = ios(17, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed);
const R11: Availability = ios(14, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed);
const R12: Availability = tvos(10, 2, 0).right(Right::QUERY_APPS);
const R13: Availability = watchos(10, 0, 0).right(Right::QUERY_APPS);
const R14: Availability = visionos(1, 1, 0).right(Right::QUERY_APPS);
const R15: Availability = macos(10, 7, 0).right(Right::INSPECT_PROFILES).both_channels();
const R16: Availability = tvos(9, 0, 0).right(Right::INSPECT_PROFILES);
const R17: Availability = watchos(10, 0, 0).right(Right::INSPECT_PROFILES);
const R18: Availability = visionos(1, 1, 0).right(Right::INSPECT_PROFILES);
const R19: Availability = macos(10, 15, 0).right(Right::INSPECT_PROFILES).both_channels();
const R20: Availability = tvos(13, 0, 0).right(Right::INSPECT_PROFILES);
const R21: Availability = tvos(16, 0, 0);
const R22: Availability = watchos(10, 0, 0);
const R23: Availability = visionos(1, 1, 0);
const R24: Availability = watchos(10, 0, 0).right(Right::ERASE);
const R25: Availability = watchos(10, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE);
const R26: Availability = ios(7, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).shared_ipad(Mode::Ignored);
const R27: Availability = macos(11, 5, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden);
const R28: Availability = ios(10, 3, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed);
const R29: Availability = macos(10, 13, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden);
const R30: Availability = tvos(9, 0, 0);
const R31: Availability = visionos(1, 1, 0).user_enrollment(Mode::Forbidden);
const R32: Availability = ios(7, 0, 0).shared_ipad(Mode::Allowed).both_channels();
const R33: Availability = tvos(9, 0, 0).right(Right::MANAGE_APPS);
const R34: Availability = ios(4, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels();
const R35: Availability = macos(10, 7, 0).right(Right::QUERY_DEVICE).both_channels();
const R36: Availability = tvos(9, 0, 0).right(Right::QUERY_DEVICE);
const R37: Availability = watchos(10, 0, 0).right(Right::QUERY_DEVICE);
const R38: Availability = visionos(1, 1, 0).right(Right::QUERY_DEVICE);
const R39: Availability = macos(13, 3, 0).right(Right::QUERY_DEVICE).both_channels();
const R40: Availability = ios(4, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels();
const R41: Availability = visionos(1, 1, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden);
const R42: Availability = ios(9, 3, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels();
const R43: Availability = ios(7, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels();
const R44: Availability = ios(4, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels();
const R45: Availability = macos(10, 7, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).both_channels();
const R46: Availability = tvos(9, 0, 0).right(Right::QUERY_NETWORK);
const R47: Availability = visionos(1, 1, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden);
const R48: Availability = ios(8, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed);
const R49: Availability = macos(11, 0, 0);
const R50: Availability = watchos(10, 0, 0).right(Right::INSPECT_PROVISIONING);
const R51: Availability = visionos(1, 1, 0).right(Right::INSPECT_PROVISIONING);
const R52: Availability = macos(10, 9, 0).right(Right::SETTINGS).both_channels();
const R53: Availability = tvos(9, 0, 0).right(Right::SETTINGS);
const R54: Availability = watchos(10, 0, 0).right(Right::SETTINGS);
const R55: Availability = visionos(1, 1, 0).right(Right::SETTINGS);
const R56: Availability = visionos(2, 0, 0).right(Right::SETTINGS).supervised().user_enrollment(Mode::Forbidden);
const R57: Availability = ios(16, 0, 0).right(Right::SETTINGS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).user_channel_only();
const R58: Availability = ios(9, 0, 0).removed(27, 0, 0).right(Right::MANAGE_APPS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed);
const R59: Availability = tvos(12, 0, 0).removed(27, 0, 0).right(Right::MANAGE_APPS).supervised();
const R60: Availability = macos(10, 11, 0).removed(27, 0, 0).supervised().user_enrollment(Mode::Forbidden);
const R61: Availability = macos(12, 0, 0).removed(27, 0, 0).supervised().user_enrollment(Mode::Forbidden);
const R62: Availability = ios(9, 3, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required);
