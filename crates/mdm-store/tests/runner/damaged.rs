//! What was damaged in one row of a database is named, and keeps nobody from what stands in others.

use std::num::NonZeroU32;
use std::sync::Arc;

use mdm_enrollment::audit::{Break, Line, Verifier};
use mdm_enrollment::row::{Credential, Lease, PayloadName, RecordKey, Tenant, Window};
use mdm_enrollment::{FanOut, FanOutStage, NewFanOut, OrderId, TargetOutcome, Targets};
use mdm_store::push::{Config, Outcome};
use mdm_store::{Auditor, Error, EventPosition, Held, HeldKind, SenderEvent, Store, Unreadable};

use crate::persons;
use crate::pushes::sender;
use crate::world::{Device, TOPIC, admin, day, office, query, secs, start};

const DAMAGES: [&str; 5] =
    ["routes = 'pigeon x'", "reach = ''", "need = -1", "attempt = 5000000000", "tenant = ''"];

/// What a sender says in these seconds: who is pushed to, and whose wake cannot be read.
async fn said<S: Store>(
    sender: &mut mdm_store::Sender<Arc<S>>,
    from: std::time::SystemTime,
) -> (Vec<mdm_store::Push>, Vec<RecordKey>) {
    let (mut pushes, mut unreadable) = (Vec::new(), Vec::new());
    for half in 0..60 {
        let round = sender.poll(from + secs(half) / 2).await.unwrap();
        pushes.extend(round.pushes);
        unreadable.extend(round.events.into_iter().filter_map(|event| match event {
            SenderEvent::Unreadable { record } => Some(record),
            _ => None,
        }));
    }
    (pushes, unreadable)
}

fn whom(pushes: &[mdm_store::Push]) -> Vec<RecordKey> {
    let mut keys: Vec<_> = pushes.iter().map(|push| push.record.clone()).collect();
    keys.sort();
    keys
}

async fn a_damaged_wake_holds_up_no_other<S: Store>(store: Arc<S>, damage: &str, run: impl AsyncFn(&str)) {
    let spoil = async |key: &RecordKey| run(&format!("UPDATE wake SET {damage} WHERE key = '{key}'")).await;
    let office = office(&store);
    let devices = [1, 2, 3].map(Device::new);
    let [a, b, c] = [0, 1, 2].map(|number: usize| devices[number].key());
    for device in &devices {
        device.enroll(&office).await;
    }
    // By what has changed.
    let mut first = sender(&store);
    assert_eq!(whom(&said(&mut first, start()).await.0), []);
    for device in &devices {
        office.order(&device.key(), &admin(), &[query("A")], start() + secs(40)).await.unwrap();
    }
    spoil(&b).await;
    let (pushes, unreadable) = said(&mut first, start() + secs(40)).await;
    assert_eq!((whom(&pushes), unreadable), (vec![a.clone(), c.clone()], vec![b.clone()]), "{damage}");
    for push in &pushes {
        first.answer(&push.id, Outcome::Sent, start() + secs(70));
    }
    first.stop(start() + secs(70)).await.unwrap();

    // By what is pending, two days later.
    let later = start() + 2 * day();
    let mut next = sender(&store);
    let (pushes, unreadable) = said(&mut next, later).await;
    assert_eq!((whom(&pushes), unreadable), (vec![a.clone(), c.clone()], vec![b]), "{damage}");

    // While a push is under way.
    spoil(&c).await;
    for push in &pushes {
        next.answer(&push.id, Outcome::Sent, later + secs(30));
    }
    let (pushes, unreadable) = said(&mut next, later + secs(30)).await;
    assert_eq!((whom(&pushes), unreadable), (vec![], vec![c.clone()]), "{damage}");
    let due = store.wake(&a).await.unwrap().unwrap().due.unwrap();
    assert!(due > later + day() / 2, "what came of the other one is written");
    let error = store.wake(&c).await.unwrap_err();
    assert!(matches!(&error, Error::Unreadable { row: Unreadable::Wake(key) } if *key == c), "{error:?}");
}

