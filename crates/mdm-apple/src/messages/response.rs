//! What a device answers.
//!
//! Source of every key: Apple's device-management schema, `mdm/commands` (release of iOS 18.3). Nearly
//! everything is optional, because devices leave out what they do not have.

use mdm_plist::{Data, Date, Extra, Value};

use crate::PushToken;
use crate::wire::{wire, words};

wire! {
    /// The answer of a command that has no keys of its own.
    #[derive(Default)]
    pub struct Done {}
}

wire! {
    /// The answer to [`DeviceInformation`](crate::DeviceInformation).
    pub struct DeviceInformationResponse {
        /// One key for each query that the device answers.
        "QueryResponses" query_responses: QueryResponses,
    }
}

impl DeviceInformationResponse {
    /// Answers with these values.
    #[must_use]
    pub fn new(query_responses: QueryResponses) -> Self {
        Self { query_responses, extra: Extra::default() }
    }
}

wire! {
    /// The answer to [`InstalledApplicationList`](crate::InstalledApplicationList).
    pub struct InstalledApplicationListResponse {
        /// In no order.
        "InstalledApplicationList" installed_application_list: Vec<InstalledApplication>,
    }
}

impl InstalledApplicationListResponse {
    /// Answers with these apps.
    #[must_use]
    pub fn new(installed_application_list: Vec<InstalledApplication>) -> Self {
        Self { installed_application_list, extra: Extra::default() }
    }
}

wire! {
    /// The answer to [`SecurityInfo`](crate::SecurityInfo).
    pub struct SecurityInfoResponse {
        /// What the device tells.
        "SecurityInfo" security_info: SecurityState,
    }
}

impl SecurityInfoResponse {
    /// Answers with this state.
    #[must_use]
    pub fn new(security_info: SecurityState) -> Self {
        Self { security_info, extra: Extra::default() }
    }
}

wire! {
    /// The answer to [`ProfileList`](crate::ProfileList).
    pub struct ProfileListResponse {
        /// In no order.
        "ProfileList" profile_list: Vec<InstalledProfile>,
    }
}

impl ProfileListResponse {
    /// Answers with these profiles.
    #[must_use]
    pub fn new(profile_list: Vec<InstalledProfile>) -> Self {
        Self { profile_list, extra: Extra::default() }
    }
}

wire! {
    /// The answer to [`InstallApplication`](crate::InstallApplication), with the status `Acknowledged`
    /// or `Error`. Acknowledged means accepted, not installed.
    #[derive(Default)]
    pub struct InstallApplicationResponse {
        /// The bundle identifier.
        "Identifier" identifier: Option<String>,
        /// How far the installation is.
        "State" state: Option<AppState>,
        /// Why the device refused, with the status `Error`.
        "RejectionReason" rejection_reason: Option<RejectionReason>,
    }
}

wire! {
    /// The answer to [`DeviceLock`](crate::DeviceLock).
    #[derive(Default)]
    pub struct DeviceLockResponse {
        /// What became of the message or phone number; missing when the command had neither.
        "MessageResult" message_result: Option<MessageResult>,
    }
}

wire! {
    /// The answer to [`DeviceLocation`](crate::DeviceLocation): where the device is, which is about a person.
    pub struct DeviceLocationResponse {
        /// Degrees.
        "Latitude" latitude: f64,
        /// Degrees.
        "Longitude" longitude: f64,
        /// Meters; negative is not known.
        "HorizontalAccuracy" horizontal_accuracy: Option<f64>,
        /// Meters; negative is not known.
        "VerticalAccuracy" vertical_accuracy: Option<f64>,
        /// Meters; negative is not known.
        "Altitude" altitude: Option<f64>,
        /// Meters in a second; negative is not known.
        "Speed" speed: Option<f64>,
        /// Degrees; negative is not known.
        "Course" course: Option<f64>,
        /// When the position was taken, RFC 3339.
        "Timestamp" timestamp: Option<String>,
    }
}

