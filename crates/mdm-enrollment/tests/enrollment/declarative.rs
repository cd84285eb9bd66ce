//! Declarative management against a device that is written from Apple's documents alone: it knows JSON, property lists
//! and none of the engine's types. Requests and replies are lost, repeated and refused, and sets change at any moment.
//!
//! Sources: Apple, Integrating declarative management; Declarative Management; the schema of its protocol (read 2026-08).

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mdm_apple::declarations::Endpoint;
use mdm_enrollment::declarative::{
    DeclarationSet, Draft, Fetch, Manifest, MediaType, SLOT, Served, SetId, Standing, Status, Step, Sync,
};
use mdm_enrollment::row::{Loaded, RecordKey, Tenant, Version, Window};
use mdm_enrollment::{
    Actor, Body, Decision, DeviceRequest, Error, EventKind, Flaw, Input, Policy, Records, State,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::decide::order;
use crate::server::{Device, Server, TOPIC, secs, start, uuid_of};

/// The store and the runner, in a few lines.
struct Office {
    server: Server,
}

impl Office {
    fn new() -> Self {
        Self { server: Server::new() }
    }

    fn load(&self, key: &RecordKey) -> Option<Loaded> {
        Some(self.server.data.records.get(key)?.load(&Window::Head))
    }

    fn sets<'a>(&self, sets: impl IntoIterator<Item = &'a SetId>) -> Vec<(SetId, DeclarationSet)> {
        let load =
            |set: &SetId| (set.clone(), DeclarationSet::decode(&self.load(&set.key()).unwrap()).unwrap());
        sets.into_iter().map(load).collect()
    }

    fn sync(&self, channel: &RecordKey) -> (Option<Version>, Sync) {
        let loaded = self.load(&Sync::key(channel).unwrap());
        let generation = self.server.channel(channel).generation();
        let sync = Sync::read(loaded.as_ref(), generation).unwrap();
        (loaded.map(|loaded| loaded.version), sync)
    }

    fn manifest(&self, channel: &RecordKey) -> Manifest {
        let (_, sync) = self.sync(channel);
        Manifest::new(&sync, &self.sets(sync.sets()))
    }

    fn status(&self, channel: &RecordKey) -> (Option<Version>, Status) {
        let loaded = self.load(&Status::key(channel).unwrap());
        let generation = self.server.channel(channel).generation();
        let status = Status::read(loaded.as_ref(), generation).unwrap();
        (loaded.map(|loaded| loaded.version), status)
    }

    /// Says whether anything changed.
    fn replace(&mut self, draft: &Draft) -> Result<bool, Error> {
        let stored = self.load(&draft.set().key());
        let batch = DeclarationSet::replace(stored.as_ref(), &tenant(), &admin(), draft, start())?;
        let changed = batch.is_some();
        batch.into_iter().for_each(|batch| self.server.data.commit(batch));
        Ok(changed)
    }

    fn assign(&mut self, channel: &RecordKey, sets: &[SetId]) -> Result<bool, Error> {
        let (version, sync) = self.sync(channel);
        let sets = self.sets(sets);
        let record = self.server.channel(channel);
        let step = sync.assign((channel, &record), version, &sets, &admin(), start())?;
        self.take(channel, step)
    }

    fn tell(&mut self, channel: &RecordKey) -> bool {
        let (version, sync) = self.sync(channel);
        let step = sync.announce(channel, version, &self.sets(sync.sets())).unwrap();
        self.take(channel, step).unwrap()
    }

    fn take(&mut self, channel: &RecordKey, step: Option<Step>) -> Result<bool, Error> {
        let Some(step) = step else { return Ok(false) };
        let records: Records = self.server.load_all(channel, &[], &Window::Open, false);
        let input = Input::Announce { actor: &admin(), order: &step.order };
        let decision = records.decide(channel, &input, &self.server.rules, start())?;
        let batch = records.batch(&decision).unwrap().and(step.batch);
        // Both records are written, so that neither a hand-out nor another change comes in between.
        assert_eq!(batch.writes.len(), 2);
        self.server.data.commit(batch);
        Ok(true)
    }

    /// Answers a check-in message of declarative management.
    fn ask(&mut self, device: &Device, endpoint: &str, data: &[u8]) -> Result<Vec<u8>, Error> {
        let data = STANDARD.encode(data);
        let message = device.report(&format!(
            "<key>MessageType</key><string>DeclarativeManagement</string><key>Endpoint</key>\
             <string>{endpoint}</string><key>Data</key><data>{data}</data>"
        ));
        let decision = device.check_in(&mut self.server, &message, start())?;
        let Some(Body::Declarative(asked)) = &decision.reply.body else { panic!("{decision:?}") };
        assert!(!format!("{asked:?}").contains(endpoint), "what is asked is not shown");
        if asked.wants() == Some(Endpoint::Status) {
            let (version, status) = self.status(&device.key);
            let batch = status.report(&device.key, version, asked.tenant(), asked.report(), start())?;
            batch.into_iter().for_each(|batch| self.server.data.commit(batch));
            return Ok(Vec::new());
        }
        let manifest = self.manifest(&device.key);
        let first = manifest.answer(asked)?;
        assert_eq!(manifest.answer(asked)?, first, "a lost reply is the same again");
        Ok(match first {
            Served::Json(json) => json,
            Served::Stored(name) => self.server.data.payloads[&name].clone(),
        })
    }

    /// The bytes that a decision sends.
    fn body(&self, device: &Device, decision: &Decision) -> Vec<u8> {
        let body = self.server.body(decision);
        match &decision.reply.next {
            Some(next) if *next.slots == [SLOT.into()] => self.manifest(&device.key).fill(&body).unwrap(),
            _ => body,
        }
    }

    /// The commands that make the device synchronize and were not handed out.
    fn pending(&self, channel: &RecordKey) -> usize {
        let queue = self.server.channel(channel);
        let pending = |entry: &&mdm_enrollment::Entry| {
            &*entry.command == "DeclarativeManagement" && entry.state == State::Queued
        };
        queue.queue().entries().filter(pending).count()
    }
}

