//! A fleet of simulated phones under virtual time: they are locked and unlocked, restarted, out of reach, wiped and
//! enrolled anew; requests and replies are lost, reports come twice or torn, pushes only when a wake is due. What is
//! ordered comes in chains and groups, expires, is held and let go, waits for its time, wants the same as another. Two
//! tenants share the server; users log in on shared tablets, and on Macs with a password, log out, are deleted and come
//! again. Phones vanish without a word and are noted, and a member retires: the organization's things are taken off.
//!
//! Each step has its own dice, so that a run that fails is made shorter by leaving steps out: what is printed is the seed
//! and the steps that are needed.
//!
//! The phones are `mdm-sim`'s, which shares no code with what serves them here: they come when they are pushed to, with no
//! agent on them, and talk in sessions.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use std::time::{Duration, SystemTime};

use mdm_apple::{
    AppSource, Command, DeleteUser, DeviceInformation, DeviceLock, DeviceQuery, DisableLostMode,
    EnableLostMode, EraseDevice, InstallApplication, InstallProfile, InstalledApplicationList,
    LostModeNotice, ProfileList, RemoveApplication, RemoveProfile, RestartDevice, SecurityInfo, Topic,
    UsersToDelete, profile_footprint,
};
use mdm_enrollment::flow::FlowMove;
use mdm_enrollment::policy::SelectiveWipe;
use mdm_enrollment::row::{PayloadName, RecordKey, Update};
use mdm_enrollment::{
    Action, Actor, Address, CertificateSource, Change, CommandUuid, Decision, DeviceRequest, Entry, Error,
    EventKind, Hold, Input, Mode, Order, PasswordDigest, Policy, Priority, Realm, Reason, Redelivery, Same,
    SameKey, Stage, State, Terms, Trust, UserEnd, UserPolicy, device_of, users_of,
};
use mdm_lock::Lane;
use mdm_pki::{Csr, TrustAnchors};
use mdm_sim::{
    Execution, KeyKind, Output, Phone, PhoneConfig, Purpose, PushToken, Response, Status, mint_key,
};

use crate::server::{DAY, Server, secs, start};

static ADMIN: LazyLock<Actor> = LazyLock::new(|| Actor::administrator("admin"));

#[test]
fn nothing_is_lost_order_holds_and_everything_ends() {
    let mut seen = BTreeSet::new();
    let (mut needed_open, mut needed_users, mut strays, mut ended) = (0, 0, 0, BTreeSet::new());
    let (mut told, mut reused) = (BTreeSet::new(), 0);
    for seed in 0..40 {
        let fleet = Fleet::checked(seed, 3, 120);
        seen.extend(fleet.outcomes());
        needed_open += fleet.server.needed_open;
        needed_users += fleet.server.needed_users;
        strays += fleet.strays;
        told.extend(fleet.server.events().iter().filter_map(|event| match event {
            EventKind::FlowMoved(moved) => Some(format!("{moved:?}").split('(').next().unwrap().to_owned()),
            EventKind::Silent { .. } => Some("Silent".to_owned()),
            EventKind::UserAuthenticated => Some("UserAuthenticated".to_owned()),
            EventKind::UserRefused => Some("UserRefused".to_owned()),
            _ => None,
        }));
        reused += fleet.reused;
        ended.extend(fleet.server.events().into_iter().filter_map(|event| match event {
            EventKind::UserEnded { why } => Some(format!("{why:?}")),
            _ => None,
        }));
    }
    for state in
        State::ALL.into_iter().filter(|state| state.is_final() && *state != State::CommandFormatError)
    {
        assert!(seen.contains(&state), "no run ends a command as {state}");
    }
    assert!(needed_open > 0, "no window is too small");
    assert!(needed_users > 0 && strays > 0, "{needed_users} {strays}");
    for why in ["DeviceEnded", "Released", "Deleted"] {
        assert!(ended.contains(why), "no user ends so: {why}, of {ended:?}");
    }
    assert!(reused > 0, "nobody comes again who was deleted");
    for what in ["App", "WipeOrdered", "WipeDone", "Silent", "UserAuthenticated", "UserRefused"] {
        assert!(told.contains(what), "never: {what}, of {told:?}");
    }
}

/// One phone, and much of everything: few resources, so that commands conflict.
#[test]
fn one_phone_with_a_long_life() {
    for seed in 1000..1006 {
        Fleet::checked(seed, 1, 700);
    }
}

#[test]
fn a_run_that_fails_is_made_shorter() {
    let check = |needed: &[u64]| {
        let fails = |steps: &[u64]| needed.iter().all(|step| steps.contains(step));
        assert_eq!(shortest((0..300).collect(), fails), needed);
    };
    check(&[]);
    check(&[0]);
    check(&[299]);
    check(&[7, 8, 120, 233]);
}

/// A run that fails tells by which steps it does: here every order loses its wake, and one is enough.
#[test]
fn a_planted_fault_is_told_by_the_steps_that_it_needs() {
    let run =
        |steps: &[u64]| std::panic::catch_unwind(|| Fleet::run(3, 1, steps, Fault::LosesWakes)).is_err();
    let steps: Vec<u64> = (0..60).collect();
    assert!(run(&steps));
    let needed = shortest(steps, run);
    assert!((1..=3).contains(&needed.len()) && run(&needed), "{needed:?}");
}

/// What is wrong with the server on purpose.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    None,
    LosesWakes,
}

struct Fleet {
    server: Server,
    fault: Fault,
    /// How often a user came again who was deleted.
    reused: u64,
    guests: Vec<Guest>,
    now: SystemTime,
    dice: Dice,
    /// In the end nothing is lost any more.
    calm: bool,
    orders: u64,
    slots: u64,
    /// One server, two organizations.
    tenants: [Trust; 2],
    /// How often somebody came to the wrong one.
    strays: u64,
}

