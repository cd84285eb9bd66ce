//! Who stands outside of the server and outlives it: phones, an administrator, a sender of pushes, a reader of the
//! trail. What they saw is what the judge knows.

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::process::ExitStatusExt as _;
use std::process::Child;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use mdm_pki::{CertificateAuthority, Csr, IssuePolicy, Serial, Subject, Usage};
use mdm_sim::{Input, KeyKind, Output, Phone, PhoneConfig, Purpose, Request, Response, mint_key};
use tokio::net::TcpStream;
use tokio::sync::watch;

use crate::judge::{Judge, Kept};
use crate::kill::history;
use crate::wire::{Fields, number, receive, send, text};
use crate::{Dice, TOPIC, profile};

/// A process that serves. It ends when nobody knows it any more.
pub(crate) struct Node {
    /// Another number for every process.
    pub(crate) number: u64,
    port: u16,
    child: Mutex<Child>,
    killed: AtomicBool,
}

impl Node {
    pub(crate) fn new(number: u64, port: u16, child: Child) -> Self {
        Self { number, port, child: Mutex::new(child), killed: AtomicBool::new(false) }
    }

    /// SIGKILL. Nothing of the process runs any more.
    fn kill(&self) {
        self.killed.store(true, Ordering::SeqCst);
        self.child.lock().unwrap().kill().unwrap();
    }

    pub(crate) fn is_killed(&self) -> bool {
        self.killed.load(Ordering::SeqCst)
    }

    pub(crate) fn lives(&self) -> bool {
        self.child.lock().unwrap().try_wait().unwrap().is_none()
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let mut child = self.child.lock().unwrap();
        let _ended = child.kill();
        let _ended = child.wait();
    }
}

/// From one kill to the next: the life of a node. Others live on.
pub(crate) struct Round {
    nodes: Vec<Arc<Node>>,
    /// Which of them is going to be killed.
    victim: usize,
    /// Milliseconds since 1970, for everybody. It goes on with every request.
    clock: Arc<watch::Sender<u64>>,
    /// Whoever sends the last of these to the victim kills it.
    left: AtomicI64,
    /// For how long the killer waits after its request was sent.
    spin: u64,
    over: AtomicBool,
}

/// The server is gone, or the round is over.
#[derive(Debug)]
pub(crate) struct Gone;

impl Round {
    pub(crate) fn new(
        nodes: Vec<Arc<Node>>,
        victim: usize,
        clock: Arc<watch::Sender<u64>>,
        spin: u64,
    ) -> Self {
        Self { nodes, victim, clock, left: AtomicI64::new(i64::MAX), spin, over: AtomicBool::new(false) }
    }

    pub(crate) fn kill_after(&self, requests: i64) {
        self.left.store(requests, Ordering::SeqCst);
    }

    pub(crate) fn kill(&self) {
        self.nodes[self.victim].kill();
        self.end();
    }

    pub(crate) fn kill_all(&self) {
        self.nodes.iter().for_each(|node| node.kill());
        self.end();
    }

    /// Everybody comes to an end.
    pub(crate) fn end(&self) {
        self.over.store(true, Ordering::SeqCst);
        self.pass(0);
    }

    /// Waits for the victim, and says whether it ended by SIGKILL, and no other one ended.
    pub(crate) fn was_killed(&self) -> bool {
        let others = self.nodes.iter().enumerate().filter(|(number, _)| *number != self.victim);
        let dead = self.nodes[self.victim].child.lock().unwrap().wait().unwrap();
        dead.signal() == Some(9) && others.into_iter().all(|(_, node)| node.lives())
    }

    pub(crate) fn is_over(&self) -> bool {
        self.over.load(Ordering::SeqCst)
    }

    pub(crate) fn pass(&self, millis: u64) {
        self.clock.send_modify(|now| *now += millis);
    }

    pub(crate) fn now(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_millis(*self.clock.borrow())
    }
}

