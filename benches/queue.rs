//! An enrolled phone with commands in its queue, and a fleet of them that was locked.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use mdm_apple::{
    AppSource, Authenticate, CheckIn, Command, DeviceInformation, DeviceQuery, EnableLostMode,
    EnrollmentKeys, InstallApplication, InstallProfile, LostModeNotice, ProfileList, PushMagic, PushToken,
    RemoveProfile, Report, Request, Status, TokenUpdate, Topic, Udid, profile_footprint,
};
use mdm_command::{Answer, CommandUuid, Context, Queue};
use mdm_enrollment::row::{CommandRow, HeadRow, RecordKey};
use mdm_enrollment::{
    Actor, CertificateSource, DeviceRequest, Footprint, Hold, Kind, Order, RuleTable, SlotId, Terms, Ticket,
    Trust,
};
use mdm_lock::Subject;
use mdm_pki::{Certificate, CertificateAuthority, IssuePolicy, KeyPair, Serial, TrustAnchors, Usage};
use mdm_store::{Runner, Store};

/// How the commands of a queue hang together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// What an office orders: of four commands one installs a profile, one an app, one asks, and one removes the
    /// profile, for which it waits.
    Mixed,
    /// One goes before all others: a list of profiles, and then installs of different ones.
    Gate,
    /// One goes after all others: installs of different profiles, and then a list of them.
    Barrier,
}

impl Shape {
    /// Every shape.
    pub const ALL: [Self; 3] = [Self::Mixed, Self::Gate, Self::Barrier];

    /// So many commands in this shape.
    pub fn orders(self, count: usize) -> Vec<Order> {
        (0..count).map(|at| self.order(at, count)).collect()
    }

    fn order(self, at: usize, count: usize) -> Order {
        let name = |at: usize| format!("com.example.profile.{at:06}");
        let install =
            || order(at, InstallProfile::new(vec![7; 400])).touching(profile_footprint(&name(at), []));
        let list = || order(at, ProfileList::default());
        match self {
            Self::Gate if at == 0 => list(),
            Self::Barrier if at + 1 == count => list(),
            Self::Gate | Self::Barrier => install(),
            Self::Mixed => match at % 4 {
                0 => install(),
                1 => {
                    let app = AppSource::Identifier(format!("com.example.application.{at:06}"));
                    order(at, InstallApplication::new(app))
                }
                2 => order(at, DeviceInformation::new(vec![DeviceQuery::OsVersion, DeviceQuery::DeviceName])),
                _ => order(at, RemoveProfile::new(name(at - 3))),
            },
        }
    }
}

fn order(at: usize, request: impl Into<Request>) -> Order {
    let mut uuid = [0x5a; 16];
    uuid[8..].copy_from_slice(&(at as u64).to_be_bytes());
    Order::new(Command::new(mdm_apple::CommandUuid::from_bytes(uuid), request))
}

/// Why nothing of a queue may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// The phone refused everything, and then polled so often that nothing is offered to it for a while.
    Refused,
    /// It is in Lost Mode, where every install would fail.
    LostMode,
    /// It is to be done later.
    Early,
    /// The administrator holds it.
    Held,
}

impl Kept {
    /// Every reason.
    pub const ALL: [Self; 4] = [Self::Refused, Self::LostMode, Self::Early, Self::Held];
}

/// A server with one enrolled iPhone.
pub struct Office<S> {
    runner: Runner<S>,
    certificate: Certificate,
    keys: EnrollmentKeys,
    phone: RecordKey,
}

