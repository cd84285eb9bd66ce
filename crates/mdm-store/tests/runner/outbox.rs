//! Consumers of events: each once at least, in the order of its record, one that lags or chokes alone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use mdm_enrollment::row::{Batch, EventRow, Gates, HeadRow, RecordKey, Version, Write};
use mdm_store::{
    Error, EventPosition, Memory, OldEvents, Outbox, OutboxOptions, Store, StoredEvent, Unreadable,
};
use proptest::prelude::*;

use crate::faults::Faulty;
use crate::world::{secs, start};

fn key(name: &str) -> RecordKey {
    RecordKey::new(name).unwrap()
}

/// Another commit of each of these records, with two events.
pub(crate) async fn happen(store: &impl Store, names: &[&str]) {
    for name in names {
        let key = key(name);
        let loaded = store.load(&key, &mdm_enrollment::row::Window::Head).await.unwrap();
        let version = loaded.map_or(0, |loaded| loaded.version.0);
        let head =
            HeadRow { session: 0, shut: Gates::NONE, backoff_until: None, links: vec![], body: vec![] };
        let (commands, forget, wake) = (vec![], vec![], vec![]);
        let expected = (version > 0).then_some(Version(version));
        let write = Write { key: key.clone(), expected, head, commands, forget, wake };
        let event = |nth: u8| EventRow { key: key.clone(), at: start(), body: vec![nth] };
        let events = vec![event(0), event(1)];
        store.commit(Batch { writes: vec![write], events, ..Batch::default() }).await.unwrap();
    }
}

fn outbox<S: Store>(store: &Arc<S>, name: &str, batch: usize) -> Outbox<Arc<S>> {
    let mut options = OutboxOptions::default();
    (options.batch, options.attempts, options.pause) = (batch, 3, secs(10));
    Outbox::new(Arc::clone(store), name, options).unwrap()
}

/// What a consumer was told, and what it does not take.
#[derive(Default)]
struct Consumer {
    told: Vec<String>,
    poison: BTreeSet<String>,
    given_up: Vec<String>,
}

impl Consumer {
    /// Polls once and answers.
    async fn turn<S: Store>(&mut self, outbox: &Outbox<S>, now: SystemTime) -> usize {
        let mut delivery = outbox.poll(now).await.unwrap();
        let mut seen = 0;
        while let Some(event) = delivery.next_event() {
            seen += 1;
            let id = event.id.clone();
            if self.poison.contains(&id) {
                delivery.refused();
            } else {
                self.told.push(id);
            }
        }
        let given_up = outbox.settle(delivery, now).await.unwrap();
        self.given_up.extend(given_up.into_iter().map(|event: StoredEvent| event.id));
        seen
    }

    async fn drain<S: Store>(&mut self, outbox: &Outbox<S>, now: SystemTime) {
        while self.turn(outbox, now).await > 0 {}
    }

    fn of(&self, name: &str) -> Vec<&str> {
        let of = self.told.iter().filter_map(|id| id.strip_prefix(name)?.strip_prefix('/'));
        of.collect()
    }
}

pub(crate) async fn everybody_is_told_everything<S: Store>(store: Arc<S>) {
    happen(&*store, &["a", "b", "a", "c"]).await;
    for batch in [1, 3, 100] {
        let outbox = outbox(&store, &format!("of-{batch}"), batch);
        let mut consumer = Consumer::default();
        consumer.drain(&outbox, start()).await;
        assert_eq!(consumer.told, ["a/1/0", "a/1/1", "b/1/0", "b/1/1", "a/2/0", "a/2/1", "c/1/0", "c/1/1"]);
        happen(&*store, &["z"]).await;
        consumer.drain(&outbox, start()).await;
        assert_eq!(consumer.of("z").len(), 2);
        // Nothing new: nothing is written.
        let version = |loaded: Option<mdm_enrollment::row::Loaded>| loaded.unwrap().version;
        let record = key(&format!("consumer/of-{batch}"));
        let before = version(store.load(&record, &mdm_enrollment::row::Window::Head).await.unwrap());
        assert_eq!(consumer.turn(&outbox, start()).await, 0);
        let after = version(store.load(&record, &mdm_enrollment::row::Window::Head).await.unwrap());
        assert_eq!(before, after);
        store.prune_events(&OldEvents::Of(key("z")), 9).await.unwrap();
        store.commit(Batch { remove: vec![(key("z"), Version(1))], ..Batch::default() }).await.unwrap();
    }
}

