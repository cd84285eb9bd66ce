//! Wakes beside their records, and who may push.

use std::time::{Duration, SystemTime};

use super::fixture::{
    Outcome, Probe, at, batch, certificate, create, credential, demand, join, key, register, registered,
    same, update, waking, worked,
};
use crate::row::{
    Credential, Demand, Lane, Lease, NextSender, Reach, RecordKey, Route, RouteKind, Tenant, Update,
    WakeChange, Write,
};
use crate::{Settled, Store, WakePosition};

const OWED: &str = "a wake that is lost leaves a device asleep; one that stays wakes it for ever";
const BESIDE: &str =
    "the result of a push must not make a decision about the device fail, nor settle what came after it";
const FENCE: &str = "two nodes that push with one credential exceed its cap and repeat each other's pushes";

fn pushed(key: &RecordKey, need: u64, due: SystemTime) -> Update<RecordKey> {
    Update::new(key.clone(), need, at(10), due, 1)
}

fn lease(fence: u64, until: u64) -> Lease {
    Lease { fence, until: at(until), spent_until: None }
}

fn named(keys: &[&str]) -> Vec<RecordKey> {
    keys.iter().map(|name| key(name)).collect()
}

pub(super) async fn a_wake_is_made_and_changed_by_steps(probe: &Probe<'_, impl Store>) -> Outcome {
    let device = key("device");
    let write = |version, wake| Write { wake, ..update(&device, version) };
    probe.write([Write { wake: vec![demand(Lane::Normal, at(1))], ..create(&device) }]).await?;
    same("the wake of a device that nobody can reach", probe.wake(&device).await?, None, OWED)?;
    probe.write([write(1, waking(at(1)))]).await?;
    same("when it is due", probe.due(&device).await?, Some(at(1)), OWED)?;
    let made = probe.wake(&device).await?;
    probe.write([write(2, vec![])]).await?;
    same("the wake after a commit without steps", probe.wake(&device).await?, made, OWED)?;
    probe.write([write(3, vec![demand(Lane::Urgent, at(5))])]).await?;
    let row = probe.wake(&device).await?;
    let found = row.map(|row| (row.due, row.lane, row.body));
    same("the wake after a demand", found, Some((Some(at(5)), Lane::Urgent, b"push".to_vec())), OWED)?;
    probe.write([write(4, vec![WakeChange::Contact])]).await?;
    same("when it is due after the device came", probe.due(&device).await?, None, OWED)?;
    probe.write([write(5, waking(at(7))), create(&key("other"))]).await?;
    probe.write([write(6, vec![WakeChange::Unenroll])]).await?;
    let row = probe.wake(&device).await?;
    let found = row.map(|row| (row.due, row.routes, row.body));
    same("the wake of a device that has left", found, Some((None, vec![], vec![])), OWED)
}

pub(super) async fn steps_are_carried_out_in_order(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "the device came, and there is more to do; or there was, and it came";
    let (first, second) = (key("first"), key("second"));
    let steps = |steps: [WakeChange; 2]| [vec![register(certificate(), b"push")], steps.into()].concat();
    let demanded = || demand(Lane::Normal, at(1));
    probe
        .write([
            Write { wake: steps([WakeChange::Contact, demanded()]), ..create(&first) },
            Write { wake: steps([demanded(), WakeChange::Contact]), ..create(&second) },
        ])
        .await?;
    same("contact, then a demand", probe.due(&first).await?, Some(at(1)), WHY)?;
    same("a demand, then contact", probe.due(&second).await?, None, WHY)
}