impl DeviceLocationResponse {
    /// Answers with this place, in degrees.
    #[must_use]
    pub fn new(latitude: f64, longitude: f64) -> Self {
        Self {
            latitude,
            longitude,
            horizontal_accuracy: None,
            vertical_accuracy: None,
            altitude: None,
            speed: None,
            course: None,
            timestamp: None,
            extra: Extra::default(),
        }
    }
}

words! {
    /// How far the installation of an app is.
    pub enum AppState {
        /// Waits for its turn.
        Queued = "Queued",
        /// Needs a redemption code.
        NeedsRedemption = "NeedsRedemption",
        /// Redeems a code.
        Redeeming = "Redeeming",
        /// Asks the user whether to install.
        Prompting = "Prompting",
        /// Asks the user to log in to the store.
        PromptingForLogin = "PromptingForLogin",
        /// Checks the purchase.
        ValidatingPurchase = "ValidatingPurchase",
        /// Installs.
        Installing = "Installing",
        /// Installed and managed.
        Managed = "Managed",
        /// Managed, and the user has removed it.
        ManagedButUninstalled = "ManagedButUninstalled",
        /// The user installed it before the server did.
        UserInstalledApp = "UserInstalledApp",
        /// The user refused the installation.
        UserRejected = "UserRejected",
        /// Asks the user whether to update.
        PromptingForUpdate = "PromptingForUpdate",
        /// Asks the user to log in for the update.
        PromptingForUpdateLogin = "PromptingForUpdateLogin",
        /// Checks the update.
        ValidatingUpdate = "ValidatingUpdate",
        /// Updates.
        Updating = "Updating",
        /// The user refused the update.
        UpdateRejected = "UpdateRejected",
        /// Asks the user whether the organization may manage it.
        PromptingForManagement = "PromptingForManagement",
        /// The user refused management.
        ManagementRejected = "ManagementRejected",
        /// The installation failed.
        Failed = "Failed",
        /// The device does not know.
        Unknown = "Unknown",
    }
}

words! {
    /// Why a device refuses to install an app. A Mac knows only `Other`, here [`Self::Unspecified`].
    pub enum RejectionReason {
        /// It is installed.
        AppAlreadyInstalled = "AppAlreadyInstalled",
        /// It is on its way.
        AppAlreadyQueued = "AppAlreadyQueued",
        /// The store is off.
        AppStoreDisabled = "AppStoreDisabled",
        /// The store does not confirm the identifier.
        CouldNotVerifyAppId = "CouldNotVerifyAppID",
        /// The state of management cannot be changed.
        ManagementChangeNotSupported = "ManagementChangeNotSupported",
        /// It is no app.
        NotAnApp = "NotAnApp",
        /// The device cannot do that.
        NotSupported = "NotSupported",
        /// Another reason.
        Unspecified = "Other",
        /// Not in this way of buying.
        PurchaseMethodNotSupported = "PurchaseMethodNotSupported",
        /// Not in this way of buying on a Shared iPad.
        PurchaseMethodNotSupportedInMultiUser = "PurchaseMethodNotSupportedInMultiUser",
    }
}

words! {
    /// What became of the message of a DeviceLock.
    pub enum MessageResult {
        /// It is shown.
        Success = "Success",
        /// Not shown, because the device shows the one of Lost Mode.
        DeviceInLostMode = "DeviceInLostMode",
        /// Not shown, because the device has no passcode.
        NoPasscodeSet = "NoPasscodeSet",
        /// Not shown, for a reason that the device does not tell.
        Unknown = "Unknown",
    }
}

wire! {
    /// Who runs the server, as the device was told by Settings.
    #[derive(Default)]
    pub struct OrganizationInfo {
        "OrganizationName" organization_name: Option<String>,
        "OrganizationAddress" organization_address: Option<String>,
        "OrganizationPhone" organization_phone: Option<String>,
        "OrganizationEmail" organization_email: Option<String>,
        "OrganizationMagic" organization_magic: Option<String>,
    }
}

