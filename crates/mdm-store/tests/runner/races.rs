//! Several nodes on one store.

use std::collections::BTreeSet;
use std::future::Future as _;
use std::sync::Arc;
use std::task::{Context, Waker};

use mdm_apple::Status;
use mdm_enrollment::audit::Tip;
use mdm_enrollment::row::{Phase, Window};
use mdm_enrollment::{State, response_name};
use mdm_store::{Retry, RunError, Served, Store};

use crate::persons::verified;
use crate::world::{
    Device, Office, admin, dump, enrolled, entry_of, events, history, invitation, name, next_push, office,
    order, query, secs, slot, start, ticket, uuid,
};

pub(crate) async fn conflicts_are_decided_anew<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let commits = office.store().commits.count();
    for conflicts in [1, 2, 10, 31] {
        let name = format!("after-{conflicts}");
        let count = events(&store).await.len();
        office.store().conflicts.set(conflicts);
        office.order(&device.key(), &admin(), &[query(&name)], start()).await.unwrap();
        assert_eq!(events(&store).await.len(), count + 2, "ordered and queued, once");
        office.store().conflicts.set(conflicts);
        assert_eq!(device.session(&office).await, [&*name]);
        assert_eq!(entry_of(&store, &device.key(), &name).await.deliveries, 1);
    }
    assert_eq!(office.store().commits.count(), commits + 4 * 3, "order, hand-out, answer");
}

pub(crate) async fn too_many_conflicts_are_given_up<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    office.order(&device.key(), &admin(), &[query("A")], start()).await.unwrap();
    let before = dump(&store).await;
    office.store().conflicts.set(u64::MAX);
    let told = device.connect(&office, &device.idle()).await.unwrap_err();
    assert!(matches!(told, RunError::Contended));
    assert_eq!((told.http_status(), told.retry()), (503, Retry::Later));
    let told = office.order(&device.key(), &admin(), &[query("B")], start()).await.unwrap_err();
    assert!(matches!(told, RunError::Contended));
    assert_eq!(dump(&store).await, before);
    office.store().conflicts.set(0);
    assert_eq!(device.session(&office).await, ["A"]);
}

pub(crate) async fn after_a_conflict_others_have_a_turn<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let (key, actor, orders) = (device.key(), admin(), [query("A")]);
    office.store().conflicts.set(1);
    let mut order = Box::pin(office.order(&key, &actor, &orders, start()));
    let mut waits = 0;
    while office.store().conflicts.count() > 0 {
        assert!(order.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        waits += 1;
        tokio::task::yield_now().await;
    }
    assert!(waits > 0);
    order.await.unwrap();
}

/// Between the load and the commit somebody else writes: the decision is another one.
pub(crate) async fn what_came_in_between_is_seen<S: Store + 'static>(store: Arc<S>) {
    let (here, device) = enrolled(&store).await;
    let key = device.key();
    here.order(&key, &admin(), &[query("A"), query("B")], start()).await.unwrap();
    // The command that is about to go out is taken back.
    let (there, of) = (office(&store), key.clone());
    here.store().before_commit.set(async move {
        there.cancel(&of, &admin(), &uuid("A"), start()).await.unwrap();
    });
    let served = device.connect(&here, &device.idle()).await.unwrap();
    assert!(here.store().before_commit.is_over());
    assert_eq!(name(&served.body).as_deref(), Some("B"));
    assert_eq!(entry_of(&store, &key, "A").await.deliveries, 0);
    // While the last answer is taken in, an erase is ordered: it goes out at once, without a push.
    let (there, of) = (office(&store), key.clone());
    here.store().before_commit.set(async move {
        let erase = order("erase", mdm_apple::EraseDevice::default());
        there.order(&of, &admin(), &[erase], start()).await.unwrap();
    });
    let served = device.connect(&here, &device.report(Status::Acknowledged, "B")).await.unwrap();
    assert_eq!(name(&served.body).as_deref(), Some("erase"));
    // While somebody orders, the device leaves.
    let (there, twin) = (office(&store), device.clone());
    here.store().before_commit.set(async move {
        twin.check_in(&there, &twin.check_out()).await.unwrap();
    });
    let refused = here.order(&key, &admin(), &[query("C")], start()).await.unwrap_err();
    assert!(matches!(refused, RunError::Refused(mdm_enrollment::Error::NoOrders)), "{refused}");
}

