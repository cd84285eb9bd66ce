// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Commands (remote): where each is supported.

use crate::support::table::{AccessRights as Right, Availability, Item, Kind, Mode, ios, item, key, macos};

pub(crate) static ITEMS: &[Item] = &[
    item("LOMDeviceRequest", "mdm/commands/lom.devicerequest.yaml", S0, &[
        key("RequestList", S0).must().kind(Kind::Array),
        key("RequestList/DeviceRequestType", S0).must().kind(Kind::String).allowed(&["PowerON", "PowerOFF", "Reset"]),
        key("RequestList/DeviceRequestUUID", S0).must().kind(Kind::String),
        key("RequestList/DeviceDNSName", S0).must().kind(Kind::String),
        key("RequestList/PrimaryIPv6AddressList", S0).must().kind(Kind::Array),
        key("RequestList/SecondaryIPv6AddressList", S0).must().kind(Kind::Array),
        key("RequestList/LOMProtocolVersion", S0).must().kind(Kind::Integer),
    ]),
    item("LOMSetupRequest", "mdm/commands/lom.setuprequest.yaml", S0, &[]),
    item("RequestMirroring", "mdm/commands/mirroring.request.yaml", S1, &[
        key("DestinationName", S1).kind(Kind::String),
        key("DestinationDeviceID", S1).kind(Kind::String),
        key("ScanTime", S1).kind(Kind::Integer).range(Some(10.0), Some(300.0)),
        key("Password", S1).kind(Kind::String),
    ]),
    item("StopMirroring", "mdm/commands/mirroring.stop.yaml", &[ios(7, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed), macos(10, 10, 0).user_enrollment(Mode::Forbidden)], &[]),
    item("DisableRemoteDesktop", "mdm/commands/remotedesktop.disable.yaml", S2, &[]),
    item("EnableRemoteDesktop", "mdm/commands/remotedesktop.enable.yaml", S2, &[]),
];

const S0: &[Availability] = &[macos(11, 0, 0).right(Right::LOCK_AND_REMOVE_PASSCODE).user_enrollment(Mode::Forbidden)];
const S1: &[Availability] = &[ios(7, 0, 0).shared_ipad(Mode::Allowed), macos(10, 10, 0)];
const S2: &[Availability] = &[macos(10, 14, 4).supervised().user_enrollment(Mode::Forbidden)];

