//! Declarative management from end to end: the runner on every store, and a simulated phone that shares no code with it.

use std::sync::Arc;
use std::time::SystemTime;

use mdm_apple::{
    CheckIn, CheckOut, Command, Data, DeclarativeManagementMessage, EnrollmentKeys, InstallProfile, Report,
    Request as Asked, Topic, Udid,
};
use mdm_enrollment::audit::Verifier;
use mdm_enrollment::declarative::{Draft, MediaType, ProfileOutline, SetId, Standing, Status, Sync};
use mdm_enrollment::policy::{Assignment, ManagementMode, Ownership, SelectiveWipe};
use mdm_enrollment::row::{RecordKey, Tenant, Window};
use mdm_enrollment::{
    CertificateSource, DeviceRequest, Error, EventKind, NewFanOut, OrderId, RuleTable, SlotId, TargetOutcome,
    Targets, Ticket, Trust, UserPolicy,
};
use mdm_pki::{Certificate, CertificateAuthority, Csr, IssuePolicy, Serial, Subject, TrustAnchors, Usage};
use mdm_sim::{Event, Input, KeyKind, Output, Phone, PhoneConfig, Purpose, Request, Response, mint_key};
use mdm_store::{Auditor, HeldKind, Person, RunError, Runner, Store};
use serde_json::{Value, json};

use crate::world::{
    CHECK_IN, Device, Office, TOPIC, admin, day, enrolled, events, office, order, query, start,
};

pub(crate) fn tenant() -> Tenant {
    Tenant::new(TOPIC).unwrap()
}

pub(crate) fn set(name: &str) -> SetId {
    SetId::new(name).unwrap()
}

pub(crate) fn test(identifier: &str, echo: &str) -> Value {
    json!({ "Type": "com.apple.configuration.management.test", "Identifier": identifier, "Payload": { "Echo": echo } })
}

fn activation(identifier: &str, names: &[&str]) -> Value {
    json!({ "Type": "com.apple.activation.simple", "Identifier": identifier,
        "Payload": { "StandardConfigurations": names } })
}

pub(crate) fn draft(name: &str, declarations: &[Value]) -> Draft {
    let add = |draft: Draft, json: &Value| draft.declare_json(json.to_string().as_bytes()).unwrap();
    let draft = Draft::new(&set(name)).served_at("https://mdm.example.com").unwrap();
    declarations.iter().fold(draft, add)
}

/// A profile with one payload of this type.
fn profile(identifier: &str, kind: &str) -> Vec<u8> {
    let payload = payload(kind, 7, "");
    profile_of(identifier, &payload)
}

fn payload(kind: &str, uuid: u32, rest: &str) -> String {
    format!(
        "<dict><key>PayloadType</key><string>{kind}</string><key>PayloadIdentifier</key><string>of.{uuid}</string>\
         <key>PayloadUUID</key><string>{uuid}</string><key>PayloadVersion</key><integer>1</integer>{rest}</dict>"
    )
}

fn profile_of(identifier: &str, payloads: &str) -> Vec<u8> {
    format!(
        "<plist version=\"1.0\"><dict><key>PayloadType</key><string>Configuration</string>\
         <key>PayloadIdentifier</key><string>{identifier}</string><key>PayloadUUID</key><string>3</string>\
         <key>PayloadVersion</key><integer>1</integer><key>PayloadContent</key><array>{payloads}</array>\
         </dict></plist>"
    )
    .into_bytes()
}

/// A phone, the network between it and the runner, and the authority.
struct World<S> {
    runner: Runner<Arc<S>>,
    authority: CertificateAuthority,
    phone: Phone,
    now: SystemTime,
    magic: Option<String>,
    user_magic: Option<String>,
    /// Every so many requests a reply is lost; 0 is never.
    lossy: u64,
    requests: u64,
    synchronized: u64,
}

impl<S: Store> World<S> {
    async fn enrolled(store: Arc<S>) -> Self {
        Self::enrolled_with(store, UserPolicy::Unmanaged).await
    }

    async fn enrolled_with(store: Arc<S>, users: UserPolicy) -> Self {
        let authority = CertificateAuthority::mint("Devices", 3650 * day(), start()).unwrap();
        let anchors = TrustAnchors::new([authority.certificate().clone()]).unwrap();
        let trust = Trust::new(anchors, CertificateSource::MutualTls, Topic::new(TOPIC).unwrap());
        let runner = Runner::new(store, trust.with_users(users), RuleTable::default());
        let phone =
            Phone::new(PhoneConfig::new("UDID-9", "SERIAL-9"), mint_key(KeyKind::EcP256).unwrap()).unwrap();
        let mut world = Self {
            runner,
            authority,
            phone,
            now: start(),
            magic: None,
            user_magic: None,
            lossy: 0,
            requests: 0,
            synchronized: 0,
        };
        let mdm = payload(
            "com.apple.mdm",
            1,
            &format!(
                "<key>ServerURL</key><string>https://mdm.example.com/</string><key>Topic</key>\
                 <string>{TOPIC}</string><key>IdentityCertificateUUID</key><string>2</string>"
            ),
        );
        let scep = payload(
            "com.apple.security.scep",
            2,
            "<key>PayloadContent</key><dict><key>URL</key><string>https://mdm.example.com/ca</string></dict>",
        );
        world.phone.handle_input(Input::PushToken(b"token"), world.now).unwrap();
        let bytes = profile_of("enrollment", &format!("{mdm}{scep}"));
        world.phone.handle_input(Input::InstallEnrollmentProfile(&bytes), world.now).unwrap();
        world.settle().await;
        assert!(world.phone.is_enrolled());
        world
    }

    fn key() -> RecordKey {
        RecordKey::new("device/UDID-9").unwrap()
    }

    /// Pushes until no command is left: a phone does not repeat an `Idle` that was lost.
    async fn push(&mut self) {
        let magic = self.magic.clone().unwrap();
        self.push_to(&Self::key(), &magic).await;
    }

    async fn push_to(&mut self, key: &RecordKey, magic: &str) {
        for _ in 0..10 {
            let payload = format!("{{\"mdm\":\"{magic}\"}}");
            self.phone.handle_input(Input::Push(payload.as_bytes()), self.now).unwrap();
            self.settle().await;
            let channel = self.runner.channel(key).await.unwrap().unwrap();
            if channel.queue().entries().next().is_none() {
                return;
            }
        }
        panic!("a command is left");
    }

