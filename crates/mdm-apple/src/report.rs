//! What a device says at the connect URL: the status of a command, or that it has nothing to say.

use std::borrow::Cow;
use std::fmt;

use mdm_plist::{Extra, Limits};
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::command::TypedRequest;
use crate::wire::{Body, Group as _, wire, words};
use crate::{CommandUuid, EnrollmentIdentity, EnrollmentKeys, Error};

/// The body of a request at the connect URL.
///
/// The content type of the request is `application/x-apple-aspen-mdm`. The report knows its envelope; the
/// answer to the command is read out of the same bytes when it is asked for, by the type of the command
/// that the caller finds under `CommandUUID`.
///
/// ```
/// use mdm_apple::{DeviceLock, Report, Status};
///
/// let body = br#"<plist version="1.0"><dict>
///     <key>UDID</key><string>00008030-001C2D0E0A88802E</string>
///     <key>CommandUUID</key><string>0001</string>
///     <key>Status</key><string>Acknowledged</string>
///     <key>MessageResult</key><string>Success</string>
/// </dict></plist>"#;
/// let report = Report::decode(body, &Default::default())?;
/// assert_eq!(report.status, Status::Acknowledged);
/// let answer = report.response::<DeviceLock>()?;
/// assert_eq!(answer.message_result.unwrap().as_str(), "Success");
/// # Ok::<(), mdm_apple::Error>(())
/// ```
///
/// Sources: Apple, Sending MDM commands to a device; Managing devices and users in macOS (read 2026-08).
#[derive(Clone, PartialEq)]
pub struct Report<'a> {
    /// Who speaks.
    pub keys: EnrollmentKeys,
    /// What it says.
    pub status: Status,
    /// The command that it is about. Missing when idle.
    pub command_uuid: Option<CommandUuid>,
    /// Why the command failed. For a person to read: codes and domains change between versions.
    pub error_chain: Vec<ErrorChainItem>,
    /// `RequestType` of the command. Not documented; some Macs send it, other devices do not.
    pub request_type: Option<String>,
    /// `NotOnConsole`: nobody sits at the Mac. Missing is false.
    pub not_on_console: Option<bool>,
    /// `NeedSyncResponse`: a login waits on the Mac until the server has sent all its commands and an empty
    /// answer. Missing is false.
    pub need_sync_response: Option<bool>,
    /// `UserConfiguration`: Setup Assistant runs for the user of this channel. Missing is false.
    pub user_configuration: Option<bool>,
    /// A property list that holds every other key.
    body: Cow<'a, [u8]>,
    limits: Limits,
}

impl<'a> Report<'a> {
    /// Reads a request's body. The bytes are borrowed, see [`into_owned`](Self::into_owned).
    ///
    /// # Errors
    ///
    /// [`Error::Unreadable`] for bytes that are no property list, go over a limit, or lack the status.
    pub fn decode(bytes: &'a [u8], limits: &Limits) -> Result<Self, Error> {
        let envelope: Envelope = mdm_plist::from_slice_with(bytes, limits).map_err(Error::Unreadable)?;
        Ok(Self {
            keys: EnrollmentKeys {
                udid: envelope.udid.0,
                enrollment_id: envelope.enrollment_id,
                enrollment_user_id: envelope.enrollment_user_id,
                user_id: envelope.user_id,
                user_short_name: envelope.user_short_name,
                user_long_name: envelope.user_long_name,
            },
            status: envelope.status,
            command_uuid: envelope.command_uuid,
            error_chain: envelope.error_chain,
            request_type: envelope.request_type,
            not_on_console: envelope.not_on_console,
            need_sync_response: envelope.need_sync_response,
            user_configuration: envelope.user_configuration,
            body: Cow::Borrowed(bytes),
            limits: *limits,
        })
    }

    /// A report without an answer, as a device makes it.
    #[must_use]
    pub fn new(keys: EnrollmentKeys, status: Status) -> Self {
        Self {
            keys,
            status,
            command_uuid: None,
            error_chain: Vec::new(),
            request_type: None,
            not_on_console: None,
            need_sync_response: None,
            user_configuration: None,
            body: Cow::Borrowed(&[]),
            limits: Limits::default(),
        }
    }

    /// Says which command it is about.
    #[must_use]
    pub fn about(mut self, command_uuid: CommandUuid) -> Self {
        self.command_uuid = Some(command_uuid);
        self
    }

