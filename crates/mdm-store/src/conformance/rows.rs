//! Everything as it is stored, given out and taken in.

use std::collections::BTreeSet;

use super::Failure;
use super::fixture::{
    Outcome, Probe, at, batch, certificate, command, create, demand, event, head, idle, key, link, payload,
    reported, same, update, waking, worked,
};
use crate::limits::{BODY, SEAL};
use crate::row::{
    Batch, CommandRow, Gates, HeadRow, Lane, Lease, LinkKind, PayloadName, Phase, RecordKey, Version, Window,
    Write,
};
use crate::seal::Place;
use crate::transfer::Source;
use crate::{
    Ends, Error, EventPosition, Incoming, Mark, Memory, OldEvents, Put, Rows, StoredRow, Transfer,
    WakePosition,
};

const MOVED: &str = "a fleet that moves to another store must not notice";
const TAKEN: &str = "rows of another store among one's own are nobody's";

/// Of every kind of row some, in every state; and positions of which nothing is left.
async fn filled(probe: &Probe<'_, impl Rows>) -> Outcome {
    let (a, b, gone) = (key("a"), key("a/b"), key("gone"));
    let chained = CommandRow { waits_on: vec![2, 3], not_before: Some(at(7)), ..command(4) };
    let done = CommandRow { phase: Phase::Done, waits_on: vec![1], ..command(5) };
    let refused =
        CommandRow { phase: Phase::Outstanding, refused_in: Some(3), expires_at: Some(at(9)), ..command(3) };
    let links = vec![link(LinkKind::Serial, "C02X"), link(LinkKind::Tenant, "tenant")];
    let head = HeadRow { session: 3, shut: Gates::LOST_MODE, backoff_until: Some(at(5)), links, ..head("h") };
    let first =
        Write { head, commands: vec![command(2), refused, chained, done], wake: waking(at(1)), ..create(&a) };
    let payloads = vec![payload("p", b"first"), payload("", b"unnamed"), payload("empty", b"")];
    let events = vec![event(&a, "1"), event(&b, "2"), event(&a, "3"), event(&gone, "4")];
    let writes = [first, Write { wake: waking(at(2)), ..create(&b) }, create(&gone)];
    probe.commit(Batch { payloads, events, ..batch(writes) }).await?;
    let wake = vec![demand(Lane::Urgent, at(3))];
    let again = Write { wake, ..update(&b, 1) };
    probe.commit(Batch { events: vec![event(&b, "5"), event(&b, "6")], ..batch([again]) }).await?;
    probe.write([Write { wake: waking(at(4)), ..update(&gone, 1) }]).await?;
    let last = probe.events(None, 100).await?.last().map(|last| last.position);
    probe.prune_events(&OldEvents::At(last.into_iter().collect()), 1).await?;
    // What it had was read by somebody.
    probe.last_wake().await?;
    probe.commit(Batch { remove: vec![(gone, Version(2))], ..Batch::default() }).await?;
    probe.touch(&[(b, at(8))]).await?;
    let lease = Lease { fence: 7, until: at(30), spent_until: Some(at(20)) };
    probe.swap_lease(None, &lease).await.map(drop)
}

/// All rows, and what is told of them by those who look for something.
async fn everything(store: &impl Rows) -> Result<(Vec<StoredRow>, Ends, Vec<RecordKey>), Failure> {
    let mut rows: Vec<StoredRow> = Vec::new();
    loop {
        let last = rows.last().map(StoredRow::mark);
        let page =
            worked(|| format!("rows after {last:?}"), Source(store).page(last.as_ref(), &mut 64).await)?;
        if page.is_empty() {
            break;
        }
        rows.extend(page);
    }
    let ends = worked(|| "the last positions".to_owned(), store.ends().await)?;
    let probe = Probe::new(store);
    let mut found = probe.find(&link(LinkKind::Serial, "C02X")).await?;
    found.extend(probe.pending(&certificate(), None, 100).await?);
    Ok((rows, ends, found))
}

