// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Payloads of profiles: where each is supported.

#[rustfmt::skip]
use crate::support::table::{Availability, Item, Kind, Mode, ios, item, key, macos, tvos, visionos, watchos};

#[rustfmt::skip]
pub(crate) static ITEMS: &[Item] = &[
    item("CommonPayloadKeys", "mdm/profiles/CommonPayloadKeys.yaml", S0, &[
        key("PayloadIdentifier", S0).must().kind(Kind::String),
        key("PayloadUUID", S0).must().kind(Kind::String),
        key("PayloadType", S0).must().kind(Kind::String),
        key("PayloadVersion", S0).must().kind(Kind::Integer).allowed(&["1"]),
        key("PayloadDescription", S0).kind(Kind::String),
        key("PayloadDisplayName", S0).kind(Kind::String),
        key("PayloadOrganization", S0).kind(Kind::String),
    ]),
    item(".GlobalPreferences", "mdm/profiles/GlobalPreferences.yaml", S1, &[
        key("MultipleSessionEnabled", S1).kind(Kind::Boolean),
        key("com.apple.autologout.AutoLogOutDelay", S1).kind(Kind::Real),
    ]),
    item("TopLevel", "mdm/profiles/TopLevel.yaml", S0, &[
        key("PayloadIdentifier", S0).must().kind(Kind::String),
        key("PayloadUUID", S0).must().kind(Kind::String),
        key("PayloadType", S0).must().kind(Kind::String).allowed(&["Configuration"]),
        key("PayloadVersion", S0).must().kind(Kind::Integer).allowed(&["1"]),
        key("IsEncrypted", S0).kind(Kind::Boolean),
        key("PayloadContent", S0).must().kind(Kind::Array),
        key("PayloadContent/*", S0).must().kind(Kind::Any),
        key("EncryptedPayloadContent", S0).kind(Kind::Data),
        key("PayloadDescription", S0).kind(Kind::String),
        key("PayloadDisplayName", S0).kind(Kind::String),
        key("HasRemovalPasscode", S0).kind(Kind::Boolean),
        key("PayloadOrganization", S0).kind(Kind::String),
        key("PayloadRemovalDisallowed", S2).kind(Kind::Boolean),
        key("PayloadScope", S3).kind(Kind::String).allowed(&["System", "User"]),
        key("RemovalDate", S0).kind(Kind::Date),
        key("DurationUntilRemoval", S0).kind(Kind::Real),
        key("PayloadExpirationDate", S4).kind(Kind::Date),
        key("TargetDeviceType", S5).kind(Kind::Integer).allowed(&["0", "1", "2", "3", "4", "5", "6"]),
        key("ConsentText", S0).kind(Kind::Dictionary),
        key("ConsentText/ConsentTextItem", S0).must().kind(Kind::Dictionary),
        key("ConsentText/ConsentTextItem/*", S0).must().kind(Kind::String),
    ]),
    item("com.apple.ADCertificate.managed", "mdm/profiles/com.apple.ADCertificate.managed.yaml", S6, &[
        key("CertServer", S6).must().kind(Kind::String),
        key("CertTemplate", S6).must().kind(Kind::String),
        key("Description", S6).kind(Kind::String),
        key("CertificateRenewalTimeInterval", S6).kind(Kind::Integer),
        key("CertificateAuthority", S7).kind(Kind::String),
        key("CertificateAcquisitionMechanism", S7).kind(Kind::String),
        key("AllowAllAppsAccess", S8).kind(Kind::Boolean),
        key("PromptForCredentials", S7).kind(Kind::Boolean),
        key("KeyIsExtractable", S8).kind(Kind::Boolean),
        key("Keysize", S9).kind(Kind::Integer),
        key("EnableAutoRenewal", S10).kind(Kind::Boolean),
    ]),
    item("com.apple.AIM.account", "mdm/profiles/com.apple.AIM.account.yaml", S11, &[
        key("AIMAccountDescription", S11).kind(Kind::String),
        key("AIMHostName", S11).must().kind(Kind::String).allowed(&["slogin.oscar.aol.com"]),
        key("AIMUserName", S11).kind(Kind::String),
        key("AIMPassword", S11).kind(Kind::String),
        key("AIMUseSSL", S11).kind(Kind::Boolean),
        key("AIMPort", S11).kind(Kind::Integer).range(Some(0.0), Some(65535.0)),
        key("AIMAuthentication", S11).must().kind(Kind::String).allowed(&["AIMAuthPassword"]),
    ]),
    item("com.apple.AssetCache.managed", "mdm/profiles/com.apple.AssetCache.managed.yaml", S12, &[
        key("AllowCacheDelete", S13).kind(Kind::Boolean),
        key("AllowPersonalCaching", S12).kind(Kind::Boolean),
        key("AllowSharedCaching", S12).kind(Kind::Boolean),
        key("AutoActivation", S12).kind(Kind::Boolean),
        key("AutoEnableTetheredCaching", S14).kind(Kind::Boolean),
        key("CacheLimit", S12).kind(Kind::Integer),
        key("DataPath", S12).kind(Kind::String),
        key("DenyTetheredCaching", S12).kind(Kind::Boolean),
        key("DisplayAlerts", S13).kind(Kind::Boolean),
        key("KeepAwake", S13).kind(Kind::Boolean),
        key("ListenRanges", S12).kind(Kind::Array),
        key("ListenRanges/type", S12).kind(Kind::String).allowed(&["IPv4", "IPv6"]),
        key("ListenRanges/first", S12).must().kind(Kind::String),
        key("ListenRanges/last", S12).must().kind(Kind::String),
        key("ListenRangesOnly", S12).kind(Kind::Boolean),
        key("ListenWithPeersAndParents", S12).kind(Kind::Boolean),
        key("LocalSubnetsOnly", S12).kind(Kind::Boolean),
        key("LogClientIdentity", S12).kind(Kind::Boolean),
        key("Parents", S12).kind(Kind::Array),
        key("ParentSelectionPolicy", S12).kind(Kind::String).allowed(&["first-available", "url-path-hash", "random", "round-robin", "sticky-available"]),
        key("PeerFilterRanges", S12).kind(Kind::Array),
        key("PeerFilterRanges/type", S12).kind(Kind::String).allowed(&["IPv4", "IPv6"]),
        key("PeerFilterRanges/first", S12).must().kind(Kind::String),
        key("PeerFilterRanges/last", S12).must().kind(Kind::String),
        key("PeerListenRanges", S12).kind(Kind::Array),
        key("PeerListenRanges/type", S12).kind(Kind::String).allowed(&["IPv4", "IPv6"]),
        key("PeerListenRanges/first", S12).must().kind(Kind::String),
        key("PeerListenRanges/last", S12).must().kind(Kind::String),
        key("PeerLocalSubnetsOnly", S12).kind(Kind::Boolean),
        key("Port", S12).kind(Kind::Integer),
        key("PublicRanges", S12).kind(Kind::Array),
        key("PublicRanges/type", S12).kind(Kind::String).allowed(&["IPv4", "IPv6"]),
        key("PublicRanges/first", S12).must().kind(Kind::String),
        key("PublicRanges/last", S12).must().kind(Kind::String),
    ]),
    item("com.apple.Dictionary", "mdm/profiles/com.apple.Dictionary.yaml", S1, &[
        key("parentalControl", S1).must().kind(Kind::Boolean),
    ]),
    item("com.apple.DirectoryService.managed", "mdm/profiles/com.apple.DirectoryService.managed.yaml", S15, &[
        key("HostName", S15).must().kind(Kind::String),
        key("UserName", S15).kind(Kind::String),
        key("Password", S15).kind(Kind::String),
        key("ClientID", S15).kind(Kind::String),
        key("Description", S15).kind(Kind::String),
        key("ADOrganizationalUnit", S15).kind(Kind::String),
        key("ADMountStyle", S15).kind(Kind::String),
        key("ADCreateMobileAccountAtLoginFlag", S16).kind(Kind::Boolean),
        key("ADCreateMobileAccountAtLogin", S15).kind(Kind::Boolean),
        key("ADWarnUserBeforeCreatingMAFlag", S16).kind(Kind::Boolean),
        key("ADWarnUserBeforeCreatingMA", S15).kind(Kind::Boolean),
        key("ADForceHomeLocalFlag", S16).kind(Kind::Boolean),
        key("ADForceHomeLocal", S15).kind(Kind::Boolean),
        key("ADUseWindowsUNCPathFlag", S16).kind(Kind::Boolean),
        key("ADUseWindowsUNCPath", S15).kind(Kind::Boolean),
        key("ADAllowMultiDomainAuthFlag", S16).kind(Kind::Boolean),
        key("ADAllowMultiDomainAuth", S15).kind(Kind::Boolean),
        key("ADDefaultUserShellFlag", S15).kind(Kind::Boolean),
        key("ADDefaultUserShell", S15).kind(Kind::String),
        key("ADMapUIDAttributeFlag", S15).kind(Kind::Boolean),
        key("ADMapUIDAttribute", S15).kind(Kind::String),
        key("ADMapGIDAttributeFlag", S15).kind(Kind::Boolean),
        key("ADMapGIDAttribute", S15).kind(Kind::String),
        key("ADMapGGIDAttributeFlag", S15).kind(Kind::Boolean),
        key("ADMapGGIDAttribute", S15).kind(Kind::String),
        key("ADPreferredDCServerFlag", S15).kind(Kind::Boolean),
        key("ADPreferredDCServer", S15).kind(Kind::String),
        key("ADDomainAdminGroupListFlag", S15).kind(Kind::Boolean),
        key("ADDomainAdminGroupList", S15).kind(Kind::Array),
        key("ADNamespaceFlag", S15).kind(Kind::Boolean),
        key("ADNamespace", S15).kind(Kind::String),
        key("ADPacketSignFlag", S15).kind(Kind::Boolean),
        key("ADPacketSign", S15).kind(Kind::String),
        key("ADPacketEncryptFlag", S15).kind(Kind::Boolean),
        key("ADPacketEncrypt", S15).kind(Kind::String),
        key("ADRestrictDDNSFlag", S15).kind(Kind::Boolean),
        key("ADRestrictDDNS", S15).kind(Kind::Array),
        key("ADTrustChangePassIntervalDaysFlag", S15).kind(Kind::Boolean),
        key("ADTrustChangePassIntervalDays", S15).kind(Kind::Integer),
    ]),
    item("com.apple.DiscRecording", "mdm/profiles/com.apple.DiscRecording.yaml", S1, &[
        key("BurnSupport", S1).must().kind(Kind::String).allowed(&["off", "authenticate", "on"]),
    ]),
    item("com.apple.MCX", "mdm/profiles/com.apple.MCX(Accounts).yaml", S17, &[
        key("EnableGuestAccount", S17).kind(Kind::Boolean),
        key("DisableGuestAccount", S17).kind(Kind::Boolean),
    ]),
    item("com.apple.MCX", "mdm/profiles/com.apple.MCX(EnergySaver).yaml", S17, &[
        key("com.apple.EnergySaver.desktop.ACPower", S17).kind(Kind::Dictionary),
        key("com.apple.EnergySaver.desktop.ACPower/Display Sleep Timer", S17).kind(Kind::Integer).allowed(&["0"]).range(Some(1.0), Some(180.0)),
        key("com.apple.EnergySaver.desktop.ACPower/Disk Sleep Timer", S17).kind(Kind::Integer).allowed(&["0"]).range(Some(1.0), Some(180.0)),
        key("com.apple.EnergySaver.desktop.ACPower/System Sleep Timer", S17).kind(Kind::Integer).allowed(&["0"]).range(Some(1.0), Some(180.0)),
        key("com.apple.EnergySaver.desktop.ACPower/Reduce Processor Speed", S17).kind(Kind::Integer).allowed(&["0", "1"]),
        key("com.apple.EnergySaver.desktop.ACPower/Dynamic Power Step", S17).kind(Kind::Integer).allowed(&["0", "1"]),
        key("com.apple.EnergySaver.desktop.ACPower/Wake on LAN", S17).kind(Kind::Integer).allowed(&["0", "1"]),
        key("com.apple.EnergySaver.desktop.ACPower/Wake On Modem Ring", S17).kind(Kind::Integer).allowed(&["0", "1"]),
        key("com.apple.EnergySaver.desktop.ACPower/Automatic Restart On Power Loss", S17).kind(Kind::Integer).allowed(&["0", "1"]),
        key("com.apple.EnergySaver.portable.ACPower", S17).kind(Kind::Dictionary),
        key("com.apple.EnergySaver.portable.ACPower/Display Sleep Timer", S17).kind(Kind::Integer).allowed(&["0"]).range(Some(1.0), Some(180.0)),
        key("com.apple.EnergySaver.portable.ACPower/Disk Sleep Timer", S17).kind(Kind::Integer).allowed(&["0"]).range(Some(1.0), Some(180.0)),
        key("com.apple.EnergySaver.portable.ACPower/System Sleep Timer", S17).kind(Kind::Integer).allowed(&["0"]).range(Some(1.0), Some(180.0)),
        key("com.apple.EnergySaver.portable.ACPower/Reduce Processor Speed", S17).kind(Kind::Integer).allowed(&["0", "1"]),
        key("com.apple.EnergySaver.portable.ACPower/Dynamic Power Step", S17).kind(Kind::Integer).allowed(&["0", "1"]),
        key("com.apple.EnergySaver.portable.ACPower/Wake on LAN", S17).kind(Kind::Integer).allowed(&["0", "1"]),
        key("com.apple.EnergySaver.portable.ACPower/Wake On Modem Ring", S17).kind(Kind::Integer).allowed(&["0", "1"]),
        key("com.apple.EnergySaver.portable.ACPower/Automatic Restart On Power Loss", S17).kind(Kind::Integer).allowed(&["0", "1"]),
        key("com.apple.EnergySaver.portable.BatteryPower", S17).kind(Kind::Dictionary),
        key("com.apple.EnergySaver.portable.BatteryPower/Display Sleep Timer", S17).kind(Kind::Integer).allowed(&["0"]).range(Some(1.0), Some(180.0)),
        key("com.apple.EnergySaver.portable.BatteryPower/Disk Sleep Timer", S17).kind(Kind::Integer).allowed(&["0"]).range(Some(1.0), Some(180.0)),
        key("com.apple.EnergySaver.portable.BatteryPower/System Sleep Timer", S17).kind(Kind::Integer).allowed(&["0"]).range(Some(1.0), Some(180.0)),
        key("com.apple.EnergySaver.portable.BatteryPower/Reduce Processor Speed", S17).kind(Kind::Integer).allowed(&["0", "1"]),
        key("com.apple.EnergySaver.portable.BatteryPower/Dynamic Power Step", S17).kind(Kind::Integer).allowed(&["0", "1"]),
        key("com.apple.EnergySaver.portable.BatteryPower/Wake on LAN", S17).kind(Kind::Integer).allowed(&["0", "1"]),
        key("com.apple.EnergySaver.portable.BatteryPower/Wake On Modem Ring", S17).kind(Kind::Integer).allowed(&["0", "1"]),
        key("com.apple.EnergySaver.portable.BatteryPower/Automatic Restart On Power Loss", S17).kind(Kind::Integer).allowed(&["0", "1"]),
        key("com.apple.EnergySaver.desktop.Schedule", S17).kind(Kind::Dictionary),
        key("com.apple.EnergySaver.desktop.Schedule/RepeatingPowerOn", S17).kind(Kind::Dictionary),
        key("com.apple.EnergySaver.desktop.Schedule/RepeatingPowerOn/eventtype", S17).must().kind(Kind::String).allowed(&["wake", "poweron", "wakepoweron", "sleep", "shutdown", "restart"]),
        key("com.apple.EnergySaver.desktop.Schedule/RepeatingPowerOn/weekdays", S17).kind(Kind::Integer),
        key("com.apple.EnergySaver.desktop.Schedule/RepeatingPowerOn/time", S17).kind(Kind::Integer),
        key("com.apple.EnergySaver.desktop.Schedule/RepeatingPowerOff", S17).kind(Kind::Dictionary),
        key("com.apple.EnergySaver.desktop.Schedule/RepeatingPowerOff/eventtype", S17).must().kind(Kind::String).allowed(&["wake", "poweron", "wakepoweron", "sleep", "shutdown", "restart"]),
        key("com.apple.EnergySaver.desktop.Schedule/RepeatingPowerOff/weekdays", S17).kind(Kind::Integer),
        key("com.apple.EnergySaver.desktop.Schedule/RepeatingPowerOff/time", S17).kind(Kind::Integer),
        key("SleepDisabled", S17).kind(Kind::Boolean),
        key("DestroyFVKeyOnStandby", S18).kind(Kind::Boolean),
    ]),
    item("com.apple.MCX", "mdm/profiles/com.apple.MCX(FileVault2).yaml", S19, &[
        key("dontAllowFDEDisable", S19).kind(Kind::Boolean),
        key("dontAllowFDEEnable", S19).kind(Kind::Boolean),
        key("DestroyFVKeyOnStandby", S20).kind(Kind::Boolean),
    ]),
    item("com.apple.MCX", "mdm/profiles/com.apple.MCX(Mobililty).yaml", S1, &[
        key("com.apple.cachedaccounts.CreateAtLogin", S1).kind(Kind::Boolean),
        key("com.apple.cachedaccounts.WarnOnCreate", S1).kind(Kind::Boolean),
        key("cachedaccounts.WarnOnCreate.allowNever", S1).kind(Kind::Boolean),
        key("cachedaccounts.expiry.delete.disusedSeconds", S1).kind(Kind::Integer),
        key("cachedaccounts.askForSecureTokenAuthBypass", S1).kind(Kind::Boolean),
    ]),
    item("com.apple.MCX", "mdm/profiles/com.apple.MCX(TimeServer).yaml", S21, &[
        key("timeServer", S21).kind(Kind::String),
        key("timeZone", S21).kind(Kind::String),
    ]),
    item("com.apple.MCX", "mdm/profiles/com.apple.MCX(WiFi).yaml", S22, &[
        key("RequireAdminForIBSS", S22).kind(Kind::Boolean),
        key("RequireAdminForAirPortNetworkChange", S22).kind(Kind::Boolean),
        key("RequireAdminToTurnAirPortOnOff", S22).kind(Kind::Boolean),
    ]),
    item("com.apple.MCX.FileVault2", "mdm/profiles/com.apple.MCX.FileVault2.yaml", S23, &[
        key("Enable", S23).must().kind(Kind::String).allowed(&["On", "Off"]),
        key("Defer", S23).kind(Kind::Boolean),
        key("UserEntersMissingInfo", S23).kind(Kind::Boolean),
        key("UseRecoveryKey", S23).kind(Kind::Boolean),
        key("ShowRecoveryKey", S23).kind(Kind::Boolean),
        key("OutputPath", S23).kind(Kind::String),
        key("Certificate", S23).kind(Kind::Data),
        key("PayloadCertificateUUID", S23).kind(Kind::String),
        key("Username", S23).kind(Kind::String),
        key("Password", S23).kind(Kind::String),
        key("UseKeychain", S23).kind(Kind::Boolean),
        key("DeferForceAtUserLoginMaxBypassAttempts", S23).kind(Kind::Integer).range(Some(-1.0), Some(9999.0)),
        key("DeferDontAskAtUserLogout", S24).kind(Kind::Boolean),
        key("ForceEnableInSetupAssistant", S25).kind(Kind::Boolean),
    ]),
    item("com.apple.MCX.TimeMachine", "mdm/profiles/com.apple.MCX.TimeMachine.yaml", S19, &[
        key("AutoBackup", S19).kind(Kind::Boolean),
        key("BackupAllVolumes", S19).kind(Kind::Boolean),
        key("BackupDestURL", S19).must().kind(Kind::String),
        key("BackupSizeMB", S19).kind(Kind::Integer),
        key("BackupSkipSys", S19).kind(Kind::Boolean),
        key("MobileBackups", S19).kind(Kind::Boolean),
        key("BasePaths", S19).kind(Kind::Array),
        key("SkipPaths", S19).kind(Kind::Array),
    ]),
    item("com.apple.ManagedClient.preferences", "mdm/profiles/com.apple.ManagedClient.preferences.yaml", S26, &[
        key("PayloadContent", S26).must().kind(Kind::Dictionary),
        key("PayloadContent/*", S26).must().kind(Kind::Dictionary),
        key("PayloadContent/*/Forced", S26).kind(Kind::Array),
        key("PayloadContent/*/Forced/mcx_preference_settings", S26).must().kind(Kind::Dictionary),
        key("PayloadContent/*/Forced/mcx_preference_settings/*", S26).kind(Kind::Any),
        key("PayloadContent/*/Set-Once", S26).kind(Kind::Array),
        key("PayloadContent/*/Set-Once/mcx_preference_settings", S26).must().kind(Kind::Dictionary),
        key("PayloadContent/*/Set-Once/mcx_preference_settings/*", S26).kind(Kind::Any),
    ]),
    item("com.apple.NSExtension", "mdm/profiles/com.apple.NSExtension.yaml", S27, &[
        key("AllowedExtensions", S27).kind(Kind::Array),
        key("DeniedExtensions", S27).kind(Kind::Array),
        key("DeniedExtensionPoints", S27).kind(Kind::Array),
    ]),
    item("com.apple.SetupAssistant.managed", "mdm/profiles/com.apple.SetupAssistant.managed.yaml", S28, &[
        key("SkipCloudSetup", S29).kind(Kind::Boolean),
        key("SkipSiriSetup", S29).kind(Kind::Boolean),
        key("SkipPrivacySetup", S30).kind(Kind::Boolean),
        key("SkipiCloudStorageSetup", S30).kind(Kind::Boolean),
        key("SkipTrueTone", S31).kind(Kind::Boolean),
        key("SkipAppearance", S32).kind(Kind::Boolean),
        key("SkipTouchIDSetup", S33).kind(Kind::Boolean),
        key("SkipScreenTime", S33).kind(Kind::Boolean),
        key("SkipAccessibility", S34).kind(Kind::Boolean),
        key("SkipSetupItems", S35).kind(Kind::Array),
        key("SkipUnlockWithWatch", S36).kind(Kind::Boolean),
        key("SkipWallpaper", S37).kind(Kind::Boolean),
    ]),
    item("com.apple.ShareKitHelper", "mdm/profiles/com.apple.ShareKitHelper.yaml", S38, &[
        key("SHKAllowedShareServices", S38).kind(Kind::Array),
        key("SHKDeniedShareServices", S38).kind(Kind::Array),
    ]),
    item("com.apple.SoftwareUpdate", "mdm/profiles/com.apple.SoftwareUpdate.yaml", S39, &[
        key("CatalogURL", S40).kind(Kind::String),
        key("AllowPreReleaseInstallation", S41).kind(Kind::Boolean),
        key("restrict-software-update-require-admin-to-install", S42).kind(Kind::Boolean),
        key("AutomaticallyInstallMacOSUpdates", S43).kind(Kind::Boolean),
        key("AutomaticallyInstallAppUpdates", S43).kind(Kind::Boolean),
        key("AutomaticCheckEnabled", S43).kind(Kind::Boolean),
        key("AutomaticDownload", S43).kind(Kind::Boolean),
        key("CriticalUpdateInstall", S43).kind(Kind::Boolean),
        key("ConfigDataInstall", S43).kind(Kind::Boolean),
    ]),
    item("com.apple.SystemConfiguration", "mdm/profiles/com.apple.SystemConfiguration.yaml", S19, &[
        key("Proxies", S19).must().kind(Kind::Dictionary),
        key("Proxies/FTPEnable", S19).kind(Kind::Integer),
        key("Proxies/FTPPassive", S19).kind(Kind::Integer),
        key("Proxies/FTPPort", S19).kind(Kind::Integer),
        key("Proxies/FTPProxy", S19).kind(Kind::String),
        key("Proxies/GopherEnable", S19).kind(Kind::Integer),
        key("Proxies/GopherPort", S19).kind(Kind::Integer),
        key("Proxies/GopherProxy", S19).kind(Kind::String),
        key("Proxies/HTTPEnable", S19).kind(Kind::Integer),
        key("Proxies/HTTPPort", S19).kind(Kind::Integer),
        key("Proxies/HTTPProxy", S19).kind(Kind::String),
        key("Proxies/HTTPSEnable", S19).kind(Kind::Integer),
        key("Proxies/HTTPSPort", S19).kind(Kind::Integer),
        key("Proxies/HTTPSProxy", S19).kind(Kind::String),
        key("Proxies/ProxyAutoConfigEnable", S19).kind(Kind::Integer),
        key("Proxies/ProxyAutoConfigURLString", S19).kind(Kind::String),
        key("Proxies/ProxyCaptiveLoginAllowed", S20).kind(Kind::Integer),
        key("Proxies/RTSPEnable", S19).kind(Kind::Integer),
        key("Proxies/RTSPPort", S19).kind(Kind::Integer),
        key("Proxies/RTSPProxy", S19).kind(Kind::String),
        key("Proxies/SOCKSEnable", S19).kind(Kind::Integer),
        key("Proxies/SOCKSPortinteger", S19).kind(Kind::Integer),
        key("Proxies/SOCKSProxy", S19).kind(Kind::String),
        key("Proxies/FallBackAllowed", S19).kind(Kind::Integer),
        key("Proxies/ExceptionsList", S19).kind(Kind::Array),
    ]),
    item("com.apple.TCC.configuration-profile-policy", "mdm/profiles/com.apple.TCC.configuration-profile-policy.yaml", S44, &[
        key("Services", S44).must().kind(Kind::Dictionary),
        key("Services/AddressBook", S44).kind(Kind::Array),
        key("Services/AddressBook/Identifier", S44).must().kind(Kind::String),
        key("Services/AddressBook/IdentifierType", S44).must().kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/AddressBook/CodeRequirement", S44).must().kind(Kind::String),
        key("Services/AddressBook/StaticCode", S44).kind(Kind::Boolean),
        key("Services/AddressBook/Allowed", S44).must().kind(Kind::Boolean),
        key("Services/AddressBook/Authorization", S45).kind(Kind::String).allowed(&["Allow", "Deny", "AllowStandardUserToSetSystemService"]),
        key("Services/AddressBook/Comment", S44).kind(Kind::String),
        key("Services/AddressBook/AEReceiverIdentifier", S44).kind(Kind::String),
        key("Services/AddressBook/AEReceiverIdentifierType", S44).kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/AddressBook/AEReceiverCodeRequirement", S44).kind(Kind::String),
        key("Services/Calendar", S44).kind(Kind::Array),
        key("Services/Calendar/Identifier", S44).must().kind(Kind::String),
        key("Services/Calendar/IdentifierType", S44).must().kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/Calendar/CodeRequirement", S44).must().kind(Kind::String),
        key("Services/Calendar/StaticCode", S44).kind(Kind::Boolean),
        key("Services/Calendar/Allowed", S44).must().kind(Kind::Boolean),
        key("Services/Calendar/Authorization", S45).kind(Kind::String).allowed(&["Allow", "Deny", "AllowStandardUserToSetSystemService"]),
        key("Services/Calendar/Comment", S44).kind(Kind::String),
        key("Services/Calendar/AEReceiverIdentifier", S44).kind(Kind::String),
        key("Services/Calendar/AEReceiverIdentifierType", S44).kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/Calendar/AEReceiverCodeRequirement", S44).kind(Kind::String),
        key("Services/Reminders", S44).kind(Kind::Array),
        key("Services/Reminders/Identifier", S44).must().kind(Kind::String),
        key("Services/Reminders/IdentifierType", S44).must().kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/Reminders/CodeRequirement", S44).must().kind(Kind::String),
        key("Services/Reminders/StaticCode", S44).kind(Kind::Boolean),
        key("Services/Reminders/Allowed", S44).must().kind(Kind::Boolean),
        key("Services/Reminders/Authorization", S45).kind(Kind::String).allowed(&["Allow", "Deny", "AllowStandardUserToSetSystemService"]),
        key("Services/Reminders/Comment", S44).kind(Kind::String),
        key("Services/Reminders/AEReceiverIdentifier", S44).kind(Kind::String),
        key("Services/Reminders/AEReceiverIdentifierType", S44).kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/Reminders/AEReceiverCodeRequirement", S44).kind(Kind::String),
        key("Services/Photos", S44).kind(Kind::Array),
        key("Services/Photos/Identifier", S44).must().kind(Kind::String),
        key("Services/Photos/IdentifierType", S44).must().kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/Photos/CodeRequirement", S44).must().kind(Kind::String),
        key("Services/Photos/StaticCode", S44).kind(Kind::Boolean),
        key("Services/Photos/Allowed", S44).must().kind(Kind::Boolean),
        key("Services/Photos/Authorization", S45).kind(Kind::String).allowed(&["Allow", "Deny", "AllowStandardUserToSetSystemService"]),
        key("Services/Photos/Comment", S44).kind(Kind::String),
        key("Services/Photos/AEReceiverIdentifier", S44).kind(Kind::String),
        key("Services/Photos/AEReceiverIdentifierType", S44).kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/Photos/AEReceiverCodeRequirement", S44).kind(Kind::String),
        key("Services/Camera", S44).kind(Kind::Array),
        key("Services/Camera/Identifier", S44).must().kind(Kind::String),
        key("Services/Camera/IdentifierType", S44).must().kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/Camera/CodeRequirement", S44).must().kind(Kind::String),
        key("Services/Camera/StaticCode", S44).kind(Kind::Boolean),
        key("Services/Camera/Allowed", S44).must().kind(Kind::Boolean),
        key("Services/Camera/Authorization", S45).kind(Kind::String).allowed(&["Allow", "Deny", "AllowStandardUserToSetSystemService"]),
        key("Services/Camera/Comment", S44).kind(Kind::String),
        key("Services/Camera/AEReceiverIdentifier", S44).kind(Kind::String),
        key("Services/Camera/AEReceiverIdentifierType", S44).kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/Camera/AEReceiverCodeRequirement", S44).kind(Kind::String),
        key("Services/Microphone", S44).kind(Kind::Array),
        key("Services/Microphone/Identifier", S44).must().kind(Kind::String),
        key("Services/Microphone/IdentifierType", S44).must().kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/Microphone/CodeRequirement", S44).must().kind(Kind::String),
        key("Services/Microphone/StaticCode", S44).kind(Kind::Boolean),
        key("Services/Microphone/Allowed", S44).must().kind(Kind::Boolean),
        key("Services/Microphone/Authorization", S45).kind(Kind::String).allowed(&["Allow", "Deny", "AllowStandardUserToSetSystemService"]),
        key("Services/Microphone/Comment", S44).kind(Kind::String),
        key("Services/Microphone/AEReceiverIdentifier", S44).kind(Kind::String),
        key("Services/Microphone/AEReceiverIdentifierType", S44).kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/Microphone/AEReceiverCodeRequirement", S44).kind(Kind::String),
        key("Services/Accessibility", S44).kind(Kind::Array),
        key("Services/Accessibility/Identifier", S44).must().kind(Kind::String),
        key("Services/Accessibility/IdentifierType", S44).must().kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/Accessibility/CodeRequirement", S44).must().kind(Kind::String),
        key("Services/Accessibility/StaticCode", S44).kind(Kind::Boolean),
        key("Services/Accessibility/Allowed", S44).must().kind(Kind::Boolean),
        key("Services/Accessibility/Authorization", S45).kind(Kind::String).allowed(&["Allow", "Deny", "AllowStandardUserToSetSystemService"]),
        key("Services/Accessibility/Comment", S44).kind(Kind::String),
        key("Services/Accessibility/AEReceiverIdentifier", S44).kind(Kind::String),
        key("Services/Accessibility/AEReceiverIdentifierType", S44).kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/Accessibility/AEReceiverCodeRequirement", S44).kind(Kind::String),
        key("Services/PostEvent", S44).kind(Kind::Array),
        key("Services/PostEvent/Identifier", S44).must().kind(Kind::String),
        key("Services/PostEvent/IdentifierType", S44).must().kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/PostEvent/CodeRequirement", S44).must().kind(Kind::String),
        key("Services/PostEvent/StaticCode", S44).kind(Kind::Boolean),
        key("Services/PostEvent/Allowed", S44).must().kind(Kind::Boolean),
        key("Services/PostEvent/Authorization", S45).kind(Kind::String).allowed(&["Allow", "Deny", "AllowStandardUserToSetSystemService"]),
        key("Services/PostEvent/Comment", S44).kind(Kind::String),
        key("Services/PostEvent/AEReceiverIdentifier", S44).kind(Kind::String),
        key("Services/PostEvent/AEReceiverIdentifierType", S44).kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/PostEvent/AEReceiverCodeRequirement", S44).kind(Kind::String),
        key("Services/SystemPolicyAllFiles", S44).kind(Kind::Array),
        key("Services/SystemPolicyAllFiles/Identifier", S44).must().kind(Kind::String),
        key("Services/SystemPolicyAllFiles/IdentifierType", S44).must().kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/SystemPolicyAllFiles/CodeRequirement", S44).must().kind(Kind::String),
        key("Services/SystemPolicyAllFiles/StaticCode", S44).kind(Kind::Boolean),
        key("Services/SystemPolicyAllFiles/Allowed", S44).must().kind(Kind::Boolean),
        key("Services/SystemPolicyAllFiles/Authorization", S45).kind(Kind::String).allowed(&["Allow", "Deny", "AllowStandardUserToSetSystemService"]),
        key("Services/SystemPolicyAllFiles/Comment", S44).kind(Kind::String),
        key("Services/SystemPolicyAllFiles/AEReceiverIdentifier", S44).kind(Kind::String),
        key("Services/SystemPolicyAllFiles/AEReceiverIdentifierType", S44).kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/SystemPolicyAllFiles/AEReceiverCodeRequirement", S44).kind(Kind::String),
        key("Services/SystemPolicySysAdminFiles", S44).kind(Kind::Array),
        key("Services/SystemPolicySysAdminFiles/Identifier", S44).must().kind(Kind::String),
        key("Services/SystemPolicySysAdminFiles/IdentifierType", S44).must().kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/SystemPolicySysAdminFiles/CodeRequirement", S44).must().kind(Kind::String),
        key("Services/SystemPolicySysAdminFiles/StaticCode", S44).kind(Kind::Boolean),
        key("Services/SystemPolicySysAdminFiles/Allowed", S44).must().kind(Kind::Boolean),
        key("Services/SystemPolicySysAdminFiles/Authorization", S45).kind(Kind::String).allowed(&["Allow", "Deny", "AllowStandardUserToSetSystemService"]),
        key("Services/SystemPolicySysAdminFiles/Comment", S44).kind(Kind::String),
        key("Services/SystemPolicySysAdminFiles/AEReceiverIdentifier", S44).kind(Kind::String),
        key("Services/SystemPolicySysAdminFiles/AEReceiverIdentifierType", S44).kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/SystemPolicySysAdminFiles/AEReceiverCodeRequirement", S44).kind(Kind::String),
        key("Services/AppleEvents", S44).kind(Kind::Array),
        key("Services/AppleEvents/Identifier", S44).must().kind(Kind::String),
        key("Services/AppleEvents/IdentifierType", S44).must().kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/AppleEvents/CodeRequirement", S44).must().kind(Kind::String),
        key("Services/AppleEvents/StaticCode", S44).kind(Kind::Boolean),
        key("Services/AppleEvents/Allowed", S44).must().kind(Kind::Boolean),
        key("Services/AppleEvents/Authorization", S45).kind(Kind::String).allowed(&["Allow", "Deny", "AllowStandardUserToSetSystemService"]),
        key("Services/AppleEvents/Comment", S44).kind(Kind::String),
        key("Services/AppleEvents/AEReceiverIdentifier", S44).kind(Kind::String),
        key("Services/AppleEvents/AEReceiverIdentifierType", S44).kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/AppleEvents/AEReceiverCodeRequirement", S44).kind(Kind::String),
        key("Services/MediaLibrary", S46).kind(Kind::Array),
        key("Services/MediaLibrary/Identifier", S46).must().kind(Kind::String),
        key("Services/MediaLibrary/IdentifierType", S46).must().kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/MediaLibrary/CodeRequirement", S46).must().kind(Kind::String),
        key("Services/MediaLibrary/StaticCode", S46).kind(Kind::Boolean),
        key("Services/MediaLibrary/Allowed", S46).must().kind(Kind::Boolean),
        key("Services/MediaLibrary/Authorization", S45).kind(Kind::String).allowed(&["Allow", "Deny", "AllowStandardUserToSetSystemService"]),
        key("Services/MediaLibrary/Comment", S46).kind(Kind::String),
        key("Services/MediaLibrary/AEReceiverIdentifier", S46).kind(Kind::String),
        key("Services/MediaLibrary/AEReceiverIdentifierType", S46).kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/MediaLibrary/AEReceiverCodeRequirement", S46).kind(Kind::String),
        key("Services/FileProviderPresence", S46).kind(Kind::Array),
        key("Services/FileProviderPresence/Identifier", S46).must().kind(Kind::String),
        key("Services/FileProviderPresence/IdentifierType", S46).must().kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/FileProviderPresence/CodeRequirement", S46).must().kind(Kind::String),
        key("Services/FileProviderPresence/StaticCode", S46).kind(Kind::Boolean),
        key("Services/FileProviderPresence/Allowed", S46).must().kind(Kind::Boolean),
        key("Services/FileProviderPresence/Authorization", S45).kind(Kind::String).allowed(&["Allow", "Deny", "AllowStandardUserToSetSystemService"]),
        key("Services/FileProviderPresence/Comment", S46).kind(Kind::String),
        key("Services/FileProviderPresence/AEReceiverIdentifier", S46).kind(Kind::String),
        key("Services/FileProviderPresence/AEReceiverIdentifierType", S46).kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/FileProviderPresence/AEReceiverCodeRequirement", S46).kind(Kind::String),
        key("Services/ListenEvent", S46).kind(Kind::Array),
        key("Services/ListenEvent/Identifier", S46).must().kind(Kind::String),
        key("Services/ListenEvent/IdentifierType", S46).must().kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/ListenEvent/CodeRequirement", S46).must().kind(Kind::String),
        key("Services/ListenEvent/StaticCode", S46).kind(Kind::Boolean),
        key("Services/ListenEvent/Allowed", S46).must().kind(Kind::Boolean),
        key("Services/ListenEvent/Authorization", S45).kind(Kind::String).allowed(&["Allow", "Deny", "AllowStandardUserToSetSystemService"]),
        key("Services/ListenEvent/Comment", S46).kind(Kind::String),
        key("Services/ListenEvent/AEReceiverIdentifier", S46).kind(Kind::String),
        key("Services/ListenEvent/AEReceiverIdentifierType", S46).kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/ListenEvent/AEReceiverCodeRequirement", S46).kind(Kind::String),
        key("Services/ScreenCapture", S46).kind(Kind::Array),
        key("Services/ScreenCapture/Identifier", S46).must().kind(Kind::String),
        key("Services/ScreenCapture/IdentifierType", S46).must().kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/ScreenCapture/CodeRequirement", S46).must().kind(Kind::String),
        key("Services/ScreenCapture/StaticCode", S46).kind(Kind::Boolean),
        key("Services/ScreenCapture/Allowed", S46).must().kind(Kind::Boolean),
        key("Services/ScreenCapture/Authorization", S45).kind(Kind::String).allowed(&["Allow", "Deny", "AllowStandardUserToSetSystemService"]),
        key("Services/ScreenCapture/Comment", S46).kind(Kind::String),
        key("Services/ScreenCapture/AEReceiverIdentifier", S46).kind(Kind::String),
        key("Services/ScreenCapture/AEReceiverIdentifierType", S46).kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/ScreenCapture/AEReceiverCodeRequirement", S46).kind(Kind::String),
        key("Services/SpeechRecognition", S46).kind(Kind::Array),
        key("Services/SpeechRecognition/Identifier", S46).must().kind(Kind::String),
        key("Services/SpeechRecognition/IdentifierType", S46).must().kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/SpeechRecognition/CodeRequirement", S46).must().kind(Kind::String),
        key("Services/SpeechRecognition/StaticCode", S46).kind(Kind::Boolean),
        key("Services/SpeechRecognition/Allowed", S46).must().kind(Kind::Boolean),
        key("Services/SpeechRecognition/Authorization", S45).kind(Kind::String).allowed(&["Allow", "Deny", "AllowStandardUserToSetSystemService"]),
        key("Services/SpeechRecognition/Comment", S46).kind(Kind::String),
        key("Services/SpeechRecognition/AEReceiverIdentifier", S46).kind(Kind::String),
        key("Services/SpeechRecognition/AEReceiverIdentifierType", S46).kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/SpeechRecognition/AEReceiverCodeRequirement", S46).kind(Kind::String),
        key("Services/SystemPolicyDesktopFolder", S46).kind(Kind::Array),
        key("Services/SystemPolicyDesktopFolder/Identifier", S46).must().kind(Kind::String),
        key("Services/SystemPolicyDesktopFolder/IdentifierType", S46).must().kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/SystemPolicyDesktopFolder/CodeRequirement", S46).must().kind(Kind::String),
        key("Services/SystemPolicyDesktopFolder/StaticCode", S46).kind(Kind::Boolean),
        key("Services/SystemPolicyDesktopFolder/Allowed", S46).must().kind(Kind::Boolean),
        key("Services/SystemPolicyDesktopFolder/Authorization", S45).kind(Kind::String).allowed(&["Allow", "Deny", "AllowStandardUserToSetSystemService"]),
        key("Services/SystemPolicyDesktopFolder/Comment", S46).kind(Kind::String),
        key("Services/SystemPolicyDesktopFolder/AEReceiverIdentifier", S46).kind(Kind::String),
        key("Services/SystemPolicyDesktopFolder/AEReceiverIdentifierType", S46).kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/SystemPolicyDesktopFolder/AEReceiverCodeRequirement", S46).kind(Kind::String),
        key("Services/SystemPolicyDocumentsFolder", S46).kind(Kind::Array),
        key("Services/SystemPolicyDocumentsFolder/Identifier", S46).must().kind(Kind::String),
        key("Services/SystemPolicyDocumentsFolder/IdentifierType", S46).must().kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/SystemPolicyDocumentsFolder/CodeRequirement", S46).must().kind(Kind::String),
        key("Services/SystemPolicyDocumentsFolder/StaticCode", S46).kind(Kind::Boolean),
        key("Services/SystemPolicyDocumentsFolder/Allowed", S46).must().kind(Kind::Boolean),
        key("Services/SystemPolicyDocumentsFolder/Authorization", S45).kind(Kind::String).allowed(&["Allow", "Deny", "AllowStandardUserToSetSystemService"]),
        key("Services/SystemPolicyDocumentsFolder/Comment", S46).kind(Kind::String),
        key("Services/SystemPolicyDocumentsFolder/AEReceiverIdentifier", S46).kind(Kind::String),
        key("Services/SystemPolicyDocumentsFolder/AEReceiverIdentifierType", S46).kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/SystemPolicyDocumentsFolder/AEReceiverCodeRequirement", S46).kind(Kind::String),
        key("Services/SystemPolicyDownloadsFolder", S46).kind(Kind::Array),
        key("Services/SystemPolicyDownloadsFolder/Identifier", S46).must().kind(Kind::String),
        key("Services/SystemPolicyDownloadsFolder/IdentifierType", S46).must().kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/SystemPolicyDownloadsFolder/CodeRequirement", S46).must().kind(Kind::String),
        key("Services/SystemPolicyDownloadsFolder/StaticCode", S46).kind(Kind::Boolean),
        key("Services/SystemPolicyDownloadsFolder/Allowed", S46).must().kind(Kind::Boolean),
        key("Services/SystemPolicyDownloadsFolder/Authorization", S45).kind(Kind::String).allowed(&["Allow", "Deny", "AllowStandardUserToSetSystemService"]),
        key("Services/SystemPolicyDownloadsFolder/Comment", S46).kind(Kind::String),
        key("Services/SystemPolicyDownloadsFolder/AEReceiverIdentifier", S46).kind(Kind::String),
        key("Services/SystemPolicyDownloadsFolder/AEReceiverIdentifierType", S46).kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/SystemPolicyDownloadsFolder/AEReceiverCodeRequirement", S46).kind(Kind::String),
        key("Services/SystemPolicyNetworkVolumes", S46).kind(Kind::Array),
        key("Services/SystemPolicyNetworkVolumes/Identifier", S46).must().kind(Kind::String),
        key("Services/SystemPolicyNetworkVolumes/IdentifierType", S46).must().kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/SystemPolicyNetworkVolumes/CodeRequirement", S46).must().kind(Kind::String),
        key("Services/SystemPolicyNetworkVolumes/StaticCode", S46).kind(Kind::Boolean),
        key("Services/SystemPolicyNetworkVolumes/Allowed", S46).must().kind(Kind::Boolean),
        key("Services/SystemPolicyNetworkVolumes/Authorization", S45).kind(Kind::String).allowed(&["Allow", "Deny", "AllowStandardUserToSetSystemService"]),
        key("Services/SystemPolicyNetworkVolumes/Comment", S46).kind(Kind::String),
        key("Services/SystemPolicyNetworkVolumes/AEReceiverIdentifier", S46).kind(Kind::String),
        key("Services/SystemPolicyNetworkVolumes/AEReceiverIdentifierType", S46).kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/SystemPolicyNetworkVolumes/AEReceiverCodeRequirement", S46).kind(Kind::String),
        key("Services/SystemPolicyRemovableVolumes", S46).kind(Kind::Array),
        key("Services/SystemPolicyRemovableVolumes/Identifier", S46).must().kind(Kind::String),
        key("Services/SystemPolicyRemovableVolumes/IdentifierType", S46).must().kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/SystemPolicyRemovableVolumes/CodeRequirement", S46).must().kind(Kind::String),
        key("Services/SystemPolicyRemovableVolumes/StaticCode", S46).kind(Kind::Boolean),
        key("Services/SystemPolicyRemovableVolumes/Allowed", S46).must().kind(Kind::Boolean),
        key("Services/SystemPolicyRemovableVolumes/Authorization", S45).kind(Kind::String).allowed(&["Allow", "Deny", "AllowStandardUserToSetSystemService"]),
        key("Services/SystemPolicyRemovableVolumes/Comment", S46).kind(Kind::String),
        key("Services/SystemPolicyRemovableVolumes/AEReceiverIdentifier", S46).kind(Kind::String),
        key("Services/SystemPolicyRemovableVolumes/AEReceiverIdentifierType", S46).kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/SystemPolicyRemovableVolumes/AEReceiverCodeRequirement", S46).kind(Kind::String),
        key("Services/SystemPolicyAppBundles", S47).kind(Kind::Array),
        key("Services/SystemPolicyAppBundles/Identifier", S47).must().kind(Kind::String),
        key("Services/SystemPolicyAppBundles/IdentifierType", S47).must().kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/SystemPolicyAppBundles/CodeRequirement", S47).must().kind(Kind::String),
        key("Services/SystemPolicyAppBundles/StaticCode", S47).kind(Kind::Boolean),
        key("Services/SystemPolicyAppBundles/Allowed", S47).must().kind(Kind::Boolean),
        key("Services/SystemPolicyAppBundles/Authorization", S45).kind(Kind::String).allowed(&["Allow", "Deny", "AllowStandardUserToSetSystemService"]),
        key("Services/SystemPolicyAppBundles/Comment", S47).kind(Kind::String),
        key("Services/SystemPolicyAppBundles/AEReceiverIdentifier", S47).kind(Kind::String),
        key("Services/SystemPolicyAppBundles/AEReceiverIdentifierType", S47).kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/SystemPolicyAppBundles/AEReceiverCodeRequirement", S47).kind(Kind::String),
        key("Services/SystemPolicyAppData", S48).kind(Kind::Array),
        key("Services/SystemPolicyAppData/Identifier", S48).must().kind(Kind::String),
        key("Services/SystemPolicyAppData/IdentifierType", S48).must().kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/SystemPolicyAppData/CodeRequirement", S48).must().kind(Kind::String),
        key("Services/SystemPolicyAppData/StaticCode", S48).kind(Kind::Boolean),
        key("Services/SystemPolicyAppData/Allowed", S48).must().kind(Kind::Boolean),
        key("Services/SystemPolicyAppData/Authorization", S45).kind(Kind::String).allowed(&["Allow", "Deny", "AllowStandardUserToSetSystemService"]),
        key("Services/SystemPolicyAppData/Comment", S48).kind(Kind::String),
        key("Services/SystemPolicyAppData/AEReceiverIdentifier", S48).kind(Kind::String),
        key("Services/SystemPolicyAppData/AEReceiverIdentifierType", S48).kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/SystemPolicyAppData/AEReceiverCodeRequirement", S48).kind(Kind::String),
        key("Services/BluetoothAlways", S45).kind(Kind::Array),
        key("Services/BluetoothAlways/Identifier", S45).must().kind(Kind::String),
        key("Services/BluetoothAlways/IdentifierType", S45).must().kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/BluetoothAlways/CodeRequirement", S45).must().kind(Kind::String),
        key("Services/BluetoothAlways/StaticCode", S45).kind(Kind::Boolean),
        key("Services/BluetoothAlways/Allowed", S45).must().kind(Kind::Boolean),
        key("Services/BluetoothAlways/Authorization", S45).kind(Kind::String).allowed(&["Allow", "Deny", "AllowStandardUserToSetSystemService"]),
        key("Services/BluetoothAlways/Comment", S45).kind(Kind::String),
        key("Services/BluetoothAlways/AEReceiverIdentifier", S45).kind(Kind::String),
        key("Services/BluetoothAlways/AEReceiverIdentifierType", S45).kind(Kind::String).allowed(&["bundleID", "path"]),
        key("Services/BluetoothAlways/AEReceiverCodeRequirement", S45).kind(Kind::String),
    ]),
    item("com.apple.airplay.security", "mdm/profiles/com.apple.airplay.security.yaml", S49, &[
        key("SecurityType", S49).must().kind(Kind::String).allowed(&["PASSCODE_ONCE", "PASSCODE_ALWAYS", "PASSWORD"]),
        key("AccessType", S49).must().kind(Kind::String).allowed(&["ANY", "WIFI_ONLY"]),
        key("Password", S49).kind(Kind::String),
    ]),
    item("com.apple.airplay", "mdm/profiles/com.apple.airplay.yaml", S50, &[
        key("AllowList", S51).kind(Kind::Array),
        key("AllowList/DeviceID", S52).kind(Kind::String),
        key("AllowList/DeviceName", S53).kind(Kind::String),
        key("Passwords", S50).kind(Kind::Array),
        key("Passwords/DeviceName", S54).must().kind(Kind::String),
        key("Passwords/Password", S50).must().kind(Kind::String),
        key("Passwords/DeviceID", S55).kind(Kind::String),
        key("Whitelist", S56).kind(Kind::Array),
        key("Whitelist/DeviceID", S57).kind(Kind::String),
        key("Whitelist/DeviceName", S58).kind(Kind::String),
    ]),
    item("com.apple.airprint", "mdm/profiles/com.apple.airprint.yaml", S59, &[
        key("AirPrint", S59).must().kind(Kind::Array),
        key("AirPrint/IPAddress", S59).must().kind(Kind::String),
        key("AirPrint/ResourcePath", S59).must().kind(Kind::String),
        key("AirPrint/Port", S60).kind(Kind::Integer).range(Some(0.0), Some(65535.0)),
        key("AirPrint/ForceTLS", S60).kind(Kind::Boolean),
    ]),
    item("com.apple.apn.managed", "mdm/profiles/com.apple.apn.managed.yaml", S61, &[
        key("DefaultsData", S61).must().kind(Kind::Dictionary),
        key("DefaultsData/apns", S61).must().kind(Kind::Array),
        key("DefaultsData/apns/apn", S61).must().kind(Kind::String),
        key("DefaultsData/apns/username", S61).kind(Kind::String),
        key("DefaultsData/apns/password", S61).kind(Kind::Data),
        key("DefaultsData/apns/proxy", S61).kind(Kind::String),
        key("DefaultsData/apns/proxyPort", S61).kind(Kind::Integer),
        key("DefaultsDomainName", S61).must().kind(Kind::String).allowed(&["com.apple.managedCarrier"]),
    ]),
    item("com.apple.app.lock", "mdm/profiles/com.apple.app.lock.yaml", S62, &[
        key("App", S62).must().kind(Kind::Dictionary),
        key("App/Identifier", S62).must().kind(Kind::String),
        key("App/Options", S63).kind(Kind::Dictionary),
        key("App/Options/DisableTouch", S63).kind(Kind::Boolean),
        key("App/Options/DisableDeviceRotation", S64).kind(Kind::Boolean),
        key("App/Options/DisableVolumeButtons", S64).kind(Kind::Boolean),
        key("App/Options/DisableRingerSwitch", S64).kind(Kind::Boolean),
        key("App/Options/DisableSleepWakeButton", S64).kind(Kind::Boolean),
        key("App/Options/DisableAutoLock", S63).kind(Kind::Boolean),
        key("App/Options/EnableVoiceOver", S63).kind(Kind::Boolean),
        key("App/Options/EnableZoom", S63).kind(Kind::Boolean),
        key("App/Options/EnableInvertColors", S63).kind(Kind::Boolean),
        key("App/Options/EnableAssistiveTouch", S64).kind(Kind::Boolean),
        key("App/Options/EnableSpeakSelection", S64).kind(Kind::Boolean),
        key("App/Options/EnableMonoAudio", S64).kind(Kind::Boolean),
        key("App/Options/EnableVoiceControl", S65).kind(Kind::Boolean),
        key("App/UserEnabledOptions", S63).kind(Kind::Dictionary),
        key("App/UserEnabledOptions/VoiceControl", S65).kind(Kind::Boolean),
        key("App/UserEnabledOptions/VoiceOver", S63).kind(Kind::Boolean),
        key("App/UserEnabledOptions/Zoom", S63).kind(Kind::Boolean),
        key("App/UserEnabledOptions/InvertColors", S63).kind(Kind::Boolean),
        key("App/UserEnabledOptions/AssistiveTouch", S64).kind(Kind::Boolean),
    ]),
    item("com.apple.applicationaccess.new", "mdm/profiles/com.apple.applicationaccess.new.yaml", S26, &[
        key("familyControlsEnabled", S26).must().kind(Kind::Boolean),
        key("whiteList", S26).kind(Kind::Array),
        key("whiteList/bundleID", S26).must().kind(Kind::String),
        key("whiteList/appID", S26).must().kind(Kind::Data),
        key("whiteList/detachedSignature", S26).kind(Kind::Data),
        key("whiteList/disabled", S26).kind(Kind::Boolean),
        key("whiteList/subApps", S26).kind(Kind::Array),
        key("whiteList/displayName", S26).kind(Kind::String),
        key("pathBlackList", S66).kind(Kind::Array),
        key("pathWhiteList", S66).kind(Kind::Array),
    ]),
    item("com.apple.applicationaccess", "mdm/profiles/com.apple.applicationaccess.yaml", S67, &[
        key("allowAccountModification", S68).kind(Kind::Boolean),
        key("allowActivityContinuation", S69).kind(Kind::Boolean),
        key("allowAddingGameCenterFriends", S70).kind(Kind::Boolean),
        key("allowAirDrop", S71).kind(Kind::Boolean),
        key("allowAirPlayIncomingRequests", S72).kind(Kind::Boolean),
        key("allowAirPrint", S73).kind(Kind::Boolean),
        key("allowAirPrintCredentialsStorage", S73).kind(Kind::Boolean),
        key("allowAirPrintiBeaconDiscovery", S73).kind(Kind::Boolean),
        key("allowAppCellularDataModification", S74).kind(Kind::Boolean),
        key("allowAppClips", S75).kind(Kind::Boolean),
        key("allowAppInstallation", S76).kind(Kind::Boolean),
        key("allowApplePersonalizedAdvertising", S77).kind(Kind::Boolean),
        key("allowAppRemoval", S78).kind(Kind::Boolean),
        key("allowAppsToBeHidden", S79).kind(Kind::Boolean),
        key("allowAppsToBeLocked", S79).kind(Kind::Boolean),
        key("allowARDRemoteManagementModification", S80).kind(Kind::Boolean),
        key("allowAssistant", S81).kind(Kind::Boolean),
        key("allowAssistantUserGeneratedContent", S82).kind(Kind::Boolean),
        key("allowAssistantWhileLocked", S83).kind(Kind::Boolean),
        key("allowAutoCorrection", S84).kind(Kind::Boolean),
        key("allowAutoDim", S85).kind(Kind::Boolean),
        key("allowAutomaticAppDownloads", S86).kind(Kind::Boolean),
        key("allowAutomaticScreenSaver", S87).kind(Kind::Boolean),
        key("allowAutoUnlock", S88).kind(Kind::Boolean),
        key("allowBluetoothModification", S89).kind(Kind::Boolean),
        key("allowBluetoothSharingModification", S80).kind(Kind::Boolean),
        key("allowBookstore", S90).kind(Kind::Boolean),
        key("allowBookstoreErotica", S91).kind(Kind::Boolean),
        key("allowCallRecording", S92).kind(Kind::Boolean),
        key("allowCamera", S93).kind(Kind::Boolean),
        key("allowCellularPlanModification", S73).kind(Kind::Boolean),
        key("allowChat", S94).kind(Kind::Boolean),
        key("allowCloudAddressBook", S95).kind(Kind::Boolean),
        key("allowCloudBackup", S96).kind(Kind::Boolean),
        key("allowCloudBookmarks", S95).kind(Kind::Boolean),
        key("allowCloudCalendar", S95).kind(Kind::Boolean),
        key("allowCloudDesktopAndDocuments", S97).kind(Kind::Boolean),
        key("allowCloudDocumentSync", S98).kind(Kind::Boolean),
        key("allowCloudFreeform", S80).kind(Kind::Boolean),
        key("allowCloudKeychainSync", S99).kind(Kind::Boolean),
        key("allowCloudMail", S95).kind(Kind::Boolean),
        key("allowCloudNotes", S95).kind(Kind::Boolean),
        key("allowCloudPhotoLibrary", S100).kind(Kind::Boolean),
        key("allowCloudPrivateRelay", S101).kind(Kind::Boolean),
        key("allowCloudReminders", S95).kind(Kind::Boolean),
        key("allowContentCaching", S102).kind(Kind::Boolean),
        key("allowContinuousPathKeyboard", S103).kind(Kind::Boolean),
        key("allowDefaultBrowserModification", S104).kind(Kind::Boolean),
        key("allowDefinitionLookup", S105).kind(Kind::Boolean),
        key("allowDeviceNameModification", S106).kind(Kind::Boolean),
        key("allowDeviceSleep", S107).kind(Kind::Boolean),
        key("allowDiagnosticSubmission", S108).kind(Kind::Boolean),
        key("allowDiagnosticSubmissionModification", S109).kind(Kind::Boolean),
        key("allowDictation", S110).kind(Kind::Boolean),
        key("allowedExternalIntelligenceWorkspaceIDs", S111).kind(Kind::Array),
        key("allowEnablingRestrictions", S112).kind(Kind::Boolean),
        key("allowEnterpriseAppTrust", S113).kind(Kind::Boolean),
        key("allowEnterpriseBookBackup", S114).kind(Kind::Boolean),
        key("allowEnterpriseBookMetadataSync", S114).kind(Kind::Boolean),
        key("allowEraseContentAndSettings", S115).kind(Kind::Boolean),
        key("allowESIMModification", S116).kind(Kind::Boolean),
        key("allowESIMOutgoingTransfers", S79).kind(Kind::Boolean),
        key("allowExplicitContent", S117).kind(Kind::Boolean),
        key("allowExternalIntelligenceIntegrations", S118).kind(Kind::Boolean),
        key("allowExternalIntelligenceIntegrationsSignIn", S119).kind(Kind::Boolean),
        key("allowFileSharingModification", S80).kind(Kind::Boolean),
        key("allowFilesNetworkDriveAccess", S120).kind(Kind::Boolean),
        key("allowFilesUSBDriveAccess", S103).kind(Kind::Boolean),
        key("allowFindMyDevice", S121).kind(Kind::Boolean),
        key("allowFindMyFriends", S121).kind(Kind::Boolean),
        key("allowFindMyFriendsModification", S74).kind(Kind::Boolean),
        key("allowFingerprintForUnlock", S122).kind(Kind::Boolean),
        key("allowFingerprintModification", S123).kind(Kind::Boolean),
        key("allowGameCenter", S124).kind(Kind::Boolean),
        key("allowGenmoji", S125).kind(Kind::Boolean),
        key("allowGlobalBackgroundFetchWhenRoaming", S126).kind(Kind::Boolean),
        key("allowHostPairing", S74).kind(Kind::Boolean),
        key("allowImagePlayground", S125).kind(Kind::Boolean),
        key("allowImageWand", S127).kind(Kind::Boolean),
        key("allowInAppPurchases", S126).kind(Kind::Boolean),
        key("allowInternetSharingModification", S80).kind(Kind::Boolean),
        key("allowiPhoneMirroring", S125).kind(Kind::Boolean),
        key("allowiPhoneWidgetsOnMac", S128).kind(Kind::Boolean),
        key("allowiTunes", S129).kind(Kind::Boolean),
        key("allowiTunesFileSharing", S27).kind(Kind::Boolean),
        key("allowKeyboardShortcuts", S130).kind(Kind::Boolean),
        key("allowListedAppBundleIDs", S131).kind(Kind::Array),
        key("allowLiveVoicemail", S132).kind(Kind::Boolean),
        key("allowLocalUserCreation", S80).kind(Kind::Boolean),
        key("allowLockScreenControlCenter", S133).kind(Kind::Boolean),
        key("allowLockScreenNotificationsView", S134).kind(Kind::Boolean),
        key("allowLockScreenTodayView", S133).kind(Kind::Boolean),
        key("allowMailPrivacyProtection", S135).kind(Kind::Boolean),
        key("allowMailSummary", S136).kind(Kind::Boolean),
        key("allowManagedAppsCloudSync", S137).kind(Kind::Boolean),
        key("allowManagedToWriteUnmanagedContacts", S138).kind(Kind::Boolean),
        key("allowMarketplaceAppInstallation", S139).kind(Kind::Boolean),
        key("allowMediaSharingModification", S140).kind(Kind::Boolean),
        key("allowMultiplayerGaming", S141).kind(Kind::Boolean),
        key("allowMusicService", S142).kind(Kind::Boolean),
        key("allowNews", S130).kind(Kind::Boolean),
        key("allowNFC", S143).kind(Kind::Boolean),
        key("allowNotesTranscriptionSummary", S144).kind(Kind::Boolean),
        key("allowNotificationsModification", S145).kind(Kind::Boolean),
        key("allowOpenFromManagedToUnmanaged", S146).kind(Kind::Boolean),
        key("allowOpenFromUnmanagedToManaged", S146).kind(Kind::Boolean),
        key("allowOTAPKIUpdates", S147).kind(Kind::Boolean),
        key("allowPairedWatch", S130).kind(Kind::Boolean),
        key("allowPassbookWhileLocked", S148).kind(Kind::Boolean),
        key("allowPasscodeModification", S149).kind(Kind::Boolean),
        key("allowPasswordAutoFill", S150).kind(Kind::Boolean),
        key("allowPasswordProximityRequests", S151).kind(Kind::Boolean),
        key("allowPasswordSharing", S150).kind(Kind::Boolean),
        key("allowPersonalHotspotModification", S152).kind(Kind::Boolean),
        key("allowPersonalizedHandwritingResults", S127).kind(Kind::Boolean),
        key("allowPhotoStream", S153).kind(Kind::Boolean),
        key("allowPodcasts", S154).kind(Kind::Boolean),
        key("allowPredictiveKeyboard", S84).kind(Kind::Boolean),
        key("allowPrinterSharingModification", S80).kind(Kind::Boolean),
        key("allowProximitySetupToNewDevice", S73).kind(Kind::Boolean),
        key("allowRadioService", S155).kind(Kind::Boolean),
        key("allowRapidSecurityResponseInstallation", S156).kind(Kind::Boolean),
        key("allowRapidSecurityResponseRemoval", S156).kind(Kind::Boolean),
        key("allowRCSMessaging", S157).kind(Kind::Boolean),
        key("allowRemoteAppleEventsModification", S80).kind(Kind::Boolean),
        key("allowRemoteAppPairing", S158).kind(Kind::Boolean),
        key("allowRemoteScreenObservation", S159).kind(Kind::Boolean),
        key("allowSafari", S129).kind(Kind::Boolean),
        key("allowSatelliteConnection", S160).kind(Kind::Boolean),
        key("allowScreenShot", S161).kind(Kind::Boolean),
        key("allowSharedDeviceTemporarySession", S162).kind(Kind::Boolean),
        key("allowSharedStream", S148).kind(Kind::Boolean),
        key("allowSpellCheck", S84).kind(Kind::Boolean),
        key("allowSpotlightInternetResults", S163).kind(Kind::Boolean),
        key("allowStartupDiskModification", S80).kind(Kind::Boolean),
        key("allowSystemAppRemoval", S164).kind(Kind::Boolean),
        key("allowTimeMachineBackup", S80).kind(Kind::Boolean),
        key("allowUIAppInstallation", S165).kind(Kind::Boolean),
        key("allowUIConfigurationProfileInstallation", S166).kind(Kind::Boolean),
        key("allowUniversalControl", S167).kind(Kind::Boolean),
        key("allowUnmanagedToReadManagedContacts", S168).kind(Kind::Boolean),
        key("allowUnpairedExternalBootToRecovery", S169).kind(Kind::Boolean),
        key("allowUntrustedTLSPrompt", S170).kind(Kind::Boolean),
        key("allowUSBRestrictedMode", S171).kind(Kind::Boolean),
        key("allowVideoConferencing", S172).kind(Kind::Boolean),
        key("allowVisualIntelligenceSummary", S173).kind(Kind::Boolean),
        key("allowVoiceDialing", S174).kind(Kind::Boolean),
        key("allowVPNCreation", S164).kind(Kind::Boolean),
        key("allowWallpaperModification", S175).kind(Kind::Boolean),
        key("allowWebDistributionAppInstallation", S176).kind(Kind::Boolean),
        key("allowWritingTools", S125).kind(Kind::Boolean),
        key("autonomousSingleAppModePermittedAppIDs", S74).kind(Kind::Array),
        key("blacklistedAppBundleIDs", S177).kind(Kind::Array),
        key("blockedAppBundleIDs", S131).kind(Kind::Array),
        key("enforcedFingerprintTimeout", S178).kind(Kind::Integer),
        key("enforcedSoftwareUpdateDelay", S179).kind(Kind::Integer).range(Some(1.0), Some(90.0)),
        key("enforcedSoftwareUpdateMajorOSDeferredInstallDelay", S180).kind(Kind::Integer).range(Some(1.0), Some(90.0)),
        key("enforcedSoftwareUpdateMinorOSDeferredInstallDelay", S180).kind(Kind::Integer).range(Some(1.0), Some(90.0)),
        key("enforcedSoftwareUpdateNonOSDeferredInstallDelay", S180).kind(Kind::Integer).range(Some(1.0), Some(90.0)),
        key("forceAirDropUnmanaged", S181).kind(Kind::Boolean),
        key("forceAirPlayIncomingRequestsPairingPassword", S182).kind(Kind::Boolean),
        key("forceAirPlayOutgoingRequestsPairingPassword", S183).kind(Kind::Boolean),
        key("forceAirPrintTrustedTLSRequirement", S73).kind(Kind::Boolean),
        key("forceAssistantProfanityFilter", S184).kind(Kind::Boolean),
        key("forceAuthenticationBeforeAutoFill", S164).kind(Kind::Boolean),
        key("forceAutomaticDateAndTime", S185).kind(Kind::Boolean),
        key("forceBypassScreenCaptureAlert", S186).kind(Kind::Boolean),
        key("forceClassroomAutomaticallyJoinClasses", S187).kind(Kind::Boolean),
        key("forceClassroomRequestPermissionToLeaveClasses", S188).kind(Kind::Boolean),
        key("forceClassroomUnpromptedAppAndDeviceLock", S187).kind(Kind::Boolean),
        key("forceClassroomUnpromptedScreenObservation", S187).kind(Kind::Boolean),
        key("forceDelayedAppSoftwareUpdates", S189).kind(Kind::Boolean),
        key("forceDelayedMajorSoftwareUpdates", S180).kind(Kind::Boolean),
        key("forceDelayedSoftwareUpdates", S190).kind(Kind::Boolean),
        key("forceEncryptedBackup", S191).kind(Kind::Boolean),
        key("forceITunesStorePasswordEntry", S192).kind(Kind::Boolean),
        key("forceLimitAdTracking", S147).kind(Kind::Boolean),
        key("forceOnDeviceOnlyDictation", S193).kind(Kind::Boolean),
        key("forceOnDeviceOnlyTranslation", S194).kind(Kind::Boolean),
        key("forcePreserveESIMOnErase", S195).kind(Kind::Boolean),
        key("forceWatchWristDetection", S196).kind(Kind::Boolean),
        key("forceWiFiPowerOn", S103).kind(Kind::Boolean),
        key("forceWiFiToAllowedNetworksOnly", S197).kind(Kind::Boolean),
        key("forceWiFiWhitelisting", S198).kind(Kind::Boolean),
        key("ratingApps", S199).kind(Kind::Integer).range(Some(0.0), Some(1000.0)),
        key("ratingMovies", S199).kind(Kind::Integer).range(Some(0.0), Some(1000.0)),
        key("ratingRegion", S200).kind(Kind::String).allowed(&["us", "au", "ca", "de", "fr", "ie", "jp", "nz", "gb"]),
        key("ratingTVShows", S199).kind(Kind::Integer).range(Some(0.0), Some(1000.0)),
        key("requireManagedPasteboard", S201).kind(Kind::Boolean),
        key("safariAcceptCookies", S126).kind(Kind::Real).allowed(&["0.0", "1.0", "1.5", "2.0"]),
        key("safariAllowAutoFill", S202).kind(Kind::Boolean),
        key("safariAllowJavaScript", S126).kind(Kind::Boolean),
        key("safariAllowPopups", S126).kind(Kind::Boolean),
        key("safariForceFraudWarning", S191).kind(Kind::Boolean),
        key("whitelistedAppBundleIDs", S177).kind(Kind::Array),
    ]),
    item("com.apple.appstore", "mdm/profiles/com.apple.appstore.yaml", S203, &[
        key("restrict-store-require-admin-to-install", S204).kind(Kind::Boolean),
        key("restrict-store-softwareupdate-only", S205).kind(Kind::Boolean),
        key("restrict-store-disable-app-adoption", S205).kind(Kind::Boolean),
        key("DisableSoftwareUpdateNotifications", S205).kind(Kind::Boolean),
    ]),
    item("com.apple.asam", "mdm/profiles/com.apple.asam.yaml", S206, &[
        key("AllowedApplications", S206).must().kind(Kind::Array),
        key("AllowedApplications/BundleIdentifier", S206).must().kind(Kind::String),
        key("AllowedApplications/TeamIdentifier", S206).must().kind(Kind::String),
    ]),
    item("com.apple.associated-domains", "mdm/profiles/com.apple.associated-domains.yaml", S207, &[
        key("Configuration", S207).must().kind(Kind::Array),
        key("Configuration/ApplicationIdentifier", S207).must().kind(Kind::String),
        key("Configuration/AssociatedDomains", S207).must().kind(Kind::Array),
        key("Configuration/EnableDirectDownloads", S208).kind(Kind::Boolean),
    ]),
    item("com.apple.caldav.account", "mdm/profiles/com.apple.caldav.account.yaml", S209, &[
        key("CalDAVAccountDescription", S209).kind(Kind::String),
        key("CalDAVHostName", S209).must().kind(Kind::String),
        key("CalDAVUsername", S209).kind(Kind::String),
        key("CalDAVPassword", S209).kind(Kind::String),
        key("CalDAVPrincipalURL", S209).kind(Kind::String),
        key("CalDAVUseSSL", S209).kind(Kind::Boolean),
        key("CalDAVPort", S209).kind(Kind::Integer),
        key("VPNUUID", S210).kind(Kind::String),
    ]),
    item("com.apple.carddav.account", "mdm/profiles/com.apple.carddav.account.yaml", S209, &[
        key("CardDAVAccountDescription", S209).kind(Kind::String),
        key("CardDAVHostName", S209).must().kind(Kind::String),
        key("CardDAVUsername", S209).kind(Kind::String),
        key("CardDAVPassword", S209).kind(Kind::String),
        key("CardDAVPrincipalURL", S211).kind(Kind::String),
        key("CardDAVUseSSL", S209).kind(Kind::Boolean),
        key("CardDAVPort", S209).kind(Kind::Integer),
        key("CommunicationServiceRules", S212).kind(Kind::Dictionary),
        key("CommunicationServiceRules/DefaultServiceHandlers", S212).kind(Kind::Dictionary),
        key("CommunicationServiceRules/DefaultServiceHandlers/AudioCall", S212).kind(Kind::String),
        key("VPNUUID", S210).kind(Kind::String),
    ]),
    item("com.apple.cellular", "mdm/profiles/com.apple.cellular.yaml", S213, &[
        key("AttachAPN", S213).kind(Kind::Dictionary),
        key("AttachAPN/Name", S213).must().kind(Kind::String),
        key("AttachAPN/AuthenticationType", S213).kind(Kind::String).allowed(&["CHAP", "PAP"]),
        key("AttachAPN/Username", S213).kind(Kind::String),
        key("AttachAPN/Password", S213).kind(Kind::String),
        key("AttachAPN/AllowedProtocolMask", S214).kind(Kind::Integer).allowed(&["1", "2", "3"]),
        key("APNs", S213).kind(Kind::Array),
        key("APNs/Name", S213).must().kind(Kind::String),
        key("APNs/AuthenticationType", S213).kind(Kind::String).allowed(&["CHAP", "PAP"]),
        key("APNs/Username", S213).kind(Kind::String),
        key("APNs/Password", S213).kind(Kind::String),
        key("APNs/ProxyServer", S213).kind(Kind::String),
        key("APNs/ProxyPort", S213).kind(Kind::Integer),
        key("APNs/DefaultProtocolMask", S215).kind(Kind::Integer).allowed(&["1", "2", "3"]),
        key("APNs/AllowedProtocolMask", S214).kind(Kind::Integer).allowed(&["1", "2", "3"]),
        key("APNs/AllowedProtocolMaskInRoaming", S214).kind(Kind::Integer).allowed(&["1", "2", "3"]),
        key("APNs/AllowedProtocolMaskInDomesticRoaming", S214).kind(Kind::Integer).allowed(&["1", "2", "3"]),
        key("APNs/EnableXLAT464", S216).kind(Kind::Boolean),
    ]),
    item("com.apple.cellularprivatenetwork.managed", "mdm/profiles/com.apple.cellularprivatenetwork.managed.yaml", S217, &[
        key("Geofences", S217).kind(Kind::Array),
        key("Geofences/Longitude", S217).must().kind(Kind::Real).range(Some(-180.0), Some(180.0)),
        key("Geofences/Latitude", S217).must().kind(Kind::Real).range(Some(-90.0), Some(90.0)),
        key("Geofences/Radius", S217).must().kind(Kind::Real).range(Some(100.0), Some(6500.0)),
        key("Geofences/GeofenceId", S217).must().kind(Kind::String),
        key("DataSetName", S217).must().kind(Kind::String),
        key("VersionNumber", S217).must().kind(Kind::String),
        key("CellularDataPreferred", S217).kind(Kind::Boolean),
        key("EnableNRStandalone", S217).kind(Kind::Boolean),
        key("NetworkIdentifier", S218).kind(Kind::String),
        key("CsgNetworkIdentifier", S218).kind(Kind::String),
    ]),
    item("com.apple.conferenceroomdisplay", "mdm/profiles/com.apple.conferenceroomdisplay.yaml", S219, &[
        key("Message", S219).kind(Kind::String),
    ]),
    item("com.apple.configurationprofile.identification", "mdm/profiles/com.apple.configurationprofile.identification.yaml", S220, &[
        key("PayloadIdentification", S220).must().kind(Kind::Dictionary),
        key("PayloadIdentification/UserName", S220).must().kind(Kind::String),
        key("PayloadIdentification/FullName", S220).must().kind(Kind::String),
        key("PayloadIdentification/EmailAddress", S220).must().kind(Kind::String),
        key("PayloadIdentification/AuthMethod", S220).must().kind(Kind::String).allowed(&["Password", "UserEnteredPassword"]),
        key("PayloadIdentification/Password", S220).must().kind(Kind::String),
        key("PayloadIdentification/Prompt", S220).kind(Kind::String),
        key("PayloadIdentification/PromptMessage", S220).kind(Kind::String),
    ]),
    item("com.apple.dashboard", "mdm/profiles/com.apple.dashboard.yaml", S221, &[
        key("whiteListEnabled", S221).must().kind(Kind::Boolean),
        key("WhiteList", S221).must().kind(Kind::Array),
        key("WhiteList/Type", S221).must().kind(Kind::String),
        key("WhiteList/ID", S221).must().kind(Kind::String),
    ]),
    item("com.apple.declarations", "mdm/profiles/com.apple.declarations.yaml", S222, &[
        key("Declarations", S222).must().kind(Kind::Array),
    ]),
    item("com.apple.desktop", "mdm/profiles/com.apple.desktop.yaml", S205, &[
        key("locked", S223).kind(Kind::Boolean),
        key("override-picture-path", S205).kind(Kind::String),
    ]),
    item("com.apple.dnsProxy.managed", "mdm/profiles/com.apple.dnsProxy.managed.yaml", S224, &[
        key("AppBundleIdentifier", S224).must().kind(Kind::String),
        key("ProviderBundleIdentifier", S224).kind(Kind::String),
        key("ProviderConfiguration", S224).kind(Kind::Dictionary),
        key("ProviderConfiguration/*", S224).kind(Kind::Any),
        key("DNSProxyUUID", S225).kind(Kind::String),
    ]),
    item("com.apple.dnsSettings.managed", "mdm/profiles/com.apple.dnsSettings.managed.yaml", S226, &[
        key("DNSSettings", S226).must().kind(Kind::Dictionary),
        key("DNSSettings/DNSProtocol", S226).must().kind(Kind::String).allowed(&["HTTPS", "TLS"]),
        key("DNSSettings/ServerURL", S226).kind(Kind::String),
        key("DNSSettings/ServerName", S226).kind(Kind::String),
        key("DNSSettings/ServerAddresses", S226).kind(Kind::Array),
        key("DNSSettings/SupplementalMatchDomains", S226).kind(Kind::Array),
        key("OnDemandRules", S226).kind(Kind::Array),
        key("OnDemandRules/Action", S226).must().kind(Kind::String).allowed(&["Connect", "Disconnect", "EvaluateConnection"]),
        key("OnDemandRules/ActionParameters", S226).kind(Kind::Array),
        key("OnDemandRules/ActionParameters/Domains", S226).must().kind(Kind::Array),
        key("OnDemandRules/ActionParameters/DomainAction", S226).must().kind(Kind::String).allowed(&["NeverConnect", "ConnectIfNeeded"]),
        key("OnDemandRules/DNSDomainMatch", S226).kind(Kind::Array),
        key("OnDemandRules/DNSServerAddressMatch", S226).kind(Kind::Array),
        key("OnDemandRules/InterfaceTypeMatch", S226).kind(Kind::String).allowed(&["Ethernet", "WiFi", "Cellular"]),
        key("OnDemandRules/SSIDMatch", S226).kind(Kind::Array),
        key("OnDemandRules/URLStringProbe", S226).kind(Kind::String),
        key("ProhibitDisablement", S226).kind(Kind::Boolean),
        key("PayloadCertificateUUID", S227).kind(Kind::String),
    ]),
    item("com.apple.dock", "mdm/profiles/com.apple.dock.yaml", S1, &[
        key("tilesize", S1).kind(Kind::Integer).range(Some(16.0), Some(128.0)),
        key("size-immutable", S1).kind(Kind::Boolean),
        key("magnification", S1).kind(Kind::Boolean),
        key("magnify-immutable", S1).kind(Kind::Boolean),
        key("largesize", S1).kind(Kind::Integer).range(Some(16.0), Some(128.0)),
        key("magsize-immutable", S1).kind(Kind::Boolean),
        key("orientation", S1).kind(Kind::String).allowed(&["bottom", "left", "right"]),
        key("position-immutable", S1).kind(Kind::Boolean),
        key("mineffect", S1).kind(Kind::String).allowed(&["genie", "scale"]),
        key("mineffect-immutable", S1).kind(Kind::Boolean),
        key("windowtabbing", S228).kind(Kind::String).allowed(&["manual", "always", "fullscreen"]),
        key("windowtabbing-immutable", S229).kind(Kind::Boolean),
        key("dblclickbehavior", S228).kind(Kind::String).allowed(&["minimize", "maximize", "none"]),
        key("dblclickbehavior-immutable", S230).kind(Kind::Boolean),
        key("minimize-to-application", S1).kind(Kind::Boolean),
        key("minintoapp-immutable", S230).kind(Kind::Boolean),
        key("launchanim", S1).kind(Kind::Boolean),
        key("launchanim-immutable", S1).kind(Kind::Boolean),
        key("autohide", S1).kind(Kind::Boolean),
        key("autohide-immutable", S1).kind(Kind::Boolean),
        key("show-process-indicators", S1).kind(Kind::Boolean),
        key("showindicators-immutable", S1).kind(Kind::Boolean),
        key("show-recents", S230).kind(Kind::Boolean),
        key("showrecents-immutable", S228).kind(Kind::Boolean),
        key("contents-immutable", S1).kind(Kind::Boolean),
        key("MCXDockSpecialFolders", S1).kind(Kind::Array).allowed(&["AddDockMCXMyApplicationsFolder", "AddDockMCXDocumentsFolder", "AddDockMCXSharedFolder", "AddDockMCXOriginalNetworkHomeFolder"]),
        key("AllowDockFixupOverride", S229).kind(Kind::Boolean),
        key("static-only", S1).kind(Kind::Boolean),
        key("static-others", S1).kind(Kind::Array),
        key("static-others/tile-data", S1).must().kind(Kind::Dictionary),
        key("static-others/tile-data/label", S1).must().kind(Kind::String),
        key("static-others/tile-data/url", S1).kind(Kind::String),
        key("static-others/tile-data/file-type", S1).must().kind(Kind::Integer).allowed(&["0", "1", "3"]),
        key("static-others/tile-data/file-data", S1).kind(Kind::Dictionary),
        key("static-others/tile-data/file-data/*", S1).kind(Kind::Any),
        key("static-others/tile-type", S1).must().kind(Kind::String).allowed(&["file-tile", "directory-tile", "url-tile"]),
        key("static-apps", S1).kind(Kind::Array),
        key("static-apps/tile-data", S1).must().kind(Kind::Dictionary),
        key("static-apps/tile-data/label", S1).must().kind(Kind::String),
        key("static-apps/tile-data/url", S1).kind(Kind::String),
        key("static-apps/tile-data/file-type", S1).must().kind(Kind::Integer).allowed(&["0", "1", "3"]),
        key("static-apps/tile-data/file-data", S1).kind(Kind::Dictionary),
        key("static-apps/tile-data/file-data/*", S1).kind(Kind::Any),
        key("static-apps/tile-type", S1).must().kind(Kind::String).allowed(&["file-tile", "directory-tile", "url-tile"]),
        key("persistent-apps", S1).kind(Kind::Array),
        key("persistent-apps/tile-data", S1).must().kind(Kind::Dictionary),
        key("persistent-apps/tile-data/label", S1).must().kind(Kind::String),
        key("persistent-apps/tile-data/url", S1).kind(Kind::String),
        key("persistent-apps/tile-data/file-type", S1).must().kind(Kind::Integer).allowed(&["0", "1", "3"]),
        key("persistent-apps/tile-data/file-data", S1).kind(Kind::Dictionary),
        key("persistent-apps/tile-data/file-data/*", S1).kind(Kind::Any),
        key("persistent-apps/tile-type", S1).must().kind(Kind::String).allowed(&["file-tile", "directory-tile", "url-tile"]),
        key("persistent-others", S1).kind(Kind::Array),
        key("persistent-others/tile-data", S1).must().kind(Kind::Dictionary),
        key("persistent-others/tile-data/label", S1).must().kind(Kind::String),
        key("persistent-others/tile-data/url", S1).kind(Kind::String),
        key("persistent-others/tile-data/file-type", S1).must().kind(Kind::Integer).allowed(&["0", "1", "3"]),
        key("persistent-others/tile-data/file-data", S1).kind(Kind::Dictionary),
        key("persistent-others/tile-data/file-data/*", S1).kind(Kind::Any),
        key("persistent-others/tile-type", S1).must().kind(Kind::String).allowed(&["file-tile", "directory-tile", "url-tile"]),
    ]),
    item("com.apple.domains", "mdm/profiles/com.apple.domains.yaml", S231, &[
        key("EmailDomains", S232).kind(Kind::Array),
        key("WebDomains", S233).kind(Kind::Array),
        key("SafariPasswordAutoFillDomains", S234).kind(Kind::Array),
        key("CrossSiteTrackingPreventionRelaxedDomains", S235).kind(Kind::Array),
        key("CrossSiteTrackingPreventionRelaxedApps", S236).kind(Kind::Array),
    ]),
    item("com.apple.eas.account", "mdm/profiles/com.apple.eas.account.yaml", S211, &[
        key("EmailAddress", S211).kind(Kind::String),
        key("Host", S211).kind(Kind::String),
        key("SSL", S211).kind(Kind::Boolean),
        key("OAuth", S237).kind(Kind::Boolean),
        key("UserName", S211).kind(Kind::String),
        key("Password", S211).kind(Kind::String),
        key("Certificate", S238).kind(Kind::Data),
        key("CertificateName", S238).kind(Kind::String),
        key("CertificatePassword", S211).kind(Kind::String),
        key("PreventMove", S239).kind(Kind::Boolean),
        key("PreventAppSheet", S239).kind(Kind::Boolean),
        key("PayloadCertificateUUID", S211).kind(Kind::String),
        key("SMIMEEnabled", S240).kind(Kind::Boolean),
        key("SMIMESigningEnabled", S241).kind(Kind::Boolean),
        key("SMIMESigningCertificateUUID", S239).kind(Kind::String),
        key("SMIMEEncryptionEnabled", S242).kind(Kind::Boolean),
        key("SMIMEEncryptionCertificateUUID", S239).kind(Kind::String),
        key("SMIMEEnablePerMessageSwitch", S243).kind(Kind::Boolean),
        key("disableMailRecentsSyncing", S211).kind(Kind::Boolean),
        key("MailNumberOfPastDaysToSync", S211).kind(Kind::Integer).allowed(&["0", "1", "3", "7", "14", "31"]),
        key("HeaderMagic", S244).kind(Kind::String),
        key("CommunicationServiceRules", S212).kind(Kind::Dictionary),
        key("CommunicationServiceRules/DefaultServiceHandlers", S212).kind(Kind::Dictionary),
        key("CommunicationServiceRules/DefaultServiceHandlers/AudioCall", S212).kind(Kind::String),
        key("allowMailDrop", S245).kind(Kind::Boolean),
        key("SMIMESigningUserOverrideable", S237).kind(Kind::Boolean),
        key("SMIMESigningCertificateUUIDUserOverrideable", S237).kind(Kind::Boolean),
        key("SMIMEEncryptByDefault", S237).kind(Kind::Boolean),
        key("SMIMEEncryptByDefaultUserOverrideable", S237).kind(Kind::Boolean),
        key("SMIMEEncryptionCertificateUUIDUserOverrideable", S237).kind(Kind::Boolean),
        key("SMIMEEnableEncryptionPerMessageSwitch", S237).kind(Kind::Boolean),
        key("EnableMail", S246).kind(Kind::Boolean),
        key("EnableContacts", S246).kind(Kind::Boolean),
        key("EnableCalendars", S246).kind(Kind::Boolean),
        key("EnableReminders", S246).kind(Kind::Boolean),
        key("EnableNotes", S246).kind(Kind::Boolean),
        key("EnableMailUserOverridable", S246).kind(Kind::Boolean),
        key("EnableContactsUserOverridable", S246).kind(Kind::Boolean),
        key("EnableCalendarsUserOverridable", S246).kind(Kind::Boolean),
        key("EnableRemindersUserOverridable", S246).kind(Kind::Boolean),
        key("EnableNotesUserOverridable", S246).kind(Kind::Boolean),
        key("OAuthSignInURL", S246).kind(Kind::String),
        key("OAuthTokenRequestURL", S246).kind(Kind::String),
        key("OverridePreviousPassword", S210).kind(Kind::Boolean),
        key("VPNUUID", S210).kind(Kind::String),
    ]),
    item("com.apple.education", "mdm/profiles/com.apple.education.yaml", S247, &[
        key("OrganizationUUID", S247).must().kind(Kind::String),
        key("OrganizationName", S247).must().kind(Kind::String),
        key("PayloadCertificateUUID", S247).kind(Kind::String),
        key("LeaderPayloadCertificateAnchorUUID", S247).kind(Kind::Array),
        key("MemberPayloadCertificateAnchorUUID", S247).kind(Kind::Array),
        key("ResourcePayloadCertificateUUID", S247).kind(Kind::String),
        key("UserIdentifier", S247).must().kind(Kind::String),
        key("Departments", S247).kind(Kind::Array),
        key("Departments/Name", S247).must().kind(Kind::String),
        key("Departments/GroupBeaconIDs", S247).must().kind(Kind::Array),
        key("Groups", S247).must().kind(Kind::Array),
        key("Groups/BeaconID", S247).must().kind(Kind::Integer),
        key("Groups/Name", S247).must().kind(Kind::String),
        key("Groups/Description", S247).kind(Kind::String),
        key("Groups/ImageURL", S248).kind(Kind::String),
        key("Groups/ConfigurationSource", S247).kind(Kind::String),
        key("Groups/LeaderIdentifiers", S247).kind(Kind::Array),
        key("Groups/MemberIdentifiers", S247).must().kind(Kind::Array),
        key("Groups/DeviceGroupIdentifiers", S247).kind(Kind::Array),
        key("Users", S247).must().kind(Kind::Array),
        key("Users/Identifier", S247).must().kind(Kind::String),
        key("Users/Name", S247).must().kind(Kind::String),
        key("Users/GivenName", S247).kind(Kind::String),
        key("Users/FamilyName", S247).kind(Kind::String),
        key("Users/PhoneticGivenName", S247).kind(Kind::String),
        key("Users/PhoneticFamilyName", S247).kind(Kind::String),
        key("Users/ImageURL", S247).kind(Kind::String),
        key("Users/FullScreenImageURL", S248).kind(Kind::String),
        key("Users/AppleID", S247).kind(Kind::String),
        key("Users/PasscodeType", S247).kind(Kind::String).allowed(&["complex", "four", "six"]),
        key("DeviceGroups", S247).kind(Kind::Array),
        key("DeviceGroups/Identifier", S247).must().kind(Kind::String),
        key("DeviceGroups/Name", S247).must().kind(Kind::String),
        key("DeviceGroups/SerialNumbers", S247).must().kind(Kind::Array),
        key("ScreenObservationPermissionModificationAllowed", S249).kind(Kind::Boolean),
    ]),
    item("com.apple.ews.account", "mdm/profiles/com.apple.ews.account.yaml", S250, &[
        key("EmailAddress", S250).kind(Kind::String),
        key("Host", S250).kind(Kind::String),
        key("SSL", S250).kind(Kind::Boolean),
        key("OAuth", S251).kind(Kind::Boolean),
        key("OAuthSignInURL", S251).kind(Kind::String),
        key("UserName", S250).kind(Kind::String),
        key("Password", S250).kind(Kind::String),
        key("PayloadCertificateUUID", S252).kind(Kind::String),
        key("AuthenticationCertificateUUID", S253).kind(Kind::String),
        key("allowMailDrop", S252).kind(Kind::Boolean),
        key("Path", S250).kind(Kind::String),
        key("Port", S250).kind(Kind::Integer),
        key("ExternalHost", S250).kind(Kind::String),
        key("ExternalSSL", S250).kind(Kind::Boolean),
        key("ExternalPath", S250).kind(Kind::String),
        key("ExternalPort", S250).kind(Kind::Integer),
    ]),
    item("com.apple.extensiblesso", "mdm/profiles/com.apple.extensiblesso(kerberos).yaml", S254, &[
        key("ExtensionIdentifier", S254).must().kind(Kind::String).allowed(&["com.apple.AppSSOKerberos.KerberosExtension"]),
        key("TeamIdentifier", S254).must().kind(Kind::String).allowed(&["apple"]),
        key("Type", S254).must().kind(Kind::String).allowed(&["Credential"]),
        key("Realm", S254).must().kind(Kind::String),
        key("ExtensionData", S254).kind(Kind::Dictionary),
        key("ExtensionData/cacheName", S255).kind(Kind::String),
        key("ExtensionData/principalName", S254).kind(Kind::String),
        key("ExtensionData/siteCode", S254).kind(Kind::String),
        key("ExtensionData/certificateUUID", S254).kind(Kind::String),
        key("ExtensionData/useSiteAutoDiscovery", S254).kind(Kind::Boolean),
        key("ExtensionData/credentialBundleIdACL", S254).kind(Kind::Array),
        key("ExtensionData/includeManagedAppsInBundleIdACL", S256).kind(Kind::Boolean),
        key("ExtensionData/includeKerberosAppsInBundleIdACL", S257).kind(Kind::Boolean),
        key("ExtensionData/domainRealmMapping", S254).kind(Kind::Dictionary),
        key("ExtensionData/domainRealmMapping/Realm", S254).kind(Kind::Array),
        key("ExtensionData/isDefaultRealm", S254).kind(Kind::Boolean),
        key("ExtensionData/customUsernameLabel", S258).kind(Kind::String),
        key("ExtensionData/helpText", S258).kind(Kind::String),
        key("ExtensionData/allowPasswordChange", S259).kind(Kind::Boolean),
        key("ExtensionData/allowAutomaticLogin", S254).kind(Kind::Boolean),
        key("ExtensionData/requireUserPresence", S254).kind(Kind::Boolean),
        key("ExtensionData/pwExpireOverride", S260).kind(Kind::Integer),
        key("ExtensionData/pwNotificationDays", S259).kind(Kind::Integer),
        key("ExtensionData/pwReqLength", S259).kind(Kind::Integer),
        key("ExtensionData/pwReqComplexity", S259).kind(Kind::Boolean),
        key("ExtensionData/pwReqMinAge", S259).kind(Kind::Integer),
        key("ExtensionData/pwReqHistory", S259).kind(Kind::Integer),
        key("ExtensionData/pwReqText", S259).kind(Kind::String),
        key("ExtensionData/pwReqRTFData", S261).kind(Kind::Data),
        key("ExtensionData/pwChangeURL", S259).kind(Kind::String),
        key("ExtensionData/syncLocalPassword", S259).kind(Kind::Boolean),
        key("ExtensionData/replicationTime", S262).kind(Kind::Integer),
        key("ExtensionData/delayUserSetup", S263).kind(Kind::Boolean),
        key("ExtensionData/monitorCredentialsCache", S263).kind(Kind::Boolean),
        key("ExtensionData/requireTLSForLDAP", S258).kind(Kind::Boolean),
        key("ExtensionData/credentialUseMode", S258).kind(Kind::String).allowed(&["always", "whenNotSpecified", "kerberosDefault"]),
        key("ExtensionData/preferredKDCs", S264).kind(Kind::Array),
        key("ExtensionData/usePlatformSSOTGT", S265).kind(Kind::Boolean),
        key("ExtensionData/allowPlatformSSOAuthFallback", S265).kind(Kind::Boolean),
        key("ExtensionData/performKerberosOnly", S266).kind(Kind::Boolean),
        key("ExtensionData/identityIssuerAutoSelectFilter", S261).kind(Kind::String),
        key("ExtensionData/allowSmartCard", S261).kind(Kind::Boolean),
        key("ExtensionData/allowPassword", S261).kind(Kind::Boolean),
        key("ExtensionData/startInSmartCardMode", S261).kind(Kind::Boolean),
        key("Hosts", S254).kind(Kind::Array),
    ]),
    item("com.apple.extensiblesso", "mdm/profiles/com.apple.extensiblesso.yaml", S254, &[
        key("ExtensionIdentifier", S254).must().kind(Kind::String),
        key("TeamIdentifier", S259).kind(Kind::String),
        key("Type", S254).must().kind(Kind::String).allowed(&["Credential", "Redirect"]),
        key("Realm", S254).kind(Kind::String),
        key("ExtensionData", S254).kind(Kind::Dictionary),
        key("ExtensionData/*", S254).kind(Kind::Any),
        key("URLs", S254).kind(Kind::Array),
        key("Hosts", S254).kind(Kind::Array),
        key("ScreenLockedBehavior", S264).kind(Kind::String).allowed(&["Cancel", "DoNotHandle"]),
        key("DeniedBundleIdentifiers", S264).kind(Kind::Array),
        key("AuthenticationMethod", S267).kind(Kind::String).allowed(&["Password", "UserSecureEnclaveKey"]),
        key("RegistrationToken", S265).kind(Kind::String),
        key("PlatformSSO", S268).kind(Kind::Dictionary),
        key("PlatformSSO/AuthenticationMethod", S268).kind(Kind::String).allowed(&["Password", "UserSecureEnclaveKey", "SmartCard"]),
        key("PlatformSSO/UseSharedDeviceKeys", S269).kind(Kind::Boolean),
        key("PlatformSSO/AccountDisplayName", S268).kind(Kind::String),
        key("PlatformSSO/LoginFrequency", S268).kind(Kind::Integer).range(Some(3600.0), None),
        key("PlatformSSO/EnableCreateUserAtLogin", S268).kind(Kind::Boolean),
        key("PlatformSSO/EnableAuthorization", S268).kind(Kind::Boolean),
        key("PlatformSSO/TokenToUserMapping", S268).kind(Kind::Dictionary),
        key("PlatformSSO/TokenToUserMapping/AccountName", S268).kind(Kind::String),
        key("PlatformSSO/TokenToUserMapping/FullName", S268).kind(Kind::String),
        key("PlatformSSO/NewUserAuthorizationMode", S268).kind(Kind::String).allowed(&["Standard", "Admin", "Groups"]),
        key("PlatformSSO/UserAuthorizationMode", S268).kind(Kind::String).allowed(&["Standard", "Admin", "Groups"]),
        key("PlatformSSO/AdministratorGroups", S268).kind(Kind::Array),
        key("PlatformSSO/AdditionalGroups", S268).kind(Kind::Array),
        key("PlatformSSO/AuthorizationGroups", S268).kind(Kind::Dictionary),
        key("PlatformSSO/AuthorizationGroups/*", S268).kind(Kind::String),
        key("PlatformSSO/FileVaultPolicy", S261).kind(Kind::Array).allowed(&["AttemptAuthentication", "RequireAuthentication", "AllowOfflineGracePeriod", "AllowAuthenticationGracePeriod"]),
        key("PlatformSSO/LoginPolicy", S261).kind(Kind::Array).allowed(&["AttemptAuthentication", "RequireAuthentication", "AllowOfflineGracePeriod", "AllowAuthenticationGracePeriod"]),
        key("PlatformSSO/UnlockPolicy", S261).kind(Kind::Array).allowed(&["AttemptAuthentication", "RequireAuthentication", "AllowOfflineGracePeriod", "AllowAuthenticationGracePeriod", "AllowTouchIDOrWatchForUnlock"]),
        key("PlatformSSO/OfflineGracePeriod", S261).kind(Kind::Integer),
        key("PlatformSSO/AuthenticationGracePeriod", S261).kind(Kind::Integer),
        key("PlatformSSO/NonPlatformSSOAccounts", S261).kind(Kind::Array),
    ]),
    item("com.apple.familycontrols.contentfilter", "mdm/profiles/com.apple.familycontrols.contentfilter.yaml", S1, &[
        key("restrictWeb", S1).must().kind(Kind::Boolean),
        key("useContentFilter", S1).kind(Kind::Boolean),
        key("whitelistEnabled", S1).kind(Kind::Boolean),
        key("siteWhitelist", S1).kind(Kind::Array),
        key("siteWhitelist/address", S1).must().kind(Kind::String),
        key("siteWhitelist/pageTitle", S1).kind(Kind::String),
        key("filterWhitelist", S1).kind(Kind::Array),
        key("filterBlacklist", S1).kind(Kind::Array),
    ]),
    item("com.apple.familycontrols.timelimits.v2", "mdm/profiles/com.apple.familycontrols.timelimits.v2.yaml", S1, &[
        key("familyControlsEnabled", S1).must().kind(Kind::Boolean),
        key("time-limits", S1).kind(Kind::Dictionary),
        key("time-limits/weekday-allowance", S1).kind(Kind::Dictionary),
        key("time-limits/weekday-allowance/enabled", S1).must().kind(Kind::Boolean),
        key("time-limits/weekday-allowance/rangeType", S1).must().kind(Kind::Integer).allowed(&["0", "1"]),
        key("time-limits/weekday-allowance/start", S1).kind(Kind::String),
        key("time-limits/weekday-allowance/end", S1).kind(Kind::String),
        key("time-limits/weekday-allowance/secondsPerDay", S1).kind(Kind::Integer),
        key("time-limits/weekday-curfew", S1).kind(Kind::Dictionary),
        key("time-limits/weekday-curfew/enabled", S1).must().kind(Kind::Boolean),
        key("time-limits/weekday-curfew/rangeType", S1).must().kind(Kind::Integer).allowed(&["0", "1"]),
        key("time-limits/weekday-curfew/start", S1).kind(Kind::String),
        key("time-limits/weekday-curfew/end", S1).kind(Kind::String),
        key("time-limits/weekday-curfew/secondsPerDay", S1).kind(Kind::Integer),
        key("time-limits/weekend-allowance", S1).kind(Kind::Dictionary),
        key("time-limits/weekend-allowance/enabled", S1).must().kind(Kind::Boolean),
        key("time-limits/weekend-allowance/rangeType", S1).must().kind(Kind::Integer).allowed(&["0", "1"]),
        key("time-limits/weekend-allowance/start", S1).kind(Kind::String),
        key("time-limits/weekend-allowance/end", S1).kind(Kind::String),
        key("time-limits/weekend-allowance/secondsPerDay", S1).kind(Kind::Integer),
        key("time-limits/weekend-curfew", S1).kind(Kind::Dictionary),
        key("time-limits/weekend-curfew/enabled", S1).must().kind(Kind::Boolean),
        key("time-limits/weekend-curfew/rangeType", S1).must().kind(Kind::Integer).allowed(&["0", "1"]),
        key("time-limits/weekend-curfew/start", S1).kind(Kind::String),
        key("time-limits/weekend-curfew/end", S1).kind(Kind::String),
        key("time-limits/weekend-curfew/secondsPerDay", S1).kind(Kind::Integer),
    ]),
    item("com.apple.fileproviderd", "mdm/profiles/com.apple.fileproviderd.yaml", S270, &[
        key("AllowManagedFileProvidersToRequestAttribution", S270).kind(Kind::Boolean),
        key("ManagementAllowsKnownFolderSyncing", S271).kind(Kind::Boolean),
        key("ManagementKnownFolderSyncingAllowList", S271).kind(Kind::Array),
    ]),
    item("com.apple.finder", "mdm/profiles/com.apple.finder.yaml", S1, &[
        key("ProhibitBurn", S1).kind(Kind::Boolean),
        key("InterfaceLevel", S272).kind(Kind::String).allowed(&["Simple", "Full"]),
        key("ProhibitConnectTo", S1).kind(Kind::Boolean),
        key("ProhibitEject", S1).kind(Kind::Boolean),
        key("ProhibitGoToFolder", S1).kind(Kind::Boolean),
        key("ShowExternalHardDrivesOnDesktop", S1).kind(Kind::Boolean),
        key("ShowHardDrivesOnDesktop", S1).kind(Kind::Boolean),
        key("ShowMountedServersOnDesktop", S1).kind(Kind::Boolean),
        key("ShowRemovableMediaOnDesktop", S1).kind(Kind::Boolean),
        key("WarnOnEmptyTrash", S1).kind(Kind::Boolean),
    ]),
    item("com.apple.firstactiveethernet.managed", "mdm/profiles/com.apple.firstactiveethernet.managed.yaml", S220, &[
        key("*", S220).kind(Kind::Any),
    ]),
    item("com.apple.firstethernet.managed", "mdm/profiles/com.apple.firstethernet.managed.yaml", S220, &[
        key("*", S220).kind(Kind::Any),
    ]),
    item("com.apple.font", "mdm/profiles/com.apple.font.yaml", S273, &[
        key("Name", S273).kind(Kind::String),
        key("Font", S273).must().kind(Kind::Data),
    ]),
    item("com.apple.gamed", "mdm/profiles/com.apple.gamed.yaml", S203, &[
        key("GKFeatureGameCenterAllowed", S274).kind(Kind::Boolean),
        key("GKFeatureAccountModificationAllowed", S203).kind(Kind::Boolean),
        key("GKFeatureAddingGameCenterFriendsAllowed", S274).kind(Kind::Boolean),
        key("GKFeatureMultiplayerGamingAllowed", S274).kind(Kind::Boolean),
    ]),
    item("com.apple.globalethernet.managed", "mdm/profiles/com.apple.globalethernet.managed.yaml", S275, &[
        key("*", S275).kind(Kind::Any),
    ]),
    item("com.apple.google-oauth", "mdm/profiles/com.apple.google-oauth.yaml", S276, &[
        key("AccountDescription", S276).kind(Kind::String),
        key("AccountName", S276).kind(Kind::String),
        key("EmailAddress", S276).must().kind(Kind::String),
        key("CommunicationServiceRules", S212).kind(Kind::Dictionary),
        key("CommunicationServiceRules/DefaultServiceHandlers", S212).kind(Kind::Dictionary),
        key("CommunicationServiceRules/DefaultServiceHandlers/AudioCall", S212).kind(Kind::String),
        key("VPNUUID", S210).kind(Kind::String),
    ]),
    item("com.apple.homescreenlayout", "mdm/profiles/com.apple.homescreenlayout.yaml", S277, &[
        key("Dock", S277).kind(Kind::Array),
        key("Dock/Type", S277).must().kind(Kind::String).allowed(&["App", "Folder", "WebClip"]),
        key("Dock/DisplayName", S277).kind(Kind::String),
        key("Dock/BundleID", S277).kind(Kind::String),
        key("Dock/Pages", S277).kind(Kind::Array),
        key("Dock/URL", S278).kind(Kind::String),
        key("Pages", S277).must().kind(Kind::Array),
    ]),
    item("com.apple.ironwood.support", "mdm/profiles/com.apple.ironwood.support.yaml", S274, &[
        key("Profanity Allowed", S274).kind(Kind::Boolean),
        key("Ironwood Allowed", S274).kind(Kind::Boolean),
    ]),
    item("com.apple.jabber.account", "mdm/profiles/com.apple.jabber.account.yaml", S279, &[
        key("JabberAccountDescription", S279).kind(Kind::String),
        key("JabberHostName", S279).must().kind(Kind::String),
        key("JabberUserName", S279).kind(Kind::String),
        key("JabberPassword", S279).kind(Kind::String),
        key("JabberUseSSL", S279).kind(Kind::Boolean),
        key("JabberPort", S279).kind(Kind::Integer).range(Some(0.0), Some(65535.0)),
        key("JabberAuthentication", S279).must().kind(Kind::String).allowed(&["JabberAuthPassword"]),
    ]),
    item("com.apple.ldap.account", "mdm/profiles/com.apple.ldap.account.yaml", S209, &[
        key("LDAPAccountDescription", S209).kind(Kind::String),
        key("LDAPAccountHostName", S209).must().kind(Kind::String),
        key("LDAPAccountUserName", S209).kind(Kind::String),
        key("LDAPAccountPassword", S209).kind(Kind::String),
        key("LDAPAccountUseSSL", S209).kind(Kind::Boolean),
        key("LDAPSearchSettings", S209).kind(Kind::Array),
        key("LDAPSearchSettings/LDAPSearchSettingDescription", S209).kind(Kind::String),
        key("LDAPSearchSettings/LDAPSearchSettingSearchBase", S209).must().kind(Kind::String),
        key("LDAPSearchSettings/LDAPSearchSettingScope", S209).kind(Kind::String).allowed(&["LDAPSearchSettingScopeBase", "LDAPSearchSettingScopeOneLevel", "LDAPSearchSettingScopeSubtree"]),
        key("VPNUUID", S210).kind(Kind::String),
    ]),
    item("com.apple.loginitems.managed", "mdm/profiles/com.apple.loginitems.managed.yaml", S280, &[
        key("AutoLaunchedApplicationDictionary-managed", S280).must().kind(Kind::Array),
        key("AutoLaunchedApplicationDictionary-managed/Path", S280).must().kind(Kind::String),
        key("AutoLaunchedApplicationDictionary-managed/Hide", S280).kind(Kind::Boolean),
    ]),
    item("com.apple.loginwindow", "mdm/profiles/com.apple.loginwindow.yaml", S17, &[
        key("SHOWFULLNAME", S17).kind(Kind::Boolean),
        key("HideLocalUsers", S17).kind(Kind::Boolean),
        key("IncludeNetworkUser", S17).kind(Kind::Boolean),
        key("HideAdminUsers", S17).kind(Kind::Boolean),
        key("SHOWOTHERUSERS_MANAGED", S17).kind(Kind::Boolean),
        key("AdminHostInfo", S17).kind(Kind::String).allowed(&["HostName", "SystemVersion", "IPAddress"]),
        key("AllowList", S17).kind(Kind::Array),
        key("DenyList", S17).kind(Kind::Array),
        key("HideMobileAccounts", S17).kind(Kind::Boolean),
        key("ShutDownDisabled", S17).kind(Kind::Boolean),
        key("RestartDisabled", S17).kind(Kind::Boolean),
        key("SleepDisabled", S17).kind(Kind::Boolean),
        key("DisableConsoleAccess", S17).kind(Kind::Boolean),
        key("LoginwindowText", S17).kind(Kind::String),
        key("ShutDownDisabledWhileLoggedIn", S17).kind(Kind::Boolean),
        key("RestartDisabledWhileLoggedIn", S17).kind(Kind::Boolean),
        key("PowerOffDisabledWhileLoggedIn", S17).kind(Kind::Boolean),
        key("LogOutDisabledWhileLoggedIn", S102).kind(Kind::Boolean),
        key("DisableScreenLockImmediate", S102).kind(Kind::Boolean),
        key("showInputMenu", S281).kind(Kind::Boolean),
        key("DisableFDEAutoLogin", S22).kind(Kind::Boolean),
        key("AutologinUsername", S282).kind(Kind::String),
        key("AutologinPassword", S282).kind(Kind::String),
    ]),
    item("com.apple.lom", "mdm/profiles/com.apple.lom.yaml", S283, &[
        key("DeviceCertificateUUID", S283).kind(Kind::String),
        key("ControllerCertificateUUID", S283).kind(Kind::String),
        key("DeviceCACertificateUUIDs", S283).kind(Kind::Array),
        key("ControllerCACertificateUUIDs", S283).kind(Kind::Array),
    ]),
    item("com.apple.mail.managed", "mdm/profiles/com.apple.mail.managed.yaml", S209, &[
        key("EmailAccountDescription", S209).kind(Kind::String),
        key("EmailAccountName", S209).kind(Kind::String),
        key("EmailAccountType", S209).must().kind(Kind::String).allowed(&["EmailTypeIMAP", "EmailTypePOP"]),
        key("EmailAddress", S209).kind(Kind::String),
        key("IncomingMailServerAuthentication", S209).must().kind(Kind::String).allowed(&["EmailAuthNone", "EmailAuthPassword", "EmailAuthCRAMMD5", "EmailAuthNTLM", "EmailAuthHTTPMD5"]),
        key("IncomingMailServerHostName", S209).must().kind(Kind::String),
        key("IncomingMailServerPortNumber", S209).kind(Kind::Integer),
        key("IncomingMailServerUseSSL", S209).kind(Kind::Boolean),
        key("IncomingMailServerUsername", S209).kind(Kind::String),
        key("IncomingPassword", S209).kind(Kind::String),
        key("OutgoingPassword", S209).kind(Kind::String),
        key("OutgoingPasswordSameAsIncomingPassword", S209).kind(Kind::Boolean),
        key("OutgoingMailServerAuthentication", S209).must().kind(Kind::String).allowed(&["EmailAuthNone", "EmailAuthPassword", "EmailAuthCRAMMD5", "EmailAuthNTLM", "EmailAuthHTTPMD5"]),
        key("OutgoingMailServerHostName", S209).must().kind(Kind::String),
        key("OutgoingMailServerPortNumber", S209).kind(Kind::Integer),
        key("OutgoingMailServerUseSSL", S209).kind(Kind::Boolean),
        key("OutgoingMailServerUsername", S209).kind(Kind::String),
        key("PreventMove", S239).kind(Kind::Boolean),
        key("PreventAppSheet", S239).kind(Kind::Boolean),
        key("SMIMEEnabled", S239).kind(Kind::Boolean),
        key("SMIMESigningEnabled", S212).kind(Kind::Boolean),
        key("SMIMESigningCertificateUUID", S239).kind(Kind::String),
        key("SMIMEEncryptionEnabled", S212).kind(Kind::Boolean),
        key("SMIMEEncryptionCertificateUUID", S239).kind(Kind::String),
        key("SMIMEEnablePerMessageSwitch", S284).kind(Kind::Boolean),
        key("disableMailRecentsSyncing", S285).kind(Kind::Boolean),
        key("allowMailDrop", S286).kind(Kind::Boolean),
        key("IncomingMailServerIMAPPathPrefix", S209).kind(Kind::String),
        key("SMIMESigningUserOverrideable", S237).kind(Kind::Boolean),
        key("SMIMESigningCertificateUUIDUserOverrideable", S237).kind(Kind::Boolean),
        key("SMIMEEncryptByDefault", S237).kind(Kind::Boolean),
        key("SMIMEEncryptByDefaultUserOverrideable", S237).kind(Kind::Boolean),
        key("SMIMEEncryptionCertificateUUIDUserOverrideable", S237).kind(Kind::Boolean),
        key("SMIMEEnableEncryptionPerMessageSwitch", S237).kind(Kind::Boolean),
        key("VPNUUID", S210).kind(Kind::String),
    ]),
    item("com.apple.mcxMenuExtras", "mdm/profiles/com.apple.mcxMenuExtras.yaml", S1, &[
        key("delaySeconds", S1).kind(Kind::Real),
        key("maxWaitSeconds", S1).kind(Kind::Real),
        key("AirPort.menu", S1).kind(Kind::Boolean),
        key("Battery.menu", S1).kind(Kind::Boolean),
        key("Bluetooth.menu", S1).kind(Kind::Boolean),
        key("CPU.menu", S1).kind(Kind::Boolean),
        key("Clock.menu", S1).kind(Kind::Boolean),
        key("Displays.menu", S1).kind(Kind::Boolean),
        key("Eject.menu", S1).kind(Kind::Boolean),
        key("Fax.menu", S1).kind(Kind::Boolean),
        key("HomeSync.menu", S1).kind(Kind::Boolean),
        key("iChat.menu", S1).kind(Kind::Boolean),
        key("Ink.menu", S1).kind(Kind::Boolean),
        key("IrDA.menu", S1).kind(Kind::Boolean),
        key("PCCard.menu", S1).kind(Kind::Boolean),
        key("PPP.menu", S1).kind(Kind::Boolean),
        key("PPPoE.menu", S1).kind(Kind::Boolean),
        key("RemoteDesktop.menu", S1).kind(Kind::Boolean),
        key("Script Menu.menu", S1).kind(Kind::Boolean),
        key("Spaces.menu", S1).kind(Kind::Boolean),
        key("Sync.menu", S1).kind(Kind::Boolean),
        key("TextInput.menu", S1).kind(Kind::Boolean),
        key("TimeMachine.menu", S1).kind(Kind::Boolean),
        key("UniversalAccess.menu", S1).kind(Kind::Boolean),
        key("User.menu", S1).kind(Kind::Boolean),
        key("VPN.menu", S1).kind(Kind::Boolean),
        key("Volume.menu", S1).kind(Kind::Boolean),
        key("WWAN.menu", S1).kind(Kind::Boolean),
    ]),
    item("com.apple.mcxloginscripts", "mdm/profiles/com.apple.mcxloginscripts.yaml", S19, &[
        key("loginscripts", S19).kind(Kind::Array),
        key("loginscripts/filename", S19).must().kind(Kind::String),
        key("loginscripts/filedata", S19).must().kind(Kind::Data),
        key("logoutscripts", S19).kind(Kind::Array),
        key("logoutscripts/filename", S19).must().kind(Kind::String),
        key("logoutscripts/filedata", S19).must().kind(Kind::Data),
        key("skipLoginHook", S19).kind(Kind::Boolean),
        key("skipLogoutHook", S19).kind(Kind::Boolean),
    ]),
    item("com.apple.mcxprinting", "mdm/profiles/com.apple.mcxprinting.yaml", S1, &[
        key("RequireAdminToAddPrinters", S1).kind(Kind::Boolean),
        key("AllowLocalPrinters", S1).kind(Kind::Boolean),
        key("RequireAdminToPrintLocally", S1).kind(Kind::Boolean),
        key("ShowOnlyManagedPrinters", S1).kind(Kind::Boolean),
        key("PrintFooter", S1).kind(Kind::Boolean),
        key("PrintMACAddress", S1).kind(Kind::Boolean),
        key("FooterFontSize", S1).kind(Kind::String),
        key("FooterFontName", S1).kind(Kind::String),
        key("DefaultPrinter", S1).kind(Kind::Dictionary),
        key("DefaultPrinter/DeviceURI", S1).kind(Kind::String),
        key("DefaultPrinter/DisplayName", S1).kind(Kind::String),
        key("UserPrinterList", S1).kind(Kind::Dictionary),
        key("UserPrinterList/Printer", S1).kind(Kind::Dictionary),
        key("UserPrinterList/Printer/DeviceURI", S1).kind(Kind::String),
        key("UserPrinterList/Printer/DisplayName", S1).kind(Kind::String),
        key("UserPrinterList/Printer/Location", S1).kind(Kind::String),
        key("UserPrinterList/Printer/Model", S1).kind(Kind::String),
        key("UserPrinterList/Printer/PrinterLocked", S1).kind(Kind::Boolean),
        key("UserPrinterList/Printer/PPDURL", S1).kind(Kind::String),
    ]),
    item("com.apple.mdm", "mdm/profiles/com.apple.mdm.yaml", S287, &[
        key("IdentityCertificateUUID", S287).must().kind(Kind::String),
        key("Topic", S287).must().kind(Kind::String),
        key("ServerURL", S287).must().kind(Kind::String),
        key("CheckInURL", S287).kind(Kind::String),
        key("SignMessage", S287).kind(Kind::Boolean),
        key("AccessRights", S288).kind(Kind::Integer),
        key("UseDevelopmentAPNS", S287).kind(Kind::Boolean),
        key("ManagedAppleID", S289).kind(Kind::String),
        key("AssignedManagedAppleID", S290).kind(Kind::String),
        key("EnrollmentMode", S290).kind(Kind::String).allowed(&["BYOD", "ADDE"]),
        key("ServerURLPinningCertificateUUIDs", S291).kind(Kind::Array),
        key("CheckInURLPinningCertificateUUIDs", S291).kind(Kind::Array),
        key("PinningRevocationCheckRequired", S291).kind(Kind::Boolean),
        key("ServerCapabilities", S287).kind(Kind::Array).allowed(&["com.apple.mdm.per-user-connections", "com.apple.mdm.bootstraptoken", "com.apple.mdm.token"]),
        key("CheckOutWhenRemoved", S287).kind(Kind::Boolean),
        key("RequiredAppIDForMDM", S292).kind(Kind::Integer),
        key("PromptUserToAllowBootstrapTokenForAuthentication", S293).kind(Kind::Boolean),
    ]),
    item("com.apple.mobiledevice.passwordpolicy", "mdm/profiles/com.apple.mobiledevice.passwordpolicy.yaml", S294, &[
        key("allowSimple", S295).kind(Kind::Boolean),
        key("forcePIN", S295).kind(Kind::Boolean),
        key("maxFailedAttempts", S295).kind(Kind::Integer).range(Some(2.0), Some(11.0)),
        key("maxInactivity", S295).kind(Kind::Integer).range(Some(0.0), Some(15.0)),
        key("maxPINAgeInDays", S295).kind(Kind::Integer).range(Some(0.0), Some(730.0)),
        key("minComplexChars", S296).kind(Kind::Integer).range(Some(0.0), Some(4.0)),
        key("minLength", S295).kind(Kind::Integer).range(Some(0.0), Some(16.0)),
        key("requireAlphanumeric", S296).kind(Kind::Boolean),
        key("pinHistory", S295).kind(Kind::Integer).range(Some(1.0), Some(50.0)),
        key("maxGracePeriod", S295).kind(Kind::Integer),
        key("minutesUntilFailedLoginReset", S297).kind(Kind::Integer),
        key("changeAtNextAuth", S298).kind(Kind::Boolean),
        key("customRegex", S80).kind(Kind::Dictionary),
        key("customRegex/passwordContentRegex", S80).must().kind(Kind::String),
        key("customRegex/passwordContentDescription", S80).kind(Kind::Dictionary),
        key("customRegex/passwordContentDescription/*", S80).kind(Kind::String),
    ]),
    item("com.apple.networkusagerules", "mdm/profiles/com.apple.networkusagerules.yaml", S299, &[
        key("ApplicationRules", S299).kind(Kind::Array),
        key("ApplicationRules/AppIdentifierMatches", S299).kind(Kind::Array),
        key("ApplicationRules/AllowRoamingCellularData", S299).kind(Kind::Boolean),
        key("ApplicationRules/AllowCellularData", S299).kind(Kind::Boolean),
        key("SIMRules", S300).kind(Kind::Array),
        key("SIMRules/ICCIDs", S300).must().kind(Kind::Array),
        key("SIMRules/WiFiAssistPolicy", S300).must().kind(Kind::Integer).allowed(&["2", "3"]),
    ]),
    item("com.apple.notificationsettings", "mdm/profiles/com.apple.notificationsettings.yaml", S301, &[
        key("NotificationSettings", S301).must().kind(Kind::Array),
        key("NotificationSettings/BundleIdentifier", S301).must().kind(Kind::String),
        key("NotificationSettings/NotificationsEnabled", S301).kind(Kind::Boolean),
        key("NotificationSettings/ShowInNotificationCenter", S301).kind(Kind::Boolean),
        key("NotificationSettings/ShowInLockScreen", S301).kind(Kind::Boolean),
        key("NotificationSettings/AlertType", S301).kind(Kind::Integer).allowed(&["0", "1", "2"]),
        key("NotificationSettings/BadgesEnabled", S301).kind(Kind::Boolean),
        key("NotificationSettings/SoundsEnabled", S301).kind(Kind::Boolean),
        key("NotificationSettings/ShowInCarPlay", S302).kind(Kind::Boolean),
        key("NotificationSettings/CriticalAlertEnabled", S303).kind(Kind::Boolean),
        key("NotificationSettings/GroupingType", S302).kind(Kind::Integer).allowed(&["0", "1", "2"]),
        key("NotificationSettings/PreviewType", S304).kind(Kind::Integer).allowed(&["0", "1", "2"]),
    ]),
    item("com.apple.osxserver.account", "mdm/profiles/com.apple.osxserver.account.yaml", S305, &[
        key("HostName", S305).must().kind(Kind::String),
        key("UserName", S305).must().kind(Kind::String),
        key("Password", S305).kind(Kind::String),
        key("AccountDescription", S305).kind(Kind::String),
        key("ConfiguredAccounts", S305).must().kind(Kind::Array),
        key("ConfiguredAccounts/Type", S305).must().kind(Kind::String).allowed(&["com.apple.osxserver.documents"]),
        key("ConfiguredAccounts/Port", S305).kind(Kind::Integer),
    ]),
    item("com.apple.preference.security", "mdm/profiles/com.apple.preference.security.yaml", S205, &[
        key("dontAllowPasswordResetUI", S205).kind(Kind::Boolean),
        key("dontAllowLockMessageUI", S205).kind(Kind::Boolean),
        key("dontAllowFireWallUI", S205).kind(Kind::Boolean),
    ]),
    item("com.apple.preference.users", "mdm/profiles/com.apple.preferences.users.yaml", S306, &[
        key("DisableUsingiCloudPassword", S306).kind(Kind::Boolean),
    ]),
    item("com.apple.profileRemovalPassword", "mdm/profiles/com.apple.profileRemovalPassword.yaml", S307, &[
        key("RemovalPassword", S307).kind(Kind::String),
    ]),
    item("com.apple.proxy.http.global", "mdm/profiles/com.apple.proxy.http.global.yaml", S308, &[
        key("ProxyType", S308).kind(Kind::String).allowed(&["Manual", "Auto"]),
        key("ProxyServer", S308).kind(Kind::String),
        key("ProxyServerPort", S308).kind(Kind::Integer),
        key("ProxyUsername", S308).kind(Kind::String),
        key("ProxyPassword", S308).kind(Kind::String),
        key("ProxyPACURL", S308).kind(Kind::String),
        key("ProxyPACFallbackAllowed", S309).kind(Kind::Boolean),
        key("ProxyCaptiveLoginAllowed", S309).kind(Kind::Boolean),
    ]),
    item("com.apple.relay.managed", "mdm/profiles/com.apple.relay.managed.yaml", S310, &[
        key("Relays", S310).must().kind(Kind::Array),
        key("Relays/HTTP3RelayURL", S310).kind(Kind::String),
        key("Relays/HTTP2RelayURL", S310).kind(Kind::String),
        key("Relays/AdditionalHTTPHeaderFields", S310).kind(Kind::Dictionary),
        key("Relays/AdditionalHTTPHeaderFields/*", S310).must().kind(Kind::String),
        key("Relays/PayloadCertificateUUID", S310).kind(Kind::String),
        key("Relays/RawPublicKeys", S310).kind(Kind::Array),
        key("MatchDomains", S310).kind(Kind::Array),
        key("ExcludedDomains", S310).kind(Kind::Array),
        key("RelayUUID", S310).kind(Kind::String),
    ]),
    item("com.apple.screensaver.user", "mdm/profiles/com.apple.screensaver.user.yaml", S311, &[
        key("moduleName", S311).must().kind(Kind::String),
        key("modulePath", S311).kind(Kind::String),
        key("idleTime", S311).kind(Kind::Integer),
    ]),
    item("com.apple.screensaver", "mdm/profiles/com.apple.screensaver.yaml", S312, &[
        key("askForPassword", S313).kind(Kind::Boolean),
        key("askForPasswordDelay", S313).kind(Kind::Integer),
        key("loginWindowIdleTime", S312).kind(Kind::Integer),
        key("loginWindowModulePath", S312).kind(Kind::String),
        key("moduleName", S312).must().kind(Kind::String),
    ]),
    item("com.apple.secondactiveethernet.managed", "mdm/profiles/com.apple.secondactiveethernet.managed.yaml", S220, &[
        key("*", S220).kind(Kind::Any),
    ]),
    item("com.apple.secondethernet.managed", "mdm/profiles/com.apple.secondethernet.managed.yaml", S220, &[
        key("*", S220).kind(Kind::Any),
    ]),
    item("com.apple.security.FDERecoveryKeyEscrow", "mdm/profiles/com.apple.security.FDERecoveryKeyEscrow.yaml", S313, &[
        key("Location", S313).must().kind(Kind::String),
        key("EncryptCertPayloadUUID", S313).must().kind(Kind::String),
        key("DeviceKey", S313).kind(Kind::String),
    ]),
    item("com.apple.security.FDERecoveryRedirect", "mdm/profiles/com.apple.security.FDERecoveryRedirect.yaml", S314, &[
        key("RedirectURL", S314).must().kind(Kind::String),
        key("EncryptCertPayloadUUID", S314).must().kind(Kind::String),
    ]),
    item("com.apple.security.acme", "mdm/profiles/com.apple.security.acme.yaml", S315, &[
        key("DirectoryURL", S315).must().kind(Kind::String),
        key("ClientIdentifier", S315).must().kind(Kind::String),
        key("KeySize", S315).must().kind(Kind::Integer),
        key("KeyType", S315).must().kind(Kind::String).allowed(&["RSA", "ECSECPrimeRandom"]),
        key("HardwareBound", S315).must().kind(Kind::Boolean),
        key("Subject", S315).must().kind(Kind::Array),
        key("Subject/ACMESubjectArrayPair", S315).kind(Kind::Array),
        key("SubjectAltName", S315).kind(Kind::Dictionary),
        key("SubjectAltName/rfc822Name", S315).kind(Kind::String),
        key("SubjectAltName/dNSName", S315).kind(Kind::String),
        key("SubjectAltName/uniformResourceIdentifier", S315).kind(Kind::String),
        key("SubjectAltName/ntPrincipalName", S315).kind(Kind::String),
        key("UsageFlags", S315).kind(Kind::Integer),
        key("ExtendedKeyUsage", S315).kind(Kind::Array),
        key("Attest", S316).kind(Kind::Boolean),
        key("KeyIsExtractable", S317).kind(Kind::Boolean),
        key("AllowAllAppsAccess", S317).kind(Kind::Boolean),
    ]),
    item("com.apple.security.certificatepreference", "mdm/profiles/com.apple.security.certificatepreference.yaml", S252, &[
        key("Name", S252).must().kind(Kind::String),
        key("PayloadCertificateUUID", S252).must().kind(Kind::String),
    ]),
    item("com.apple.security.certificaterevocation", "mdm/profiles/com.apple.security.certificaterevocation.yaml", S318, &[
        key("EnabledForCerts", S318).kind(Kind::Array),
        key("EnabledForCerts/Algorithm", S318).must().kind(Kind::String).allowed(&["sha256"]),
        key("EnabledForCerts/Hash", S318).must().kind(Kind::Data),
    ]),
    item("com.apple.security.certificatetransparency", "mdm/profiles/com.apple.security.certificatetransparency.yaml", S319, &[
        key("DisabledForCerts", S319).kind(Kind::Array),
        key("DisabledForCerts/Algorithm", S319).must().kind(Kind::String).allowed(&["sha256"]),
        key("DisabledForCerts/Hash", S319).must().kind(Kind::Data),
        key("DisabledForDomains", S319).kind(Kind::Array),
    ]),
    item("com.apple.security.firewall", "mdm/profiles/com.apple.security.firewall.yaml", S320, &[
        key("EnableFirewall", S320).must().kind(Kind::Boolean),
        key("BlockAllIncoming", S320).kind(Kind::Boolean),
        key("EnableStealthMode", S320).kind(Kind::Boolean),
        key("Applications", S320).kind(Kind::Array),
        key("Applications/BundleID", S320).must().kind(Kind::String),
        key("Applications/Allowed", S320).must().kind(Kind::Boolean),
        key("EnableLogging", S321).kind(Kind::Boolean),
        key("LoggingOption", S321).kind(Kind::String).allowed(&["throttled", "brief", "detail"]),
        key("AllowSigned", S322).kind(Kind::Boolean),
        key("AllowSignedApp", S322).kind(Kind::Boolean),
    ]),
    item("com.apple.security.identitypreference", "mdm/profiles/com.apple.security.identitypreference.yaml", S252, &[
        key("Name", S252).must().kind(Kind::String),
        key("PayloadCertificateUUID", S252).must().kind(Kind::String),
    ]),
    item("com.apple.security.pem", "mdm/profiles/com.apple.security.pem.yaml", S323, &[
        key("PayloadCertificateFileName", S323).kind(Kind::String),
        key("PayloadContent", S323).must().kind(Kind::Data),
    ]),
    item("com.apple.security.pkcs1", "mdm/profiles/com.apple.security.pkcs1.yaml", S323, &[
        key("PayloadCertificateFileName", S323).kind(Kind::String),
        key("PayloadContent", S323).must().kind(Kind::Data),
    ]),
    item("com.apple.security.pkcs12", "mdm/profiles/com.apple.security.pkcs12.yaml", S323, &[
        key("PayloadCertificateFileName", S323).kind(Kind::String),
        key("PayloadContent", S323).must().kind(Kind::Data),
        key("Password", S323).kind(Kind::String),
        key("AllowAllAppsAccess", S8).kind(Kind::Boolean),
        key("KeyIsExtractable", S324).kind(Kind::Boolean),
    ]),
    item("com.apple.security.root", "mdm/profiles/com.apple.security.root.yaml", S323, &[
        key("PayloadCertificateFileName", S323).kind(Kind::String),
        key("PayloadContent", S323).must().kind(Kind::Data),
    ]),
    item("com.apple.security.scep", "mdm/profiles/com.apple.security.scep.yaml", S323, &[
        key("PayloadContent", S323).must().kind(Kind::Dictionary),
        key("PayloadContent/URL", S323).must().kind(Kind::String),
        key("PayloadContent/Name", S323).kind(Kind::String),
        key("PayloadContent/Subject", S323).kind(Kind::Array),
        key("PayloadContent/Subject/SCEPSubjectArrayPair", S323).kind(Kind::Array),
        key("PayloadContent/Challenge", S323).kind(Kind::String),
        key("PayloadContent/Keysize", S323).kind(Kind::Integer).allowed(&["1024", "2048", "4096"]),
        key("PayloadContent/Key Type", S323).kind(Kind::String),
        key("PayloadContent/Key Usage", S325).kind(Kind::Integer),
        key("PayloadContent/CAFingerprint", S323).kind(Kind::Data),
        key("PayloadContent/Retries", S326).kind(Kind::Integer),
        key("PayloadContent/RetryDelay", S326).kind(Kind::Integer),
        key("PayloadContent/SubjectAltName", S323).kind(Kind::Dictionary),
        key("PayloadContent/SubjectAltName/rfc822Name", S323).kind(Kind::String),
        key("PayloadContent/SubjectAltName/dNSName", S323).kind(Kind::String),
        key("PayloadContent/SubjectAltName/uniformResourceIdentifier", S323).kind(Kind::String),
        key("PayloadContent/SubjectAltName/ntPrincipalName", S323).kind(Kind::String),
        key("PayloadContent/KeyIsExtractable", S327).kind(Kind::Boolean),
        key("PayloadContent/AllowAllAppsAccess", S326).kind(Kind::Boolean),
    ]),
    item("com.apple.security.smartcard", "mdm/profiles/com.apple.security.smartcard.yaml", S21, &[
        key("UserPairing", S21).kind(Kind::Boolean),
        key("allowSmartCard", S21).kind(Kind::Boolean),
        key("checkCertificateTrust", S21).kind(Kind::Integer).allowed(&["0", "1", "2", "3"]),
        key("oneCardPerUser", S21).kind(Kind::Boolean),
        key("tokenRemovalAction", S12).kind(Kind::Integer).allowed(&["0", "1"]),
        key("enforceSmartCard", S328).kind(Kind::Boolean),
    ]),
    item("com.apple.security.wapi-identity", "mdm/profiles/com.apple.security.wapi-identity.yaml", S329, &[
        key("PEMData", S329).must().kind(Kind::Data),
    ]),
    item("com.apple.servicemanagement", "mdm/profiles/com.apple.servicemanagement.yaml", S47, &[
        key("Rules", S47).must().kind(Kind::Array),
        key("Rules/RuleType", S47).must().kind(Kind::String).allowed(&["BundleIdentifier", "BundleIdentifierPrefix", "Label", "LabelPrefix", "TeamIdentifier"]),
        key("Rules/RuleValue", S47).must().kind(Kind::String),
        key("Rules/Comment", S47).kind(Kind::String),
        key("Rules/TeamIdentifier", S47).kind(Kind::String),
    ]),
    item("com.apple.shareddeviceconfiguration", "mdm/profiles/com.apple.shareddeviceconfiguration.yaml", S330, &[
        key("AssetTagInformation", S330).kind(Kind::String),
        key("IfLostReturnToMessage", S331).kind(Kind::String),
        key("LockScreenFootnote", S332).kind(Kind::String),
    ]),
    item("com.apple.sso", "mdm/profiles/com.apple.sso.yaml", S333, &[
        key("Name", S333).must().kind(Kind::String),
        key("Kerberos", S333).kind(Kind::Dictionary),
        key("Kerberos/PrincipalName", S333).kind(Kind::String),
        key("Kerberos/PayloadCertificateUUID", S334).kind(Kind::String),
        key("Kerberos/Realm", S333).must().kind(Kind::String),
        key("Kerberos/URLPrefixMatches", S333).kind(Kind::Array),
        key("Kerberos/AppIdentifierMatches", S333).kind(Kind::Array),
    ]),
    item("com.apple.subscribedcalendar.account", "mdm/profiles/com.apple.subscribedcalendar.account.yaml", S211, &[
        key("SubCalAccountDescription", S211).kind(Kind::String),
        key("SubCalAccountHostName", S211).must().kind(Kind::String),
        key("SubCalAccountUsername", S211).kind(Kind::String),
        key("SubCalAccountPassword", S211).kind(Kind::String),
        key("SubCalAccountUseSSL", S211).kind(Kind::Boolean),
        key("VPNUUID", S210).kind(Kind::String),
    ]),
    item("com.apple.syspolicy.kernel-extension-policy", "mdm/profiles/com.apple.syspolicy.kernel-extension-policy.yaml", S335, &[
        key("AllowNonAdminUserApprovals", S45).kind(Kind::Boolean),
        key("AllowUserOverrides", S335).kind(Kind::Boolean),
        key("AllowedTeamIdentifiers", S335).kind(Kind::Array),
        key("AllowedKernelExtensions", S335).kind(Kind::Dictionary),
        key("AllowedKernelExtensions/*", S335).kind(Kind::Array),
    ]),
    item("com.apple.system-extension-policy", "mdm/profiles/com.apple.system-extension-policy.yaml", S46, &[
        key("AllowUserOverrides", S46).kind(Kind::Boolean),
        key("AllowedTeamIdentifiers", S46).kind(Kind::Array),
        key("AllowedSystemExtensionTypes", S46).kind(Kind::Dictionary),
        key("AllowedSystemExtensionTypes/*", S46).kind(Kind::Array),
        key("AllowedSystemExtensions", S46).kind(Kind::Dictionary),
        key("AllowedSystemExtensions/*", S46).kind(Kind::Array),
        key("RemovableSystemExtensions", S336).kind(Kind::Dictionary),
        key("RemovableSystemExtensions/*", S336).kind(Kind::Array),
        key("NonRemovableSystemExtensions", S337).kind(Kind::Dictionary),
        key("NonRemovableSystemExtensions/*", S337).kind(Kind::Array),
        key("NonRemovableFromUISystemExtensions", S337).kind(Kind::Dictionary),
        key("NonRemovableFromUISystemExtensions/*", S337).kind(Kind::Array),
    ]),
    item("com.apple.system.logging", "mdm/profiles/com.apple.system.logging.yaml", S95, &[
        key("Processes", S329).kind(Kind::Dictionary),
        key("Processes/*", S329).kind(Kind::Any),
        key("Subsystems", S329).kind(Kind::Dictionary),
        key("Subsystems/*", S329).kind(Kind::Any),
        key("System", S329).kind(Kind::Dictionary),
        key("System/*", S329).kind(Kind::Any),
    ]),
    item("com.apple.systemmigration", "mdm/profiles/com.apple.systemmigration.yaml", S21, &[
        key("CustomBehavior", S21).kind(Kind::Array),
        key("CustomBehavior/Context", S21).must().kind(Kind::String),
        key("CustomBehavior/Paths", S21).must().kind(Kind::Array),
        key("CustomBehavior/Paths/SourcePath", S21).must().kind(Kind::String),
        key("CustomBehavior/Paths/SourcePathInUserHome", S21).must().kind(Kind::Boolean),
        key("CustomBehavior/Paths/TargetPath", S21).must().kind(Kind::String),
        key("CustomBehavior/Paths/TargetPathInUserHome", S21).must().kind(Kind::Boolean),
    ]),
    item("com.apple.systempolicy.control", "mdm/profiles/com.apple.systempolicy.control.yaml", S281, &[
        key("EnableAssessment", S281).kind(Kind::Boolean),
        key("AllowIdentifiedDevelopers", S281).kind(Kind::Boolean),
        key("EnableXProtectMalwareUpload", S338).kind(Kind::Boolean),
    ]),
    item("com.apple.systempolicy.managed", "mdm/profiles/com.apple.systempolicy.managed.yaml", S339, &[
        key("DisableOverride", S339).kind(Kind::Boolean),
    ]),
    item("com.apple.systempolicy.rule", "mdm/profiles/com.apple.systempolicy.rule.yaml", S281, &[
        key("Requirement", S281).kind(Kind::String),
        key("Comment", S281).kind(Kind::String),
        key("Priority", S281).kind(Kind::Real),
        key("Expiration", S281).kind(Kind::Date),
        key("OperationType", S281).kind(Kind::String).allowed(&["operation:execute", "operation:install", "operation:lsopen"]),
        key("LeafCertificate", S281).kind(Kind::Data),
    ]),
    item("com.apple.systempreferences", "mdm/profiles/com.apple.systempreferences.yaml", S340, &[
        key("EnabledPreferencePanes", S340).kind(Kind::Array).allowed(&["com.apple.ClassroomSettings", "com.apple.Localization", "com.apple.preference.datetime", "com.apple.preference.desktopscreeneffect", "com.apple.preference.digihub.discs", "com.apple.preference.displays", "com.apple.preference.dock", "com.apple.preference.energysaver", "com.apple.preference.expose", "com.apple.preference.general", "com.apple.preference.ink", "com.apple.preference.keyboard", "com.apple.preference.mouse", "com.apple.preference.network", "com.apple.preference.notifications", "com.apple.preference.printfax", "com.apple.preference.screentime", "com.apple.preference.security", "com.apple.preference.sidecar", "com.apple.preference.sound", "com.apple.preference.speech", "com.apple.preference.spotlight", "com.apple.preference.startupdisk", "com.apple.preference.trackpad", "com.apple.preference.universalaccess", "com.apple.preferences.AppleIDPrefPane", "com.apple.preferences.appstore", "com.apple.preferences.Bluetooth", "com.apple.preferences.configurationprofiles", "com.apple.preferences.extensions", "com.apple.preferences.FamilySharingPrefPane", "com.apple.preferences.icloud", "com.apple.preferences.internetaccounts", "com.apple.preferences.parentalcontrols", "com.apple.preferences.password", "com.apple.preferences.sharing", "com.apple.preferences.softwareupdate", "com.apple.preferences.users", "com.apple.preferences.wallet", "com.apple.prefpanel.fibrechannel", "com.apple.prefs.backup", "com.apple.Xsan"]),
        key("DisabledPreferencePanes", S340).kind(Kind::Array).allowed(&["com.apple.ClassroomSettings", "com.apple.Localization", "com.apple.preference.datetime", "com.apple.preference.desktopscreeneffect", "com.apple.preference.digihub.discs", "com.apple.preference.displays", "com.apple.preference.dock", "com.apple.preference.energysaver", "com.apple.preference.expose", "com.apple.preference.general", "com.apple.preference.ink", "com.apple.preference.keyboard", "com.apple.preference.mouse", "com.apple.preference.network", "com.apple.preference.notifications", "com.apple.preference.printfax", "com.apple.preference.screentime", "com.apple.preference.security", "com.apple.preference.sidecar", "com.apple.preference.sound", "com.apple.preference.speech", "com.apple.preference.spotlight", "com.apple.preference.startupdisk", "com.apple.preference.trackpad", "com.apple.preference.universalaccess", "com.apple.preferences.AppleIDPrefPane", "com.apple.preferences.appstore", "com.apple.preferences.Bluetooth", "com.apple.preferences.configurationprofiles", "com.apple.preferences.extensions", "com.apple.preferences.FamilySharingPrefPane", "com.apple.preferences.icloud", "com.apple.preferences.internetaccounts", "com.apple.preferences.parentalcontrols", "com.apple.preferences.password", "com.apple.preferences.sharing", "com.apple.preferences.softwareupdate", "com.apple.preferences.users", "com.apple.preferences.wallet", "com.apple.prefpanel.fibrechannel", "com.apple.prefs.backup", "com.apple.Xsan"]),
        key("DisabledSystemSettings", S341).kind(Kind::Array).allowed(&["com.apple.Accessibility-Settings.extension", "com.apple.AirDrop-Handoff-Settings.extension", "com.apple.Battery-Settings.extension", "com.apple.BluetoothSettings", "com.apple.CD-DVD-Settings.extension", "com.apple.ClassKit-Settings.extension", "com.apple.Classroom-Settings.extension", "com.apple.ControlCenter-Settings.extension", "com.apple.Date-Time-Settings.extension", "com.apple.Desktop-Settings.extension", "com.apple.Displays-Settings.extension", "com.apple.ExtensionsPreferences", "com.apple.Family-Settings.extension", "com.apple.Focus-Settings.extension", "com.apple.Game-Center-Settings.extension", "com.apple.Game-Controller-Settings.extension", "com.apple.HeadphoneSettings", "com.apple.Internet-Accounts-Settings.extension", "com.apple.Keyboard-Settings.extension", "com.apple.Localization-Settings.extension", "com.apple.Lock-Screen-Settings.extension", "com.apple.LoginItems-Settings.extension", "com.apple.Mouse-Settings.extension", "com.apple.Network-Settings.extension", "com.apple.NetworkExtensionSettingsUI.NESettingsUIExtension", "com.apple.Notifications-Settings.extension", "com.apple.Passwords-Settings.extension", "com.apple.Print-Scan-Settings.extension", "com.apple.Screen-Time-Settings.extension", "com.apple.ScreenSaver-Settings.extension", "com.apple.Sharing-Settings.extension", "com.apple.Siri-Settings.extension", "com.apple.Software-Update-Settings.extension", "com.apple.Sound-Settings.extension", "com.apple.Startup-Disk-Settings.extension", "com.apple.Time-Machine-Settings.extension", "com.apple.Touch-ID-Settings.extension", "com.apple.Trackpad-Settings.extension", "com.apple.Transfer-Reset-Settings.extension", "com.apple.Users-Groups-Settings.extension", "com.apple.WalletSettingsExtension", "com.apple.Wallpaper-Settings.extension", "com.apple.settings.Storage", "com.apple.systempreferences.AppleIDSettings", "com.apple.wifi-settings-extension"]),
    ]),
    item("com.apple.systemuiserver", "mdm/profiles/com.apple.systemuiserver.yaml", S342, &[
        key("logout-eject", S342).kind(Kind::Dictionary),
        key("logout-eject/all-media", S342).kind(Kind::String),
        key("logout-eject/cd", S342).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("logout-eject/dvd", S342).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("logout-eject/bd", S342).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("logout-eject/blankcd", S342).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("logout-eject/blankdvd", S342).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("logout-eject/blankbd", S342).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("logout-eject/dvdram", S342).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("logout-eject/disk-image", S342).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("logout-eject/harddisk-internal", S342).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("logout-eject/harddisk-external", S342).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("logout-eject/networkdisk", S342).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("mount-controls", S342).kind(Kind::Dictionary),
        key("mount-controls/all-media", S342).kind(Kind::String),
        key("mount-controls/cd", S342).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("mount-controls/dvd", S342).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("mount-controls/bd", S342).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("mount-controls/blankcd", S342).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("mount-controls/blankdvd", S342).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("mount-controls/blankbd", S342).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("mount-controls/dvdram", S342).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("mount-controls/disk-image", S342).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("mount-controls/harddisk-internal", S342).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("mount-controls/harddisk-external", S342).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("mount-controls/networkdisk", S342).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("unmount-controls", S342).kind(Kind::Dictionary),
        key("unmount-controls/all-media", S342).kind(Kind::String),
        key("unmount-controls/cd", S342).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("unmount-controls/dvd", S342).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("unmount-controls/bd", S342).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("unmount-controls/blankcd", S342).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("unmount-controls/blankdvd", S342).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("unmount-controls/blankbd", S342).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("unmount-controls/dvdram", S342).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("unmount-controls/disk-image", S342).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("unmount-controls/harddisk-internal", S342).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("unmount-controls/harddisk-external", S342).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("unmount-controls/networkdisk", S342).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
    ]),
    item("com.apple.thirdactiveethernet.managed", "mdm/profiles/com.apple.thirdactiveethernet.managed.yaml", S220, &[
        key("*", S220).kind(Kind::Any),
    ]),
    item("com.apple.thirdethernet.managed", "mdm/profiles/com.apple.thirdethernet.managed.yaml", S220, &[
        key("*", S220).kind(Kind::Any),
    ]),
    item("com.apple.tvremote", "mdm/profiles/com.apple.tvremote.yaml", S343, &[
        key("AllowedRemotes", S344).kind(Kind::Array),
        key("AllowedRemotes/RemoteDeviceID", S344).must().kind(Kind::String),
        key("AllowedTVs", S345).kind(Kind::Array),
        key("AllowedTVs/TVDeviceID", S345).must().kind(Kind::String),
        key("AllowedTVs/TVDeviceName", S346).kind(Kind::String),
    ]),
    item("com.apple.universalaccess", "mdm/profiles/com.apple.universalaccess.yaml", S203, &[
        key("closeViewFarPoint", S203).kind(Kind::Integer),
        key("closeViewHotkeysEnabled", S203).kind(Kind::Boolean),
        key("closeViewNearPoint", S203).kind(Kind::Integer),
        key("closeViewScrollWheelToggle", S203).kind(Kind::Boolean),
        key("closeViewShowPreview", S347).kind(Kind::Boolean),
        key("closeViewSmoothImages", S203).kind(Kind::Boolean),
        key("contrast", S203).kind(Kind::Real).range(Some(0.0), Some(1.0)),
        key("flashScreen", S203).kind(Kind::Boolean),
        key("grayscale", S348).kind(Kind::Boolean),
        key("mouseDriver", S203).kind(Kind::Boolean),
        key("mouseDriverCursorSize", S203).kind(Kind::Integer),
        key("mouseDriverIgnoreTrackpad", S203).kind(Kind::Boolean),
        key("mouseDriverInitialDelay", S203).kind(Kind::Integer),
        key("mouseDriverMaxSpeed", S203).kind(Kind::Integer),
        key("slowKey", S203).kind(Kind::Boolean),
        key("slowKeyBeepOn", S203).kind(Kind::Boolean),
        key("slowKeyDelay", S203).kind(Kind::Integer),
        key("stereoAsMono", S203).kind(Kind::Boolean),
        key("stickyKey", S203).kind(Kind::Boolean),
        key("stickyKeyBeepOnModifier", S203).kind(Kind::Boolean),
        key("stickyKeyShowWindow", S203).kind(Kind::Boolean),
        key("voiceOverOnOffKey", S203).kind(Kind::Boolean),
        key("whiteOnBlack", S203).kind(Kind::Boolean),
    ]),
    item("com.apple.vpn.managed.applayer", "mdm/profiles/com.apple.vpn.managed.applayer.yaml", S349, &[
        key("VPNUUID", S349).must().kind(Kind::String),
        key("CellularSliceUUID", S350).kind(Kind::String),
        key("SafariDomains", S351).kind(Kind::Array),
        key("MailDomains", S352).kind(Kind::Array),
        key("CalendarDomains", S352).kind(Kind::Array),
        key("ContactsDomains", S352).kind(Kind::Array),
        key("AssociatedDomains", S353).kind(Kind::Array),
        key("ExcludedDomains", S353).kind(Kind::Array),
        key("OnDemandMatchAppEnabled", S349).kind(Kind::Boolean),
        key("SMBDomains", S354).kind(Kind::Array),
    ]),
    item("com.apple.vpn.managed.appmapping", "mdm/profiles/com.apple.vpn.managed.appmapping.yaml", S355, &[
        key("AppLayerVPNMapping", S355).must().kind(Kind::Array),
        key("AppLayerVPNMapping/Identifier", S355).must().kind(Kind::String),
        key("AppLayerVPNMapping/VPNUUID", S355).must().kind(Kind::String),
        key("AppLayerVPNMapping/DesignatedRequirement", S356).must().kind(Kind::String),
        key("AppLayerVPNMapping/SigningIdentifier", S356).must().kind(Kind::String),
        key("AppLayerVPNMapping/Path", S357).kind(Kind::String),
        key("AppLayerVPNMapping/MatchTools", S358).kind(Kind::Array),
        key("AppLayerVPNMapping/MatchTools/DesignatedRequirement", S358).must().kind(Kind::String),
        key("AppLayerVPNMapping/MatchTools/SigningIdentifier", S358).must().kind(Kind::String),
        key("AppLayerVPNMapping/MatchTools/Path", S358).kind(Kind::String),
    ]),
    item("com.apple.vpn.managed", "mdm/profiles/com.apple.vpn.managed.yaml", S359, &[
        key("VPNType", S359).must().kind(Kind::String).allowed(&["VPN", "L2TP", "IPSec", "IKEv2", "AlwaysOn", "TransparentProxy"]),
        key("VPNSubType", S359).kind(Kind::String),
        key("UserDefinedName", S359).must().kind(Kind::String),
        key("VendorConfig", S359).kind(Kind::Dictionary),
        key("VendorConfig/Realm", S359).kind(Kind::String),
        key("VendorConfig/Role", S359).kind(Kind::String),
        key("VendorConfig/Group", S359).kind(Kind::String),
        key("VendorConfig/LoginGroupOrDomain", S359).kind(Kind::String),
        key("VPN", S359).kind(Kind::Dictionary),
        key("VPN/AuthenticationMethod", S359).kind(Kind::String).allowed(&["Password", "Certificate", "Password+Certificate"]),
        key("VPN/PayloadCertificateUUID", S359).kind(Kind::String),
        key("VPN/Password", S359).kind(Kind::String),
        key("VPN/ProviderBundleIdentifier", S359).kind(Kind::String),
        key("VPN/ProviderDesignatedRequirement", S360).kind(Kind::String),
        key("VPN/DisconnectOnIdle", S359).kind(Kind::Integer).allowed(&["0", "1"]),
        key("VPN/DisconnectOnIdleTimer", S359).kind(Kind::Integer),
        key("VPN/ProviderType", S359).kind(Kind::String).allowed(&["packet-tunnel", "app-proxy"]),
        key("VPN/IncludeAllNetworks", S361).kind(Kind::Integer).allowed(&["0", "1"]),
        key("VPN/EnforceRoutes", S362).kind(Kind::Integer).allowed(&["0", "1"]),
        key("VPN/ExcludeLocalNetworks", S363).kind(Kind::Integer).allowed(&["0", "1"]),
        key("VPN/ExcludeCellularServices", S364).kind(Kind::Integer).allowed(&["0", "1"]),
        key("VPN/ExcludeAPNs", S364).kind(Kind::Integer).allowed(&["0", "1"]),
        key("VPN/ExcludeDeviceCommunication", S365).kind(Kind::Integer).allowed(&["0", "1"]),
        key("VPN/OnDemandEnabled", S359).kind(Kind::Integer).allowed(&["0", "1"]),
        key("VPN/OnDemandUserOverrideDisabled", S366).kind(Kind::Integer).allowed(&["0", "1"]),
        key("VPN/OnDemandMatchDomainsAlways", S367).kind(Kind::Array),
        key("VPN/OnDemandMatchDomainsNever", S367).kind(Kind::Array),
        key("VPN/OnDemandMatchDomainsOnRetry", S367).kind(Kind::Array),
        key("VPN/OnDemandRules", S359).kind(Kind::Array),
        key("VPN/OnDemandRules/Action", S359).must().kind(Kind::String).allowed(&["Allow", "Connect", "Disconnect", "EvaluateConnection", "Ignore"]),
        key("VPN/OnDemandRules/ActionParameters", S359).kind(Kind::Array),
        key("VPN/OnDemandRules/ActionParameters/Domains", S359).must().kind(Kind::Array),
        key("VPN/OnDemandRules/ActionParameters/DomainAction", S359).must().kind(Kind::String).allowed(&["ConnectIfNeeded", "NeverConnect"]),
        key("VPN/OnDemandRules/ActionParameters/RequiredDNSServers", S359).kind(Kind::Array),
        key("VPN/OnDemandRules/ActionParameters/RequiredURLStringProbe", S359).kind(Kind::String),
        key("VPN/OnDemandRules/DNSDomainMatch", S359).kind(Kind::Array),
        key("VPN/OnDemandRules/DNSServerAddressMatch", S359).kind(Kind::Array),
        key("VPN/OnDemandRules/InterfaceTypeMatch", S359).kind(Kind::String).allowed(&["Ethernet", "WiFi", "Cellular"]),
        key("VPN/OnDemandRules/SSIDMatch", S359).kind(Kind::Array),
        key("VPN/OnDemandRules/URLStringProbe", S359).kind(Kind::String),
        key("IPv4", S368).kind(Kind::Dictionary),
        key("IPv4/OverridePrimary", S368).kind(Kind::Integer).allowed(&["0", "1"]),
        key("PPP", S368).kind(Kind::Dictionary),
        key("PPP/AuthName", S368).kind(Kind::String),
        key("PPP/AuthPassword", S368).kind(Kind::String),
        key("PPP/TokenCard", S368).kind(Kind::Integer).allowed(&["0", "1"]),
        key("PPP/CommRemoteAddress", S368).kind(Kind::String),
        key("PPP/AuthEAPPlugins", S368).kind(Kind::Array).allowed(&["EAP-RSA", "EAP-TLS", "EAP-KRB"]),
        key("PPP/AuthProtocol", S368).kind(Kind::Array).allowed(&["EAP"]),
        key("PPP/CCPMPPE40Enabled", S368).kind(Kind::Integer).allowed(&["0", "1"]),
        key("PPP/CCPMPPE128Enabled", S368).kind(Kind::Integer).allowed(&["0", "1"]),
        key("PPP/CCPEnabled", S368).kind(Kind::Integer).allowed(&["0", "1"]),
        key("PPP/DisconnectOnIdle", S368).kind(Kind::Integer).allowed(&["0", "1"]),
        key("PPP/DisconnectOnIdleTimer", S368).kind(Kind::Integer),
        key("IPSec", S368).kind(Kind::Dictionary),
        key("IPSec/RemoteAddress", S368).kind(Kind::String),
        key("IPSec/AuthenticationMethod", S368).kind(Kind::String).allowed(&["SharedSecret", "Certificate"]),
        key("IPSec/XAuthName", S368).kind(Kind::String),
        key("IPSec/XAuthPassword", S368).kind(Kind::String),
        key("IPSec/XAuthEnabled", S368).kind(Kind::Integer).allowed(&["0", "1"]),
        key("IPSec/XAuthPasswordEncryption", S368).kind(Kind::String).allowed(&["Prompt"]),
        key("IPSec/LocalIdentifier", S368).kind(Kind::String),
        key("IPSec/LocalIdentifierType", S368).kind(Kind::String).allowed(&["KeyID"]),
        key("IPSec/SharedSecret", S368).kind(Kind::Data),
        key("IPSec/PayloadCertificateUUID", S368).kind(Kind::String),
        key("IPSec/PromptForVPNPIN", S368).kind(Kind::Boolean),
        key("IPSec/DisconnectOnIdle", S368).kind(Kind::Integer).allowed(&["0", "1"]),
        key("IPSec/DisconnectOnIdleTimer", S368).kind(Kind::Integer),
        key("IPSec/OnDemandEnabled", S368).kind(Kind::Integer).allowed(&["0", "1"]),
        key("IPSec/OnDemandMatchDomainsAlways", S369).kind(Kind::Array),
        key("IPSec/OnDemandMatchDomainsNever", S369).kind(Kind::Array),
        key("IPSec/OnDemandMatchDomainsOnRetry", S369).kind(Kind::Array),
        key("IPSec/OnDemandRules", S368).kind(Kind::Array),
        key("IPSec/OnDemandRules/Action", S368).must().kind(Kind::String).allowed(&["Allow", "Connect", "Disconnect", "EvaluateConnection", "Ignore"]),
        key("IPSec/OnDemandRules/ActionParameters", S368).kind(Kind::Array),
        key("IPSec/OnDemandRules/ActionParameters/Domains", S368).must().kind(Kind::Array),
        key("IPSec/OnDemandRules/ActionParameters/DomainAction", S368).must().kind(Kind::String).allowed(&["ConnectIfNeeded", "NeverConnect"]),
        key("IPSec/OnDemandRules/ActionParameters/RequiredDNSServers", S368).kind(Kind::Array),
        key("IPSec/OnDemandRules/ActionParameters/RequiredURLStringProbe", S368).kind(Kind::String),
        key("IPSec/OnDemandRules/DNSDomainMatch", S368).kind(Kind::Array),
        key("IPSec/OnDemandRules/DNSServerAddressMatch", S368).kind(Kind::Array),
        key("IPSec/OnDemandRules/InterfaceTypeMatch", S368).kind(Kind::String).allowed(&["Ethernet", "WiFi", "Cellular"]),
        key("IPSec/OnDemandRules/SSIDMatch", S368).kind(Kind::Array),
        key("IPSec/OnDemandRules/URLStringProbe", S368).kind(Kind::String),
        key("IKEv2", S370).kind(Kind::Dictionary),
        key("IKEv2/RemoteAddress", S370).must().kind(Kind::String),
        key("IKEv2/LocalIdentifier", S370).must().kind(Kind::String),
        key("IKEv2/RemoteIdentifier", S370).must().kind(Kind::String),
        key("IKEv2/AuthenticationMethod", S370).must().kind(Kind::String).allowed(&["None", "SharedSecret", "Certificate"]),
        key("IKEv2/CertificateType", S370).kind(Kind::String).allowed(&["RSA", "ECDSA256", "ECDSA384", "ECDSA521", "RSA-PSS"]),
        key("IKEv2/PayloadCertificateUUID", S370).kind(Kind::String),
        key("IKEv2/Password", S370).kind(Kind::String),
        key("IKEv2/ProviderBundleIdentifier", S370).kind(Kind::String),
        key("IKEv2/ProviderDesignatedRequirement", S371).kind(Kind::String),
        key("IKEv2/SharedSecret", S370).kind(Kind::String),
        key("IKEv2/ExtendedAuthEnabled", S370).kind(Kind::Integer).allowed(&["0", "1"]),
        key("IKEv2/AuthName", S370).kind(Kind::String),
        key("IKEv2/AuthPassword", S370).kind(Kind::String),
        key("IKEv2/OnDemandEnabled", S370).kind(Kind::Integer).allowed(&["0", "1"]),
        key("IKEv2/OnDemandUserOverrideDisabled", S372).kind(Kind::Integer).allowed(&["0", "1"]),
        key("IKEv2/OnDemandRules", S370).kind(Kind::Array),
        key("IKEv2/OnDemandRules/Action", S370).must().kind(Kind::String).allowed(&["Allow", "Connect", "Disconnect", "EvaluateConnection", "Ignore"]),
        key("IKEv2/OnDemandRules/ActionParameters", S370).kind(Kind::Array),
        key("IKEv2/OnDemandRules/ActionParameters/Domains", S370).must().kind(Kind::Array),
        key("IKEv2/OnDemandRules/ActionParameters/DomainAction", S370).must().kind(Kind::String).allowed(&["ConnectIfNeeded", "NeverConnect"]),
        key("IKEv2/OnDemandRules/ActionParameters/RequiredDNSServers", S370).kind(Kind::Array),
        key("IKEv2/OnDemandRules/ActionParameters/RequiredURLStringProbe", S370).kind(Kind::String),
        key("IKEv2/OnDemandRules/DNSDomainMatch", S370).kind(Kind::Array),
        key("IKEv2/OnDemandRules/DNSServerAddressMatch", S370).kind(Kind::Array),
        key("IKEv2/OnDemandRules/InterfaceTypeMatch", S370).kind(Kind::String).allowed(&["Ethernet", "WiFi", "Cellular"]),
        key("IKEv2/OnDemandRules/SSIDMatch", S370).kind(Kind::Array),
        key("IKEv2/OnDemandRules/URLStringProbe", S370).kind(Kind::String),
        key("IKEv2/DeadPeerDetectionRate", S359).kind(Kind::String).allowed(&["None", "Low", "Medium", "High"]),
        key("IKEv2/ServerCertificateIssuerCommonName", S370).kind(Kind::String),
        key("IKEv2/ServerCertificateCommonName", S370).kind(Kind::String),
        key("IKEv2/TLSMinimumVersion", S373).kind(Kind::String).allowed(&["1.0", "1.1", "1.2"]),
        key("IKEv2/TLSMaximumVersion", S373).kind(Kind::String).allowed(&["1.0", "1.1", "1.2"]),
        key("IKEv2/UseConfigurationAttributeInternalIPSubnet", S374).kind(Kind::Integer).allowed(&["0", "1"]),
        key("IKEv2/DisableMOBIKE", S374).kind(Kind::Integer).allowed(&["0", "1"]),
        key("IKEv2/DisableRedirect", S374).kind(Kind::Integer).allowed(&["0", "1"]),
        key("IKEv2/DisconnectOnIdle", S370).kind(Kind::Integer).allowed(&["0", "1"]),
        key("IKEv2/DisconnectOnIdleTimer", S370).kind(Kind::Integer),
        key("IKEv2/NATKeepAliveOffloadEnable", S374).kind(Kind::Integer).allowed(&["0", "1"]),
        key("IKEv2/NATKeepAliveInterval", S374).kind(Kind::Integer),
        key("IKEv2/EnablePFS", S374).kind(Kind::Integer).allowed(&["0", "1"]),
        key("IKEv2/EnableCertificateRevocationCheck", S374).kind(Kind::Integer).allowed(&["0", "1"]),
        key("IKEv2/EnableFallback", S375).kind(Kind::Integer).allowed(&["0", "1"]),
        key("IKEv2/MTU", S376).kind(Kind::Integer).range(Some(1280.0), Some(1400.0)),
        key("IKEv2/ProviderType", S370).kind(Kind::String).allowed(&["packet-tunnel", "app-proxy"]),
        key("IKEv2/IncludeAllNetworks", S361).kind(Kind::Integer).allowed(&["0", "1"]),
        key("IKEv2/EnforceRoutes", S362).kind(Kind::Integer).allowed(&["0", "1"]),
        key("IKEv2/ExcludeLocalNetworks", S363).kind(Kind::Integer).allowed(&["0", "1"]),
        key("IKEv2/ExcludeCellularServices", S364).kind(Kind::Integer).allowed(&["0", "1"]),
        key("IKEv2/ExcludeAPNs", S364).kind(Kind::Integer).allowed(&["0", "1"]),
        key("IKEv2/ExcludeDeviceCommunication", S365).kind(Kind::Integer).allowed(&["0", "1"]),
        key("IKEv2/PPK", S377).kind(Kind::Data),
        key("IKEv2/PPKIdentifier", S377).kind(Kind::String),
        key("IKEv2/PPKMandatory", S377).kind(Kind::Integer).allowed(&["0", "1"]),
        key("IKEv2/IKESecurityAssociationParameters", S370).kind(Kind::Dictionary),
        key("IKEv2/IKESecurityAssociationParameters/EncryptionAlgorithm", S370).kind(Kind::String).allowed(&["DES", "3DES", "AES-128", "AES-256", "AES-128-GCM", "AES-256-GCM", "ChaCha20Poly1305"]),
        key("IKEv2/IKESecurityAssociationParameters/IntegrityAlgorithm", S370).kind(Kind::String).allowed(&["SHA1-96", "SHA1-160", "SHA2-256", "SHA2-384", "SHA2-512"]),
        key("IKEv2/IKESecurityAssociationParameters/DiffieHellmanGroup", S370).kind(Kind::Integer).allowed(&["1", "2", "5", "14", "15", "16", "17", "18", "19", "20", "21", "31", "32"]),
        key("IKEv2/IKESecurityAssociationParameters/LifeTimeInMinutes", S370).kind(Kind::Integer).range(Some(10.0), Some(1440.0)),
        key("IKEv2/ChildSecurityAssociationParameters", S370).kind(Kind::Dictionary),
        key("IKEv2/ChildSecurityAssociationParameters/EncryptionAlgorithm", S370).kind(Kind::String).allowed(&["DES", "3DES", "AES-128", "AES-256", "AES-128-GCM", "AES-256-GCM", "ChaCha20Poly1305"]),
        key("IKEv2/ChildSecurityAssociationParameters/IntegrityAlgorithm", S370).kind(Kind::String).allowed(&["SHA1-96", "SHA1-160", "SHA2-256", "SHA2-384", "SHA2-512"]),
        key("IKEv2/ChildSecurityAssociationParameters/DiffieHellmanGroup", S370).kind(Kind::Integer).allowed(&["1", "2", "5", "14", "15", "16", "17", "18", "19", "20", "21", "31", "32"]),
        key("IKEv2/ChildSecurityAssociationParameters/LifeTimeInMinutes", S370).kind(Kind::Integer).range(Some(10.0), Some(1440.0)),
        key("DNS", S370).kind(Kind::Dictionary),
        key("DNS/DNSProtocol", S376).must().kind(Kind::String).allowed(&["Cleartext", "HTTPS", "TLS"]),
        key("DNS/ServerURL", S376).kind(Kind::String),
        key("DNS/ServerName", S376).kind(Kind::String),
        key("DNS/ServerAddresses", S378).must().kind(Kind::Array),
        key("DNS/SearchDomains", S378).kind(Kind::Array),
        key("DNS/DomainName", S378).kind(Kind::String),
        key("DNS/SupplementalMatchDomains", S378).kind(Kind::Array),
        key("DNS/SupplementalMatchDomainsNoSearch", S378).kind(Kind::Integer).allowed(&["0", "1"]),
        key("DNS/PayloadCertificateUUID", S379).kind(Kind::String),
        key("Proxies", S370).kind(Kind::Dictionary),
        key("Proxies/ProxyAutoConfigEnable", S370).kind(Kind::Integer).allowed(&["0", "1"]),
        key("Proxies/ProxyAutoDiscoveryEnable", S370).kind(Kind::Integer).allowed(&["0", "1"]),
        key("Proxies/ProxyAutoConfigURLString", S370).kind(Kind::String),
        key("Proxies/SupplementalMatchDomains", S370).kind(Kind::Array),
        key("Proxies/HTTPEnable", S370).kind(Kind::Integer).allowed(&["0", "1"]),
        key("Proxies/HTTPProxy", S370).kind(Kind::String),
        key("Proxies/HTTPPort", S370).kind(Kind::Integer).range(Some(0.0), Some(65535.0)),
        key("Proxies/HTTPProxyUsername", S370).kind(Kind::String),
        key("Proxies/HTTPProxyPassword", S370).kind(Kind::String),
        key("Proxies/HTTPSEnable", S370).kind(Kind::Integer).allowed(&["0", "1"]),
        key("Proxies/HTTPSProxy", S370).kind(Kind::String),
        key("Proxies/HTTPSPort", S370).kind(Kind::Integer).range(Some(0.0), Some(65535.0)),
        key("AlwaysOn", S380).kind(Kind::Dictionary),
        key("AlwaysOn/UIToggleEnabled", S380).kind(Kind::Integer).allowed(&["0", "1"]),
        key("AlwaysOn/TunnelConfigurations", S380).must().kind(Kind::Array),
        key("AlwaysOn/TunnelConfigurations/ProtocolType", S380).must().kind(Kind::String).allowed(&["IKEv2"]),
        key("AlwaysOn/TunnelConfigurations/Interfaces", S380).kind(Kind::Array).allowed(&["Cellular", "WiFi"]),
        key("AlwaysOn/ServiceExceptions", S380).kind(Kind::Array),
        key("AlwaysOn/ServiceExceptions/ServiceName", S380).must().kind(Kind::String).allowed(&["VoiceMail", "AirPrint", "CellularServices", "DeviceCommunication"]),
        key("AlwaysOn/ServiceExceptions/Action", S380).must().kind(Kind::String).allowed(&["Allow", "Drop"]),
        key("AlwaysOn/ApplicationExceptions", S381).kind(Kind::Array),
        key("AlwaysOn/ApplicationExceptions/BundleIdentifier", S381).must().kind(Kind::String),
        key("AlwaysOn/ApplicationExceptions/LimitToProtocols", S381).kind(Kind::Array).allowed(&["UDP"]),
        key("AlwaysOn/AllowCaptiveWebSheet", S380).kind(Kind::Integer).allowed(&["0", "1"]),
        key("AlwaysOn/AllowAllCaptiveNetworkPlugins", S380).kind(Kind::Integer).allowed(&["0", "1"]),
        key("AlwaysOn/AllowedCaptiveNetworkPlugins", S380).kind(Kind::Array),
        key("AlwaysOn/AllowedCaptiveNetworkPlugins/BundleIdentifier", S380).must().kind(Kind::String),
        key("TransparentProxy", S80).kind(Kind::Dictionary),
        key("TransparentProxy/AuthenticationMethod", S80).kind(Kind::String).allowed(&["Password", "Certificate", "Password+Certificate"]),
        key("TransparentProxy/DisconnectOnIdle", S80).kind(Kind::Integer).allowed(&["0", "1"]),
        key("TransparentProxy/DisconnectOnIdleTimer", S80).kind(Kind::Integer),
        key("TransparentProxy/EnforceRoutes", S80).kind(Kind::Integer).allowed(&["0", "1"]),
        key("TransparentProxy/OnDemandEnabled", S80).kind(Kind::Integer).allowed(&["0", "1"]),
        key("TransparentProxy/OnDemandRules", S80).kind(Kind::Array),
        key("TransparentProxy/OnDemandRules/Action", S80).must().kind(Kind::String).allowed(&["Allow", "Connect", "Disconnect", "EvaluateConnection", "Ignore"]),
        key("TransparentProxy/OnDemandRules/ActionParameters", S80).kind(Kind::Array),
        key("TransparentProxy/OnDemandRules/ActionParameters/Domains", S80).must().kind(Kind::Array),
        key("TransparentProxy/OnDemandRules/ActionParameters/DomainAction", S80).must().kind(Kind::String).allowed(&["ConnectIfNeeded", "NeverConnect"]),
        key("TransparentProxy/OnDemandRules/ActionParameters/RequiredDNSServers", S80).kind(Kind::Array),
        key("TransparentProxy/OnDemandRules/ActionParameters/RequiredURLStringProbe", S80).kind(Kind::String),
        key("TransparentProxy/OnDemandRules/DNSDomainMatch", S80).kind(Kind::Array),
        key("TransparentProxy/OnDemandRules/DNSServerAddressMatch", S80).kind(Kind::Array),
        key("TransparentProxy/OnDemandRules/InterfaceTypeMatch", S80).kind(Kind::String).allowed(&["Ethernet", "WiFi", "Cellular"]),
        key("TransparentProxy/OnDemandRules/SSIDMatch", S80).kind(Kind::Array),
        key("TransparentProxy/OnDemandRules/URLStringProbe", S80).kind(Kind::String),
        key("TransparentProxy/PayloadCertificateUUID", S80).kind(Kind::String),
        key("TransparentProxy/Password", S80).kind(Kind::String),
        key("TransparentProxy/ProviderBundleIdentifier", S80).kind(Kind::String),
        key("TransparentProxy/ProviderDesignatedRequirement", S80).kind(Kind::String),
        key("TransparentProxy/ProviderType", S80).kind(Kind::String).allowed(&["packet-tunnel", "app-proxy"]),
        key("TransparentProxy/Order", S80).kind(Kind::Integer),
    ]),
    item("com.apple.webClip.managed", "mdm/profiles/com.apple.webClip.managed.yaml", S382, &[
        key("Precomposed", S383).kind(Kind::Boolean),
        key("FullScreen", S383).kind(Kind::Boolean),
        key("URL", S382).must().kind(Kind::String),
        key("Icon", S382).kind(Kind::Data),
        key("IsRemovable", S383).kind(Kind::Boolean),
        key("Label", S382).must().kind(Kind::String),
        key("IgnoreManifestScope", S384).kind(Kind::Boolean),
        key("TargetApplicationBundleIdentifier", S384).kind(Kind::String),
    ]),
    item("com.apple.webcontent-filter", "mdm/profiles/com.apple.webcontent-filter.yaml", S385, &[
        key("FilterType", S386).kind(Kind::String).allowed(&["BuiltIn", "Plugin"]),
        key("AutoFilterEnabled", S387).kind(Kind::Boolean),
        key("PermittedURLs", S387).kind(Kind::Array),
        key("BlacklistedURLs", S388).kind(Kind::Array),
        key("DenyListURLs", S389).kind(Kind::Array),
        key("HideDenyListURLs", S390).kind(Kind::Boolean),
        key("WhitelistedBookmarks", S388).kind(Kind::Array),
        key("WhitelistedBookmarks/URL", S388).must().kind(Kind::String),
        key("WhitelistedBookmarks/Title", S388).must().kind(Kind::String),
        key("AllowListBookmarks", S389).kind(Kind::Array),
        key("AllowListBookmarks/URL", S389).must().kind(Kind::String),
        key("AllowListBookmarks/Title", S389).must().kind(Kind::String),
        key("UserDefinedName", S385).kind(Kind::String),
        key("PluginBundleID", S385).kind(Kind::String),
        key("ServerAddress", S385).kind(Kind::String),
        key("UserName", S385).kind(Kind::String),
        key("Password", S385).kind(Kind::String),
        key("PayloadCertificateUUID", S385).kind(Kind::String),
        key("Organization", S385).kind(Kind::String),
        key("VendorConfig", S385).kind(Kind::Dictionary),
        key("VendorConfig/*", S385).must().kind(Kind::Any),
        key("FilterBrowsers", S387).kind(Kind::Boolean),
        key("FilterSockets", S385).kind(Kind::Boolean),
        key("FilterDataProviderDesignatedRequirement", S391).kind(Kind::String),
        key("FilterDataProviderBundleIdentifier", S391).kind(Kind::String),
        key("FilterPackets", S391).kind(Kind::Boolean),
        key("FilterPacketProviderDesignatedRequirement", S391).kind(Kind::String),
        key("FilterPacketProviderBundleIdentifier", S391).kind(Kind::String),
        key("FilterGrade", S391).kind(Kind::String).allowed(&["firewall", "inspector"]),
        key("ContentFilterUUID", S392).kind(Kind::String),
    ]),
    item("com.apple.wifi.managed", "mdm/profiles/com.apple.wifi.managed.yaml", S393, &[
        key("AutoJoin", S394).kind(Kind::Boolean),
        key("SSID_STR", S395).kind(Kind::String),
        key("HIDDEN_NETWORK", S393).kind(Kind::Boolean),
        key("ProxyType", S396).kind(Kind::String).allowed(&["None", "Manual", "Auto"]),
        key("EncryptionType", S393).kind(Kind::String).allowed(&["WEP", "WPA", "WPA2", "WPA3", "Any", "None"]),
        key("Password", S393).kind(Kind::String),
        key("PayloadCertificateUUID", S393).kind(Kind::String),
        key("EAPClientConfiguration", S393).kind(Kind::Dictionary),
        key("EAPClientConfiguration/AcceptEAPTypes", S393).must().kind(Kind::Array).allowed(&["13", "17", "18", "21", "23", "25", "43"]),
        key("EAPClientConfiguration/UserName", S393).kind(Kind::String),
        key("EAPClientConfiguration/UserPassword", S393).kind(Kind::String),
        key("EAPClientConfiguration/PayloadCertificateAnchorUUID", S393).kind(Kind::Array),
        key("EAPClientConfiguration/TLSTrustedCertificates", S393).kind(Kind::Array),
        key("EAPClientConfiguration/TLSTrustedServerNames", S393).kind(Kind::Array),
        key("EAPClientConfiguration/TLSAllowTrustExceptions", S397).kind(Kind::Boolean),
        key("EAPClientConfiguration/TLSCertificateIsRequired", S395).kind(Kind::Boolean),
        key("EAPClientConfiguration/TTLSInnerAuthentication", S393).kind(Kind::String).allowed(&["PAP", "EAP", "CHAP", "MSCHAP", "MSCHAPv2"]),
        key("EAPClientConfiguration/TLSMinimumVersion", S398).kind(Kind::String).allowed(&["1.0", "1.1", "1.2", "1.3"]),
        key("EAPClientConfiguration/TLSMaximumVersion", S398).kind(Kind::String).allowed(&["1.0", "1.1", "1.2", "1.3"]),
        key("EAPClientConfiguration/OuterIdentity", S393).kind(Kind::String),
        key("EAPClientConfiguration/EAPFASTUsePAC", S393).kind(Kind::Boolean),
        key("EAPClientConfiguration/EAPFASTProvisionPAC", S393).kind(Kind::Boolean),
        key("EAPClientConfiguration/EAPFASTProvisionPACAnonymously", S393).kind(Kind::Boolean),
        key("EAPClientConfiguration/EAPSIMNumberOfRANDs", S399).kind(Kind::Integer).allowed(&["2", "3"]),
        key("EAPClientConfiguration/SystemModeCredentialsSource", S393).kind(Kind::String),
        key("EAPClientConfiguration/SystemModeUseOpenDirectoryCredentials", S393).kind(Kind::Boolean),
        key("EAPClientConfiguration/OneTimeUserPassword", S400).kind(Kind::Boolean),
        key("DisplayedOperatorName", S401).kind(Kind::String),
        key("DomainName", S401).kind(Kind::String),
        key("RoamingConsortiumOIs", S401).kind(Kind::Array),
        key("ServiceProviderRoamingEnabled", S401).kind(Kind::Boolean),
        key("IsHotspot", S401).kind(Kind::Boolean),
        key("HESSID", S395).kind(Kind::String),
        key("NAIRealmNames", S401).kind(Kind::Array),
        key("MCCAndMNCs", S402).kind(Kind::Array),
        key("CaptiveBypass", S403).kind(Kind::Boolean),
        key("QoSMarkingPolicy", S404).kind(Kind::Dictionary),
        key("QoSMarkingPolicy/QoSMarkingAllowListAppIdentifiers", S405).kind(Kind::Array),
        key("QoSMarkingPolicy/QoSMarkingWhitelistedAppIdentifiers", S406).kind(Kind::Array),
        key("QoSMarkingPolicy/QoSMarkingAppleAudioVideoCalls", S404).kind(Kind::Boolean),
        key("QoSMarkingPolicy/QoSMarkingEnabled", S404).kind(Kind::Boolean),
        key("SetupModes", S6).kind(Kind::Array).allowed(&["System", "Loginwindow"]),
        key("EnableIPv6", S393).kind(Kind::Boolean),
        key("TLSCertificateRequired", S393).kind(Kind::Boolean),
        key("ProxyServer", S407).kind(Kind::String),
        key("ProxyServerPort", S407).kind(Kind::Integer).range(Some(0.0), Some(65535.0)),
        key("ProxyUsername", S407).kind(Kind::String),
        key("ProxyPassword", S396).kind(Kind::String),
        key("ProxyPACURL", S407).kind(Kind::String),
        key("ProxyPACFallbackAllowed", S407).kind(Kind::Boolean),
        key("DisableAssociationMACRandomization", S408).kind(Kind::Boolean),
    ]),
    item("com.apple.xsan.preferences", "mdm/profiles/com.apple.xsan.preferences.yaml", S409, &[
        key("onlyMount", S409).kind(Kind::Array),
        key("denyMount", S409).kind(Kind::Array),
        key("denyDLC", S409).kind(Kind::Array),
        key("preferDLC", S409).kind(Kind::Array),
        key("useDLC", S409).kind(Kind::Boolean),
    ]),
    item("com.apple.xsan", "mdm/profiles/com.apple.xsan.yaml", S410, &[
        key("sanName", S410).must().kind(Kind::String),
        key("sanConfigURLs", S410).must().kind(Kind::Array),
        key("fsnameservers", S410).must().kind(Kind::Array),
        key("sanAuthMethod", S410).kind(Kind::String).allowed(&["auth_secret"]),
        key("sharedSecret", S410).must().kind(Kind::String),
    ]),
    item("loginwindow", "mdm/profiles/loginwindow.yaml", S19, &[
        key("DisableLoginItemsSuppression", S19).kind(Kind::Boolean),
    ]),
];

