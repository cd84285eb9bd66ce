// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Payloads: accounts.

#[rustfmt::skip]
use crate::payload::wire::{BTreeMap, Data, Extra, IdentityContent, Password, keys, words};

keys! {
    /// An account of AIM.
    ///
    /// `com.apple.AIM.account`: macOS 10.7. Source: `mdm/profiles/com.apple.AIM.account.yaml`.
    pub struct AimAccount {
        must {
            "AIMHostName" aim_host_name: AimHostName,
            "AIMAuthentication" aim_authentication: AimAuthentication,
        }
        may {
            "AIMAccountDescription" aim_account_description: String,
            "AIMUserName" aim_user_name: String,
            "AIMPassword" aim_password: Password,
            /// Missing is true.
            "AIMUseSSL" aim_use_ssl: bool,
            /// 0 to 65535. Missing is 5190.
            "AIMPort" aim_port: i64,
        }
    }
}

words! {
    /// The words of `com.apple.AIM.account/AIMHostName`.
    pub enum AimHostName {
        SloginOscarAolCom = "slogin.oscar.aol.com",
    }
}

words! {
    /// The words of `com.apple.AIM.account/AIMAuthentication`.
    pub enum AimAuthentication {
        AimAuthPassword = "AIMAuthPassword",
    }
}

keys! {
    /// Binds a Mac to Active Directory.
    ///
    /// `com.apple.DirectoryService.managed`: macOS 10.8. Source:
    /// `mdm/profiles/com.apple.DirectoryService.managed.yaml`.
    pub struct DirectoryService {
        must {
            "HostName" host_name: String,
        }
        may {
            "UserName" user_name: String,
            "Password" password: Password,
            "ClientID" client_id: String,
            "Description" description: String,
            "ADOrganizationalUnit" ad_organizational_unit: String,
            "ADMountStyle" ad_mount_style: String,
            /// Missing is false. macOS 10.9.
            "ADCreateMobileAccountAtLoginFlag" ad_create_mobile_account_at_login_flag: bool,
            /// Missing is false.
            "ADCreateMobileAccountAtLogin" ad_create_mobile_account_at_login: bool,
            /// Missing is false. macOS 10.9.
            "ADWarnUserBeforeCreatingMAFlag" ad_warn_user_before_creating_ma_flag: bool,
            /// Missing is false.
            "ADWarnUserBeforeCreatingMA" ad_warn_user_before_creating_ma: bool,
            /// Missing is false. macOS 10.9.
            "ADForceHomeLocalFlag" ad_force_home_local_flag: bool,
            /// Missing is false.
            "ADForceHomeLocal" ad_force_home_local: bool,
            /// Missing is false. macOS 10.9.
            "ADUseWindowsUNCPathFlag" ad_use_windows_unc_path_flag: bool,
            /// Missing is false.
            "ADUseWindowsUNCPath" ad_use_windows_unc_path: bool,
            /// Missing is false. macOS 10.9.
            "ADAllowMultiDomainAuthFlag" ad_allow_multi_domain_auth_flag: bool,
            /// Missing is false.
            "ADAllowMultiDomainAuth" ad_allow_multi_domain_auth: bool,
            /// Missing is false.
            "ADDefaultUserShellFlag" ad_default_user_shell_flag: bool,
            "ADDefaultUserShell" ad_default_user_shell: String,
            /// Missing is false.
            "ADMapUIDAttributeFlag" ad_map_uid_attribute_flag: bool,
            "ADMapUIDAttribute" ad_map_uid_attribute: String,
            /// Missing is false.
            "ADMapGIDAttributeFlag" ad_map_gid_attribute_flag: bool,
            "ADMapGIDAttribute" ad_map_gid_attribute: String,
            /// Missing is false.
            "ADMapGGIDAttributeFlag" ad_map_ggid_attribute_flag: bool,
            "ADMapGGIDAttribute" ad_map_ggid_attribute: String,
            /// Missing is false.
            "ADPreferredDCServerFlag" ad_preferred_dc_server_flag: bool,
            "ADPreferredDCServer" ad_preferred_dc_server: String,
            /// Missing is false.
            "ADDomainAdminGroupListFlag" ad_domain_admin_group_list_flag: bool,
            "ADDomainAdminGroupList" ad_domain_admin_group_list: Vec<String>,
            /// Missing is false.
            "ADNamespaceFlag" ad_namespace_flag: bool,
            "ADNamespace" ad_namespace: String,
            /// Missing is false.
            "ADPacketSignFlag" ad_packet_sign_flag: bool,
            "ADPacketSign" ad_packet_sign: String,
            /// Missing is false.
            "ADPacketEncryptFlag" ad_packet_encrypt_flag: bool,
            "ADPacketEncrypt" ad_packet_encrypt: String,
            /// Missing is false.
            "ADRestrictDDNSFlag" ad_restrict_ddns_flag: bool,
            "ADRestrictDDNS" ad_restrict_ddns: Vec<String>,
            /// Missing is false.
            "ADTrustChangePassIntervalDaysFlag" ad_trust_change_pass_interval_days_flag: bool,
            "ADTrustChangePassIntervalDays" ad_trust_change_pass_interval_days: i64,
        }
    }
}

