use std::fmt;
use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode};
use serde_json::Value;

use crate::Attempt;
use crate::retry_after;

/// What FCM answered to a wake.
///
/// Wire shape: 200 with `{"name":"projects/…/messages/…"}`, or an error of Google's APIs,
/// `{"error":{"code":…,"status":"…","message":"…","details":[…]}}`, whose details carry an `FcmError` with `errorCode`, a
/// `google.rpc.BadRequest`, a `google.rpc.QuotaFailure`, a `google.rpc.ErrorInfo` (Firebase, "FCM error codes"; Google,
/// AIP-193; read 2026-08). Any body decodes: what cannot be read counts as absent. Prose is not kept, because Google
/// repeats values of the request in it.
///
/// An accepted wake is not a delivered one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// The HTTP status.
    pub status: StatusCode,
    /// The name that FCM gave the message. Only with status 200.
    pub name: Option<MessageName>,
    /// FCM's own code.
    pub code: Option<ErrorCode>,
    /// The part of the request that is wrong, if FCM names one.
    pub field: Option<Field>,
    /// Whose quota is used up, if that is what is wrong.
    pub quota: Option<Quota>,
    /// How long FCM asks to wait, a second to a day.
    pub retry_after: Option<Duration>,
}

impl Answer {
    /// The largest body that is read. FCM's have less than 2 KiB; more is ignored.
    pub const MAX_BODY_BYTES: usize = 16 * 1024;

    /// Reads an answer that came at `now`. It cannot fail.
    #[must_use]
    pub fn decode(status: StatusCode, headers: &HeaderMap, body: &[u8], now: SystemTime) -> Self {
        let mut answer = Self { status, name: None, code: None, field: None, quota: None, retry_after: None };
        let json = match body.len() {
            0..=Self::MAX_BODY_BYTES => serde_json::from_slice(body).unwrap_or(Value::Null),
            _ => Value::Null,
        };
        if status == StatusCode::OK {
            answer.name = json.get("name").and_then(Value::as_str).and_then(MessageName::new);
            return answer;
        }
        answer.retry_after = retry_after::decode(headers, now);
        let Some(error) = json.get("error") else { return answer };
        for detail in list(error, "details") {
            let is = |name: &str| text(detail, "@type").rsplit('/').next() == Some(name);
            if is("google.firebase.fcm.v1.FcmError") {
                answer.code = answer.code.or_else(|| ErrorCode::parse(text(detail, "errorCode")));
            } else if is("google.rpc.BadRequest") {
                let fields = list(detail, "fieldViolations").map(|v| Field::parse(text(v, "field")));
                // The target before anything else: whether it is dead is what the answer is asked.
                answer.field = answer.field.into_iter().chain(fields).min();
            } else if is("google.rpc.QuotaFailure") {
                let quotas = list(detail, "violations").map(Quota::of_violation);
                answer.quota = answer.quota.into_iter().chain(quotas).min();
            }
        }
        // Firebase's own example of a malformed token names no field ("FCM error codes", read 2026-08).
        if text(error, "message") == MALFORMED_TOKEN {
            answer.field = Some(Field::Target);
        }
        answer
    }

