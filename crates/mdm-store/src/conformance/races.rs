//! Several at once, each with a record of its own, beside whoever reads; and who gives up half-way.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use super::Failure;
use super::fixture::{
    Outcome, Probe, at, batch, certificate, command, create, demand, event, head, idle, join, key, link,
    payload, register, same, seqs, update, worked,
};
use crate::limits::PAGE;
use crate::row::{
    Batch, CommandRow, HeadRow, Lane, LinkKind, Loaded, Phase, RecordKey, Version, WakeChange, Window, Write,
};
use crate::{Error, EventPosition, Store, WakePosition};

const FOLLOWED: &str = "who has read position 8 never asks for 7 again: a number that is taken in the commit, and seen \
    only after that of a later one, is a change that nobody is told";
const MOMENT: &str =
    "a decision on the head of one commit and the commands of another is about a queue that never was";
const GIVEN_UP: &str = "whoever gives a commit up loads again, and goes by what is there as by a commit";

const COMMITTERS: u64 = 8;
/// Of each committer.
const COMMITS: u64 = 12;
const READERS: u64 = 4;
/// How often whoever is refused because others are at it asks again.
const TRIES: u32 = 100;
/// A commit is given up after as many polls as there are numbers below this one.
const POLLS: u64 = 12;

pub(super) async fn who_follows_events_is_told_all(probe: &Probe<'_, impl Store>) -> Outcome {
    let row = |committer, version, index| event(&device(committer), &format!("{version}.{index}"));
    let commit = |committer, version| Batch {
        events: (0..=version % 3).map(|index| row(committer, version, index)).collect(),
        ..long(committer, version, vec![])
    };
    beside(probe, commit, async |left, reader| {
        let mut told: Vec<(EventPosition, String)> = Vec::new();
        loop {
            // Looked at first: what is read after the last commit is all that there is.
            let done = left.get() == 0;
            let after = told.last().map(|(position, _)| *position);
            let limit = if reader == 0 { PAGE } else { 3 };
            let page = patiently("events", async || probe.store.events(after, limit).await).await?;
            if page.is_empty() && done {
                break;
            }
            if page.is_empty() {
                yield_now().await;
            }
            for event in page {
                let last = told.last().map(|(position, _)| *position);
                same("whether positions grow", last < Some(event.position), true, FOLLOWED)?;
                told.push((event.position, event.id));
            }
        }
        for committer in 0..COMMITTERS {
            let key = device(committer);
            let expected = (1..=COMMITS).flat_map(|version| {
                let key = &key;
                (0..=version % 3).map(move |index| format!("{key}/{version}/{index}"))
            });
            let begin = format!("{key}/");
            let found = told.iter().map(|(_, id)| id).filter(|id| id.starts_with(&begin)).cloned();
            let what = format!("the events of {key} that whoever read beside the committers was told");
            same(&what, found.collect::<Vec<_>>(), expected.collect(), FOLLOWED)?;
        }
        let again = probe.events(None, PAGE).await?.into_iter().map(|event| (event.position, event.id));
        same("whether they stay where they were told", again.eq(told), true, FOLLOWED)
    })
    .await
}

pub(super) async fn who_follows_wakes_is_told_all(probe: &Probe<'_, impl Store>) -> Outcome {
    beside(probe, woken, async |left, reader| {
        let limit = if reader == 0 { PAGE } else { 3 };
        follow(probe, left, WakePosition(0), limit, BTreeMap::new()).await
    })
    .await
}

/// As a sender does that takes a lease over while others commit.
pub(super) async fn who_begins_to_follow_wakes_is_told_all(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "the next page is asked for by the last row of this one";
    beside(probe, woken, async |left, reader| {
        let last_wake = async || probe.store.last_wake().await;
        let mut start = patiently("the last change of a wake", last_wake).await?;
        // One after the other, while commits are under way.
        while left.get() > COMMITTERS * COMMITS * (READERS - reader) / (READERS + 1) {
            yield_now().await;
            start = patiently("the last change of a wake", last_wake).await?;
        }
        let (mut known, mut after) = (BTreeMap::new(), None);
        loop {
            let ask = async || {
                let after = after.as_ref().map(|(lane, key)| (*lane, key));
                probe.store.pending_wakes(&certificate(), after, 3).await
            };
            let page = patiently("pending wakes", ask).await?;
            let Some(last) = page.last().map(|row| (row.lane, row.key.clone())) else { break };
            same("whether a page goes on behind the one before", after.as_ref() == Some(&last), false, WHY)?;
            after = Some(last);
            known.extend(page.into_iter().map(|row| (row.key, row.need)));
        }
        follow(probe, left, start, 3, known).await
    })
    .await
}

