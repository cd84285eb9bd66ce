// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Commands (settings): where each is supported.

use crate::support::table::{AccessRights as Right, Availability, Item, Kind, Mode, ios, item, key, macos, tvos, visionos, watchos};

pub(crate) static ITEMS: &[Item] = &[
    item("Settings", "mdm/commands/settings.yaml", S0, &[
        key("Settings", S0).must().kind(Kind::Array),
        key("Settings/Wallpaper", S1).kind(Kind::Dictionary),
        key("Settings/Wallpaper/Item", S1).must().kind(Kind::String).allowed(&["Wallpaper"]),
        key("Settings/Wallpaper/Image", S1).must().kind(Kind::Data),
        key("Settings/Wallpaper/Where", S1).must().kind(Kind::Integer).allowed(&["1", "2", "3"]),
        key("Settings/DataRoaming", S2).kind(Kind::Dictionary),
        key("Settings/DataRoaming/Item", S2).must().kind(Kind::String).allowed(&["DataRoaming"]),
        key("Settings/DataRoaming/Enabled", S2).must().kind(Kind::Boolean),
        key("Settings/VoiceRoaming", S3).kind(Kind::Dictionary),
        key("Settings/VoiceRoaming/Item", S3).must().kind(Kind::String).allowed(&["VoiceRoaming"]),
        key("Settings/VoiceRoaming/Enabled", S3).must().kind(Kind::Boolean),
        key("Settings/PersonalHotspot", S4).kind(Kind::Dictionary),
        key("Settings/PersonalHotspot/Item", S4).must().kind(Kind::String).allowed(&["PersonalHotspot"]),
        key("Settings/PersonalHotspot/Enabled", S4).must().kind(Kind::Boolean),
        key("Settings/Bluetooth", S5).kind(Kind::Dictionary),
        key("Settings/Bluetooth/Item", S5).must().kind(Kind::String).allowed(&["Bluetooth"]),
        key("Settings/Bluetooth/Enabled", S5).must().kind(Kind::Boolean),
        key("Settings/ApplicationConfiguration", S6).kind(Kind::Dictionary),
        key("Settings/ApplicationConfiguration/Item", S6).must().kind(Kind::String).allowed(&["ApplicationConfiguration"]),
        key("Settings/ApplicationConfiguration/Identifier", S6).must().kind(Kind::String),
        key("Settings/ApplicationConfiguration/Configuration", S6).kind(Kind::Dictionary),
        key("Settings/ApplicationConfiguration/Configuration/*", S6).kind(Kind::Any),
        key("Settings/ApplicationAttributes", S7).kind(Kind::Dictionary),
        key("Settings/ApplicationAttributes/Item", S7).must().kind(Kind::String).allowed(&["ApplicationAttributes"]),
        key("Settings/ApplicationAttributes/Identifier", S7).must().kind(Kind::String),
        key("Settings/ApplicationAttributes/Attributes", S7).kind(Kind::Dictionary),
        key("Settings/ApplicationAttributes/Attributes/VPNUUID", &[R4, R6, R7]).kind(Kind::String),
        key("Settings/ApplicationAttributes/Attributes/ContentFilterUUID", S8).kind(Kind::String),
        key("Settings/ApplicationAttributes/Attributes/DNSProxyUUID", S8).kind(Kind::String),
        key("Settings/ApplicationAttributes/Attributes/RelayUUID", &[R8, R7]).kind(Kind::String),
        key("Settings/ApplicationAttributes/Attributes/AssociatedDomains", &[ios(13, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed), R6, R7]).kind(Kind::Array),
        key("Settings/ApplicationAttributes/Attributes/AssociatedDomainsEnableDirectDownloads", &[R9, R6, R7]).kind(Kind::Boolean),
        key("Settings/ApplicationAttributes/Attributes/Removable", &[R9, tvos(14, 0, 0).right(Right::MANAGE_APPS), R6, R7]).kind(Kind::Boolean),
        key("Settings/ApplicationAttributes/Attributes/TapToPayScreenLock", &[ios(16, 4, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed)]).kind(Kind::Boolean),
        key("Settings/ApplicationAttributes/Attributes/CellularSliceUUID", &[R8]).kind(Kind::String),
        key("Settings/ApplicationAttributes/Attributes/Hideable", S9).kind(Kind::Boolean),
        key("Settings/ApplicationAttributes/Attributes/Lockable", S9).kind(Kind::Boolean),
        key("Settings/DeviceName", S10).kind(Kind::Dictionary),
        key("Settings/DeviceName/Item", S10).must().kind(Kind::String).allowed(&["DeviceName"]),
        key("Settings/DeviceName/DeviceName", S10).must().kind(Kind::String),
        key("Settings/HostName", S11).kind(Kind::Dictionary),
        key("Settings/HostName/Item", S11).must().kind(Kind::String).allowed(&["HostName"]),
        key("Settings/HostName/HostName", S11).must().kind(Kind::String),
        key("Settings/OrganizationInfo", S12).kind(Kind::Dictionary),
        key("Settings/OrganizationInfo/Item", S12).must().kind(Kind::String).allowed(&["OrganizationInfo"]),
        key("Settings/OrganizationInfo/OrganizationInfo", S12).kind(Kind::Dictionary),
        key("Settings/OrganizationInfo/OrganizationInfo/OrganizationName", S12).must().kind(Kind::String),
        key("Settings/OrganizationInfo/OrganizationInfo/OrganizationShortName", &[ios(13, 0, 0).right(Right::SETTINGS).shared_ipad(Mode::Allowed), macos(10, 15, 0).right(Right::SETTINGS).both_channels(), tvos(13, 0, 0).right(Right::SETTINGS), R2, R3]).kind(Kind::String),
        key("Settings/OrganizationInfo/OrganizationInfo/OrganizationAddress", S12).kind(Kind::String),
        key("Settings/OrganizationInfo/OrganizationInfo/OrganizationPhone", S12).kind(Kind::String),
        key("Settings/OrganizationInfo/OrganizationInfo/OrganizationEmail", S12).kind(Kind::String),
        key("Settings/OrganizationInfo/OrganizationInfo/OrganizationMagic", S12).kind(Kind::String),
        key("Settings/DefaultApplications", S13).kind(Kind::Dictionary),
        key("Settings/DefaultApplications/Item", S13).must().kind(Kind::String).allowed(&["DefaultApplications"]),
        key("Settings/DefaultApplications/WebBrowser", S13).kind(Kind::String),
        key("Settings/DefaultApplications/Calling", S13).kind(Kind::String),
        key("Settings/DefaultApplications/Messaging", S13).kind(Kind::String),
        key("Settings/MDMOptions", S14).kind(Kind::Dictionary),
        key("Settings/MDMOptions/Item", S14).must().kind(Kind::String).allowed(&["MDMOptions"]),
        key("Settings/MDMOptions/MDMOptions", S14).must().kind(Kind::Dictionary),
        key("Settings/MDMOptions/MDMOptions/ActivationLockAllowedWhileSupervised", S14).kind(Kind::Boolean),
        key("Settings/MDMOptions/MDMOptions/BootstrapTokenAllowed", &[macos(10, 15, 0).deprecated(11, 0, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).both_channels()]).kind(Kind::Boolean),
        key("Settings/MDMOptions/MDMOptions/PromptUserToAllowBootstrapTokenForAuthentication", &[macos(11, 0, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).both_channels()]).kind(Kind::Boolean),
        key("Settings/MDMOptions/MDMOptions/IdleRebootAllowed", S14).kind(Kind::Boolean),
        key("Settings/MaximumResidentUsers", S15).kind(Kind::Dictionary),
        key("Settings/MaximumResidentUsers/Item", S15).must().kind(Kind::String).allowed(&["MaximumResidentUsers"]),
        key("Settings/MaximumResidentUsers/MaximumResidentUsers", S15).must().kind(Kind::Integer),
        key("Settings/SharedDeviceConfiguration", S16).kind(Kind::Dictionary),
        key("Settings/SharedDeviceConfiguration/Item", S16).must().kind(Kind::String).allowed(&["SharedDeviceConfiguration"]),
        key("Settings/SharedDeviceConfiguration/QuotaSize", S16).kind(Kind::Integer),
        key("Settings/SharedDeviceConfiguration/ResidentUsers", S16).kind(Kind::Integer),
        key("Settings/SharedDeviceConfiguration/UserSessionTimeout", S17).kind(Kind::Integer),
        key("Settings/SharedDeviceConfiguration/TemporarySessionTimeout", S17).kind(Kind::Integer),
        key("Settings/SharedDeviceConfiguration/TemporarySessionOnly", S17).kind(Kind::Boolean),
        key("Settings/SharedDeviceConfiguration/ManagedAppleIDDefaultDomains", S18).kind(Kind::Array),
        key("Settings/SharedDeviceConfiguration/OnlineAuthenticationGracePeriod", S18).kind(Kind::Integer),
        key("Settings/SharedDeviceConfiguration/SkipLanguageAndLocaleSetupForNewUsers", &[ios(16, 2, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required)]).kind(Kind::Boolean),
        key("Settings/SharedDeviceConfiguration/AwaitUserConfiguration", S19).kind(Kind::Dictionary),
        key("Settings/SharedDeviceConfiguration/AwaitUserConfiguration/Enabled", S19).must().kind(Kind::Boolean),
        key("Settings/SharedDeviceConfiguration/PasscodePolicy", S19).kind(Kind::Dictionary),
        key("Settings/SharedDeviceConfiguration/PasscodePolicy/PasscodeLockGracePeriod", S19).kind(Kind::Integer).allowed(&["0", "60", "300", "900", "3600", "14400"]),
        key("Settings/SharedDeviceConfiguration/PasscodePolicy/AutoLockTime", S19).kind(Kind::Integer).range(Some(120.0), None),
        key("Settings/DiagnosticSubmission", S20).kind(Kind::Dictionary),
        key("Settings/DiagnosticSubmission/Item", S20).must().kind(Kind::String).allowed(&["DiagnosticSubmission"]),
        key("Settings/DiagnosticSubmission/Enabled", S20).must().kind(Kind::Boolean),
        key("Settings/AppAnalytics", S21).kind(Kind::Dictionary),
        key("Settings/AppAnalytics/Item", S21).must().kind(Kind::String).allowed(&["AppAnalytics"]),
        key("Settings/AppAnalytics/Enabled", S21).must().kind(Kind::Boolean),
        key("Settings/PasscodeLockGracePeriod", S22).kind(Kind::Dictionary),
        key("Settings/PasscodeLockGracePeriod/Item", S22).must().kind(Kind::String).allowed(&["PasscodeLockGracePeriod"]),
        key("Settings/PasscodeLockGracePeriod/PasscodeLockGracePeriod", S22).must().kind(Kind::Integer).allowed(&["0", "60", "300", "900", "3600", "14400"]),
        key("Settings/TimeZone", S23).kind(Kind::Dictionary),
        key("Settings/TimeZone/Item", S23).must().kind(Kind::String).allowed(&["TimeZone"]),
        key("Settings/TimeZone/TimeZone", S23).must().kind(Kind::String),
        key("Settings/SoftwareUpdateSettings", S24).kind(Kind::Dictionary),
        key("Settings/SoftwareUpdateSettings/Item", S24).must().kind(Kind::String).allowed(&["SoftwareUpdateSettings"]),
        key("Settings/SoftwareUpdateSettings/RecommendationCadence", S24).must().kind(Kind::Integer).allowed(&["0", "1", "2"]),
        key("Settings/AccessibilitySettings", S25).kind(Kind::Dictionary),
        key("Settings/AccessibilitySettings/Item", S25).must().kind(Kind::String).allowed(&["AccessibilitySettings"]),
        key("Settings/AccessibilitySettings/BoldTextEnabled", S25).kind(Kind::Boolean),
        key("Settings/AccessibilitySettings/IncreaseContrastEnabled", &[R11]).kind(Kind::Boolean),
        key("Settings/AccessibilitySettings/ReduceMotionEnabled", S25).kind(Kind::Boolean),
        key("Settings/AccessibilitySettings/ReduceTransparencyEnabled", S25).kind(Kind::Boolean),
        key("Settings/AccessibilitySettings/TextSize", S25).kind(Kind::Integer).allowed(&["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"]),
        key("Settings/AccessibilitySettings/TouchAccommodationsEnabled", S25).kind(Kind::Boolean),
        key("Settings/AccessibilitySettings/VoiceOverEnabled", S25).kind(Kind::Boolean),
        key("Settings/AccessibilitySettings/ZoomEnabled", S25).kind(Kind::Boolean),
        key("Settings/AccessibilitySettings/GrayscaleEnabled", &[]).kind(Kind::Boolean),
    ]),
];

