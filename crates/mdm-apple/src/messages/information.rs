// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Tables of keys: information.

use crate::wire::{BTreeMap, wire, words};
use crate::{Data, Date, Dynamic, Extra, PushToken};

wire! {
    /// Reads the state of a Mac's content cache.
    ///
    /// Command `ContentCachingInformation`: macOS 10.15.4. Source:
    /// `mdm/commands/information.contentcaching.yaml`.
    pub struct ContentCachingInformation {}
}

wire! {
    /// The answer to [`ContentCachingInformation`].
    pub struct ContentCachingInformationResponse {
        must {
            "StatusResponse" status_response: ContentCacheStatus,
        }
    }
}

wire! {
    /// The dictionary `ContentCachingInformation, answer, StatusResponse`.
    pub struct ContentCacheStatus {
        may {
            /// Missing is false.
            "Activated" activated: bool,
            /// Missing is false.
            "Active" active: bool,
            "ActualCacheUsed" actual_cache_used: i64,
            "AlertsForPeerFilterRanges" alerts_for_peer_filter_ranges: BTreeMap<String, ContentCacheRangeAlert>,
            "Alerts" alerts: Vec<ContentCacheAlert>,
            "CacheDetails" cache_details: BTreeMap<String, i64>,
            "CacheFree" cache_free: i64,
            "CacheLimit" cache_limit: i64,
            "CacheStatus" cache_status: ContentCacheHealth,
            "CacheUsed" cache_used: i64,
            /// Missing is false.
            "DataMigrationCompleted" data_migration_completed: bool,
            "DataMigrationError" data_migration_error: ContentCacheError,
            /// 0.0 to 1.0.
            "DataMigrationProgress" data_migration_progress: f64,
            /// 0.0 to 1.0.
            "MaxCachePressureLast1Hour" max_cache_pressure_last1_hour: f64,
            "Parents" parents: Vec<ContentCacheParent>,
            "Peers" peers: Vec<ContentCachePeer>,
            "PersonalCacheFree" personal_cache_free: i64,
            "PersonalCacheLimit" personal_cache_limit: i64,
            "PersonalCacheUsed" personal_cache_used: i64,
            "Port" port: i64,
            "PrivateAddresses" private_addresses: Vec<String>,
            "PublicAddress" public_address: String,
            "RegistrationError" registration_error: String,
            "RegistrationResponseCode" registration_response_code: i64,
            "RegistrationStarted" registration_started: Date,
            /// One of -1, 0, 1.
            "RegistrationStatus" registration_status: i64,
            /// Missing is false.
            "RestrictedMedia" restricted_media: bool,
            "ServerGUID" server_guid: String,
            "StartupStatus" startup_status: ContentCacheStartup,
            /// One of -1, 0, 1.
            "TetheratorStatus" tetherator_status: i64,
            "TotalBytesAreSince" total_bytes_are_since: Date,
            "TotalBytesDropped" total_bytes_dropped: i64,
            "TotalBytesImported" total_bytes_imported: i64,
            "TotalBytesReturnedToChildren" total_bytes_returned_to_children: i64,
            "TotalBytesReturnedToClients" total_bytes_returned_to_clients: i64,
            "TotalBytesReturnedToPeers" total_bytes_returned_to_peers: i64,
            "TotalBytesStoredFromOrigin" total_bytes_stored_from_origin: i64,
            "TotalBytesStoredFromParents" total_bytes_stored_from_parents: i64,
            "TotalBytesStoredFromPeers" total_bytes_stored_from_peers: i64,
        }
    }
}

wire! {
    /// The dictionary `ContentCachingInformation, answer, StatusResponse/AlertsForPeerFilterRanges/*`.
    pub struct ContentCacheRangeAlert {
        may {
            "className" class_name: ContentCacheRangeAlertClass,
            "postDate" post_date: Date,
            "peerFilterRangeIndex" peer_filter_range_index: i64,
            "addresses" addresses: Vec<String>,
        }
    }
}

words! {
    /// The words of `ContentCachingInformation, answer,
    /// StatusResponse/AlertsForPeerFilterRanges/*/className`.
    pub enum ContentCacheRangeAlertClass {
        AssetCacheUnfriendlyPeersInFilterRangeAlert = "AssetCacheUnfriendlyPeersInFilterRangeAlert",
    }
}

wire! {
    /// The dictionary `ContentCachingInformation, answer, StatusResponse/Alerts`.
    pub struct ContentCacheAlert {
        may {
            "className" class_name: ContentCacheAlertClass,
            "postDate" post_date: Date,
            "cacheLimit" cache_limit: i64,
            "reservedVolumeSpace" reserved_volume_space: i64,
            "resource" resource: String,
            "pathPreventingAccess" path_preventing_access: String,
        }
    }
}

