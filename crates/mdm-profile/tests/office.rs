//! A profile of an office with the payloads that are used most, against its golden bytes and against devices.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use mdm_apple::Password;
use mdm_apple::support::{DeviceFacts, EnrollmentKind};
use mdm_lock::{OsVersion, Platform};
use mdm_profile::payload::accounts::{
    EmailAccountType, ExchangeActiveSync, ExtensibleSso, ExtensibleSsoType, IncomingMailServerAuthentication,
    Mail, OutgoingMailServerAuthentication,
};
use mdm_profile::payload::apps::WebClip;
use mdm_profile::payload::certificates::{Acme, KeyType, Pkcs12, Root, Scep, ScepContent};
use mdm_profile::payload::network::{EapClientConfiguration, EncryptionType, Wifi};
use mdm_profile::payload::restrictions::{Passcode, Restrictions};
use mdm_profile::payload::vpn::{
    DnsProtocol, DnsServer, DnsSettings, FilterType, Ikev2, Ikev2Authentication, Vpn, VpnType,
    WebContentFilter,
};
use mdm_profile::payload::{Finding, IdentityContent};
use mdm_profile::{Error, PayloadScope, Profile, ScepChallenge};

const GOLDEN: &str = include_str!("data/office.mobileconfig");

fn name(common_name: &str) -> Vec<Vec<Vec<String>>> {
    vec![
        vec![vec!["O".to_owned(), "Example".to_owned()]],
        vec![vec!["CN".to_owned(), common_name.to_owned()]],
    ]
}

fn office() -> Result<Profile, Error> {
    let mut profile = Profile::new("com.example.office");
    profile.display_name = Some("Example office".to_owned());
    profile.organization = Some("Example".to_owned());
    profile.scope = Some(PayloadScope::System);
    profile.removal_disallowed = Some(true);
    profile.removal_date = Some("2027-12-31T23:00:00Z".parse().unwrap());

    let ca = profile.add("ca", Root::new(b"a certificate as DER".to_vec()))?;
    let mut content = ScepContent::new("https://ca.example.com/scep");
    content.subject = Some(name("device 17"));
    content.challenge = Some(ScepChallenge::new("a challenge"));
    content.keysize = Some(2048);
    content.key_usage = Some(5);
    let scep = profile.add("scep", Scep::new(content))?;
    let directory = "https://ca.example.com/acme/directory";
    let mut acme = Acme::new(directory, "device 17", 384, KeyType::EcsecPrimeRandom, true, name("device 17"));
    acme.attest = Some(true);
    let acme = profile.add("acme", acme)?;
    let mut mail_identity = Pkcs12::new(IdentityContent::new(b"an identity as PKCS #12".to_vec()));
    mail_identity.password = Some(Password::new("a password".to_owned()));
    let mail_identity = profile.add("mail-identity", mail_identity)?;

    let mut eap = EapClientConfiguration::new(vec![13]);
    eap.payload_certificate_anchor_uuid = Some(vec![ca.to_string()]);
    eap.tls_trusted_server_names = Some(vec!["radius.example.com".to_owned()]);
    let wifi = Wifi {
        ssid_str: Some("Example".to_owned()),
        encryption_type: Some(EncryptionType::Wpa2),
        eap_client_configuration: Some(eap),
        payload_certificate_uuid: Some(scep.to_string()),
        auto_join: Some(true),
        ..Wifi::default()
    };
    profile.add("wifi", wifi)?;

    let mut ikev2 =
        Ikev2::new("vpn.example.com", "device 17", "vpn.example.com", Ikev2Authentication::Certificate);
    ikev2.payload_certificate_uuid = Some(acme.to_string());
    let mut vpn = Vpn::new(VpnType::Ikev2, "Example");
    vpn.ikev2 = Some(ikev2);
    profile.add("vpn", vpn)?;

    let mut mail = Mail::new(
        EmailAccountType::EmailTypeImap,
        IncomingMailServerAuthentication::EmailAuthPassword,
        "imap.example.com",
        OutgoingMailServerAuthentication::EmailAuthPassword,
        "smtp.example.com",
    );
    mail.smime_enabled = Some(true);
    mail.smime_signing_certificate_uuid = Some(mail_identity.to_string());
    profile.add("mail", mail)?;
    let exchange = ExchangeActiveSync {
        host: Some("exchange.example.com".to_owned()),
        ssl: Some(true),
        payload_certificate_uuid: Some(scep.to_string()),
        ..ExchangeActiveSync::default()
    };
    profile.add("exchange", exchange)?;

    let restrictions =
        Restrictions { allow_camera: Some(false), allow_app_installation: Some(false), ..Default::default() };
    profile.add("restrictions", restrictions)?;
    profile
        .add("passcode", Passcode { force_pin: Some(true), min_length: Some(6), ..Passcode::default() })?;
    let mut clip = WebClip::new("https://intranet.example.com/", "Intranet");
    clip.is_removable = Some(false);
    profile.add("intranet", clip)?;
    let mut sso = ExtensibleSso::new("com.example.sso", ExtensibleSsoType::Credential);
    sso.team_identifier = Some("ABCDE12345".to_owned());
    sso.hosts = Some(vec![".example.com".to_owned()]);
    profile.add("sso", sso)?;
    let filter = WebContentFilter {
        filter_type: Some(FilterType::BuiltIn),
        auto_filter_enabled: Some(true),
        deny_list_urls: Some(vec!["https://bad.example.net".to_owned()]),
        ..WebContentFilter::default()
    };
    profile.add("filter", filter)?;
    let mut server = DnsServer::new(DnsProtocol::Https);
    server.server_url = Some("https://dns.example.com/query".to_owned());
    profile.add("dns", DnsSettings::new(server))?;
    Ok(profile)
}

