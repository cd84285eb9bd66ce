//! Which connection a wake takes: the first with a free stream, so that there are no more than are needed.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use native_tls::TlsConnector;

use super::config::Config;
use super::gate::{Barred, Door, Gate, GateLayer};
use super::lock;
use super::tally::Counters;
use crate::Error;

pub(super) struct Pool {
    gate: Arc<Gate>,
    tls: TlsConnector,
    streams: u32,
    places: Mutex<Vec<Place>>,
}

/// A reqwest client that keeps one HTTP/2 connection: all its requests go to one host, and it speaks nothing else.
struct Place {
    client: reqwest::Client,
    door: Arc<Door>,
    in_flight: u32,
    /// Deadlines in a row without an answer between.
    silence: u32,
}

impl Pool {
    /// With one place, so that what is wrong with the configuration is said at once.
    pub(super) fn new(config: &Config) -> Result<Self, Error> {
        let gate = Arc::new(Gate::new(config));
        let tls = config.tls(&["h2"])?;
        let first = Place::new(config, &gate, &tls)?;
        Ok(Self { gate, tls, streams: config.streams_per_connection, places: Mutex::new(vec![first]) })
    }

    /// A place for one wake. The room that every wake has found before keeps the number of places below the maximum.
    pub(super) fn seat(&self, config: &Config) -> Result<Seat<'_>, Error> {
        let mut places = lock(&self.places);
        let free = places.iter().position(|place| place.in_flight < self.streams);
        let index = free.unwrap_or(places.len());
        if free.is_none() {
            places.push(Place::new(config, &self.gate, &self.tls)?);
        }
        let place = places.get_mut(index).ok_or(Error::Internal("place in the pool"))?;
        if place.silence >= MAX_SILENCE {
            // Wakes that are under way keep the old connection until they are done.
            let in_flight = place.in_flight;
            *place = Place { in_flight, ..Place::new(config, &self.gate, &self.tls)? };
        }
        place.in_flight += 1;
        Ok(Seat { pool: self, index, client: place.client.clone(), door: Arc::clone(&place.door) })
    }

    pub(super) fn clear(&self) {
        lock(&self.places).clear();
    }

    pub(super) fn count(&self, counters: &mut Counters) {
        counters.connections = self.gate.connections.load(Ordering::Relaxed);
        counters.connect_failures = self.gate.connect_failures.load(Ordering::Relaxed);
    }

    fn with_place(&self, index: usize, change: impl FnOnce(&mut Place)) {
        if let Some(place) = lock(&self.places).get_mut(index) {
            change(place);
        }
    }
}

impl Place {
    fn new(config: &Config, gate: &Arc<Gate>, tls: &TlsConnector) -> Result<Self, Error> {
        let door = Door::new(Arc::clone(gate));
        let client = config
            .builder(tls.clone())?
            // Without it every wake that finds no connection would open one of its own.
            .http2_prior_knowledge()
            .pool_idle_timeout(None)
            .http2_keep_alive_interval(PING)
            .http2_keep_alive_while_idle(true)
            .connector_layer(GateLayer(Arc::clone(&door)))
            .build()
            .map_err(|_| Error::Internal("http client"))?;
        Ok(Self { client, door, in_flight: 0, silence: 0 })
    }
}

/// A wake's place on a connection, until it is dropped.
pub(super) struct Seat<'a> {
    pool: &'a Pool,
    index: usize,
    client: reqwest::Client,
    door: Arc<Door>,
}

impl Seat<'_> {
    pub(super) fn client(&self) -> &reqwest::Client {
        &self.client
    }

    /// Why the last attempt to connect failed, if FCM has not answered anything since.
    pub(super) fn last_failure(&self) -> Option<Barred> {
        self.pool.gate.last_failure()
    }

    pub(super) fn note_answer(&self) {
        self.door.note_answer();
        self.pool.with_place(self.index, |place| place.silence = 0);
    }

    pub(super) fn note_loss(&self) {
        self.door.note_loss();
    }

    pub(super) fn note_silence(&self) {
        self.pool.with_place(self.index, |place| place.silence = place.silence.saturating_add(1));
    }
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        self.pool.with_place(self.index, |place| place.in_flight = place.in_flight.saturating_sub(1));
    }
}

/// Google answers more frequent ones with `ENHANCE_YOUR_CALM`.
const PING: Duration = Duration::from_secs(5 * 60);
/// After so many deadlines in a row a connection is replaced.
const MAX_SILENCE: u32 = 3;
