//! The contract with the device: after the commit, the same again, in order, and nothing for nothing.

use std::future::Future as _;
use std::sync::Arc;
use std::task::{Context, Waker};

use mdm_apple::{EraseDevice, Status};
use mdm_enrollment::{CancelReason, EventKind, Fact, Outcome, Stage, State, response_name};
use mdm_store::{Error, Retry, RunError, Store};

use crate::world::{
    CONNECT, admin, dump, enrolled, entry_of, events, history, name, next_push, order, query, removal, secs,
    start, uuid,
};

pub(crate) async fn the_reply_goes_out_after_the_commit<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let orders = [query("A"), query("B")];
    office.order(&device.key(), &admin(), &orders, start()).await.unwrap();
    for (body, expected) in
        [(device.idle(), Some("A")), (device.report(Status::Acknowledged, "A"), Some("B"))]
    {
        let before = dump(&store).await;
        office.store().lose_commits.set(1);
        let error = device.connect(&office, &body).await.unwrap_err();
        assert!(matches!(error, RunError::Store(Error::Upstream { .. })), "{error}");
        assert_eq!((error.http_status(), error.retry()), (503, Retry::Later));
        assert_eq!(dump(&store).await, before);
        // The device says it again.
        let served = device.connect(&office, &body).await.unwrap();
        assert_eq!(name(&served.body).as_deref(), expected);
    }
    assert_eq!(entry_of(&store, &device.key(), "A").await.deliveries, 1);
    // An order that was not committed did not happen.
    let before = dump(&store).await;
    office.store().lose_commits.set(1);
    office.order(&device.key(), &admin(), &[query("C")], start()).await.unwrap_err();
    assert_eq!(dump(&store).await, before);
    office.order(&device.key(), &admin(), &[query("C")], start()).await.unwrap();
}

/// A connection to a database may break after the commit and before its answer.
pub(crate) async fn a_commit_that_took_place_all_the_same<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    office.store().doubt_commits.set(1);
    let doubt = office.order(&device.key(), &admin(), &[query("A"), query("B")], start()).await.unwrap_err();
    assert_eq!(doubt.retry(), Retry::Later);
    let again = office.order(&device.key(), &admin(), &[query("A"), query("B")], start()).await.unwrap_err();
    assert!(matches!(again, RunError::Refused(mdm_enrollment::Error::Queue(_))), "{again}");
    for body in [device.idle(), device.report(Status::Acknowledged, "A")] {
        office.store().doubt_commits.set(1);
        assert_eq!(device.connect(&office, &body).await.unwrap_err().http_status(), 503);
        let served = device.connect(&office, &body).await.unwrap();
        assert!(name(&served.body).is_some());
    }
    assert_eq!(entry_of(&store, &device.key(), "A").await.state, State::Acknowledged);
    assert_eq!(history(&store, &device.key()).await.len(), 2);
}

pub(crate) async fn a_lost_reply_is_the_same_command_again<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let orders = [query("A"), query("B"), query("C")];
    office.order(&device.key(), &admin(), &orders, start()).await.unwrap();
    drop(device.connect(&office, &device.idle()).await.unwrap());
    let answer = device.report(Status::Acknowledged, "A");
    // The process dies with the reply in its hands. Another one takes over.
    drop(device.connect(&office, &answer).await.unwrap());
    drop(office);
    let office = crate::world::office(&store);
    let served = device.connect(&office, &answer).await.unwrap();
    assert_eq!(name(&served.body).as_deref(), Some("B"));
    assert_eq!(served.body, orders[1].command().encode().unwrap());
    assert_eq!(entry_of(&store, &device.key(), "A").await.state, State::Acknowledged);
    assert_eq!(office.payload(&response_name(&device.key(), 1)).await.unwrap(), Some(answer));
    let late = EventKind::Command(Fact::LateResult { uuid: uuid("A"), state: State::Acknowledged });
    assert_eq!(events(&store).await.iter().filter(|event| **event == late).count(), 1);
    // It gives up on the report and says that it is idle.
    let served = device.connect(&office, &device.idle()).await.unwrap();
    assert_eq!(name(&served.body).as_deref(), Some("B"));
    assert_eq!(served.body, orders[1].command().encode().unwrap());
    assert!(entry_of(&store, &device.key(), "B").await.maybe_executed);
}

/// The hand-out is committed, and the bytes are not there: the next time.
pub(crate) async fn bytes_that_cannot_be_read_are_sent_later<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    office.order(&device.key(), &admin(), &[query("A"), query("B")], start()).await.unwrap();
    device.connect(&office, &device.idle()).await.unwrap();
    let answer = device.report(Status::Acknowledged, "A");
    office.store().lose_payloads.set(1);
    let error = device.say(&office, CONNECT, &answer, start() + secs(1)).await.unwrap_err();
    assert_eq!((error.http_status(), error.retry()), (503, Retry::Later));
    // It was heard all the same.
    assert_eq!(entry_of(&store, &device.key(), "A").await.state, State::Acknowledged);
    office.flush_contacts().await.unwrap();
    assert_eq!(store.last_contact(&device.key()).await.unwrap(), Some(start() + secs(1)));
    let served = device.connect(&office, &answer).await.unwrap();
    assert_eq!(name(&served.body).as_deref(), Some("B"));
}