pub(crate) async fn one_that_lags_stops_nobody<S: Store>(store: Arc<S>) {
    happen(&*store, &["a", "b"]).await;
    let (quick, slow) = (outbox(&store, "quick", 100), outbox(&store, "slow", 1));
    let mut reader = Consumer::default();
    reader.drain(&quick, start()).await;
    assert_eq!(slow.position().await.unwrap(), EventPosition(0));
    let mut late = Consumer::default();
    late.turn(&slow, start()).await;
    happen(&*store, &["a"]).await;
    reader.drain(&quick, start()).await;
    assert_eq!((reader.told.len(), late.told.len()), (6, 1));
    late.drain(&slow, start()).await;
    assert_eq!(late.told, reader.told);
    assert_eq!(slow.position().await.unwrap(), quick.position().await.unwrap());
}

pub(crate) async fn a_poisonous_event_stops_its_own_record<S: Store>(store: Arc<S>) {
    for batch in [1, 2, 5, 100] {
        let outbox = outbox(&store, &format!("of-{batch}"), batch);
        let mut consumer = Consumer { poison: ["a/1/1".to_owned()].into(), ..Consumer::default() };
        if batch == 1 {
            happen(&*store, &["a", "b", "a", "b"]).await;
        }
        consumer.drain(&outbox, start()).await;
        assert_eq!(
            (consumer.of("a"), consumer.of("b")),
            (vec!["1/0"], vec!["1/0", "1/1", "2/0", "2/1"]),
            "{batch}"
        );
        assert!(outbox.position().await.unwrap() < EventPosition(3), "it is not to be pruned yet");
        // Before the pause is over nobody is bothered; then once, and twice as long after that.
        assert_eq!(consumer.turn(&outbox, start() + secs(9)).await, 0);
        assert_eq!(consumer.turn(&outbox, start() + secs(10)).await, 1);
        assert_eq!(consumer.turn(&outbox, start() + secs(29)).await, 0);
        assert_eq!(consumer.given_up.len(), 0);
        consumer.drain(&outbox, start() + secs(30)).await;
        assert_eq!(consumer.given_up, ["a/1/1"], "{batch}");
        assert_eq!(consumer.of("a"), ["1/0", "2/0", "2/1"], "what stands behind it goes on, in order");
        assert_eq!(outbox.position().await.unwrap(), EventPosition(8));
    }
}

pub(crate) async fn what_was_not_settled_comes_again<S: Store>(store: Arc<S>) {
    happen(&*store, &["a", "b"]).await;
    let outbox = outbox(&store, "crm", 100);
    let mut delivery = outbox.poll(start()).await.unwrap();
    assert_eq!((delivery.len(), delivery.is_empty()), (4, false));
    delivery.next_event();
    drop(delivery);
    // A node that stops in the middle: what it has not asked for counts as not told.
    let mut delivery = outbox.poll(start()).await.unwrap();
    delivery.next_event();
    delivery.next_event();
    delivery.next_event();
    outbox.settle(delivery, start()).await.unwrap();
    let mut consumer = Consumer::default();
    consumer.drain(&outbox, start()).await;
    assert_eq!(consumer.told, ["b/1/1"]);
    // Of two nodes that settle the same, one has to begin again.
    happen(&*store, &["a"]).await;
    let (mut here, there) = (outbox.poll(start()).await.unwrap(), outbox.poll(start()).await.unwrap());
    while here.next_event().is_some() {}
    outbox.settle(here, start()).await.unwrap();
    assert!(matches!(outbox.settle(there, start()).await, Err(Error::Conflict { .. })));
}