/// Connections to the nodes, as behind a balancer: every question goes to the next one.
pub(crate) struct Line {
    round: Arc<Round>,
    streams: Vec<TcpStream>,
    turn: usize,
    clock: watch::Receiver<u64>,
    /// When something was asked last.
    asked_at: u64,
}

impl Line {
    pub(crate) async fn open(round: &Arc<Round>) -> Result<Self, Gone> {
        let mut streams = Vec::new();
        for node in &round.nodes {
            let stream = TcpStream::connect(("127.0.0.1", node.port)).await.map_err(|_| Gone)?;
            stream.set_nodelay(true).map_err(|_| Gone)?;
            streams.push(stream);
        }
        let clock = round.clock.subscribe();
        Ok(Self { round: Arc::clone(round), streams, turn: 0, clock, asked_at: 0 })
    }

    /// Begins with another node than others do.
    fn turned(self, turn: usize) -> Self {
        Self { turn, ..self }
    }

    /// As [`Self::ask`], again while the database is away.
    pub(crate) async fn ask_surely(&mut self, verb: &str, rest: &[&[u8]]) -> Result<Fields, Gone> {
        loop {
            match self.ask(verb, rest).await? {
                (503, _) => {}
                (status, answer) => {
                    assert_eq!(status, 200, "{verb}");
                    return Ok(answer);
                }
            }
        }
    }

    /// Asks something, at the time that it is. The first field of an answer is an HTTP status.
    pub(crate) async fn ask(&mut self, verb: &str, rest: &[&[u8]]) -> Result<(u16, Fields), Gone> {
        self.turn = (self.turn + 1) % self.streams.len();
        self.ask_at(self.turn, verb, rest).await
    }

    async fn ask_at(&mut self, node: usize, verb: &str, rest: &[&[u8]]) -> Result<(u16, Fields), Gone> {
        let Self { round, streams, clock, asked_at, .. } = self;
        let stream = &mut streams[node];
        if round.is_over() {
            return Err(Gone);
        }
        *asked_at = *clock.borrow_and_update();
        let now = asked_at.to_string();
        let fields: Vec<&[u8]> = [verb.as_bytes(), now.as_bytes()].iter().chain(rest).copied().collect();
        let sent = send(stream, &fields).await;
        if node == round.victim && round.left.fetch_sub(1, Ordering::SeqCst) == 1 {
            (0..round.spin).for_each(|_| std::hint::spin_loop());
            round.kill();
        }
        sent.map_err(|_| Gone)?;
        let mut answer = receive(stream).await.map_err(|_| Gone)?;
        round.pass(200);
        let status = answer.remove(0);
        Ok((u16::try_from(number(&status)).unwrap(), answer))
    }

    /// Until the time is another one than at the last question, and later than that by so many milliseconds. If nobody
    /// asks anything, time goes on by itself.
    async fn wait(&mut self, millis: u64) {
        let until = *self.clock.borrow() + millis;
        while !self.round.is_over() {
            let changed = self.clock.changed();
            if tokio::time::timeout(Duration::from_millis(5), changed).await.is_err() {
                self.round.pass(200);
            }
            if *self.clock.borrow_and_update() >= until {
                return;
            }
        }
    }
}

/// What a phone saw, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sight {
    /// A command arrived.
    Received(String),
    /// The server has taken a report about a command: `CommandUUID` and `Status`.
    Told(String, String),
}

/// A phone in somebody's hand.
pub(crate) struct Guest {
    pub(crate) number: usize,
    pub(crate) phone: Phone,
    pub(crate) seen: Vec<Sight>,
    /// Whether the server said that it cannot do what it should.
    pub(crate) is_failed: bool,
    /// The one notification that APNs keeps.
    kept: Mailbox,
    stirs: Arc<Stirs>,
    wake_at: Option<SystemTime>,
    dice: Dice,
    authority: Arc<CertificateAuthority>,
}

type Mailbox = Arc<Mutex<Option<Vec<u8>>>>;

/// How often something was asked for a phone, by itself or by the administrator, and how often that was over: each may be
/// a reason to wake it anew.
#[derive(Default)]
pub(crate) struct Stirs {
    begun: AtomicU64,
    ended: AtomicU64,
}

