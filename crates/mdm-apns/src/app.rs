use std::fmt;
use std::time::SystemTime;

use bytes::Bytes;
use http::Request;

use crate::message::{Message, Parts};
use crate::{ApnsId, Endpoint, Error, PushToken};

/// An ordinary push to a vendor's own app, an agent on the device for example. Not for MDM: a device is woken
/// by an [`MdmPush`](crate::MdmPush).
///
/// Wire shape: `POST /3/device/<token in hexadecimal>` with any JSON object as the body, and a provider token
/// in `authorization`, which the driver adds (Apple, "Sending notification requests to APNs", read 2026-08).
#[derive(Clone, PartialEq, Eq)]
pub struct AppPush {
    token: PushToken,
    topic: AppTopic,
    push_type: PushType,
    payload: Bytes,
    id: ApnsId,
    expiration: Option<u64>,
    collapse_id: Option<Box<str>>,
}

impl AppPush {
    /// The longest `apns-collapse-id`, in bytes.
    pub const MAX_COLLAPSE_ID_BYTES: usize = 64;

    /// A push that APNs keeps as long as its own policy says.
    ///
    /// # Errors
    /// [`Error::Payload`] when the payload is empty or longer than [`PushType::max_payload_bytes`].
    pub fn new(
        token: PushToken,
        topic: AppTopic,
        push_type: PushType,
        payload: Bytes,
        id: ApnsId,
    ) -> Result<Self, Error> {
        if payload.is_empty() || payload.len() > push_type.max_payload_bytes() {
            return Err(Error::Payload);
        }
        Ok(Self { token, topic, push_type, payload, id, expiration: None, collapse_id: None })
    }

    /// Until when APNs keeps it for a device that is away. A time before 1970 counts as 1970, which is 0:
    /// tried once and not kept.
    #[must_use]
    pub fn expires(mut self, at: SystemTime) -> Self {
        self.expiration = Some(at.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs());
        self
    }

    /// Pushes with the same text are shown as one.
    ///
    /// # Errors
    /// [`Error::CollapseId`] when it is empty, longer than [`Self::MAX_COLLAPSE_ID_BYTES`], or not printable
    /// ASCII.
    pub fn collapse(mut self, id: &str) -> Result<Self, Error> {
        let fits = !id.is_empty() && id.len() <= Self::MAX_COLLAPSE_ID_BYTES;
        if !fits || !id.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Error::CollapseId);
        }
        self.collapse_id = Some(id.into());
        Ok(self)
    }

    /// The push's identity; the answer repeats it.
    #[must_use]
    pub fn id(&self) -> ApnsId {
        self.id
    }

    /// The HTTP/2 request, without `authorization`. The URI carries the token: it may not be logged.
    #[must_use]
    pub fn request(&self, endpoint: &Endpoint) -> Request<Bytes> {
        self.message().request(endpoint)
    }

    pub(crate) fn message(&self) -> Message {
        let parts = Parts {
            token: &self.token,
            id: self.id,
            topic: &self.topic.0,
            push_type: self.push_type.as_str(),
            priority: self.push_type.priority(),
            expiration: self.expiration,
            collapse_id: self.collapse_id.as_deref(),
        };
        Message::new(&parts, |body| body.extend_from_slice(&self.payload))
    }
}

/// Nothing of the payload, which is the app's own.
impl fmt::Debug for AppPush {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AppPush")
            .field("id", &self.id)
            .field("topic", &self.topic)
            .field("push_type", &self.push_type)
            .field("expiration", &self.expiration)
            .finish_non_exhaustive()
    }
}

/// The topic of an app's pushes: its bundle identifier, for some types with an ending such as `.voip`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AppTopic(Box<str>);

impl AppTopic {
    /// Checks a topic: letters, digits, dots and hyphens, at most 255 bytes, and none of MDM's.
    ///
    /// # Errors
    /// [`Error::AppTopic`] otherwise.
    pub fn new(topic: &str) -> Result<Self, Error> {
        let fits = !topic.is_empty()
            && topic.len() <= 255
            && !topic.starts_with(crate::Topic::PREFIX)
            && topic.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
        if fits { Ok(Self(topic.into())) } else { Err(Error::AppTopic) }
    }

