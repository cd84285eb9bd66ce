//! The dynamic value with all its kinds, in every format.

use std::fmt;
use std::ops::{Deref, DerefMut};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use plist::{Dictionary, Value};
use serde::de::{
    Deserialize, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde::ser::{Error as _, Serialize, SerializeMap, Serializer};

use crate::{Data, Date};

/// A [`Value`] that stays what it is in formats that know fewer kinds of values.
///
/// A property list holds it as it is. JSON, and any other human-readable format, gets what it lacks as a dictionary with
/// one key that says the kind:
///
/// | value | JSON |
/// |---|---|
/// | data | `{"plist:data": "AQID"}`, base64 |
/// | date | `{"plist:date": "2026-11-22T08:30:00Z"}` |
/// | a real that is no number | `{"plist:real": "nan"}`, `"+infinity"` or `"-infinity"` |
/// | a dictionary with one of these four keys | `{"plist:dict": {…}}`, so that it is not taken for one of the above |
///
/// When JSON is read, a dictionary whose first key is one of the four must be of that form, or is refused. A dictionary of
/// a property list is never taken for such a form. Integers and reals stay apart in JSON: `1` and `1.0`.
///
/// The debug output shows the kind alone.
///
/// ```
/// use mdm_plist::{Dynamic, Value};
///
/// let value = Dynamic(Value::Data(vec![1, 2, 3]));
/// let json = serde_json::to_string(&value)?;
/// assert_eq!(json, r#"{"plist:data":"AQID"}"#);
/// assert_eq!(serde_json::from_str::<Dynamic>(&json)?, value);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Dynamic(pub Value);

impl Dynamic {
    /// Whether a key is one of the four that say a kind.
    ///
    /// A deserializer of ready values must give a genuine dictionary with such a key as its first in a newtype struct,
    /// as that of this crate does; otherwise it is taken for a kind.
    #[must_use]
    pub fn is_tag(key: &str) -> bool {
        Tag::of(key).is_some()
    }

    /// Writes a value as [`Dynamic`] writes its own.
    ///
    /// # Errors
    ///
    /// Those of the serializer, and a date outside the years 0000 to 9999.
    pub fn serialize_value<S: Serializer>(value: &Value, serializer: S) -> Result<S::Ok, S::Error> {
        Borrowed(value).serialize(serializer)
    }
}

impl fmt::Debug for Dynamic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Value::Array(_) => "Dynamic(array)",
            Value::Dictionary(_) => "Dynamic(dictionary)",
            Value::Boolean(_) => "Dynamic(boolean)",
            Value::Data(_) => "Dynamic(data)",
            Value::Date(_) => "Dynamic(date)",
            Value::Real(_) => "Dynamic(real)",
            Value::Integer(_) => "Dynamic(integer)",
            Value::String(_) => "Dynamic(string)",
            _ => "Dynamic(other)",
        })
    }
}

impl Deref for Dynamic {
    type Target = Value;

    fn deref(&self) -> &Value {
        &self.0
    }
}

impl DerefMut for Dynamic {
    fn deref_mut(&mut self) -> &mut Value {
        &mut self.0
    }
}

impl<T: Into<Value>> From<T> for Dynamic {
    fn from(value: T) -> Self {
        Self(value.into())
    }
}

impl Serialize for Dynamic {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Borrowed(&self.0).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Dynamic {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyVisitor).map(Self)
    }
}

/// What a dictionary with one key says of its value.
#[derive(Clone, Copy)]
enum Tag {
    Data,
    Date,
    Real,
    Dict,
}

impl Tag {
    fn of(key: &str) -> Option<Self> {
        match key {
            DATA => Some(Self::Data),
            DATE => Some(Self::Date),
            REAL => Some(Self::Real),
            DICT => Some(Self::Dict),
            _ => None,
        }
    }

    fn read<'de, A: MapAccess<'de>>(self, map: &mut A) -> Result<Value, A::Error> {
        Ok(match self {
            Self::Data => Value::Data(map.next_value::<Data>()?.into_vec()),
            Self::Date => Value::Date(map.next_value::<Date>()?.into()),
            Self::Real => Value::Real(match &*map.next_value::<String>()? {
                "nan" => f64::NAN,
                "+infinity" => f64::INFINITY,
                "-infinity" => f64::NEG_INFINITY,
                _ => {
                    return Err(A::Error::invalid_value(
                        Unexpected::Other("text"),
                        &"a real that is no number",
                    ));
                }
            }),
            Self::Dict => Value::Dictionary(map.next_value::<crate::Extra>()?.into()),
        })
    }
}

