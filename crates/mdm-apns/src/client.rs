//! The driver: HTTP/2 connections to APNs, opened when pushes need them.
//!
//! Three parts. A caller leaves a push at the [`desk`] and waits for its result there. One task per client, the
//! [`driver`], carries pushes to connections, looks after deadlines, pings and repeats, and delivers results.
//! A [`link`] is one HTTP/2 connection; everything that is about *this* HTTP/2 engine (the `h2` crate) is there.

mod counters;
mod credential;
mod desk;
mod dial;
mod driver;
mod link;
mod provider;
mod proxy;
mod tap;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::sync::SemaphorePermit;
use tokio::time::{Instant, timeout_at};

pub use self::counters::Counters;
use self::counters::Tally;
pub use self::credential::{Credential, Identity, Roots};
pub use self::desk::Pending;
use self::desk::{BatchGuard, Closing, Desk, Key};
use self::dial::Dial;
use self::driver::Driver;
pub use self::provider::ProviderKey;
pub use self::proxy::{Proxy, ProxyAuth};
use self::sealed::Either;
use crate::message::Message;
use crate::{Answer, ApnsId, AppPush, CredentialProblem, Endpoint, Error, Fate, MdmPush, Phase};

/// Sends pushes to APNs over HTTP/2.
///
/// A clone is another handle on the same connections. Needs a tokio runtime with time and I/O: the one in which its
/// first push is made, or the next one after that has ended. A push outside of any is refused with
/// [`Error::NoRuntime`] then.
///
/// - **Connections.** The first push opens one, with a fresh name lookup, and it is kept. It carries as many
///   pushes at once as the server's SETTINGS allow at the moment; when it has been full for a while another
///   one is opened, up to [`Config::max_connections`]. A connection is replaced when it ends, when the server
///   says GOAWAY, when a PING is not answered in ten seconds, and when it leaves three deadlines in a row
///   unanswered. Failed attempts are spaced by [`Config::back_off`]; meanwhile pushes fail at once with
///   [`Error::Unreachable`], because only the caller knows whether waiting makes sense.
/// - **Repeats.** A push whose stream is refused, or that comes after the last one that a GOAWAY names, was not
///   looked at and is sent again, five times at most. One that was sent and lost its connection is repeated once:
///   a device that is woken twice connects twice, and no more. Both keep the id. [`Config::repeats`] is asked
///   first, so that a cap on pushes per minute counts what goes over the wire.
/// - **Results.** Every push has exactly one result, and a deadline that covers all its waiting: APNs sometimes
///   never answers a stream.
///
/// One client serves one organization, or one vendor with a provider token. A renewed certificate is put in place by
/// [`replace_identity`](Self::replace_identity) while pushes go on.
///
/// ```no_run
/// # async fn example(certificate: &[u8], key: &[u8], push: mdm_apns::MdmPush) -> Result<(), mdm_apns::Error> {
/// use mdm_apns::{Client, Config, Credential, Endpoint, Port};
///
/// let credential = Credential::from_pem(certificate, key)?;
/// let client = Client::new(Config::new(Endpoint::production(Port::Https), credential))?;
/// let answer = client.push(&push).await?;
/// println!("{:?}", answer.advice());
/// client.close().await;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    handle: Arc<Handle>,
}

impl Client {
    /// Prepares a client. Nothing is connected yet.
    ///
    /// # Errors
    /// [`Error::Roots`] when the root certificates cannot be read, [`Error::Internal`] when OpenSSL fails.
    pub fn new(mut config: Config) -> Result<Self, Error> {
        config.limit();
        let dial = Dial::new(&config)?;
        Ok(Self::with_dial(config, dial))
    }

    fn with_dial(config: Config, dial: Dial) -> Self {
        let inner = Inner {
            desk: Arc::new(Desk::new(config.max_in_flight as usize)),
            dial: Mutex::new(Arc::new(dial)),
            tally: Tally::default(),
            config,
        };
        Self { handle: Arc::new(Handle { inner: Arc::new(inner) }) }
    }

    /// Sends one push and waits for APNs' answer. A rejection is an [`Answer`], not an error.
    ///
    /// Dropping the future gives the push up: its stream is reset.
    ///
    /// # Errors
    /// Before anything is sent: [`Error::TopicMismatch`], [`Error::WrongCredential`], [`Error::Credential`] with
    /// [`CredentialProblem::Expired`], [`Error::Closed`]. For the network: [`Error::Unreachable`],
    /// [`Error::ConnectionLost`] and [`Error::Deadline`].
    pub async fn push<P: Push>(&self, push: &P) -> Result<Answer, Error> {
        let deadline = Instant::now() + self.inner().config.deadline;
        let room = self.room(push, deadline).await?;
        room.push_until(push, deadline)?.await
    }

