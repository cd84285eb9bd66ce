//! A server of one map: it loads, decides, commits and replies as `mdm-store` does, and checks every decision on the
//! way.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use mdm_apple::Topic;
use mdm_enrollment::row::{
    Batch, CommandRow, EventRow, Gates, HeadRow, Lane, Link, Loaded, PayloadName, Phase, RecordKey, Refused,
    Version, WakeRow, Window,
};
use mdm_enrollment::{
    Action, Body, CertificateSource, Channel, Decision, DeviceRequest, Error, Event, EventKind, Fingerprint,
    Identified, Input, Login, PasswordDigest, Policy, Random, Records, RuleTable, SlotId, Ticket, Trust,
    device_of, identify, users_of,
};
use mdm_pki::{
    Certificate, CertificateAuthority, Csr, IssuePolicy, KeyPair, Serial, Subject, TrustAnchors, Usage,
};

pub(crate) const TOPIC: &str = "com.apple.mgmt.External.0a1b";

/// A device that should come by itself is woken all the same after so long (requirement F95).
pub(crate) const DAY: Duration = Duration::from_secs(86_400);

pub(crate) fn start() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_800_000_000)
}

pub(crate) fn secs(secs: u64) -> Duration {
    Duration::from_secs(secs)
}

pub(crate) struct Server {
    pub(crate) authority: CertificateAuthority,
    pub(crate) trust: Trust,
    pub(crate) rules: RuleTable,
    pub(crate) policy: Policy,
    /// How many commands that may go a window holds.
    pub(crate) ready: usize,
    /// How often a window was too small.
    pub(crate) needed_open: u64,
    /// How often the users of a device were asked for.
    pub(crate) needed_users: u64,
    /// What the embedder knows of the password of whoever logs in.
    pub(crate) password: Option<PasswordDigest>,
    pub(crate) data: Data,
}

/// What a store keeps.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Data {
    pub(crate) records: BTreeMap<RecordKey, Record>,
    pub(crate) payloads: BTreeMap<PayloadName, Vec<u8>>,
    pub(crate) events: Vec<EventRow>,
    pub(crate) commits: u64,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Record {
    version: Version,
    head: HeadRow,
    pub(crate) commands: BTreeMap<u64, CommandRow>,
    pub(crate) wake: Option<WakeRow>,
}

impl Server {
    pub(crate) fn new() -> Self {
        Self::with_source(CertificateSource::MutualTls)
    }

    pub(crate) fn with_source(source: CertificateSource) -> Self {
        let authority = CertificateAuthority::mint("Devices", secs(3650 * 86_400), start()).unwrap();
        let anchors = TrustAnchors::new([authority.certificate().clone()]).unwrap();
        let trust = Trust::new(anchors, source, Topic::new(TOPIC).unwrap());
        Self {
            authority,
            trust,
            rules: RuleTable::default(),
            policy: Policy::DEFAULT,
            ready: Window::READY,
            needed_open: 0,
            needed_users: 0,
            password: None,
            data: Data::default(),
        }
    }

    /// Issues a device certificate that is valid for a year.
    pub(crate) fn issue(&self, csr: &Csr) -> Certificate {
        let policy = IssuePolicy::new(Subject::new("device"), Usage::TlsClient, secs(365 * 86_400));
        self.authority.issue(csr, &policy, Serial::mint().unwrap(), start()).unwrap()
    }

    pub(crate) fn certificate(&self) -> Certificate {
        self.issue(&KeyPair::mint_p256().unwrap().csr("device").unwrap())
    }

    /// Makes a slot and says that this certificate was issued for it.
    pub(crate) fn invite(&mut self, slot: &str, certificate: Fingerprint, now: SystemTime) {
        let slot = SlotId::new(slot).unwrap().key();
        let ticket = Ticket::from_random(mdm_pki::sha256(slot.as_str().as_bytes()));
        let invitation = self.trust.invitation(&ticket, now + secs(3600));
        self.input(&slot, &Input::OpenSlot(&invitation), now).unwrap();
        assert_eq!(self.find(&ticket.link()), std::slice::from_ref(&slot));
        self.input(&slot, &Input::ClaimSlot { ticket: &ticket, certificate }, now).unwrap();
    }