impl Stirs {
    /// Asks something for the phone.
    async fn stir<T>(&self, ask: impl Future<Output = T>) -> T {
        self.begin();
        let answer = ask.await;
        self.end();
        answer
    }

    fn begin(&self) {
        self.begun.fetch_add(1, Ordering::SeqCst);
    }

    fn end(&self) {
        self.ended.fetch_add(1, Ordering::SeqCst);
    }

    /// How often, and whether all of it is over.
    fn count(&self) -> (u64, bool) {
        let ended = self.ended.load(Ordering::SeqCst);
        let begun = self.begun.load(Ordering::SeqCst);
        (begun, begun == ended)
    }
}

/// Where pushes go.
pub(crate) type Mailboxes = BTreeMap<String, (Mailbox, Arc<Stirs>)>;

pub(crate) fn key_of(number: usize) -> String {
    format!("device/UDID-{number}")
}

impl Guest {
    pub(crate) fn new(number: usize, seed: u64, authority: Arc<CertificateAuthority>) -> Self {
        let mut config = PhoneConfig::new(format!("UDID-{number}"), format!("SERIAL-{number}"));
        config.cellular = true;
        config.supervised = number.is_multiple_of(2);
        config.retry.ceiling = Duration::from_secs(60);
        let phone = Phone::new(config, mint_key(KeyKind::EcP256).unwrap()).unwrap();
        let (kept, stirs, dice) = (Mailbox::default(), Arc::default(), Dice(seed));
        let (seen, is_failed, wake_at) = (Vec::new(), false, None);
        Self { number, phone, seen, is_failed, kept, stirs, wake_at, dice, authority }
    }

    pub(crate) fn mailbox(&self) -> (String, (Mailbox, Arc<Stirs>)) {
        (key_of(self.number), (Arc::clone(&self.kept), Arc::clone(&self.stirs)))
    }

    /// Nothing is killed meanwhile.
    pub(crate) async fn enroll(&mut self, round: &Arc<Round>) {
        let mut line = Line::open(round).await.unwrap();
        let token = format!("token of {}", self.number);
        for input in [
            Input::Online,
            Input::Unlock,
            Input::PushToken(token.as_bytes()),
            Input::InstallEnrollmentProfile(&enrollment_profile()),
        ] {
            self.phone.handle_input(input, round.now()).unwrap();
        }
        self.pump(&mut line).await.unwrap();
        assert!(self.phone.is_enrolled());
    }

    /// Until the round is over.
    pub(crate) async fn live(mut self, round: Arc<Round>, calm: bool) -> Self {
        let Ok(line) = Line::open(&round).await else { return self };
        let mut line = line.turned(self.number);
        if calm {
            for input in [Input::PowerOn, Input::Online] {
                self.give(input, &round);
            }
        }
        loop {
            if calm {
                self.give(Input::Unlock, &round);
            } else {
                self.whim(&round);
            }
            if self.wake_at.is_some_and(|at| at <= round.now()) {
                self.give(Input::Timeout, &round);
            }
            if self.pump(&mut line).await.is_err() || round.is_over() {
                self.give(Input::ConnectionLost, &round);
                return self;
            }
            line.wait(0).await;
        }
    }

    /// What a user does, and where they go.
    fn whim(&mut self, round: &Round) {
        let input = match self.dice.below(100) {
            0..12 => Input::Unlock,
            12..20 => Input::Lock,
            20..22 => Input::Reboot,
            22..25 => Input::Offline,
            25..35 => Input::Online,
            35..38 => Input::RepeatReport,
            _ => return,
        };
        self.give(input, round);
    }

    fn give(&mut self, input: Input<'_>, round: &Round) {
        // What cannot happen now does not happen.
        let _impossible = self.phone.handle_input(input, round.now());
    }

