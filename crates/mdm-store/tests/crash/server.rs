//! The process that is killed: the real runner and a sender on a real store, behind loopback TCP.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use mdm_apple::{
    Command, DeviceInformation, DeviceLock, DeviceQuery, InstallProfile, ProfileList, RemoveProfile,
    SecurityInfo, Topic, profile_footprint,
};
use mdm_enrollment::row::{Credential, RecordKey};
use mdm_enrollment::{
    Actor, Address, CertificateSource, CommandUuid, DeviceRequest, NewFanOut, Order, OrderId, RuleTable,
    SlotId, Targets, Ticket, Trust, entry,
};
use mdm_pki::{Certificate, TrustAnchors};
use mdm_store::push::{Config, Outcome};
use mdm_store::{Error, EventPosition, PushId, RunError, Runner, Sender, Sqlite, Store};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Mutex;

use crate::flawed::{Flaw, Flawed};
use crate::wire::{Fields, number, receive, send, text};
use crate::{TOPIC, profile};

/// Serves until it is killed, or until whoever started it is gone.
pub(crate) fn serve(arguments: &[String]) -> ! {
    let told = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        told(panic);
        // Not by SIGKILL, so that it is noticed.
        std::process::abort();
    }));
    let [flaw, anchor, store @ ..] = arguments else { panic!("serve FLAW ANCHOR STORE...") };
    std::thread::spawn(|| {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let (anchor, flaw) = (Path::new(anchor), Flaw::named(flaw));
        match store {
            [path] => run(Sqlite::open(path).unwrap(), flaw, anchor).await,
            #[cfg(feature = "postgres")]
            [text, schema] => {
                let mut options = mdm_store::PostgresOptions::default();
                options.schema.clone_from(schema);
                let to = mdm_store::ConnectionString::new(text.as_str());
                run(mdm_store::Postgres::open_with(&to, options).await.unwrap(), flaw, anchor).await
            }
            _ => panic!("a file, or a connection and a schema"),
        }
    });
    unreachable!("it serves for ever")
}

async fn run<S: Store + 'static>(store: S, flaw: Flaw, anchor: &Path) {
    let anchor = Certificate::from_der(&std::fs::read(anchor).unwrap()).unwrap();
    let anchors = TrustAnchors::new([anchor]).unwrap();
    let trust = Trust::new(anchors, CertificateSource::MutualTls, Topic::new(TOPIC).unwrap());
    let store = Arc::new(Flawed::new(store, flaw));
    let mut sender = Sender::new(Arc::clone(&store));
    sender.serve(Credential::new(TOPIC).unwrap(), Config::new(6_000.try_into().unwrap()));
    let runner = Runner::new(store, trust.clone(), RuleTable::default());
    let office =
        Arc::new(Office { runner, trust, pushes: Mutex::new(Pushes { sender, open: BTreeMap::new() }) });

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut stdout = std::io::stdout();
    writeln!(stdout, "{}", listener.local_addr().unwrap().port()).unwrap();
    stdout.flush().unwrap();
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        stream.set_nodelay(true).unwrap();
        tokio::spawn(Arc::clone(&office).answer_all(stream));
    }
}

struct Office<S> {
    runner: Runner<Arc<S>>,
    trust: Trust,
    pushes: Mutex<Pushes<S>>,
}

struct Pushes<S> {
    sender: Sender<Arc<S>>,
    /// Handed out and not answered.
    open: BTreeMap<u64, PushId>,
}

impl<S: Store> Office<S> {
    async fn answer_all(self: Arc<Self>, mut stream: TcpStream) {
        while let Ok(request) = receive(&mut stream).await {
            let [verb, now, rest @ ..] = request.as_slice() else { panic!("a verb and a time") };
            let now = UNIX_EPOCH + Duration::from_millis(number(now));
            let answer = match text(verb) {
                "device" => self.device(rest, now).await,
                "claim" => self.claim(rest, now).await,
                "order" => self.order(rest, now).await,
                "cancel" => self.cancel(rest, now).await,
                "place" => self.place(rest, now).await,
                "expand" => self.expand(rest, now).await,
                "progress" => self.progress(rest).await,
                "push" => self.push(rest, now).await,
                "history" => self.history(rest).await,
                "trail" => self.trail(rest).await,
                "wake" => self.wake(rest).await,
                verb => panic!("what is {verb}?"),
            };
            let answer = answer.unwrap_or_else(|Refused(status)| vec![status.to_string().into()]);
            if send(&mut stream, &answer).await.is_err() {
                return;
            }
        }
    }

