//! A whole world moves to another store in the middle of everything, and goes on there.

use std::sync::Arc;
use std::time::SystemTime;

use mdm_apple::Status;
use mdm_enrollment::audit::Verifier;
use mdm_enrollment::row::{
    Batch, CommandRow, Credential, Lease, Link, Loaded, PayloadName, RecordKey, Refused, Tenant, WakeRow,
    Window,
};
use mdm_enrollment::{Targets, UserPolicy};
use mdm_store::credentials::{Credentials, Kind, Name, New, Secret};
use mdm_store::push::Outcome;
use mdm_store::seal::Place;
use mdm_store::{
    Auditor, ChangedWake, Ends, Error, Incoming, Memory, Outbox, OutboxOptions, Rows, Store, StoredEvent,
    Transfer, Unreadable, WakePosition,
};

use crate::fanout::{copies, id, new};
use crate::pushes::{credential, pushes, sender};
use crate::users;
use crate::world::{
    Device, TOPIC, admin, history, invitation, name, query, removal, secs, slot, start, stored_events, ticket,
};

/// How many devices an order is for: some pages of rows.
const MANY: usize = 1_100;

fn acme() -> Tenant {
    Tenant::new(TOPIC).unwrap()
}

fn outbox<S: Store>(store: &Arc<S>) -> Outbox<Arc<S>> {
    let mut options = OutboxOptions::default();
    options.batch = 20;
    Outbox::new(Arc::clone(store), "tickets", options).unwrap()
}

/// What a consumer is told in one delivery.
async fn told<S: Store>(store: &Arc<S>, now: SystemTime) -> Vec<String> {
    let outbox = outbox(store);
    let mut delivery = outbox.poll(now).await.unwrap();
    let mut told = Vec::new();
    while let Some(event) = delivery.next_event() {
        told.push(event.id.clone());
    }
    outbox.settle(delivery, now).await.unwrap();
    told
}

async fn checkpoint<S: Store>(store: &Arc<S>, now: SystemTime) {
    let auditor = Auditor::new(Arc::clone(store), [acme()]);
    for draft in auditor.drafts(None, now).await.unwrap() {
        auditor.commit(draft, None).await.unwrap();
    }
}

fn token() -> Name {
    Name::new(Kind::ProviderToken, "relay").unwrap()
}

/// What is remembered of the life before.
struct Before {
    told: Vec<String>,
    lease: Lease,
    last: u64,
    wake: WakePosition,
}

/// A life that is cut off in the middle of everything.
async fn live<S: Store>(store: &Arc<S>) -> Before {
    let office = users::office(store, UserPolicy::Managed);
    let [phone, waiting, gone] = [1, 2, 3].map(Device::new);
    for device in [&phone, &waiting, &gone] {
        device.enroll(&office).await;
    }
    let ticket = ticket(9);
    let open = invitation(&ticket, start() + secs(3_600));
    office.open_slot(&slot("slot-9"), &open, start()).await.unwrap();
    users::token_update(&office, &phone, "A1").await.unwrap();
    office.order(&users::record("A1"), &admin(), &[query("U")], start()).await.unwrap();

    // Of a chain one is done, one was sent, one waits for it.
    office.order(&phone.key(), &admin(), &[query("A"), removal("B"), removal("C")], start()).await.unwrap();
    let served = phone.connect(&office, &phone.idle()).await.unwrap();
    assert_eq!(name(&served.body).as_deref(), Some("A"));
    let served = phone.connect(&office, &phone.report(Status::Acknowledged, "A")).await.unwrap();
    assert_eq!(name(&served.body).as_deref(), Some("B"));

    #[cfg(feature = "declarative")]
    {
        use crate::declarative::{draft, set, tenant, test};
        let draft = draft("base", &[test("t", "1")]);
        office.replace_declarations(&tenant(), &admin(), &draft, start()).await.unwrap();
        office.assign_declarations(&waiting.key(), &admin(), &[set("base")], start()).await.unwrap();
    }
    let new_token = New::provider_token("relay", Secret::from_bytes(b"secret".to_vec()), None).unwrap();
    let credentials = Credentials::new(Arc::clone(store));
    credentials.put(&new_token.of_tenant(acme()), None, start()).await.unwrap();

    // Half of an order to many.
    let keys = copies(&**store, &phone, MANY).await;
    let (spring, orders) = (id("spring"), [query("S")]);
    let targets = Targets::Listed(keys);
    office.place_order(&new(&spring, &orders, &targets), start()).await.unwrap();
    assert!(office.expand_order(&spring, start()).await.unwrap().more);

    // Each fills a page.
    let large = ["1", "2"].map(|name| (PayloadName(format!("large/{name}").into()), vec![7; 9 << 20]));
    store.commit(Batch { payloads: large.into(), ..Batch::default() }).await.unwrap();

    // One push was sent, one is owed; the lease goes on.
    let mut sender = sender(store);
    for push in pushes(&mut sender, start()).await {
        sender.answer(&push.id, Outcome::Sent, start());
    }
    pushes(&mut sender, start()).await;
    let lease = store.lease(&credential()).await.unwrap().unwrap();
    office.order(&waiting.key(), &admin(), &[query("W")], start() + secs(62)).await.unwrap();

    checkpoint(store, start()).await;
    let told = [told(store, start()).await, told(store, start()).await].concat();
    assert_eq!(told.len(), 40);
    // Positions of which nothing is left.
    gone.check_in(&office, &gone.check_out()).await.unwrap();
    office.purge(&gone.key(), &admin(), start()).await.unwrap();
    office.flush_contacts().await.unwrap();
    let last = stored_events(&**store).await.last().unwrap().position.0;
    Before { told, lease, last, wake: store.last_wake().await.unwrap() }
}

