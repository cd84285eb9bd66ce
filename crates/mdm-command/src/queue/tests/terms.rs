//! What a batch may ask for: what fits, what does not, and what follows.

use mdm_lock::{DeviceTag, Evidence, Learner, Observation, Passcode};

use super::*;
use crate::{BatchId, Hold, Progress, Redelivery, Retention, Same, SameKey, Waking};

fn refused(bench: &Bench, batch: Vec<Order>) -> Error {
    bench.queue.enqueue(batch, &bench.context(), bench.now).unwrap_err()
}

fn after(order: Order, after: &[&str]) -> Order {
    Order { after: after.iter().map(|name| uuid(name)).collect(), ..order }
}

fn group(order: Order, group: u32) -> Order {
    Order { group: Some(group), ..order }
}

#[test]
fn chains_in_a_circle_are_refused() {
    let bench = Bench::with([install("x", "x")]);
    let cycle = |name| Error::Cycle(uuid(name));
    assert_eq!(refused(&bench, vec![after(info("a"), &["a"])]), cycle("a"));
    assert_eq!(refused(&bench, vec![after(info("a"), &["b"]), after(info("b"), &["a"])]), cycle("a"));
    let three = vec![info("0"), after(info("a"), &["c"]), after(info("b"), &["a"]), after(info("c"), &["b"])];
    assert_eq!(refused(&bench, three), cycle("a"));
    // Through a group: its first member waits for what waits for its second.
    let outside = vec![group(after(info("a"), &["c"]), 1), group(info("b"), 1), after(info("c"), &["b"])];
    assert_eq!(refused(&bench, outside), cycle("a"));
    // Within a group, against its order.
    assert_eq!(refused(&bench, vec![group(after(info("a"), &["b"]), 1), group(info("b"), 1)]), cycle("a"));
    assert_eq!(refused(&bench, vec![after(info("a"), &["nobody"])]), Error::NotOpen(uuid("nobody")));
}

#[test]
fn a_batch_is_put_in_the_order_of_its_chains_and_otherwise_left() {
    let mut bench = Bench::new();
    let batch = vec![info("0"), after(remove("1", "a"), &["3"]), info("2"), install("3", "a"), info("4")];
    let receipt = bench.queue.enqueue(batch, &bench.context(), bench.now).unwrap();
    assert_eq!(receipt.places, [Some(1), Some(4), Some(2), Some(3), Some(5)]);
    bench.take(receipt.turn);
    assert_eq!(bench.session(&[]), names(&["0", "2", "4", "3", "1"]));
}

#[test]
fn groups_that_cannot_be_one_step_are_refused() {
    let bench = Bench::new();
    let torn = vec![group(info("a"), 1), info("b"), group(info("c"), 1)];
    assert_eq!(refused(&bench, torn), Error::Group(uuid("c")));
    assert_eq!(refused(&bench, vec![group(erase("a"), 1), group(info("b"), 1)]), Error::Group(uuid("a")));
    // An erase at the end is one, and its end is the end of all.
    let mut bench = Bench::with([install("0", "a"), group(info("a"), 1), group(erase("b"), 1)]);
    assert_eq!(
        bench.session(&["0"]),
        names(&["0"]),
        "in the lane of the other member: behind what it would end"
    );
    bench.wait(3600);
    assert_eq!(bench.session(&[]), names(&["0", "a", "b"]));
    let mut bench = Bench::with([group(info("a"), 1), group(erase("b"), 1), install("c", "c")]);
    assert_eq!(bench.session(&[]), names(&["a", "b"]));
    assert_eq!(bench.outcome("c"), Some(Outcome::Cancelled(CancelReason::Erased)));
    // Two groups beside each other are two steps.
    let batch = [group(info("a"), 1), group(info("b"), 1), group(info("c"), 2), group(info("d"), 2)];
    let bench = Bench::with(batch);
    assert_eq!(bench.queue.entry(&uuid("c")).unwrap().after, []);
}

