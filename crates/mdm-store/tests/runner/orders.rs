//! What administrators may do.

use std::sync::Arc;

use mdm_apple::{EnableLostMode, InstallProfile, LostModeNotice, RemoveProfile, Status};
use mdm_enrollment::row::{Batch, RecordKey};
use mdm_enrollment::{
    Error, EventKind, Fact, Footprint, HazardKind, Kind, Order, Retention, State, response_name,
};
use mdm_store::{Blame, Keep, Retry, RunError, Store};

use crate::world::{
    CONNECT, admin, dump, enrolled, entry_of, events, name, next_push, order, query, secs, start, uuid,
};

fn install(name: &str, identifier: &str) -> Order {
    order(name, InstallProfile::new(b"profile".to_vec()))
        .touching(Footprint::new().put(Kind::Profile, identifier))
}

pub(crate) async fn a_preview_changes_nothing<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    device.tell_supervision(&office).await;
    let orders = [install("A", "wifi"), order("B", RemoveProfile::new("wifi"))];
    let (before, commits) = (dump(&store).await, office.store().commits.count());
    let hazards = office.preview(&device.key(), &orders, start()).await.unwrap();
    let [hazard] = &hazards.found[..] else { panic!("{hazards:?}") };
    assert_eq!((&hazard.commands[..], hazard.kind), (&[uuid("A"), uuid("B")][..], HazardKind::Undone));
    let lost_mode = order("C", EnableLostMode::new(LostModeNotice::Message("call".to_owned())));
    let refused = office.preview(&device.key(), &[lost_mode], start()).await.unwrap_err();
    assert!(matches!(refused, RunError::Refused(Error::NotAllowed { .. })));
    let nobody = RecordKey::new("device/nobody").unwrap();
    assert!(office.preview(&nobody, &orders, start()).await.is_err());
    assert_eq!((dump(&store).await, office.store().commits.count()), (before, commits));
    // The order says the same.
    assert_eq!(office.order(&device.key(), &admin(), &orders, start()).await.unwrap().hazards, hazards);
}

/// Of what may go, those that are large; the commands stay.
pub(crate) async fn large_answers_are_forgotten_first<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let names = ["A", "B", "C", "D", "E", "F"];
    let key = device.key();
    office.order(&key, &admin(), &names.map(query), start()).await.unwrap();
    assert_eq!(device.session(&office).await, names);
    let mut seqs = Vec::new();
    // The first one is the smallest, and the last one does not go yet.
    for (name, size) in names.into_iter().zip([9, 4_000, 9_000, 2_000, 8_000, 99_999]) {
        let seq = entry_of(&store, &key, name).await.seq;
        let payloads = vec![(response_name(&key, seq), vec![b'x'; size])];
        store.commit(Batch { payloads, ..Batch::default() }).await.unwrap();
        seqs.push(seq);
    }
    let left = async || {
        let mut left = String::new();
        for (name, seq) in names.iter().zip(&seqs) {
            if store.payload(&response_name(&key, *seq)).await.unwrap().is_some() {
                left.push_str(name);
            }
        }
        left
    };
    let keep = |secs| Retention { age: std::time::Duration::from_secs(secs), last: 1 };
    let prune =
        async |age, bytes| office.prune_answers(&key, keep(age), bytes, start() + secs(60)).await.unwrap();
    assert_eq!((prune(60, 0).await, &*left().await), (0, "ABCDEF"), "too young");
    assert_eq!((prune(59, u64::MAX).await, &*left().await), (0, "ABCDEF"));
    assert_eq!((prune(59, 8_500).await, &*left().await), (1, "ABDEF"), "the largest");
    assert_eq!((prune(59, 1_000).await, &*left().await), (3, "AF"), "those that are large");
    assert_eq!((prune(59, 1_000).await, &*left().await), (0, "AF"));
    // What became of them is still there, until the history goes with the rest.
    for name in names {
        assert_eq!(entry_of(&store, &key, name).await.state, State::Acknowledged);
    }
    assert_eq!(office.prune(&key, keep(59), start() + secs(60)).await.unwrap(), 5);
    assert_eq!(left().await, "F");
    // Who is not there has no answers.
    let nobody = RecordKey::new("device/nobody").unwrap();
    assert_eq!(office.prune_answers(&nobody, keep(0), 0, start() + secs(60)).await.unwrap(), 0);
}

