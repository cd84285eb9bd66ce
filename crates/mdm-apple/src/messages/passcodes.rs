// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Tables of keys: passcodes.

use crate::wire::{wire, words};
use crate::{Data, FileVaultSecret, Password, UnlockToken};

wire! {
    /// Removes the passcode (requirement F51). After that nothing protects the device until its user sets
    /// another.
    ///
    /// Command `ClearPasscode`: iOS 4.0, watchOS 10.0, visionOS 1.1. Source:
    /// `mdm/commands/passcode.clear.yaml`.
    pub struct ClearPasscode {
        must {
            /// The latest one of TokenUpdate.
            "UnlockToken" unlock_token: UnlockToken,
        }
    }
}

wire! {
    /// Sets or removes the firmware password of a Mac with an Intel processor.
    ///
    /// Command `SetFirmwarePassword`: macOS 10.13. Source: `mdm/commands/passcode.firmware.set.yaml`.
    pub struct SetFirmwarePassword {
        must {
            /// Empty removes it.
            "NewPassword" new_password: Password,
        }
        may {
            "CurrentPassword" current_password: Password,
            /// Missing is false.
            "AllowOroms" allow_oroms: bool,
        }
    }
}

wire! {
    /// The answer to [`SetFirmwarePassword`].
    pub struct SetFirmwarePasswordResponse {
        must {
            "SetFirmwarePassword" set_firmware_password: FirmwarePasswordChange,
        }
    }
}

wire! {
    /// The dictionary `SetFirmwarePassword, answer, SetFirmwarePassword`.
    pub struct FirmwarePasswordChange {
        may {
            "PasswordChanged" password_changed: bool,
        }
    }
}

wire! {
    /// Checks the firmware password of a Mac with an Intel processor.
    ///
    /// Command `VerifyFirmwarePassword`: macOS 10.13. Source: `mdm/commands/passcode.firmware.verify.yaml`.
    pub struct VerifyFirmwarePassword {
        must {
            "Password" password: Password,
        }
    }
}

wire! {
    /// The answer to [`VerifyFirmwarePassword`].
    pub struct VerifyFirmwarePasswordResponse {
        must {
            "VerifyFirmwarePassword" verify_firmware_password: FirmwarePasswordCheck,
        }
    }
}

wire! {
    /// The dictionary `VerifyFirmwarePassword, answer, VerifyFirmwarePassword`.
    pub struct FirmwarePasswordCheck {
        may {
            "PasswordVerified" password_verified: bool,
        }
    }
}

wire! {
    /// Sets or removes the password of recoveryOS.
    ///
    /// Command `SetRecoveryLock`: macOS 11.5. Source: `mdm/commands/passcode.recovery.set.yaml`.
    pub struct SetRecoveryLock {
        must {
            /// Empty removes it.
            "NewPassword" new_password: Password,
        }
        may {
            "CurrentPassword" current_password: Password,
        }
    }
}

wire! {
    /// Checks the password of recoveryOS.
    ///
    /// Command `VerifyRecoveryLock`: macOS 11.5. Source: `mdm/commands/passcode.recovery.verify.yaml`.
    pub struct VerifyRecoveryLock {
        must {
            "Password" password: Password,
        }
    }
}

wire! {
    /// The answer to [`VerifyRecoveryLock`].
    pub struct VerifyRecoveryLockResponse {
        must {
            "PasswordVerified" password_verified: bool,
        }
    }
}

wire! {
    /// Reads a token that clears the passcode.
    ///
    /// Command `RequestUnlockToken`: iOS 5.0. Source: `mdm/commands/passcode.unlocktoken.yaml`.
    pub struct RequestUnlockToken {}
}

wire! {
    /// The answer to [`RequestUnlockToken`].
    pub struct RequestUnlockTokenResponse {
        must {
            "UnlockToken" unlock_token: UnlockToken,
        }
    }
}

wire! {
    /// Replaces a recovery key of FileVault.
    ///
    /// Command `RotateFileVaultKey`: macOS 10.9. Source: `mdm/commands/rotate.file.vault.key.yaml`.
    pub struct RotateFileVaultKey {
        must {
            "KeyType" key_type: RecoveryKeyKind,
            "FileVaultUnlock" file_vault_unlock: FileVaultUnlock,
        }
        may {
            /// DER, of the new institutional key; needed when the key is such.
            "NewCertificate" new_certificate: Data,
            "ReplyEncryptionCertificate" reply_encryption_certificate: Data,
        }
    }
}

words! {
    /// The words of `RotateFileVaultKey/KeyType`.
    pub enum RecoveryKeyKind {
        Personal = "personal",
        Institutional = "institutional",
    }
}

wire! {
    /// The dictionary `RotateFileVaultKey/FileVaultUnlock`.
    pub struct FileVaultUnlock {
        group { secret: FileVaultSecret }
    }
}

wire! {
    /// The answer to [`RotateFileVaultKey`].
    pub struct RotateFileVaultKeyResponse {
        may {
            "RotateResult" rotate_result: RotateResult,
        }
    }
}

wire! {
    /// The dictionary `RotateFileVaultKey, answer, RotateResult`.
    pub struct RotateResult {
        may {
            "EncryptedNewRecoveryKey" encrypted_new_recovery_key: Data,
        }
    }
}