wire! {
    /// What the device was told by Settings, item MDMOptions.
    #[derive(Default)]
    pub struct MdmOptions {
        "ActivationLockAllowedWhileSupervised" activation_lock_allowed_while_supervised: Option<bool>,
        "BootstrapTokenAllowed" bootstrap_token_allowed: Option<bool>,
        "PromptUserToAllowBootstrapTokenForAuthentication"
        prompt_user_to_allow_bootstrap_token_for_authentication: Option<bool>,
    }
}

wire! {
    /// A Mac's software update settings.
    #[derive(Default)]
    pub struct OsUpdateSettings {
        "CatalogURL" catalog_url: Option<String>,
        "IsDefaultCatalog" is_default_catalog: Option<bool>,
        "PreviousScanDate" previous_scan_date: Option<Date>,
        /// A string in the schema; `0` is success. Kept as it comes, because Macs have sent integers too.
        "PreviousScanResult" previous_scan_result: Option<Value>,
        "PerformPeriodicCheck" perform_periodic_check: Option<bool>,
        "AutoCheckEnabled" auto_check_enabled: Option<bool>,
        "BackgroundDownloadEnabled" background_download_enabled: Option<bool>,
        "AutomaticAppInstallationEnabled" automatic_app_installation_enabled: Option<bool>,
        "AutomaticOSInstallationEnabled" automatic_os_installation_enabled: Option<bool>,
        "AutomaticSecurityUpdatesEnabled" automatic_security_updates_enabled: Option<bool>,
    }
}

wire! {
    /// One administrator account that Setup Assistant made on a Mac.
    #[derive(Default)]
    pub struct AutoSetupAdminAccount {
        "GUID" guid: Option<String>,
        "shortName" short_name: Option<String>,
    }
}

wire! {
    /// One cellular subscription.
    #[derive(Default)]
    pub struct ServiceSubscription {
        "CarrierSettingsVersion" carrier_settings_version: Option<String>,
        "CurrentCarrierNetwork" current_carrier_network: Option<String>,
        "CurrentMCC" current_mcc: Option<String>,
        "CurrentMNC" current_mnc: Option<String>,
        "ICCID" iccid: Option<String>,
        "EID" eid: Option<String>,
        "IMEI" imei: Option<String>,
        "IsDataPreferred" is_data_preferred: Option<bool>,
        "IsRoaming" is_roaming: Option<bool>,
        "IsVoicePreferred" is_voice_preferred: Option<bool>,
        "Label" label: Option<String>,
        "LabelID" label_id: Option<String>,
        "MEID" meid: Option<String>,
        "PhoneNumber" phone_number: Option<String>,
        "Slot" slot: Option<String>,
        "SubscriberCarrierNetwork" subscriber_carrier_network: Option<String>,
    }
}

wire! {
    /// Which updates the user is offered.
    #[derive(Default)]
    pub struct SoftwareUpdateSettings {
        /// 0 all updates, 1 only older ones, 2 only newer ones.
        "RecommendationsCadence" recommendations_cadence: Option<i64>,
    }
}

wire! {
    /// The accessibility settings that a server can change.
    #[derive(Default)]
    pub struct AccessibilitySettings {
        "BoldTextEnabled" bold_text_enabled: Option<bool>,
        "IncreaseContrastEnabled" increase_contrast_enabled: Option<bool>,
        "ReduceMotionEnabled" reduce_motion_enabled: Option<bool>,
        "ReduceTransparencyEnabled" reduce_transparency_enabled: Option<bool>,
        /// 0 to 11; -1 is not known.
        "TextSize" text_size: Option<i64>,
        "TouchAccommodationsEnabled" touch_accommodations_enabled: Option<bool>,
        "VoiceOverEnabled" voice_over_enabled: Option<bool>,
        "ZoomEnabled" zoom_enabled: Option<bool>,
        "GrayscaleEnabled" grayscale_enabled: Option<bool>,
    }
}

