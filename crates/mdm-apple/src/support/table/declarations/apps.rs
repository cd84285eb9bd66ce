// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Declarations (apps): where each is supported.

use crate::support::table::{Availability, Item, Kind, Mode, ios, item, key, macos, tvos, visionos, watchos};

pub(crate) static ITEMS: &[Item] = &[
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
        key("InstallBehavior/License/VPPType", &[ios(17, 2, 0).removed(18, 0, 0).shared_ipad(Mode::Allowed)]).kind(Kind::String).allowed(&["Device", "User"]),
        key("InstallBehavior/Version", S3).kind(Kind::Integer),
        key("InstallBehavior/AllowDownloadsOverCellular", &[ios(26, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed)]).kind(Kind::String).allowed(&["AlwaysOn", "AlwaysOff", "StoreSettings"]),
        key("UpdateBehavior", S3).kind(Kind::Dictionary),
        key("UpdateBehavior/AutomaticAppUpdates", S3).must().kind(Kind::String).allowed(&["AlwaysOn", "AlwaysOff", "StoreSettings"]),
        key("IncludeInBackup", S1).kind(Kind::Boolean),
        key("Attributes", S1).kind(Kind::Dictionary),
        key("Attributes/AssociatedDomains", S1).kind(Kind::Array),
        key("Attributes/AssociatedDomainsEnableDirectDownloads", S1).kind(Kind::Boolean),
        key("Attributes/CellularSliceUUID", S4).kind(Kind::String),
        key("Attributes/ContentFilterUUID", S1).kind(Kind::String),
        key("Attributes/DNSProxyUUID", S1).kind(Kind::String),
        key("Attributes/Hideable", S5).kind(Kind::Boolean),
        key("Attributes/Lockable", S5).kind(Kind::Boolean),
        key("Attributes/RelayUUID", S1).kind(Kind::String),
        key("Attributes/TapToPayScreenLock", S4).kind(Kind::Boolean),
        key("Attributes/VPNUUID", S1).kind(Kind::String),
        key("AppConfig", S6).kind(Kind::Dictionary),
        key("AppConfig/DataAssetReference", S6).kind(Kind::String),
        key("AppConfig/Passwords", S6).kind(Kind::Array),
        key("AppConfig/Passwords/Identifier", S6).must().kind(Kind::String),
        key("AppConfig/Passwords/AssetReference", S6).must().kind(Kind::String),
        key("AppConfig/Identities", S6).kind(Kind::Array),
        key("AppConfig/Identities/Identifier", S6).must().kind(Kind::String),
        key("AppConfig/Identities/AssetReference", S6).must().kind(Kind::String),
        key("AppConfig/Certificates", S6).kind(Kind::Array),
        key("AppConfig/Certificates/Identifier", S6).must().kind(Kind::String),
        key("AppConfig/Certificates/AssetReference", S6).must().kind(Kind::String),
        key("ExtensionConfigs", S6).kind(Kind::Dictionary),
        key("ExtensionConfigs/*", S6).kind(Kind::Dictionary),
        key("ExtensionConfigs/*/DataAssetReference", S6).kind(Kind::String),
        key("ExtensionConfigs/*/Passwords", S6).kind(Kind::Array),
        key("ExtensionConfigs/*/Passwords/Identifier", S6).must().kind(Kind::String),
        key("ExtensionConfigs/*/Passwords/AssetReference", S6).must().kind(Kind::String),
        key("ExtensionConfigs/*/Identities", S6).kind(Kind::Array),
        key("ExtensionConfigs/*/Identities/Identifier", S6).must().kind(Kind::String),
        key("ExtensionConfigs/*/Identities/AssetReference", S6).must().kind(Kind::String),
        key("ExtensionConfigs/*/Certificates", S6).kind(Kind::Array),
        key("ExtensionConfigs/*/Certificates/Identifier", S6).must().kind(Kind::String),
        key("ExtensionConfigs/*/Certificates/AssetReference", S6).must().kind(Kind::String),
        key("LegacyAppConfigAssetReference", S6).kind(Kind::String),
    ]),
    item("com.apple.configuration.app.settings", "declarative/declarations/configurations/app.settings.yaml", S7, &[
        key("Allowed", S7).kind(Kind::Dictionary),
        key("Allowed/AllowedApps", S8).kind(Kind::Array),
        key("Allowed/DeniedApps", S8).kind(Kind::Array),
        key("Allowed/AllowedBinaries", S9).kind(Kind::Array),
        key("Allowed/AllowedBinaries/CDHash", S9).kind(Kind::String),
        key("Allowed/AllowedBinaries/SigningID", S9).kind(Kind::String),
        key("Allowed/AllowedBinaries/TeamID", S9).kind(Kind::String),
        key("Allowed/AllowedBinaries/PathPrefix", S9).kind(Kind::String),
        key("Allowed/AllowedBinaries/SigningState", S9).kind(Kind::String).allowed(&["All", "TestFlight", "DeveloperID", "Enterprise", "AppStore", "Apple"]),
        key("Allowed/DeniedBinaries", S9).kind(Kind::Array),
        key("Allowed/DeniedBinaries/CDHash", S9).kind(Kind::String),
        key("Allowed/DeniedBinaries/SigningID", S9).kind(Kind::String),
        key("Allowed/DeniedBinaries/TeamID", S9).kind(Kind::String),
        key("Allowed/DeniedBinaries/PathPrefix", S9).kind(Kind::String),
        key("Allowed/DeniedBinaries/SigningState", S9).kind(Kind::String).allowed(&["All", "TestFlight", "DeveloperID", "Enterprise", "AppStore", "Apple"]),
        key("Allowed/AlwaysAllowManagedApps", S9).kind(Kind::Boolean),
        key("Privacy", S10).kind(Kind::Dictionary),
        key("Privacy/PermissionDefaults", S10).kind(Kind::Dictionary),
        key("Privacy/PermissionDefaults/*", S10).kind(Kind::Dictionary),
        key("Privacy/PermissionDefaults/*/OrganizationJustification", S10).must().kind(Kind::String),
        key("Privacy/PermissionDefaults/*/Accessibility", &[R7]).kind(Kind::String).allowed(&["None", "Allow"]),
        key("Privacy/PermissionDefaults/*/Bluetooth", S10).kind(Kind::String).allowed(&["None", "Allow"]),
        key("Privacy/PermissionDefaults/*/Camera", S10).kind(Kind::String).allowed(&["None", "Allow"]),
        key("Privacy/PermissionDefaults/*/Dictation", S10).kind(Kind::String).allowed(&["None", "Allow"]),
        key("Privacy/PermissionDefaults/*/LocalNetwork", S10).kind(Kind::String).allowed(&["None", "Allow"]),
        key("Privacy/PermissionDefaults/*/Location", S10).kind(Kind::String).allowed(&["None", "WhileUsing", "Always"]),
        key("Privacy/PermissionDefaults/*/LocationAccuracy", &[R3]).kind(Kind::String).allowed(&["None", "Approximate", "Precise"]),
        key("Privacy/PermissionDefaults/*/Microphone", S10).kind(Kind::String).allowed(&["None", "Allow"]),
    ]),
    item("com.apple.configuration.external-intelligence.settings", "declarative/declarations/configurations/external-intelligence.settings.yaml", S11, &[
        key("Enabled", S11).kind(Kind::Boolean),
        key("AllowSignIn", S11).kind(Kind::Boolean),
        key("AllowedWorkspaceIDs", S11).kind(Kind::Array),
    ]),
    item("com.apple.configuration.intelligence.settings", "declarative/declarations/configurations/intelligence.settings.yaml", S11, &[
        key("AllowAppleIntelligenceReport", S11).kind(Kind::Boolean),
        key("AllowGenmoji", S11).kind(Kind::Boolean),
        key("AllowImagePlayground", S11).kind(Kind::Boolean),
        key("AllowImageWand", &[R8, R10]).kind(Kind::Boolean),
        key("AllowPersonalizedHandwritingResults", S12).kind(Kind::Boolean),
        key("AllowVisualIntelligenceSummary", S12).kind(Kind::Boolean),
        key("AllowWritingTools", S11).kind(Kind::Boolean),
        key("Apps", S11).kind(Kind::Dictionary),
        key("Apps/Calendar", S13).kind(Kind::Dictionary),
        key("Apps/Calendar/AllowNaturalLanguageEditing", S13).kind(Kind::Boolean),
        key("Apps/Mail", S11).kind(Kind::Dictionary),
        key("Apps/Mail/AllowSmartReplies", S11).kind(Kind::Boolean),
        key("Apps/Mail/AllowSummary", S11).kind(Kind::Boolean),
        key("Apps/Notes", S11).kind(Kind::Dictionary),
        key("Apps/Notes/AllowTranscription", S14).kind(Kind::Boolean),
        key("Apps/Notes/AllowTranscriptionSummary", S14).kind(Kind::Boolean),
        key("Apps/Safari", S11).kind(Kind::Dictionary),
        key("Apps/Safari/AllowSummary", S11).kind(Kind::Boolean),
        key("ForceOnDeviceOnlyDictation", S11).kind(Kind::Boolean),
        key("ForceOnDeviceOnlyTranslation", S12).kind(Kind::Boolean),
    ]),
    item("com.apple.configuration.keyboard.settings", "declarative/declarations/configurations/keyboard.settings.yaml", S15, &[
        key("AllowAutoCorrection", S16).kind(Kind::Boolean),
        key("AllowDefinitionLookup", S15).kind(Kind::Boolean),
        key("AllowDictation", S15).kind(Kind::Boolean),
        key("AllowMathKeyboardSuggestions", S15).kind(Kind::Boolean),
        key("AllowPredictiveText", S16).kind(Kind::Boolean),
        key("AllowSlideToType", S16).kind(Kind::Boolean),
        key("AllowSpellCheck", S16).kind(Kind::Boolean),
        key("AllowTextReplacement", S16).kind(Kind::Boolean),
    ]),
    item("com.apple.configuration.math.settings", "declarative/declarations/configurations/math.settings.yaml", S17, &[
        key("Calculator", S17).kind(Kind::Dictionary),
        key("Calculator/BasicMode", S17).kind(Kind::Dictionary),
        key("Calculator/BasicMode/AddSquareRoot", S17).must().kind(Kind::Boolean),
        key("Calculator/ScientificMode", S17).kind(Kind::Dictionary),
        key("Calculator/ScientificMode/Enabled", S17).must().kind(Kind::Boolean),
        key("Calculator/ProgrammerMode", S18).kind(Kind::Dictionary),
        key("Calculator/ProgrammerMode/Enabled", S18).must().kind(Kind::Boolean),
        key("Calculator/MathNotesMode", S17).kind(Kind::Dictionary),
        key("Calculator/MathNotesMode/Enabled", S17).must().kind(Kind::Boolean),
        key("Calculator/InputModes", S17).kind(Kind::Dictionary),
        key("Calculator/InputModes/UnitConversion", S17).must().kind(Kind::Boolean),
        key("Calculator/InputModes/RPN", S18).must().kind(Kind::Boolean),
        key("SystemBehavior", S17).kind(Kind::Dictionary),
        key("SystemBehavior/KeyboardSuggestions", S17).must().kind(Kind::Boolean),
        key("SystemBehavior/MathNotes", S17).must().kind(Kind::Boolean),
    ]),
    item("com.apple.configuration.package", "declarative/declarations/configurations/package.yaml", S19, &[
        key("ManifestURL", S19).must().kind(Kind::String),
        key("InstallBehavior", S19).kind(Kind::Dictionary),
        key("InstallBehavior/Install", S19).kind(Kind::String).allowed(&["Optional", "Required"]),
        key("UninstallBehavior", S9).kind(Kind::Dictionary),
        key("UninstallBehavior/Remove", S9).kind(Kind::Boolean),
    ]),
    item("com.apple.configuration.safari.bookmarks", "declarative/declarations/configurations/safari.bookmarks.yaml", S20, &[
        key("ManagedBookmarks", S20).kind(Kind::Array),
        key("ManagedBookmarks/GroupIdentifier", S20).must().kind(Kind::String),
        key("ManagedBookmarks/Title", S20).must().kind(Kind::String),
        key("ManagedBookmarks/Bookmarks", S20).must().kind(Kind::Array),
        key("ManagedBookmarks/Bookmarks/Title", S20).must().kind(Kind::String),
        key("ManagedBookmarks/Bookmarks/URL", S20).kind(Kind::String),
        key("ManagedBookmarks/Bookmarks/Folder", S20).kind(Kind::Array),
    ]),
    item("com.apple.configuration.safari.extensions.settings", "declarative/declarations/configurations/safari.extensions.settings.yaml", S21, &[
        key("ManagedExtensions", S21).kind(Kind::Dictionary),
        key("ManagedExtensions/*", S21).kind(Kind::Dictionary),
        key("ManagedExtensions/*/State", S21).kind(Kind::String).allowed(&["Allowed", "AlwaysOn", "AlwaysOff"]),
        key("ManagedExtensions/*/PrivateBrowsing", S21).kind(Kind::String).allowed(&["Allowed", "AlwaysOn", "AlwaysOff"]),
        key("ManagedExtensions/*/AllowedDomains", S21).kind(Kind::Array),
        key("ManagedExtensions/*/DeniedDomains", S21).kind(Kind::Array),
    ]),
    item("com.apple.configuration.safari.settings", "declarative/declarations/configurations/safari.settings.yaml", S20, &[
        key("AcceptCookies", S22).kind(Kind::String).allowed(&["Never", "CurrentWebsite", "VisitedWebsites", "Always"]),
        key("AllowDisablingFraudWarning", S22).kind(Kind::Boolean),
        key("AllowHistoryClearing", S23).kind(Kind::Boolean),
        key("AllowJavaScript", S22).kind(Kind::Boolean),
        key("AllowPrivateBrowsing", S23).kind(Kind::Boolean),
        key("AllowPopups", S22).kind(Kind::Boolean),
        key("AllowSummary", S23).kind(Kind::Boolean),
        key("NewTabStartPage", S20).kind(Kind::Dictionary),
        key("NewTabStartPage/PageType", S20).must().kind(Kind::String).allowed(&["Start", "Home", "Extension"]),
        key("NewTabStartPage/HomepageURL", S20).kind(Kind::String),
        key("NewTabStartPage/ExtensionIdentifier", S20).kind(Kind::String),
        key("Privacy", S10).kind(Kind::Dictionary),
        key("Privacy/PermissionDefaults", S10).kind(Kind::Dictionary),
        key("Privacy/PermissionDefaults/*", S10).kind(Kind::Dictionary),
        key("Privacy/PermissionDefaults/*/OrganizationJustification", S10).must().kind(Kind::String),
        key("Privacy/PermissionDefaults/*/Camera", S10).kind(Kind::String).allowed(&["None", "Allow"]),
        key("Privacy/PermissionDefaults/*/Microphone", S10).kind(Kind::String).allowed(&["None", "Allow"]),
    ]),
    item("com.apple.configuration.siri.settings", "declarative/declarations/configurations/siri.settings.yaml", &[R11, R9, R5, R17, R10], &[
        key("Enabled", &[R11, R9, R5, R10]).kind(Kind::Boolean),
        key("AllowUserGeneratedContent", S24).kind(Kind::Boolean),
        key("AllowWhileLocked", S24).kind(Kind::Boolean),
        key("ForceProfanityFilter", S15).kind(Kind::Boolean),
    ]),
];

