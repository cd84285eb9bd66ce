//! A fake APNs that keeps the real rules: as data for virtual time ([`Service`]), and as a server over real TLS and
//! real HTTP/2 (`FakeApns`, feature `apns`).
//!
//! The server's provider side refuses what APNs refuses, with APNs' status and reason; its device side hands out tokens
//! and delivers. For a device that is away it keeps *one* notification per token, the last, until it expires, as APNs
//! does (F86). A [`Script`] makes it fail on purpose: a [`Fault`] in a [`Phase`], by count or by seeded chance.
//!
//! # Example
//!
//! A provider of a few lines, with the `hyper` crate, and what a vendor's test looks at.
//!
//! ```
//! # #[cfg(feature = "apns")]
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use http_body_util::{BodyExt, Full};
//! use hyper::body::Bytes;
//! use hyper_util::rt::{TokioExecutor, TokioIo};
//! use mdm_sim::apns::{Authority, FakeApns, FakeApnsConfig, Fault, Phase, Script, When};
//!
//! const TOPIC: &str = "com.apple.mgmt.External.1";
//! let authority = Authority::mint()?;
//! let apns = FakeApns::start(
//!     FakeApnsConfig::with_authority(&authority)?
//!         .with_script(Script::new().rule(When::Nth(2), Phase::AnswerHeaders, Fault::GoAwayKeeping { reason: None })),
//! )
//! .await?;
//! let device = apns.register(TOPIC)?;
//! let mut notifications = apns.connect(&device);
//!
//! // Your code under test stands here. It connects to `apns.addr()`, as "localhost", and shows a push certificate.
//! let issued = authority.push_certificate(TOPIC)?;
//! # use openssl::{pkey::PKey, ssl::{SslConnector, SslMethod}, x509::{X509, store::X509StoreBuilder}};
//! # let mut tls = SslConnector::builder(SslMethod::tls_client())?;
//! # let mut roots = X509StoreBuilder::new()?;
//! # roots.add_cert(X509::from_pem(&authority.root_pem()?)?)?;
//! # tls.set_cert_store(roots.build());
//! # tls.set_alpn_protos(b"\x02h2")?;
//! # tls.set_certificate(&*X509::from_pem(issued.certificate_pem())?)?;
//! # tls.set_private_key(&*PKey::private_key_from_pem(issued.expose_secret())?)?;
//! # let tcp = tokio::net::TcpStream::connect(apns.addr()).await?;
//! # let mut stream = tokio_openssl::SslStream::new(tls.build().configure()?.into_ssl("localhost")?, tcp)?;
//! # std::pin::Pin::new(&mut stream).connect().await?;
//! let (mut sender, connection) =
//!     hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await?;
//! tokio::spawn(connection);
//! let hex: String = device.expose_secret().iter().map(|byte| format!("{byte:02x}")).collect();
//! for _ in 0..2 {
//!     let push = http::Request::post(format!("https://localhost/3/device/{hex}"))
//!         .header("apns-topic", TOPIC)
//!         .header("apns-push-type", "mdm")
//!         .body(Full::new(Bytes::from_static(br#"{"mdm":"magic"}"#)))?;
//!     assert_eq!(sender.send_request(push).await?.status(), 200);
//!     assert_eq!(notifications.recv().await.and_then(|n| n.push_magic()).as_deref(), Some("magic"));
//! }
//!
//! let counters = apns.until(|counters| counters.closed == 1).await; // it said GOAWAY, and left
//! assert_eq!((counters.accepted, counters.faults), (2, 1));
//! assert_eq!(apns.counts(&device).delivered, 2);
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "apns"))]
//! # fn main() {}
//! ```
//!
//! # Faults
//!
//! | what goes wrong | faults |
//! |---|---|
//! | the connection ends | [`CloseConnection`](Fault::CloseConnection), [`CutConnection`](Fault::CutConnection), [`ResetConnection`](Fault::ResetConnection), [`HalfClose`](Fault::HalfClose) |
//! | the connection is silent or slow | [`Mute`](Fault::Mute), [`StopReading`](Fault::StopReading), [`IgnorePings`](Fault::IgnorePings), [`Trickle`](Fault::Trickle), [`Slow`](Fault::Slow) |
//! | TLS | [`ExpiredCertificate`](Fault::ExpiredCertificate), [`WrongName`](Fault::WrongName), [`UnknownAuthority`](Fault::UnknownAuthority), [`HandshakeFailure`](Fault::HandshakeFailure), [`RefuseCertificate`](Fault::RefuseCertificate), [`NoHttp2`](Fault::NoHttp2) |
//! | the server takes leave | [`GoAway`](Fault::GoAway), [`GoAwayKeeping`](Fault::GoAwayKeeping), [`GoAwayTwice`](Fault::GoAwayTwice), [`GoAwayError`](Fault::GoAwayError) |
//! | streams | [`RefuseStream`](Fault::RefuseStream), [`ResetStream`](Fault::ResetStream), [`LimitStreams`](Fault::LimitStreams), [`Silence`](Fault::Silence) |
//! | bytes that must not be | [`Garbage`](Fault::Garbage), [`OversizedFrame`](Fault::OversizedFrame), [`OversizedHeaders`](Fault::OversizedHeaders), [`PushPromise`](Fault::PushPromise) |
//! | answers | [`Status`](Fault::Status), [`RetryAfter`](Fault::RetryAfter), [`ForeignAnswer`](Fault::ForeignAnswer), [`InterimAnswer`](Fault::InterimAnswer) |
//!
//! Which fault can strike in which phase: [`Fault::phases`]; all pairs: [`fault_matrix`].
//!
//! # What is modeled
//!
//! Rules: Apple, "Sending notification requests to APNs", "Handling notification responses from APNs" and "Establishing a
//! token-based connection to APNs" (read 2026-08). Beyond them, as observed in the field: the announced SETTINGS (1000
//! streams, windows of 64 KB, 8000 bytes of headers), the shape of an answer's headers, connection updates of half a
//! window, the drop to one stream ([`Narrowing`]), streams beyond the limit reset with `REFUSED_STREAM` and their DATA
//! with `STREAM_CLOSED`, and the JSON in GOAWAY.
//!
//! Different on purpose: `apns-push-type` is always required (Apple requires it only from watchOS 6, and recommends it);
//! a payload that does not fit its type is an `InvalidPushType`; a provider token for an MDM topic is a
//! `TopicDisallowed` (Apple says that it is not supported, and not how it is refused); tokens have 32 bytes.
//!
//! Not modeled: how often APNs loses pushes and disconnects senders of too many errors (it publishes no numbers), broadcast
//! channels, topics in certificates with more than one, the suffixes that some push types put on a topic, the environment
//! of a certificate, TCP port 2197.

