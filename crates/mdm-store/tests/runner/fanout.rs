//! Orders to many: placed once, carried out by any node, counted without looking at the enrollments.

use std::collections::BTreeSet;
use std::sync::Arc;

use mdm_apple::{DeviceLock, EnableLostMode, LostModeNotice, Status};
use mdm_enrollment::audit::MemberName;
use mdm_enrollment::row::{Batch, HeadRow, Lane, Link, PayloadName, RecordKey, Tenant, Window, Write};
use mdm_enrollment::{
    BatchId, Error, EventKind, FanOut, FanOutStage, Footprint, HazardKind, Kind, NewFanOut, Order, OrderId,
    Progress, State, TargetOutcome, Targets, entry,
};
use mdm_store::seal::{AesGcm, KeyRing, Place, Sealed};
use mdm_store::{Bodies, BodySwap, Memory, RunError, Store, WakePosition};
use proptest::prelude::*;

use crate::world::{
    CONNECT, Device, Office, TOPIC, admin, enrolled, entry_of, events, history, name, office, order, query,
    removal, secs, start, uuid,
};

pub(crate) fn id(name: &str) -> OrderId {
    OrderId::new(name).unwrap()
}

fn key(number: usize) -> RecordKey {
    RecordKey::new(&format!("device/copy-{number:04}")).unwrap()
}

/// Enrollments like that of a device, so many that steps have to be done.
pub(crate) async fn copies(store: &impl Store, of: &Device, count: usize) -> Vec<RecordKey> {
    let loaded = store.load(&of.key(), &Window::Head).await.unwrap().unwrap();
    let write = |number| {
        let (head, key) = (HeadRow { ..loaded.head.clone() }, key(number));
        Write { key, expected: None, head, commands: vec![], forget: vec![], wake: vec![] }
    };
    let writes = (0..count).map(write).collect();
    store.commit(Batch { writes, ..Batch::default() }).await.unwrap();
    (0..count).map(key).collect()
}

pub(crate) fn new<'a>(id: &'a OrderId, orders: &'a [Order], targets: &'a Targets) -> NewFanOut<'a> {
    static ADMIN: std::sync::LazyLock<mdm_enrollment::Actor> = std::sync::LazyLock::new(admin);
    NewFanOut { id, actor: &ADMIN, tenant: None, orders, targets }
}

async fn expand<S: Store>(office: &Office<S>, id: &OrderId) -> usize {
    let mut steps = 1;
    while office.expand_order(id, start()).await.unwrap().more {
        steps += 1;
    }
    steps
}

async fn outcomes<S: Store>(office: &Office<S>, id: &OrderId) -> Vec<(RecordKey, TargetOutcome)> {
    let mut all = Vec::new();
    for page in 0.. {
        let rows = office.order_outcomes(id, page).await.unwrap();
        if rows.is_empty() {
            break;
        }
        all.extend(rows);
    }
    all
}

/// What the counters say, and what a look at every enrollment says.
async fn check_progress<S: Store>(office: &Office<S>, id: &OrderId, keys: &[RecordKey]) -> Progress {
    let counted = office.order_progress(id).await.unwrap().commands;
    assert_eq!(counted, office.progress(keys, id.batch()).await.unwrap());
    counted
}

/// Each order counts its own commands, also where one takes the place of another's.
pub(crate) async fn an_order_that_replaces_another_is_counted_apart<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let keys = copies(&*store, &device, 8).await;
    let (first, second) = (id("first"), id("second"));
    let targets = [Targets::Listed(keys.clone()), Targets::Listed(keys[..5].to_vec())];
    let orders = [query("A"), query("B").superseding(uuid("A"))];
    for ((id, order), targets) in [&first, &second].into_iter().zip(&orders).zip(&targets) {
        office.place_order(&new(id, std::slice::from_ref(order), targets), start()).await.unwrap();
        expand(&office, id).await;
    }
    let counted = check_progress(&office, &first, &keys).await;
    assert_eq!((counted.queued, counted.dropped), (3, 5));
    let counted = check_progress(&office, &second, &keys).await;
    assert_eq!((counted.queued, counted.dropped), (5, 0));
}

