// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Tables of keys: apps.

use crate::wire::{BTreeMap, wire, words};

wire! {
    /// Declaration `com.apple.configuration.app.managed`: iOS 17.2, macOS 26.0, visionOS 2.4. Several on
    /// one device: multiple. Source: `declarative/declarations/configurations/app.managed.yaml`.
    pub struct AppManaged {
        may {
            "AppStoreID" app_store_id: String,
            "BundleID" bundle_id: String,
            /// iOS 17.2, visionOS 2.4.
            "ManifestURL" manifest_url: String,
            /// macOS 26.0.
            "AppComposedIdentifier" app_composed_identifier: String,
            /// Missing is false. macOS 26.0.
            "iOSApp" ios_app: bool,
            "InstallBehavior" install_behavior: AppInstallBehavior,
            /// iOS 26.0, macOS 26.0, visionOS 26.0.
            "UpdateBehavior" update_behavior: UpdateBehavior,
            /// Missing is true. iOS 17.2, visionOS 2.4.
            "IncludeInBackup" include_in_backup: bool,
            /// iOS 17.2, visionOS 2.4.
            "Attributes" attributes: ManagedAppAttributes,
            /// iOS 18.4, macOS 27.0, visionOS 2.4.
            "AppConfig" app_config: AppConfig,
            /// iOS 18.4, macOS 27.0, visionOS 2.4.
            "ExtensionConfigs" extension_configs: BTreeMap<String, ExtensionConfig>,
            /// `Identifier` of a `com.apple.asset.data`. iOS 18.4, macOS 27.0, visionOS 2.4.
            "LegacyAppConfigAssetReference" legacy_app_config_asset_reference: String,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.app.managed/InstallBehavior`.
    pub struct AppInstallBehavior {
        may {
            /// Missing is `Optional`.
            "Install" install: AppInstallation,
            "License" license: AppLicense,
            /// iOS 26.0, macOS 26.0, visionOS 26.0.
            "Version" version: i64,
            /// Missing is `StoreSettings`. iOS 26.0.
            "AllowDownloadsOverCellular" allow_downloads_over_cellular: AllowDownloadsOverCellular,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.app.managed/InstallBehavior/Install`.
    pub enum AppInstallation {
        Optional = "Optional",
        Required = "Required",
    }
}

wire! {
    /// The dictionary `com.apple.configuration.app.managed/InstallBehavior/License`.
    pub struct AppLicense {
        may {
            "Assignment" assignment: LicenseAssignment,
            /// iOS 17.2. Gone since iOS 18.0.
            "VPPType" vpp_type: VppType,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.app.managed/InstallBehavior/License/Assignment`.
    pub enum LicenseAssignment {
        Device = "Device",
        User = "User",
    }
}

words! {
    /// The words of `com.apple.configuration.app.managed/InstallBehavior/License/VPPType`.
    pub enum VppType {
        Device = "Device",
        User = "User",
    }
}

words! {
    /// The words of `com.apple.configuration.app.managed/InstallBehavior/AllowDownloadsOverCellular`.
    pub enum AllowDownloadsOverCellular {
        AlwaysOn = "AlwaysOn",
        AlwaysOff = "AlwaysOff",
        StoreSettings = "StoreSettings",
    }
}

wire! {
    /// The dictionary `com.apple.configuration.app.managed/UpdateBehavior`.
    pub struct UpdateBehavior {
        must {
            "AutomaticAppUpdates" automatic_app_updates: AutomaticAppUpdates,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.app.managed/UpdateBehavior/AutomaticAppUpdates`.
    pub enum AutomaticAppUpdates {
        AlwaysOn = "AlwaysOn",
        AlwaysOff = "AlwaysOff",
        StoreSettings = "StoreSettings",
    }
}

wire! {
    /// The dictionary `com.apple.configuration.app.managed/Attributes`.
    pub struct ManagedAppAttributes {
        may {
            "AssociatedDomains" associated_domains: Vec<String>,
            /// Missing is false.
            "AssociatedDomainsEnableDirectDownloads" associated_domains_enable_direct_downloads: bool,
            /// iOS 17.2.
            "CellularSliceUUID" cellular_slice_uuid: String,
            "ContentFilterUUID" content_filter_uuid: String,
            "DNSProxyUUID" dns_proxy_uuid: String,
            /// Missing is true. iOS 18.1.
            "Hideable" hideable: bool,
            /// Missing is true. iOS 18.1.
            "Lockable" lockable: bool,
            "RelayUUID" relay_uuid: String,
            /// Missing is false. iOS 17.2.
            "TapToPayScreenLock" tap_to_pay_screen_lock: bool,
            "VPNUUID" vpn_uuid: String,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.app.managed/AppConfig`.
    pub struct AppConfig {
        may {
            /// `Identifier` of a `com.apple.asset.data`.
            "DataAssetReference" data_asset_reference: String,
            "Passwords" passwords: Vec<AppConfigPassword>,
            "Identities" identities: Vec<AppConfigIdentity>,
            "Certificates" certificates: Vec<AppConfigCertificate>,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.app.managed/AppConfig/Passwords`.
    pub struct AppConfigPassword {
        must {
            "Identifier" identifier: String,
            /// `Identifier` of a `com.apple.asset.credential.userpassword`.
            "AssetReference" asset_reference: String,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.app.managed/AppConfig/Identities`.
    pub struct AppConfigIdentity {
        must {
            "Identifier" identifier: String,
            /// `Identifier` of one of: `com.apple.asset.credential.identity`,
            /// `com.apple.asset.credential.scep`, `com.apple.asset.credential.acme`.
            "AssetReference" asset_reference: String,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.app.managed/AppConfig/Certificates`.
    pub struct AppConfigCertificate {
        must {
            "Identifier" identifier: String,
            /// `Identifier` of a `com.apple.asset.credential.certificate`.
            "AssetReference" asset_reference: String,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.app.managed/ExtensionConfigs/*`.
    pub struct ExtensionConfig {
        may {
            /// `Identifier` of a `com.apple.asset.data`.
            "DataAssetReference" data_asset_reference: String,
            "Passwords" passwords: Vec<AppConfigPassword>,
            "Identities" identities: Vec<AppConfigIdentity>,
            "Certificates" certificates: Vec<AppConfigCertificate>,
        }
    }
}

wire! {
    /// Declaration `com.apple.configuration.app.settings`: iOS 27.0, macOS 27.0, tvOS 27.0, visionOS 27.0.
    /// Several on one device: combined. Source:
    /// `declarative/declarations/configurations/app.settings.yaml`.
    pub struct AppSettings {
        may {
            "Allowed" allowed: Allowed,
            /// iOS 27.0, macOS 27.0.
            "Privacy" privacy: AppSettingsPrivacy,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.app.settings/Allowed`.
    pub struct Allowed {
        may {
            /// Several combine by set-intersection. iOS 27.0, tvOS 27.0, visionOS 27.0.
            "AllowedApps" allowed_apps: Vec<String>,
            /// Several combine by set-union. iOS 27.0, tvOS 27.0, visionOS 27.0.
            "DeniedApps" denied_apps: Vec<String>,
            /// Several combine by set-intersection. macOS 27.0.
            "AllowedBinaries" allowed_binaries: Vec<BinaryIdentifier>,
            /// Several combine by set-union. macOS 27.0.
            "DeniedBinaries" denied_binaries: Vec<BinaryIdentifier>,
            /// Missing is false. Several combine by boolean-or. macOS 27.0.
            "AlwaysAllowManagedApps" always_allow_managed_apps: bool,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.app.settings/Allowed/AllowedBinaries`.
    pub struct BinaryIdentifier {
        may {
            "CDHash" cd_hash: String,
            "SigningID" signing_id: String,
            "TeamID" team_id: String,
            "PathPrefix" path_prefix: String,
            /// Missing is `All`. Several combine by enum-last.
            "SigningState" signing_state: SigningState,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.app.settings/Allowed/AllowedBinaries/SigningState`.
    pub enum SigningState {
        All = "All",
        TestFlight = "TestFlight",
        DeveloperId = "DeveloperID",
        Enterprise = "Enterprise",
        AppStore = "AppStore",
        Apple = "Apple",
    }
}

wire! {
    /// The dictionary `com.apple.configuration.app.settings/Privacy`.
    pub struct AppSettingsPrivacy {
        may {
            "PermissionDefaults" permission_defaults: BTreeMap<String, AppSettingsPermissionDefault>,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.app.settings/Privacy/PermissionDefaults/*`.
    pub struct AppSettingsPermissionDefault {
        must {
            "OrganizationJustification" organization_justification: String,
        }
        may {
            /// Several combine by enum-last. macOS 27.0.
            "Accessibility" accessibility: Accessibility,
            /// Several combine by enum-last.
            "Bluetooth" bluetooth: Bluetooth,
            /// Several combine by enum-last.
            "Camera" camera: Camera,
            /// Several combine by enum-last.
            "Dictation" dictation: Dictation,
            /// Several combine by enum-last.
            "LocalNetwork" local_network: LocalNetwork,
            /// Several combine by enum-last.
            "Location" location: Location,
            /// Several combine by enum-last. iOS 27.0.
            "LocationAccuracy" location_accuracy: LocationAccuracy,
            /// Several combine by enum-last.
            "Microphone" microphone: Microphone,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.app.settings/Privacy/PermissionDefaults/*/Accessibility`.
    pub enum Accessibility {
        None = "None",
        Allow = "Allow",
    }
}

words! {
    /// The words of `com.apple.configuration.app.settings/Privacy/PermissionDefaults/*/Bluetooth`.
    pub enum Bluetooth {
        None = "None",
        Allow = "Allow",
    }
}

words! {
    /// The words of `com.apple.configuration.app.settings/Privacy/PermissionDefaults/*/Camera`.
    pub enum Camera {
        None = "None",
        Allow = "Allow",
    }
}

words! {
    /// The words of `com.apple.configuration.app.settings/Privacy/PermissionDefaults/*/Dictation`.
    pub enum Dictation {
        None = "None",
        Allow = "Allow",
    }
}

words! {
    /// The words of `com.apple.configuration.app.settings/Privacy/PermissionDefaults/*/LocalNetwork`.
    pub enum LocalNetwork {
        None = "None",
        Allow = "Allow",
    }
}

words! {
    /// The words of `com.apple.configuration.app.settings/Privacy/PermissionDefaults/*/Location`.
    pub enum Location {
        None = "None",
        WhileUsing = "WhileUsing",
        Always = "Always",
    }
}

words! {
    /// The words of `com.apple.configuration.app.settings/Privacy/PermissionDefaults/*/LocationAccuracy`.
    pub enum LocationAccuracy {
        None = "None",
        Approximate = "Approximate",
        Precise = "Precise",
    }
}

words! {
    /// The words of `com.apple.configuration.app.settings/Privacy/PermissionDefaults/*/Microphone`.
    pub enum Microphone {
        None = "None",
        Allow = "Allow",
    }
}

wire! {
    /// Declaration `com.apple.configuration.external-intelligence.settings`: iOS 26.4, macOS 26.4, visionOS
    /// 26.4. Several on one device: combined. Source:
    /// `declarative/declarations/configurations/external-intelligence.settings.yaml`.
    pub struct ExternalIntelligenceSettings {
        may {
            /// Missing is true. Several combine by boolean-and.
            "Enabled" enabled: bool,
            /// Missing is true. Several combine by boolean-and.
            "AllowSignIn" allow_sign_in: bool,
            /// Several combine by set-intersection.
            "AllowedWorkspaceIDs" allowed_workspace_ids: Vec<String>,
        }
    }
}

wire! {
    /// Declaration `com.apple.configuration.intelligence.settings`: iOS 26.4, macOS 26.4, visionOS 26.4.
    /// Several on one device: combined. Source:
    /// `declarative/declarations/configurations/intelligence.settings.yaml`.
    pub struct IntelligenceSettings {
        may {
            /// Missing is true. Several combine by boolean-and.
            "AllowAppleIntelligenceReport" allow_apple_intelligence_report: bool,
            /// Missing is true. Several combine by boolean-and.
            "AllowGenmoji" allow_genmoji: bool,
            /// Missing is true. Several combine by boolean-and.
            "AllowImagePlayground" allow_image_playground: bool,
            /// Missing is true. Several combine by boolean-and. iOS 26.4, visionOS 26.4.
            "AllowImageWand" allow_image_wand: bool,
            /// Missing is true. Several combine by boolean-and. iOS 26.4.
            "AllowPersonalizedHandwritingResults" allow_personalized_handwriting_results: bool,
            /// Missing is true. Several combine by boolean-and. iOS 26.4.
            "AllowVisualIntelligenceSummary" allow_visual_intelligence_summary: bool,
            /// Missing is true. Several combine by boolean-and.
            "AllowWritingTools" allow_writing_tools: bool,
            "Apps" apps: Apps,
            /// Missing is false. Several combine by boolean-or.
            "ForceOnDeviceOnlyDictation" force_on_device_only_dictation: bool,
            /// Missing is false. Several combine by boolean-or. iOS 26.4.
            "ForceOnDeviceOnlyTranslation" force_on_device_only_translation: bool,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.intelligence.settings/Apps`.
    pub struct Apps {
        may {
            /// iOS 27.0, macOS 27.0, visionOS 27.0.
            "Calendar" calendar: Calendar,
            "Mail" mail: Mail,
            "Notes" notes: Notes,
            "Safari" safari: Safari,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.intelligence.settings/Apps/Calendar`.
    pub struct Calendar {
        may {
            /// Missing is true. Several combine by boolean-and.
            "AllowNaturalLanguageEditing" allow_natural_language_editing: bool,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.intelligence.settings/Apps/Mail`.
    pub struct Mail {
        may {
            /// Missing is true. Several combine by boolean-and.
            "AllowSmartReplies" allow_smart_replies: bool,
            /// Missing is true. Several combine by boolean-and.
            "AllowSummary" allow_summary: bool,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.intelligence.settings/Apps/Notes`.
    pub struct Notes {
        may {
            /// Missing is true. Several combine by boolean-and. iOS 26.4, macOS 26.4.
            "AllowTranscription" allow_transcription: bool,
            /// Missing is true. Several combine by boolean-and. iOS 26.4, macOS 26.4.
            "AllowTranscriptionSummary" allow_transcription_summary: bool,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.intelligence.settings/Apps/Safari`.
    pub struct Safari {
        may {
            /// Missing is true. Several combine by boolean-and.
            "AllowSummary" allow_summary: bool,
        }
    }
}

wire! {
    /// Declaration `com.apple.configuration.keyboard.settings`: iOS 26.4, macOS 26.4. Several on one
    /// device: combined. Source: `declarative/declarations/configurations/keyboard.settings.yaml`.
    pub struct KeyboardSettings {
        may {
            /// Missing is true. Several combine by boolean-and. iOS 26.4.
            "AllowAutoCorrection" allow_auto_correction: bool,
            /// Missing is true. Several combine by boolean-and.
            "AllowDefinitionLookup" allow_definition_lookup: bool,
            /// Missing is true. Several combine by boolean-and.
            "AllowDictation" allow_dictation: bool,
            /// Missing is true. Several combine by boolean-and.
            "AllowMathKeyboardSuggestions" allow_math_keyboard_suggestions: bool,
            /// Missing is true. Several combine by boolean-and. iOS 26.4.
            "AllowPredictiveText" allow_predictive_text: bool,
            /// Missing is true. Several combine by boolean-and. iOS 26.4.
            "AllowSlideToType" allow_slide_to_type: bool,
            /// Missing is true. Several combine by boolean-and. iOS 26.4.
            "AllowSpellCheck" allow_spell_check: bool,
            /// Missing is true. Several combine by boolean-and. iOS 26.4.
            "AllowTextReplacement" allow_text_replacement: bool,
        }
    }
}

wire! {
    /// Declaration `com.apple.configuration.math.settings`: iOS 18.0, macOS 15.0. Several on one device:
    /// combined. Source: `declarative/declarations/configurations/math.settings.yaml`.
    pub struct MathSettings {
        may {
            "Calculator" calculator: Calculator,
            "SystemBehavior" system_behavior: SystemBehavior,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.math.settings/Calculator`.
    pub struct Calculator {
        may {
            "BasicMode" basic_mode: BasicMode,
            "ScientificMode" scientific_mode: ScientificMode,
            /// macOS 15.0.
            "ProgrammerMode" programmer_mode: ProgrammerMode,
            "MathNotesMode" math_notes_mode: MathNotesMode,
            "InputModes" input_modes: InputModes,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.math.settings/Calculator/BasicMode`.
    pub struct BasicMode {
        must {
            /// Several combine by boolean-or.
            "AddSquareRoot" add_square_root: bool,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.math.settings/Calculator/ScientificMode`.
    pub struct ScientificMode {
        must {
            /// Several combine by boolean-and.
            "Enabled" enabled: bool,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.math.settings/Calculator/ProgrammerMode`.
    pub struct ProgrammerMode {
        must {
            /// Several combine by boolean-and.
            "Enabled" enabled: bool,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.math.settings/Calculator/MathNotesMode`.
    pub struct MathNotesMode {
        must {
            /// Several combine by boolean-and.
            "Enabled" enabled: bool,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.math.settings/Calculator/InputModes`.
    pub struct InputModes {
        must {
            /// Several combine by boolean-and.
            "UnitConversion" unit_conversion: bool,
        }
        may {
            /// Several combine by boolean-and. macOS 15.0.
            "RPN" rpn: bool,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.math.settings/SystemBehavior`.
    pub struct SystemBehavior {
        must {
            /// Several combine by boolean-and.
            "KeyboardSuggestions" keyboard_suggestions: bool,
            /// Several combine by boolean-and.
            "MathNotes" math_notes: bool,
        }
    }
}

wire! {
    /// Installs a package on a Mac.
    ///
    /// Declaration `com.apple.configuration.package`: macOS 26.0. Several on one device: multiple. Source:
    /// `declarative/declarations/configurations/package.yaml`.
    pub struct PackageInstallation {
        must {
            "ManifestURL" manifest_url: String,
        }
        may {
            "InstallBehavior" install_behavior: InstallBehavior,
            /// macOS 27.0.
            "UninstallBehavior" uninstall_behavior: UninstallBehavior,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.package/InstallBehavior`.
    pub struct InstallBehavior {
        may {
            /// Missing is `Optional`.
            "Install" install: Install,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.package/InstallBehavior/Install`.
    pub enum Install {
        Optional = "Optional",
        Required = "Required",
    }
}

wire! {
    /// The dictionary `com.apple.configuration.package/UninstallBehavior`.
    pub struct UninstallBehavior {
        may {
            /// Missing is false.
            "Remove" remove: bool,
        }
    }
}

wire! {
    /// Declaration `com.apple.configuration.safari.bookmarks`: iOS 26.0, macOS 26.0, visionOS 26.0. Several
    /// on one device: combined. Source: `declarative/declarations/configurations/safari.bookmarks.yaml`.
    pub struct SafariBookmarks {
        may {
            "ManagedBookmarks" managed_bookmarks: Vec<ManagedBookmark>,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.safari.bookmarks/ManagedBookmarks`.
    pub struct ManagedBookmark {
        must {
            "GroupIdentifier" group_identifier: String,
            "Title" title: String,
            /// Several combine by array-append.
            "Bookmarks" bookmarks: Vec<Bookmark>,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.safari.bookmarks/ManagedBookmarks/Bookmarks`.
    pub struct Bookmark {
        must {
            "Title" title: String,
        }
        may {
            "URL" url: String,
            "Folder" folder: Vec<Bookmark>,
        }
    }
}

wire! {
    /// Declaration `com.apple.configuration.safari.extensions.settings`: iOS 18.0, macOS 15.0, visionOS
    /// 26.0. Several on one device: combined. Source:
    /// `declarative/declarations/configurations/safari.extensions.settings.yaml`.
    pub struct SafariExtensionsSettings {
        may {
            "ManagedExtensions" managed_extensions: BTreeMap<String, ManagedExtension>,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.safari.extensions.settings/ManagedExtensions/*`.
    pub struct ManagedExtension {
        may {
            /// Several combine by enum-last.
            "State" state: SafariExtensionsSettingsState,
            /// Several combine by enum-last.
            "PrivateBrowsing" private_browsing: PrivateBrowsing,
            /// Several combine by set-union.
            "AllowedDomains" allowed_domains: Vec<String>,
            /// Several combine by set-union.
            "DeniedDomains" denied_domains: Vec<String>,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.safari.extensions.settings/ManagedExtensions/*/State`.
    pub enum SafariExtensionsSettingsState {
        Allowed = "Allowed",
        AlwaysOn = "AlwaysOn",
        AlwaysOff = "AlwaysOff",
    }
}

words! {
    /// The words of
    /// `com.apple.configuration.safari.extensions.settings/ManagedExtensions/*/PrivateBrowsing`.
    pub enum PrivateBrowsing {
        Allowed = "Allowed",
        AlwaysOn = "AlwaysOn",
        AlwaysOff = "AlwaysOff",
    }
}

wire! {
    /// Declaration `com.apple.configuration.safari.settings`: iOS 26.0, macOS 26.0, visionOS 26.0. Several
    /// on one device: combined. Source: `declarative/declarations/configurations/safari.settings.yaml`.
    pub struct SafariSettings {
        may {
            /// Missing is `Always`. Several combine by enum-first. iOS 26.0.
            "AcceptCookies" accept_cookies: AcceptCookies,
            /// Missing is true. Several combine by boolean-and. iOS 26.0.
            "AllowDisablingFraudWarning" allow_disabling_fraud_warning: bool,
            /// Missing is true. Several combine by boolean-and.
            "AllowHistoryClearing" allow_history_clearing: bool,
            /// Missing is true. Several combine by boolean-and. iOS 26.0.
            "AllowJavaScript" allow_java_script: bool,
            /// Missing is true. Several combine by boolean-and.
            "AllowPrivateBrowsing" allow_private_browsing: bool,
            /// Missing is true. Several combine by boolean-and. iOS 26.0.
            "AllowPopups" allow_popups: bool,
            /// Missing is true. Several combine by boolean-and.
            "AllowSummary" allow_summary: bool,
            "NewTabStartPage" new_tab_start_page: NewTabStartPage,
            /// iOS 27.0, macOS 27.0.
            "Privacy" privacy: SafariSettingsPrivacy,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.safari.settings/AcceptCookies`.
    pub enum AcceptCookies {
        Never = "Never",
        CurrentWebsite = "CurrentWebsite",
        VisitedWebsites = "VisitedWebsites",
        Always = "Always",
    }
}

wire! {
    /// The dictionary `com.apple.configuration.safari.settings/NewTabStartPage`.
    pub struct NewTabStartPage {
        must {
            "PageType" page_type: PageType,
        }
        may {
            "HomepageURL" homepage_url: String,
            "ExtensionIdentifier" extension_identifier: String,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.safari.settings/NewTabStartPage/PageType`.
    pub enum PageType {
        Start = "Start",
        Home = "Home",
        Extension = "Extension",
    }
}

wire! {
    /// The dictionary `com.apple.configuration.safari.settings/Privacy`.
    pub struct SafariSettingsPrivacy {
        may {
            "PermissionDefaults" permission_defaults: BTreeMap<String, SafariSettingsPermissionDefault>,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.safari.settings/Privacy/PermissionDefaults/*`.
    pub struct SafariSettingsPermissionDefault {
        must {
            "OrganizationJustification" organization_justification: String,
        }
        may {
            /// Several combine by enum-last.
            "Camera" camera: Camera,
            /// Several combine by enum-last.
            "Microphone" microphone: Microphone,
        }
    }
}

wire! {
    /// Declaration `com.apple.configuration.siri.settings`: iOS 26.4, macOS 26.4, tvOS 27.0, watchOS 26.4,
    /// visionOS 26.4. Several on one device: combined. Source:
    /// `declarative/declarations/configurations/siri.settings.yaml`.
    pub struct SiriSettings {
        may {
            /// Missing is true. Several combine by boolean-and. iOS 26.4, macOS 26.4, tvOS 27.0, visionOS
            /// 26.4.
            "Enabled" enabled: bool,
            /// Missing is true. Several combine by boolean-and. iOS 26.4, watchOS 26.4.
            "AllowUserGeneratedContent" allow_user_generated_content: bool,
            /// Missing is true. Several combine by boolean-and. iOS 26.4, watchOS 26.4.
            "AllowWhileLocked" allow_while_locked: bool,
            /// Missing is false. Several combine by boolean-or. iOS 26.4, macOS 26.4.
            "ForceProfanityFilter" force_profanity_filter: bool,
        }
    }
}
