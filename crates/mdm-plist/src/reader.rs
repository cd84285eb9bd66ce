//! The pull reader: one element at a time, borrowed from the document where possible, never recursive.
//!
//! It accepts what a property list is and nothing else. Every way out through an error is [`Reader::fail`], which
//! remembers the first one: a visitor that swallows an error cannot make the rest of the document look well.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::data::{self, InvalidData};
use crate::error::{Error, ErrorKind, KeyPath, Step};
use crate::{Date, LimitKind, Limits};

mod prolog;
mod text;

type Result<T> = std::result::Result<T, Error>;

/// A place in a document.
#[derive(Debug)]
pub(crate) struct Reader<'de> {
    text: &'de str,
    pos: usize,
    /// A tag that was read to see whether the container ends.
    pending: Option<Tag<'de>>,
    /// Where the last tag starts.
    token: usize,
    limits: Limits,
    nodes: usize,
    /// The open containers.
    frames: Vec<Frame<'de>>,
    /// The keys seen so far in the open dictionaries, outermost first.
    keys: Vec<Cow<'de, str>>,
    failed: Option<Error>,
}

/// The start of a value, or all of it.
#[derive(Debug)]
pub(crate) enum Element<'de> {
    /// Read on with [`Reader::next_key`].
    Dict,
    /// Read on with [`Reader::next_item`].
    Array,
    String(Cow<'de, str>),
    /// An integer of 0 and above.
    Unsigned(u64),
    /// An integer below 0.
    Signed(i64),
    Real(f64),
    Boolean(bool),
    /// The text, which is a valid [`Date`].
    Date(Cow<'de, str>),
    /// The text as it stands: decode it with [`Reader::decode_data`].
    Data(Cow<'de, str>),
}

#[derive(Debug)]
struct Frame<'de> {
    /// The element was self-closing.
    empty: bool,
    kind: FrameKind<'de>,
}

#[derive(Debug)]
enum FrameKind<'de> {
    Array {
        /// Items begun so far.
        items: usize,
    },
    Dict {
        /// Where its keys begin in `Reader::keys`.
        first_key: usize,
        /// Takes the keys over when there are many. The hash is keyed at random, so that nobody can aim at it.
        many: Option<HashSet<Cow<'de, str>>>,
    },
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
    pub(crate) fn new(bytes: &'de [u8], limits: &Limits) -> Result<Self> {
        let mut reader = prolog::open(bytes, limits)?;
        match reader.read_prolog() {
            Ok(()) => Ok(reader),
            Err(error) => Err(reader.locate(error)),
        }
    }

    /// Reads `</plist>` and what may come after it. Also the first error that was swallowed on the way.
    pub(crate) fn finish(&mut self) -> Result<()> {
        self.check()?;
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
    pub(crate) fn value(&mut self) -> Result<Element<'de>> {
        let tag = match self.pending.take() {
            Some(tag) => tag,
            None => self.next_tag()?,
        };
        self.token = tag.start;
        if tag.shape == Shape::Close {
            return Err(self.unexpected_close(tag));
        }
        self.nodes += 1;
        if self.nodes > self.limits.nodes {
            return Err(self.exceeded(LimitKind::Nodes, tag.start));
        }
        match tag.name {
            b"string" => self.text_of(tag, LimitKind::String).map(Element::String),
            b"integer" => self.integer(tag),
            b"true" => self.nothing_in(tag).map(|()| Element::Boolean(true)),
            b"false" => self.nothing_in(tag).map(|()| Element::Boolean(false)),
            b"dict" => {
                let kind = FrameKind::Dict { first_key: self.keys.len(), many: None };
                self.open_container(tag, kind).map(|()| Element::Dict)
            }
            b"array" => self.open_container(tag, FrameKind::Array { items: 0 }).map(|()| Element::Array),
            b"data" => self.text_of(tag, LimitKind::Bytes).map(Element::Data),
            b"date" => self.date(tag),
            b"real" => self.real(tag),
            b"key" if self.in_dict() => Err(self.fail(ErrorKind::MissingValue, tag.start)),
            _ => Err(self.fail(ErrorKind::UnexpectedElement, tag.start)),
        }
    }

    /// In an array: whether there is another item. If not, the array is closed.
    #[inline]
    pub(crate) fn next_item(&mut self) -> Result<bool> {
        self.check()?;
        if self.pending.is_some() {
            // The type did not want to see the last one.
            self.skip_value()?;
        }
        if self.close_if_empty() {
            return Ok(false);
        }
        let tag = self.next_tag()?;
        self.token = tag.start;
        if tag.shape == Shape::Close {
            return self.close_container(tag, b"array").map(|()| false);
        }
        if let Some(Frame { kind: FrameKind::Array { items }, .. }) = self.frames.last_mut() {
            *items += 1;
        }
        self.pending = Some(tag);
        Ok(true)
    }

    /// In a dictionary: whether there is another key, which is then [`Reader::key`]. If not, the dictionary is closed.
    #[inline]
    pub(crate) fn next_key(&mut self) -> Result<bool> {
        self.check()?;
        if self.close_if_empty() {
            return Ok(false);
        }
        let tag = self.next_tag()?;
        self.token = tag.start;
        match (tag.shape, tag.name) {
            (Shape::Close, _) => self.close_container(tag, b"dict").map(|()| false),
            (_, b"key") => {
                let key = self.text_of(tag, LimitKind::Key)?;
                self.enter_key(key, tag.start).map(|()| true)
            }
            (_, name) => {
                // The last key has its value; the path is that of the dictionary.
                if let Some(Frame { kind: FrameKind::Dict { first_key, .. }, .. }) = self.frames.last() {
                    self.keys.truncate(*first_key);
                }
                let kind = if is_value(name) { ErrorKind::MissingKey } else { ErrorKind::UnexpectedElement };
                Err(self.fail(kind, tag.start))
            }
        }
    }

    /// The key that was read last in the innermost dictionary.
    #[inline]
    pub(crate) fn key(&self) -> Cow<'de, str> {
        match self.keys.last() {
            Some(Cow::Borrowed(key)) => Cow::Borrowed(key),
            Some(Cow::Owned(key)) => Cow::Owned(key.clone()),
            None => Cow::Borrowed(""),
        }
    }

    /// Reads a value and forgets it. It is checked like any other.
    pub(crate) fn skip_value(&mut self) -> Result<()> {
        let level = self.level();
        self.skip_element()?;
        self.skip_to(level)
    }

    /// Reads on until no more than `level` containers are open.
    pub(crate) fn skip_to(&mut self, level: usize) -> Result<()> {
        while self.level() > level {
            let another = if self.in_dict() { self.next_key()? } else { self.next_item()? };
            if another {
                self.skip_element()?;
            }
        }
        Ok(())
    }

    /// How many containers are open.
    #[inline]
    pub(crate) fn level(&self) -> usize {
        self.frames.len()
    }

    /// Items or keys of the innermost container so far, for an error.
    pub(crate) fn items(&self) -> usize {
        match self.frames.last().map(|frame| &frame.kind) {
            Some(FrameKind::Array { items }) => *items,
            Some(FrameKind::Dict { first_key, many }) => {
                many.as_ref().map_or(self.keys.len() - first_key, HashSet::len)
            }
            None => 0,
        }
    }

    /// Decodes what [`Element::Data`] holds.
    pub(crate) fn decode_data(&mut self, text: &str) -> Result<Vec<u8>> {
        data::decode(text.as_bytes(), self.limits.data).map_err(|invalid| match invalid {
            InvalidData::Base64 => self.fail(ErrorKind::InvalidData, self.token),
            InvalidData::TooLong => self.exceeded(LimitKind::Data, self.token),
        })
    }

    /// Fills in the place of an error: of the reader's own, or one that a visitor has just returned.
    pub(crate) fn locate(&self, error: Error) -> Error {
        error.locate(self.text.as_bytes(), self.token, self.key_path())
    }

    fn key_path(&self) -> String {
        let mut path = KeyPath::default();
        for (index, frame) in self.frames.iter().enumerate() {
            match frame.kind {
                FrameKind::Array { items } => {
                    if let Some(item) = items.checked_sub(1) {
                        path.push(Step::Index(item));
                    }
                }
                FrameKind::Dict { first_key, .. } => {
                    let inner = self.frames.get(index + 1..).unwrap_or_default();
                    let end = inner.iter().find_map(Frame::first_key).unwrap_or(self.keys.len());
                    if let Some(key) = self.keys.get(first_key..end).and_then(<[_]>::last) {
                        path.push(Step::Key(key));
                    }
                }
            }
        }
        path.finish()
    }

    fn skip_element(&mut self) -> Result<()> {
        if let Element::Data(text) = self.value()? {
            self.decode_data(&text)?;
        }
        Ok(())
    }

    fn in_dict(&self) -> bool {
        matches!(self.frames.last(), Some(Frame { kind: FrameKind::Dict { .. }, .. }))
    }

    fn open_container(&mut self, tag: Tag<'de>, kind: FrameKind<'de>) -> Result<()> {
        if self.frames.len() >= self.limits.depth.min(Limits::MAX_DEPTH) {
            return Err(self.exceeded(LimitKind::Depth, tag.start));
        }
        self.frames.push(Frame { empty: tag.shape == Shape::Empty, kind });
        Ok(())
    }

    fn close_container(&mut self, tag: Tag<'de>, name: &[u8]) -> Result<()> {
        if tag.name != name {
            return Err(self.fail(ErrorKind::MismatchedEnd, tag.start));
        }
        self.pop();
        Ok(())
    }

    fn close_if_empty(&mut self) -> bool {
        let empty = self.frames.last().is_none_or(|frame| frame.empty);
        if empty {
            self.pop();
        }
        empty
    }

    fn pop(&mut self) {
        if let Some(first_key) = self.frames.pop().as_ref().and_then(Frame::first_key) {
            self.keys.truncate(first_key);
        }
    }

    fn enter_key(&mut self, key: Cow<'de, str>, start: usize) -> Result<()> {
        let Some(Frame { kind: FrameKind::Dict { first_key, many }, .. }) = self.frames.last_mut() else {
            return Err(self.fail(ErrorKind::UnexpectedElement, start));
        };
        let known = self.keys.get(*first_key..).unwrap_or_default();
        let duplicate = match many {
            Some(many) => !many.insert(key.clone()),
            None => known.contains(&key),
        };
        if many.is_none() && known.len() >= FEW_KEYS {
            *many = Some(known.iter().chain([&key]).cloned().collect());
        }
        if many.is_some() {
            // The set has them; the list keeps the last one, for the path.
            self.keys.truncate(*first_key);
        }
        self.keys.push(key);
        if duplicate { Err(self.fail(ErrorKind::DuplicateKey, start)) } else { Ok(()) }
    }

    fn unexpected_close(&mut self, tag: Tag<'de>) -> Error {
        let missing: &[u8] = match self.frames.last() {
            None => b"plist",
            Some(Frame { kind: FrameKind::Dict { .. }, .. }) => b"dict",
            Some(_) => b"",
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

    /// The first error again, for a visitor that swallowed it.
    #[inline]
    fn check(&self) -> Result<()> {
        match &self.failed {
            None => Ok(()),
            Some(error) => Err(error.clone()),
        }
    }

    #[cold]
    fn fail(&mut self, kind: ErrorKind, offset: usize) -> Error {
        let error = Error::at(kind, offset);
        self.failed.get_or_insert(error).clone()
    }

    #[cold]
    fn exceeded(&mut self, limit: LimitKind, offset: usize) -> Error {
        self.fail(ErrorKind::LimitExceeded { limit }, offset)
    }

    #[cold]
    fn truncated(&mut self) -> Error {
        self.fail(ErrorKind::Truncated, self.text.len())
    }
}

impl Frame<'_> {
    fn first_key(&self) -> Option<usize> {
        match self.kind {
            FrameKind::Dict { first_key, .. } => Some(first_key),
            FrameKind::Array { .. } => None,
        }
    }
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

/// Up to so many keys a dictionary is searched key by key; most have fewer.
const FEW_KEYS: usize = 24;
