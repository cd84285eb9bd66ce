//! What must hold for any sequence of events that a queue is given.
//!
//! The fuzz target, the property test and the test that replays the corpus all include this file. Each event goes to
//! the real queue and to a [reference](reference::Reference) that is written from the delivery contract; after each
//! one they must be the same, command by command. Every report is decided on windows of the queue too.

#[path = "queue/events.rs"]
mod events;
#[path = "queue/reference.rs"]
mod reference;

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, SystemTime};

use mdm_command::{
    Answer, CancelReason, CommandUuid, Context, Entry, Error, Fact, Mode, Order, Outcome, Policy, Queue,
    Retention, Same, SameKey, State, Turn, Wake,
};
use mdm_lock::{Channel, Evidence, LockState, RuleTable, Subject};

use events::{Event, Pick, Reply, Says, Seen, Status, Step, Want, Wish};
use reference::{Reference, Said};

/// Bytes of one event.
#[allow(unused_imports, reason = "the fuzz target takes bytes as they come")]
pub(crate) use events::WIDTH;

/// Panics when the queue and its reference disagree about the sequence that `bytes` are.
pub(crate) fn check(bytes: &[u8]) -> Outline {
    let (setting, events) = events::decode(bytes);
    let mut run = Run::new(setting.policy, setting.platform);
    for event in &events {
        run.take(event);
    }
    run.outline
}

/// Bytes that print as the events that they are.
#[allow(dead_code, reason = "the fuzz target prints bytes")]
pub(crate) struct Sequence(pub(crate) Vec<u8>);

impl std::fmt::Debug for Sequence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (setting, events) = events::decode(&self.0);
        writeln!(f, "{setting:?}")?;
        events.iter().try_for_each(|event| writeln!(f, "{event:?}"))
    }
}

/// How often something came about: a test that all of it does.
pub(crate) type Outline = BTreeMap<&'static str, u32>;

/// What is said at the most; longer sequences say nothing new.
const MOST_EVENTS: usize = 400;

struct Run {
    queue: Queue,
    reference: Reference,
    table: RuleTable,
    subject: Subject,
    policy: Policy,
    forbidden: Option<&'static str>,
    now: SystemTime,
    /// Every name that was ever ordered.
    names: Vec<CommandUuid>,
    /// The command that the device has, and what it said last.
    holds: Option<CommandUuid>,
    said: Option<Spoken>,
    /// What the decisions said about waking.
    owed: Wake,
    events: usize,
    outline: Outline,
}

/// An answer that owns its name.
#[derive(Clone, Debug)]
enum Spoken {
    Idle,
    About(CommandUuid, Status),
    Unreadable(u8),
}