    /// Until the phone wants nothing any more, whatever is lost on the way.
    async fn settle(&mut self) {
        for _ in 0..1_000 {
            match self.phone.poll_output() {
                Output::Transmit(request) => self.serve(request).await,
                Output::Event(Event::Synchronized) => self.synchronized += 1,
                Output::Event(_) => {}
                Output::Wait(Some(until)) if until > self.now && until < self.now + day() => {
                    self.now = until;
                    self.phone.handle_input(Input::Timeout, self.now).unwrap();
                }
                Output::Wait(_) => return,
            }
        }
        panic!("it never comes to rest");
    }

    async fn serve(&mut self, request: Request) {
        let answer = self.answer(&request).await;
        self.requests += 1;
        if self.lossy > 0 && self.requests.is_multiple_of(self.lossy) {
            return self.phone.handle_input(Input::ConnectionLost, self.now).unwrap();
        }
        let (status, content_type, body) = answer;
        let response = Response { request: request.id, status, content_type, body: &body };
        self.phone.handle_input(Input::Response(response), self.now).unwrap();
    }

    async fn answer(&mut self, request: &Request) -> (u16, Option<&'static str>, Vec<u8>) {
        if request.purpose == Purpose::Certificate {
            return (200, None, self.certificate(&request.body).await.as_der().to_vec());
        }
        if let Ok(message) = plist::Value::from_reader_xml(&*request.body) {
            let keys = message.as_dictionary();
            let magic = keys.and_then(|keys| keys.get("PushMagic")?.as_string());
            let is_users = keys.is_some_and(|keys| keys.contains_key("UserID"));
            let kept = if is_users { &mut self.user_magic } else { &mut self.magic };
            *kept = magic.map(str::to_owned).or_else(|| kept.take());
        }
        let path = request.url.strip_prefix("https://mdm.example.com").unwrap();
        let asked = DeviceRequest { method: request.method, ..DeviceRequest::put(path, &request.body) };
        let identity = self.phone.identity().map(|identity| identity.certificate_der);
        let asked = asked.with_content_type(request.header("content-type")).over_tls(identity);
        match self.runner.device(&asked, self.now).await {
            Ok(served) => (served.status, served.content_type, served.body),
            Err(error) => (error.http_status(), None, Vec::new()),
        }
    }

    async fn certificate(&self, request: &[u8]) -> Certificate {
        let csr = Csr::from_der(request).unwrap();
        let policy = IssuePolicy::new(Subject::new("phone"), Usage::TlsClient, 365 * day());
        let certificate = self.authority.issue(&csr, &policy, Serial::mint().unwrap(), start()).unwrap();
        let (slot, ticket) = (SlotId::new("phone-9").unwrap(), Ticket::from_random([9; 32]));
        let invitation = crate::world::invitation(&ticket, start() + day());
        self.runner.open_slot(&slot, &invitation, self.now).await.unwrap();
        self.runner.claim_slot(&ticket, certificate.fingerprint(), self.now).await.unwrap();
        certificate
    }

    async fn standings(&self) -> Vec<(Box<str>, Standing)> {
        let manifest = self.runner.declarations(&Self::key()).await.unwrap().unwrap();
        self.runner.status(&Self::key()).await.unwrap().unwrap().standings(&manifest)
    }

    fn echoes(&self) -> Vec<(String, String)> {
        let declarations = self.phone.declarations().iter();
        let echo = |json: &str| {
            serde_json::from_str::<Value>(json).unwrap()["Payload"]["Echo"].as_str().map(str::to_owned)
        };
        declarations
            .filter_map(|(name, declaration)| Some((name.clone(), echo(&declaration.json)?)))
            .collect()
    }
}

/// Apple, Integrating declarative management; the schema of `com.apple.asset.data` and `com.apple.configuration.legacy`.
pub(crate) async fn a_phone_becomes_what_was_declared<S: Store>(store: Arc<S>) {
    declare_and_change(store, 0).await;
}

/// Every second reply is lost.
pub(crate) async fn a_phone_that_hears_half_becomes_it_too<S: Store>(store: Arc<S>) {
    declare_and_change(store, 2).await;
}

async fn declare_and_change<S: Store>(store: Arc<S>, lossy: u64) {
    let mut world = World::enrolled(store).await;
    world.lossy = lossy;
    let runner = &world.runner;
    let first = draft("base", &[test("a", "1"), test("b", "1"), activation("on", &["a", "b", "wifi"])]);
    let first = first.profile("wifi", profile("com.example.wifi", "com.apple.wifi.managed")).unwrap();
    let first = first.asset("logo", "com.apple.asset.data", MediaType::Png, b"png".to_vec()).unwrap();
    assert!(runner.replace_declarations(&tenant(), &admin(), &first, world.now).await.unwrap());
    assert!(!runner.replace_declarations(&tenant(), &admin(), &first, world.now).await.unwrap());
    let key = World::<S>::key();
    let assigned = runner.assign_declarations(&key, &admin(), &[set("base")], world.now).await.unwrap();
    assert_eq!((assigned.concerns.len(), assigned.refusals.len(), assigned.overlaps.len()), (0, 0, 0));
    assert_eq!(assigned.actions.len(), 1, "the phone has to be woken");
    world.push().await;

    let pair = |name: &str, echo: &str| (name.to_owned(), echo.to_owned());
    assert_eq!(world.echoes(), [pair("a", "1"), pair("b", "1")]);
    assert_eq!(world.phone.declarations()["logo"].data.as_deref(), Some(&b"png"[..]));
    let installed =
        |world: &World<S>| world.phone.profiles().iter().any(|p| p.identifier() == "com.example.wifi");
    assert!(installed(&world));
    assert!(world.phone.is_synchronized());
    let standings = world.standings().await;
    assert!(standings.iter().all(|(_, standing)| *standing == Standing::Active), "{standings:?}");
    assert_eq!(standings.len(), 5);

    // A change: one stays, one changes, one goes with what it installed.
    let second = draft("base", &[test("a", "1"), test("b", "2"), activation("on", &["a", "b"])]);
    assert!(world.runner.replace_declarations(&tenant(), &admin(), &second, world.now).await.unwrap());
    let told = world.runner.announce_declarations(&set("base"), world.now).await.unwrap();
    assert_eq!((told.told, told.complete), (1, true));
    world.push().await;
    assert_eq!(world.echoes(), [pair("a", "1"), pair("b", "2")]);
    assert!(!installed(&world) && world.phone.declarations().len() == 3);

    // Nothing is assigned any more.
    world.runner.assign_declarations(&key, &admin(), &[], world.now).await.unwrap();
    world.push().await;
    assert!(world.phone.declarations().is_empty());
    assert!(world.synchronized >= 3);
    let reported = events(world.runner.store()).await;
    assert!(reported.iter().any(|event| matches!(event, EventKind::StatusReported { full: true, .. })));
}