pub(super) async fn a_wake_comes_back_as_written(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str =
        "a route that is lost is a device that is not woken, and health that is lost repeats what failed";
    let device = key("device");
    let route = |(kind, name): (RouteKind, &str)| Route { kind, credential: credential(name) };
    let routes = [
        (RouteKind::Fcm, "project \"a\""),
        (RouteKind::Apns, "com.apple.mgmt.External.0a1b"),
        (RouteKind::Sms, "gateway"),
        (RouteKind::Vendor, "日本語"),
        (RouteKind::Poll, "project \"a\""),
    ]
    .map(route);
    let mut latest = Demand::new(Lane::Urgent, at(1));
    latest.comes_by = Some(at(99) + Duration::from_micros(1));
    let tenant = Tenant::new("tenant").expect("a name");
    let steps = vec![
        WakeChange::Register {
            tenant: tenant.clone(),
            routes: routes.to_vec(),
            body: b"\x00push".to_vec(),
            at: at(0),
        },
        WakeChange::Reach(Reach::AwakeOrCharging),
        WakeChange::Demand(latest),
    ];
    probe.write([Write { wake: steps, ..create(&device) }]).await?;
    let Some(mut expected) = probe.wake(&device).await? else {
        return same("whether there is a wake", false, true, OWED);
    };
    let found = (&expected.key, &expected.tenant, &expected.routes, &*expected.body);
    same("what was registered", found, (&device, &tenant, &routes.to_vec(), &b"\x00push"[..]), WHY)?;
    let needs = expected.need.saturating_sub(expected.heard);
    let found = (needs, expected.due, expected.lane, expected.comes_by, expected.reach);
    let demanded = (2, Some(at(1)), Lane::Urgent, Some(at(99)), Reach::AwakeOrCharging);
    same("what was demanded", found, demanded, WHY)?;

    let mut result = pushed(&device, expected.need, at(86_400_000) + Duration::from_micros(7));
    (result.attempt, result.health) = (u32::MAX, crate::row::Health::from_bits(0xFFF0_000E));
    same("the result of a push", probe.settle(&[result.clone()]).await?, vec![Settled::Written], WHY)?;
    result.due = at(86_400_000);
    expected.apply(&result);
    same("the wake after a push", probe.wake(&device).await?, Some(expected), WHY)
}

pub(super) async fn need_never_begins_anew(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "the result of a push to the old enrolment would settle a need of the new one";
    let device = key("device");
    probe.write([Write { wake: waking(at(1)), ..create(&device) }]).await?;
    let need = async || Ok(probe.wake(&device).await?.map(|row| row.need));
    same("the need", need().await?, Some(2), WHY)?;
    let anew = [vec![WakeChange::Unenroll], waking(at(2))].concat();
    probe.write([Write { wake: anew, ..update(&device, 1) }]).await?;
    same("the need of a device that left and enrolled anew", need().await?, Some(5), WHY)?;
    let settled = probe.settle(&[pushed(&device, 2, at(99))]).await?;
    same("the result of a push to the old enrolment", settled, vec![Settled::Outdated], WHY)
}

async fn fleet(probe: &Probe<'_, impl Store>) -> Outcome {
    for (name, lane) in [("d", Lane::Normal), ("b", Lane::Urgent), ("a", Lane::Normal), ("c", Lane::Urgent)] {
        let wake = vec![register(certificate(), b"push"), demand(lane, at(1_000))];
        probe.write([Write { wake, ..create(&key(name)) }]).await?;
    }
    Ok(())
}

pub(super) async fn pending_wakes_come_by_lane_then_key(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "a sender that begins does not let a wipe wait until a million others are read";
    fleet(probe).await?;
    let pending = probe.pending(&certificate(), None, 100).await?;
    same("pending wakes, due or not", pending, named(&["b", "c", "a", "d"]), WHY)
}

pub(super) async fn pending_wakes_come_in_pages(probe: &Probe<'_, impl Store>) -> Outcome {
    fleet(probe).await?;
    let all = [("b", Lane::Urgent), ("c", Lane::Urgent), ("a", Lane::Normal), ("d", Lane::Normal)];
    for limit in [0, 1, 2, 3, 4] {
        for from in 0..=all.len() {
            let after =
                from.checked_sub(1).and_then(|last| all.get(last)).map(|(name, lane)| (*lane, key(name)));
            let after = after.as_ref().map(|(lane, key)| (*lane, key));
            let expected: Vec<_> = all.iter().skip(from).take(limit).map(|(name, _)| key(name)).collect();
            let what = format!("{limit} pending wakes after {after:?}");
            same(&what, probe.pending(&certificate(), after, limit).await?, expected, OWED)?;
        }
    }
    Ok(())
}

