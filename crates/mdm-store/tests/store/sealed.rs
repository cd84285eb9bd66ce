//! Sealed stores: the suite passes through the seal, keys are rotated under way, damage is told and does no more harm.

use mdm_store::conformance::{self, Report};
use mdm_store::row::{
    Batch, CommandRow, Credential, Demand, EventRow, Gates, HeadRow, Lane, PayloadName, Phase, RecordKey,
    Route, RouteKind, Tenant, Version, WakeChange, Window, Write,
};
use mdm_store::seal::{AesGcm, AnySeal, KeyId, KeyRing, Place, Plain, Seal as _, SealFault, SealKey, Sealed};
use mdm_store::{
    AnyStore, Blame, Bodies, BodySwap, Error, Memory, Retry, Store, Unreadable, WakePosition, limits,
};

pub(crate) fn key(text: &str) -> RecordKey {
    RecordKey::new(text).unwrap()
}

pub(crate) fn at(millis: u64) -> std::time::SystemTime {
    std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_millis(millis)
}

fn seal_key(id: u32) -> SealKey {
    SealKey::from_bytes([u8::try_from(id).unwrap(); 32])
}

/// Seals with the first, opens with the others too.
pub(crate) fn aes(ids: &[u32]) -> AesGcm<KeyRing> {
    let (first, others) = ids.split_first().unwrap();
    let ring = KeyRing::new(KeyId(*first), seal_key(*first));
    AesGcm::new(others.iter().fold(ring, |ring, id| ring.with(KeyId(*id), seal_key(*id))))
}

fn check(report: &Report) {
    assert!(report.passed(), "{report}");
    assert!(report.cases.len() > 5, "{report}");
}

#[tokio::test]
async fn sealed_memory_conforms() {
    check(&conformance::run(async || Sealed::new(Memory::new(), aes(&[1]))).await);
    check(&conformance::run(async || Sealed::new(Memory::new(), AnySeal::new(aes(&[1])))).await);
    check(&conformance::run_bodies(async || Memory::new()).await);
}

/// Chosen at run time: what is kept is what the seal inside makes.
#[tokio::test]
async fn any_seal_is_the_one_inside() {
    let check = async |seal: AnySeal, id: u32, same: bool| {
        let store = Sealed::new(AnyStore::from(Memory::new()), seal);
        filled(&store).await;
        let kept = store.store().body(&Place::Head(key("a"))).await.unwrap().unwrap();
        assert_eq!((kept == b"a's head", store.seal().current()), (same, KeyId(id)));
        assert_eq!(store.seal().key_of(&kept), Some(KeyId(id)));
        assert!(!format!("{store:?}").contains("a's head"));
        let plain = Memory::new();
        filled(&plain).await;
        assert_eq!(all(&store).await, all(&plain).await);
    };
    check(AnySeal::new(Plain), 0, true).await;
    check(AnySeal::new(aes(&[3])), 3, false).await;
    check(AnySeal::new(AnySeal::new(aes(&[3]))), 3, false).await;
}

#[cfg(feature = "deflate")]
#[tokio::test]
async fn packed_memory_conforms() {
    use mdm_store::seal::{Deflate, Plain};
    check(&conformance::run(async || Sealed::new(Memory::new(), Deflate::new(Plain))).await);
    check(&conformance::run(async || Sealed::new(Memory::new(), Deflate::new(aes(&[1])))).await);
}

#[cfg(feature = "sqlite")]
#[tokio::test]
async fn sealed_sqlite_conforms() {
    let folder = crate::folder::Folder::new();
    let number = std::cell::Cell::new(0);
    let make = async || {
        number.set(number.get() + 1);
        let options = mdm_store::SqliteOptions::default().with_durability(mdm_store::Durability::Process);
        mdm_store::Sqlite::open_with(folder.file(&format!("{}.db", number.get())), options).unwrap()
    };
    check(&conformance::run(async || Sealed::new(make().await, aes(&[1]))).await);
    check(&conformance::run_bodies(make).await);
}

#[cfg(feature = "postgres")]
#[tokio::test]
async fn sealed_postgres_conforms() {
    let Some(server) = crate::cluster::server() else { return };
    check(&conformance::run(async || Sealed::new(server.store().await, aes(&[1]))).await);
    check(&conformance::run_bodies(async || server.store().await).await);
}