impl<S: Store> Office<S> {
    /// Enrolls the phone.
    pub async fn open(store: S) -> Self {
        let authority = CertificateAuthority::mint("Devices", 3650 * DAY, now()).expect("an authority");
        let anchors = TrustAnchors::new([authority.certificate().clone()]).expect("anchors");
        let topic = Topic::new(TOPIC).expect("a topic");
        let trust = Trust::new(anchors, CertificateSource::MutualTls, topic.clone());
        let runner = Runner::new(store, trust.clone(), RuleTable::default());

        let (slot, ticket) = (SlotId::new("phone-1").expect("a name"), Ticket::from_random([7; 32]));
        let invitation = trust.invitation(&ticket, now() + DAY);
        runner.open_slot(&slot, &invitation, now()).await.expect("a slot");
        let request = KeyPair::mint_p256().and_then(|key| key.csr("phone")).expect("a request");
        let policy = IssuePolicy::new(mdm_pki::Subject::new("phone-1"), Usage::TlsClient, 365 * DAY);
        let serial = Serial::mint().expect("a serial");
        let certificate = authority.issue(&request, &policy, serial, now()).expect("a certificate");
        runner.claim_slot(&ticket, certificate.fingerprint(), now()).await.expect("the slot");

        let keys = EnrollmentKeys::device(Udid::new(UDID).expect("a UDID"));
        let phone = RecordKey::new(&format!("device/{UDID}")).expect("a key");
        let office = Self { runner, certificate, keys: keys.clone(), phone };
        let mut authenticate = Authenticate::new(keys.clone(), topic.clone());
        authenticate.os_version = Some("18.3".to_owned());
        authenticate.product_name = Some("iPhone15,2".to_owned());
        authenticate.serial_number = Some("F2LX9K7Q1P".to_owned());
        let magic = PushMagic::new("9B1D8C3E-54C1-4C2E-9C7B-3B8E3F0F7A11".to_owned()).expect("a magic");
        let token = TokenUpdate::new(keys, topic, PushToken::new(vec![7; 32]), magic);
        for message in [CheckIn::Authenticate(authenticate.into()), CheckIn::TokenUpdate(token.into())] {
            let body = message.encode().expect("a message");
            let content_type = Some("application/x-apple-aspen-mdm-checkin");
            let request = DeviceRequest { content_type, ..office.request(&body) };
            let served = office.runner.device(&request, now()).await.expect("an answer");
            assert_eq!(served.status, 200);
        }
        office
    }

    /// Orders so many commands at once.
    pub async fn order(&self, shape: Shape, count: usize) {
        self.order_all(&shape.orders(count)).await;
    }

    /// Orders one query, with a number behind those of [`Self::order`].
    pub async fn order_query(&self, number: usize) {
        self.order_all(&[order(number, DeviceInformation::new(vec![DeviceQuery::OsVersion]))]).await;
    }

    async fn order_all(&self, orders: &[Order]) {
        self.runner.order(&self.phone, &Actor::administrator("anna"), orders, now()).await.expect("an order");
    }

    /// Orders so many commands, none of which may go.
    pub async fn keep_back(&self, kept: Kept, count: usize) {
        // In Lost Mode a phone still answers queries about itself.
        let shape = if kept == Kept::LostMode { Shape::Barrier } else { Shape::Mixed };
        let orders = shape.orders(count).into_iter();
        let on = |terms: Terms| orders.clone().map(move |order| order.on(terms.clone())).collect::<Vec<_>>();
        match kept {
            Kept::Refused => {
                self.order_all(&on(Terms::default())).await;
                self.refuse().await;
            }
            Kept::LostMode => {
                let lost = EnableLostMode::new(LostModeNotice::Message("lost".to_owned()));
                self.order_all(&[order(usize::MAX, lost)]).await;
                self.drain().await;
                self.order_all(&on(Terms::default())).await;
            }
            Kept::Early => {
                self.order_all(&on(Terms { not_before: Some(now() + DAY), ..Terms::default() })).await;
            }
            Kept::Held => self.order_all(&on(Terms { hold: Hold::Held, ..Terms::default() })).await,
        }
    }

    /// The phone asks for a command. Which one it gets.
    pub async fn idle(&self) -> Option<String> {
        self.say(&self.report(Status::Idle, None)).await
    }

    /// The phone answers and asks for the next. Which one it gets.
    pub async fn answer(&self, status: Status, uuid: &str) -> Option<String> {
        self.say(&self.report(status, Some(uuid))).await
    }

    async fn say(&self, body: &[u8]) -> Option<String> {
        named(&self.serve(body).await)
    }

    /// What the phone says goes through the whole loop: identify, find, load, decide, commit, and fetch the bytes of
    /// the reply.
    pub async fn serve(&self, body: &[u8]) -> Vec<u8> {
        let served = self.runner.device(&self.request(body), now()).await.expect("an answer");
        assert_eq!(served.status, 200);
        served.body
    }

    /// The phone acknowledges whatever it gets, until it gets nothing. In which order it got them.
    pub async fn drain(&self) -> Vec<String> {
        let (mut seen, mut next) = (Vec::new(), self.idle().await);
        while let Some(uuid) = next {
            next = self.answer(Status::Acknowledged, &uuid).await;
            seen.push(uuid);
        }
        seen
    }

