//! From a Rust value to a document.

use serde::ser::{self, Impossible, Serialize};

use crate::error::{Error, ErrorKind, Step};
use crate::{Date, data, date};

/// Writes a property list in Apple's layout.
///
/// That is an XML declaration, Apple's document type, one element a line, tabs, base64 in lines of 76 characters less 8
/// a level, a line feed at the end. Keys keep the order of the type; nothing is sorted.
///
/// A field or an entry that is `None` is left out. Unit variants are strings, other variants a dictionary with one key.
///
/// # Errors
///
/// [`ErrorKind::Unrepresentable`] with the key path for what a property list cannot hold: `None` and `()` in an array
/// or alone, integers outside `i64` and `u64`, keys that are not strings, a NUL character, a `Uid`.
pub fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Error> {
    let mut serializer = Serializer { out: PROLOG.to_vec(), depth: 0, left_out: false };
    value.serialize(&mut serializer)?;
    serializer.must_be_there()?;
    serializer.out.extend_from_slice(b"</plist>\n");
    Ok(serializer.out)
}

struct Serializer {
    out: Vec<u8>,
    /// Open containers, which is the number of tabs.
    depth: usize,
    /// The last value was `None` and wrote nothing.
    left_out: bool,
}

impl Serializer {
    fn indent(&mut self) {
        indent(&mut self.out, self.depth);
    }

    fn line(&mut self, content: &[u8]) {
        self.indent();
        self.out.extend_from_slice(content);
        self.out.push(b'\n');
    }

    fn element(&mut self, open: &[u8], text: &str, close: &[u8]) -> Result<(), Error> {
        self.indent();
        self.out.extend_from_slice(open);
        escape(text, &mut self.out)?;
        self.out.extend_from_slice(close);
        self.out.push(b'\n');
        Ok(())
    }

    fn integer(&mut self, digits: &str) {
        self.indent();
        self.out.extend_from_slice(b"<integer>");
        self.out.extend_from_slice(digits.as_bytes());
        self.out.extend_from_slice(b"</integer>\n");
    }

    fn open(&mut self, tag: &'static Tag) -> Compound<'_> {
        let start = self.out.len();
        self.line(tag.open);
        self.depth += 1;
        let content = self.out.len();
        Compound { ser: self, tag, start, content, index: 0, outer: false, key: 0 }
    }

    /// Opens a dictionary with one key, and closes it after the value if there is one.
    fn variant(&mut self, variant: &'static str) -> Result<(), Error> {
        self.line(DICT.open);
        self.depth += 1;
        self.element(b"<key>", variant, b"</key>")
    }

    fn end_variant(&mut self) {
        self.depth -= 1;
        self.line(DICT.close);
    }

    fn must_be_there(&mut self) -> Result<(), Error> {
        if self.left_out { Err(unrepresentable("null")) } else { Ok(()) }
    }

    fn real(&mut self, text: &str) {
        self.indent();
        self.out.extend_from_slice(b"<real>");
        self.out.extend_from_slice(text.as_bytes());
        self.out.extend_from_slice(b"</real>\n");
    }

    fn data(&mut self, bytes: &[u8]) {
        let depth = self.depth;
        self.line(b"<data>");
        self.out.reserve(bytes.len() / 3 * 4 + bytes.len() / 16 + 96);
        data::encode(bytes, depth, &mut self.out, |out| indent(out, depth));
        self.line(b"</data>");
    }
}

macro_rules! integers {
    ($($method:ident: $type:ty)*) => {$(
        fn $method(self, value: $type) -> Result<(), Error> {
            self.integer(Digits::of(value.into()).as_str());
            Ok(())
        }
    )*};
}

impl<'a> ser::Serializer for &'a mut Serializer {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Compound<'a>;
    type SerializeTuple = Compound<'a>;
    type SerializeTupleStruct = Compound<'a>;
    type SerializeTupleVariant = Compound<'a>;
    type SerializeMap = Compound<'a>;
    type SerializeStruct = Compound<'a>;
    type SerializeStructVariant = Compound<'a>;

