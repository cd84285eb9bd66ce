// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Commands (apps): where each is supported.

use crate::support::table::{AccessRights as Right, Availability, Item, Kind, Mode, ios, item, key, macos, tvos, visionos, watchos};

pub(crate) static ITEMS: &[Item] = &[
    item("ActiveNSExtensions", "mdm/commands/application.extensions.listactive.yaml", S0, &[
        key("FilterExtensionPoints", S0).kind(Kind::Array),
    ]),
    item("NSExtensionMappings", "mdm/commands/application.extensions.mappings.yaml", S0, &[]),
    item("InstallEnterpriseApplication", "mdm/commands/application.install.enterprise.yaml", S1, &[
        key("Manifest", S1).kind(Kind::Dictionary),
        key("Manifest/*", S1).kind(Kind::Any),
        key("ManifestURL", S1).kind(Kind::String),
        key("ManifestURLPinningCerts", S1).kind(Kind::Array),
        key("PinningRevocationCheckRequired", S1).kind(Kind::Boolean),
        key("InstallAsManaged", S2).kind(Kind::Boolean),
        key("ManagementFlags", S2).kind(Kind::Integer).allowed(&["1"]),
        key("Configuration", S3).kind(Kind::Dictionary),
        key("Configuration/*", S3).kind(Kind::Any),
        key("ChangeManagementState", S2).kind(Kind::String).allowed(&["Managed"]),
        key("iOSApp", S3).kind(Kind::Boolean),
    ]),
    item("InstallApplication", "mdm/commands/application.install.yaml", S4, &[
        key("iTunesStoreID", S4).kind(Kind::Integer),
        key("Identifier", S5).kind(Kind::String),
        key("Options", S5).kind(Kind::Dictionary),
        key("Options/PurchaseMethod", S5).kind(Kind::Integer).allowed(&["0", "1"]),
        key("ManifestURL", S5).kind(Kind::String),
        key("ManagementFlags", &[R1, R7, R3, R4, R5]).kind(Kind::Integer).allowed(&["1", "4", "5"]),
        key("Configuration", S6).kind(Kind::Dictionary),
        key("Configuration/*", S6).kind(Kind::Any),
        key("Attributes", S7).kind(Kind::Dictionary),
        key("Attributes/VPNUUID", &[R6, R4, R5]).kind(Kind::String),
        key("Attributes/ContentFilterUUID", S8).kind(Kind::String),
        key("Attributes/DNSProxyUUID", S8).kind(Kind::String),
        key("Attributes/RelayUUID", &[R9, R5]).kind(Kind::String),
        key("Attributes/AssociatedDomains", &[ios(13, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed), R4, R5]).kind(Kind::Array),
        key("Attributes/AssociatedDomainsEnableDirectDownloads", &[R10, R4, R5]).kind(Kind::Boolean),
        key("Attributes/Removable", &[R10, tvos(14, 0, 0).right(Right::MANAGE_APPS), R4, R5]).kind(Kind::Boolean),
        key("Attributes/TapToPayScreenLock", &[ios(16, 4, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed)]).kind(Kind::Boolean),
        key("Attributes/CellularSliceUUID", &[R9]).kind(Kind::String),
        key("Attributes/Hideable", S9).kind(Kind::Boolean),
        key("Attributes/Lockable", S9).kind(Kind::Boolean),
        key("ChangeManagementState", &[ios(9, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed), R7, R3, R4, visionos(1, 1, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden)]).kind(Kind::String).allowed(&["Managed"]),
        key("InstallAsManaged", &[R7]).kind(Kind::Boolean),
        key("iOSApp", &[R8]).kind(Kind::Boolean),
    ]),
    item("InstalledApplicationList", "mdm/commands/application.installed.list.yaml", &[ios(5, 0, 0).right(Right::QUERY_APPS).shared_ipad(Mode::Allowed), macos(10, 7, 0).right(Right::QUERY_APPS).user_enrollment(Mode::Forbidden).both_channels(), R11, R12, R13], &[
        key("Identifiers", S10).kind(Kind::Array),
        key("ManagedAppsOnly", S10).kind(Kind::Boolean),
        key("Items", &[ios(14, 0, 0).right(Right::QUERY_APPS).shared_ipad(Mode::Allowed), tvos(14, 0, 0).right(Right::QUERY_APPS), R12, R13]).kind(Kind::Array).allowed(&["AdHocCodeSigned", "AppStoreVendable", "BetaApp", "BundleSize", "DeviceBasedVPP", "DistributorIdentifier", "DynamicSize", "ExternalVersionIdentifier", "HasUpdateAvailable", "Identifier", "Installing", "IsAppClip", "IsValidated", "Name", "ShortVersion", "Version"]),
    ]),
    item("InviteToProgram", "mdm/commands/application.invitetoprogram.yaml", S11, &[
        key("ProgramID", S11).must().kind(Kind::String).allowed(&["com.apple.cloudvpp"]),
        key("InvitationURL", S11).must().kind(Kind::String),
    ]),
    item("ManagedApplicationList", "mdm/commands/application.managed.list.yaml", &[R1, R8, R3, R4, R5], &[
        key("Identifiers", S6).kind(Kind::Array),
    ]),
    item("ApplyRedemptionCode", "mdm/commands/application.redemptioncode.yaml", S12, &[
        key("Identifier", S12).must().kind(Kind::String),
        key("RedemptionCode", S12).must().kind(Kind::String),
    ]),
    item("RemoveApplication", "mdm/commands/application.remove.yaml", S13, &[
        key("Identifier", S13).must().kind(Kind::String),
    ]),
    item("ValidateApplications", "mdm/commands/application.validate.yaml", S14, &[
        key("Identifiers", S14).kind(Kind::Array),
    ]),
    item("ManagedApplicationAttributes", "mdm/commands/managed.application.attributes.yaml", S7, &[
        key("Identifiers", S7).must().kind(Kind::Array),
    ]),
    item("ManagedApplicationConfiguration", "mdm/commands/managed.application.configuration.yaml", S15, &[
        key("Identifiers", S15).must().kind(Kind::Array),
    ]),
    item("ManagedApplicationFeedback", "mdm/commands/managed.application.feedback.yaml", S16, &[
        key("Identifiers", S16).must().kind(Kind::Array),
        key("DeleteFeedback", S16).kind(Kind::Boolean),
    ]),
];

