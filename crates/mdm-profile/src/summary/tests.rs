use std::time::{Duration, SystemTime};

use mdm_pki::{CertificateAuthority, KeyPair, Signer};
use proptest::prelude::*;

use super::*;
use crate::Blame;

const GOLDEN: &[u8] = include_bytes!("../../tests/data/enrollment.mobileconfig");
const FIXTURE_CA: &[u8] = include_bytes!("../../tests/data/fixture-ca.der");

fn payload(payload_type: &str, keys: &str) -> String {
    format!(
        "<dict><key>PayloadType</key><string>{payload_type}</string>\
         <key>PayloadIdentifier</key><string>id.{payload_type}</string>{keys}</dict>"
    )
}

fn profile(payloads: &str) -> Vec<u8> {
    format!(
        "<plist version=\"1.0\"><dict><key>PayloadType</key><string>Configuration</string>\
         <key>PayloadIdentifier</key><string>com.example.p</string>\
         <key>PayloadUUID</key><string>not even a UUID</string>{payloads}</dict></plist>"
    )
    .into_bytes()
}

fn content(payloads: &str) -> Vec<u8> {
    profile(&format!("<key>PayloadContent</key><array>{payloads}</array>"))
}

fn text(key: &str, value: &str) -> String {
    format!("<key>{key}</key><string>{value}</string>")
}

fn signer() -> Signer {
    let now = now();
    let key = KeyPair::mint_p256().unwrap();
    let authority =
        CertificateAuthority::mint_with_key(key.clone(), "x", Duration::from_secs(86_400), now).unwrap();
    Signer::new(key, authority.certificate().clone(), vec![]).unwrap()
}

fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_305_600)
}

#[test]
fn services_are_named() {
    let check = |payload_type: &str, keys: &str, expected: Option<Service>| {
        let summary = ProfileSummary::decode(&content(&payload(payload_type, keys))).unwrap();
        assert_eq!(summary.payloads.len(), 1);
        assert_eq!(summary.payloads[0].payload_type, payload_type);
        assert_eq!(summary.payloads[0].identifier, format!("id.{payload_type}"));
        assert_eq!(summary.payloads[0].service, expected);
        assert_eq!(summary.services(), expected.iter().collect::<Vec<_>>());
    };
    let wifi = "com.apple.wifi.managed";
    check(wifi, &text("SSID_STR", "office"), Some(Service::Wifi("office".into())));
    check(wifi, &text("DomainName", "hotspot.example"), Some(Service::Wifi("hotspot.example".into())));
    check(wifi, "<key>HIDDEN_NETWORK</key><true/>", None);
    check(wifi, "<key>SSID_STR</key><integer>1</integer>", None);
    check("com.apple.vpn.managed", &text("UserDefinedName", "Work"), Some(Service::Vpn("Work".into())));
    let mail =
        text("EmailAddress", "a@example.com") + &text("IncomingMailServerHostName", "imap.example.com");
    check("com.apple.mail.managed", &mail, Some(Service::Mail("a@example.com".into())));
    let mail = text("IncomingMailServerHostName", "imap.example.com");
    check("com.apple.mail.managed", &mail, Some(Service::Mail("imap.example.com".into())));
    check(
        "com.apple.eas.account",
        &text("Host", "eas.example.com"),
        Some(Service::Mail("eas.example.com".into())),
    );
    check(
        "com.apple.security.root",
        "<key>PayloadContent</key><data>AQID</data>",
        Some(Service::Certificate("039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81".into())),
    );
    check("com.apple.security.root", "", None);
    // A payload whose PayloadContent is a dictionary, and one that nobody knows.
    check("com.apple.security.scep", "<key>PayloadContent</key><dict/>", None);
    check("com.example.unknown", &text("SSID_STR", "office"), None);
}

#[test]
fn a_certificate_has_one_name_in_both_encodings() {
    let certificate = Certificate::from_der(FIXTURE_CA).unwrap();
    let expected = certificate.fingerprint().to_string();
    assert_eq!(certificate_name(FIXTURE_CA), expected);
    assert_eq!(certificate_name(certificate.to_pem().as_bytes()), expected);
}

#[test]
fn our_own_profile_is_read_signed_and_unsigned() {
    let unsigned = ProfileSummary::decode(GOLDEN).unwrap();
    assert_eq!(unsigned.identifier, "com.example.mdm");
    assert_eq!(unsigned.display_name.as_deref(), Some("Example management"));
    assert_eq!(unsigned.signer, None);
    let types: Vec<&str> = unsigned.payloads.iter().map(|payload| payload.payload_type.as_str()).collect();
    assert_eq!(types, ["com.apple.security.root", "com.apple.security.scep", "com.apple.mdm"]);

    let signer = signer();
    let signed = ProfileSummary::decode(&signer.sign_attached(GOLDEN, now()).unwrap()).unwrap();
    assert_eq!(signed.signer.as_ref(), Some(signer.certificate()));
    assert_eq!(ProfileSummary { signer: None, ..signed }, unsigned);
}

#[test]
fn encrypted_profiles_say_so() {
    let keys = "<key>IsEncrypted</key><true/><key>EncryptedPayloadContent</key><data>AQID</data>";
    let summary = ProfileSummary::decode(&profile(keys)).unwrap();
    assert!(summary.is_encrypted && summary.payloads.is_empty());
}

#[test]
fn what_is_not_a_profile_is_refused() {
    let check = |bytes: &[u8], expected: &str| {
        let refused = ProfileSummary::decode(bytes).unwrap_err();
        assert_eq!(refused.to_string(), expected);
        assert_eq!(refused.blame(), Blame::Peer);
    };
    check(b"", "the profile cannot be read");
    check(b"bplist00", "the profile cannot be read");
    check(&GOLDEN[..GOLDEN.len() / 2], "the profile cannot be read");
    check(&profile(""), "PayloadContent is missing or not of its type");
    check(&profile("<key>PayloadContent</key><dict/>"), "the profile cannot be read");
    let settings = String::from_utf8(content("")).unwrap().replace("Configuration", "Settings");
    check(settings.as_bytes(), "PayloadType is not Configuration");
    check(&content("<dict/>"), "PayloadContent[0].PayloadType is missing or not of its type");
    let second = payload("a", "") + "<dict><key>PayloadType</key><string>b</string></dict>";
    check(&content(&second), "PayloadContent[1].PayloadIdentifier is missing or not of its type");

    let mut signed = signer().sign_attached(GOLDEN, now()).unwrap();
    check(&signer().sign_attached(b"not a profile", now()).unwrap(), "the profile cannot be read");
    check(&signer().sign_detached(GOLDEN, now()).unwrap(), "the signature of the profile cannot be verified");
    let middle = signed.windows(4).position(|window| window == b"mdm.").unwrap();
    signed[middle] = b'M';
    check(&signed, "the signature of the profile cannot be verified");
}

#[test]
fn mail_accounts_are_not_shown() {
    assert_eq!(format!("{:?}", Service::Mail("person@example.com".into())), "Mail(redacted)");
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(ProfileSummary::decode(&bytes).is_err());
    }

    #[test]
    fn damaged_profiles_never_panic(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = GOLDEN.to_vec();
        for (index, byte) in damage {
            let index = index.index(bytes.len());
            bytes[index] = byte;
        }
        if let Ok(summary) = ProfileSummary::decode(&bytes) {
            prop_assert!(summary.signer.is_none());
        }
    }
}
