//! What one node at a time does: who has the lease, who gets it, and what nobody does twice.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use mdm_enrollment::row::Credential;
use mdm_store::{Error, Outbox, OutboxOptions, Store, Turn};

use crate::faults::Faulty;
use crate::outbox::happen;
use crate::world::{secs, start};

const SKEW: Duration = Duration::from_secs(5);

fn turn() -> Turn {
    Turn::new(Credential::new("nightly").unwrap())
}

pub(crate) async fn of_two_nodes_one_has_its_turn<S: Store>(store: Arc<S>) {
    let (mut here, mut there) = (turn(), turn());
    for second in 0..100 {
        let now = start() + secs(second);
        assert!(here.hold(&*store, now).await.unwrap(), "it is renewed, after {second} s");
        assert!(!there.hold(&*store, now).await.unwrap());
        assert!(here.again() > now && here.again() <= now + secs(10));
        assert!(there.again() > now && there.again() <= now + secs(10));
    }
    assert_eq!(here.lease().map(|lease| lease.fence), Some(1));
    // The first one dies. The other one waits for the end of the lease, and no longer.
    let last = here.lease().unwrap().until;
    assert!(!there.hold(&*store, last - secs(1)).await.unwrap());
    assert!(there.hold(&*store, last).await.unwrap());
    assert_eq!(there.lease().map(|lease| lease.fence), Some(2));
    // It was asleep.
    assert!(!here.hold(&*store, last + secs(1)).await.unwrap());
    assert_eq!(here.lease(), None);
    // Who stops need not be waited for.
    there.give_up(&*store, last + secs(2)).await.unwrap();
    there.give_up(&*store, last + secs(2)).await.unwrap();
    assert!(!here.hold(&*store, last + secs(2)).await.unwrap(), "their clocks may differ");
    let mut next = last + secs(2);
    while !here.hold(&*store, next).await.unwrap() {
        next = here.again();
    }
    assert!(next <= last + secs(2) + SKEW + secs(10));
    assert_eq!(here.lease().map(|lease| lease.fence), Some(3));
}

/// Whatever they do, and however their clocks go within the skew, it is never the turn of both.
pub(crate) async fn it_is_never_the_turn_of_two<S: Store>(store: Arc<S>) {
    let mut dice = 0x9e37_79b9_7f4a_7c15_u64;
    let mut roll = move |sides: u64| {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        dice % sides
    };
    let mut nodes = [turn(), turn(), turn()];
    let mut asleep = [0_u64; 3];
    let mut turns = [0_u32; 3];
    for half in 0..1_200_u64 {
        let time = start() + secs(half) / 2;
        let mut held = 0;
        for (place, node) in nodes.iter_mut().enumerate() {
            if asleep[place] > half {
                continue;
            }
            if roll(60) == 0 {
                asleep[place] = half + roll(120);
            }
            let clock = time + Duration::from_millis(roll(2) * 2_500 * place as u64);
            if roll(200) == 0 {
                node.give_up(&*store, clock).await.unwrap();
            } else if node.hold(&*store, clock).await.unwrap() {
                held += 1;
                turns[place] += 1;
            }
        }
        assert!(held <= 1, "after {half} half seconds");
    }
    assert!(turns.iter().all(|turns| *turns > 50), "{turns:?}");
}

/// Of a renewal, or a release, nothing was heard.
pub(crate) async fn a_lease_whose_renewal_is_in_doubt_is_kept<S: Store>(store: Arc<S>) {
    for written in [false, true] {
        let store = Arc::new(Faulty::new(Arc::clone(&store)));
        let (mut here, mut there, begin) = (turn(), turn(), start() + secs(if written { 100 } else { 0 }));
        assert!(here.hold(&*store, begin).await.unwrap());
        store.fail_wakes_after(0, written);
        assert!(matches!(here.hold(&*store, begin + secs(10)).await, Err(Error::Upstream { .. })));
        assert!(!there.hold(&*store, begin + secs(11)).await.unwrap());
        assert!(here.hold(&*store, begin + secs(12)).await.unwrap());
        assert!(here.hold(&*store, begin + secs(12)).await.unwrap());
        assert!(here.lease().unwrap().until >= begin + secs(40));
        // The store is away for longer than the lease: it is nobody's turn.
        for second in (22..60).step_by(5) {
            store.fail_wakes_after(0, false);
            assert!(here.hold(&*store, begin + secs(second)).await.is_err());
        }
        assert!(there.hold(&*store, begin + secs(60)).await.unwrap());
        assert!(!here.hold(&*store, begin + secs(60)).await.unwrap());
        store.fail_wakes_after(0, written);
        assert!(there.give_up(&*store, begin + secs(61)).await.is_err());
        there.give_up(&*store, begin + secs(61)).await.unwrap();
    }
}

/// A webhook on two nodes of which each dies now and then: every event is told, in order, and by one at a time.
pub(crate) async fn nodes_tell_a_consumer_in_turns<S: Store>(store: Arc<S>) {
    let mut options = OutboxOptions::default();
    options.batch = 3;
    let outbox = Outbox::new(Arc::clone(&store), "tickets", options).unwrap();
    let mut nodes = [outbox.turn(), outbox.turn()];
    let (mut told, mut by): (Vec<String>, _) = (Vec::new(), [0; 2]);
    for second in 0..240_u64 {
        let now: SystemTime = start() + secs(second);
        if second < 150 && second % 5 == 0 {
            happen(&*store, &["a", "b"]).await;
        }
        for (place, node) in nodes.iter_mut().enumerate() {
            // Each is away for a minute.
            if (50..110).contains(&second) && place == 0 || (130..190).contains(&second) && place == 1 {
                continue;
            }
            if !node.hold(&*store, now).await.unwrap() {
                continue;
            }
            let mut delivery = outbox.poll(now).await.unwrap();
            while node.hold(&*store, now).await.unwrap()
                && let Some(event) = delivery.next_event()
            {
                told.push(event.id.clone());
                by[place] += 1;
            }
            outbox.settle(delivery, now).await.unwrap();
        }
    }
    for name in ["a", "b"] {
        let of: Vec<_> = told.iter().filter(|id| id.starts_with(name)).cloned().collect();
        let expected: Vec<_> =
            (1..=30).flat_map(|version| [0, 1].map(|index| format!("{name}/{version}/{index}"))).collect();
        assert_eq!(of, expected, "nothing fails here, so nothing is told twice");
    }
    assert!(by.iter().all(|told| *told > 20), "{by:?}");
}
