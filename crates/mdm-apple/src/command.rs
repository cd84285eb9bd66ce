//! A command as it goes to a device: an identifier around a request.

use std::marker::PhantomData;

use mdm_plist::{Extra, Limits, Value};
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::messages::Request;
use crate::wire::{self, Body, Tagged};
use crate::{CommandUuid, Error};

/// A command: the body of the answer to a device that asked for one.
///
/// As a serde type it travels in JSON too, to a store or a console.
///
/// ```
/// use mdm_apple::{Command, CommandUuid, LostModeNotice, EnableLostMode};
///
/// let notice = LostModeNotice::Message("Please call".to_owned());
/// let command = Command::new(CommandUuid::from_bytes([7; 16]), EnableLostMode::new(notice));
/// let bytes = command.encode()?;
/// assert_eq!(Command::decode(&bytes, &Default::default())?, command);
/// # Ok::<(), mdm_apple::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Command {
    /// What the answer will be recognized by.
    pub uuid: CommandUuid,
    /// What to do.
    pub request: Request,
    /// Over which network.
    pub network: Network,
}

/// `RequestRequiresNetworkTether`: over which network a command may run. Missing is any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Network {
    /// Any.
    #[default]
    Any,
    /// Tethered only. A device that is not answers with error 12081.
    Tethered,
}

impl Command {
    /// A command for any network.
    #[must_use]
    pub fn new(uuid: CommandUuid, request: impl Into<Request>) -> Self {
        Self { uuid, request: request.into(), network: Network::Any }
    }

    /// Writes the command as a property list.
    ///
    /// # Errors
    ///
    /// [`Error::Unwritable`] when an unknown key holds what a property list cannot.
    pub fn encode(&self) -> Result<Vec<u8>, Error> {
        mdm_plist::to_vec(self).map_err(Error::Unwritable)
    }

    /// Reads a command, as a device does.
    ///
    /// # Errors
    ///
    /// [`Error::Unreadable`] for bytes that are no property list, go over a limit, or lack what the command
    /// needs.
    pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Self, Error> {
        #[derive(serde::Deserialize)]
        #[serde(expecting = "a dictionary")]
        struct Probe {
            #[serde(rename = "Command")]
            request: ProbeRequest,
            #[serde(rename = "CommandUUID")]
            uuid: CommandUuid,
        }

        #[derive(serde::Deserialize)]
        #[serde(expecting = "a dictionary")]
        struct ProbeRequest {
            #[serde(rename = "RequestType")]
            request_type: String,
            #[serde(rename = "RequestRequiresNetworkTether", default)]
            tether: bool,
        }

        let probe: Probe = mdm_plist::from_slice_with(bytes, limits).map_err(Error::Unreadable)?;
        let request = Request::read(&probe.request.request_type, Envelope { bytes, limits })?;
        let network = if probe.request.tether { Network::Tethered } else { Network::Any };
        Ok(Self { uuid: probe.uuid, request, network })
    }
}

impl Serialize for Command {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Inner<'a>(&'a Command);

        impl Serialize for Inner<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(None)?;
                map.serialize_entry(REQUEST_TYPE, self.0.request.request_type())?;
                if self.0.network == Network::Tethered {
                    map.serialize_entry(NETWORK_TETHER, &true)?;
                }
                self.0.request.serialize_keys(&mut map)?;
                map.end()
            }
        }

        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("Command", &Inner(self))?;
        map.serialize_entry("CommandUUID", &self.uuid)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Command {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Inner(Request, Network);

        impl Tagged for Inner {
            const TAG: &'static str = REQUEST_TYPE;

            fn read<'de, D: Deserializer<'de>>(name: String, keys: D) -> Result<Self, D::Error> {
                let mut network = Network::Any;
                let request =
                    Request::read(&name, Typed { keys, network: &mut network, lifetime: PhantomData })?;
                Ok(Self(request, network))
            }
        }

        impl<'de> Deserialize<'de> for Inner {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                wire::read_tagged(deserializer)
            }
        }

        #[derive(serde::Deserialize)]
        #[serde(expecting = "a dictionary")]
        struct Outer {
            #[serde(rename = "Command")]
            inner: Inner,
            #[serde(rename = "CommandUUID")]
            uuid: CommandUuid,
        }

        let Outer { inner: Inner(request, network), uuid } = Outer::deserialize(deserializer)?;
        Ok(Self { uuid, request, network })
    }
}

