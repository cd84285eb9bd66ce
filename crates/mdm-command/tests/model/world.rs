//! One state of the world: the real queue, the device, what the server owes it; and what can happen next.

use std::fmt;
use std::time::{Duration, SystemTime};

use mdm_command::{Answer, Change, Context, Event, Fact, Queue, State, Turn, Wake};
use mdm_lock::{Footprint, LockState, LostMode, Subject};

use crate::canon::redelivery;
use crate::catalog::{Kind, MOST, name};
use crate::device::{Device, Lock, Phase, Report, Status};
use crate::promise::{self, Broken};
use crate::scenario::{Assume, Bounds, Mutant, Scenario};

/// More than the silence that ends a session.
const SILENCE: Duration = Duration::from_secs(301);
/// More than any pause, and again as much.
const LONG: Duration = Duration::from_secs(2 * 3601);

#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) queue: Queue,
    /// What was queued, by place.
    pub(crate) kinds: [Kind; MOST as usize],
    /// Which are chained to the one before them, by place: kept apart from the queue's own notes, as all of these.
    pub(crate) chained: u8,
    /// Which are the second of a group.
    pub(crate) grouped: u8,
    /// Which the caller holds.
    pub(crate) held: u8,
    /// In how many sessions each was refused, up to three.
    pub(crate) times: [u8; MOST as usize],
    pub(crate) device: Device,
    /// What the last decision said about waking.
    pub(crate) owed: Wake,
    pub(crate) now: SystemTime,
    /// Commands refused in the session, by place: kept apart from the queue's own notes.
    pub(crate) refused: u8,
    /// Overtakings on record.
    pub(crate) overtakings: u16,
    /// A copy of a report that is still under way.
    pub(crate) copy: Option<Report>,
    /// What may still happen.
    pub(crate) left: Bounds,
}

/// One thing that happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Enqueue(Kind),
    /// Chained to the command before it.
    EnqueueChained(Kind),
    /// Two as one step.
    EnqueueGroup(Kind, Kind),
    Cancel(u8),
    Hold(u8),
    Release(u8),
    /// The report arrives, and the reply too.
    Exchange,
    /// The report arrives and is committed; the reply is lost, or the server fell before it went out.
    /// (A request that is lost, and a server that falls before the commit, change nothing: the device says it
    /// again.)
    ReplyLost,
    /// The report arrives twice; the device gets the first reply.
    DoubledFirst,
    /// The report arrives twice; the device gets the second reply.
    DoubledSecond,
    /// The device loses what it wanted to say: the session is over.
    Falls,
    /// The device loses the command before it runs: the session is over.
    Drops,
    /// The device runs or refuses what it holds.
    Executes,
    /// It fails, without effect.
    Fails,
    Locks,
    Unlocks,
    /// The device starts anew, and has forgotten the session.
    Restarts,
    /// The push that is due arrives.
    Push,
    ComesByItself,
    /// The device polls for a reason of its own.
    PollsOutOfTurn,
    /// Something about its state changes, of which the server knows nothing.
    Stirs,
    /// Nothing happens for so long that the session counts as over.
    Silence,
    /// Nothing happens for hours.
    LongSilence,
    /// The report arrives, and a copy of it stays under way.
    Copied,
    /// The copy arrives; the reply reaches nobody.
    CopyArrives,
    /// A1 or A2 off: what was kept runs.
    RunsKept,
    /// A5 off: the app arrives.
    Lands,
    /// A6 off: the user removes profile A.
    UserRemoves,
}

impl World {
    pub(crate) fn new(scenario: &Scenario) -> Self {
        Self {
            queue: Queue::default(),
            kinds: [Kind::Unknown; MOST as usize],
            chained: 0,
            grouped: 0,
            held: 0,
            times: [0; MOST as usize],
            device: Device::default(),
            owed: Wake::NotNeeded,
            now: crate::canon::base(),
            refused: 0,
            overtakings: 0,
            copy: None,
            left: scenario.bounds,
        }
    }