/// A device that enrols anew while its old record is purged is not purged with it.
pub(crate) async fn a_purge_spares_who_comes_back<S: Store + 'static>(store: Arc<S>) {
    let (here, device) = enrolled(&store).await;
    let key = device.key();
    device.check_in(&here, &device.check_out()).await.unwrap();
    let (there, twin) = (office(&store), device.clone());
    here.store().before_commit.set(async move { enroll_again(&there, &twin, 9).await });
    let told = here.purge(&key, &admin(), start()).await.unwrap_err();
    assert!(matches!(told, RunError::Contended), "{told}");
    assert!(here.store().before_commit.is_over());
    here.order(&key, &admin(), &[query("A")], start()).await.unwrap();
    assert_eq!(device.session(&here).await, ["A"]);
    // Nothing of what it has done was forgotten.
    let first = store.events_of(&key, None, 1).await.unwrap();
    assert_eq!(Tip::of_body(&first[0].row.body), Some(Tip::default()));
    verified(&store).await;
    here.purge(&key, &admin(), start()).await.unwrap();
    assert!(store.load(&key, &Window::Head).await.unwrap().is_none());
    assert!(store.events_of(&key, None, 9).await.unwrap().is_empty());
    verified(&store).await;
}

/// As above, with a history that goes in several steps: a crash between two of them, and then the device comes back.
pub(crate) async fn a_long_purge_spares_who_comes_back<S: Store + 'static>(store: Arc<S>) {
    let here = office(&store);
    for done in 0..3_u8 {
        let device = Device::new(usize::from(done) + 1);
        let key = device.key();
        device.enroll(&here).await;
        let orders: Vec<_> = (0..520).map(|number| query(&format!("{done}-{number}"))).collect();
        here.order(&key, &admin(), &orders, start()).await.unwrap();
        device.check_in(&here, &device.check_out()).await.unwrap();
        let ended = store.load(&key, &Window::Head).await.unwrap().unwrap();
        assert!(Tip::of_body(&ended.head.body).unwrap().count > 1_000, "queued and cancelled");
        verified(&store).await;
        // The history of commands, what the ledger announces, the record: one of these commits fails.
        here.store().fail_commits_after(done.into());
        let told = here.purge(&key, &admin(), start()).await.unwrap_err();
        assert!(matches!(told, RunError::Store(_)), "{told}");
        here.store().fail_commits_never();
        let left = store.events_of(&key, None, 1_000).await.unwrap();
        assert_eq!(left.is_empty(), done == 2, "events go after they were announced, and before the record");
        verified(&store).await;
        let (there, twin) = (office(&store), device.clone());
        here.store().before_commit.set(async move { enroll_again(&there, &twin, 10 + done).await });
        let told = here.purge(&key, &admin(), start()).await.unwrap_err();
        assert!(matches!(told, RunError::Contended), "{told}");
        assert!(here.store().before_commit.is_over());
        verified(&store).await;
        let name = format!("{done}-again");
        here.order(&key, &admin(), &[query(&name)], start()).await.unwrap();
        assert_eq!(device.session(&here).await, [name]);
        assert!(store.events_of(&key, None, 9).await.unwrap().len() > 2, "what it did since is on record");
        verified(&store).await;
        here.purge(&key, &admin(), start()).await.unwrap();
        assert!(store.load(&key, &Window::Head).await.unwrap().is_none());
        assert!(store.events_of(&key, None, 9).await.unwrap().is_empty());
        verified(&store).await;
    }
}

