//! Declarative management: what a device should be, and what it says that it is.
//!
//! A server serves three documents and takes one; all are JSON inside of the check-in message
//! [`DeclarativeManagementMessage`], whose [`Endpoint`] says which. [`TokensResponse`] tells whether anything
//! changed, [`DeclarationItemsResponse`] what there is, [`Declaration`] one of them; [`StatusReport`] comes from the
//! device.
//!
//! ```
//! use mdm_apple::Body as _;
//! use mdm_apple::declarations::{Declaration, DeclarationPayload, PasscodeSettings, StatusItem, StatusReport};
//!
//! let mut passcode = PasscodeSettings::default();
//! passcode.require_passcode = Some(true);
//! let declaration = Declaration::new("passcode", "1", passcode);
//! let json = declaration.encode()?;
//! assert!(json.starts_with(br#"{"Type":"com.apple.configuration.passcode.settings","Identifier":"passcode""#));
//! let read = Declaration::decode(&json, &Default::default())?;
//! assert!(matches!(read.payload, DeclarationPayload::PasscodeSettings(_)));
//!
//! let report = br#"{"StatusItems": {"device": {"model": {"family": "iPhone"}}}, "Errors": []}"#;
//! let report = StatusReport::from_json(report, &Default::default())?;
//! assert_eq!(report.status_items.items(), [Ok(StatusItem::DeviceModelFamily("iPhone".to_owned()))]);
//! # Ok::<(), mdm_apple::Error>(())
//! ```
//!
//! Sources: Apple's device-management schema (the declarations of the first seed of 27.0, status items of iOS
//! 18.3); Leveraging the declarative management data model to scale devices (read 2026-08).

mod tables;

use std::fmt;

use mdm_plist::{Dictionary, Dynamic, Extra, Limits, Value};
use serde::de::value::Error as ValueError;
use serde::de::{DeserializeSeed, Deserializer, Error as DeError, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};

pub use self::tables::*;
use crate::support::{self, DeviceFacts, Refusal};
use crate::wire::{Inner, Show, Unknown, ValueDeserializer, shown, wire};
use crate::{DeclarativeManagementMessage, Error};

/// One declaration, as a server serves it.
#[derive(Clone, PartialEq)]
pub struct Declaration {
    /// What names it: at most 64 bytes. Needs to be unique among those of the device.
    pub identifier: String,
    /// What names this revision of it: at most 64 bytes.
    pub server_token: String,
    /// What it says, by `Type`.
    pub payload: DeclarationPayload,
    /// The keys beside these.
    pub extra: Extra,
}

impl Declaration {
    /// A revision of a declaration.
    #[must_use]
    pub fn new(
        identifier: impl Into<String>,
        server_token: impl Into<String>,
        payload: impl Into<DeclarationPayload>,
    ) -> Self {
        Self {
            identifier: identifier.into(),
            server_token: server_token.into(),
            payload: payload.into(),
            extra: Extra::default(),
        }
    }

    /// Reads a declaration, as a device does. A type that is not known is kept.
    ///
    /// # Errors
    ///
    /// [`Error::UnreadableJson`] and [`Error::TooLongJson`].
    pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Self, Error> {
        crate::json::decode(bytes, limits)
    }

    /// Writes the declaration.
    ///
    /// # Errors
    ///
    /// [`Error::UnwritableJson`] when an unknown key holds what JSON cannot.
    pub fn encode(&self) -> Result<Vec<u8>, Error> {
        crate::json::encode(self)
    }

    /// What kind it is, by its type; `None` for a type that follows no rule.
    #[must_use]
    pub fn kind(&self) -> Option<DeclarationKind> {
        let rest = self.payload.name().strip_prefix("com.apple.")?;
        DeclarationKind::ALL
            .into_iter()
            .find(|kind| rest.strip_prefix(kind.as_str()).is_some_and(|rest| rest.starts_with('.')))
    }

    /// Every reason for which the device would refuse it or ignore a key of it, as
    /// [`support::DECLARATIONS`] knows them.
    #[must_use]
    pub fn validate(&self, facts: &DeviceFacts) -> Vec<Refusal> {
        let keys = || mdm_plist::from_slice(&mdm_plist::to_vec(&self.payload).ok()?).ok();
        crate::validate::validate_keys(support::DECLARATIONS, self.payload.name(), facts, false, keys)
    }
}

