//! From a document to a Rust value.

use std::borrow::Cow;

use serde::de::value::{BorrowedStrDeserializer, MapAccessDeserializer, StrDeserializer, StringDeserializer};
use serde::de::{
    self, DeserializeSeed, Deserializer as _, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use crate::error::Error;
use crate::reader::{Element, Reader};
use crate::{Data, Date, Dynamic, Options};

/// Reads a `T` from an XML property list, under the default [`Limits`](crate::Limits).
///
/// Strings are borrowed from `bytes` where they hold no reference; a `Cow<str>` takes both.
///
/// # Errors
///
/// See [`ErrorKind`](crate::ErrorKind): the bytes are not a well-formed property list, go over a limit, or do not fit
/// the type. A document is read to its end: no value comes out of one that is ill-formed anywhere.
pub fn from_slice<'de, T: de::Deserialize<'de>>(bytes: &'de [u8]) -> Result<T, Error> {
    decode(bytes, &Options::default())
}

/// Reads a `T` from a property list, under limits and in a format of the caller's choice.
///
/// Takes [`Options`], or a reference to [`Limits`](crate::Limits) for XML. From a binary property list ASCII strings and data
/// are borrowed.
///
/// # Errors
///
/// As [`from_slice`].
pub fn from_slice_with<'de, T: de::Deserialize<'de>>(
    bytes: &'de [u8],
    options: impl Into<Options>,
) -> Result<T, Error> {
    decode(bytes, &options.into())
}

fn decode<'de, T: de::Deserialize<'de>>(bytes: &'de [u8], options: &Options) -> Result<T, Error> {
    let mut deserializer = Deserializer { reader: Reader::new(bytes, options)?, dynamic: false };
    let value = T::deserialize(&mut deserializer);
    let reader = &mut deserializer.reader;
    value.and_then(|value| reader.finish().map(|()| value)).map_err(|error| reader.locate(error))
}

struct Deserializer<'de> {
    reader: Reader<'de>,
    /// The next value is for a `plist::Value`, which knows a date by the name of an enum variant.
    dynamic: bool,
}

impl<'de> Deserializer<'de> {
    #[inline]
    fn element(&mut self) -> Result<Element<'de>, Error> {
        self.dynamic = false;
        self.reader.value()
    }

    /// Hands an element to a visitor that wants whatever is there.
    #[inline]
    fn visit<V: Visitor<'de>>(&mut self, element: Element<'de>, visitor: V) -> Result<V::Value, Error> {
        match element {
            Element::Dict => self.visit_dict(visitor),
            Element::Array => self.visit_array(visitor),
            Element::String(Cow::Borrowed(text)) => visitor.visit_borrowed_str(text),
            Element::String(Cow::Owned(text)) => visitor.visit_string(text),
            Element::Unsigned(value) => visitor.visit_u64(value),
            Element::Signed(value) => visitor.visit_i64(value),
            Element::Real(value) => visitor.visit_f64(value),
            Element::Boolean(value) => visitor.visit_bool(value),
            Element::Data(Cow::Borrowed(bytes)) => visitor.visit_borrowed_bytes(bytes),
            Element::Data(Cow::Owned(bytes)) => visitor.visit_byte_buf(bytes),
            Element::Date(text) => visitor.visit_newtype_struct(Text(text)),
        }
    }

    fn visit_dict<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        let level = self.reader.level();
        let value = visitor.visit_map(Map { de: self, level, first: None })?;
        self.dict_end(level, value)
    }

    /// A dictionary for who takes anything: [`Dynamic`] must not take it for a kind of value that JSON lacks.
    fn visit_any_dict<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        let level = self.reader.level();
        let first = self.reader.next_key()?;
        let is_tag = first && Dynamic::is_tag(&self.reader.key());
        let map = Map { de: self, level, first: Some(first) };
        let value = if is_tag {
            visitor.visit_newtype_struct(MapAccessDeserializer::new(map))?
        } else {
            visitor.visit_map(map)?
        };
        self.dict_end(level, value)
    }

    fn dict_end<T>(&mut self, level: usize, value: T) -> Result<T, Error> {
        self.reader.skip_to(level)?;
        if self.reader.level() == level { self.none_left(value, Reader::next_key) } else { Ok(value) }
    }

    fn visit_array<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        let level = self.reader.level();
        let value = visitor.visit_seq(Seq { de: self, level })?;
        self.reader.skip_to(level)?;
        if self.reader.level() == level { self.none_left(value, Reader::next_item) } else { Ok(value) }
    }

    /// A visitor that stops early, as that of a tuple does, must have had everything.
    fn none_left<T>(
        &mut self,
        value: T,
        next: impl FnOnce(&mut Reader<'de>) -> Result<bool, Error>,
    ) -> Result<T, Error> {
        if next(&mut self.reader)? {
            return Err(de::Error::invalid_length(self.reader.items(), &"fewer items"));
        }
        Ok(value)
    }
}

