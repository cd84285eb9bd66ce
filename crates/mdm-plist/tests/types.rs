//! Rust types in both directions, the layout of what is written, and serde's buffer in between.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;

use mdm_plist::{Data, Date, Extra, Value, from_slice, to_vec};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

fn wrap(content: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \
         \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n{content}\n</plist>\n"
    )
}

/// The value is written as `content`, and `content` is read as the value.
#[track_caller]
fn check<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: T, content: &str) {
    let document = wrap(content);
    assert_eq!(String::from_utf8(to_vec(&value).expect("written")).expect("text"), document);
    reads(&document, value);
}

/// `document` is read as the value.
#[track_caller]
fn reads<T: DeserializeOwned + PartialEq + Debug>(document: &str, value: T) {
    match from_slice::<T>(document.as_bytes()) {
        Ok(found) => assert_eq!(found, value, "{document}"),
        Err(error) => panic!("{error}: {document}"),
    }
}

fn date() -> Date {
    "2026-11-22T08:30:00Z".parse().expect("a date")
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
enum Kind {
    Idle,
    #[serde(rename = "Not Now")]
    NotNow,
    Wrapped(Data),
    Pair(u8, Date),
    Fields {
        a: Option<bool>,
    },
    Empty {},
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
struct Identifier(String);

#[test]
fn scalars() {
    check("a".to_owned(), "<string>a</string>");
    check(String::new(), "<string></string>");
    check("<&>\"'\r\n\t]]>".to_owned(), "<string>&lt;&amp;&gt;\"'&#13;\n\t]]&gt;</string>");
    check("é🦀\u{1}".to_owned(), "<string>é🦀\u{1}</string>");
    check(0_u8, "<integer>0</integer>");
    check(-1_i8, "<integer>-1</integer>");
    check(u64::MAX, "<integer>18446744073709551615</integer>");
    check(i64::MIN, "<integer>-9223372036854775808</integer>");
    check(i128::from(u64::MAX), "<integer>18446744073709551615</integer>");
    check(u128::from(u64::MAX), "<integer>18446744073709551615</integer>");
    check(1.5_f64, "<real>1.5</real>");
    check(0.1_f32, "<real>0.10000000149011612</real>");
    check(1.0_f64, "<real>1.0</real>");
    check(1e300_f64, "<real>1e300</real>");
    check(f64::INFINITY, "<real>+infinity</real>");
    check(f64::NEG_INFINITY, "<real>-infinity</real>");
    check(true, "<true/>");
    check(false, "<false/>");
    check('é', "<string>é</string>");
    check(date(), "<date>2026-11-22T08:30:00Z</date>");
    check(Data::default(), "<data>\n</data>");
    check(Data::from([1, 2, 3]), "<data>\nAQID\n</data>");
    check(Data::new(vec![0; 60]), &format!("<data>\n{}\n{}\n</data>", "A".repeat(76), "AAAA"));
    check(Some(1), "<integer>1</integer>");
    check(Some(Some(1)), "<integer>1</integer>");
    check(Identifier("a".to_owned()), "<string>a</string>");
    let not_a_number: f64 = from_slice(&to_vec(&f64::NAN).unwrap()).unwrap();
    assert!(not_a_number.is_nan());
    assert_eq!(String::from_utf8(to_vec(&f64::NAN).unwrap()).unwrap(), wrap("<real>nan</real>"));
}

#[test]
fn containers() {
    check(Vec::<u8>::new(), "<array/>");
    check(vec![1, 2], "<array>\n\t<integer>1</integer>\n\t<integer>2</integer>\n</array>");
    check((1, "a".to_owned()), "<array>\n\t<integer>1</integer>\n\t<string>a</string>\n</array>");
    check(BTreeMap::<String, u8>::new(), "<dict/>");
    check(vec![Vec::<u8>::new()], "<array>\n\t<array/>\n</array>");
    check(
        BTreeMap::from([("a<".to_owned(), 1)]),
        "<dict>\n\t<key>a&lt;</key>\n\t<integer>1</integer>\n</dict>",
    );
    check(
        BTreeMap::from([(Identifier("a".to_owned()), 1)]),
        "<dict>\n\t<key>a</key>\n\t<integer>1</integer>\n</dict>",
    );
    check(
        HashMap::from([('c', vec![Data::from([0])])]),
        "<dict>\n\t<key>c</key>\n\t<array>\n\t\t<data>\n\t\tAA==\n\t\t</data>\n\t</array>\n</dict>",
    );

    #[derive(Debug, PartialEq, Deserialize, Serialize)]
    struct Optional {
        a: Option<u8>,
        b: Option<Vec<Option<u8>>>,
        c: BTreeMap<String, Option<u8>>,
    }
    check(Optional { a: None, b: None, c: BTreeMap::new() }, "<dict>\n\t<key>c</key>\n\t<dict/>\n</dict>");
    check(
        Optional { a: Some(1), b: Some(vec![Some(2)]), c: BTreeMap::from([("d".to_owned(), Some(3))]) },
        "<dict>\n\t<key>a</key>\n\t<integer>1</integer>\n\t<key>b</key>\n\t<array>\n\t\t<integer>2</integer>\n\t</array>\n\
         \t<key>c</key>\n\t<dict>\n\t\t<key>d</key>\n\t\t<integer>3</integer>\n\t</dict>\n</dict>",
    );
    // An entry that is `None` is not written; a dictionary of nothing else is empty.
    let only_none = BTreeMap::from([("a", None::<u8>)]);
    assert_eq!(String::from_utf8(to_vec(&only_none).unwrap()).unwrap(), wrap("<dict/>"));
}

#[test]
fn enums() {
    check(Kind::Idle, "<string>Idle</string>");
    check(Kind::NotNow, "<string>Not Now</string>");
    check(
        Kind::Wrapped(Data::from([1])),
        "<dict>\n\t<key>Wrapped</key>\n\t<data>\n\tAQ==\n\t</data>\n</dict>",
    );
    check(
        Kind::Pair(1, date()),
        "<dict>\n\t<key>Pair</key>\n\t<array>\n\t\t<integer>1</integer>\n\t\t<date>2026-11-22T08:30:00Z</date>\n\t</array>\n</dict>",
    );
    check(
        Kind::Fields { a: Some(true) },
        "<dict>\n\t<key>Fields</key>\n\t<dict>\n\t\t<key>a</key>\n\t\t<true/>\n\t</dict>\n</dict>",
    );
    check(Kind::Fields { a: None }, "<dict>\n\t<key>Fields</key>\n\t<dict/>\n</dict>");
    check(Kind::Empty {}, "<dict>\n\t<key>Empty</key>\n\t<dict/>\n</dict>");
    reads("<plist><string>&#73;dle</string></plist>", Kind::Idle);
    for content in [
        "<dict/>",
        "<dict><key>Idle</key><true/></dict>",
        "<dict><key>Wrapped</key><data/><key>a</key><true/></dict>",
    ] {
        assert!(from_slice::<Kind>(format!("<plist>{content}</plist>").as_bytes()).is_err(), "{content}");
    }
}

#[test]
fn what_other_writers_write() {
    let string = |content: &str, text: &str| reads(&format!("<plist>{content}</plist>"), text.to_owned());
    string("<string/>", "");
    string("<string />", "");
    string("<string\n>a</string\n>", "a");
    string("<string> a\n </string>", " a\n ");
    string("<string>a<!-- b -->c<?d e?>f</string>", "acf");
    string("<string><![CDATA[<&>]]]]><![CDATA[>]]></string>", "<&>]]>");
    string("<string>&lt;&gt;&amp;&apos;&quot;&#65;&#x42;&#x1F980;</string>", "<>&'\"AB🦀");
    string("<string>&#13;&#1;</string>", "\r\u{1}");
    string("<string>a\r\nb\rc</string>", "a\r\nb\rc");
    string("<string>a]]>b></string>", "a]]>b>");

    let integer =
        |text: &str, value: i128| reads(&format!("<plist><integer>{text}</integer></plist>"), value);
    integer("7", 7);
    integer("+7", 7);
    integer("-0", 0);
    integer("007", 7);
    integer(" 7\n", 7);
    integer("0x1F", 31);
    integer("0Xff", 255);
    integer("-0x10", -16);
    integer("0xFFFFFFFFFFFFFFFF", u64::MAX.into());
    integer("-0x8000000000000000", i64::MIN.into());
    integer("<!-- seven -->7", 7);

    let real = |text: &str, value: f64| reads(&format!("<plist><real>{text}</real></plist>"), value);
    real("1", 1.0);
    real(" -1.5e-3 ", -0.0015);
    real(".5", 0.5);
    real("Infinity", f64::INFINITY);
    real("-inf", f64::NEG_INFINITY);
    reads("<plist><integer>2</integer></plist>", 2.0_f64);

    reads("<plist><true></true></plist>", true);
    reads("<plist><false> <!-- no --> </false></plist>", false);
    reads("<plist><data/></plist>", Data::default());
    reads("<plist><data>\tAQ\r\n ID </data></plist>", Data::from([1, 2, 3]));
    reads("<plist><data><!-- a -->AQ<![CDATA[ID]]></data></plist>", Data::from([1, 2, 3]));
    reads("<plist><array></array></plist>", Vec::<u8>::new());
    reads("<plist><dict></dict></plist>", BTreeMap::<String, u8>::new());
    reads("<plist><dict><key/><true/></dict></plist>", BTreeMap::from([(String::new(), true)]));
    reads("<plist><dict ><key >a</key ><true /></dict ></plist >", BTreeMap::from([("a".to_owned(), true)]));

    let around = |document: &str| reads(document, true);
    around("<plist><true/></plist>");
    around("\u{FEFF}<plist version='1.0'><true/></plist>\n");
    around("\n<?xml version=\"1.0\"?><plist version=\"2\" a='>' ><true/></plist>");
    around("<?xml version='1.0' encoding='utf-8' standalone='yes'?><!DOCTYPE plist><plist><true/></plist>");
    around(
        "<!-- a --><?b?><!DOCTYPE plist SYSTEM \"file:///etc/passwd\"><!-- > --><plist><true/></plist><!-- c --><?d?>",
    );
    around("<!DOCTYPE plist PUBLIC '[' \">\"><plist><!-- <true/> --><true/><?x?></plist>");
}

#[test]
fn strings_are_borrowed_where_they_can_be() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Borrowing<'a> {
        plain: &'a str,
        #[serde(borrow)]
        escaped: Cow<'a, str>,
    }
    let document = b"<plist><dict><key>plain</key><string>a</string><key>escaped</key><string>&lt;</string></dict></plist>";
    let found: Borrowing<'_> = from_slice(document).unwrap();
    assert_eq!(found, Borrowing { plain: "a", escaped: "<".into() });
    let bytes = document.as_ptr_range();
    assert!(bytes.contains(&found.plain.as_ptr()));
    // An escaped one cannot be.
    assert!(from_slice::<&str>(b"<plist><string>&lt;</string></plist>").is_err());
}