    /// Serves the phone until it waits.
    async fn pump(&mut self, line: &mut Line) -> Result<(), Gone> {
        loop {
            let kept = self.kept.lock().unwrap().take_if(|_| self.phone.is_online());
            if let Some(payload) = kept {
                self.phone.handle_input(Input::Push(&payload), line.round.now()).unwrap();
            }
            match self.phone.poll_output() {
                Output::Transmit(request) => self.transmit(&request, line).await?,
                Output::Event(_) => {}
                Output::Wait(until) => {
                    self.wake_at = until;
                    return Ok(());
                }
            }
        }
    }

    async fn transmit(&mut self, request: &Request, line: &mut Line) -> Result<(), Gone> {
        let (status, body) = match request.purpose {
            Purpose::Certificate => {
                let csr = Csr::from_der(&request.body).unwrap();
                let policy = IssuePolicy::new(
                    Subject::new("device"),
                    Usage::TlsClient,
                    Duration::from_secs(3650 * DAY),
                );
                let certificate =
                    self.authority.issue(&csr, &policy, Serial::mint().unwrap(), line.round.now()).unwrap();
                let slot = format!("slot-{}", self.number);
                let (status, _) = line.ask("claim", &[slot.as_bytes(), certificate.as_der()]).await?;
                assert_eq!(status, 200);
                (200, certificate.as_der().to_vec())
            }
            _ => {
                let kind = request.header("content-type").unwrap().as_bytes();
                let certificate = self.phone.identity().unwrap().certificate_der.to_vec();
                let fields = [kind, &certificate, &request.body];
                let (status, answer) = self.stirs.stir(line.ask("device", &fields)).await?;
                self.is_failed |= status == 500;
                (status, answer.into_iter().next().unwrap_or_default())
            }
        };
        if request.purpose == Purpose::Connect && status == 200 {
            if let Some(uuid) = string(&request.body, "CommandUUID") {
                self.seen.push(Sight::Told(uuid, string(&request.body, "Status").unwrap()));
            }
            if let Some(uuid) = string(&body, "CommandUUID") {
                self.seen.push(Sight::Received(uuid));
            }
        }
        let response = Response { request: request.id, status, content_type: None, body: &body };
        self.phone.handle_input(Input::Response(response), line.round.now()).unwrap();
        Ok(())
    }
}

/// The string under a key of a property list.
fn string(body: &[u8], key: &str) -> Option<String> {
    let rest = text(body).split_once(&format!("<key>{key}</key>"))?.1;
    let rest = rest.split_once("<string>")?.1;
    Some(rest.split_once("</string>")?.0.to_owned())
}

/// One command that the administrator wants, and what came of wanting it.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    pub(crate) phone: usize,
    pub(crate) uuid: String,
    kind: &'static str,
    name: String,
    /// The server said that it has it. Until then it is ordered again and again.
    pub(crate) acknowledged: bool,
    /// The server said that it was taken back.
    pub(crate) cancelled: bool,
    /// It came with this order to many, and counts as acknowledged when that was carried out.
    of: Option<usize>,
}

/// An order to many.
pub(crate) struct Many {
    pub(crate) id: String,
    pub(crate) uuid: String,
    pub(crate) phones: Vec<usize>,
    /// Those whom nobody knows: so many that it takes several steps.
    pub(crate) strangers: usize,
    /// The server said that it has it.
    pub(crate) placed: bool,
}

/// Who orders, and knows what was acknowledged. It lives outside of what is killed: memory is durable enough.
pub(crate) struct Administrator {
    pub(crate) wanted: Vec<Wanted>,
    pub(crate) many: Vec<Many>,
    /// Orders whose answer was lost.
    pub(crate) doubts: u64,
    /// What is wrong with the answers.
    pub(crate) wrong: Option<String>,
    phones: Mailboxes,
    dice: Dice,
}

impl Administrator {
    pub(crate) fn new(phones: Mailboxes, seed: u64) -> Self {
        let (wanted, many, wrong) = <_>::default();
        Self { wanted, many, doubts: 0, wrong, phones, dice: Dice(seed) }
    }

