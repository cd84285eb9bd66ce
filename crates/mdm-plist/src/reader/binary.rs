//! The reader of binary property lists.
//!
//! A document is `bplist00`, objects, a table of their offsets, and a trailer of 32 bytes that says where the table is
//! and which object is the value (swift-corelibs-foundation, `CFBinaryPList.c`). Arrays and dictionaries refer to other
//! objects by their number, so the same object may be reached many times. It is read each time, and each time counts.

use std::borrow::Cow;

use super::trail::Trail;
use super::{Element, Result};
use crate::error::{Error, ErrorKind};
use crate::{Date, LimitKind, Limits};

/// A place in a document.
#[derive(Debug)]
pub(crate) struct Reader<'de> {
    /// The document up to the table of offsets.
    objects: &'de [u8],
    /// The table of offsets.
    table: &'de [u8],
    /// Bytes of one offset, and of one reference.
    offset_size: usize,
    reference_size: usize,
    /// The value that is read next.
    pending: Option<Reference>,
    /// More values than that are an expansion.
    most_nodes: usize,
    /// Bytes of strings, keys and data that may still be produced.
    bytes_left: usize,
    pub(super) trail: Trail<'de, Container>,
}

/// The number of an object, and where in the document it stands.
#[derive(Clone, Copy, Debug)]
struct Reference {
    object: usize,
    at: usize,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Container {
    /// Where the object starts.
    start: usize,
    /// Where the next reference stands: to a key, or to an item.
    next: usize,
    /// How far behind the reference to a key that to its value stands.
    to_value: usize,
    /// Items or entries left.
    left: usize,
}

/// The start of an object, taken apart.
#[derive(Clone, Copy, Debug)]
struct Object {
    start: usize,
    /// Four bits each: what it is, and how long.
    kind: u8,
    size: u8,
}

impl<'de> Reader<'de> {
    /// Reads the trailer.
    pub(super) fn new(bytes: &'de [u8], limits: &Limits) -> Result<Self> {
        if bytes.len() > limits.bytes {
            return Err(Error::at(ErrorKind::LimitExceeded { limit: LimitKind::Bytes }, limits.bytes));
        }
        if !bytes.starts_with(MAGIC) {
            return Err(match bytes {
                _ if MAGIC.starts_with(bytes) => Error::at(ErrorKind::Truncated, bytes.len()),
                [b'b', b'p', b'l', b'i', b's', b't', ..] => Error::at(ErrorKind::BinaryVersion, 6),
                _ => Error::at(ErrorKind::NotBinaryFormat, 0),
            });
        }
        let Some((body, trailer)) = bytes.split_last_chunk().filter(|(body, _)| body.len() > MAGIC.len())
        else {
            return Err(Error::at(ErrorKind::Truncated, bytes.len()));
        };
        // Five unused bytes and one for a sorted variant, which nothing writes; sizes; three numbers.
        let &[_, _, _, _, _, _, offset_size, reference_size, ref numbers @ ..]: &[u8; TRAILER] = trailer;
        let mut numbers = numbers.chunks_exact(8).map(|bytes| usize::try_from(number(bytes)).ok());
        let [count, top, table] = std::array::from_fn(|_| numbers.next().flatten());
        let sizes = [offset_size, reference_size].map(usize::from);
        let parts = table.and_then(|table| body.split_at_checked(table)).filter(|(objects, table)| {
            let [offset_size, _] = sizes;
            sizes.iter().all(|size| (1..=8).contains(size))
                && objects.len() > MAGIC.len()
                // The table ends where the trailer starts: nothing is left over.
                && count.and_then(|count| count.checked_mul(offset_size)) == Some(table.len())
        });
        let (Some((objects, table)), [offset_size, reference_size], Some(top)) = (parts, sizes, top) else {
            return Err(Error::at(ErrorKind::InvalidTrailer, body.len()));
        };
        Ok(Self {
            objects,
            table,
            offset_size,
            reference_size,
            pending: Some(Reference { object: top, at: body.len() + TOP_OBJECT }),
            most_nodes: bytes.len(),
            bytes_left: limits.bytes,
            trail: Trail::new(*limits),
        })
    }