#[test]
fn bytes_of_serde_are_data() {
    #[derive(Debug, PartialEq)]
    struct Bytes(Vec<u8>);
    impl Serialize for Bytes {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_bytes(&self.0)
        }
    }
    impl<'de> Deserialize<'de> for Bytes {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            struct Visitor;
            impl serde::de::Visitor<'_> for Visitor {
                type Value = Bytes;
                fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str("bytes")
                }
                fn visit_byte_buf<E>(self, bytes: Vec<u8>) -> Result<Bytes, E> {
                    Ok(Bytes(bytes))
                }
            }
            deserializer.deserialize_byte_buf(Visitor)
        }
    }
    check(Bytes(vec![1, 2, 3]), "<data>\nAQID\n</data>");
}

/// Everything at once, as a dynamic value holds it.
const EVERYTHING: &str = "<dict>\n\t<key>data</key>\n\t<data>\n\tAQID\n\t</data>\n\t<key>date</key>\n\t<date>2026-11-22T08:30:00Z</date>\n\
    \t<key>big</key>\n\t<integer>18446744073709551615</integer>\n\t<key>small</key>\n\t<integer>-1</integer>\n\
    \t<key>real</key>\n\t<real>0.5</real>\n\t<key>list</key>\n\t<array>\n\t\t<date>2026-11-22T08:30:00Z</date>\n\t\t<dict>\n\
    \t\t\t<key>deep</key>\n\t\t\t<date>2026-11-22T08:30:00Z</date>\n\t\t</dict>\n\t\t<data>\n\t\tAQID\n\t\t</data>\n\t</array>\n\
    \t<key>text</key>\n\t<string>2026-11-22T08:30:00Z</string>\n\t<key>yes</key>\n\t<true/>\n</dict>";

