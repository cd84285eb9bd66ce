//! What PostgreSQL keeps a second time in order to find or count rows: each way in which it can be wrong is told, and mended.

use mdm_store::row::{CommandRow, Gates, HeadRow, Link, LinkKind, Phase, Window, Write};
use mdm_store::{Postgres, Store as _};
use tokio_postgres::Client;

use crate::cluster::server;
use crate::postgres::{at, batch, client, key, write};

/// More records than a page has.
const MANY: usize = 70;

fn waiting(seq: u64, waits_on: Vec<u64>) -> CommandRow {
    CommandRow {
        seq,
        uuid: format!("uuid-{seq}").into(),
        phase: Phase::Waiting,
        rank: 1,
        waits_on,
        gates: Gates::NONE,
        refused_in: None,
        not_before: None,
        expires_at: None,
        body: vec![],
    }
}

fn link(value: &str) -> Link {
    Link { kind: LinkKind::Certificate, value: value.into() }
}

/// A command that is done, one that nobody waits for, and some that wait for one another.
async fn fill(store: &Postgres) {
    for number in 0..MANY {
        let name = format!("device/{number:02}");
        let first = write(&name, None, "");
        let head = HeadRow { links: vec![link(&name), link("all")], ..first.head };
        let mut commands: Vec<_> = (0..4).map(|seq| waiting(seq, (0..seq).rev().collect())).collect();
        commands.push(CommandRow { phase: Phase::Done, ..waiting(9, vec![3]) });
        commands.push(CommandRow { gates: Gates::HELD, ..waiting(10, vec![0]) });
        store.commit(batch(Write { head, commands, ..first })).await.unwrap();
    }
}