/// The user of a Shared iPad, with every second reply lost: declarations, a profile and an asset of the user's own.
pub(crate) async fn a_user_of_a_shared_ipad_becomes_what_was_declared<S: Store>(store: Arc<S>) {
    let mut world = World::enrolled_with(store, UserPolicy::Managed).await;
    let login = Input::LogIn { account: "anna@a.b", token: b"planted user token" };
    world.phone.handle_input(login, world.now).unwrap();
    world.settle().await;
    assert_eq!(world.phone.managed_user(), Some("anna@a.b"));
    let (device, magic) = (World::<S>::key(), world.user_magic.clone().unwrap());
    let [(user, _)] = &world.runner.users(&device).await.unwrap()[..] else { panic!("one user") };
    let user = user.clone();
    world.lossy = 2;
    let hers = draft("hers", &[test("a", "1"), activation("on", &["a", "wifi"])]);
    let hers = hers.profile("wifi", profile("com.example.wifi", "com.apple.wifi.managed")).unwrap();
    let hers = hers.asset("logo", "com.apple.asset.data", MediaType::Png, b"png".to_vec()).unwrap();
    world.runner.replace_declarations(&tenant(), &admin(), &hers, world.now).await.unwrap();
    world.runner.assign_declarations(&user, &admin(), &[set("hers")], world.now).await.unwrap();
    world.push_to(&user, &magic).await;

    let declared = world.phone.user_declarations().unwrap();
    assert_eq!(declared.keys().collect::<Vec<_>>(), ["a", "logo", "on", "wifi"]);
    assert_eq!(declared["logo"].data.as_deref(), Some(&b"png"[..]));
    assert!(world.phone.is_synchronized() && world.phone.declarations().is_empty());
    let installed = world.phone.user_profiles().iter().map(|profile| profile.identifier());
    assert_eq!(installed.collect::<Vec<_>>(), ["com.example.wifi"]);
    assert!(world.phone.profiles().iter().all(|profile| profile.identifier() != "com.example.wifi"));
    let manifest = world.runner.declarations(&user).await.unwrap().unwrap();
    let standings = world.runner.status(&user).await.unwrap().unwrap().standings(&manifest);
    assert!(standings.iter().all(|(_, standing)| *standing == Standing::Active), "{standings:?}");
    assert_eq!(world.runner.status(&device).await.unwrap().unwrap().names().count(), 0);

    // Taken away, all of it goes.
    world.runner.assign_declarations(&user, &admin(), &[], world.now).await.unwrap();
    world.push_to(&user, &magic).await;
    assert!(world.phone.user_declarations().unwrap().is_empty() && world.phone.user_profiles().is_empty());
}

/// A walk over the devices may be broken off and begun again; who was told is passed over.
pub(crate) async fn a_change_is_told_to_each_device_once<S: Store>(store: Arc<S>) {
    let office = office(&store);
    let devices: Vec<Device> = (1..4).map(Device::new).collect();
    for device in &devices {
        device.enroll(&office).await;
    }
    office.replace_declarations(&tenant(), &admin(), &draft("a", &[test("t", "1")]), start()).await.unwrap();
    for device in &devices {
        office.assign_declarations(&device.key(), &admin(), &[set("a")], start()).await.unwrap();
        assert_eq!(device.session(&office).await.len(), 1);
    }
    let again = office.announce_declarations(&set("a"), start()).await.unwrap();
    assert_eq!((again.told, again.complete), (0, true), "they know this one");
    assert_eq!(office.unannounced_declarations(None).await.unwrap(), []);

    office.replace_declarations(&tenant(), &admin(), &draft("a", &[test("t", "2")]), start()).await.unwrap();
    assert_eq!(office.unannounced_declarations(None).await.unwrap(), [set("a")]);
    office.store().lose_commits.set(1);
    let broken = office.announce_declarations(&set("a"), start()).await.unwrap();
    assert_eq!((broken.told, broken.failed.len(), broken.complete), (2, 1, false));
    // One has left meanwhile, and is not told.
    devices[0].check_in(&office, &devices[0].check_out()).await.unwrap();
    let rest = office.announce_declarations(&set("a"), start()).await.unwrap();
    assert!(rest.told <= 1 && rest.complete && rest.failed.is_empty(), "{rest:?}");
    for device in &devices[1..] {
        let names = device.session(&office).await;
        assert_eq!(names.len(), 1, "{names:?}");
    }
    assert_eq!(office.unannounced_declarations(None).await.unwrap(), []);
    let unknown = office.announce_declarations(&set("nobody"), start()).await.unwrap_err();
    assert_eq!(unknown.http_status(), 404);
    let unknown = office.assign_declarations(&devices[1].key(), &admin(), &[set("nobody")], start()).await;
    assert_eq!(unknown.unwrap_err().http_status(), 404);
    office.resynchronize(&devices[1].key(), &admin(), start()).await.unwrap();
    office.resynchronize(&devices[1].key(), &admin(), start()).await.unwrap();
    assert_eq!(devices[1].session(&office).await.len(), 1);
}

/// Apple, Declarative Management: 404 makes a device remove a declaration. A store that fails is no such thing.
pub(crate) async fn a_store_that_fails_removes_nothing<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    office.replace_declarations(&tenant(), &admin(), &draft("a", &[test("t", "1")]), start()).await.unwrap();
    office.assign_declarations(&device.key(), &admin(), &[set("a")], start()).await.unwrap();
    let ask = async |endpoint: &str| {
        let keys = EnrollmentKeys::device(Udid::new("UDID-1").unwrap());
        let message = DeclarativeManagementMessage::new(keys, endpoint);
        let body = CheckIn::DeclarativeManagement(message.into()).encode().unwrap();
        let told = device.say(&office, CHECK_IN, &body, start()).await;
        told.map_or_else(|error| error.http_status(), |served| served.status)
    };
    assert_eq!(ask("declaration/configuration/t").await, 200);
    office.store().lose_payloads.set(1);
    assert_eq!(ask("declaration/configuration/t").await, 503);
    assert_eq!(ask("declaration/configuration/u").await, 404);
    // A conflict while it is told, and a commit of which nobody knows.
    office.store().conflicts.set(2);
    office.assign_declarations(&device.key(), &admin(), &[], start()).await.unwrap();
    office.store().doubt_commits.set(1);
    let doubt = office.assign_declarations(&device.key(), &admin(), &[set("a")], start()).await;
    assert_eq!(doubt.unwrap_err().http_status(), 503);
    office.assign_declarations(&device.key(), &admin(), &[set("a")], start()).await.unwrap();
    assert_eq!(ask("declaration/configuration/t").await, 200);
    assert_eq!(device.session(&office).await.len(), 1);
}

