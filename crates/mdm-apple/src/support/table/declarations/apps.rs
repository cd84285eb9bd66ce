// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Declarations: where each is supported.

#[rustfmt::skip]
use crate::support::table::{Availability, Item, Kind, Mode, ios, item, key, macos, tvos, visionos, watchos};

#[rustfmt::skip]
pub(crate) const ITEMS: &[Item] = &[
    item("com.apple.configuration.app.managed", "declarative/declarations/configurations/app.managed.yaml", S0, &[
        key("AppStoreID", S0).kind(Kind::String),
        key("BundleID", S0).kind(Kind::String),
        key("ManifestURL", S1).kind(Kind::String),
        key("AppComposedIdentifier", S2).kind(Kind::String),
        key("iOSApp", S2).kind(Kind::Boolean),
        key("InstallBehavior", S0).kind(Kind::Dictionary),
        key("InstallBehavior/Install", S0).kind(Kind::String).allowed(&["Optional", "Required"]),
        key("InstallBehavior/License", S0).kind(Kind::Dictionary),
        key("InstallBehavior/License/Assignment", S0).kind(Kind::String).allowed(&["Device", "User"]),
        key("InstallBehavior/License/VPPType", S3).kind(Kind::String).allowed(&["Device", "User"]),
        key("InstallBehavior/Version", S4).kind(Kind::Integer),
        key("InstallBehavior/AllowDownloadsOverCellular", S5).kind(Kind::String).allowed(&["AlwaysOn", "AlwaysOff", "StoreSettings"]),
        key("UpdateBehavior", S4).kind(Kind::Dictionary),
        key("UpdateBehavior/AutomaticAppUpdates", S4).must().kind(Kind::String).allowed(&["AlwaysOn", "AlwaysOff", "StoreSettings"]),
        key("IncludeInBackup", S1).kind(Kind::Boolean),
        key("Attributes", S1).kind(Kind::Dictionary),
        key("Attributes/AssociatedDomains", S1).kind(Kind::Array),
        key("Attributes/AssociatedDomainsEnableDirectDownloads", S1).kind(Kind::Boolean),
        key("Attributes/CellularSliceUUID", S6).kind(Kind::String),
        key("Attributes/ContentFilterUUID", S1).kind(Kind::String),
        key("Attributes/DNSProxyUUID", S1).kind(Kind::String),
        key("Attributes/Hideable", S7).kind(Kind::Boolean),
        key("Attributes/Lockable", S7).kind(Kind::Boolean),
        key("Attributes/RelayUUID", S1).kind(Kind::String),
        key("Attributes/TapToPayScreenLock", S6).kind(Kind::Boolean),
        key("Attributes/VPNUUID", S1).kind(Kind::String),
        key("AppConfig", S8).kind(Kind::Dictionary),
        key("AppConfig/DataAssetReference", S8).kind(Kind::String),
        key("AppConfig/Passwords", S8).kind(Kind::Array),
        key("AppConfig/Passwords/Identifier", S8).must().kind(Kind::String),
        key("AppConfig/Passwords/AssetReference", S8).must().kind(Kind::String),
        key("AppConfig/Identities", S8).kind(Kind::Array),
        key("AppConfig/Identities/Identifier", S8).must().kind(Kind::String),
        key("AppConfig/Identities/AssetReference", S8).must().kind(Kind::String),
        key("AppConfig/Certificates", S8).kind(Kind::Array),
        key("AppConfig/Certificates/Identifier", S8).must().kind(Kind::String),
        key("AppConfig/Certificates/AssetReference", S8).must().kind(Kind::String),
        key("ExtensionConfigs", S8).kind(Kind::Dictionary),
        key("ExtensionConfigs/*", S8).kind(Kind::Dictionary),
        key("ExtensionConfigs/*/DataAssetReference", S8).kind(Kind::String),
        key("ExtensionConfigs/*/Passwords", S8).kind(Kind::Array),
        key("ExtensionConfigs/*/Passwords/Identifier", S8).must().kind(Kind::String),
        key("ExtensionConfigs/*/Passwords/AssetReference", S8).must().kind(Kind::String),
        key("ExtensionConfigs/*/Identities", S8).kind(Kind::Array),
        key("ExtensionConfigs/*/Identities/Identifier", S8).must().kind(Kind::String),
        key("ExtensionConfigs/*/Identities/AssetReference", S8).must().kind(Kind::String),
        key("ExtensionConfigs/*/Certificates", S8).kind(Kind::Array),
        key("ExtensionConfigs/*/Certificates/Identifier", S8).must().kind(Kind::String),
        key("ExtensionConfigs/*/Certificates/AssetReference", S8).must().kind(Kind::String),
        key("LegacyAppConfigAssetReference", S8).kind(Kind::String),
    ]),
    item("com.apple.configuration.app.settings", "declarative/declarations/configurations/app.settings.yaml", S9, &[
        key("Allowed", S9).kind(Kind::Dictionary),
        key("Allowed/AllowedApps", S10).kind(Kind::Array),
        key("Allowed/DeniedApps", S10).kind(Kind::Array),
        key("Allowed/AllowedBinaries", S11).kind(Kind::Array),
        key("Allowed/AllowedBinaries/CDHash", S11).kind(Kind::String),
        key("Allowed/AllowedBinaries/SigningID", S11).kind(Kind::String),
        key("Allowed/AllowedBinaries/TeamID", S11).kind(Kind::String),
        key("Allowed/AllowedBinaries/PathPrefix", S11).kind(Kind::String),
        key("Allowed/AllowedBinaries/SigningState", S11).kind(Kind::String).allowed(&["All", "TestFlight", "DeveloperID", "Enterprise", "AppStore", "Apple"]),
        key("Allowed/DeniedBinaries", S11).kind(Kind::Array),
        key("Allowed/DeniedBinaries/CDHash", S11).kind(Kind::String),
        key("Allowed/DeniedBinaries/SigningID", S11).kind(Kind::String),
        key("Allowed/DeniedBinaries/TeamID", S11).kind(Kind::String),
        key("Allowed/DeniedBinaries/PathPrefix", S11).kind(Kind::String),
        key("Allowed/DeniedBinaries/SigningState", S11).kind(Kind::String).allowed(&["All", "TestFlight", "DeveloperID", "Enterprise", "AppStore", "Apple"]),
        key("Allowed/AlwaysAllowManagedApps", S11).kind(Kind::Boolean),
        key("Privacy", S12).kind(Kind::Dictionary),
        key("Privacy/PermissionDefaults", S12).kind(Kind::Dictionary),
        key("Privacy/PermissionDefaults/*", S12).kind(Kind::Dictionary),
        key("Privacy/PermissionDefaults/*/OrganizationJustification", S12).must().kind(Kind::String),
        key("Privacy/PermissionDefaults/*/Accessibility", S13).kind(Kind::String).allowed(&["None", "Allow"]),
        key("Privacy/PermissionDefaults/*/Bluetooth", S12).kind(Kind::String).allowed(&["None", "Allow"]),
        key("Privacy/PermissionDefaults/*/Camera", S12).kind(Kind::String).allowed(&["None", "Allow"]),
        key("Privacy/PermissionDefaults/*/Dictation", S12).kind(Kind::String).allowed(&["None", "Allow"]),
        key("Privacy/PermissionDefaults/*/LocalNetwork", S12).kind(Kind::String).allowed(&["None", "Allow"]),
        key("Privacy/PermissionDefaults/*/Location", S12).kind(Kind::String).allowed(&["None", "WhileUsing", "Always"]),
        key("Privacy/PermissionDefaults/*/LocationAccuracy", S14).kind(Kind::String).allowed(&["None", "Approximate", "Precise"]),
        key("Privacy/PermissionDefaults/*/Microphone", S12).kind(Kind::String).allowed(&["None", "Allow"]),
    ]),
    item("com.apple.configuration.external-intelligence.settings", "declarative/declarations/configurations/external-intelligence.settings.yaml", S15, &[
        key("Enabled", S15).kind(Kind::Boolean),
        key("AllowSignIn", S15).kind(Kind::Boolean),
        key("AllowedWorkspaceIDs", S15).kind(Kind::Array),
    ]),
    item("com.apple.configuration.intelligence.settings", "declarative/declarations/configurations/intelligence.settings.yaml", S15, &[
        key("AllowAppleIntelligenceReport", S15).kind(Kind::Boolean),
        key("AllowGenmoji", S15).kind(Kind::Boolean),
        key("AllowImagePlayground", S15).kind(Kind::Boolean),
        key("AllowImageWand", S16).kind(Kind::Boolean),
        key("AllowPersonalizedHandwritingResults", S17).kind(Kind::Boolean),
        key("AllowVisualIntelligenceSummary", S17).kind(Kind::Boolean),
        key("AllowWritingTools", S15).kind(Kind::Boolean),
        key("Apps", S15).kind(Kind::Dictionary),
        key("Apps/Calendar", S18).kind(Kind::Dictionary),
        key("Apps/Calendar/AllowNaturalLanguageEditing", S18).kind(Kind::Boolean),
        key("Apps/Mail", S15).kind(Kind::Dictionary),
        key("Apps/Mail/AllowSmartReplies", S15).kind(Kind::Boolean),
        key("Apps/Mail/AllowSummary", S15).kind(Kind::Boolean),
        key("Apps/Notes", S15).kind(Kind::Dictionary),
        key("Apps/Notes/AllowTranscription", S19).kind(Kind::Boolean),
        key("Apps/Notes/AllowTranscriptionSummary", S19).kind(Kind::Boolean),
        key("Apps/Safari", S15).kind(Kind::Dictionary),
        key("Apps/Safari/AllowSummary", S15).kind(Kind::Boolean),
        key("ForceOnDeviceOnlyDictation", S15).kind(Kind::Boolean),
        key("ForceOnDeviceOnlyTranslation", S17).kind(Kind::Boolean),
    ]),
    item("com.apple.configuration.keyboard.settings", "declarative/declarations/configurations/keyboard.settings.yaml", S20, &[
        key("AllowAutoCorrection", S21).kind(Kind::Boolean),
        key("AllowDefinitionLookup", S20).kind(Kind::Boolean),
        key("AllowDictation", S20).kind(Kind::Boolean),
        key("AllowMathKeyboardSuggestions", S20).kind(Kind::Boolean),
        key("AllowPredictiveText", S21).kind(Kind::Boolean),
        key("AllowSlideToType", S21).kind(Kind::Boolean),
        key("AllowSpellCheck", S21).kind(Kind::Boolean),
        key("AllowTextReplacement", S21).kind(Kind::Boolean),
    ]),
    item("com.apple.configuration.math.settings", "declarative/declarations/configurations/math.settings.yaml", S22, &[
        key("Calculator", S22).kind(Kind::Dictionary),
        key("Calculator/BasicMode", S22).kind(Kind::Dictionary),
        key("Calculator/BasicMode/AddSquareRoot", S22).must().kind(Kind::Boolean),
        key("Calculator/ScientificMode", S22).kind(Kind::Dictionary),
        key("Calculator/ScientificMode/Enabled", S22).must().kind(Kind::Boolean),
        key("Calculator/ProgrammerMode", S23).kind(Kind::Dictionary),
        key("Calculator/ProgrammerMode/Enabled", S23).must().kind(Kind::Boolean),
        key("Calculator/MathNotesMode", S22).kind(Kind::Dictionary),
        key("Calculator/MathNotesMode/Enabled", S22).must().kind(Kind::Boolean),
        key("Calculator/InputModes", S22).kind(Kind::Dictionary),
        key("Calculator/InputModes/UnitConversion", S22).must().kind(Kind::Boolean),
        key("Calculator/InputModes/RPN", S23).must().kind(Kind::Boolean),
        key("SystemBehavior", S22).kind(Kind::Dictionary),
        key("SystemBehavior/KeyboardSuggestions", S22).must().kind(Kind::Boolean),
        key("SystemBehavior/MathNotes", S22).must().kind(Kind::Boolean),
    ]),
    item("com.apple.configuration.package", "declarative/declarations/configurations/package.yaml", S24, &[
        key("ManifestURL", S24).must().kind(Kind::String),
        key("InstallBehavior", S24).kind(Kind::Dictionary),
        key("InstallBehavior/Install", S24).kind(Kind::String).allowed(&["Optional", "Required"]),
        key("UninstallBehavior", S11).kind(Kind::Dictionary),
        key("UninstallBehavior/Remove", S11).kind(Kind::Boolean),
    ]),
    item("com.apple.configuration.safari.bookmarks", "declarative/declarations/configurations/safari.bookmarks.yaml", S25, &[
        key("ManagedBookmarks", S25).kind(Kind::Array),
        key("ManagedBookmarks/GroupIdentifier", S25).must().kind(Kind::String),
        key("ManagedBookmarks/Title", S25).must().kind(Kind::String),
        key("ManagedBookmarks/Bookmarks", S25).must().kind(Kind::Array),
        key("ManagedBookmarks/Bookmarks/Title", S25).must().kind(Kind::String),
        key("ManagedBookmarks/Bookmarks/URL", S25).kind(Kind::String),
        key("ManagedBookmarks/Bookmarks/Folder", S25).kind(Kind::Array),
    ]),
    item("com.apple.configuration.safari.extensions.settings", "declarative/declarations/configurations/safari.extensions.settings.yaml", S26, &[
        key("ManagedExtensions", S26).kind(Kind::Dictionary),
        key("ManagedExtensions/*", S26).kind(Kind::Dictionary),
        key("ManagedExtensions/*/State", S26).kind(Kind::String).allowed(&["Allowed", "AlwaysOn", "AlwaysOff"]),
        key("ManagedExtensions/*/PrivateBrowsing", S26).kind(Kind::String).allowed(&["Allowed", "AlwaysOn", "AlwaysOff"]),
        key("ManagedExtensions/*/AllowedDomains", S26).kind(Kind::Array),
        key("ManagedExtensions/*/DeniedDomains", S26).kind(Kind::Array),
    ]),
    item("com.apple.configuration.safari.settings", "declarative/declarations/configurations/safari.settings.yaml", S25, &[
        key("AcceptCookies", S27).kind(Kind::String).allowed(&["Never", "CurrentWebsite", "VisitedWebsites", "Always"]),
        key("AllowDisablingFraudWarning", S27).kind(Kind::Boolean),
        key("AllowHistoryClearing", S28).kind(Kind::Boolean),
        key("AllowJavaScript", S27).kind(Kind::Boolean),
        key("AllowPrivateBrowsing", S28).kind(Kind::Boolean),
        key("AllowPopups", S27).kind(Kind::Boolean),
        key("AllowSummary", S28).kind(Kind::Boolean),
        key("NewTabStartPage", S25).kind(Kind::Dictionary),
        key("NewTabStartPage/PageType", S25).must().kind(Kind::String).allowed(&["Start", "Home", "Extension"]),
        key("NewTabStartPage/HomepageURL", S25).kind(Kind::String),
        key("NewTabStartPage/ExtensionIdentifier", S25).kind(Kind::String),
        key("Privacy", S12).kind(Kind::Dictionary),
        key("Privacy/PermissionDefaults", S12).kind(Kind::Dictionary),
        key("Privacy/PermissionDefaults/*", S12).kind(Kind::Dictionary),
        key("Privacy/PermissionDefaults/*/OrganizationJustification", S12).must().kind(Kind::String),
        key("Privacy/PermissionDefaults/*/Camera", S12).kind(Kind::String).allowed(&["None", "Allow"]),
        key("Privacy/PermissionDefaults/*/Microphone", S12).kind(Kind::String).allowed(&["None", "Allow"]),
    ]),
    item("com.apple.configuration.siri.settings", "declarative/declarations/configurations/siri.settings.yaml", S29, &[
        key("Enabled", S30).kind(Kind::Boolean),
        key("AllowUserGeneratedContent", S31).kind(Kind::Boolean),
        key("AllowWhileLocked", S31).kind(Kind::Boolean),
        key("ForceProfanityFilter", S20).kind(Kind::Boolean),
    ]),
];

