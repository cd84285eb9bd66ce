//! How a table of keys becomes a type: the macros that the generated tables are written with, and what the
//! types share.
//!
//! serde's own derive and `flatten` read unknown keys through a buffer and lose the place of an error; these
//! types read every key where it stands. As much as possible stands in functions that all types share, so
//! that a type costs little to compile.

mod dynamic;

pub(crate) use std::collections::BTreeMap;
use std::fmt;
use std::ops::{Deref, DerefMut};

use mdm_plist::{Data, Date, Dynamic, Extra, Limits, Value};
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error as DeError, MapAccess, SeqAccess, Visitor,
};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize};

pub(crate) use self::dynamic::ValueDeserializer;
pub(crate) use self::dynamic::read_tagged;
use crate::{Error, Topic, Udid};

/// A dictionary whose keys stand in a message: those that its type knows, and those that it does not.
pub trait Body: Serialize + DeserializeOwned {
    /// The keys that the type knows, without those of a group.
    const KEYS: &'static [&'static str];

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

    /// Reads a property list that is such a dictionary.
    ///
    /// # Errors
    ///
    /// [`Error::Unreadable`] for bytes that are no property list, go over a limit, or lack a key.
    fn from_plist(bytes: &[u8], limits: &Limits) -> Result<Self, Error> {
        mdm_plist::from_slice_with(bytes, limits).map_err(Error::Unreadable)
    }

    /// Writes a property list.
    ///
    /// # Errors
    ///
    /// [`Error::Unwritable`] when an unknown key holds what a property list cannot.
    fn to_plist(&self) -> Result<Vec<u8>, Error> {
        mdm_plist::to_vec(self).map_err(Error::Unwritable)
    }

    /// Reads JSON that is such a dictionary.
    ///
    /// # Errors
    ///
    /// [`Error::UnreadableJson`] and [`Error::TooLongJson`].
    fn from_json(bytes: &[u8], limits: &Limits) -> Result<Self, Error> {
        crate::json::decode(bytes, limits)
    }

    /// Writes JSON.
    ///
    /// # Errors
    ///
    /// [`Error::UnwritableJson`] when an unknown key holds what JSON cannot.
    fn to_json(&self) -> Result<Vec<u8>, Error> {
        crate::json::encode(self)
    }
}

/// What `Debug` of a message shows of a value: flags, numbers that count and known words; of everything else
/// that it is there.
pub(crate) trait Show {
    fn outline(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

/// Several keys of a dictionary that make one value.
pub(crate) trait Group: Sized {
    const KEYS: &'static [&'static str];

    /// Reads the keys among those that nobody else knew. Secrets are taken out, so that no copy of them stays.
    fn read<E: DeError>(extra: &mut Extra) -> Result<Self, E>;

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

/// Reads the number of a key.
pub(crate) fn read_unsigned<E: DeError>(extra: &Extra, key: &str) -> Result<Option<u64>, E> {
    match extra.get(key) {
        None => Ok(None),
        Some(Value::Integer(number)) if number.as_unsigned().is_some() => Ok(number.as_unsigned()),
        Some(_) => Err(refused(&format!("a positive integer as {key}"))),
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

/// One dictionary, or an array of such: devices and documents do not agree. An array is written.
#[derive(Clone, Debug, PartialEq)]
pub struct OneOrMany<T>(pub Vec<T>);

impl<T> Default for OneOrMany<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Deref for OneOrMany<T> {
    type Target = Vec<T>;

    fn deref(&self) -> &Vec<T> {
        &self.0
    }
}

impl<T> DerefMut for OneOrMany<T> {
    fn deref_mut(&mut self) -> &mut Vec<T> {
        &mut self.0
    }
}

impl<T: Serialize> Serialize for OneOrMany<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either<T>(std::marker::PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Either<T> {
            type Value = Vec<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a dictionary or an array of dictionaries")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Vec<T>, A::Error> {
                Ok(vec![T::deserialize(MapAccessDeserializer::new(map))?])
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Vec<T>, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(seq))
            }
        }

        deserializer.deserialize_any(Either(std::marker::PhantomData)).map(Self)
    }
}

/// A key of a dictionary: the place of one that is known, or the name of one that is not.
pub(crate) enum Key {
    Known(usize),
    Unknown(String),
}

/// The next key of a dictionary.
pub(crate) fn next_key<'de, A: MapAccess<'de>>(map: &mut A, keys: &[&str]) -> Result<Option<Key>, A::Error> {
    struct Find<'a>(&'a [&'a str]);

    impl<'de> DeserializeSeed<'de> for Find<'_> {
        type Value = Key;

        fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
            deserializer.deserialize_identifier(self)
        }
    }

