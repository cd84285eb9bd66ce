// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Declarations, a table for each family.

mod accounts;
mod apps;
mod assets;
mod management;
mod network;
mod system;

use crate::support::table::{Item, join};

pub(crate) static ITEMS: &[Item] = &join::<62>(&[
    accounts::ITEMS,
    apps::ITEMS,
    assets::ITEMS,
    management::ITEMS,
    network::ITEMS,
    system::ITEMS,
]);