    /// How many commands were queued.
    pub(crate) fn queued(&self) -> u8 {
        u8::try_from(self.queue.state().last_seq).unwrap()
    }

    pub(crate) fn kind(&self, seq: u8) -> Kind {
        self.kinds[usize::from(seq - 1)]
    }

    pub(crate) fn places(&self) -> impl Iterator<Item = u8> + use<> {
        1..=self.queued()
    }

    pub(crate) fn overtook(&self, later: u8, earlier: u8) -> bool {
        self.overtakings & pair(later, earlier) != 0
    }

    pub(crate) fn is_chained(&self, seq: u8) -> bool {
        self.chained & (1 << (seq - 1)) != 0
    }

    pub(crate) fn is_grouped(&self, seq: u8) -> bool {
        self.grouped & (1 << (seq - 1)) != 0
    }

    /// The members of its group, or the command alone.
    fn members(&self, seq: u8) -> impl Iterator<Item = u8> + Clone {
        let second = seq < self.queued() && self.is_grouped(seq + 1);
        (seq - u8::from(self.is_grouped(seq)))..=(seq + u8::from(second))
    }

    /// A group goes in the lowest lane of its members.
    pub(crate) fn urgency(&self, seq: u8) -> u8 {
        self.members(seq).map(|seq| self.kind(seq).urgency()).min().unwrap_or(0)
    }

    /// How urgent it is to those behind it: as urgent as the least urgent that it is chained to.
    fn slowed(&self, seq: u8) -> u8 {
        let own = self.urgency(seq);
        if self.is_chained(seq) { own.min(self.slowed(seq - 1)) } else { own }
    }

    pub(crate) fn may_be_passed(&self, seq: u8) -> bool {
        self.queue.at(u64::from(seq)).is_some_and(|entry| entry.passable)
    }

    /// Whether a later command has to wait for an earlier one by the contract, as long as that one is open.
    pub(crate) fn follows(&self, later: u8, earlier: u8, scenario: &Scenario) -> bool {
        let mut pairs =
            self.members(later).flat_map(|mine| self.members(earlier).map(move |its| (mine, its)));
        let conflict = pairs.any(|(mine, its)| self.kind(mine).conflicts(self.kind(its), scenario.wifi));
        let urgency = self.urgency(later);
        let waits =
            urgency < 2 && urgency <= self.slowed(earlier) && conflict && !self.may_be_passed(earlier);
        waits || (self.is_chained(later) && earlier + 1 == later)
    }

    /// An open command that the device would run, where others are refused for ever.
    pub(crate) fn behind_a_barrier(&self, scenario: &Scenario) -> Option<u8> {
        let open = self.queue.entries().filter(|entry| entry.is_open()).map(|entry| place(entry.seq));
        let mut others = open.filter(|seq| !scenario.never.contains(&self.kind(*seq)));
        others.next().filter(|_| !scenario.never.is_empty())
    }

