// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Declarations: where each is supported.

#[rustfmt::skip]
use crate::support::table::{Availability, Item, Kind, Mode, ios, item, key, macos, tvos, visionos, watchos};

#[rustfmt::skip]
pub(crate) const ITEMS: &[Item] = &[
    item("com.apple.configuration.audio-accessory.settings", "declarative/declarations/configurations/audio-accessory.settings.yaml", S0, &[
        key("TemporaryPairing", S0).kind(Kind::Dictionary),
        key("TemporaryPairing/Disabled", S0).kind(Kind::Boolean),
        key("TemporaryPairing/Configuration", S0).kind(Kind::Dictionary),
        key("TemporaryPairing/Configuration/UnpairingTime", S0).must().kind(Kind::Dictionary),
        key("TemporaryPairing/Configuration/UnpairingTime/Policy", S0).must().kind(Kind::String).allowed(&["None", "Hour"]),
        key("TemporaryPairing/Configuration/UnpairingTime/Hour", S0).kind(Kind::Integer).range(Some(0.0), Some(23.0)),
    ]),
    item("com.apple.configuration.content-cache.settings", "declarative/declarations/configurations/content-cache.settings.yaml", S1, &[
        key("AllowCacheDelete", S1).kind(Kind::Boolean),
        key("AllowPersonalCaching", S1).kind(Kind::Boolean),
        key("AllowSharedCaching", S1).kind(Kind::Boolean),
        key("AutoActivation", S1).kind(Kind::Boolean),
        key("AutoEnableTetheredCaching", S1).kind(Kind::Boolean),
        key("CacheLimit", S1).kind(Kind::Integer),
        key("DataPath", S1).kind(Kind::String),
        key("DenyActivation", S1).kind(Kind::Boolean),
        key("DenyTetheredCaching", S1).kind(Kind::Boolean),
        key("DeclarativeStatusInterval", S1).kind(Kind::Integer).range(Some(300.0), Some(86400.0)),
        key("DisplayAlerts", S1).kind(Kind::Boolean),
        key("KeepAwake", S1).kind(Kind::Boolean),
        key("ListenRanges", S1).kind(Kind::Array),
        key("ListenRanges/type", S1).kind(Kind::String).allowed(&["IPv4", "IPv6"]),
        key("ListenRanges/first", S1).must().kind(Kind::String),
        key("ListenRanges/last", S1).must().kind(Kind::String),
        key("ListenRangesOnly", S1).kind(Kind::Boolean),
        key("ListenWithPeersAndParents", S1).kind(Kind::Boolean),
        key("LocalSubnetsOnly", S1).kind(Kind::Boolean),
        key("LogClientIdentity", S1).kind(Kind::Boolean),
        key("Parents", S1).kind(Kind::Array),
        key("ParentSelectionPolicy", S1).kind(Kind::String).allowed(&["first-available", "url-path-hash", "random", "round-robin", "sticky-available"]),
        key("PeerFilterRanges", S1).kind(Kind::Array),
        key("PeerFilterRanges/type", S1).kind(Kind::String).allowed(&["IPv4", "IPv6"]),
        key("PeerFilterRanges/first", S1).must().kind(Kind::String),
        key("PeerFilterRanges/last", S1).must().kind(Kind::String),
        key("PeerListenRanges", S1).kind(Kind::Array),
        key("PeerListenRanges/type", S1).kind(Kind::String).allowed(&["IPv4", "IPv6"]),
        key("PeerListenRanges/first", S1).must().kind(Kind::String),
        key("PeerListenRanges/last", S1).must().kind(Kind::String),
        key("PeerLocalSubnetsOnly", S1).kind(Kind::Boolean),
        key("PersonalCacheLimit", S1).kind(Kind::Integer),
        key("Port", S1).kind(Kind::Integer),
        key("PublicRanges", S1).kind(Kind::Array),
        key("PublicRanges/type", S1).kind(Kind::String).allowed(&["IPv4", "IPv6"]),
        key("PublicRanges/first", S1).must().kind(Kind::String),
        key("PublicRanges/last", S1).must().kind(Kind::String),
        key("ManagementStatusTarget", S1).kind(Kind::String),
        key("ManagementSecurityConfig", S1).kind(Kind::String).allowed(&["no-cert", "signedByCACert", "specificServerCert"]),
        key("ManagementReportingInterval", S1).kind(Kind::Integer).range(Some(60.0), Some(86400.0)),
        key("ManagementStatusCertificateReference", S1).kind(Kind::String),
    ]),
    item("com.apple.configuration.diskmanagement.settings", "declarative/declarations/configurations/diskmanagement.settings.yaml", S2, &[
        key("Restrictions", S2).kind(Kind::Dictionary),
        key("Restrictions/ExternalStorage", S2).kind(Kind::String).allowed(&["Allowed", "ReadOnly", "Disallowed"]),
        key("Restrictions/NetworkStorage", S2).kind(Kind::String).allowed(&["Allowed", "ReadOnly", "Disallowed"]),
    ]),
    item("com.apple.configuration.legacy.interactive", "declarative/declarations/configurations/legacy.interactive.yaml", S3, &[
        key("ProfileURL", S3).kind(Kind::String),
        key("ProfileAssetReference", S4).kind(Kind::String),
        key("VisibleName", S3).must().kind(Kind::String),
    ]),
    item("com.apple.configuration.legacy", "declarative/declarations/configurations/legacy.yaml", S5, &[
        key("ProfileURL", S5).kind(Kind::String),
        key("ProfileAssetReference", S6).kind(Kind::String),
    ]),
    item("com.apple.configuration.management.status-subscriptions", "declarative/declarations/configurations/management.status-subscriptions.yaml", S5, &[
        key("StatusItems", S5).must().kind(Kind::Array),
        key("StatusItems/Name", S5).must().kind(Kind::String),
    ]),
    item("com.apple.configuration.management.test", "declarative/declarations/configurations/management.test.yaml", S5, &[
        key("Echo", S5).must().kind(Kind::String),
        key("EchoDataAssetReference", S7).kind(Kind::String),
        key("ReturnStatus", S5).kind(Kind::String).allowed(&["Installed", "Failed", "Unlocked"]),
    ]),
    item("com.apple.configuration.migration-assistant.settings", "declarative/declarations/configurations/migration-assistant.settings.yaml", S8, &[
        key("ShouldDoManagedMigration", S8).must().kind(Kind::Boolean),
        key("ExcludedAccounts", S8).kind(Kind::Array),
        key("ExcludedPaths", S8).kind(Kind::Array),
        key("RequiredPaths", S8).kind(Kind::Array),
        key("ShouldMigrateSecurityPrivacySettings", S8).must().kind(Kind::Boolean),
    ]),
    item("com.apple.configuration.passcode.settings", "declarative/declarations/configurations/passcode.settings.yaml", S9, &[
        key("RequirePasscode", S9).kind(Kind::Boolean),
        key("RequireAlphanumericPasscode", S10).kind(Kind::Boolean),
        key("RequireComplexPasscode", S9).kind(Kind::Boolean),
        key("MinimumLength", S9).kind(Kind::Integer).range(Some(0.0), Some(16.0)),
        key("MinimumComplexCharacters", S10).kind(Kind::Integer).range(Some(0.0), Some(4.0)),
        key("MaximumFailedAttempts", S9).kind(Kind::Integer).range(Some(2.0), Some(11.0)),
        key("FailedAttemptsResetInMinutes", S11).kind(Kind::Integer),
        key("MaximumGracePeriodInMinutes", S9).kind(Kind::Integer),
        key("MaximumInactivityInMinutes", S9).kind(Kind::Integer).range(Some(0.0), Some(15.0)),
        key("MaximumPasscodeAgeInDays", S12).kind(Kind::Integer).range(Some(0.0), Some(730.0)),
        key("PasscodeReuseLimit", S9).kind(Kind::Integer).range(Some(1.0), Some(50.0)),
        key("ChangeAtNextAuth", S11).kind(Kind::Boolean),
        key("CustomRegex", S13).kind(Kind::Dictionary),
        key("CustomRegex/Regex", S13).must().kind(Kind::String),
        key("CustomRegex/Description", S13).kind(Kind::Dictionary),
        key("CustomRegex/Description/*", S13).kind(Kind::String),
    ]),
    item("com.apple.configuration.screensharing.connection.group", "declarative/declarations/configurations/screensharing.connection.group.yaml", S14, &[
        key("ConnectionGroupUUID", S14).must().kind(Kind::String),
        key("GroupName", S14).must().kind(Kind::String),
        key("Members", S14).must().kind(Kind::Array),
    ]),
    item("com.apple.configuration.screensharing.connection", "declarative/declarations/configurations/screensharing.connection.yaml", S14, &[
        key("ConnectionUUID", S14).must().kind(Kind::String),
        key("DisplayName", S14).must().kind(Kind::String),
        key("HostName", S14).must().kind(Kind::String),
        key("Port", S14).kind(Kind::Integer),
        key("DisplayConfiguration", S14).must().kind(Kind::Dictionary),
        key("DisplayConfiguration/DisplayType", S14).must().kind(Kind::String).allowed(&["Virtual1", "Virtual2"]),
        key("AuthenticationCredentialsAssetReference", S14).kind(Kind::String),
    ]),
    item("com.apple.configuration.screensharing.host.settings", "declarative/declarations/configurations/screensharing.host.settings.yaml", S15, &[
        key("MaximumVirtualDisplays", S15).kind(Kind::Integer).range(Some(0.0), Some(2.0)),
        key("PortBase", S15).kind(Kind::Integer).range(Some(1024.0), Some(65535.0)),
        key("PreventCopyFilesFromHost", S15).kind(Kind::Boolean),
        key("PreventCopyFilesToHost", S15).kind(Kind::Boolean),
        key("PreventHighPerformanceConnections", S15).kind(Kind::Boolean),
    ]),
    item("com.apple.configuration.security.certificate", "declarative/declarations/configurations/security.certificate.yaml", S7, &[
        key("CredentialAssetReference", S7).must().kind(Kind::String),
    ]),
    item("com.apple.configuration.security.identity", "declarative/declarations/configurations/security.identity.yaml", S7, &[
        key("CredentialAssetReference", S7).must().kind(Kind::String),
        key("AllowAllAppsAccess", S14).kind(Kind::Boolean),
        key("KeyIsExtractable", S14).kind(Kind::Boolean),
    ]),
    item("com.apple.configuration.security.passkey.attestation", "declarative/declarations/configurations/security.passkey.attestation.yaml", S16, &[
        key("AttestationIdentityAssetReference", S16).must().kind(Kind::String),
        key("AttestationIdentityKeyIsExtractable", S17).kind(Kind::Boolean),
        key("RelyingParties", S16).must().kind(Kind::Array),
    ]),
    item("com.apple.configuration.services.background-tasks", "declarative/declarations/configurations/services.background-tasks.yaml", S2, &[
        key("TaskType", S2).must().kind(Kind::String),
        key("TaskDescription", S2).kind(Kind::String),
        key("ExecutableAssetReference", S2).kind(Kind::String),
        key("LaunchdConfigurations", S2).kind(Kind::Array),
        key("LaunchdConfigurations/FileAssetReference", S2).must().kind(Kind::String),
        key("LaunchdConfigurations/Context", S2).must().kind(Kind::String).allowed(&["daemon", "agent"]),
    ]),
    item("com.apple.configuration.services.configuration-files", "declarative/declarations/configurations/services.configuration-files.yaml", S15, &[
        key("ServiceType", S15).must().kind(Kind::String),
        key("DataAssetReference", S15).must().kind(Kind::String),
    ]),
    item("com.apple.configuration.softwareupdate.enforcement.specific", "declarative/declarations/configurations/softwareupdate.enforcement.specific.yaml", S18, &[
        key("TargetOSVersion", S18).must().kind(Kind::String),
        key("TargetBuildVersion", S18).kind(Kind::String),
        key("TargetLocalDateTime", S18).must().kind(Kind::String),
        key("DetailsURL", S18).kind(Kind::String),
    ]),
    item("com.apple.configuration.softwareupdate.settings", "declarative/declarations/configurations/softwareupdate.settings.yaml", S19, &[
        key("Notifications", S19).kind(Kind::Boolean),
        key("Deferrals", S20).kind(Kind::Dictionary),
        key("Deferrals/CombinedPeriodInDays", S21).kind(Kind::Integer).range(Some(1.0), Some(90.0)),
        key("Deferrals/MajorPeriodInDays", S2).kind(Kind::Integer).range(Some(1.0), Some(90.0)),
        key("Deferrals/MinorPeriodInDays", S2).kind(Kind::Integer).range(Some(1.0), Some(90.0)),
        key("Deferrals/SystemPeriodInDays", S2).kind(Kind::Integer).range(Some(1.0), Some(90.0)),
        key("RecommendedCadence", S22).kind(Kind::String).allowed(&["All", "Oldest", "Newest"]),
        key("AutomaticActions", S20).kind(Kind::Dictionary),
        key("AutomaticActions/Download", S23).kind(Kind::String).allowed(&["Allowed", "AlwaysOn", "AlwaysOff"]),
        key("AutomaticActions/InstallOSUpdates", S20).kind(Kind::String).allowed(&["Allowed", "AlwaysOn", "AlwaysOff"]),
        key("AutomaticActions/InstallSecurityUpdate", S23).kind(Kind::String).allowed(&["Allowed", "AlwaysOn", "AlwaysOff"]),
        key("RapidSecurityResponse", S24).kind(Kind::Dictionary),
        key("RapidSecurityResponse/Enable", S24).kind(Kind::Boolean),
        key("RapidSecurityResponse/EnableRollback", S24).kind(Kind::Boolean),
        key("AllowStandardUserOSUpdates", S2).kind(Kind::Boolean),
        key("Beta", S25).kind(Kind::Dictionary),
        key("Beta/ProgramEnrollment", S26).kind(Kind::String).allowed(&["Allowed", "AlwaysOn", "AlwaysOff"]),
        key("Beta/OfferPrograms", S25).kind(Kind::Array),
        key("Beta/OfferPrograms/Description", S25).must().kind(Kind::String),
        key("Beta/OfferPrograms/Token", S25).must().kind(Kind::String),
        key("Beta/RequireProgram", S26).kind(Kind::Dictionary),
        key("Beta/RequireProgram/Description", S26).must().kind(Kind::String),
        key("Beta/RequireProgram/Token", S26).must().kind(Kind::String),
    ]),
    item("com.apple.configuration.watch.enrollment", "declarative/declarations/configurations/watch.enrollment.yaml", S27, &[
        key("EnrollmentProfileURL", S27).must().kind(Kind::String),
        key("AnchorCertificateAssetReferences", S27).kind(Kind::Array),
    ]),
];

