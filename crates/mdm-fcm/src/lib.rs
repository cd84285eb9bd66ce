//! FCM for agents of MDM: the wake as data, the access token's life, every answer with advice, and a driver that sends.
//!
//! An Android device with an agent of a vendor comes to its server when a push through Firebase Cloud Messaging (FCM)
//! tells it to. That push says nothing else: *come and ask*. This crate knows how it looks on the wire, how one gets the
//! access token that it needs, what each of FCM's answers means, and what to do next (F13, F62, F63, F87).
//!
//! Two layers:
//!
//! - **Data** (always there): [`ServiceAccount`] signs the request for an access token, [`TokenCycle`] says when,
//!   [`Grant::decode`] reads what came; [`Wake::request`] gives an `http::Request<Bytes>` for any HTTP client;
//!   [`Answer::decode`] and [`Answer::advice`] read and decide. Functions of bytes and `now`; no I/O, no clock, no
//!   randomness.
//! - **Driver** (feature `reqwest`, default): `Client` does all of that over several HTTP/2 connections, on the caller's
//!   tokio runtime.
//!
//! ```
//! use std::time::{Duration, SystemTime};
//! use mdm_fcm::{
//!     AccessToken, Advice, Answer, Attempt, Endpoint, Priority, ProjectId, RegistrationToken, Target, Wake,
//! };
//!
//! # fn main() -> Result<(), mdm_fcm::Error> {
//! // The agent sent its token when it enrolled.
//! let target = Target::Token(RegistrationToken::new("cXyZ:APA91bExample")?);
//! let wake = Wake::new(target, Priority::Normal);
//! let project = ProjectId::new("acme-mdm")?;
//! let access = AccessToken::new("ya29.example")?;
//! let request = wake.request(&Endpoint::google(), &project, &access);
//! assert_eq!(request.uri(), "https://fcm.googleapis.com/v1/projects/acme-mdm/messages:send");
//!
//! // Send it with any HTTP client, then:
//! let body = br#"{"error":{"code":404,"status":"NOT_FOUND","details":[
//!     {"@type":"type.googleapis.com/google.firebase.fcm.v1.FcmError","errorCode":"UNREGISTERED"}]}}"#;
//! let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_780_000_000);
//! let answer = Answer::decode(http::StatusCode::NOT_FOUND, &http::HeaderMap::new(), body, now);
//! let attempt = Attempt { number: 1, salt: 7 };
//! assert_eq!(answer.advice(attempt, now), Advice::DropToken);
//! // The same status without FCM's word is about the project, and kills nothing.
//! let answer = Answer::decode(http::StatusCode::NOT_FOUND, &http::HeaderMap::new(), b"<html>", now);
//! assert_eq!(answer.advice(attempt, now), Advice::FixCredential);
//! # Ok(())
//! # }
//! ```
//!
//! # What it does not do
//!
//! - It does not decide *when* to push or how often to repeat (`mdm-push`); an accepted wake can still be lost. It keeps
//!   no quota: 600,000 messages a minute are a cap for the scheduler.
//! - No notifications, topics, conditions, and no data beyond a constant. Neither Apple's devices nor the web.
//! - No credential but a service account's: no metadata server, no workload identity. A key that is elsewhere signs what
//!   [`Issuer::assertion`] gives.
//! - It does not ask Google which tokens are alive: FCM says so when one pushes.
//!
//! # Secrets
//!
//! [`RegistrationToken`], [`InstallationId`] and [`AccessToken`] are wiped on drop, compared in constant time, and
//! redacted in `Debug` (F78, F79); the account's private key stays inside OpenSSL. Nothing in this crate writes a log line.
//! **A request's body carries the target and a header the access token**: do not log an `http::Request` made here.
//! With the driver, `reqwest` and `hyper` log connections through the `log` crate, and no headers or bodies.
//!
//! # Limits
//!
//! | what | limit | where |
//! |---|---|---|
//! | service account's file | 16 KiB | [`ServiceAccount::MAX_BYTES`] |
//! | its key | RSA, 2048 to 8192 bits | [`ServiceAccount::new`] |
//! | registration token; installation identifier; access token | 1 KiB; 64 bytes; 4 KiB | `MAX_BYTES` of each |
//! | answer body that is read | 16 KiB, of FCM and of the token endpoint | [`Answer::MAX_BODY_BYTES`], [`Grant::MAX_BODY_BYTES`] |
//! | what FCM or the token endpoint may ask to wait | a second to a day | [`Answer::retry_after`] |
//! | lifetime of an access token | a second to a day | [`Grant::lifetime`] |
//! | lifetime of a wake | a second to four weeks, which is the default | [`Ttl`] |
//! | connections; wakes on each (driver) | 8; 100, unless given | `Config` |
//! | one wake, all waiting included (driver) | 30 s unless given | `Config::deadline` |
mod account;
mod answer;
#[cfg(feature = "reqwest")]
mod client;
mod cycle;
mod endpoint;
mod error;
mod grant;
mod retry_after;
mod secret;
mod wake;

pub use account::{Assertion, Issuer, ServiceAccount, TokenUriPolicy};
pub use answer::{Advice, Answer, ErrorCode, Field, MessageName, Quota};
#[cfg(feature = "reqwest")]
pub use client::{BackOff, Client, Config, Counters, Proxy, Repeat, Roots};
pub use cycle::{Generation, NoToken, Refresh, TokenCycle};
pub use endpoint::{CollapseKey, Endpoint, PackageName, ProjectId};
pub use error::{AccountProblem, Blame, Cause, Error, Phase};
pub use grant::{Grant, GrantFailure, GrantProblem};
pub use retry_after::Attempt;
pub use secret::{AccessToken, InstallationId, RegistrationToken};
pub use wake::{Allow, Intent, Marker, Priority, Target, Ttl, Wake};

/// The TCP ports over which Android devices keep their connection to FCM, 443 as the last resort: what a firewall in
/// front of them must let out (F76; Firebase, "FCM ports and your firewall", read 2026-08).
pub const DEVICE_PORTS: [u16; 4] = [5228, 5229, 5230, 443];
