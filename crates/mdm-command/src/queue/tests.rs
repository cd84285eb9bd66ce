use std::time::{Duration, SystemTime};

use mdm_lock::{Footprint, HazardKind, Kind, LockState, LostMode, Remedy, RuleTable, Subject};

use super::work::LOOKED_AT;
use super::*;
use crate::{BatchId, CancelReason, Error, Hold, Order, State, Terms};

mod android;
mod contract;
mod terms;

/// A queue with its surroundings: decides, applies, checks what must always hold.
#[derive(Clone)]
struct Bench {
    queue: Queue,
    table: RuleTable,
    subject: Subject,
    policy: Policy,
    now: SystemTime,
    wake: Wake,
    facts: Vec<Fact>,
    last: Option<CommandUuid>,
    slots: Vec<Box<str>>,
}

fn uuid(name: &str) -> CommandUuid {
    CommandUuid::new(name).unwrap()
}

fn order(name: &str, command: &str, footprint: Footprint) -> Order {
    Order::new(uuid(name), command, footprint)
}

fn install(name: &str, profile: &str) -> Order {
    order(name, "InstallProfile", Footprint::new().put(Kind::Profile, profile))
}

fn remove(name: &str, profile: &str) -> Order {
    order(name, "RemoveProfile", Footprint::new().remove(Kind::Profile, profile))
}

fn app(name: &str, bundle: &str) -> Order {
    order(name, "InstallApplication", Footprint::new().put(Kind::App, bundle))
}

fn info(name: &str) -> Order {
    order(name, "DeviceInformation", Footprint::new().read_all(Kind::Device))
}

fn profiles(name: &str) -> Order {
    order(name, "ProfileList", Footprint::new().read_all(Kind::Profile))
}

fn protection(name: &str, command: &str) -> Order {
    order(name, command, Footprint::new().put_all(Kind::Protection))
}

fn erase(name: &str) -> Order {
    order(name, "EraseDevice", Footprint::erase())
}

impl Bench {
    fn new() -> Self {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        let (queue, facts) = (Queue::default(), Vec::new());
        let (table, subject) = (RuleTable::default(), Subject::ios("18.3".parse().ok()));
        Self {
            queue,
            table,
            subject,
            policy: Policy::DEFAULT,
            now,
            wake: Wake::NotNeeded,
            facts,
            last: None,
            slots: Vec::new(),
        }
    }

    fn with(orders: impl IntoIterator<Item = Order>) -> Self {
        let mut bench = Self::new();
        bench.enqueue(orders);
        bench
    }

    fn context(&self) -> Context<'_> {
        Context { policy: self.policy, ..Context::new(&self.table, &self.subject) }
    }

    fn take(&mut self, turn: Turn) -> Option<String> {
        let before = self.queue.clone();
        for change in &turn.changes {
            self.queue.apply(change);
        }
        let mut again = before;
        for change in &turn.changes {
            again.apply(change);
        }
        assert_eq!(again, self.queue, "applying is deterministic");
        if turn.wake != Wake::Unchanged {
            self.wake = turn.wake;
        }
        self.facts.extend(turn.facts);
        self.invariants();
        self.slots = turn.next.as_ref().map(|next| next.slots.clone()).unwrap_or_default();
        self.last = turn.next.map(|next| next.uuid);
        self.last.as_ref().map(ToString::to_string)
    }

    fn invariants(&self) {
        let open: Vec<_> = self.queue.entries().filter(|entry| entry.is_open()).collect();
        assert_eq!(open.len() as u64, self.queue.open());
        assert!(open.iter().filter(|entry| entry.state == State::Sent).count() <= 1, "one outstanding");
        for entry in &open {
            for seq in &entry.waits_on {
                let earlier = self.queue.at(*seq).unwrap();
                assert!(earlier.is_open() && earlier.seq < entry.seq, "{entry:?} waits on {earlier:?}");
            }
        }
    }

    fn enqueue(&mut self, orders: impl IntoIterator<Item = Order>) -> Vec<mdm_lock::Hazard<u64>> {
        let receipt = self.queue.enqueue(orders, &self.context(), self.now).unwrap();
        self.take(receipt.turn);
        assert_eq!(receipt.hazards.left_out, 0);
        receipt.hazards.found
    }

    fn report(&mut self, answer: &Answer<'_>) -> Option<String> {
        let turn = self.queue.report(answer, &self.context(), self.now).unwrap();
        self.take(turn)
    }

    fn idle(&mut self) -> Option<String> {
        self.report(&Answer::Idle)
    }

    /// Answers the command that went out last.
    fn ack(&mut self) -> Option<String> {
        let uuid = self.last.clone().unwrap();
        self.report(&Answer::Acknowledged { uuid: &uuid })
    }

    fn error(&mut self, lost_mode: Option<LostMode>) -> Option<String> {
        let uuid = self.last.clone().unwrap();
        let outcome = Some(Outcome::Error { code: 12021, domain: "MCMDMErrorDomain".into() });
        self.report(&Answer::Error { uuid: &uuid, outcome, lost_mode })
    }

    fn not_now(&mut self) -> Option<String> {
        let uuid = self.last.clone().unwrap();
        self.report(&Answer::NotNow { uuid: &uuid })
    }

    fn cancel(&mut self, name: &str) {
        let turn = self.queue.cancel(&uuid(name), &self.context(), self.now).unwrap();
        self.take(turn);
    }

    fn hold(&mut self, name: &str) {
        let turn = self.queue.hold(&uuid(name), &self.context(), self.now).unwrap();
        self.take(turn);
    }

    fn release(&mut self, name: &str) {
        let turn = self.queue.release(&uuid(name), &self.context(), self.now).unwrap();
        self.take(turn);
    }

    fn outcome(&self, name: &str) -> Option<Outcome> {
        self.queue.entry(&uuid(name)).unwrap().outcome.clone()
    }

    fn wait(&mut self, secs: u64) {
        self.now += Duration::from_secs(secs);
    }

    fn state(&self, name: &str) -> State {
        self.queue.entry(&uuid(name)).unwrap().state
    }

    fn explain(&self, name: &str) -> String {
        self.queue.explain(&uuid(name), &self.context(), self.now).unwrap().to_string()
    }

    /// Runs one session; a command in `refused` is answered `NotNow`, every other is acknowledged.
    fn session(&mut self, refused: &[&str]) -> Vec<String> {
        let mut seen = Vec::new();
        let mut next = self.idle();
        while let Some(name) = next {
            next = if refused.contains(&name.as_str()) { self.not_now() } else { self.ack() };
            assert!(!seen.contains(&name), "{name} was offered twice in a session");
            seen.push(name);
        }
        seen
    }
}

