//! The `data` element.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::{Deserialize, Deserializer, Unexpected, Visitor};
use serde::ser::{Serialize, Serializer};

use crate::reader::is_space;

/// Bytes: the `data` element of a property list, base64 text in other human-readable formats (JSON).
///
/// The debug output shows the length alone, because tokens and keys travel this way.
///
/// ```
/// use mdm_plist::Data;
///
/// let token = Data::from([1, 2, 3]);
/// assert_eq!(format!("{token:?}"), "Data(3 bytes)");
/// assert_eq!(serde_json::to_string(&token)?, "\"AQID\"");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Data(Vec<u8>);

impl Data {
    /// The name of the newtype struct that data are to serde: by it a serializer tells them from text.
    pub const MARKER: &'static str = "PLIST-DATA";

    /// Takes the bytes.
    #[must_use]
    pub const fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes.
    #[must_use]
    pub fn as_slice(&self) -> &[u8] {
        &self.0
    }

    /// Gives the bytes back.
    #[must_use]
    pub fn into_vec(self) -> Vec<u8> {
        self.0
    }
}

impl fmt::Debug for Data {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Data({} bytes)", self.0.len())
    }
}

impl Deref for Data {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for Data {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Data {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Data {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl<const N: usize> From<[u8; N]> for Data {
    fn from(bytes: [u8; N]) -> Self {
        Self(bytes.to_vec())
    }
}

impl From<Data> for Vec<u8> {
    fn from(data: Data) -> Self {
        data.0
    }
}

impl Serialize for Data {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(Self::MARKER, &Content(&self.0))
    }
}

impl<'de> Deserialize<'de> for Data {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(Self::MARKER, DataVisitor)
    }
}

/// What is inside the marker. The serializer of this crate passes one that is not human-readable.
struct Content<'a>(&'a [u8]);

impl Serialize for Content<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(&STANDARD.encode(self.0))
        } else {
            serializer.serialize_bytes(self.0)
        }
    }
}

struct DataVisitor;

impl<'de> Visitor<'de> for DataVisitor {
    type Value = Data;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("data")
    }

    /// A foreign format, or a property list that serde has buffered: bytes stay bytes, text is base64.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Data, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(self)
        } else {
            deserializer.deserialize_byte_buf(self)
        }
    }

    fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<Data, E> {
        Ok(bytes.into())
    }

    fn visit_byte_buf<E: serde::de::Error>(self, bytes: Vec<u8>) -> Result<Data, E> {
        Ok(Data(bytes))
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Data, E> {
        match STANDARD.decode(text) {
            Ok(bytes) => Ok(Data(bytes)),
            Err(_) => Err(E::invalid_value(Unexpected::Other("text"), &"base64")),
        }
    }
}

/// Why the text of a `data` element was refused.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum InvalidData {
    Base64,
    TooLong,
}

/// Decodes the text of a `data` element: base64 with padding, white space anywhere.
pub(crate) fn decode(text: &[u8], limit: usize) -> Result<Vec<u8>, InvalidData> {
    let text = without_white_space(text);
    let padding = text.iter().rev().take_while(|byte| **byte == b'=').count();
    if text.len() / 4 * 3 > limit.saturating_add(padding) {
        return Err(InvalidData::TooLong);
    }
    STANDARD.decode(text).map_err(|_| InvalidData::Base64)
}

/// Appends base64 as Apple writes it: lines of 76 characters less 8 for each level of indentation (of which at most 8
/// count), each after `indent`, each ended by a line feed (swift-corelibs-foundation, `CFPropertyList.c`).
pub(crate) fn encode(bytes: &[u8], depth: usize, out: &mut Vec<u8>, indent: impl Fn(&mut Vec<u8>)) {
    let depth = depth.min(8);
    let mut line = [0; LINE];
    for chunk in bytes.chunks((LINE - 8 * depth) / 4 * 3) {
        indent(out);
        // A chunk always fits, so there is no error to pass on.
        let written = STANDARD.encode_slice(chunk, &mut line).unwrap_or(0);
        out.extend_from_slice(line.get(..written).unwrap_or_default());
        out.push(b'\n');
    }
}

/// Borrows when white space is only at the ends, which is how short values look.
fn without_white_space(text: &[u8]) -> Cow<'_, [u8]> {
    let mut lines = text.split(|byte| is_space(*byte)).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    let Some(second) = lines.next() else {
        return Cow::Borrowed(first);
    };
    let mut clean = Vec::with_capacity(text.len());
    clean.extend_from_slice(first);
    clean.extend_from_slice(second);
    lines.for_each(|line| clean.extend_from_slice(line));
    Cow::Owned(clean)
}

const LINE: usize = 76;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_base64_with_white_space() {
        let check = |text: &str, expected: Result<&[u8], InvalidData>| {
            assert_eq!(decode(text.as_bytes(), 6).as_deref(), expected.as_ref().copied(), "{text:?}");
        };
        check("", Ok(b""));
        check(" \n\t\r ", Ok(b""));
        check("TQ==", Ok(b"M"));
        check("TWE=", Ok(b"Ma"));
        check("TWFu", Ok(b"Man"));
        check("\n\t\tTW\n\t\tFu\n\t\tTQ\r\n= \t=\n", Ok(b"ManM"));
        check("T W F u", Ok(b"Man"));
        check("TWFuTWFu", Ok(b"ManMan"));
        check("TWFuTWFuTQ==", Err(InvalidData::TooLong));
        check("TWFuTWFuTWFu", Err(InvalidData::TooLong));
        check("TQ", Err(InvalidData::Base64));
        check("TQ=", Err(InvalidData::Base64));
        check("TQ===", Err(InvalidData::Base64));
        check("T===", Err(InvalidData::Base64));
        check("=", Err(InvalidData::Base64));
        check("====", Err(InvalidData::Base64));
        check("TQ==TWFu", Err(InvalidData::Base64));
        check("TR==", Err(InvalidData::Base64));
        check("TW-u", Err(InvalidData::Base64));
        check("TW_u", Err(InvalidData::Base64));
        check("TWF", Err(InvalidData::Base64));
        check("TWFu\u{b}", Err(InvalidData::Base64));
        check("TWFu\u{c}", Err(InvalidData::Base64));
        check("é===", Err(InvalidData::Base64));
    }

    #[test]
    fn lines_get_shorter_with_the_depth() {
        let check = |depth: usize, expected: usize| {
            let mut out = Vec::new();
            encode(&[0; 600], depth, &mut out, |_| ());
            let first = out.split(|byte| *byte == b'\n').next().unwrap();
            assert_eq!(first.len(), expected, "depth {depth}");
            assert_eq!(decode(&out, 600).unwrap(), vec![0; 600]);
        };
        check(0, 76);
        check(1, 68);
        check(2, 60);
        check(7, 20);
        check(8, 12);
        check(63, 12);
    }

    #[test]
    fn is_text_in_json_and_hides_its_bytes() {
        let data = Data::from(&b"secret"[..]);
        assert_eq!(serde_json::to_string(&data).unwrap(), "\"c2VjcmV0\"");
        assert_eq!(serde_json::from_str::<Data>("\"c2VjcmV0\"").unwrap(), data);
        let error = serde_json::from_str::<Data>("\"c2VjcmV0=\"").unwrap_err().to_string();
        assert!(!error.contains("c2VjcmV0"), "{error}");
        assert!(serde_json::from_str::<Data>("7").is_err());
        assert_eq!(format!("{data:?}"), "Data(6 bytes)");
    }
}
