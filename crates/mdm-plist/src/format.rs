//! Which of the two formats some bytes are in.

/// The encoding of a property list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// XML, which Apple's devices write.
    Xml,
    /// Apple's binary format, which starts with `bplist00`.
    Binary,
}

impl Format {
    /// Says which format `bytes` look like, from their beginning alone; `None` when they look like neither.
    ///
    /// `Xml` means that the first thing after a byte order mark and white space is a `<`. UTF-16 is recognized too,
    /// so that the decoder can refuse it by its name.
    ///
    /// ```
    /// use mdm_plist::Format;
    ///
    /// assert_eq!(Format::sniff(b"\n<?xml version=\"1.0\"?>"), Some(Format::Xml));
    /// assert_eq!(Format::sniff(b"bplist00\xd0"), Some(Format::Binary));
    /// assert_eq!(Format::sniff(b"{ Status = Idle; }"), None);
    /// ```
    #[must_use]
    pub fn sniff(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"bplist") {
            return Some(Self::Binary);
        }
        if wide_encoding(bytes).is_some() {
            return Some(Self::Xml);
        }
        let text = bytes.strip_prefix(UTF8_BOM).unwrap_or(bytes);
        (text.trim_ascii_start().first() == Some(&b'<')).then_some(Self::Xml)
    }
}

/// The name of the encoding when the first bytes are those of UTF-16 or UTF-32 (XML 1.0, appendix F).
pub(crate) fn wide_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0, 0, 0xFE, 0xFF, ..] | [0, 0, 0, b'<', ..] => Some("UTF-32BE"),
        [0xFF, 0xFE, 0, 0, ..] | [b'<', 0, 0, 0, ..] => Some("UTF-32LE"),
        [0xFE, 0xFF, ..] | [0, b'<', ..] => Some("UTF-16BE"),
        [0xFF, 0xFE, ..] | [b'<', 0, ..] => Some("UTF-16LE"),
        _ => None,
    }
}

pub(crate) const UTF8_BOM: &[u8] = b"\xEF\xBB\xBF";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sniffs_from_the_first_bytes() {
        let check = |input: &[u8], expected| assert_eq!(Format::sniff(input), expected, "{input:?}");
        check(b"", None);
        check(b" ", None);
        check(b"<", Some(Format::Xml));
        check(b"\xEF\xBB\xBF<plist>", Some(Format::Xml));
        check(b"\t\r\n <plist>", Some(Format::Xml));
        check(b"bplist00", Some(Format::Binary));
        check(b"bplist1", Some(Format::Binary));
        check(b"bplis", None);
        check(b" bplist00", None);
        check(b"\xFF\xFE<\0", Some(Format::Xml));
        check(b"\xFE\xFF\0<", Some(Format::Xml));
        check(b"<\0?\0", Some(Format::Xml));
        check(b"{\"a\":1}", None);
    }
}
