//! Every kind of error with its place: byte offset, line and key path.

use std::collections::BTreeMap;

use mdm_plist::{
    Blame, Data, Date, ErrorKind, Extra, LimitKind, Limits, Value, from_slice, from_slice_with, to_vec,
};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};

/// Checks the error for `document`, in which `¦` marks the offset.
#[track_caller]
fn check(document: &str, expected: ErrorKind, path: &str) {
    check_as::<Value>(document, expected.clone(), path);
    // Skipping is as strict as reading.
    check_as::<IgnoredAny>(document, expected, path);
}

#[track_caller]
fn check_as<T: DeserializeOwned>(document: &str, expected: ErrorKind, path: &str) {
    check_bytes::<T>(document.as_bytes(), &Limits::default(), expected, path);
}

#[track_caller]
fn check_bytes<T: DeserializeOwned>(document: &[u8], limits: &Limits, expected: ErrorKind, path: &str) {
    let mark = "¦".as_bytes();
    let offset = document.windows(2).position(|window| window == mark).expect("a mark");
    let (before, after) = document.split_at(offset);
    let document = [before, after.strip_prefix(mark).expect("a mark")].concat();
    let error = from_slice_with::<T>(&document, limits).err().expect("refused");
    let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
    let found = (error.kind(), error.offset(), error.line(), error.key_path());
    assert_eq!(found, (&expected, Some(offset), Some(line), path), "{}", String::from_utf8_lossy(&document));
    assert_eq!(error.blame(), Blame::Peer);
}

#[test]
fn structure() {
    use ErrorKind as K;
    check("<plist>¦</plist>", K::MissingValue, "");
    check("¦<plist/>", K::MissingValue, "");
    check("¦<dict/>", K::UnexpectedElement, "");
    check("¦</plist>", K::MismatchedEnd, "");
    check("<plist>¦<plist><true/></plist></plist>", K::UnexpectedElement, "");
    check("<plist>¦<foo/></plist>", K::UnexpectedElement, "");
    check("<plist>¦<String>a</String></plist>", K::UnexpectedElement, "");
    check("<plist>¦<x:string>a</x:string></plist>", K::UnexpectedElement, "");
    check("<plist>¦<key>a</key></plist>", K::UnexpectedElement, "");
    check("<plist>\n<array>\n¦<key>a</key></array></plist>", K::UnexpectedElement, "[0]");
    check("<plist><string>a¦<b/></string></plist>", K::UnexpectedElement, "");
    check("<plist><true>¦<b/></true></plist>", K::UnexpectedElement, "");
    check("<plist><string>a¦</integer></plist>", K::MismatchedEnd, "");
    check("<plist><true>¦</false></plist>", K::MismatchedEnd, "");
    check("<plist><array><true/>¦</dict></plist>", K::MismatchedEnd, "[0]");
    check("<plist><dict>¦</array></plist>", K::MismatchedEnd, "");
    check("<plist><true/>¦</dict>", K::MismatchedEnd, "");
    check("<plist>¦</array></plist>", K::MismatchedEnd, "");
    check("<plist><dict><key>a</key>¦</dict></plist>", K::MissingValue, "a");
    check("<plist><dict><key>a</key>¦<key>b</key><true/></dict></plist>", K::MissingValue, "a");
    check("<plist><dict><key>a</key>¦</array></dict></plist>", K::MismatchedEnd, "a");
    check("<plist><dict>¦<true/></dict></plist>", K::MissingKey, "");
    check(
        "<plist><dict><key>a</key><dict><key>b</key><true/>¦<true/></dict></dict></plist>",
        K::MissingKey,
        "a",
    );
    check("<plist><dict>¦<foo/></dict></plist>", K::UnexpectedElement, "");
    check("<plist><dict><key>a</key><true/>¦<key>a</key><true/></dict></plist>", K::DuplicateKey, "a");
    check(
        "<plist><dict><key>&lt;</key><true/>¦<key><![CDATA[<]]></key><true/></dict></plist>",
        K::DuplicateKey,
        "<",
    );
    check("<plist><true/>¦<true/></plist>", K::TrailingContent, "");
    check("<plist><true/></plist>¦<plist>", K::TrailingContent, "");
    check("<plist><true/></plist>\n ¦x", K::TrailingContent, "");
    check("<plist><true/></plist>¦<!DOCTYPE plist>", K::TrailingContent, "");
}