fn tenant() -> Tenant {
    Tenant::new(TOPIC).unwrap()
}

fn admin() -> Actor {
    Actor::administrator("admin")
}

fn set(name: &str) -> SetId {
    SetId::new(name).unwrap()
}

fn configuration(identifier: &str, value: u8) -> Value {
    json!({ "Type": "com.apple.configuration.management.test", "Identifier": identifier,
        "Payload": { "Echo": format!("{value}") } })
}

fn activation(identifier: &str, names: &[&str]) -> Value {
    json!({ "Type": "com.apple.activation.simple", "Identifier": identifier,
        "Payload": { "StandardConfigurations": names } })
}

fn draft(name: &str, declarations: &[Value]) -> Draft {
    let add = |draft: Draft, json: &Value| draft.declare_json(json.to_string().as_bytes()).unwrap();
    declarations.iter().fold(Draft::new(&set(name)), add)
}

/// What the network does to one exchange.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Net {
    Fine,
    RequestLost,
    ReplyLost,
    /// The request comes twice, and the second answer arrives.
    Twice,
    /// The store is away: 503 before anything happens.
    Broken,
}

/// The device.
struct Phone {
    device: Device,
    token: String,
    /// Kind, server token and text by identifier.
    have: BTreeMap<String, (String, String, Value)>,
    job: Option<Job>,
    wanted: bool,
    report: bool,
    /// What was removed, for the test to judge.
    removed: Vec<String>,
}

/// A synchronization that is under way.
struct Job {
    token: String,
    listed: BTreeSet<String>,
    /// Kind and identifier.
    fetch: Vec<(String, String)>,
}

impl Phone {
    fn new(device: Device) -> Self {
        let (token, have, job) = <_>::default();
        Self { device, token, have, job, wanted: false, report: false, removed: Vec::new() }
    }

    /// One exchange; `None` when the phone saw no answer.
    fn says<T>(office: &mut Office, net: Net, say: impl Fn(&mut Office) -> T) -> Option<T> {
        match net {
            Net::Fine => Some(say(office)),
            Net::RequestLost | Net::Broken => None,
            Net::ReplyLost => {
                say(office);
                None
            }
            Net::Twice => {
                say(office);
                Some(say(office))
            }
        }
    }