    async fn device(&self, request: &[Vec<u8>], now: SystemTime) -> Result<Fields, Refused> {
        let [content_type, certificate, body] = request else { panic!("three fields") };
        let request = DeviceRequest::put("/mdm", body)
            .with_content_type(Some(text(content_type)))
            .over_tls(Some(certificate));
        let served = self.runner.device(&request, now).await?;
        Ok(vec![served.status.to_string().into(), served.body])
    }

    /// A slot for a device whose certificate was issued.
    async fn claim(&self, request: &[Vec<u8>], now: SystemTime) -> Result<Fields, Refused> {
        let [name, certificate] = request else { panic!("two fields") };
        let fingerprint = Certificate::from_der(certificate).unwrap().fingerprint();
        let ticket = Ticket::from_random(mdm_pki::sha256(name));
        let invitation = self.trust.invitation(&ticket, now + Duration::from_secs(3_600));
        self.runner.open_slot(&SlotId::new(text(name)).unwrap(), &invitation, now).await?;
        self.runner.claim_slot(&ticket, fingerprint, now).await?;
        Ok(done())
    }

    async fn order(&self, request: &[Vec<u8>], now: SystemTime) -> Result<Fields, Refused> {
        let [phone, command @ ..] = request else { panic!("a phone and a command") };
        self.runner.order(&key(phone), &Actor::administrator("anna"), &[order(command)], now).await?;
        Ok(done())
    }

    /// An order to many.
    async fn place(&self, request: &[Vec<u8>], now: SystemTime) -> Result<Fields, Refused> {
        let [id, uuid, kind, name, keys @ ..] = request else { panic!("four fields, and whom it is for") };
        let (id, anna) = (order_id(id), Actor::administrator("anna"));
        let orders = [order(&[uuid.clone(), kind.clone(), name.clone()])];
        let targets = Targets::Listed(keys.iter().map(|field| key(field)).collect());
        let new = NewFanOut { id: &id, actor: &anna, tenant: None, orders: &orders, targets: &targets };
        self.runner.place_order(&new, now).await?;
        Ok(done())
    }

    /// A step of an order to many; whether there is more to be done.
    async fn expand(&self, request: &[Vec<u8>], now: SystemTime) -> Result<Fields, Refused> {
        let [id] = request else { panic!("one field") };
        let expanded = self.runner.expand_order(&order_id(id), now).await?;
        Ok(vec![b"200".to_vec(), expanded.more.to_string().into()])
    }

    /// How far an order to many is, what came of it at how many, and where its commands stand.
    async fn progress(&self, request: &[Vec<u8>]) -> Result<Fields, Refused> {
        let [id] = request else { panic!("one field") };
        let progress = self.runner.order_progress(&order_id(id)).await?;
        let (outcomes, commands) = (progress.outcomes, progress.commands);
        let mut answer = vec![b"200".to_vec(), format!("{:?}", progress.stage).into()];
        let counts = [
            outcomes.queued,
            outcomes.unknown,
            outcomes.total(),
            commands.queued,
            commands.out,
            commands.refused,
            commands.acknowledged,
            commands.failed,
            commands.dropped,
        ];
        answer.extend(counts.map(|count| count.to_string().into()));
        Ok(answer)
    }

    async fn cancel(&self, request: &[Vec<u8>], now: SystemTime) -> Result<Fields, Refused> {
        let [phone, uuid] = request else { panic!("two fields") };
        let (anna, uuid) = (Actor::administrator("anna"), CommandUuid::new(text(uuid)).unwrap());
        self.runner.cancel(&key(phone), &anna, &uuid, now).await?;
        Ok(done())
    }