/// A credential is refused, and tried once an hour. What cannot be read is no trial of it.
async fn a_damaged_wake_is_no_answer_of_the_provider<S: Store>(store: Arc<S>, run: impl AsyncFn(&str)) {
    let office = office(&store);
    let devices = [1, 2, 3, 4].map(Device::new);
    let mut sender = sender(&store);
    for (device, later) in devices.iter().zip([0, 30, 60, 90]) {
        device.enroll(&office).await;
        let now = start() + secs(later);
        office.order(&device.key(), &admin(), &[query("A")], now).await.unwrap();
        for push in said(&mut sender, now).await.0 {
            sender.answer(&push.id, Outcome::FixCredential, now);
        }
    }
    run(&format!("UPDATE wake SET need = -1 WHERE key = '{}'", devices[0].key())).await;
    let (mut pushes, mut unreadable) = (Vec::new(), Vec::new());
    for half_minute in 4..121 {
        let (sent, damaged) = said(&mut sender, start() + secs(30 * half_minute)).await;
        pushes.extend(sent);
        unreadable.extend(damaged);
    }
    assert_eq!(whom(&pushes), [devices[1].key()], "one is tried");
    // Where it was changed, and where it was tried.
    assert_eq!(unreadable, [devices[0].key(), devices[0].key()]);
}

/// Whoever has left can be forgotten, whatever became of the row by which it was woken.
async fn a_damaged_wake_goes_with_its_record<S: Store>(store: Arc<S>, run: impl AsyncFn(&str)) {
    let office = office(&store);
    let device = Device::new(1);
    device.enroll(&office).await;
    office.order(&device.key(), &admin(), &[query("A")], start()).await.unwrap();
    device.check_in(&office, &device.check_out()).await.unwrap();
    run(&format!("UPDATE wake SET need = -1 WHERE key = '{}'", device.key())).await;
    assert!(matches!(store.wake(&device.key()).await, Err(Error::Unreadable { .. })));
    office.purge(&device.key(), &admin(), start()).await.unwrap();
    assert_eq!(store.load(&device.key(), &Window::Head).await.unwrap(), None);
    assert_eq!(store.wake(&device.key()).await.unwrap(), None);
    // One that lives, with a user: it is given up first.
    let office = persons::office(&store);
    for number in [2, 3] {
        let mac = Device::mac(number);
        mac.enroll(&office).await;
        let udid = format!("UDID-{number}");
        persons::log_in(&office, &mac, &udid, persons::ACCOUNT).await;
        let keys = [mac.key(), persons::user(&udid)];
        for key in &keys {
            office.order(key, &admin(), &[query("A")], start()).await.unwrap();
            run(&format!("UPDATE wake SET need = -1 WHERE key = '{key}'")).await;
        }
        if number == 3 {
            office.release(&mac.key(), &admin(), start()).await.unwrap();
        }
        office.purge(&mac.key(), &admin(), start()).await.unwrap();
        for key in &keys {
            assert_eq!(store.load(key, &Window::Head).await.unwrap(), None);
            assert_eq!(store.wake(key).await.unwrap(), None);
        }
    }
}

/// A lease that cannot be read keeps nobody from sending with another credential, and is told.
async fn a_damaged_lease_holds_up_no_other<S: Store>(store: Arc<S>, run: impl AsyncFn(&str)) {
    let office = office(&store);
    let device = Device::new(1);
    device.enroll(&office).await;
    let (bad, config) = (Credential::new("a").unwrap(), Config::new(NonZeroU32::new(600).unwrap()));
    let lease = Lease::take(None, secs(30), start()).unwrap();
    assert!(store.swap_lease(&bad, None, &lease).await.unwrap());
    run("UPDATE lease SET fence = -1 WHERE credential = 'a'").await;
    let mut sender = sender(&store);
    sender.serve(bad.clone(), config);
    let mut pushes = Vec::new();
    let mut told = 0;
    office.order(&device.key(), &admin(), &[query("A")], start()).await.unwrap();
    for half in 0..60 {
        match sender.poll(start() + secs(half) / 2).await {
            Ok(round) => pushes.extend(round.pushes),
            Err(error) => {
                assert!(matches!(error, Error::Corrupt { .. }), "{error:?}");
                told += 1;
            }
        }
    }
    assert_eq!(whom(&pushes), [device.key()]);
    assert!(told > 50 && !sender.holds(&bad), "{told}");
}

