//! Binary property lists: what is read, what is refused and where, and what is written.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Debug;

use mdm_plist::{
    Blame, Data, Date, ErrorKind, Extra, Format, LimitKind, Limits, Options, Value, from_slice,
    from_slice_with, to_vec, to_vec_with,
};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};

#[path = "support/binary.rs"]
mod support;

fn document(objects: &[&[u8]]) -> Vec<u8> {
    support::document(objects, 1)
}

fn options() -> Options {
    Options::default().with_format(Format::Binary)
}

#[track_caller]
fn reads<T: DeserializeOwned + PartialEq + Debug>(objects: &[&[u8]], value: T) {
    assert_eq!(from_slice_with::<T>(&document(objects), options()), Ok(value));
}

/// Refused with the error at this offset and path, whether the value is wanted or not.
#[track_caller]
fn refused(bytes: &[u8], limits: Limits, kind: ErrorKind, offset: usize, path: &str) {
    let options = options().with_limits(limits);
    let wanted = from_slice_with::<Value>(bytes, options).expect_err("refused");
    let ignored = from_slice_with::<IgnoredAny>(bytes, options).expect_err("refused");
    assert_eq!(wanted, ignored);
    let found = (wanted.kind(), wanted.offset(), wanted.line(), wanted.key_path(), wanted.blame());
    assert_eq!(found, (&kind, Some(offset), None, path, Blame::Peer), "{wanted}");
}

#[test]
fn every_type() {
    reads(&[b"\x08"], false);
    reads(&[b"\x09"], true);
    reads(&[b"\x10\xff"], 255);
    reads(&[b"\x11\xff\xff"], 65_535);
    reads(&[b"\x12\xff\xff\xff\xff"], u32::MAX);
    reads(&[b"\x13\xff\xff\xff\xff\xff\xff\xff\xff"], -1);
    reads(&[b"\x13\x80\0\0\0\0\0\0\0"], i64::MIN);
    reads(&[b"\x14\0\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff"], u64::MAX);
    reads(&[b"\x14\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xfe"], -2);
    reads(&[b"\x22\x3f\xc0\0\0"], 1.5);
    reads(&[b"\x23\xbf\xf8\0\0\0\0\0\0"], -1.5);
    let date = |text: &str| text.parse::<Date>().expect("a date");
    let at = |seconds: f64| [b"\x33".as_slice(), &seconds.to_be_bytes()].concat();
    reads(&[&at(0.0)], date("2001-01-01T00:00:00Z"));
    reads(&[&at(-0.5)], date("2000-12-31T23:59:59Z"));
    reads(&[&at(817_115_400.999)], date("2026-11-23T08:30:00Z"));
    reads(&[&at(-63_113_904_000.0)], date("0001-01-01T00:00:00Z"));
    reads(&[b"\x40"], Data::default());
    reads(&[b"\x43\x00\x01\xff"], Data::from([0, 1, 255]));
    reads(&[b"\x50"], String::new());
    reads(&[b"\x52hi"], "hi".to_owned());
    reads(&[b"\x5f\x10\x02hi"], "hi".to_owned());
    reads(&[b"\x5f\x13\0\0\0\0\0\0\0\x02hi"], "hi".to_owned());
    reads(&[b"\x63\x00\xe9\xd8\x3e\xdd\x80"], "é🦀".to_owned());
    reads(&[b"\xa0"], Vec::<u8>::new());
    reads(&[b"\xa3\x01\x02\x01", b"\x10\x01", b"\x10\x02"], vec![1, 2, 1]);
    reads(&[b"\xd0"], BTreeMap::<String, u8>::new());
    reads(
        &[b"\xd2\x01\x02\x03\x01", b"\x51a", b"\x61\x00\xe9", b"\x51b"],
        BTreeMap::from([("a".to_owned(), "b".to_owned()), ("é".to_owned(), "a".to_owned())]),
    );
    // An array that is reached twice, as a writer may do that looks for equal objects.
    reads(&[b"\xa2\x01\x01", b"\xa1\x02", b"\x09"], vec![vec![true]; 2]);
}

