//! The events of one record, and what is not kept any more: old events, whole records.

use super::fixture::{
    Outcome, Probe, at, batch, certificate, command, create, demand, event, head, key, link, payload, same,
    update, waking,
};
use crate::limits::PRUNED;
use crate::row::{Batch, HeadRow, Lane, LinkKind, RecordKey, Version, Window, Write};
use crate::{Error, EventPosition, OldEvents, Store, WakePosition};

const TRAIL: &str =
    "whoever looks into the trail of one device must see all of it, in order, and nothing else";
const RETAINED: &str = "what is old goes in small steps, and what is not old stays";
const GONE: &str = "what somebody wanted to be forgotten must not come to light again";

/// Three commits of `a` with two events each, and events of `b` between them. Eight events.
async fn two_trails(probe: &Probe<'_, impl Store>) -> Result<[RecordKey; 2], super::Failure> {
    let (a, b) = (key("a"), key("a/1"));
    let pair = |version: u64| vec![event(&a, &format!("a{version}.0")), event(&a, &format!("a{version}.1"))];
    probe.commit(Batch { events: pair(1), ..batch([create(&a)]) }).await?;
    let mut both = vec![event(&b, "b1.0")];
    both.extend(pair(2));
    probe.commit(Batch { events: both, ..batch([update(&a, 1), create(&b)]) }).await?;
    probe.commit(Batch { events: pair(3), ..batch([update(&a, 2)]) }).await?;
    probe.commit(Batch { events: vec![event(&b, "b2.0")], ..batch([update(&b, 1)]) }).await?;
    Ok([a, b])
}

async fn bodies(probe: &Probe<'_, impl Store>, key: &RecordKey) -> Result<Vec<String>, super::Failure> {
    let found = probe.events_of(key, None, 100).await?;
    Ok(found.into_iter().map(|event| String::from_utf8_lossy(&event.row.body).into_owned()).collect())
}

pub(super) async fn events_of_a_record_come_in_the_order_of_its_commits(
    probe: &Probe<'_, impl Store>,
) -> Outcome {
    let [a, b] = two_trails(probe).await?;
    let expected = ["a1.0", "a1.1", "a2.0", "a2.1", "a3.0", "a3.1"].map(str::to_owned);
    same("the events of a", bodies(probe, &a).await?, expected.to_vec(), TRAIL)?;
    same("the events of b", bodies(probe, &b).await?, ["b1.0", "b2.0"].map(str::to_owned).to_vec(), TRAIL)?;
    same("the events of nobody", bodies(probe, &key("absent")).await?, vec![], TRAIL)?;
    let mut all = probe.events(None, 100).await?;
    all.retain(|event| event.row.key == a);
    same("the same events among all", probe.events_of(&a, None, 100).await?, all, TRAIL)
}

pub(super) async fn events_of_a_record_come_in_pages(probe: &Probe<'_, impl Store>) -> Outcome {
    let [a, _] = two_trails(probe).await?;
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let page = probe.events_of(&a, after, 4).await?;
        same("the length of a page", page.len(), 4.min(6 - found.len()), TRAIL)?;
        let Some(last) = page.last() else { break };
        after = Some((last.version, last.index));
        found.extend(page.into_iter().map(|event| event.id));
    }
    let expected = ["a/1/0", "a/1/1", "a/2/0", "a/2/1", "a/3/0", "a/3/1"].map(str::to_owned);
    same("all pages together", found, expected.to_vec(), TRAIL)?;
    let ids = async |after| {
        let found = probe.events_of(&a, Some(after), 1).await?;
        Ok(found.into_iter().map(|event| event.id).collect::<Vec<_>>())
    };
    same("after an index that is not there", ids((Version(1), 7)).await?, vec!["a/2/0".to_owned()], TRAIL)?;
    same("after a version that is not there", ids((Version(u64::MAX), 0)).await?, vec![], TRAIL)?;
    same("a page of no rows", probe.events_of(&a, None, 0).await?, vec![], TRAIL)
}

pub(super) async fn events_are_pruned_in_steps(probe: &Probe<'_, impl Store>) -> Outcome {
    two_trails(probe).await?;
    let all = probe.events(None, 100).await?;
    let Some((fifth, rest)) = all.get(4).zip(all.get(5..)) else {
        return same("events", all.len(), 8, TRAIL);
    };
    let old = OldEvents::UpTo(fifth.position);
    let mut steps = Vec::new();
    for _ in 0..4 {
        steps.push(probe.prune_events(&old, 2).await?);
    }
    same("how many each step forgot", steps, vec![2, 2, 1, 0], RETAINED)?;
    same("the events that stay", probe.events(None, 100).await?, rest.to_vec(), RETAINED)?;
    same("a step of no rows", probe.prune_events(&old, 0).await?, 0, RETAINED)
}

