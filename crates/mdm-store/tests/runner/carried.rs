//! Checkpoints that get old: whatever has happened, the trail verifies, and who tampers is found as if all were there.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use mdm_enrollment::audit::{
    Break, Broken, Checkpoint, Digest, EventLine, Ledger, Line, Signature, SignedCheckpoint, Summary, Tip,
    Verifier,
};
use mdm_enrollment::row::{Batch, EventRow, Gates, HeadRow, Link, RecordKey, Tenant, Version, Window, Write};
use mdm_enrollment::{Actor, Cause, Event, EventKind};
use mdm_store::{Auditor, EventPosition, Memory, OldEvents, RunError, Store};
use proptest::prelude::*;

use crate::world::start;

const HOUR: Duration = Duration::from_secs(3_600);

fn acme() -> Tenant {
    Tenant::new("acme").unwrap()
}

fn key(chain: u8) -> RecordKey {
    RecordKey::new(&format!("thing/{chain}")).unwrap()
}

/// A tenant with some chains, and somebody who looks after them.
struct World<S> {
    store: Arc<S>,
    now: SystemTime,
    tips: BTreeMap<u8, (Version, Tip)>,
    keep: Duration,
    carries: usize,
}

impl<S: Store> World<S> {
    fn new(store: Arc<S>, keep_hours: u32, carries: usize) -> Self {
        Self { store, now: start(), tips: BTreeMap::new(), keep: HOUR * keep_hours, carries }
    }

    fn auditor(&self) -> Auditor<Arc<S>> {
        Auditor::new(Arc::clone(&self.store), [acme()]).with_carried(self.carries)
    }

    /// A commit with some events, as `mdm-enrollment` writes them.
    async fn happen(&mut self, chain: u8, events: u8) {
        let (expected, mut tip) = match self.tips.get(&chain) {
            Some((version, tip)) => (Some(*version), *tip),
            None => (None, Tip::default()),
        };
        let version = Version(expected.map_or(1, |version| version.0 + 1));
        let mut rows = Vec::new();
        for index in 0..events.into() {
            let kind = EventKind::Reenrolled { generation: index };
            let event = Event { at: self.now, kind, tenant: Some("acme".into()), cause: Cause::Device };
            let body = serde_json::json!({"v": 3, "r": event, "c": tip}).to_string().into_bytes();
            tip = tip.next(&key(chain), version, index, self.now, &body);
            rows.push(EventRow { key: key(chain), at: self.now, body });
        }
        let body = serde_json::json!({"v": 3, "r": 0, "c": tip}).to_string().into_bytes();
        let links = vec![Link::tenant(&acme())];
        let head = HeadRow { session: 0, shut: Gates::NONE, backoff_until: None, links, body };
        let (commands, forget, wake) = (Vec::new(), Vec::new(), Vec::new());
        let writes = vec![Write { key: key(chain), expected, head, commands, forget, wake }];
        self.store.commit(Batch { writes, events: rows, ..Batch::default() }).await.unwrap();
        self.tips.insert(chain, (version, tip));
    }

    /// As the runner does it.
    async fn purge(&mut self, chain: u8) {
        let Some((version, tip)) = self.tips.remove(&chain) else { return };
        while self.store.prune_events(&OldEvents::Of(key(chain)), 9).await.unwrap() > 0 {}
        let ledger = self.ledger().await;
        let batch = ledger.remove(&Actor::rule("old"), &key(chain), version, tip, self.now).unwrap();
        self.store.commit(batch).await.unwrap();
    }

    async fn ledger(&self) -> Ledger {
        let loaded = self.store.load(&Ledger::key(&acme()), &Window::Head).await.unwrap();
        Ledger::decode(&acme(), loaded.as_ref()).unwrap()
    }

    /// One round; whether there was anything to be told.
    async fn round(&self) -> bool {
        let drafts = self.auditor().drafts(Some(self.keep), self.now).await.unwrap();
        let is_news = !drafts.drafts.is_empty();
        for draft in drafts {
            self.auditor().commit(draft, None).await.unwrap();
        }
        is_news
    }