/// A request that has a type of its own.
pub trait TypedRequest: Body + Into<Request> {
    /// Its name on the wire.
    const REQUEST_TYPE: &'static str;
    /// What a device answers to it.
    type Response: Body;
}

/// Something to do with the type of a request that only a name tells, see [`Request::with_type`].
///
/// ```
/// use mdm_apple::{Error, Report, Request, RequestVisitor, TypedRequest};
///
/// /// Whether the answer in a report can be read.
/// struct Check<'a>(&'a Report<'a>);
///
/// impl RequestVisitor for Check<'_> {
///     type Output = Result<(), Error>;
///
///     fn visit<T: TypedRequest>(self) -> Self::Output {
///         self.0.response::<T>().map(|_| ())
///     }
/// }
///
/// let body = b"<plist><dict><key>Status</key><string>Acknowledged</string></dict></plist>";
/// let report = Report::decode(body, &Default::default())?;
/// assert_eq!(Request::with_type("DeviceLock", Check(&report)), Some(Ok(())));
/// assert_eq!(Request::with_type("Unheard", Check(&report)), None);
/// # Ok::<(), Error>(())
/// ```
pub trait RequestVisitor {
    /// What comes of it.
    type Output;

    /// Does it.
    fn visit<T: TypedRequest>(self) -> Self::Output;
}

/// A request of a type without a table here.
///
/// [`Request::from_keys`] makes it, which gives a typed request where there is one: what a known command
/// touches and needs cannot be hidden in one of these.
#[derive(Clone, Debug, PartialEq)]
pub struct OtherRequest {
    request_type: String,
    keys: Extra,
}

impl OtherRequest {
    /// The `RequestType`.
    #[must_use]
    pub fn request_type(&self) -> &str {
        &self.request_type
    }

    /// Its keys.
    #[must_use]
    pub fn keys(&self) -> &Extra {
        &self.keys
    }
}

impl Request {
    /// A request out of its keys: typed when the type is known, [`Request::Other`] when not. The keys
    /// `RequestType` and `RequestRequiresNetworkTether` belong to the command and are left out.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidKeys`] when a known type lacks a key that it needs, or has one of another type of
    /// value; [`Error::Unwritable`] when a property list cannot hold them.
    pub fn from_keys(request_type: &str, keys: Extra) -> Result<Self, Error> {
        let bytes = mdm_plist::to_vec(&keys).map_err(Error::Unwritable)?;
        Self::read(request_type, Keys(&bytes))
    }

    /// The keys of the request as they stand on the wire, without `RequestType`.
    ///
    /// # Errors
    ///
    /// [`Error::Unwritable`] when an unknown key holds what a property list cannot.
    pub fn to_keys(&self) -> Result<Extra, Error> {
        struct Inner<'a>(&'a Request);

        impl Serialize for Inner<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(None)?;
                self.0.serialize_keys(&mut map)?;
                map.end()
            }
        }

        let bytes = mdm_plist::to_vec(&Inner(self)).map_err(Error::Unwritable)?;
        mdm_plist::from_slice(&bytes).map_err(Error::Unwritable)
    }
}

/// Where the keys of a request are read from.
pub(crate) trait Source: Sized {
    type Error;

    fn body<T: Body>(self) -> Result<T, Self::Error>;

    /// A request without a type of its own.
    fn other(self, request_type: &str) -> Result<OtherRequest, Self::Error> {
        let body: crate::Done = self.body()?;
        Ok(OtherRequest { request_type: request_type.to_owned(), keys: body.extra })
    }
}

struct Envelope<'a> {
    bytes: &'a [u8],
    limits: &'a Limits,
}

