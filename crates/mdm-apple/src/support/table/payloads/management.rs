// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Payloads of profiles (management): where each is supported.

use crate::support::table::{Availability, Item, Kind, Mode, ios, item, key, macos, tvos, visionos, watchos};

pub(crate) static ITEMS: &[Item] = &[
    item("com.apple.configurationprofile.identification", "mdm/profiles/com.apple.configurationprofile.identification.yaml", S0, &[
        key("PayloadIdentification", S0).must().kind(Kind::Dictionary),
        key("PayloadIdentification/UserName", S0).must().kind(Kind::String),
        key("PayloadIdentification/FullName", S0).must().kind(Kind::String),
        key("PayloadIdentification/EmailAddress", S0).must().kind(Kind::String),
        key("PayloadIdentification/AuthMethod", S0).must().kind(Kind::String).allowed(&["Password", "UserEnteredPassword"]),
        key("PayloadIdentification/Password", S0).must().kind(Kind::String),
        key("PayloadIdentification/Prompt", S0).kind(Kind::String),
        key("PayloadIdentification/PromptMessage", S0).kind(Kind::String),
    ]),
    item("com.apple.declarations", "mdm/profiles/com.apple.declarations.yaml", S1, &[
        key("Declarations", S1).must().kind(Kind::Array),
    ]),
    item("com.apple.mdm", "mdm/profiles/com.apple.mdm.yaml", S2, &[
        key("IdentityCertificateUUID", S2).must().kind(Kind::String),
        key("Topic", S2).must().kind(Kind::String),
        key("ServerURL", S2).must().kind(Kind::String),
        key("CheckInURL", S2).kind(Kind::String),
        key("SignMessage", S2).kind(Kind::Boolean),
        key("AccessRights", &[ios(4, 0, 0).user_enrollment(Mode::Ignored).shared_ipad(Mode::Allowed), macos(10, 7, 0).user_enrollment(Mode::Ignored), R0, R1, visionos(1, 1, 0).user_enrollment(Mode::Ignored)]).kind(Kind::Integer),
        key("UseDevelopmentAPNS", S2).kind(Kind::Boolean),
        key("ManagedAppleID", &[ios(13, 1, 0).deprecated(17, 0, 0).removed(18, 0, 0).user_enrollment(Mode::Required).shared_ipad(Mode::Allowed), macos(10, 15, 0).deprecated(14, 0, 0).removed(15, 0, 0).user_enrollment(Mode::Required)]).kind(Kind::String),
        key("AssignedManagedAppleID", S3).kind(Kind::String),
        key("EnrollmentMode", S3).kind(Kind::String).allowed(&["BYOD", "ADDE"]),
        key("ServerURLPinningCertificateUUIDs", S4).kind(Kind::Array),
        key("CheckInURLPinningCertificateUUIDs", S4).kind(Kind::Array),
        key("PinningRevocationCheckRequired", S4).kind(Kind::Boolean),
        key("ServerCapabilities", S2).kind(Kind::Array).allowed(&["com.apple.mdm.per-user-connections", "com.apple.mdm.bootstraptoken", "com.apple.mdm.token"]),
        key("CheckOutWhenRemoved", S2).kind(Kind::Boolean),
        key("RequiredAppIDForMDM", &[ios(15, 1, 0).shared_ipad(Mode::Allowed), R2]).kind(Kind::Integer),
        key("PromptUserToAllowBootstrapTokenForAuthentication", &[macos(11, 0, 0)]).kind(Kind::Boolean),
    ]),
    item("com.apple.profileRemovalPassword", "mdm/profiles/com.apple.profileRemovalPassword.yaml", S5, &[
        key("RemovalPassword", S5).kind(Kind::String),
    ]),
];

const S0: &[Availability] = &[macos(10, 7, 0).both_channels()];
const S1: &[Availability] = &[ios(17, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden), macos(14, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(), tvos(17, 0, 0).multiple(), watchos(10, 0, 0).multiple(), visionos(1, 0, 0).multiple().user_enrollment(Mode::Forbidden)];
const S2: &[Availability] = &[ios(4, 0, 0).shared_ipad(Mode::Allowed), macos(10, 7, 0), R0, R1, R2];
const S3: &[Availability] = &[ios(15, 0, 0).shared_ipad(Mode::Allowed), macos(14, 0, 0), R2];
const S4: &[Availability] = &[ios(13, 4, 0).shared_ipad(Mode::Allowed), macos(10, 13, 0), tvos(13, 4, 0), R1, R2];
const S5: &[Availability] = &[ios(4, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden), macos(10, 7, 0).user_enrollment(Mode::Forbidden).both_channels(), tvos(9, 0, 0).supervised()];

const R0: Availability = tvos(9, 0, 0);
const R1: Availability = watchos(10, 0, 0).supervised().not_by_hand();
const R2: Availability = visionos(1, 1, 0);
