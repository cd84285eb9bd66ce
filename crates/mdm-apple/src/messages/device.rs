// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Tables of keys: device.

use crate::wire::{BTreeMap, wire, words};
use crate::{BootstrapToken, BypassCode, Data, LogToken, Pin};

wire! {
    /// Stops an enhanced log collection.
    ///
    /// Command `CancelEnhancedLogCollection`: iOS 27.0, macOS 27.0, tvOS 27.0. Source:
    /// `mdm/commands/cancel.enhanced.log.collection.yaml`.
    pub struct CancelEnhancedLogCollection {}
}

wire! {
    /// Turns declarative management on, or makes the device synchronize.
    ///
    /// Command `DeclarativeManagement`: iOS 15.0, macOS 13.0, tvOS 16.0, watchOS 10.0, visionOS 1.1.
    /// Source: `mdm/commands/declarativemanagement.yaml`.
    pub struct DeclarativeManagement {
        may {
            "Data" data: Data,
        }
    }
}

wire! {
    /// Reads the code that gets past Activation Lock.
    ///
    /// Command `ActivationLockBypassCode`: iOS 7.1, macOS 10.15, visionOS 2.0. Source:
    /// `mdm/commands/device.activationlock.bypasscode.yaml`.
    pub struct ActivationLockBypassCode {}
}

wire! {
    /// The answer to [`ActivationLockBypassCode`].
    pub struct ActivationLockBypassCodeResponse {
        must {
            "ActivationLockBypassCode" activation_lock_bypass_code: BypassCode,
        }
    }
}

wire! {
    /// Makes the device forget the code that gets past Activation Lock.
    ///
    /// Command `ClearActivationLockBypassCode`: iOS 7.1, macOS 10.15, visionOS 2.0. Source:
    /// `mdm/commands/device.activationlock.clearbypasscode.yaml`.
    pub struct ClearActivationLockBypassCode {}
}

wire! {
    /// Lets Setup Assistant go on.
    ///
    /// Command `DeviceConfigured`: iOS 9.0, macOS 10.11, tvOS 10.2, visionOS 2.0. Source:
    /// `mdm/commands/device.configured.yaml`.
    pub struct DeviceConfigured {}
}

wire! {
    /// Erases the device at once (requirement F53). It answers once, before it erases, and erases even if
    /// the answer is lost.
    ///
    /// Command `EraseDevice`: iOS 4.0, macOS 10.7, tvOS 10.2, watchOS 10.0, visionOS 1.1. Source:
    /// `mdm/commands/device.erase.yaml`.
    pub struct EraseDevice {
        may {
            /// Keep an eSIM's data plan. Missing is false. iOS 11.0, watchOS 10.0.
            "PreserveDataPlan" preserve_data_plan: bool,
            /// Do not offer to set up by another device nearby. Missing is false. iOS 11.3.
            "DisallowProximitySetup" disallow_proximity_setup: bool,
            /// On a Mac: what unlocks it. macOS 10.8.
            "PIN" pin: Pin,
            /// On a Mac: what to do when it cannot erase all content and settings. macOS 12.0.
            "ObliterationBehavior" obliteration_behavior: ObliterationBehavior,
            /// Enroll again without the user. iOS 17.0, tvOS 18.0.
            "ReturnToService" return_to_service: ReturnToService,
        }
    }
}

words! {
    /// The words of `EraseDevice/ObliterationBehavior`.
    pub enum ObliterationBehavior {
        Default = "Default",
        DoNotObliterate = "DoNotObliterate",
        ObliterateWithWarning = "ObliterateWithWarning",
        Always = "Always",
    }
}

wire! {
    /// The dictionary `EraseDevice/ReturnToService`.
    pub struct ReturnToService {
        must {
            "Enabled" enabled: bool,
        }
        may {
            /// The profile of a Wi-Fi network, for a device without Ethernet.
            "WiFiProfileData" wifi_profile_data: Data,
            /// The enrollment profile; needed where automated device enrollment does not bring it.
            "MDMProfileData" mdm_profile_data: Data,
            /// iOS 26.0, tvOS 26.0.
            "BootstrapToken" bootstrap_token: BootstrapToken,
            /// iOS 27.0, tvOS 27.0.
            "ShouldRetryEnrollment" should_retry_enrollment: bool,
        }
    }
}

wire! {
    /// Makes the device ask a carrier for its eSIM plan.
    ///
    /// Command `RefreshCellularPlans`: iOS 13.0. Source: `mdm/commands/device.esim.yaml`.
    pub struct RefreshCellularPlans {
        must {
            "eSIMServerURL" esim_server_url: String,
        }
    }
}

