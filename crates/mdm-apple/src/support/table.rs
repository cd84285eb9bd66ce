//! What Apple's schema says about each command, as data.
//!
//! Read out of Apple's device-management schema (release of iOS 18.3 and macOS 15.3, 2025-01-28),
//! `supportedOS` of each command and key, what a key inherits from its command filled in. The
//! generator of the complete matrix replaces this file and nothing else.

use mdm_lock::{OsVersion, Platform};

use super::{AccessRights as Right, CommandRow, KeyRow, Mode, OsRow};

const fn ios(major: u16, minor: u16, patch: u16) -> OsRow {
    OsRow::new(Platform::Ios, OsVersion { major, minor, patch })
}

const fn macos(major: u16, minor: u16, patch: u16) -> OsRow {
    OsRow::new(Platform::Macos, OsVersion { major, minor, patch })
}

const fn tvos(major: u16, minor: u16, patch: u16) -> OsRow {
    OsRow::new(Platform::Tvos, OsVersion { major, minor, patch })
}

const fn watchos(major: u16, minor: u16, patch: u16) -> OsRow {
    OsRow::new(Platform::Watchos, OsVersion { major, minor, patch })
}

const fn visionos(major: u16, minor: u16, patch: u16) -> OsRow {
    OsRow::new(Platform::Visionos, OsVersion { major, minor, patch })
}

