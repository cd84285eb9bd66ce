//! What does a message of a device cost before the store sees it: who speaks, what it changes, what is written?
//!
//! Messages are measured in turns, and every figure is the median of the turns. Allocations are counted, by a global
//! allocator that is linked into this bench: the times hold its counting too.

use std::hint::black_box;
use std::sync::Mutex;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use allocation_counter::measure;
use mdm_apple::{
    Authenticate, CheckIn, Command, EnrollmentKeys, ProfileList, PushMagic, PushToken, Report, Status,
    TokenUpdate, Topic, Udid,
};
use mdm_benches::queue::{Shape, named};
use mdm_enrollment::row::{Loaded, RecordKey};
use mdm_enrollment::{
    Actor, CertificateSource, DeviceRequest, Identified, Input, Order, Presented, Records, RuleTable,
    SigningTime, SlotId, Ticket, Trust, identify, identify_by,
};
use mdm_pki::{
    CertificateAuthority, IssuePolicy, KeyPair, MdmSignature, Serial, Signer, Subject, TrustAnchors, Usage,
};
use mdm_store::{Memory, Runner, Store};

const SIZES: [usize; 4] = [0, 10, 1_000, 10_000];
const TURNS: usize = 31;
/// One turn repeats a message for so long at least.
const TURN: Duration = Duration::from_millis(3);
const DAY: Duration = Duration::from_secs(86_400);
const CHECK_IN: &str = "application/x-apple-aspen-mdm-checkin";
const CONNECT: &str = "application/x-apple-aspen-mdm";

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async {
        for (name, key) in [
            ("RSA-2048", KeyPair::mint_rsa2048().expect("a key")),
            ("P-256", KeyPair::mint_p256().expect("a key")),
        ] {
            who_speaks(name, &Office::open(key).await);
        }
        let office = || async { Office::open(KeyPair::mint_p256().expect("a key")).await };
        messages(office().await).await;
        growth(office).await;
        cycle(&office().await).await;
    });
}

/// `identify`: the certificate, the signature, the property list.
fn who_speaks(name: &str, office: &Office) {
    let idle = office.idle();
    let signature = MdmSignature::sign(&office.signer, &idle, now()).expect("a signature");
    let by_tls = office.request(CONNECT, &idle);
    let signed = Presented { mdm_signature: Some(&signature), ..Presented::default() };
    let by_signature = by_tls.presenting(signed);
    let verdicts = Mutex::new(office.tls.verdicts(16));
    let known = || office.tls.remembered(Some(&verdicts), now());
    println!("\nidentify, {name}, µs and allocations");
    let rows: [(&str, &dyn Fn() -> bool); 4] = [
        ("TLS, chain computed", &|| identify(&by_tls, &office.tls, now()).is_ok()),
        ("TLS, chain known", &|| identify_by(&by_tls, &office.tls, now(), known()).is_ok()),
        ("signature, chain computed", &|| identify(&by_signature, &office.signed, now()).is_ok()),
        ("signature, chain known", &|| identify_by(&by_signature, &office.signed, now(), known()).is_ok()),
    ];
    report(rows.map(|(name, work)| (name.to_owned(), work)).to_vec());
}

/// `Records::insert`, `Records::decide`, `Records::batch`: what is loaded is decided on, and what is to be written.
async fn messages(office: Office) {
    println!("\ninsert, decide, batch, nothing queued, µs and allocations");
    let (idle, update) = (office.idle(), office.token_update("new"));
    let (idle, update) = (office.request(CONNECT, &idle), office.request(CHECK_IN, &update));
    let (idle, update) = (office.identify(&idle), office.identify(&update));
    let (with_idle, with_update) = (office.load(&idle).await, office.load(&update).await);
    let decided = |identified: &Identified<'_>, loaded: &Loaded| decide(&office.phone, identified, loaded);
    assert_eq!(decided(&idle, &with_idle), (false, 0));
    assert_eq!(decided(&update, &with_update), (false, 1));
    report(vec![
        ("Idle, nothing to do".to_owned(), &|| decided(&idle, &with_idle).1 == 0),
        ("TokenUpdate, a new token".to_owned(), &|| decided(&update, &with_update).1 == 1),
    ]);
}