    async fn prune(&self, steps: usize) {
        let auditor = self.auditor();
        for _ in 0..steps {
            if auditor.prune(EventPosition(u64::MAX)).await.unwrap() == 0 {
                return;
            }
        }
    }

    async fn exported(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        self.auditor().export(&acme(), None, &mut |line| lines.push(line)).await.unwrap();
        lines
    }

    /// Where each event lies.
    async fn positions(&self) -> BTreeMap<String, u64> {
        let (mut found, mut after) = (BTreeMap::new(), None);
        loop {
            let page = self.store.events(after, 1_000).await.unwrap();
            let Some(last) = page.last() else { return found };
            after = Some(last.position);
            found.extend(page.into_iter().map(|event| (event.id, event.position.0)));
        }
    }

    /// How many checkpoints the store has, and their leaves: those that are told for the first time, and all.
    async fn checkpoints(&self) -> (u64, usize, usize) {
        let (mut count, mut fresh, mut all) = (0, 0, 0);
        for number in 1..=self.ledger().await.number() {
            if let Some(bytes) = self.store.payload(&Ledger::payload(&acme(), number)).await.unwrap() {
                let signed = SignedCheckpoint::decode(&bytes).unwrap();
                count += 1;
                fresh += signed.leaves.len();
                all += signed.leaves.len() + signed.carried.len();
            }
        }
        (count, fresh, all)
    }
}

fn verify(lines: &[Line]) -> Result<Summary, (Box<str>, Break)> {
    let mut verifier = Verifier::new();
    let verified = lines.iter().try_for_each(|line| verifier.take(line)).and_then(|()| verifier.finish());
    verified.map_err(|broken| (broken.at, broken.what))
}

/// A year of hours: what a quiet chain needs is told again as often as old checkpoints go, and all else goes.
pub(crate) async fn old_checkpoints_go_and_quiet_chains_verify<S: Store>(store: Arc<S>) {
    let mut world = World::new(store, 24, 2);
    for chain in 0..5 {
        world.happen(chain, 3).await;
    }
    for hour in 0..160_u8 {
        world.now += HOUR;
        // 0 and 1 speak every hour, 2 now and then, 3 and 4 never again; 5 comes and goes.
        world.happen(hour % 2, 1).await;
        if hour % 40 == 0 {
            world.happen(2, 2).await;
            world.happen(5, 1).await;
        }
        if hour % 40 == 25 {
            world.purge(5).await;
        }
        assert!(world.round().await);
        if hour % 3 == 0 {
            world.prune(usize::MAX).await;
        }
        if hour % 8 == 7 {
            verify(&world.exported().await).unwrap();
        }
    }
    let ledger = world.ledger().await;
    assert!(ledger.first() > 100 && ledger.number() == 160, "{} to {}", ledger.first(), ledger.number());
    let (count, fresh, all) = world.checkpoints().await;
    assert_eq!(count, ledger.number() - ledger.first() + 1);
    assert!(all <= 2 * fresh, "{all} leaves, {fresh} of them told for the first time");

    // Nothing is left of the quiet ones but what was carried forward, and that is enough.
    for chain in [3, 4] {
        assert_eq!(world.store.events_of(&key(chain), None, 9).await.unwrap(), []);
    }
    let before = verify(&world.exported().await).unwrap();
    assert_eq!((before.unreadable, before.open), (0, 1), "the last checkpoint's own event");
    for chain in [3, 4] {
        world.happen(chain, 2).await;
    }
    let lines = world.exported().await;
    verify(&lines).unwrap();
    let is_third = |line: &Line| matches!(line, Line::Event(event) if *event.key == *key(3).as_str());
    let first = lines.iter().position(is_third).unwrap();
    let mut less = lines.clone();
    less.remove(first);
    assert_eq!(
        verify(&less).unwrap_err().1,
        Break::Removed(0, 3),
        "three are gone, as was said, and one more"
    );
    // One that was written anew from the beginning is not the one that was carried forward.
    let mut forged = lines.clone();
    let mut tip = Tip::default();
    for (version, line) in (1..).zip(forged.iter_mut().filter(|line| is_third(line))) {
        let Line::Event(event) = line else { panic!() };
        let mut body: serde_json::Value = serde_json::from_str(&event.body).unwrap();
        body["c"] = serde_json::to_value(tip).unwrap();
        (event.version, event.index, event.body) = (version, 0, body.to_string().into());
        let at = SystemTime::UNIX_EPOCH + Duration::from_millis(event.at.unsigned_abs());
        tip = tip.next(&key(3), Version(version), 0, at, event.body.as_bytes());
    }
    assert!(matches!(verify(&forged).unwrap_err().1, Break::Truncated(_, 3, 2)));
    // One that is gone, and of which nobody said that it may be.
    let is_checkpoint = |line: &&Line| matches!(line, Line::Checkpoint(_));
    let Some(Line::Checkpoint(last)) = lines.iter().rfind(is_checkpoint) else { panic!() };
    let mut less = lines.clone();
    let behind = usize::try_from(last.checkpoint.carry.dropped + 1 - ledger.first()).unwrap();
    less.drain(..=behind);
    let at = format!("checkpoint {}", last.checkpoint.carry.dropped + 2);
    assert_eq!(verify(&less).unwrap_err(), (at.into(), Break::Unlinked));
}

