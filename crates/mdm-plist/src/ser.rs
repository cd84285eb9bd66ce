//! From a Rust value to a document.

use serde::ser::{self, Impossible, Serialize};

use crate::error::{Error, ErrorKind, Step};
use crate::{Data, Date, Format, dynamic};

mod binary;
mod xml;

/// Writes an XML property list in Apple's layout.
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
    write(value, xml::Writer::new()).map(xml::Writer::finish)
}

/// Writes a property list in the format of the caller's choice: XML as [`to_vec`], or binary.
///
/// A binary one holds equal strings, numbers, dates and data once, as Apple's writer does.
///
/// # Errors
///
/// As [`to_vec`].
pub fn to_vec_with<T: Serialize + ?Sized>(value: &T, format: Format) -> Result<Vec<u8>, Error> {
    match format {
        Format::Xml => to_vec(value),
        Format::Binary => write(value, binary::Writer::new()).map(binary::Writer::finish),
    }
}

fn write<T: Serialize + ?Sized, S: Sink>(value: &T, sink: S) -> Result<S, Error> {
    let mut serializer = Serializer { sink, left_out: false, is_plain: false };
    value.serialize(&mut serializer)?;
    serializer.must_be_there()?;
    Ok(serializer.sink)
}

/// What a property list is written to, in the order of the document.
trait Sink {
    /// Where a key or a container starts.
    type Mark: Copy;

    fn string(&mut self, value: &str) -> Result<(), Error>;
    /// One in the range of `i64` or `u64`.
    fn integer(&mut self, value: i128);
    fn real(&mut self, value: f64);
    fn boolean(&mut self, value: bool);
    fn data(&mut self, value: &[u8]);
    fn date(&mut self, value: Date);
    fn key(&mut self, key: &str) -> Result<Self::Mark, Error>;
    /// Takes back a key that has no value; it was written last.
    fn forget_key(&mut self, key: Self::Mark);
    /// The key again, for an error.
    fn key_text(&self, key: Self::Mark) -> String;
    fn open(&mut self, container: Container) -> Self::Mark;
    fn close(&mut self, container: Container, start: Self::Mark);
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Container {
    Array,
    Dict,
}

struct Serializer<S> {
    sink: S,
    /// The last value was `None` and wrote nothing.
    left_out: bool,
    /// The value is a dynamic one, which asks whether to write itself as JSON would need it.
    is_plain: bool,
}

impl<S: Sink> Serializer<S> {
    fn open(&mut self, container: Container) -> Compound<'_, S> {
        let start = self.sink.open(container);
        Compound { ser: self, container, start, index: 0, outer: None, key: None }
    }

    /// Opens a dictionary with one key, which is to be closed after the value.
    fn variant(&mut self, variant: &'static str) -> Result<S::Mark, Error> {
        let start = self.sink.open(Container::Dict);
        self.sink.key(variant)?;
        Ok(start)
    }

    fn must_be_there(&mut self) -> Result<(), Error> {
        if self.left_out { Err(unrepresentable("null")) } else { Ok(()) }
    }
}

macro_rules! integers {
    ($($method:ident: $type:ty)*) => {$(
        fn $method(self, value: $type) -> Result<(), Error> {
            self.sink.integer(value.into());
            Ok(())
        }
    )*};
}

impl<'a, S: Sink> ser::Serializer for &'a mut Serializer<S> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Compound<'a, S>;
    type SerializeTuple = Compound<'a, S>;
    type SerializeTupleStruct = Compound<'a, S>;
    type SerializeTupleVariant = Compound<'a, S>;
    type SerializeMap = Compound<'a, S>;
    type SerializeStruct = Compound<'a, S>;
    type SerializeStructVariant = Compound<'a, S>;

    fn is_human_readable(&self) -> bool {
        !self.is_plain
    }

    integers! {
        serialize_i8: i8 serialize_i16: i16 serialize_i32: i32 serialize_i64: i64
        serialize_u8: u8 serialize_u16: u16 serialize_u32: u32 serialize_u64: u64
    }

    fn serialize_i128(self, value: i128) -> Result<(), Error> {
        if i64::try_from(value).is_err() && u64::try_from(value).is_err() {
            return Err(unrepresentable("an integer of that size"));
        }
        self.sink.integer(value);
        Ok(())
    }

    fn serialize_u128(self, value: u128) -> Result<(), Error> {
        let value = u64::try_from(value).map_err(|_| unrepresentable("an integer of that size"))?;
        self.serialize_u64(value)
    }

    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        self.sink.boolean(value);
        Ok(())
    }

    fn serialize_f32(self, value: f32) -> Result<(), Error> {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Error> {
        self.sink.real(value);
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), Error> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), Error> {
        self.sink.string(value)
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Error> {
        self.sink.data(value);
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
            Data::MARKER => value.serialize(Marked { sink: &mut self.sink, marker: Marker::Data }),
            Date::MARKER => value.serialize(Marked { sink: &mut self.sink, marker: Marker::Date }),
            dynamic::PLAIN_NAME => {
                let outer = std::mem::replace(&mut self.is_plain, true);
                let result = value.serialize(&mut *self);
                self.is_plain = outer;
                result
            }
            UID_NAME => Err(unrepresentable("a UID")),
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
        let start = self.variant(variant)?;
        value
            .serialize(&mut *self)
            .and_then(|()| self.must_be_there())
            .map_err(|e| e.within(Step::Key(variant)))?;
        self.sink.close(Container::Dict, start);
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Compound<'a, S>, Error> {
        Ok(self.open(Container::Array))
    }

    fn serialize_tuple(self, _: usize) -> Result<Compound<'a, S>, Error> {
        Ok(self.open(Container::Array))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Compound<'a, S>, Error> {
        Ok(self.open(Container::Array))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'a, S>, Error> {
        let outer = Some(self.variant(variant)?);
        Ok(Compound { outer, ..self.open(Container::Array) })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Compound<'a, S>, Error> {
        Ok(self.open(Container::Dict))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Compound<'a, S>, Error> {
        Ok(self.open(Container::Dict))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'a, S>, Error> {
        let outer = Some(self.variant(variant)?);
        Ok(Compound { outer, ..self.open(Container::Dict) })
    }
}

