use super::*;
use crate::Body as _;
use crate::support::RefusalReason;
use mdm_lock::{OsVersion, Platform};

#[test]
fn endpoints() {
    fn check(text: &str, expected: Option<Endpoint<'_>>) {
        assert_eq!(Endpoint::parse(text), expected, "{text}");
    }
    check("tokens", Some(Endpoint::Tokens));
    check("declaration-items", Some(Endpoint::DeclarationItems));
    check("status", Some(Endpoint::Status));
    check("declaration/asset/a/b", Some(Endpoint::Declaration(DeclarationKind::Asset, "a/b")));
    check("declaration/asset/", None);
    check("declaration/other/a", None);
    check("declaration", None);
    check("", None);
}

#[test]
fn the_type_may_come_last() {
    let ordered = r#"{"Type":"com.apple.configuration.management.test","Identifier":"a","ServerToken":"1",
        "Payload":{"Echo":"e","New":{"Deep":[1,2.5,true]}},"Later":"kept"}"#;
    let reversed = r#"{"Payload":{"New":{"Deep":[1,2.5,true]},"Echo":"e"},"Later":"kept",
        "ServerToken":"1","Identifier":"a","Type":"com.apple.configuration.management.test"}"#;
    let read = |text: &str| Declaration::decode(text.as_bytes(), &Limits::default()).unwrap();
    let declaration = read(ordered);
    assert_eq!(declaration, read(reversed));
    assert!(matches!(&declaration.payload, DeclarationPayload::ManagementTest(test) if test.echo == "e"));
    assert_eq!(declaration.kind(), Some(DeclarationKind::Configuration));
    assert_eq!(declaration.extra.keys().collect::<Vec<_>>(), ["Later"]);
    assert_eq!(read(&String::from_utf8(declaration.encode().unwrap()).unwrap()), declaration);
}

#[test]
fn what_is_not_known_is_kept() {
    let text = br#"{"Type":"com.apple.configuration.new","Identifier":"a","ServerToken":"1","Payload":{"Key":{"A":[]}}}"#;
    let declaration = Declaration::decode(text, &Limits::default()).unwrap();
    assert_eq!(declaration.payload.name(), "com.apple.configuration.new");
    assert_eq!(declaration.encode().unwrap(), text);
    assert_eq!(declaration.validate(&DeviceFacts::new(Platform::Ios)), []);
    let other =
        Declaration { payload: PayloadOf("x".to_owned()).deserialize(empty()).unwrap(), ..declaration };
    assert_eq!(other.kind(), None);
}

fn empty() -> ValueDeserializer<ValueError> {
    ValueDeserializer::new(Value::Dictionary(Dictionary::new()))
}

