// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Commands (device): where each is supported.

use crate::support::table::{AccessRights as Right, Availability, Item, Kind, Mode, ios, item, key, macos, tvos, visionos, watchos};

pub(crate) static ITEMS: &[Item] = &[
    item("CancelEnhancedLogCollection", "mdm/commands/cancel.enhanced.log.collection.yaml", S0, &[]),
    item("DeclarativeManagement", "mdm/commands/declarativemanagement.yaml", S1, &[
        key("Data", S1).kind(Kind::Data),
    ]),
    item("ActivationLockBypassCode", "mdm/commands/device.activationlock.bypasscode.yaml", S2, &[]),
    item("ClearActivationLockBypassCode", "mdm/commands/device.activationlock.clearbypasscode.yaml", S2, &[]),
    item("DeviceConfigured", "mdm/commands/device.configured.yaml", &[ios(9, 0, 0).supervised().automated().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed), macos(10, 11, 0).automated().user_enrollment(Mode::Forbidden), tvos(10, 2, 0).supervised(), visionos(2, 0, 0).supervised().automated().user_enrollment(Mode::Forbidden)], &[]),
    item("EraseDevice", "mdm/commands/device.erase.yaml", &[ios(4, 0, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed), macos(10, 7, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden), tvos(10, 2, 0).right(Right::ERASE), R0, visionos(1, 1, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden)], &[
        key("PreserveDataPlan", &[ios(11, 0, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed), R0]).kind(Kind::Boolean),
        key("DisallowProximitySetup", &[ios(11, 3, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden)]).kind(Kind::Boolean),
        key("PIN", &[macos(10, 8, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden)]).kind(Kind::String),
        key("ObliterationBehavior", &[macos(12, 0, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden)]).kind(Kind::String).allowed(&["Default", "DoNotObliterate", "ObliterateWithWarning", "Always"]),
        key("ReturnToService", S3).kind(Kind::Dictionary),
        key("ReturnToService/Enabled", S3).must().kind(Kind::Boolean),
        key("ReturnToService/WiFiProfileData", S3).kind(Kind::Data),
        key("ReturnToService/MDMProfileData", S3).kind(Kind::Data),
        key("ReturnToService/BootstrapToken", &[ios(26, 0, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed), tvos(26, 0, 0).right(Right::ERASE)]).kind(Kind::Data),
        key("ReturnToService/ShouldRetryEnrollment", &[ios(27, 0, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed), tvos(27, 0, 0).right(Right::ERASE)]).kind(Kind::Boolean),
    ]),
    item("RefreshCellularPlans", "mdm/commands/device.esim.yaml", S4, &[
        key("eSIMServerURL", S4).must().kind(Kind::String),
    ]),
    item("DeviceLock", "mdm/commands/device.lock.yaml", &[ios(4, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).shared_ipad(Mode::Allowed), macos(10, 7, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden), R1, visionos(2, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE)], &[
        key("Message", &[R2, macos(10, 14, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden), R1]).kind(Kind::String),
        key("PhoneNumber", &[R2, macos(11, 5, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden), R1]).kind(Kind::String),
        key("PIN", &[macos(10, 8, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden)]).kind(Kind::String),
    ]),
    item("RestartDevice", "mdm/commands/device.restart.yaml", &[R3, R4, tvos(10, 2, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).supervised()], &[
        key("RebuildKernelCache", S5).kind(Kind::Boolean),
        key("KextPaths", S5).kind(Kind::Array),
        key("NotifyUser", &[macos(11, 4, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden)]).kind(Kind::Boolean),
    ]),
    item("ClearRestrictionsPassword", "mdm/commands/device.restrictions.clearpassword.yaml", &[ios(8, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden)], &[]),
    item("Restrictions", "mdm/commands/device.restrictions.list.yaml", S6, &[
        key("ProfileRestrictions", S6).kind(Kind::Boolean),
    ]),
    item("ShutDownDevice", "mdm/commands/device.shutdown.yaml", &[R3, R4], &[]),
    item("TriggerEnhancedLogCollection", "mdm/commands/trigger.enhanced.log.collection.yaml", S0, &[
        key("AppleCareToken", S0).must().kind(Kind::String),
    ]),
];

const S0: &[Availability] = &[ios(27, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed), macos(27, 0, 0).supervised().user_enrollment(Mode::Forbidden).user_channel_only(), tvos(27, 0, 0).supervised()];
const S1: &[Availability] = &[ios(15, 0, 0).shared_ipad(Mode::Allowed).both_channels(), macos(13, 0, 0).both_channels(), tvos(16, 0, 0), watchos(10, 0, 0), visionos(1, 1, 0)];
const S2: &[Availability] = &[ios(7, 1, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden), macos(10, 15, 0).supervised().user_enrollment(Mode::Forbidden), visionos(2, 0, 0).supervised().user_enrollment(Mode::Forbidden)];
const S3: &[Availability] = &[ios(17, 0, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed), tvos(18, 0, 0).right(Right::ERASE)];
const S4: &[Availability] = &[ios(13, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed)];
const S5: &[Availability] = &[macos(11, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden)];
const S6: &[Availability] = &[ios(4, 0, 0).right(Right::QUERY_RESTRICTIONS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), tvos(9, 0, 0).right(Right::QUERY_RESTRICTIONS), watchos(10, 0, 0).right(Right::QUERY_RESTRICTIONS), visionos(1, 1, 0).right(Right::QUERY_RESTRICTIONS).user_enrollment(Mode::Forbidden)];

const R0: Availability = watchos(10, 0, 0).right(Right::ERASE);
const R1: Availability = watchos(10, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE);
const R2: Availability = ios(7, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).shared_ipad(Mode::Ignored);
const R3: Availability = ios(10, 3, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed);
const R4: Availability = macos(10, 13, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden);
