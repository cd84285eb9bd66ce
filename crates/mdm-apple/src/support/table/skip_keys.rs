// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Panes of Setup Assistant: where each is supported.

#[rustfmt::skip]
use crate::support::table::{Availability, Item, ios, item, macos, tvos, visionos};

#[rustfmt::skip]
pub(crate) static ITEMS: &[Item] = &[
    item("Accessibility", "other/skipkeys.yaml", S0, &[]),
    item("AccessibilityAppearance", "other/skipkeys.yaml", S1, &[]),
    item("ActionButton", "other/skipkeys.yaml", S1, &[]),
    item("Android", "other/skipkeys.yaml", S2, &[]),
    item("Appearance", "other/skipkeys.yaml", S3, &[]),
    item("AppleID", "other/skipkeys.yaml", S4, &[]),
    item("AppStore", "other/skipkeys.yaml", S5, &[]),
    item("Biometric", "other/skipkeys.yaml", S6, &[]),
    item("CameraButton", "other/skipkeys.yaml", S7, &[]),
    item("DeviceToDeviceMigration", "other/skipkeys.yaml", S8, &[]),
    item("Diagnostics", "other/skipkeys.yaml", S4, &[]),
    item("DisplayTone", "other/skipkeys.yaml", S9, &[]),
    item("EnableLockdownMode", "other/skipkeys.yaml", S10, &[]),
    item("FileVault", "other/skipkeys.yaml", S11, &[]),
    item("HomeButtonSensitivity", "other/skipkeys.yaml", S12, &[]),
    item("iCloudDiagnostics", "other/skipkeys.yaml", S13, &[]),
    item("iCloudStorage", "other/skipkeys.yaml", S14, &[]),
    item("iMessageAndFaceTime", "other/skipkeys.yaml", S15, &[]),
    item("Intelligence", "other/skipkeys.yaml", S16, &[]),
    item("Keyboard", "other/skipkeys.yaml", S17, &[]),
    item("LiquidGlass", "other/skipkeys.yaml", S18, &[]),
    item("Location", "other/skipkeys.yaml", S19, &[]),
    item("MessagingActivationUsingPhoneNumber", "other/skipkeys.yaml", S20, &[]),
    item("Multitasking", "other/skipkeys.yaml", S21, &[]),
    item("OnBoarding", "other/skipkeys.yaml", S22, &[]),
    item("OSShowcase", "other/skipkeys.yaml", S23, &[]),
    item("Passcode", "other/skipkeys.yaml", S24, &[]),
    item("Payment", "other/skipkeys.yaml", S6, &[]),
    item("Privacy", "other/skipkeys.yaml", S25, &[]),
    item("Restore", "other/skipkeys.yaml", S26, &[]),
    item("RestoreCompleted", "other/skipkeys.yaml", S27, &[]),
    item("ScreenSaver", "other/skipkeys.yaml", S28, &[]),
    item("Safety", "other/skipkeys.yaml", S29, &[]),
    item("SafetyAndHandling", "other/skipkeys.yaml", S30, &[]),
    item("ScreenTime", "other/skipkeys.yaml", S31, &[]),
    item("SIMSetup", "other/skipkeys.yaml", S15, &[]),
    item("Siri", "other/skipkeys.yaml", S32, &[]),
    item("SoftwareUpdate", "other/skipkeys.yaml", S33, &[]),
    item("SpokenLanguage", "other/skipkeys.yaml", S17, &[]),
    item("TapToSetup", "other/skipkeys.yaml", S34, &[]),
    item("TermsOfAddress", "other/skipkeys.yaml", S35, &[]),
    item("Tips", "other/skipkeys.yaml", S36, &[]),
    item("TOS", "other/skipkeys.yaml", S4, &[]),
    item("TVHomeScreenSync", "other/skipkeys.yaml", S37, &[]),
    item("TVProviderSignIn", "other/skipkeys.yaml", S37, &[]),
    item("TVRoom", "other/skipkeys.yaml", S38, &[]),
    item("UnlockWithWatch", "other/skipkeys.yaml", S39, &[]),
    item("UpdateCompleted", "other/skipkeys.yaml", S40, &[]),
    item("Wallpaper", "other/skipkeys.yaml", S41, &[]),
    item("WatchMigration", "other/skipkeys.yaml", S42, &[]),
    item("WebContentFiltering", "other/skipkeys.yaml", S43, &[]),
    item("Welcome", "other/skipkeys.yaml", S44, &[]),
    item("Zoom", "other/skipkeys.yaml", S45, &[]),
];