/// One order reaches many devices, with an outcome for each (F2).
pub(crate) async fn one_order_reaches_many<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let gone = Device::new(2);
    gone.enroll(&office).await;
    gone.check_in(&office, &gone.check_out()).await.unwrap();
    let mut keys = copies(&*store, &device, 300).await;
    let nobody = RecordKey::new("device/nobody").unwrap();
    let (slot, order) = (crate::world::slot("slot-1").key(), RecordKey::new("order/spring").unwrap());
    keys.extend([nobody, slot, order, gone.key(), device.key(), device.key()]);
    let (spring, orders) = (id("spring"), [query("A"), removal("B")]);
    let targets = Targets::Listed(keys.clone());
    let placing = new(&spring, &orders, &targets);
    office.place_order(&placing, start()).await.unwrap();
    // Once more, because the answer was lost; and another one of this name.
    office.place_order(&placing, start() + secs(1)).await.unwrap();
    for other in [new(&spring, &orders[..1], &targets), new(&spring, &orders, &Targets::Listed(vec![]))] {
        let error = office.place_order(&other, start()).await.unwrap_err();
        assert!(matches!(error, RunError::Refused(Error::Exists)));
    }
    assert_eq!(office.open_orders(None, 9).await.unwrap(), std::slice::from_ref(&spring));
    let before = office.order_progress(&spring).await.unwrap();
    assert_eq!(
        (before.stage, before.targets, before.commands.total()),
        (FanOutStage::Expanding, Some(305), 0)
    );
    assert_eq!(history(&store, &keys[0]).await, [], "nothing is queued by placing it");

    let commits = office.store().commits.count();
    assert_eq!(expand(&office, &spring).await, 3);
    assert_eq!(office.store().commits.count() - commits, 3, "a commit a step");
    assert!(!office.expand_order(&spring, start()).await.unwrap().more, "and none when all is done");
    assert_eq!(office.store().commits.count() - commits, 3);
    assert_eq!(office.open_orders(None, 9).await.unwrap(), []);

    let outcomes = outcomes(&office, &spring).await;
    assert!(outcomes.iter().map(|(key, _)| key).eq(&keys[..305]), "in this order, each once");
    let odd: Vec<_> = outcomes.iter().filter(|(_, outcome)| *outcome != TargetOutcome::Queued).collect();
    let (unknown, ended) = (TargetOutcome::Unknown, TargetOutcome::NotEnrolled);
    assert!(odd.iter().map(|(_, outcome)| outcome).eq([&unknown, &unknown, &unknown, &ended]), "{odd:?}");
    let progress = office.order_progress(&spring).await.unwrap();
    let counts = progress.outcomes;
    assert_eq!((counts.queued, counts.unknown, counts.not_enrolled, counts.total()), (301, 3, 1, 305));
    assert_eq!(progress.commands.to_string(), "0 of 602 done, 602 queued");
    for key in &keys[..300] {
        assert_eq!(history(&store, key).await.len(), 2, "{key}");
    }
    // The bytes are there once, and the device gets them.
    let own = PayloadName(format!("command/{}/1", device.key()).into());
    assert_eq!(office.payload(&own).await.unwrap(), None);
    let served = device.connect(&office, &device.idle()).await.unwrap();
    assert_eq!(served.body, query("A").command().encode().unwrap());
    let entry = entry_of(&store, &device.key(), "A").await;
    assert_eq!(
        office.payload(&mdm_enrollment::payload_name(&device.key(), &entry)).await.unwrap(),
        Some(served.body)
    );
    assert!(!office.forget_order(&spring).await.unwrap(), "devices may still get it");
    // What becomes of it is counted where it happens.
    let all: Vec<_> = keys[..300].iter().cloned().chain([device.key()]).collect();
    let text = async || check_progress(&office, &spring, &all).await.to_string();
    assert_eq!(text().await, "0 of 602 done, 1 without an answer so far, 601 queued");
    device.connect(&office, &device.report(Status::Acknowledged, "A")).await.unwrap();
    assert_eq!(text().await, "1 of 602 done, 1 without an answer so far, 600 queued");
    // The same report again.
    device.connect(&office, &device.report(Status::Acknowledged, "A")).await.unwrap();
    device.connect(&office, &device.report(Status::NotNow, "B")).await.unwrap();
    assert_eq!(text().await, "1 of 602 done, 1 refused for now, 600 queued");
    device.check_in(&office, &device.check_out()).await.unwrap();
    assert_eq!(text().await, "1 of 602 done, 1 dropped, 600 queued");
    let told = events(&store).await;
    let placed = EventKind::OrderPlaced { actor: admin(), commands: 2, targets: Some(305) };
    let ordered = EventKind::Ordered { actor: admin(), commands: 2 };
    let count = |kind: &EventKind| told.iter().filter(|told| *told == kind).count();
    assert_eq!((count(&placed), count(&ordered)), (1, 301), "the actor is on record (F109)");
}