    integers! {
        serialize_i8: i8 serialize_i16: i16 serialize_i32: i32 serialize_i64: i64
        serialize_u8: u8 serialize_u16: u16 serialize_u32: u32 serialize_u64: u64
    }

    fn serialize_i128(self, value: i128) -> Result<(), Error> {
        if i64::try_from(value).is_err() && u64::try_from(value).is_err() {
            return Err(unrepresentable("an integer of that size"));
        }
        self.integer(Digits::of(value).as_str());
        Ok(())
    }

    fn serialize_u128(self, value: u128) -> Result<(), Error> {
        let value = u64::try_from(value).map_err(|_| unrepresentable("an integer of that size"))?;
        self.serialize_u64(value)
    }

    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        self.line(if value { b"<true/>" } else { b"<false/>" });
        Ok(())
    }

    fn serialize_f32(self, value: f32) -> Result<(), Error> {
        self.serialize_f64(value.into())
    }

    /// The shortest text that reads back as the same number; the special ones by Apple's names.
    fn serialize_f64(self, value: f64) -> Result<(), Error> {
        if value.is_nan() {
            self.real("nan");
        } else if value.is_infinite() {
            self.real(if value > 0.0 { "+infinity" } else { "-infinity" });
        } else {
            self.real(&format!("{value:?}"));
        }
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), Error> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), Error> {
        self.element(b"<string>", value, b"</string>")
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Error> {
        self.data(value);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.left_out = true;
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        Err(unrepresentable("null"))
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        Err(unrepresentable("null"))
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        match name {
            data::NEWTYPE_NAME => value.serialize(Marked { ser: self, marker: Marker::Data }),
            date::NEWTYPE_NAME => value.serialize(Marked { ser: self, marker: Marker::Date }),
            UID_NAME => Err(unrepresentable("a UID in XML")),
            _ => value.serialize(self),
        }
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        self.variant(variant)?;
        value
            .serialize(&mut *self)
            .and_then(|()| self.must_be_there())
            .map_err(|e| e.within(Step::Key(variant)))?;
        self.end_variant();
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Compound<'a>, Error> {
        Ok(self.open(&ARRAY))
    }

    fn serialize_tuple(self, _: usize) -> Result<Compound<'a>, Error> {
        Ok(self.open(&ARRAY))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Compound<'a>, Error> {
        Ok(self.open(&ARRAY))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'a>, Error> {
        self.variant(variant)?;
        Ok(Compound { outer: true, ..self.open(&ARRAY) })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Compound<'a>, Error> {
        Ok(self.open(&DICT))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Compound<'a>, Error> {
        Ok(self.open(&DICT))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'a>, Error> {
        self.variant(variant)?;
        Ok(Compound { outer: true, ..self.open(&DICT) })
    }
}

/// An array or a dictionary that is being written.
struct Compound<'a> {
    ser: &'a mut Serializer,
    tag: &'static Tag,
    /// Where its own line starts, and where its content.
    start: usize,
    content: usize,
    index: usize,
    /// It is the value of a variant, whose dictionary is to be closed too.
    outer: bool,
    /// Where the key starts that waits for its value.
    key: usize,
}

impl Compound<'_> {
    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        let written = value.serialize(&mut *self.ser).and_then(|()| self.ser.must_be_there());
        written.map_err(|e| e.within(Step::Index(self.index)))?;
        self.index += 1;
        Ok(())
    }

    fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        let after_key = self.ser.out.len();
        if let Err(error) = value.serialize(&mut *self.ser) {
            let line = self.ser.out.get(self.key..after_key).unwrap_or_default();
            return Err(error.within(Step::Key(&key_in(line))));
        }
        if std::mem::take(&mut self.ser.left_out) {
            self.ser.out.truncate(self.key);
        }
        Ok(())
    }

    fn close(self) -> Result<(), Error> {
        let ser = self.ser;
        ser.depth -= 1;
        if ser.out.len() == self.content {
            ser.out.truncate(self.start);
            ser.line(self.tag.empty);
        } else {
            ser.line(self.tag.close);
        }
        if self.outer {
            ser.end_variant();
        }
        Ok(())
    }
}