fn names(list: &[&str]) -> Vec<String> {
    list.iter().map(ToString::to_string).collect()
}

#[test]
fn an_empty_idle_changes_nothing() {
    let bench = Bench::new();
    assert_eq!(bench.queue.report(&Answer::Idle, &bench.context(), bench.now).unwrap(), Turn::default());
    let mut bench = Bench::with([info("i")]);
    bench.session(&[]);
    assert_eq!(bench.queue.report(&Answer::Idle, &bench.context(), bench.now).unwrap(), Turn::default());
}

#[test]
fn an_order_wakes_the_device_and_an_empty_queue_does_not() {
    let mut bench = Bench::with([info("i")]);
    assert_eq!(bench.wake, Wake::Due(bench.now));
    bench.session(&[]);
    assert_eq!(bench.wake, Wake::NotNeeded);
}

/// Acceptance check 4: a locked iPhone with a mixed batch; requirements F43, F44, F46, F48, F54, F55, F60.
#[test]
fn a_locked_iphone_runs_what_it_runs_and_holds_the_rest_in_order() {
    let security = order("security", "SecurityInfo", Footprint::new().read_all(Kind::Protection));
    let batch = [install("profile", "a"), app("app", "x"), security, info("info"), remove("removal", "b")];
    let held = ["profile", "app", "security"];
    let mut bench = Bench::with(batch.clone());
    let first = bench.session(&held);
    // What runs goes first, likely refusals last: the session ends on NotNow.
    assert_eq!(first, names(&["info", "removal", "app", "profile", "security"]));
    assert_eq!(bench.wake, Wake::ByItself(None));
    assert_eq!(bench.queue.belief().state, LockState::Locked);
    assert_eq!(bench.session(&[]), names(&["app", "profile", "security"]));
    assert_eq!(bench.wake, Wake::NotNeeded);

    let mut bench = Bench::with(batch);
    bench.enqueue([erase("erase")]);
    assert_eq!(bench.session(&held), names(&["erase"]));
    for name in ["profile", "app", "security", "info", "removal"] {
        assert_eq!(bench.state(name), State::Cancelled, "{name}");
    }
}

/// Acceptance check 5 and requirement F59: the final state is the one that was ordered last.
#[test]
fn add_then_remove_on_a_locked_phone_ends_removed_and_is_reported() {
    let mut bench = Bench::new();
    let hazards = bench.enqueue([install("add", "a"), remove("remove", "a")]);
    assert_eq!((hazards[0].kind, &hazards[0].commands[..]), (HazardKind::Undone, &[1, 2][..]));
    assert_eq!(bench.session(&["add"]), names(&["add", "remove"]));
    assert_eq!(bench.state("add"), State::Superseded);
    assert_eq!(bench.queue.entry(&uuid("add")).unwrap().outcome, Some(Outcome::SupersededBy(2)));
    assert_eq!(bench.session(&[]), names(&[]), "the removal runs once and the install is gone for good");
}

#[test]
fn an_unanswered_install_is_waited_for_by_its_removal() {
    let mut bench = Bench::with([install("add", "a"), remove("remove", "a")]);
    assert_eq!(bench.idle().as_deref(), Some("add"));
    assert_eq!(bench.idle().as_deref(), Some("add"), "it may have run: offered again before the removal");
    assert_eq!(bench.ack().as_deref(), Some("remove"));
}

#[test]
fn a_replacement_on_a_locked_phone_is_a_gap_with_a_remedy() {
    let mut bench = Bench::new();
    let wifi = |order: Order, access| Order {
        footprint: order.footprint.touch(mdm_lock::Resource::one(Kind::Wifi, "Office"), access),
        ..order
    };
    let old = wifi(remove("old", "a"), mdm_lock::Access::Remove);
    let new = wifi(install("new", "b"), mdm_lock::Access::Put);
    let hazards = bench.enqueue([old.clone(), new.clone()]);
    assert_eq!(hazards[0].kind, HazardKind::Gap);
    assert_eq!(hazards[0].remedies[0], Remedy::ChainOnAcknowledgement { first: vec![2], then: 1 });
    // In the other order the network is never missing: the removal waits for the install.
    let mut bench = Bench::with([new, old]);
    assert_eq!(bench.session(&["new"]), names(&["new"]));
    assert!(bench.explain("old").contains("Wi-Fi network Office"), "{}", bench.explain("old"));
    assert_eq!(bench.session(&[]), names(&["new", "old"]));
}

#[test]
fn disjoint_commands_overtake_and_conflicting_ones_keep_their_order() {
    let mut bench =
        Bench::with([install("a1", "a"), install("a2", "a"), install("b", "b"), profiles("list")]);
    assert_eq!(bench.session(&["a1", "b"]), names(&["a1", "b"]));
    assert_eq!(bench.session(&[]), names(&["a1", "a2", "b", "list"]));
}

#[test]
fn protection_overtakes_ordinary_work_and_keeps_its_own_order() {
    let mut bench = Bench::with([
        order("odd", "Frobnicate", Footprint::unknown()),
        info("info"),
        protection("clear", "ClearPasscode"),
        protection("lock", "DeviceLock"),
        protection("lost", "EnableLostMode"),
    ]);
    assert_eq!(bench.session(&[]), names(&["clear", "lock", "lost", "info"]));
    assert!(
        bench.facts.contains(&Fact::Overtakes { uuid: uuid("clear"), overtaken: uuid("odd") }),
        "it is on record"
    );
    assert!(bench.explain("odd").contains("Lost Mode"), "{}", bench.explain("odd"));
    assert_eq!(bench.wake, Wake::NotNeeded, "what waits for the end of Lost Mode needs no push");
    bench.enqueue([protection("found", "DisableLostMode")]);
    assert_eq!(bench.session(&[]), names(&["found", "odd"]));
}