#[rustfmt::skip]
const S0: &[Availability] = &[
    macos(11, 0, 0),
];

#[rustfmt::skip]
const S1: &[Availability] = &[
    ios(17, 0, 0).always_skippable(),
];

#[rustfmt::skip]
const S2: &[Availability] = &[
    ios(9, 0, 0).always_skippable(),
];

#[rustfmt::skip]
const S3: &[Availability] = &[
    ios(13, 0, 0).always_skippable(),
    macos(10, 14, 0).always_skippable(),
];

#[rustfmt::skip]
const S4: &[Availability] = &[
    ios(7, 0, 0).always_skippable(),
    macos(10, 9, 0).always_skippable(),
    tvos(10, 2, 0).always_skippable(),
    visionos(26, 0, 0).always_skippable(),
];

#[rustfmt::skip]
const S5: &[Availability] = &[
    ios(14, 3, 0).always_skippable(),
    macos(11, 1, 0).always_skippable(),
];

#[rustfmt::skip]
const S6: &[Availability] = &[
    ios(8, 1, 0).always_skippable(),
    macos(10, 12, 4).always_skippable(),
    visionos(26, 0, 0).always_skippable(),
];

#[rustfmt::skip]
const S7: &[Availability] = &[
    ios(18, 0, 0).always_skippable(),
];

#[rustfmt::skip]
const S8: &[Availability] = &[
    ios(12, 4, 0).always_skippable(),
];

#[rustfmt::skip]
const S9: &[Availability] = &[
    ios(9, 3, 2).deprecated(15, 0, 0).always_skippable(),
    macos(10, 13, 6).deprecated(12, 0, 0).always_skippable(),
];

#[rustfmt::skip]
const S10: &[Availability] = &[
    ios(17, 1, 0).always_skippable(),
    macos(14, 0, 0).always_skippable(),
];

#[rustfmt::skip]
const S11: &[Availability] = &[
    macos(10, 10, 0).always_skippable(),
];

#[rustfmt::skip]
const S12: &[Availability] = &[
    ios(10, 0, 0).deprecated(15, 0, 0).always_skippable(),
];

#[rustfmt::skip]
const S13: &[Availability] = &[
    macos(10, 12, 4).always_skippable(),
];

#[rustfmt::skip]
const S14: &[Availability] = &[
    macos(10, 13, 4).always_skippable(),
];

#[rustfmt::skip]
const S15: &[Availability] = &[
    ios(12, 0, 0).always_skippable(),
];

#[rustfmt::skip]
const S16: &[Availability] = &[
    ios(18, 0, 0).always_skippable(),
    macos(15, 0, 0).always_skippable(),
    visionos(26, 0, 0).always_skippable(),
];

#[rustfmt::skip]
const S17: &[Availability] = &[
    ios(13, 0, 0),
];

#[rustfmt::skip]
const S18: &[Availability] = &[
    ios(27, 0, 0).always_skippable(),
    macos(27, 0, 0).always_skippable(),
];

#[rustfmt::skip]
const S19: &[Availability] = &[
    ios(7, 0, 0).always_skippable(),
    macos(10, 11, 0).always_skippable(),
    tvos(10, 2, 0).always_skippable(),
    visionos(26, 0, 0).always_skippable(),
];

#[rustfmt::skip]
const S20: &[Availability] = &[
    ios(10, 0, 0).always_skippable(),
];

#[rustfmt::skip]
const S21: &[Availability] = &[
    ios(26, 0, 0).always_skippable(),
];