async fn moved<T: Rows>(from: &impl Rows, to: T) -> Result<T, Failure> {
    let transfer =
        worked(|| "the beginning of a copy".to_owned(), Transfer::begin(from, Incoming::new(to)).await)?;
    worked(|| "a copy".to_owned(), transfer.finish().await)
}

pub(super) async fn everything_is_given_out(probe: &Probe<'_, impl Rows>) -> Outcome {
    filled(probe).await?;
    let before = everything(probe.store).await?;
    let marks: Vec<_> = before.0.iter().map(StoredRow::mark).collect();
    same("how many rows there are", marks.len(), 2 + 4 + 3 + 4 + 2 + 1, MOVED)?;
    same("whether they come in order, each once", marks.is_sorted_by(|one, next| one < next), true, MOVED)?;
    let copy = moved(probe.store, Memory::new()).await?;
    same("what a copy in memory holds", everything(&copy).await?, before, MOVED)
}

pub(super) async fn everything_is_taken_in(probe: &Probe<'_, impl Rows>) -> Outcome {
    let from = Memory::new();
    filled(&Probe::new(&from)).await?;
    moved(&from, probe.store).await?;
    same("what is there afterwards", everything(probe.store).await?, everything(&from).await?, MOVED)?;
    // What belongs to a record is found by it.
    let a = key("a");
    let (here, there) =
        (probe.events_of(&a, None, 9).await?, Probe::new(&from).events_of(&a, None, 9).await?);
    same("the events of a record", here, there, MOVED)?;
    same("what waits on an earlier one", probe.seqs(&a, &reported(2)).await?, vec![2, 3, 4], MOVED)?;
    let last = Version(1);
    let next = Write { expected: Some(last), commands: vec![command(9)], ..create(&a) };
    probe.write([next]).await?;
    same("how many are open after one more", probe.loaded(&a, &Window::Head).await?.open, 4, MOVED)
}

pub(super) async fn what_is_numbered_comes_behind_the_ends(probe: &Probe<'_, impl Rows>) -> Outcome {
    const WHY: &str = "who has seen a position never sees anything new before it";
    let ends = Ends { event: EventPosition(100), wake: WakePosition(50) };
    worked(|| "the beginning of a copy".to_owned(), probe.store.begin(ends).await)?;
    worked(|| "the end of a copy".to_owned(), probe.store.complete().await)?;
    same("the ends", worked(|| "the ends".to_owned(), probe.store.ends().await)?, ends, WHY)?;
    same("the last change of a wake", probe.last_wake().await?, ends.wake, WHY)?;
    let a = key("a");
    let write = Write { wake: waking(at(1)), ..create(&a) };
    probe.commit(Batch { events: vec![event(&a, "first")], ..batch([write]) }).await?;
    let events = probe.events(None, 9).await?;
    same(
        "whether the event is behind",
        events.first().map(|event| event.position > ends.event),
        Some(true),
        WHY,
    )?;
    let wakes = probe.changed(WakePosition(0), 9).await?;
    same("whether the wake is behind", wakes.first().map(|wake| wake.position > ends.wake), Some(true), WHY)
}

fn is_in_use<T>(outcome: &Result<T, Error>) -> bool {
    matches!(outcome, Err(Error::InUse))
}

