//! From an invitation to an answered command, and back.

use std::sync::Arc;

use mdm_apple::Status;
use mdm_enrollment::row::Window;
use mdm_enrollment::{
    Action, CertificateSource, DeviceRequest, Error, EventKind, Fact, Presented, Records, SigningTime, Slot,
    SlotState, Stage, State, response_name,
};
use mdm_store::{Blame, Retry, RunError, Store};

use crate::world::{
    CONNECT, Device, admin, dump, enrolled, entry_of, events, history, invitation, name, next_push, office,
    office_with, query, removal, secs, slot, start, ticket, uuid,
};

async fn slot_of(store: &impl Store, name: &str) -> Slot {
    let key = slot(name).key();
    let mut records = Records::default();
    records.insert(&key, &store.load(&key, &Window::Head).await.unwrap().unwrap()).unwrap();
    records.slot().unwrap().clone()
}

pub(crate) async fn from_an_invitation_to_an_answered_command<S: Store>(store: Arc<S>) {
    let (office, device) = (office(&store), Device::new(1));
    device.enroll(&office).await;
    let key = device.key();
    let filled = SlotState::Filled { enrollment: key.as_str().into() };
    assert_eq!(slot_of(&store, "slot-1").await.state(), &filled);
    assert_eq!(office.channel(&key).await.unwrap().unwrap().stage(), Stage::Enrolled);

    let orders = [query("A"), removal("B")];
    let ordered = office.order(&key, &admin(), &orders, start()).await.unwrap();
    assert!(ordered.hazards.found.is_empty());
    assert!(matches!(&ordered.actions[..], [Action::Wake { due, .. }] if *due == start()));
    assert!(office.explain(&key, &uuid("A"), start()).await.unwrap().is_some());

    // The bytes of a reply are the ordered command.
    let first = device.connect(&office, &device.idle()).await.unwrap();
    assert_eq!((first.status, first.body), (200, orders[0].command().encode().unwrap()));
    let answer = device.report(Status::Acknowledged, "A");
    let second = device.connect(&office, &answer).await.unwrap();
    assert_eq!((second.status, second.body), (200, orders[1].command().encode().unwrap()));
    let last = device.connect(&office, &device.report(Status::Error, "B")).await.unwrap();
    assert_eq!((last.status, &*last.body), (200, &b""[..]));
    assert_eq!(last.actions, []);

    // What the device said is kept to the byte.
    assert_eq!(office.payload(&response_name(&key, 1)).await.unwrap(), Some(answer));
    assert_eq!(office.explain(&key, &uuid("A"), start()).await.unwrap(), None, "nothing waits any more");
    let told: Vec<_> =
        history(&store, &key).await.into_iter().map(|entry| (entry.uuid, entry.state)).collect();
    assert_eq!(told, [(uuid("A"), State::Acknowledged), (uuid("B"), State::Error)]);
    let ended = |name: &str, state| {
        EventKind::Command(Fact::Ended { uuid: uuid(name), state, outcome: None, maybe_executed: false })
    };
    let expected = [
        EventKind::SlotOpened,
        EventKind::CertificateIssued { certificate: device.certificate().fingerprint().to_string() },
        EventKind::Authenticated,
        EventKind::SlotFilled { enrollment: device.key().as_str().into() },
        EventKind::Enrolled,
        EventKind::Ordered { actor: admin(), commands: 2 },
        EventKind::Command(Fact::Queued { uuid: uuid("A") }),
        EventKind::Command(Fact::Queued { uuid: uuid("B") }),
        EventKind::Command(Fact::HandedOut { uuid: uuid("A"), delivery: 1 }),
        ended("A", State::Acknowledged),
        EventKind::Command(Fact::HandedOut { uuid: uuid("B"), delivery: 1 }),
        ended("B", State::Error),
    ];
    assert_eq!(events(&store).await, expected);
}

pub(crate) async fn devices_that_sign_what_they_send<S: Store>(store: Arc<S>) {
    let office = office_with(&store, CertificateSource::MdmSignature(SigningTime::Ignored));
    let (device, other) = (Device::new(1).signing(), Device::new(2).signing());
    device.enroll(&office).await;
    other.enroll(&office).await;
    office.order(&device.key(), &admin(), &[query("A")], start()).await.unwrap();
    let before = dump(&store).await;

    // Somebody else's signature under the device's words.
    let idle = device.idle();
    let thief = other.connect(&office, &idle).await.unwrap_err();
    assert!(matches!(thief, RunError::Refused(Error::ForeignCertificate)) && thief.http_status() == 403);
    // A certificate that TLS has seen does not count.
    let tls = Device::new(1).connect(&office, &idle).await.unwrap_err();
    assert!(matches!(tls, RunError::Refused(Error::NoCertificate)) && tls.http_status() == 400);
    // A signature of other bytes.
    let header = device.signature(&device.report(Status::Acknowledged, "A"));
    let presented = Presented { mdm_signature: Some(&header), ..Presented::default() };
    let request = DeviceRequest::put("/mdm", &idle).with_content_type(Some(CONNECT)).presenting(presented);
    let forged = office.device(&request, start()).await.unwrap_err();
    assert!(matches!(forged, RunError::Refused(Error::Certificate(_))) && forged.http_status() == 400);
    assert_eq!(dump(&store).await, before);

    assert_eq!(device.session(&office).await, ["A"]);
}