pub(crate) async fn an_idle_without_work_writes_nothing<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let (commits, before) = (office.store().commits.count(), dump(&store).await);
    for number in 0..10 {
        let served = device.say(&office, CONNECT, &device.idle(), start() + secs(number)).await.unwrap();
        assert_eq!((served.status, &*served.body, &*served.actions), (200, &b""[..], &[][..]));
    }
    // A clock that stepped back.
    device.say(&office, CONNECT, &device.idle(), start() + secs(3)).await.unwrap();
    assert_eq!((office.store().commits.count(), office.store().touches.count()), (commits, 0));
    assert_eq!(dump(&store).await, before);

    office.flush_contacts().await.unwrap();
    assert_eq!(store.last_contact(&device.key()).await.unwrap(), Some(start() + secs(9)));
    assert_eq!((office.store().commits.count(), office.store().touches.count()), (commits, 1));
    office.flush_contacts().await.unwrap();
    assert_eq!(office.store().touches.count(), 1, "nothing is left to be written");
}

pub(crate) async fn contacts_that_cannot_be_written_are_kept<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    device.connect(&office, &device.idle()).await.unwrap();
    office.store().lose_touches.set(2);
    for _ in 0..2 {
        let error = office.flush_contacts().await.unwrap_err();
        assert_eq!(error.retry(), Retry::Later);
        assert_eq!(store.last_contact(&device.key()).await.unwrap(), None);
    }
    office.flush_contacts().await.unwrap();
    assert_eq!(store.last_contact(&device.key()).await.unwrap(), Some(start()));
}

pub(crate) async fn a_flush_that_is_dropped_loses_no_contact<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    device.connect(&office, &device.idle()).await.unwrap();
    office.store().hang_touches.set(1);
    let mut flush = Box::pin(office.flush_contacts());
    assert!(flush.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    // Meanwhile the device comes again.
    device.say(&office, CONNECT, &device.idle(), start() + secs(5)).await.unwrap();
    drop(flush);
    office.flush_contacts().await.unwrap();
    assert_eq!(store.last_contact(&device.key()).await.unwrap(), Some(start() + secs(5)));
}

pub(crate) async fn queues_longer_than_a_window_drain_in_order<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    // Half of them conflict, each with the next.
    let orders: Vec<_> = (0..220)
        .map(|n| if n % 2 == 0 { query(&format!("{n:03}")) } else { removal(&format!("{n:03}")) })
        .collect();
    office.order(&device.key(), &admin(), &orders, start()).await.unwrap();
    let names = device.session(&office).await;
    for odd in [false, true] {
        let of_kind = |name: &&String| (name.parse::<u32>().unwrap() % 2 == 1) == odd;
        let some: Vec<_> = names.iter().filter(of_kind).collect();
        assert_eq!(some.len(), 110, "each once: {names:?}");
        assert!(some.is_sorted(), "{some:?}");
    }
    assert!(history(&store, &device.key()).await.iter().all(|entry| entry.state == State::Acknowledged));
    assert_eq!(next_push(&*store).await, None);
}

pub(crate) async fn an_erase_cancels_what_no_window_shows<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let mut orders: Vec<_> = (0..210).map(|n| query(&format!("{n:03}"))).collect();
    orders.push(order("erase", EraseDevice::default()));
    office.order(&device.key(), &admin(), &orders, start()).await.unwrap();
    assert_eq!(device.session(&office).await, ["erase"]);
    let mut history = history(&store, &device.key()).await;
    let erase = history.pop().unwrap();
    assert_eq!((history.len(), erase.state), (210, State::Acknowledged));
    for entry in history {
        assert_eq!(entry.outcome, Some(Outcome::Cancelled(CancelReason::Erased)), "{}", entry.uuid);
    }
    assert_eq!(office.channel(&device.key()).await.unwrap().unwrap().stage(), Stage::Erased);
    assert_eq!(next_push(&*store).await, None);
}

/// When the window is too small the queue is loaded whole, and the command of the report must not fall out of sight.
pub(crate) async fn a_late_result_is_known_in_a_long_queue<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    office.order(&device.key(), &admin(), &[query("late")], start()).await.unwrap();
    assert_eq!(device.session(&office).await, ["late"]);
    let orders: Vec<_> = (0..100).map(|n| query(&format!("{n:03}"))).collect();
    office.order(&device.key(), &admin(), &orders, start()).await.unwrap();
    // After a long silence a report opens a session, which needs to see every open command.
    let answer = device.report(Status::Acknowledged, "late");
    let served = device.say(&office, CONNECT, &answer, start() + secs(3_600)).await.unwrap();
    assert_eq!(name(&served.body).as_deref(), Some("000"));
    let told: Vec<_> = events(&store)
        .await
        .into_iter()
        .filter(|event| {
            matches!(event, EventKind::Command(Fact::LateResult { .. } | Fact::UnknownResult { .. }))
        })
        .collect();
    let late = Fact::LateResult { uuid: uuid("late"), state: State::Acknowledged };
    assert_eq!(told, [EventKind::Command(late)]);
}
