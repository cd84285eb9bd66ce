//! One test a sentence of the delivery contract in the crate's documentation, by number.

use super::*;
use crate::{Barrier, Hold, Mode, Priority, Redelivery, Same, SameKey, Standing, Terms, Versions};

const DAY: u64 = 24 * 60 * 60;

fn frobnicate(name: &str) -> Order {
    order(name, "Frobnicate", Footprint::unknown())
}

fn restart(name: &str) -> Order {
    order(name, "RestartDevice", Footprint::new().put_all(Kind::Power))
}

fn chained(order: Order, after: &[&str]) -> Order {
    Order { after: after.iter().map(|name| uuid(name)).collect(), ..order }
}

fn grouped(order: Order, group: u32) -> Order {
    Order { group: Some(group), ..order }
}

fn with(mut order: Order, change: impl FnOnce(&mut crate::Terms)) -> Order {
    change(&mut order.terms);
    order
}

#[test]
fn contract_01_handed_out_at_least_once() {
    let mut bench = Bench::with([install("a", "a"), info("b"), app("c", "c")]);
    let mut seen = bench.session(&[]);
    seen.sort();
    assert_eq!(seen, names(&["a", "b", "c"]));
}

#[test]
fn contract_02_one_is_outstanding() {
    // `Bench` checks it after every decision; here is a device that asks twice.
    let mut bench = Bench::with([info("a"), profiles("b")]);
    assert_eq!(bench.idle().as_deref(), Some("a"));
    assert_eq!(bench.idle().as_deref(), Some("a"));
    bench.enqueue([protection("lock", "DeviceLock")]);
    assert_eq!(bench.idle().as_deref(), Some("lock"));
    assert_eq!(bench.state("a"), State::Unanswered);
}

#[test]
fn contract_03_a_lost_answer_is_asked_for_again_and_leaves_its_mark() {
    let mut bench = Bench::with([install("a", "a")]);
    bench.idle();
    assert_eq!(bench.idle().as_deref(), Some("a"));
    bench.not_now();
    assert!(bench.queue.entry(&uuid("a")).unwrap().maybe_executed);
    bench.cancel("a");
    assert!(bench.queue.entry(&uuid("a")).unwrap().maybe_executed);
}

/// Apple, Restart Device: it restarts immediately. The answer may be lost with it.
#[test]
fn contract_04_what_must_not_run_twice_goes_out_once() {
    fn check(subject: Subject, order: Order, again: bool) {
        let mut bench = Bench { subject, ..Bench::new() };
        bench.enqueue([order]);
        bench.idle();
        assert_eq!(bench.idle().is_some(), again);
        assert_eq!(bench.state("a"), if again { State::Sent } else { State::Presumed });
        let entry = bench.queue.entry(&uuid("a")).unwrap();
        assert!(entry.maybe_executed);
    }
    let mac = || Subject { platform: mdm_lock::Platform::Macos, ..Subject::ios(None) };
    let once = |order| with(order, |terms| terms.redelivery = Some(Redelivery::Once));
    let repeat = |order| with(order, |terms| terms.redelivery = Some(Redelivery::Repeat));
    check(Subject::ios(None), restart("a"), false);
    check(mac(), protection("a", "DeviceLock"), false);
    check(Subject::ios(None), protection("a", "DeviceLock"), true);
    check(Subject::ios(None), install("a", "a"), true);
    check(Subject::ios(None), erase("a"), true);
    check(Subject::ios(None), once(install("a", "a")), false);
    check(mac(), repeat(protection("a", "DeviceLock")), true);
}

#[test]
fn contract_04_a_late_answer_of_what_was_presumed_is_recorded() {
    let mut bench = Bench::with([restart("a"), chained(info("b"), &["a"])]);
    bench.idle();
    bench.idle();
    assert_eq!((bench.state("a"), bench.state("b")), (State::Presumed, State::Cancelled));
    bench.report(&Answer::Acknowledged { uuid: &uuid("a") });
    assert_eq!(bench.state("a"), State::Presumed);
    assert!(bench.facts.contains(&Fact::LateResult { uuid: uuid("a"), state: State::Presumed }));
    assert_eq!(bench.queue.belief().state, LockState::BeforeFirstUnlock);
}

