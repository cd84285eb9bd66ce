//! The driver: one multiplexed HTTP/2 connection to APNs, opened when the first push needs it.
//!
//! Everything that is about *this* HTTP/2 engine is behind [`link::Link`], whose boundary is a push in and
//! an [`Answer`] or a loss out; here is only what any engine needs: room, deadlines, reconnecting, repeating.

mod credential;
mod link;
mod tap;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::{Mutex, Semaphore};
use tokio::task::{JoinError, JoinHandle, JoinSet};
use tokio::time::{Instant, timeout, timeout_at};

pub use self::credential::{Credential, Roots};
use self::link::{Dial, Link, Lost};
use crate::{Advice, Answer, Cause, Endpoint, Error, MdmPush, Phase};

/// Sends MDM pushes to APNs over one HTTP/2 connection with a push certificate.
///
/// A clone is another handle on the same connection. Needs a tokio runtime with time and I/O.
///
/// - The connection is opened by the first push, with a fresh name lookup, and kept. It is replaced when
///   it ends, when the server says GOAWAY, and when it leaves three deadlines in a row unanswered. Failed
///   attempts are spaced by [`Config::back_off`]; meanwhile pushes fail at once with
///   [`Error::Unreachable`], because only the caller knows whether waiting makes sense.
/// - A push that loses its connection, or whose stream is refused, is repeated once, with the same id, on
///   a new connection. That is safe: a device that is woken twice connects twice, and no more.
/// - Every push has a deadline that covers all its waiting: APNs sometimes never answers a stream.
///
/// One client serves one push certificate, that is, one organization. A renewed certificate needs a new
/// client; [`close`](Self::close) the old one after.
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
    inner: Arc<Inner>,
}

impl Client {
    /// Prepares a client. Nothing is connected yet.
    ///
    /// # Errors
    /// [`Error::Roots`] when the root certificates cannot be read, [`Error::Internal`] when OpenSSL fails.
    pub fn new(mut config: Config) -> Result<Self, Error> {
        for wait in [&mut config.deadline, &mut config.connect_timeout, &mut config.back_off.max] {
            *wait = (*wait).min(MAX_WAIT);
        }
        let max_in_flight = config.max_in_flight.clamp(1, MAX_IN_FLIGHT);
        let dial = Arc::new(Dial::new(&config)?);
        Ok(Self {
            inner: Arc::new(Inner {
                dial,
                max_in_flight,
                room: Semaphore::new(max_in_flight as usize),
                slot: Mutex::new(Slot::default()),
                tally: Tally::default(),
                closed: AtomicBool::new(false),
                config,
            }),
        })
    }

    /// Sends one push and waits for APNs' answer. A rejection is an [`Answer`], not an error.
    ///
    /// Dropping the future gives the push up: its stream is reset.
    ///
    /// # Errors
    /// [`Error::TopicMismatch`] and [`Error::Closed`] before anything is sent; [`Error::Unreachable`],
    /// [`Error::ConnectionLost`] and [`Error::Deadline`] for the network.
    pub async fn push(&self, push: &MdmPush) -> Result<Answer, Error> {
        let inner = &*self.inner;
        if push.topic != *inner.config.credential.topic() {
            return Err(Error::TopicMismatch);
        }
        if inner.closed.load(Ordering::Acquire) {
            return Err(Error::Closed);
        }
        let deadline = Instant::now() + inner.config.deadline;
        let _room = match timeout_at(deadline, inner.room.acquire()).await {
            Ok(Ok(permit)) => permit,
            Ok(Err(_closed)) => return Err(Error::Closed),
            Err(_) => return Err(inner.tally.missed(Phase::Room)),
        };
        let result = inner.push_until(push, deadline).await;
        match &result {
            Ok(answer) if answer.is_accepted() => inner.tally.accepted.add(),
            Ok(_) => inner.tally.rejected.add(),
            Err(_) => inner.tally.failed.add(),
        }
        result
    }

    /// Sends many pushes and gives a result for each, in the order of `pushes`.
    ///
    /// No more than [`Config::max_in_flight`] are taken from the iterator at a time; the deadline of each
    /// begins when it is taken. Dropping the future gives up those that are unanswered.
    pub async fn push_all<I>(&self, pushes: I) -> Vec<Result<Answer, Error>>
    where
        I: IntoIterator<Item = MdmPush>,
    {
        let mut results = Vec::new();
        let mut tasks = JoinSet::new();
        for push in pushes {
            if tasks.len() >= self.inner.max_in_flight as usize {
                store(&mut results, tasks.join_next().await);
            }
            let index = results.len();
            // Stays only if the task panics.
            results.push(Err(Error::Internal("task of a push failed")));
            let client = self.clone();
            tasks.spawn(async move { (index, client.push(&push).await) });
        }
        while !tasks.is_empty() {
            store(&mut results, tasks.join_next().await);
        }
        results
    }