#[test]
fn text_and_data_are_borrowed_where_they_can_be() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Borrowing<'a> {
        plain: &'a str,
        #[serde(borrow)]
        wide: Cow<'a, str>,
        bytes: &'a [u8],
    }
    let bytes = document(&[
        b"\xd3\x01\x02\x03\x04\x05\x06",
        b"\x55plain",
        b"\x54wide",
        b"\x55bytes",
        b"\x51a",
        b"\x61\x00\xe9",
        b"\x42\x01\x02",
    ]);
    let found: Borrowing<'_> = from_slice_with(&bytes, options()).unwrap();
    assert_eq!(found, Borrowing { plain: "a", wide: "é".into(), bytes: &[1, 2] });
    let range = bytes.as_ptr_range();
    assert!(range.contains(&found.plain.as_ptr()) && range.contains(&found.bytes.as_ptr()));
}

#[test]
fn the_format_is_chosen_or_told_by_the_first_bytes() {
    let xml = b"<plist><true/></plist>".as_slice();
    let binary = &document(&[b"\x09"]);
    let any = Options::default().with_any_format();
    let check = |bytes: &[u8], options: Options, expected: Result<bool, ErrorKind>| {
        assert_eq!(from_slice_with::<bool>(bytes, options).map_err(|error| error.kind().clone()), expected);
    };
    check(xml, Options::default(), Ok(true));
    check(xml, any, Ok(true));
    check(xml, options(), Err(ErrorKind::NotBinaryFormat));
    check(binary, Options::default(), Err(ErrorKind::BinaryFormat));
    check(binary, any, Ok(true));
    check(binary, options(), Ok(true));
    check(binary, (&Limits::default()).into(), Err(ErrorKind::BinaryFormat));
    assert_eq!(from_slice::<bool>(binary).unwrap_err().kind(), &ErrorKind::BinaryFormat);
    // Neither is tried where the other fails.
    check(b"bplist00<plist><true/></plist>", any, Err(ErrorKind::Truncated));
    check(b"bplist15", any, Err(ErrorKind::BinaryVersion));
    check(&[b" ", binary.as_slice()].concat(), any, Err(ErrorKind::InvalidCharacter));
    check(b"true", any, Err(ErrorKind::UnexpectedText));
    check(b"", options(), Err(ErrorKind::Truncated));
    check(b"bpl", options(), Err(ErrorKind::Truncated));
}

