// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Commands (media): where each is supported.

use crate::support::table::{AccessRights as Right, Availability, Item, Kind, Mode, ios, item, key, macos};

pub(crate) static ITEMS: &[Item] = &[
    item("InstallMedia", "mdm/commands/media.install.yaml", S0, &[
        key("iTunesStoreID", S0).kind(Kind::Integer),
        key("MediaURL", S1).kind(Kind::String),
        key("MediaType", S0).must().kind(Kind::String).allowed(&["Book"]),
        key("PersistentID", S1).kind(Kind::String),
        key("Kind", S1).kind(Kind::String).allowed(&["pdf", "epub", "ibooks"]),
        key("Version", S1).kind(Kind::String),
        key("Author", S1).kind(Kind::String),
        key("Title", S1).kind(Kind::String),
    ]),
    item("ManagedMediaList", "mdm/commands/media.managed.list.yaml", S1, &[]),
    item("RemoveMedia", "mdm/commands/media.remove.yaml", S1, &[
        key("MediaType", S1).must().kind(Kind::String).allowed(&["Book"]),
        key("iTunesStoreID", S1).kind(Kind::String),
        key("PersistentID", S1).kind(Kind::String),
    ]),
];

const S0: &[Availability] = &[R0, macos(10, 9, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).user_channel_only()];
const S1: &[Availability] = &[R0];

const R0: Availability = ios(8, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed);
