//! Values that several keys make: which of them must be there, no schema can say.

use std::fmt;

use mdm_plist::{Extra, Value};
use serde::de::Error as DeError;
use serde::ser::SerializeMap;

use crate::wire::{Group, read_text, read_unsigned, refused, shown};
use crate::{Password, PrivateKey};

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

            fn read<E: DeError>(extra: &mut Extra) -> Result<Self, E> {
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

/// Defines a choice of one or both of two texts: for each a variant, a field, and its key.
macro_rules! one_or_both {
    (
        $(#[$meta:meta])*
        pub enum $name:ident, $expected:literal {
            $first:ident $first_field:ident = $first_key:literal,
            $second:ident $second_field:ident = $second_key:literal,
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq)]
        pub enum $name {
            #[doc = concat!("`", $first_key, "`.")]
            $first(String),
            #[doc = concat!("`", $second_key, "`.")]
            $second(String),
            #[doc = concat!("`", $first_key, "` and `", $second_key, "`.")]
            Both {
                #[doc = concat!("`", $first_key, "`.")]
                $first_field: String,
                #[doc = concat!("`", $second_key, "`.")]
                $second_field: String,
            },
        }

        impl $name {
            #[doc = concat!("`", $first_key, "`.")]
            #[must_use]
            pub fn $first_field(&self) -> Option<&str> {
                match self {
                    Self::$first(text) | Self::Both { $first_field: text, .. } => Some(text),
                    Self::$second(_) => None,
                }
            }

            #[doc = concat!("`", $second_key, "`.")]
            #[must_use]
            pub fn $second_field(&self) -> Option<&str> {
                match self {
                    Self::$second(text) | Self::Both { $second_field: text, .. } => Some(text),
                    Self::$first(_) => None,
                }
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self {
                    Self::$first(_) => concat!(stringify!($first), "(string)"),
                    Self::$second(_) => concat!(stringify!($second), "(string)"),
                    Self::Both { .. } => "Both(string, string)",
                })
            }
        }

        shown!($name);

        impl Group for $name {
            const KEYS: &'static [&'static str] = &[$first_key, $second_key];

            fn read<E: DeError>(extra: &mut Extra) -> Result<Self, E> {
                match (read_text(extra, $first_key)?, read_text(extra, $second_key)?) {
                    (Some(text), None) => Ok(Self::$first(text)),
                    (None, Some(text)) => Ok(Self::$second(text)),
                    (Some($first_field), Some($second_field)) => Ok(Self::Both { $first_field, $second_field }),
                    (None, None) => Err(refused($expected)),
                }
            }

            fn serialize_keys<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                if let Some(text) = self.$first_field() {
                    map.serialize_entry($first_key, text)?;
                }
                if let Some(text) = self.$second_field() {
                    map.serialize_entry($second_key, text)?;
                }
                Ok(())
            }
        }
    };
}

one_or_both! {
    /// What the lock screen shows in Lost Mode: a message, a phone number, or both.
    pub enum LostModeNotice, "Message or PhoneNumber" {
        Message message = "Message",
        PhoneNumber phone_number = "PhoneNumber",
    }
}

one_or_both! {
    /// Where the screen is to be shown: by name, by hardware address (`xx:xx:xx:xx:xx`), or both.
    pub enum MirroringDestination, "DestinationName or DestinationDeviceID" {
        Name name = "DestinationName",
        DeviceId device_id = "DestinationDeviceID",
    }
}

one_or_both! {
    /// Which system update: by product key, by version, or both. A rapid security response has a key only.
    pub enum UpdateProduct, "ProductKey or ProductVersion" {
        Key key = "ProductKey",
        Version version = "ProductVersion",
    }
}

/// Which users to delete: one, or all.
///
/// A command that names one and asks for all is refused: whoever wrote it did not mean both.
#[derive(Clone, PartialEq, Eq)]
pub enum UsersToDelete {
    /// `UserName`.
    One(String),
    /// `DeleteAllUsers`.
    All,
}

impl fmt::Debug for UsersToDelete {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::One(_) => "One(string)",
            Self::All => "All",
        })
    }
}

shown!(UsersToDelete);

impl Group for UsersToDelete {
    const KEYS: &'static [&'static str] = &["UserName", "DeleteAllUsers"];

    fn read<E: DeError>(extra: &mut Extra) -> Result<Self, E> {
        let all = match extra.get("DeleteAllUsers") {
            None => false,
            Some(Value::Boolean(all)) => *all,
            Some(_) => return Err(refused("a boolean as DeleteAllUsers")),
        };
        match (read_text(extra, "UserName")?, all) {
            (Some(name), false) => Ok(Self::One(name)),
            (None, true) => Ok(Self::All),
            _ => Err(refused("UserName, or DeleteAllUsers that is true")),
        }
    }

    fn serialize_keys<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        match self {
            Self::One(name) => map.serialize_entry("UserName", name),
            Self::All => map.serialize_entry("DeleteAllUsers", &true),
        }
    }
}

/// What opens a volume that FileVault protects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileVaultSecret {
    /// `Password`: that of a user, or the personal recovery key where the volume is of CoreStorage.
    Password(Password),
    /// `PrivateKeyExport` and `PrivateKeyExportPassword`: the institutional recovery key. Of no use on an APFS volume.
    PrivateKey {
        /// PKCS#12.
        export: PrivateKey,
        /// That of the PKCS#12.
        password: Password,
    },
}

shown!(FileVaultSecret);

impl Group for FileVaultSecret {
    const KEYS: &'static [&'static str] = &["Password", "PrivateKeyExport", "PrivateKeyExportPassword"];

    fn read<E: DeError>(extra: &mut Extra) -> Result<Self, E> {
        let mut take = |key| extra.get_mut(key).map(|value| std::mem::replace(value, Value::Boolean(false)));
        let password = |value| match value {
            Value::String(text) => Ok(Password::new(text)),
            _ => Err(refused("a string as a password")),
        };
        // JSON has data as text where the type is known.
        let export = |value| match value {
            Value::Data(bytes) => Ok(PrivateKey::new(bytes)),
            value => serde::Deserialize::deserialize(crate::wire::ValueDeserializer::new(value)),
        };
        match (take("Password"), take("PrivateKeyExport"), take("PrivateKeyExportPassword")) {
            (Some(text), None, None) => password(text).map(Self::Password),
            (None, Some(key), Some(text)) => {
                Ok(Self::PrivateKey { export: export(key)?, password: password(text)? })
            }
            _ => Err(refused("Password, or PrivateKeyExport and PrivateKeyExportPassword")),
        }
    }

    fn serialize_keys<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        match self {
            Self::Password(password) => map.serialize_entry("Password", password),
            Self::PrivateKey { export, password } => {
                map.serialize_entry("PrivateKeyExport", export)?;
                map.serialize_entry("PrivateKeyExportPassword", password)
            }
        }
    }
}