    /// A session: one exchange may fail, and then it is over.
    fn connect(&mut self, office: &mut Office, net: Net) {
        let device = self.device.clone();
        let idle = device.report("<key>Status</key><string>Idle</string>");
        let mut report = (idle, net);
        loop {
            let say = |office: &mut Office| {
                let decision = device.connect(&mut office.server, &report.0, start()).unwrap();
                office.body(&device, &decision)
            };
            let Some(command) = Self::says(office, report.1, say) else { return };
            let Some(uuid) = uuid_of(&command) else { return };
            self.obey(&command);
            report = (
                device.status("Acknowledged", &uuid, ""),
                if net == Net::ReplyLost { net } else { Net::Fine },
            );
        }
    }

    /// Apple, Integrating declarative management: the command brings the tokens; where they are the same as those of the
    /// device, nothing is fetched.
    fn obey(&mut self, command: &[u8]) {
        let command: plist::Value = plist::from_bytes(command).unwrap();
        let command = command.as_dictionary().unwrap()["Command"].as_dictionary().unwrap();
        assert_eq!(command["RequestType"].as_string(), Some("DeclarativeManagement"));
        let tokens: Value = serde_json::from_slice(command["Data"].as_data().unwrap()).unwrap();
        let token = tokens["SyncTokens"]["DeclarationsToken"].as_str().unwrap();
        assert!((1..=256).contains(&token.len()));
        // A synchronization that is under way goes on, also when the token is the one from before it.
        self.wanted |= token != self.token;
    }

    /// One exchange of a synchronization or a report.
    fn sync(&mut self, office: &mut Office, net: Net) {
        let device = self.device.clone();
        let ask = |office: &mut Office, endpoint: &str, data: &[u8]| {
            let answer = office.ask(&device, endpoint, data);
            answer.map_err(|error| error.http_status())
        };
        if let Some(mut job) = self.job.take() {
            if let Some((kind, identifier)) = job.fetch.pop() {
                let endpoint = format!("declaration/{kind}/{identifier}");
                match Self::says(office, net, |office| ask(office, &endpoint, b"")) {
                    Some(Ok(json)) => {
                        let declaration: Value = serde_json::from_slice(&json).unwrap();
                        assert_eq!(declaration["Identifier"], *identifier);
                        let token = declaration["ServerToken"].as_str().unwrap().to_owned();
                        self.have.insert(identifier, (kind, token, declaration["Payload"].clone()));
                    }
                    Some(Err(404)) => self.remove(&identifier),
                    Some(Err(status)) => panic!("{status}"),
                    // It comes again.
                    None => job.fetch.push((kind, identifier)),
                }
                self.job = Some(job);
                return;
            }
            let gone: Vec<_> = self.have.keys().filter(|name| !job.listed.contains(*name)).cloned().collect();
            gone.iter().for_each(|name| self.remove(name));
            self.token = job.token;
            self.report = true;
        } else if self.wanted {
            let Some(answer) = Self::says(office, net, |office| ask(office, "declaration-items", b"")) else {
                return;
            };
            let items: Value = serde_json::from_slice(&answer.unwrap()).unwrap();
            self.wanted = false;
            self.job = Some(self.plan(&items));
        } else if self.report {
            let states = self.have.iter().map(|(identifier, (_, token, _))| {
                json!({ "identifier": identifier, "server-token": token, "active": true, "valid": "valid" })
            });
            let states: Vec<_> = states.collect();
            let report = json!({ "Errors": [], "FullReport": true,
                "StatusItems": { "management": { "declarations": { "configurations": states } } } });
            let data = report.to_string();
            self.report = Self::says(office, net, |office| ask(office, "status", data.as_bytes())).is_none();
        }
    }

    fn plan(&self, items: &Value) -> Job {
        let mut job = Job {
            token: items["DeclarationsToken"].as_str().unwrap().to_owned(),
            listed: BTreeSet::new(),
            fetch: Vec::new(),
        };
        let kinds = [
            ("Activations", "activation"),
            ("Configurations", "configuration"),
            ("Assets", "asset"),
            ("Management", "management"),
        ];
        for (list, kind) in kinds {
            for item in items["Declarations"][list].as_array().unwrap() {
                let (name, token) =
                    (item["Identifier"].as_str().unwrap(), item["ServerToken"].as_str().unwrap());
                assert!(job.listed.insert(name.to_owned()), "an identifier is unique");
                if self.have.get(name).is_none_or(|(had, known, _)| (&**had, &**known) != (kind, token)) {
                    job.fetch.push((kind.to_owned(), name.to_owned()));
                }
            }
        }
        job
    }

