//! A server with many enrolled iPhones, some of which can be heard.

use std::sync::Arc;
use std::time::{Duration, Instant};

use mdm_apple::{Command, DeviceInformation, DeviceQuery, EnrollmentKeys, Report, Status, Topic, Udid};
use mdm_enrollment::row::{
    Batch, Demand, HeadRow, Lane, Link, LinkKind, RecordKey, WakeChange, Window, Write,
};
use mdm_enrollment::{
    Actor, CertificateSource, DeviceRequest, Input, Order, Records, RuleTable, Trust, identify,
};
use mdm_pki::{
    Certificate, CertificateAuthority, IssuePolicy, KeyPair, Serial, Subject, TrustAnchors, Usage,
};
use mdm_store::{Runner, Store};
use tokio::task::JoinSet;

use crate::queue::{Office, TOPIC, UDID, named, now};

/// An enrollment is a copy of one that came about message by message, under another name, serial number and
/// certificate. Phones that can be heard are spread evenly among the others.
pub struct Fleet<S> {
    runner: Runner<Arc<S>>,
    phones: Vec<Phone>,
}

struct Phone {
    record: RecordKey,
    keys: EnrollmentKeys,
    certificate: Certificate,
}

impl<S: Store + 'static> Fleet<S> {
    /// So many enrollments, written in commits of a thousand, four at a time. Of each thousand `waiting` have to be woken.
    pub async fn fill(store: S, size: usize, heard: usize, waiting: usize) -> Self {
        let store = Arc::new(store);
        let office = Office::open(Arc::clone(&store)).await;
        let stored = store.load(office.phone(), &Window::Head).await.expect("a load").expect("a record");
        let wake = store.wake(office.phone()).await.expect("a wake").expect("a wake");
        let authority = CertificateAuthority::mint("Devices", 3650 * DAY, now()).expect("an authority");
        let request = KeyPair::mint_p256().and_then(|key| key.csr("phone")).expect("a request");
        let policy = IssuePolicy::new(Subject::new("phone"), Usage::TlsClient, 365 * DAY);
        let first = office.fingerprint();

        let (mut phones, mut batch, mut commits) = (Vec::new(), Batch::default(), JoinSet::new());
        let every = size / heard;
        for number in 0..size {
            let udid = format!("{}{number:08}", &UDID[..UDID.len() - 8]);
            let certificate = (number % every == 0).then(|| {
                let serial = Serial::mint().expect("a serial");
                authority.issue(&request, &policy, serial, now()).expect("a certificate")
            });
            let fingerprint = match &certificate {
                Some(certificate) => *certificate.fingerprint().as_bytes(),
                // In order, so that a million are written quickly.
                None => std::array::from_fn(|at| if at < 8 { number.to_be_bytes()[at] } else { 7 }),
            };
            let head = HeadRow {
                links: stored.head.links.iter().map(|link| renamed(link, number, &fingerprint)).collect(),
                body: replaced(&stored.head.body, &first, &fingerprint),
                ..stored.head.clone()
            };
            let record = RecordKey::new(&format!("device/{udid}")).expect("a key");
            let mut steps = vec![WakeChange::Register {
                tenant: wake.tenant.clone(),
                routes: wake.routes.clone(),
                body: wake.body.clone(),
                at: now(),
            }];
            if number % 1_000 < waiting {
                steps.push(WakeChange::Demand(Demand::new(Lane::Normal, now())));
            }
            batch.writes.push(Write {
                key: record.clone(),
                expected: None,
                head,
                commands: Vec::new(),
                forget: Vec::new(),
                wake: steps,
            });
            if let Some(certificate) = certificate {
                let keys = EnrollmentKeys::device(Udid::new(&udid).expect("a UDID"));
                phones.push(Phone { record, keys, certificate });
            }
            if batch.writes.len() == 1_000 || number + 1 == size {
                let (store, batch) = (Arc::clone(&store), std::mem::take(&mut batch));
                commits.spawn(async move { store.commit(batch).await });
                if commits.len() == 4 {
                    let ended = commits.join_next().await.expect("one of four");
                    ended.expect("a task").expect("a commit");
                }
            }
        }
        for ended in commits.join_all().await {
            ended.expect("a commit");
        }
        let anchors = TrustAnchors::new([authority.certificate().clone()]).expect("anchors");
        let topic = Topic::new(TOPIC).expect("a topic");
        let trust = Trust::new(anchors, CertificateSource::MutualTls, topic);
        let runner = Runner::new(store, trust, RuleTable::default());
        Self { runner, phones }
    }
}

impl<S: Store> Fleet<S> {
    /// How many phones can be heard.
    pub fn heard(&self) -> usize {
        self.phones.len()
    }

    /// The store.
    pub fn store(&self) -> &S {
        self.runner.store()
    }

