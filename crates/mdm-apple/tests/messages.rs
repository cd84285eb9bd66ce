//! Golden messages: what devices send is read as what it means, what we write stands byte for byte in
//! `tests/data`.

use std::path::Path;

use mdm_apple::support::{DeviceFacts, RefusalReason};
use mdm_apple::{
    AppAttributes, AppItem, AppSource, AppState, Blame, BluetoothSetting, BootstrapToken, CheckIn,
    ClearPasscode, Command, CommandUuid, Data, DeviceInformation, DeviceLocation, DeviceLock, DeviceQuery,
    DisableLostMode, EnableLostMode, EnrollmentKeys, EraseDevice, Error, ErrorBody, ErrorChainItem, Extra,
    IdentityKind, InstallApplication, InstallOptions, InstallProfile, InstalledApplicationList, Limits,
    LostModeNotice, ManagementChange, Message, MessageResult, Network, ObliterationBehavior, Pin,
    ProfileList, RejectionReason, RemoveApplication, RemoveProfile, Report, Request, RestartDevice,
    ReturnToService, SecurityInfo, Setting, Settings, Status, Udid, UnlockToken, Value, WallpaperSetting,
};
use mdm_lock::Platform;

fn read(path: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(path).with_extension("plist");
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())).into_bytes()
}

fn check_in(name: &str) -> CheckIn {
    CheckIn::decode(&read(&format!("checkin/{name}")), &Limits::default()).expect(name)
}