/// Apple, Erase Device: the answer is sent once and never repeated.
#[test]
fn contract_05_an_erase_without_an_answer_is_presumed_and_repeated_to_whoever_speaks() {
    let mut bench = Bench::with([erase("a"), install("b", "b")]);
    bench.idle();
    let sent = bench.now;
    assert_eq!(bench.queue.presumed_erased(bench.now), None, "it may still answer");
    bench.wait(6 * 60);
    assert_eq!(bench.queue.presumed_erased(bench.now), Some(sent));
    assert!(bench.explain("a").contains("presumed erased"), "{}", bench.explain("a"));
    bench.wait(30 * DAY);
    assert_eq!(bench.idle().as_deref(), Some("a"), "it was not erased");
    assert_eq!(bench.queue.presumed_erased(bench.now), None);
    bench.ack();
    assert_eq!(bench.state("b"), State::Cancelled);
}

/// However it was taken back, it was out: the device's answer wins.
#[test]
fn contract_06_an_erase_that_was_taken_back_and_is_accepted_cancels_the_rest() {
    let check = |what: &str, take_back: fn(&mut Bench), state: State| {
        let expires_at = Some(Bench::new().now + Duration::from_secs(60)).filter(|_| what == "expired");
        let redelivery = Some(Redelivery::Once).filter(|_| what == "presumed");
        let terms = Terms { expires_at, redelivery, ..Terms::default() };
        let erase = Order { terms, ..erase("a") };
        let mut bench = Bench::with([erase, install("b", "b"), install("c", "c")]);
        assert_eq!(bench.idle().as_deref(), Some("a"), "{what}");
        take_back(&mut bench);
        assert_eq!(bench.state("a"), state, "{what}");
        let mut former = bench.clone();
        let answer = Answer::Acknowledged { uuid: &uuid("a") };
        let turn = bench.queue.report(&answer, &bench.context(), bench.now).unwrap();
        assert!(turn.erased, "{what}");
        assert_eq!(bench.take(turn), None, "{what}");
        for name in ["b", "c"] {
            assert_eq!(bench.outcome(name), Some(Outcome::Cancelled(CancelReason::Erased)), "{what}");
        }
        assert_eq!((bench.state("a"), bench.wake), (state, Wake::NotNeeded), "{what}");
        let again = bench.queue.report(&answer, &bench.context(), bench.now).unwrap();
        assert!(!again.erased, "{what}: it was not erased, or could not say so once more");

        // What was said to a former enrolment does not end the one that came after it.
        let cleared = former.queue.clear(CancelReason::Reenrolled, &former.context(), former.now).unwrap();
        former.take(cleared);
        former.enqueue([install("d", "d")]);
        let turn = former.queue.report(&answer, &former.context(), former.now).unwrap();
        assert!(!turn.erased, "{what}");
        assert_eq!(former.take(turn).as_deref(), Some("d"), "{what}");
    };
    check("cancelled while it is out", |bench| bench.cancel("a"), State::Cancelled);
    let lost = |bench: &mut Bench| {
        bench.wait(6 * 60);
        bench.idle();
    };
    check("expired", lost, State::Expired);
    check("presumed", lost, State::Presumed);
    let refused = |bench: &mut Bench| {
        bench.wait(6 * 60);
        let refuse = |entry: &Entry| (*entry.command == *"EraseDevice").then(|| "forbidden".into());
        let context = Context { refuse: Some(&refuse), ..bench.context() };
        let turn = bench.queue.report(&Answer::Idle, &context, bench.now).unwrap();
        bench.take(turn);
    };
    check("refused", refused, State::Refused);
}

/// The window of a report has the command that it is about, and not all that an erase cancels.
#[test]
fn contract_06_an_erase_that_was_taken_back_needs_the_whole_queue() {
    let mut bench = Bench::with([erase("a"), install("b", "b"), install("c", "c")]);
    bench.idle();
    bench.cancel("a");
    let window = Queue::new(bench.queue.state().clone(), bench.queue.entries().take(2).cloned(), 2);
    let answer = Answer::Acknowledged { uuid: &uuid("a") };
    assert_eq!(window.report(&answer, &bench.context(), bench.now), Err(Error::NeedsOpen));
}