#[test]
fn what_is_wrong_and_where() {
    use ErrorKind as K;
    let check = |objects: &[&[u8]], kind, offset, path| {
        refused(&document(objects), Limits::default(), kind, offset, path);
    };
    // Objects start at byte 8.
    let unsupported = |what| K::UnsupportedObject { what };
    check(&[b"\x00"], unsupported("null"), 8, "");
    check(&[b"\x0c"], unsupported("a URL"), 8, "");
    check(&[b"\x0e"], unsupported("a UUID"), 8, "");
    check(&[b"\x80\x01"], unsupported("a UID"), 8, "");
    check(&[b"\xb0"], unsupported("an ordered set"), 8, "");
    check(&[b"\xc1\x00"], unsupported("a set"), 8, "");
    for marker in
        [b"\x01", b"\x0f", b"\x15", b"\x20", b"\x24", b"\x32", b"\x34", b"\x70", b"\x90", b"\xe0", b"\xff"]
    {
        check(&[marker, &[0; 40]], K::UnknownObject, 8, "");
    }
    check(&[b"\x5f\x23\0\0\0\0\0\0\0\0"], K::UnknownObject, 9, "");
    check(&[b"\x5f\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"], K::UnknownObject, 9, "");
    check(&[b"\x14\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\0"], K::IntegerOutOfRange, 8, "");
    check(
        &[b"\x14\xff\xff\xff\xff\xff\xff\xff\xff\x7f\xff\xff\xff\xff\xff\xff\xff"],
        K::IntegerOutOfRange,
        8,
        "",
    );
    for seconds in
        [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e18, -1e18, 252_423_993_600.0, -63_145_526_401.0]
    {
        let date = [b"\x33".as_slice(), &seconds.to_be_bytes()].concat();
        check(&[&date], K::InvalidDate, 8, "");
    }
    check(&[b"\x52\xc3\xa9"], K::InvalidAscii, 8, "");
    check(&[b"\x61\xd8\x3e"], K::InvalidUtf16, 8, "");
    check(&[b"\x61\xdd\x80"], K::InvalidUtf16, 8, "");
    check(&[b"\x51\0"], K::InvalidCharacter, 8, "");
    check(&[b"\x61\0\0"], K::InvalidCharacter, 8, "");

    // Too long for the room, which the table follows.
    for object in [
        b"\x52a".as_slice(),
        b"\x42a",
        b"\x61a",
        b"\x13\0",
        b"\x11\0",
        b"\x22\0\0\0",
        b"\x33\0",
        b"\x5f",
        b"\x5f\x13\0",
        b"\x5f\x13\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\x6f\x13\x7f\xff\xff\xff\xff\xff\xff\xff",
        b"\x4f\x12\xff\xff\xff\xff",
        b"\xaf\x13\x7f\xff\xff\xff\xff\xff\xff\xff",
        b"\xaf\x12\x7f\xff\xff\xff",
        b"\xdf\x13\x40\0\0\0\0\0\0\0",
        b"\xd1\0",
        b"\xa1",
    ] {
        check(&[object], K::ObjectOverrun, 8, "");
    }

    check(&[b"\xa2\x01\x07", b"\x09"], K::InvalidReference, 10, "[1]");
    check(&[b"\xd1\x07\x01", b"\x51a"], K::InvalidReference, 9, "");
    check(&[b"\xd1\x01\x07", b"\x51a"], K::InvalidReference, 10, "a");
    check(&[b"\xd1\x01\x01", b"\x10\x01"], K::InvalidKey, 9, "");
    check(&[b"\xd1\x01\x01", b"\xa0"], K::InvalidKey, 9, "");
    check(&[b"\xd2\x01\x02\x01\x01", b"\x51a", b"\x51a"], K::DuplicateKey, 10, "a");
    check(&[b"\xd2\x01\x01\x01\x01", b"\x51a"], K::DuplicateKey, 10, "a");
    check(&[b"\xd2\x01\x02\x01\x01", b"\x51a", b"\x61\0a"], K::DuplicateKey, 10, "a");
    check(&[b"\xa1\x00"], K::ReferenceCycle, 9, "[0]");
    check(&[b"\xd1\x01\x02", b"\x51a", b"\xa2\x01\x00"], K::ReferenceCycle, 15, "a[1]");
    check(&[b"\xa1\x01", b"\xa1\x02", b"\xa1\x01"], K::ReferenceCycle, 13, "[0][0][0]");
    // Deep inside, and after something well-formed.
    check(
        &[b"\xd2\x01\x02\x03\x04", b"\x51a", b"\x51b", b"\x09", b"\xa2\x03\x05", b"\xd1\x01\x06", b"\x51\0"],
        K::InvalidCharacter,
        24,
        "b[1].a",
    );
}

