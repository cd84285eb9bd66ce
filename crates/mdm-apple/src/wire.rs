//! How a table of keys becomes a type: the macros that the message types are written with.
//!
//! serde's own `flatten` reads unknown keys through a buffer and loses the place of an error; these types
//! read every key where it stands.

use std::fmt;

use mdm_plist::{Data, Date, Extra, Value};
use serde::Serialize;
use serde::de::{DeserializeOwned, Error as DeError};
use serde::ser::SerializeMap;

use crate::{BootstrapToken, Pin, PushMagic, PushToken, Topic, UnlockToken};

/// A dictionary whose keys stand in a message: those that its type knows, and those that it does not.
pub trait Body: Serialize + DeserializeOwned {
    /// The keys that the type does not know, with their values.
    fn extra(&self) -> &Extra;

    /// The same, to change them.
    fn extra_mut(&mut self) -> &mut Extra;

    /// Writes every key that is there into a dictionary that is open already, except unknown ones that are
    /// `reserved`.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    fn serialize_keys<M: SerializeMap>(&self, map: &mut M, reserved: &[&str]) -> Result<(), M::Error>;
}

/// A value of one key.
pub(crate) trait Field: Sized {
    /// What a missing key means.
    fn missing<E: DeError>(key: &'static str) -> Result<Self, E> {
        Err(E::missing_field(key))
    }

    /// Whether the key is written at all.
    fn is_present(&self) -> bool {
        true
    }

    /// What `Debug` of a message shows: flags, numbers that count and known words; of everything else
    /// that it is there.
    fn outline(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

/// Several keys of a dictionary that make one value.
pub(crate) trait Group: Sized {
    const KEYS: &'static [&'static str];

    /// Reads the keys among those that nobody else knew.
    fn read<E: DeError>(extra: &Extra) -> Result<Self, E>;

    fn serialize_keys<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;
}

/// Reads the text of a key; an empty one counts as missing.
pub(crate) fn read_text<E: DeError>(extra: &Extra, key: &str) -> Result<Option<String>, E> {
    match extra.get(key) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone()).filter(|text| !text.is_empty())),
        Some(_) => Err(refused(&format!("a string as {key}"))),
    }
}

/// Removes keys and leaves the others in their order.
pub(crate) fn remove(extra: &mut Extra, keys: &[&str]) {
    extra.retain(|key, _| !keys.contains(&key.as_str()));
}

/// An error that says what was expected and nothing of what was found.
pub(crate) fn refused<E: DeError>(expected: &str) -> E {
    E::invalid_value(serde::de::Unexpected::Other("value"), &expected)
}

/// Shows a field in the debug output of a message.
pub(crate) struct Outline<'a, T>(pub(crate) &'a T);

impl<T: Field> fmt::Debug for Outline<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.outline(f)
    }
}

impl<T: Field> Field for Option<T> {
    fn missing<E: DeError>(_: &'static str) -> Result<Self, E> {
        Ok(None)
    }

    fn is_present(&self) -> bool {
        self.is_some()
    }

    fn outline(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_ref().map_or(Ok(()), |value| value.outline(f))
    }
}

impl<T: Field> Field for Vec<T> {
    fn outline(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(Outline)).finish()
    }
}

/// Values that tell nothing about anybody.
macro_rules! shown {
    ($($ty:ty),*) => {
        $(impl $crate::wire::Field for $ty {
            fn outline(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Debug::fmt(self, f)
            }
        })*
    };
}
pub(crate) use shown;

shown!(bool, i64, Data, Extra, Topic);
// Their debug output is redacted.
shown!(PushToken, PushMagic, UnlockToken, BootstrapToken, Pin);

/// Values that can be of or about a person.
macro_rules! hidden {
    ($($ty:ty: $word:literal),*) => {
        $(impl Field for $ty {
            fn outline(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str($word)
            }
        })*
    };
}

hidden!(String: "(string)", f64: "(real)", Date: "(date)", Value: "(value)");