#[test]
fn an_erase_goes_before_everything_and_cancels_the_rest() {
    let mut bench = Bench::with([install("a", "a"), protection("lock", "DeviceLock"), erase("erase")]);
    assert_eq!(bench.idle().as_deref(), Some("erase"));
    assert_eq!(bench.ack(), None);
    for name in ["a", "lock"] {
        let entry = bench.queue.entry(&uuid(name)).unwrap();
        assert_eq!(entry.outcome, Some(Outcome::Cancelled(CancelReason::Erased)));
    }
    assert_eq!((bench.queue.open(), bench.wake), (0, Wake::NotNeeded));
}

#[test]
fn a_failed_erase_lets_the_rest_go_on() {
    let mut bench = Bench::with([install("a", "a"), erase("erase")]);
    assert_eq!(bench.idle().as_deref(), Some("erase"));
    assert_eq!(bench.error(None).as_deref(), Some("a"));
}

#[test]
fn a_lost_reply_is_offered_again_with_the_same_name() {
    let mut bench = Bench::with([install("a", "a"), info("i")]);
    assert_eq!(bench.idle().as_deref(), Some("i"));
    assert_eq!(bench.idle().as_deref(), Some("i"));
    assert!(bench.facts.contains(&Fact::AnswerLost { uuid: uuid("i") }));
    assert!(bench.queue.entry(&uuid("i")).unwrap().maybe_executed);
    assert_eq!(bench.ack().as_deref(), Some("a"));
    assert!(bench.queue.entry(&uuid("i")).unwrap().maybe_executed, "nothing clears it");
}

#[test]
fn a_repeated_report_gets_the_same_command_again() {
    let mut bench = Bench::with([info("i"), info("j")]);
    bench.idle();
    assert_eq!(bench.ack().as_deref(), Some("j"));
    assert_eq!(bench.report(&Answer::Acknowledged { uuid: &uuid("i") }).as_deref(), Some("j"));
    assert!(bench.facts.contains(&Fact::LateResult { uuid: uuid("i"), state: State::Acknowledged }));
}

#[test]
fn urgent_commands_go_before_an_unanswered_one_and_after_three_others_do_too() {
    let mut bench = Bench::with([info("i")]);
    bench.idle();
    bench.enqueue([protection("lock", "DeviceLock"), profiles("p")]);
    assert_eq!(bench.idle().as_deref(), Some("lock"));
    assert_eq!(bench.ack().as_deref(), Some("i"));
    assert_eq!(bench.idle().as_deref(), Some("i"));
    assert_eq!(bench.idle().as_deref(), Some("p"), "after three deliveries without an answer");
    assert_eq!(bench.ack().as_deref(), Some("i"));
}

#[test]
fn late_duplicate_and_unknown_results_change_nothing_final() {
    let mut bench = Bench::with([info("i"), install("a", "a")]);
    bench.idle();
    bench.ack();
    bench.not_now();
    let before = (bench.state("i"), bench.state("a"));
    bench.report(&Answer::NotNow { uuid: &uuid("i") });
    bench.report(&Answer::Acknowledged { uuid: &uuid("stranger") });
    assert_eq!((bench.state("i"), bench.state("a")), before, "a NotNow never reopens a final command");
    assert!(bench.facts.contains(&Fact::UnknownResult { uuid: uuid("stranger") }));
}

#[test]
fn an_unreadable_report_closes_the_outstanding_command() {
    let unreadable =
        |digest| Outcome::Unreadable { size: 7, digest: [digest; 32], error: "truncated".into() };
    let mut bench = Bench::with([info("i"), info("j")]);
    bench.idle();
    assert_eq!(bench.report(&Answer::Unreadable { outcome: unreadable(1) }).as_deref(), Some("j"));
    assert_eq!((bench.state("i"), bench.state("j")), (State::Unreadable, State::Sent));
    // After five minutes the session counts as over; the report is about what went out last all the same.
    let outcome = unreadable(2);
    let answer = Answer::Unreadable { outcome: outcome.clone() };
    bench.wait(301);
    assert_eq!(bench.report(&answer), None);
    assert_eq!(bench.state("j"), State::Unreadable);
    bench.report(&answer);
    assert_eq!(bench.facts.last(), Some(&Fact::UnreadableReport { outcome }));
}

/// One that came by another channel: the reply is not this queue's, and when to wake the device stays as it was.
#[test]
fn a_report_that_came_by_another_way_hands_out_nothing() {
    let mut bench = Bench::with([info("i"), info("j")]);
    bench.idle();
    let outcome = Outcome::Unreadable { size: 7, digest: [1; 32], error: "truncated".into() };
    let answer = Answer::Unreadable { outcome };
    for after in [0, 301] {
        bench.wait(after);
        let turn = bench.queue.take_in(&answer, &bench.context(), bench.now).unwrap();
        assert_eq!((turn.next.as_ref(), turn.wake), (None, Wake::Unchanged));
        bench.take(turn);
        assert_eq!((bench.state("i"), bench.state("j")), (State::Unreadable, State::Queued));
    }
    assert_eq!(bench.idle().as_deref(), Some("j"));
}

/// Apple, Sending MDM commands to a device: a result that no 2xx took is kept and sent again.
#[test]
fn an_unreadable_report_that_is_repeated_does_not_close_the_command_that_it_has_not_seen() {
    let answer = Answer::Unreadable {
        outcome: Outcome::Unreadable { size: 7, digest: [1; 32], error: "truncated".into() },
    };
    let mut bench = Bench::with([info("i"), info("j"), info("k")]);
    bench.idle();
    assert_eq!(bench.report(&answer).as_deref(), Some("j"));
    // The reply with j was lost.
    assert_eq!(bench.report(&answer).as_deref(), Some("j"));
    assert_eq!(bench.state("j"), State::Sent);
    // A device that says the same to every command does not stay on one.
    assert_eq!(bench.report(&answer).as_deref(), Some("k"));
    assert_eq!(bench.state("j"), State::Unreadable);
    // Also when it was silent meanwhile.
    bench.wait(301);
    assert_eq!(bench.report(&answer).as_deref(), Some("k"));
    assert_eq!(bench.report(&answer), None);
    assert_eq!((bench.state("k"), bench.queue.open()), (State::Unreadable, 0));
}

