//! Several nodes, each with a pool of its own, on one PostgreSQL server; devices that hop between them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use mdm_apple::Status;
use mdm_enrollment::State;
use mdm_store::{Postgres, Retry, RunError, Runner, Store};

use crate::cluster::server;
use crate::pushes::{pushes, sender};
use crate::world::{Device, Office, admin, events, history, name, next_push, office, query, secs, start};

async fn nodes(count: usize) -> Option<Vec<Arc<Postgres>>> {
    let server = server()?;
    let options = server.options();
    let mut nodes = Vec::new();
    for _ in 0..count {
        nodes.push(Arc::new(Postgres::open_with(&server.connection(), options.clone()).await.unwrap()));
    }
    Some(nodes)
}

/// An order on one node, and the sender of another one: it need not wait until it would look by itself.
#[tokio::test]
async fn a_hint_has_another_node_push() {
    let Some(nodes) = nodes(2).await else { return };
    let (here, device) = (office(&nodes[0]), Device::new(1));
    device.enroll(&here).await;
    let mut sender = sender(&nodes[1]);
    let mut hints = nodes[1].wake_hints().await.unwrap();
    assert_eq!(pushes(&mut sender, start()).await, []);
    here.order(&device.key(), &admin(), &[query("A")], start()).await.unwrap();
    hints.changed().await.unwrap();
    let pushes = pushes(&mut sender, start()).await;
    assert_eq!(pushes.into_iter().map(|push| push.record).collect::<Vec<_>>(), [device.key()]);
}

/// Every message goes to the next node, as behind a balancer. Nothing is lost, nothing is handed out twice.
async fn hop(count: usize) {
    const DEVICES: usize = 4;
    const EACH: usize = 6;
    let Some(nodes) = nodes(count).await else { return };
    let offices: Arc<Vec<Office<Postgres>>> = Arc::new(nodes.iter().map(office).collect());
    let devices: Vec<_> = (0..DEVICES).map(Device::new).collect();
    for device in &devices {
        device.enroll(&offices[0]).await;
    }
    let orders: Vec<_> = devices
        .iter()
        .enumerate()
        .map(|(number, device)| {
            let (offices, key) = (Arc::clone(&offices), device.key());
            tokio::spawn(async move {
                for n in 0..EACH {
                    let office = &offices[(number + n) % offices.len()];
                    let order = [query(&format!("{number}-{n}"))];
                    while let Err(error) = office.order(&key, &admin(), &order, start()).await {
                        assert_eq!(error.retry(), Retry::Later, "{error}");
                    }
                }
            })
        })
        .collect();
    let sessions: Vec<_> = devices
        .iter()
        .enumerate()
        .map(|(number, device)| {
            let (offices, device) = (Arc::clone(&offices), device.clone());
            tokio::spawn(async move {
                let (mut seen, mut turn) = (Vec::new(), number);
                let mut body = device.idle();
                while seen.len() < EACH {
                    turn += 1;
                    let served = match device.connect(&offices[turn % offices.len()], &body).await {
                        Ok(served) => served,
                        Err(error) => {
                            assert_eq!(error.http_status(), 503, "{error}");
                            continue;
                        }
                    };
                    body = match name(&served.body) {
                        Some(name) => {
                            let report = device.report(Status::Acknowledged, &name);
                            seen.push(name);
                            report
                        }
                        None => device.idle(),
                    };
                    tokio::task::yield_now().await;
                }
                // The last report is what ends the session.
                while let Err(error) = device.connect(&offices[turn % offices.len()], &body).await {
                    assert_eq!(error.http_status(), 503, "{error}");
                }
                seen
            })
        })
        .collect();
    for order in orders {
        order.await.unwrap();
    }
    for (number, session) in sessions.into_iter().enumerate() {
        let expected: Vec<_> = (0..EACH).map(|n| format!("{number}-{n}")).collect();
        assert_eq!(session.await.unwrap(), expected, "each once, in the order in which they were ordered");
        let history = history(&nodes[number % count], &devices[number].key()).await;
        assert_eq!(history.len(), EACH);
        assert!(history.iter().all(|entry| entry.state == State::Acknowledged && entry.deliveries == 1));
    }
    assert_eq!(next_push(&nodes[0]).await, None);
    let trail: BTreeSet<_> = ids(&nodes[0]).await.into_iter().collect();
    assert_eq!(trail.len(), events(&nodes[count - 1]).await.len(), "each event once, on every node");
}

