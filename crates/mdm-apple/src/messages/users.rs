// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Tables of keys: users.

use crate::wire::wire;
use crate::{PasswordHash, UsersToDelete};

wire! {
    /// Sets up the accounts of a new Mac while Setup Assistant waits.
    ///
    /// Command `AccountConfiguration`: macOS 10.11. Source: `mdm/commands/account.configuration.yaml`.
    pub struct AccountConfiguration {
        may {
            /// Missing is false.
            "SkipPrimarySetupAccountCreation" skip_primary_setup_account_creation: bool,
            /// Missing is false.
            "SetPrimarySetupAccountAsRegularUser" set_primary_setup_account_as_regular_user: bool,
            /// macOS 10.15.
            "PrimaryAccountFullName" primary_account_full_name: String,
            /// macOS 10.15.
            "PrimaryAccountUserName" primary_account_user_name: String,
            /// Missing is false. macOS 10.15.
            "DontAutoPopulatePrimaryAccountInfo" dont_auto_populate_primary_account_info: bool,
            /// Missing is false. macOS 10.15.
            "LockPrimaryAccountInfo" lock_primary_account_info: bool,
            "AutoSetupAdminAccounts" auto_setup_admin_accounts: Vec<AdminAccount>,
            /// macOS 11.0.
            "ManagedLocalUserShortName" managed_local_user_short_name: String,
        }
    }
}

wire! {
    /// The dictionary `AccountConfiguration/AutoSetupAdminAccounts`.
    pub struct AdminAccount {
        must {
            "shortName" short_name: String,
        }
        may {
            "fullName" full_name: String,
            "passwordHash" password_hash: PasswordHash,
            /// Missing is false.
            "hidden" hidden: bool,
        }
    }
}

wire! {
    /// Sets the password of an administrator that Setup Assistant made.
    ///
    /// Command `SetAutoAdminPassword`: macOS 10.11. Source: `mdm/commands/set.auto.admin.password.yaml`.
    pub struct SetAutoAdminPassword {
        must {
            "GUID" guid: String,
            "passwordHash" password_hash: PasswordHash,
        }
    }
}

wire! {
    /// Lets Setup Assistant of a user of a Shared iPad go on.
    ///
    /// Command `UserConfigured`: iOS 17.0. Source: `mdm/commands/user.configured.yaml`.
    pub struct UserConfigured {}
}

wire! {
    /// Deletes users of a Shared iPad or a Mac.
    ///
    /// Command `DeleteUser`: iOS 9.3, macOS 10.13. Source: `mdm/commands/user.delete.yaml`.
    pub struct DeleteUser {
        group { users: UsersToDelete }
        may {
            /// Missing is false. iOS 9.3.
            "ForceDeletion" force_deletion: bool,
        }
    }
}

wire! {
    /// Lists the users of a Shared iPad or a Mac.
    ///
    /// Command `UserList`: iOS 9.3, macOS 10.13. Source: `mdm/commands/user.list.yaml`.
    pub struct UserList {}
}

wire! {
    /// The answer to [`UserList`].
    pub struct UserListResponse {
        must {
            "Users" users: Vec<UserAccount>,
        }
    }
}

wire! {
    /// The dictionary `UserList, answer, Users`.
    pub struct UserAccount {
        may {
            "UserName" user_name: String,
            /// macOS 10.13.
            "FullName" full_name: String,
            /// macOS 10.13.
            "UID" uid: i64,
            /// macOS 10.13.
            "UserGUID" user_guid: String,
            "IsLoggedIn" is_logged_in: bool,
            /// iOS 9.3.
            "HasDataToSync" has_data_to_sync: bool,
            /// iOS 9.3.
            "DataQuota" data_quota: i64,
            /// iOS 9.3.
            "DataUsed" data_used: i64,
            /// macOS 10.13.
            "MobileAccount" mobile_account: bool,
            /// macOS 11.0.
            "HasSecureToken" has_secure_token: bool,
        }
    }
}

wire! {
    /// Logs the user of a Shared iPad out.
    ///
    /// Command `LogOutUser`: iOS 9.3. Source: `mdm/commands/user.logout.yaml`.
    pub struct LogOutUser {}
}

wire! {
    /// Unlocks a local account of a Mac that too many wrong passwords locked.
    ///
    /// Command `UnlockUserAccount`: macOS 10.13. Source: `mdm/commands/user.unlock.yaml`.
    pub struct UnlockUserAccount {
        must {
            "UserName" user_name: String,
        }
    }
}
