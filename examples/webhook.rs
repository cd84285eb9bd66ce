//! A webhook for each tenant: one outbox reads every event once and deals it out, two nodes take turns.
//!
//! ```text
//! cargo run --example webhook
//! ```
//!
//! It plays all parts and needs nobody: three tenants with things that happen, a receiver of theirs each (HTTP on the
//! loopback interface), and two nodes on one SQLite file. One of the receivers is away at first, one does not even take a
//! connection until the others know everything, and one of the nodes dies in the middle. In the end each receiver has every
//! event of its tenant in the order of its record, and no other. The exit status is 0 when that is so.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use mdm_enrollment::row::Tenant;
use mdm_enrollment::{Actor, CertificateSource, Fingerprint, RuleTable, SlotId, Ticket, Trust};
use mdm_examples::{PATIENCE, Result, ensure};
use mdm_pki::{CertificateAuthority, TrustAnchors};
use mdm_store::{Outbox, OutboxOptions, Runner, Sqlite, Store as _, StoredEvent, Turn};
use tokio::net::{TcpListener, TcpSocket, TcpStream};

/// How long a receiver has, from the connection to the answer: shorter than the lease. In earnest it is some seconds.
const ANSWER: Duration = Duration::from_secs(1);

/// Where each tenant wants to be told.
type Book = BTreeMap<Tenant, SocketAddr>;

/// One node: tells all there is, whenever it is its turn.
async fn node(store: Sqlite, book: Arc<Book>) -> Result<()> {
    let mut options = OutboxOptions::default();
    options.pause = Duration::from_millis(100);
    let outbox = Outbox::new(&store, "webhooks", options).ok_or("a name")?;
    // Much shorter than in earnest, so that the other node need not wait long for one that died.
    let mut turn = outbox.turn().with_lease(3 * ANSWER).with_skew(Duration::from_millis(50));
    loop {
        deliver(&store, &outbox, &mut turn, &book).await?;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn deliver(store: &Sqlite, outbox: &Outbox<&Sqlite>, turn: &mut Turn, book: &Book) -> Result<()> {
    if !turn.hold(store, SystemTime::now()).await? {
        return Ok(());
    }
    let mut delivery = outbox.poll(SystemTime::now()).await?;
    // Those who did not answer need not be asked for each of their events.
    let mut away = BTreeSet::new();
    while turn.hold(store, SystemTime::now()).await?
        && let Some(event) = delivery.next_event()
    {
        // What is nobody's, or of somebody who wants nothing, counts as told.
        let Some((tenant, address)) = event.tenant().and_then(|tenant| book.get_key_value(&tenant)) else {
            continue;
        };
        if away.contains(tenant) || post(*address, event).await.is_err() {
            away.insert(tenant.clone());
            delivery.refused();
        }
    }
    for event in outbox.settle(delivery, SystemTime::now()).await? {
        println!("given up: {}", event.id);
    }
    Ok(())
}

/// All of it in time, the connection too: an address from which nothing comes back would hold up everybody, and the turn be
/// lost meanwhile.
async fn post(address: SocketAddr, event: &StoredEvent) -> Result<()> {
    tokio::time::timeout(ANSWER, tell(address, event)).await?
}

/// A receiver answers 204 when it has kept the event, or had it already: it knows by `Idempotency-Key`.
async fn tell(address: SocketAddr, event: &StoredEvent) -> Result<()> {
    let stream = TcpStream::connect(address).await?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let request = Request::post("/events")
        .header(http::header::HOST, address.to_string())
        .header("Idempotency-Key", event.position.to_string())
        .header("Event-Id", &event.id)
        .body(Full::new(Bytes::from(event.row.body.clone())))?;
    let answer = sender.send_request(request).await?;
    ensure(answer.status() == StatusCode::NO_CONTENT, "a receiver takes an event")
}

/// A tenant's own system.
#[derive(Default)]
struct Receiver {
    /// So often it says that it is not there.
    away: AtomicU32,
    /// What it was told, and what it was told again.
    told: Mutex<Vec<(u64, String)>>,
    again: AtomicU32,
}

impl Receiver {
    async fn listen(self: Arc<Self>) -> Result<SocketAddr> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        self.serve(listener);
        Ok(address)
    }

    fn serve(self: Arc<Self>, listener: TcpListener) {
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let receiver = Arc::clone(&self);
                let service = service_fn(move |request| Arc::clone(&receiver).take(request));
                let connection = hyper::server::conn::http1::Builder::new();
                tokio::spawn(connection.serve_connection(TokioIo::new(stream), service));
            }
        });
    }

    async fn take(self: Arc<Self>, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
        let header = |name| request.headers().get(name)?.to_str().ok().map(str::to_owned);
        let key = header("Idempotency-Key").and_then(|key| key.parse().ok()).zip(header("Event-Id"));
        let is_away = self.away.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        let body = Limited::new(request.into_body(), 1 << 20).collect().await;
        let status = match key {
            _ if is_away.is_ok() => StatusCode::SERVICE_UNAVAILABLE,
            Some((position, id)) if body.is_ok() => {
                let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
                if told.iter().any(|(known, _)| *known == position) {
                    self.again.fetch_add(1, Ordering::SeqCst);
                } else {
                    told.push((position, id));
                }
                StatusCode::NO_CONTENT
            }
            _ => StatusCode::BAD_REQUEST,
        };
        let mut response = Response::new(Full::default());
        *response.status_mut() = status;
        Ok(response)
    }

    fn told(&self) -> Vec<(u64, String)> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// An address from which nothing comes back: its queue of connections is full, and nobody takes one out.
