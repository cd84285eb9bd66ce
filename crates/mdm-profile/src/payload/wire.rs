//! How a table of keys becomes a type: the macros that the generated tables are written with, and what the types share.
//!
//! A profile is read as a whole before anybody knows which payloads are in it, so these types are made out of the
//! values of a dictionary and shown as a [`View`]; what writes, shows and checks them works on views and is there once.
//! So a type costs little to compile, and there are hundreds.

pub(crate) use std::collections::BTreeMap;

use mdm_plist::Dictionary;
pub(crate) use mdm_plist::{Data, Date, Extra, Value};

#[allow(unused_imports, reason = "some families, which are features, have no such secret")]
pub(crate) use super::secrets::{IdentityContent, Password, ScepChallenge, SharedSecret};
pub(crate) use super::view::View;

/// A type that a value of a property list can be.
pub(crate) trait Wire: Sized {
    fn read(value: &Value) -> Result<Self, Misfit>;

    fn view(&self) -> View<'_>;
}

/// A value is not what its type says. It names the place and not the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Misfit {
    /// The names of the keys from the inside out, and numbers of items.
    path: Vec<String>,
    expected: &'static str,
}

impl Misfit {
    pub(crate) const fn new(expected: &'static str) -> Self {
        Self { path: Vec::new(), expected }
    }

    pub(crate) fn inside(mut self, key: impl Into<String>) -> Self {
        self.path.push(key.into());
        self
    }

    /// As in `EAPClientConfiguration.AcceptEAPTypes[0]`.
    pub(crate) fn path(&self) -> String {
        let mut path = String::new();
        for name in self.path.iter().rev() {
            if !path.is_empty() && !name.starts_with('[') {
                path.push('.');
            }
            path.push_str(name);
        }
        path
    }
}

/// The values of the keys that a type knows, in its order, and the others.
pub(crate) struct Slots<'a> {
    known: std::vec::IntoIter<(&'static str, Option<&'a Value>)>,
    others: Dictionary,
}

impl<'a> Slots<'a> {
    /// `reserved` are keys that are no others either; `None` are all.
    pub(crate) fn of(
        value: &'a Value,
        keys: &[&'static str],
        reserved: Option<&[&str]>,
    ) -> Result<Self, Misfit> {
        let dictionary = value.as_dictionary().ok_or(Misfit::new("a dictionary"))?;
        let known: Vec<_> = keys.iter().map(|key| (*key, dictionary.get(key))).collect();
        let mut others = Dictionary::new();
        if let Some(reserved) = reserved {
            let unknown = |key: &str| !keys.contains(&key) && !reserved.contains(&key);
            let unknown = dictionary.iter().filter(|(key, _)| unknown(key));
            others.extend(unknown.map(|(key, value)| (key.clone(), value.clone())));
        }
        Ok(Self { known: known.into_iter(), others })
    }

    pub(crate) fn must<T: Wire>(&mut self) -> Result<T, Misfit> {
        match self.known.next() {
            Some((key, Some(value))) => T::read(value).map_err(|misfit| misfit.inside(key)),
            Some((key, None)) => Err(Misfit::new("a value").inside(key)),
            None => Err(Misfit::new("a key")),
        }
    }

    pub(crate) fn may<T: Wire>(&mut self) -> Result<Option<T>, Misfit> {
        match self.known.next() {
            Some((key, Some(value))) => T::read(value).map(Some).map_err(|misfit| misfit.inside(key)),
            _ => Ok(None),
        }
    }

    pub(crate) fn others(self) -> Extra {
        Extra(self.others)
    }
}

pub(crate) fn maybe<T: Wire>(value: &Option<T>) -> Option<View<'_>> {
    value.as_ref().map(Wire::view)
}

