use std::io::Write as _;
use std::ops::Range;

use bytes::Bytes;
use http::uri::{PathAndQuery, Scheme, Uri};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Version};

use crate::{ApnsId, Endpoint, PushToken};

/// A push as it goes over the wire: what [`MdmPush`](crate::MdmPush) and [`AppPush`](crate::AppPush) come to.
///
/// Path, texts and body are cuts of one buffer, so that a repeat copies nothing. It holds secrets and has no
/// `Debug`.
#[derive(Clone)]
pub(crate) struct Message {
    pub(crate) body: Bytes,
    path: PathAndQuery,
    id: HeaderValue,
    topic: HeaderValue,
    expiration: Option<HeaderValue>,
    collapse_id: Option<HeaderValue>,
    push_type: HeaderValue,
    priority: HeaderValue,
}

/// What a [`Message`] is made of, but for the body. The texts have been checked: printable ASCII.
pub(crate) struct Parts<'a> {
    pub(crate) token: &'a PushToken,
    pub(crate) id: ApnsId,
    pub(crate) topic: &'a str,
    pub(crate) push_type: &'static str,
    pub(crate) priority: &'static str,
    /// Seconds since 1970.
    pub(crate) expiration: Option<u64>,
    pub(crate) collapse_id: Option<&'a str>,
}

impl Message {
    /// `write_body` appends the payload.
    pub(crate) fn new(parts: &Parts<'_>, write_body: impl FnOnce(&mut Vec<u8>)) -> Self {
        let mut buffer = Vec::with_capacity(ROOM);
        buffer.extend_from_slice(PATH);
        parts.token.write_hex(&mut buffer);
        let path = 0..buffer.len();
        let id = parts.id.write(&mut buffer);
        let topic = append(&mut buffer, parts.topic.as_bytes());
        let expiration = parts.expiration.map(|secs| {
            let start = buffer.len();
            // Writing into a vector cannot fail.
            let _ = write!(buffer, "{secs}");
            start..buffer.len()
        });
        let collapse_id = parts.collapse_id.map(|id| append(&mut buffer, id.as_bytes()));
        let body = buffer.len();
        write_body(&mut buffer);
        let buffer = Bytes::from(buffer);
        Self {
            body: buffer.slice(body..),
            path: path_of(buffer.slice(path)),
            id: value(buffer.slice(id)),
            topic: value(buffer.slice(topic)),
            expiration: expiration.map(|range| value(buffer.slice(range))),
            collapse_id: collapse_id.map(|range| value(buffer.slice(range))),
            push_type: HeaderValue::from_static(parts.push_type),
            priority: HeaderValue::from_static(parts.priority),
        }
    }

    /// The head of the request. Names of headers and their rules: Apple, "Sending notification requests to
    /// APNs", table 1 (read 2026-08).
    ///
    /// What differs with each push is indexed by HPACK the first time, so that its name is known, and not after
    /// that (there, "Use HPACK to compress headers"). The HTTP/2 engine indexes what is not marked as sensitive.
    pub(crate) fn head(&self, endpoint: &Endpoint, indexing: Indexing) -> Request<()> {
        let mut uri = http::uri::Parts::default();
        uri.scheme = Some(Scheme::HTTPS);
        uri.authority = Some(endpoint.authority().clone());
        uri.path_and_query = Some(self.path.clone());

        let mut request = Request::new(());
        *request.method_mut() = Method::POST;
        *request.version_mut() = Version::HTTP_2;
        // Scheme, authority and path are there, and so it is one.
        *request.uri_mut() = Uri::from_parts(uri).unwrap_or_default();
        let mut headers = HeaderMap::with_capacity(USUAL_HEADERS);
        headers.append(PUSH_TYPE, self.push_type.clone());
        headers.append(PRIORITY, self.priority.clone());
        headers.append(TOPIC, self.topic.clone());
        let changing = |value: &HeaderValue| {
            let mut value = value.clone();
            value.set_sensitive(indexing == Indexing::NamesOnly);
            value
        };
        headers.append(ID, changing(&self.id));
        if let Some(expiration) = &self.expiration {
            headers.append(EXPIRATION, changing(expiration));
        }
        if let Some(id) = &self.collapse_id {
            headers.append(COLLAPSE_ID, changing(id));
        }
        *request.headers_mut() = headers;
        request
    }

    pub(crate) fn request(self, endpoint: &Endpoint) -> Request<Bytes> {
        let head = self.head(endpoint, Indexing::All);
        head.map(|()| self.body)
    }
}

/// What HPACK may put into its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Indexing {
    All,
    NamesOnly,
}

fn append(buffer: &mut Vec<u8>, bytes: &[u8]) -> Range<usize> {
    let start = buffer.len();
    buffer.extend_from_slice(bytes);
    start..buffer.len()
}

#[expect(clippy::expect_used, reason = "a fixed text and hexadecimal digits")]
fn path_of(path: Bytes) -> PathAndQuery {
    PathAndQuery::from_maybe_shared(path).expect("a path")
}

#[expect(clippy::expect_used, reason = "all texts of a push are checked when it is made")]
fn value(text: Bytes) -> HeaderValue {
    HeaderValue::from_maybe_shared(text).expect("printable")
}

const PATH: &[u8] = b"/3/device/";
/// Enough for a token of 32 bytes, a UUID as magic, and all between.
const ROOM: usize = 320;
/// What an MDM push has. More would make the map twice as large.
const USUAL_HEADERS: usize = 5;

pub(crate) const ID: HeaderName = HeaderName::from_static("apns-id");
const EXPIRATION: HeaderName = HeaderName::from_static("apns-expiration");
const COLLAPSE_ID: HeaderName = HeaderName::from_static("apns-collapse-id");
const PRIORITY: HeaderName = HeaderName::from_static("apns-priority");
const PUSH_TYPE: HeaderName = HeaderName::from_static("apns-push-type");
const TOPIC: HeaderName = HeaderName::from_static("apns-topic");
