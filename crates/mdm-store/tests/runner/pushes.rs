//! The pushes that are owed.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::SystemTime;

use mdm_apple::Status;
use mdm_enrollment::Address;
use mdm_enrollment::row::{
    Batch, Credential, Demand, Gates, HeadRow, Lane, RecordKey, Route, RouteKind, Tenant, WakeChange, Window,
    Write,
};
use mdm_store::push::{Config, Outcome};
use mdm_store::{Push, Sender, SenderEvent, Store};

use crate::faults::Faulty;
use crate::nodes::ordered;
use crate::world::{
    CHECK_IN, Device, SECRET, TOPIC, admin, day, enrolled, history, invitation, name, next_push, office,
    order, query, secs, slot, start, ticket,
};

pub(crate) fn credential() -> Credential {
    Credential::new(TOPIC).unwrap()
}

/// A node that sends.
pub(crate) fn sender<S: Store>(store: &Arc<S>) -> Sender<Arc<S>> {
    sender_with(store, 600)
}

/// A node that sends, under this cap.
pub(crate) fn sender_with<S: Store>(store: &Arc<S>, per_minute: u32) -> Sender<Arc<S>> {
    let mut sender = Sender::new(Arc::clone(store));
    sender.serve(credential(), Config::new(NonZeroU32::new(per_minute).unwrap()));
    sender
}

/// Polls until nothing is to be done at this time.
pub(crate) async fn pushes(sender: &mut Sender<impl Store>, now: SystemTime) -> Vec<Push> {
    let mut pushes = Vec::new();
    for _ in 0..100 {
        let round = sender.poll(now).await.unwrap();
        pushes.extend(round.pushes);
        if round.again > now {
            return pushes;
        }
    }
    panic!("a sender does not come to rest");
}

/// Lets time pass, a second at a time, and says how often a push was accepted.
async fn pass(sender: &mut Sender<impl Store>, from: SystemTime, until: SystemTime) -> Vec<SystemTime> {
    let (mut now, mut sent) = (from, Vec::new());
    while now < until {
        for push in pushes(sender, now).await {
            sender.answer(&push.id, Outcome::Sent, now);
            sent.push(now);
        }
        now += secs(1);
    }
    pushes(sender, now).await;
    sent
}

async fn version(store: &impl Store, key: &RecordKey) -> u64 {
    store.load(key, &Window::Head).await.unwrap().unwrap().version.0
}

/// Requirements F74, F95.
pub(crate) async fn a_push_survives_a_crash_and_is_repeated_daily<S: Store>(store: Arc<S>) {
    let (crashing, device) = enrolled(&store).await;
    assert_eq!(next_push(&*store).await, None);
    crashing.order(&device.key(), &admin(), &[query("A")], start()).await.unwrap();
    drop(crashing);
    assert_eq!(next_push(&*store).await, Some(start()));
    let version_before = version(&*store, &device.key()).await;

    let mut now = start();
    let mut days = Vec::new();
    for _ in 0..3 {
        // Each day the node is another one. Its lease ends, and what it may have sent counts for a minute.
        let mut sender = sender(&store);
        for push in pushes(&mut sender, now).await {
            assert_eq!((&push.record, push.kind, push.lane), (&device.key(), RouteKind::Apns, Lane::Normal));
            let Address::Apns(route) = &push.address else { panic!("{push:?}") };
            assert_eq!(route.token.expose_secret(), SECRET.as_bytes());
            assert_eq!((route.magic.expose_secret(), route.topic.as_str()), (SECRET, TOPIC));
            sender.answer(&push.id, Outcome::Sent, now);
            // Said twice.
            sender.answer(&push.id, Outcome::Sent, now);
            days.push(now.duration_since(start()).unwrap().as_secs() / 86_400);
        }
        assert_eq!(pushes(&mut sender, now).await, []);
        let due = next_push(&*store).await.unwrap();
        assert!(due >= now + day() && due < now + day() + secs(3_600), "a day and up to an hour of jitter");
        now = due + secs(1);
    }
    assert_eq!(days, [0, 1, 2]);
    assert_eq!(version(&*store, &device.key()).await, version_before, "no push touches the record");
    // The device comes, and nothing is owed any more.
    let office = office(&store);
    assert_eq!(device.session(&office).await, ["A"]);
    assert_eq!(next_push(&*store).await, None);
    assert_eq!(pass(&mut sender(&store), now, now + secs(120)).await, [] as [SystemTime; 0]);
}

