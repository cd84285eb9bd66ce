// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Declarations (assets): where each is supported.

use crate::support::table::{Availability, Item, Kind, ios, item, key, macos, tvos, visionos, watchos};

pub(crate) static ITEMS: &[Item] = &[
    item("com.apple.asset.credential.acme", "declarative/declarations/assets/credential.acme.yaml", S0, &[
        key("Reference", S0).must().kind(Kind::Dictionary),
        key("Reference/DataURL", S0).must().kind(Kind::String),
        key("Reference/ContentType", S0).kind(Kind::String),
        key("Reference/Size", S0).kind(Kind::Integer),
        key("Reference/Hash-SHA-256", S0).kind(Kind::String),
        key("Authentication", S0).kind(Kind::Dictionary),
        key("Authentication/Type", S0).must().kind(Kind::String).allowed(&["MDM", "None"]),
        key("Accessible", S0).kind(Kind::String).allowed(&["Default", "AfterFirstUnlock"]),
    ]),
    item("com.apple.asset.credential.certificate", "declarative/declarations/assets/credential.certificate.yaml", S0, &[
        key("Reference", S0).must().kind(Kind::Dictionary),
        key("Reference/DataURL", S0).must().kind(Kind::String),
        key("Reference/ContentType", S0).kind(Kind::String),
        key("Reference/Size", S0).kind(Kind::Integer),
        key("Reference/Hash-SHA-256", S0).kind(Kind::String),
        key("Authentication", S0).kind(Kind::Dictionary),
        key("Authentication/Type", S0).must().kind(Kind::String).allowed(&["MDM", "None"]),
    ]),
    item("com.apple.asset.credential.identity", "declarative/declarations/assets/credential.identity.yaml", S0, &[
        key("Reference", S0).must().kind(Kind::Dictionary),
        key("Reference/DataURL", S0).must().kind(Kind::String),
        key("Reference/ContentType", S0).kind(Kind::String),
        key("Reference/Size", S0).kind(Kind::Integer),
        key("Reference/Hash-SHA-256", S0).kind(Kind::String),
        key("Authentication", S0).kind(Kind::Dictionary),
        key("Authentication/Type", S0).must().kind(Kind::String).allowed(&["MDM", "None"]),
        key("Accessible", S0).kind(Kind::String).allowed(&["Default", "AfterFirstUnlock"]),
    ]),
    item("com.apple.asset.credential.scep", "declarative/declarations/assets/credential.scep.yaml", S0, &[
        key("Reference", S0).must().kind(Kind::Dictionary),
        key("Reference/DataURL", S0).must().kind(Kind::String),
        key("Reference/ContentType", S0).kind(Kind::String),
        key("Reference/Size", S0).kind(Kind::Integer),
        key("Reference/Hash-SHA-256", S0).kind(Kind::String),
        key("Authentication", S0).kind(Kind::Dictionary),
        key("Authentication/Type", S0).must().kind(Kind::String).allowed(&["MDM", "None"]),
        key("Accessible", S0).kind(Kind::String).allowed(&["Default", "AfterFirstUnlock"]),
    ]),
    item("com.apple.asset.credential.userpassword", "declarative/declarations/assets/credential.userpassword.yaml", S1, &[
        key("Reference", S1).must().kind(Kind::Dictionary),
        key("Reference/DataURL", S1).must().kind(Kind::String),
        key("Reference/ContentType", S1).kind(Kind::String),
        key("Reference/Size", S1).kind(Kind::Integer),
        key("Reference/Hash-SHA-256", S1).kind(Kind::String),
        key("Authentication", S0).kind(Kind::Dictionary),
        key("Authentication/Type", S0).must().kind(Kind::String).allowed(&["MDM", "None"]),
    ]),
    item("com.apple.credential.acme", "declarative/declarations/assets/credentials/acme.yaml", S0, &[
        key("DirectoryURL", S0).must().kind(Kind::String),
        key("ClientIdentifier", S0).must().kind(Kind::String),
        key("KeySize", S0).must().kind(Kind::Integer),
        key("KeyType", S0).must().kind(Kind::String).allowed(&["RSA", "ECSECPrimeRandom"]),
        key("HardwareBound", S0).must().kind(Kind::Boolean),
        key("Subject", S0).must().kind(Kind::Array),
        key("SubjectAltName", S0).kind(Kind::Dictionary),
        key("SubjectAltName/rfc822Name", S0).kind(Kind::String),
        key("SubjectAltName/dNSName", S0).kind(Kind::String),
        key("SubjectAltName/uniformResourceIdentifier", S0).kind(Kind::String),
        key("SubjectAltName/ntPrincipalName", S0).kind(Kind::String),
        key("UsageFlags", S0).kind(Kind::Integer),
        key("ExtendedKeyUsage", S0).kind(Kind::Array),
        key("Attest", S0).kind(Kind::Boolean),
    ]),
    item("com.apple.credential.identity", "declarative/declarations/assets/credentials/identity.yaml", S0, &[
        key("Password", S0).must().kind(Kind::String),
        key("Identity", S0).must().kind(Kind::Data),
    ]),
    item("com.apple.credential.scep", "declarative/declarations/assets/credentials/scep.yaml", S0, &[
        key("URL", S0).must().kind(Kind::String),
        key("Name", S0).kind(Kind::String),
        key("Subject", S0).kind(Kind::Array),
        key("Challenge", S0).kind(Kind::String),
        key("Keysize", S0).kind(Kind::Integer).allowed(&["1024", "2048", "4096"]),
        key("Key Type", S0).kind(Kind::String),
        key("Key Usage", S0).kind(Kind::Integer),
        key("CAFingerprint", S0).kind(Kind::Data),
        key("Retries", S0).kind(Kind::Integer),
        key("RetryDelay", S0).kind(Kind::Integer),
        key("SubjectAltName", S0).kind(Kind::Dictionary),
        key("SubjectAltName/rfc822Name", S0).kind(Kind::String),
        key("SubjectAltName/dNSName", S0).kind(Kind::String),
        key("SubjectAltName/uniformResourceIdentifier", S0).kind(Kind::String),
        key("SubjectAltName/ntPrincipalName", S0).kind(Kind::String),
    ]),
    item("com.apple.credential.usernameandpassword", "declarative/declarations/assets/credentials/usernameandpassword.yaml", S1, &[
        key("UserName", S1).must().kind(Kind::String),
        key("Password", S1).kind(Kind::String),
    ]),
    item("com.apple.asset.data", "declarative/declarations/assets/data.yaml", S0, &[
        key("Reference", S0).must().kind(Kind::Dictionary),
        key("Reference/DataURL", S0).must().kind(Kind::String),
        key("Reference/ContentType", S0).kind(Kind::String),
        key("Reference/Size", S0).kind(Kind::Integer),
        key("Reference/Hash-SHA-256", S0).kind(Kind::String),
        key("Authentication", S0).kind(Kind::Dictionary),
        key("Authentication/Type", S0).must().kind(Kind::String).allowed(&["MDM", "None"]),
    ]),
    item("com.apple.asset.useridentity", "declarative/declarations/assets/useridentity.yaml", S1, &[
        key("FullName", S1).kind(Kind::String),
        key("EmailAddress", S1).kind(Kind::String),
    ]),
];

const S0: &[Availability] = &[ios(17, 0, 0).both_channels(), macos(14, 0, 0).both_channels(), tvos(17, 0, 0), R0, R1];
const S1: &[Availability] = &[ios(15, 0, 0).both_channels(), macos(13, 0, 0).both_channels(), tvos(16, 0, 0), R0, R1];

const R0: Availability = watchos(10, 0, 0);
const R1: Availability = visionos(1, 1, 0);