/// The tables and columns that repeat others.
async fn repeated(client: &Client) -> Vec<String> {
    let sql = "SELECT format('%s %s %s', kind, value, key) FROM link UNION ALL \
        SELECT format('%s %s %s', key, earlier, later) FROM edge UNION ALL \
        SELECT format('%s %s', key, open) FROM record UNION ALL \
        SELECT format('%s %s %s %s', key, seq, waits_on, blocked) FROM command ORDER BY 1";
    client.query(sql, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
}

#[tokio::test]
async fn what_is_kept_twice_is_compared_and_made_anew() {
    let Some(server) = server() else { return };
    let (client, options) = (client(server).await, server.options());
    let store = Postgres::open_with(&server.connection(), options.clone()).await.unwrap();
    client.batch_execute(&format!("SET search_path TO {}", options.schema)).await.unwrap();
    assert_eq!((store.check().await.unwrap(), store.reindex().await.unwrap()), (vec![], 0));
    fill(&store).await;
    assert_eq!((store.check().await.unwrap(), store.reindex().await.unwrap()), (vec![], 0));
    let before = repeated(&client).await;
    let (in_link, no_link) = ("a link of a record is not in link", "a row of link is no link of its record");
    let (in_edge, no_edge) =
        ("what a command waits on is not in edge", "a row of edge is nothing that its command waits on");
    let of_nobody = "a row of link belongs to no record";
    let closed = "a row of edge belongs to no open command";
    let miscounted = "the number of open commands of a record is wrong";
    for (sql, told) in [
        ("DELETE FROM link WHERE value = 'device/69'", &[in_link][..]),
        ("DELETE FROM link", &[in_link; 2 * MANY][..100]),
        ("UPDATE link SET kind = 'serial' WHERE value = 'device/00'", &[in_link, no_link]),
        (r"UPDATE link SET value = '\xff' WHERE value = 'device/00'", &[in_link, no_link]),
        ("UPDATE link SET key = 'device/01' WHERE value = 'device/00'", &[in_link, no_link]),
        ("UPDATE link SET key = 'nobody' WHERE value = 'device/00'", &[in_link, of_nobody]),
        ("INSERT INTO link VALUES ('planet', 'x', 'device/33')", &[no_link]),
        ("DELETE FROM edge WHERE earlier = 1 AND later = 3 AND key = 'device/40'", &[in_edge]),
        ("DELETE FROM edge WHERE key = 'device/40'", &[in_edge; 7]),
        ("INSERT INTO edge VALUES ('device/40', 3, 1)", &[no_edge]),
        ("INSERT INTO edge VALUES ('device/40', -1, 1)", &[no_edge]),
        ("INSERT INTO edge VALUES ('device/40', 1, 99), ('device/40', 3, 9)", &[closed, closed]),
        ("UPDATE record SET open = 7", &[miscounted; MANY]),
    ] {
        client.batch_execute(sql).await.unwrap();
        assert_eq!(store.check().await.unwrap(), told, "{sql}");
        let mended = if sql == "DELETE FROM link" { 2 * MANY } else { told.len() };
        assert_eq!(store.reindex().await.unwrap(), mended as u64, "{sql}");
        assert_eq!(store.check().await.unwrap(), [""; 0], "{sql}");
        assert!(repeated(&client).await == before, "{sql}");
    }

    // Where the column itself was damaged nobody knows what is right: it is told, and the rest is mended all the same.
    let damage = r"UPDATE record SET links = '\x05' WHERE key = 'device/02';
        UPDATE command SET waits_on = '\xff' WHERE key = 'device/03' AND seq = 1;
        DELETE FROM link WHERE key = 'device/01'; DELETE FROM edge WHERE key = 'device/01'";
    client.batch_execute(damage).await.unwrap();
    assert_eq!(store.reindex().await.unwrap(), 2 + 7);
    let (links, waits) = ("the links of a record cannot be read", "what a command waits on cannot be read");
    assert_eq!(store.check().await.unwrap(), [links, waits]);
}

/// Somebody deleted a command by hand: its device takes orders, and nobody waits for it for good.
#[tokio::test]
async fn what_is_not_there_is_waited_for_by_nobody() {
    let Some(server) = server() else { return };
    let (client, options) = (client(server).await, server.options());
    let store = Postgres::open_with(&server.connection(), options.clone()).await.unwrap();
    fill(&store).await;
    let delete = format!("DELETE FROM {}.command WHERE key = 'device/50' AND seq = 0", options.schema);
    client.batch_execute(&delete).await.unwrap();
    let lost = "a command waits on one that is not there";
    let told = ["the number of open commands of a record is wrong", lost, lost, lost, lost];
    assert_eq!(store.check().await.unwrap(), told);
    // The record, four commands, and the edges of these.
    assert_eq!(store.reindex().await.unwrap(), 9);
    assert_eq!((store.check().await.unwrap(), store.reindex().await.unwrap()), (vec![], 0));
    let device = key("device/50");
    let loaded = store.load(&device, &Window::Open).await.unwrap().unwrap();
    let waits: Vec<_> = loaded.commands.into_iter().map(|row| (row.seq, row.waits_on)).collect();
    assert_eq!((loaded.open, waits), (4, vec![(1, vec![]), (2, vec![1]), (3, vec![2, 1]), (10, vec![])]));
    let refused = mdm_store::row::Refused::Skip;
    let window = Window::Session { reported: None, refused, now: at(0) };
    let loaded = store.load(&device, &window).await.unwrap().unwrap();
    assert_eq!(loaded.commands.iter().map(|row| row.seq).collect::<Vec<_>>(), [1]);
}

/// Who commits while all is made anew loses nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn writers_go_on_while_all_is_made_anew() {
    let Some(server) = server() else { return };
    let (client, options) = (client(server).await, server.options());
    let open = async || Postgres::open_with(&server.connection(), options.clone()).await.unwrap();
    let (store, other) = (open().await, open().await);
    fill(&store).await;
    let stray = format!("INSERT INTO {}.link VALUES ('serial', 'x', 'device/33')", options.schema);
    let writer = tokio::spawn(async move {
        for round in 1..=20 {
            for number in [0, 33, 69] {
                let name = format!("device/{number:02}");
                let next = write(&name, Some(round), "");
                let head =
                    HeadRow { links: vec![link(&format!("{name}-{round}")), link("all")], ..next.head };
                let commands = vec![waiting(10 + round, vec![3])];
                other.commit(batch(Write { head, commands, ..next })).await.unwrap();
            }
        }
    });
    let mut rounds = 0;
    while !writer.is_finished() {
        client.batch_execute(&stray).await.unwrap();
        store.reindex().await.unwrap();
        rounds += 1;
    }
    writer.await.unwrap();
    assert!(rounds > 0);
    assert_eq!((store.check().await.unwrap(), store.reindex().await.unwrap()), (vec![], 0));
    for number in [0, 33, 69] {
        let name = format!("device/{number:02}");
        assert_eq!(store.find(&link(&format!("{name}-20")), None, 9).await.unwrap(), [key(&name)]);
        assert_eq!(store.load(&key(&name), &Window::Head).await.unwrap().unwrap().open, 25);
    }
}
