//! What a document costs in memory, counted by an allocator, against what the documentation of the crate says.

use allocation_counter::measure;
use mdm_plist::{
    Data, Error, ErrorKind, Format, LimitKind, Limits, Options, Value, from_slice_with, to_vec_with,
};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};

#[path = "support/binary.rs"]
mod support;

#[derive(Debug, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Report {
    status: String,
    installed_application_list: Vec<Application>,
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Application {
    identifier: String,
    name: String,
    bundle_size: u64,
    is_validated: bool,
    icon: Option<Data>,
}

fn report(applications: u64) -> Report {
    let application = |index: u64| Application {
        identifier: format!("com.example.vendor{}.application{index}", index % 40),
        name: format!("Field Notes & Größen {index}"),
        bundle_size: index * 7919,
        is_validated: index.is_multiple_of(3),
        icon: index.is_multiple_of(50).then(|| Data::new(vec![7; 2000])),
    };
    Report {
        status: "Acknowledged".to_owned(),
        installed_application_list: (0..applications).map(application).collect(),
    }
}

/// The result, and the most bytes that were allocated at a time.
fn decode<T: DeserializeOwned>(document: &[u8], options: Options) -> (Result<T, Error>, usize) {
    let mut result = None;
    let info = measure(|| result = Some(from_slice_with::<T>(document, options)));
    (result.expect("decoded"), usize::try_from(info.bytes_max).expect("in range"))
}

#[track_caller]
fn at_most(peak: usize, most: usize, what: &str) {
    assert!(peak <= most, "{what}: {peak} bytes, and not {most}");
}

#[test]
fn a_report_of_30_mb() {
    let report = report(93_000);
    for (format, value_times) in [(Format::Xml, 4), (Format::Binary, 12)] {
        let document = to_vec_with(&report, format).expect("written");
        let options = Options::default().with_format(format);

        let (read, peak) = decode::<Report>(&document, options);
        assert!(read.expect("read") == report);
        at_most(peak, 2 * document.len(), &format!("{format:?} of {} bytes, into types", document.len()));
        let (read, peak) = decode::<Value>(&document, options);
        assert!(read.is_ok());
        at_most(peak, value_times * document.len(), "into a value");
        // The reader itself: open containers, keys of open dictionaries, one value.
        let (read, peak) = decode::<IgnoredAny>(&document, options);
        assert!(read.is_ok());
        at_most(peak, 16 * 1024, "ignored");

        // Within limits that the caller sets, and refused before anything is allocated beyond them.
        let exact = Limits::default().with_bytes(document.len()).with_nodes(500_000);
        assert!(decode::<Report>(&document, options.with_limits(exact)).0.is_ok());
        let (read, peak) =
            decode::<Report>(&document, options.with_limits(exact.with_bytes(document.len() - 1)));
        assert_eq!(read.unwrap_err().kind(), &ErrorKind::LimitExceeded { limit: LimitKind::Bytes });
        at_most(peak, 1024, "refused for its size");
        let (read, peak) = decode::<Report>(&document, options.with_limits(exact.with_nodes(1000)));
        assert_eq!(read.unwrap_err().kind(), &ErrorKind::LimitExceeded { limit: LimitKind::Nodes });
        at_most(peak, 256 * 1024, "refused for its values");
    }
}

/// What takes the most memory for the fewest bytes, in a number at which a vector has just grown.
#[test]
fn the_worst_xml_takes_forty_times_its_size() {
    const ITEMS: usize = 65_537;
    let check = |open: &str, content: &str, close: &str| {
        let document = format!("<plist>{open}{content}{close}</plist>").into_bytes();
        let (read, peak) = decode::<Value>(&document, Options::default());
        assert!(read.is_ok());
        at_most(peak, 40 * document.len(), content.get(..24).unwrap_or(content));
    };
    let items = |item: &str| check("<array>", &item.repeat(ITEMS), "</array>");
    items("<true/>");
    items("<dict/>");
    items("<array/>");
    items("<string/>");
    items("<string>a</string>");
    items("<string>&lt;</string>");
    items("<data>AA==</data>");
    items("<date>2026-11-22T08:30:00Z</date>");
    items("<array><true/></array>");
    items("<array><array><array><array><true/></array></array></array></array>");
    items("<dict><key/><true/></dict>");
    items("<dict><key/><dict><key/><dict><key/><true/></dict></dict></dict>");
    let keys: String = (0..ITEMS).map(|key| format!("<key>{key:x}</key><true/>")).collect();
    check("<dict>", &keys, "</dict>");
    check("<string>", &"&lt;".repeat(ITEMS), "</string>");
    check("<string>", &"a<!---->".repeat(ITEMS), "</string>");
    check("<data>", &"A Q I D\n".repeat(ITEMS), "</data>");
}