/// Whoever starts to serve what it serves already does not wait for the end of its own lease, and loses no answer.
pub(crate) async fn what_is_served_already_is_served_on<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let mut sender = sender(&store);
    office.order(&device.key(), &admin(), &[query("A")], start()).await.unwrap();
    let pushed = pushes(&mut sender, start()).await;
    assert_eq!(pushed.len(), 1);
    for per_minute in [600, 60] {
        sender.serve(credential(), Config::new(NonZeroU32::new(per_minute).unwrap()));
        assert!(sender.holds(&credential()));
    }
    sender.answer(&pushed[0].id, Outcome::Sent, start());
    assert_eq!(pushes(&mut sender, start()).await, []);
    assert!(next_push(&*store).await.unwrap() > start() + day() / 2, "the answer was written");
    let (other, now) = (Device::new(2), start() + secs(1));
    other.enroll(&office).await;
    office.order(&other.key(), &admin(), &[query("A")], now).await.unwrap();
    assert_eq!(pushes(&mut sender, now).await.len(), 1);
}

pub(crate) async fn a_push_that_failed_stays_owed<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let mut sender = sender(&store);
    office.order(&device.key(), &admin(), &[query("A")], start()).await.unwrap();
    let [push] = &pushes(&mut sender, start()).await[..] else { panic!("one is owed") };
    sender.answer(&push.id, Outcome::RetryDevice, start());
    assert_eq!(pushes(&mut sender, start()).await, []);
    let due = next_push(&*store).await.unwrap();
    assert!(due >= start() + secs(30) && due < start() + secs(40), "{due:?}");
    // What is urgent does not wait for what failed.
    office
        .order(&device.key(), &admin(), &[order("B", mdm_apple::DeviceLock::default())], start())
        .await
        .unwrap();
    let [push] = &pushes(&mut sender, start() + secs(1)).await[..] else { panic!("one is owed") };
    assert_eq!((push.lane, push.attempt), (Lane::Urgent, 2));
}

/// Requirement F90: pushes that were held for a device that was away reach it late, more than once, and one of them in the
/// middle of a session. It comes once more, and runs nothing twice.
pub(crate) async fn a_device_that_is_woken_twice_runs_everything_once<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    office.order(&device.key(), &admin(), &[query("A"), query("B")], start()).await.unwrap();
    let reply = async |body: Vec<u8>| name(&device.connect(&office, &body).await.unwrap().body);
    let acknowledged = |name| device.report(Status::Acknowledged, name);
    assert_eq!(reply(device.idle()).await.as_deref(), Some("A"));
    // The next push begins a session anew before the answer: the same command, by the same name.
    assert_eq!(reply(device.idle()).await.as_deref(), Some("A"));
    assert_eq!(reply(acknowledged("A")).await.as_deref(), Some("B"));
    // Both sessions report: the second report changes nothing.
    assert_eq!(reply(acknowledged("A")).await.as_deref(), Some("B"));
    assert_eq!(reply(acknowledged("B")).await, None);
    for _ in 0..3 {
        assert_eq!(reply(device.idle()).await, None);
    }
    let done = history(&*store, &device.key()).await;
    assert_eq!(done.len(), 2);
    assert!(done.iter().all(|entry| entry.state.is_final()));
    assert_eq!(next_push(&*store).await, None);
}