pub(crate) async fn clocks_that_step_back_delay_little<S: Store>(store: Arc<S>) {
    happen(&*store, &["a"]).await;
    let outbox = outbox(&store, "crm", 100);
    let mut consumer = Consumer { poison: ["a/1/0".to_owned()].into(), ..Consumer::default() };
    consumer.turn(&outbox, start() + Duration::from_secs(1_000_000)).await;
    assert_eq!(consumer.turn(&outbox, start()).await, 1, "the pause would be of eleven days");
}

/// What was held back is gone with the record, and what comes under its name later is not held against it.
pub(crate) async fn a_record_that_begins_anew_is_told<S: Store>(store: Arc<S>) {
    happen(&*store, &["a", "a", "a"]).await;
    let outbox = outbox(&store, "crm", 100);
    let mut consumer = Consumer { poison: ["a/3/0".to_owned()].into(), ..Consumer::default() };
    consumer.drain(&outbox, start()).await;
    assert_eq!(consumer.of("a"), ["1/0", "1/1", "2/0", "2/1"]);
    store.commit(Batch { remove: vec![(key("a"), Version(3))], ..Batch::default() }).await.unwrap();
    consumer.told.clear();
    consumer.poison.clear();
    happen(&*store, &["a", "b", "a", "a", "a"]).await;
    consumer.drain(&outbox, start()).await;
    assert_eq!((consumer.of("a"), consumer.of("b").len()), (vec![], 2), "the pause is not over");
    consumer.drain(&outbox, start() + secs(10)).await;
    assert_eq!(consumer.of("a"), ["1/0", "1/1", "2/0", "2/1", "3/0", "3/1", "4/0", "4/1"]);
}

/// What became due while the delivery was told was not looked at by it.
pub(crate) async fn what_becomes_due_meanwhile_is_told<S: Store>(store: Arc<S>) {
    happen(&*store, &["a", "b"]).await;
    let outbox = outbox(&store, "crm", 100);
    let mut consumer = Consumer { poison: ["a/1/0".to_owned()].into(), ..Consumer::default() };
    consumer.turn(&outbox, start()).await;
    consumer.poison.clear();
    let mut delivery = outbox.poll(start() + secs(9)).await.unwrap();
    assert!(delivery.next_event().is_none(), "the pause is not over");
    outbox.settle(delivery, start() + secs(11)).await.unwrap();
    consumer.drain(&outbox, start() + secs(11)).await;
    assert_eq!(consumer.of("a"), ["1/0", "1/1"]);
}

pub(crate) async fn a_consumer_is_forgotten<S: Store>(store: Arc<S>) {
    happen(&*store, &["a"]).await;
    let mut consumer = Consumer { poison: ["a/1/1".to_owned()].into(), ..Consumer::default() };
    consumer.drain(&outbox(&store, "crm", 100), start()).await;
    let late = outbox(&store, "crm", 100).poll(start() + secs(10)).await.unwrap();
    outbox(&store, "crm", 100).forget().await.unwrap();
    outbox(&store, "crm", 100).forget().await.unwrap();
    assert_eq!(store.load(&key("consumer/crm"), &mdm_enrollment::row::Window::Head).await.unwrap(), None);
    let error = outbox(&store, "crm", 100).settle(late, start()).await;
    assert!(matches!(error, Err(Error::Conflict { .. })), "{error:?}");
    let mut consumer = Consumer::default();
    consumer.drain(&outbox(&store, "crm", 100), start()).await;
    assert_eq!(consumer.told, ["a/1/0", "a/1/1"], "a new one begins at the beginning");
}

pub(crate) async fn names_of_consumers_fit<S: Store>(store: Arc<S>) {
    let long = "n".repeat(201);
    for (name, fits) in [("", false), ("x", true), (&long[..200], true), (&*long, false)] {
        let outbox = Outbox::new(Arc::clone(&store), name, OutboxOptions::default());
        assert_eq!(outbox.is_some(), fits, "{name}");
    }
    let mut options = OutboxOptions::default();
    happen(&*store, &["a", "b"]).await;
    options.begin = Some(EventPosition(2));
    let later = Outbox::new(Arc::clone(&store), "later", options).unwrap();
    let mut consumer = Consumer::default();
    consumer.drain(&later, start()).await;
    assert_eq!(consumer.told, ["b/1/0", "b/1/1"]);
}

