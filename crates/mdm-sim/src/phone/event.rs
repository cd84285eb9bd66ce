//! What goes into a phone and what comes out.

use std::fmt;
use std::time::SystemTime;

use super::LockState;

/// One thing that happens to the phone.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Input<'a> {
    /// The user scans the code, downloads this profile and accepts it.
    InstallEnrollmentProfile(&'a [u8]),
    /// The user downloads a profile and declines. Nothing happens.
    RefuseProfile,
    /// The user deletes the enrollment profile in Settings.
    RemoveManagement,
    /// The device certificate is about to end: the phone asks for another one, with the key that it has. No check-in
    /// follows; the first message under the new certificate tells the server.
    RenewIdentity,
    /// APNs assigned this push token (first registration, or a rotation).
    PushToken(&'a [u8]),
    /// A user logs in on a Shared iPad: another one is logged out.
    LogIn {
        /// The Managed Apple Account.
        account: &'a str,
        /// The push token that APNs assigned to this login.
        token: &'a [u8],
    },
    /// The user logs out.
    LogOut,
    /// APNs delivered a notification with this payload.
    Push(&'a [u8]),
    /// The server answered.
    Response(Response<'a>),
    /// The connection broke: the request in flight, or its reply, is lost. Nothing if none is in flight.
    ConnectionLost,
    /// A fault for tests: the phone sends its last delivered report once more.
    ///
    /// Servers must expect it: the same status may arrive twice (Apple, Sending MDM commands to a device, read
    /// 2026-08).
    RepeatReport,
    /// The same for the user who is logged in.
    RepeatUserReport,
    /// The time that [`Output::Wait`] named has come.
    Timeout,
    /// The user unlocks the phone.
    Unlock,
    /// The user, or the idle timer, locks the screen.
    Lock,
    /// The phone restarts.
    Reboot,
    /// The phone is switched off.
    PowerOff,
    /// The phone is switched on.
    PowerOn,
    /// A network comes into range.
    Online,
    /// The network goes out of range.
    Offline,
}

impl Input<'_> {
    /// The name, for narration. It never shows content.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::InstallEnrollmentProfile(_) => "InstallEnrollmentProfile",
            Self::RefuseProfile => "RefuseProfile",
            Self::RemoveManagement => "RemoveManagement",
            Self::RenewIdentity => "RenewIdentity",
            Self::PushToken(_) => "PushToken",
            Self::LogIn { .. } => "LogIn",
            Self::LogOut => "LogOut",
            Self::Push(_) => "Push",
            Self::Response(_) => "Response",
            Self::ConnectionLost => "ConnectionLost",
            Self::RepeatReport => "RepeatReport",
            Self::RepeatUserReport => "RepeatUserReport",
            Self::Timeout => "Timeout",
            Self::Unlock => "Unlock",
            Self::Lock => "Lock",
            Self::Reboot => "Reboot",
            Self::PowerOff => "PowerOff",
            Self::PowerOn => "PowerOn",
            Self::Online => "Online",
            Self::Offline => "Offline",
        }
    }
}

impl fmt::Debug for Input<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Response(response) => f.debug_tuple("Response").field(response).finish(),
            other => f.write_str(other.name()),
        }
    }
}

/// What the phone wants next.
#[derive(Debug, PartialEq, Eq)]
pub enum Output {
    /// Send this request, and hand back what becomes of it.
    Transmit(Request),
    /// Something happened.
    Event(Event),
    /// Nothing until the next input, or until this time: then give [`Input::Timeout`].
    Wait(Option<SystemTime>),
}

/// Names one request, so that a late answer to an abandoned one is not taken for an answer to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub(crate) u64);

/// What a [`Request`] is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Purpose {
    /// Get the device certificate for a certificate request. No client certificate yet, unless it is a renewal.
    Certificate,
    /// Check-in message `Authenticate`.
    Authenticate,
    /// Check-in message `TokenUpdate`.
    TokenUpdate,
    /// Check-in message `CheckOut`.
    CheckOut,
    /// `Idle`, or the report of a command.
    Connect,
    /// Check-in message `DeclarativeManagement`.
    Declarative,
    /// Fetch what a declaration names.
    Asset,
    /// Check-in message `TokenUpdate` of a user.
    UserTokenUpdate,
    /// `Idle`, or the report of a command, of a user.
    UserConnect,
    /// Check-in message `DeclarativeManagement` of a user.
    UserDeclarative,
    /// Fetch what a declaration of a user names.
    UserAsset,
}

impl Purpose {
    pub(crate) const fn is_users(self) -> bool {
        matches!(self, Self::UserTokenUpdate | Self::UserConnect | Self::UserDeclarative | Self::UserAsset)
    }

    pub(crate) const fn is_declarative(self) -> bool {
        matches!(self, Self::Declarative | Self::Asset | Self::UserDeclarative | Self::UserAsset)
    }
}

