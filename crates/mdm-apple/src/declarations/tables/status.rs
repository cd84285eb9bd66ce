// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Tables of keys: status.

use crate::declarations::ReasonCode;
use crate::wire::{wire, words};
use crate::{Data, Extra};

wire! {
    /// The dictionary `account.list.caldav`.
    pub struct AccountListCaldavItem {
        may {
            "identifier" identifier: String,
            /// Missing is false.
            "_removed" removed: bool,
            "declaration-identifier" declaration_identifier: String,
            "visible-name" visible_name: String,
            "hostname" hostname: String,
            "port" port: i64,
            "username" username: String,
            "are-calendars-enabled" are_calendars_enabled: bool,
            "are-reminders-enabled" are_reminders_enabled: bool,
        }
    }
}

wire! {
    /// The dictionary `account.list.carddav`.
    pub struct AccountListCarddavItem {
        may {
            "identifier" identifier: String,
            /// Missing is false.
            "_removed" removed: bool,
            "declaration-identifier" declaration_identifier: String,
            "visible-name" visible_name: String,
            "hostname" hostname: String,
            "port" port: i64,
            "username" username: String,
        }
    }
}

wire! {
    /// The dictionary `account.list.exchange`.
    pub struct AccountListExchangeItem {
        may {
            "identifier" identifier: String,
            /// Missing is false.
            "_removed" removed: bool,
            "declaration-identifier" declaration_identifier: String,
            "visible-name" visible_name: String,
            "hostname" hostname: String,
            "port" port: i64,
            "username" username: String,
            "is-mail-enabled" is_mail_enabled: bool,
            "are-calendars-enabled" are_calendars_enabled: bool,
            "are-contacts-enabled" are_contacts_enabled: bool,
            "are-notes-enabled" are_notes_enabled: bool,
            "are-reminders-enabled" are_reminders_enabled: bool,
        }
    }
}

wire! {
    /// The dictionary `account.list.google`.
    pub struct AccountListGoogleItem {
        may {
            "identifier" identifier: String,
            /// Missing is false.
            "_removed" removed: bool,
            "declaration-identifier" declaration_identifier: String,
            "visible-name" visible_name: String,
            "username" username: String,
            "is-mail-enabled" is_mail_enabled: bool,
            "are-calendars-enabled" are_calendars_enabled: bool,
            "are-contacts-enabled" are_contacts_enabled: bool,
            "are-notes-enabled" are_notes_enabled: bool,
        }
    }
}

wire! {
    /// The dictionary `account.list.ldap`.
    pub struct AccountListLdapItem {
        may {
            "identifier" identifier: String,
            /// Missing is false.
            "_removed" removed: bool,
            "declaration-identifier" declaration_identifier: String,
            "visible-name" visible_name: String,
            "hostname" hostname: String,
            "port" port: i64,
            "username" username: String,
            "is-enabled" is_enabled: bool,
        }
    }
}

wire! {
    /// The dictionary `account.list.mail.incoming`.
    pub struct AccountListMailIncomingItem {
        may {
            "identifier" identifier: String,
            /// Missing is false.
            "_removed" removed: bool,
            "declaration-identifier" declaration_identifier: String,
            "visible-name" visible_name: String,
            "hostname" hostname: String,
            "port" port: i64,
            "username" username: String,
            "is-mail-enabled" is_mail_enabled: bool,
            "are-notes-enabled" are_notes_enabled: bool,
        }
    }
}

wire! {
    /// The dictionary `account.list.mail.outgoing`.
    pub struct AccountListMailOutgoingItem {
        may {
            "identifier" identifier: String,
            /// Missing is false.
            "_removed" removed: bool,
            "declaration-identifier" declaration_identifier: String,
            "visible-name" visible_name: String,
            "hostname" hostname: String,
            "port" port: i64,
            "username" username: String,
        }
    }
}

wire! {
    /// The dictionary `account.list.subscribed-calendar`.
    pub struct AccountListSubscribedCalendarItem {
        may {
            "identifier" identifier: String,
            /// Missing is false.
            "_removed" removed: bool,
            "declaration-identifier" declaration_identifier: String,
            "visible-name" visible_name: String,
            "calendar-url" calendar_url: String,
            "username" username: String,
            "is-enabled" is_enabled: bool,
        }
    }
}

wire! {
    /// The dictionary `app.managed.list`.
    pub struct ManagedAppStatus {
        may {
            "identifier" identifier: String,
            /// Missing is false.
            "_removed" removed: bool,
            "declaration-identifier" declaration_identifier: String,
            "name" name: String,
            "external-version-id" external_version_id: i64,
            "version" version: String,
            "short-version" short_version: String,
            "state" state: ManagedAppState,
            "update-state" update_state: UpdateState,
            "reasons" reasons: Vec<StatusReason>,
        }
    }
}