#[test]
fn markup() {
    use ErrorKind as K;
    check("¦hello", K::UnexpectedText, "");
    check("¦{ a = b; }", K::UnexpectedText, "");
    check("<plist>¦a<true/></plist>", K::UnexpectedText, "");
    check("<plist><true/>¦a</plist>", K::UnexpectedText, "");
    check("<plist><dict>¦a</dict></plist>", K::UnexpectedText, "");
    check("<plist><array><true/>¦&lt;</array></plist>", K::UnexpectedText, "[0]");
    check("<plist>¦<![CDATA[a]]><true/></plist>", K::UnexpectedText, "");
    check("<plist>¦<></plist>", K::Markup, "");
    check("<plist>¦< string>a</string></plist>", K::Markup, "");
    check("<plist>¦<string<string>", K::Markup, "");
    check("<plist>¦<string/ ></plist>", K::Markup, "");
    check("<plist><string>a¦</string/></plist>", K::Markup, "");
    check("<plist>¦<string lang='en'>a</string></plist>", K::Markup, "");
    check("<plist><true/>¦</plist version='1.0'>", K::Markup, "");
    check("¦<plist version='<'><true/></plist>", K::Markup, "");
    check("<plist>¦<!DOCTYPE plist><true/></plist>", K::Markup, "");
    check("<plist>¦<!ELEMENT a><true/></plist>", K::Markup, "");
    check("<plist>¦<?xml version='1.0'?><true/></plist>", K::Markup, "");
    check("<?xml version='1.0'?>¦<?xml version='1.0'?><plist><true/></plist>", K::Markup, "");
    check("<!DOCTYPE plist>¦<!DOCTYPE plist><plist><true/></plist>", K::Markup, "");
    check("<!DOCTYPE plist>¦<?xml version='1.0'?><plist><true/></plist>", K::Markup, "");
    check("¦<? ?><plist><true/></plist>", K::Markup, "");
}

#[test]
fn entities_and_encodings() {
    use ErrorKind as K;
    check(
        "<!DOCTYPE plist ¦[<!ENTITY a \"b\">]><plist><string>&a;</string></plist>",
        K::EntityDeclaration,
        "",
    );
    check("<!DOCTYPE plist SYSTEM \"[\" ¦[]><plist><true/></plist>", K::EntityDeclaration, "");
    check("<plist>¦<!ENTITY a \"b\"><true/></plist>", K::EntityDeclaration, "");
    check("<plist><string>¦&a;</string></plist>", K::UnknownEntity, "");
    check("<plist><string>¦&LT;</string></plist>", K::UnknownEntity, "");
    check("<plist><string>¦&</string></plist>", K::UnknownEntity, "");
    check("<plist><string>¦&;</string></plist>", K::UnknownEntity, "");
    check("<plist><string>¦& a;</string></plist>", K::UnknownEntity, "");
    check("<plist><string>¦&#0;</string></plist>", K::InvalidCharacterReference, "");
    check("<plist><string>¦&#xD800;</string></plist>", K::InvalidCharacterReference, "");
    check("<plist><string>¦&#x110000;</string></plist>", K::InvalidCharacterReference, "");
    check("<plist><string>¦&#99999999999;</string></plist>", K::InvalidCharacterReference, "");
    check("<plist><string>¦&#;</string></plist>", K::InvalidCharacterReference, "");
    check("<plist><string>¦&#x;</string></plist>", K::InvalidCharacterReference, "");
    check("<plist><string>¦&#X41;</string></plist>", K::InvalidCharacterReference, "");
    check("<plist><string>¦&#-1;</string></plist>", K::InvalidCharacterReference, "");
    check("<plist><string>¦&#x00000000000000041;</string></plist>", K::UnknownEntity, "");
    check(
        "<plist><string>a\u{0}b</string></plist>".replace('\u{0}', "¦\u{0}").as_str(),
        K::InvalidCharacter,
        "",
    );

    let encoding = |name: &str| K::Encoding { name: name.to_owned() };
    check("<?xml version=\"1.0\" encoding=\"¦UTF-16\"?><plist><true/></plist>", encoding("UTF-16"), "");
    check("<?xml encoding = '¦ISO-8859-1' ?><plist><true/></plist>", encoding("ISO-8859-1"), "");
    check("\n<?xml encoding='¦'?><plist><true/></plist>", encoding("(unreadable)"), "");
    check("<?xml encoding='¦<script>'?><plist><true/></plist>", encoding("(unreadable)"), "");
    let long = "x".repeat(33);
    check(&format!("<?xml encoding='¦{long}'?><plist><true/></plist>"), encoding("(unreadable)"), "");

    let bytes = |document: &[u8], kind| check_bytes::<Value>(document, &Limits::default(), kind, "");
    bytes(b"\xC2\xA6\xFF\xFE<\0p\0", encoding("UTF-16LE"));
    bytes(b"\xC2\xA6\xFE\xFF\0<\0p", encoding("UTF-16BE"));
    bytes(b"\xC2\xA6<\0p\0", encoding("UTF-16LE"));
    bytes(b"\xC2\xA6\0\0\0<", encoding("UTF-32BE"));
    bytes(b"\xC2\xA6\xFF\xFE\0\0", encoding("UTF-32LE"));
    bytes(b"<?xml encoding='\xC2\xA6latin1'?><plist><string>\xE9</string></plist>", encoding("latin1"));
    bytes(b"<plist>\n<string>\xC2\xA6\xE9</string></plist>", K::InvalidUtf8);
    bytes(b"<plist><string>\xC3\xA9\xC2\xA6\xED\xA0\x80</string></plist>", K::InvalidUtf8);
    bytes(b"\xC2\xA6bplist00\xD0", K::BinaryFormat);
}

