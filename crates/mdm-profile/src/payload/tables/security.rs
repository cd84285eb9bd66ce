// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Payloads: security.

#[rustfmt::skip]
use crate::payload::wire::{BTreeMap, Data, Date, Password, keys, words};

keys! {
    /// Turns FileVault on.
    ///
    /// `com.apple.MCX.FileVault2`: macOS 10.9. Source: `mdm/profiles/com.apple.MCX.FileVault2.yaml`.
    pub struct FileVault {
        must {
            "Enable" enable: Enable,
        }
        may {
            /// Missing is false.
            "Defer" defer: bool,
            /// Missing is false.
            "UserEntersMissingInfo" user_enters_missing_info: bool,
            /// Missing is true.
            "UseRecoveryKey" use_recovery_key: bool,
            /// Missing is true.
            "ShowRecoveryKey" show_recovery_key: bool,
            "OutputPath" output_path: String,
            "Certificate" certificate: Data,
            "PayloadCertificateUUID" payload_certificate_uuid: String,
            "Username" username: String,
            "Password" password: Password,
            /// Missing is false.
            "UseKeychain" use_keychain: bool,
            /// -1 to 9999.
            "DeferForceAtUserLoginMaxBypassAttempts" defer_force_at_user_login_max_bypass_attempts: i64,
            /// Missing is false. macOS 10.10.
            "DeferDontAskAtUserLogout" defer_dont_ask_at_user_logout: bool,
            /// Missing is false. macOS 14.0.
            "ForceEnableInSetupAssistant" force_enable_in_setup_assistant: bool,
        }
    }
}

words! {
    /// The words of `com.apple.MCX.FileVault2/Enable`.
    pub enum Enable {
        On = "On",
        Off = "Off",
    }
}

keys! {
    /// Which apps of a Mac see personal data.
    ///
    /// `com.apple.TCC.configuration-profile-policy`: macOS 10.14. Source:
    /// `mdm/profiles/com.apple.TCC.configuration-profile-policy.yaml`.
    pub struct PrivacyPreferencesPolicy {
        must {
            "Services" services: Services,
        }
    }
}

keys! {
    /// The dictionary `com.apple.TCC.configuration-profile-policy/Services`.
    pub struct Services {
        may {
            "AddressBook" address_book: Vec<AddressBookItem>,
            "Calendar" calendar: Vec<CalendarItem>,
            "Reminders" reminders: Vec<Reminder>,
            "Photos" photos: Vec<Photo>,
            "Camera" camera: Vec<CameraItem>,
            "Microphone" microphone: Vec<MicrophoneItem>,
            "Accessibility" accessibility: Vec<AccessibilityItem>,
            "PostEvent" post_event: Vec<PostEventItem>,
            "SystemPolicyAllFiles" system_policy_all_files: Vec<SystemPolicyAllFile>,
            "SystemPolicySysAdminFiles" system_policy_sys_admin_files: Vec<SystemPolicySysAdminFile>,
            "AppleEvents" apple_events: Vec<AppleEvent>,
            /// macOS 10.15.
            "MediaLibrary" media_library: Vec<MediaLibraryItem>,
            /// macOS 10.15.
            "FileProviderPresence" file_provider_presence: Vec<FileProviderPresenceItem>,
            /// macOS 10.15.
            "ListenEvent" listen_event: Vec<ListenEventItem>,
            /// macOS 10.15.
            "ScreenCapture" screen_capture: Vec<ScreenCaptureItem>,
            /// macOS 10.15.
            "SpeechRecognition" speech_recognition: Vec<SpeechRecognitionItem>,
            /// macOS 10.15.
            "SystemPolicyDesktopFolder" system_policy_desktop_folder: Vec<SystemPolicyDesktopFolderItem>,
            /// macOS 10.15.
            "SystemPolicyDocumentsFolder" system_policy_documents_folder: Vec<SystemPolicyDocumentsFolderItem>,
            /// macOS 10.15.
            "SystemPolicyDownloadsFolder" system_policy_downloads_folder: Vec<SystemPolicyDownloadsFolderItem>,
            /// macOS 10.15.
            "SystemPolicyNetworkVolumes" system_policy_network_volumes: Vec<SystemPolicyNetworkVolume>,
            /// macOS 10.15.
            "SystemPolicyRemovableVolumes" system_policy_removable_volumes: Vec<SystemPolicyRemovableVolume>,
            /// macOS 13.0.
            "SystemPolicyAppBundles" system_policy_app_bundles: Vec<SystemPolicyAppBundle>,
            /// macOS 14.0.
            "SystemPolicyAppData" system_policy_app_data: Vec<SystemPolicyAppDataItem>,
            /// macOS 11.0.
            "BluetoothAlways" bluetooth_always: Vec<BluetoothAlway>,
        }
    }
}

