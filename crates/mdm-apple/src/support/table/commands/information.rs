// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Commands: where each is supported.

#[rustfmt::skip]
use crate::support::table::{AccessRights as Right, Availability, Item, Kind, Mode, ios, item, key, macos, tvos, visionos, watchos};

#[rustfmt::skip]
pub(crate) const ITEMS: &[Item] = &[
    item("ContentCachingInformation", "mdm/commands/information.contentcaching.yaml", S0, &[]),
    item("DeviceInformation", "mdm/commands/information.device.yaml", S1, &[
        key("Queries", S1).must().kind(Kind::Array),
        key("Queries/UDID", S2).kind(Kind::String),
        key("Queries/ProvisioningUDID", S3).kind(Kind::String),
        key("Queries/OrganizationInfo", S4).kind(Kind::String),
        key("Queries/MDMOptions", S5).kind(Kind::String),
        key("Queries/LastCloudBackupDate", S6).kind(Kind::String),
        key("Queries/AwaitingConfiguration", S7).kind(Kind::String),
        key("Queries/iTunesStoreAccountIsActive", S8).kind(Kind::String),
        key("Queries/iTunesStoreAccountHash", S9).kind(Kind::String),
        key("Queries/DeviceName", S10).kind(Kind::String),
        key("Queries/OSVersion", S10).kind(Kind::String),
        key("Queries/SupplementalOSVersionExtra", S11).kind(Kind::String),
        key("Queries/BuildVersion", S10).kind(Kind::String),
        key("Queries/SupplementalBuildVersion", S11).kind(Kind::String),
        key("Queries/ModelName", S10).kind(Kind::String),
        key("Queries/Model", S12).kind(Kind::String),
        key("Queries/ModelNumber", S13).kind(Kind::String),
        key("Queries/IsAppleSilicon", S14).kind(Kind::String),
        key("Queries/ProductName", S10).kind(Kind::String),
        key("Queries/SerialNumber", S15).kind(Kind::String),
        key("Queries/DeviceCapacity", S16).kind(Kind::String),
        key("Queries/AvailableDeviceCapacity", S16).kind(Kind::String),
        key("Queries/IMEI", S17).kind(Kind::String),
        key("Queries/MEID", S17).kind(Kind::String),
        key("Queries/ModemFirmwareVersion", S18).kind(Kind::String),
        key("Queries/CellularTechnology", S19).kind(Kind::String),
        key("Queries/BatteryLevel", S20).kind(Kind::String),
        key("Queries/HasBattery", S21).kind(Kind::String),
        key("Queries/IsSupervised", S22).kind(Kind::String),
        key("Queries/IsMultiUser", S23).kind(Kind::String),
        key("Queries/IsDeviceLocatorServiceEnabled", S24).kind(Kind::String),
        key("Queries/IsActivationLockEnabled", S25).kind(Kind::String),
        key("Queries/IsActivationLockSupported", S26).kind(Kind::String),
        key("Queries/IsDoNotDisturbInEffect", S27).kind(Kind::String),
        key("Queries/DeviceID", S28).kind(Kind::String),
        key("Queries/EASDeviceIdentifier", S29).kind(Kind::String),
        key("Queries/IsCloudBackupEnabled", S30).kind(Kind::String),
        key("Queries/ActiveManagedUsers", S31).kind(Kind::String),
        key("Queries/OSUpdateSettings", S32).kind(Kind::String),
        key("Queries/LocalHostName", S33).kind(Kind::String),
        key("Queries/HostName", S33).kind(Kind::String),
        key("Queries/AutoSetupAdminAccounts", S34).kind(Kind::String),
        key("Queries/SystemIntegrityProtectionEnabled", S35).kind(Kind::String),
        key("Queries/SupportsLOMDevice", S36).kind(Kind::String),
        key("Queries/IsMDMLostModeEnabled", S37).kind(Kind::String),
        key("Queries/MaximumResidentUsers", S38).kind(Kind::String),
        key("Queries/EstimatedResidentUsers", S39).kind(Kind::String),
        key("Queries/QuotaSize", S40).kind(Kind::String),
        key("Queries/ResidentUsers", S40).kind(Kind::String),
        key("Queries/UserSessionTimeout", S41).kind(Kind::String),
        key("Queries/TemporarySessionTimeout", S41).kind(Kind::String),
        key("Queries/TemporarySessionOnly", S41).kind(Kind::String),
        key("Queries/ManagedAppleIDDefaultDomains", S42).kind(Kind::String),
        key("Queries/OnlineAuthenticationGracePeriod", S42).kind(Kind::String),
        key("Queries/SkipLanguageAndLocaleSetupForNewUsers", S43).kind(Kind::String),
        key("Queries/PushToken", S44).kind(Kind::String),
        key("Queries/DiagnosticSubmissionEnabled", S45).kind(Kind::String),
        key("Queries/AppAnalyticsEnabled", S45).kind(Kind::String),
        key("Queries/TimeZone", S46).kind(Kind::String),
        key("Queries/ICCID", S47).kind(Kind::String),
        key("Queries/BluetoothMAC", S48).kind(Kind::String),
        key("Queries/WiFiMAC", S49).kind(Kind::String),
        key("Queries/EthernetMAC", S50).kind(Kind::String),
        key("Queries/CurrentCarrierNetwork", S47).kind(Kind::String),
        key("Queries/SIMCarrierNetwork", S51).kind(Kind::String),
        key("Queries/SubscriberCarrierNetwork", S52).kind(Kind::String),
        key("Queries/CarrierSettingsVersion", S47).kind(Kind::String),
        key("Queries/PhoneNumber", S47).kind(Kind::String),
        key("Queries/DataRoamingEnabled", S53).kind(Kind::String),
        key("Queries/VoiceRoamingEnabled", S52).kind(Kind::String),
        key("Queries/PersonalHotspotEnabled", S54).kind(Kind::String),
        key("Queries/IsNetworkTethered", S55).kind(Kind::String),
        key("Queries/IsRoaming", S56).kind(Kind::String),
        key("Queries/SubscriberMCC", S57).kind(Kind::String),
        key("Queries/SubscriberMNC", S57).kind(Kind::String),
        key("Queries/CurrentMCC", S47).kind(Kind::String),
        key("Queries/CurrentMNC", S47).kind(Kind::String),
        key("Queries/ServiceSubscriptions", S58).kind(Kind::String),
        key("Queries/PINRequiredForEraseDevice", S59).kind(Kind::String),
        key("Queries/PINRequiredForDeviceLock", S59).kind(Kind::String),
        key("Queries/SupportsiOSAppInstalls", S36).kind(Kind::String),
        key("Queries/SoftwareUpdateDeviceID", S60).kind(Kind::String),
        key("Queries/SoftwareUpdateSettings", S61).kind(Kind::String),
        key("Queries/AccessibilitySettings", S62).kind(Kind::String),
        key("Queries/DevicePropertiesAttestation", S63).kind(Kind::String),
        key("Queries/EACSPreflight", S64).kind(Kind::String),
        key("DeviceAttestationNonce", S63).kind(Kind::Data),
    ]),
    item("SecurityInfo", "mdm/commands/information.security.yaml", S65, &[]),
];