/// One of everything, in the version after `expected`.
pub(crate) fn full(name: &str, expected: Option<u64>) -> Batch {
    let body = |column: &str| format!("{name}'s {column}").into_bytes();
    let register = WakeChange::Register {
        tenant: Tenant::new("tenant").unwrap(),
        routes: vec![Route { kind: RouteKind::Apns, credential: credential() }],
        body: body("wake"),
        at: at(0),
    };
    let seq = expected.unwrap_or_default();
    let command = CommandRow {
        seq,
        uuid: format!("uuid-{seq}").into(),
        phase: Phase::Waiting,
        rank: 1,
        waits_on: vec![],
        gates: Gates::NONE,
        refused_in: None,
        not_before: None,
        expires_at: None,
        body: body("command"),
    };
    let write = Write {
        key: key(name),
        expected: expected.map(Version),
        head: HeadRow {
            session: 0,
            shut: Gates::NONE,
            backoff_until: None,
            links: vec![],
            body: body("head"),
        },
        commands: vec![command],
        forget: vec![],
        wake: vec![register, WakeChange::Demand(Demand::new(Lane::Normal, at(0)))],
    };
    let event =
        |number: u8| EventRow { key: key(name), at: at(0), body: [body("event"), vec![number]].concat() };
    Batch {
        writes: vec![write],
        payloads: vec![(PayloadName(name.into()), body("payload"))],
        events: vec![event(1), event(2)],
        ..Batch::default()
    }
}

pub(crate) fn credential() -> Credential {
    Credential::new("certificate").unwrap()
}

/// Everything that can be read, as text.
async fn all(store: &impl Store) -> String {
    let mut all = Vec::new();
    for name in ["a", "b"] {
        all.push(format!(
            "{:?}",
            store.load(&key(name), &Window::Open).await.map(|loaded| loaded.map(bodies))
        ));
        let payload = store.payload(&PayloadName(name.into())).await;
        all.push(format!(
            "{payload:?} {:?}",
            store.wake(&key(name)).await.map(|row| row.map(|row| row.body))
        ));
    }
    let events = store.events(None, 9).await;
    all.push(format!(
        "{:?}",
        events.map(|events| events.into_iter().map(|e| e.row.body).collect::<Vec<_>>())
    ));
    all.join("\n")
}

fn bodies(loaded: mdm_store::row::Loaded) -> Vec<Vec<u8>> {
    let commands = loaded.commands.into_iter().map(|command| command.body);
    [loaded.head.body].into_iter().chain(commands).collect()
}

async fn filled<S: Store>(store: &S) {
    store.commit(full("a", None)).await.unwrap();
    store.commit(full("b", None)).await.unwrap();
    store.commit(full("a", Some(1))).await.unwrap();
}

/// In steps of this size, until there is nothing more.
async fn reseal<S: Bodies>(store: &Sealed<S, AesGcm<KeyRing>>, limit: usize) -> (usize, Vec<Error>) {
    let (mut sealed, mut failed, mut after) = (0, Vec::new(), None);
    loop {
        let step = store.reseal(after.as_ref(), limit).await.unwrap();
        sealed += step.sealed;
        failed.extend(step.failed);
        after = step.next;
        if after.is_none() {
            return (sealed, failed);
        }
    }
}

#[tokio::test]
async fn keys_are_rotated_in_steps() {
    for limit in [1, 2, 3, 100] {
        let store = std::sync::Arc::new(Memory::new());
        let old = Sealed::new(std::sync::Arc::clone(&store), aes(&[1]));
        filled(&old).await;
        let plain = all(&old).await;
        // Another node got the new key first, and both go on writing.
        let (early, new) = (Sealed::new(&store, aes(&[1, 2])), Sealed::new(&store, aes(&[2, 1])));
        assert_eq!((all(&early).await, all(&new).await), (plain.clone(), plain.clone()));
        assert_eq!(event_keys(&new, limit).await, [Some(KeyId(1))].into());
        let (wake, position) =
            (store.wake(&key("b")).await.unwrap().unwrap(), store.last_wake().await.unwrap());

        // 2 heads, 3 commands, 2 payloads, 2 wakes.
        let (sealed, failed) = reseal(&new, limit).await;
        assert_eq!((sealed, failed.len()), (9, 0));
        assert_eq!(all(&new).await, plain);
        assert_eq!(reseal(&new, limit).await.0, 0, "a second time there is nothing to do");
        let after = store.wake(&key("b")).await.unwrap().unwrap();
        assert_eq!((after.need, after.due, after.health), (wake.need, wake.due, wake.health));
        assert_eq!(store.last_wake().await.unwrap(), position);
        // Only events still need the old one.
        let forgot = Sealed::new(&store, aes(&[2]));
        assert!(forgot.load(&key("a"), &Window::Open).await.unwrap().is_some());
        let error = forgot.events(None, 9).await.unwrap_err();
        assert!(
            matches!(&error, Error::Seal { fault: SealFault::UnknownKey { key: KeyId(1) }, .. }),
            "{error:?}"
        );
        new.commit(full("a", Some(2))).await.unwrap();
        assert!(matches!(forgot.load(&key("a"), &Window::Head).await, Ok(Some(_))));
    }
}