    fn remove(&mut self, identifier: &str) {
        if self.have.remove(identifier).is_some() {
            self.removed.push(identifier.to_owned());
        }
    }

    fn is_done(&self) -> bool {
        self.job.is_none() && !self.wanted && !self.report
    }
}

/// Everything, told a second time and as plainly as it can be.
#[derive(Default)]
struct Truth {
    sets: BTreeMap<usize, BTreeMap<&'static str, u8>>,
    assigned: Vec<usize>,
    /// What was not wanted at some time since the device's last list.
    absent: BTreeSet<&'static str>,
}

impl Truth {
    fn wanted(&self) -> BTreeMap<&'static str, u8> {
        let mut wanted = BTreeMap::new();
        for set in &self.assigned {
            for (name, value) in &self.sets[set] {
                wanted.entry(*name).or_insert(*value);
            }
        }
        wanted
    }

    fn note(&mut self) {
        let wanted = self.wanted();
        self.absent.extend(NAMES.iter().filter(|name| !wanted.contains_key(*name)));
    }
}

const NAMES: [&str; 4] = ["c1", "c2", "c3", "c4"];

#[derive(Clone, Debug)]
enum Move {
    Change(usize, Vec<(usize, u8)>),
    Assign(Vec<usize>),
    Tell,
    Connect(Net),
    Sync(Net),
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let net = prop_oneof![
        4 => Just(Net::Fine),
        1 => Just(Net::RequestLost),
        1 => Just(Net::ReplyLost),
        1 => Just(Net::Twice),
        1 => Just(Net::Broken),
    ];
    let step = prop_oneof![
        2 => (0..3_usize, prop::collection::vec((0..NAMES.len(), 0..2_u8), 0..4))
            .prop_map(|(set, content)| Move::Change(set, content)),
        1 => prop::collection::vec(0..3_usize, 0..3).prop_map(Move::Assign),
        2 => Just(Move::Tell),
        3 => net.clone().prop_map(Move::Connect),
        8 => net.prop_map(Move::Sync),
    ];
    prop::collection::vec(step, 1..60)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is lost, repeated or changed on the way: the device comes to have what is assigned, and never removes what
    /// stayed assigned.
    #[test]
    fn a_device_comes_to_have_what_is_assigned(moves in moves()) {
        run(moves);
    }
}

fn run(moves: Vec<Move>) {
    let mut office = Office::new();
    let mut phone = Phone::new(Device::enrolled(&mut office.server, "UDID-1"));
    let key = phone.device.key.clone();
    let mut truth = Truth::default();
    for number in 0..3 {
        change(&mut office, &mut truth, number, &[]);
    }
    let faults = moves.clone();
    for step in moves {
        match step {
            Move::Change(number, content) => change(&mut office, &mut truth, number, &content),
            Move::Assign(mut sets) => {
                let mut seen = BTreeSet::new();
                sets.retain(|set| seen.insert(*set));
                let names: Vec<_> = sets.iter().map(|number| set(&format!("s{number}"))).collect();
                let changed = office.assign(&key, &names).unwrap();
                assert_eq!(changed, sets != truth.assigned);
                truth.assigned = sets;
            }
            Move::Tell => {
                office.tell(&key);
                assert!(!office.tell(&key), "who was told is passed over");
            }
            Move::Connect(net) => phone.connect(&mut office, net),
            Move::Sync(net) => step_of(&mut phone, &mut office, &mut truth, net),
        }
        truth.note();
        assert!(office.pending(&key) <= 1, "{faults:?}");
    }
    office.tell(&key);
    for _ in 0..4 {
        phone.connect(&mut office, Net::Fine);
        while !phone.is_done() {
            step_of(&mut phone, &mut office, &mut truth, Net::Fine);
        }
    }
    let have: BTreeMap<_, _> =
        phone.have.iter().map(|(name, (_, _, payload))| (&**name, payload["Echo"].clone())).collect();
    let wanted: BTreeMap<_, _> =
        truth.wanted().into_iter().map(|(name, value)| (name, json!(value.to_string()))).collect();
    assert_eq!(have, wanted);
    assert_eq!(office.pending(&key), 0);
    let standings = office.status(&key).1.standings(&office.manifest(&key));
    if phone.token.is_empty() {
        assert!(wanted.is_empty(), "nobody told it to begin");
    } else {
        assert!(standings.iter().all(|(_, standing)| *standing == Standing::Active), "{standings:?}");
    }
}

