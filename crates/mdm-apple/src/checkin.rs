//! The check-in messages as one type.

use mdm_plist::{Extra, Limits};
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::messages::CheckIn;
use crate::wire::{self, Body, Group as _, wire};
use crate::{EnrollmentIdentity, EnrollmentKeys, Error};

wire! {
    /// A check-in message of a type without a table here; its keys are in `extra`.
    pub struct OtherCheckIn {
        group { keys: EnrollmentKeys }
        must {
            /// What it is.
            "MessageType" message_type: String,
        }
    }
}

impl CheckIn {
    /// Reads a request's body.
    ///
    /// # Errors
    ///
    /// [`Error::Unreadable`] for bytes that are no property list, go over a limit, or lack what the message
    /// needs.
    pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Self, Error> {
        #[derive(serde::Deserialize)]
        #[serde(expecting = "a dictionary")]
        struct Probe {
            #[serde(rename = "MessageType")]
            message_type: String,
        }

        let probe: Probe = mdm_plist::from_slice_with(bytes, limits).map_err(Error::Unreadable)?;
        Self::read(&probe.message_type, bytes, limits)
    }

    /// Writes the message, as a device does.
    ///
    /// # Errors
    ///
    /// [`Error::Unwritable`] when an unknown key holds what a property list cannot.
    pub fn encode(&self) -> Result<Vec<u8>, Error> {
        mdm_plist::to_vec(self).map_err(Error::Unwritable)
    }

    /// Which channel of which enrollment speaks. The device claims it: hold it against its certificate.
    ///
    /// # Errors
    ///
    /// Those of [`EnrollmentKeys::resolve`].
    pub fn enrollment(&self) -> Result<EnrollmentIdentity, Error> {
        self.keys().resolve()
    }
}

impl Serialize for CheckIn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.serialize_keys(&mut map)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for CheckIn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::read_tagged(deserializer)
    }
}

impl OtherCheckIn {
    pub(crate) fn read<'de, D: Deserializer<'de>>(message_type: String, keys: D) -> Result<Self, D::Error> {
        let mut extra = Extra::deserialize(keys)?;
        let keys = EnrollmentKeys::read(&mut extra)?;
        wire::remove(&mut extra, EnrollmentKeys::KEYS);
        Ok(Self { keys, message_type, extra })
    }
}

/// Reads a message of a type that is known.
pub(crate) fn typed<T: Body>(bytes: &[u8], limits: &Limits) -> Result<Box<T>, Error> {
    let mut message = T::from_plist(bytes, limits)?;
    wire::remove(message.extra_mut(), &[MESSAGE_TYPE]);
    Ok(Box::new(message))
}

/// Defines the check-in messages that have a type: a variant, its type and the name on the wire on a line.
macro_rules! check_ins {
    ($( $(#[$meta:meta])* $name:ident($ty:ident) = $wire:literal, )*) => {
        /// What a device says at the check-in URL, by `MessageType`.
        ///
        /// The content type of the request is `application/x-apple-aspen-mdm-checkin`.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum CheckIn {
            $( $(#[$meta])* $name(Box<$ty>), )*
            /// Another message.
            Other(Box<$crate::OtherCheckIn>),
        }

        impl CheckIn {
            /// The messages that have a type.
            pub const KNOWN: &[&str] = &[$($wire,)*];

            /// The `MessageType`.
            #[must_use]
            pub fn message_type(&self) -> &str {
                match self {
                    $( Self::$name(_) => $wire, )*
                    Self::Other(message) => &message.message_type,
                }
            }

            /// The keys that say who speaks.
            #[must_use]
            pub fn keys(&self) -> &$crate::EnrollmentKeys {
                match self {
                    $( Self::$name(message) => &message.keys, )*
                    Self::Other(message) => &message.keys,
                }
            }

            pub(crate) fn read(
                message_type: &str,
                bytes: &[u8],
                limits: &mdm_plist::Limits,
            ) -> Result<Self, $crate::Error> {
                match message_type {
                    $( $wire => $crate::checkin::typed(bytes, limits).map(Self::$name), )*
                    _ => $crate::Body::from_plist(bytes, limits).map(Box::new).map(Self::Other),
                }
            }

            pub(crate) fn serialize_keys<M: serde::ser::SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                use $crate::checkin::MESSAGE_TYPE;
                if !matches!(self, Self::Other(_)) {
                    map.serialize_entry(MESSAGE_TYPE, self.message_type())?;
                }
                match self {
                    $( Self::$name(message) => $crate::Body::serialize_keys(&**message, map, &[MESSAGE_TYPE]), )*
                    Self::Other(message) => $crate::Body::serialize_keys(&**message, map, &[]),
                }
            }
        }

        impl $crate::wire::Tagged for CheckIn {
            const TAG: &'static str = $crate::checkin::MESSAGE_TYPE;

            fn read<'de, D: serde::Deserializer<'de>>(name: String, keys: D) -> Result<Self, D::Error> {
                match name.as_str() {
                    $( $wire => serde::Deserialize::deserialize(keys).map(Self::$name), )*
                    _ => $crate::OtherCheckIn::read(name, keys).map(Box::new).map(Self::Other),
                }
            }
        }

        $(
            impl From<$ty> for CheckIn {
                fn from(message: $ty) -> Self {
                    Self::$name(Box::new(message))
                }
            }
        )*
    };
}
pub(crate) use check_ins;

pub(crate) const MESSAGE_TYPE: &str = "MessageType";