/// Under which keys the events lie, by looks of this size.
async fn event_keys<S: Store>(
    store: &Sealed<S, AesGcm<KeyRing>>,
    limit: usize,
) -> std::collections::BTreeSet<Option<KeyId>> {
    let (mut keys, mut after) = (std::collections::BTreeSet::new(), None);
    loop {
        let look = store.event_keys(after, limit).await.unwrap();
        assert!(look.keys.len() <= limit);
        keys.extend(look.keys);
        after = look.next;
        if after.is_none() {
            return keys;
        }
    }
}

/// Nodes get the new key one by one: an event under the old one comes after some under the new one.
#[tokio::test]
async fn every_key_that_an_event_needs_is_told() {
    for limit in [1, 2, 100] {
        let store = Memory::new();
        let (switched, late) = (Sealed::new(&store, aes(&[2, 1])), Sealed::new(&store, aes(&[1, 2])));
        assert_eq!(event_keys(&switched, limit).await, [].into());
        switched.commit(full("a", None)).await.unwrap();
        late.commit(full("b", None)).await.unwrap();
        let both = [Some(KeyId(1)), Some(KeyId(2))].into();
        assert_eq!(event_keys(&switched, limit).await, both, "the oldest event lies under the new key");
        switched.prune_events(&mdm_store::OldEvents::Of(key("a")), 9).await.unwrap();
        switched.commit(full("a", Some(1))).await.unwrap();
        assert_eq!(event_keys(&switched, limit).await, both);
        switched.prune_events(&mdm_store::OldEvents::Of(key("b")), 9).await.unwrap();
        assert_eq!(event_keys(&switched, limit).await, [Some(KeyId(2))].into(), "the old one may go");
        assert!(Sealed::new(&store, aes(&[2])).events(None, 9).await.is_ok());
        store.commit(full("plain", None)).await.unwrap();
        assert!(event_keys(&switched, limit).await.contains(&None), "one is not sealed");
    }
}

/// Ten thousand events of two records in one commit: each is sealed for its own place.
#[tokio::test]
async fn events_of_a_large_commit_have_their_places() {
    let store = Sealed::new(Memory::new(), aes(&[1]));
    filled(&store).await;
    let mut batch = full("a", Some(2));
    batch.writes.extend(full("b", Some(1)).writes);
    batch.events = (0..10_000_u32)
        .map(|nth| {
            let of = if nth % 3 == 0 { "a" } else { "b" };
            EventRow { key: key(of), at: at(0), body: nth.to_be_bytes().to_vec() }
        })
        .collect();
    let mut expected: Vec<_> = batch.events.iter().map(|event| event.body.clone()).collect();
    let mut last = store.events(None, 99).await.unwrap().last().map(|last| last.position);
    store.commit(batch).await.unwrap();
    expected.reverse();
    while let Some(event) = store.events(last, 1_000).await.unwrap().first() {
        let page = store.events(last, 1_000).await.unwrap();
        assert!(page.iter().all(|event| Some(event.row.body.clone()) == expected.pop()), "{}", event.id);
        last = page.last().map(|last| last.position);
    }
    assert_eq!(expected.len(), 0);
}

/// Somebody commits while a value is being sealed anew: what was committed stays.
#[tokio::test]
async fn a_commit_wins_over_a_rotation() {
    let store = Memory::new();
    filled(&Sealed::new(&store, aes(&[1]))).await;
    let place = Place::Head(key("b"));
    let old = store.body(&place).await.unwrap().unwrap();
    let new = Sealed::new(&store, aes(&[2, 1]));
    new.commit(full("b", Some(1))).await.unwrap();
    let late = BodySwap { place, old, new: b"late".to_vec() };
    assert_eq!(store.swap_bodies(&[late]).await.unwrap(), [false]);
    let what = "of a the head, two commands, payload and wake; of b the first command";
    assert_eq!(reseal(&new, 9).await.0, 6, "{what}");
}