    /// The first error that was swallowed on the way.
    pub(super) fn finish(&mut self) -> Result<()> {
        self.trail.check()?;
        match self.pending {
            // The type did not look at the document at all.
            Some(top) => Err(self.fail(ErrorKind::TrailingContent, top.at)),
            None => Ok(()),
        }
    }

    /// Reads the next value; of an array or a dictionary only its start.
    #[inline]
    pub(super) fn value(&mut self) -> Result<Element<'de>> {
        let Some(reference) = self.pending.take() else {
            return Err(self.fail(ErrorKind::MissingValue, self.trail.token));
        };
        let object = self.object(reference)?;
        self.trail.begin_value(object.start)?;
        if self.trail.nodes > self.most_nodes {
            return Err(self.trail.exceeded(LimitKind::Expansion, object.start));
        }
        match (object.kind, object.size) {
            (0x0, 0x8) => Ok(Element::Boolean(false)),
            (0x0, 0x9) => Ok(Element::Boolean(true)),
            (0x1, 0..=4) => self.integer(object),
            (0x2, 2) => {
                // Four bytes.
                let bits = u32::try_from(self.fixed(object)?).unwrap_or(0);
                Ok(Element::Real(f32::from_bits(bits).into()))
            }
            (0x2, 3) => Ok(Element::Real(f64::from_bits(self.fixed(object)?))),
            (0x3, 3) => self.date(object),
            (0x4, _) => self.data(object).map(|bytes| Element::Data(Cow::Borrowed(bytes))),
            (0x5 | 0x6, _) => self.text(object, LimitKind::String).map(Element::String),
            (0xA, _) => {
                let container = self.container(object, reference, 1)?;
                self.trail.open_array(container).map(|()| Element::Array)
            }
            (0xD, _) => {
                let container = self.container(object, reference, 2)?;
                self.trail.open_dict(container).map(|()| Element::Dict)
            }
            other => Err(self.fail(refusal(other), object.start)),
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
        let Some(entry) = self.advance() else {
            return Ok(false);
        };
        self.trail.token = entry.next;
        self.trail.begin_item();
        self.pending = Some(self.reference(entry.next)?);
        Ok(true)
    }

    /// In a dictionary: whether there is another key. If not, the dictionary is closed.
    #[inline]
    pub(super) fn next_key(&mut self) -> Result<bool> {
        self.trail.check()?;
        let Some(entry) = self.advance() else {
            return Ok(false);
        };
        self.trail.token = entry.next;
        match self.key_at(entry.next) {
            Ok(key) => self.trail.enter_key(key, entry.next)?,
            Err(error) => {
                self.trail.leave_key();
                return Err(error);
            }
        }
        self.pending = Some(self.reference(entry.next + entry.to_value)?);
        Ok(true)
    }

    /// Fills in the place of an error: of the reader's own, or one that a visitor has just returned.
    pub(super) fn locate(&self, error: Error) -> Error {
        self.trail.locate(error)
    }

    /// The innermost container before its next item or entry is taken; `None` when there is none, and it is closed.
    #[inline]
    fn advance(&mut self) -> Option<Container> {
        let step = self.reference_size;
        let container = self.trail.innermost()?;
        let Some(left) = container.left.checked_sub(1) else {
            self.trail.close();
            return None;
        };
        let entry = *container;
        container.left = left;
        container.next += step;
        Some(entry)
    }

    #[inline]
    fn reference(&mut self, at: usize) -> Result<Reference> {
        // Inside of the object: `container` has seen to that.
        let bytes = self.objects.get(at..at + self.reference_size).unwrap_or_default();
        match usize::try_from(number(bytes)) {
            Ok(object) => Ok(Reference { object, at }),
            Err(_) => Err(self.fail(ErrorKind::InvalidReference, at)),
        }
    }

    /// Looks an object up in the table.
    #[inline]
    fn object(&mut self, reference: Reference) -> Result<Object> {
        let entry = reference.object.checked_mul(self.offset_size);
        let offset = entry.and_then(|entry| self.table.get(entry..)?.get(..self.offset_size));
        let Some(offset) = offset else {
            return Err(self.fail(ErrorKind::InvalidReference, reference.at));
        };
        let start = usize::try_from(number(offset)).ok().filter(|start| *start >= MAGIC.len());
        let found = start.and_then(|start| Some((start, *self.objects.get(start)?)));
        let Some((start, marker)) = found else {
            let table = self.objects.len();
            return Err(self.fail(ErrorKind::InvalidOffset, table + entry.unwrap_or(0)));
        };
        Ok(Object { start, kind: marker >> 4, size: marker & 0xF })
    }

