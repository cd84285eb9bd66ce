// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Payloads of profiles (certificates): where each is supported.

use crate::support::table::{Availability, Item, Kind, Mode, ios, item, key, macos, tvos, visionos, watchos};

pub(crate) static ITEMS: &[Item] = &[
    item("com.apple.ADCertificate.managed", "mdm/profiles/com.apple.ADCertificate.managed.yaml", S0, &[
        key("CertServer", S0).must().kind(Kind::String),
        key("CertTemplate", S0).must().kind(Kind::String),
        key("Description", S0).kind(Kind::String),
        key("CertificateRenewalTimeInterval", S0).kind(Kind::Integer),
        key("CertificateAuthority", S1).kind(Kind::String),
        key("CertificateAcquisitionMechanism", S1).kind(Kind::String),
        key("AllowAllAppsAccess", S2).kind(Kind::Boolean),
        key("PromptForCredentials", S1).kind(Kind::Boolean),
        key("KeyIsExtractable", S2).kind(Kind::Boolean),
        key("Keysize", &[R2]).kind(Kind::Integer),
        key("EnableAutoRenewal", &[R3]).kind(Kind::Boolean),
    ]),
    item("com.apple.security.acme", "mdm/profiles/com.apple.security.acme.yaml", S3, &[
        key("DirectoryURL", S3).must().kind(Kind::String),
        key("ClientIdentifier", S3).must().kind(Kind::String),
        key("KeySize", S3).must().kind(Kind::Integer),
        key("KeyType", S3).must().kind(Kind::String).allowed(&["RSA", "ECSECPrimeRandom"]),
        key("HardwareBound", S3).must().kind(Kind::Boolean),
        key("Subject", S3).must().kind(Kind::Array),
        key("SubjectAltName", S3).kind(Kind::Dictionary),
        key("SubjectAltName/rfc822Name", S3).kind(Kind::Any),
        key("SubjectAltName/dNSName", S3).kind(Kind::Any),
        key("SubjectAltName/uniformResourceIdentifier", S3).kind(Kind::Any),
        key("SubjectAltName/ntPrincipalName", S3).kind(Kind::Any),
        key("UsageFlags", S3).kind(Kind::Integer),
        key("ExtendedKeyUsage", S3).kind(Kind::Array),
        key("Attest", &[R4, R5, R6, watchos(10, 0, 0).multiple(), R7]).kind(Kind::Boolean),
        key("KeyIsExtractable", S4).kind(Kind::Boolean),
        key("AllowAllAppsAccess", S4).kind(Kind::Boolean),
    ]),
    item("com.apple.security.certificatepreference", "mdm/profiles/com.apple.security.certificatepreference.yaml", S5, &[
        key("Name", S5).must().kind(Kind::String),
        key("PayloadCertificateUUID", S5).must().kind(Kind::String),
    ]),
    item("com.apple.security.certificaterevocation", "mdm/profiles/com.apple.security.certificaterevocation.yaml", S6, &[
        key("EnabledForCerts", S6).kind(Kind::Array),
        key("EnabledForCerts/Algorithm", S6).must().kind(Kind::String).allowed(&["sha256"]),
        key("EnabledForCerts/Hash", S6).must().kind(Kind::Data),
    ]),
    item("com.apple.security.certificatetransparency", "mdm/profiles/com.apple.security.certificatetransparency.yaml", S7, &[
        key("DisabledForCerts", S7).kind(Kind::Array),
        key("DisabledForCerts/Algorithm", S7).must().kind(Kind::String).allowed(&["sha256"]),
        key("DisabledForCerts/Hash", S7).must().kind(Kind::Data),
        key("DisabledForDomains", S7).kind(Kind::Array),
    ]),
    item("com.apple.security.identitypreference", "mdm/profiles/com.apple.security.identitypreference.yaml", S5, &[
        key("Name", S5).must().kind(Kind::String),
        key("PayloadCertificateUUID", S5).must().kind(Kind::String),
    ]),
    item("com.apple.security.pem", "mdm/profiles/com.apple.security.pem.yaml", S8, &[
        key("PayloadCertificateFileName", S8).kind(Kind::String),
        key("PayloadContent", S8).must().kind(Kind::Data),
    ]),
    item("com.apple.security.pkcs1", "mdm/profiles/com.apple.security.pkcs1.yaml", S8, &[
        key("PayloadCertificateFileName", S8).kind(Kind::String),
        key("PayloadContent", S8).must().kind(Kind::Data),
    ]),
    item("com.apple.security.pkcs12", "mdm/profiles/com.apple.security.pkcs12.yaml", S8, &[
        key("PayloadCertificateFileName", S8).kind(Kind::String),
        key("PayloadContent", S8).must().kind(Kind::Data),
        key("Password", S8).kind(Kind::String),
        key("AllowAllAppsAccess", S2).kind(Kind::Boolean),
        key("KeyIsExtractable", &[macos(10, 15, 0).multiple().both_channels()]).kind(Kind::Boolean),
    ]),
    item("com.apple.security.root", "mdm/profiles/com.apple.security.root.yaml", S8, &[
        key("PayloadCertificateFileName", S8).kind(Kind::String),
        key("PayloadContent", S8).must().kind(Kind::Data),
    ]),
    item("com.apple.security.scep", "mdm/profiles/com.apple.security.scep.yaml", S8, &[
        key("PayloadContent", S8).must().kind(Kind::Dictionary),
        key("PayloadContent/URL", S8).must().kind(Kind::String),
        key("PayloadContent/Name", S8).kind(Kind::String),
        key("PayloadContent/Subject", S8).kind(Kind::Array),
        key("PayloadContent/Challenge", S8).kind(Kind::String),
        key("PayloadContent/Keysize", S8).kind(Kind::Integer).allowed(&["1024", "2048", "4096"]),
        key("PayloadContent/Key Type", S8).kind(Kind::String),
        key("PayloadContent/Key Usage", &[R8, R2, R9, R10, R7]).kind(Kind::Integer),
        key("PayloadContent/CAFingerprint", S8).kind(Kind::Data),
        key("PayloadContent/Retries", S9).kind(Kind::Integer),
        key("PayloadContent/RetryDelay", S9).kind(Kind::Integer),
        key("PayloadContent/SubjectAltName", S8).kind(Kind::Dictionary),
        key("PayloadContent/SubjectAltName/rfc822Name", S8).kind(Kind::Any),
        key("PayloadContent/SubjectAltName/dNSName", S8).kind(Kind::Any),
        key("PayloadContent/SubjectAltName/uniformResourceIdentifier", S8).kind(Kind::Any),
        key("PayloadContent/SubjectAltName/ntPrincipalName", S8).kind(Kind::Any),
        key("PayloadContent/KeyIsExtractable", &[R8, R3, R9, R10, R7]).kind(Kind::Boolean),
        key("PayloadContent/AllowAllAppsAccess", S9).kind(Kind::Boolean),
    ]),
    item("com.apple.security.wapi-identity", "mdm/profiles/com.apple.security.wapi-identity.yaml", S10, &[
        key("PEMData", S10).must().kind(Kind::Data),
    ]),
];

