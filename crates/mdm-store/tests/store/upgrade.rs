//! A schema that an earlier version of the library made on PostgreSQL is brought forward, with all that is in it.
//!
//! `tests/data/postgres1/` has the tables as the first version made them, and the rows that it wrote for [`fill`].

use mdm_store::conformance;
use mdm_store::row::{
    Batch, CommandRow, Credential, Gates, Lease, Link, LinkKind, PayloadName, Phase, Refused, Version,
    WakeChange, Window, Write,
};
use mdm_store::{Postgres, Store, WakePosition};

use crate::cluster::server;
use crate::postgres::{at, batch, client, key, marked, write};

const TABLES: &str = include_str!("../data/postgres1/tables.sql");
const ROWS: &str = include_str!("../data/postgres1/rows.sql");

/// What is in the rows: something in every table, and in every column that may be empty.
async fn fill(store: &Postgres) {
    for version in 0..3 {
        for name in ["a", "b"] {
            store.commit(marked(name, version)).await.unwrap();
        }
    }
    let serial = Link { kind: LinkKind::Serial, value: "C02X".into() };
    let waiting = CommandRow {
        seq: 9,
        uuid: "uuid-9".into(),
        phase: Phase::Waiting,
        rank: 200,
        waits_on: vec![0, 1],
        gates: Gates::LOST_MODE,
        refused_in: Some(4),
        not_before: Some(at(5)),
        expires_at: Some(at(6_000)),
        body: vec![0, 255],
    };
    let done =
        CommandRow { seq: 2, uuid: "uuid-2".into(), phase: Phase::Done, waits_on: vec![], ..waiting.clone() };
    let mut first = Write {
        commands: vec![waiting, done],
        wake: vec![WakeChange::Withdraw],
        ..write("a", Some(3), "body")
    };
    (first.head.session, first.head.shut, first.head.backoff_until) = (4, Gates::BACKOFF, Some(at(7)));
    first.head.links = vec![serial];
    store.commit(batch(first)).await.unwrap();
    store.commit(batch(write("gone", None, ""))).await.unwrap();
    store.commit(Batch { remove: vec![(key("gone"), Version(1))], ..Batch::default() }).await.unwrap();
    store.touch(&[(key("a"), at(3))]).await.unwrap();
    let lease = Lease { fence: 3, until: at(9), spent_until: Some(at(8)) };
    assert!(store.swap_lease(&credential(), None, &lease).await.unwrap());
    // Some have their places, and the last ones do not yet.
    store.events(None, 99).await.unwrap();
    store.changed_wakes(WakePosition(0), 99).await.unwrap();
    store.commit(marked("b", 3)).await.unwrap();
}

fn credential() -> Credential {
    Credential::new("certificate").unwrap()
}

/// Everything that is told of it.
async fn told(store: &Postgres) -> Vec<String> {
    let mut told = Vec::new();
    for name in ["a", "b", "gone"] {
        let key = key(name);
        let session = |refused| Window::Session { reported: Some("uuid-2".into()), refused, now: at(5) };
        let windows = [
            Window::Open,
            session(Refused::Skip),
            session(Refused::Include),
            Window::Done { keep: 0, limit: 9 },
        ];
        for window in &windows {
            told.push(format!("{:?}", store.load(&key, window).await.unwrap()));
        }
        for row in store.commands(&key, None, 99).await.unwrap() {
            told.push(format!("{row:?} {:?}", row.body));
        }
        told.push(format!("{:?}", store.wake(&key).await.unwrap()));
        told.push(format!("{:?}", store.last_contact(&key).await.unwrap()));
        for number in 0..4 {
            told.push(format!(
                "{:?}",
                store.payload(&PayloadName(format!("{name}/{number}").into())).await.unwrap()
            ));
        }
    }
    let serial = Link { kind: LinkKind::Serial, value: "C02X".into() };
    told.push(format!("{:?}", store.find(&serial, None, 9).await.unwrap()));
    told.push(format!("{:?}", store.lease(&credential()).await.unwrap()));
    told.push(format!("{:?}", store.pending_wakes(&credential(), None, 9).await.unwrap()));
    for event in store.events(None, 99).await.unwrap() {
        told.push(format!("{event:?} {:?}", event.row.body));
    }
    told.push(format!("{:?}", store.changed_wakes(WakePosition(0), 99).await.unwrap()));
    told
}

#[tokio::test]
async fn what_the_first_schema_kept_is_all_there() {
    let Some(server) = server() else { return };
    let (options, client) = (server.options(), client(server).await);
    let schema = &options.schema;
    let make = format!("CREATE SCHEMA {schema}; SET search_path TO {schema}; {TABLES}; {ROWS}");
    client.batch_execute(&make).await.unwrap();
    // Brought forward once, and opened as it is then.
    drop(Postgres::open_with(&server.connection(), options.clone()).await.unwrap());
    let old = Postgres::open_with(&server.connection(), options.clone()).await.unwrap();
    let new = server.store().await;
    fill(&new).await;
    // Of a wake that was there nothing older than its need counts.
    assert_eq!(but_heard(told(&old).await), but_heard(told(&new).await));
    for store in [&old, &new] {
        store.commit(marked("b", 4)).await.unwrap();
        store.commit(marked("c", 0)).await.unwrap();
    }
    let (old, kept) = (but_heard(told(&old).await), but_heard(told(&new).await));
    assert_eq!(old, kept, "and it goes on like a new one");
    let found = client.query_one("SELECT version FROM store_schema", &[]).await.unwrap();
    let newest = format!("SELECT version FROM {}.store_schema", new_schema(&new));
    let newest = client.query_one(&newest, &[]).await.unwrap();
    assert_eq!(found.get::<_, i64>(0), newest.get::<_, i64>(0));
}

/// Without what the first version did not keep.
fn but_heard(told: Vec<String>) -> Vec<String> {
    let but = |line: String| {
        let mut parts = line.split("heard: ");
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |line, part| line + part.trim_start_matches(|digit: char| digit.is_ascii_digit()))
    };
    told.into_iter().map(but).collect()
}

fn new_schema(store: &Postgres) -> String {
    let shown = format!("{store:?}");
    shown.split('"').nth(1).unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_schema_that_was_brought_forward_conforms() {
    let Some(server) = server() else { return };
    let client = client(server).await;
    let report = conformance::run(async || {
        let options = server.options();
        let schema = &options.schema;
        let make = format!("CREATE SCHEMA {schema}; SET search_path TO {schema}; {TABLES}");
        client.batch_execute(&make).await.unwrap();
        Postgres::open_with(&server.connection(), options).await.unwrap()
    });
    let report = report.await;
    assert!(report.passed(), "{report}");
    assert!(report.cases.len() > 50, "{report}");
}
