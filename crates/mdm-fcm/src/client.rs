//! The driver: wakes over several HTTP/2 connections, and the access token that they share.
//!
//! What reqwest does not say (a connection was opened, or could not be) is seen from inside its connector, in
//! [`gate`]; which connection a wake takes is [`pool`]'s.

mod config;
mod gate;
mod pool;
mod tally;

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode};
use tokio::sync::{Semaphore, watch};
use tokio::task::{AbortHandle, JoinError, JoinSet};
use tokio::time::{Instant, timeout, timeout_at};

pub use self::config::{BackOff, Config, Proxy, Roots};
use self::gate::Barred;
use self::pool::Pool;
pub use self::tally::Counters;
use self::tally::Tally;
use crate::{
    AccessToken, Answer, Error, Generation, Grant, GrantFailure, GrantProblem, NoToken, Phase, Refresh,
    TokenCycle, Wake,
};

/// Sends wakes to FCM over HTTP/2, with an access token that it keeps fresh.
///
/// A clone is another handle on the same connections. Needs a tokio runtime with time and I/O.
///
/// - A connection carries [`Config::streams_per_connection`] wakes at a time (Google grants about 100); one more is
///   opened when that is not enough, up to [`Config::max_connections`]. Beyond that wakes wait for room.
/// - Failed attempts to connect are spaced by [`Config::back_off`]; meanwhile wakes fail at once with
///   [`Error::Unreachable`], because only the caller knows whether waiting makes sense. A connection that leaves three
///   deadlines in a row unanswered is replaced.
/// - A wake that loses its connection, or whose stream is refused, is repeated once; so is one whose access token is
///   refused, with a new token. Nothing else is repeated: when to try again is [`Answer::advice`]'s and the caller's.
/// - One request for an access token is under way at a time, for everybody who waits: see [`TokenCycle`].
/// - Every wake has a deadline that covers all its waiting, and exactly one result.
///
/// ```no_run
/// # async fn example(file: &[u8], wake: mdm_fcm::Wake) -> Result<(), mdm_fcm::Error> {
/// use std::time::SystemTime;
/// use mdm_fcm::{Attempt, Client, Config, ServiceAccount, TokenUriPolicy};
///
/// let account = ServiceAccount::decode(file, TokenUriPolicy::Google)?;
/// let client = Client::new(Config::new(account))?;
/// let attempt = Attempt { number: 1, salt: 7 };
/// let advice = match client.push(&wake).await {
///     Ok(answer) => answer.advice(attempt, SystemTime::now()),
///     Err(error) => error.advice(attempt, SystemTime::now()),
/// };
/// println!("{advice:?}");
/// client.close().await;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

impl Client {
    /// Prepares a client. Nothing is connected yet, and no access token is fetched.
    ///
    /// # Errors
    /// [`Error::Roots`] when the root certificates cannot be read, [`Error::Proxy`] when the proxy's address cannot be
    /// used, [`Error::Internal`] when OpenSSL fails.
    pub fn new(config: Config) -> Result<Self, Error> {
        let config = config.bounded();
        let room = config.max_connections * config.streams_per_connection;
        Ok(Self {
            inner: Arc::new(Inner {
                room: Semaphore::new(room as usize),
                max_in_flight: room,
                pool: Pool::new(&config)?,
                token_client: config.token_client()?,
                cycle: Mutex::new(TokenCycle::new(config.salt)),
                changed: watch::Sender::new(()),
                refresh: Mutex::new(None),
                tally: Tally::default(),
                closed: AtomicBool::new(false),
                config,
            }),
        })
    }

    /// Sends one wake and waits for FCM's answer. A rejection is an [`Answer`], not an error.
    ///
    /// Dropping the future gives the wake up: its stream is reset.
    ///
    /// # Errors
    /// [`Error::Closed`] before anything is sent; [`Error::NoAccessToken`], [`Error::Unreachable`],
    /// [`Error::ConnectionLost`] and [`Error::Deadline`] for Google and the network.
    pub async fn push(&self, wake: &Wake) -> Result<Answer, Error> {
        self.push_asking(wake, |_| true).await
    }