/// Requirement F92: whoever puts a push over the wire once more asks first, whatever the sender does at the moment.
pub(crate) async fn a_push_that_goes_over_the_wire_again_counts_under_the_cap<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let mut sender = sender_with(&store, 3);
    office.order(&device.key(), &admin(), &[query("A")], start()).await.unwrap();
    let [push] = &pushes(&mut sender, start()).await[..] else { panic!("one is owed") };
    let (id, asks) = (push.id.clone(), push.id.clone());
    assert_eq!(id, asks);
    let asked = std::thread::spawn(move || [0, 1, 2].map(|secs_on| asks.repeating(start() + secs(secs_on))));
    let full = Err(mdm_push::Error::NoRoom);
    assert_eq!(asked.join().unwrap(), [Ok(()), Ok(()), full], "three a minute: one and two repeats");
    sender.answer(&id, Outcome::Sent, start() + secs(3));
    let answered = Err(mdm_push::Error::UnknownTicket);
    assert_eq!(id.repeating(start() + secs(3)), answered);
    // The minute is spent, also for what is urgent.
    let urgent = order("B", mdm_apple::DeviceLock::default());
    office.order(&device.key(), &admin(), &[urgent], start() + secs(4)).await.unwrap();
    let mut now = start() + secs(4);
    let again = loop {
        match pushes(&mut sender, now).await.pop() {
            Some(push) => break push,
            None => now += secs(1) / 2,
        }
    };
    assert!(now > start() + secs(60), "{now:?}");
    // A sender that has stopped, or whose lease another has, lets nobody repeat.
    drop(sender);
    assert_eq!(again.id.repeating(now), answered);
}

pub(crate) async fn an_older_push_settles_nothing_newer<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let mut sender = sender(&store);
    office.order(&device.key(), &admin(), &[query("A")], start()).await.unwrap();
    let [old] = &pushes(&mut sender, start()).await[..] else { panic!("one is owed") };
    // While the push is under way the device comes, and new work after it.
    device.session(&office).await;
    assert_eq!(next_push(&*store).await, None);
    office.order(&device.key(), &admin(), &[query("B")], start()).await.unwrap();
    assert_eq!(pushes(&mut sender, start()).await, [], "one at a time");
    sender.answer(&old.id, Outcome::Sent, start());
    assert_eq!(pushes(&mut sender, start()).await, []);
    assert!(next_push(&*store).await.unwrap() <= start() + secs(30), "and not tomorrow");
    let sent = pass(&mut sender, start() + secs(1), start() + secs(60)).await;
    assert_eq!(sent.len(), 1);
    // Nothing is owed: an answer that comes late owes nothing.
    office.order(&device.key(), &admin(), &[query("C")], start() + secs(60)).await.unwrap();
    let [late] = &pushes(&mut sender, start() + secs(60)).await[..] else { panic!("one is owed") };
    device.session(&office).await;
    sender.answer(&late.id, Outcome::Sent, start() + secs(61));
    assert_eq!(pushes(&mut sender, start() + secs(61)).await, []);
    assert_eq!(next_push(&*store).await, None);
}