pub(super) async fn only_what_waits_for_the_credential_is_pending(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "no organization's push certificate is ever used for another's device";
    let apns = |name| Route { kind: RouteKind::Apns, credential: credential(name) };
    let poll = Route { kind: RouteKind::Poll, credential: certificate() };
    let due = || demand(Lane::Normal, at(1));
    for (name, wake) in [
        ("ours", vec![register(certificate(), b""), due()]),
        ("other", vec![register(credential("Certificate"), b""), due()]),
        ("first", vec![registered([apns("certificate"), apns("other")], b""), due()]),
        ("second", vec![registered([apns("other"), apns("certificate")], b""), due()]),
        ("polls", vec![registered([poll], b""), due()]),
        ("idle", vec![register(certificate(), b"")]),
        ("gone", vec![register(certificate(), b""), due(), WakeChange::Unenroll]),
    ] {
        probe.write([Write { wake, ..create(&key(name)) }]).await?;
    }
    let pending = async |name| probe.pending(&credential(name), None, 100).await;
    same("pending wakes of the certificate", pending("certificate").await?, named(&["first", "ours"]), WHY)?;
    same("pending wakes of another one", pending("other").await?, named(&["second"]), WHY)?;
    same("pending wakes of nobody's", pending("nobody's").await?, vec![], WHY)
}

pub(super) async fn changed_wakes_come_in_the_order_of_their_last_change(
    probe: &Probe<'_, impl Store>,
) -> Outcome {
    const WHY: &str = "a sender that misses a change leaves a device asleep";
    let start = probe.last_wake().await?;
    fleet(probe).await?;
    let names = async |after, limit| {
        let changed = probe.changed(after, limit).await?;
        Ok(changed.into_iter().map(|changed| changed.row.key).collect::<Vec<_>>())
    };
    same("changes since the beginning", names(start, 100).await?, named(&["d", "b", "a", "c"]), WHY)?;
    same("the first two", names(start, 2).await?, named(&["d", "b"]), WHY)?;
    let seen = probe.changed(start, 2).await?.last().map_or(start, |changed| changed.position);
    same("those after the second", names(seen, 100).await?, named(&["a", "c"]), WHY)?;
    let end = probe.last_wake().await?;
    same("changes after the last", names(end, 100).await?, vec![], WHY)?;
    // Not pending any more is a change too, and each wake is told once.
    probe.write([Write { wake: vec![WakeChange::Contact], ..update(&key("b"), 1) }]).await?;
    probe.write([Write { wake: vec![WakeChange::Unenroll], ..update(&key("d"), 1) }]).await?;
    same("changes after that", names(end, 100).await?, named(&["b", "d"]), WHY)?;
    same("changes since the beginning", names(start, 100).await?, named(&["a", "c", "b", "d"]), WHY)?;
    let grows = probe.changed(start, 100).await?.is_sorted_by(|a, b| a.position < b.position);
    same("whether positions grow", grows && probe.last_wake().await? > end, true, WHY)?;
    // Two of one commit stand side by side.
    let write = |name, version| Write { wake: waking(at(3)), ..update(&key(name), version) };
    probe.write([write("a", 1), write("b", 2)]).await?;
    let last = probe.changed(start, 100).await?.into_iter().skip(2).map(|changed| changed.row.due);
    same("when the last two are due", last.collect(), vec![Some(at(3)), Some(at(3))], WHY)
}