    /// What happened so far.
    #[must_use]
    pub fn counters(&self) -> Counters {
        let inner = &*self.inner;
        let tally = &inner.tally;
        Counters {
            accepted: tally.accepted.value(),
            rejected: tally.rejected.value(),
            failed: tally.failed.value(),
            deadlines: tally.deadlines.value(),
            repeats: tally.repeats.value(),
            connections: tally.connections.value(),
            connect_failures: tally.connect_failures.value(),
            goaways: tally.goaways.value(),
            in_flight: u64::from(inner.max_in_flight).saturating_sub(inner.room.available_permits() as u64),
        }
    }

    /// Ends: new pushes fail with [`Error::Closed`], those in flight get their answers (or deadlines), then
    /// the connection is closed.
    pub async fn close(&self) {
        let inner = &*self.inner;
        inner.closed.store(true, Ordering::Release);
        // Once all permits are here nothing is in flight. Closing the semaphore then ends those who slipped
        // past the flag.
        let all = inner.room.acquire_many(inner.max_in_flight).await;
        inner.room.close();
        drop(all);
        let mut slot = inner.slot.lock().await;
        if let Some(task) = slot.connecting.take() {
            task.abort();
        }
        if let Some(link) = slot.link.take() {
            let ended = link.ended();
            drop(link);
            // The peer may be gone without a trace.
            let _ = timeout(CLOSE_TIMEOUT, ended).await;
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("config", &self.inner.config).finish_non_exhaustive()
    }
}

/// How a [`Client`] connects and what it allows.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Config {
    /// Where APNs is.
    pub endpoint: Endpoint,
    /// The push certificate and its key.
    pub credential: Credential,
    /// Whom to trust as APNs. [`Roots::System`] unless set.
    pub roots: Roots,
    /// How long one push may take, all waiting included. 30 seconds unless set.
    pub deadline: Duration,
    /// How long name lookup, TCP, TLS and the HTTP/2 opening may take together. 10 seconds unless set.
    pub connect_timeout: Duration,
    /// How many pushes may be under way at once; more wait for room. 1000 unless set, which is what APNs
    /// usually allows on one connection; at least 1 and at most 100 000.
    pub max_in_flight: u32,
    /// How often an idle connection is checked with an HTTP/2 PING. One minute unless set, so that address
    /// translators on the way do not forget it.
    pub ping_interval: Duration,
    /// The pause between failed attempts to connect.
    pub back_off: BackOff,
}

impl Config {
    /// The defaults.
    #[must_use]
    pub fn new(endpoint: Endpoint, credential: Credential) -> Self {
        Self {
            endpoint,
            credential,
            roots: Roots::System,
            deadline: Duration::from_secs(30),
            connect_timeout: Duration::from_secs(10),
            max_in_flight: 1000,
            ping_interval: Duration::from_secs(60),
            back_off: BackOff::default(),
        }
    }
}

/// The pause after a failed attempt to connect: `first`, doubled with every further failure up to `max`.
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
    fn after(self, failures: u32) -> Duration {
        let factor = 1u32.checked_shl(failures.saturating_sub(1)).unwrap_or(u32::MAX);
        self.first.saturating_mul(factor).min(self.max)
    }
}

impl Default for BackOff {
    fn default() -> Self {
        Self { first: Duration::from_secs(1), max: Duration::from_secs(60) }
    }
}

/// Counts of a [`Client`] since it was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counters {
    /// Pushes that APNs accepted.
    pub accepted: u64,
    /// Pushes that APNs rejected.
    pub rejected: u64,
    /// Pushes that ended in an error after they had found room.
    pub failed: u64,
    /// Pushes whose deadline passed, also while they waited for room.
    pub deadlines: u64,
    /// Repeats on a new connection.
    pub repeats: u64,
    /// Connections opened.
    pub connections: u64,
    /// Attempts to connect that failed.
    pub connect_failures: u64,
    /// Connections of which the server took leave with GOAWAY.
    pub goaways: u64,
    /// Pushes under way now.
    pub in_flight: u64,
}

struct Inner {
    config: Config,
    dial: Arc<Dial>,
    max_in_flight: u32,
    room: Semaphore,
    slot: Mutex<Slot>,
    tally: Tally,
    closed: AtomicBool,
}

impl Inner {
    async fn push_until(&self, push: &MdmPush, deadline: Instant) -> Result<Answer, Error> {
        let mut repeated = false;
        loop {
            let link = match timeout_at(deadline, self.link()).await {
                Ok(link) => link?,
                Err(_) => return Err(self.tally.missed(Phase::Connection)),
            };
            let lost = match timeout_at(deadline, link.exchange(push, &self.config.endpoint)).await {
                Ok(Ok(answer)) if answer.advice() != Advice::Reconnect => {
                    link.note_answer();
                    return Ok(answer);
                }
                Ok(Ok(answer)) if repeated => {
                    self.retire(&link).await;
                    return Ok(answer);
                }
                Ok(Ok(_worn_out)) => None,
                Ok(Err(Lost(cause))) => Some(cause),
                Err(_) => {
                    if link.note_silence() >= MAX_SILENCE {
                        self.retire(&link).await;
                    }
                    return Err(self.tally.missed(Phase::Answer));
                }
            };
            self.retire(&link).await;
            match lost {
                Some(cause) if repeated => return Err(Error::ConnectionLost { cause }),
                _ => repeated = true,
            }
            self.tally.repeats.add();
        }
    }

