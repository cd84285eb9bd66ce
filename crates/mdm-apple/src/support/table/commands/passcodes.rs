// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Commands (passcodes): where each is supported.

use crate::support::table::{AccessRights as Right, Availability, Item, Kind, Mode, ios, item, key, macos, visionos, watchos};

pub(crate) static ITEMS: &[Item] = &[
    item("ClearPasscode", "mdm/commands/passcode.clear.yaml", S0, &[
        key("UnlockToken", S0).must().kind(Kind::Data),
    ]),
    item("SetFirmwarePassword", "mdm/commands/passcode.firmware.set.yaml", S1, &[
        key("CurrentPassword", S1).kind(Kind::String),
        key("NewPassword", S1).must().kind(Kind::String),
        key("AllowOroms", S1).kind(Kind::Boolean),
    ]),
    item("VerifyFirmwarePassword", "mdm/commands/passcode.firmware.verify.yaml", S2, &[
        key("Password", S2).must().kind(Kind::String),
    ]),
    item("SetRecoveryLock", "mdm/commands/passcode.recovery.set.yaml", S3, &[
        key("CurrentPassword", S3).kind(Kind::String),
        key("NewPassword", S3).must().kind(Kind::String),
    ]),
    item("VerifyRecoveryLock", "mdm/commands/passcode.recovery.verify.yaml", S3, &[
        key("Password", S3).must().kind(Kind::String),
    ]),
    item("RequestUnlockToken", "mdm/commands/passcode.unlocktoken.yaml", &[ios(5, 0, 0).deprecated(6, 1, 6).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden)], &[]),
    item("RotateFileVaultKey", "mdm/commands/rotate.file.vault.key.yaml", S4, &[
        key("KeyType", S4).must().kind(Kind::String).allowed(&["personal", "institutional"]),
        key("FileVaultUnlock", S4).must().kind(Kind::Dictionary),
        key("FileVaultUnlock/Password", S4).kind(Kind::String),
        key("FileVaultUnlock/PrivateKeyExport", S5).kind(Kind::Data),
        key("FileVaultUnlock/PrivateKeyExportPassword", S5).kind(Kind::String),
        key("NewCertificate", S4).kind(Kind::Data),
        key("ReplyEncryptionCertificate", S4).kind(Kind::Data),
    ]),
];

const S0: &[Availability] = &[ios(4, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden), watchos(10, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE), visionos(1, 1, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden)];
const S1: &[Availability] = &[macos(10, 13, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden)];
const S2: &[Availability] = &[macos(10, 13, 0).user_enrollment(Mode::Forbidden)];
const S3: &[Availability] = &[macos(11, 5, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden)];
const S4: &[Availability] = &[macos(10, 9, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden)];
const S5: &[Availability] = &[macos(10, 9, 0).deprecated(10, 15, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden)];

