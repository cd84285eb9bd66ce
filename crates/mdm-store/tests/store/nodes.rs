//! Two nodes, or a node and an administrator of the database, in an order that matters; tables that are split.

use std::sync::Arc;

use mdm_store::conformance;
use mdm_store::row::{PayloadName, Version, Window};
use mdm_store::{ConnectionString, Error, EventPosition, OldEvents, Postgres, PostgresOptions, Store};
use tokio::task::JoinHandle;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, NoTls};

use crate::cluster::{Server, server};
use crate::postgres::{at, batch, client, key, marked, marks, shown, version, write};

/// A store whose sessions are known by the name of its schema.
async fn named(server: &Server, options: &PostgresOptions) -> Arc<Postgres> {
    let text = format!("{} application_name={}", server.text(), options.schema);
    Arc::new(Postgres::open_with(&ConnectionString::new(text), options.clone()).await.unwrap())
}

/// Until a session of this store waits for a lock; or the task is over, which did not have to wait then.
pub(crate) async fn waits<T>(client: &Client, options: &PostgresOptions, task: &JoinHandle<T>) -> bool {
    let sql = "SELECT 1 FROM pg_stat_activity WHERE application_name = $1 AND wait_event_type = 'Lock'";
    while !task.is_finished() {
        if !client.query(sql, &[&options.schema]).await.unwrap().is_empty() {
            return true;
        }
    }
    false
}

/// The tables that grow, and by what each can be split.
const TABLES: [(&str, &str); 8] = [
    ("record", "key"),
    ("contact", "key"),
    ("link", "key"),
    ("command", "key"),
    ("edge", "key"),
    ("event", "key"),
    ("wake", "key"),
    ("payload", "name"),
];