/// A phone and what the test knows of it.
struct Guest {
    phone: Phone,
    key: RecordKey,
    wake_at: Option<SystemTime>,
    /// The notification that APNs keeps for a phone out of reach.
    kept: Option<Vec<u8>>,
    tokens: u64,
    /// How many executions belong to a former life: the phone was wiped, or management was removed.
    former: usize,
    /// Every command that was ordered.
    ordered: BTreeSet<CommandUuid>,
    tenant: usize,
    /// The notification that APNs keeps for whoever is logged in.
    kept_for_user: Option<Vec<u8>>,
    /// What it executed before it vanished and came back with nothing.
    past: Vec<Execution>,
    /// When the server heard of it last.
    heard: Option<SystemTime>,
    /// For how many reasons its member has retired.
    retirements: u64,
}

impl Fleet {
    /// A run; when it fails, the steps that are needed for it are told.
    #[allow(clippy::print_stderr, reason = "without the seed the run cannot be repeated")]
    fn checked(seed: u64, phones: usize, steps: u64) -> Self {
        let steps: Vec<u64> = (0..steps).collect();
        let run = |steps: &[u64]| std::panic::catch_unwind(|| Self::run(seed, phones, steps, Fault::None));
        run(&steps).unwrap_or_else(|failure| {
            let needed = shortest(steps, |steps| run(steps).is_err());
            eprintln!("seed {seed}, {phones} phones, steps {needed:?}");
            std::panic::resume_unwind(failure)
        })
    }

    fn run(seed: u64, phones: usize, steps: &[u64], fault: Fault) -> Self {
        let server = Server::new();
        // Users of a Mac show the password; those of a tablet have signed in.
        let users = UserPolicy::Authenticated { realm: realm() };
        let one = server.trust.clone().with_users(users.clone());
        let anchors = TrustAnchors::new([server.authority.certificate().clone()]).unwrap();
        let other = Trust::new(anchors, CertificateSource::MutualTls, Topic::new(OTHER).unwrap());
        let mut fleet = Self {
            tenants: [one, other.with_users(users)],
            fault,
            reused: 0,
            strays: 0,
            server,
            guests: Vec::new(),
            now: start(),
            dice: Dice(seed),
            calm: true,
            orders: 0,
            slots: 0,
        };
        // Small windows leave much out; every mode keeps what is promised.
        fleet.server.ready = [1, 3, fleet.server.ready][fleet.dice.index(3)];
        let mode = [Mode::Plan, Mode::Plan, Mode::Fifo, Mode::Shadow][fleet.dice.index(4)];
        fleet.server.policy = Policy { mode, ..Policy::DEFAULT };
        for number in 0..phones {
            let mut config = PhoneConfig::new(format!("UDID-{number}"), format!("SERIAL-{number}"));
            config.supervised = fleet.dice.chance(60);
            config.passcode = fleet.dice.chance(80);
            // Who waits in Setup Assistant has enrolled by itself, and is supervised.
            config.awaits_configuration = config.supervised && fleet.dice.chance(60);
            match fleet.dice.below(10) {
                0..5 => config.product_name = "iPad13,1".to_owned(),
                5..7 => {
                    config.product_name = "Mac14,2".to_owned();
                    config.os_version = "15.3".to_owned();
                }
                _ => {}
            }
            // A phone in Lost Mode cannot be unlocked, and before the first unlock it knows no Wi-Fi.
            config.cellular = true;
            let key = RecordKey::new(&format!("device/{}", config.udid)).unwrap();
            let phone = Phone::new(config, mint_key(KeyKind::EcP256).unwrap()).unwrap();
            fleet.guests.push(Guest {
                phone,
                key,
                wake_at: None,
                kept: None,
                tokens: 0,
                former: 0,
                ordered: BTreeSet::new(),
                tenant: number % 2,
                kept_for_user: None,
                past: Vec::new(),
                heard: None,
                retirements: 0,
            });
            fleet.enroll(number);
        }
        fleet.calm = false;
        for step in steps {
            fleet.dice = Dice(Dice(seed).next() ^ step);
            let at = fleet.dice.index(phones);
            fleet.step(at);
            fleet.check(at);
        }
        fleet.end();
        fleet
    }

    fn step(&mut self, at: usize) {
        use mdm_sim::Input as I;
        match self.dice.below(100) {
            0..25 => self.order(at),
            25..27 => {
                self.about_one(at, |entry| entry.is_open(), |uuid| Input::Cancel { actor: &ADMIN, uuid })
            }
            27..29 => self.about_one(at, |entry| entry.is_open(), |uuid| Input::Hold { actor: &ADMIN, uuid }),
            29..32 => self.let_one_go(at),
            32..33 => self.expire(at),
            33..40 => self.give(at, I::Unlock),
            40..50 => self.give(at, I::Lock),
            50..53 => self.give(at, I::Reboot),
            53..57 => self.give(at, I::Offline),
            57..65 => self.give(at, I::Online),
            65..67 => self.give(at, I::PowerOff),
            67..71 => self.give(at, I::PowerOn),
            71..75 => self.give(at, I::RepeatReport),
            75 => self.give(at, I::RepeatUserReport),
            76 => self.stray(at),
            77 => self.rotate(at),
            78 => self.delete_user(at),
            79..80 => self.give(at, I::RemoveManagement),
            80..84 if !self.guests[at].phone.is_enrolled() => self.enroll(at),
            80..82 => self.give(at, I::RenewIdentity),
            82 => self.finish_setup(at),
            83 if self.dice.chance(50) => self.release_user(at),
            83 => self.delete_user(at),
            84..87 => self.log_in(at),
            87 => self.give(at, I::LogOut),
            88 if self.dice.chance(40) => self.vanish(at),
            88 if self.dice.chance(40) => self.retire(at),
            88..92 => self.pass_up_to(400),
            92..98 => self.pass_up_to(8 * 3600),
            98.. => self.pass_up_to(3 * 86_400),
        }
    }