const S0: &[Availability] = &[ios(5, 0, 0).right(Right::SETTINGS).shared_ipad(Mode::Allowed).both_channels(), R0, R1, R2, R3];
const S1: &[Availability] = &[ios(8, 0, 0).right(Right::SETTINGS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed)];
const S2: &[Availability] = &[ios(5, 0, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed)];
const S3: &[Availability] = &[ios(5, 0, 0).deprecated(16, 0, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed)];
const S4: &[Availability] = &[ios(5, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed)];
const S5: &[Availability] = &[ios(11, 3, 0).right(Right::SETTINGS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed), macos(10, 13, 4).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).both_channels()];
const S6: &[Availability] = &[R4, macos(10, 15, 0).right(Right::MANAGE_APPS), R5, R6, R7];
const S7: &[Availability] = &[R4, R5, R6, R7];
const S8: &[Availability] = &[ios(16, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed), R7];
const S9: &[Availability] = &[ios(18, 1, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed)];
const S10: &[Availability] = &[ios(5, 0, 0).right(Right::SETTINGS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed), macos(10, 10, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).both_channels(), R1, R10];
const S11: &[Availability] = &[macos(10, 11, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).both_channels()];
const S12: &[Availability] = &[ios(5, 0, 0).right(Right::SETTINGS).shared_ipad(Mode::Allowed), R0, R1, R2, R3];
const S13: &[Availability] = &[ios(18, 2, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden).both_channels(), visionos(2, 2, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden)];
const S14: &[Availability] = &[ios(7, 0, 0).right(Right::SETTINGS).shared_ipad(Mode::Allowed), macos(10, 15, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).both_channels(), visionos(2, 0, 0).right(Right::SETTINGS)];
const S15: &[Availability] = &[ios(9, 3, 0).deprecated(13, 4, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required)];
const S16: &[Availability] = &[ios(13, 4, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required)];
const S17: &[Availability] = &[ios(14, 5, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required)];
const S18: &[Availability] = &[ios(16, 0, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required)];
const S19: &[Availability] = &[ios(17, 0, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required)];
const S20: &[Availability] = &[ios(9, 3, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required)];
const S21: &[Availability] = &[ios(9, 3, 2).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required)];
const S22: &[Availability] = &[ios(9, 3, 2).deprecated(17, 0, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required)];
const S23: &[Availability] = &[ios(14, 0, 0).right(Right::SETTINGS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed), tvos(14, 0, 0).right(Right::SETTINGS).supervised(), R10];
const S24: &[Availability] = &[ios(14, 5, 0).removed(27, 0, 0).right(Right::SETTINGS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed)];
const S25: &[Availability] = &[R11, watchos(10, 0, 0).right(Right::SETTINGS).supervised()];

const R0: Availability = macos(10, 9, 0).right(Right::SETTINGS).both_channels();
const R1: Availability = tvos(9, 0, 0).right(Right::SETTINGS);
const R2: Availability = watchos(10, 0, 0).right(Right::SETTINGS);
const R3: Availability = visionos(1, 1, 0).right(Right::SETTINGS);
const R4: Availability = ios(7, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed);
const R5: Availability = tvos(10, 2, 0).right(Right::MANAGE_APPS);
const R6: Availability = watchos(10, 0, 0).right(Right::MANAGE_APPS);
const R7: Availability = visionos(1, 1, 0).right(Right::MANAGE_APPS);
const R8: Availability = ios(17, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed);
const R9: Availability = ios(14, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed);
const R10: Availability = visionos(2, 0, 0).right(Right::SETTINGS).supervised().user_enrollment(Mode::Forbidden);
const R11: Availability = ios(16, 0, 0).right(Right::SETTINGS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).user_channel_only();
