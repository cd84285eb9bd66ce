//! Property lists in and out, under limits.
//!
//! The `plist` crate reads recursively and without a depth limit, so nesting is counted before it sees the bytes.
//! Only XML is read: Apple's server messages are XML, and a binary list can expand without bound.

use std::time::{SystemTime, UNIX_EPOCH};

use plist::{Dictionary, Value};

/// Largest property list that the phone reads, in bytes.
pub(crate) const MAX_BYTES: usize = 16 << 20;
/// Deepest nesting of elements that the phone reads.
pub(crate) const MAX_DEPTH: usize = 64;

/// Reads an XML property list whose top is a dictionary.
pub(crate) fn read_dictionary(bytes: &[u8]) -> Option<Dictionary> {
    if bytes.len() > MAX_BYTES || !nesting_is_bounded(bytes) {
        return None;
    }
    Value::from_reader_xml(bytes).ok()?.into_dictionary()
}

/// Writes a dictionary as XML, its keys in order, as Apple's writer does.
pub(crate) fn write_dictionary(dictionary: Dictionary) -> Vec<u8> {
    let mut value = Value::Dictionary(dictionary);
    sort_keys(&mut value);
    let mut bytes = Vec::new();
    // Writing values that exist to memory fails only for dates out of range, and we write none.
    let _written = value.to_writer_xml(&mut bytes);
    bytes
}

/// Sorts at every level. What is written is as shallow as what was read.
fn sort_keys(value: &mut Value) {
    match value {
        Value::Dictionary(dictionary) => {
            dictionary.sort_keys();
            dictionary.iter_mut().for_each(|(_, value)| sort_keys(value));
        }
        Value::Array(items) => items.iter_mut().for_each(sort_keys),
        _ => {}
    }
}

/// An RFC 3339 time in UTC with whole seconds; times outside the years 1970 to 9999 are clamped.
pub(crate) fn rfc3339(time: SystemTime) -> String {
    const LAST_SECOND: u64 = 253_402_300_799;
    let seconds = time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()).min(LAST_SECOND);
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    // Howard Hinnant's civil_from_days, for days not before 1970: years begin in March, eras have 400 years.
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    let (hour, minute, second) = (rest / 3_600, rest % 3_600 / 60, rest % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// Whether no element stands deeper than [`MAX_DEPTH`]. Says no to what it cannot follow.
fn nesting_is_bounded(bytes: &[u8]) -> bool {
    let mut depth = 0_usize;
    let mut rest = bytes;
    while let Some(start) = rest.iter().position(|byte| *byte == b'<') {
        rest = rest.get(start..).unwrap_or_default();
        let end = if rest.starts_with(b"<!--") {
            end_of(rest, b"-->")
        } else if rest.starts_with(b"<![CDATA[") {
            end_of(rest, b"]]>")
        } else if rest.starts_with(b"<?") {
            end_of(rest, b"?>")
        } else {
            end_of_tag(rest)
        };
        let Some(end) = end else { return false };
        let tag = rest.get(..end).unwrap_or_default();
        if tag.starts_with(b"<!") && !tag.starts_with(b"<!--") && !tag.starts_with(b"<![CDATA[") {
            // A document type with declarations of its own could define entities.
            if tag.contains(&b'[') {
                return false;
            }
        } else if tag.starts_with(b"</") {
            depth = depth.saturating_sub(1);
        } else if !tag.starts_with(b"<!") && !tag.starts_with(b"<?") && !tag.ends_with(b"/>") {
            depth += 1;
            if depth > MAX_DEPTH {
                return false;
            }
        }
        rest = rest.get(end..).unwrap_or_default();
    }
    true
}

/// Position after the first `mark`.
fn end_of(bytes: &[u8], mark: &[u8]) -> Option<usize> {
    bytes.windows(mark.len()).position(|window| window == mark).map(|at| at + mark.len())
}

/// Position after the `>` that ends a tag; one in a quoted attribute value does not.
fn end_of_tag(bytes: &[u8]) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in bytes.iter().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') => quote = Some(*byte),
            (Some(open), byte) if open == *byte => quote = None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[track_caller]
    fn check_read(body: &str, readable: bool) {
        let text = format!("<plist version=\"1.0\">{body}</plist>");
        assert_eq!(read_dictionary(text.as_bytes()).is_some(), readable, "{body:.80}");
    }

    #[test]
    fn only_shallow_xml_dictionaries_are_read() {
        check_read("<dict/>", true);
        check_read("<dict><key>a</key><string>b</string></dict>", true);
        check_read("<array/>", false);
        check_read("<dict><key>a</key>", false);
        // 61 levels inside `plist`, `dict` and above `string` make 64.
        let nest = |open: &str, levels| {
            format!("<dict><key>a</key>{}{}</dict>", open.repeat(levels), "</array>".repeat(levels))
        };
        check_read(&nest("<array>", 62), true);
        check_read(&nest("<array>", 63), false);
        check_read(&nest("<array>", 200_000), false);
        // Ends that the reader does not count may not hide depth.
        check_read(&nest("<array><!-- </array> -->", 100_000), false);
        check_read(&nest("<array a=\"/>\">", 100_000), false);
        check_read(&nest("<array><![CDATA[</array>]]>", 100_000), false);
        assert!(read_dictionary(b"bplist00\xd0\x08").is_none(), "binary");
        assert!(read_dictionary(b"<!DOCTYPE plist [<!ENTITY a 'b'>]><plist><dict/></plist>").is_none());
        assert!(read_dictionary(b"").is_none());
    }

    #[test]
    fn dictionaries_are_written_in_key_order_and_read_back() {
        let mut dictionary = Dictionary::new();
        dictionary.insert("B".into(), "<&>".into());
        dictionary.insert("A".into(), Value::Data(vec![1, 2, 3]));
        let bytes = write_dictionary(dictionary.clone());
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(text.find("<key>A</key>").unwrap() < text.find("<key>B</key>").unwrap());
        let read = read_dictionary(&bytes).unwrap();
        assert_eq!(read.get("A"), dictionary.get("A"));
        assert_eq!(read.get("B"), dictionary.get("B"));
    }

    /// RFC 3339 section 5.6.
    #[test]
    fn times_are_rfc_3339() {
        let check = |seconds, expected: &str| {
            assert_eq!(rfc3339(UNIX_EPOCH + Duration::from_secs(seconds)), expected);
        };
        check(0, "1970-01-01T00:00:00Z");
        check(951_782_399, "2000-02-28T23:59:59Z");
        check(951_782_400, "2000-02-29T00:00:00Z");
        check(1_795_305_600, "2026-11-22T00:00:00Z");
        check(u64::from(u32::MAX) * 1000, "9999-12-31T23:59:59Z");
        assert_eq!(rfc3339(UNIX_EPOCH - Duration::from_secs(1)), "1970-01-01T00:00:00Z");
    }
}
