//! What a device is refused, and what stays as it was.

use std::sync::Arc;

use mdm_apple::Status;
use mdm_enrollment::{Error, EventKind, Fact, Outcome, State};
use mdm_store::{Blame, Retry, RunError, Store};

use crate::world::{
    CHECK_IN, CONNECT, Device, admin, dump, enrolled, entry_of, events, name, query, start, uuid,
};

fn deep() -> Vec<u8> {
    [&b"<plist>"[..], &b"<array>".repeat(10_000)].concat()
}

pub(crate) async fn what_is_refused_changes_nothing<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let neighbour = Device::new(2);
    neighbour.enroll(&office).await;
    office.order(&device.key(), &admin(), &[query("A")], start()).await.unwrap();
    device.connect(&office, &device.idle()).await.unwrap();

    let stranger = Device::stranger().called(&device);
    let thief = neighbour.called(&device);
    let nobody = Device::new(3);
    let large = vec![b' '; (256 << 10) + 1];
    let answer = device.report(Status::Acknowledged, "A");
    let before = dump(&store).await;
    for (who, kind, body, status) in [
        (&device, CHECK_IN, b"".to_vec(), 400),
        (&device, CHECK_IN, b"garbage".to_vec(), 400),
        (&device, CHECK_IN, b"bplist00".to_vec(), 400),
        (&device, CHECK_IN, deep(), 400),
        (&device, CHECK_IN, device.authenticate()[..99].to_vec(), 400),
        (&device, CHECK_IN, large, 413),
        // A certificate of another authority.
        (&stranger, CHECK_IN, device.authenticate(), 400),
        (&stranger, CONNECT, answer.clone(), 400),
        (&stranger, CONNECT, b"garbage".to_vec(), 400),
        // A certificate of another enrolment.
        (&thief, CHECK_IN, device.authenticate(), 403),
        (&thief, CHECK_IN, device.token_update(), 403),
        (&thief, CHECK_IN, device.check_out(), 403),
        (&thief, CONNECT, device.idle(), 403),
        (&thief, CONNECT, answer.clone(), 403),
        // A certificate of ours, and no enrolment.
        (&nobody, CHECK_IN, nobody.authenticate(), 404),
        (&nobody, CHECK_IN, nobody.token_update(), 404),
        (&nobody, CONNECT, nobody.idle(), 404),
        (&nobody, CONNECT, b"garbage".to_vec(), 404),
        (&nobody, CONNECT, deep(), 404),
    ] {
        let error = who.say(&office, kind, &body, start()).await.unwrap_err();
        let what = format!("{kind} of {} bytes: {error}", body.len());
        assert_eq!(error.http_status(), status, "{what}");
        assert_eq!((error.blame(), error.retry()), (Blame::Peer, Retry::Never), "{what}");
        assert!(matches!(error, RunError::Refused(_)), "{what}");
        assert_eq!(dump(&store).await, before, "{what}");
    }
    office.flush_contacts().await.unwrap();
    assert_eq!(store.last_contact(&nobody.key()).await.unwrap(), None);
    // Nobody was in the way of the device.
    assert_eq!(name(&device.connect(&office, &answer).await.unwrap().body), None);
    let error = device.check_in(&office, b"x").await.unwrap_err();
    assert!(matches!(error, RunError::Refused(Error::Malformed(_))));
}

/// A device repeats a report until it gets a 2xx: one that cannot be read would block its queue for ever.
pub(crate) async fn an_unreadable_report_closes_its_command<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let orders: Vec<_> = (0..4).map(|n| query(&n.to_string())).collect();
    office.order(&device.key(), &admin(), &orders, start()).await.unwrap();
    device.connect(&office, &device.idle()).await.unwrap();
    let truncated = device.report(Status::Acknowledged, "0")[..150].to_vec();
    for (n, body) in [b"garbage".to_vec(), deep(), truncated].into_iter().enumerate() {
        let served = device.connect(&office, &body).await.unwrap();
        assert_eq!((served.status, name(&served.body)), (200, Some((n + 1).to_string())));
        let entry = entry_of(&store, &device.key(), &n.to_string()).await;
        let Some(Outcome::Unreadable { size, digest, error }) = entry.outcome else { panic!("{n}") };
        assert_eq!(
            (entry.state, size, digest),
            (State::Unreadable, body.len() as u64, mdm_pki::sha256(&body))
        );
        assert!(!error.is_empty());
        // The reply is lost, and the device repeats its report: nothing more is closed.
        let served = device.connect(&office, &body).await.unwrap();
        assert_eq!(name(&served.body), Some((n + 1).to_string()));
    }
    assert_eq!(entry_of(&store, &device.key(), "3").await.state, State::Sent);
    device.connect(&office, &device.report(Status::Acknowledged, "3")).await.unwrap();
    // With nothing outstanding it is an event.
    let served = device.connect(&office, b"more garbage").await.unwrap();
    assert_eq!((served.status, name(&served.body)), (200, None));
    let last = events(&store).await.pop();
    assert!(matches!(last, Some(EventKind::Command(Fact::UnreadableReport { .. }))), "{last:?}");
    assert_eq!(entry_of(&store, &device.key(), "3").await.uuid, uuid("3"));
}