    /// A command is ordered for a phone; the phone comes and gets it; it acknowledges it and gets nothing more. `part`
    /// is told of the end of each.
    pub async fn cycle(&self, phone: usize, number: u64, mut part: impl FnMut()) {
        let phone = &self.phones[phone % self.phones.len()];
        let (order, uuid) = query(number);
        self.runner
            .order(&phone.record, &Actor::administrator("anna"), &[order], now())
            .await
            .expect("an order");
        part();
        let body = phone.report(Status::Idle, None);
        let served = self.runner.device(&phone.request(&body), now()).await.expect("an answer");
        assert_eq!(named(&served.body).as_ref(), Some(&uuid));
        part();
        let body = phone.report(Status::Acknowledged, Some(&uuid));
        let served = self.runner.device(&phone.request(&body), now()).await.expect("an answer");
        assert_eq!((served.status, served.body.len()), (200, 0));
        part();
    }

    /// What a cycle writes: its three commits, which were done; and how long it took to load, decide and commit, three
    /// times. Who speaks was found out before, and nothing is read for an answer.
    pub async fn batches(&self, phone: usize, number: u64) -> ([Batch; 3], Duration) {
        let phone = &self.phones[phone % self.phones.len()];
        let (order, uuid) = query(number);
        let actor = Actor::administrator("anna");
        let orders = [order];
        let mut time = Duration::ZERO;
        let order = Input::Order { actor: &actor, orders: &orders };
        let mut said = vec![self.step(phone, Window::Open, &order, &mut time).await];
        let trust = self.runner.tenants().at("/mdm").expect("one tenant").clone();
        for report in [phone.report(Status::Idle, None), phone.report(Status::Acknowledged, Some(&uuid))] {
            let request = phone.request(&report);
            let identified = identify(&request, &trust, now()).expect("a device");
            let message = Input::Message(&identified);
            said.push(self.step(phone, identified.window(now()), &message, &mut time).await);
        }
        (<[Batch; 3]>::try_from(said).expect("an order and two reports"), time)
    }

    async fn step(&self, phone: &Phone, window: Window, input: &Input<'_>, time: &mut Duration) -> Batch {
        let (store, rules) = (self.runner.store(), RuleTable::default());
        let began = Instant::now();
        let loaded = store.load(&phone.record, &window).await.expect("a load").expect("a record");
        let mut records = Records::default();
        records.insert(&phone.record, &loaded).expect("records");
        let decision = records.decide(&phone.record, input, &rules, now()).expect("a decision");
        let batch = records.batch(&decision).expect("a batch");
        *time += began.elapsed();
        let written = batch.clone();
        let began = Instant::now();
        store.commit(batch).await.expect("a commit");
        *time += began.elapsed();
        written
    }
}

impl Phone {
    fn report(&self, status: Status, uuid: Option<&str>) -> Vec<u8> {
        let report = Report::new(self.keys.clone(), status);
        let report = match uuid {
            Some(uuid) => report.about(mdm_apple::CommandUuid::new(uuid).expect("a name")),
            None => report,
        };
        report.encode().expect("a report")
    }

    fn request<'a>(&'a self, body: &'a [u8]) -> DeviceRequest<'a> {
        DeviceRequest::put("/mdm", body)
            .with_content_type(Some("application/x-apple-aspen-mdm"))
            .over_tls(Some(self.certificate.as_der()))
    }
}

fn query(number: u64) -> (Order, String) {
    let mut bytes = [0x5a; 16];
    bytes[8..].copy_from_slice(&number.to_be_bytes());
    let uuid = mdm_apple::CommandUuid::from_bytes(bytes);
    let name = uuid.as_str().to_owned();
    let query = DeviceInformation::new(vec![DeviceQuery::OsVersion, DeviceQuery::DeviceName]);
    (Order::new(Command::new(uuid, query)), name)
}

fn renamed(link: &Link, number: usize, fingerprint: &[u8; 32]) -> Link {
    let value = match link.kind {
        LinkKind::Certificate => fingerprint.iter().map(|byte| format!("{byte:02x}")).collect(),
        LinkKind::Serial => format!("F2{number:08}"),
        _ => link.value.to_string(),
    };
    Link { kind: link.kind, value: value.into() }
}

/// The body with another fingerprint, which is there as a list of numbers.
fn replaced(body: &[u8], from: &[u8; 32], to: &[u8; 32]) -> Vec<u8> {
    let list = |bytes: &[u8; 32]| bytes.map(|byte| byte.to_string()).join(",");
    let text = std::str::from_utf8(body).expect("text");
    let other = text.replace(&list(from), &list(to));
    assert_ne!(text, other, "the certificate is in the record");
    other.into_bytes()
}

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

#[cfg(test)]
mod tests {
    use mdm_store::Memory;

    use super::*;

    #[tokio::test(flavor = "current_thread")]
    async fn every_phone_that_can_be_heard_gets_what_was_ordered() {
        let fleet = Fleet::fill(Memory::new(), 40, 8, 0).await;
        assert_eq!(fleet.heard(), 8);
        for phone in 0..8 {
            let mut parts = 0;
            fleet.cycle(phone, phone as u64, || parts += 1).await;
            assert_eq!(parts, 3);
            let ([order, fetch, report], _) = fleet.batches(phone, 100 + phone as u64).await;
            assert_eq!((order.payloads.len(), fetch.payloads.len(), report.payloads.len()), (1, 0, 1));
            for batch in [order, fetch, report] {
                assert_eq!((batch.writes.len(), batch.writes[0].commands.len()), (1, 1));
            }
        }
    }
}
