//! Dictionaries that a key in them tells apart, when that key does not come first: what comes before it is
//! read as a dynamic value and then once more as what it is.

use std::fmt;
use std::marker::PhantomData;

use mdm_plist::{Date, Dynamic, Value};
use serde::de::value::{MapAccessDeserializer, MapDeserializer, SeqDeserializer, StringDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error as DeError, IntoDeserializer, MapAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::Tagged;

/// Reads a dictionary by its tag, without a buffer when the tag comes first, as everybody writes it.
pub(crate) fn read_tagged<'de, T: Tagged, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct ByTag<T>(PhantomData<T>);

    impl<'de, T: Tagged> Visitor<'de> for ByTag<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "a dictionary with {}", T::TAG)
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
            let mut early: Vec<(String, Value)> = Vec::new();
            while let Some(key) = map.next_key::<String>()? {
                if key == T::TAG {
                    let name = map.next_value()?;
                    let keys = Chain { early: early.into_iter(), value: None, rest: map };
                    return T::read(name, MapAccessDeserializer::new(keys));
                }
                early.push((key, map.next_value::<Dynamic>()?.0));
            }
            Err(A::Error::missing_field(T::TAG))
        }
    }

    deserializer.deserialize_map(ByTag(PhantomData))
}

/// What was read before the tag, and then the rest.
struct Chain<A> {
    early: std::vec::IntoIter<(String, Value)>,
    /// The value of the key that was given last, if it came early.
    value: Option<Value>,
    rest: A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Chain<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        match self.early.next() {
            Some((key, value)) => {
                self.value = Some(value);
                seed.deserialize(StringDeserializer::new(key)).map(Some)
            }
            None => self.rest.next_key_seed(seed),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        match self.value.take() {
            Some(value) => seed.deserialize(ValueDeserializer::new(value)),
            None => self.rest.next_value_seed(seed),
        }
    }
}

/// Reads a type out of a dynamic value: of a property list, or of JSON, where data and dates are text.
pub(crate) struct ValueDeserializer<E> {
    value: Value,
    error: PhantomData<E>,
}

impl<E> ValueDeserializer<E> {
    pub(crate) fn new(value: Value) -> Self {
        Self { value, error: PhantomData }
    }
}

impl<'de, E: DeError> IntoDeserializer<'de, E> for ValueDeserializer<E> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de, E: DeError> Deserializer<'de> for ValueDeserializer<E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.value {
            Value::String(text) => visitor.visit_string(text),
            Value::Boolean(flag) => visitor.visit_bool(flag),
            Value::Real(number) => visitor.visit_f64(number),
            Value::Data(bytes) => visitor.visit_byte_buf(bytes),
            Value::Integer(number) => match (number.as_signed(), number.as_unsigned()) {
                (Some(number), _) => visitor.visit_i64(number),
                (None, Some(number)) => visitor.visit_u64(number),
                (None, None) => Err(super::refused("an integer")),
            },
            Value::Date(date) => match Date::try_from(date) {
                Ok(date) => visitor.visit_newtype_struct(StringDeserializer::new(date.to_string())),
                Err(_) => Err(super::refused("a date")),
            },
            Value::Array(items) => visitor.visit_seq(SeqDeserializer::new(items.into_iter().map(Self::new))),
            // Whoever takes anything must not take it for a kind of value that JSON lacks.
            Value::Dictionary(keys) if keys.keys().next().is_some_and(|key| Dynamic::is_tag(key)) => {
                visitor.visit_newtype_struct(MapAccessDeserializer::new(entries(keys)))
            }
            Value::Dictionary(keys) => visitor.visit_map(entries(keys)),
            _ => Err(super::refused("a value of a property list")),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_some(self)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.value {
            Value::Dictionary(keys) => visitor.visit_map(entries(keys)),
            _ => self.deserialize_any(visitor),
        }
    }

    /// Data and dates ask by a name for what they are.
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, E> {
        match self.value {
            Value::Data(_) | Value::Date(_) => self.deserialize_any(visitor),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct struct enum identifier ignored_any
    }
}

/// The entries of a dictionary, to be read.
fn entries<'de, E: DeError>(keys: mdm_plist::Dictionary) -> impl MapAccess<'de, Error = E> {
    MapDeserializer::new(keys.into_iter().map(|(key, value)| (key, ValueDeserializer::new(value))))
}
