//! Payloads: what a profile brings, one dictionary each.
//!
//! Every payload type of Apple's schema has a type here, in the module of its family; the families but
//! [`certificates`] and [`management`] are features of this crate, so that one compiles what one uses. A payload
//! without a type, or whose values do not fit its type, is [`Content::Other`] and loses nothing.

mod check;
pub(crate) mod secrets;
mod tables;
pub(crate) mod view;
pub(crate) mod wire;

use std::fmt;

use mdm_plist::{Dictionary, Extra, Value};

pub use self::check::{Finding, FindingReason};
pub use self::secrets::{IdentityContent, SharedSecret};
pub use self::tables::*;
use self::view::View;
pub use self::wire::Texts;
use self::wire::{Misfit, Slots, Wire};
use crate::PayloadUuid;

/// One payload: the keys that every payload has, and its content.
///
/// Source: Apple, CommonPayloadKeys (schema release of iOS 18.3); `PayloadEnabled` is in
/// what Apple's tools write.
#[derive(Clone, PartialEq)]
pub struct Payload {
    /// `PayloadIdentifier`: the profile's, a dot and a name. By it a device knows the payload again when a profile is
    /// replaced.
    pub identifier: String,
    /// `PayloadUUID`: other payloads refer to this one by it. It need not look like a UUID.
    pub uuid: String,
    /// `PayloadVersion`: 1 is the only one that there is.
    pub version: i64,
    /// `PayloadDisplayName`: what the user reads of the payload.
    pub display_name: Option<String>,
    /// `PayloadDescription`: what the user reads more.
    pub description: Option<String>,
    /// `PayloadOrganization`: who it comes from.
    pub organization: Option<String>,
    /// `PayloadEnabled`. Missing is true.
    pub enabled: Option<bool>,
    /// What it brings.
    pub content: Content,
}

/// The keys that every payload has, in the order of the fields of [`Payload`].
struct Header;

impl Header {
    const KEYS: &[&str] = &[
        "PayloadType",
        "PayloadIdentifier",
        "PayloadUUID",
        "PayloadVersion",
        "PayloadDisplayName",
        "PayloadDescription",
        "PayloadOrganization",
        "PayloadEnabled",
    ];
}

/// A payload of a type that has no Rust type here, or that does not fit it.
#[derive(Clone, PartialEq)]
pub struct OtherContent {
    payload_type: String,
    keys: Extra,
    misfit: Option<String>,
}

/// A type that the content of a payload can be.
pub trait PayloadContent: Into<Content> + sealed::Sealed {
    /// The `PayloadType`.
    const PAYLOAD_TYPE: &'static str;

    /// The content as this type, if it is.
    fn of(content: &Content) -> Option<&Self>;

    /// The same, to change it.
    fn of_mut(content: &mut Content) -> Option<&mut Self>;
}

mod sealed {
    pub trait Sealed {}
}

impl Payload {
    /// A payload with what it must have.
    #[must_use]
    pub fn new(identifier: impl Into<String>, uuid: PayloadUuid, content: impl Into<Content>) -> Self {
        Self {
            identifier: identifier.into(),
            uuid: uuid.to_string(),
            version: 1,
            display_name: None,
            description: None,
            organization: None,
            enabled: None,
            content: content.into(),
        }
    }

    /// `PayloadType`.
    #[must_use]
    pub fn payload_type(&self) -> &str {
        self.content.payload_type()
    }

    /// The content as one type, if it is.
    ///
    /// ```
    /// use mdm_profile::payload::certificates::Root;
    /// use mdm_profile::{Payload, PayloadUuid};
    ///
    /// let uuid = PayloadUuid::derive("com.example.ca");
    /// let payload = Payload::new("com.example.ca", uuid, Root::new(vec![0x30, 0]));
    /// assert_eq!(payload.get::<Root>().map(|root| root.payload_content.len()), Some(2));
    /// ```
    #[must_use]
    pub fn get<T: PayloadContent>(&self) -> Option<&T> {
        T::of(&self.content)
    }

    /// The same, to change it.
    pub fn get_mut<T: PayloadContent>(&mut self) -> Option<&mut T> {
        T::of_mut(&mut self.content)
    }
}

impl Wire for Payload {
    fn read(value: &Value) -> Result<Self, Misfit> {
        let mut header = Slots::of(value, Header::KEYS, None)?;
        let payload_type: String = header.must()?;
        Ok(Self {
            identifier: header.must()?,
            uuid: header.must()?,
            version: header.must()?,
            display_name: header.may()?,
            description: header.may()?,
            organization: header.may()?,
            enabled: header.may()?,
            content: Content::read(&payload_type, value),
        })
    }