const S0: &[Availability] = &[R0, R1, R2];
const S1: &[Availability] = &[R0, R2];
const S2: &[Availability] = &[R1];
const S3: &[Availability] = &[ios(26, 0, 0).shared_ipad(Mode::Allowed), R1, visionos(26, 0, 0)];
const S4: &[Availability] = &[R0];
const S5: &[Availability] = &[ios(18, 1, 0).shared_ipad(Mode::Allowed)];
const S6: &[Availability] = &[ios(18, 4, 0).shared_ipad(Mode::Allowed), macos(27, 0, 0).both_channels(), R2];
const S7: &[Availability] = &[R3, R4, R5, R6];
const S8: &[Availability] = &[R3, R5, R6];
const S9: &[Availability] = &[macos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised()];
const S10: &[Availability] = &[R3, R7];
const S11: &[Availability] = &[R8, R9, R10];
const S12: &[Availability] = &[R8];
const S13: &[Availability] = &[ios(27, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Forbidden), R4, R6];
const S14: &[Availability] = &[R8, R9];
const S15: &[Availability] = &[R11, R9];
const S16: &[Availability] = &[R11];
const S17: &[Availability] = &[R12, R13];
const S18: &[Availability] = &[R13];
const S19: &[Availability] = &[macos(26, 0, 0).user_enrollment(Mode::Forbidden).supervised()];
const S20: &[Availability] = &[ios(26, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).user_channel_only(), R14, visionos(26, 0, 0).user_enrollment(Mode::Forbidden)];
const S21: &[Availability] = &[R12, R13, R15];
const S22: &[Availability] = &[R16];
const S23: &[Availability] = &[R16, R14, R15];
const S24: &[Availability] = &[R11, R17];