/// Contract 2: the device repeats an old report because it has not got the reply, and something urgent goes first.
#[test]
fn an_urgent_command_does_not_make_a_second_outstanding_one() {
    let mut bench = Bench::with([info("i"), info("j")]);
    bench.idle();
    assert_eq!(bench.ack().as_deref(), Some("j"));
    bench.enqueue([protection("lost", "EnableLostMode")]);
    assert_eq!(bench.report(&Answer::Acknowledged { uuid: &uuid("i") }).as_deref(), Some("lost"));
    assert_eq!(bench.state("j"), State::Unanswered);
    assert!(bench.facts.contains(&Fact::AnswerLost { uuid: uuid("j") }));
    // Its answer may still come.
    bench.ack();
    bench.report(&Answer::Acknowledged { uuid: &uuid("j") });
    assert_eq!(bench.state("j"), State::Acknowledged);
}

/// What Lost Mode holds back is not outstanding when the session ends.
#[test]
fn a_session_ends_with_nothing_outstanding() {
    let mut bench = Bench::with([info("i"), install("a", "a")]);
    bench.idle();
    assert_eq!(bench.ack().as_deref(), Some("a"));
    bench.enqueue([protection("lost", "EnableLostMode")]);
    assert_eq!(bench.report(&Answer::Acknowledged { uuid: &uuid("i") }).as_deref(), Some("lost"));
    assert_eq!(bench.ack(), None);
    assert_eq!((bench.state("a"), bench.wake), (State::Unanswered, Wake::NotNeeded));
    assert!(bench.explain("a").contains("Lost Mode"));
}

#[test]
fn a_repeated_error_does_not_bring_a_former_lost_mode_back() {
    let mut bench = Bench::with([remove("a", "a"), protection("end", "DisableLostMode"), remove("b", "b")]);
    let (a, outcome) = (uuid("a"), Some(Outcome::Error { code: 12078, domain: "MCMDMErrorDomain".into() }));
    let error = Answer::Error { uuid: &a, outcome, lost_mode: Some(LostMode::On) };
    bench.idle();
    bench.not_now();
    bench.report(&error);
    assert_eq!(bench.queue.belief().lost_mode, LostMode::On);
    assert_eq!(bench.idle().as_deref(), Some("end"));
    assert_eq!(bench.ack().as_deref(), Some("b"));
    // The reply was lost, and the device repeats an old report.
    assert_eq!(bench.report(&error).as_deref(), Some("b"));
    assert_eq!(bench.queue.belief().lost_mode, LostMode::Off);
}

#[test]
fn a_new_enrolment_inherits_no_session_and_no_belief() {
    let mut bench = Bench::with([protection("lost", "EnableLostMode"), install("a", "a")]);
    bench.idle();
    bench.ack();
    bench.enqueue([protection("lock", "DeviceLock")]);
    bench.idle();
    assert!(bench.queue.state().session.open);
    let turn = bench.queue.clear(CancelReason::Reenrolled, &bench.context(), bench.now).unwrap();
    bench.take(turn);
    assert_eq!((bench.queue.state().session.open, bench.queue.belief().lost_mode), (false, LostMode::Off));
    // The old session is not waited for, and the old Lost Mode holds nothing.
    bench.enqueue([install("b", "b")]);
    assert_eq!(bench.wake, Wake::Due(bench.now));
    assert_eq!(bench.idle().as_deref(), Some("b"));
}

/// Apple, Handling NotNow status responses: the device polls by itself only if `NotNow` was the last status.
#[test]
fn a_push_is_due_unless_the_session_ended_on_not_now() {
    let mut bench = Bench::with([install("a", "a")]);
    bench.session(&["a"]);
    assert_eq!(bench.wake, Wake::ByItself(None));
    // A report of something else ends the session on another status.
    assert_eq!(bench.report(&Answer::Acknowledged { uuid: &uuid("stranger") }), None);
    assert_eq!(bench.wake, Wake::Due(bench.now));
}

#[test]
fn a_refusal_that_is_repeated_because_the_empty_reply_was_lost_counts_once() {
    let mut bench = Bench::with([install("a", "a")]);
    bench.session(&["a"]);
    let before = bench.queue.state().backoff;
    assert_eq!(
        bench.report(&Answer::NotNow { uuid: &uuid("a") }),
        None,
        "the same session: not offered again"
    );
    assert_eq!(bench.queue.entry(&uuid("a")).unwrap().refusals, 1);
    assert_eq!((bench.queue.state().backoff, bench.wake), (before, Wake::ByItself(None)));
}

#[test]
fn a_silent_device_is_woken_when_its_session_counts_as_over() {
    let mut bench = Bench::with([info("i")]);
    bench.idle();
    assert_eq!(bench.wake, Wake::Due(bench.now + SESSION_SILENCE));
}

#[test]
fn a_device_that_polls_at_once_does_not_spin() {
    let mut bench = Bench::with([install("a", "a")]);
    for session in 1..=4 {
        assert_eq!(
            bench.session(&["a"]),
            names(&["a"]),
            "session {session}: it came by itself, offered at once"
        );
        bench.wait(1);
    }
    assert_eq!(bench.session(&["a"]), names(&[]), "again and again without evidence: a pause");
    let Wake::Due(due) = bench.wake else { panic!("{:?}", bench.wake) };
    assert_eq!(due, bench.now + Duration::from_secs(29), "this session ended on another status");
    bench.wait(31);
    assert_eq!(bench.session(&["a"]), names(&["a"]));
    bench.wait(31);
    assert_eq!(bench.session(&["a"]), names(&[]), "the pause doubles");
    bench.wait(30);
    assert_eq!(bench.session(&[]), names(&["a"]));
    assert_eq!(bench.queue.state().backoff, Backoff::default(), "an unlock ends it");
}