    pub(crate) async fn live(&mut self, round: &Arc<Round>) -> Result<(), Gone> {
        let mut line = Line::open(round).await?;
        loop {
            self.order_last(&mut line).await?;
            match self.dice.below(8) {
                0 => self.cancel(&mut line).await?,
                1..4 if self.is_settled() => self.want(),
                _ => line.wait(1_000).await,
            }
        }
    }

    /// Orders nothing new, and waits until everything is final; for three days at the most. A phone that restarts forgets
    /// that it was pushed to, and is pushed to again a day later.
    pub(crate) async fn rest(&mut self, round: &Arc<Round>, judge: &Judge) -> Result<(), Gone> {
        let mut line = Line::open(round).await?;
        let until = round.now() + Duration::from_secs(3 * DAY);
        let mut pause = 2_000;
        while round.now() < until {
            self.order_last(&mut line).await?;
            round.pass(pause);
            pause = (pause + pause / 8).min(900_000);
            let mut is_done = self.is_settled();
            for phone in 0..self.phones.len() {
                let kept = history(&mut line, phone, judge.open_from(phone)).await?;
                is_done &= kept.iter().all(Kept::is_final);
            }
            if is_done {
                break;
            }
        }
        Ok(())
    }

    fn want(&mut self) {
        let all = self.phones.len();
        let phone = usize::try_from(self.dice.below(all as u64)).unwrap();
        let kind = match self.dice.below(20) {
            0..7 => "install",
            7..11 => "remove",
            11..15 => "query",
            15..17 => "security",
            17..19 => "list",
            _ => "lock",
        };
        let (uuid, name) = (format!("C-{}", self.wanted.len()), format!("profile.{}", self.dice.below(3)));
        let wanted = Wanted { phone, uuid, kind, name, acknowledged: false, cancelled: false, of: None };
        if self.dice.below(8) > 0 {
            self.wanted.push(wanted);
            return;
        }
        let (of, uuid) = (Some(self.many.len()), wanted.uuid.clone());
        let phones: Vec<_> = (phone..all).chain(0..phone / 2).collect();
        self.wanted.extend(phones.iter().map(|&phone| Wanted { phone, of, ..wanted.clone() }));
        let strangers = if self.dice.below(2) == 0 { STRANGERS } else { 0 };
        self.many.push(Many { id: format!("many-{uuid}"), uuid, phones, strangers, placed: false });
    }

    /// Whether what was wanted last is known to be ordered.
    fn is_settled(&self) -> bool {
        self.wanted.last().is_none_or(|wanted| wanted.acknowledged)
    }

    /// Orders what was wanted last, if nobody knows yet whether it was ordered.
    async fn order_last(&mut self, line: &mut Line) -> Result<(), Gone> {
        let Some(wanted) = self.wanted.last_mut().filter(|wanted| !wanted.acknowledged) else {
            return Ok(());
        };
        if let Some(number) = wanted.of {
            return self.order_many(number, line).await;
        }
        let key = key_of(wanted.phone);
        let fields = [key.as_bytes(), wanted.uuid.as_bytes(), wanted.kind.as_bytes(), wanted.name.as_bytes()];
        match self.phones[&key].1.stir(line.ask("order", &fields)).await {
            // 409: an earlier order, whose answer was lost, took place.
            Ok((200 | 409, _)) => wanted.acknowledged = true,
            Ok((503, _)) => {}
            Ok((status, _)) => panic!("{wanted:?}: {status}"),
            Err(gone) => {
                self.doubts += 1;
                return Err(gone);
            }
        }
        Ok(())
    }

