// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Tables of keys: accounts.

use crate::wire::{wire, words};

wire! {
    /// Declaration `com.apple.configuration.account.caldav`: iOS 15.0, macOS 13.0, visionOS 1.1. Several on
    /// one device: multiple. Source: `declarative/declarations/configurations/account.caldav.yaml`.
    pub struct AccountCaldav {
        must {
            "HostName" host_name: String,
        }
        may {
            "VisibleName" visible_name: String,
            "Port" port: i64,
            "Path" path: String,
            /// `Identifier` of a `com.apple.asset.credential.userpassword`.
            "AuthenticationCredentialsAssetReference" authentication_credentials_asset_reference: String,
        }
    }
}

wire! {
    /// Declaration `com.apple.configuration.account.carddav`: iOS 15.0, macOS 13.0, visionOS 1.1. Several
    /// on one device: multiple. Source: `declarative/declarations/configurations/account.carddav.yaml`.
    pub struct AccountCarddav {
        must {
            "HostName" host_name: String,
        }
        may {
            "VisibleName" visible_name: String,
            "Port" port: i64,
            "Path" path: String,
            /// `Identifier` of a `com.apple.asset.credential.userpassword`.
            "AuthenticationCredentialsAssetReference" authentication_credentials_asset_reference: String,
        }
    }
}