    /// Sends one push if there is room for it now.
    ///
    /// # Errors
    /// [`Error::Full`] when [`Config::max_in_flight`] pushes are under way; what [`Self::push`] refuses before
    /// anything is sent.
    pub fn try_push<P: Push>(&self, push: &P) -> Result<Pending, Error> {
        let inner = self.inner();
        push.either().check(inner)?;
        let permit = inner.desk.room.try_acquire().map_err(|error| match error {
            tokio::sync::TryAcquireError::NoPermits => Error::Full,
            tokio::sync::TryAcquireError::Closed => Error::Closed,
        })?;
        Room { inner, permit }.push(push)
    }

    /// Waits, however long, until there is room for another push, and keeps it.
    ///
    /// # Errors
    /// [`Error::Closed`].
    pub async fn ready(&self) -> Result<Room<'_>, Error> {
        let inner = self.inner();
        let permit = inner.desk.room.acquire().await.map_err(|_| Error::Closed)?;
        Ok(Room { inner, permit })
    }

    /// Sends many pushes and gives a result for each, in the order of `pushes`.
    ///
    /// No more than [`Config::max_in_flight`] are taken from the iterator at a time; the deadline of each
    /// begins when it is taken. Dropping the future gives up those that are unanswered.
    pub async fn push_all<P: Push, I>(&self, pushes: I) -> Vec<Result<Answer, Error>>
    where
        I: IntoIterator<Item = P>,
    {
        let inner = self.inner();
        let mut batch = BatchGuard::new(Arc::clone(&inner.desk));
        let mut results = Vec::new();
        for push in pushes {
            let deadline = Instant::now() + inner.config.deadline;
            // Stays only if the push is mislaid.
            results.push(Err(Error::Internal("push was mislaid")));
            let submitted = match self.room(&push, deadline).await {
                Ok(room) => room.leave(|| batch.submit(results.len() - 1, push.either().message(), deadline)),
                Err(error) => Err(error),
            };
            if let (Err(error), Some(result)) = (submitted, results.last_mut()) {
                *result = Err(error);
            }
        }
        while !batch.is_done() {
            batch.collect(&mut results).await;
        }
        results
    }

    /// Goes on with another credential: pushes that are under way on old connections are finished there, all
    /// others go over new ones. It must be for the same topic, or be a provider token as the old one (F17, F80).
    ///
    /// # Errors
    /// [`Error::TopicMismatch`] when a certificate has another topic: every device would be lost.
    /// [`Error::WrongCredential`] when it is of another kind. As [`Self::new`].
    pub fn replace_identity(&self, identity: impl Into<Identity>) -> Result<(), Error> {
        let inner = self.inner();
        let identity = identity.into();
        match (&inner.dial().identity, &identity) {
            (Identity::Certificate(old), Identity::Certificate(new)) if old.topic() != new.topic() => {
                return Err(Error::TopicMismatch);
            }
            (Identity::Certificate(_), Identity::Certificate(_))
            | (Identity::Token(_), Identity::Token(_)) => {}
            _ => return Err(Error::WrongCredential),
        }
        let dial = Arc::new(Dial::new(&Config { identity, ..inner.config.clone() })?);
        *inner.dial.lock().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&dial);
        inner.desk.replace_dial(dial);
        Ok(())
    }

    /// What happened so far.
    #[must_use]
    pub fn counters(&self) -> Counters {
        let inner = self.inner();
        let free = inner.desk.room.available_permits() as u64;
        inner.tally.counters(u64::from(inner.config.max_in_flight).saturating_sub(free))
    }

    /// Ends: new pushes, and those that wait for room, fail with [`Error::Closed`]; those under way get their
    /// answers (or deadlines); then the connections are closed.
    pub async fn close(&self) {
        self.end(None).await;
    }

    /// Ends as [`close`](Self::close) does, and gives up what is not done after `grace`: what was sent with
    /// [`Error::ConnectionLost`], what was not with [`Error::Closed`].
    pub async fn close_within(&self, grace: Duration) {
        self.end(Some(Instant::now() + grace.min(MAX_WAIT))).await;
    }

    async fn end(&self, kill_at: Option<Instant>) {
        let desk = &self.inner().desk;
        if desk.close(Closing { kill_at }) {
            // The sender is in the desk: it is there as long as we are.
            let _ = desk.ended.subscribe().wait_for(|ended| *ended).await;
        }
    }

    fn inner(&self) -> &Arc<Inner> {
        &self.handle.inner
    }

    async fn room<P: Push>(&self, push: &P, deadline: Instant) -> Result<Room<'_>, Error> {
        let inner = self.inner();
        push.either().check(inner)?;
        let permit = match inner.desk.room.try_acquire() {
            Ok(permit) => permit,
            Err(_) => match timeout_at(deadline, inner.desk.room.acquire()).await {
                Ok(permit) => permit.map_err(|_| Error::Closed)?,
                Err(_) => return Err(inner.tally.missed(Phase::Room)),
            },
        };
        Ok(Room { inner, permit })
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("config", &self.inner().config).finish_non_exhaustive()
    }
}

