// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Commands: where each is supported.

#[rustfmt::skip]
use crate::support::table::{AccessRights as Right, Availability, Item, Kind, Mode, ios, item, key, macos, tvos};

#[rustfmt::skip]
pub(crate) const ITEMS: &[Item] = &[
    item("AvailableOSUpdates", "mdm/commands/system.update.available.yaml", S0, &[]),
    item("ScheduleOSUpdateScan", "mdm/commands/system.update.scan.yaml", S1, &[
        key("Force", S1).kind(Kind::Boolean),
    ]),
    item("ScheduleOSUpdate", "mdm/commands/system.update.schedule.yaml", S2, &[
        key("Updates", S2).must().kind(Kind::Array),
        key("Updates/ProductKey", S2).kind(Kind::String),
        key("Updates/ProductVersion", S3).kind(Kind::String),
        key("Updates/InstallAction", S2).must().kind(Kind::String).allowed(&["Default", "DownloadOnly", "InstallASAP", "NotifyOnly", "InstallLater", "InstallForceRestart"]),
        key("Updates/MaxUserDeferrals", S4).kind(Kind::Integer),
        key("Updates/Priority", S5).kind(Kind::String).allowed(&["Low", "High"]),
    ]),
    item("OSUpdateStatus", "mdm/commands/system.update.status.yaml", S6, &[]),
];

#[rustfmt::skip]
const S0: &[Availability] = &[
    ios(9, 0, 0).removed(27, 0, 0).right(Right::MANAGE_APPS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 11, 0).removed(27, 0, 0).user_enrollment(Mode::Forbidden),
    tvos(12, 0, 0).removed(27, 0, 0).right(Right::MANAGE_APPS).supervised(),
];

#[rustfmt::skip]
const S1: &[Availability] = &[
    macos(10, 11, 0).removed(27, 0, 0).supervised().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S2: &[Availability] = &[
    ios(9, 0, 0).removed(27, 0, 0).right(Right::MANAGE_APPS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 11, 0).removed(27, 0, 0).supervised().user_enrollment(Mode::Forbidden),
    tvos(12, 0, 0).removed(27, 0, 0).right(Right::MANAGE_APPS).supervised(),
];

#[rustfmt::skip]
const S3: &[Availability] = &[
    ios(11, 3, 0).removed(27, 0, 0).right(Right::MANAGE_APPS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(12, 0, 0).removed(27, 0, 0).supervised().user_enrollment(Mode::Forbidden),
    tvos(12, 2, 0).removed(27, 0, 0).right(Right::MANAGE_APPS).supervised(),
];

#[rustfmt::skip]
const S4: &[Availability] = &[
    macos(12, 0, 0).removed(27, 0, 0).supervised().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S5: &[Availability] = &[
    macos(12, 3, 0).removed(27, 0, 0).supervised().user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S6: &[Availability] = &[
    ios(9, 0, 0).removed(27, 0, 0).right(Right::MANAGE_APPS).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(10, 11, 5).removed(27, 0, 0).supervised().user_enrollment(Mode::Forbidden),
    tvos(12, 0, 0).removed(27, 0, 0).right(Right::MANAGE_APPS).supervised(),
];
