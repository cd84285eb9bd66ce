//! Random histories on SQLite and on memory, which is simple enough to be the model: every answer is the
//! same, those that refuse too.

use std::time::{Duration, SystemTime};

use mdm_store::row::{
    Batch, CommandRow, EventRow, Gates, HeadRow, Link, LinkKind, PayloadName, Phase, RecordKey, Refused,
    Version, WakeChange, WakeRow, Window, Write,
};
use mdm_store::{Durability, Memory, Sqlite, SqliteOptions, Store};
use proptest::prelude::*;

use crate::folder::Folder;

#[derive(Clone, Debug)]
enum Step {
    Commit { batch: Batch, stale: Vec<Option<Option<u64>>> },
    WakeDone(RecordKey, String, Option<SystemTime>),
    Touch(Vec<(RecordKey, SystemTime)>),
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

fn action() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["push/1", "push/2"]).prop_map(str::to_owned)
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
    let wake = prop_oneof![
        2 => Just(WakeChange::Keep),
        1 => Just(WakeChange::Clear),
        2 => (action(), time(), body())
            .prop_map(|(action, due, body)| WakeChange::Set(WakeRow { action: action.into(), due, body })),
    ];
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
    (writes, payloads, forget_payloads, prop::collection::vec(event, 0..3)).prop_map(
        |(mut writes, payloads, forget_payloads, mut events)| {
            // Mostly valid: the rules of a batch have their own cases in the suite.
            let keep_invalid = payloads.len() == 2;
            if !keep_invalid {
                let mut seen = std::collections::BTreeSet::new();
                writes.retain(|write| seen.insert(write.key.clone()));
                events.retain(|event| seen.contains(&event.key));
                for write in &mut writes {
                    let mut seen = std::collections::BTreeSet::new();
                    write.commands.retain(|command| seen.insert(command.seq));
                    write.forget.retain(|seq| seen.insert(*seq));
                }
            }
            Batch { writes, payloads, forget_payloads, events }
        },
    )
}

fn step() -> impl Strategy<Value = Step> {
    // `None`: the version that is stored. `Some`: whatever it is.
    let expected = prop_oneof![15 => Just(None), 1 => prop::option::of(0_u64..4).prop_map(Some)];
    prop_oneof![
        20 => (batch(), prop::collection::vec(expected, 4))
            .prop_map(|(batch, stale)| Step::Commit { batch, stale }),
        3 => (key(), action(), prop::option::of(time()))
            .prop_map(|(key, action, again)| Step::WakeDone(key, action, again)),
        3 => prop::collection::vec((key(), time()), 0..4).prop_map(Step::Touch),
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
    for millis in [-4, -1, 0, 1, 4] {
        let now = if millis < 0 {
            epoch - Duration::from_millis(-millis as u64)
        } else {
            epoch + Duration::from_millis(millis as u64)
        };
        for limit in [0, 1, 10] {
            answers.push(format!("due at {millis}, {limit}: {:?}", store.due_wakes(now, limit).await));
        }
    }
    answers.push(shown(&store.next_wake().await));
    answers.push(shown(&store.events(None, 1_000).await));
    answers
}

async fn resolve(model: &Memory, batch: &mut Batch, stale: &[Option<Option<u64>>]) {
    for (write, stale) in batch.writes.iter_mut().zip(stale) {
        let stored = model.load(&write.key, &Window::Head).await.unwrap().map(|loaded| loaded.version);
        write.expected = stale.map_or(stored, |stale| stale.map(Version));
    }
}

async fn compare(steps: Vec<Step>) -> Result<(), TestCaseError> {
    let folder = Folder::new();
    let mut options = SqliteOptions::default();
    // What is compared is what is answered; syncing would only make it slow.
    options.durability = Durability::Process;
    let open = || Sqlite::open_with(folder.file("store.db"), options.clone()).unwrap();
    let (model, mut sqlite) = (Memory::new(), open());
    for step in steps {
        let (expected, found) = match &step {
            Step::Commit { batch, stale } => {
                let mut batch = batch.clone();
                resolve(&model, &mut batch, stale).await;
                (shown(&model.commit(batch.clone()).await), shown(&sqlite.commit(batch).await))
            }
            Step::WakeDone(key, action, again) => (
                shown(&model.wake_done(key, action, *again).await),
                shown(&sqlite.wake_done(key, action, *again).await),
            ),
            Step::Touch(contacts) => {
                (shown(&model.touch(contacts).await), shown(&sqlite.touch(contacts).await))
            }
            Step::Reopen => {
                drop(sqlite);
                sqlite = open();
                continue;
            }
        };
        prop_assert_eq!(expected, found);
    }
    for (expected, found) in answers(&model).await.into_iter().zip(answers(&sqlite).await) {
        prop_assert_eq!(expected, found);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sqlite_answers_as_memory_does(steps in prop::collection::vec(step(), 1..30)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(compare(steps))?;
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
        for _ in 0..100 {
            let model = Memory::new();
            let steps = prop::collection::vec(step(), 1..30).new_tree(&mut runner).unwrap().current();
            for step in steps {
                if let Step::Commit { mut batch, stale } = step {
                    resolve(&model, &mut batch, &stale).await;
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