/// A set that changes between the list and the fetch is served as it is then.
pub(crate) async fn what_changed_meanwhile_is_served_anew<S: Store + 'static>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    office.replace_declarations(&tenant(), &admin(), &draft("a", &[test("t", "1")]), start()).await.unwrap();
    office.assign_declarations(&device.key(), &admin(), &[set("a")], start()).await.unwrap();
    let other = crate::world::office(&store);
    office.store().before_load.set(async move {
        let changed = draft("a", &[test("t", "2")]);
        other.replace_declarations(&tenant(), &admin(), &changed, start()).await.unwrap();
    });
    let keys = EnrollmentKeys::device(Udid::new("UDID-1").unwrap());
    let message = DeclarativeManagementMessage::new(keys, "declaration/configuration/t");
    let body = CheckIn::DeclarativeManagement(message.into()).encode().unwrap();
    let served = device.say(&office, CHECK_IN, &body, start()).await.unwrap();
    let json: Value = serde_json::from_slice(&served.body).unwrap();
    assert_eq!(
        (served.content_type, json["Payload"]["Echo"].as_str()),
        (Some("application/json"), Some("2"))
    );
}

fn asks(keys: EnrollmentKeys, endpoint: &str, data: Option<Value>) -> Vec<u8> {
    let mut message = DeclarativeManagementMessage::new(keys, endpoint);
    message.data = data.map(|json| Data::new(json.to_string().into_bytes()));
    CheckIn::DeclarativeManagement(message.into()).encode().unwrap()
}

/// What a device or its user is told when it asks.
async fn told<S: Store>(
    office: &Office<S>,
    device: &Device,
    keys: EnrollmentKeys,
    endpoint: &str,
) -> Result<Value, u16> {
    let body = asks(keys, endpoint, None);
    let served = device.say(office, CHECK_IN, &body, start()).await.map_err(|error| error.http_status())?;
    Ok(serde_json::from_slice(&served.body).unwrap())
}

fn of_device(udid: &str) -> EnrollmentKeys {
    EnrollmentKeys::device(Udid::new(udid).unwrap())
}

fn asset_path(set: &str, bytes: &[u8]) -> String {
    let digest: String = mdm_pki::sha256(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("/mdm/declared/{set}/{digest}")
}

async fn fetched<S: Store>(office: &Office<S>, who: &Device, path: &str) -> Result<Vec<u8>, u16> {
    let request = DeviceRequest { method: "GET", ..DeviceRequest::put(path, b"") };
    let told = office.device(&request.over_tls(Some(who.certificate().as_der())), start()).await;
    told.map_err(|error| error.http_status()).map(|served| served.body)
}

/// A node decides on a report and stalls; meanwhile its device enrolls anew, and reports to another node.
pub(crate) async fn a_report_of_a_former_life_does_not_replace_the_next_ones<S: Store + 'static>(
    store: Arc<S>,
) {
    let (office, device) = enrolled(&store).await;
    let report = |version: &str| {
        let items = json!({ "device": { "operating-system": { "version": version } } });
        let report = json!({ "StatusItems": items, "Errors": [], "FullReport": true });
        asks(of_device("UDID-1"), "status", Some(report))
    };
    let (other, same, second) = (crate::world::office(&store), device.clone(), report("19.0"));
    office.store().before_commit.set(async move {
        for body in [same.authenticate(), same.token_update(), second] {
            assert_eq!(same.check_in(&other, &body).await.unwrap().status, 200);
        }
    });
    let served = device.check_in(&office, &report("18.3")).await.unwrap();
    assert!(office.store().before_commit.is_over());
    assert_eq!(served.status, 200, "it was heard, and is not to be said again");
    let status = office.status(&device.key()).await.unwrap().unwrap();
    assert_eq!(status.json("device.operating-system.version").as_deref(), Some("\"19.0\""));
    // What was heard too late is no event either: the record tells what was kept.
    let reported = |event: &EventKind| matches!(event, EventKind::StatusReported { .. });
    assert_eq!(events(&store).await.iter().filter(|event| reported(event)).count(), 1);
}

/// A declaration, or an asset, that goes between the look at the records and the look for its bytes.
pub(crate) async fn what_goes_between_load_and_send_is_looked_for_again<S: Store + 'static>(store: Arc<S>) {
    const WHAT: &str = "declaration/configuration/t";
    let (office, device) = enrolled(&store).await;
    let file = |bytes: &[u8]| {
        draft("a", &[test("t", "1")])
            .asset("f", "com.apple.asset.data", MediaType::Text, bytes.to_vec())
            .unwrap()
    };
    let replace = |draft: Draft| {
        let other = crate::world::office(&store);
        async move {
            assert!(other.replace_declarations(&tenant(), &admin(), &draft, start()).await.unwrap());
        }
    };
    replace(file(b"one")).await;
    office.assign_declarations(&device.key(), &admin(), &[set("a")], start()).await.unwrap();
    let path = asset_path("a", b"one");
    assert_eq!(fetched(&office, &device, &path).await, Ok(b"one".to_vec()));

    // Another content under the same name: the new one is served. Gone: it is not assigned any more.
    office.store().before_payload.set(replace(draft("a", &[test("t", "2")])));
    let json = told(&office, &device, of_device("UDID-1"), WHAT).await.unwrap();
    assert!(office.store().before_payload.is_over());
    assert_eq!(json["Payload"]["Echo"], "2");
    office.store().before_payload.set(replace(draft("a", &[])));
    assert_eq!(told(&office, &device, of_device("UDID-1"), WHAT).await, Err(404));
    replace(file(b"one")).await;
    office.store().before_payload.set(replace(file(b"two")));
    assert_eq!(fetched(&office, &device, &path).await, Err(404));
    assert!(office.store().before_payload.is_over());
    assert_eq!(fetched(&office, &device, &asset_path("a", b"two")).await, Ok(b"two".to_vec()));

    // Assigned, and a store that does not find it at once, or at all: never what a device takes for "not assigned".
    for (times, expected) in [(3, None), (4, Some(500))] {
        office.store().hide_payloads.set(times);
        assert_eq!(told(&office, &device, of_device("UDID-1"), WHAT).await.err(), expected);
        office.store().hide_payloads.set(times);
        assert_eq!(fetched(&office, &device, &asset_path("a", b"two")).await.err(), expected);
    }
}

