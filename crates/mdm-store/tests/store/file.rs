//! The file itself: what survives, who may open it, what two handles do to each other.

use std::fs;
use std::future::Future as _;
use std::path::Path;
use std::sync::Arc;
use std::task::{Context, Waker};
use std::time::{Duration, SystemTime};

use mdm_store::row::{
    Batch, CommandRow, Credential, Demand, EventRow, Gates, HeadRow, Lane, Link, LinkKind, Loaded,
    PayloadName, Phase, RecordKey, Refused, Route, RouteKind, Tenant, Version, WakeChange, Window, Write,
};
use mdm_store::{Blame, Error, Retry, Sqlite, SqliteOptions, Store, WakePosition};
use rusqlite::Connection;

use crate::folder::Folder;

fn key(text: &str) -> RecordKey {
    RecordKey::new(text).unwrap()
}

fn at(millis: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(millis)
}

fn write(name: &str, expected: Option<u64>, body: &str) -> Write {
    Write {
        key: key(name),
        expected: expected.map(Version),
        head: HeadRow {
            session: 0,
            shut: Gates::NONE,
            backoff_until: None,
            links: vec![],
            body: body.into(),
        },
        commands: vec![],
        forget: vec![],
        wake: vec![],
    }
}

fn credential() -> Credential {
    Credential::new("certificate").unwrap()
}

fn batch(write: Write) -> Batch {
    Batch { writes: vec![write], ..Batch::default() }
}

fn command(seq: u64, waits_on: &[u64]) -> CommandRow {
    CommandRow {
        seq,
        uuid: format!("uuid-{seq}").into(),
        phase: Phase::Waiting,
        rank: 1,
        waits_on: waits_on.to_vec(),
        gates: Gates::LOST_MODE,
        refused_in: None,
        not_before: Some(at(1)),
        expires_at: None,
        body: b"body".to_vec(),
    }
}

/// One of everything.
fn full() -> Batch {
    let links = vec![Link { kind: LinkKind::Serial, value: "C1".into() }];
    let wake = vec![
        WakeChange::Register {
            tenant: Tenant::new("tenant").unwrap(),
            routes: vec![Route { kind: RouteKind::Apns, credential: credential() }],
            body: b"push".to_vec(),
            at: at(0),
        },
        WakeChange::Demand(Demand::new(Lane::Normal, at(5))),
    ];
    let device = Write {
        head: HeadRow {
            session: 2,
            shut: Gates::HELD,
            backoff_until: Some(at(7)),
            links,
            body: b"head".to_vec(),
        },
        commands: vec![command(1, &[]), command(2, &[1]), command(3, &[])],
        wake,
        ..write("device", None, "")
    };
    Batch {
        writes: vec![device],
        remove: vec![],
        payloads: vec![(PayloadName("profile".into()), b"bytes".to_vec())],
        forget_payloads: vec![],
        events: vec![EventRow { key: key("device"), at: at(1), body: b"enrolled".to_vec() }],
    }
}

async fn all(store: &Sqlite) -> String {
    let device = key("device");
    let window = Window::Session { reported: None, refused: Refused::Skip, now: at(1) };
    let serial = Link { kind: LinkKind::Serial, value: "C1".into() };
    format!(
        "{:?}",
        (
            store.load(&device, &window).await.unwrap(),
            store.commands(&device, None, 100).await.unwrap(),
            store.find(&serial, None, 100).await.unwrap(),
            store.payload(&PayloadName("profile".into())).await.unwrap(),
            store.wake(&device).await.unwrap(),
            store.pending_wakes(&credential(), None, 100).await.unwrap(),
            store.lease(&credential()).await.unwrap(),
            store.events(None, 100).await.unwrap(),
            store.last_contact(&device).await.unwrap(),
        )
    )
}

async fn loaded(store: &Sqlite, name: &str) -> Option<Loaded> {
    store.load(&key(name), &Window::Head).await.unwrap()
}