keys! {
    /// A calendar account.
    ///
    /// `com.apple.caldav.account`: iOS 4.0, macOS 10.7, visionOS 1.1. Source:
    /// `mdm/profiles/com.apple.caldav.account.yaml`.
    pub struct CaldavAccount {
        must {
            "CalDAVHostName" caldav_host_name: String,
        }
        may {
            "CalDAVAccountDescription" caldav_account_description: String,
            "CalDAVUsername" caldav_username: String,
            "CalDAVPassword" caldav_password: Password,
            "CalDAVPrincipalURL" caldav_principal_url: String,
            /// Missing is true.
            "CalDAVUseSSL" caldav_use_ssl: bool,
            "CalDAVPort" caldav_port: i64,
            /// iOS 14.0, visionOS 1.1.
            "VPNUUID" vpn_uuid: String,
        }
    }
}

keys! {
    /// A contacts account.
    ///
    /// `com.apple.carddav.account`: iOS 4.0, macOS 10.7, visionOS 1.1. Source:
    /// `mdm/profiles/com.apple.carddav.account.yaml`.
    pub struct CarddavAccount {
        must {
            "CardDAVHostName" carddav_host_name: String,
        }
        may {
            "CardDAVAccountDescription" carddav_account_description: String,
            "CardDAVUsername" carddav_username: String,
            "CardDAVPassword" carddav_password: Password,
            /// iOS 4.0, visionOS 1.1.
            "CardDAVPrincipalURL" carddav_principal_url: String,
            /// Missing is true.
            "CardDAVUseSSL" carddav_use_ssl: bool,
            "CardDAVPort" carddav_port: i64,
            /// iOS 10.0, visionOS 1.1.
            "CommunicationServiceRules" communication_service_rules: CommunicationServiceRules,
            /// iOS 14.0, visionOS 1.1.
            "VPNUUID" vpn_uuid: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.carddav.account/CommunicationServiceRules`.
    pub struct CommunicationServiceRules {
        may {
            "DefaultServiceHandlers" default_service_handlers: DefaultServiceHandlers,
        }
    }
}

keys! {
    /// The dictionary `com.apple.carddav.account/CommunicationServiceRules/DefaultServiceHandlers`.
    pub struct DefaultServiceHandlers {
        may {
            "AudioCall" audio_call: String,
        }
    }
}

keys! {
    /// An Exchange account of a phone or tablet.
    ///
    /// `com.apple.eas.account`: iOS 4.0, visionOS 1.1. Source: `mdm/profiles/com.apple.eas.account.yaml`.
    pub struct ExchangeActiveSync {
        may {
            "EmailAddress" email_address: String,
            "Host" host: String,
            /// Missing is false.
            "SSL" ssl: bool,
            /// Missing is false. iOS 12.0, visionOS 1.1.
            "OAuth" oauth: bool,
            "UserName" user_name: String,
            "Password" password: Password,
            /// A PKCS #12 identity. iOS 7.0, visionOS 1.1.
            "Certificate" certificate: IdentityContent,
            /// iOS 7.0, visionOS 1.1.
            "CertificateName" certificate_name: String,
            "CertificatePassword" certificate_password: Password,
            /// Missing is false. iOS 5.0, visionOS 1.1.
            "PreventMove" prevent_move: bool,
            /// Missing is false. iOS 5.0, visionOS 1.1.
            "PreventAppSheet" prevent_app_sheet: bool,
            "PayloadCertificateUUID" payload_certificate_uuid: String,
            /// Missing is false. iOS 5.0. Deprecated since iOS 10.0.
            "SMIMEEnabled" smime_enabled: bool,
            /// Missing is false. iOS 10.3, visionOS 1.1.
            "SMIMESigningEnabled" smime_signing_enabled: bool,
            /// iOS 5.0, visionOS 1.1.
            "SMIMESigningCertificateUUID" smime_signing_certificate_uuid: String,
            /// Missing is false. iOS 10.3. Deprecated since iOS 12.0.
            "SMIMEEncryptionEnabled" smime_encryption_enabled: bool,
            /// iOS 5.0, visionOS 1.1.
            "SMIMEEncryptionCertificateUUID" smime_encryption_certificate_uuid: String,
            /// Missing is false. iOS 8.0. Deprecated since iOS 12.0.
            "SMIMEEnablePerMessageSwitch" smime_enable_per_message_switch: bool,
            /// Missing is false.
            "disableMailRecentsSyncing" disable_mail_recents_syncing: bool,
            /// One of 0, 1, 3, 7, 14, 31. Missing is 7.
            "MailNumberOfPastDaysToSync" mail_number_of_past_days_to_sync: i64,
            /// iOS 4.0. Deprecated since iOS 7.0.
            "HeaderMagic" header_magic: String,
            /// iOS 10.0, visionOS 1.1.
            "CommunicationServiceRules" communication_service_rules: CommunicationServiceRules,
            /// Missing is false. iOS 9.2, visionOS 1.1.
            "allowMailDrop" allow_mail_drop: bool,
            /// Missing is false. iOS 12.0, visionOS 1.1.
            "SMIMESigningUserOverrideable" smime_signing_user_overrideable: bool,
            /// Missing is false. iOS 12.0, visionOS 1.1.
            "SMIMESigningCertificateUUIDUserOverrideable" smime_signing_certificate_uuid_user_overrideable: bool,
            /// Missing is false. iOS 12.0, visionOS 1.1.
            "SMIMEEncryptByDefault" smime_encrypt_by_default: bool,
            /// Missing is false. iOS 12.0, visionOS 1.1.
            "SMIMEEncryptByDefaultUserOverrideable" smime_encrypt_by_default_user_overrideable: bool,
            /// Missing is false. iOS 12.0, visionOS 1.1.
            "SMIMEEncryptionCertificateUUIDUserOverrideable" smime_encryption_certificate_uuid_user_overrideable: bool,
            /// Missing is false. iOS 12.0, visionOS 1.1.
            "SMIMEEnableEncryptionPerMessageSwitch" smime_enable_encryption_per_message_switch: bool,
            /// Missing is true. iOS 13.0, visionOS 1.1.
            "EnableMail" enable_mail: bool,
            /// Missing is true. iOS 13.0, visionOS 1.1.
            "EnableContacts" enable_contacts: bool,
            /// Missing is true. iOS 13.0, visionOS 1.1.
            "EnableCalendars" enable_calendars: bool,
            /// Missing is true. iOS 13.0, visionOS 1.1.
            "EnableReminders" enable_reminders: bool,
            /// Missing is true. iOS 13.0, visionOS 1.1.
            "EnableNotes" enable_notes: bool,
            /// Missing is true. iOS 13.0, visionOS 1.1.
            "EnableMailUserOverridable" enable_mail_user_overridable: bool,
            /// Missing is true. iOS 13.0, visionOS 1.1.
            "EnableContactsUserOverridable" enable_contacts_user_overridable: bool,
            /// Missing is true. iOS 13.0, visionOS 1.1.
            "EnableCalendarsUserOverridable" enable_calendars_user_overridable: bool,
            /// Missing is true. iOS 13.0, visionOS 1.1.
            "EnableRemindersUserOverridable" enable_reminders_user_overridable: bool,
            /// Missing is true. iOS 13.0, visionOS 1.1.
            "EnableNotesUserOverridable" enable_notes_user_overridable: bool,
            /// iOS 13.0, visionOS 1.1.
            "OAuthSignInURL" oauth_sign_in_url: String,
            /// iOS 13.0, visionOS 1.1.
            "OAuthTokenRequestURL" oauth_token_request_url: String,
            /// Missing is false. iOS 14.0, visionOS 1.1.
            "OverridePreviousPassword" override_previous_password: bool,
            /// iOS 14.0, visionOS 1.1.
            "VPNUUID" vpn_uuid: String,
        }
    }
}

keys! {
    /// An Exchange account of a Mac.
    ///
    /// `com.apple.ews.account`: macOS 10.7. Source: `mdm/profiles/com.apple.ews.account.yaml`.
    pub struct ExchangeWebServices {
        may {
            "EmailAddress" email_address: String,
            "Host" host: String,
            /// Missing is true.
            "SSL" ssl: bool,
            /// Missing is false. macOS 10.14.
            "OAuth" oauth: bool,
            /// macOS 10.14.
            "OAuthSignInURL" oauth_sign_in_url: String,
            "UserName" user_name: String,
            "Password" password: Password,
            /// macOS 10.12.
            "PayloadCertificateUUID" payload_certificate_uuid: String,
            /// macOS 10.11.
            "AuthenticationCertificateUUID" authentication_certificate_uuid: String,
            /// Missing is false. macOS 10.12.
            "allowMailDrop" allow_mail_drop: bool,
            "Path" path: String,
            "Port" port: i64,
            "ExternalHost" external_host: String,
            /// Missing is true.
            "ExternalSSL" external_ssl: bool,
            "ExternalPath" external_path: String,
            "ExternalPort" external_port: i64,
        }
    }
}

keys! {
    /// An app that signs in for others, Platform SSO included.
    ///
    /// `com.apple.extensiblesso`: iOS 13.0, macOS 10.15, visionOS 1.1. Source:
    /// `mdm/profiles/com.apple.extensiblesso.yaml`.
    pub struct ExtensibleSso {
        must {
            "ExtensionIdentifier" extension_identifier: String,
            "Type" type_: ExtensibleSsoType,
        }
        may {
            /// macOS 10.15.
            "TeamIdentifier" team_identifier: String,
            "Realm" realm: String,
            "ExtensionData" extension_data: Extra,
            "URLs" urls: Vec<String>,
            "Hosts" hosts: Vec<String>,
            /// Missing is `Cancel`. iOS 15.0, macOS 12.0, visionOS 1.1.
            "ScreenLockedBehavior" screen_locked_behavior: ScreenLockedBehavior,
            /// iOS 15.0, macOS 12.0, visionOS 1.1.
            "DeniedBundleIdentifiers" denied_bundle_identifiers: Vec<String>,
            /// macOS 13.0. Deprecated since macOS 14.0.
            "AuthenticationMethod" authentication_method: AuthenticationMethod,
            /// macOS 13.0.
            "RegistrationToken" registration_token: Password,
            /// macOS 14.0.
            "PlatformSSO" platform_sso: PlatformSso,
        }
    }
}

words! {
    /// The words of `com.apple.extensiblesso/Type`.
    pub enum ExtensibleSsoType {
        Credential = "Credential",
        Redirect = "Redirect",
    }
}

words! {
    /// The words of `com.apple.extensiblesso/ScreenLockedBehavior`.
    pub enum ScreenLockedBehavior {
        Cancel = "Cancel",
        DoNotHandle = "DoNotHandle",
    }
}

words! {
    /// The words of `com.apple.extensiblesso/AuthenticationMethod`.
    pub enum AuthenticationMethod {
        Password = "Password",
        UserSecureEnclaveKey = "UserSecureEnclaveKey",
    }
}

keys! {
    /// The dictionary `com.apple.extensiblesso/PlatformSSO`.
    pub struct PlatformSso {
        may {
            "AuthenticationMethod" authentication_method: PlatformSsoAuthentication,
            /// Missing is false.
            "UseSharedDeviceKeys" use_shared_device_keys: bool,
            "AccountDisplayName" account_display_name: String,
            /// At least 3600. Missing is 64800.
            "LoginFrequency" login_frequency: i64,
            /// Missing is false.
            "EnableCreateUserAtLogin" enable_create_user_at_login: bool,
            /// Missing is false.
            "EnableAuthorization" enable_authorization: bool,
            "TokenToUserMapping" token_to_user_mapping: TokenToUserMapping,
            "NewUserAuthorizationMode" new_user_authorization_mode: NewUserAuthorizationMode,
            "UserAuthorizationMode" user_authorization_mode: UserAuthorizationMode,
            "AdministratorGroups" administrator_groups: Vec<String>,
            "AdditionalGroups" additional_groups: Vec<String>,
            "AuthorizationGroups" authorization_groups: BTreeMap<String, String>,
            /// macOS 15.0.
            "FileVaultPolicy" file_vault_policy: Vec<FileVaultPolicyItem>,
            /// macOS 15.0.
            "LoginPolicy" login_policy: Vec<LoginPolicyItem>,
            /// macOS 15.0.
            "UnlockPolicy" unlock_policy: Vec<UnlockPolicyItem>,
            /// macOS 15.0.
            "OfflineGracePeriod" offline_grace_period: i64,
            /// macOS 15.0.
            "AuthenticationGracePeriod" authentication_grace_period: i64,
            /// macOS 15.0.
            "NonPlatformSSOAccounts" non_platform_sso_accounts: Vec<String>,
        }
    }
}

words! {
    /// The words of `com.apple.extensiblesso/PlatformSSO/AuthenticationMethod`.
    pub enum PlatformSsoAuthentication {
        Password = "Password",
        UserSecureEnclaveKey = "UserSecureEnclaveKey",
        SmartCard = "SmartCard",
    }
}

keys! {
    /// The dictionary `com.apple.extensiblesso/PlatformSSO/TokenToUserMapping`.
    pub struct TokenToUserMapping {
        may {
            "AccountName" account_name: String,
            "FullName" full_name: String,
        }
    }
}

words! {
    /// The words of `com.apple.extensiblesso/PlatformSSO/NewUserAuthorizationMode`.
    pub enum NewUserAuthorizationMode {
        Standard = "Standard",
        Admin = "Admin",
        Groups = "Groups",
    }
}

words! {
    /// The words of `com.apple.extensiblesso/PlatformSSO/UserAuthorizationMode`.
    pub enum UserAuthorizationMode {
        Standard = "Standard",
        Admin = "Admin",
        Groups = "Groups",
    }
}

words! {
    /// The words of `com.apple.extensiblesso/PlatformSSO/FileVaultPolicy`.
    pub enum FileVaultPolicyItem {
        AttemptAuthentication = "AttemptAuthentication",
        RequireAuthentication = "RequireAuthentication",
        AllowOfflineGracePeriod = "AllowOfflineGracePeriod",
        AllowAuthenticationGracePeriod = "AllowAuthenticationGracePeriod",
    }
}

words! {
    /// The words of `com.apple.extensiblesso/PlatformSSO/LoginPolicy`.
    pub enum LoginPolicyItem {
        AttemptAuthentication = "AttemptAuthentication",
        RequireAuthentication = "RequireAuthentication",
        AllowOfflineGracePeriod = "AllowOfflineGracePeriod",
        AllowAuthenticationGracePeriod = "AllowAuthenticationGracePeriod",
    }
}

words! {
    /// The words of `com.apple.extensiblesso/PlatformSSO/UnlockPolicy`.
    pub enum UnlockPolicyItem {
        AttemptAuthentication = "AttemptAuthentication",
        RequireAuthentication = "RequireAuthentication",
        AllowOfflineGracePeriod = "AllowOfflineGracePeriod",
        AllowAuthenticationGracePeriod = "AllowAuthenticationGracePeriod",
        AllowTouchIdOrWatchForUnlock = "AllowTouchIDOrWatchForUnlock",
    }
}

keys! {
    /// Apple's own extension that signs in by Kerberos.
    ///
    /// `com.apple.extensiblesso`: iOS 13.0, macOS 10.15, visionOS 1.1. Source:
    /// `mdm/profiles/com.apple.extensiblesso(kerberos).yaml`.
    pub struct KerberosSso {
        must {
            "ExtensionIdentifier" extension_identifier: ExtensionIdentifier,
            "TeamIdentifier" team_identifier: TeamIdentifier,
            "Type" type_: KerberosSsoType,
            "Realm" realm: String,
        }
        may {
            "ExtensionData" extension_data: ExtensionData,
            "Hosts" hosts: Vec<String>,
        }
    }
}

words! {
    /// The words of `com.apple.extensiblesso(kerberos)/ExtensionIdentifier`.
    pub enum ExtensionIdentifier {
        ComAppleAppSsoKerberosKerberosExtension = "com.apple.AppSSOKerberos.KerberosExtension",
    }
}

words! {
    /// The words of `com.apple.extensiblesso(kerberos)/TeamIdentifier`.
    pub enum TeamIdentifier {
        Apple = "apple",
    }
}

words! {
    /// The words of `com.apple.extensiblesso(kerberos)/Type`.
    pub enum KerberosSsoType {
        Credential = "Credential",
    }
}

keys! {
    /// The dictionary `com.apple.extensiblesso(kerberos)/ExtensionData`.
    pub struct ExtensionData {
        may {
            /// Deprecated since iOS 15.0, macOS 12.0.
            "cacheName" cache_name: String,
            "principalName" principal_name: String,
            "siteCode" site_code: String,
            "certificateUUID" certificate_uuid: String,
            /// Missing is true.
            "useSiteAutoDiscovery" use_site_auto_discovery: bool,
            "credentialBundleIdACL" credential_bundle_id_acl: Vec<String>,
            /// Missing is false. iOS 14.0, macOS 12.0, visionOS 1.1.
            "includeManagedAppsInBundleIdACL" include_managed_apps_in_bundle_id_acl: bool,
            /// Missing is false. macOS 12.0.
            "includeKerberosAppsInBundleIdACL" include_kerberos_apps_in_bundle_id_acl: bool,
            "domainRealmMapping" domain_realm_mapping: DomainRealmMapping,
            /// Missing is false.
            "isDefaultRealm" is_default_realm: bool,
            /// iOS 14.0, macOS 11.0, visionOS 1.1.
            "customUsernameLabel" custom_username_label: String,
            /// iOS 14.0, macOS 11.0, visionOS 1.1.
            "helpText" help_text: String,
            /// Missing is true. macOS 10.15.
            "allowPasswordChange" allow_password_change: bool,
            /// Missing is true.
            "allowAutomaticLogin" allow_automatic_login: bool,
            /// Missing is false.
            "requireUserPresence" require_user_presence: bool,
            /// macOS 10.15. Deprecated since macOS 12.0.
            "pwExpireOverride" pw_expire_override: i64,
            /// Missing is 15. macOS 10.15.
            "pwNotificationDays" pw_notification_days: i64,
            /// macOS 10.15.
            "pwReqLength" pw_req_length: i64,
            /// Missing is false. macOS 10.15.
            "pwReqComplexity" pw_req_complexity: bool,
            /// macOS 10.15.
            "pwReqMinAge" pw_req_min_age: i64,
            /// macOS 10.15.
            "pwReqHistory" pw_req_history: i64,
            /// macOS 10.15.
            "pwReqText" pw_req_text: String,
            /// macOS 15.0.
            "pwReqRTFData" pw_req_rtf_data: Data,
            /// macOS 10.15.
            "pwChangeURL" pw_change_url: String,
            /// Missing is false. macOS 10.15.
            "syncLocalPassword" sync_local_password: bool,
            /// Missing is 900. macOS 11.0. Deprecated since macOS 12.0.
            "replicationTime" replication_time: i64,
            /// Missing is false. macOS 11.0.
            "delayUserSetup" delay_user_setup: bool,
            /// Missing is true. macOS 11.0.
            "monitorCredentialsCache" monitor_credentials_cache: bool,
            /// Missing is false. iOS 14.0, macOS 11.0, visionOS 1.1.
            "requireTLSForLDAP" require_tls_for_ldap: bool,
            /// Missing is `always`. iOS 14.0, macOS 11.0, visionOS 1.1.
            "credentialUseMode" credential_use_mode: CredentialUseMode,
            /// iOS 15.0, macOS 12.0, visionOS 1.1.
            "preferredKDCs" preferred_kd_cs: Vec<String>,
            /// Missing is false. macOS 13.0.
            "usePlatformSSOTGT" use_platform_ssotgt: bool,
            /// Missing is true. macOS 13.0.
            "allowPlatformSSOAuthFallback" allow_platform_ss_oauth_fallback: bool,
            /// Missing is false. iOS 16.0, macOS 13.0, visionOS 1.1.
            "performKerberosOnly" perform_kerberos_only: bool,
            /// macOS 15.0.
            "identityIssuerAutoSelectFilter" identity_issuer_auto_select_filter: String,
            /// Missing is true. macOS 15.0.
            "allowSmartCard" allow_smart_card: bool,
            /// Missing is true. macOS 15.0.
            "allowPassword" allow_password: bool,
            /// Missing is false. macOS 15.0.
            "startInSmartCardMode" start_in_smart_card_mode: bool,
        }
    }
}

keys! {
    /// The dictionary `com.apple.extensiblesso(kerberos)/ExtensionData/domainRealmMapping`.
    pub struct DomainRealmMapping {
        may {
            "Realm" realm: Vec<String>,
        }
    }
}

words! {
    /// The words of `com.apple.extensiblesso(kerberos)/ExtensionData/credentialUseMode`.
    pub enum CredentialUseMode {
        Always = "always",
        WhenNotSpecified = "whenNotSpecified",
        KerberosDefault = "kerberosDefault",
    }
}

keys! {
    /// A Google account.
    ///
    /// `com.apple.google-oauth`: iOS 9.3, visionOS 1.1. Source: `mdm/profiles/com.apple.google-oauth.yaml`.
    pub struct GoogleAccount {
        must {
            "EmailAddress" email_address: String,
        }
        may {
            "AccountDescription" account_description: String,
            "AccountName" account_name: String,
            /// iOS 10.0, visionOS 1.1.
            "CommunicationServiceRules" communication_service_rules: CommunicationServiceRules,
            /// iOS 14.0, visionOS 1.1.
            "VPNUUID" vpn_uuid: String,
        }
    }
}

keys! {
    /// An account of Jabber.
    ///
    /// `com.apple.jabber.account`: macOS 10.7. Source: `mdm/profiles/com.apple.jabber.account.yaml`.
    pub struct JabberAccount {
        must {
            "JabberHostName" jabber_host_name: String,
            "JabberAuthentication" jabber_authentication: JabberAuthentication,
        }
        may {
            "JabberAccountDescription" jabber_account_description: String,
            "JabberUserName" jabber_user_name: String,
            "JabberPassword" jabber_password: Password,
            /// Missing is false.
            "JabberUseSSL" jabber_use_ssl: bool,
            /// 0 to 65535. Missing is 5222.
            "JabberPort" jabber_port: i64,
        }
    }
}

words! {
    /// The words of `com.apple.jabber.account/JabberAuthentication`.
    pub enum JabberAuthentication {
        JabberAuthPassword = "JabberAuthPassword",
    }
}

keys! {
    /// A directory account.
    ///
    /// `com.apple.ldap.account`: iOS 4.0, macOS 10.7, visionOS 1.1. Source:
    /// `mdm/profiles/com.apple.ldap.account.yaml`.
    pub struct LdapAccount {
        must {
            "LDAPAccountHostName" ldap_account_host_name: String,
        }
        may {
            "LDAPAccountDescription" ldap_account_description: String,
            "LDAPAccountUserName" ldap_account_user_name: String,
            "LDAPAccountPassword" ldap_account_password: Password,
            /// Missing is true.
            "LDAPAccountUseSSL" ldap_account_use_ssl: bool,
            "LDAPSearchSettings" ldap_search_settings: Vec<LdapSearchSetting>,
            /// iOS 14.0, visionOS 1.1.
            "VPNUUID" vpn_uuid: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.ldap.account/LDAPSearchSettings`.
    pub struct LdapSearchSetting {
        must {
            "LDAPSearchSettingSearchBase" ldap_search_setting_search_base: String,
        }
        may {
            "LDAPSearchSettingDescription" ldap_search_setting_description: String,
            /// Missing is `LDAPSearchSettingScopeSubtree`.
            "LDAPSearchSettingScope" ldap_search_setting_scope: LdapSearchSettingScope,
        }
    }
}

words! {
    /// The words of `com.apple.ldap.account/LDAPSearchSettings/LDAPSearchSettingScope`.
    pub enum LdapSearchSettingScope {
        LdapSearchSettingScopeBase = "LDAPSearchSettingScopeBase",
        LdapSearchSettingScopeOneLevel = "LDAPSearchSettingScopeOneLevel",
        LdapSearchSettingScopeSubtree = "LDAPSearchSettingScopeSubtree",
    }
}

keys! {
    /// A mail account.
    ///
    /// `com.apple.mail.managed`: iOS 4.0, macOS 10.7, visionOS 1.1. Source:
    /// `mdm/profiles/com.apple.mail.managed.yaml`.
    pub struct Mail {
        must {
            "EmailAccountType" email_account_type: EmailAccountType,
            "IncomingMailServerAuthentication" incoming_mail_server_authentication: IncomingMailServerAuthentication,
            "IncomingMailServerHostName" incoming_mail_server_host_name: String,
            "OutgoingMailServerAuthentication" outgoing_mail_server_authentication: OutgoingMailServerAuthentication,
            "OutgoingMailServerHostName" outgoing_mail_server_host_name: String,
        }
        may {
            "EmailAccountDescription" email_account_description: String,
            "EmailAccountName" email_account_name: String,
            "EmailAddress" email_address: String,
            "IncomingMailServerPortNumber" incoming_mail_server_port_number: i64,
            /// Missing is false.
            "IncomingMailServerUseSSL" incoming_mail_server_use_ssl: bool,
            "IncomingMailServerUsername" incoming_mail_server_username: String,
            "IncomingPassword" incoming_password: Password,
            "OutgoingPassword" outgoing_password: Password,
            /// Missing is false.
            "OutgoingPasswordSameAsIncomingPassword" outgoing_password_same_as_incoming_password: bool,
            "OutgoingMailServerPortNumber" outgoing_mail_server_port_number: i64,
            /// Missing is false.
            "OutgoingMailServerUseSSL" outgoing_mail_server_use_ssl: bool,
            "OutgoingMailServerUsername" outgoing_mail_server_username: String,
            /// Missing is false. iOS 5.0, visionOS 1.1.
            "PreventMove" prevent_move: bool,
            /// Missing is false. iOS 5.0, visionOS 1.1.
            "PreventAppSheet" prevent_app_sheet: bool,
            /// Missing is false. iOS 5.0, visionOS 1.1.
            "SMIMEEnabled" smime_enabled: bool,
            /// Missing is false. iOS 10.0, visionOS 1.1.
            "SMIMESigningEnabled" smime_signing_enabled: bool,
            /// iOS 5.0, visionOS 1.1.
            "SMIMESigningCertificateUUID" smime_signing_certificate_uuid: String,
            /// Missing is false. iOS 10.0, visionOS 1.1.
            "SMIMEEncryptionEnabled" smime_encryption_enabled: bool,
            /// iOS 5.0, visionOS 1.1.
            "SMIMEEncryptionCertificateUUID" smime_encryption_certificate_uuid: String,
            /// Missing is false. iOS 8.0. Deprecated since iOS 10.0.
            "SMIMEEnablePerMessageSwitch" smime_enable_per_message_switch: bool,
            /// Missing is false. iOS 6.0, macOS 10.7, visionOS 1.1.
            "disableMailRecentsSyncing" disable_mail_recents_syncing: bool,
            /// Missing is false. iOS 9.2, macOS 10.12, visionOS 1.1.
            "allowMailDrop" allow_mail_drop: bool,
            "IncomingMailServerIMAPPathPrefix" incoming_mail_server_imap_path_prefix: String,
            /// Missing is false. iOS 12.0, visionOS 1.1.
            "SMIMESigningUserOverrideable" smime_signing_user_overrideable: bool,
            /// Missing is false. iOS 12.0, visionOS 1.1.
            "SMIMESigningCertificateUUIDUserOverrideable" smime_signing_certificate_uuid_user_overrideable: bool,
            /// Missing is false. iOS 12.0, visionOS 1.1.
            "SMIMEEncryptByDefault" smime_encrypt_by_default: bool,
            /// Missing is false. iOS 12.0, visionOS 1.1.
            "SMIMEEncryptByDefaultUserOverrideable" smime_encrypt_by_default_user_overrideable: bool,
            /// Missing is false. iOS 12.0, visionOS 1.1.
            "SMIMEEncryptionCertificateUUIDUserOverrideable" smime_encryption_certificate_uuid_user_overrideable: bool,
            /// Missing is false. iOS 12.0, visionOS 1.1.
            "SMIMEEnableEncryptionPerMessageSwitch" smime_enable_encryption_per_message_switch: bool,
            /// iOS 14.0, visionOS 1.1.
            "VPNUUID" vpn_uuid: String,
        }
    }
}

words! {
    /// The words of `com.apple.mail.managed/EmailAccountType`.
    pub enum EmailAccountType {
        EmailTypeImap = "EmailTypeIMAP",
        EmailTypePop = "EmailTypePOP",
    }
}

words! {
    /// The words of `com.apple.mail.managed/IncomingMailServerAuthentication`.
    pub enum IncomingMailServerAuthentication {
        EmailAuthNone = "EmailAuthNone",
        EmailAuthPassword = "EmailAuthPassword",
        EmailAuthCrammd5 = "EmailAuthCRAMMD5",
        EmailAuthNtlm = "EmailAuthNTLM",
        EmailAuthHttpmd5 = "EmailAuthHTTPMD5",
    }
}

words! {
    /// The words of `com.apple.mail.managed/OutgoingMailServerAuthentication`.
    pub enum OutgoingMailServerAuthentication {
        EmailAuthNone = "EmailAuthNone",
        EmailAuthPassword = "EmailAuthPassword",
        EmailAuthCrammd5 = "EmailAuthCRAMMD5",
        EmailAuthNtlm = "EmailAuthNTLM",
        EmailAuthHttpmd5 = "EmailAuthHTTPMD5",
    }
}

keys! {
    /// An account of a macOS Server.
    ///
    /// `com.apple.osxserver.account`: iOS 9.0. Source: `mdm/profiles/com.apple.osxserver.account.yaml`.
    pub struct MacosServerAccount {
        must {
            "HostName" host_name: String,
            "UserName" user_name: String,
            "ConfiguredAccounts" configured_accounts: Vec<ConfiguredAccount>,
        }
        may {
            "Password" password: Password,
            "AccountDescription" account_description: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.osxserver.account/ConfiguredAccounts`.
    pub struct ConfiguredAccount {
        must {
            "Type" type_: MacosServerAccountType,
        }
        may {
            "Port" port: i64,
        }
    }
}

words! {
    /// The words of `com.apple.osxserver.account/ConfiguredAccounts/Type`.
    pub enum MacosServerAccountType {
        ComAppleOsxserverDocuments = "com.apple.osxserver.documents",
    }
}

keys! {
    /// A Kerberos account.
    ///
    /// `com.apple.sso`: iOS 7.0. Source: `mdm/profiles/com.apple.sso.yaml`.
    pub struct KerberosAccount {
        must {
            "Name" name: String,
        }
        may {
            "Kerberos" kerberos: Kerberos,
        }
    }
}

keys! {
    /// The dictionary `com.apple.sso/Kerberos`.
    pub struct Kerberos {
        must {
            "Realm" realm: String,
        }
        may {
            "PrincipalName" principal_name: String,
            /// iOS 8.0.
            "PayloadCertificateUUID" payload_certificate_uuid: String,
            "URLPrefixMatches" url_prefix_matches: Vec<String>,
            "AppIdentifierMatches" app_identifier_matches: Vec<String>,
        }
    }
}

keys! {
    /// A calendar that is subscribed to.
    ///
    /// `com.apple.subscribedcalendar.account`: iOS 4.0, visionOS 1.1. Source:
    /// `mdm/profiles/com.apple.subscribedcalendar.account.yaml`.
    pub struct SubscribedCalendar {
        must {
            "SubCalAccountHostName" sub_cal_account_host_name: String,
        }
        may {
            "SubCalAccountDescription" sub_cal_account_description: String,
            "SubCalAccountUsername" sub_cal_account_username: String,
            "SubCalAccountPassword" sub_cal_account_password: Password,
            /// Missing is false.
            "SubCalAccountUseSSL" sub_cal_account_use_ssl: bool,
            /// iOS 14.0, visionOS 1.1.
            "VPNUUID" vpn_uuid: String,
        }
    }
}