/// Acceptance check 14.
pub(crate) async fn a_ticket_is_used_once_and_in_time<S: Store>(store: Arc<S>) {
    let (office, device) = (office(&store), Device::new(1));
    let (slot, ticket, end) = (slot("slot-1"), ticket(1), start() + secs(60));
    office.open_slot(&slot, &invitation(&ticket, end), start()).await.unwrap();
    let taken =
        office.open_slot(&slot, &invitation(&crate::world::ticket(2), end), start()).await.unwrap_err();
    assert!(matches!(taken, RunError::Refused(Error::Exists)) && taken.http_status() == 409);
    let empty = dump(&store).await;
    // Who looks at the profile and refuses it leaves the slot empty.
    for _ in 0..2 {
        assert_eq!(office.admit(&ticket, start()).await.unwrap(), slot.key());
    }
    let certificate = device.certificate().fingerprint();
    let unknown = crate::world::ticket(3);
    for (ticket, now, status) in [(&unknown, start(), 404), (&ticket, end, 410)] {
        let looked = office.admit(ticket, now).await.unwrap_err();
        let claimed = office.claim_slot(ticket, certificate, now).await.unwrap_err();
        assert_eq!((looked.http_status(), claimed.http_status()), (status, status));
        assert_eq!((claimed.blame(), claimed.retry()), (Blame::Peer, Retry::Never));
    }
    assert_eq!(dump(&store).await, empty);

    office.claim_slot(&ticket, certificate, start()).await.unwrap();
    let claimed = dump(&store).await;
    // The same claim again, because its answer was lost, is no second use.
    office.claim_slot(&ticket, certificate, start()).await.unwrap();
    let looked = office.admit(&ticket, start()).await.unwrap_err();
    let other = Device::new(2).certificate().fingerprint();
    let again = office.claim_slot(&ticket, other, start()).await.unwrap_err();
    for used in [looked, again] {
        assert!(matches!(used, RunError::Refused(Error::UsedTicket)) && used.http_status() == 410);
    }
    assert_eq!(dump(&store).await, claimed);
}

/// Acceptance check 14, for those who come at the same time.
pub(crate) async fn of_many_devices_with_one_ticket_one_wins<S: Store + 'static>(store: Arc<S>) {
    let nodes = [Arc::new(office(&store)), Arc::new(office(&store))];
    nodes[0].open_slot(&slot("slot-1"), &invitation(&ticket(1), start() + secs(60)), start()).await.unwrap();
    let claims: Vec<_> = (0..8)
        .map(|number| {
            let node = Arc::clone(&nodes[number % 2]);
            let certificate = Device::new(number).certificate().fingerprint();
            tokio::spawn(async move { node.claim_slot(&ticket(1), certificate, start()).await })
        })
        .collect();
    let mut winners = Vec::new();
    for (number, claim) in claims.into_iter().enumerate() {
        match claim.await.unwrap() {
            Ok(()) => winners.push(number),
            Err(RunError::Refused(Error::UsedTicket)) => {}
            Err(error) => panic!("{error}"),
        }
    }
    let [winner] = winners[..] else { panic!("{winners:?}") };
    let certificate = *Device::new(winner).certificate().fingerprint().as_bytes();
    assert_eq!(slot_of(&store, "slot-1").await.state(), &SlotState::Claimed { certificate });
    // The winner enrolls, and nobody else.
    for number in 0..8 {
        let device = Device::new(number);
        let told = device.check_in(&nodes[0], &device.authenticate()).await;
        assert_eq!(told.is_ok(), number == winner, "{number}");
    }
}

/// A slot and a channel are two records, and are not read at one moment: a refusal out of a mixture of both would end
/// the enrolment.
pub(crate) async fn the_same_authenticate_on_two_nodes_at_once<S: Store + 'static>(store: Arc<S>) {
    let (here, there) = (office(&store), office(&store));
    let device = Device::new(1);
    here.open_slot(&slot("slot-1"), &invitation(&ticket(1), start() + secs(60)), start()).await.unwrap();
    here.claim_slot(&ticket(1), device.certificate().fingerprint(), start()).await.unwrap();
    // After the slot was read and before the channel is.
    let twin = device.clone();
    here.store().before_load.set(async move {
        twin.check_in(&there, &twin.authenticate()).await.unwrap();
    });
    let served = device.check_in(&here, &device.authenticate()).await.unwrap();
    assert!(here.store().before_load.is_over());
    assert_eq!(served.status, 200);
    device.check_in(&here, &device.token_update()).await.unwrap();
    assert_eq!(here.channel(&device.key()).await.unwrap().unwrap().stage(), Stage::Enrolled);
}

pub(crate) async fn what_was_given_up_comes_back_by_another_invitation<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let key = device.key();
    office.order(&key, &admin(), &[query("A")], start()).await.unwrap();
    office.release(&key, &admin(), start()).await.unwrap();
    assert_eq!(office.channel(&key).await.unwrap().unwrap().stage(), Stage::Released);
    assert_eq!(entry_of(&store, &key, "A").await.state, State::Cancelled);
    assert_eq!(next_push(&*store).await, None);
    let again = office.release(&key, &admin(), start()).await.unwrap_err();
    assert!(matches!(again, RunError::Refused(Error::NoOrders)));
    let told = device.connect(&office, &device.idle()).await.unwrap_err();
    assert_eq!(told.http_status(), 404);

    let wiped = Device::new(2).called(&device);
    wiped.enroll(&office).await;
    let served = wiped.connect(&office, &wiped.idle()).await.unwrap();
    assert_eq!(name(&served.body), None, "what was meant for the old enrolment is gone");
}