async fn those_behind_a_damaged_event_are_read<S: Store>(
    store: Arc<S>,
    place: &str,
    run: impl AsyncFn(&str),
) {
    let office = office(&store);
    let device = Device::new(1);
    device.enroll(&office).await;
    for name in ["A", "B", "C"] {
        office.order(&device.key(), &admin(), &[query(name)], start()).await.unwrap();
    }
    let all = store.events(None, 99).await.unwrap();
    let bad = all[2].position;
    run(&format!("UPDATE event SET number = -1 WHERE {place} = {bad}")).await;
    for limit in [1, 2, 99] {
        let (mut after, mut found, mut named) = (None, Vec::new(), 0);
        loop {
            match store.events(after, limit).await {
                Ok(page) if page.is_empty() => break,
                Ok(page) => {
                    after = page.last().map(|event| event.position);
                    found.extend(page);
                }
                Err(Error::Unreadable { row: Unreadable::Event { position, key, after: None } }) => {
                    assert_eq!((position, key), (bad, Some(device.key())));
                    (after, named) = (Some(position), named + 1);
                }
                Err(error) => panic!("{error:?}"),
            }
        }
        let rest: Vec<_> = all.iter().filter(|event| event.position != bad).cloned().collect();
        assert_eq!((found, named), (rest, 1));
    }
}