/// Apple, Erase Device: `ObliterationBehavior` `Default` may answer an error and still erase a Mac.
#[test]
fn contract_05_a_mac_may_answer_an_error_and_erase() {
    let mut bench = Bench {
        subject: Subject { platform: mdm_lock::Platform::Macos, ..Subject::ios(None) },
        ..Bench::new()
    };
    bench.enqueue([erase("a")]);
    bench.idle();
    bench.error(None);
    let answered = bench.now;
    bench.wait(DAY);
    assert_eq!(bench.queue.presumed_erased(bench.now), Some(answered));
    bench.enqueue([info("b")]);
    bench.idle();
    assert_eq!(bench.queue.presumed_erased(bench.now), None, "it spoke again");
}

#[test]
fn contract_06_late_results_change_nothing_final() {
    let mut bench = Bench::with([install("a", "a")]);
    bench.idle();
    bench.ack();
    let before = bench.queue.entry(&uuid("a")).cloned();
    for answer in [
        Answer::NotNow { uuid: &uuid("a") },
        Answer::Acknowledged { uuid: &uuid("a") },
        Answer::CommandFormatError { uuid: &uuid("a") },
    ] {
        bench.report(&answer);
        assert_eq!(bench.queue.entry(&uuid("a")).cloned(), before);
        assert_eq!(
            bench.facts.last(),
            Some(&Fact::LateResult { uuid: uuid("a"), state: State::Acknowledged })
        );
        bench.queue.apply(&Change::SessionEnded { at: bench.now });
    }
    bench.report(&Answer::Acknowledged { uuid: &uuid("nobody's") });
    assert_eq!(bench.facts.last(), Some(&Fact::UnknownResult { uuid: uuid("nobody's") }));
}

#[test]
fn contract_07_a_secret_is_kept_before_and_until() {
    let at = SystemTime::UNIX_EPOCH;
    fn candidates<'a>(versions: &Versions<&'a str>) -> Vec<&'a str> {
        versions.candidates().copied().collect()
    }
    let started = || {
        let mut versions = Versions::default();
        versions.told("old", at);
        versions.propose(1, "new", at);
        versions
    };
    let ended = |state, maybe_executed| {
        let mut versions = started();
        versions.settle(1, state, maybe_executed, at);
        candidates(&versions)
    };
    assert_eq!(candidates(&started()), ["new", "old"]);
    assert_eq!(ended(State::Acknowledged, false), ["new"]);
    assert_eq!(ended(State::Acknowledged, true), ["new"]);
    assert_eq!(ended(State::Error, false), ["old"]);
    assert_eq!(ended(State::Error, true), ["new", "old"], "it may have run before it failed");
    assert_eq!(ended(State::Cancelled, false), ["old"]);
    assert_eq!(ended(State::Cancelled, true), ["new", "old"]);
    assert_eq!(ended(State::Presumed, true), ["new", "old"]);
    assert_eq!(ended(State::NotNow, false), ["new", "old"], "not over yet");
    // A late result of another command tells a third one.
    let mut versions = started();
    versions.told("rotated", at);
    assert_eq!(candidates(&versions), ["rotated"]);
    versions.refute(&"rotated", at);
    assert_eq!(
        versions.all().iter().map(|version| version.standing).collect::<Vec<_>>(),
        [Standing::Old, Standing::Old, Standing::Refuted]
    );
    // The past is bounded, what may be true is not dropped.
    let mut versions = started();
    for n in 0..1000 {
        versions.propose(n + 2, "failed", at);
        versions.settle(n + 2, State::Error, false, at);
    }
    assert_eq!(candidates(&versions), ["new", "old"]);
    assert_eq!(versions.all().len(), Versions::<&str>::HISTORY + 2);
}

#[test]
fn contract_07_a_command_that_was_cancelled_while_it_was_out_may_have_set_its_secret() {
    let mut bench = Bench::with([order("a", "SetRecoveryLock", Footprint::new().put_all(Kind::Protection))]);
    bench.idle();
    bench.cancel("a");
    assert!(bench.queue.entry(&uuid("a")).unwrap().maybe_executed);
}

