//! The pushes that are owed.

use std::sync::Arc;

use mdm_enrollment::row::{Batch, Gates, HeadRow, RecordKey, WakeChange, WakeRow, Write};
use mdm_enrollment::{DAILY, Error};
use mdm_store::{RunError, Store};

use crate::world::{SECRET, TOPIC, admin, enrolled, office, query, secs, start};

/// Requirement F95.
pub(crate) async fn a_push_survives_a_crash_and_is_owed_daily<S: Store>(store: Arc<S>) {
    let (crashing, device) = enrolled(&store).await;
    assert_eq!(crashing.next_push().await.unwrap(), None);
    crashing.order(&device.key(), &admin(), &[query("A")], start()).await.unwrap();
    drop(crashing);

    let office = office(&store);
    assert_eq!(office.next_push().await.unwrap(), Some(start()));
    assert!(office.due_pushes(start() - secs(1), 10).await.unwrap().is_empty());
    let mut now = start();
    for _ in 0..3 {
        let due = office.due_pushes(now, 10).await.unwrap();
        let [push] = &due[..] else { panic!("{due:?}") };
        assert_eq!(push.record, device.key());
        assert_eq!(push.route.token.expose_secret(), SECRET.as_bytes());
        assert_eq!((push.route.magic.expose_secret(), push.route.topic.as_str()), (SECRET, TOPIC));
        let version =
            store.load(&push.record, &mdm_enrollment::row::Window::Head).await.unwrap().unwrap().version;
        // Said twice, because the process died in between.
        office.pushed(push, now).await.unwrap();
        office.pushed(push, now).await.unwrap();
        let after =
            store.load(&push.record, &mdm_enrollment::row::Window::Head).await.unwrap().unwrap().version;
        assert_eq!(after, version);
        assert!(office.due_pushes(now, 10).await.unwrap().is_empty());
        now += DAILY;
        assert_eq!(office.next_push().await.unwrap(), Some(now));
    }
    // The device comes, and nothing is owed any more.
    assert_eq!(device.session(&office).await, ["A"]);
    assert_eq!(office.next_push().await.unwrap(), None);
}

pub(crate) async fn a_push_that_failed_stays_owed<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    office.order(&device.key(), &admin(), &[query("A")], start()).await.unwrap();
    let old = office.due_pushes(start(), 10).await.unwrap();
    let again = start() + secs(900);
    office.push_failed(&old[0], again).await.unwrap();
    assert_eq!(office.next_push().await.unwrap(), Some(again));
    assert_eq!(office.due_pushes(again - secs(1), 10).await.unwrap(), []);
    assert_eq!(office.due_pushes(again, 10).await.unwrap(), old, "the same push, and not a day later");
    // New work does not wait for what failed, and the old failure does not put it off.
    office.order(&device.key(), &admin(), &[query("B")], start()).await.unwrap();
    office.push_failed(&old[0], again).await.unwrap();
    assert_eq!(office.next_push().await.unwrap(), Some(start()));
}

pub(crate) async fn an_older_push_settles_nothing_newer<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let due = async || office.due_pushes(start(), 10).await.unwrap();
    office.order(&device.key(), &admin(), &[query("A")], start()).await.unwrap();
    let old = due().await;
    assert_eq!(old, due().await, "the same need has the same key");
    // While the push is under way the device comes, and new work after it.
    device.session(&office).await;
    office.pushed(&old[0], start()).await.unwrap();
    assert_eq!(office.next_push().await.unwrap(), None, "a push that came too late owes nothing");
    office.order(&device.key(), &admin(), &[query("B")], start()).await.unwrap();
    let new = due().await;
    assert_ne!(old[0].action, new[0].action);
    office.pushed(&old[0], start()).await.unwrap();
    assert_eq!(due().await, new);
    office.pushed(&new[0], start()).await.unwrap();
    assert_eq!(due().await, []);
}

pub(crate) async fn a_push_that_cannot_be_read_holds_up_no_other<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    // As a newer version of the library may write it.
    for name in ["device/0-newer", "device/1-newer"] {
        let wake =
            WakeRow { action: "wake".into(), due: start() - secs(9), body: b"{\"v\":2,\"r\":{}}".to_vec() };
        let write = Write {
            key: RecordKey::new(name).unwrap(),
            expected: None,
            head: HeadRow { session: 0, shut: Gates::NONE, backoff_until: None, links: vec![], body: vec![] },
            forget: vec![],
            commands: vec![],
            wake: WakeChange::Set(wake),
        };
        store.commit(Batch { writes: vec![write], ..Batch::default() }).await.unwrap();
    }
    office.order(&device.key(), &admin(), &[query("A")], start()).await.unwrap();
    let due = office.due_pushes(start(), 10).await.unwrap();
    assert_eq!(due.iter().map(|push| &push.record).collect::<Vec<_>>(), [&device.key()]);
    office.pushed(&due[0], start()).await.unwrap();
    let error = office.due_pushes(start(), 10).await.unwrap_err();
    assert!(matches!(error, RunError::Refused(Error::Record(_))), "{error}");
    assert!(office.due_pushes(start(), 10).await.unwrap().is_empty());
    assert_eq!(office.next_push().await.unwrap(), Some(start() + DAILY));
    // Nor when they fill a page.
    let later = start() + DAILY;
    for _ in 0..2 {
        office.due_pushes(later, 1).await.unwrap_err();
    }
    assert_eq!(office.due_pushes(later, 1).await.unwrap()[0].record, device.key());
}