#[tokio::test]
async fn an_opened_file_has_everything_again() {
    let folder = Folder::new();
    let path = folder.file("store.db");
    let store = Sqlite::open(&path).unwrap();
    store.commit(full()).await.unwrap();
    store.touch(&[(key("device"), at(3))]).await.unwrap();
    let before = all(&store).await;
    drop(store);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "the log was moved into the file");

    let store = Sqlite::open(&path).unwrap();
    assert_eq!(all(&store).await, before);
    store.commit(batch(write("device", Some(1), "next"))).await.unwrap();
    assert_eq!(store.events(None, 9).await.unwrap().len(), 1);
}

/// What is on disk while the store runs is what a crash leaves.
#[tokio::test]
async fn a_crash_loses_no_commit_that_had_returned() {
    let folder = Folder::new();
    let store = Sqlite::open(folder.file("store.db")).unwrap();
    store.commit(full()).await.unwrap();
    for version in 1..20 {
        store.commit(batch(write("device", Some(version), "next"))).await.unwrap();
        let crashed = Sqlite::open(folder.copy("store.db", &format!("{version}.db"))).unwrap();
        assert_eq!(all(&crashed).await, all(&store).await);
    }
}

/// A log that ends anywhere gives a state between two commits, never half of one.
#[tokio::test]
async fn a_log_that_was_cut_gives_whole_commits() {
    let folder = Folder::new();
    let store = Sqlite::open(folder.file("store.db")).unwrap();
    for version in 0..6 {
        let events = vec![EventRow { key: key("device"), at: at(version), body: vec![0; 3_000] }];
        let name = PayloadName(version.to_string().into());
        let write = Write {
            commands: vec![CommandRow { body: vec![1; 5_000], ..command(version, &[]) }],
            ..write("device", (version > 0).then_some(version), &version.to_string())
        };
        let batch = Batch { payloads: vec![(name, vec![2; 9_000])], events, ..batch(write) };
        store.commit(batch).await.unwrap();
    }
    let log = fs::read(folder.file("store.db-wal")).unwrap();
    let mut seen = std::collections::BTreeSet::new();
    for cut in (0..60).map(|part| log.len() * part / 60) {
        let path = folder.copy("store.db", "cut.db");
        fs::write(folder.file("cut.db-wal"), &log[..cut]).unwrap();
        let cut = Sqlite::open(&path).unwrap();
        let version = loaded(&cut, "device").await.map_or(0, |loaded| loaded.version.0);
        seen.insert(version);
        assert_eq!(cut.commands(&key("device"), None, 9).await.unwrap().len() as u64, version);
        assert_eq!(cut.events(None, 9).await.unwrap().len() as u64, version);
        for number in 0..6 {
            let payload = cut.payload(&PayloadName(number.to_string().into())).await.unwrap();
            assert_eq!(payload.is_some(), number < version, "payload {number} in version {version}");
        }
    }
    assert!(seen.len() > 4, "the cuts fell between commits {seen:?}");
}

#[tokio::test]
async fn two_handles_on_one_file_conflict() {
    let folder = Folder::new();
    let path = folder.file("store.db");
    let (a, b) = (Sqlite::open(&path).unwrap(), Sqlite::open(&path).unwrap());
    a.commit(batch(write("device", None, "a"))).await.unwrap();
    assert_eq!(loaded(&b, "device").await, loaded(&a, "device").await);
    let second = b.commit(batch(write("device", None, "b"))).await;
    assert!(matches!(second, Err(Error::Conflict { key }) if key.as_str() == "device"));
    b.commit(batch(write("device", Some(1), "b"))).await.unwrap();
    assert!(a.commit(batch(write("device", Some(1), "a"))).await.unwrap_err().is_conflict());
    assert_eq!(loaded(&a, "device").await.unwrap().head.body, b"b");
}

/// Four handles, eight tasks each on threads of their own, one counter.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_writers_lose_no_update() {
    const EACH: u64 = 5;
    let folder = Folder::new();
    let path = folder.file("store.db");
    let handles: Vec<_> = (0..4).map(|_| Arc::new(Sqlite::open(&path).unwrap())).collect();
    handles[0].commit(batch(write("counter", None, "0"))).await.unwrap();
    let tasks: Vec<_> = (0..8).map(|n| tokio::spawn(count(Arc::clone(&handles[n % 4]), EACH))).collect();
    for task in tasks {
        task.await.unwrap();
    }
    let loaded = loaded(&handles[3], "counter").await.unwrap();
    assert_eq!((loaded.version, loaded.head.body), (Version(1 + 8 * EACH), b"40".to_vec()));
}