    /// The five words: identify, load, decide, commit; the caller acts.
    pub(crate) fn device(&mut self, request: &DeviceRequest<'_>, now: SystemTime) -> Result<Decision, Error> {
        let identified = identify(request, &self.trust, now)?;
        let shown = format!("{identified:?}{request:?}");
        assert_hidden(&shown);
        let linked = self.find(&identified.link());
        let key = identified.record(&linked)?;
        let slots = linked.into_iter().filter(SlotId::is_slot).collect();
        self.run(&key, slots, identified.window(now), &Input::Message(&identified), now)
    }

    /// The bytes of the answer to the device.
    pub(crate) fn body(&self, decision: &Decision) -> Vec<u8> {
        match &decision.reply.body {
            Some(Body::Stored(name)) => self.data.payloads[name].clone(),
            Some(Body::Made(made)) => made.expose_secret().to_vec(),
            None => Vec::new(),
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn input(
        &mut self,
        key: &RecordKey,
        input: &Input<'_>,
        now: SystemTime,
    ) -> Result<Decision, Error> {
        self.input_in(key, Window::Open, input, now)
    }

    pub(crate) fn input_in(
        &mut self,
        key: &RecordKey,
        window: Window,
        input: &Input<'_>,
        now: SystemTime,
    ) -> Result<Decision, Error> {
        self.run(key, Vec::new(), window, input, now)
    }

    /// Decides on what a store with these records would load, and changes nothing.
    pub(crate) fn decide_only(
        &self,
        key: &RecordKey,
        identified: &Identified<'_>,
        now: SystemTime,
    ) -> Result<Decision, Error> {
        let records = self.load_all(key, &[], &identified.window(now), false);
        records.decide(key, &Input::Message(identified), &self.rules, now)
    }

    fn run(
        &mut self,
        key: &RecordKey,
        slots: Vec<RecordKey>,
        mut window: Window,
        input: &Input<'_>,
        now: SystemTime,
    ) -> Result<Decision, Error> {
        let mut users = false;
        loop {
            let records = self.load_all(key, &slots, &window, users);
            let decision = match records.decide(key, input, &self.rules, now) {
                Err(error) if error.needs_open() && window != Window::Open => {
                    self.needed_open += 1;
                    window = Window::Open;
                    continue;
                }
                Err(error) if error.needs_users() && !users => {
                    self.needed_users += 1;
                    users = true;
                    continue;
                }
                decision => decision?,
            };
            if let Window::Session { reported, .. } = &window {
                self.compare(key, reported.as_deref(), users, input, now, &decision);
            }
            assert_eq!(
                records.decide(key, input, &self.rules, now).unwrap(),
                decision,
                "deciding is a function"
            );
            let shown = format!("{decision:?}{records:?}");
            assert_hidden(&shown);
            let batch = records.batch(&decision).unwrap();
            assert_eq!(batch.writes.is_empty(), decision.changes.is_empty());
            assert_hidden(&format!("{batch:?}"));
            if decision.changes.is_empty() {
                assert!(decision.events.is_empty() && decision.payloads.is_empty(), "{decision:?}");
            } else {
                self.data.commit(batch);
            }
            return Ok(decision);
        }
    }

    /// A window leads to what the whole queue leads to. Another command may go out only where not all that may go were
    /// loaded, or where a gate opened.
    fn compare(
        &self,
        key: &RecordKey,
        reported: Option<&str>,
        users: bool,
        input: &Input<'_>,
        now: SystemTime,
        decision: &Decision,
    ) {
        let Some(record) = self.data.records.get(key) else { return };
        let wanted = |row: &&CommandRow| row.phase != Phase::Done || Some(&*row.uuid) == reported;
        let commands = record.commands.values().filter(wanted).cloned().collect();
        let mut records = self.load_all(key, &[], &Window::Head, users);
        records.insert(key, &Loaded { commands, ..record.load(&Window::Open) }).unwrap();
        let whole = records.decide(key, input, &self.rules, now).unwrap();
        if whole.reply.next.is_none() || decision.reply.next.is_none() {
            assert_eq!(*decision, whole);
        } else {
            // How urgent the next push would be is that of the command that went out.
            let same = decision.reply.next == whole.reply.next;
            let but_lane = |action: &Action| match action {
                Action::Wake { record, due, .. } if !same => {
                    Action::Wake { record: record.clone(), lane: Lane::Normal, due: *due }
                }
                action => action.clone(),
            };
            let actions = |decision: &Decision| decision.actions.iter().map(but_lane).collect::<Vec<_>>();
            assert_eq!(actions(decision), actions(&whole));
        }
    }

    fn load_all(&self, key: &RecordKey, slots: &[RecordKey], window: &Window, users: bool) -> Records {
        let mut records = Records::under(self.policy);
        records.login(Login { random: Random::new([7; 32]), password: self.password.clone() });
        let mut wanted: Vec<_> = slots.iter().map(|slot| (slot.clone(), Window::Head)).collect();
        wanted.push((key.clone(), window.clone()));
        wanted.extend(device_of(key).map(|device| (device, Window::Head)));
        if users {
            wanted.extend(self.find(&users_of(key)).into_iter().map(|user| (user, Window::Open)));
            records.with_all_users();
        }
        for (key, window) in wanted {
            if let Some(record) = self.data.records.get(&key) {
                records.insert(&key, &record.load_at_most(&window, self.ready)).unwrap();
            }
        }
        records
    }

    /// The channel with its open commands.
    pub(crate) fn open_channel(&self, key: &RecordKey) -> Option<Channel> {
        Some(Channel::decode(&self.data.records.get(key)?.load(&Window::Open)).unwrap())
    }

    pub(crate) fn find(&self, link: &Link) -> Vec<RecordKey> {
        let found = self.data.records.iter().filter(|(_, record)| record.head.links.contains(link));
        found.map(|(key, _)| key.clone()).collect()
    }

    /// The channel with every command, final ones too.
    pub(crate) fn channel(&self, key: &RecordKey) -> Channel {
        let record = &self.data.records[key];
        let mut loaded = record.load(&Window::Open);
        loaded.commands = record.commands.values().cloned().collect();
        Channel::decode(&loaded).unwrap()
    }

    pub(crate) fn wake(&self, key: &RecordKey) -> Option<&WakeRow> {
        self.data.records[key].wake.as_ref()
    }

    /// When the device is pushed to, if it does not come before: what a scheduler makes of the row.
    pub(crate) fn push_due(&self, key: &RecordKey) -> Option<SystemTime> {
        let row = self.wake(key)?;
        let due = row.due?;
        Some(row.comes_by.map_or(due, |own| due.max(own.min(due + DAY))))
    }

    pub(crate) fn events(&self) -> Vec<EventKind> {
        self.data.events.iter().map(|row| Event::decode(&row.body).unwrap().kind).collect()
    }
}

impl Data {
    fn commit(&mut self, batch: Batch) {
        for write in &batch.writes {
            let stored = self.records.get(&write.key).map(|record| record.version);
            assert_eq!(stored, write.expected, "nobody else writes here");
        }
        for event in &batch.events {
            assert!(
                batch.writes.iter().any(|write| write.key == event.key),
                "the batch writes the event's record"
            );
        }
        for write in batch.writes {
            assert!(write.key.as_str().len() <= RecordKey::MAX_LEN);
            assert!(write.head.links.iter().all(|link| (1..=255).contains(&link.value.len())));
            let record = self.records.entry(write.key.clone()).or_insert_with(|| Record {
                version: Version(0),
                head: write.head.clone(),
                commands: BTreeMap::new(),
                wake: None,
            });
            record.version.0 += 1;
            record.head = write.head;
            for seq in write.forget {
                let forgotten = record.commands.remove(&seq).unwrap();
                assert_eq!(forgotten.phase, Phase::Done, "what is open is not forgotten");
            }
            for command in write.commands {
                assert!(command.uuid.len() <= 128);
                if let Some(stored) = record.commands.insert(command.seq, command.clone()) {
                    assert_eq!(stored.uuid, command.uuid);
                    assert!(stored.phase != Phase::Done || command.phase == Phase::Done, "final is final");
                }
            }
            record.wake = WakeRow::changed(record.wake.take(), &write.key, write.wake);
        }
        for name in batch.forget_payloads {
            self.payloads.remove(&name);
        }
        for (name, bytes) in batch.payloads {
            assert!(name.0.len() <= 255);
            self.payloads.insert(name, bytes);
        }
        self.events.extend(batch.events);
        self.commits += 1;
    }
}

impl Record {
    /// [`Window`] to the letter.
    pub(crate) fn load(&self, window: &Window) -> Loaded {
        self.load_at_most(window, Window::READY)
    }

    fn load_at_most(&self, window: &Window, ready: usize) -> Loaded {
        let mut more = false;
        let open = || self.commands.values().filter(|command| command.phase != Phase::Done);
        let wanted: Vec<u64> = match window {
            Window::Head => Vec::new(),
            Window::Open => open().map(|command| command.seq).collect(),
            Window::Session { reported, refused, now } => {
                let (wanted, found) = self.session(reported.as_deref(), *refused, *now, ready);
                more = found;
                wanted
            }
            Window::Done { keep, limit } => {
                let done = self.commands.values().filter(|command| command.phase == Phase::Done);
                let done: Vec<u64> = done.map(|command| command.seq).collect();
                let old = done.len().saturating_sub(usize::try_from(*keep).unwrap());
                done[..old.min(*limit)].to_vec()
            }
        };
        let commands = self.commands.values().filter(|command| wanted.contains(&command.seq));
        Loaded {
            version: self.version,
            head: self.head.clone(),
            commands: commands.cloned().collect(),
            open: open().count() as u64,
            more,
        }
    }

    /// [`Window::Session`] to the letter, with so many that may go; and whether there are more.
    fn session(
        &self,
        reported: Option<&str>,
        refused: Refused,
        now: SystemTime,
        most: usize,
    ) -> (Vec<u64>, bool) {
        let all = || self.commands.values();
        let named = all().filter(|c| c.phase == Phase::Outstanding || Some(&*c.uuid) == reported);
        let mut wanted: Vec<u64> = named.map(|command| command.seq).collect();
        let follows = all().filter(|c| c.waits_on.iter().any(|seq| wanted.contains(seq)));
        let follows: Vec<u64> = follows.map(|command| command.seq).collect();
        wanted.extend(follows);
        let waiting = || all().filter(|command| command.phase == Phase::Waiting);
        let expired = waiting().filter(|command| command.expires_at.is_some_and(|at| at <= now));
        wanted.extend(expired.min_by_key(|command| (command.expires_at, command.seq)).map(|c| c.seq));

        let shut = self.head.shut_at(now);
        let mut kinds: [Vec<&CommandRow>; 4] = Default::default();
        for command in waiting().filter(|c| c.waits_on.is_empty() && !c.gates.has(Gates::HELD)) {
            let gates = command.gates.and(shut);
            let skipped = refused == Refused::Skip && command.refused_in == Some(self.head.session);
            let kind = if command.not_before.is_some_and(|at| at > now) {
                0
            } else if gates.has(Gates::LOST_MODE) {
                1
            } else if gates.has(Gates::BACKOFF) || skipped {
                2
            } else {
                3
            };
            kinds[kind].push(command);
        }
        let order = |command: &&&CommandRow| (u8::MAX - command.rank, command.seq);
        let [early, lost, refused, mut free] = kinds;
        let lowest = free.first().map(|command| command.seq);
        free.sort_by_key(|command| order(&command));
        wanted.extend(free.iter().take(most).map(|command| command.seq));
        let more = free.len() > most;
        if more {
            wanted.extend(lowest);
        } else {
            let early = early.iter().min_by_key(|command| (command.not_before, command.seq));
            let first = [early, lost.iter().min_by_key(order), refused.iter().min_by_key(order)];
            wanted.extend(first.into_iter().flatten().map(|command| command.seq));
        }
        (wanted, more)
    }
}

/// A device made of bytes: it says what a test wants said.
#[derive(Clone)]
pub(crate) struct Device {
    pub(crate) udid: String,
    pub(crate) certificate: Vec<u8>,
    pub(crate) key: RecordKey,
}

impl Device {
    /// One that nobody knows yet.
    pub(crate) fn new(server: &Server, udid: &str) -> Self {
        Self {
            udid: udid.to_owned(),
            certificate: server.certificate().as_der().to_vec(),
            key: RecordKey::new(&format!("device/{udid}")).unwrap(),
        }
    }

    /// One that is enrolled.
    pub(crate) fn enrolled(server: &mut Server, udid: &str) -> Self {
        let device = Self::new(server, udid);
        server.invite(udid, device.fingerprint(), start());
        device.check_in(server, &device.authenticate(), start()).unwrap();
        device.check_in(server, &device.token_update("T1", None), start()).unwrap();
        device
    }

    pub(crate) fn fingerprint(&self) -> Fingerprint {
        Certificate::from_der(&self.certificate).unwrap().fingerprint()
    }

    pub(crate) fn authenticate(&self) -> Vec<u8> {
        self.message(
            "<key>MessageType</key><string>Authenticate</string><key>ProductName</key><string>iPhone15,2</string>\
             <key>OSVersion</key><string>18.3</string><key>SerialNumber</key><string>C0FFEE</string>",
        )
    }

    pub(crate) fn token_update(&self, token: &str, unlock_token: Option<&str>) -> Vec<u8> {
        let unlock_token = unlock_token
            .map_or_else(String::new, |token| format!("<key>UnlockToken</key><data>{token}</data>"));
        self.message(&format!(
            "<key>MessageType</key><string>TokenUpdate</string><key>Token</key><data>{}</data>\
             <key>PushMagic</key><string>SECRET</string>{unlock_token}",
            base64(token),
        ))
    }

    pub(crate) fn check_out(&self) -> Vec<u8> {
        self.message("<key>MessageType</key><string>CheckOut</string>")
    }

    /// A check-in message with the keys that all have.
    pub(crate) fn message(&self, keys: &str) -> Vec<u8> {
        self.report(&format!("<key>Topic</key><string>{TOPIC}</string>{keys}"))
    }

    pub(crate) fn report(&self, keys: &str) -> Vec<u8> {
        let udid = &self.udid;
        format!("<plist version=\"1.0\"><dict><key>UDID</key><string>{udid}</string>{keys}</dict></plist>")
            .into()
    }

    pub(crate) fn status(&self, status: &str, uuid: &str, keys: &str) -> Vec<u8> {
        self.report(&format!(
            "<key>Status</key><string>{status}</string><key>CommandUUID</key><string>{uuid}</string>{keys}"
        ))
    }

    pub(crate) fn request<'a>(&'a self, kind: &'a str, body: &'a [u8]) -> DeviceRequest<'a> {
        DeviceRequest::put("/mdm", body).with_content_type(Some(kind)).over_tls(Some(&self.certificate))
    }

