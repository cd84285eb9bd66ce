//! The same documents to this crate, to the `plist` crate, and to Python's `plistlib`.
//!
//! All three read the same value, or the difference is in [`DIFFERENCES`] with its reason.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::SystemTime;

use mdm_plist::{Format, Options, Value, from_slice_with, to_vec_with};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

#[path = "support/values.rs"]
mod values;

const FORMATS: [Format; 2] = [Format::Xml, Format::Binary];

/// What a reader made of a document: the value as [`canonical`] text, or `refused`.
type Outcome = String;

fn ours(document: &[u8], format: Format) -> Outcome {
    outcome(from_slice_with::<Value>(document, Options::default().with_format(format)))
}

fn theirs(document: &[u8], format: Format) -> Outcome {
    match format {
        Format::Xml => outcome(Value::from_reader_xml(Cursor::new(document))),
        // It looks for the magic itself, and tries other formats where there is none.
        _ if document.starts_with(b"bplist") => outcome(Value::from_reader(Cursor::new(document))),
        _ => REFUSED.to_owned(),
    }
}

fn outcome<E>(read: Result<Value, E>) -> Outcome {
    read.map_or_else(|_| REFUSED.to_owned(), |value| canonical(&value))
}

/// One text for each value, the same as `canonical` in `data/plistlib.py`.
fn canonical(value: &Value) -> String {
    fn hex(bytes: &[u8]) -> String {
        bytes.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
    match value {
        Value::Boolean(value) => value.to_string(),
        Value::Integer(value) => value.to_string(),
        Value::Real(value) if value.is_nan() => "nan".to_owned(),
        Value::Real(value) => format!("r{:016x}", value.to_bits()),
        Value::String(text) => format!("\"{}\"", hex(text.as_bytes())),
        Value::Data(bytes) => format!("<{}>", hex(bytes)),
        Value::Date(date) => {
            let micros = match SystemTime::from(*date).duration_since(SystemTime::UNIX_EPOCH) {
                Ok(after) => i128::try_from(after.as_micros()),
                Err(before) => i128::try_from(before.duration().as_micros()).map(|micros| -micros),
            };
            format!("t{}", micros.expect("in range"))
        }
        Value::Array(items) => {
            format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(","))
        }
        Value::Dictionary(entries) => {
            let entry =
                |(key, item): (&String, &Value)| format!("\"{}\":{}", hex(key.as_bytes()), canonical(item));
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(","))
        }
        other => format!("{other:?}"),
    }
}