/// Requirement F38: an order that is committed between the answer to a push and the next call of its sender.
pub(crate) async fn an_order_beside_the_answer_to_a_push_shares_it<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let ordered = async |name, at| {
        office.order(&device.key(), &admin(), &[query(name)], at).await.unwrap();
    };
    let mut sender = sender(&store);
    ordered("A", start()).await;
    let [push] = &pushes(&mut sender, start()).await[..] else { panic!("one is owed") };
    // Before the answer, and after it.
    ordered("B", start() + secs(1)).await;
    sender.answer(&push.id, Outcome::Sent, start() + secs(2));
    ordered("C", start() + secs(2)).await;
    let sent = pass(&mut sender, start() + secs(2), start() + secs(60)).await;
    assert_eq!(sent, [start() + secs(32)], "half a minute to come for all three");
    let row = store.wake(&device.key()).await.unwrap().unwrap();
    assert_eq!((row.attempt, row.pushed), (2, Some(start() + secs(32))));

    // Another node goes on, and knows it from the row.
    ordered("D", start() + secs(60)).await;
    let [push] = &pushes(&mut sender, start() + secs(62)).await[..] else { panic!("one is owed") };
    sender.answer(&push.id, Outcome::Sent, start() + secs(63));
    ordered("E", start() + secs(63)).await;
    sender.stop(start() + secs(63)).await.unwrap();
    let mut next = sender_with(&store, 600);
    let sent = pass(&mut next, start() + secs(63), start() + secs(150)).await;
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert!(sent[0] >= start() + secs(93), "{sent:?}");

    // The device comes between the push and the answer: what is ordered then is not what it came for.
    ordered("F", start() + secs(200)).await;
    let [push] = &pushes(&mut next, start() + secs(200)).await[..] else { panic!("one is owed") };
    device.session(&office).await;
    ordered("G", start() + secs(201)).await;
    next.answer(&push.id, Outcome::Sent, start() + secs(201));
    assert_eq!(pass(&mut next, start() + secs(201), start() + secs(260)).await, [start() + secs(201)]);
    device.session(&office).await;
    assert_eq!(next_push(&*store).await, None);
}

/// The sender has not seen that the old wake is gone, and knows more needs of it than the new one has.
pub(crate) async fn who_was_purged_and_enrolls_again_is_woken<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let mut sender = sender(&store);
    for name in ["A", "B", "C"] {
        office.order(&device.key(), &admin(), &[query(name)], start()).await.unwrap();
    }
    assert_eq!(pass(&mut sender, start(), start() + secs(60)).await, [start()]);
    let again = start() + secs(100);
    office.purge(&device.key(), &admin(), again).await.unwrap();
    let (ticket, slot) = (ticket(9), slot("slot-again"));
    office.open_slot(&slot, &invitation(&ticket, again + secs(60)), again).await.unwrap();
    office.claim_slot(&ticket, device.certificate().fingerprint(), again).await.unwrap();
    for body in [device.authenticate(), device.token_update()] {
        assert_eq!(device.say(&office, CHECK_IN, &body, again).await.unwrap().status, 200);
    }
    office.order(&device.key(), &admin(), &[query("D")], again).await.unwrap();
    assert_eq!(pass(&mut sender, again, again + secs(60)).await, [again]);
    assert_eq!(device.session(&office).await, ["D"]);
}

/// What cannot be read of one credential, or of one device, keeps no other from its push.
pub(crate) async fn one_that_fails_holds_up_no_other<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let other = Device::new(2);
    other.enroll(&office).await;
    for device in [&device, &other] {
        office.order(&device.key(), &admin(), &[query("A")], start()).await.unwrap();
    }
    let faulty = Arc::new(Faulty::new(Arc::clone(&store)));
    // It comes before the one that is pushed with.
    let first = Credential::new("a").unwrap();
    let mut sender = sender(&faulty);
    sender.serve(first.clone(), Config::new(NonZeroU32::new(600).unwrap()));
    *faulty.lost_lease.lock().unwrap() = Some(first.clone());
    *faulty.lost_wake.lock().unwrap() = Some(device.key());
    let (mut woken, mut events, mut failed) = (Vec::new(), Vec::new(), 0);
    for second in 0..10 {
        match sender.poll(start() + secs(second)).await {
            Ok(round) => {
                woken.extend(round.pushes);
                events.extend(round.events);
            }
            Err(error) => {
                assert!(error.to_string().contains("reading a lease"), "{error}");
                failed += 1;
            }
        }
    }
    assert_eq!(woken.iter().map(|push| &push.record).collect::<Vec<_>>(), [&other.key()]);
    assert!(events.contains(&SenderEvent::Unreadable { record: device.key() }), "{events:?}");
    assert!(failed > 3, "it is told, though not before what the others have to say: {failed}");
    sender.answer(&woken[0].id, Outcome::Sent, start() + secs(10));
    let _told = sender.poll(start() + secs(10)).await;
    let due = store.wake(&other.key()).await.unwrap().unwrap().due.unwrap();
    assert!(due > start() + day() / 2, "what came of it is written");
    // The store is well again.
    *faulty.lost_lease.lock().unwrap() = None;
    pushes(&mut sender, start() + secs(20)).await;
    assert!(sender.holds(&first));
}

