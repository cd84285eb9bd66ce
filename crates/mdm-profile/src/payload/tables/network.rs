// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Payloads: network.

#[rustfmt::skip]
use crate::payload::wire::{Password, SharedSecret, keys, words};

keys! {
    /// The proxies of a Mac.
    ///
    /// `com.apple.SystemConfiguration`: macOS 10.7. Source:
    /// `mdm/profiles/com.apple.SystemConfiguration.yaml`.
    pub struct NetworkProxies {
        must {
            "Proxies" proxies: Proxies,
        }
    }
}

keys! {
    /// The dictionary `com.apple.SystemConfiguration/Proxies`.
    pub struct Proxies {
        may {
            "FTPEnable" ftp_enable: i64,
            "FTPPassive" ftp_passive: i64,
            "FTPPort" ftp_port: i64,
            "FTPProxy" ftp_proxy: String,
            "GopherEnable" gopher_enable: i64,
            "GopherPort" gopher_port: i64,
            "GopherProxy" gopher_proxy: String,
            "HTTPEnable" http_enable: i64,
            "HTTPPort" http_port: i64,
            "HTTPProxy" http_proxy: String,
            "HTTPSEnable" https_enable: i64,
            "HTTPSPort" https_port: i64,
            "HTTPSProxy" https_proxy: String,
            "ProxyAutoConfigEnable" proxy_auto_config_enable: i64,
            "ProxyAutoConfigURLString" proxy_auto_config_url_string: String,
            /// macOS 10.9.
            "ProxyCaptiveLoginAllowed" proxy_captive_login_allowed: i64,
            "RTSPEnable" rtsp_enable: i64,
            "RTSPPort" rtsp_port: i64,
            "RTSPProxy" rtsp_proxy: String,
            "SOCKSEnable" socks_enable: i64,
            "SOCKSPortinteger" socks_portinteger: i64,
            "SOCKSProxy" socks_proxy: String,
            "FallBackAllowed" fall_back_allowed: i64,
            "ExceptionsList" exceptions_list: Vec<String>,
        }
    }
}

keys! {
    /// Which AirPlay receivers the device uses.
    ///
    /// `com.apple.airplay`: iOS 7.0, macOS 10.10. Source: `mdm/profiles/com.apple.airplay.yaml`.
    pub struct AirPlay {
        may {
            /// iOS 14.5, macOS 11.3.
            "AllowList" allow_list: Vec<Allow>,
            "Passwords" passwords: Vec<AirPlayPassword>,
            /// Deprecated since iOS 14.5, macOS 11.3.
            "Whitelist" whitelist: Vec<WhitelistItem>,
        }
    }
}

