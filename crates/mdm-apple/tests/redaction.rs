//! Planted secrets and personal text reach neither `Debug` nor an error.

use std::fmt::{Debug, Write as _};

use mdm_apple::{
    AppSource, BootstrapToken, CheckIn, ClearPasscode, Command, CommandUuid, Data, DeviceInformation,
    DeviceLocation, DeviceLock, EnableLostMode, EraseDevice, Extra, InstallApplication, InstallProfile,
    InstalledApplicationList, Limits, LostModeNotice, Pin, ProfileList, PushMagic, PushToken, Report,
    ReturnToService, SecurityInfo, UnlockToken, Value,
};

const PLANTED: &str = "pl4nted";
const PLANTED_PIN: &str = "pl4nte";
const PLANTED_NUMBER: f64 = 35.123_456;

fn planted() -> Vec<u8> {
    PLANTED.into()
}

/// Fails when a text shows what was planted, in any form in which bytes are usually shown.
fn check(shown: &str) {
    let hex = PLANTED.bytes().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    let decimal = format!("{:?}", PLANTED.as_bytes());
    let forms = [PLANTED, PLANTED_PIN, "cGw0bnRlZA", &hex, decimal.trim_matches(['[', ']']), "35.12"];
    let flat = shown.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    for form in forms {
        assert!(!flat.contains(&form.to_lowercase()), "{form} in {shown}");
    }
}

fn check_debug(value: &impl Debug) {
    check(&format!("{value:?}"));
    check(&format!("{value:#?}"));
}

fn pin() -> Pin {
    Pin::new(PLANTED_PIN.to_owned()).expect("six characters")
}

fn extra() -> Extra {
    let mut extra = Extra::default();
    extra.insert("Unknown".to_owned(), Value::String(PLANTED.to_owned()));
    extra.insert("UnknownData".to_owned(), Value::Data(planted()));
    extra
}

fn plist(keys: &str) -> Vec<u8> {
    let keys = keys
        .replace("TEXT", &format!("<string>{PLANTED}</string>"))
        .replace("DATA", "<data>cGw0bnRlZA==</data>")
        .replace("REAL", "<real>35.123456</real>");
    format!("<plist version=\"1.0\"><dict>{keys}</dict></plist>").into_bytes()
}

/// Everything that a device can tell about somebody.
fn device_messages() -> Vec<Vec<u8>> {
    let user = "<key>UDID</key><string>U-1</string><key>UserID</key>TEXT<key>UserShortName</key>TEXT\
        <key>UserLongName</key>TEXT<key>EnrollmentID</key>TEXT<key>EnrollmentUserID</key>TEXT<key>New</key>TEXT";
    let report = "<key>Status</key><string>Acknowledged</string><key>CommandUUID</key><string>c</string>";
    let token_update = "<key>MessageType</key><string>TokenUpdate</string><key>Topic</key><string>t</string>\
        <key>Token</key>DATA<key>PushMagic</key>TEXT<key>UnlockToken</key>DATA";
    vec![
        plist(&format!("{token_update}{user}")),
        plist(&format!(
            "<key>MessageType</key><string>Authenticate</string><key>Topic</key><string>t</string>\
             <key>DeviceName</key>TEXT<key>SerialNumber</key>TEXT<key>Challenge</key>DATA{user}"
        )),
        plist(&format!(
            "<key>MessageType</key><string>UserAuthenticate</string><key>DigestResponse</key>TEXT{user}"
        )),
        plist(&format!(
            "{report}{user}<key>ErrorChain</key><array><dict><key>LocalizedDescription</key>TEXT\
             <key>ErrorDomain</key>TEXT</dict></array><key>QueryResponses</key><dict><key>DeviceName</key>TEXT\
             <key>PhoneNumber</key>TEXT<key>PushToken</key>DATA<key>BatteryLevel</key>REAL\
             <key>OrganizationInfo</key><dict><key>OrganizationEmail</key>TEXT</dict></dict>\
             <key>SecurityInfo</key><dict><key>FDE_PersonalRecoveryKeyCMS</key>DATA</dict>\
             <key>InstalledApplicationList</key><array><dict><key>Identifier</key>TEXT</dict></array>\
             <key>ProfileList</key><array><dict><key>PayloadDisplayName</key>TEXT</dict></array>\
             <key>Latitude</key>REAL<key>Longitude</key>REAL<key>Timestamp</key>TEXT<key>State</key>TEXT\
             <key>MessageResult</key>TEXT"
        )),
        plist(&format!("<key>Status</key>TEXT{user}")),
        plist(&format!(
            "<key>CommandUUID</key><string>c</string><key>Command</key><dict><key>RequestType</key>\
             <string>EraseDevice</string><key>PIN</key><string>{PLANTED_PIN}</string></dict>"
        )),
    ]
}