/// Defines a dictionary: a key, its field and type on a line. `Option` is a key that may be missing. An
/// optional `flatten` names one field that is made of several keys.
macro_rules! wire {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $( $(#[$field_meta:meta])* $key:literal $field:ident: $ty:ty, )*
        }
        $( flatten { $(#[$group_meta:meta])* $group:ident: $group_ty:ty } )?
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq)]
        pub struct $name {
            $( $(#[$group_meta])* pub $group: $group_ty, )?
            $(
                $(#[$field_meta])*
                #[doc = ""]
                #[doc = concat!("Key `", $key, "`.")]
                pub $field: $ty,
            )*
            /// The keys that this type does not know.
            pub extra: mdm_plist::Extra,
        }

        impl $crate::wire::Body for $name {
            fn extra(&self) -> &mdm_plist::Extra {
                &self.extra
            }

            fn extra_mut(&mut self) -> &mut mdm_plist::Extra {
                &mut self.extra
            }

            fn serialize_keys<M: serde::ser::SerializeMap>(
                &self,
                map: &mut M,
                reserved: &[&str],
            ) -> Result<(), M::Error> {
                const KEYS: &[&[&str]] = &[
                    &[$($key,)*],
                    $( <$group_ty as $crate::wire::Group>::KEYS, )?
                ];
                $( $crate::wire::Group::serialize_keys(&self.$group, map)?; )?
                $(
                    if $crate::wire::Field::is_present(&self.$field) {
                        map.serialize_entry($key, &self.$field)?;
                    }
                )*
                for (key, value) in self.extra.iter() {
                    let known = KEYS.iter().any(|keys| keys.contains(&key.as_str()));
                    if !known && !reserved.contains(&key.as_str()) {
                        map.serialize_entry(key, value)?;
                    }
                }
                Ok(())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(None)?;
                $crate::wire::Body::serialize_keys(self, &mut map, &[])?;
                serde::ser::SerializeMap::end(map)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                #[allow(non_camel_case_types, reason = "the variants are named by the fields")]
                enum Key {
                    $($field,)*
                    Unknown(String),
                }

                impl<'de> serde::Deserialize<'de> for Key {
                    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                        struct KeyVisitor;

                        impl serde::de::Visitor<'_> for KeyVisitor {
                            type Value = Key;

                            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                                f.write_str("a key")
                            }

                            fn visit_str<E>(self, key: &str) -> Result<Key, E> {
                                Ok(match key {
                                    $($key => Key::$field,)*
                                    _ => Key::Unknown(key.to_owned()),
                                })
                            }
                        }

                        deserializer.deserialize_identifier(KeyVisitor)
                    }
                }

                struct BodyVisitor;

                impl<'de> serde::de::Visitor<'de> for BodyVisitor {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str(concat!("a dictionary (", stringify!($name), ")"))
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<$name, A::Error> {
                        $( let mut $field: Option<$ty> = None; )*
                        let mut extra = mdm_plist::Extra::default();
                        while let Some(key) = map.next_key()? {
                            match key {
                                $(
                                    Key::$field => {
                                        if $field.replace(map.next_value()?).is_some() {
                                            return Err(serde::de::Error::duplicate_field($key));
                                        }
                                    }
                                )*
                                Key::Unknown(key) => {
                                    extra.insert(key, map.next_value::<mdm_plist::Value>()?);
                                }
                            }
                        }
                        $(
                            let $group = <$group_ty as $crate::wire::Group>::read(&extra)?;
                            $crate::wire::remove(&mut extra, <$group_ty as $crate::wire::Group>::KEYS);
                        )?
                        Ok($name {
                            $( $group, )?
                            $(
                                $field: match $field {
                                    Some(value) => value,
                                    None => <$ty as $crate::wire::Field>::missing($key)?,
                                },
                            )*
                            extra,
                        })
                    }
                }

                deserializer.deserialize_map(BodyVisitor)
            }
        }

        /// Names the keys that are there, and shows of their values only what tells nothing about anybody.
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let mut fields = f.debug_struct(stringify!($name));
                $( fields.field(stringify!($group), &self.$group); )?
                $(
                    if $crate::wire::Field::is_present(&self.$field) {
                        fields.field($key, &$crate::wire::Outline(&self.$field));
                    }
                )*
                if !self.extra.is_empty() {
                    fields.field("extra", &self.extra);
                }
                fields.finish()
            }
        }

        impl $crate::wire::Field for $name {
            fn outline(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Debug::fmt(self, f)
            }
        }
    };
}
pub(crate) use wire;

/// Defines the words that a key can hold, and keeps those that are not known.
macro_rules! words {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $(#[$word_meta:meta])* $variant:ident = $text:literal, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone)]
        #[non_exhaustive]
        pub enum $name {
            $( $(#[$word_meta])* #[doc = ""] #[doc = concat!("`", $text, "`.")] $variant, )*
            /// A word that this version does not know, as it came.
            Other(Box<str>),
        }

        impl $name {
            /// Every word that is known, in the schema's order.
            pub const KNOWN: &[Self] = &[$(Self::$variant,)*];

            /// The word on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => $text, )*
                    Self::Other(text) => text,
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $( $text => Self::$variant, )*
                    _ => Self::Other(text.into()),
                }
            }
        }

        /// Two words are equal when they are the same on the wire.
        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl Eq for $name {}

        impl std::hash::Hash for $name {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    Self::Other(text) => write!(f, "Other({} bytes)", text.len()),
                    known => f.write_str(known.as_str()),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct WordVisitor;

                impl serde::de::Visitor<'_> for WordVisitor {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("a string")
                    }

                    fn visit_str<E>(self, text: &str) -> Result<$name, E> {
                        Ok(text.into())
                    }
                }

                deserializer.deserialize_str(WordVisitor)
            }
        }

        $crate::wire::shown!($name);
    };
}
pub(crate) use words;