/// Of two who carry forward at once one does; who stops between the steps goes on.
pub(crate) async fn whoever_stops_goes_on<S: Store>(store: Arc<S>) {
    let mut world = World::new(store, 5, 1);
    for chain in 0..3 {
        world.happen(chain, 1).await;
    }
    let mut conflicts = 0;
    for hour in 0..60 {
        world.now += HOUR;
        world.happen(hour % 2, 1).await;
        let (here, there) = (world.auditor(), world.auditor());
        let ours = here.drafts(Some(world.keep), world.now).await.unwrap().drafts.remove(0);
        let theirs = there.drafts(Some(world.keep), world.now).await.unwrap().drafts.remove(0);
        if hour % 7 == 0 {
            // Both stop before they commit.
            continue;
        }
        if hour % 5 == 0 {
            world.happen(9, 1).await;
            world.purge(9).await;
            let late = here.commit(ours, None).await.unwrap_err();
            assert!(matches!(&late, RunError::Store(error) if error.is_conflict()), "{late:?}");
            continue;
        }
        here.commit(ours, None).await.unwrap();
        conflicts += usize::from(there.commit(theirs, None).await.is_err());
        world.prune(usize::from(hour % 3)).await;
        verify(&world.exported().await).unwrap();
    }
    assert!(conflicts > 30);
    while world.round().await {}
    world.prune(usize::MAX).await;
    let ledger = world.ledger().await;
    assert!(ledger.first() > 9, "{}", ledger.first());
    assert!(ledger.droppable().is_empty());
    verify(&world.exported().await).unwrap();
    let payload = |number| Ledger::payload(&acme(), number);
    assert!(world.store.payload(&payload(ledger.first())).await.unwrap().is_some());
    assert_eq!(world.store.payload(&payload(ledger.first() - 1)).await.unwrap(), None);
}

/// What may be gone is not told, so that it may go while others are told.
pub(crate) async fn who_prunes_beside_an_export_does_no_harm<S: Store>(store: Arc<S>) {
    let mut world = World::new(store, 24, 9);
    for of in [Some(key(0)), None] {
        // More than a page.
        for _ in 0..6 {
            world.happen(0, 250).await;
        }
        world.round().await;
        world.happen(0, 1).await;
        world.now += HOUR * 25;
        world.round().await;
        let (mut lines, mut pruned) = (Vec::new(), false);
        let mut take = |line: Line| {
            if matches!(line, Line::Event(_)) && !pruned {
                pruned = true;
                let prune = world.prune(usize::MAX);
                tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(prune));
            }
            lines.push(line);
        };
        world.auditor().export(&acme(), of.as_ref(), &mut take).await.unwrap();
        let verifier = Verifier::new();
        let mut verifier = match &of {
            Some(key) => verifier.only(key),
            None => verifier,
        };
        lines.iter().try_for_each(|line| verifier.take(line)).unwrap();
        assert!(verifier.finish().unwrap().events > 0 && pruned);
    }
}