    /// Everything that can happen now, within the bounds.
    pub(crate) fn actions(&self, scenario: &Scenario) -> Vec<Action> {
        let mut actions = Vec::with_capacity(16);
        let device = &self.device;
        if device.phase == Phase::Gone {
            // What is queued for a device that is gone is not its business; the record is closed by `clear`.
            return actions;
        }
        if self.queued() < self.left.commands {
            // Names do not matter: the first profile is A.
            let has_a = self.places().any(|seq| self.kind(seq).is_of_a());
            let both = scenario.alphabet.iter().any(|kind| kind.is_of_a());
            let fits = scenario.alphabet.iter().filter(|kind| has_a || !both || !kind.is_of_b());
            actions.extend(fits.clone().map(|kind| Action::Enqueue(*kind)));
            let last = self.queue.at(u64::from(self.queued()));
            if scenario.chains && last.is_some_and(|entry| entry.is_open()) {
                actions.extend(fits.map(|kind| Action::EnqueueChained(*kind)));
            }
        }
        if self.queued() + 1 < self.left.commands {
            let groups = scenario.groups.iter();
            actions.extend(groups.map(|(first, second)| Action::EnqueueGroup(*first, *second)));
        }
        for entry in self.queue.entries().filter(|entry| entry.is_open()) {
            let seq = place(entry.seq);
            if self.held & (1 << (seq - 1)) != 0 {
                actions.push(Action::Release(seq));
            } else if self.left.holds > 0 {
                actions.push(Action::Hold(seq));
            }
        }
        if self.left.cancels > 0 {
            let open = self.queue.entries().filter(|entry| entry.is_open());
            actions.extend(open.map(|entry| Action::Cancel(place(entry.seq))));
        }
        let faults = self.left.faults > 0;
        match device.phase {
            Phase::Says(report) => {
                actions.push(Action::Exchange);
                if faults {
                    actions.extend([Action::ReplyLost, Action::DoubledSecond, Action::Falls]);
                    if report == Report::Idle {
                        // Otherwise both replies are the same, and checked to be.
                        actions.push(Action::DoubledFirst);
                    }
                }
            }
            Phase::Holds(_) => {
                actions.push(Action::Executes);
                if faults {
                    actions.extend([Action::Drops, Action::Fails]);
                }
            }
            Phase::Asleep => {
                if matches!(self.owed, Wake::Due(_)) {
                    actions.push(Action::Push);
                } else if device.comes_by_itself() {
                    actions.push(Action::ComesByItself);
                } else if faults && self.queue.open() > 0 {
                    actions.push(Action::PollsOutOfTurn);
                }
            }
            Phase::Gone => {}
        }
        if self.left.locks > 0 && !scenario.refuses.is_empty() {
            if device.lock == Lock::Unlocked {
                actions.push(Action::Locks);
            } else if !device.lost {
                actions.push(Action::Unlocks);
            }
            actions.push(Action::Restarts);
        }
        if self.queue.open() > 0 {
            if !self.queue.is_silent(self.now) {
                actions.push(Action::Silence);
            } else if self.queue.state().backoff.refusals > 0 {
                actions.push(Action::LongSilence);
            }
        }
        let may_run = scenario.without != Some(Assume::RefusalIsForgotten) || device.lock == Lock::Unlocked;
        if device.kept != 0 && may_run && !matches!(device.phase, Phase::Holds(_)) {
            actions.push(Action::RunsKept);
        }
        let copies = scenario.without == Some(Assume::ReportsInOrder) && faults && self.copy.is_none();
        if copies && matches!(device.phase, Phase::Says(_)) {
            actions.push(Action::Copied);
        }
        if self.copy.is_some() {
            actions.push(Action::CopyArrives);
        }
        if device.landing != 0 {
            actions.push(Action::Lands);
        }
        if scenario.without == Some(Assume::OnlyMdmChanges) && device.has[0] != 0 {
            actions.push(Action::UserRemoves);
        }
        actions
    }

