// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Tables of keys: apps.

use crate::wire::{BTreeMap, wire, words};
use crate::{AppSource, Data, EnterpriseAppSource, Extra, RedemptionCode};

wire! {
    /// Lists the extensions that are active for a user of a Mac.
    ///
    /// Command `ActiveNSExtensions`: macOS 10.13. Source:
    /// `mdm/commands/application.extensions.listactive.yaml`.
    pub struct ActiveNsExtensions {
        may {
            "FilterExtensionPoints" filter_extension_points: Vec<String>,
        }
    }
}

wire! {
    /// The answer to [`ActiveNsExtensions`].
    pub struct ActiveNsExtensionsResponse {
        must {
            "Extensions" extensions: Vec<ActiveExtension>,
        }
    }
}

wire! {
    /// The dictionary `ActiveNSExtensions, answer, Extensions`.
    pub struct ActiveExtension {
        may {
            "Identifier" identifier: String,
            "ExtensionPoint" extension_point: String,
            "DisplayName" display_name: String,
            "ContainerDisplayName" container_display_name: String,
            "ContainerIdentifier" container_identifier: String,
            "Path" path: String,
            "Version" version: String,
            "UserElection" user_election: UserElection,
        }
    }
}

words! {
    /// The words of `ActiveNSExtensions, answer, Extensions/UserElection`.
    pub enum UserElection {
        Default = "Default",
        Use = "Use",
        Ignore = "Ignore",
    }
}

wire! {
    /// Lists the extensions that are installed for a user of a Mac.
    ///
    /// Command `NSExtensionMappings`: macOS 10.13. Source:
    /// `mdm/commands/application.extensions.mappings.yaml`.
    pub struct NsExtensionMappings {}
}

wire! {
    /// The answer to [`NsExtensionMappings`].
    pub struct NsExtensionMappingsResponse {
        must {
            "Extensions" extensions: Vec<InstalledExtension>,
        }
    }
}

wire! {
    /// The dictionary `NSExtensionMappings, answer, Extensions`.
    pub struct InstalledExtension {
        may {
            "Identifier" identifier: String,
            "ExtensionPoint" extension_point: String,
            "DisplayName" display_name: String,
        }
    }
}

wire! {
    /// Installs an organization's own app on a Mac.
    ///
    /// Command `InstallEnterpriseApplication`: macOS 10.13.6. Source:
    /// `mdm/commands/application.install.enterprise.yaml`.
    pub struct InstallEnterpriseApplication {
        group { source: EnterpriseAppSource }
        may {
            "ManifestURLPinningCerts" manifest_url_pinning_certs: Vec<Data>,
            /// Missing is false.
            "PinningRevocationCheckRequired" pinning_revocation_check_required: bool,
            /// Missing is false. macOS 11.0.
            "InstallAsManaged" install_as_managed: bool,
            /// One of 1. macOS 11.0.
            "ManagementFlags" management_flags: i64,
            /// macOS 11.0.
            "Configuration" configuration: Extra,
            /// macOS 11.0.
            "ChangeManagementState" change_management_state: ManagementChange,
            /// Missing is false. macOS 11.0.
            "iOSApp" ios_app: bool,
        }
    }
}

words! {
    /// The words of `InstallEnterpriseApplication/ChangeManagementState`.
    pub enum ManagementChange {
        Managed = "Managed",
    }
}