const S0: &[Availability] = &[R0];
const S1: &[Availability] = &[macos(10, 8, 0).multiple().both_channels()];
const S2: &[Availability] = &[R1];
const S3: &[Availability] = &[R4, R5, R6, watchos(9, 0, 0).multiple(), R7];
const S4: &[Availability] = &[R5];
const S5: &[Availability] = &[macos(10, 12, 0).multiple().user_channel_only()];
const S6: &[Availability] = &[ios(14, 2, 0).multiple().shared_ipad(Mode::Allowed), visionos(1, 1, 0).multiple()];
const S7: &[Availability] = &[ios(12, 1, 1).multiple().shared_ipad(Mode::Allowed), macos(10, 14, 2).multiple(), tvos(12, 1, 1).multiple(), watchos(5, 1, 1).multiple(), R7];
const S8: &[Availability] = &[R8, R0, R9, R10, R7];
const S9: &[Availability] = &[R8, R1, R9, R10, R7];
const S10: &[Availability] = &[];

const R0: Availability = macos(10, 7, 0).multiple().both_channels();
const R1: Availability = macos(10, 10, 0).multiple().both_channels();
const R2: Availability = macos(10, 11, 0).multiple().both_channels();
const R3: Availability = macos(10, 13, 4).multiple().both_channels();
const R4: Availability = ios(16, 0, 0).multiple().shared_ipad(Mode::Allowed);
const R5: Availability = macos(13, 1, 0).multiple().both_channels();
const R6: Availability = tvos(16, 0, 0).multiple();
const R7: Availability = visionos(1, 0, 0).multiple();
const R8: Availability = ios(4, 0, 0).multiple().shared_ipad(Mode::Allowed);
const R9: Availability = tvos(9, 0, 0).multiple();
const R10: Availability = watchos(3, 0, 0).multiple();
