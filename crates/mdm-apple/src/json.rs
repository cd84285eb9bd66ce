//! JSON under the limits of the property lists.

use mdm_plist::Limits;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Error;

/// Reads a document. Its depth is limited to 128 by `serde_json`.
pub(crate) fn decode<T: DeserializeOwned>(bytes: &[u8], limits: &Limits) -> Result<T, Error> {
    if bytes.len() > limits.bytes {
        return Err(Error::TooLongJson { limit: limits.bytes });
    }
    serde_json::from_slice(without_mark(bytes))
        .map_err(|error| Error::UnreadableJson { line: error.line(), column: error.column() })
}

pub(crate) fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(value).map_err(|_| Error::UnwritableJson)
}

/// Whether bytes look like JSON and not like a property list.
pub(crate) fn is_json(bytes: &[u8]) -> bool {
    matches!(without_mark(bytes).iter().find(|byte| !byte.is_ascii_whitespace()), Some(b'{' | b'['))
}

/// A byte order mark says nothing in UTF-8 (RFC 8259, section 8.1: a reader may ignore it).
fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}