wire! {
    /// Installs an app, or updates it when it is managed (requirement F47).
    ///
    /// Command `InstallApplication`: iOS 5.0, macOS 10.9, tvOS 10.2, watchOS 10.0, visionOS 1.1. Source:
    /// `mdm/commands/application.install.yaml`.
    pub struct InstallApplication {
        group { source: AppSource }
        may {
            /// How to buy it. iOS 7.0, macOS 10.9, tvOS 10.2, watchOS 10.0, visionOS 1.1.
            "Options" options: InstallOptions,
            /// 1: remove it with the enrollment profile; 4: keep its data out of backups; 5: both. Missing
            /// is neither. iOS 5.0, macOS 11.0, tvOS 10.2, watchOS 10.0, visionOS 1.1.
            "ManagementFlags" management_flags: i64,
            /// The app's first configuration; the keys are the app's own. iOS 7.0, macOS 11.0, tvOS 10.2,
            /// watchOS 10.0, visionOS 1.1.
            "Configuration" configuration: Extra,
            /// How the device treats it. iOS 7.0, tvOS 10.2, watchOS 10.0, visionOS 1.1.
            "Attributes" attributes: AppAttributes,
            /// `Managed` takes an app over that the user installed. iOS 9.0, macOS 11.0, tvOS 10.2, watchOS
            /// 10.0, visionOS 1.1.
            "ChangeManagementState" change_management_state: ManagementChange,
            /// Missing is false. macOS 11.0.
            "InstallAsManaged" install_as_managed: bool,
            /// Missing is false. macOS 11.0.
            "iOSApp" ios_app: bool,
        }
    }
}

wire! {
    /// The dictionary `InstallApplication/Options`.
    pub struct InstallOptions {
        may {
            /// 0: free, or by redemption code; 1: by volume purchase. Missing is 0.
            "PurchaseMethod" purchase_method: i64,
        }
    }
}

wire! {
    /// The dictionary `InstallApplication/Attributes`.
    pub struct AppAttributes {
        may {
            /// iOS 7.0, watchOS 10.0, visionOS 1.1.
            "VPNUUID" vpn_uuid: String,
            /// iOS 16.0, visionOS 1.1.
            "ContentFilterUUID" content_filter_uuid: String,
            /// iOS 16.0, visionOS 1.1.
            "DNSProxyUUID" dns_proxy_uuid: String,
            /// iOS 17.0, visionOS 1.1.
            "RelayUUID" relay_uuid: String,
            /// iOS 13.0, watchOS 10.0, visionOS 1.1.
            "AssociatedDomains" associated_domains: Vec<String>,
            /// Missing is false. iOS 14.0, watchOS 10.0, visionOS 1.1.
            "AssociatedDomainsEnableDirectDownloads" associated_domains_enable_direct_downloads: bool,
            /// Missing is true. iOS 14.0, tvOS 14.0, watchOS 10.0, visionOS 1.1.
            "Removable" removable: bool,
            /// Missing is false. iOS 16.4.
            "TapToPayScreenLock" tap_to_pay_screen_lock: bool,
            /// iOS 17.0.
            "CellularSliceUUID" cellular_slice_uuid: String,
            /// Missing is true. iOS 18.1.
            "Hideable" hideable: bool,
            /// Missing is true. iOS 18.1.
            "Lockable" lockable: bool,
        }
    }
}

wire! {
    /// The answer to [`InstallApplication`].
    pub struct InstallApplicationResponse {
        may {
            "Identifier" identifier: String,
            "State" state: AppState,
            /// Why the device refused, with the status `Error`.
            "RejectionReason" rejection_reason: RejectionReason,
        }
    }
}

words! {
    /// The words of `InstallApplication, answer, State`.
    pub enum AppState {
        Queued = "Queued",
        NeedsRedemption = "NeedsRedemption",
        Redeeming = "Redeeming",
        Prompting = "Prompting",
        PromptingForLogin = "PromptingForLogin",
        ValidatingPurchase = "ValidatingPurchase",
        Installing = "Installing",
        Managed = "Managed",
        ManagedButUninstalled = "ManagedButUninstalled",
        UserInstalledApp = "UserInstalledApp",
        UserRejected = "UserRejected",
        PromptingForUpdate = "PromptingForUpdate",
        PromptingForUpdateLogin = "PromptingForUpdateLogin",
        ValidatingUpdate = "ValidatingUpdate",
        Updating = "Updating",
        UpdateRejected = "UpdateRejected",
        PromptingForManagement = "PromptingForManagement",
        ManagementRejected = "ManagementRejected",
        Failed = "Failed",
        Unknown = "Unknown",
    }
}