fn told(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(ToString::to_string).collect()
}

fn facts(platform: Platform, major: u16) -> DeviceFacts {
    let mut facts = DeviceFacts::new(platform);
    facts.os = Some(OsVersion::new(major, 0));
    facts.supervised = Some(true);
    facts.enrollment = Some(EnrollmentKind::AutomatedDevice);
    facts
}

#[test]
fn it_is_its_golden_bytes() {
    let profile = office().unwrap();
    let written = String::from_utf8(profile.build().unwrap()).unwrap();
    assert_eq!(written, GOLDEN);
    assert_eq!(Profile::decode(GOLDEN.as_bytes()).unwrap(), profile);
    let shown = format!("{profile:?}");
    for secret in ["a challenge", "a password", "PKCS"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[test]
fn a_phone_of_the_organization_takes_it() {
    assert_eq!(told(&office().unwrap().validate(&facts(Platform::Ios, 18))), [""; 0]);
}

#[test]
fn other_devices_say_what_they_do_not_take() {
    fn check(facts: &DeviceFacts, expected: &[&str]) {
        assert_eq!(told(&office().unwrap().validate(facts)), expected);
    }
    let mut personal = facts(Platform::Ios, 18);
    personal.supervised = Some(false);
    personal.enrollment = Some(EnrollmentKind::UserEnrollment);
    check(
        &personal,
        &[
            "PayloadRemovalDisallowed (Configuration) needs a supervised device, and this one is not supervised.",
            "PayloadRemovalDisallowed (Configuration) is not available on a personal device under User Enrollment.",
            "PayloadContent[5] (com.apple.vpn.managed) is not available on a personal device under User Enrollment.",
            "PayloadContent[8].allowAppInstallation (com.apple.applicationaccess) needs a supervised device, and this \
             one is not supervised.",
            "PayloadContent[8].allowAppInstallation (com.apple.applicationaccess) is not available on a personal device \
             under User Enrollment.",
            "PayloadContent[8].allowCamera (com.apple.applicationaccess) is not available on a personal device under User \
             Enrollment.",
            "PayloadContent[9].forcePIN (com.apple.mobiledevice.passwordpolicy) is ignored by devices that are managed \
             like this one.",
            "PayloadContent[9].minLength (com.apple.mobiledevice.passwordpolicy) is ignored by devices that are managed \
             like this one.",
            "PayloadContent[13] (com.apple.dnsSettings.managed) is not available on a personal device under User \
             Enrollment.",
        ],
    );
    check(
        &facts(Platform::Ios, 13),
        &[
            "PayloadContent[2] (com.apple.security.acme) needs iOS 16.0 or later, and this device runs 13.0.",
            "PayloadContent[12].DenyListURLs (com.apple.webcontent-filter) needs iOS 14.5 or later, and this device runs \
             13.0.",
            "PayloadContent[13] (com.apple.dnsSettings.managed) needs iOS 14.0 or later, and this device runs 13.0.",
        ],
    );
    let mac = told(&office().unwrap().validate(&facts(Platform::Macos, 15)));
    assert!(
        mac.contains(&"PayloadContent[7] (com.apple.eas.account) does not exist on macOS.".to_owned()),
        "{mac:?}"
    );
}