/// Pushes that were about to be handed out, and were not, are no reason to keep a lease.
pub(crate) async fn who_stops_in_a_backlog_gives_the_lease_up<S: Store>(store: Arc<S>) {
    const DEVICES: usize = 5;
    ordered(&*store, DEVICES).await;
    let config = Config::new(NonZeroU32::new(600).unwrap());
    let mut now = start();
    // Before them come the last wake, the lease, its taking, and what is pending.
    for lookups in 4..4 + DEVICES as u64 {
        let faulty = Arc::new(Faulty::new(Arc::clone(&store)));
        let mut sender = Sender::new(Arc::clone(&faulty)).with_lease(secs(600));
        sender.serve(credential(), config);
        faulty.fail_wakes_after(lookups, false);
        let round = sender.poll(now).await.unwrap();
        assert_eq!(round.pushes.len() as u64, lookups - 4);
        for push in round.pushes {
            sender.answer(&push.id, Outcome::NotSent, now);
        }
        sender.stop(now).await.unwrap();

        let mut next = self::sender(&store);
        let (mut taken, mut given) = (None, 0);
        for second in 0..120 {
            let round = next.poll(now + secs(second)).await.unwrap();
            given += round.pushes.len();
            taken = taken.or_else(|| next.holds(&credential()).then_some(second));
            if given == DEVICES {
                break;
            }
        }
        assert!(taken.is_some_and(|second| secs(second) <= config.skew + secs(2)), "{lookups}: {taken:?}");
        assert_eq!(given, DEVICES, "{lookups}");
        now += secs(2_000);
    }
}

/// As a newer version of the library may write it.
pub(crate) async fn a_push_that_cannot_be_read_holds_up_no_other<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let newer = RecordKey::new("device/0-newer").unwrap();
    let write = Write {
        key: newer.clone(),
        expected: None,
        head: HeadRow { session: 0, shut: Gates::NONE, backoff_until: None, links: vec![], body: vec![] },
        forget: vec![],
        commands: vec![],
        wake: vec![
            WakeChange::Register {
                tenant: Tenant::new(TOPIC).unwrap(),
                routes: vec![Route { kind: RouteKind::Apns, credential: credential() }],
                body: b"{\"v\":2,\"r\":{}}".to_vec(),
                at: start(),
            },
            WakeChange::Demand(Demand::new(Lane::Urgent, start() - secs(9))),
        ],
    };
    store.commit(Batch { writes: vec![write], ..Batch::default() }).await.unwrap();
    office.order(&device.key(), &admin(), &[query("A")], start()).await.unwrap();
    let mut sender = sender(&store);
    let round = sender.poll(start()).await.unwrap();
    assert_eq!(round.pushes.iter().map(|push| &push.record).collect::<Vec<_>>(), [&device.key()]);
    assert!(round.events.contains(&SenderEvent::Unreadable { record: newer.clone() }), "{:?}", round.events);
    sender.answer(&round.pushes[0].id, Outcome::Sent, start());
    assert_eq!(pass(&mut sender, start(), start() + secs(60)).await, [] as [SystemTime; 0]);
    let due = store.wake(&newer).await.unwrap().unwrap().due.unwrap();
    assert!(due > start() + secs(80_000), "it is tried again tomorrow");
}
