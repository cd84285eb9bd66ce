//! A fake APNs: real TLS, real HTTP/2, a client certificate required, and the real rules.
//!
//! [`FakeApns`] listens on a loopback port. Its provider side refuses what APNs refuses, with APNs' status
//! and reason; its device side hands out tokens and delivers. For a device that is away it keeps *one*
//! notification per token, the last, until it expires, as APNs does (F86). [`FakeApns::inject`] makes
//! it fail on purpose.
//!
//! Rules: Apple, "Sending notification requests to APNs" and "Handling notification responses from APNs"
//! (read 2026-08). Two differ on purpose: `apns-push-type` is always required (Apple requires it only from
//! watchOS 6, and recommends it), and a payload that does not fit an MDM push is an `InvalidPushType`.

mod rules;
mod server;
mod wire;

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

use self::rules::Rejection;

/// A fake APNs on a loopback port. It stops when it is dropped.
pub struct FakeApns {
    shared: Arc<Shared>,
    addr: SocketAddr,
    stop: watch::Sender<bool>,
    acceptor: Option<JoinHandle<()>>,
}

impl FakeApns {
    /// Listens on a free port of 127.0.0.1. Needs a tokio runtime with time and I/O, on which it runs.
    ///
    /// # Errors
    /// [`Error::Pem`] when a certificate or the key cannot be read, [`Error::Tls`] when OpenSSL refuses
    /// them, [`Error::Listen`] when there is no port.
    pub async fn start(config: FakeApnsConfig) -> Result<Self, Error> {
        let tls = server::acceptor(&config)?;
        let listener =
            tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.map_err(|e| Error::Listen(e.kind()))?;
        let addr = listener.local_addr().map_err(|e| Error::Listen(e.kind()))?;
        let shared = Arc::new(Shared { state: Mutex::default(), clock: config.clock });
        let (stop, stopped) = watch::channel(false);
        let acceptor = tokio::spawn(server::accept(listener, tls, Arc::clone(&shared), stopped));
        Ok(Self { shared, addr, stop, acceptor: Some(acceptor) })
    }

    /// Where it listens.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Gives a device a token for a topic, as APNs does when the device enrolls. The device is away until
    /// [`connect`](Self::connect).
    ///
    /// # Errors
    /// [`Error::Random`] when OpenSSL gives no randomness.
    pub fn register(&self, topic: &str) -> Result<DeviceToken, Error> {
        let mut bytes = [0; 32];
        openssl::rand::rand_bytes(&mut bytes).map_err(|_| Error::Random)?;
        let registration =
            Registration { topic: topic.to_owned(), unregistered: None, kept: None, device: None };
        self.shared.lock().registrations.insert(bytes, registration);
        Ok(DeviceToken(bytes))
    }

    /// The device's connection is up: what was kept and has not expired comes first, then every push. A
    /// token that is unknown gets a channel that is closed. Connecting again replaces the connection.
    #[must_use = "the connection ends when the receiver is dropped"]
    pub fn connect(&self, token: &DeviceToken) -> mpsc::UnboundedReceiver<Notification> {
        let now = (self.shared.clock)();
        let (device, receiver) = mpsc::unbounded_channel();
        if let Some(registration) = self.shared.lock().registrations.get_mut(&token.0) {
            if let Some(kept) = registration.kept.take()
                && kept.expires.is_none_or(|expires| now < expires)
            {
                let _ = device.send(kept.notification);
            }
            registration.device = Some(device);
        }
        receiver
    }

    /// The device's connection is down. Dropping the receiver does the same.
    pub fn disconnect(&self, token: &DeviceToken) {
        if let Some(registration) = self.shared.lock().registrations.get_mut(&token.0) {
            registration.device = None;
        }
    }

    /// The device no longer takes pushes for the topic: from now on they are answered 410 `Unregistered`
    /// with `at` as timestamp.
    pub fn unregister(&self, token: &DeviceToken, at: SystemTime) {
        if let Some(registration) = self.shared.lock().registrations.get_mut(&token.0) {
            registration.unregistered = Some(at);
            registration.kept = None;
            registration.device = None;
        }
    }