wire! {
    /// The answers to the queries of DeviceInformation. A device leaves out what it does not have, does not
    /// know or may not tell.
    #[derive(Default)]
    pub struct QueryResponses {
        "UDID" udid: Option<String>,
        "ProvisioningUDID" provisioning_udid: Option<String>,
        "OrganizationInfo" organization_info: Option<OrganizationInfo>,
        "MDMOptions" mdm_options: Option<MdmOptions>,
        "LastCloudBackupDate" last_cloud_backup_date: Option<Date>,
        "AwaitingConfiguration" awaiting_configuration: Option<bool>,
        "iTunesStoreAccountIsActive" itunes_store_account_is_active: Option<bool>,
        "iTunesStoreAccountHash" itunes_store_account_hash: Option<String>,
        "DeviceName" device_name: Option<String>,
        /// `17.4.1`.
        "OSVersion" os_version: Option<String>,
        "SupplementalOSVersionExtra" supplemental_os_version_extra: Option<String>,
        /// `21E236`.
        "BuildVersion" build_version: Option<String>,
        "SupplementalBuildVersion" supplemental_build_version: Option<String>,
        "ModelName" model_name: Option<String>,
        "Model" model: Option<String>,
        /// With the region, `MK1A3LL/A`.
        "ModelNumber" model_number: Option<String>,
        "IsAppleSilicon" is_apple_silicon: Option<bool>,
        /// `iPad8,12`.
        "ProductName" product_name: Option<String>,
        "SerialNumber" serial_number: Option<String>,
        /// In units of 10^9 bytes; before macOS 12 of 2^30.
        "DeviceCapacity" device_capacity: Option<f64>,
        /// In the unit of `DeviceCapacity`.
        "AvailableDeviceCapacity" available_device_capacity: Option<f64>,
        "IMEI" imei: Option<String>,
        "MEID" meid: Option<String>,
        "ModemFirmwareVersion" modem_firmware_version: Option<String>,
        /// 0 none, 1 GSM, 2 CDMA, 3 both.
        "CellularTechnology" cellular_technology: Option<i64>,
        /// 0.0 to 1.0; -1.0 is not known.
        "BatteryLevel" battery_level: Option<f64>,
        "HasBattery" has_battery: Option<bool>,
        "IsSupervised" is_supervised: Option<bool>,
        /// Whether it is a Shared iPad.
        "IsMultiUser" is_multi_user: Option<bool>,
        /// Whether Find My or the like is on.
        "IsDeviceLocatorServiceEnabled" is_device_locator_service_enabled: Option<bool>,
        "IsActivationLockEnabled" is_activation_lock_enabled: Option<bool>,
        "IsActivationLockSupported" is_activation_lock_supported: Option<bool>,
        "IsDoNotDisturbInEffect" is_do_not_disturb_in_effect: Option<bool>,
        "SupportsLOMDevice" supports_lom_device: Option<bool>,
        /// An Apple TV only.
        "DeviceID" device_id: Option<String>,
        "EASDeviceIdentifier" eas_device_identifier: Option<String>,
        "IsCloudBackupEnabled" is_cloud_backup_enabled: Option<bool>,
        /// Directory GUIDs of the users who are logged in on a Mac.
        "ActiveManagedUsers" active_managed_users: Option<Vec<String>>,
        "OSUpdateSettings" os_update_settings: Option<OsUpdateSettings>,
        "LocalHostName" local_host_name: Option<String>,
        "HostName" host_name: Option<String>,
        "AutoSetupAdminAccounts" auto_setup_admin_accounts: Option<Vec<AutoSetupAdminAccount>>,
        "SystemIntegrityProtectionEnabled" system_integrity_protection_enabled: Option<bool>,
        "IsMDMLostModeEnabled" is_mdm_lost_mode_enabled: Option<bool>,
        "MaximumResidentUsers" maximum_resident_users: Option<i64>,
        "EstimatedResidentUsers" estimated_resident_users: Option<i64>,
        /// Megabytes for each user of a Shared iPad.
        "QuotaSize" quota_size: Option<i64>,
        "ResidentUsers" resident_users: Option<i64>,
        /// Seconds; 0 is no limit.
        "UserSessionTimeout" user_session_timeout: Option<i64>,
        /// Seconds; 0 is no limit.
        "TemporarySessionTimeout" temporary_session_timeout: Option<i64>,
        "TemporarySessionOnly" temporary_session_only: Option<bool>,
        "ManagedAppleIDDefaultDomains" managed_apple_id_default_domains: Option<Vec<String>>,
        /// Days; 0 is online authentication at each login.
        "OnlineAuthenticationGracePeriod" online_authentication_grace_period: Option<i64>,
        "SkipLanguageAndLocaleSetupForNewUsers" skip_language_and_locale_setup_for_new_users: Option<bool>,
        /// On a user channel only.
        "PushToken" push_token: Option<PushToken>,
        "DiagnosticSubmissionEnabled" diagnostic_submission_enabled: Option<bool>,
        "AppAnalyticsEnabled" app_analytics_enabled: Option<bool>,
        /// A name of the IANA database.
        "TimeZone" time_zone: Option<String>,
        "ICCID" iccid: Option<String>,
        "BluetoothMAC" bluetooth_mac: Option<String>,
        "WiFiMAC" wifi_mac: Option<String>,
        "EthernetMAC" ethernet_mac: Option<String>,
        "CurrentCarrierNetwork" current_carrier_network: Option<String>,
        /// Gone since iOS 5.
        "SIMCarrierNetwork" sim_carrier_network: Option<String>,
        "SubscriberCarrierNetwork" subscriber_carrier_network: Option<String>,
        "CarrierSettingsVersion" carrier_settings_version: Option<String>,
        "PhoneNumber" phone_number: Option<String>,
        "DataRoamingEnabled" data_roaming_enabled: Option<bool>,
        "VoiceRoamingEnabled" voice_roaming_enabled: Option<bool>,
        "PersonalHotspotEnabled" personal_hotspot_enabled: Option<bool>,
        "IsNetworkTethered" is_network_tethered: Option<bool>,
        "IsRoaming" is_roaming: Option<bool>,
        /// Gone since iOS 4.2.6.
        "SIMMCC" sim_mcc: Option<String>,
        /// Gone since iOS 4.2.6.
        "SIMMNC" sim_mnc: Option<String>,
        "SubscriberMCC" subscriber_mcc: Option<String>,
        "SubscriberMNC" subscriber_mnc: Option<String>,
        "CurrentMCC" current_mcc: Option<String>,
        "CurrentMNC" current_mnc: Option<String>,
        "ServiceSubscriptions" service_subscriptions: Option<Vec<ServiceSubscription>>,
        "PINRequiredForEraseDevice" pin_required_for_erase_device: Option<bool>,
        "PINRequiredForDeviceLock" pin_required_for_device_lock: Option<bool>,
        "SupportsiOSAppInstalls" supports_ios_app_installs: Option<bool>,
        /// The device in Apple's list of available updates.
        "SoftwareUpdateDeviceID" software_update_device_id: Option<String>,
        "SoftwareUpdateSettings" software_update_settings: Option<SoftwareUpdateSettings>,
        "AccessibilitySettings" accessibility_settings: Option<AccessibilitySettings>,
        /// A chain of certificates, DER, the leaf first.
        "DevicePropertiesAttestation" device_properties_attestation: Option<Vec<Data>>,
        /// Whether a Mac can erase all content and settings: `success`, `not supported` or what is in the way.
        "EACSPreflight" eacs_preflight: Option<String>,
    }
}