words! {
    /// The words of `ContentCachingInformation, answer, StatusResponse/Alerts/className`.
    pub enum ContentCacheAlertClass {
        AssetCacheLowSpaceAlert = "AssetCacheLowSpaceAlert",
        AssetCacheNoSpaceAlert = "AssetCacheNoSpaceAlert",
        AssetCacheRegistrationRejectedAlert = "AssetCacheRegistrationRejectedAlert",
        AssetCacheRegistrationUnavailableAlert = "AssetCacheRegistrationUnavailableAlert",
        AssetCacheResourceMissingAlert = "AssetCacheResourceMissingAlert",
    }
}

words! {
    /// The words of `ContentCachingInformation, answer, StatusResponse/CacheStatus`.
    pub enum ContentCacheHealth {
        Lowspace = "LOWSPACE",
        Ok = "OK",
    }
}

wire! {
    /// The dictionary `ContentCachingInformation, answer, StatusResponse/DataMigrationError`.
    pub struct ContentCacheError {
        may {
            "domain" domain: String,
            "code" code: i64,
            "userInfo" user_info: Extra,
        }
    }
}

wire! {
    /// The dictionary `ContentCachingInformation, answer, StatusResponse/Parents`.
    pub struct ContentCacheParent {
        may {
            "address" address: String,
            "alert" alert: ContentCacheParentAlert,
            "details" details: ContentCacheServer,
            "guid" guid: String,
            "healthy" healthy: bool,
            "port" port: i64,
            "version" version: String,
        }
    }
}

wire! {
    /// The dictionary `ContentCachingInformation, answer, StatusResponse/Parents/alert`.
    pub struct ContentCacheParentAlert {
        may {
            "className" class_name: ContentCacheParentAlertClass,
            "postDate" post_date: Date,
            "addresses" addresses: Vec<String>,
        }
    }
}

words! {
    /// The words of `ContentCachingInformation, answer, StatusResponse/Parents/alert/className`.
    pub enum ContentCacheParentAlertClass {
        AssetCacheParentCycleAlert = "AssetCacheParentCycleAlert",
        AssetCacheParentDepthAlert = "AssetCacheParentDepthAlert",
    }
}

wire! {
    /// The dictionary `ContentCachingInformation, answer, StatusResponse/Parents/details`.
    pub struct ContentCacheServer {
        may {
            /// Missing is false.
            "ac-power" ac_power: bool,
            "cache-size" cache_size: i64,
            "capabilities" capabilities: ContentCacheCapabilities,
            /// Missing is false.
            "is-portable" is_portable: bool,
            "local-network" local_network: ContentCacheNetwork,
        }
    }
}

wire! {
    /// The dictionary `ContentCachingInformation, answer, StatusResponse/Parents/details/capabilities`.
    pub struct ContentCacheCapabilities {
        may {
            /// Missing is false.
            "im" im: bool,
            /// Missing is false.
            "ns" ns: bool,
            /// Missing is false.
            "pc" pc: bool,
            /// Missing is false.
            "query-parameters" query_parameters: bool,
            /// Missing is false.
            "sc" sc: bool,
            /// Missing is false.
            "ur" ur: bool,
        }
    }
}

wire! {
    /// The dictionary `ContentCachingInformation, answer, StatusResponse/Parents/details/local-network`.
    pub struct ContentCacheNetwork {
        may {
            "speed" speed: i64,
            /// Missing is false.
            "wired" wired: bool,
        }
    }
}

wire! {
    /// The dictionary `ContentCachingInformation, answer, StatusResponse/Peers`.
    pub struct ContentCachePeer {
        may {
            "address" address: String,
            "alert" alert: ContentCachePeerAlert,
            "details" details: ContentCacheServer,
            "friendly" friendly: bool,
            "guid" guid: String,
            "healthy" healthy: bool,
            "port" port: i64,
            "version" version: String,
        }
    }
}

wire! {
    /// The dictionary `ContentCachingInformation, answer, StatusResponse/Peers/alert`.
    pub struct ContentCachePeerAlert {
        may {
            "className" class_name: ContentCachePeerAlertClass,
            "postDate" post_date: Date,
            "addresses" addresses: Vec<String>,
            "peerAddress" peer_address: String,
        }
    }
}

words! {
    /// The words of `ContentCachingInformation, answer, StatusResponse/Peers/alert/className`.
    pub enum ContentCachePeerAlertClass {
        AssetCachePeerCycleAlert = "AssetCachePeerCycleAlert",
        AssetCacheUnfriendlyPeerAlert = "AssetCacheUnfriendlyPeerAlert",
    }
}

words! {
    /// The words of `ContentCachingInformation, answer, StatusResponse/StartupStatus`.
    pub enum ContentCacheStartup {
        Failed = "FAILED",
        MigratingData = "MIGRATING_DATA",
        Ok = "OK",
        Pending = "PENDING",
    }
}

