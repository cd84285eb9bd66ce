//! Wakes, events, last contact.

use std::time::{Duration, SystemTime};

use super::fixture::{Outcome, Probe, at, batch, create, event, key, same, update, wake};
use crate::row::{Batch, EventRow, RecordKey, WakeChange, WakeRow, Write};
use crate::{DueWake, Store};

const OWED: &str = "a wake that is lost leaves a device asleep; one that stays wakes it for ever";
const TRAIL: &str = "the trail tells what happened, in order, each thing once";

fn waking(key: &RecordKey, action: &str, due: SystemTime) -> Write {
    Write { wake: WakeChange::Set(wake(action, due)), ..create(key) }
}

async fn due(probe: &Probe<'_, impl Store>) -> Result<Vec<String>, super::Failure> {
    let due = probe.due_wakes(at(1_000_000), 100).await?;
    Ok(due.into_iter().map(|due| format!("{} {}", due.key, due.wake.action)).collect())
}

pub(super) async fn wakes_are_set_kept_replaced_and_cleared(probe: &Probe<'_, impl Store>) -> Outcome {
    let device = key("device");
    let second = WakeRow { body: b"\x00token".to_vec(), ..wake("push/2", at(2)) };
    probe.write([waking(&device, "push/1", at(1))]).await?;
    same("wakes after one was set", due(probe).await?, vec!["device push/1".to_owned()], OWED)?;
    probe.write([update(&device, 1)]).await?;
    same("wakes after they were kept", due(probe).await?, vec!["device push/1".to_owned()], OWED)?;
    probe.write([Write { wake: WakeChange::Set(second.clone()), ..update(&device, 2) }]).await?;
    let expected = vec![DueWake { key: device.clone(), wake: second }];
    same("wakes after one was replaced", probe.due_wakes(at(9), 9).await?, expected, OWED)?;
    probe.write([Write { wake: WakeChange::Clear, ..update(&device, 3) }]).await?;
    same("wakes after one was cleared", due(probe).await?, vec![], OWED)?;
    same("the next wake after it was cleared", probe.next_wake().await?, None, OWED)?;
    probe.write([Write { wake: WakeChange::Clear, ..update(&device, 4) }]).await?;
    same("wakes after none was cleared", due(probe).await?, vec![], OWED)
}

pub(super) async fn wakes_are_due_in_order(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "the device that has waited longest is woken first, and no two runs differ";
    let ten = Duration::from_millis(10);
    for (name, due) in [("d", 30), ("b", 20), ("a", 30), ("e", 10), ("c", 20), ("f", 40)] {
        probe.write([waking(&key(name), "push", at(due))]).await?;
    }
    let keys = async |now, limit| {
        let due = probe.due_wakes(now, limit).await?;
        Ok(due.into_iter().map(|due| due.key.to_string()).collect::<Vec<_>>().join(""))
    };
    same("wakes due at 30 ms", keys(at(30), 100).await?, "ebcad".to_owned(), WHY)?;
    same("the first three of them", keys(at(30), 3).await?, "ebc".to_owned(), WHY)?;
    same("none of them", keys(at(30), 0).await?, String::new(), WHY)?;
    same("the next wake", probe.next_wake().await?, Some(at(10)), WHY)?;
    probe
        .write([Write { wake: WakeChange::Set(wake("push", at(40) + ten)), ..update(&key("e"), 1) }])
        .await?;
    same("wakes after one was put off", keys(at(60), 100).await?, "bcadfe".to_owned(), WHY)?;
    same("the next wake after one was put off", probe.next_wake().await?, Some(at(20)), WHY)
}

pub(super) async fn a_wake_is_due_at_its_time(probe: &Probe<'_, impl Store>) -> Outcome {
    let device = key("device");
    probe.write([waking(&device, "push", at(500))]).await?;
    let count = async |now| Ok(probe.due_wakes(now, 10).await?.len());
    same(
        "wakes a millisecond before",
        count(at(499)).await?,
        0,
        "a push that backs off must not come early",
    )?;
    same("wakes at the time", count(at(500)).await?, 1, OWED)?;
    same("wakes a century later", count(at(100 * 365 * 86_400_000)).await?, 1, OWED)
}

pub(super) async fn a_stale_action_clears_nothing(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "while a push was under way new work came; its wake must not go with the old one";
    let (device, other) = (key("device"), key("other"));
    probe.write([waking(&device, "push/1", at(1)), waking(&other, "push/2", at(1))]).await?;
    probe.write([Write { wake: WakeChange::Set(wake("push/2", at(2))), ..update(&device, 1) }]).await?;
    for stale in ["push/1", "push", "PUSH/2", ""] {
        let what = format!("wake done with the stale action {stale:?}");
        same(&what, probe.wake_done(&device, stale, None).await?, false, WHY)?;
    }
    same("the next wake", probe.next_wake().await?, Some(at(1)), WHY)?;
    same("wake done with the action", probe.wake_done(&device, "push/2", None).await?, true, OWED)?;
    same("wake done once more", probe.wake_done(&device, "push/2", None).await?, false, OWED)?;
    let why = "another device's wake with the same action is still owed";
    same("wakes that are left", due(probe).await?, vec!["other push/2".to_owned()], why)
}

pub(super) async fn a_wake_that_is_done_can_be_owed_again(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "a device that does not come is woken once a day while work is pending";
    let device = key("device");
    probe.write([waking(&device, "push/1", at(1))]).await?;
    same(
        "wake done with another action",
        probe.wake_done(&device, "push/0", Some(at(9))).await?,
        false,
        WHY,
    )?;
    same("the next wake", probe.next_wake().await?, Some(at(1)), WHY)?;
    let later = at(500) + Duration::from_micros(900);
    same("wake done", probe.wake_done(&device, "push/1", Some(later)).await?, true, WHY)?;
    same("wakes before the later time", probe.due_wakes(at(499), 10).await?.len(), 0, WHY)?;
    let found = probe.due_wakes(at(500), 10).await?;
    same(
        "the wake that is owed again",
        found.first().map(|due| &due.wake),
        Some(&wake("push/1", at(500))),
        WHY,
    )?;
    same("wake done for good", probe.wake_done(&device, "push/1", None).await?, true, WHY)?;
    same("the version", probe.version(&device).await?, Some(1), WHY)
}

pub(super) async fn wake_done_leaves_the_version(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "the result of a push must not make a decision about the device fail";
    let device = key("device");
    probe.write([waking(&device, "push/1", at(1))]).await?;
    probe.wake_done(&device, "push/1", None).await?;
    same("the version", probe.version(&device).await?, Some(1), WHY)?;
    probe.write([update(&device, 1)]).await
}

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
    const WHY: &str = "by its identifier a receiver knows an event that comes twice";
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