async fn count(store: Arc<Sqlite>, times: u64) {
    for _ in 0..times {
        loop {
            let loaded = loaded(&store, "counter").await.unwrap();
            let count: u64 = String::from_utf8(loaded.head.body).unwrap().parse().unwrap();
            let next = write("counter", Some(loaded.version.0), &(count + 1).to_string());
            match store.commit(batch(next)).await {
                Ok(()) => break,
                Err(error) => assert_eq!(error.retry(), Retry::Reload, "{error}"),
            }
        }
    }
}

#[test]
fn several_may_create_one_file_at_once() {
    for _ in 0..10 {
        let folder = Folder::new();
        let path = folder.file("store.db");
        std::thread::scope(|scope| {
            let open = || Sqlite::open(&path).map(drop);
            let threads: Vec<_> = (0..6).map(|_| scope.spawn(open)).collect();
            for thread in threads {
                thread.join().unwrap().unwrap();
            }
        });
    }
}

fn refused(path: &Path) -> Error {
    let before = fs::read(path).unwrap();
    let error = Sqlite::open(path).unwrap_err();
    assert_eq!(fs::read(path).unwrap(), before, "a refused file was changed: {error}");
    assert_eq!((error.blame(), error.retry()), (Blame::Upstream, Retry::Never));
    error
}

#[test]
fn a_foreign_file_is_refused() {
    let folder = Folder::new();
    let text = folder.file("text");
    for content in ["x", "SQLite format 3", &"not a database ".repeat(1_000)] {
        fs::write(&text, content).unwrap();
        assert!(matches!(refused(&text), Error::ForeignFile), "{content:.20}");
    }

    let other = folder.file("other.db");
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    assert!(matches!(refused(&other), Error::ForeignFile));

    let marked = folder.file("marked.db");
    Connection::open(&marked).unwrap().execute_batch("PRAGMA application_id = 7").unwrap();
    assert!(matches!(refused(&marked), Error::ForeignFile));

    let empty = folder.file("empty.db");
    fs::write(&empty, "").unwrap();
    Sqlite::open(&empty).unwrap();
}

#[tokio::test]
async fn a_newer_file_is_refused() {
    let folder = Folder::new();
    let path = folder.file("store.db");
    Sqlite::open(&path).unwrap().commit(full()).await.unwrap();
    let raw = Connection::open(&path).unwrap();
    raw.pragma_update(None, "user_version", 6).unwrap();
    raw.close().unwrap();
    assert!(matches!(refused(&path), Error::NewerSchema { found: 6, known: 5 }));
}

/// Schema 3 had no index of the events of a record, and no record was ever removed.
#[tokio::test]
async fn a_file_of_schema_3_is_brought_forward() {
    let folder = Folder::new();
    let path = folder.file("store.db");
    let store = Sqlite::open(&path).unwrap();
    store.commit(full()).await.unwrap();
    let before = all(&store).await;
    drop(store);
    let raw = Connection::open(&path).unwrap();
    raw.execute_batch("DROP INDEX event_record; DROP TABLE wake_removed; PRAGMA user_version = 3").unwrap();
    raw.close().unwrap();

    let store = Sqlite::open(&path).unwrap();
    // Of a wake that is there nothing older counts.
    assert_eq!(all(&store).await, before.replace("heard: 1", "heard: 2"));
    assert_eq!(store.events_of(&key("device"), None, 9).await.unwrap().len(), 1);
    store.commit(Batch { remove: vec![(key("device"), Version(1))], ..Batch::default() }).await.unwrap();
    assert_eq!(loaded(&store, "device").await, None);
    assert_eq!(store.last_wake().await.unwrap(), WakePosition(1), "a position is not given again");
    let raw = Connection::open(&path).unwrap();
    let version = raw.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(version, 5);
}

/// Its tables have other columns, and nobody had files to keep.
#[tokio::test]
async fn a_file_from_before_the_first_release_is_refused() {
    let folder = Folder::new();
    let path = folder.file("store.db");
    Sqlite::open(&path).unwrap().commit(full()).await.unwrap();
    let raw = Connection::open(&path).unwrap();
    raw.pragma_update(None, "user_version", 1).unwrap();
    raw.close().unwrap();
    assert!(matches!(refused(&path), Error::OlderSchema { found: 1, oldest: 2 }));
}

