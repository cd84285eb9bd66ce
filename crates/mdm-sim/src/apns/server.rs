use std::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use tokio::net::TcpListener;
use tokio::sync::{Notify, broadcast, mpsc, watch};
use tokio::task::{JoinHandle, JoinSet};

use super::log::{Event, EventKind, FakeCounters, Received, Ring};
use super::service::{
    DeviceToken, Environment, Fate, Notification, PushRequest, Sender, Service, ServiceRules, TokenCounts,
    Verdict,
};
use super::tls::Tls;
use super::{Authority, Error, Fault, Issued, Phase, Script, When, session};

/// A fake APNs on a loopback port. It stops when it is dropped.
pub struct FakeApns {
    shared: Arc<Shared>,
    addr: SocketAddr,
    stop: watch::Sender<bool>,
    orders: broadcast::Sender<Order>,
    acceptor: Option<JoinHandle<()>>,
}

impl FakeApns {
    /// Listens on a free port of 127.0.0.1. Needs a tokio runtime with time and I/O, on which it runs.
    ///
    /// # Errors
    /// [`Error::Pem`] when a certificate or the key cannot be read, [`Error::Tls`] when OpenSSL refuses
    /// them, [`Error::Listen`] when there is no port.
    pub async fn start(config: FakeApnsConfig) -> Result<Self, Error> {
        let tls = Tls::new(&config)?;
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(|e| Error::Listen(e.kind()))?;
        let addr = listener.local_addr().map_err(|e| Error::Listen(e.kind()))?;
        let (stop, stopped) = watch::channel(false);
        let (orders, _) = broadcast::channel(ORDERS);
        let shared = Arc::new(Shared {
            state: Mutex::new(State {
                service: Service::with_rules(config.rules),
                devices: Vec::new(),
                script: config.script,
                received: Ring::new(config.log_capacity),
                events: Ring::new(config.log_capacity),
                counters: FakeCounters::default(),
            }),
            changed: Notify::new(),
            clock: config.clock,
            tls,
            streams: config.streams,
            over_limit: config.over_limit,
            narrowing: config.narrowing,
            orders: orders.clone(),
        });
        let acceptor = tokio::spawn(accept(listener, Arc::clone(&shared), stopped));
        Ok(Self { shared, addr, stop, orders, acceptor: Some(acceptor) })
    }

    /// Where it listens.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    // --- the devices' side ---

    /// Gives a device a token for a topic, as APNs does when the device enrolls. The device is away until
    /// [`connect`](Self::connect).
    ///
    /// # Errors
    /// [`Error::Random`] when OpenSSL gives no randomness.
    pub fn register(&self, topic: &str) -> Result<DeviceToken, Error> {
        let mut bytes = [0; 32];
        openssl::rand::rand_bytes(&mut bytes).map_err(|_| Error::Random)?;
        let token = DeviceToken::from_bytes(bytes);
        self.shared.lock().service.register(token.clone(), topic);
        Ok(token)
    }

    /// The device's connection is up: what was kept and has not expired comes first, then every push. A
    /// token that is unknown gets a channel that is closed. Connecting again replaces the connection.
    #[must_use = "the connection ends when the receiver is dropped"]
    pub fn connect(&self, token: &DeviceToken) -> mpsc::UnboundedReceiver<Notification> {
        let now = self.shared.now();
        let (device, receiver) = mpsc::unbounded_channel();
        let mut state = self.shared.lock();
        if state.service.knows(token) {
            if let Some(notification) = state.service.connect(token, now) {
                let _ = device.send(notification);
            }
            state.hang_up(token);
            state.devices.push((token.clone(), device));
            state.devices.sort_by(|(a, _), (b, _)| a.cmp(b));
        }
        receiver
    }

    /// The device's connection is down. Dropping the receiver does the same.
    pub fn disconnect(&self, token: &DeviceToken) {
        let mut state = self.shared.lock();
        state.service.disconnect(token);
        state.hang_up(token);
    }

    /// The device no longer takes pushes for the topic: from now on they are answered 410 `Unregistered`
    /// with `at` as timestamp.
    pub fn unregister(&self, token: &DeviceToken, at: SystemTime) {
        self.with_service(|service| service.unregister(token, at));
        self.shared.lock().hang_up(token);
    }

    /// What happened to a token.
    #[must_use]
    pub fn counts(&self, token: &DeviceToken) -> TokenCounts {
        self.with_service(|service| service.counts(token))
    }

    /// The rules and the devices themselves, for what has no function here. Keep it short: pushes wait meanwhile.
    pub fn with_service<T>(&self, look: impl FnOnce(&mut Service) -> T) -> T {
        look(&mut self.shared.lock().service)
    }