#[test]
fn scalars() {
    use ErrorKind as K;
    let one = |content: &str, kind| check(&format!("<plist>\n\n¦{content}</plist>"), kind, "");
    for text in
        ["", " ", "-", "+", "0x", "1.5", "1e3", "a", "0b1", "1 2", "--1", "- 1", "0x-1", "१", "1_000", "ff"]
    {
        one(&format!("<integer>{text}</integer>"), K::InvalidInteger);
    }
    one("<integer/>", K::InvalidInteger);
    for text in ["18446744073709551616", "-9223372036854775809", "0x10000000000000000", "-0x8000000000000001"]
    {
        one(&format!("<integer>{text}</integer>"), K::IntegerOutOfRange);
    }
    one("<integer>99999999999999999999999999999999999999x</integer>", K::InvalidInteger);
    for text in ["", " ", "1,5", "0x10", "1e", "--1", "infinite", "nan(1)", "1 2"] {
        one(&format!("<real>{text}</real>"), K::InvalidReal);
    }
    one("<real/>", K::InvalidReal);
    for text in ["", "2026-11-22", "2026-02-30T00:00:00Z", "2026-11-22T08:30:00", " 2026-11-22T08:30:00Z"] {
        one(&format!("<date>{text}</date>"), K::InvalidDate);
    }
    one("<date/>", K::InvalidDate);
    for text in ["=", "TQ", "TQ=", "TQ===", "TR==", "T*==", "TQ==TQ==", "TWE=TWE="] {
        one(&format!("<data>{text}</data>"), K::InvalidData);
    }
}

#[test]
fn paths_lead_to_the_value() {
    use ErrorKind as K;
    check(
        "<plist><dict><key>QueryResponses</key><dict><key>A</key><true/>\n<key>List</key><array><true/><true/>\
         <dict><key>B</key><array/><key>Identifier</key>¦<integer>x</integer></dict></array></dict></dict></plist>",
        K::InvalidInteger,
        "QueryResponses.List[2].Identifier",
    );
    check(
        "<plist><array><array/><array><true/>¦<foo/></array></array></plist>",
        K::UnexpectedElement,
        "[1][1]",
    );
    // What is closed is no longer on the way.
    check(
        "<plist><dict><key>a</key><dict><key>b</key><true/></dict>¦x</dict></plist>",
        K::UnexpectedText,
        "a",
    );
    check(
        "<plist><dict><key>a\n\u{7f}\u{202e}b</key>¦x</dict></plist>",
        K::UnexpectedText,
        "a\\u{a}\\u{7f}\\u{202e}b",
    );

    let long = "k".repeat(65);
    let cut = format!("{}…", "k".repeat(64));
    check(&format!("<plist><dict><key>{long}</key>¦x</dict></plist>"), K::UnexpectedText, &cut);
    let deep = format!("<plist>{}¦x", format!("<dict><key>{}</key>", "é".repeat(64)).repeat(20));
    let path = vec!["é".repeat(64); 20].join(".");
    check(&deep, K::UnexpectedText, &format!("{}…", &path[..511]));
}