#[test]
fn a_path_means_a_file() {
    let folder = Folder::new();
    for never in [folder.path(), Path::new("")] {
        let error = Sqlite::open(never).unwrap_err();
        assert!(matches!(error, Error::Options { .. }), "{error}");
        assert_eq!((error.blame(), error.retry()), (Blame::Caller, Retry::Never));
    }
    // Something may be mounted there later.
    let missing = Sqlite::open(folder.file("missing/store.db")).unwrap_err();
    assert!(matches!(missing, Error::Upstream { .. }), "{missing}");
    for odd in ["file:x?mode=memory", "a'b;c", "ü#%41"] {
        let path = folder.file(odd);
        drop(Sqlite::open(&path).unwrap());
        assert!(path.is_file(), "{odd}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_is_created_for_its_owner() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let _store = Sqlite::open(folder.file("store.db")).unwrap();
    for entry in fs::read_dir(folder.path()).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{:?}", entry.path());
    }
}

#[tokio::test]
async fn another_program_that_writes_makes_it_busy() {
    let folder = Folder::new();
    let path = folder.file("store.db");
    let mut options = SqliteOptions::default();
    options.busy_timeout = Duration::from_millis(20);
    let store = Sqlite::open_with(&path, options).unwrap();
    let raw = Connection::open(&path).unwrap();
    raw.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = store.commit(full()).await.unwrap_err();
    assert!(matches!(error, Error::Busy { doing: "committing" }), "{error}");
    assert_eq!(error.retry(), Retry::Later);
    assert_eq!(loaded(&store, "device").await, None, "reading does not wait for a writer");
    raw.execute_batch("ROLLBACK").unwrap();
    store.commit(full()).await.unwrap();
}

/// Values that another hand put into the file are reported, not believed.
#[tokio::test]
async fn damaged_values_are_reported() {
    let told = |error: &Error| match error {
        Error::Corrupt { doing } => (*doing).to_owned(),
        Error::Unreadable { row } => row.to_string(),
        error => format!("{error:?}"),
    };
    for (sql, expected) in [
        ("UPDATE record SET links = x'05'", "loading a record"),
        ("UPDATE record SET version = -1", "loading a record"),
        ("UPDATE command SET phase = 7", "reading commands"),
        ("UPDATE command SET rank = 300", "reading commands"),
        ("UPDATE command SET class = 16", "reading commands"),
        ("UPDATE command SET class = -1", "reading commands"),
        ("UPDATE record SET shut = 8", "loading a record"),
        ("UPDATE command SET waits_on = x'0102'", "reading commands"),
        ("UPDATE command SET refused_in = -5", "reading commands"),
        ("UPDATE event SET number = -1", "the event at 1, of device,"),
        ("UPDATE wake SET key = ''", "reading changed wakes"),
        ("UPDATE wake SET lane = 2", "the wake of device"),
        ("UPDATE wake SET health = -1", "the wake of device"),
        ("UPDATE wake SET need = -1", "the wake of device"),
        ("UPDATE wake SET attempt = 5000000000", "the wake of device"),
        ("UPDATE wake SET reach = ''", "the wake of device"),
        ("UPDATE wake SET routes = 'pigeon x'", "the wake of device"),
        ("INSERT INTO lease (credential, fence, until) VALUES ('certificate', -1, 0)", "reading a lease"),
    ] {
        let folder = Folder::new();
        let path = folder.file("store.db");
        Sqlite::open(&path).unwrap().commit(full()).await.unwrap();
        Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        let store = Sqlite::open(&path).unwrap();
        let errors = [
            store.load(&key("device"), &Window::Head).await.err(),
            store.commands(&key("device"), None, 9).await.err(),
            store.events(None, 9).await.err(),
            store.changed_wakes(WakePosition(0), 9).await.err(),
            store.lease(&credential()).await.err(),
        ];
        let errors: Vec<_> = errors.iter().flatten().map(told).collect();
        assert_eq!(errors, [expected], "{sql}");
    }
}

/// Pages of the file overwritten with rubbish: typed errors, or what is still readable.
#[tokio::test]
async fn damaged_pages_do_no_harm() {
    let folder = Folder::new();
    let path = folder.file("store.db");
    let store = Sqlite::open(&path).unwrap();
    let commands = (0..200).map(|seq| command(seq, &[])).collect();
    store.commit(batch(Write { commands, ..write("device", None, "body") })).await.unwrap();
    drop(store);
    let whole = fs::read(&path).unwrap();
    let mut damaged = 0;
    for page in 1..whole.len() / 4_096 {
        let mut bytes = whole.clone();
        bytes[page * 4_096..(page + 1) * 4_096].fill(0xa5);
        let path = folder.file(&format!("{page}.db"));
        fs::write(&path, bytes).unwrap();
        let Ok(store) = Sqlite::open(&path) else {
            damaged += 1;
            continue;
        };
        let loaded = store.load(&key("device"), &Window::Open).await;
        let next = store.commit(batch(write("device", Some(1), "next"))).await;
        let history = store.commands(&key("device"), None, 500).await;
        for error in [loaded.err(), next.err(), history.err()].into_iter().flatten() {
            assert!(matches!(error, Error::Corrupt { .. } | Error::Conflict { .. }), "{error:?}");
            damaged += 1;
        }
    }
    assert!(damaged > 0);
}

#[tokio::test]
async fn a_closed_store_says_so() {
    let folder = Folder::new();
    let store = Sqlite::open(folder.file("store.db")).unwrap();
    store.commit(full()).await.unwrap();
    store.close().await;
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "the log was moved into the file");
    assert!(matches!(store.load(&key("device"), &Window::Head).await, Err(Error::Closed)));
    assert!(matches!(store.commit(full()).await, Err(Error::Closed)));
    store.close().await;
}