    /// Whether FCM took the wake over. A 200 without a message's name came from somebody else.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        self.name.is_some()
    }

    /// Whether it is the access token that was refused, not the message: get a new one, see
    /// [`TokenCycle::handle_refused`](crate::TokenCycle::handle_refused), and send once more.
    #[must_use]
    pub fn refuses_access_token(&self) -> bool {
        self.status == StatusCode::UNAUTHORIZED && self.code != Some(ErrorCode::ThirdPartyAuthError)
    }

    /// What to do next. FCM's code speaks first, then the status (Firebase, "FCM error codes" and "Best practices when
    /// sending FCM messages at scale", read 2026-08).
    #[must_use]
    pub fn advice(&self, attempt: Attempt, now: SystemTime) -> Advice {
        // FCM's codes of a client's error, from a server that says that the error is its own, are not believed.
        let code = if self.status.is_client_error() { self.code } else { None };
        match (code, self.status.as_u16()) {
            _ if self.is_accepted() => Advice::Sent,
            (Some(ErrorCode::Unregistered), _) => Advice::DropToken,
            (Some(ErrorCode::SenderIdMismatch | ErrorCode::ThirdPartyAuthError), _) => Advice::SuspectToken,
            (Some(ErrorCode::InvalidArgument), _) | (None, 400) if self.field == Some(Field::Target) => {
                Advice::DropToken
            }
            (Some(ErrorCode::InvalidArgument), _) => Advice::FixRequest,
            (Some(ErrorCode::QuotaExceeded), _) | (_, 429) => {
                if self.quota == Some(Quota::Device) {
                    Advice::RetryDevice { not_before: self.not_before(THROTTLED, attempt, now) }
                } else {
                    Advice::WaitUntil { not_before: self.not_before(THROTTLED, attempt.first(), now) }
                }
            }
            // Without a code: a project that does not exist, an interface that is off, a role that is missing.
            (_, 401 | 403 | 404) => Advice::FixCredential,
            (_, 502..=504) => Advice::WaitUntil { not_before: self.not_before(FAILED, attempt.first(), now) },
            (_, 408 | 409 | 425 | 500..) | (_, 100..300) => {
                Advice::Retry { not_before: self.not_before(FAILED, attempt, now) }
            }
            _ => Advice::FixRequest,
        }
    }

    fn not_before(&self, first: Duration, attempt: Attempt, now: SystemTime) -> SystemTime {
        let wait = self.retry_after.unwrap_or_else(|| attempt.back_off(first, LONGEST));
        now.checked_add(wait).unwrap_or(now)
    }
}

/// What to do after a wake.
///
/// | here | `mdm_push::Outcome` |
/// |---|---|
/// | `Sent` | `Sent` |
/// | `DropToken` | `DropRoute` |
/// | `SuspectToken`, `FixRequest` | `Defect` |
/// | `FixCredential` | `FixCredential` |
/// | `WaitUntil` | `WaitUntil` |
/// | `RetryDevice` | `RetryDevice` |
/// | `Retry` | `Retry` |
///
/// So an answer about one device never stops the others: only what concerns the credential or FCM itself does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Advice {
    /// Nothing: FCM accepted it. If the device does not come, wake it again later.
    Sent,
    /// The token is dead: forget it, if the device has not sent another one since. The device's other routes, and what
    /// is pending for it, stay.
    DropToken,
    /// The token belongs to another project, or to no Android app. It may be this device that has registered wrongly, or
    /// the wrong account here: keep the token, do not repeat, look at how others fare.
    SuspectToken,
    /// The request is wrong and will be wrong again: a defect of the program or of its configuration.
    FixRequest,
    /// The service account or its project is refused: no wake will succeed until somebody repairs it.
    FixCredential,
    /// FCM asks the project to wait: as long as it says, else ten seconds, or a minute after 429, and up to half of that
    /// on top. However often this one device was tried: it is no measure of FCM's trouble. Go on with one wake; should
    /// it meet the same, everybody waits once more. (`mdm_push::Scheduler` does so.)
    WaitUntil {
        /// Not before.
        not_before: SystemTime,
    },
    /// Too many messages to this one device.
    RetryDevice {
        /// Not before.
        not_before: SystemTime,
    },
    /// It is not known whether the message arrived. Sending it once more does no harm.
    Retry {
        /// Not before.
        not_before: SystemTime,
    },
}

/// `name`: how FCM calls a message that it accepted, `projects/{project}/messages/{id}`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct MessageName(Box<str>);

impl MessageName {
    /// The longest that is read.
    pub const MAX_BYTES: usize = 512;