    impl Visitor<'_> for Find<'_> {
        type Value = Key;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a key")
        }

        fn visit_str<E>(self, key: &str) -> Result<Key, E> {
            let place = self.0.iter().position(|known| *known == key);
            Ok(place.map_or_else(|| Key::Unknown(key.to_owned()), Key::Known))
        }
    }

    map.next_key_seed(Find(keys))
}

/// Reads the value of a known key; twice is an error.
pub(crate) fn set<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    slot: &mut Option<T>,
    map: &mut A,
    key: &'static str,
) -> Result<(), A::Error> {
    match slot.replace(map.next_value()?) {
        None => Ok(()),
        Some(_) => Err(A::Error::duplicate_field(key)),
    }
}

/// Reads the value of a key that is not known.
pub(crate) fn keep<'de, A: MapAccess<'de>>(
    extra: &mut Extra,
    map: &mut A,
    key: String,
) -> Result<(), A::Error> {
    extra.insert(key, map.next_value::<Dynamic>()?.0);
    Ok(())
}

/// Writes a key that may be missing.
pub(crate) fn put<M: SerializeMap, T: Serialize>(
    map: &mut M,
    key: &'static str,
    value: &Option<T>,
) -> Result<(), M::Error> {
    value.as_ref().map_or(Ok(()), |value| map.serialize_entry(key, value))
}

/// Writes the keys that are not known, and none of them in the place of one that is.
pub(crate) fn put_extra<M: SerializeMap>(
    map: &mut M,
    extra: &Extra,
    known: &[&[&str]],
) -> Result<(), M::Error> {
    let mut unknown = extra.iter().filter(|(key, _)| !known.iter().any(|keys| keys.contains(&key.as_str())));
    unknown.try_for_each(|(key, value)| map.serialize_entry(key, &Unknown(value)))
}

/// The value of a key that its type does not know.
pub(crate) struct Unknown<'a>(pub(crate) &'a Value);

impl Serialize for Unknown<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(crate::marker::UNKNOWN, &Inner(self.0))
    }
}

/// A value of any kind.
pub(crate) struct Inner<'a>(pub(crate) &'a Value);

impl Serialize for Inner<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Dynamic::serialize_value(self.0, serializer)
    }
}

/// Writes a dictionary of which no key is known.
#[cfg(feature = "declarations")]
pub(crate) fn serialize_unknown<S: serde::Serializer>(
    keys: &Extra,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    put_extra(&mut map, keys, &[])?;
    map.end()
}

/// A value that may be missing, for [`debug`].
pub(crate) fn maybe<T: Show>(value: &Option<T>) -> Option<&dyn Show> {
    value.as_ref().map(|value| value as &dyn Show)
}

/// Names the keys that are there, and shows of their values only what tells nothing about anybody.
pub(crate) fn debug(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    keys: &[(&str, Option<&dyn Show>)],
    extra: &Extra,
) -> fmt::Result {
    let mut fields = f.debug_struct(name);
    for (key, value) in keys {
        if let Some(value) = value {
            fields.field(key, &Outline(*value));
        }
    }
    if !extra.is_empty() {
        fields.field("extra", extra);
    }
    fields.finish()
}

struct Outline<'a>(&'a dyn Show);

impl fmt::Debug for Outline<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.outline(f)
    }
}

impl<T: Show> Show for Vec<T> {
    fn outline(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(|item| Outline(item))).finish()
    }
}

impl<T: Show> Show for OneOrMany<T> {
    fn outline(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.outline(f)
    }
}

impl<T: Show> Show for BTreeMap<String, T> {
    fn outline(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter().map(|(key, value)| (key, Outline(value)))).finish()
    }
}

/// Values that tell nothing about anybody, or whose debug output is redacted.
macro_rules! shown {
    ($($ty:ty),*) => {
        $(impl $crate::wire::Show for $ty {
            fn outline(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Debug::fmt(self, f)
            }
        })*
    };
}
pub(crate) use shown;

shown!(bool, i64, Data, Extra, Topic, Udid);

/// Values that can be of or about a person.
macro_rules! hidden {
    ($($ty:ty: $word:literal),*) => {
        $(impl Show for $ty {
            fn outline(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str($word)
            }
        })*
    };
}

hidden!(String: "(string)", f64: "(real)", Date: "(date)", Dynamic: "(value)");