#[tokio::test]
async fn closing_finishes_what_was_begun() {
    let folder = Folder::new();
    let path = folder.file("store.db");
    let store = Sqlite::open(&path).unwrap();
    let commits = async {
        for number in 0..20 {
            match store.commit(batch(write(&number.to_string(), None, "x"))).await {
                Ok(()) => {}
                Err(Error::Closed) => return number,
                Err(error) => panic!("{error}"),
            }
        }
        20
    };
    let (finished, ()) = tokio::join!(commits, store.close());
    let store = Sqlite::open(&path).unwrap();
    for number in 0..20 {
        let is_there = loaded(&store, &number.to_string()).await.is_some();
        assert_eq!(is_there, number < finished, "commit {number}, {finished} had returned");
    }
}

/// Polls each call a few times and drops it, then sees that the store is whole and goes on.
#[tokio::test]
async fn a_dropped_future_breaks_nothing() {
    let folder = Folder::new();
    let mut options = SqliteOptions::default();
    options.queue = 2;
    let store = Sqlite::open_with(folder.file("store.db"), options).unwrap();
    for round in 0..200 {
        let name = format!("dropped-{round}");
        let events = vec![EventRow { key: key(&name), at: at(0), body: vec![] }];
        let mut commit = Box::pin(store.commit(Batch { events, ..batch(write(&name, None, "x")) }));
        let device = key("device");
        let mut load = Box::pin(store.load(&device, &Window::Open));
        for _ in 0..round % 3 {
            std::future::poll_fn(|context| {
                let _ = commit.as_mut().poll(context);
                std::task::Poll::Ready(())
            })
            .await;
            tokio::task::yield_now().await;
            if round % 2 == 0 {
                break;
            }
        }
        std::future::poll_fn(|context| std::task::Poll::Ready(load.as_mut().poll(context).is_ready())).await;
        drop((commit, load));
    }
    store.commit(full()).await.unwrap();
    let mut records = 0;
    for round in 0..200 {
        let name = format!("dropped-{round}");
        if let Some(loaded) = loaded(&store, &name).await {
            assert_eq!(loaded.version, Version(1));
            records += 1;
        }
    }
    let events = store.events(None, 1_000).await.unwrap().len();
    assert_eq!(events, records + 1, "as many events as records that were committed");
}