keys! {
    /// The dictionary `com.apple.TCC.configuration-profile-policy/Services/AddressBook`.
    pub struct AddressBookItem {
        must {
            "Identifier" identifier: String,
            "IdentifierType" identifier_type: IdentifierType,
            "CodeRequirement" code_requirement: String,
            "Allowed" allowed: bool,
        }
        may {
            /// Missing is false.
            "StaticCode" static_code: bool,
            /// macOS 11.0.
            "Authorization" authorization: Authorization,
            "Comment" comment: String,
            "AEReceiverIdentifier" ae_receiver_identifier: String,
            "AEReceiverIdentifierType" ae_receiver_identifier_type: AeReceiverIdentifierType,
            "AEReceiverCodeRequirement" ae_receiver_code_requirement: String,
        }
    }
}

words! {
    /// The words of `com.apple.TCC.configuration-profile-policy/Services/AddressBook/IdentifierType`.
    pub enum IdentifierType {
        BundleId = "bundleID",
        Path = "path",
    }
}

words! {
    /// The words of `com.apple.TCC.configuration-profile-policy/Services/AddressBook/Authorization`.
    pub enum Authorization {
        Allow = "Allow",
        Deny = "Deny",
        AllowStandardUserToSetSystemService = "AllowStandardUserToSetSystemService",
    }
}

words! {
    /// The words of
    /// `com.apple.TCC.configuration-profile-policy/Services/AddressBook/AEReceiverIdentifierType`.
    pub enum AeReceiverIdentifierType {
        BundleId = "bundleID",
        Path = "path",
    }
}