/// Asks `plistlib`, all at once; `None`, with a line that says so, where there is no Python.
#[allow(clippy::print_stdout, reason = "a test that lacks something says so")]
fn python(requests: &[(u8, &[u8])]) -> Option<Vec<Outcome>> {
    let child = Command::new("python3")
        .args(["-c", include_str!("data/plistlib.py")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        println!("skipped: python3 cannot be started, so plistlib was not compared");
        return None;
    };
    let mut input = child.stdin.take().expect("a pipe");
    let output = std::thread::scope(|scope| {
        scope.spawn(move || {
            for (request, document) in requests {
                let length = u32::try_from(document.len()).expect("short").to_be_bytes();
                input.write_all(&[&[*request], length.as_slice(), document].concat()).expect("written");
            }
        });
        child.wait_with_output().expect("an end")
    });
    assert!(output.status.success());
    let answers: Vec<_> =
        String::from_utf8(output.stdout).expect("text").lines().map(str::to_owned).collect();
    assert_eq!(answers.len(), requests.len());
    Some(answers)
}

fn letter(format: Format) -> u8 {
    if format == Format::Xml { b'X' } else { b'B' }
}

/// Generated values, always the same: every run finds again what one has found.
fn generated() -> Vec<Value> {
    let mut runner = TestRunner::deterministic();
    let strategy = values::value();
    (0..400).map(|_| strategy.new_tree(&mut runner).expect("a value").current()).collect()
}

#[test]
fn generated_documents_are_read_alike() {
    let mut documents = Vec::new();
    for value in generated() {
        let expected = canonical(&value);
        for format in FORMATS {
            documents.push((expected.clone(), format, to_vec_with(&value, format).unwrap()));
        }
        let mut document = Vec::new();
        value.to_writer_xml(&mut document).unwrap();
        documents.push((expected.clone(), Format::Xml, std::mem::take(&mut document)));
        value.to_writer_binary(&mut document).unwrap();
        documents.push((expected, Format::Binary, document));
    }
    for (value, format, document) in &documents {
        assert_eq!(&ours(document, *format), value, "{}", String::from_utf8_lossy(document));
        assert_eq!(&theirs(document, *format), value, "{}", String::from_utf8_lossy(document));
    }
}

/// Python reads what is written here, and what Python writes is read here.
#[test]
fn generated_documents_go_to_python_and_back() {
    let mut documents = Vec::new();
    for value in generated().iter().filter(|value| python_has(value)) {
        for format in FORMATS {
            documents.push((canonical(value), format, to_vec_with(value, format).unwrap()));
        }
    }
    assert!(documents.len() > 200, "{}", documents.len());
    let requests = |change: fn(u8) -> u8| -> Vec<_> {
        documents.iter().map(|(_, format, bytes)| (change(letter(*format)), bytes.as_slice())).collect()
    };
    let read = requests(|letter| letter);
    let Some(answers) = python(&read) else { return };
    for ((value, format, document), answer) in documents.iter().zip(answers) {
        assert_eq!(&answer, value, "{format:?} {}", String::from_utf8_lossy(document));
    }
    let written = requests(|letter| letter.to_ascii_lowercase());
    for ((value, format, document), answer) in documents.iter().zip(python(&written).expect("as before")) {
        let rewritten: Vec<u8> = (0..answer.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&answer[at..at + 2], 16).expect("hexadecimal"))
            .collect();
        assert_eq!(&ours(&rewritten, *format), value, "{format:?} {}", String::from_utf8_lossy(document));
    }
}

/// Whether `plistlib` can hold it: its parser of XML refuses control characters, its writer too, its dates start in the
/// year 1.
fn python_has(value: &Value) -> bool {
    let text =
        |text: &str| text.chars().all(|c| !matches!(c, '\0'..'\t' | '\u{b}'..' ' | '\u{fffe}' | '\u{ffff}'));
    match value {
        Value::String(value) => text(value),
        // It takes equal numbers for the same object, and loses the sign.
        Value::Real(value) => value.to_bits() != (-0.0_f64).to_bits(),
        Value::Date(date) => !date.to_xml_format().starts_with("0000"),
        Value::Array(items) => items.iter().all(python_has),
        Value::Dictionary(entries) => entries.iter().all(|(key, item)| text(key) && python_has(item)),
        _ => true,
    }
}

/// The corpora of the fuzz targets, and the documents of [`SPECIAL`].
#[test]
#[allow(clippy::disallowed_methods, reason = "the corpus is files")]
fn odd_documents_are_read_alike_but_for_the_differences() {
    let mut documents = Vec::new();
    for (corpus, format) in [("plist", Format::Xml), ("plist_binary", Format::Binary)] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(corpus);
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            // They would take seconds and gigabytes.
            if !name.starts_with("expansion") {
                documents.push((name, format, std::fs::read(path).unwrap()));
            }
        }
    }
    for content in SPECIAL {
        documents.push((
            (*content).to_owned(),
            Format::Xml,
            format!("<plist>{content}</plist>").into_bytes(),
        ));
    }
    let requests: Vec<_> =
        documents.iter().map(|(_, format, document)| (letter(*format), document.as_slice())).collect();
    let mut partners =
        vec![("plist", documents.iter().map(|(_, format, bytes)| theirs(bytes, *format)).collect())];
    partners.extend(python(&requests).map(|answers| ("plistlib", answers)));
    for (partner, outcomes) in &partners {
        let mut found = BTreeMap::new();
        for ((name, format, document), outcome) in documents.iter().zip(outcomes) {
            let ours = ours(document, *format);
            let side = match (ours == REFUSED, outcome == REFUSED) {
                _ if &ours == outcome => continue,
                (true, _) => They::Read,
                (_, true) => They::Refuse,
                _ => They::ReadOtherwise,
            };
            found.insert(name.as_str(), side);
        }
        let mut expected = BTreeMap::new();
        for difference in DIFFERENCES.iter().filter(|difference| difference.0 == *partner) {
            for document in difference.3 {
                assert!(expected.insert(*document, difference.1).is_none(), "{document} is there twice");
            }
        }
        assert_eq!(found, expected, "{partner}");
    }
}

