//! The keys that a type does not know.

use std::fmt;
use std::ops::{Deref, DerefMut};

use plist::{Dictionary, Value};
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::ser::{Serialize, Serializer};

/// The keys of a dictionary that a type does not know, in the order of the document, with their values.
///
/// For `#[serde(flatten)]`: serde buffers such fields in a representation of its own, in which a [`Value`] alone
/// takes a date for a string; this type keeps it a date. Data stays data with both.
///
/// The debug output shows the keys alone.
///
/// ```
/// use mdm_plist::{Extra, Value};
///
/// #[derive(serde::Deserialize, serde::Serialize)]
/// #[serde(rename_all = "PascalCase")]
/// struct Response {
///     status: String,
///     #[serde(flatten)]
///     extra: Extra,
/// }
///
/// let response: Response = mdm_plist::from_slice(
///     b"<plist><dict><key>Status</key><string>Idle</string>\
///       <key>Seen</key><date>2026-11-22T08:30:00Z</date></dict></plist>",
/// )?;
/// assert!(matches!(response.extra.get("Seen"), Some(Value::Date(_))));
/// # Ok::<(), mdm_plist::Error>(())
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct Extra(pub Dictionary);

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Extra")?;
        f.debug_list().entries(self.0.keys()).finish()
    }
}

impl Deref for Extra {
    type Target = Dictionary;

    fn deref(&self) -> &Dictionary {
        &self.0
    }
}

impl DerefMut for Extra {
    fn deref_mut(&mut self) -> &mut Dictionary {
        &mut self.0
    }
}

impl From<Dictionary> for Extra {
    fn from(dictionary: Dictionary) -> Self {
        Self(dictionary)
    }
}

impl From<Extra> for Dictionary {
    fn from(extra: Extra) -> Self {
        extra.0
    }
}

impl Serialize for Extra {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Extra {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ExtraVisitor;

        impl<'de> Visitor<'de> for ExtraVisitor {
            type Value = Dictionary;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a dictionary")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Dictionary, A::Error> {
                dictionary(map)
            }
        }

        deserializer.deserialize_map(ExtraVisitor).map(Self)
    }
}

/// A [`Value`] that asks for its content without a marker, so that the only marker it meets is that of a date.
struct Any(Value);

impl<'de> Deserialize<'de> for Any {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyVisitor).map(Self)
    }
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

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        let text = String::deserialize(deserializer)?;
        match text.parse::<crate::Date>() {
            Ok(date) => Ok(Value::Date(date.into())),
            Err(_) => Err(D::Error::invalid_value(Unexpected::Other("text"), &"a date")),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(Any(value)) = seq.next_element()? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Value, A::Error> {
        dictionary(map).map(Value::Dictionary)
    }
}

fn dictionary<'de, A: MapAccess<'de>>(mut map: A) -> Result<Dictionary, A::Error> {
    let mut values = Dictionary::new();
    while let Some((key, Any(value))) = map.next_entry()? {
        values.insert(key, value);
    }
    Ok(values)
}