fn step_of(phone: &mut Phone, office: &mut Office, truth: &mut Truth, net: Net) {
    let begins = phone.job.is_none() && phone.wanted;
    phone.sync(office, net);
    if begins && phone.job.is_some() {
        truth.absent.clear();
        truth.note();
    }
    for name in phone.removed.drain(..) {
        assert!(truth.absent.contains(&*name), "{name} stayed assigned, and was removed");
    }
}

fn change(office: &mut Office, truth: &mut Truth, number: usize, content: &[(usize, u8)]) {
    let content: BTreeMap<_, _> = content.iter().map(|(name, value)| (NAMES[*name], *value)).collect();
    let declarations: Vec<_> = content.iter().map(|(name, value)| configuration(name, *value)).collect();
    let changed = office.replace(&draft(&format!("s{number}"), &declarations)).unwrap();
    assert_eq!(changed, truth.sets.get(&number) != Some(&content));
    truth.sets.insert(number, content);
}

/// A device that is in the middle of fetching B is not told that it has what was before B, and is again.
#[test]
fn what_becomes_what_it_was_before_is_another_token() {
    let mut truth = Truth::default();
    let mut office = Office::new();
    let mut phone = Phone::new(Device::enrolled(&mut office.server, "UDID-1"));
    let key = phone.device.key.clone();
    change(&mut office, &mut truth, 0, &[(0, 0), (1, 0)]);
    office.assign(&key, &[set("s0")]).unwrap();
    truth.assigned = vec![0];
    let settle = |phone: &mut Phone, office: &mut Office, truth: &mut Truth| {
        phone.connect(office, Net::Fine);
        while !phone.is_done() {
            step_of(phone, office, truth, Net::Fine);
        }
    };
    settle(&mut phone, &mut office, &mut truth);
    change(&mut office, &mut truth, 0, &[(0, 1), (1, 1)]);
    office.tell(&key);
    phone.connect(&mut office, Net::Fine);
    for _ in 0..2 {
        step_of(&mut phone, &mut office, &mut truth, Net::Fine);
    }
    change(&mut office, &mut truth, 0, &[(0, 0), (1, 0)]);
    office.tell(&key);
    settle(&mut phone, &mut office, &mut truth);
    assert!(phone.have.values().all(|(_, _, payload)| payload["Echo"] == "0"), "{:?}", phone.have);
}

#[test]
fn a_change_is_one_command_whose_token_is_that_of_the_moment() {
    let mut office = Office::new();
    let device = Device::enrolled(&mut office.server, "UDID-1");
    let key = device.key.clone();
    for value in 0..3 {
        office.replace(&draft("a", &[configuration("c", value), activation("on", &["c"])])).unwrap();
        if value == 0 {
            assert!(office.assign(&key, &[set("a")]).unwrap());
            assert!(!office.assign(&key, &[set("a")]).unwrap());
        } else {
            assert!(office.tell(&key));
        }
        assert_eq!(office.pending(&key), 1);
    }
    assert_eq!(
        office.server.channel(&key).queue().entries().count(),
        1,
        "one command stands for all of them"
    );
    let handed_out = |office: &mut Office, body: &[u8]| {
        let decision = device.connect(&mut office.server, body, start()).unwrap();
        let command = office.body(&device, &decision);
        (uuid_of(&command), String::from_utf8(command).unwrap())
    };
    let token = |office: &Office| STANDARD.encode(format!("\"{}\"", office.manifest(&key).token())).len();
    assert!(token(&office) > 0);
    let idle = device.report("<key>Status</key><string>Idle</string>");
    let (uuid, first) = handed_out(&mut office, &idle);
    assert!(first.contains("DeclarativeManagement"));
    // A change after the hand-out is another command; a lost reply is the first one with the newer token.
    office.replace(&draft("a", &[])).unwrap();
    assert!(office.tell(&key));
    assert_eq!(office.pending(&key), 1);
    let (again, second) = handed_out(&mut office, &idle);
    assert_eq!(again, uuid);
    assert_ne!(first, second);
    let (next, _) = handed_out(&mut office, &device.status("Acknowledged", uuid.as_deref().unwrap(), ""));
    assert!(next.is_some() && next != uuid);
    // Put off, it is refreshed when it goes out again: no second one.
    let (end, _) = handed_out(&mut office, &device.status("NotNow", next.as_deref().unwrap(), ""));
    assert_eq!(end, None);
    office.replace(&draft("a", &[configuration("c", 9)])).unwrap();
    assert!(office.tell(&key));
    assert_eq!(office.pending(&key), 0);
    let (again, _) = handed_out(&mut office, &idle);
    assert_eq!(again, next);
}