#[test]
fn many_keys_are_searched_too() {
    let keys: String = (0..2000).map(|n| format!("<key>k{n}</key><true/>")).collect();
    assert!(from_slice::<Value>(format!("<plist><dict>{keys}</dict></plist>").as_bytes()).is_ok());
    for again in [0, 23, 24, 25, 1999] {
        let document = format!("<plist><dict>{keys}¦<key>k{again}</key></dict></plist>");
        check(&document, ErrorKind::DuplicateKey, &format!("k{again}"));
    }
    // The keys of one dictionary are not those of another.
    let nested = format!(
        "<plist><array><dict>{keys}</dict><dict>{keys}<key>d</key><dict>{keys}</dict></dict></array></plist>"
    );
    assert!(from_slice::<Value>(nested.as_bytes()).is_ok());
}

#[test]
fn limits() {
    let exceeded = |limit| ErrorKind::LimitExceeded { limit };
    let check = |document: &str, limits: Limits, limit, path: &str| {
        check_bytes::<Value>(document.as_bytes(), &limits, exceeded(limit), path);
        check_bytes::<IgnoredAny>(document.as_bytes(), &limits, exceeded(limit), path);
    };
    let ok = |document: &str, limits: Limits| {
        assert!(from_slice_with::<Value>(document.as_bytes(), &limits).is_ok(), "{document}");
        assert!(from_slice_with::<IgnoredAny>(document.as_bytes(), &limits).is_ok(), "{document}");
    };
    let d = Limits::default();
    ok("<plist><true/></plist>", d.with_bytes(22));
    check("<plist><true/></plist¦>", d.with_bytes(21), LimitKind::Bytes, "");
    ok("<plist><true/></plist>", d.with_depth(0));
    check("<plist>¦<array/></plist>", d.with_depth(0), LimitKind::Depth, "");
    ok("<plist><array><dict/></array></plist>", d.with_depth(2));
    check("<plist><array>¦<dict/></array></plist>", d.with_depth(1), LimitKind::Depth, "[0]");
    ok("<plist><array><true/><true/></array></plist>", d.with_nodes(3));
    check("<plist><array><true/>¦<true/></array></plist>", d.with_nodes(2), LimitKind::Nodes, "[1]");
    ok("<plist><string>é&lt;b</string></plist>", d.with_string(4));
    check("<plist>¦<string>é&lt;b</string></plist>", d.with_string(3), LimitKind::String, "");
    check("<plist>¦<string>éb&lt;</string></plist>", d.with_string(3), LimitKind::String, "");
    check("<plist>¦<string>abcd</string></plist>", d.with_string(3), LimitKind::String, "");
    check("<plist>¦<string><![CDATA[abcd]]></string></plist>", d.with_string(3), LimitKind::String, "");
    check("<plist>¦<integer>1234</integer></plist>", d.with_string(3), LimitKind::String, "");
    ok("<plist><data>T W\nF u</data></plist>", d.with_data(3));
    ok("<plist><data>TWE=</data></plist>", d.with_data(2));
    check("<plist>¦<data>T W\nF u</data></plist>", d.with_data(2), LimitKind::Data, "");
    ok("<plist><dict><key>abc</key><true/></dict></plist>", d.with_key(3));
    check("<plist><dict>¦<key>abc</key><true/></dict></plist>", d.with_key(2), LimitKind::Key, "");
}