#[test]
fn the_trailer_must_fit() {
    let good = document(&[b"\xa1\x01", b"\x53abc"]);
    let (length, trailer) = (good.len(), good.len() - 32);
    assert_eq!((trailer, length), (16, 48));
    assert!(from_slice_with::<Value>(&good, options()).is_ok());
    let check = |at: usize, byte: u8, kind, offset, path| {
        let mut bytes = good.clone();
        assert_ne!(std::mem::replace(&mut bytes[at], byte), byte);
        refused(&bytes, Limits::default(), kind, offset, path);
    };
    use ErrorKind as K;
    for byte in [0, 2, 9, 255] {
        check(trailer + 6, byte, K::InvalidTrailer, trailer, "");
    }
    check(trailer + 7, 0, K::InvalidTrailer, trailer, "");
    check(trailer + 7, 9, K::InvalidTrailer, trailer, "");
    // Two bytes a reference: the array is longer than its object, and reads on in the next one.
    check(trailer + 7, 2, K::InvalidReference, 9, "[0]");
    for at in [trailer + 8, trailer + 15, trailer + 24, trailer + 31] {
        check(at, 7, K::InvalidTrailer, trailer, "");
    }
    check(trailer + 23, 2, K::InvalidReference, trailer + 16, "");
    check(trailer + 16, 255, K::InvalidReference, trailer + 16, "");
    // The table: into the header, into itself, into the trailer.
    for byte in [0, 7, 14, 20, 255] {
        check(15, byte, K::InvalidOffset, 15, "[0]");
        check(14, byte, K::InvalidOffset, 14, "");
    }
    check(15, 8, K::ReferenceCycle, 9, "[0]");
    // Five bytes and the sixth mean nothing.
    for at in trailer..trailer + 6 {
        let mut bytes = good.clone();
        bytes[at] = 1;
        assert!(from_slice_with::<Value>(&bytes, options()).is_ok());
    }
    for end in 0..length {
        assert!(from_slice_with::<IgnoredAny>(&good[..end], options()).is_err(), "{end}");
    }
    let longer = [good.as_slice(), b"\n"].concat();
    assert!(from_slice_with::<IgnoredAny>(&longer, options()).is_err());
    refused(&good[..40], Limits::default(), K::Truncated, 40, "");
}

#[test]
fn limits() {
    let d = Limits::default();
    let exact = |objects: &[&[u8]], limits: Limits| {
        let options = options().with_limits(limits);
        assert!(from_slice_with::<Value>(&document(objects), options).is_ok());
        assert!(from_slice_with::<IgnoredAny>(&document(objects), options).is_ok());
    };
    let beyond = |objects: &[&[u8]], limits, limit, offset, path| {
        refused(&document(objects), limits, ErrorKind::LimitExceeded { limit }, offset, path);
    };
    exact(&[b"\x09"], d.with_bytes(42));
    beyond(&[b"\x09"], d.with_bytes(41), LimitKind::Bytes, 41, "");
    exact(&[b"\xa1\x01", b"\xa0"], d.with_depth(2));
    beyond(&[b"\xa1\x01", b"\xd0"], d.with_depth(1), LimitKind::Depth, 10, "[0]");
    exact(&[b"\xa2\x01\x01", b"\x09"], d.with_nodes(3));
    beyond(&[b"\xa2\x01\x01", b"\x09"], d.with_nodes(2), LimitKind::Nodes, 11, "[1]");
    exact(&[b"\x53abc"], d.with_string(3));
    beyond(&[b"\x53abc"], d.with_string(2), LimitKind::String, 8, "");
    exact(&[b"\x63\x00\xe9\xd8\x3e\xdd\x80"], d.with_string(6));
    beyond(&[b"\x63\x00\xe9\xd8\x3e\xdd\x80"], d.with_string(5), LimitKind::String, 8, "");
    exact(&[b"\x43abc"], d.with_data(3));
    beyond(&[b"\x43abc"], d.with_data(2), LimitKind::Data, 8, "");
    exact(&[b"\xd1\x01\x01", b"\x53abc"], d.with_key(3));
    beyond(&[b"\xd1\x01\x01", b"\x53abc"], d.with_key(2), LimitKind::Key, 11, "");
    beyond(&[b"\xd1\x01\x01", b"\x61\x00\xe9"], d.with_key(1), LimitKind::Key, 11, "");

    // Produced bytes, by many references to one object: 10 times 12 bytes in a document of 66, where XML could have 120.
    let shared: &[&[u8]] = &[b"\xaa\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01", b"\x5cabcdefghijkl"];
    assert_eq!(document(shared).len(), 66);
    exact(shared, d.with_bytes(120));
    beyond(shared, d.with_bytes(119), LimitKind::Expansion, 19, "[9]");
    let data: &[&[u8]] = &[b"\xaa\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01", b"\x4cabcdefghijkl"];
    exact(data, d.with_bytes(120));
    beyond(data, d.with_bytes(119), LimitKind::Expansion, 19, "[9]");
    let keys: &[&[u8]] = &[
        b"\xaa\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01",
        b"\xd1\x02\x03",
        b"\x66\0a\0b\0c\0d\0e\0f",
        b"\x56ghijkl",
    ];
    exact(keys, d.with_bytes(120));
    beyond(keys, d.with_bytes(119), LimitKind::Expansion, 35, "[9].abcdef");
    beyond(keys, d.with_bytes(113), LimitKind::Expansion, 22, "[9]");

    // Values, by arrays that are referred to twice: as many as the document has bytes.
    let twice = |levels: u8| -> Vec<u8> {
        let mut objects: Vec<_> = (1..=levels).map(|next| vec![0xA2, next, next]).collect();
        objects.push(vec![0x09]);
        document(&objects.iter().map(Vec::as_slice).collect::<Vec<_>>())
    };
    // 31 values in 58 bytes; 63 in 62.
    assert_eq!((twice(4).len(), twice(5).len()), (58, 62));
    assert!(from_slice_with::<Value>(&twice(4), options()).is_ok());
    let path = "[1][1][1][1][1]";
    refused(&twice(5), d, ErrorKind::LimitExceeded { limit: LimitKind::Expansion }, 23, path);
}

