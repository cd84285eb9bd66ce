//! The driver under a real scheduler of `mdm-push`: what goes over the wire once more counts under the cap too.
#![cfg(feature = "h2")]

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use mdm_apns::{
    Answer, ApnsId, Cause, Client, Config, Credential, Endpoint, Error, Fate, MdmPush, PushMagic, PushToken,
    Repeats, Roots, Topic,
};
use mdm_push::{Input, Lane, Lease, Outcome, Output, Route, RouteKind, Scheduler, Ticket, WakeRow};
use mdm_sim::apns::{Authority, DeviceToken, FakeApns, FakeApnsConfig, Fault};

const TOPIC: &str = "com.apple.mgmt.External.6f1d4b0c-2f0e-4a6c-9a53-0b6a1f0e7c11";
const CREDENTIAL: &str = "certificate of acme";

/// What a node keeps about its pushes: the scheduler, its clock, and which ticket a push on the wire has.
struct Node {
    scheduler: Scheduler<u8, &'static str, &'static str>,
    now: SystemTime,
    /// When it is to be asked again.
    wait: Option<SystemTime>,
    tickets: HashMap<ApnsId, Ticket>,
    asked: Vec<(ApnsId, Fate, Result<(), mdm_push::Error>)>,
}

impl Node {
    fn new(per_minute: u32) -> Self {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_780_000_000);
        let lease = Lease::take(None, Duration::from_secs(3_600), now).expect("nobody holds it");
        let config = mdm_push::Config::new(NonZeroU32::new(per_minute).expect("not zero"));
        let scheduler = Scheduler::new(CREDENTIAL, config, &lease, now);
        Self { scheduler, now, wait: None, tickets: HashMap::new(), asked: Vec::new() }
    }

    fn demand(&mut self, device: u8) {
        let apns = Route { kind: RouteKind::Apns, credential: CREDENTIAL };
        let mut row = WakeRow::new(device, "acme", vec![apns], Vec::new());
        row.demand(Lane::Urgent, self.now);
        self.scheduler.handle_input(Input::Wake(&row), self.now).expect("taken");
    }

    /// The pushes that the scheduler hands out now.
    fn sends(&mut self, device: &DeviceToken) -> Vec<MdmPush> {
        let mut pushes = Vec::new();
        loop {
            match self.scheduler.poll_output(self.now) {
                Output::Send(send) => {
                    let attempt = u8::try_from(send.attempt).expect("few attempts");
                    let push = MdmPush::new(
                        PushToken::new(device.expose_secret()).expect("token"),
                        PushMagic::new("magic").expect("magic"),
                        Topic::new(TOPIC).expect("topic"),
                        ApnsId::mint([attempt << 4 | send.key; 16]),
                        self.now,
                    );
                    self.tickets.insert(push.id, send.ticket);
                    pushes.push(push);
                }
                Output::Wait(until) => {
                    self.wait = until;
                    return pushes;
                }
                _ => {}
            }
        }
    }

    /// What [`Repeats::Ask`] puts to the scheduler.
    fn may_repeat(&mut self, id: ApnsId, fate: Fate) -> bool {
        let ticket = *self.tickets.get(&id).expect("it was handed out");
        let verdict = self.scheduler.handle_input(Input::Repeating(ticket), self.now);
        self.asked.push((id, fate, verdict));
        verdict.is_ok()
    }

    fn answered(&mut self, id: ApnsId, result: &Result<Answer, Error>) {
        let outcome = match result {
            Ok(answer) if answer.is_accepted() => Outcome::Sent,
            Err(Error::ConnectionLost { .. }) => Outcome::Retry,
            other => panic!("{other:?}"),
        };
        let ticket = self.tickets.remove(&id).expect("it was handed out");
        self.scheduler.handle_input(Input::Answered(ticket, outcome), self.now).expect("its first answer");
    }
}

/// A fake APNs, a node, and its client, which asks the node's scheduler about every repeat.
struct World {
    apns: FakeApns,
    device: DeviceToken,
    client: Client,
    node: Arc<Mutex<Node>>,
}

