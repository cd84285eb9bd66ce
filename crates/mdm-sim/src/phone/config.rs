//! What kind of phone it is.

use std::collections::BTreeSet;
use std::fmt;
use std::time::Duration;

use super::{PushToken, UnlockToken};

/// Whether the user has unlocked the phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LockState {
    /// Restarted and never unlocked since: even the Wi-Fi passwords are out of reach.
    BeforeFirstUnlock,
    /// Unlocked at least once since the restart, and locked now.
    Locked,
    /// In the user's hand.
    Unlocked,
}

impl fmt::Display for LockState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BeforeFirstUnlock => "before first unlock",
            Self::Locked => "locked",
            Self::Unlocked => "unlocked",
        })
    }
}

/// The commands that a passcode-locked phone answers with `NotNow`.
///
/// The default is what is known of iPhones: `InstallProfile`, `InstallApplication` and `SecurityInfo` are put off
/// in both locked states, everything else runs. Apple guarantees only that eight commands never get `NotNow`
/// (Handling NotNow status responses, read 2026-08); the three are seen in the field (Apple Developer Forums
/// 747460; micromdm/micromdm PR 984) and named by the BizMobile Go! technical centre, which also says that removals
/// run (requirements F43, F46, F48, F55). Apple publishes no list, so real phones may differ: put a request type
/// in or take it out to make one that does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockBehavior {
    /// Put off while locked after the first unlock.
    pub locked: BTreeSet<String>,
    /// Put off before the first unlock.
    pub before_first_unlock: BTreeSet<String>,
}

impl LockBehavior {
    /// A phone that never answers `NotNow`.
    #[must_use]
    pub fn runs_everything() -> Self {
        Self { locked: BTreeSet::new(), before_first_unlock: BTreeSet::new() }
    }

    /// Whether a phone in `state` puts this request type off.
    #[must_use]
    pub fn refuses(&self, state: LockState, request_type: &str) -> bool {
        match state {
            LockState::Unlocked => false,
            LockState::Locked => self.locked.contains(request_type),
            LockState::BeforeFirstUnlock => self.before_first_unlock.contains(request_type),
        }
    }
}

impl Default for LockBehavior {
    fn default() -> Self {
        let put_off: BTreeSet<String> =
            ["InstallApplication", "InstallProfile", "SecurityInfo"].map(String::from).into();
        Self { locked: put_off.clone(), before_first_unlock: put_off }
    }
}

/// When the phone tries again after a lost connection or an answer that is not 2xx.
///
/// Apple publishes no figures for this; these are ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    /// Wait before the first repetition; it doubles each time.
    pub first: Duration,
    /// The longest wait.
    pub ceiling: Duration,
    /// Whether a lost `Idle` is repeated too.
    ///
    /// Apple promises repetition for results only, and tells servers to push again after a broken connection
    /// (archived MDM Protocol Reference, chapter 3, NotNow example 3), so the default is no. An `Idle` that the
    /// phone owes after `NotNow` is always repeated.
    pub repeat_idle: bool,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self { first: Duration::from_secs(10), ceiling: Duration::from_secs(600), repeat_idle: false }
    }
}

/// Where the phone is, for `DeviceLocation`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Location {
    /// Degrees, north positive.
    pub latitude: f64,
    /// Degrees, east positive.
    pub longitude: f64,
    /// Radius of uncertainty in meters.
    pub horizontal_accuracy: f64,
}

/// An app that the simulated store offers by its store number or manifest.
///
/// By bundle identifier the store has every app, so this is needed only for the other two ways to name one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreApp {
    /// Bundle identifier.
    pub identifier: String,
    /// Name under the icon.
    pub name: String,
    /// Version that is installed.
    pub version: String,
    /// The number in the App Store.
    pub itunes_store_id: Option<u64>,
    /// Address of the manifest of an in-house app.
    pub manifest_url: Option<String>,
}