/// An array or a dictionary that is being written.
struct Compound<'a, S: Sink> {
    ser: &'a mut Serializer<S>,
    container: Container,
    start: S::Mark,
    index: usize,
    /// The dictionary of the variant whose value it is.
    outer: Option<S::Mark>,
    /// The key that waits for its value.
    key: Option<S::Mark>,
}

impl<S: Sink> Compound<'_, S> {
    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        let written = value.serialize(&mut *self.ser).and_then(|()| self.ser.must_be_there());
        written.map_err(|e| e.within(Step::Index(self.index)))?;
        self.index += 1;
        Ok(())
    }

    fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        // serde has written one before.
        let Some(key) = self.key.take() else {
            return Err(unrepresentable("a value without a key"));
        };
        if let Err(error) = value.serialize(&mut *self.ser) {
            return Err(error.within(Step::Key(&self.ser.sink.key_text(key))));
        }
        if std::mem::take(&mut self.ser.left_out) {
            self.ser.sink.forget_key(key);
        }
        Ok(())
    }

    fn close(self) -> Result<(), Error> {
        let sink = &mut self.ser.sink;
        sink.close(self.container, self.start);
        if let Some(outer) = self.outer {
            sink.close(Container::Dict, outer);
        }
        Ok(())
    }
}

impl<S: Sink> ser::SerializeSeq for Compound<'_, S> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.item(value)
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

impl<S: Sink> ser::SerializeTuple for Compound<'_, S> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.item(value)
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

impl<S: Sink> ser::SerializeTupleStruct for Compound<'_, S> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.item(value)
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

impl<S: Sink> ser::SerializeTupleVariant for Compound<'_, S> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.item(value)
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

impl<S: Sink> ser::SerializeMap for Compound<'_, S> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        let mut mark = None;
        key.serialize(Marked { sink: &mut self.ser.sink, marker: Marker::Key(&mut mark) })?;
        self.key = mark;
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.value(value)
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

impl<S: Sink> ser::SerializeStruct for Compound<'_, S> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
        self.key = Some(self.ser.sink.key(key)?);
        self.value(value)
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

impl<S: Sink> ser::SerializeStructVariant for Compound<'_, S> {
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
struct Marked<'a, S: Sink> {
    sink: &'a mut S,
    marker: Marker<'a, S::Mark>,
}

enum Marker<'a, M> {
    Data,
    Date,
    /// Where the key starts goes here.
    Key(&'a mut Option<M>),
}

impl<S: Sink> Marked<'_, S> {
    fn refuse(&self) -> Error {
        unrepresentable(match self.marker {
            Marker::Data => "data that is not bytes",
            Marker::Date => "a date that is not text",
            Marker::Key(_) => "a key that is not a string",
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

impl<S: Sink> ser::Serializer for Marked<'_, S> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Impossible<(), Error>;
    type SerializeTuple = Impossible<(), Error>;
    type SerializeTupleStruct = Impossible<(), Error>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeMap = Impossible<(), Error>;
    type SerializeStruct = Impossible<(), Error>;
    type SerializeStructVariant = Impossible<(), Error>;

    /// Data hand out their bytes on this, and a dynamic value its date, where JSON would get another form.
    fn is_human_readable(&self) -> bool {
        matches!(self.marker, Marker::Key(_))
    }

    fn serialize_str(self, value: &str) -> Result<(), Error> {
        match self.marker {
            Marker::Data => Err(self.refuse()),
            Marker::Key(mark) => {
                *mark = Some(self.sink.key(value)?);
                Ok(())
            }
            Marker::Date => {
                let date = whole_seconds(value)
                    .ok_or_else(|| unrepresentable("a date outside the years 0 to 9999"))?;
                self.sink.date(date);
                Ok(())
            }
        }
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Error> {
        match self.marker {
            Marker::Data => {
                self.sink.data(value);
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

/// Neither format could hold it alike: XML has no such character.
#[cold]
fn nul() -> Error {
    unrepresentable("a NUL character")
}

/// The marker by which `plist` marks a UID.
const UID_NAME: &str = "PLIST-UID";