/// Defines a dictionary: a key, its field and type on a line; first those without which it is not read or
/// made, then those that may be missing. An optional `group` is one field that several keys make.
macro_rules! wire {
    // Everything may be missing.
    (
        $(#[$meta:meta])*
        pub struct $name:ident { $( may { $($may:tt)* } )? }
    ) => {
        $crate::wire::wire! { @type [$(#[$meta])* #[derive(Default)]] $name [] [] [$($($may)*)?] }
    };
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $( group { $group:ident: $group_ty:ty } )?
            $( must { $($must:tt)* } )?
            $( may { $($may:tt)* } )?
        }
    ) => {
        $crate::wire::wire! {
            @type [$(#[$meta])*] $name [$($group: $group_ty)?] [$($($must)*)?] [$($($may)*)?]
        }
        $crate::wire::wire! { @new $name [$($group: $group_ty)?] [$($($must)*)?] [$($($may)*)?] }
    };
    (
        @new $name:ident
        [ $( $group:ident: $group_ty:ty )? ]
        [ $( $(#[$must_meta:meta])* $must_key:literal $must:ident: $must_ty:ty, )* ]
        [ $( $(#[$may_meta:meta])* $may_key:literal $may:ident: $may_ty:ty, )* ]
    ) => {
        impl $name {
            /// With what it cannot do without; every other key is missing.
            #[allow(clippy::too_many_arguments, reason = "as many as the schema requires")]
            #[must_use]
            pub fn new($($group: $group_ty,)? $($must: impl Into<$must_ty>,)*) -> Self {
                Self {
                    $( $group, )?
                    $( $must: $must.into(), )*
                    $( $may: None, )*
                    extra: mdm_plist::Extra::default(),
                }
            }
        }
    };
    (
        @type [$(#[$meta:meta])*] $name:ident
        [ $( $group:ident: $group_ty:ty )? ]
        [ $( $(#[$must_meta:meta])* $must_key:literal $must:ident: $must_ty:ty, )* ]
        [ $( $(#[$may_meta:meta])* $may_key:literal $may:ident: $may_ty:ty, )* ]
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq)]
        pub struct $name {
            $(
                #[doc = concat!("Of several keys, see [`", stringify!($group_ty), "`].")]
                pub $group: $group_ty,
            )?
            $(
                $(#[$must_meta])*
                #[doc = ""]
                #[doc = concat!("Key `", $must_key, "`.")]
                pub $must: $must_ty,
            )*
            $(
                $(#[$may_meta])*
                #[doc = ""]
                #[doc = concat!("Key `", $may_key, "`.")]
                pub $may: Option<$may_ty>,
            )*
            /// The keys that this type does not know.
            pub extra: mdm_plist::Extra,
        }

        impl $crate::wire::Body for $name {
            const KEYS: &'static [&'static str] = &[$($must_key,)* $($may_key,)*];

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
                $( $crate::wire::Group::serialize_keys(&self.$group, map)?; )?
                $( map.serialize_entry($must_key, &self.$must)?; )*
                $( $crate::wire::put(map, $may_key, &self.$may)?; )*
                let known = [
                    <Self as $crate::wire::Body>::KEYS,
                    $( <$group_ty as $crate::wire::Group>::KEYS, )?
                    reserved,
                ];
                $crate::wire::put_extra(map, &self.extra, &known)
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
                struct Keys;

                impl<'de> serde::de::Visitor<'de> for Keys {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str(concat!("a dictionary (", stringify!($name), ")"))
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<$name, A::Error> {
                        #[allow(dead_code, non_camel_case_types, reason = "places of the keys, by field")]
                        enum At { $($must,)* $($may,)* }
                        $( let mut $must: Option<$must_ty> = None; )*
                        $( let mut $may: Option<$may_ty> = None; )*
                        let mut extra = mdm_plist::Extra::default();
                        while let Some(key) = $crate::wire::next_key(&mut map, <$name as $crate::wire::Body>::KEYS)? {
                            match key {
                                $( $crate::wire::Key::Known(at) if at == At::$must as usize => {
                                    $crate::wire::set(&mut $must, &mut map, $must_key)?;
                                } )*
                                $( $crate::wire::Key::Known(at) if at == At::$may as usize => {
                                    $crate::wire::set(&mut $may, &mut map, $may_key)?;
                                } )*
                                $crate::wire::Key::Known(_) => {
                                    map.next_value::<serde::de::IgnoredAny>()?;
                                }
                                $crate::wire::Key::Unknown(key) => $crate::wire::keep(&mut extra, &mut map, key)?,
                            }
                        }
                        $(
                            let $group = <$group_ty as $crate::wire::Group>::read(&mut extra)?;
                            $crate::wire::remove(&mut extra, <$group_ty as $crate::wire::Group>::KEYS);
                        )?
                        Ok($name {
                            $( $group, )?
                            $( $must: match $must {
                                Some(value) => value,
                                None => return Err(serde::de::Error::missing_field($must_key)),
                            }, )*
                            $( $may, )*
                            extra,
                        })
                    }
                }

                deserializer.deserialize_map(Keys)
            }
        }

        /// Names the keys that are there, and shows of their values only what tells nothing about anybody.
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let keys: &[(&str, Option<&dyn $crate::wire::Show>)] = &[
                    $( (stringify!($group), Some(&self.$group)), )?
                    $( ($must_key, Some(&self.$must)), )*
                    $( ($may_key, $crate::wire::maybe(&self.$may)), )*
                ];
                $crate::wire::debug(f, stringify!($name), keys, &self.extra)
            }
        }

        $crate::wire::shown!($name);
    };
}
pub(crate) use wire;

/// Reads a word, whose own type keeps what it does not know.
pub(crate) fn read_word<'de, T: for<'a> From<&'a str>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    struct Word<T>(std::marker::PhantomData<T>);

    impl<T: for<'a> From<&'a str>> Visitor<'_> for Word<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string")
        }

        fn visit_str<E>(self, text: &str) -> Result<T, E> {
            Ok(text.into())
        }
    }

    deserializer.deserialize_str(Word(std::marker::PhantomData))
}

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
            $( $(#[$word_meta])* #[doc = concat!("`", $text, "`.")] $variant, )*
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
                $crate::wire::read_word(deserializer)
            }
        }

        $crate::wire::shown!($name);
    };
}
pub(crate) use words;

/// Several kinds of dictionary that one key tells apart, without that key.
pub(crate) trait Tagged: Sized {
    const TAG: &'static str;

    /// Reads the keys of the kind that the tag names.
    fn read<'de, D: Deserializer<'de>>(name: String, keys: D) -> Result<Self, D::Error>;
}

/// A dictionary whose tag is not known.
#[derive(Clone, PartialEq)]
pub struct OtherItem {
    name: String,
    keys: Extra,
}

impl OtherItem {
    pub(crate) fn read<'de, D: Deserializer<'de>>(name: String, keys: D) -> Result<Box<Self>, D::Error> {
        Ok(Box::new(Self { name, keys: Extra::deserialize(keys)? }))
    }

    /// What the tag says.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The other keys.
    #[must_use]
    pub fn keys(&self) -> &Extra {
        &self.keys
    }
}

/// The name can be anything that was sent.
impl fmt::Debug for OtherItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OtherItem").field("keys", &self.keys).finish_non_exhaustive()
    }
}

/// Defines a choice among dictionaries that one key tells apart.
macro_rules! tagged {
    (
        $(#[$meta:meta])*
        pub enum $name:ident by $tag:literal {
            $( $variant:ident($ty:ident) = $text:literal, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $( #[doc = concat!("`", $text, "`.")] $variant(Box<$ty>), )*
            /// Something without a type here.
            Other(Box<$crate::wire::OtherItem>),
        }

        impl $name {
            /// The names that have a type.
            pub const KNOWN: &[&str] = &[$($text,)*];

            /// The name on the wire.
            #[must_use]
            pub fn name(&self) -> &str {
                match self {
                    $( Self::$variant(_) => $text, )*
                    Self::Other(item) => item.name(),
                }
            }
        }

        $(
            impl From<$ty> for $name {
                fn from(item: $ty) -> Self {
                    Self::$variant(Box::new(item))
                }
            }
        )*

        impl $crate::wire::Tagged for $name {
            const TAG: &'static str = $tag;

            fn read<'de, D: serde::Deserializer<'de>>(name: String, keys: D) -> Result<Self, D::Error> {
                match name.as_str() {
                    $( $text => serde::Deserialize::deserialize(keys).map(Self::$variant), )*
                    _ => $crate::wire::OtherItem::read(name, keys).map(Self::Other),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(None)?;
                serde::ser::SerializeMap::serialize_entry(&mut map, $tag, self.name())?;
                match self {
                    $( Self::$variant(item) => $crate::wire::Body::serialize_keys(&**item, &mut map, &[$tag])?, )*
                    Self::Other(item) => $crate::wire::put_extra(&mut map, item.keys(), &[&[$tag]])?,
                }
                serde::ser::SerializeMap::end(map)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::wire::read_tagged(deserializer)
            }
        }

        $crate::wire::shown!($name);
    };
}
pub(crate) use tagged;