/// Tells all that can be told, and passes what cannot be read.
async fn drain_and_pass<S: Store>(consumer: &mut Consumer, outbox: &Outbox<S>, now: SystemTime) -> usize {
    let mut passed = 0;
    for second in 0..200 {
        match outbox.poll(now + secs(second)).await {
            Err(Error::Unreadable { row }) => {
                outbox.pass(&row).await.unwrap();
                passed += 1;
            }
            Err(error) => panic!("{error:?}"),
            Ok(_) => drop(consumer.turn(outbox, now + secs(second)).await),
        }
    }
    passed
}

/// An operator passes on every consumer what one of them has met.
pub(crate) async fn who_is_behind_misses_nothing<S: Store>(store: Arc<S>) {
    happen(&*store, &["a", "b", "c", "a"]).await;
    let bad = store.events(None, 9).await.unwrap()[4].position;
    let store = Arc::new(Faulty::new(store));
    store.damaged.lock().unwrap().insert(bad);
    let [ahead, behind] = ["ahead", "behind"].map(|name| outbox(&store, name, 2));
    let (mut reader, mut late) = (Consumer::default(), Consumer::default());
    late.turn(&behind, start()).await;
    assert_eq!(late.told.len(), 2);
    while reader.told.len() < 4 {
        reader.turn(&ahead, start()).await;
    }
    let Err(Error::Unreadable { row }) = ahead.poll(start()).await else { panic!("it is told") };
    for outbox in [&ahead, &behind] {
        outbox.pass(&row).await.unwrap();
    }
    assert!(behind.position().await.unwrap() < bad, "what it was not told is not to be pruned");
    assert_eq!(drain_and_pass(&mut reader, &ahead, start()).await, 0, "it was passed");
    assert_eq!(drain_and_pass(&mut late, &behind, start()).await, 1);
    let all = ["a/1/0", "a/1/1", "b/1/0", "b/1/1", "c/1/1", "a/2/0", "a/2/1"];
    assert_eq!((reader.told, late.told), (all.map(str::to_owned).to_vec(), all.map(str::to_owned).to_vec()));
}

pub(crate) async fn what_was_mended_is_told<S: Store>(store: Arc<S>) {
    happen(&*store, &["a", "b"]).await;
    let bad = store.events(None, 9).await.unwrap()[2].position;
    let store = Arc::new(Faulty::new(store));
    store.damaged.lock().unwrap().insert(bad);
    let outbox = outbox(&store, "crm", 100);
    let mut consumer = Consumer::default();
    consumer.turn(&outbox, start()).await;
    let Err(Error::Unreadable { row }) = outbox.poll(start()).await else { panic!("it is told") };
    store.damaged.lock().unwrap().clear();
    outbox.pass(&row).await.unwrap();
    consumer.drain(&outbox, start()).await;
    assert_eq!(consumer.told, ["a/1/0", "a/1/1", "b/1/0", "b/1/1"]);
}