const R0: Availability = ios(17, 2, 0).shared_ipad(Mode::Allowed);
const R1: Availability = macos(26, 0, 0).both_channels();
const R2: Availability = visionos(2, 4, 0);
const R3: Availability = ios(27, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed).user_channel_only();
const R4: Availability = macos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised().both_channels();
const R5: Availability = tvos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised();
const R6: Availability = visionos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised();
const R7: Availability = macos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised().user_channel_only();
const R8: Availability = ios(26, 4, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Forbidden);
const R9: Availability = macos(26, 4, 0).user_enrollment(Mode::Forbidden).supervised().both_channels();
const R10: Availability = visionos(26, 4, 0).user_enrollment(Mode::Forbidden).supervised();
const R11: Availability = ios(26, 4, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed).user_channel_only();
const R12: Availability = ios(18, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed).user_channel_only();
const R13: Availability = macos(15, 0, 0).user_enrollment(Mode::Forbidden).supervised().user_channel_only();
const R14: Availability = macos(26, 0, 0).user_enrollment(Mode::Forbidden).supervised().user_channel_only();
const R15: Availability = visionos(26, 0, 0).user_enrollment(Mode::Forbidden).supervised();
const R16: Availability = ios(26, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed).user_channel_only();
const R17: Availability = watchos(26, 4, 0).user_enrollment(Mode::Forbidden).supervised();
