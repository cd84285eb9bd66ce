// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Payloads of profiles (envelopes): where each is supported.

use crate::support::table::{Availability, Item, Kind, Mode, ios, item, key, macos, tvos, visionos, watchos};

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
        key("PayloadRemovalDisallowed", &[ios(4, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), R1, tvos(9, 0, 0).supervised()]).kind(Kind::Boolean),
        key("PayloadScope", &[R0, macos(10, 8, 0).both_channels(), R2, R3, R4]).kind(Kind::String).allowed(&["System", "User"]),
        key("RemovalDate", S0).kind(Kind::Date),
        key("DurationUntilRemoval", S0).kind(Kind::Real),
        key("PayloadExpirationDate", &[R0, R1, R2, R4]).kind(Kind::Date),
        key("TargetDeviceType", &[ios(12, 2, 0).shared_ipad(Mode::Allowed).both_channels(), macos(10, 15, 0).both_channels(), tvos(12, 2, 0), watchos(5, 2, 0), visionos(1, 1, 0)]).kind(Kind::Integer).allowed(&["0", "1", "2", "3", "4", "5", "6"]),
        key("ConsentText", S0).kind(Kind::Dictionary),
        key("ConsentText/ConsentTextItem", S0).must().kind(Kind::Dictionary),
        key("ConsentText/ConsentTextItem/*", S0).must().kind(Kind::String),
    ]),
];

const S0: &[Availability] = &[R0, R1, R2, R3, R4];

const R0: Availability = ios(4, 0, 0).shared_ipad(Mode::Allowed).both_channels();
const R1: Availability = macos(10, 7, 0).both_channels();
const R2: Availability = tvos(9, 0, 0);
const R3: Availability = watchos(1, 0, 0);
const R4: Availability = visionos(1, 0, 0);