    /// The connection, opened if there is none. One attempt at a time, for everybody who waits.
    async fn link(&self) -> Result<Arc<Link>, Error> {
        let mut slot = self.slot.lock().await;
        match &slot.link {
            Some(link) if link.is_usable() => return Ok(Arc::clone(link)),
            Some(_) => self.retire_in(&mut slot),
            None => {}
        }
        let slot = &mut *slot;
        // A task of its own, kept in the slot: the attempt goes on when the push that began it is given up.
        let task = match &mut slot.connecting {
            Some(task) => task,
            empty => {
                if let Some(error) = slot.pause.as_ref().and_then(Pause::error) {
                    return Err(error);
                }
                let (dial, attempt) = (Arc::clone(&self.dial), slot.attempts);
                slot.attempts = attempt.wrapping_add(1);
                empty.insert(tokio::spawn(async move { Link::connect(&dial, attempt).await }))
            }
        };
        let outcome = task.await;
        slot.connecting = None;
        match outcome {
            Ok(Ok(link)) => {
                self.tally.connections.add();
                let link = Arc::new(link);
                slot.link = Some(Arc::clone(&link));
                Ok(link)
            }
            Ok(Err(cause)) => {
                self.tally.connect_failures.add();
                slot.failures = slot.failures.saturating_add(1);
                let retry_after = self.config.back_off.after(slot.failures);
                slot.pause = Some(Pause { until: Instant::now() + retry_after, cause: cause.clone() });
                Err(Error::Unreachable { cause, retry_after })
            }
            Err(_) => Err(Error::Internal("task of a connection failed")),
        }
    }

    async fn retire(&self, link: &Arc<Link>) {
        let mut slot = self.slot.lock().await;
        if slot.link.as_ref().is_some_and(|current| Arc::ptr_eq(current, link)) {
            self.retire_in(&mut slot);
        }
    }

    /// Lets go of the connection. Pushes that are still under way on it keep it alive until they are done.
    fn retire_in(&self, slot: &mut Slot) {
        let Some(link) = slot.link.take() else { return };
        let cause = link.cause();
        if matches!(cause, Cause::GoAway(_)) {
            self.tally.goaways.add();
        }
        if link.has_answered() {
            slot.failures = 0;
            return;
        }
        slot.failures = slot.failures.saturating_add(1);
        if slot.failures > 1 {
            let pause = self.config.back_off.after(slot.failures - 1);
            slot.pause = Some(Pause { until: Instant::now() + pause, cause });
        }
    }
}

#[derive(Default)]
struct Slot {
    link: Option<Arc<Link>>,
    connecting: Option<JoinHandle<Result<Link, Cause>>>,
    /// Counts attempts, so that each begins with another of the host's addresses.
    attempts: usize,
    /// Failures since a connection last answered a push.
    failures: u32,
    pause: Option<Pause>,
}

struct Pause {
    until: Instant,
    cause: Cause,
}

impl Pause {
    fn error(&self) -> Option<Error> {
        let retry_after = self.until.checked_duration_since(Instant::now()).filter(|d| !d.is_zero())?;
        Some(Error::Unreachable { cause: self.cause.clone(), retry_after })
    }
}

#[derive(Default)]
struct Tally {
    accepted: Count,
    rejected: Count,
    failed: Count,
    deadlines: Count,
    repeats: Count,
    connections: Count,
    connect_failures: Count,
    goaways: Count,
}

impl Tally {
    fn missed(&self, phase: Phase) -> Error {
        self.deadlines.add();
        Error::Deadline { phase }
    }
}

#[derive(Default)]
struct Count(AtomicU64);

impl Count {
    fn add(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn value(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

type Finished = Option<Result<(usize, Result<Answer, Error>), JoinError>>;

fn store(results: &mut [Result<Answer, Error>], finished: Finished) {
    if let Some(Ok((index, result))) = finished
        && let Some(place) = results.get_mut(index)
    {
        *place = result;
    }
}

const MAX_IN_FLIGHT: u32 = 100_000;
/// Keeps sums of times far from their ends.
const MAX_WAIT: Duration = Duration::from_secs(24 * 60 * 60);
const CLOSE_TIMEOUT: Duration = Duration::from_secs(2);
/// Deadlines in a row, without any answer between, after which a connection is replaced. Single APNs
/// servers have been seen to stop answering for minutes while others were fine.
const MAX_SILENCE: u32 = 3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_back_off_doubles_up_to_its_end() {
        fn check(failures: u32, secs: u64) {
            assert_eq!(BackOff::default().after(failures), Duration::from_secs(secs), "{failures}");
        }
        check(1, 1);
        check(2, 2);
        check(3, 4);
        check(6, 32);
        check(7, 60);
        check(33, 60);
        check(u32::MAX, 60);
    }
}
