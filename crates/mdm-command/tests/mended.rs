//! What the reference and the fuzz target found, each as the smallest story that shows it.

#![allow(clippy::unwrap_used, reason = "a test: what cannot be is a reason to stop")]

use std::time::{Duration, SystemTime};

use mdm_command::{
    Answer, Barrier, CommandUuid, Context, Error, Fact, Hold, Mode, Next, Order, Policy, Queue,
    SESSION_SILENCE, Same, SameKey, State, Turn, Wake, Waking,
};
use mdm_lock::{Access, Evidence, Footprint, Kind, LostMode, Resource, RuleTable, Subject};

struct Bench {
    queue: Queue,
    table: RuleTable,
    subject: Subject,
    policy: Policy,
    now: SystemTime,
    wake: Wake,
}

impl Bench {
    fn with(batch: impl IntoIterator<Item = Order>) -> Self {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        let (table, subject) = (RuleTable::default(), Subject::ios(None));
        let policy = Policy::DEFAULT;
        let mut bench = Self { queue: Queue::default(), table, subject, policy, now, wake: Wake::NotNeeded };
        bench.enqueue(batch);
        bench
    }

    fn context(&self) -> Context<'_> {
        Context { policy: self.policy, ..Context::new(&self.table, &self.subject) }
    }

    fn decide(
        &mut self,
        decide: impl FnOnce(&Queue, &Context<'_>, SystemTime) -> Result<Turn, Error>,
    ) -> Turn {
        let turn = decide(&self.queue, &self.context(), self.now).unwrap();
        for change in &turn.changes {
            self.queue.apply(change);
        }
        if turn.wake != Wake::Unchanged {
            self.wake = turn.wake;
        }
        turn
    }

    fn enqueue(&mut self, batch: impl IntoIterator<Item = Order>) {
        self.decide(|queue, context, now| Ok(queue.enqueue(batch, context, now)?.turn));
    }

    /// Comes back with the name of what goes out.
    fn report(&mut self, answer: &Answer<'_>) -> Option<String> {
        let next = self.decide(|queue, context, now| queue.report(answer, context, now)).next;
        next.map(|Next { uuid, .. }| uuid.to_string())
    }

    fn state(&self, name: &str) -> State {
        self.queue.entry(&uuid(name)).unwrap().state
    }

    /// With only these commands loaded.
    fn window(&self, names: &[&str]) -> Queue {
        let entries = names.iter().map(|name| self.queue.entry(&uuid(name)).unwrap().clone());
        Queue::new(self.queue.state().clone(), entries, self.queue.open())
    }
}

fn uuid(name: &str) -> CommandUuid {
    CommandUuid::new(name).unwrap()
}

fn install(name: &str, profile: &str) -> Order {
    Order::new(uuid(name), "InstallProfile", Footprint::new().put(Kind::Profile, profile))
}

fn remove(name: &str, profile: &str) -> Order {
    Order::new(uuid(name), "RemoveProfile", Footprint::new().remove(Kind::Profile, profile))
}

fn info(name: &str) -> Order {
    Order::new(uuid(name), "DeviceInformation", Footprint::new().read_all(Kind::Device))
}

fn after(mut order: Order, name: &str) -> Order {
    order.after.push(uuid(name));
    order
}

#[test]
fn what_a_superseded_command_lets_go_wakes_the_device() {
    let mut held = install("held", "a");
    held.terms.hold = Hold::Held;
    let mut bench = Bench::with([held, install("behind", "a")]);
    assert_eq!(bench.wake, Wake::NotNeeded);
    let mut last = install("last", "a");
    last.supersedes.push(uuid("held"));
    bench.enqueue([last]);
    assert_eq!(bench.wake, Wake::Due(bench.now), "the one behind may go");
}

#[test]
fn an_order_in_a_session_that_a_cancellation_emptied_wakes_the_device() {
    let mut bench = Bench::with([info("one")]);
    bench.report(&Answer::Idle);
    bench.decide(|queue, context, now| queue.cancel(&uuid("one"), context, now));
    let mut held = install("held", "a");
    held.terms.hold = Hold::Held;
    bench.enqueue([held]);
    assert_eq!(bench.wake, Wake::NotNeeded);
    bench.enqueue([info("two")]);
    assert_eq!(bench.wake, Wake::Due(bench.now));
}