#[rustfmt::skip]
const S0: &[Availability] = &[
    ios(17, 2, 0).shared_ipad(Mode::Allowed),
    macos(26, 0, 0).both_channels(),
    visionos(2, 4, 0),
];

#[rustfmt::skip]
const S1: &[Availability] = &[
    ios(17, 2, 0).shared_ipad(Mode::Allowed),
    visionos(2, 4, 0),
];

#[rustfmt::skip]
const S2: &[Availability] = &[
    macos(26, 0, 0).both_channels(),
];

#[rustfmt::skip]
const S3: &[Availability] = &[
    ios(17, 2, 0).removed(18, 0, 0).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S4: &[Availability] = &[
    ios(26, 0, 0).shared_ipad(Mode::Allowed),
    macos(26, 0, 0).both_channels(),
    visionos(26, 0, 0),
];

#[rustfmt::skip]
const S5: &[Availability] = &[
    ios(26, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S6: &[Availability] = &[
    ios(17, 2, 0).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S7: &[Availability] = &[
    ios(18, 1, 0).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S8: &[Availability] = &[
    ios(18, 4, 0).shared_ipad(Mode::Allowed),
    macos(27, 0, 0).both_channels(),
    visionos(2, 4, 0),
];

#[rustfmt::skip]
const S9: &[Availability] = &[
    ios(27, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed).user_channel_only(),
    macos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised().both_channels(),
    tvos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S10: &[Availability] = &[
    ios(27, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed).user_channel_only(),
    tvos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S11: &[Availability] = &[
    macos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S12: &[Availability] = &[
    ios(27, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed).user_channel_only(),
    macos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised().user_channel_only(),
];

#[rustfmt::skip]
const S13: &[Availability] = &[
    macos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised().user_channel_only(),
];

#[rustfmt::skip]
const S14: &[Availability] = &[
    ios(27, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed).user_channel_only(),
];

#[rustfmt::skip]
const S15: &[Availability] = &[
    ios(26, 4, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Forbidden),
    macos(26, 4, 0).user_enrollment(Mode::Forbidden).supervised().both_channels(),
    visionos(26, 4, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S16: &[Availability] = &[
    ios(26, 4, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Forbidden),
    visionos(26, 4, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S17: &[Availability] = &[
    ios(26, 4, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Forbidden),
];

#[rustfmt::skip]
const S18: &[Availability] = &[
    ios(27, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Forbidden),
    macos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised().both_channels(),
    visionos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S19: &[Availability] = &[
    ios(26, 4, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Forbidden),
    macos(26, 4, 0).user_enrollment(Mode::Forbidden).supervised().both_channels(),
];

#[rustfmt::skip]
const S20: &[Availability] = &[
    ios(26, 4, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed).user_channel_only(),
    macos(26, 4, 0).user_enrollment(Mode::Forbidden).supervised().both_channels(),
];

#[rustfmt::skip]
const S21: &[Availability] = &[
    ios(26, 4, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed).user_channel_only(),
];

#[rustfmt::skip]
const S22: &[Availability] = &[
    ios(18, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed).user_channel_only(),
    macos(15, 0, 0).user_enrollment(Mode::Forbidden).supervised().user_channel_only(),
];

#[rustfmt::skip]
const S23: &[Availability] = &[
    macos(15, 0, 0).user_enrollment(Mode::Forbidden).supervised().user_channel_only(),
];

#[rustfmt::skip]
const S24: &[Availability] = &[
    macos(26, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S25: &[Availability] = &[
    ios(26, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).user_channel_only(),
    macos(26, 0, 0).user_enrollment(Mode::Forbidden).supervised().user_channel_only(),
    visionos(26, 0, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S26: &[Availability] = &[
    ios(18, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed).user_channel_only(),
    macos(15, 0, 0).user_enrollment(Mode::Forbidden).supervised().user_channel_only(),
    visionos(26, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S27: &[Availability] = &[
    ios(26, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed).user_channel_only(),
];

#[rustfmt::skip]
const S28: &[Availability] = &[
    ios(26, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed).user_channel_only(),
    macos(26, 0, 0).user_enrollment(Mode::Forbidden).supervised().user_channel_only(),
    visionos(26, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S29: &[Availability] = &[
    ios(26, 4, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed).user_channel_only(),
    macos(26, 4, 0).user_enrollment(Mode::Forbidden).supervised().both_channels(),
    tvos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    watchos(26, 4, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(26, 4, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S30: &[Availability] = &[
    ios(26, 4, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed).user_channel_only(),
    macos(26, 4, 0).user_enrollment(Mode::Forbidden).supervised().both_channels(),
    tvos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(26, 4, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S31: &[Availability] = &[
    ios(26, 4, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed).user_channel_only(),
    watchos(26, 4, 0).user_enrollment(Mode::Forbidden).supervised(),
];