wire! {
    /// Reads what the device tells about itself (requirement F42).
    ///
    /// Command `DeviceInformation`: iOS 4.0, macOS 10.7, tvOS 9.0, watchOS 10.0, visionOS 1.1. Source:
    /// `mdm/commands/information.device.yaml`.
    pub struct DeviceInformation {
        must {
            /// What to ask. A device leaves out what it does not know.
            "Queries" queries: Vec<DeviceQuery>,
        }
        may {
            /// Freshness of an attestation: at most 32 bytes. iOS 16.0, macOS 14.0, tvOS 16.0, watchOS
            /// 10.0, visionOS 1.1.
            "DeviceAttestationNonce" device_attestation_nonce: Data,
        }
    }
}

words! {
    /// The words of `DeviceInformation/Queries`.
    pub enum DeviceQuery {
        Udid = "UDID",
        ProvisioningUdid = "ProvisioningUDID",
        OrganizationInfo = "OrganizationInfo",
        MdmOptions = "MDMOptions",
        LastCloudBackupDate = "LastCloudBackupDate",
        AwaitingConfiguration = "AwaitingConfiguration",
        ItunesStoreAccountIsActive = "iTunesStoreAccountIsActive",
        ItunesStoreAccountHash = "iTunesStoreAccountHash",
        DeviceName = "DeviceName",
        OsVersion = "OSVersion",
        SupplementalOsVersionExtra = "SupplementalOSVersionExtra",
        BuildVersion = "BuildVersion",
        SupplementalBuildVersion = "SupplementalBuildVersion",
        ModelName = "ModelName",
        Model = "Model",
        ModelNumber = "ModelNumber",
        IsAppleSilicon = "IsAppleSilicon",
        ProductName = "ProductName",
        SerialNumber = "SerialNumber",
        DeviceCapacity = "DeviceCapacity",
        AvailableDeviceCapacity = "AvailableDeviceCapacity",
        Imei = "IMEI",
        Meid = "MEID",
        ModemFirmwareVersion = "ModemFirmwareVersion",
        CellularTechnology = "CellularTechnology",
        BatteryLevel = "BatteryLevel",
        HasBattery = "HasBattery",
        IsSupervised = "IsSupervised",
        IsMultiUser = "IsMultiUser",
        IsDeviceLocatorServiceEnabled = "IsDeviceLocatorServiceEnabled",
        IsActivationLockEnabled = "IsActivationLockEnabled",
        IsActivationLockSupported = "IsActivationLockSupported",
        IsDoNotDisturbInEffect = "IsDoNotDisturbInEffect",
        DeviceId = "DeviceID",
        EasDeviceIdentifier = "EASDeviceIdentifier",
        IsCloudBackupEnabled = "IsCloudBackupEnabled",
        ActiveManagedUsers = "ActiveManagedUsers",
        OsUpdateSettings = "OSUpdateSettings",
        LocalHostName = "LocalHostName",
        HostName = "HostName",
        AutoSetupAdminAccounts = "AutoSetupAdminAccounts",
        SystemIntegrityProtectionEnabled = "SystemIntegrityProtectionEnabled",
        SupportsLomDevice = "SupportsLOMDevice",
        IsMdmLostModeEnabled = "IsMDMLostModeEnabled",
        MaximumResidentUsers = "MaximumResidentUsers",
        EstimatedResidentUsers = "EstimatedResidentUsers",
        QuotaSize = "QuotaSize",
        ResidentUsers = "ResidentUsers",
        UserSessionTimeout = "UserSessionTimeout",
        TemporarySessionTimeout = "TemporarySessionTimeout",
        TemporarySessionOnly = "TemporarySessionOnly",
        ManagedAppleIdDefaultDomains = "ManagedAppleIDDefaultDomains",
        OnlineAuthenticationGracePeriod = "OnlineAuthenticationGracePeriod",
        SkipLanguageAndLocaleSetupForNewUsers = "SkipLanguageAndLocaleSetupForNewUsers",
        PushToken = "PushToken",
        DiagnosticSubmissionEnabled = "DiagnosticSubmissionEnabled",
        AppAnalyticsEnabled = "AppAnalyticsEnabled",
        TimeZone = "TimeZone",
        Iccid = "ICCID",
        BluetoothMac = "BluetoothMAC",
        WifiMac = "WiFiMAC",
        EthernetMac = "EthernetMAC",
        CurrentCarrierNetwork = "CurrentCarrierNetwork",
        SimCarrierNetwork = "SIMCarrierNetwork",
        SubscriberCarrierNetwork = "SubscriberCarrierNetwork",
        CarrierSettingsVersion = "CarrierSettingsVersion",
        PhoneNumber = "PhoneNumber",
        DataRoamingEnabled = "DataRoamingEnabled",
        VoiceRoamingEnabled = "VoiceRoamingEnabled",
        PersonalHotspotEnabled = "PersonalHotspotEnabled",
        IsNetworkTethered = "IsNetworkTethered",
        IsRoaming = "IsRoaming",
        SubscriberMcc = "SubscriberMCC",
        SubscriberMnc = "SubscriberMNC",
        CurrentMcc = "CurrentMCC",
        CurrentMnc = "CurrentMNC",
        ServiceSubscriptions = "ServiceSubscriptions",
        PinRequiredForEraseDevice = "PINRequiredForEraseDevice",
        PinRequiredForDeviceLock = "PINRequiredForDeviceLock",
        SupportsIosAppInstalls = "SupportsiOSAppInstalls",
        SoftwareUpdateDeviceId = "SoftwareUpdateDeviceID",
        SoftwareUpdateSettings = "SoftwareUpdateSettings",
        AccessibilitySettings = "AccessibilitySettings",
        DevicePropertiesAttestation = "DevicePropertiesAttestation",
        EacsPreflight = "EACSPreflight",
    }
}