words! {
    /// The words of `InstallApplication, answer, RejectionReason`.
    pub enum RejectionReason {
        AppAlreadyInstalled = "AppAlreadyInstalled",
        AppAlreadyQueued = "AppAlreadyQueued",
        AppStoreDisabled = "AppStoreDisabled",
        CouldNotVerifyAppId = "CouldNotVerifyAppID",
        ManagementChangeNotSupported = "ManagementChangeNotSupported",
        NotAnApp = "NotAnApp",
        NotSupported = "NotSupported",
        Unspecified = "Other",
        PurchaseMethodNotSupported = "PurchaseMethodNotSupported",
        PurchaseMethodNotSupportedInMultiUser = "PurchaseMethodNotSupportedInMultiUser",
    }
}

wire! {
    /// Lists the installed apps.
    ///
    /// Command `InstalledApplicationList`: iOS 5.0, macOS 10.7, tvOS 10.2, watchOS 10.0, visionOS 1.1.
    /// Source: `mdm/commands/application.installed.list.yaml`.
    pub struct InstalledApplicationList {
        may {
            /// Only these bundle identifiers. Missing is all. iOS 7.0, macOS 10.15, tvOS 10.2, watchOS
            /// 10.0, visionOS 1.1.
            "Identifiers" identifiers: Vec<String>,
            /// Missing is false. iOS 7.0, macOS 10.15, tvOS 10.2, watchOS 10.0, visionOS 1.1.
            "ManagedAppsOnly" managed_apps_only: bool,
            /// Only these keys of each app. Missing is all. iOS 14.0, tvOS 14.0, watchOS 10.0, visionOS
            /// 1.1.
            "Items" items: Vec<AppItem>,
        }
    }
}

words! {
    /// The words of `InstalledApplicationList/Items`.
    pub enum AppItem {
        AdHocCodeSigned = "AdHocCodeSigned",
        AppStoreVendable = "AppStoreVendable",
        BetaApp = "BetaApp",
        BundleSize = "BundleSize",
        DeviceBasedVpp = "DeviceBasedVPP",
        DistributorIdentifier = "DistributorIdentifier",
        DynamicSize = "DynamicSize",
        ExternalVersionIdentifier = "ExternalVersionIdentifier",
        HasUpdateAvailable = "HasUpdateAvailable",
        Identifier = "Identifier",
        Installing = "Installing",
        IsAppClip = "IsAppClip",
        IsValidated = "IsValidated",
        Name = "Name",
        ShortVersion = "ShortVersion",
        Version = "Version",
    }
}

wire! {
    /// The answer to [`InstalledApplicationList`].
    pub struct InstalledApplicationListResponse {
        must {
            /// In no order.
            "InstalledApplicationList" installed_application_list: Vec<InstalledApplication>,
        }
    }
}

wire! {
    /// The dictionary `InstalledApplicationList, answer, InstalledApplicationList`.
    pub struct InstalledApplication {
        may {
            "Identifier" identifier: String,
            /// iOS 11.0, macOS 10.13, tvOS 11.0, watchOS 10.0, visionOS 1.1.
            "ExternalVersionIdentifier" external_version_identifier: i64,
            /// iOS 17.4.
            "DistributorIdentifier" distributor_identifier: String,
            "Version" version: String,
            "ShortVersion" short_version: String,
            "Name" name: String,
            "BundleSize" bundle_size: i64,
            /// iOS 5.0, tvOS 10.2, watchOS 10.0, visionOS 1.1.
            "DynamicSize" dynamic_size: i64,
            /// iOS 9.2, tvOS 10.2, watchOS 10.0, visionOS 1.1.
            "IsValidated" is_validated: bool,
            "Installing" installing: bool,
            /// iOS 11.3, tvOS 11.3, watchOS 10.0, visionOS 1.1.
            "AppStoreVendable" app_store_vendable: bool,
            /// iOS 11.3, tvOS 11.3, watchOS 10.0, visionOS 1.1.
            "DeviceBasedVPP" device_based_vpp: bool,
            /// iOS 11.3, tvOS 11.3, watchOS 10.0, visionOS 1.1.
            "BetaApp" beta_app: bool,
            /// iOS 11.3, tvOS 11.3, watchOS 10.0, visionOS 1.1.
            "AdHocCodeSigned" ad_hoc_code_signed: bool,
            /// iOS 11.3, macOS 10.13.4, tvOS 10.2, watchOS 10.0, visionOS 1.1.
            "HasUpdateAvailable" has_update_available: bool,
            /// Missing is false.
            "DownloadFailed" download_failed: bool,
            /// Missing is false.
            "DownloadWaiting" download_waiting: bool,
            /// Missing is false.
            "DownloadPaused" download_paused: bool,
            /// Missing is false.
            "DownloadCancelled" download_cancelled: bool,
            /// Missing is false. iOS 16.0, visionOS 1.1.
            "IsAppClip" is_app_clip: bool,
            /// iOS 17.2.
            "Source" source: String,
        }
    }
}