/// Another command does not wait behind it, and it waits behind no other.
#[test]
fn a_synchronization_conflicts_with_nothing() {
    let mut office = Office::new();
    let device = Device::enrolled(&mut office.server, "UDID-1");
    let install = mdm_apple::InstallProfile::new(b"<plist/>".to_vec());
    let install = order("A", install)
        .touching(mdm_enrollment::Footprint::new().put(mdm_enrollment::Kind::Profile, "a"));
    let input = Input::Order { actor: &admin(), orders: &[install] };
    office.server.input(&device.key, &input, start()).unwrap();
    office.replace(&draft("a", &[])).unwrap();
    office.assign(&device.key, &[set("a")]).unwrap();
    let channel = office.server.channel(&device.key);
    assert!(channel.queue().entries().all(|entry| entry.waits_on.is_empty()));
}

/// A life that has ended takes its declarations along, and 404 is never said for any other reason.
#[test]
fn who_is_not_enrolled_has_no_declarations() {
    let mut office = Office::new();
    let device = Device::enrolled(&mut office.server, "UDID-1");
    let key = device.key.clone();
    office.replace(&draft("a", &[configuration("c", 1)])).unwrap();
    office.assign(&key, &[set("a")]).unwrap();
    assert!(office.ask(&device, "declaration/configuration/c", b"").is_ok());
    office.ask(&device, "status", br#"{"StatusItems":{"a":1},"Errors":[]}"#).unwrap();
    let check = |office: &mut Office, device: &Device, expected: u16| {
        let status = office.ask(device, "declaration/configuration/c", b"").unwrap_err().http_status();
        assert_eq!(status, expected);
    };
    let stranger = Device::new(&office.server, "UDID-2");
    check(&mut office, &stranger, 403);
    check(&mut office, &Device { certificate: stranger.certificate, ..device.clone() }, 403);
    // It begins anew.
    device.check_in(&mut office.server, &device.authenticate(), start()).unwrap();
    check(&mut office, &device, 403);
    device.check_in(&mut office.server, &device.token_update("T2", None), start()).unwrap();
    check(&mut office, &device, 404);
    assert_eq!(office.manifest(&key).declarations().count(), 0);
    assert_eq!(office.status(&key).1.names().count(), 0);
    assert!(!office.tell(&key));
    assert!(office.assign(&key, &[set("a")]).unwrap());
    assert_eq!(office.pending(&key), 1);
    device.check_in(&mut office.server, &device.check_out(), start()).unwrap();
    check(&mut office, &device, 403);
    let record = office.server.channel(&key);
    let (version, sync) = office.sync(&key);
    let step = sync.assign((&key, &record), version, &[], &admin(), start()).unwrap();
    assert!(matches!(office.take(&key, step), Err(Error::NoOrders)));
}

#[test]
fn sets_that_do_not_fit_are_refused() {
    let mut office = Office::new();
    let device = Device::enrolled(&mut office.server, "UDID-1");
    let flaw = |result: Result<bool, Error>| match result {
        Err(Error::Declaration { identifier, path, flaw }) => format!("{identifier}:{path} {flaw:?}"),
        other => panic!("{other:?}"),
    };
    office.replace(&draft("needs", &[activation("on", &["c"])]).expecting("c")).unwrap();
    office.replace(&draft("has", &[configuration("c", 1)])).unwrap();
    let alone = office.assign(&device.key, &[set("needs")]);
    assert_eq!(flaw(alone), "on:Payload/StandardConfigurations/0 Missing");
    assert!(office.assign(&device.key, &[set("needs"), set("has")]).unwrap());
    let without = office.assign(&device.key, &[set("needs")]);
    assert_eq!(flaw(without), "on:Payload/StandardConfigurations/0 Missing");
    assert_eq!(flaw(office.assign(&device.key, &[set("has"), set("has")])), "has: Repeated");
    // Another order of the same sets is another assignment.
    assert!(office.assign(&device.key, &[set("has"), set("needs")]).unwrap());
    let foreign = DeclarationSet::replace(
        None,
        &Tenant::new("other").unwrap(),
        &admin(),
        &draft("theirs", &[]),
        start(),
    );
    office.server.data.commit(foreign.unwrap().unwrap());
    assert_eq!(flaw(office.assign(&device.key, &[set("theirs")])), "theirs: ForeignSet");
    assert!(matches!(
        office.replace(&draft("theirs", &[])),
        Err(Error::Declaration { flaw: Flaw::ForeignSet, .. })
    ));
    let events = office.server.events();
    let assigned = |event: &&EventKind| matches!(event, EventKind::DeclarationsAssigned { .. });
    assert_eq!(events.iter().filter(assigned).count(), 2);
    assert_eq!(Policy::DEFAULT, office.server.policy);
}

/// Assets go to whom they are assigned, and to nobody else.
#[test]
fn an_asset_is_fetched_by_who_has_it() {
    let mut office = Office::new();
    let (has, other) =
        (Device::enrolled(&mut office.server, "UDID-1"), Device::enrolled(&mut office.server, "UDID-2"));
    let draft = Draft::new(&set("files")).served_at("https://mdm.example.com").unwrap();
    let draft = draft.asset("logo", "com.apple.asset.data", MediaType::Png, b"png".to_vec()).unwrap();
    office.replace(&draft).unwrap();
    office.assign(&has.key, &[set("files")]).unwrap();
    let json: Value =
        serde_json::from_slice(&office.ask(&has, "declaration/asset/logo", b"").unwrap()).unwrap();
    let url = json["Payload"]["Reference"]["DataURL"].as_str().unwrap().to_owned();
    let path = url.strip_prefix("https://mdm.example.com").unwrap();
    let get = |office: &Office, certificate: Option<&[u8]>, path: &str| {
        let request = DeviceRequest { method: "GET", ..DeviceRequest::put(path, b"") }.over_tls(certificate);
        assert_eq!(Fetch::is(&request), path.contains("/declared/"));
        let verify = |_: &mdm_enrollment::Certificate| Ok(());
        let fetch = Fetch::identify(&request, &office.server.trust, start(), verify)?;
        for key in office.server.find(&fetch.link()) {
            let channel = office.server.channel(&key);
            if fetch.speaks_for(&channel) {
                let (name, media) = fetch.answer(&office.manifest(&key))?;
                let bytes = office.server.data.payloads[&name].clone();
                assert!(fetch.is_of(&bytes) && !fetch.is_of(b"torn"));
                return Ok((bytes, media));
            }
        }
        Err(Error::NotAssigned)
    };
    let check = |office: &Office, certificate: Option<&[u8]>, path: &str, expected: Result<(), u16>| {
        let got = get(office, certificate, path);
        assert_eq!(got.as_ref().map(|_| ()).map_err(Error::http_status), expected, "{path}");
        assert!(got.is_err() || got.is_ok_and(|got| got == (b"png".to_vec(), MediaType::Png)));
    };
    check(&office, Some(&has.certificate), path, Ok(()));
    check(&office, Some(&other.certificate), path, Err(404));
    check(&office, Some(office.server.certificate().as_der()), path, Err(404));
    check(&office, None, path, Err(400));
    check(&office, Some(&has.certificate), &path.replace("files", "other"), Err(404));
    check(&office, Some(&has.certificate), "/mdm", Err(404));
    let put = DeviceRequest::put(path, b"").over_tls(Some(&has.certificate));
    assert!(!Fetch::is(&put));
    // Taken away, it is gone; so is it for who left.
    office.assign(&other.key, &[set("files")]).unwrap();
    check(&office, Some(&other.certificate), path, Ok(()));
    other.check_in(&mut office.server, &other.check_out(), start() + secs(1)).unwrap();
    check(&office, Some(&other.certificate), path, Err(404));
    office.assign(&has.key, &[]).unwrap();
    check(&office, Some(&has.certificate), path, Err(404));
}
