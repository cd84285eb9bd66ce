//! Values at the edges: long, empty, odd, early, late, great.

use std::time::{Duration, SystemTime};

use super::fixture::{
    Outcome, Probe, at, batch, certificate, command, create, demand, event, head, key, link, payload,
    register, reported, same, waking,
};
use crate::row::{
    Batch, CommandRow, EventRow, Gates, HeadRow, Lane, LinkKind, Phase, RecordKey, Refused, Window, Write,
};
use crate::{Error, Store};

const WHOLE: &str = "what comes back changed is no longer what was decided";

pub(super) async fn large_bodies_come_back_whole(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "a list of a thousand apps, or a profile with fonts, is megabytes long";
    let device = key("device");
    // Not one byte repeated: what compresses or cuts must get it right.
    let bytes = |length: u32| (0..length).map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()[3]).collect();
    let (body, large): (Vec<u8>, Vec<u8>) = (bytes(1 << 20), bytes(5_000_001));
    let row = CommandRow { body: body.clone(), ..command(1) };
    let write = Write {
        head: HeadRow { body: body.clone(), ..head("") },
        commands: vec![row.clone()],
        wake: vec![register(certificate(), &body)],
        ..create(&device)
    };
    let events = vec![EventRow { body: body.clone(), ..event(&device, "") }];
    probe.commit(Batch { payloads: vec![payload("large", &large)], events, ..batch([write]) }).await?;
    let loaded = probe.loaded(&device, &Window::Open).await?;
    let whole = |what: &str, found: Option<Vec<u8>>, expected: &Vec<u8>| {
        let found = (found.as_ref().map(Vec::len), found.as_ref() == Some(expected));
        same(&format!("length and sameness of {what}"), found, (Some(expected.len()), true), WHY)
    };
    whole("a head's body", Some(loaded.head.body), &body)?;
    whole("a command's body", loaded.commands.into_iter().next().map(|command| command.body), &body)?;
    whole("a payload", probe.payload("large").await?, &large)?;
    whole("a wake's body", probe.wake(&device).await?.map(|row| row.body), &body)?;
    whole("an event's body", probe.events(None, 1).await?.pop().map(|event| event.row.body), &body)
}

pub(super) async fn empty_values_are_values(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "an empty value is not an absent one";
    let device = key("device");
    let row = CommandRow { uuid: "".into(), body: Vec::new(), rank: 0, ..command(0) };
    let write = Write {
        head: HeadRow { links: vec![link(LinkKind::Serial, "")], ..head("") },
        commands: vec![row.clone()],
        wake: vec![register(certificate(), b""), demand(Lane::Normal, at(0))],
        ..create(&device)
    };
    let empty =
        Batch { payloads: vec![payload("", b"")], events: vec![event(&device, "")], ..batch([write]) };
    probe.commit(empty).await?;
    let window = Window::Session { reported: Some("".into()), refused: Refused::Skip, now: at(0) };
    let loaded = probe.loaded(&device, &window).await?;
    same("the head's body", loaded.head.body, vec![], WHY)?;
    same("the commands", loaded.commands, vec![row], WHY)?;
    same("the payload", probe.payload("").await?, Some(vec![]), WHY)?;
    same("records by an empty serial number", probe.find(&link(LinkKind::Serial, "")).await?.len(), 1, WHY)?;
    same("the event's body", probe.events(None, 1).await?.pop().map(|e| e.row.body), Some(vec![]), WHY)?;
    same("the wake's body", probe.wake(&device).await?.map(|row| row.body), Some(vec![]), WHY)
}

pub(super) async fn text_is_compared_byte_by_byte(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "two keys that a store takes for one are two devices in one record";
    // Composed and decomposed é, sharp s, the dotless i, the trailing space: what collations make equal.
    let twins = ["a", "A", "a ", " a", "é", "e\u{301}", "É", "ß", "ss", "i", "ı", "İ", "１", "1", "01"];
    for text in twins {
        let head = HeadRow { links: vec![link(LinkKind::Serial, text)], ..head(text) };
        let write = Write { head, wake: waking(at(0)), ..create(&key(text)) };
        probe.commit(Batch { payloads: vec![payload(text, text.as_bytes())], ..batch([write]) }).await?;
    }
    for text in twins {
        let loaded = probe.loaded(&key(text), &Window::Head).await?;
        same(&format!("the record {text:?}"), loaded.head.body, text.as_bytes().to_vec(), WHY)?;
        let found = probe.find(&link(LinkKind::Serial, text)).await?;
        same(&format!("records by the link {text:?}"), found, vec![key(text)], WHY)?;
        let bytes = probe.payload(text).await?;
        same(&format!("the payload {text:?}"), bytes, Some(text.as_bytes().to_vec()), WHY)?;
    }
    let mut sorted: Vec<RecordKey> = twins.map(key).to_vec();
    sorted.sort();
    let pending = probe.pending(&certificate(), None, 100).await?;
    same("keys in the order of their bytes", pending, sorted, "a page begins where the last one ended")
}