/// The head of a record, a command and an event of another one, each damaged so.
struct Spoilt {
    damages: [&'static str; 3],
    /// Whether the number of the event is known all the same.
    numbered: bool,
}

async fn what_is_damaged_keeps_nobody_from_the_rest<S: Store>(
    store: Arc<S>,
    spoilt: Spoilt,
    of: impl Fn(&RecordKey) -> String,
    run: impl AsyncFn(&str),
) {
    let Spoilt { damages: [head, command, event], numbered } = spoilt;
    let office = persons::office(&store);
    let [mac, phone] = persons::plant(&office).await;
    let (mac, phone) = (mac.key(), phone.key());
    let whole = persons::export(&office, 1_000).await;
    let bad = store.events_of(&mac, None, 9).await.unwrap().remove(2);
    run(&format!("UPDATE record SET {head} WHERE key = '{phone}'")).await;
    run(&format!("UPDATE command SET {command} WHERE {} AND seq = 1", of(&mac))).await;
    let (version, number) = (bad.version.0, bad.index);
    run(&format!(
        "UPDATE event SET {event} WHERE {} AND version = {version} AND number = {number}",
        of(&mac)
    ))
    .await;
    for limit in [1_000, 1] {
        let held = persons::export(&office, limit).await;
        let unreadable: Vec<_> = held.iter().filter(|held| held.kind() == HeldKind::Unreadable).collect();
        for key in [&mac, &phone] {
            let named = Held::Unreadable { record: key.as_str().into() };
            assert!(unreadable.contains(&&named), "{key}: {unreadable:?}");
        }
        // What is not there any more is what was damaged.
        let lost = |kind| {
            let lost = whole.iter().filter(|before| before.kind() == kind && !held.contains(before));
            lost.filter(|lost| !serde_json::to_string(lost).unwrap().contains("UDID-2")).count()
        };
        for &kind in HeldKind::ALL {
            match kind {
                HeldKind::Command | HeldKind::Answer => assert_eq!(lost(kind), 1, "{kind:?}"),
                HeldKind::Event if numbered => assert_eq!(lost(kind), 1),
                HeldKind::Event => assert!(lost(kind) > 1),
                kind => assert_eq!(lost(kind), 0, "{kind:?}"),
            }
        }
    }
    let swept = office.sweep(None, start() + day()).await.unwrap();
    assert!(swept.outcomes.iter().any(|(key, told)| *key == phone && told.is_err()), "{swept:?}");
    let erased = office.erase_member(&persons::person(), &admin(), start() + day()).await.unwrap();
    assert!([&mac, &phone].iter().all(|key| erased.left.contains(key)), "{erased:?}");
    for held in persons::export(&office, 1_000).await {
        let gone = [HeldKind::Invitation, HeldKind::Member, HeldKind::Retirement];
        assert!(!gone.contains(&held.kind()), "{held:?}");
        assert!(persons::record(&held).is_none_or(|record| !record.contains("UDID-3")), "{held:?}");
    }
}

/// The checkpoint names what could not be read, the export says where it would stand, and the verifier that it is broken
/// there and nowhere else; when retention has passed it, it goes with the rest.
async fn an_auditor_goes_behind_a_damaged_event<S: Store>(
    store: Arc<S>,
    place: &str,
    run: impl AsyncFn(&str),
) {
    let office = office(&store);
    let (device, other) = (Device::new(1), Device::new(2));
    device.enroll(&office).await;
    other.enroll(&office).await;
    let acme = Tenant::new(TOPIC).unwrap();
    let auditor = Auditor::new(Arc::clone(&store), [acme.clone(), Tenant::new("other").unwrap()]);
    let round = async |at| {
        let drafts = auditor.drafts(Some(day()), at).await.unwrap();
        let mut passed = Vec::new();
        for draft in drafts {
            passed.push(draft.checkpoint().unreadable.clone());
            auditor.commit(draft, None).await.unwrap();
        }
        passed
    };
    let verify = async || {
        let (mut verifier, mut broken) = (Verifier::new(), None);
        let mut take = |line: Line| broken = broken.take().or_else(|| verifier.take(&line).err());
        auditor.export(&acme, None, &mut take).await.unwrap();
        broken.map_or_else(|| verifier.finish(), Err).map_err(|broken| (broken.at, broken.what))
    };
    for name in ["A", "B", "C"] {
        office.order(&device.key(), &admin(), &[query(name)], start()).await.unwrap();
    }
    office.order(&other.key(), &admin(), &[query("A")], start()).await.unwrap();
    let all = store.events(None, 99).await.unwrap();
    let of_device: Vec<_> = all.iter().filter(|event| event.row.key == device.key()).collect();
    let (bad, last) = (of_device[of_device.len() - 3], all.last().unwrap());
    for event in [bad, last] {
        run(&format!("UPDATE event SET number = -1 WHERE {place} = {}", event.position)).await;
    }
    // Their records are there, and say whose they are.
    let both = vec![bad.position.0, last.position.0];
    assert_eq!(round(start()).await, [both, vec![]]);
    assert_eq!(round(start()).await, [[0_u64; 0]; 0], "it is behind them");
    let key = device.key();
    let at = format!("{key} at position {}", bad.position);
    assert_eq!(verify().await.unwrap_err(), (at.into(), Break::Unreadable), "the first of both");
    // What comes later is told as ever, and the old goes, with what cannot be read.
    office.order(&key, &admin(), &[query("D")], start() + day()).await.unwrap();
    office.order(&other.key(), &admin(), &[query("D")], start() + day()).await.unwrap();
    for nth in 1..4 {
        round(start() + day() * nth).await;
        while auditor.prune(EventPosition(u64::MAX)).await.unwrap() > 0 {}
    }
    let left = store.events(None, 99).await.unwrap();
    assert!(left.iter().all(|event| event.position > last.position), "{left:?}");
    let summary = verify().await.unwrap();
    assert_eq!(summary.unreadable, 2);
}

/// A page of those whom an order is for, or of what came of it, is one page: the others get the order.
async fn a_damaged_page_holds_up_no_other<S: Store>(store: Arc<S>, damage: &str, run: impl AsyncFn(&str)) {
    let office = office(&store);
    let device = Device::new(1);
    device.enroll(&office).await;
    let spoil = async |name: &PayloadName| {
        run(&format!("UPDATE payload SET body = {damage} WHERE name = '{}'", name.0)).await;
    };
    let page = FanOut::PAGE;
    let nobody = |number: usize| RecordKey::new(&format!("device/nobody-{number:04}")).unwrap();
    let mut keys: Vec<_> = (0..2 * page + 9).map(nobody).collect();
    keys[0] = device.key();
    let last = Device::new(2);
    last.enroll(&office).await;
    keys.push(last.key());
    let (id, orders, targets) = (OrderId::new("spring").unwrap(), [query("A")], Targets::Listed(keys));
    let (actor, tenant) = (admin(), Tenant::new(TOPIC).unwrap());
    let order =
        NewFanOut { id: &id, actor: &actor, tenant: Some(&tenant), orders: &orders, targets: &targets };
    office.place_order(&order, start()).await.unwrap();
    spoil(&PayloadName(format!("{}/targets/1", id.key()).into())).await;
    for _ in 0..2 {
        assert!(office.expand_order(&id, start()).await.unwrap().more);
    }
    assert!(!office.expand_order(&id, start()).await.unwrap().more);
    let outcomes = office.order_progress(&id).await.unwrap().outcomes;
    let told = (outcomes.queued, outcomes.refused, outcomes.unknown, outcomes.total());
    assert_eq!(told, (2, 128, 136, 266));
    let lost = office.order_outcomes(&id, 1).await.unwrap();
    assert!(lost.len() == page && lost.iter().all(|(key, _)| key == id.key()), "{lost:?}");
    let TargetOutcome::Refused(why) = &lost[0].1 else { panic!("{lost:?}") };
    assert!(!why.is_empty() && !why.contains("device/"), "{why}");

    // It is taken back where it can be found.
    spoil(&id.outcomes(2)).await;
    office.cancel_order(&id, &actor, start()).await.unwrap();
    for _ in 0..3 {
        office.expand_order(&id, start()).await.unwrap();
    }
    let progress = office.order_progress(&id).await.unwrap();
    assert_eq!(
        (progress.stage, office.expand_order(&id, start()).await.unwrap().more),
        (FanOutStage::Cancelled, false)
    );
    assert_eq!(progress.commands.to_string(), "0 of 2 done, 1 dropped, 1 queued");
}

#[cfg(feature = "sqlite")]
mod sqlite {
    use super::*;
    use crate::folder::Folder;