/// A history is read once, however many short writes it takes.
pub(crate) async fn large_answers_go_in_one_walk<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let key = device.key();
    let orders: Vec<_> = (0..12).map(|nth| query(&nth.to_string())).collect();
    office.order(&key, &admin(), &orders, start()).await.unwrap();
    device.session(&office).await;
    let third = mdm_store::limits::PRUNED / 3 + 1;
    for seq in 1..=9 {
        let payloads = vec![(response_name(&key, seq), vec![0; third])];
        store.commit(Batch { payloads, ..Batch::default() }).await.unwrap();
    }
    // Under a seal that packs they are smaller.
    let size = store.payload_sizes(&[response_name(&key, 1)]).await.unwrap()[0].unwrap();
    let (commits, now) = (office.store().commits.count(), start() + secs(1));
    let keep = Retention { age: secs(0), last: 2 };
    assert_eq!(office.prune_answers(&key, keep, size, now).await.unwrap(), 9);
    assert_eq!(office.store().paged.count(), 12, "each command once");
    if size > third as u64 - 1 {
        assert_eq!(office.store().commits.count() - commits, 3);
    }
    assert_eq!(office.prune_answers(&key, keep, size, now).await.unwrap(), 0);
    assert_eq!(store.commands(&key, None, 99).await.unwrap().len(), 12);
}

/// One loop over a tenant: large answers go after a minute, commands with all that is left after an hour.
pub(crate) async fn one_sweep_forgets_answers_and_history<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let key = device.key();
    let order = async |name: &str, at| {
        office.order(&key, &admin(), &[query(name)], at).await.unwrap();
    };
    order("A", start()).await;
    device.session(&office).await;
    let seq = entry_of(&store, &key, "A").await.seq;
    let large = vec![(response_name(&key, seq), vec![b'x'; 9_000])];
    store.commit(Batch { payloads: large, ..Batch::default() }).await.unwrap();
    let minute = Retention { age: secs(60), last: 0 };
    let keep = Keep::commands(Retention { age: secs(3_600), last: 0 }).with_large_answers(1_000, minute);
    let tenant = mdm_enrollment::row::Tenant::new(crate::world::TOPIC).unwrap();
    let sweep = async |keep: Keep, at| {
        let mut after = None;
        loop {
            let swept = office.prune_tenant(&tenant, after.as_ref(), keep, at).await.unwrap();
            assert!(swept.failed.is_empty(), "{swept:?}");
            after = swept.last;
            if after.is_none() {
                break;
            }
        }
        let has_answer = store.payload(&response_name(&key, seq)).await.unwrap().is_some();
        (store.commands(&key, None, 9).await.unwrap().len(), has_answer)
    };
    assert_eq!(sweep(keep, start() + secs(59)).await, (1, true));
    assert_eq!(sweep(Keep::commands(minute), start() + secs(59)).await, (1, true));
    assert_eq!(sweep(Keep::everything(), start() + secs(7_200)).await, (1, true));
    let answers_only = Keep::everything().with_large_answers(10_000, minute);
    assert_eq!(sweep(answers_only, start() + secs(7_200)).await, (1, true), "it is not so large");
    let answers_only = Keep::everything().with_large_answers(1_000, minute);
    let pruned = office.prune_tenant(&tenant, None, answers_only, start() + secs(7_200)).await.unwrap();
    assert_eq!((pruned.answers, pruned.commands), (1, 0));
    assert_eq!(sweep(keep, start() + secs(120)).await, (1, false), "the answer alone");
    let pruned = office.prune_tenant(&tenant, None, keep, start() + secs(7_200)).await.unwrap();
    assert_eq!((pruned.answers, pruned.commands), (0, 1));
    assert_eq!(sweep(keep, start() + secs(7_200)).await, (0, false));
}

pub(crate) async fn all_or_none_are_ordered<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    device.tell_supervision(&office).await;
    let before = dump(&store).await;
    let lost_mode = |name: &str| order(name, EnableLostMode::new(LostModeNotice::Message("call".to_owned())));
    let orders = [query("A"), lost_mode("B"), query("C"), lost_mode("D")];
    let error = office.order(&device.key(), &admin(), &orders, start()).await.unwrap_err();
    assert_eq!((error.http_status(), error.blame(), error.retry()), (422, Blame::Caller, Retry::Never));
    let RunError::Refused(Error::NotAllowed { refusals }) = error else { panic!("{error}") };
    let names: Vec<_> = refusals.iter().map(|(uuid, _)| uuid.as_str()).collect();
    assert_eq!(names, ["B", "D"]);
    assert!(refusals.iter().all(|(_, reason)| reason.to_string().contains("supervised")), "{refusals:?}");
    // Nothing ordered is nothing.
    office.order(&device.key(), &admin(), &[], start()).await.unwrap();
    assert_eq!(dump(&store).await, before);
}