wire! {
    /// Invites the user to volume purchases.
    ///
    /// Command `InviteToProgram`: iOS 7.0, macOS 10.9. Source:
    /// `mdm/commands/application.invitetoprogram.yaml`.
    pub struct InviteToProgram {
        must {
            "ProgramID" program_id: ProgramId,
            "InvitationURL" invitation_url: String,
        }
    }
}

words! {
    /// The words of `InviteToProgram/ProgramID`.
    pub enum ProgramId {
        ComAppleCloudvpp = "com.apple.cloudvpp",
    }
}

wire! {
    /// The answer to [`InviteToProgram`].
    pub struct InviteToProgramResponse {
        must {
            "InvitationResult" invitation_result: InvitationResult,
        }
    }
}

words! {
    /// The words of `InviteToProgram, answer, InvitationResult`.
    pub enum InvitationResult {
        Acknowledged = "Acknowledged",
        InvalidProgramId = "InvalidProgramID",
        InvalidInvitationUrl = "InvalidInvitationURL",
    }
}

wire! {
    /// Reads how far managed apps are. Some states are reported once and never again.
    ///
    /// Command `ManagedApplicationList`: iOS 5.0, macOS 11.0, tvOS 10.2, watchOS 10.0, visionOS 1.1.
    /// Source: `mdm/commands/application.managed.list.yaml`.
    pub struct ManagedApplicationList {
        may {
            /// iOS 7.0, macOS 11.0, tvOS 10.2, watchOS 10.0, visionOS 1.1.
            "Identifiers" identifiers: Vec<String>,
        }
    }
}

wire! {
    /// The answer to [`ManagedApplicationList`].
    pub struct ManagedApplicationListResponse {
        must {
            /// By bundle identifier.
            "ManagedApplicationList" managed_application_list: BTreeMap<String, ManagedApplication>,
        }
    }
}

wire! {
    /// The dictionary `ManagedApplicationList, answer, ManagedApplicationList/*`.
    pub struct ManagedApplication {
        may {
            "Status" status: AppState,
            "ManagementFlags" management_flags: i64,
            /// iOS 5.0, watchOS 10.0, visionOS 1.1.
            "UnusedRedemptionCode" unused_redemption_code: RedemptionCode,
            /// iOS 7.0, macOS 11.0, tvOS 10.2, watchOS 10.0, visionOS 1.1.
            "HasConfiguration" has_configuration: bool,
            /// iOS 7.0, macOS 11.3, tvOS 10.2, watchOS 10.0, visionOS 1.1.
            "HasFeedback" has_feedback: bool,
            /// iOS 9.2, tvOS 10.2, watchOS 10.0, visionOS 1.1.
            "IsValidated" is_validated: bool,
            /// iOS 10.3, macOS 11.3, tvOS 10.2, watchOS 10.0, visionOS 1.1.
            "ExternalVersionIdentifier" external_version_identifier: i64,
        }
    }
}

