//! Events, last contact.

use std::time::Duration;

use super::fixture::{Outcome, Probe, at, batch, create, event, key, same, update};
use crate::Store;
use crate::row::{Batch, EventRow, Version};

const TRAIL: &str = "the trail tells what happened, in order, each thing once";

pub(super) async fn events_come_in_the_order_of_commits(probe: &Probe<'_, impl Store>) -> Outcome {
    let (a, b) = (key("a"), key("b"));
    let commits = [
        (batch([create(&b)]), vec![event(&b, "1")]),
        (batch([create(&a), update(&b, 1)]), vec![event(&b, "2"), event(&a, "3"), event(&b, "4")]),
        (batch([update(&b, 2)]), vec![]),
        (batch([update(&a, 1)]), vec![EventRow { at: at(0) - Duration::from_secs(60), ..event(&a, "5") }]),
    ];
    let mut expected = Vec::new();
    for (writes, events) in commits {
        expected.extend(events.clone());
        probe.commit(Batch { events, ..writes }).await?;
    }
    let found = probe.events(None, 100).await?;
    same("whether positions grow", found.is_sorted_by(|a, b| a.position < b.position), true, TRAIL)?;
    let found: Vec<_> = found.into_iter().map(|event| event.row).collect();
    same("the events", found, expected, TRAIL)
}

pub(super) async fn events_are_numbered_by_record_and_version(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "a person finds an event by its record, version and number";
    let (a, b) = (key("a/1"), key("b"));
    probe
        .commit(Batch {
            events: vec![event(&a, "1"), event(&b, "2"), event(&a, "3"), event(&b, "4")],
            ..batch([create(&a), create(&b)])
        })
        .await?;
    probe.commit(Batch { events: vec![event(&b, "5")], ..batch([update(&b, 1)]) }).await?;
    let found: Vec<_> = probe.events(None, 100).await?.into_iter().map(|event| event.id).collect();
    let expected = ["a/1/1/0", "b/1/0", "a/1/1/1", "b/1/1", "b/2/0"].map(str::to_owned);
    same("the identifiers", found, expected.to_vec(), WHY)
}

pub(super) async fn a_position_is_given_once(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "by its position a receiver knows an event that comes twice: the identifiers come again with a record \
        that was removed and begins anew";
    let device = key("device");
    let (mut last, mut positions) = (None, Vec::new());
    for _ in 0..3 {
        let events = vec![event(&device, "enrolled"), event(&device, "named")];
        probe.commit(Batch { events, ..batch([create(&device)]) }).await?;
        let new = probe.events(last, 10).await?;
        let ids: Vec<_> = new.iter().map(|event| event.id.as_str()).collect();
        same("the identifiers of a record that begins", ids, vec!["device/1/0", "device/1/1"], WHY)?;
        positions.extend(new.into_iter().map(|event| event.position));
        last = positions.last().copied();
        probe.commit(Batch { remove: vec![(device.clone(), Version(1))], ..Batch::default() }).await?;
    }
    same("whether each position is new", positions.is_sorted_by(|a, b| a < b), true, WHY)
}

pub(super) async fn events_come_in_pages(probe: &Probe<'_, impl Store>) -> Outcome {
    let device = key("device");
    let rows: Vec<_> = (0..25).map(|number| event(&device, &number.to_string())).collect();
    probe.commit(Batch { events: rows.clone(), ..batch([create(&device)]) }).await?;
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let page = probe.events(after, 10).await?;
        same("the length of a page", page.len(), 10.min(25 - found.len()), TRAIL)?;
        let Some(last) = page.last() else { break };
        after = Some(last.position);
        found.extend(page.into_iter().map(|event| event.row));
    }
    same("all pages together", found, rows, TRAIL)?;
    probe.commit(Batch { events: vec![event(&device, "new")], ..batch([update(&device, 1)]) }).await?;
    let bodies: Vec<_> = probe.events(after, 10).await?.into_iter().map(|event| event.row.body).collect();
    same("what came after the last page", bodies, vec![b"new".to_vec()], TRAIL)
}

pub(super) async fn a_page_has_a_greatest_size(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "a limit that comes from a request must not decide how much memory is taken";
    let device = key("device");
    let page = crate::limits::PAGE;
    let events = (0..page + 5).map(|_| event(&device, "x")).collect();
    probe.commit(Batch { events, ..batch([create(&device)]) }).await?;
    let first = probe.events(None, usize::MAX).await?;
    same("the length of the largest page", first.len(), page, WHY)?;
    let rest = probe.events(first.last().map(|last| last.position), usize::MAX).await?;
    same("the length of the rest", rest.len(), 5, TRAIL)
}

pub(super) async fn contact_never_moves_backwards(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "batches of several nodes arrive in any order; the last contact is the latest";
    let (a, b, absent) = (key("a"), key("b"), key("absent"));
    probe.write([create(&a), create(&b)]).await?;
    same("the last contact before the first", probe.last_contact(&a).await?, None, WHY)?;
    let contacts = [(a.clone(), at(20)), (absent.clone(), at(20)), (b.clone(), at(7)), (a.clone(), at(10))];
    probe.touch(&contacts).await?;
    same("the last contact", probe.last_contact(&a).await?, Some(at(20)), WHY)?;
    same("the last contact of the other", probe.last_contact(&b).await?, Some(at(7)), WHY)?;
    probe.touch(&[(a.clone(), at(5)), (b.clone(), at(8))]).await?;
    probe.touch(&[]).await?;
    same("the last contact after an older one", probe.last_contact(&a).await?, Some(at(20)), WHY)?;
    same("the last contact after a newer one", probe.last_contact(&b).await?, Some(at(8)), WHY)?;
    let why = "a contact alone makes no record";
    same("the last contact of an absent record", probe.last_contact(&absent).await?, None, why)?;
    same("the absent record", probe.version(&absent).await?, None, why)?;
    probe.write([update(&a, 1)]).await?;
    same("the last contact after a commit", probe.last_contact(&a).await?, Some(at(20)), WHY)
}

pub(super) async fn contact_leaves_the_version(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "devices that say hello all day must not make decisions about them fail";
    let device = key("device");
    probe.write([create(&device)]).await?;
    probe.touch(&[(device.clone(), at(1))]).await?;
    same("the version", probe.version(&device).await?, Some(1), WHY)?;
    probe.write([update(&device, 1)]).await
}
