//! The check-in messages as one type.

use mdm_plist::Limits;
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::messages::{Authenticate, CheckOut, OtherCheckIn, TokenUpdate};
use crate::wire::{self, Body};
use crate::{EnrollmentIdentity, EnrollmentKeys, Error};

/// What a device says at the check-in URL, by `MessageType`.
///
/// The content type of the request is `application/x-apple-aspen-mdm-checkin`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CheckIn {
    /// The device asks to be enrolled.
    Authenticate(Box<Authenticate>),
    /// The device, or one of its users, can be reached by push.
    TokenUpdate(Box<TokenUpdate>),
    /// The enrollment profile is gone.
    CheckOut(Box<CheckOut>),
    /// Another message.
    Other(Box<OtherCheckIn>),
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
        struct Probe {
            #[serde(rename = "MessageType")]
            message_type: String,
        }

        fn typed<T: Body>(bytes: &[u8], limits: &Limits) -> Result<Box<T>, Error> {
            let mut message: T = mdm_plist::from_slice_with(bytes, limits).map_err(Error::Unreadable)?;
            wire::remove(message.extra_mut(), &[MESSAGE_TYPE]);
            Ok(Box::new(message))
        }

        let probe: Probe = mdm_plist::from_slice_with(bytes, limits).map_err(Error::Unreadable)?;
        match probe.message_type.as_str() {
            "Authenticate" => typed(bytes, limits).map(Self::Authenticate),
            "TokenUpdate" => typed(bytes, limits).map(Self::TokenUpdate),
            "CheckOut" => typed(bytes, limits).map(Self::CheckOut),
            _ => typed(bytes, limits).map(Self::Other),
        }
    }

    /// Writes the message, as a device does.
    ///
    /// # Errors
    ///
    /// [`Error::Unwritable`] when an unknown key holds what a property list cannot.
    pub fn encode(&self) -> Result<Vec<u8>, Error> {
        mdm_plist::to_vec(self).map_err(Error::Unwritable)
    }

    /// The `MessageType`.
    #[must_use]
    pub fn message_type(&self) -> &str {
        match self {
            Self::Authenticate(_) => "Authenticate",
            Self::TokenUpdate(_) => "TokenUpdate",
            Self::CheckOut(_) => "CheckOut",
            Self::Other(message) => &message.message_type,
        }
    }

    /// The keys that say who speaks.
    #[must_use]
    pub fn keys(&self) -> &EnrollmentKeys {
        match self {
            Self::Authenticate(message) => &message.keys,
            Self::TokenUpdate(message) => &message.keys,
            Self::CheckOut(message) => &message.keys,
            Self::Other(message) => &message.keys,
        }
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
        if !matches!(self, Self::Other(_)) {
            map.serialize_entry(MESSAGE_TYPE, self.message_type())?;
        }
        match self {
            Self::Authenticate(message) => message.serialize_keys(&mut map, &[MESSAGE_TYPE])?,
            Self::TokenUpdate(message) => message.serialize_keys(&mut map, &[MESSAGE_TYPE])?,
            Self::CheckOut(message) => message.serialize_keys(&mut map, &[MESSAGE_TYPE])?,
            Self::Other(message) => message.serialize_keys(&mut map, &[])?,
        }
        map.end()
    }
}

impl From<Authenticate> for CheckIn {
    fn from(message: Authenticate) -> Self {
        Self::Authenticate(Box::new(message))
    }
}

impl From<TokenUpdate> for CheckIn {
    fn from(message: TokenUpdate) -> Self {
        Self::TokenUpdate(Box::new(message))
    }
}

impl From<CheckOut> for CheckIn {
    fn from(message: CheckOut) -> Self {
        Self::CheckOut(Box::new(message))
    }
}

const MESSAGE_TYPE: &str = "MessageType";