mod authority;
mod fault;
#[cfg(feature = "apns")]
mod hpack;
#[cfg(feature = "apns")]
mod http2;
#[cfg(feature = "apns")]
mod line;
#[cfg(feature = "apns")]
mod log;
mod provider;
mod rules;
#[cfg(feature = "apns")]
mod server;
mod service;
#[cfg(feature = "apns")]
mod session;
#[cfg(feature = "apns")]
mod tls;

pub use self::authority::{Authority, Issued};
pub use self::fault::{Fault, Phase, REASONS, Script, When, fault_matrix};
#[cfg(feature = "apns")]
pub use self::log::{Event, EventKind, FakeCounters, Received, Side};
pub use self::provider::ProviderKey;
#[cfg(feature = "apns")]
pub use self::server::{ClientCertificates, FakeApns, FakeApnsConfig, Narrowing};
pub use self::service::{
    DeviceToken, Environment, Fate, MdmPush, Notification, PushRequest, Rejection, Sender, Service,
    ServiceRules, TokenCounts, Verdict,
};

/// Why something of a fake APNs cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A PEM input cannot be read.
    #[error("no readable {0} in the pem input")]
    Pem(&'static str),
    /// OpenSSL refuses the certificate and key, for example because they do not belong together.
    #[error("openssl refuses the server's certificate or key")]
    Tls,
    /// No port.
    #[error("cannot listen on loopback: {0}")]
    Listen(std::io::ErrorKind),
    /// No randomness.
    #[error("no randomness")]
    Random,
}