wire! {
    /// The answer to [`DeviceInformation`].
    pub struct DeviceInformationResponse {
        must {
            /// One key for each query that the device answers.
            "QueryResponses" query_responses: QueryResponses,
        }
    }
}

wire! {
    /// The dictionary `DeviceInformation, answer, QueryResponses`.
    pub struct QueryResponses {
        may {
            "UDID" udid: String,
            /// macOS 11.3.
            "ProvisioningUDID" provisioning_udid: String,
            /// iOS 7.0, macOS 10.11, tvOS 9.0, watchOS 10.0, visionOS 1.1.
            "OrganizationInfo" organization_info: OrganizationInfo,
            /// iOS 7.0, macOS 11.0, tvOS 9.0, watchOS 10.0, visionOS 1.1.
            "MDMOptions" mdm_options: MdmOptions,
            /// iOS 8.0, visionOS 1.1.
            "LastCloudBackupDate" last_cloud_backup_date: Date,
            /// iOS 9.0, macOS 10.11, tvOS 10.2, watchOS 10.0, visionOS 2.0.
            "AwaitingConfiguration" awaiting_configuration: bool,
            /// iOS 7.0, macOS 10.9, tvOS 9.0, watchOS 10.0.
            "iTunesStoreAccountIsActive" itunes_store_account_is_active: bool,
            /// iOS 8.0, macOS 10.10, tvOS 9.0, watchOS 10.0.
            "iTunesStoreAccountHash" itunes_store_account_hash: String,
            "DeviceName" device_name: String,
            /// `17.4.1`.
            "OSVersion" os_version: String,
            /// iOS 16.1, macOS 13.0, tvOS 16.1, watchOS 10.0, visionOS 1.1.
            "SupplementalOSVersionExtra" supplemental_os_version_extra: String,
            /// `21E236`.
            "BuildVersion" build_version: String,
            /// iOS 16.1, macOS 13.0, tvOS 16.1, watchOS 10.0, visionOS 1.1.
            "SupplementalBuildVersion" supplemental_build_version: String,
            "ModelName" model_name: String,
            /// iOS 4.0, macOS 10.7, tvOS 9.0, watchOS 10.0.
            "Model" model: String,
            /// With the region, `MK1A3LL/A`.
            "ModelNumber" model_number: String,
            /// macOS 12.0.
            "IsAppleSilicon" is_apple_silicon: bool,
            /// `iPad8,12`.
            "ProductName" product_name: String,
            "SerialNumber" serial_number: String,
            /// In units of 10^9 bytes; before macOS 12 of 2^30. iOS 4.0, macOS 10.7, watchOS 10.0, visionOS
            /// 1.1.
            "DeviceCapacity" device_capacity: f64,
            /// In the unit of `DeviceCapacity`. iOS 4.0, macOS 10.7, watchOS 10.0, visionOS 1.1.
            "AvailableDeviceCapacity" available_device_capacity: f64,
            /// iOS 4.0. Deprecated since iOS 16.0.
            "IMEI" imei: String,
            /// iOS 4.0. Deprecated since iOS 16.0.
            "MEID" meid: String,
            /// iOS 4.0.
            "ModemFirmwareVersion" modem_firmware_version: String,
            /// 0 none, 1 GSM, 2 CDMA, 3 both. iOS 4.2.6.
            "CellularTechnology" cellular_technology: i64,
            /// 0.0 to 1.0; -1.0 is not known. iOS 5.0, macOS 13.3, watchOS 10.0, visionOS 1.1.
            "BatteryLevel" battery_level: f64,
            /// macOS 13.3.
            "HasBattery" has_battery: bool,
            /// iOS 6.0, macOS 10.15, tvOS 9.0, watchOS 10.0, visionOS 1.1.
            "IsSupervised" is_supervised: bool,
            /// Whether it is a Shared iPad. iOS 9.3.
            "IsMultiUser" is_multi_user: bool,
            /// iOS 7.0, watchOS 10.0, visionOS 1.1.
            "IsDeviceLocatorServiceEnabled" is_device_locator_service_enabled: bool,
            /// iOS 7.0, macOS 10.9, watchOS 10.0. Deprecated since iOS 16.0, macOS 13.0, watchOS 10.0.
            "IsActivationLockEnabled" is_activation_lock_enabled: bool,
            /// macOS 10.9.
            "IsActivationLockSupported" is_activation_lock_supported: bool,
            /// iOS 7.0, watchOS 10.0, visionOS 1.1.
            "IsDoNotDisturbInEffect" is_do_not_disturb_in_effect: bool,
            /// macOS 11.0.
            "SupportsLOMDevice" supports_lom_device: bool,
            /// tvOS 9.0.
            "DeviceID" device_id: String,
            /// iOS 7.0, visionOS 1.1.
            "EASDeviceIdentifier" eas_device_identifier: String,
            /// iOS 7.1, visionOS 1.1.
            "IsCloudBackupEnabled" is_cloud_backup_enabled: bool,
            /// macOS 10.11.
            "ActiveManagedUsers" active_managed_users: Vec<String>,
            /// macOS 10.11.
            "OSUpdateSettings" os_update_settings: OsUpdateSettings,
            /// macOS 10.11.
            "LocalHostName" local_host_name: String,
            /// macOS 10.11.
            "HostName" host_name: String,
            /// macOS 10.11.
            "AutoSetupAdminAccounts" auto_setup_admin_accounts: Vec<AutoSetupAdminAccount>,
            /// macOS 10.12.
            "SystemIntegrityProtectionEnabled" system_integrity_protection_enabled: bool,
            /// iOS 9.3, watchOS 10.0.
            "IsMDMLostModeEnabled" is_mdm_lost_mode_enabled: bool,
            /// iOS 9.3.
            "MaximumResidentUsers" maximum_resident_users: i64,
            /// iOS 14.0.
            "EstimatedResidentUsers" estimated_resident_users: i64,
            /// Megabytes for each user of a Shared iPad. iOS 13.4.
            "QuotaSize" quota_size: i64,
            /// iOS 13.4.
            "ResidentUsers" resident_users: i64,
            /// Seconds; 0 is no limit. iOS 14.5.
            "UserSessionTimeout" user_session_timeout: i64,
            /// Seconds; 0 is no limit. iOS 14.5.
            "TemporarySessionTimeout" temporary_session_timeout: i64,
            /// iOS 14.5.
            "TemporarySessionOnly" temporary_session_only: bool,
            /// iOS 16.0.
            "ManagedAppleIDDefaultDomains" managed_apple_id_default_domains: Vec<String>,
            /// iOS 16.0.
            "OnlineAuthenticationGracePeriod" online_authentication_grace_period: i64,
            /// iOS 16.2.
            "SkipLanguageAndLocaleSetupForNewUsers" skip_language_and_locale_setup_for_new_users: bool,
            /// On a user channel only. iOS 9.3, macOS 10.12.
            "PushToken" push_token: PushToken,
            /// iOS 9.3, watchOS 10.0, visionOS 1.1.
            "DiagnosticSubmissionEnabled" diagnostic_submission_enabled: bool,
            /// iOS 9.3, watchOS 10.0, visionOS 1.1.
            "AppAnalyticsEnabled" app_analytics_enabled: bool,
            /// iOS 14.0, tvOS 14.0, watchOS 10.0, visionOS 1.1.
            "TimeZone" time_zone: String,
            /// iOS 4.0. Deprecated since iOS 16.0.
            "ICCID" iccid: String,
            /// iOS 4.0, macOS 10.7, tvOS 9.0, visionOS 1.1.
            "BluetoothMAC" bluetooth_mac: String,
            "WiFiMAC" wifi_mac: String,
            /// macOS 10.7.
            "EthernetMAC" ethernet_mac: String,
            /// iOS 4.0. Deprecated since iOS 16.0.
            "CurrentCarrierNetwork" current_carrier_network: String,
            /// iOS 4.0. Gone since iOS 5.0.
            "SIMCarrierNetwork" sim_carrier_network: String,
            /// iOS 5.0. Deprecated since iOS 16.0.
            "SubscriberCarrierNetwork" subscriber_carrier_network: String,
            /// iOS 4.0. Deprecated since iOS 16.0.
            "CarrierSettingsVersion" carrier_settings_version: String,
            /// iOS 4.0. Deprecated since iOS 16.0.
            "PhoneNumber" phone_number: String,
            /// iOS 5.0.
            "DataRoamingEnabled" data_roaming_enabled: bool,
            /// iOS 5.0. Deprecated since iOS 16.0.
            "VoiceRoamingEnabled" voice_roaming_enabled: bool,
            /// iOS 7.0.
            "PersonalHotspotEnabled" personal_hotspot_enabled: bool,
            /// iOS 10.3.
            "IsNetworkTethered" is_network_tethered: bool,
            /// iOS 4.2. Deprecated since iOS 16.0.
            "IsRoaming" is_roaming: bool,
            /// iOS 4.0. Gone since iOS 4.2.6.
            "SIMMCC" simmcc: String,
            /// iOS 4.0. Gone since iOS 4.2.6.
            "SIMMNC" simmnc: String,
            /// iOS 4.2.6. Deprecated since iOS 16.0.
            "SubscriberMCC" subscriber_mcc: String,
            /// iOS 4.2.6. Deprecated since iOS 16.0.
            "SubscriberMNC" subscriber_mnc: String,
            /// iOS 4.0. Deprecated since iOS 16.0.
            "CurrentMCC" current_mcc: String,
            /// iOS 4.0. Deprecated since iOS 16.0.
            "CurrentMNC" current_mnc: String,
            /// iOS 12.0.
            "ServiceSubscriptions" service_subscriptions: Vec<ServiceSubscription>,
            /// macOS 11.0.
            "PINRequiredForEraseDevice" pin_required_for_erase_device: bool,
            /// macOS 11.0.
            "PINRequiredForDeviceLock" pin_required_for_device_lock: bool,
            /// macOS 11.0.
            "SupportsiOSAppInstalls" supports_ios_app_installs: bool,
            /// iOS 15.0, macOS 12.0, visionOS 1.1.
            "SoftwareUpdateDeviceID" software_update_device_id: String,
            /// iOS 14.5.
            "SoftwareUpdateSettings" software_update_settings: SoftwareUpdateSettings,
            /// iOS 16.0, watchOS 10.0.
            "AccessibilitySettings" accessibility_settings: AccessibilitySettings,
            /// A chain of certificates, DER, the leaf first. iOS 16.0, macOS 14.0, tvOS 16.0, watchOS 10.0,
            /// visionOS 1.1.
            "DevicePropertiesAttestation" device_properties_attestation: Vec<Data>,
            /// macOS 13.3.
            "EACSPreflight" eacs_preflight: String,
        }
    }
}