#[test]
fn an_unlock_soon_after_a_push_or_two_costs_no_pause() {
    let mut bench = Bench::with([install("a", "a")]);
    assert_eq!(bench.session(&["a"]), names(&["a"]), "a push that was kept");
    assert_eq!(bench.session(&["a"]), names(&["a"]), "and one that was under way");
    assert_eq!(bench.session(&[]), names(&["a"]), "the user unlocks");
}

#[test]
fn refusals_that_are_far_apart_cost_no_pause() {
    let mut bench = Bench::with([install("a", "a")]);
    for day in 1..=30 {
        assert_eq!(bench.session(&["a"]), names(&["a"]), "day {day}");
        bench.wait(86_400);
    }
    assert_eq!(bench.queue.state().backoff.until, None);
}

#[test]
fn the_pause_is_bounded() {
    let mut backoff = Backoff::default();
    for _ in 0..100 {
        backoff = backoff.next(backoff.until.unwrap_or(SystemTime::UNIX_EPOCH));
    }
    let last = backoff.last.unwrap();
    assert_eq!(backoff.until, Some(last + Duration::from_secs(3600)));
}

#[test]
fn new_work_goes_out_during_a_pause() {
    let mut bench = Bench::with([install("a", "a")]);
    (0..4).for_each(|_| drop(bench.session(&["a"])));
    bench.enqueue([info("i"), protection("lock", "DeviceLock")]);
    assert_eq!(bench.session(&["a"]), names(&["lock", "i"]));
}

#[test]
fn a_clock_that_steps_back_repeats_nothing() {
    let mut bench = Bench::with([install("a", "a")]);
    bench.idle();
    bench.now -= Duration::from_secs(86_400);
    assert_eq!(bench.ack(), None);
    assert_eq!(bench.state("a"), State::Acknowledged);
    assert_eq!(bench.idle(), None);
}

#[test]
fn what_is_not_allowed_any_more_is_refused_at_its_turn_and_the_next_goes_out() {
    let mut bench = Bench::with([protection("lost", "EnableLostMode"), info("i")]);
    let refuse = |entry: &Entry| (&*entry.command == "EnableLostMode").then(|| "needs supervision".into());
    let context = Context { refuse: Some(&refuse), ..bench.context() };
    let turn = bench.queue.report(&Answer::Idle, &context, bench.now).unwrap();
    assert_eq!(bench.take(turn).as_deref(), Some("i"));
    let entry = bench.queue.entry(&uuid("lost")).unwrap();
    assert_eq!((entry.state, entry.deliveries), (State::Refused, 0));
    assert_eq!(entry.outcome, Some(Outcome::Refused("needs supervision".into())));
}

#[test]
fn a_cancelled_command_hands_on_what_it_waited_for() {
    let mut bench = Bench::with([install("1", "a"), install("2", "a"), install("3", "a")]);
    let turn = bench.queue.cancel(&uuid("2"), &bench.context(), bench.now).unwrap();
    bench.take(turn);
    assert_eq!(bench.queue.entry(&uuid("3")).unwrap().waits_on, [1]);
    assert_eq!(bench.session(&[]), names(&["1", "3"]));
    let again = bench.queue.cancel(&uuid("2"), &bench.context(), bench.now);
    assert_eq!(again, Err(Error::NotOpen(uuid("2"))));
}

/// Conflicts are not transitive: a list waits for an install, and not for the unknown command before it.
#[test]
fn a_cancelled_command_leaves_no_gap_behind_others() {
    let odd = order("odd", "Frobnicate", Footprint::unknown());
    let mut bench = Bench::with([odd, install("1", "a"), profiles("list"), install("2", "a")]);
    let turn = bench.queue.cancel(&uuid("1"), &bench.context(), bench.now).unwrap();
    bench.take(turn);
    assert_eq!(bench.queue.entry(&uuid("list")).unwrap().waits_on, [0_u64; 0]);
    assert_eq!(bench.queue.entry(&uuid("2")).unwrap().waits_on, [1, 3]);
}

/// Many that end at once, behind one that stays: no more work for each than for one alone.
#[test]
fn what_many_ends_cost_does_not_grow_with_their_square() {
    let looked_at = |decide: fn(&Bench) -> Turn, many: u64| {
        let mut stays = order("odd", "Frobnicate", Footprint::unknown());
        stays.terms.hold = Hold::Held;
        let expires_at = Some(Bench::new().now + Duration::from_secs(60));
        let expiring = (0..many).map(|number| {
            let batch = Some(BatchId::new("all").unwrap());
            let terms = Terms { expires_at, batch, ..Terms::default() };
            Order { terms, ..install(&format!("i{number}"), &format!("p{number}")) }
        });
        let mut bench = Bench::new();
        let receipt = bench.queue.enqueue([stays].into_iter().chain(expiring), &bench.context(), bench.now);
        bench.take(receipt.unwrap().turn);
        assert!(bench.queue.entries().skip(1).all(|entry| entry.waits_on == [1]));
        bench.wait(60);
        let before = LOOKED_AT.get();
        let turn = decide(&bench);
        let cost = LOOKED_AT.get() - before;
        assert_eq!(turn.facts.iter().filter(|fact| matches!(fact, Fact::Ended { .. })).count() as u64, many);
        bench.take(turn);
        assert_eq!(bench.queue.open(), 1);
        cost
    };
    let check = |what: &str, decide: fn(&Bench) -> Turn| {
        let (some, many) = (looked_at(decide, 100), looked_at(decide, 1_000));
        assert!(many < 12 * some, "{what}: {some} for a hundred, {many} for a thousand");
    };
    check("a connect", |bench| bench.queue.report(&Answer::Idle, &bench.context(), bench.now).unwrap());
    check("a look", |bench| bench.queue.expire(&bench.context(), bench.now).unwrap());
    check("a batch", |bench| {
        let ours = |entry: &Entry| entry.terms.batch.is_some();
        bench.queue.cancel_those(ours, &bench.context(), bench.now).unwrap()
    });
    check("a replacement", |bench| {
        let names = bench.queue.entries().skip(1).map(|entry| entry.uuid.clone());
        let order = Order { supersedes: names.collect(), ..remove("r", "p") };
        let mut turn = bench.queue.enqueue([order], &bench.context(), bench.now).unwrap().turn;
        // That it came is none of it; it is taken back, so that the count is that of the others.
        let mut queue = bench.queue.clone();
        for change in &turn.changes {
            queue.apply(change);
        }
        let back = queue.cancel(&uuid("r"), &bench.context(), bench.now).unwrap();
        turn.changes.extend(back.changes);
        turn
    });
}