pub(super) async fn only_an_empty_store_takes_another_in(probe: &Probe<'_, impl Rows>) -> Outcome {
    let store = probe.store;
    let row = || vec![StoredRow::Payload(PayloadName("p".into()), b"other".to_vec())];
    same("whether rows come before a beginning", is_in_use(&store.put(row()).await), true, TAKEN)?;
    same("whether a copy ends before it began", is_in_use(&store.complete().await), true, TAKEN)?;
    probe.commit(Batch { payloads: vec![payload("p", b"own")], ..Batch::default() }).await?;
    let begun = store.begin(Ends::default()).await;
    same("whether a copy into one payload is refused", is_in_use(&begun), true, TAKEN)?;
    same("the payload", probe.payload("p").await?, Some(b"own".to_vec()), TAKEN)?;

    // Positions were seen, and nothing else is left.
    let a = key("a");
    let write = Write { wake: waking(at(1)), ..create(&a) };
    probe.commit(Batch { events: vec![event(&a, "first")], ..batch([write]) }).await?;
    probe.events(None, 9).await?;
    let remove = vec![(a, Version(1))];
    probe
        .commit(Batch { remove, forget_payloads: vec![PayloadName("p".into())], ..Batch::default() })
        .await?;
    let begun = store.begin(Ends::default()).await;
    same("whether a copy into what was emptied is refused", is_in_use(&begun), true, TAKEN)
}

pub(super) async fn a_copy_goes_on_where_it_stopped(probe: &Probe<'_, impl Rows>) -> Outcome {
    const WHY: &str = "whoever is killed in a large copy does not want to begin again";
    let from = Memory::new();
    filled(&Probe::new(&from)).await?;
    let (rows, ends, _) = everything(&from).await?;
    let mut last: Option<Mark> = None;
    for row in rows {
        let reached = worked(|| "going on".to_owned(), probe.store.begin(ends).await)?;
        same("the row that was put last", reached, last, WHY)?;
        last = Some(row.mark());
        worked(|| format!("putting {last:?}"), probe.store.put(vec![row]).await)?;
    }
    let other = Ends { event: EventPosition(ends.event.0 + 1), ..ends };
    let begun = probe.store.begin(other).await;
    let why = "half of a store from yesterday and half of it from today are none";
    same("whether another store is refused", matches!(begun, Err(Error::SourceChanged)), true, why)?;
    worked(|| "the end of a copy".to_owned(), probe.store.complete().await)?;
    same("what is there", everything(probe.store).await?, everything(&from).await?, MOVED)?;
    same("whether it begins anew", is_in_use(&probe.store.begin(ends).await), true, TAKEN)
}

pub(super) async fn what_is_put_again_stays(probe: &Probe<'_, impl Rows>) -> Outcome {
    let from = Memory::new();
    filled(&Probe::new(&from)).await?;
    let (rows, ends, _) = everything(&from).await?;
    worked(|| "the beginning of a copy".to_owned(), probe.store.begin(ends).await)?;
    for again in [0, 1, 2] {
        let told = worked(|| format!("putting, {again}"), probe.store.put(rows.clone()).await)?;
        same("what was left out", told, Put::default(), MOVED)?;
    }
    worked(|| "the end of a copy".to_owned(), probe.store.complete().await)?;
    same("what is there", everything(probe.store).await?, everything(&from).await?, MOVED)
}

pub(super) async fn what_has_no_record_is_left_out(probe: &Probe<'_, impl Rows>) -> Outcome {
    const WHY: &str = "a command that belongs to nobody is found by nobody, and somebody has to be told";
    let from = Memory::new();
    filled(&Probe::new(&from)).await?;
    let (mut rows, ends, _) = everything(&from).await?;
    let (a, b) = (key("a"), key("a/b"));
    rows.retain(|row| row.mark() != Mark::Body(Place::Head(a.clone())));
    worked(|| "the beginning of a copy".to_owned(), probe.store.begin(ends).await)?;
    let told = worked(|| "putting".to_owned(), probe.store.put(rows).await)?;
    same("what was left out", told.left_out, BTreeSet::from([a.clone()]), WHY)?;
    worked(|| "the end of a copy".to_owned(), probe.store.complete().await)?;
    same("commands", probe.commands(&a).await?, vec![], WHY)?;
    same("the wake", probe.wake(&a).await?, None, WHY)?;
    let events = probe.events(None, 9).await?;
    same("whose events there are", events.iter().all(|event| event.row.key == b), true, WHY)?;
    same("how many events there are", events.len(), 2, WHY)
}

