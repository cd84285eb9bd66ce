// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Tables of keys: lost mode.

use crate::LostModeNotice;
use crate::wire::wire;

wire! {
    /// Turns Lost Mode off.
    ///
    /// Command `DisableLostMode`: iOS 9.3. Source: `mdm/commands/device.lostmode.disable.yaml`.
    pub struct DisableLostMode {}
}

wire! {
    /// Turns Lost Mode on; the device is locked and shows what it is told.
    ///
    /// Command `EnableLostMode`: iOS 9.3. Source: `mdm/commands/device.lostmode.enable.yaml`.
    pub struct EnableLostMode {
        group { notice: LostModeNotice }
        may {
            /// Shown instead of the hint how to unlock.
            "Footnote" footnote: String,
        }
    }
}

wire! {
    /// Asks where the device is; in Lost Mode only.
    ///
    /// Command `DeviceLocation`: iOS 9.3. Source: `mdm/commands/device.lostmode.location.yaml`.
    pub struct DeviceLocation {}
}

wire! {
    /// The answer to [`DeviceLocation`].
    pub struct DeviceLocationResponse {
        must {
            /// Degrees.
            "Latitude" latitude: f64,
            /// Degrees.
            "Longitude" longitude: f64,
        }
        may {
            /// Meters; negative is not known. iOS 10.3.
            "HorizontalAccuracy" horizontal_accuracy: f64,
            /// Meters; negative is not known. iOS 10.3.
            "VerticalAccuracy" vertical_accuracy: f64,
            /// Meters; negative is not known. iOS 10.3.
            "Altitude" altitude: f64,
            /// Meters in a second; negative is not known. iOS 10.3.
            "Speed" speed: f64,
            /// Degrees; negative is not known. iOS 10.3.
            "Course" course: f64,
            /// When the position was taken, RFC 3339. iOS 10.3.
            "Timestamp" timestamp: String,
        }
    }
}

wire! {
    /// Plays a sound until somebody turns it off; in Lost Mode only.
    ///
    /// Command `PlayLostModeSound`: iOS 10.3. Source: `mdm/commands/device.lostmode.playsound.yaml`.
    pub struct PlayLostModeSound {}
}