    /// The phone refuses everything, and then polls so often that nothing is offered to it for a while.
    pub async fn refuse(&self) {
        for _ in 0..8 {
            let mut next = self.idle().await;
            if next.is_none() {
                return;
            }
            while let Some(uuid) = next {
                next = self.answer(Status::NotNow, &uuid).await;
            }
        }
        panic!("a device that polls at once should be held back");
    }

    /// The bytes of a report.
    pub fn report(&self, status: Status, uuid: Option<&str>) -> Vec<u8> {
        let report = Report::new(self.keys.clone(), status);
        let uuid = uuid.map(|uuid| mdm_apple::CommandUuid::new(uuid).expect("a name"));
        let report = match uuid {
            Some(uuid) => report.about(uuid),
            None => report,
        };
        report.encode().expect("a report")
    }

    /// The HTTP request around the bytes of a report.
    pub fn request<'a>(&'a self, body: &'a [u8]) -> DeviceRequest<'a> {
        DeviceRequest::put("/mdm", body)
            .with_content_type(Some("application/x-apple-aspen-mdm"))
            .over_tls(Some(self.certificate.as_der()))
    }

    /// What runs the loop.
    pub fn runner(&self) -> &Runner<S> {
        &self.runner
    }

    /// The hash of the phone's certificate.
    pub fn fingerprint(&self) -> [u8; 32] {
        *self.certificate.fingerprint().as_bytes()
    }

    /// The record of the phone.
    pub fn phone(&self) -> &RecordKey {
        &self.phone
    }
}

/// What the phone is called.
pub const UDID: &str = "00008030-000A1B2C3D4E5F60";

/// What it listens to.
pub const TOPIC: &str = "com.apple.mgmt.External.5f2c1b3a-7d4e-4f60-8a9b-1c2d3e4f5a6b";

/// The command in a reply; `None` when the reply is empty.
pub fn named(reply: &[u8]) -> Option<String> {
    let command = || Command::decode(reply, &mdm_apple::Limits::default()).expect("a command");
    (!reply.is_empty()).then(|| command().uuid.as_str().to_owned())
}

/// Queues of many phones. Each was offered its commands while it was locked, and refused what a locked phone refuses.
#[derive(Clone)]
pub struct Fleet {
    queues: Vec<Queue>,
    rules: RuleTable,
    subject: Subject,
}

impl Fleet {
    /// Phones that are locked, with [`Self::COMMANDS`] commands each.
    pub fn locked(phones: usize) -> Self {
        let mut fleet = Self {
            queues: Vec::with_capacity(phones),
            rules: RuleTable::default(),
            subject: Subject::ios("18.3".parse().ok()),
        };
        for phone in 0..phones {
            let mut queue = Queue::default();
            let context = Context::new(&fleet.rules, &fleet.subject);
            let order = |name: &str, command: &str, footprint| {
                let uuid =
                    CommandUuid::new(&format!("5A5A5A5A-5A5A-5A5A-{phone:08}-{name}")).expect("a name");
                mdm_command::Order::new(uuid, command, footprint)
            };
            let profile = "com.example.wifi.2026";
            let batch = [
                order(
                    "A",
                    "InstallProfile",
                    Footprint::new().put(Kind::Profile, profile).put(Kind::Wifi, "Office"),
                ),
                order("B", "InstallApplication", Footprint::new().put(Kind::App, "com.example.timesheet")),
                order(
                    "C",
                    "RemoveProfile",
                    Footprint::new()
                        .remove(Kind::Profile, "com.example.wifi.2025")
                        .remove(Kind::Wifi, "Office"),
                ),
            ];
            let receipt = queue.enqueue(batch, &context, now()).expect("a batch");
            receipt.turn.changes.iter().for_each(|change| {
                queue.apply(change);
            });
            // The removal waits for the install, which is refused like the app.
            let decisions = session(&mut queue, &context, |uuid| Answer::NotNow { uuid });
            assert_eq!((decisions, queue.open()), (3, 3));
            fleet.queues.push(queue);
        }
        fleet
    }

    /// They are unlocked, come, and do everything. How many decisions it took.
    pub fn unlock(&mut self) -> usize {
        let context = Context::new(&self.rules, &self.subject);
        self.queues
            .iter_mut()
            .map(|queue| session(queue, &context, |uuid| Answer::Acknowledged { uuid }))
            .sum()
    }

    /// How many commands wait.
    pub fn open(&self) -> u64 {
        self.queues.iter().map(Queue::open).sum()
    }

