use mdm_lock::Resource;
use proptest::prelude::*;

use super::*;
use crate::testing::{FIXTURE_CA, GOLDEN, SIGNER, content, now, payload, profile, text};

#[test]
fn what_is_inside_is_touched() {
    let check = |payloads: &str, expected: Footprint| assert_eq!(footprint(&content(payloads)), expected);
    let f = || Footprint::new().put(Kind::Profile, "com.example.p");
    check("", f());
    let wifi = payload("com.apple.wifi.managed", &text("SSID_STR", "Office"));
    check(&wifi, f().put(Kind::Wifi, "Office"));
    check(&payload("com.apple.wifi.managed", ""), f().put_all(Kind::Wifi));
    check(&payload("com.apple.vpn.managed", &text("UserDefinedName", "Work")), f().put(Kind::Vpn, "Work"));
    check(&payload("com.apple.vpn.managed.appmapping", ""), f().put_all(Kind::Vpn));
    // A device has one, and combines several of the other.
    check(&payload("com.apple.app.lock", ""), f().put(Kind::Setting, "com.apple.app.lock"));
    check(&payload("com.apple.mobiledevice.passwordpolicy", ""), f());
    check(&payload("com.example.app", ""), f().put(Kind::Setting, "com.example.app"));
    check(&payload("com.apple.webClip.managed", ""), f());
    check(&payload("com.apple.mdm", ""), f().put_all(Kind::Anything));
    let root = format!("<key>PayloadContent</key><data>{}</data>", base64(FIXTURE_CA));
    let digest = mdm_pki::Fingerprint::from_bytes(mdm_pki::sha256(FIXTURE_CA)).to_string();
    check(&payload("com.apple.security.root", &root), f().put(Kind::Certificate, &digest));
    check(&payload("com.apple.security.scep", &text("PayloadUUID", "U")), f().put(Kind::Certificate, "U"));
    let preferences = "<key>PayloadContent</key><dict><key>com.example.app</key><dict/></dict>";
    let domains =
        f().put(Kind::Setting, "com.apple.ManagedClient.preferences").put(Kind::Setting, "com.example.app");
    check(&payload("com.apple.ManagedClient.preferences", preferences), domains);
    assert_eq!(
        footprint(&SIGNER.sign_attached(&content(&wifi), now()).unwrap()),
        f().put(Kind::Wifi, "Office")
    );
    // The same as `mdm-apple` writes down for somebody who knows what is inside.
    let by_hand = mdm_apple::profile_footprint("com.example.p", [Resource::one(Kind::Wifi, "Office")]);
    assert_eq!(footprint(&content(&wifi)), by_hand);
}

#[test]
fn accounts_are_told_apart_and_not_shown() {
    let of = |payload_type: &str, key: &str, name: &str| {
        footprint(&content(&payload(payload_type, &text(key, name))))
    };
    let imap = of("com.apple.mail.managed", "EmailAddress", "Person@Example.com");
    let exchange = of("com.apple.eas.account", "EmailAddress", "person@example.com");
    let other = of("com.apple.mail.managed", "EmailAddress", "other@example.com");
    assert_eq!(imap, exchange, "one account, whatever the way");
    assert_ne!(imap, other);
    assert!(!format!("{imap:?}").to_lowercase().contains("person"), "{imap:?}");
}

#[test]
fn what_is_not_readable_is_a_barrier_and_no_error() {
    let encrypted =
        profile("<key>IsEncrypted</key><true/><key>EncryptedPayloadContent</key><data>AQID</data>");
    let expected = Footprint::new().put(Kind::Profile, "com.example.p").put_all(Kind::Anything);
    assert_eq!(footprint(&encrypted), expected);
    let many: String =
        (0..300).map(|n| payload("com.apple.wifi.managed", &text("SSID_STR", &n.to_string()))).collect();
    assert_eq!(footprint(&content(&many)), expected);
    let mut signed = SIGNER.sign_attached(GOLDEN, now()).unwrap();
    let middle = signed.len() / 2;
    signed[middle] ^= 1;
    for bytes in
        [&b""[..], b"\x30", &signed, &GOLDEN[..GOLDEN.len() / 2], &content("<dict/>"), &[b'['; 100_000]]
    {
        assert_eq!(footprint(bytes), unread());
        assert_eq!(removal_footprint(bytes), unread());
        assert!(
            unread().conflict(&Footprint::new().read_all(Kind::Profile)).is_some(),
            "a query of profiles waits"
        );
    }
    // A query passes it, and no change does.
    assert!(Footprint::unknown().conflict(&Footprint::new().read_all(Kind::App)).is_none());
    assert!(Footprint::unknown().conflict(&Footprint::new().put(Kind::App, "a")).is_some());
}

#[test]
fn a_removal_answers_its_install() {
    let payloads =
        payload("com.apple.wifi.managed", &text("SSID_STR", "Office")) + &payload("com.apple.app.lock", "");
    let bytes = content(&payloads);
    assert!(removal_footprint(&bytes).removes_all_of(&footprint(&bytes)));
    assert!(footprint(&bytes).restores_all_of(&removal_footprint(&bytes)));
    assert!(removal_footprint(&bytes).conflict(&footprint(&bytes)).is_some());
    // Another profile with the same network keeps its order.
    let renamed = String::from_utf8(bytes.clone()).unwrap().replace("com.example.p", "com.example.q");
    let conflict = removal_footprint(&bytes);
    assert_eq!(
        conflict.conflict(&footprint(renamed.as_bytes())).unwrap().to_string(),
        "Wi-Fi network Office"
    );
}

fn base64(bytes: &[u8]) -> String {
    let document = String::from_utf8(mdm_plist::to_vec(&mdm_plist::Data::from(bytes)).unwrap()).unwrap();
    let data = document.split_once("<data>").unwrap().1.split_once("</data>").unwrap().0;
    data.split_whitespace().collect()
}

proptest! {
    #[test]
    fn any_bytes_have_a_footprint(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert_eq!(footprint(&bytes), unread());
    }
}