    fn new(text: &str) -> Option<Self> {
        let fits = text.len() <= Self::MAX_BYTES
            && text.starts_with("projects/")
            && text.bytes().all(|byte| byte.is_ascii_graphic());
        fits.then(|| Self(text.into()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for MessageName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MessageName({})", self.0)
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $word:literal),+ $(,)?) => {
        /// FCM's own code of an error, `errorCode` of `google.firebase.fcm.v1.FcmError`.
        ///
        /// Source: Firebase, `ErrorCode` of the HTTP v1 API (read 2026-08).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum ErrorCode {
            $($(#[doc = $doc])+ $name,)+
            /// A word that Firebase's table did not have when this was written.
            Other,
        }

        impl ErrorCode {
            /// Every code of Firebase's table.
            pub const KNOWN: &[Self] = &[$(Self::$name),+];

            /// `None` when there is no word.
            fn parse(word: &str) -> Option<Self> {
                match word {
                    "" => None,
                    $($word => Some(Self::$name),)+
                    // The older name of the same.
                    "APNS_AUTH_ERROR" => Some(Self::ThirdPartyAuthError),
                    _ => Some(Self::Other),
                }
            }

            /// FCM's word.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)+
                    Self::Other => "other",
                }
            }
        }
    };
}

codes! {
    /// Nothing more is known.
    UnspecifiedError = "UNSPECIFIED_ERROR",
    /// 400: a part of the request is wrong, perhaps the token.
    InvalidArgument = "INVALID_ARGUMENT",
    /// 404: the token is no longer valid.
    Unregistered = "UNREGISTERED",
    /// 403: the token belongs to another project.
    SenderIdMismatch = "SENDER_ID_MISMATCH",
    /// 429: a quota is used up: the project's, the device's, or a topic's.
    QuotaExceeded = "QUOTA_EXCEEDED",
    /// 503: FCM is overloaded.
    Unavailable = "UNAVAILABLE",
    /// 500: FCM failed.
    Internal = "INTERNAL",
    /// 401: the token belongs to an app of Apple's or of the web, whose certificate is missing.
    ThirdPartyAuthError = "THIRD_PARTY_AUTH_ERROR",
}

/// Which part of a request FCM finds wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Field {
    /// `message.token` or `message.fid`: the value is no token.
    Target,
    /// `message` itself: no target, or several.
    Message,
    /// `message.android` and below.
    Android,
    /// `message.data` and below.
    Data,
    /// Anything else.
    Other,
}

impl Field {
    fn parse(path: &str) -> Self {
        let below = |name: &str| {
            path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        match path {
            "message.token" | "message.fid" => Self::Target,
            "message" => Self::Message,
            _ if below("message.android") => Self::Android,
            _ if below("message.data") => Self::Data,
            _ => Self::Other,
        }
    }
}

/// Whose quota is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Quota {
    /// The project's, or one that FCM does not name.
    Project,
    /// That of one device (240 messages a minute, 5,000 an hour; Firebase, "Throttling and quotas", read 2026-08).
    Device,
}

impl Quota {
    /// The words of a violation are prose. The project is the careful reading: everybody waits, and nothing is lost.
    fn of_violation(violation: &Value) -> Self {
        let names = |key| text(violation, key).to_ascii_lowercase().contains("device");
        if names("subject") || names("description") { Self::Device } else { Self::Project }
    }
}

fn text<'a>(json: &'a Value, key: &str) -> &'a str {
    json.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn list<'a>(json: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    json.get(key).and_then(Value::as_array).into_iter().flatten()
}

const MALFORMED_TOKEN: &str = "The registration token is not a valid FCM registration token";
/// The first pause after 429 without `Retry-After`; Firebase asks for a minute at least.
const THROTTLED: Duration = Duration::from_secs(60);
/// The first pause after a failure of FCM's; Firebase asks for ten seconds at least.
const FAILED: Duration = Duration::from_secs(10);
/// Firebase: do not go on with one message for more than an hour. Here it goes on once an hour, because a wake does not
/// become stale.
const LONGEST: Duration = Duration::from_secs(60 * 60);

#[cfg(test)]
mod tests;