    /// Puts an answer in, as a device does.
    ///
    /// # Errors
    ///
    /// [`Error::Unwritable`] when a property list cannot hold it.
    pub fn with_response(mut self, response: &impl Body) -> Result<Self, Error> {
        self.body = Cow::Owned(mdm_plist::to_vec(response).map_err(Error::Unwritable)?);
        Ok(self)
    }

    /// Which channel of which enrollment speaks. The device claims it: hold it against its certificate.
    ///
    /// # Errors
    ///
    /// Those of [`EnrollmentKeys::resolve`].
    pub fn enrollment(&self) -> Result<EnrollmentIdentity, Error> {
        self.keys.resolve()
    }

    /// The answer to a command of type `T`. A report with the status `Error` rarely holds one.
    ///
    /// # Errors
    ///
    /// [`Error::Unreadable`] when the answer lacks what identifies it; [`Error::OtherRequestType`] when
    /// the report says itself that it answers something else.
    pub fn response<T: TypedRequest>(&self) -> Result<T::Response, Error> {
        if self.request_type.as_deref().is_some_and(|told| told != T::REQUEST_TYPE) {
            return Err(Error::OtherRequestType { expected: T::REQUEST_TYPE });
        }
        let mut response: T::Response = self.read()?;
        remove_envelope(response.extra_mut());
        Ok(response)
    }

    /// Every key that does not belong to the envelope, for an answer without a type.
    ///
    /// # Errors
    ///
    /// [`Error::Unreadable`], which a report that was decoded does not give.
    pub fn response_keys(&self) -> Result<Extra, Error> {
        let mut keys: Extra = self.read()?;
        remove_envelope(&mut keys);
        Ok(keys)
    }

    /// Writes the report, as a device does.
    ///
    /// # Errors
    ///
    /// [`Error::Unwritable`] when a property list cannot hold it.
    pub fn encode(&self) -> Result<Vec<u8>, Error> {
        let keys = self.response_keys()?;
        mdm_plist::to_vec(&Whole { report: self, keys }).map_err(Error::Unwritable)
    }

    /// The report with bytes of its own.
    #[must_use]
    pub fn into_owned(self) -> Report<'static> {
        Report {
            keys: self.keys,
            status: self.status,
            command_uuid: self.command_uuid,
            error_chain: self.error_chain,
            request_type: self.request_type,
            not_on_console: self.not_on_console,
            need_sync_response: self.need_sync_response,
            user_configuration: self.user_configuration,
            body: Cow::Owned(self.body.into_owned()),
            limits: self.limits,
        }
    }

    fn read<T: serde::de::DeserializeOwned>(&self) -> Result<T, Error> {
        let body = if self.body.is_empty() { EMPTY } else { &*self.body };
        mdm_plist::from_slice_with(body, &self.limits).map_err(Error::Unreadable)
    }
}

/// The envelope, and then every other key.
impl Serialize for Report<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let keys = self.response_keys().map_err(serde::ser::Error::custom)?;
        Whole { report: self, keys }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Report<'static> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let keys = Extra::deserialize(deserializer)?;
        let bytes = mdm_plist::to_vec(&keys).map_err(D::Error::custom)?;
        // It has been read under the limits of the other format.
        let limits = Limits::default().with_bytes(usize::MAX).with_depth(Limits::MAX_DEPTH);
        Ok(Report::decode(&bytes, &limits).map_err(D::Error::custom)?.into_owned())
    }
}

/// The answer is not shown.
impl fmt::Debug for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Report")
            .field("keys", &self.keys)
            .field("status", &self.status)
            .field("command_uuid", &self.command_uuid)
            .field("error_chain", &self.error_chain)
            .field("not_on_console", &self.not_on_console)
            .field("need_sync_response", &self.need_sync_response)
            .field("user_configuration", &self.user_configuration)
            .field("body", &format_args!("({} bytes)", self.body.len()))
            .finish()
    }
}

words! {
    /// How a device stands to a command.
    ///
    /// Sources: Apple, Sending MDM commands to a device; Handling NotNow status responses (read 2026-08).
    pub enum Status {
        /// Nothing to say; it asks for a command.
        Idle = "Idle",
        /// The command is done, or accepted.
        Acknowledged = "Acknowledged",
        /// The command failed, see the error chain.
        Error = "Error",
        /// The command is malformed.
        CommandFormatError = "CommandFormatError",
        /// The device cannot run it now. It forgets the command: send it again later.
        NotNow = "NotNow",
    }
}

