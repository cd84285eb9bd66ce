//! The links of a head as one column: `length kind length value` for each, a length being one byte.
//!
//! The table `link` is only the index by which records are found; this column is what a head is read from.

use crate::row::{Link, LinkKind};

/// The links of a head: `length kind length value` for each, a length being one byte. Of a longer text, which
/// [`validate`](crate::validate) refuses, the beginning.
#[must_use]
pub fn encode(links: &[Link]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for text in links.iter().flat_map(|link| [link.kind.as_str(), &*link.value]) {
        // A batch that was validated has no longer text.
        let length = u8::try_from(text.len()).unwrap_or(u8::MAX);
        bytes.push(length);
        bytes.extend(text.bytes().take(length.into()));
    }
    bytes
}

/// `None` when the bytes are not what [`encode_links`](super::encode_links) writes.
#[must_use]
pub fn decode(mut bytes: &[u8]) -> Option<Vec<Link>> {
    let mut links = Vec::new();
    while !bytes.is_empty() {
        let kind = LinkKind::from_name(text(&mut bytes)?)?;
        links.push(Link { kind, value: text(&mut bytes)?.into() });
    }
    Some(links)
}

fn text<'a>(bytes: &mut &'a [u8]) -> Option<&'a str> {
    let (&length, rest) = bytes.split_first()?;
    let (text, rest) = rest.split_at_checked(length.into())?;
    *bytes = rest;
    str::from_utf8(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::row::LinkKind;

    fn check(bytes: &[u8], expected: Option<&[(LinkKind, &str)]>) {
        let links = expected.map(|links| {
            links.iter().map(|&(kind, value)| Link { kind, value: value.into() }).collect::<Vec<_>>()
        });
        assert_eq!(decode(bytes), links);
        if let Some(links) = links {
            assert_eq!(encode(&links), bytes);
        }
    }

    #[test]
    fn links_are_one_column() {
        check(b"", Some(&[]));
        check(b"\x06serial\x00", Some(&[(LinkKind::Serial, "")]));
        check(b"\x06serial\x02C1\x05topic\x01t", Some(&[(LinkKind::Serial, "C1"), (LinkKind::Topic, "t")]));
        check(b"\x06serial", None);
        check(b"\x07serial", None);
        check(b"\x06planet\x01x", None);
        check(b"\x06serial\x02C", None);
        check(b"\x06serial\x01\xff", None);
    }
}
