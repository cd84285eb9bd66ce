//! Any message of the protocol, recognized by what is in it.

use mdm_plist::Limits;

#[cfg(feature = "declarations")]
use crate::declarations::{Declaration, StatusReport};
#[cfg(feature = "declarations")]
use crate::wire::Body as _;
use crate::{CheckIn, Command, Error, ErrorBody, Extra, Report};

/// A message of either side, of any kind: what a log, a test or a tool has before it knows.
///
/// A server never needs it: the URL and the content type say what a body is.
///
/// ```
/// use mdm_apple::Message;
///
/// let body = b"<plist><dict><key>Status</key><string>Idle</string><key>UDID</key><string>U-1</string></dict></plist>";
/// assert!(matches!(Message::decode(body, &Default::default())?, Message::Report(_)));
/// # Ok::<(), mdm_apple::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Message {
    /// From a device, at the check-in URL: it has a `MessageType`.
    CheckIn(CheckIn),
    /// From a device, at the connect URL: it has a `Status`.
    Report(Box<Report<'static>>),
    /// From a server: it has a `Command`.
    Command(Box<Command>),
    /// From a server, with the answer 403: it has a `code`.
    ErrorBody(ErrorBody),
    /// A profile that is neither signed nor encrypted: it has `PayloadContent`. Opaque here.
    Profile(Extra),
    /// A declaration: it has a `Type` and a `Payload`.
    #[cfg(feature = "declarations")]
    Declaration(Box<Declaration>),
    /// A status report: it has `StatusItems`.
    #[cfg(feature = "declarations")]
    StatusReport(Box<StatusReport>),
}

impl Message {
    /// Reads whatever it is: a property list, or JSON.
    ///
    /// # Errors
    ///
    /// [`Error::NoMessage`] when nothing in it tells what it is, and the errors of the kind that it is.
    pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Self, Error> {
        if crate::json::is_json(bytes) {
            Self::decode_json(bytes, limits)
        } else {
            Self::decode_plist(bytes, limits)
        }
    }

    fn decode_plist(bytes: &[u8], limits: &Limits) -> Result<Self, Error> {
        let keys: Probe = mdm_plist::from_slice_with(bytes, limits).map_err(Error::Unreadable)?;
        Ok(match keys {
            Probe { message_type: Some(_), .. } => Self::CheckIn(CheckIn::decode(bytes, limits)?),
            Probe { command: Some(_), .. } => Self::Command(Box::new(Command::decode(bytes, limits)?)),
            Probe { status: Some(_), .. } => {
                Self::Report(Box::new(Report::decode(bytes, limits)?.into_owned()))
            }
            Probe { content: Some(_), .. } => {
                Self::Profile(mdm_plist::from_slice_with(bytes, limits).map_err(Error::Unreadable)?)
            }
            Probe { code: Some(_), .. } => Self::ErrorBody(ErrorBody::decode(bytes, limits)?),
            _ => return Err(Error::NoMessage),
        })
    }

    fn decode_json(bytes: &[u8], limits: &Limits) -> Result<Self, Error> {
        let keys: Probe = crate::json::decode(bytes, limits)?;
        Ok(match keys {
            #[cfg(feature = "declarations")]
            Probe { kind: Some(_), payload: Some(_), .. } => {
                Self::Declaration(Box::new(Declaration::decode(bytes, limits)?))
            }
            #[cfg(feature = "declarations")]
            Probe { status_items: Some(_), .. } => {
                Self::StatusReport(Box::new(StatusReport::from_json(bytes, limits)?))
            }
            Probe { code: Some(_), .. } => Self::ErrorBody(ErrorBody::decode(bytes, limits)?),
            _ => return Err(Error::NoMessage),
        })
    }
}

/// The keys that tell; their values are read by the kind that they tell.
#[derive(serde::Deserialize)]
#[serde(expecting = "a dictionary")]
struct Probe {
    #[serde(rename = "MessageType")]
    message_type: Option<serde::de::IgnoredAny>,
    #[serde(rename = "Command")]
    command: Option<serde::de::IgnoredAny>,
    #[serde(rename = "Status")]
    status: Option<serde::de::IgnoredAny>,
    #[serde(rename = "PayloadContent")]
    content: Option<serde::de::IgnoredAny>,
    code: Option<serde::de::IgnoredAny>,
    #[cfg(feature = "declarations")]
    #[serde(rename = "Type")]
    kind: Option<serde::de::IgnoredAny>,
    #[cfg(feature = "declarations")]
    #[serde(rename = "Payload")]
    payload: Option<serde::de::IgnoredAny>,
    #[cfg(feature = "declarations")]
    #[serde(rename = "StatusItems")]
    status_items: Option<serde::de::IgnoredAny>,
}
