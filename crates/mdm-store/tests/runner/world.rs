//! An authority, devices, and the words that they say.

use std::sync::{Arc, LazyLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use mdm_apple::{
    Authenticate, CheckIn, CheckOut, Command, DeviceInformation, DeviceInformationResponse, DeviceQuery,
    EnrollmentKeys, PushMagic, PushToken, QueryResponses, RemoveProfile, Report, Request, Status,
    TokenUpdate, Topic, Udid, UnlockToken,
};
use mdm_enrollment::row::{CommandRow, Link, LinkKind, Loaded, PayloadName, RecordKey, Tenant, Window};
use mdm_enrollment::{
    Actor, CertificateSource, CommandUuid, DeviceRequest, Entry, Event, EventKind, Invitation, Order,
    Presented, RuleTable, SlotId, Ticket, Trust, entry, response_name,
};
use mdm_pki::{
    Certificate, CertificateAuthority, IssuePolicy, KeyPair, MdmSignature, Serial, Signer, Subject,
    TrustAnchors, Usage,
};
use mdm_store::{ChangedWake, RunError, Runner, Served, Store, StoredEvent, WakePosition};

use crate::faults::Faulty;

pub(crate) const TOPIC: &str = "com.apple.mgmt.External.0a1b";
pub(crate) const CHECK_IN: &str = "application/x-apple-aspen-mdm-checkin";
pub(crate) const CONNECT: &str = "application/x-apple-aspen-mdm";
/// What devices plant as push token, magic and unlock token.
pub(crate) const SECRET: &str = "planted-secret";

pub(crate) type Office<S> = Runner<Faulty<S>>;

pub(crate) fn start() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_800_000_000)
}

pub(crate) fn secs(secs: u64) -> Duration {
    Duration::from_secs(secs)
}

pub(crate) fn day() -> Duration {
    secs(86_400)
}

/// Certificates are minted once.
struct Pki {
    anchors: TrustAnchors,
    devices: Vec<Signer>,
    stranger: Signer,
}

static PKI: LazyLock<Pki> = LazyLock::new(|| {
    let authority = CertificateAuthority::mint("Devices", 3650 * day(), start()).unwrap();
    let other = CertificateAuthority::mint("Others", 3650 * day(), start()).unwrap();
    let anchors = TrustAnchors::new([authority.certificate().clone()]).unwrap();
    let devices = (0..8).map(|_| identity(&authority)).collect();
    Pki { anchors, devices, stranger: identity(&other) }
});

fn identity(authority: &CertificateAuthority) -> Signer {
    let key = KeyPair::mint_p256().unwrap();
    let policy = IssuePolicy::new(Subject::new("device"), Usage::TlsClient, 365 * day());
    let csr = key.csr("device").unwrap();
    let leaf = authority.issue(&csr, &policy, Serial::mint().unwrap(), start()).unwrap();
    Signer::new(key, leaf, vec![]).unwrap()
}

/// One node of the server.
pub(crate) fn office<S: Store>(store: &Arc<S>) -> Office<S> {
    office_with(store, CertificateSource::MutualTls)
}

pub(crate) fn office_with<S: Store>(store: &Arc<S>, source: CertificateSource) -> Office<S> {
    Runner::new(Faulty::new(Arc::clone(store)), trust(source), RuleTable::default())
}

/// The one tenant.
pub(crate) fn trust(source: CertificateSource) -> Trust {
    Trust::new(PKI.anchors.clone(), source, Topic::new(TOPIC).unwrap())
}

/// An invitation of the one tenant.
pub(crate) fn invitation(ticket: &Ticket, expires_at: SystemTime) -> Invitation<'_> {
    Invitation::new(&Tenant::new(TOPIC).unwrap(), ticket, expires_at)
}

/// One node, and a device that is enrolled there.
pub(crate) async fn enrolled<S: Store>(store: &Arc<S>) -> (Office<S>, Device) {
    let (office, device) = (office(store), Device::new(1));
    device.enroll(&office).await;
    (office, device)
}