impl ser::SerializeSeq for Compound<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.item(value)
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

impl ser::SerializeTuple for Compound<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.item(value)
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

impl ser::SerializeTupleStruct for Compound<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.item(value)
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

impl ser::SerializeTupleVariant for Compound<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.item(value)
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

impl ser::SerializeMap for Compound<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.key = self.ser.out.len();
        key.serialize(Marked { ser: self.ser, marker: Marker::Key })
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.value(value)
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

impl ser::SerializeStruct for Compound<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
        self.key = self.ser.out.len();
        self.ser.element(b"<key>", key, b"</key>")?;
        self.value(value)
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

impl ser::SerializeStructVariant for Compound<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
        ser::SerializeStruct::serialize_field(self, key, value)
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

/// Takes the one kind of value that a marker or a key calls for.
struct Marked<'a> {
    ser: &'a mut Serializer,
    marker: Marker,
}

#[derive(Clone, Copy)]
enum Marker {
    Data,
    Date,
    Key,
}

impl Marked<'_> {
    fn refuse(&self) -> Error {
        unrepresentable(match self.marker {
            Marker::Data => "data that is not bytes",
            Marker::Date => "a date that is not text",
            Marker::Key => "a key that is not a string",
        })
    }
}

macro_rules! refuse {
    ($($method:ident: $type:ty)*) => {$(
        fn $method(self, _: $type) -> Result<(), Error> {
            Err(self.refuse())
        }
    )*};
}