#[test]
fn a_document_that_does_not_fit_the_type() {
    use ErrorKind as K;
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only read into")]
    struct Strict {
        name: String,
        list: Option<Vec<u8>>,
        status: Option<Status>,
        token: Option<Data>,
        at: Option<Date>,
    }
    #[derive(Debug, Deserialize, PartialEq)]
    enum Status {
        Idle,
        NotNow,
    }
    #[derive(Deserialize)]
    #[serde(try_from = "String")]
    struct Picky;
    impl TryFrom<String> for Picky {
        type Error = String;
        fn try_from(text: String) -> Result<Self, String> {
            Err(format!("{text} is not good enough"))
        }
    }

    let mismatch = |found, expected: &str| K::TypeMismatch { found, expected: expected.to_owned() };
    let strict = |content: &str, kind, path: &str| {
        check_as::<Strict>(&format!("<plist><dict>{content}</plist>"), kind, path);
    };
    check_as::<Strict>("<plist>¦<array/></plist>", mismatch("array", "struct Strict"), "");
    check_as::<Strict>("<plist>¦<string/></plist>", mismatch("string", "struct Strict"), "");
    check_as::<Strict>(
        "<plist>¦<date>2026-11-22T08:30:00Z</date></plist>",
        mismatch("date", "struct Strict"),
        "",
    );
    strict("¦</dict>", K::MissingField { name: "name" }, "");
    strict("<key>name</key>¦<true/></dict>", mismatch("boolean", "a string"), "name");
    strict("<key>name</key>¦<data/></dict>", mismatch("data", "a string"), "name");
    strict("<key>name</key>¦<date>2026-11-22T08:30:00Z</date></dict>", mismatch("date", "a string"), "name");
    strict(
        "<key>list</key><array><integer>1</integer>¦<real>1</real></array></dict>",
        mismatch("real", "u8"),
        "list[1]",
    );
    strict(
        "<key>list</key><array>¦<integer>256</integer></array></dict>",
        K::InvalidValue { expected: "u8".into() },
        "list[0]",
    );
    strict(
        "<key>status</key>¦<string>Busy</string></dict>",
        K::UnknownVariant { expected: &["Idle", "NotNow"] },
        "status",
    );
    strict("<key>status</key>¦<integer>1</integer></dict>", mismatch("integer", "enum Status"), "status");
    strict("<key>token</key>¦<string>TWFu</string></dict>", mismatch("string", "data"), "token");
    strict("<key>token</key>¦<array/></dict>", mismatch("array", "data"), "token");
    strict("<key>token</key>¦<date>2026-11-22T08:30:00Z</date></dict>", mismatch("date", "data"), "token");
    strict("<key>at</key>¦<string>2026-11-22T08:30:00Z</string></dict>", mismatch("string", "a date"), "at");
    strict("<key>at</key>¦<dict/></dict>", mismatch("dictionary", "a date"), "at");
    strict("¦<key>other</key><true/></dict>", K::UnknownField, "other");
    check_as::<Picky>("<plist>¦<string>this</string></plist>", K::Refused, "");
    check_as::<(u8, u8)>(
        "<plist><array><integer>1</integer>¦</array></plist>",
        K::InvalidLength { found: 1, expected: "a tuple of size 2".into() },
        "",
    );
    check_as::<(u8, u8)>(
        "<plist><array><integer>1</integer><integer>1</integer>¦<integer>1</integer></array></plist>",
        K::InvalidLength { found: 3, expected: "fewer items".into() },
        "[2]",
    );
    check_as::<BTreeMap<u8, bool>>(
        "<plist><dict>¦<key>1</key><true/></dict></plist>",
        mismatch("string", "u8"),
        "1",
    );
    check_as::<()>("<plist>¦<string/></plist>", mismatch("string", "unit"), "");
}