keys! {
    /// The dictionary `com.apple.TCC.configuration-profile-policy/Services/Calendar`.
    pub struct CalendarItem {
        must {
            "Identifier" identifier: String,
            "IdentifierType" identifier_type: IdentifierType,
            "CodeRequirement" code_requirement: String,
            "Allowed" allowed: bool,
        }
        may {
            /// Missing is false.
            "StaticCode" static_code: bool,
            /// macOS 11.0.
            "Authorization" authorization: Authorization,
            "Comment" comment: String,
            "AEReceiverIdentifier" ae_receiver_identifier: String,
            "AEReceiverIdentifierType" ae_receiver_identifier_type: AeReceiverIdentifierType,
            "AEReceiverCodeRequirement" ae_receiver_code_requirement: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.TCC.configuration-profile-policy/Services/Reminders`.
    pub struct Reminder {
        must {
            "Identifier" identifier: String,
            "IdentifierType" identifier_type: IdentifierType,
            "CodeRequirement" code_requirement: String,
            "Allowed" allowed: bool,
        }
        may {
            /// Missing is false.
            "StaticCode" static_code: bool,
            /// macOS 11.0.
            "Authorization" authorization: Authorization,
            "Comment" comment: String,
            "AEReceiverIdentifier" ae_receiver_identifier: String,
            "AEReceiverIdentifierType" ae_receiver_identifier_type: AeReceiverIdentifierType,
            "AEReceiverCodeRequirement" ae_receiver_code_requirement: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.TCC.configuration-profile-policy/Services/Photos`.
    pub struct Photo {
        must {
            "Identifier" identifier: String,
            "IdentifierType" identifier_type: IdentifierType,
            "CodeRequirement" code_requirement: String,
            "Allowed" allowed: bool,
        }
        may {
            /// Missing is false.
            "StaticCode" static_code: bool,
            /// macOS 11.0.
            "Authorization" authorization: Authorization,
            "Comment" comment: String,
            "AEReceiverIdentifier" ae_receiver_identifier: String,
            "AEReceiverIdentifierType" ae_receiver_identifier_type: AeReceiverIdentifierType,
            "AEReceiverCodeRequirement" ae_receiver_code_requirement: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.TCC.configuration-profile-policy/Services/Camera`.
    pub struct CameraItem {
        must {
            "Identifier" identifier: String,
            "IdentifierType" identifier_type: IdentifierType,
            "CodeRequirement" code_requirement: String,
            "Allowed" allowed: bool,
        }
        may {
            /// Missing is false.
            "StaticCode" static_code: bool,
            /// macOS 11.0.
            "Authorization" authorization: Authorization,
            "Comment" comment: String,
            "AEReceiverIdentifier" ae_receiver_identifier: String,
            "AEReceiverIdentifierType" ae_receiver_identifier_type: AeReceiverIdentifierType,
            "AEReceiverCodeRequirement" ae_receiver_code_requirement: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.TCC.configuration-profile-policy/Services/Microphone`.
    pub struct MicrophoneItem {
        must {
            "Identifier" identifier: String,
            "IdentifierType" identifier_type: IdentifierType,
            "CodeRequirement" code_requirement: String,
            "Allowed" allowed: bool,
        }
        may {
            /// Missing is false.
            "StaticCode" static_code: bool,
            /// macOS 11.0.
            "Authorization" authorization: Authorization,
            "Comment" comment: String,
            "AEReceiverIdentifier" ae_receiver_identifier: String,
            "AEReceiverIdentifierType" ae_receiver_identifier_type: AeReceiverIdentifierType,
            "AEReceiverCodeRequirement" ae_receiver_code_requirement: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.TCC.configuration-profile-policy/Services/Accessibility`.
    pub struct AccessibilityItem {
        must {
            "Identifier" identifier: String,
            "IdentifierType" identifier_type: IdentifierType,
            "CodeRequirement" code_requirement: String,
            "Allowed" allowed: bool,
        }
        may {
            /// Missing is false.
            "StaticCode" static_code: bool,
            /// macOS 11.0.
            "Authorization" authorization: Authorization,
            "Comment" comment: String,
            "AEReceiverIdentifier" ae_receiver_identifier: String,
            "AEReceiverIdentifierType" ae_receiver_identifier_type: AeReceiverIdentifierType,
            "AEReceiverCodeRequirement" ae_receiver_code_requirement: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.TCC.configuration-profile-policy/Services/PostEvent`.
    pub struct PostEventItem {
        must {
            "Identifier" identifier: String,
            "IdentifierType" identifier_type: IdentifierType,
            "CodeRequirement" code_requirement: String,
            "Allowed" allowed: bool,
        }
        may {
            /// Missing is false.
            "StaticCode" static_code: bool,
            /// macOS 11.0.
            "Authorization" authorization: Authorization,
            "Comment" comment: String,
            "AEReceiverIdentifier" ae_receiver_identifier: String,
            "AEReceiverIdentifierType" ae_receiver_identifier_type: AeReceiverIdentifierType,
            "AEReceiverCodeRequirement" ae_receiver_code_requirement: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.TCC.configuration-profile-policy/Services/SystemPolicyAllFiles`.
    pub struct SystemPolicyAllFile {
        must {
            "Identifier" identifier: String,
            "IdentifierType" identifier_type: IdentifierType,
            "CodeRequirement" code_requirement: String,
            "Allowed" allowed: bool,
        }
        may {
            /// Missing is false.
            "StaticCode" static_code: bool,
            /// macOS 11.0.
            "Authorization" authorization: Authorization,
            "Comment" comment: String,
            "AEReceiverIdentifier" ae_receiver_identifier: String,
            "AEReceiverIdentifierType" ae_receiver_identifier_type: AeReceiverIdentifierType,
            "AEReceiverCodeRequirement" ae_receiver_code_requirement: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.TCC.configuration-profile-policy/Services/SystemPolicySysAdminFiles`.
    pub struct SystemPolicySysAdminFile {
        must {
            "Identifier" identifier: String,
            "IdentifierType" identifier_type: IdentifierType,
            "CodeRequirement" code_requirement: String,
            "Allowed" allowed: bool,
        }
        may {
            /// Missing is false.
            "StaticCode" static_code: bool,
            /// macOS 11.0.
            "Authorization" authorization: Authorization,
            "Comment" comment: String,
            "AEReceiverIdentifier" ae_receiver_identifier: String,
            "AEReceiverIdentifierType" ae_receiver_identifier_type: AeReceiverIdentifierType,
            "AEReceiverCodeRequirement" ae_receiver_code_requirement: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.TCC.configuration-profile-policy/Services/AppleEvents`.
    pub struct AppleEvent {
        must {
            "Identifier" identifier: String,
            "IdentifierType" identifier_type: IdentifierType,
            "CodeRequirement" code_requirement: String,
            "Allowed" allowed: bool,
        }
        may {
            /// Missing is false.
            "StaticCode" static_code: bool,
            /// macOS 11.0.
            "Authorization" authorization: Authorization,
            "Comment" comment: String,
            "AEReceiverIdentifier" ae_receiver_identifier: String,
            "AEReceiverIdentifierType" ae_receiver_identifier_type: AeReceiverIdentifierType,
            "AEReceiverCodeRequirement" ae_receiver_code_requirement: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.TCC.configuration-profile-policy/Services/MediaLibrary`.
    pub struct MediaLibraryItem {
        must {
            "Identifier" identifier: String,
            "IdentifierType" identifier_type: IdentifierType,
            "CodeRequirement" code_requirement: String,
            "Allowed" allowed: bool,
        }
        may {
            /// Missing is false.
            "StaticCode" static_code: bool,
            /// macOS 11.0.
            "Authorization" authorization: Authorization,
            "Comment" comment: String,
            "AEReceiverIdentifier" ae_receiver_identifier: String,
            "AEReceiverIdentifierType" ae_receiver_identifier_type: AeReceiverIdentifierType,
            "AEReceiverCodeRequirement" ae_receiver_code_requirement: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.TCC.configuration-profile-policy/Services/FileProviderPresence`.
    pub struct FileProviderPresenceItem {
        must {
            "Identifier" identifier: String,
            "IdentifierType" identifier_type: IdentifierType,
            "CodeRequirement" code_requirement: String,
            "Allowed" allowed: bool,
        }
        may {
            /// Missing is false.
            "StaticCode" static_code: bool,
            /// macOS 11.0.
            "Authorization" authorization: Authorization,
            "Comment" comment: String,
            "AEReceiverIdentifier" ae_receiver_identifier: String,
            "AEReceiverIdentifierType" ae_receiver_identifier_type: AeReceiverIdentifierType,
            "AEReceiverCodeRequirement" ae_receiver_code_requirement: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.TCC.configuration-profile-policy/Services/ListenEvent`.
    pub struct ListenEventItem {
        must {
            "Identifier" identifier: String,
            "IdentifierType" identifier_type: IdentifierType,
            "CodeRequirement" code_requirement: String,
            "Allowed" allowed: bool,
        }
        may {
            /// Missing is false.
            "StaticCode" static_code: bool,
            /// macOS 11.0.
            "Authorization" authorization: Authorization,
            "Comment" comment: String,
            "AEReceiverIdentifier" ae_receiver_identifier: String,
            "AEReceiverIdentifierType" ae_receiver_identifier_type: AeReceiverIdentifierType,
            "AEReceiverCodeRequirement" ae_receiver_code_requirement: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.TCC.configuration-profile-policy/Services/ScreenCapture`.
    pub struct ScreenCaptureItem {
        must {
            "Identifier" identifier: String,
            "IdentifierType" identifier_type: IdentifierType,
            "CodeRequirement" code_requirement: String,
            "Allowed" allowed: bool,
        }
        may {
            /// Missing is false.
            "StaticCode" static_code: bool,
            /// macOS 11.0.
            "Authorization" authorization: Authorization,
            "Comment" comment: String,
            "AEReceiverIdentifier" ae_receiver_identifier: String,
            "AEReceiverIdentifierType" ae_receiver_identifier_type: AeReceiverIdentifierType,
            "AEReceiverCodeRequirement" ae_receiver_code_requirement: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.TCC.configuration-profile-policy/Services/SpeechRecognition`.
    pub struct SpeechRecognitionItem {
        must {
            "Identifier" identifier: String,
            "IdentifierType" identifier_type: IdentifierType,
            "CodeRequirement" code_requirement: String,
            "Allowed" allowed: bool,
        }
        may {
            /// Missing is false.
            "StaticCode" static_code: bool,
            /// macOS 11.0.
            "Authorization" authorization: Authorization,
            "Comment" comment: String,
            "AEReceiverIdentifier" ae_receiver_identifier: String,
            "AEReceiverIdentifierType" ae_receiver_identifier_type: AeReceiverIdentifierType,
            "AEReceiverCodeRequirement" ae_receiver_code_requirement: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.TCC.configuration-profile-policy/Services/SystemPolicyDesktopFolder`.
    pub struct SystemPolicyDesktopFolderItem {
        must {
            "Identifier" identifier: String,
            "IdentifierType" identifier_type: IdentifierType,
            "CodeRequirement" code_requirement: String,
            "Allowed" allowed: bool,
        }
        may {
            /// Missing is false.
            "StaticCode" static_code: bool,
            /// macOS 11.0.
            "Authorization" authorization: Authorization,
            "Comment" comment: String,
            "AEReceiverIdentifier" ae_receiver_identifier: String,
            "AEReceiverIdentifierType" ae_receiver_identifier_type: AeReceiverIdentifierType,
            "AEReceiverCodeRequirement" ae_receiver_code_requirement: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.TCC.configuration-profile-policy/Services/SystemPolicyDocumentsFolder`.
    pub struct SystemPolicyDocumentsFolderItem {
        must {
            "Identifier" identifier: String,
            "IdentifierType" identifier_type: IdentifierType,
            "CodeRequirement" code_requirement: String,
            "Allowed" allowed: bool,
        }
        may {
            /// Missing is false.
            "StaticCode" static_code: bool,
            /// macOS 11.0.
            "Authorization" authorization: Authorization,
            "Comment" comment: String,
            "AEReceiverIdentifier" ae_receiver_identifier: String,
            "AEReceiverIdentifierType" ae_receiver_identifier_type: AeReceiverIdentifierType,
            "AEReceiverCodeRequirement" ae_receiver_code_requirement: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.TCC.configuration-profile-policy/Services/SystemPolicyDownloadsFolder`.
    pub struct SystemPolicyDownloadsFolderItem {
        must {
            "Identifier" identifier: String,
            "IdentifierType" identifier_type: IdentifierType,
            "CodeRequirement" code_requirement: String,
            "Allowed" allowed: bool,
        }
        may {
            /// Missing is false.
            "StaticCode" static_code: bool,
            /// macOS 11.0.
            "Authorization" authorization: Authorization,
            "Comment" comment: String,
            "AEReceiverIdentifier" ae_receiver_identifier: String,
            "AEReceiverIdentifierType" ae_receiver_identifier_type: AeReceiverIdentifierType,
            "AEReceiverCodeRequirement" ae_receiver_code_requirement: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.TCC.configuration-profile-policy/Services/SystemPolicyNetworkVolumes`.
    pub struct SystemPolicyNetworkVolume {
        must {
            "Identifier" identifier: String,
            "IdentifierType" identifier_type: IdentifierType,
            "CodeRequirement" code_requirement: String,
            "Allowed" allowed: bool,
        }
        may {
            /// Missing is false.
            "StaticCode" static_code: bool,
            /// macOS 11.0.
            "Authorization" authorization: Authorization,
            "Comment" comment: String,
            "AEReceiverIdentifier" ae_receiver_identifier: String,
            "AEReceiverIdentifierType" ae_receiver_identifier_type: AeReceiverIdentifierType,
            "AEReceiverCodeRequirement" ae_receiver_code_requirement: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.TCC.configuration-profile-policy/Services/SystemPolicyRemovableVolumes`.
    pub struct SystemPolicyRemovableVolume {
        must {
            "Identifier" identifier: String,
            "IdentifierType" identifier_type: IdentifierType,
            "CodeRequirement" code_requirement: String,
            "Allowed" allowed: bool,
        }
        may {
            /// Missing is false.
            "StaticCode" static_code: bool,
            /// macOS 11.0.
            "Authorization" authorization: Authorization,
            "Comment" comment: String,
            "AEReceiverIdentifier" ae_receiver_identifier: String,
            "AEReceiverIdentifierType" ae_receiver_identifier_type: AeReceiverIdentifierType,
            "AEReceiverCodeRequirement" ae_receiver_code_requirement: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.TCC.configuration-profile-policy/Services/SystemPolicyAppBundles`.
    pub struct SystemPolicyAppBundle {
        must {
            "Identifier" identifier: String,
            "IdentifierType" identifier_type: IdentifierType,
            "CodeRequirement" code_requirement: String,
            "Allowed" allowed: bool,
        }
        may {
            /// Missing is false.
            "StaticCode" static_code: bool,
            /// macOS 11.0.
            "Authorization" authorization: Authorization,
            "Comment" comment: String,
            "AEReceiverIdentifier" ae_receiver_identifier: String,
            "AEReceiverIdentifierType" ae_receiver_identifier_type: AeReceiverIdentifierType,
            "AEReceiverCodeRequirement" ae_receiver_code_requirement: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.TCC.configuration-profile-policy/Services/SystemPolicyAppData`.
    pub struct SystemPolicyAppDataItem {
        must {
            "Identifier" identifier: String,
            "IdentifierType" identifier_type: IdentifierType,
            "CodeRequirement" code_requirement: String,
            "Allowed" allowed: bool,
        }
        may {
            /// Missing is false.
            "StaticCode" static_code: bool,
            /// macOS 11.0.
            "Authorization" authorization: Authorization,
            "Comment" comment: String,
            "AEReceiverIdentifier" ae_receiver_identifier: String,
            "AEReceiverIdentifierType" ae_receiver_identifier_type: AeReceiverIdentifierType,
            "AEReceiverCodeRequirement" ae_receiver_code_requirement: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.TCC.configuration-profile-policy/Services/BluetoothAlways`.
    pub struct BluetoothAlway {
        must {
            "Identifier" identifier: String,
            "IdentifierType" identifier_type: IdentifierType,
            "CodeRequirement" code_requirement: String,
            "Allowed" allowed: bool,
        }
        may {
            /// Missing is false.
            "StaticCode" static_code: bool,
            "Authorization" authorization: Authorization,
            "Comment" comment: String,
            "AEReceiverIdentifier" ae_receiver_identifier: String,
            "AEReceiverIdentifierType" ae_receiver_identifier_type: AeReceiverIdentifierType,
            "AEReceiverCodeRequirement" ae_receiver_code_requirement: String,
        }
    }
}

keys! {
    /// Who may send to an Apple TV.
    ///
    /// `com.apple.airplay.security`: tvOS 11.0. Source: `mdm/profiles/com.apple.airplay.security.yaml`.
    pub struct AirPlaySecurity {
        must {
            "SecurityType" security_type: SecurityType,
            "AccessType" access_type: AccessType,
        }
        may {
            "Password" password: Password,
        }
    }
}

words! {
    /// The words of `com.apple.airplay.security/SecurityType`.
    pub enum SecurityType {
        PasscodeOnce = "PASSCODE_ONCE",
        PasscodeAlways = "PASSCODE_ALWAYS",
        Password = "PASSWORD",
    }
}

words! {
    /// The words of `com.apple.airplay.security/AccessType`.
    pub enum AccessType {
        Any = "ANY",
        WifiOnly = "WIFI_ONLY",
    }
}

keys! {
    /// The login window of a Mac.
    ///
    /// `com.apple.loginwindow`: macOS 10.7. Source: `mdm/profiles/com.apple.loginwindow.yaml`.
    pub struct LoginWindow {
        may {
            /// Missing is false.
            "SHOWFULLNAME" showfullname: bool,
            /// Missing is false.
            "HideLocalUsers" hide_local_users: bool,
            /// Missing is false.
            "IncludeNetworkUser" include_network_user: bool,
            /// Missing is false.
            "HideAdminUsers" hide_admin_users: bool,
            /// Missing is false.
            "SHOWOTHERUSERS_MANAGED" showotherusers_managed: bool,
            "AdminHostInfo" admin_host_info: AdminHostInfo,
            "AllowList" allow_list: Vec<String>,
            "DenyList" deny_list: Vec<String>,
            /// Missing is false.
            "HideMobileAccounts" hide_mobile_accounts: bool,
            /// Missing is false.
            "ShutDownDisabled" shut_down_disabled: bool,
            /// Missing is false.
            "RestartDisabled" restart_disabled: bool,
            /// Missing is false.
            "SleepDisabled" sleep_disabled: bool,
            /// Missing is false.
            "DisableConsoleAccess" disable_console_access: bool,
            "LoginwindowText" loginwindow_text: String,
            /// Missing is false.
            "ShutDownDisabledWhileLoggedIn" shut_down_disabled_while_logged_in: bool,
            /// Missing is false.
            "RestartDisabledWhileLoggedIn" restart_disabled_while_logged_in: bool,
            /// Missing is false.
            "PowerOffDisabledWhileLoggedIn" power_off_disabled_while_logged_in: bool,
            /// Missing is false. macOS 10.13.
            "LogOutDisabledWhileLoggedIn" log_out_disabled_while_logged_in: bool,
            /// Missing is false. macOS 10.13.
            "DisableScreenLockImmediate" disable_screen_lock_immediate: bool,
            /// Missing is false. macOS 10.8.
            "showInputMenu" show_input_menu: bool,
            /// Missing is false. macOS 10.9.
            "DisableFDEAutoLogin" disable_fde_auto_login: bool,
            /// macOS 14.0.
            "AutologinUsername" autologin_username: String,
            /// macOS 14.0.
            "AutologinPassword" autologin_password: Password,
        }
    }
}

words! {
    /// The words of `com.apple.loginwindow/AdminHostInfo`.
    pub enum AdminHostInfo {
        HostName = "HostName",
        SystemVersion = "SystemVersion",
        IpAddress = "IPAddress",
    }
}

keys! {
    /// What a user of a Mac may change of its security.
    ///
    /// `com.apple.preference.security`: macOS 10.10. Source:
    /// `mdm/profiles/com.apple.preference.security.yaml`.
    pub struct SecurityPreferences {
        may {
            /// Missing is false.
            "dontAllowPasswordResetUI" dont_allow_password_reset_ui: bool,
            /// Missing is false.
            "dontAllowLockMessageUI" dont_allow_lock_message_ui: bool,
            /// Missing is false.
            "dontAllowFireWallUI" dont_allow_fire_wall_ui: bool,
        }
    }
}

keys! {
    /// What a user of a Mac may change of the own password.
    ///
    /// `com.apple.preference.users`: macOS 10.12. Source: `mdm/profiles/com.apple.preferences.users.yaml`.
    pub struct UserPreferences {
        may {
            /// Missing is false.
            "DisableUsingiCloudPassword" disable_using_icloud_password: bool,
        }
    }
}

keys! {
    /// The screen saver of a Mac.
    ///
    /// `com.apple.screensaver`: macOS 10.11. Source: `mdm/profiles/com.apple.screensaver.yaml`.
    pub struct ScreenSaver {
        must {
            "moduleName" module_name: String,
        }
        may {
            /// Missing is false. macOS 10.13.
            "askForPassword" ask_for_password: bool,
            /// macOS 10.13.
            "askForPasswordDelay" ask_for_password_delay: i64,
            "loginWindowIdleTime" login_window_idle_time: i64,
            "loginWindowModulePath" login_window_module_path: String,
        }
    }
}

keys! {
    /// The screen saver of one user of a Mac.
    ///
    /// `com.apple.screensaver.user`: macOS 10.11. Source: `mdm/profiles/com.apple.screensaver.user.yaml`.
    pub struct ScreenSaverUser {
        must {
            "moduleName" module_name: String,
        }
        may {
            "modulePath" module_path: String,
            "idleTime" idle_time: i64,
        }
    }
}

keys! {
    /// Where the recovery key of FileVault goes.
    ///
    /// `com.apple.security.FDERecoveryKeyEscrow`: macOS 10.13. Source:
    /// `mdm/profiles/com.apple.security.FDERecoveryKeyEscrow.yaml`.
    pub struct RecoveryKeyEscrow {
        must {
            "Location" location: String,
            "EncryptCertPayloadUUID" encrypt_cert_payload_uuid: String,
        }
        may {
            "DeviceKey" device_key: String,
        }
    }
}

keys! {
    /// Where the recovery key of FileVault went until macOS 10.13.
    ///
    /// `com.apple.security.FDERecoveryRedirect`: macOS 10.9. Source:
    /// `mdm/profiles/com.apple.security.FDERecoveryRedirect.yaml`.
    pub struct RecoveryKeyRedirection {
        must {
            "RedirectURL" redirect_url: String,
            "EncryptCertPayloadUUID" encrypt_cert_payload_uuid: String,
        }
    }
}

keys! {
    /// The firewall of a Mac.
    ///
    /// `com.apple.security.firewall`: macOS 10.12. Source: `mdm/profiles/com.apple.security.firewall.yaml`.
    pub struct Firewall {
        must {
            "EnableFirewall" enable_firewall: bool,
        }
        may {
            "BlockAllIncoming" block_all_incoming: bool,
            "EnableStealthMode" enable_stealth_mode: bool,
            "Applications" applications: Vec<Application>,
            /// macOS 12.0. Deprecated since macOS 15.0. Gone since macOS 15.0.
            "EnableLogging" enable_logging: bool,
            /// macOS 12.0. Deprecated since macOS 15.0. Gone since macOS 15.0.
            "LoggingOption" logging_option: LoggingOption,
            /// Missing is true. macOS 12.3.
            "AllowSigned" allow_signed: bool,
            /// Missing is true. macOS 12.3.
            "AllowSignedApp" allow_signed_app: bool,
        }
    }
}

keys! {
    /// The dictionary `com.apple.security.firewall/Applications`.
    pub struct Application {
        must {
            "BundleID" bundle_id: String,
            "Allowed" allowed: bool,
        }
    }
}

words! {
    /// The words of `com.apple.security.firewall/LoggingOption`.
    pub enum LoggingOption {
        Throttled = "throttled",
        Brief = "brief",
        Detail = "detail",
    }
}

keys! {
    /// How a Mac uses smart cards.
    ///
    /// `com.apple.security.smartcard`: macOS 10.12.4. Source:
    /// `mdm/profiles/com.apple.security.smartcard.yaml`.
    pub struct SmartCard {
        may {
            /// Missing is true.
            "UserPairing" user_pairing: bool,
            /// Missing is true.
            "allowSmartCard" allow_smart_card: bool,
            /// One of 0, 1, 2, 3. Missing is 0.
            "checkCertificateTrust" check_certificate_trust: i64,
            /// Missing is false.
            "oneCardPerUser" one_card_per_user: bool,
            /// One of 0, 1. Missing is 0. macOS 10.13.4.
            "tokenRemovalAction" token_removal_action: i64,
            /// Missing is false. macOS 10.13.2.
            "enforceSmartCard" enforce_smart_card: bool,
        }
    }
}

keys! {
    /// Which kernel extensions a Mac loads.
    ///
    /// `com.apple.syspolicy.kernel-extension-policy`: macOS 10.13.2. Source:
    /// `mdm/profiles/com.apple.syspolicy.kernel-extension-policy.yaml`.
    pub struct KernelExtensionPolicy {
        may {
            /// Missing is false. macOS 11.0.
            "AllowNonAdminUserApprovals" allow_non_admin_user_approvals: bool,
            /// Missing is false.
            "AllowUserOverrides" allow_user_overrides: bool,
            "AllowedTeamIdentifiers" allowed_team_identifiers: Vec<String>,
            "AllowedKernelExtensions" allowed_kernel_extensions: BTreeMap<String, Vec<String>>,
        }
    }
}

keys! {
    /// Which system extensions a Mac loads.
    ///
    /// `com.apple.system-extension-policy`: macOS 10.15. Source:
    /// `mdm/profiles/com.apple.system-extension-policy.yaml`.
    pub struct SystemExtensionPolicy {
        may {
            /// Missing is true.
            "AllowUserOverrides" allow_user_overrides: bool,
            "AllowedTeamIdentifiers" allowed_team_identifiers: Vec<String>,
            "AllowedSystemExtensionTypes" allowed_system_extension_types: BTreeMap<String, Vec<String>>,
            "AllowedSystemExtensions" allowed_system_extensions: BTreeMap<String, Vec<String>>,
            /// macOS 12.0.
            "RemovableSystemExtensions" removable_system_extensions: BTreeMap<String, Vec<String>>,
            /// macOS 15.0.
            "NonRemovableSystemExtensions" non_removable_system_extensions: BTreeMap<String, Vec<String>>,
            /// macOS 15.0.
            "NonRemovableFromUISystemExtensions" non_removable_from_ui_system_extensions: BTreeMap<String, Vec<String>>,
        }
    }
}

keys! {
    /// Whether Gatekeeper is on.
    ///
    /// `com.apple.systempolicy.control`: macOS 10.8. Source:
    /// `mdm/profiles/com.apple.systempolicy.control.yaml`.
    pub struct SystemPolicyControl {
        may {
            "EnableAssessment" enable_assessment: bool,
            "AllowIdentifiedDevelopers" allow_identified_developers: bool,
            /// macOS 15.0.
            "EnableXProtectMalwareUpload" enable_x_protect_malware_upload: bool,
        }
    }
}

keys! {
    /// Whether a user of a Mac may get past Gatekeeper.
    ///
    /// `com.apple.systempolicy.managed`: macOS 10.8. Source:
    /// `mdm/profiles/com.apple.systempolicy.managed.yaml`.
    pub struct SystemPolicyManaged {
        may {
            /// Missing is false.
            "DisableOverride" disable_override: bool,
        }
    }
}

keys! {
    /// A rule of Gatekeeper.
    ///
    /// `com.apple.systempolicy.rule`: macOS 10.8. Source: `mdm/profiles/com.apple.systempolicy.rule.yaml`.
    pub struct SystemPolicyRule {
        may {
            "Requirement" requirement: String,
            "Comment" comment: String,
            "Priority" priority: f64,
            "Expiration" expiration: Date,
            /// Missing is `operation:execute`.
            "OperationType" operation_type: OperationType,
            "LeafCertificate" leaf_certificate: Data,
        }
    }
}

words! {
    /// The words of `com.apple.systempolicy.rule/OperationType`.
    pub enum OperationType {
        OperationExecute = "operation:execute",
        OperationInstall = "operation:install",
        OperationLsopen = "operation:lsopen",
    }
}
