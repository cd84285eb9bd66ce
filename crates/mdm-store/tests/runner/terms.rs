//! Slots that are filled, orders to many, and what time brings.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use mdm_apple::Status;
use mdm_enrollment::row::{Batch, PayloadName, RecordKey};
use mdm_enrollment::{BatchId, Error, Order, Retention, State, Terms, Waking, response_name};
use mdm_store::{Blame, Fill, Filled, HandOut, Retry, RunError, Store};

use crate::world::{
    Device, admin, enrolled, entry_of, history, name, next_push, office, query, removal, secs, start, uuid,
};

/// Fills a number in, and fails the second time.
#[derive(Default)]
struct Numbers(AtomicU32);

impl Fill for Numbers {
    fn fill<'a>(&'a self, hand_out: HandOut<'a>) -> Filled<'a> {
        let number = self.0.fetch_add(1, Ordering::SeqCst);
        assert_eq!((hand_out.enrollment.as_str(), hand_out.uuid.as_str()), ("device/UDID-1", "A"));
        assert_eq!(hand_out.slots, ["%DEVICE%".into()]);
        assert!(!format!("{hand_out:?}").contains("payload"));
        Box::pin(async move {
            if number == 1 {
                return Err("the challenge server is down".into());
            }
            let text = String::from_utf8(hand_out.payload)?;
            Ok(text.replace("<string>A</string>", &format!("<string>A</string><!--{number}-->")).into())
        })
    }
}

fn with_slot(name: &str) -> Order {
    query(name).on(Terms { slots: vec!["%DEVICE%".into()], ..Terms::default() })
}

pub(crate) async fn slots_are_filled_at_each_hand_out<S: Store>(store: Arc<S>) {
    let (plain, device) = enrolled(&store).await;
    plain.order(&device.key(), &admin(), &[with_slot("A"), query("B")], start()).await.unwrap();
    let office = office(&store).with_fill(Numbers::default());
    let body = async |at| {
        let served = device.say(&office, crate::world::CONNECT, &device.idle(), start() + secs(at)).await;
        served.map(|served| String::from_utf8(served.body).unwrap())
    };
    let text = body(0).await.unwrap();
    assert!(text.contains("<!--0-->") && name(text.as_bytes()).as_deref() == Some("A"), "{text}");
    // It counts as handed out and not answered, and the device comes again.
    let error = body(1).await.unwrap_err();
    assert!(matches!(error, RunError::Fill(_)));
    assert_eq!((error.http_status(), error.retry(), error.blame()), (503, Retry::Later, Blame::Upstream));
    let entry = entry_of(&store, &device.key(), "A").await;
    assert_eq!((entry.state, entry.deliveries, entry.maybe_executed), (State::Sent, 2, true));
    assert!(body(2).await.unwrap().contains("<!--2-->"));
    // What has none is sent as it was ordered, and what is kept is kept unfilled.
    let served = device.connect(&office, &device.report(Status::Acknowledged, "A")).await.unwrap();
    assert_eq!(served.body, query("B").command().encode().unwrap());
    let kept = office.payload(&PayloadName("command/device/UDID-1/1".into())).await.unwrap();
    assert_eq!(kept, Some(query("A").command().encode().unwrap()));
}

pub(crate) async fn slots_need_somebody_who_fills_them<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    office.order(&device.key(), &admin(), &[with_slot("A")], start()).await.unwrap();
    let error = device.connect(&office, &device.idle()).await.unwrap_err();
    assert!(matches!(error, RunError::NoFill));
    assert_eq!((error.http_status(), error.retry(), error.blame()), (500, Retry::Never, Blame::Caller));
    assert_eq!(entry_of(&store, &device.key(), "A").await.state, State::Sent);
}

