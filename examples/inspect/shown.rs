//! A value as JSON in which what must not be seen is hidden: secrets, bytes, and the values of keys that nobody knows.

use std::cell::RefCell;
use std::fmt::Display;

use mdm_apple::marker;
use serde::ser::{
    Error as _, Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, Serializer,
};

/// A value to look at.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) json: String,
    /// The paths of the keys that its type does not know, each once.
    pub(crate) unknown: Vec<String>,
}

/// What is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Everything but secrets and bytes.
    Typed,
    /// Of a profile: numbers, and the texts that say what the profile is.
    Profile,
    /// Which keys there are, and flags.
    Opaque,
    /// The text is base64.
    Data,
}

impl Shown {
    pub(crate) fn new(value: &(impl Serialize + ?Sized), mode: Mode) -> Result<Self, String> {
        let unknown = RefCell::default();
        let place = Place { path: String::new(), key: String::new(), mode, unknown: &unknown };
        let json = serde_json::to_string_pretty(&Part { value, place: &place })
            .map_err(|_| "cannot be shown as JSON".to_owned())?;
        // What could steer a terminal is escaped, as JSON may.
        let mut safe = String::with_capacity(json.len());
        for c in json.chars() {
            match c {
                '\n' => safe.push(c),
                '\u{7F}'..='\u{9F}'
                | '\u{200B}'..='\u{200F}'
                | '\u{2028}'..='\u{202E}'
                | '\u{2066}'..='\u{2069}' => {
                    safe.push_str(&format!("\\u{:04x}", u32::from(c)));
                }
                c => safe.push(c),
            }
        }
        Ok(Self { json: safe, unknown: unknown.into_inner() })
    }
}

#[derive(Clone)]
struct Place<'a> {
    path: String,
    /// The last key of the path.
    key: String,
    mode: Mode,
    unknown: &'a RefCell<Vec<String>>,
}

impl Place<'_> {
    fn key(&self, key: &str) -> Self {
        let path = if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) };
        let is_open = self.mode == Mode::Typed && OPEN.contains(&key);
        Self {
            path,
            key: key.to_owned(),
            mode: if is_open { Mode::Opaque } else { self.mode },
            ..self.clone()
        }
    }

    fn with(&self, mode: Mode) -> Self {
        Self { mode, ..self.clone() }
    }
}

struct Part<'a, T: ?Sized> {
    value: &'a T,
    place: &'a Place<'a>,
}

impl<T: Serialize + ?Sized> Serialize for Part<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(Hiding { to: serializer, place: self.place })
    }
}

struct Hiding<'a, S> {
    to: S,
    place: &'a Place<'a>,
}

impl<S: Serializer> Hiding<'_, S> {
    fn number<T: Serialize>(self, number: T) -> Result<S::Ok, S::Error> {
        match self.place.mode {
            Mode::Opaque | Mode::Data => self.to.serialize_str("(number)"),
            Mode::Typed | Mode::Profile => number.serialize(self.to),
        }
    }
}

/// Numbers of all sizes.
macro_rules! numbers {
    ($($method:ident: $ty:ty,)*) => {
        $(fn $method(self, value: $ty) -> Result<S::Ok, S::Error> {
            self.number(value)
        })*
    };
}