#[test]
fn errors_of_the_type_have_a_place_too() {
    #[derive(Debug, Deserialize)]
    #[allow(dead_code, reason = "only read into")]
    struct Message {
        list: Vec<u8>,
    }
    let bytes = document(&[b"\xd1\x01\x02", b"\x54list", b"\xa2\x03\x04", b"\x10\x01", b"\x51x"]);
    let error = from_slice_with::<Message>(&bytes, options()).unwrap_err();
    assert_eq!(error.to_string(), "string where u8 is expected at byte 21 in `list[1]`");
    let error = from_slice_with::<Data>(&document(&[b"\x51x"]), options()).unwrap_err();
    assert_eq!(error.to_string(), "string where data is expected at byte 8");
    let error = from_slice_with::<String>(&document(&[b"\x41x"]), options()).unwrap_err();
    assert_eq!(error.to_string(), "data where a string is expected at byte 8");
}

/// What is written, byte for byte.
#[test]
fn layout() {
    #[track_caller]
    fn check<T: Serialize>(value: T, objects: &[&[u8]]) {
        let mut expected = document(objects);
        // Numbered as they end: the value is the last.
        let top = expected.len() - 9;
        expected[top] = u8::try_from(objects.len() - 1).expect("short");
        assert_eq!(to_vec_with(&value, Format::Binary), Ok(expected));
    }
    check(true, &[b"\x09"]);
    check(255_u8, &[b"\x10\xff"]);
    check(256, &[b"\x11\x01\x00"]);
    check(65_536, &[b"\x12\0\x01\0\0"]);
    check(1_u64 << 32, &[b"\x13\0\0\0\x01\0\0\0\0"]);
    check(-1, &[b"\x13\xff\xff\xff\xff\xff\xff\xff\xff"]);
    check(1_u64 << 63, &[b"\x14\0\0\0\0\0\0\0\0\x80\0\0\0\0\0\0\0"]);
    check(1.5_f32, &[b"\x23\x3f\xf8\0\0\0\0\0\0"]);
    check("2001-01-01T00:00:01Z".parse::<Date>().unwrap(), &[b"\x33\x3f\xf0\0\0\0\0\0\0"]);
    check(Data::from([1, 2]), &[b"\x42\x01\x02"]);
    check("hi", &[b"\x52hi"]);
    check("é", &[b"\x61\x00\xe9"]);
    check("a234567890abcde", &[b"\x5f\x10\x0fa234567890abcde"]);
    check(Vec::<u8>::new(), &[b"\xa0"]);
    check([1, 2, 1], &[b"\x10\x01", b"\x10\x02", b"\xa3\x00\x01\x00"]);
    // A key and a value that are equal are one object; `None` leaves nothing behind.
    check(
        [("a", Some("b")), ("gone", None), ("b", Some("a"))].into_iter().collect::<BTreeMap<_, _>>(),
        &[b"\x51a", b"\x51b", b"\xd2\x00\x01\x01\x00"],
    );
    // Equal containers are not.
    check([[true], [true]], &[b"\x09", b"\xa1\x00", b"\xa1\x00", b"\xa2\x01\x02"]);
    let mut value = vec![0_u32; 300];
    for (at, item) in (0..).zip(&mut value) {
        *item = at;
    }
    let written = to_vec_with(&value, Format::Binary).unwrap();
    assert_eq!(from_slice_with::<Vec<u32>>(&written, options()), Ok(value));
    assert_eq!(&written[written.len() - 26..written.len() - 24], [2, 2]);
}

