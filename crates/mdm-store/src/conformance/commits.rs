//! Versions, conflicts, and all or nothing.

use super::Failure;
use super::fixture::{
    Outcome, Probe, at, batch, certificate, command, create, event, head, idle, join, key, link, payload,
    same, update, uuid, waking, worked,
};
use crate::limits;
use crate::row::{
    Batch, CommandRow, HeadRow, Link, LinkKind, Loaded, PayloadName, RecordKey, Route, RouteKind, Tenant,
    Update, Version, WakeChange, Window, Write,
};
use crate::{Blame, Error, Settled, Store, WakePosition};

const ATOMIC: &str = "what a refused commit leaves behind is acted upon although it was never decided";

pub(super) async fn an_empty_store_has_nothing(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "whoever asks for something absent must learn that it is absent, not meet an error";
    let device = key("device");
    for window in [Window::Head, Window::Open, idle()] {
        same("load of an absent record", probe.load(&device, &window).await?, None, WHY)?;
    }
    same("history of an absent record", probe.commands(&device).await?, vec![], WHY)?;
    same("last contact of an absent record", probe.last_contact(&device).await?, None, WHY)?;
    same("find in an empty store", probe.find(&link(LinkKind::Serial, "C1")).await?, vec![], WHY)?;
    same("an absent payload", probe.payload("absent").await?, None, WHY)?;
    same("events of an empty store", probe.events(None, 10).await?, vec![], WHY)?;
    same("wake of an absent record", probe.wake(&device).await?, None, WHY)?;
    same("pending wakes of an empty store", probe.pending(&certificate(), None, 10).await?, vec![], WHY)?;
    same("changed wakes of an empty store", probe.changed(WakePosition(0), 10).await?, vec![], WHY)?;
    same("the last change of a wake", probe.last_wake().await?, WakePosition(0), WHY)?;
    let pushed = Update::new(device, 1, at(0), at(1), 1);
    same("the result of a push", probe.settle(&[pushed]).await?, vec![Settled::Outdated], WHY)?;
    same("a lease that nobody took", probe.lease(&certificate()).await?, None, WHY)
}

pub(super) async fn the_first_commit_makes_version_one(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "the identifiers of events are made of versions and must not depend on the store";
    let device = key("device");
    probe.write([create(&device)]).await?;
    let loaded = probe.loaded(&device, &Window::Head).await?;
    same("the version after the first commit", loaded.version, Version(1), WHY)?;
    same("the head", loaded.head, head("first"), "a head must come back as it was written")
}

pub(super) async fn versions_count_commits(probe: &Probe<'_, impl Store>) -> Outcome {
    let device = key("device");
    probe.write([create(&device)]).await?;
    for version in 1..5 {
        let body = HeadRow { session: version, ..head(&format!("body {version}")) };
        probe.write([Write { head: body.clone(), ..update(&device, version) }]).await?;
        let loaded = probe.loaded(&device, &Window::Head).await?;
        same(
            "the version after one more commit",
            loaded.version.0,
            version + 1,
            "two commits of one version, or a version that is left out, break the trail of events",
        )?;
        same("the head", loaded.head, body, "a commit replaces the head")?;
    }
    Ok(())
}

pub(super) async fn another_version_is_a_conflict(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "two nodes decide at once; the second must not overwrite what the first decided";
    let device = key("device");
    probe.write([create(&device)]).await?;
    probe.write([update(&device, 1)]).await?;
    for stale in [0, 1, 3, 1_000] {
        let what = format!("commit that expects version {stale} of a record in version 2");
        probe.conflict(&what, batch([update(&device, stale)]), WHY).await?;
    }
    same("the version after refused commits", probe.version(&device).await?, Some(2), WHY)
}

pub(super) async fn an_existing_record_is_not_absent(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "a second enrolment under a key in use must be seen, or it takes over the first";
    let device = key("device");
    probe.write([create(&device)]).await?;
    let again = Write { head: head("another"), ..create(&device) };
    probe.conflict("commit that expects an existing record to be absent", batch([again]), WHY).await?;
    same("the head", probe.loaded(&device, &Window::Head).await?.head, head("first"), WHY)
}

pub(super) async fn an_absent_record_has_no_version(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "a record that was purged meanwhile must not come back with half of its state";
    let device = key("device");
    for version in [0, 1] {
        let what = format!("commit that expects version {version} of an absent record");
        probe.conflict(&what, batch([update(&device, version)]), WHY).await?;
    }
    same("the version of an absent record", probe.version(&device).await?, None, WHY)
}

