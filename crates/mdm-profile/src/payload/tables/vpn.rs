// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Payloads: vpn.

#[rustfmt::skip]
use crate::payload::wire::{BTreeMap, Data, Extra, Password, SharedSecret, keys, words};

keys! {
    /// An app that resolves names for the others.
    ///
    /// `com.apple.dnsProxy.managed`: iOS 11.0, macOS 10.15, visionOS 1.1. Source:
    /// `mdm/profiles/com.apple.dnsProxy.managed.yaml`.
    pub struct DnsProxy {
        must {
            "AppBundleIdentifier" app_bundle_identifier: String,
        }
        may {
            "ProviderBundleIdentifier" provider_bundle_identifier: String,
            "ProviderConfiguration" provider_configuration: Extra,
            /// iOS 16.0, visionOS 1.1.
            "DNSProxyUUID" dns_proxy_uuid: String,
        }
    }
}

keys! {
    /// Encrypted name resolution.
    ///
    /// `com.apple.dnsSettings.managed`: iOS 14.0, macOS 11.0, visionOS 1.0. Source:
    /// `mdm/profiles/com.apple.dnsSettings.managed.yaml`.
    pub struct DnsSettings {
        must {
            "DNSSettings" dns_settings: DnsServer,
        }
        may {
            "OnDemandRules" on_demand_rules: Vec<DnsSettingsOnDemandRule>,
            /// Missing is false.
            "ProhibitDisablement" prohibit_disablement: bool,
            /// iOS 16.0, macOS 13.0, visionOS 1.0.
            "PayloadCertificateUUID" payload_certificate_uuid: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.dnsSettings.managed/DNSSettings`.
    pub struct DnsServer {
        must {
            "DNSProtocol" dns_protocol: DnsProtocol,
        }
        may {
            "ServerURL" server_url: String,
            "ServerName" server_name: String,
            "ServerAddresses" server_addresses: Vec<String>,
            "SupplementalMatchDomains" supplemental_match_domains: Vec<String>,
        }
    }
}

words! {
    /// The words of `com.apple.dnsSettings.managed/DNSSettings/DNSProtocol`.
    pub enum DnsProtocol {
        Https = "HTTPS",
        Tls = "TLS",
    }
}

keys! {
    /// The dictionary `com.apple.dnsSettings.managed/OnDemandRules`.
    pub struct DnsSettingsOnDemandRule {
        must {
            "Action" action: DnsSettingsAction,
        }
        may {
            "ActionParameters" action_parameters: Vec<DnsSettingsActionParameter>,
            "DNSDomainMatch" dns_domain_match: Vec<String>,
            "DNSServerAddressMatch" dns_server_address_match: Vec<String>,
            "InterfaceTypeMatch" interface_type_match: InterfaceTypeMatch,
            "SSIDMatch" ssid_match: Vec<String>,
            "URLStringProbe" url_string_probe: String,
        }
    }
}

words! {
    /// The words of `com.apple.dnsSettings.managed/OnDemandRules/Action`.
    pub enum DnsSettingsAction {
        Connect = "Connect",
        Disconnect = "Disconnect",
        EvaluateConnection = "EvaluateConnection",
    }
}

keys! {
    /// The dictionary `com.apple.dnsSettings.managed/OnDemandRules/ActionParameters`.
    pub struct DnsSettingsActionParameter {
        must {
            "Domains" domains: Vec<String>,
            "DomainAction" domain_action: DomainAction,
        }
    }
}

words! {
    /// The words of `com.apple.dnsSettings.managed/OnDemandRules/ActionParameters/DomainAction`.
    pub enum DomainAction {
        NeverConnect = "NeverConnect",
        ConnectIfNeeded = "ConnectIfNeeded",
    }
}

words! {
    /// The words of `com.apple.dnsSettings.managed/OnDemandRules/InterfaceTypeMatch`.
    pub enum InterfaceTypeMatch {
        Ethernet = "Ethernet",
        Wifi = "WiFi",
        Cellular = "Cellular",
    }
}

keys! {
    /// Relays instead of a VPN.
    ///
    /// `com.apple.relay.managed`: iOS 17.0, macOS 14.0, tvOS 17.0, visionOS 1.0. Source:
    /// `mdm/profiles/com.apple.relay.managed.yaml`.
    pub struct Relay {
        must {
            "Relays" relays: Vec<RelayServer>,
        }
        may {
            "MatchDomains" match_domains: Vec<String>,
            "ExcludedDomains" excluded_domains: Vec<String>,
            "RelayUUID" relay_uuid: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.relay.managed/Relays`.
    pub struct RelayServer {
        may {
            "HTTP3RelayURL" http3_relay_url: String,
            "HTTP2RelayURL" http2_relay_url: String,
            "AdditionalHTTPHeaderFields" additional_http_header_fields: BTreeMap<String, String>,
            "PayloadCertificateUUID" payload_certificate_uuid: String,
            "RawPublicKeys" raw_public_keys: Vec<Data>,
        }
    }
}

keys! {
    /// A VPN connection.
    ///
    /// `com.apple.vpn.managed`: iOS 4.0, macOS 10.7, tvOS 17.0, visionOS 1.0. Source:
    /// `mdm/profiles/com.apple.vpn.managed.yaml`.
    pub struct Vpn {
        must {
            "VPNType" vpn_type: VpnType,
            "UserDefinedName" user_defined_name: String,
        }
        may {
            "VPNSubType" vpn_sub_type: String,
            "VendorConfig" vendor_config: VendorConfig,
            "VPN" vpn: VpnConnection,
            /// iOS 4.0, macOS 10.7, visionOS 1.0.
            "IPv4" ipv4: Ipv4,
            /// iOS 4.0, macOS 10.7, visionOS 1.0.
            "PPP" ppp: Ppp,
            /// iOS 4.0, macOS 10.7, visionOS 1.0.
            "IPSec" ip_sec: IpSec,
            /// iOS 4.0, macOS 10.7, tvOS 17.0, watchOS 10.0, visionOS 1.0.
            "IKEv2" ikev2: Ikev2,
            /// iOS 4.0, macOS 10.7, tvOS 17.0, watchOS 10.0, visionOS 1.0.
            "DNS" dns: Dns,
            /// iOS 4.0, macOS 10.7, tvOS 17.0, watchOS 10.0, visionOS 1.0.
            "Proxies" proxies: Proxies,
            /// iOS 8.0, visionOS 1.0.
            "AlwaysOn" always_on: AlwaysOn,
            /// macOS 14.0.
            "TransparentProxy" transparent_proxy: TransparentProxy,
        }
    }
}

words! {
    /// The words of `com.apple.vpn.managed/VPNType`.
    pub enum VpnType {
        Vpn = "VPN",
        L2tp = "L2TP",
        IpSec = "IPSec",
        Ikev2 = "IKEv2",
        AlwaysOn = "AlwaysOn",
        TransparentProxy = "TransparentProxy",
    }
}

keys! {
    /// The dictionary `com.apple.vpn.managed/VendorConfig`.
    pub struct VendorConfig {
        may {
            "Realm" realm: String,
            "Role" role: String,
            "Group" group: String,
            "LoginGroupOrDomain" login_group_or_domain: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.vpn.managed/VPN`.
    pub struct VpnConnection {
        may {
            /// Missing is `Password`.
            "AuthenticationMethod" authentication_method: ConnectionAuthentication,
            "PayloadCertificateUUID" payload_certificate_uuid: String,
            "Password" password: Password,
            "ProviderBundleIdentifier" provider_bundle_identifier: String,
            "ProviderDesignatedRequirement" provider_designated_requirement: String,
            /// One of 0, 1. Missing is 0.
            "DisconnectOnIdle" disconnect_on_idle: i64,
            "DisconnectOnIdleTimer" disconnect_on_idle_timer: i64,
            /// Missing is `packet-tunnel`.
            "ProviderType" provider_type: ProviderType,
            /// One of 0, 1. Missing is 0.
            "IncludeAllNetworks" include_all_networks: i64,
            /// One of 0, 1. Missing is 0.
            "EnforceRoutes" enforce_routes: i64,
            /// One of 0, 1.
            "ExcludeLocalNetworks" exclude_local_networks: i64,
            /// One of 0, 1. Missing is 1.
            "ExcludeCellularServices" exclude_cellular_services: i64,
            /// One of 0, 1. Missing is 1.
            "ExcludeAPNs" exclude_apns: i64,
            /// One of 0, 1. Missing is 1.
            "ExcludeDeviceCommunication" exclude_device_communication: i64,
            /// One of 0, 1. Missing is 0.
            "OnDemandEnabled" on_demand_enabled: i64,
            /// One of 0, 1. Missing is 0.
            "OnDemandUserOverrideDisabled" on_demand_user_override_disabled: i64,
            /// Deprecated since iOS 7.0.
            "OnDemandMatchDomainsAlways" on_demand_match_domains_always: Vec<String>,
            /// Deprecated since iOS 7.0.
            "OnDemandMatchDomainsNever" on_demand_match_domains_never: Vec<String>,
            /// Deprecated since iOS 7.0.
            "OnDemandMatchDomainsOnRetry" on_demand_match_domains_on_retry: Vec<String>,
            "OnDemandRules" on_demand_rules: Vec<OnDemandRule>,
        }
    }
}

words! {
    /// The words of `com.apple.vpn.managed/VPN/AuthenticationMethod`.
    pub enum ConnectionAuthentication {
        Password = "Password",
        Certificate = "Certificate",
        PasswordCertificate = "Password+Certificate",
    }
}

words! {
    /// The words of `com.apple.vpn.managed/VPN/ProviderType`.
    pub enum ProviderType {
        PacketTunnel = "packet-tunnel",
        AppProxy = "app-proxy",
    }
}

keys! {
    /// The dictionary `com.apple.vpn.managed/VPN/OnDemandRules`.
    pub struct OnDemandRule {
        must {
            "Action" action: OnDemandAction,
        }
        may {
            "ActionParameters" action_parameters: Vec<OnDemandEvaluation>,
            "DNSDomainMatch" dns_domain_match: Vec<String>,
            "DNSServerAddressMatch" dns_server_address_match: Vec<String>,
            "InterfaceTypeMatch" interface_type_match: InterfaceTypeMatch,
            "SSIDMatch" ssid_match: Vec<String>,
            "URLStringProbe" url_string_probe: String,
        }
    }
}

words! {
    /// The words of `com.apple.vpn.managed/VPN/OnDemandRules/Action`.
    pub enum OnDemandAction {
        Allow = "Allow",
        Connect = "Connect",
        Disconnect = "Disconnect",
        EvaluateConnection = "EvaluateConnection",
        Ignore = "Ignore",
    }
}

keys! {
    /// The dictionary `com.apple.vpn.managed/VPN/OnDemandRules/ActionParameters`.
    pub struct OnDemandEvaluation {
        must {
            "Domains" domains: Vec<String>,
            "DomainAction" domain_action: DomainAction,
        }
        may {
            "RequiredDNSServers" required_dns_servers: Vec<String>,
            "RequiredURLStringProbe" required_url_string_probe: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.vpn.managed/IPv4`.
    pub struct Ipv4 {
        may {
            /// One of 0, 1. Missing is 0.
            "OverridePrimary" override_primary: i64,
        }
    }
}

keys! {
    /// The dictionary `com.apple.vpn.managed/PPP`.
    pub struct Ppp {
        may {
            "AuthName" auth_name: String,
            "AuthPassword" auth_password: Password,
            /// One of 0, 1. Missing is 0.
            "TokenCard" token_card: i64,
            "CommRemoteAddress" comm_remote_address: String,
            "AuthEAPPlugins" auth_eap_plugins: Vec<AuthEapPlugin>,
            "AuthProtocol" auth_protocol: Vec<AuthProtocolItem>,
            /// One of 0, 1.
            "CCPMPPE40Enabled" ccpmppe40_enabled: i64,
            /// One of 0, 1.
            "CCPMPPE128Enabled" ccpmppe128_enabled: i64,
            /// One of 0, 1.
            "CCPEnabled" ccp_enabled: i64,
            /// One of 0, 1. Missing is 0.
            "DisconnectOnIdle" disconnect_on_idle: i64,
            "DisconnectOnIdleTimer" disconnect_on_idle_timer: i64,
        }
    }
}

words! {
    /// The words of `com.apple.vpn.managed/PPP/AuthEAPPlugins`.
    pub enum AuthEapPlugin {
        EapRsa = "EAP-RSA",
        EapTls = "EAP-TLS",
        EapKrb = "EAP-KRB",
    }
}

words! {
    /// The words of `com.apple.vpn.managed/PPP/AuthProtocol`.
    pub enum AuthProtocolItem {
        Eap = "EAP",
    }
}

keys! {
    /// The dictionary `com.apple.vpn.managed/IPSec`.
    pub struct IpSec {
        may {
            "RemoteAddress" remote_address: String,
            /// Missing is `SharedSecret`.
            "AuthenticationMethod" authentication_method: IpsecAuthentication,
            "XAuthName" x_auth_name: String,
            "XAuthPassword" x_auth_password: Password,
            /// One of 0, 1.
            "XAuthEnabled" x_auth_enabled: i64,
            "XAuthPasswordEncryption" x_auth_password_encryption: XAuthPasswordEncryption,
            "LocalIdentifier" local_identifier: String,
            /// Missing is `KeyID`.
            "LocalIdentifierType" local_identifier_type: LocalIdentifierType,
            "SharedSecret" shared_secret: SharedSecret,
            "PayloadCertificateUUID" payload_certificate_uuid: String,
            /// Missing is false.
            "PromptForVPNPIN" prompt_for_vpnpin: bool,
            /// One of 0, 1. Missing is 0.
            "DisconnectOnIdle" disconnect_on_idle: i64,
            "DisconnectOnIdleTimer" disconnect_on_idle_timer: i64,
            /// One of 0, 1. Missing is 0.
            "OnDemandEnabled" on_demand_enabled: i64,
            /// Deprecated since iOS 7.0.
            "OnDemandMatchDomainsAlways" on_demand_match_domains_always: Vec<String>,
            /// Deprecated since iOS 7.0.
            "OnDemandMatchDomainsNever" on_demand_match_domains_never: Vec<String>,
            /// Deprecated since iOS 7.0.
            "OnDemandMatchDomainsOnRetry" on_demand_match_domains_on_retry: Vec<String>,
            "OnDemandRules" on_demand_rules: Vec<IpsecOnDemandRule>,
        }
    }
}

words! {
    /// The words of `com.apple.vpn.managed/IPSec/AuthenticationMethod`.
    pub enum IpsecAuthentication {
        SharedSecret = "SharedSecret",
        Certificate = "Certificate",
    }
}

words! {
    /// The words of `com.apple.vpn.managed/IPSec/XAuthPasswordEncryption`.
    pub enum XAuthPasswordEncryption {
        Prompt = "Prompt",
    }
}

words! {
    /// The words of `com.apple.vpn.managed/IPSec/LocalIdentifierType`.
    pub enum LocalIdentifierType {
        KeyId = "KeyID",
    }
}

keys! {
    /// The dictionary `com.apple.vpn.managed/IPSec/OnDemandRules`.
    pub struct IpsecOnDemandRule {
        must {
            "Action" action: IpsecOnDemandAction,
        }
        may {
            "ActionParameters" action_parameters: Vec<VpnActionParameter>,
            "DNSDomainMatch" dns_domain_match: Vec<String>,
            "DNSServerAddressMatch" dns_server_address_match: Vec<String>,
            "InterfaceTypeMatch" interface_type_match: InterfaceTypeMatch,
            "SSIDMatch" ssid_match: Vec<String>,
            "URLStringProbe" url_string_probe: String,
        }
    }
}

words! {
    /// The words of `com.apple.vpn.managed/IPSec/OnDemandRules/Action`.
    pub enum IpsecOnDemandAction {
        Allow = "Allow",
        Connect = "Connect",
        Disconnect = "Disconnect",
        EvaluateConnection = "EvaluateConnection",
        Ignore = "Ignore",
    }
}

keys! {
    /// The dictionary `com.apple.vpn.managed/IPSec/OnDemandRules/ActionParameters`.
    pub struct VpnActionParameter {
        must {
            "Domains" domains: Vec<String>,
            "DomainAction" domain_action: DomainAction,
        }
        may {
            "RequiredDNSServers" required_dns_servers: Vec<String>,
            "RequiredURLStringProbe" required_url_string_probe: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.vpn.managed/IKEv2`.
    pub struct Ikev2 {
        must {
            "RemoteAddress" remote_address: String,
            "LocalIdentifier" local_identifier: String,
            "RemoteIdentifier" remote_identifier: String,
            "AuthenticationMethod" authentication_method: Ikev2Authentication,
        }
        may {
            /// Missing is `RSA`.
            "CertificateType" certificate_type: CertificateType,
            "PayloadCertificateUUID" payload_certificate_uuid: String,
            "Password" password: Password,
            "ProviderBundleIdentifier" provider_bundle_identifier: String,
            "ProviderDesignatedRequirement" provider_designated_requirement: String,
            "SharedSecret" shared_secret: Password,
            /// One of 0, 1. Missing is 0.
            "ExtendedAuthEnabled" extended_auth_enabled: i64,
            "AuthName" auth_name: String,
            "AuthPassword" auth_password: Password,
            /// One of 0, 1. Missing is 0.
            "OnDemandEnabled" on_demand_enabled: i64,
            /// One of 0, 1. Missing is 0.
            "OnDemandUserOverrideDisabled" on_demand_user_override_disabled: i64,
            "OnDemandRules" on_demand_rules: Vec<VpnOnDemandRule>,
            /// Missing is `Medium`.
            "DeadPeerDetectionRate" dead_peer_detection_rate: DeadPeerDetectionRate,
            "ServerCertificateIssuerCommonName" server_certificate_issuer_common_name: String,
            "ServerCertificateCommonName" server_certificate_common_name: String,
            /// Missing is `1.0`.
            "TLSMinimumVersion" tls_minimum_version: TlsMinimumVersion,
            /// Missing is `1.2`.
            "TLSMaximumVersion" tls_maximum_version: TlsMaximumVersion,
            /// One of 0, 1. Missing is 0.
            "UseConfigurationAttributeInternalIPSubnet" use_configuration_attribute_internal_ip_subnet: i64,
            /// One of 0, 1. Missing is 0.
            "DisableMOBIKE" disable_mobike: i64,
            /// One of 0, 1. Missing is 0.
            "DisableRedirect" disable_redirect: i64,
            /// One of 0, 1. Missing is 0.
            "DisconnectOnIdle" disconnect_on_idle: i64,
            "DisconnectOnIdleTimer" disconnect_on_idle_timer: i64,
            /// One of 0, 1. Missing is 1.
            "NATKeepAliveOffloadEnable" nat_keep_alive_offload_enable: i64,
            /// Missing is 20.
            "NATKeepAliveInterval" nat_keep_alive_interval: i64,
            /// One of 0, 1. Missing is 0.
            "EnablePFS" enable_pfs: i64,
            /// One of 0, 1. Missing is 0.
            "EnableCertificateRevocationCheck" enable_certificate_revocation_check: i64,
            /// One of 0, 1. Missing is 0.
            "EnableFallback" enable_fallback: i64,
            /// 1280 to 1400. Missing is 1280.
            "MTU" mtu: i64,
            /// Missing is `packet-tunnel`.
            "ProviderType" provider_type: ProviderType,
            /// One of 0, 1. Missing is 0.
            "IncludeAllNetworks" include_all_networks: i64,
            /// One of 0, 1. Missing is 0.
            "EnforceRoutes" enforce_routes: i64,
            /// One of 0, 1.
            "ExcludeLocalNetworks" exclude_local_networks: i64,
            /// One of 0, 1. Missing is 1.
            "ExcludeCellularServices" exclude_cellular_services: i64,
            /// One of 0, 1. Missing is 1.
            "ExcludeAPNs" exclude_apns: i64,
            /// One of 0, 1. Missing is 1. iOS 17.4, macOS 14.4, visionOS 1.1.
            "ExcludeDeviceCommunication" exclude_device_communication: i64,
            "PPK" ppk: Data,
            "PPKIdentifier" ppk_identifier: String,
            /// One of 0, 1. Missing is 1.
            "PPKMandatory" ppk_mandatory: i64,
            "IKESecurityAssociationParameters" ike_security_association_parameters: IkeSecurityAssociationParameters,
            "ChildSecurityAssociationParameters" child_security_association_parameters: ChildSecurityAssociationParameters,
        }
    }
}

words! {
    /// The words of `com.apple.vpn.managed/IKEv2/AuthenticationMethod`.
    pub enum Ikev2Authentication {
        None = "None",
        SharedSecret = "SharedSecret",
        Certificate = "Certificate",
    }
}

words! {
    /// The words of `com.apple.vpn.managed/IKEv2/CertificateType`.
    pub enum CertificateType {
        Rsa = "RSA",
        Ecdsa256 = "ECDSA256",
        Ecdsa384 = "ECDSA384",
        Ecdsa521 = "ECDSA521",
        RsaPss = "RSA-PSS",
    }
}

keys! {
    /// The dictionary `com.apple.vpn.managed/IKEv2/OnDemandRules`.
    pub struct VpnOnDemandRule {
        must {
            "Action" action: VpnAction,
        }
        may {
            "ActionParameters" action_parameters: Vec<VpnActionParameter>,
            "DNSDomainMatch" dns_domain_match: Vec<String>,
            "DNSServerAddressMatch" dns_server_address_match: Vec<String>,
            "InterfaceTypeMatch" interface_type_match: InterfaceTypeMatch,
            "SSIDMatch" ssid_match: Vec<String>,
            "URLStringProbe" url_string_probe: String,
        }
    }
}

words! {
    /// The words of `com.apple.vpn.managed/IKEv2/OnDemandRules/Action`.
    pub enum VpnAction {
        Allow = "Allow",
        Connect = "Connect",
        Disconnect = "Disconnect",
        EvaluateConnection = "EvaluateConnection",
        Ignore = "Ignore",
    }
}

words! {
    /// The words of `com.apple.vpn.managed/IKEv2/DeadPeerDetectionRate`.
    pub enum DeadPeerDetectionRate {
        None = "None",
        Low = "Low",
        Medium = "Medium",
        High = "High",
    }
}

words! {
    /// The words of `com.apple.vpn.managed/IKEv2/TLSMinimumVersion`.
    pub enum TlsMinimumVersion {
        N10 = "1.0",
        N11 = "1.1",
        N12 = "1.2",
    }
}

words! {
    /// The words of `com.apple.vpn.managed/IKEv2/TLSMaximumVersion`.
    pub enum TlsMaximumVersion {
        N10 = "1.0",
        N11 = "1.1",
        N12 = "1.2",
    }
}

keys! {
    /// The dictionary `com.apple.vpn.managed/IKEv2/IKESecurityAssociationParameters`.
    pub struct IkeSecurityAssociationParameters {
        may {
            /// Missing is `AES-256`.
            "EncryptionAlgorithm" encryption_algorithm: EncryptionAlgorithm,
            /// Missing is `SHA2-256`.
            "IntegrityAlgorithm" integrity_algorithm: IntegrityAlgorithm,
            /// One of 1, 2, 5, 14, 15, 16, 17, 18, 19, 20, 21, 31, 32. Missing is 14.
            "DiffieHellmanGroup" diffie_hellman_group: i64,
            /// 10 to 1440. Missing is 1440.
            "LifeTimeInMinutes" life_time_in_minutes: i64,
        }
    }
}

words! {
    /// The words of `com.apple.vpn.managed/IKEv2/IKESecurityAssociationParameters/EncryptionAlgorithm`.
    pub enum EncryptionAlgorithm {
        Des = "DES",
        N3Des = "3DES",
        Aes128 = "AES-128",
        Aes256 = "AES-256",
        Aes128Gcm = "AES-128-GCM",
        Aes256Gcm = "AES-256-GCM",
        ChaCha20Poly1305 = "ChaCha20Poly1305",
    }
}

words! {
    /// The words of `com.apple.vpn.managed/IKEv2/IKESecurityAssociationParameters/IntegrityAlgorithm`.
    pub enum IntegrityAlgorithm {
        Sha196 = "SHA1-96",
        Sha1160 = "SHA1-160",
        Sha2256 = "SHA2-256",
        Sha2384 = "SHA2-384",
        Sha2512 = "SHA2-512",
    }
}

keys! {
    /// The dictionary `com.apple.vpn.managed/IKEv2/ChildSecurityAssociationParameters`.
    pub struct ChildSecurityAssociationParameters {
        may {
            /// Missing is `AES-256`.
            "EncryptionAlgorithm" encryption_algorithm: EncryptionAlgorithm,
            /// Missing is `SHA2-256`.
            "IntegrityAlgorithm" integrity_algorithm: IntegrityAlgorithm,
            /// One of 1, 2, 5, 14, 15, 16, 17, 18, 19, 20, 21, 31, 32. Missing is 14.
            "DiffieHellmanGroup" diffie_hellman_group: i64,
            /// 10 to 1440. Missing is 1440.
            "LifeTimeInMinutes" life_time_in_minutes: i64,
        }
    }
}

keys! {
    /// The dictionary `com.apple.vpn.managed/DNS`.
    pub struct Dns {
        must {
            "DNSProtocol" dns_protocol: VpnDnsProtocol,
            "ServerAddresses" server_addresses: Vec<String>,
        }
        may {
            "ServerURL" server_url: String,
            "ServerName" server_name: String,
            "SearchDomains" search_domains: Vec<String>,
            "DomainName" domain_name: String,
            "SupplementalMatchDomains" supplemental_match_domains: Vec<String>,
            /// One of 0, 1. Missing is 0.
            "SupplementalMatchDomainsNoSearch" supplemental_match_domains_no_search: i64,
            "PayloadCertificateUUID" payload_certificate_uuid: String,
        }
    }
}

words! {
    /// The words of `com.apple.vpn.managed/DNS/DNSProtocol`.
    pub enum VpnDnsProtocol {
        Cleartext = "Cleartext",
        Https = "HTTPS",
        Tls = "TLS",
    }
}

keys! {
    /// The dictionary `com.apple.vpn.managed/Proxies`.
    pub struct Proxies {
        may {
            /// One of 0, 1.
            "ProxyAutoConfigEnable" proxy_auto_config_enable: i64,
            /// One of 0, 1. Missing is 1.
            "ProxyAutoDiscoveryEnable" proxy_auto_discovery_enable: i64,
            "ProxyAutoConfigURLString" proxy_auto_config_url_string: String,
            "SupplementalMatchDomains" supplemental_match_domains: Vec<String>,
            /// One of 0, 1. Missing is 0.
            "HTTPEnable" http_enable: i64,
            "HTTPProxy" http_proxy: String,
            /// 0 to 65535.
            "HTTPPort" http_port: i64,
            "HTTPProxyUsername" http_proxy_username: String,
            "HTTPProxyPassword" http_proxy_password: Password,
            /// One of 0, 1. Missing is 0.
            "HTTPSEnable" https_enable: i64,
            "HTTPSProxy" https_proxy: String,
            /// 0 to 65535.
            "HTTPSPort" https_port: i64,
        }
    }
}

keys! {
    /// The dictionary `com.apple.vpn.managed/AlwaysOn`.
    pub struct AlwaysOn {
        must {
            "TunnelConfigurations" tunnel_configurations: Vec<TunnelConfiguration>,
        }
        may {
            /// One of 0, 1. Missing is 0.
            "UIToggleEnabled" ui_toggle_enabled: i64,
            "ServiceExceptions" service_exceptions: Vec<ServiceException>,
            /// iOS 13.6, visionOS 1.0.
            "ApplicationExceptions" application_exceptions: Vec<ApplicationException>,
            /// One of 0, 1. Missing is 0.
            "AllowCaptiveWebSheet" allow_captive_web_sheet: i64,
            /// One of 0, 1. Missing is 0.
            "AllowAllCaptiveNetworkPlugins" allow_all_captive_network_plugins: i64,
            "AllowedCaptiveNetworkPlugins" allowed_captive_network_plugins: Vec<AllowedCaptiveNetworkPlugin>,
        }
    }
}

keys! {
    /// The dictionary `com.apple.vpn.managed/AlwaysOn/TunnelConfigurations`.
    pub struct TunnelConfiguration {
        must {
            "ProtocolType" protocol_type: ProtocolType,
        }
        may {
            "Interfaces" interfaces: Vec<Interface>,
        }
    }
}

words! {
    /// The words of `com.apple.vpn.managed/AlwaysOn/TunnelConfigurations/ProtocolType`.
    pub enum ProtocolType {
        Ikev2 = "IKEv2",
    }
}

words! {
    /// The words of `com.apple.vpn.managed/AlwaysOn/TunnelConfigurations/Interfaces`.
    pub enum Interface {
        Cellular = "Cellular",
        Wifi = "WiFi",
    }
}

keys! {
    /// The dictionary `com.apple.vpn.managed/AlwaysOn/ServiceExceptions`.
    pub struct ServiceException {
        must {
            "ServiceName" service_name: ServiceName,
            "Action" action: ServiceExceptionAction,
        }
    }
}

words! {
    /// The words of `com.apple.vpn.managed/AlwaysOn/ServiceExceptions/ServiceName`.
    pub enum ServiceName {
        VoiceMail = "VoiceMail",
        AirPrint = "AirPrint",
        CellularServices = "CellularServices",
        DeviceCommunication = "DeviceCommunication",
    }
}

words! {
    /// The words of `com.apple.vpn.managed/AlwaysOn/ServiceExceptions/Action`.
    pub enum ServiceExceptionAction {
        Allow = "Allow",
        Drop = "Drop",
    }
}

keys! {
    /// The dictionary `com.apple.vpn.managed/AlwaysOn/ApplicationExceptions`.
    pub struct ApplicationException {
        must {
            "BundleIdentifier" bundle_identifier: String,
        }
        may {
            "LimitToProtocols" limit_to_protocols: Vec<LimitToProtocol>,
        }
    }
}

words! {
    /// The words of `com.apple.vpn.managed/AlwaysOn/ApplicationExceptions/LimitToProtocols`.
    pub enum LimitToProtocol {
        Udp = "UDP",
    }
}

keys! {
    /// The dictionary `com.apple.vpn.managed/AlwaysOn/AllowedCaptiveNetworkPlugins`.
    pub struct AllowedCaptiveNetworkPlugin {
        must {
            "BundleIdentifier" bundle_identifier: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.vpn.managed/TransparentProxy`.
    pub struct TransparentProxy {
        may {
            /// Missing is `Password`.
            "AuthenticationMethod" authentication_method: AuthenticationMethod,
            /// One of 0, 1. Missing is 0.
            "DisconnectOnIdle" disconnect_on_idle: i64,
            "DisconnectOnIdleTimer" disconnect_on_idle_timer: i64,
            /// One of 0, 1. Missing is 0.
            "EnforceRoutes" enforce_routes: i64,
            /// One of 0, 1. Missing is 0.
            "OnDemandEnabled" on_demand_enabled: i64,
            "OnDemandRules" on_demand_rules: Vec<VpnOnDemandRule>,
            "PayloadCertificateUUID" payload_certificate_uuid: String,
            "Password" password: Password,
            "ProviderBundleIdentifier" provider_bundle_identifier: String,
            "ProviderDesignatedRequirement" provider_designated_requirement: String,
            /// Missing is `packet-tunnel`.
            "ProviderType" provider_type: ProviderType,
            "Order" order: i64,
        }
    }
}

words! {
    /// The words of `com.apple.vpn.managed/TransparentProxy/AuthenticationMethod`.
    pub enum AuthenticationMethod {
        Password = "Password",
        Certificate = "Certificate",
        PasswordCertificate = "Password+Certificate",
    }
}

keys! {
    /// A VPN connection of single apps.
    ///
    /// `com.apple.vpn.managed.applayer`: iOS 7.0, macOS 10.9, watchOS 10.0, visionOS 1.1. Source:
    /// `mdm/profiles/com.apple.vpn.managed.applayer.yaml`.
    pub struct AppLayerVpn {
        must {
            "VPNUUID" vpn_uuid: String,
            "VPNType" vpn_type: VpnType,
            "UserDefinedName" user_defined_name: String,
        }
        may {
            /// iOS 18.0, watchOS 10.0.
            "CellularSliceUUID" cellular_slice_uuid: String,
            /// iOS 7.0, macOS 10.9, visionOS 1.1.
            "SafariDomains" safari_domains: Vec<String>,
            /// iOS 13.0, macOS 10.15. Deprecated since iOS 13.4.
            "MailDomains" mail_domains: Vec<String>,
            /// iOS 13.0, macOS 10.15. Deprecated since iOS 13.4.
            "CalendarDomains" calendar_domains: Vec<String>,
            /// iOS 13.0, macOS 10.15. Deprecated since iOS 13.4.
            "ContactsDomains" contacts_domains: Vec<String>,
            /// iOS 14.0, macOS 11.0, watchOS 10.0, visionOS 1.1.
            "AssociatedDomains" associated_domains: Vec<String>,
            /// iOS 14.0, macOS 11.0, watchOS 10.0, visionOS 1.1.
            "ExcludedDomains" excluded_domains: Vec<String>,
            "OnDemandMatchAppEnabled" on_demand_match_app_enabled: bool,
            /// iOS 13.0, visionOS 1.1.
            "SMBDomains" smb_domains: Vec<String>,
            "VPNSubType" vpn_sub_type: String,
            "VendorConfig" vendor_config: VendorConfig,
            "VPN" vpn: VpnConnection,
            "IPv4" ipv4: Ipv4,
            "PPP" ppp: Ppp,
            "IPSec" ip_sec: IpSec,
            "IKEv2" ikev2: Ikev2,
            "DNS" dns: Dns,
            "Proxies" proxies: Proxies,
            /// macOS 14.0, watchOS 10.0.
            "TransparentProxy" transparent_proxy: TransparentProxy,
        }
    }
}

keys! {
    /// The dictionary `com.apple.vpn.managed.applayer/IPSec/OnDemandRules/ActionParameters`.
    pub struct AppLayerVpnActionParameter {
        must {
            "Domains" domains: Vec<String>,
            "DomainAction" domain_action: DomainAction,
        }
        may {
            "RequiredDNSServers" required_dns_servers: Vec<String>,
            "RequiredURLStringProbe" required_url_string_probe: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.vpn.managed.applayer/IKEv2/OnDemandRules`.
    pub struct AppLayerVpnOnDemandRule {
        must {
            "Action" action: AppLayerVpnAction,
        }
        may {
            "ActionParameters" action_parameters: Vec<AppLayerVpnActionParameter>,
            "DNSDomainMatch" dns_domain_match: Vec<String>,
            "DNSServerAddressMatch" dns_server_address_match: Vec<String>,
            "InterfaceTypeMatch" interface_type_match: InterfaceTypeMatch,
            "SSIDMatch" ssid_match: Vec<String>,
            "URLStringProbe" url_string_probe: String,
        }
    }
}

words! {
    /// The words of `com.apple.vpn.managed.applayer/IKEv2/OnDemandRules/Action`.
    pub enum AppLayerVpnAction {
        Allow = "Allow",
        Connect = "Connect",
        Disconnect = "Disconnect",
        EvaluateConnection = "EvaluateConnection",
        Ignore = "Ignore",
    }
}

keys! {
    /// Which apps use which VPN connection of single apps.
    ///
    /// `com.apple.vpn.managed.appmapping`: macOS 10.9. Source:
    /// `mdm/profiles/com.apple.vpn.managed.appmapping.yaml`.
    pub struct AppLayerVpnMapping {
        must {
            "AppLayerVPNMapping" app_layer_vpn_mapping: Vec<AppLayerVpnMappingItem>,
        }
    }
}

keys! {
    /// The dictionary `com.apple.vpn.managed.appmapping/AppLayerVPNMapping`.
    pub struct AppLayerVpnMappingItem {
        must {
            "Identifier" identifier: String,
            "VPNUUID" vpn_uuid: String,
            /// macOS 10.10.
            "DesignatedRequirement" designated_requirement: String,
            /// macOS 10.10.
            "SigningIdentifier" signing_identifier: String,
        }
        may {
            /// macOS 10.15.
            "Path" path: String,
            /// macOS 10.15.4.
            "MatchTools" match_tools: Vec<MatchTool>,
        }
    }
}

keys! {
    /// The dictionary `com.apple.vpn.managed.appmapping/AppLayerVPNMapping/MatchTools`.
    pub struct MatchTool {
        must {
            "DesignatedRequirement" designated_requirement: String,
            "SigningIdentifier" signing_identifier: String,
        }
        may {
            "Path" path: String,
        }
    }
}

keys! {
    /// Which web pages are shown.
    ///
    /// `com.apple.webcontent-filter`: iOS 7.0, macOS 10.15, visionOS 1.1. Source:
    /// `mdm/profiles/com.apple.webcontent-filter.yaml`.
    pub struct WebContentFilter {
        may {
            /// Missing is `BuiltIn`. iOS 8.0, macOS 10.15, visionOS 1.1.
            "FilterType" filter_type: FilterType,
            /// Missing is false. iOS 7.0, visionOS 1.1.
            "AutoFilterEnabled" auto_filter_enabled: bool,
            /// iOS 7.0, visionOS 1.1.
            "PermittedURLs" permitted_urls: Vec<String>,
            /// iOS 7.0. Deprecated since iOS 14.5.
            "BlacklistedURLs" blacklisted_urls: Vec<String>,
            /// iOS 14.5, visionOS 1.1.
            "DenyListURLs" deny_list_urls: Vec<String>,
            /// Missing is false. iOS 18.0, visionOS 2.0.
            "HideDenyListURLs" hide_deny_list_urls: bool,
            /// iOS 7.0. Deprecated since iOS 14.5.
            "WhitelistedBookmarks" whitelisted_bookmarks: Vec<WhitelistedBookmark>,
            /// iOS 14.5, visionOS 1.1.
            "AllowListBookmarks" allow_list_bookmarks: Vec<AllowListBookmark>,
            "UserDefinedName" user_defined_name: String,
            "PluginBundleID" plugin_bundle_id: String,
            "ServerAddress" server_address: String,
            "UserName" user_name: String,
            "Password" password: Password,
            "PayloadCertificateUUID" payload_certificate_uuid: String,
            "Organization" organization: String,
            "VendorConfig" vendor_config: Extra,
            /// Missing is false. iOS 7.0, visionOS 1.1.
            "FilterBrowsers" filter_browsers: bool,
            /// Missing is false.
            "FilterSockets" filter_sockets: bool,
            /// macOS 10.15.
            "FilterDataProviderDesignatedRequirement" filter_data_provider_designated_requirement: String,
            /// macOS 10.15.
            "FilterDataProviderBundleIdentifier" filter_data_provider_bundle_identifier: String,
            /// Missing is false. macOS 10.15.
            "FilterPackets" filter_packets: bool,
            /// macOS 10.15.
            "FilterPacketProviderDesignatedRequirement" filter_packet_provider_designated_requirement: String,
            /// macOS 10.15.
            "FilterPacketProviderBundleIdentifier" filter_packet_provider_bundle_identifier: String,
            /// Missing is `firewall`. macOS 10.15.
            "FilterGrade" filter_grade: FilterGrade,
            /// iOS 16.0, visionOS 1.1.
            "ContentFilterUUID" content_filter_uuid: String,
        }
    }
}

words! {
    /// The words of `com.apple.webcontent-filter/FilterType`.
    pub enum FilterType {
        BuiltIn = "BuiltIn",
        Plugin = "Plugin",
    }
}

keys! {
    /// The dictionary `com.apple.webcontent-filter/WhitelistedBookmarks`.
    pub struct WhitelistedBookmark {
        must {
            "URL" url: String,
            "Title" title: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.webcontent-filter/AllowListBookmarks`.
    pub struct AllowListBookmark {
        must {
            "URL" url: String,
            "Title" title: String,
        }
    }
}

words! {
    /// The words of `com.apple.webcontent-filter/FilterGrade`.
    pub enum FilterGrade {
        Firewall = "firewall",
        Inspector = "inspector",
    }
}
