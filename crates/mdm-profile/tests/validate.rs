//! Foreign profiles held against the support matrix: every finding names its place, and none of them a value.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use mdm_apple::support::{DeviceFacts, EnrollmentKind};
use mdm_lock::{Channel, OsVersion, Platform};
use mdm_profile::Profile;

/// A profile of payloads, each a type and its keys as XML; around them are other keys.
fn profile(around: &str, payloads: &[(&str, &str)]) -> Profile {
    let header = |name: &str, payload_type: &str| {
        format!(
            "<key>PayloadType</key><string>{payload_type}</string><key>PayloadIdentifier</key><string>{name}</string>\
             <key>PayloadUUID</key><string>{name}</string><key>PayloadVersion</key><integer>1</integer>"
        )
    };
    let mut content = String::new();
    for (at, (payload_type, keys)) in payloads.iter().enumerate() {
        content.push_str(&format!("<dict>{}{keys}</dict>", header(&format!("U{at}"), payload_type)));
    }
    let top = header("com.example", "Configuration");
    let text = format!(
        "<plist version=\"1.0\"><dict>{top}{around}<key>PayloadContent</key><array>{content}</array></dict></plist>"
    );
    Profile::decode(text.as_bytes()).unwrap()
}

fn facts(platform: Platform, major: u16, minor: u16) -> DeviceFacts {
    let mut facts = DeviceFacts::new(platform);
    facts.os = Some(OsVersion::new(major, minor));
    facts
}

fn ios() -> DeviceFacts {
    facts(Platform::Ios, 18, 0)
}

fn mac() -> DeviceFacts {
    facts(Platform::Macos, 15, 0)
}

fn told(profile: &Profile, facts: &DeviceFacts) -> Vec<String> {
    let told: Vec<String> = profile.validate(facts).iter().map(ToString::to_string).collect();
    assert!(!told.iter().any(|sentence| sentence.contains("pl4nted")), "{told:?}");
    told
}

fn check(facts: &DeviceFacts, payload_type: &str, keys: &str, expected: &[&str]) {
    assert_eq!(told(&profile("", &[(payload_type, keys)]), facts), expected, "{payload_type} {keys}");
}

const WIFI: &str = "com.apple.wifi.managed";
const SCEP: &str = "com.apple.security.scep";
const SSO: &str = "com.apple.extensiblesso";
const PASSCODE: &str = "com.apple.mobiledevice.passwordpolicy";
const MCX: &str = "com.apple.MCX";

#[test]
fn what_does_not_fit_the_schema() {
    check(&ios(), WIFI, "<key>SSID_STR</key><string>pl4nted</string>", &[]);
    check(
        &ios(),
        WIFI,
        "<key>SSID_STR</key><data>cGw0bnRlZA==</data><key>AutoJoin</key><string>pl4nted</string>",
        &[
            "PayloadContent[0].AutoJoin (com.apple.wifi.managed) must be true or false.",
            "PayloadContent[0].SSID_STR (com.apple.wifi.managed) must be a string.",
        ],
    );
    check(
        &ios(),
        WIFI,
        "<key>ProxyType</key><string>pl4nted</string>",
        &[
            "PayloadContent[0].ProxyType (com.apple.wifi.managed) is none of the values that are known: None, Manual, Auto.",
        ],
    );
    check(
        &ios(),
        WIFI,
        "<key>EAPClientConfiguration</key><dict/>",
        &[
            "PayloadContent[0].EAPClientConfiguration.AcceptEAPTypes (com.apple.wifi.managed) is missing, and the \
           device needs it.",
        ],
    );
    check(
        &ios(),
        WIFI,
        "<key>EAPClientConfiguration</key><dict><key>AcceptEAPTypes</key>\
         <array><integer>13</integer><integer>99</integer></array></dict>",
        &[
            "PayloadContent[0].EAPClientConfiguration.AcceptEAPTypes[1] (com.apple.wifi.managed) is none of the values \
           that are known: 13, 17, 18, 21, 23, 25, 43.",
        ],
    );
    check(
        &ios(),
        PASSCODE,
        "<key>minLength</key><integer>17</integer>",
        &["PayloadContent[0].minLength (com.apple.mobiledevice.passwordpolicy) must be from 0 to 16."],
    );
    check(
        &ios(),
        SCEP,
        "",
        &["PayloadContent[0].PayloadContent (com.apple.security.scep) is missing, and the device needs it."],
    );
    check(
        &ios(),
        SCEP,
        "<key>PayloadContent</key><dict/>",
        &[
            "PayloadContent[0].PayloadContent.URL (com.apple.security.scep) is missing, and the device needs it.",
        ],
    );
    let several = "<key>PayloadContent</key><dict><key>URL</key><string>u</string><key>SubjectAltName</key><dict>\
                   <key>dNSName</key><array><string>a</string><string>b</string></array></dict></dict>";
    check(&ios(), SCEP, several, &[]);
    check(&ios(), "com.example.unknown", "<key>Any</key><true/>", &[]);
    check(&ios(), WIFI, "<key>Unknown</key><true/>", &[]);
}

