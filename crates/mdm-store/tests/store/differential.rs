//! Random histories on SQLite, on PostgreSQL, under a seal and on memory, which is simple enough to be the model: every
//! answer is the same, those that refuse too.

use std::time::{Duration, SystemTime};

use mdm_store::row::{
    Batch, CommandRow, Credential, Demand, EventRow, Gates, HeadRow, Health, Lane, Lease, Link, LinkKind,
    PayloadName, Phase, Reach, RecordKey, Refused, Route, RouteKind, Tenant, Update, Version, WakeChange,
    Window, Write,
};
use mdm_store::{EventPosition, Memory, OldEvents, Store, StoredEvent, WakePosition};
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Step {
    Commit {
        batch: Batch,
        stale: Vec<Option<Option<u64>>>,
        /// It is a usual one, of a record that was just looked at.
        usual: Option<Window>,
    },
    Settle(Credential, Vec<Update<RecordKey>>),
    SwapLease {
        credential: Credential,
        expected: Option<Option<Lease>>,
        lease: Lease,
    },
    Touch(Vec<(RecordKey, SystemTime)>),
    /// Up to the n-th event that is there.
    Prune(Result<RecordKey, usize>, usize),
    /// What was looked at may be remembered.
    Look(RecordKey, Window),
    /// The other of two handles goes on, and writes what the first one looked at.
    Turn,
    Reopen,
}

fn key() -> impl Strategy<Value = RecordKey> {
    prop::sample::select(vec!["a", "A", "a/1"]).prop_map(|text| RecordKey::new(text).unwrap())
}

fn time() -> impl Strategy<Value = SystemTime> {
    (-3_000_i64..3_000).prop_map(|micros| {
        let distance = Duration::from_micros(micros.unsigned_abs());
        if micros < 0 { SystemTime::UNIX_EPOCH - distance } else { SystemTime::UNIX_EPOCH + distance }
    })
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..4)
}

fn link() -> impl Strategy<Value = Link> {
    let kind = prop::sample::select(vec![LinkKind::Certificate, LinkKind::Serial, LinkKind::Topic]);
    let value = prop::sample::select(vec!["", "x", "y"]);
    (kind, value).prop_map(|(kind, value)| Link { kind, value: value.into() })
}

fn credential() -> impl Strategy<Value = Credential> {
    prop::sample::select(vec!["c", "C"]).prop_map(|name| Credential::new(name).unwrap())
}

fn lane() -> impl Strategy<Value = Lane> {
    prop::sample::select(vec![Lane::Normal, Lane::Urgent])
}

fn wake_change() -> impl Strategy<Value = WakeChange> {
    let kind = prop::sample::select(RouteKind::ALL.to_vec());
    let route = (kind, credential()).prop_map(|(kind, credential)| Route { kind, credential });
    let tenant = prop::sample::select(vec!["t", "u"]).prop_map(|name| Tenant::new(name).unwrap());
    let demand = (lane(), time(), prop::option::of(time())).prop_map(|(lane, due, comes_by)| {
        let mut demand = Demand::new(lane, due);
        demand.comes_by = comes_by;
        demand
    });
    prop_oneof![
        1 => Just(WakeChange::Contact),
        1 => Just(WakeChange::Withdraw),
        1 => Just(WakeChange::Unenroll),
        1 => prop::sample::select(Reach::ALL.to_vec()).prop_map(WakeChange::Reach),
        4 => demand.prop_map(WakeChange::Demand),
        // Of 1970, where needs begin with 0 as those of the results do, and of any time.
        4 => (tenant, prop::collection::vec(route, 0..4), body(), prop_oneof![4 => Just(SystemTime::UNIX_EPOCH), 1 => time()])
            .prop_map(|(tenant, routes, body, at)| WakeChange::Register { tenant, routes, body, at }),
    ]
}

fn update() -> impl Strategy<Value = Update<RecordKey>> {
    let health = prop_oneof![0_u32..32, any::<u32>()];
    (key(), 0_u64..12, time(), prop::option::of(time()), health, 0_u64..4).prop_map(
        |(key, need, due, pushed, health, fence)| {
            let mut update = Update::new(key, need, SystemTime::UNIX_EPOCH, due, fence);
            (update.pushed, update.health) = (pushed, Health::from_bits(health));
            update
        },
    )
}

fn lease() -> impl Strategy<Value = Lease> {
    (0_u64..4, time(), prop::option::of(time())).prop_map(|(fence, until, spent_until)| Lease {
        fence,
        until,
        spent_until,
    })
}