    /// The next push that arrives meets this fault. Several faults are met in order, one push each.
    pub fn inject(&self, fault: Fault) {
        self.shared.lock().faults.push_back(fault);
    }

    /// The pushes that arrived, oldest first; at most the last 10 000. A push that met a fault without an
    /// answer is there with status `None`.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        self.shared.lock().received.iter().cloned().collect()
    }

    /// What happened so far.
    #[must_use]
    pub fn counters(&self) -> FakeCounters {
        self.shared.lock().counters
    }

    /// Ends every connection and waits until the port is free.
    pub async fn shutdown(mut self) {
        self.stop.send_replace(true);
        if let Some(acceptor) = self.acceptor.take() {
            let _ = acceptor.await;
        }
    }
}

impl Drop for FakeApns {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        if let Some(acceptor) = &self.acceptor {
            acceptor.abort();
        }
    }
}

impl fmt::Debug for FakeApns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeApns").field("addr", &self.addr).finish_non_exhaustive()
    }
}

/// What a [`FakeApns`] needs: its own certificate, and who may push.
pub struct FakeApnsConfig {
    certificate_pem: Vec<u8>,
    key_pem: Vec<u8>,
    client_ca_pem: Vec<u8>,
    clock: Clock,
}

impl FakeApnsConfig {
    /// The server's certificate (with its chain) and key, and the authorities whose client certificates
    /// may push, all PEM.
    #[must_use]
    pub fn new(certificate_pem: &[u8], key_pem: &[u8], client_ca_pem: &[u8]) -> Self {
        Self {
            certificate_pem: certificate_pem.to_vec(),
            key_pem: key_pem.to_vec(),
            client_ca_pem: client_ca_pem.to_vec(),
            clock: Box::new(wall_clock),
        }
    }

    /// A clock other than the system's. It decides when a kept notification has expired.
    #[must_use]
    pub fn with_clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Box::new(clock);
        self
    }
}

impl fmt::Debug for FakeApnsConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeApnsConfig").finish_non_exhaustive()
    }
}

/// A device's push token: what `TokenUpdate` carries as `Token`.
#[derive(Clone, PartialEq, Eq)]
pub struct DeviceToken([u8; 32]);

impl DeviceToken {
    /// The 32 bytes.
    #[must_use]
    pub fn expose_secret(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for DeviceToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeviceToken(redacted)")
    }
}

/// What reaches a device.
#[derive(Clone, PartialEq, Eq)]
pub struct Notification {
    /// The payload as it was sent, `{"mdm":"<PushMagic>"}`.
    pub payload: Bytes,
}

impl Notification {
    /// The `PushMagic` in it, by which a device recognizes its own server.
    #[must_use]
    pub fn push_magic(&self) -> Option<String> {
        rules::magic_in(&self.payload)
    }
}

impl fmt::Debug for Notification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Notification(redacted)")
    }
}

/// How the fake fails on purpose, once.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Answers with this status and reason.
    Status {
        /// The HTTP status.
        status: u16,
        /// The reason in the body.
        reason: String,
    },
    /// Closes the connection without an answer.
    CloseConnection,
    /// Never answers this push; the connection goes on.
    Silence,
    /// Says GOAWAY with `NO_ERROR` and the last stream before this push: earlier streams still get their
    /// answers, this one and later ones do not.
    GoAway {
        /// The reason in the debug data, if any.
        reason: Option<String>,
    },
    /// Resets the push's stream with `REFUSED_STREAM`; the connection goes on.
    RefuseStream,
}