/// The same life, where it was cut off.
async fn go_on<S: Store>(store: &Arc<S>, before: Before) {
    let office = users::office(store, UserPolicy::Managed);
    let [phone, waiting] = [1, 2].map(Device::new);
    // The device answers what it was sent before, and gets what waited for that.
    let served = phone.connect(&office, &phone.report(Status::Acknowledged, "B")).await.unwrap();
    assert_eq!(name(&served.body).as_deref(), Some("C"));
    assert_eq!(phone.session(&office).await, ["C"]);
    assert!(history(&**store, &phone.key()).await.iter().all(|entry| entry.state.is_final()));

    // Who was owed a push gets one, from a sender that takes the lease over: its fence is the next one.
    let now = before.lease.until + secs(61);
    let mut sender = sender(store);
    let mut woken = pushes(&mut sender, now).await;
    woken.extend(pushes(&mut sender, now + secs(61)).await);
    assert!(woken.iter().any(|push| push.record == waiting.key()), "{woken:?}");
    let lease = store.lease(&credential()).await.unwrap().unwrap();
    assert_eq!(lease.fence, before.lease.fence + 1);
    let session = waiting.session(&office).await;
    assert!(session.contains(&"W".to_owned()), "{session:?}");

    let spring = id("spring");
    while office.expand_order(&spring, start()).await.unwrap().more {}
    let progress = office.order_progress(&spring).await.unwrap();
    assert_eq!(progress.commands.to_string(), format!("0 of {MANY} done, {MANY} queued"));

    let kept = Credentials::new(Arc::clone(store)).get(&token()).await.unwrap().unwrap();
    assert_eq!(kept.secret.expose_secret(), b"secret");
    let next = Device::new(4);
    office.claim_slot(&ticket(9), next.certificate().fingerprint(), start()).await.unwrap();

    // The consumer is told the rest, each once, and what is new stands behind what was there.
    let mut all = before.told;
    loop {
        let more = told(store, start()).await;
        if more.is_empty() {
            break;
        }
        all.extend(more);
    }
    let events = stored_events(&**store).await;
    assert!(events.last().unwrap().position.0 > before.last);
    assert!(store.last_wake().await.unwrap() > before.wake);
    let (count, gone) = (all.len(), Device::new(3).key().to_string());
    all.sort();
    all.dedup();
    assert_eq!(all.len(), count, "none is told twice");
    all.retain(|id| !id.starts_with(&gone));
    let mut ids: Vec<String> = events.into_iter().map(|event| event.id).collect();
    ids.sort();
    assert_eq!(all, ids, "none is lost");

    checkpoint(store, start() + secs(99)).await;
    let auditor = Auditor::new(Arc::clone(store), [acme()]);
    // The copies of a device hang in no chain of their own.
    for key in [phone.key(), waiting.key(), users::record("A1")] {
        let (mut verifier, mut broken) = (Verifier::new().only(&key), None);
        let line = &mut |line| broken = broken.take().or_else(|| verifier.take(&line).err());
        auditor.export(&acme(), Some(&key), line).await.unwrap();
        assert_eq!(broken, None);
        let summary = verifier.finish().unwrap();
        assert!(summary.checkpoints >= 2 && summary.events > 1 && summary.chains == 1, "{summary:?}");
    }
}