#[tokio::test]
async fn a_reader_keeps_its_moment() {
    let folder = Folder::new();
    let store = Arc::new(Sqlite::open(folder.file("store.db")).unwrap());
    store.commit(batch(write("device", None, "0"))).await.unwrap();
    let writer = {
        let store = Arc::clone(&store);
        tokio::spawn(async move {
            for version in 1..100 {
                // Each version adds one command, and the head counts them.
                let write = Write {
                    commands: vec![command(version, &[])],
                    ..write("device", Some(version), &version.to_string())
                };
                store.commit(batch(write)).await.unwrap();
            }
        })
    };
    while !writer.is_finished() {
        let loaded = store.load(&key("device"), &Window::Open).await.unwrap().unwrap();
        let count = loaded.commands.len() as u64;
        assert_eq!((loaded.version.0, loaded.open), (count + 1, count));
        assert_eq!(loaded.head.body, count.to_string().into_bytes());
        tokio::task::yield_now().await;
    }
    writer.await.unwrap();
}

/// What waits while somebody else writes is synced once for all, and each of it is whole or not there.
#[tokio::test]
async fn commits_that_wait_share_a_transaction() {
    let folder = Folder::new();
    let store = Sqlite::open(folder.file("store.db")).unwrap();
    let first = Write { commands: vec![command(1, &[])], ..write("device", None, "0") };
    store.commit(batch(first)).await.unwrap();
    let other = Connection::open(folder.file("store.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    // The first is refused after it has written one of its records, and of each further pair the second.
    let taken = CommandRow { uuid: "uuid-1".into(), ..command(2, &[]) };
    let clash = Write { commands: vec![taken], ..write("device", Some(1), "1") };
    let refused = Batch { writes: vec![write("half", None, "0"), clash], ..Batch::default() };
    let pairs = (0..40).map(|number| batch(write(&format!("device-{}", number / 2), None, "0")));
    let mut commits: Vec<_> =
        [refused].into_iter().chain(pairs).map(|batch| Box::pin(store.commit(batch))).collect();
    let mut context = Context::from_waker(Waker::noop());
    assert!(commits.iter_mut().all(|commit| commit.as_mut().poll(&mut context).is_pending()));
    let before = transactions(&folder);
    other.execute_batch("ROLLBACK").unwrap();
    for (number, commit) in commits.into_iter().enumerate() {
        match commit.await {
            Err(Error::UuidTaken { .. }) if number == 0 => {}
            Err(Error::Conflict { .. }) if number > 0 && number % 2 == 0 => {}
            outcome => assert!(outcome.is_ok() && number % 2 == 1, "{number}: {outcome:?}"),
        }
    }
    assert_eq!(transactions(&folder), before + 1);
    assert!(loaded(&store, "half").await.is_none());
    assert_eq!(loaded(&store, "device").await.unwrap().version, Version(1));
    for number in 0..20 {
        assert_eq!(loaded(&store, &format!("device-{number}")).await.unwrap().version, Version(1));
    }
}

/// How many transactions are in the log: the last frame of each says how long the file is.
fn transactions(folder: &Folder) -> usize {
    let log = fs::read(folder.file("store.db-wal")).unwrap();
    let frames = log.get(32..).unwrap().chunks_exact(24 + 4096);
    frames.filter(|frame| frame.get(4..8).unwrap() != [0; 4]).count()
}

/// No value of a record may reach a log through an error or a `Debug`.
#[tokio::test]
async fn errors_tell_no_body() {
    let folder = Folder::new();
    let store = Sqlite::open(folder.file("store.db")).unwrap();
    let secret = "planted-secret";
    let row = CommandRow { body: secret.into(), ..command(1, &[]) };
    let first = Write { commands: vec![row.clone()], ..write("device", None, secret) };
    store.commit(batch(first.clone())).await.unwrap();
    let mut texts = vec![format!("{store:?}")];
    let clash = CommandRow { uuid: "other".into(), ..row };
    for refused in [first, Write { commands: vec![clash], ..write("device", Some(1), secret) }] {
        let error = store.commit(batch(refused)).await.unwrap_err();
        texts.push(format!("{error} {error:?}"));
    }
    for text in texts {
        assert!(!text.contains(secret), "{text}");
        assert!(!text.contains(&format!("{:?}", secret.as_bytes())), "{text}");
    }
}