    fn view(&self) -> View<'_> {
        let header = [
            Some(View::Text(self.payload_type())),
            Some(self.identifier.view()),
            Some(self.uuid.view()),
            Some(self.version.view()),
            wire::maybe(&self.display_name),
            wire::maybe(&self.description),
            wire::maybe(&self.organization),
            wire::maybe(&self.enabled),
        ];
        View::of_known(Header::KEYS, header).and(self.content.view())
    }
}

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Payload")
            .field("uuid", &self.uuid)
            .field("content", &self.content)
            .finish_non_exhaustive()
    }
}

impl OtherContent {
    /// Content of a payload type that has no type here.
    #[must_use]
    pub fn new(payload_type: impl Into<String>, keys: Extra) -> Self {
        Self { payload_type: payload_type.into(), keys, misfit: None }
    }

    fn read(payload_type: &str, payload: &Value, misfit: Option<Misfit>) -> Self {
        let keys = payload.as_dictionary().into_iter().flatten();
        let keys = keys.filter(|(key, _)| !Header::KEYS.contains(&key.as_str()));
        let keys: Dictionary = keys.map(|(key, value)| (key.clone(), value.clone())).collect();
        Self { misfit: misfit.map(|misfit| misfit.path()), ..Self::new(payload_type, Extra(keys)) }
    }

    /// `PayloadType`.
    #[must_use]
    pub fn payload_type(&self) -> &str {
        &self.payload_type
    }

    /// The keys but those that every payload has.
    #[must_use]
    pub fn keys(&self) -> &Extra {
        &self.keys
    }

    /// The path of the first key whose value does not fit the type of this payload; `None` if there is no type.
    #[must_use]
    pub fn misfit(&self) -> Option<&str> {
        self.misfit.as_deref()
    }
}

impl fmt::Debug for OtherContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OtherContent")
            .field("payload_type", &self.payload_type)
            .field("keys", &self.keys)
            .finish()
    }
}

impl From<OtherContent> for Content {
    fn from(content: OtherContent) -> Self {
        Self::Other(Box::new(content))
    }
}

/// Whether a key of a dictionary has this text.
#[cfg_attr(not(feature = "accounts"), allow(dead_code, reason = "one payload of this family needs it"))]
fn is(payload: &Value, key: &str, text: &str) -> bool {
    payload.as_dictionary().and_then(|keys| keys.get(key)).and_then(Value::as_string) == Some(text)
}

/// Defines what the content of a payload can be: a line a type, those that a key tells apart before the general one.
macro_rules! contents {
    ($(
        $(#[$cfg:meta])*
        $family:ident::$name:ident = $payload_type:literal $( when $key:literal is $value:literal )?,
    )*) => {
        /// What a payload brings.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum Content {
            $(
                $(#[$cfg])*
                #[doc = concat!("`", $payload_type, "`.")]
                $name(Box<$family::$name>),
            )*
            /// Something without a type here.
            Other(Box<$crate::payload::OtherContent>),
        }

        impl Content {
            /// The payload types that have a type in this build.
            pub const KNOWN: &[&str] = &[$( $(#[$cfg])* $payload_type, )*];

            /// `PayloadType`.
            #[must_use]
            pub fn payload_type(&self) -> &str {
                match self {
                    $( $(#[$cfg])* Self::$name(_) => $payload_type, )*
                    Self::Other(other) => other.payload_type(),
                }
            }

            /// Reads the keys of a payload but those that every payload has.
            pub(super) fn read(payload_type: &str, payload: &mdm_plist::Value) -> Self {
                let mut misfit = None;
                $(
                    $(#[$cfg])*
                    if payload_type == $payload_type $( && $crate::payload::is(payload, $key, $value) )? {
                        match $family::$name::read_keys(payload, $crate::payload::Header::KEYS) {
                            Ok(content) => return content.into(),
                            Err(error) => misfit = Some(error),
                        }
                    }
                )*
                $crate::payload::OtherContent::read(payload_type, payload, misfit).into()
            }

            pub(crate) fn view(&self) -> $crate::payload::view::View<'_> {
                match self {
                    $( $(#[$cfg])* Self::$name(content) => $crate::payload::wire::Wire::view(&**content), )*
                    Self::Other(other) => $crate::payload::view::View::of_unknown(other.keys()),
                }
            }
        }

        $(
            $(#[$cfg])*
            impl From<$family::$name> for Content {
                fn from(content: $family::$name) -> Self {
                    Self::$name(Box::new(content))
                }
            }

            $(#[$cfg])*
            impl $crate::payload::PayloadContent for $family::$name {
                const PAYLOAD_TYPE: &'static str = $payload_type;

                fn of(content: &Content) -> Option<&Self> {
                    if let Content::$name(content) = content { Some(&**content) } else { None }
                }

                fn of_mut(content: &mut Content) -> Option<&mut Self> {
                    if let Content::$name(content) = content { Some(&mut **content) } else { None }
                }
            }

            $(#[$cfg])*
            impl $crate::payload::sealed::Sealed for $family::$name {}
        )*
    };
}
use contents;