pub(crate) fn slot(name: &str) -> SlotId {
    SlotId::new(name).unwrap()
}

pub(crate) fn ticket(seed: u8) -> Ticket {
    Ticket::from_random([seed; 32])
}

pub(crate) fn admin() -> Actor {
    Actor::administrator("admin-1")
}

pub(crate) fn uuid(name: &str) -> CommandUuid {
    CommandUuid::new(name).unwrap()
}

pub(crate) fn order(name: &str, request: impl Into<Request>) -> Order {
    Order::new(Command::new(mdm_apple::CommandUuid::new(name).unwrap(), request))
}

/// A command that any device runs, and that conflicts with nothing.
pub(crate) fn query(name: &str) -> Order {
    order(name, DeviceInformation::new(vec![DeviceQuery::DeviceName]))
}

/// A command that any device runs, and that conflicts with its like.
pub(crate) fn removal(name: &str) -> Order {
    order(name, RemoveProfile::new("com.example.wifi"))
}

/// What a device has to say: bytes, and which of them is the certificate.
#[derive(Clone)]
pub(crate) struct Device {
    number: usize,
    udid: String,
    signer: Signer,
    signs: bool,
    product: (&'static str, &'static str),
}

impl Device {
    /// One that nobody knows yet.
    pub(crate) fn new(number: usize) -> Self {
        let signer = PKI.devices[number].clone();
        let product = ("iPhone15,2", "18.3");
        Self { number, udid: format!("UDID-{number}"), signer, signs: false, product }
    }

    /// One whose certificate another authority issued.
    pub(crate) fn stranger() -> Self {
        Self { signer: PKI.stranger.clone(), ..Self::new(0) }
    }

    /// The same certificate, under the name of another device.
    pub(crate) fn called(&self, other: &Self) -> Self {
        Self { udid: other.udid.clone(), ..self.clone() }
    }

    /// One that is a Mac.
    pub(crate) fn mac(number: usize) -> Self {
        Self { product: ("MacBookPro18,3", "15.3"), ..Self::new(number) }
    }

    /// One that signs its messages.
    pub(crate) fn signing(self) -> Self {
        Self { signs: true, ..self }
    }

    pub(crate) fn certificate(&self) -> &Certificate {
        self.signer.certificate()
    }

    pub(crate) fn key(&self) -> RecordKey {
        RecordKey::new(&format!("device/{}", self.udid)).unwrap()
    }

    fn keys(&self) -> EnrollmentKeys {
        EnrollmentKeys::device(Udid::new(&self.udid).unwrap())
    }

    pub(crate) fn authenticate(&self) -> Vec<u8> {
        let mut message = Authenticate::new(self.keys(), Topic::new(TOPIC).unwrap());
        message.product_name = Some(self.product.0.to_owned());
        message.os_version = Some(self.product.1.to_owned());
        message.serial_number = Some(format!("C0FFEE{}", self.number));
        CheckIn::Authenticate(message.into()).encode().unwrap()
    }

    /// A TokenUpdate out of Setup Assistant.
    pub(crate) fn awaiting(&self) -> Vec<u8> {
        let magic = PushMagic::new(SECRET.to_owned()).unwrap();
        let token = PushToken::new(SECRET.into());
        let mut message = TokenUpdate::new(self.keys(), Topic::new(TOPIC).unwrap(), token, magic);
        message.awaiting_configuration = Some(true);
        CheckIn::TokenUpdate(message.into()).encode().unwrap()
    }

    pub(crate) fn token_update(&self) -> Vec<u8> {
        let token = PushToken::new(SECRET.into());
        let magic = PushMagic::new(SECRET.to_owned()).unwrap();
        let mut message = TokenUpdate::new(self.keys(), Topic::new(TOPIC).unwrap(), token, magic);
        message.unlock_token = Some(UnlockToken::new(SECRET.into()));
        CheckIn::TokenUpdate(message.into()).encode().unwrap()
    }

