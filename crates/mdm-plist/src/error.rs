//! What went wrong, where, and whose fault it is.

use std::fmt::{self, Display, Write as _};

use serde::{de, ser};

use crate::LimitKind;

/// Why a property list was not read or not written.
///
/// It says what ([`kind`](Self::kind)), where ([`offset`](Self::offset), [`line`](Self::line),
/// [`key_path`](Self::key_path)) and whose fault ([`blame`](Self::blame)), and never contains a value:
/// neither `Display` nor `Debug` shows any text of the document but its keys.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind}{place}", kind = .inner.kind, place = Place(.inner))]
pub struct Error {
    // One pointer, because every reader call returns it.
    inner: Box<Inner>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    kind: ErrorKind,
    offset: Option<usize>,
    line: Option<usize>,
    key_path: String,
}

/// What went wrong.
///
/// The first group is the document, the second is the document against the Rust type, the third is the Rust value
/// that was to be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The document goes over one of the [`Limits`](crate::Limits).
    #[error("limit exceeded: {limit}")]
    LimitExceeded {
        /// Which one.
        limit: LimitKind,
    },
    /// The document ends too early.
    #[error("document is truncated")]
    Truncated,
    /// The bytes are a binary property list, and [`Options::format`](crate::Options::format) asks for XML.
    #[error("binary property list where XML is expected")]
    BinaryFormat,
    /// The bytes are no binary property list, and [`Options::format`](crate::Options::format) asks for one.
    #[error("no binary property list where one is expected")]
    NotBinaryFormat,
    /// A binary property list of a version other than `00`.
    #[error("version of the binary format is not supported")]
    BinaryVersion,
    /// The document is in, or declares, an encoding other than UTF-8.
    #[error("encoding {name} is not supported")]
    Encoding {
        /// The name: declared, or that of the byte order mark. At most 32 characters; a declared name that is not
        /// letters, digits and `.`, `_`, `-`, `:` is `(unreadable)`.
        name: String,
    },
    /// The bytes are not UTF-8.
    #[error("invalid UTF-8")]
    InvalidUtf8,
    /// A NUL character, which XML does not have. Refused in the binary format too.
    #[error("character that is not allowed")]
    InvalidCharacter,
    /// An entity declaration or an internal subset of the document type, which could hold one.
    #[error("entity declaration")]
    EntityDeclaration,
    /// An entity other than `lt`, `gt`, `amp`, `apos` and `quot`.
    #[error("unknown entity")]
    UnknownEntity,
    /// A character reference that names no character.
    #[error("invalid character reference")]
    InvalidCharacterReference,
    /// Something in angle brackets that is not XML, an attribute outside `plist`, or markup in the wrong place.
    #[error("malformed markup")]
    Markup,
    /// An element that a property list does not have, or does not have there.
    #[error("unexpected element")]
    UnexpectedElement,
    /// An end tag that belongs to another element.
    #[error("end tag does not match")]
    MismatchedEnd,
    /// Text between elements.
    #[error("unexpected text")]
    UnexpectedText,
    /// A key is not followed by a value, or `plist` is empty.
    #[error("value is missing")]
    MissingValue,
    /// A value in a dictionary without a key before it.
    #[error("key is missing")]
    MissingKey,
    /// A dictionary has the same key twice.
    #[error("duplicate key")]
    DuplicateKey,
    /// Something after the one value of `plist`, or after `plist`.
    #[error("trailing content")]
    TrailingContent,
    /// `integer` without a number.
    #[error("invalid integer")]
    InvalidInteger,
    /// `integer` outside the range of `i64` and `u64`.
    #[error("integer out of range")]
    IntegerOutOfRange,
    /// `real` without a number.
    #[error("invalid real")]
    InvalidReal,
    /// `date` not of the form `2026-11-22T08:30:00Z`, or no such day.
    #[error("invalid date")]
    InvalidDate,
    /// `data` that is not base64 with correct padding.
    #[error("invalid base64")]
    InvalidData,

    /// The trailer of a binary property list does not fit the document.
    #[error("invalid trailer")]
    InvalidTrailer,
    /// A reference to an object that is not in the table.
    #[error("reference to no object")]
    InvalidReference,
    /// The table places an object outside of the room for objects.
    #[error("invalid offset of an object")]
    InvalidOffset,
    /// An object that does not end before the table of offsets.
    #[error("object is too long for the document")]
    ObjectOverrun,
    /// A marker that stands for no type of object.
    #[error("unknown type of object")]
    UnknownObject,
    /// An object of the binary format that is not part of a property list.
    #[error("{what} is not supported")]
    UnsupportedObject {
        /// What it is: `a UID`, `a set`.
        what: &'static str,
    },
    /// An array or a dictionary that contains itself.
    #[error("array or dictionary contains itself")]
    ReferenceCycle,
    /// A key that is not a string.
    #[error("key is not a string")]
    InvalidKey,
    /// A string that says that it is ASCII and is not.
    #[error("invalid ASCII")]
    InvalidAscii,
    /// Half a pair of surrogates.
    #[error("invalid UTF-16")]
    InvalidUtf16,

    /// The document has one type of value where the Rust type needs another.
    #[error("{found} where {expected} is expected")]
    TypeMismatch {
        /// What the document has, as a property list names it: `string`, `integer`, `dictionary`.
        found: &'static str,
        /// What the Rust type says that it expects.
        expected: String,
    },
    /// The type is right, the value is not.
    #[error("invalid value where {expected} is expected")]
    InvalidValue {
        /// What the Rust type says that it expects.
        expected: String,
    },
    /// An array or a dictionary has too few or too many items.
    #[error("{found} items where {expected} is expected")]
    InvalidLength {
        /// How many there are; at least that many when there are too many.
        found: usize,
        /// What the Rust type says that it expects.
        expected: String,
    },
    /// A dictionary lacks a key that the Rust type needs.
    #[error("missing key {name:?}")]
    MissingField {
        /// The key.
        name: &'static str,
    },
    /// A dictionary has a key that the Rust type refuses.
    #[error("unknown key")]
    UnknownField,
    /// A text is none of those that the Rust type knows.
    #[error("unknown variant, expected one of {expected:?}")]
    UnknownVariant {
        /// Those that it knows.
        expected: &'static [&'static str],
    },
    /// The Rust type refused the value in words of its own.
    ///
    /// The words are dropped, because they often quote the value.
    #[error("value is refused by its type")]
    Refused,

    /// A Rust value that a property list cannot hold.
    #[error("a property list cannot hold {what}")]
    Unrepresentable {
        /// What it is.
        what: &'static str,
    },
}