/// What the other reader does with a document that this crate refuses, reads, or reads as another value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum They {
    Read,
    Refuse,
    ReadOtherwise,
}

/// Who, what, why, and with which documents.
type Difference = (&'static str, They, &'static str, &'static [&'static str]);

/// Every difference. All are deliberate: a document that two readers read in two ways is refused, what Apple's writer
/// writes is read as Apple's reader reads it.
const DIFFERENCES: &[Difference] = &[
    (
        "plist",
        They::Read,
        "one of two values of a key wins",
        &[
            "<dict><key>a</key><true/><key>a</key><false/></dict>",
            "duplicate-key.plist",
            "duplicate-key-late.plist",
            "duplicate-key.bplist",
            "duplicate-key-same.bplist",
        ],
    ),
    (
        "plist",
        They::Read,
        "an entity that it does not know becomes nothing",
        &["<string>&a;</string>", "billion-laughs.plist", "external-entity.plist"],
    ),
    (
        "plist",
        They::Read,
        "forms of a date that Apple's reader does not know",
        &[
            "<date>2016-12-31T23:59:60Z</date>",
            "<date>2026-11-22 08:30:00Z</date>",
            "<date>2026-11-22T08:30:00+00:00</date>",
            "<date>2026-11-22T08:30:00+02:00</date>",
            "<date>2026-11-22T08:30:00.5Z</date>",
            "<date>2026-11-22T08:30:00z</date>",
        ],
    ),
    (
        "plist",
        They::Read,
        "markup that is no property list",
        &[
            "<![CDATA[a]]><true/>",
            "<array><key>a</key></array>",
            "<dict><string>a</string><true/></dict>",
            "<plist><true/></plist>",
            "<string lang='en'>a</string>",
        ],
    ),
    ("plist", They::Read, "no limit", &["too-deep.plist", "too-deep.bplist"]),
    ("plist", They::Read, "NUL, which cuts a text for whoever is written in C", &["nul.plist", "nul.bplist"]),
    ("plist", They::Read, "a UID, which no message has", &["uid.bplist"]),
    ("plist", They::Read, "UTF-8 that says that it is ASCII", &["bad-ascii.bplist"]),
    ("plist", They::Read, "a length whose marker is not that of an integer", &["bad-length.bplist"]),
    ("plist", They::Read, "an object inside the table of offsets", &["offset-in-table.bplist"]),
    ("plist", They::Read, "bytes that belong to nothing", &["table-gap.bplist"]),
    (
        "plist",
        They::Refuse,
        "data with a comment or a CDATA section in it",
        &["<data><!-- a -->AQ<![CDATA[ID]]></data>"],
    ),
    (
        "plist",
        They::Refuse,
        "white space around a number",
        &["<integer> 7\n</integer>", "<real> 1.5 </real>", "white-space.plist"],
    ),
    (
        "plist",
        They::Refuse,
        "hexadecimal numbers with a sign, or with a capital X",
        &["<integer>+0x1F</integer>", "<integer>-0x10</integer>", "<integer>0X1f</integer>"],
    ),
    ("plist", They::Refuse, "a negative integer of sixteen bytes", &["integer16-minus.bplist"]),
    ("plist", They::Refuse, "offsets of five to seven bytes", &["wide-sizes.bplist"]),
    (
        "plist",
        They::ReadOtherwise,
        "a text with a CDATA section and more loses a part",
        &["<string>a<![CDATA[<b>]]>c<!-- d --><?e f?></string>", "markup.plist"],
    ),
    (
        "plist",
        They::ReadOtherwise,
        "keeps fractions of a second, for which XML has no room",
        &["date.bplist"],
    ),
    (
        "plistlib",
        They::Read,
        "one of two values of a key wins",
        &[
            "<dict><key>a</key><true/><key>a</key><false/></dict>",
            "duplicate-key.plist",
            "duplicate-key-late.plist",
            "duplicate-key.bplist",
            "duplicate-key-same.bplist",
        ],
    ),
    ("plistlib", They::Read, "the last of several values wins", &["<true/><false/>", "two-values.plist"]),
    (
        "plistlib",
        They::Read,
        "text between elements",
        &["<![CDATA[a]]><true/>", "<array>x</array>", "<true/>&amp;", "<true/>x", "<true>x</true>"],
    ),
    ("plistlib", They::Read, "an unknown element, or none, is `None`", &["", "<foo/>"]),
    (
        "plistlib",
        They::Read,
        "markup that is no property list",
        &["<plist><true/></plist>", "<string lang='en'>a</string>", "<string><b>a</b></string>"],
    ),
    (
        "plistlib",
        They::Read,
        "base64 with other characters, or more than one way to pad",
        &[
            "<data>!AQ==</data>",
            "<data>====</data>",
            "<data>AQ==!</data>",
            "<data>AQ==AQ==</data>",
            "<data>AR==</data>",
            "bad-data.plist",
        ],
    ),
    (
        "plistlib",
        They::Read,
        "dates without a time, or without seconds",
        &["<date>2026-11-22T08:30Z</date>", "<date>2026-11-22Z</date>"],
    ),
    (
        "plistlib",
        They::Read,
        "integers of any size",
        &[
            "<integer>-9223372036854775809</integer>",
            "<integer>18446744073709551616</integer>",
            "bad-integer.plist",
            "integer-range.bplist",
            "integer32.bplist",
        ],
    ),
    (
        "plistlib",
        They::Read,
        "numbers as Python writes them",
        &["<integer>1_000</integer>", "<integer>\u{663}</integer>", "<real>1_0.5</real>"],
    ),
    ("plistlib", They::Read, "other encodings", &["latin1.plist", "utf16.plist"]),
    ("plistlib", They::Read, "no limit", &["too-deep.plist", "too-deep.bplist"]),
    ("plistlib", They::Read, "NUL, which cuts a text for whoever is written in C", &["nul.bplist"]),
    ("plistlib", They::Read, "objects that no message has", &["fill.bplist", "null.bplist", "uid.bplist"]),
    ("plistlib", They::Read, "a length whose marker is not that of an integer", &["bad-length.bplist"]),
    (
        "plistlib",
        They::Read,
        "objects that are, or end, where none can be",
        &["offset-in-header.bplist", "offset-in-table.bplist", "offset-in-trailer.bplist", "overrun.bplist"],
    ),
    (
        "plistlib",
        They::Read,
        "a table that is too long, or bytes that belong to nothing",
        &["table-cut.bplist", "table-gap.bplist"],
    ),
    ("plistlib", They::Read, "a version that does not exist", &["version.bplist"]),
    ("plistlib", They::Refuse, "years before 1", &["<date>0000-01-01T00:00:00Z</date>", "every-type.plist"]),
    (
        "plistlib",
        They::Refuse,
        "hexadecimal numbers with a sign",
        &["<integer>+0x1F</integer>", "<integer>-0x10</integer>"],
    ),
    (
        "plistlib",
        They::Refuse,
        "characters that XML does not have and Apple's writer writes",
        &["<string>\u{1}</string>", "<string>&#1;</string>", "<string>\u{ffff}</string>"],
    ),
    ("plistlib", They::Refuse, "`]]>` that is not escaped", &["<string>]]></string>"]),
    (
        "plistlib",
        They::ReadOtherwise,
        "a carriage return becomes a line feed, as XML says and Apple does not do",
        &["<string>a\rb\r\nc</string>", "markup.plist"],
    ),
    (
        "plistlib",
        They::ReadOtherwise,
        "keeps fractions of a second, for which XML has no room",
        &["date.bplist"],
    ),
];