/// [`Dynamic`] without owning the value.
struct Borrowed<'a>(&'a Value);

impl Serialize for Borrowed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Array(items) => serializer.collect_seq(items.iter().map(Borrowed)),
            Value::Dictionary(keys) if keys.keys().any(|key| Dynamic::is_tag(key)) => {
                serializer.serialize_newtype_struct(PLAIN_NAME, &Tagged(self.0))
            }
            Value::Dictionary(keys) => serialize_keys(keys, serializer),
            Value::Real(real) if !real.is_finite() => {
                serializer.serialize_newtype_struct(PLAIN_NAME, &Tagged(self.0))
            }
            Value::Data(_) => serializer.serialize_newtype_struct(Data::MARKER, &Tagged(self.0)),
            Value::Date(_) => serializer.serialize_newtype_struct(Date::MARKER, &Tagged(self.0)),
            value => value.serialize(serializer),
        }
    }
}

/// Writes a dictionary that is known to be one.
pub(crate) fn serialize_keys<S: Serializer>(keys: &Dictionary, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(keys.iter().map(|(key, value)| (key, Borrowed(value))))
}

/// What JSON lacks, inside of a marker. The serializer of this crate passes one that is not human-readable.
struct Tagged<'a>(&'a Value);

impl Serialize for Tagged<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let tagged = serializer.is_human_readable();
        match self.0 {
            Value::Data(bytes) if tagged => one(serializer, DATA, &STANDARD.encode(bytes)),
            Value::Data(bytes) => serializer.serialize_bytes(bytes),
            Value::Date(date) if tagged => {
                let date = Date::try_from(*date).map_err(S::Error::custom)?;
                one(serializer, DATE, &date.to_string())
            }
            Value::Date(date) => serializer.serialize_str(&date.to_xml_format()),
            Value::Real(real) if tagged => {
                let infinity = if *real > 0.0 { "+infinity" } else { "-infinity" };
                one(serializer, REAL, if real.is_nan() { "nan" } else { infinity })
            }
            Value::Dictionary(keys) if tagged => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry(DICT, &Genuine(keys))?;
                map.end()
            }
            Value::Dictionary(keys) => serialize_keys(keys, serializer),
            value => value.serialize(serializer),
        }
    }
}

struct Genuine<'a>(&'a Dictionary);

impl Serialize for Genuine<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_keys(self.0, serializer)
    }
}

fn one<S: Serializer>(serializer: S, tag: &str, text: &str) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(1))?;
    map.serialize_entry(tag, text)?;
    map.end()
}

struct AnyVisitor;