#[rustfmt::skip]
const S0: &[Availability] = &[
    macos(10, 15, 4).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S1: &[Availability] = &[
    ios(4, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 7, 0).both_channels(),
    tvos(9, 0, 0),
    watchos(10, 0, 0),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S2: &[Availability] = &[
    ios(4, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 7, 0).user_enrollment(Mode::Forbidden).both_channels(),
    tvos(9, 0, 0),
    watchos(10, 0, 0),
    visionos(1, 1, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S3: &[Availability] = &[
    macos(11, 3, 0).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S4: &[Availability] = &[
    ios(7, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 11, 0).both_channels(),
    tvos(9, 0, 0),
    watchos(10, 0, 0),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S5: &[Availability] = &[
    ios(7, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
    macos(11, 0, 0).both_channels(),
    tvos(9, 0, 0),
    watchos(10, 0, 0),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S6: &[Availability] = &[
    ios(8, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    visionos(1, 1, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S7: &[Availability] = &[
    ios(9, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 11, 0).user_enrollment(Mode::Forbidden).both_channels(),
    tvos(10, 2, 0),
    watchos(10, 0, 0),
    visionos(2, 0, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S8: &[Availability] = &[
    ios(7, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 9, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).both_channels(),
    tvos(9, 0, 0).right(Right::MANAGE_APPS),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S9: &[Availability] = &[
    ios(8, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 10, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).both_channels(),
    tvos(9, 0, 0).right(Right::MANAGE_APPS),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S10: &[Availability] = &[
    ios(4, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 7, 0).right(Right::QUERY_DEVICE).both_channels(),
    tvos(9, 0, 0).right(Right::QUERY_DEVICE),
    watchos(10, 0, 0).right(Right::QUERY_DEVICE),
    visionos(1, 1, 0).right(Right::QUERY_DEVICE),
];

#[rustfmt::skip]
const S11: &[Availability] = &[
    ios(16, 1, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
    macos(13, 0, 0).right(Right::QUERY_DEVICE).both_channels(),
    tvos(16, 1, 0).right(Right::QUERY_DEVICE),
    watchos(10, 0, 0).right(Right::QUERY_DEVICE),
    visionos(1, 1, 0).right(Right::QUERY_DEVICE),
];

#[rustfmt::skip]
const S12: &[Availability] = &[
    ios(4, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 7, 0).right(Right::QUERY_DEVICE).both_channels(),
    tvos(9, 0, 0).right(Right::QUERY_DEVICE),
    watchos(10, 0, 0).right(Right::QUERY_DEVICE),
];

#[rustfmt::skip]
const S13: &[Availability] = &[
    ios(16, 4, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
    macos(13, 3, 0).right(Right::QUERY_DEVICE).both_channels(),
    tvos(16, 4, 0).right(Right::QUERY_DEVICE),
    watchos(10, 0, 0).right(Right::QUERY_DEVICE),
    visionos(1, 1, 0).right(Right::QUERY_DEVICE),
];

#[rustfmt::skip]
const S14: &[Availability] = &[
    macos(12, 0, 0).right(Right::QUERY_DEVICE).both_channels(),
];

#[rustfmt::skip]
const S15: &[Availability] = &[
    ios(4, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 7, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).both_channels(),
    tvos(9, 0, 0).right(Right::QUERY_DEVICE),
    watchos(10, 0, 0).right(Right::QUERY_DEVICE),
    visionos(1, 1, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S16: &[Availability] = &[
    ios(4, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 7, 0).right(Right::QUERY_DEVICE).both_channels(),
    watchos(10, 0, 0).right(Right::QUERY_DEVICE),
    visionos(1, 1, 0).right(Right::QUERY_DEVICE),
];

#[rustfmt::skip]
const S17: &[Availability] = &[
    ios(4, 0, 0).deprecated(16, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S18: &[Availability] = &[
    ios(4, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S19: &[Availability] = &[
    ios(4, 2, 6).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S20: &[Availability] = &[
    ios(5, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
    macos(13, 3, 0).right(Right::QUERY_DEVICE).both_channels(),
    watchos(10, 0, 0).right(Right::QUERY_DEVICE),
    visionos(1, 1, 0).right(Right::QUERY_DEVICE),
];

#[rustfmt::skip]
const S21: &[Availability] = &[
    macos(13, 3, 0).right(Right::QUERY_DEVICE).both_channels(),
];

#[rustfmt::skip]
const S22: &[Availability] = &[
    ios(6, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 15, 0).both_channels(),
    tvos(9, 0, 0).right(Right::QUERY_DEVICE),
    watchos(10, 0, 0).right(Right::QUERY_DEVICE),
    visionos(1, 1, 0).right(Right::QUERY_DEVICE),
];

#[rustfmt::skip]
const S23: &[Availability] = &[
    ios(9, 3, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S24: &[Availability] = &[
    ios(7, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
    watchos(10, 0, 0).right(Right::QUERY_DEVICE),
    visionos(1, 1, 0).right(Right::QUERY_DEVICE),
];

#[rustfmt::skip]
const S25: &[Availability] = &[
    ios(7, 0, 0).deprecated(16, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 15, 0).deprecated(13, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).both_channels(),
    watchos(10, 0, 0).deprecated(10, 0, 0).right(Right::QUERY_DEVICE),
];

#[rustfmt::skip]
const S26: &[Availability] = &[
    macos(10, 15, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S27: &[Availability] = &[
    ios(7, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    watchos(10, 0, 0).right(Right::QUERY_DEVICE),
    visionos(1, 1, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S28: &[Availability] = &[
    tvos(9, 0, 0).right(Right::QUERY_DEVICE),
];

#[rustfmt::skip]
const S29: &[Availability] = &[
    ios(7, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
    visionos(1, 1, 0).right(Right::QUERY_DEVICE),
];

#[rustfmt::skip]
const S30: &[Availability] = &[
    ios(7, 1, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    visionos(1, 1, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S31: &[Availability] = &[
    macos(10, 11, 0).right(Right::QUERY_DEVICE),
];

#[rustfmt::skip]
const S32: &[Availability] = &[
    macos(10, 11, 0).removed(27, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S33: &[Availability] = &[
    macos(10, 11, 0).right(Right::QUERY_DEVICE).both_channels(),
];

#[rustfmt::skip]
const S34: &[Availability] = &[
    macos(10, 11, 0).right(Right::QUERY_DEVICE).automated().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S35: &[Availability] = &[
    macos(10, 12, 0).right(Right::QUERY_DEVICE).both_channels(),
];

#[rustfmt::skip]
const S36: &[Availability] = &[
    macos(11, 0, 0).right(Right::QUERY_DEVICE).both_channels(),
];

#[rustfmt::skip]
const S37: &[Availability] = &[
    ios(9, 3, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    watchos(10, 0, 0).right(Right::QUERY_DEVICE),
];

#[rustfmt::skip]
const S38: &[Availability] = &[
    ios(9, 3, 0).right(Right::QUERY_DEVICE).supervised().automated().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required),
];

#[rustfmt::skip]
const S39: &[Availability] = &[
    ios(14, 0, 0).right(Right::QUERY_DEVICE).supervised().automated().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required),
];

#[rustfmt::skip]
const S40: &[Availability] = &[
    ios(13, 4, 0).right(Right::QUERY_DEVICE).supervised().automated().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required),
];

#[rustfmt::skip]
const S41: &[Availability] = &[
    ios(14, 5, 0).right(Right::QUERY_DEVICE).supervised().automated().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required),
];

#[rustfmt::skip]
const S42: &[Availability] = &[
    ios(16, 0, 0).right(Right::QUERY_DEVICE).supervised().automated().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required),
];

#[rustfmt::skip]
const S43: &[Availability] = &[
    ios(16, 2, 0).right(Right::QUERY_DEVICE).supervised().automated().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required),
];

#[rustfmt::skip]
const S44: &[Availability] = &[
    ios(9, 3, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).user_channel_only(),
    macos(10, 12, 0).both_channels(),
];

#[rustfmt::skip]
const S45: &[Availability] = &[
    ios(9, 3, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
    watchos(10, 0, 0).right(Right::QUERY_DEVICE),
    visionos(1, 1, 0).right(Right::QUERY_DEVICE),
];

#[rustfmt::skip]
const S46: &[Availability] = &[
    ios(14, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
    tvos(14, 0, 0).right(Right::QUERY_DEVICE),
    watchos(10, 0, 0).right(Right::QUERY_DEVICE),
    visionos(2, 0, 0).right(Right::QUERY_DEVICE),
];

#[rustfmt::skip]
const S47: &[Availability] = &[
    ios(4, 0, 0).deprecated(16, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S48: &[Availability] = &[
    ios(4, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 7, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).both_channels(),
    tvos(9, 0, 0).right(Right::QUERY_NETWORK),
    visionos(1, 1, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S49: &[Availability] = &[
    ios(4, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 7, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).both_channels(),
    tvos(9, 0, 0).right(Right::QUERY_NETWORK),
    watchos(10, 0, 0).right(Right::QUERY_NETWORK),
    visionos(1, 1, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S50: &[Availability] = &[
    macos(10, 7, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S51: &[Availability] = &[
    ios(4, 0, 0).removed(5, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S52: &[Availability] = &[
    ios(5, 0, 0).deprecated(16, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S53: &[Availability] = &[
    ios(5, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S54: &[Availability] = &[
    ios(7, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S55: &[Availability] = &[
    ios(10, 3, 0).right(Right::QUERY_NETWORK).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S56: &[Availability] = &[
    ios(4, 2, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S57: &[Availability] = &[
    ios(4, 2, 6).deprecated(16, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S58: &[Availability] = &[
    ios(12, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S59: &[Availability] = &[
    macos(11, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S60: &[Availability] = &[
    ios(15, 0, 0).removed(27, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(12, 0, 0).removed(27, 0, 0).user_enrollment(Mode::Forbidden).both_channels(),
    visionos(1, 1, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S61: &[Availability] = &[
    ios(14, 5, 0).removed(27, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S62: &[Availability] = &[
    ios(16, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).user_channel_only(),
    watchos(10, 0, 0).supervised(),
];

#[rustfmt::skip]
const S63: &[Availability] = &[
    ios(16, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
    macos(14, 0, 0).both_channels(),
    tvos(16, 0, 0),
    watchos(10, 0, 0),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S64: &[Availability] = &[
    macos(13, 3, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S65: &[Availability] = &[
    ios(4, 0, 0).right(Right::QUERY_SECURITY).shared_ipad(Mode::Allowed),
    macos(10, 7, 0).right(Right::QUERY_SECURITY).both_channels(),
    tvos(9, 0, 0).right(Right::QUERY_SECURITY),
    watchos(10, 0, 0).right(Right::QUERY_SECURITY),
    visionos(1, 1, 0).right(Right::QUERY_SECURITY),
];