pub(super) async fn the_same_again_is_no_change(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str =
        "every decision says where its device is; each told as a change would be read by every node";
    let device = key("device");
    probe.write([Write { wake: vec![register(certificate(), b"push")], ..create(&device) }]).await?;
    let (position, row) = (probe.last_wake().await?, probe.wake(&device).await?);
    let again = Write { wake: vec![register(certificate(), b"push")], ..update(&device, 1) };
    probe.write([again]).await?;
    same("the wake", probe.wake(&device).await?, row, WHY)?;
    same("the last change", probe.last_wake().await?, position, WHY)
}

pub(super) async fn a_result_is_written_beside_the_record(probe: &Probe<'_, impl Store>) -> Outcome {
    let device = key("device");
    probe.write([Write { wake: waking(at(1)), ..create(&device) }]).await?;
    let position = probe.last_wake().await?;
    let settled = probe.settle(&[pushed(&device, 2, at(500))]).await?;
    same("the result of a push", settled, vec![Settled::Written], OWED)?;
    let row = probe.wake(&device).await?;
    let found = row.map(|row| (row.due, row.attempt, row.pushed, row.need, row.body));
    let expected = (Some(at(500)), 1, Some(at(10)), 2, b"push".to_vec());
    same("the wake after it", found, Some(expected), OWED)?;
    same("the version", probe.version(&device).await?, Some(1), BESIDE)?;
    let why = "a sender need not be told of its own results";
    same("the last change", probe.last_wake().await?, position, why)?;
    probe.write([update(&device, 1)]).await?;
    same("when it is due after a commit", probe.due(&device).await?, Some(at(500)), OWED)
}

pub(super) async fn a_result_about_an_older_need_changes_nothing(probe: &Probe<'_, impl Store>) -> Outcome {
    let device = key("device");
    probe.write([Write { wake: waking(at(1)), ..create(&device) }]).await?;
    probe.write([Write { wake: vec![demand(Lane::Urgent, at(2))], ..update(&device, 1) }]).await?;
    let row = probe.wake(&device).await?;
    for need in [0, 4] {
        let what = format!("the result of a push for need {need} where 3 is stored");
        same(&what, probe.settle(&[pushed(&device, need, at(9))]).await?, vec![Settled::Outdated], BESIDE)?;
    }
    same("the wake", probe.wake(&device).await?, row, BESIDE)?;
    probe.write([Write { wake: vec![WakeChange::Contact], ..update(&device, 2) }]).await?;
    let late = probe.settle(&[pushed(&device, 4, at(9)), pushed(&key("absent"), 1, at(9))]).await?;
    same("results where nothing is pending", late, vec![Settled::Outdated; 2], BESIDE)?;
    same("when it is due", probe.due(&device).await?, None, BESIDE)
}

pub(super) async fn a_result_joins_a_newer_need_until_the_device_is_heard_of(
    probe: &Probe<'_, impl Store>,
) -> Outcome {
    const WHY: &str =
        "an order beside the answer to a push must not wake the device twice, and must not be forgotten";
    let device = key("device");
    probe.write([Write { wake: waking(at(1)), ..create(&device) }]).await?;
    probe.write([Write { wake: vec![demand(Lane::Normal, at(2))], ..update(&device, 1) }]).await?;
    let (row, position) = (probe.wake(&device).await?, probe.last_wake().await?);
    let Some((need, heard)) = row.as_ref().map(|row| (row.need, row.heard)) else {
        return same("whether there is a row", false, true, WHY);
    };
    same("how many needs ago it was heard of", need.saturating_sub(heard), 2, WHY)?;
    let mut result = pushed(&device, need - 1, at(99));
    result.attempt = 7;
    let expected = row.map(|mut row| {
        (row.pushed, row.attempt) = (Some(at(10)), 7);
        row
    });
    same("the result of a push for need 2", probe.settle(&[result]).await?, vec![Settled::Written], WHY)?;
    same("the wake after it", probe.wake(&device).await?, expected, WHY)?;
    same("the last change", probe.last_wake().await?, position, WHY)?;
    for (number, (what, heard)) in [
        ("the device came", vec![WakeChange::Contact]),
        ("what was ordered was taken back", vec![WakeChange::Withdraw]),
        ("the device gave a new token", vec![register(certificate(), b"new")]),
    ]
    .into_iter()
    .enumerate()
    {
        let version = 2 + number as u64;
        let before = probe.wake(&device).await?.map_or(0, |row| row.need);
        let wake = [heard, vec![demand(Lane::Normal, at(3))]].concat();
        probe.write([Write { wake, ..update(&device, version) }]).await?;
        let row = probe.wake(&device).await?;
        let found = row.as_ref().map(|row| (row.need, row.heard, row.pushed));
        same(&format!("the wake when {what}"), found, Some((before + 2, before + 1, None)), WHY)?;
        let late = probe.settle(&[pushed(&device, before, at(99))]).await?;
        same(&format!("the result of a push before {what}"), late, vec![Settled::Outdated], WHY)?;
        same("the wake after it", probe.wake(&device).await?, row, WHY)?;
        let since = probe.settle(&[pushed(&device, before + 1, at(99))]).await?;
        same(&format!("the result of a push after {what}"), since, vec![Settled::Written], WHY)?;
    }
    Ok(())
}