/// What can stand in a `plist` element.
const SPECIAL: &[&str] = &[
    "<string>a\rb\r\nc</string>",
    "<string>&#13;&#9;&#x41;&#x1F980;</string>",
    "<string>&#1;</string>",
    "<string>\u{1}</string>",
    "<string>\u{ffff}</string>",
    "<string>a<![CDATA[<b>]]>c<!-- d --><?e f?></string>",
    "<string>]]></string>",
    "<string><b>a</b></string>",
    "<string lang='en'>a</string>",
    "<string> a </string>",
    "<string/>",
    "<integer>+7</integer>",
    "<integer> 7\n</integer>",
    "<integer>007</integer>",
    "<integer>-0</integer>",
    "<integer>0x1F</integer>",
    "<integer>-0x10</integer>",
    "<integer>0X1f</integer>",
    "<integer>+0x1F</integer>",
    "<integer>1_000</integer>",
    "<integer>1.0</integer>",
    "<integer>- 7</integer>",
    "<integer></integer>",
    "<integer/>",
    "<integer>\u{663}</integer>",
    "<integer>18446744073709551615</integer>",
    "<integer>18446744073709551616</integer>",
    "<integer>-9223372036854775808</integer>",
    "<integer>-9223372036854775809</integer>",
    "<integer>7<!-- --></integer>",
    "<real>1</real>",
    "<real> 1.5 </real>",
    "<real>.5</real>",
    "<real>1.</real>",
    "<real>+1e-3</real>",
    "<real>nan</real>",
    "<real>-Infinity</real>",
    "<real>INF</real>",
    "<real>0x1p3</real>",
    "<real>1_0.5</real>",
    "<real>1e999</real>",
    "<real/>",
    "<date>2026-11-22T08:30:00Z</date>",
    "<date>2026-11-22T08:30:00.5Z</date>",
    "<date>2026-11-22T08:30:00+00:00</date>",
    "<date>2026-11-22T08:30:00+02:00</date>",
    "<date>2026-11-22T08:30:00z</date>",
    "<date>2026-11-22 08:30:00Z</date>",
    "<date>2026-11-22T08:30Z</date>",
    "<date>2026-11-22Z</date>",
    "<date>2026Z</date>",
    "<date>2026-11-22</date>",
    "<date> 2026-11-22T08:30:00Z</date>",
    "<date>2026-02-30T08:30:00Z</date>",
    "<date>2026-11-22T24:00:00Z</date>",
    "<date>2016-12-31T23:59:60Z</date>",
    "<date>0000-01-01T00:00:00Z</date>",
    "<date>9999-12-31T23:59:59Z</date>",
    "<date/>",
    "<data/>",
    "<data> A Q\n\tI D </data>",
    "<data>AQ</data>",
    "<data>AQ=</data>",
    "<data>AQ==AQ==</data>",
    "<data>AR==</data>",
    "<data>====</data>",
    "<data>AQ==!</data>",
    "<data>!AQ==</data>",
    "<data>AQ-_</data>",
    "<data><!-- a -->AQ<![CDATA[ID]]></data>",
    "<true></true>",
    "<true> </true>",
    "<true>x</true>",
    "<true/><false/>",
    "<true/>x",
    "",
    "<foo/>",
    "<array/>",
    "<array></array>",
    "<array>x</array>",
    "<array><key>a</key></array>",
    "<dict/>",
    "<dict><key/><true/></dict>",
    "<dict><key> a </key><true/></dict>",
    "<dict><key>a</key></dict>",
    "<dict><true/></dict>",
    "<dict><key>a</key><key>b</key><true/></dict>",
    "<dict><key>a</key><true/><key>a</key><false/></dict>",
    "<dict><string>a</string><true/></dict>",
    "<dict><key>a<!-- b --></key><true/><!-- c --></dict>",
    "<dict ><key >a</key ><true /></dict >",
    "<plist><true/></plist>",
    "<!-- a --><true/><?b?>",
    "<![CDATA[a]]><true/>",
    "<true/>&amp;",
    "<string>&a;</string>",
    "<string>&#0;</string>",
    "<string>&#xD800;</string>",
];
const REFUSED: &str = "refused";