    // --- what goes wrong ---

    /// The next push that arrives meets this fault; more precisely the next time that its
    /// [usual phase](Fault::usual_phase) is reached. Several faults are met in order, one push each.
    pub fn inject(&self, fault: Fault) {
        self.inject_at(fault.usual_phase(), fault);
    }

    /// The next time that this phase is reached, on any connection, the fault strikes.
    pub fn inject_at(&self, phase: Phase, fault: Fault) {
        self.add_rule(When::Nth(1), phase, fault);
    }

    /// One rule more for the script.
    pub fn add_rule(&self, when: When, phase: Phase, fault: Fault) {
        self.shared.lock().script.add(when, phase, fault);
    }

    /// Another script, in place of all rules and injected faults.
    pub fn set_script(&self, script: Script) {
        self.shared.lock().script = script;
    }

    /// Every open connection announces another number of streams.
    pub fn announce_streams(&self, streams: u32) {
        // Nobody listens when no connection is open.
        let _ = self.orders.send(Order::Streams(streams));
    }

    /// Every open connection takes leave without losing a push, with a reason or without: what APNs does before
    /// maintenance.
    pub fn drain(&self, reason: Option<&'static str>) {
        let _ = self.orders.send(Order::Drain(reason));
    }

    // --- what can be seen ---

    /// The pushes that arrived, oldest first; at most the last 10 000, or [what was
    /// configured](FakeApnsConfig::with_log_capacity).
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        self.shared.lock().received.iter().cloned().collect()
    }

    /// What happened, oldest first; at most as much as of [`received`](Self::received).
    #[must_use]
    pub fn events(&self) -> Vec<Event> {
        self.shared.lock().events.iter().cloned().collect()
    }

    /// What happened so far, as numbers.
    #[must_use]
    pub fn counters(&self) -> FakeCounters {
        self.shared.lock().counters
    }

    /// Waits until the counters are as wanted. A test that may wait for ever puts a timeout around it.
    pub async fn until(&self, mut wanted: impl FnMut(&FakeCounters) -> bool) -> FakeCounters {
        loop {
            let changed = self.shared.changed.notified();
            let mut changed = std::pin::pin!(changed);
            // Before the look, so that no change is missed.
            changed.as_mut().enable();
            let counters = self.counters();
            if wanted(&counters) {
                return counters;
            }
            changed.await;
        }
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

/// What a [`FakeApns`] needs: its own certificate, who may push, and how it behaves.
pub struct FakeApnsConfig {
    pub(super) certificate_pem: Vec<u8>,
    pub(super) key_pem: zeroize::Zeroizing<Vec<u8>>,
    pub(super) client_ca_pem: Vec<u8>,
    pub(super) bad: Option<BadCertificates>,
    pub(super) client_certificates: ClientCertificates,
    rules: ServiceRules,
    script: Script,
    streams: u32,
    over_limit: u32,
    narrowing: Narrowing,
    log_capacity: usize,
    clock: Clock,
}

/// Certificates of the right authority that are wrong otherwise.
pub(super) struct BadCertificates {
    pub(super) expired: Issued,
    pub(super) wrong_name: Issued,
}

impl FakeApnsConfig {
    /// The server's certificate (with its chain) and key, and the authorities whose client certificates
    /// may push, all PEM.
    #[must_use]
    pub fn new(certificate_pem: &[u8], key_pem: &[u8], client_ca_pem: &[u8]) -> Self {
        Self {
            certificate_pem: certificate_pem.to_vec(),
            key_pem: key_pem.to_vec().into(),
            client_ca_pem: client_ca_pem.to_vec(),
            bad: None,
            client_certificates: ClientCertificates::Required,
            rules: ServiceRules::default(),
            script: Script::new(),
            streams: APNS_STREAMS,
            over_limit: super::http2::REFUSED_STREAM,
            narrowing: Narrowing::Credential,
            log_capacity: MAX_LOG,
            clock: Box::new(wall_clock),
        }
    }

    /// Certificates of this authority: for `localhost`, and the bad ones that [`Fault::ExpiredCertificate`] and
    /// [`Fault::WrongName`] show. (With [`new`](Self::new) those two are of an unknown authority besides.)
    ///
    /// # Errors
    /// [`Error::Tls`] when OpenSSL fails.
    pub fn with_authority(authority: &Authority) -> Result<Self, Error> {
        let server = authority.server_certificate("localhost")?;
        let mut this = Self::new(server.certificate_pem(), server.expose_secret(), &authority.root_pem()?);
        this.bad = Some(BadCertificates {
            expired: authority.expired_server_certificate("localhost")?,
            wrong_name: authority.server_certificate("elsewhere.example")?,
        });
        Ok(this)
    }

    /// A clock other than the system's. It decides when a kept notification or a provider token has expired.
    #[must_use]
    pub fn with_clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// Whether a client needs a certificate. [`ClientCertificates::Required`] unless set.
    #[must_use]
    pub fn with_client_certificates(mut self, clients: ClientCertificates) -> Self {
        self.client_certificates = clients;
        self
    }

    /// Rules that Apple leaves open, and the keys of provider tokens.
    #[must_use]
    pub fn with_rules(mut self, rules: ServiceRules) -> Self {
        self.rules = rules;
        self
    }

    /// What goes wrong. Nothing unless set.
    #[must_use]
    pub fn with_script(mut self, script: Script) -> Self {
        self.script = script;
        self
    }

    /// How many concurrent streams it announces. 1000 unless set, as APNs does now (500 in 2016, 1500 in 2019).
    #[must_use]
    pub fn with_streams(mut self, streams: u32) -> Self {
        self.streams = streams;
        self
    }

    /// A stream beyond an acknowledged limit is reset with `PROTOCOL_ERROR` instead of `REFUSED_STREAM`: RFC 9113,
    /// section 5.1.2, allows both, and only the second is safe to repeat.
    #[must_use]
    pub fn with_strict_stream_limit(mut self) -> Self {
        self.over_limit = super::http2::PROTOCOL_ERROR;
        self
    }

    /// When it drops to one stream. [`Narrowing::Credential`] unless set.
    #[must_use]
    pub fn with_narrowing(mut self, narrowing: Narrowing) -> Self {
        self.narrowing = narrowing;
        self
    }

    /// How many pushes, and how many events, are kept to be looked at. 10 000 unless set; 0 for a measurement.
    #[must_use]
    pub fn with_log_capacity(mut self, capacity: usize) -> Self {
        self.log_capacity = capacity;
        self
    }
}

impl fmt::Debug for FakeApnsConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeApnsConfig")
            .field("client_certificates", &self.client_certificates)
            .field("rules", &self.rules)
            .field("script", &self.script)
            .field("streams", &self.streams)
            .finish_non_exhaustive()
    }
}