/// Apple, Declarative Management (read 2026-08): 404 makes a device remove a declaration.
pub(crate) async fn nothing_but_not_assigned_is_told_404<S: Store>(store: Arc<S>) {
    const WHAT: &str = "declaration/configuration/t";
    let (office, device) = enrolled(&store).await;
    office.replace_declarations(&tenant(), &admin(), &draft("a", &[test("t", "1")]), start()).await.unwrap();
    office.assign_declarations(&device.key(), &admin(), &[set("a")], start()).await.unwrap();
    let check = async |who: &Device, keys: EnrollmentKeys, expected: u16| {
        let status = told(&office, who, keys, WHAT).await.map_or_else(|status| status, |_| 200);
        assert_eq!(status, expected);
    };
    let me = || of_device("UDID-1");
    check(&device, me(), 200).await;
    // Another path, another certificate, another name, somebody's user.
    let body = asks(me(), WHAT, None);
    let misrouted = DeviceRequest::put("/elsewhere", &body).over_tls(Some(device.certificate().as_der()));
    let two =
        mdm_enrollment::Tenants::default().with("/mdm", crate::world::trust(CertificateSource::MutualTls));
    let narrow = Runner::new(Arc::clone(&store), two, RuleTable::default());
    let error = narrow.device(&misrouted, start()).await.unwrap_err();
    assert_eq!((error.http_status(), error.retry_after()), (503, Some(Error::RETRY_AFTER)));
    check(&Device::stranger(), me(), 400).await;
    check(&Device::new(2), me(), 403).await;
    check(&Device::new(2), of_device("UDID-2"), 403).await;
    check(&device, of_device(&"x".repeat(64)), 403).await;
    check(&device, crate::users::keys("A1"), 410).await;
    let managed = crate::users::office(&store, UserPolicy::Managed);
    assert_eq!(told(&managed, &device, crate::users::keys("A1"), WHAT).await, Err(403));
    // What is too long, or cannot be read, or is asked of nobody.
    for (body, expected) in
        [(vec![b' '; (2 << 20) + 1], 413), (b"garbage".to_vec(), 400), (asks(me(), "x", None), 400)]
    {
        let error = device.say(&office, CHECK_IN, &body, start()).await.unwrap_err();
        assert_eq!(error.http_status(), expected);
    }
    // Trouble with the store.
    office.store().lose_payloads.set(1);
    check(&device, me(), 503).await;
    office.store().hide_payloads.set(9);
    check(&device, me(), 500).await;
    office.store().hide_payloads.set(0);
    check(&device, me(), 200).await;
    // Between Authenticate and TokenUpdate, after it, and when it has left.
    device.check_in(&office, &device.authenticate()).await.unwrap();
    check(&device, me(), 403).await;
    device.check_in(&office, &device.token_update()).await.unwrap();
    check(&device, me(), 404).await;
    device.check_in(&office, &device.check_out()).await.unwrap();
    check(&device, me(), 403).await;
    let asset = fetched(&office, &device, &asset_path("a", b"x")).await;
    assert_eq!(asset, Err(403), "nor does an asset");
}

/// Apple, Integrating declarative management (read 2026-08): the first command turns it on for its channel.
pub(crate) async fn a_user_has_declarations_of_the_users_own<S: Store>(store: Arc<S>) {
    const WHAT: &str = "declaration/configuration/t";
    let office = crate::users::office(&store, UserPolicy::Managed);
    let (device, other) = (Device::mac(1), Device::mac(2));
    for device in [&device, &other] {
        device.enroll(&office).await;
    }
    for user in ["A1", "B2"] {
        crate::users::token_update(&office, &device, user).await.unwrap();
    }
    let (anna, ben) = (crate::users::record("A1"), crate::users::record("B2"));
    let keys = crate::users::keys;
    let drafted = draft("hers", &[test("t", "1"), activation("on", &["t"])]);
    let drafted = drafted.asset("f", "com.apple.asset.data", MediaType::Text, b"hers".to_vec()).unwrap();
    office.replace_declarations(&tenant(), &admin(), &drafted, start()).await.unwrap();
    let assigned = office.assign_declarations(&anna, &admin(), &[set("hers")], start()).await.unwrap();
    assert_eq!(assigned.actions.len(), 1, "she has to be woken");

    // Her channel alone gets the command, and what it leads to.
    assert!(device.session(&office).await.is_empty());
    let idle = async |user: &str| {
        let body = Report::new(keys(user), mdm_apple::Status::Idle).encode().unwrap();
        device.connect(&office, &body).await.unwrap().body
    };
    assert!(idle("B2").await.is_empty());
    let command = Command::decode(&idle("A1").await, &Default::default()).unwrap();
    let Asked::DeclarativeManagement(request) = &command.request else { panic!("{command:?}") };
    let given: Value = serde_json::from_slice(request.data.as_ref().unwrap().as_slice()).unwrap();
    assert_eq!(told(&office, &device, keys("A1"), "tokens").await, Ok(given));
    let answered = Report::new(keys("A1"), mdm_apple::Status::Acknowledged).about(command.uuid);
    device.connect(&office, &answered.encode().unwrap()).await.unwrap();
    let items = told(&office, &device, keys("A1"), "declaration-items").await.unwrap();
    assert_eq!(items["Declarations"]["Configurations"][0]["Identifier"], "t");
    assert_eq!(told(&office, &device, keys("A1"), WHAT).await.unwrap()["Payload"]["Echo"], "1");
    for who in [keys("B2"), of_device("UDID-1")] {
        assert_eq!(told(&office, &device, who, WHAT).await, Err(404));
    }
    assert_eq!(told(&office, &other, keys("A1"), WHAT).await, Err(403), "by another device");
    // What she reports is hers; the asset comes to the device that she uses, by its certificate, and to no other.
    let report =
        json!({ "StatusItems": { "test": { "string-value": "x" } }, "Errors": [], "FullReport": true });
    let body = asks(keys("A1"), "status", Some(report));
    assert_eq!(device.say(&office, CHECK_IN, &body, start()).await.unwrap().status, 200);
    assert_eq!(office.status(&anna).await.unwrap().unwrap().names().count(), 1);
    for key in [&ben, &device.key()] {
        assert_eq!(office.status(key).await.unwrap().unwrap().names().count(), 0);
    }
    let path = asset_path("hers", b"hers");
    assert_eq!(fetched(&office, &device, &path).await, Ok(b"hers".to_vec()));
    assert_eq!(fetched(&office, &other, &path).await, Err(404));
    // A change is announced to her.
    office
        .replace_declarations(&tenant(), &admin(), &draft("hers", &[test("t", "2")]), start())
        .await
        .unwrap();
    let announced = office.announce_declarations(&set("hers"), start()).await.unwrap();
    assert_eq!((announced.told, announced.complete), (1, true));
    assert!(!idle("A1").await.is_empty());

    // She leaves. Her next login is another life: nothing is declared before it is assigned again.
    let leave = CheckIn::CheckOut(CheckOut::new(keys("A1"), Topic::new(TOPIC).unwrap()).into());
    device.check_in(&office, &leave.encode().unwrap()).await.unwrap();
    assert_eq!(told(&office, &device, keys("A1"), WHAT).await, Err(403));
    crate::users::token_update(&office, &device, "A1").await.unwrap();
    assert_eq!(told(&office, &device, keys("A1"), WHAT).await, Err(404));
    assert_eq!(office.status(&anna).await.unwrap().unwrap().names().count(), 0);
    assert!(idle("A1").await.is_empty());
    office.assign_declarations(&anna, &admin(), &[set("hers")], start()).await.unwrap();
    assert!(!idle("A1").await.is_empty(), "and then she is told");
    assert_eq!(told(&office, &device, keys("A1"), WHAT).await.unwrap()["Payload"]["Echo"], "2");
    // A selective wipe takes it away, in whichever life.
    let wiped = office.wipe_selectively(&device.key(), &admin(), &SelectiveWipe::new("bye"), start()).await;
    assert!(!wiped.unwrap().is_done);
    assert_eq!(office.declarations(&anna).await.unwrap().unwrap().declarations().count(), 0);
}