#[test]
fn contract_08_a_refusal_stays_and_is_reported_when_it_lasts() {
    let mut bench = Bench::with([install("a", "a")]);
    let stuck = |bench: &Bench| bench.facts.iter().filter(|fact| matches!(fact, Fact::Stuck { .. })).count();
    let first = bench.now;
    for day in 0..20 {
        assert_eq!(bench.session(&["a"]), names(&["a"]));
        assert_eq!(bench.state("a"), State::NotNow);
        assert_eq!(stuck(&bench), usize::from(day >= 7), "day {day}");
        bench.wait(DAY);
    }
    assert!(bench.facts.contains(&Fact::Stuck { uuid: uuid("a"), since: first, refusals: 8 }));
    assert!(bench.explain("a").ends_with("an administrator has to act"), "{}", bench.explain("a"));
    assert_eq!(bench.session(&[]), names(&["a"]), "it is still tried");
}

#[test]
fn contract_09_order_holds_where_it_matters() {
    let mut bench = Bench::with([install("1", "a"), remove("2", "a"), install("3", "b"), erase("4")]);
    bench.enqueue([protection("5", "DeviceLock")]);
    bench.cancel("4");
    assert_eq!(bench.session(&["1"]), names(&["5", "1", "2", "3"]));
    assert_eq!(bench.outcome("1"), Some(Outcome::SupersededBy(2)));
    let overtakes =
        |later: &str, earlier: &str| Fact::Overtakes { uuid: uuid(later), overtaken: uuid(earlier) };
    let mut bench = Bench::with([frobnicate("x"), protection("lock", "DeviceLock")]);
    assert!(bench.facts.contains(&overtakes("lock", "x")));
    bench.enqueue([erase("erase")]);
    assert_eq!(bench.session(&[]), names(&["erase"]));
    assert_eq!(bench.outcome("x"), Some(Outcome::Cancelled(CancelReason::Erased)));
}

#[test]
fn contract_10_a_removal_makes_only_a_refused_install_pointless() {
    let refused = |second: Order, more: Option<Order>| {
        let mut bench = Bench::with([install("1", "a")]);
        bench.session(&["1"]);
        bench.enqueue([second].into_iter().chain(more));
        bench.state("1")
    };
    assert_eq!(refused(remove("2", "a"), None), State::Superseded);
    // A removal that may not come, or not for long, leaves the install.
    let later = SystemTime::UNIX_EPOCH + Duration::from_secs(4_000_000_000);
    assert_eq!(refused(with(remove("2", "a"), |terms| terms.hold = Hold::Held), None), State::NotNow);
    assert_eq!(refused(with(remove("2", "a"), |terms| terms.not_before = Some(later)), None), State::NotNow);
    assert_eq!(refused(with(remove("2", "a"), |terms| terms.expires_at = Some(later)), None), State::NotNow);
    assert_eq!(refused(chained(remove("2", "a"), &["3"]), Some(install("3", "c"))), State::NotNow);
    assert_eq!(refused(chained(remove("2", "a"), &["1"]), None), State::NotNow);
    assert_eq!(refused(grouped(remove("2", "a"), 1), Some(grouped(info("3"), 1))), State::NotNow);
    // Let go, it does.
    let mut bench = Bench::with([install("1", "a")]);
    bench.session(&["1"]);
    bench.enqueue([with(remove("2", "a"), |terms| terms.hold = Hold::Held)]);
    bench.release("2");
    assert_eq!(bench.state("1"), State::Superseded);
    // An unanswered install is waited for.
    let mut bench = Bench::with([install("1", "a")]);
    bench.idle();
    bench.enqueue([remove("2", "a")]);
    assert_eq!(bench.idle().as_deref(), Some("1"));
}

