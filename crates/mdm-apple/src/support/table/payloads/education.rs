// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Payloads of profiles (education): where each is supported.

use crate::support::table::{Availability, Item, Kind, Mode, ios, item, key, macos, tvos};

pub(crate) static ITEMS: &[Item] = &[
    item("com.apple.conferenceroomdisplay", "mdm/profiles/com.apple.conferenceroomdisplay.yaml", S0, &[
        key("Message", S0).kind(Kind::String),
    ]),
    item("com.apple.education", "mdm/profiles/com.apple.education.yaml", S1, &[
        key("OrganizationUUID", S1).must().kind(Kind::String),
        key("OrganizationName", S1).must().kind(Kind::String),
        key("PayloadCertificateUUID", S1).kind(Kind::String),
        key("LeaderPayloadCertificateAnchorUUID", S1).kind(Kind::Array),
        key("MemberPayloadCertificateAnchorUUID", S1).kind(Kind::Array),
        key("ResourcePayloadCertificateUUID", S1).kind(Kind::String),
        key("UserIdentifier", S1).must().kind(Kind::String),
        key("Departments", S1).kind(Kind::Array),
        key("Departments/Name", S1).must().kind(Kind::String),
        key("Departments/GroupBeaconIDs", S1).must().kind(Kind::Array),
        key("Groups", S1).must().kind(Kind::Array),
        key("Groups/BeaconID", S1).must().kind(Kind::Integer),
        key("Groups/Name", S1).must().kind(Kind::String),
        key("Groups/Description", S1).kind(Kind::String),
        key("Groups/ImageURL", S2).kind(Kind::String),
        key("Groups/ConfigurationSource", S1).kind(Kind::String),
        key("Groups/LeaderIdentifiers", S1).kind(Kind::Array),
        key("Groups/MemberIdentifiers", S1).must().kind(Kind::Array),
        key("Groups/DeviceGroupIdentifiers", S1).kind(Kind::Array),
        key("Users", S1).must().kind(Kind::Array),
        key("Users/Identifier", S1).must().kind(Kind::String),
        key("Users/Name", S1).must().kind(Kind::String),
        key("Users/GivenName", S1).kind(Kind::String),
        key("Users/FamilyName", S1).kind(Kind::String),
        key("Users/PhoneticGivenName", S1).kind(Kind::String),
        key("Users/PhoneticFamilyName", S1).kind(Kind::String),
        key("Users/ImageURL", S1).kind(Kind::String),
        key("Users/FullScreenImageURL", S2).kind(Kind::String),
        key("Users/AppleID", S1).kind(Kind::String),
        key("Users/PasscodeType", S1).kind(Kind::String).allowed(&["complex", "four", "six"]),
        key("DeviceGroups", S1).kind(Kind::Array),
        key("DeviceGroups/Identifier", S1).must().kind(Kind::String),
        key("DeviceGroups/Name", S1).must().kind(Kind::String),
        key("DeviceGroups/SerialNumbers", S1).must().kind(Kind::Array),
        key("ScreenObservationPermissionModificationAllowed", &[ios(10, 3, 0).shared_ipad(Mode::Allowed), R0]).kind(Kind::Boolean),
    ]),
    item("com.apple.shareddeviceconfiguration", "mdm/profiles/com.apple.shareddeviceconfiguration.yaml", S3, &[
        key("AssetTagInformation", S3).kind(Kind::String),
        key("IfLostReturnToMessage", &[ios(9, 3, 0).deprecated(9, 3, 1).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed)]).kind(Kind::String),
        key("LockScreenFootnote", &[ios(9, 3, 1).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed)]).kind(Kind::String),
    ]),
    item("com.apple.tvremote", "mdm/profiles/com.apple.tvremote.yaml", &[R1, R2], &[
        key("AllowedRemotes", S4).kind(Kind::Array),
        key("AllowedRemotes/RemoteDeviceID", S4).must().kind(Kind::String),
        key("AllowedTVs", S5).kind(Kind::Array),
        key("AllowedTVs/TVDeviceID", S5).must().kind(Kind::String),
        key("AllowedTVs/TVDeviceName", &[ios(15, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()]).kind(Kind::String),
    ]),
];

const S0: &[Availability] = &[tvos(10, 2, 0).supervised()];
const S1: &[Availability] = &[ios(9, 3, 0).shared_ipad(Mode::Allowed), R0];
const S2: &[Availability] = &[ios(9, 3, 0).deprecated(9, 3, 1).shared_ipad(Mode::Allowed)];
const S3: &[Availability] = &[ios(9, 3, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed)];
const S4: &[Availability] = &[R2];
const S5: &[Availability] = &[R1];

const R0: Availability = macos(10, 14, 0).user_channel_only();
const R1: Availability = ios(11, 3, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels();
const R2: Availability = tvos(11, 3, 0).supervised();
