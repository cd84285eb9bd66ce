use mdm_plist::Date;
use proptest::prelude::*;

use super::*;
use crate::testing::{GOLDEN, SIGNER, any_profile, content, now, payload, profile, text};
use crate::{Blame, ProfileSummary};

fn decode(bytes: &[u8]) -> ForeignProfile {
    ForeignProfile::decode(bytes).unwrap()
}

fn lines(newline: &str) -> String {
    [
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
        "<plist version=\"1.0\">",
        "<dict>",
        "  <!-- by hand -->",
        "  <key>PayloadContent</key>",
        "  <array>",
        "    <dict>",
        "      <key>PayloadType</key><string>com.apple.wifi.managed</string>",
        "      <key>PayloadIdentifier</key><string>a</string>",
        "      <key>SSID_STR</key><string>Office</string>",
        "    </dict>",
        "    <dict><key>PayloadType</key><string>t</string><key>PayloadIdentifier</key><string>b</string></dict>",
        "  </array>",
        "  <key>PayloadType</key>",
        "  <string>Configuration</string>",
        "  <key>PayloadIdentifier</key>",
        "  <string>p</string>",
        "</dict>",
        "</plist>",
        "",
    ]
    .join(newline)
}

/// An edit of the profile above gives the same as this replacement in its text, with every kind of line end.
fn check(edit: impl Fn(&mut ForeignProfile) -> Result<(), Error>, from: &str, to: &str) {
    for (bom, newline) in [("", "\n"), ("\u{feff}", "\r\n"), ("", "\r")] {
        let before = format!("{bom}{}", lines(newline));
        let mut profile = decode(before.as_bytes());
        edit(&mut profile).unwrap();
        let (from, to) = (from.replace('\n', newline), to.replace('\n', newline));
        assert_eq!(before.matches(&from).count(), 1, "the test replaces one place: {from:?}");
        assert_eq!(
            std::str::from_utf8(profile.content()).unwrap(),
            before.replace(&from, &to),
            "{newline:?}"
        );
        assert_eq!(profile.keys(), decode(profile.content()).keys());
    }
}

/// F45: the profile is somebody else's, and stays so.
#[test]
fn a_change_leaves_every_other_byte() {
    let dictionary = |keys: &[(&str, Value)]| -> Dictionary {
        keys.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect()
    };
    check(|p| p.set("PayloadIdentifier", &"q".into()), "<string>p</string>", "<string>q</string>");
    check(
        |p| p.set("PayloadDisplayName", &"a & b".into()),
        "<string>p</string>",
        "<string>p</string>\n  <key>PayloadDisplayName</key>\n  <string>a &amp; b</string>",
    );
    check(|p| p.remove("PayloadIdentifier"), "\n  <key>PayloadIdentifier</key>\n  <string>p</string>", "");
    check(|p| p.remove("NotThere"), "Office", "Office");
    check(|p| p.set_in_payload(0, "SSID_STR", &"Lab".into()), "Office", "Lab");
    check(
        |p| p.set_in_payload(0, "AutoJoin", &true.into()),
        "<string>Office</string>",
        "<string>Office</string>\n      <key>AutoJoin</key>\n      <true/>",
    );
    check(
        |p| p.remove_in_payload(0, "PayloadIdentifier"),
        "\n      <key>PayloadIdentifier</key><string>a</string>",
        "",
    );
    check(|p| p.remove_in_payload(1, "NotThere"), "Office", "Office");
    check(
        |p| p.remove_payload(1),
        "\n    <dict><key>PayloadType</key><string>t</string><key>PayloadIdentifier</key><string>b</string></dict>",
        "",
    );
    check(
        |p| {
            p.push_payload(&dictionary(&[
                ("PayloadType", "u".into()),
                ("Hosts", Value::Array(vec!["x".into()])),
            ]))
        },
        "<string>b</string></dict>",
        "<string>b</string></dict>\n    <dict>\n    \t<key>PayloadType</key>\n    \t<string>u</string>\n    \t<key>Hosts</key>\
         \n    \t<array>\n    \t\t<string>x</string>\n    \t</array>\n    </dict>",
    );
    check(
        |p| {
            p.set_payload(
                1,
                &dictionary(&[("Secret", Value::Data(vec![1, 2, 3])), ("Empty", Value::Array(vec![]))]),
            )
        },
        "<dict><key>PayloadType</key><string>t</string><key>PayloadIdentifier</key><string>b</string></dict>",
        "<dict>\n    \t<key>Secret</key>\n    \t<data>\n    \tAQID\n    \t</data>\n    \t<key>Empty</key>\n    \t<array/>\n    </dict>",
    );
}