/// As one after the other, whatever waits for whom.
#[test]
fn to_take_back_many_is_to_take_back_each() {
    let odd = order("odd", "Frobnicate", Footprint::unknown());
    let chained = |order: Order, after: &str| Order { after: vec![uuid(after)], ..order };
    let all = [
        odd,
        install("1", "a"),
        profiles("list"),
        install("2", "a"),
        chained(app("app", "x"), "2"),
        chained(remove("3", "a"), "app"),
        install("4", "a"),
        remove("5", "b"),
    ];
    let names: Vec<_> = all.iter().map(|order| order.uuid.clone()).collect();
    for mask in 0_u32..1 << names.len() {
        let chosen = |name: &CommandUuid| {
            names.iter().position(|other| other == name).is_some_and(|place| mask >> place & 1 == 1)
        };
        let (mut whole, mut each) = (Bench::with(all.clone()), Bench::with(all.clone()));
        let turn = whole.queue.cancel_those(|entry| chosen(&entry.uuid), &whole.context(), whole.now);
        whole.take(turn.unwrap());
        for name in names.iter().filter(|name| chosen(name)) {
            if each.queue.entry(name).unwrap().is_open() {
                each.cancel(name.as_str());
            }
        }
        assert_eq!((&whole.facts, whole.wake), (&each.facts, each.wake), "{mask:b}");
        assert_eq!(whole.session(&[]), each.session(&[]), "{mask:b}");
    }
}

#[test]
fn a_cancelled_command_may_have_run_and_its_late_answer_is_recorded() {
    let mut bench = Bench::with([info("i")]);
    bench.idle();
    bench.idle();
    let turn = bench.queue.cancel(&uuid("i"), &bench.context(), bench.now).unwrap();
    bench.take(turn);
    assert!(bench.queue.entry(&uuid("i")).unwrap().maybe_executed);
    bench.report(&Answer::Acknowledged { uuid: &uuid("i") });
    assert_eq!(bench.facts.last(), Some(&Fact::LateResult { uuid: uuid("i"), state: State::Cancelled }));
}

/// Otherwise what waits for the end of Lost Mode would wait for ever.
#[test]
fn a_late_answer_of_a_cancelled_command_still_tells_about_lost_mode() {
    let lost =
        [protection("lost", "EnableLostMode"), protection("found", "DisableLostMode"), install("a", "a")];
    let mut bench = Bench::with(lost);
    bench.idle();
    assert_eq!(bench.ack().as_deref(), Some("found"));
    let turn = bench.queue.cancel(&uuid("found"), &bench.context(), bench.now).unwrap();
    bench.take(turn);
    let late = uuid("found");
    assert_eq!(bench.report(&Answer::Acknowledged { uuid: &late }).as_deref(), Some("a"));
    assert_eq!((bench.state("found"), bench.queue.belief().lost_mode), (State::Cancelled, LostMode::Off));

    // What an old enrolment did says nothing about a new one.
    let mut bench = Bench::with([protection("lost", "EnableLostMode")]);
    bench.idle();
    let turn = bench.queue.clear(CancelReason::Reenrolled, &bench.context(), bench.now).unwrap();
    bench.take(turn);
    bench.report(&Answer::Acknowledged { uuid: &uuid("lost") });
    assert_eq!(bench.queue.belief().lost_mode, LostMode::Off);
}

/// The device comes by itself for what it refused. What it has not seen, or not answered, needs the push.
#[test]
fn a_cancellation_takes_no_push_from_other_commands() {
    let cancel = |bench: &mut Bench, name: &str| {
        let turn = bench.queue.cancel(&uuid(name), &bench.context(), bench.now).unwrap();
        bench.take(turn);
        bench.wake
    };
    let mut bench = Bench::with([install("1", "a"), install("b", "b"), profiles("list")]);
    assert_eq!(bench.session(&["1", "b"]), names(&["1", "b"]));
    assert_eq!(cancel(&mut bench, "1"), Wake::ByItself(None), "the list still waits for b");
    assert_eq!(cancel(&mut bench, "b"), Wake::Due(bench.now), "the list may go");

    let mut bench = Bench::with([install("a", "a")]);
    bench.idle();
    bench.enqueue([protection("lock", "DeviceLock")]);
    assert_eq!(bench.report(&Answer::NotNow { uuid: &uuid("a") }).as_deref(), Some("lock"));
    bench.wait(301);
    assert_eq!(cancel(&mut bench, "a"), Wake::Due(bench.now), "the lock has no answer");

    // A cancellation that empties the queue settles the push; the next order needs one again, although the session
    // was not ended.
    let mut bench = Bench::with([info("i")]);
    bench.idle();
    cancel(&mut bench, "i");
    bench.enqueue([info("j")]);
    assert!(matches!(bench.wake, Wake::Due(_)), "{:?}", bench.wake);
}

#[test]
fn cancelling_the_only_command_in_a_session_leaves_no_wake_behind() {
    let mut bench = Bench::with([info("i")]);
    bench.idle();
    assert_eq!(bench.wake, Wake::Due(bench.now + SESSION_SILENCE));
    let turn = bench.queue.cancel(&uuid("i"), &bench.context(), bench.now).unwrap();
    bench.take(turn);
    assert_eq!(bench.wake, Wake::NotNeeded);
}

#[test]
fn leaving_management_takes_everything_back_on_record() {
    let mut bench = Bench::with([install("a", "a"), info("i")]);
    bench.idle();
    let turn = bench.queue.clear(CancelReason::Unenrolled, &bench.context(), bench.now).unwrap();
    assert_eq!(turn.facts.iter().filter(|fact| matches!(fact, Fact::Ended { .. })).count(), 2);
    bench.take(turn);
    assert_eq!((bench.queue.open(), bench.wake), (0, Wake::NotNeeded));
}