/// Everything that can be read in a store.
#[derive(Debug, PartialEq)]
struct Everything {
    ends: Ends,
    bodies: Vec<(Place, Option<Vec<u8>>)>,
    loaded: Vec<Option<Loaded>>,
    commands: Vec<Vec<CommandRow>>,
    found: Vec<(Link, Vec<RecordKey>)>,
    contacts: Vec<Option<SystemTime>>,
    events: Vec<StoredEvent>,
    events_of: Vec<Vec<StoredEvent>>,
    wakes: Vec<ChangedWake>,
    pending: Vec<WakeRow>,
    sizes: Vec<Option<u64>>,
    leases: Vec<(Credential, Lease)>,
}

async fn everything(store: &impl Rows) -> Everything {
    let mut bodies: Vec<(Place, Option<Vec<u8>>)> = Vec::new();
    loop {
        let page = store.places(bodies.last().map(|(place, _)| place), 1_000).await.unwrap();
        if page.is_empty() {
            break;
        }
        for (place, _) in page {
            let body = store.body(&place).await.unwrap();
            bodies.push((place, body));
        }
    }
    let (mut loaded, mut commands, mut found) = (Vec::new(), Vec::new(), Vec::new());
    let (mut contacts, mut events_of, mut sizes) = (Vec::new(), Vec::new(), Vec::new());
    for (place, _) in &bodies {
        match place {
            Place::Head(key) => {
                let rows = store.commands(key, None, 1_000).await.unwrap();
                let reported = rows.first().map(|row| row.uuid.clone());
                let (now, at) = (start(), start() + secs(1_000_000));
                for window in [
                    Window::Open,
                    Window::Session { reported: None, refused: Refused::Include, now: at },
                    Window::Session { reported, refused: Refused::Skip, now },
                    Window::Done { keep: 0, limit: 9 },
                ] {
                    loaded.push(store.load(key, &window).await.unwrap());
                }
                let links = loaded.last().unwrap().as_ref().unwrap().head.links.clone();
                for link in links {
                    if !found.iter().any(|(known, _)| *known == link) {
                        let keys = store.find(&link, None, 1_000).await.unwrap();
                        found.push((link, keys));
                    }
                }
                commands.push(rows);
                contacts.push(store.last_contact(key).await.unwrap());
                events_of.push(store.events_of(key, None, 1_000).await.unwrap());
            }
            Place::Payload(name) => {
                sizes.extend(store.payload_sizes(std::slice::from_ref(name)).await.unwrap());
            }
            _ => {}
        }
    }
    Everything {
        ends: store.ends().await.unwrap(),
        bodies,
        loaded,
        commands,
        found,
        contacts,
        events: stored_events(store).await,
        events_of,
        wakes: store.changed_wakes(WakePosition(0), 1_000).await.unwrap(),
        pending: store.pending_wakes(&credential(), None, 1_000).await.unwrap(),
        sizes,
        leases: store.leases(None, 1_000).await.unwrap(),
    }
}

/// Moves everything; killed after each page if `open` opens the same store again.
async fn transferred<T: Rows>(from: &impl Rows, open: impl AsyncFn() -> Incoming<T>, is_killed: bool) -> T {
    let mut pages = 0;
    let mut transfer = Transfer::begin(from, open().await).await.unwrap();
    while let Some(step) = transfer.step().await.unwrap() {
        assert!(step.left_out.is_empty() && step.rows > 0);
        pages += 1;
        if is_killed {
            drop(transfer);
            transfer = Transfer::begin(from, open().await).await.unwrap();
        }
    }
    assert!(pages > 3, "{pages}");
    transfer.finish().await.unwrap()
}

async fn moves<F: Rows, T: Rows>(from: F, open: impl AsyncFn() -> Incoming<T>, is_killed: bool) {
    let store = Arc::new(from);
    let before = live(&store).await;
    let there = everything(&*store).await;
    let to = transferred(&*store, open, is_killed).await;
    let here = everything(&to).await;
    assert_eq!(here.bodies.len(), there.bodies.len());
    assert!(here == there);
    go_on(&Arc::new(to), before).await;
}

/// Without the key, which comes into play again when all is there.
async fn moves_sealed<F: Rows, T: Rows>(from: F, open: impl AsyncFn() -> Incoming<T>) {
    let store = Arc::new(crate::disk::sealed(from));
    let before = live(&store).await;
    let there = everything(store.store()).await;
    let to = transferred(store.store(), open, false).await;
    assert!(everything(&to).await == there);
    go_on(&Arc::new(crate::disk::sealed(to)), before).await;
}