#[test]
fn what_a_device_does_not_have() {
    check(
        &facts(Platform::Ios, 13, 0),
        "com.apple.dnsSettings.managed",
        "<key>DNSSettings</key><dict/>",
        &[
            "PayloadContent[0] (com.apple.dnsSettings.managed) needs iOS 14.0 or later, and this device runs 13.0.",
        ],
    );
    check(&ios(), "com.apple.dock", "", &["PayloadContent[0] (com.apple.dock) does not exist on iOS."]);
    check(
        &facts(Platform::Macos, 27, 0),
        "com.apple.SoftwareUpdate",
        "",
        &[
            "PayloadContent[0] (com.apple.SoftwareUpdate) is gone since macOS 27.0, and this device runs 27.0.",
        ],
    );
    check(
        &facts(Platform::Ios, 8, 0),
        WIFI,
        "<key>CaptiveBypass</key><true/>",
        &[
            "PayloadContent[0].CaptiveBypass (com.apple.wifi.managed) needs iOS 10.0 or later, and this device runs 8.0.",
        ],
    );
    let mut facts = ios();
    facts.supervised = Some(false);
    check(
        &facts,
        "com.apple.app.lock",
        "",
        &[
            "PayloadContent[0] (com.apple.app.lock) needs a supervised device, and this one is not supervised.",
        ],
    );
    facts.enrollment = Some(EnrollmentKind::UserEnrollment);
    let camera = "<key>allowCamera</key><false/>";
    check(
        &facts,
        "com.apple.applicationaccess",
        camera,
        &[
            "PayloadContent[0].allowCamera (com.apple.applicationaccess) is not available on a personal device under \
           User Enrollment.",
        ],
    );
    let mut user = mac();
    user.channel = Channel::User;
    check(
        &user,
        "com.apple.AssetCache.managed",
        "",
        &[
            "PayloadContent[0] (com.apple.AssetCache.managed) goes to the device itself, not to one of its users.",
        ],
    );
}

#[test]
fn several_files_of_one_payload_type() {
    check(
        &mac(),
        MCX,
        "<key>timeServer</key><string>pl4nted</string><key>DisableGuestAccount</key><true/>",
        &[],
    );
    check(
        &mac(),
        MCX,
        "<key>DisableGuestAccount</key><string>pl4nted</string>",
        &["PayloadContent[0].DisableGuestAccount (com.apple.MCX) must be true or false."],
    );
    check(
        &mac(),
        SSO,
        "<key>ExtensionIdentifier</key><string>com.example</string><key>TeamIdentifier</key><string>any</string>\
         <key>Type</key><string>Redirect</string><key>ExtensionData</key><dict><key>allowPassword</key><data/></dict>",
        &[],
    );
    check(
        &mac(),
        SSO,
        "<key>ExtensionIdentifier</key><string>com.apple.AppSSOKerberos.KerberosExtension</string>\
         <key>TeamIdentifier</key><string>apple</string><key>Type</key><string>Credential</string>\
         <key>Realm</key><string>EXAMPLE.COM</string><key>Hosts</key><array><string>.example.com</string></array>\
         <key>ExtensionData</key><dict><key>allowPassword</key><data/></dict>",
        &["PayloadContent[0].ExtensionData.allowPassword (com.apple.extensiblesso) must be true or false."],
    );
    check(
        &mac(),
        SSO,
        "",
        &[
            "PayloadContent[0].ExtensionIdentifier (com.apple.extensiblesso) is missing, and the device needs it.",
            "PayloadContent[0].Type (com.apple.extensiblesso) is missing, and the device needs it.",
        ],
    );
}

