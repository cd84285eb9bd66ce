//! Two schedulers, of a credential each, against lists that are scanned in full.
//!
//! Random orders, contacts, registrations, answers and times; each credential may belong to a tenant, and devices go
//! over from one to the other. A list knows the rules and none of the structures: for every push it says whether it was
//! allowed and fair, and whenever the scheduler waits, that nobody could have been woken.

use proptest::prelude::*;

use super::*;

#[derive(Clone, Debug)]
enum Step {
    Demand {
        key: u32,
        urgent: bool,
        after: u64,
        comes_by: Option<u64>,
    },
    Contact(u32),
    Unenroll(u32),
    Register(u32, Vec<(bool, bool)>),
    /// Rows are given again, as after a store that was slow.
    Again(u32),
    Fixed(usize),
    /// One of those that are under way is to go over the wire once more.
    Repeat(usize, usize),
    /// What a provider answers from now on, and after how many milliseconds. It asks to wait from then on.
    Provider(usize, Outcome, u64),
    /// From now on results are written late or at once: orders and contacts come between a push and its result.
    Slow(bool),
    Pass(u64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let key = || 0_u32..12;
    let who = || 0_usize..2;
    let outcome = prop_oneof![
        6 => Just(Outcome::Sent),
        1 => Just(Outcome::DropRoute),
        1 => Just(Outcome::FixCredential),
        2 => (20_u64..5_000).prop_map(|secs| Outcome::WaitUntil(at(secs))),
        1 => Just(Outcome::RetryDevice),
        3 => Just(Outcome::Retry),
        1 => Just(Outcome::Defect),
        1 => Just(Outcome::NotSent),
        1 => Just(Outcome::Unsendable),
    ];
    let step = prop_oneof![
        12 => (key(), prop::bool::weighted(0.2), prop_oneof![3 => Just(0), 1 => 0_u64..100_000],
               prop::option::weighted(0.1, 0_u64..200_000))
            .prop_map(|(key, urgent, after, comes_by)| Step::Demand { key, urgent, after, comes_by }),
        3 => key().prop_map(Step::Contact),
        1 => key().prop_map(Step::Unenroll),
        2 => (key(), prop::collection::vec((any::<bool>(), prop::bool::weighted(0.8)), 0..4))
            .prop_map(|(key, routes)| Step::Register(key, routes)),
        1 => key().prop_map(Step::Again),
        1 => who().prop_map(Step::Fixed),
        2 => (who(), 0_usize..8).prop_map(|(who, which)| Step::Repeat(who, which)),
        4 => (who(), outcome, prop_oneof![0_u64..3_000, 0_u64..90_000])
            .prop_map(|(who, outcome, delay)| Step::Provider(who, outcome, delay)),
        2 => any::<bool>().prop_map(Step::Slow),
        6 => (0_u64..30_000).prop_map(Step::Pass),
        3 => (0_u64..2_000_000).prop_map(Step::Pass),
        1 => (0_u64..100_000_000).prop_map(Step::Pass),
    ];
    prop::collection::vec(step, 1..80)
}

/// A device that should be woken, as the list sees it.
#[derive(Clone, Debug)]
struct Item {
    key: u32,
    tenant: u8,
    lane: Lane,
    due: SystemTime,
    /// From here on there is no excuse: times are kept in whole seconds.
    surely: SystemTime,
    /// It stands in line from then on.
    since: SystemTime,
    need: u64,
    pushed: Option<SystemTime>,
    flight: Option<Ticket>,
    /// By which the push in flight goes.
    route: usize,
    /// Its need has changed since the push in flight was handed out.
    renewed: bool,
    /// It was heard of since then.
    over: bool,
    /// No push was accepted for its need.
    fresh: bool,
    tries: u32,
    /// Pushes of each tenant since this one's had its turn.
    passed_over: BTreeMap<u8, u32>,
}

struct Naive {
    credential: &'static str,
    owner: Option<u8>,
    config: Config,
    items: Vec<Item>,
    /// When each push of the last ten minutes was handed out, and when answered.
    spans: Vec<(SystemTime, Option<SystemTime>)>,
    /// When the next ordinary one would be handed out if all were evenly spaced.
    even: SystemTime,
    /// When each push in flight was handed out.
    tickets: BTreeMap<Ticket, SystemTime>,
    /// Like `spans`, from the beginning.
    all: Vec<(SystemTime, Option<SystemTime>)>,
    hold: Option<(SystemTime, HoldReason)>,
    probing: bool,
    losses: u32,
    /// Those that were under way when the last hold began.
    before_hold: Vec<Ticket>,
    urgent_run: u32,
}

impl Naive {
    fn new(credential: &'static str, owner: Option<u8>, config: Config) -> Self {
        Self {
            credential,
            owner,
            config,
            items: Vec::new(),
            spans: Vec::new(),
            all: Vec::new(),
            even: at(0) - DAY,
            tickets: BTreeMap::new(),
            hold: None,
            probing: false,
            losses: 0,
            before_hold: Vec::new(),
            urgent_run: 0,
        }
    }