/// No more are held back than may be, so the end stands; one of them meets an event that cannot be read far behind it.
pub(crate) async fn what_stands_before_a_damaged_event_is_told<S: Store>(store: Arc<S>) {
    let store = Arc::new(Faulty::new(store));
    let outbox = outbox(&store, "crm", 1_000);
    let begin = async |keys: &[RecordKey]| {
        let write = |key: &RecordKey| Write {
            key: key.clone(),
            expected: None,
            head: HeadRow { session: 0, shut: Gates::NONE, backoff_until: None, links: vec![], body: vec![] },
            commands: vec![],
            forget: vec![],
            wake: vec![],
        };
        let event = |key: &RecordKey| EventRow { key: key.clone(), at: start(), body: vec![] };
        let (writes, events) = (keys.iter().map(write).collect(), keys.iter().map(event).collect());
        store.commit(Batch { writes, events, ..Batch::default() }).await.unwrap();
    };
    let refuse_all = async |after| {
        let now = start() + secs(after);
        let mut delivery = outbox.poll(now).await.unwrap();
        let mut refused = 0;
        while delivery.next_event().is_some() {
            delivery.refused();
            refused += 1;
        }
        (refused, outbox.settle(delivery, now).await.unwrap().len())
    };
    begin(&[key("k")]).await;
    assert_eq!(refuse_all(0).await, (1, 0));
    begin(&(1..1_000).map(|number| key(&format!("r{number:03}"))).collect::<Vec<_>>()).await;
    assert_eq!(refuse_all(5).await, (999, 0));
    happen(&*store, &["b", "k"]).await;
    let bad = store.events_of(&key("k"), None, 9).await.unwrap()[1].position;
    store.damaged.lock().unwrap().insert(bad);
    // The first one is tried once more than the others, and given up.
    assert_eq!(refuse_all(10).await, (1, 0));
    assert_eq!(refuse_all(15).await, (999, 0));
    assert_eq!(refuse_all(30).await, (1, 1));
    let mut consumer = Consumer::default();
    if let Ok(mut delivery) = outbox.poll(start() + secs(31)).await {
        while let Some(event) = delivery.next_event() {
            consumer.told.push(event.id.clone());
        }
        outbox.settle(delivery, start() + secs(31)).await.unwrap();
    }
    assert_eq!(drain_and_pass(&mut consumer, &outbox, start() + secs(32)).await, 1);
    assert_eq!((consumer.of("k"), consumer.of("b")), (vec!["2/1"], vec!["1/0", "1/1"]));
    assert_eq!(consumer.told.len(), 999 + 3);
}

/// Any mixture of deliveries that fail, commits in between, and crashes before the settling: each record's events come in
/// order, and all of them.
pub(crate) async fn any_trouble_keeps_the_order<S: Store>(store: Arc<S>) {
    for seed in 0..6_u64 {
        let mut dice = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut roll = move |sides: u64| {
            dice ^= dice << 13;
            dice ^= dice >> 7;
            dice ^= dice << 17;
            dice % sides
        };
        let names = ["a", "b", "c"].map(|name| format!("{name}-{seed}"));
        let mut options = OutboxOptions::default();
        (options.batch, options.attempts) = (1 + usize::try_from(roll(5)).unwrap(), u32::MAX);
        options.begin = store.events(None, 1_000).await.unwrap().last().map(|last| last.position);
        let outbox = Outbox::new(Arc::clone(&store), &format!("of-{seed}"), options).unwrap();
        let mut taken: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut now = start();
        for turn in 0..300 {
            now += secs(roll(4_000));
            if turn < 25 && roll(2) == 0 {
                happen(&*store, &[&names[usize::try_from(roll(3)).unwrap()]]).await;
            }
            let mut delivery = outbox.poll(now).await.unwrap();
            let mut told = Vec::new();
            while let Some(event) = delivery.next_event() {
                let (of, id) = (event.row.key.to_string(), event.id.clone());
                if turn < 40 && roll(4) == 0 {
                    delivery.refused();
                } else {
                    told.push((of, id));
                }
            }
            if roll(5) > 0 {
                // Telling takes time, and clocks step back.
                let then = now + secs(roll(9_000)) - secs(roll(3_000));
                outbox.settle(delivery, then).await.unwrap();
                for (of, id) in told {
                    taken.entry(of).or_default().push(id);
                }
            }
        }
        for name in &names {
            let all = store.events_of(&key(name), None, 1_000).await.unwrap();
            let expected: Vec<_> = all.into_iter().map(|event| event.id).collect();
            assert_eq!(taken.remove(name).unwrap_or_default(), expected, "seed {seed}");
        }
    }
}

/// What may happen around a consumer. Records have numbers.
#[derive(Clone, Debug)]
enum Happens {
    Commit(u8),
    Remove(u8),
    /// One of the events that are there cannot be read any more.
    Damage(u8),
    Mend,
    /// Somebody passes one of them, whatever it is.
    Pass(u8),
    Deliver(Turn),
}