    async fn on_a_file(test: impl AsyncFn(Arc<mdm_store::Sqlite>, &dyn Fn(&str))) {
        let folder = Folder::new();
        let path = folder.file("store.db");
        let store = Arc::new(mdm_store::Sqlite::open(&path).unwrap());
        let run =
            |sql: &str| assert_eq!(rusqlite::Connection::open(&path).unwrap().execute(sql, []).unwrap(), 1);
        test(store, &run).await;
    }

    #[tokio::test]
    async fn a_damaged_wake_holds_up_no_other() {
        for damage in DAMAGES.into_iter().chain(["routes = CAST(x'ff' AS TEXT)"]) {
            on_a_file(async |store, run| {
                super::a_damaged_wake_holds_up_no_other(store, damage, async |sql: &str| run(sql)).await;
            })
            .await;
        }
    }

    #[tokio::test]
    async fn a_damaged_wake_is_no_answer_of_the_provider() {
        on_a_file(async |store, run| {
            super::a_damaged_wake_is_no_answer_of_the_provider(store, async |sql: &str| run(sql)).await;
        })
        .await;
    }

    #[tokio::test]
    async fn what_is_damaged_keeps_nobody_from_the_rest() {
        let of = |key: &RecordKey| format!("record = (SELECT id FROM record WHERE key = '{key}')");
        on_a_file(async |store, run| {
            let run = async |sql: &str| run(sql);
            let spoilt = Spoilt { damages: ["shut = 1000", "rank = -1", "number = -1"], numbered: false };
            super::what_is_damaged_keeps_nobody_from_the_rest(store, spoilt, of, run).await;
        })
        .await;
        on_a_file(async |store, run| {
            let run = async |sql: &str| run(sql);
            let spoilt = Spoilt { damages: ["body = x'0102'"; 3], numbered: true };
            let store = Arc::new(crate::disk::sealed(store));
            super::what_is_damaged_keeps_nobody_from_the_rest(store, spoilt, of, run).await;
        })
        .await;
    }

    #[tokio::test]
    async fn those_behind_a_damaged_event_are_read() {
        on_a_file(async |store, run| {
            super::those_behind_a_damaged_event_are_read(store, "position", async |sql: &str| run(sql)).await;
        })
        .await;
    }

    #[tokio::test]
    async fn an_auditor_goes_behind_a_damaged_event() {
        on_a_file(async |store, run| {
            super::an_auditor_goes_behind_a_damaged_event(store, "position", async |sql: &str| run(sql))
                .await;
        })
        .await;
    }