    /// Whether a row's next push is by this credential.
    fn is_meant(&self, row: &Row) -> bool {
        row.credential() == Some(&self.credential) && self.owner.is_none_or(|owner| owner == row.tenant)
    }

    fn item(&mut self, key: u32) -> Option<&mut Item> {
        self.items.iter_mut().find(|item| item.key == key)
    }

    /// A row was given.
    fn wake(&mut self, row: &Row, now: SystemTime) {
        let known = self.item(row.key).cloned();
        self.items.retain(|item| item.key != row.key);
        let Some(due) = row.due.filter(|_| self.is_meant(row)) else { return };
        // What is known here counts, until something is heard of the device.
        let own = known.as_ref().filter(|known| row.heard <= known.need);
        let pushed = own.map_or(row.pushed, |own| own.pushed).map(|pushed| pushed.min(now));
        let flight = known.as_ref().and_then(|known| known.flight);
        let mut first = due;
        if row.lane == Lane::Normal {
            if let Some(own) = row.comes_by {
                first = first.max(own.min(due + DAY));
            }
            if let Some(pushed) = pushed {
                first = first.max(pushed + 30 * SECOND);
            }
        }
        let mut item = Item {
            key: row.key,
            tenant: row.tenant,
            lane: row.lane,
            due: first,
            surely: first,
            since: now,
            need: row.need,
            pushed,
            flight,
            route: known.as_ref().map_or(0, |known| known.route),
            renewed: flight.is_some(),
            over: flight.is_some() && known.as_ref().is_some_and(|known| own.is_none() || known.over),
            fresh: known.is_some() || pushed.is_none_or(|pushed| first < pushed + DAY / 2),
            tries: own.map_or(0, |own| own.tries),
            passed_over: BTreeMap::new(),
        };
        let waits = known.filter(|known| known.flight.is_none());
        if let Some(known) = &waits
            && item.tries > 0
            && row.lane == Lane::Normal
        {
            item.due = item.due.max(known.due);
        }
        item.surely = surely(item.due, now);
        item.since = item.surely.max(now);
        let held_long = self.hold.is_some_and(|(until, _)| until >= now + MINUTE);
        if let Some(known) = waits
            && item.due <= now
            && known.since <= now
            && known.lane == row.lane
            && !(row.lane == Lane::Urgent && held_long)
        {
            // More work does not send it back to the end of the line.
            item.since = known.since;
        }
        self.items.push(item);
    }

    fn used(&self, now: SystemTime, window: Duration) -> usize {
        self.spans
            .iter()
            .filter(|(_, answered)| answered.is_none_or(|answered| answered + window >= now))
            .count()
    }

    /// Whether the even pace lets an ordinary push go now.
    fn paced(&self, now: SystemTime) -> bool {
        self.even <= now + 6 * SECOND
    }

    fn blocked(&self, now: SystemTime) -> bool {
        let in_flight = self.spans.iter().filter(|(_, answered)| answered.is_none()).count();
        self.hold.is_some_and(|(until, _)| now < until)
            || in_flight >= self.config.max_in_flight.get() as usize
            || (self.probing && self.tickets.keys().any(|ticket| !self.before_hold.contains(ticket)))
    }