    /// Places an order to many, and then carries it out, a step at a time: another life of the server may do the next one.
    async fn order_many(&mut self, number: usize, line: &mut Line) -> Result<(), Gone> {
        let Self { wanted, many, phones, .. } = self;
        let many = &mut many[number];
        let id = many.id.clone();
        let (verb, fields) = if many.placed {
            ("expand", vec![id])
        } else {
            let last = &wanted[wanted.len() - 1];
            // The strangers stand between the first ones and the rest.
            let key = |phone: &usize| key_of(*phone);
            let strangers = (0..many.strangers).map(|nth| format!("device/STRANGER-{nth}"));
            let (first, rest) = many.phones.split_at(many.phones.len() / 2);
            let keys = first.iter().map(key).chain(strangers).chain(rest.iter().map(key));
            let command = [id, last.uuid.clone(), last.kind.to_owned(), last.name.clone()];
            ("place", command.into_iter().chain(keys).collect())
        };
        let fields: Vec<_> = fields.iter().map(String::as_bytes).collect();
        let stirs: Vec<_> = many.phones.iter().map(|phone| &phones[&key_of(*phone)].1).collect();
        stirs.iter().for_each(|stirs| stirs.begin());
        let answer = line.ask(verb, &fields).await;
        stirs.iter().for_each(|stirs| stirs.end());
        match answer {
            Ok((200, _)) if !many.placed => many.placed = true,
            Ok((200, more)) if more[0] == b"false" => {
                let carried = wanted.iter_mut().filter(|wanted| wanted.of == Some(number));
                carried.for_each(|wanted| wanted.acknowledged = true);
            }
            Ok((200 | 503, _)) => {}
            Ok((status, _)) => {
                let wrong =
                    format!("{verb} of the order to many {}, placed: {}: {status}", many.id, many.placed);
                self.wrong.get_or_insert(wrong);
            }
            Err(gone) => {
                self.doubts += 1;
                return Err(gone);
            }
        }
        Ok(())
    }

    /// Takes back one of the last ones.
    async fn cancel(&mut self, line: &mut Line) -> Result<(), Gone> {
        let back = usize::try_from(self.dice.below(10)).unwrap();
        let Some(wanted) = self.wanted.iter_mut().rev().nth(back) else { return Ok(()) };
        let key = key_of(wanted.phone);
        let fields = [key.as_bytes(), wanted.uuid.as_bytes()];
        let (status, _) = self.phones[&key].1.stir(line.ask("cancel", &fields)).await?;
        // Anything else says that it is final, or that nobody knows it.
        wanted.cancelled |= status == 200;
        Ok(())
    }
}

/// Sends pushes to where the phones are, for whichever node asks for it.
#[derive(Default)]
pub(crate) struct Pusher {
    pub(crate) pushes: u64,
    /// How often another node pushed than before.
    pub(crate) handovers: u64,
    /// What is wrong with the pushes.
    pub(crate) wrong: Option<String>,
    /// The process that pushed last.
    pub(crate) holder: Option<u64>,
    /// What was accepted and not told yet, by process.
    accepted: BTreeMap<u64, Fields>,
    /// Until when what a process has handed out may be sent, by process.
    may_send: BTreeMap<u64, u64>,
    /// Until when the last push to a phone may be sent, and how often something had been asked for the phone by then.
    last: BTreeMap<String, (u64, (u64, bool))>,
}

impl Pusher {
    pub(crate) async fn live(&mut self, round: &Arc<Round>, to: &Mailboxes) -> Result<(), Gone> {
        let mut line = Line::open(round).await?;
        loop {
            self.step(&mut line, to).await?;
            line.wait(2_000).await;
        }
    }

    /// Tells every node which of its pushes were accepted, and accepts the next ones.
    pub(crate) async fn step(&mut self, line: &mut Line, to: &Mailboxes) -> Result<(), Gone> {
        let alive: BTreeSet<u64> = line.round.nodes.iter().map(|node| node.number).collect();
        self.accepted.retain(|node, _| alive.contains(node));
        for (at, node) in line.round.nodes.clone().iter().enumerate() {
            let told = self.accepted.entry(node.number).or_default();
            let told: Vec<&[u8]> = told.iter().map(Vec::as_slice).collect();
            // Whatever came of it otherwise: they were taken.
            let (_, pushes) = line.ask_at(at, "push", &told).await?;
            let pushes: Vec<_> = pushes.chunks_exact(5).collect();
            for push in &pushes {
                let [_, phone, token, magic, not_after] = push else { panic!("five fields") };
                let (mailbox, stirs) = &to[text(phone)];
                self.look(node.number, text(phone), line.asked_at, number(not_after), stirs.count());
                assert_eq!(text(token), format!("token of {}", text(phone).rsplit_once('-').unwrap().1));
                *mailbox.lock().unwrap() = Some(format!("{{\"mdm\":\"{}\"}}", text(magic)).into_bytes());
                self.pushes += 1;
            }
            self.accepted.insert(node.number, pushes.iter().map(|push| push[0].clone()).collect());
        }
        Ok(())
    }