#[test]
fn what_is_ill_formed_is_refused() {
    fn check(text: &str) {
        let error = Declaration::decode(text.as_bytes(), &Limits::default()).unwrap_err();
        assert!(matches!(error, Error::UnreadableJson { .. }), "{error}");
    }
    check("");
    check("[]");
    check(r#"{"Type":"t","Identifier":"a","ServerToken":"1"}"#);
    check(r#"{"Type":"t","Identifier":"a","Payload":{}}"#);
    check(r#"{"Identifier":"a","ServerToken":"1","Payload":{}}"#);
    check(r#"{"Type":"t","Type":"t","Identifier":"a","ServerToken":"1","Payload":{}}"#);
    check(r#"{"Payload":{},"Payload":{},"Type":"t","Identifier":"a","ServerToken":"1"}"#);
    check(
        r#"{"Type":"com.apple.configuration.management.test","Identifier":"a","ServerToken":"1","Payload":{}}"#,
    );
    check(&format!(
        r#"{{"Type":"t","Identifier":"a","ServerToken":"1","Payload":{}1"#,
        r#"{"a":"#.repeat(100_000)
    ));
}

#[test]
fn a_declaration_is_validated_with_its_keys() {
    let mut facts = DeviceFacts::new(Platform::Ios);
    facts.os = Some(OsVersion::new(17, 0));
    let math = Declaration::new("m", "1", MathSettings::default());
    let reasons = |declaration: &Declaration, facts: &DeviceFacts| -> Vec<_> {
        declaration.validate(facts).into_iter().map(|refusal| (refusal.key, refusal.reason)).collect()
    };
    let needed = OsVersion::new(18, 0);
    let actual = OsVersion::new(17, 0);
    assert_eq!(
        reasons(&math, &facts),
        [(None, RefusalReason::NeedsVersion { platform: Platform::Ios, needed, actual })]
    );
    // `RPN` exists on a Mac only, and must be there then.
    let json = br#"{"Type":"com.apple.configuration.math.settings","Identifier":"m","ServerToken":"1",
        "Payload":{"Calculator":{"InputModes":{"UnitConversion":true}}}}"#;
    let math = Declaration::decode(json, &Limits::default()).unwrap();
    let mut mac = DeviceFacts::new(Platform::Macos);
    mac.channel = mdm_lock::Channel::User;
    assert_eq!(reasons(&math, &mac), [(Some("Calculator/InputModes/RPN".into()), RefusalReason::Missing)]);
    facts.os = Some(needed);
    assert_eq!(reasons(&math, &facts), []);
}

#[test]
fn status_items_come_back() {
    let json = br#"{"StatusItems":{"device":{"model":{"family":"Mac","new":7},"operating-system":{"version":"15.3"}},
        "passcode":{"is-present":true},"mdm":{"app":[{"identifier":"com.example.a","_removed":true}]},
        "test":{"integer-value":"no integer"},"empty":{}},"Errors":[{"StatusItem":"x","Reasons":[{"Code":"Error.Unknown"}]}],
        "FullReport":true}"#;
    let report = StatusReport::from_json(json, &Limits::default()).unwrap();
    let items = report.status_items.items();
    let names: Vec<_> =
        items.iter().map(|item| item.as_ref().map(StatusItem::name).map_err(|e| &*e.name)).collect();
    assert_eq!(
        names,
        [
            Ok("device.model.family"),
            Ok("device.model.new"),
            Ok("device.operating-system.version"),
            Ok("passcode.is-present"),
            Ok("mdm.app"),
            Err("test.integer-value"),
            Ok("empty"),
        ]
    );
    assert_eq!(items[3], Ok(StatusItem::PasscodeIsPresent(true)));
    let Ok(StatusItem::MdmApp(apps)) = &items[4] else { panic!() };
    assert_eq!(apps[0].removed, Some(true));
    assert_eq!(report.errors[0].reasons.as_ref().unwrap()[0].code, Some(ReasonCode::ErrorUnknown));
    let mut again = StatusItems::default();
    for item in items.iter().flatten() {
        again.insert(item).unwrap();
    }
    again.0.insert("test".to_owned(), report.status_items.0.get("test").unwrap().clone());
    again.0.insert("empty".to_owned(), Value::Dictionary(Dictionary::new()));
    assert_eq!(again, report.status_items);
    assert_eq!(StatusReport::from_json(&report.to_json().unwrap(), &Limits::default()), Ok(report.clone()));
    let shown = format!("{report:?}");
    assert!(shown.contains("device.model.family") && !shown.contains("com.example"), "{shown}");
}

#[test]
fn the_documents_of_the_protocol() {
    let mut items = DeclarationItems::new([], [DeclarationItem::new("a", "1")], [], []);
    items.extra.insert("New".to_owned(), true.into());
    let answer = DeclarationItemsResponse::new(items, "t");
    let json = String::from_utf8(answer.to_json().unwrap()).unwrap();
    assert_eq!(
        json,
        r#"{"Declarations":{"Activations":[],"Configurations":[{"Identifier":"a","ServerToken":"1"}],"Assets":[],"Management":[],"New":true},"DeclarationsToken":"t"}"#
    );
    let tokens = TokensResponse::new(SyncTokens::new("t"));
    assert_eq!(tokens.to_json().unwrap(), br#"{"SyncTokens":{"DeclarationsToken":"t"}}"#);
    assert_eq!(TokensResponse::from_json(&tokens.to_json().unwrap(), &Limits::default()), Ok(tokens));
}

/// The items whose type is a secret, by the shapes of the schema.
#[test]
fn secret_items_are_marked() {
    let shapes = include_str!("../../tests/data/shapes.txt");
    let mut found = Vec::new();
    let mut item = "";
    for line in shapes.lines() {
        if !line.starts_with(' ') {
            item = line.strip_prefix("status ").unwrap_or_default();
        } else if !item.is_empty() && line.contains("\tsecret") {
            assert!(!line.starts_with("  "), "{item} has a secret inside, which is not marked");
            found.push(item);
        }
    }
    assert_eq!(found, SECRET_ITEMS);
}