    fn sent(&mut self, send: &Send<u32>, row: &Row, now: SystemTime) {
        assert!(!self.blocked(now), "a push during a hold");
        assert_eq!(row.routes[send.route].credential, self.credential);
        assert!(self.owner.is_none_or(|owner| owner == row.tenant), "another tenant's device");
        let waiting: Vec<_> = self.items.iter().filter(|item| item.flight.is_none()).cloned().collect();
        let item =
            waiting.iter().find(|item| item.key == send.key).expect("nothing is pending for this device");
        assert!(item.due <= now, "too early");
        assert_eq!(item.lane, send.lane);
        let beside = |other: &&Item| other.lane == item.lane && other.tenant == item.tenant;
        let overtaken = waiting.iter().filter(beside).find(|other| other.since < item.since);
        assert!(overtaken.is_none(), "{item:?} overtook {overtaken:?}");
        let eligible = |lane| waiting.iter().filter(move |item| item.lane == lane && item.surely <= now);
        match send.lane {
            Lane::Normal => {
                let turn = self.urgent_run >= 7;
                assert!(turn || eligible(Lane::Urgent).count() == 0, "ordinary work overtook what is urgent");
                assert!(turn || self.paced(now), "faster than the pace");
            }
            Lane::Urgent => {
                assert!(self.urgent_run < 8, "urgent work starves ordinary work");
            }
        }
        let others = waiting.iter().filter(|item| item.lane == Lane::Normal && item.due <= now).count();
        self.urgent_run = if send.lane == Lane::Urgent && others > 0 { self.urgent_run + 1 } else { 0 };
        // Fair: no other tenant has two turns while one has work.
        let tenant = item.tenant;
        for item in &mut self.items {
            if item.tenant == tenant {
                item.passed_over.clear();
            } else if item.lane == send.lane && item.flight.is_none() && item.surely <= now {
                let turns = item.passed_over.entry(tenant).or_default();
                *turns += 1;
                assert!(*turns <= 1, "tenant {tenant} was served twice before tenant {}", item.tenant);
            }
        }
        if send.lane == Lane::Normal {
            let interval = Duration::from_micros(60_000_000 / u64::from(self.config.per_minute.get()));
            self.even = (self.even.max(now) + interval).min(now + 6 * SECOND + interval);
        }
        let item = self.item(send.key).unwrap();
        (item.flight, item.route) = (Some(send.ticket), send.route);
        self.tickets.insert(send.ticket, now);
        self.spans.push((now, None));
        self.all.push((now, None));
    }

    fn answered(&mut self, ticket: Ticket, outcome: Outcome, now: SystemTime) {
        let handed = self.tickets.remove(&ticket).unwrap();
        for spans in [&mut self.spans, &mut self.all] {
            // Those of one moment are alike.
            let open = spans.iter_mut().rev().find(|(from, to)| *from == handed && to.is_none());
            open.unwrap().1 = Some(now);
            if matches!(outcome, Outcome::NotSent | Outcome::Unsendable) {
                let place = spans.iter().rposition(|span| *span == (handed, Some(now))).unwrap();
                spans.remove(place);
            }
        }
        // What is older counts no more.
        self.spans.retain(|(_, answered)| answered.is_none_or(|answered| answered + 10 * MINUTE > now));
        let old = self.before_hold.contains(&ticket);
        let holds = match outcome {
            Outcome::WaitUntil(_) | Outcome::FixCredential => true,
            Outcome::Retry if !old => {
                self.losses += 1;
                self.losses >= 5
            }
            Outcome::NotSent | Outcome::Unsendable | Outcome::Retry => false,
            _ => {
                (self.losses, self.probing) = (0, false);
                false
            }
        };
        if !matches!(outcome, Outcome::NotSent | Outcome::Unsendable | Outcome::Retry) {
            // It gets through.
            self.hold = self.hold.filter(|(_, reason)| *reason != HoldReason::Lost);
        }
        if holds {
            self.probing = true;
            self.before_hold = self.tickets.keys().copied().collect();
        }
        if let Some(item) = self.items.iter_mut().find(|item| item.flight == Some(ticket)) {
            item.flight = None;
            item.passed_over.clear();
        }
    }