    #[tokio::test]
    async fn a_damaged_wake_goes_with_its_record() {
        on_a_file(async |store, run| {
            super::a_damaged_wake_goes_with_its_record(store, async |sql: &str| run(sql)).await;
        })
        .await;
    }

    #[tokio::test]
    async fn a_damaged_lease_holds_up_no_other() {
        on_a_file(async |store, run| {
            super::a_damaged_lease_holds_up_no_other(store, async |sql: &str| run(sql)).await;
        })
        .await;
    }

    #[tokio::test]
    async fn a_damaged_page_holds_up_no_other() {
        for damage in ["x'00ff'", "x''", "CAST('{\"v\":3,\"r\":[]}' AS BLOB)"] {
            on_a_file(async |store, run| {
                super::a_damaged_page_holds_up_no_other(store, damage, async |sql: &str| run(sql)).await;
            })
            .await;
        }
    }
}

#[cfg(feature = "postgres")]
pub(crate) mod postgres {
    use super::*;
    use crate::cluster::{Server, server};

    pub(crate) async fn run(server: &Server, schema: &str, sql: &str) {
        let (client, line) = tokio_postgres::connect(server.text(), tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(line);
        client.batch_execute(&format!("SET search_path TO {schema}")).await.unwrap();
        assert_eq!(client.execute(sql, &[]).await.unwrap(), 1);
    }

    #[tokio::test]
    async fn a_damaged_wake_holds_up_no_other() {
        let Some(server) = server() else { return };
        for damage in DAMAGES.into_iter().chain([r"routes = '\xff'"]) {
            let options = server.options();
            let store = mdm_store::Postgres::open_with(&server.connection(), options.clone()).await.unwrap();
            let run = async |sql: &str| run(server, &options.schema, sql).await;
            super::a_damaged_wake_holds_up_no_other(Arc::new(store), damage, run).await;
        }
    }

    #[tokio::test]
    async fn what_is_damaged_keeps_nobody_from_the_rest() {
        let Some(server) = server() else { return };
        let options = server.options();
        let store = mdm_store::Postgres::open_with(&server.connection(), options.clone()).await.unwrap();
        let run = async |sql: &str| run(server, &options.schema, sql).await;
        let spoilt = Spoilt { damages: ["shut = 1000", "rank = -1", "number = -1"], numbered: false };
        let of = |key: &RecordKey| format!("key = '{key}'");
        super::what_is_damaged_keeps_nobody_from_the_rest(Arc::new(store), spoilt, of, run).await;
    }

    #[tokio::test]
    async fn those_behind_a_damaged_event_are_read() {
        let Some(server) = server() else { return };
        let options = server.options();
        let store = mdm_store::Postgres::open_with(&server.connection(), options.clone()).await.unwrap();
        let run = async |sql: &str| run(server, &options.schema, sql).await;
        super::those_behind_a_damaged_event_are_read(Arc::new(store), "place", run).await;
    }

    #[tokio::test]
    async fn an_auditor_goes_behind_a_damaged_event() {
        let Some(server) = server() else { return };
        let options = server.options();
        let store = mdm_store::Postgres::open_with(&server.connection(), options.clone()).await.unwrap();
        let run = async |sql: &str| run(server, &options.schema, sql).await;
        super::an_auditor_goes_behind_a_damaged_event(Arc::new(store), "place", run).await;
    }

    #[tokio::test]
    async fn a_damaged_wake_goes_with_its_record() {
        let Some(server) = server() else { return };
        let options = server.options();
        let store = mdm_store::Postgres::open_with(&server.connection(), options.clone()).await.unwrap();
        let run = async |sql: &str| run(server, &options.schema, sql).await;
        super::a_damaged_wake_goes_with_its_record(Arc::new(store), run).await;
    }

    #[tokio::test]
    async fn a_damaged_lease_holds_up_no_other() {
        let Some(server) = server() else { return };
        let options = server.options();
        let store = mdm_store::Postgres::open_with(&server.connection(), options.clone()).await.unwrap();
        let run = async |sql: &str| run(server, &options.schema, sql).await;
        super::a_damaged_lease_holds_up_no_other(Arc::new(store), run).await;
    }
}