wire! {
    /// Locks the device at once (requirement F52).
    ///
    /// Command `DeviceLock`: iOS 4.0, macOS 10.7, watchOS 10.0, visionOS 2.0. Source:
    /// `mdm/commands/device.lock.yaml`.
    pub struct DeviceLock {
        may {
            /// Shown on the lock screen, if there is a passcode. iOS 7.0, macOS 10.14, watchOS 10.0.
            "Message" message: String,
            /// Shown on the lock screen, if there is a passcode. iOS 7.0, macOS 11.5, watchOS 10.0.
            "PhoneNumber" phone_number: String,
            /// On a Mac: what unlocks it. macOS 10.8.
            "PIN" pin: Pin,
        }
    }
}

wire! {
    /// The answer to [`DeviceLock`].
    pub struct DeviceLockResponse {
        may {
            /// What became of the message or phone number; missing when the command had neither.
            "MessageResult" message_result: MessageResult,
        }
    }
}

words! {
    /// The words of `DeviceLock, answer, MessageResult`.
    pub enum MessageResult {
        Success = "Success",
        DeviceInLostMode = "DeviceInLostMode",
        NoPasscodeSet = "NoPasscodeSet",
        Unknown = "Unknown",
    }
}

wire! {
    /// Restarts the device at once. It can be without Wi-Fi until it is unlocked.
    ///
    /// Command `RestartDevice`: iOS 10.3, macOS 10.13, tvOS 10.2. Source:
    /// `mdm/commands/device.restart.yaml`.
    pub struct RestartDevice {
        may {
            /// Missing is false. macOS 11.0.
            "RebuildKernelCache" rebuild_kernel_cache: bool,
            /// macOS 11.0.
            "KextPaths" kext_paths: Vec<String>,
            /// Missing is false. macOS 11.4.
            "NotifyUser" notify_user: bool,
        }
    }
}

wire! {
    /// Removes the restrictions passcode and the restrictions that the user set.
    ///
    /// Command `ClearRestrictionsPassword`: iOS 8.0. Source:
    /// `mdm/commands/device.restrictions.clearpassword.yaml`.
    pub struct ClearRestrictionsPassword {}
}

wire! {
    /// Reads which restrictions are in force.
    ///
    /// Command `Restrictions`: iOS 4.0, tvOS 9.0, watchOS 10.0, visionOS 1.1. Source:
    /// `mdm/commands/device.restrictions.list.yaml`.
    pub struct Restrictions {
        may {
            /// Missing is false.
            "ProfileRestrictions" profile_restrictions: bool,
        }
    }
}

wire! {
    /// The answer to [`Restrictions`].
    pub struct RestrictionsResponse {
        must {
            "GlobalRestrictions" global_restrictions: RestrictionSet,
            "ProfileRestrictions" profile_restrictions: BTreeMap<String, RestrictionSet>,
        }
    }
}

wire! {
    /// The dictionary `Restrictions, answer, GlobalRestrictions`.
    pub struct RestrictionSet {
        may {
            "restrictedBool" restricted_bool: BTreeMap<String, RestrictedBoolean>,
            "restrictedValue" restricted_value: BTreeMap<String, RestrictedValue>,
            "intersection" intersection: BTreeMap<String, RestrictedList>,
            "union" union_: BTreeMap<String, RestrictedList>,
        }
    }
}

wire! {
    /// The dictionary `Restrictions, answer, GlobalRestrictions/restrictedBool/*`.
    pub struct RestrictedBoolean {
        may {
            "value" value: bool,
        }
    }
}

wire! {
    /// The dictionary `Restrictions, answer, GlobalRestrictions/restrictedValue/*`.
    pub struct RestrictedValue {
        may {
            "value" value: i64,
        }
    }
}

wire! {
    /// The dictionary `Restrictions, answer, GlobalRestrictions/intersection/*`.
    pub struct RestrictedList {
        may {
            "values" values: Vec<String>,
        }
    }
}

wire! {
    /// Turns the device off.
    ///
    /// Command `ShutDownDevice`: iOS 10.3, macOS 10.13. Source: `mdm/commands/device.shutdown.yaml`.
    pub struct ShutDownDevice {}
}

wire! {
    /// Starts an enhanced log collection for AppleCare.
    ///
    /// Command `TriggerEnhancedLogCollection`: iOS 27.0, macOS 27.0, tvOS 27.0. Source:
    /// `mdm/commands/trigger.enhanced.log.collection.yaml`.
    pub struct TriggerEnhancedLogCollection {
        must {
            "AppleCareToken" apple_care_token: LogToken,
        }
    }
}
