// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Tables of keys: settings.

use crate::wire::{OneOrMany, tagged, wire};
use crate::{AppAttributes, Data, ErrorChainItem, Extra};

wire! {
    /// Changes settings, one item each.
    ///
    /// Command `Settings`: iOS 5.0, macOS 10.9, tvOS 9.0, watchOS 10.0, visionOS 1.1. Source:
    /// `mdm/commands/settings.yaml`.
    pub struct Settings {
        must {
            "Settings" settings: Vec<Setting>,
        }
    }
}

tagged! {
    /// One item of `Settings/Settings`; `Item` says which.
    pub enum Setting by "Item" {
        Wallpaper(WallpaperSetting) = "Wallpaper",
        DataRoaming(DataRoamingSetting) = "DataRoaming",
        VoiceRoaming(VoiceRoamingSetting) = "VoiceRoaming",
        PersonalHotspot(PersonalHotspotSetting) = "PersonalHotspot",
        Bluetooth(BluetoothSetting) = "Bluetooth",
        ApplicationConfiguration(ApplicationConfigurationSetting) = "ApplicationConfiguration",
        ApplicationAttributes(ApplicationAttributesSetting) = "ApplicationAttributes",
        DeviceName(DeviceNameSetting) = "DeviceName",
        HostName(HostNameSetting) = "HostName",
        OrganizationInfo(OrganizationInfoSetting) = "OrganizationInfo",
        DefaultApplications(DefaultApplicationsSetting) = "DefaultApplications",
        MdmOptions(MdmOptionsSetting) = "MDMOptions",
        MaximumResidentUsers(MaximumResidentUsersSetting) = "MaximumResidentUsers",
        SharedDeviceConfiguration(SharedDeviceConfigurationSetting) = "SharedDeviceConfiguration",
        DiagnosticSubmission(DiagnosticSubmissionSetting) = "DiagnosticSubmission",
        AppAnalytics(AppAnalyticsSetting) = "AppAnalytics",
        PasscodeLockGracePeriod(PasscodeLockGracePeriodSetting) = "PasscodeLockGracePeriod",
        TimeZone(TimeZoneSetting) = "TimeZone",
        SoftwareUpdateSettings(SoftwareUpdateSettingsSetting) = "SoftwareUpdateSettings",
        AccessibilitySettings(AccessibilitySettingsSetting) = "AccessibilitySettings",
    }
}

wire! {
    /// The item `Wallpaper` of [`Setting`].
    pub struct WallpaperSetting {
        must {
            "Image" image: Data,
            /// One of 1, 2, 3.
            "Where" where_: i64,
        }
    }
}

wire! {
    /// The item `DataRoaming` of [`Setting`].
    pub struct DataRoamingSetting {
        must {
            "Enabled" enabled: bool,
        }
    }
}

wire! {
    /// The item `VoiceRoaming` of [`Setting`].
    pub struct VoiceRoamingSetting {
        must {
            "Enabled" enabled: bool,
        }
    }
}

wire! {
    /// The item `PersonalHotspot` of [`Setting`].
    pub struct PersonalHotspotSetting {
        must {
            "Enabled" enabled: bool,
        }
    }
}

wire! {
    /// The item `Bluetooth` of [`Setting`].
    pub struct BluetoothSetting {
        must {
            "Enabled" enabled: bool,
        }
    }
}

wire! {
    /// The item `ApplicationConfiguration` of [`Setting`].
    pub struct ApplicationConfigurationSetting {
        must {
            "Identifier" identifier: String,
        }
        may {
            "Configuration" configuration: Extra,
        }
    }
}

wire! {
    /// The item `ApplicationAttributes` of [`Setting`].
    pub struct ApplicationAttributesSetting {
        must {
            "Identifier" identifier: String,
        }
        may {
            "Attributes" attributes: AppAttributes,
        }
    }
}

wire! {
    /// The item `DeviceName` of [`Setting`].
    pub struct DeviceNameSetting {
        must {
            "DeviceName" device_name: String,
        }
    }
}

wire! {
    /// The item `HostName` of [`Setting`].
    pub struct HostNameSetting {
        must {
            "HostName" host_name: String,
        }
    }
}

wire! {
    /// The item `OrganizationInfo` of [`Setting`].
    pub struct OrganizationInfoSetting {
        may {
            "OrganizationInfo" organization_info: OrganizationInfoValues,
        }
    }
}

wire! {
    /// The dictionary `Settings/Settings/OrganizationInfo/OrganizationInfo`.
    pub struct OrganizationInfoValues {
        must {
            "OrganizationName" organization_name: String,
        }
        may {
            /// iOS 13.0, macOS 10.15, tvOS 13.0, watchOS 10.0, visionOS 1.1.
            "OrganizationShortName" organization_short_name: String,
            "OrganizationAddress" organization_address: String,
            "OrganizationPhone" organization_phone: String,
            "OrganizationEmail" organization_email: String,
            "OrganizationMagic" organization_magic: String,
        }
    }
}

wire! {
    /// The item `DefaultApplications` of [`Setting`].
    pub struct DefaultApplicationsSetting {
        may {
            "WebBrowser" web_browser: String,
            "Calling" calling: String,
            "Messaging" messaging: String,
        }
    }
}

wire! {
    /// The item `MDMOptions` of [`Setting`].
    pub struct MdmOptionsSetting {
        must {
            "MDMOptions" mdm_options: MdmOptionValues,
        }
    }
}