wire! {
    /// Redeems a code for an app whose installation waits for one.
    ///
    /// Command `ApplyRedemptionCode`: iOS 5.0. Source: `mdm/commands/application.redemptioncode.yaml`.
    pub struct ApplyRedemptionCode {
        must {
            "Identifier" identifier: String,
            "RedemptionCode" redemption_code: RedemptionCode,
        }
    }
}

wire! {
    /// Removes a managed app and its data.
    ///
    /// Command `RemoveApplication`: iOS 5.0, macOS 11.0, tvOS 10.2, watchOS 10.0, visionOS 1.1. Source:
    /// `mdm/commands/application.remove.yaml`.
    pub struct RemoveApplication {
        must {
            /// Its bundle identifier.
            "Identifier" identifier: String,
        }
    }
}

wire! {
    /// Makes the device check the provisioning profiles of apps anew.
    ///
    /// Command `ValidateApplications`: iOS 9.2, tvOS 10.2, visionOS 1.1. Source:
    /// `mdm/commands/application.validate.yaml`.
    pub struct ValidateApplications {
        may {
            "Identifiers" identifiers: Vec<String>,
        }
    }
}

wire! {
    /// Reads the attributes of managed apps.
    ///
    /// Command `ManagedApplicationAttributes`: iOS 7.0, tvOS 10.2, watchOS 10.0, visionOS 1.1. Source:
    /// `mdm/commands/managed.application.attributes.yaml`.
    pub struct ManagedApplicationAttributes {
        must {
            "Identifiers" identifiers: Vec<String>,
        }
    }
}

wire! {
    /// The answer to [`ManagedApplicationAttributes`].
    pub struct ManagedApplicationAttributesResponse {
        must {
            "ApplicationAttributes" application_attributes: Vec<ManagedAppAttributes>,
        }
    }
}

wire! {
    /// The dictionary `ManagedApplicationAttributes, answer, ApplicationAttributes`.
    pub struct ManagedAppAttributes {
        may {
            "Identifier" identifier: String,
            "Attributes" attributes: AppAttributes,
        }
    }
}

wire! {
    /// Reads the configuration of managed apps.
    ///
    /// Command `ManagedApplicationConfiguration`: iOS 7.0, macOS 10.15, tvOS 10.2, watchOS 10.0, visionOS
    /// 1.1. Source: `mdm/commands/managed.application.configuration.yaml`.
    pub struct ManagedApplicationConfiguration {
        must {
            "Identifiers" identifiers: Vec<String>,
        }
    }
}

wire! {
    /// The answer to [`ManagedApplicationConfiguration`].
    pub struct ManagedApplicationConfigurationResponse {
        must {
            "ApplicationConfigurations" application_configurations: Vec<ManagedAppConfiguration>,
        }
    }
}

wire! {
    /// The dictionary `ManagedApplicationConfiguration, answer, ApplicationConfigurations`.
    pub struct ManagedAppConfiguration {
        may {
            "Identifier" identifier: String,
            "Configuration" configuration: Extra,
        }
    }
}

wire! {
    /// Reads what managed apps report.
    ///
    /// Command `ManagedApplicationFeedback`: iOS 7.0, macOS 11.0, tvOS 10.2, visionOS 1.1. Source:
    /// `mdm/commands/managed.application.feedback.yaml`.
    pub struct ManagedApplicationFeedback {
        must {
            "Identifiers" identifiers: Vec<String>,
        }
        may {
            /// Missing is false.
            "DeleteFeedback" delete_feedback: bool,
        }
    }
}

wire! {
    /// The answer to [`ManagedApplicationFeedback`].
    pub struct ManagedApplicationFeedbackResponse {
        must {
            "ManagedApplicationFeedback" managed_application_feedback: Vec<ManagedAppFeedback>,
        }
    }
}

wire! {
    /// The dictionary `ManagedApplicationFeedback, answer, ManagedApplicationFeedback`.
    pub struct ManagedAppFeedback {
        may {
            "Identifier" identifier: String,
            "Feedback" feedback: Extra,
        }
    }
}
