// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Declarations (system): where each is supported.

use crate::support::table::{Availability, Item, Kind, Mode, ios, item, key, macos, tvos, visionos, watchos};

pub(crate) static ITEMS: &[Item] = &[
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
        key("ProfileAssetReference", &[ios(27, 0, 0).shared_ipad(Mode::Forbidden), R5, R6, R7]).kind(Kind::String),
        key("VisibleName", S3).must().kind(Kind::String),
    ]),
    item("com.apple.configuration.legacy", "declarative/declarations/configurations/legacy.yaml", S4, &[
        key("ProfileURL", S4).kind(Kind::String),
        key("ProfileAssetReference", &[ios(27, 0, 0).shared_ipad(Mode::Allowed).both_channels(), R5, R6, watchos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised(), R7]).kind(Kind::String),
    ]),
    item("com.apple.configuration.management.status-subscriptions", "declarative/declarations/configurations/management.status-subscriptions.yaml", S4, &[
        key("StatusItems", S4).must().kind(Kind::Array),
        key("StatusItems/Name", S4).must().kind(Kind::String),
    ]),
    item("com.apple.configuration.management.test", "declarative/declarations/configurations/management.test.yaml", S4, &[
        key("Echo", S4).must().kind(Kind::String),
        key("EchoDataAssetReference", S5).kind(Kind::String),
        key("ReturnStatus", S4).kind(Kind::String).allowed(&["Installed", "Failed", "Unlocked"]),
    ]),
    item("com.apple.configuration.migration-assistant.settings", "declarative/declarations/configurations/migration-assistant.settings.yaml", S6, &[
        key("ShouldDoManagedMigration", S6).must().kind(Kind::Boolean),
        key("ExcludedAccounts", S6).kind(Kind::Array),
        key("ExcludedPaths", S6).kind(Kind::Array),
        key("RequiredPaths", S6).kind(Kind::Array),
        key("ShouldMigrateSecurityPrivacySettings", S6).must().kind(Kind::Boolean),
    ]),
    item("com.apple.configuration.passcode.settings", "declarative/declarations/configurations/passcode.settings.yaml", S7, &[
        key("RequirePasscode", S7).kind(Kind::Boolean),
        key("RequireAlphanumericPasscode", S8).kind(Kind::Boolean),
        key("RequireComplexPasscode", S7).kind(Kind::Boolean),
        key("MinimumLength", S7).kind(Kind::Integer).range(Some(0.0), Some(16.0)),
        key("MinimumComplexCharacters", S8).kind(Kind::Integer).range(Some(0.0), Some(4.0)),
        key("MaximumFailedAttempts", S7).kind(Kind::Integer).range(Some(2.0), Some(11.0)),
        key("FailedAttemptsResetInMinutes", S9).kind(Kind::Integer),
        key("MaximumGracePeriodInMinutes", S7).kind(Kind::Integer),
        key("MaximumInactivityInMinutes", S7).kind(Kind::Integer).range(Some(0.0), Some(15.0)),
        key("MaximumPasscodeAgeInDays", &[R11, R12, R8, R10]).kind(Kind::Integer).range(Some(0.0), Some(730.0)),
        key("PasscodeReuseLimit", S7).kind(Kind::Integer).range(Some(1.0), Some(50.0)),
        key("ChangeAtNextAuth", S9).kind(Kind::Boolean),
        key("CustomRegex", S10).kind(Kind::Dictionary),
        key("CustomRegex/Regex", S10).must().kind(Kind::String),
        key("CustomRegex/Description", S10).kind(Kind::Dictionary),
        key("CustomRegex/Description/*", S10).kind(Kind::String),
    ]),
    item("com.apple.configuration.screensharing.connection.group", "declarative/declarations/configurations/screensharing.connection.group.yaml", S11, &[
        key("ConnectionGroupUUID", S11).must().kind(Kind::String),
        key("GroupName", S11).must().kind(Kind::String),
        key("Members", S11).must().kind(Kind::Array),
    ]),
    item("com.apple.configuration.screensharing.connection", "declarative/declarations/configurations/screensharing.connection.yaml", S11, &[
        key("ConnectionUUID", S11).must().kind(Kind::String),
        key("DisplayName", S11).must().kind(Kind::String),
        key("HostName", S11).must().kind(Kind::String),
        key("Port", S11).kind(Kind::Integer),
        key("DisplayConfiguration", S11).must().kind(Kind::Dictionary),
        key("DisplayConfiguration/DisplayType", S11).must().kind(Kind::String).allowed(&["Virtual1", "Virtual2"]),
        key("AuthenticationCredentialsAssetReference", S11).kind(Kind::String),
    ]),
    item("com.apple.configuration.screensharing.host.settings", "declarative/declarations/configurations/screensharing.host.settings.yaml", S12, &[
        key("MaximumVirtualDisplays", S12).kind(Kind::Integer).range(Some(0.0), Some(2.0)),
        key("PortBase", S12).kind(Kind::Integer).range(Some(1024.0), Some(65535.0)),
        key("PreventCopyFilesFromHost", S12).kind(Kind::Boolean),
        key("PreventCopyFilesToHost", S12).kind(Kind::Boolean),
        key("PreventHighPerformanceConnections", S12).kind(Kind::Boolean),
    ]),
    item("com.apple.configuration.security.certificate", "declarative/declarations/configurations/security.certificate.yaml", S5, &[
        key("CredentialAssetReference", S5).must().kind(Kind::String),
    ]),
    item("com.apple.configuration.security.identity", "declarative/declarations/configurations/security.identity.yaml", S5, &[
        key("CredentialAssetReference", S5).must().kind(Kind::String),
        key("AllowAllAppsAccess", S11).kind(Kind::Boolean),
        key("KeyIsExtractable", S11).kind(Kind::Boolean),
    ]),
    item("com.apple.configuration.security.passkey.attestation", "declarative/declarations/configurations/security.passkey.attestation.yaml", S13, &[
        key("AttestationIdentityAssetReference", S13).must().kind(Kind::String),
        key("AttestationIdentityKeyIsExtractable", &[R14]).kind(Kind::Boolean),
        key("RelyingParties", S13).must().kind(Kind::Array),
    ]),
    item("com.apple.configuration.services.background-tasks", "declarative/declarations/configurations/services.background-tasks.yaml", S2, &[
        key("TaskType", S2).must().kind(Kind::String),
        key("TaskDescription", S2).kind(Kind::String),
        key("ExecutableAssetReference", S2).kind(Kind::String),
        key("LaunchdConfigurations", S2).kind(Kind::Array),
        key("LaunchdConfigurations/FileAssetReference", S2).must().kind(Kind::String),
        key("LaunchdConfigurations/Context", S2).must().kind(Kind::String).allowed(&["daemon", "agent"]),
    ]),
    item("com.apple.configuration.services.configuration-files", "declarative/declarations/configurations/services.configuration-files.yaml", S12, &[
        key("ServiceType", S12).must().kind(Kind::String),
        key("DataAssetReference", S12).must().kind(Kind::String),
    ]),
    item("com.apple.configuration.softwareupdate.enforcement.specific", "declarative/declarations/configurations/softwareupdate.enforcement.specific.yaml", S14, &[
        key("TargetOSVersion", S14).must().kind(Kind::String),
        key("TargetBuildVersion", S14).kind(Kind::String),
        key("TargetLocalDateTime", S14).must().kind(Kind::String),
        key("DetailsURL", S14).kind(Kind::String),
    ]),
    item("com.apple.configuration.softwareupdate.settings", "declarative/declarations/configurations/softwareupdate.settings.yaml", S15, &[
        key("Notifications", S15).kind(Kind::Boolean),
        key("Deferrals", S16).kind(Kind::Dictionary),
        key("Deferrals/CombinedPeriodInDays", &[R18, R19, R20]).kind(Kind::Integer).range(Some(1.0), Some(90.0)),
        key("Deferrals/MajorPeriodInDays", S2).kind(Kind::Integer).range(Some(1.0), Some(90.0)),
        key("Deferrals/MinorPeriodInDays", S2).kind(Kind::Integer).range(Some(1.0), Some(90.0)),
        key("Deferrals/SystemPeriodInDays", S2).kind(Kind::Integer).range(Some(1.0), Some(90.0)),
        key("RecommendedCadence", &[R17, R16]).kind(Kind::String).allowed(&["All", "Oldest", "Newest"]),
        key("AutomaticActions", S16).kind(Kind::Dictionary),
        key("AutomaticActions/Download", S17).kind(Kind::String).allowed(&["Allowed", "AlwaysOn", "AlwaysOff"]),
        key("AutomaticActions/InstallOSUpdates", S16).kind(Kind::String).allowed(&["Allowed", "AlwaysOn", "AlwaysOff"]),
        key("AutomaticActions/InstallSecurityUpdate", S17).kind(Kind::String).allowed(&["Allowed", "AlwaysOn", "AlwaysOff"]),
        key("RapidSecurityResponse", S18).kind(Kind::Dictionary),
        key("RapidSecurityResponse/Enable", S18).kind(Kind::Boolean),
        key("RapidSecurityResponse/EnableRollback", S18).kind(Kind::Boolean),
        key("AllowStandardUserOSUpdates", S2).kind(Kind::Boolean),
        key("Beta", S19).kind(Kind::Dictionary),
        key("Beta/ProgramEnrollment", S20).kind(Kind::String).allowed(&["Allowed", "AlwaysOn", "AlwaysOff"]),
        key("Beta/OfferPrograms", S19).kind(Kind::Array),
        key("Beta/OfferPrograms/Description", S19).must().kind(Kind::String),
        key("Beta/OfferPrograms/Token", S19).must().kind(Kind::String),
        key("Beta/RequireProgram", S20).kind(Kind::Dictionary),
        key("Beta/RequireProgram/Description", S20).must().kind(Kind::String),
        key("Beta/RequireProgram/Token", S20).must().kind(Kind::String),
    ]),
    item("com.apple.configuration.watch.enrollment", "declarative/declarations/configurations/watch.enrollment.yaml", S21, &[
        key("EnrollmentProfileURL", S21).must().kind(Kind::String),
        key("AnchorCertificateAssetReferences", S21).kind(Kind::Array),
    ]),
];

