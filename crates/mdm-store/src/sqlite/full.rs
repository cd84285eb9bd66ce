//! A file that may not grow. SQLite says `SQLITE_FULL` of it as of a disk without room, and where it does it may end the
//! whole transaction: that of everybody whose commit shares it.

use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::ErrorCode;

use super::*;
use crate::row::{
    Demand, EventRow, Gates, HeadRow, LinkKind, Phase, Route, RouteKind, Tenant, WakeChange, Write,
};
use crate::{Blame, Retry};

struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("mdm-store-full-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The commit after this version: something in every table, so that half of it would be seen.
fn marked(name: &str, version: u64, bytes: usize) -> Batch {
    let key = RecordKey::new(name).unwrap();
    let command = CommandRow {
        seq: version,
        uuid: format!("uuid-{version}").into(),
        phase: Phase::Waiting,
        rank: 1,
        waits_on: (0..version).collect(),
        gates: Gates::NONE,
        refused_in: None,
        not_before: None,
        expires_at: None,
        body: vec![7; bytes],
    };
    let register = WakeChange::Register {
        tenant: Tenant::new("tenant").unwrap(),
        routes: vec![Route { kind: RouteKind::Apns, credential: Credential::new("topic").unwrap() }],
        body: version.to_string().into(),
        at: SystemTime::UNIX_EPOCH,
    };
    let head = HeadRow {
        session: version,
        shut: Gates::NONE,
        backoff_until: None,
        links: vec![Link { kind: LinkKind::Serial, value: format!("{name}-{version}").into() }],
        body: vec![7; bytes],
    };
    let write = Write {
        key: key.clone(),
        expected: (version > 0).then_some(Version(version)),
        head,
        commands: vec![command],
        forget: vec![],
        wake: vec![register, WakeChange::Demand(Demand::new(Lane::Normal, SystemTime::UNIX_EPOCH))],
    };
    Batch {
        writes: vec![write],
        payloads: vec![(PayloadName(format!("{name}/{version}").into()), vec![7; bytes])],
        events: vec![EventRow { key, at: SystemTime::UNIX_EPOCH, body: b"event".to_vec() }],
        ..Batch::default()
    }
}

/// How many commits of [`marked`] are there, each wholly.
async fn marks(store: &Sqlite, name: &str) -> u64 {
    let key = RecordKey::new(name).unwrap();
    let Some(loaded) = store.load(&key, &Window::Open).await.unwrap() else {
        assert!(store.wake(&key).await.unwrap().is_none());
        return 0;
    };
    let version = loaded.version.0;
    assert_eq!((loaded.commands.len() as u64, loaded.head.session), (version, version - 1));
    assert_eq!(store.events_of(&key, None, PAGE).await.unwrap().len() as u64, version);
    assert_eq!(store.wake(&key).await.unwrap().unwrap().body, (version - 1).to_string().into_bytes());
    for number in 0..=version {
        let payload = store.payload(&PayloadName(format!("{name}/{number}").into())).await.unwrap();
        assert_eq!(payload.is_some(), number < version, "payload {number} in version {version}");
    }
    version
}

/// From here on the file has all the pages that it will get, or any number of them again.
async fn limit(store: &Sqlite, sql: &'static str) {
    store.write("limiting", move |session| session.all(sql, [], |_| Ok(()))).await.unwrap();
}

/// SQLite takes it for the number that there are.
const NO_MORE: &str = "PRAGMA max_page_count = 1";
const ANY: &str = "PRAGMA max_page_count = 1073741823";

fn is_full(error: &Error) -> bool {
    let Error::Upstream { doing: "committing", source } = error else { panic!("{error:?}") };
    assert_eq!((error.blame(), error.retry()), (Blame::Upstream, Retry::Later));
    let code = source.downcast_ref::<rusqlite::Error>().and_then(rusqlite::Error::sqlite_error_code);
    code == Some(ErrorCode::DiskFull)
}

#[tokio::test]
async fn a_full_file_is_told_and_passes() {
    let folder = Folder::new();
    let store = Sqlite::open(folder.0.join("store.db")).unwrap();
    let mut version = 0;
    // Rows of different lengths: the page that is not to be had is wanted by one table or another.
    for (round, bytes) in [1, 300, 3_000, 20_000, 100_000, 300_000].into_iter().enumerate() {
        store.commit(marked("device", version, 10)).await.unwrap();
        version += 1;
        limit(&store, NO_MORE).await;
        let error = loop {
            match store.commit(marked("device", version, bytes)).await {
                Ok(()) => version += 1,
                Err(error) => break error,
            }
        };
        assert!(is_full(&error), "{bytes}: {error:?}");
        assert_eq!(marks(&store, "device").await, version, "nothing of it is there");
        // Again and again.
        for _ in 0..3 {
            assert!(is_full(&store.commit(marked("device", version, bytes)).await.unwrap_err()));
        }
        // Those that wait share a transaction; what one of them does to it, it does to all.
        let names: Vec<_> = (0..10).map(|number| format!("{round}-{number}")).collect();
        let commits = names
            .iter()
            .enumerate()
            .map(|(number, name)| store.commit(marked(name, 0, if number % 3 == 2 { 200_000 } else { 1 })));
        let mut commits: Vec<_> = commits.map(Box::pin).collect();
        let mut told = Vec::new();
        std::future::poll_fn(|context| {
            told = commits.iter_mut().map(|commit| commit.as_mut().poll(context)).collect();
            std::task::Poll::Ready(())
        })
        .await;
        for (name, (commit, told)) in names.iter().zip(commits.into_iter().zip(told)) {
            let told = match told {
                std::task::Poll::Ready(told) => told,
                std::task::Poll::Pending => commit.await,
            };
            if let Err(error) = &told {
                is_full(error);
            }
            assert_eq!(marks(&store, name).await, u64::from(told.is_ok()), "{name}");
        }
        assert_eq!(store.check().await.unwrap(), [""; 0]);
        // There is room again, and nobody has to do anything.
        limit(&store, ANY).await;
        store.commit(marked("device", version, bytes)).await.unwrap();
        version += 1;
    }
    assert_eq!(marks(&store, "device").await, version);
    assert_eq!(store.check().await.unwrap(), [""; 0]);
}