impl ser::Serializer for Marked<'_> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Impossible<(), Error>;
    type SerializeTuple = Impossible<(), Error>;
    type SerializeTupleStruct = Impossible<(), Error>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeMap = Impossible<(), Error>;
    type SerializeStruct = Impossible<(), Error>;
    type SerializeStructVariant = Impossible<(), Error>;

    /// `Data` hands out its bytes on this, where JSON would get base64.
    fn is_human_readable(&self) -> bool {
        !matches!(self.marker, Marker::Data)
    }

    fn serialize_str(self, value: &str) -> Result<(), Error> {
        match self.marker {
            Marker::Data => Err(self.refuse()),
            Marker::Key => self.ser.element(b"<key>", value, b"</key>"),
            Marker::Date => {
                let date = whole_seconds(value)
                    .ok_or_else(|| unrepresentable("a date outside the years 0 to 9999"))?;
                self.ser.indent();
                self.ser.out.extend_from_slice(b"<date>");
                self.ser.out.extend_from_slice(&date.encode());
                self.ser.out.extend_from_slice(b"</date>\n");
                Ok(())
            }
        }
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Error> {
        match self.marker {
            Marker::Data => {
                self.ser.data(value);
                Ok(())
            }
            _ => Err(self.refuse()),
        }
    }

    fn serialize_char(self, value: char) -> Result<(), Error> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }

    refuse! {
        serialize_bool: bool
        serialize_i8: i8 serialize_i16: i16 serialize_i32: i32 serialize_i64: i64 serialize_i128: i128
        serialize_u8: u8 serialize_u16: u16 serialize_u32: u32 serialize_u64: u64 serialize_u128: u128
        serialize_f32: f32 serialize_f64: f64 serialize_unit_struct: &'static str
    }

    fn serialize_none(self) -> Result<(), Error> {
        Err(self.refuse())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        Err(self.refuse())
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Error> {
        Err(self.refuse())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, Error> {
        Err(self.refuse())
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Error> {
        Err(self.refuse())
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Error> {
        Err(self.refuse())
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Error> {
        Err(self.refuse())
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Error> {
        Err(self.refuse())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct, Error> {
        Err(self.refuse())
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Error> {
        Err(self.refuse())
    }
}

struct Tag {
    open: &'static [u8],
    close: &'static [u8],
    empty: &'static [u8],
}

static DICT: Tag = Tag { open: b"<dict>", close: b"</dict>", empty: b"<dict/>" };
static ARRAY: Tag = Tag { open: b"<array>", close: b"</array>", empty: b"<array/>" };

/// The digits of an integer, written without an allocation.
struct Digits {
    text: [u8; 40],
    start: usize,
}

impl Digits {
    fn of(value: i128) -> Self {
        let mut digits = Self { text: [0; 40], start: 40 };
        let mut rest = value.unsigned_abs();
        // Nearly always below 2^64, where division is one instruction.
        loop {
            let (quotient, digit) = match u64::try_from(rest) {
                Ok(small) => (u128::from(small / 10), small % 10),
                Err(_) => (rest / 10, u64::try_from(rest % 10).unwrap_or(0)),
            };
            digits.push(b'0' + u8::try_from(digit).unwrap_or(0));
            rest = quotient;
            if rest == 0 {
                break;
            }
        }
        if value < 0 {
            digits.push(b'-');
        }
        digits
    }

    fn push(&mut self, byte: u8) {
        self.start -= 1;
        if let Some(place) = self.text.get_mut(self.start) {
            *place = byte;
        }
    }

    fn as_str(&self) -> &str {
        self.text.get(self.start..).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default()
    }
}

fn indent(out: &mut Vec<u8>, depth: usize) {
    let mut left = depth;
    while left > 0 {
        let now = left.min(TABS.len());
        out.extend_from_slice(TABS.get(..now).unwrap_or_default());
        left -= now;
    }
}

/// Appends text with `<`, `>` and `&` escaped, and carriage returns, which an XML parser would take for line feeds.
fn escape(text: &str, out: &mut Vec<u8>) -> Result<(), Error> {
    let bytes = text.as_bytes();
    // Without a branch in it, so that it runs on many bytes at once; nearly always that is all.
    let special = |byte: &u8| matches!(byte, b'<' | b'>' | b'&' | b'\r' | 0);
    if !bytes.iter().fold(false, |any, byte| any | special(byte)) {
        out.extend_from_slice(bytes);
        return Ok(());
    }
    for piece in bytes.split_inclusive(special) {
        let (last, plain) = piece.split_last().unwrap_or((&b' ', piece));
        out.extend_from_slice(plain);
        match last {
            b'<' => out.extend_from_slice(b"&lt;"),
            b'>' => out.extend_from_slice(b"&gt;"),
            b'&' => out.extend_from_slice(b"&amp;"),
            b'\r' => out.extend_from_slice(b"&#13;"),
            0 => return Err(unrepresentable("a NUL character")),
            other => out.push(*other),
        }
    }
    Ok(())
}

/// The key that a line was written for.
#[cold]
fn key_in(line: &[u8]) -> String {
    let key = line.trim_ascii().strip_prefix(b"<key>").and_then(|key| key.strip_suffix(b"</key>"));
    let key = String::from_utf8_lossy(key.unwrap_or_default());
    key.replace("&lt;", "<").replace("&gt;", ">").replace("&#13;", "\r").replace("&amp;", "&")
}

/// Reads a date that may have a fraction of a second, as `plist::Date` writes it, and drops the fraction.
fn whole_seconds(text: &str) -> Option<Date> {
    if let Ok(date) = text.parse() {
        return Some(date);
    }
    let (seconds, fraction) = text.strip_suffix('Z')?.split_once('.')?;
    if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    format!("{seconds}Z").parse().ok()
}

#[cold]
fn unrepresentable(what: &'static str) -> Error {
    Error::new(ErrorKind::Unrepresentable { what })
}

/// The marker by which `plist` marks a UID, which only binary property lists have.
const UID_NAME: &str = "PLIST-UID";

const TABS: &[u8] = &[b'\t'; 64];

const PROLOG: &[u8] = b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">
<plist version=\"1.0\">
";