#[test]
fn both_formats_hold_the_same_types() {
    #[derive(Debug, PartialEq, Deserialize, Serialize)]
    struct Message {
        kind: Kind,
        at: Option<Date>,
        gone: Option<u8>,
        token: Data,
        list: Vec<Kind>,
        #[serde(flatten)]
        extra: Extra,
    }
    #[derive(Debug, PartialEq, Deserialize, Serialize)]
    enum Kind {
        Idle,
        Wrapped(Data),
        Pair(u8, Date),
        Fields { a: Option<bool> },
    }
    let date: Date = "2026-11-22T08:30:00Z".parse().unwrap();
    let mut extra = Extra::default();
    extra.insert("Seen".to_owned(), Value::Date(date.into()));
    extra.insert("größe".to_owned(), Value::Array(vec![Value::Data(vec![1]), Value::Real(0.5)]));
    let message = Message {
        kind: Kind::Idle,
        at: Some(date),
        gone: None,
        token: Data::new(vec![7; 2000]),
        list: vec![Kind::Wrapped(Data::from([1])), Kind::Pair(1, date), Kind::Fields { a: None }, Kind::Idle],
        extra,
    };
    for format in [Format::Xml, Format::Binary] {
        let written = to_vec_with(&message, format).unwrap();
        assert_eq!(Format::sniff(&written), Some(format));
        let options = Options::default().with_format(format);
        assert_eq!(from_slice_with::<Message>(&written, options).as_ref(), Ok(&message));
    }
    assert_eq!(to_vec_with(&message, Format::Xml), to_vec(&message));
}

#[test]
fn what_cannot_be_written_is_the_same() {
    #[track_caller]
    fn check<T: Serialize>(value: T) {
        let error = to_vec_with(&value, Format::Binary).unwrap_err();
        assert_eq!(Err(error), to_vec(&value));
    }
    check(());
    check(None::<u8>);
    check([Some(1), None]);
    check("a\0b");
    check(i128::from(u64::MAX) + 1);
    check(BTreeMap::from([(1, "a")]));
    check(BTreeMap::from([("a", BTreeMap::from([("größe & more", vec![Some("b"), None])]))]));
    check(BTreeMap::from([("a".repeat(20), vec!["\0"])]));
    check(Value::Uid(plist::Uid::new(1)));
}