    /// Everything calms down: phones are reachable and unlocked, nothing is lost. Then all work ends.
    fn end(&mut self) {
        use mdm_sim::Input as I;
        self.calm = true;
        for at in 0..self.guests.len() {
            for input in [I::PowerOn, I::Online, I::Unlock] {
                self.give(at, input);
            }
            self.log_in(at);
            while self.server.open_channel(&self.guests[at].key).unwrap().queue().entries().any(is_held) {
                self.let_one_go(at);
            }
        }
        for round in 0..40 {
            for at in 0..self.guests.len() {
                self.give(at, I::Unlock);
                // Again: in a chain or a group may stand one that turns Lost Mode on.
                if round % 4 == 0 && self.guests[at].phone.is_enrolled() {
                    let order = self.command(DisableLostMode::default());
                    self.queue(at, vec![order]);
                }
            }
            self.pass(self.now + secs(6 * 3600));
        }
        for guest in &self.guests {
            guest.judge(&self.server, self.now);
            let channel = self.server.open_channel(&guest.key).unwrap();
            if let Some(wipe) = channel.flows().wipe().filter(|_| guest.phone.is_enrolled()) {
                assert!(!wipe.is_open(), "{wipe:?} never ended: {:?}", channel.flows());
            }
            for key in self.server.find(&users_of(&guest.key)) {
                let channel = self.server.channel(&key);
                let account = channel.user().unwrap().short_name();
                let is_here = guest.phone.managed_user() == account && guest.phone.is_enrolled();
                let open = channel.queue().entries().find(|entry| is_here && entry.is_open());
                if let Some(entry) = open {
                    let why = channel.explain(&entry.uuid, &self.server.rules, self.now);
                    panic!("of a user who is here, {entry:?} never ended: {why:?}");
                }
            }
        }
    }

    /// How every command ended.
    fn outcomes(&self) -> BTreeSet<State> {
        let channels = self.guests.iter().map(|guest| self.server.channel(&guest.key));
        channels
            .flat_map(|channel| channel.queue().entries().map(|entry| entry.state).collect::<Vec<_>>())
            .collect()
    }

    fn pass_up_to(&mut self, bound: u64) {
        let until = self.now + secs(self.dice.below(bound));
        self.pass(until);
    }

    /// Goes on with wipes that are under way, and notes who is silent.
    fn sweep(&mut self) {
        for at in 0..self.guests.len() {
            let key = self.guests[at].key.clone();
            let channel = self.server.open_channel(&key).unwrap();
            let silence = Input::Watch { last_contact: self.guests[at].heard, after: 2 * DAY };
            let noted = self.server.input(&key, &silence, self.now).unwrap().events.len();
            let again = self.server.input(&key, &silence, self.now).unwrap().events.len();
            assert!(noted <= 1 && again == 0, "a silence is noted once");
            let wipe = channel.flows().wipe().filter(|wipe| wipe.is_open()).map(|wipe| wipe.cause.clone());
            if let Some(cause) = wipe.filter(|_| channel.stage() == Stage::Enrolled) {
                self.wipe(at, &cause);
            }
        }
    }

    /// A member retires, and it is said twice: the organization's things are taken off once.
    fn retire(&mut self, at: usize) {
        if self.server.open_channel(&self.guests[at].key).unwrap().stage() != Stage::Enrolled {
            return;
        }
        self.guests[at].retirements += 1;
        let cause = format!("retired/{at}/{}", self.guests[at].retirements);
        let is_order = |kind: &EventKind| matches!(kind, EventKind::FlowMoved(FlowMove::WipeOrdered { .. }));
        let ordered = |decision: &Decision| decision.events.iter().any(|(_, event)| is_order(&event.kind));
        let first = self.wipe(at, &cause);
        assert!(ordered(&first));
        let again = self.wipe(at, &cause);
        assert!(!ordered(&again) && again.changes.is_empty(), "{again:?}");
        self.pump(at);
    }

    fn wipe(&mut self, at: usize, cause: &str) -> Decision {
        let (actor, key, wipe) =
            (Actor::rule("retired"), self.guests[at].key.clone(), SelectiveWipe::new(cause));
        let decision =
            self.server.input(&key, &Input::Wipe { actor: &actor, wipe: &wipe }, self.now).unwrap();
        let queued = decision.changes.iter().filter_map(|(_, change)| match change {
            Change::Queue(mdm_command::Change::CommandQueued(entry)) => Some(entry.uuid.clone()),
            _ => None,
        });
        self.guests[at].ordered.extend(queued);
        decision
    }

    /// It is restored by cable: nobody is told, and nothing is left on it.
    fn vanish(&mut self, at: usize) {
        let guest = &mut self.guests[at];
        guest.past.extend_from_slice(guest.phone.executed());
        guest.former = guest.past.len();
        let mut config = guest.phone.config().clone();
        config.push_token = None;
        guest.phone = Phone::new(config, mint_key(KeyKind::EcP256).unwrap()).unwrap();
        (guest.wake_at, guest.kept, guest.kept_for_user) = (None, None, None);
    }

