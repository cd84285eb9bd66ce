use super::*;
use crate::testing::{content, payload, profile, text};

fn told(old: &[u8], new: &[u8]) -> String {
    let decode = |bytes| ForeignProfile::decode(bytes).unwrap();
    let found = differences(&decode(old), &decode(new));
    assert_eq!(found.is_empty(), found.to_string().is_empty());
    found.to_string()
}

#[test]
fn differences_are_told_by_payload() {
    let check =
        |old: &str, new: &str, expected: &str| assert_eq!(told(&content(old), &content(new)), expected);
    let wifi = |keys: &str| payload("com.apple.wifi.managed", keys);
    let named = "payload id.com.apple.wifi.managed (com.apple.wifi.managed)";
    check(&wifi(""), &wifi(""), "");
    check("", &wifi(""), &format!("{named} added\n"));
    check(&wifi(""), "", &format!("{named} removed\n"));
    check(
        &wifi(&text("SSID_STR", "Office")),
        &wifi(&text("SSID_STR", "Lab\n")),
        &format!("{named}: SSID_STR changed: \"Office\" became \"Lab\\n\"\n"),
    );
    check(
        &wifi(
            "<key>AutoJoin</key><false/><key>A</key><dict><key>B</key><array><integer>1</integer></array></dict>",
        ),
        &wifi(
            "<key>AutoJoin</key><true/><key>A</key><dict><key>B</key><array/></dict><key>C</key><real>0.5</real>",
        ),
        &format!(
            "{named}: AutoJoin changed: false became true\n{named}: A.B[0] removed: 1\n{named}: C added: 0.5\n"
        ),
    );
    // The order of payloads and of keys does not count.
    let other = payload("t", "<key>A</key><true/><key>B</key><true/>");
    let turned = payload("t", "<key>B</key><true/><key>A</key><true/>");
    check(&(wifi("") + &other), &(turned + &wifi("")), "");
    // Of the profile itself.
    assert_eq!(
        told(
            &profile(&text("PayloadDisplayName", "a")),
            &profile("<key>PayloadRemovalDisallowed</key><true/>")
        ),
        "profile: PayloadDisplayName removed: \"a\"\nprofile: PayloadRemovalDisallowed added: true\n"
    );
}

#[test]
fn payloads_are_recognized_by_their_surest_name() {
    let named = |identifier: &str, uuid: &str, value: &str| {
        format!(
            "<dict>{}{}{}</dict>",
            text("PayloadIdentifier", identifier),
            text("PayloadUUID", uuid),
            text("K", value)
        )
    };
    let check = |old: &[String], new: &[String], expected: &str| {
        assert_eq!(told(&content(&old.concat()), &content(&new.concat())), expected);
    };
    // Renamed under the same UUID, and made anew under the same identifier.
    check(
        &[named("a", "1", "v")],
        &[named("b", "1", "v")],
        "payload b (): PayloadIdentifier changed: \"a\" became \"b\"\n",
    );
    check(
        &[named("a", "1", "v")],
        &[named("a", "2", "v")],
        "payload a (): PayloadUUID changed: \"1\" became \"2\"\n",
    );
    // Names that cross: the UUID is the surer one.
    check(
        &[named("a", "1", "x"), named("b", "2", "y")],
        &[named("a", "2", "y"), named("b", "1", "x")],
        "payload b (): PayloadIdentifier changed: \"a\" became \"b\"\n\
         payload a (): PayloadIdentifier changed: \"b\" became \"a\"\n",
    );
    // The same twice: each has its own partner.
    check(&[named("a", "1", "x"), named("a", "1", "x")], &[named("a", "1", "x")], "payload a () removed\n");
    // Without a name.
    let nameless = |value: &str| format!("<dict>{}</dict>", text("K", value));
    check(&["<dict/>".to_owned()], &["<dict/>".to_owned()], "");
    check(&[nameless("x"), nameless("y")], &[nameless("y"), nameless("x")], "");
    check(
        &[nameless("x"), nameless("y")],
        &[nameless("y"), nameless("z")],
        "payload  (): K changed: a text, another\n",
    );
    check(&[nameless("x")], &[named("a", "1", "x")], "payload  () removed\npayload a () added\n");
}

#[test]
fn secrets_are_not_shown() {
    let keys = |n: u32| {
        let texts: String =
            ["Password", "PayloadCertificatePassword", "Challenge", "SharedSecret", "Username", "URL"]
                .map(|key| text(key, &format!("planted{n}")))
                .concat();
        let data = ["cGxhbnRlZDE=", "cGxhbnRlZDI="][n as usize - 1];
        format!(
            "{texts}<key>PIN</key><integer>{n}4711</integer><key>Data</key><data>{data}</data>\
             <key>SSID_STR</key><dict><key>Password</key><string>planted{n}</string></dict>\
             <key>UserPasscodes</key><array><real>{n}4711</real></array>"
        )
    };
    let shown = told(&content(&payload("t", &keys(1))), &content(&payload("t", &keys(2))));
    assert!(!shown.contains("planted") && !shown.contains("4711"), "{shown}");
    assert!(shown.contains("Password changed: a text, another"), "{shown}");
    assert!(shown.contains("PIN changed: a number, another"), "{shown}");
    assert!(shown.contains("SSID_STR.Password"), "{shown}");
}