/// Reads bytes as everything and checks what is shown of the result or the error.
fn check_reading(bytes: &[u8]) {
    fn check_result<T: Debug>(result: Result<T, mdm_apple::Error>) {
        if let Err(error) = &result {
            check(&error.to_string());
        }
        check_debug(&result);
    }
    let limits = Limits::default();
    check_result(CheckIn::decode(bytes, &limits));
    if let Ok(message) = CheckIn::decode(bytes, &limits) {
        check_result(message.enrollment().map(|identity| identity.kind));
    }
    check_result(Command::decode(bytes, &limits));
    let report = Report::decode(bytes, &limits);
    check_result(report.clone());
    let Ok(report) = report else { return };
    check_result(report.response::<DeviceInformation>());
    check_result(report.response::<SecurityInfo>());
    check_result(report.response::<InstalledApplicationList>());
    check_result(report.response::<ProfileList>());
    check_result(report.response::<DeviceLocation>());
    check_result(report.response::<DeviceLock>());
    check_result(report.response::<InstallApplication>());
    check_result(report.response_keys());
}

#[test]
fn secrets_show_nothing_of_themselves() {
    fn check(value: &impl Debug, expected: &str) {
        assert_eq!(format!("{value:?}"), expected);
    }
    check(&PushToken::new(planted()), "PushToken(redacted)");
    check(&UnlockToken::new(planted()), "UnlockToken(redacted)");
    check(&BootstrapToken::new(planted()), "BootstrapToken(redacted)");
    check(&PushMagic::new(PLANTED.to_owned()).unwrap(), "PushMagic(redacted)");
    check(&pin(), "Pin(redacted)");
    assert_eq!(Pin::new(PLANTED.to_owned()).unwrap_err().to_string(), "not a PIN of six characters");
    check_debug(&Pin::new(PLANTED.to_owned()));
    check_debug(&PushMagic::new(PLANTED.repeat(200)));
}

#[test]
fn commands_show_nothing() {
    let manifest = AppSource::ManifestUrl(format!("https://example.com/?token={PLANTED}"));
    let mut install = InstallApplication::new(manifest);
    install.configuration = Some(extra());
    let requests = [
        InstallProfile::new(planted()).into(),
        ClearPasscode::new(UnlockToken::new(planted())).into(),
        install.into(),
        DeviceLock {
            message: Some(PLANTED.to_owned()),
            phone_number: Some(PLANTED.to_owned()),
            pin: Some(pin()),
            extra: extra(),
        }
        .into(),
        EraseDevice {
            pin: Some(pin()),
            return_to_service: Some(ReturnToService {
                enabled: true,
                wifi_profile_data: Some(Data::from(planted())),
                mdm_profile_data: Some(Data::from(planted())),
                bootstrap_token: Some(BootstrapToken::new(planted())),
                should_retry_enrollment: None,
                extra: extra(),
            }),
            extra: extra(),
            ..Default::default()
        }
        .into(),
        EnableLostMode::new(LostModeNotice::Both {
            message: PLANTED.to_owned(),
            phone_number: PLANTED.to_owned(),
        })
        .into(),
        mdm_apple::Request::from_keys("Vendor", extra()).unwrap(),
    ];
    for request in requests {
        let command = Command::new(CommandUuid::from_bytes([0; 16]), request);
        check_debug(&command);
        check_debug(&command.request.footprint());
        let bytes = command.encode().unwrap();
        assert!(bytes.len() > 300, "the message itself holds it");
        check_reading(&bytes);
    }
}

#[test]
fn messages_of_devices_show_nothing() {
    for message in device_messages() {
        check_reading(&message);
    }
    let location = &device_messages()[3];
    let place = Report::decode(location, &Limits::default()).unwrap().response::<DeviceLocation>().unwrap();
    assert!((place.latitude - PLANTED_NUMBER).abs() < 1e-9, "the value itself is there");
}

#[test]
fn errors_show_nothing() {
    for message in device_messages() {
        for end in 0..message.len() {
            check_reading(&message[..end]);
        }
        let text = String::from_utf8(message).unwrap();
        for (from, to) in [
            ("<string>pl", "<integer>pl"),
            ("</string>", "</integer>"),
            ("<data>c", "<data>-c"),
            ("<data>", "<date>"),
            ("<real>", "<real>x"),
            ("<string>U-1", "<string>U 1 pl4nted"),
            ("<string>t<", "<string>t pl4nted<"),
            ("<string>c<", "<string>c pl4nted<"),
            ("<string>pl4nte<", "<string>pl4nted<"),
        ] {
            for (at, _) in text.match_indices(from) {
                let mut damaged = text.clone();
                damaged.replace_range(at..at + from.len(), to);
                check_reading(damaged.as_bytes());
            }
        }
    }
}
