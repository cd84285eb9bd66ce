// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Commands: where each is supported.

#[rustfmt::skip]
use crate::support::table::{AccessRights as Right, Availability, Item, Kind, Mode, ios, item, key, macos, tvos, visionos, watchos};

#[rustfmt::skip]
pub(crate) const ITEMS: &[Item] = &[
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
        key("ManagementFlags", S6).kind(Kind::Integer).allowed(&["1", "4", "5"]),
        key("Configuration", S7).kind(Kind::Dictionary),
        key("Configuration/*", S7).kind(Kind::Any),
        key("Attributes", S8).kind(Kind::Dictionary),
        key("Attributes/VPNUUID", S9).kind(Kind::String),
        key("Attributes/ContentFilterUUID", S10).kind(Kind::String),
        key("Attributes/DNSProxyUUID", S10).kind(Kind::String),
        key("Attributes/RelayUUID", S11).kind(Kind::String),
        key("Attributes/AssociatedDomains", S12).kind(Kind::Array),
        key("Attributes/AssociatedDomainsEnableDirectDownloads", S13).kind(Kind::Boolean),
        key("Attributes/Removable", S14).kind(Kind::Boolean),
        key("Attributes/TapToPayScreenLock", S15).kind(Kind::Boolean),
        key("Attributes/CellularSliceUUID", S16).kind(Kind::String),
        key("Attributes/Hideable", S17).kind(Kind::Boolean),
        key("Attributes/Lockable", S17).kind(Kind::Boolean),
        key("ChangeManagementState", S18).kind(Kind::String).allowed(&["Managed"]),
        key("InstallAsManaged", S19).kind(Kind::Boolean),
        key("iOSApp", S20).kind(Kind::Boolean),
    ]),
    item("InstalledApplicationList", "mdm/commands/application.installed.list.yaml", S21, &[
        key("Identifiers", S22).kind(Kind::Array),
        key("ManagedAppsOnly", S22).kind(Kind::Boolean),
        key("Items", S23).kind(Kind::Array).allowed(&["AdHocCodeSigned", "AppStoreVendable", "BetaApp", "BundleSize", "DeviceBasedVPP", "DistributorIdentifier", "DynamicSize", "ExternalVersionIdentifier", "HasUpdateAvailable", "Identifier", "Installing", "IsAppClip", "IsValidated", "Name", "ShortVersion", "Version"]),
    ]),
    item("InviteToProgram", "mdm/commands/application.invitetoprogram.yaml", S24, &[
        key("ProgramID", S24).must().kind(Kind::String).allowed(&["com.apple.cloudvpp"]),
        key("InvitationURL", S24).must().kind(Kind::String),
    ]),
    item("ManagedApplicationList", "mdm/commands/application.managed.list.yaml", S25, &[
        key("Identifiers", S7).kind(Kind::Array),
    ]),
    item("ApplyRedemptionCode", "mdm/commands/application.redemptioncode.yaml", S26, &[
        key("Identifier", S26).must().kind(Kind::String),
        key("RedemptionCode", S26).must().kind(Kind::String),
    ]),
    item("RemoveApplication", "mdm/commands/application.remove.yaml", S27, &[
        key("Identifier", S27).must().kind(Kind::String),
    ]),
    item("ValidateApplications", "mdm/commands/application.validate.yaml", S28, &[
        key("Identifiers", S28).kind(Kind::Array),
    ]),
    item("ManagedApplicationAttributes", "mdm/commands/managed.application.attributes.yaml", S8, &[
        key("Identifiers", S8).must().kind(Kind::Array),
    ]),
    item("ManagedApplicationConfiguration", "mdm/commands/managed.application.configuration.yaml", S29, &[
        key("Identifiers", S29).must().kind(Kind::Array),
    ]),
    item("ManagedApplicationFeedback", "mdm/commands/managed.application.feedback.yaml", S30, &[
        key("Identifiers", S30).must().kind(Kind::Array),
        key("DeleteFeedback", S30).kind(Kind::Boolean),
    ]),
];

#[rustfmt::skip]
const S0: &[Availability] = &[
    macos(10, 13, 0).right(Right::QUERY_APPS).user_enrollment(Mode::Forbidden).user_channel_only(),
];