/// Whatever fails, in whatever step, each gets it once (F2).
pub(crate) async fn a_crash_between_steps_repeats_nothing<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let keys = copies(&*store, &device, 200).await;
    let (spring, orders) = (id("spring"), [query("A")]);
    let targets = Targets::Listed(keys.clone());
    for nth in 0.. {
        // Each call fails at first: before its commit, after it, in a conflict.
        match nth % 3 {
            0 => office.store().lose_commits.set(1),
            1 => office.store().doubt_commits.set(1),
            _ => office.store().conflicts.set(3),
        }
        if nth < 3 {
            let _ = office.place_order(&new(&spring, &orders, &targets), start()).await;
            continue;
        }
        // Another node goes on.
        let other = crate::world::office(&store);
        let _ = office.expand_order(&spring, start()).await;
        if other.open_orders(None, 1).await.unwrap().is_empty() {
            break;
        }
    }
    office.store().lose_commits.set(0);
    office.store().doubt_commits.set(0);
    office.store().conflicts.set(0);
    for key in &keys {
        assert_eq!(history(&store, key).await.len(), 1, "{key}");
    }
    assert_eq!(outcomes(&office, &spring).await.len(), 200);
    assert_eq!(check_progress(&office, &spring, &keys).await.to_string(), "0 of 200 done, 200 queued");
}

pub(crate) async fn nodes_carry_an_order_out_together<S: Store>(store: Arc<S>) {
    let (first, device) = enrolled(&store).await;
    let second = office(&store);
    let keys = copies(&*store, &device, 150).await;
    let (spring, orders) = (id("spring"), [query("A"), removal("B")]);
    let targets = Targets::Listed(keys.iter().cloned().chain([device.key()]).collect());
    let placing = new(&spring, &orders, &targets);
    let (one, other) =
        tokio::join!(first.place_order(&placing, start()), second.place_order(&placing, start()));
    one.and(other).unwrap();
    // The device comes by all the time.
    let comes = async {
        let mut got = Vec::new();
        for _ in 0..40 {
            let served = device.connect(&first, &device.idle()).await.unwrap();
            if let Some(name) = name(&served.body) {
                device.connect(&second, &device.report(Status::Acknowledged, &name)).await.unwrap();
                got.push(name);
            }
        }
        got
    };
    let (_, _, mut got) = tokio::join!(expand(&first, &spring), expand(&second, &spring), comes);
    got.extend(device.session(&first).await);
    let got: BTreeSet<_> = got.iter().map(String::as_str).collect();
    assert_eq!(got, BTreeSet::from(["A", "B"]));
    let all: Vec<_> = keys.into_iter().chain([device.key()]).collect();
    for key in &all {
        assert_eq!(history(&store, key).await.len(), 2, "{key}");
    }
    assert_eq!(check_progress(&first, &spring, &all).await.to_string(), "2 of 302 done, 300 queued");
}