#[test]
fn times_that_run_backwards_are_refused() {
    let bench = Bench::new();
    let at = |secs: i64| {
        Some(
            bench.now.checked_add(Duration::from_secs(1000)).unwrap()
                - Duration::from_secs((1000 - secs) as u64),
        )
    };
    let check = |not_before, expires_at, fits: bool| {
        let mut order = info("a");
        (order.terms.not_before, order.terms.expires_at) = (not_before, expires_at);
        let receipt = bench.queue.enqueue([order], &bench.context(), bench.now);
        assert_eq!(receipt.map(drop), if fits { Ok(()) } else { Err(Error::Times(uuid("a"))) });
    };
    check(None, at(1), true);
    check(None, at(0), false);
    check(at(10), at(11), true);
    check(at(10), at(10), false);
    check(at(10), at(5), false);
    check(at(-10), at(5), true);
    check(at(-10), at(-5), false);
}

#[test]
fn an_expired_command_lets_go_what_waited_for_it() {
    let mut bench = Bench::new();
    let soon = Some(bench.now + Duration::from_secs(600));
    let mut first = install("1", "a");
    first.terms.expires_at = soon;
    bench.enqueue([first, profiles("2")]);
    bench.session(&["1"]);
    bench.wait(700);
    assert_eq!(bench.session(&[]), names(&["2"]));
    assert_eq!(bench.state("1"), State::Expired);
    // One that is out is waited for; unanswered, it expires with its mark.
    let mut third = install("3", "a");
    third.terms.expires_at = Some(bench.now + Duration::from_secs(60));
    bench.enqueue([third]);
    bench.idle();
    bench.wait(61);
    let turn = bench.queue.expire(&bench.context(), bench.now).unwrap();
    bench.take(turn);
    assert_eq!(bench.state("3"), State::Sent);
    bench.idle();
    assert_eq!(bench.state("3"), State::Expired);
    assert!(bench.queue.entry(&uuid("3")).unwrap().maybe_executed);
}

#[test]
fn a_queue_takes_as_many_as_the_policy_allows() {
    let mut bench = Bench::with([info("1"), info("2")]);
    bench.policy.max_open = 3;
    assert_eq!(refused(&bench, vec![info("3"), info("4")]), Error::Full { limit: 3 });
    bench.enqueue([info("3")]);
    bench.policy.max_open = 1;
    assert_eq!(refused(&bench, vec![info("4")]), Error::Full { limit: 1 });
    // An endless batch ends.
    let endless = (0..).map(|n| info(&format!("n{n}")));
    assert_eq!(
        bench.queue.enqueue(endless, &bench.context(), bench.now).unwrap_err(),
        Error::Full { limit: 1 }
    );
}

#[test]
fn a_held_command_in_a_session_is_not_asked_for_again() {
    let mut bench = Bench::with([info("1")]);
    bench.idle();
    bench.hold("1");
    bench.hold("1");
    assert_eq!(bench.facts.iter().filter(|fact| matches!(fact, Fact::HoldChanged { .. })).count(), 1);
    assert_eq!(bench.idle(), None);
    assert_eq!(bench.state("1"), State::Unanswered);
    bench.report(&Answer::Acknowledged { uuid: &uuid("1") });
    assert_eq!(bench.state("1"), State::Acknowledged, "the answer wins");
    assert_eq!(
        bench.queue.hold(&uuid("1"), &bench.context(), bench.now).unwrap_err(),
        Error::NotOpen(uuid("1"))
    );
    assert_eq!(bench.queue.entry(&uuid("1")).unwrap().terms.hold, Hold::Held);
}

#[test]
fn progress_counts_a_batch() {
    let batch = |name: &str| Some(BatchId::new(name).unwrap());
    let mut orders = [install("1", "a"), app("2", "b"), remove("3", "c"), info("4"), info("5")];
    orders.iter_mut().take(4).for_each(|order| order.terms.batch = batch("monday"));
    let mut bench = Bench::with(orders);
    assert_eq!(bench.queue.progress(&batch("monday").unwrap()).queued, 4);
    bench.session(&["1", "2"]);
    bench.cancel("2");
    let expected = Progress { acknowledged: 2, refused: 1, dropped: 1, ..Progress::default() };
    assert_eq!(bench.queue.progress(&batch("monday").unwrap()), expected);
    assert_eq!(expected.to_string(), "2 of 4 done, 1 dropped, 1 refused for now");
    assert_eq!(bench.queue.progress(&batch("tuesday").unwrap()), Progress::default());
}