impl<'a, S: Serializer> Serializer for Hiding<'a, S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Inner<'a, S::SerializeSeq>;
    type SerializeTuple = Impossible<S::Ok, S::Error>;
    type SerializeTupleStruct = Impossible<S::Ok, S::Error>;
    type SerializeTupleVariant = Impossible<S::Ok, S::Error>;
    type SerializeMap = Inner<'a, S::SerializeMap>;
    type SerializeStruct = Inner<'a, S::SerializeMap>;
    type SerializeStructVariant = Impossible<S::Ok, S::Error>;

    numbers! {
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64,
        serialize_f32: f32, serialize_f64: f64,
    }

    fn serialize_bool(self, value: bool) -> Result<S::Ok, S::Error> {
        self.to.serialize_bool(value)
    }

    fn serialize_char(self, value: char) -> Result<S::Ok, S::Error> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Result<S::Ok, S::Error> {
        match self.place.mode {
            Mode::Typed => self.to.serialize_str(text),
            Mode::Profile if SAYS_WHAT_IT_IS.contains(&self.place.key.as_str()) => {
                self.to.serialize_str(text)
            }
            Mode::Profile | Mode::Opaque => {
                self.to.collect_str(&format_args!("(text, {} characters)", text.chars().count()))
            }
            Mode::Data => {
                let padding = text.bytes().rev().take_while(|byte| *byte == b'=').count();
                self.to.collect_str(&format_args!("(data, {} bytes)", text.len() / 4 * 3 - padding))
            }
        }
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<S::Ok, S::Error> {
        self.to.collect_str(&format_args!("(data, {} bytes)", bytes.len()))
    }

    fn serialize_none(self) -> Result<S::Ok, S::Error> {
        self.to.serialize_none()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<S::Ok, S::Error> {
        self.to.serialize_unit()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<S::Ok, S::Error> {
        self.to.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Result<S::Ok, S::Error> {
        self.to.serialize_str(name)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        let mode = match name {
            marker::SECRET => return self.to.serialize_str("(secret)"),
            marker::UNKNOWN => {
                let mut unknown = self.place.unknown.borrow_mut();
                if !unknown.contains(&self.place.path) {
                    unknown.push(self.place.path.clone());
                }
                Mode::Opaque
            }
            mdm_plist::Data::MARKER => Mode::Data,
            _ => self.place.mode,
        };
        value.serialize(Hiding { to: self.to, place: &self.place.with(mode) })
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<S::Ok, S::Error> {
        unheard()
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<Self::SerializeSeq, S::Error> {
        let mut place = self.place.clone();
        place.path.push_str("[]");
        Ok(Inner { to: self.to.serialize_seq(len)?, place, key: String::new() })
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, S::Error> {
        unheard()
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, S::Error> {
        unheard()
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, S::Error> {
        unheard()
    }

    fn serialize_map(self, len: Option<usize>) -> Result<Self::SerializeMap, S::Error> {
        let place = self.place.clone();
        Ok(Inner { to: self.to.serialize_map(len)?, place, key: String::new() })
    }

    fn serialize_struct(self, _: &'static str, len: usize) -> Result<Self::SerializeStruct, S::Error> {
        self.serialize_map(Some(len))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, S::Error> {
        unheard()
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.serialize_str(&value.to_string())
    }
}

/// No type of the messages is written that way.
fn unheard<T, E: serde::ser::Error>() -> Result<T, E> {
    Err(E::custom("a value of a kind that messages do not have"))
}

struct Inner<'a, S> {
    to: S,
    place: Place<'a>,
    key: String,
}

impl<S: SerializeSeq> SerializeSeq for Inner<'_, S> {
    type Ok = S::Ok;
    type Error = S::Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
        self.to.serialize_element(&Part { value, place: &self.place })
    }

    fn end(self) -> Result<S::Ok, S::Error> {
        self.to.end()
    }
}

impl<S: SerializeMap> SerializeMap for Inner<'_, S> {
    type Ok = S::Ok;
    type Error = S::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), S::Error> {
        let name = serde_json::to_value(key).map_err(S::Error::custom)?;
        self.key = name.as_str().unwrap_or_default().to_owned();
        self.to.serialize_key(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
        self.to.serialize_value(&Part { value, place: &self.place.key(&self.key) })
    }

    fn end(self) -> Result<S::Ok, S::Error> {
        self.to.end()
    }
}

impl<S: SerializeMap> SerializeStruct for Inner<'_, S> {
    type Ok = S::Ok;
    type Error = S::Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), S::Error> {
        self.to.serialize_entry(key, &Part { value, place: &self.place.key(key) })
    }

    fn end(self) -> Result<S::Ok, S::Error> {
        self.to.end()
    }
}

/// Dictionaries that apps and extensions define; passwords are common there.
const OPEN: &[&str] =
    &["Configuration", "Feedback", "ExtensionData", "ProviderConfiguration", "VendorConfig", "userInfo"];

/// Texts of a profile that are no secret.
const SAYS_WHAT_IT_IS: &[&str] = &[
    "PayloadType",
    "PayloadIdentifier",
    "PayloadUUID",
    "PayloadDisplayName",
    "PayloadDescription",
    "PayloadOrganization",
    "PayloadScope",
];