struct Silence {
    listener: TcpListener,
    queue: Vec<TcpStream>,
}

impl Silence {
    async fn keep() -> Result<(Self, SocketAddr)> {
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::from(([127, 0, 0, 1], 0)))?;
        let listener = socket.listen(1)?;
        let address = listener.local_addr()?;
        let mut queue = Vec::new();
        while queue.len() < 64
            && let Ok(stream) = tokio::time::timeout(ANSWER / 4, TcpStream::connect(address)).await
        {
            queue.push(stream?);
        }
        Ok((Self { listener, queue }, address))
    }

    fn end(self, receiver: Arc<Receiver>) {
        drop(self.queue);
        receiver.serve(self.listener);
    }
}

#[tokio::main]
async fn main() -> Result<ExitCode> {
    if std::env::args().len() > 1 {
        eprintln!("usage: webhook");
        return Ok(ExitCode::from(2));
    }
    let folder = std::env::temp_dir().join(format!("webhook-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let told = tokio::time::timeout(4 * PATIENCE, play(&folder.join("store.db"))).await;
    std::fs::remove_dir_all(&folder)?;
    told??;
    Ok(ExitCode::SUCCESS)
}

async fn play(path: &Path) -> Result<()> {
    let (mut book, mut receivers) = (Book::new(), BTreeMap::new());
    for name in ["acme", "globex"] {
        let (tenant, receiver) = (Tenant::new(name).ok_or("a name")?, Arc::new(Receiver::default()));
        book.insert(tenant.clone(), Arc::clone(&receiver).listen().await?);
        receivers.insert(tenant, receiver);
    }
    let (tenant, silent) = (Tenant::new("initech").ok_or("a name")?, Arc::new(Receiver::default()));
    let (silence, address) = Silence::keep().await?;
    book.insert(tenant.clone(), address);
    receivers.insert(tenant, Arc::clone(&silent));
    let book = Arc::new(book);
    for receiver in receivers.values().take(1) {
        receiver.away.store(3, Ordering::SeqCst);
    }
    let first = tokio::spawn(node(Sqlite::open(path)?, Arc::clone(&book)));
    let second = tokio::spawn(node(Sqlite::open(path)?, Arc::clone(&book)));

    let store = Arc::new(Sqlite::open(path)?);
    let houses = book.keys().map(|tenant| Ok((tenant, House::new(&store, tenant)?)));
    let houses: Vec<_> = houses.collect::<Result<_>>()?;
    for number in 0..20 {
        if number == 10 {
            println!("the first node dies");
            first.abort();
        }
        for (tenant, house) in &houses {
            house.invite(tenant, number).await?;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let events = store.events(None, 1_000).await?;
    let of = |tenant: &Tenant| events.iter().filter(|event| event.tenant().as_ref() == Some(tenant)).count();
    let is_behind = |(tenant, receiver): (&Tenant, &Arc<Receiver>)| {
        !Arc::ptr_eq(receiver, &silent) && receiver.told().len() < of(tenant)
    };
    while receivers.iter().any(is_behind) {
        ensure(!second.is_finished(), "the second node goes on")?;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    println!("who was silent listens, and the others know everything");
    ensure(silent.told().is_empty(), "nobody was told who did not listen")?;
    silence.end(silent);
    // Until everybody knows all.
    let outbox = Outbox::new(&*store, "webhooks", OutboxOptions::default()).ok_or("a name")?;
    let last = events.last().map(|last| last.position).ok_or("nothing has happened")?;
    while outbox.position().await? < last {
        ensure(!second.is_finished(), "the second node goes on")?;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    second.abort();

    for (tenant, receiver) in &receivers {
        let told = receiver.told();
        let of = events.iter().filter(|event| event.tenant().as_ref() == Some(tenant));
        let expected: BTreeSet<u64> = of.map(|event| event.position.0).collect();
        let positions: BTreeSet<u64> = told.iter().map(|(position, _)| *position).collect();
        ensure(positions == expected, "a tenant is told all that is its own, and nothing else")?;
        let mut last = BTreeMap::new();
        for (position, id) in &told {
            let record = id.rsplitn(3, '/').last().unwrap_or_default();
            let before = last.insert(record, *position);
            ensure(before.is_none_or(|before| before < *position), "each record is told in its order")?;
        }
        let again = receiver.again.load(Ordering::SeqCst);
        println!("{tenant}: {} events of {} records, {again} of them told again", told.len(), last.len());
    }
    Ok(())
}

/// A tenant's part of the server.
struct House {
    runner: Runner<Arc<Sqlite>>,
    trust: Trust,
}

impl House {
    fn new(store: &Arc<Sqlite>, tenant: &Tenant) -> Result<Self> {
        let now = SystemTime::now();
        let authority = CertificateAuthority::mint("Devices", 365 * DAY, now)?;
        let anchors = TrustAnchors::new([authority.certificate().clone()])?;
        let topic = mdm_apple::Topic::new("com.apple.mgmt.External.0a1b")?;
        let trust = Trust::new(anchors, CertificateSource::MutualTls, topic).of_tenant(tenant.clone());
        let runner = Runner::new(Arc::clone(store), trust.clone(), RuleTable::default());
        Ok(Self { runner, trust })
    }

    /// Somebody is invited, and comes: two events of one record.
    async fn invite(&self, tenant: &Tenant, number: u8) -> Result<()> {
        let now = SystemTime::now();
        let slot = SlotId::new(&format!("{tenant}-{number}")).ok_or("a name")?;
        let mut random = [number; 32];
        for (byte, name) in random.iter_mut().zip(tenant.as_str().bytes()) {
            *byte = name;
        }
        let ticket = Ticket::from_random(random);
        let invitation = self.trust.invitation(&ticket, now + DAY).by(&Actor::administrator("anna"));
        self.runner.open_slot(&slot, &invitation, now).await?;
        self.runner.claim_slot(&ticket, Fingerprint::from_bytes(random), now).await?;
        Ok(())
    }
}

const DAY: Duration = Duration::from_secs(86_400);