#[rustfmt::skip]
const S22: &[Availability] = &[
    ios(11, 0, 0).deprecated(14, 0, 0).always_skippable(),
];

#[rustfmt::skip]
const S23: &[Availability] = &[
    ios(26, 0, 0).always_skippable(),
    macos(26, 1, 0).always_skippable(),
];

#[rustfmt::skip]
const S24: &[Availability] = &[
    ios(7, 0, 0).always_skippable(),
    macos(10, 9, 0).always_skippable(),
    visionos(26, 0, 0).always_skippable(),
];

#[rustfmt::skip]
const S25: &[Availability] = &[
    ios(11, 3, 0).always_skippable(),
    macos(10, 13, 4).always_skippable(),
    tvos(11, 3, 0).always_skippable(),
    visionos(26, 0, 0).always_skippable(),
];

#[rustfmt::skip]
const S26: &[Availability] = &[
    ios(7, 0, 0).always_skippable(),
    macos(10, 9, 0).always_skippable(),
];

#[rustfmt::skip]
const S27: &[Availability] = &[
    ios(14, 0, 0).always_skippable(),
];

#[rustfmt::skip]
const S28: &[Availability] = &[
    tvos(10, 2, 0).always_skippable(),
];

#[rustfmt::skip]
const S29: &[Availability] = &[
    ios(16, 0, 0).always_skippable(),
];

#[rustfmt::skip]
const S30: &[Availability] = &[
    ios(18, 4, 0),
];

#[rustfmt::skip]
const S31: &[Availability] = &[
    ios(12, 0, 0).always_skippable(),
    macos(10, 15, 0).always_skippable(),
    visionos(26, 0, 0).always_skippable(),
];

#[rustfmt::skip]
const S32: &[Availability] = &[
    ios(7, 0, 0).always_skippable(),
    macos(10, 12, 0).always_skippable(),
    tvos(10, 2, 0).always_skippable(),
    visionos(26, 0, 0).always_skippable(),
];

#[rustfmt::skip]
const S33: &[Availability] = &[
    ios(12, 0, 0).always_skippable(),
    macos(15, 4, 0).always_skippable(),
    visionos(26, 0, 0).always_skippable(),
];

#[rustfmt::skip]
const S34: &[Availability] = &[
    tvos(10, 2, 0),
];

#[rustfmt::skip]
const S35: &[Availability] = &[
    ios(16, 0, 0),
    macos(13, 0, 0),
];

#[rustfmt::skip]
const S36: &[Availability] = &[
    visionos(26, 0, 0).always_skippable(),
];

#[rustfmt::skip]
const S37: &[Availability] = &[
    tvos(11, 0, 0).always_skippable(),
];

#[rustfmt::skip]
const S38: &[Availability] = &[
    tvos(11, 4, 0).always_skippable(),
];

#[rustfmt::skip]
const S39: &[Availability] = &[
    macos(15, 0, 0).always_skippable(),
];

#[rustfmt::skip]
const S40: &[Availability] = &[
    ios(14, 0, 0).always_skippable(),
    macos(26, 1, 0).always_skippable(),
];

#[rustfmt::skip]
const S41: &[Availability] = &[
    macos(14, 1, 0).removed(26, 0, 0).always_skippable(),
];

#[rustfmt::skip]
const S42: &[Availability] = &[
    ios(11, 0, 0).always_skippable(),
];

#[rustfmt::skip]
const S43: &[Availability] = &[
    ios(18, 2, 0).removed(26, 1, 0).always_skippable(),
];

#[rustfmt::skip]
const S44: &[Availability] = &[
    ios(13, 0, 0).always_skippable(),
    macos(15, 0, 0).always_skippable(),
    visionos(26, 0, 0).always_skippable(),
];

#[rustfmt::skip]
const S45: &[Availability] = &[
    ios(8, 3, 0).deprecated(17, 0, 0).always_skippable(),
    visionos(26, 0, 0).always_skippable(),
];