#[rustfmt::skip]
const S1: &[Availability] = &[
    macos(10, 13, 6).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S2: &[Availability] = &[
    macos(11, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S3: &[Availability] = &[
    macos(11, 0, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S4: &[Availability] = &[
    ios(5, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    macos(10, 9, 0).right(Right::MANAGE_APPS).both_channels(),
    tvos(10, 2, 0).right(Right::MANAGE_APPS),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S5: &[Availability] = &[
    ios(7, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    macos(10, 9, 0).right(Right::MANAGE_APPS).both_channels(),
    tvos(10, 2, 0).right(Right::MANAGE_APPS),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S6: &[Availability] = &[
    ios(5, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    macos(11, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).both_channels(),
    tvos(10, 2, 0).right(Right::MANAGE_APPS),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S7: &[Availability] = &[
    ios(7, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    macos(11, 0, 0).right(Right::MANAGE_APPS).both_channels(),
    tvos(10, 2, 0).right(Right::MANAGE_APPS),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S8: &[Availability] = &[
    ios(7, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    tvos(10, 2, 0).right(Right::MANAGE_APPS),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S9: &[Availability] = &[
    ios(7, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S10: &[Availability] = &[
    ios(16, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S11: &[Availability] = &[
    ios(17, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S12: &[Availability] = &[
    ios(13, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S13: &[Availability] = &[
    ios(14, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S14: &[Availability] = &[
    ios(14, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    tvos(14, 0, 0).right(Right::MANAGE_APPS),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S15: &[Availability] = &[
    ios(16, 4, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S16: &[Availability] = &[
    ios(17, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S17: &[Availability] = &[
    ios(18, 1, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S18: &[Availability] = &[
    ios(9, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(11, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).both_channels(),
    tvos(10, 2, 0).right(Right::MANAGE_APPS),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S19: &[Availability] = &[
    macos(11, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).both_channels(),
];

#[rustfmt::skip]
const S20: &[Availability] = &[
    macos(11, 0, 0).right(Right::MANAGE_APPS).both_channels(),
];

#[rustfmt::skip]
const S21: &[Availability] = &[
    ios(5, 0, 0).right(Right::QUERY_APPS).shared_ipad(Mode::Allowed),
    macos(10, 7, 0).right(Right::QUERY_APPS).user_enrollment(Mode::Forbidden).both_channels(),
    tvos(10, 2, 0).right(Right::QUERY_APPS),
    watchos(10, 0, 0).right(Right::QUERY_APPS),
    visionos(1, 1, 0).right(Right::QUERY_APPS),
];

#[rustfmt::skip]
const S22: &[Availability] = &[
    ios(7, 0, 0).right(Right::QUERY_APPS).shared_ipad(Mode::Allowed),
    macos(10, 15, 0).right(Right::QUERY_APPS).user_enrollment(Mode::Forbidden).both_channels(),
    tvos(10, 2, 0).right(Right::QUERY_APPS),
    watchos(10, 0, 0).right(Right::QUERY_APPS),
    visionos(1, 1, 0).right(Right::QUERY_APPS),
];

#[rustfmt::skip]
const S23: &[Availability] = &[
    ios(14, 0, 0).right(Right::QUERY_APPS).shared_ipad(Mode::Allowed),
    tvos(14, 0, 0).right(Right::QUERY_APPS),
    watchos(10, 0, 0).right(Right::QUERY_APPS),
    visionos(1, 1, 0).right(Right::QUERY_APPS),
];

#[rustfmt::skip]
const S24: &[Availability] = &[
    ios(7, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).user_channel_only(),
    macos(10, 9, 0).user_enrollment(Mode::Forbidden).user_channel_only(),
];

#[rustfmt::skip]
const S25: &[Availability] = &[
    ios(5, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    macos(11, 0, 0).right(Right::MANAGE_APPS).both_channels(),
    tvos(10, 2, 0).right(Right::MANAGE_APPS),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S26: &[Availability] = &[
    ios(5, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden),
];

#[rustfmt::skip]
const S27: &[Availability] = &[
    ios(5, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    macos(11, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden),
    tvos(10, 2, 0).right(Right::MANAGE_APPS),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S28: &[Availability] = &[
    ios(9, 2, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    tvos(10, 2, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S29: &[Availability] = &[
    ios(7, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    macos(10, 15, 0).right(Right::MANAGE_APPS),
    tvos(10, 2, 0).right(Right::MANAGE_APPS),
    watchos(10, 0, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];

#[rustfmt::skip]
const S30: &[Availability] = &[
    ios(7, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
    macos(11, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).user_channel_only(),
    tvos(10, 2, 0).right(Right::MANAGE_APPS),
    visionos(1, 1, 0).right(Right::MANAGE_APPS),
];