#[test]
fn a_dynamic_value_keeps_every_type() {
    let document = wrap(EVERYTHING);
    let value: Value = from_slice(document.as_bytes()).unwrap();
    assert_eq!(String::from_utf8(to_vec(&value).unwrap()).unwrap(), document);
    let theirs = Value::from_reader_xml(std::io::Cursor::new(&document)).unwrap();
    assert_eq!(value, theirs);
    let map: BTreeMap<String, Value> = from_slice(document.as_bytes()).unwrap();
    assert_eq!(map["date"], Value::Date(date().into()));
}

#[test]
fn a_flattened_catch_all_keeps_every_type() {
    #[derive(Debug, PartialEq, Deserialize, Serialize)]
    struct Known {
        yes: bool,
        #[serde(flatten)]
        extra: Extra,
    }
    let document = wrap(EVERYTHING);
    let known: Known = from_slice(document.as_bytes()).unwrap();
    assert!(known.yes);
    let mut value: Value = from_slice(document.as_bytes()).unwrap();
    value.as_dictionary_mut().unwrap().remove("yes");
    assert_eq!(Value::Dictionary(known.extra.0.clone()), value);
    // The known key now comes first; nothing else changes.
    let again: Known = from_slice(&to_vec(&known).unwrap()).unwrap();
    assert_eq!(again, known);
    // Outside of a flattened field it reads the same.
    assert_eq!(from_slice::<Extra>(&to_vec(&value).unwrap()).unwrap(), known.extra);
}