pub(crate) async fn many_are_ordered_and_counted<S: Store>(store: Arc<S>) {
    let office = office(&store);
    let devices: Vec<_> = (1..4).map(Device::new).collect();
    for device in &devices[..2] {
        device.enroll(&office).await;
    }
    let keys: Vec<RecordKey> = devices.iter().map(Device::key).collect();
    let batch = BatchId::new("spring").unwrap();
    let orders = [query("A"), removal("B")];
    office.order(&keys[0], &admin(), &[query("other")], start()).await.unwrap();
    let outcomes = office.order_many(&keys, &admin(), &orders, &batch, start()).await;
    assert!(outcomes.iter().map(|(key, _)| *key).eq(&keys));
    let places: Vec<_> =
        outcomes.into_iter().map(|(_, outcome)| outcome.map(|ordered| ordered.places)).collect();
    assert_eq!(places[0].as_ref().unwrap(), &[Some(2), Some(3)]);
    assert_eq!(places[1].as_ref().unwrap(), &[Some(1), Some(2)]);
    assert!(matches!(places[2], Err(RunError::Refused(Error::NoOrders))), "and the others got theirs");
    let progress = async || office.progress(&keys, &batch).await.unwrap();
    assert_eq!(progress().await.to_string(), "0 of 4 done, 4 queued");
    devices[0].session(&office).await;
    devices[1].connect(&office, &devices[1].idle()).await.unwrap();
    assert_eq!(progress().await.to_string(), "2 of 4 done, 1 without an answer so far, 1 queued");
    assert_eq!(office.progress(&keys[1..2], &batch).await.unwrap().total(), 2);
    // Ordered again, because nobody knows how far it got: nothing happens twice.
    let outcomes = office.order_many(&keys, &admin(), &orders, &batch, start()).await;
    assert!(outcomes.into_iter().all(|(_, outcome)| outcome.is_err()));
    assert_eq!(progress().await.total(), 4);
}

pub(crate) async fn what_is_held_waits<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    office.order(&device.key(), &admin(), &[query("A"), query("B")], start()).await.unwrap();
    office.hold(&device.key(), &admin(), &uuid("A"), start()).await.unwrap();
    assert_eq!(device.session(&office).await, ["B"]);
    assert_eq!(next_push(&*store).await, None);
    assert!(office.hold(&device.key(), &admin(), &uuid("B"), start()).await.is_err(), "it has ended");
    let why = office.explain(&device.key(), &uuid("A"), start()).await.unwrap().unwrap().to_string();
    assert!(why.starts_with("is held back since"), "{why}");
    assert!(!office.let_go(&device.key(), &admin(), &uuid("A"), start()).await.unwrap().is_empty());
    assert_eq!(device.session(&office).await, ["A"]);
}

/// No push is due for it, by no step of its life; an ordinary order behind it changes that.
pub(crate) async fn nobody_is_woken_for_a_quiet_order<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let quiet = || Terms { waking: Waking::Quiet, ..Terms::default() };
    let orders = [removal("A").on(quiet()), removal("B").on(quiet()), query("C").on(quiet())];
    let ordered = office.order(&device.key(), &admin(), &orders, start()).await.unwrap();
    assert_eq!((ordered.actions, next_push(&*store).await), (Vec::new(), None));
    let why = office.explain(&device.key(), &uuid("A"), start()).await.unwrap().unwrap().to_string();
    assert!(why.contains("no push is sent for it"), "{why}");
    let says = async |body: Vec<u8>| name(&device.connect(&office, &body).await.unwrap().body);
    assert_eq!(says(device.idle()).await.as_deref(), Some("A"));
    assert_eq!(next_push(&*store).await, None, "its answer may be lost");
    assert_eq!(says(device.idle()).await.as_deref(), Some("A"));
    assert_eq!(says(device.report(Status::NotNow, "A")).await.as_deref(), Some("C"));
    assert_eq!(says(device.report(Status::Acknowledged, "C")).await, None);
    assert_eq!(next_push(&*store).await, None, "nor does it come by itself");
    // Many more than a window holds, and one that is not quiet at their end.
    let many: Vec<_> = (0..100).map(|n| query(&n.to_string()).on(quiet())).collect();
    office.order(&device.key(), &admin(), &many, start()).await.unwrap();
    assert_eq!(next_push(&*store).await, None);
    let ordered = office.order(&device.key(), &admin(), &[removal("D")], start()).await.unwrap();
    assert_eq!(ordered.actions.len(), 1);
    assert!(next_push(&*store).await.is_some());
    assert_eq!(device.session(&office).await.len(), 103);
    assert_eq!(next_push(&*store).await, None);
}

pub(crate) async fn what_has_expired_ends<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let until = |at| Terms { expires_at: Some(start() + secs(at)), ..Terms::default() };
    let orders = [query("A").on(until(10)), query("B").on(until(20)), query("C")];
    office.order(&device.key(), &admin(), &orders, start()).await.unwrap();
    office.expire(&device.key(), start() + secs(10)).await.unwrap();
    let states = async || -> Vec<State> {
        history(&store, &device.key()).await.iter().map(|entry| entry.state).collect()
    };
    assert_eq!(states().await, [State::Expired, State::Queued, State::Queued]);
    let served =
        device.say(&office, crate::world::CONNECT, &device.idle(), start() + secs(20)).await.unwrap();
    assert_eq!(name(&served.body).as_deref(), Some("C"));
    assert_eq!(states().await, [State::Expired, State::Expired, State::Sent]);
}