/// Splits every table by hash, as somebody does whose tables have grown.
async fn split(client: &Client, schema: &str) {
    for (table, by) in TABLES {
        let sql = format!(
            "SET search_path TO {schema}; ALTER TABLE {table} RENAME TO whole; \
             CREATE TABLE {table} (LIKE whole INCLUDING ALL) PARTITION BY HASH ({by}); \
             CREATE TABLE {table}_p0 PARTITION OF {table} FOR VALUES WITH (MODULUS 2, REMAINDER 0); \
             CREATE TABLE {table}_p1 PARTITION OF {table} FOR VALUES WITH (MODULUS 2, REMAINDER 1); \
             INSERT INTO {table} SELECT * FROM whole; DROP TABLE whole"
        );
        client.batch_execute(&sql).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn split_tables_conform() {
    let Some(server) = server() else { return };
    let (options, client) = (server.options(), client(server).await);
    let open = async || Postgres::open_with(&server.connection(), options.clone()).await.unwrap();
    open().await.commit(marked("device", 0)).await.unwrap();
    split(&client, &options.schema).await;
    assert_eq!(marks(&open().await, "device").await, 1, "what was there is there");
    let tables: Vec<_> = TABLES.iter().map(|(table, _)| *table).collect();
    let empty = format!("TRUNCATE {}, lease; UPDATE feed SET last = 0", tables.join(", "));
    let report = conformance::run(async || {
        // Sessions of the case before may still begin, and look at tables in another order.
        while let Err(error) = client.batch_execute(&empty).await {
            assert_eq!(error.code(), Some(&SqlState::T_R_DEADLOCK_DETECTED));
        }
        open().await
    });
    let report = report.await;
    assert!(report.passed(), "{report}");
    assert!(report.cases.len() > 50, "{report}");
}

/// Somebody else creates the record between our look and our write.
async fn created_at_once(is_split: bool) {
    let Some(server) = server() else { return };
    let (options, client) = (server.options(), client(server).await);
    drop(named(server, &options).await);
    if is_split {
        split(&client, &options.schema).await;
    }
    let store = named(server, &options).await;
    let first = format!(
        "SET search_path TO {}; BEGIN; INSERT INTO record VALUES ('device', 1, 0, 0, NULL, 0, '', 'first')",
        options.schema
    );
    client.batch_execute(&first).await.unwrap();
    let second = Arc::clone(&store);
    let second = tokio::spawn(async move { second.commit(marked("device", 0)).await });
    assert!(waits(&client, &options, &second).await);
    client.batch_execute("COMMIT").await.unwrap();
    let lost = second.await.unwrap();
    assert!(matches!(&lost, Err(Error::Conflict { key }) if key.as_str() == "device"), "{lost:?}");
    let kept = store.load(&key("device"), &Window::Open).await.unwrap().unwrap();
    assert_eq!((kept.version, kept.head.body, kept.open), (Version(1), b"first".to_vec(), 0));
    assert_eq!(store.events(None, 9).await.unwrap().len(), 0);
    assert_eq!(store.payload(&PayloadName("device/0".into())).await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_creates_a_record_second_meets_a_conflict() {
    created_at_once(false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_creates_a_record_second_in_split_tables_meets_a_conflict() {
    created_at_once(true).await;
}

/// A contact is noted while the record is being removed: it goes with the record, and one of the same name begins anew.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_contact_does_not_outlive_its_record() {
    let Some(server) = server() else { return };
    let (options, client) = (server.options(), client(server).await);
    let store = named(server, &options).await;
    for name in ["a", "b"] {
        store.commit(batch(write(name, None, ""))).await.unwrap();
    }
    store.touch(&[(key("a"), at(1))]).await.unwrap();
    // As a commit that removes the record does it.
    let remove = format!(
        "SET search_path TO {}; BEGIN; SELECT 1 FROM record WHERE key = 'a' FOR UPDATE; \
         DELETE FROM contact WHERE key = 'a'; DELETE FROM record WHERE key = 'a'",
        options.schema
    );
    client.batch_execute(&remove).await.unwrap();
    let touch = Arc::clone(&store);
    let touch = tokio::spawn(async move { touch.touch(&[(key("b"), at(2)), (key("a"), at(2))]).await });
    waits(&client, &options, &touch).await;
    client.batch_execute("COMMIT").await.unwrap();
    touch.await.unwrap().unwrap();
    assert_eq!(store.last_contact(&key("b")).await.unwrap(), Some(at(2)), "others are noted all the same");
    let left = client.query("SELECT 1 FROM contact WHERE key = 'a'", &[]).await.unwrap();
    assert!(left.is_empty(), "a contact of nobody");
    store.commit(batch(write("a", None, ""))).await.unwrap();
    assert_eq!(store.last_contact(&key("a")).await.unwrap(), None);
    // One that an older version has left behind tells nothing either.
    client.batch_execute("INSERT INTO contact VALUES ('ghost', 1)").await.unwrap();
    assert_eq!(store.last_contact(&key("ghost")).await.unwrap(), None);
}

/// Who prunes beside another one does not believe that nothing is left.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_prunes_beside_another_one_goes_on() {
    let Some(server) = server() else { return };
    let (options, client) = (server.options(), client(server).await);
    let store = named(server, &options).await;
    for version in 0..10 {
        store.commit(marked("device", version)).await.unwrap();
    }
    assert_eq!(store.events(None, 99).await.unwrap().len(), 10);
    for (old, gone) in [(OldEvents::UpTo(EventPosition(10)), 3), (OldEvents::Of(key("device")), 6)] {
        // As another node does it, with three of them.
        let other =
            format!("SET search_path TO {}; BEGIN; DELETE FROM event WHERE place <= {gone}", options.schema);
        client.batch_execute(&other).await.unwrap();
        let prune = Arc::clone(&store);
        let prune = tokio::spawn(async move { prune.prune_events(&old, 1).await });
        assert!(waits(&client, &options, &prune).await);
        client.batch_execute("COMMIT").await.unwrap();
        assert_eq!(prune.await.unwrap().unwrap(), 1, "there were others");
        assert_eq!(store.events(None, 99).await.unwrap().len(), 10 - gone - 1);
        // So that the places are as before.
        client.batch_execute(&format!("DELETE FROM event WHERE place <= {}", gone + 1)).await.unwrap();
    }
}

/// A schema that was prepared by somebody with more rights, for a role that may do nothing else in the database.
#[tokio::test]
async fn a_schema_that_was_given_needs_no_further_right() {
    let Some(server) = Server::start() else { return };
    let client = client(&server).await;
    let prepare = "CREATE ROLE tenant LOGIN; CREATE SCHEMA given AUTHORIZATION tenant";
    client.batch_execute(prepare).await.unwrap();
    let to = server.text().replace("user=postgres", "user=tenant");
    let (guest, line) = tokio_postgres::connect(&to, NoTls).await.unwrap();
    tokio::spawn(line);
    assert!(guest.batch_execute("CREATE SCHEMA other").await.is_err(), "it may not");
    let to = ConnectionString::new(to);
    let mut options = server.options();
    options.schema = "given".to_owned();
    let store = Postgres::open_with(&to, options.clone()).await.unwrap();
    store.commit(marked("device", 0)).await.unwrap();
    assert_eq!(marks(&store, "device").await, 1);
    assert_eq!(marks(&Postgres::open_with(&to, options.clone()).await.unwrap(), "device").await, 1);
    options.schema = "other".to_owned();
    let error = Postgres::open_with(&to, options).await.unwrap_err();
    assert!(shown(&error).contains("42501"), "{error:?}");
}

/// Calls the server's advisory locks something else, and puts in their place what says this; nothing, if it is empty.
async fn without_advisory_locks(client: &Client, code: &str) {
    let hide = "ALTER FUNCTION pg_catalog.pg_advisory_xact_lock(bigint) RENAME TO hidden_lock";
    client.batch_execute(hide).await.unwrap();
    if !code.is_empty() {
        let say = format!(
            "CREATE FUNCTION pg_catalog.pg_advisory_xact_lock(bigint) RETURNS void LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION 'advisory locks are not yet implemented' USING ERRCODE = '{code}'; END $$"
        );
        client.batch_execute(&say).await.unwrap();
    }
}

/// Engines that speak this protocol need not have advisory locks: several nodes that create one schema at once, or bring
/// it forward, come through all the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_engine_without_advisory_locks_will_do() {
    for code in ["0A000", ""] {
        let Some(server) = Server::start() else { return };
        let client = client(&server).await;
        without_advisory_locks(&client, code).await;
        for round in 0..4 {
            let options = server.options();
            if round % 2 == 0 {
                client.batch_execute(&format!("CREATE SCHEMA {}", options.schema)).await.unwrap();
            }
            all_open(&server, &options).await;
            let store = named(&server, &options).await;
            store.commit(marked("device", 0)).await.unwrap();
            store.close().await;
            let older = "ALTER TABLE SCHEMA_NAME.wake DROP COLUMN heard; UPDATE SCHEMA_NAME.store_schema SET version = 1";
            client.batch_execute(&older.replace("SCHEMA_NAME", &options.schema)).await.unwrap();
            all_open(&server, &options).await;
            let store = named(&server, &options).await;
            assert_eq!(marks(&store, "device").await, 1);
            store.commit(marked("device", 1)).await.unwrap();
            store.close().await;
        }
    }
}

/// Six nodes at once.
pub(crate) async fn all_open(server: &Server, options: &PostgresOptions) {
    let open = || {
        let (connection, options) = (server.connection(), options.clone());
        tokio::spawn(async move { Postgres::open_with(&connection, options).await.map(drop) })
    };
    let opening: Vec<_> = (0..6).map(|_| open()).collect();
    for opened in opening {
        opened.await.unwrap().unwrap();
    }
}

/// Who is refused the lock for another reason is told so, and nothing is created.
#[tokio::test]
async fn a_lock_that_is_refused_is_told() {
    let Some(server) = Server::start() else { return };
    let (options, client) = (server.options(), client(&server).await);
    without_advisory_locks(&client, "42501").await;
    let error = Postgres::open_with(&server.connection(), options.clone()).await.unwrap_err();
    assert!(shown(&error).contains("42501"), "{error:?}");
    let sql = "SELECT 1 FROM pg_namespace WHERE nspname = $1";
    assert!(client.query(sql, &[&options.schema]).await.unwrap().is_empty());
}

/// What a store of another hand may well do on this very engine: it numbers events and wakes out of a sequence, in the
/// commit. Each of its calls is right for itself, and the suite finds out what they are together.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_suite_finds_numbers_that_are_taken_in_the_commit() {
    let Some(server) = server() else { return };
    let client = client(server).await;
    let make = async || {
        let mut options = server.options();
        options.connections = 8;
        let store = Postgres::open_with(&server.connection(), options.clone()).await.unwrap();
        let number = "SET search_path TO SCHEMA_NAME; CREATE SEQUENCE number; \
            CREATE FUNCTION number() RETURNS trigger LANGUAGE plpgsql AS \
            $$ BEGIN NEW.place := nextval('SCHEMA_NAME.number'); RETURN NEW; END $$; \
            CREATE TRIGGER number BEFORE INSERT OR UPDATE ON event FOR EACH ROW WHEN (NEW.place IS NULL) \
            EXECUTE FUNCTION number(); \
            CREATE TRIGGER number BEFORE INSERT OR UPDATE ON wake FOR EACH ROW WHEN (NEW.place IS NULL) \
            EXECUTE FUNCTION number()";
        client.batch_execute(&number.replace("SCHEMA_NAME", &options.schema)).await.unwrap();
        store
    };
    for rule in ["races::who_follows_events_is_told_all", "races::who_follows_wakes_is_told_all"] {
        let mut runs = 0;
        // Who comes first is the server's to say: mostly one run is enough.
        while conformance::run_only(&make, |name| name == rule).await.passed() {
            runs += 1;
            assert!(runs < 50, "{rule} held {runs} times");
        }
    }
}

/// Words that mean something in SQL are names like others.
#[tokio::test]
async fn a_schema_may_be_called_as_one_likes() {
    let Some(server) = Server::start() else { return };
    for name in ["user", "order", "default", "select", "table", "a", "x_1", &"x".repeat(63)] {
        let mut options = server.options();
        options.schema = name.to_owned();
        let store = Postgres::open_with(&server.connection(), options).await.unwrap();
        let mut hints = store.wake_hints().await.unwrap();
        store.commit(marked("device", 0)).await.unwrap();
        hints.changed().await.unwrap();
        assert_eq!((marks(&store, "device").await, version(&store, "device").await), (1, 1), "{name}");
        store.close().await;
    }
}