    pub(crate) fn check_in(
        &self,
        server: &mut Server,
        body: &[u8],
        now: SystemTime,
    ) -> Result<Decision, Error> {
        server.device(&self.request("application/x-apple-aspen-mdm-checkin", body), now)
    }

    pub(crate) fn connect(
        &self,
        server: &mut Server,
        body: &[u8],
        now: SystemTime,
    ) -> Result<Decision, Error> {
        server.device(&self.request("application/x-apple-aspen-mdm", body), now)
    }

    /// Says that it is idle; gives the `CommandUUID` of the answer.
    pub(crate) fn idle(&self, server: &mut Server, now: SystemTime) -> Option<String> {
        let decision =
            self.connect(server, &self.report("<key>Status</key><string>Idle</string>"), now).unwrap();
        uuid_of(&server.body(&decision))
    }

    /// Answers a command; gives the `CommandUUID` of the next.
    pub(crate) fn answer(
        &self,
        server: &mut Server,
        status: &str,
        uuid: &str,
        now: SystemTime,
    ) -> Option<String> {
        let decision = self.connect(server, &self.status(status, uuid, ""), now).unwrap();
        uuid_of(&server.body(&decision))
    }
}

/// `SECRET` is in no `Debug`, as text, as bytes or in base64.
fn assert_hidden(shown: &str) {
    for form in ["SECRET", "83, 69, 67, 82, 69, 84", "U0VDUkVU"] {
        assert!(!shown.contains(form), "{shown}");
    }
}

pub(crate) fn uuid_of(command: &[u8]) -> Option<String> {
    if command.is_empty() {
        return None;
    }
    Some(mdm_apple::Command::decode(command, &mdm_apple::Limits::default()).unwrap().uuid.as_str().to_owned())
}

fn base64(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(text)
}