pub(crate) async fn an_asset_goes_to_who_has_it<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let other = Device::new(2);
    other.enroll(&office).await;
    let files =
        draft("files", &[]).asset("f", "com.apple.asset.data", MediaType::Text, b"text".to_vec()).unwrap();
    office.replace_declarations(&tenant(), &admin(), &files, start()).await.unwrap();
    office.assign_declarations(&device.key(), &admin(), &[set("files")], start()).await.unwrap();
    let digest: String = mdm_pki::sha256(b"text").iter().map(|byte| format!("{byte:02x}")).collect();
    let path = format!("/mdm/declared/files/{digest}");
    let get = async |who: &Device| {
        let request = DeviceRequest { method: "GET", ..DeviceRequest::put(&path, b"") };
        let told = office.device(&request.over_tls(Some(who.certificate().as_der())), start()).await;
        told.map_err(|error| error.http_status()).map(|served| (served.content_type, served.body))
    };
    assert_eq!(get(&device).await, Ok((Some("text/plain"), b"text".to_vec())));
    assert_eq!(get(&other).await, Err(404));
    assert_eq!(get(&Device::stranger()).await, Err(400));
    office.store().lose_payloads.set(1);
    assert_eq!(get(&device).await, Err(503));
}

pub(crate) async fn a_profile_for_the_same_is_a_hazard<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let passcode = json!({ "Type": "com.apple.configuration.passcode.settings", "Identifier": "p",
        "Payload": { "RequirePasscode": true } });
    office.replace_declarations(&tenant(), &admin(), &draft("a", &[passcode]), start()).await.unwrap();
    let policy = profile("com.example.policy", "com.apple.mobiledevice.passwordpolicy");
    let installed = ProfileOutline::read(&policy).unwrap();
    let install = order("I", InstallProfile::new(policy));
    office.order(&device.key(), &admin(), &[query("Q"), install], start()).await.unwrap();
    let assigned = office.assign_declarations(&device.key(), &admin(), &[set("a")], start()).await.unwrap();
    let [overlap] = &assigned.overlaps[..] else { panic!("{assigned:?}") };
    assert_eq!((&*overlap.declaration, &*overlap.profile), ("p", "com.example.policy"));
    let found = office.declaration_overlaps(&device.key(), &[installed]).await.unwrap();
    assert_eq!(found, assigned.overlaps);

    // The declaration stands, and the profile is ordered: for one device, and for many.
    let other = profile("com.example.other", "com.apple.mobiledevice.passwordpolicy");
    let wifi = order("W", InstallProfile::new(profile("com.example.wifi", "com.apple.wifi.managed")));
    let install = |name: &str| order(name, InstallProfile::new(other.clone()));
    let ordered = office.order(&device.key(), &admin(), &[wifi, install("O")], start()).await.unwrap();
    let [overlap] = &ordered.overlaps[..] else { panic!("{ordered:?}") };
    assert_eq!((&*overlap.declaration, &*overlap.profile), ("p", "com.example.other"));
    let plain = office.order(&device.key(), &admin(), &[query("Q2")], start()).await.unwrap();
    assert_eq!(plain.overlaps, []);
    let bare = Device::new(2);
    bare.enroll(&office).await;
    let id = OrderId::new("spring").unwrap();
    let targets = Targets::Listed(vec![device.key(), bare.key()]);
    let (actor, orders) = (admin(), [install("F")]);
    let new = NewFanOut { id: &id, actor: &actor, tenant: None, orders: &orders, targets: &targets };
    office.place_order(&new, start()).await.unwrap();
    assert!(!office.expand_order(&id, start()).await.unwrap().more);
    let outcomes = office.order_outcomes(&id, 0).await.unwrap();
    let [(_, TargetOutcome::Overlapping(why)), (_, TargetOutcome::Queued)] = &outcomes[..] else {
        panic!("{outcomes:?}")
    };
    assert_eq!(**why, *overlap.to_string());
    let told = office.order_progress(&id).await.unwrap().outcomes;
    assert_eq!((told.queued, told.overlapping, told.total()), (2, 1, 2));
    // The other way round: the order to many stands, and the set is assigned.
    let assigned = office.assign_declarations(&bare.key(), &admin(), &[set("a")], start()).await.unwrap();
    let profiles: Vec<_> = assigned.overlaps.iter().map(|overlap| &*overlap.profile).collect();
    assert_eq!(profiles, ["com.example.other"]);
}