/// A delivery: how far the clock is on, back, and on once more until it is settled; which events are not taken; how many
/// are asked for; whether a node stops before it is settled; what happens to a record in between.
#[derive(Clone, Debug)]
struct Turn {
    clock: [u64; 3],
    refused: u16,
    asked: usize,
    crashes: bool,
    between: Option<Box<Happens>>,
}

fn happens() -> impl Strategy<Value = Happens> {
    let change = || {
        prop_oneof![4 => (0..3_u8).prop_map(Happens::Commit), 1 => (0..3_u8).prop_map(Happens::Remove)]
            .boxed()
    };
    let clock = prop_oneof![Just(0), 1..30_u64, 1_000..9_000_u64];
    let clock = [clock.clone(), clock.clone(), clock];
    let asked = prop_oneof![Just(0), 1..4_usize, Just(99)];
    let between = proptest::option::of(change().prop_map(Box::new));
    let turn = (clock, any::<u16>(), asked, proptest::bool::weighted(0.2), between).prop_map(
        |(clock, refused, asked, crashes, between)| Turn { clock, refused, asked, crashes, between },
    );
    let damage = prop_oneof![
        2 => any::<u8>().prop_map(Happens::Damage),
        1 => Just(Happens::Mend),
        2 => any::<u8>().prop_map(Happens::Pass),
    ];
    prop_oneof![4 => change(), 6 => turn.prop_map(Happens::Deliver), 1 => damage]
}

/// What a consumer has to be told, kept as simply as that: of each record what is still to come, and how often the first of
/// it was refused.
#[derive(Default)]
struct Model {
    left: BTreeMap<String, (Vec<EventPosition>, u32)>,
    /// What could not be read, and need not be told.
    passed: BTreeSet<EventPosition>,
}

const ATTEMPTS: u32 = 2;

impl Model {
    async fn change(&mut self, store: &Memory, what: &Happens) {
        match what {
            Happens::Commit(number) => {
                let name = format!("r{number}");
                let last = store.events(None, 1_000).await.unwrap().last().map(|last| last.position);
                happen(store, &[&name]).await;
                let new = store.events(last, 9).await.unwrap();
                self.left.entry(name).or_default().0.extend(new.iter().map(|event| event.position));
            }
            Happens::Remove(number) => {
                let key = key(&format!("r{number}"));
                if let Some(loaded) = store.load(&key, &mdm_enrollment::row::Window::Head).await.unwrap() {
                    let remove = vec![(key.clone(), loaded.version)];
                    store.commit(Batch { remove, ..Batch::default() }).await.unwrap();
                }
                self.left.remove(key.as_str());
            }
            _ => {}
        }
    }

    fn pass(&mut self, row: &Unreadable) {
        let Unreadable::Event { position, key: Some(key), .. } = row else { panic!("{row:?}") };
        self.passed.insert(*position);
        if let Some((left, refusals)) = self.left.get_mut(key.as_str()) {
            *refusals = if left.first() == Some(position) { 0 } else { *refusals };
            left.retain(|left| left != position);
        }
    }

    /// The consumer was given an event: it is what had to come, or of a record that was removed meanwhile. Gives whether it
    /// was given up.
    fn settle(&mut self, (name, position, taken): &(String, EventPosition, bool)) -> bool {
        let Some((left, refusals)) = self.left.get_mut(name) else { return false };
        if left.first().is_none_or(|first| first > position) || self.passed.contains(position) {
            return false;
        }
        assert_eq!(
            left.first(),
            Some(position),
            "events of {name} are told in their order, and none is left out"
        );
        *refusals += u32::from(!taken);
        let is_given_up = *refusals == ATTEMPTS;
        if *taken || is_given_up {
            left.remove(0);
            *refusals = 0;
        }
        is_given_up
    }
}

