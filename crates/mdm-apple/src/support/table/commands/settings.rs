// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Commands: where each is supported.

#[rustfmt::skip]
use crate::support::table::{AccessRights as Right, Availability, Item, Kind, Mode, ios, item, key, macos, tvos, visionos, watchos};

#[rustfmt::skip]
pub(crate) const ITEMS: &[Item] = &[
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
        key("Settings/ApplicationAttributes/Attributes/VPNUUID", S8).kind(Kind::String),
        key("Settings/ApplicationAttributes/Attributes/ContentFilterUUID", S9).kind(Kind::String),
        key("Settings/ApplicationAttributes/Attributes/DNSProxyUUID", S9).kind(Kind::String),
        key("Settings/ApplicationAttributes/Attributes/RelayUUID", S10).kind(Kind::String),
        key("Settings/ApplicationAttributes/Attributes/AssociatedDomains", S11).kind(Kind::Array),
        key("Settings/ApplicationAttributes/Attributes/AssociatedDomainsEnableDirectDownloads", S12).kind(Kind::Boolean),
        key("Settings/ApplicationAttributes/Attributes/Removable", S13).kind(Kind::Boolean),
        key("Settings/ApplicationAttributes/Attributes/TapToPayScreenLock", S14).kind(Kind::Boolean),
        key("Settings/ApplicationAttributes/Attributes/CellularSliceUUID", S15).kind(Kind::String),
        key("Settings/ApplicationAttributes/Attributes/Hideable", S16).kind(Kind::Boolean),
        key("Settings/ApplicationAttributes/Attributes/Lockable", S16).kind(Kind::Boolean),
        key("Settings/DeviceName", S17).kind(Kind::Dictionary),
        key("Settings/DeviceName/Item", S17).must().kind(Kind::String).allowed(&["DeviceName"]),
        key("Settings/DeviceName/DeviceName", S17).must().kind(Kind::String),
        key("Settings/HostName", S18).kind(Kind::Dictionary),
        key("Settings/HostName/Item", S18).must().kind(Kind::String).allowed(&["HostName"]),
        key("Settings/HostName/HostName", S18).must().kind(Kind::String),
        key("Settings/OrganizationInfo", S19).kind(Kind::Dictionary),
        key("Settings/OrganizationInfo/Item", S19).must().kind(Kind::String).allowed(&["OrganizationInfo"]),
        key("Settings/OrganizationInfo/OrganizationInfo", S19).kind(Kind::Dictionary),
        key("Settings/OrganizationInfo/OrganizationInfo/OrganizationName", S19).must().kind(Kind::String),
        key("Settings/OrganizationInfo/OrganizationInfo/OrganizationShortName", S20).kind(Kind::String),
        key("Settings/OrganizationInfo/OrganizationInfo/OrganizationAddress", S19).kind(Kind::String),
        key("Settings/OrganizationInfo/OrganizationInfo/OrganizationPhone", S19).kind(Kind::String),
        key("Settings/OrganizationInfo/OrganizationInfo/OrganizationEmail", S19).kind(Kind::String),
        key("Settings/OrganizationInfo/OrganizationInfo/OrganizationMagic", S19).kind(Kind::String),
        key("Settings/DefaultApplications", S21).kind(Kind::Dictionary),
        key("Settings/DefaultApplications/Item", S21).must().kind(Kind::String).allowed(&["DefaultApplications"]),
        key("Settings/DefaultApplications/WebBrowser", S21).kind(Kind::String),
        key("Settings/DefaultApplications/Calling", S21).kind(Kind::String),
        key("Settings/DefaultApplications/Messaging", S21).kind(Kind::String),
        key("Settings/MDMOptions", S22).kind(Kind::Dictionary),
        key("Settings/MDMOptions/Item", S22).must().kind(Kind::String).allowed(&["MDMOptions"]),
        key("Settings/MDMOptions/MDMOptions", S22).must().kind(Kind::Dictionary),
        key("Settings/MDMOptions/MDMOptions/ActivationLockAllowedWhileSupervised", S22).kind(Kind::Boolean),
        key("Settings/MDMOptions/MDMOptions/BootstrapTokenAllowed", S23).kind(Kind::Boolean),
        key("Settings/MDMOptions/MDMOptions/PromptUserToAllowBootstrapTokenForAuthentication", S24).kind(Kind::Boolean),
        key("Settings/MDMOptions/MDMOptions/IdleRebootAllowed", S22).kind(Kind::Boolean),
        key("Settings/MaximumResidentUsers", S25).kind(Kind::Dictionary),
        key("Settings/MaximumResidentUsers/Item", S25).must().kind(Kind::String).allowed(&["MaximumResidentUsers"]),
        key("Settings/MaximumResidentUsers/MaximumResidentUsers", S25).must().kind(Kind::Integer),
        key("Settings/SharedDeviceConfiguration", S26).kind(Kind::Dictionary),
        key("Settings/SharedDeviceConfiguration/Item", S26).must().kind(Kind::String).allowed(&["SharedDeviceConfiguration"]),
        key("Settings/SharedDeviceConfiguration/QuotaSize", S26).kind(Kind::Integer),
        key("Settings/SharedDeviceConfiguration/ResidentUsers", S26).kind(Kind::Integer),
        key("Settings/SharedDeviceConfiguration/UserSessionTimeout", S27).kind(Kind::Integer),
        key("Settings/SharedDeviceConfiguration/TemporarySessionTimeout", S27).kind(Kind::Integer),
        key("Settings/SharedDeviceConfiguration/TemporarySessionOnly", S27).kind(Kind::Boolean),
        key("Settings/SharedDeviceConfiguration/ManagedAppleIDDefaultDomains", S28).kind(Kind::Array),
        key("Settings/SharedDeviceConfiguration/OnlineAuthenticationGracePeriod", S28).kind(Kind::Integer),
        key("Settings/SharedDeviceConfiguration/SkipLanguageAndLocaleSetupForNewUsers", S29).kind(Kind::Boolean),
        key("Settings/SharedDeviceConfiguration/AwaitUserConfiguration", S30).kind(Kind::Dictionary),
        key("Settings/SharedDeviceConfiguration/AwaitUserConfiguration/Enabled", S30).must().kind(Kind::Boolean),
        key("Settings/SharedDeviceConfiguration/PasscodePolicy", S30).kind(Kind::Dictionary),
        key("Settings/SharedDeviceConfiguration/PasscodePolicy/PasscodeLockGracePeriod", S30).kind(Kind::Integer).allowed(&["0", "60", "300", "900", "3600", "14400"]),
        key("Settings/SharedDeviceConfiguration/PasscodePolicy/AutoLockTime", S30).kind(Kind::Integer).range(Some(120.0), None),
        key("Settings/DiagnosticSubmission", S31).kind(Kind::Dictionary),
        key("Settings/DiagnosticSubmission/Item", S31).must().kind(Kind::String).allowed(&["DiagnosticSubmission"]),
        key("Settings/DiagnosticSubmission/Enabled", S31).must().kind(Kind::Boolean),
        key("Settings/AppAnalytics", S32).kind(Kind::Dictionary),
        key("Settings/AppAnalytics/Item", S32).must().kind(Kind::String).allowed(&["AppAnalytics"]),
        key("Settings/AppAnalytics/Enabled", S32).must().kind(Kind::Boolean),
        key("Settings/PasscodeLockGracePeriod", S33).kind(Kind::Dictionary),
        key("Settings/PasscodeLockGracePeriod/Item", S33).must().kind(Kind::String).allowed(&["PasscodeLockGracePeriod"]),
        key("Settings/PasscodeLockGracePeriod/PasscodeLockGracePeriod", S33).must().kind(Kind::Integer).allowed(&["0", "60", "300", "900", "3600", "14400"]),
        key("Settings/TimeZone", S34).kind(Kind::Dictionary),
        key("Settings/TimeZone/Item", S34).must().kind(Kind::String).allowed(&["TimeZone"]),
        key("Settings/TimeZone/TimeZone", S34).must().kind(Kind::String),
        key("Settings/SoftwareUpdateSettings", S35).kind(Kind::Dictionary),
        key("Settings/SoftwareUpdateSettings/Item", S35).must().kind(Kind::String).allowed(&["SoftwareUpdateSettings"]),
        key("Settings/SoftwareUpdateSettings/RecommendationCadence", S35).must().kind(Kind::Integer).allowed(&["0", "1", "2"]),
        key("Settings/AccessibilitySettings", S36).kind(Kind::Dictionary),
        key("Settings/AccessibilitySettings/Item", S36).must().kind(Kind::String).allowed(&["AccessibilitySettings"]),
        key("Settings/AccessibilitySettings/BoldTextEnabled", S36).kind(Kind::Boolean),
        key("Settings/AccessibilitySettings/IncreaseContrastEnabled", S37).kind(Kind::Boolean),
        key("Settings/AccessibilitySettings/ReduceMotionEnabled", S36).kind(Kind::Boolean),
        key("Settings/AccessibilitySettings/ReduceTransparencyEnabled", S36).kind(Kind::Boolean),
        key("Settings/AccessibilitySettings/TextSize", S36).kind(Kind::Integer).allowed(&["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"]),
        key("Settings/AccessibilitySettings/TouchAccommodationsEnabled", S36).kind(Kind::Boolean),
        key("Settings/AccessibilitySettings/VoiceOverEnabled", S36).kind(Kind::Boolean),
        key("Settings/AccessibilitySettings/ZoomEnabled", S36).kind(Kind::Boolean),
        key("Settings/AccessibilitySettings/GrayscaleEnabled", S38).kind(Kind::Boolean),
    ]),
];

