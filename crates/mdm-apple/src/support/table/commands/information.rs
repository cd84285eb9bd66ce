// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Commands (information): where each is supported.

use crate::support::table::{AccessRights as Right, Availability, Item, Kind, Mode, ios, item, key, macos, tvos, visionos, watchos};

pub(crate) static ITEMS: &[Item] = &[
    item("ContentCachingInformation", "mdm/commands/information.contentcaching.yaml", &[macos(10, 15, 4).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden)], &[]),
    item("DeviceInformation", "mdm/commands/information.device.yaml", S0, &[
        key("Queries", S0).must().kind(Kind::Array),
        key("Queries/UDID", &[ios(4, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), macos(10, 7, 0).user_enrollment(Mode::Forbidden).both_channels(), R0, R1, R3]).kind(Kind::String),
        key("Queries/ProvisioningUDID", &[macos(11, 3, 0).user_enrollment(Mode::Forbidden).both_channels()]).kind(Kind::String),
        key("Queries/OrganizationInfo", &[R4, macos(10, 11, 0).both_channels(), R0, R1, R2]).kind(Kind::String),
        key("Queries/MDMOptions", &[R4, macos(11, 0, 0).both_channels(), R0, R1, R2]).kind(Kind::String),
        key("Queries/LastCloudBackupDate", &[ios(8, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), R3]).kind(Kind::String),
        key("Queries/AwaitingConfiguration", &[ios(9, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), macos(10, 11, 0).user_enrollment(Mode::Forbidden).both_channels(), tvos(10, 2, 0), R1, visionos(2, 0, 0).user_enrollment(Mode::Forbidden)]).kind(Kind::String),
        key("Queries/iTunesStoreAccountIsActive", &[ios(7, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), macos(10, 9, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).both_channels(), R5, R6]).kind(Kind::String),
        key("Queries/iTunesStoreAccountHash", &[ios(8, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), macos(10, 10, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).both_channels(), R5, R6]).kind(Kind::String),
        key("Queries/DeviceName", S1).kind(Kind::String),
        key("Queries/OSVersion", S1).kind(Kind::String),
        key("Queries/SupplementalOSVersionExtra", S2).kind(Kind::String),
        key("Queries/BuildVersion", S1).kind(Kind::String),
        key("Queries/SupplementalBuildVersion", S2).kind(Kind::String),
        key("Queries/ModelName", S1).kind(Kind::String),
        key("Queries/Model", &[R7, R8, R9, R10]).kind(Kind::String),
        key("Queries/ModelNumber", &[ios(16, 4, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(), R12, tvos(16, 4, 0).right(Right::QUERY_DEVICE), R10, R11]).kind(Kind::String),
        key("Queries/IsAppleSilicon", &[macos(12, 0, 0).right(Right::QUERY_DEVICE).both_channels()]).kind(Kind::String),
        key("Queries/ProductName", S1).kind(Kind::String),
        key("Queries/SerialNumber", &[R13, macos(10, 7, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).both_channels(), R9, R10, R14]).kind(Kind::String),
        key("Queries/DeviceCapacity", S3).kind(Kind::String),
        key("Queries/AvailableDeviceCapacity", S3).kind(Kind::String),
        key("Queries/IMEI", S4).kind(Kind::String),
        key("Queries/MEID", S4).kind(Kind::String),
        key("Queries/ModemFirmwareVersion", &[R13]).kind(Kind::String),
        key("Queries/CellularTechnology", &[ios(4, 2, 6).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels()]).kind(Kind::String),
        key("Queries/BatteryLevel", &[ios(5, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(), R12, R10, R11]).kind(Kind::String),
        key("Queries/HasBattery", &[R12]).kind(Kind::String),
        key("Queries/IsSupervised", &[ios(6, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(), macos(10, 15, 0).both_channels(), R9, R10, R11]).kind(Kind::String),
        key("Queries/IsMultiUser", &[R15]).kind(Kind::String),
        key("Queries/IsDeviceLocatorServiceEnabled", &[R16, R10, R11]).kind(Kind::String),
        key("Queries/IsActivationLockEnabled", &[ios(7, 0, 0).deprecated(16, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), macos(10, 15, 0).deprecated(13, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).both_channels(), watchos(10, 0, 0).deprecated(10, 0, 0).right(Right::QUERY_DEVICE)]).kind(Kind::String),
        key("Queries/IsActivationLockSupported", &[macos(10, 15, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).both_channels()]).kind(Kind::String),
        key("Queries/IsDoNotDisturbInEffect", &[ios(7, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), R10, R14]).kind(Kind::String),
        key("Queries/DeviceID", &[R9]).kind(Kind::String),
        key("Queries/EASDeviceIdentifier", &[R16, R11]).kind(Kind::String),
        key("Queries/IsCloudBackupEnabled", &[ios(7, 1, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), R14]).kind(Kind::String),
        key("Queries/ActiveManagedUsers", &[macos(10, 11, 0).right(Right::QUERY_DEVICE)]).kind(Kind::String),
        key("Queries/OSUpdateSettings", &[macos(10, 11, 0).removed(27, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).both_channels()]).kind(Kind::String),
        key("Queries/LocalHostName", S5).kind(Kind::String),
        key("Queries/HostName", S5).kind(Kind::String),
        key("Queries/AutoSetupAdminAccounts", &[macos(10, 11, 0).right(Right::QUERY_DEVICE).automated().user_enrollment(Mode::Forbidden).both_channels()]).kind(Kind::String),
        key("Queries/SystemIntegrityProtectionEnabled", &[macos(10, 12, 0).right(Right::QUERY_DEVICE).both_channels()]).kind(Kind::String),
        key("Queries/SupportsLOMDevice", S6).kind(Kind::String),
        key("Queries/IsMDMLostModeEnabled", &[ios(9, 3, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), R10]).kind(Kind::String),
        key("Queries/MaximumResidentUsers", &[ios(9, 3, 0).right(Right::QUERY_DEVICE).supervised().automated().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required)]).kind(Kind::String),
        key("Queries/EstimatedResidentUsers", &[ios(14, 0, 0).right(Right::QUERY_DEVICE).supervised().automated().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required)]).kind(Kind::String),
        key("Queries/QuotaSize", S7).kind(Kind::String),
        key("Queries/ResidentUsers", S7).kind(Kind::String),
        key("Queries/UserSessionTimeout", S8).kind(Kind::String),
        key("Queries/TemporarySessionTimeout", S8).kind(Kind::String),
        key("Queries/TemporarySessionOnly", S8).kind(Kind::String),
        key("Queries/ManagedAppleIDDefaultDomains", S9).kind(Kind::String),
        key("Queries/OnlineAuthenticationGracePeriod", S9).kind(Kind::String),
        key("Queries/SkipLanguageAndLocaleSetupForNewUsers", &[ios(16, 2, 0).right(Right::QUERY_DEVICE).supervised().automated().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required)]).kind(Kind::String),
        key("Queries/PushToken", &[ios(9, 3, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).user_channel_only(), macos(10, 12, 0).both_channels()]).kind(Kind::String),
        key("Queries/DiagnosticSubmissionEnabled", S10).kind(Kind::String),
        key("Queries/AppAnalyticsEnabled", S10).kind(Kind::String),
        key("Queries/TimeZone", &[ios(14, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(), tvos(14, 0, 0).right(Right::QUERY_DEVICE), R10, visionos(2, 0, 0).right(Right::QUERY_DEVICE)]).kind(Kind::String),
        key("Queries/ICCID", S11).kind(Kind::String),
        key("Queries/BluetoothMAC", &[R17, R18, R19, R20]).kind(Kind::String),
        key("Queries/WiFiMAC", &[R17, R18, R19, watchos(10, 0, 0).right(Right::QUERY_NETWORK), R20]).kind(Kind::String),
        key("Queries/EthernetMAC", &[R18]).kind(Kind::String),
        key("Queries/CurrentCarrierNetwork", S11).kind(Kind::String),
        key("Queries/SIMCarrierNetwork", &[ios(4, 0, 0).removed(5, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()]).kind(Kind::String),
        key("Queries/SubscriberCarrierNetwork", S12).kind(Kind::String),
        key("Queries/CarrierSettingsVersion", S11).kind(Kind::String),
        key("Queries/PhoneNumber", S11).kind(Kind::String),
        key("Queries/DataRoamingEnabled", &[ios(5, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()]).kind(Kind::String),
        key("Queries/VoiceRoamingEnabled", S12).kind(Kind::String),
        key("Queries/PersonalHotspotEnabled", &[ios(7, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()]).kind(Kind::String),
        key("Queries/IsNetworkTethered", &[ios(10, 3, 0).right(Right::QUERY_NETWORK).shared_ipad(Mode::Allowed).both_channels()]).kind(Kind::String),
        key("Queries/IsRoaming", &[ios(4, 2, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()]).kind(Kind::String),
        key("Queries/SubscriberMCC", S13).kind(Kind::String),
        key("Queries/SubscriberMNC", S13).kind(Kind::String),
        key("Queries/CurrentMCC", S11).kind(Kind::String),
        key("Queries/CurrentMNC", S11).kind(Kind::String),
        key("Queries/ServiceSubscriptions", &[ios(12, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()]).kind(Kind::String),
        key("Queries/PINRequiredForEraseDevice", S14).kind(Kind::String),
        key("Queries/PINRequiredForDeviceLock", S14).kind(Kind::String),
        key("Queries/SupportsiOSAppInstalls", S6).kind(Kind::String),
        key("Queries/SoftwareUpdateDeviceID", &[ios(15, 0, 0).removed(27, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), macos(12, 0, 0).removed(27, 0, 0).user_enrollment(Mode::Forbidden).both_channels(), R3]).kind(Kind::String),
        key("Queries/SoftwareUpdateSettings", &[ios(14, 5, 0).removed(27, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()]).kind(Kind::String),
        key("Queries/AccessibilitySettings", &[ios(16, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).user_channel_only(), watchos(10, 0, 0).supervised()]).kind(Kind::String),
        key("Queries/DevicePropertiesAttestation", S15).kind(Kind::String),
        key("Queries/EACSPreflight", &[macos(13, 3, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden)]).kind(Kind::String),
        key("DeviceAttestationNonce", S15).kind(Kind::Data),
    ]),
    item("SecurityInfo", "mdm/commands/information.security.yaml", &[ios(4, 0, 0).right(Right::QUERY_SECURITY).shared_ipad(Mode::Allowed), macos(10, 7, 0).right(Right::QUERY_SECURITY).both_channels(), tvos(9, 0, 0).right(Right::QUERY_SECURITY), watchos(10, 0, 0).right(Right::QUERY_SECURITY), visionos(1, 1, 0).right(Right::QUERY_SECURITY)], &[]),
];

const S0: &[Availability] = &[ios(4, 0, 0).shared_ipad(Mode::Allowed).both_channels(), macos(10, 7, 0).both_channels(), R0, R1, R2];
const S1: &[Availability] = &[R7, R8, R9, R10, R11];
const S2: &[Availability] = &[ios(16, 1, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(), macos(13, 0, 0).right(Right::QUERY_DEVICE).both_channels(), tvos(16, 1, 0).right(Right::QUERY_DEVICE), R10, R11];
const S3: &[Availability] = &[R7, R8, R10, R11];
const S4: &[Availability] = &[ios(4, 0, 0).deprecated(16, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()];
const S5: &[Availability] = &[macos(10, 11, 0).right(Right::QUERY_DEVICE).both_channels()];
const S6: &[Availability] = &[macos(11, 0, 0).right(Right::QUERY_DEVICE).both_channels()];
const S7: &[Availability] = &[ios(13, 4, 0).right(Right::QUERY_DEVICE).supervised().automated().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required)];
const S8: &[Availability] = &[ios(14, 5, 0).right(Right::QUERY_DEVICE).supervised().automated().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required)];
const S9: &[Availability] = &[ios(16, 0, 0).right(Right::QUERY_DEVICE).supervised().automated().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required)];
const S10: &[Availability] = &[R15, R10, R11];
const S11: &[Availability] = &[ios(4, 0, 0).deprecated(16, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()];
const S12: &[Availability] = &[ios(5, 0, 0).deprecated(16, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()];
const S13: &[Availability] = &[ios(4, 2, 6).deprecated(16, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()];
const S14: &[Availability] = &[macos(11, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).both_channels()];
const S15: &[Availability] = &[ios(16, 0, 0).shared_ipad(Mode::Allowed).both_channels(), macos(14, 0, 0).both_channels(), tvos(16, 0, 0), R1, R2];

const R0: Availability = tvos(9, 0, 0);
const R1: Availability = watchos(10, 0, 0);
const R2: Availability = visionos(1, 1, 0);
const R3: Availability = visionos(1, 1, 0).user_enrollment(Mode::Forbidden);
const R4: Availability = ios(7, 0, 0).shared_ipad(Mode::Allowed).both_channels();
const R5: Availability = tvos(9, 0, 0).right(Right::MANAGE_APPS);
const R6: Availability = watchos(10, 0, 0).right(Right::MANAGE_APPS);
const R7: Availability = ios(4, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels();
const R8: Availability = macos(10, 7, 0).right(Right::QUERY_DEVICE).both_channels();
const R9: Availability = tvos(9, 0, 0).right(Right::QUERY_DEVICE);
const R10: Availability = watchos(10, 0, 0).right(Right::QUERY_DEVICE);
const R11: Availability = visionos(1, 1, 0).right(Right::QUERY_DEVICE);
const R12: Availability = macos(13, 3, 0).right(Right::QUERY_DEVICE).both_channels();
const R13: Availability = ios(4, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels();
const R14: Availability = visionos(1, 1, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden);
const R15: Availability = ios(9, 3, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels();
const R16: Availability = ios(7, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels();
const R17: Availability = ios(4, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels();
const R18: Availability = macos(10, 7, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).both_channels();
const R19: Availability = tvos(9, 0, 0).right(Right::QUERY_NETWORK);
const R20: Availability = visionos(1, 1, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden);