impl Run {
    fn new(policy: Policy, platform: mdm_lock::Platform) -> Self {
        Self {
            queue: Queue::default(),
            reference: Reference::default(),
            table: RuleTable::default(),
            subject: Subject { platform, channel: Channel::Device, os: None },
            policy,
            forbidden: None,
            now: SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000),
            names: Vec::new(),
            holds: None,
            said: None,
            owed: Wake::NotNeeded,
            events: 0,
            outline: Outline::new(),
        }
    }

    fn take(&mut self, event: &Event) {
        self.events += 1;
        if self.events > MOST_EVENTS {
            return;
        }
        match event {
            Event::Enqueue(wishes) => self.enqueue(wishes),
            Event::Says(says, reply) => self.says(*says, *reply),
            Event::Wait(Step::Forth(secs)) => self.now += Duration::from_secs(*secs),
            Event::Wait(Step::Back(secs)) => self.now -= Duration::from_secs(*secs),
            Event::Cancel(pick) => self.about(*pick, Queue::cancel, Reference::cancel),
            Event::Hold(pick, hold) => {
                let queue = match hold {
                    mdm_command::Hold::Held => Queue::hold,
                    mdm_command::Hold::Free => Queue::release,
                };
                self.about(*pick, queue, |reference, uuid, context, now| {
                    reference.set_hold(uuid, *hold, context, now)
                });
            }
            Event::Expire => {
                self.decide(|queue, context, now| queue.expire(context, now), |r, c, now| r.expire(c, now))
            }
            Event::Prune(secs, last) => {
                let retention = Retention { age: Duration::from_secs(*secs), last: *last };
                let prune = |reference: &mut Reference, _: &Context<'_>, now| {
                    reference.prune(retention.age, retention.last, now);
                    Said::default()
                };
                self.decide(|queue, _, now| Ok(queue.prune(retention, now)), prune);
            }
            Event::Unenroll => {
                let reason = CancelReason::Unenrolled;
                let clear = |reference: &mut Reference, _: &Context<'_>, now| reference.clear(reason, now);
                self.decide(|queue, context, now| queue.clear(reason, context, now), clear);
                (self.holds, self.said) = (None, None);
            }
            Event::Observe(seen) => self.observe(*seen),
            Event::Mode(mode) => self.policy.mode = *mode,
            Event::Forbid(command) => self.forbidden = *command,
        }
        self.compare();
    }

    // What callers do.

    fn enqueue(&mut self, wishes: &[Wish]) {
        let new: Vec<_> =
            (1..=wishes.len()).map(|more| name(&format!("c{}", self.names.len() + more))).collect();
        let all: Vec<_> = self.names.iter().chain(&new).cloned().collect();
        let batch: Vec<_> =
            wishes.iter().zip(&new).map(|(wish, name)| order(wish, name, &all, self.now)).collect();
        let decided = self.with(|queue, context, now| queue.enqueue(batch.clone(), context, now));
        let mut reference = self.reference.clone();
        let said = self.with(|_, context, now| reference.enqueue(&batch, context, now));
        match (decided, said) {
            (Ok(receipt), Ok(said)) => {
                assert_eq!(receipt.places, said.places);
                self.count("a batch is queued");
                self.commit(&receipt.turn, reference, said);
                self.names = all;
            }
            (Err(error), Err(wrong)) => {
                assert!(wrong.contains(&error), "{error:?} and not one of {wrong:?}");
                self.count(match error {
                    Error::DuplicateUuid(_) => "a name is taken",
                    Error::Full { .. } => "a queue is full",
                    Error::Times(_) => "a command would be over before it began",
                    Error::Cycle(_) => "a batch waits for itself",
                    Error::Group(_) => "a group is torn",
                    Error::Supersedes(_) => "a command supersedes what it waits for",
                    Error::NotOpen(_) => "a command is not open",
                    _ => panic!("{error:?}"),
                });
            }
            (decided, said) => panic!("{batch:?}\n{:?}\n{said:?}", decided.map(|receipt| receipt.turn)),
        }
    }

    fn about(
        &mut self,
        pick: Pick,
        decide: impl Fn(&Queue, &CommandUuid, &Context<'_>, SystemTime) -> Result<Turn, Error>,
        say: impl Fn(&mut Reference, &CommandUuid, &Context<'_>, SystemTime) -> Option<Said>,
    ) {
        let Some(uuid) = picked(pick, &self.names) else { return };
        let decided = self.with(|queue, context, now| decide(queue, &uuid, context, now));
        let mut reference = self.reference.clone();
        let said = self.with(|_, context, now| say(&mut reference, &uuid, context, now));
        match (decided, said) {
            (Ok(turn), Some(said)) => self.commit(&turn, reference, said),
            (Err(Error::NotOpen(name)), None) => assert_eq!(name, uuid),
            other => panic!("{uuid}: {other:?}"),
        }
    }

    fn observe(&mut self, seen: Seen) {
        let evidence = match seen {
            Seen::Lock(LockState::PowerNap) if self.subject.platform != mdm_lock::Platform::Macos => return,
            Seen::Lock(state) => Evidence::Reported(state),
            Seen::LostMode(lost_mode) => Evidence::LostMode(lost_mode),
            Seen::Passcode(passcode) => Evidence::Passcode(passcode),
            Seen::Restarted => Evidence::Restarted,
        };
        self.decide(
            |queue, context, now| Ok(queue.observe(evidence, context, now)),
            |reference, context, now| reference.observe(evidence, context, now),
        );
    }

    // What the device does.

    fn says(&mut self, says: Says, reply: Reply) {
        let held = |run: &Self, status| run.holds.clone().map(|uuid| Spoken::About(uuid, status));
        let spoken = match says {
            Says::Idle => Spoken::Idle,
            Says::Answers(status) => held(self, status).unwrap_or(Spoken::Idle),
            Says::Repeats => self.said.clone().unwrap_or(Spoken::Idle),
            Says::About(pick, status) => match picked(pick, &self.names) {
                Some(uuid) => Spoken::About(uuid, status),
                None => Spoken::Idle,
            },
            Says::Stranger(status) => Spoken::About(name("stranger"), status),
            Says::Unreadable(number) => Spoken::Unreadable(number),
        };
        let next = self.report(&spoken);
        self.said = Some(spoken);
        if reply == Reply::Arrives {
            self.holds = next;
        }
    }

    fn report(&mut self, spoken: &Spoken) -> Option<CommandUuid> {
        let answer = answer(spoken);
        let whole = self.with(|queue, context, now| queue.report(&answer, context, now)).unwrap();
        self.with(|queue, context, now| {
            windows_agree(queue, &self.reference, &whole, &answer, context, now);
        });
        let next = whole.next.as_ref().map(|next| next.uuid.clone());
        self.decide(
            |_, _, _| Ok(whole.clone()),
            |reference, context, now| reference.report(&answer, context, now),
        );
        next
    }

    // What they share.

    fn with<T>(&self, decide: impl FnOnce(&Queue, &Context<'_>, SystemTime) -> T) -> T {
        let forbidden = self.forbidden;
        let refuse = move |entry: &Entry| (Some(&*entry.command) == forbidden).then(|| "forbidden".into());
        let context = Context {
            policy: self.policy,
            refuse: Some(&refuse),
            ..Context::new(&self.table, &self.subject)
        };
        decide(&self.queue, &context, self.now)
    }

    fn decide(
        &mut self,
        decide: impl FnOnce(&Queue, &Context<'_>, SystemTime) -> Result<Turn, Error>,
        say: impl FnOnce(&mut Reference, &Context<'_>, SystemTime) -> Said,
    ) {
        let turn = self.with(decide).unwrap();
        let mut reference = self.reference.clone();
        let said = self.with(|_, context, now| say(&mut reference, context, now));
        self.commit(&turn, reference, said);
    }

    fn commit(&mut self, turn: &Turn, reference: Reference, said: Said) {
        self.hands_out_nothing_early(turn);
        for change in &turn.changes {
            self.queue.apply(change);
        }
        self.reference = reference;
        let next = turn.next.as_ref();
        assert_eq!(next.map(|next| next.seq), said.next, "what goes out: {turn:?}");
        assert_eq!(turn.wake, said.wake, "when the device is woken: {turn:?}");
        assert_eq!(turn.erased, said.erased, "whether the device is gone: {turn:?}");
        let sorted = |facts: &[Fact]| {
            let mut facts: Vec<_> = facts.iter().map(|fact| format!("{fact:?}")).collect();
            facts.sort();
            facts
        };
        assert_eq!(sorted(&turn.facts), sorted(&said.facts), "what happened: {turn:?}");
        if turn.wake != Wake::Unchanged {
            self.owed = turn.wake;
        }
        for fact in &turn.facts {
            self.count(outline(fact));
        }
        if turn.erased && turn.facts.iter().any(|fact| matches!(fact, Fact::LateResult { .. })) {
            self.count("an erase that was taken back is accepted");
        }
    }

    /// What no reference is needed for.
    fn hands_out_nothing_early(&self, turn: &Turn) {
        let Some(next) = &turn.next else { return };
        let Some(entry) = self.queue.at(next.seq) else { panic!("{next:?} was not there") };
        assert_eq!(entry.terms.hold, mdm_command::Hold::Free, "it is held");
        assert!(entry.terms.not_before.is_none_or(|at| at <= self.now), "it is early");
        assert!(entry.terms.expires_at.is_none_or(|at| self.now < at), "it is late");
        let acknowledged = |seq: &u64| match self.queue.at(*seq) {
            Some(before) => {
                let ends = |fact: &Fact| matches!(fact, Fact::Ended { uuid, state: State::Acknowledged, .. } if *uuid == before.uuid);
                before.state == State::Acknowledged || turn.facts.iter().any(ends)
            }
            // Forgotten; it ended well, or this one would have ended with it.
            None => true,
        };
        assert!(entry.after.iter().all(acknowledged), "it is chained");
    }

    fn compare(&self) {
        let (queue, reference) = (&self.queue, &self.reference);
        assert_eq!(*queue.state(), reference.state);
        assert_eq!(queue.open(), reference.open().count() as u64);
        assert!(queue.is_complete());
        assert!(queue.entries().map(|entry| entry.seq).eq(reference.commands.iter().map(|entry| entry.seq)));
        let (mut waits, mut expected_waits) = (BTreeMap::new(), BTreeMap::new());
        for (entry, expected) in queue.entries().zip(&reference.commands) {
            assert_eq!(Entry { waits_on: Vec::new(), ..entry.clone() }, *expected);
            let holders = if expected.is_open() { reference.holders(expected) } else { Vec::new() };
            reach(&mut waits, entry.seq, &entry.waits_on);
            reach(&mut expected_waits, entry.seq, &holders);
            assert_eq!(waits[&entry.seq], expected_waits[&entry.seq], "{entry:?} waits for other commands");
            let explanation = self.with(|queue, context, now| queue.explain(&entry.uuid, context, now));
            assert_eq!(explanation.is_some(), entry.is_open(), "an open command has a reason to wait");
            assert!(explanation.is_none_or(|explanation| !explanation.to_string().is_empty()));
        }
        let sent = queue.entries().filter(|entry| entry.state == State::Sent).count();
        assert!(sent <= 1, "{sent} are outstanding");
        self.somebody_wakes();
    }

    /// If a command that the device is woken for could go, now or later, the device is woken or comes by itself.
    fn somebody_wakes(&self) {
        let could = self.with(|_, context, now| {
            let mut fresh = self.reference.clone();
            fresh.state.session.number += 1;
            let later = |entry: &&Entry| {
                let mut then = now.max(entry.terms.not_before.unwrap_or(now));
                then = then.max(self.reference.state.backoff.until.unwrap_or(then));
                !entry.is_quiet() && fresh.may_go(entry, context, then)
            };
            self.reference.open().find(later).cloned()
        });
        assert!(could.is_none() || self.owed != Wake::NotNeeded, "nobody wakes the device for {could:?}");
        if let Wake::ByItself(_) = self.owed {
            assert!(self.queue.state().session.last_not_now, "it does not come by itself");
        }
    }

    fn count(&mut self, what: &'static str) {
        *self.outline.entry(what).or_default() += 1;
    }
}

/// Everything that a command waits for, directly or not. Those before it have been asked before.
fn reach(all: &mut BTreeMap<u64, BTreeSet<u64>>, seq: u64, waits_on: &[u64]) {
    let further = waits_on.iter().filter_map(|earlier| all.get(earlier)).flatten();
    let reach = further.chain(waits_on).copied().collect();
    all.insert(seq, reach);
}

/// A window decides like the whole queue, or says that it cannot.
fn windows_agree(
    queue: &Queue,
    reference: &Reference,
    whole: &Turn,
    answer: &Answer<'_>,
    context: &Context<'_>,
    now: SystemTime,
) {
    // A small window may not hold who is refused at hand-out on the way, or what would have gone instead.
    let refuses = |fact: &Fact| matches!(fact, Fact::Ended { state: State::Refused, .. });
    let alike = |turn: &Turn| {
        turn.next == whole.next && context.policy.mode == Mode::Plan && !whole.facts.iter().any(refuses)
    };
    for ready in [64, 3, 1] {
        let window = window(queue, answer, now, ready);
        // What is over and was not loaded is ended later: by the decision that ends the session.
        let over = |entry: &Entry| {
            entry.is_open()
                && window.at(entry.seq).is_none()
                && entry.terms.expires_at.is_some_and(|at| at <= now)
        };
        let loaded = !queue.entries().any(over);
        match window.report(answer, context, now) {
            Ok(turn) if loaded && (ready == 64 || alike(&turn)) => assert_eq!(turn, *whole),
            // A smaller one may not have seen which goes first. What it chose may go.
            Ok(turn) => {
                let Some(next) = &turn.next else {
                    // Only who has seen all may end a session.
                    assert_eq!(turn, *whole);
                    continue;
                };
                let mut after = reference.clone();
                after.report(answer, context, now);
                let mut entry = after.at(next.seq).clone();
                // What is out may be asked for again; the whole queue had something else, and has lost it.
                if reference.at(next.seq).state == State::Sent {
                    entry.state = State::Sent;
                }
                assert!(after.may_go(&entry, context, now), "{entry:?} went out of a window");
            }
            Err(error) => assert_eq!(error, Error::NeedsOpen),
        }
    }
}

/// What a store loads for one exchange, as written down for stores.
fn window(queue: &Queue, answer: &Answer<'_>, now: SystemTime, ready: usize) -> Queue {
    let fresh = *answer == Answer::Idle || queue.is_silent(now);
    let session = queue.state().session.number;
    let out = |entry: &&Entry| matches!(entry.state, State::Sent | State::Unanswered);
    let mut wanted: BTreeMap<_, _> = queue
        .entries()
        .filter(|entry| out(entry) || Some(&entry.uuid) == answer.uuid())
        .map(|entry| (entry.seq, entry))
        .collect();
    let waits = |entry: &&Entry| entry.waits_on.iter().any(|seq| wanted.contains_key(seq));
    let waiting: Vec<_> = queue.entries().filter(waits).collect();
    let mut first: Vec<_> = queue
        .entries()
        .filter(|entry| matches!(entry.state, State::Queued | State::NotNow) && entry.is_ready())
        .filter(|entry| fresh || entry.refused_in != Some(session))
        .collect();
    first.sort_by_key(|entry| (std::cmp::Reverse(entry.rank()), entry.seq));
    first.truncate(ready);
    wanted.extend(waiting.into_iter().chain(first).map(|entry| (entry.seq, entry)));
    Queue::new(queue.state().clone(), wanted.into_values().cloned(), queue.open())
}

fn answer(spoken: &Spoken) -> Answer<'_> {
    match spoken {
        Spoken::Idle => Answer::Idle,
        Spoken::Unreadable(number) => {
            let error = "truncated".into();
            Answer::Unreadable { outcome: Outcome::Unreadable { size: 7, digest: [*number; 32], error } }
        }
        Spoken::About(uuid, status) => match status {
            Status::Acknowledged => Answer::Acknowledged { uuid },
            Status::NotNow => Answer::NotNow { uuid },
            Status::CommandFormatError => Answer::CommandFormatError { uuid },
            Status::Error(lost_mode) => {
                let outcome = Some(Outcome::Error { code: 12021, domain: "MCMDMErrorDomain".into() });
                Answer::Error { uuid, outcome, lost_mode: *lost_mode }
            }
        },
    }
}

fn order(wish: &Wish, uuid: &CommandUuid, names: &[CommandUuid], now: SystemTime) -> Order {
    let uuid = wish.taken_name.and_then(|pick| picked(pick, names)).unwrap_or_else(|| uuid.clone());
    let mut order = Order::new(uuid, wish.command, wish.footprint.clone());
    order.after = wish.after.iter().filter_map(|pick| picked(*pick, names)).collect();
    order.group = wish.group;
    order.supersedes = wish.supersedes.iter().filter_map(|pick| picked(*pick, names)).collect();
    let at = |secs: u64| now + Duration::from_secs(secs);
    let terms = &mut order.terms;
    (terms.priority, terms.hold, terms.redelivery) = (wish.priority, wish.hold, wish.redelivery);
    terms.waking = wish.waking;
    (terms.not_before, terms.expires_at) = (wish.not_before.map(at), wish.expires.map(at));
    terms.same = wish.same.map(|want| match want {
        Want::KeepPending(key) => Same::KeepPending(SameKey::new(key).unwrap()),
        Want::KeepNew(key) => Same::KeepNew(SameKey::new(key).unwrap()),
    });
    order
}

/// So many names back, the last one being the nearest.
fn picked(Pick(back): Pick, names: &[CommandUuid]) -> Option<CommandUuid> {
    let back = usize::from(back) % names.len().max(1);
    names.iter().rev().nth(back).cloned()
}

fn name(text: &str) -> CommandUuid {
    CommandUuid::new(text).unwrap()
}

fn outline(fact: &Fact) -> &'static str {
    match fact {
        Fact::Ended { state, outcome, .. } => match (state, outcome) {
            (State::Cancelled, Some(Outcome::Cancelled(CancelReason::ChainBroken(_)))) => "a chain breaks",
            (State::Cancelled, Some(Outcome::Cancelled(CancelReason::Erased))) => "an erase cancels",
            (State::Cancelled, _) => "a command is cancelled",
            (State::Superseded, _) => "a command is superseded",
            (State::Refused, _) => "a command is forbidden at its turn",
            (State::Expired, _) => "a command expires",
            (State::Presumed, _) => "a command is presumed",
            (State::Unreadable, _) => "an unreadable report ends a command",
            (State::Acknowledged, _) => "a command is acknowledged",
            _ => "a command fails",
        },
        Fact::Queued { .. } => "a command is queued",
        Fact::HandedOut { .. } => "a command is handed out",
        Fact::Overtakes { .. } => "a command overtakes",
        Fact::AnswerLost { .. } => "an answer is lost",
        Fact::Deferred { .. } => "a command is refused",
        Fact::LateResult { .. } => "a result is late",
        Fact::UnknownResult { .. } => "a result is unknown",
        Fact::UnreadableReport { .. } => "an unreadable report ends nothing",
        Fact::Duplicate { .. } => "a pending command wants the same",
        Fact::HoldChanged { .. } => "a command is held or released",
        Fact::BarrierOpened { .. } => "a barrier opens",
        Fact::Stuck { .. } => "a command is stuck",
        Fact::WouldHandOut { .. } => "the planner would choose another",
        Fact::SessionSeen { .. } => "a session is evidence",
        Fact::LockStateMoved { .. } => "a belief moves",
        _ => "something else",
    }
}
