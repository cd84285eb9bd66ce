// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Tables of keys: other.

use crate::wire::{wire, words};
use crate::{Data, PairingToken, PasswordHash, Udid};

wire! {
    /// What an account-driven enrollment needs of enrollment single sign-on.
    ///
    /// Document `ESSO`: iOS 16.0. Source: `other/esso.yaml`.
    pub struct EssoDocument {
        must {
            /// A profile with what the sign-in needs.
            "ConfigurationProfile" configuration_profile: Data,
        }
        may {
            "iTunesStoreID" itunes_store_id: i64,
            "AppIDs" app_ids: Vec<String>,
            "AssociatedDomains" associated_domains: Vec<String>,
            /// Missing is false.
            "AssociatedDomainsEnableDirectDownloads" associated_domains_enable_direct_downloads: bool,
        }
    }
}

wire! {
    /// What a device tells about itself before it enrolls; signed, in the request for the enrollment
    /// profile.
    ///
    /// Document `MachineInfo`: iOS 7.0, macOS 10.9, tvOS 10.2, watchOS 10.0, visionOS 1.1. Source:
    /// `other/machineinfo.yaml`.
    pub struct MachineInfo {
        may {
            /// Missing when an account drives the enrollment.
            "UDID" udid: Udid,
            /// Missing when an account drives the enrollment.
            "SERIAL" serial: String,
            "PRODUCT" product: String,
            "VERSION" version: String,
            /// iOS 17.0, macOS 14.0, tvOS 17.0, watchOS 10.0, visionOS 1.1.
            "OS_VERSION" os_version: String,
            /// iOS 17.0, macOS 14.0, tvOS 17.0, watchOS 10.0, visionOS 1.1.
            "SUPPLEMENTAL_BUILD_VERSION" supplemental_build_version: String,
            /// iOS 17.0, macOS 14.0, tvOS 17.0, watchOS 10.0, visionOS 1.1.
            "SUPPLEMENTAL_OS_VERSION_EXTRA" supplemental_os_version_extra: String,
            /// iOS 7.0, watchOS 10.0.
            "IMEI" imei: String,
            /// iOS 7.0, watchOS 10.0.
            "MEID" meid: String,
            "LANGUAGE" language: String,
            /// Missing is false. iOS 17.0, macOS 14.0.
            "MDM_CAN_REQUEST_SOFTWARE_UPDATE" mdm_can_request_software_update: bool,
            /// watchOS 10.0.
            "PAIRING_TOKEN" pairing_token: PairingToken,
            /// iOS 17.4, macOS 14.4, watchOS 10.0, visionOS 1.1.
            "SOFTWARE_UPDATE_DEVICE_ID" software_update_device_id: String,
        }
    }
}

wire! {
    /// Where an app is and what it is.
    ///
    /// Document `ManifestURL`: iOS 7.0, macOS 10.9, tvOS 10.2, watchOS 10.0, visionOS 1.1. Source:
    /// `other/manifesturl.yaml`.
    pub struct AppManifest {
        must {
            "items" items: Vec<ManifestItem>,
        }
    }
}

wire! {
    /// The dictionary `ManifestURL/items`.
    pub struct ManifestItem {
        must {
            "assets" assets: Vec<ManifestAsset>,
            "metadata" metadata: ManifestMetadata,
        }
    }
}

wire! {
    /// The dictionary `ManifestURL/items/assets`.
    pub struct ManifestAsset {
        must {
            "kind" kind: ManifestAssetKind,
            "url" url: String,
        }
        may {
            "md5-size" md5_size: i64,
            "md5s" md5s: Vec<String>,
            "sha256-size" sha256_size: i64,
            "sha256s" sha256s: Vec<String>,
            /// Missing is false. iOS 7.0, macOS 10.9, tvOS 10.2, visionOS 1.1. Gone since iOS 0, macOS 0,
            /// tvOS 0, visionOS 0.
            "needs-shine" needs_shine: bool,
        }
    }
}

words! {
    /// The words of `ManifestURL/items/assets/kind`.
    pub enum ManifestAssetKind {
        AssetPackManifest = "asset-pack-manifest",
        DisplayImage = "display-image",
        FullSizeImage = "full-size-image",
    }
}

