// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Tables of keys: updates.

use crate::wire::{wire, words};
use crate::{Date, ErrorChainItem, UpdateProduct};

wire! {
    /// Lists the system updates that are offered.
    ///
    /// Command `AvailableOSUpdates`: iOS 9.0, macOS 10.11, tvOS 12.0. Source:
    /// `mdm/commands/system.update.available.yaml`.
    pub struct AvailableOsUpdates {}
}

wire! {
    /// The answer to [`AvailableOsUpdates`].
    pub struct AvailableOsUpdatesResponse {
        must {
            "AvailableOSUpdates" available_os_updates: Vec<AvailableUpdate>,
        }
    }
}

wire! {
    /// The dictionary `AvailableOSUpdates, answer, AvailableOSUpdates`.
    pub struct AvailableUpdate {
        may {
            "ProductKey" product_key: String,
            "HumanReadableName" human_readable_name: String,
            /// macOS 10.11.
            "HumanReadableNameLocale" human_readable_name_locale: String,
            /// macOS 10.11.
            "MetadataURL" metadata_url: String,
            /// iOS 9.0, tvOS 12.0.
            "ProductName" product_name: String,
            "Version" version: String,
            "Build" build: String,
            /// iOS 9.0, macOS 10.12, tvOS 12.0.
            "DownloadSize" download_size: i64,
            /// iOS 9.0, tvOS 12.0.
            "InstallSize" install_size: i64,
            /// macOS 10.11.
            "AppIdentifiersToClose" app_identifiers_to_close: Vec<String>,
            /// Missing is false.
            "IsCritical" is_critical: bool,
            /// Missing is false. macOS 10.11.
            "IsConfigDataUpdate" is_config_data_update: bool,
            /// Missing is false. macOS 10.11.
            "IsFirmwareUpdate" is_firmware_update: bool,
            /// Missing is false. macOS 10.11.4.
            "IsMajorOSUpdate" is_major_os_update: bool,
            /// Missing is false.
            "RestartRequired" restart_required: bool,
            /// Missing is false.
            "AllowsInstallLater" allows_install_later: bool,
            /// macOS 10.12.4.
            "DeferredUntil" deferred_until: Date,
            /// Missing is false. macOS 11.0.
            "RequiresBootstrapToken" requires_bootstrap_token: bool,
            /// iOS 16.2, macOS 13.1, tvOS 16.2.
            "IsSecurityResponse" is_security_response: bool,
            /// iOS 16.2, macOS 13.1, tvOS 16.2.
            "SupplementalBuildVersion" supplemental_build_version: String,
            /// iOS 16.2, macOS 13.1, tvOS 16.2.
            "SupplementalOSVersionExtra" supplemental_os_version_extra: String,
        }
    }
}

wire! {
    /// Makes a Mac look for system updates.
    ///
    /// Command `ScheduleOSUpdateScan`: macOS 10.11. Source: `mdm/commands/system.update.scan.yaml`.
    pub struct ScheduleOsUpdateScan {
        may {
            /// Missing is false.
            "Force" force: bool,
        }
    }
}

wire! {
    /// The answer to [`ScheduleOsUpdateScan`].
    pub struct ScheduleOsUpdateScanResponse {
        must {
            "ScanInitiated" scan_initiated: bool,
        }
    }
}

wire! {
    /// Downloads or installs system updates.
    ///
    /// Command `ScheduleOSUpdate`: iOS 9.0, macOS 10.11, tvOS 12.0. Source:
    /// `mdm/commands/system.update.schedule.yaml`.
    pub struct ScheduleOsUpdate {
        must {
            "Updates" updates: Vec<ScheduledUpdate>,
        }
    }
}

wire! {
    /// The dictionary `ScheduleOSUpdate/Updates`.
    pub struct ScheduledUpdate {
        group { product: UpdateProduct }
        must {
            "InstallAction" install_action: UpdateAction,
        }
        may {
            /// macOS 12.0.
            "MaxUserDeferrals" max_user_deferrals: i64,
            /// Missing is `Low`. macOS 12.3.
            "Priority" priority: UpdatePriority,
        }
    }
}

words! {
    /// The words of `ScheduleOSUpdate/Updates/InstallAction`.
    pub enum UpdateAction {
        Default = "Default",
        DownloadOnly = "DownloadOnly",
        InstallAsap = "InstallASAP",
        NotifyOnly = "NotifyOnly",
        InstallLater = "InstallLater",
        InstallForceRestart = "InstallForceRestart",
    }
}

words! {
    /// The words of `ScheduleOSUpdate/Updates/Priority`.
    pub enum UpdatePriority {
        Low = "Low",
        High = "High",
    }
}

wire! {
    /// The answer to [`ScheduleOsUpdate`].
    pub struct ScheduleOsUpdateResponse {
        must {
            "UpdateResults" update_results: Vec<UpdateResult>,
        }
    }
}

wire! {
    /// The dictionary `ScheduleOSUpdate, answer, UpdateResults`.
    pub struct UpdateResult {
        may {
            "ProductKey" product_key: String,
            "InstallAction" install_action: UpdateActionTaken,
            "Status" status: UpdateStatus,
            "ErrorChain" error_chain: Vec<ErrorChainItem>,
        }
    }
}

words! {
    /// The words of `ScheduleOSUpdate, answer, UpdateResults/InstallAction`.
    pub enum UpdateActionTaken {
        Error = "Error",
        DownloadOnly = "DownloadOnly",
        InstallAsap = "InstallASAP",
        NotifyOnly = "NotifyOnly",
        InstallLater = "InstallLater",
        InstallForceRestart = "InstallForceRestart",
    }
}

words! {
    /// The words of `ScheduleOSUpdate, answer, UpdateResults/Status`.
    pub enum UpdateStatus {
        Idle = "Idle",
        Downloading = "Downloading",
        DownloadFailed = "DownloadFailed",
        DownloadRequiresComputer = "DownloadRequiresComputer",
        DownloadInsufficientSpace = "DownloadInsufficientSpace",
        DownloadInsufficientPower = "DownloadInsufficientPower",
        DownloadInsufficientNetwork = "DownloadInsufficientNetwork",
        Installing = "Installing",
        InstallInsufficientSpace = "InstallInsufficientSpace",
        InstallInsufficientPower = "InstallInsufficientPower",
        InstallPhoneCallInProgress = "InstallPhoneCallInProgress",
        InstallFailed = "InstallFailed",
    }
}

wire! {
    /// Reads how far system updates are.
    ///
    /// Command `OSUpdateStatus`: iOS 9.0, macOS 10.11.5, tvOS 12.0. Source:
    /// `mdm/commands/system.update.status.yaml`.
    pub struct OsUpdateStatus {}
}

wire! {
    /// The answer to [`OsUpdateStatus`].
    pub struct OsUpdateStatusResponse {
        must {
            "OSUpdateStatus" os_update_status: Vec<UpdateProgress>,
        }
    }
}

wire! {
    /// The dictionary `OSUpdateStatus, answer, OSUpdateStatus`.
    pub struct UpdateProgress {
        may {
            "ProductKey" product_key: String,
            "IsDownloaded" is_downloaded: bool,
            "DownloadPercentComplete" download_percent_complete: f64,
            "Status" status: String,
            /// macOS 12.3.
            "MaxDeferrals" max_deferrals: i64,
            /// macOS 12.3.
            "DeferralsRemaining" deferrals_remaining: i64,
            /// macOS 12.3.
            "NextScheduledInstall" next_scheduled_install: Date,
            /// macOS 12.3.
            "PastNotifications" past_notifications: Vec<Date>,
        }
    }
}
