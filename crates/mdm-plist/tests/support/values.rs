//! Generated values.

use mdm_plist::{Date, Dictionary, Value};
use proptest::collection::vec;
use proptest::prelude::*;

/// Text with much of what has a meaning in XML, and without NUL.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[ -~]{0,12}",
        1 => "[^\u{0}]{0,6}",
        1 => prop::sample::select(vec!["<", ">", "&", "&amp;", "]]>", "<![CDATA[", "<!--", "\r\n", "\t", "\u{1}", "é", "🦀"])
            .prop_map(str::to_owned),
    ];
    vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

/// Text, and the keys by which JSON is told the kind of a value.
fn key() -> impl Strategy<Value = String> {
    let tags = ["plist:data", "plist:date", "plist:real", "plist:dict"];
    prop_oneof![9 => text(), 1 => prop::sample::select(tags.to_vec()).prop_map(str::to_owned)]
}

fn date() -> impl Strategy<Value = Date> {
    (-62_167_219_200_i64..=253_402_300_799)
        .prop_map(|seconds| Date::from_unix_seconds(seconds).expect("in range"))
}

pub(crate) fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::Boolean),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::Real),
        prop::sample::select(vec![f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0, f64::MIN_POSITIVE])
            .prop_map(Value::Real),
        text().prop_map(Value::String),
        vec(any::<u8>(), 0..200).prop_map(Value::Data),
        date().prop_map(|date| Value::Date(date.into())),
    ];
    leaf.prop_recursive(5, 60, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::Array),
            vec((key(), inner), 0..40)
                .prop_map(|entries| Value::Dictionary(entries.into_iter().collect::<Dictionary>())),
        ]
    })
}
