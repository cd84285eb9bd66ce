use std::fmt;
use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode};
use serde_json::Value;

use crate::ApnsId;
use crate::message;

/// What APNs answered to a push.
///
/// Wire shape: a status, the header `apns-id`, and for a rejection the body
/// `{"reason":"…","timestamp":…}` (Apple, "Handling notification responses from APNs", read 2026-08). Any
/// body decodes: what cannot be read counts as absent, and the status alone decides.
///
/// An accepted push is not a delivered one: the device may be away, and APNs may lose it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// The HTTP status.
    pub status: StatusCode,
    /// The id of the push, repeated by APNs.
    pub id: Option<ApnsId>,
    /// Why the push was rejected. `None` with status 200, and when the body could not be read.
    pub reason: Option<Reason>,
    /// With status 410: the last moment at which APNs saw that the token was no longer valid.
    /// Milliseconds since 1970 on the wire.
    pub invalid_since: Option<SystemTime>,
}

impl Answer {
    /// The largest body that is read. APNs' bodies have less than 100 bytes; more is ignored.
    pub const MAX_BODY_BYTES: usize = 4096;

    /// Reads an answer. It cannot fail.
    #[must_use]
    pub fn decode(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Self {
        let id = headers.get(message::ID).and_then(|v| v.to_str().ok()).and_then(|v| ApnsId::parse(v).ok());
        let mut answer = Self { status, id, reason: None, invalid_since: None };
        if status == StatusCode::OK {
            return answer;
        }
        let json = decode_json(body);
        answer.reason = reason_in(&json);
        if status == StatusCode::GONE {
            answer.invalid_since = json
                .get("timestamp")
                .and_then(Value::as_u64)
                .and_then(|millis| SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(millis)));
        }
        answer
    }

    /// Whether APNs took the push over.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        self.status == StatusCode::OK
    }

    /// What to do next.
    #[must_use]
    pub fn advice(&self) -> Advice {
        if self.is_accepted() {
            return Advice::Sent;
        }
        match self.reason.as_ref().and_then(Reason::advice).unwrap_or_else(|| by_status(self.status)) {
            Advice::DropToken { .. } => Advice::DropToken { since: self.invalid_since },
            advice => advice,
        }
    }

    /// Whether to forget the token that was pushed to, which the device sent at `token_updated_at` (the
    /// server's clock, when the `TokenUpdate` came).
    ///
    /// A device that sends the token again after the moment that APNs speaks of has made it valid again:
    /// it is kept (Apple, "Handling notification responses from APNs": stop "until the device registers a
    /// token with a later timestamp"; read 2026-08). Without a timestamp APNs' word stands. The caller
    /// makes sure that the record still holds the token that was pushed to.
    #[must_use]
    pub fn drop_token(&self, token_updated_at: SystemTime) -> bool {
        match self.advice() {
            Advice::DropToken { since } => since.is_none_or(|since| token_updated_at <= since),
            _ => false,
        }
    }
}

/// What to do after an [`Answer`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Advice {
    /// Nothing: APNs accepted the push. If the device does not come, push again later.
    Sent,
    /// The token is dead unless the device renewed it since: ask [`Answer::drop_token`].
    DropToken {
        /// Since when, if APNs said so.
        since: Option<SystemTime>,
    },
    /// The token does not fit this topic or environment. Keep it, do not repeat the push; when other
    /// tokens work on the same connection it is dead, when none does the endpoint or certificate is wrong.
    SuspectToken,
    /// The request is wrong and will be wrong again: a defect of the program or of its configuration.
    FixRequest,
    /// The push certificate is refused, or it is the wrong one for this endpoint. No push will succeed.
    FixCredential,
    /// Too many pushes to this one device: slow down for it, go on with the others.
    RetryDevice,
    /// APNs has a problem: try again after this time.
    RetryLater {
        /// Apple's 15 minutes.
        after: Duration,
    },
    /// The connection is worn out, not the push: repeat it on another one.
    Reconnect,
}