wire! {
    /// One error of a chain, the outermost first.
    pub struct ErrorChainItem {
        may {
            /// The code within its domain, for example 12078 in `MCMDMErrorDomain` (not possible in Lost Mode).
            "ErrorCode" error_code: i64,
            /// Who found the error.
            "ErrorDomain" error_domain: String,
            /// In the language of the device.
            "LocalizedDescription" localized_description: String,
            /// In English.
            "USEnglishDescription" us_english_description: String,
        }
    }
}

wire! {
    /// The answer of a command that has no keys of its own.
    pub struct Done {}
}

impl ErrorChainItem {
    /// An error with a code and a domain.
    #[must_use]
    pub fn new(code: i64, domain: &str) -> Self {
        Self { error_code: Some(code), error_domain: Some(domain.to_owned()), ..Self::default() }
    }
}

/// The envelope alone; the other keys are skipped.
#[derive(serde::Deserialize)]
#[serde(expecting = "a dictionary")]
struct Envelope {
    #[serde(rename = "UDID", default)]
    udid: crate::identity::MaybeUdid,
    #[serde(rename = "EnrollmentID")]
    enrollment_id: Option<String>,
    #[serde(rename = "EnrollmentUserID")]
    enrollment_user_id: Option<String>,
    #[serde(rename = "UserID")]
    user_id: Option<String>,
    #[serde(rename = "UserShortName")]
    user_short_name: Option<String>,
    #[serde(rename = "UserLongName")]
    user_long_name: Option<String>,
    #[serde(rename = "Status", deserialize_with = "bounded_status")]
    status: Status,
    #[serde(rename = "CommandUUID")]
    command_uuid: Option<CommandUuid>,
    #[serde(rename = "ErrorChain", default)]
    error_chain: Vec<ErrorChainItem>,
    #[serde(rename = "RequestType")]
    request_type: Option<String>,
    #[serde(rename = "NotOnConsole")]
    not_on_console: Option<bool>,
    #[serde(rename = "NeedSyncResponse")]
    need_sync_response: Option<bool>,
    #[serde(rename = "UserConfiguration")]
    user_configuration: Option<bool>,
}

fn bounded_status<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Status, D::Error> {
    let status: Status = Deserialize::deserialize(deserializer)?;
    if status.as_str().len() > MAX_STATUS {
        return Err(crate::wire::refused("a status of at most 64 bytes"));
    }
    Ok(status)
}

struct Whole<'a> {
    report: &'a Report<'a>,
    keys: Extra,
}

impl Serialize for Whole<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Report { keys, status, command_uuid, error_chain, request_type, .. } = self.report;
        let mut map = serializer.serialize_map(None)?;
        keys.serialize_keys(&mut map)?;
        if let Some(command_uuid) = command_uuid {
            map.serialize_entry("CommandUUID", command_uuid)?;
        }
        map.serialize_entry("Status", status)?;
        if !error_chain.is_empty() {
            map.serialize_entry("ErrorChain", error_chain)?;
        }
        if let Some(request_type) = request_type {
            map.serialize_entry("RequestType", request_type)?;
        }
        let flags = [
            ("NotOnConsole", self.report.not_on_console),
            ("NeedSyncResponse", self.report.need_sync_response),
            ("UserConfiguration", self.report.user_configuration),
        ];
        for (key, flag) in flags {
            if let Some(flag) = flag {
                map.serialize_entry(key, &flag)?;
            }
        }
        crate::wire::put_extra(&mut map, &self.keys, &[])?;
        map.end()
    }
}

fn remove_envelope(keys: &mut Extra) {
    crate::wire::remove(keys, EnrollmentKeys::KEYS);
    crate::wire::remove(keys, ENVELOPE);
}

const ENVELOPE: &[&str] = &[
    "CommandUUID",
    "Status",
    "ErrorChain",
    "RequestType",
    "NotOnConsole",
    "NeedSyncResponse",
    "UserConfiguration",
];
const EMPTY: &[u8] = b"<plist version=\"1.0\"><dict/></plist>";
const MAX_STATUS: usize = 64;