impl Source for Envelope<'_> {
    type Error = Error;

    fn body<T: Body>(self) -> Result<T, Error> {
        #[derive(serde::Deserialize)]
        #[serde(expecting = "a dictionary")]
        struct Outer<T> {
            #[serde(rename = "Command")]
            request: T,
        }
        let outer: Outer<T> =
            mdm_plist::from_slice_with(self.bytes, self.limits).map_err(Error::Unreadable)?;
        Ok(without_envelope(outer.request))
    }
}

struct Keys<'a>(&'a [u8]);

impl Source for Keys<'_> {
    type Error = Error;

    fn body<T: Body>(self) -> Result<T, Error> {
        mdm_plist::from_slice(self.0).map_err(Error::InvalidKeys).map(without_envelope)
    }
}

/// The keys in any format, after their type.
struct Typed<'a, 'de, D> {
    keys: D,
    network: &'a mut Network,
    lifetime: PhantomData<&'de ()>,
}

impl<'de, D: Deserializer<'de>> Source for Typed<'_, 'de, D> {
    type Error = D::Error;

    fn body<T: Body>(self) -> Result<T, D::Error> {
        let body = T::deserialize(self.keys)?;
        match body.extra().get(NETWORK_TETHER) {
            None | Some(Value::Boolean(false)) => {}
            Some(Value::Boolean(true)) => *self.network = Network::Tethered,
            Some(_) => return Err(wire::refused("a boolean as RequestRequiresNetworkTether")),
        }
        Ok(without_envelope(body))
    }
}

fn without_envelope<T: Body>(mut body: T) -> T {
    wire::remove(body.extra_mut(), RESERVED);
    body
}

/// Defines the requests that have a type: a name and the type of the answer on a line.
macro_rules! requests {
    ($( $(#[$meta:meta])* $name:ident = $wire:literal -> $response:ty, )*) => {
        /// What a command asks for, by `RequestType`.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum Request {
            $( $(#[$meta])* $name(Box<$name>), )*
            /// Something without a type here.
            Other(Box<$crate::command::OtherRequest>),
        }

        impl Request {
            /// The names of the requests that have a type.
            pub const KNOWN: &[&str] = &[$($wire,)*];

            /// The `RequestType`.
            #[must_use]
            pub fn request_type(&self) -> &str {
                match self {
                    $( Self::$name(_) => $wire, )*
                    Self::Other(request) => request.request_type(),
                }
            }

            /// The keys that its type does not know; all of them for one without a type.
            #[must_use]
            pub fn extra(&self) -> &mdm_plist::Extra {
                match self {
                    $( Self::$name(request) => &request.extra, )*
                    Self::Other(request) => request.keys(),
                }
            }

            /// Calls the visitor with the type of a request; `None` when the name has none.
            pub fn with_type<V: $crate::RequestVisitor>(request_type: &str, visitor: V) -> Option<V::Output> {
                match request_type {
                    $( $wire => Some(visitor.visit::<$name>()), )*
                    _ => None,
                }
            }

            pub(crate) fn read<S: $crate::command::Source>(request_type: &str, source: S) -> Result<Self, S::Error> {
                Ok(match request_type {
                    $( $wire => Self::$name(Box::new(source.body()?)), )*
                    _ => Self::Other(Box::new(source.other(request_type)?)),
                })
            }

            pub(crate) fn serialize_keys<M: serde::ser::SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                match self {
                    $( Self::$name(request) => {
                        $crate::wire::Body::serialize_keys(&**request, map, $crate::command::RESERVED)
                    } )*
                    Self::Other(request) => $crate::wire::put_extra(map, request.keys(), &[]),
                }
            }
        }

        $(
            impl From<$name> for Request {
                fn from(request: $name) -> Self {
                    Self::$name(Box::new(request))
                }
            }

            impl $crate::command::TypedRequest for $name {
                const REQUEST_TYPE: &'static str = $wire;
                type Response = $response;
            }
        )*
    };
}
pub(crate) use requests;

const REQUEST_TYPE: &str = "RequestType";
const NETWORK_TETHER: &str = "RequestRequiresNetworkTether";

/// The keys beside those of the request.
pub(crate) const RESERVED: &[&str] = &[REQUEST_TYPE, NETWORK_TETHER];