    fn delete_user(&mut self, at: usize) {
        let users = self.server.find(&users_of(&self.guests[at].key));
        let Some(user) = users.first().map(|user| self.server.channel(user)) else { return };
        let account = user.user().unwrap().short_name().unwrap().to_uppercase();
        let order = self.command(DeleteUser::new(UsersToDelete::One(account)));
        self.give(at, mdm_sim::Input::LogOut);
        self.queue(at, vec![order]);
        self.pump(at);
    }

    /// Time goes by; what is due happens in its order.
    fn pass(&mut self, until: SystemTime) {
        self.sweep();
        for _ in 0..100_000 {
            let phone = |(at, guest): (usize, &Guest)| Some((guest.wake_at?, at, false));
            let wake = |(at, guest): (usize, &Guest)| {
                let users = self.server.find(&users_of(&guest.key));
                let due = users.iter().chain([&guest.key]).filter_map(|key| self.server.push_due(key));
                Some((due.min()?, at, true))
            };
            let phones = self.guests.iter().enumerate().filter_map(phone);
            let wakes = self.guests.iter().enumerate().filter_map(wake);
            let Some((due, at, is_wake)) = phones.chain(wakes).min().filter(|(due, ..)| *due <= until) else {
                self.now = until;
                return;
            };
            self.now = self.now.max(due);
            if is_wake {
                self.push(at);
            } else {
                self.give(at, mdm_sim::Input::Timeout);
            }
            self.check(at);
        }
        panic!("it never rests");
    }

    /// Sends the push that is due, as a sender does: it is owed again a day later.
    fn push(&mut self, at: usize) {
        let mut keys = self.server.find(&users_of(&self.guests[at].key));
        keys.push(self.guests[at].key.clone());
        keys.retain(|key| self.server.push_due(key).is_some_and(|due| due <= self.now));
        for key in keys {
            let guest = &mut self.guests[at];
            let record = self.server.data.records.get_mut(&key).unwrap();
            let row = record.wake.as_mut().unwrap();
            let next = self.now + DAY;
            assert!(row.apply(&Update::new(key.clone(), row.need, self.now, next, 1)));
            let Ok(Address::Apns(route)) = Address::decode(row, 0) else { panic!("{row:?}") };
            // With the certificate of its organization, and no other (requirement F81).
            assert_eq!(route.topic, *self.tenants[guest.tenant].topic());
            // APNs knows only the last token, and sometimes loses a notification.
            let arrives = self.calm || !self.dice.chance(5);
            let payload = format!("{{\"mdm\":\"{}\"}}", route.magic.expose_secret()).into_bytes();
            let is = |token: Option<&PushToken>| {
                arrives && token.is_some_and(|token| token.expose_secret() == route.token.expose_secret())
            };
            if is(guest.phone.push_token()) {
                guest.kept = Some(payload);
            } else if is(guest.phone.user_push_token()) {
                guest.kept_for_user = Some(payload);
            }
        }
        self.pump(at);
    }

    /// A user logs in on a shared tablet; what was ordered for another one stays.
    fn log_in(&mut self, at: usize) {
        let guest = &mut self.guests[at];
        guest.tokens += 1;
        let token = format!("u{at}.{}", guest.tokens);
        let (token, key) = (token.as_bytes(), guest.key.clone());
        let product = guest.phone.config().product_name.clone();
        let deleted =
            |server: &Server| {
                // Who was deleted has a record, and no channel that lives.
                let gone = EventKind::UserEnded { why: UserEnd::Deleted };
                server.data.events.iter().any(|row| {
                    device_of(&row.key).as_ref() == Some(&key) && server.event(&row.body).kind == gone
                })
            };
        if product.starts_with("iPad") {
            let account = TABLET[self.dice.index(2)];
            self.give(at, mdm_sim::Input::LogIn { account, token });
        } else if product.starts_with("Mac") {
            let password = if self.calm || self.dice.chance(80) { PASSWORD } else { "guessed" };
            self.give(at, mdm_sim::Input::LogInOnMac { account: MAC, password, token });
        }
        if self.guests[at].phone.managed_user().is_some() && deleted(&self.server) {
            self.reused += 1;
        }
    }

    fn release_user(&mut self, at: usize) {
        let users = self.server.find(&users_of(&self.guests[at].key));
        if let Some(user) = users.first() {
            let actor = Actor::rule("fleet");
            self.server.input(user, &Input::Release { actor: &actor }, self.now).unwrap();
        }
    }

    /// What a phone says at the other organization's door changes nothing.
    fn stray(&mut self, at: usize) {
        let guest = &self.guests[at];
        let Some(identity) = guest.phone.identity() else { return };
        let certificate = identity.certificate_der.to_vec();
        let body = format!(
            "<plist><dict><key>UDID</key><string>{}</string><key>Status</key><string>Idle</string></dict></plist>",
            guest.phone.config().udid
        );
        let request = DeviceRequest::put("/mdm", body.as_bytes()).over_tls(Some(&certificate));
        self.server.trust = self.tenants[1 - guest.tenant].clone();
        let before = self.server.data.clone();
        let error = self.server.device(&request, self.now).unwrap_err();
        assert!(matches!(error, Error::ForeignTenant), "{error}");
        assert_eq!(self.server.data, before);
        self.strays += 1;
    }

    fn give(&mut self, at: usize, input: mdm_sim::Input<'_>) {
        // What cannot happen now does not happen.
        let _impossible = self.guests[at].phone.handle_input(input, self.now);
        self.pump(at);
    }