/// Somebody who can write all of the database, and has no key: what rests on a forged checkpoint is not forgotten, and the
/// auditor says which it is; the other tenants go on.
pub(crate) async fn who_forges_a_checkpoint_is_found_by_the_auditor<S: Store>(store: Arc<S>) {
    let mut world = World::new(store, 5, 9);
    let round = signed_round::<S>;
    let mut carried = 0;
    for hour in 0..40_u8 {
        world.now += HOUR;
        world.happen(hour % 3, 1).await;
        let (broken, checkpoint) = round(&world).await;
        assert_eq!(broken, None);
        carried = carried.max(checkpoint.carry.dropped);
    }
    assert!(carried > 8, "{carried}");
    verify(&world.exported().await).unwrap();

    // The last checkpoint that carries says something else, and so do all behind it, and the ledger.
    let ledger = world.ledger().await;
    let payload = |number| Ledger::payload(&acme(), number);
    let mut all = Vec::new();
    for number in ledger.first()..=ledger.number() {
        let bytes = world.store.payload(&payload(number)).await.unwrap().unwrap();
        all.push(SignedCheckpoint::decode(&bytes).unwrap());
    }
    let first = all.iter().rposition(|signed| signed.checkpoint.carry.to > 0).unwrap();
    let mut forged = all[first..].to_vec();
    let mut leaf = *forged[0].carried.iter().next().unwrap();
    leaf.tip.link = Digest::of(b"forged");
    forged[0].carried.put(leaf);
    forged[0].checkpoint.carry.root = forged[0].carried.root();
    for next in 1..forged.len() {
        forged[next].checkpoint.previous = forged[next - 1].checkpoint.digest();
    }
    let loaded = world.store.load(&Ledger::key(&acme()), &Window::Head).await.unwrap().unwrap();
    let text = |digest: Digest| digest.to_string();
    let (old, new) = (all.last().unwrap().checkpoint.digest(), forged.last().unwrap().checkpoint.digest());
    let body = String::from_utf8(loaded.head.body.clone()).unwrap().replace(&text(old), &text(new));
    assert_ne!(body.as_bytes(), loaded.head.body);
    let head = HeadRow { body: body.into_bytes(), ..loaded.head };
    let (commands, forget, wake) = (Vec::new(), Vec::new(), Vec::new());
    let write =
        Write { key: Ledger::key(&acme()), expected: Some(loaded.version), head, commands, forget, wake };
    let bytes = |signed: &SignedCheckpoint| serde_json::to_vec(signed).unwrap();
    let payloads = forged.iter().map(|signed| (payload(signed.checkpoint.number), bytes(signed))).collect();
    world.store.commit(Batch { writes: vec![write], payloads, ..Batch::default() }).await.unwrap();

    let mut told = BTreeMap::new();
    let before = world.ledger().await.droppable();
    for hour in 0..30_u8 {
        world.now += HOUR;
        world.happen(hour % 3, 1).await;
        let (broken, checkpoint) = round(&world).await;
        assert!(checkpoint.carry.dropped <= *before.end(), "{checkpoint:?}");
        if let Some(broken) = broken {
            *told.entry((broken.at, broken.what.to_string())).or_insert(0) += 1;
        }
    }
    let number = forged[0].checkpoint.number;
    let (at, what) = (format!("checkpoint {number}"), Break::Signature.to_string());
    assert!(told.get(&(at.into(), what)).is_some_and(|times| *times > 20), "{told:?}");
    // One that is not there any more is told, too.
    let forget_payloads = vec![payload(number)];
    world.store.commit(Batch { forget_payloads, ..Batch::default() }).await.unwrap();
    world.happen(0, 1).await;
    let (broken, _) = round(&world).await;
    assert_eq!(broken.map(|broken| broken.what), Some(Break::Unlinked));
}