    /// Lets it happen, and checks every promise that one step can break.
    pub(crate) fn step(&mut self, action: Action, scenario: &Scenario) -> Result<(), Broken> {
        match action {
            Action::Enqueue(kind) => self.enqueue(&[kind], None, scenario)?,
            Action::EnqueueChained(kind) => self.enqueue(&[kind], Some(self.queued()), scenario)?,
            Action::EnqueueGroup(first, second) => self.enqueue(&[first, second], None, scenario)?,
            Action::Hold(seq) | Action::Release(seq) => {
                let subject = subject();
                let context = context(scenario, &subject);
                let turn = if matches!(action, Action::Hold(_)) {
                    self.left.holds -= 1;
                    self.held |= 1 << (seq - 1);
                    self.queue.hold(&name(seq), &context, self.now)
                } else {
                    self.held &= !(1 << (seq - 1));
                    self.queue.release(&name(seq), &context, self.now)
                };
                self.take(turn.unwrap(), None, scenario)?;
            }
            Action::Cancel(seq) => {
                self.left.cancels -= 1;
                let subject = subject();
                let context = context(scenario, &subject);
                let turn = self.queue.cancel(&name(seq), &context, self.now).unwrap();
                self.take(turn, None, scenario)?;
            }
            Action::Exchange => {
                let reply = self.server_takes(self.says(), scenario)?;
                self.receive(reply);
            }
            Action::Copied => {
                self.left.faults -= 1;
                self.copy = Some(self.says());
                let reply = self.server_takes(self.says(), scenario)?;
                self.receive(reply);
            }
            Action::CopyArrives => {
                let last_not_now = self.device.last_not_now;
                let Some(copy) = self.copy.take() else { unreachable!("{self:?}") };
                self.server_takes(copy, scenario)?;
                // The device knows nothing of it.
                self.device.last_not_now = last_not_now;
            }
            Action::ReplyLost => {
                self.left.faults -= 1;
                self.server_takes(self.says(), scenario)?;
                self.erased_is_gone();
            }
            Action::DoubledFirst | Action::DoubledSecond => {
                self.left.faults -= 1;
                let first = self.server_takes(self.says(), scenario)?;
                let second = self.server_takes(self.says(), scenario)?;
                promise::same_reply(self, first, second)?;
                self.receive(if action == Action::DoubledFirst { first } else { second });
            }
            Action::Falls | Action::Drops => {
                self.left.faults -= 1;
                self.abandon(scenario);
            }
            Action::Executes => {
                let Phase::Holds(seq) = self.device.phase else { unreachable!("{self:?}") };
                promise::about_to_run(self, seq)?;
                let done = self.device.execute(seq, self.kind(seq), scenario);
                if done.ran {
                    promise::executed(self, seq, scenario)?;
                }
            }
            Action::Fails => {
                self.left.faults -= 1;
                let Phase::Holds(seq) = self.device.phase else { unreachable!("{self:?}") };
                self.device.phase = Phase::Says(Report::Result(seq, Status::Error));
            }
            Action::Locks => {
                self.left.locks -= 1;
                self.device.set_lock(Lock::Locked);
            }
            Action::Unlocks => {
                self.left.locks -= 1;
                self.device.set_lock(Lock::Unlocked);
            }
            Action::Restarts => {
                self.left.locks -= 1;
                self.abandon(scenario);
                self.device.set_lock(Lock::BeforeFirstUnlock);
                if scenario.without == Some(Assume::ComesBackAfterNotNow) {
                    self.device.last_not_now = false;
                }
            }
            Action::Push => {
                let Wake::Due(due) = self.owed else { unreachable!("{self:?}") };
                self.now = self.now.max(due);
                self.device.phase = Phase::Says(Report::Idle);
            }
            Action::ComesByItself => self.device.phase = Phase::Says(Report::Idle),
            Action::PollsOutOfTurn => {
                self.left.faults -= 1;
                self.device.phase = Phase::Says(Report::Idle);
            }
            Action::Stirs => self.device.changed = true,
            Action::Silence => self.now += SILENCE,
            Action::LongSilence => self.now += LONG,
            Action::RunsKept => {
                let seq = std::mem::take(&mut self.device.kept);
                self.device.effect(seq, self.kind(seq), scenario);
                promise::executed(self, seq, scenario)?;
            }
            Action::Lands => {
                let seq = std::mem::take(&mut self.device.landing);
                self.device.has[2] = seq;
            }
            Action::UserRemoves => self.device.has[0] = 0,
        }
        promise::always(self, scenario)
    }