/// Defines a dictionary: a key, its field and type on a line; first those without which it is not read or made, then
/// those that may be missing.
macro_rules! keys {
    // Everything may be missing.
    (
        $(#[$meta:meta])*
        pub struct $name:ident { $( may { $($may:tt)* } )? }
    ) => {
        $crate::payload::wire::keys! { @type [$(#[$meta])* #[derive(Default)]] $name [] [$($($may)*)?] }
    };
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            must { $($must:tt)* }
            $( may { $($may:tt)* } )?
        }
    ) => {
        $crate::payload::wire::keys! { @type [$(#[$meta])*] $name [$($must)*] [$($($may)*)?] }
        $crate::payload::wire::keys! { @new $name [$($must)*] [$($($may)*)?] }
    };
    (
        @new $name:ident
        [ $( $(#[$must_meta:meta])* $must_key:literal $must:ident: $must_ty:ty, )* ]
        [ $( $(#[$may_meta:meta])* $may_key:literal $may:ident: $may_ty:ty, )* ]
    ) => {
        impl $name {
            /// With what it cannot do without; every other key is missing.
            #[allow(clippy::too_many_arguments, reason = "as many as the schema requires")]
            #[must_use]
            pub fn new($($must: impl Into<$must_ty>,)*) -> Self {
                Self {
                    $( $must: $must.into(), )*
                    $( $may: None, )*
                    extra: mdm_plist::Extra::default(),
                }
            }
        }
    };
    (
        @type [$(#[$meta:meta])*] $name:ident
        [ $( $(#[$must_meta:meta])* $must_key:literal $must:ident: $must_ty:ty, )* ]
        [ $( $(#[$may_meta:meta])* $may_key:literal $may:ident: $may_ty:ty, )* ]
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq)]
        pub struct $name {
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

        impl $name {
            pub(crate) const KEYS: &[&str] = &[$($must_key,)* $($may_key,)*];

            /// Reads it out of a dictionary that has other keys too.
            pub(crate) fn read_keys(
                value: &mdm_plist::Value,
                reserved: &[&str],
            ) -> Result<Self, $crate::payload::wire::Misfit> {
                #[allow(unused_mut, reason = "some have no keys")]
                let mut slots = $crate::payload::wire::Slots::of(value, Self::KEYS, Some(reserved))?;
                Ok(Self { $( $must: slots.must()?, )* $( $may: slots.may()?, )* extra: slots.others() })
            }
        }

        impl $crate::payload::wire::Wire for $name {
            fn read(value: &mdm_plist::Value) -> Result<Self, $crate::payload::wire::Misfit> {
                Self::read_keys(value, &[])
            }

            fn view(&self) -> $crate::payload::wire::View<'_> {
                let values = [
                    $( Some($crate::payload::wire::Wire::view(&self.$must)), )*
                    $( $crate::payload::wire::maybe(&self.$may), )*
                ];
                $crate::payload::wire::View::of_keys(Self::KEYS, values, &self.extra)
            }
        }

        /// Names the keys that are there, and shows of their values only what tells nothing about anybody.
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::payload::wire::Wire::view(self).outline(stringify!($name), f)
            }
        }
    };
}
pub(crate) use keys;

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

            /// The word in the profile.
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

        /// Two words are equal when they are the same in the profile.
        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl Eq for $name {}

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    Self::Other(text) => write!(f, "Other({} bytes)", text.len()),
                    known => f.write_str(known.as_str()),
                }
            }
        }

        impl $crate::payload::wire::Wire for $name {
            fn read(value: &mdm_plist::Value) -> Result<Self, $crate::payload::wire::Misfit> {
                $crate::payload::wire::text(value).map(Self::from)
            }

            fn view(&self) -> $crate::payload::wire::View<'_> {
                match self {
                    Self::Other(text) => $crate::payload::wire::View::Text(text),
                    known => $crate::payload::wire::View::Word(known.as_str()),
                }
            }
        }
    };
}
pub(crate) use words;

pub(crate) fn text(value: &Value) -> Result<&str, Misfit> {
    value.as_string().ok_or(Misfit::new("a string"))
}

pub(crate) fn bytes(value: &Value) -> Result<&[u8], Misfit> {
    value.as_data().ok_or(Misfit::new("data"))
}

impl Wire for String {
    fn read(value: &Value) -> Result<Self, Misfit> {
        text(value).map(str::to_owned)
    }

    fn view(&self) -> View<'_> {
        View::Text(self)
    }
}

impl Wire for bool {
    fn read(value: &Value) -> Result<Self, Misfit> {
        value.as_boolean().ok_or(Misfit::new("true or false"))
    }

    fn view(&self) -> View<'_> {
        View::Boolean(*self)
    }
}

impl Wire for i64 {
    fn read(value: &Value) -> Result<Self, Misfit> {
        value.as_signed_integer().ok_or(Misfit::new("an integer"))
    }

    fn view(&self) -> View<'_> {
        View::Integer(*self)
    }
}

/// A whole number is a number.
impl Wire for f64 {
    fn read(value: &Value) -> Result<Self, Misfit> {
        let whole = value.as_signed_integer().and_then(|whole| i32::try_from(whole).ok()).map(Self::from);
        value.as_real().or(whole).ok_or(Misfit::new("a number"))
    }

    fn view(&self) -> View<'_> {
        View::Real(*self)
    }
}

impl Wire for Data {
    fn read(value: &Value) -> Result<Self, Misfit> {
        bytes(value).map(Self::from)
    }

    fn view(&self) -> View<'_> {
        View::Data(self)
    }
}

impl Wire for Date {
    fn read(value: &Value) -> Result<Self, Misfit> {
        let date = value.as_date().ok_or(Misfit::new("a date"))?;
        Self::try_from(date).map_err(|_| Misfit::new("a date"))
    }

    fn view(&self) -> View<'_> {
        View::Date(*self)
    }
}

impl Wire for Value {
    fn read(value: &Value) -> Result<Self, Misfit> {
        Ok(value.clone())
    }

    fn view(&self) -> View<'_> {
        View::of_value(self)
    }
}

impl Wire for Extra {
    fn read(value: &Value) -> Result<Self, Misfit> {
        value.as_dictionary().cloned().map(Self).ok_or(Misfit::new("a dictionary"))
    }

    fn view(&self) -> View<'_> {
        View::of_dictionary(self)
    }
}

/// One text or several: where Apple's schema says one and its reference also several (`SubjectAltName` of an identity).
#[derive(Clone, PartialEq, Eq)]
pub enum Texts {
    /// One, as a string.
    One(String),
    /// An array, of one too.
    Many(Vec<String>),
}

impl From<&str> for Texts {
    fn from(text: &str) -> Self {
        Self::One(text.to_owned())
    }
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.view().fmt(f)
    }
}