/// Command 2 was damaged where it came from, and 6 is nobody's.
pub(super) async fn what_is_not_there_is_waited_for_by_nobody(probe: &Probe<'_, impl Rows>) -> Outcome {
    const WHY: &str = "a device of which one command was left behind must take orders, carry them out, and be able to leave";
    let a = key("a");
    let waits = |seq, waits_on: &[u64]| CommandRow { waits_on: waits_on.to_vec(), ..command(seq) };
    let held = CommandRow { gates: Gates::HELD, ..waits(5, &[2]) };
    let rows = [
        command(1),
        waits(3, &[1, 2]),
        waits(4, &[2, 4, 6]),
        held,
        CommandRow { phase: Phase::Done, ..waits(7, &[2]) },
        waits(8, &[3, 7]),
        waits(9, &[2]),
    ];
    let record = StoredRow::Record { key: a.clone(), version: Version(3), head: head("h"), contact: None };
    let rows = rows.map(|row| StoredRow::Command { key: a.clone(), row });
    let mut rows: Vec<_> = [record].into_iter().chain(rows).collect();
    worked(|| "the beginning of a copy".to_owned(), probe.store.begin(Ends::default()).await)?;
    let later = rows.split_off(4);
    let mut freed = BTreeSet::new();
    for page in [rows, later.clone(), later] {
        let told = worked(|| "putting".to_owned(), probe.store.put(page).await)?;
        same("what was left out", told.left_out, BTreeSet::new(), WHY)?;
        freed.extend(told.freed);
    }
    worked(|| "the end of a copy".to_owned(), probe.store.complete().await)?;
    same("what waits no more", freed, [3, 4, 5, 9].map(|seq| (a.clone(), seq)).into(), WHY)?;
    let commands = probe.commands(&a).await?;
    let waits: Vec<_> = commands.into_iter().map(|row| (row.seq, row.waits_on)).collect();
    let expected =
        [(1, vec![]), (3, vec![1]), (4, vec![]), (5, vec![]), (7, vec![2]), (8, vec![3, 7]), (9, vec![])];
    same("what each waits on", waits, expected.into(), WHY)?;
    let open = probe.loaded(&a, &Window::Open).await?;
    same("how many are open", (open.open, open.commands.len()), (6, 6), WHY)?;
    same("what may go", probe.seqs(&a, &idle()).await?, vec![1, 4, 9], WHY)?;
    same("what follows the first", probe.seqs(&a, &reported(1)).await?, vec![1, 3, 4, 9], WHY)?;
    // Crowded, as a long queue is.
    let many = (10..210).map(|seq| CommandRow { gates: Gates::HELD, ..command(seq) }).collect();
    probe.write([Write { commands: many, ..update(&a, 3) }]).await?;
    same("how many are open after more", probe.loaded(&a, &Window::Head).await?.open, 206, WHY)?;
    same("what may go beside many that may not", probe.seqs(&a, &idle()).await?, vec![1, 4, 9], WHY)
}

pub(super) async fn rows_are_put_together_or_not_at_all(probe: &Probe<'_, impl Rows>) -> Outcome {
    const WHY: &str = "what is over the limit cannot be read back, and half of a page is no page";
    worked(|| "the beginning of a copy".to_owned(), probe.store.begin(Ends::default()).await)?;
    let record = |key: RecordKey, body: Vec<u8>| StoredRow::Record {
        key,
        version: Version(1),
        head: HeadRow { body, ..head("") },
        contact: None,
    };
    let rows = vec![record(key("a"), vec![]), record(key("b"), vec![0; BODY + SEAL + 1])];
    let refused = matches!(probe.store.put(rows).await, Err(Error::Limit { .. }));
    same("whether a body of 16 MiB and 129 bytes is refused", refused, true, WHY)?;
    let reached = worked(|| "going on".to_owned(), probe.store.begin(Ends::default()).await)?;
    same("what was put", reached, None, WHY)
}