pub(crate) async fn an_order_to_many_is_taken_back<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let mut keys = copies(&*store, &device, 200).await;
    keys.insert(0, device.key());
    let (spring, orders) = (id("spring"), [query("A"), removal("B").after(uuid("A"))]);
    let targets = Targets::Listed(keys.clone());
    office.place_order(&new(&spring, &orders, &targets), start()).await.unwrap();
    office.order(&device.key(), &admin(), &[query("other")], start()).await.unwrap();
    assert!(office.expand_order(&spring, start()).await.unwrap().more);
    // One has run meanwhile, and its successor is handed out.
    device.connect(&office, &device.idle()).await.unwrap();
    device.connect(&office, &device.report(Status::Acknowledged, "other")).await.unwrap();
    device.connect(&office, &device.report(Status::Acknowledged, "A")).await.unwrap();
    office.cancel_order(&spring, &admin(), start()).await.unwrap();
    office.cancel_order(&spring, &admin(), start()).await.unwrap();
    assert_eq!(office.open_orders(None, 9).await.unwrap(), std::slice::from_ref(&spring));
    office.store().doubt_commits.set(1);
    assert!(office.expand_order(&spring, start()).await.is_err(), "it took place all the same");
    expand(&office, &spring).await;
    assert_eq!(office.open_orders(None, 9).await.unwrap(), []);
    let progress = office.order_progress(&spring).await.unwrap();
    assert_eq!((progress.stage, progress.targets), (FanOutStage::Cancelled, Some(201)));
    assert_eq!(progress.outcomes.total(), 128, "the others never got it");
    assert_eq!(check_progress(&office, &spring, &keys).await.to_string(), "1 of 256 done, 255 dropped");
    for key in &keys[1..] {
        let states: Vec<_> = history(&store, key).await.iter().map(|entry| entry.state).collect();
        assert!(states.iter().all(|state| *state == State::Cancelled), "{key}: {states:?}");
    }
    assert_eq!(entry_of(&store, &device.key(), "other").await.state, State::Acknowledged);
    let taken_back = EventKind::OrderCancelled { actor: admin() };
    assert_eq!(events(&store).await.iter().filter(|kind| **kind == taken_back).count(), 1);
    // What is over can be forgotten, and its counts stay.
    assert!(office.forget_order(&spring).await.unwrap());
    assert_eq!(office.order_progress(&spring).await.unwrap(), progress);
    assert_eq!(outcomes(&office, &spring).await, []);
    for name in ["command/A", "command/B", "targets/0", "targets/1", "outcomes/0"] {
        let name = PayloadName(format!("order/spring/{name}").into());
        assert_eq!(office.payload(&name).await.unwrap(), None, "{name:?}");
    }
    // One that nobody has got yet is over at once.
    let late = id("late");
    office.place_order(&new(&late, &orders, &targets), start()).await.unwrap();
    office.cancel_order(&late, &admin(), start()).await.unwrap();
    assert_eq!(office.order_progress(&late).await.unwrap().stage, FanOutStage::Cancelled);
    let none = office.cancel_order(&id("unknown"), &admin(), start()).await.unwrap_err();
    assert!(matches!(none, RunError::Refused(Error::UnknownOrder)) && none.http_status() == 404);
}