#[test]
fn typed_fields_behind_serdes_buffer() {
    #[derive(Debug, PartialEq, Deserialize, Serialize)]
    struct Inner {
        at: Date,
        token: Data,
        maybe: Option<Date>,
        kind: Kind,
        list: Vec<Data>,
    }
    #[derive(Debug, PartialEq, Deserialize, Serialize)]
    struct Flat {
        #[serde(flatten)]
        inner: Inner,
    }
    #[derive(Debug, PartialEq, Deserialize, Serialize)]
    #[serde(tag = "Type")]
    enum Tagged {
        A(Inner),
        B { at: Date, token: Data },
    }
    #[derive(Debug, PartialEq, Deserialize, Serialize)]
    #[serde(untagged)]
    enum Untagged {
        Date(Date),
        Data(Data),
        Text(String),
        Inner(Inner),
        Values(Vec<Self>),
    }
    #[track_caller]
    fn survives<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: T) {
        let document = to_vec(&value).expect("written");
        reads(&String::from_utf8(document).expect("text"), value);
    }
    let inner = || Inner {
        at: date(),
        token: Data::from([1, 2]),
        maybe: Some(date()),
        kind: Kind::NotNow,
        list: vec![Data::from([3])],
    };
    survives(inner());
    survives(Flat { inner: inner() });
    survives(Tagged::A(inner()));
    survives(Tagged::B { at: date(), token: Data::from([0; 100]) });
    survives(Untagged::Date(date()));
    survives(Untagged::Data(Data::from([1])));
    survives(Untagged::Text("2026-11-22T08:30:00".to_owned()));
    survives(Untagged::Inner(inner()));
    survives(Untagged::Values(vec![
        Untagged::Date(date()),
        Untagged::Values(vec![Untagged::Data(Data::default())]),
    ]));
}

#[test]
fn a_bare_value_behind_serdes_buffer_loses_dates_only() {
    // What the docs of `Extra` say about the alternative; if this changes, so should they.
    #[derive(Debug, Deserialize)]
    struct Known {
        #[serde(flatten)]
        extra: BTreeMap<String, Value>,
    }
    let known: Known = from_slice(wrap(EVERYTHING).as_bytes()).unwrap();
    assert_eq!(known.extra["data"], Value::Data(vec![1, 2, 3]));
    assert_eq!(known.extra["date"], Value::String("2026-11-22T08:30:00Z".to_owned()));
}

#[test]
fn dates_and_data_of_the_plist_crate() {
    #[derive(Debug, PartialEq, Deserialize, Serialize)]
    struct Foreign {
        at: plist::Date,
        token: plist::Data,
    }
    #[derive(Debug, PartialEq, Deserialize, Serialize)]
    struct Own {
        at: Date,
        token: Data,
    }
    let document = wrap(
        "<dict>\n\t<key>at</key>\n\t<date>2026-11-22T08:30:00Z</date>\n\t<key>token</key>\n\t<data>\n\tAQ==\n\t</data>\n</dict>",
    );
    let foreign: Foreign = from_slice(document.as_bytes()).unwrap();
    assert_eq!(String::from_utf8(to_vec(&foreign).unwrap()).unwrap(), document);
    // And our types in their reader.
    let own: Own = plist::from_bytes(document.as_bytes()).unwrap();
    assert_eq!(own, Own { at: date(), token: Data::from([1]) });
    assert_eq!(String::from_utf8(to_vec(&own).unwrap()).unwrap(), document);
    // Their date may have a fraction, ours and Apple's has none.
    let fraction =
        plist::Date::from(std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_millis(1500));
    assert_eq!(
        String::from_utf8(to_vec(&fraction).unwrap()).unwrap(),
        wrap("<date>1970-01-01T00:00:01Z</date>")
    );
}

#[test]
fn json_gets_text() {
    let own = BTreeMap::from([("at", Value::Date(date().into()))]);
    assert_eq!(serde_json::to_string(&own).unwrap(), "{\"at\":\"2026-11-22T08:30:00Z\"}");
    let token: BTreeMap<String, Data> = serde_json::from_str("{\"token\":\"AQID\"}").unwrap();
    assert_eq!(token["token"], Data::from([1, 2, 3]));
    // A property list without dates can go through JSON's own value; one with a date cannot silently.
    assert!(from_slice::<serde_json::Value>(b"<plist><array><true/><real>1</real></array></plist>").is_ok());
    assert!(from_slice::<serde_json::Value>(b"<plist><date>2026-11-22T08:30:00Z</date></plist>").is_err());
}
