// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Declarations (accounts): where each is supported.

use crate::support::table::{Availability, Item, Kind, Mode, ios, item, key, macos, visionos};

pub(crate) static ITEMS: &[Item] = &[
    item("com.apple.configuration.account.caldav", "declarative/declarations/configurations/account.caldav.yaml", S0, &[
        key("VisibleName", S0).kind(Kind::String),
        key("HostName", S0).must().kind(Kind::String),
        key("Port", S0).kind(Kind::Integer),
        key("Path", S0).kind(Kind::String),
        key("AuthenticationCredentialsAssetReference", S0).kind(Kind::String),
    ]),
    item("com.apple.configuration.account.carddav", "declarative/declarations/configurations/account.carddav.yaml", S0, &[
        key("VisibleName", S0).kind(Kind::String),
        key("HostName", S0).must().kind(Kind::String),
        key("Port", S0).kind(Kind::Integer),
        key("Path", S0).kind(Kind::String),
        key("AuthenticationCredentialsAssetReference", S0).kind(Kind::String),
    ]),
    item("com.apple.configuration.account.exchange", "declarative/declarations/configurations/account.exchange.yaml", S0, &[
        key("VisibleName", S0).kind(Kind::String),
        key("EnabledProtocolTypes", S0).must().kind(Kind::Array).allowed(&["EAS", "EWS"]),
        key("UserIdentityAssetReference", S0).kind(Kind::String),
        key("HostName", S0).kind(Kind::String),
        key("Port", S1).kind(Kind::Integer),
        key("Path", S1).kind(Kind::String),
        key("ExternalHostName", S1).kind(Kind::String),
        key("ExternalPort", S1).kind(Kind::Integer),
        key("External Path", S1).kind(Kind::String),
        key("OAuth", S0).kind(Kind::Dictionary),
        key("OAuth/Enabled", S0).must().kind(Kind::Boolean),
        key("OAuth/SignInURL", S0).kind(Kind::String),
        key("OAuth/TokenRequestURL", S2).kind(Kind::String),
        key("AuthenticationCredentialsAssetReference", S0).kind(Kind::String),
        key("AuthenticationIdentityAssetReference", S0).kind(Kind::String),
        key("SMIME", S3).kind(Kind::Dictionary),
        key("SMIME/Signing", S3).kind(Kind::Dictionary),
        key("SMIME/Signing/Enabled", S3).must().kind(Kind::Boolean),
        key("SMIME/Signing/IdentityAssetReference", S3).kind(Kind::String),
        key("SMIME/Signing/UserOverrideable", S3).kind(Kind::Boolean),
        key("SMIME/Signing/IdentityUserOverrideable", S3).kind(Kind::Boolean),
        key("SMIME/Encryption", S3).kind(Kind::Dictionary),
        key("SMIME/Encryption/Enabled", S3).must().kind(Kind::Boolean),
        key("SMIME/Encryption/IdentityAssetReference", S3).kind(Kind::String),
        key("SMIME/Encryption/UserOverrideable", S3).kind(Kind::Boolean),
        key("SMIME/Encryption/IdentityUserOverrideable", S3).kind(Kind::Boolean),
        key("SMIME/Encryption/PerMessageSwitchEnabled", S3).kind(Kind::Boolean),
        key("MailServiceActive", S0).kind(Kind::Boolean),
        key("LockMailService", S2).kind(Kind::Boolean),
        key("ContactsServiceActive", S0).kind(Kind::Boolean),
        key("LockContactsService", S2).kind(Kind::Boolean),
        key("CalendarServiceActive", S0).kind(Kind::Boolean),
        key("LockCalendarService", S2).kind(Kind::Boolean),
        key("RemindersServiceActive", S0).kind(Kind::Boolean),
        key("LockRemindersService", S2).kind(Kind::Boolean),
        key("NotesServiceActive", S0).kind(Kind::Boolean),
        key("LockNotesService", S2).kind(Kind::Boolean),
    ]),
    item("com.apple.configuration.account.google", "declarative/declarations/configurations/account.google.yaml", S0, &[
        key("VisibleName", S0).kind(Kind::String),
        key("UserIdentityAssetReference", S0).must().kind(Kind::String),
    ]),
    item("com.apple.configuration.account.ldap", "declarative/declarations/configurations/account.ldap.yaml", S0, &[
        key("VisibleName", S0).kind(Kind::String),
        key("HostName", S0).must().kind(Kind::String),
        key("Port", S0).kind(Kind::Integer),
        key("AuthenticationCredentialsAssetReference", S0).kind(Kind::String),
        key("SearchSettings", S0).kind(Kind::Array),
        key("SearchSettings/VisibleDescription", S0).kind(Kind::String),
        key("SearchSettings/SearchBase", S0).must().kind(Kind::String),
        key("SearchSettings/Scope", S0).kind(Kind::String).allowed(&["Base", "OneLevel", "Subtree"]),
    ]),
    item("com.apple.configuration.account.mail", "declarative/declarations/configurations/account.mail.yaml", S0, &[
        key("VisibleName", S0).kind(Kind::String),
        key("UserIdentityAssetReference", S0).kind(Kind::String),
        key("IncomingServer", S0).must().kind(Kind::Dictionary),
        key("IncomingServer/ServerType", S0).must().kind(Kind::String).allowed(&["IMAP", "POP"]),
        key("IncomingServer/HostName", S0).must().kind(Kind::String),
        key("IncomingServer/Port", S0).kind(Kind::Integer),
        key("IncomingServer/AuthenticationMethod", S0).must().kind(Kind::String).allowed(&["None", "Password", "CRAMMD5", "NTLM", "HTTPMD5"]),
        key("IncomingServer/AuthenticationCredentialsAssetReference", S0).kind(Kind::String),
        key("IncomingServer/IMAPPathPrefix", S0).kind(Kind::String),
        key("OutgoingServer", S0).must().kind(Kind::Dictionary),
        key("OutgoingServer/HostName", S0).must().kind(Kind::String),
        key("OutgoingServer/Port", S0).kind(Kind::Integer),
        key("OutgoingServer/AuthenticationMethod", S0).must().kind(Kind::String).allowed(&["None", "Password", "CRAMMD5", "NTLM", "HTTPMD5"]),
        key("OutgoingServer/AuthenticationCredentialsAssetReference", S0).kind(Kind::String),
        key("SMIME", S3).kind(Kind::Dictionary),
        key("SMIME/Signing", S3).kind(Kind::Dictionary),
        key("SMIME/Signing/Enabled", S3).must().kind(Kind::Boolean),
        key("SMIME/Signing/IdentityAssetReference", S3).kind(Kind::String),
        key("SMIME/Signing/UserOverrideable", S3).kind(Kind::Boolean),
        key("SMIME/Signing/IdentityUserOverrideable", S3).kind(Kind::Boolean),
        key("SMIME/Encryption", S3).kind(Kind::Dictionary),
        key("SMIME/Encryption/Enabled", S3).must().kind(Kind::Boolean),
        key("SMIME/Encryption/IdentityAssetReference", S3).kind(Kind::String),
        key("SMIME/Encryption/UserOverrideable", S3).kind(Kind::Boolean),
        key("SMIME/Encryption/IdentityUserOverrideable", S3).kind(Kind::Boolean),
        key("SMIME/Encryption/PerMessageSwitchEnabled", S3).kind(Kind::Boolean),
    ]),
    item("com.apple.configuration.account.subscribed-calendar", "declarative/declarations/configurations/account.subscribed-calendar.yaml", S4, &[
        key("VisibleName", S4).kind(Kind::String),
        key("CalendarURL", S4).must().kind(Kind::String),
        key("AuthenticationCredentialsAssetReference", S4).kind(Kind::String),
    ]),
];

const S0: &[Availability] = &[R0, R1, R2];
const S1: &[Availability] = &[R1];
const S2: &[Availability] = &[R0, R2];
const S3: &[Availability] = &[ios(17, 0, 0).shared_ipad(Mode::Allowed).user_channel_only(), R2];
const S4: &[Availability] = &[R0, macos(14, 0, 0).user_channel_only(), R2];

const R0: Availability = ios(15, 0, 0).shared_ipad(Mode::Allowed).user_channel_only();
const R1: Availability = macos(13, 0, 0).user_channel_only();
const R2: Availability = visionos(1, 1, 0);