/// Methods that refuse what serde's visitors would convert: the text of a date, bytes that happen to be UTF-8 for a
/// string, a string for bytes.
macro_rules! deserialize {
    ($($method:ident $([$refused:ident])?)*) => {$(
        #[inline]
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            let element = self.element()?;
            if matches!(element, Element::Date(_) $(| Element::$refused(_))?) {
                return Err(mismatch(&element, &visitor));
            }
            self.visit(element, visitor)
        }
    )*};
}

impl<'de> de::Deserializer<'de> for &mut Deserializer<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let dynamic = self.dynamic;
        match self.element()? {
            Element::Date(text) if dynamic => visitor.visit_enum(DynamicDate(text)),
            Element::Dict if !dynamic => self.visit_any_dict(visitor),
            element => self.visit(element, visitor),
        }
    }

    deserialize! {
        deserialize_bool
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
        deserialize_f32 deserialize_f64
        deserialize_char [Data] deserialize_str [Data] deserialize_string [Data]
        deserialize_identifier [Data]
        deserialize_bytes [String]
        deserialize_unit deserialize_seq deserialize_map
    }

    /// A visitor may take nothing but a buffer of its own.
    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.element()? {
            Element::Data(bytes) => visitor.visit_byte_buf(bytes.into_owned()),
            element @ (Element::Date(_) | Element::String(_)) => Err(mismatch(&element, &visitor)),
            element => self.visit(element, visitor),
        }
    }

    /// What is there is there: a property list has no null.
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        match name {
            Date::MARKER => match self.element()? {
                Element::Date(text) => visitor.visit_newtype_struct(Text(text)),
                // `visit` would let a visitor of dates take the text of a string.
                element @ Element::String(_) => Err(mismatch(&element, &visitor)),
                element => self.visit(element, visitor),
            },
            Data::MARKER => self.deserialize_byte_buf(visitor),
            DYNAMIC_NAME => {
                self.dynamic = true;
                visitor.visit_newtype_struct(self)
            }
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    #[inline]
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.element()? {
            Element::Dict => self.visit_dict(visitor),
            // A struct can be read from a sequence, but not from one of a property list.
            element => Err(mismatch(&element, &visitor)),
        }
    }

    /// A unit variant is a string; any other is a dictionary with the variant as its one key.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.element()? {
            Element::String(text) => Text(text).deserialize_enum(name, variants, visitor),
            Element::Dict => {
                let level = self.reader.level();
                if !self.reader.next_key()? {
                    return Err(de::Error::invalid_length(0, &"one key that names the variant"));
                }
                let value = visitor.visit_enum(Variant { de: self })?;
                self.reader.skip_to(level)?;
                if self.reader.next_key()? {
                    return Err(de::Error::invalid_length(2, &"one key that names the variant"));
                }
                Ok(value)
            }
            element => Err(mismatch(&element, &visitor)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.reader.skip_value()?;
        visitor.visit_unit()
    }
}