/// As above, with what it has done since: the history that goes is that of the life that has ended.
pub(crate) async fn a_purge_spares_what_was_done_since<S: Store + 'static>(store: Arc<S>) {
    let (here, device) = enrolled(&store).await;
    let key = device.key();
    here.order(&key, &admin(), &[query("A")], start()).await.unwrap();
    assert_eq!(device.session(&here).await, ["A"]);
    device.check_in(&here, &device.check_out()).await.unwrap();
    let (there, twin) = (office(&store), device.clone());
    here.store().before_commit.set(async move {
        enroll_again(&there, &twin, 9).await;
        there.order(&twin.key(), &admin(), &[query("B")], start()).await.unwrap();
        assert_eq!(twin.session(&there).await, ["B"]);
    });
    let told = here.purge(&key, &admin(), start()).await.unwrap_err();
    assert!(matches!(told, RunError::Contended), "{told}");
    assert!(here.store().before_commit.is_over());
    assert!(history(&store, &key).await.iter().any(|entry| entry.uuid == uuid("B")));
    verified(&store).await;
    // And it leaves once more: who purged the life before has purged nothing of this one.
    device.check_in(&here, &device.check_out()).await.unwrap();
    let (there, twin) = (office(&store), device.clone());
    here.store().before_commit.set(async move {
        enroll_again(&there, &twin, 10).await;
        twin.check_in(&there, &twin.check_out()).await.unwrap();
    });
    let told = here.purge(&key, &admin(), start()).await.unwrap_err();
    assert!(matches!(told, RunError::Contended), "{told}");
    assert!(here.store().before_commit.is_over());
    here.purge(&key, &admin(), start()).await.unwrap();
    assert!(store.load(&key, &Window::Head).await.unwrap().is_none());
    verified(&store).await;
}

/// As above, with what is declared for it: that belongs to the new life, and so does the count that names its commands.
#[cfg(feature = "declarative")]
pub(crate) async fn a_purge_spares_what_is_declared_since<S: Store + 'static>(store: Arc<S>) {
    use mdm_enrollment::declarative::{Draft, SetId, Status, Sync};

    let (here, device) = enrolled(&store).await;
    let key = device.key();
    let tenant = mdm_enrollment::row::Tenant::new(crate::world::TOPIC).unwrap();
    let sets = ["old", "new", "newer"].map(|name| SetId::new(name).unwrap());
    for set in &sets {
        here.replace_declarations(&tenant, &admin(), &Draft::new(set), start()).await.unwrap();
    }
    here.assign_declarations(&key, &admin(), &sets[..1], start()).await.unwrap();
    assert_eq!(device.session(&here).await.len(), 1);
    device.check_in(&here, &device.check_out()).await.unwrap();
    // The history goes, and then it is cut off.
    here.store().fail_commits_after(1);
    here.purge(&key, &admin(), start()).await.unwrap_err();
    here.store().fail_commits_never();
    let (there, twin, set) = (office(&store), device.clone(), sets[1].clone());
    here.store().before_commit.set(async move {
        enroll_again(&there, &twin, 9).await;
        there.assign_declarations(&twin.key(), &admin(), &[set], start()).await.unwrap();
        assert_eq!(twin.session(&there).await.len(), 1);
    });
    let told = here.purge(&key, &admin(), start()).await.unwrap_err();
    assert!(matches!(told, RunError::Contended), "{told}");
    assert!(here.store().before_commit.is_over());
    let life = here.channel(&key).await.unwrap().unwrap().life();
    let sync = store.load(&Sync::key(&key).unwrap(), &Window::Head).await.unwrap();
    assert!(Sync::read(sync.as_ref(), life).unwrap().sets().eq(&sets[1..2]));
    here.assign_declarations(&key, &admin(), &sets[2..], start()).await.unwrap();
    assert_eq!(device.session(&here).await.len(), 1, "it is told of the newer one");
    verified(&store).await;
    here.purge(&key, &admin(), start()).await.unwrap();
    for key in [key.clone(), Sync::key(&key).unwrap(), Status::key(&key).unwrap()] {
        assert!(store.load(&key, &Window::Head).await.unwrap().is_none());
        assert!(store.events_of(&key, None, 9).await.unwrap().is_empty());
    }
    verified(&store).await;
}