/// Mostly under the `CommandUUID` that belongs to its place; sometimes under another's.
fn command() -> impl Strategy<Value = CommandRow> {
    let phase = prop::sample::select(vec![Phase::Waiting, Phase::Waiting, Phase::Outstanding, Phase::Done]);
    let waits_on = prop::collection::vec(0_u64..12, 0..3);
    let uuid = prop_oneof![30 => Just(None), 1 => (0_u64..12).prop_map(Some)];
    (0_u64..12, uuid, phase, waits_on, holding(), prop::option::of(time()), body()).prop_map(
        |(seq, other, phase, waits_on, (rank, gates, refused_in, not_before), expires_at, body)| CommandRow {
            seq,
            uuid: format!("uuid-{}", other.unwrap_or(seq)).into(),
            phase,
            rank,
            waits_on,
            gates,
            refused_in,
            not_before,
            expires_at,
            body,
        },
    )
}

/// What holds a ready command back: its rank, gates, session, time.
type Holding = (u8, Gates, Option<u64>, Option<SystemTime>);

fn holding() -> impl Strategy<Value = Holding> {
    let not_before = prop_oneof![3 => Just(None), 1 => time().prop_map(Some)];
    (0_u8..3, gates(), prop::option::of(0_u64..3), not_before)
}

fn gates() -> impl Strategy<Value = Gates> {
    prop_oneof![2 => Just(0), 1 => 0..8_u8].prop_map(|bits| Gates::from_bits(bits).unwrap())
}

/// Now and then more ready commands than a window takes.
fn commands() -> impl Strategy<Value = Vec<CommandRow>> {
    let many = prop::collection::vec(holding(), 150).prop_map(|ready| {
        let command = |(index, (rank, gates, refused_in, not_before)): (usize, Holding)| CommandRow {
            seq: 100 + index as u64,
            uuid: format!("many-{index}").into(),
            phase: Phase::Waiting,
            rank,
            waits_on: vec![],
            gates,
            refused_in,
            not_before,
            expires_at: None,
            body: vec![],
        };
        ready.into_iter().enumerate().map(command).collect()
    });
    prop_oneof![9 => prop::collection::vec(command(), 0..6), 1 => many]
}

fn write() -> impl Strategy<Value = Write> {
    let wake = prop::collection::vec(wake_change(), 0..4);
    let head = (0_u64..3, gates(), prop::option::of(time()), prop::collection::vec(link(), 0..4), body());
    let head = head.prop_map(|(session, shut, backoff_until, links, body)| HeadRow {
        session,
        shut,
        backoff_until,
        links,
        body,
    });
    let forget = prop::collection::vec(0_u64..12, 0..2);
    (key(), head, commands(), forget, wake).prop_map(|(key, head, commands, forget, wake)| Write {
        key,
        expected: None,
        head,
        commands,
        forget,
        wake,
    })
}

fn batch() -> impl Strategy<Value = Batch> {
    let name = || prop::sample::select(vec!["p", "q"]).prop_map(|name| PayloadName(name.into()));
    let event = (key(), time(), body()).prop_map(|(key, at, body)| EventRow { key, at, body });
    let writes =
        prop_oneof![4 => prop::collection::vec(write(), 1), 2 => prop::collection::vec(write(), 0..4)];
    let payloads = prop::collection::vec((name(), body()), 0..3);
    let forget_payloads = prop::collection::vec(name(), 0..2);
    let remove = prop_oneof![4 => Just(None), 1 => key().prop_map(Some)];
    (writes, remove, payloads, forget_payloads, prop::collection::vec(event, 0..3)).prop_map(
        |(mut writes, remove, payloads, forget_payloads, mut events)| {
            let mut remove: Vec<_> = remove.map(|key| (key, Version(0))).into_iter().collect();
            // Mostly valid: the rules of a batch have their own cases in the suite.
            let keep_invalid = payloads.len() == 2;
            if !keep_invalid {
                let mut seen = std::collections::BTreeSet::new();
                writes.retain(|write| seen.insert(write.key.clone()));
                remove.retain(|(key, _)| !seen.contains(key));
                events.retain(|event| seen.contains(&event.key));
                for write in &mut writes {
                    let mut seen = std::collections::BTreeSet::new();
                    write.commands.retain(|command| seen.insert(command.seq));
                    write.forget.retain(|seq| seen.insert(*seq));
                }
            }
            Batch { writes, remove, payloads, forget_payloads, events }
        },
    )
}

fn window() -> impl Strategy<Value = Window> {
    prop_oneof![1 => Just(Window::Head), 2 => with_the_wake()]
}

