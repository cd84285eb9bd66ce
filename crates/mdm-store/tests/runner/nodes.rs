//! Several nodes that send for one credential on one store: leases that change hands, crashes at every step.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use mdm_enrollment::Address;
use mdm_enrollment::row::{
    Batch, Demand, Gates, HeadRow, Lane, RecordKey, Route, RouteKind, Tenant, WakeChange, Write,
};
use mdm_store::push::Outcome;
use mdm_store::{Push, Sender, Store};

use crate::faults::Faulty;
use crate::pushes::{credential, sender_with};
use crate::world::{secs, start};

/// The cap of these tests.
const CAP: u32 = 30;

fn device(number: usize) -> RecordKey {
    RecordKey::new(&format!("device/{number:03}")).unwrap()
}

/// So many devices have to come.
pub(crate) async fn ordered(store: &impl Store, devices: usize) {
    let address = Address::Other(mdm_apple::PushToken::new(b"token".to_vec()));
    let body = Address::encode(&[address]).unwrap();
    for number in 0..devices {
        let lane = if number % 10 == 0 { Lane::Urgent } else { Lane::Normal };
        let routes = vec![Route { kind: RouteKind::Apns, credential: credential() }];
        let tenant = Tenant::new("tenant").unwrap();
        let write = Write {
            key: device(number),
            expected: None,
            head: HeadRow { session: 0, shut: Gates::NONE, backoff_until: None, links: vec![], body: vec![] },
            commands: vec![],
            forget: vec![],
            wake: vec![
                WakeChange::Register { tenant, routes, body: body.clone(), at: start() },
                WakeChange::Demand(Demand::new(lane, start())),
            ],
        };
        store.commit(Batch { writes: vec![write], ..Batch::default() }).await.unwrap();
    }
}

/// Whether any 60 seconds see more pushes than the cap.
fn check_cap(pushes: &[SystemTime]) {
    let mut sorted = pushes.to_vec();
    sorted.sort();
    for (first, begin) in sorted.iter().enumerate() {
        let end = sorted.partition_point(|push| *push <= *begin + secs(60));
        assert!(end - first <= CAP as usize, "{} pushes in 60 seconds", end - first);
    }
}

/// A provider that accepts what it gets, a second later.
#[derive(Default)]
struct Provider {
    under_way: Vec<(SystemTime, usize, Push)>,
    accepted: BTreeMap<RecordKey, u32>,
    times: Vec<SystemTime>,
}

impl Provider {
    fn take(&mut self, node: usize, pushes: Vec<Push>, now: SystemTime) {
        for push in pushes {
            assert!(now < push.not_after, "handed out too late to be sent");
            self.times.push(now);
            *self.accepted.entry(push.record.clone()).or_default() += 1;
            self.under_way.push((now + secs(1), node, push));
        }
    }

    fn answer<S: Store>(&mut self, node: usize, sender: &mut Sender<S>, now: SystemTime) {
        let (due, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut self.under_way)
            .into_iter()
            .partition(|(when, whose, _)| *whose == node && *when <= now);
        self.under_way = rest;
        for (_, _, push) in due {
            sender.answer(&push.id, Outcome::Sent, now);
        }
    }

    /// The node is dead: nobody takes the answers.
    fn forget(&mut self, node: usize) {
        self.under_way.retain(|(_, whose, _)| *whose != node);
    }
}

/// Acceptance check 2 in small, with the real store: all are woken, none is lost, the cap holds, and what is repeated
/// is what a node that died had not written down.
pub(crate) async fn two_nodes_share_a_fleet<S: Store>(store: Arc<S>) {
    const DEVICES: usize = 150;
    ordered(&*store, DEVICES).await;
    let mut nodes = [Some(sender_with(&store, CAP)), Some(sender_with(&store, CAP))];
    let mut provider = Provider::default();
    let (mut now, mut holders, mut lost) = (start(), BTreeSet::new(), 0);
    while provider.accepted.len() < DEVICES {
        assert!(now < start() + secs(3_600), "{} of {DEVICES} woken", provider.accepted.len());
        let second = now.duration_since(start()).unwrap().as_secs();
        for (who, node) in nodes.iter_mut().enumerate() {
            // Each node dies now and then, in turn, and comes back a minute later; once it stops as it should.
            let phase = (second + 200 * who as u64) % 400;
            match (phase, &mut *node) {
                (150, Some(sender)) if second > 500 => {
                    sender.stop(now).await.unwrap();
                    (*node, lost) = (None, lost + provider.under_way.len());
                    provider.forget(who);
                }
                (150, Some(_)) => {
                    (*node, lost) = (None, lost + provider.under_way.len());
                    provider.forget(who);
                }
                (210, None) => *node = Some(sender_with(&store, CAP)),
                _ => {}
            }
            let Some(sender) = node else { continue };
            provider.answer(who, sender, now);
            let round = sender.poll(now).await.unwrap();
            provider.take(who, round.pushes, now);
            if sender.holds(&credential()) {
                holders.insert(who);
            }
        }
        let holding = nodes.iter().flatten().filter(|sender| sender.holds(&credential())).count();
        assert!(holding <= 1 || second < 1, "two nodes hold one lease");
        now += Duration::from_millis(500);
    }
    check_cap(&provider.times);
    assert_eq!(holders.len(), 2, "both nodes had a turn");
    let twice = provider.times.len() - DEVICES;
    assert!(twice <= lost, "{twice} pushes were repeated, {lost} were under way when a node died");
}