pub(crate) async fn a_command_uuid_is_ordered_once<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let key = device.key();
    office.order(&key, &admin(), &[query("done"), query("open")], start()).await.unwrap();
    device.connect(&office, &device.idle()).await.unwrap();
    device.connect(&office, &device.report(Status::Acknowledged, "done")).await.unwrap();
    let before = dump(&store).await;
    for (orders, taken) in [
        (["new", "open"], "open"),
        (["new", "new"], "new"),
        // Its command is final: it is not loaded with the queue, and the store knows it.
        (["new", "done"], "done"),
        (["done", "open"], "open"),
    ] {
        let error = office.order(&key, &admin(), &orders.map(query), start()).await.unwrap_err();
        assert_eq!(error.to_string(), format!("command {taken} is already queued"));
        assert_eq!((error.http_status(), error.blame(), error.retry()), (409, Blame::Caller, Retry::Never));
    }
    assert_eq!(dump(&store).await, before);
    // Another device's queue is another one.
    let other = crate::world::Device::new(2);
    other.enroll(&office).await;
    office.order(&other.key(), &admin(), &[query("done")], start()).await.unwrap();
}

pub(crate) async fn who_is_not_enrolled_takes_no_orders<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let none = |error: RunError| matches!(error, RunError::Refused(Error::NoOrders));
    let nobody = RecordKey::new("device/nobody").unwrap();
    assert!(none(office.order(&nobody, &admin(), &[query("A")], start()).await.unwrap_err()));
    assert!(none(office.cancel(&nobody, &admin(), &uuid("A"), start()).await.unwrap_err()));
    assert!(none(office.release(&nobody, &admin(), start()).await.unwrap_err()));
    assert!(office.channel(&nobody).await.unwrap().is_none());
    assert_eq!(office.explain(&nobody, &uuid("A"), start()).await.unwrap(), None);
    let slot = crate::world::slot("slot-1").key();
    let wrong = office.order(&slot, &admin(), &[query("A")], start()).await.unwrap_err();
    assert!(matches!(wrong, RunError::Refused(Error::OtherRecord)) && wrong.blame() == Blame::Caller);

    office.order(&device.key(), &admin(), &[query("A")], start()).await.unwrap();
    device.check_in(&office, &device.check_out()).await.unwrap();
    let before = dump(&store).await;
    assert!(none(office.order(&device.key(), &admin(), &[query("B")], start()).await.unwrap_err()));
    assert_eq!(dump(&store).await, before);
    assert_eq!(entry_of(&store, &device.key(), "A").await.state, State::Cancelled);
    assert_eq!(next_push(&*store).await, None);
}

pub(crate) async fn a_command_is_taken_back<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let key = device.key();
    office.order(&key, &admin(), &[query("A"), query("B")], start()).await.unwrap();
    office.cancel(&key, &admin(), &uuid("A"), start()).await.unwrap();
    for name in ["A", "unknown"] {
        let error = office.cancel(&key, &admin(), &uuid(name), start()).await.unwrap_err();
        assert!(matches!(error, RunError::Refused(Error::Queue(_))), "{error}");
    }
    let served = device.connect(&office, &device.idle()).await.unwrap();
    assert_eq!(name(&served.body).as_deref(), Some("B"));
    // It was handed out: it may run all the same, and its answer is recorded.
    office.cancel(&key, &admin(), &uuid("B"), start()).await.unwrap();
    let late = device.report(Status::Acknowledged, "B");
    let served = device.say(&office, CONNECT, &late, start() + secs(1)).await.unwrap();
    assert_eq!(name(&served.body), None);
    assert_eq!(entry_of(&store, &key, "B").await.state, State::Cancelled);
    let late = Fact::LateResult { uuid: uuid("B"), state: State::Cancelled };
    assert!(events(&store).await.contains(&EventKind::Command(late)));
}

pub(crate) async fn what_is_too_large_to_keep_is_refused<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let before = dump(&store).await;
    let huge = order("A", InstallProfile::new(vec![0; mdm_store::limits::PAYLOAD]));
    let error = office.order(&device.key(), &admin(), &[huge], start()).await.unwrap_err();
    assert!(matches!(error, RunError::Store(mdm_store::Error::Limit { .. })), "{error}");
    assert_eq!((error.http_status(), error.blame(), error.retry()), (422, Blame::Caller, Retry::Never));
    assert_eq!(dump(&store).await, before);
}
