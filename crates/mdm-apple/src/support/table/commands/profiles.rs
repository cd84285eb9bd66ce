// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Commands: where each is supported.

#[rustfmt::skip]
use crate::support::table::{AccessRights as Right, Availability, Item, Kind, Mode, ios, item, key, macos, tvos, visionos, watchos};

#[rustfmt::skip]
pub(crate) const ITEMS: &[Item] = &[
    item("CertificateList", "mdm/commands/certificate.list.yaml", S0, &[
        key("ManagedOnly", S1).kind(Kind::Boolean),
    ]),
    item("InstallProfile", "mdm/commands/profile.install.yaml", S2, &[
        key("Payload", S2).must().kind(Kind::Data),
    ]),
    item("ProfileList", "mdm/commands/profile.list.yaml", S3, &[
        key("ManagedOnly", S4).kind(Kind::Boolean),
    ]),
    item("InstallProvisioningProfile", "mdm/commands/profile.provisioning.install.yaml", S5, &[
        key("ProvisioningProfile", S5).must().kind(Kind::Data),
    ]),
    item("ProvisioningProfileList", "mdm/commands/profile.provisioning.list.yaml", S6, &[
        key("ManagedOnly", S7).kind(Kind::Boolean),
    ]),
    item("RemoveProvisioningProfile", "mdm/commands/profile.provisioning.remove.yaml", S5, &[
        key("UUID", S5).must().kind(Kind::String),
    ]),
    item("RemoveProfile", "mdm/commands/profile.remove.yaml", S2, &[
        key("Identifier", S2).must().kind(Kind::String),
    ]),
];

#[rustfmt::skip]
const S0: &[Availability] = &[
    ios(4, 0, 0).right(Right::INSPECT_PROFILES).shared_ipad(Mode::Allowed),
    macos(10, 7, 0).right(Right::INSPECT_PROFILES).both_channels(),
    tvos(9, 0, 0).right(Right::INSPECT_PROFILES),
    watchos(10, 0, 0).right(Right::INSPECT_PROFILES),
    visionos(1, 1, 0).right(Right::INSPECT_PROFILES),
];

#[rustfmt::skip]
const S1: &[Availability] = &[
    ios(13, 0, 0).right(Right::INSPECT_PROFILES).shared_ipad(Mode::Allowed),
    macos(10, 15, 0).right(Right::INSPECT_PROFILES).both_channels(),
    tvos(13, 0, 0).right(Right::INSPECT_PROFILES),
    watchos(10, 0, 0).right(Right::INSPECT_PROFILES),
    visionos(1, 1, 0).right(Right::INSPECT_PROFILES),
];

#[rustfmt::skip]
const S2: &[Availability] = &[
    ios(4, 0, 0).right(Right::INSTALL_PROFILES).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 7, 0).right(Right::INSTALL_PROFILES).both_channels(),
    tvos(9, 0, 0).right(Right::INSTALL_PROFILES),
    watchos(10, 0, 0).right(Right::INSTALL_PROFILES),
    visionos(1, 1, 0).right(Right::INSTALL_PROFILES),
];

#[rustfmt::skip]
const S3: &[Availability] = &[
    ios(4, 0, 0).right(Right::INSPECT_PROFILES).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 7, 0).right(Right::INSPECT_PROFILES).both_channels(),
    tvos(9, 0, 0).right(Right::INSPECT_PROFILES),
    watchos(10, 0, 0).right(Right::INSPECT_PROFILES),
    visionos(1, 1, 0).right(Right::INSPECT_PROFILES),
];

#[rustfmt::skip]
const S4: &[Availability] = &[
    ios(13, 0, 0).right(Right::INSPECT_PROFILES).shared_ipad(Mode::Allowed).both_channels(),
    macos(10, 15, 0).right(Right::INSPECT_PROFILES).both_channels(),
    tvos(13, 0, 0).right(Right::INSPECT_PROFILES),
    watchos(10, 0, 0).right(Right::INSPECT_PROFILES),
    visionos(1, 1, 0).right(Right::INSPECT_PROFILES),
];

#[rustfmt::skip]
const S5: &[Availability] = &[
    ios(4, 0, 0).right(Right::INSTALL_PROVISIONING).shared_ipad(Mode::Allowed),
    macos(11, 0, 0),
    tvos(10, 2, 0).right(Right::INSTALL_PROVISIONING),
    watchos(10, 0, 0).right(Right::INSTALL_PROVISIONING),
    visionos(1, 1, 0).right(Right::INSTALL_PROVISIONING),
];

#[rustfmt::skip]
const S6: &[Availability] = &[
    ios(4, 0, 0).right(Right::INSPECT_PROVISIONING).shared_ipad(Mode::Allowed),
    macos(11, 0, 0),
    tvos(10, 2, 0).right(Right::INSPECT_PROVISIONING),
    watchos(10, 0, 0).right(Right::INSPECT_PROVISIONING),
    visionos(1, 1, 0).right(Right::INSPECT_PROVISIONING),
];

#[rustfmt::skip]
const S7: &[Availability] = &[
    ios(13, 0, 0).right(Right::INSPECT_PROVISIONING).shared_ipad(Mode::Allowed),
    macos(11, 0, 0),
    tvos(13, 0, 0).right(Right::INSPECT_PROVISIONING),
    watchos(10, 0, 0).right(Right::INSPECT_PROVISIONING),
    visionos(1, 1, 0).right(Right::INSPECT_PROVISIONING),
];
