//! Every message that the schema allows, made from its shapes and not from the types: it is read, nothing of it
//! counts as unknown, it comes back, and no secret in it is shown.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

mod shapes;

use mdm_apple::support::DeviceFacts;
use mdm_apple::{
    AppManifest, Body, CheckIn, Command, CommandUuid, Date, ErrorBody, EssoDocument, Extra, Limits,
    MachineInfo, PasswordHashDocument, Report, Request, Value,
};
use mdm_lock::Platform;
use proptest::prelude::*;

use self::shapes::{Maker, Shape, shapes};

/// What the crate makes of the keys of one message.
struct Outcome {
    /// The keys as they are written again.
    keys: Extra,
    /// `Debug` of the typed value.
    debug: String,
    /// `Debug` of what came back by JSON, if it went that way here.
    json: Option<String>,
}

/// Reads the keys of a message by its kind and name, and writes them again.
fn outcome(kind: &str, name: &str, keys: &Extra) -> Outcome {
    let limits = Limits::default();
    match kind {
        "command" => {
            let request =
                Request::from_keys(name, keys.clone()).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(!matches!(request, Request::Other(_)), "{name}");
            let command = Command::new(CommandUuid::from_bytes([7; 16]), request.clone());
            let bytes = command.encode().unwrap();
            assert_eq!(Command::decode(&bytes, &limits).unwrap(), command, "{name}");
            for platform in
                [Platform::Ios, Platform::Macos, Platform::Tvos, Platform::Watchos, Platform::Visionos]
            {
                let _ = request.validate(&DeviceFacts::new(platform));
            }
            let _ = request.footprint();
            Outcome {
                keys: request.to_keys().unwrap(),
                debug: format!("{command:?} {request:#?}"),
                json: None,
            }
        }
        "checkin" => {
            let message = CheckIn::decode(&mdm_plist::to_vec(keys).unwrap(), &limits)
                .unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(!matches!(message, CheckIn::Other(_)), "{name}");
            let bytes = message.encode().unwrap();
            assert_eq!(CheckIn::decode(&bytes, &limits).unwrap(), message, "{name}");
            Outcome {
                keys: mdm_plist::from_slice(&bytes).unwrap(),
                debug: format!("{message:?}"),
                json: None,
            }
        }
        "document" if ErrorBody::KNOWN.contains(&name) => {
            let body: ErrorBody = mdm_plist::from_slice(&mdm_plist::to_vec(keys).unwrap()).unwrap();
            assert!(!matches!(body, ErrorBody::Other(_)), "{name}");
            let again = ErrorBody::decode(&body.encode_json().unwrap(), &limits).unwrap();
            assert_eq!(again, body, "{name}");
            let keys = mdm_plist::from_slice(&body.encode().unwrap()).unwrap();
            Outcome { keys, debug: format!("{body:?}"), json: None }
        }
        "document" => match name {
            "MachineInfo" => body::<MachineInfo>(keys),
            "ESSO" => body::<EssoDocument>(keys),
            "ManifestURL" => body::<AppManifest>(keys),
            "passwordHash" => body::<PasswordHashDocument>(keys),
            _ => panic!("{name} is not known"),
        },
        "command-response" => response(name, keys),
        "checkin-response" => match name {
            "GetBootstrapToken" => body::<mdm_apple::GetBootstrapTokenResponse>(keys),
            "GetToken" => body::<mdm_apple::GetTokenResponse>(keys),
            "ReturnToService" => body::<mdm_apple::ReturnToServiceMessageResponse>(keys),
            _ => panic!("{name} is not known"),
        },
        #[cfg(feature = "declarations")]
        _ => declarative(kind, name, keys),
        #[cfg(not(feature = "declarations"))]
        _ => panic!("{kind} needs the feature"),
    }
}