#[test]
fn empty_containers_get_their_first() {
    let check = |before: &str, expected: &str| {
        let mut profile = decode(&profile(before));
        let payload: Dictionary = [("K".to_owned(), Value::from(1))].into_iter().collect();
        profile.push_payload(&payload).unwrap();
        assert_eq!(profile.content(), crate::testing::profile(expected));
    };
    let item = "<dict><key>K</key><integer>1</integer></dict>";
    for empty in ["<array/>", "<array />", "<array></array>"] {
        check(
            &format!("<key>PayloadContent</key>{empty}"),
            &format!("<key>PayloadContent</key><array>{item}</array>"),
        );
    }
    check(
        "<key>PayloadContent</key><array><!-- kept --></array>",
        &format!("<key>PayloadContent</key><array><!-- kept -->{item}</array>"),
    );
}

#[test]
fn every_kind_of_value_can_be_set() {
    let mut profile = decode(GOLDEN);
    let values = [
        Value::String("a\r\nb\t<&>\u{7}".to_owned()),
        Value::Data(vec![7; 200]),
        Value::Real(0.1),
        Value::Real(f64::NAN),
        Value::Integer(u64::MAX.into()),
        Value::Integer(i64::MIN.into()),
        Value::Array(vec![Value::Dictionary(Dictionary::new()), Value::Array(vec![]), Value::Data(vec![])]),
    ];
    for (index, value) in values.iter().enumerate() {
        profile.set(&format!("K<{index}&"), value).unwrap();
    }
    assert_eq!(profile.keys().get("K<0&"), Some(&values[0]));
    assert_eq!(profile.keys().get("K<1&"), Some(&values[1]));
    let text = std::str::from_utf8(profile.content()).unwrap();
    let (head, tail) = std::str::from_utf8(GOLDEN).unwrap().rsplit_once("\n</dict>").unwrap();
    assert!(text.starts_with(head) && text.ends_with(tail));
    let _: Date = Date::from_unix_seconds(0).unwrap();
}

#[test]
fn what_cannot_be_done_changes_nothing() {
    let check = |edit: &dyn Fn(&mut ForeignProfile) -> Result<(), Error>, expected: &str| {
        let mut profile = decode(lines("\n").as_bytes());
        let refused = edit(&mut profile).unwrap_err();
        assert_eq!((refused.to_string().as_str(), refused.blame()), (expected, Blame::Caller));
        assert_eq!(profile.content(), lines("\n").as_bytes());
        assert_eq!(profile.keys(), decode(lines("\n").as_bytes()).keys());
    };
    let mut deep = Value::Array(Vec::new());
    for _ in 0..80 {
        deep = Value::Array(vec![deep]);
    }
    check(&|p| p.set("K", &deep), "the profile cannot be written");
    check(&|p| p.set("K", &"a\0b".into()), "the profile cannot be written");
    check(&|p| p.set("a\0b", &"a".into()), "the profile cannot be written");
    check(&|p| p.set_payload(2, &Dictionary::new()), "PayloadContent[2] cannot be used: not there");
    check(&|p| p.remove_payload(2), "PayloadContent[2] cannot be used: not there");
    check(&|p| p.set_in_payload(9, "K", &true.into()), "PayloadContent[9] cannot be used: not there");
    let kind = "PayloadType cannot be used: it makes the property list a profile";
    check(&|p| p.set("PayloadType", &"x".into()), kind);
    check(&|p| p.remove("PayloadType"), kind);
    let mut empty = decode(&profile(""));
    assert_eq!(
        empty.push_payload(&Dictionary::new()).unwrap_err().to_string(),
        "PayloadContent cannot be used: not there"
    );
}