pub(crate) async fn what_is_old_is_forgotten<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let names: Vec<_> = (0..30).map(|n| format!("{n:02}")).collect();
    let orders: Vec<_> = names.iter().map(|name| query(name)).collect();
    office.order(&device.key(), &admin(), &orders, start()).await.unwrap();
    device.session(&office).await;
    office.order(&device.key(), &admin(), &[query("open")], start()).await.unwrap();
    let keep = Retention { age: secs(60), last: 7 };
    assert_eq!(office.prune(&device.key(), keep, start() + secs(60)).await.unwrap(), 0);
    assert_eq!(office.prune(&device.key(), keep, start() + secs(61)).await.unwrap(), 23);
    assert_eq!(office.prune(&device.key(), keep, start() + secs(61)).await.unwrap(), 0);
    let left: Vec<_> = history(&store, &device.key()).await.iter().map(|entry| entry.seq).collect();
    assert_eq!(left, (24..=31).collect::<Vec<_>>());
    for (seq, is_there) in [(1, false), (23, false), (24, true)] {
        let command = PayloadName(format!("command/device/UDID-1/{seq}").into());
        for name in [command, response_name(&device.key(), seq)] {
            assert_eq!(office.payload(&name).await.unwrap().is_some(), is_there, "{name:?}");
        }
    }
    assert_eq!(device.session(&office).await, ["open"]);
    // A name that was forgotten may be given again.
    office.order(&device.key(), &admin(), &[query("00")], start()).await.unwrap();
    let nobody = RecordKey::new("device/nobody").unwrap();
    assert!(matches!(
        office.prune(&nobody, keep, start()).await.unwrap_err(),
        RunError::Refused(Error::NoOrders)
    ));
}

/// A step frees so many bytes and no more, and whoever writes stands between two steps.
pub(crate) async fn large_answers_are_forgotten_a_few_at_a_time<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let other = Device::new(2);
    other.enroll(&office).await;
    let orders: Vec<_> = (0..9).map(|nth| query(&nth.to_string())).collect();
    office.order(&device.key(), &admin(), &orders, start()).await.unwrap();
    device.session(&office).await;
    let third = mdm_store::limits::PRUNED / 3 + 1;
    for seq in 1..=7 {
        let answer = (response_name(&device.key(), seq), vec![0; third]);
        store.commit(Batch { payloads: vec![answer], ..Batch::default() }).await.unwrap();
    }
    let all = Retention { age: secs(0), last: 0 };
    let (key, now) = (device.key(), start() + secs(1));
    let mut steps = Vec::new();
    loop {
        // The writer asks when the step is under way.
        let (other, actor, name) = (other.key(), admin(), format!("between-{}", steps.len()));
        let writes = [query(&name)];
        let write = office.order(&other, &actor, &writes, now);
        let (forgotten, written) = tokio::join!(office.prune(&key, all, now), write);
        written.unwrap();
        match forgotten.unwrap() {
            0 => break,
            some => steps.push(some),
        }
    }
    assert_eq!(steps, [3, 3, 3]);
    assert_eq!(history(&store, &other.key()).await.len(), 4);
}

/// Ten thousand that may not go are not loaded to find that out.
pub(crate) async fn a_long_queue_that_waits_is_not_loaded<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let held = |name: String| {
        let not_before = Some(start() + secs(3600));
        query(&name).on(Terms { not_before, ..Terms::default() })
    };
    let orders: Vec<_> = (0..200).map(|n| held(format!("{n:03}"))).collect();
    office.order(&device.key(), &admin(), &orders, start()).await.unwrap();
    office.store().rows.set(0);
    let served = device.connect(&office, &device.idle()).await.unwrap();
    assert_eq!(name(&served.body), None);
    assert_eq!(next_push(&*store).await, Some(start() + secs(3600)));
    assert_eq!(office.store().rows.count(), 1, "the first to become due");
    let served =
        device.say(&office, crate::world::CONNECT, &device.idle(), start() + secs(3600)).await.unwrap();
    assert_eq!(name(&served.body).as_deref(), Some("000"));
}