wire! {
    /// The dictionary `DeviceInformation, answer, QueryResponses/OrganizationInfo`.
    pub struct OrganizationInfo {
        may {
            "OrganizationName" organization_name: String,
            "OrganizationAddress" organization_address: String,
            "OrganizationPhone" organization_phone: String,
            "OrganizationEmail" organization_email: String,
            "OrganizationMagic" organization_magic: String,
        }
    }
}

wire! {
    /// The dictionary `DeviceInformation, answer, QueryResponses/MDMOptions`.
    pub struct MdmOptions {
        may {
            /// Missing is false. iOS 7.0, macOS 11.0, tvOS 9.0.
            "ActivationLockAllowedWhileSupervised" activation_lock_allowed_while_supervised: bool,
            /// Missing is false. macOS 11.0.
            "BootstrapTokenAllowed" bootstrap_token_allowed: bool,
            /// Missing is false. macOS 11.0.
            "PromptUserToAllowBootstrapTokenForAuthentication" prompt_user_to_allow_bootstrap_token_for_authentication: bool,
        }
    }
}

wire! {
    /// The dictionary `DeviceInformation, answer, QueryResponses/OSUpdateSettings`.
    pub struct OsUpdateSettings {
        may {
            "CatalogURL" catalog_url: String,
            "IsDefaultCatalog" is_default_catalog: bool,
            "PreviousScanDate" previous_scan_date: Date,
            /// A string in the schema; `0` is success. Kept as it comes, because Macs have sent integers
            /// too. Deprecated since macOS 11.0. Gone since macOS 15.0.
            "PreviousScanResult" previous_scan_result: Dynamic,
            "PerformPeriodicCheck" perform_periodic_check: bool,
            "AutoCheckEnabled" auto_check_enabled: bool,
            "BackgroundDownloadEnabled" background_download_enabled: bool,
            "AutomaticAppInstallationEnabled" automatic_app_installation_enabled: bool,
            "AutomaticOSInstallationEnabled" automatic_os_installation_enabled: bool,
            "AutomaticSecurityUpdatesEnabled" automatic_security_updates_enabled: bool,
        }
    }
}