    /// How many commands each phone has.
    pub const COMMANDS: usize = 3;
}

/// One session, in which every command is answered alike. How many decisions it took.
fn session(queue: &mut Queue, context: &Context<'_>, answer: impl Fn(&CommandUuid) -> Answer<'_>) -> usize {
    let mut turn = queue.report(&Answer::Idle, context, now()).expect("a decision");
    for decisions in 1.. {
        turn.changes.iter().for_each(|change| {
            queue.apply(change);
        });
        let Some(next) = turn.next.take() else { return decisions };
        turn = queue.report(&answer(&next.uuid), context, now()).expect("a decision");
    }
    unreachable!("a session ends")
}

/// The bytes of the row that a store keeps of a command, without its own overhead.
pub fn command_bytes(row: &CommandRow) -> usize {
    // Place, list, session, two times; phase, rank, gates.
    row.body.len() + row.uuid.len() + 8 * (1 + row.waits_on.len()) + 3 * 8 + 3
}

/// The bytes of the row that a store keeps of an enrollment, without its own overhead.
pub fn head_bytes(key: &RecordKey, row: &HeadRow) -> usize {
    let links = row.links.iter().map(|link| link.kind.as_str().len() + link.value.len());
    row.body.len() + key.as_str().len() + 2 * 8 + 1 + links.sum::<usize>()
}

/// When everything happens: what is measured does not depend on how long it takes.
pub fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_800_000_000)
}

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use mdm_enrollment::State;
    use mdm_enrollment::row::{Phase, Window};
    use mdm_store::Memory;

    use super::*;

    #[tokio::test(flavor = "current_thread")]
    async fn a_queue_of_every_shape_drains_in_order_and_loses_nothing() {
        for shape in Shape::ALL {
            let office = Office::open(Memory::new()).await;
            office.order(shape, 150).await;
            let seen = office.drain().await;
            assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 150, "{shape:?}: each is handed out once");

            let rows = office.runner().store().commands(office.phone(), None, 1000).await.unwrap();
            let at = |row: &CommandRow| seen.iter().position(|uuid| **uuid == *row.uuid).unwrap();
            let ends = rows.iter().map(|row| mdm_enrollment::entry(row).unwrap().state);
            assert!(rows.iter().all(|row| row.phase == Phase::Done), "{shape:?}");
            assert!(ends.into_iter().all(|state| state == State::Acknowledged), "{shape:?}");
            match shape {
                Shape::Mixed => {
                    let pairs = rows.chunks_exact(4);
                    assert!(pairs.into_iter().all(|four| at(&four[0]) < at(&four[3])), "removals follow");
                }
                Shape::Gate => assert_eq!(at(&rows[0]), 0),
                Shape::Barrier => assert_eq!(at(&rows[149]), 149),
            }
        }
    }

    #[tokio::test(flavor = "current_thread")]
    async fn what_is_kept_back_stays() {
        for kept in Kept::ALL {
            let office = Office::open(Memory::new()).await;
            office.keep_back(kept, 100).await;
            assert_eq!(office.idle().await, None, "{kept:?}");
            let loaded = office.runner().store().load(office.phone(), &Window::Head).await.unwrap().unwrap();
            // Refused installs were made pointless by the removals behind them; everything else waits.
            assert_eq!(loaded.open, if kept == Kept::Refused { 75 } else { 100 }, "{kept:?}");
        }
    }

    #[test]
    fn a_fleet_comes_out_of_lock() {
        let mut fleet = Fleet::locked(20);
        assert_eq!(fleet.open(), 20 * Fleet::COMMANDS as u64);
        // Hello, and one answer for each command.
        assert_eq!(fleet.unlock(), 20 * (1 + Fleet::COMMANDS));
        assert_eq!(fleet.open(), 0);
    }

    #[tokio::test(flavor = "current_thread")]
    async fn rows_have_the_size_that_the_figures_are_about() {
        let office = Office::open(Memory::new()).await;
        office.order(Shape::Mixed, 4).await;
        let loaded = office.runner().store().load(office.phone(), &Window::Open).await.unwrap().unwrap();
        let head = head_bytes(office.phone(), &loaded.head);
        assert!((500..3_000).contains(&head), "{head}");
        for row in &loaded.commands {
            assert!((300..900).contains(&command_bytes(row)), "{}", command_bytes(row));
        }
    }
}