pub(super) async fn a_conflict_leaves_nothing(probe: &Probe<'_, impl Store>) -> Outcome {
    let device = key("device");
    let (old, new) = (link(LinkKind::Serial, "old"), link(LinkKind::Serial, "new"));
    probe
        .write([Write {
            head: HeadRow { links: vec![old.clone()], ..head("first") },
            commands: vec![command(1)],
            wake: waking(at(1)),
            ..create(&device)
        }])
        .await?;
    let stale = Batch {
        writes: vec![Write {
            head: HeadRow { links: vec![new.clone()], ..head("stale") },
            commands: vec![CommandRow { rank: 9, ..command(1) }, command(2)],
            forget: vec![3],
            wake: waking(at(2)),
            ..update(&device, 7)
        }],
        payloads: vec![payload("stale", b"bytes")],
        forget_payloads: vec![payload("kept", b"").0],
        events: vec![event(&device, "stale")],
        remove: vec![],
    };
    let kept = vec![payload("kept", b"bytes")];
    probe.commit(Batch { payloads: kept, ..Batch::default() }).await?;
    probe.conflict("commit of a stale version", stale, ATOMIC).await?;

    let loaded = probe.loaded(&device, &Window::Open).await?;
    same("the version after a conflict", loaded.version, Version(1), ATOMIC)?;
    same("the head's body after a conflict", loaded.head.body, b"first".to_vec(), ATOMIC)?;
    same("the commands after a conflict", loaded.commands, vec![command(1)], ATOMIC)?;
    same("records under the old link", probe.find(&old).await?, vec![device.clone()], ATOMIC)?;
    same("records under the refused link", probe.find(&new).await?, vec![], ATOMIC)?;
    same("the refused payload", probe.payload("stale").await?, None, ATOMIC)?;
    let kept = Some(b"bytes".to_vec());
    same("the payload that was not forgotten", probe.payload("kept").await?, kept, ATOMIC)?;
    same("events after a conflict", probe.events(None, 10).await?, vec![], ATOMIC)?;
    same("the wake after a conflict", probe.due(&device).await?, Some(at(1)), ATOMIC)
}

pub(super) async fn records_are_committed_together(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "a device and its ticket are decided together";
    let (a, b) = (key("a"), key("b"));
    probe.write([create(&a)]).await?;
    probe.write([update(&a, 1), create(&b)]).await?;
    same("the version of the updated record", probe.version(&a).await?, Some(2), WHY)?;
    same("the version of the created record", probe.version(&b).await?, Some(1), WHY)
}

pub(super) async fn one_stale_record_stops_all(probe: &Probe<'_, impl Store>) -> Outcome {
    let (a, b, c) = (key("a"), key("b"), key("c"));
    probe.write([create(&b)]).await?;
    let stale = Batch {
        payloads: vec![payload("stale", b"bytes")],
        events: vec![event(&a, "stale"), event(&c, "stale")],
        ..batch([create(&a), update(&b, 2), create(&c)])
    };
    probe.conflict("commit of three records, the second stale", stale, ATOMIC).await?;
    same("the record before the stale one", probe.version(&a).await?, None, ATOMIC)?;
    same("the stale record", probe.version(&b).await?, Some(1), ATOMIC)?;
    same("the record after the stale one", probe.version(&c).await?, None, ATOMIC)?;
    same("the payload", probe.payload("stale").await?, None, ATOMIC)?;
    same("the events", probe.events(None, 10).await?, vec![], ATOMIC)
}

pub(super) async fn the_conflict_names_the_stale_record(probe: &Probe<'_, impl Store>) -> Outcome {
    let (a, b) = (key("a"), key("b"));
    probe.write([create(&b)]).await?;
    probe
        .refused(
            "commit of two records, the second stale",
            batch([create(&a), create(&b)]),
            "a conflict on record b",
            |error| matches!(error, Error::Conflict { key } if *key == b),
            "who meets a conflict wants to know which record to load again",
        )
        .await
}

pub(super) async fn an_empty_batch_changes_nothing(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "no changes, no commit: an idle device costs nothing";
    probe.commit(Batch::default()).await?;
    same("events", probe.events(None, 10).await?, vec![], WHY)
}

pub(super) async fn a_record_is_written_once_in_a_batch(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "of two writes of one version at least one was not decided on what is stored";
    let device = key("device");
    let twice = batch([create(&device), create(&device)]);
    probe
        .refused(
            "commit that writes one record twice",
            twice,
            "RepeatedRecord",
            |error| matches!(error, Error::RepeatedRecord { .. }) && error.blame() == Blame::Caller,
            WHY,
        )
        .await?;
    same("the record", probe.version(&device).await?, None, ATOMIC)
}