/// What a device reports while it is purged is not kept where nobody would find it.
#[cfg(feature = "declarative")]
pub(crate) async fn a_report_beside_a_purge_is_not_kept<S: Store + 'static>(store: Arc<S>) {
    use mdm_apple::{CheckIn, DeclarativeManagementMessage, EnrollmentKeys, Udid};
    use mdm_enrollment::declarative::Status;

    let (here, device) = enrolled(&store).await;
    let key = device.key();
    let report = |name: &str| {
        let keys = EnrollmentKeys::device(Udid::new("UDID-1").unwrap());
        let mut message = DeclarativeManagementMessage::new(keys, "status");
        message.data =
            Some(format!(r#"{{"StatusItems":{{"device":{{"name":"{name}"}}}}}}"#).into_bytes().into());
        CheckIn::DeclarativeManagement(message.into()).encode().unwrap()
    };
    let there = office(&store);
    for purged in [false, true] {
        let (there, of) = (office(&store), key.clone());
        here.store().before_commit.set(async move {
            if purged {
                there.purge(&of, &admin(), start()).await.unwrap();
            }
        });
        device.check_in(&here, &report(if purged { "second" } else { "first" })).await.unwrap();
        assert!(here.store().before_commit.is_over());
        let status = store.load(&Status::key(&key).unwrap(), &Window::Head).await.unwrap();
        assert_eq!(status.is_some(), !purged);
    }
    assert!(store.events_of(&Status::key(&key).unwrap(), None, 9).await.unwrap().is_empty());
    assert!(there.channel(&key).await.unwrap().is_none());
    verified(&store).await;
}

async fn enroll_again<S: Store>(office: &Office<S>, device: &Device, seed: u8) {
    let (again, slot) = (ticket(seed), slot(&format!("slot-again-{seed}")));
    office.open_slot(&slot, &invitation(&again, start() + secs(60)), start()).await.unwrap();
    office.claim_slot(&again, device.certificate().fingerprint(), start()).await.unwrap();
    for body in [device.authenticate(), device.token_update()] {
        assert_eq!(device.check_in(office, &body).await.unwrap().status, 200);
    }
}

/// Nothing is lost, nothing is handed out twice, and one command at a time is outstanding.
pub(crate) async fn orders_and_reports_on_two_nodes<S: Store + 'static>(store: Arc<S>) {
    const TASKS: usize = 8;
    const EACH: usize = 5;
    let (first, device) = enrolled(&store).await;
    let nodes = [Arc::new(first), Arc::new(office(&store))];
    let orders: Vec<_> = (0..TASKS)
        .map(|task| {
            let (node, key) = (Arc::clone(&nodes[task % 2]), device.key());
            tokio::spawn(async move {
                for n in 0..EACH {
                    let order = [query(&format!("{task}-{n}"))];
                    while let Err(error) = node.order(&key, &admin(), &order, start()).await {
                        assert_eq!(error.retry(), Retry::Later, "{error}");
                    }
                    tokio::task::yield_now().await;
                }
            })
        })
        .collect();
    let mut seen = Vec::new();
    let mut turn = 0;
    while seen.len() < TASKS * EACH {
        let mut body = device.idle();
        loop {
            turn += 1;
            let served = patient(&nodes[turn % 2], &device, &body).await;
            let loaded = store.load(&device.key(), &Window::Open).await.unwrap().unwrap();
            let outstanding = loaded.commands.iter().filter(|row| row.phase == Phase::Outstanding).count();
            let Some(name) = name(&served.body) else { break };
            assert_eq!(outstanding, 1);
            body = device.report(Status::Acknowledged, &name);
            seen.push(name);
        }
        tokio::task::yield_now().await;
    }
    for order in orders {
        order.await.unwrap();
    }
    assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), TASKS * EACH, "each once: {seen:?}");
    let history = history(&store, &device.key()).await;
    assert_eq!(history.len(), TASKS * EACH);
    for (entry, seq) in history.iter().zip(1..) {
        assert_eq!((entry.seq, entry.state, entry.deliveries), (seq, State::Acknowledged, 1));
        let answer = device.report(Status::Acknowledged, entry.uuid.as_str());
        assert_eq!(nodes[0].payload(&response_name(&device.key(), seq)).await.unwrap(), Some(answer));
    }
    // Each administrator's commands came in the order in which they were ordered.
    for task in 0..TASKS {
        let own: Vec<_> = seen.iter().filter(|name| name.starts_with(&format!("{task}-"))).collect();
        assert!(own.is_sorted(), "{own:?}");
    }
    assert_eq!(next_push(&*store).await, None);
}

/// Repeats what was not answered, as devices do.
async fn patient<S: Store>(office: &Office<S>, device: &Device, body: &[u8]) -> Served {
    loop {
        match device.connect(office, body).await {
            Ok(served) => return served,
            Err(error) => assert_eq!(error.http_status(), 503, "{error}"),
        }
    }
}