impl World {
    async fn new(per_minute: u32) -> Self {
        let authority = Authority::mint().expect("authority");
        let apns =
            FakeApns::start(FakeApnsConfig::with_authority(&authority).expect("config")).await.expect("fake");
        let issued = authority.push_certificate(TOPIC).expect("certificate");
        let credential =
            Credential::from_pem(issued.certificate_pem(), issued.expose_secret()).expect("credential");
        let endpoint = Endpoint::custom("localhost", apns.addr().port()).expect("endpoint");
        let node = Arc::new(Mutex::new(Node::new(per_minute)));
        let mut config = Config::new(endpoint, credential);
        config.roots = Roots::Pem(authority.root_pem().expect("root"));
        let asked = Arc::clone(&node);
        config.repeats = Repeats::Ask(Arc::new(move |repeat| {
            asked.lock().expect("lock").may_repeat(repeat.id, repeat.fate)
        }));
        let device = apns.register(TOPIC).expect("device");
        Self { apns, device, client: Client::new(config).expect("client"), node }
    }

    fn node(&self) -> std::sync::MutexGuard<'_, Node> {
        self.node.lock().expect("lock")
    }

    /// Sends what the scheduler hands out, and tells it what came of it.
    async fn send(&self) -> Vec<Result<Answer, Error>> {
        let pushes = self.node().sends(&self.device);
        let results = self.client.push_all(pushes.clone()).await;
        for (push, result) in pushes.iter().zip(&results) {
            self.node().answered(push.id, result);
        }
        results
    }

    fn on_the_wire(&self) -> usize {
        self.apns.received().len()
    }
}

/// F92: of five in a minute three are first pushes and two are repeats; the third repeat has to wait for the next
/// minute, in which the scheduler hands the push out anew.
#[tokio::test]
async fn repeats_count_under_the_cap_and_wait_for_the_next_minute() {
    let world = World::new(5).await;
    for device in 1..=3 {
        world.node().demand(device);
        world.apns.inject(Fault::RefuseStream);
    }
    let results = world.send().await;
    assert_eq!(world.on_the_wire(), 5);
    let refused = Error::ConnectionLost { cause: Cause::Reset(7), fate: Fate::Unprocessed };
    let accepted = results.iter().filter(|r| r.as_ref().is_ok_and(Answer::is_accepted)).count();
    assert_eq!((accepted, results.iter().filter(|r| **r == Err(refused.clone())).count()), (2, 1));
    let verdicts: Vec<_> = world.node().asked.iter().map(|(_, fate, verdict)| (*fate, *verdict)).collect();
    let asked = |verdict| (Fate::Unprocessed, verdict);
    assert_eq!(verdicts, [asked(Ok(())), asked(Ok(())), asked(Err(mdm_push::Error::NoRoom))]);
    assert_eq!(world.client.counters().repeats, 2);

    // The clock goes from one time that the scheduler names to the next, until it hands out the one that is missing.
    let began = world.node().now;
    let results = loop {
        let results = world.send().await;
        if !results.is_empty() {
            break results;
        }
        let mut node = world.node();
        let next = node.wait.expect("a device waits");
        assert!(next > node.now);
        node.now = next;
    };
    let later = world.node().now.duration_since(began).expect("later");
    assert!((60..=90).contains(&later.as_secs()), "{later:?}");
    assert!(results.len() == 1 && results[0].as_ref().is_ok_and(Answer::is_accepted), "{results:?}");
    assert_eq!((world.on_the_wire(), world.node().asked.len()), (6, 3));
}

/// A push that was lost with its connection is asked for too: the first may have arrived.
#[tokio::test]
async fn a_lost_connection_asks_before_it_sends_again() {
    async fn check(per_minute: u32, on_the_wire: usize, expected: Option<Error>) {
        let world = World::new(per_minute).await;
        world.node().demand(1);
        world.apns.inject(Fault::CloseConnection);
        let results = world.send().await;
        assert_eq!(
            results.iter().map(|result| result.as_ref().err().cloned()).collect::<Vec<_>>(),
            [expected]
        );
        assert_eq!(world.on_the_wire(), on_the_wire);
        let fates: Vec<_> = world.node().asked.iter().map(|(_, fate, _)| *fate).collect();
        assert_eq!(fates, [Fate::Unknown]);
    }
    check(2, 2, None).await;
    check(1, 1, Some(Error::ConnectionLost { cause: Cause::Closed, fate: Fate::Unknown })).await;
}