pub(super) async fn odd_text_comes_back_whole(probe: &Probe<'_, impl Store>) -> Outcome {
    let longest = "𝄞".repeat(63);
    let odd = [
        "it's \"quoted\"; DROP TABLE record; --",
        "100%_[a-z]*?\\",
        "nul\0inside",
        "nul\0",
        "line\r\nbreak\ttab",
        "\u{feff}bom\u{202e}right to left",
        "日本語",
        ":memory:",
        &longest,
    ];
    for text in odd {
        let uuid = text.chars().take(32).collect::<String>();
        let row = CommandRow { uuid: uuid.clone().into(), ..command(1) };
        let links = vec![link(LinkKind::Ticket, text)];
        let write = Write {
            head: HeadRow { links: links.clone(), ..head(text) },
            commands: vec![row.clone()],
            wake: waking(at(0)),
            ..create(&key(text))
        };
        let events = vec![event(&key(text), text)];
        probe.commit(Batch { payloads: vec![payload(text, b"p")], events, ..batch([write]) }).await?;
        let what = |part: &str| format!("{part} under the key {text:?}");
        let window = Window::Session { reported: Some(uuid.into()), refused: Refused::Skip, now: at(0) };
        let loaded = probe.loaded(&key(text), &window).await?;
        same(&what("links"), loaded.head.links, links, WHOLE)?;
        same(&what("commands"), loaded.commands, vec![row], WHOLE)?;
        same(&what("find"), probe.find(&link(LinkKind::Ticket, text)).await?, vec![key(text)], WHOLE)?;
        same(&what("payload"), probe.payload(text).await?, Some(b"p".to_vec()), WHOLE)?;
        same(&what("wake"), probe.due(&key(text)).await?, Some(at(0)), WHOLE)?;
    }
    let ids: Vec<_> = probe.events(None, 100).await?.into_iter().map(|event| event.id).collect();
    same("identifiers of events", ids, odd.map(|text| format!("{text}/1/0")).to_vec(), WHOLE)
}

/// A time goes in at six places and must come out of each.
async fn kept(probe: &Probe<'_, impl Store>, name: &str, time: SystemTime, expected: SystemTime) -> Outcome {
    const WHY: &str = "whole seconds lose the order of what happens within one, and too fine a time \
        changes when it is written again";
    let device = key(name);
    let row = CommandRow { not_before: Some(time), expires_at: Some(time), ..command(1) };
    let write = Write {
        head: HeadRow { backoff_until: Some(time), ..head(name) },
        commands: vec![row],
        wake: waking(time),
        ..create(&device)
    };
    let events = vec![EventRow { at: time, ..event(&device, name) }];
    probe.commit(Batch { events, ..batch([write]) }).await?;
    probe.touch(&[(device.clone(), time)]).await?;
    let due = probe.due(&device).await?;
    same(&format!("when the wake of {time:?} is due"), due, Some(expected), WHY)?;
    let loaded = probe.loaded(&device, &Window::Open).await?;
    let until = loaded.head.backoff_until;
    same(&format!("the end of the pause until {time:?}"), until, Some(expected), WHY)?;
    let times = loaded.commands.first().map(|row| (row.not_before, row.expires_at));
    same(&format!("the times of a command, {time:?}"), times, Some((Some(expected), Some(expected))), WHY)?;
    let at = probe.events(None, 1_000).await?.pop().map(|event| event.row.at);
    same(&format!("the time of the event of {time:?}"), at, Some(expected), WHY)?;
    let contact = probe.last_contact(&device).await?;
    same(&format!("the last contact at {time:?}"), contact, Some(expected), WHY)
}

pub(super) async fn times_are_whole_milliseconds(probe: &Probe<'_, impl Store>) -> Outcome {
    for millis in [0, 1, 999, 1_000, 1_500] {
        kept(probe, &format!("{millis} ms"), at(millis), at(millis)).await?;
    }
    kept(probe, "rounded down", at(5) + Duration::from_nanos(999_999), at(5)).await
}

pub(super) async fn times_before_1970_and_far_ahead(probe: &Probe<'_, impl Store>) -> Outcome {
    let epoch = SystemTime::UNIX_EPOCH;
    let (before, ahead) =
        (|micros| epoch - Duration::from_micros(micros), Duration::from_secs(253_402_300_799));
    kept(probe, "epoch", epoch, epoch).await?;
    kept(probe, "before", before(1_000), before(1_000)).await?;
    kept(probe, "before, rounded down", before(1_001), before(2_000)).await?;
    kept(probe, "1901", before(2_147_483_649_000_000), before(2_147_483_649_000_000)).await?;
    kept(probe, "9999", epoch + ahead, epoch + ahead).await?;
    // Not every platform's clock reaches a time that is out of range.
    let Some(far) = epoch.checked_add(Duration::from_secs(u64::MAX >> 1)) else { return Ok(()) };
    let device = key("far");
    let write = Write { wake: waking(far), ..create(&device) };
    let is_limit = |error: &Error| matches!(error, Error::Limit { .. });
    let why = "a time that cannot be kept is refused, not bent";
    probe.refused("commit of a wake in 292 billion years", batch([write]), "Limit", is_limit, why).await
}

pub(super) async fn great_numbers_come_back_whole(probe: &Probe<'_, impl Store>) -> Outcome {
    let device = key("device");
    let greatest = crate::limits::INTEGER;
    let first = CommandRow { rank: 255, phase: Phase::Outstanding, ..command(greatest - 1) };
    let last = CommandRow {
        rank: 0,
        gates: Gates::ALL,
        waits_on: vec![greatest - 1, 0, greatest - 1],
        refused_in: Some(greatest),
        ..command(greatest)
    };
    let write = Write {
        head: HeadRow { session: greatest, ..head("x") },
        commands: vec![last.clone(), first.clone()],
        ..create(&device)
    };
    probe.write([write]).await?;
    let loaded = probe.loaded(&device, &reported(greatest)).await?;
    same("the session", loaded.head.session, greatest, WHOLE)?;
    same("the commands", loaded.commands, vec![first, last], WHOLE)
}
