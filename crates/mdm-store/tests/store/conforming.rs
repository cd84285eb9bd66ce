//! Every store passes the suite.

use std::sync::Arc;

use mdm_store::conformance::{self, Report};
use mdm_store::{AnyStore, Memory, Store};

fn check(report: &Report) {
    assert!(report.passed(), "{report}");
    assert!(report.cases.len() > 50, "{report}");
}

#[tokio::test]
async fn memory_conforms() {
    check(&conformance::run(async || Memory::new()).await);
}

#[tokio::test]
async fn a_shared_store_conforms() {
    check(&conformance::run(async || Arc::new(Memory::new())).await);
}

/// Chosen at run time.
#[tokio::test]
async fn any_store_conforms() {
    check(&conformance::run(async || AnyStore::from(Memory::new())).await);
    check_bodies(&conformance::run_bodies(async || AnyStore::from(Memory::new())).await);
    check_bodies(&conformance::run_rows(async || AnyStore::from(Memory::new())).await);
    #[cfg(feature = "sqlite")]
    {
        let folder = crate::folder::Folder::new();
        let number = std::cell::Cell::new(0);
        let make = async || {
            number.set(number.get() + 1);
            let path = folder.file(&format!("{}.db", number.get()));
            AnyStore::from(mdm_store::Sqlite::open(path).unwrap())
        };
        check(&conformance::run(make).await);
        check_bodies(&conformance::run_bodies(make).await);
        check_bodies(&conformance::run_rows(make).await);
    }
    #[cfg(feature = "postgres")]
    {
        let Some(server) = crate::cluster::server() else { return };
        let make = async || AnyStore::from(server.store().await);
        check(&conformance::run(make).await);
        check_bodies(&conformance::run_bodies(make).await);
        check_bodies(&conformance::run_rows(make).await);
    }
}

/// What is closed says so; what holds nothing goes on.
#[tokio::test]
async fn any_store_closes() {
    let key = mdm_store::row::RecordKey::new("k").unwrap();
    let check = async |store: AnyStore, is_closed: bool| {
        assert_eq!(store.last_contact(&key).await.unwrap(), None);
        store.close().await;
        let after = store.last_contact(&key).await;
        assert_eq!(matches!(after, Err(mdm_store::Error::Closed)), is_closed, "{after:?}");
        #[cfg(feature = "postgres")]
        {
            let hints = store.wake_hints().await;
            match store {
                AnyStore::Postgres(_) => assert!(matches!(hints, Err(mdm_store::Error::Closed))),
                _ => assert!(hints.unwrap().is_none()),
            }
        }
    };
    check(Memory::new().into(), false).await;
    #[cfg(feature = "sqlite")]
    {
        let folder = crate::folder::Folder::new();
        check(mdm_store::Sqlite::open(folder.file("store.db")).unwrap().into(), true).await;
    }
    #[cfg(feature = "postgres")]
    {
        let Some(server) = crate::cluster::server() else { return };
        let store = AnyStore::from(server.store().await);
        assert!(store.wake_hints().await.unwrap().is_some());
        check(store, true).await;
    }
}

fn check_bodies(report: &Report) {
    assert!(report.passed(), "{report}");
}

#[cfg(feature = "sqlite")]
#[tokio::test]
async fn sqlite_conforms() {
    let folder = crate::folder::Folder::new();
    let number = std::cell::Cell::new(0);
    let make = async || {
        number.set(number.get() + 1);
        mdm_store::Sqlite::open(folder.file(&format!("{}.db", number.get()))).unwrap()
    };
    check(&conformance::run(make).await);
}

/// The narrowest way through: one reader, one call at a time.
#[cfg(feature = "sqlite")]
#[tokio::test]
async fn sqlite_with_the_smallest_options_conforms() {
    let folder = crate::folder::Folder::new();
    let number = std::cell::Cell::new(0);
    let options = mdm_store::SqliteOptions::default().with_readers(0).with_queue(0);
    let options = options.with_durability(mdm_store::Durability::Process);
    let make = async || {
        number.set(number.get() + 1);
        let path = folder.file(&format!("{}.db", number.get()));
        mdm_store::Sqlite::open_with(path, options.clone()).unwrap()
    };
    check(&conformance::run(make).await);
}

#[cfg(feature = "postgres")]
#[tokio::test]
async fn postgres_conforms() {
    let Some(server) = crate::cluster::server() else { return };
    check(&conformance::run(async || server.store().await).await);
}

/// The narrowest way through: one connection.
#[cfg(feature = "postgres")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_with_the_smallest_options_conforms() {
    let Some(server) = crate::cluster::server() else { return };
    let make = async || {
        let options = server.options().with_connections(0).with_hints(mdm_store::Hints::Off);
        mdm_store::Postgres::open_with(&server.connection(), options).await.unwrap()
    };
    check(&conformance::run(make).await);
}

/// What embedders spawn on a runtime of several threads.
#[test]
fn the_futures_of_a_store_are_send() {
    fn check<T: Send>(_: T) {}
    fn all<S: Store>(store: &S) {
        use mdm_store::row::{Batch, Link, LinkKind, PayloadName, RecordKey, Window};
        let key = RecordKey::new("k").unwrap();
        check(store.load(&key, &Window::Head));
        check(store.commit(Batch::default()));
        check(store.find(&Link { kind: LinkKind::Serial, value: "".into() }, None, 1));
        check(store.payload(&PayloadName("".into())));
        check(store.touch(&[]));
    }
    all(&Memory::new());
    let _ = all::<mdm_store::seal::Sealed<AnyStore, mdm_store::seal::AnySeal>>;
    #[cfg(feature = "postgres")]
    let _ = all::<mdm_store::Postgres>;
}