    /// Serves the phone until it waits.
    fn pump(&mut self, at: usize) {
        loop {
            let guest = &mut self.guests[at];
            if guest.phone.is_online()
                && let Some(payload) = guest.kept.take()
            {
                guest.phone.handle_input(mdm_sim::Input::Push(&payload), self.now).unwrap();
            }
            if guest.phone.is_online()
                && let Some(payload) = guest.kept_for_user.take()
            {
                guest.phone.handle_input(mdm_sim::Input::Push(&payload), self.now).unwrap();
            }
            match guest.phone.poll_output() {
                Output::Transmit(request) => self.serve(at, &request),
                Output::Event(mdm_sim::Event::Unenrolled(_) | mdm_sim::Event::Erased) => {
                    guest.former = guest.past.len() + guest.phone.executed().len();
                }
                Output::Event(_) => {}
                Output::Wait(until) => {
                    guest.wake_at = until;
                    return;
                }
            }
        }
    }

    fn serve(&mut self, at: usize, request: &mdm_sim::Request) {
        self.server.trust = self.tenants[self.guests[at].tenant].clone();
        self.server.password = Some(PasswordDigest::of(MAC, &realm(), PASSWORD));
        if !self.calm && self.dice.chance(7) {
            return self.lose(at);
        }
        let (status, body) = match request.purpose {
            Purpose::Certificate => {
                let certificate = self.server.issue(&Csr::from_der(&request.body).unwrap());
                if self.guests[at].phone.is_enrolled() {
                    // Whether it arrives or not: until it is used, the old one is good.
                    let (key, input) =
                        (&self.guests[at].key, Input::IssueIdentity { certificate: &certificate });
                    self.server.input(key, &input, self.now).unwrap();
                } else {
                    self.slots += 1;
                    let slot = format!("slot-{}", self.slots);
                    self.server.invite(&slot, certificate.fingerprint(), self.now);
                }
                (200, certificate.as_der().to_vec())
            }
            purpose => {
                let answer = self.answer(at, purpose, request);
                self.check(at);
                answer
            }
        };
        // The reply is lost, or the server died between the commit and the reply.
        if !self.calm && self.dice.chance(7) {
            return self.lose(at);
        }
        let response = Response { request: request.id, status, content_type: None, body: &body };
        self.guests[at].phone.handle_input(mdm_sim::Input::Response(response), self.now).unwrap();
    }

    fn answer(&mut self, at: usize, purpose: Purpose, request: &mdm_sim::Request) -> (u16, Vec<u8>) {
        let (guest, at_of) = (&self.guests[at], at);
        let certificate = guest.phone.identity().unwrap().certificate_der.to_vec();
        let torn = purpose == Purpose::Connect && !self.calm && self.dice.chance(1);
        let body = if torn { &request.body[..request.body.len() / 2] } else { &request.body };
        let kind = request.header("content-type");
        let request = DeviceRequest::put("/mdm", body).with_content_type(kind).over_tls(Some(&certificate));
        // Nodes have clocks of their own.
        let behind = match self.dice.below(100) {
            0 => secs(self.dice.below(3600)),
            1..10 => secs(self.dice.below(20)),
            _ => Duration::ZERO,
        };
        match self.server.device(&request, self.now - behind) {
            Ok(decision) => {
                let heard = decision.actions.iter().filter_map(|action| match action {
                    Action::Contact { record, at } if *record == self.guests[at_of].key => Some(*at),
                    _ => None,
                });
                let heard = heard.max();
                self.guests[at_of].heard = self.guests[at_of].heard.max(heard);
                (decision.reply.status, self.server.body(&decision))
            }
            // It was ended while the tablet was in somebody's hand, who logs in again some time.
            Err(error @ (Error::NotEnrolled | Error::UserNotAuthenticated))
                if matches!(purpose, Purpose::UserConnect | Purpose::UserTokenUpdate) =>
            {
                (error.http_status(), Vec::new())
            }
            Err(error) => panic!("{purpose:?}: {error}"),
        }
    }

    fn lose(&mut self, at: usize) {
        self.guests[at].phone.handle_input(mdm_sim::Input::ConnectionLost, self.now).unwrap();
    }

    /// Whoever sets phones up is done with this one.
    fn finish_setup(&mut self, at: usize) {
        let (actor, key) = (Actor::rule("setup"), self.guests[at].key.clone());
        match self.server.input(&key, &Input::FinishSetup { actor: &actor }, self.now) {
            Ok(_) | Err(Error::NoOrders) => {}
            Err(error) => panic!("{error}"),
        }
    }

    /// Enrolls a phone, or enrolls it anew after it left.
    fn enroll(&mut self, at: usize) {
        let calm = std::mem::replace(&mut self.calm, true);
        let stage = self.server.open_channel(&self.guests[at].key).map(|channel| channel.stage());
        if matches!(stage, Some(Stage::Authenticated | Stage::Enrolled)) {
            // It left without a word.
            let actor = Actor::rule("fleet");
            let key = self.guests[at].key.clone();
            self.server.input(&key, &Input::Release { actor: &actor }, self.now).unwrap();
        }
        for input in [mdm_sim::Input::PowerOn, mdm_sim::Input::Online, mdm_sim::Input::Unlock] {
            self.give(at, input);
        }
        self.rotate(at);
        let profile = enrollment_profile(self.tenants[self.guests[at].tenant].topic().as_str());
        self.give(at, mdm_sim::Input::InstallEnrollmentProfile(&profile));
        assert!(self.guests[at].phone.is_enrolled());
        assert_eq!(self.server.open_channel(&self.guests[at].key).unwrap().stage(), Stage::Enrolled);
        self.calm = calm;
    }

    fn rotate(&mut self, at: usize) {
        self.guests[at].tokens += 1;
        let token = format!("{at}.{}", self.guests[at].tokens);
        self.give(at, mdm_sim::Input::PushToken(token.as_bytes()));
    }