/// Acceptance check 1; requirements F56, F58, F93.
#[test]
fn a_device_that_was_off_for_400_days_gets_everything_in_order() {
    let mut bench = Bench::with((0..100).map(|n| install(&format!("{n:03}"), "a")));
    bench.idle();
    bench.wait(400 * 86_400);
    let order: Vec<_> = (0..100).map(|n| format!("{n:03}")).collect();
    assert_eq!(bench.session(&[]), order);
    assert!(
        bench.queue.entries().all(|entry| entry.state == State::Acknowledged && entry.ended_at.is_some())
    );
}

#[test]
fn bad_batches_change_nothing() {
    let bench = Bench::with([info("i")]);
    let enqueue = |orders: Vec<Order>| bench.queue.enqueue(orders, &bench.context(), bench.now).map(drop);
    assert_eq!(enqueue(vec![info("i")]), Err(Error::DuplicateUuid(uuid("i"))));
    assert_eq!(enqueue(vec![info("j"), info("j")]), Err(Error::DuplicateUuid(uuid("j"))));
    assert_eq!(CommandUuid::new(""), Err(Error::Name));
    assert_eq!(CommandUuid::new("a\nb"), Err(Error::Name));
    assert_eq!(CommandUuid::new(&"x".repeat(129)), Err(Error::Name));
}

/// Requirements F44 and F57.
#[test]
fn explanations_are_sentences() {
    let mut bench = Bench::with([install("a", "a"), remove("b", "b"), profiles("list")]);
    assert_eq!(
        bench.explain("a"),
        "waits since 2027-01-15 08:00 UTC for the device to connect; a push has been asked for; nobody need act"
    );
    bench.idle();
    assert_eq!(
        bench.explain("b"),
        "was handed out at 2027-01-15 08:00 UTC; its answer is outstanding; nobody need act"
    );
    bench.ack();
    bench.not_now();
    assert_eq!(
        bench.explain("a"),
        "refused once since 2027-01-15 08:00 UTC; most likely because it is locked (grade B: observed while \
         locked (Apple forum 747460; micromdm PR 984, 2026-08)); the device comes by itself when that changes; nobody need act"
    );
    assert_eq!(
        bench.explain("list"),
        "waits since 2027-01-15 08:00 UTC for the earlier InstallProfile, which touches the same profile a; \
         nobody need act"
    );
    assert_eq!(bench.queue.explain(&uuid("b"), &bench.context(), bench.now), None, "final");
}

/// A command that the window does not hold cannot be decided on: the queue says so.
#[test]
fn a_window_that_is_too_small_is_said() {
    let mut bench = Bench::with([install("a", "a"), erase("erase")]);
    bench.idle();
    let entry = bench.queue.entry(&uuid("erase")).unwrap().clone();
    let window = Queue::new(bench.queue.state().clone(), [entry], 2);
    let answer = Answer::Acknowledged { uuid: &uuid("erase") };
    assert_eq!(window.report(&answer, &bench.context(), bench.now), Err(Error::NeedsOpen));
    assert_eq!(window.enqueue([info("i")], &bench.context(), bench.now).map(drop), Err(Error::NeedsOpen));
    assert_eq!(window.clear(CancelReason::Caller, &bench.context(), bench.now), Err(Error::NeedsOpen));
    // Who waits for a command that is refused at its turn must be let go.
    let bench = Bench::with([install("a", "a"), install("b", "a")]);
    let ready = bench.queue.entries().next().unwrap().clone();
    let window = Queue::new(bench.queue.state().clone(), [ready], 2);
    let refuse = |entry: &Entry| (entry.uuid == uuid("a")).then(|| "not allowed".into());
    let context = Context { refuse: Some(&refuse), ..bench.context() };
    assert_eq!(window.report(&Answer::Idle, &context, bench.now), Err(Error::NeedsOpen));
    assert_eq!(bench.queue.report(&Answer::Idle, &context, bench.now).unwrap().next.unwrap().uuid, uuid("b"));
}

