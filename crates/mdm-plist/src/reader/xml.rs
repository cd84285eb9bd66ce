//! The reader of XML.

use std::borrow::Cow;

use super::trail::Trail;
use super::{Element, Result};
use crate::data::{self, InvalidData};
use crate::error::{Error, ErrorKind};
use crate::{Date, LimitKind, Limits};

mod prolog;
mod text;

/// A place in a document.
#[derive(Debug)]
pub(crate) struct Reader<'de> {
    text: &'de str,
    pos: usize,
    /// A tag that was read to see whether the container ends.
    pending: Option<Tag<'de>>,
    pub(super) trail: Trail<'de, Container>,
}

#[derive(Debug)]
pub(super) struct Container {
    /// The element was self-closing.
    empty: bool,
}

#[derive(Clone, Copy, Debug)]
struct Tag<'de> {
    start: usize,
    name: &'de [u8],
    shape: Shape,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Open,
    Close,
    Empty,
}

impl<'de> Reader<'de> {
    /// Reads up to and including `<plist>`.
    pub(super) fn new(bytes: &'de [u8], limits: &Limits) -> Result<Self> {
        let mut reader = prolog::open(bytes, limits)?;
        match reader.read_prolog() {
            Ok(()) => Ok(reader),
            Err(error) => Err(reader.locate(error)),
        }
    }

    /// Reads `</plist>` and what may come after it. Also the first error that was swallowed on the way.
    pub(super) fn finish(&mut self) -> Result<()> {
        self.trail.check()?;
        let tag = self.next_tag()?;
        match (tag.shape, tag.name) {
            (Shape::Close, b"plist") => {}
            (Shape::Close, _) => return Err(self.fail(ErrorKind::MismatchedEnd, tag.start)),
            _ => return Err(self.fail(ErrorKind::TrailingContent, tag.start)),
        }
        self.read_epilog()
    }