pub(super) async fn a_command_is_named_once_in_a_write(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "which of the two is meant depends on the store";
    let device = key("device");
    let same_uuid = CommandRow { uuid: uuid(1).into(), ..command(2) };
    let same_seq = CommandRow { uuid: uuid(2).into(), ..command(1) };
    for second in [command(1), same_uuid, same_seq] {
        let twice = Write { commands: vec![command(1), second], ..create(&device) };
        probe
            .refused(
                "commit that names one command twice",
                batch([twice]),
                "RepeatedCommand",
                |error| matches!(error, Error::RepeatedCommand { .. }),
                WHY,
            )
            .await?;
    }
    for forget in [vec![1], vec![2, 2]] {
        let twice = Write { commands: vec![command(1)], forget, ..create(&device) };
        let is_repeated = |error: &Error| matches!(error, Error::RepeatedCommand { .. });
        let what = "commit that forgets a command twice, or writes it too";
        probe.refused(what, batch([twice]), "RepeatedCommand", is_repeated, WHY).await?;
    }
    same("the record", probe.version(&device).await?, None, ATOMIC)
}

pub(super) async fn an_event_needs_its_record(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "an event is identified by the version that its record got in the same commit";
    let (device, other) = (key("device"), key("other"));
    probe.write([create(&other)]).await?;
    let stray = Batch { events: vec![event(&other, "stray")], ..batch([create(&device)]) };
    probe
        .refused(
            "commit of an event whose record is not written",
            stray,
            "StrayEvent",
            |error| matches!(error, Error::StrayEvent { .. }),
            WHY,
        )
        .await?;
    same("the record of the refused batch", probe.version(&device).await?, None, ATOMIC)
}

pub(super) async fn a_uuid_belongs_to_one_command(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "the device reports by CommandUUID; its answer would close the wrong command";
    let device = key("device");
    probe.write([Write { commands: vec![command(1)], ..create(&device) }]).await?;
    let taken = CommandRow { uuid: uuid(1).into(), ..command(3) };
    let write = Write { commands: vec![command(2), taken], ..update(&device, 1) };
    probe
        .refused(
            "commit of a new command under a CommandUUID that is taken",
            Batch { payloads: vec![payload("refused", b"")], ..batch([write]) },
            "UuidTaken with seq 3",
            |error| matches!(error, Error::UuidTaken { seq: 3, .. }),
            WHY,
        )
        .await?;
    let loaded = probe.loaded(&device, &Window::Open).await?;
    same("the version", loaded.version, Version(1), ATOMIC)?;
    same("the commands", loaded.commands, vec![command(1)], ATOMIC)?;
    same("the payload of the refused batch", probe.payload("refused").await?, None, ATOMIC)
}

pub(super) async fn a_command_keeps_its_uuid(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "a command that changes its identity cannot be found when the device answers";
    let device = key("device");
    probe.write([Write { commands: vec![command(1)], ..create(&device) }]).await?;
    let renamed = CommandRow { uuid: uuid(9).into(), ..command(1) };
    let write = Write { commands: vec![renamed], ..update(&device, 1) };
    probe
        .refused(
            "commit of a stored command under another CommandUUID",
            batch([write]),
            "UuidChanged with seq 1",
            |error| matches!(error, Error::UuidChanged { seq: 1, .. }),
            WHY,
        )
        .await?;
    same("the commands", probe.commands(&device).await?, vec![command(1)], ATOMIC)
}

pub(super) async fn records_may_share_uuids(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "one order to many devices may use one CommandUUID for all";
    let (a, b) = (key("a"), key("b"));
    let write = |key| Write { commands: vec![command(1)], ..create(key) };
    probe.write([write(&a), write(&b)]).await?;
    for key in [&a, &b] {
        same("the commands", probe.commands(key).await?, vec![command(1)], WHY)?;
    }
    Ok(())
}