wire! {
    /// One app of a Mac's firewall.
    #[derive(Default)]
    pub struct FirewallApplication {
        "Allowed" allowed: Option<bool>,
        "BundleID" bundle_id: Option<String>,
        "Name" name: Option<String>,
    }
}

wire! {
    /// A Mac's firewall.
    #[derive(Default)]
    pub struct FirewallSettings {
        "FirewallEnabled" firewall_enabled: Option<bool>,
        "BlockAllIncoming" block_all_incoming: Option<bool>,
        "StealthMode" stealth_mode: Option<bool>,
        "Applications" applications: Option<Vec<FirewallApplication>>,
        "LoggingEnabled" logging_enabled: Option<bool>,
        /// `throttled`, `brief` or `detail`.
        "LoggingOption" logging_option: Option<String>,
    }
}

wire! {
    /// The firmware password of a Mac with an Intel processor.
    #[derive(Default)]
    pub struct FirmwarePasswordStatus {
        "PasswordExists" password_exists: Option<bool>,
        /// A change waits for a restart.
        "ChangePending" change_pending: Option<bool>,
        "AllowOroms" allow_oroms: Option<bool>,
    }
}

wire! {
    /// How the device is managed.
    #[derive(Default)]
    pub struct ManagementStatus {
        "EnrolledViaDEP" enrolled_via_dep: Option<bool>,
        "UserApprovedEnrollment" user_approved_enrollment: Option<bool>,
        "IsUserEnrollment" is_user_enrollment: Option<bool>,
        "IsActivationLockManageable" is_activation_lock_manageable: Option<bool>,
    }
}