async fn ids(store: &impl Store) -> Vec<String> {
    let events = store.events(None, 1_000).await.unwrap();
    events.into_iter().map(|event| event.id).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn devices_hop_between_two_nodes() {
    hop(2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn devices_hop_between_four_nodes() {
    hop(4).await;
}

/// What the server refuses as a serialization failure or a deadlock is loaded and decided again, until it passes: once
/// ordered, once handed out.
#[tokio::test]
async fn what_the_server_refuses_is_decided_again() {
    let Some(server) = server() else { return };
    let options = server.options();
    let store = Arc::new(Postgres::open_with(&server.connection(), options.clone()).await.unwrap());
    let (office, device) = (office(&store), Device::new(1));
    device.enroll(&office).await;
    let (client, line) = tokio_postgres::connect(server.text(), tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(line);
    for (name, code) in [("A", "40001"), ("B", "40P01")] {
        let schema = &options.schema;
        // A sequence does not go back with its transaction: every third try passes.
        let sql = format!(
            "SET search_path TO {schema}; CREATE SEQUENCE tries; \
             CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
             IF nextval('{schema}.tries') % 3 <> 0 THEN RAISE EXCEPTION USING ERRCODE = '{code}'; END IF; \
             RETURN NEW; END $$; \
             CREATE TRIGGER refuse BEFORE UPDATE ON record FOR EACH ROW EXECUTE FUNCTION refuse()"
        );
        client.batch_execute(&sql).await.unwrap();
        office.order(&device.key(), &admin(), &[query(name)], start()).await.unwrap();
        assert_eq!(device.session(&office).await, [name]);
        let tries: i64 = client.query_one("SELECT last_value FROM tries", &[]).await.unwrap().get(0);
        assert_eq!(tries, 9, "order, hand-out, answer, each in its third try");
        client.batch_execute("DROP FUNCTION refuse CASCADE; DROP SEQUENCE tries").await.unwrap();
    }
    let history = history(&store, &device.key()).await;
    let ended = |entry: &mdm_enrollment::Entry| entry.state == State::Acknowledged && entry.deliveries == 1;
    assert!(history.len() == 2 && history.iter().all(ended), "{history:?}");
}

/// Four nodes that send, and orders that come on any: within its lease nobody is woken twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_wake_is_sent_twice_within_its_lease() {
    const DEVICES: usize = 4;
    let Some(nodes) = nodes(4).await else { return };
    let offices: Vec<Office<Postgres>> = nodes.iter().map(office).collect();
    let devices: Vec<_> = (0..DEVICES).map(Device::new).collect();
    for (number, device) in devices.iter().enumerate() {
        device.enroll(&offices[number]).await;
        order_on(&offices[(number + 1) % 4], device).await.unwrap();
    }
    // All at once, again and again, for less than a lease lasts.
    let mut senders: Vec<_> = nodes.iter().map(sender).collect();
    let mut sent: BTreeMap<_, usize> = BTreeMap::new();
    for second in 0..10 {
        let now = start() + secs(second);
        let [a, b, c, d] = &mut senders[..] else { panic!("four nodes") };
        let (a, b, c, d) = tokio::join!(pushes(a, now), pushes(b, now), pushes(c, now), pushes(d, now));
        for push in [a, b, c, d].into_iter().flatten() {
            *sent.entry(push.record.clone()).or_default() += 1;
        }
    }
    assert_eq!(sent.len(), DEVICES, "{sent:?}");
    assert!(sent.values().all(|&times| times == 1), "{sent:?}");
}

async fn order_on(office: &Runner<impl Store>, device: &Device) -> Result<(), RunError> {
    office.order(&device.key(), &admin(), &[query("A")], start()).await.map(drop)
}