    /// Reads the next value; of an array or a dictionary only its start.
    #[inline]
    pub(super) fn value(&mut self) -> Result<Element<'de>> {
        let tag = match self.pending.take() {
            Some(tag) => tag,
            None => self.next_tag()?,
        };
        if tag.shape == Shape::Close {
            self.trail.token = tag.start;
            return Err(self.unexpected_close(tag));
        }
        self.trail.begin_value(tag.start)?;
        match tag.name {
            b"string" => self.text_of(tag, LimitKind::String).map(Element::String),
            b"integer" => self.integer(tag),
            b"true" => self.nothing_in(tag).map(|()| Element::Boolean(true)),
            b"false" => self.nothing_in(tag).map(|()| Element::Boolean(false)),
            b"dict" => self.trail.open_dict(container(tag)).map(|()| Element::Dict),
            b"array" => self.trail.open_array(container(tag)).map(|()| Element::Array),
            b"data" => self.data(tag),
            b"date" => self.date(tag),
            b"real" => self.real(tag),
            b"key" if self.trail.in_dict() => Err(self.fail(ErrorKind::MissingValue, tag.start)),
            _ => Err(self.fail(ErrorKind::UnexpectedElement, tag.start)),
        }
    }

    /// Whether a value was announced and not read.
    #[inline]
    pub(super) fn has_pending(&self) -> bool {
        self.pending.is_some()
    }

    /// In an array: whether there is another item. If not, the array is closed.
    #[inline]
    pub(super) fn next_item(&mut self) -> Result<bool> {
        self.trail.check()?;
        if self.close_if_empty() {
            return Ok(false);
        }
        let tag = self.next_tag()?;
        self.trail.token = tag.start;
        if tag.shape == Shape::Close {
            return self.close_container(tag, b"array").map(|()| false);
        }
        self.trail.begin_item();
        self.pending = Some(tag);
        Ok(true)
    }

    /// In a dictionary: whether there is another key, which is then [`Reader::key`]. If not, the dictionary is closed.
    #[inline]
    pub(super) fn next_key(&mut self) -> Result<bool> {
        self.trail.check()?;
        if self.close_if_empty() {
            return Ok(false);
        }
        let tag = self.next_tag()?;
        self.trail.token = tag.start;
        match (tag.shape, tag.name) {
            (Shape::Close, _) => self.close_container(tag, b"dict").map(|()| false),
            (_, b"key") => match self.text_of(tag, LimitKind::Key) {
                Ok(key) => self.trail.enter_key(key, tag.start).map(|()| true),
                Err(error) => {
                    self.trail.leave_key();
                    Err(error)
                }
            },
            (_, name) => {
                self.trail.leave_key();
                let kind = if is_value(name) { ErrorKind::MissingKey } else { ErrorKind::UnexpectedElement };
                Err(self.fail(kind, tag.start))
            }
        }
    }

    /// Fills in the place of an error: of the reader's own, or one that a visitor has just returned.
    pub(super) fn locate(&self, error: Error) -> Error {
        self.trail.locate(error).in_text(self.text.as_bytes())
    }

    fn close_container(&mut self, tag: Tag<'de>, name: &[u8]) -> Result<()> {
        if tag.name != name {
            return Err(self.fail(ErrorKind::MismatchedEnd, tag.start));
        }
        self.trail.close();
        Ok(())
    }

    fn close_if_empty(&mut self) -> bool {
        let empty = self.trail.innermost().is_none_or(|container| container.empty);
        if empty {
            self.trail.close();
        }
        empty
    }

    fn unexpected_close(&mut self, tag: Tag<'de>) -> Error {
        let missing: &[u8] = match (self.trail.level(), self.trail.in_dict()) {
            (0, _) => b"plist",
            (_, true) => b"dict",
            (_, false) => b"",
        };
        let kind = if tag.name == missing { ErrorKind::MissingValue } else { ErrorKind::MismatchedEnd };
        self.fail(kind, tag.start)
    }

    /// `true` and `false` may be written as a pair of tags.
    fn nothing_in(&mut self, tag: Tag<'de>) -> Result<()> {
        if tag.shape == Shape::Empty {
            return Ok(());
        }
        let close = self.next_tag()?;
        if close.shape != Shape::Close {
            return Err(self.fail(ErrorKind::UnexpectedElement, close.start));
        }
        if close.name != tag.name {
            return Err(self.fail(ErrorKind::MismatchedEnd, close.start));
        }
        Ok(())
    }

    fn integer(&mut self, tag: Tag<'de>) -> Result<Element<'de>> {
        let text = self.text_of(tag, LimitKind::String)?;
        parse_integer(trim(text.as_bytes())).map_err(|kind| self.fail(kind, tag.start))
    }

    fn real(&mut self, tag: Tag<'de>) -> Result<Element<'de>> {
        let text = self.text_of(tag, LimitKind::String)?;
        // Rust's form is the one that Apple reads: decimal, with "nan", "inf" and "infinity" in any case.
        match text.trim_matches(|c| u8::try_from(c).is_ok_and(is_space)).parse() {
            Ok(real) => Ok(Element::Real(real)),
            Err(_) => Err(self.fail(ErrorKind::InvalidReal, tag.start)),
        }
    }

    fn date(&mut self, tag: Tag<'de>) -> Result<Element<'de>> {
        let text = self.text_of(tag, LimitKind::String)?;
        match Date::decode(text.as_bytes()) {
            Ok(_) => Ok(Element::Date(text)),
            Err(_) => Err(self.fail(ErrorKind::InvalidDate, tag.start)),
        }
    }

    fn data(&mut self, tag: Tag<'de>) -> Result<Element<'de>> {
        // Its own limit counts what comes out of the text.
        let text = self.text_of(tag, LimitKind::Bytes)?;
        match data::decode(text.as_bytes(), self.trail.limits.data) {
            Ok(bytes) => Ok(Element::Data(Cow::Owned(bytes))),
            Err(InvalidData::Base64) => Err(self.fail(ErrorKind::InvalidData, tag.start)),
            Err(InvalidData::TooLong) => Err(self.trail.exceeded(LimitKind::Data, tag.start)),
        }
    }

    /// Moves past the next tag of an element; white space, comments and processing instructions may come before it.
    #[inline]
    fn next_tag(&mut self) -> Result<Tag<'de>> {
        loop {
            let rest = self.rest();
            let spaces = rest.iter().position(|byte| !is_space(*byte)).unwrap_or(rest.len());
            self.pos += spaces;
            match self.rest() {
                [] => return Err(self.truncated()),
                [b'<', b'!' | b'?', ..] => self.skip_markup()?,
                [b'<', ..] => return self.tag(),
                _ => return Err(self.fail(ErrorKind::UnexpectedText, self.pos)),
            }
        }
    }

    /// Moves past the tag that starts here.
    #[inline]
    fn tag(&mut self) -> Result<Tag<'de>> {
        let start = self.pos;
        let (open, body) = match self.rest() {
            [b'<', b'/', body @ ..] => (Shape::Close, body),
            [_, body @ ..] => (Shape::Open, body),
            [] => return Err(self.truncated()),
        };
        let Some(length) = body.iter().position(|byte| matches!(byte, b'>' | b'/' | b'<') || is_space(*byte))
        else {
            return Err(self.truncated());
        };
        let (name, after) = body.split_at_checked(length).unwrap_or_default();
        if name.is_empty() {
            return Err(self.fail(ErrorKind::Markup, start));
        }
        let (shape, used) = match (after, open) {
            ([b'>', ..], shape) => (shape, 1),
            ([b'/', b'>', ..], Shape::Open) => (Shape::Empty, 2),
            _ => return self.long_tag(start, name, after, open),
        };
        self.pos = self.text.len() - after.len() + used;
        Ok(Tag { start, name, shape })
    }

    fn rest(&self) -> &'de [u8] {
        self.text.as_bytes().get(self.pos..).unwrap_or_default()
    }

    #[cold]
    fn fail(&mut self, kind: ErrorKind, offset: usize) -> Error {
        self.trail.fail(kind, offset)
    }

    #[cold]
    fn truncated(&mut self) -> Error {
        self.fail(ErrorKind::Truncated, self.text.len())
    }
}