/// What it says is shown as far as it tells nothing about anybody.
impl fmt::Debug for Declaration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut fields = f.debug_struct("Declaration");
        fields.field("identifier", &self.identifier).field("payload", &self.payload);
        if !self.extra.is_empty() {
            fields.field("extra", &self.extra);
        }
        fields.finish_non_exhaustive()
    }
}

impl Serialize for Declaration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("Type", self.payload.name())?;
        map.serialize_entry("Identifier", &self.identifier)?;
        map.serialize_entry("ServerToken", &self.server_token)?;
        map.serialize_entry("Payload", &self.payload)?;
        crate::wire::put_extra(&mut map, &self.extra, &[KEYS])?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Declaration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;

        impl<'de> Visitor<'de> for Keys {
            type Value = Declaration;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a declaration")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Declaration, A::Error> {
                let (mut name, mut identifier, mut server_token) = (None, None, None);
                let (mut early, mut payload) = (None, None);
                let mut extra = Extra::default();
                while let Some(key) = map.next_key::<String>()? {
                    match key.as_str() {
                        "Type" => crate::wire::set::<String, A>(&mut name, &mut map, "Type")?,
                        "Identifier" => crate::wire::set(&mut identifier, &mut map, "Identifier")?,
                        "ServerToken" => crate::wire::set(&mut server_token, &mut map, "ServerToken")?,
                        "Payload" if early.is_some() || payload.is_some() => {
                            return Err(A::Error::duplicate_field("Payload"));
                        }
                        "Payload" => match &name {
                            Some(name) => payload = Some(map.next_value_seed(PayloadOf(name.clone()))?),
                            // The type is not known yet: what it means is read afterwards.
                            None => early = Some(map.next_value::<Dynamic>()?.0),
                        },
                        _ => crate::wire::keep(&mut extra, &mut map, key)?,
                    }
                }
                let name = name.ok_or_else(|| A::Error::missing_field("Type"))?;
                if let Some(value) = early {
                    payload = Some(PayloadOf(name).deserialize(ValueDeserializer::new(value))?);
                }
                Ok(Declaration {
                    identifier: identifier.ok_or_else(|| A::Error::missing_field("Identifier"))?,
                    server_token: server_token.ok_or_else(|| A::Error::missing_field("ServerToken"))?,
                    payload: payload.ok_or_else(|| A::Error::missing_field("Payload"))?,
                    extra,
                })
            }
        }

        deserializer.deserialize_map(Keys)
    }
}

struct PayloadOf(String);

impl<'de> DeserializeSeed<'de> for PayloadOf {
    type Value = DeclarationPayload;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<DeclarationPayload, D::Error> {
        DeclarationPayload::read(self.0, deserializer)
    }
}

const KEYS: &[&str] = &["Type", "Identifier", "ServerToken", "Payload"];

/// The kinds of declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeclarationKind {
    /// Says which configurations hold, and when.
    Activation,
    /// Says how the device should be.
    Configuration,
    /// Data that configurations name.
    Asset,
    /// Says something about the management itself.
    Management,
}

impl DeclarationKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Activation, Self::Configuration, Self::Asset, Self::Management];

    /// The word in types and endpoints.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Activation => "activation",
            Self::Configuration => "configuration",
            Self::Asset => "asset",
            Self::Management => "management",
        }
    }
}

/// What a device wants of the declarative part of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Endpoint<'a> {
    /// `tokens`: a [`TokensResponse`].
    Tokens,
    /// `declaration-items`: a [`DeclarationItemsResponse`].
    DeclarationItems,
    /// `declaration/KIND/IDENTIFIER`: a [`Declaration`], or 404.
    Declaration(DeclarationKind, &'a str),
    /// `status`: the message carries a [`StatusReport`].
    Status,
}

impl<'a> Endpoint<'a> {
    /// The endpoint of a text; `None` for one that is not known.
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        match text {
            "tokens" => Some(Self::Tokens),
            "declaration-items" => Some(Self::DeclarationItems),
            "status" => Some(Self::Status),
            _ => {
                let (kind, identifier) = text.strip_prefix("declaration/")?.split_once('/')?;
                let kind = DeclarationKind::ALL.into_iter().find(|known| known.as_str() == kind)?;
                (!identifier.is_empty()).then_some(Self::Declaration(kind, identifier))
            }
        }
    }
}