/// What is looked at for a decision.
fn with_the_wake() -> impl Strategy<Value = Window> {
    let reported = prop::option::of((0_u64..12).prop_map(|seq| format!("uuid-{seq}").into()));
    let session = (reported, time()).prop_map(|(reported, now)| Window::Session {
        reported,
        refused: Refused::Skip,
        now,
    });
    prop_oneof![Just(Window::Open), session]
}

fn step() -> impl Strategy<Value = Step> {
    // `None`: the version that is stored. `Some`: whatever it is.
    let expected = prop_oneof![15 => Just(None), 1 => prop::option::of(0_u64..4).prop_map(Some)];
    prop_oneof![
        20 => (batch(), prop::collection::vec(expected, 4), prop::option::of(with_the_wake()))
            .prop_map(|(batch, stale, usual)| Step::Commit { batch, stale, usual }),
        5 => (credential(), prop::collection::vec(update(), 0..4))
            .prop_map(|(credential, updates)| Step::Settle(credential, updates)),
        // `None`: the lease that is stored.
        3 => (credential(), prop_oneof![2 => Just(None), 1 => prop::option::of(lease()).prop_map(Some)], lease())
            .prop_map(|(credential, expected, lease)| Step::SwapLease { credential, expected, lease }),
        3 => prop::collection::vec((key(), time()), 0..4).prop_map(Step::Touch),
        1 => (prop_oneof![key().prop_map(Ok), (0_usize..9).prop_map(Err)], 0_usize..6)
            .prop_map(|(which, limit)| Step::Prune(which, limit)),
        12 => (key(), window()).prop_map(|(key, window)| Step::Look(key, window)),
        3 => Just(Step::Turn),
        1 => Just(Step::Reopen),
    ]
}

fn shown<T: std::fmt::Debug>(answer: &T) -> String {
    format!("{answer:?}")
}

/// Everything that can be asked, as text: errors have no equality.
async fn answers(store: &impl Store) -> Vec<String> {
    let mut answers = Vec::new();
    let epoch = SystemTime::UNIX_EPOCH;
    for text in ["a", "A", "a/1", "absent"] {
        let key = RecordKey::new(text).unwrap();
        let mut windows = vec![Window::Head, Window::Open];
        for refused in [Refused::Skip, Refused::Include] {
            let reported = |seq: u64| Some(format!("uuid-{seq}").into());
            let reports = [None].into_iter().chain((0..12).map(reported));
            windows.extend(reports.map(|reported| Window::Session { reported, refused, now: epoch }));
            for micros in [-2_500_i64, -1, 1, 999, 1_000, 2_900] {
                let distance = Duration::from_micros(micros.unsigned_abs());
                let now = if micros < 0 { epoch - distance } else { epoch + distance };
                windows.push(Window::Session { reported: None, refused, now });
            }
        }
        for (keep, limit) in [(0, 10), (1, 10), (0, 2), (3, 1), (100, 10)] {
            windows.push(Window::Done { keep, limit });
        }
        for window in windows {
            answers.push(format!("{text} {window:?}: {:?}", store.load(&key, &window).await));
        }
        answers.push(format!("{text} commands: {:?}", store.commands(&key, None, 1_000).await));
        answers.push(format!("{text} later commands: {:?}", store.commands(&key, Some(5), 3).await));
        answers.push(format!("{text} contact: {:?}", store.last_contact(&key).await));
    }
    for kind in [LinkKind::Certificate, LinkKind::Ticket, LinkKind::Serial, LinkKind::Topic] {
        for value in ["", "x", "y", "z"] {
            let link = Link { kind, value: value.into() };
            let after = RecordKey::new("A").unwrap();
            answers.push(format!("{link:?}: {:?}", store.find(&link, None, 10).await));
            answers.push(format!("{link:?} after: {:?}", store.find(&link, Some(&after), 1).await));
        }
    }
    for name in ["p", "q", "r"] {
        answers.push(format!("{name}: {:?}", store.payload(&PayloadName(name.into())).await));
    }
    for name in ["c", "C", "absent"] {
        let credential = Credential::new(name).unwrap();
        let a = RecordKey::new("a").unwrap();
        for after in [None, Some((Lane::Urgent, &a)), Some((Lane::Normal, &a))] {
            for limit in [0, 1, 10] {
                let pending = store.pending_wakes(&credential, after, limit).await;
                answers.push(format!("{name}, {limit} after {after:?}: {pending:?}"));
            }
        }
        answers.push(format!("lease of {name}: {:?}", store.lease(&credential).await));
    }
    for (after, limit) in [(0, 10), (0, 1), (1, 10), (5, 2), (u64::MAX, 10)] {
        let changed = store.changed_wakes(WakePosition(after), limit).await;
        answers.push(format!("{limit} changed after {after}: {changed:?}"));
    }
    for text in ["a", "absent"] {
        answers.push(shown(&store.wake(&RecordKey::new(text).unwrap()).await));
    }
    answers.push(shown(&store.last_wake().await));
    for text in ["a", "a/1", "absent"] {
        let key = RecordKey::new(text).unwrap();
        for (after, limit) in [(None, 100), (Some((Version(1), 0)), 2)] {
            answers.push(shown(&of_whom(store.events_of(&key, after, limit).await.unwrap())));
        }
    }
    answers.push(shown(&of_whom(store.events(None, 1_000).await.unwrap())));
    answers
}

