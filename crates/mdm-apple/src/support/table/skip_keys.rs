// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Panes of Setup Assistant: where each is supported.

use crate::support::table::{Availability, Item, ios, item, macos, tvos, visionos};

pub(crate) static ITEMS: &[Item] = &[
    item("Accessibility", "other/skipkeys.yaml", &[macos(11, 0, 0)], &[]),
    item("AccessibilityAppearance", "other/skipkeys.yaml", S0, &[]),
    item("ActionButton", "other/skipkeys.yaml", S0, &[]),
    item("Android", "other/skipkeys.yaml", &[ios(9, 0, 0).always_skippable()], &[]),
    item("Appearance", "other/skipkeys.yaml", &[R0, macos(10, 14, 0).always_skippable()], &[]),
    item("AppleID", "other/skipkeys.yaml", S1, &[]),
    item("AppStore", "other/skipkeys.yaml", &[ios(14, 3, 0).always_skippable(), macos(11, 1, 0).always_skippable()], &[]),
    item("Biometric", "other/skipkeys.yaml", S2, &[]),
    item("CameraButton", "other/skipkeys.yaml", &[R6], &[]),
    item("DeviceToDeviceMigration", "other/skipkeys.yaml", &[ios(12, 4, 0).always_skippable()], &[]),
    item("Diagnostics", "other/skipkeys.yaml", S1, &[]),
    item("DisplayTone", "other/skipkeys.yaml", &[ios(9, 3, 2).deprecated(15, 0, 0).always_skippable(), macos(10, 13, 6).deprecated(12, 0, 0).always_skippable()], &[]),
    item("EnableLockdownMode", "other/skipkeys.yaml", &[ios(17, 1, 0).always_skippable(), macos(14, 0, 0).always_skippable()], &[]),
    item("FileVault", "other/skipkeys.yaml", &[macos(10, 10, 0).always_skippable()], &[]),
    item("HomeButtonSensitivity", "other/skipkeys.yaml", &[ios(10, 0, 0).deprecated(15, 0, 0).always_skippable()], &[]),
    item("iCloudDiagnostics", "other/skipkeys.yaml", &[R5], &[]),
    item("iCloudStorage", "other/skipkeys.yaml", &[R7], &[]),
    item("iMessageAndFaceTime", "other/skipkeys.yaml", S3, &[]),
    item("Intelligence", "other/skipkeys.yaml", &[R6, R9, R4], &[]),
    item("Keyboard", "other/skipkeys.yaml", S4, &[]),
    item("LiquidGlass", "other/skipkeys.yaml", &[ios(27, 0, 0).always_skippable(), macos(27, 0, 0).always_skippable()], &[]),
    item("Location", "other/skipkeys.yaml", &[R1, macos(10, 11, 0).always_skippable(), R3, R4], &[]),
    item("MessagingActivationUsingPhoneNumber", "other/skipkeys.yaml", &[ios(10, 0, 0).always_skippable()], &[]),
    item("Multitasking", "other/skipkeys.yaml", &[R10], &[]),
    item("OnBoarding", "other/skipkeys.yaml", &[ios(11, 0, 0).deprecated(14, 0, 0).always_skippable()], &[]),
    item("OSShowcase", "other/skipkeys.yaml", &[R10, R11], &[]),
    item("Passcode", "other/skipkeys.yaml", &[R1, R2, R4], &[]),
    item("Payment", "other/skipkeys.yaml", S2, &[]),
    item("Privacy", "other/skipkeys.yaml", &[ios(11, 3, 0).always_skippable(), R7, tvos(11, 3, 0).always_skippable(), R4], &[]),
    item("Restore", "other/skipkeys.yaml", &[R1, R2], &[]),
    item("RestoreCompleted", "other/skipkeys.yaml", &[R12], &[]),
    item("ScreenSaver", "other/skipkeys.yaml", &[R3], &[]),
    item("Safety", "other/skipkeys.yaml", &[ios(16, 0, 0).always_skippable()], &[]),
    item("SafetyAndHandling", "other/skipkeys.yaml", &[ios(18, 4, 0)], &[]),
    item("ScreenTime", "other/skipkeys.yaml", &[R8, macos(10, 15, 0).always_skippable(), R4], &[]),
    item("SIMSetup", "other/skipkeys.yaml", S3, &[]),
    item("Siri", "other/skipkeys.yaml", &[R1, macos(10, 12, 0).always_skippable(), R3, R4], &[]),
    item("SoftwareUpdate", "other/skipkeys.yaml", &[R8, macos(15, 4, 0).always_skippable(), R4], &[]),
    item("SpokenLanguage", "other/skipkeys.yaml", S4, &[]),
    item("TapToSetup", "other/skipkeys.yaml", &[tvos(10, 2, 0)], &[]),
    item("TermsOfAddress", "other/skipkeys.yaml", &[ios(16, 0, 0), macos(13, 0, 0)], &[]),
    item("Tips", "other/skipkeys.yaml", &[R4], &[]),
    item("TOS", "other/skipkeys.yaml", S1, &[]),
    item("TVHomeScreenSync", "other/skipkeys.yaml", S5, &[]),
    item("TVProviderSignIn", "other/skipkeys.yaml", S5, &[]),
    item("TVRoom", "other/skipkeys.yaml", &[tvos(11, 4, 0).always_skippable()], &[]),
    item("UnlockWithWatch", "other/skipkeys.yaml", &[R9], &[]),
    item("UpdateCompleted", "other/skipkeys.yaml", &[R12, R11], &[]),
    item("Wallpaper", "other/skipkeys.yaml", &[macos(14, 1, 0).removed(26, 0, 0).always_skippable()], &[]),
    item("WatchMigration", "other/skipkeys.yaml", &[ios(11, 0, 0).always_skippable()], &[]),
    item("WebContentFiltering", "other/skipkeys.yaml", &[ios(18, 2, 0).removed(26, 1, 0).always_skippable()], &[]),
    item("Welcome", "other/skipkeys.yaml", &[R0, R9, R4], &[]),
    item("Zoom", "other/skipkeys.yaml", &[ios(8, 3, 0).deprecated(17, 0, 0).always_skippable(), R4], &[]),
];

const S0: &[Availability] = &[ios(17, 0, 0).always_skippable()];
const S1: &[Availability] = &[R1, R2, R3, R4];
const S2: &[Availability] = &[ios(8, 1, 0).always_skippable(), R5, R4];
const S3: &[Availability] = &[R8];
const S4: &[Availability] = &[ios(13, 0, 0)];
const S5: &[Availability] = &[tvos(11, 0, 0).always_skippable()];

const R0: Availability = ios(13, 0, 0).always_skippable();
const R1: Availability = ios(7, 0, 0).always_skippable();
const R2: Availability = macos(10, 9, 0).always_skippable();
const R3: Availability = tvos(10, 2, 0).always_skippable();
const R4: Availability = visionos(26, 0, 0).always_skippable();
const R5: Availability = macos(10, 12, 4).always_skippable();
const R6: Availability = ios(18, 0, 0).always_skippable();
const R7: Availability = macos(10, 13, 4).always_skippable();
const R8: Availability = ios(12, 0, 0).always_skippable();
const R9: Availability = macos(15, 0, 0).always_skippable();
const R10: Availability = ios(26, 0, 0).always_skippable();
const R11: Availability = macos(26, 1, 0).always_skippable();
const R12: Availability = ios(14, 0, 0).always_skippable();