#[test]
fn contract_11_a_chain_starts_on_acknowledgement_and_breaks_on_anything_else() {
    // Disjoint: only the chain holds the second back. Whatever the order of the batch.
    let pair = || [chained(app("b", "b"), &["a"]), install("a", "a")];
    let mut bench = Bench::with(pair());
    assert_eq!(bench.session(&["a"]), names(&["a"]), "refused is not acknowledged");
    assert!(
        bench.explain("b").contains("for the acknowledgement of InstallProfile"),
        "{}",
        bench.explain("b")
    );
    assert_eq!(bench.session(&[]), names(&["a", "b"]));
    // Every other end breaks it, down the whole chain, and each is told.
    let broken = |end: &dyn Fn(&mut Bench)| {
        let mut bench = Bench::with(pair());
        bench.enqueue([chained(info("c"), &["b"])]);
        bench.idle();
        end(&mut bench);
        assert_eq!(bench.outcome("b"), Some(Outcome::Cancelled(CancelReason::ChainBroken(1))));
        assert_eq!(bench.outcome("c"), Some(Outcome::Cancelled(CancelReason::ChainBroken(2))));
        assert_eq!(bench.queue.open(), 0);
        let ended = bench.facts.iter().filter(|fact| matches!(fact, Fact::Ended { .. })).count();
        assert_eq!(ended, 3);
    };
    broken(&|bench| drop(bench.error(None)));
    broken(&|bench| drop(bench.report(&Answer::CommandFormatError { uuid: &uuid("a") })));
    broken(&|bench| bench.cancel("a"));
    // To one that is acknowledged already there is nothing to wait for; to one that failed there is no way.
    let mut bench = Bench::with([install("a", "a"), install("x", "x")]);
    bench.idle();
    bench.ack();
    bench.error(None);
    bench.enqueue([chained(info("b"), &["a"])]);
    assert_eq!(bench.session(&[]), names(&["b"]));
    let order = [chained(info("c"), &["x"])];
    let refused = bench.queue.enqueue(order, &bench.context(), bench.now);
    assert_eq!(refused.unwrap_err(), Error::NotOpen(uuid("x")));
}

#[test]
fn contract_12_a_group_is_one_step() {
    let group = || [grouped(install("1", "a"), 7), grouped(remove("2", "b"), 7)];
    // What conflicts with any member waits for the last, or goes before the first.
    let mut bench = Bench::with([remove("0", "b")]);
    bench.enqueue(group());
    bench.enqueue([install("3", "b"), install("4", "c")]);
    assert_eq!(bench.queue.entry(&uuid("1")).unwrap().waits_on, [1], "because of the other member");
    assert_eq!(bench.session(&["1"]), names(&["0", "1", "4"]));
    assert_eq!(bench.session(&[]), names(&["1", "2", "3"]));
    // A member that fails takes the rest with it, and lets the others go.
    let mut bench = Bench::with(group());
    bench.enqueue([install("3", "b")]);
    bench.idle();
    assert_eq!(bench.error(None).as_deref(), Some("3"));
    assert_eq!(bench.outcome("2"), Some(Outcome::Cancelled(CancelReason::ChainBroken(1))));
    // The lowest lane is that of all.
    let mut bench = Bench::with([grouped(install("1", "a"), 1), grouped(protection("2", "DeviceLock"), 1)]);
    bench.enqueue([protection("3", "ClearPasscode")]);
    assert_eq!(bench.session(&[]), names(&["3", "1", "2"]));
}

#[test]
fn contract_13_what_is_held_or_early_stays_and_keeps_its_place() {
    let mut bench = Bench::with([with(install("1", "a"), |terms| terms.hold = Hold::Held), remove("2", "a")]);
    bench.enqueue([info("3")]);
    assert_eq!(bench.session(&[]), names(&["3"]));
    assert_eq!(bench.wake, Wake::NotNeeded);
    assert!(bench.explain("1").starts_with("is held back"), "{}", bench.explain("1"));
    assert!(bench.explain("2").ends_with("an administrator has to act"), "{}", bench.explain("2"));
    bench.release("1");
    assert_eq!(bench.wake, Wake::Due(bench.now));
    bench.hold("1");
    assert_eq!(bench.wake, Wake::NotNeeded);
    bench.release("1");
    assert_eq!(bench.session(&[]), names(&["1", "2"]));

    let mut bench = Bench::new();
    let later = bench.now + Duration::from_secs(DAY);
    bench.enqueue([with(install("1", "a"), |terms| terms.not_before = Some(later)), remove("2", "a")]);
    assert_eq!(bench.wake, Wake::Due(later));
    assert_eq!(bench.session(&[]), names(&[]));
    assert_eq!(bench.wake, Wake::Due(later));
    assert_eq!(bench.explain("1"), "is not to go out before 2027-01-16 08:00 UTC; nobody need act");
    bench.enqueue([install("3", "b")]);
    assert_eq!(bench.wake, Wake::Due(bench.now), "what is due before stays due");
    assert_eq!(bench.session(&["3"]), names(&["3"]));
    assert_eq!(bench.wake, Wake::ByItself(Some(later)));
    bench.wait(DAY);
    assert_eq!(bench.session(&[]), names(&["1", "2", "3"]));
}