fn body<T: Body + std::fmt::Debug + PartialEq>(keys: &Extra) -> Outcome {
    let bytes = mdm_plist::to_vec(keys).unwrap();
    let value = T::from_plist(&bytes, &Limits::default())
        .unwrap_or_else(|error| panic!("{}: {error}", std::any::type_name::<T>()));
    let written = value.to_plist().unwrap();
    assert_eq!(T::from_plist(&written, &Limits::default()).unwrap(), value);
    let json = String::from_utf8(value.to_json().unwrap()).unwrap();
    let again = T::from_json(json.as_bytes(), &Limits::default())
        .unwrap_or_else(|error| panic!("{}: {error}", std::any::type_name::<T>()));
    assert_eq!(again, value, "by JSON");
    Outcome {
        keys: mdm_plist::from_slice(&written).unwrap(),
        debug: format!("{value:?} {value:#?}"),
        json: Some(format!("{again:?}")),
    }
}

/// The types of answers, by what they answer.
macro_rules! responses {
    ($($name:literal $ty:ident,)*) => {
        fn response(name: &str, keys: &Extra) -> Outcome {
            match name {
                $( $name => {
                    // The way of a real answer, through a report.
                    let identity = mdm_apple::EnrollmentKeys::device(mdm_apple::Udid::new("U-1").unwrap());
                    let response: mdm_apple::$ty = mdm_plist::from_slice(&mdm_plist::to_vec(keys).unwrap())
                        .unwrap_or_else(|error| panic!("{name}: {error}"));
                    let report = Report::new(identity, mdm_apple::Status::Acknowledged);
                    let bytes = report.with_response(&response).unwrap().encode().unwrap();
                    let report = Report::decode(&bytes, &Limits::default()).unwrap();
                    let expected = written("command-response", name, keys.clone());
                    assert_eq!(report.response_keys().unwrap(), expected, "{name}");
                    body::<mdm_apple::$ty>(keys)
                } )*
                _ => panic!("{name} is not known"),
            }
        }
    };
}

responses! {
    "ActiveNSExtensions" ActiveNsExtensionsResponse,
    "ActivationLockBypassCode" ActivationLockBypassCodeResponse,
    "AvailableOSUpdates" AvailableOsUpdatesResponse,
    "CertificateList" CertificateListResponse,
    "ContentCachingInformation" ContentCachingInformationResponse,
    "DeviceInformation" DeviceInformationResponse,
    "DeviceLocation" DeviceLocationResponse,
    "DeviceLock" DeviceLockResponse,
    "InstallApplication" InstallApplicationResponse,
    "InstallMedia" InstallMediaResponse,
    "InstalledApplicationList" InstalledApplicationListResponse,
    "InviteToProgram" InviteToProgramResponse,
    "LOMDeviceRequest" LomDeviceRequestResponse,
    "LOMSetupRequest" LomSetupRequestResponse,
    "ManagedApplicationAttributes" ManagedApplicationAttributesResponse,
    "ManagedApplicationConfiguration" ManagedApplicationConfigurationResponse,
    "ManagedApplicationFeedback" ManagedApplicationFeedbackResponse,
    "ManagedApplicationList" ManagedApplicationListResponse,
    "ManagedMediaList" ManagedMediaListResponse,
    "NSExtensionMappings" NsExtensionMappingsResponse,
    "OSUpdateStatus" OsUpdateStatusResponse,
    "ProfileList" ProfileListResponse,
    "ProvisioningProfileList" ProvisioningProfileListResponse,
    "RequestMirroring" RequestMirroringResponse,
    "RequestUnlockToken" RequestUnlockTokenResponse,
    "Restrictions" RestrictionsResponse,
    "RotateFileVaultKey" RotateFileVaultKeyResponse,
    "ScheduleOSUpdate" ScheduleOsUpdateResponse,
    "ScheduleOSUpdateScan" ScheduleOsUpdateScanResponse,
    "SecurityInfo" SecurityInfoResponse,
    "SetFirmwarePassword" SetFirmwarePasswordResponse,
    "Settings" SettingsResponse,
    "UserList" UserListResponse,
    "VerifyFirmwarePassword" VerifyFirmwarePasswordResponse,
    "VerifyRecoveryLock" VerifyRecoveryLockResponse,
}