    pub(crate) fn check_out(&self) -> Vec<u8> {
        let message = CheckOut::new(self.keys(), Topic::new(TOPIC).unwrap());
        CheckIn::CheckOut(message.into()).encode().unwrap()
    }

    pub(crate) fn idle(&self) -> Vec<u8> {
        Report::new(self.keys(), Status::Idle).encode().unwrap()
    }

    pub(crate) fn report(&self, status: Status, name: &str) -> Vec<u8> {
        let uuid = mdm_apple::CommandUuid::new(name).unwrap();
        Report::new(self.keys(), status).about(uuid).encode().unwrap()
    }

    /// An acknowledgement that tells something.
    pub(crate) fn answer(&self, name: &str, response: &impl mdm_apple::Body) -> Vec<u8> {
        let uuid = mdm_apple::CommandUuid::new(name).unwrap();
        let report = Report::new(self.keys(), Status::Acknowledged).about(uuid);
        report.with_response(response).unwrap().encode().unwrap()
    }

    pub(crate) fn signature(&self, body: &[u8]) -> String {
        MdmSignature::sign(&self.signer, body, start()).unwrap()
    }

    pub(crate) async fn say(
        &self,
        office: &Runner<impl Store>,
        kind: &str,
        body: &[u8],
        now: SystemTime,
    ) -> Result<Served, RunError> {
        let signature = self.signs.then(|| self.signature(body));
        let presented = Presented {
            tls_certificate: (!self.signs).then(|| self.certificate().as_der()),
            mdm_signature: signature.as_deref(),
            ..Presented::default()
        };
        let request = DeviceRequest::put("/mdm", body).with_content_type(Some(kind)).presenting(presented);
        let told = office.device(&request, now).await;
        assert!(told.as_ref().map_or_else(RunError::http_status, |served| served.status) != 401);
        told
    }

    pub(crate) async fn check_in(
        &self,
        office: &Runner<impl Store>,
        body: &[u8],
    ) -> Result<Served, RunError> {
        self.say(office, CHECK_IN, body, start()).await
    }

    pub(crate) async fn connect(&self, office: &Runner<impl Store>, body: &[u8]) -> Result<Served, RunError> {
        self.say(office, CONNECT, body, start()).await
    }

    /// The device is given a slot, and fills it.
    pub(crate) async fn enroll(&self, office: &Runner<impl Store>) {
        let ticket = ticket(u8::try_from(self.number).unwrap());
        let slot = slot(&format!("slot-{}", self.number));
        office.open_slot(&slot, &invitation(&ticket, start() + secs(60)), start()).await.unwrap();
        office.claim_slot(&ticket, self.certificate().fingerprint(), start()).await.unwrap();
        for body in [self.authenticate(), self.token_update()] {
            let served = self.check_in(office, &body).await.unwrap();
            assert_eq!((served.status, &*served.body), (200, &b""[..]));
        }
    }

    /// Says that it is not supervised.
    pub(crate) async fn tell_supervision(&self, office: &Runner<impl Store>) {
        office.order(&self.key(), &admin(), &[query("supervised")], start()).await.unwrap();
        self.connect(office, &self.idle()).await.unwrap();
        let told = QueryResponses { is_supervised: Some(false), ..QueryResponses::default() };
        let name = mdm_apple::CommandUuid::new("supervised").unwrap();
        let report = Report::new(self.keys(), Status::Acknowledged).about(name);
        let report = report.with_response(&DeviceInformationResponse::new(told)).unwrap();
        self.connect(office, &report.encode().unwrap()).await.unwrap();
    }