    #[inline]
    fn key_at(&mut self, at: usize) -> Result<Cow<'de, str>> {
        let reference = self.reference(at)?;
        let object = self.object(reference)?;
        match object.kind {
            0x5 | 0x6 => self.text(object, LimitKind::Key),
            _ => Err(self.fail(ErrorKind::InvalidKey, at)),
        }
    }

    /// How many items, bytes or UTF-16 units an object has, and where they start.
    #[inline]
    fn length(&mut self, object: Object) -> Result<(usize, usize)> {
        let content = object.start + 1;
        if object.size < 0xF {
            return Ok((object.size.into(), content));
        }
        // An integer object that stands there, not one that is referred to.
        let size = match self.objects.get(content) {
            Some(marker @ 0x10..=0x13) => 1 << (marker & 0xF),
            Some(_) => return Err(self.fail(ErrorKind::UnknownObject, content)),
            None => return Err(self.overrun(object)),
        };
        let bytes = self.bytes(object, content + 1, size)?;
        match usize::try_from(number(bytes)) {
            Ok(length) => Ok((length, content + 1 + size)),
            Err(_) => Err(self.overrun(object)),
        }
    }

    #[inline]
    fn bytes(&mut self, object: Object, start: usize, length: usize) -> Result<&'de [u8]> {
        match self.objects.get(start..).and_then(|rest| rest.get(..length)) {
            Some(bytes) => Ok(bytes),
            None => Err(self.overrun(object)),
        }
    }

    /// The content of an object of a fixed size, as a number.
    #[inline]
    fn fixed(&mut self, object: Object) -> Result<u64> {
        self.bytes(object, object.start + 1, 1 << object.size).map(number)
    }

    /// One, two and four bytes are unsigned, eight and sixteen have a sign.
    #[inline]
    fn integer(&mut self, object: Object) -> Result<Element<'de>> {
        if object.size < 4 {
            let value = self.fixed(object)?;
            return Ok(match value.cast_signed() {
                signed @ ..0 if object.size == 3 => Element::Signed(signed),
                _ => Element::Unsigned(value),
            });
        }
        let (high, low) = self.bytes(object, object.start + 1, 16)?.split_at_checked(8).unwrap_or_default();
        let (high, low) = (number(high), number(low));
        match (high, low.cast_signed()) {
            (0, _) => Ok(Element::Unsigned(low)),
            (u64::MAX, low @ ..0) => Ok(Element::Signed(low)),
            _ => Err(self.fail(ErrorKind::IntegerOutOfRange, object.start)),
        }
    }

    /// Seconds since 2001. What is below a second is dropped, towards the past, as the XML form has no room for it.
    fn date(&mut self, object: Object) -> Result<Element<'de>> {
        let seconds = f64::from_bits(self.fixed(object)?).floor();
        // Far wider than the years 0 to 9999, and exact as an integer.
        #[allow(clippy::cast_possible_truncation, reason = "in range, and without a fraction")]
        let whole = (seconds.abs() < 1e12).then_some(seconds as i64);
        let date = whole.and_then(|whole| Date::from_unix_seconds(whole + Date::EPOCH_2001).ok());
        match date {
            Some(date) => Ok(Element::Date(Cow::Owned(date.to_string()))),
            None => Err(self.fail(ErrorKind::InvalidDate, object.start)),
        }
    }

    fn data(&mut self, object: Object) -> Result<&'de [u8]> {
        let (length, start) = self.length(object)?;
        let bytes = self.bytes(object, start, length)?;
        if length > self.trail.limits.data {
            return Err(self.trail.exceeded(LimitKind::Data, object.start));
        }
        self.produce(length, object)?;
        Ok(bytes)
    }

    #[inline]
    fn text(&mut self, object: Object, limit: LimitKind) -> Result<Cow<'de, str>> {
        let most = if limit == LimitKind::Key { self.trail.limits.key } else { self.trail.limits.string };
        let (length, start) = self.length(object)?;
        let text = if object.kind == 0x6 {
            let bytes = self.bytes(object, start, length.saturating_mul(2))?;
            Cow::Owned(self.utf16(bytes, object, most, limit)?)
        } else {
            let bytes = self.bytes(object, start, length)?;
            if length > most {
                return Err(self.trail.exceeded(limit, object.start));
            }
            match std::str::from_utf8(bytes) {
                Ok(text) if is_plain(bytes) => Cow::Borrowed(text),
                _ if bytes.is_ascii() => return Err(self.fail(ErrorKind::InvalidCharacter, object.start)),
                _ => return Err(self.fail(ErrorKind::InvalidAscii, object.start)),
            }
        };
        self.produce(text.len(), object)?;
        Ok(text)
    }

    fn utf16(&mut self, bytes: &[u8], object: Object, most: usize, limit: LimitKind) -> Result<String> {
        let most = most.min(self.bytes_left);
        let units =
            bytes.chunks_exact(2).map(|unit| unit.iter().fold(0, |all, byte| (all << 8) | u16::from(*byte)));
        // A unit is at least one byte of UTF-8.
        let mut text = String::with_capacity(most.min(bytes.len() / 2));
        for c in char::decode_utf16(units) {
            let Ok(c) = c else {
                return Err(self.fail(ErrorKind::InvalidUtf16, object.start));
            };
            if c == '\0' {
                return Err(self.fail(ErrorKind::InvalidCharacter, object.start));
            }
            if c.len_utf8() > most - text.len() {
                let limit = if most < self.bytes_left { limit } else { LimitKind::Expansion };
                return Err(self.trail.exceeded(limit, object.start));
            }
            text.push(c);
        }
        Ok(text)
    }

    /// An array, or with two references an entry a dictionary. All references are inside of the object.
    fn container(&mut self, object: Object, reference: Reference, per_entry: usize) -> Result<Container> {
        let (left, next) = self.length(object)?;
        let to_value = left.saturating_mul(self.reference_size);
        self.bytes(object, next, to_value.saturating_mul(per_entry))?;
        if self.trail.open_containers().any(|open| open.start == object.start) {
            return Err(self.fail(ErrorKind::ReferenceCycle, reference.at));
        }
        Ok(Container { start: object.start, next, to_value, left })
    }

    #[inline]
    fn produce(&mut self, length: usize, object: Object) -> Result<()> {
        match self.bytes_left.checked_sub(length) {
            Some(left) => self.bytes_left = left,
            None => return Err(self.trail.exceeded(LimitKind::Expansion, object.start)),
        }
        Ok(())
    }

    #[cold]
    fn fail(&mut self, kind: ErrorKind, offset: usize) -> Error {
        self.trail.fail(kind, offset)
    }

    #[cold]
    fn overrun(&mut self, object: Object) -> Error {
        self.fail(ErrorKind::ObjectOverrun, object.start)
    }
}