const S0: &[Availability] = &[ios(26, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed)];
const S1: &[Availability] = &[macos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised()];
const S2: &[Availability] = &[R0];
const S3: &[Availability] = &[R1, R2, R3, R4];
const S4: &[Availability] = &[ios(15, 0, 0).shared_ipad(Mode::Allowed).both_channels(), R2, R3, R8, R4];
const S5: &[Availability] = &[ios(17, 0, 0).shared_ipad(Mode::Allowed).both_channels(), R9, tvos(17, 0, 0).user_enrollment(Mode::Forbidden), R8, R4];
const S6: &[Availability] = &[macos(26, 4, 0).user_enrollment(Mode::Forbidden).supervised()];
const S7: &[Availability] = &[R1, macos(13, 0, 0).user_enrollment(Mode::Forbidden).supervised().both_channels(), R8, R10];
const S8: &[Availability] = &[R11, R12, R10];
const S9: &[Availability] = &[R12];
const S10: &[Availability] = &[macos(14, 0, 0).user_enrollment(Mode::Forbidden).supervised().both_channels()];
const S11: &[Availability] = &[R9];
const S12: &[Availability] = &[R13];
const S13: &[Availability] = &[ios(17, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden), R14];
const S14: &[Availability] = &[ios(17, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed), R13, R15, R16];
const S15: &[Availability] = &[R17, R0, R15, R16];
const S16: &[Availability] = &[R18, R0, R19, R20];
const S17: &[Availability] = &[R18, R0, R20];
const S18: &[Availability] = &[R18, R0];
const S19: &[Availability] = &[R17, R21];
const S20: &[Availability] = &[R18, R21];
const S21: &[Availability] = &[ios(17, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Forbidden)];

