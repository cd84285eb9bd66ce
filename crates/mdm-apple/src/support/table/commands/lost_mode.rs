// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Commands (lost_mode): where each is supported.

use crate::support::table::{Availability, Item, Kind, Mode, ios, item, key};

pub(crate) static ITEMS: &[Item] = &[
    item("DisableLostMode", "mdm/commands/device.lostmode.disable.yaml", S0, &[]),
    item("EnableLostMode", "mdm/commands/device.lostmode.enable.yaml", S0, &[
        key("Message", S0).kind(Kind::String),
        key("PhoneNumber", S0).kind(Kind::String),
        key("Footnote", S0).kind(Kind::String),
    ]),
    item("DeviceLocation", "mdm/commands/device.lostmode.location.yaml", S0, &[]),
    item("PlayLostModeSound", "mdm/commands/device.lostmode.playsound.yaml", &[ios(10, 3, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed)], &[]),
];

const S0: &[Availability] = &[ios(9, 3, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed)];

