//! What stands around reqwest's connector: it counts connections, and bars the way for a while after a failure.

use std::error::Error as StdError;
use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Instant, timeout};
use tower_layer::Layer;
use tower_service::Service;

use super::config::{BackOff, Config};
use super::lock;
use crate::Cause;

/// The way to FCM, for all connections.
pub(super) struct Gate {
    back_off: BackOff,
    connect_timeout: Duration,
    state: Mutex<State>,
    pub(super) connections: AtomicU64,
    pub(super) connect_failures: AtomicU64,
}

impl Gate {
    pub(super) fn new(config: &Config) -> Self {
        Self {
            back_off: config.back_off,
            connect_timeout: config.connect_timeout,
            state: Mutex::default(),
            connections: AtomicU64::new(0),
            connect_failures: AtomicU64::new(0),
        }
    }

    fn barred(&self) -> Option<Barred> {
        self.last_failure().filter(|barred| !barred.retry_after.is_zero())
    }

    pub(super) fn last_failure(&self) -> Option<Barred> {
        let (until, cause) = lock(&self.state).barred?;
        Some(Barred { cause, retry_after: until.saturating_duration_since(Instant::now()) })
    }

    fn fail(&self, cause: Cause) -> Barred {
        self.connect_failures.fetch_add(1, Ordering::Relaxed);
        let mut state = lock(&self.state);
        state.failures = state.failures.saturating_add(1);
        let retry_after = self.back_off.after(state.failures);
        state.barred = Some((Instant::now() + retry_after, cause));
        Barred { cause, retry_after }
    }
}

#[derive(Default)]
struct State {
    /// Failures since FCM last answered anything.
    failures: u32,
    barred: Option<(Instant, Cause)>,
}

/// What is known about the connection of one place in the pool.
pub(super) struct Door {
    gate: Arc<Gate>,
    /// The connection that is open has answered nothing, and its end was not noted.
    unproven: AtomicBool,
}

impl Door {
    pub(super) fn new(gate: Arc<Gate>) -> Arc<Self> {
        Arc::new(Self { gate, unproven: AtomicBool::new(false) })
    }

    pub(super) fn note_answer(&self) {
        self.unproven.store(false, Ordering::Relaxed);
        let mut state = lock(&self.gate.state);
        state.failures = 0;
        state.barred = None;
    }

    /// Many wakes lose one connection: it counts once.
    pub(super) fn note_loss(&self) {
        if !self.unproven.swap(false, Ordering::Relaxed) {
            return;
        }
        let mut state = lock(&self.gate.state);
        state.failures = state.failures.saturating_add(1);
        if state.failures > 1 {
            let pause = self.gate.back_off.after(state.failures - 1);
            state.barred = Some((Instant::now() + pause, Cause::Other));
        }
    }
}

/// Wraps the connector of one place in the pool.
#[derive(Clone)]
pub(super) struct GateLayer(pub(super) Arc<Door>);

impl<S> Layer<S> for GateLayer {
    type Service = Gated<S>;

    fn layer(&self, inner: S) -> Gated<S> {
        Gated { inner, door: Arc::clone(&self.0) }
    }
}

#[derive(Clone)]
pub(super) struct Gated<S> {
    inner: S,
    door: Arc<Door>,
}

impl<S, R> Service<R> for Gated<S>
where
    S: Service<R, Error = BoxError>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: R) -> Self::Future {
        if let Some(barred) = self.door.gate.barred() {
            return Box::pin(async move { Err(barred.into()) });
        }
        let (connecting, door) = (self.inner.call(request), Arc::clone(&self.door));
        Box::pin(async move {
            // Not reqwest's own timeout: it would end this future, and nothing would be noted.
            let cause = match timeout(door.gate.connect_timeout, connecting).await {
                Ok(Ok(connection)) => {
                    door.gate.connections.fetch_add(1, Ordering::Relaxed);
                    door.unproven.store(true, Ordering::Relaxed);
                    return Ok(connection);
                }
                Ok(Err(error)) => cause_of(&*error),
                Err(_) => Cause::Timeout,
            };
            Err(door.gate.fail(cause).into())
        })
    }
}

/// There is no connection, and none is opened before some time has passed.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("no connection")]
pub(super) struct Barred {
    pub(super) cause: Cause,
    pub(super) retry_after: Duration,
}

pub(super) fn barred_in(error: &reqwest::Error) -> Option<Barred> {
    chain(error).find_map(|error| error.downcast_ref::<Barred>()).copied()
}

fn cause_of(error: &(dyn StdError + 'static)) -> Cause {
    if chain(error).any(|e| e.is::<native_tls::Error>()) {
        Cause::Tls
    } else if chain(error).any(|e| e.is::<io::Error>()) {
        Cause::Network
    } else {
        Cause::Other
    }
}

fn chain<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn StdError + 'static)| (*error).source())
}

type BoxError = Box<dyn StdError + Send + Sync>;