#[rustfmt::skip]
const S0: &[Availability] = &[
    ios(5, 0, 0).right(Right::SETTINGS).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 9, 0).right(Right::SETTINGS).both_channels(),
    tvos(9, 0, 0).right(Right::SETTINGS),
    watchos(10, 0, 0).right(Right::SETTINGS),
    visionos(1, 1, 0).right(Right::SETTINGS),
];

#[rustfmt::skip]
const S1: &[Availability] = &[
    ios(8, 0, 0).right(Right::SETTINGS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S2: &[Availability] = &[
    ios(5, 0, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S3: &[Availability] = &[
    ios(5, 0, 0).deprecated(16, 0, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S4: &[Availability] = &[
    ios(5, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S5: &[Availability] = &[
    ios(11, 3, 0).right(Right::SETTINGS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 13, 4).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S6: &[Availability] = &[
    ios(7, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    macos(10, 15, 0).right(Right::MANAGE_APPS),
    tvos(10, 2, 0).right(Right::MANAGE_APPS),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S7: &[Availability] = &[
    ios(7, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    tvos(10, 2, 0).right(Right::MANAGE_APPS),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S8: &[Availability] = &[
    ios(7, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S9: &[Availability] = &[
    ios(16, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S10: &[Availability] = &[
    ios(17, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S11: &[Availability] = &[
    ios(13, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S12: &[Availability] = &[
    ios(14, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S13: &[Availability] = &[
    ios(14, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    tvos(14, 0, 0).right(Right::MANAGE_APPS),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S14: &[Availability] = &[
    ios(16, 4, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S15: &[Availability] = &[
    ios(17, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S16: &[Availability] = &[
    ios(18, 1, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S17: &[Availability] = &[
    ios(5, 0, 0).right(Right::SETTINGS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 10, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).both_channels(),
    tvos(9, 0, 0).right(Right::SETTINGS),
    visionos(2, 0, 0).right(Right::SETTINGS).supervised().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S18: &[Availability] = &[
    macos(10, 11, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S19: &[Availability] = &[
    ios(5, 0, 0).right(Right::SETTINGS).shared_ipad(Mode::Allowed),
    macos(10, 9, 0).right(Right::SETTINGS).both_channels(),
    tvos(9, 0, 0).right(Right::SETTINGS),
    watchos(10, 0, 0).right(Right::SETTINGS),
    visionos(1, 1, 0).right(Right::SETTINGS),
];

#[rustfmt::skip]
const S20: &[Availability] = &[
    ios(13, 0, 0).right(Right::SETTINGS).shared_ipad(Mode::Allowed),
    macos(10, 15, 0).right(Right::SETTINGS).both_channels(),
    tvos(13, 0, 0).right(Right::SETTINGS),
    watchos(10, 0, 0).right(Right::SETTINGS),
    visionos(1, 1, 0).right(Right::SETTINGS),
];

#[rustfmt::skip]
const S21: &[Availability] = &[
    ios(18, 2, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden).both_channels(),
    visionos(2, 2, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S22: &[Availability] = &[
    ios(7, 0, 0).right(Right::SETTINGS).shared_ipad(Mode::Allowed),
    macos(10, 15, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).both_channels(),
    visionos(2, 0, 0).right(Right::SETTINGS),
];

#[rustfmt::skip]
const S23: &[Availability] = &[
    macos(10, 15, 0).deprecated(11, 0, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S24: &[Availability] = &[
    macos(11, 0, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S25: &[Availability] = &[
    ios(9, 3, 0).deprecated(13, 4, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required),
];

#[rustfmt::skip]
const S26: &[Availability] = &[
    ios(13, 4, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required),
];

#[rustfmt::skip]
const S27: &[Availability] = &[
    ios(14, 5, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required),
];

#[rustfmt::skip]
const S28: &[Availability] = &[
    ios(16, 0, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required),
];

#[rustfmt::skip]
const S29: &[Availability] = &[
    ios(16, 2, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required),
];

#[rustfmt::skip]
const S30: &[Availability] = &[
    ios(17, 0, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required),
];

#[rustfmt::skip]
const S31: &[Availability] = &[
    ios(9, 3, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required),
];

#[rustfmt::skip]
const S32: &[Availability] = &[
    ios(9, 3, 2).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required),
];

#[rustfmt::skip]
const S33: &[Availability] = &[
    ios(9, 3, 2).deprecated(17, 0, 0).right(Right::SETTINGS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required),
];

#[rustfmt::skip]
const S34: &[Availability] = &[
    ios(14, 0, 0).right(Right::SETTINGS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    tvos(14, 0, 0).right(Right::SETTINGS).supervised(),
    visionos(2, 0, 0).right(Right::SETTINGS).supervised().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S35: &[Availability] = &[
    ios(14, 5, 0).removed(27, 0, 0).right(Right::SETTINGS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S36: &[Availability] = &[
    ios(16, 0, 0).right(Right::SETTINGS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).user_channel_only(),
    watchos(10, 0, 0).right(Right::SETTINGS).supervised(),
];

#[rustfmt::skip]
const S37: &[Availability] = &[
    ios(16, 0, 0).right(Right::SETTINGS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).user_channel_only(),
];

#[rustfmt::skip]
const S38: &[Availability] = &[
];
