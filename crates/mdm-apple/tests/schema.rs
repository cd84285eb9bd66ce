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
            by_json(&command);
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
            by_json(&message);
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

/// The same value comes back by JSON, also when what tells its type does not come first.
fn by_json<T: serde::Serialize + serde::de::DeserializeOwned + std::fmt::Debug + PartialEq>(message: &T) {
    let json = serde_json::to_value(message).unwrap();
    let text = serde_json::to_string(message).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), message, "by JSON");
    // Its keys are in the order of the alphabet.
    assert_eq!(&serde_json::from_value::<T>(json).unwrap(), message, "by sorted JSON");
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
                    let json = serde_json::to_vec(&report).unwrap();
                    let again: Report<'static> = serde_json::from_slice(&json).unwrap();
                    assert_eq!(again.response_keys().unwrap(), expected, "{name} by JSON");
                    assert_eq!(again.encode().unwrap(), bytes, "{name} by JSON");
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
        assert_eq!((of("declaration"), of("status"), of("protocol")), (63, 62, 4));
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

/// Every type of secret is planted somewhere: nothing that the tests of hiding prove is proved of nothing.
#[test]
fn every_type_of_secret_is_planted() {
    fn collect(shape: &Shape, found: &mut std::collections::BTreeSet<String>) {
        if shape.secret {
            found.extend(shape.ty.clone());
        }
        shape.inside.iter().for_each(|inner| collect(inner, found));
    }
    let mut found = std::collections::BTreeSet::new();
    known().iter().for_each(|shape| collect(shape, &mut found));
    let mut expected = vec![
        "BootstrapToken",
        "BypassCode",
        "DigestResponse",
        "LogToken",
        "PairingToken",
        "Password",
        "PasswordHash",
        "Pin",
        "PrivateKey",
        "ProgramToken",
        "PushMagic",
        "PushToken",
        "RedemptionCode",
        "SecurityToken",
        "ServiceToken",
        "UnlockToken",
    ];
    if cfg!(feature = "declarations") {
        expected.extend(["Challenge", "IdentityToken"]);
    }
    expected.sort_unstable();
    assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), expected);
}

/// What is refused is not shown either: each key in turn holds something else than it should, and the secrets stay.
#[test]
fn no_error_shows_a_secret() {
    let mut refused = 0;
    for shape in known() {
        let (kind, name) = shape.message();
        let mut maker = Maker::new(7, true);
        let keys = maker.dictionary(&shape.inside);
        if maker.secrets.is_empty() {
            continue;
        }
        let of_another_kind: Vec<Value> =
            maker.secrets.iter().map(|secret| Value::Array(vec![Value::String(secret.clone())])).collect();
        for key in keys.keys().cloned().collect::<Vec<_>>() {
            let mut damaged = keys.clone();
            damaged.insert(key.clone(), of_another_kind.first().cloned().unwrap_or(Value::Boolean(true)));
            for error in errors(kind, name, &Extra(damaged)) {
                refused += 1;
                for secret in &maker.secrets {
                    assert!(!error.contains(secret.as_str()), "{kind} {name}, {key}: {error}");
                }
            }
        }
    }
    assert!(refused > 100, "{refused}");
}

/// What is said of a message that is refused, as a property list, as JSON, and cut off.
fn errors(kind: &str, name: &str, keys: &Extra) -> Vec<String> {
    fn told<T: std::fmt::Debug>(result: Result<T, mdm_apple::Error>) -> Option<String> {
        let error = result.err()?;
        Some(format!("{error} {error:?} {} {:?}", error.key_path(), std::error::Error::source(&error)))
    }
    let limits = Limits::default();
    let plist = mdm_plist::to_vec(keys).unwrap();
    let json = serde_json::to_vec(keys).unwrap();
    let cut = plist.get(..plist.len() * 2 / 3).unwrap();
    let mut errors = match kind {
        "command" => vec![told(Request::from_keys(name, keys.clone()))],
        "checkin" => vec![told(CheckIn::decode(&plist, &limits)), told(CheckIn::decode(cut, &limits))],
        "command-response" => {
            struct Answer<'a>(&'a Report<'a>);

            impl mdm_apple::RequestVisitor for Answer<'_> {
                type Output = Option<String>;

                fn visit<T: mdm_apple::TypedRequest>(self) -> Self::Output {
                    told(self.0.response::<T>().map(|_| ()))
                }
            }

            let mut whole = keys.clone();
            whole.insert("Status".to_owned(), Value::String("Acknowledged".to_owned()));
            let body = mdm_plist::to_vec(&whole).unwrap();
            let report = Report::decode(&body, &limits).unwrap();
            vec![Request::with_type(name, Answer(&report)).flatten()]
        }
        "document" => vec![
            told(ErrorBody::decode(&json, &limits)),
            told(MachineInfo::from_json(&json, &limits)),
            told(PasswordHashDocument::from_plist(&plist, &limits)),
        ],
        _ => Vec::new(),
    };
    #[cfg(feature = "declarations")]
    if ["declaration", "status", "protocol"].contains(&kind) {
        use mdm_apple::declarations::{Declaration, StatusItems, StatusReport};

        let declaration = serde_json::json!({
            "Type": name, "Identifier": "i", "ServerToken": "t", "Payload": serde_json::to_value(keys).unwrap(),
        });
        let declaration = declaration.to_string().into_bytes();
        errors.push(told(Declaration::decode(&declaration, &limits)));
        errors.push(told(Declaration::decode(declaration.get(..declaration.len() - 3).unwrap(), &limits)));
        errors.push(told(StatusReport::from_json(&json, &limits)));
        for item in StatusItems(keys.clone()).items() {
            errors.push(item.err().map(|error| format!("{error} {error:?}")));
        }
    }
    errors.push(told(mdm_apple::Message::decode(&json, &limits)));
    errors.into_iter().flatten().collect()
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
    settings.previous_scan_result = Some(u64::MAX.into());
    let again =
        mdm_apple::OsUpdateSettings::from_json(&settings.to_json().unwrap(), &Limits::default()).unwrap();
    assert_eq!(again, settings);
}