#[test]
fn contract_14_priority_orders_a_lane_and_no_conflict() {
    let high = |order| with(order, |terms| terms.priority = Priority::High);
    let low = |order| with(order, |terms| terms.priority = Priority::Low);
    let mut bench = Bench::with([low(info("1")), install("2", "a"), high(install("3", "b"))]);
    bench.enqueue([high(remove("4", "a")), protection("5", "DeviceLock")]);
    assert_eq!(bench.session(&[]), names(&["5", "3", "2", "4", "1"]));
}

#[test]
fn contract_15_two_that_want_the_same_are_one() {
    let key = || SameKey::new("inventory").unwrap();
    let keep_pending = |order| with(order, |terms| terms.same = Some(Same::KeepPending(key())));
    let keep_new = |order| with(order, |terms| terms.same = Some(Same::KeepNew(key())));
    let mut bench = Bench::with([keep_pending(info("1")), install("x", "x")]);
    bench.enqueue([keep_pending(info("2")), chained(app("3", "c"), &["2"])]);
    assert!(bench.facts.contains(&Fact::Duplicate { uuid: uuid("2"), pending: uuid("1") }));
    assert_eq!(bench.session(&[]), names(&["1", "3", "x"]), "the chain holds to the one that stays");
    bench.enqueue([keep_new(info("4")), keep_new(info("5"))]);
    assert_eq!(bench.outcome("4"), Some(Outcome::SupersededBy(5)));
    bench.idle();
    bench.enqueue([keep_new(info("6"))]);
    assert_eq!(bench.state("5"), State::Sent, "what is out stays");
    // One that another waits for stays too.
    let mut bench =
        Bench::with([keep_new(info("1")), chained(install("2", "a"), &["1"]), keep_new(info("3"))]);
    assert_eq!(bench.session(&[]), names(&["1", "3", "2"]));
    // By name.
    let mut bench = Bench::with([install("1", "a"), chained(info("2"), &["1"])]);
    bench.enqueue([Order { supersedes: vec![uuid("1")], ..install("3", "a") }]);
    assert_eq!(bench.outcome("1"), Some(Outcome::SupersededBy(3)));
    assert_eq!(bench.outcome("2"), Some(Outcome::Cancelled(CancelReason::ChainBroken(1))));
}

#[test]
fn contract_16_an_unknown_command_does_not_stand_in_the_way_for_ever() {
    let queued = || Bench::with([frobnicate("x"), install("a", "a"), profiles("q")]);
    let opened = |bench: &Bench| bench.facts.contains(&Fact::BarrierOpened { uuid: uuid("x") });
    let mut bench = queued();
    bench.cancel("q");
    assert_eq!(bench.session(&["x"]), names(&["x"]));
    bench.wait(3600);
    assert_eq!(bench.session(&["x"]), names(&["x"]));
    bench.wait(3600);
    assert_eq!(bench.session(&["x"]), names(&["x"]), "three refusals, but not over a day");
    bench.wait(DAY);
    assert!(!opened(&bench));
    assert_eq!(bench.session(&["x"]), names(&["x", "a"]));
    assert!(opened(&bench));
    bench.enqueue([install("b", "b")]);
    assert_eq!(bench.session(&["x"]), names(&["x", "b"]), "what comes later passes it as well");
    assert_eq!(bench.session(&[]), names(&["x"]), "and it is still tried");
    // Queries never wait for it; strict never opens.
    let mut bench = Bench { policy: Policy { barrier: Barrier::Strict, ..Policy::DEFAULT }, ..queued() };
    bench.cancel("a");
    assert_eq!(bench.session(&["x"]), names(&["q", "x"]));
    bench.enqueue([install("b", "b")]);
    for _ in 0..30 {
        bench.wait(DAY);
        assert_eq!(bench.session(&["x"]), names(&["x"]));
    }
    // What is known is never passed, however often it is refused.
    let mut bench = Bench::with([install("a", "a"), install("b", "a")]);
    for _ in 0..30 {
        bench.wait(DAY);
        assert_eq!(bench.session(&["a"]), names(&["a"]));
    }
}

