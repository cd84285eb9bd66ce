// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! The types of declarations and status items, one table of keys each.

use crate::declarations::{declarations, status_items};
use crate::{LogToken, PushMagic, PushToken};

mod accounts;
mod apps;
mod assets;
mod management;
mod network;
mod protocol;
mod status;
mod system;

pub use accounts::*;
pub use apps::*;
pub use assets::*;
pub use management::*;
pub use network::*;
pub use protocol::*;
pub use status::*;
pub use system::*;

declarations! {
    SimpleActivation = "com.apple.activation.simple",
    CredentialAcmeAsset = "com.apple.asset.credential.acme",
    CredentialCertificateAsset = "com.apple.asset.credential.certificate",
    CredentialIdentityAsset = "com.apple.asset.credential.identity",
    CredentialScepAsset = "com.apple.asset.credential.scep",
    CredentialUserpasswordAsset = "com.apple.asset.credential.userpassword",
    DataAsset = "com.apple.asset.data",
    UseridentityAsset = "com.apple.asset.useridentity",
    AccountCaldav = "com.apple.configuration.account.caldav",
    AccountCarddav = "com.apple.configuration.account.carddav",
    AccountExchange = "com.apple.configuration.account.exchange",
    AccountGoogle = "com.apple.configuration.account.google",
    AccountLdap = "com.apple.configuration.account.ldap",
    AccountMail = "com.apple.configuration.account.mail",
    AccountSubscribedCalendar = "com.apple.configuration.account.subscribed-calendar",
    AppManaged = "com.apple.configuration.app.managed",
    AppSettings = "com.apple.configuration.app.settings",
    AudioAccessorySettings = "com.apple.configuration.audio-accessory.settings",
    ContentCacheSettings = "com.apple.configuration.content-cache.settings",
    DiskmanagementSettings = "com.apple.configuration.diskmanagement.settings",
    ExtensibleSso = "com.apple.configuration.extensible-sso",
    ExternalIntelligenceSettings = "com.apple.configuration.external-intelligence.settings",
    IntelligenceSettings = "com.apple.configuration.intelligence.settings",
    KeyboardSettings = "com.apple.configuration.keyboard.settings",
    LegacyInteractiveProfile = "com.apple.configuration.legacy.interactive",
    LegacyProfile = "com.apple.configuration.legacy",
    ManagementStatusSubscriptions = "com.apple.configuration.management.status-subscriptions",
    ManagementTest = "com.apple.configuration.management.test",
    MathSettings = "com.apple.configuration.math.settings",
    MigrationAssistantSettings = "com.apple.configuration.migration-assistant.settings",
    NetworkDnsProxy = "com.apple.configuration.network.dns-proxy",
    NetworkDnsSettings = "com.apple.configuration.network.dns-settings",
    NetworkRelay = "com.apple.configuration.network.relay",
    NetworkVpnAlwaysOn = "com.apple.configuration.network.vpn.always-on",
    NetworkVpnIkev2 = "com.apple.configuration.network.vpn.ikev2",
    NetworkVpnIpsec = "com.apple.configuration.network.vpn.ipsec",
    NetworkVpnVpnPlugin = "com.apple.configuration.network.vpn.vpn-plugin",
    PackageInstallation = "com.apple.configuration.package",
    PasscodeSettings = "com.apple.configuration.passcode.settings",
    SafariBookmarks = "com.apple.configuration.safari.bookmarks",
    SafariExtensionsSettings = "com.apple.configuration.safari.extensions.settings",
    SafariSettings = "com.apple.configuration.safari.settings",
    ScreensharingConnectionGroup = "com.apple.configuration.screensharing.connection.group",
    ScreensharingConnection = "com.apple.configuration.screensharing.connection",
    ScreensharingHostSettings = "com.apple.configuration.screensharing.host.settings",
    SecurityCertificate = "com.apple.configuration.security.certificate",
    SecurityIdentity = "com.apple.configuration.security.identity",
    SecurityPasskeyAttestation = "com.apple.configuration.security.passkey.attestation",
    ServicesBackgroundTasks = "com.apple.configuration.services.background-tasks",
    ServicesConfigurationFiles = "com.apple.configuration.services.configuration-files",
    SiriSettings = "com.apple.configuration.siri.settings",
    SoftwareupdateEnforcementSpecific = "com.apple.configuration.softwareupdate.enforcement.specific",
    SoftwareupdateSettings = "com.apple.configuration.softwareupdate.settings",
    WatchEnrollment = "com.apple.configuration.watch.enrollment",
    WebcontentFilterPlugin = "com.apple.configuration.webcontent-filter.plugin",
    OrganizationInfo = "com.apple.management.organization-info",
    Properties = "com.apple.management.properties",
    ServerCapabilities = "com.apple.management.server-capabilities",
}