#[test]
fn borrowed_keys_are_checked_too() {
    check(
        &mac(),
        "com.apple.firstethernet.managed",
        "<key>EAPClientConfiguration</key><dict><key>AcceptEAPTypes</key><true/></dict>",
        &[
            "PayloadContent[0].EAPClientConfiguration.AcceptEAPTypes (com.apple.firstethernet.managed) must be an array.",
        ],
    );
}

#[test]
fn what_follows_from_the_profile_itself() {
    let twice = profile(
        "",
        &[
            ("com.apple.mdm", ""),
            (WIFI, ""),
            (WIFI, ""),
            ("com.apple.proxy.http.global", "<key>ProxyType</key><string>Auto</string>"),
            ("com.apple.proxy.http.global", "<key>ProxyType</key><string>Auto</string>"),
        ],
    );
    let repeated: Vec<String> =
        told(&twice, &ios()).into_iter().filter(|told| told.contains("once")).collect();
    assert_eq!(
        repeated,
        [
            "PayloadContent[4] (com.apple.proxy.http.global) can be on a device once, and the profile has another one before."
        ]
    );
    let broken = profile("", &[(WIFI, "<key>PayloadCertificateUUID</key><string>pl4nted</string>")]);
    assert_eq!(
        told(&broken, &ios()),
        [
            "PayloadContent[0].PayloadCertificateUUID (com.apple.wifi.managed) is the UUID of no payload of this profile."
        ]
    );
    let root = ("com.apple.security.root", "<key>PayloadContent</key><data>MAA=</data>");
    let wrong = profile("", &[root, (WIFI, "<key>PayloadCertificateUUID</key><string>U0</string>")]);
    assert_eq!(
        told(&wrong, &ios()),
        [
            "PayloadContent[1].PayloadCertificateUUID (com.apple.wifi.managed) is the UUID of a payload of another kind \
          than this key needs."
        ]
    );
    let around = profile(
        "<key>TargetDeviceType</key><integer>9</integer><key>DurationUntilRemoval</key><integer>60</integer>",
        &[],
    );
    assert_eq!(
        told(&around, &ios()),
        ["TargetDeviceType (Configuration) is none of the values that are known: 0, 1, 2, 3, 4, 5, 6."]
    );
    let consent = "<key>ConsentText</key><dict><key>default</key><string>pl4nted</string></dict>";
    assert_eq!(told(&profile(consent, &[]), &ios()), [""; 0]);
}

#[test]
fn advice_is_no_refusal() {
    let old = profile("", &[("com.apple.applicationaccess", "<key>allowAutoUnlock</key><false/>")]);
    assert!(old.validate(&ios()).iter().all(|finding| !finding.reason.is_warning()));
    let deprecated =
        profile("", &[("com.apple.webcontent-filter", "<key>WhitelistedBookmarks</key><array/>")]);
    let findings = deprecated.validate(&ios());
    assert!(findings.iter().any(|finding| finding.reason.is_warning()), "{findings:?}");
    assert_eq!(
        findings[0].to_string(),
        "PayloadContent[0].WhitelistedBookmarks (com.apple.webcontent-filter) still works, but Apple advises against it since iOS 14.5."
    );
}
