#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use mdm_command::{Progress, State};

use super::*;

#[test]
fn names_of_orders() {
    let check = |name: &str, is_one: bool| assert_eq!(OrderId::new(name).is_some(), is_one, "{name}");
    check("spring-2026_1.a", true);
    check(&"x".repeat(64), true);
    check(&"x".repeat(65), false);
    check("", false);
    check("a/b", false);
    check("a b", false);
    check("ä", false);
    let id = OrderId::new("spring").unwrap();
    assert_eq!((id.as_str(), id.key().as_str()), ("spring", "order/spring"));
    assert_eq!(
        (OrderId::of(id.key()).as_ref(), OrderId::of_batch(id.batch()).as_ref()),
        (Some(&id), Some(&id))
    );
    // A counter is no order, and every enrollment has one of the counters.
    let counters: BTreeSet<_> = id.counters().collect();
    assert_eq!(counters.len(), usize::from(OrderId::COUNTERS));
    assert!(counters.iter().all(|counter| OrderId::of(counter).is_none()));
    let used: BTreeSet<_> =
        (0..1_000).map(|n| id.counter(&RecordKey::new(&format!("device/{n}")).unwrap())).collect();
    assert_eq!(used, counters);
    // Names that a store cannot keep are not made.
    let long = OrderId::new(&"x".repeat(64)).unwrap();
    assert!(long.command(&"u".repeat(128)).0.len() <= 255);
}

/// Every move of a command is counted where it was and where it is (F58).
#[test]
fn tallies_add_up() {
    for before in [None].into_iter().chain(State::ALL.map(Some)) {
        for after in State::ALL {
            let first = before.map_or_else(Tally::default, |before| Tally::moved(None, before));
            let both = first.and(Tally::moved(before, after)).progress();
            assert_eq!(both, [after].into_iter().collect::<Progress>(), "{before:?} to {after}");
        }
    }
}