/// Whose fault an error is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Blame {
    /// The one who sent the bytes.
    Peer,
    /// The program that calls this crate.
    Caller,
    /// A server that the program asked. Never the case here.
    Upstream,
    /// This crate. Never the case so far.
    Library,
}

impl Error {
    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.inner.kind
    }

    /// The byte at which the offending element, tag or reference starts; the length of the document when it is
    /// truncated. In a binary property list, that of the object, of the reference to it, or of the field of the
    /// trailer. `None` for an error of writing.
    ///
    /// Where serde buffers (`untagged`, `tag`, `flatten`) it is the last element of what was buffered.
    #[must_use]
    pub fn offset(&self) -> Option<usize> {
        self.inner.offset
    }

    /// The line of [`offset`](Self::offset), from 1. Line feeds are counted. `None` in a binary property list.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.inner.line
    }

    /// The way from the root to the value: `QueryResponses.InstalledApplicationList[3].Identifier`, empty at the root.
    ///
    /// Keys come from the document: a key is cut after 64 characters, the path after 512 bytes (each with `…`), and
    /// control characters are escaped.
    #[must_use]
    pub fn key_path(&self) -> &str {
        &self.inner.key_path
    }

    /// Whose fault it is: the peer's when reading, the caller's when writing.
    #[must_use]
    pub fn blame(&self) -> Blame {
        match self.inner.kind {
            ErrorKind::Unrepresentable { .. } => Blame::Caller,
            _ => Blame::Peer,
        }
    }

    pub(crate) fn new(kind: ErrorKind) -> Self {
        Self { inner: Box::new(Inner { kind, offset: None, line: None, key_path: String::new() }) }
    }

    pub(crate) fn at(kind: ErrorKind, offset: usize) -> Self {
        Self { inner: Box::new(Inner { kind, offset: Some(offset), line: None, key_path: String::new() }) }
    }

    /// Fills in the place: `offset` only where none is known yet.
    pub(crate) fn locate(mut self, offset: usize, key_path: String) -> Self {
        self.inner.offset.get_or_insert(offset);
        self.inner.key_path = key_path;
        self
    }

    /// Fills in the line of the offset.
    pub(crate) fn in_text(mut self, text: &[u8]) -> Self {
        let before = self.inner.offset.and_then(|offset| text.get(..offset)).unwrap_or(text);
        self.inner.line = Some(1 + memchr::memchr_iter(b'\n', before).count());
        self
    }

    /// Puts a key or an index in front of the path, for an error of writing that travels outwards.
    pub(crate) fn within(mut self, step: Step<'_>) -> Self {
        let mut path = KeyPath::default();
        path.push(step);
        let inner = &mut self.inner.key_path;
        if !(inner.is_empty() || inner.starts_with('[')) {
            path.text.push('.');
        }
        path.text.push_str(inner);
        *inner = path.finish();
        self
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.inner.kind)
            .field("offset", &self.inner.offset)
            .field("line", &self.inner.line)
            .field("key_path", &self.inner.key_path)
            .finish()
    }
}

