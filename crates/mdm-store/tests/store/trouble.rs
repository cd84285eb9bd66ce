//! What PostgreSQL answers when it cannot: a full disk, a server that only reads, a damaged page, transactions that stand
//! in each other's way. Each is an error with its blame, nothing is half there, and when it is over the next call works.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use mdm_store::row::{Batch, PayloadName, Window};
use mdm_store::{Blame, ConnectionString, Error, Postgres, PostgresOptions, Retry, Store, WakePosition};
use tokio_postgres::Client;

use crate::cluster::{Server, server};
use crate::nodes::waits;
use crate::postgres::{at, batch, client, key, marked, marks, shown, version, write};

/// The tables that a commit of [`marked`] writes.
const WRITTEN: [&str; 5] = ["record", "command", "payload", "event", "wake"];

/// Has writes into a table fail with a code, until it is told otherwise.
async fn fail(client: &Client, options: &PostgresOptions, table: &str, code: &str) {
    let schema = &options.schema;
    // Who reads events gives them their positions.
    let when = if table == "event" { "INSERT" } else { "INSERT OR UPDATE" };
    let sql = format!(
        "SET search_path TO {schema}; \
         CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS \
         $$ BEGIN RAISE EXCEPTION 'planted-secret' USING ERRCODE = '{code}', DETAIL = 'planted-secret'; END $$; \
         CREATE TRIGGER fail BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION fail()"
    );
    client.batch_execute(&sql).await.unwrap();
}

async fn mend(client: &Client) {
    client.batch_execute("DROP FUNCTION fail CASCADE").await.unwrap();
}

/// Wherever in a commit the disk is full, or memory is at its end.
#[tokio::test]
async fn a_full_disk_is_told_and_passes() {
    let Some(server) = server() else { return };
    let (options, client) = (server.options(), client(server).await);
    let store = Postgres::open_with(&server.connection(), options.clone()).await.unwrap();
    let mut done = 0;
    for code in ["53100", "53200", "58030"] {
        for table in WRITTEN {
            store.commit(marked("device", done)).await.unwrap();
            done += 1;
            fail(&client, &options, table, code).await;
            let error = store.commit(marked("device", done)).await.unwrap_err();
            assert!(matches!(error, Error::Upstream { .. }), "{error:?}");
            assert_eq!((error.blame(), error.retry()), (Blame::Upstream, Retry::Later));
            let told = shown(&error);
            assert!(told.contains(code) && !told.contains("planted-secret"), "{told}");
            assert_eq!(marks(&store, "device").await, done, "{table}: all of it or nothing");
            mend(&client).await;
        }
    }
    store.commit(marked("device", done)).await.unwrap();
    assert_eq!(marks(&store, "device").await, done + 1);
}

/// Who reads new events or wakes writes their positions. Where that fails, those that have theirs are read all the same, and
/// it is told when there is nothing else.
#[tokio::test]
async fn what_has_its_position_is_read_on_a_full_disk() {
    let Some(server) = server() else { return };
    let (options, client) = (server.options(), client(server).await);
    let store = Postgres::open_with(&server.connection(), options.clone()).await.unwrap();
    store.commit(marked("device", 0)).await.unwrap();
    let (events, wakes) =
        (store.events(None, 9).await.unwrap(), store.changed_wakes(WakePosition(0), 9).await.unwrap());
    assert!(!events.is_empty() && !wakes.is_empty());
    store.commit(marked("other", 0)).await.unwrap();
    fail(&client, &options, "feed", "53100").await;
    assert_eq!(store.events(None, 99).await.unwrap(), events);
    assert_eq!(store.changed_wakes(WakePosition(0), 99).await.unwrap(), wakes);
    let (last, changed) = (events.last().unwrap().position, wakes.last().unwrap().position);
    for error in
        [store.events(Some(last), 9).await.unwrap_err(), store.changed_wakes(changed, 9).await.unwrap_err()]
    {
        assert_eq!((error.blame(), error.retry()), (Blame::Upstream, Retry::Later), "{error:?}");
    }
    mend(&client).await;
    assert_eq!(store.events(None, 99).await.unwrap().len(), 2 * events.len());
    assert_eq!(store.changed_wakes(WakePosition(0), 99).await.unwrap().len(), 2 * wakes.len());
}