    /// Connects and acknowledges whatever it gets, up to the empty reply.
    pub(crate) async fn session(&self, office: &Runner<impl Store>) -> Vec<String> {
        let mut names = Vec::new();
        let mut served = self.connect(office, &self.idle()).await.unwrap();
        while let Some(name) = name(&served.body) {
            served = self.connect(office, &self.report(Status::Acknowledged, &name)).await.unwrap();
            names.push(name);
        }
        names
    }
}

/// The `CommandUUID` of a reply; `None` when it is empty.
pub(crate) fn name(body: &[u8]) -> Option<String> {
    let command = (!body.is_empty()).then(|| Command::decode(body, &mdm_apple::Limits::default()).unwrap());
    command.map(|command| command.uuid.as_str().to_owned())
}

/// Every command of a record, those that are final too.
pub(crate) async fn history(store: &impl Store, key: &RecordKey) -> Vec<Entry> {
    rows(store, key).await.iter().map(|row| entry(row).unwrap()).collect()
}

pub(crate) async fn entry_of(store: &impl Store, key: &RecordKey, name: &str) -> Entry {
    history(store, key).await.into_iter().find(|entry| entry.uuid == uuid(name)).unwrap()
}

async fn rows(store: &impl Store, key: &RecordKey) -> Vec<CommandRow> {
    let mut rows: Vec<CommandRow> = Vec::new();
    loop {
        let page = store.commands(key, rows.last().map(|row| row.seq), 1_000).await.unwrap();
        if page.is_empty() {
            return rows;
        }
        rows.extend(page);
    }
}

pub(crate) async fn events(store: &impl Store) -> Vec<EventKind> {
    let events = stored_events(store).await;
    events.iter().map(|event| Event::decode(&event.row.body).unwrap().kind).collect()
}

pub(crate) async fn stored_events(store: &impl Store) -> Vec<StoredEvent> {
    let mut events: Vec<StoredEvent> = Vec::new();
    loop {
        let page = store.events(events.last().map(|event| event.position), 1_000).await.unwrap();
        if page.is_empty() {
            return events;
        }
        events.extend(page);
    }
}

/// When the first device is to be woken, as the store knows it.
pub(crate) async fn next_push(store: &impl Store) -> Option<SystemTime> {
    let wakes = store.changed_wakes(WakePosition(0), 1_000).await.unwrap();
    wakes.into_iter().filter_map(|wake| wake.row.due).min()
}

/// Everything that a store holds about these tests.
#[derive(Debug, PartialEq)]
pub(crate) struct Dump {
    records: Vec<Record>,
    payloads: Vec<Option<Vec<u8>>>,
    events: Vec<StoredEvent>,
    wakes: Vec<ChangedWake>,
}

impl Dump {
    /// Where something was said that moved nothing.
    pub(crate) fn without_events(self) -> Self {
        Self { events: Vec::new(), ..self }
    }
}

#[derive(Debug, PartialEq)]
struct Record {
    loaded: Option<Loaded>,
    rows: Vec<CommandRow>,
    contact: Option<SystemTime>,
}

pub(crate) async fn dump(store: &impl Store) -> Dump {
    let topic = Link { kind: LinkKind::Topic, value: TOPIC.into() };
    let mut keys = store.find(&topic, None, 1_000).await.unwrap();
    keys.extend((0..8).map(|number| slot(&format!("slot-{number}")).key()));
    let (mut records, mut payloads) = (Vec::new(), Vec::new());
    for key in keys {
        let loaded = store.load(&key, &Window::Open).await.unwrap();
        let rows = rows(store, &key).await;
        for seq in 0..=rows.len() as u64 + 2 {
            let command = PayloadName(format!("command/{key}/{seq}").into());
            payloads.push(store.payload(&command).await.unwrap());
            payloads.push(store.payload(&response_name(&key, seq)).await.unwrap());
        }
        records.push(Record { loaded, rows, contact: store.last_contact(&key).await.unwrap() });
    }
    let wakes = store.changed_wakes(WakePosition(0), 1_000).await.unwrap();
    Dump { records, payloads, events: stored_events(store).await, wakes }
}