#[cfg(feature = "declarations")]
fn declarative(kind: &str, name: &str, keys: &Extra) -> Outcome {
    use mdm_apple::declarations::{self as ddm, Declaration, DeclarationPayload, StatusItem, StatusItems};

    match (kind, name) {
        ("declaration", "any") => body::<ddm::DeclarationBase>(keys),
        ("declaration", "com.apple.credential.acme") => body::<ddm::AcmeCredential>(keys),
        ("declaration", "com.apple.credential.identity") => body::<ddm::IdentityCredential>(keys),
        ("declaration", "com.apple.credential.scep") => body::<ddm::ScepCredential>(keys),
        ("declaration", "com.apple.credential.usernameandpassword") => {
            body::<ddm::UsernameandpasswordCredential>(keys)
        }
        ("declaration", _) => {
            // Through JSON, the only way that declarations go.
            let mut whole = mdm_plist::Dictionary::new();
            whole.insert("Type".to_owned(), Value::String(name.to_owned()));
            whole.insert("Identifier".to_owned(), Value::String("i".to_owned()));
            whole.insert("ServerToken".to_owned(), Value::String("t".to_owned()));
            whole.insert("Payload".to_owned(), Value::Dictionary(keys.0.clone()));
            let declaration: Declaration = mdm_plist::from_slice(&mdm_plist::to_vec(&whole).unwrap())
                .unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(!matches!(declaration.payload, DeclarationPayload::Other(_)), "{name}");
            let json = declaration.encode().unwrap();
            let again = Declaration::decode(&json, &Limits::default()).unwrap();
            assert_eq!(again, declaration, "{name} by JSON");
            for platform in [Platform::Ios, Platform::Macos] {
                let _ = declaration.validate(&DeviceFacts::new(platform));
            }
            let keys = mdm_plist::from_slice(&mdm_plist::to_vec(&declaration.payload).unwrap()).unwrap();
            Outcome { keys, debug: format!("{declaration:?}"), json: None }
        }
        ("status", _) => {
            let mut items = StatusItems::default();
            let Some(value) = keys.get(name).cloned() else {
                // The maker left it out.
                return Outcome { keys: keys.clone(), debug: String::new(), json: None };
            };
            let mut nested = mdm_plist::Dictionary::new();
            let mut names: Vec<_> = name.split('.').collect();
            nested.insert(names.pop().unwrap_or_default().to_owned(), value);
            while let Some(outer) = names.pop() {
                let inner = std::mem::take(&mut nested);
                nested.insert(outer.to_owned(), Value::Dictionary(inner));
            }
            let read = StatusItems(Extra(nested)).items();
            let [Ok(item)] = &read[..] else { panic!("{name}: {read:?}") };
            assert!(!matches!(item, StatusItem::Other(_)), "{name}");
            items.insert(item).unwrap();
            assert_eq!(items.items(), read, "{name} by JSON");
            let debug = format!("{item:?} {items:?}");
            Outcome { keys: keys.clone(), debug, json: None }
        }
        ("protocol", "StatusReport") => body::<ddm::StatusReport>(keys),
        ("protocol", "DeclarationItemsResponse") => body::<ddm::DeclarationItemsResponse>(keys),
        ("protocol", "TokensResponse") => body::<ddm::TokensResponse>(keys),
        ("protocol", "status-reason") => body::<ddm::StatusReasonDocument>(keys),
        _ => panic!("{kind} {name} is not known"),
    }
}

/// What is written differently than it is read: results of settings are an array also where one came alone.
fn written(kind: &str, name: &str, mut keys: Extra) -> Extra {
    if (kind, name) == ("command-response", "Settings")
        && let Some(results) = keys.get_mut("Settings")
    {
        *results = Value::Array(vec![results.clone()]);
    }
    keys
}