#[rustfmt::skip]
const S0: &[Availability] = &[
    ios(4, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 7, 0).both_channels(),
    tvos(9, 0, 0),
    watchos(1, 0, 0),
    visionos(1, 0, 0),
];

#[rustfmt::skip]
const S1: &[Availability] = &[
    macos(10, 7, 0).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S2: &[Availability] = &[
    ios(4, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 7, 0).both_channels(),
    tvos(9, 0, 0).supervised(),
];

#[rustfmt::skip]
const S3: &[Availability] = &[
    ios(4, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 8, 0).both_channels(),
    tvos(9, 0, 0),
    watchos(1, 0, 0),
    visionos(1, 0, 0),
];

#[rustfmt::skip]
const S4: &[Availability] = &[
    ios(4, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 7, 0).both_channels(),
    tvos(9, 0, 0),
    visionos(1, 0, 0),
];

#[rustfmt::skip]
const S5: &[Availability] = &[
    ios(12, 2, 0).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 15, 0).both_channels(),
    tvos(12, 2, 0),
    watchos(5, 2, 0),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S6: &[Availability] = &[
    macos(10, 7, 0).multiple().both_channels(),
];

#[rustfmt::skip]
const S7: &[Availability] = &[
    macos(10, 8, 0).multiple().both_channels(),
];

#[rustfmt::skip]
const S8: &[Availability] = &[
    macos(10, 10, 0).multiple().both_channels(),
];

#[rustfmt::skip]
const S9: &[Availability] = &[
    macos(10, 11, 0).multiple().both_channels(),
];

#[rustfmt::skip]
const S10: &[Availability] = &[
    macos(10, 13, 4).multiple().both_channels(),
];

#[rustfmt::skip]
const S11: &[Availability] = &[
    macos(10, 7, 0).deprecated(10, 13, 0).removed(10, 14, 0).multiple().user_enrollment(Mode::Forbidden).user_channel_only(),
];

#[rustfmt::skip]
const S12: &[Availability] = &[
    macos(10, 13, 4).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S13: &[Availability] = &[
    macos(10, 15, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S14: &[Availability] = &[
    macos(10, 15, 4).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S15: &[Availability] = &[
    macos(10, 8, 0).multiple(),
];

#[rustfmt::skip]
const S16: &[Availability] = &[
    macos(10, 9, 0).multiple(),
];

#[rustfmt::skip]
const S17: &[Availability] = &[
    macos(10, 7, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S18: &[Availability] = &[
    macos(10, 10, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S19: &[Availability] = &[
    macos(10, 7, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S20: &[Availability] = &[
    macos(10, 9, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S21: &[Availability] = &[
    macos(10, 12, 4).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S22: &[Availability] = &[
    macos(10, 9, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S23: &[Availability] = &[
    macos(10, 9, 0).user_approved().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S24: &[Availability] = &[
    macos(10, 10, 0).user_approved().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S25: &[Availability] = &[
    macos(14, 0, 0).automated().user_approved().not_by_hand().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S26: &[Availability] = &[
    macos(10, 7, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S27: &[Availability] = &[
    macos(10, 13, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S28: &[Availability] = &[
    ios(14, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 12, 0).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S29: &[Availability] = &[
    macos(10, 12, 0).deprecated(15, 0, 0).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S30: &[Availability] = &[
    macos(10, 13, 4).deprecated(15, 0, 0).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S31: &[Availability] = &[
    macos(10, 13, 6).deprecated(15, 0, 0).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S32: &[Availability] = &[
    macos(10, 14, 0).deprecated(15, 0, 0).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S33: &[Availability] = &[
    macos(10, 15, 0).deprecated(15, 0, 0).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S34: &[Availability] = &[
    macos(11, 0, 0).deprecated(15, 0, 0).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S35: &[Availability] = &[
    ios(14, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(15, 0, 0).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S36: &[Availability] = &[
    macos(12, 0, 0).deprecated(15, 0, 0).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S37: &[Availability] = &[
    macos(14, 1, 0).deprecated(15, 0, 0).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S38: &[Availability] = &[
    macos(10, 9, 0).deprecated(10, 12, 0).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S39: &[Availability] = &[
    macos(10, 7, 0).removed(27, 0, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S40: &[Availability] = &[
    macos(10, 7, 0).deprecated(11, 0, 0).removed(27, 0, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S41: &[Availability] = &[
    macos(10, 9, 0).removed(27, 0, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S42: &[Availability] = &[
    macos(10, 14, 0).removed(27, 0, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S43: &[Availability] = &[
    macos(10, 15, 0).removed(27, 0, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S44: &[Availability] = &[
    macos(10, 14, 0).user_approved().multiple().not_by_hand().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S45: &[Availability] = &[
    macos(11, 0, 0).user_approved().multiple().not_by_hand().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S46: &[Availability] = &[
    macos(10, 15, 0).user_approved().multiple().not_by_hand().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S47: &[Availability] = &[
    macos(13, 0, 0).user_approved().multiple().not_by_hand().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S48: &[Availability] = &[
    macos(14, 0, 0).user_approved().multiple().not_by_hand().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S49: &[Availability] = &[
    tvos(11, 0, 0),
];

#[rustfmt::skip]
const S50: &[Availability] = &[
    ios(7, 0, 0).multiple().shared_ipad(Mode::Allowed),
    macos(10, 10, 0).multiple().both_channels(),
];

#[rustfmt::skip]
const S51: &[Availability] = &[
    ios(14, 5, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(11, 3, 0).multiple().user_enrollment(Mode::Ignored).both_channels(),
];

#[rustfmt::skip]
const S52: &[Availability] = &[
    ios(14, 5, 0).deprecated(18, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(11, 3, 0).deprecated(15, 0, 0).multiple().user_enrollment(Mode::Ignored).both_channels(),
];

#[rustfmt::skip]
const S53: &[Availability] = &[
    ios(18, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(15, 0, 0).multiple().user_enrollment(Mode::Ignored).both_channels(),
];

#[rustfmt::skip]
const S54: &[Availability] = &[
    ios(7, 0, 0).multiple().shared_ipad(Mode::Allowed),
    macos(15, 0, 0).multiple().both_channels(),
];

#[rustfmt::skip]
const S55: &[Availability] = &[
    macos(10, 10, 0).deprecated(15, 0, 0).multiple().both_channels(),
];

#[rustfmt::skip]
const S56: &[Availability] = &[
    ios(7, 0, 0).deprecated(14, 5, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 10, 0).deprecated(11, 3, 0).multiple().user_enrollment(Mode::Ignored).both_channels(),
];

#[rustfmt::skip]
const S57: &[Availability] = &[
    ios(7, 0, 0).deprecated(18, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 10, 0).deprecated(15, 0, 0).multiple().user_enrollment(Mode::Ignored).both_channels(),
];

#[rustfmt::skip]
const S58: &[Availability] = &[
    ios(18, 0, 0).deprecated(14, 5, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(15, 0, 0).deprecated(11, 3, 0).multiple().user_enrollment(Mode::Ignored).both_channels(),
];

#[rustfmt::skip]
const S59: &[Availability] = &[
    ios(7, 0, 0).multiple().shared_ipad(Mode::Allowed),
    macos(10, 10, 0).multiple().both_channels(),
    visionos(2, 0, 0).multiple(),
];

#[rustfmt::skip]
const S60: &[Availability] = &[
    ios(11, 0, 0).multiple().shared_ipad(Mode::Allowed),
    visionos(2, 0, 0).multiple(),
];

#[rustfmt::skip]
const S61: &[Availability] = &[
    ios(4, 0, 0).deprecated(7, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S62: &[Availability] = &[
    ios(6, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    tvos(10, 2, 0).supervised(),
];

#[rustfmt::skip]
const S63: &[Availability] = &[
    ios(7, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    tvos(10, 2, 0).supervised(),
];

#[rustfmt::skip]
const S64: &[Availability] = &[
    ios(7, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S65: &[Availability] = &[
    ios(13, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S66: &[Availability] = &[
    macos(10, 7, 0).deprecated(10, 15, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S67: &[Availability] = &[
    ios(4, 0, 0).multiple().shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 7, 0).multiple().both_channels(),
    tvos(9, 0, 0).multiple(),
    watchos(10, 0, 0).multiple(),
    visionos(1, 1, 0).multiple(),
];

#[rustfmt::skip]
const S68: &[Availability] = &[
    ios(7, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(14, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    watchos(10, 0, 0).supervised().multiple(),
    visionos(2, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S69: &[Availability] = &[
    ios(8, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 15, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    visionos(2, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S70: &[Availability] = &[
    ios(4, 2, 1).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 13, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S71: &[Availability] = &[
    ios(7, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 13, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    visionos(2, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S72: &[Availability] = &[
    macos(12, 3, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    tvos(10, 2, 0).supervised().multiple(),
];

#[rustfmt::skip]
const S73: &[Availability] = &[
    ios(11, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S74: &[Availability] = &[
    ios(7, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S75: &[Availability] = &[
    ios(14, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S76: &[Availability] = &[
    ios(4, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    watchos(10, 0, 0).supervised().multiple(),
    visionos(2, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S77: &[Availability] = &[
    ios(14, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(12, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    visionos(2, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S78: &[Availability] = &[
    ios(4, 2, 1).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    watchos(10, 0, 0).supervised().multiple(),
];

#[rustfmt::skip]
const S79: &[Availability] = &[
    ios(18, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S80: &[Availability] = &[
    macos(14, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S81: &[Availability] = &[
    ios(5, 0, 0).multiple().shared_ipad(Mode::Allowed).both_channels(),
    macos(14, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    visionos(2, 0, 0).multiple(),
];

#[rustfmt::skip]
const S82: &[Availability] = &[
    ios(7, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    watchos(10, 0, 0).supervised().multiple(),
];

#[rustfmt::skip]
const S83: &[Availability] = &[
    ios(5, 1, 0).multiple().shared_ipad(Mode::Allowed).both_channels(),
    watchos(10, 0, 0).multiple(),
];

#[rustfmt::skip]
const S84: &[Availability] = &[
    ios(8, 1, 3).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S85: &[Availability] = &[
    ios(17, 4, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S86: &[Availability] = &[
    ios(9, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    watchos(10, 0, 0).supervised().multiple(),
];

#[rustfmt::skip]
const S87: &[Availability] = &[
    tvos(15, 4, 0).supervised().multiple(),
];

#[rustfmt::skip]
const S88: &[Availability] = &[
    ios(14, 5, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 12, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S89: &[Availability] = &[
    ios(11, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(13, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S90: &[Availability] = &[
    ios(6, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(15, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S91: &[Availability] = &[
    ios(6, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(15, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    tvos(11, 3, 0).deprecated(17, 0, 0).multiple(),
];

#[rustfmt::skip]
const S92: &[Availability] = &[
    ios(18, 1, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S93: &[Availability] = &[
    ios(4, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 11, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    tvos(17, 0, 0).multiple(),
    visionos(2, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S94: &[Availability] = &[
    ios(5, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S95: &[Availability] = &[
    macos(10, 12, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S96: &[Availability] = &[
    ios(5, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    visionos(2, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S97: &[Availability] = &[
    macos(10, 12, 4).multiple().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S98: &[Availability] = &[
    ios(5, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden).both_channels(),
    macos(10, 11, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    visionos(2, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S99: &[Availability] = &[
    ios(7, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 12, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    visionos(2, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S100: &[Availability] = &[
    ios(9, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 12, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    visionos(2, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S101: &[Availability] = &[
    ios(15, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(12, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    visionos(2, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S102: &[Availability] = &[
    macos(10, 13, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S103: &[Availability] = &[
    ios(13, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S104: &[Availability] = &[
    ios(18, 2, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    visionos(2, 2, 0).supervised().multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S105: &[Availability] = &[
    ios(8, 1, 3).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 11, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S106: &[Availability] = &[
    ios(9, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(14, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    tvos(11, 0, 0).supervised().multiple(),
    visionos(2, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S107: &[Availability] = &[
    tvos(13, 0, 0).supervised().multiple(),
];

#[rustfmt::skip]
const S108: &[Availability] = &[
    ios(6, 0, 0).multiple().shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 13, 0).multiple().both_channels(),
    watchos(10, 0, 0).multiple(),
    visionos(2, 0, 0).multiple(),
];

#[rustfmt::skip]
const S109: &[Availability] = &[
    ios(9, 3, 2).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    visionos(2, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S110: &[Availability] = &[
    ios(10, 3, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 13, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S111: &[Availability] = &[
    ios(18, 3, 0).supervised().multiple().not_by_hand().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden).both_channels(),
    macos(15, 3, 0).multiple().not_by_hand().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S112: &[Availability] = &[
    ios(8, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    visionos(2, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S113: &[Availability] = &[
    ios(9, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    visionos(2, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S114: &[Availability] = &[
    ios(8, 0, 0).multiple().shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S115: &[Availability] = &[
    ios(8, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(12, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    visionos(2, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S116: &[Availability] = &[
    ios(12, 1, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S117: &[Availability] = &[
    ios(4, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(15, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    tvos(11, 3, 0).supervised().multiple(),
];

#[rustfmt::skip]
const S118: &[Availability] = &[
    ios(18, 2, 0).multiple().shared_ipad(Mode::Forbidden).both_channels(),
    macos(15, 2, 0).multiple().both_channels(),
];

#[rustfmt::skip]
const S119: &[Availability] = &[
    ios(18, 2, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden).both_channels(),
    macos(15, 2, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S120: &[Availability] = &[
    ios(13, 1, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    visionos(2, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S121: &[Availability] = &[
    ios(13, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 15, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S122: &[Availability] = &[
    ios(7, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 12, 4).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    visionos(2, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S123: &[Availability] = &[
    ios(8, 3, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(14, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    visionos(2, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S124: &[Availability] = &[
    ios(6, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 13, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S125: &[Availability] = &[
    ios(18, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden).both_channels(),
    macos(15, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S126: &[Availability] = &[
    ios(4, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S127: &[Availability] = &[
    ios(18, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S128: &[Availability] = &[
    ios(17, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S129: &[Availability] = &[
    ios(4, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S130: &[Availability] = &[
    ios(9, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S131: &[Availability] = &[
    ios(15, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    tvos(15, 0, 0).supervised().multiple(),
];

#[rustfmt::skip]
const S132: &[Availability] = &[
    ios(17, 2, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S133: &[Availability] = &[
    ios(7, 0, 0).multiple().shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S134: &[Availability] = &[
    ios(7, 0, 0).multiple().shared_ipad(Mode::Allowed).both_channels(),
    watchos(10, 0, 0).multiple(),
];

#[rustfmt::skip]
const S135: &[Availability] = &[
    ios(15, 2, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S136: &[Availability] = &[
    ios(18, 1, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden).both_channels(),
    macos(15, 1, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S137: &[Availability] = &[
    ios(8, 0, 0).multiple().shared_ipad(Mode::Allowed).both_channels(),
    visionos(2, 0, 0).multiple(),
];

#[rustfmt::skip]
const S138: &[Availability] = &[
    ios(12, 0, 0).multiple().not_by_hand().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    visionos(2, 0, 0).multiple().not_by_hand().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S139: &[Availability] = &[
    ios(17, 4, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S140: &[Availability] = &[
    macos(15, 1, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S141: &[Availability] = &[
    ios(4, 1, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 13, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S142: &[Availability] = &[
    ios(9, 3, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 12, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S143: &[Availability] = &[
    ios(14, 2, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S144: &[Availability] = &[
    ios(18, 3, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden).both_channels(),
    macos(15, 3, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S145: &[Availability] = &[
    ios(9, 3, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    visionos(2, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S146: &[Availability] = &[
    ios(7, 0, 0).multiple().shared_ipad(Mode::Allowed).both_channels(),
    visionos(2, 0, 0).multiple(),
];

#[rustfmt::skip]
const S147: &[Availability] = &[
    ios(7, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S148: &[Availability] = &[
    ios(6, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S149: &[Availability] = &[
    ios(9, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 13, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    visionos(2, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S150: &[Availability] = &[
    ios(12, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 14, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    visionos(2, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S151: &[Availability] = &[
    ios(12, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 14, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    tvos(12, 0, 0).supervised().multiple(),
];

#[rustfmt::skip]
const S152: &[Availability] = &[
    ios(12, 2, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S153: &[Availability] = &[
    ios(5, 0, 0).deprecated(17, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S154: &[Availability] = &[
    ios(8, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S155: &[Availability] = &[
    ios(9, 3, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S156: &[Availability] = &[
    ios(16, 0, 0).removed(27, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(13, 0, 0).removed(27, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S157: &[Availability] = &[
    ios(18, 1, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S158: &[Availability] = &[
    tvos(10, 2, 0).supervised().multiple(),
];

#[rustfmt::skip]
const S159: &[Availability] = &[
    ios(9, 3, 0).multiple().shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 14, 4).multiple().both_channels(),
];

#[rustfmt::skip]
const S160: &[Availability] = &[
    ios(18, 2, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S161: &[Availability] = &[
    ios(3, 1, 0).multiple().shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 14, 4).multiple().both_channels(),
    watchos(10, 0, 0).multiple(),
    visionos(2, 0, 0).multiple(),
];

#[rustfmt::skip]
const S162: &[Availability] = &[
    ios(13, 4, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S163: &[Availability] = &[
    ios(8, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 11, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S164: &[Availability] = &[
    ios(11, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    visionos(2, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S165: &[Availability] = &[
    ios(9, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    watchos(10, 0, 0).supervised().multiple(),
    visionos(2, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S166: &[Availability] = &[
    ios(6, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(13, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    visionos(2, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S167: &[Availability] = &[
    macos(13, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S168: &[Availability] = &[
    ios(12, 0, 0).multiple().not_by_hand().shared_ipad(Mode::Allowed).both_channels(),
    visionos(2, 0, 0).multiple().not_by_hand(),
];

#[rustfmt::skip]
const S169: &[Availability] = &[
    ios(14, 5, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S170: &[Availability] = &[
    ios(5, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    visionos(1, 1, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S171: &[Availability] = &[
    ios(11, 4, 1).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(13, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S172: &[Availability] = &[
    ios(4, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    visionos(2, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S173: &[Availability] = &[
    ios(18, 3, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S174: &[Availability] = &[
    ios(4, 0, 0).deprecated(17, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S175: &[Availability] = &[
    ios(9, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 13, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S176: &[Availability] = &[
    ios(17, 5, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S177: &[Availability] = &[
    ios(9, 3, 0).deprecated(15, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    tvos(11, 0, 0).deprecated(15, 0, 0).supervised().multiple(),
];

#[rustfmt::skip]
const S178: &[Availability] = &[
    macos(12, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S179: &[Availability] = &[
    ios(11, 3, 0).removed(27, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 13, 4).removed(27, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    tvos(12, 2, 0).removed(27, 0, 0).supervised().multiple(),
];

#[rustfmt::skip]
const S180: &[Availability] = &[
    macos(11, 3, 0).removed(27, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S181: &[Availability] = &[
    ios(9, 0, 0).multiple().shared_ipad(Mode::Allowed).both_channels(),
    visionos(2, 0, 0).multiple(),
];

#[rustfmt::skip]
const S182: &[Availability] = &[
    tvos(9, 0, 0).multiple(),
];

#[rustfmt::skip]
const S183: &[Availability] = &[
    ios(7, 1, 0).multiple().shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S184: &[Availability] = &[
    ios(5, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 13, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S185: &[Availability] = &[
    ios(12, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    tvos(12, 2, 0).supervised().multiple(),
    visionos(2, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S186: &[Availability] = &[
    macos(15, 1, 0).multiple().not_by_hand().both_channels(),
];

#[rustfmt::skip]
const S187: &[Availability] = &[
    ios(11, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 14, 4).supervised().multiple().not_by_hand().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S188: &[Availability] = &[
    ios(11, 3, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 14, 4).supervised().multiple().not_by_hand().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S189: &[Availability] = &[
    macos(11, 0, 0).removed(27, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S190: &[Availability] = &[
    ios(11, 3, 0).removed(27, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 13, 0).removed(27, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    tvos(12, 2, 0).removed(27, 0, 0).supervised().multiple(),
];

#[rustfmt::skip]
const S191: &[Availability] = &[
    ios(4, 0, 0).multiple().shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S192: &[Availability] = &[
    ios(6, 0, 0).deprecated(17, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S193: &[Availability] = &[
    ios(14, 5, 0).multiple().shared_ipad(Mode::Allowed).both_channels(),
    macos(14, 0, 0).multiple().both_channels(),
    watchos(10, 0, 0).multiple(),
    visionos(2, 0, 0).multiple(),
];

#[rustfmt::skip]
const S194: &[Availability] = &[
    ios(15, 0, 0).multiple().shared_ipad(Mode::Allowed).both_channels(),
    watchos(10, 0, 0).multiple(),
];

#[rustfmt::skip]
const S195: &[Availability] = &[
    ios(17, 2, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S196: &[Availability] = &[
    ios(8, 2, 0).multiple().shared_ipad(Mode::Allowed).both_channels(),
    watchos(10, 0, 0).multiple(),
];

#[rustfmt::skip]
const S197: &[Availability] = &[
    ios(14, 5, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    visionos(2, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S198: &[Availability] = &[
    ios(10, 3, 0).deprecated(14, 5, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S199: &[Availability] = &[
    ios(4, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(15, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    tvos(11, 3, 0).multiple(),
];

#[rustfmt::skip]
const S200: &[Availability] = &[
    ios(4, 0, 0).multiple().shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 7, 0).multiple().both_channels(),
    tvos(9, 0, 0).multiple(),
];

#[rustfmt::skip]
const S201: &[Availability] = &[
    ios(15, 0, 0).multiple().shared_ipad(Mode::Allowed).both_channels(),
    visionos(2, 0, 0).multiple(),
];

#[rustfmt::skip]
const S202: &[Availability] = &[
    ios(4, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 13, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    visionos(2, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S203: &[Availability] = &[
    macos(10, 9, 0).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S204: &[Availability] = &[
    macos(10, 9, 0).deprecated(10, 14, 0).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S205: &[Availability] = &[
    macos(10, 10, 0).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S206: &[Availability] = &[
    macos(10, 13, 4).user_approved().not_by_hand().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S207: &[Availability] = &[
    macos(10, 15, 0).user_approved().multiple().both_channels(),
];

#[rustfmt::skip]
const S208: &[Availability] = &[
    macos(11, 0, 0).user_approved().multiple().both_channels(),
];

#[rustfmt::skip]
const S209: &[Availability] = &[
    ios(4, 0, 0).multiple().shared_ipad(Mode::Allowed).user_channel_only(),
    macos(10, 7, 0).multiple().user_channel_only(),
    visionos(1, 1, 0).multiple(),
];

#[rustfmt::skip]
const S210: &[Availability] = &[
    ios(14, 0, 0).multiple().shared_ipad(Mode::Allowed).user_channel_only(),
    visionos(1, 1, 0).multiple(),
];

#[rustfmt::skip]
const S211: &[Availability] = &[
    ios(4, 0, 0).multiple().shared_ipad(Mode::Allowed).user_channel_only(),
    visionos(1, 1, 0).multiple(),
];

#[rustfmt::skip]
const S212: &[Availability] = &[
    ios(10, 0, 0).multiple().shared_ipad(Mode::Allowed).user_channel_only(),
    visionos(1, 1, 0).multiple(),
];

#[rustfmt::skip]
const S213: &[Availability] = &[
    ios(7, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    watchos(3, 2, 0),
];

#[rustfmt::skip]
const S214: &[Availability] = &[
    ios(10, 3, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    watchos(3, 2, 0),
];

#[rustfmt::skip]
const S215: &[Availability] = &[
    ios(10, 3, 0).deprecated(11, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    watchos(3, 2, 0),
];

#[rustfmt::skip]
const S216: &[Availability] = &[
    ios(16, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    watchos(9, 0, 0),
];

#[rustfmt::skip]
const S217: &[Availability] = &[
    ios(17, 0, 0).multiple().shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S218: &[Availability] = &[
    ios(18, 0, 0).multiple().shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S219: &[Availability] = &[
    tvos(10, 2, 0).supervised(),
];

#[rustfmt::skip]
const S220: &[Availability] = &[
    macos(10, 7, 0).both_channels(),
];

#[rustfmt::skip]
const S221: &[Availability] = &[
    macos(10, 7, 0).deprecated(10, 15, 0).removed(10, 15, 0).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S222: &[Availability] = &[
    ios(17, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden),
    macos(14, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    tvos(17, 0, 0).multiple(),
    watchos(10, 0, 0).multiple(),
    visionos(1, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S223: &[Availability] = &[
    macos(10, 10, 0).deprecated(10, 13, 0).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S224: &[Availability] = &[
    ios(11, 0, 0).not_by_hand().shared_ipad(Mode::Allowed),
    macos(10, 15, 0).user_enrollment(Mode::Forbidden),
    visionos(1, 1, 0).not_by_hand(),
];

#[rustfmt::skip]
const S225: &[Availability] = &[
    ios(16, 0, 0).not_by_hand().shared_ipad(Mode::Allowed),
    visionos(1, 1, 0).not_by_hand(),
];

#[rustfmt::skip]
const S226: &[Availability] = &[
    ios(14, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(11, 0, 0).multiple().user_enrollment(Mode::Forbidden),
    visionos(1, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S227: &[Availability] = &[
    ios(16, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(13, 0, 0).multiple().user_enrollment(Mode::Forbidden),
    visionos(1, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S228: &[Availability] = &[
    macos(10, 15, 0).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S229: &[Availability] = &[
    macos(10, 12, 0).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S230: &[Availability] = &[
    macos(10, 14, 0).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S231: &[Availability] = &[
    ios(8, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 10, 0).user_enrollment(Mode::Forbidden).both_channels(),
    visionos(2, 0, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S232: &[Availability] = &[
    ios(8, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 10, 0).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S233: &[Availability] = &[
    ios(8, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    visionos(2, 0, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S234: &[Availability] = &[
    ios(9, 3, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    visionos(2, 0, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S235: &[Availability] = &[
    ios(16, 2, 0).supervised().not_by_hand().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(13, 1, 0).not_by_hand().user_enrollment(Mode::Forbidden).both_channels(),
    visionos(2, 0, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S236: &[Availability] = &[
    ios(18, 0, 0).supervised().not_by_hand().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(15, 0, 0).not_by_hand().user_enrollment(Mode::Forbidden).both_channels(),
    visionos(2, 0, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S237: &[Availability] = &[
    ios(12, 0, 0).multiple().shared_ipad(Mode::Allowed).user_channel_only(),
    visionos(1, 1, 0).multiple(),
];

#[rustfmt::skip]
const S238: &[Availability] = &[
    ios(7, 0, 0).multiple().shared_ipad(Mode::Allowed).user_channel_only(),
    visionos(1, 1, 0).multiple(),
];

#[rustfmt::skip]
const S239: &[Availability] = &[
    ios(5, 0, 0).multiple().shared_ipad(Mode::Allowed).user_channel_only(),
    visionos(1, 1, 0).multiple(),
];

#[rustfmt::skip]
const S240: &[Availability] = &[
    ios(5, 0, 0).deprecated(10, 0, 0).multiple().shared_ipad(Mode::Allowed).user_channel_only(),
];

#[rustfmt::skip]
const S241: &[Availability] = &[
    ios(10, 3, 0).multiple().shared_ipad(Mode::Allowed).user_channel_only(),
    visionos(1, 1, 0).multiple(),
];

#[rustfmt::skip]
const S242: &[Availability] = &[
    ios(10, 3, 0).deprecated(12, 0, 0).multiple().shared_ipad(Mode::Allowed).user_channel_only(),
];

#[rustfmt::skip]
const S243: &[Availability] = &[
    ios(8, 0, 0).deprecated(12, 0, 0).multiple().shared_ipad(Mode::Allowed).user_channel_only(),
];

#[rustfmt::skip]
const S244: &[Availability] = &[
    ios(4, 0, 0).deprecated(7, 0, 0).multiple().shared_ipad(Mode::Allowed).user_channel_only(),
];

#[rustfmt::skip]
const S245: &[Availability] = &[
    ios(9, 2, 0).multiple().shared_ipad(Mode::Allowed).user_channel_only(),
    visionos(1, 1, 0).multiple(),
];

#[rustfmt::skip]
const S246: &[Availability] = &[
    ios(13, 0, 0).multiple().shared_ipad(Mode::Allowed).user_channel_only(),
    visionos(1, 1, 0).multiple(),
];

#[rustfmt::skip]
const S247: &[Availability] = &[
    ios(9, 3, 0).shared_ipad(Mode::Allowed),
    macos(10, 14, 0).user_channel_only(),
];

#[rustfmt::skip]
const S248: &[Availability] = &[
    ios(9, 3, 0).deprecated(9, 3, 1).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S249: &[Availability] = &[
    ios(10, 3, 0).shared_ipad(Mode::Allowed),
    macos(10, 14, 0).user_channel_only(),
];

#[rustfmt::skip]
const S250: &[Availability] = &[
    macos(10, 7, 0).multiple().user_channel_only(),
];

#[rustfmt::skip]
const S251: &[Availability] = &[
    macos(10, 14, 0).multiple().user_channel_only(),
];

#[rustfmt::skip]
const S252: &[Availability] = &[
    macos(10, 12, 0).multiple().user_channel_only(),
];

#[rustfmt::skip]
const S253: &[Availability] = &[
    macos(10, 11, 0).multiple().user_channel_only(),
];

#[rustfmt::skip]
const S254: &[Availability] = &[
    ios(13, 0, 0).multiple().not_by_hand().shared_ipad(Mode::Allowed).user_channel_only(),
    macos(10, 15, 0).user_approved().multiple().not_by_hand().both_channels(),
    visionos(1, 1, 0).multiple().not_by_hand(),
];

#[rustfmt::skip]
const S255: &[Availability] = &[
    ios(13, 0, 0).deprecated(15, 0, 0).multiple().not_by_hand().shared_ipad(Mode::Allowed).user_channel_only(),
    macos(10, 15, 0).deprecated(12, 0, 0).user_approved().multiple().not_by_hand().both_channels(),
    visionos(1, 1, 0).multiple().not_by_hand(),
];

#[rustfmt::skip]
const S256: &[Availability] = &[
    ios(14, 0, 0).multiple().not_by_hand().shared_ipad(Mode::Allowed).user_channel_only(),
    macos(12, 0, 0).user_approved().multiple().not_by_hand().both_channels(),
    visionos(1, 1, 0).multiple().not_by_hand(),
];

#[rustfmt::skip]
const S257: &[Availability] = &[
    macos(12, 0, 0).user_approved().multiple().not_by_hand().both_channels(),
];

#[rustfmt::skip]
const S258: &[Availability] = &[
    ios(14, 0, 0).multiple().not_by_hand().shared_ipad(Mode::Allowed).user_channel_only(),
    macos(11, 0, 0).user_approved().multiple().not_by_hand().both_channels(),
    visionos(1, 1, 0).multiple().not_by_hand(),
];

#[rustfmt::skip]
const S259: &[Availability] = &[
    macos(10, 15, 0).user_approved().multiple().not_by_hand().both_channels(),
];

#[rustfmt::skip]
const S260: &[Availability] = &[
    macos(10, 15, 0).deprecated(12, 0, 0).user_approved().multiple().not_by_hand().both_channels(),
];

#[rustfmt::skip]
const S261: &[Availability] = &[
    macos(15, 0, 0).user_approved().multiple().not_by_hand().both_channels(),
];

#[rustfmt::skip]
const S262: &[Availability] = &[
    macos(11, 0, 0).deprecated(12, 0, 0).user_approved().multiple().not_by_hand().both_channels(),
];

#[rustfmt::skip]
const S263: &[Availability] = &[
    macos(11, 0, 0).user_approved().multiple().not_by_hand().both_channels(),
];

#[rustfmt::skip]
const S264: &[Availability] = &[
    ios(15, 0, 0).multiple().not_by_hand().shared_ipad(Mode::Allowed).user_channel_only(),
    macos(12, 0, 0).user_approved().multiple().not_by_hand().both_channels(),
    visionos(1, 1, 0).multiple().not_by_hand(),
];

#[rustfmt::skip]
const S265: &[Availability] = &[
    macos(13, 0, 0).user_approved().multiple().not_by_hand().both_channels(),
];

#[rustfmt::skip]
const S266: &[Availability] = &[
    ios(16, 0, 0).multiple().not_by_hand().shared_ipad(Mode::Allowed).user_channel_only(),
    macos(13, 0, 0).user_approved().multiple().not_by_hand().both_channels(),
    visionos(1, 1, 0).multiple().not_by_hand(),
];

#[rustfmt::skip]
const S267: &[Availability] = &[
    macos(13, 0, 0).deprecated(14, 0, 0).user_approved().multiple().not_by_hand().both_channels(),
];

#[rustfmt::skip]
const S268: &[Availability] = &[
    macos(14, 0, 0).user_approved().multiple().not_by_hand().both_channels(),
];

#[rustfmt::skip]
const S269: &[Availability] = &[
    macos(14, 0, 0).user_approved().multiple().not_by_hand(),
];

#[rustfmt::skip]
const S270: &[Availability] = &[
    macos(11, 0, 0).user_approved().not_by_hand().both_channels(),
];

#[rustfmt::skip]
const S271: &[Availability] = &[
    macos(15, 2, 0).user_approved().not_by_hand().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S272: &[Availability] = &[
    macos(10, 7, 0).removed(10, 15, 0).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S273: &[Availability] = &[
    ios(7, 0, 0).multiple().shared_ipad(Mode::Allowed).user_channel_only(),
    macos(10, 9, 0).multiple().both_channels(),
    visionos(2, 0, 0).multiple(),
];

#[rustfmt::skip]
const S274: &[Availability] = &[
    macos(10, 9, 0).deprecated(10, 13, 0).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S275: &[Availability] = &[
    ios(17, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 13, 0).both_channels(),
    tvos(17, 0, 0),
];

#[rustfmt::skip]
const S276: &[Availability] = &[
    ios(9, 3, 0).multiple().shared_ipad(Mode::Allowed).user_channel_only(),
    visionos(1, 1, 0).multiple(),
];

#[rustfmt::skip]
const S277: &[Availability] = &[
    ios(9, 3, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    tvos(11, 0, 0).supervised(),
];

#[rustfmt::skip]
const S278: &[Availability] = &[
    ios(11, 3, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    tvos(11, 0, 0).supervised(),
];

#[rustfmt::skip]
const S279: &[Availability] = &[
    macos(10, 7, 0).deprecated(10, 14, 0).removed(10, 14, 0).multiple().user_enrollment(Mode::Forbidden).user_channel_only(),
];

#[rustfmt::skip]
const S280: &[Availability] = &[
    macos(10, 13, 0).multiple().both_channels(),
];

#[rustfmt::skip]
const S281: &[Availability] = &[
    macos(10, 8, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S282: &[Availability] = &[
    macos(14, 0, 0).multiple().not_by_hand().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S283: &[Availability] = &[
    macos(11, 0, 0).user_approved().not_by_hand().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S284: &[Availability] = &[
    ios(8, 0, 0).deprecated(10, 0, 0).multiple().shared_ipad(Mode::Allowed).user_channel_only(),
];

#[rustfmt::skip]
const S285: &[Availability] = &[
    ios(6, 0, 0).multiple().shared_ipad(Mode::Allowed).user_channel_only(),
    macos(10, 7, 0).multiple().user_channel_only(),
    visionos(1, 1, 0).multiple(),
];

#[rustfmt::skip]
const S286: &[Availability] = &[
    ios(9, 2, 0).multiple().shared_ipad(Mode::Allowed).user_channel_only(),
    macos(10, 12, 0).multiple().user_channel_only(),
    visionos(1, 1, 0).multiple(),
];

#[rustfmt::skip]
const S287: &[Availability] = &[
    ios(4, 0, 0).shared_ipad(Mode::Allowed),
    macos(10, 7, 0),
    tvos(9, 0, 0),
    watchos(10, 0, 0).supervised().not_by_hand(),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S288: &[Availability] = &[
    ios(4, 0, 0).user_enrollment(Mode::Ignored).shared_ipad(Mode::Allowed),
    macos(10, 7, 0).user_enrollment(Mode::Ignored),
    tvos(9, 0, 0),
    watchos(10, 0, 0).supervised().not_by_hand(),
    visionos(1, 1, 0).user_enrollment(Mode::Ignored),
];

#[rustfmt::skip]
const S289: &[Availability] = &[
    ios(13, 1, 0).deprecated(17, 0, 0).removed(18, 0, 0).user_enrollment(Mode::Required).shared_ipad(Mode::Allowed),
    macos(10, 15, 0).deprecated(14, 0, 0).removed(15, 0, 0).user_enrollment(Mode::Required),
];

#[rustfmt::skip]
const S290: &[Availability] = &[
    ios(15, 0, 0).shared_ipad(Mode::Allowed),
    macos(14, 0, 0),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S291: &[Availability] = &[
    ios(13, 4, 0).shared_ipad(Mode::Allowed),
    macos(10, 13, 0),
    tvos(13, 4, 0),
    watchos(10, 0, 0).supervised().not_by_hand(),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S292: &[Availability] = &[
    ios(15, 1, 0).shared_ipad(Mode::Allowed),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S293: &[Availability] = &[
    macos(11, 0, 0),
];

#[rustfmt::skip]
const S294: &[Availability] = &[
    ios(4, 0, 0).multiple().shared_ipad(Mode::Forbidden),
    macos(10, 7, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    watchos(10, 0, 0).multiple(),
    visionos(2, 0, 0).multiple(),
];

#[rustfmt::skip]
const S295: &[Availability] = &[
    ios(4, 0, 0).multiple().user_enrollment(Mode::Ignored).shared_ipad(Mode::Forbidden),
    macos(10, 7, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    watchos(10, 0, 0).multiple(),
    visionos(2, 0, 0).multiple().user_enrollment(Mode::Ignored),
];

#[rustfmt::skip]
const S296: &[Availability] = &[
    ios(4, 0, 0).multiple().user_enrollment(Mode::Ignored).shared_ipad(Mode::Forbidden),
    macos(10, 7, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    visionos(2, 0, 0).multiple().user_enrollment(Mode::Ignored),
];

#[rustfmt::skip]
const S297: &[Availability] = &[
    macos(10, 10, 0).multiple().user_enrollment(Mode::Ignored).both_channels(),
];

#[rustfmt::skip]
const S298: &[Availability] = &[
    macos(10, 13, 0).multiple().user_enrollment(Mode::Ignored).both_channels(),
];

#[rustfmt::skip]
const S299: &[Availability] = &[
    ios(9, 0, 0).not_by_hand().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S300: &[Availability] = &[
    ios(13, 0, 0).not_by_hand().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S301: &[Availability] = &[
    ios(9, 3, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 15, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S302: &[Availability] = &[
    ios(12, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S303: &[Availability] = &[
    ios(12, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 15, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S304: &[Availability] = &[
    ios(14, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S305: &[Availability] = &[
    ios(9, 0, 0).deprecated(12, 0, 0).removed(12, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden),
];

#[rustfmt::skip]
const S306: &[Availability] = &[
    macos(10, 12, 0).both_channels(),
];

#[rustfmt::skip]
const S307: &[Availability] = &[
    ios(4, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden),
    macos(10, 7, 0).user_enrollment(Mode::Forbidden).both_channels(),
    tvos(9, 0, 0).supervised(),
];

#[rustfmt::skip]
const S308: &[Availability] = &[
    ios(6, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 9, 0).user_enrollment(Mode::Forbidden),
    tvos(9, 0, 0).supervised(),
    visionos(2, 0, 0).supervised().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S309: &[Availability] = &[
    ios(7, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 9, 0).user_enrollment(Mode::Forbidden),
    tvos(9, 0, 0).supervised(),
    visionos(2, 0, 0).supervised().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S310: &[Availability] = &[
    ios(17, 0, 0).multiple().shared_ipad(Mode::Allowed),
    macos(14, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    tvos(17, 0, 0).multiple(),
    visionos(1, 0, 0).multiple(),
];

#[rustfmt::skip]
const S311: &[Availability] = &[
    macos(10, 11, 0).user_enrollment(Mode::Forbidden).user_channel_only(),
];

#[rustfmt::skip]
const S312: &[Availability] = &[
    macos(10, 11, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S313: &[Availability] = &[
    macos(10, 13, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S314: &[Availability] = &[
    macos(10, 9, 0).deprecated(10, 13, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S315: &[Availability] = &[
    ios(16, 0, 0).multiple().shared_ipad(Mode::Allowed),
    macos(13, 1, 0).multiple().both_channels(),
    tvos(16, 0, 0).multiple(),
    watchos(9, 0, 0).multiple(),
    visionos(1, 0, 0).multiple(),
];

#[rustfmt::skip]
const S316: &[Availability] = &[
    ios(16, 0, 0).multiple().shared_ipad(Mode::Allowed),
    macos(13, 1, 0).multiple().both_channels(),
    tvos(16, 0, 0).multiple(),
    watchos(10, 0, 0).multiple(),
    visionos(1, 0, 0).multiple(),
];

#[rustfmt::skip]
const S317: &[Availability] = &[
    macos(13, 1, 0).multiple().both_channels(),
];

#[rustfmt::skip]
const S318: &[Availability] = &[
    ios(14, 2, 0).multiple().shared_ipad(Mode::Allowed),
    visionos(1, 1, 0).multiple(),
];

#[rustfmt::skip]
const S319: &[Availability] = &[
    ios(12, 1, 1).multiple().shared_ipad(Mode::Allowed),
    macos(10, 14, 2).multiple(),
    tvos(12, 1, 1).multiple(),
    watchos(5, 1, 1).multiple(),
    visionos(1, 0, 0).multiple(),
];

#[rustfmt::skip]
const S320: &[Availability] = &[
    macos(10, 12, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S321: &[Availability] = &[
    macos(12, 0, 0).deprecated(15, 0, 0).removed(15, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S322: &[Availability] = &[
    macos(12, 3, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S323: &[Availability] = &[
    ios(4, 0, 0).multiple().shared_ipad(Mode::Allowed),
    macos(10, 7, 0).multiple().both_channels(),
    tvos(9, 0, 0).multiple(),
    watchos(3, 0, 0).multiple(),
    visionos(1, 0, 0).multiple(),
];

#[rustfmt::skip]
const S324: &[Availability] = &[
    macos(10, 15, 0).multiple().both_channels(),
];

#[rustfmt::skip]
const S325: &[Availability] = &[
    ios(4, 0, 0).multiple().shared_ipad(Mode::Allowed),
    macos(10, 11, 0).multiple().both_channels(),
    tvos(9, 0, 0).multiple(),
    watchos(3, 0, 0).multiple(),
    visionos(1, 0, 0).multiple(),
];

#[rustfmt::skip]
const S326: &[Availability] = &[
    ios(4, 0, 0).multiple().shared_ipad(Mode::Allowed),
    macos(10, 10, 0).multiple().both_channels(),
    tvos(9, 0, 0).multiple(),
    watchos(3, 0, 0).multiple(),
    visionos(1, 0, 0).multiple(),
];

#[rustfmt::skip]
const S327: &[Availability] = &[
    ios(4, 0, 0).multiple().shared_ipad(Mode::Allowed),
    macos(10, 13, 4).multiple().both_channels(),
    tvos(9, 0, 0).multiple(),
    watchos(3, 0, 0).multiple(),
    visionos(1, 0, 0).multiple(),
];

#[rustfmt::skip]
const S328: &[Availability] = &[
    macos(10, 13, 2).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S329: &[Availability] = &[
];

#[rustfmt::skip]
const S330: &[Availability] = &[
    ios(9, 3, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S331: &[Availability] = &[
    ios(9, 3, 0).deprecated(9, 3, 1).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S332: &[Availability] = &[
    ios(9, 3, 1).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S333: &[Availability] = &[
    ios(7, 0, 0).shared_ipad(Mode::Forbidden),
];

#[rustfmt::skip]
const S334: &[Availability] = &[
    ios(8, 0, 0).shared_ipad(Mode::Forbidden),
];

#[rustfmt::skip]
const S335: &[Availability] = &[
    macos(10, 13, 2).user_approved().multiple().not_by_hand().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S336: &[Availability] = &[
    macos(12, 0, 0).user_approved().multiple().not_by_hand().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S337: &[Availability] = &[
    macos(15, 0, 0).user_approved().multiple().not_by_hand().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S338: &[Availability] = &[
    macos(15, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S339: &[Availability] = &[
    macos(10, 8, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S340: &[Availability] = &[
    macos(10, 7, 0).deprecated(13, 0, 0).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S341: &[Availability] = &[
    macos(13, 0, 0).deprecated(13, 0, 0).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S342: &[Availability] = &[
    macos(10, 7, 0).deprecated(11, 0, 0).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S343: &[Availability] = &[
    ios(11, 3, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    tvos(11, 3, 0).supervised(),
];

#[rustfmt::skip]
const S344: &[Availability] = &[
    tvos(11, 3, 0).supervised(),
];

#[rustfmt::skip]
const S345: &[Availability] = &[
    ios(11, 3, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S346: &[Availability] = &[
    ios(15, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S347: &[Availability] = &[
    macos(10, 9, 0).deprecated(10, 15, 0).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S348: &[Availability] = &[
    macos(10, 9, 0).deprecated(11, 0, 0).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S349: &[Availability] = &[
    ios(7, 0, 0).multiple().shared_ipad(Mode::Allowed),
    macos(10, 9, 0).multiple().both_channels(),
    watchos(10, 0, 0).supervised().multiple().not_by_hand(),
    visionos(1, 1, 0).multiple(),
];

#[rustfmt::skip]
const S350: &[Availability] = &[
    ios(18, 0, 0).multiple().shared_ipad(Mode::Allowed),
    watchos(10, 0, 0).supervised().multiple().not_by_hand(),
];

#[rustfmt::skip]
const S351: &[Availability] = &[
    ios(7, 0, 0).multiple().shared_ipad(Mode::Allowed),
    macos(10, 9, 0).multiple().both_channels(),
    visionos(1, 1, 0).multiple(),
];

#[rustfmt::skip]
const S352: &[Availability] = &[
    ios(13, 0, 0).deprecated(13, 4, 0).multiple().shared_ipad(Mode::Allowed),
    macos(10, 15, 0).multiple().both_channels(),
];

#[rustfmt::skip]
const S353: &[Availability] = &[
    ios(14, 0, 0).multiple().shared_ipad(Mode::Allowed),
    macos(11, 0, 0).multiple().both_channels(),
    watchos(10, 0, 0).supervised().multiple().not_by_hand(),
    visionos(1, 1, 0).multiple(),
];

#[rustfmt::skip]
const S354: &[Availability] = &[
    ios(13, 0, 0).multiple().shared_ipad(Mode::Allowed),
    visionos(1, 1, 0).multiple(),
];

#[rustfmt::skip]
const S355: &[Availability] = &[
    macos(10, 9, 0),
];

#[rustfmt::skip]
const S356: &[Availability] = &[
    macos(10, 10, 0),
];

#[rustfmt::skip]
const S357: &[Availability] = &[
    macos(10, 15, 0),
];

#[rustfmt::skip]
const S358: &[Availability] = &[
    macos(10, 15, 4),
];

#[rustfmt::skip]
const S359: &[Availability] = &[
    ios(4, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 7, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    tvos(17, 0, 0).multiple(),
    visionos(1, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S360: &[Availability] = &[
    macos(10, 15, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    tvos(17, 0, 0).multiple(),
];

#[rustfmt::skip]
const S361: &[Availability] = &[
    ios(14, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 15, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    visionos(1, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S362: &[Availability] = &[
    ios(14, 2, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(11, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    tvos(17, 0, 0).multiple(),
    visionos(1, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S363: &[Availability] = &[
    ios(14, 2, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 15, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    visionos(1, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S364: &[Availability] = &[
    ios(16, 4, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(13, 3, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    visionos(1, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S365: &[Availability] = &[
    ios(17, 4, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(14, 4, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    visionos(1, 1, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S366: &[Availability] = &[
    ios(14, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    tvos(17, 0, 0).multiple(),
    visionos(1, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S367: &[Availability] = &[
    ios(4, 0, 0).deprecated(7, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 7, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    tvos(17, 0, 0).multiple(),
    visionos(1, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S368: &[Availability] = &[
    ios(4, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 7, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    visionos(1, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S369: &[Availability] = &[
    ios(4, 0, 0).deprecated(7, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 7, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    visionos(1, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S370: &[Availability] = &[
    ios(4, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 7, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    tvos(17, 0, 0).multiple(),
    watchos(10, 0, 0),
    visionos(1, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S371: &[Availability] = &[
    macos(10, 15, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    tvos(17, 0, 0).multiple(),
    watchos(10, 0, 0),
];

#[rustfmt::skip]
const S372: &[Availability] = &[
    ios(14, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    tvos(17, 0, 0).multiple(),
    watchos(10, 0, 0),
    visionos(1, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S373: &[Availability] = &[
    ios(11, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 13, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    tvos(17, 0, 0).multiple(),
    watchos(10, 0, 0),
    visionos(1, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S374: &[Availability] = &[
    ios(9, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 7, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    tvos(17, 0, 0).multiple(),
    watchos(10, 0, 0),
    visionos(1, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S375: &[Availability] = &[
    ios(13, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    tvos(17, 0, 0).multiple(),
    visionos(1, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S376: &[Availability] = &[
    ios(14, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(11, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    tvos(17, 0, 0).multiple(),
    watchos(10, 0, 0),
    visionos(1, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S377: &[Availability] = &[
    ios(18, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(15, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    tvos(18, 0, 0).multiple(),
    watchos(11, 0, 0),
    visionos(2, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S378: &[Availability] = &[
    ios(10, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 12, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    tvos(17, 0, 0).multiple(),
    watchos(10, 0, 0),
    visionos(1, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S379: &[Availability] = &[
    ios(16, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(13, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    tvos(17, 0, 0).multiple(),
    watchos(10, 0, 0),
    visionos(1, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S380: &[Availability] = &[
    ios(8, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    visionos(1, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S381: &[Availability] = &[
    ios(13, 6, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    visionos(1, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S382: &[Availability] = &[
    ios(4, 0, 0).multiple().shared_ipad(Mode::Allowed).user_channel_only(),
    macos(10, 7, 0).multiple().user_channel_only(),
];

#[rustfmt::skip]
const S383: &[Availability] = &[
    ios(4, 0, 0).multiple().shared_ipad(Mode::Allowed).user_channel_only(),
];

#[rustfmt::skip]
const S384: &[Availability] = &[
    ios(14, 0, 0).multiple().shared_ipad(Mode::Allowed).user_channel_only(),
];

#[rustfmt::skip]
const S385: &[Availability] = &[
    ios(7, 0, 0).multiple().shared_ipad(Mode::Allowed),
    macos(10, 15, 0).multiple().user_enrollment(Mode::Forbidden),
    visionos(1, 1, 0).multiple(),
];

#[rustfmt::skip]
const S386: &[Availability] = &[
    ios(8, 0, 0).multiple().shared_ipad(Mode::Allowed),
    macos(10, 15, 0).multiple().user_enrollment(Mode::Forbidden),
    visionos(1, 1, 0).multiple(),
];

#[rustfmt::skip]
const S387: &[Availability] = &[
    ios(7, 0, 0).multiple().shared_ipad(Mode::Allowed),
    visionos(1, 1, 0).multiple(),
];

#[rustfmt::skip]
const S388: &[Availability] = &[
    ios(7, 0, 0).deprecated(14, 5, 0).multiple().shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S389: &[Availability] = &[
    ios(14, 5, 0).multiple().shared_ipad(Mode::Allowed),
    visionos(1, 1, 0).multiple(),
];

#[rustfmt::skip]
const S390: &[Availability] = &[
    ios(18, 0, 0).multiple().shared_ipad(Mode::Allowed),
    visionos(2, 0, 0).multiple(),
];

#[rustfmt::skip]
const S391: &[Availability] = &[
    macos(10, 15, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S392: &[Availability] = &[
    ios(16, 0, 0).multiple().shared_ipad(Mode::Allowed),
    visionos(1, 1, 0).multiple(),
];

#[rustfmt::skip]
const S393: &[Availability] = &[
    ios(4, 0, 0).multiple().shared_ipad(Mode::Allowed),
    macos(10, 7, 0).multiple().both_channels(),
    tvos(9, 0, 0).multiple(),
    watchos(3, 2, 0).multiple(),
    visionos(1, 0, 0).multiple(),
];

#[rustfmt::skip]
const S394: &[Availability] = &[
    ios(5, 0, 0).multiple().shared_ipad(Mode::Allowed),
    macos(10, 7, 0).multiple().both_channels(),
    tvos(9, 0, 0).multiple(),
    watchos(3, 2, 0).multiple(),
    visionos(1, 0, 0).multiple(),
];

#[rustfmt::skip]
const S395: &[Availability] = &[
    ios(7, 0, 0).multiple().shared_ipad(Mode::Allowed),
    macos(10, 7, 0).multiple().both_channels(),
    tvos(9, 0, 0).multiple(),
    watchos(3, 2, 0).multiple(),
    visionos(1, 0, 0).multiple(),
];

#[rustfmt::skip]
const S396: &[Availability] = &[
    ios(4, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 7, 0).multiple().both_channels(),
    tvos(9, 0, 0).multiple(),
    watchos(3, 2, 0).multiple(),
    visionos(1, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S397: &[Availability] = &[
    ios(4, 0, 0).removed(8, 0, 0).multiple().shared_ipad(Mode::Allowed),
    macos(10, 7, 0).multiple().both_channels(),
    tvos(9, 0, 0).multiple(),
    watchos(3, 2, 0).multiple(),
];

#[rustfmt::skip]
const S398: &[Availability] = &[
    ios(11, 0, 0).multiple().shared_ipad(Mode::Allowed),
    macos(10, 13, 0).multiple().both_channels(),
    tvos(11, 0, 0).multiple(),
    watchos(3, 2, 0).multiple(),
    visionos(1, 0, 0).multiple(),
];

#[rustfmt::skip]
const S399: &[Availability] = &[
    ios(8, 0, 0).multiple().shared_ipad(Mode::Allowed),
    macos(10, 7, 0).multiple().both_channels(),
    tvos(9, 0, 0).multiple(),
    watchos(3, 2, 0).multiple(),
    visionos(1, 0, 0).multiple(),
];

#[rustfmt::skip]
const S400: &[Availability] = &[
    ios(8, 0, 0).multiple().shared_ipad(Mode::Allowed),
    macos(10, 8, 0).multiple().both_channels(),
    tvos(9, 0, 0).multiple(),
    watchos(3, 2, 0).multiple(),
    visionos(1, 0, 0).multiple(),
];

#[rustfmt::skip]
const S401: &[Availability] = &[
    ios(7, 0, 0).multiple().shared_ipad(Mode::Allowed),
    macos(10, 9, 0).multiple().both_channels(),
    tvos(9, 0, 0).multiple(),
    watchos(3, 2, 0).multiple(),
    visionos(1, 0, 0).multiple(),
];

#[rustfmt::skip]
const S402: &[Availability] = &[
    ios(7, 0, 0).multiple().shared_ipad(Mode::Allowed),
    tvos(9, 0, 0).multiple(),
    watchos(3, 2, 0).multiple(),
    visionos(1, 0, 0).multiple(),
];

#[rustfmt::skip]
const S403: &[Availability] = &[
    ios(10, 0, 0).multiple().shared_ipad(Mode::Allowed),
    tvos(9, 0, 0).multiple(),
    watchos(3, 2, 0).multiple(),
    visionos(1, 0, 0).multiple(),
];

#[rustfmt::skip]
const S404: &[Availability] = &[
    ios(10, 0, 0).multiple().shared_ipad(Mode::Allowed),
    macos(10, 13, 0).multiple().both_channels(),
    tvos(9, 0, 0).multiple(),
    watchos(3, 2, 0).multiple(),
    visionos(1, 0, 0).multiple(),
];

#[rustfmt::skip]
const S405: &[Availability] = &[
    ios(14, 5, 0).multiple().shared_ipad(Mode::Allowed),
    macos(14, 0, 0).multiple().both_channels(),
    tvos(9, 0, 0).multiple(),
    watchos(3, 2, 0).multiple(),
    visionos(1, 0, 0).multiple(),
];

#[rustfmt::skip]
const S406: &[Availability] = &[
    ios(10, 0, 0).deprecated(14, 5, 0).multiple().shared_ipad(Mode::Allowed),
    macos(10, 13, 0).deprecated(14, 0, 0).multiple().both_channels(),
    tvos(9, 0, 0).multiple(),
    watchos(3, 2, 0).multiple(),
];

#[rustfmt::skip]
const S407: &[Availability] = &[
    ios(4, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 7, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    tvos(9, 0, 0).multiple(),
    watchos(3, 2, 0).multiple(),
    visionos(1, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S408: &[Availability] = &[
    ios(14, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(15, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(),
    watchos(7, 0, 0).multiple(),
    visionos(1, 0, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S409: &[Availability] = &[
    macos(10, 11, 0).multiple().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S410: &[Availability] = &[
    macos(10, 10, 0).user_enrollment(Mode::Forbidden),
];