/// A store that was filled before anybody thought of sealing.
#[tokio::test]
async fn a_plain_store_is_sealed_under_way() {
    let store = Memory::new();
    filled(&store).await;
    let plain = all(&store).await;
    let strict = Sealed::new(&store, aes(&[1]));
    let error = strict.load(&key("a"), &Window::Head).await.unwrap_err();
    assert!(matches!(&error, Error::Seal { fault: SealFault::Unsealed, .. }), "{error:?}");
    let seal = Sealed::new(&store, aes(&[1]).dangerous_accept_unsealed());
    assert_eq!(all(&seal).await, plain);
    assert_eq!(reseal(&seal, 2).await.0, 9);
    assert!(strict.load(&key("a"), &Window::Open).await.is_ok());
    assert!(strict.wake(&key("a")).await.is_ok() && strict.payload(&PayloadName("a".into())).await.is_ok());
}

/// Whoever writes into the database: each sealed column, each kind of damage.
#[tokio::test]
async fn damage_is_told_by_column_and_key() {
    let store = Memory::new();
    let sealed = Sealed::new(&store, aes(&[7]));
    filled(&sealed).await;
    let command = |name: &str, seq| Place::Command { key: key(name), seq };
    let name = |name: &str| Place::Payload(PayloadName(name.into()));
    for (place, other, shown) in [
        (Place::Head(key("a")), Place::Head(key("b")), "record.body of a"),
        (command("a", 0), command("a", 1), "command.body of a, command 0"),
        (command("a", 0), command("b", 0), "command.body of a, command 0"),
        (name("a"), name("b"), "payload.body of a"),
        (Place::Wake(key("a")), Place::Wake(key("b")), "wake.body of a"),
        (Place::Wake(key("a")), Place::Head(key("a")), "wake.body of a"),
    ] {
        let whole = store.body(&place).await.unwrap().unwrap();
        let swapped = store.body(&other).await.unwrap().unwrap();
        let mut flipped = whole.clone();
        *flipped.last_mut().unwrap() ^= 1;
        let foreign = Sealed::new(Memory::new(), aes(&[8]));
        foreign.commit(full("a", None)).await.unwrap();
        let unknown = foreign.store().body(&Place::Head(key("a"))).await.unwrap().unwrap();
        for (bytes, expected) in [
            (flipped, "it was changed since key 7 sealed it, or was sealed for another place"),
            (swapped, "it was changed since key 7 sealed it, or was sealed for another place"),
            (whole[..39].to_vec(), "it is cut off"),
            (vec![], "it is not sealed"),
            (b"{\"v\":3}".to_vec(), "it is not sealed"),
            (unknown, "key 8 is not known"),
        ] {
            put(&store, &place, &whole, &bytes).await;
            let error = read(&sealed, &place).await.unwrap_err();
            let source = std::error::Error::source(&error).unwrap().to_string();
            assert_eq!(
                (error.to_string(), &*source),
                (format!("{shown} cannot be sealed or opened"), expected)
            );
            let blame = if expected.contains("known") { Blame::Caller } else { Blame::Upstream };
            assert_eq!((error.blame(), error.retry()), (blame, Retry::Never));
            // A rotation passes it over, tells it, and does not stop.
            let (_, failed) = reseal(&Sealed::new(&store, aes(&[9, 7])), 2).await;
            assert!(failed.iter().any(|error| error.to_string().starts_with(shown)), "{failed:?}");
            reseal(&Sealed::new(&store, aes(&[7, 9])), 100).await;
            put(&store, &place, &bytes, &whole).await;
        }
        read(&sealed, &place).await.unwrap();
    }
}

async fn put(store: &Memory, place: &Place, old: &[u8], new: &[u8]) {
    let swap = BodySwap { place: place.clone(), old: old.to_vec(), new: new.to_vec() };
    assert_eq!(store.swap_bodies(&[swap]).await.unwrap(), [true]);
}