pub(super) async fn what_is_too_long_is_refused(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "what one store keeps another must keep, and nothing is cut off in silence";
    let device = key("device");
    let long = |length| "x".repeat(length);
    let linked = |value: String| Write {
        head: HeadRow { links: vec![Link { kind: LinkKind::Topic, value: value.into() }], ..head("x") },
        ..create(&device)
    };
    let named = |uuid: String| Write {
        commands: vec![CommandRow { uuid: uuid.into(), ..command(1) }],
        ..create(&device)
    };
    let placed = |seq| Write { commands: vec![command(seq)], ..create(&device) };
    let route = || Route { kind: RouteKind::Apns, credential: certificate() };
    let too_long = vec![0; limits::BODY + limits::SEAL + 1];
    let routed = |routes: usize, body: Vec<u8>| Write {
        wake: vec![WakeChange::Register {
            tenant: Tenant::new("tenant").expect("a name"),
            routes: (0..routes).map(|_| route()).collect(),
            body,
            at: at(0),
        }],
        ..create(&device)
    };
    let paid = |name: String| Batch { payloads: vec![payload(&name, b"")], ..batch([create(&device)]) };
    let forgetting =
        |name: String| Batch { forget_payloads: vec![payload(&name, b"").0], ..batch([create(&device)]) };
    // Nothing of it is touched: a store that looks first sees lengths only.
    let largest = |number: usize| (PayloadName(number.to_string().into()), vec![0; limits::PAYLOAD]);
    let many = (0..limits::BATCH / limits::PAYLOAD).map(largest).chain([payload("x", &[0; 4_096])]).collect();
    for (what, refused) in [
        ("payloads of 512 MiB and 4 KiB", Batch { payloads: many, ..batch([create(&device)]) }),
        ("a link of 256 bytes", batch([linked(long(256))])),
        ("a CommandUUID of 129 bytes", batch([named(long(129))])),
        ("a seq of 2^63", batch([placed(1 << 63)])),
        ("a device with 9 routes", batch([routed(9, Vec::new())])),
        ("a wake's body of 16 MiB and 129 bytes", batch([routed(1, too_long)])),
        ("a payload name of 256 bytes", paid(long(256))),
        ("the name of a payload to forget of 256 bytes", forgetting(long(256))),
    ] {
        let is_limit = |error: &Error| matches!(error, Error::Limit { .. });
        probe.refused(what, refused, "Limit", is_limit, WHY).await?;
        same("the record of the refused batch", probe.version(&device).await?, None, ATOMIC)?;
    }
    let longest = Write {
        head: linked(long(255)).head,
        commands: named(long(128)).commands,
        wake: routed(8, b"push".to_vec()).wake,
        ..create(&device)
    };
    probe.commit(Batch { payloads: paid(long(255)).payloads, ..batch([longest]) }).await
}

/// Eight writers count in one record. All load it before any commits, so seven lose and try again.
pub(super) async fn interleaved_writers_lose_nothing(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "two nodes that serve one device must not undo each other's work";
    let device = key("counter");
    probe.write([Write { head: head("0"), ..create(&device) }]).await?;
    let loads = join((0..8).map(|_| probe.loaded(&device, &Window::Head))).await;
    let loads = loads.into_iter().collect::<Result<Vec<_>, _>>()?;
    let first = join(loads.iter().map(|loaded| count_up(probe, &device, loaded))).await;
    let won = first.into_iter().filter(|won| !matches!(won, Ok(false))).collect::<Result<Vec<_>, _>>()?.len();
    same("how many of eight commits of one version succeed", won, 1, WHY)?;
    let again = join((0..7).map(|_| async {
        for _ in 0..100 {
            let loaded = probe.loaded(&device, &Window::Head).await?;
            if count_up(probe, &device, &loaded).await? {
                return Ok(());
            }
        }
        Err(Failure {
            what: "a writer that loads again after each conflict".to_owned(),
            expected: "success at last".to_owned(),
            found: "100 conflicts".to_owned(),
            why: "a conflict tells of somebody else's success; without one it must not come",
        })
    }));
    again.await.into_iter().collect::<Outcome>()?;
    let loaded = probe.loaded(&device, &Window::Head).await?;
    same("the counter after eight writers", loaded.head.body, b"8".to_vec(), WHY)?;
    same("the version after eight writers", loaded.version, Version(9), WHY)
}

/// Commits on what was loaded; whether it won.
async fn count_up(probe: &Probe<'_, impl Store>, key: &RecordKey, loaded: &Loaded) -> Result<bool, Failure> {
    let count = String::from_utf8_lossy(&loaded.head.body).parse().unwrap_or(0_u64);
    let write = Write { head: head(&(count + 1).to_string()), ..update(key, loaded.version.0) };
    match probe.store.commit(batch([write])).await {
        Err(Error::Conflict { .. }) => Ok(false),
        other => worked(|| "commit of the loaded version".to_owned(), other).map(|()| true),
    }
}