#[test]
fn history_is_forgotten_by_age_and_number() {
    let mut bench = Bench::new();
    for n in 0..6 {
        bench.enqueue([info(&format!("{n}"))]);
        bench.session(&[]);
        bench.wait(1000);
    }
    bench.enqueue([install("open", "a")]);
    let prune = |bench: &Bench, age, last| {
        let retention = Retention { age: Duration::from_secs(age), last };
        bench.queue.prune(retention, bench.now).changes.len()
    };
    assert_eq!(prune(&bench, 0, 0), 6);
    assert_eq!(prune(&bench, 0, 4), 2);
    assert_eq!(prune(&bench, 3500, 0), 3);
    assert_eq!(prune(&bench, 3500, 4), 2);
    assert_eq!(prune(&bench, 1_000_000, 0), 0);
    let turn = bench.queue.prune(Retention { age: Duration::ZERO, last: 1 }, bench.now);
    bench.take(turn);
    assert_eq!(bench.queue.entries().count(), 2);
    // An open command is never forgotten, whatever a change says.
    let seq = bench.queue.entry(&uuid("open")).unwrap().seq;
    assert_eq!(bench.queue.apply(&Change::CommandForgotten { seq }), None);
    assert_eq!(bench.session(&[]), names(&["open"]));
}

#[test]
fn one_key_at_a_time_is_superseded_across_batches() {
    let same = |name: &str, key: &str| {
        let mut order = info(name);
        order.terms.same = Some(Same::KeepNew(SameKey::new(key).unwrap()));
        order
    };
    let mut bench = Bench::with([same("1", "x"), same("2", "y")]);
    bench.enqueue([same("3", "x")]);
    assert_eq!((bench.state("1"), bench.state("2")), (State::Superseded, State::Queued));
}

#[test]
fn a_session_with_several_answers_is_evidence() {
    let mut bench = Bench::with([info("1"), install("2", "a")]);
    bench.session(&["2"]);
    let expected =
        vec![Seen::Acknowledged("DeviceInformation".into()), Seen::NotNow("InstallProfile".into())];
    assert!(bench.facts.contains(&Fact::SessionSeen { seen: expected }));
    bench.facts.clear();
    bench.session(&["2"]);
    assert!(!bench.facts.iter().any(|fact| matches!(fact, Fact::SessionSeen { .. })), "nobody witnessed it");
    // A session that nobody ended is told when the next one opens.
    bench.enqueue([info("3"), info("4")]);
    bench.idle();
    bench.ack();
    bench.ack();
    bench.idle();
    let expected = vec![Seen::Acknowledged("DeviceInformation".into()); 2];
    assert!(bench.facts.contains(&Fact::SessionSeen { seen: expected }));
    // A report bears witness too; what was known before stands first.
    let mut bench = Bench::with([install("5", "b")]);
    let absent = Evidence::Passcode(Passcode::Absent);
    let turn = bench.queue.observe(absent, &bench.context(), bench.now);
    bench.take(turn);
    bench.idle();
    let turn = bench.queue.observe(Evidence::Reported(LockState::Locked), &bench.context(), bench.now);
    bench.take(turn);
    bench.report(&Answer::Acknowledged { uuid: &uuid("5") });
    let expected = vec![
        Seen::Passcode(Passcode::Absent),
        Seen::Reported(LockState::Locked),
        Seen::Acknowledged("InstallProfile".into()),
    ];
    assert!(bench.facts.contains(&Fact::SessionSeen { seen: expected }), "{:?}", bench.facts);
}

/// "refused twice since Monday; waits for unlock, as 97 % of 1,240 phones on this version did".
#[test]
fn an_explanation_says_how_many_did_the_same() {
    let mut bench = Bench::with([info("0"), install("1", "a"), remove("2", "b")]);
    let mut learner = Learner::default();
    for phone in 0..100_u32 {
        let refused =
            [Evidence::NotNow { command: "InstallProfile" }, Evidence::NotNow { command: "RemoveProfile" }];
        let removed = [refused[0], Evidence::Acknowledged { command: "RemoveProfile" }];
        let device = DeviceTag::hash(&[7; 16], &phone.to_be_bytes());
        let evidence = if phone < 97 { &refused } else { &removed };
        let seen =
            Observation { device, model: "iPhone14,5", subject: bench.subject, at: bench.now, evidence };
        learner.observe(&seen, &bench.table);
    }
    let learned = learner.conclude(&bench.table, bench.now).rules;
    bench.table = bench.table.clone().with_learned(learned).for_model("iPhone14,5");
    bench.session(&["1", "2"]);
    assert_eq!(
        bench.explain("2"),
        "refused once since 2027-01-15 08:00 UTC; most likely because it is locked, as 97 % of 100 devices on \
         iOS 18.3 did; the device comes by itself when that changes; nobody need act"
    );
}

