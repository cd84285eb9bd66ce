// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Commands (updates): where each is supported.

use crate::support::table::{AccessRights as Right, Availability, Item, Kind, Mode, ios, item, key, macos, tvos};

pub(crate) static ITEMS: &[Item] = &[
    item("AvailableOSUpdates", "mdm/commands/system.update.available.yaml", &[R0, macos(10, 11, 0).removed(27, 0, 0).user_enrollment(Mode::Forbidden), R1], &[]),
    item("ScheduleOSUpdateScan", "mdm/commands/system.update.scan.yaml", S0, &[
        key("Force", S0).kind(Kind::Boolean),
    ]),
    item("ScheduleOSUpdate", "mdm/commands/system.update.schedule.yaml", S1, &[
        key("Updates", S1).must().kind(Kind::Array),
        key("Updates/ProductKey", S1).kind(Kind::String),
        key("Updates/ProductVersion", &[ios(11, 3, 0).removed(27, 0, 0).right(Right::MANAGE_APPS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed), R3, tvos(12, 2, 0).removed(27, 0, 0).right(Right::MANAGE_APPS).supervised()]).kind(Kind::String),
        key("Updates/InstallAction", S1).must().kind(Kind::String).allowed(&["Default", "DownloadOnly", "InstallASAP", "NotifyOnly", "InstallLater", "InstallForceRestart"]),
        key("Updates/MaxUserDeferrals", &[R3]).kind(Kind::Integer),
        key("Updates/Priority", &[macos(12, 3, 0).removed(27, 0, 0).supervised().user_enrollment(Mode::Forbidden)]).kind(Kind::String).allowed(&["Low", "High"]),
    ]),
    item("OSUpdateStatus", "mdm/commands/system.update.status.yaml", &[R0, macos(10, 11, 5).removed(27, 0, 0).supervised().user_enrollment(Mode::Forbidden), R1], &[]),
];

const S0: &[Availability] = &[R2];
const S1: &[Availability] = &[R0, R2, R1];

const R0: Availability = ios(9, 0, 0).removed(27, 0, 0).right(Right::MANAGE_APPS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed);
const R1: Availability = tvos(12, 0, 0).removed(27, 0, 0).right(Right::MANAGE_APPS).supervised();
const R2: Availability = macos(10, 11, 0).removed(27, 0, 0).supervised().user_enrollment(Mode::Forbidden);
const R3: Availability = macos(12, 0, 0).removed(27, 0, 0).supervised().user_enrollment(Mode::Forbidden);