/// Sessions that began while the server only read are not used any more when it writes again: a primary and its standby
/// have changed places, and nobody has to start the nodes anew.
#[tokio::test]
async fn a_server_that_only_reads_is_told_and_passes() {
    let Some(server) = Server::start() else { return };
    let (mut options, client) = (server.options(), client(&server).await);
    options.connections = 2;
    let text = format!("{} application_name={}", server.text(), options.schema);
    let store = Postgres::open_with(&ConnectionString::new(text), options.clone()).await.unwrap();
    store.commit(marked("device", 0)).await.unwrap();
    store.events(None, 9).await.unwrap();
    let set = async |to: &str| {
        client
            .batch_execute(&format!("ALTER DATABASE postgres SET default_transaction_read_only = {to}"))
            .await
    };
    set("on").await.unwrap();
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1";
    assert!(!client.query(cut, &[&options.schema]).await.unwrap().is_empty());
    let mut refused = 0;
    while refused < 3 {
        let error = store.commit(marked("device", 1)).await.unwrap_err();
        assert!(matches!(error, Error::Upstream { .. }), "{error:?}");
        assert_eq!(error.retry(), Retry::Later);
        refused += u32::from(shown(&error).contains("25006"));
    }
    let late = [(key("device"), at(1))];
    assert!(shown(&store.touch(&late).await.unwrap_err()).contains("25006"));
    assert_eq!(marks(&store, "device").await, 1, "what is there is read");
    set("off").await.unwrap();
    // Whoever still has a session of before is told once more, and no session of before is used after that.
    if let Err(error) = store.commit(marked("device", 1)).await {
        assert!(shown(&error).contains("25006"), "{}", shown(&error));
        store.commit(marked("device", 1)).await.unwrap();
    }
    store.touch(&late).await.unwrap();
    assert_eq!(marks(&store, "device").await, 2);
}

/// A page whose bytes turned over: it is noticed, not read as something else; what lies in other pages is served.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_page_is_told() {
    let Some(server) = Server::start() else { return };
    let server = Arc::new(server);
    let (options, admin) = (server.options(), client(&server).await);
    let store = Postgres::open_with(&server.connection(), options.clone()).await.unwrap();
    store.commit(marked("device", 0)).await.unwrap();
    let sql = format!(
        "SELECT current_setting('data_directory') || '/' || pg_relation_filepath('{}.record')",
        options.schema
    );
    let file: String = admin.query_one(&sql, &[]).await.unwrap().get(0);
    // Nothing is written anew from the log.
    for words in ["VACUUM", "CHECKPOINT"] {
        admin.batch_execute(words).await.unwrap();
    }
    let crash = async || {
        let server = Arc::clone(&server);
        tokio::task::spawn_blocking(move || server.crash()).await.unwrap();
    };
    flip(Path::new(&file));
    crash().await;
    let told = async || loop {
        match store.load(&key("device"), &Window::Head).await {
            // The connections of before the crash.
            Err(error) if error.retry() == Retry::Later => {}
            outcome => break outcome,
        }
    };
    let error = told().await.unwrap_err();
    assert!(matches!(error, Error::Corrupt { .. }), "{}", shown(&error));
    assert_eq!((error.blame(), error.retry()), (Blame::Upstream, Retry::Never));
    let error = store.commit(marked("device", 1)).await.unwrap_err();
    assert!(matches!(error, Error::Corrupt { .. }), "{}", shown(&error));
    let kept = store.payload(&PayloadName("device/0".into())).await.unwrap();
    assert!(kept.is_some(), "other tables are whole");
    // The page of a copy is put in its place.
    flip(Path::new(&file));
    crash().await;
    assert!(told().await.unwrap().is_some());
    store.commit(marked("device", 1)).await.unwrap();
    assert_eq!(marks(&store, "device").await, 2);
}

