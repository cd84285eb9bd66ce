// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Declarations: where each is supported.

#[rustfmt::skip]
use crate::support::table::{Availability, Item, Kind, Mode, ios, item, key, macos, tvos, visionos, watchos};

#[rustfmt::skip]
pub(crate) static ITEMS: &[Item] = &[
    item("com.apple.activation.simple", "declarative/declarations/activations/simple.yaml", S0, &[
        key("StandardConfigurations", S0).must().kind(Kind::Array),
        key("Predicate", S0).kind(Kind::String),
    ]),
    item("com.apple.asset.credential.acme", "declarative/declarations/assets/credential.acme.yaml", S1, &[
        key("Reference", S1).must().kind(Kind::Dictionary),
        key("Reference/DataURL", S1).must().kind(Kind::String),
        key("Reference/ContentType", S1).kind(Kind::String),
        key("Reference/Size", S1).kind(Kind::Integer),
        key("Reference/Hash-SHA-256", S1).kind(Kind::String),
        key("Authentication", S1).kind(Kind::Dictionary),
        key("Authentication/Type", S1).must().kind(Kind::String).allowed(&["MDM", "None"]),
        key("Accessible", S1).kind(Kind::String).allowed(&["Default", "AfterFirstUnlock"]),
    ]),
    item("com.apple.asset.credential.certificate", "declarative/declarations/assets/credential.certificate.yaml", S1, &[
        key("Reference", S1).must().kind(Kind::Dictionary),
        key("Reference/DataURL", S1).must().kind(Kind::String),
        key("Reference/ContentType", S1).kind(Kind::String),
        key("Reference/Size", S1).kind(Kind::Integer),
        key("Reference/Hash-SHA-256", S1).kind(Kind::String),
        key("Authentication", S1).kind(Kind::Dictionary),
        key("Authentication/Type", S1).must().kind(Kind::String).allowed(&["MDM", "None"]),
    ]),
    item("com.apple.asset.credential.identity", "declarative/declarations/assets/credential.identity.yaml", S1, &[
        key("Reference", S1).must().kind(Kind::Dictionary),
        key("Reference/DataURL", S1).must().kind(Kind::String),
        key("Reference/ContentType", S1).kind(Kind::String),
        key("Reference/Size", S1).kind(Kind::Integer),
        key("Reference/Hash-SHA-256", S1).kind(Kind::String),
        key("Authentication", S1).kind(Kind::Dictionary),
        key("Authentication/Type", S1).must().kind(Kind::String).allowed(&["MDM", "None"]),
        key("Accessible", S1).kind(Kind::String).allowed(&["Default", "AfterFirstUnlock"]),
    ]),
    item("com.apple.asset.credential.scep", "declarative/declarations/assets/credential.scep.yaml", S1, &[
        key("Reference", S1).must().kind(Kind::Dictionary),
        key("Reference/DataURL", S1).must().kind(Kind::String),
        key("Reference/ContentType", S1).kind(Kind::String),
        key("Reference/Size", S1).kind(Kind::Integer),
        key("Reference/Hash-SHA-256", S1).kind(Kind::String),
        key("Authentication", S1).kind(Kind::Dictionary),
        key("Authentication/Type", S1).must().kind(Kind::String).allowed(&["MDM", "None"]),
        key("Accessible", S1).kind(Kind::String).allowed(&["Default", "AfterFirstUnlock"]),
    ]),
    item("com.apple.asset.credential.userpassword", "declarative/declarations/assets/credential.userpassword.yaml", S0, &[
        key("Reference", S0).must().kind(Kind::Dictionary),
        key("Reference/DataURL", S0).must().kind(Kind::String),
        key("Reference/ContentType", S0).kind(Kind::String),
        key("Reference/Size", S0).kind(Kind::Integer),
        key("Reference/Hash-SHA-256", S0).kind(Kind::String),
        key("Authentication", S1).kind(Kind::Dictionary),
        key("Authentication/Type", S1).must().kind(Kind::String).allowed(&["MDM", "None"]),
    ]),
    item("com.apple.credential.acme", "declarative/declarations/assets/credentials/acme.yaml", S1, &[
        key("DirectoryURL", S1).must().kind(Kind::String),
        key("ClientIdentifier", S1).must().kind(Kind::String),
        key("KeySize", S1).must().kind(Kind::Integer),
        key("KeyType", S1).must().kind(Kind::String).allowed(&["RSA", "ECSECPrimeRandom"]),
        key("HardwareBound", S1).must().kind(Kind::Boolean),
        key("Subject", S1).must().kind(Kind::Array),
        key("Subject/ACMESubjectArrayPair", S1).kind(Kind::Array),
        key("SubjectAltName", S1).kind(Kind::Dictionary),
        key("SubjectAltName/rfc822Name", S1).kind(Kind::String),
        key("SubjectAltName/dNSName", S1).kind(Kind::String),
        key("SubjectAltName/uniformResourceIdentifier", S1).kind(Kind::String),
        key("SubjectAltName/ntPrincipalName", S1).kind(Kind::String),
        key("UsageFlags", S1).kind(Kind::Integer),
        key("ExtendedKeyUsage", S1).kind(Kind::Array),
        key("Attest", S1).kind(Kind::Boolean),
    ]),
    item("com.apple.credential.identity", "declarative/declarations/assets/credentials/identity.yaml", S1, &[
        key("Password", S1).must().kind(Kind::String),
        key("Identity", S1).must().kind(Kind::Data),
    ]),
    item("com.apple.credential.scep", "declarative/declarations/assets/credentials/scep.yaml", S1, &[
        key("URL", S1).must().kind(Kind::String),
        key("Name", S1).kind(Kind::String),
        key("Subject", S1).kind(Kind::Array),
        key("Subject/SCEPSubjectArrayPair", S1).kind(Kind::Array),
        key("Challenge", S1).kind(Kind::String),
        key("Keysize", S1).kind(Kind::Integer).allowed(&["1024", "2048", "4096"]),
        key("Key Type", S1).kind(Kind::String),
        key("Key Usage", S1).kind(Kind::Integer),
        key("CAFingerprint", S1).kind(Kind::Data),
        key("Retries", S1).kind(Kind::Integer),
        key("RetryDelay", S1).kind(Kind::Integer),
        key("SubjectAltName", S1).kind(Kind::Dictionary),
        key("SubjectAltName/rfc822Name", S1).kind(Kind::String),
        key("SubjectAltName/dNSName", S1).kind(Kind::String),
        key("SubjectAltName/uniformResourceIdentifier", S1).kind(Kind::String),
        key("SubjectAltName/ntPrincipalName", S1).kind(Kind::String),
    ]),
    item("com.apple.credential.usernameandpassword", "declarative/declarations/assets/credentials/usernameandpassword.yaml", S0, &[
        key("UserName", S0).must().kind(Kind::String),
        key("Password", S0).kind(Kind::String),
    ]),
    item("com.apple.asset.data", "declarative/declarations/assets/data.yaml", S1, &[
        key("Reference", S1).must().kind(Kind::Dictionary),
        key("Reference/DataURL", S1).must().kind(Kind::String),
        key("Reference/ContentType", S1).kind(Kind::String),
        key("Reference/Size", S1).kind(Kind::Integer),
        key("Reference/Hash-SHA-256", S1).kind(Kind::String),
        key("Authentication", S1).kind(Kind::Dictionary),
        key("Authentication/Type", S1).must().kind(Kind::String).allowed(&["MDM", "None"]),
    ]),
    item("com.apple.asset.useridentity", "declarative/declarations/assets/useridentity.yaml", S0, &[
        key("FullName", S0).kind(Kind::String),
        key("EmailAddress", S0).kind(Kind::String),
    ]),
    item("com.apple.configuration.account.caldav", "declarative/declarations/configurations/account.caldav.yaml", S2, &[
        key("VisibleName", S2).kind(Kind::String),
        key("HostName", S2).must().kind(Kind::String),
        key("Port", S2).kind(Kind::Integer),
        key("Path", S2).kind(Kind::String),
        key("AuthenticationCredentialsAssetReference", S2).kind(Kind::String),
    ]),
    item("com.apple.configuration.account.carddav", "declarative/declarations/configurations/account.carddav.yaml", S2, &[
        key("VisibleName", S2).kind(Kind::String),
        key("HostName", S2).must().kind(Kind::String),
        key("Port", S2).kind(Kind::Integer),
        key("Path", S2).kind(Kind::String),
        key("AuthenticationCredentialsAssetReference", S2).kind(Kind::String),
    ]),
    item("com.apple.configuration.account.exchange", "declarative/declarations/configurations/account.exchange.yaml", S2, &[
        key("VisibleName", S2).kind(Kind::String),
        key("EnabledProtocolTypes", S2).must().kind(Kind::Array),
        key("UserIdentityAssetReference", S2).kind(Kind::String),
        key("HostName", S2).kind(Kind::String),
        key("Port", S3).kind(Kind::Integer),
        key("Path", S3).kind(Kind::String),
        key("ExternalHostName", S3).kind(Kind::String),
        key("ExternalPort", S3).kind(Kind::Integer),
        key("External Path", S3).kind(Kind::String),
        key("OAuth", S2).kind(Kind::Dictionary),
        key("OAuth/Enabled", S2).must().kind(Kind::Boolean),
        key("OAuth/SignInURL", S2).kind(Kind::String),
        key("OAuth/TokenRequestURL", S4).kind(Kind::String),
        key("AuthenticationCredentialsAssetReference", S2).kind(Kind::String),
        key("AuthenticationIdentityAssetReference", S2).kind(Kind::String),
        key("SMIME", S5).kind(Kind::Dictionary),
        key("SMIME/Signing", S5).kind(Kind::Dictionary),
        key("SMIME/Signing/Enabled", S5).must().kind(Kind::Boolean),
        key("SMIME/Signing/IdentityAssetReference", S5).kind(Kind::String),
        key("SMIME/Signing/UserOverrideable", S5).kind(Kind::Boolean),
        key("SMIME/Signing/IdentityUserOverrideable", S5).kind(Kind::Boolean),
        key("SMIME/Encryption", S5).kind(Kind::Dictionary),
        key("SMIME/Encryption/Enabled", S5).must().kind(Kind::Boolean),
        key("SMIME/Encryption/IdentityAssetReference", S5).kind(Kind::String),
        key("SMIME/Encryption/UserOverrideable", S5).kind(Kind::Boolean),
        key("SMIME/Encryption/IdentityUserOverrideable", S5).kind(Kind::Boolean),
        key("SMIME/Encryption/PerMessageSwitchEnabled", S5).kind(Kind::Boolean),
        key("MailServiceActive", S2).kind(Kind::Boolean),
        key("LockMailService", S4).kind(Kind::Boolean),
        key("ContactsServiceActive", S2).kind(Kind::Boolean),
        key("LockContactsService", S4).kind(Kind::Boolean),
        key("CalendarServiceActive", S2).kind(Kind::Boolean),
        key("LockCalendarService", S4).kind(Kind::Boolean),
        key("RemindersServiceActive", S2).kind(Kind::Boolean),
        key("LockRemindersService", S4).kind(Kind::Boolean),
        key("NotesServiceActive", S2).kind(Kind::Boolean),
        key("LockNotesService", S4).kind(Kind::Boolean),
    ]),
    item("com.apple.configuration.account.google", "declarative/declarations/configurations/account.google.yaml", S2, &[
        key("VisibleName", S2).kind(Kind::String),
        key("UserIdentityAssetReference", S2).must().kind(Kind::String),
    ]),
    item("com.apple.configuration.account.ldap", "declarative/declarations/configurations/account.ldap.yaml", S2, &[
        key("VisibleName", S2).kind(Kind::String),
        key("HostName", S2).must().kind(Kind::String),
        key("Port", S2).kind(Kind::Integer),
        key("AuthenticationCredentialsAssetReference", S2).kind(Kind::String),
        key("SearchSettings", S2).kind(Kind::Array),
        key("SearchSettings/VisibleDescription", S2).kind(Kind::String),
        key("SearchSettings/SearchBase", S2).must().kind(Kind::String),
        key("SearchSettings/Scope", S2).kind(Kind::String).allowed(&["Base", "OneLevel", "Subtree"]),
    ]),
    item("com.apple.configuration.account.mail", "declarative/declarations/configurations/account.mail.yaml", S2, &[
        key("VisibleName", S2).kind(Kind::String),
        key("UserIdentityAssetReference", S2).kind(Kind::String),
        key("IncomingServer", S2).must().kind(Kind::Dictionary),
        key("IncomingServer/ServerType", S2).must().kind(Kind::String).allowed(&["IMAP", "POP"]),
        key("IncomingServer/HostName", S2).must().kind(Kind::String),
        key("IncomingServer/Port", S2).kind(Kind::Integer),
        key("IncomingServer/AuthenticationMethod", S2).must().kind(Kind::String).allowed(&["None", "Password", "CRAMMD5", "NTLM", "HTTPMD5"]),
        key("IncomingServer/AuthenticationCredentialsAssetReference", S2).kind(Kind::String),
        key("IncomingServer/IMAPPathPrefix", S2).kind(Kind::String),
        key("OutgoingServer", S2).must().kind(Kind::Dictionary),
        key("OutgoingServer/HostName", S2).must().kind(Kind::String),
        key("OutgoingServer/Port", S2).kind(Kind::Integer),
        key("OutgoingServer/AuthenticationMethod", S2).must().kind(Kind::String).allowed(&["None", "Password", "CRAMMD5", "NTLM", "HTTPMD5"]),
        key("OutgoingServer/AuthenticationCredentialsAssetReference", S2).kind(Kind::String),
        key("SMIME", S5).kind(Kind::Dictionary),
        key("SMIME/Signing", S5).kind(Kind::Dictionary),
        key("SMIME/Signing/Enabled", S5).must().kind(Kind::Boolean),
        key("SMIME/Signing/IdentityAssetReference", S5).kind(Kind::String),
        key("SMIME/Signing/UserOverrideable", S5).kind(Kind::Boolean),
        key("SMIME/Signing/IdentityUserOverrideable", S5).kind(Kind::Boolean),
        key("SMIME/Encryption", S5).kind(Kind::Dictionary),
        key("SMIME/Encryption/Enabled", S5).must().kind(Kind::Boolean),
        key("SMIME/Encryption/IdentityAssetReference", S5).kind(Kind::String),
        key("SMIME/Encryption/UserOverrideable", S5).kind(Kind::Boolean),
        key("SMIME/Encryption/IdentityUserOverrideable", S5).kind(Kind::Boolean),
        key("SMIME/Encryption/PerMessageSwitchEnabled", S5).kind(Kind::Boolean),
    ]),
    item("com.apple.configuration.account.subscribed-calendar", "declarative/declarations/configurations/account.subscribed-calendar.yaml", S6, &[
        key("VisibleName", S6).kind(Kind::String),
        key("CalendarURL", S6).must().kind(Kind::String),
        key("AuthenticationCredentialsAssetReference", S6).kind(Kind::String),
    ]),
    item("com.apple.configuration.app.managed", "declarative/declarations/configurations/app.managed.yaml", S7, &[
        key("AppStoreID", S7).kind(Kind::String),
        key("BundleID", S7).kind(Kind::String),
        key("ManifestURL", S8).kind(Kind::String),
        key("AppComposedIdentifier", S9).kind(Kind::String),
        key("iOSApp", S9).kind(Kind::Boolean),
        key("InstallBehavior", S7).kind(Kind::Dictionary),
        key("InstallBehavior/Install", S7).kind(Kind::String).allowed(&["Optional", "Required"]),
        key("InstallBehavior/License", S7).kind(Kind::Dictionary),
        key("InstallBehavior/License/Assignment", S7).kind(Kind::String).allowed(&["Device", "User"]),
        key("InstallBehavior/License/VPPType", S10).kind(Kind::String).allowed(&["Device", "User"]),
        key("InstallBehavior/Version", S11).kind(Kind::Integer),
        key("InstallBehavior/AllowDownloadsOverCellular", S12).kind(Kind::String).allowed(&["AlwaysOn", "AlwaysOff", "StoreSettings"]),
        key("UpdateBehavior", S11).kind(Kind::Dictionary),
        key("UpdateBehavior/AutomaticAppUpdates", S11).must().kind(Kind::String).allowed(&["AlwaysOn", "AlwaysOff", "StoreSettings"]),
        key("IncludeInBackup", S8).kind(Kind::Boolean),
        key("Attributes", S8).kind(Kind::Dictionary),
        key("Attributes/AssociatedDomains", S8).kind(Kind::Array),
        key("Attributes/AssociatedDomainsEnableDirectDownloads", S8).kind(Kind::Boolean),
        key("Attributes/CellularSliceUUID", S13).kind(Kind::String),
        key("Attributes/ContentFilterUUID", S8).kind(Kind::String),
        key("Attributes/DNSProxyUUID", S8).kind(Kind::String),
        key("Attributes/Hideable", S14).kind(Kind::Boolean),
        key("Attributes/Lockable", S14).kind(Kind::Boolean),
        key("Attributes/RelayUUID", S8).kind(Kind::String),
        key("Attributes/TapToPayScreenLock", S13).kind(Kind::Boolean),
        key("Attributes/VPNUUID", S8).kind(Kind::String),
        key("AppConfig", S15).kind(Kind::Dictionary),
        key("AppConfig/DataAssetReference", S15).kind(Kind::String),
        key("AppConfig/Passwords", S15).kind(Kind::Array),
        key("AppConfig/Passwords/Identifier", S15).must().kind(Kind::String),
        key("AppConfig/Passwords/AssetReference", S15).must().kind(Kind::String),
        key("AppConfig/Identities", S15).kind(Kind::Array),
        key("AppConfig/Identities/Identifier", S15).must().kind(Kind::String),
        key("AppConfig/Identities/AssetReference", S15).must().kind(Kind::String),
        key("AppConfig/Certificates", S15).kind(Kind::Array),
        key("AppConfig/Certificates/Identifier", S15).must().kind(Kind::String),
        key("AppConfig/Certificates/AssetReference", S15).must().kind(Kind::String),
        key("ExtensionConfigs", S15).kind(Kind::Dictionary),
        key("ExtensionConfigs/*", S15).kind(Kind::Dictionary),
        key("ExtensionConfigs/*/DataAssetReference", S15).kind(Kind::String),
        key("ExtensionConfigs/*/Passwords", S15).kind(Kind::Array),
        key("ExtensionConfigs/*/Passwords/Identifier", S15).must().kind(Kind::String),
        key("ExtensionConfigs/*/Passwords/AssetReference", S15).must().kind(Kind::String),
        key("ExtensionConfigs/*/Identities", S15).kind(Kind::Array),
        key("ExtensionConfigs/*/Identities/Identifier", S15).must().kind(Kind::String),
        key("ExtensionConfigs/*/Identities/AssetReference", S15).must().kind(Kind::String),
        key("ExtensionConfigs/*/Certificates", S15).kind(Kind::Array),
        key("ExtensionConfigs/*/Certificates/Identifier", S15).must().kind(Kind::String),
        key("ExtensionConfigs/*/Certificates/AssetReference", S15).must().kind(Kind::String),
        key("LegacyAppConfigAssetReference", S15).kind(Kind::String),
    ]),
    item("com.apple.configuration.app.settings", "declarative/declarations/configurations/app.settings.yaml", S16, &[
        key("Allowed", S16).kind(Kind::Dictionary),
        key("Allowed/AllowedApps", S17).kind(Kind::Array),
        key("Allowed/DeniedApps", S17).kind(Kind::Array),
        key("Allowed/AllowedBinaries", S18).kind(Kind::Array),
        key("Allowed/AllowedBinaries/CDHash", S18).kind(Kind::String),
        key("Allowed/AllowedBinaries/SigningID", S18).kind(Kind::String),
        key("Allowed/AllowedBinaries/TeamID", S18).kind(Kind::String),
        key("Allowed/AllowedBinaries/PathPrefix", S18).kind(Kind::String),
        key("Allowed/AllowedBinaries/SigningState", S18).kind(Kind::String).allowed(&["All", "TestFlight", "DeveloperID", "Enterprise", "AppStore", "Apple"]),
        key("Allowed/DeniedBinaries", S18).kind(Kind::Array),
        key("Allowed/DeniedBinaries/CDHash", S18).kind(Kind::String),
        key("Allowed/DeniedBinaries/SigningID", S18).kind(Kind::String),
        key("Allowed/DeniedBinaries/TeamID", S18).kind(Kind::String),
        key("Allowed/DeniedBinaries/PathPrefix", S18).kind(Kind::String),
        key("Allowed/DeniedBinaries/SigningState", S18).kind(Kind::String).allowed(&["All", "TestFlight", "DeveloperID", "Enterprise", "AppStore", "Apple"]),
        key("Allowed/AlwaysAllowManagedApps", S18).kind(Kind::Boolean),
        key("Privacy", S19).kind(Kind::Dictionary),
        key("Privacy/PermissionDefaults", S19).kind(Kind::Dictionary),
        key("Privacy/PermissionDefaults/*", S19).kind(Kind::Dictionary),
        key("Privacy/PermissionDefaults/*/OrganizationJustification", S19).must().kind(Kind::String),
        key("Privacy/PermissionDefaults/*/Accessibility", S20).kind(Kind::String).allowed(&["None", "Allow"]),
        key("Privacy/PermissionDefaults/*/Bluetooth", S19).kind(Kind::String).allowed(&["None", "Allow"]),
        key("Privacy/PermissionDefaults/*/Camera", S19).kind(Kind::String).allowed(&["None", "Allow"]),
        key("Privacy/PermissionDefaults/*/Dictation", S19).kind(Kind::String).allowed(&["None", "Allow"]),
        key("Privacy/PermissionDefaults/*/LocalNetwork", S19).kind(Kind::String).allowed(&["None", "Allow"]),
        key("Privacy/PermissionDefaults/*/Location", S19).kind(Kind::String).allowed(&["None", "WhileUsing", "Always"]),
        key("Privacy/PermissionDefaults/*/LocationAccuracy", S21).kind(Kind::String).allowed(&["None", "Approximate", "Precise"]),
        key("Privacy/PermissionDefaults/*/Microphone", S19).kind(Kind::String).allowed(&["None", "Allow"]),
    ]),
    item("com.apple.configuration.audio-accessory.settings", "declarative/declarations/configurations/audio-accessory.settings.yaml", S12, &[
        key("TemporaryPairing", S12).kind(Kind::Dictionary),
        key("TemporaryPairing/Disabled", S12).kind(Kind::Boolean),
        key("TemporaryPairing/Configuration", S12).kind(Kind::Dictionary),
        key("TemporaryPairing/Configuration/UnpairingTime", S12).must().kind(Kind::Dictionary),
        key("TemporaryPairing/Configuration/UnpairingTime/Policy", S12).must().kind(Kind::String).allowed(&["None", "Hour"]),
        key("TemporaryPairing/Configuration/UnpairingTime/Hour", S12).kind(Kind::Integer).range(Some(0.0), Some(23.0)),
    ]),
    item("com.apple.configuration.content-cache.settings", "declarative/declarations/configurations/content-cache.settings.yaml", S18, &[
        key("AllowCacheDelete", S18).kind(Kind::Boolean),
        key("AllowPersonalCaching", S18).kind(Kind::Boolean),
        key("AllowSharedCaching", S18).kind(Kind::Boolean),
        key("AutoActivation", S18).kind(Kind::Boolean),
        key("AutoEnableTetheredCaching", S18).kind(Kind::Boolean),
        key("CacheLimit", S18).kind(Kind::Integer),
        key("DataPath", S18).kind(Kind::String),
        key("DenyActivation", S18).kind(Kind::Boolean),
        key("DenyTetheredCaching", S18).kind(Kind::Boolean),
        key("DeclarativeStatusInterval", S18).kind(Kind::Integer).range(Some(300.0), Some(86400.0)),
        key("DisplayAlerts", S18).kind(Kind::Boolean),
        key("KeepAwake", S18).kind(Kind::Boolean),
        key("ListenRanges", S18).kind(Kind::Array),
        key("ListenRanges/type", S18).kind(Kind::String).allowed(&["IPv4", "IPv6"]),
        key("ListenRanges/first", S18).must().kind(Kind::String),
        key("ListenRanges/last", S18).must().kind(Kind::String),
        key("ListenRangesOnly", S18).kind(Kind::Boolean),
        key("ListenWithPeersAndParents", S18).kind(Kind::Boolean),
        key("LocalSubnetsOnly", S18).kind(Kind::Boolean),
        key("LogClientIdentity", S18).kind(Kind::Boolean),
        key("Parents", S18).kind(Kind::Array),
        key("ParentSelectionPolicy", S18).kind(Kind::String).allowed(&["first-available", "url-path-hash", "random", "round-robin", "sticky-available"]),
        key("PeerFilterRanges", S18).kind(Kind::Array),
        key("PeerFilterRanges/type", S18).kind(Kind::String).allowed(&["IPv4", "IPv6"]),
        key("PeerFilterRanges/first", S18).must().kind(Kind::String),
        key("PeerFilterRanges/last", S18).must().kind(Kind::String),
        key("PeerListenRanges", S18).kind(Kind::Array),
        key("PeerListenRanges/type", S18).kind(Kind::String).allowed(&["IPv4", "IPv6"]),
        key("PeerListenRanges/first", S18).must().kind(Kind::String),
        key("PeerListenRanges/last", S18).must().kind(Kind::String),
        key("PeerLocalSubnetsOnly", S18).kind(Kind::Boolean),
        key("PersonalCacheLimit", S18).kind(Kind::Integer),
        key("Port", S18).kind(Kind::Integer),
        key("PublicRanges", S18).kind(Kind::Array),
        key("PublicRanges/type", S18).kind(Kind::String).allowed(&["IPv4", "IPv6"]),
        key("PublicRanges/first", S18).must().kind(Kind::String),
        key("PublicRanges/last", S18).must().kind(Kind::String),
        key("ManagementStatusTarget", S18).kind(Kind::String),
        key("ManagementSecurityConfig", S18).kind(Kind::String).allowed(&["no-cert", "signedByCACert", "specificServerCert"]),
        key("ManagementReportingInterval", S18).kind(Kind::Integer).range(Some(60.0), Some(86400.0)),
        key("ManagementStatusCertificateReference", S18).kind(Kind::String),
    ]),
    item("com.apple.configuration.diskmanagement.settings", "declarative/declarations/configurations/diskmanagement.settings.yaml", S22, &[
        key("Restrictions", S22).kind(Kind::Dictionary),
        key("Restrictions/ExternalStorage", S22).kind(Kind::String).allowed(&["Allowed", "ReadOnly", "Disallowed"]),
        key("Restrictions/NetworkStorage", S22).kind(Kind::String).allowed(&["Allowed", "ReadOnly", "Disallowed"]),
    ]),
    item("com.apple.configuration.extensible-sso", "declarative/declarations/configurations/extensible-sso.yaml", S23, &[
        key("ExtensionComposedIdentifier", S23).must().kind(Kind::String),
        key("Type", S23).must().kind(Kind::String).allowed(&["Credential", "Redirect"]),
        key("Realm", S23).kind(Kind::String),
        key("ExtensionData", S23).kind(Kind::Dictionary),
        key("ExtensionData/*", S23).kind(Kind::Any),
        key("URLs", S23).kind(Kind::Array),
        key("Hosts", S23).kind(Kind::Array),
        key("DeniedBundleIdentifiers", S23).kind(Kind::Array),
        key("ScreenLockedBehavior", S23).kind(Kind::String).allowed(&["Cancel", "DoNotHandle"]),
        key("PlatformSSO", S24).kind(Kind::Dictionary),
        key("PlatformSSO/AuthenticationMethod", S24).kind(Kind::String).allowed(&["Password", "UserSecureEnclaveKey", "SmartCard", "OpenID"]),
        key("PlatformSSO/RegistrationToken", S24).kind(Kind::String),
        key("PlatformSSO/UseSharedDeviceKeys", S25).kind(Kind::Boolean),
        key("PlatformSSO/LoginFrequency", S24).kind(Kind::Integer).range(Some(3600.0), None),
        key("PlatformSSO/AllowDeviceIdentifiersInAttestation", S24).kind(Kind::Boolean),
        key("PlatformSSO/Account", S24).kind(Kind::Dictionary),
        key("PlatformSSO/Account/DisplayName", S24).kind(Kind::String),
        key("PlatformSSO/Account/SynchronizeProfilePicture", S24).kind(Kind::Boolean),
        key("PlatformSSO/UserCreation", S24).kind(Kind::Dictionary),
        key("PlatformSSO/UserCreation/EnableAtLogin", S24).kind(Kind::Boolean),
        key("PlatformSSO/UserCreation/EnableFirstUserDuringSetup", S24).kind(Kind::Boolean),
        key("PlatformSSO/UserCreation/EnableRegistrationDuringSetup", S24).kind(Kind::Boolean),
        key("PlatformSSO/UserCreation/NewUserAuthenticationMethods", S24).kind(Kind::Array),
        key("PlatformSSO/UserCreation/NewUserAuthorizationMode", S24).kind(Kind::String).allowed(&["Standard", "Admin", "Groups", "Temporary"]),
        key("PlatformSSO/UserCreation/TokenToUserMapping", S24).kind(Kind::Dictionary),
        key("PlatformSSO/UserCreation/TokenToUserMapping/AccountName", S24).kind(Kind::String),
        key("PlatformSSO/UserCreation/TokenToUserMapping/FullName", S24).kind(Kind::String),
        key("PlatformSSO/UserCreation/TemporarySessionQuickLogin", S24).kind(Kind::Boolean),
        key("PlatformSSO/Authorization", S24).kind(Kind::Dictionary),
        key("PlatformSSO/Authorization/EnableIdentityProviderAccounts", S24).kind(Kind::Boolean),
        key("PlatformSSO/Authorization/UserAuthorizationMode", S24).kind(Kind::String).allowed(&["Standard", "Admin", "Groups"]),
        key("PlatformSSO/Authorization/AdministratorGroups", S24).kind(Kind::Array),
        key("PlatformSSO/Authorization/AdditionalGroups", S24).kind(Kind::Array),
        key("PlatformSSO/Authorization/AuthorizationGroups", S24).kind(Kind::Dictionary),
        key("PlatformSSO/Authorization/AuthorizationGroups/*", S24).kind(Kind::String),
        key("PlatformSSO/AccessKey", S24).kind(Kind::Dictionary),
        key("PlatformSSO/AccessKey/ReaderGroupIdentifier", S24).kind(Kind::Data),
        key("PlatformSSO/AccessKey/TerminalIdentityAssetReference", S24).kind(Kind::String),
        key("PlatformSSO/AccessKey/ReaderIssuerCertificateAssetReference", S24).kind(Kind::String),
        key("PlatformSSO/AccessKey/AllowExpressMode", S24).kind(Kind::Boolean),
        key("PlatformSSO/Policies", S24).kind(Kind::Dictionary),
        key("PlatformSSO/Policies/FileVault", S24).kind(Kind::Array),
        key("PlatformSSO/Policies/Login", S24).kind(Kind::Array),
        key("PlatformSSO/Policies/Unlock", S24).kind(Kind::Array),
        key("PlatformSSO/Policies/OfflineGracePeriod", S24).kind(Kind::Integer),
        key("PlatformSSO/Policies/AuthenticationGracePeriod", S24).kind(Kind::Integer),
        key("PlatformSSO/Policies/NonPlatformSSOAccounts", S24).kind(Kind::Array),
        key("PlatformSSO/WebAuthentication", S24).kind(Kind::Dictionary),
        key("PlatformSSO/WebAuthentication/URLAllowList", S24).kind(Kind::Array),
        key("PlatformSSO/WebAuthentication/AllowPasswordSync", S24).kind(Kind::Boolean),
    ]),
    item("com.apple.configuration.external-intelligence.settings", "declarative/declarations/configurations/external-intelligence.settings.yaml", S26, &[
        key("Enabled", S26).kind(Kind::Boolean),
        key("AllowSignIn", S26).kind(Kind::Boolean),
        key("AllowedWorkspaceIDs", S26).kind(Kind::Array),
    ]),
    item("com.apple.configuration.intelligence.settings", "declarative/declarations/configurations/intelligence.settings.yaml", S26, &[
        key("AllowAppleIntelligenceReport", S26).kind(Kind::Boolean),
        key("AllowGenmoji", S26).kind(Kind::Boolean),
        key("AllowImagePlayground", S26).kind(Kind::Boolean),
        key("AllowImageWand", S27).kind(Kind::Boolean),
        key("AllowPersonalizedHandwritingResults", S28).kind(Kind::Boolean),
        key("AllowVisualIntelligenceSummary", S28).kind(Kind::Boolean),
        key("AllowWritingTools", S26).kind(Kind::Boolean),
        key("Apps", S26).kind(Kind::Dictionary),
        key("Apps/Calendar", S29).kind(Kind::Dictionary),
        key("Apps/Calendar/AllowNaturalLanguageEditing", S29).kind(Kind::Boolean),
        key("Apps/Mail", S26).kind(Kind::Dictionary),
        key("Apps/Mail/AllowSmartReplies", S26).kind(Kind::Boolean),
        key("Apps/Mail/AllowSummary", S26).kind(Kind::Boolean),
        key("Apps/Notes", S26).kind(Kind::Dictionary),
        key("Apps/Notes/AllowTranscription", S30).kind(Kind::Boolean),
        key("Apps/Notes/AllowTranscriptionSummary", S30).kind(Kind::Boolean),
        key("Apps/Safari", S26).kind(Kind::Dictionary),
        key("Apps/Safari/AllowSummary", S26).kind(Kind::Boolean),
        key("ForceOnDeviceOnlyDictation", S26).kind(Kind::Boolean),
        key("ForceOnDeviceOnlyTranslation", S28).kind(Kind::Boolean),
    ]),
    item("com.apple.configuration.keyboard.settings", "declarative/declarations/configurations/keyboard.settings.yaml", S31, &[
        key("AllowAutoCorrection", S32).kind(Kind::Boolean),
        key("AllowDefinitionLookup", S31).kind(Kind::Boolean),
        key("AllowDictation", S31).kind(Kind::Boolean),
        key("AllowMathKeyboardSuggestions", S31).kind(Kind::Boolean),
        key("AllowPredictiveText", S32).kind(Kind::Boolean),
        key("AllowSlideToType", S32).kind(Kind::Boolean),
        key("AllowSpellCheck", S32).kind(Kind::Boolean),
        key("AllowTextReplacement", S32).kind(Kind::Boolean),
    ]),
    item("com.apple.configuration.legacy.interactive", "declarative/declarations/configurations/legacy.interactive.yaml", S33, &[
        key("ProfileURL", S33).kind(Kind::String),
        key("ProfileAssetReference", S34).kind(Kind::String),
        key("VisibleName", S33).must().kind(Kind::String),
    ]),
    item("com.apple.configuration.legacy", "declarative/declarations/configurations/legacy.yaml", S35, &[
        key("ProfileURL", S35).kind(Kind::String),
        key("ProfileAssetReference", S36).kind(Kind::String),
    ]),
    item("com.apple.configuration.management.status-subscriptions", "declarative/declarations/configurations/management.status-subscriptions.yaml", S35, &[
        key("StatusItems", S35).must().kind(Kind::Array),
        key("StatusItems/Name", S35).must().kind(Kind::String),
    ]),
    item("com.apple.configuration.management.test", "declarative/declarations/configurations/management.test.yaml", S35, &[
        key("Echo", S35).must().kind(Kind::String),
        key("EchoDataAssetReference", S37).kind(Kind::String),
        key("ReturnStatus", S35).kind(Kind::String).allowed(&["Installed", "Failed", "Unlocked"]),
    ]),
    item("com.apple.configuration.math.settings", "declarative/declarations/configurations/math.settings.yaml", S38, &[
        key("Calculator", S38).kind(Kind::Dictionary),
        key("Calculator/BasicMode", S38).kind(Kind::Dictionary),
        key("Calculator/BasicMode/AddSquareRoot", S38).must().kind(Kind::Boolean),
        key("Calculator/ScientificMode", S38).kind(Kind::Dictionary),
        key("Calculator/ScientificMode/Enabled", S38).must().kind(Kind::Boolean),
        key("Calculator/ProgrammerMode", S39).kind(Kind::Dictionary),
        key("Calculator/ProgrammerMode/Enabled", S39).must().kind(Kind::Boolean),
        key("Calculator/MathNotesMode", S38).kind(Kind::Dictionary),
        key("Calculator/MathNotesMode/Enabled", S38).must().kind(Kind::Boolean),
        key("Calculator/InputModes", S38).kind(Kind::Dictionary),
        key("Calculator/InputModes/UnitConversion", S38).must().kind(Kind::Boolean),
        key("Calculator/InputModes/RPN", S39).must().kind(Kind::Boolean),
        key("SystemBehavior", S38).kind(Kind::Dictionary),
        key("SystemBehavior/KeyboardSuggestions", S38).must().kind(Kind::Boolean),
        key("SystemBehavior/MathNotes", S38).must().kind(Kind::Boolean),
    ]),
    item("com.apple.configuration.migration-assistant.settings", "declarative/declarations/configurations/migration-assistant.settings.yaml", S40, &[
        key("ShouldDoManagedMigration", S40).must().kind(Kind::Boolean),
        key("ExcludedAccounts", S40).kind(Kind::Array),
        key("ExcludedPaths", S40).kind(Kind::Array),
        key("RequiredPaths", S40).kind(Kind::Array),
        key("ShouldMigrateSecurityPrivacySettings", S40).must().kind(Kind::Boolean),
    ]),
    item("com.apple.configuration.network.dns-proxy", "declarative/declarations/configurations/network.dns-proxy.yaml", S41, &[
        key("VisibleName", S41).must().kind(Kind::String),
        key("AppBundleIdentifier", S41).must().kind(Kind::String),
        key("ProviderComposedIdentifier", S41).kind(Kind::String),
        key("ProviderConfiguration", S41).kind(Kind::Dictionary),
        key("ProviderConfiguration/*", S41).kind(Kind::Any),
        key("DNSProxyUUID", S42).kind(Kind::String),
    ]),
    item("com.apple.configuration.network.dns-settings", "declarative/declarations/configurations/network.dns-settings.yaml", S43, &[
        key("VisibleName", S43).must().kind(Kind::String),
        key("DNSSettings", S43).must().kind(Kind::Dictionary),
        key("DNSSettings/DNSProtocol", S43).must().kind(Kind::String).allowed(&["HTTPS", "TLS"]),
        key("DNSSettings/ServerURL", S43).kind(Kind::String),
        key("DNSSettings/ServerName", S43).kind(Kind::String),
        key("DNSSettings/ServerAddresses", S43).kind(Kind::Array),
        key("DNSSettings/AllowFailover", S43).kind(Kind::Boolean),
        key("DNSSettings/IdentityAssetReference", S43).kind(Kind::String),
        key("DNSSettings/SupplementalMatchDomains", S43).kind(Kind::Array),
        key("OnDemandRules", S43).kind(Kind::Array),
        key("OnDemandRules/Action", S43).must().kind(Kind::String).allowed(&["Connect", "Disconnect", "EvaluateConnection"]),
        key("OnDemandRules/ActionParameters", S43).kind(Kind::Array),
        key("OnDemandRules/ActionParameters/Domains", S43).must().kind(Kind::Array),
        key("OnDemandRules/ActionParameters/DomainAction", S43).must().kind(Kind::String).allowed(&["NeverConnect", "ConnectIfNeeded"]),
        key("OnDemandRules/DNSDomainMatch", S43).kind(Kind::Array),
        key("OnDemandRules/DNSServerAddressMatch", S43).kind(Kind::Array),
        key("OnDemandRules/InterfaceTypeMatch", S43).kind(Kind::String).allowed(&["Ethernet", "WiFi", "Cellular"]),
        key("OnDemandRules/SSIDMatch", S43).kind(Kind::Array),
        key("OnDemandRules/URLStringProbe", S43).kind(Kind::String),
        key("ProhibitDisablement", S44).kind(Kind::Boolean),
    ]),
    item("com.apple.configuration.network.relay", "declarative/declarations/configurations/network.relay.yaml", S45, &[
        key("VisibleName", S45).must().kind(Kind::String),
        key("Relays", S45).must().kind(Kind::Array),
        key("Relays/HTTP3RelayURL", S45).kind(Kind::String),
        key("Relays/HTTP2RelayURL", S45).kind(Kind::String),
        key("Relays/AdditionalHTTPHeaderFields", S45).kind(Kind::Dictionary),
        key("Relays/AdditionalHTTPHeaderFields/*", S45).must().kind(Kind::String),
        key("Relays/CredentialAssetReference", S45).kind(Kind::String),
        key("Relays/PublicKeyData", S45).kind(Kind::Array),
        key("MatchDomains", S45).kind(Kind::Array),
        key("ExcludedDomains", S45).kind(Kind::Array),
        key("MatchFQDNs", S45).kind(Kind::Array),
        key("ExcludedFQDNs", S45).kind(Kind::Array),
        key("RelayUUID", S46).kind(Kind::String),
        key("UIToggleEnabled", S45).kind(Kind::Boolean),
        key("AllowDNSFailover", S45).kind(Kind::Boolean),
    ]),
    item("com.apple.configuration.network.vpn.always-on", "declarative/declarations/configurations/network.vpn.always-on.yaml", S47, &[
        key("VisibleName", S47).must().kind(Kind::String),
        key("UIToggleEnabled", S47).kind(Kind::Boolean),
        key("TunnelConfigurations", S47).must().kind(Kind::Array),
        key("TunnelConfigurations/ProtocolType", S47).must().kind(Kind::String).allowed(&["IKEv2"]),
        key("TunnelConfigurations/Interfaces", S47).kind(Kind::Array),
        key("TunnelConfigurations/IKEV2", S47).kind(Kind::Dictionary),
        key("TunnelConfigurations/IKEV2/HostName", S47).must().kind(Kind::String),
        key("TunnelConfigurations/IKEV2/LocalIdentifier", S47).must().kind(Kind::String),
        key("TunnelConfigurations/IKEV2/RemoteIdentifier", S47).must().kind(Kind::String),
        key("TunnelConfigurations/IKEV2/Authentication", S47).must().kind(Kind::Dictionary),
        key("TunnelConfigurations/IKEV2/Authentication/Method", S47).must().kind(Kind::String).allowed(&["None", "SharedSecret", "Certificate"]),
        key("TunnelConfigurations/IKEV2/Authentication/CredentialsAssetReference", S47).kind(Kind::String),
        key("TunnelConfigurations/IKEV2/Authentication/IdentityCertificateType", S47).kind(Kind::String).allowed(&["RSA", "ECDSA256", "ECDSA384", "ECDSA521", "RSA-PSS"]),
        key("TunnelConfigurations/IKEV2/Authentication/IdentityAssetReference", S47).kind(Kind::String),
        key("TunnelConfigurations/IKEV2/Authentication/ExtendedAuth", S47).kind(Kind::Dictionary),
        key("TunnelConfigurations/IKEV2/Authentication/ExtendedAuth/Enabled", S47).kind(Kind::Boolean),
        key("TunnelConfigurations/IKEV2/Authentication/ExtendedAuth/CredentialsAssetReference", S47).kind(Kind::String),
        key("TunnelConfigurations/IKEV2/Authentication/ExtendedAuth/ServerCertificateIssuerCommonName", S47).kind(Kind::String),
        key("TunnelConfigurations/IKEV2/Authentication/ExtendedAuth/ServerCertificateCommonName", S47).kind(Kind::String),
        key("TunnelConfigurations/IKEV2/Authentication/ExtendedAuth/TLSMinimumVersion", S47).kind(Kind::String).allowed(&["1.0", "1.1", "1.2", "1.3"]),
        key("TunnelConfigurations/IKEV2/Authentication/ExtendedAuth/TLSMaximumVersion", S47).kind(Kind::String).allowed(&["1.0", "1.1", "1.2", "1.3"]),
        key("TunnelConfigurations/IKEV2/Provider", S47).kind(Kind::Dictionary),
        key("TunnelConfigurations/IKEV2/Provider/Type", S47).kind(Kind::String).allowed(&["packet-tunnel", "app-proxy"]),
        key("TunnelConfigurations/IKEV2/Provider/ComposedIdentifier", S47).kind(Kind::String),
        key("TunnelConfigurations/IKEV2/NetworkRouting", S47).kind(Kind::Dictionary),
        key("TunnelConfigurations/IKEV2/NetworkRouting/EnforceRoutes", S47).kind(Kind::Boolean),
        key("TunnelConfigurations/IKEV2/NetworkRouting/IncludeAllNetworks", S47).kind(Kind::Boolean),
        key("TunnelConfigurations/IKEV2/NetworkRouting/ExcludeLocalNetworks", S47).kind(Kind::Boolean),
        key("TunnelConfigurations/IKEV2/NetworkRouting/ExcludeCellularServices", S47).kind(Kind::Boolean),
        key("TunnelConfigurations/IKEV2/NetworkRouting/ExcludeAPNs", S47).kind(Kind::Boolean),
        key("TunnelConfigurations/IKEV2/NetworkRouting/ExcludeDeviceCommunication", S47).kind(Kind::Boolean),
        key("TunnelConfigurations/IKEV2/Idle", S47).kind(Kind::Dictionary),
        key("TunnelConfigurations/IKEV2/Idle/Disconnect", S47).kind(Kind::Boolean),
        key("TunnelConfigurations/IKEV2/Idle/Timer", S47).kind(Kind::Integer),
        key("TunnelConfigurations/IKEV2/Idle/DeadPeerDetectionRate", S47).kind(Kind::String).allowed(&["None", "Low", "Medium", "High"]),
        key("TunnelConfigurations/IKEV2/OnDemand", S47).kind(Kind::Dictionary),
        key("TunnelConfigurations/IKEV2/OnDemand/Enabled", S47).kind(Kind::Boolean),
        key("TunnelConfigurations/IKEV2/OnDemand/DisableUserOverride", S47).kind(Kind::Boolean),
        key("TunnelConfigurations/IKEV2/OnDemand/Rules", S47).kind(Kind::Array),
        key("TunnelConfigurations/IKEV2/OnDemand/Rules/Action", S47).must().kind(Kind::String).allowed(&["Allow", "Connect", "Disconnect", "EvaluateConnection", "Ignore"]),
        key("TunnelConfigurations/IKEV2/OnDemand/Rules/ActionParameters", S47).kind(Kind::Array),
        key("TunnelConfigurations/IKEV2/OnDemand/Rules/ActionParameters/Domains", S47).must().kind(Kind::Array),
        key("TunnelConfigurations/IKEV2/OnDemand/Rules/ActionParameters/DomainAction", S47).must().kind(Kind::String).allowed(&["ConnectIfNeeded", "NeverConnect"]),
        key("TunnelConfigurations/IKEV2/OnDemand/Rules/ActionParameters/RequiredDNSServers", S47).kind(Kind::Array),
        key("TunnelConfigurations/IKEV2/OnDemand/Rules/ActionParameters/RequiredURLStringProbe", S47).kind(Kind::String),
        key("TunnelConfigurations/IKEV2/OnDemand/Rules/DNSDomainMatch", S47).kind(Kind::Array),
        key("TunnelConfigurations/IKEV2/OnDemand/Rules/DNSServerAddressMatch", S47).kind(Kind::Array),
        key("TunnelConfigurations/IKEV2/OnDemand/Rules/InterfaceTypeMatch", S47).kind(Kind::String).allowed(&["Ethernet", "WiFi", "Cellular"]),
        key("TunnelConfigurations/IKEV2/OnDemand/Rules/SSIDMatch", S47).kind(Kind::Array),
        key("TunnelConfigurations/IKEV2/OnDemand/Rules/URLStringProbe", S47).kind(Kind::String),
        key("TunnelConfigurations/IKEV2/UseConfigurationAttributeInternalIPSubnet", S47).kind(Kind::Boolean),
        key("TunnelConfigurations/IKEV2/DisableMOBIKE", S47).kind(Kind::Boolean),
        key("TunnelConfigurations/IKEV2/DisableRedirect", S47).kind(Kind::Boolean),
        key("TunnelConfigurations/IKEV2/EnableNATKeepAliveOffload", S47).kind(Kind::Boolean),
        key("TunnelConfigurations/IKEV2/NATKeepAliveInterval", S47).kind(Kind::Integer),
        key("TunnelConfigurations/IKEV2/EnablePFS", S47).kind(Kind::Boolean),
        key("TunnelConfigurations/IKEV2/EnableCertificateRevocationCheck", S47).kind(Kind::Boolean),
        key("TunnelConfigurations/IKEV2/EnableFallback", S47).kind(Kind::Boolean),
        key("TunnelConfigurations/IKEV2/MTU", S47).kind(Kind::Integer).range(Some(1280.0), Some(1400.0)),
        key("TunnelConfigurations/IKEV2/EnforceStrictAlgorithmSelection", S47).kind(Kind::Boolean),
        key("TunnelConfigurations/IKEV2/PostQuantumKeyExchange", S47).kind(Kind::Dictionary),
        key("TunnelConfigurations/IKEV2/PostQuantumKeyExchange/PPK", S47).kind(Kind::Data),
        key("TunnelConfigurations/IKEV2/PostQuantumKeyExchange/PPKIdentifier", S47).kind(Kind::String),
        key("TunnelConfigurations/IKEV2/PostQuantumKeyExchange/PPKMandatory", S47).kind(Kind::Boolean),
        key("TunnelConfigurations/IKEV2/PostQuantumKeyExchange/AllowFallback", S47).kind(Kind::Boolean),
        key("TunnelConfigurations/IKEV2/IKESecurityAssociationParameters", S47).kind(Kind::Dictionary),
        key("TunnelConfigurations/IKEV2/IKESecurityAssociationParameters/EncryptionAlgorithm", S47).kind(Kind::String).allowed(&["AES-128", "AES-256", "AES-128-GCM", "AES-256-GCM", "ChaCha20Poly1305"]),
        key("TunnelConfigurations/IKEV2/IKESecurityAssociationParameters/IntegrityAlgorithm", S47).kind(Kind::String).allowed(&["SHA2-256", "SHA2-384", "SHA2-512"]),
        key("TunnelConfigurations/IKEV2/IKESecurityAssociationParameters/DiffieHellmanGroup", S47).kind(Kind::Integer).allowed(&["14", "15", "16", "17", "18", "19", "20", "21", "31", "32"]),
        key("TunnelConfigurations/IKEV2/IKESecurityAssociationParameters/PostQuantumKeyExchangeMethods", S47).kind(Kind::Array),
        key("TunnelConfigurations/IKEV2/IKESecurityAssociationParameters/LifeTimeInMinutes", S47).kind(Kind::Integer).range(Some(10.0), Some(1440.0)),
        key("TunnelConfigurations/IKEV2/ChildSecurityAssociationParameters", S47).kind(Kind::Dictionary),
        key("TunnelConfigurations/IKEV2/ChildSecurityAssociationParameters/EncryptionAlgorithm", S47).kind(Kind::String).allowed(&["AES-128", "AES-256", "AES-128-GCM", "AES-256-GCM", "ChaCha20Poly1305"]),
        key("TunnelConfigurations/IKEV2/ChildSecurityAssociationParameters/IntegrityAlgorithm", S47).kind(Kind::String).allowed(&["SHA2-256", "SHA2-384", "SHA2-512"]),
        key("TunnelConfigurations/IKEV2/ChildSecurityAssociationParameters/DiffieHellmanGroup", S47).kind(Kind::Integer).allowed(&["14", "15", "16", "17", "18", "19", "20", "21", "31", "32"]),
        key("TunnelConfigurations/IKEV2/ChildSecurityAssociationParameters/PostQuantumKeyExchangeMethods", S47).kind(Kind::Array),
        key("TunnelConfigurations/IKEV2/ChildSecurityAssociationParameters/LifeTimeInMinutes", S47).kind(Kind::Integer).range(Some(10.0), Some(1440.0)),
        key("ServiceExceptions", S47).kind(Kind::Array),
        key("ServiceExceptions/ServiceName", S47).must().kind(Kind::String).allowed(&["VoiceMail", "AirPrint", "CellularServices", "DeviceCommunication"]),
        key("ServiceExceptions/Action", S47).must().kind(Kind::String).allowed(&["Allow", "Drop"]),
        key("ApplicationExceptions", S47).kind(Kind::Array),
        key("ApplicationExceptions/BundleIdentifier", S47).must().kind(Kind::String),
        key("ApplicationExceptions/LimitToProtocols", S47).kind(Kind::Array),
        key("AllowCaptiveWebSheet", S47).kind(Kind::Boolean),
        key("AllowAllCaptiveNetworkPlugins", S47).kind(Kind::Boolean),
        key("AllowedCaptiveNetworkPlugins", S47).kind(Kind::Array),
        key("AllowedCaptiveNetworkPlugins/BundleIdentifier", S47).must().kind(Kind::String),
        key("DNS", S47).kind(Kind::Dictionary),
        key("DNS/Protocol", S47).must().kind(Kind::String).allowed(&["Cleartext", "HTTPS", "TLS"]),
        key("DNS/ServerURL", S47).kind(Kind::String),
        key("DNS/ServerName", S47).kind(Kind::String),
        key("DNS/ServerAddresses", S47).must().kind(Kind::Array),
        key("DNS/SearchDomains", S47).kind(Kind::Array),
        key("DNS/DomainName", S47).kind(Kind::String),
        key("DNS/SupplementalMatchDomains", S47).kind(Kind::Array),
        key("DNS/SupplementalMatchDomainsNoSearch", S47).kind(Kind::Boolean),
        key("DNS/IdentityAssetReference", S47).kind(Kind::String),
        key("Proxies", S47).kind(Kind::Dictionary),
        key("Proxies/AutoConfigEnable", S47).kind(Kind::Boolean),
        key("Proxies/AutoDiscoveryEnable", S47).kind(Kind::Boolean),
        key("Proxies/AutoConfigURLString", S47).kind(Kind::String),
        key("Proxies/SupplementalMatchDomains", S47).kind(Kind::Array),
        key("Proxies/Protocol", S47).kind(Kind::Dictionary),
        key("Proxies/Protocol/HTTP", S47).kind(Kind::Dictionary),
        key("Proxies/Protocol/HTTP/Enable", S47).kind(Kind::Boolean),
        key("Proxies/Protocol/HTTP/HostName", S47).kind(Kind::String),
        key("Proxies/Protocol/HTTP/Port", S47).kind(Kind::Integer).range(Some(0.0), Some(65535.0)),
        key("Proxies/Protocol/HTTPS", S47).kind(Kind::Dictionary),
        key("Proxies/Protocol/HTTPS/Enable", S47).kind(Kind::Boolean),
        key("Proxies/Protocol/HTTPS/HostName", S47).kind(Kind::String),
        key("Proxies/Protocol/HTTPS/Port", S47).kind(Kind::Integer).range(Some(0.0), Some(65535.0)),
        key("Proxies/Protocol/CredentialsAssetReference", S47).kind(Kind::String),
    ]),
    item("com.apple.configuration.network.vpn.ikev2", "declarative/declarations/configurations/network.vpn.ikev2.yaml", S48, &[
        key("VisibleName", S48).must().kind(Kind::String),
        key("HostName", S48).must().kind(Kind::String),
        key("LocalIdentifier", S48).must().kind(Kind::String),
        key("RemoteIdentifier", S48).must().kind(Kind::String),
        key("Authentication", S48).must().kind(Kind::Dictionary),
        key("Authentication/Method", S48).must().kind(Kind::String).allowed(&["None", "SharedSecret", "Certificate"]),
        key("Authentication/CredentialsAssetReference", S48).kind(Kind::String),
        key("Authentication/IdentityCertificateType", S48).kind(Kind::String).allowed(&["RSA", "ECDSA256", "ECDSA384", "ECDSA521", "RSA-PSS"]),
        key("Authentication/IdentityAssetReference", S48).kind(Kind::String),
        key("Authentication/ExtendedAuth", S48).kind(Kind::Dictionary),
        key("Authentication/ExtendedAuth/Enabled", S48).kind(Kind::Boolean),
        key("Authentication/ExtendedAuth/CredentialsAssetReference", S48).kind(Kind::String),
        key("Authentication/ExtendedAuth/ServerCertificateIssuerCommonName", S48).kind(Kind::String),
        key("Authentication/ExtendedAuth/ServerCertificateCommonName", S48).kind(Kind::String),
        key("Authentication/ExtendedAuth/TLSMinimumVersion", S48).kind(Kind::String).allowed(&["1.0", "1.1", "1.2", "1.3"]),
        key("Authentication/ExtendedAuth/TLSMaximumVersion", S48).kind(Kind::String).allowed(&["1.0", "1.1", "1.2", "1.3"]),
        key("Provider", S48).kind(Kind::Dictionary),
        key("Provider/Type", S48).kind(Kind::String).allowed(&["packet-tunnel", "app-proxy"]),
        key("Provider/ComposedIdentifier", S48).kind(Kind::String),
        key("NetworkRouting", S49).kind(Kind::Dictionary),
        key("NetworkRouting/EnforceRoutes", S49).kind(Kind::Boolean),
        key("NetworkRouting/IncludeAllNetworks", S49).kind(Kind::Boolean),
        key("NetworkRouting/ExcludeLocalNetworks", S49).kind(Kind::Boolean),
        key("NetworkRouting/ExcludeCellularServices", S49).kind(Kind::Boolean),
        key("NetworkRouting/ExcludeAPNs", S49).kind(Kind::Boolean),
        key("NetworkRouting/ExcludeDeviceCommunication", S49).kind(Kind::Boolean),
        key("Idle", S48).kind(Kind::Dictionary),
        key("Idle/Disconnect", S48).kind(Kind::Boolean),
        key("Idle/Timer", S48).kind(Kind::Integer),
        key("Idle/DeadPeerDetectionRate", S48).kind(Kind::String).allowed(&["None", "Low", "Medium", "High"]),
        key("OnDemand", S48).kind(Kind::Dictionary),
        key("OnDemand/Enabled", S48).kind(Kind::Boolean),
        key("OnDemand/DisableUserOverride", S50).kind(Kind::Boolean),
        key("OnDemand/Rules", S48).kind(Kind::Array),
        key("OnDemand/Rules/Action", S48).must().kind(Kind::String).allowed(&["Allow", "Connect", "Disconnect", "EvaluateConnection", "Ignore"]),
        key("OnDemand/Rules/ActionParameters", S48).kind(Kind::Array),
        key("OnDemand/Rules/ActionParameters/Domains", S48).must().kind(Kind::Array),
        key("OnDemand/Rules/ActionParameters/DomainAction", S48).must().kind(Kind::String).allowed(&["ConnectIfNeeded", "NeverConnect"]),
        key("OnDemand/Rules/ActionParameters/RequiredDNSServers", S48).kind(Kind::Array),
        key("OnDemand/Rules/ActionParameters/RequiredURLStringProbe", S48).kind(Kind::String),
        key("OnDemand/Rules/DNSDomainMatch", S48).kind(Kind::Array),
        key("OnDemand/Rules/DNSServerAddressMatch", S48).kind(Kind::Array),
        key("OnDemand/Rules/InterfaceTypeMatch", S48).kind(Kind::String).allowed(&["Ethernet", "WiFi", "Cellular"]),
        key("OnDemand/Rules/SSIDMatch", S48).kind(Kind::Array),
        key("OnDemand/Rules/URLStringProbe", S48).kind(Kind::String),
        key("UseConfigurationAttributeInternalIPSubnet", S48).kind(Kind::Boolean),
        key("DisableMOBIKE", S48).kind(Kind::Boolean),
        key("DisableRedirect", S48).kind(Kind::Boolean),
        key("EnableNATKeepAliveOffload", S48).kind(Kind::Boolean),
        key("NATKeepAliveInterval", S48).kind(Kind::Integer),
        key("EnablePFS", S48).kind(Kind::Boolean),
        key("EnableCertificateRevocationCheck", S48).kind(Kind::Boolean),
        key("EnableFallback", S50).kind(Kind::Boolean),
        key("MTU", S48).kind(Kind::Integer).range(Some(1280.0), Some(1400.0)),
        key("EnforceStrictAlgorithmSelection", S48).kind(Kind::Boolean),
        key("PostQuantumKeyExchange", S48).kind(Kind::Dictionary),
        key("PostQuantumKeyExchange/PPK", S48).kind(Kind::Data),
        key("PostQuantumKeyExchange/PPKIdentifier", S48).kind(Kind::String),
        key("PostQuantumKeyExchange/PPKMandatory", S48).kind(Kind::Boolean),
        key("PostQuantumKeyExchange/AllowFallback", S48).kind(Kind::Boolean),
        key("IKESecurityAssociationParameters", S48).kind(Kind::Dictionary),
        key("IKESecurityAssociationParameters/EncryptionAlgorithm", S48).kind(Kind::String).allowed(&["AES-128", "AES-256", "AES-128-GCM", "AES-256-GCM", "ChaCha20Poly1305"]),
        key("IKESecurityAssociationParameters/IntegrityAlgorithm", S48).kind(Kind::String).allowed(&["SHA2-256", "SHA2-384", "SHA2-512"]),
        key("IKESecurityAssociationParameters/DiffieHellmanGroup", S48).kind(Kind::Integer).allowed(&["14", "15", "16", "17", "18", "19", "20", "21", "31", "32"]),
        key("IKESecurityAssociationParameters/PostQuantumKeyExchangeMethods", S48).kind(Kind::Array),
        key("IKESecurityAssociationParameters/LifeTimeInMinutes", S48).kind(Kind::Integer).range(Some(10.0), Some(1440.0)),
        key("ChildSecurityAssociationParameters", S48).kind(Kind::Dictionary),
        key("ChildSecurityAssociationParameters/EncryptionAlgorithm", S48).kind(Kind::String).allowed(&["AES-128", "AES-256", "AES-128-GCM", "AES-256-GCM", "ChaCha20Poly1305"]),
        key("ChildSecurityAssociationParameters/IntegrityAlgorithm", S48).kind(Kind::String).allowed(&["SHA2-256", "SHA2-384", "SHA2-512"]),
        key("ChildSecurityAssociationParameters/DiffieHellmanGroup", S48).kind(Kind::Integer).allowed(&["14", "15", "16", "17", "18", "19", "20", "21", "31", "32"]),
        key("ChildSecurityAssociationParameters/PostQuantumKeyExchangeMethods", S48).kind(Kind::Array),
        key("ChildSecurityAssociationParameters/LifeTimeInMinutes", S48).kind(Kind::Integer).range(Some(10.0), Some(1440.0)),
        key("DNS", S48).kind(Kind::Dictionary),
        key("DNS/Protocol", S48).must().kind(Kind::String).allowed(&["Cleartext", "HTTPS", "TLS"]),
        key("DNS/ServerURL", S48).kind(Kind::String),
        key("DNS/ServerName", S48).kind(Kind::String),
        key("DNS/ServerAddresses", S48).must().kind(Kind::Array),
        key("DNS/SearchDomains", S48).kind(Kind::Array),
        key("DNS/DomainName", S48).kind(Kind::String),
        key("DNS/SupplementalMatchDomains", S48).kind(Kind::Array),
        key("DNS/SupplementalMatchDomainsNoSearch", S48).kind(Kind::Boolean),
        key("DNS/IdentityAssetReference", S48).kind(Kind::String),
        key("Proxies", S48).kind(Kind::Dictionary),
        key("Proxies/AutoConfigEnable", S48).kind(Kind::Boolean),
        key("Proxies/AutoDiscoveryEnable", S48).kind(Kind::Boolean),
        key("Proxies/AutoConfigURLString", S48).kind(Kind::String),
        key("Proxies/SupplementalMatchDomains", S48).kind(Kind::Array),
        key("Proxies/Protocol", S48).kind(Kind::Dictionary),
        key("Proxies/Protocol/HTTP", S48).kind(Kind::Dictionary),
        key("Proxies/Protocol/HTTP/Enable", S48).kind(Kind::Boolean),
        key("Proxies/Protocol/HTTP/HostName", S48).kind(Kind::String),
        key("Proxies/Protocol/HTTP/Port", S48).kind(Kind::Integer).range(Some(0.0), Some(65535.0)),
        key("Proxies/Protocol/HTTPS", S48).kind(Kind::Dictionary),
        key("Proxies/Protocol/HTTPS/Enable", S48).kind(Kind::Boolean),
        key("Proxies/Protocol/HTTPS/HostName", S48).kind(Kind::String),
        key("Proxies/Protocol/HTTPS/Port", S48).kind(Kind::Integer).range(Some(0.0), Some(65535.0)),
        key("Proxies/Protocol/CredentialsAssetReference", S48).kind(Kind::String),
    ]),
    item("com.apple.configuration.network.vpn.ipsec", "declarative/declarations/configurations/network.vpn.ipsec.yaml", S43, &[
        key("VisibleName", S43).must().kind(Kind::String),
        key("HostName", S43).must().kind(Kind::String),
        key("OverridePrimary", S43).kind(Kind::Boolean),
        key("Authentication", S43).must().kind(Kind::Dictionary),
        key("Authentication/Method", S43).must().kind(Kind::String).allowed(&["SharedSecret", "Certificate"]),
        key("Authentication/CredentialsAssetReference", S43).kind(Kind::String),
        key("Authentication/IdentityAssetReference", S43).kind(Kind::String),
        key("Authentication/LocalIdentifier", S43).kind(Kind::String),
        key("Authentication/LocalIdentifierType", S43).kind(Kind::String).allowed(&["KeyID"]),
        key("Authentication/PromptForVPNPIN", S43).kind(Kind::Boolean),
        key("Authentication/XAuth", S43).kind(Kind::Dictionary),
        key("Authentication/XAuth/Enabled", S43).must().kind(Kind::Boolean),
        key("Authentication/XAuth/CredentialsAssetReference", S43).kind(Kind::String),
        key("Authentication/XAuth/PasswordEncryption", S43).kind(Kind::String).allowed(&["Prompt"]),
        key("Idle", S43).kind(Kind::Dictionary),
        key("Idle/Disconnect", S43).kind(Kind::Boolean),
        key("Idle/Timer", S43).kind(Kind::Integer),
        key("OnDemand", S43).kind(Kind::Dictionary),
        key("OnDemand/Enabled", S43).kind(Kind::Boolean),
        key("OnDemand/DisableUserOverride", S47).kind(Kind::Boolean),
        key("OnDemand/Rules", S43).kind(Kind::Array),
        key("OnDemand/Rules/Action", S43).must().kind(Kind::String).allowed(&["Allow", "Connect", "Disconnect", "EvaluateConnection", "Ignore"]),
        key("OnDemand/Rules/ActionParameters", S43).kind(Kind::Array),
        key("OnDemand/Rules/ActionParameters/Domains", S43).must().kind(Kind::Array),
        key("OnDemand/Rules/ActionParameters/DomainAction", S43).must().kind(Kind::String).allowed(&["ConnectIfNeeded", "NeverConnect"]),
        key("OnDemand/Rules/ActionParameters/RequiredDNSServers", S43).kind(Kind::Array),
        key("OnDemand/Rules/ActionParameters/RequiredURLStringProbe", S43).kind(Kind::String),
        key("OnDemand/Rules/DNSDomainMatch", S43).kind(Kind::Array),
        key("OnDemand/Rules/DNSServerAddressMatch", S43).kind(Kind::Array),
        key("OnDemand/Rules/InterfaceTypeMatch", S43).kind(Kind::String).allowed(&["Ethernet", "WiFi", "Cellular"]),
        key("OnDemand/Rules/SSIDMatch", S43).kind(Kind::Array),
        key("OnDemand/Rules/URLStringProbe", S43).kind(Kind::String),
        key("DNS", S43).kind(Kind::Dictionary),
        key("DNS/Protocol", S43).must().kind(Kind::String).allowed(&["Cleartext", "HTTPS", "TLS"]),
        key("DNS/ServerURL", S43).kind(Kind::String),
        key("DNS/ServerName", S43).kind(Kind::String),
        key("DNS/ServerAddresses", S43).must().kind(Kind::Array),
        key("DNS/SearchDomains", S43).kind(Kind::Array),
        key("DNS/DomainName", S43).kind(Kind::String),
        key("DNS/SupplementalMatchDomains", S43).kind(Kind::Array),
        key("DNS/SupplementalMatchDomainsNoSearch", S43).kind(Kind::Boolean),
        key("DNS/IdentityAssetReference", S43).kind(Kind::String),
        key("Proxies", S43).kind(Kind::Dictionary),
        key("Proxies/AutoConfigEnable", S43).kind(Kind::Boolean),
        key("Proxies/AutoDiscoveryEnable", S43).kind(Kind::Boolean),
        key("Proxies/AutoConfigURLString", S43).kind(Kind::String),
        key("Proxies/SupplementalMatchDomains", S43).kind(Kind::Array),
        key("Proxies/Protocol", S43).kind(Kind::Dictionary),
        key("Proxies/Protocol/HTTP", S43).kind(Kind::Dictionary),
        key("Proxies/Protocol/HTTP/Enable", S43).kind(Kind::Boolean),
        key("Proxies/Protocol/HTTP/HostName", S43).kind(Kind::String),
        key("Proxies/Protocol/HTTP/Port", S43).kind(Kind::Integer).range(Some(0.0), Some(65535.0)),
        key("Proxies/Protocol/HTTPS", S43).kind(Kind::Dictionary),
        key("Proxies/Protocol/HTTPS/Enable", S43).kind(Kind::Boolean),
        key("Proxies/Protocol/HTTPS/HostName", S43).kind(Kind::String),
        key("Proxies/Protocol/HTTPS/Port", S43).kind(Kind::Integer).range(Some(0.0), Some(65535.0)),
        key("Proxies/Protocol/CredentialsAssetReference", S43).kind(Kind::String),
    ]),
    item("com.apple.configuration.network.vpn.vpn-plugin", "declarative/declarations/configurations/network.vpn.vpn-plugin.yaml", S51, &[
        key("VisibleName", S51).must().kind(Kind::String),
        key("HostName", S51).must().kind(Kind::String),
        key("SubType", S51).must().kind(Kind::String),
        key("VendorConfig", S51).kind(Kind::Dictionary),
        key("VendorConfig/Realm", S51).kind(Kind::String),
        key("VendorConfig/Role", S51).kind(Kind::String),
        key("VendorConfig/Group", S51).kind(Kind::String),
        key("VendorConfig/LoginGroupOrDomain", S51).kind(Kind::String),
        key("Authentication", S51).must().kind(Kind::Dictionary),
        key("Authentication/Method", S51).must().kind(Kind::String).allowed(&["Password", "Certificate", "Password+Certificate"]),
        key("Authentication/CredentialsAssetReference", S51).kind(Kind::String),
        key("Authentication/IdentityAssetReference", S51).kind(Kind::String),
        key("Provider", S51).kind(Kind::Dictionary),
        key("Provider/Type", S51).kind(Kind::String).allowed(&["packet-tunnel", "app-proxy"]),
        key("Provider/ComposedIdentifier", S51).kind(Kind::String),
        key("NetworkRouting", S43).kind(Kind::Dictionary),
        key("NetworkRouting/EnforceRoutes", S43).kind(Kind::Boolean),
        key("NetworkRouting/IncludeAllNetworks", S43).kind(Kind::Boolean),
        key("NetworkRouting/ExcludeLocalNetworks", S43).kind(Kind::Boolean),
        key("NetworkRouting/ExcludeCellularServices", S43).kind(Kind::Boolean),
        key("NetworkRouting/ExcludeAPNs", S43).kind(Kind::Boolean),
        key("NetworkRouting/ExcludeDeviceCommunication", S43).kind(Kind::Boolean),
        key("Idle", S51).kind(Kind::Dictionary),
        key("Idle/Disconnect", S51).kind(Kind::Boolean),
        key("Idle/Timer", S51).kind(Kind::Integer),
        key("OnDemand", S51).kind(Kind::Dictionary),
        key("OnDemand/Enabled", S51).kind(Kind::Boolean),
        key("OnDemand/DisableUserOverride", S50).kind(Kind::Boolean),
        key("OnDemand/Rules", S51).kind(Kind::Array),
        key("OnDemand/Rules/Action", S51).must().kind(Kind::String).allowed(&["Allow", "Connect", "Disconnect", "EvaluateConnection", "Ignore"]),
        key("OnDemand/Rules/ActionParameters", S51).kind(Kind::Array),
        key("OnDemand/Rules/ActionParameters/Domains", S51).must().kind(Kind::Array),
        key("OnDemand/Rules/ActionParameters/DomainAction", S51).must().kind(Kind::String).allowed(&["ConnectIfNeeded", "NeverConnect"]),
        key("OnDemand/Rules/ActionParameters/RequiredDNSServers", S51).kind(Kind::Array),
        key("OnDemand/Rules/ActionParameters/RequiredURLStringProbe", S51).kind(Kind::String),
        key("OnDemand/Rules/DNSDomainMatch", S51).kind(Kind::Array),
        key("OnDemand/Rules/DNSServerAddressMatch", S51).kind(Kind::Array),
        key("OnDemand/Rules/InterfaceTypeMatch", S51).kind(Kind::String).allowed(&["Ethernet", "WiFi", "Cellular"]),
        key("OnDemand/Rules/SSIDMatch", S51).kind(Kind::Array),
        key("OnDemand/Rules/URLStringProbe", S51).kind(Kind::String),
        key("DNS", S51).kind(Kind::Dictionary),
        key("DNS/Protocol", S51).must().kind(Kind::String).allowed(&["Cleartext", "HTTPS", "TLS"]),
        key("DNS/ServerURL", S51).kind(Kind::String),
        key("DNS/ServerName", S51).kind(Kind::String),
        key("DNS/ServerAddresses", S51).must().kind(Kind::Array),
        key("DNS/SearchDomains", S51).kind(Kind::Array),
        key("DNS/DomainName", S51).kind(Kind::String),
        key("DNS/SupplementalMatchDomains", S51).kind(Kind::Array),
        key("DNS/SupplementalMatchDomainsNoSearch", S51).kind(Kind::Boolean),
        key("DNS/IdentityAssetReference", S51).kind(Kind::String),
        key("Proxies", S51).kind(Kind::Dictionary),
        key("Proxies/AutoConfigEnable", S51).kind(Kind::Boolean),
        key("Proxies/AutoDiscoveryEnable", S51).kind(Kind::Boolean),
        key("Proxies/AutoConfigURLString", S51).kind(Kind::String),
        key("Proxies/SupplementalMatchDomains", S51).kind(Kind::Array),
        key("Proxies/Protocol", S51).kind(Kind::Dictionary),
        key("Proxies/Protocol/HTTP", S51).kind(Kind::Dictionary),
        key("Proxies/Protocol/HTTP/Enable", S51).kind(Kind::Boolean),
        key("Proxies/Protocol/HTTP/HostName", S51).kind(Kind::String),
        key("Proxies/Protocol/HTTP/Port", S51).kind(Kind::Integer).range(Some(0.0), Some(65535.0)),
        key("Proxies/Protocol/HTTPS", S51).kind(Kind::Dictionary),
        key("Proxies/Protocol/HTTPS/Enable", S51).kind(Kind::Boolean),
        key("Proxies/Protocol/HTTPS/HostName", S51).kind(Kind::String),
        key("Proxies/Protocol/HTTPS/Port", S51).kind(Kind::Integer).range(Some(0.0), Some(65535.0)),
        key("Proxies/Protocol/CredentialsAssetReference", S51).kind(Kind::String),
    ]),
    item("com.apple.configuration.package", "declarative/declarations/configurations/package.yaml", S52, &[
        key("ManifestURL", S52).must().kind(Kind::String),
        key("InstallBehavior", S52).kind(Kind::Dictionary),
        key("InstallBehavior/Install", S52).kind(Kind::String).allowed(&["Optional", "Required"]),
        key("UninstallBehavior", S18).kind(Kind::Dictionary),
        key("UninstallBehavior/Remove", S18).kind(Kind::Boolean),
    ]),
    item("com.apple.configuration.passcode.settings", "declarative/declarations/configurations/passcode.settings.yaml", S53, &[
        key("RequirePasscode", S53).kind(Kind::Boolean),
        key("RequireAlphanumericPasscode", S54).kind(Kind::Boolean),
        key("RequireComplexPasscode", S53).kind(Kind::Boolean),
        key("MinimumLength", S53).kind(Kind::Integer).range(Some(0.0), Some(16.0)),
        key("MinimumComplexCharacters", S54).kind(Kind::Integer).range(Some(0.0), Some(4.0)),
        key("MaximumFailedAttempts", S53).kind(Kind::Integer).range(Some(2.0), Some(11.0)),
        key("FailedAttemptsResetInMinutes", S55).kind(Kind::Integer),
        key("MaximumGracePeriodInMinutes", S53).kind(Kind::Integer),
        key("MaximumInactivityInMinutes", S53).kind(Kind::Integer).range(Some(0.0), Some(15.0)),
        key("MaximumPasscodeAgeInDays", S56).kind(Kind::Integer).range(Some(0.0), Some(730.0)),
        key("PasscodeReuseLimit", S53).kind(Kind::Integer).range(Some(1.0), Some(50.0)),
        key("ChangeAtNextAuth", S55).kind(Kind::Boolean),
        key("CustomRegex", S57).kind(Kind::Dictionary),
        key("CustomRegex/Regex", S57).must().kind(Kind::String),
        key("CustomRegex/Description", S57).kind(Kind::Dictionary),
        key("CustomRegex/Description/*", S57).kind(Kind::String),
    ]),
    item("com.apple.configuration.safari.bookmarks", "declarative/declarations/configurations/safari.bookmarks.yaml", S58, &[
        key("ManagedBookmarks", S58).kind(Kind::Array),
        key("ManagedBookmarks/GroupIdentifier", S58).must().kind(Kind::String),
        key("ManagedBookmarks/Title", S58).must().kind(Kind::String),
        key("ManagedBookmarks/Bookmarks", S58).must().kind(Kind::Array),
        key("ManagedBookmarks/Bookmarks/Title", S58).must().kind(Kind::String),
        key("ManagedBookmarks/Bookmarks/URL", S58).kind(Kind::String),
        key("ManagedBookmarks/Bookmarks/Folder", S58).kind(Kind::Array),
    ]),
    item("com.apple.configuration.safari.extensions.settings", "declarative/declarations/configurations/safari.extensions.settings.yaml", S59, &[
        key("ManagedExtensions", S59).kind(Kind::Dictionary),
        key("ManagedExtensions/*", S59).kind(Kind::Dictionary),
        key("ManagedExtensions/*/State", S59).kind(Kind::String).allowed(&["Allowed", "AlwaysOn", "AlwaysOff"]),
        key("ManagedExtensions/*/PrivateBrowsing", S59).kind(Kind::String).allowed(&["Allowed", "AlwaysOn", "AlwaysOff"]),
        key("ManagedExtensions/*/AllowedDomains", S59).kind(Kind::Array),
        key("ManagedExtensions/*/DeniedDomains", S59).kind(Kind::Array),
    ]),
    item("com.apple.configuration.safari.settings", "declarative/declarations/configurations/safari.settings.yaml", S58, &[
        key("AcceptCookies", S60).kind(Kind::String).allowed(&["Never", "CurrentWebsite", "VisitedWebsites", "Always"]),
        key("AllowDisablingFraudWarning", S60).kind(Kind::Boolean),
        key("AllowHistoryClearing", S61).kind(Kind::Boolean),
        key("AllowJavaScript", S60).kind(Kind::Boolean),
        key("AllowPrivateBrowsing", S61).kind(Kind::Boolean),
        key("AllowPopups", S60).kind(Kind::Boolean),
        key("AllowSummary", S61).kind(Kind::Boolean),
        key("NewTabStartPage", S58).kind(Kind::Dictionary),
        key("NewTabStartPage/PageType", S58).must().kind(Kind::String).allowed(&["Start", "Home", "Extension"]),
        key("NewTabStartPage/HomepageURL", S58).kind(Kind::String),
        key("NewTabStartPage/ExtensionIdentifier", S58).kind(Kind::String),
        key("Privacy", S19).kind(Kind::Dictionary),
        key("Privacy/PermissionDefaults", S19).kind(Kind::Dictionary),
        key("Privacy/PermissionDefaults/*", S19).kind(Kind::Dictionary),
        key("Privacy/PermissionDefaults/*/OrganizationJustification", S19).must().kind(Kind::String),
        key("Privacy/PermissionDefaults/*/Camera", S19).kind(Kind::String).allowed(&["None", "Allow"]),
        key("Privacy/PermissionDefaults/*/Microphone", S19).kind(Kind::String).allowed(&["None", "Allow"]),
    ]),
    item("com.apple.configuration.screensharing.connection.group", "declarative/declarations/configurations/screensharing.connection.group.yaml", S62, &[
        key("ConnectionGroupUUID", S62).must().kind(Kind::String),
        key("GroupName", S62).must().kind(Kind::String),
        key("Members", S62).must().kind(Kind::Array),
    ]),
    item("com.apple.configuration.screensharing.connection", "declarative/declarations/configurations/screensharing.connection.yaml", S62, &[
        key("ConnectionUUID", S62).must().kind(Kind::String),
        key("DisplayName", S62).must().kind(Kind::String),
        key("HostName", S62).must().kind(Kind::String),
        key("Port", S62).kind(Kind::Integer),
        key("DisplayConfiguration", S62).must().kind(Kind::Dictionary),
        key("DisplayConfiguration/DisplayType", S62).must().kind(Kind::String).allowed(&["Virtual1", "Virtual2"]),
        key("AuthenticationCredentialsAssetReference", S62).kind(Kind::String),
    ]),
    item("com.apple.configuration.screensharing.host.settings", "declarative/declarations/configurations/screensharing.host.settings.yaml", S63, &[
        key("MaximumVirtualDisplays", S63).kind(Kind::Integer).range(Some(0.0), Some(2.0)),
        key("PortBase", S63).kind(Kind::Integer).range(Some(1024.0), Some(65535.0)),
        key("PreventCopyFilesFromHost", S63).kind(Kind::Boolean),
        key("PreventCopyFilesToHost", S63).kind(Kind::Boolean),
        key("PreventHighPerformanceConnections", S63).kind(Kind::Boolean),
    ]),
    item("com.apple.configuration.security.certificate", "declarative/declarations/configurations/security.certificate.yaml", S37, &[
        key("CredentialAssetReference", S37).must().kind(Kind::String),
    ]),
    item("com.apple.configuration.security.identity", "declarative/declarations/configurations/security.identity.yaml", S37, &[
        key("CredentialAssetReference", S37).must().kind(Kind::String),
        key("AllowAllAppsAccess", S62).kind(Kind::Boolean),
        key("KeyIsExtractable", S62).kind(Kind::Boolean),
    ]),
    item("com.apple.configuration.security.passkey.attestation", "declarative/declarations/configurations/security.passkey.attestation.yaml", S64, &[
        key("AttestationIdentityAssetReference", S64).must().kind(Kind::String),
        key("AttestationIdentityKeyIsExtractable", S65).kind(Kind::Boolean),
        key("RelyingParties", S64).must().kind(Kind::Array),
    ]),
    item("com.apple.configuration.services.background-tasks", "declarative/declarations/configurations/services.background-tasks.yaml", S22, &[
        key("TaskType", S22).must().kind(Kind::String),
        key("TaskDescription", S22).kind(Kind::String),
        key("ExecutableAssetReference", S22).kind(Kind::String),
        key("LaunchdConfigurations", S22).kind(Kind::Array),
        key("LaunchdConfigurations/FileAssetReference", S22).must().kind(Kind::String),
        key("LaunchdConfigurations/Context", S22).must().kind(Kind::String).allowed(&["daemon", "agent"]),
    ]),
    item("com.apple.configuration.services.configuration-files", "declarative/declarations/configurations/services.configuration-files.yaml", S63, &[
        key("ServiceType", S63).must().kind(Kind::String),
        key("DataAssetReference", S63).must().kind(Kind::String),
    ]),
    item("com.apple.configuration.siri.settings", "declarative/declarations/configurations/siri.settings.yaml", S66, &[
        key("Enabled", S67).kind(Kind::Boolean),
        key("AllowUserGeneratedContent", S68).kind(Kind::Boolean),
        key("AllowWhileLocked", S68).kind(Kind::Boolean),
        key("ForceProfanityFilter", S31).kind(Kind::Boolean),
    ]),
    item("com.apple.configuration.softwareupdate.enforcement.specific", "declarative/declarations/configurations/softwareupdate.enforcement.specific.yaml", S69, &[
        key("TargetOSVersion", S69).must().kind(Kind::String),
        key("TargetBuildVersion", S69).kind(Kind::String),
        key("TargetLocalDateTime", S69).must().kind(Kind::String),
        key("DetailsURL", S69).kind(Kind::String),
    ]),
    item("com.apple.configuration.softwareupdate.settings", "declarative/declarations/configurations/softwareupdate.settings.yaml", S70, &[
        key("Notifications", S70).kind(Kind::Boolean),
        key("Deferrals", S71).kind(Kind::Dictionary),
        key("Deferrals/CombinedPeriodInDays", S72).kind(Kind::Integer).range(Some(1.0), Some(90.0)),
        key("Deferrals/MajorPeriodInDays", S22).kind(Kind::Integer).range(Some(1.0), Some(90.0)),
        key("Deferrals/MinorPeriodInDays", S22).kind(Kind::Integer).range(Some(1.0), Some(90.0)),
        key("Deferrals/SystemPeriodInDays", S22).kind(Kind::Integer).range(Some(1.0), Some(90.0)),
        key("RecommendedCadence", S73).kind(Kind::String).allowed(&["All", "Oldest", "Newest"]),
        key("AutomaticActions", S71).kind(Kind::Dictionary),
        key("AutomaticActions/Download", S74).kind(Kind::String).allowed(&["Allowed", "AlwaysOn", "AlwaysOff"]),
        key("AutomaticActions/InstallOSUpdates", S71).kind(Kind::String).allowed(&["Allowed", "AlwaysOn", "AlwaysOff"]),
        key("AutomaticActions/InstallSecurityUpdate", S74).kind(Kind::String).allowed(&["Allowed", "AlwaysOn", "AlwaysOff"]),
        key("RapidSecurityResponse", S75).kind(Kind::Dictionary),
        key("RapidSecurityResponse/Enable", S75).kind(Kind::Boolean),
        key("RapidSecurityResponse/EnableRollback", S75).kind(Kind::Boolean),
        key("AllowStandardUserOSUpdates", S22).kind(Kind::Boolean),
        key("Beta", S76).kind(Kind::Dictionary),
        key("Beta/ProgramEnrollment", S77).kind(Kind::String).allowed(&["Allowed", "AlwaysOn", "AlwaysOff"]),
        key("Beta/OfferPrograms", S76).kind(Kind::Array),
        key("Beta/OfferPrograms/Description", S76).must().kind(Kind::String),
        key("Beta/OfferPrograms/Token", S76).must().kind(Kind::String),
        key("Beta/RequireProgram", S77).kind(Kind::Dictionary),
        key("Beta/RequireProgram/Description", S77).must().kind(Kind::String),
        key("Beta/RequireProgram/Token", S77).must().kind(Kind::String),
    ]),
    item("com.apple.configuration.watch.enrollment", "declarative/declarations/configurations/watch.enrollment.yaml", S78, &[
        key("EnrollmentProfileURL", S78).must().kind(Kind::String),
        key("AnchorCertificateAssetReferences", S78).kind(Kind::Array),
    ]),
    item("com.apple.configuration.webcontent-filter.plugin", "declarative/declarations/configurations/webcontent-filter.plugin.yaml", S41, &[
        key("VisibleName", S41).must().kind(Kind::String),
        key("PluginBundleID", S41).must().kind(Kind::String),
        key("ContentFilterUUID", S42).kind(Kind::String),
        key("ServerAddress", S41).kind(Kind::String),
        key("Organization", S41).kind(Kind::String),
        key("VendorConfig", S41).kind(Kind::Dictionary),
        key("VendorConfig/*", S41).must().kind(Kind::Any),
        key("Authentication", S41).kind(Kind::Dictionary),
        key("Authentication/CredentialsAssetReference", S41).kind(Kind::String),
        key("Authentication/IdentityAssetReference", S41).kind(Kind::String),
        key("Filter", S41).kind(Kind::Dictionary),
        key("Filter/Grade", S18).kind(Kind::String).allowed(&["firewall", "inspector"]),
        key("Filter/Browsers", S42).kind(Kind::Dictionary),
        key("Filter/Browsers/Enabled", S42).must().kind(Kind::Boolean),
        key("Filter/Sockets", S41).kind(Kind::Dictionary),
        key("Filter/Sockets/Enabled", S41).must().kind(Kind::Boolean),
        key("Filter/Sockets/ProviderComposedIdentifier", S41).kind(Kind::String),
        key("Filter/Packets", S18).kind(Kind::Dictionary),
        key("Filter/Packets/Enabled", S18).must().kind(Kind::Boolean),
        key("Filter/Packets/ProviderComposedIdentifier", S18).kind(Kind::String),
        key("Filter/URLs", S79).kind(Kind::Dictionary),
        key("Filter/URLs/Enabled", S79).must().kind(Kind::Boolean),
        key("Filter/URLs/Parameters", S79).kind(Kind::Dictionary),
        key("Filter/URLs/Parameters/ProviderComposedIdentifier", S79).must().kind(Kind::String),
        key("Filter/URLs/Parameters/PIR", S79).must().kind(Kind::Dictionary),
        key("Filter/URLs/Parameters/PIR/ServerURL", S79).must().kind(Kind::String),
        key("Filter/URLs/Parameters/PIR/PrivacyPassIssuerURL", S79).must().kind(Kind::String),
        key("Filter/URLs/Parameters/PIR/AuthenticationTokenAssetReference", S79).kind(Kind::String),
        key("Filter/URLs/Parameters/FailClosed", S79).kind(Kind::Boolean),
        key("Filter/URLs/Parameters/PrefilterFetchFrequency", S79).kind(Kind::Integer).range(Some(2700.0), None),
    ]),
    item("com.apple.management.organization-info", "declarative/declarations/management/organization-info.yaml", S0, &[
        key("Name", S0).must().kind(Kind::String),
        key("Email", S0).kind(Kind::String),
        key("URL", S0).kind(Kind::String),
        key("Proof", S0).kind(Kind::Dictionary),
        key("Proof/IdentityToken", S0).kind(Kind::String),
    ]),
    item("com.apple.management.properties", "declarative/declarations/management/properties.yaml", S80, &[
        key("*", S80).kind(Kind::Any),
    ]),
    item("com.apple.management.server-capabilities", "declarative/declarations/management/server-capabilities.yaml", S0, &[
        key("Version", S0).must().kind(Kind::String),
        key("SupportedFeatures", S0).must().kind(Kind::Dictionary),
        key("SupportedFeatures/*", S0).kind(Kind::Any),
    ]),
];