/// An erase that waits for the bypass code waits for nothing else.
#[test]
fn a_chained_erase_is_still_an_erase() {
    let mut bench = Bench::with([install("a", "a")]);
    bench.session(&["a"]);
    bench.enqueue([info("code"), after(erase("e"), &["code"]), install("b", "b")]);
    bench.enqueue([protection("lock", "DeviceLock")]);
    assert_eq!(bench.session(&["a"]), names(&["lock", "code", "e"]));
    assert_eq!(bench.state("a"), State::Cancelled);
}

/// Else Lost Mode would wait behind a lock that waits for an install.
#[test]
fn what_is_urgent_does_not_wait_for_a_chain_that_is_not() {
    let lock = |name| protection(name, "DeviceLock");
    let mut bench = Bench::with([install("a", "a"), after(lock("lock"), &["a"])]);
    bench.enqueue([protection("lost", "EnableLostMode")]);
    assert_eq!(bench.session(&[]), names(&["lost"]), "in Lost Mode the install would fail");
    let mut bench = Bench::with([info("i"), after(lock("lock"), &["i"]), after(lock("last"), &["lock"])]);
    bench.enqueue([lock("urgent")]);
    assert_eq!(bench.session(&[]), names(&["urgent", "i", "lock", "last"]));
}

#[test]
fn what_a_new_command_lets_go_is_woken_for() {
    let held = |mut order: Order| {
        order.terms.hold = Hold::Held;
        order
    };
    let mut bench = Bench::with([held(install("a", "a")), install("b", "a")]);
    assert_eq!(bench.wake, Wake::NotNeeded);
    let order = Order { supersedes: vec![uuid("a")], ..held(install("c", "c")) };
    bench.enqueue([order]);
    assert_eq!((bench.state("a"), bench.wake), (State::Superseded, Wake::Due(bench.now)));
}

/// The window holds the chained command, and not the one that waits for it.
#[test]
fn a_chain_that_breaks_needs_the_whole_queue() {
    let mut bench = Bench::with([install("a", "a"), after(install("b", "b"), &["a"]), install("c", "b")]);
    bench.idle();
    let answer = Answer::Error { uuid: &uuid("a"), outcome: None, lost_mode: None };
    let window = Queue::new(bench.queue.state().clone(), bench.queue.entries().take(2).cloned(), 3);
    assert_eq!(window.report(&answer, &bench.context(), bench.now), Err(Error::NeedsOpen));
    let turn = bench.queue.report(&answer, &bench.context(), bench.now).unwrap();
    bench.take(turn);
    assert_eq!((bench.state("b"), bench.last.clone()), (State::Cancelled, Some(uuid("c"))));
}

/// Once, and never for what was answered.
#[test]
fn the_first_late_result_is_noted() {
    let mut bench = Bench::with([install("a", "a"), install("b", "b")]);
    let late = |bench: &Bench, name| bench.queue.entry(&uuid(name)).unwrap().answered_late;
    bench.idle();
    bench.cancel("a");
    bench.report(&Answer::NotNow { uuid: &uuid("a") });
    assert_eq!(late(&bench, "a"), None, "a refusal is no result");
    bench.wait(5);
    let first = bench.now;
    bench.report(&Answer::Acknowledged { uuid: &uuid("a") });
    bench.wait(5);
    bench.report(&Answer::CommandFormatError { uuid: &uuid("a") });
    assert_eq!((late(&bench, "a"), bench.state("a")), (Some(first), State::Cancelled));
    bench.report(&Answer::Acknowledged { uuid: &uuid("b") });
    bench.report(&Answer::Acknowledged { uuid: &uuid("b") });
    assert_eq!(late(&bench, "b"), None, "it was answered in time");
}

fn quiet(mut order: Order) -> Order {
    order.terms.waking = Waking::Quiet;
    order
}

fn is_quiet(bench: &Bench, name: &str) -> bool {
    bench.queue.entry(&uuid(name)).unwrap().is_quiet()
}

