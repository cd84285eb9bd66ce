//! Properties over generated values and bytes.

use std::io::Cursor;

use mdm_plist::{
    Dictionary, Dynamic, Extra, Format, Limits, Options, Value, from_slice, from_slice_with, to_vec,
    to_vec_with,
};
use proptest::collection::vec;
use proptest::prelude::*;

#[path = "../../../fuzz/src/plist.rs"]
mod fuzz;

#[path = "support/values.rs"]
mod values;

use fuzz::same;
use values::value;

#[derive(serde::Deserialize, serde::Serialize)]
struct Flat {
    #[serde(flatten)]
    extra: Extra,
}

fn binary() -> Options {
    Options::default().with_format(Format::Binary)
}

/// Bytes that get past the first checks more often than random ones.
fn almost_document() -> impl Strategy<Value = Vec<u8>> {
    let token = prop::sample::select(vec![
        "<plist>",
        "</plist>",
        "<dict>",
        "</dict>",
        "<dict/>",
        "<array>",
        "</array>",
        "<key>",
        "</key>",
        "<key>k</key>",
        "<string>",
        "</string>",
        "<string/>",
        "<integer>",
        "</integer>",
        "<integer>-0x7f</integer>",
        "<real>",
        "</real>",
        "<data>",
        "</data>",
        "TWFu",
        "=",
        "<date>2026-11-22T08:30:00Z</date>",
        "<date>",
        "</date>",
        "<true/>",
        "<false>",
        "</false>",
        "&lt;",
        "&#x41;",
        "&#0;",
        "&x;",
        "&",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<?p",
        "?>",
        "<!DOCTYPE plist>",
        "<!DOCTYPE plist [",
        "<?xml version=\"1.0\"?>",
        "\u{FEFF}",
        " ",
        "\n",
        "\t",
        "é",
        "7",
        "-",
        "<",
        ">",
        "/",
        "\"",
    ]);
    prop_oneof![vec(any::<u8>(), 0..64), vec(token, 0..24).prop_map(|tokens| tokens.concat().into_bytes()),]
}

proptest! {
    #[test]
    fn decoding_reverses_encoding(value in value()) {
        let document = to_vec(&value).unwrap();
        let again = from_slice::<Value>(&document).unwrap();
        prop_assert!(same(&value, &again), "{}", String::from_utf8_lossy(&document));
    }

    /// Data, dates, integers, reals that are no number, and dictionaries that look like one of these.
    #[test]
    fn json_keeps_every_kind(value in value()) {
        let dynamic = Dynamic(value);
        let json = serde_json::to_vec(&dynamic).unwrap();
        let again: Dynamic = serde_json::from_slice(&json).unwrap();
        prop_assert!(same(&dynamic.0, &again.0), "{}", String::from_utf8_lossy(&json));
        prop_assert_eq!(serde_json::to_vec(&again).unwrap(), json);

        // A property list does not know the forms of JSON, also where serde buffers.
        let document = to_vec(&dynamic).unwrap();
        prop_assert_eq!(&document, &to_vec(&dynamic.0).unwrap());
        prop_assert!(same(&from_slice::<Dynamic>(&document).unwrap().0, &dynamic.0));

        let flat = Flat { extra: [("key".to_owned(), dynamic.0)].into_iter().collect::<Dictionary>().into() };
        let document = to_vec(&flat).unwrap();
        let Flat { extra } = from_slice(&document).unwrap();
        prop_assert!(same(&Value::Dictionary(extra.0), &Value::Dictionary(flat.extra.0.clone())));
        let Flat { extra } = serde_json::from_slice(&serde_json::to_vec(&flat).unwrap()).unwrap();
        prop_assert!(same(&Value::Dictionary(extra.0), &Value::Dictionary(flat.extra.0)));
    }

    #[test]
    fn any_bytes_keep_every_promise(document in almost_document()) {
        fuzz::check(&document, Format::Xml);
        fuzz::check(&[b"<plist>", document.as_slice(), b"</plist>"].concat(), Format::Xml);
    }

    #[test]
    fn one_changed_byte_keeps_every_promise(value in value(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut document = to_vec(&value).unwrap();
        let at = at.index(document.len());
        document[at] = byte;
        fuzz::check(&document, Format::Xml);
    }

    /// The plist crate reads what this one writes, as the same value.
    #[test]
    fn plist_reads_what_is_written(value in value()) {
        let document = to_vec(&value).unwrap();
        let theirs = Value::from_reader_xml(Cursor::new(&document)).unwrap();
        prop_assert!(same(&value, &theirs), "{}", String::from_utf8_lossy(&document));
    }

    /// This crate reads what the plist crate writes, as the plist crate reads it.
    #[test]
    fn what_plist_writes_is_read(value in value()) {
        let mut document = Vec::new();
        value.to_writer_xml(&mut document).unwrap();
        let theirs = Value::from_reader_xml(Cursor::new(&document)).unwrap();
        let ours = from_slice::<Value>(&document).unwrap();
        prop_assert!(same(&theirs, &ours), "{}", String::from_utf8_lossy(&document));
    }

    /// The same of the binary format.
    #[test]
    fn binary_decoding_reverses_encoding(value in value()) {
        let document = to_vec_with(&value, Format::Binary).unwrap();
        let again = from_slice_with::<Value>(&document, binary()).unwrap();
        prop_assert!(same(&value, &again));
        let theirs = Value::from_reader(Cursor::new(&document)).unwrap();
        prop_assert!(same(&value, &theirs));
    }

    #[test]
    fn what_plist_writes_in_binary_is_read(value in value()) {
        let mut document = Vec::new();
        value.to_writer_binary(&mut document).unwrap();
        prop_assert!(same(&value, &from_slice_with::<Value>(&document, binary()).unwrap()));
    }

    #[test]
    fn changed_bytes_of_a_binary_document_keep_every_promise(
        value in value(),
        changes in vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut document = to_vec_with(&value, Format::Binary).unwrap();
        for (at, byte) in changes {
            let at = at.index(document.len());
            document[at] = byte;
        }
        fuzz::check(&document, Format::Binary);
    }

    /// A document at a limit is read, one beyond it is not.
    #[test]
    fn the_size_limit_is_exact(value in value()) {
        let document = to_vec(&value).unwrap();
        let exact = Limits::default().with_bytes(document.len());
        prop_assert!(from_slice_with::<Value>(&document, &exact).is_ok());
        let short = Limits::default().with_bytes(document.len() - 1);
        prop_assert!(from_slice_with::<Value>(&document, &short).is_err());
    }
}