    /// A push under way goes over the wire once more: what went before is over.
    fn repeated(&mut self, ticket: Ticket, now: SystemTime) {
        let handed = self.tickets.insert(ticket, now).unwrap();
        for spans in [&mut self.spans, &mut self.all] {
            spans.iter_mut().rev().find(|(from, to)| *from == handed && to.is_none()).unwrap().1 = Some(now);
            spans.push((now, None));
        }
    }

    /// The result of a push: the time of the next one has to fit the answer.
    fn updated(&mut self, update: &Update<u32>, answer: Option<Outcome>, row: &Row, now: SystemTime) {
        let mut after_it = row.clone();
        after_it.health = update.health;
        let elsewhere = after_it.credential() != Some(&self.credential);
        assert_eq!(update.next == NextSender::Same, !elsewhere);
        let Some(item) = self.item(update.key) else { panic!("an update for nobody") };
        assert_eq!(update.need, item.need);
        let after = update.due.duration_since(now).unwrap_or_default();
        let other = after_it.route() != Some(item.route);
        match answer {
            _ if elsewhere => {}
            _ if item.over => assert!(after >= SECOND && update.pushed == item.pushed),
            Some(Outcome::Sent) if item.renewed => {
                let settle = if item.lane == Lane::Urgent { SECOND } else { 30 * SECOND };
                assert!(after >= settle && update.pushed == Some(now));
                (item.tries, item.fresh) = (0, true);
            }
            Some(Outcome::Sent) => {
                let first = if item.fresh { Some(now) } else { item.pushed };
                assert_eq!(update.pushed, first.or(Some(now)));
                (item.tries, item.fresh) = (0, false);
                let since = update.due.duration_since(update.pushed.unwrap()).unwrap().as_secs();
                assert!(since >= 86_400 && since % 86_400 < 3_600, "{since} s after the first push");
                assert!(after >= DAY / 2 && after <= DAY + DAY / 2 + HOUR, "{after:?}");
            }
            Some(Outcome::NotSent) => assert!(after >= SECOND),
            Some(Outcome::Retry | Outcome::RetryDevice) => {
                let pause = (30 * SECOND * (1 << item.tries.min(7))).min(HOUR);
                item.tries = if other { 0 } else { item.tries + 1 };
                if item.renewed {
                    let patient = !other && item.lane == Lane::Normal;
                    assert!(after >= if patient { pause } else { SECOND }, "{after:?}");
                } else if other {
                    assert!(after.is_zero());
                } else {
                    assert!(after >= pause && after <= pause + pause / 4, "{after:?}");
                }
            }
            Some(_) if item.renewed => assert!(after >= SECOND),
            Some(Outcome::Defect | Outcome::Unsendable) => {
                assert!(if other { after.is_zero() } else { after >= DAY && after <= DAY + HOUR })
            }
            Some(Outcome::DropRoute) => assert!(after.is_zero() && other),
            Some(Outcome::WaitUntil(_) | Outcome::FixCredential) => assert!(after.is_zero()),
            None => panic!("no update was expected: {update:?}"),
        }
        item.pushed = update.pushed;
        (item.renewed, item.over) = (false, false);
        (item.due, item.surely) = (update.due, surely(update.due, now));
        item.since = item.surely.max(now);
        if elsewhere {
            // It left when it was its tenant's turn.
            let tenant = item.tenant;
            self.items
                .iter_mut()
                .filter(|item| item.tenant == tenant)
                .for_each(|item| item.passed_over.clear());
            self.items.retain(|item| item.key != update.key);
        }
    }