#[test]
fn nobody_is_woken_for_a_quiet_command() {
    let mut bench = Bench::with([quiet(install("a", "a")), quiet(install("b", "a")), quiet(info("i"))]);
    assert_eq!(bench.wake, Wake::NotNeeded);
    assert_eq!(
        bench.explain("a"),
        "waits since 2027-01-15 08:00 UTC until the device connects for another reason; no push is sent for it; \
         nobody need act"
    );
    // The device comes, and refuses: it comes by itself, or it does not. It falls silent: it is not called.
    assert_eq!(bench.session(&["a"]), names(&["i", "a"]));
    assert_eq!((bench.state("a"), bench.wake), (State::NotNow, Wake::NotNeeded));
    bench.wait(3600);
    assert_eq!(bench.idle().as_deref(), Some("a"));
    assert_eq!(bench.wake, Wake::NotNeeded, "not even for its answer");
    bench.wait(3600);
    assert!(bench.explain("a").contains("no answer came"));
    bench.idle();
    bench.ack();
    assert_eq!(bench.wake, Wake::NotNeeded);
    bench.ack();
    assert_eq!((bench.state("b"), bench.wake), (State::Acknowledged, Wake::NotNeeded));
}

#[test]
fn an_ordinary_command_wakes_for_what_it_waits_for() {
    let batch = [quiet(install("a", "a")), quiet(install("b", "a")), quiet(install("other", "o"))];
    let mut bench = Bench::with(batch);
    bench.enqueue([remove("c", "a")]);
    assert_eq!(bench.wake, Wake::Due(bench.now), "or nobody would come for the removal");
    assert_eq!(["a", "b", "other"].map(|name| is_quiet(&bench, name)), [false, false, true]);
    // By a chain, through one that is quiet itself.
    let mut bench = Bench::with([quiet(info("1")), after(quiet(info("2")), &["1"])]);
    assert_eq!(bench.wake, Wake::NotNeeded);
    bench.enqueue([after(info("3"), &["2"])]);
    assert_eq!((bench.wake, is_quiet(&bench, "1")), (Wake::Due(bench.now), false));
    // For one that is held too: when it is let go, it should not have to wait.
    let mut bench = Bench::with([quiet(install("a", "a"))]);
    let mut held = remove("b", "a");
    held.terms.hold = Hold::Held;
    bench.enqueue([held]);
    assert_eq!(bench.wake, Wake::Due(bench.now));
    // What comes while the device is busy with a quiet one does not rely on its answer.
    let mut bench = Bench::with([quiet(info("a"))]);
    assert_eq!(bench.idle().as_deref(), Some("a"));
    assert_eq!(bench.wake, Wake::NotNeeded);
    bench.enqueue([info("b")]);
    assert_eq!(bench.wake, Wake::Due(bench.now));
    // Nor does what waits for the one that is out.
    let mut bench = Bench::with([quiet(install("a", "a"))]);
    bench.idle();
    bench.enqueue([remove("b", "a")]);
    assert_eq!((bench.wake, is_quiet(&bench, "a")), (Wake::Due(bench.now), false));
}

#[test]
fn who_wants_the_same_is_heard() {
    let keep = |name: &str, same: fn(SameKey) -> Same| {
        let mut order = info(name);
        order.terms.same = Some(same(SameKey::new("inventory").unwrap()));
        order
    };
    let mut bench = Bench::with([quiet(keep("1", Same::KeepPending))]);
    bench.enqueue([quiet(keep("2", Same::KeepPending))]);
    assert_eq!((bench.wake, is_quiet(&bench, "1")), (Wake::NotNeeded, true));
    bench.enqueue([keep("3", Same::KeepPending)]);
    assert_eq!((bench.wake, is_quiet(&bench, "1")), (Wake::Due(bench.now), false));
    let mut bench = Bench::with([keep("1", Same::KeepNew)]);
    bench.enqueue([quiet(keep("2", Same::KeepNew))]);
    assert_eq!((bench.state("1"), is_quiet(&bench, "2")), (State::Superseded, false));
    assert_eq!(bench.wake, Wake::Due(bench.now));
}