#[test]
fn an_end_of_lost_mode_that_was_told_wakes_the_device_for_what_it_held_back() {
    let lost = Evidence::LostMode(LostMode::On);
    let mut bench = Bench::with([install("a", "a")]);
    bench.decide(|queue, context, now| Ok(queue.observe(lost, context, now)));
    assert_eq!((bench.report(&Answer::Idle), bench.wake), (None, Wake::NotNeeded));
    let found = Evidence::LostMode(LostMode::Off);
    bench.decide(|queue, context, now| Ok(queue.observe(found, context, now)));
    assert_eq!(bench.wake, Wake::Due(bench.now));
}

#[test]
fn a_new_command_does_not_supersede_what_it_is_chained_to() {
    let key = Some(Same::KeepNew(SameKey::new("inventory").unwrap()));
    let same = |mut order: Order| {
        order.terms.same = key.clone();
        order
    };
    let bench = Bench::with([same(info("one")), after(same(info("two")), "one")]);
    assert_eq!((bench.state("one"), bench.state("two")), (State::Queued, State::Queued));

    let mut both = after(info("three"), "one");
    both.supersedes.push(uuid("one"));
    let refused = bench.queue.enqueue([both], &bench.context(), bench.now);
    assert_eq!(refused.map(drop), Err(Error::Supersedes(uuid("three"))));
}

/// Otherwise the command that waits for the second of a broken chain would wait for ever.
#[test]
fn a_chain_that_breaks_needs_every_open_command() {
    let mut bench =
        Bench::with([info("first"), after(install("second", "a"), "first"), install("third", "a")]);
    assert_eq!(bench.report(&Answer::Idle).as_deref(), Some("first"));
    let first = uuid("first");
    let failed = Answer::Error { uuid: &first, outcome: None, lost_mode: None };
    let window = bench.window(&["first", "second"]);
    assert_eq!(window.report(&failed, &bench.context(), bench.now), Err(Error::NeedsOpen));
    assert_eq!(bench.report(&failed).as_deref(), Some("third"));
    assert_eq!(bench.state("second"), State::Cancelled);
}

/// What it is chained to may be outside of the window.
#[test]
fn a_chained_removal_does_not_supersede_before_its_turn() {
    let batch =
        [install("a", "a"), install("b", "b"), install("again", "b"), after(remove("removal", "a"), "again")];
    let mut bench = Bench::with(batch);
    assert_eq!(bench.report(&Answer::Idle).as_deref(), Some("a"));
    let a = uuid("a");
    let refused = Answer::NotNow { uuid: &a };
    let whole = bench.queue.report(&refused, &bench.context(), bench.now);
    let window = bench.window(&["a", "b", "removal"]);
    assert_eq!(window.report(&refused, &bench.context(), bench.now), whole);
    bench.report(&refused);
    assert_eq!(bench.state("a"), State::NotNow);
}

#[test]
fn a_barrier_that_opens_while_it_waits_leaves_no_gap() {
    let unknown = Order::new(uuid("unknown"), "Frobnicate", Footprint::unknown());
    let mut bench = Bench::with([install("first", "a"), unknown, install("last", "a")]);
    bench.policy.barrier = Barrier::Opens { refusals: 1, after: Duration::ZERO };
    // A refusal of what was never sent.
    assert_eq!(bench.report(&Answer::NotNow { uuid: &uuid("unknown") }).as_deref(), Some("first"));
    assert_eq!(bench.queue.entry(&uuid("last")).unwrap().waits_on, [1]);
}

#[test]
fn a_pending_command_whose_time_is_over_does_not_stand_for_a_new_one() {
    let key = Some(Same::KeepPending(SameKey::new("inventory").unwrap()));
    let mut old = info("old");
    (old.terms.same, old.terms.hold) = (key.clone(), Hold::Held);
    let mut bench = Bench::with([]);
    old.terms.expires_at = Some(bench.now + Duration::from_secs(10));
    bench.enqueue([old]);
    bench.now += Duration::from_secs(10);
    let mut new = info("new");
    new.terms.same = key;
    bench.enqueue([new]);
    assert_eq!(bench.report(&Answer::Idle).as_deref(), Some("new"));
    assert_eq!(bench.state("old"), State::Expired);
}