/// Of an order that is old nothing stays but what the ledger says.
pub(crate) async fn an_old_order_goes_with_its_counters<S: Store>(store: Arc<S>) {
    use mdm_enrollment::audit::{Ledger, Verifier};
    use mdm_store::Auditor;
    let (office, device) = enrolled(&store).await;
    // Most of them are nobody's: copies have no chains that could be verified.
    let keys: Vec<_> = (0..200).map(key).chain([device.key()]).collect();
    let acme = Tenant::new(TOPIC).unwrap();
    let auditor = Auditor::new(Arc::clone(&store), [acme.clone()]);
    let (orders, day) = ([query("A"), query("B")], crate::world::day());
    let targets = Targets::Listed(keys.clone());
    for (name, tenant) in [("ours", Some(&acme)), ("anybodys", None)] {
        let id = id(name);
        office.place_order(&NewFanOut { tenant, ..new(&id, &orders, &targets) }, start()).await.unwrap();
        let error = office.purge_order(&id, secs(0), &mdm_enrollment::Actor::member("ben"), start()).await;
        assert!(matches!(error, Err(RunError::Refused(Error::UnnamedMember))));
        let purge = async |after| office.purge_order(&id, day, &admin(), start() + after).await.unwrap();
        assert!(!purge(day * 9).await, "it is not done");
        expand(&office, &id).await;
        assert!(!purge(day * 9).await, "its commands are open");
        office.cancel_order(&id, &admin(), start()).await.unwrap();
        expand(&office, &id).await;
        assert!(!purge(day - secs(1)).await, "it is kept for a day");
        assert_eq!(office.closed_orders(None, 9).await.unwrap(), std::slice::from_ref(&id));
        for draft in auditor.drafts(None, start()).await.unwrap() {
            auditor.commit(draft, None).await.unwrap();
        }
        // Whoever stops half-way, or is in doubt, does it again.
        for doubt in [true, false] {
            let failing = if doubt { &office.store().doubt_commits } else { &office.store().lose_commits };
            failing.set(1);
            assert!(office.purge_order(&id, day, &admin(), start() + day).await.is_err());
        }
        assert!(purge(day).await);
        assert_eq!(office.closed_orders(None, 9).await.unwrap(), []);
        let records = id.counters().chain([id.key().clone()]);
        for key in records {
            assert_eq!(store.load(&key, &Window::Head).await.unwrap(), None, "{key}");
        }
        for name in ["command/A", "command/B", "targets/0", "targets/1", "outcomes/0", "outcomes/1"] {
            let name = PayloadName(format!("{}/{name}", id.key()).into());
            assert_eq!(office.payload(&name).await.unwrap(), None, "{name:?}");
        }
        assert_eq!(store.events_of(id.key(), None, 9).await.unwrap(), []);
        let told = store.events_of(&Ledger::key_of(tenant), None, 99).await.unwrap();
        let told = told.last().map(|event| mdm_enrollment::Event::decode(&event.row.body).unwrap()).unwrap();
        assert!(matches!(told.kind, EventKind::Purged { tip, .. } if tip.count == 3), "{told:?}");
        assert_eq!(told.cause, mdm_enrollment::Cause::Actor(admin()));
        let gone = office.purge_order(&id, day, &admin(), start() + day).await;
        assert!(matches!(gone, Err(RunError::Refused(Error::UnknownOrder))));
        // The trail stands.
        for draft in auditor.drafts(None, start() + day).await.unwrap() {
            auditor.commit(draft, None).await.unwrap();
        }
        let mut verifier = Verifier::new();
        let mut broken = None;
        let take = &mut |line| broken = verifier.take(&line).err().or_else(|| broken.take());
        auditor.export(&acme, None, take).await.unwrap();
        assert_eq!(broken, None);
        verifier.finish().unwrap();
        // So that the commands may have their names once more.
        let all = mdm_enrollment::Retention { age: secs(0), last: 0 };
        assert_eq!(office.prune(&device.key(), all, start() + day).await.unwrap(), 2);
    }
}

/// A tenant's, a member's: found when the order comes by (F109).
pub(crate) async fn an_order_finds_whom_it_is_for<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    copies(&*store, &device, 256).await;
    let (tenant, orders) = (Tenant::new(TOPIC).unwrap(), [query("A")]);
    let (all, member) = (id("all"), id("bens"));
    office.place_order(&new(&all, &orders, &Targets::Linked(Link::tenant(&tenant))), start()).await.unwrap();
    assert_eq!(expand(&office, &all).await, 3);
    let progress = office.order_progress(&all).await.unwrap();
    assert_eq!((progress.targets, progress.outcomes.queued), (Some(257), 257));
    assert_eq!(outcomes(&office, &all).await.len(), 257);

    let ben = mdm_enrollment::policy::Assignment::UNASSIGNED.of_member("ben");
    for number in [3, 200] {
        office.assign(&key(number), &admin(), &ben, start()).await.unwrap();
    }
    let link = MemberName::of(TOPIC, "ben").link();
    assert_eq!(store.find(&link, None, 9).await.unwrap(), [key(3), key(200)]);
    assert!(!link.value.contains("ben"), "nobody's name is in a column");
    let orders = [query("B")];
    office.place_order(&new(&member, &orders, &Targets::Linked(link)), start()).await.unwrap();
    assert_eq!(expand(&office, &member).await, 1);
    let reached: Vec<_> = outcomes(&office, &member).await.into_iter().map(|(key, _)| key).collect();
    assert_eq!(reached, [key(3), key(200)]);
    // Another tenant's member of this name is another one, and its order reaches nobody here.
    let other = Tenant::new("other").unwrap();
    assert_eq!(store.find(&MemberName::of("other", "ben").link(), None, 9).await.unwrap(), []);
    let (foreign, listed) = (id("foreign"), Targets::Listed(vec![key(3)]));
    let placing = NewFanOut { tenant: Some(&other), ..new(&foreign, &orders, &listed) };
    office.place_order(&placing, start()).await.unwrap();
    expand(&office, &foreign).await;
    assert_eq!(outcomes(&office, &foreign).await, [(key(3), TargetOutcome::Unknown)]);
}