impl DeclarativeManagementMessage {
    /// What the device wants; `None` for something that is not known.
    #[must_use]
    pub fn wants(&self) -> Option<Endpoint<'_>> {
        Endpoint::parse(&self.endpoint)
    }
}

wire! {
    /// What the device compares with what it has: other tokens make it fetch the declaration items.
    ///
    /// Apple's schema names no keys; they are those of the documentation (Apple, SynchronizationTokens, read 2026-08).
    pub struct SyncTokens {
        must {
            /// At most 256 bytes; another one when any declaration changed.
            "DeclarationsToken" declarations_token: String,
        }
        may {
            /// When the token was made, RFC 3339.
            "Timestamp" timestamp: String,
        }
    }
}

/// The status items of a report: dictionaries in dictionaries, whose keys make the items' dotted names.
#[derive(Clone, Default, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct StatusItems(pub Extra);

/// As they came; secrets and items that are not known are marked.
impl Serialize for StatusItems {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Names { keys: &self.0, outer: "" }.serialize(serializer)
    }
}

struct Names<'a> {
    keys: &'a Dictionary,
    outer: &'a str,
}

impl Serialize for Names<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.keys.len()))?;
        for (key, value) in self.keys {
            let name = dotted(self.outer, key);
            match value {
                _ if SECRET_ITEMS.contains(&name.as_str()) => map.serialize_entry(key, &Secret(value))?,
                _ if StatusItem::KNOWN.contains(&name.as_str()) => map.serialize_entry(key, &Inner(value))?,
                Value::Dictionary(keys) if !keys.is_empty() => {
                    map.serialize_entry(key, &Names { keys, outer: &name })?;
                }
                value => map.serialize_entry(key, &Unknown(value))?,
            }
        }
        map.end()
    }
}

struct Secret<'a>(&'a Value);

impl Serialize for Secret<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(crate::marker::SECRET, &Inner(self.0))
    }
}

/// The items that are secrets as a whole; a test holds them against the types.
const SECRET_ITEMS: &[&str] = &["enhanced-logging.applecare-token", "mdm.push-magic", "mdm.push-token"];

fn dotted(outer: &str, key: &str) -> String {
    if outer.is_empty() { key.to_owned() } else { format!("{outer}.{key}") }
}

impl StatusItems {
    /// The items in the order of the report: typed when the name is known, [`StatusItem::Other`] when not. One that
    /// cannot be read does not stop the others.
    #[must_use]
    pub fn items(&self) -> Vec<Result<StatusItem, InvalidStatusItem>> {
        let mut items = Vec::new();
        collect(&self.0, "", &mut items);
        items
    }

    /// Puts an item in, in the place of one with the same name.
    ///
    /// # Errors
    ///
    /// [`Error::UnwritableJson`] when an unknown key holds what JSON cannot.
    pub fn insert(&mut self, item: &StatusItem) -> Result<(), Error> {
        let json = item.to_json()?;
        let Dynamic(value) = crate::json::decode(&json, &Limits::default().with_bytes(usize::MAX))?;
        let mut names = item.name().split('.');
        let last = names.next_back().unwrap_or_default();
        let mut keys: &mut Dictionary = &mut self.0;
        for name in names {
            if !matches!(keys.get(name), Some(Value::Dictionary(_))) {
                keys.insert(name.to_owned(), Value::Dictionary(Dictionary::new()));
            }
            match keys.get_mut(name) {
                Some(Value::Dictionary(inner)) => keys = inner,
                _ => return Err(Error::UnwritableJson),
            }
        }
        keys.insert(last.to_owned(), value);
        Ok(())
    }
}

fn collect(keys: &Dictionary, outer: &str, items: &mut Vec<Result<StatusItem, InvalidStatusItem>>) {
    for (key, value) in keys {
        let name = dotted(outer, key);
        match value {
            _ if StatusItem::KNOWN.contains(&name.as_str()) => {
                let read = StatusItem::read(&name, value.clone());
                items.push(read.map_err(|_| InvalidStatusItem { name }));
            }
            // Whether a dictionary is a name or a value is not told of what is not known.
            Value::Dictionary(inner) if !inner.is_empty() => collect(inner, &name, items),
            value => items
                .push(Ok(StatusItem::Other(Box::new(OtherStatusItem { name, value: value.clone().into() })))),
        }
    }
}