wire! {
    /// The dictionary `DeviceInformation, answer, QueryResponses/AutoSetupAdminAccounts`.
    pub struct AutoSetupAdminAccount {
        may {
            "GUID" guid: String,
            "shortName" short_name: String,
        }
    }
}

wire! {
    /// The dictionary `DeviceInformation, answer, QueryResponses/ServiceSubscriptions`.
    pub struct ServiceSubscription {
        may {
            "CarrierSettingsVersion" carrier_settings_version: String,
            "CurrentCarrierNetwork" current_carrier_network: String,
            "CurrentMCC" current_mcc: String,
            "CurrentMNC" current_mnc: String,
            "ICCID" iccid: String,
            /// iOS 14.0.
            "EID" eid: String,
            "IMEI" imei: String,
            "IsDataPreferred" is_data_preferred: bool,
            "IsRoaming" is_roaming: bool,
            "IsVoicePreferred" is_voice_preferred: bool,
            "Label" label: String,
            "LabelID" label_id: String,
            "MEID" meid: String,
            "PhoneNumber" phone_number: String,
            "Slot" slot: String,
            /// iOS 16.0.
            "SubscriberCarrierNetwork" subscriber_carrier_network: String,
        }
    }
}

wire! {
    /// The dictionary `DeviceInformation, answer, QueryResponses/SoftwareUpdateSettings`.
    pub struct SoftwareUpdateSettings {
        may {
            "RecommendationsCadence" recommendations_cadence: i64,
        }
    }
}