/// Whether a client needs a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientCertificates {
    /// The handshake fails without one: what MDM needs.
    Required,
    /// Without one, each push needs a provider token, and the connection has one stream until the first is accepted.
    Optional,
}

/// When the server announces that it takes one stream only, until it accepts a push again. Streams of a client that has
/// not heard of it are refused.
///
/// Seen of real servers after rejections and expired tokens; Apple says to "read the settings and adjust" when 4xx answers
/// come, and gives no rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Narrowing {
    /// Never.
    Never,
    /// After a 403: certificate or provider token are refused.
    Credential,
    /// After any rejection but 410, which Apple does not count as an error.
    Rejection,
}

impl Narrowing {
    pub(super) fn follows(self, status: u16) -> bool {
        match self {
            Self::Never => false,
            Self::Credential => status == 403,
            Self::Rejection => status != 200 && status != 410,
        }
    }
}

type Clock = Box<dyn Fn() -> SystemTime + Send + Sync>;

/// What a connection is told from outside.
#[derive(Clone, Copy, Debug)]
pub(super) enum Order {
    Streams(u32),
    Drain(Option<&'static str>),
}

pub(super) struct Shared {
    state: Mutex<State>,
    changed: Notify,
    clock: Clock,
    pub(super) tls: Tls,
    pub(super) streams: u32,
    pub(super) over_limit: u32,
    pub(super) narrowing: Narrowing,
    pub(super) orders: broadcast::Sender<Order>,
}

pub(super) struct State {
    service: Service,
    /// The connections of devices, by token.
    devices: Vec<(DeviceToken, mpsc::UnboundedSender<Notification>)>,
    script: Script,
    received: Ring<Received>,
    events: Ring<Event>,
    counters: FakeCounters,
}

impl State {
    fn hang_up(&mut self, token: &DeviceToken) {
        if let Ok(index) = self.devices.binary_search_by(|(other, _)| other.cmp(token)) {
            self.devices.remove(index);
        }
    }

    fn device(&self, token: &DeviceToken) -> Option<&mpsc::UnboundedSender<Notification>> {
        let index = self.devices.binary_search_by(|(other, _)| other.cmp(token)).ok()?;
        self.devices.get(index).map(|(_, device)| device)
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // A test that panics while it holds the lock must not hide its own message behind a second panic.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn now(&self) -> SystemTime {
        (self.clock)()
    }