    /// The scheduler waits: rightly?
    fn waits(&self, until: Option<SystemTime>, now: SystemTime) {
        let cap = self.config.per_minute.get() as usize;
        let reserved = (self.config.reserved as usize).min(cap - 1);
        let waiting = || self.items.iter().filter(|item| item.flight.is_none());
        if !self.blocked(now) {
            // Answers are kept rounded up.
            let used = self.used(now, Duration::from_millis(61_011));
            let sendable = |item: &&Item| {
                item.surely <= now
                    && match item.lane {
                        Lane::Urgent => used < cap,
                        Lane::Normal => used < cap - reserved && self.paced(now),
                    }
            };
            assert!(
                waiting().find(sendable).is_none(),
                "{:?} could have been woken",
                waiting().find(sendable)
            );
        }
        let until = until.unwrap_or_else(|| at(1 << 40));
        assert!(until > now);
        if let Some(next) = waiting().map(|item| item.surely).filter(|surely| *surely > now).min() {
            assert!(until <= next, "the next one is overslept");
        }
        if let Some((hold, _)) =
            self.hold.filter(|(hold, _)| *hold > now && waiting().any(|item| item.surely <= now))
        {
            assert!(until <= hold, "the end of the hold is overslept");
        }
        if self.used(now, MINUTE) > 0 {
            assert!(until <= now + SECOND);
        }
    }
}

/// What is due in the future is kept in whole seconds.
fn surely(due: SystemTime, now: SystemTime) -> SystemTime {
    if due <= now {
        return due;
    }
    let since = due.duration_since(SystemTime::UNIX_EPOCH).unwrap();
    SystemTime::UNIX_EPOCH + Duration::from_secs(since.as_secs() + u64::from(since.subsec_nanos() > 0))
}

/// A credential's scheduler, its list, and its provider.
struct Side {
    scheduler: Scheduler<u32, u8, &'static str>,
    naive: Naive,
    answers: Vec<(SystemTime, Ticket, Outcome)>,
    provider: (Outcome, Duration),
    wait: Option<SystemTime>,
}

struct Test {
    sides: [Side; 2],
    rows: BTreeMap<u32, Row>,
    now: SystemTime,
    slow: bool,
    /// Results that are not yet written.
    late: Vec<Update<u32>>,
}

impl Side {
    fn new(credential: &'static str, owner: Option<u8>, config: Config) -> Self {
        let scheduler = Scheduler::new(credential, config, &forever(), at(0));
        Self {
            scheduler: owner.into_iter().fold(scheduler, Scheduler::owned_by),
            naive: Naive::new(credential, owner, config),
            answers: Vec::new(),
            provider: (Outcome::Sent, Duration::ZERO),
            wait: None,
        }
    }

    /// A row is new or has changed.
    fn wake(&mut self, row: &Row, now: SystemTime) {
        self.naive.wake(row, now);
        // Whether it is refused is not the question here.
        let _ = self.scheduler.handle_input(Input::Wake(row), now);
    }
}

impl Test {
    fn new(caps: [u32; 2], owners: [Option<u8>; 2], in_flight: u32) -> Self {
        let config = |cap| {
            let mut config = config(cap);
            config.max_in_flight = NonZeroU32::new(in_flight).unwrap();
            config.answer_within = 100 * SECOND;
            config
        };
        Self {
            sides: [
                Side::new("cert", owners[0], config(caps[0])),
                Side::new("gateway", owners[1], config(caps[1])),
            ],
            rows: BTreeMap::new(),
            now: at(0),
            slow: false,
            late: Vec::new(),
        }
    }

    fn change(&mut self, key: u32, change: impl FnOnce(&mut Row)) {
        let now = self.now;
        let row = self.rows.entry(key).or_insert_with(|| {
            let mut row = iphone(key);
            row.tenant = u8::try_from(key % 3).unwrap();
            row
        });
        let old = row.need;
        change(row);
        if row.need != old {
            self.sides.iter_mut().for_each(|side| side.wake(row, now));
        }
    }