#[test]
fn what_cannot_be_written() {
    #[derive(Serialize)]
    struct Outer<T> {
        list: Vec<T>,
    }
    #[track_caller]
    fn check<T: Serialize>(value: T, what: &'static str) {
        let error = to_vec(&value).expect_err("refused");
        let unrepresentable = ErrorKind::Unrepresentable { what };
        assert_eq!((error.kind(), error.key_path(), error.offset()), (&unrepresentable, "", None));
        assert_eq!(error.blame(), Blame::Caller);
        let error = to_vec(&BTreeMap::from([("a", Outer { list: vec![value] })])).expect_err("refused");
        assert_eq!((error.kind(), error.key_path()), (&unrepresentable, "a.list[0]"));
        assert_eq!(error.line(), None);
    }
    check((), "null");
    check(None::<bool>, "null");
    check("a\0b", "a NUL character");
    check(i128::from(u64::MAX) + 1, "an integer of that size");
    check(i128::from(i64::MIN) - 1, "an integer of that size");
    check(u128::from(u64::MAX) + 1, "an integer of that size");
    check(BTreeMap::from([(1, true)]), "a key that is not a string");
    check(BTreeMap::from([(None::<String>, true)]), "a key that is not a string");
    check(Value::Uid(plist::Uid::new(1)), "a UID");
    let error = to_vec(&[BTreeMap::from([("<&amp;\r>", ())])]).expect_err("refused");
    assert_eq!(error.key_path(), "[0].<&amp;\\u{d}>");
}

#[test]
fn an_error_that_a_type_swallows_comes_back() {
    /// Reads anything as whether it is a boolean.
    #[derive(Debug, PartialEq)]
    struct Lenient(Option<bool>);
    impl<'de> Deserialize<'de> for Lenient {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            Ok(Self(bool::deserialize(deserializer).ok()))
        }
    }
    let list = |content: &str| {
        from_slice::<Vec<Lenient>>(format!("<plist><array>{content}</array></plist>").as_bytes())
    };

    // What is well-formed stays in step, whatever is inside.
    let found = list("<true/><dict><key>a</key><array><true/></array></dict><string>x</string><false/>");
    assert_eq!(found.unwrap(), [Lenient(Some(true)), Lenient(None), Lenient(None), Lenient(Some(false))]);
    let found: BTreeMap<String, Lenient> =
        from_slice(b"<plist><dict><key>a</key><array><dict/></array><key>b</key><true/></dict></plist>")
            .unwrap();
    assert_eq!(found.into_values().collect::<Vec<_>>(), [Lenient(None), Lenient(Some(true))]);

    // Also when a type does not even look.
    #[derive(Debug, PartialEq)]
    struct Blind;
    impl<'de> Deserialize<'de> for Blind {
        fn deserialize<D: serde::Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
            Ok(Self)
        }
    }
    let blind = |content: &str| {
        from_slice::<Vec<Blind>>(format!("<plist><array>{content}</array></plist>").as_bytes())
    };
    assert_eq!(
        blind("<dict><key>a</key><true/></dict><string>x</string><array/>").unwrap(),
        [Blind, Blind, Blind]
    );
    assert!(blind("<true/><integer>x</integer>").is_err());
    assert!(from_slice::<Blind>(b"<plist><true/></plist>").is_err());

    // What is not is refused all the same.
    for content in
        ["<foo/>", "<integer>x</integer>", "<true>", "<string>&x;</string>", "<array><foo/></array>"]
    {
        assert!(list(content).is_err(), "{content}");
        assert!(from_slice::<Lenient>(format!("<plist>{content}</plist>").as_bytes()).is_err(), "{content}");
    }
}

#[test]
fn an_error_reads_well() {
    #[track_caller]
    fn check<T: DeserializeOwned>(document: &str, expected: &str) {
        let error = from_slice::<T>(document.as_bytes()).err().expect("refused");
        assert_eq!(error.to_string(), expected);
    }
    check::<Extra>("<plist>\n<dict>", "document is truncated at byte 14, line 2");
    check::<Extra>("<plist><true/></plist>", "boolean where a dictionary is expected at byte 7, line 1");
    check::<BTreeMap<String, u8>>(
        "<plist><dict><key>a</key><string>secret</string></dict></plist>",
        "string where u8 is expected at byte 25, line 1 in `a`",
    );
    let deep = format!("<plist>{}", "<array>".repeat(70));
    let expected = format!("limit exceeded: depth at byte 455, line 1 in `{}`", "[0]".repeat(64));
    check::<Value>(&deep, &expected);
}
