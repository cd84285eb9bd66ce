//! Values that several keys make: which of them must be there, no schema can say.

use std::fmt;

use mdm_plist::{Extra, Value};
use serde::de::Error as DeError;
use serde::ser::SerializeMap;

use crate::wire::{Group, read_text, read_unsigned, refused, shown};

/// Defines a choice of exactly one key: a variant, its key, and how it is read and shown on a line.
macro_rules! one_of {
    (
        $(#[$meta:meta])*
        pub enum $name:ident, $expected:literal {
            $( $(#[$variant_meta:meta])* $variant:ident($ty:ty) = $key:literal, $read:ident, $show:ident; )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq)]
        pub enum $name {
            $( $(#[$variant_meta])* #[doc = ""] #[doc = concat!("Key `", $key, "`.")] $variant($ty), )*
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $( Self::$variant(value) => write!(f, "{}({})", stringify!($variant), $show(value)), )*
                }
            }
        }

        shown!($name);

        impl Group for $name {
            const KEYS: &'static [&'static str] = &[$($key,)*];

            fn read<E: DeError>(extra: &Extra) -> Result<Self, E> {
                let mut found = Vec::new();
                $( found.extend($read(extra, $key)?.map(Self::$variant)); )*
                match (found.pop(), found.pop()) {
                    (Some(one), None) => Ok(one),
                    _ => Err(refused($expected)),
                }
            }

            fn serialize_keys<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                match self {
                    $( Self::$variant(value) => map.serialize_entry($key, value), )*
                }
            }
        }
    };
}

one_of! {
    /// Which app to install: exactly one of three keys.
    pub enum AppSource, "exactly one of iTunesStoreID, Identifier and ManifestURL" {
        /// Its number in the App Store.
        ITunesStoreId(u64) = "iTunesStoreID", read_unsigned, number;
        /// Its bundle identifier.
        Identifier(String) = "Identifier", read_text, escaped;
        /// Where its manifest is, `https:`. Hidden in `Debug`: it can carry the right to download.
        ManifestUrl(String) = "ManifestURL", read_text, hidden;
    }
}

one_of! {
    /// Which app of an organization to install on a Mac: exactly one of two keys.
    pub enum EnterpriseAppSource, "exactly one of Manifest and ManifestURL" {
        /// The manifest itself; [`AppManifest`](crate::AppManifest) has its keys.
        Manifest(Extra) = "Manifest", read_dictionary, dictionary;
        /// Where its manifest is, `https:`. Hidden in `Debug`.
        ManifestUrl(String) = "ManifestURL", read_text, hidden;
    }
}

one_of! {
    /// Which book to install: exactly one of two keys.
    pub enum MediaSource, "exactly one of iTunesStoreID and MediaURL" {
        /// Its number in the store.
        ITunesStoreId(u64) = "iTunesStoreID", read_unsigned, number;
        /// Where it is. Hidden in `Debug`.
        MediaUrl(String) = "MediaURL", read_text, hidden;
    }
}

one_of! {
    /// Which book to remove: exactly one of two keys.
    pub enum MediaReference, "exactly one of iTunesStoreID and PersistentID" {
        /// Its number in the store, as text.
        ITunesStoreId(String) = "iTunesStoreID", read_text, escaped;
        /// The identifier that the server gave it.
        PersistentId(String) = "PersistentID", read_text, escaped;
    }
}

fn number(number: &u64) -> String {
    number.to_string()
}

fn escaped(text: &str) -> String {
    text.escape_debug().to_string()
}

fn hidden(_: &str) -> String {
    "string".to_owned()
}

fn dictionary(keys: &Extra) -> String {
    format!("{keys:?}")
}

fn read_dictionary<E: DeError>(extra: &Extra, key: &str) -> Result<Option<Extra>, E> {
    match extra.get(key) {
        None => Ok(None),
        Some(Value::Dictionary(keys)) => Ok(Some(Extra(keys.clone()))),
        Some(_) => Err(refused(&format!("a dictionary as {key}"))),
    }
}

/// What the lock screen shows in Lost Mode: a message, a phone number, or both.
#[derive(Clone, PartialEq, Eq)]
pub enum LostModeNotice {
    /// `Message`.
    Message(String),
    /// `PhoneNumber`.
    PhoneNumber(String),
    /// `Message` and `PhoneNumber`.
    Both {
        /// `Message`.
        message: String,
        /// `PhoneNumber`.
        phone_number: String,
    },
}

impl LostModeNotice {
    /// The message.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        match self {
            Self::Message(message) | Self::Both { message, .. } => Some(message),
            Self::PhoneNumber(_) => None,
        }
    }

    /// The phone number.
    #[must_use]
    pub fn phone_number(&self) -> Option<&str> {
        match self {
            Self::PhoneNumber(number) | Self::Both { phone_number: number, .. } => Some(number),
            Self::Message(_) => None,
        }
    }
}

impl fmt::Debug for LostModeNotice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Message(_) => "Message(string)",
            Self::PhoneNumber(_) => "PhoneNumber(string)",
            Self::Both { .. } => "Both(string, string)",
        })
    }
}

shown!(LostModeNotice);

impl Group for LostModeNotice {
    const KEYS: &'static [&'static str] = &["Message", "PhoneNumber"];

    fn read<E: DeError>(extra: &Extra) -> Result<Self, E> {
        match (read_text(extra, "Message")?, read_text(extra, "PhoneNumber")?) {
            (Some(message), None) => Ok(Self::Message(message)),
            (None, Some(number)) => Ok(Self::PhoneNumber(number)),
            (Some(message), Some(phone_number)) => Ok(Self::Both { message, phone_number }),
            (None, None) => Err(refused("Message or PhoneNumber")),
        }
    }

    fn serialize_keys<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        if let Some(message) = self.message() {
            map.serialize_entry("Message", message)?;
        }
        if let Some(number) = self.phone_number() {
            map.serialize_entry("PhoneNumber", number)?;
        }
        Ok(())
    }
}
