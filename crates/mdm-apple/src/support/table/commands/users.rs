// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Commands (users): where each is supported.

use crate::support::table::{AccessRights as Right, Availability, Item, Kind, Mode, ios, item, key, macos};

pub(crate) static ITEMS: &[Item] = &[
    item("AccountConfiguration", "mdm/commands/account.configuration.yaml", S0, &[
        key("SkipPrimarySetupAccountCreation", S0).kind(Kind::Boolean),
        key("SetPrimarySetupAccountAsRegularUser", S0).kind(Kind::Boolean),
        key("PrimaryAccountFullName", S1).kind(Kind::String),
        key("PrimaryAccountUserName", S1).kind(Kind::String),
        key("DontAutoPopulatePrimaryAccountInfo", S1).kind(Kind::Boolean),
        key("LockPrimaryAccountInfo", S1).kind(Kind::Boolean),
        key("AutoSetupAdminAccounts", S0).kind(Kind::Array),
        key("AutoSetupAdminAccounts/shortName", S0).must().kind(Kind::String),
        key("AutoSetupAdminAccounts/fullName", S0).kind(Kind::String),
        key("AutoSetupAdminAccounts/passwordHash", S0).kind(Kind::Data),
        key("AutoSetupAdminAccounts/hidden", S0).kind(Kind::Boolean),
        key("ManagedLocalUserShortName", &[macos(11, 0, 0).automated().user_enrollment(Mode::Forbidden)]).kind(Kind::String),
    ]),
    item("SetAutoAdminPassword", "mdm/commands/set.auto.admin.password.yaml", S0, &[
        key("GUID", S0).must().kind(Kind::String),
        key("passwordHash", S0).must().kind(Kind::Data),
    ]),
    item("UserConfigured", "mdm/commands/user.configured.yaml", &[ios(17, 0, 0).supervised().automated().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).user_channel_only()], &[]),
    item("DeleteUser", "mdm/commands/user.delete.yaml", S2, &[
        key("UserName", S2).kind(Kind::String),
        key("ForceDeletion", S3).kind(Kind::Boolean),
        key("DeleteAllUsers", &[ios(14, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required)]).kind(Kind::Boolean),
    ]),
    item("UserList", "mdm/commands/user.list.yaml", S2, &[]),
    item("LogOutUser", "mdm/commands/user.logout.yaml", S3, &[]),
    item("UnlockUserAccount", "mdm/commands/user.unlock.yaml", S4, &[
        key("UserName", S4).must().kind(Kind::String),
    ]),
];

const S0: &[Availability] = &[macos(10, 11, 0).automated().user_enrollment(Mode::Forbidden)];
const S1: &[Availability] = &[macos(10, 15, 0).automated().user_enrollment(Mode::Forbidden)];
const S2: &[Availability] = &[R0, macos(10, 13, 0).supervised().user_enrollment(Mode::Forbidden)];
const S3: &[Availability] = &[R0];
const S4: &[Availability] = &[macos(10, 13, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden)];

const R0: Availability = ios(9, 3, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Required);