fn container(tag: Tag<'_>) -> Container {
    Container { empty: tag.shape == Shape::Empty }
}

/// White space of XML.
#[inline]
pub(crate) const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

fn trim(text: &[u8]) -> &[u8] {
    let start = text.iter().position(|byte| !is_space(*byte)).unwrap_or(text.len());
    let end = text.iter().rposition(|byte| !is_space(*byte)).map_or(start, |last| last + 1);
    text.get(start..end).unwrap_or_default()
}

fn is_value(name: &[u8]) -> bool {
    matches!(
        name,
        b"string" | b"integer" | b"true" | b"false" | b"dict" | b"array" | b"data" | b"date" | b"real"
    )
}

/// An optional sign, then decimal digits, or `0x` and hexadecimal ones (`parseIntegerTag` in swift-corelibs-foundation,
/// `CFPropertyList.c`).
fn parse_integer<'a>(text: &[u8]) -> std::result::Result<Element<'a>, ErrorKind> {
    let (negative, text) = match text {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] => (false, digits),
        digits => (false, digits),
    };
    let (radix, digits) = match text {
        [b'0', b'x' | b'X', digits @ ..] => (16, digits),
        digits => (10, digits),
    };
    if digits.is_empty() {
        return Err(ErrorKind::InvalidInteger);
    }
    let mut value = Some(0_u64);
    for byte in digits {
        let digit = char::from(*byte).to_digit(radix).ok_or(ErrorKind::InvalidInteger)?;
        value = value.and_then(|v| v.checked_mul(u64::from(radix))?.checked_add(u64::from(digit)));
    }
    let value = value.ok_or(ErrorKind::IntegerOutOfRange)?;
    if !negative || value == 0 {
        return Ok(Element::Unsigned(value));
    }
    match 0_i64.checked_sub_unsigned(value) {
        Some(value) => Ok(Element::Signed(value)),
        None => Err(ErrorKind::IntegerOutOfRange),
    }
}