pub(super) async fn positions_of_events_are_not_given_again(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "who has seen a position must not miss what comes later";
    let [a, b] = two_trails(probe).await?;
    let last = probe.events(None, 100).await?.pop().map(|event| event.position);
    let Some(last) = last else { return same("whether there are events", false, true, TRAIL) };
    probe.prune_events(&OldEvents::UpTo(last), 100).await?;
    same("what stays", probe.events(None, 100).await?, vec![], RETAINED)?;
    probe.commit(Batch { events: vec![event(&a, "new")], ..batch([update(&a, 3)]) }).await?;
    let found: Vec<_> = probe.events(Some(last), 100).await?.into_iter().map(|event| event.id).collect();
    same("what comes after the last position", found, vec!["a/4/0".to_owned()], WHY)?;
    probe.commit(Batch { remove: vec![(a, Version(4))], ..Batch::default() }).await?;
    let last = probe.events(None, 100).await?.pop().map_or(last, |event| event.position);
    probe.commit(Batch { events: vec![event(&b, "newer")], ..batch([update(&b, 2)]) }).await?;
    let found: Vec<_> = probe.events(Some(last), 100).await?.into_iter().map(|event| event.id).collect();
    same("what comes after a removal", found, vec!["a/1/3/0".to_owned()], WHY)
}

pub(super) async fn events_of_one_record_can_be_pruned(probe: &Probe<'_, impl Store>) -> Outcome {
    let [a, b] = two_trails(probe).await?;
    let old = OldEvents::Of(a.clone());
    same("the first step", probe.prune_events(&old, 5).await?, 5, RETAINED)?;
    same("what is left of a", bodies(probe, &a).await?, vec!["a3.1".to_owned()], RETAINED)?;
    same("the last step", probe.prune_events(&old, 5).await?, 1, RETAINED)?;
    same("what is left of b", bodies(probe, &b).await?.len(), 2, RETAINED)?;
    let of_nobody = OldEvents::Of(key("absent"));
    same("a step for nobody", probe.prune_events(&of_nobody, 5).await?, 0, RETAINED)?;
    same("the version of a", probe.version(&a).await?, Some(3), RETAINED)
}

pub(super) async fn events_at_positions_can_be_pruned(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "the events of one tenant go, and those of its neighbors between them stay";
    two_trails(probe).await?;
    let mut all = probe.events(None, 100).await?;
    let mine: Vec<_> = [6, 1, 4].iter().filter_map(|nth| all.get(*nth)).map(|event| event.position).collect();
    let after_all = EventPosition(all.last().map_or(0, |last| last.position.0) + 1);
    let old = OldEvents::At([&mine[..], &[after_all]].concat());
    same("the first step", probe.prune_events(&old, 2).await?, 2, RETAINED)?;
    same("the last step", probe.prune_events(&old, 2).await?, 1, RETAINED)?;
    same("a step when they are gone", probe.prune_events(&old, 2).await?, 0, RETAINED)?;
    same("a step for none", probe.prune_events(&OldEvents::At(Vec::new()), 2).await?, 0, RETAINED)?;
    all.retain(|event| !mine.contains(&event.position));
    same("the events that stay", probe.events(None, 100).await?, all, WHY)
}

pub(super) async fn a_step_of_pruning_has_a_greatest_size(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "whoever writes waits for a step: it must not free any number of bytes";
    let large = "x".repeat(PRUNED / 2 + 1);
    for which in ["up to a position", "of a record", "at positions"] {
        let of = key(which);
        let events = [&*large, &large, &large, "small"].map(|body| event(&of, body)).to_vec();
        probe.commit(Batch { events, ..batch([create(&of)]) }).await?;
        let positions: Vec<_> =
            probe.events(None, 9).await?.into_iter().map(|event| event.position).collect();
        let old = match which {
            "of a record" => OldEvents::Of(of),
            "at positions" => OldEvents::At(positions),
            _ => OldEvents::UpTo(EventPosition(u64::MAX)),
        };
        let mut steps = Vec::new();
        for _ in 0..3 {
            steps.push(probe.prune_events(&old, 9).await?);
        }
        same(&format!("how many each step forgot of those {which}"), steps, vec![2, 2, 0], WHY)?;
    }
    Ok(())
}

/// A record with something in every table, and its neighbor.
async fn full(probe: &Probe<'_, impl Store>) -> Result<[RecordKey; 2], super::Failure> {
    let (a, b) = (key("a"), key("b"));
    let write = |of: &RecordKey| Write {
        head: HeadRow { links: vec![link(LinkKind::Serial, "C1")], ..head("full") },
        commands: vec![command(1), crate::row::CommandRow { waits_on: vec![1], ..command(2) }],
        wake: waking(at(5)),
        ..create(of)
    };
    let events = vec![event(&a, "a"), event(&b, "b")];
    let payloads = vec![payload("p", b"bytes")];
    probe.commit(Batch { events, payloads, ..batch([write(&a), write(&b)]) }).await?;
    probe.touch(&[(a.clone(), at(1)), (b.clone(), at(1))]).await?;
    Ok([a, b])
}