pub(super) async fn a_result_under_an_older_lease_changes_nothing(probe: &Probe<'_, impl Store>) -> Outcome {
    let device = key("device");
    probe.write([Write { wake: waking(at(1)), ..create(&device) }]).await?;
    let result = |fence, due| Update::new(device.clone(), 2, at(10), at(due), fence);
    same("whether a lease is taken", probe.swap_lease(None, &lease(7, 60)).await?, true, FENCE)?;
    let settled = probe.settle(&[result(6, 100), result(7, 200), result(0, 300)]).await?;
    let expected = vec![Settled::Fenced, Settled::Written, Settled::Fenced];
    same("results under leases 6, 7 and 0 where 7 is stored", settled, expected, FENCE)?;
    same("when it is due", probe.due(&device).await?, Some(at(200)), FENCE)?;
    same("a result under lease 8", probe.settle(&[result(8, 300)]).await?, vec![Settled::Written], FENCE)
}

pub(super) async fn results_are_written_one_by_one(probe: &Probe<'_, impl Store>) -> Outcome {
    let (a, b) = (key("a"), key("b"));
    let wake = || waking(at(1));
    probe.commit(batch([Write { wake: wake(), ..create(&a) }, Write { wake: wake(), ..create(&b) }])).await?;
    let results = [pushed(&a, 3, at(5)), pushed(&b, 2, at(6)), pushed(&b, 2, at(7)), pushed(&a, 2, at(8))];
    let expected = vec![Settled::Outdated, Settled::Written, Settled::Written, Settled::Written];
    same("what came of each", probe.settle(&results).await?, expected, OWED)?;
    same("when the first is due", probe.due(&a).await?, Some(at(8)), OWED)?;
    same("when the second is due", probe.due(&b).await?, Some(at(7)), OWED)?;
    same("what came of none", probe.settle(&[]).await?, vec![], OWED)
}

pub(super) async fn a_result_can_pass_a_wake_on(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "a device whose first route is dead is woken by the next one, by another sender";
    let device = key("device");
    let route = |kind, name| Route { kind, credential: credential(name) };
    let routes = [route(RouteKind::Apns, "certificate"), route(RouteKind::Sms, "gateway")];
    let wake = vec![registered(routes, b"push"), demand(Lane::Normal, at(1))];
    probe.write([Write { wake, ..create(&device) }]).await?;
    let position = probe.last_wake().await?;
    let mut dead = pushed(&device, 2, at(2));
    (dead.health, dead.next) = (crate::row::Health::from_bits(0xF), NextSender::Other);
    same("the result of a push", probe.settle(&[dead]).await?, vec![Settled::Written], WHY)?;
    same("pending wakes of the first", probe.pending(&certificate(), None, 9).await?, vec![], WHY)?;
    let of_second = probe.pending(&credential("gateway"), None, 9).await?;
    same("pending wakes of the second", of_second, vec![device.clone()], WHY)?;
    let changed = probe.changed(position, 9).await?.into_iter().map(|changed| changed.row.key).collect();
    same("wakes that changed", changed, vec![device], WHY)
}