fn key_of(signed: &[u8]) -> Digest {
    Digest::of(&[b"key", signed].concat())
}

/// By somebody who has a key.
fn signed_auditor<S: Store>(world: &World<S>) -> Auditor<Arc<S>> {
    world.auditor().signed_by(|checkpoint, signature| {
        let bytes = key_of(&checkpoint.to_be_signed());
        signature.is_some_and(|signature| signature.bytes == bytes.as_bytes())
    })
}

async fn signed_round<S: Store>(world: &World<S>) -> (Option<Broken>, Checkpoint) {
    let auditor = signed_auditor(world);
    let draft = auditor.drafts(Some(world.keep), world.now).await.unwrap().drafts.remove(0);
    let (broken, checkpoint) = (draft.broken().cloned(), draft.checkpoint().clone());
    let bytes = key_of(&checkpoint.to_be_signed()).as_bytes().to_vec();
    auditor.commit(draft, Some(Signature { key: "1".into(), bytes })).await.unwrap();
    (broken, checkpoint)
}

/// Writes the record of the ledger anew.
async fn forge<S: Store>(world: &World<S>, forge: impl FnOnce(&mut serde_json::Value)) {
    let loaded = world.store.load(&Ledger::key(&acme()), &Window::Head).await.unwrap().unwrap();
    let mut body: serde_json::Value = serde_json::from_slice(&loaded.head.body).unwrap();
    forge(&mut body["r"]);
    let head = HeadRow { body: body.to_string().into_bytes(), ..loaded.head };
    let (commands, forget, wake) = (Vec::new(), Vec::new(), Vec::new());
    let write =
        Write { key: Ledger::key(&acme()), expected: Some(loaded.version), head, commands, forget, wake };
    world.store.commit(Batch { writes: vec![write], ..Batch::default() }).await.unwrap();
}

/// Somebody who can write the database and has no key writes the record of the ledger: nothing of that gets into what is
/// signed, nothing is forgotten because of it, and the auditor says so.
pub(crate) async fn who_forges_the_ledger_is_found_by_the_auditor<S: Store>(store: Arc<S>) {
    let mut world = World::new(store, 5, 9);
    let mut last = None;
    for hour in 0..30_u8 {
        world.now += HOUR;
        world.happen(hour % 3, 1).await;
        let (broken, checkpoint) = signed_round(&world).await;
        assert_eq!(broken, None);
        last = Some(checkpoint);
    }
    let mut last = last.unwrap();
    assert!(last.pruned > 0 && last.carry.dropped > 0, "{last:?}");
    let forgeries: [(&str, fn(&mut serde_json::Value, u64)); 5] = [
        ("up_to", |ledger, end| ledger["up_to"] = end.into()),
        ("pruned_number", |ledger, _| ledger["pruned_number"] = ledger["number"].clone()),
        ("dropped", |ledger, _| ledger["carry"]["dropped"] = ledger["pruned_number"].clone()),
        ("tenant's last", |ledger, _| ledger["up_to"] = 0.into()),
        ("pruned", |ledger, _| {
            (ledger["pruned_number"], ledger["pruned"]) = (ledger["number"].clone(), ledger["up_to"].clone());
        }),
    ];
    for (name, change) in forgeries {
        for chain in 0..3 {
            world.happen(chain, 1).await;
        }
        let honest = world.store.load(&Ledger::key(&acme()), &Window::Head).await.unwrap().unwrap();
        let honest: serde_json::Value = serde_json::from_slice(&honest.head.body).unwrap();
        let end = *world.positions().await.values().max().unwrap();
        forge(&world, |ledger| change(ledger, end)).await;
        if name == "pruned" {
            // What is not to be missed.
            let gone = world.positions().await.into_values().filter(|place| *place <= last.up_to);
            let gone = OldEvents::At(gone.map(EventPosition).collect());
            while world.store.prune_events(&gone, 1_000).await.unwrap() > 0 {}
        }
        world.now += HOUR;
        let (broken, next) = signed_round(&world).await;
        let broken = broken.unwrap_or_else(|| panic!("{name}"));
        assert_eq!(&*broken.at, Ledger::key(&acme()).as_str(), "{name}");
        assert_eq!(
            (next.pruned, next.carry.dropped, next.leaves, next.previous),
            (last.pruned, last.carry.dropped, 4, last.digest()),
            "{name}"
        );
        last = next;
        if name == "pruned" {
            verify(&world.exported().await).unwrap_err();
        } else {
            // What is only in the record somebody has to put back.
            forge(&world, |ledger| ledger["pruned_number"] = honest["r"]["pruned_number"].clone()).await;
            verify(&world.exported().await).unwrap();
        }
    }
}