/// A big-endian number of at most eight bytes.
#[inline]
fn number(bytes: &[u8]) -> u64 {
    match bytes {
        // What most offsets and references are.
        [byte] => u64::from(*byte),
        [high, low] => u64::from(u16::from_be_bytes([*high, *low])),
        _ => bytes.iter().fold(0, |number, byte| (number << 8) | u64::from(*byte)),
    }
}

/// ASCII without NUL. No branch, so that it looks at many bytes at once.
#[inline]
fn is_plain(bytes: &[u8]) -> bool {
    bytes.iter().fold(true, |plain, byte| plain & matches!(byte, 1..=0x7F))
}

/// Why an object is refused that has this marker.
#[cold]
fn refusal(marker: (u8, u8)) -> ErrorKind {
    let what = match marker {
        (0x0, 0x0) => "null",
        (0x0, 0xC | 0xD) => "a URL",
        (0x0, 0xE) => "a UUID",
        // What `NSKeyedArchiver` writes is full of them.
        (0x8, _) => "a UID",
        (0xB, _) => "an ordered set",
        (0xC, _) => "a set",
        _ => return ErrorKind::UnknownObject,
    };
    ErrorKind::UnsupportedObject { what }
}

const MAGIC: &[u8] = b"bplist00";
const TRAILER: usize = 32;
/// Where in the trailer the number of the value stands.
const TOP_OBJECT: usize = 16;