/// F99: what a device's terms forbid is refused and recorded, and nothing is assigned. In a walk it holds up no other.
pub(crate) async fn the_terms_of_a_device_hold_for_declarations<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let assign =
        async |sets: &[SetId]| office.assign_declarations(&device.key(), &admin(), sets, start()).await;
    office.replace_declarations(&tenant(), &admin(), &draft("a", &[test("t", "1")]), start()).await.unwrap();
    assign(&[set("a")]).await.unwrap();
    assert_eq!(device.session(&office).await.len(), 1);
    let terms = Assignment::new(Ownership::Personal, ManagementMode::ContentOnly).of_member("ben");
    office.assign(&device.key(), &admin(), &terms, start()).await.unwrap();
    let refused = assign(&[]).await.unwrap_err();
    assert!(matches!(refused, RunError::Refused(Error::Denied { .. })), "{refused:?}");
    assert!(matches!(events(&store).await.last(), Some(EventKind::OrderDenied { .. })));
    assert_eq!(office.declarations(&device.key()).await.unwrap().unwrap().declarations().count(), 1);
    office.replace_declarations(&tenant(), &admin(), &draft("a", &[]), start()).await.unwrap();
    let told = office.announce_declarations(&set("a"), start()).await.unwrap();
    assert_eq!((told.told, told.refused.len(), told.complete), (0, 1, true));
}

/// What declarations have brought goes with a selective wipe, also one that a member orders; Apple's lists leave it out, so
/// that the device's status has to tell that it is gone (F102, F110).
pub(crate) async fn a_wipe_takes_declarations_away<S: Store>(store: Arc<S>) {
    let mut world = World::enrolled(Arc::clone(&store)).await;
    let (key, now) = (World::<S>::key(), world.now);
    let drafted = draft("one", &[test("t", "1"), activation("on", &["t"])]);
    world.runner.replace_declarations(&tenant(), &admin(), &drafted, now).await.unwrap();
    world.runner.assign_declarations(&key, &admin(), &[set("one")], now).await.unwrap();
    world.push().await;
    assert_eq!(world.echoes().len(), 1);
    let wiped = world.runner.wipe_selectively(&key, &admin(), &SelectiveWipe::new("bye"), now).await.unwrap();
    assert!(wiped.is_new && !wiped.is_done);
    world.push().await;
    assert_eq!(world.echoes(), []);
    assert!(world.runner.status(&key).await.unwrap().unwrap().has_none());

    // Step by step, on a phone whose member disconnects it.
    let (office, device) = enrolled(&store).await;
    let terms = Assignment::new(Ownership::Personal, ManagementMode::Byod).of_member("ben");
    office.assign(&device.key(), &admin(), &terms, start()).await.unwrap();
    office.assign_declarations(&device.key(), &admin(), &[set("one")], start()).await.unwrap();
    device.session(&office).await;
    let report = async |identifiers: &[&str]| {
        let there: Vec<_> = identifiers
            .iter()
            .map(|name| json!({ "identifier": name, "active": true, "valid": "valid", "server-token": "1" }))
            .collect();
        let there = json!({ "activations": [], "configurations": there, "assets": [], "management": [] });
        let status = json!({ "StatusItems": { "management": { "declarations": there } } });
        let keys = EnrollmentKeys::device(Udid::new("UDID-1").unwrap());
        let mut message = DeclarativeManagementMessage::new(keys, "status");
        message.data = Some(status.to_string().into_bytes().into());
        let body = CheckIn::DeclarativeManagement(message.into()).encode().unwrap();
        assert_eq!(device.say(&office, CHECK_IN, &body, start()).await.unwrap().status, 200);
    };
    report(&["t"]).await;
    let ben = mdm_enrollment::Actor::member("ben");
    let wipe = async || {
        let wipe = SelectiveWipe::new("bye");
        office.wipe_selectively(&device.key(), &ben, &wipe, start()).await.unwrap()
    };
    assert!(wipe().await.is_new);
    assert_eq!(office.declarations(&device.key()).await.unwrap().unwrap().declarations().count(), 0);
    let commands = crate::members::obeys(&device, &office).await;
    assert_eq!(commands, ["DeclarativeManagement", "4 lists"]);
    assert!(!wipe().await.is_done, "the device still has it");
    let open =
        async || office.channel(&device.key()).await.unwrap().unwrap().flows().wipe().unwrap().is_open();
    assert!(open().await);
    report(&[]).await;
    assert!(wipe().await.is_done && !open().await);
    // It is over: what is assigned from now on stays.
    office.assign_declarations(&device.key(), &admin(), &[set("one")], start()).await.unwrap();
    assert!(wipe().await.is_done);
    assert_eq!(office.declarations(&device.key()).await.unwrap().unwrap().declarations().count(), 2);
    // Another member's word takes nothing away.
    let eve = mdm_enrollment::Actor::member("eve");
    let denied = office.wipe_selectively(&device.key(), &eve, &SelectiveWipe::new("mine"), start()).await;
    assert!(denied.is_err());
    assert_eq!(office.declarations(&device.key()).await.unwrap().unwrap().declarations().count(), 2);
}

/// A user who comes back in the same life of the device has another life: what is assigned then is found by it.
pub(crate) async fn a_user_who_comes_back_is_wiped_of_declarations_again<S: Store>(store: Arc<S>) {
    let office = crate::users::office(&store, UserPolicy::Managed);
    let device = Device::mac(1);
    device.enroll(&office).await;
    let anna = crate::users::record("A1");
    let person = Person::new(&tenant(), "anna").with_account("anna");
    office.replace_declarations(&tenant(), &admin(), &draft("a", &[test("t", "1")]), start()).await.unwrap();
    for life in 0..3 {
        crate::users::token_update(&office, &device, "A1").await.unwrap();
        office.assign_declarations(&anna, &admin(), &[set("a")], start()).await.unwrap();
        let held = office.export_member(&person, None, 100).await.unwrap().held;
        assert!(held.iter().any(|held| held.kind() == HeldKind::Declarations), "life {life}");
        let wipe = SelectiveWipe::new("retired/anna").in_each_life();
        let wiped = office.wipe_selectively(&device.key(), &admin(), &wipe, start()).await.unwrap();
        assert!(wiped.is_new && !wiped.is_done, "life {life}: {wiped:?}");
        assert_eq!(office.declarations(&anna).await.unwrap().unwrap().declarations().count(), 0);
        let leave =
            CheckIn::CheckOut(CheckOut::new(crate::users::keys("A1"), Topic::new(TOPIC).unwrap()).into());
        device.check_in(&office, &leave.encode().unwrap()).await.unwrap();
    }
}