/// A ledger that cannot be read, or whose last checkpoint is not there, keeps no other tenant from its checkpoint, and is told.
pub(crate) async fn a_damaged_ledger_stops_its_own<S: Store>(store: Arc<S>) {
    let mut world = World::new(store, 5, 9);
    let other = Tenant::new("other").unwrap();
    let both = Auditor::new(Arc::clone(&world.store), [acme(), other.clone()]);
    world.happen(0, 1).await;
    for draft in both.drafts(None, world.now).await.unwrap() {
        both.commit(draft, None).await.unwrap();
    }
    let spoil = async |tenant: &Tenant, body: Option<Vec<u8>>| {
        let key = Ledger::key(tenant);
        let loaded = world.store.load(&key, &Window::Head).await.unwrap().unwrap();
        let before = loaded.head.body.clone();
        let head = HeadRow { body: body.unwrap_or_else(|| b"nothing".to_vec()), ..loaded.head };
        let (commands, forget, wake) = (Vec::new(), Vec::new(), Vec::new());
        let write = Write { key, expected: Some(loaded.version), head, commands, forget, wake };
        world.store.commit(Batch { writes: vec![write], ..Batch::default() }).await.unwrap();
        before
    };
    let stopped = async |hours: u32| {
        let drafts = both.drafts(Some(HOUR), world.now + HOUR * hours).await.unwrap();
        let stopped: Vec<_> =
            drafts.stopped.iter().map(|(tenant, broken)| (tenant.clone(), broken.to_string())).collect();
        for draft in drafts {
            both.commit(draft, None).await.unwrap();
        }
        stopped
    };
    let before = spoil(&other, None).await;
    let told = [(other.clone(), "audit/other: the store could not read it".to_owned())];
    assert_eq!(stopped(2).await, told);
    assert_eq!(stopped(4).await, told, "as long as it is so");
    assert!(both.prune(EventPosition(u64::MAX)).await.unwrap() > 0);
    verify(&world.exported().await).unwrap();
    // It was put back, and its last checkpoint is gone.
    spoil(&other, Some(before)).await;
    let last = Ledger::payload(&other, 1);
    let bytes = world.store.payload(&last).await.unwrap().unwrap();
    let forget_payloads = vec![last.clone()];
    world.store.commit(Batch { forget_payloads, ..Batch::default() }).await.unwrap();
    let told = [(other.clone(), "checkpoint 1: it does not follow the checkpoint before it".to_owned())];
    assert_eq!(stopped(6).await, told);
    // So that somebody who put it back later would not have another one made up after it meanwhile.
    let payloads = vec![(last, bytes)];
    world.store.commit(Batch { payloads, ..Batch::default() }).await.unwrap();
    assert_eq!(stopped(8).await, []);
    assert_eq!(stopped(10).await, []);
}

