// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Tables of keys: network.

use crate::wire::{BTreeMap, wire, words};
use crate::{Data, Extra, Password};

wire! {
    /// Declaration `com.apple.configuration.extensible-sso`: iOS 27.0, macOS 27.0, visionOS 27.0. Several
    /// on one device: multiple. Source: `declarative/declarations/configurations/extensible-sso.yaml`.
    pub struct ExtensibleSso {
        must {
            "ExtensionComposedIdentifier" extension_composed_identifier: String,
            "Type" type_: ExtensibleSsoType,
        }
        may {
            "Realm" realm: String,
            "ExtensionData" extension_data: Extra,
            "URLs" urls: Vec<String>,
            "Hosts" hosts: Vec<String>,
            "DeniedBundleIdentifiers" denied_bundle_identifiers: Vec<String>,
            /// Missing is `Cancel`.
            "ScreenLockedBehavior" screen_locked_behavior: ScreenLockedBehavior,
            /// macOS 27.0.
            "PlatformSSO" platform_sso: PlatformSso,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.extensible-sso/Type`.
    pub enum ExtensibleSsoType {
        Credential = "Credential",
        Redirect = "Redirect",
    }
}

words! {
    /// The words of `com.apple.configuration.extensible-sso/ScreenLockedBehavior`.
    pub enum ScreenLockedBehavior {
        Cancel = "Cancel",
        DoNotHandle = "DoNotHandle",
    }
}

wire! {
    /// The dictionary `com.apple.configuration.extensible-sso/PlatformSSO`.
    pub struct PlatformSso {
        may {
            "AuthenticationMethod" authentication_method: ExtensibleSsoAuthenticationMethod,
            "RegistrationToken" registration_token: Password,
            /// Missing is false.
            "UseSharedDeviceKeys" use_shared_device_keys: bool,
            /// At least 3600. Missing is 64800.
            "LoginFrequency" login_frequency: i64,
            /// Missing is false.
            "AllowDeviceIdentifiersInAttestation" allow_device_identifiers_in_attestation: bool,
            "Account" account: Account,
            "UserCreation" user_creation: UserCreation,
            "Authorization" authorization: Authorization,
            "AccessKey" access_key: AccessKey,
            "Policies" policies: Policies,
            "WebAuthentication" web_authentication: WebAuthentication,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.extensible-sso/PlatformSSO/AuthenticationMethod`.
    pub enum ExtensibleSsoAuthenticationMethod {
        Password = "Password",
        UserSecureEnclaveKey = "UserSecureEnclaveKey",
        SmartCard = "SmartCard",
        OpenId = "OpenID",
    }
}

wire! {
    /// The dictionary `com.apple.configuration.extensible-sso/PlatformSSO/Account`.
    pub struct Account {
        may {
            "DisplayName" display_name: String,
            /// Missing is false.
            "SynchronizeProfilePicture" synchronize_profile_picture: bool,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.extensible-sso/PlatformSSO/UserCreation`.
    pub struct UserCreation {
        may {
            /// Missing is false.
            "EnableAtLogin" enable_at_login: bool,
            /// Missing is true.
            "EnableFirstUserDuringSetup" enable_first_user_during_setup: bool,
            /// Missing is false.
            "EnableRegistrationDuringSetup" enable_registration_during_setup: bool,
            "NewUserAuthenticationMethods" new_user_authentication_methods: Vec<NewUserAuthenticationMethod>,
            "NewUserAuthorizationMode" new_user_authorization_mode: NewUserAuthorizationMode,
            "TokenToUserMapping" token_to_user_mapping: TokenToUserMapping,
            /// Missing is false.
            "TemporarySessionQuickLogin" temporary_session_quick_login: bool,
        }
    }
}

words! {
    /// The words of
    /// `com.apple.configuration.extensible-sso/PlatformSSO/UserCreation/NewUserAuthenticationMethods`.
    pub enum NewUserAuthenticationMethod {
        Password = "Password",
        SmartCard = "SmartCard",
        AccessKey = "AccessKey",
        OpenId = "OpenID",
    }
}

words! {
    /// The words of
    /// `com.apple.configuration.extensible-sso/PlatformSSO/UserCreation/NewUserAuthorizationMode`.
    pub enum NewUserAuthorizationMode {
        Standard = "Standard",
        Admin = "Admin",
        Groups = "Groups",
        Temporary = "Temporary",
    }
}

wire! {
    /// The dictionary `com.apple.configuration.extensible-sso/PlatformSSO/UserCreation/TokenToUserMapping`.
    pub struct TokenToUserMapping {
        may {
            "AccountName" account_name: String,
            "FullName" full_name: String,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.extensible-sso/PlatformSSO/Authorization`.
    pub struct Authorization {
        may {
            /// Missing is false.
            "EnableIdentityProviderAccounts" enable_identity_provider_accounts: bool,
            "UserAuthorizationMode" user_authorization_mode: UserAuthorizationMode,
            "AdministratorGroups" administrator_groups: Vec<String>,
            "AdditionalGroups" additional_groups: Vec<String>,
            "AuthorizationGroups" authorization_groups: BTreeMap<String, String>,
        }
    }
}

words! {
    /// The words of
    /// `com.apple.configuration.extensible-sso/PlatformSSO/Authorization/UserAuthorizationMode`.
    pub enum UserAuthorizationMode {
        Standard = "Standard",
        Admin = "Admin",
        Groups = "Groups",
    }
}

wire! {
    /// The dictionary `com.apple.configuration.extensible-sso/PlatformSSO/AccessKey`.
    pub struct AccessKey {
        may {
            "ReaderGroupIdentifier" reader_group_identifier: Data,
            /// `Identifier` of one of: `com.apple.asset.credential.identity`,
            /// `com.apple.asset.credential.scep`, `com.apple.asset.credential.acme`.
            "TerminalIdentityAssetReference" terminal_identity_asset_reference: String,
            /// `Identifier` of a `com.apple.asset.credential.certificate`.
            "ReaderIssuerCertificateAssetReference" reader_issuer_certificate_asset_reference: String,
            /// Missing is false.
            "AllowExpressMode" allow_express_mode: bool,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.extensible-sso/PlatformSSO/Policies`.
    pub struct Policies {
        may {
            "FileVault" file_vault: Vec<FileVaultPolicy>,
            "Login" login: Vec<LoginPolicy>,
            "Unlock" unlock: Vec<UnlockPolicy>,
            "OfflineGracePeriod" offline_grace_period: i64,
            "AuthenticationGracePeriod" authentication_grace_period: i64,
            "NonPlatformSSOAccounts" non_platform_sso_accounts: Vec<String>,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.extensible-sso/PlatformSSO/Policies/FileVault`.
    pub enum FileVaultPolicy {
        AttemptAuthentication = "AttemptAuthentication",
        RequireAuthentication = "RequireAuthentication",
        AllowOfflineGracePeriod = "AllowOfflineGracePeriod",
        AllowAuthenticationGracePeriod = "AllowAuthenticationGracePeriod",
        RequireTouchId = "RequireTouchID",
        RequireTouchIdOrWatch = "RequireTouchIDOrWatch",
        AllowOpenIdForTouchIdFallback = "AllowOpenIDForTouchIDFallback",
    }
}

words! {
    /// The words of `com.apple.configuration.extensible-sso/PlatformSSO/Policies/Login`.
    pub enum LoginPolicy {
        AttemptAuthentication = "AttemptAuthentication",
        RequireAuthentication = "RequireAuthentication",
        AllowOfflineGracePeriod = "AllowOfflineGracePeriod",
        AllowAuthenticationGracePeriod = "AllowAuthenticationGracePeriod",
        RequireTouchId = "RequireTouchID",
        RequireTouchIdOrWatch = "RequireTouchIDOrWatch",
        AllowOpenIdForTouchIdFallback = "AllowOpenIDForTouchIDFallback",
    }
}

words! {
    /// The words of `com.apple.configuration.extensible-sso/PlatformSSO/Policies/Unlock`.
    pub enum UnlockPolicy {
        AttemptAuthentication = "AttemptAuthentication",
        RequireAuthentication = "RequireAuthentication",
        AllowOfflineGracePeriod = "AllowOfflineGracePeriod",
        AllowAuthenticationGracePeriod = "AllowAuthenticationGracePeriod",
        AllowTouchIdOrWatchForUnlock = "AllowTouchIDOrWatchForUnlock",
        RequireTouchId = "RequireTouchID",
        RequireTouchIdOrWatch = "RequireTouchIDOrWatch",
        AllowOpenIdForTouchIdFallback = "AllowOpenIDForTouchIDFallback",
    }
}

wire! {
    /// The dictionary `com.apple.configuration.extensible-sso/PlatformSSO/WebAuthentication`.
    pub struct WebAuthentication {
        may {
            "URLAllowList" url_allow_list: Vec<String>,
            /// Missing is false.
            "AllowPasswordSync" allow_password_sync: bool,
        }
    }
}

wire! {
    /// Declaration `com.apple.configuration.network.dns-proxy`: iOS 27.0, macOS 27.0, visionOS 27.0.
    /// Several on one device: multiple. Source:
    /// `declarative/declarations/configurations/network.dns-proxy.yaml`.
    pub struct NetworkDnsProxy {
        must {
            "VisibleName" visible_name: String,
            "AppBundleIdentifier" app_bundle_identifier: String,
        }
        may {
            "ProviderComposedIdentifier" provider_composed_identifier: String,
            "ProviderConfiguration" provider_configuration: Extra,
            /// iOS 27.0, visionOS 27.0.
            "DNSProxyUUID" dns_proxy_uuid: String,
        }
    }
}

wire! {
    /// Declaration `com.apple.configuration.network.dns-settings`: iOS 27.0, macOS 27.0, visionOS 27.0.
    /// Several on one device: multiple. Source:
    /// `declarative/declarations/configurations/network.dns-settings.yaml`.
    pub struct NetworkDnsSettings {
        must {
            "VisibleName" visible_name: String,
            "DNSSettings" dns_settings: DnsSettings,
        }
        may {
            "OnDemandRules" on_demand_rules: Vec<OnDemandRule>,
            /// Missing is false.
            "ProhibitDisablement" prohibit_disablement: bool,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.network.dns-settings/DNSSettings`.
    pub struct DnsSettings {
        must {
            "DNSProtocol" dns_protocol: DnsProtocol,
        }
        may {
            "ServerURL" server_url: String,
            "ServerName" server_name: String,
            "ServerAddresses" server_addresses: Vec<String>,
            /// Missing is false.
            "AllowFailover" allow_failover: bool,
            /// `Identifier` of one of: `com.apple.asset.credential.identity`,
            /// `com.apple.asset.credential.scep`, `com.apple.asset.credential.acme`.
            "IdentityAssetReference" identity_asset_reference: String,
            "SupplementalMatchDomains" supplemental_match_domains: Vec<String>,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.network.dns-settings/DNSSettings/DNSProtocol`.
    pub enum DnsProtocol {
        Https = "HTTPS",
        Tls = "TLS",
    }
}

wire! {
    /// The dictionary `com.apple.configuration.network.dns-settings/OnDemandRules`.
    pub struct OnDemandRule {
        must {
            "Action" action: NetworkDnsSettingsAction,
        }
        may {
            "ActionParameters" action_parameters: Vec<NetworkDnsSettingsActionParameter>,
            "DNSDomainMatch" dns_domain_match: Vec<String>,
            "DNSServerAddressMatch" dns_server_address_match: Vec<String>,
            "InterfaceTypeMatch" interface_type_match: InterfaceTypeMatch,
            "SSIDMatch" ssid_match: Vec<String>,
            "URLStringProbe" url_string_probe: String,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.network.dns-settings/OnDemandRules/Action`.
    pub enum NetworkDnsSettingsAction {
        Connect = "Connect",
        Disconnect = "Disconnect",
        EvaluateConnection = "EvaluateConnection",
    }
}

wire! {
    /// The dictionary `com.apple.configuration.network.dns-settings/OnDemandRules/ActionParameters`.
    pub struct NetworkDnsSettingsActionParameter {
        must {
            "Domains" domains: Vec<String>,
            "DomainAction" domain_action: DomainAction,
        }
    }
}

words! {
    /// The words of
    /// `com.apple.configuration.network.dns-settings/OnDemandRules/ActionParameters/DomainAction`.
    pub enum DomainAction {
        NeverConnect = "NeverConnect",
        ConnectIfNeeded = "ConnectIfNeeded",
    }
}

words! {
    /// The words of `com.apple.configuration.network.dns-settings/OnDemandRules/InterfaceTypeMatch`.
    pub enum InterfaceTypeMatch {
        Ethernet = "Ethernet",
        Wifi = "WiFi",
        Cellular = "Cellular",
    }
}

wire! {
    /// Declaration `com.apple.configuration.network.relay`: iOS 27.0, macOS 27.0, visionOS 27.0. Several on
    /// one device: multiple. Source: `declarative/declarations/configurations/network.relay.yaml`.
    pub struct NetworkRelay {
        must {
            "VisibleName" visible_name: String,
            "Relays" relays: Vec<Relay>,
        }
        may {
            "MatchDomains" match_domains: Vec<String>,
            "ExcludedDomains" excluded_domains: Vec<String>,
            "MatchFQDNs" match_fqd_ns: Vec<String>,
            "ExcludedFQDNs" excluded_fqd_ns: Vec<String>,
            /// iOS 27.0, visionOS 27.0.
            "RelayUUID" relay_uuid: String,
            /// Missing is true.
            "UIToggleEnabled" ui_toggle_enabled: bool,
            /// Missing is false.
            "AllowDNSFailover" allow_dns_failover: bool,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.network.relay/Relays`.
    pub struct Relay {
        may {
            "HTTP3RelayURL" http3_relay_url: String,
            "HTTP2RelayURL" http2_relay_url: String,
            "AdditionalHTTPHeaderFields" additional_http_header_fields: BTreeMap<String, String>,
            /// `Identifier` of one of: `com.apple.asset.credential.identity`,
            /// `com.apple.asset.credential.scep`, `com.apple.asset.credential.acme`.
            "CredentialAssetReference" credential_asset_reference: String,
            /// `Identifier` of a `com.apple.asset.data`.
            "PublicKeyData" public_key_data: Vec<String>,
        }
    }
}

wire! {
    /// Declaration `com.apple.configuration.network.vpn.always-on`: iOS 27.0, visionOS 27.0. Several on one
    /// device: single. Source: `declarative/declarations/configurations/network.vpn.always-on.yaml`.
    pub struct NetworkVpnAlwaysOn {
        must {
            "VisibleName" visible_name: String,
            "TunnelConfigurations" tunnel_configurations: Vec<TunnelConfiguration>,
        }
        may {
            /// Missing is false.
            "UIToggleEnabled" ui_toggle_enabled: bool,
            "ServiceExceptions" service_exceptions: Vec<ServiceException>,
            "ApplicationExceptions" application_exceptions: Vec<ApplicationException>,
            /// Missing is false.
            "AllowCaptiveWebSheet" allow_captive_web_sheet: bool,
            /// Missing is false.
            "AllowAllCaptiveNetworkPlugins" allow_all_captive_network_plugins: bool,
            "AllowedCaptiveNetworkPlugins" allowed_captive_network_plugins: Vec<AllowedCaptiveNetworkPlugin>,
            "DNS" dns: Dns,
            "Proxies" proxies: Proxies,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.network.vpn.always-on/TunnelConfigurations`.
    pub struct TunnelConfiguration {
        must {
            "ProtocolType" protocol_type: ProtocolType,
        }
        may {
            "Interfaces" interfaces: Vec<Interface>,
            "IKEV2" ikev2: Ikev2,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.network.vpn.always-on/TunnelConfigurations/ProtocolType`.
    pub enum ProtocolType {
        Ikev2 = "IKEv2",
    }
}

words! {
    /// The words of `com.apple.configuration.network.vpn.always-on/TunnelConfigurations/Interfaces`.
    pub enum Interface {
        Cellular = "Cellular",
        Wifi = "WiFi",
    }
}

wire! {
    /// The dictionary `com.apple.configuration.network.vpn.always-on/TunnelConfigurations/IKEV2`.
    pub struct Ikev2 {
        must {
            "HostName" host_name: String,
            "LocalIdentifier" local_identifier: String,
            "RemoteIdentifier" remote_identifier: String,
            "Authentication" authentication: NetworkVpnAlwaysOnAuthentication,
        }
        may {
            "Provider" provider: Provider,
            "NetworkRouting" network_routing: NetworkRouting,
            "Idle" idle: NetworkVpnAlwaysOnIdle,
            "OnDemand" on_demand: OnDemand,
            /// Missing is false.
            "UseConfigurationAttributeInternalIPSubnet" use_configuration_attribute_internal_ip_subnet: bool,
            /// Missing is false.
            "DisableMOBIKE" disable_mobike: bool,
            /// Missing is false.
            "DisableRedirect" disable_redirect: bool,
            /// Missing is true.
            "EnableNATKeepAliveOffload" enable_nat_keep_alive_offload: bool,
            /// Missing is 20.
            "NATKeepAliveInterval" nat_keep_alive_interval: i64,
            /// Missing is false.
            "EnablePFS" enable_pfs: bool,
            /// Missing is false.
            "EnableCertificateRevocationCheck" enable_certificate_revocation_check: bool,
            /// Missing is false.
            "EnableFallback" enable_fallback: bool,
            /// 1280 to 1400. Missing is 1280.
            "MTU" mtu: i64,
            /// Missing is false.
            "EnforceStrictAlgorithmSelection" enforce_strict_algorithm_selection: bool,
            "PostQuantumKeyExchange" post_quantum_key_exchange: PostQuantumKeyExchange,
            "IKESecurityAssociationParameters" ike_security_association_parameters: IkeSecurityAssociationParameters,
            "ChildSecurityAssociationParameters" child_security_association_parameters: ChildSecurityAssociationParameters,
        }
    }
}

wire! {
    /// The dictionary
    /// `com.apple.configuration.network.vpn.always-on/TunnelConfigurations/IKEV2/Authentication`.
    pub struct NetworkVpnAlwaysOnAuthentication {
        must {
            "Method" method: NetworkVpnAlwaysOnMethod,
        }
        may {
            /// `Identifier` of a `com.apple.asset.credential.userpassword`.
            "CredentialsAssetReference" credentials_asset_reference: String,
            /// Missing is `RSA`.
            "IdentityCertificateType" identity_certificate_type: IdentityCertificateType,
            /// `Identifier` of one of: `com.apple.asset.credential.acme`,
            /// `com.apple.asset.credential.identity`, `com.apple.asset.credential.scep`.
            "IdentityAssetReference" identity_asset_reference: String,
            "ExtendedAuth" extended_auth: ExtendedAuth,
        }
    }
}

words! {
    /// The words of
    /// `com.apple.configuration.network.vpn.always-on/TunnelConfigurations/IKEV2/Authentication/Method`.
    pub enum NetworkVpnAlwaysOnMethod {
        None = "None",
        SharedSecret = "SharedSecret",
        Certificate = "Certificate",
    }
}

words! {
    /// The words of
    /// `com.apple.configuration.network.vpn.always-on/TunnelConfigurations/IKEV2/Authentication/IdentityCertificateType`.
    pub enum IdentityCertificateType {
        Rsa = "RSA",
        Ecdsa256 = "ECDSA256",
        Ecdsa384 = "ECDSA384",
        Ecdsa521 = "ECDSA521",
        RsaPss = "RSA-PSS",
    }
}

wire! {
    /// The dictionary
    /// `com.apple.configuration.network.vpn.always-on/TunnelConfigurations/IKEV2/Authentication/ExtendedAuth`.
    pub struct ExtendedAuth {
        may {
            /// Missing is false.
            "Enabled" enabled: bool,
            /// `Identifier` of a `com.apple.asset.credential.userpassword`.
            "CredentialsAssetReference" credentials_asset_reference: String,
            "ServerCertificateIssuerCommonName" server_certificate_issuer_common_name: String,
            "ServerCertificateCommonName" server_certificate_common_name: String,
            /// Missing is `1.0`.
            "TLSMinimumVersion" tls_minimum_version: TlsMinimumVersion,
            /// Missing is `1.2`.
            "TLSMaximumVersion" tls_maximum_version: TlsMaximumVersion,
        }
    }
}

words! {
    /// The words of
    /// `com.apple.configuration.network.vpn.always-on/TunnelConfigurations/IKEV2/Authentication/ExtendedAuth/TLSMinimumVersion`.
    pub enum TlsMinimumVersion {
        N10 = "1.0",
        N11 = "1.1",
        N12 = "1.2",
        N13 = "1.3",
    }
}

words! {
    /// The words of
    /// `com.apple.configuration.network.vpn.always-on/TunnelConfigurations/IKEV2/Authentication/ExtendedAuth/TLSMaximumVersion`.
    pub enum TlsMaximumVersion {
        N10 = "1.0",
        N11 = "1.1",
        N12 = "1.2",
        N13 = "1.3",
    }
}

wire! {
    /// The dictionary `com.apple.configuration.network.vpn.always-on/TunnelConfigurations/IKEV2/Provider`.
    pub struct Provider {
        may {
            /// Missing is `packet-tunnel`.
            "Type" type_: NetworkVpnAlwaysOnType,
            "ComposedIdentifier" composed_identifier: String,
        }
    }
}

words! {
    /// The words of
    /// `com.apple.configuration.network.vpn.always-on/TunnelConfigurations/IKEV2/Provider/Type`.
    pub enum NetworkVpnAlwaysOnType {
        PacketTunnel = "packet-tunnel",
        AppProxy = "app-proxy",
    }
}

wire! {
    /// The dictionary
    /// `com.apple.configuration.network.vpn.always-on/TunnelConfigurations/IKEV2/NetworkRouting`.
    pub struct NetworkRouting {
        may {
            /// Missing is false.
            "EnforceRoutes" enforce_routes: bool,
            /// Missing is false.
            "IncludeAllNetworks" include_all_networks: bool,
            "ExcludeLocalNetworks" exclude_local_networks: bool,
            /// Missing is true.
            "ExcludeCellularServices" exclude_cellular_services: bool,
            /// Missing is true.
            "ExcludeAPNs" exclude_apns: bool,
            /// Missing is true.
            "ExcludeDeviceCommunication" exclude_device_communication: bool,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.network.vpn.always-on/TunnelConfigurations/IKEV2/Idle`.
    pub struct NetworkVpnAlwaysOnIdle {
        may {
            /// Missing is false.
            "Disconnect" disconnect: bool,
            "Timer" timer: i64,
            /// Missing is `Medium`.
            "DeadPeerDetectionRate" dead_peer_detection_rate: DeadPeerDetectionRate,
        }
    }
}

words! {
    /// The words of
    /// `com.apple.configuration.network.vpn.always-on/TunnelConfigurations/IKEV2/Idle/DeadPeerDetectionRate`.
    pub enum DeadPeerDetectionRate {
        None = "None",
        Low = "Low",
        Medium = "Medium",
        High = "High",
    }
}

wire! {
    /// The dictionary `com.apple.configuration.network.vpn.always-on/TunnelConfigurations/IKEV2/OnDemand`.
    pub struct OnDemand {
        may {
            /// Missing is false.
            "Enabled" enabled: bool,
            /// Missing is false.
            "DisableUserOverride" disable_user_override: bool,
            "Rules" rules: Vec<Rule>,
        }
    }
}

wire! {
    /// The dictionary
    /// `com.apple.configuration.network.vpn.always-on/TunnelConfigurations/IKEV2/OnDemand/Rules`.
    pub struct Rule {
        must {
            "Action" action: OnDemandAction,
        }
        may {
            "ActionParameters" action_parameters: Vec<NetworkVpnAlwaysOnActionParameter>,
            "DNSDomainMatch" dns_domain_match: Vec<String>,
            "DNSServerAddressMatch" dns_server_address_match: Vec<String>,
            "InterfaceTypeMatch" interface_type_match: InterfaceTypeMatch,
            "SSIDMatch" ssid_match: Vec<String>,
            "URLStringProbe" url_string_probe: String,
        }
    }
}

words! {
    /// The words of
    /// `com.apple.configuration.network.vpn.always-on/TunnelConfigurations/IKEV2/OnDemand/Rules/Action`.
    pub enum OnDemandAction {
        Allow = "Allow",
        Connect = "Connect",
        Disconnect = "Disconnect",
        EvaluateConnection = "EvaluateConnection",
        Ignore = "Ignore",
    }
}

wire! {
    /// The dictionary
    /// `com.apple.configuration.network.vpn.always-on/TunnelConfigurations/IKEV2/OnDemand/Rules/ActionParameters`.
    pub struct NetworkVpnAlwaysOnActionParameter {
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

wire! {
    /// The dictionary
    /// `com.apple.configuration.network.vpn.always-on/TunnelConfigurations/IKEV2/PostQuantumKeyExchange`.
    pub struct PostQuantumKeyExchange {
        may {
            "PPK" ppk: Data,
            "PPKIdentifier" ppk_identifier: String,
            /// Missing is true.
            "PPKMandatory" ppk_mandatory: bool,
            /// Missing is false.
            "AllowFallback" allow_fallback: bool,
        }
    }
}

wire! {
    /// The dictionary
    /// `com.apple.configuration.network.vpn.always-on/TunnelConfigurations/IKEV2/IKESecurityAssociationParameters`.
    pub struct IkeSecurityAssociationParameters {
        may {
            /// Missing is `AES-256`.
            "EncryptionAlgorithm" encryption_algorithm: EncryptionAlgorithm,
            /// Missing is `SHA2-256`.
            "IntegrityAlgorithm" integrity_algorithm: IntegrityAlgorithm,
            /// One of 14, 15, 16, 17, 18, 19, 20, 21, 31, 32. Missing is 14.
            "DiffieHellmanGroup" diffie_hellman_group: i64,
            "PostQuantumKeyExchangeMethods" post_quantum_key_exchange_methods: Vec<i64>,
            /// 10 to 1440. Missing is 1440.
            "LifeTimeInMinutes" life_time_in_minutes: i64,
        }
    }
}

words! {
    /// The words of
    /// `com.apple.configuration.network.vpn.always-on/TunnelConfigurations/IKEV2/IKESecurityAssociationParameters/EncryptionAlgorithm`.
    pub enum EncryptionAlgorithm {
        Aes128 = "AES-128",
        Aes256 = "AES-256",
        Aes128Gcm = "AES-128-GCM",
        Aes256Gcm = "AES-256-GCM",
        ChaCha20Poly1305 = "ChaCha20Poly1305",
    }
}

words! {
    /// The words of
    /// `com.apple.configuration.network.vpn.always-on/TunnelConfigurations/IKEV2/IKESecurityAssociationParameters/IntegrityAlgorithm`.
    pub enum IntegrityAlgorithm {
        Sha2256 = "SHA2-256",
        Sha2384 = "SHA2-384",
        Sha2512 = "SHA2-512",
    }
}

wire! {
    /// The dictionary
    /// `com.apple.configuration.network.vpn.always-on/TunnelConfigurations/IKEV2/ChildSecurityAssociationParameters`.
    pub struct ChildSecurityAssociationParameters {
        may {
            /// Missing is `AES-256`.
            "EncryptionAlgorithm" encryption_algorithm: EncryptionAlgorithm,
            /// Missing is `SHA2-256`.
            "IntegrityAlgorithm" integrity_algorithm: IntegrityAlgorithm,
            /// One of 14, 15, 16, 17, 18, 19, 20, 21, 31, 32. Missing is 14.
            "DiffieHellmanGroup" diffie_hellman_group: i64,
            "PostQuantumKeyExchangeMethods" post_quantum_key_exchange_methods: Vec<i64>,
            /// 10 to 1440. Missing is 1440.
            "LifeTimeInMinutes" life_time_in_minutes: i64,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.network.vpn.always-on/ServiceExceptions`.
    pub struct ServiceException {
        must {
            "ServiceName" service_name: ServiceName,
            "Action" action: ServiceExceptionAction,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.network.vpn.always-on/ServiceExceptions/ServiceName`.
    pub enum ServiceName {
        VoiceMail = "VoiceMail",
        AirPrint = "AirPrint",
        CellularServices = "CellularServices",
        DeviceCommunication = "DeviceCommunication",
    }
}

words! {
    /// The words of `com.apple.configuration.network.vpn.always-on/ServiceExceptions/Action`.
    pub enum ServiceExceptionAction {
        Allow = "Allow",
        Drop = "Drop",
    }
}

wire! {
    /// The dictionary `com.apple.configuration.network.vpn.always-on/ApplicationExceptions`.
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
    /// The words of `com.apple.configuration.network.vpn.always-on/ApplicationExceptions/LimitToProtocols`.
    pub enum LimitToProtocol {
        Udp = "UDP",
    }
}

wire! {
    /// The dictionary `com.apple.configuration.network.vpn.always-on/AllowedCaptiveNetworkPlugins`.
    pub struct AllowedCaptiveNetworkPlugin {
        must {
            "BundleIdentifier" bundle_identifier: String,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.network.vpn.always-on/DNS`.
    pub struct Dns {
        must {
            "Protocol" protocol: VpnDnsProtocol,
            "ServerAddresses" server_addresses: Vec<String>,
        }
        may {
            "ServerURL" server_url: String,
            "ServerName" server_name: String,
            "SearchDomains" search_domains: Vec<String>,
            "DomainName" domain_name: String,
            "SupplementalMatchDomains" supplemental_match_domains: Vec<String>,
            /// Missing is false.
            "SupplementalMatchDomainsNoSearch" supplemental_match_domains_no_search: bool,
            /// `Identifier` of one of: `com.apple.asset.credential.acme`,
            /// `com.apple.asset.credential.identity`, `com.apple.asset.credential.scep`.
            "IdentityAssetReference" identity_asset_reference: String,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.network.vpn.always-on/DNS/Protocol`.
    pub enum VpnDnsProtocol {
        Cleartext = "Cleartext",
        Https = "HTTPS",
        Tls = "TLS",
    }
}

wire! {
    /// The dictionary `com.apple.configuration.network.vpn.always-on/Proxies`.
    pub struct Proxies {
        may {
            /// Missing is false.
            "AutoConfigEnable" auto_config_enable: bool,
            /// Missing is true.
            "AutoDiscoveryEnable" auto_discovery_enable: bool,
            "AutoConfigURLString" auto_config_url_string: String,
            "SupplementalMatchDomains" supplemental_match_domains: Vec<String>,
            "Protocol" protocol: ProxyProtocol,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.network.vpn.always-on/Proxies/Protocol`.
    pub struct ProxyProtocol {
        may {
            "HTTP" http: Http,
            "HTTPS" https: Https,
            /// `Identifier` of a `com.apple.asset.credential.userpassword`.
            "CredentialsAssetReference" credentials_asset_reference: String,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.network.vpn.always-on/Proxies/Protocol/HTTP`.
    pub struct Http {
        may {
            /// Missing is false.
            "Enable" enable: bool,
            "HostName" host_name: String,
            /// 0 to 65535.
            "Port" port: i64,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.network.vpn.always-on/Proxies/Protocol/HTTPS`.
    pub struct Https {
        may {
            /// Missing is false.
            "Enable" enable: bool,
            "HostName" host_name: String,
            /// 0 to 65535.
            "Port" port: i64,
        }
    }
}

wire! {
    /// Declaration `com.apple.configuration.network.vpn.ikev2`: iOS 27.0, macOS 27.0, tvOS 27.0, visionOS
    /// 27.0. Several on one device: multiple. Source:
    /// `declarative/declarations/configurations/network.vpn.ikev2.yaml`.
    pub struct NetworkVpnIkev2 {
        must {
            "VisibleName" visible_name: String,
            "HostName" host_name: String,
            "LocalIdentifier" local_identifier: String,
            "RemoteIdentifier" remote_identifier: String,
            "Authentication" authentication: NetworkVpnIkev2Authentication,
        }
        may {
            "Provider" provider: Provider,
            /// iOS 27.0, macOS 27.0, visionOS 27.0.
            "NetworkRouting" network_routing: NetworkRouting,
            "Idle" idle: NetworkVpnIkev2Idle,
            "OnDemand" on_demand: OnDemand,
            /// Missing is false.
            "UseConfigurationAttributeInternalIPSubnet" use_configuration_attribute_internal_ip_subnet: bool,
            /// Missing is false.
            "DisableMOBIKE" disable_mobike: bool,
            /// Missing is false.
            "DisableRedirect" disable_redirect: bool,
            /// Missing is true.
            "EnableNATKeepAliveOffload" enable_nat_keep_alive_offload: bool,
            /// Missing is 20.
            "NATKeepAliveInterval" nat_keep_alive_interval: i64,
            /// Missing is false.
            "EnablePFS" enable_pfs: bool,
            /// Missing is false.
            "EnableCertificateRevocationCheck" enable_certificate_revocation_check: bool,
            /// Missing is false. iOS 27.0, tvOS 27.0, visionOS 27.0.
            "EnableFallback" enable_fallback: bool,
            /// 1280 to 1400. Missing is 1280.
            "MTU" mtu: i64,
            /// Missing is false.
            "EnforceStrictAlgorithmSelection" enforce_strict_algorithm_selection: bool,
            "PostQuantumKeyExchange" post_quantum_key_exchange: PostQuantumKeyExchange,
            "IKESecurityAssociationParameters" ike_security_association_parameters: IkeSecurityAssociationParameters,
            "ChildSecurityAssociationParameters" child_security_association_parameters: ChildSecurityAssociationParameters,
            "DNS" dns: Dns,
            "Proxies" proxies: Proxies,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.network.vpn.ikev2/Authentication`.
    pub struct NetworkVpnIkev2Authentication {
        must {
            "Method" method: NetworkVpnIkev2Method,
        }
        may {
            /// `Identifier` of a `com.apple.asset.credential.userpassword`.
            "CredentialsAssetReference" credentials_asset_reference: String,
            /// Missing is `RSA`.
            "IdentityCertificateType" identity_certificate_type: IdentityCertificateType,
            /// `Identifier` of one of: `com.apple.asset.credential.acme`,
            /// `com.apple.asset.credential.identity`, `com.apple.asset.credential.scep`.
            "IdentityAssetReference" identity_asset_reference: String,
            "ExtendedAuth" extended_auth: ExtendedAuth,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.network.vpn.ikev2/Authentication/Method`.
    pub enum NetworkVpnIkev2Method {
        None = "None",
        SharedSecret = "SharedSecret",
        Certificate = "Certificate",
    }
}

words! {
    /// The words of `com.apple.configuration.network.vpn.ikev2/Provider/Type`.
    pub enum NetworkVpnIkev2Type {
        PacketTunnel = "packet-tunnel",
        AppProxy = "app-proxy",
    }
}

wire! {
    /// The dictionary `com.apple.configuration.network.vpn.ikev2/Idle`.
    pub struct NetworkVpnIkev2Idle {
        may {
            /// Missing is false.
            "Disconnect" disconnect: bool,
            "Timer" timer: i64,
            /// Missing is `Medium`.
            "DeadPeerDetectionRate" dead_peer_detection_rate: DeadPeerDetectionRate,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.network.vpn.ikev2/OnDemand/Rules/Action`.
    pub enum NetworkVpnIkev2Action {
        Allow = "Allow",
        Connect = "Connect",
        Disconnect = "Disconnect",
        EvaluateConnection = "EvaluateConnection",
        Ignore = "Ignore",
    }
}

wire! {
    /// The dictionary `com.apple.configuration.network.vpn.ikev2/OnDemand/Rules/ActionParameters`.
    pub struct NetworkVpnIkev2ActionParameter {
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

wire! {
    /// Declaration `com.apple.configuration.network.vpn.ipsec`: iOS 27.0, macOS 27.0, visionOS 27.0.
    /// Several on one device: multiple. Source:
    /// `declarative/declarations/configurations/network.vpn.ipsec.yaml`.
    pub struct NetworkVpnIpsec {
        must {
            "VisibleName" visible_name: String,
            "HostName" host_name: String,
            "Authentication" authentication: NetworkVpnIpsecAuthentication,
        }
        may {
            /// Missing is false.
            "OverridePrimary" override_primary: bool,
            "Idle" idle: NetworkVpnIpsecIdle,
            "OnDemand" on_demand: OnDemand,
            "DNS" dns: Dns,
            "Proxies" proxies: Proxies,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.network.vpn.ipsec/Authentication`.
    pub struct NetworkVpnIpsecAuthentication {
        must {
            "Method" method: NetworkVpnIpsecMethod,
        }
        may {
            /// `Identifier` of a `com.apple.asset.credential.userpassword`.
            "CredentialsAssetReference" credentials_asset_reference: String,
            /// `Identifier` of one of: `com.apple.asset.credential.acme`,
            /// `com.apple.asset.credential.identity`, `com.apple.asset.credential.scep`.
            "IdentityAssetReference" identity_asset_reference: String,
            "LocalIdentifier" local_identifier: String,
            /// Missing is `KeyID`.
            "LocalIdentifierType" local_identifier_type: LocalIdentifierType,
            /// Missing is false.
            "PromptForVPNPIN" prompt_for_vpnpin: bool,
            "XAuth" x_auth: XAuth,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.network.vpn.ipsec/Authentication/Method`.
    pub enum NetworkVpnIpsecMethod {
        SharedSecret = "SharedSecret",
        Certificate = "Certificate",
    }
}

words! {
    /// The words of `com.apple.configuration.network.vpn.ipsec/Authentication/LocalIdentifierType`.
    pub enum LocalIdentifierType {
        KeyId = "KeyID",
    }
}

wire! {
    /// The dictionary `com.apple.configuration.network.vpn.ipsec/Authentication/XAuth`.
    pub struct XAuth {
        must {
            "Enabled" enabled: bool,
        }
        may {
            /// `Identifier` of a `com.apple.asset.credential.userpassword`.
            "CredentialsAssetReference" credentials_asset_reference: String,
            "PasswordEncryption" password_encryption: PasswordEncryption,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.network.vpn.ipsec/Authentication/XAuth/PasswordEncryption`.
    pub enum PasswordEncryption {
        Prompt = "Prompt",
    }
}

wire! {
    /// The dictionary `com.apple.configuration.network.vpn.ipsec/Idle`.
    pub struct NetworkVpnIpsecIdle {
        may {
            /// Missing is false.
            "Disconnect" disconnect: bool,
            "Timer" timer: i64,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.network.vpn.ipsec/OnDemand/Rules/Action`.
    pub enum NetworkVpnIpsecAction {
        Allow = "Allow",
        Connect = "Connect",
        Disconnect = "Disconnect",
        EvaluateConnection = "EvaluateConnection",
        Ignore = "Ignore",
    }
}

wire! {
    /// The dictionary `com.apple.configuration.network.vpn.ipsec/OnDemand/Rules/ActionParameters`.
    pub struct NetworkVpnIpsecActionParameter {
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

wire! {
    /// Declaration `com.apple.configuration.network.vpn.vpn-plugin`: iOS 27.0, macOS 27.0, tvOS 27.0,
    /// visionOS 27.0. Several on one device: multiple. Source:
    /// `declarative/declarations/configurations/network.vpn.vpn-plugin.yaml`.
    pub struct NetworkVpnVpnPlugin {
        must {
            "VisibleName" visible_name: String,
            "HostName" host_name: String,
            "SubType" sub_type: String,
            "Authentication" authentication: NetworkVpnVpnPluginAuthentication,
        }
        may {
            "VendorConfig" vendor_config: VendorConfig,
            "Provider" provider: Provider,
            /// iOS 27.0, macOS 27.0, visionOS 27.0.
            "NetworkRouting" network_routing: NetworkRouting,
            "Idle" idle: NetworkVpnVpnPluginIdle,
            "OnDemand" on_demand: OnDemand,
            "DNS" dns: Dns,
            "Proxies" proxies: Proxies,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.network.vpn.vpn-plugin/VendorConfig`.
    pub struct VendorConfig {
        may {
            "Realm" realm: String,
            "Role" role: String,
            "Group" group: String,
            "LoginGroupOrDomain" login_group_or_domain: String,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.network.vpn.vpn-plugin/Authentication`.
    pub struct NetworkVpnVpnPluginAuthentication {
        must {
            "Method" method: NetworkVpnVpnPluginMethod,
        }
        may {
            /// `Identifier` of a `com.apple.asset.credential.userpassword`.
            "CredentialsAssetReference" credentials_asset_reference: String,
            /// `Identifier` of one of: `com.apple.asset.credential.acme`,
            /// `com.apple.asset.credential.identity`, `com.apple.asset.credential.scep`.
            "IdentityAssetReference" identity_asset_reference: String,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.network.vpn.vpn-plugin/Authentication/Method`.
    pub enum NetworkVpnVpnPluginMethod {
        Password = "Password",
        Certificate = "Certificate",
        PasswordCertificate = "Password+Certificate",
    }
}

words! {
    /// The words of `com.apple.configuration.network.vpn.vpn-plugin/Provider/Type`.
    pub enum NetworkVpnVpnPluginType {
        PacketTunnel = "packet-tunnel",
        AppProxy = "app-proxy",
    }
}

wire! {
    /// The dictionary `com.apple.configuration.network.vpn.vpn-plugin/Idle`.
    pub struct NetworkVpnVpnPluginIdle {
        may {
            /// Missing is false.
            "Disconnect" disconnect: bool,
            "Timer" timer: i64,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.network.vpn.vpn-plugin/OnDemand/Rules/Action`.
    pub enum NetworkVpnVpnPluginAction {
        Allow = "Allow",
        Connect = "Connect",
        Disconnect = "Disconnect",
        EvaluateConnection = "EvaluateConnection",
        Ignore = "Ignore",
    }
}

wire! {
    /// The dictionary `com.apple.configuration.network.vpn.vpn-plugin/OnDemand/Rules/ActionParameters`.
    pub struct NetworkVpnVpnPluginActionParameter {
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

wire! {
    /// Declaration `com.apple.configuration.webcontent-filter.plugin`: iOS 27.0, macOS 27.0, visionOS 27.0.
    /// Several on one device: multiple. Source:
    /// `declarative/declarations/configurations/webcontent-filter.plugin.yaml`.
    pub struct WebcontentFilterPlugin {
        must {
            "VisibleName" visible_name: String,
            "PluginBundleID" plugin_bundle_id: String,
        }
        may {
            /// iOS 27.0, visionOS 27.0.
            "ContentFilterUUID" content_filter_uuid: String,
            "ServerAddress" server_address: String,
            "Organization" organization: String,
            "VendorConfig" vendor_config: Extra,
            "Authentication" authentication: WebcontentFilterPluginAuthentication,
            "Filter" filter: Filter,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.webcontent-filter.plugin/Authentication`.
    pub struct WebcontentFilterPluginAuthentication {
        may {
            /// `Identifier` of a `com.apple.asset.credential.userpassword`.
            "CredentialsAssetReference" credentials_asset_reference: String,
            /// `Identifier` of one of: `com.apple.asset.credential.acme`,
            /// `com.apple.asset.credential.identity`, `com.apple.asset.credential.scep`.
            "IdentityAssetReference" identity_asset_reference: String,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.webcontent-filter.plugin/Filter`.
    pub struct Filter {
        may {
            /// Missing is `firewall`. macOS 27.0.
            "Grade" grade: Grade,
            /// iOS 27.0, visionOS 27.0.
            "Browsers" browsers: Browsers,
            "Sockets" sockets: Sockets,
            /// macOS 27.0.
            "Packets" packets: Packets,
            /// iOS 27.0, macOS 27.0.
            "URLs" urls: Urls,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.webcontent-filter.plugin/Filter/Grade`.
    pub enum Grade {
        Firewall = "firewall",
        Inspector = "inspector",
    }
}

wire! {
    /// The dictionary `com.apple.configuration.webcontent-filter.plugin/Filter/Browsers`.
    pub struct Browsers {
        must {
            "Enabled" enabled: bool,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.webcontent-filter.plugin/Filter/Sockets`.
    pub struct Sockets {
        must {
            "Enabled" enabled: bool,
        }
        may {
            "ProviderComposedIdentifier" provider_composed_identifier: String,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.webcontent-filter.plugin/Filter/Packets`.
    pub struct Packets {
        must {
            "Enabled" enabled: bool,
        }
        may {
            "ProviderComposedIdentifier" provider_composed_identifier: String,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.webcontent-filter.plugin/Filter/URLs`.
    pub struct Urls {
        must {
            "Enabled" enabled: bool,
        }
        may {
            "Parameters" parameters: Parameters,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.webcontent-filter.plugin/Filter/URLs/Parameters`.
    pub struct Parameters {
        must {
            "ProviderComposedIdentifier" provider_composed_identifier: String,
            "PIR" pir: Pir,
        }
        may {
            /// Missing is false.
            "FailClosed" fail_closed: bool,
            /// At least 2700. Missing is 86400.
            "PrefilterFetchFrequency" prefilter_fetch_frequency: i64,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.webcontent-filter.plugin/Filter/URLs/Parameters/PIR`.
    pub struct Pir {
        must {
            "ServerURL" server_url: String,
            "PrivacyPassIssuerURL" privacy_pass_issuer_url: String,
        }
        may {
            /// `Identifier` of a `com.apple.asset.credential.userpassword`.
            "AuthenticationTokenAssetReference" authentication_token_asset_reference: String,
        }
    }
}