#[rustfmt::skip]
const S0: &[Availability] = &[
    ios(15, 0, 0),
    macos(13, 0, 0),
    tvos(16, 0, 0),
    watchos(10, 0, 0),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S1: &[Availability] = &[
    ios(17, 0, 0),
    macos(14, 0, 0),
    tvos(17, 0, 0),
    watchos(10, 0, 0),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S2: &[Availability] = &[
    ios(15, 0, 0).shared_ipad(Mode::Allowed).user_channel_only(),
    macos(13, 0, 0).user_channel_only(),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S3: &[Availability] = &[
    macos(13, 0, 0).user_channel_only(),
];

#[rustfmt::skip]
const S4: &[Availability] = &[
    ios(15, 0, 0).shared_ipad(Mode::Allowed).user_channel_only(),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S5: &[Availability] = &[
    ios(17, 0, 0).shared_ipad(Mode::Allowed).user_channel_only(),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S6: &[Availability] = &[
    ios(15, 0, 0).shared_ipad(Mode::Allowed).user_channel_only(),
    macos(14, 0, 0).user_channel_only(),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S7: &[Availability] = &[
    ios(17, 2, 0).shared_ipad(Mode::Allowed),
    macos(26, 0, 0).both_channels(),
    visionos(2, 4, 0),
];

#[rustfmt::skip]
const S8: &[Availability] = &[
    ios(17, 2, 0).shared_ipad(Mode::Allowed),
    visionos(2, 4, 0),
];

#[rustfmt::skip]
const S9: &[Availability] = &[
    macos(26, 0, 0).both_channels(),
];

#[rustfmt::skip]
const S10: &[Availability] = &[
    ios(17, 2, 0).removed(18, 0, 0).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S11: &[Availability] = &[
    ios(26, 0, 0).shared_ipad(Mode::Allowed),
    macos(26, 0, 0).both_channels(),
    visionos(26, 0, 0),
];

#[rustfmt::skip]
const S12: &[Availability] = &[
    ios(26, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S13: &[Availability] = &[
    ios(17, 2, 0).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S14: &[Availability] = &[
    ios(18, 1, 0).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S15: &[Availability] = &[
    ios(18, 4, 0).shared_ipad(Mode::Allowed),
    macos(27, 0, 0).both_channels(),
    visionos(2, 4, 0),
];

#[rustfmt::skip]
const S16: &[Availability] = &[
    ios(27, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed).user_channel_only(),
    macos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised().both_channels(),
    tvos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S17: &[Availability] = &[
    ios(27, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed).user_channel_only(),
    tvos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S18: &[Availability] = &[
    macos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S19: &[Availability] = &[
    ios(27, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed).user_channel_only(),
    macos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised().user_channel_only(),
];

#[rustfmt::skip]
const S20: &[Availability] = &[
    macos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised().user_channel_only(),
];

#[rustfmt::skip]
const S21: &[Availability] = &[
    ios(27, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed).user_channel_only(),
];

#[rustfmt::skip]
const S22: &[Availability] = &[
    macos(15, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S23: &[Availability] = &[
    ios(27, 0, 0).shared_ipad(Mode::Allowed).user_channel_only(),
    macos(27, 0, 0).both_channels(),
    visionos(27, 0, 0),
];

#[rustfmt::skip]
const S24: &[Availability] = &[
    macos(27, 0, 0).both_channels(),
];

#[rustfmt::skip]
const S25: &[Availability] = &[
    macos(27, 0, 0),
];

#[rustfmt::skip]
const S26: &[Availability] = &[
    ios(26, 4, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Forbidden),
    macos(26, 4, 0).user_enrollment(Mode::Forbidden).supervised().both_channels(),
    visionos(26, 4, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S27: &[Availability] = &[
    ios(26, 4, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Forbidden),
    visionos(26, 4, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S28: &[Availability] = &[
    ios(26, 4, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Forbidden),
];

#[rustfmt::skip]
const S29: &[Availability] = &[
    ios(27, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Forbidden),
    macos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised().both_channels(),
    visionos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S30: &[Availability] = &[
    ios(26, 4, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Forbidden),
    macos(26, 4, 0).user_enrollment(Mode::Forbidden).supervised().both_channels(),
];

#[rustfmt::skip]
const S31: &[Availability] = &[
    ios(26, 4, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed).user_channel_only(),
    macos(26, 4, 0).user_enrollment(Mode::Forbidden).supervised().both_channels(),
];

#[rustfmt::skip]
const S32: &[Availability] = &[
    ios(26, 4, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed).user_channel_only(),
];

#[rustfmt::skip]
const S33: &[Availability] = &[
    ios(15, 0, 0).shared_ipad(Mode::Forbidden),
    macos(13, 0, 0).both_channels(),
    tvos(16, 0, 0).user_enrollment(Mode::Forbidden),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S34: &[Availability] = &[
    ios(27, 0, 0).shared_ipad(Mode::Forbidden),
    macos(27, 0, 0).both_channels(),
    tvos(27, 0, 0).user_enrollment(Mode::Forbidden),
    visionos(27, 0, 0),
];

#[rustfmt::skip]
const S35: &[Availability] = &[
    ios(15, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
    macos(13, 0, 0).both_channels(),
    tvos(16, 0, 0).user_enrollment(Mode::Forbidden),
    watchos(10, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S36: &[Availability] = &[
    ios(27, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
    macos(27, 0, 0).both_channels(),
    tvos(27, 0, 0).user_enrollment(Mode::Forbidden),
    watchos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(27, 0, 0),
];

#[rustfmt::skip]
const S37: &[Availability] = &[
    ios(17, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
    macos(14, 0, 0).both_channels(),
    tvos(17, 0, 0).user_enrollment(Mode::Forbidden),
    watchos(10, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S38: &[Availability] = &[
    ios(18, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed).user_channel_only(),
    macos(15, 0, 0).user_enrollment(Mode::Forbidden).supervised().user_channel_only(),
];

#[rustfmt::skip]
const S39: &[Availability] = &[
    macos(15, 0, 0).user_enrollment(Mode::Forbidden).supervised().user_channel_only(),
];

#[rustfmt::skip]
const S40: &[Availability] = &[
    macos(26, 4, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S41: &[Availability] = &[
    ios(27, 0, 0).shared_ipad(Mode::Allowed),
    macos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(27, 0, 0),
];

#[rustfmt::skip]
const S42: &[Availability] = &[
    ios(27, 0, 0).shared_ipad(Mode::Allowed),
    visionos(27, 0, 0),
];

#[rustfmt::skip]
const S43: &[Availability] = &[
    ios(27, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(27, 0, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S44: &[Availability] = &[
    ios(27, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed),
    macos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S45: &[Availability] = &[
    ios(27, 0, 0).shared_ipad(Mode::Allowed).user_channel_only(),
    macos(27, 0, 0),
    visionos(27, 0, 0),
];

#[rustfmt::skip]
const S46: &[Availability] = &[
    ios(27, 0, 0).shared_ipad(Mode::Allowed).user_channel_only(),
    visionos(27, 0, 0),
];

#[rustfmt::skip]
const S47: &[Availability] = &[
    ios(27, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    visionos(27, 0, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S48: &[Availability] = &[
    ios(27, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised().both_channels(),
    tvos(27, 0, 0).user_enrollment(Mode::Forbidden),
    visionos(27, 0, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S49: &[Availability] = &[
    ios(27, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised().both_channels(),
    visionos(27, 0, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S50: &[Availability] = &[
    ios(27, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    tvos(27, 0, 0).user_enrollment(Mode::Forbidden),
    visionos(27, 0, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S51: &[Availability] = &[
    ios(27, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    tvos(27, 0, 0).user_enrollment(Mode::Forbidden),
    visionos(27, 0, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S52: &[Availability] = &[
    macos(26, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S53: &[Availability] = &[
    ios(15, 0, 0).shared_ipad(Mode::Forbidden),
    macos(13, 0, 0).user_enrollment(Mode::Forbidden).supervised().both_channels(),
    watchos(10, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(2, 0, 0),
];

#[rustfmt::skip]
const S54: &[Availability] = &[
    ios(16, 2, 0).shared_ipad(Mode::Forbidden),
    macos(13, 1, 0).user_enrollment(Mode::Forbidden).supervised().both_channels(),
    visionos(2, 0, 0),
];

#[rustfmt::skip]
const S55: &[Availability] = &[
    macos(13, 1, 0).user_enrollment(Mode::Forbidden).supervised().both_channels(),
];

#[rustfmt::skip]
const S56: &[Availability] = &[
    ios(16, 2, 0).shared_ipad(Mode::Forbidden),
    macos(13, 1, 0).user_enrollment(Mode::Forbidden).supervised().both_channels(),
    watchos(10, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(2, 0, 0),
];

#[rustfmt::skip]
const S57: &[Availability] = &[
    macos(14, 0, 0).user_enrollment(Mode::Forbidden).supervised().both_channels(),
];

#[rustfmt::skip]
const S58: &[Availability] = &[
    ios(26, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).user_channel_only(),
    macos(26, 0, 0).user_enrollment(Mode::Forbidden).supervised().user_channel_only(),
    visionos(26, 0, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S59: &[Availability] = &[
    ios(18, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed).user_channel_only(),
    macos(15, 0, 0).user_enrollment(Mode::Forbidden).supervised().user_channel_only(),
    visionos(26, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S60: &[Availability] = &[
    ios(26, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed).user_channel_only(),
];

#[rustfmt::skip]
const S61: &[Availability] = &[
    ios(26, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed).user_channel_only(),
    macos(26, 0, 0).user_enrollment(Mode::Forbidden).supervised().user_channel_only(),
    visionos(26, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S62: &[Availability] = &[
    macos(14, 0, 0).both_channels(),
];

#[rustfmt::skip]
const S63: &[Availability] = &[
    macos(14, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S64: &[Availability] = &[
    ios(17, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden),
    macos(14, 0, 0).user_enrollment(Mode::Forbidden).supervised().user_channel_only(),
];

#[rustfmt::skip]
const S65: &[Availability] = &[
    macos(14, 0, 0).user_enrollment(Mode::Forbidden).supervised().user_channel_only(),
];

#[rustfmt::skip]
const S66: &[Availability] = &[
    ios(26, 4, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed).user_channel_only(),
    macos(26, 4, 0).user_enrollment(Mode::Forbidden).supervised().both_channels(),
    tvos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    watchos(26, 4, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(26, 4, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S67: &[Availability] = &[
    ios(26, 4, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed).user_channel_only(),
    macos(26, 4, 0).user_enrollment(Mode::Forbidden).supervised().both_channels(),
    tvos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(26, 4, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S68: &[Availability] = &[
    ios(26, 4, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed).user_channel_only(),
    watchos(26, 4, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S69: &[Availability] = &[
    ios(17, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(14, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    tvos(18, 4, 0).user_enrollment(Mode::Forbidden),
    visionos(26, 0, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S70: &[Availability] = &[
    ios(18, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(15, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    tvos(18, 4, 0).user_enrollment(Mode::Forbidden),
    visionos(26, 0, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S71: &[Availability] = &[
    ios(18, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed),
    macos(15, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    tvos(18, 4, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(26, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S72: &[Availability] = &[
    ios(18, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed),
    tvos(18, 4, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(26, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S73: &[Availability] = &[
    ios(18, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    visionos(26, 0, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S74: &[Availability] = &[
    ios(18, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed),
    macos(15, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(26, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S75: &[Availability] = &[
    ios(18, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed),
    macos(15, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S76: &[Availability] = &[
    ios(18, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(15, 4, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S77: &[Availability] = &[
    ios(18, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed),
    macos(15, 4, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S78: &[Availability] = &[
    ios(17, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Forbidden),
];

#[rustfmt::skip]
const S79: &[Availability] = &[
    ios(27, 0, 0).shared_ipad(Mode::Allowed),
    macos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S80: &[Availability] = &[
    ios(16, 0, 0),
    macos(13, 0, 0),
    tvos(16, 0, 0),
    watchos(10, 0, 0),
    visionos(1, 1, 0),
];