#[rustfmt::skip]
const S0: &[Availability] = &[
    ios(26, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S1: &[Availability] = &[
    macos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S2: &[Availability] = &[
    macos(15, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S3: &[Availability] = &[
    ios(15, 0, 0).shared_ipad(Mode::Forbidden),
    macos(13, 0, 0).both_channels(),
    tvos(16, 0, 0).user_enrollment(Mode::Forbidden),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S4: &[Availability] = &[
    ios(27, 0, 0).shared_ipad(Mode::Forbidden),
    macos(27, 0, 0).both_channels(),
    tvos(27, 0, 0).user_enrollment(Mode::Forbidden),
    visionos(27, 0, 0),
];

#[rustfmt::skip]
const S5: &[Availability] = &[
    ios(15, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
    macos(13, 0, 0).both_channels(),
    tvos(16, 0, 0).user_enrollment(Mode::Forbidden),
    watchos(10, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S6: &[Availability] = &[
    ios(27, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
    macos(27, 0, 0).both_channels(),
    tvos(27, 0, 0).user_enrollment(Mode::Forbidden),
    watchos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(27, 0, 0),
];

#[rustfmt::skip]
const S7: &[Availability] = &[
    ios(17, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
    macos(14, 0, 0).both_channels(),
    tvos(17, 0, 0).user_enrollment(Mode::Forbidden),
    watchos(10, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S8: &[Availability] = &[
    macos(26, 4, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S9: &[Availability] = &[
    ios(15, 0, 0).shared_ipad(Mode::Forbidden),
    macos(13, 0, 0).user_enrollment(Mode::Forbidden).supervised().both_channels(),
    watchos(10, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(2, 0, 0),
];

#[rustfmt::skip]
const S10: &[Availability] = &[
    ios(16, 2, 0).shared_ipad(Mode::Forbidden),
    macos(13, 1, 0).user_enrollment(Mode::Forbidden).supervised().both_channels(),
    visionos(2, 0, 0),
];

#[rustfmt::skip]
const S11: &[Availability] = &[
    macos(13, 1, 0).user_enrollment(Mode::Forbidden).supervised().both_channels(),
];

#[rustfmt::skip]
const S12: &[Availability] = &[
    ios(16, 2, 0).shared_ipad(Mode::Forbidden),
    macos(13, 1, 0).user_enrollment(Mode::Forbidden).supervised().both_channels(),
    watchos(10, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(2, 0, 0),
];

#[rustfmt::skip]
const S13: &[Availability] = &[
    macos(14, 0, 0).user_enrollment(Mode::Forbidden).supervised().both_channels(),
];

#[rustfmt::skip]
const S14: &[Availability] = &[
    macos(14, 0, 0).both_channels(),
];

#[rustfmt::skip]
const S15: &[Availability] = &[
    macos(14, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S16: &[Availability] = &[
    ios(17, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden),
    macos(14, 0, 0).user_enrollment(Mode::Forbidden).supervised().user_channel_only(),
];

#[rustfmt::skip]
const S17: &[Availability] = &[
    macos(14, 0, 0).user_enrollment(Mode::Forbidden).supervised().user_channel_only(),
];

#[rustfmt::skip]
const S18: &[Availability] = &[
    ios(17, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(14, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    tvos(18, 4, 0).user_enrollment(Mode::Forbidden),
    visionos(26, 0, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S19: &[Availability] = &[
    ios(18, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(15, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    tvos(18, 4, 0).user_enrollment(Mode::Forbidden),
    visionos(26, 0, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S20: &[Availability] = &[
    ios(18, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed),
    macos(15, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    tvos(18, 4, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(26, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S21: &[Availability] = &[
    ios(18, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed),
    tvos(18, 4, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(26, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S22: &[Availability] = &[
    ios(18, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    visionos(26, 0, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S23: &[Availability] = &[
    ios(18, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed),
    macos(15, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(26, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S24: &[Availability] = &[
    ios(18, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed),
    macos(15, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S25: &[Availability] = &[
    ios(18, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(15, 4, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S26: &[Availability] = &[
    ios(18, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed),
    macos(15, 4, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S27: &[Availability] = &[
    ios(17, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Forbidden),
];
