//! Bytes that are meant to do harm: cut, nested, huge, or made to be quoted in an error.

use std::collections::BTreeMap;
use std::fmt::Debug;

use mdm_plist::{
    Data, Date, Error, ErrorKind, Extra, LimitKind, Limits, Value, from_slice, from_slice_with, to_vec,
};
use serde::Deserialize;
use serde::de::IgnoredAny;

/// A bit of everything, with a secret in each kind of value.
const SAMPLE: &str = "\u{FEFF}<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">
<?note hunter2?>
<!-- hunter2 -->
<plist version=\"1.0\">
<dict>
\t<key>Text</key>
\t<string>hunter2 &amp; é 🦀 &#x48;unter2</string>
\t<key>Raw</key>
\t<string ><![CDATA[hunter2 <b>]]> <!-- hunter2 --></string >
\t<key>Data</key>
\t<data>
\taHVudGVy
\tMg==
\t</data>
\t<key>Date</key>
\t<date>2026-11-22T08:30:00Z</date>
\t<key>Count</key>
\t<integer>-0x7fFF</integer>
\t<key>Ratio</key>
\t<real>1.5e3</real>
\t<key>List</key>
\t<array>
\t\t<true/>
\t\t<false></false>
\t\t<array/>
\t\t<dict/>
\t\t<string/>
\t\t<data/>
\t</array>
</dict>
</plist>
";

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[allow(dead_code, reason = "only read into")]
struct Sample {
    text: String,
    data: Data,
    date: Date,
    #[serde(flatten)]
    extra: Extra,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[allow(dead_code, reason = "only read into")]
struct Wrong {
    text: Option<u8>,
    data: Option<Status>,
    list: Option<Status>,
}

#[derive(Debug, Deserialize)]
enum Status {
    Idle,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
#[allow(dead_code, reason = "only read into")]
enum Either {
    Number(u8),
    Status(Status),
    Picky(Picky),
}

/// Quotes what it refuses, as many types do.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
struct Picky;

impl TryFrom<String> for Picky {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Err(format!("{text} is not good enough"))
    }
}

fn error_of<'de, T: Deserialize<'de> + Debug>(document: &'de [u8]) -> Option<Error> {
    from_slice::<T>(document).err()
}

#[test]
fn every_truncation_is_an_error() {
    let document = SAMPLE.as_bytes();
    assert!(from_slice::<Sample>(document).is_ok());
    let end = document.len() - 1;
    assert!(from_slice::<Sample>(&document[..end]).is_ok(), "only the last line feed is missing");
    for length in 0..end {
        let cut = &document[..length];
        let errors = [error_of::<Value>(cut), error_of::<IgnoredAny>(cut), error_of::<Sample>(cut)];
        for error in errors {
            let error = error.expect("a cut document is refused");
            assert_eq!(
                (error.kind(), error.offset()),
                (&ErrorKind::Truncated, Some(length)),
                "{length} bytes"
            );
        }
    }
}

#[test]
fn no_error_contains_a_value() {
    let secrets = ["hunter2", "ahvudgvy", "é", "🦀", "7fff", "32767", "1.5e3", "1500", "note", "987654"];
    let check = |document: &[u8]| {
        let errors = [
            error_of::<Value>(document),
            error_of::<Sample>(document),
            error_of::<Wrong>(document),
            error_of::<u8>(document),
            error_of::<Picky>(document),
            error_of::<Vec<Picky>>(document),
            error_of::<BTreeMap<String, u8>>(document),
            error_of::<BTreeMap<String, Data>>(document),
            error_of::<BTreeMap<String, Date>>(document),
            error_of::<BTreeMap<String, Status>>(document),
            error_of::<BTreeMap<String, Picky>>(document),
            error_of::<BTreeMap<String, Either>>(document),
            from_slice_with::<Value>(document, &Limits::default().with_string(4)).err(),
            from_slice_with::<Value>(document, &Limits::default().with_data(4)).err(),
        ];
        for error in errors.into_iter().flatten() {
            for text in [format!("{error}"), format!("{error:?}"), format!("{error:#?}")] {
                for secret in secrets {
                    assert!(!text.to_lowercase().contains(secret), "{text}");
                }
            }
        }
    };
    let document = SAMPLE.as_bytes();
    (0..=document.len()).for_each(|length| check(&document[..length]));
    // Also with a byte in the wrong place.
    for at in 0..document.len() {
        for byte in [b'<', b'&', b'>', b'x', 0xFF] {
            let mut changed = document.to_vec();
            changed[at] = byte;
            check(&changed);
        }
    }
    for content in [
        "<string>hunter2</string>",
        "<integer>987654</integer>",
        "<data>aHVudGVyMg==</data>",
        "<real>1500</real>",
    ] {
        check(format!("<plist>{content}</plist>").as_bytes());
        check(format!("<plist><array>{content}</array></plist>").as_bytes());
        check(format!("<plist><dict><key>a</key>{content}</dict></plist>").as_bytes());
    }
    // Debug output of what was read.
    let sample: Sample = from_slice(document).unwrap();
    let text = format!("{:?} {:?}", sample.data, sample.extra);
    assert!(!text.contains("104") && !text.contains("hunter2"), "{text}");
}

/// Runs on a stack that is small for a server.
fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(256 * 1024).spawn(work).expect("a thread");
    thread.join().expect("no panic and no overflow");
}