async fn read(store: &impl Store, place: &Place) -> Result<(), Error> {
    match place {
        Place::Head(key) => store.load(key, &Window::Head).await.map(drop),
        Place::Command { key, .. } => store.commands(key, None, 9).await.map(drop),
        Place::Payload(name) => store.payload(name).await.map(drop),
        Place::Wake(key) => store.wake(key).await.map(drop),
        place => panic!("{place}"),
    }
}

/// One wake that was damaged must not keep a sender from all others.
#[tokio::test]
async fn a_damaged_wake_holds_up_no_other() {
    let store = Memory::new();
    let sealed = Sealed::new(&store, aes(&[1]));
    filled(&sealed).await;
    let place = Place::Wake(key("a"));
    let whole = store.body(&place).await.unwrap().unwrap();
    put(&store, &place, &whole, &whole[..20]).await;
    let pending = sealed.pending_wakes(&credential(), None, 9).await.unwrap();
    let found: Vec<_> = pending.iter().map(|row| (row.key.as_str(), &*row.body)).collect();
    assert_eq!(found, [("a", &b""[..]), ("b", b"b's wake")]);
    assert_eq!(sealed.changed_wakes(WakePosition(0), 9).await.unwrap().len(), 2);
    assert!(sealed.wake(&key("a")).await.is_err());

    let mut sender = mdm_store::Sender::new(&sealed);
    sender.serve(credential(), mdm_store::push::Config::new(std::num::NonZeroU32::new(60).unwrap()));
    let mut events = Vec::new();
    for second in 0..10 {
        events.extend(sender.poll(at(second * 1_000)).await.unwrap().events);
    }
    let unreadable = |record: &str| mdm_store::SenderEvent::Unreadable { record: key(record) };
    // What "b" has is no address either: both were tried.
    assert!(events.contains(&unreadable("a")) && events.contains(&unreadable("b")), "{events:?}");
    // A key that is missing is the embedder's to mend, and no device is put off for it.
    let error = Sealed::new(&store, aes(&[2])).pending_wakes(&credential(), None, 9).await.unwrap_err();
    assert!(
        matches!(&error, Error::Seal { fault: SealFault::UnknownKey { key: KeyId(1) }, .. }),
        "{error:?}"
    );
}

/// One event that was damaged: what is before it is read, it is named, and what is behind it is read.
#[tokio::test]
async fn a_damaged_event_is_named_and_those_behind_it_are_read() {
    let store = Memory::new();
    filled(&Sealed::new(&store, aes(&[1]))).await;
    // Sealed by somebody else, as if it were here.
    store.commit(full("a", Some(2))).await.unwrap();
    let sealed = Sealed::new(&store, aes(&[1]));
    sealed.commit(full("b", Some(1))).await.unwrap();
    let all = store.events(None, 99).await.unwrap();
    let (bad, rest): (Vec<_>, Vec<_>) = all.iter().partition(|event| event.row.body.starts_with(b"a's"));
    assert_eq!((bad.len(), rest.len()), (2, 8));

    let (mut after, mut found, mut named) = (None, Vec::new(), Vec::new());
    loop {
        match sealed.events(after, 99).await {
            Ok(page) if page.is_empty() => break,
            Ok(page) => {
                after = page.last().map(|event| event.position);
                found.extend(page.into_iter().map(|event| event.position));
            }
            Err(Error::Unreadable { row: Unreadable::Event { position, key, after: Some(id) } }) => {
                after = Some(position);
                named.push((position, key.unwrap(), id));
            }
            Err(error) => panic!("{error:?}"),
        }
    }
    assert_eq!(found, rest.iter().map(|event| event.position).collect::<Vec<_>>());
    let expected: Vec<_> = bad
        .iter()
        .map(|event| (event.position, event.row.key.clone(), (event.version, event.index)))
        .collect();
    assert_eq!(named, expected);

    // A consumer is told of all others, and of these by an error.
    let outbox = mdm_store::Outbox::new(&sealed, "tickets", mdm_store::OutboxOptions::default()).unwrap();
    let (mut told, mut passed) = (Vec::new(), Vec::new());
    loop {
        match outbox.poll(at(0)).await {
            Ok(mut delivery) => {
                if delivery.is_empty() {
                    break;
                }
                while let Some(event) = delivery.next_event() {
                    told.push(event.position);
                }
                outbox.settle(delivery, at(0)).await.unwrap();
            }
            Err(Error::Unreadable { row }) => {
                assert!(outbox.poll(at(0)).await.is_err(), "it is told until it is passed");
                outbox.pass(&row).await.unwrap();
                passed.push(row);
            }
            Err(error) => panic!("{error:?}"),
        }
    }
    assert_eq!((told, passed.len()), (found, 2));
    assert!(passed[0].to_string().ends_with(", of a,"), "{}", passed[0]);
}