wire! {
    /// The dictionary `DeviceInformation, answer, QueryResponses/AccessibilitySettings`.
    pub struct AccessibilitySettings {
        may {
            "BoldTextEnabled" bold_text_enabled: bool,
            /// iOS 16.0.
            "IncreaseContrastEnabled" increase_contrast_enabled: bool,
            "ReduceMotionEnabled" reduce_motion_enabled: bool,
            "ReduceTransparencyEnabled" reduce_transparency_enabled: bool,
            /// One of -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11.
            "TextSize" text_size: i64,
            "TouchAccommodationsEnabled" touch_accommodations_enabled: bool,
            "VoiceOverEnabled" voice_over_enabled: bool,
            "ZoomEnabled" zoom_enabled: bool,
            /// watchOS 10.0.
            "GrayscaleEnabled" grayscale_enabled: bool,
        }
    }
}

wire! {
    /// Reads the security state.
    ///
    /// Command `SecurityInfo`: iOS 4.0, macOS 10.7, tvOS 9.0, watchOS 10.0, visionOS 1.1. Source:
    /// `mdm/commands/information.security.yaml`.
    pub struct SecurityInfo {}
}

wire! {
    /// The answer to [`SecurityInfo`].
    pub struct SecurityInfoResponse {
        must {
            /// What the device tells.
            "SecurityInfo" security_info: SecurityState,
        }
    }
}

wire! {
    /// The dictionary `SecurityInfo, answer, SecurityInfo`.
    pub struct SecurityState {
        may {
            /// 1 block-level, 2 file-level, 3 both. With a passcode, 3 is data protection. iOS 4.0, tvOS
            /// 9.0, watchOS 10.0, visionOS 1.1.
            "HardwareEncryptionCaps" hardware_encryption_caps: i64,
            /// Without one, lock state does not hold anything back. iOS 4.0, tvOS 9.0, watchOS 10.0,
            /// visionOS 1.1.
            "PasscodePresent" passcode_present: bool,
            /// iOS 4.0, tvOS 9.0, watchOS 10.0, visionOS 1.1.
            "PasscodeCompliant" passcode_compliant: bool,
            /// iOS 4.0, tvOS 9.0, watchOS 10.0, visionOS 1.1.
            "PasscodeCompliantWithProfiles" passcode_compliant_with_profiles: bool,
            /// iOS 9.3.2, tvOS 9.0, watchOS 10.0, visionOS 1.1.
            "PasscodeLockGracePeriod" passcode_lock_grace_period: i64,
            /// iOS 9.3.2, tvOS 9.0, watchOS 10.0, visionOS 1.1.
            "PasscodeLockGracePeriodEnforced" passcode_lock_grace_period_enforced: i64,
            /// iOS 17.0.
            "AutoLockTime" auto_lock_time: i64,
            /// macOS 10.9.
            "FDE_Enabled" fde_enabled: bool,
            /// macOS 10.9.
            "FDE_HasPersonalRecoveryKey" fde_has_personal_recovery_key: bool,
            /// macOS 10.9.
            "FDE_HasInstitutionalRecoveryKey" fde_has_institutional_recovery_key: bool,
            /// CMS, encrypted for the certificate of the escrow profile. macOS 10.13.
            "FDE_PersonalRecoveryKeyCMS" fde_personal_recovery_key_cms: Data,
            /// A text that names the device in the escrow. Not a secret. macOS 10.13.
            "FDE_PersonalRecoveryKeyDeviceKey" fde_personal_recovery_key_device_key: String,
            /// macOS 10.12.
            "SystemIntegrityProtectionEnabled" system_integrity_protection_enabled: bool,
            /// macOS 10.12.
            "FirewallSettings" firewall_settings: FirewallSettings,
            /// macOS 10.13.
            "FirmwarePasswordStatus" firmware_password_status: FirmwarePasswordStatus,
            /// iOS 13.0, macOS 10.13.2, tvOS 13.0, watchOS 10.0, visionOS 1.1.
            "ManagementStatus" management_status: ManagementStatus,
            /// macOS 10.15.
            "SecureBoot" secure_boot: SecureBoot,
            /// macOS 10.14.4.
            "RemoteDesktopEnabled" remote_desktop_enabled: bool,
            /// macOS 11.0.
            "AuthenticatedRootVolumeEnabled" authenticated_root_volume_enabled: bool,
            /// macOS 11.0.
            "BootstrapTokenAllowedForAuthentication" bootstrap_token_allowed_for_authentication: BootstrapTokenAllowedForAuthentication,
            /// macOS 11.0.
            "BootstrapTokenRequiredForSoftwareUpdate" bootstrap_token_required_for_software_update: bool,
            /// macOS 11.0.
            "BootstrapTokenRequiredForKernelExtensionApproval" bootstrap_token_required_for_kernel_extension_approval: bool,
            /// macOS 11.5.
            "IsRecoveryLockEnabled" is_recovery_lock_enabled: bool,
        }
    }
}