/// Turns the bits of some bytes over.
fn flip(file: &Path) {
    let mut bytes = fs::read(file).unwrap();
    bytes[4_000..4_016].iter_mut().for_each(|byte| *byte = !*byte);
    fs::write(file, bytes).unwrap();
}

/// The server ends one of two who wait for each other: that one loads and decides again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deadlock_is_a_conflict() {
    let Some(server) = server() else { return };
    let (options, client) = (server.options(), client(server).await);
    // It looks once, after this time: long enough for the other one to have begun to wait.
    let text =
        format!("{} application_name={} options='-c deadlock_timeout=3s'", server.text(), options.schema);
    let store = Arc::new(Postgres::open_with(&ConnectionString::new(text), options.clone()).await.unwrap());
    for name in ["a", "b"] {
        store.commit(marked(name, 0)).await.unwrap();
    }
    // Somebody who takes them in the other order, and never looks for deadlocks.
    let other = format!(
        "SET search_path TO {}; SET deadlock_timeout TO '1h'; BEGIN; \
         UPDATE record SET session = session WHERE key = 'b'",
        options.schema
    );
    client.batch_execute(&other).await.unwrap();
    let both = |version| {
        let writes = ["a", "b"].map(|name| write(name, Some(version), "both"));
        Batch { writes: writes.to_vec(), ..Batch::default() }
    };
    let commit = Arc::clone(&store);
    let commit = tokio::spawn(async move { commit.commit(both(1)).await });
    assert!(waits(&client, &options, &commit).await);
    client.batch_execute("UPDATE record SET session = session WHERE key = 'a'").await.unwrap();
    let error = commit.await.unwrap().unwrap_err();
    assert!(matches!(&error, Error::Conflict { .. }), "{}", shown(&error));
    assert_eq!(error.retry(), Retry::Reload);
    client.batch_execute("ROLLBACK").await.unwrap();
    assert_eq!((marks(&store, "a").await, marks(&store, "b").await), (1, 1));
    store.commit(both(1)).await.unwrap();
    assert_eq!((version(&store, "a").await, version(&store, "b").await), (2, 2));
}

/// Engines that check for serialization at the end of a transaction refuse it anywhere in it. For PostgreSQL, whose
/// sessions here read what is committed, it is raised by hand.
#[tokio::test]
async fn a_serialization_failure_is_a_conflict() {
    let Some(server) = server() else { return };
    let (options, client) = (server.options(), client(server).await);
    let store = Postgres::open_with(&server.connection(), options.clone()).await.unwrap();
    for (done, table) in (0..).zip(WRITTEN) {
        fail(&client, &options, table, "40001").await;
        let error = store.commit(marked("device", done)).await.unwrap_err();
        assert!(matches!(&error, Error::Conflict { key } if key.as_str() == "device"), "{}", shown(&error));
        assert_eq!(marks(&store, "device").await, done, "{table}");
        // What is no commit of records has nothing to be loaded again.
        if table == "record" {
            assert!(store.touch(&[(key("device"), at(1))]).await.is_ok(), "there is none");
        }
        mend(&client).await;
        store.commit(marked("device", done)).await.unwrap();
    }
    fail(&client, &options, "contact", "40001").await;
    let error = store.touch(&[(key("device"), SystemTime::UNIX_EPOCH)]).await.unwrap_err();
    assert!(matches!(error, Error::Busy { .. }), "{}", shown(&error));
    assert_eq!(error.retry(), Retry::Later);
    mend(&client).await;
    // A commit that only removes is a commit too.
    client
        .batch_execute(
            "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$; \
             CREATE TRIGGER fail BEFORE DELETE ON record FOR EACH ROW EXECUTE FUNCTION fail()",
        )
        .await
        .unwrap();
    let found = mdm_store::row::Version(version(&store, "device").await);
    let remove = || Batch { remove: vec![(key("device"), found)], ..Batch::default() };
    let error = store.commit(remove()).await.unwrap_err();
    assert!(error.is_conflict(), "{}", shown(&error));
    mend(&client).await;
    store.commit(remove()).await.unwrap();
    store.commit(batch(write("device", None, ""))).await.unwrap();
}
