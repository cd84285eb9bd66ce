//! Every payload that the schema allows, made from its shape and not from its type: it is read, nothing of it counts as
//! unknown, it comes back, and no secret in it is shown.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

#[path = "../../mdm-apple/tests/shapes/mod.rs"]
#[allow(dead_code, reason = "what it also does for messages")]
mod shapes;

use std::collections::BTreeSet;

use mdm_apple::support::{DeviceFacts, PAYLOADS, RefusalReason};
use mdm_lock::Platform;
use mdm_plist::{Dictionary, Extra, Value};
use mdm_profile::Profile;
use mdm_profile::payload::{Content, FindingReason};
use proptest::prelude::*;

use self::shapes::{Maker, Shape};

fn known() -> Vec<Shape> {
    shapes::parse(include_str!("data/shapes.txt"))
}

/// A profile with one payload of these keys.
fn profile(payload_type: &str, mut keys: Dictionary) -> Dictionary {
    let text = |text: &str| Value::String(text.to_owned());
    let header = |payload_type: &str, name: &str| {
        [
            ("PayloadType".to_owned(), text(payload_type)),
            ("PayloadIdentifier".to_owned(), text(&format!("com.example.{name}"))),
            ("PayloadUUID".to_owned(), text(&format!("uuid of {name}"))),
            ("PayloadVersion".to_owned(), Value::Integer(1.into())),
        ]
    };
    keys.extend(header(payload_type, "payload"));
    let mut top: Dictionary = header("Configuration", "profile").into_iter().collect();
    top.insert("PayloadContent".to_owned(), Value::Array(vec![Value::Dictionary(keys)]));
    top
}

/// Holds a payload of one seed against what must be true of all.
fn check(shape: &Shape, seed: u64, full: bool) {
    let (_, name) = shape.message();
    let mut maker = Maker::new(seed, full);
    let keys = maker.dictionary(&shape.inside);
    let document = Extra(profile(name, keys));
    let read = Profile::decode(&mdm_plist::to_vec(&document).unwrap()).unwrap();
    let content = &read.payloads.first().unwrap().content;
    if let Content::Other(other) = content {
        panic!("{name} does not fit its type at {:?}", other.misfit());
    }
    let bytes = read.encode().unwrap();
    assert_eq!(
        mdm_plist::from_slice::<Extra>(&bytes).unwrap(),
        document,
        "{name}: what comes back is what came"
    );
    let again = Profile::decode(&bytes).unwrap();
    assert_eq!(again, read, "{name}");
    assert_eq!(again.encode().unwrap(), bytes, "{name}: the same bytes");

    let shown = format!("{read:?} {content:#?}");
    let flat: String = format!("{content:?}").split_whitespace().collect();
    assert!(!flat.contains("extra:"), "{name} does not know a key: {shown}");
    for secret in &maker.secrets {
        assert!(!shown.contains(secret.as_str()), "{name} shows a secret");
    }
    for platform in [Platform::Ios, Platform::Macos, Platform::Tvos, Platform::Watchos, Platform::Visionos] {
        for finding in read.validate(&DeviceFacts::new(platform)) {
            // The maker ignores ranges, and knows no device; types, words and what must be there it keeps to.
            let expected = match finding.reason {
                FindingReason::Refused(RefusalReason::Missing) | FindingReason::WrongType { .. } => false,
                FindingReason::NotAllowed { allowed } => {
                    allowed.iter().all(|word| word.parse::<f64>().is_ok())
                }
                _ => true,
            };
            assert!(expected, "{name}: {finding} {shown}");
            assert!(finding.to_string().ends_with('.'));
            for secret in &maker.secrets {
                assert!(!finding.to_string().contains(secret.as_str()), "{name} tells a secret");
            }
        }
    }
}

#[test]
fn payloads_with_every_key() {
    for shape in known() {
        check(&shape, 1, true);
    }
}

#[test]
fn every_payload_of_the_matrix_has_a_type() {
    let typed: BTreeSet<&str> = Content::KNOWN.iter().copied().collect();
    let envelopes = ["CommonPayloadKeys", "TopLevel"];
    let matrix: BTreeSet<&str> =
        PAYLOADS.items().iter().map(|item| item.name).filter(|name| !envelopes.contains(name)).collect();
    assert_eq!(typed, matrix);
    assert_eq!((typed.len(), Content::KNOWN.len()), (120, 121), "one type has two");
}

#[test]
fn secrets_are_planted_everywhere() {
    let planted: usize = known()
        .iter()
        .map(|shape| {
            let mut maker = Maker::new(3, true);
            maker.dictionary(&shape.inside);
            maker.secrets.len()
        })
        .sum();
    assert!(planted >= 60, "{planted} values");
}

/// What must be there and is not makes a payload one without a type, which says where, and loses nothing.
#[test]
fn what_does_not_fit_is_kept() {
    for shape in known() {
        let (_, name) = shape.message();
        let keys = Maker::new(1, true).dictionary(&shape.inside);
        // What does not fit the type of Kerberos can still be a payload of any extension.
        let has_fallback =
            shape.inside.iter().any(|key| key.name == "ExtensionIdentifier" && !key.words.is_empty());
        for key in &shape.inside {
            for is_wrong in [false, true] {
                let mut other = keys.clone();
                other.remove(&key.name);
                // An array where there is none, a flag where there is one.
                let wrong = if key.kind == "Array" || key.ty.is_some() {
                    Value::Boolean(true)
                } else {
                    Value::Array(Vec::new())
                };
                if is_wrong {
                    other.insert(key.name.clone(), wrong);
                }
                let document = Extra(profile(name, other));
                let read = Profile::decode(&mdm_plist::to_vec(&document).unwrap()).unwrap();
                match &read.payloads[0].content {
                    Content::Other(content) if is_wrong || key.must => {
                        let place = content.misfit().unwrap();
                        assert!(place.starts_with(&*key.name) || has_fallback, "{name}: {place}");
                    }
                    Content::Other(content) => panic!("{name} without {}: {:?}", key.name, content.misfit()),
                    content => assert!(
                        has_fallback || key.kind == "Any" || (!is_wrong && !key.must),
                        "{name} takes a wrong {}: {content:?}",
                        key.name
                    ),
                }
                let bytes = read.encode().unwrap();
                assert_eq!(mdm_plist::from_slice::<Extra>(&bytes).unwrap(), document, "{name}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn payloads_with_some_keys(seed: u64) {
        for shape in known() {
            check(&shape, seed, false);
        }
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Profile::decode(&bytes);
    }
}