/// The same for an Idle that gets a command, with so many queued.
async fn growth<F: Future<Output = Office>>(office: impl Fn() -> F) {
    println!("\ninsert, decide, batch of an Idle with so many queued, µs and allocations");
    let mut offices = Vec::new();
    for size in SIZES {
        let office = office().await;
        if size > 0 {
            let orders = Shape::Mixed.orders(size);
            let actor = Actor::administrator("anna");
            office.runner.order(&office.phone, &actor, &orders, now()).await.expect("an order");
        }
        offices.push((size, office));
    }
    let bodies: Vec<_> = offices.iter().map(|(_, office)| office.idle()).collect();
    let requests: Vec<_> =
        offices.iter().zip(&bodies).map(|((_, office), body)| office.request(CONNECT, body)).collect();
    let mut rows: Vec<(String, Box<dyn Fn() -> bool>)> = Vec::new();
    for ((size, office), request) in offices.iter().zip(&requests) {
        let identified = office.identify(request);
        let loaded = office.load(&identified).await;
        let (size, count) = (*size, loaded.commands.len());
        rows.push((
            format!("{size} queued, {count} loaded"),
            Box::new(move || decide(&office.phone, &identified, &loaded).0 == (size > 0)),
        ));
    }
    report(rows.iter().map(|(name, work)| (name.clone(), &**work as &dyn Fn() -> bool)).collect());
}

/// An order, the Idle that gets it, its answer, through the whole loop on `Memory`.
async fn cycle(office: &Office) {
    let (mut times, mut count) = (Vec::new(), 0_u64);
    for turn in 0..TURNS {
        let began = Instant::now();
        for _ in 0..20 {
            count += 1;
            let name = format!("C-{turn}-{count}");
            office.cycle(&name).await;
        }
        times.push(micros(began.elapsed()) / 20.0);
    }
    println!(
        "\nan order, an Idle, an answer, whole loop on Memory, P-256, chain known: {:.0} µs",
        median(times)
    );
}

/// Whether a command goes out, and how many records are written.
fn decide(key: &RecordKey, identified: &Identified<'_>, loaded: &Loaded) -> (bool, usize) {
    let mut records = Records::default();
    records.insert(key, loaded).expect("a record");
    let decision =
        records.decide(key, &Input::Message(identified), &RuleTable::default(), now()).expect("a decision");
    let batch = black_box(records.batch(&decision).expect("a batch"));
    (decision.reply.body.is_some(), batch.writes.len())
}

/// Measures in turns; each piece of work says whether it came out as it should.
fn report(rows: Vec<(String, &dyn Fn() -> bool)>) {
    let mut samples = vec![Vec::new(); rows.len()];
    for _ in 0..TURNS {
        for ((_, work), samples) in rows.iter().zip(&mut samples) {
            let (began, mut times) = (Instant::now(), 0_u32);
            while times < 3 || began.elapsed() < TURN {
                assert!(black_box(work()));
                times += 1;
            }
            samples.push(micros(began.elapsed()) / f64::from(times));
        }
    }
    for ((name, work), samples) in rows.iter().zip(samples) {
        let counted = measure(|| {
            black_box(work());
        });
        println!(
            "{name:<30} {:>8.1} {:>6} {:>9} B",
            median(samples),
            counted.count_total,
            counted.bytes_total
        );
    }
}

struct Office {
    runner: Runner<Memory>,
    tls: Trust,
    signed: Trust,
    signer: Signer,
    keys: EnrollmentKeys,
    topic: Topic,
    phone: RecordKey,
}

