//! APNs for MDM: the push as data, every answer as a type with advice, and a driver that sends.
//!
//! A device managed over Apple's MDM protocol connects to its server only after a push through the
//! Apple Push Notification service (APNs). That push carries one value, the `PushMagic` that the
//! device sent in its `TokenUpdate`, and says nothing else: *come and ask*. This crate knows how that
//! push looks on the wire, what each of APNs' answers means, and what to do next (F7, F10, F38, F39).
//!
//! Two layers:
//!
//! - **Data** (always there): [`MdmPush::request`] gives an `http::Request<Bytes>` for any HTTP/2
//!   client; [`Answer::decode`] reads what came back; [`Answer::advice`] and [`Answer::drop_token`]
//!   decide. Functions of bytes and `now`; no I/O, no clock, no randomness.
//! - **Driver** (feature `h2`, default): `Client` keeps multiplexed HTTP/2 connections over TLS with the
//!   push certificate, on the caller's tokio runtime. Every push has exactly one result: an answer, or what
//!   is known of its fate.
//!
//! ```
//! use std::time::{Duration, SystemTime};
//! use mdm_apns::{Advice, Answer, ApnsId, Endpoint, MdmPush, Port, PushMagic, PushToken, Topic};
//!
//! # fn main() -> Result<(), mdm_apns::Error> {
//! let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_780_000_000);
//! // Token, PushMagic and Topic are what the device sent in its TokenUpdate.
//! let push = MdmPush::new(
//!     PushToken::new(&[0xAB; 32])?,
//!     PushMagic::new("C9A7F3F2-9C5B-4E0B-8D6B-3A1F6E1C2D4E")?,
//!     Topic::new("com.apple.mgmt.External.6f1d4b0c-2f0e-4a6c-9a53-0b6a1f0e7c11")?,
//!     ApnsId::mint([7; 16]), // 16 random bytes
//!     now,
//! );
//! let request = push.request(&Endpoint::production(Port::Https));
//! assert_eq!(request.headers()["apns-push-type"], "mdm");
//! assert_eq!(&request.body()[..], br#"{"mdm":"C9A7F3F2-9C5B-4E0B-8D6B-3A1F6E1C2D4E"}"#);
//!
//! // Send it with any HTTP/2 client that presents the push certificate, then:
//! let body = br#"{"reason":"Unregistered","timestamp":1780000000500}"#;
//! let answer = Answer::decode(http::StatusCode::GONE, &http::HeaderMap::new(), body);
//! assert!(matches!(answer.advice(), Advice::DropToken { .. }));
//! // The device renewed its token after the moment that APNs speaks of: keep it.
//! assert!(!answer.drop_token(now + Duration::from_secs(5)));
//! # Ok(())
//! # }
//! ```
//!
//! # What it does not do
//!
//! - It does not decide *when* to push or how often to repeat; an accepted push can still be lost, so
//!   somebody has to (`mdm-push`).
//! - It does not renew, request or watch over the push certificate (`mdm-pki`).
//! - No provider token (`.p8` key) for MDM: "Device management doesn't support the token based push process"
//!   (Apple, Setting up push notifications for your device management customers, read 2026-08). [`AppPush`], an
//!   ordinary push to a vendor's own app, takes one and nothing else; the driver refuses to mix them up.
//! - No payloads of alerts, badges or Live Activities: an app's payload is bytes.
//! - It does not count pushes per minute. `mdm-push` does, and is asked before a push is repeated: `Repeats`.
//!
//! # A cap on pushes per minute
//!
//! Each call of `Client::push` puts a push over the wire once, and a repeat once more. With `Repeats::Ask` the
//! scheduler of `mdm-push` is asked before each repeat, by the id under which its ticket was noted:
//!
//! ```text
//! config.repeats = Repeats::Ask(Arc::new(move |repeat| {
//!     let ticket = tickets.lock().get(&repeat.id).copied();
//!     ticket.is_some_and(|ticket| scheduler.lock().handle_input(Input::Repeating(ticket), now()).is_ok())
//! }));
//! ```
//!
//! # Secrets
//!
//! [`PushToken`] and [`PushMagic`] are enough, together with the push certificate, to disturb a device
//! (F74). Their `Debug` is redacted, they are wiped on drop and compared in constant time. Nothing in
//! this crate writes a log line. **The request's URI carries the token and its body the magic**: do not
//! log an `http::Request` made here, and keep request logging of an HTTP client of your own off.
//!
//! # Limits
//!
//! | what | limit | where |
//! |---|---|---|
//! | push token | 1 to 256 bytes | [`PushToken::MAX_BYTES`] |
//! | `PushMagic` | 1 to 512 bytes, so that the payload always fits APNs' 4096 | [`PushMagic::MAX_BYTES`] |
//! | topic | 255 bytes, prefix `com.apple.mgmt.` | [`Topic::PREFIX`] |
//! | answer body that is read | 4096 bytes | [`Answer::MAX_BODY_BYTES`] |
//! | unknown reason that is kept | 64 bytes, printable ASCII | [`Reason::Other`] |
//! | lifetime of an MDM push | 7 days unless given, at least 1 second | [`Expiration`] |
//! | pushes in flight (driver) | 1000 unless given | `Config::max_in_flight` |
//! | connections (driver) | 4 unless given | `Config::max_connections` |
//! | one push, all waiting included (driver) | 30 s unless given | `Config::deadline` |
//! | repeats of a push (driver) | 1 when it may have been accepted, 5 when APNs said that it did not look | `Repeats` |
//! | payload of an app's push | 4096 bytes, 5120 for a call | [`PushType::max_payload_bytes`] |

mod answer;
mod app;
#[cfg(feature = "h2")]
mod client;
mod endpoint;
mod error;
mod message;
mod push;
mod secret;
mod topic;

pub use answer::{Advice, Answer, GoAway, Reason};
pub use app::{AppPush, AppTopic, PushType};
#[cfg(feature = "h2")]
pub use client::{
    BackOff, Client, Clock, Config, Counters, Credential, Identity, Pending, ProviderKey, Proxy, ProxyAuth,
    Push, Repeat, Repeats, Room, Roots,
};
pub use endpoint::{Endpoint, Port};
pub use error::{Blame, Cause, CredentialProblem, Error, Fate, Phase, Retry};
pub use push::{ApnsId, Expiration, MdmPush, Priority};
pub use secret::{PushMagic, PushToken};
pub use topic::Topic;

/// The TCP ports over which Apple's devices keep their connection to APNs, 443 as the last resort: what a firewall in
/// front of them must let out, to [`APPLE_ADDRESSES`] (F71, F82; Apple, "If your Apple devices aren't getting Apple
/// push notifications", read 2026-08).
pub const DEVICE_PORTS: [u16; 2] = [5223, 443];

/// The addresses of Apple's networks, in CIDR notation. A server reaches APNs there too, by the ports of [`Port`].
pub const APPLE_ADDRESSES: &str = "17.0.0.0/8";
