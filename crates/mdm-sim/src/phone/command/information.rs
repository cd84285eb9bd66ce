//! Answers to the commands that only ask.

use plist::{Dictionary, Value};

use super::Context;
use super::action::AppFilter;
use crate::phone::device::{App, AppState, Device};

/// `QueryResponses`: what the phone knows and the rights allow; the rest is left out.
///
/// Source: Apple, archived MDM Protocol Reference, chapter 3, DeviceInformation: queries that cannot be answered or
/// are not allowed are dropped from the reply.
pub(super) fn device_information(queries: &[String], context: &Context<'_>, device: &Device) -> Value {
    const DEVICE: i64 = 16;
    const NETWORK: i64 = 32;
    let config = context.config;
    let mut answers = Dictionary::new();
    for query in queries {
        let (right, value): (i64, Value) = match query.as_str() {
            "UDID" => (0, config.udid.as_str().into()),
            "AwaitingConfiguration" => (0, device.awaiting.into()),
            "DeviceName" => (DEVICE, config.device_name.as_str().into()),
            "OSVersion" => (DEVICE, config.os_version.as_str().into()),
            "BuildVersion" => (DEVICE, config.build_version.as_str().into()),
            "ModelName" => (DEVICE, config.model_name.as_str().into()),
            "Model" => (DEVICE, config.model.as_str().into()),
            "ProductName" => (DEVICE, config.product_name.as_str().into()),
            "SerialNumber" => (DEVICE, config.serial.as_str().into()),
            "DeviceCapacity" => (DEVICE, Value::Real(128.0)),
            "AvailableDeviceCapacity" => (DEVICE, Value::Real(96.5)),
            "BatteryLevel" => (DEVICE, Value::Real(config.battery_level)),
            "CellularTechnology" => (DEVICE, i64::from(config.cellular).into()),
            "IsSupervised" => (DEVICE, config.supervised.into()),
            "IsMultiUser" => (DEVICE, false.into()),
            "IsDeviceLocatorServiceEnabled" => (DEVICE, false.into()),
            "IsActivationLockEnabled" => (DEVICE, false.into()),
            "IsDoNotDisturbInEffect" => (DEVICE, false.into()),
            "IsCloudBackupEnabled" => (DEVICE, false.into()),
            "IsMDMLostModeEnabled" => (DEVICE, device.lost_mode.is_some().into()),
            "DiagnosticSubmissionEnabled" => (DEVICE, false.into()),
            "AppAnalyticsEnabled" => (DEVICE, false.into()),
            "TimeZone" => (DEVICE, "Asia/Tokyo".into()),
            "DataRoamingEnabled" => (NETWORK, false.into()),
            "PersonalHotspotEnabled" => (NETWORK, false.into()),
            "IsNetworkTethered" => (NETWORK, false.into()),
            _ => continue,
        };
        if context.has_right(right) {
            answers.insert(query.clone(), value);
        }
    }
    Value::Dictionary(answers)
}

/// Source: Apple, Installed Application List and its response (read 2026-08).
pub(super) fn installed_applications(filter: &AppFilter, device: &Device) -> Value {
    let wanted = |app: &&App| {
        let named = filter.identifiers.as_ref().is_none_or(|names| names.contains(&app.identifier));
        named && (app.managed || !filter.managed_only)
    };
    let items = device.apps.iter().filter(wanted).map(|app| {
        let installing = matches!(app.state, AppState::Installing { .. });
        let mut item = Dictionary::new();
        for (key, value) in [
            ("Name", Value::from(app.name.as_str())),
            ("Version", app.version.as_str().into()),
            ("ShortVersion", app.version.as_str().into()),
            ("BundleSize", 20_000_000_i64.into()),
            ("DynamicSize", 4_096_i64.into()),
            ("IsValidated", true.into()),
            ("Installing", installing.into()),
            ("AppStoreVendable", true.into()),
            ("DeviceBasedVPP", false.into()),
            ("BetaApp", false.into()),
            ("AdHocCodeSigned", false.into()),
            ("HasUpdateAvailable", false.into()),
            ("IsAppClip", false.into()),
        ] {
            // `Items` limits the keys; `Identifier` always comes.
            if filter.items.as_ref().is_none_or(|items| items.iter().any(|item| item == key)) {
                item.insert(key.to_owned(), value);
            }
        }
        item.insert("Identifier".into(), app.identifier.as_str().into());
        Value::Dictionary(item)
    });
    Value::Array(items.collect())
}

/// Source: Apple, Managed Application List and its response (read 2026-08).
pub(super) fn managed_applications(identifiers: Option<&[String]>, device: &Device) -> Value {
    let mut list = Dictionary::new();
    for app in device.apps.iter().filter(|app| app.managed) {
        if identifiers.is_none_or(|names| names.contains(&app.identifier)) {
            let installing = matches!(app.state, AppState::Installing { .. });
            let mut item = Dictionary::new();
            item.insert("Status".into(), if installing { "Installing" } else { "Managed" }.into());
            item.insert("ManagementFlags".into(), i64::from(app.removed_with_management).into());
            item.insert("HasConfiguration".into(), false.into());
            item.insert("HasFeedback".into(), false.into());
            item.insert("IsValidated".into(), true.into());
            list.insert(app.identifier.clone(), Value::Dictionary(item));
        }
    }
    Value::Dictionary(list)
}

/// Source: Apple, Security Info and its response (read 2026-08).
pub(super) fn security_info(device: &Device) -> Value {
    let mut management = Dictionary::new();
    management.insert("IsUserEnrollment".into(), false.into());
    let mut info = Dictionary::new();
    // 3: block-level and file-level encryption.
    info.insert("HardwareEncryptionCaps".into(), 3_i64.into());
    info.insert("PasscodePresent".into(), device.passcode.into());
    info.insert("PasscodeCompliant".into(), true.into());
    info.insert("PasscodeCompliantWithProfiles".into(), true.into());
    info.insert("ManagementStatus".into(), Value::Dictionary(management));
    Value::Dictionary(info)
}

/// Source: Apple, Profile List and its response (read 2026-08).
pub(super) fn profile_list(managed_only: bool, context: &Context<'_>, device: &Device) -> Value {
    let listed = device.profiles.iter().filter(|profile| profile.is_managed() || !managed_only);
    let items = listed.map(|profile| Value::Dictionary(profile.list_item(context.config.supervised)));
    Value::Array(items.collect())
}