#[rustfmt::skip]
pub(super) static COMMANDS: &[CommandRow] = &[
    CommandRow {
        name: "DeviceInformation",
        source: "mdm/commands/information.device.yaml",
        on: &[
            ios(4, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
            macos(10, 7, 0).both_channels(),
            tvos(9, 0, 0),
            watchos(10, 0, 0),
            visionos(1, 1, 0),
        ],
        keys: &[
            KeyRow { path: "Queries", on: &[
                ios(4, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
                macos(10, 7, 0).both_channels(),
                tvos(9, 0, 0),
                watchos(10, 0, 0),
                visionos(1, 1, 0),
            ] },
            KeyRow { path: "Queries/UDID", on: &[
                ios(4, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
                macos(10, 7, 0).user_enrollment(Mode::Forbidden).both_channels(),
                tvos(9, 0, 0),
                watchos(10, 0, 0),
                visionos(1, 1, 0).user_enrollment(Mode::Forbidden),
            ] },
            KeyRow { path: "Queries/ProvisioningUDID", on: &[
                macos(11, 3, 0).user_enrollment(Mode::Forbidden).both_channels(),
            ] },
            KeyRow { path: "Queries/OrganizationInfo", on: &[
                ios(7, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
                macos(10, 11, 0).both_channels(),
                tvos(9, 0, 0),
                watchos(10, 0, 0),
                visionos(1, 1, 0),
            ] },
            KeyRow { path: "Queries/MDMOptions", on: &[
                ios(7, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
                macos(11, 0, 0).both_channels(),
                tvos(9, 0, 0),
                watchos(10, 0, 0),
                visionos(1, 1, 0),
            ] },
            KeyRow { path: "Queries/LastCloudBackupDate", on: &[
                ios(8, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
                visionos(1, 1, 0).user_enrollment(Mode::Forbidden),
            ] },
            KeyRow { path: "Queries/AwaitingConfiguration", on: &[
                ios(9, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
                macos(10, 11, 0).user_enrollment(Mode::Forbidden).both_channels(),
                tvos(10, 2, 0),
                watchos(10, 0, 0),
                visionos(2, 0, 0).user_enrollment(Mode::Forbidden),
            ] },
            KeyRow { path: "Queries/iTunesStoreAccountIsActive", on: &[
                ios(7, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
                macos(10, 9, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).both_channels(),
                tvos(9, 0, 0).right(Right::MANAGE_APPS),
                watchos(10, 0, 0).right(Right::MANAGE_APPS),
            ] },
            KeyRow { path: "Queries/iTunesStoreAccountHash", on: &[
                ios(8, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
                macos(10, 10, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).both_channels(),
                tvos(9, 0, 0).right(Right::MANAGE_APPS),
                watchos(10, 0, 0).right(Right::MANAGE_APPS),
            ] },
            KeyRow { path: "Queries/DeviceName", on: &[
                ios(4, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
                macos(10, 7, 0).right(Right::QUERY_DEVICE).both_channels(),
                tvos(9, 0, 0).right(Right::QUERY_DEVICE),
                watchos(10, 0, 0).right(Right::QUERY_DEVICE),
                visionos(1, 1, 0).right(Right::QUERY_DEVICE),
            ] },
            KeyRow { path: "Queries/OSVersion", on: &[
                ios(4, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
                macos(10, 7, 0).right(Right::QUERY_DEVICE).both_channels(),
                tvos(9, 0, 0).right(Right::QUERY_DEVICE),
                watchos(10, 0, 0).right(Right::QUERY_DEVICE),
                visionos(1, 1, 0).right(Right::QUERY_DEVICE),
            ] },
            KeyRow { path: "Queries/SupplementalOSVersionExtra", on: &[
                ios(16, 1, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
                macos(13, 0, 0).right(Right::QUERY_DEVICE).both_channels(),
                tvos(16, 1, 0).right(Right::QUERY_DEVICE),
                watchos(10, 0, 0).right(Right::QUERY_DEVICE),
                visionos(1, 1, 0).right(Right::QUERY_DEVICE),
            ] },
            KeyRow { path: "Queries/BuildVersion", on: &[
                ios(4, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
                macos(10, 7, 0).right(Right::QUERY_DEVICE).both_channels(),
                tvos(9, 0, 0).right(Right::QUERY_DEVICE),
                watchos(10, 0, 0).right(Right::QUERY_DEVICE),
                visionos(1, 1, 0).right(Right::QUERY_DEVICE),
            ] },
            KeyRow { path: "Queries/SupplementalBuildVersion", on: &[
                ios(16, 1, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
                macos(13, 0, 0).right(Right::QUERY_DEVICE).both_channels(),
                tvos(16, 1, 0).right(Right::QUERY_DEVICE),
                watchos(10, 0, 0).right(Right::QUERY_DEVICE),
                visionos(1, 1, 0).right(Right::QUERY_DEVICE),
            ] },
            KeyRow { path: "Queries/ModelName", on: &[
                ios(4, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
                macos(10, 7, 0).right(Right::QUERY_DEVICE).both_channels(),
                tvos(9, 0, 0).right(Right::QUERY_DEVICE),
                watchos(10, 0, 0).right(Right::QUERY_DEVICE),
                visionos(1, 1, 0).right(Right::QUERY_DEVICE),
            ] },
            KeyRow { path: "Queries/Model", on: &[
                ios(4, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
                macos(10, 7, 0).right(Right::QUERY_DEVICE).both_channels(),
                tvos(9, 0, 0).right(Right::QUERY_DEVICE),
                watchos(10, 0, 0).right(Right::QUERY_DEVICE),
            ] },
            KeyRow { path: "Queries/ModelNumber", on: &[
                ios(16, 4, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
                macos(13, 3, 0).right(Right::QUERY_DEVICE).both_channels(),
                tvos(16, 4, 0).right(Right::QUERY_DEVICE),
                watchos(10, 0, 0).right(Right::QUERY_DEVICE),
                visionos(1, 1, 0).right(Right::QUERY_DEVICE),
            ] },
            KeyRow { path: "Queries/IsAppleSilicon", on: &[
                macos(12, 0, 0).right(Right::QUERY_DEVICE).both_channels(),
            ] },
            KeyRow { path: "Queries/ProductName", on: &[
                ios(4, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
                macos(10, 7, 0).right(Right::QUERY_DEVICE).both_channels(),
                tvos(9, 0, 0).right(Right::QUERY_DEVICE),
                watchos(10, 0, 0).right(Right::QUERY_DEVICE),
                visionos(1, 1, 0).right(Right::QUERY_DEVICE),
            ] },
            KeyRow { path: "Queries/SerialNumber", on: &[
                ios(4, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
                macos(10, 7, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).both_channels(),
                tvos(9, 0, 0).right(Right::QUERY_DEVICE),
                watchos(10, 0, 0).right(Right::QUERY_DEVICE),
                visionos(1, 1, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden),
            ] },
            KeyRow { path: "Queries/DeviceCapacity", on: &[
                ios(4, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
                macos(10, 7, 0).right(Right::QUERY_DEVICE).both_channels(),
                watchos(10, 0, 0).right(Right::QUERY_DEVICE),
                visionos(1, 1, 0).right(Right::QUERY_DEVICE),
            ] },
            KeyRow { path: "Queries/AvailableDeviceCapacity", on: &[
                ios(4, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
                macos(10, 7, 0).right(Right::QUERY_DEVICE).both_channels(),
                watchos(10, 0, 0).right(Right::QUERY_DEVICE),
                visionos(1, 1, 0).right(Right::QUERY_DEVICE),
            ] },
            KeyRow { path: "Queries/IMEI", on: &[
                ios(4, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
            ] },
            KeyRow { path: "Queries/MEID", on: &[
                ios(4, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
            ] },
            KeyRow { path: "Queries/ModemFirmwareVersion", on: &[
                ios(4, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
            ] },
            KeyRow { path: "Queries/CellularTechnology", on: &[
                ios(4, 2, 6).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
            ] },
            KeyRow { path: "Queries/BatteryLevel", on: &[
                ios(5, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
                macos(13, 3, 0).right(Right::QUERY_DEVICE).both_channels(),
                watchos(10, 0, 0).right(Right::QUERY_DEVICE),
                visionos(1, 1, 0).right(Right::QUERY_DEVICE),
            ] },
            KeyRow { path: "Queries/HasBattery", on: &[
                macos(13, 3, 0).right(Right::QUERY_DEVICE).both_channels(),
            ] },
            KeyRow { path: "Queries/IsSupervised", on: &[
                ios(6, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
                macos(10, 15, 0).both_channels(),
                tvos(9, 0, 0).right(Right::QUERY_DEVICE),
                watchos(10, 0, 0).right(Right::QUERY_DEVICE),
                visionos(1, 1, 0).right(Right::QUERY_DEVICE),
            ] },
            KeyRow { path: "Queries/IsMultiUser", on: &[
                ios(9, 3, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
            ] },
            KeyRow { path: "Queries/IsDeviceLocatorServiceEnabled", on: &[
                ios(7, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
                watchos(10, 0, 0).right(Right::QUERY_DEVICE),
                visionos(1, 1, 0).right(Right::QUERY_DEVICE),
            ] },
            KeyRow { path: "Queries/IsActivationLockEnabled", on: &[
                ios(7, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
                macos(10, 15, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).both_channels(),
                watchos(10, 0, 0).right(Right::QUERY_DEVICE),
            ] },
            KeyRow { path: "Queries/IsActivationLockSupported", on: &[
                macos(10, 15, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).both_channels(),
            ] },
            KeyRow { path: "Queries/IsDoNotDisturbInEffect", on: &[
                ios(7, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
                watchos(10, 0, 0).right(Right::QUERY_DEVICE),
                visionos(1, 1, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden),
            ] },
            KeyRow { path: "Queries/DeviceID", on: &[
                tvos(9, 0, 0).right(Right::QUERY_DEVICE),
            ] },
            KeyRow { path: "Queries/EASDeviceIdentifier", on: &[
                ios(7, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
                visionos(1, 1, 0).right(Right::QUERY_DEVICE),
            ] },
            KeyRow { path: "Queries/IsCloudBackupEnabled", on: &[
                ios(7, 1, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
                visionos(1, 1, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden),
            ] },
            KeyRow { path: "Queries/ActiveManagedUsers", on: &[
                macos(10, 11, 0).right(Right::QUERY_DEVICE),
            ] },
            KeyRow { path: "Queries/OSUpdateSettings", on: &[
                macos(10, 11, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).both_channels(),
            ] },
            KeyRow { path: "Queries/LocalHostName", on: &[
                macos(10, 11, 0).right(Right::QUERY_DEVICE).both_channels(),
            ] },
            KeyRow { path: "Queries/HostName", on: &[
                macos(10, 11, 0).right(Right::QUERY_DEVICE).both_channels(),
            ] },
            KeyRow { path: "Queries/AutoSetupAdminAccounts", on: &[
                macos(10, 11, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).automated().both_channels(),
            ] },
            KeyRow { path: "Queries/SystemIntegrityProtectionEnabled", on: &[
                macos(10, 12, 0).right(Right::QUERY_DEVICE).both_channels(),
            ] },
            KeyRow { path: "Queries/SupportsLOMDevice", on: &[
                macos(11, 0, 0).right(Right::QUERY_DEVICE).both_channels(),
            ] },
            KeyRow { path: "Queries/IsMDMLostModeEnabled", on: &[
                ios(9, 3, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
                watchos(10, 0, 0).right(Right::QUERY_DEVICE),
            ] },
            KeyRow { path: "Queries/MaximumResidentUsers", on: &[
                ios(9, 3, 0).right(Right::QUERY_DEVICE).supervised().user_enrollment(Mode::Forbidden).automated().shared_ipad(Mode::Required),
            ] },
            KeyRow { path: "Queries/EstimatedResidentUsers", on: &[
                ios(14, 0, 0).right(Right::QUERY_DEVICE).supervised().user_enrollment(Mode::Forbidden).automated().shared_ipad(Mode::Required),
            ] },
            KeyRow { path: "Queries/QuotaSize", on: &[
                ios(13, 4, 0).right(Right::QUERY_DEVICE).supervised().user_enrollment(Mode::Forbidden).automated().shared_ipad(Mode::Required),
            ] },
            KeyRow { path: "Queries/ResidentUsers", on: &[
                ios(13, 4, 0).right(Right::QUERY_DEVICE).supervised().user_enrollment(Mode::Forbidden).automated().shared_ipad(Mode::Required),
            ] },
            KeyRow { path: "Queries/UserSessionTimeout", on: &[
                ios(14, 5, 0).right(Right::QUERY_DEVICE).supervised().user_enrollment(Mode::Forbidden).automated().shared_ipad(Mode::Required),
            ] },
            KeyRow { path: "Queries/TemporarySessionTimeout", on: &[
                ios(14, 5, 0).right(Right::QUERY_DEVICE).supervised().user_enrollment(Mode::Forbidden).automated().shared_ipad(Mode::Required),
            ] },
            KeyRow { path: "Queries/TemporarySessionOnly", on: &[
                ios(14, 5, 0).right(Right::QUERY_DEVICE).supervised().user_enrollment(Mode::Forbidden).automated().shared_ipad(Mode::Required),
            ] },
            KeyRow { path: "Queries/ManagedAppleIDDefaultDomains", on: &[
                ios(16, 0, 0).right(Right::QUERY_DEVICE).supervised().user_enrollment(Mode::Forbidden).automated().shared_ipad(Mode::Required),
            ] },
            KeyRow { path: "Queries/OnlineAuthenticationGracePeriod", on: &[
                ios(16, 0, 0).right(Right::QUERY_DEVICE).supervised().user_enrollment(Mode::Forbidden).automated().shared_ipad(Mode::Required),
            ] },
            KeyRow { path: "Queries/SkipLanguageAndLocaleSetupForNewUsers", on: &[
                ios(16, 2, 0).right(Right::QUERY_DEVICE).supervised().user_enrollment(Mode::Forbidden).automated().shared_ipad(Mode::Required),
            ] },
            KeyRow { path: "Queries/PushToken", on: &[
                ios(9, 3, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).user_channel_only(),
                macos(10, 12, 0).both_channels(),
            ] },
            KeyRow { path: "Queries/DiagnosticSubmissionEnabled", on: &[
                ios(9, 3, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
                watchos(10, 0, 0).right(Right::QUERY_DEVICE),
                visionos(1, 1, 0).right(Right::QUERY_DEVICE),
            ] },
            KeyRow { path: "Queries/AppAnalyticsEnabled", on: &[
                ios(9, 3, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
                watchos(10, 0, 0).right(Right::QUERY_DEVICE),
                visionos(1, 1, 0).right(Right::QUERY_DEVICE),
            ] },
            KeyRow { path: "Queries/TimeZone", on: &[
                ios(14, 0, 0).right(Right::QUERY_DEVICE).shared_ipad(Mode::Allowed).both_channels(),
                tvos(14, 0, 0).right(Right::QUERY_DEVICE),
                watchos(10, 0, 0).right(Right::QUERY_DEVICE),
                visionos(2, 0, 0).right(Right::QUERY_DEVICE),
            ] },
            KeyRow { path: "Queries/ICCID", on: &[
                ios(4, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
            ] },
            KeyRow { path: "Queries/BluetoothMAC", on: &[
                ios(4, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
                macos(10, 7, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).both_channels(),
                tvos(9, 0, 0).right(Right::QUERY_NETWORK),
                visionos(1, 1, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden),
            ] },
            KeyRow { path: "Queries/WiFiMAC", on: &[
                ios(4, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
                macos(10, 7, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).both_channels(),
                tvos(9, 0, 0).right(Right::QUERY_NETWORK),
                watchos(10, 0, 0).right(Right::QUERY_NETWORK),
                visionos(1, 1, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden),
            ] },
            KeyRow { path: "Queries/EthernetMAC", on: &[
                macos(10, 7, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).both_channels(),
            ] },
            KeyRow { path: "Queries/CurrentCarrierNetwork", on: &[
                ios(4, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
            ] },
            KeyRow { path: "Queries/SIMCarrierNetwork", on: &[
                ios(4, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).removed(5, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
            ] },
            KeyRow { path: "Queries/SubscriberCarrierNetwork", on: &[
                ios(5, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
            ] },
            KeyRow { path: "Queries/CarrierSettingsVersion", on: &[
                ios(4, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
            ] },
            KeyRow { path: "Queries/PhoneNumber", on: &[
                ios(4, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
            ] },
            KeyRow { path: "Queries/DataRoamingEnabled", on: &[
                ios(5, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
            ] },
            KeyRow { path: "Queries/VoiceRoamingEnabled", on: &[
                ios(5, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
            ] },
            KeyRow { path: "Queries/PersonalHotspotEnabled", on: &[
                ios(7, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
            ] },
            KeyRow { path: "Queries/IsNetworkTethered", on: &[
                ios(10, 3, 0).right(Right::QUERY_NETWORK).shared_ipad(Mode::Allowed).both_channels(),
            ] },
            KeyRow { path: "Queries/IsRoaming", on: &[
                ios(4, 2, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
            ] },
            KeyRow { path: "Queries/SubscriberMCC", on: &[
                ios(4, 2, 6).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
            ] },
            KeyRow { path: "Queries/SubscriberMNC", on: &[
                ios(4, 2, 6).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
            ] },
            KeyRow { path: "Queries/CurrentMCC", on: &[
                ios(4, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
            ] },
            KeyRow { path: "Queries/CurrentMNC", on: &[
                ios(4, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
            ] },
            KeyRow { path: "Queries/ServiceSubscriptions", on: &[
                ios(12, 0, 0).right(Right::QUERY_NETWORK).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
            ] },
            KeyRow { path: "Queries/PINRequiredForEraseDevice", on: &[
                macos(11, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).both_channels(),
            ] },
            KeyRow { path: "Queries/PINRequiredForDeviceLock", on: &[
                macos(11, 0, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden).both_channels(),
            ] },
            KeyRow { path: "Queries/SupportsiOSAppInstalls", on: &[
                macos(11, 0, 0).right(Right::QUERY_DEVICE).both_channels(),
            ] },
            KeyRow { path: "Queries/SoftwareUpdateDeviceID", on: &[
                ios(15, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
                macos(12, 0, 0).user_enrollment(Mode::Forbidden).both_channels(),
                visionos(1, 1, 0).user_enrollment(Mode::Forbidden),
            ] },
            KeyRow { path: "Queries/SoftwareUpdateSettings", on: &[
                ios(14, 5, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
            ] },
            KeyRow { path: "Queries/AccessibilitySettings", on: &[
                ios(16, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).user_channel_only(),
                watchos(10, 0, 0).supervised(),
            ] },
            KeyRow { path: "Queries/DevicePropertiesAttestation", on: &[
                ios(16, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
                macos(14, 0, 0).both_channels(),
                tvos(16, 0, 0),
                watchos(10, 0, 0),
                visionos(1, 1, 0),
            ] },
            KeyRow { path: "Queries/EACSPreflight", on: &[
                macos(13, 3, 0).right(Right::QUERY_DEVICE).user_enrollment(Mode::Forbidden),
            ] },
            KeyRow { path: "DeviceAttestationNonce", on: &[
                ios(16, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
                macos(14, 0, 0).both_channels(),
                tvos(16, 0, 0),
                watchos(10, 0, 0),
                visionos(1, 1, 0),
            ] },
        ],
    },
    CommandRow {
        name: "InstalledApplicationList",
        source: "mdm/commands/application.installed.list.yaml",
        on: &[
            ios(5, 0, 0).right(Right::QUERY_APPS).shared_ipad(Mode::Allowed),
            macos(10, 7, 0).right(Right::QUERY_APPS).user_enrollment(Mode::Forbidden).both_channels(),
            tvos(10, 2, 0).right(Right::QUERY_APPS),
            watchos(10, 0, 0).right(Right::QUERY_APPS),
            visionos(1, 1, 0).right(Right::QUERY_APPS),
        ],
        keys: &[
            KeyRow { path: "Identifiers", on: &[
                ios(7, 0, 0).right(Right::QUERY_APPS).shared_ipad(Mode::Allowed),
                macos(10, 15, 0).right(Right::QUERY_APPS).user_enrollment(Mode::Forbidden).both_channels(),
                tvos(10, 2, 0).right(Right::QUERY_APPS),
                watchos(10, 0, 0).right(Right::QUERY_APPS),
                visionos(1, 1, 0).right(Right::QUERY_APPS),
            ] },
            KeyRow { path: "ManagedAppsOnly", on: &[
                ios(7, 0, 0).right(Right::QUERY_APPS).shared_ipad(Mode::Allowed),
                macos(10, 15, 0).right(Right::QUERY_APPS).user_enrollment(Mode::Forbidden).both_channels(),
                tvos(10, 2, 0).right(Right::QUERY_APPS),
                watchos(10, 0, 0).right(Right::QUERY_APPS),
                visionos(1, 1, 0).right(Right::QUERY_APPS),
            ] },
            KeyRow { path: "Items", on: &[
                ios(14, 0, 0).right(Right::QUERY_APPS).shared_ipad(Mode::Allowed),
                tvos(14, 0, 0).right(Right::QUERY_APPS),
                watchos(10, 0, 0).right(Right::QUERY_APPS),
                visionos(1, 1, 0).right(Right::QUERY_APPS),
            ] },
        ],
    },
    CommandRow {
        name: "SecurityInfo",
        source: "mdm/commands/information.security.yaml",
        on: &[
            ios(4, 0, 0).right(Right::QUERY_SECURITY).shared_ipad(Mode::Allowed),
            macos(10, 7, 0).right(Right::QUERY_SECURITY).both_channels(),
            tvos(9, 0, 0).right(Right::QUERY_SECURITY),
            watchos(10, 0, 0).right(Right::QUERY_SECURITY),
            visionos(1, 1, 0).right(Right::QUERY_SECURITY),
        ],
        keys: &[
        ],
    },
    CommandRow {
        name: "ProfileList",
        source: "mdm/commands/profile.list.yaml",
        on: &[
            ios(4, 0, 0).right(Right::INSPECT_PROFILES).shared_ipad(Mode::Allowed).both_channels(),
            macos(10, 7, 0).right(Right::INSPECT_PROFILES).both_channels(),
            tvos(9, 0, 0).right(Right::INSPECT_PROFILES),
            watchos(10, 0, 0).right(Right::INSPECT_PROFILES),
            visionos(1, 1, 0).right(Right::INSPECT_PROFILES),
        ],
        keys: &[
            KeyRow { path: "ManagedOnly", on: &[
                ios(13, 0, 0).right(Right::INSPECT_PROFILES).shared_ipad(Mode::Allowed).both_channels(),
                macos(10, 15, 0).right(Right::INSPECT_PROFILES).both_channels(),
                tvos(13, 0, 0).right(Right::INSPECT_PROFILES),
                watchos(10, 0, 0).right(Right::INSPECT_PROFILES),
                visionos(1, 1, 0).right(Right::INSPECT_PROFILES),
            ] },
        ],
    },
    CommandRow {
        name: "InstallProfile",
        source: "mdm/commands/profile.install.yaml",
        on: &[
            ios(4, 0, 0).right(Right::INSTALL_PROFILES).shared_ipad(Mode::Allowed).both_channels(),
            macos(10, 7, 0).right(Right::INSTALL_PROFILES).both_channels(),
            tvos(9, 0, 0).right(Right::INSTALL_PROFILES),
            watchos(10, 0, 0).right(Right::INSTALL_PROFILES),
            visionos(1, 1, 0).right(Right::INSTALL_PROFILES),
        ],
        keys: &[
            KeyRow { path: "Payload", on: &[
                ios(4, 0, 0).right(Right::INSTALL_PROFILES).shared_ipad(Mode::Allowed).both_channels(),
                macos(10, 7, 0).right(Right::INSTALL_PROFILES).both_channels(),
                tvos(9, 0, 0).right(Right::INSTALL_PROFILES),
                watchos(10, 0, 0).right(Right::INSTALL_PROFILES),
                visionos(1, 1, 0).right(Right::INSTALL_PROFILES),
            ] },
        ],
    },
    CommandRow {
        name: "RemoveProfile",
        source: "mdm/commands/profile.remove.yaml",
        on: &[
            ios(4, 0, 0).right(Right::INSTALL_PROFILES).shared_ipad(Mode::Allowed).both_channels(),
            macos(10, 7, 0).right(Right::INSTALL_PROFILES).both_channels(),
            tvos(9, 0, 0).right(Right::INSTALL_PROFILES),
            watchos(10, 0, 0).right(Right::INSTALL_PROFILES),
            visionos(1, 1, 0).right(Right::INSTALL_PROFILES),
        ],
        keys: &[
            KeyRow { path: "Identifier", on: &[
                ios(4, 0, 0).right(Right::INSTALL_PROFILES).shared_ipad(Mode::Allowed).both_channels(),
                macos(10, 7, 0).right(Right::INSTALL_PROFILES).both_channels(),
                tvos(9, 0, 0).right(Right::INSTALL_PROFILES),
                watchos(10, 0, 0).right(Right::INSTALL_PROFILES),
                visionos(1, 1, 0).right(Right::INSTALL_PROFILES),
            ] },
        ],
    },
    CommandRow {
        name: "InstallApplication",
        source: "mdm/commands/application.install.yaml",
        on: &[
            ios(5, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
            macos(10, 9, 0).right(Right::MANAGE_APPS).both_channels(),
            tvos(10, 2, 0).right(Right::MANAGE_APPS),
            watchos(10, 0, 0).right(Right::MANAGE_APPS),
            visionos(1, 1, 0).right(Right::MANAGE_APPS),
        ],
        keys: &[
            KeyRow { path: "iTunesStoreID", on: &[
                ios(5, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
                macos(10, 9, 0).right(Right::MANAGE_APPS).both_channels(),
                tvos(10, 2, 0).right(Right::MANAGE_APPS),
                watchos(10, 0, 0).right(Right::MANAGE_APPS),
                visionos(1, 1, 0).right(Right::MANAGE_APPS),
            ] },
            KeyRow { path: "Identifier", on: &[
                ios(7, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
                macos(10, 9, 0).right(Right::MANAGE_APPS).both_channels(),
                tvos(10, 2, 0).right(Right::MANAGE_APPS),
                watchos(10, 0, 0).right(Right::MANAGE_APPS),
                visionos(1, 1, 0).right(Right::MANAGE_APPS),
            ] },
            KeyRow { path: "Options", on: &[
                ios(7, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
                macos(10, 9, 0).right(Right::MANAGE_APPS).both_channels(),
                tvos(10, 2, 0).right(Right::MANAGE_APPS),
                watchos(10, 0, 0).right(Right::MANAGE_APPS),
                visionos(1, 1, 0).right(Right::MANAGE_APPS),
            ] },
            KeyRow { path: "Options/PurchaseMethod", on: &[
                ios(7, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
                macos(10, 9, 0).right(Right::MANAGE_APPS).both_channels(),
                tvos(10, 2, 0).right(Right::MANAGE_APPS),
                watchos(10, 0, 0).right(Right::MANAGE_APPS),
                visionos(1, 1, 0).right(Right::MANAGE_APPS),
            ] },
            KeyRow { path: "ManifestURL", on: &[
                ios(7, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
                macos(10, 9, 0).right(Right::MANAGE_APPS).both_channels(),
                tvos(10, 2, 0).right(Right::MANAGE_APPS),
                watchos(10, 0, 0).right(Right::MANAGE_APPS),
                visionos(1, 1, 0).right(Right::MANAGE_APPS),
            ] },
            KeyRow { path: "ManagementFlags", on: &[
                ios(5, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
                macos(11, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).both_channels(),
                tvos(10, 2, 0).right(Right::MANAGE_APPS),
                watchos(10, 0, 0).right(Right::MANAGE_APPS),
                visionos(1, 1, 0).right(Right::MANAGE_APPS),
            ] },
            KeyRow { path: "Configuration", on: &[
                ios(7, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
                macos(11, 0, 0).right(Right::MANAGE_APPS).both_channels(),
                tvos(10, 2, 0).right(Right::MANAGE_APPS),
                watchos(10, 0, 0).right(Right::MANAGE_APPS),
                visionos(1, 1, 0).right(Right::MANAGE_APPS),
            ] },
            KeyRow { path: "Attributes", on: &[
                ios(7, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
                tvos(10, 2, 0).right(Right::MANAGE_APPS),
                watchos(10, 0, 0).right(Right::MANAGE_APPS),
                visionos(1, 1, 0).right(Right::MANAGE_APPS),
            ] },
            KeyRow { path: "Attributes/VPNUUID", on: &[
                ios(7, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
                watchos(10, 0, 0).right(Right::MANAGE_APPS),
                visionos(1, 1, 0).right(Right::MANAGE_APPS),
            ] },
            KeyRow { path: "Attributes/ContentFilterUUID", on: &[
                ios(16, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
                visionos(1, 1, 0).right(Right::MANAGE_APPS),
            ] },
            KeyRow { path: "Attributes/DNSProxyUUID", on: &[
                ios(16, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
                visionos(1, 1, 0).right(Right::MANAGE_APPS),
            ] },
            KeyRow { path: "Attributes/RelayUUID", on: &[
                ios(17, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
                visionos(1, 1, 0).right(Right::MANAGE_APPS),
            ] },
            KeyRow { path: "Attributes/AssociatedDomains", on: &[
                ios(13, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
                watchos(10, 0, 0).right(Right::MANAGE_APPS),
                visionos(1, 1, 0).right(Right::MANAGE_APPS),
            ] },
            KeyRow { path: "Attributes/AssociatedDomainsEnableDirectDownloads", on: &[
                ios(14, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
                watchos(10, 0, 0).right(Right::MANAGE_APPS),
                visionos(1, 1, 0).right(Right::MANAGE_APPS),
            ] },
            KeyRow { path: "Attributes/Removable", on: &[
                ios(14, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
                tvos(14, 0, 0).right(Right::MANAGE_APPS),
                watchos(10, 0, 0).right(Right::MANAGE_APPS),
                visionos(1, 1, 0).right(Right::MANAGE_APPS),
            ] },
            KeyRow { path: "Attributes/TapToPayScreenLock", on: &[
                ios(16, 4, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
            ] },
            KeyRow { path: "Attributes/CellularSliceUUID", on: &[
                ios(17, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
            ] },
            KeyRow { path: "Attributes/Hideable", on: &[
                ios(18, 1, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
            ] },
            KeyRow { path: "Attributes/Lockable", on: &[
                ios(18, 1, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
            ] },
            KeyRow { path: "ChangeManagementState", on: &[
                ios(9, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
                macos(11, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).both_channels(),
                tvos(10, 2, 0).right(Right::MANAGE_APPS),
                watchos(10, 0, 0).right(Right::MANAGE_APPS),
                visionos(1, 1, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden),
            ] },
            KeyRow { path: "InstallAsManaged", on: &[
                macos(11, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden).both_channels(),
            ] },
            KeyRow { path: "iOSApp", on: &[
                macos(11, 0, 0).right(Right::MANAGE_APPS).both_channels(),
            ] },
        ],
    },
    CommandRow {
        name: "RemoveApplication",
        source: "mdm/commands/application.remove.yaml",
        on: &[
            ios(5, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
            macos(11, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden),
            tvos(10, 2, 0).right(Right::MANAGE_APPS),
            watchos(10, 0, 0).right(Right::MANAGE_APPS),
            visionos(1, 1, 0).right(Right::MANAGE_APPS),
        ],
        keys: &[
            KeyRow { path: "Identifier", on: &[
                ios(5, 0, 0).right(Right::MANAGE_APPS).shared_ipad(Mode::Allowed),
                macos(11, 0, 0).right(Right::MANAGE_APPS).user_enrollment(Mode::Forbidden),
                tvos(10, 2, 0).right(Right::MANAGE_APPS),
                watchos(10, 0, 0).right(Right::MANAGE_APPS),
                visionos(1, 1, 0).right(Right::MANAGE_APPS),
            ] },
        ],
    },
    CommandRow {
        name: "DeviceLock",
        source: "mdm/commands/device.lock.yaml",
        on: &[
            ios(4, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).shared_ipad(Mode::Allowed),
            macos(10, 7, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden),
            watchos(10, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE),
            visionos(2, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE),
        ],
        keys: &[
            KeyRow { path: "Message", on: &[
                ios(7, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).shared_ipad(Mode::Ignored),
                macos(10, 14, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden),
                watchos(10, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE),
            ] },
            KeyRow { path: "PhoneNumber", on: &[
                ios(7, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).shared_ipad(Mode::Ignored),
                macos(11, 5, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden),
                watchos(10, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE),
            ] },
            KeyRow { path: "PIN", on: &[
                macos(10, 8, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden),
            ] },
        ],
    },
    CommandRow {
        name: "ClearPasscode",
        source: "mdm/commands/passcode.clear.yaml",
        on: &[
            ios(4, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden),
            watchos(10, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE),
            visionos(1, 1, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden),
        ],
        keys: &[
            KeyRow { path: "UnlockToken", on: &[
                ios(4, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden),
                watchos(10, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE),
                visionos(1, 1, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden),
            ] },
        ],
    },
    CommandRow {
        name: "EraseDevice",
        source: "mdm/commands/device.erase.yaml",
        on: &[
            ios(4, 0, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
            macos(10, 7, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden),
            tvos(10, 2, 0).right(Right::ERASE),
            watchos(10, 0, 0).right(Right::ERASE),
            visionos(1, 1, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden),
        ],
        keys: &[
            KeyRow { path: "PreserveDataPlan", on: &[
                ios(11, 0, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
                watchos(10, 0, 0).right(Right::ERASE),
            ] },
            KeyRow { path: "DisallowProximitySetup", on: &[
                ios(11, 3, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden),
            ] },
            KeyRow { path: "PIN", on: &[
                macos(10, 8, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden),
            ] },
            KeyRow { path: "ObliterationBehavior", on: &[
                macos(12, 0, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden),
            ] },
            KeyRow { path: "ReturnToService", on: &[
                ios(17, 0, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
                tvos(18, 0, 0).right(Right::ERASE),
            ] },
            KeyRow { path: "ReturnToService/Enabled", on: &[
                ios(17, 0, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
                tvos(18, 0, 0).right(Right::ERASE),
            ] },
            KeyRow { path: "ReturnToService/WiFiProfileData", on: &[
                ios(17, 0, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
                tvos(18, 0, 0).right(Right::ERASE),
            ] },
            KeyRow { path: "ReturnToService/MDMProfileData", on: &[
                ios(17, 0, 0).right(Right::ERASE).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
                tvos(18, 0, 0).right(Right::ERASE),
            ] },
        ],
    },
    CommandRow {
        name: "EnableLostMode",
        source: "mdm/commands/device.lostmode.enable.yaml",
        on: &[
            ios(9, 3, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
        ],
        keys: &[
            KeyRow { path: "Message", on: &[
                ios(9, 3, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
            ] },
            KeyRow { path: "PhoneNumber", on: &[
                ios(9, 3, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
            ] },
            KeyRow { path: "Footnote", on: &[
                ios(9, 3, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
            ] },
        ],
    },
    CommandRow {
        name: "DisableLostMode",
        source: "mdm/commands/device.lostmode.disable.yaml",
        on: &[
            ios(9, 3, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
        ],
        keys: &[
        ],
    },
    CommandRow {
        name: "DeviceLocation",
        source: "mdm/commands/device.lostmode.location.yaml",
        on: &[
            ios(9, 3, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
        ],
        keys: &[
        ],
    },
    CommandRow {
        name: "RestartDevice",
        source: "mdm/commands/device.restart.yaml",
        on: &[
            ios(10, 3, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
            macos(10, 13, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden),
            tvos(10, 2, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).supervised(),
        ],
        keys: &[
            KeyRow { path: "RebuildKernelCache", on: &[
                macos(11, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden),
            ] },
            KeyRow { path: "KextPaths", on: &[
                macos(11, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden),
            ] },
            KeyRow { path: "NotifyUser", on: &[
                macos(11, 4, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden),
            ] },
        ],
    },
];