keys! {
    /// The dictionary `com.apple.airplay/AllowList`.
    pub struct Allow {
        may {
            /// Deprecated since iOS 18.0, macOS 15.0.
            "DeviceID" device_id: String,
            /// iOS 18.0, macOS 15.0.
            "DeviceName" device_name: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.airplay/Passwords`.
    pub struct AirPlayPassword {
        must {
            /// iOS 7.0, macOS 15.0.
            "DeviceName" device_name: String,
            "Password" password: Password,
        }
        may {
            /// macOS 10.10. Deprecated since macOS 15.0.
            "DeviceID" device_id: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.airplay/Whitelist`.
    pub struct WhitelistItem {
        may {
            /// Deprecated since iOS 18.0, macOS 15.0.
            "DeviceID" device_id: String,
            /// iOS 18.0, macOS 15.0.
            "DeviceName" device_name: String,
        }
    }
}

keys! {
    /// Printers.
    ///
    /// `com.apple.airprint`: iOS 7.0, macOS 10.10, visionOS 2.0. Source:
    /// `mdm/profiles/com.apple.airprint.yaml`.
    pub struct AirPrint {
        must {
            "AirPrint" air_print: Vec<AirPrintItem>,
        }
    }
}

keys! {
    /// The dictionary `com.apple.airprint/AirPrint`.
    pub struct AirPrintItem {
        must {
            "IPAddress" ip_address: String,
            "ResourcePath" resource_path: String,
        }
        may {
            /// 0 to 65535. iOS 11.0, visionOS 2.0.
            "Port" port: i64,
            /// Missing is false. iOS 11.0, visionOS 2.0.
            "ForceTLS" force_tls: bool,
        }
    }
}

keys! {
    /// The access point of the carrier.
    ///
    /// `com.apple.apn.managed`: iOS 4.0. Source: `mdm/profiles/com.apple.apn.managed.yaml`.
    pub struct Apn {
        must {
            "DefaultsData" defaults_data: ApnDefaults,
            "DefaultsDomainName" defaults_domain_name: DefaultsDomainName,
        }
    }
}

keys! {
    /// The dictionary `com.apple.apn.managed/DefaultsData`.
    pub struct ApnDefaults {
        must {
            "apns" apns: Vec<AccessPoint>,
        }
    }
}

keys! {
    /// The dictionary `com.apple.apn.managed/DefaultsData/apns`.
    pub struct AccessPoint {
        must {
            "apn" apn: String,
        }
        may {
            "username" username: String,
            "password" password: SharedSecret,
            "proxy" proxy: String,
            "proxyPort" proxy_port: i64,
        }
    }
}

words! {
    /// The words of `com.apple.apn.managed/DefaultsDomainName`.
    pub enum DefaultsDomainName {
        ComAppleManagedCarrier = "com.apple.managedCarrier",
    }
}

keys! {
    /// Which domains belong to apps on a Mac.
    ///
    /// `com.apple.associated-domains`: macOS 10.15. Source:
    /// `mdm/profiles/com.apple.associated-domains.yaml`.
    pub struct AssociatedDomains {
        must {
            "Configuration" configuration: Vec<ConfigurationItem>,
        }
    }
}

keys! {
    /// The dictionary `com.apple.associated-domains/Configuration`.
    pub struct ConfigurationItem {
        must {
            "ApplicationIdentifier" application_identifier: String,
            "AssociatedDomains" associated_domains: Vec<String>,
        }
        may {
            /// Missing is false. macOS 11.0.
            "EnableDirectDownloads" enable_direct_downloads: bool,
        }
    }
}

keys! {
    /// Access points of the carrier.
    ///
    /// `com.apple.cellular`: iOS 7.0, watchOS 3.2. Source: `mdm/profiles/com.apple.cellular.yaml`.
    pub struct Cellular {
        may {
            "AttachAPN" attach_apn: AttachApn,
            "APNs" apns: Vec<CellularApn>,
        }
    }
}

keys! {
    /// The dictionary `com.apple.cellular/AttachAPN`.
    pub struct AttachApn {
        must {
            "Name" name: String,
        }
        may {
            /// Missing is `PAP`.
            "AuthenticationType" authentication_type: AuthenticationType,
            "Username" username: String,
            "Password" password: Password,
            /// One of 1, 2, 3. iOS 10.3, watchOS 3.2.
            "AllowedProtocolMask" allowed_protocol_mask: i64,
        }
    }
}

words! {
    /// The words of `com.apple.cellular/AttachAPN/AuthenticationType`.
    pub enum AuthenticationType {
        Chap = "CHAP",
        Pap = "PAP",
    }
}

keys! {
    /// The dictionary `com.apple.cellular/APNs`.
    pub struct CellularApn {
        must {
            "Name" name: String,
        }
        may {
            /// Missing is `PAP`.
            "AuthenticationType" authentication_type: AuthenticationType,
            "Username" username: String,
            "Password" password: Password,
            "ProxyServer" proxy_server: String,
            "ProxyPort" proxy_port: i64,
            /// One of 1, 2, 3. iOS 10.3, watchOS 3.2. Deprecated since iOS 11.0.
            "DefaultProtocolMask" default_protocol_mask: i64,
            /// One of 1, 2, 3. iOS 10.3, watchOS 3.2.
            "AllowedProtocolMask" allowed_protocol_mask: i64,
            /// One of 1, 2, 3. iOS 10.3, watchOS 3.2.
            "AllowedProtocolMaskInRoaming" allowed_protocol_mask_in_roaming: i64,
            /// One of 1, 2, 3. iOS 10.3, watchOS 3.2.
            "AllowedProtocolMaskInDomesticRoaming" allowed_protocol_mask_in_domestic_roaming: i64,
            /// Missing is false. iOS 16.0, watchOS 9.0.
            "EnableXLAT464" enable_xlat464: bool,
        }
    }
}

keys! {
    /// An own cellular network.
    ///
    /// `com.apple.cellularprivatenetwork.managed`: iOS 17.0. Source:
    /// `mdm/profiles/com.apple.cellularprivatenetwork.managed.yaml`.
    pub struct CellularPrivateNetwork {
        must {
            "DataSetName" data_set_name: String,
            "VersionNumber" version_number: String,
        }
        may {
            "Geofences" geofences: Vec<Geofence>,
            /// Missing is false.
            "CellularDataPreferred" cellular_data_preferred: bool,
            /// Missing is false.
            "EnableNRStandalone" enable_nr_standalone: bool,
            /// iOS 18.0.
            "NetworkIdentifier" network_identifier: String,
            /// iOS 18.0.
            "CsgNetworkIdentifier" csg_network_identifier: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.cellularprivatenetwork.managed/Geofences`.
    pub struct Geofence {
        must {
            /// -180.0 to 180.0.
            "Longitude" longitude: f64,
            /// -90.0 to 90.0.
            "Latitude" latitude: f64,
            /// 100.0 to 6500.0.
            "Radius" radius: f64,
            "GeofenceId" geofence_id: String,
        }
    }
}

keys! {
    /// Which mail and web domains are the organization's own.
    ///
    /// `com.apple.domains`: iOS 8.0, macOS 10.10, visionOS 2.0. Source:
    /// `mdm/profiles/com.apple.domains.yaml`.
    pub struct Domains {
        may {
            /// iOS 8.0, macOS 10.10.
            "EmailDomains" email_domains: Vec<String>,
            /// iOS 8.0, visionOS 2.0.
            "WebDomains" web_domains: Vec<String>,
            /// iOS 9.3, visionOS 2.0.
            "SafariPasswordAutoFillDomains" safari_password_auto_fill_domains: Vec<String>,
            /// iOS 16.2, macOS 13.1, visionOS 2.0.
            "CrossSiteTrackingPreventionRelaxedDomains" cross_site_tracking_prevention_relaxed_domains: Vec<String>,
            /// iOS 18.0, macOS 15.0, visionOS 2.0.
            "CrossSiteTrackingPreventionRelaxedApps" cross_site_tracking_prevention_relaxed_apps: Vec<String>,
        }
    }
}

keys! {
    /// 802.1X on the first Ethernet interface that is connected.
    ///
    /// `com.apple.firstactiveethernet.managed`: macOS 10.7. Source:
    /// `mdm/profiles/com.apple.firstactiveethernet.managed.yaml`.
    pub struct FirstActiveEthernet {
        may {
            /// Missing is true.
            "AutoJoin" auto_join: bool,
            "EAPClientConfiguration" eap_client_configuration: EapClientConfiguration,
            "PayloadCertificateUUID" payload_certificate_uuid: String,
            /// Missing is false.
            "ProxyPACFallbackAllowed" proxy_pac_fallback_allowed: bool,
            "ProxyPACURL" proxy_pacurl: String,
            "ProxyPassword" proxy_password: Password,
            "ProxyServer" proxy_server: String,
            /// 0 to 65535.
            "ProxyServerPort" proxy_server_port: i64,
            /// Missing is `None`.
            "ProxyType" proxy_type: ProxyType,
            "ProxyUsername" proxy_username: String,
            "SetupModes" setup_modes: Vec<SetupMode>,
            /// Missing is false.
            "TLSCertificateRequired" tls_certificate_required: bool,
        }
    }
}

keys! {
    /// The dictionary `com.apple.firstactiveethernet.managed/EAPClientConfiguration`.
    pub struct EapClientConfiguration {
        must {
            "AcceptEAPTypes" accept_eap_types: Vec<i64>,
        }
        may {
            "UserName" user_name: String,
            "UserPassword" user_password: Password,
            "PayloadCertificateAnchorUUID" payload_certificate_anchor_uuid: Vec<String>,
            "TLSTrustedCertificates" tls_trusted_certificates: Vec<String>,
            "TLSTrustedServerNames" tls_trusted_server_names: Vec<String>,
            /// Missing is true.
            "TLSAllowTrustExceptions" tls_allow_trust_exceptions: bool,
            /// Missing is false.
            "TLSCertificateIsRequired" tls_certificate_is_required: bool,
            /// Missing is `MSCHAPv2`.
            "TTLSInnerAuthentication" ttls_inner_authentication: TtlsInnerAuthentication,
            /// Missing is `1.0`.
            "TLSMinimumVersion" tls_minimum_version: TlsMinimumVersion,
            /// Missing is `1.2`.
            "TLSMaximumVersion" tls_maximum_version: TlsMaximumVersion,
            "OuterIdentity" outer_identity: String,
            /// Missing is false.
            "EAPFASTUsePAC" eapfast_use_pac: bool,
            /// Missing is false.
            "EAPFASTProvisionPAC" eapfast_provision_pac: bool,
            /// Missing is false.
            "EAPFASTProvisionPACAnonymously" eapfast_provision_pac_anonymously: bool,
            /// One of 2, 3. Missing is 3.
            "EAPSIMNumberOfRANDs" eapsim_number_of_rands: i64,
            "SystemModeCredentialsSource" system_mode_credentials_source: String,
            /// Missing is false.
            "SystemModeUseOpenDirectoryCredentials" system_mode_use_open_directory_credentials: bool,
            /// Missing is false.
            "OneTimeUserPassword" one_time_user_password: bool,
        }
    }
}

words! {
    /// The words of `com.apple.firstactiveethernet.managed/EAPClientConfiguration/TTLSInnerAuthentication`.
    pub enum TtlsInnerAuthentication {
        Pap = "PAP",
        Eap = "EAP",
        Chap = "CHAP",
        Mschap = "MSCHAP",
        MschaPv2 = "MSCHAPv2",
    }
}

words! {
    /// The words of `com.apple.firstactiveethernet.managed/EAPClientConfiguration/TLSMinimumVersion`.
    pub enum TlsMinimumVersion {
        N10 = "1.0",
        N11 = "1.1",
        N12 = "1.2",
        N13 = "1.3",
    }
}

words! {
    /// The words of `com.apple.firstactiveethernet.managed/EAPClientConfiguration/TLSMaximumVersion`.
    pub enum TlsMaximumVersion {
        N10 = "1.0",
        N11 = "1.1",
        N12 = "1.2",
        N13 = "1.3",
    }
}

words! {
    /// The words of `com.apple.firstactiveethernet.managed/ProxyType`.
    pub enum ProxyType {
        None = "None",
        Manual = "Manual",
        Auto = "Auto",
    }
}

words! {
    /// The words of `com.apple.firstactiveethernet.managed/SetupModes`.
    pub enum SetupMode {
        System = "System",
        Loginwindow = "Loginwindow",
    }
}

keys! {
    /// 802.1X on the first Ethernet interface.
    ///
    /// `com.apple.firstethernet.managed`: macOS 10.7. Source:
    /// `mdm/profiles/com.apple.firstethernet.managed.yaml`.
    pub struct FirstEthernet {
        may {
            /// Missing is true.
            "AutoJoin" auto_join: bool,
            "EAPClientConfiguration" eap_client_configuration: EapClientConfiguration,
            "PayloadCertificateUUID" payload_certificate_uuid: String,
            /// Missing is false.
            "ProxyPACFallbackAllowed" proxy_pac_fallback_allowed: bool,
            "ProxyPACURL" proxy_pacurl: String,
            "ProxyPassword" proxy_password: Password,
            "ProxyServer" proxy_server: String,
            /// 0 to 65535.
            "ProxyServerPort" proxy_server_port: i64,
            /// Missing is `None`.
            "ProxyType" proxy_type: ProxyType,
            "ProxyUsername" proxy_username: String,
            "SetupModes" setup_modes: Vec<SetupMode>,
            /// Missing is false.
            "TLSCertificateRequired" tls_certificate_required: bool,
        }
    }
}

keys! {
    /// 802.1X on every Ethernet interface without a profile of its own.
    ///
    /// `com.apple.globalethernet.managed`: iOS 17.0, macOS 10.13, tvOS 17.0. Source:
    /// `mdm/profiles/com.apple.globalethernet.managed.yaml`.
    pub struct GlobalEthernet {
        may {
            /// Missing is true. iOS 5.0, macOS 10.13, tvOS 17.0.
            "AutoJoin" auto_join: bool,
            "EAPClientConfiguration" eap_client_configuration: EapClientConfiguration,
            "PayloadCertificateUUID" payload_certificate_uuid: String,
            /// Missing is false.
            "ProxyPACFallbackAllowed" proxy_pac_fallback_allowed: bool,
            "ProxyPACURL" proxy_pacurl: String,
            "ProxyPassword" proxy_password: Password,
            "ProxyServer" proxy_server: String,
            /// 0 to 65535.
            "ProxyServerPort" proxy_server_port: i64,
            /// Missing is `None`.
            "ProxyType" proxy_type: ProxyType,
            "ProxyUsername" proxy_username: String,
            /// macOS 10.7.
            "SetupModes" setup_modes: Vec<SetupMode>,
            /// Missing is false.
            "TLSCertificateRequired" tls_certificate_required: bool,
        }
    }
}

keys! {
    /// Which apps use cellular data.
    ///
    /// `com.apple.networkusagerules`: iOS 9.0. Source: `mdm/profiles/com.apple.networkusagerules.yaml`.
    pub struct NetworkUsageRules {
        may {
            "ApplicationRules" application_rules: Vec<ApplicationRule>,
            /// iOS 13.0.
            "SIMRules" sim_rules: Vec<SimRule>,
        }
    }
}

keys! {
    /// The dictionary `com.apple.networkusagerules/ApplicationRules`.
    pub struct ApplicationRule {
        may {
            "AppIdentifierMatches" app_identifier_matches: Vec<String>,
            /// Missing is true.
            "AllowRoamingCellularData" allow_roaming_cellular_data: bool,
            /// Missing is true.
            "AllowCellularData" allow_cellular_data: bool,
        }
    }
}

keys! {
    /// The dictionary `com.apple.networkusagerules/SIMRules`.
    pub struct SimRule {
        must {
            "ICCIDs" icc_ids: Vec<String>,
            /// One of 2, 3.
            "WiFiAssistPolicy" wifi_assist_policy: i64,
        }
    }
}

keys! {
    /// The proxy of all HTTP traffic.
    ///
    /// `com.apple.proxy.http.global`: iOS 6.0, macOS 10.9, tvOS 9.0, visionOS 2.0. Source:
    /// `mdm/profiles/com.apple.proxy.http.global.yaml`.
    pub struct GlobalHttpProxy {
        may {
            /// Missing is `Manual`.
            "ProxyType" proxy_type: HttpProxyType,
            "ProxyServer" proxy_server: String,
            "ProxyServerPort" proxy_server_port: i64,
            "ProxyUsername" proxy_username: String,
            "ProxyPassword" proxy_password: Password,
            "ProxyPACURL" proxy_pacurl: String,
            /// Missing is false. iOS 7.0, macOS 10.9, tvOS 9.0, visionOS 2.0.
            "ProxyPACFallbackAllowed" proxy_pac_fallback_allowed: bool,
            /// Missing is false. iOS 7.0, macOS 10.9, tvOS 9.0, visionOS 2.0.
            "ProxyCaptiveLoginAllowed" proxy_captive_login_allowed: bool,
        }
    }
}

words! {
    /// The words of `com.apple.proxy.http.global/ProxyType`.
    pub enum HttpProxyType {
        Manual = "Manual",
        Auto = "Auto",
    }
}

keys! {
    /// 802.1X on the second Ethernet interface that is connected.
    ///
    /// `com.apple.secondactiveethernet.managed`: macOS 10.7. Source:
    /// `mdm/profiles/com.apple.secondactiveethernet.managed.yaml`.
    pub struct SecondActiveEthernet {
        may {
            /// Missing is true.
            "AutoJoin" auto_join: bool,
            "EAPClientConfiguration" eap_client_configuration: EapClientConfiguration,
            "PayloadCertificateUUID" payload_certificate_uuid: String,
            /// Missing is false.
            "ProxyPACFallbackAllowed" proxy_pac_fallback_allowed: bool,
            "ProxyPACURL" proxy_pacurl: String,
            "ProxyPassword" proxy_password: Password,
            "ProxyServer" proxy_server: String,
            /// 0 to 65535.
            "ProxyServerPort" proxy_server_port: i64,
            /// Missing is `None`.
            "ProxyType" proxy_type: ProxyType,
            "ProxyUsername" proxy_username: String,
            "SetupModes" setup_modes: Vec<SetupMode>,
            /// Missing is false.
            "TLSCertificateRequired" tls_certificate_required: bool,
        }
    }
}

keys! {
    /// 802.1X on the second Ethernet interface.
    ///
    /// `com.apple.secondethernet.managed`: macOS 10.7. Source:
    /// `mdm/profiles/com.apple.secondethernet.managed.yaml`.
    pub struct SecondEthernet {
        may {
            /// Missing is true.
            "AutoJoin" auto_join: bool,
            "EAPClientConfiguration" eap_client_configuration: EapClientConfiguration,
            "PayloadCertificateUUID" payload_certificate_uuid: String,
            /// Missing is false.
            "ProxyPACFallbackAllowed" proxy_pac_fallback_allowed: bool,
            "ProxyPACURL" proxy_pacurl: String,
            "ProxyPassword" proxy_password: Password,
            "ProxyServer" proxy_server: String,
            /// 0 to 65535.
            "ProxyServerPort" proxy_server_port: i64,
            /// Missing is `None`.
            "ProxyType" proxy_type: ProxyType,
            "ProxyUsername" proxy_username: String,
            "SetupModes" setup_modes: Vec<SetupMode>,
            /// Missing is false.
            "TLSCertificateRequired" tls_certificate_required: bool,
        }
    }
}

keys! {
    /// 802.1X on the third Ethernet interface that is connected.
    ///
    /// `com.apple.thirdactiveethernet.managed`: macOS 10.7. Source:
    /// `mdm/profiles/com.apple.thirdactiveethernet.managed.yaml`.
    pub struct ThirdActiveEthernet {
        may {
            /// Missing is true.
            "AutoJoin" auto_join: bool,
            "EAPClientConfiguration" eap_client_configuration: EapClientConfiguration,
            "PayloadCertificateUUID" payload_certificate_uuid: String,
            /// Missing is false.
            "ProxyPACFallbackAllowed" proxy_pac_fallback_allowed: bool,
            "ProxyPACURL" proxy_pacurl: String,
            "ProxyPassword" proxy_password: Password,
            "ProxyServer" proxy_server: String,
            /// 0 to 65535.
            "ProxyServerPort" proxy_server_port: i64,
            /// Missing is `None`.
            "ProxyType" proxy_type: ProxyType,
            "ProxyUsername" proxy_username: String,
            "SetupModes" setup_modes: Vec<SetupMode>,
            /// Missing is false.
            "TLSCertificateRequired" tls_certificate_required: bool,
        }
    }
}

keys! {
    /// 802.1X on the third Ethernet interface.
    ///
    /// `com.apple.thirdethernet.managed`: macOS 10.7. Source:
    /// `mdm/profiles/com.apple.thirdethernet.managed.yaml`.
    pub struct ThirdEthernet {
        may {
            /// Missing is true.
            "AutoJoin" auto_join: bool,
            "EAPClientConfiguration" eap_client_configuration: EapClientConfiguration,
            "PayloadCertificateUUID" payload_certificate_uuid: String,
            /// Missing is false.
            "ProxyPACFallbackAllowed" proxy_pac_fallback_allowed: bool,
            "ProxyPACURL" proxy_pacurl: String,
            "ProxyPassword" proxy_password: Password,
            "ProxyServer" proxy_server: String,
            /// 0 to 65535.
            "ProxyServerPort" proxy_server_port: i64,
            /// Missing is `None`.
            "ProxyType" proxy_type: ProxyType,
            "ProxyUsername" proxy_username: String,
            "SetupModes" setup_modes: Vec<SetupMode>,
            /// Missing is false.
            "TLSCertificateRequired" tls_certificate_required: bool,
        }
    }
}

keys! {
    /// A Wi-Fi network.
    ///
    /// `com.apple.wifi.managed`: iOS 4.0, macOS 10.7, tvOS 9.0, watchOS 3.2, visionOS 1.0. Source:
    /// `mdm/profiles/com.apple.wifi.managed.yaml`.
    pub struct Wifi {
        may {
            /// Missing is true. iOS 5.0, macOS 10.7, tvOS 9.0, watchOS 3.2, visionOS 1.0.
            "AutoJoin" auto_join: bool,
            /// iOS 7.0, macOS 10.7, tvOS 9.0, watchOS 3.2, visionOS 1.0.
            "SSID_STR" ssid_str: String,
            /// Missing is false.
            "HIDDEN_NETWORK" hidden_network: bool,
            /// Missing is `None`.
            "ProxyType" proxy_type: ProxyType,
            /// Missing is `Any`.
            "EncryptionType" encryption_type: EncryptionType,
            "Password" password: Password,
            "PayloadCertificateUUID" payload_certificate_uuid: String,
            "EAPClientConfiguration" eap_client_configuration: EapClientConfiguration,
            /// iOS 7.0, macOS 10.9, tvOS 9.0, watchOS 3.2, visionOS 1.0.
            "DisplayedOperatorName" displayed_operator_name: String,
            /// iOS 7.0, macOS 10.9, tvOS 9.0, watchOS 3.2, visionOS 1.0.
            "DomainName" domain_name: String,
            /// iOS 7.0, macOS 10.9, tvOS 9.0, watchOS 3.2, visionOS 1.0.
            "RoamingConsortiumOIs" roaming_consortium_ois: Vec<String>,
            /// Missing is false. iOS 7.0, macOS 10.9, tvOS 9.0, watchOS 3.2, visionOS 1.0.
            "ServiceProviderRoamingEnabled" service_provider_roaming_enabled: bool,
            /// Missing is false. iOS 7.0, macOS 10.9, tvOS 9.0, watchOS 3.2, visionOS 1.0.
            "IsHotspot" is_hotspot: bool,
            /// iOS 7.0, macOS 10.7, tvOS 9.0, watchOS 3.2, visionOS 1.0.
            "HESSID" hessid: String,
            /// iOS 7.0, macOS 10.9, tvOS 9.0, watchOS 3.2, visionOS 1.0.
            "NAIRealmNames" nai_realm_names: Vec<String>,
            /// iOS 7.0, tvOS 9.0, watchOS 3.2, visionOS 1.0.
            "MCCAndMNCs" mcc_and_mncs: Vec<String>,
            /// Missing is false. iOS 10.0, tvOS 9.0, watchOS 3.2, visionOS 1.0.
            "CaptiveBypass" captive_bypass: bool,
            /// iOS 10.0, macOS 10.13, tvOS 9.0, watchOS 3.2, visionOS 1.0.
            "QoSMarkingPolicy" qos_marking_policy: QosMarkingPolicy,
            /// macOS 10.7.
            "SetupModes" setup_modes: Vec<SetupMode>,
            /// Missing is true.
            "EnableIPv6" enable_ipv6: bool,
            /// Missing is false.
            "TLSCertificateRequired" tls_certificate_required: bool,
            "ProxyServer" proxy_server: String,
            /// 0 to 65535.
            "ProxyServerPort" proxy_server_port: i64,
            "ProxyUsername" proxy_username: String,
            "ProxyPassword" proxy_password: Password,
            "ProxyPACURL" proxy_pacurl: String,
            /// Missing is false.
            "ProxyPACFallbackAllowed" proxy_pac_fallback_allowed: bool,
            /// Missing is false. iOS 14.0, macOS 15.0, watchOS 7.0, visionOS 1.0.
            "DisableAssociationMACRandomization" disable_association_mac_randomization: bool,
        }
    }
}

words! {
    /// The words of `com.apple.wifi.managed/EncryptionType`.
    pub enum EncryptionType {
        Wep = "WEP",
        Wpa = "WPA",
        Wpa2 = "WPA2",
        Wpa3 = "WPA3",
        Any = "Any",
        None = "None",
    }
}

keys! {
    /// The dictionary `com.apple.wifi.managed/QoSMarkingPolicy`.
    pub struct QosMarkingPolicy {
        may {
            /// iOS 14.5, macOS 14.0, tvOS 9.0, watchOS 3.2, visionOS 1.0.
            "QoSMarkingAllowListAppIdentifiers" qos_marking_allow_list_app_identifiers: Vec<String>,
            /// iOS 10.0, macOS 10.13, tvOS 9.0, watchOS 3.2. Deprecated since iOS 14.5, macOS 14.0.
            "QoSMarkingWhitelistedAppIdentifiers" qos_marking_whitelisted_app_identifiers: Vec<String>,
            /// Missing is true.
            "QoSMarkingAppleAudioVideoCalls" qos_marking_apple_audio_video_calls: bool,
            /// Missing is true.
            "QoSMarkingEnabled" qos_marking_enabled: bool,
        }
    }
}

keys! {
    /// A storage network of Macs.
    ///
    /// `com.apple.xsan`: macOS 10.10. Source: `mdm/profiles/com.apple.xsan.yaml`.
    pub struct Xsan {
        must {
            "sanName" san_name: String,
            "sanConfigURLs" san_config_urls: Vec<String>,
            "fsnameservers" fsnameservers: Vec<String>,
            "sharedSecret" shared_secret: Password,
        }
        may {
            "sanAuthMethod" san_auth_method: SanAuthMethod,
        }
    }
}

words! {
    /// The words of `com.apple.xsan/sanAuthMethod`.
    pub enum SanAuthMethod {
        AuthSecret = "auth_secret",
    }
}

keys! {
    /// How a Mac uses storage networks.
    ///
    /// `com.apple.xsan.preferences`: macOS 10.11. Source: `mdm/profiles/com.apple.xsan.preferences.yaml`.
    pub struct XsanPreferences {
        may {
            "onlyMount" only_mount: Vec<String>,
            "denyMount" deny_mount: Vec<String>,
            "denyDLC" deny_dlc: Vec<String>,
            "preferDLC" prefer_dlc: Vec<String>,
            /// Missing is false.
            "useDLC" use_dlc: bool,
        }
    }
}