/// Until no more is committed, and all that was is told.
async fn follow(
    probe: &Probe<'_, impl Store>,
    left: &Cell<u64>,
    mut after: WakePosition,
    limit: usize,
    mut known: BTreeMap<RecordKey, u64>,
) -> Outcome {
    loop {
        let done = left.get() == 0;
        let page = patiently("changed wakes", async || probe.store.changed_wakes(after, limit).await).await?;
        if page.is_empty() && done {
            break;
        }
        if page.is_empty() {
            yield_now().await;
        }
        for changed in page {
            same("whether positions grow", changed.position > after, true, FOLLOWED)?;
            after = changed.position;
            known.insert(changed.row.key, changed.row.need);
        }
    }
    for committer in 0..COMMITTERS {
        let own = (device(committer), COMMITS + 1);
        for (key, need) in (1..=COMMITS).map(|version| (once(committer, version), 2)).chain([own]) {
            let what = format!("the last need of {key} that whoever read beside the committers was told");
            same(&what, known.get(&key), Some(&need), FOLLOWED)?;
        }
    }
    Ok(())
}

/// Each commit wakes the committer's own device again, and one that is not heard of any more: what is not told of that one
/// is made good by nothing that follows. A device registers with its first need, and has to come with each later one.
fn woken(committer: u64, version: u64) -> Batch {
    let lane = if version.is_multiple_of(2) { Lane::Urgent } else { Lane::Normal };
    let register = || register(certificate(), b"push");
    let own = (version == 1).then(register).into_iter().chain([demand(lane, at(version))]).collect();
    let once =
        Write { wake: vec![register(), demand(lane, at(version))], ..create(&once(committer, version)) };
    let mut batch = long(committer, version, own);
    batch.writes.push(once);
    batch
}

fn once(committer: u64, version: u64) -> RecordKey {
    key(&format!("device {committer}.{version}"))
}

/// In each version one command is open, that of its number, and all before it are done.
pub(super) async fn a_load_sees_one_moment(probe: &Probe<'_, impl Store>) -> Outcome {
    let serial = link(LinkKind::Serial, "all");
    let commit = |committer, version: u64| {
        let ended = (version > 1).then(|| CommandRow { phase: Phase::Done, ..command(version - 1) });
        let commands = ended.into_iter().chain([command(version)]).collect();
        let head = HeadRow { session: version, links: vec![serial.clone()], ..head(&version.to_string()) };
        batch([Write { head, commands, ..next(committer, version) }])
    };
    beside(probe, commit, async |left, reader| {
        let seen: Vec<_> = (0..COMMITTERS).map(|_| Cell::new(0)).collect();
        while left.get() > 0 {
            for (committer, seen) in (0..).zip(&seen) {
                let key = device(committer);
                let window = match reader {
                    0 | 1 => Window::Open,
                    2 => Window::Done { keep: 0, limit: PAGE },
                    _ => idle(),
                };
                let ask = async || match reader {
                    0 => probe.store.find_and_load(&serial, 1, &key, &window).await.map(|(_, loaded)| loaded),
                    _ => probe.store.load(&key, &window).await,
                };
                let Some(loaded) = patiently("load", ask).await? else { continue };
                let Loaded { version: Version(version), head, commands, open, .. } = loaded;
                let what = |of: &str| format!("{of} beside version {version}, loaded while others commit");
                let body = String::from_utf8_lossy(&head.body).into_owned();
                same(&what("the head"), (body, head.session), (version.to_string(), version), MOMENT)?;
                let expected = if reader == 2 { (1..version).collect() } else { vec![version] };
                same(&what("the commands"), seqs(&commands), expected, MOMENT)?;
                same(&what("the number of open commands"), open, 1, MOMENT)?;
                let why = "what was decided on is not forgotten again";
                same("whether versions grow", version >= seen.replace(version), true, why)?;
            }
            yield_now().await;
        }
        Ok(())
    })
    .await
}