impl Wire for Texts {
    fn read(value: &Value) -> Result<Self, Misfit> {
        match value {
            Value::Array(_) => Vec::read(value).map(Self::Many),
            _ => String::read(value).map(Self::One),
        }
    }

    fn view(&self) -> View<'_> {
        match self {
            Self::One(text) => text.view(),
            Self::Many(texts) => texts.view(),
        }
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn read(value: &Value) -> Result<Self, Misfit> {
        let items = value.as_array().ok_or(Misfit::new("an array"))?.iter().enumerate();
        items.map(|(at, item)| T::read(item).map_err(|misfit| misfit.inside(format!("[{at}]")))).collect()
    }

    fn view(&self) -> View<'_> {
        View::List(self.iter().map(Wire::view).collect())
    }
}

impl<T: Wire> Wire for BTreeMap<String, T> {
    fn read(value: &Value) -> Result<Self, Misfit> {
        let entries = value.as_dictionary().ok_or(Misfit::new("a dictionary"))?.iter();
        let read = |(key, value): (&String, &Value)| match T::read(value) {
            Ok(value) => Ok((key.clone(), value)),
            Err(misfit) => Err(misfit.inside(key)),
        };
        entries.map(read).collect()
    }

    fn view(&self) -> View<'_> {
        View::Keys(self.iter().map(|(key, value)| (key.as_str(), value.view())).collect())
    }
}
