// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Commands: where each is supported.

#[rustfmt::skip]
use crate::support::table::{AccessRights as Right, Availability, Item, Kind, Mode, ios, item, key, macos, tvos, visionos, watchos};

#[rustfmt::skip]
pub(crate) const ITEMS: &[Item] = &[
    item("CancelEnhancedLogCollection", "mdm/commands/cancel.enhanced.log.collection.yaml", S0, &[]),
    item("DeclarativeManagement", "mdm/commands/declarativemanagement.yaml", S1, &[
        key("Data", S1).kind(Kind::Data),
    ]),
    item("ActivationLockBypassCode", "mdm/commands/device.activationlock.bypasscode.yaml", S2, &[]),
    item("ClearActivationLockBypassCode", "mdm/commands/device.activationlock.clearbypasscode.yaml", S2, &[]),
    item("DeviceConfigured", "mdm/commands/device.configured.yaml", S3, &[]),
    item("EraseDevice", "mdm/commands/device.erase.yaml", S4, &[
        key("PreserveDataPlan", S5).kind(Kind::Boolean),
        key("DisallowProximitySetup", S6).kind(Kind::Boolean),
        key("PIN", S7).kind(Kind::String),
        key("ObliterationBehavior", S8).kind(Kind::String).allowed(&["Default", "DoNotObliterate", "ObliterateWithWarning", "Always"]),
        key("ReturnToService", S9).kind(Kind::Dictionary),
        key("ReturnToService/Enabled", S9).must().kind(Kind::Boolean),
        key("ReturnToService/WiFiProfileData", S9).kind(Kind::Data),
        key("ReturnToService/MDMProfileData", S9).kind(Kind::Data),
        key("ReturnToService/BootstrapToken", S10).kind(Kind::Data),
        key("ReturnToService/ShouldRetryEnrollment", S11).kind(Kind::Boolean),
    ]),
    item("RefreshCellularPlans", "mdm/commands/device.esim.yaml", S12, &[
        key("eSIMServerURL", S12).must().kind(Kind::String),
    ]),
    item("DeviceLock", "mdm/commands/device.lock.yaml", S13, &[
        key("Message", S14).kind(Kind::String),
        key("PhoneNumber", S15).kind(Kind::String),
        key("PIN", S16).kind(Kind::String),
    ]),
    item("RestartDevice", "mdm/commands/device.restart.yaml", S17, &[
        key("RebuildKernelCache", S18).kind(Kind::Boolean),
        key("KextPaths", S18).kind(Kind::Array),
        key("NotifyUser", S19).kind(Kind::Boolean),
    ]),
    item("ClearRestrictionsPassword", "mdm/commands/device.restrictions.clearpassword.yaml", S20, &[]),
    item("Restrictions", "mdm/commands/device.restrictions.list.yaml", S21, &[
        key("ProfileRestrictions", S21).kind(Kind::Boolean),
    ]),
    item("ShutDownDevice", "mdm/commands/device.shutdown.yaml", S22, &[]),
    item("TriggerEnhancedLogCollection", "mdm/commands/trigger.enhanced.log.collection.yaml", S0, &[
        key("AppleCareToken", S0).must().kind(Kind::String),
    ]),
];

#[rustfmt::skip]
const S0: &[Availability] = &[
    ios(27, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(27, 0, 0).supervised().user_enrollment(Mode::Forbidden).user_channel_only(),
    tvos(27, 0, 0).supervised(),
];

#[rustfmt::skip]
const S1: &[Availability] = &[
    ios(15, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
    macos(13, 0, 0).both_channels(),
    tvos(16, 0, 0),
    watchos(10, 0, 0),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S2: &[Availability] = &[
    ios(7, 1, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden),
    macos(10, 15, 0).supervised().user_enrollment(Mode::Forbidden),
    visionos(2, 0, 0).supervised().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S3: &[Availability] = &[
    ios(9, 0, 0).supervised().automated().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 11, 0).automated().user_enrollment(Mode::Forbidden),
    tvos(10, 2, 0).supervised(),
    visionos(2, 0, 0).supervised().automated().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S4: &[Availability] = &[
    ios(4, 0, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 7, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden),
    tvos(10, 2, 0).right(Right::ERASE),
    watchos(10, 0, 0).right(Right::ERASE),
    visionos(1, 1, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S5: &[Availability] = &[
    ios(11, 0, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    watchos(10, 0, 0).right(Right::ERASE),
];

#[rustfmt::skip]
const S6: &[Availability] = &[
    ios(11, 3, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden),
];

#[rustfmt::skip]
const S7: &[Availability] = &[
    macos(10, 8, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S8: &[Availability] = &[
    macos(12, 0, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S9: &[Availability] = &[
    ios(17, 0, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    tvos(18, 0, 0).right(Right::ERASE),
];

#[rustfmt::skip]
const S10: &[Availability] = &[
    ios(26, 0, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    tvos(26, 0, 0).right(Right::ERASE),
];

#[rustfmt::skip]
const S11: &[Availability] = &[
    ios(27, 0, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    tvos(27, 0, 0).right(Right::ERASE),
];

#[rustfmt::skip]
const S12: &[Availability] = &[
    ios(13, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S13: &[Availability] = &[
    ios(4, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).shared_ipad(Mode::Allowed),
    macos(10, 7, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden),
    watchos(10, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE),
    visionos(2, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE),
];

#[rustfmt::skip]
const S14: &[Availability] = &[
    ios(7, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).shared_ipad(Mode::Ignored),
    macos(10, 14, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden),
    watchos(10, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE),
];

#[rustfmt::skip]
const S15: &[Availability] = &[
    ios(7, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).shared_ipad(Mode::Ignored),
    macos(11, 5, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden),
    watchos(10, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE),
];

#[rustfmt::skip]
const S16: &[Availability] = &[
    macos(10, 8, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S17: &[Availability] = &[
    ios(10, 3, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 13, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden),
    tvos(10, 2, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).supervised(),
];

#[rustfmt::skip]
const S18: &[Availability] = &[
    macos(11, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S19: &[Availability] = &[
    macos(11, 4, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S20: &[Availability] = &[
    ios(8, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden),
];

#[rustfmt::skip]
const S21: &[Availability] = &[
    ios(4, 0, 0).right(Right::QUERY_RESTRICTIONS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    tvos(9, 0, 0).right(Right::QUERY_RESTRICTIONS),
    watchos(10, 0, 0).right(Right::QUERY_RESTRICTIONS),
    visionos(1, 1, 0).right(Right::QUERY_RESTRICTIONS).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S22: &[Availability] = &[
    ios(10, 3, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 13, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden),
];