/// The store fails, or the node dies, at each call of the store in turn.
pub(crate) async fn a_crash_at_every_step_loses_no_wake<S: Store>(store: Arc<S>) {
    let mut now = start();
    for (dies, write) in [(false, false), (false, true), (true, false), (true, true)] {
        for step in 0..24_u64 {
            // Nobody is pending from the round before.
            let devices = 3;
            let before = demand(&*store, devices, now).await;
            let faulty = Arc::new(Faulty::new(Arc::clone(&store)));
            let mut node = sender_with(&faulty, CAP);
            let mut provider = Provider::default();
            faulty.fail_wakes_after(step, write);
            let mut written = false;
            for _ in 0..600 {
                provider.answer(0, &mut node, now);
                match node.poll(now).await {
                    Ok(round) => provider.take(0, round.pushes, now),
                    Err(_) if dies => {
                        provider.forget(0);
                        node = sender_with(&faulty, CAP);
                    }
                    Err(_) => {}
                }
                now += secs(1);
                // Written down: nobody is due before tomorrow.
                let mut rows = Vec::new();
                for number in 0..devices {
                    rows.push(store.wake(&device(number)).await.unwrap().unwrap());
                }
                if rows.iter().all(|row| row.need > before && row.due.unwrap() > now + secs(80_000)) {
                    written = true;
                    break;
                }
            }
            assert!(written, "step {step}, dies {dies}, after its write {write}");
            assert_eq!(provider.accepted.len(), devices, "step {step}, dies {dies}, after its write {write}");
            assert!(dies || provider.times.len() == devices, "step {step}: repeated, without a death");
            let _ended = node.stop(now).await;
            // The next one waits for no lease, and for no minute of another node.
            now += secs(200);
        }
    }
}

/// Devices have to come, for the first time or again. Gives the lowest need before.
async fn demand(store: &impl Store, devices: usize, now: SystemTime) -> u64 {
    let known = store.wake(&device(0)).await.unwrap();
    let Some(row) = known else {
        ordered(store, devices).await;
        return 0;
    };
    for number in 0..devices {
        let key = device(number);
        let loaded = store.load(&key, &mdm_enrollment::row::Window::Head).await.unwrap().unwrap();
        let write = Write {
            key,
            expected: Some(loaded.version),
            head: loaded.head,
            commands: vec![],
            forget: vec![],
            wake: vec![WakeChange::Contact, WakeChange::Demand(Demand::new(Lane::Normal, now))],
        };
        store.commit(Batch { writes: vec![write], ..Batch::default() }).await.unwrap();
    }
    row.need
}

/// A node whose lease another one took writes nothing, and says so.
pub(crate) async fn a_node_that_slept_is_fenced<S: Store>(store: Arc<S>) {
    ordered(&*store, 1).await;
    let (mut slow, mut fast) = (sender_with(&store, CAP), sender_with(&store, CAP));
    let round = slow.poll(start()).await.unwrap();
    let [push] = &round.pushes[..] else { panic!("{round:?}") };
    assert!(fast.poll(start()).await.unwrap().pushes.is_empty() && !fast.holds(&credential()));
    // It sleeps past its lease, and the other one begins a minute later.
    let mut now = start() + secs(31);
    let mut woken = Vec::new();
    while woken.is_empty() {
        woken.extend(fast.poll(now).await.unwrap().pushes);
        now += secs(1);
        assert!(now < start() + secs(120));
    }
    assert!(now >= start() + secs(90), "what the other one may have sent counts for a minute");
    fast.answer(&woken[0].id, Outcome::Sent, now);
    fast.poll(now).await.unwrap();
    let row = store.wake(&device(0)).await.unwrap().unwrap();
    slow.answer(&push.id, Outcome::DropRoute, now);
    let round = slow.poll(now).await.unwrap();
    assert!(round.pushes.is_empty() && !slow.holds(&credential()), "{round:?}");
    assert_eq!(store.wake(&device(0)).await.unwrap().unwrap(), row);
}