    fn step(&mut self, step: Step) {
        let now = self.now;
        match step {
            Step::Demand { key, urgent, after, comes_by } => self.change(key, |row| {
                row.comes_by = comes_by.map(at);
                row.demand(
                    if urgent { Lane::Urgent } else { Lane::Normal },
                    now + Duration::from_secs(after),
                );
            }),
            Step::Contact(key) => self.change(key, Row::contact),
            Step::Unenroll(key) => {
                self.rows.remove(&key);
                self.late.retain(|update| update.key != key);
                for side in &mut self.sides {
                    side.naive.items.retain(|item| item.key != key);
                    side.scheduler.handle_input(Input::Forget(&key), now).unwrap();
                }
            }
            Step::Register(key, routes) => self.change(key, |row| {
                let kind = |apns| if apns { RouteKind::Apns } else { RouteKind::Poll };
                let credential = |own| if own { "cert" } else { "gateway" };
                let routes = routes.iter().map(|(apns, own)| route(kind(*apns || *own), credential(*own)));
                row.register(routes.collect(), Vec::new(), now);
            }),
            Step::Again(key) => {
                for side in &mut self.sides {
                    if side.naive.item(key).is_some() {
                        side.scheduler.handle_input(Input::Wake(&self.rows[&key]), now).unwrap();
                    }
                }
            }
            Step::Fixed(who) => {
                let side = &mut self.sides[who];
                (side.naive.hold, side.naive.losses) = (None, 0);
                side.scheduler.handle_input(Input::CredentialFixed, now).unwrap();
            }
            Step::Repeat(who, which) => {
                let Side { scheduler, naive, answers, .. } = &mut self.sides[who];
                if let Some((_, ticket, _)) = answers.get(which % answers.len().max(1)) {
                    match scheduler.handle_input(Input::Repeating(*ticket), now) {
                        Ok(()) => naive.repeated(*ticket, now),
                        Err(error) => {
                            let late = now >= naive.tickets[ticket] + naive.config.answer_within;
                            let full = naive.used(now, Duration::from_millis(61_011))
                                >= naive.config.per_minute.get() as usize;
                            assert!(error == Error::NoRoom && (late || full), "{error}");
                        }
                    }
                }
            }
            Step::Provider(who, outcome, delay) => {
                self.sides[who].provider = (outcome, Duration::from_millis(delay));
            }
            Step::Slow(slow) => {
                self.slow = slow;
                self.write_late();
            }
            Step::Pass(millis) => return self.pass(now + Duration::from_millis(millis)),
        }
        self.drain_all();
    }

    fn pass(&mut self, until: SystemTime) {
        loop {
            self.drain_all();
            let next = |side: &Side| side.answers.iter().map(|(when, ..)| *when).chain(side.wait).min();
            let Some(next) = self.sides.iter().filter_map(next).min().filter(|next| *next <= until) else {
                break;
            };
            self.now = self.now.max(next);
            for who in 0..self.sides.len() {
                while let Some((ticket, outcome)) = self.sides[who].answer(self.now) {
                    self.sides[who].naive.answered(ticket, outcome, self.now);
                    let answered = Input::Answered(ticket, outcome);
                    self.sides[who].scheduler.handle_input(answered, self.now).unwrap();
                    self.drain(who, Some(outcome));
                }
            }
        }
        // Time that passes without a call is time that no scheduler asked for.
        self.now = until;
    }

    fn drain_all(&mut self) {
        (0..self.sides.len()).for_each(|who| self.drain(who, None));
    }

    fn drain(&mut self, who: usize, answer: Option<Outcome>) {
        let now = self.now;
        let mut gone_over = false;
        loop {
            let (side, other) = match &mut self.sides {
                [first, second] if who == 0 => (first, second),
                [first, second] => (second, first),
            };
            match side.scheduler.poll_output(now) {
                Output::Send(send) => {
                    side.naive.sent(&send, &self.rows[&send.key], now);
                    let answered = now + side.provider.1;
                    let outcome = match side.provider.0 {
                        Outcome::WaitUntil(until) => {
                            Outcome::WaitUntil(answered + until.duration_since(at(0)).unwrap())
                        }
                        outcome => outcome,
                    };
                    side.answers.push((answered, send.ticket, outcome));
                }
                Output::Update(update) => {
                    side.naive.updated(&update, answer, &self.rows[&update.key], now);
                    if self.slow && update.next == NextSender::Same {
                        self.late.push(update);
                        continue;
                    }
                    // In order.
                    self.late.drain(..).for_each(|update| write(&mut self.rows, &update));
                    write(&mut self.rows, &update);
                    if update.next == NextSender::Other {
                        other.wake(&self.rows[&update.key], now);
                        gone_over = true;
                    }
                }
                Output::Event(Event::Held { until, reason }) => {
                    assert!(side.naive.hold.is_none_or(|(old, _)| old < until), "a shorter hold");
                    side.naive.hold = Some((until, reason));
                }
                Output::Event(_) => {}
                Output::Wait(until) => {
                    side.naive.waits(until, now);
                    side.wait = until;
                    break;
                }
            }
        }
        if gone_over {
            self.drain(1 - who, None);
        }
    }