wire! {
    /// The dictionary `Settings/Settings/MDMOptions/MDMOptions`.
    pub struct MdmOptionValues {
        may {
            /// Missing is false.
            "ActivationLockAllowedWhileSupervised" activation_lock_allowed_while_supervised: bool,
            /// Missing is false. macOS 10.15. Deprecated since macOS 11.0.
            "BootstrapTokenAllowed" bootstrap_token_allowed: bool,
            /// Missing is false. macOS 11.0.
            "PromptUserToAllowBootstrapTokenForAuthentication" prompt_user_to_allow_bootstrap_token_for_authentication: bool,
            "IdleRebootAllowed" idle_reboot_allowed: bool,
        }
    }
}

wire! {
    /// The item `MaximumResidentUsers` of [`Setting`].
    pub struct MaximumResidentUsersSetting {
        must {
            "MaximumResidentUsers" maximum_resident_users: i64,
        }
    }
}

wire! {
    /// The item `SharedDeviceConfiguration` of [`Setting`].
    pub struct SharedDeviceConfigurationSetting {
        may {
            "QuotaSize" quota_size: i64,
            "ResidentUsers" resident_users: i64,
            /// iOS 14.5.
            "UserSessionTimeout" user_session_timeout: i64,
            /// iOS 14.5.
            "TemporarySessionTimeout" temporary_session_timeout: i64,
            /// Missing is false. iOS 14.5.
            "TemporarySessionOnly" temporary_session_only: bool,
            /// iOS 16.0.
            "ManagedAppleIDDefaultDomains" managed_apple_id_default_domains: Vec<String>,
            /// iOS 16.0.
            "OnlineAuthenticationGracePeriod" online_authentication_grace_period: i64,
            /// Missing is false. iOS 16.2.
            "SkipLanguageAndLocaleSetupForNewUsers" skip_language_and_locale_setup_for_new_users: bool,
            /// iOS 17.0.
            "AwaitUserConfiguration" await_user_configuration: AwaitUserConfiguration,
            /// iOS 17.0.
            "PasscodePolicy" passcode_policy: PasscodePolicy,
        }
    }
}

wire! {
    /// The dictionary `Settings/Settings/SharedDeviceConfiguration/AwaitUserConfiguration`.
    pub struct AwaitUserConfiguration {
        must {
            "Enabled" enabled: bool,
        }
    }
}

wire! {
    /// The dictionary `Settings/Settings/SharedDeviceConfiguration/PasscodePolicy`.
    pub struct PasscodePolicy {
        may {
            /// One of 0, 60, 300, 900, 3600, 14400.
            "PasscodeLockGracePeriod" passcode_lock_grace_period: i64,
            /// At least 120.
            "AutoLockTime" auto_lock_time: i64,
        }
    }
}

wire! {
    /// The item `DiagnosticSubmission` of [`Setting`].
    pub struct DiagnosticSubmissionSetting {
        must {
            "Enabled" enabled: bool,
        }
    }
}

wire! {
    /// The item `AppAnalytics` of [`Setting`].
    pub struct AppAnalyticsSetting {
        must {
            "Enabled" enabled: bool,
        }
    }
}

wire! {
    /// The item `PasscodeLockGracePeriod` of [`Setting`].
    pub struct PasscodeLockGracePeriodSetting {
        must {
            /// One of 0, 60, 300, 900, 3600, 14400.
            "PasscodeLockGracePeriod" passcode_lock_grace_period: i64,
        }
    }
}

wire! {
    /// The item `TimeZone` of [`Setting`].
    pub struct TimeZoneSetting {
        must {
            "TimeZone" time_zone: String,
        }
    }
}

wire! {
    /// The item `SoftwareUpdateSettings` of [`Setting`].
    pub struct SoftwareUpdateSettingsSetting {
        must {
            /// One of 0, 1, 2.
            "RecommendationCadence" recommendation_cadence: i64,
        }
    }
}

wire! {
    /// The item `AccessibilitySettings` of [`Setting`].
    pub struct AccessibilitySettingsSetting {
        may {
            /// Missing is false.
            "BoldTextEnabled" bold_text_enabled: bool,
            /// Missing is false. iOS 16.0.
            "IncreaseContrastEnabled" increase_contrast_enabled: bool,
            /// Missing is false.
            "ReduceMotionEnabled" reduce_motion_enabled: bool,
            /// Missing is false.
            "ReduceTransparencyEnabled" reduce_transparency_enabled: bool,
            /// One of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11. Missing is 4.
            "TextSize" text_size: i64,
            /// Missing is false.
            "TouchAccommodationsEnabled" touch_accommodations_enabled: bool,
            /// Missing is false.
            "VoiceOverEnabled" voice_over_enabled: bool,
            /// Missing is false.
            "ZoomEnabled" zoom_enabled: bool,
            /// Missing is false.
            "GrayscaleEnabled" grayscale_enabled: bool,
        }
    }
}

wire! {
    /// The answer to [`Settings`].
    pub struct SettingsResponse {
        may {
            /// One for each item. A dictionary in the schema, an array in the archived reference: both are
            /// read, an array is written.
            "Settings" settings: OneOrMany<SettingResult>,
        }
    }
}

wire! {
    /// The dictionary `Settings, answer, Settings`.
    pub struct SettingResult {
        may {
            "Status" status: String,
            "ErrorChain" error_chain: Vec<ErrorChainItem>,
            /// iOS 7.0, tvOS 10.2, watchOS 10.0, visionOS 1.1.
            "Identifier" identifier: String,
        }
    }
}