/// A push that arrived.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Received {
    /// The token it was for, if it is one of this fake's.
    pub token: Option<DeviceToken>,
    /// `apns-id`, as sent or as made.
    pub id: String,
    /// `apns-topic`, as sent.
    pub topic: Option<String>,
    /// `apns-push-type`, as sent.
    pub push_type: Option<String>,
    /// `apns-priority`, as sent.
    pub priority: Option<String>,
    /// `apns-expiration`, as sent.
    pub expiration: Option<String>,
    /// The body.
    pub payload: Bytes,
    /// The status it was answered with.
    pub status: Option<u16>,
    /// The reason it was rejected with.
    pub reason: Option<String>,
    /// Whether it went to a device that was connected. Otherwise it was kept or dropped.
    pub delivered: bool,
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("id", &self.id)
            .field("topic", &self.topic)
            .field("status", &self.status)
            .field("reason", &self.reason)
            .field("delivered", &self.delivered)
            .finish_non_exhaustive()
    }
}

/// Counts of a [`FakeApns`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FakeCounters {
    /// Connections whose TLS handshake succeeded.
    pub connections: u64,
    /// TLS handshakes that failed, because of the client's certificate for example.
    pub refused_handshakes: u64,
    /// Pushes that arrived.
    pub pushes: u64,
    /// Of these, accepted.
    pub accepted: u64,
    /// Notifications handed to devices as they arrived.
    pub delivered: u64,
    /// Kept notifications that a later one replaced.
    pub replaced: u64,
}

/// Why a [`FakeApns`] cannot start.
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

type Clock = Box<dyn Fn() -> SystemTime + Send + Sync>;

struct Shared {
    state: Mutex<State>,
    clock: Clock,
}

#[derive(Default)]
struct State {
    registrations: BTreeMap<[u8; 32], Registration>,
    faults: VecDeque<Fault>,
    received: VecDeque<Received>,
    counters: FakeCounters,
}

struct Registration {
    topic: String,
    unregistered: Option<SystemTime>,
    kept: Option<Kept>,
    device: Option<mpsc::UnboundedSender<Notification>>,
}

/// The one notification that waits for a device.
struct Kept {
    notification: Notification,
    /// `None` when the sender did not say: APNs keeps it by its own policy, here for ever.
    expires: Option<SystemTime>,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // A test that panics while it holds the lock must not hide its own message behind a second panic.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn next_fault(&self) -> Option<Fault> {
        self.lock().faults.pop_front()
    }

    fn note(&self, received: Received) {
        let mut state = self.lock();
        state.counters.pushes += 1;
        state.counters.accepted += u64::from(received.status == Some(200));
        state.counters.delivered += u64::from(received.delivered);
        if state.received.len() == MAX_RECEIVED {
            state.received.pop_front();
        }
        state.received.push_back(received);
    }

    /// Delivers or keeps a push whose form is right. Gives whether it was delivered at once.
    fn deliver(&self, push: &rules::Push) -> Result<bool, Rejection> {
        let mut state = self.lock();
        let State { registrations, counters, .. } = &mut *state;
        let registration = registrations.get_mut(&push.token).ok_or(rules::BAD_DEVICE_TOKEN)?;
        if registration.topic != push.topic {
            return Err(rules::DEVICE_TOKEN_NOT_FOR_TOPIC);
        }
        if let Some(at) = registration.unregistered {
            return Err(rules::unregistered(at));
        }
        let notification = Notification { payload: push.payload.clone() };
        let notification = match &registration.device {
            Some(device) => match device.send(notification) {
                Ok(()) => return Ok(true),
                Err(back) => back.0,
            },
            None => notification,
        };
        registration.device = None;
        if push.expiration != Some(0) {
            let expires = push.expiration.map(|secs| {
                SystemTime::UNIX_EPOCH
                    .checked_add(Duration::from_secs(secs))
                    .unwrap_or(SystemTime::UNIX_EPOCH)
            });
            counters.replaced += u64::from(registration.kept.is_some());
            registration.kept = Some(Kept { notification, expires });
        }
        Ok(false)
    }
}

#[allow(clippy::disallowed_methods, reason = "the default clock of a server that runs in real time")]
fn wall_clock() -> SystemTime {
    SystemTime::now()
}

const MAX_RECEIVED: usize = 10_000;