#[derive(Clone, Copy, Debug)]
enum Happens {
    Events(u8, u8),
    Purge(u8),
    Round,
    /// Two rounds at once.
    Rounds,
    /// A draft that nobody commits.
    Stops,
    /// Something is purged between a draft and its commit.
    PurgeBetween(u8),
    Prune(u8),
    Hours(u8),
}

fn happens() -> impl Strategy<Value = Happens> {
    prop_oneof![
        6 => (0..6_u8, 1..4_u8).prop_map(|(chain, events)| Happens::Events(chain, events)),
        1 => (0..6_u8).prop_map(Happens::Purge),
        12 => Just(Happens::Round),
        1 => Just(Happens::Rounds),
        1 => Just(Happens::Stops),
        1 => (0..6_u8).prop_map(Happens::PurgeBetween),
        4 => (1..9_u8).prop_map(Happens::Prune),
        6 => (1..9_u8).prop_map(Happens::Hours),
    ]
}

async fn live(keep_hours: u32, carries: usize, story: Vec<Happens>) -> u64 {
    let mut world = World::new(Arc::new(Memory::new()), keep_hours, carries);
    // A purge is told with the next checkpoint.
    let mut is_told = true;
    for what in story {
        match what {
            Happens::Events(chain, events) => world.happen(chain, events).await,
            Happens::Purge(chain) => {
                world.purge(chain).await;
                is_told = false;
            }
            Happens::Round => {
                world.now += HOUR;
                world.round().await;
                is_told = true;
            }
            Happens::Rounds => {
                let (here, there) = (world.auditor(), world.auditor());
                let ours = here.drafts(Some(world.keep), world.now).await.unwrap();
                let theirs = there.drafts(Some(world.keep), world.now).await.unwrap();
                for (ours, theirs) in ours.into_iter().zip(theirs) {
                    there.commit(theirs, None).await.unwrap();
                    assert!(here.commit(ours, None).await.is_err());
                    is_told = true;
                }
            }
            Happens::Stops => drop(world.auditor().drafts(Some(world.keep), world.now).await.unwrap()),
            Happens::PurgeBetween(chain) => {
                let drafts = world.auditor().drafts(Some(world.keep), world.now).await.unwrap();
                let was_there = world.tips.contains_key(&chain);
                world.purge(chain).await;
                for draft in drafts {
                    assert_eq!(world.auditor().commit(draft, None).await.is_err(), was_there);
                }
                is_told = false;
            }
            Happens::Prune(steps) => world.prune(steps.into()).await,
            Happens::Hours(hours) => world.now += HOUR * u32::from(hours),
        }
        if is_told {
            let lines = world.exported().await;
            // A chain that began anew under a name whose end is not told yet is told in the round after.
            if let Err(broken) = verify(&lines) {
                while world.round().await {}
                verify(&world.exported().await).unwrap_or_else(|_| panic!("{what:?}: {broken:?}"));
            }
        }
    }
    while world.round().await {}
    let lines = world.exported().await;
    verify(&lines).unwrap();
    tamper(&world, &lines).await;
    // Whoever was quiet speaks again.
    for chain in 0..6 {
        world.happen(chain, 1).await;
    }
    verify(&world.exported().await).unwrap();
    world.prune(usize::MAX).await;
    world.round().await;
    verify(&world.exported().await).unwrap();
    world.ledger().await.first()
}