status_items! {
    AccountListCaldav(Vec<AccountListCaldavItem>) = "account.list.caldav",
    AccountListCarddav(Vec<AccountListCarddavItem>) = "account.list.carddav",
    AccountListExchange(Vec<AccountListExchangeItem>) = "account.list.exchange",
    AccountListGoogle(Vec<AccountListGoogleItem>) = "account.list.google",
    AccountListLdap(Vec<AccountListLdapItem>) = "account.list.ldap",
    AccountListMailIncoming(Vec<AccountListMailIncomingItem>) = "account.list.mail.incoming",
    AccountListMailOutgoing(Vec<AccountListMailOutgoingItem>) = "account.list.mail.outgoing",
    AccountListSubscribedCalendar(Vec<AccountListSubscribedCalendarItem>) = "account.list.subscribed-calendar",
    AppManagedList(Vec<ManagedAppStatus>) = "app.managed.list",
    ContentCacheInfo(ContentCacheUse) = "content-cache.info",
    ContentCacheParents(Vec<ContentCacheParent>) = "content-cache.parents",
    ContentCachePeers(Vec<ContentCachePeer>) = "content-cache.peers",
    ContentCacheStatus(ContentCacheStatus) = "content-cache.status",
    DeviceIdentifierSerialNumber(String) = "device.identifier.serial-number",
    DeviceIdentifierUdid(String) = "device.identifier.udid",
    DeviceModelFamily(String) = "device.model.family",
    DeviceModelIdentifier(String) = "device.model.identifier",
    DeviceModelMarketingName(String) = "device.model.marketing-name",
    DeviceModelNumber(String) = "device.model.number",
    DeviceOperatingSystemBuildVersion(String) = "device.operating-system.build-version",
    DeviceOperatingSystemFamily(String) = "device.operating-system.family",
    DeviceOperatingSystemMarketingName(String) = "device.operating-system.marketing-name",
    DeviceOperatingSystemSupplementalBuildVersion(String) = "device.operating-system.supplemental.build-version",
    DeviceOperatingSystemSupplementalExtraVersion(String) = "device.operating-system.supplemental.extra-version",
    DeviceOperatingSystemVersion(String) = "device.operating-system.version",
    DevicePowerBatteryHealth(DevicePowerBatteryHealth) = "device.power.battery-health",
    DeviceSystemHealth(SystemHealth) = "device.system.health",
    DiskmanagementFilevaultEnabled(bool) = "diskmanagement.filevault.enabled",
    EnhancedLoggingApplecareToken(LogToken) = "enhanced-logging.applecare-token",
    EnhancedLoggingStatus(LogCollectionState) = "enhanced-logging.status",
    EnhancedLoggingTimestamp(String) = "enhanced-logging.timestamp",
    ManagementClientCapabilities(ManagementClientCapabilities) = "management.client-capabilities",
    ManagementDeclarations(DeclarationStates) = "management.declarations",
    MdmApp(Vec<MdmAppItem>) = "mdm.app",
    MdmEnrollmentType(MdmEnrollmentType) = "mdm.enrollment-type",
    MdmIsAwaitingConfiguration(bool) = "mdm.is-awaiting-configuration",
    MdmIsReturnToService(bool) = "mdm.is-return-to-service",
    MdmIsSharedIpad(bool) = "mdm.is-shared-ipad",
    MdmPushMagic(PushMagic) = "mdm.push-magic",
    MdmPushToken(PushToken) = "mdm.push-token",
    MigrationAssistantReport(MigrationReport) = "migration-assistant.report",
    MigrationAssistantState(MigrationState) = "migration-assistant.state",
    PackageList(Vec<PackageStatus>) = "package.list",
    PasscodeIsCompliant(bool) = "passcode.is-compliant",
    PasscodeIsPresent(bool) = "passcode.is-present",
    ScreensharingConnectionGroupUnresolvedConnection(Vec<ScreensharingConnectionGroupUnresolvedConnectionItem>) = "screensharing.connection.group.unresolved-connection",
    SecurityCertificateList(Vec<CertificateStatus>) = "security.certificate.list",
    SecurityLockdownMode(bool) = "security.lockdown-mode",
    ServicesBackgroundTask(Vec<BackgroundTaskStatus>) = "services.background-task",
    SoftwareupdateBetaEnrollment(String) = "softwareupdate.beta-enrollment",
    SoftwareupdateDeviceId(String) = "softwareupdate.device-id",
    SoftwareupdateFailureReason(SoftwareupdateFailureReason) = "softwareupdate.failure-reason",
    SoftwareupdateInstallReason(SoftwareupdateInstallReason) = "softwareupdate.install-reason",
    SoftwareupdateInstallState(SoftwareupdateInstallState) = "softwareupdate.install-state",
    SoftwareupdatePendingVersion(SoftwareupdatePendingVersion) = "softwareupdate.pending-version",
    TestArrayValue(Vec<TestArrayValueItem>) = "test.array-value",
    TestBooleanValue(bool) = "test.boolean-value",
    TestDictionaryValue(TestDictionaryValue) = "test.dictionary-value",
    TestErrorValue(String) = "test.error-value",
    TestIntegerValue(i64) = "test.integer-value",
    TestRealValue(f64) = "test.real-value",
    TestStringValue(String) = "test.string-value",
}
