use mdm_apple::{Command, CommandUuid, Extra, Limits, Request};

use super::*;

#[path = "../../crates/mdm-apple/tests/shapes/mod.rs"]
#[allow(dead_code, reason = "its other users need the rest")]
mod shapes;

fn plist(keys: &str) -> Vec<u8> {
    format!("<plist version=\"1.0\">\n<dict>{keys}</dict>\n</plist>").into_bytes()
}

fn shown(bytes: &[u8], wishes: &Wishes) -> String {
    match examine::examine(bytes, wishes) {
        Ok(document) => page("FILE", &document),
        Err(error) => format!("FILE: {error}"),
    }
}

#[test]
fn every_kind_is_recognized() {
    fn check(bytes: &[u8], title: &str) {
        let shown = shown(bytes, &Wishes::default());
        assert_eq!(shown.lines().next().unwrap(), format!("FILE: {title}"), "{shown}");
    }
    let user = "<key>UDID</key><string>U-1</string>";
    let check_in =
        format!("<key>MessageType</key><string>CheckOut</string><key>Topic</key><string>t</string>{user}");
    check(&plist(&check_in), "check-in CheckOut");
    check(&plist(&check_in.replace("CheckOut", "Unheard")), "check-in Unheard");
    check(&plist(&format!("<key>Status</key><string>Idle</string>{user}")), "connect report Idle");
    let command = "<key>CommandUUID</key><string>c</string><key>Command</key><dict><key>RequestType</key>\
        <string>ProfileList</string></dict>";
    check(&plist(command), "command ProfileList");
    check(&plist(&command.replace("ProfileList", "Unheard")), "command Unheard");
    let profile = "<key>PayloadIdentifier</key><string>com.example</string><key>PayloadContent</key><array/>";
    check(&plist(profile), "configuration profile com.example");
    check(&plist("<key>EncryptedPayloadContent</key><data>AQID</data>"), "encrypted profile");
    check(&plist("<key>code</key><string>com.apple.unrecognized.device</string>"), "body of an answer 403");
    check(&plist("<key>items</key><array/>"), "app manifest");
    check(&plist("<key>PRODUCT</key><string>iPhone14,2</string>"), "machine info");
    check(&plist("<key>ConfigurationProfile</key><data/>"), "enrollment single sign-on");
    check(br#"{"code":"com.apple.unrecognized.device"}"#, "body of an answer 403");
    check(
        br#"{"Type":"com.apple.configuration.passcode.settings","Identifier":"i","ServerToken":"t","Payload":{}}"#,
        "declaration com.apple.configuration.passcode.settings",
    );
    check(br#"{"StatusItems":{},"Errors":[]}"#, "status report");
    check(br#"{"Servers":[]}"#, "service discovery");
    check(br#"{"SyncTokens":{"DeclarationsToken":"t"}}"#, "declarative management: tokens");
    check(b"-----BEGIN CERTIFICATE-----\nMIIB\n", "certificate (PEM) that cannot be read");
    check(b"MIIBAgMEBQ==", "base64 of a DER structure, a key or another");
    let mut cms = b"\x30\x82\x01\x00\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02 ... ".to_vec();
    check(&cms, "signed data (CMS) that does not stand");
    cms[14] = 3;
    check(&cms, "encrypted CMS message");
    check(b"\x30\x03\x02\x01\x00", "DER structure, a key or another");

    let value: mdm_apple::Value = mdm_plist::from_slice(&plist(&check_in)).unwrap();
    let binary = mdm_plist::to_vec_with(&value, mdm_plist::Format::Binary).unwrap();
    check(&binary, "check-in CheckOut");
}

#[test]
fn bad_input_is_told_with_its_place() {
    fn check(bytes: &[u8], expected: &str) {
        let error = examine::examine(bytes, &Wishes::default()).unwrap_err();
        assert!(error.contains(expected), "{error}");
    }
    let command = "<key>CommandUUID</key><string>c</string>\n<key>Command</key><dict><key>RequestType</key>\
        <string>EraseDevice</string>\n<key>PIN</key><integer>7</integer></dict>";
    check(&plist(command), "at byte 158, line 4 in `Command.PIN`");
    check(&plist("<key>Status</key>"), "at byte 45, line 2");
    check(b"", "byte 0");
    check(b"bplist00", "at byte");
    check(b"<plist><string>x</string></plist>", "string where a dictionary is expected at byte 7, line 1");
    check(b"{\"Type\": \"t\",\n \"Payload\": {\"a\": tru}}", "line 2, column 22, byte 35 near `Payload.a`");
    check(br#"{"StatusItems":{},"Errors":[{"Reasons":[{"Code":7}]}]}"#, "near `Errors[0].Reasons[0].Code`");
    check(&plist("<key>Unheard</key><true/>"), "no message of the protocol; its keys: Unheard");
}

#[test]
fn unknown_keys_are_listed_and_their_values_are_not_shown() {
    let report = plist(
        "<key>UDID</key><string>U-1</string><key>Status</key><string>Acknowledged</string>\
         <key>QueryResponses</key><dict><key>OSVersion</key><string>17.4.1</string><key>New</key><dict>\
         <key>Inner</key><string>pl4nted</string></dict></dict><key>Newer</key><integer>471147</integer>",
    );
    let page = shown(&report, &Wishes::default());
    assert!(page.contains("answer to DeviceInformation:\n"), "{page}");
    assert!(page.contains("\"OSVersion\": \"17.4.1\""), "{page}");
    assert!(page.contains("keys that are not known:\n  QueryResponses.New\n  Newer\n"), "{page}");
    assert!(page.contains("\"Inner\": \"(text, 7 characters)\""), "{page}");
    assert!(!page.contains("pl4nted") && !page.contains("471147"), "{page}");
}

#[test]
fn nothing_of_a_profile_is_shown_but_what_it_is() {
    let profile = plist(
        "<key>PayloadIdentifier</key><string>com.example</string><key>PayloadContent</key><array><dict>\
         <key>PayloadType</key><string>com.apple.wifi.managed</string><key>AutoJoin</key><true/>\
         <key>Password</key><string>pl4nted</string><key>Unheard</key><data>cGw0bnRlZA==</data></dict></array>",
    );
    let command =
        Command::new(CommandUuid::from_bytes([1; 16]), mdm_apple::InstallProfile::new(profile.clone()));
    for bytes in [profile, command.encode().unwrap()] {
        let page = shown(&bytes, &Wishes::default());
        assert!(page.contains("com.apple.wifi.managed") && page.contains("\"AutoJoin\": true"), "{page}");
        assert!(page.contains("keys that are not known:\n  PayloadContent[0].Unheard\n"), "{page}");
        assert!(!page.contains("pl4nted") && !page.contains("cGw0bnRlZA"), "{page}");
    }
}

/// A secret in every place that the schema has one.
#[test]
fn no_secret_is_shown() {
    let mut planted = 0;
    let mut kinds = std::collections::BTreeSet::new();
    for shape in shapes::shapes() {
        let (kind, name) = shape.message();
        let mut maker = shapes::Maker::new(5, true);
        let mut keys = Extra(maker.dictionary(&shape.inside));
        let mut wishes = Wishes::default();
        let bytes = match kind {
            "checkin" => mdm_plist::to_vec(&keys).unwrap(),
            "command" => {
                let request = Request::from_keys(name, keys).unwrap();
                Command::new(CommandUuid::from_bytes([1; 16]), request).encode().unwrap()
            }
            "command-response" => {
                keys.insert("Status".to_owned(), "Acknowledged".into());
                keys.insert("UDID".to_owned(), "U-1".into());
                wishes.answers = Some(name.to_owned());
                mdm_plist::to_vec(&keys).unwrap()
            }
            "declaration" if name.starts_with("com.apple.credential.") || name == "any" => continue,
            "declaration" => serde_json::to_vec(&serde_json::json!({
                "Type": name, "Identifier": "i", "ServerToken": "t", "Payload": json(&keys),
            }))
            .unwrap(),
            "status" => {
                let mut nested = json(&keys)[name].clone();
                for part in name.rsplit('.') {
                    nested = serde_json::json!({ part: nested });
                }
                serde_json::to_vec(&serde_json::json!({ "StatusItems": nested, "Errors": [] })).unwrap()
            }
            "document" if ["MachineInfo", "ESSO", "passwordHash"].contains(&name) => {
                mdm_plist::to_vec(&keys).unwrap()
            }
            _ => continue,
        };
        kinds.insert(kind.to_owned());
        planted += maker.secrets.len();
        let document =
            examine::examine(&bytes, &wishes).unwrap_or_else(|error| panic!("{kind} {name}: {error}"));
        let page = page("FILE", &document);
        for secret in &maker.secrets {
            assert!(!page.contains(secret.as_str()), "{kind} {name} shows a secret: {page}");
        }
        if !maker.secrets.is_empty() {
            assert!(page.contains("\"(secret)\""), "{kind} {name}: {page}");
        }
        let unknown = document.parts.iter().flat_map(|(_, shown)| &shown.unknown);
        assert_eq!(unknown.filter(|key| !key.contains("any.name")).count(), 0, "{kind} {name}: {page}");
    }
    assert!(planted >= 40, "{planted}");
    let kinds: Vec<_> = kinds.iter().map(String::as_str).collect();
    assert_eq!(kinds, ["checkin", "command", "command-response", "declaration", "document", "status"]);
}

/// The keys as typed messages write them: data is base64 text.
fn json(keys: &Extra) -> serde_json::Value {
    fn plain(value: serde_json::Value) -> serde_json::Value {
        match value {
            serde_json::Value::Object(mut keys) => {
                match (keys.remove("plist:data"), keys.remove("plist:date")) {
                    (Some(text), _) | (None, Some(text)) => text,
                    (None, None) => keys.into_iter().map(|(key, value)| (key, plain(value))).collect(),
                }
            }
            serde_json::Value::Array(items) => items.into_iter().map(plain).collect(),
            value => value,
        }
    }
    plain(serde_json::to_value(keys).unwrap())
}

#[test]
fn refusals_are_told() {
    let facts = facts("os=ios,version=17.4,supervised=no,enrollment=device,channel=device").unwrap();
    let wishes = Wishes { facts: Some(facts), ..Wishes::default() };
    let notice = mdm_apple::LostModeNotice::Message("Please call".to_owned());
    let lost = Command::new(CommandUuid::from_bytes([1; 16]), mdm_apple::EnableLostMode::new(notice));
    let page = shown(&lost.encode().unwrap(), &wishes);
    assert!(page.contains("refusals:\n  EnableLostMode needs a supervised device"), "{page}");
    let list = Command::new(CommandUuid::from_bytes([1; 16]), mdm_apple::ProfileList::default());
    assert!(shown(&list.encode().unwrap(), &wishes).ends_with("refusals: none\n"));
}

#[test]
fn seals_are_opened() {
    use mdm_pki::{CertificateAuthority, IssuePolicy, KeyPair, MdmSignature, Serial, Signer, Subject, Usage};

    let now = std::time::SystemTime::now();
    let day = std::time::Duration::from_secs(86_400);
    let authority = CertificateAuthority::mint("Example CA", 100 * day, now).unwrap();
    let key = KeyPair::mint_rsa2048().unwrap();
    let topic = "com.apple.mgmt.External.5f2c1b3a-7d4e-4f60-8a9b-1c2d3e4f5a6b";
    let policy = IssuePolicy::new(Subject::new("x").user_id(topic), Usage::TlsClient, 20 * day);
    let leaf = authority.issue(&key.csr("x").unwrap(), &policy, Serial::mint().unwrap(), now).unwrap();
    let signer = Signer::new(key, leaf.clone(), vec![authority.certificate().clone()]).unwrap();
    let fingerprint = leaf.fingerprint().to_string();
    let check = |bytes: &[u8], wishes: &Wishes, expected: &[&str]| {
        let page = shown(bytes, wishes);
        for text in expected {
            assert!(page.contains(text), "{text}: {page}");
        }
    };
    let none = Wishes::default();
    for form in [leaf.to_pem().as_bytes(), leaf.as_der()] {
        check(form, &none, &["FILE: push certificate\n", topic, &fingerprint, "it expires in 19 days"]);
    }
    check(authority.certificate().as_der(), &none, &["FILE: certificate\n", "it is an authority's"]);

    let profile = plist(
        "<key>PayloadType</key><string>Configuration</string><key>PayloadIdentifier</key><string>p</string>\
         <key>PayloadContent</key><array/>",
    );
    let signed = signer.sign_attached(&profile, now).unwrap();
    check(&signed, &none, &["FILE: signed configuration profile p\n", &fingerprint, "with 2 certificates"]);
    let mut broken = signed.clone();
    *broken.last_mut().unwrap() ^= 1;
    check(&broken, &none, &["signed data (CMS) that does not stand"]);

    let header = MdmSignature::sign(&signer, b"body", now).unwrap();
    let body = |text: &[u8]| Wishes { body: Some(text.to_vec()), ..Wishes::default() };
    check(header.as_bytes(), &none, &["base64 of a detached signature", "--body FILE"]);
    check(header.as_bytes(), &body(b"body"), &["it signs the body", &fingerprint]);
    check(header.as_bytes(), &body(b"other"), &["it does not sign the body", "a server refuses it"]);
    check(
        &signer.sign_detached(b"body", now).unwrap(),
        &body(b"body"),
        &["FILE: detached", "it signs the body"],
    );
}

#[test]
fn an_encrypted_profile_is_opened_with_the_devices_key() {
    use mdm_pki::{CertificateAuthority, ContentCipher, IssuePolicy, Serial, Subject, Usage};

    let now = std::time::SystemTime::now();
    let day = std::time::Duration::from_secs(86_400);
    let authority = CertificateAuthority::mint("Example CA", 100 * day, now).unwrap();
    let issued = |key: &KeyPair| {
        let policy = IssuePolicy::new(Subject::new("x"), Usage::TlsClient, 20 * day);
        authority.issue(&key.csr("x").unwrap(), &policy.with_key_encipherment(), Serial::mint().unwrap(), now)
    };
    let (key, other) = (KeyPair::mint_rsa2048().unwrap(), KeyPair::mint_rsa2048().unwrap());
    let (certificate, others) = (issued(&key).unwrap(), issued(&other).unwrap());
    let clear = plist(
        "<key>PayloadType</key><string>Configuration</string><key>PayloadIdentifier</key><string>p</string>\
         <key>PayloadUUID</key><string>1</string><key>PayloadContent</key><array><dict><key>PayloadType</key>\
         <string>com.apple.wifi.managed</string><key>Password</key><string>pl4nted</string></dict></array>",
    );
    let mut profile = mdm_profile::ForeignProfile::decode(&clear).unwrap();
    profile.encrypt(std::slice::from_ref(&certificate), ContentCipher::default()).unwrap();
    let pem = key.expose_secret_pem().unwrap();
    let opener = device(pem.expose_secret(), certificate.to_pem().as_bytes()).unwrap();
    let page = shown(profile.content(), &Wishes { device: Some(opener), ..Wishes::default() });
    assert!(page.starts_with("FILE: encrypted configuration profile p\n"), "{page}");
    assert!(page.contains("com.apple.wifi.managed") && !page.contains("pl4nted"), "{page}");
    let closed = shown(profile.content(), &Wishes::default());
    assert!(closed.contains("--key and --certificate") && !closed.contains("wifi"), "{closed}");
    let stranger = device(other.expose_secret_pem().unwrap().expose_secret(), others.as_der()).unwrap();
    let refused = shown(profile.content(), &Wishes { device: Some(stranger), ..Wishes::default() });
    assert!(refused.contains("not for this key"), "{refused}");
    assert!(device(b"no key", certificate.as_der()).is_err());
}

#[test]
fn arguments() {
    fn check(line: &str, expected: Result<Option<&[&str]>, &str>) {
        let parsed = Arguments::parse(line.split_whitespace().map(OsString::from));
        let files = parsed.map(|arguments| arguments.map(|arguments| arguments.files));
        let expected =
            expected.map(|files| files.map(|files| files.iter().map(OsString::from).collect::<Vec<_>>()));
        assert_eq!(files, expected.map_err(str::to_owned), "{line}");
    }
    check("a -", Ok(Some(&["a", "-"])));
    check("-- --help", Ok(Some(&["--help"])));
    check("a --validate os=macos,version=14,rights=8191,shared_ipad=no,channel=user", Ok(Some(&["a"])));
    check("a --help", Ok(None));
    check("", Err("no file is given"));
    check("--loud a", Err("unknown option --loud"));
    check("a --key Cargo.toml", Err("--key and --certificate belong together"));
    check("a --max-bytes many", Err("--max-bytes needs a number"));
    check("a --validate version=17", Err("--validate needs os="));
    check("a --validate os=beos", Err("os cannot be beos"));
    check("a --validate os=ios,supervised", Err("supervised is no fact: it lacks ="));
    check("a --validate os=ios,rights=8192", Err("rights cannot be 8192"));
    check("a --validate os=ios,colour=red", Err("unknown fact colour"));
    assert_eq!(Wishes::default().limits, Limits::default());
}

#[test]
fn a_file_that_is_too_long_is_refused() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    assert!(read(OsStr::new(file), 10).unwrap_err().contains("longer than 10 bytes"));
    assert!(read(OsStr::new("no-such-file"), 10).unwrap_err().contains("cannot be opened"));
}