/// Sets are the tenant's: it lists them, reads them back, and removes one from wherever it is assigned.
pub(crate) async fn sets_are_listed_read_and_removed<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let (other, strict) = (Device::new(2), Device::new(3));
    other.enroll(&office).await;
    strict.enroll(&office).await;
    for name in ["a", "b", "c"] {
        let drafted = draft(name, &[test(&format!("t-{name}"), "1")]);
        office.replace_declarations(&tenant(), &admin(), &drafted, start()).await.unwrap();
    }
    let sets =
        async |after: Option<&SetId>, limit| office.declaration_sets(&tenant(), after, limit).await.unwrap();
    assert_eq!(sets(None, 9).await, [set("a"), set("b"), set("c")]);
    assert_eq!(sets(None, 2).await, [set("a"), set("b")]);
    assert_eq!(sets(Some(&set("b")), 2).await, [set("c")]);
    assert!(office.of_tenant(&tenant(), None, 99).await.unwrap().contains(&set("a").key()));
    let nobody = Tenant::new("nobody").unwrap();
    assert_eq!(office.declaration_sets(&nobody, None, 9).await.unwrap(), []);

    let known = office.declaration_set(&set("a")).await.unwrap().unwrap();
    assert_eq!(
        (known.tenant(), known.revision(), known.identifiers().collect::<Vec<_>>()),
        (TOPIC, 1, vec!["t-a"])
    );
    let document = office.declaration(&set("a"), "t-a").await.unwrap().unwrap();
    let document: Value = serde_json::from_slice(&document).unwrap();
    assert_eq!(document["Payload"]["Echo"], "1");
    assert_eq!(office.declaration(&set("a"), "t-b").await.unwrap(), None);
    assert_eq!(office.declaration(&set("z"), "t-a").await.unwrap(), None);
    assert!(office.declaration_set(&set("z")).await.unwrap().is_none());

    // One that is told keeps its place in the list.
    office.announce_declarations(&set("a"), start()).await.unwrap();
    assert_eq!(sets(None, 9).await.len(), 3);
    let assign = async |device: &Device, names: &[&str]| {
        let names: Vec<_> = names.iter().map(|name| set(name)).collect();
        office.assign_declarations(&device.key(), &admin(), &names, start()).await.unwrap();
        device.session(&office).await;
    };
    assign(&device, &["a", "b"]).await;
    assign(&other, &["a"]).await;
    assign(&strict, &["a"]).await;
    // Who must not be told keeps it, and so it stays.
    let terms = Assignment::new(Ownership::Personal, ManagementMode::ContentOnly).of_member("ben");
    office.assign(&strict.key(), &admin(), &terms, start()).await.unwrap();
    let removed = office.remove_declarations(&set("a"), &admin(), start()).await.unwrap();
    let refused: Vec<_> = removed.refused.iter().map(|(key, _)| key.clone()).collect();
    assert_eq!((removed.taken, refused, removed.complete), (2, vec![strict.key()], false));
    assert_eq!(sets(None, 9).await.len(), 3);
    let has = async |device: &Device| -> Vec<String> {
        let manifest = office.declarations(&device.key()).await.unwrap().unwrap();
        manifest.declarations().map(|(identifier, ..)| identifier.to_owned()).collect()
    };
    assert_eq!(has(&device).await, ["t-b"]);
    assert_eq!(device.session(&office).await.len(), 1, "it is told to synchronize");
    strict.check_in(&office, &strict.check_out()).await.unwrap();
    let by_member =
        office.remove_declarations(&set("a"), &mdm_enrollment::Actor::member("ben"), start()).await;
    assert!(matches!(by_member, Err(RunError::Refused(Error::UnnamedMember))));
    let removed = office.remove_declarations(&set("a"), &admin(), start()).await.unwrap();
    assert_eq!((removed.taken, removed.complete), (0, true), "{removed:?}");
    assert_eq!(sets(None, 9).await, [set("b"), set("c")]);
    assert!(office.declaration_set(&set("a")).await.unwrap().is_none());
    assert!(events(&store).await.iter().any(|kind| matches!(kind, EventKind::Purged { .. })));
    // Once more it is nothing, and the name may be given again.
    assert!(office.remove_declarations(&set("a"), &admin(), start()).await.unwrap().complete);
    office.replace_declarations(&tenant(), &admin(), &draft("a", &[test("t", "2")]), start()).await.unwrap();
    assert!(has(&other).await.is_empty());
}

/// What becomes of declarations is in the trail like everything else, and goes with the enrollment.
pub(crate) async fn declarations_go_with_the_enrollment<S: Store>(store: Arc<S>) {
    let mut world = World::enrolled(Arc::clone(&store)).await;
    let (key, now) = (World::<S>::key(), world.now);
    let drafted = draft("one", &[test("a", "1"), activation("on", &["a"])]);
    world.runner.replace_declarations(&tenant(), &admin(), &drafted, now).await.unwrap();
    world.runner.assign_declarations(&key, &admin(), &[set("one")], now).await.unwrap();
    world.push().await;
    let (told, reported) = (Sync::key(&key).unwrap(), Status::key(&key).unwrap());
    for key in [&told, &reported] {
        assert!(store.load(key, &Window::Head).await.unwrap().is_some());
        let last = store.events_of(key, None, 99).await.unwrap().pop().unwrap();
        assert_eq!(mdm_enrollment::Event::tenant_of(&last.row.body).as_deref(), Some(TOPIC));
    }

    let auditor = Auditor::new(Arc::clone(&store), [tenant()]);
    for purged in [false, true] {
        if purged {
            world.runner.purge(&key, &admin(), now).await.unwrap();
        }
        for draft in auditor.drafts(None, now).await.unwrap() {
            auditor.commit(draft, None).await.unwrap();
        }
        let (mut verifier, mut broken) = (Verifier::new(), None);
        let mut take = |line| broken = verifier.take(&line).err().or_else(|| broken.take());
        auditor.export(&tenant(), None, &mut take).await.unwrap();
        assert_eq!(broken, None);
        assert_eq!(verifier.finish().unwrap().unchained, 0);
        for key in [&told, &reported] {
            assert_eq!(store.load(key, &Window::Head).await.unwrap().is_none(), purged);
            assert_eq!(store.events_of(key, None, 9).await.unwrap().is_empty(), purged);
        }
    }

    // Nobody who is named in full gets into the trail.
    let ben = mdm_enrollment::Actor::member("ben");
    let refused =
        world.runner.replace_declarations(&tenant(), &ben, &draft("two", &[test("b", "1")]), now).await;
    assert!(matches!(refused, Err(RunError::Refused(Error::UnnamedMember))), "{refused:?}");
}