async fn deliver(
    store: &Memory,
    outbox: &Outbox<&Faulty<Memory>>,
    model: &mut Model,
    now: &mut SystemTime,
    turn: &Turn,
) -> usize {
    *now += secs(turn.clock[0]);
    let mut delivery = match outbox.poll(*now).await {
        Err(Error::Unreadable { row }) => {
            if turn.refused & 1 == 0 {
                assert!(outbox.pass(&row).await.unwrap(), "it is what comes next");
                model.pass(&row);
            }
            return 0;
        }
        delivery => delivery.unwrap(),
    };
    let mut given = Vec::new();
    while given.len() < turn.asked
        && let Some(event) = delivery.next_event()
    {
        let (name, position) = (event.row.key.to_string(), event.position);
        let taken = turn.refused >> (given.len() % 16) & 1 == 0;
        if !taken {
            delivery.refused();
        }
        given.push((name, position, taken));
    }
    if let Some(between) = &turn.between {
        model.change(store, between).await;
    }
    *now = *now - secs(turn.clock[1]) + secs(turn.clock[2]);
    if !turn.crashes {
        let given_up = outbox.settle(delivery, *now).await.unwrap();
        let positions: Vec<_> = given_up.iter().map(|event| event.position).collect();
        for event in &given {
            let is_given_up = model.settle(event);
            assert!(
                !is_given_up || positions.contains(&event.1),
                "{event:?} is given up, and nobody is told"
            );
        }
    }
    given.len()
}

async fn tell(batch: usize, story: Vec<Happens>) {
    let store = Arc::new(Memory::new());
    let faulty = Faulty::new(Arc::clone(&store));
    let mut options = OutboxOptions::default();
    (options.batch, options.attempts) = (batch, ATTEMPTS);
    let outbox = Outbox::new(&faulty, "crm", options).unwrap();
    let (mut model, mut now) = (Model::default(), start());
    let row = async |nth: u8| {
        let mut all = store.events(None, 1_000).await.unwrap();
        let StoredEvent { position, version, index, row, .. } =
            (!all.is_empty()).then(|| all.swap_remove(usize::from(nth) % all.len()))?;
        Some((position, Unreadable::Event { position, key: Some(row.key), after: Some((version, index)) }))
    };
    for what in &story {
        match what {
            Happens::Deliver(turn) => drop(deliver(&store, &outbox, &mut model, &mut now, turn).await),
            Happens::Damage(nth) => {
                let position = row(*nth).await.map(|(position, _)| position);
                faulty.damaged.lock().unwrap().extend(position);
            }
            Happens::Mend => faulty.damaged.lock().unwrap().clear(),
            Happens::Pass(nth) => {
                if let Some((position, row)) = row(*nth).await
                    && outbox.pass(&row).await.unwrap()
                {
                    assert!(faulty.damaged.lock().unwrap().contains(&position), "{position} can be read");
                    model.pass(&row);
                }
            }
            change => model.change(&store, change).await,
        }
        // What is not told yet must not be pruned.
        let position = outbox.position().await.unwrap();
        let untold = model.left.values().filter_map(|(left, _)| left.first()).min();
        assert!(
            untold.is_none_or(|untold| *untold > position),
            "{untold:?} was not told, {position} says so"
        );
    }
    let all = Turn { clock: [7_200, 0, 0], refused: 0, asked: 99, crashes: false, between: None };
    // Each turn tells of something, or a pause passes.
    for _ in 0..4 * story.len() + 10 {
        deliver(&store, &outbox, &mut model, &mut now, &all).await;
    }
    let left: Vec<_> = model.left.iter().filter(|(_, (left, _))| !left.is_empty()).collect();
    assert!(left.is_empty(), "lost: {left:?}");
    let last = store.events(None, 1_000).await.unwrap().last().map(|last| last.position);
    assert!(last <= Some(outbox.position().await.unwrap()), "nothing is held back in the end");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Refusals, pauses, clocks that step back, nodes that stop between the telling and the settling, records that go and
    /// come again, events that cannot be read for a while or for ever, and are passed at the right time or not: every event is told or given up, in the order of its record.
    #[test]
    fn the_outbox_tells_what_a_simple_one_tells(
        batch in 1..6_usize,
        story in proptest::collection::vec(happens(), 1..40),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(tell(batch, story));
    }
}