const R0: Availability = macos(15, 0, 0).user_enrollment(Mode::Forbidden).supervised();
const R1: Availability = ios(15, 0, 0).shared_ipad(Mode::Forbidden);
const R2: Availability = macos(13, 0, 0).both_channels();
const R3: Availability = tvos(16, 0, 0).user_enrollment(Mode::Forbidden);
const R4: Availability = visionos(1, 1, 0);
const R5: Availability = macos(27, 0, 0).both_channels();
const R6: Availability = tvos(27, 0, 0).user_enrollment(Mode::Forbidden);
const R7: Availability = visionos(27, 0, 0);
const R8: Availability = watchos(10, 0, 0).user_enrollment(Mode::Forbidden).supervised();
const R9: Availability = macos(14, 0, 0).both_channels();
const R10: Availability = visionos(2, 0, 0);
const R11: Availability = ios(16, 2, 0).shared_ipad(Mode::Forbidden);
const R12: Availability = macos(13, 1, 0).user_enrollment(Mode::Forbidden).supervised().both_channels();
const R13: Availability = macos(14, 0, 0).user_enrollment(Mode::Forbidden).supervised();
const R14: Availability = macos(14, 0, 0).user_enrollment(Mode::Forbidden).supervised().user_channel_only();
const R15: Availability = tvos(18, 4, 0).user_enrollment(Mode::Forbidden);
const R16: Availability = visionos(26, 0, 0).user_enrollment(Mode::Forbidden);
const R17: Availability = ios(18, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed);
const R18: Availability = ios(18, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed);
const R19: Availability = tvos(18, 4, 0).user_enrollment(Mode::Forbidden).supervised();
const R20: Availability = visionos(26, 0, 0).user_enrollment(Mode::Forbidden).supervised();
const R21: Availability = macos(15, 4, 0).user_enrollment(Mode::Forbidden).supervised();