/// What is refused for one is no obstacle for the others, and says why.
pub(crate) async fn what_one_refuses_others_get<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    device.tell_supervision(&office).await;
    let keys = copies(&*store, &device, 4).await;
    // One has the name already, and is done with it; one is a member's own; one is broken.
    office.order(&device.key(), &admin(), &[query("A")], start()).await.unwrap();
    device.session(&office).await;
    let own = mdm_enrollment::policy::Assignment::new(
        mdm_enrollment::policy::Ownership::Personal,
        mdm_enrollment::policy::ManagementMode::ContentOnly,
    );
    office.assign(&keys[1], &admin(), &own, start()).await.unwrap();
    let loaded = store.load(&keys[2], &Window::Head).await.unwrap().unwrap();
    let head = HeadRow { body: b"{}".to_vec(), ..loaded.head };
    let write = Write {
        key: keys[2].clone(),
        expected: Some(loaded.version),
        head,
        commands: vec![],
        forget: vec![],
        wake: vec![],
    };
    store.commit(Batch { writes: vec![write], ..Batch::default() }).await.unwrap();
    let (spring, orders) = (id("spring"), [query("A"), order("L", DeviceLock::default())]);
    let targets = Targets::Listed(keys.iter().cloned().chain([device.key()]).collect());
    office.place_order(&new(&spring, &orders, &targets), start()).await.unwrap();
    expand(&office, &spring).await;
    let told: Vec<_> = outcomes(&office, &spring).await.into_iter().map(|(_, outcome)| outcome).collect();
    let refused = |text: &str| TargetOutcome::Refused(text.into());
    assert_eq!(
        told,
        [
            TargetOutcome::Queued,
            refused("DeviceLock is not allowed on a device that is managed as content only"),
            refused("a stored record cannot be read: it has no form"),
            TargetOutcome::Queued,
            refused("command A is already queued"),
        ]
    );
    assert!(history(&store, &device.key()).await.iter().all(|entry| entry.uuid != uuid("L")), "all or none");
    // A lock is urgent, however many get it (F92).
    let wakes = store.changed_wakes(WakePosition(0), 99).await.unwrap();
    let lane = |key: &RecordKey| wakes.iter().find(|wake| wake.row.key == *key).map(|wake| wake.row.lane);
    assert_eq!((lane(&keys[0]), lane(&keys[3])), (Some(Lane::Urgent), Some(Lane::Urgent)));
    // What the device would refuse.
    let lost = [order("M", EnableLostMode::new(LostModeNotice::Message("call".to_owned())))];
    let (summer, targets) = (id("summer"), Targets::Listed(vec![keys[0].clone()]));
    office.place_order(&new(&summer, &lost, &targets), start()).await.unwrap();
    expand(&office, &summer).await;
    let [(_, TargetOutcome::Refused(why))] = &outcomes(&office, &summer).await[..] else { panic!() };
    assert!(why.contains("supervised"), "{why}");
    // Nobody else may use its name, and no two commands may have one.
    let stray = query("C").of_batch(BatchId::new("order/spring").unwrap());
    let error = office.order(&keys[0], &admin(), &[stray], start()).await.unwrap_err();
    assert!(matches!(error, RunError::Refused(Error::ReservedBatch)) && error.http_status() == 422);
    let twice = [query("C"), query("C")];
    let error = office.place_order(&new(&id("twice"), &twice, &targets), start()).await.unwrap_err();
    assert!(matches!(error, RunError::Refused(Error::Queue(_))));
}

/// Changes a bit of what is sealed.
async fn damage(store: &Sealed<Memory, AesGcm<KeyRing>>, place: Place) {
    let old = store.store().body(&place).await.unwrap().unwrap();
    let mut new = old.clone();
    *new.last_mut().unwrap() ^= 1;
    assert_eq!(store.store().swap_bodies(&[BodySwap { place, old, new }]).await.unwrap(), [true]);
}