wire! {
    /// A Mac's boot security.
    #[derive(Default)]
    pub struct SecureBoot {
        /// `off`, `medium`, `full` or `not supported`.
        "SecureBootLevel" secure_boot_level: Option<String>,
        /// `allowed`, `disallowed` or `not supported`.
        "ExternalBootLevel" external_boot_level: Option<String>,
        "ReducedSecurity" reduced_security: Option<Vec<String>>,
    }
}

wire! {
    /// The security state of a device. A device leaves out what it does not have or may not tell.
    #[derive(Default)]
    pub struct SecurityState {
        /// 1 block-level, 2 file-level, 3 both. With a passcode, 3 is data protection.
        "HardwareEncryptionCaps" hardware_encryption_caps: Option<i64>,
        /// Without one, lock state does not hold anything back.
        "PasscodePresent" passcode_present: Option<bool>,
        "PasscodeCompliant" passcode_compliant: Option<bool>,
        "PasscodeCompliantWithProfiles" passcode_compliant_with_profiles: Option<bool>,
        /// Seconds. Shared iPad.
        "PasscodeLockGracePeriod" passcode_lock_grace_period: Option<i64>,
        /// Seconds.
        "PasscodeLockGracePeriodEnforced" passcode_lock_grace_period_enforced: Option<i64>,
        /// Seconds. Shared iPad.
        "AutoLockTime" auto_lock_time: Option<i64>,
        /// FileVault.
        "FDE_Enabled" fde_enabled: Option<bool>,
        "FDE_HasPersonalRecoveryKey" fde_has_personal_recovery_key: Option<bool>,
        "FDE_HasInstitutionalRecoveryKey" fde_has_institutional_recovery_key: Option<bool>,
        /// CMS, encrypted for the certificate of the escrow profile.
        "FDE_PersonalRecoveryKeyCMS" fde_personal_recovery_key_cms: Option<Data>,
        "FDE_PersonalRecoveryKeyDeviceKey" fde_personal_recovery_key_device_key: Option<String>,
        "SystemIntegrityProtectionEnabled" system_integrity_protection_enabled: Option<bool>,
        "FirewallSettings" firewall_settings: Option<FirewallSettings>,
        "FirmwarePasswordStatus" firmware_password_status: Option<FirmwarePasswordStatus>,
        "ManagementStatus" management_status: Option<ManagementStatus>,
        "SecureBoot" secure_boot: Option<SecureBoot>,
        "RemoteDesktopEnabled" remote_desktop_enabled: Option<bool>,
        "AuthenticatedRootVolumeEnabled" authenticated_root_volume_enabled: Option<bool>,
        /// `allowed`, `disallowed` or `not supported`.
        "BootstrapTokenAllowedForAuthentication" bootstrap_token_allowed_for_authentication: Option<String>,
        "BootstrapTokenRequiredForSoftwareUpdate" bootstrap_token_required_for_software_update: Option<bool>,
        "BootstrapTokenRequiredForKernelExtensionApproval"
        bootstrap_token_required_for_kernel_extension_approval: Option<bool>,
        "IsRecoveryLockEnabled" is_recovery_lock_enabled: Option<bool>,
    }
}