    /// The same, and asks before the wake goes over the wire once more: where each counts, as with a cap per minute.
    /// When the answer is no, the wake ends with what became of it until then.
    ///
    /// # Errors
    /// Those of [`push`](Self::push).
    pub async fn push_asking(
        &self,
        wake: &Wake,
        may_repeat: impl FnMut(Repeat) -> bool + Send,
    ) -> Result<Answer, Error> {
        let inner = &self.inner;
        if inner.closed.load(Ordering::Acquire) {
            return Err(Error::Closed);
        }
        let deadline = Instant::now() + inner.config.deadline;
        let result = match timeout_at(deadline, inner.room.acquire()).await {
            Ok(Ok(_room)) => inner.push_until(wake, deadline, may_repeat).await,
            Ok(Err(_closed)) => return Err(Error::Closed),
            Err(_) => Err(Error::Deadline { phase: Phase::Room }),
        };
        inner.tally.note(&result);
        result
    }

    /// Sends many wakes and gives a result for each, in the order of `wakes`.
    ///
    /// No more are taken from the iterator at a time than there is room for; the deadline of each begins when it is
    /// taken. Dropping the future gives up those that are unanswered.
    pub async fn push_all<I>(&self, wakes: I) -> Vec<Result<Answer, Error>>
    where
        I: IntoIterator<Item = Wake>,
    {
        let mut results = Vec::new();
        let mut tasks = JoinSet::new();
        for wake in wakes {
            if tasks.len() >= self.inner.max_in_flight as usize {
                store(&mut results, tasks.join_next().await);
            }
            let index = results.len();
            // Stays only if the task panics.
            results.push(Err(Error::Internal("task of a wake failed")));
            let client = self.clone();
            tasks.spawn(async move { (index, client.push(&wake).await) });
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
        let mut counters = inner.tally.counters();
        inner.pool.count(&mut counters);
        counters.in_flight =
            u64::from(inner.max_in_flight).saturating_sub(inner.room.available_permits() as u64);
        counters
    }

    /// Ends: new wakes fail with [`Error::Closed`], those in flight get their answers (or deadlines), then the
    /// connections are closed.
    pub async fn close(&self) {
        let inner = &*self.inner;
        inner.closed.store(true, Ordering::Release);
        // Once all permits are here nothing is in flight. Closing the semaphore then ends those who slipped past the
        // flag.
        let all = inner.room.acquire_many(inner.max_in_flight).await;
        inner.room.close();
        drop(all);
        if let Some(refresh) = lock(&inner.refresh).take() {
            refresh.abort();
        }
        inner.pool.clear();
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("config", &self.inner.config).finish_non_exhaustive()
    }
}

/// Why a wake is to go over the wire once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Repeat {
    /// Its connection went away, or its stream was refused.
    Connection,
    /// Its access token was refused, so FCM did not look at it.
    AccessToken,
}

struct Inner {
    config: Config,
    max_in_flight: u32,
    room: Semaphore,
    pool: Pool,
    token_client: reqwest::Client,
    cycle: Mutex<TokenCycle>,
    /// Says that the cycle has moved.
    changed: watch::Sender<()>,
    refresh: Mutex<Option<AbortHandle>>,
    tally: Tally,
    closed: AtomicBool,
}

impl Inner {
    async fn push_until(
        self: &Arc<Self>,
        wake: &Wake,
        deadline: Instant,
        mut may_repeat: impl FnMut(Repeat) -> bool + Send,
    ) -> Result<Answer, Error> {
        let (mut reconnected, mut renewed) = (false, false);
        loop {
            let (generation, token) = self.token(deadline).await?;
            let request = wake.request(&self.config.endpoint, &self.config.project, &token);
            let seat = self.pool.seat(&self.config)?;
            let exchange = exchange(seat.client(), request, Answer::MAX_BODY_BYTES);
            let Ok(result) = timeout_at(deadline, exchange).await else {
                seat.note_silence();
                return Err(Error::Deadline { phase: Phase::Answer });
            };
            let again = match result {
                Ok((status, headers, body)) => {
                    seat.note_answer();
                    let answer = Answer::decode(status, &headers, &body, (self.config.clock)());
                    if !answer.refuses_access_token() {
                        if answer.is_accepted() || answer.code.is_some() {
                            lock(&self.cycle).handle_accepted(generation);
                        }
                        return Ok(answer);
                    }
                    lock(&self.cycle).handle_refused(generation, (self.config.clock)());
                    if std::mem::replace(&mut renewed, true) || !may_repeat(Repeat::AccessToken) {
                        return Ok(answer);
                    }
                    Repeat::AccessToken
                }
                Err(Lost::Barred(Barred { cause, retry_after })) => {
                    return Err(Error::Unreachable { cause, retry_after });
                }
                Err(Lost::Request) => return Err(Error::Internal("request that reqwest refuses")),
                Err(lost @ (Lost::Connection | Lost::Waited)) => {
                    if let (Lost::Waited, Some(Barred { cause, retry_after })) = (lost, seat.last_failure()) {
                        return Err(Error::Unreachable { cause, retry_after });
                    }
                    seat.note_loss();
                    if std::mem::replace(&mut reconnected, true) || !may_repeat(Repeat::Connection) {
                        return Err(Error::ConnectionLost);
                    }
                    Repeat::Connection
                }
            };
            self.tally.repeated(again);
        }
    }