impl Office {
    async fn open(key: KeyPair) -> Self {
        let authority = CertificateAuthority::mint("Devices", 3650 * DAY, now()).expect("an authority");
        let topic =
            Topic::new("com.apple.mgmt.External.5f2c1b3a-7d4e-4f60-8a9b-1c2d3e4f5a6b").expect("a topic");
        let trust = |source| {
            let anchors = TrustAnchors::new([authority.certificate().clone()]).expect("anchors");
            Trust::new(anchors, source, topic.clone())
        };
        let tls = trust(CertificateSource::MutualTls);
        let signed = trust(CertificateSource::MdmSignature(SigningTime::Ignored));
        let policy = IssuePolicy::new(Subject::new("phone-1"), Usage::TlsClient, 365 * DAY);
        let request = key.csr("phone").expect("a request");
        let serial = Serial::mint().expect("a serial");
        let certificate = authority.issue(&request, &policy, serial, now()).expect("a certificate");
        let runner = Runner::new(Memory::new(), tls.clone(), RuleTable::default());
        let (slot, ticket) = (SlotId::new("phone-1").expect("a name"), Ticket::from_random([7; 32]));
        runner.open_slot(&slot, &tls.invitation(&ticket, now() + DAY), now()).await.expect("a slot");
        runner.claim_slot(&ticket, certificate.fingerprint(), now()).await.expect("the slot");
        let udid = "00008030-000A1B2C3D4E5F60";
        let office = Self {
            runner,
            tls,
            signed,
            signer: Signer::new(key, certificate, vec![]).expect("a signer"),
            keys: EnrollmentKeys::device(Udid::new(udid).expect("a UDID")),
            topic,
            phone: RecordKey::new(&format!("device/{udid}")).expect("a key"),
        };
        let mut authenticate = Authenticate::new(office.keys.clone(), office.topic.clone());
        authenticate.os_version = Some("18.3".to_owned());
        authenticate.product_name = Some("iPhone15,2".to_owned());
        authenticate.serial_number = Some("F2LX9K7Q1P".to_owned());
        let authenticate = CheckIn::Authenticate(authenticate.into()).encode().expect("a message");
        for body in [authenticate, office.token_update("first")] {
            office.say(CHECK_IN, &body).await;
        }
        office
    }

    fn token_update(&self, token: &str) -> Vec<u8> {
        let magic = PushMagic::new("9B1D8C3E-54C1-4C2E-9C7B-3B8E3F0F7A11".to_owned()).expect("a magic");
        let token = PushToken::new(token.as_bytes().repeat(8));
        let update = TokenUpdate::new(self.keys.clone(), self.topic.clone(), token, magic);
        CheckIn::TokenUpdate(update.into()).encode().expect("a message")
    }

    fn idle(&self) -> Vec<u8> {
        Report::new(self.keys.clone(), Status::Idle).encode().expect("a report")
    }

    fn request<'a>(&'a self, kind: &'a str, body: &'a [u8]) -> DeviceRequest<'a> {
        let certificate = self.signer.certificate().as_der();
        DeviceRequest::put("/mdm", body).with_content_type(Some(kind)).over_tls(Some(certificate))
    }

    fn identify<'a>(&self, request: &DeviceRequest<'a>) -> Identified<'a> {
        identify(request, &self.tls, now()).expect("a device")
    }

    async fn load(&self, identified: &Identified<'_>) -> Loaded {
        let window = identified.window(now());
        self.runner.store().load(&self.phone, &window).await.expect("a load").expect("a record")
    }

    async fn say(&self, kind: &str, body: &[u8]) -> Vec<u8> {
        let served = self.runner.device(&self.request(kind, body), now()).await.expect("an answer");
        assert_eq!(served.status, 200);
        served.body
    }

    async fn cycle(&self, name: &str) {
        let uuid = mdm_apple::CommandUuid::new(name).expect("a name");
        let order = Order::new(Command::new(uuid.clone(), ProfileList::default()));
        self.runner.order(&self.phone, &Actor::rule("bench"), &[order], now()).await.expect("an order");
        let reply = self.say(CONNECT, &self.idle()).await;
        assert_eq!(named(&reply).as_deref(), Some(name));
        let report = Report::new(self.keys.clone(), Status::Acknowledged).about(uuid);
        assert!(self.say(CONNECT, &report.encode().expect("a report")).await.is_empty());
    }
}

fn median(mut samples: Vec<f64>) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_800_000_000)
}