struct Map<'a, 'de> {
    de: &'a mut Deserializer<'de>,
    level: usize,
    /// Whether there is a first key, if somebody has looked already.
    first: Option<bool>,
}

impl<'de> MapAccess<'de> for Map<'_, 'de> {
    type Error = Error;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let reader = &mut self.de.reader;
        let is_there = match self.first.take() {
            Some(is_there) => is_there,
            None => {
                // Only deeper when an error inside a value was swallowed.
                reader.skip_to(self.level)?;
                reader.next_key()?
            }
        };
        if is_there { seed.deserialize(Text(reader.key())).map(Some) } else { Ok(None) }
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(&mut *self.de)
    }
}

struct Seq<'a, 'de> {
    de: &'a mut Deserializer<'de>,
    level: usize,
}

impl<'de> SeqAccess<'de> for Seq<'_, 'de> {
    type Error = Error;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        self.de.reader.skip_to(self.level)?;
        if self.de.reader.next_item()? { seed.deserialize(&mut *self.de).map(Some) } else { Ok(None) }
    }
}

struct Variant<'a, 'de> {
    de: &'a mut Deserializer<'de>,
}

impl<'de> EnumAccess<'de> for Variant<'_, 'de> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Error> {
        let value = seed.deserialize(Text(self.de.reader.key()))?;
        Ok((value, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, 'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Err(de::Error::invalid_type(Unexpected::Map, &"a string"))
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self.de)
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Error> {
        self.de.deserialize_tuple(len, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.de.deserialize_struct("", fields, visitor)
    }
}

/// A key, the text of a date, or the name of a variant.
///
/// Unlike serde's own deserializers of strings it passes newtypes through, so that a key may be one.
struct Text<'de>(Cow<'de, str>);

impl<'de> de::Deserializer<'de> for Text<'de> {
    type Error = Error;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.0 {
            Cow::Borrowed(text) => {
                BorrowedStrDeserializer::new(text).deserialize_enum(name, variants, visitor)
            }
            Cow::Owned(text) => StringDeserializer::new(text).deserialize_enum(name, variants, visitor),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// A date as `plist::Value` wants to see it.
struct DynamicDate<'de>(Cow<'de, str>);

impl<'de> EnumAccess<'de> for DynamicDate<'de> {
    type Error = Error;
    type Variant = DynamicDateContent<'de>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self::Variant), Error> {
        let name: StrDeserializer<'_, Error> = Date::MARKER.into_deserializer();
        Ok((seed.deserialize(name)?, DynamicDateContent(self.0)))
    }
}

struct DynamicDateContent<'de>(Cow<'de, str>);

impl<'de> VariantAccess<'de> for DynamicDateContent<'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Err(de::Error::invalid_type(Unexpected::NewtypeStruct, &"a unit variant"))
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(Text(self.0))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        Err(de::Error::invalid_type(Unexpected::NewtypeStruct, &visitor))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        Err(de::Error::invalid_type(Unexpected::NewtypeStruct, &visitor))
    }
}

#[cold]
fn mismatch(found: &Element<'_>, expected: &dyn de::Expected) -> Error {
    // The kind alone; `Error` would drop the content too.
    let found = match found {
        Element::Dict => Unexpected::Map,
        Element::Array => Unexpected::Seq,
        Element::String(_) => Unexpected::Str(""),
        Element::Unsigned(_) | Element::Signed(_) => Unexpected::Signed(0),
        Element::Real(_) => Unexpected::Float(0.0),
        Element::Boolean(_) => Unexpected::Bool(false),
        Element::Data(_) => Unexpected::Bytes(&[]),
        Element::Date(_) => Unexpected::NewtypeStruct,
    };
    de::Error::invalid_type(found, expected)
}

/// The marker by which `plist::Value` asks for a dynamic value.
const DYNAMIC_NAME: &str = "PLIST-VALUE";