wire! {
    /// Declaration `com.apple.configuration.account.exchange`: iOS 15.0, macOS 13.0, visionOS 1.1. Several
    /// on one device: multiple. Source: `declarative/declarations/configurations/account.exchange.yaml`.
    pub struct AccountExchange {
        must {
            "EnabledProtocolTypes" enabled_protocol_types: Vec<EnabledProtocolType>,
        }
        may {
            "VisibleName" visible_name: String,
            /// `Identifier` of a `com.apple.asset.useridentity`.
            "UserIdentityAssetReference" user_identity_asset_reference: String,
            "HostName" host_name: String,
            /// macOS 13.0.
            "Port" port: i64,
            /// macOS 13.0.
            "Path" path: String,
            /// macOS 13.0.
            "ExternalHostName" external_host_name: String,
            /// macOS 13.0.
            "ExternalPort" external_port: i64,
            /// macOS 13.0.
            "External Path" external_path: String,
            "OAuth" oauth: Oauth,
            /// `Identifier` of a `com.apple.asset.credential.userpassword`.
            "AuthenticationCredentialsAssetReference" authentication_credentials_asset_reference: String,
            /// `Identifier` of one of: `com.apple.asset.credential.acme`,
            /// `com.apple.asset.credential.identity`, `com.apple.asset.credential.scep`.
            "AuthenticationIdentityAssetReference" authentication_identity_asset_reference: String,
            /// iOS 17.0, visionOS 1.1.
            "SMIME" smime: Smime,
            /// Missing is true.
            "MailServiceActive" mail_service_active: bool,
            /// Missing is false. iOS 15.0, visionOS 1.1.
            "LockMailService" lock_mail_service: bool,
            /// Missing is true.
            "ContactsServiceActive" contacts_service_active: bool,
            /// Missing is false. iOS 15.0, visionOS 1.1.
            "LockContactsService" lock_contacts_service: bool,
            /// Missing is true.
            "CalendarServiceActive" calendar_service_active: bool,
            /// Missing is false. iOS 15.0, visionOS 1.1.
            "LockCalendarService" lock_calendar_service: bool,
            /// Missing is true.
            "RemindersServiceActive" reminders_service_active: bool,
            /// Missing is false. iOS 15.0, visionOS 1.1.
            "LockRemindersService" lock_reminders_service: bool,
            /// Missing is true.
            "NotesServiceActive" notes_service_active: bool,
            /// Missing is false. iOS 15.0, visionOS 1.1.
            "LockNotesService" lock_notes_service: bool,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.account.exchange/EnabledProtocolTypes`.
    pub enum EnabledProtocolType {
        Eas = "EAS",
        Ews = "EWS",
    }
}

wire! {
    /// The dictionary `com.apple.configuration.account.exchange/OAuth`.
    pub struct Oauth {
        must {
            "Enabled" enabled: bool,
        }
        may {
            "SignInURL" sign_in_url: String,
            /// iOS 15.0, visionOS 1.1.
            "TokenRequestURL" token_request_url: String,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.account.exchange/SMIME`.
    pub struct Smime {
        may {
            "Signing" signing: Signing,
            "Encryption" encryption: Encryption,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.account.exchange/SMIME/Signing`.
    pub struct Signing {
        must {
            "Enabled" enabled: bool,
        }
        may {
            /// `Identifier` of one of: `com.apple.asset.credential.acme`,
            /// `com.apple.asset.credential.identity`, `com.apple.asset.credential.scep`.
            "IdentityAssetReference" identity_asset_reference: String,
            /// Missing is false.
            "UserOverrideable" user_overrideable: bool,
            /// Missing is false.
            "IdentityUserOverrideable" identity_user_overrideable: bool,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.account.exchange/SMIME/Encryption`.
    pub struct Encryption {
        must {
            "Enabled" enabled: bool,
        }
        may {
            /// `Identifier` of one of: `com.apple.asset.credential.acme`,
            /// `com.apple.asset.credential.identity`, `com.apple.asset.credential.scep`.
            "IdentityAssetReference" identity_asset_reference: String,
            /// Missing is false.
            "UserOverrideable" user_overrideable: bool,
            /// Missing is false.
            "IdentityUserOverrideable" identity_user_overrideable: bool,
            /// Missing is false.
            "PerMessageSwitchEnabled" per_message_switch_enabled: bool,
        }
    }
}

wire! {
    /// Declaration `com.apple.configuration.account.google`: iOS 15.0, macOS 13.0, visionOS 1.1. Several on
    /// one device: multiple. Source: `declarative/declarations/configurations/account.google.yaml`.
    pub struct AccountGoogle {
        must {
            /// `Identifier` of a `com.apple.asset.useridentity`.
            "UserIdentityAssetReference" user_identity_asset_reference: String,
        }
        may {
            "VisibleName" visible_name: String,
        }
    }
}

wire! {
    /// Declaration `com.apple.configuration.account.ldap`: iOS 15.0, macOS 13.0, visionOS 1.1. Several on
    /// one device: multiple. Source: `declarative/declarations/configurations/account.ldap.yaml`.
    pub struct AccountLdap {
        must {
            "HostName" host_name: String,
        }
        may {
            "VisibleName" visible_name: String,
            "Port" port: i64,
            /// `Identifier` of a `com.apple.asset.credential.userpassword`.
            "AuthenticationCredentialsAssetReference" authentication_credentials_asset_reference: String,
            "SearchSettings" search_settings: Vec<SearchSetting>,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.account.ldap/SearchSettings`.
    pub struct SearchSetting {
        must {
            "SearchBase" search_base: String,
        }
        may {
            "VisibleDescription" visible_description: String,
            /// Missing is `Subtree`.
            "Scope" scope: Scope,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.account.ldap/SearchSettings/Scope`.
    pub enum Scope {
        Base = "Base",
        OneLevel = "OneLevel",
        Subtree = "Subtree",
    }
}

wire! {
    /// Declaration `com.apple.configuration.account.mail`: iOS 15.0, macOS 13.0, visionOS 1.1. Several on
    /// one device: multiple. Source: `declarative/declarations/configurations/account.mail.yaml`.
    pub struct AccountMail {
        must {
            "IncomingServer" incoming_server: IncomingServer,
            "OutgoingServer" outgoing_server: OutgoingServer,
        }
        may {
            "VisibleName" visible_name: String,
            /// `Identifier` of a `com.apple.asset.useridentity`.
            "UserIdentityAssetReference" user_identity_asset_reference: String,
            /// iOS 17.0, visionOS 1.1.
            "SMIME" smime: Smime,
        }
    }
}

wire! {
    /// The dictionary `com.apple.configuration.account.mail/IncomingServer`.
    pub struct IncomingServer {
        must {
            "ServerType" server_type: ServerType,
            "HostName" host_name: String,
            "AuthenticationMethod" authentication_method: AccountMailAuthenticationMethod,
        }
        may {
            "Port" port: i64,
            /// `Identifier` of a `com.apple.asset.credential.userpassword`.
            "AuthenticationCredentialsAssetReference" authentication_credentials_asset_reference: String,
            "IMAPPathPrefix" imap_path_prefix: String,
        }
    }
}

words! {
    /// The words of `com.apple.configuration.account.mail/IncomingServer/ServerType`.
    pub enum ServerType {
        Imap = "IMAP",
        Pop = "POP",
    }
}

words! {
    /// The words of `com.apple.configuration.account.mail/IncomingServer/AuthenticationMethod`.
    pub enum AccountMailAuthenticationMethod {
        None = "None",
        Password = "Password",
        Crammd5 = "CRAMMD5",
        Ntlm = "NTLM",
        Httpmd5 = "HTTPMD5",
    }
}

wire! {
    /// The dictionary `com.apple.configuration.account.mail/OutgoingServer`.
    pub struct OutgoingServer {
        must {
            "HostName" host_name: String,
            "AuthenticationMethod" authentication_method: AccountMailAuthenticationMethod,
        }
        may {
            "Port" port: i64,
            /// `Identifier` of a `com.apple.asset.credential.userpassword`.
            "AuthenticationCredentialsAssetReference" authentication_credentials_asset_reference: String,
        }
    }
}

wire! {
    /// Declaration `com.apple.configuration.account.subscribed-calendar`: iOS 15.0, macOS 14.0, visionOS
    /// 1.1. Several on one device: multiple. Source:
    /// `declarative/declarations/configurations/account.subscribed-calendar.yaml`.
    pub struct AccountSubscribedCalendar {
        must {
            "CalendarURL" calendar_url: String,
        }
        may {
            "VisibleName" visible_name: String,
            /// `Identifier` of a `com.apple.asset.credential.userpassword`.
            "AuthenticationCredentialsAssetReference" authentication_credentials_asset_reference: String,
        }
    }
}