    /// The access token, waited for if there is none. Everybody who waits, waits for the same refresh.
    async fn token(self: &Arc<Self>, deadline: Instant) -> Result<(Generation, AccessToken), Error> {
        loop {
            let mut changed = self.changed.subscribe();
            let now = (self.config.clock)();
            let (refresh, token) = {
                let mut cycle = lock(&self.cycle);
                let refresh = cycle.poll_refresh(now);
                let token = cycle.token(now).map(|(generation, token)| (generation, token.clone()));
                (refresh, token)
            };
            if let Some(refresh) = refresh {
                self.spawn_refresh(refresh);
            }
            match token {
                Ok(token) => return Ok(token),
                Err(NoToken::Failed { problem, until }) => {
                    let retry_after = until.duration_since(now).unwrap_or_default();
                    return Err(Error::NoAccessToken { problem, retry_after });
                }
                Err(NoToken::Coming) => {
                    // The sender lives as long as `self`.
                    if timeout_at(deadline, changed.changed()).await.is_err() {
                        return Err(Error::Deadline { phase: Phase::AccessToken });
                    }
                }
            }
        }
    }

    /// A task of its own: the refresh goes on when the wake that began it is given up.
    fn spawn_refresh(self: &Arc<Self>, refresh: Refresh) {
        let inner = Arc::clone(self);
        let task = tokio::spawn(async move {
            let result = inner.grant(&refresh).await;
            inner.tally.refreshed(&result);
            lock(&inner.cycle).handle_grant(refresh, result, (inner.config.clock)());
            inner.changed.send_replace(());
        });
        *lock(&self.refresh) = Some(task.abort_handle());
    }

    async fn grant(&self, refresh: &Refresh) -> Result<Grant, GrantFailure> {
        let request = self
            .config
            .account
            .grant_request(refresh.issued_at())
            .map_err(|_| GrantFailure::from(GrantProblem::Internal))?;
        let exchange = exchange(&self.token_client, request, Grant::MAX_BODY_BYTES);
        match timeout(self.config.token_timeout, exchange).await {
            Ok(Ok((status, headers, body))) => Grant::decode(status, &headers, &body, (self.config.clock)()),
            Ok(Err(Lost::Request)) => Err(GrantProblem::Internal.into()),
            Ok(Err(_)) | Err(_) => Err(GrantProblem::Unreachable.into()),
        }
    }
}

/// Why there is no answer.
enum Lost {
    /// There is no connection, or none may be opened now.
    Barred(Barred),
    /// There was one.
    Connection,
    /// It was another wake's turn to connect, and that failed: only the other was told why.
    Waited,
    /// The request cannot be sent at all.
    Request,
}

impl From<reqwest::Error> for Lost {
    fn from(error: reqwest::Error) -> Self {
        match gate::barred_in(&error) {
            Some(barred) => Self::Barred(barred),
            None if error.is_builder() => Self::Request,
            None if error.is_connect() => Self::Waited,
            None => Self::Connection,
        }
    }
}

/// Sends a request and reads no more than `limit` bytes and a little of its answer.
async fn exchange(
    client: &reqwest::Client,
    request: Request<Bytes>,
    limit: usize,
) -> Result<(StatusCode, HeaderMap, Vec<u8>), Lost> {
    let mut response = client.execute(reqwest::Request::try_from(request)?).await?;
    let mut body = Vec::new();
    while body.len() <= limit
        && let Some(chunk) = response.chunk().await?
    {
        body.extend_from_slice(&chunk);
    }
    Ok((response.status(), std::mem::take(response.headers_mut()), body))
}

type Finished = Option<Result<(usize, Result<Answer, Error>), JoinError>>;

fn store(results: &mut [Result<Answer, Error>], finished: Finished) {
    if let Some(Ok((index, result))) = finished
        && let Some(place) = results.get_mut(index)
    {
        *place = result;
    }
}

/// What a panic elsewhere left behind is still right: no change is made in several steps.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