#[test]
fn deep_nesting_is_refused_on_a_small_stack() {
    for open in ["<array>", "<dict><key>a</key>", "<dict>\n<key>a</key>\n<array>\n"] {
        let document = format!("<plist>{}", open.repeat(1_000_000 / open.len()));
        on_a_small_stack(move || {
            let errors = [
                error_of::<Value>(document.as_bytes()),
                error_of::<IgnoredAny>(document.as_bytes()),
                error_of::<Sample>(document.as_bytes()),
                error_of::<Extra>(document.as_bytes()),
            ];
            for error in errors.into_iter().flatten() {
                let depth = ErrorKind::LimitExceeded { limit: LimitKind::Depth };
                let mismatch = matches!(error.kind(), ErrorKind::TypeMismatch { .. });
                assert!(error.kind() == &depth || mismatch, "{error}");
            }
        });
    }
}

#[test]
fn the_deepest_allowed_document_fits_a_small_stack() {
    let depth = Limits::default().depth;
    let document = format!("<plist>{}{}</plist>", "<array>".repeat(depth), "</array>".repeat(depth));
    on_a_small_stack(move || {
        let value = from_slice::<Value>(document.as_bytes()).unwrap();
        let written = to_vec(&value).unwrap();
        assert_eq!(from_slice::<Value>(&written).unwrap(), value);
    });
    // The same through serde's buffer and back.
    let depth = depth - 1;
    let document = format!(
        "<plist><dict><key>Text</key><string/><key>Data</key><data/><key>Date</key><date>2026-11-22T08:30:00Z</date>\
         <key>Other</key>{}{}</dict></plist>",
        "<dict><key>a</key>".repeat(depth - 1) + "<array>",
        "</array>".to_owned() + &"</dict>".repeat(depth - 1),
    );
    on_a_small_stack(move || {
        let sample: Sample = from_slice(document.as_bytes()).unwrap();
        assert!(to_vec(&sample.extra).is_ok());
    });
    // Skipping does not recurse at all, and no setting goes beyond the hard limit.
    let limits = Limits::default().with_depth(usize::MAX);
    let nested = |depth| format!("<plist>{}{}</plist>", "<array>".repeat(depth), "</array>".repeat(depth));
    on_a_small_stack(move || {
        assert!(from_slice_with::<IgnoredAny>(nested(Limits::MAX_DEPTH).as_bytes(), &limits).is_ok());
        let error =
            from_slice_with::<IgnoredAny>(nested(Limits::MAX_DEPTH + 1).as_bytes(), &limits).unwrap_err();
        assert_eq!(error.kind(), &ErrorKind::LimitExceeded { limit: LimitKind::Depth });
    });
}

#[test]
fn huge_documents_meet_a_limit() {
    let check = |document: Vec<u8>, limit| {
        let error = from_slice::<Value>(&document).unwrap_err();
        assert_eq!(error.kind(), &ErrorKind::LimitExceeded { limit });
    };
    let wrap = |content: &[u8]| [b"<plist>", content, b"</plist>"].concat();
    check(vec![b' '; 32 * 1024 * 1024 + 1], LimitKind::Bytes);
    check(
        wrap(&[b"<array>".to_vec(), b"<true/>".repeat(1_000_000), b"</array>".to_vec()].concat()),
        LimitKind::Nodes,
    );
    check(
        wrap(&[b"<string>".to_vec(), vec![b'a'; 4 * 1024 * 1024 + 1], b"</string>".to_vec()].concat()),
        LimitKind::String,
    );
    check(
        wrap(&[b"<string>".to_vec(), b"&lt;".repeat(4 * 1024 * 1024 + 1), b"</string>".to_vec()].concat()),
        LimitKind::String,
    );
    check(
        wrap(&[b"<dict><key>".to_vec(), vec![b'a'; 1025], b"</key></dict>".to_vec()].concat()),
        LimitKind::Key,
    );
    let limits = Limits::default().with_bytes(usize::MAX);
    let data = wrap(&[b"<data>".to_vec(), b"AAAA".repeat(8 * 1024 * 1024 + 1), b"</data>".to_vec()].concat());
    let error = from_slice_with::<Value>(&data, &limits).unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::LimitExceeded { limit: LimitKind::Data });
}
