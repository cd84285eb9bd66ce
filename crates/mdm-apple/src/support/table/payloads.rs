// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Payloads of profiles, a table for each family.

mod accounts;
mod apps;
mod certificates;
mod education;
mod envelopes;
mod mac;
mod management;
mod network;
mod restrictions;
mod security;
mod vpn;

use crate::support::table::{Item, join};

pub(crate) static ITEMS: &[Item] = &join::<128>(&[
    accounts::ITEMS,
    apps::ITEMS,
    certificates::ITEMS,
    education::ITEMS,
    envelopes::ITEMS,
    mac::ITEMS,
    management::ITEMS,
    network::ITEMS,
    restrictions::ITEMS,
    security::ITEMS,
    vpn::ITEMS,
]);