words! {
    /// The words of `app.managed.list/state`.
    pub enum ManagedAppState {
        Optional = "optional",
        Queued = "queued",
        PromptingForConsent = "prompting-for-consent",
        PromptingForLogin = "prompting-for-login",
        PromptingForManagement = "prompting-for-management",
        Downloading = "downloading",
        Installing = "installing",
        Managed = "managed",
        ManagedButUninstalled = "managed-but-uninstalled",
        Failed = "failed",
    }
}

words! {
    /// The words of `app.managed.list/update-state`.
    pub enum UpdateState {
        Available = "available",
        PromptingForUpdate = "prompting-for-update",
        PromptingForUpdateLogin = "prompting-for-update-login",
        Updating = "updating",
        Failed = "failed",
    }
}

wire! {
    /// The dictionary `app.managed.list/reasons`.
    pub struct StatusReason {
        may {
            "code" code: ReasonCode,
            "description" description: String,
            "details" details: Extra,
        }
    }
}

wire! {
    /// The dictionary `content-cache.info`.
    pub struct ContentCacheUse {
        may {
            "cache-details" cache_details: Vec<String>,
            "cache-free" cache_free: i64,
            "cache-limit" cache_limit: i64,
            "cache-status" cache_status: ContentCacheHealth,
            "cache-used" cache_used: i64,
            /// 0.0 to 1.0.
            "max-cache-pressure-last-hour" max_cache_pressure_last_hour: f64,
            "personal-cache-free" personal_cache_free: i64,
            "personal-cache-limit" personal_cache_limit: i64,
            "personal-cache-used" personal_cache_used: i64,
        }
    }
}

words! {
    /// The words of `content-cache.info/cache-status`.
    pub enum ContentCacheHealth {
        Lowspace = "LOWSPACE",
        Ok = "OK",
    }
}

wire! {
    /// The dictionary `content-cache.parents`.
    pub struct ContentCacheParent {
        may {
            "identifier" identifier: String,
            /// Missing is false.
            "_removed" removed: bool,
            "address" address: String,
            "port" port: i64,
            "healthy" healthy: bool,
            "version" version: String,
        }
    }
}

wire! {
    /// The dictionary `content-cache.peers`.
    pub struct ContentCachePeer {
        may {
            "identifier" identifier: String,
            /// Missing is false.
            "_removed" removed: bool,
            "address" address: String,
            "port" port: i64,
            "friendly" friendly: bool,
            "healthy" healthy: bool,
            "version" version: String,
        }
    }
}

wire! {
    /// The dictionary `content-cache.status`.
    pub struct ContentCacheStatus {
        may {
            "server-guid" server_guid: String,
            /// Missing is false.
            "activated" activated: bool,
            /// Missing is false.
            "active" active: bool,
            "cache-status" cache_status: ContentCacheHealth,
            "private-addresses" private_addresses: Vec<String>,
            "public-address" public_address: String,
            "port" port: i64,
            /// One of -1, 0, 1.
            "registration-status" registration_status: i64,
            "registration-started" registration_started: String,
            "registration-response-code" registration_response_code: i64,
            "registration-error" registration_error: String,
            "startup-status" startup_status: ContentCacheStartup,
            /// One of -1, 0, 1.
            "tetherator-status" tetherator_status: i64,
            "sending-reports" sending_reports: bool,
            "report-response-code" report_response_code: i64,
            "report-error" report_error: String,
            "version" version: String,
        }
    }
}

words! {
    /// The words of `content-cache.status/startup-status`.
    pub enum ContentCacheStartup {
        Failed = "FAILED",
        MigratingData = "MIGRATING_DATA",
        Ok = "OK",
        Pending = "PENDING",
    }
}

words! {
    /// The words of `device.power.battery-health`.
    pub enum DevicePowerBatteryHealth {
        NonGenuine = "non-genuine",
        Normal = "normal",
        ServiceRecommended = "service-recommended",
        Unknown = "unknown",
        Unsupported = "unsupported",
    }
}

wire! {
    /// The dictionary `device.system.health`.
    pub struct SystemHealth {
        may {
            "Baseband" baseband: ComponentHealth,
            "Camera" camera: ComponentHealth,
            "Display" display: ComponentHealth,
            "FaceID" face_id: ComponentHealth,
            "NFC" nfc: ComponentHealth,
            "TouchID" touch_id: ComponentHealth,
            "UWB" uwb: ComponentHealth,
        }
    }
}

words! {
    /// The words of `device.system.health/Baseband`.
    pub enum ComponentHealth {
        Ok = "ok",
        Error = "error",
        NonGenuine = "non-genuine",
    }
}

