// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Declarations (management): where each is supported.

use crate::support::table::{Availability, Item, Kind, ios, item, key, macos, tvos, visionos, watchos};

pub(crate) static ITEMS: &[Item] = &[
    item("com.apple.activation.simple", "declarative/declarations/activations/simple.yaml", S0, &[
        key("StandardConfigurations", S0).must().kind(Kind::Array),
        key("Predicate", S0).kind(Kind::String),
    ]),
    item("com.apple.management.organization-info", "declarative/declarations/management/organization-info.yaml", S0, &[
        key("Name", S0).must().kind(Kind::String),
        key("Email", S0).kind(Kind::String),
        key("URL", S0).kind(Kind::String),
        key("Proof", S0).kind(Kind::Dictionary),
        key("Proof/IdentityToken", S0).kind(Kind::String),
    ]),
    item("com.apple.management.properties", "declarative/declarations/management/properties.yaml", S1, &[
        key("*", S1).kind(Kind::Any),
    ]),
    item("com.apple.management.server-capabilities", "declarative/declarations/management/server-capabilities.yaml", S0, &[
        key("Version", S0).must().kind(Kind::String),
        key("SupportedFeatures", S0).must().kind(Kind::Dictionary),
        key("SupportedFeatures/*", S0).kind(Kind::Any),
    ]),
];

const S0: &[Availability] = &[ios(15, 0, 0).both_channels(), R0, R1, R2, R3];
const S1: &[Availability] = &[ios(16, 0, 0).both_channels(), R0, R1, R2, R3];

const R0: Availability = macos(13, 0, 0).both_channels();
const R1: Availability = tvos(16, 0, 0);
const R2: Availability = watchos(10, 0, 0);
const R3: Availability = visionos(1, 1, 0);