#[test]
fn what_has_expired_is_not_handed_out_again_although_it_was_outstanding() {
    let mut bench = Bench::with([info("one")]);
    let mut brief = install("brief", "a");
    brief.terms.expires_at = Some(bench.now + Duration::from_secs(60));
    bench.enqueue([brief]);
    bench.report(&Answer::Idle);
    let one = uuid("one");
    let done = Answer::Acknowledged { uuid: &one };
    assert_eq!(bench.report(&done).as_deref(), Some("brief"));
    bench.now += Duration::from_secs(60);
    // The reply was lost: the device says it again.
    assert_eq!(bench.report(&done), None);
    assert_eq!(bench.state("brief"), State::Expired);
    assert!(bench.queue.entry(&uuid("brief")).unwrap().maybe_executed);
}

#[test]
fn what_was_handed_out_expires_too_once_no_answer_is_to_be_expected() {
    let mut bench = Bench::with([]);
    let mut brief = install("brief", "a");
    brief.terms.expires_at = Some(bench.now + Duration::from_secs(60));
    bench.enqueue([brief]);
    bench.report(&Answer::Idle);
    bench.now += Duration::from_secs(60);
    bench.decide(|queue, context, now| queue.expire(context, now));
    assert_eq!(bench.state("brief"), State::Sent, "its answer is on the way");
    bench.now += Duration::from_secs(301);
    bench.decide(|queue, context, now| queue.expire(context, now));
    assert_eq!((bench.state("brief"), bench.wake), (State::Expired, Wake::NotNeeded));
}

#[test]
fn the_planner_in_the_shadow_names_only_what_may_go() {
    let mut bench = Bench::with([install("a", "a"), info("b")]);
    bench.policy.mode = Mode::Shadow;
    let refuse = |entry: &mdm_command::Entry| (entry.uuid == uuid("a")).then(|| "forbidden".into());
    let context = Context { refuse: Some(&refuse), ..bench.context() };
    let turn = bench.queue.report(&Answer::Idle, &context, bench.now).unwrap();
    assert_eq!(turn.next.unwrap().uuid, uuid("b"));
    assert!(!turn.facts.iter().any(|fact| matches!(fact, Fact::WouldHandOut { .. })), "it is what goes");
}

/// A removal that still waits for another command is not sure to come next.
#[test]
fn a_removal_supersedes_only_when_nothing_else_goes_before_it() {
    let network = |order: Order, access| Order {
        footprint: order.footprint.touch(Resource::one(Kind::Wifi, "Office"), access),
        ..order
    };
    let mut held = network(install("held", "b"), Access::Put);
    held.terms.hold = Hold::Held;
    let removal = network(remove("removal", "a"), Access::Remove);
    let mut bench = Bench::with([install("a", "a"), held, removal]);
    let a = uuid("a");
    bench.report(&Answer::Idle);
    bench.report(&Answer::NotNow { uuid: &a });
    assert_eq!(
        bench.state("a"),
        State::NotNow,
        "the removal waits for what is held, for nobody knows how long"
    );
    bench.decide(|queue, context, now| queue.cancel(&uuid("held"), context, now));
    bench.report(&Answer::Idle);
    bench.report(&Answer::NotNow { uuid: &a });
    assert_eq!(bench.state("a"), State::Superseded);
}

/// It was out, and held: nobody was to be woken for it, and in its session nobody was told otherwise when it was let go.
#[test]
fn what_is_let_go_in_its_session_has_a_push_if_the_device_falls_silent() {
    let mut quiet = install("quiet", "a");
    quiet.terms.waking = Waking::Quiet;
    let mut bench = Bench::with([quiet]);
    bench.report(&Answer::Idle);
    assert_eq!((bench.state("quiet"), bench.wake), (State::Sent, Wake::NotNeeded));
    bench.decide(|queue, context, now| queue.hold(&uuid("quiet"), context, now));
    // It waits for the one that is held, which is quiet no more.
    bench.enqueue([install("wakes", "a")]);
    assert_eq!(bench.wake, Wake::NotNeeded);
    bench.decide(|queue, context, now| queue.release(&uuid("quiet"), context, now));
    assert_eq!(bench.wake, Wake::Due(bench.now + SESSION_SILENCE));
}

/// A push would only have it refused once more: the device comes by itself.
#[test]
fn a_quiet_command_that_was_refused_is_not_pushed_for_when_it_is_quiet_no_more() {
    let mut quiet = install("quiet", "a");
    quiet.terms.waking = Waking::Quiet;
    let mut bench = Bench::with([quiet]);
    bench.report(&Answer::Idle);
    bench.report(&Answer::NotNow { uuid: &uuid("quiet") });
    bench.enqueue([install("wakes", "a")]);
    assert_eq!((bench.state("quiet"), bench.wake), (State::NotNow, Wake::ByItself(None)));
}