/// Each leaves a command, an event and a payload, or none of them. What became of it is certain when the next commit of the
/// same version has succeeded, or met a conflict.
pub(super) async fn a_commit_that_is_given_up_is_whole_or_nothing(probe: &Probe<'_, impl Store>) -> Outcome {
    let device = key("device");
    let name = |polls: u64| format!("given up after {polls} polls");
    probe.write([create(&device)]).await?;
    let (mut version, mut known) = (1, Vec::new());
    for polls in 0..POLLS {
        let write = Write { commands: vec![command(polls)], ..update(&device, version) };
        let given_up = Batch {
            events: vec![event(&device, &name(polls))],
            payloads: vec![payload(&name(polls), &vec![b'x'; 100_000])],
            ..batch([write])
        };
        let outcome = give_up(probe.store.commit(given_up), polls).await;
        let worked = |outcome| worked(|| "commit of a valid batch".to_owned(), outcome);
        known.push(outcome.map(worked).transpose()?);
        version = patiently("commit of the loaded version", async || {
            let loaded = probe.store.load(&device, &Window::Head).await?;
            let version = loaded.map_or(0, |loaded| loaded.version.0);
            probe.store.commit(batch([update(&device, version)])).await.map(|()| version + 1)
        })
        .await?;
    }
    let commands = seqs(&probe.loaded(&device, &Window::Open).await?.commands);
    let events: Vec<_> = probe.events(None, PAGE).await?.into_iter().map(|event| event.row.body).collect();
    for (polls, outcome) in (0..).zip(known) {
        let event = events.iter().filter(|body| **body == name(polls).into_bytes()).count();
        let payload = probe.payload(&name(polls)).await?.is_some();
        let is_there = commands.contains(&polls);
        let what = format!("command, events and payload of the commit that was {}", name(polls));
        let whole = (is_there, usize::from(is_there), is_there);
        same(&what, (is_there, event, payload), whole, GIVEN_UP)?;
        same("whether it is there although it had ended", is_there || outcome.is_none(), true, GIVEN_UP)?;
    }
    same("the version", version, 1 + POLLS + commands.len() as u64, GIVEN_UP)
}

/// Polls a future so many times, and drops it.
async fn give_up<F: Future>(future: F, polls: u64) -> Option<F::Output> {
    let (mut future, mut left) = (pin!(future), polls);
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        match future.as_mut().poll(context) {
            Poll::Pending if left > 0 => Poll::Pending,
            Poll::Pending => Poll::Ready(None),
            Poll::Ready(output) => Poll::Ready(Some(output)),
        }
    })
    .await
}

/// Has committers commit side by side, each its own record from version 1 on, and readers read beside them, who are told
/// how many commits are left.
async fn beside(
    probe: &Probe<'_, impl Store>,
    commit: impl Fn(u64, u64) -> Batch,
    read: impl AsyncFn(&Cell<u64>, u64) -> Outcome,
) -> Outcome {
    let (commit, read, left) = (&commit, &read, &Cell::new(COMMITTERS * COMMITS));
    let all = (0..COMMITTERS + READERS).map(|turn| async move {
        if let Some(reader) = turn.checked_sub(COMMITTERS) {
            return read(left, reader).await;
        }
        let mut outcome = Ok(());
        for version in 1..=COMMITS {
            let batch = commit(turn, version);
            if outcome.is_ok() {
                outcome = patiently("commit", async || probe.store.commit(batch.clone()).await).await;
            }
            left.set(left.get() - 1);
            // A store that answers at once lets nobody else come.
            yield_now().await;
        }
        outcome
    });
    join(all).await.into_iter().collect()
}

fn device(committer: u64) -> RecordKey {
    key(&format!("device {committer}"))
}

/// The write that makes this version.
fn next(committer: u64, version: u64) -> Write {
    let key = device(committer);
    if version == 1 { create(&key) } else { update(&key, version - 1) }
}

/// A commit that takes its time, every now and then: others begin after it and end before it.
fn long(committer: u64, version: u64, wake: Vec<WakeChange>) -> Batch {
    let length = if version.is_multiple_of(3) { 200_000 } else { 0 };
    let payloads = vec![payload(&once(committer, version).to_string(), &vec![b'x'; length])];
    Batch { payloads, ..batch([Write { wake, ..next(committer, version) }]) }
}

/// Whoever is refused because others are at it asks again.
async fn patiently<T>(what: &str, ask: impl AsyncFn() -> Result<T, Error>) -> Result<T, Failure> {
    for _ in 0..TRIES {
        match ask().await {
            Err(Error::Busy { .. } | Error::Conflict { .. }) => yield_now().await,
            outcome => return worked(|| what.to_owned(), outcome),
        }
    }
    Err(Failure {
        what: format!("{what}, while others are at it, asked for again and again"),
        expected: "success at last".to_owned(),
        found: format!("{TRIES} times a conflict, or that the store is busy"),
        why: "of those who are at it at once somebody has to come through",
    })
}

/// Lets the others go on, whatever runs them.
async fn yield_now() {
    let mut yielded = false;
    poll_fn(|context| {
        if std::mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