/// What a [`Phone`](crate::Phone) is made of.
///
/// [`PhoneConfig::new`] fills in an unlocked iPhone 14 Pro with a passcode; change the fields before construction.
#[derive(Clone)]
pub struct PhoneConfig {
    /// The unique device identifier.
    pub udid: String,
    /// The serial number.
    pub serial: String,
    /// What the owner calls it.
    pub device_name: String,
    /// `ProductName`, such as `iPhone15,2`.
    pub product_name: String,
    /// `Model`, such as `MQ0G3LL`.
    pub model: String,
    /// `ModelName`, such as `iPhone`.
    pub model_name: String,
    /// `OSVersion`. From 17 the phone obeys `com.apple.unrecognized.device`.
    pub os_version: String,
    /// `BuildVersion`.
    pub build_version: String,
    /// Whether an organization supervises it.
    pub supervised: bool,
    /// Whether it stands in Setup Assistant until DeviceConfigured, as a phone that enrolls by itself does.
    ///
    /// Source: Apple, Token Update (read 2026-08). An erase brings it back there.
    pub awaits_configuration: bool,
    /// Whether a passcode is set. Without one, lock state gates nothing.
    pub passcode: bool,
    /// Lock state at construction.
    pub lock_state: LockState,
    /// Whether it has a mobile network, and so is reachable before the first unlock.
    pub cellular: bool,
    /// Charge from 0.0 to 1.0.
    pub battery_level: f64,
    /// Where it is; `None` means that it cannot tell.
    pub location: Option<Location>,
    /// What it sends as `UnlockToken`, if it sends one.
    pub unlock_token: Option<UnlockToken>,
    /// Its push token, if APNs is connected already.
    pub push_token: Option<PushToken>,
    /// Which commands it puts off while locked.
    pub lock_behavior: LockBehavior,
    /// The commands that are valid in Lost Mode; the others get Error 12078.
    ///
    /// Apple says that there are invalid ones and not which (archived MDM Protocol Reference, chapter 3). The
    /// default: the Lost Mode family, `DeviceLock` (it has a `MessageResult` for this), `EraseDevice`,
    /// `DeviceInformation` (it reports `IsMDMLostModeEnabled`).
    pub lost_mode_commands: BTreeSet<String>,
    /// Repetition after failures.
    pub retry: RetryPolicy,
    /// After this long without an answer a request counts as lost.
    pub request_timeout: Duration,
    /// How long the download of an app takes.
    pub install_time: Duration,
    /// Apps that the store offers by number or manifest.
    pub app_store: Vec<StoreApp>,
    /// Root certificates (DER) that ship with the phone: a profile signed under one of them shows as verified.
    pub system_roots: Vec<Vec<u8>>,
}

impl PhoneConfig {
    /// An unlocked, unsupervised iPhone with a passcode, on Wi-Fi only.
    #[must_use]
    pub fn new(udid: impl Into<String>, serial: impl Into<String>) -> Self {
        Self {
            udid: udid.into(),
            serial: serial.into(),
            device_name: "iPhone".to_owned(),
            product_name: "iPhone15,2".to_owned(),
            model: "MQ0G3LL".to_owned(),
            model_name: "iPhone".to_owned(),
            os_version: "18.3".to_owned(),
            build_version: "22D60".to_owned(),
            supervised: false,
            awaits_configuration: false,
            passcode: true,
            lock_state: LockState::Unlocked,
            cellular: false,
            battery_level: 0.8,
            location: None,
            unlock_token: None,
            push_token: None,
            lock_behavior: LockBehavior::default(),
            lost_mode_commands: [
                "DeviceInformation",
                "DeviceLocation",
                "DeviceLock",
                "DisableLostMode",
                "EnableLostMode",
                "EraseDevice",
                "PlayLostModeSound",
            ]
            .map(String::from)
            .into(),
            retry: RetryPolicy::default(),
            request_timeout: Duration::from_secs(60),
            install_time: Duration::from_secs(30),
            app_store: Vec::new(),
            system_roots: Vec::new(),
        }
    }
}

impl fmt::Debug for PhoneConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The name of the device is usually its owner's, so it stays out.
        f.debug_struct("PhoneConfig")
            .field("udid", &self.udid)
            .field("product_name", &self.product_name)
            .field("os_version", &self.os_version)
            .field("supervised", &self.supervised)
            .field("passcode", &self.passcode)
            .field("lock_state", &self.lock_state)
            .finish_non_exhaustive()
    }
}
