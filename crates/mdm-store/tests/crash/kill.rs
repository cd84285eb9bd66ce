//! A server that is killed again and again, in the middle of whatever it does; and several on one store, of which one is
//! killed at a time, while devices hop between them.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use mdm_pki::CertificateAuthority;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::Dice;
use crate::flawed::Flaw;
use crate::fleet::{Administrator, Gone, Guest, Line, Mailboxes, Node, Pusher, Reader, Round, Sight, key_of};
use crate::folder::Folder;
use crate::judge::{Judge, Kept};
use crate::wire::{number, text};

/// What is to be done.
#[derive(Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) kills: u64,
    pub(crate) seed: u64,
    pub(crate) flaw: Flaw,
    /// How many processes serve at once.
    pub(crate) nodes: usize,
}

/// Where the server keeps everything.
pub(crate) enum Place {
    File,
    #[cfg(feature = "postgres")]
    Schema(crate::cluster::Server),
}

/// Runs a plan; says what happened, or what is wrong.
pub(crate) fn run(place: &Place, plan: Plan) -> Result<String, String> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let outcome = runtime.block_on(World::new(place, plan).run());
    outcome.map_err(|wrong| format!("seed {}: {wrong}", plan.seed))
}

const PHONES: u64 = 6;

/// Everything outside of the server.
struct World<'a> {
    place: &'a Place,
    plan: Plan,
    /// Goes away at the end.
    _folder: Folder,
    /// Arguments of the server.
    store: Vec<String>,
    clock: Arc<watch::Sender<u64>>,
    nodes: Vec<Arc<Node>>,
    /// How many processes there were.
    started: u64,
    dice: Dice,
    guests: Vec<Guest>,
    mailboxes: Mailboxes,
    administrator: Administrator,
    pusher: Pusher,
    reader: Reader,
    judge: Judge,
}

impl<'a> World<'a> {
    fn new(place: &'a Place, plan: Plan) -> Self {
        let folder = Folder::new();
        let start = 1_800_000_000_000;
        let clock = Arc::new(watch::Sender::new(start));
        let now = std::time::UNIX_EPOCH + Duration::from_millis(start);
        let authority =
            CertificateAuthority::mint("Devices", Duration::from_secs(20 * 365 * 86_400), now).unwrap();
        let anchor = folder.file("anchor.der");
        std::fs::write(&anchor, authority.certificate().as_der()).unwrap();
        let mut store = vec![shown(&anchor)];
        match place {
            Place::File => store.push(shown(&folder.file("store.db"))),
            #[cfg(feature = "postgres")]
            Place::Schema(server) => store.extend([server.text().to_owned(), server.options().schema]),
        }
        let (mut dice, authority) = (Dice(plan.seed), Arc::new(authority));
        let guests: Vec<_> = (0..usize::try_from(PHONES).unwrap())
            .map(|number| Guest::new(number, dice.next(), Arc::clone(&authority)))
            .collect();
        let mailboxes: Mailboxes = guests.iter().map(Guest::mailbox).collect();
        Self {
            place,
            plan,
            _folder: folder,
            store,
            clock,
            nodes: Vec::new(),
            started: 0,
            mailboxes: mailboxes.clone(),
            guests,
            administrator: Administrator::new(mailboxes, dice.next()),
            dice,
            pusher: Pusher::default(),
            reader: Reader::default(),
            judge: Judge::default(),
        }
    }

    async fn run(mut self) -> Result<String, String> {
        let round = self.start(Flaw::None);
        for guest in &mut self.guests {
            guest.enroll(&round).await;
        }
        round.kill_all();
        for kill in 1..=self.plan.kills {
            self.round().await.map_err(|wrong| format!("after {} kills: {wrong}", kill - 1))?;
            #[cfg(feature = "postgres")]
            if let Place::Schema(server) = self.place
                && kill % 10 == 0
            {
                server.crash();
            }
        }
        self.end().await
    }