/// An HTTP request to send.
///
/// The transport trusts the server by [`Phone::trust_anchors`](crate::Phone::trust_anchors), shows
/// [`Phone::identity`](crate::Phone::identity) as its client certificate, and follows redirects by itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// To be repeated in the [`Response`].
    pub id: RequestId,
    /// What it is for.
    pub purpose: Purpose,
    /// `PUT`, `POST` or `GET`.
    pub method: &'static str,
    /// Absolute address.
    pub url: String,
    /// Header fields, names in lower case.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// The value of a header field by its name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str())
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Bodies hold tokens, headers the challenge.
        f.debug_struct("Request")
            .field("id", &self.id)
            .field("purpose", &self.purpose)
            .field("method", &self.method)
            .field("headers", &self.headers.iter().map(|(name, _)| *name).collect::<Vec<_>>())
            .field("body_len", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// The server's answer to a [`Request`].
#[derive(Clone, Copy)]
pub struct Response<'a> {
    /// The request that it answers.
    pub request: RequestId,
    /// HTTP status.
    pub status: u16,
    /// The `Content-Type`, if there is one. An error document is obeyed only under the right one.
    pub content_type: Option<&'a str>,
    /// The body.
    pub body: &'a [u8],
}

impl fmt::Debug for Response<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("request", &self.request)
            .field("status", &self.status)
            .field("body_len", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// The `Status` of a connect message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Nothing to report: asks for a command.
    Idle,
    /// Done, or accepted.
    Acknowledged,
    /// Failed, with an error chain.
    Error,
    /// The command was malformed.
    CommandFormatError,
    /// Not in this state; the command had no effect and is forgotten.
    NotNow,
}

impl Status {
    /// The word on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Idle => "Idle",
            Self::Acknowledged => "Acknowledged",
            Self::Error => "Error",
            Self::CommandFormatError => "CommandFormatError",
            Self::NotNow => "NotNow",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A fact in the past, for narration and assertions.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// The lock state changed.
    LockChanged(LockState),
    /// The phone can be reached now, or no longer.
    ReachableChanged {
        /// Whether it can.
        online: bool,
    },
    /// The passcode was set or cleared.
    PasscodeChanged {
        /// Whether there is one now.
        present: bool,
    },
    /// Lost Mode was turned on or off.
    LostModeChanged {
        /// Whether it is on now.
        on: bool,
    },
    /// The user accepted an enrollment profile.
    ProfileAccepted {
        /// `PayloadIdentifier` of the profile.
        identifier: String,
    },
    /// The user declined a profile.
    ProfileRefused,
    /// The device certificate arrived.
    CertificateIssued,
    /// The server answered `Authenticate` with 200. This does not mean enrolled.
    Authenticated,
    /// The server answered the first `TokenUpdate` with 200.
    Enrolled,
    /// A later `TokenUpdate` was taken.
    TokenUpdated,
    /// The enrollment was given up; the profile is gone.
    EnrollmentFailed {
        /// The step that failed.
        step: Purpose,
        /// The HTTP status, if there was an answer.
        status: Option<u16>,
    },
    /// A push made the phone connect.
    PushObeyed,
    /// A push had no effect.
    PushIgnored(PushIgnored),
    /// A command arrived.
    CommandReceived {
        /// Its `CommandUUID`, if it could be read.
        uuid: Option<String>,
        /// Its `RequestType`, if it could be read.
        request_type: Option<String>,
    },
    /// A command was carried out, refused or put off.
    Executed(Execution),
    /// A request, or the reply to it, was lost or not 2xx.
    DeliveryFailed {
        /// What it was for.
        purpose: Purpose,
        /// The HTTP status, if there was an answer.
        status: Option<u16>,
        /// When the phone tries again, if it does.
        retry_at: Option<SystemTime>,
    },
    /// An answer to a request that was given up before: dropped.
    LateResponse,
    /// The server had nothing more: the session is over.
    SessionEnded {
        /// The last status that the server received in it.
        last_status: Status,
    },
    /// An app that was on its way is installed.
    AppInstalled {
        /// Its bundle identifier.
        identifier: String,
    },
    /// Everything declared was fetched and reported.
    Synchronized,
    /// The server manages the user who is logged in.
    UserManaged,
    /// The server does not manage the user who is logged in.
    UserRefused,
    /// A command of the user's channel was carried out, refused or put off.
    UserExecuted(Execution),
    /// The user tried to delete a profile that may not be deleted.
    RemovalRefused,
    /// Management is gone, and with it everything that it installed.
    Unenrolled(UnenrollReason),
    /// The phone restarts.
    Restarted,
    /// The phone is empty.
    Erased,
}

/// Why a push had no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PushIgnored {
    /// The phone is off or has no network. APNs would have kept the notification.
    Unreachable,
    /// No enrollment is complete.
    NotManaged,
    /// The payload is not exactly `{"mdm": "…"}`.
    Malformed,
    /// The word belongs to another management relationship.
    WrongMagic,
}

/// Why management ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnenrollReason {
    /// The server answered 401.
    Unauthorized,
    /// The server answered 403 with `com.apple.unrecognized.device`.
    Unrecognized,
    /// The user deleted the profile.
    User,
    /// The server removed its own profile.
    Server,
}

/// One command that the phone was given, and what it made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Execution {
    /// `CommandUUID`; empty when the command could not be read.
    pub uuid: String,
    /// `RequestType`; empty when the command could not be read.
    pub request_type: String,
    /// The status that it reports. `NotNow`, `Error` and `CommandFormatError` had no effect.
    pub status: Status,
    /// The outermost error code, with status `Error` and `CommandFormatError`.
    pub error_code: Option<i64>,
    /// The lock state in which it arrived.
    pub lock_state: LockState,
    /// When.
    pub at: SystemTime,
}
