use mdm_pki::{CertificateAuthority, KeyPair, Signer};
use proptest::prelude::*;

use super::*;
use crate::Blame;
use crate::service::certificate_name;
use crate::testing::{DAY, FIXTURE_CA, GOLDEN, content, now, payload, profile, text};

fn signer() -> Signer {
    let key = KeyPair::mint_p256().unwrap();
    let authority = CertificateAuthority::mint_with_key(key.clone(), "x", DAY, now()).unwrap();
    Signer::new(key, authority.certificate().clone(), vec![]).unwrap()
}

#[test]
fn services_are_named() {
    let check = |payload_type: &str, keys: &str, expected: &[Service]| {
        let summary = ProfileSummary::decode(&content(&payload(payload_type, keys))).unwrap();
        assert_eq!(summary.payloads.len(), 1);
        assert_eq!(summary.payloads[0].payload_type, payload_type);
        assert_eq!(summary.payloads[0].identifier, format!("id.{payload_type}"));
        assert_eq!(summary.payloads[0].services, expected);
        assert_eq!(summary.services(), expected.iter().collect::<Vec<_>>());
    };
    let some = |name: &str| Some(name.to_owned());
    let wifi = "com.apple.wifi.managed";
    check(wifi, &text("SSID_STR", "office"), &[Service::Wifi(some("office"))]);
    check(wifi, &text("DomainName", "hotspot.example"), &[Service::Wifi(some("hotspot.example"))]);
    check(wifi, "<key>HIDDEN_NETWORK</key><true/>", &[Service::Wifi(None)]);
    check(wifi, "<key>SSID_STR</key><integer>1</integer>", &[Service::Wifi(None)]);
    check("com.apple.vpn.managed", &text("UserDefinedName", "Work"), &[Service::Vpn(some("Work"))]);
    check("com.apple.vpn.managed.applayer", &text("VPNUUID", "U"), &[Service::Vpn(some("U"))]);
    let mail =
        text("EmailAddress", "A@example.com") + &text("IncomingMailServerHostName", "imap.example.com");
    check("com.apple.mail.managed", &mail, &[Service::Account(some("a@example.com"))]);
    let mail = text("IncomingMailServerHostName", "imap.example.com");
    check("com.apple.mail.managed", &mail, &[Service::Account(some("imap.example.com"))]);
    let accounts = [
        ("com.apple.eas.account", "Host"),
        ("com.apple.ews.account", "UserName"),
        ("com.apple.google-oauth", "EmailAddress"),
        ("com.apple.caldav.account", "CalDAVUsername"),
        ("com.apple.carddav.account", "CardDAVHostName"),
        ("com.apple.ldap.account", "LDAPAccountHostName"),
        ("com.apple.subscribedcalendar.account", "SubCalAccountHostName"),
        ("com.apple.jabber.account", "JabberUserName"),
        ("com.apple.osxserver.account", "HostName"),
    ];
    for (payload_type, key) in accounts {
        check(payload_type, &text(key, "x.example.com"), &[Service::Account(some("x.example.com"))]);
    }
    check(
        "com.apple.security.root",
        "<key>PayloadContent</key><data>AQID</data>",
        &[Service::Certificate(some("039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81"))],
    );
    check("com.apple.security.root", "", &[Service::Certificate(None)]);
    // A payload whose PayloadContent is a dictionary, and one that nobody knows.
    check("com.apple.security.scep", "<key>PayloadContent</key><dict/>", &[Service::Certificate(None)]);
    let unknown = "com.example.unknown";
    check(unknown, &text("SSID_STR", "office"), &[Service::Setting(unknown.to_owned())]);
    check("com.apple.mdm", "", &[Service::Mdm]);
    check("com.apple.font", "", &[]);
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
    check(b"<plist><array/></plist>", "PayloadType is not Configuration");
    check(&GOLDEN[..GOLDEN.len() / 2], "the profile cannot be read");
    check(&profile(""), "PayloadContent is missing or not of its type");
    check(&profile("<key>PayloadContent</key><dict/>"), "PayloadContent is missing or not of its type");
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
fn accounts_are_not_shown() {
    assert_eq!(format!("{:?}", Service::Account(Some("person@example.com".into()))), "Account(redacted)");
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