words! {
    /// The words of `enhanced-logging.status`.
    pub enum LogCollectionState {
        None = "none",
        WaitingForConsent = "waiting-for-consent",
        Collecting = "collecting",
        FollowUpQuestion = "follow-up-question",
        UploadConsent = "upload-consent",
        Uploading = "uploading",
        Finished = "finished",
        Failed = "failed",
        Cancelled = "cancelled",
        Declined = "declined",
    }
}

wire! {
    /// The dictionary `management.client-capabilities`.
    pub struct ManagementClientCapabilities {
        may {
            "supported-versions" supported_versions: Vec<String>,
            "supported-features" supported_features: Extra,
            "supported-payloads" supported_payloads: SupportedPayloads,
        }
    }
}

wire! {
    /// The dictionary `management.client-capabilities/supported-payloads`.
    pub struct SupportedPayloads {
        may {
            "declarations" declarations: SupportedDeclarations,
            "status-items" status_items: Vec<String>,
        }
    }
}

wire! {
    /// The dictionary `management.client-capabilities/supported-payloads/declarations`.
    pub struct SupportedDeclarations {
        may {
            "activations" activations: Vec<String>,
            "assets" assets: Vec<String>,
            "configurations" configurations: Vec<String>,
            "management" management: Vec<String>,
        }
    }
}

wire! {
    /// The dictionary `management.declarations`.
    pub struct DeclarationStates {
        may {
            "activations" activations: Vec<DeclarationState>,
            "configurations" configurations: Vec<DeclarationState>,
            "assets" assets: Vec<DeclarationState>,
            "management" management: Vec<DeclarationState>,
        }
    }
}

wire! {
    /// The dictionary `management.declarations/activations`.
    pub struct DeclarationState {
        may {
            "identifier" identifier: String,
            "server-token" server_token: String,
            "active" active: bool,
            "valid" valid: DeclarationValidity,
            "reasons" reasons: Vec<StatusReason>,
        }
    }
}

words! {
    /// The words of `management.declarations/activations/valid`.
    pub enum DeclarationValidity {
        Unknown = "unknown",
        Invalid = "invalid",
        Valid = "valid",
    }
}

wire! {
    /// The dictionary `mdm.app`.
    pub struct MdmAppItem {
        may {
            "identifier" identifier: String,
            /// Missing is false.
            "_removed" removed: bool,
            "name" name: String,
            "external-version-id" external_version_id: String,
            "version" version: String,
            "short-version" short_version: String,
            "state" state: MdmAppState,
        }
    }
}

words! {
    /// The words of `mdm.app/state`.
    pub enum MdmAppState {
        Queued = "queued",
        NeedsRedemption = "needs-redemption",
        Redeeming = "redeeming",
        Prompting = "prompting",
        PromptingForLogin = "prompting-for-login",
        ValidatingPurchase = "validating-purchase",
        PromptingForUpdate = "prompting-for-update",
        PromptingForUpdateLogin = "prompting-for-update-login",
        PromptingForManagement = "prompting-for-management",
        ValidatingUpdate = "validating-update",
        Updating = "updating",
        Installing = "installing",
        Managed = "managed",
        ManagedButUninstalled = "managed-but-uninstalled",
        Unknown = "unknown",
        UserInstalledApp = "user-installed-app",
        UserRejected = "user-rejected",
        UpdateRejected = "update-rejected",
        ManagementRejected = "management-rejected",
        Failed = "failed",
    }
}

words! {
    /// The words of `mdm.enrollment-type`.
    pub enum MdmEnrollmentType {
        None = "none",
        Supervised = "supervised",
        Device = "device",
        User = "user",
    }
}

wire! {
    /// The dictionary `migration-assistant.report`.
    pub struct MigrationReport {
        may {
            "completed-data-size" completed_data_size: i64,
            "completed-file-count" completed_file_count: i64,
            "completion-time" completion_time: String,
            "source-user" source_user: String,
            "start-time" start_time: String,
            "target-user" target_user: String,
            "total-data-size" total_data_size: i64,
            "total-file-count" total_file_count: i64,
            "errors" errors: Vec<String>,
        }
    }
}

words! {
    /// The words of `migration-assistant.state`.
    pub enum MigrationState {
        None = "none",
        Waiting = "waiting",
        Migrating = "migrating",
        Completed = "completed",
        Failed = "failed",
        Cancelled = "cancelled",
        Unknown = "unknown",
    }
}

wire! {
    /// The dictionary `package.list`.
    pub struct PackageStatus {
        may {
            "identifier" identifier: String,
            /// Missing is false.
            "_removed" removed: bool,
            "declaration-identifier" declaration_identifier: String,
            "name" name: String,
            "version" version: String,
            "state" state: PackageState,
            "reasons" reasons: Vec<StatusReason>,
        }
    }
}