    /// One life of the server.
    async fn round(&mut self) -> Result<(), String> {
        let round = self.start(self.plan.flaw);
        let looked = self.look(&round).await.unwrap_or_else(|Gone| Err("the server died".to_owned()));
        if looked.is_err() {
            round.kill_all();
            return looked;
        }
        let requests = (20 + self.dice.below(80)) / self.plan.nodes as u64;
        round.kill_after(i64::try_from(requests).unwrap());
        let mut phones = self.phones(&round, false);
        let orders = async {
            let gone = self.administrator.live(&round).await;
            // If it died by itself.
            round.end();
            gone
        };
        let pushes = self.pusher.live(&round, &self.mailboxes);
        let _gone = tokio::join!(orders, pushes, self.reader.live(&round));
        self.come_home(&mut phones).await;
        if !round.was_killed() {
            return Err("the server ended by itself".to_owned());
        }
        if let Some(wrong) = self.pusher.wrong.take().or_else(|| self.administrator.wrong.take()) {
            return Err(wrong);
        }
        match self.guests.iter().find(|guest| guest.is_failed) {
            Some(guest) => Err(format!("the server cannot serve phone {}", guest.number)),
            None => Ok(()),
        }
    }

    /// What is kept after a restart, before anybody says anything.
    async fn look(&mut self, round: &Arc<Round>) -> Result<Result<(), String>, Gone> {
        let mut line = Line::open(round).await?;
        for guest in &self.guests {
            let kept = history(&mut line, guest.number, self.judge.open_from(guest.number)).await?;
            let wake = line.ask_surely("wake", &[key_of(guest.number).as_bytes()]).await?;
            let wanted = &self.administrator.wanted;
            let looked = self.judge.after_restart(guest.number, wanted, &kept, wake[0] == b"true");
            if looked.is_err() {
                return Ok(looked);
            }
        }
        self.judge_many(&mut line).await
    }

    /// All phones were looked at.
    async fn judge_many(&mut self, line: &mut Line) -> Result<Result<(), String>, Gone> {
        for many in &self.administrator.many {
            if self.judge.is_through(many) {
                continue;
            }
            let progress = loop {
                match line.ask("progress", &[many.id.as_bytes()]).await? {
                    (503, _) => {}
                    (404, _) => break None,
                    (200, progress) => break Some(progress),
                    (status, _) => return Ok(Err(format!("progress of {}: {status}", many.id))),
                }
            };
            let judged = self.judge.see_many(many, progress.as_deref());
            if judged.is_err() {
                return Ok(judged);
            }
        }
        Ok(Ok(()))
    }

    /// Nobody is killed any more, and phones are unlocked and in reach. Everything comes to its end.
    async fn end(&mut self) -> Result<String, String> {
        let round = self.start(self.plan.flaw);
        let mut phones = self.phones(&round, true);
        let orders = async {
            let outcome = self.administrator.rest(&round, &self.judge).await;
            round.end();
            outcome
        };
        let pushes = self.pusher.live(&round, &self.mailboxes);
        let (rested, ..) = tokio::join!(orders, pushes, self.reader.live(&round));
        rested.map_err(|Gone| "the server died".to_owned())?;
        self.come_home(&mut phones).await;
        round.kill();
        let round = self.start(self.plan.flaw);
        let outcome = self.sentence(&round).await.unwrap_or_else(|Gone| Err("the server died".to_owned()));
        round.kill_all();
        if let Some(wrong) = self.pusher.wrong.take().or_else(|| self.administrator.wrong.take()) {
            return Err(wrong);
        }
        if self.plan.nodes > 1 && self.plan.kills > 5 && self.pusher.handovers == 0 {
            return Err("no other node ever pushed than the first one".to_owned());
        }
        outcome.map(|()| self.summary())
    }

    async fn sentence(&mut self, round: &Arc<Round>) -> Result<Result<(), String>, Gone> {
        let mut line = Line::open(round).await?;
        for guest in &self.guests {
            let kept = history(&mut line, guest.number, None).await?;
            let judged = self.judge.at_the_end(guest, &self.administrator.wanted, &kept);
            if judged.is_err() {
                return Ok(judged);
            }
        }
        let judged = self.judge_many(&mut line).await?;
        if judged.is_err() {
            return Ok(judged);
        }
        if let Some(open) = self.administrator.many.iter().find(|many| !self.judge.is_through(many)) {
            return Ok(Err(format!("an order to many is not through: {}", open.id)));
        }
        // Two hours pass, and nobody is woken for nothing.
        let before = self.pusher.pushes;
        for _ in 0..720 {
            self.pusher.step(&mut line, &self.mailboxes).await?;
            round.pass(10_000);
        }
        if self.pusher.pushes > before {
            return Ok(Err("a phone is woken, and nothing is open".to_owned()));
        }
        while self.reader.read_on(&mut line).await? {}
        let mut whole = Reader::default();
        while whole.read_on(&mut line).await? {}
        let wanted = &self.administrator.wanted;
        Ok(self.judge.trail(&self.reader.trail, &whole.trail, wanted, &self.guests))
    }