/// Behind an event that is held back lies one that cannot be read: neither it nor what follows is lost without a word.
#[tokio::test]
async fn a_damaged_event_behind_one_that_was_refused_is_named() {
    let store = Memory::new();
    let sealed = Sealed::new(&store, aes(&[1]));
    sealed.commit(full("a", None)).await.unwrap();
    store.commit(full("a", Some(1))).await.unwrap();
    sealed.commit(full("a", Some(2))).await.unwrap();
    sealed.commit(full("b", None)).await.unwrap();
    let options = mdm_store::OutboxOptions::default();
    let outbox = mdm_store::Outbox::new(&sealed, "tickets", options).unwrap();
    let (mut told, mut errors, mut now) = (Vec::new(), 0, 0);
    for _ in 0..20 {
        now += 20_000;
        match outbox.poll(at(now)).await {
            Ok(mut delivery) => {
                while let Some(event) = delivery.next_event() {
                    told.push(event.id.clone());
                    // Once.
                    if told.len() == 1 {
                        delivery.refused();
                    }
                }
                outbox.settle(delivery, at(now)).await.unwrap();
            }
            Err(Error::Unreadable { row }) => {
                errors += 1;
                outbox.pass(&row).await.unwrap();
            }
            Err(error) => panic!("{error:?}"),
        }
    }
    assert_eq!(errors, 2);
    assert_eq!(told, ["a/1/0", "a/1/0", "a/1/1", "a/3/0", "a/3/1", "b/1/0", "b/1/1"]);
}

/// As large as without a seal, and no larger.
#[tokio::test]
async fn limits_are_those_of_the_value() {
    let sealed = Sealed::new(Memory::new(), aes(&[1]));
    let payload = |length: usize| {
        let payloads = vec![(PayloadName("p".into()), vec![b'x'; length])];
        Batch { payloads, ..Batch::default() }
    };
    sealed.commit(payload(limits::PAYLOAD)).await.unwrap();
    let found = sealed.payload(&PayloadName("p".into())).await.unwrap().unwrap();
    assert_eq!(found.len(), limits::PAYLOAD);
    let error = sealed.commit(payload(limits::PAYLOAD + 1)).await.unwrap_err();
    assert!(matches!(error, Error::Limit { what: "a payload", limit } if limit == limits::PAYLOAD as u64));
}

/// An unenrollment leaves a wake without body behind, and a new enrollment goes on from there.
#[tokio::test]
async fn an_unenrollment_leaves_nothing_to_open() {
    let sealed = Sealed::new(Memory::new(), aes(&[1]));
    filled(&sealed).await;
    let left =
        Write { commands: vec![], wake: vec![WakeChange::Unenroll], ..full("b", Some(1)).writes.remove(0) };
    sealed.commit(Batch { writes: vec![left], ..Batch::default() }).await.unwrap();
    assert_eq!(sealed.wake(&key("b")).await.unwrap().unwrap().body, b"");
    assert_eq!(reseal(&Sealed::new(sealed.store(), aes(&[2, 1])), 100).await.1.len(), 0);
    sealed.commit(full("b", Some(2))).await.unwrap();
    assert_eq!(sealed.wake(&key("b")).await.unwrap().unwrap().body, b"b's wake");
}

/// No key and no value in an error or a `Debug`.
#[tokio::test]
async fn nothing_sealed_is_shown() {
    let sealed = Sealed::new(Memory::new(), aes(&[0xa7]));
    filled(&sealed).await;
    let missing = Sealed::new(sealed.store(), aes(&[1]));
    let error = missing.load(&key("a"), &Window::Head).await.unwrap_err();
    let swap = BodySwap { place: Place::Head(key("a")), old: b"a's head".to_vec(), new: vec![] };
    let shown = format!("{sealed:?} {error:?} {error} {swap:?} {:?}", sealed.reseal(None, 1).await);
    assert!(!shown.contains("a's") && !shown.contains("167, 167"), "{shown}");
    assert!(!shown.contains(&format!("{:?}", b"a's head")), "{shown}");
}