fn with_report<T>(name: &str, look: impl FnOnce(Report<'_>) -> T) -> T {
    look(Report::decode(&read(&format!("report/{name}")), &Limits::default()).expect(name))
}

/// An item that a newer system has.
fn unknown_setting() -> Setting {
    let body = "<plist><dict><key>Later</key><integer>1</integer><key>Item</key><string>Unheard</string></dict></plist>";
    mdm_plist::from_slice(body.as_bytes()).expect("an item")
}

/// Requirement F49: books of the store and own ones; what removes one touches the same (F50).
#[test]
fn books_are_installed_and_removed() {
    use mdm_apple::{InstallMedia, MediaReference, MediaSource, MediaType, RemoveMedia};

    let mut own = InstallMedia::new(
        MediaSource::MediaUrl("https://mdm.example.com/1.epub".to_owned()),
        MediaType::Book,
    );
    own.persistent_id = Some("com.example.handbook".to_owned());
    let mut store = InstallMedia::new(MediaSource::ITunesStoreId(1), MediaType::Book);
    store.persistent_id = Some("com.example.other".to_owned());
    let remove =
        RemoveMedia::new(MediaReference::PersistentId("com.example.handbook".to_owned()), MediaType::Book);
    let footprint = |request: &Request| request.footprint();
    let [own, store, remove] = [Request::from(own), store.into(), remove.into()];
    for request in [&own, &store, &remove] {
        let command = Command::new(CommandUuid::from_bytes([1; 16]), request.clone());
        assert_eq!(Command::decode(&command.encode().unwrap(), &Limits::default()).unwrap(), command);
    }
    assert!(footprint(&own).conflict(&footprint(&remove)).is_some());
    assert!(footprint(&store).conflict(&footprint(&remove)).is_none());
}

/// Requirements F42, F47, F51, F52, F53 among them.
#[test]
fn every_command_is_written_as_it_stands() {
    fn check(name: &str, request: impl Into<Request>) {
        check_command(name, Command::new(CommandUuid::from_bytes([0x3C; 16]), request));
    }
    fn check_command(name: &str, command: Command) {
        let written = command.encode().unwrap();
        let golden = read(&format!("command/{name}"));
        assert_eq!(String::from_utf8_lossy(&written), String::from_utf8_lossy(&golden), "{name}");
        assert_eq!(Command::decode(&golden, &Limits::default()).unwrap(), command, "{name}");
    }
    fn texts<const N: usize>(texts: [&str; N]) -> Option<Vec<String>> {
        Some(texts.map(str::to_owned).into())
    }

    let mut queries =
        DeviceInformation::new(vec![DeviceQuery::Udid, DeviceQuery::OsVersion, "NewQuery".into()]);
    check("device-information", queries.clone());
    queries.device_attestation_nonce = Some(Data::from(*b"nonce"));
    check("device-information-attested", queries);
    check("installed-application-list", InstalledApplicationList::default());
    check(
        "installed-application-list-some",
        InstalledApplicationList {
            identifiers: texts(["com.example.notes"]),
            managed_apps_only: Some(true),
            items: Some(vec![AppItem::Identifier, AppItem::DeviceBasedVpp]),
            ..Default::default()
        },
    );
    check("security-info", SecurityInfo::default());
    check("profile-list", ProfileList { managed_only: Some(true), ..Default::default() });
    check("install-profile", InstallProfile::new(b"<plist><dict/></plist>".to_vec()));
    check("remove-profile", RemoveProfile::new("com.example.wifi"));
    check("install-application-store", InstallApplication::new(AppSource::ITunesStoreId(361_309_726)));
    check(
        "install-application-manifest",
        InstallApplication::new(AppSource::ManifestUrl("https://mdm.example.com/apps/1?a=b&c=d".to_owned())),
    );
    let mut install = InstallApplication::new(AppSource::Identifier("com.example.notes".to_owned()));
    install.options = Some(InstallOptions { purchase_method: Some(1), ..Default::default() });
    install.management_flags = Some(5);
    let mut configuration = Extra::default();
    configuration.insert("server".to_owned(), Value::String("https://example.com".to_owned()));
    install.configuration = Some(configuration);
    install.attributes = Some(AppAttributes {
        vpn_uuid: Some("11112222-3333-4444-5555-666677778888".to_owned()),
        associated_domains: texts(["example.com", "example.org"]),
        removable: Some(false),
        ..Default::default()
    });
    install.change_management_state = Some(ManagementChange::Managed);
    install.install_as_managed = Some(true);
    install.ios_app = Some(false);
    check("install-application", install);
    check("remove-application", RemoveApplication::new("com.example.notes"));
    check("device-lock", DeviceLock::default());
    check(
        "device-lock-mac",
        DeviceLock {
            message: Some("Return to <reception> & wait".to_owned()),
            phone_number: Some("+15550100".to_owned()),
            pin: Some(Pin::new("123456".to_owned()).unwrap()),
            ..Default::default()
        },
    );
    check("clear-passcode", ClearPasscode::new(UnlockToken::new(b"unlock".to_vec())));
    // F104: the options of an erase, each under its key.
    check("erase-device", EraseDevice::default());
    check(
        "erase-device-all",
        EraseDevice {
            preserve_data_plan: Some(true),
            disallow_proximity_setup: Some(true),
            pin: Some(Pin::new("654321".to_owned()).unwrap()),
            obliteration_behavior: Some(ObliterationBehavior::DoNotObliterate),
            return_to_service: Some(ReturnToService {
                enabled: true,
                wifi_profile_data: Some(Data::from(*b"wifi")),
                mdm_profile_data: Some(Data::from(*b"mdm")),
                bootstrap_token: Some(BootstrapToken::new(b"bootstrap".to_vec())),
                should_retry_enrollment: None,
                extra: Extra::default(),
            }),
            ..Default::default()
        },
    );
    let mut lost = EnableLostMode::new(LostModeNotice::Both {
        message: "Lost".to_owned(),
        phone_number: "+15550100".to_owned(),
    });
    lost.footnote = Some("Example".to_owned());
    check("enable-lost-mode", lost);
    check("enable-lost-mode-message", EnableLostMode::new(LostModeNotice::Message("Lost".to_owned())));
    check("disable-lost-mode", DisableLostMode::default());
    check("device-location", DeviceLocation::default());
    check(
        "restart-device",
        RestartDevice {
            rebuild_kernel_cache: Some(true),
            kext_paths: texts(["/Library/Extensions/Example.kext"]),
            notify_user: Some(false),
            ..Default::default()
        },
    );
    let mut keys = Extra::default();
    keys.insert("Numbers".to_owned(), Value::Array(vec![Value::Integer(3.into())]));
    let mut other =
        Command::new(CommandUuid::new("custom-1").unwrap(), Request::from_keys("Vendor", keys).unwrap());
    other.network = Network::Tethered;
    check_command("other-tethered", other);
    let mut wallpaper = WallpaperSetting::new(b"png".to_vec(), 3);
    wallpaper.extra.insert("New".to_owned(), Value::Boolean(true));
    check(
        "settings",
        Settings::new([wallpaper.into(), BluetoothSetting::new(false).into(), unknown_setting()]),
    );
}

#[test]
fn check_in_messages_of_devices() {
    fn check(name: &str, kind: IdentityKind, id: &str) {
        let message = check_in(name);
        let identity = message.enrollment().unwrap();
        assert_eq!((identity.kind, identity.id.as_str()), (kind, id), "{name}");
        let written = message.encode().unwrap();
        assert_eq!(CheckIn::decode(&written, &Limits::default()).unwrap(), message, "{name}");
    }
    let (phone, mac) = ("00008030-001C2D0E0A88802E", "564D3C2B-93A1-4E57-8D10-2F6E0A4C1B7D");
    let personal = "7E1C0A55-9B77-4E0C-A6F1-0D3C5B7A9E21";
    check("authenticate-iphone", IdentityKind::Device, phone);
    check("authenticate-mac", IdentityKind::Device, mac);
    check("authenticate-user-enrollment", IdentityKind::UserEnrollmentDevice, personal);
    check("token-update-iphone", IdentityKind::Device, phone);
    check(
        "token-update-mac-user",
        IdentityKind::User,
        &format!("{mac}:A1B2C3D4-0000-4444-8888-ABCDEF012345"),
    );
    check(
        "token-update-shared-ipad-user",
        IdentityKind::SharedIpadUser,
        &format!("{phone}:anna@school.example.com"),
    );
    check("check-out", IdentityKind::UserEnrollmentDevice, personal);
    check("declarative-management", IdentityKind::Device, phone);
}

#[test]
fn what_check_in_messages_hold() {
    let CheckIn::Authenticate(message) = check_in("authenticate-iphone") else { panic!() };
    assert_eq!(message.os_version.as_deref(), Some("17.4.1"));
    assert_eq!(message.topic.as_str(), "com.apple.mgmt.External.7d0c2f5e-3b1a-4c8e-9f64-1a2b3c4d5e6f");
    assert!(message.extra.is_empty(), "{:?}", message.extra);

    let CheckIn::TokenUpdate(message) = check_in("token-update-iphone") else { panic!() };
    assert_eq!(message.token.expose_secret(), (0..32).collect::<Vec<u8>>());
    assert_eq!(message.push_magic.expose_secret(), "3F1D5A77-0C1E-4A65-9C0B-7E21A6D94B10");
    assert_eq!(message.unlock_token.unwrap().expose_secret(), b"unlock-".repeat(20));
    assert_eq!(message.awaiting_configuration, Some(false));

    let CheckIn::TokenUpdate(message) = check_in("token-update-mac-user") else { panic!() };
    assert_eq!(message.not_on_console, Some(true));
    assert_eq!(message.unlock_token, None);
    assert_eq!(message.keys.user_long_name.as_deref(), Some("Anna Example"));

    let CheckIn::DeclarativeManagement(message) = check_in("declarative-management") else { panic!() };
    assert_eq!(message.endpoint, "tokens");
    assert_eq!(message.data.as_deref(), Some(&br#"{"SyncTokens":{}}"#[..]));

    let body =
        b"<plist><dict><key>MessageType</key><string>Later</string><key>UDID</key><string>U-1</string>\
        <key>Key</key><true/></dict></plist>";
    let other = CheckIn::decode(body, &Limits::default()).unwrap();
    assert_eq!((other.message_type(), other.enrollment().unwrap().id.as_str()), ("Later", "U-1"));
    let CheckIn::Other(message) = &other else { panic!() };
    assert!(message.extra.contains_key("Key"));
    assert_eq!(CheckIn::decode(&other.encode().unwrap(), &Limits::default()), Ok(other));
}

#[test]
fn reports_of_devices() {
    fn check(name: &str, status: Status, command: bool) {
        with_report(name, |report| {
            assert_eq!((&report.status, report.command_uuid.is_some()), (&status, command), "{name}");
            let written = report.encode().unwrap();
            let again = Report::decode(&written, &Limits::default()).unwrap();
            assert_eq!(again.response_keys().unwrap(), report.response_keys().unwrap(), "{name}");
            assert_eq!(again.encode().unwrap(), written, "{name}");
        });
    }
    check("idle", Status::Idle, false);
    check("idle-mac-user", Status::Idle, false);
    check("not-now", Status::NotNow, true);
    check("error", Status::Error, true);
    check("format-error", Status::CommandFormatError, true);
    check("device-information", Status::Acknowledged, true);
    check("installed-application-list", Status::Acknowledged, true);
    check("security-info", Status::Acknowledged, true);
    check("profile-list", Status::Acknowledged, true);
    check("install-application-refused", Status::Error, true);
    check("install-application-accepted", Status::Acknowledged, true);
    check("device-location", Status::Acknowledged, true);
    check("unknown-status", Status::from("Postponed"), true);
}

#[test]
fn what_reports_hold() {
    with_report("idle-mac-user", |report| {
        assert_eq!(report.need_sync_response, Some(true));
        assert_eq!(report.user_configuration, Some(true));
        assert_eq!(report.not_on_console, Some(false));
        assert_eq!(report.enrollment().unwrap().kind, IdentityKind::User);
    });
    with_report("error", |report| {
        let [outer, inner] = &report.error_chain[..] else { panic!() };
        assert_eq!(outer.error_code, Some(12078));
        assert_eq!(outer.us_english_description.as_deref(), Some("Not possible."));
        assert!(inner.extra.contains_key("Hint"));
    });
    with_report("device-information", |report| {
        let answer = report.response::<DeviceInformation>().unwrap();
        assert!(answer.extra.is_empty(), "the envelope is no part of the answer: {:?}", answer.extra);
        let values = answer.query_responses;
        assert_eq!(values.device_capacity, Some(128.0));
        assert_eq!(values.battery_level, Some(1.0), "an integer where a real is expected");
        assert_eq!(values.is_supervised, Some(true));
        assert_eq!(values.udid.as_deref(), Some("00008030-001C2D0E0A88802E"));
        assert_eq!(values.last_cloud_backup_date.unwrap().to_string(), "2026-11-20T22:15:00Z");
        assert_eq!(values.service_subscriptions.unwrap()[0].is_data_preferred, Some(true));
        assert!(matches!(values.extra.get("FutureKey"), Some(Value::Date(_))));
        assert_eq!(values.extra.get("FutureData").and_then(Value::as_data), Some(&[1, 2][..]));
    });
    with_report("installed-application-list", |report| {
        let apps = report.response::<InstalledApplicationList>().unwrap().installed_application_list;
        assert_eq!(apps[0].identifier.as_deref(), Some("com.example.notes"));
        assert_eq!(apps[0].bundle_size, Some(87_191_552));
        assert_eq!(apps[1].identifier, None);
    });
    with_report("security-info", |report| {
        let state = report.response::<SecurityInfo>().unwrap().security_info;
        assert_eq!(state.fde_enabled, Some(true));
        assert_eq!(state.firewall_settings.unwrap().applications.unwrap()[0].allowed, Some(true));
        assert!(state.secure_boot.unwrap().extra.contains_key("WindowsBootLevel"));
    });
    with_report("profile-list", |report| {
        let profiles = report.response::<ProfileList>().unwrap().profile_list;
        assert_eq!(profiles[0].payload_identifier.as_deref(), Some("com.example.wifi"));
        let payloads = profiles[0].payload_content.as_deref().unwrap();
        assert_eq!(payloads[0].payload_type.as_deref(), Some("com.apple.wifi.managed"));
    });
    with_report("install-application-refused", |report| {
        let answer = report.response::<InstallApplication>().unwrap();
        assert_eq!(answer.rejection_reason, Some(RejectionReason::AppAlreadyInstalled));
    });
    with_report("install-application-accepted", |report| {
        let answer = report.response::<InstallApplication>().unwrap();
        assert_eq!(answer.state, Some(AppState::from("SomethingNew")));
    });
    with_report("device-location", |report| {
        let place = report.response::<DeviceLocation>().unwrap();
        assert_eq!((place.latitude, place.longitude, place.course), (35.6595, 139.7005, Some(-1.0)));
    });
    with_report("format-error", |report| {
        assert_eq!(
            report.response::<DeviceLock>(),
            Err(Error::OtherRequestType { expected: "DeviceLock" }),
            "the report says that it is about something else"
        );
        assert!(report.response::<RemoveProfile>().is_ok());
    });
}

#[test]
fn a_report_as_a_device_makes_it() {
    let keys = EnrollmentKeys::device(Udid::new("U-1").unwrap());
    let mut answer = mdm_apple::DeviceLockResponse {
        message_result: Some(MessageResult::NoPasscodeSet),
        ..Default::default()
    };
    answer.extra.insert("Status".to_owned(), Value::String("Forged".to_owned()));
    let report = Report::new(keys.clone(), Status::Acknowledged)
        .about(CommandUuid::new("c-1").unwrap())
        .with_response(&answer)
        .unwrap();
    let bytes = report.encode().unwrap();
    let read = Report::decode(&bytes, &Limits::default()).unwrap();
    assert_eq!(read.status, Status::Acknowledged, "an unknown key does not displace the envelope");
    assert_eq!(read.response::<DeviceLock>().unwrap().message_result, Some(MessageResult::NoPasscodeSet));
    assert_eq!(read.clone().into_owned().response::<DeviceLock>(), read.response::<DeviceLock>());

    let mut failed = Report::new(keys, Status::Error).about(CommandUuid::new("c-1").unwrap());
    failed.error_chain.push(ErrorChainItem::new(12078, "MCMDMErrorDomain"));
    let bytes = failed.encode().unwrap();
    assert_eq!(Report::decode(&bytes, &Limits::default()).unwrap().error_chain[0].error_code, Some(12078));
}

#[test]
fn errors_say_what_and_where() {
    fn check<T: std::fmt::Debug>(result: Result<T, Error>, blame: Blame, key_path: &str, expected: &str) {
        let error = result.unwrap_err();
        assert_eq!((error.blame(), error.key_path()), (blame, key_path), "{error}");
        assert_eq!(error.to_string(), expected);
    }
    fn plist(body: &str) -> Vec<u8> {
        format!("<plist><dict>{body}</dict></plist>").into_bytes()
    }
    let limits = Limits::default();
    let check_in = |body: &str| CheckIn::decode(&plist(body), &limits);
    let string = |key: &str, value: &str| format!("<key>{key}</key><string>{value}</string>");
    let report = |body: &str| Report::decode(&plist(body), &limits).map(Report::into_owned);
    let command = |body: &str| {
        let body = format!("<key>Command</key><dict>{body}</dict>{}", string("CommandUUID", "1"));
        Command::decode(&plist(&body), &limits)
    };
    check(
        check_in(""),
        Blame::Peer,
        "",
        "the message cannot be read: missing key \"MessageType\" at byte 13, line 1",
    );
    check(
        check_in(&string("MessageType", "CheckOut")),
        Blame::Peer,
        "",
        "the message cannot be read: missing key \"Topic\" at byte 60, line 1",
    );
    check(
        check_in(&(string("MessageType", "CheckOut") + "<key>Topic</key><true/>")),
        Blame::Peer,
        "Topic",
        "the message cannot be read: boolean where a string is expected at byte 76, line 1 in `Topic`",
    );
    check(
        check_in(&(string("MessageType", "CheckOut") + &string("Topic", "has blanks"))),
        Blame::Peer,
        "Topic",
        "the message cannot be read: invalid value where a push topic of 1 to 255 printable characters is \
         expected at byte 76, line 1 in `Topic`",
    );
    assert_eq!(
        check_in(&(string("MessageType", "CheckOut") + &string("Topic", "t"))).unwrap().enrollment(),
        Err(Error::NoEnrollment)
    );
    check(
        report(&string("Status", &"s".repeat(65))),
        Blame::Peer,
        "Status",
        "the message cannot be read: invalid value where a status of at most 64 bytes is expected at byte 30, \
         line 1 in `Status`",
    );
    check(
        report(&(string("Status", "Idle") + "<key>ErrorChain</key><string>x</string>")),
        Blame::Peer,
        "ErrorChain",
        "the message cannot be read: string where a sequence is expected at byte 72, line 1 in `ErrorChain`",
    );
    let text = b"<plist><string>x</string></plist>";
    for error in [
        CheckIn::decode(text, &limits).unwrap_err(),
        Report::decode(text, &limits).unwrap_err(),
        Command::decode(text, &limits).unwrap_err(),
        Message::decode(text, &limits).unwrap_err(),
    ] {
        let expected = "the message cannot be read: string where a dictionary is expected at byte 7, line 1";
        check(Err::<(), _>(error), Blame::Peer, "", expected);
    }
    check(
        Command::decode(&plist("<key>Command</key><true/>"), &limits),
        Blame::Peer,
        "Command",
        "the message cannot be read: boolean where a dictionary is expected at byte 31, line 1 in `Command`",
    );
    check(
        command(&string("RequestType", "RemoveProfile")),
        Blame::Peer,
        "Command",
        "the message cannot be read: missing key \"Identifier\" at byte 89, line 1 in `Command`",
    );
    let two_sources = string("Identifier", "a") + &string("ManifestURL", "https://example.com");
    check(
        command(&(string("RequestType", "InstallApplication") + &two_sources)).map(|_| ()),
        Blame::Peer,
        "Command",
        "the message cannot be read: invalid value where exactly one of iTunesStoreID, Identifier and \
         ManifestURL is expected at byte 191, line 1 in `Command`",
    );
    check(
        command(&string("RequestType", "EnableLostMode")).map(|_| ()),
        Blame::Peer,
        "Command",
        "the message cannot be read: invalid value where Message or PhoneNumber is expected at byte 90, line 1 \
         in `Command`",
    );
    check(
        Request::from_keys("ClearPasscode", Extra::default()).map(|_| ()),
        Blame::Caller,
        "",
        "the keys do not make such a command: missing key \"UnlockToken\" at byte 164, line 4",
    );
}

#[test]
fn an_empty_udid_counts_as_missing() {
    let body = b"<plist><dict><key>Status</key><string>Idle</string><key>UDID</key><string/>\
        <key>EnrollmentID</key><string>E-1</string></dict></plist>";
    let report = Report::decode(body, &Limits::default()).unwrap();
    assert_eq!(report.enrollment().unwrap().kind, IdentityKind::UserEnrollmentDevice);
}

#[test]
fn unknown_keys_cannot_displace_known_ones() {
    let mut lock = DeviceLock { message: Some("shown".to_owned()), ..Default::default() };
    for key in ["RequestType", "RequestRequiresNetworkTether", "Message", "Unknown"] {
        lock.extra.insert(key.to_owned(), Value::String("forged".to_owned()));
    }
    let command = Command::new(CommandUuid::new("1").unwrap(), lock);
    let read = Command::decode(&command.encode().unwrap(), &Limits::default()).unwrap();
    assert_eq!(read.network, Network::Any);
    let Request::DeviceLock(lock) = read.request else { panic!() };
    assert_eq!(lock.message.as_deref(), Some("shown"));
    assert_eq!(lock.extra.keys().collect::<Vec<_>>(), ["Unknown"]);
}

#[test]
fn a_known_request_is_typed_also_when_made_of_keys() {
    let mut keys = Extra::default();
    keys.insert("PIN".to_owned(), Value::String("123456".to_owned()));
    keys.insert("RequestType".to_owned(), Value::String("Vendor".to_owned()));
    let request = Request::from_keys("EraseDevice", keys).unwrap();
    assert_eq!(request.request_type(), "EraseDevice");
    let Request::EraseDevice(erase) = &request else { panic!() };
    assert_eq!(erase.pin.as_ref().unwrap().expose_secret(), "123456");
    assert!(erase.extra.is_empty());
    assert_eq!(request.to_keys().unwrap().keys().collect::<Vec<_>>(), ["PIN"]);
}

#[test]
fn a_request_is_validated_with_its_keys() {
    let mut facts = DeviceFacts::new(Platform::Ios);
    facts.os = Some("15.0".parse().unwrap());
    let lock = DeviceLock {
        message: Some("m".to_owned()),
        pin: Some(Pin::new("123456".to_owned()).unwrap()),
        ..Default::default()
    };
    let refusals = Request::from(lock.clone()).validate(&facts);
    assert_eq!(refusals.len(), 1);
    assert_eq!(
        (refusals[0].key.as_deref(), refusals[0].reason),
        (Some("PIN"), RefusalReason::NotSupported { platform: Platform::Ios })
    );
    facts.platform = Platform::Tvos;
    let refusals = Request::from(lock).validate(&facts);
    assert_eq!(refusals.len(), 1, "what is refused whole is not refused again by key");
    assert_eq!(refusals[0].key, None);

    facts.platform = Platform::Ios;
    let query = DeviceInformation::new(vec![DeviceQuery::OsVersion, DeviceQuery::SupplementalBuildVersion]);
    let refusals = Request::from(query).validate(&facts);
    assert_eq!(
        refusals.iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            "Queries/SupplementalBuildVersion of DeviceInformation needs iOS 16.1 or later, and this device runs 15.0."
        ]
    );
    let unknown = Request::from_keys("Vendor", Extra::default()).unwrap();
    assert_eq!(unknown.validate(&facts), []);

    facts.supervised = Some(false);
    let settings = Settings::new([WallpaperSetting::new(Vec::new(), 1).into(), unknown_setting()]);
    let refusals = Request::from(settings).validate(&facts);
    let told: Vec<_> = refusals.iter().map(|refusal| (refusal.key.as_deref(), refusal.reason)).collect();
    assert_eq!(
        told,
        [
            (Some("Settings/Wallpaper"), RefusalReason::NeedsSupervision),
            (Some("Settings/Unheard"), RefusalReason::Unknown)
        ],
        "what is refused of an item is not said again of its keys"
    );
}

#[test]
fn the_matrix_knows_every_typed_request_and_its_queries() {
    assert_eq!(Request::KNOWN.len(), 68);
    assert_eq!(CheckIn::KNOWN.len(), 9);
    assert_eq!(ErrorBody::KNOWN.len(), 5);
    assert_eq!(Setting::KNOWN.len(), 20);
    assert_eq!(mdm_apple::support::request_types().count(), Request::KNOWN.len());
    for request_type in mdm_apple::support::request_types() {
        assert!(Request::KNOWN.contains(&request_type), "{request_type}");
    }
    let queries: Vec<_> = mdm_apple::support::keys("DeviceInformation").collect();
    for query in DeviceQuery::KNOWN {
        let path = format!("Queries/{}", query.as_str());
        assert!(queries.contains(&path.as_str()), "{path}");
    }
}

#[test]
fn a_response_travels_as_json() {
    with_report("device-information", |report| {
        let mut answer = report.response::<DeviceInformation>().unwrap();
        let values = &mut answer.query_responses;
        values.device_properties_attestation = Some(vec![Data::from([1, 2, 3])]);
        let json = serde_json::to_string(&answer).unwrap();
        // Typed keys are what they are; unknown ones say it.
        assert!(json.contains(r#""FutureData":{"plist:data":"AQI="}"#), "{json}");
        assert!(json.contains(r#""FutureKey":{"plist:date":""#), "{json}");
        assert!(json.contains(r#""LastCloudBackupDate":"2026-11-20T22:15:00Z""#), "{json}");
        assert!(json.contains(r#""DevicePropertiesAttestation":["AQID"]"#), "{json}");
        let again: mdm_apple::DeviceInformationResponse = serde_json::from_str(&json).unwrap();
        assert_eq!(again, answer);
    });
    let message = check_in("token-update-iphone");
    let json = serde_json::to_string(&message).unwrap();
    assert_eq!(serde_json::from_str::<CheckIn>(&json).unwrap(), message);
    let CheckIn::TokenUpdate(message) = message else { panic!() };
    let json = serde_json::to_string(&*message).unwrap();
    assert_eq!(serde_json::from_str::<mdm_apple::TokenUpdate>(&json).unwrap(), *message);
}

#[test]
fn results_of_settings_are_read_one_or_many() {
    let one = "<dict><key>Status</key><string>Error</string><key>ErrorChain</key><array><dict><key>ErrorCode</key>\
        <integer>12078</integer></dict></array></dict>";
    for (settings, count) in
        [(one.to_owned(), 1), (format!("<array>{one}{one}</array>"), 2), ("<array/>".to_owned(), 0)]
    {
        let body = format!(
            "<plist><dict><key>Status</key><string>Acknowledged</string><key>UDID</key><string>U-1</string>\
             <key>CommandUUID</key><string>c</string><key>Settings</key>{settings}</dict></plist>"
        );
        let report = Report::decode(body.as_bytes(), &Limits::default()).unwrap();
        let results = report.response::<Settings>().unwrap().settings.unwrap();
        assert_eq!(results.len(), count);
        let errors = results.iter().flat_map(|result| result.error_chain.iter().flatten());
        assert!(
            errors
                .into_iter()
                .all(|error| error.meaning() == Some("the request is not possible in Lost Mode"))
        );
    }
}

#[test]
fn a_message_of_any_kind_is_recognized() {
    fn check(body: &[u8], expected: &str) {
        let message = Message::decode(body, &Limits::default());
        let told = match &message {
            Ok(Message::CheckIn(message)) => message.message_type().to_owned(),
            Ok(Message::Report(report)) => report.status.as_str().to_owned(),
            Ok(Message::Command(command)) => command.request.request_type().to_owned(),
            Ok(Message::ErrorBody(body)) => body.name().to_owned(),
            Ok(Message::Profile(keys)) => format!("profile of {} keys", keys.len()),
            #[cfg(feature = "declarations")]
            Ok(Message::Declaration(declaration)) => declaration.payload.name().to_owned(),
            #[cfg(feature = "declarations")]
            Ok(Message::StatusReport(_)) => "status".to_owned(),
            Ok(_) => unreachable!("no other kind"),
            Err(error) => error.to_string(),
        };
        assert_eq!(told, expected);
    }
    check(&read("checkin/token-update-iphone"), "TokenUpdate");
    check(&read("report/not-now"), "NotNow");
    check(&read("command/erase-device-all"), "EraseDevice");
    check(&read("unrecognized-device"), "com.apple.unrecognized.device");
    check(br#"{"code":"com.apple.well-known.failed"}"#, "com.apple.well-known.failed");
    check(b"<plist><dict><key>PayloadContent</key><array/></dict></plist>", "profile of 1 keys");
    check(b"<plist><dict/></plist>", "no message of the protocol");
    check(b"{}", "no message of the protocol");
    check(b" {", "the document cannot be read as JSON, line 1, column 2");
    #[cfg(feature = "declarations")]
    {
        check(br#"{"Type":"t","Identifier":"i","ServerToken":"s","Payload":{}}"#, "t");
        check(br#"{"StatusItems":{},"Errors":[]}"#, "status");
    }
}

#[test]
fn the_body_that_unenrolls() {
    let body = ErrorBody::unrecognized_device();
    assert_eq!(body.encode_json().unwrap(), br#"{"code":"com.apple.unrecognized.device"}"#);
    assert_eq!(ErrorBody::decode(&body.encode_json().unwrap(), &Limits::default()), Ok(body.clone()));
    assert_eq!(ErrorBody::decode(&body.encode().unwrap(), &Limits::default()), Ok(body.clone()));
    let body = body.encode().unwrap();
    assert_eq!(String::from_utf8(body).unwrap(), String::from_utf8(read("unrecognized-device")).unwrap());
}