/// An HTTP/2 GOAWAY frame from APNs: the server takes leave and may say why.
///
/// Its debug data is JSON like the body of a rejection, `{"reason":"…"}`; APNs uses it even with the error
/// code `NO_ERROR`. Frame: RFC 9113, section 6.8.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct GoAway {
    /// Streams above this one were not looked at: their pushes may be repeated without a doubt.
    pub last_stream_id: u32,
    /// The HTTP/2 error code.
    pub error_code: u32,
    /// The reason in the debug data.
    pub reason: Option<Reason>,
}

impl GoAway {
    /// Reads a frame's payload, without the nine bytes of the frame header. `None` when it is too short.
    #[must_use]
    pub fn decode(payload: &[u8]) -> Option<Self> {
        let (last, rest) = payload.split_first_chunk::<4>()?;
        let (code, debug) = rest.split_first_chunk::<4>()?;
        Some(Self {
            // The highest bit is reserved.
            last_stream_id: u32::from_be_bytes(*last) & 0x7FFF_FFFF,
            error_code: u32::from_be_bytes(*code),
            reason: reason_in(&decode_json(debug)),
        })
    }
}

macro_rules! reasons {
    ($($(#[doc = $doc:literal])+ $name:ident),+ $(,)?) => {
        /// Why APNs rejected a push or closed a connection, in APNs' own words.
        ///
        /// Source: Apple, "Handling notification responses from APNs", table 4 (read 2026-08).
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Reason {
            $($(#[doc = $doc])+ $name,)+
            /// A string that Apple's table did not have when this was written: its printable ASCII, at
            /// most 64 bytes.
            Other(Box<str>),
        }

        impl Reason {
            /// Every reason of Apple's table.
            pub const KNOWN: &[Self] = &[$(Self::$name),+];

            /// Reads APNs' word.
            #[must_use]
            pub fn parse(text: &str) -> Self {
                match text {
                    $(stringify!($name) => Self::$name,)+
                    // Something in the place of what is not printed: without it another reason could be left.
                    _ => Self::Other(
                        text.chars()
                            .map(|one| if one.is_ascii_graphic() { one } else { '?' })
                            .take(MAX_OTHER)
                            .collect::<String>()
                            .into(),
                    ),
                }
            }

            /// APNs' word.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$name => stringify!($name),)+
                    Self::Other(text) => text,
                }
            }
        }
    };
}

reasons! {
    /// 400: `apns-collapse-id` is longer than 64 bytes.
    BadCollapseId,
    /// 400: the token is no token, or one of another environment.
    BadDeviceToken,
    /// 400: `apns-expiration` is no number of seconds.
    BadExpirationDate,
    /// 400: `apns-id` is no UUID.
    BadMessageId,
    /// 400: `apns-priority` is none that exists.
    BadPriority,
    /// 400: `apns-topic` is malformed.
    BadTopic,
    /// 400: the token belongs to another topic.
    DeviceTokenNotForTopic,
    /// 400: a header occurs twice.
    DuplicateHeaders,
    /// 400: the connection was idle for too long.
    IdleTimeout,
    /// 400: `apns-push-type` is missing, unknown, or does not fit the payload.
    InvalidPushType,
    /// 400: the path has no token.
    MissingDeviceToken,
    /// 400: `apns-topic` is missing, and the certificate has several.
    MissingTopic,
    /// 400: there is no body.
    PayloadEmpty,
    /// 400: the certificate does not allow this topic.
    TopicDisallowed,
    /// 403: the certificate is not valid.
    BadCertificate,
    /// 403: the certificate is for the other environment.
    BadCertificateEnvironment,
    /// 403: the provider token's key is for the other environment.
    BadEnvironmentKeyIdInToken,
    /// 403: the provider token is too old.
    ExpiredProviderToken,
    /// 403: the action is not allowed.
    Forbidden,
    /// 403: the provider token is not valid.
    InvalidProviderToken,
    /// 403: neither certificate nor provider token came.
    MissingProviderToken,
    /// 403: the provider token's key does not belong to this connection's.
    UnrelatedKeyIdInToken,
    /// 404: the path is wrong.
    BadPath,
    /// 405: the method is not POST.
    MethodNotAllowed,
    /// 410: the token has expired.
    ExpiredToken,
    /// 410: the device no longer takes pushes for the topic, for example after it was unenrolled.
    Unregistered,
    /// 413: the payload has more than 4096 bytes.
    PayloadTooLarge,
    /// 429: the provider token changes too often.
    TooManyProviderTokenUpdates,
    /// 429: too many pushes in a row to one device.
    TooManyRequests,
    /// 500: APNs failed.
    InternalServerError,
    /// 503: APNs is not available.
    ServiceUnavailable,
    /// 503: this APNs server is shutting down.
    Shutdown,
}

impl Reason {
    /// What the reason by itself asks for; `None` for [`Reason::Other`], where the status decides.
    ///
    /// Source: Apple, "Handling notification responses from APNs" (read 2026-08). A certificate connection
    /// never carries a provider token, so a complaint about one says that APNs does not see the push
    /// certificate.
    #[must_use]
    pub fn advice(&self) -> Option<Advice> {
        Some(match self {
            Self::BadCollapseId
            | Self::BadExpirationDate
            | Self::BadMessageId
            | Self::BadPriority
            | Self::BadTopic
            | Self::DuplicateHeaders
            | Self::InvalidPushType
            | Self::MissingDeviceToken
            | Self::MissingTopic
            | Self::PayloadEmpty
            | Self::TopicDisallowed
            | Self::BadPath
            | Self::MethodNotAllowed
            | Self::PayloadTooLarge => Advice::FixRequest,
            Self::BadDeviceToken | Self::DeviceTokenNotForTopic => Advice::SuspectToken,
            Self::BadCertificate
            | Self::BadCertificateEnvironment
            | Self::BadEnvironmentKeyIdInToken
            | Self::ExpiredProviderToken
            | Self::Forbidden
            | Self::InvalidProviderToken
            | Self::MissingProviderToken
            | Self::UnrelatedKeyIdInToken
            | Self::TooManyProviderTokenUpdates => Advice::FixCredential,
            Self::ExpiredToken | Self::Unregistered => Advice::DropToken { since: None },
            Self::TooManyRequests => Advice::RetryDevice,
            Self::InternalServerError | Self::ServiceUnavailable => Advice::RetryLater { after: RETRY_AFTER },
            Self::IdleTimeout | Self::Shutdown => Advice::Reconnect,
            Self::Other(_) => return None,
        })
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// For a reason that is missing or unknown. What is no answer of APNs at all (a proxy's 502, a redirect)
/// is treated as a problem on the way, never as the device's or the token's.
fn by_status(status: StatusCode) -> Advice {
    match status.as_u16() {
        400 | 404 | 405 | 413 => Advice::FixRequest,
        403 => Advice::FixCredential,
        410 => Advice::DropToken { since: None },
        429 => Advice::RetryDevice,
        _ => Advice::RetryLater { after: RETRY_AFTER },
    }
}

fn decode_json(body: &[u8]) -> Value {
    if body.len() > Answer::MAX_BODY_BYTES {
        return Value::Null;
    }
    serde_json::from_slice(body).unwrap_or(Value::Null)
}

fn reason_in(json: &Value) -> Option<Reason> {
    json.get("reason").and_then(Value::as_str).map(Reason::parse)
}

const MAX_OTHER: usize = 64;
/// Apple, "Handling notification responses from APNs": wait 15 minutes after a 5xx (read 2026-08).
const RETRY_AFTER: Duration = Duration::from_secs(15 * 60);

#[cfg(test)]
mod tests;
