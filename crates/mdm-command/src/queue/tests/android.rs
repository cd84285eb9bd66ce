//! The same queue for Android, whose devices refuse less and sleep more.

use mdm_lock::{Channel, Evidence, Expectation, Grade, Platform, Rule};

use super::*;

fn phone(table: RuleTable) -> Bench {
    let subject = Subject { platform: Platform::Android, channel: Channel::Device, os: "14".parse().ok() };
    Bench { subject, table, ..Bench::new() }
}

fn told(bench: &mut Bench, state: LockState) {
    let turn = bench.queue.observe(Evidence::Reported(state), &bench.context(), bench.now);
    bench.take(turn);
}

fn download(name: &str) -> Order {
    order(name, "InstallApp", Footprint::new().put(Kind::App, "com.example"))
}

/// Requirement F67.
#[test]
fn commands_run_while_locked_and_asleep() {
    for state in [LockState::Locked, LockState::Asleep] {
        let mut bench = phone(RuleTable::default());
        told(&mut bench, state);
        bench.enqueue([
            download("1"),
            order("2", "RemoveApp", Footprint::new().remove(Kind::App, "com.other")),
        ]);
        let mut ran = bench.session(&[]);
        ran.sort();
        assert_eq!(ran, names(&["1", "2"]), "{state}");
        assert_eq!(bench.queue.open(), 0);
    }
}

/// Requirements F68 and F89: on some models a command fails while asleep and is executed again after waking, under
/// the same name.
#[test]
fn a_model_that_runs_nothing_while_asleep_runs_it_after_waking() {
    let sleeper = Rule {
        command: Rule::ANY.into(),
        platform: Platform::Android,
        channel: None,
        since: None,
        before: None,
        states: vec![LockState::Asleep].into(),
        expectation: Expectation::Deferred,
        grade: Grade::C,
        source: "our own devices of this model".into(),
    };
    let mut bench = phone(RuleTable::default().with(sleeper));
    told(&mut bench, LockState::Asleep);
    bench.enqueue([download("1")]);
    assert_eq!(bench.session(&["1"]), names(&["1"]));
    assert!(
        bench.explain("1").contains("because it is asleep (grade C: our own devices of this model)"),
        "{}",
        bench.explain("1")
    );
    // It started, and fell asleep over it.
    bench.idle();
    bench.wait(8 * 3600);
    assert_eq!(bench.session(&[]), names(&["1"]));
    let entry = bench.queue.entry(&uuid("1")).unwrap();
    assert_eq!((entry.state, entry.deliveries, entry.maybe_executed), (State::Acknowledged, 3, true));
}

/// Requirement F69.
#[test]
fn a_device_without_network_is_waited_for() {
    let mut bench = phone(RuleTable::default());
    bench.enqueue([download("1")]);
    assert_eq!(bench.wake, Wake::Due(bench.now));
    bench.wait(400 * 24 * 3600);
    assert_eq!(bench.session(&[]), names(&["1"]));
}

/// A reboot that fails to answer is not repeated; a wipe is.
#[test]
fn a_reboot_goes_out_once_and_a_wipe_again() {
    let mut bench = phone(RuleTable::default());
    bench.enqueue([order("1", "Reboot", Footprint::new().put_all(Kind::Power))]);
    bench.idle();
    assert_eq!(bench.idle(), None);
    assert_eq!(bench.state("1"), State::Presumed);
    bench.enqueue([order("2", "Wipe", Footprint::erase())]);
    bench.idle();
    assert_eq!(bench.idle().as_deref(), Some("2"));
}