wire! {
    /// One installed app.
    #[derive(Default)]
    pub struct InstalledApplication {
        /// The bundle identifier; can be missing on a Mac.
        "Identifier" identifier: Option<String>,
        "ExternalVersionIdentifier" external_version_identifier: Option<i64>,
        "DistributorIdentifier" distributor_identifier: Option<String>,
        "Version" version: Option<String>,
        "ShortVersion" short_version: Option<String>,
        "Name" name: Option<String>,
        /// Bytes.
        "BundleSize" bundle_size: Option<i64>,
        /// Bytes of its documents and caches.
        "DynamicSize" dynamic_size: Option<i64>,
        /// False: an enterprise app that does not run until it is validated.
        "IsValidated" is_validated: Option<bool>,
        /// True while it downloads.
        "Installing" installing: Option<bool>,
        "AppStoreVendable" app_store_vendable: Option<bool>,
        "DeviceBasedVPP" device_based_vpp: Option<bool>,
        "BetaApp" beta_app: Option<bool>,
        "AdHocCodeSigned" ad_hoc_code_signed: Option<bool>,
        "HasUpdateAvailable" has_update_available: Option<bool>,
        "DownloadFailed" download_failed: Option<bool>,
        "DownloadWaiting" download_waiting: Option<bool>,
        "DownloadPaused" download_paused: Option<bool>,
        "DownloadCancelled" download_cancelled: Option<bool>,
        "IsAppClip" is_app_clip: Option<bool>,
        /// `Declarative Device Management` when declarations manage it.
        "Source" source: Option<String>,
    }
}

wire! {
    /// One payload of an installed profile.
    #[derive(Default)]
    pub struct InstalledPayload {
        "PayloadType" payload_type: Option<String>,
        "PayloadVersion" payload_version: Option<i64>,
        "PayloadIdentifier" payload_identifier: Option<String>,
        "PayloadUUID" payload_uuid: Option<String>,
        "PayloadDisplayName" payload_display_name: Option<String>,
        "PayloadDescription" payload_description: Option<String>,
        "PayloadOrganization" payload_organization: Option<String>,
    }
}

wire! {
    /// One installed profile.
    #[derive(Default)]
    pub struct InstalledProfile {
        "PayloadUUID" payload_uuid: Option<String>,
        "PayloadIdentifier" payload_identifier: Option<String>,
        "PayloadVersion" payload_version: Option<i64>,
        "PayloadDisplayName" payload_display_name: Option<String>,
        "PayloadOrganization" payload_organization: Option<String>,
        "PayloadDescription" payload_description: Option<String>,
        /// Whether the user cannot remove it.
        "PayloadRemovalDisallowed" payload_removal_disallowed: Option<bool>,
        "HasRemovalPasscode" has_removal_passcode: Option<bool>,
        "IsEncrypted" is_encrypted: Option<bool>,
        /// DER, the signer first.
        "SignerCertificates" signer_certificates: Option<Vec<Data>>,
        /// Whether this server installed it. Not on a supervised device.
        "IsManaged" is_managed: Option<bool>,
        /// `Declarative Device Management` when a declaration installed it.
        "Source" source: Option<String>,
        /// Missing when the profile is encrypted.
        "PayloadContent" payload_content: Option<Vec<InstalledPayload>>,
    }
}
