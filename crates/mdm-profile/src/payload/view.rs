//! A payload as what it is on the wire, borrowed: what writes, shows and checks payloads works on it.

use std::fmt;

use mdm_apple::marker::{SECRET, UNKNOWN};
use mdm_plist::{Data, Date, Dictionary, Extra, Value};
use serde::ser::{SerializeMap as _, SerializeSeq as _};
use serde::{Serialize, Serializer};
use zeroize::Zeroize as _;

/// A value. The keys of a dictionary are sorted, so that neither the order in a type nor whether a type knows a key
/// changes what is written.
pub(crate) enum View<'a> {
    Text(&'a str),
    /// A text that the schema knows.
    Word(&'a str),
    Integer(i64),
    /// An integer beyond `i64`.
    Unsigned(u64),
    Real(f64),
    Boolean(bool),
    Data(&'a Data),
    /// Bytes of a value without a type.
    Bytes(&'a [u8]),
    Date(Date),
    Secret(&'a str),
    SecretData(&'a [u8]),
    List(Vec<Self>),
    Keys(Vec<(&'a str, Self)>),
    /// The value of a key without a type.
    Unknown(Box<Self>),
    /// What no property list of the protocol has: a UID.
    Nothing,
}

impl<'a> View<'a> {
    /// The keys of a type with the values that are there, and those that the type does not know.
    pub(crate) fn of_keys<const N: usize>(
        keys: &'static [&'static str],
        values: [Option<Self>; N],
        extra: &'a Extra,
    ) -> Self {
        Self::of_known(keys, values).and(Self::of_unknown(extra))
    }

    /// The keys of a type with the values that are there.
    pub(crate) fn of_known<const N: usize>(keys: &'static [&'static str], values: [Option<Self>; N]) -> Self {
        Self::Keys(keys.iter().zip(values).filter_map(|(key, value)| Some((*key, value?))).collect()).sorted()
    }

    /// Keys without a type.
    pub(crate) fn of_unknown(extra: &'a Extra) -> Self {
        let unknown = |(key, value): (&'a String, &'a Value)| {
            (key.as_str(), Self::Unknown(Box::new(Self::of_value(value))))
        };
        Self::Keys(extra.iter().map(unknown).collect()).sorted()
    }

    pub(crate) fn of_dictionary(dictionary: &'a Dictionary) -> Self {
        Self::Keys(dictionary.iter().map(|(key, value)| (key.as_str(), Self::of_value(value))).collect())
            .sorted()
    }

    pub(crate) fn of_value(value: &'a Value) -> Self {
        match value {
            Value::String(text) => Self::Text(text),
            Value::Boolean(flag) => Self::Boolean(*flag),
            Value::Real(number) => Self::Real(*number),
            Value::Data(bytes) => Self::Bytes(bytes),
            Value::Integer(number) => match (number.as_signed(), number.as_unsigned()) {
                (Some(number), _) => Self::Integer(number),
                (None, Some(number)) => Self::Unsigned(number),
                (None, None) => Self::Nothing,
            },
            Value::Date(date) => Date::try_from(*date).map_or(Self::Nothing, Self::Date),
            Value::Array(items) => Self::List(items.iter().map(Self::of_value).collect()),
            Value::Dictionary(keys) => Self::of_dictionary(keys),
            _ => Self::Nothing,
        }
    }

    /// Two dictionaries as one; of a key in both the first counts.
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Keys(mut all), Self::Keys(more)) => {
                all.extend(more);
                // Stable, so that of two the first stays.
                all.sort_by_key(|(key, _)| *key);
                all.dedup_by_key(|(key, _)| *key);
                Self::Keys(all)
            }
            (first, _) => first,
        }
    }

    fn sorted(mut self) -> Self {
        if let Self::Keys(keys) = &mut self {
            keys.sort_by_key(|(key, _)| *key);
        }
        self
    }

    /// The value itself, of a key without a type too.
    pub(crate) fn known(&self) -> &Self {
        match self {
            Self::Unknown(value) => value.known(),
            value => value,
        }
    }

    /// A number, as far as it is one.
    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            // Ranges are far below where a float loses whole numbers.
            #[allow(clippy::cast_precision_loss, reason = "compared with bounds only")]
            Self::Integer(number) => Some(*number as f64),
            #[allow(clippy::cast_precision_loss, reason = "compared with bounds only")]
            Self::Unsigned(number) => Some(*number as f64),
            Self::Real(number) => Some(*number),
            _ => None,
        }
    }

    /// Whether the schema writes the value like this.
    pub(crate) fn is_same(&self, told: &str) -> bool {
        match self {
            Self::Integer(number) => told.parse() == Ok(*number),
            Self::Real(number) => told.parse() == Ok(*number),
            value => value.text() == Some(told),
        }
    }

    /// The keys of a dictionary.
    pub(crate) fn keys(&self) -> &[(&'a str, Self)] {
        if let Self::Keys(keys) = self.known() { keys } else { &[] }
    }

    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        self.keys().iter().find(|(known, _)| *known == key).map(|(_, value)| value)
    }

    /// The items of an array.
    pub(crate) fn items(&self) -> &[Self] {
        if let Self::List(items) = self.known() { items } else { &[] }
    }

    /// The text, if it is one.
    pub(crate) fn text(&self) -> Option<&'a str> {
        match self.known() {
            Self::Text(text) | Self::Word(text) | Self::Secret(text) => Some(text),
            _ => None,
        }
    }

    /// What `Debug` shows of a dictionary with a name: keys, flags, numbers that count and known words; of everything
    /// else that it is there. Of keys that have no type only the names.
    pub(crate) fn outline(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut fields = f.debug_struct(name);
        let mut unknown = Vec::new();
        for (key, value) in self.keys() {
            match value {
                Self::Unknown(_) => unknown.push(key),
                value => {
                    fields.field(key, value);
                }
            }
        }
        if !unknown.is_empty() {
            fields.field("extra", &unknown);
        }
        fields.finish()
    }
}