struct Place<'a>(&'a Inner);

impl Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(offset) = self.0.offset {
            write!(f, " at byte {offset}")?;
        }
        if let Some(line) = self.0.line {
            write!(f, ", line {line}")?;
        }
        if !self.0.key_path.is_empty() {
            write!(f, " in `{}`", self.0.key_path)?;
        }
        Ok(())
    }
}

impl de::Error for Error {
    fn custom<T: Display>(_: T) -> Self {
        Self::new(ErrorKind::Refused)
    }

    fn invalid_type(found: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::new(ErrorKind::TypeMismatch { found: name_of(found), expected: text_of(expected) })
    }

    fn invalid_value(_: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::new(ErrorKind::InvalidValue { expected: text_of(expected) })
    }

    fn invalid_length(found: usize, expected: &dyn de::Expected) -> Self {
        Self::new(ErrorKind::InvalidLength { found, expected: text_of(expected) })
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::new(ErrorKind::UnknownVariant { expected })
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self::new(ErrorKind::UnknownField)
    }

    fn missing_field(name: &'static str) -> Self {
        Self::new(ErrorKind::MissingField { name })
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self::new(ErrorKind::DuplicateKey)
    }
}

impl ser::Error for Error {
    fn custom<T: Display>(_: T) -> Self {
        Self::new(ErrorKind::Unrepresentable { what: "a value that its type refuses to serialize" })
    }
}

/// The kind of what serde found, never its content.
fn name_of(found: de::Unexpected<'_>) -> &'static str {
    use de::Unexpected as U;
    match found {
        U::Bool(_) => "boolean",
        U::Unsigned(_) | U::Signed(_) => "integer",
        U::Float(_) => "real",
        U::Char(_) | U::Str(_) => "string",
        U::Bytes(_) => "data",
        U::Seq => "array",
        U::Map => "dictionary",
        // The deserializer shows nothing but dates this way.
        U::NewtypeStruct => "date",
        _ => "value",
    }
}

/// What a visitor expects, shortened. It describes the Rust type.
fn text_of(expected: &dyn de::Expected) -> String {
    let mut text = Shortened { text: String::new(), left: MAX_EXPECTED };
    // Only an overlong text stops it, and that is what is wanted.
    let _ = write!(text, "{expected}");
    text.text
}

struct Shortened {
    text: String,
    left: usize,
}

impl fmt::Write for Shortened {
    fn write_str(&mut self, s: &str) -> fmt::Result {
        for c in s.chars() {
            self.left = self.left.checked_sub(1).ok_or(fmt::Error)?;
            self.text.push(c);
        }
        Ok(())
    }
}

/// One step of a key path.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

/// A key path that is being written down.
#[derive(Debug, Default)]
pub(crate) struct KeyPath {
    text: String,
}

impl KeyPath {
    pub(crate) fn push(&mut self, step: Step<'_>) {
        if self.text.len() > MAX_PATH {
            return;
        }
        match step {
            Step::Index(index) => {
                // Writing to a string does not fail.
                let _ = write!(self.text, "[{index}]");
            }
            Step::Key(key) => {
                if !self.text.is_empty() {
                    self.text.push('.');
                }
                let mut chars = key.chars();
                for c in chars.by_ref().take(MAX_SEGMENT) {
                    if c.is_control() || is_invisible(c) {
                        self.text.extend(c.escape_unicode());
                    } else {
                        self.text.push(c);
                    }
                }
                if chars.next().is_some() {
                    self.text.push('…');
                }
            }
        }
    }

    pub(crate) fn finish(mut self) -> String {
        if self.text.len() > MAX_PATH {
            while self.text.len() > MAX_PATH {
                self.text.pop();
            }
            self.text.push('…');
        }
        self.text
    }
}

/// Line separators and the marks that reorder or hide text in a log.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

const MAX_SEGMENT: usize = 64;
const MAX_PATH: usize = 512;
const MAX_EXPECTED: usize = 120;