    fn enqueue(&mut self, kinds: &[Kind], after: Option<u8>, scenario: &Scenario) -> Result<(), Broken> {
        let wifi = scenario.wifi && scenario.without != Some(Assume::CompleteFootprints);
        let first = self.queued() + 1;
        let mut batch = Vec::new();
        for (seq, kind) in (first..).zip(kinds) {
            let footprint = match scenario.mutant {
                Some(Mutant::NoFootprints) => Footprint::new(),
                _ => kind.footprint(wifi),
            };
            let mut order = kind.order(seq, footprint);
            order.terms.redelivery = redelivery(scenario);
            order.after = after.iter().map(|earlier| name(*earlier)).collect();
            order.group = Some(0);
            batch.push(order);
            self.kinds[usize::from(seq - 1)] = *kind;
            let bit = 1 << (seq - 1);
            self.grouped |= if seq > first { bit } else { 0 };
            self.chained |= if seq > first || after.is_some() { bit } else { 0 };
        }
        let subject = subject();
        let receipt = self.queue.enqueue(batch, &context(scenario, &subject), self.now).unwrap();
        self.take(receipt.turn, None, scenario)
    }

    fn says(&self) -> Report {
        let Phase::Says(report) = self.device.phase else { unreachable!("{self:?}") };
        report
    }

    /// The server decides on a report, and commits. Comes back with the command of the reply.
    fn server_takes(&mut self, report: Report, scenario: &Scenario) -> Result<Option<u8>, Broken> {
        if report == Report::Idle || self.queue.is_silent(self.now) {
            self.refused = 0;
        }
        self.device.last_not_now = matches!(report, Report::Result(_, Status::NotNow));
        if let Report::Result(seq, Status::NotNow) = report {
            let open = self.queue.at(u64::from(seq)).is_some_and(|entry| entry.is_open());
            if open && self.refused & (1 << (seq - 1)) == 0 && self.kind(seq) == Kind::Unknown {
                let times = &mut self.times[usize::from(seq - 1)];
                *times = (*times + 1).min(3);
            }
            self.refused |= 1 << (seq - 1);
        }
        let before = (scenario.mutant == Some(Mutant::BeliefWithholds)).then(|| self.clone());
        let mut reply = self.decide(report, scenario)?;
        match scenario.mutant {
            Some(Mutant::RefusedIsOfferedAtOnce)
                if reply.is_none() && matches!(report, Report::Result(_, Status::NotNow)) =>
            {
                reply = self.decide(Report::Idle, scenario)?;
            }
            Some(Mutant::BeliefWithholds) => {
                let locked = self.queue.belief().state == LockState::Locked;
                let install =
                    reply.is_some_and(|seq| matches!(self.kind(seq), Kind::InstallA | Kind::InstallB));
                if let Some(mut before) = before.filter(|_| locked && install && report == Report::Idle) {
                    before.owed = Wake::ByItself(None);
                    *self = before;
                    reply = None;
                }
            }
            _ => {}
        }
        Ok(reply)
    }

    fn decide(&mut self, report: Report, scenario: &Scenario) -> Result<Option<u8>, Broken> {
        let subject = subject();
        let context = context(scenario, &subject);
        let fresh = report == Report::Idle || self.queue.is_silent(self.now);
        let uuid = match report {
            Report::Idle => name(1),
            Report::Result(seq, _) => name(seq),
        };
        let error = |lost_mode| Answer::Error { uuid: &uuid, outcome: None, lost_mode };
        let answer = match report {
            Report::Idle => Answer::Idle,
            Report::Result(_, Status::Acknowledged) => Answer::Acknowledged { uuid: &uuid },
            Report::Result(_, Status::NotNow) => Answer::NotNow { uuid: &uuid },
            Report::Result(_, Status::Error) => error(None),
            Report::Result(_, Status::InLostMode) => error(Some(LostMode::On)),
            Report::Result(_, Status::NotInLostMode) => error(Some(LostMode::Off)),
        };
        let turn = self.queue.report(&answer, &context, self.now).unwrap();
        let next = turn.next.as_ref().and_then(|next| self.queue.at(next.seq));
        let next = next.map(|entry| (place(entry.seq), entry.state));
        self.take(turn, Some(report), scenario)?;
        promise::offered(self, next, fresh, scenario)?;
        Ok(next.map(|(seq, _)| seq))
    }