    fn order(&mut self, at: usize) {
        let users = self.server.find(&users_of(&self.guests[at].key));
        if !users.is_empty() && self.dice.chance(40) {
            let user = users[self.dice.index(users.len())].clone();
            return self.order_for_user(at, &user);
        }
        let mut orders = Vec::new();
        for _ in 0..=self.dice.below(3) {
            let profile = format!("profile.{}", self.dice.below(3));
            let app = format!("app.{}", self.dice.below(2));
            let order = match self.dice.below(41) {
                0..8 => {
                    let footprint = profile_footprint(&profile, []);
                    self.command(InstallProfile::new(self::profile(&profile, ""))).touching(footprint)
                }
                8..14 => self.command(RemoveProfile::new(profile)),
                14..19 => self.command(InstallApplication::new(AppSource::Identifier(app))),
                19..22 => self.command(RemoveApplication::new(app)),
                22..25 => {
                    let queries = vec![DeviceQuery::OsVersion, DeviceQuery::IsSupervised];
                    self.command(DeviceInformation::new(queries))
                }
                25..28 => self.command(SecurityInfo::default()),
                28..30 => self.command(ProfileList::default()),
                30..32 => self.command(InstalledApplicationList::default()),
                32..34 => self.command(DeviceLock::default()),
                34..36 => {
                    let notice = LostModeNotice::Message("lost".to_owned());
                    self.command(EnableLostMode::new(notice))
                }
                36..38 => self.command(DisableLostMode::default()),
                38..40 => self.command(RestartDevice::default()),
                _ if self.dice.chance(30) => self.command(EraseDevice::default()),
                _ => break,
            };
            orders.push(self.on_terms(at, order));
        }
        match self.dice.below(10) {
            0 => orders = orders.into_iter().map(|order| order.in_group(1)).collect(),
            1 => {
                // Each after the one behind it, so that they change places.
                let next = orders.iter().skip(1).map(|order| Some(name(order)));
                let next: Vec<_> = next.chain([None]).collect();
                let chain = |(order, next): (Order, Option<_>)| match next {
                    Some(next) => order.after(next),
                    None => order,
                };
                orders = orders.into_iter().zip(next).map(chain).collect();
            }
            _ => {}
        }
        self.queue(at, orders);
        self.pump(at);
    }

    fn order_for_user(&mut self, at: usize, user: &RecordKey) {
        let profile = format!("profile.{}", self.dice.below(2));
        let order = match self.dice.below(3) {
            0 => self
                .command(InstallProfile::new(self::profile(&profile, "")))
                .touching(profile_footprint(&profile, [])),
            1 => self.command(RemoveProfile::new(profile)),
            _ => self.command(ProfileList::default()),
        };
        let actor = Actor::rule("fleet");
        match self.server.input(user, &Input::Order { actor: &actor, orders: &[order] }, self.now) {
            // A user's channel that was begun and not completed takes none.
            Ok(_) | Err(Error::NoOrders | Error::WipeUnderWay) => {}
            Err(error) => panic!("{error}"),
        }
        self.pump(at);
    }

    fn command(&mut self, request: impl Into<mdm_apple::Request>) -> Order {
        self.orders += 1;
        let uuid = mdm_apple::CommandUuid::new(&format!("C-{}", self.orders)).unwrap();
        Order::new(Command::new(uuid, request))
    }

    fn on_terms(&mut self, at: usize, order: Order) -> Order {
        let mut terms = Terms::default();
        match self.dice.below(20) {
            0 => terms.priority = Priority::Low,
            1 | 2 => terms.priority = Priority::High,
            3 => terms.not_before = Some(self.now + secs(self.dice.below(2 * 86_400))),
            4 | 5 => terms.expires_at = Some(self.now + secs(60 + self.dice.below(86_400))),
            6 => terms.hold = Hold::Held,
            7 => terms.redelivery = Some(Redelivery::Once),
            8 | 9 => {
                let key = SameKey::new(order.command().request.request_type()).unwrap();
                terms.same =
                    Some(if self.dice.chance(50) { Same::KeepNew(key) } else { Same::KeepPending(key) });
            }
            _ => {}
        }
        let order = order.on(terms);
        let channel = self.server.open_channel(&self.guests[at].key).unwrap();
        let open: Vec<_> = channel.queue().entries().map(|entry| entry.uuid.clone()).collect();
        match self.dice.below(20) {
            0 if !open.is_empty() => order.after(open[self.dice.index(open.len())].clone()),
            1 if !open.is_empty() => order.superseding(open[self.dice.index(open.len())].clone()),
            _ => order,
        }
    }

    fn queue(&mut self, at: usize, orders: Vec<Order>) {
        let (actor, key) = (Actor::rule("fleet"), self.guests[at].key.clone());
        match self.server.input(&key, &Input::Order { actor: &actor, orders: &orders }, self.now) {
            Ok(decision) => {
                let queued = orders.iter().zip(&decision.places).filter(|(_, place)| place.is_some());
                self.guests[at].ordered.extend(queued.map(|(order, _)| name(order)));
                if self.fault == Fault::LosesWakes {
                    self.server.data.records.get_mut(&key).unwrap().wake = None;
                }
                assert_eq!(decision.places.len(), orders.len());
                for (order, place) in orders.iter().zip(decision.places) {
                    let Some(seq) = place else { continue };
                    let sent = &self.server.data.payloads[&command_name(&key, seq)];
                    assert_eq!(*sent, order.command().encode().unwrap(), "the bytes follow the places");
                }
            }
            // Refused by what is known of the device, or the device left, or is being wiped.
            Err(Error::NotAllowed { .. } | Error::NoOrders | Error::WipeUnderWay) => {}
            // An erase ends what stands behind it in its group; what it was to follow was superseded by a neighbour, or by
            // itself.
            Err(Error::Queue(
                mdm_command::Error::Group(_)
                | mdm_command::Error::NotOpen(_)
                | mdm_command::Error::Supersedes(_),
            )) => {}
            Err(error) => panic!("{error}"),
        }
    }

