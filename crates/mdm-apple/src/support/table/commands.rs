// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Commands, a table for each family.

mod apps;
mod device;
mod information;
mod lost_mode;
mod media;
mod passcodes;
mod profiles;
mod remote;
mod settings;
mod updates;
mod users;

use crate::support::table::{Item, join};

pub(crate) static ITEMS: &[Item] = &join::<68>(&[
    apps::ITEMS,
    device::ITEMS,
    information::ITEMS,
    lost_mode::ITEMS,
    media::ITEMS,
    passcodes::ITEMS,
    profiles::ITEMS,
    remote::ITEMS,
    settings::ITEMS,
    updates::ITEMS,
    users::ITEMS,
]);