impl fmt::Debug for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(_) => f.write_str("(string)"),
            Self::Word(word) => f.write_str(word),
            Self::Integer(number) => number.fmt(f),
            Self::Unsigned(number) => number.fmt(f),
            Self::Real(_) => f.write_str("(real)"),
            Self::Boolean(flag) => flag.fmt(f),
            Self::Data(data) => data.fmt(f),
            Self::Bytes(bytes) => write!(f, "Data({} bytes)", bytes.len()),
            Self::Date(_) => f.write_str("(date)"),
            Self::Secret(_) | Self::SecretData(_) => f.write_str("(redacted)"),
            Self::List(items) => f.debug_list().entries(items).finish(),
            Self::Keys(keys) => f.debug_map().entries(keys.iter().map(|(key, value)| (key, value))).finish(),
            Self::Unknown(_) => f.write_str("(value)"),
            Self::Nothing => f.write_str("(nothing)"),
        }
    }
}

impl Serialize for View<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) | Self::Word(text) => serializer.serialize_str(text),
            Self::Integer(number) => serializer.serialize_i64(*number),
            Self::Unsigned(number) => serializer.serialize_u64(*number),
            Self::Real(number) => serializer.serialize_f64(*number),
            Self::Boolean(flag) => serializer.serialize_bool(*flag),
            Self::Data(data) => data.serialize(serializer),
            Self::Bytes(bytes) => Data::from(*bytes).serialize(serializer),
            Self::Date(date) => date.serialize(serializer),
            Self::Secret(text) => serializer.serialize_newtype_struct(SECRET, text),
            Self::SecretData(bytes) => {
                let copy = Data::from(*bytes);
                let result = serializer.serialize_newtype_struct(SECRET, &copy);
                copy.into_vec().zeroize();
                result
            }
            Self::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                items.iter().try_for_each(|item| list.serialize_element(item))?;
                list.end()
            }
            Self::Keys(keys) => {
                let mut map = serializer.serialize_map(Some(keys.len()))?;
                keys.iter().try_for_each(|(key, value)| map.serialize_entry(key, value))?;
                map.end()
            }
            Self::Unknown(value) => serializer.serialize_newtype_struct(UNKNOWN, value),
            Self::Nothing => Err(serde::ser::Error::custom("a value that no property list has")),
        }
    }
}