words! {
    /// The words of `package.list/state`.
    pub enum PackageState {
        Optional = "optional",
        Queued = "queued",
        PromptingForConsent = "prompting-for-consent",
        Downloading = "downloading",
        Installing = "installing",
        Installed = "installed",
        Failed = "failed",
    }
}

wire! {
    /// The dictionary `screensharing.connection.group.unresolved-connection`.
    pub struct ScreensharingConnectionGroupUnresolvedConnectionItem {
        may {
            "identifier" identifier: String,
            /// Missing is false.
            "_removed" removed: bool,
            "unresolved_connections" unresolved_connections: Vec<String>,
        }
    }
}

wire! {
    /// The dictionary `security.certificate.list`.
    pub struct CertificateStatus {
        may {
            "identifier" identifier: String,
            /// Missing is false.
            "_removed" removed: bool,
            "declaration-identifier" declaration_identifier: String,
            "subject-summary" subject_summary: String,
            "is-identity" is_identity: bool,
            "data" data: Data,
        }
    }
}

wire! {
    /// The dictionary `services.background-task`.
    pub struct BackgroundTaskStatus {
        may {
            "identifier" identifier: String,
            /// Missing is false.
            "_removed" removed: bool,
            "code-signature" code_signature: String,
            "uid" uid: i64,
            "path" path: String,
            "state" state: ServicesBackgroundTaskState,
            "type" type_: ServicesBackgroundTaskType,
            "launchd" launchd: Launchd,
        }
    }
}

words! {
    /// The words of `services.background-task/state`.
    pub enum ServicesBackgroundTaskState {
        NotRegistered = "not-registered",
        Enabled = "enabled",
        RequiresApproval = "requires-approval",
        NotFound = "not-found",
    }
}

words! {
    /// The words of `services.background-task/type`.
    pub enum ServicesBackgroundTaskType {
        Daemon = "daemon",
        Agent = "agent",
        LoginItem = "login-item",
        App = "app",
        UserItem = "user-item",
    }
}

wire! {
    /// The dictionary `services.background-task/launchd`.
    pub struct Launchd {
        may {
            "label" label: String,
            "program" program: String,
            "program-arguments" program_arguments: Vec<String>,
            "checksum" checksum: String,
            /// macOS 15.0.
            "device-management" device_management: DeviceManagement,
        }
    }
}

wire! {
    /// The dictionary `services.background-task/launchd/device-management`.
    pub struct DeviceManagement {
        may {
            "configuration-identifier" configuration_identifier: String,
            "asset-identifier" asset_identifier: String,
            "asset-server-token" asset_server_token: String,
        }
    }
}

wire! {
    /// The dictionary `softwareupdate.failure-reason`.
    pub struct SoftwareupdateFailureReason {
        may {
            "count" count: i64,
            "reason" reason: String,
            "timestamp" timestamp: String,
        }
    }
}

wire! {
    /// The dictionary `softwareupdate.install-reason`.
    pub struct SoftwareupdateInstallReason {
        may {
            "reason" reason: Vec<ReasonItem>,
            "declaration-id" declaration_id: String,
        }
    }
}

words! {
    /// The words of `softwareupdate.install-reason/reason`.
    pub enum ReasonItem {
        SystemSettings = "system-settings",
        InstallTonight = "install-tonight",
        AutoUpdate = "auto-update",
        Notification = "notification",
        SetupAssistant = "setup-assistant",
        CommandLine = "command-line",
        Mdm = "mdm",
        Declaration = "declaration",
    }
}

words! {
    /// The words of `softwareupdate.install-state`.
    pub enum SoftwareupdateInstallState {
        None = "none",
        Downloading = "downloading",
        Prepared = "prepared",
        Installing = "installing",
        Failed = "failed",
    }
}

wire! {
    /// The dictionary `softwareupdate.pending-version`.
    pub struct SoftwareupdatePendingVersion {
        may {
            "os-version" os_version: String,
            "build-version" build_version: String,
            "target-local-date-time" target_local_date_time: String,
        }
    }
}

wire! {
    /// Why an item has the status that it has.
    ///
    /// Document `status-reason`: iOS 15.0, macOS 13.0, tvOS 16.0, watchOS 10.0, visionOS 1.1. Source:
    /// `declarative/status/statusreason.yaml`.
    pub struct StatusReasonDocument {
        must {
            "code" code: String,
        }
        may {
            "description" description: String,
            "details" details: Extra,
        }
    }
}

wire! {
    /// The dictionary `test.array-value`.
    pub struct TestArrayValueItem {
        may {
            "key1" key1: String,
            "key2" key2: String,
        }
    }
}

wire! {
    /// The dictionary `test.dictionary-value`.
    pub struct TestDictionaryValue {
        may {
            "key1" key1: String,
            "key2" key2: String,
        }
    }
}