wire! {
    /// The dictionary `ManifestURL/items/metadata`.
    pub struct ManifestMetadata {
        must {
            "bundle-identifier" bundle_identifier: String,
            "kind" kind: ManifestKind,
            "title" title: String,
        }
        may {
            "bundle-version" bundle_version: String,
            /// iOS 7.0, macOS 10.9, tvOS 10.2, visionOS 1.1. Gone since iOS 0, macOS 0, tvOS 0, visionOS 0.
            "sizeInBytes" size_in_bytes: i64,
            "subtitle" subtitle: String,
            /// iOS 7.0, macOS 10.9, tvOS 10.2, visionOS 1.1. Gone since iOS 0, macOS 0, tvOS 0, visionOS 0.
            "items" items: Vec<ManifestPackage>,
        }
    }
}

words! {
    /// The words of `ManifestURL/items/metadata/kind`.
    pub enum ManifestKind {
        Software = "software",
    }
}

wire! {
    /// The dictionary `ManifestURL/items/metadata/items`.
    pub struct ManifestPackage {
        may {
            "bundle-identifier" bundle_identifier: String,
            "bundle-version" bundle_version: String,
        }
    }
}

wire! {
    /// The property list inside of a `passwordHash`.
    ///
    /// Document `passwordHash`: macOS 10.11. Source: `other/passwordhash.yaml`.
    pub struct PasswordHashDocument {
        must {
            "SALTED-SHA512-PBKDF2" salted_sha512_pbkdf2: SaltedHash,
        }
    }
}

wire! {
    /// The dictionary `passwordHash/SALTED-SHA512-PBKDF2`.
    pub struct SaltedHash {
        must {
            "entropy" entropy: PasswordHash,
            "iterations" iterations: i64,
            "salt" salt: PasswordHash,
        }
    }
}

words! {
    /// The panes of Setup Assistant that can be skipped.
    ///
    /// Document `SkipKeys`: iOS 7.0, macOS 10.9, tvOS 10.2, visionOS 26.0. Source: `other/skipkeys.yaml`.
    pub enum SkipKey {
        Accessibility = "Accessibility",
        AccessibilityAppearance = "AccessibilityAppearance",
        ActionButton = "ActionButton",
        Android = "Android",
        Appearance = "Appearance",
        AppleId = "AppleID",
        AppStore = "AppStore",
        Biometric = "Biometric",
        CameraButton = "CameraButton",
        DeviceToDeviceMigration = "DeviceToDeviceMigration",
        Diagnostics = "Diagnostics",
        DisplayTone = "DisplayTone",
        EnableLockdownMode = "EnableLockdownMode",
        FileVault = "FileVault",
        HomeButtonSensitivity = "HomeButtonSensitivity",
        IcloudDiagnostics = "iCloudDiagnostics",
        IcloudStorage = "iCloudStorage",
        ImessageAndFacetime = "iMessageAndFaceTime",
        Intelligence = "Intelligence",
        Keyboard = "Keyboard",
        LiquidGlass = "LiquidGlass",
        Location = "Location",
        MessagingActivationUsingPhoneNumber = "MessagingActivationUsingPhoneNumber",
        Multitasking = "Multitasking",
        OnBoarding = "OnBoarding",
        OsShowcase = "OSShowcase",
        Passcode = "Passcode",
        Payment = "Payment",
        Privacy = "Privacy",
        Restore = "Restore",
        RestoreCompleted = "RestoreCompleted",
        ScreenSaver = "ScreenSaver",
        Safety = "Safety",
        SafetyAndHandling = "SafetyAndHandling",
        ScreenTime = "ScreenTime",
        SimSetup = "SIMSetup",
        Siri = "Siri",
        SoftwareUpdate = "SoftwareUpdate",
        SpokenLanguage = "SpokenLanguage",
        TapToSetup = "TapToSetup",
        TermsOfAddress = "TermsOfAddress",
        Tips = "Tips",
        Tos = "TOS",
        TvHomeScreenSync = "TVHomeScreenSync",
        TvProviderSignIn = "TVProviderSignIn",
        TvRoom = "TVRoom",
        UnlockWithWatch = "UnlockWithWatch",
        UpdateCompleted = "UpdateCompleted",
        Wallpaper = "Wallpaper",
        WatchMigration = "WatchMigration",
        WebContentFiltering = "WebContentFiltering",
        Welcome = "Welcome",
        Zoom = "Zoom",
    }
}