    fn write_late(&mut self) {
        self.late.drain(..).for_each(|update| write(&mut self.rows, &update));
    }
}

/// A result belongs to what is pending unless the device was heard of since the push, and settles only its own need.
fn write(rows: &mut BTreeMap<u32, Row>, update: &Update<u32>) {
    let row = rows.get_mut(&update.key).unwrap();
    let old = row.clone();
    let belongs = old.due.is_some() && update.need >= old.heard;
    assert_eq!(row.apply(update), belongs);
    assert_eq!(row.due, if belongs && update.need == old.need { Some(update.due) } else { old.due });
    assert_eq!(
        (row.pushed, row.attempt),
        if belongs { (update.pushed, update.attempt) } else { (old.pushed, old.attempt) }
    );
}

impl Side {
    /// The next answer that has come.
    fn answer(&mut self, now: SystemTime) -> Option<(Ticket, Outcome)> {
        self.answers.sort_by_key(|(when, ticket, _)| (*when, *ticket));
        let (when, ..) = self.answers.first()?;
        (*when <= now).then(|| self.answers.remove(0)).map(|(_, ticket, outcome)| (ticket, outcome))
    }
}

fn check(caps: [u32; 2], owners: [Option<u8>; 2], in_flight: u32, steps: Vec<Step>) {
    let mut test = Test::new(caps, owners, in_flight);
    for step in steps {
        test.step(step);
    }
    test.step(Step::Slow(false));
    // Nobody is lost: once the providers work and a day has passed, everybody who is here was pushed to.
    test.sides.iter_mut().for_each(|side| side.provider = (Outcome::Sent, 2 * SECOND));
    let items = || test.sides.iter().flat_map(|side| &side.naive.items);
    let pending: Vec<_> = items().map(|item| item.key).collect();
    let last = items().map(|item| item.surely).max().unwrap_or(test.now).max(test.now);
    test.pass(last + 2 * DAY);
    for key in pending {
        let row = &test.rows[&key];
        let meant = test.sides.iter().any(|side| side.naive.is_meant(row));
        assert!(row.pushed.is_some() || !meant, "{key} was lost");
    }
    for (side, cap) in test.sides.iter().zip(caps) {
        assert_eq!(side.scheduler.waiting().devices, side.naive.items.len());
        check_cap(side.naive.all.iter().copied(), cap as usize);
    }
}

proptest! {
    /// Each credential with its own cap, line, turns and holds, whether or not it belongs to a tenant (F80, F81, F92).
    #[test]
    fn the_schedulers_do_what_a_scan_of_everything_would(
        caps in [prop_oneof![1_u32..8, 8_u32..100], prop_oneof![1_u32..8, 8_u32..100]],
        owners in prop::sample::select(vec![[None, None], [Some(0), Some(1)], [Some(0), None], [Some(2), Some(2)]]),
        in_flight in prop_oneof![1_u32..5, Just(1_000)],
        steps in steps(),
    ) {
        check(caps, owners, in_flight, steps);
    }
}

/// While nothing can be sent urgent ones are tried again and again, and every eighth turn is an ordinary one's, out of pace:
/// these turns are not held against it once pushes go out.
#[test]
fn turns_during_an_outage_do_not_slow_what_comes_after() {
    let demand = |key, urgent| Step::Demand { key, urgent, after: 0, comes_by: None };
    let outage = Step::Provider(0, Outcome::NotSent, 0);
    let steps = vec![outage, demand(0, true), demand(1, false), Step::Pass(26_568_000), demand(2, false)];
    check([1, 1], [None, None], 1, steps);
}