mod random {
    //! A simulated device that locks, unlocks, loses requests and replies and repeats reports, against the
    //! real queue.

    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    #[derive(Clone, Debug)]
    enum Step {
        Enqueue(u8, u8),
        Lock(bool),
        /// One exchange; the reply may be lost, the report may be sent twice.
        Exchange {
            reply_lost: bool,
            repeat: bool,
        },
        Silence,
        Cancel(u8),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            4 => (0..7u8, 0..3u8).prop_map(|(kind, key)| Step::Enqueue(kind, key)),
            2 => any::<bool>().prop_map(Step::Lock),
            8 => (prop::bool::weighted(0.15), prop::bool::weighted(0.15))
                .prop_map(|(reply_lost, repeat)| Step::Exchange { reply_lost, repeat }),
            1 => Just(Step::Silence),
            1 => any::<u8>().prop_map(Step::Cancel),
        ]
    }

    /// Knows nothing of the rule table: what it refuses is its own business.
    #[derive(Default)]
    struct Device {
        locked: bool,
        outbox: Option<(CommandUuid, bool)>,
        executed: Vec<u64>,
        offered: Vec<u64>,
    }

    struct Run {
        bench: Bench,
        device: Device,
        names: u32,
    }

    impl Run {
        fn new() -> Self {
            Self { bench: Bench::new(), device: Device::default(), names: 0 }
        }

        fn order(&mut self, kind: u8, key: u8) -> Order {
            self.names += 1;
            let (name, key) = (format!("c{}", self.names), format!("r{key}"));
            match kind {
                0 => install(&name, &key),
                1 => remove(&name, &key),
                2 => app(&name, &key),
                3 => profiles(&name),
                4 => info(&name),
                5 => protection(&name, "DeviceLock"),
                _ => order(&name, "Frobnicate", Footprint::unknown()),
            }
        }

        /// Decides on the whole queue and on the window that a store would load: both say the same.
        fn report(&mut self, answer: &Answer<'_>) -> Option<CommandUuid> {
            let (queue, now) = (&self.bench.queue, self.bench.now);
            let whole = queue.report(answer, &self.bench.context(), now).unwrap();
            for most in [1, 64] {
                let window = window(queue, answer, &self.bench.context(), now, most);
                match window.report(answer, &self.bench.context(), now) {
                    Err(error) => assert_eq!(error, Error::NeedsOpen),
                    // What goes out may be another one when not all that may go were loaded, or a gate opened.
                    Ok(turn) if turn.next.is_some() && whole.next.is_some() && turn.next != whole.next => {
                        assert!(window.extent.more || *answer != Answer::Idle);
                    }
                    Ok(turn) => assert_eq!(turn, whole),
                }
            }
            self.bench.take(whole);
            self.bench.last.clone()
        }

        fn exchange(&mut self, reply_lost: bool, repeat: bool) {
            let report = self.device.outbox.take();
            if report.is_none() {
                self.device.offered.clear();
            }
            let answer = match &report {
                None => Answer::Idle,
                Some((uuid, true)) => Answer::Acknowledged { uuid },
                Some((uuid, false)) => Answer::NotNow { uuid },
            };
            let mut next = self.report(&answer);
            if repeat && report.is_some() {
                let again = self.report(&answer);
                assert_eq!(again, next, "a repeated report gets the same command");
                next = again;
            }
            if reply_lost {
                // The device repeats its report when it comes back, or begins anew.
                return;
            }
            let Some(uuid) = next else { return };
            let entry = self.bench.queue.entry(&uuid).unwrap();
            assert!(entry.waits_on.is_empty());
            self.device.offered.push(entry.seq);
            let refuses =
                self.device.locked && matches!(&*entry.command, "InstallProfile" | "InstallApplication");
            if !refuses && self.device.executed.last() != Some(&entry.seq) {
                self.device.executed.push(entry.seq);
            }
            self.device.outbox = Some((uuid, !refuses));
        }

        fn run(&mut self, step: &Step) {
            self.bench.wait(7);
            match *step {
                Step::Enqueue(kind, key) => {
                    let order = self.order(kind, key);
                    self.bench.enqueue([order]);
                }
                Step::Lock(locked) => self.device.locked = locked,
                Step::Exchange { reply_lost, repeat } => self.exchange(reply_lost, repeat),
                Step::Silence => {
                    self.bench.wait(1000);
                    self.device.outbox = None;
                }
                Step::Cancel(n) => {
                    let open: Vec<_> = self
                        .bench
                        .queue
                        .entries()
                        .filter(|entry| entry.is_open())
                        .map(|e| e.uuid.clone())
                        .collect();
                    if let Some(uuid) = open.get(n as usize % open.len().max(1)) {
                        let turn =
                            self.bench.queue.cancel(uuid, &self.bench.context(), self.bench.now).unwrap();
                        self.bench.take(turn);
                    }
                }
            }
        }

        /// The device unlocks and answers everything: whatever is left must run.
        fn settle(&mut self) {
            self.device.locked = false;
            for _ in 0..200 {
                self.bench.wait(4000);
                self.device.outbox = None;
                self.exchange(false, false);
                while self.device.outbox.is_some() {
                    self.exchange(false, false);
                }
                if self.bench.queue.open() == 0 {
                    return;
                }
            }
            panic!(
                "never settles: {:#?}",
                self.bench.queue.entries().filter(|e| e.is_open()).collect::<Vec<_>>()
            );
        }
    }

    /// What a store loads for one exchange, as written down for stores, with so many that may go.
    fn window(
        queue: &Queue,
        answer: &Answer<'_>,
        context: &Context<'_>,
        now: SystemTime,
        most: usize,
    ) -> Queue {
        let session = queue.state().session.number;
        let shut = queue.state().shut_at(now);
        let named: BTreeMap<_, _> = queue
            .entries()
            .filter(|e| matches!(e.state, State::Sent | State::Unanswered) || Some(&e.uuid) == answer.uuid())
            .map(|entry| (entry.seq, entry))
            .collect();
        let waiting =
            queue.entries().filter(|e| e.is_open() && e.waits_on.iter().any(|seq| named.contains_key(seq)));
        let mut ready: Vec<_> = queue
            .entries()
            .filter(|e| matches!(e.state, State::Queued | State::NotNow) && e.is_ready())
            .filter(|e| !e.gates(context.table).has(Gates::HELD))
            .collect();
        ready.sort_by_key(|entry| (std::cmp::Reverse(entry.rank()), entry.seq));
        let (lost, ready): (Vec<_>, Vec<_>) =
            ready.into_iter().partition(|e| e.gates(context.table).and(shut).has(Gates::LOST_MODE));
        let (refused, free): (Vec<_>, Vec<_>) = ready.into_iter().partition(|e| {
            e.gates(context.table).and(shut).has(Gates::BACKOFF)
                || *answer != Answer::Idle && e.refused_in == Some(session)
        });
        let more = free.len() > most;
        let kinds = [lost.first(), refused.first()].into_iter().flatten().filter(|_| !more);
        let first = free.iter().min_by_key(|entry| entry.seq).filter(|_| more);
        let free = free.iter().take(most).chain(first).chain(kinds).copied();
        let entries = named.values().copied().chain(waiting).chain(free).cloned();
        Queue::new(queue.state().clone(), entries, Extent { open: queue.open(), more })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2048, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn order_holds_nothing_is_lost_and_everything_ends(steps in prop::collection::vec(step(), 1..60)) {
            let mut run = Run::new();
            steps.iter().for_each(|step| run.run(step));
            run.settle();
            // Order: of two commands that conflict in the same lane, the later one never runs before the
            // earlier one's last run, unless the earlier one was taken back.
            let queue = &run.bench.queue;
            let executed = &run.device.executed;
            for (at, later) in executed.iter().enumerate() {
                let after = executed.get(at + 1..).unwrap_or_default();
                for earlier in after.iter().filter(|earlier| *earlier < later) {
                    let (earlier, later) = (queue.at(*earlier).unwrap(), queue.at(*later).unwrap());
                    prop_assert!(!later.must_follow(earlier), "{earlier:?} ran after {later:?}");
                }
            }
            // Nothing is lost: whatever was queued is on record, and what was acknowledged did run.
            prop_assert_eq!(queue.entries().count() as u64, queue.state().last_seq);
            for entry in queue.entries() {
                prop_assert!(entry.state.is_final());
                prop_assert!(entry.ended_at.is_some());
                prop_assert!(entry.state != State::Acknowledged || executed.contains(&entry.seq));
            }
        }
    }
}