#[test]
fn contract_17_slots_are_named_at_each_hand_out() {
    let mut bench =
        Bench::with([with(install("a", "a"), |terms| terms.slots = vec!["challenge".into(), "url".into()])]);
    for _ in 0..3 {
        bench.idle();
        assert_eq!(bench.slots, ["challenge".into(), "url".into()]);
    }
    bench.not_now();
    assert_eq!(bench.slots, []);
}

#[test]
fn contract_18_somebody_always_comes() {
    let mut bench = Bench::with([install("a", "a"), info("b")]);
    assert_eq!(bench.wake, Wake::Due(bench.now));
    bench.idle();
    assert_eq!(bench.wake, Wake::Due(bench.now + SESSION_SILENCE), "if it falls silent");
    bench.ack();
    bench.not_now();
    assert_eq!(bench.wake, Wake::ByItself(None));
    bench.enqueue([protection("c", "DeviceLock")]);
    bench.idle();
    bench.not_now();
    bench.wait(1);
    bench.ack();
    assert_eq!(bench.wake, Wake::Due(bench.now), "the last status was not NotNow");
    bench.cancel("c");
    assert_eq!(bench.wake, Wake::NotNeeded);
}

#[test]
fn contract_19_nothing_leaves_without_a_record() {
    let mut bench = Bench::new();
    let soon = bench.now + Duration::from_secs(60);
    let expiring = |order| with(order, |terms| terms.expires_at = Some(soon));
    bench.enqueue([
        install("1", "a"),
        expiring(remove("2", "a")),
        install("3", "b"),
        expiring(app("4", "d")),
    ]);
    bench.session(&["1", "3"]);
    bench.wait(61);
    assert_eq!(bench.state("2"), State::Queued, "behind a refused one; nothing has looked at it");
    let turn = bench.queue.expire(&bench.context(), bench.now).unwrap();
    bench.take(turn);
    assert_eq!(bench.state("2"), State::Expired);
    assert_eq!(bench.state("4"), State::Acknowledged, "it was in time");
    bench.wait(400 * DAY);
    assert_eq!(bench.session(&[]), names(&["1", "3"]), "no age ends the others");
    let ended = bench.facts.iter().filter_map(|fact| match fact {
        Fact::Ended { uuid, .. } => Some(uuid.to_string()),
        _ => None,
    });
    let mut ended: Vec<_> = ended.collect();
    ended.sort();
    assert_eq!(ended, names(&["1", "2", "3", "4"]));
}

#[test]
fn contract_20_the_planner_can_be_watched_first() {
    let batch = || [install("1", "a"), info("2"), protection("3", "DeviceLock"), remove("4", "a")];
    let run = |mode| {
        let mut bench = Bench { policy: Policy { mode, ..Policy::DEFAULT }, ..Bench::new() };
        bench.enqueue(batch());
        let order = bench.session(&["1"]);
        let would = bench.facts.iter().filter_map(|fact| match fact {
            Fact::WouldHandOut { uuid } => Some(uuid.to_string()),
            _ => None,
        });
        (order, would.collect::<Vec<_>>())
    };
    assert_eq!(run(Mode::Plan), (names(&["3", "2", "1", "4"]), names(&[])));
    assert_eq!(run(Mode::Fifo), (names(&["1", "2", "3", "4"]), names(&[])));
    // The removal supersedes the refused install, so that from then on it is all that differs.
    assert_eq!(run(Mode::Shadow), (names(&["1", "2", "3", "4"]), names(&["3", "3"])));
}