/// One of each kind is in a window: the one that is there may be quiet, and the one that is left out may not.
#[test]
fn a_window_with_a_quiet_command_hides_no_other() {
    let mut bench = Bench::with([quiet(install("a", "a")), install("b", "b"), install("c", "c")]);
    bench.idle();
    bench.report(&Answer::NotNow { uuid: &uuid("a") });
    bench.report(&Answer::NotNow { uuid: &uuid("b") });
    let answer = Answer::Acknowledged { uuid: &uuid("c") };
    let shown = bench.queue.entries().filter(|entry| entry.uuid != uuid("b")).cloned();
    let window = Queue::new(bench.queue.state().clone(), shown, Extent { open: 3, more: false });
    assert_eq!(window.report(&answer, &bench.context(), bench.now), Err(Error::NeedsOpen));
    let turn = bench.queue.report(&answer, &bench.context(), bench.now).unwrap();
    assert_eq!(turn.wake, Wake::Due(bench.now));
}

/// Apple, Log Out User (read 2026-11): afterwards commands are not available for up to two minutes.
#[test]
fn after_a_log_out_it_is_said_why_nothing_is_answered() {
    let log_out = |name: &str| Order::new(uuid(name), "LogOutUser", Footprint::unknown());
    let mut bench = Bench::with([log_out("l"), install("a", "a"), install("b", "b")]);
    bench.idle();
    bench.ack();
    assert_eq!(bench.last, Some(uuid("a")), "it holds nothing back");
    let pause = "waits since 2027-01-15 08:00 UTC; after what was done before, the device may take no command until \
         2027-01-15 08:02 UTC; nobody need act";
    assert_eq!((bench.explain("a"), bench.explain("b")), (pause.to_owned(), pause.to_owned()));
    // The word of the device ends it, and so does time; a refusal counts as any other.
    let mut later = bench.clone();
    later.wait(120);
    assert!(later.explain("b").contains("waits since 2027-01-15 08:00 UTC for the device to connect"));
    bench.report(&Answer::NotNow { uuid: &uuid("a") });
    assert_eq!(bench.state("a"), State::NotNow);
    assert!(!bench.explain("a").contains("may take no command"));
    assert_eq!(bench.last, Some(uuid("b")));
}

/// What goes out once would end as presumed, and nobody would have seen it.
#[test]
fn after_a_log_out_nothing_goes_out_that_goes_out_once() {
    let log_out = || Order::new(uuid("l"), "LogOutUser", Footprint::unknown());
    let once = |name: &str| {
        let mut order = install(name, name);
        order.terms.redelivery = Some(Redelivery::Once);
        order
    };
    let restart = Order::new(uuid("r"), "RestartDevice", Footprint::new().put_all(Kind::Power));
    let mut bench = Bench::with([log_out(), once("a"), restart, install("b", "b")]);
    bench.idle();
    bench.ack();
    assert_eq!(bench.last, Some(uuid("b")), "what may go out again does");
    bench.ack();
    assert_ne!(bench.last, None, "it has answered: it takes commands");

    let mut bench = Bench::with([log_out(), once("a")]);
    bench.idle();
    let until = bench.now + Duration::from_secs(120);
    bench.ack();
    assert_eq!((bench.last.clone(), bench.wake), (None, Wake::Due(until)), "a push when it is over");
    let pause = "waits since 2027-01-15 08:00 UTC; after what was done before, the device may take no command until \
         2027-01-15 08:02 UTC";
    assert!(bench.explain("a").starts_with(pause), "{}", bench.explain("a"));
    // What it said is said again, because the reply was lost.
    bench.wait(5);
    bench.report(&Answer::Acknowledged { uuid: &uuid("l") });
    assert_eq!((bench.last.clone(), bench.wake, bench.state("a")), (None, Wake::Due(until), State::Queued));
    // A clock that steps back repeats nothing, and the device's own word ends it.
    let mut back = bench.clone();
    back.now -= Duration::from_secs(3600);
    back.report(&Answer::Acknowledged { uuid: &uuid("l") });
    assert_eq!(back.last, None);
    for secs in [1, 120] {
        let mut later = bench.clone();
        later.wait(secs);
        later.idle();
        assert_eq!((later.last.clone(), later.state("a")), (Some(uuid("a")), State::Sent), "after {secs} s");
    }
    // What is ordered meanwhile waits for the end too, and says so.
    bench.enqueue([once("c")]);
    assert_eq!(bench.wake, Wake::Due(until));
    bench.enqueue([install("d", "d")]);
    assert_eq!(bench.wake, Wake::Due(bench.now));
}