    fn let_one_go(&mut self, at: usize) {
        self.about_one(at, is_held, |uuid| Input::LetGo { actor: &ADMIN, uuid });
    }

    /// Tells the server something about one of the open commands.
    fn about_one(
        &mut self,
        at: usize,
        which: impl Fn(&Entry) -> bool,
        input: impl for<'a> Fn(&'a CommandUuid) -> Input<'a>,
    ) {
        let key = self.guests[at].key.clone();
        let channel = self.server.open_channel(&key).unwrap();
        let some = channel.queue().entries().filter(|entry| which(entry));
        let some: Vec<_> = some.map(|entry| entry.uuid.clone()).collect();
        if !some.is_empty() {
            let uuid = &some[self.dice.index(some.len())];
            self.server.input(&key, &input(uuid), self.now).unwrap();
        }
    }

    fn expire(&mut self, at: usize) {
        let key = self.guests[at].key.clone();
        self.server.input(&key, &Input::Expire, self.now).unwrap();
        let channel = self.server.open_channel(&key).unwrap();
        let over = |entry: &Entry| entry.terms.expires_at.is_some_and(|at| at <= self.now);
        assert!(
            channel.queue().entries().filter(|entry| over(entry)).all(|entry| entry.state == State::Sent)
        );
    }

    /// What holds after every step.
    fn check(&self, at: usize) {
        let guest = &self.guests[at];
        let channel = self.server.open_channel(&guest.key).unwrap();
        let session = channel.queue().state().session.number;
        let sent: Vec<&Entry> =
            channel.queue().entries().filter(|entry| entry.state == State::Sent).collect();
        assert!(sent.len() <= 1, "one outstanding: {sent:?}");
        for entry in sent {
            assert_ne!(
                entry.refused_in,
                Some(session),
                "offered again in the session that refused it: {entry:?}"
            );
        }
        for entry in channel.queue().entries() {
            assert!(guest.ordered.contains(&entry.uuid) || lets_out(entry), "{entry:?}");
            let why = channel
                .explain(&entry.uuid, &self.server.rules, self.now)
                .expect("an open command waits for something");
            // Whatever a connect could move has a push that is owed.
            if entry.is_ready() && !matches!(why.reason, Reason::LostMode | Reason::Held) {
                assert_eq!(channel.stage(), Stage::Enrolled);
                assert!(self.server.push_due(&guest.key).is_some(), "nobody wakes it for {entry:?}: {why}");
            }
        }
        assert_eq!(channel.tenant(), self.tenants[guest.tenant].tenant().as_str());
        // The living users are counted, of this life, and each has a push that is owed for what is ready.
        let users = self.server.find(&users_of(&guest.key));
        assert_eq!(users.len() as u64, channel.users());
        for key in users {
            let user = self.server.open_channel(&key).unwrap();
            assert_eq!((channel.stage(), user.generation()), (Stage::Enrolled, channel.generation()));
            assert_eq!(user.tenant(), channel.tenant());
            let sent = user.queue().entries().filter(|entry| entry.state == State::Sent).count();
            assert!(sent <= 1);
            let ready = user.queue().entries().any(Entry::is_ready);
            assert!(!ready || self.server.push_due(&key).is_some(), "nobody wakes {key}");
        }
    }
}