/// What cannot be read on one device is that device's outcome: of an order, of its cancellation, of pruning.
#[tokio::test]
async fn one_damaged_record_holds_up_nobody() {
    let store = Arc::new(crate::disk::sealed(Memory::new()));
    let (office, device) = enrolled(&store).await;
    let keys = copies(&*store, &device, 140).await;
    let (spring, orders) = (id("spring"), [query("A"), query("B")]);
    let targets = Targets::Listed(keys.clone());
    damage(&store, Place::Head(keys[5].clone())).await;
    office.place_order(&new(&spring, &orders, &targets), start()).await.unwrap();
    expand(&office, &spring).await;
    let told = outcomes(&office, &spring).await;
    let odd: Vec<_> = told.iter().filter(|(_, outcome)| *outcome != TargetOutcome::Queued).collect();
    let why = "record.body of device/copy-0005 cannot be sealed or opened";
    assert_eq!(odd, [&(keys[5].clone(), TargetOutcome::Refused(why.into()))]);
    // And one whose record is good, and whose command is not.
    damage(&store, Place::Command { key: keys[9].clone(), seq: 1 }).await;
    office.cancel_order(&spring, &admin(), start()).await.unwrap();
    expand(&office, &spring).await;
    let progress = office.order_progress(&spring).await.unwrap();
    assert_eq!(progress.stage, FanOutStage::Cancelled);
    assert_eq!(progress.commands.to_string(), "0 of 278 done, 276 dropped, 2 queued", "where it could not");
    let (nothing, later) =
        (mdm_enrollment::Retention { age: secs(0), last: 0 }, start() + crate::world::day());
    let (mut after, mut failed) = (None, Vec::new());
    loop {
        let tenant = Tenant::new(TOPIC).unwrap();
        let swept = office.prune_tenant(&tenant, after.as_ref(), nothing, later).await.unwrap();
        failed.extend(swept.failed.into_iter().map(|(key, _)| key));
        after = swept.last;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(failed, [keys[5].clone()], "the damaged command waits, and is not looked at");
    for key in keys.iter().filter(|key| **key != keys[9]) {
        assert_eq!(store.store().commands(key, None, 9).await.unwrap().len(), 0, "{key}");
    }
}

/// An enrollment that is purged between the page and its turn.
pub(crate) async fn who_goes_meanwhile_is_passed_over<S: Store + 'static>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let other = crate::world::office(&store);
    let key = device.key();
    office.store().before_load.set(async move { other.purge(&key, &admin(), start()).await.unwrap() });
    let keep = mdm_enrollment::Retention { age: secs(0), last: 0 };
    let swept = office.prune_tenant(&Tenant::new(TOPIC).unwrap(), None, keep, start()).await.unwrap();
    assert!(office.store().before_load.is_over() && swept.failed.is_empty(), "{swept:?}");
    assert_eq!(swept.last, Some(crate::world::slot("slot-1").key()));
}

/// What may happen while an order is on its way.
#[derive(Clone, Copy, Debug)]
enum Happens {
    Place,
    Expand,
    ExpandAndLose,
    ExpandInDoubt,
    Idle,
    Answer(Answer),
    Cancel,
    Prune,
}

#[derive(Clone, Copy, Debug)]
enum Answer {
    Done,
    NotNow,
    Error,
    Again,
}