/// Room for one more push, from [`Client::ready`]. Dropping it gives it back.
pub struct Room<'a> {
    inner: &'a Arc<Inner>,
    permit: SemaphorePermit<'a>,
}

impl Room<'_> {
    /// Sends a push. Its deadline begins now.
    ///
    /// # Errors
    /// What [`Client::push`] refuses before anything is sent.
    pub fn push<P: Push>(self, push: &P) -> Result<Pending, Error> {
        push.either().check(self.inner)?;
        let deadline = Instant::now() + self.inner.config.deadline;
        self.push_until(push, deadline)
    }

    fn push_until<P: Push>(self, push: &P, deadline: Instant) -> Result<Pending, Error> {
        let desk = &self.inner.desk;
        let mut place: Option<Key> = None;
        self.leave(|| {
            let (key, start) = desk.submit(push.either().message(), deadline)?;
            place = Some(key);
            Ok(start)
        })?;
        place.map(|key| Pending::new(Arc::clone(desk), key)).ok_or(Error::Closed)
    }

    /// The room goes with the push; the desk gives it back when the push is done.
    fn leave(
        self,
        submit: impl FnOnce() -> Result<Option<tokio::runtime::Handle>, Error>,
    ) -> Result<(), Error> {
        self.permit.forget();
        if let Some(runtime) = submit()? {
            runtime.spawn(Driver::new(Arc::clone(self.inner)));
        }
        Ok(())
    }
}

impl fmt::Debug for Room<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Room").finish_non_exhaustive()
    }
}

/// What a [`Client`] sends: [`MdmPush`] with a push certificate, [`AppPush`] with a provider token.
pub trait Push: sealed::Push {}

impl Push for MdmPush {}
impl Push for AppPush {}

mod sealed {
    use crate::{AppPush, MdmPush};

    pub trait Push {
        fn either(&self) -> Either<'_>;
    }

    #[derive(Debug)]
    pub enum Either<'a> {
        Mdm(&'a MdmPush),
        App(&'a AppPush),
    }

    impl Push for MdmPush {
        fn either(&self) -> Either<'_> {
            Either::Mdm(self)
        }
    }

    impl Push for AppPush {
        fn either(&self) -> Either<'_> {
            Either::App(self)
        }
    }
}

impl Either<'_> {
    /// What can be refused before any I/O (F81).
    fn check(&self, inner: &Inner) -> Result<(), Error> {
        let dial = inner.dial();
        match (self, &dial.identity) {
            (Self::Mdm(push), Identity::Certificate(credential)) => {
                if push.topic != *credential.topic() {
                    return Err(Error::TopicMismatch);
                }
                if inner.config.clock.now() > credential.not_after() {
                    return Err(Error::Credential(CredentialProblem::Expired));
                }
                Ok(())
            }
            (Self::App(_), Identity::Token(_)) => Ok(()),
            _ => Err(Error::WrongCredential),
        }
    }

    fn message(&self) -> (ApnsId, Message) {
        match self {
            Self::Mdm(push) => (push.id, push.message()),
            Self::App(push) => (push.id(), push.message()),
        }
    }
}

/// How a [`Client`] connects and what it allows.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Config {
    /// Where APNs is.
    pub endpoint: Endpoint,
    /// The push certificate and its key, or a provider token's key.
    pub identity: Identity,
    /// Whom to trust as APNs. [`Roots::System`] unless set.
    pub roots: Roots,
    /// The proxy on the way, if any.
    pub proxy: Option<Proxy>,
    /// How long one push may take, all waiting included. 30 seconds unless set. It is looked at about 64 times in
    /// its length, and twice a second at least.
    pub deadline: Duration,
    /// How long name lookup, TCP, TLS and the HTTP/2 opening may take together. 10 seconds unless set.
    pub connect_timeout: Duration,
    /// How many pushes may be under way at once; more wait for room. 1000 unless set, which is what APNs
    /// usually allows on one connection; at least 1 and at most 100 000.
    pub max_in_flight: u32,
    /// How many connections may be open at once. 4 unless set; at least 1 and at most 100.
    pub max_connections: u32,
    /// How often an idle connection is checked with an HTTP/2 PING. One minute unless set, so that address
    /// translators on the way do not forget it. One with pushes on it is checked when nothing has come for a
    /// third of [`deadline`](Self::deadline), if that is sooner.
    pub ping_interval: Duration,
    /// The pause between failed attempts to connect.
    pub back_off: BackOff,
    /// Whether pushes may go over the wire more than once. [`Repeats::Allowed`] unless set.
    pub repeats: Repeats,
    /// The wall clock, for the certificate's last day and the provider token. The system's unless set.
    pub clock: Clock,
}

