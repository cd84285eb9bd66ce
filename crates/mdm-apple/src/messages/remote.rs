// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Tables of keys: remote.

use crate::wire::{wire, words};
use crate::{MirroringDestination, Password};

wire! {
    /// Makes a Mac send requests of lights-out management to others.
    ///
    /// Command `LOMDeviceRequest`: macOS 11.0. Source: `mdm/commands/lom.devicerequest.yaml`.
    pub struct LomDeviceRequest {
        must {
            "RequestList" request_list: Vec<LomRequest>,
        }
    }
}

wire! {
    /// The dictionary `LOMDeviceRequest/RequestList`.
    pub struct LomRequest {
        must {
            "DeviceRequestType" device_request_type: LomAction,
            "DeviceRequestUUID" device_request_uuid: String,
            "DeviceDNSName" device_dns_name: String,
            "PrimaryIPv6AddressList" primary_ipv6_address_list: Vec<String>,
            "SecondaryIPv6AddressList" secondary_ipv6_address_list: Vec<String>,
            "LOMProtocolVersion" lom_protocol_version: i64,
        }
    }
}

words! {
    /// The words of `LOMDeviceRequest/RequestList/DeviceRequestType`.
    pub enum LomAction {
        PowerOn = "PowerON",
        PowerOff = "PowerOFF",
        Reset = "Reset",
    }
}

wire! {
    /// The answer to [`LomDeviceRequest`].
    pub struct LomDeviceRequestResponse {
        must {
            "ResponseList" response_list: Vec<LomResult>,
        }
    }
}

wire! {
    /// The dictionary `LOMDeviceRequest, answer, ResponseList`.
    pub struct LomResult {
        may {
            "DeviceRequestSuccess" device_request_success: bool,
            "DeviceRequestUUID" device_request_uuid: String,
            "DeviceRequestReturnError" device_request_return_error: String,
        }
    }
}

wire! {
    /// Reads what a Mac needs as a controller of lights-out management.
    ///
    /// Command `LOMSetupRequest`: macOS 11.0. Source: `mdm/commands/lom.setuprequest.yaml`.
    pub struct LomSetupRequest {}
}

wire! {
    /// The answer to [`LomSetupRequest`].
    pub struct LomSetupRequestResponse {
        must {
            "PrimaryIPv6AddressList" primary_ipv6_address_list: Vec<String>,
            "SecondaryIPv6AddressList" secondary_ipv6_address_list: Vec<String>,
            "LOMProtocolVersion" lom_protocol_version: i64,
        }
    }
}

wire! {
    /// Asks the user to show the screen on another device.
    ///
    /// Command `RequestMirroring`: iOS 7.0, macOS 10.10. Source: `mdm/commands/mirroring.request.yaml`.
    pub struct RequestMirroring {
        group { destination: MirroringDestination }
        may {
            /// Seconds to look for the destination. Missing is 30. 10 to 300.
            "ScanTime" scan_time: i64,
            "Password" password: Password,
        }
    }
}

wire! {
    /// The answer to [`RequestMirroring`].
    pub struct RequestMirroringResponse {
        may {
            "MirroringResult" mirroring_result: MirroringResult,
        }
    }
}

words! {
    /// The words of `RequestMirroring, answer, MirroringResult`.
    pub enum MirroringResult {
        Prompting = "Prompting",
        DestinationNotFound = "DestinationNotFound",
        Cancelled = "Cancelled",
        Unknown = "Unknown",
    }
}

wire! {
    /// Stops showing the screen on another device.
    ///
    /// Command `StopMirroring`: iOS 7.0, macOS 10.10. Source: `mdm/commands/mirroring.stop.yaml`.
    pub struct StopMirroring {}
}

wire! {
    /// Turns Remote Desktop off.
    ///
    /// Command `DisableRemoteDesktop`: macOS 10.14.4. Source: `mdm/commands/remotedesktop.disable.yaml`.
    pub struct DisableRemoteDesktop {}
}

wire! {
    /// Turns Remote Desktop on.
    ///
    /// Command `EnableRemoteDesktop`: macOS 10.14.4. Source: `mdm/commands/remotedesktop.enable.yaml`.
    pub struct EnableRemoteDesktop {}
}