    /// The phase is reached: what goes wrong?
    pub(super) fn reach(&self, phase: Phase, connection: u64, push: u64) -> Option<Fault> {
        let mut state = self.lock();
        if state.script.is_empty() {
            return None;
        }
        let fault = state.script.reach(phase, connection, push)?;
        state.counters.faults += 1;
        drop(state);
        self.log(connection, EventKind::Fault { phase, fault: fault.clone() });
        Some(fault)
    }

    pub(super) fn count(&self, add: impl FnOnce(&mut FakeCounters)) {
        add(&mut self.lock().counters);
        self.changed.notify_waiters();
    }

    pub(super) fn log(&self, connection: u64, kind: EventKind) {
        self.log_all(connection, [kind]);
    }

    pub(super) fn log_all(&self, connection: u64, kinds: impl IntoIterator<Item = EventKind>) {
        let at = self.now();
        let mut state = self.lock();
        for kind in kinds {
            state.events.push(Event { at, connection, kind });
        }
        drop(state);
        self.changed.notify_waiters();
    }

    pub(super) fn logs(&self) -> bool {
        !self.lock().events.is_off()
    }

    /// A push arrived. Gives the number by which [`judge`](Self::judge) and [`answered`](Self::answered) find it.
    pub(super) fn note(&self, received: impl FnOnce() -> Received) -> u64 {
        let mut state = self.lock();
        state.counters.pushes += 1;
        let number = if state.received.is_off() { 0 } else { state.received.push(received()) };
        drop(state);
        self.changed.notify_waiters();
        number
    }

    /// Judges a push; delivers or keeps it if it is right.
    pub(super) fn judge(&self, number: u64, push: &PushRequest<'_>, sender: &mut Sender) -> Verdict {
        let now = self.now();
        let mut state = self.lock();
        let token = push.path.rsplit('/').next().and_then(DeviceToken::from_hex);
        if let Some(token) = &token
            && state.device(token).is_some_and(mpsc::UnboundedSender::is_closed)
        {
            state.service.disconnect(token);
            state.hang_up(token);
        }
        let verdict = state.service.push(push, sender, now);
        match (&verdict, &token) {
            (Verdict::Accepted(Fate::Delivered(notification)), Some(token)) => {
                if let Some(device) = state.device(token) {
                    let _ = device.send(notification.clone());
                }
                state.counters.delivered += 1;
                if let Some(received) = state.received.get_mut(number) {
                    received.delivered = true;
                }
            }
            (Verdict::Accepted(Fate::Kept { replaced }), _) => {
                state.counters.replaced += u64::from(*replaced)
            }
            _ => {}
        }
        verdict
    }

    pub(super) fn environment(&self) -> Environment {
        self.lock().service.rules().environment
    }

    /// The id that was made for a push that came without.
    pub(super) fn name(&self, number: u64, id: &str) {
        if let Some(received) = self.lock().received.get_mut(number)
            && received.id.is_empty()
        {
            received.id.push_str(id);
        }
    }

    /// A push was answered.
    pub(super) fn answered(&self, number: u64, status: u16, reason: Option<&str>) {
        let mut state = self.lock();
        state.counters.accepted += u64::from(status == 200);
        if let Some(received) = state.received.get_mut(number) {
            received.status = Some(status);
            received.reason = reason.map(str::to_owned);
        }
        drop(state);
        self.changed.notify_waiters();
    }
}

/// Runs until `stopped`, and ends every connection with itself.
async fn accept(listener: TcpListener, shared: Arc<Shared>, mut stopped: watch::Receiver<bool>) {
    // Dropping the set aborts its tasks.
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            // An error means that the sender is gone, which is as good as a stop.
            _ = stopped.wait_for(|stopped| *stopped) => return,
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => {
                // An error is about one connection that is gone already.
                let Ok((tcp, _)) = accepted else { continue };
                let mut number = 0;
                shared.count(|counters| {
                    counters.accepts += 1;
                    number = counters.accepts;
                });
                connections.spawn(session::serve(tcp, number, Arc::clone(&shared)));
            }
        }
    }
}

#[allow(clippy::disallowed_methods, reason = "the default clock of a server that runs in real time")]
fn wall_clock() -> SystemTime {
    SystemTime::now()
}

const APNS_STREAMS: u32 = 1000;
const MAX_LOG: usize = 10_000;
/// Orders that a connection may be behind.
const ORDERS: usize = 64;