impl<'de> Visitor<'de> for AnyVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Boolean(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Integer(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Integer(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Real(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_bytes<E>(self, value: &[u8]) -> Result<Value, E> {
        Ok(Value::Data(value.to_vec()))
    }

    fn visit_byte_buf<E>(self, value: Vec<u8>) -> Result<Value, E> {
        Ok(Value::Data(value))
    }

    /// A date, or a dictionary that is one whatever its first key is.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(MarkedVisitor)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(Dynamic(value)) = seq.next_element()? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let Some(first) = map.next_key::<String>()? else { return Ok(Value::Dictionary(Dictionary::new())) };
        let Some(tag) = Tag::of(&first) else {
            let mut keys = Dictionary::new();
            keys.insert(first, map.next_value::<Dynamic>()?.0);
            return rest(keys, map).map(Value::Dictionary);
        };
        let value = tag.read(&mut map)?;
        match map.next_key::<IgnoredAny>()? {
            None => Ok(value),
            Some(_) => Err(A::Error::invalid_length(2, &"one key that says the kind of a value")),
        }
    }
}

struct MarkedVisitor;

impl<'de> Visitor<'de> for MarkedVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date or a dictionary")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Value, E> {
        match text.parse::<Date>() {
            Ok(date) => Ok(Value::Date(date.into())),
            Err(_) => Err(E::invalid_value(Unexpected::Other("text"), &"a date")),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Value, A::Error> {
        dictionary(map).map(Value::Dictionary)
    }
}

/// Reads what is known to be a dictionary.
pub(crate) fn dictionary<'de, A: MapAccess<'de>>(map: A) -> Result<Dictionary, A::Error> {
    rest(Dictionary::new(), map)
}

fn rest<'de, A: MapAccess<'de>>(mut keys: Dictionary, mut map: A) -> Result<Dictionary, A::Error> {
    while let Some((key, Dynamic(value))) = map.next_entry()? {
        keys.insert(key, value);
    }
    Ok(keys)
}

/// The marker around what the writer of this crate takes as it is and JSON gets with a tag.
pub(crate) const PLAIN_NAME: &str = "PLIST-PLAIN";

const DATA: &str = "plist:data";
const DATE: &str = "plist:date";
const REAL: &str = "plist:real";
const DICT: &str = "plist:dict";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{from_slice, to_vec};

    fn dictionary(entries: &[(&str, Value)]) -> Value {
        Value::Dictionary(entries.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect())
    }

    #[test]
    fn kinds_stay_in_json_and_in_property_lists() {
        fn check(value: Value, json: &str) {
            let value = Dynamic(value);
            assert_eq!(serde_json::to_string(&value).unwrap(), json);
            assert_eq!(serde_json::from_str::<Dynamic>(json).unwrap(), value, "{json}");
            let plist = to_vec(&value).unwrap();
            assert_eq!(plist, to_vec(&value.0).unwrap(), "{json}");
            assert_eq!(from_slice::<Dynamic>(&plist).unwrap(), value, "{json}");
        }
        let date = || Value::Date("2026-11-22T08:30:00Z".parse::<Date>().unwrap().into());
        check(Value::Data(vec![1, 2, 3]), r#"{"plist:data":"AQID"}"#);
        check(Value::Data(Vec::new()), r#"{"plist:data":""}"#);
        check(date(), r#"{"plist:date":"2026-11-22T08:30:00Z"}"#);
        check(Value::Real(f64::INFINITY), r#"{"plist:real":"+infinity"}"#);
        check(Value::Real(f64::NEG_INFINITY), r#"{"plist:real":"-infinity"}"#);
        check(Value::Real(1.0), "1.0");
        check(Value::Integer(1.into()), "1");
        check(Value::Integer(u64::MAX.into()), "18446744073709551615");
        check(Value::Integer(i64::MIN.into()), "-9223372036854775808");
        check(Value::String("AQID".to_owned()), r#""AQID""#);
        check(dictionary(&[]), "{}");
        check(dictionary(&[("a", date())]), r#"{"a":{"plist:date":"2026-11-22T08:30:00Z"}}"#);
        // A genuine dictionary that looks like one of these, alone, with other keys, and inside of itself.
        let text = |text: &str| Value::String(text.to_owned());
        check(dictionary(&[("plist:data", text("AQID"))]), r#"{"plist:dict":{"plist:data":"AQID"}}"#);
        check(
            dictionary(&[("a", text("b")), ("plist:date", date())]),
            r#"{"plist:dict":{"a":"b","plist:date":{"plist:date":"2026-11-22T08:30:00Z"}}}"#,
        );
        check(
            dictionary(&[("plist:dict", dictionary(&[("plist:dict", Value::Boolean(true))]))]),
            r#"{"plist:dict":{"plist:dict":{"plist:dict":{"plist:dict":true}}}}"#,
        );
        check(
            Value::Array(vec![dictionary(&[("plist:real", text("nan"))])]),
            r#"[{"plist:dict":{"plist:real":"nan"}}]"#,
        );
        let nan: Dynamic = serde_json::from_str(r#"{"plist:real":"nan"}"#).unwrap();
        assert!(matches!(nan.0, Value::Real(real) if real.is_nan()));
        assert_eq!(serde_json::to_string(&nan).unwrap(), r#"{"plist:real":"nan"}"#);
    }

    #[test]
    fn what_only_looks_like_a_kind_is_refused_in_json() {
        fn check(json: &str) {
            let error = serde_json::from_str::<Dynamic>(json).unwrap_err().to_string();
            assert!(!error.contains("s3cret"), "{error}");
        }
        check(r#"{"plist:data":"s3cret!"}"#);
        check(r#"{"plist:data":7}"#);
        check(r#"{"plist:data":"AQID","b":1}"#);
        check(r#"{"plist:date":"s3cret"}"#);
        check(r#"{"plist:real":"s3cret"}"#);
        check(r#"{"plist:real":1.0}"#);
        check(r#"{"plist:dict":7}"#);
        check("null");
    }
}