fn happens() -> impl Strategy<Value = Happens> {
    use Answer::{Again, Done, Error, NotNow};
    prop_oneof![
        1 => Just(Happens::Place),
        4 => Just(Happens::Expand),
        2 => Just(Happens::ExpandAndLose),
        2 => Just(Happens::ExpandInDoubt),
        6 => Just(Happens::Idle),
        9 => prop_oneof![Just(Done), Just(NotNow), Just(Error), Just(Again)].prop_map(Happens::Answer),
        1 => Just(Happens::Cancel),
        1 => Just(Happens::Prune),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// In any interleaving, with repetitions, losses and crashes: no enrollment gets a command twice, and the counters
    /// are what a look at every command says.
    #[test]
    fn any_interleaving_counts_right(story in proptest::collection::vec(happens(), 1..60)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(live(story));
    }
}

async fn live(story: Vec<Happens>) {
    let store = Arc::new(Memory::new());
    let (first, device) = enrolled(&store).await;
    let second = office(&store);
    let mut keys = copies(&*store, &device, 130).await;
    keys.insert(0, device.key());
    let (spring, orders) = (id("spring"), [query("A"), removal("B"), removal("C")]);
    let targets = Targets::Listed(keys.clone());
    let (mut body, mut last, mut pruned) = (Vec::new(), device.idle(), false);
    for (nth, what) in story.into_iter().enumerate() {
        let office = if nth % 2 == 0 { &first } else { &second };
        let now = start() + secs(nth as u64);
        match what {
            Happens::Place => office.place_order(&new(&spring, &orders, &targets), now).await.unwrap(),
            Happens::Expand => drop(office.expand_order(&spring, now).await),
            Happens::ExpandAndLose => {
                office.store().lose_commits.set(1);
                drop(office.expand_order(&spring, now).await);
            }
            Happens::ExpandInDoubt => {
                office.store().doubt_commits.set(1);
                drop(office.expand_order(&spring, now).await);
            }
            Happens::Cancel => drop(office.cancel_order(&spring, &admin(), now).await),
            Happens::Prune => {
                let all = mdm_enrollment::Retention { age: secs(0), last: 0 };
                pruned |= office.prune(&device.key(), all, now).await.unwrap() > 0;
            }
            Happens::Idle => {
                last = device.idle();
                body = device.say(office, CONNECT, &last, now).await.unwrap().body;
            }
            Happens::Answer(answer) => {
                let status = match answer {
                    Answer::Done => Some(Status::Acknowledged),
                    Answer::NotNow => Some(Status::NotNow),
                    Answer::Error => Some(Status::Error),
                    Answer::Again => None,
                };
                if let Some((status, name)) = status.zip(name(&body)) {
                    last = device.report(status, &name);
                }
                body = device.say(office, CONNECT, &last, now).await.unwrap().body;
            }
        }
        first.store().lose_commits.set(0);
        first.store().doubt_commits.set(0);
        second.store().lose_commits.set(0);
        second.store().doubt_commits.set(0);
        if !pruned && first.order_progress(&spring).await.is_ok() {
            check_progress(&first, &spring, &keys).await;
        }
    }
    if let Ok(progress) = first.order_progress(&spring).await {
        expand(&second, &spring).await;
        let reached = outcomes(&first, &spring).await;
        let after = first.order_progress(&spring).await.unwrap();
        assert_eq!(after.outcomes.total(), reached.len() as u64);
        assert!(after.commands.total() >= progress.commands.total());
        for (key, _) in &reached[1.min(reached.len())..] {
            assert_eq!(history(&store, key).await.len(), 3, "{key}");
        }
        let names: Vec<_> = history(&store, &device.key()).await;
        assert!(names.len() <= 3);
        for row in store.commands(&device.key(), None, 9).await.unwrap() {
            assert_eq!(entry(&row).unwrap().terms.batch.as_ref(), Some(spring.batch()));
        }
    }
    assert_eq!(FanOut::PAGE, 128, "the order takes more than one step");
}

/// What could surprise is told of an order to many too, as counts (F59).
pub(crate) async fn what_could_surprise_is_counted<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let mut keys = copies(&*store, &device, 3).await;
    keys.extend([device.key(), RecordKey::new("device/nobody").unwrap()]);
    let orders = |name: &str| {
        let install = order(&format!("{name}-1"), mdm_apple::InstallProfile::new(b"profile".to_vec()))
            .touching(Footprint::new().put(Kind::Profile, "com.example.wifi"));
        [install, order(&format!("{name}-2"), mdm_apple::RemoveProfile::new("com.example.wifi"))]
    };
    let told = office.preview(&device.key(), &orders("A"), start()).await.unwrap();
    let kinds: Vec<_> = told.found.iter().map(|hazard| hazard.kind).collect();
    assert_eq!(kinds, [HazardKind::Undone]);
    let (many, targets) = (id("many"), Targets::Listed(keys));
    office.place_order(&new(&many, &orders("A"), &targets), start()).await.unwrap();
    expand(&office, &many).await;
    let hazards = office.order_progress(&many).await.unwrap().hazards;
    assert_eq!((hazards.undone, hazards.gap, hazards.other), (4, 0, 0), "once at each");
    // Against what waits there by now.
    let (removals, remove) = (id("removals"), [removal("B")]);
    office.place_order(&new(&removals, &remove, &targets), start()).await.unwrap();
    expand(&office, &removals).await;
    let seen = office.order_progress(&removals).await.unwrap();
    assert_eq!(seen.hazards, mdm_enrollment::HazardCounts::default());
    assert_eq!(seen.outcomes.queued, 4);
}