/// Holds a message of one seed against what must be true of all.
fn check(shape: &Shape, seed: u64, full: bool) {
    let (kind, name) = shape.message();
    let mut maker = Maker::new(seed, full);
    let keys = Extra(maker.dictionary(&shape.inside));
    let outcome = outcome(kind, name, &keys);
    assert_eq!(outcome.keys, written(kind, name, keys), "{kind} {name}: what comes back is what came");
    // What a type does not know stands as `extra: Extra[...]`, and so does a key of any name in an error.
    let flat: String = outcome.debug.split_whitespace().collect();
    let known = flat.replace(r#"extra:Extra["any.name"]"#, "").replace(r#"extra:Extra["any.name",]"#, "");
    assert!(!known.contains("extra:"), "{kind} {name} does not know a key: {}", outcome.debug);
    let mut shown = vec![outcome.debug];
    shown.extend(outcome.json);
    for text in shown {
        for secret in &maker.secrets {
            assert!(!text.contains(secret.as_str()), "{kind} {name} shows a secret");
        }
    }
}

fn known() -> Vec<Shape> {
    let all = shapes();
    let declarative = |shape: &Shape| ["declaration", "status", "protocol"].contains(&shape.message().0);
    // The panes of Setup Assistant are words and no message.
    all.into_iter()
        .filter(|shape| shape.message().1 != "SkipKeys")
        .filter(|shape| cfg!(feature = "declarations") || !declarative(shape))
        .collect()
}

#[test]
fn messages_with_every_key() {
    let known = known();
    let of = |kind: &str| known.iter().filter(|shape| shape.message().0 == kind).count();
    assert_eq!((of("command"), of("checkin"), of("command-response")), (68, 9, 35));
    if cfg!(feature = "declarations") {
        assert_eq!((of("declaration"), of("status"), of("protocol")), (63, 44, 4));
    }
    for shape in &known {
        check(shape, 1, true);
    }
}

#[test]
fn secrets_are_planted_everywhere() {
    let mut planted = 0;
    for shape in known() {
        let mut maker = Maker::new(3, true);
        maker.dictionary(&shape.inside);
        planted += maker.secrets.len();
    }
    assert!(planted >= if cfg!(feature = "declarations") { 50 } else { 40 }, "{planted} values");
}

/// A required key that is missing is refused, and only such.
#[test]
fn what_must_be_there_must() {
    for shape in known() {
        let (kind, name) = shape.message();
        if kind != "command" {
            continue;
        }
        let keys = Extra(Maker::new(1, true).dictionary(&shape.inside));
        for key in shape.inside.iter().filter(|key| key.group.is_none()) {
            let mut less = keys.clone();
            less.remove(&key.name);
            assert_eq!(Request::from_keys(name, less).is_err(), key.must, "{name} without {}", key.name);
        }
        let mut ungrouped = keys;
        let grouped: Vec<&Shape> = shape.inside.iter().filter(|key| key.group.is_some()).collect();
        grouped.iter().for_each(|key| drop(ungrouped.remove(&key.name)));
        assert_eq!(
            Request::from_keys(name, ungrouped).is_err(),
            !grouped.is_empty(),
            "{name} without its group"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn messages_with_some_keys(seed: u64) {
        for shape in known() {
            check(&shape, seed, false);
        }
    }
}

#[test]
fn dates_and_numbers_survive_json() {
    let date: Date = "2026-11-22T08:30:00Z".parse().unwrap();
    let mut settings = mdm_apple::OsUpdateSettings { previous_scan_date: Some(date), ..Default::default() };
    settings.previous_scan_result = Some(Value::Integer(u64::MAX.into()));
    let again =
        mdm_apple::OsUpdateSettings::from_json(&settings.to_json().unwrap(), &Limits::default()).unwrap();
    assert_eq!(again, settings);
}
