// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Tables of keys: system.

use crate::wire::{BTreeMap, wire, words};
use crate::{Extra, ProgramToken};

wire! {
    /// Declaration `com.apple.configuration.audio-accessory.settings`: iOS 26.0. Several on one device:
    /// combined. Source: `declarative/declarations/configurations/audio-accessory.settings.yaml`.
    pub struct AudioAccessorySettings {
        may {
            "TemporaryPairing" temporary_pairing: TemporaryPairing,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.audio-accessory.settings/TemporaryPairing`.
    pub struct TemporaryPairing {
        may {
            /// Missing is false. Several combine by boolean-or.
            "Disabled" disabled: bool,
            /// Several combine by first.
            "Configuration" configuration: TemporaryPairingConfiguration,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.audio-accessory.settings/TemporaryPairing/Configuration`.
    pub struct TemporaryPairingConfiguration {
        must {
            "UnpairingTime" unpairing_time: UnpairingTime,
        }
    }
}

wire! {
    /// The dictionary
    /// `com.apple.configuration.audio-accessory.settings/TemporaryPairing/Configuration/UnpairingTime`.
    pub struct UnpairingTime {
        must {
            "Policy" policy: UnpairingPolicy,
        }
        may {
            /// 0 to 23.
            "Hour" hour: i64,
        }
    }
}

words! {
    /// The words of
    /// `com.apple.configuration.audio-accessory.settings/TemporaryPairing/Configuration/UnpairingTime/Policy`.
    pub enum UnpairingPolicy {
        None = "None",
        Hour = "Hour",
    }
}

wire! {
    /// Declaration `com.apple.configuration.content-cache.settings`: macOS 27.0. Several on one device:
    /// single. Source: `declarative/declarations/configurations/content-cache.settings.yaml`.
    pub struct ContentCacheSettings {
        may {
            /// Missing is true.
            "AllowCacheDelete" allow_cache_delete: bool,
            /// Missing is true.
            "AllowPersonalCaching" allow_personal_caching: bool,
            /// Missing is true.
            "AllowSharedCaching" allow_shared_caching: bool,
            /// Missing is false.
            "AutoActivation" auto_activation: bool,
            /// Missing is false.
            "AutoEnableTetheredCaching" auto_enable_tethered_caching: bool,
            /// Missing is 0.
            "CacheLimit" cache_limit: i64,
            /// Missing is `/Library/Application Support/Apple/AssetCache/Data`.
            "DataPath" data_path: String,
            /// Missing is false.
            "DenyActivation" deny_activation: bool,
            /// Missing is false.
            "DenyTetheredCaching" deny_tethered_caching: bool,
            /// 300 to 86400. Missing is 0.
            "DeclarativeStatusInterval" declarative_status_interval: i64,
            /// Missing is false.
            "DisplayAlerts" display_alerts: bool,
            /// Missing is false.
            "KeepAwake" keep_awake: bool,
            "ListenRanges" listen_ranges: Vec<AddressRange>,
            /// Missing is false.
            "ListenRangesOnly" listen_ranges_only: bool,
            /// Missing is true.
            "ListenWithPeersAndParents" listen_with_peers_and_parents: bool,
            /// Missing is true.
            "LocalSubnetsOnly" local_subnets_only: bool,
            /// Missing is false.
            "LogClientIdentity" log_client_identity: bool,
            "Parents" parents: Vec<String>,
            /// Missing is `round-robin`.
            "ParentSelectionPolicy" parent_selection_policy: ParentSelectionPolicy,
            "PeerFilterRanges" peer_filter_ranges: Vec<AddressRange>,
            "PeerListenRanges" peer_listen_ranges: Vec<AddressRange>,
            /// Missing is true.
            "PeerLocalSubnetsOnly" peer_local_subnets_only: bool,
            /// Missing is 0.
            "PersonalCacheLimit" personal_cache_limit: i64,
            /// Missing is 0.
            "Port" port: i64,
            "PublicRanges" public_ranges: Vec<AddressRange>,
            "ManagementStatusTarget" management_status_target: String,
            /// Missing is `no-cert`.
            "ManagementSecurityConfig" management_security_config: ManagementSecurityConfig,
            /// 60 to 86400. Missing is 300.
            "ManagementReportingInterval" management_reporting_interval: i64,
            /// `Identifier` of a `com.apple.asset.credential.certificate`.
            "ManagementStatusCertificateReference" management_status_certificate_reference: String,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.content-cache.settings/ListenRanges`.
    pub struct AddressRange {
        must {
            "first" first: String,
            "last" last: String,
        }
        may {
            /// Missing is `IPv4`.
            "type" type_: AddressFamily,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.content-cache.settings/ListenRanges/type`.
    pub enum AddressFamily {
        Ipv4 = "IPv4",
        Ipv6 = "IPv6",
    }
}

words! {
    /// The words of `com.apple.configuration.content-cache.settings/ParentSelectionPolicy`.
    pub enum ParentSelectionPolicy {
        FirstAvailable = "first-available",
        UrlPathHash = "url-path-hash",
        Random = "random",
        RoundRobin = "round-robin",
        StickyAvailable = "sticky-available",
    }
}

words! {
    /// The words of `com.apple.configuration.content-cache.settings/ManagementSecurityConfig`.
    pub enum ManagementSecurityConfig {
        NoCert = "no-cert",
        SignedByCaCert = "signedByCACert",
        SpecificServerCert = "specificServerCert",
    }
}

wire! {
    /// Declaration `com.apple.configuration.diskmanagement.settings`: macOS 15.0. Several on one device:
    /// combined. Source: `declarative/declarations/configurations/diskmanagement.settings.yaml`.
    pub struct DiskmanagementSettings {
        may {
            "Restrictions" restrictions: Restrictions,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.diskmanagement.settings/Restrictions`.
    pub struct Restrictions {
        may {
            /// Several combine by enum-last.
            "ExternalStorage" external_storage: ExternalStorage,
            /// Several combine by enum-last.
            "NetworkStorage" network_storage: NetworkStorage,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.diskmanagement.settings/Restrictions/ExternalStorage`.
    pub enum ExternalStorage {
        Allowed = "Allowed",
        ReadOnly = "ReadOnly",
        Disallowed = "Disallowed",
    }
}

words! {
    /// The words of `com.apple.configuration.diskmanagement.settings/Restrictions/NetworkStorage`.
    pub enum NetworkStorage {
        Allowed = "Allowed",
        ReadOnly = "ReadOnly",
        Disallowed = "Disallowed",
    }
}

wire! {
    /// Offers a profile to the user.
    ///
    /// Declaration `com.apple.configuration.legacy.interactive`: iOS 15.0, macOS 13.0, tvOS 16.0, visionOS
    /// 1.1. Several on one device: multiple. Source:
    /// `declarative/declarations/configurations/legacy.interactive.yaml`.
    pub struct LegacyInteractiveProfile {
        must {
            "VisibleName" visible_name: String,
        }
        may {
            "ProfileURL" profile_url: String,
            /// `Identifier` of a `com.apple.asset.data`. iOS 27.0, macOS 27.0, tvOS 27.0, visionOS 27.0.
            "ProfileAssetReference" profile_asset_reference: String,
        }
    }
}

wire! {
    /// Installs a profile.
    ///
    /// Declaration `com.apple.configuration.legacy`: iOS 15.0, macOS 13.0, tvOS 16.0, watchOS 10.0,
    /// visionOS 1.1. Several on one device: multiple. Source:
    /// `declarative/declarations/configurations/legacy.yaml`.
    pub struct LegacyProfile {
        may {
            "ProfileURL" profile_url: String,
            /// `Identifier` of a `com.apple.asset.data`. iOS 27.0, macOS 27.0, tvOS 27.0, watchOS 27.0,
            /// visionOS 27.0.
            "ProfileAssetReference" profile_asset_reference: String,
        }
    }
}

wire! {
    /// Declaration `com.apple.configuration.management.status-subscriptions`: iOS 15.0, macOS 13.0, tvOS
    /// 16.0, watchOS 10.0, visionOS 1.1. Several on one device: combined. Source:
    /// `declarative/declarations/configurations/management.status-subscriptions.yaml`.
    pub struct ManagementStatusSubscriptions {
        must {
            /// Several combine by set-union.
            "StatusItems" status_items: Vec<ManagementStatusSubscriptionsStatusItem>,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.management.status-subscriptions/StatusItems`.
    pub struct ManagementStatusSubscriptionsStatusItem {
        must {
            "Name" name: String,
        }
    }
}

wire! {
    /// Declaration `com.apple.configuration.management.test`: iOS 15.0, macOS 13.0, tvOS 16.0, watchOS
    /// 10.0, visionOS 1.1. Several on one device: multiple. Source:
    /// `declarative/declarations/configurations/management.test.yaml`.
    pub struct ManagementTest {
        must {
            "Echo" echo: String,
        }
        may {
            /// `Identifier` of a `com.apple.asset.data`. iOS 17.0, macOS 14.0, tvOS 17.0, watchOS 10.0,
            /// visionOS 1.1.
            "EchoDataAssetReference" echo_data_asset_reference: String,
            /// Missing is `Installed`.
            "ReturnStatus" return_status: ReturnStatus,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.management.test/ReturnStatus`.
    pub enum ReturnStatus {
        Installed = "Installed",
        Failed = "Failed",
        Unlocked = "Unlocked",
    }
}

wire! {
    /// Declaration `com.apple.configuration.migration-assistant.settings`: macOS 26.4. Several on one
    /// device: combined. Source:
    /// `declarative/declarations/configurations/migration-assistant.settings.yaml`.
    pub struct MigrationAssistantSettings {
        must {
            /// Several combine by boolean-or.
            "ShouldDoManagedMigration" should_do_managed_migration: bool,
            /// Several combine by boolean-or.
            "ShouldMigrateSecurityPrivacySettings" should_migrate_security_privacy_settings: bool,
        }
        may {
            /// Several combine by set-union.
            "ExcludedAccounts" excluded_accounts: Vec<String>,
            /// Several combine by set-union.
            "ExcludedPaths" excluded_paths: Vec<String>,
            /// Several combine by set-union.
            "RequiredPaths" required_paths: Vec<String>,
        }
    }
}

wire! {
    /// Declaration `com.apple.configuration.passcode.settings`: iOS 15.0, macOS 13.0, watchOS 10.0,
    /// visionOS 2.0. Several on one device: combined. Source:
    /// `declarative/declarations/configurations/passcode.settings.yaml`.
    pub struct PasscodeSettings {
        may {
            /// Missing is false. Several combine by boolean-or.
            "RequirePasscode" require_passcode: bool,
            /// Missing is false. Several combine by boolean-or. iOS 16.2, macOS 13.1, visionOS 2.0.
            "RequireAlphanumericPasscode" require_alphanumeric_passcode: bool,
            /// Missing is false. Several combine by boolean-or.
            "RequireComplexPasscode" require_complex_passcode: bool,
            /// 0 to 16. Missing is 0. Several combine by number-max.
            "MinimumLength" minimum_length: i64,
            /// 0 to 4. Missing is 0. Several combine by number-max. iOS 16.2, macOS 13.1, visionOS 2.0.
            "MinimumComplexCharacters" minimum_complex_characters: i64,
            /// 2 to 11. Missing is 11. Several combine by number-min.
            "MaximumFailedAttempts" maximum_failed_attempts: i64,
            /// Several combine by number-min. macOS 13.1.
            "FailedAttemptsResetInMinutes" failed_attempts_reset_in_minutes: i64,
            /// Several combine by number-min.
            "MaximumGracePeriodInMinutes" maximum_grace_period_in_minutes: i64,
            /// 0 to 15. Several combine by number-min.
            "MaximumInactivityInMinutes" maximum_inactivity_in_minutes: i64,
            /// 0 to 730. Several combine by number-min. iOS 16.2, macOS 13.1, watchOS 10.0, visionOS 2.0.
            "MaximumPasscodeAgeInDays" maximum_passcode_age_in_days: i64,
            /// 1 to 50. Several combine by number-min.
            "PasscodeReuseLimit" passcode_reuse_limit: i64,
            /// Missing is false. Several combine by boolean-or. macOS 13.1.
            "ChangeAtNextAuth" change_at_next_auth: bool,
            /// macOS 14.0.
            "CustomRegex" custom_regex: CustomRegex,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.passcode.settings/CustomRegex`.
    pub struct CustomRegex {
        must {
            "Regex" regex: String,
        }
        may {
            "Description" description: BTreeMap<String, String>,
        }
    }
}

wire! {
    /// Declaration `com.apple.configuration.screensharing.connection.group`: macOS 14.0. Several on one
    /// device: multiple. Source:
    /// `declarative/declarations/configurations/screensharing.connection.group.yaml`.
    pub struct ScreensharingConnectionGroup {
        must {
            "ConnectionGroupUUID" connection_group_uuid: String,
            "GroupName" group_name: String,
            "Members" members: Vec<String>,
        }
    }
}

wire! {
    /// Declaration `com.apple.configuration.screensharing.connection`: macOS 14.0. Several on one device:
    /// multiple. Source: `declarative/declarations/configurations/screensharing.connection.yaml`.
    pub struct ScreensharingConnection {
        must {
            "ConnectionUUID" connection_uuid: String,
            "DisplayName" display_name: String,
            "HostName" host_name: String,
            "DisplayConfiguration" display_configuration: DisplayConfiguration,
        }
        may {
            "Port" port: i64,
            /// `Identifier` of a `com.apple.asset.credential.userpassword`.
            "AuthenticationCredentialsAssetReference" authentication_credentials_asset_reference: String,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.screensharing.connection/DisplayConfiguration`.
    pub struct DisplayConfiguration {
        must {
            "DisplayType" display_type: DisplayType,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.screensharing.connection/DisplayConfiguration/DisplayType`.
    pub enum DisplayType {
        Virtual1 = "Virtual1",
        Virtual2 = "Virtual2",
    }
}

wire! {
    /// Declaration `com.apple.configuration.screensharing.host.settings`: macOS 14.0. Several on one
    /// device: single. Source: `declarative/declarations/configurations/screensharing.host.settings.yaml`.
    pub struct ScreensharingHostSettings {
        may {
            /// 0 to 2.
            "MaximumVirtualDisplays" maximum_virtual_displays: i64,
            /// 1024 to 65535.
            "PortBase" port_base: i64,
            /// Missing is false.
            "PreventCopyFilesFromHost" prevent_copy_files_from_host: bool,
            /// Missing is false.
            "PreventCopyFilesToHost" prevent_copy_files_to_host: bool,
            /// Missing is false.
            "PreventHighPerformanceConnections" prevent_high_performance_connections: bool,
        }
    }
}

wire! {
    /// Declaration `com.apple.configuration.security.certificate`: iOS 17.0, macOS 14.0, tvOS 17.0, watchOS
    /// 10.0, visionOS 1.1. Several on one device: multiple. Source:
    /// `declarative/declarations/configurations/security.certificate.yaml`.
    pub struct SecurityCertificate {
        must {
            /// `Identifier` of a `com.apple.asset.credential.certificate`.
            "CredentialAssetReference" credential_asset_reference: String,
        }
    }
}

wire! {
    /// Declaration `com.apple.configuration.security.identity`: iOS 17.0, macOS 14.0, tvOS 17.0, watchOS
    /// 10.0, visionOS 1.1. Several on one device: multiple. Source:
    /// `declarative/declarations/configurations/security.identity.yaml`.
    pub struct SecurityIdentity {
        must {
            /// `Identifier` of one of: `com.apple.asset.credential.identity`,
            /// `com.apple.asset.credential.scep`, `com.apple.asset.credential.acme`.
            "CredentialAssetReference" credential_asset_reference: String,
        }
        may {
            /// Missing is false. macOS 14.0.
            "AllowAllAppsAccess" allow_all_apps_access: bool,
            /// Missing is true. macOS 14.0.
            "KeyIsExtractable" key_is_extractable: bool,
        }
    }
}

wire! {
    /// Declaration `com.apple.configuration.security.passkey.attestation`: iOS 17.0, macOS 14.0. Several on
    /// one device: multiple. Source:
    /// `declarative/declarations/configurations/security.passkey.attestation.yaml`.
    pub struct SecurityPasskeyAttestation {
        must {
            /// `Identifier` of one of: `com.apple.asset.credential.identity`,
            /// `com.apple.asset.credential.scep`, `com.apple.asset.credential.acme`.
            "AttestationIdentityAssetReference" attestation_identity_asset_reference: String,
            "RelyingParties" relying_parties: Vec<String>,
        }
        may {
            /// Missing is true. macOS 14.0.
            "AttestationIdentityKeyIsExtractable" attestation_identity_key_is_extractable: bool,
        }
    }
}

wire! {
    /// Declaration `com.apple.configuration.services.background-tasks`: macOS 15.0. Several on one device:
    /// multiple. Source: `declarative/declarations/configurations/services.background-tasks.yaml`.
    pub struct ServicesBackgroundTasks {
        must {
            "TaskType" task_type: String,
        }
        may {
            "TaskDescription" task_description: String,
            /// `Identifier` of a `com.apple.asset.data`.
            "ExecutableAssetReference" executable_asset_reference: String,
            "LaunchdConfigurations" launchd_configurations: Vec<LaunchdConfiguration>,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.services.background-tasks/LaunchdConfigurations`.
    pub struct LaunchdConfiguration {
        must {
            /// `Identifier` of a `com.apple.asset.data`.
            "FileAssetReference" file_asset_reference: String,
            "Context" context: Context,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.services.background-tasks/LaunchdConfigurations/Context`.
    pub enum Context {
        Daemon = "daemon",
        Agent = "agent",
    }
}

wire! {
    /// Declaration `com.apple.configuration.services.configuration-files`: macOS 14.0. Several on one
    /// device: multiple. Source:
    /// `declarative/declarations/configurations/services.configuration-files.yaml`.
    pub struct ServicesConfigurationFiles {
        must {
            "ServiceType" service_type: String,
            /// `Identifier` of a `com.apple.asset.data`.
            "DataAssetReference" data_asset_reference: String,
        }
    }
}

wire! {
    /// Declaration `com.apple.configuration.softwareupdate.enforcement.specific`: iOS 17.0, macOS 14.0,
    /// tvOS 18.4, visionOS 26.0. Several on one device: multiple. Source:
    /// `declarative/declarations/configurations/softwareupdate.enforcement.specific.yaml`.
    pub struct SoftwareupdateEnforcementSpecific {
        must {
            "TargetOSVersion" target_os_version: String,
            "TargetLocalDateTime" target_local_date_time: String,
        }
        may {
            "TargetBuildVersion" target_build_version: String,
            "DetailsURL" details_url: String,
        }
    }
}

wire! {
    /// Declaration `com.apple.configuration.softwareupdate.settings`: iOS 18.0, macOS 15.0, tvOS 18.4,
    /// visionOS 26.0. Several on one device: combined. Source:
    /// `declarative/declarations/configurations/softwareupdate.settings.yaml`.
    pub struct SoftwareupdateSettings {
        may {
            /// Missing is true. Several combine by boolean-and.
            "Notifications" notifications: bool,
            "Deferrals" deferrals: Deferrals,
            /// Several combine by enum-last. iOS 18.0, visionOS 26.0.
            "RecommendedCadence" recommended_cadence: RecommendedCadence,
            "AutomaticActions" automatic_actions: AutomaticActions,
            /// iOS 18.0, macOS 15.0.
            "RapidSecurityResponse" rapid_security_response: RapidSecurityResponse,
            /// Missing is true. Several combine by boolean-and. macOS 15.0.
            "AllowStandardUserOSUpdates" allow_standard_user_os_updates: bool,
            /// iOS 18.0, macOS 15.4.
            "Beta" beta: Beta,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.softwareupdate.settings/Deferrals`.
    pub struct Deferrals {
        may {
            /// 1 to 90. Several combine by number-max. iOS 18.0, tvOS 18.4, visionOS 26.0.
            "CombinedPeriodInDays" combined_period_in_days: i64,
            /// 1 to 90. Several combine by number-max. macOS 15.0.
            "MajorPeriodInDays" major_period_in_days: i64,
            /// 1 to 90. Several combine by number-max. macOS 15.0.
            "MinorPeriodInDays" minor_period_in_days: i64,
            /// 1 to 90. Several combine by number-max. macOS 15.0.
            "SystemPeriodInDays" system_period_in_days: i64,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.softwareupdate.settings/RecommendedCadence`.
    pub enum RecommendedCadence {
        All = "All",
        Oldest = "Oldest",
        Newest = "Newest",
    }
}

wire! {
    /// The dictionary `com.apple.configuration.softwareupdate.settings/AutomaticActions`.
    pub struct AutomaticActions {
        may {
            /// Missing is `Allowed`. Several combine by enum-last. iOS 18.0, macOS 15.0, visionOS 26.0.
            "Download" download: Download,
            /// Missing is `Allowed`. Several combine by enum-last.
            "InstallOSUpdates" install_os_updates: InstallOsUpdates,
            /// Missing is `Allowed`. Several combine by enum-last. iOS 18.0, macOS 15.0, visionOS 26.0.
            "InstallSecurityUpdate" install_security_update: InstallSecurityUpdate,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.softwareupdate.settings/AutomaticActions/Download`.
    pub enum Download {
        Allowed = "Allowed",
        AlwaysOn = "AlwaysOn",
        AlwaysOff = "AlwaysOff",
    }
}

words! {
    /// The words of `com.apple.configuration.softwareupdate.settings/AutomaticActions/InstallOSUpdates`.
    pub enum InstallOsUpdates {
        Allowed = "Allowed",
        AlwaysOn = "AlwaysOn",
        AlwaysOff = "AlwaysOff",
    }
}

words! {
    /// The words of
    /// `com.apple.configuration.softwareupdate.settings/AutomaticActions/InstallSecurityUpdate`.
    pub enum InstallSecurityUpdate {
        Allowed = "Allowed",
        AlwaysOn = "AlwaysOn",
        AlwaysOff = "AlwaysOff",
    }
}

wire! {
    /// The dictionary `com.apple.configuration.softwareupdate.settings/RapidSecurityResponse`.
    pub struct RapidSecurityResponse {
        may {
            /// Missing is true. Several combine by boolean-and.
            "Enable" enable: bool,
            /// Missing is true. Several combine by boolean-and.
            "EnableRollback" enable_rollback: bool,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.softwareupdate.settings/Beta`.
    pub struct Beta {
        may {
            /// Missing is `Allowed`. Several combine by enum-last.
            "ProgramEnrollment" program_enrollment: ProgramEnrollment,
            /// Several combine by set-union.
            "OfferPrograms" offer_programs: Vec<OfferProgram>,
            /// Several combine by first.
            "RequireProgram" require_program: RequireProgram,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.softwareupdate.settings/Beta/ProgramEnrollment`.
    pub enum ProgramEnrollment {
        Allowed = "Allowed",
        AlwaysOn = "AlwaysOn",
        AlwaysOff = "AlwaysOff",
    }
}

wire! {
    /// The dictionary `com.apple.configuration.softwareupdate.settings/Beta/OfferPrograms`.
    pub struct OfferProgram {
        must {
            "Description" description: String,
            "Token" token: ProgramToken,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.softwareupdate.settings/Beta/RequireProgram`.
    pub struct RequireProgram {
        must {
            "Description" description: String,
            "Token" token: ProgramToken,
        }
    }
}

wire! {
    /// Declaration `com.apple.configuration.watch.enrollment`: iOS 17.0. Several on one device: single.
    /// Source: `declarative/declarations/configurations/watch.enrollment.yaml`.
    pub struct WatchEnrollment {
        must {
            "EnrollmentProfileURL" enrollment_profile_url: String,
        }
        may {
            /// `Identifier` of a `com.apple.asset.credential.certificate`.
            "AnchorCertificateAssetReferences" anchor_certificate_asset_references: Vec<String>,
        }
    }
}

wire! {
    /// What every declaration has.
    ///
    /// Declaration `any`: iOS 15.0, macOS 13.0, tvOS 16.0, watchOS 10.0, visionOS 1.1. Source:
    /// `declarative/declarations/declarationbase.yaml`.
    pub struct DeclarationBase {
        must {
            "Type" type_: String,
            "Identifier" identifier: String,
            "ServerToken" server_token: String,
            "Payload" payload: Extra,
        }
    }
}