/// A position may have gaps, which are not the same in every store.
fn of_whom(events: Vec<StoredEvent>) -> Vec<(String, EventRow)> {
    assert!(events.is_sorted_by(|a, b| a.position < b.position), "{events:?}");
    events.into_iter().map(|event| (event.id, event.row)).collect()
}

async fn prune(store: &impl Store, which: &Result<RecordKey, usize>, limit: usize) -> String {
    let old = match which {
        Ok(key) => OldEvents::Of(key.clone()),
        Err(nth) => {
            let all = store.events(None, 1_000).await.unwrap();
            OldEvents::UpTo(all.get(*nth).map_or(EventPosition(0), |event| event.position))
        }
    };
    shown(&store.prune_events(&old, limit).await)
}

async fn resolve(model: &Memory, batch: &mut Batch, stale: &[Option<Option<u64>>]) {
    for (write, stale) in batch.writes.iter_mut().zip(stale) {
        let stored = model.load(&write.key, &Window::Head).await.unwrap().map(|loaded| loaded.version);
        write.expected = stale.map_or(stored, |stale| stale.map(Version));
    }
    let mut removable = Vec::new();
    for (key, _) in std::mem::take(&mut batch.remove) {
        if let Some(loaded) = model.load(&key, &Window::Head).await.unwrap() {
            removable.push((key, loaded.version));
        }
    }
    batch.remove = removable;
}

/// Leaves what is heard and ordered every day: one record that was looked at and keeps its links, and nothing that goes.
async fn make_usual(store: &impl Store, batch: &mut Batch, window: &Window) {
    batch.writes.truncate(1);
    let Some(write) = batch.writes.first_mut() else { return };
    if let Some(loaded) = store.load(&write.key, window).await.unwrap() {
        write.head.links = loaded.head.links;
    }
    write.forget.clear();
    write.commands.truncate(9);
    batch.forget_payloads.clear();
    batch.remove.clear();
    batch.events.retain(|event| event.key == write.key);
}

async fn compare<S: Store>(steps: Vec<Step>, open: impl AsyncFn() -> S) -> Result<(), TestCaseError> {
    let (model, mut store, mut other) = (Memory::new(), open().await, open().await);
    for step in steps {
        let (expected, found) = match &step {
            Step::Commit { batch, stale, usual } => {
                let mut batch = batch.clone();
                resolve(&model, &mut batch, stale).await;
                if let Some(window) = usual {
                    make_usual(&store, &mut batch, window).await;
                }
                (shown(&model.commit(batch.clone()).await), shown(&store.commit(batch).await))
            }
            Step::Settle(credential, updates) => (
                shown(&model.settle_wakes(credential, updates).await),
                shown(&store.settle_wakes(credential, updates).await),
            ),
            Step::SwapLease { credential, expected, lease } => {
                let stored = model.lease(credential).await.unwrap();
                let expected = expected.unwrap_or(stored);
                (
                    shown(&model.swap_lease(credential, expected.as_ref(), lease).await),
                    shown(&store.swap_lease(credential, expected.as_ref(), lease).await),
                )
            }
            Step::Touch(contacts) => {
                (shown(&model.touch(contacts).await), shown(&store.touch(contacts).await))
            }
            Step::Prune(which, limit) => {
                (prune(&model, which, *limit).await, prune(&store, which, *limit).await)
            }
            Step::Look(key, window) => {
                (shown(&model.load(key, window).await), shown(&store.load(key, window).await))
            }
            Step::Turn => {
                std::mem::swap(&mut store, &mut other);
                continue;
            }
            Step::Reopen => {
                drop(store);
                store = open().await;
                continue;
            }
        };
        prop_assert_eq!(expected, found);
    }
    let same_positions = shown(&model.last_wake().await) == shown(&store.last_wake().await);
    for (expected, found) in answers(&model).await.into_iter().zip(answers(&store).await) {
        prop_assert!(
            expected == found || !same_positions && is_about_positions(&expected),
            "{expected}\n{found}"
        );
    }
    let (expected, found) = (order_of_changes(&model).await, order_of_changes(&store).await);
    prop_assert_eq!(expected, found);
    Ok(())
}