wire! {
    /// The dictionary `SecurityInfo, answer, SecurityInfo/FirewallSettings`.
    pub struct FirewallSettings {
        may {
            "FirewallEnabled" firewall_enabled: bool,
            "BlockAllIncoming" block_all_incoming: bool,
            "StealthMode" stealth_mode: bool,
            "Applications" applications: Vec<FirewallApplication>,
            /// macOS 12.0.
            "LoggingEnabled" logging_enabled: bool,
            /// macOS 12.0.
            "LoggingOption" logging_option: LoggingOption,
        }
    }
}

wire! {
    /// The dictionary `SecurityInfo, answer, SecurityInfo/FirewallSettings/Applications`.
    pub struct FirewallApplication {
        may {
            "Allowed" allowed: bool,
            "BundleID" bundle_id: String,
            "Name" name: String,
        }
    }
}

words! {
    /// The words of `SecurityInfo, answer, SecurityInfo/FirewallSettings/LoggingOption`.
    pub enum LoggingOption {
        Throttled = "throttled",
        Brief = "brief",
        Detail = "detail",
    }
}

wire! {
    /// The dictionary `SecurityInfo, answer, SecurityInfo/FirmwarePasswordStatus`.
    pub struct FirmwarePasswordStatus {
        may {
            "PasswordExists" password_exists: bool,
            "ChangePending" change_pending: bool,
            "AllowOroms" allow_oroms: bool,
        }
    }
}

wire! {
    /// The dictionary `SecurityInfo, answer, SecurityInfo/ManagementStatus`.
    pub struct ManagementStatus {
        may {
            /// macOS 10.13.2.
            "EnrolledViaDEP" enrolled_via_dep: bool,
            /// macOS 10.13.2.
            "UserApprovedEnrollment" user_approved_enrollment: bool,
            /// iOS 13.0, macOS 10.15, tvOS 13.0, watchOS 10.0, visionOS 1.1.
            "IsUserEnrollment" is_user_enrollment: bool,
            /// macOS 10.15.
            "IsActivationLockManageable" is_activation_lock_manageable: bool,
        }
    }
}

wire! {
    /// The dictionary `SecurityInfo, answer, SecurityInfo/SecureBoot`.
    pub struct SecureBoot {
        may {
            "SecureBootLevel" secure_boot_level: SecureBootLevel,
            "ExternalBootLevel" external_boot_level: ExternalBootLevel,
            /// macOS 11.0.
            "ReducedSecurity" reduced_security: Vec<ReducedSecurityItem>,
        }
    }
}

words! {
    /// The words of `SecurityInfo, answer, SecurityInfo/SecureBoot/SecureBootLevel`.
    pub enum SecureBootLevel {
        Off = "off",
        Medium = "medium",
        Full = "full",
        NotSupported = "not supported",
    }
}

words! {
    /// The words of `SecurityInfo, answer, SecurityInfo/SecureBoot/ExternalBootLevel`.
    pub enum ExternalBootLevel {
        Allowed = "allowed",
        Disallowed = "disallowed",
        NotSupported = "not supported",
    }
}

words! {
    /// The words of `SecurityInfo, answer, SecurityInfo/SecureBoot/ReducedSecurity`.
    pub enum ReducedSecurityItem {
        AllowsAnyAppleSignedOs = "AllowsAnyAppleSignedOS",
        AllowsUserKextApproval = "AllowsUserKextApproval",
        AllowsMdm = "AllowsMDM",
    }
}

words! {
    /// The words of `SecurityInfo, answer, SecurityInfo/BootstrapTokenAllowedForAuthentication`.
    pub enum BootstrapTokenAllowedForAuthentication {
        Allowed = "allowed",
        Disallowed = "disallowed",
        NotSupported = "not supported",
    }
}