    /// Commits a decision.
    fn take(&mut self, mut turn: Turn, report: Option<Report>, scenario: &Scenario) -> Result<(), Broken> {
        let before = self.queue.clone();
        mutate(&mut turn, scenario.mutant);
        for change in &turn.changes {
            self.queue.apply(change);
        }
        mutate_queue(&mut self.queue, &turn, scenario.mutant);
        if turn.wake != Wake::Unchanged {
            self.owed = turn.wake;
        }
        for entry in self.queue.entries().filter(|entry| !entry.is_open()) {
            self.held &= !(1 << (entry.seq - 1));
        }
        for fact in &turn.facts {
            if let Fact::Overtakes { uuid, overtaken } = fact {
                let place = |uuid| self.queue.entry(uuid).map_or(0, |entry| place(entry.seq));
                self.overtakings |= pair(place(uuid), place(overtaken));
            }
        }
        promise::decided(&before, self, report, &turn.facts, scenario)
    }

    fn receive(&mut self, reply: Option<u8>) {
        self.device.phase = match reply {
            Some(seq) => Phase::Holds(seq),
            None => Phase::Asleep,
        };
        self.erased_is_gone();
    }

    /// Apple, Erase a Device: the answer is sent once before the device is erased, whether or not it arrives.
    fn erased_is_gone(&mut self) {
        if self.places().any(|seq| self.kind(seq) == Kind::Erase && self.device.ran(seq)) {
            self.device.phase = Phase::Gone;
        }
    }

    fn abandon(&mut self, scenario: &Scenario) {
        if let Phase::Holds(seq) = self.device.phase
            && scenario.without == Some(Assume::NoneOutOfAbandonedSession)
        {
            self.device.kept = seq;
        }
        self.device.phase = Phase::Asleep;
        self.erased_is_gone();
    }

    /// With the faults over, the device unlocked and in reach: what happens next. `None`: nothing any more.
    pub(crate) fn fair(&self, scenario: &Scenario) -> Option<Action> {
        match self.device.phase {
            _ if self.held != 0 => {
                self.places().find(|seq| self.held & (1 << (seq - 1)) != 0).map(Action::Release)
            }
            _ if self.device.lock != Lock::Unlocked && !self.device.lost => Some(Action::Unlocks),
            Phase::Says(_) => Some(Action::Exchange),
            Phase::Holds(_) => Some(Action::Executes),
            Phase::Asleep if self.device.comes_by_itself() => Some(Action::ComesByItself),
            Phase::Asleep if matches!(self.owed, Wake::Due(_)) && self.queue.open() > 0 => Some(Action::Push),
            Phase::Asleep if self.device.last_not_now && self.behind_a_barrier(scenario).is_some() => {
                Some(Action::Stirs)
            }
            Phase::Asleep | Phase::Gone => None,
        }
    }
}

impl fmt::Display for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for entry in self.queue.entries() {
            let kind = self.kind(place(entry.seq));
            let ran = if self.device.ran(place(entry.seq)) { ", ran" } else { "" };
            write!(f, "{} {kind:?} {:?}{ran}; ", entry.seq, entry.state)?;
        }
        let Device { phase, lock, lost, .. } = self.device;
        write!(f, "device {phase:?} {lock:?}{}", if lost { " lost" } else { "" })?;
        let belief = self.queue.belief();
        write!(f, "; believed {}, Lost Mode {:?}; ", belief.state, belief.lost_mode)?;
        match self.owed {
            Wake::Due(due) => match due.duration_since(self.now) {
                Ok(wait) if wait > Duration::ZERO => write!(f, "push in {} s", wait.as_secs()),
                _ => f.write_str("push now"),
            },
            wake => write!(f, "wake {wake:?}"),
        }
    }
}