pub(super) async fn a_removed_record_is_gone(probe: &Probe<'_, impl Store>) -> Outcome {
    let [a, b] = full(probe).await?;
    probe.commit(Batch { remove: vec![(a.clone(), Version(1))], ..Batch::default() }).await?;
    same("the record", probe.load(&a, &Window::Open).await?, None, GONE)?;
    same("its commands", probe.commands(&a).await?, vec![], GONE)?;
    same("its events", probe.events_of(&a, None, 10).await?, vec![], GONE)?;
    same("its wake", probe.wake(&a).await?, None, GONE)?;
    same("its last contact", probe.last_contact(&a).await?, None, GONE)?;
    same(
        "who has its serial number",
        probe.find(&link(LinkKind::Serial, "C1")).await?,
        vec![b.clone()],
        GONE,
    )?;
    same("pending wakes", probe.pending(&certificate(), None, 10).await?, vec![b.clone()], GONE)?;
    let why = "others are not touched";
    same("the payload", probe.payload("p").await?, Some(b"bytes".to_vec()), "payloads belong to no record")?;
    same("all events", probe.events(None, 10).await?.len(), 1, why)?;
    same("the commands of the neighbor", probe.seqs(&b, &Window::Open).await?, vec![1, 2], why)?;
    same("the contact of the neighbor", probe.last_contact(&b).await?, Some(at(1)), why)
}

pub(super) async fn a_removal_expects_its_version(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "what somebody has just written must not be removed unseen";
    let [a, b] = full(probe).await?;
    let stale = |version| Batch {
        remove: vec![(a.clone(), Version(version))],
        payloads: vec![payload("p", b"other")],
        ..batch([update(&b, 1)])
    };
    for version in [0, 2] {
        probe
            .conflict(&format!("a removal that expects version {version} of 1"), stale(version), WHY)
            .await?;
    }
    let absent = Batch { remove: vec![(key("absent"), Version(1))], ..Batch::default() };
    probe.conflict("a removal of a record that is not there", absent, WHY).await?;
    same("the version of the record", probe.version(&a).await?, Some(1), WHY)?;
    same("the version of the other", probe.version(&b).await?, Some(1), WHY)?;
    same("the payload", probe.payload("p").await?, Some(b"bytes".to_vec()), WHY)?;
    probe.commit(stale(1)).await?;
    same("the version of the other, then", probe.version(&b).await?, Some(2), WHY)
}

pub(super) async fn a_record_is_written_or_removed(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "of two orders for one record one would be lost";
    let [a, _] = full(probe).await?;
    let removal = (a.clone(), Version(1));
    let is_repeated = |error: &Error| matches!(error, Error::RepeatedRecord { .. });
    let both = Batch { remove: vec![removal.clone()], ..batch([update(&a, 1)]) };
    probe.refused("a write and a removal of one record", both, "a refusal", is_repeated, WHY).await?;
    let twice = Batch { remove: vec![removal.clone(), removal.clone()], ..Batch::default() };
    probe.refused("two removals of one record", twice, "a refusal", is_repeated, WHY).await?;
    let stray = Batch { remove: vec![removal], events: vec![event(&a, "last")], ..Batch::default() };
    let is_stray = |error: &Error| matches!(error, Error::StrayEvent { .. });
    probe.refused("an event of a removed record", stray, "a refusal", is_stray, WHY).await?;
    same("the version", probe.version(&a).await?, Some(1), WHY)
}

pub(super) async fn a_removed_record_begins_anew(probe: &Probe<'_, impl Store>) -> Outcome {
    let [a, _] = full(probe).await?;
    probe.commit(Batch { remove: vec![(a.clone(), Version(1))], ..Batch::default() }).await?;
    let first = Write { commands: vec![command(2)], ..create(&a) };
    probe.commit(Batch { events: vec![event(&a, "anew")], ..batch([first]) }).await?;
    same("the version", probe.version(&a).await?, Some(1), GONE)?;
    same("the commands", probe.seqs(&a, &Window::Open).await?, vec![2], GONE)?;
    same("the links", probe.loaded(&a, &Window::Head).await?.head.links, vec![], GONE)?;
    same("the events", bodies(probe, &a).await?, vec!["anew".to_owned()], GONE)?;
    same("the wake", probe.wake(&a).await?, None, GONE)
}

pub(super) async fn positions_of_wakes_are_not_given_again(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "a sender that has seen a position would miss the wake that gets it next";
    let [a, b] = full(probe).await?;
    // The last change is that of the record which goes.
    probe.write([Write { wake: vec![demand(Lane::Urgent, at(1))], ..update(&a, 1) }]).await?;
    let seen = probe.last_wake().await?;
    probe.commit(Batch { remove: vec![(a, Version(2))], ..Batch::default() }).await?;
    same("whether the last position goes back", probe.last_wake().await? < seen, false, WHY)?;
    let seen = probe.last_wake().await?;
    probe.write([Write { wake: vec![demand(Lane::Urgent, at(2))], ..update(&b, 1) }]).await?;
    let changed = probe.changed(seen, 10).await?;
    let changed: Vec<_> = changed.into_iter().map(|wake| wake.row.key).collect();
    same("what changed after that", changed, vec![b], WHY)?;
    let all = probe.changed(WakePosition(0), 10).await?.len();
    same("how many wakes there are", all, 1, WHY)
}