impl fmt::Debug for StatusItems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.items().into_iter().map(|item| match item {
            Ok(item) => item.name().to_owned(),
            Err(error) => error.name,
        });
        f.write_str("StatusItems")?;
        f.debug_list().entries(names).finish()
    }
}

shown!(StatusItems);

/// A status item of a name without a type here.
#[derive(Clone, PartialEq)]
pub struct OtherStatusItem {
    name: String,
    /// What it says.
    pub value: Dynamic,
}

impl OtherStatusItem {
    /// The dotted name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl fmt::Debug for OtherStatusItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OtherStatusItem({})", self.name.escape_debug())
    }
}

/// A status item is not of the type that its name tells.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the status item {name} is not what its name tells")]
pub struct InvalidStatusItem {
    /// The dotted name, which is one of [`StatusItem::KNOWN`].
    pub name: String,
}

/// Defines the declarations that have a type.
macro_rules! declarations {
    ($( $name:ident = $wire:literal, )*) => {
        /// What a declaration says, by `Type`.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum DeclarationPayload {
            $( #[doc = concat!("`", $wire, "`.")] $name(Box<$name>), )*
            /// Something without a type here.
            Other(Box<$crate::OtherItem>),
        }

        impl DeclarationPayload {
            /// The types that have a type here.
            pub const KNOWN: &[&str] = &[$($wire,)*];

            /// The `Type`.
            #[must_use]
            pub fn name(&self) -> &str {
                match self {
                    $( Self::$name(_) => $wire, )*
                    Self::Other(item) => item.name(),
                }
            }

            pub(crate) fn read<'de, D: serde::Deserializer<'de>>(name: String, keys: D) -> Result<Self, D::Error> {
                match name.as_str() {
                    $( $wire => serde::Deserialize::deserialize(keys).map(Self::$name), )*
                    _ => $crate::wire::OtherItem::read(name, keys).map(Self::Other),
                }
            }
        }

        $(
            impl From<$name> for DeclarationPayload {
                fn from(payload: $name) -> Self {
                    Self::$name(Box::new(payload))
                }
            }
        )*

        /// The keys of the payload, without the type.
        impl serde::Serialize for DeclarationPayload {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $( Self::$name(payload) => payload.serialize(serializer), )*
                    Self::Other(item) => $crate::wire::serialize_unknown(item.keys(), serializer),
                }
            }
        }
    };
}
pub(crate) use declarations;

/// Defines the status items that have a type.
macro_rules! status_items {
    ($( $name:ident($ty:ty) = $wire:literal, )*) => {
        /// One status item, by name.
        #[allow(clippy::large_enum_variant, reason = "a report has few items, and they are read once")]
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub enum StatusItem {
            $( #[doc = concat!("`", $wire, "`.")] $name($ty), )*
            /// Something without a type here.
            Other(Box<$crate::declarations::OtherStatusItem>),
        }

        impl StatusItem {
            /// The names that have a type.
            pub const KNOWN: &[&str] = &[$($wire,)*];

            /// The dotted name.
            #[must_use]
            pub fn name(&self) -> &str {
                match self {
                    $( Self::$name(_) => $wire, )*
                    Self::Other(item) => item.name(),
                }
            }

            pub(crate) fn read(
                name: &str,
                value: mdm_plist::Value,
            ) -> Result<Self, $crate::declarations::ValueError> {
                let value = $crate::declarations::ValueDeserializer::new(value);
                match name {
                    $( $wire => serde::Deserialize::deserialize(value).map(Self::$name), )*
                    _ => Err($crate::wire::refused("a status item that is known")),
                }
            }

            pub(crate) fn to_json(&self) -> Result<Vec<u8>, $crate::Error> {
                match self {
                    $( Self::$name(value) => $crate::json::encode(value), )*
                    Self::Other(item) => $crate::json::encode(&item.value),
                }
            }

            fn shown(&self) -> Option<&dyn $crate::declarations::Show> {
                match self {
                    $( Self::$name(value) => Some(value), )*
                    Self::Other(_) => None,
                }
            }
        }

        /// Shows of the value only what tells nothing about anybody.
        impl std::fmt::Debug for StatusItem {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}: ", self.name().escape_debug())?;
                self.shown().map_or(Ok(()), |value| value.outline(f))
            }
        }
    };
}
pub(crate) use status_items;

#[cfg(test)]
mod tests;
