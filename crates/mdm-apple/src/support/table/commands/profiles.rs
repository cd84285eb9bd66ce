// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Commands (profiles): where each is supported.

use crate::support::table::{AccessRights as Right, Availability, Item, Kind, Mode, ios, item, key, macos, tvos, visionos, watchos};

pub(crate) static ITEMS: &[Item] = &[
    item("CertificateList", "mdm/commands/certificate.list.yaml", &[ios(4, 0, 0).right(Right::INSPECT_PROFILES).shared_ipad(Mode::Allowed), R0, R1, R2, R3], &[
        key("ManagedOnly", &[ios(13, 0, 0).right(Right::INSPECT_PROFILES).shared_ipad(Mode::Allowed), R4, R5, R2, R3]).kind(Kind::Boolean),
    ]),
    item("InstallProfile", "mdm/commands/profile.install.yaml", S0, &[
        key("Payload", S0).must().kind(Kind::Data),
    ]),
    item("ProfileList", "mdm/commands/profile.list.yaml", &[ios(4, 0, 0).right(Right::INSPECT_PROFILES).shared_ipad(Mode::Allowed).both_channels(), R0, R1, R2, R3], &[
        key("ManagedOnly", &[ios(13, 0, 0).right(Right::INSPECT_PROFILES).shared_ipad(Mode::Allowed).both_channels(), R4, R5, R2, R3]).kind(Kind::Boolean),
    ]),
    item("InstallProvisioningProfile", "mdm/commands/profile.provisioning.install.yaml", S1, &[
        key("ProvisioningProfile", S1).must().kind(Kind::Data),
    ]),
    item("ProvisioningProfileList", "mdm/commands/profile.provisioning.list.yaml", &[ios(4, 0, 0).right(Right::INSPECT_PROVISIONING).shared_ipad(Mode::Allowed), R6, tvos(10, 2, 0).right(Right::INSPECT_PROVISIONING), R7, R8], &[
        key("ManagedOnly", &[ios(13, 0, 0).right(Right::INSPECT_PROVISIONING).shared_ipad(Mode::Allowed), R6, tvos(13, 0, 0).right(Right::INSPECT_PROVISIONING), R7, R8]).kind(Kind::Boolean),
    ]),
    item("RemoveProvisioningProfile", "mdm/commands/profile.provisioning.remove.yaml", S1, &[
        key("UUID", S1).must().kind(Kind::String),
    ]),
    item("RemoveProfile", "mdm/commands/profile.remove.yaml", S0, &[
        key("Identifier", S0).must().kind(Kind::String),
    ]),
];

const S0: &[Availability] = &[ios(4, 0, 0).right(Right::INSTALL_PROFILES).shared_ipad(Mode::Allowed).both_channels(), macos(10, 7, 0).right(Right::INSTALL_PROFILES).both_channels(), tvos(9, 0, 0).right(Right::INSTALL_PROFILES), watchos(10, 0, 0).right(Right::INSTALL_PROFILES), visionos(1, 1, 0).right(Right::INSTALL_PROFILES)];
const S1: &[Availability] = &[ios(4, 0, 0).right(Right::INSTALL_PROVISIONING).shared_ipad(Mode::Allowed), R6, tvos(10, 2, 0).right(Right::INSTALL_PROVISIONING), watchos(10, 0, 0).right(Right::INSTALL_PROVISIONING), visionos(1, 1, 0).right(Right::INSTALL_PROVISIONING)];

const R0: Availability = macos(10, 7, 0).right(Right::INSPECT_PROFILES).both_channels();
const R1: Availability = tvos(9, 0, 0).right(Right::INSPECT_PROFILES);
const R2: Availability = watchos(10, 0, 0).right(Right::INSPECT_PROFILES);
const R3: Availability = visionos(1, 1, 0).right(Right::INSPECT_PROFILES);
const R4: Availability = macos(10, 15, 0).right(Right::INSPECT_PROFILES).both_channels();
const R5: Availability = tvos(13, 0, 0).right(Right::INSPECT_PROFILES);
const R6: Availability = macos(11, 0, 0);
const R7: Availability = watchos(10, 0, 0).right(Right::INSPECT_PROVISIONING);
const R8: Availability = visionos(1, 1, 0).right(Right::INSPECT_PROVISIONING);