pub(crate) fn place(seq: u64) -> u8 {
    u8::try_from(seq).unwrap()
}

fn subject() -> Subject {
    Subject::ios(None)
}

fn context<'a>(scenario: &'a Scenario, subject: &'a Subject) -> Context<'a> {
    Context { policy: scenario.policy(), ..Context::new(&scenario.table, subject) }
}

fn pair(later: u8, earlier: u8) -> u16 {
    if later <= earlier || earlier == 0 {
        return 0;
    }
    let (later, earlier) = (u16::from(later - 1), u16::from(earlier - 1));
    1 << (later * (later - 1) / 2 + earlier)
}

/// Defects in what is committed.
fn mutate(turn: &mut Turn, mutant: Option<Mutant>) {
    match mutant {
        Some(Mutant::PushForgotten)
            if turn.next.is_none() && matches!(turn.wake, Wake::Due(_)) && !queues(turn) =>
        {
            turn.wake = Wake::NotNeeded;
        }
        Some(Mutant::EraseCancelsNothing) => {
            let cancels =
                |change: &Change| matches!(change, Change::CommandMoved { event: Event::Cancel, .. });
            turn.changes.retain(|change| !cancels(change));
        }
        Some(Mutant::LossForgotten) => {
            let loses = |change: &Change| matches!(change, Change::CommandMoved { event: Event::Lost, .. });
            turn.changes.retain(|change| !loses(change));
        }
        Some(Mutant::ChainIgnored | Mutant::GroupTorn) => {
            for change in &mut turn.changes {
                if let Change::CommandQueued(entry) = change {
                    entry.group = None;
                    if mutant == Some(Mutant::ChainIgnored) {
                        entry.waits_on.retain(|seq| !entry.after.contains(seq));
                        entry.after.clear();
                    }
                }
            }
        }
        Some(Mutant::HoldIgnored) => {
            turn.changes.retain(|change| !matches!(change, Change::HoldChanged { .. }));
        }
        Some(Mutant::PriorityAcrossConflict | Mutant::LostModeInverted) => {
            let first = match mutant {
                Some(Mutant::LostModeInverted) => "DisableLostMode",
                _ => "RemoveProfile",
            };
            for change in &mut turn.changes {
                if let Change::CommandQueued(entry) = change
                    && &*entry.command == first
                {
                    entry.waits_on.clear();
                    entry.lane = mdm_lock::Lane::Erase;
                }
            }
        }
        _ => {}
    }
}

fn queues(turn: &Turn) -> bool {
    turn.changes.iter().any(|change| matches!(change, Change::CommandQueued(_)))
}

/// Defects in what is stored.
fn mutate_queue(queue: &mut Queue, turn: &Turn, mutant: Option<Mutant>) {
    let mut entries: Vec<_> = match mutant {
        Some(Mutant::DuplicateReopens | Mutant::RefusedIsDropped) => queue.entries().cloned().collect(),
        _ => return,
    };
    for fact in &turn.facts {
        match fact {
            Fact::LateResult { uuid, .. } if mutant == Some(Mutant::DuplicateReopens) => {
                entries.iter_mut().filter(|entry| entry.uuid == *uuid).for_each(|entry| {
                    entry.state = State::Queued;
                });
            }
            Fact::Deferred { uuid, .. } if mutant == Some(Mutant::RefusedIsDropped) => {
                entries.retain(|entry| entry.uuid != *uuid);
            }
            _ => {}
        }
    }
    let open = entries.iter().filter(|entry| entry.is_open()).count();
    *queue = Queue::new(queue.state().clone(), entries, open as u64);
}