    fn phones(&mut self, round: &Arc<Round>, calm: bool) -> JoinSet<Guest> {
        self.guests.drain(..).map(|guest| guest.live(Arc::clone(round), calm)).collect()
    }

    async fn come_home(&mut self, phones: &mut JoinSet<Guest>) {
        while let Some(guest) = phones.join_next().await {
            self.guests.push(guest.unwrap());
        }
        self.guests.sort_by_key(|guest| guest.number);
    }

    /// A new life of the node that was killed, and another one is going to be: every other time the one that pushes.
    fn start(&mut self, flaw: Flaw) -> Arc<Round> {
        self.nodes.retain(|node| !node.is_killed());
        let old = self.nodes.len();
        while self.nodes.len() < self.plan.nodes {
            self.started += 1;
            self.nodes.push(Arc::new(self.node(flaw)));
        }
        // The lease of the one before has ended, and a minute more: what it may have sent counts for so long. Where others
        // live, it has perhaps not.
        let pause = if old == 0 { 100_000 } else { self.dice.below(200_000) };
        self.clock.send_modify(|now| *now += pause);
        let mut victim = 0;
        if self.plan.nodes > 1 {
            victim = usize::try_from(self.dice.below(self.nodes.len() as u64)).unwrap();
            let holder = self.nodes.iter().position(|node| Some(node.number) == self.pusher.holder);
            victim = holder.filter(|_| self.dice.below(2) == 0).unwrap_or(victim);
        }
        let spin = self.dice.below(100_000);
        Arc::new(Round::new(self.nodes.clone(), victim, Arc::clone(&self.clock), spin))
    }

    fn node(&self, flaw: Flaw) -> Node {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.arg("serve").arg(format!("{flaw:?}")).args(&self.store);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut port = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut port).unwrap();
        Node::new(self.started, port.trim().parse().expect("the server starts"), child)
    }

    fn summary(&self) -> String {
        let sights = || self.guests.iter().flat_map(|guest| &guest.seen);
        let received = sights().filter(|sight| matches!(sight, Sight::Received(_))).count();
        let told = |status: &str| {
            sights().filter(|sight| matches!(sight, Sight::Told(_, told) if told == status)).count()
        };
        format!(
            "{} kills: {} orders acknowledged, {} with an order to many, {} after their answer was lost; {received} commands \
             received; {} reports of Acknowledged, {} of Error, {} of NotNow taken; {} pushes, {} times by another \
             process than before; {} events",
            self.plan.kills,
            self.administrator.wanted.len(),
            self.administrator.many.iter().map(|many| many.phones.len()).sum::<usize>(),
            self.administrator.doubts,
            told("Acknowledged"),
            told("Error"),
            told("NotNow"),
            self.pusher.pushes,
            self.pusher.handovers,
            self.reader.trail.len(),
        )
    }
}

/// The history of a phone behind a place.
pub(crate) async fn history(line: &mut Line, phone: usize, after: Option<u64>) -> Result<Vec<Kept>, Gone> {
    let (mut history, mut after) = (Vec::new(), after);
    loop {
        let from = after.map_or_else(String::new, |after| after.to_string());
        let page = line.ask_surely("history", &[key_of(phone).as_bytes(), from.as_bytes()]).await?;
        history.extend(page.chunks_exact(3).map(|row| Kept {
            seq: number(&row[0]),
            uuid: text(&row[1]).to_owned(),
            state: text(&row[2]).to_owned(),
        }));
        if page.is_empty() {
            return Ok(history);
        }
        after = history.last().map(|kept| kept.seq);
    }
}

fn shown(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}