#[test]
fn the_worst_binary_takes_four_hundred_times_its_size_and_twice_the_limit() {
    let options = Options::from(&Limits::default().with_bytes(1024 * 1024)).with_format(Format::Binary);
    let check = |what: &str, document: &[u8]| {
        let (read, peak) = decode::<Value>(document, options);
        let most = 400 * document.len() + 2 * options.limits.bytes;
        at_most(peak, most, &format!("{what}, {} bytes, {:?}", document.len(), read.map(|_| ())));
    };
    let array = |items: u32, item: u8| -> Vec<u8> {
        [b"\xaf\x12".as_slice(), &items.to_be_bytes(), &vec![item; items.try_into().expect("in range")]]
            .concat()
    };
    let check_array = |what: &str, items: u32, rest: &[&[u8]]| {
        check(what, &support::document(&[&[array(items, 1).as_slice()], rest].concat(), 4));
    };
    check_array("true", 65_537, &[b"\x09"]);
    check_array("empty dictionary", 65_537, &[b"\xd0"]);
    check_array("empty string", 65_537, &[b"\x50"]);
    check_array("arrays, too often", 65_537, &[b"\xa1\x02", b"\x09"]);
    check_array("half as many arrays", 32_769, &[b"\xa1\x02", b"\x09"]);
    check_array("dictionaries", 32_769, &[b"\xd1\x02\x03", b"\x50", b"\x09"]);
    check_array(
        "nested dictionaries",
        8_193,
        &[
            b"\xd1\x02\x03",
            b"\x50",
            b"\xd1\x02\x04",
            b"\xd1\x02\x05",
            b"\xd1\x02\x06",
            b"\xd1\x02\x07",
            b"\xd0",
        ],
    );
    let ascii = [b"\x5f\x11\x40\x00".as_slice(), &[b'a'; 16_384]].concat();
    check_array("shared text", 60, &[&ascii]);
    check_array("shared text, too often", 100_000, &[&ascii]);
    let wide = [b"\x6f\x11\x40\x00".as_slice(), &b"\x20\xac".repeat(16_384)].concat();
    check_array("shared wide text, too often", 100_000, &[&wide]);
    let data = [b"\x4f\x11\x40\x00".as_slice(), &[0; 16_384]].concat();
    check_array("shared data, too often", 100_000, &[&data]);
}

/// 154 bytes that stand for a hundred million values: the `plist` crate takes seconds and hundreds of megabytes for
/// such a file.
#[test]
fn a_small_file_stays_small() {
    let mut objects: Vec<_> = (1..=7).map(|next| [&[0xAE], [next; 14].as_slice()].concat()).collect();
    objects.push(vec![0x09]);
    let document = support::document(&objects.iter().map(Vec::as_slice).collect::<Vec<_>>(), 1);
    assert_eq!(document.len(), 154);
    let options = Options::default().with_format(Format::Binary);
    let (read, peak) = decode::<Value>(&document, options);
    assert_eq!(read.unwrap_err().kind(), &ErrorKind::LimitExceeded { limit: LimitKind::Expansion });
    at_most(peak, 400 * 154, "154 bytes");

    // Lengths that are not there are not reserved either.
    for object in [b"\xaf\x13\x0f\xff\xff\xff\xff\xff\xff\xff", b"\x5f\x13\x0f\xff\xff\xff\xff\xff\xff\xff"] {
        let (read, peak) = decode::<Value>(&support::document(&[object], 1), options);
        assert_eq!(read.unwrap_err().kind(), &ErrorKind::ObjectOverrun);
        at_most(peak, 1024, "a length that is not there");
    }
}
