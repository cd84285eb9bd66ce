//! What must hold for any bytes that the property list reader is given.
//!
//! The fuzz targets and the ordinary tests that replay the corpora all include this file.

use std::collections::BTreeMap;

use mdm_plist::{
    Data, Date, Error, ErrorKind, Extra, Format, Limits, Options, Value, from_slice_with, to_vec_with,
};
use serde::Deserialize;
use serde::de::IgnoredAny;

/// Panics when a promise of the reader or the writer does not hold for `document`.
pub(crate) fn check(document: &[u8], format: Format) {
    let options = Options::default().with_format(format);
    let value = from_slice_with::<Value>(document, options);

    // What a type ignores is checked as strictly as what it reads.
    let ignored = from_slice_with::<IgnoredAny>(document, options).map(|_| ());
    assert_eq!(ignored.as_ref().err(), value.as_ref().err());
    check_choice(document, format, &value);

    match &value {
        Ok(value) => {
            check_round_trip(value, format, format);
            let other = if format == Format::Xml { Format::Binary } else { Format::Xml };
            check_round_trip(value, other, format);
        }
        Err(error) => check_error(error, document, format),
    }
    check_typed(document, options);
    check_limits(document, options, &value);
}

/// The first bytes choose the same reader, and the other one refuses.
fn check_choice(document: &[u8], format: Format, value: &Result<Value, Error>) {
    let any = from_slice_with::<IgnoredAny>(document, Options::default().with_any_format()).map(|_| ());
    if Format::sniff(document) == Some(format) {
        assert_eq!(any.as_ref().err(), value.as_ref().err());
    }
    if value.is_ok() {
        assert_eq!(Format::sniff(document), Some(format));
    }
}

/// What is read can be written, reads back the same, and is then written the same. Also in the other format.
fn check_round_trip(value: &Value, format: Format, origin: Format) {
    assert!(depth(value) <= Limits::default().depth);
    let written = to_vec_with(value, format).expect("what was read can be written");
    // A binary document shares keys and XML indents: the same value may be longer than the limit in the other format.
    let limits = if format == origin { Limits::default() } else { Limits::default().with_bytes(usize::MAX) };
    let options = Options::from(&limits).with_format(format);
    let again = from_slice_with::<Value>(&written, options).expect("what was written can be read");
    assert!(same(value, &again), "the value changes on its way");
    assert_eq!(to_vec_with(&again, format).as_ref(), Ok(&written), "the document changes on its way");

    // Serde's buffer between the document and the catch-all changes nothing.
    if let Value::Dictionary(_) = value {
        let flat: Flat = from_slice_with(&written, options).expect("a dictionary has only unknown keys here");
        assert!(same(value, &Value::Dictionary(flat.extra.into())), "the value changes in serde's buffer");
    }
}

/// A place inside the document, and nothing that could break a log line.
fn check_error(error: &Error, document: &[u8], format: Format) {
    let offset = error.offset().expect("an error of reading has a place");
    assert!(offset <= document.len());
    let line = 1 + document.iter().take(offset).filter(|byte| **byte == b'\n').count();
    assert_eq!(error.line(), (format == Format::Xml).then_some(line));
    assert!(error.key_path().len() < 520);
    assert!(!error.to_string().chars().any(char::is_control));
    assert!(!matches!(error.kind(), ErrorKind::Unrepresentable { .. }));
}

/// Types that ask serde for everything it has.
fn check_typed(document: &[u8], options: Options) {
    check_type::<Message<'_>>(document, options);
    check_type::<Flat>(document, options);
    check_type::<Vec<Tagged>>(document, options);
    check_type::<BTreeMap<String, Untagged>>(document, options);
    check_type::<(Option<u8>, f32, char)>(document, options);
    check_type::<Named>(document, options);
    check_type::<&str>(document, options);
    check_type::<Data>(document, options);
    check_type::<Date>(document, options);
}

fn check_type<'de, T: Deserialize<'de>>(document: &'de [u8], options: Options) {
    if let Err(error) = from_slice_with::<T>(document, options) {
        check_error(&error, document, options.format.expect("one is chosen"));
    }
}

/// Small limits refuse, or the value keeps them; they never change it.
fn check_limits(document: &[u8], options: Options, unlimited: &Result<Value, Error>) {
    let format = options.format.expect("one is chosen");
    let limits = Limits::default()
        .with_bytes(4096)
        .with_depth(3)
        .with_nodes(24)
        .with_string(48)
        .with_data(32)
        .with_key(12);
    match (from_slice_with::<Value>(document, options.with_limits(limits)), unlimited) {
        (Ok(value), Ok(unlimited)) => {
            assert!(same(&value, unlimited));
            assert!(document.len() <= limits.bytes);
            check_kept(&value, &limits);
        }
        (Ok(_), Err(error)) => panic!("small limits accept what default limits refuse: {error}"),
        (Err(error), Ok(_)) => {
            assert!(matches!(error.kind(), ErrorKind::LimitExceeded { .. }), "{error}");
            check_error(&error, document, format);
        }
        (Err(error), Err(_)) => check_error(&error, document, format),
    }
}

fn check_kept(value: &Value, limits: &Limits) {
    assert!(depth(value) <= limits.depth);
    let mut open = vec![value];
    let mut nodes = 0;
    let mut bytes = 0;
    while let Some(value) = open.pop() {
        nodes += 1;
        match value {
            Value::Array(items) => open.extend(items),
            Value::Dictionary(entries) => {
                assert!(entries.keys().all(|key| key.len() <= limits.key));
                bytes += entries.keys().map(String::len).sum::<usize>();
                open.extend(entries.values());
            }
            Value::String(text) => {
                assert!(text.len() <= limits.string);
                bytes += text.len();
            }
            Value::Data(data) => {
                assert!(data.len() <= limits.data);
                bytes += data.len();
            }
            _ => {}
        }
    }
    assert!(nodes <= limits.nodes);
    assert!(bytes <= limits.bytes);
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Dictionary(entries) => 1 + entries.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

/// Equality for which not-a-number equals itself and zero has a sign.
pub(crate) fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Real(a), Value::Real(b)) => a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan()),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Dictionary(a), Value::Dictionary(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|((k, a), (l, b))| k == l && same(a, b))
        }
        (a, b) => a == b,
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
#[allow(dead_code, reason = "only read into")]
struct Message<'a> {
    message_type: Named,
    #[serde(borrow)]
    topic: Option<std::borrow::Cow<'a, str>>,
    token: Option<Data>,
    seen: Option<Date>,
    counts: Option<Vec<i32>>,
    level: Option<f64>,
    nested: Option<Box<Self>>,
    #[serde(flatten)]
    extra: Extra,
}

#[derive(Deserialize)]
struct Flat {
    #[serde(flatten)]
    extra: Extra,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "only read into")]
enum Named {
    Idle,
    TokenUpdate,
    Wrapped(Data),
    Pair(u8, Date),
    Fields { a: bool },
}

#[derive(Deserialize)]
#[serde(tag = "Type")]
#[allow(dead_code, reason = "only read into")]
enum Tagged {
    Token { token: Data, at: Option<Date> },
    Other(Extra),
}

#[derive(Deserialize)]
#[serde(untagged)]
#[allow(dead_code, reason = "only read into")]
enum Untagged {
    Number(i64),
    Date(Date),
    Data(Data),
    Text(String),
    List(Vec<Self>),
    Dictionary(Extra),
}