#[test]
fn binary_profiles_become_xml_when_they_are_changed() {
    let keys = decode(GOLDEN).keys().clone();
    let binary = mdm_plist::to_vec_with(&keys, Format::Binary).unwrap();
    let mut profile = decode(&binary);
    assert_eq!((profile.format(), profile.content()), (Format::Binary, &binary[..]));
    assert_eq!(profile.keys(), &keys);
    assert_eq!(ProfileSummary::decode(&binary).unwrap(), ProfileSummary::decode(GOLDEN).unwrap());
    profile.set("PayloadDisplayName", &"Example management".into()).unwrap();
    assert_eq!(profile.format(), Format::Xml);
    assert_eq!(profile.content(), GOLDEN, "the same keys, in the same order");
}

#[test]
fn signatures_are_taken_off_and_put_on() {
    let signed = decode(GOLDEN).sign(&SIGNER, now()).unwrap();
    let mut profile = decode(&signed);
    assert_eq!(profile.content(), GOLDEN);
    let signature = profile.signature().unwrap();
    assert_eq!((&signature.signer, signature.signing_time), (SIGNER.certificate(), Some(now())));
    profile.set("PayloadOrganization", &"Other".into()).unwrap();
    assert!(profile.signature().is_none(), "a change voids it");
    assert_eq!(decode(&profile.sign(&SIGNER, now()).unwrap()).content(), profile.content());
    let shown = format!("{:?}", decode(&signed));
    assert!(!shown.contains("s3cret") && shown.contains("content_bytes"), "{shown}");
}

#[test]
fn payloads_are_found() {
    let profile = decode(&content(
        &(payload("a", "") + "<string>no payload</string>" + &payload("b", &text("K", "v"))),
    ));
    assert_eq!(profile.position("id.b"), Some(2));
    assert_eq!(profile.position("id.c"), None);
    assert_eq!(profile.payloads().count(), 2);
    for wrong in [&b""[..], b"<plist><array/></plist>", b"<plist><dict/></plist>", b"bplist00"] {
        assert_eq!(ForeignProfile::decode(wrong).unwrap_err().blame(), Blame::Peer);
    }
}

proptest! {
    #[test]
    fn edits_of_any_profile_touch_their_place_only(
        before in any_profile(),
        chosen in any::<prop::sample::Index>(),
        value in prop::sample::select(vec!["new", "<&>", ""]),
    ) {
        let original = decode(before.as_bytes());
        let value = Value::from(value);
        let keys: Vec<String> = original.keys().keys().filter(|key| *key != "PayloadType").cloned().collect();
        let key = &keys[chosen.index(keys.len())];
        let mut changed = original.clone();
        changed.set(key, &value).unwrap();
        prop_assert_eq!(changed.keys().get(key), Some(&value));
        let after = std::str::from_utf8(changed.content()).unwrap();
        let same = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
        let rest = before[same..].bytes().rev().zip(after[same..].bytes().rev()).take_while(|(a, b)| a == b).count();
        // What is neither in front nor behind stands in the text of one value.
        let place = find(&before, &[Step::Key(key)]).unwrap();
        prop_assert!(place.start <= same && before.len() - rest <= place.end);

        // A key that is added and removed again leaves the text as it was.
        let mut changed = original.clone();
        changed.set("Added", &value).unwrap();
        changed.remove("Added").unwrap();
        prop_assert_eq!(std::str::from_utf8(changed.content()).unwrap(), &before);
        for index in 0..original.payloads().count() {
            let mut changed = original.clone();
            changed.set_in_payload(index, "Added", &value).unwrap();
            prop_assert_eq!(changed.payloads().nth(index).unwrap().get("Added"), Some(&value));
            changed.remove_in_payload(index, "Added").unwrap();
            prop_assert_eq!(std::str::from_utf8(changed.content()).unwrap(), &before);
        }
    }

    #[test]
    fn payloads_come_and_go(before in any_profile()) {
        let original = decode(before.as_bytes());
        let payload: Dictionary = [("K".to_owned(), Value::from("v"))].into_iter().collect();
        let mut changed = original.clone();
        changed.push_payload(&payload).unwrap();
        let count = original.payloads().count();
        prop_assert_eq!(changed.payloads().count(), count + 1);
        changed.remove_payload(count).unwrap();
        prop_assert_eq!(changed.keys(), original.keys());
        if count > 0 {
            prop_assert_eq!(std::str::from_utf8(changed.content()).unwrap(), &before);
            changed.remove_payload(0).unwrap();
            prop_assert_eq!(changed.payloads().count(), count - 1);
        }
    }
}