async fn in_memory() -> Incoming<Memory> {
    Incoming::new(Memory::new())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn within_memory() {
    moves(Memory::new(), in_memory, false).await;
    moves_sealed(Memory::new(), in_memory).await;
}

/// What is damaged in one row is told, and left behind only if somebody says so; everything else comes along.
#[cfg(any(feature = "postgres", feature = "sqlite"))]
async fn what_is_damaged_is_told<F: Rows, T: Rows>(
    from: F,
    to: Incoming<T>,
    of: impl Fn(&RecordKey) -> String,
    run: impl AsyncFn(&str),
) {
    let from = Arc::new(from);
    live(&from).await;
    let before = everything(&*from).await;
    let [phone, lost] = [1, 2].map(|number| Device::new(number).key());
    let event = from.events_of(&phone, None, 9).await.unwrap().remove(2);
    let (version, index) = (event.version.0, event.index);
    run(&format!("UPDATE record SET shut = 1000 WHERE key = '{lost}'")).await;
    run(&format!("UPDATE command SET rank = -1 WHERE {} AND seq = 2", of(&phone))).await;
    let place = format!("{} AND version = {version} AND number = {index}", of(&phone));
    run(&format!("UPDATE event SET number = -1 WHERE {place}")).await;
    run(&format!("UPDATE wake SET need = -1 WHERE key = '{phone}'")).await;
    run("UPDATE lease SET fence = -1").await;

    let mut transfer = Transfer::begin(&*from, to).await.unwrap();
    let (mut told, mut left_out) = (Vec::new(), std::collections::BTreeSet::new());
    loop {
        match transfer.step().await {
            Ok(None) => break,
            Ok(Some(step)) => left_out.extend(step.left_out),
            Err(Error::Unreadable { row }) => {
                // It stays the next one, whatever else is passed.
                assert!(!transfer.pass(&Unreadable::Row(Place::Head(phone.clone()))));
                let again = transfer.step().await.unwrap_err();
                assert!(matches!(again, Error::Unreadable { row: again } if again == row));
                assert!(transfer.pass(&row) && !transfer.pass(&row));
                told.push(row.to_string());
            }
            Err(error) => panic!("{error:?}"),
        }
    }
    let expected = [
        format!("the row with record.body of {lost}"),
        format!("the row with command.body of {phone}, command 2"),
        format!("the event at {}, of {phone},", event.position),
        format!("the wake of {phone}"),
        format!("the lease of {TOPIC}"),
    ];
    assert_eq!(told, expected);
    assert_eq!(left_out, [lost.clone()].into());
    let to = Arc::new(transfer.finish().await.unwrap());
    let after = everything(&*to).await;
    let is_lost = |place: &Place| match place {
        Place::Head(key) | Place::Wake(key) => *key == lost || *place == Place::Wake(phone.clone()),
        Place::Command { key, seq } => *key == lost || (key, *seq) == (&phone, 2),
        _ => false,
    };
    let kept: Vec<_> = before.bodies.into_iter().filter(|(place, _)| !is_lost(place)).collect();
    assert!(after.bodies == kept);
    let is_lost = |one: &StoredEvent| one.row.key == lost || one.position == event.position;
    let kept: Vec<_> = before.events.into_iter().filter(|one| !is_lost(one)).collect();
    assert!(after.events == kept && after.leases.is_empty() && after.ends == before.ends);

    // A device of which a command was left behind takes orders, carries them out, and can leave.
    let (office, device) = (users::office(&to, UserPolicy::Managed), Device::new(1));
    assert_eq!(to.load(&phone, &Window::Head).await.unwrap().unwrap().open, 1);
    office.order(&phone, &admin(), &[query("L")], start()).await.unwrap();
    assert_eq!(device.session(&office).await, ["C", "L"]);
    office.order(&phone, &admin(), &[query("M")], start()).await.unwrap();
    device.check_in(&office, &device.check_out()).await.unwrap();
    assert!(history(&*to, &phone).await.iter().all(|entry| entry.state.is_final()));
}

/// Who serves on while all is copied is found, at the end and when the copy goes on.
#[tokio::test]
async fn a_source_that_changes_is_found() {
    let from = Arc::new(Memory::new());
    live(&from).await;
    let to = Memory::new();
    let mut transfer = Transfer::begin(&*from, Incoming::new(&to)).await.unwrap();
    transfer.step().await.unwrap();
    let office = crate::world::office(&from);
    office.order(&Device::new(1).key(), &admin(), &[query("late")], start()).await.unwrap();
    assert!(matches!(transfer.finish().await, Err(Error::SourceChanged)));
    let again = Transfer::begin(&*from, Incoming::new(&to)).await;
    assert!(matches!(again, Err(Error::SourceChanged)));
}

#[cfg(feature = "sqlite")]
mod sqlite {
    use mdm_store::{AnyStore, Durability, Sqlite, SqliteOptions};

    use super::*;
    use crate::folder::Folder;

    pub(super) fn options() -> SqliteOptions {
        let mut options = SqliteOptions::default();
        options.durability = Durability::Process;
        options
    }

    pub(super) fn open(folder: &Folder) -> Sqlite {
        Sqlite::open_with(folder.file("from.db"), options()).unwrap()
    }

    /// Half of a store is served by nobody, also not by those who know nothing of copies.
    pub(super) async fn incoming(folder: &Folder) -> Incoming<Sqlite> {
        let path = folder.file("to.db");
        if path.exists() {
            let opened = Sqlite::open_with(&path, options());
            assert!(matches!(opened, Err(Error::HalfCopied)), "{opened:?}");
            let number = "PRAGMA user_version";
            let connection = rusqlite::Connection::open(&path).unwrap();
            assert!(connection.query_row(number, [], |row| row.get::<_, i64>(0)).unwrap() > 1_000);
        }
        Sqlite::open_for_copy(path, options()).unwrap()
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn to_memory_and_back() {
        let folder = Folder::new();
        moves(open(&folder), in_memory, false).await;
        moves(Memory::new(), async || incoming(&folder).await, true).await;
        let left = Sqlite::open_with(folder.file("to.db"), options()).unwrap().check().await.unwrap();
        assert_eq!(left, [""; 0]);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn what_is_damaged_is_told() {
        let of = |key: &RecordKey| format!("record = (SELECT id FROM record WHERE key = '{key}')");
        let run = |folder: &Folder, sql: &str| {
            let connection = rusqlite::Connection::open(folder.file("from.db")).unwrap();
            assert_eq!(connection.execute(sql, []).unwrap(), 1);
        };
        let folder = Folder::new();
        let to = in_memory().await;
        super::what_is_damaged_is_told(open(&folder), to, of, async |sql: &str| run(&folder, sql)).await;
        let folder = Folder::new();
        let to = incoming(&folder).await;
        super::what_is_damaged_is_told(open(&folder), to, of, async |sql: &str| run(&folder, sql)).await;
        let left = Sqlite::open_with(folder.file("to.db"), options()).unwrap().check().await.unwrap();
        assert_eq!(left, [""; 0]);
    }

    /// As a program does that leaves the choice to its configuration.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn to_another_file_sealed() {
        let folder = Folder::new();
        let to = async || incoming(&folder).await.into_any();
        moves_sealed(AnyStore::from(open(&folder)), to).await;
    }
}

#[cfg(all(feature = "postgres", feature = "sqlite"))]
mod postgres {
    use mdm_store::{Postgres, PostgresOptions};

    use super::*;
    use crate::cluster::{Server, server};
    use crate::folder::Folder;

    async fn incoming(server: &Server, options: &PostgresOptions, goes_on: bool) -> Incoming<Postgres> {
        if goes_on {
            let opened = Postgres::open_with(&server.connection(), options.clone()).await;
            assert!(matches!(opened, Err(Error::HalfCopied)), "{opened:?}");
        }
        Postgres::open_for_copy(&server.connection(), options.clone()).await.unwrap()
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_file_to_a_server() {
        let Some(server) = server() else { return };
        let folder = Folder::new();
        let (options, again) = (server.options(), std::cell::Cell::new(false));
        let to = async || incoming(server, &options, again.replace(true)).await;
        moves(sqlite::open(&folder), to, true).await;
        let options = server.options();
        let folder = Folder::new();
        moves_sealed(sqlite::open(&folder), async || incoming(server, &options, false).await).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn what_is_damaged_is_told() {
        let Some(server) = server() else { return };
        let options = server.options();
        let store = Postgres::open_with(&server.connection(), options.clone()).await.unwrap();
        let run = async |sql: &str| crate::damaged::postgres::run(server, &options.schema, sql).await;
        let to = incoming(server, &server.options(), false).await;
        super::what_is_damaged_is_told(store, to, |key| format!("key = '{key}'"), run).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_server_to_a_file() {
        let Some(server) = server() else { return };
        let folder = Folder::new();
        let to = async || sqlite::incoming(&folder).await;
        moves(server.store().await, to, true).await;
        moves_sealed(server.store().await, in_memory).await;
    }
}