/// Everything that somebody may do to one line of an export: what is not found is what nobody can find.
async fn tamper(world: &World<Memory>, whole: &[Line]) {
    let (ledger, positions) = (world.ledger().await, world.positions().await);
    let is_of = |line: &Line, of: &EventLine| matches!(line, Line::Event(event) if event.key == of.key);
    let passes = |change: &dyn Fn(&mut Vec<Line>)| {
        let mut lines = whole.to_vec();
        change(&mut lines);
        verify(&lines).is_ok()
    };
    let last = whole.iter().rposition(|line| matches!(line, Line::Checkpoint(_)));
    let dropped = match last.map(|last| &whole[last]) {
        Some(Line::Checkpoint(signed)) => signed.checkpoint.carry.dropped,
        _ => 0,
    };
    for place in 0..whole.len() {
        let without = |lines: &mut Vec<Line>| drop(lines.remove(place));
        match &whole[place] {
            Line::Event(of) => {
                let is_last = !whole[place + 1..].iter().any(|line| is_of(line, of));
                let is_first = !whole[..place].iter().any(|line| is_of(line, of));
                let id = format!("{}/{}/{}", of.key, of.version, of.index);
                let is_old = positions[&id] <= ledger.pruned();
                let goes = passes(&without);
                assert!(!goes || is_last || is_first && is_old, "{id} was removed");
                let changes = |lines: &mut Vec<Line>| {
                    let Line::Event(event) = &mut lines[place] else { return };
                    event.at += 1;
                };
                // Who knows that an event may be gone need not know what it was; but those that do know it.
                assert!(!passes(&changes) || is_last && goes, "{id} was changed");
                let twice = |lines: &mut Vec<Line>| lines.insert(place, lines[place].clone());
                assert!(!passes(&twice), "{id} was repeated");
                let chain = |lines: &mut Vec<Line>| lines.retain(|line| !is_of(line, of));
                let is_known = |signed: &SignedCheckpoint| {
                    let chain = Digest::of(of.key.as_bytes());
                    let told = signed.leaves.iter().any(|leaf| leaf.chain == chain);
                    told && signed.checkpoint.up_to > ledger.pruned()
                };
                let is_known =
                    whole.iter().any(|line| matches!(line, Line::Checkpoint(signed) if is_known(signed)));
                assert!(!is_known || !passes(&chain), "{} was removed as a whole", of.key);
            }
            Line::Checkpoint(signed) => {
                let number = signed.checkpoint.number;
                let (is_first, is_last) = (place == 0, Some(place) == last);
                let goes = passes(&without);
                assert!(!goes || is_last || is_first && number <= dropped, "checkpoint {number} was removed");
                let checkpoint = |change: &dyn Fn(&mut SignedCheckpoint)| {
                    passes(&|lines: &mut Vec<Line>| {
                        let Line::Checkpoint(signed) = &mut lines[place] else { return };
                        change(signed);
                    })
                };
                // Of the last one only who has its digest, or its signature, knows.
                assert!(!checkpoint(&|signed| signed.checkpoint.at += 1) || is_last, "{number}");
                let forged = |signed: &SignedCheckpoint| {
                    signed.leaves.iter().chain(signed.carried.iter()).next().copied().map(|mut leaf| {
                        leaf.tip.count += 1;
                        leaf
                    })
                };
                if let Some(leaf) = forged(signed) {
                    assert!(!checkpoint(&|signed| signed.leaves.put(leaf)), "leaf of {number}");
                    assert!(!checkpoint(&|signed| signed.carried.put(leaf)), "carried leaf of {number}");
                }
                let carry = signed.checkpoint.carry;
                assert!(!checkpoint(&|signed| signed.checkpoint.carry.dropped += 1) || is_last, "{number}");
                assert!(carry.to == 0 || !checkpoint(&|signed| signed.checkpoint.carry.to -= 1) || is_last);
            }
            other => panic!("{other:?}"),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    /// Any history with any schedule of checkpoints, prunings and droppings verifies; and who tampers with what is left is
    /// found, but for what nobody can find.
    #[test]
    fn whatever_happens_the_trail_verifies(
        keep in 1..30_u32,
        carries in 1..9_usize,
        story in proptest::collection::vec(happens(), 1..120),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(live(keep, carries, story));
    }
}

/// The stories above are such that checkpoints do go.
#[tokio::test]
async fn a_long_story_drops_checkpoints() {
    let hour = [Happens::Events(0, 1), Happens::Round, Happens::Prune(3)];
    let story = [Happens::Events(3, 2)].into_iter().chain(hour.into_iter().cycle().take(240));
    assert!(live(4, 2, story.collect()).await > 50);
}