    /// Takes the numbers of pushes that APNs accepted, and gives the next ones.
    async fn push(&self, accepted: &[Vec<u8>], now: SystemTime) -> Result<Fields, Refused> {
        let mut pushes = self.pushes.lock().await;
        let Pushes { sender, open } = &mut *pushes;
        for push in accepted {
            if let Some(push) = open.remove(&number(push)) {
                sender.answer(&push, Outcome::Sent, now);
            }
        }
        let round = sender.poll(now).await?;
        let mut answer = done();
        for push in round.pushes {
            let Address::Apns(route) = &push.address else { panic!("{push:?}") };
            let number = open.last_key_value().map_or(1, |(last, _)| last + 1);
            answer.push(number.to_string().into());
            answer.push(push.record.as_str().into());
            answer.push(route.token.expose_secret().to_vec());
            answer.push(route.magic.expose_secret().into());
            let not_after = push.not_after.duration_since(UNIX_EPOCH).expect("no clock is so wrong");
            answer.push(not_after.as_millis().to_string().into());
            open.insert(number, push.id);
        }
        Ok(answer)
    }

    /// Place, name and state of each command of a page.
    async fn history(&self, request: &[Vec<u8>]) -> Result<Fields, Refused> {
        let [phone, after] = request else { panic!("two fields") };
        let after = (!after.is_empty()).then(|| number(after));
        let rows = self.runner.store().commands(&key(phone), after, 1_000).await?;
        let mut answer = done();
        for row in rows {
            let state = entry(&row).unwrap().state;
            answer.extend([
                row.seq.to_string().into(),
                row.uuid.as_bytes().to_vec(),
                state.to_string().into(),
            ]);
        }
        Ok(answer)
    }

    /// Position, identifier, record, milliseconds since 1970 and body of each event of a page.
    async fn trail(&self, request: &[Vec<u8>]) -> Result<Fields, Refused> {
        let [after] = request else { panic!("one field") };
        let after = (!after.is_empty()).then(|| EventPosition(number(after)));
        let mut answer = done();
        for event in self.runner.store().events(after, 1_000).await? {
            let row = event.row;
            answer.extend([event.position.to_string().into(), event.id.into_bytes()]);
            let at = row.at.duration_since(UNIX_EPOCH).expect("no clock is so wrong").as_millis();
            answer.extend([row.key.as_str().into(), at.to_string().into(), row.body]);
        }
        Ok(answer)
    }

    /// Whether the device is to be woken at some time, or comes by itself.
    async fn wake(&self, request: &[Vec<u8>]) -> Result<Fields, Refused> {
        let [phone] = request else { panic!("one field") };
        let row = self.runner.store().wake(&key(phone)).await?;
        let comes = row.is_some_and(|row| row.due.is_some() || row.comes_by.is_some());
        Ok(vec![b"200".to_vec(), comes.to_string().into()])
    }
}

/// What is told instead of an answer: an HTTP status.
struct Refused(u16);

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        RunError::from(error).into()
    }
}

impl From<RunError> for Refused {
    fn from(error: RunError) -> Self {
        Self(error.http_status())
    }
}

/// A command: its `CommandUUID`, which it is, and the profile that it is about.
fn order(command: &[Vec<u8>]) -> Order {
    let [uuid, kind, name] = command else { panic!("three fields") };
    let uuid = mdm_apple::CommandUuid::new(text(uuid)).unwrap();
    let name = text(name);
    match text(kind) {
        "install" => {
            let payload = profile(name, "");
            Order::new(Command::new(uuid, InstallProfile::new(payload))).touching(profile_footprint(name, []))
        }
        "remove" => Order::new(Command::new(uuid, RemoveProfile::new(name))),
        "query" => {
            let queries = vec![DeviceQuery::OsVersion, DeviceQuery::DeviceName];
            Order::new(Command::new(uuid, DeviceInformation::new(queries)))
        }
        "list" => Order::new(Command::new(uuid, ProfileList::default())),
        "security" => Order::new(Command::new(uuid, SecurityInfo::default())),
        "lock" => Order::new(Command::new(uuid, DeviceLock::default())),
        kind => panic!("what is {kind}?"),
    }
}

fn order_id(field: &[u8]) -> OrderId {
    OrderId::new(text(field)).unwrap()
}

fn key(field: &[u8]) -> RecordKey {
    RecordKey::new(text(field)).unwrap()
}

fn done() -> Fields {
    vec![b"200".to_vec()]
}