    /// One node at a time, and nobody is woken twice within its lease.
    fn look(&mut self, node: u64, phone: &str, now: u64, not_after: u64, stirs: (u64, bool)) {
        let others = self.may_send.iter().filter(|(other, _)| **other != node);
        if let Some((other, until)) =
            others.max_by_key(|(_, until)| **until).filter(|(_, until)| now <= **until)
        {
            let wrong = format!("process {node} pushes at {now}, and process {other} may until {until}");
            self.wrong.get_or_insert(wrong);
        }
        if let Some((until, (before, is_over))) = self.last.insert(phone.to_owned(), (not_after, stirs))
            && (now <= until && is_over && before == stirs.0)
        {
            let wrong = format!(
                "{phone} is woken at {now} for nothing new, and was by a push that may go out until {until}"
            );
            self.wrong.get_or_insert(wrong);
        }
        self.may_send.insert(node, not_after);
        self.handovers += u64::from(self.holder.replace(node).is_some_and(|holder| holder != node));
    }
}

/// An event of the trail, as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) position: u64,
    pub(crate) id: String,
    pub(crate) record: String,
    pub(crate) at: u64,
    pub(crate) body: Vec<u8>,
}

/// Reads what is new in the trail, as a consumer of events does, and never asks again for what it has.
#[derive(Default)]
pub(crate) struct Reader {
    pub(crate) trail: Vec<Told>,
}

impl Reader {
    pub(crate) async fn live(&mut self, round: &Arc<Round>) -> Result<(), Gone> {
        let mut line = Line::open(round).await?;
        loop {
            self.read_on(&mut line).await?;
            line.wait(3_000).await;
        }
    }

    /// Whether there was anything.
    pub(crate) async fn read_on(&mut self, line: &mut Line) -> Result<bool, Gone> {
        let after = self.trail.last().map_or_else(String::new, |told| told.position.to_string());
        let (status, page) = line.ask("trail", &[after.as_bytes()]).await?;
        assert!(matches!(status, 200 | 503), "{status}");
        self.trail.extend(page.chunks_exact(5).map(|event| Told {
            position: number(&event[0]),
            id: text(&event[1]).to_owned(),
            record: text(&event[2]).to_owned(),
            at: number(&event[3]),
            body: event[4].clone(),
        }));
        Ok(!page.is_empty())
    }
}

const DAY: u64 = 86_400;
/// More than one step of an order to many takes.
const STRANGERS: usize = 130;

fn enrollment_profile() -> Vec<u8> {
    let payload = |kind: &str, uuid: u32, rest: &str| {
        format!(
            "<dict><key>PayloadType</key><string>{kind}</string><key>PayloadIdentifier</key>\
             <string>enrollment.{uuid}</string><key>PayloadUUID</key><string>{uuid}</string>\
             <key>PayloadVersion</key><integer>1</integer>{rest}</dict>"
        )
    };
    let mdm = format!(
        "<key>ServerURL</key><string>https://mdm.example.com/</string><key>Topic</key><string>{TOPIC}</string>\
         <key>IdentityCertificateUUID</key><string>2</string>"
    );
    let scep = "<key>PayloadContent</key><dict><key>URL</key>\
                <string>https://mdm.example.com/certificate</string></dict>";
    let content = payload("com.apple.mdm", 1, &mdm) + &payload("com.apple.security.scep", 2, scep);
    profile("enrollment", &format!("<key>PayloadContent</key><array>{content}</array>"))
}