const S0: &[Availability] = &[macos(10, 13, 0).right(Right::QUERY_APPS).user_enrollment(Mode::Forbidden).user_channel_only()];
const S1: &[Availability] = &[macos(10, 13, 6).right(Right::MANAGE_APPS)];
const S2: &[Availability] = &[R0];
const S3: &[Availability] = &[macos(11, 0, 0).right(Right::MANAGE_APPS)];
const S4: &[Availability] = &[R1, R2, R3, R4, R5];
const S5: &[Availability] = &[R6, R2, R3, R4, R5];
const S6: &[Availability] = &[R6, R8, R3, R4, R5];
const S7: &[Availability] = &[R6, R3, R4, R5];
const S8: &[Availability] = &[ios(16, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed), R5];
const S9: &[Availability] = &[ios(18, 1, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed)];
const S10: &[Availability] = &[ios(7, 0, 0).right(Right::QUERY_APPS).shared_ipad(Mode::Allowed), macos(10, 15, 0).right(Right::QUERY_APPS).user_enrollment(Mode::Forbidden).both_channels(), R11, R12, R13];
const S11: &[Availability] = &[ios(7, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).user_channel_only(), macos(10, 9, 0).user_enrollment(Mode::Forbidden).user_channel_only()];
const S12: &[Availability] = &[ios(5, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden)];
const S13: &[Availability] = &[R1, R0, R3, R4, R5];
const S14: &[Availability] = &[ios(9, 2, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed), R3, R5];
const S15: &[Availability] = &[R6, macos(10, 15, 0).right(Right::MANAGE_APPS), R3, R4, R5];
const S16: &[Availability] = &[R6, macos(11, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).user_channel_only(), R3, R5];

const R0: Availability = macos(11, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden);
const R1: Availability = ios(5, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed);
const R2: Availability = macos(10, 9, 0).right(Right::MANAGE_APPS).both_channels();
const R3: Availability = tvos(10, 2, 0).right(Right::MANAGE_APPS);
const R4: Availability = watchos(10, 0, 0).right(Right::MANAGE_APPS);
const R5: Availability = visionos(1, 1, 0).right(Right::MANAGE_APPS);
const R6: Availability = ios(7, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed);
const R7: Availability = macos(11, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).both_channels();
const R8: Availability = macos(11, 0, 0).right(Right::MANAGE_APPS).both_channels();
const R9: Availability = ios(17, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed);
const R10: Availability = ios(14, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed);
const R11: Availability = tvos(10, 2, 0).right(Right::QUERY_APPS);
const R12: Availability = watchos(10, 0, 0).right(Right::QUERY_APPS);
const R13: Availability = visionos(1, 1, 0).right(Right::QUERY_APPS);