    /// The topic as it goes on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// `apns-push-type` of an app's push: what the payload is. With the priority that Apple asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PushType {
    /// `alert`: something is shown.
    Alert,
    /// `background`: the app is woken and nothing is shown. Apple requires priority 5.
    Background,
    /// `complication`: a watch face.
    Complication,
    /// `controls`: reloads a control.
    Controls,
    /// `fileprovider`: a file provider has changes.
    FileProvider,
    /// `liveactivity`: changes a Live Activity.
    LiveActivity,
    /// `location`: asks for the position; takes a provider token only.
    Location,
    /// `pushtotalk`: push-to-talk.
    PushToTalk,
    /// `voip`: an incoming call.
    Voip,
    /// `widgets`: reloads a widget.
    Widgets,
}

impl PushType {
    /// The value on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Alert => "alert",
            Self::Background => "background",
            Self::Complication => "complication",
            Self::Controls => "controls",
            Self::FileProvider => "fileprovider",
            Self::LiveActivity => "liveactivity",
            Self::Location => "location",
            Self::PushToTalk => "pushtotalk",
            Self::Voip => "voip",
            Self::Widgets => "widgets",
        }
    }

    /// The longest payload: 5120 bytes for a call, 4096 for the rest (Apple, "Generating a remote
    /// notification", read 2026-08).
    #[must_use]
    pub fn max_payload_bytes(self) -> usize {
        if self == Self::Voip { 5120 } else { 4096 }
    }

    fn priority(self) -> &'static str {
        if self == Self::Background { "5" } else { "10" }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::Port;

    fn push(push_type: PushType, payload: &[u8]) -> Result<AppPush, Error> {
        AppPush::new(
            PushToken::new(&[0xAB; 2]).expect("token"),
            AppTopic::new("com.example.agent").expect("topic"),
            push_type,
            Bytes::copy_from_slice(payload),
            ApnsId::mint([0; 16]),
        )
    }

    #[test]
    fn the_request_is_what_apple_describes() {
        let at = SystemTime::UNIX_EPOCH + Duration::from_secs(1_780_000_000);
        let push = push(PushType::Background, b"{\"planted\":1}").expect("push");
        let push = push.expires(at).collapse("sync").expect("collapse");
        let request = push.request(&Endpoint::production(Port::Https));
        assert_eq!(request.uri(), "https://api.push.apple.com/3/device/abab");
        let headers: Vec<_> =
            request.headers().iter().map(|(k, v)| (k.as_str(), v.to_str().expect("ascii"))).collect();
        assert_eq!(
            headers,
            [
                ("apns-push-type", "background"),
                ("apns-priority", "5"),
                ("apns-topic", "com.example.agent"),
                ("apns-id", "00000000-0000-4000-8000-000000000000"),
                ("apns-expiration", "1780000000"),
                ("apns-collapse-id", "sync"),
            ]
        );
        assert!(!format!("{push:?}").contains("planted"));
    }

    #[test]
    fn limits_hold() {
        fn check(push_type: PushType, bytes: usize, fits: bool) {
            assert_eq!(push(push_type, &vec![b' '; bytes]).is_ok(), fits, "{push_type:?} {bytes}");
        }
        check(PushType::Alert, 0, false);
        check(PushType::Alert, 4096, true);
        check(PushType::Alert, 4097, false);
        check(PushType::Voip, 5120, true);
        check(PushType::Voip, 5121, false);
        let collapse = |id: &str| push(PushType::Alert, b"{}").expect("push").collapse(id).is_ok();
        assert_eq!(
            ["", "a b", "é", &"x".repeat(64), &"x".repeat(65)].map(collapse),
            [false, false, false, true, false]
        );
    }

    #[test]
    fn a_topic_of_mdm_is_no_apps_topic() {
        fn check(topic: &str, fits: bool) {
            assert_eq!(AppTopic::new(topic).is_ok(), fits, "{topic:?}");
        }
        check("com.example.agent", true);
        check("com.example.agent.voip", true);
        check("com.apple.mgmt.External.1", false);
        check("", false);
        check("com.example\r\nx: y", false);
        check(&"a".repeat(256), false);
    }
}