/// A position may have gaps, which are not the same in every store.
fn is_about_positions(answer: &str) -> bool {
    answer.contains("changed after") || answer.starts_with("Ok(WakePosition(")
}

async fn order_of_changes(store: &impl Store) -> Vec<RecordKey> {
    let changed = store.changed_wakes(WakePosition(0), 100).await.unwrap();
    assert!(changed.is_sorted_by(|a, b| a.position < b.position), "{changed:?}");
    changed.into_iter().map(|wake| wake.row.key).collect()
}

#[cfg(feature = "sqlite")]
mod sqlite {
    use mdm_store::{Durability, Sqlite, SqliteOptions};

    use super::*;
    use crate::folder::Folder;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn sqlite_answers_as_memory_does(steps in prop::collection::vec(step(), 1..30)) {
            let folder = Folder::new();
            let mut options = SqliteOptions::default();
            // What is compared is what is answered; syncing would only make it slow.
            options.durability = Durability::Process;
            let open = async || Sqlite::open_with(folder.file("store.db"), options.clone()).unwrap();
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            runtime.block_on(compare(steps, open))?;
        }
    }
}

#[cfg(feature = "postgres")]
mod postgres {
    use std::cell::RefCell;

    use mdm_store::Postgres;
    use proptest::test_runner::TestRunner;

    use super::*;
    use crate::postgres::{client, watch, ways};

    #[test]
    fn postgres_answers_as_memory_does() {
        let Some(server) = crate::cluster::server() else { return };
        let config = ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() };
        let (steps, all) = (prop::collection::vec(step(), 10..60), RefCell::new(Vec::new()));
        let outcome = TestRunner::new(config).run(&steps, |steps| {
            let options = server.options();
            let open = async || Postgres::open_with(&server.connection(), options.clone()).await.unwrap();
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                open().await.close().await;
                let client = client(server).await;
                watch(&client, &options.schema).await;
                compare(steps, open).await?;
                all.borrow_mut().extend(ways(&client, &options.schema, "%").await);
                Ok(())
            })
        });
        outcome.unwrap();
        // Both ways of a commit are compared.
        let (all, one) = (all.borrow().len(), all.borrow().iter().filter(|compares| **compares).count());
        assert!(one > 10 && all - one > 10, "{one} of {all} commits were one statement");
    }
}

mod sealed {
    use std::sync::Arc;

    use mdm_store::seal::{AesGcm, KeyId, KeyRing, SealKey, Sealed};

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

        /// What a store compares, it compares under a seal as without.
        #[test]
        fn sealed_memory_answers_as_memory_does(steps in prop::collection::vec(step(), 1..30)) {
            let memory = Arc::new(Memory::new());
            let seal = || AesGcm::new(KeyRing::new(KeyId(1), SealKey::from_bytes([7; 32])));
            let open = async || Sealed::new(Arc::clone(&memory), seal());
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            runtime.block_on(compare(steps, open))?;
        }
    }
}

/// The histories must reach what they are meant to compare.
#[test]
fn the_histories_are_not_all_refused() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let mut outcomes = std::collections::BTreeMap::<String, u32>::new();
    runtime.block_on(async {
        for _ in 0..400 {
            let model = Memory::new();
            let steps = prop::collection::vec(step(), 1..30).new_tree(&mut runner).unwrap().current();
            for step in steps {
                if let Step::Commit { mut batch, stale, usual } = step {
                    resolve(&model, &mut batch, &stale).await;
                    if let Some(window) = usual {
                        make_usual(&model, &mut batch, &window).await;
                    }
                    let outcome = shown(&model.commit(batch).await);
                    let name = outcome.split([' ', '{']).next().unwrap_or_default().to_owned();
                    *outcomes.entry(name).or_default() += 1;
                }
            }
        }
    });
    let count = |name: &str| outcomes.get(name).copied().unwrap_or_default();
    assert!(count("Ok(())") * 2 > outcomes.values().sum(), "{outcomes:?}");
    for refusal in ["Conflict", "UuidTaken", "UuidChanged", "RepeatedRecord", "StrayEvent"] {
        assert!(count(&format!("Err({refusal}")) > 0, "{refusal}: {outcomes:?}");
    }
}