pub(super) async fn a_lease_is_replaced_as_it_was_read(probe: &Probe<'_, impl Store>) -> Outcome {
    let first = lease(1, 60);
    let renewed = lease(1, 90);
    let next = Lease { spent_until: Some(at(90) + Duration::from_micros(999)), ..lease(2, 120) };
    same("taking a lease over that nobody has", probe.swap_lease(Some(&first), &next).await?, false, FENCE)?;
    same("taking the first lease", probe.swap_lease(None, &first).await?, true, FENCE)?;
    same("taking it once more", probe.swap_lease(None, &first).await?, false, FENCE)?;
    same("the lease", probe.lease(&certificate()).await?, Some(first), FENCE)?;
    same("renewing it", probe.swap_lease(Some(&first), &renewed).await?, true, FENCE)?;
    let why = "who read the lease before it was renewed must not take it: its holder goes on";
    same("taking it over as it was before", probe.swap_lease(Some(&first), &next).await?, false, why)?;
    same("taking it over as it is", probe.swap_lease(Some(&renewed), &next).await?, true, FENCE)?;
    let kept = Lease { spent_until: Some(at(90)), ..next };
    same("the lease", probe.lease(&certificate()).await?, Some(kept), FENCE)?;
    let other = Lease { spent_until: Some(at(91)), ..next };
    same("swapping another one", probe.swap_lease(Some(&other), &first).await?, false, FENCE)?;
    same("renewing the old one", probe.swap_lease(Some(&renewed), &first).await?, false, FENCE)?;
    same("swapping what was read, in finer time", probe.swap_lease(Some(&next), &renewed).await?, true, FENCE)
}

pub(super) async fn of_many_who_take_a_lease_one_gets_it(probe: &Probe<'_, impl Store>) -> Outcome {
    for round in 0..5 {
        let stored = probe.lease(&certificate()).await?;
        let take = |node: u64| {
            let new = lease(round + 1, 100 * round + node);
            async move { probe.store.swap_lease(&certificate(), stored.as_ref(), &new).await }
        };
        let mut winners = 0;
        for taken in join((0..8).map(take)).await {
            winners += u32::from(worked(|| "swap of a lease".to_owned(), taken)?);
        }
        same("how many of eight got the lease", winners, 1, FENCE)?;
    }
    Ok(())
}

pub(super) async fn leases_belong_to_credentials(probe: &Probe<'_, impl Store>) -> Outcome {
    let (device, other) = (key("device"), credential("Certificate"));
    probe.write([Write { wake: waking(at(1)), ..create(&device) }]).await?;
    let taken = probe.store.swap_lease(&other, None, &lease(9, 60)).await;
    same("whether another lease is taken", worked(|| "a lease".to_owned(), taken)?, true, FENCE)?;
    same("the lease of the certificate", probe.lease(&certificate()).await?, None, FENCE)?;
    let settled = probe.settle(&[pushed(&device, 2, at(9))]).await?;
    same("a result with the certificate", settled, vec![Settled::Written], FENCE)?;
    let settled = probe.store.settle_wakes(&other, &[pushed(&device, 2, at(9))]).await;
    let settled = worked(|| "a result".to_owned(), settled)?;
    same("a result with the other one", settled, vec![Settled::Fenced], FENCE)?;
    let longest: Credential = credential(&"𝄞".repeat(63));
    let taken = probe.store.swap_lease(&longest, None, &lease(1, 60)).await;
    same("whether a lease with a long name is taken", worked(|| "a lease".to_owned(), taken)?, true, FENCE)?;
    same("that lease", probe.lease(&longest).await?, Some(lease(1, 60)), FENCE)?;
    same("the last change of a wake", probe.last_wake().await? > WakePosition(0), true, OWED)
}