impl Guest {
    /// What holds in the end.
    fn judge(&self, server: &Server, now: SystemTime) {
        let channel = server.channel(&self.key);
        let entries: BTreeMap<&str, &Entry> =
            channel.queue().entries().map(|entry| (entry.uuid.as_str(), entry)).collect();
        assert!(entries.values().all(|entry| self.ordered.contains(&entry.uuid) || lets_out(entry)));
        let orders = entries.values().filter(|entry| !lets_out(entry)).count();
        assert_eq!(orders, self.ordered.len(), "every order is on record");
        if channel.stage() == Stage::Enrolled && self.phone.is_enrolled() {
            let until = channel.awaits_configuration();
            let told: Vec<_> = entries.values().filter(|entry| lets_out(entry)).collect();
            let wake = server.wake(&self.key);
            assert_eq!(until, None, "kept in Setup Assistant at {now:?}: {told:?} {wake:?}");
        }
        if let (Some(shown), Some(current)) = (self.phone.identity(), channel.identities().current()) {
            let shown = mdm_pki::Certificate::from_der(shown.certificate_der).unwrap().fingerprint();
            let standing = channel.identities().standing(&shown);
            assert!(shown == current || standing == mdm_pki::Standing::Renewal, "{standing:?}");
        }
        let executed = [&self.past, self.phone.executed()].concat();
        for entry in entries.values() {
            if channel.stage() == Stage::Enrolled && self.phone.is_enrolled() {
                let why = channel.explain(&entry.uuid, &server.rules, now).map(|why| why.to_string());
                assert!(!entry.is_open(), "{entry:?} never ended: {why:?}");
            }
            // What is on record happened.
            let status = match entry.state {
                State::Acknowledged => Status::Acknowledged,
                State::Error => Status::Error,
                _ => continue,
            };
            let happened = executed.iter().any(|run| run.uuid == entry.uuid.as_str() && run.status == status);
            assert!(happened, "{entry:?}");
        }
        // Commands that conflict ran in queue order, but for the lanes that overtake.
        let runs: Vec<&Entry> = executed
            .iter()
            .filter(|run| run.status != Status::NotNow)
            .map(|run| *entries.get(run.uuid.as_str()).unwrap_or_else(|| panic!("nobody ordered {run:?}")))
            .collect();
        for (at, later) in runs.iter().enumerate() {
            for earlier in runs.iter().take(at) {
                let conflict = earlier.footprint.conflict(&later.footprint).is_some();
                // What waits for a lower lane is passed as if it were in it.
                let overtakes = earlier.lane > later.slowed_to.unwrap_or(later.lane);
                let overtakes = overtakes || earlier.lane == Lane::Erase;
                assert!(
                    !conflict || overtakes || earlier.seq <= later.seq,
                    "{earlier:?}\nran before\n{later:?}"
                );
            }
        }
        // The state of the phone is what was executed since it began this life, in queue order.
        let mut life: Vec<(u64, &str)> = executed
            .iter()
            .skip(self.former)
            .filter(|run| run.status == Status::Acknowledged)
            .map(|run| (entries[run.uuid.as_str()].seq, run.uuid.as_str()))
            .collect();
        life.sort_unstable();
        let (mut profiles, mut apps) = (BTreeSet::new(), BTreeSet::new());
        for (seq, _) in life {
            let command = &server.data.payloads[&command_name(&self.key, seq)];
            match Command::decode(command, &mdm_apple::Limits::default()).unwrap().request {
                mdm_apple::Request::InstallProfile(request) => {
                    let payload = String::from_utf8(request.payload.as_slice().to_vec()).unwrap();
                    let identifier = payload.split("<key>PayloadIdentifier</key><string>").nth(1).unwrap();
                    profiles.insert(identifier.split('<').next().unwrap().to_owned());
                }
                mdm_apple::Request::RemoveProfile(request) => {
                    profiles.remove(&request.identifier);
                }
                mdm_apple::Request::InstallApplication(request) => match request.source {
                    AppSource::Identifier(identifier) => {
                        apps.insert(identifier);
                    }
                    other => panic!("{other:?}"),
                },
                mdm_apple::Request::RemoveApplication(request) => {
                    apps.remove(&request.identifier);
                }
                _ => {}
            }
        }
        if self.phone.is_enrolled() {
            let managed = self.phone.profiles().iter().filter(|profile| profile.is_managed());
            let managed: BTreeSet<_> = managed.map(|profile| profile.identifier().to_owned()).collect();
            assert_eq!(managed, profiles);
            let managed = self.phone.apps().iter().filter(|app| app.managed);
            let managed: BTreeSet<_> = managed.map(|app| app.identifier.clone()).collect();
            assert_eq!(managed, apps);
        }
    }
}

fn realm() -> Realm {
    Realm::new("example.com").unwrap()
}

fn name(order: &Order) -> CommandUuid {
    CommandUuid::new(order.command().uuid.as_str()).unwrap()
}

/// It was ordered by nobody: it lets a phone out of Setup Assistant.
fn lets_out(entry: &Entry) -> bool {
    &*entry.command == "DeviceConfigured"
}

fn is_held(entry: &Entry) -> bool {
    entry.terms.hold == Hold::Held
}

fn command_name(key: &RecordKey, seq: u64) -> PayloadName {
    PayloadName(format!("command/{key}/{seq}").into())
}

/// SplitMix64: the same numbers everywhere and always.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    fn index(&mut self, len: usize) -> usize {
        usize::try_from(self.below(len as u64)).unwrap()
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

/// The fewest steps that fail, as far as leaving some out shows it.
fn shortest(mut steps: Vec<u64>, fails: impl Fn(&[u64]) -> bool) -> Vec<u64> {
    let mut size = steps.len();
    while size > 0 {
        let mut at = 0;
        while at < steps.len() {
            let (before, after) = (&steps[..at], &steps[(at + size).min(steps.len())..]);
            let without = [before, after].concat();
            if fails(&without) {
                steps = without;
            } else {
                at += size;
            }
        }
        size /= 2;
    }
    steps
}

/// The accounts of users, and what the one on a Mac types.
const TABLET: [&str; 2] = ["anna@a.b", "ben@a.b"];
const MAC: &str = "anna";
const PASSWORD: &str = "secret";
/// The topic of the second organization.
const OTHER: &str = "com.apple.mgmt.External.0c2d";

fn enrollment_profile(topic: &str) -> Vec<u8> {
    let payload = |kind: &str, uuid: u32, rest: &str| {
        format!(
            "<dict><key>PayloadType</key><string>{kind}</string><key>PayloadIdentifier</key>\
             <string>enrollment.{uuid}</string><key>PayloadUUID</key><string>{uuid}</string>\
             <key>PayloadVersion</key><integer>1</integer>{rest}</dict>"
        )
    };
    let mdm = payload(
        "com.apple.mdm",
        1,
        &format!(
            "<key>ServerURL</key><string>https://mdm.example.com/</string><key>Topic</key><string>{topic}</string>\
             <key>IdentityCertificateUUID</key><string>2</string><key>CheckOutWhenRemoved</key><true/>"
        ),
    );
    let scep = payload(
        "com.apple.security.scep",
        2,
        "<key>PayloadContent</key><dict><key>URL</key><string>https://mdm.example.com/certificate</string></dict>",
    );
    profile("enrollment", &format!("<key>PayloadContent</key><array>{mdm}{scep}</array>"))
}

fn profile(identifier: &str, rest: &str) -> Vec<u8> {
    format!(
        "<plist version=\"1.0\"><dict><key>PayloadType</key><string>Configuration</string>\
         <key>PayloadIdentifier</key><string>{identifier}</string><key>PayloadUUID</key><string>3</string>\
         <key>PayloadVersion</key><integer>1</integer>{rest}</dict></plist>"
    )
    .into_bytes()
}