impl Config {
    /// The defaults.
    #[must_use]
    pub fn new(endpoint: Endpoint, identity: impl Into<Identity>) -> Self {
        Self {
            endpoint,
            identity: identity.into(),
            roots: Roots::System,
            proxy: None,
            deadline: Duration::from_secs(30),
            connect_timeout: Duration::from_secs(10),
            max_in_flight: 1000,
            max_connections: 4,
            ping_interval: Duration::from_secs(60),
            back_off: BackOff::default(),
            repeats: Repeats::Allowed,
            clock: Clock::system(),
        }
    }

    /// Keeps sums of times far from their ends.
    fn limit(&mut self) {
        for wait in
            [&mut self.deadline, &mut self.connect_timeout, &mut self.ping_interval, &mut self.back_off.max]
        {
            *wait = (*wait).min(MAX_WAIT);
        }
        self.ping_interval = self.ping_interval.max(MIN_PING_INTERVAL);
        self.max_in_flight = self.max_in_flight.clamp(1, 100_000);
        self.max_connections = self.max_connections.clamp(1, 100);
    }

    /// How long a connection may be quiet before it is pinged.
    fn quiet(&self, in_flight: usize) -> Duration {
        if in_flight == 0 {
            return self.ping_interval;
        }
        self.ping_interval.min((self.deadline / 3).max(MIN_PING_INTERVAL))
    }
}

/// The pause after a failed attempt to connect: `first`, doubled with every further failure up to `max`, and of
/// that a random part between half and all, so that many clients do not come back together.
///
/// Apple treats rapid connecting and disconnecting as an attack ("Troubleshooting push notifications", read
/// 2026-08). A connection that ends before it answered anything counts as a failure, except that the first
/// such one is replaced without a pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackOff {
    /// The first pause. One second unless set.
    pub first: Duration,
    /// The longest pause. One minute unless set.
    pub max: Duration,
}

impl BackOff {
    fn after(self, failures: u32, random: u8) -> Duration {
        let factor = 1u32.checked_shl(failures.saturating_sub(1)).unwrap_or(u32::MAX);
        let most = self.first.saturating_mul(factor).min(self.max);
        most / 2 + most / 2 * u32::from(random) / 255
    }
}

impl Default for BackOff {
    fn default() -> Self {
        Self { first: Duration::from_secs(1), max: Duration::from_secs(60) }
    }
}

/// Whether a push may go over the wire more than once.
///
/// A cap on pushes per minute has to count repeats. `mdm-push` does: with [`Repeats::Ask`] each repeat is put to it
/// as `Input::Repeating` and happens only if that is accepted.
#[derive(Clone, Default)]
pub enum Repeats {
    /// Never: what would be repeated ends with [`Error::ConnectionLost`].
    Never,
    /// As often as [`Client`] says.
    #[default]
    Allowed,
    /// As often as [`Client`] says and this answers `true`; then the repeat goes out. It is called by the client's
    /// task, so it must not block, nor wait for a push of the same client.
    Ask(Arc<dyn Fn(&Repeat) -> bool + Send + Sync>),
}

impl fmt::Debug for Repeats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Never => "Never",
            Self::Allowed => "Allowed",
            Self::Ask(_) => "Ask(..)",
        })
    }
}

/// A push that is about to go over the wire once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Repeat {
    /// Which.
    pub id: ApnsId,
    /// Whether APNs may have accepted it the last time.
    pub fate: Fate,
}

/// A wall clock.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> SystemTime + Send + Sync>);

impl Clock {
    /// The system's.
    #[must_use]
    #[allow(clippy::disallowed_methods, reason = "the driver runs in real time")]
    pub fn system() -> Self {
        Self::new(SystemTime::now)
    }

    /// Another one, a test's for example.
    #[must_use]
    pub fn new(now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    fn now(&self) -> SystemTime {
        (self.0)()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock(..)")
    }
}

/// What all clones of a client have in common; the last one closes it.
struct Handle {
    inner: Arc<Inner>,
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.inner.desk.close(Closing { kill_at: None });
    }
}

/// What a client and its task have in common.
struct Inner {
    config: Config,
    desk: Arc<Desk>,
    dial: Mutex<Arc<Dial>>,
    tally: Tally,
}

impl Inner {
    fn dial(&self) -> Arc<Dial> {
        Arc::clone(&self.dial.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// For jitter: without randomness the pause is the longest.
fn random() -> u8 {
    let mut byte = [0xFF];
    let _ = openssl::rand::rand_bytes(&mut byte);
    byte[0]
}

const MAX_WAIT: Duration = Duration::from_secs(24 * 60 * 60);
const MIN_PING_INTERVAL: Duration = Duration::from_secs(1);
