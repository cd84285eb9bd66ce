//! Bodies that are read and replaced in place.

use super::Failure;
use super::fixture::{
    Outcome, Probe, at, batch, certificate, command, create, event, head, key, payload, same, update, waking,
    worked,
};
use crate::row::{Batch, HeadRow, PayloadName, RecordKey, Update, Version, Window, Write};
use crate::seal::Place;
use crate::{Bodies, BodySwap, Error, Settled, limits};

const ROTATION: &str = "a value that is passed over keeps its old key, and is lost when that is thrown away";
const BESIDE: &str = "a change of keys must not disturb those who decide and push meanwhile";

/// Two records with commands, payloads and wakes.
async fn filled(probe: &Probe<'_, impl Bodies>) -> Outcome {
    let (a, b) = (key("a"), key("a/b"));
    let full = |key: &RecordKey| Write {
        commands: vec![command(1), command(20)],
        wake: waking(at(1)),
        ..create(key)
    };
    let payloads = vec![payload("p", b"first"), payload("", b"unnamed")];
    let events = vec![event(&a, "happened")];
    probe.commit(Batch { payloads, events, ..batch([full(&b), full(&a), create(&key("c"))]) }).await
}

/// All of them, in order.
fn every_place() -> Vec<Place> {
    let (a, b) = (key("a"), key("a/b"));
    let command = |key: &RecordKey, seq| Place::Command { key: key.clone(), seq };
    let name = |name: &str| Place::Payload(PayloadName(name.into()));
    let mut places = vec![Place::Head(a.clone()), Place::Head(b.clone()), Place::Head(key("c"))];
    places.extend([command(&a, 1), command(&a, 20), command(&b, 1), command(&b, 20)]);
    places.extend([name(""), name("p"), Place::Wake(a), Place::Wake(b)]);
    places
}

async fn places(
    probe: &Probe<'_, impl Bodies>,
    after: Option<&Place>,
    limit: usize,
) -> Result<Vec<(Place, Vec<u8>)>, Failure> {
    worked(|| format!("{limit} places after {after:?}"), probe.store.places(after, limit).await)
}

async fn body(probe: &Probe<'_, impl Bodies>, place: &Place) -> Result<Option<Vec<u8>>, Failure> {
    worked(|| format!("the body at {place}"), probe.store.body(place).await)
}

async fn swap(probe: &Probe<'_, impl Bodies>, swaps: &[BodySwap]) -> Result<Vec<bool>, Failure> {
    worked(|| format!("replacement of {} bodies", swaps.len()), probe.store.swap_bodies(swaps).await)
}

fn replaced(place: &Place, old: &[u8], new: &[u8]) -> BodySwap {
    BodySwap { place: place.clone(), old: old.to_vec(), new: new.to_vec() }
}

pub(super) async fn every_body_has_its_place(probe: &Probe<'_, impl Bodies>) -> Outcome {
    same("the places of an empty store", places(probe, None, 100).await?, vec![], ROTATION)?;
    filled(probe).await?;
    let found: Vec<_> = places(probe, None, 100).await?.into_iter().map(|(place, _)| place).collect();
    same("all places", found, every_place(), ROTATION)?;
    let absent = [Place::Head(key("b")), Place::Command { key: key("a"), seq: 2 }, Place::Wake(key("c"))];
    for place in &absent {
        same(&format!("the body at {place}"), body(probe, place).await?, None, ROTATION)?;
    }
    Ok(())
}

pub(super) async fn places_come_in_pages(probe: &Probe<'_, impl Bodies>) -> Outcome {
    filled(probe).await?;
    for limit in 1..13 {
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let page = places(probe, after.as_ref(), limit).await?;
            let Some((last, _)) = page.last() else { break };
            after = Some(last.clone());
            same(&format!("whether a page of {limit} is too long"), page.len() > limit, false, ROTATION)?;
            found.extend(page.into_iter().map(|(place, _)| place));
        }
        same(&format!("all places in pages of {limit}"), found, every_place(), ROTATION)?;
    }
    // A place that is not there any more is a place to go on from.
    let gone = Place::Command { key: key("a"), seq: 7 };
    let next = places(probe, Some(&gone), 1).await?.pop().map(|(place, _)| place);
    same("the place after one that is gone", next.as_ref(), every_place().get(4), ROTATION)
}

pub(super) async fn places_tell_how_bodies_begin(probe: &Probe<'_, impl Bodies>) -> Outcome {
    let long: Vec<u8> = (0..=255).cycle().take(3 * limits::SEAL).collect();
    let device = Write { head: HeadRow { body: long.clone(), ..head("") }, ..create(&key("a")) };
    let payloads = vec![payload("p", b"short"), payload("empty", b"")];
    probe.commit(Batch { payloads, ..batch([device]) }).await?;
    let heads: Vec<_> = places(probe, None, 10).await?.into_iter().map(|(_, head)| head).collect();
    let why = "how a value is sealed is told by its first bytes, and only what is read whole costs";
    same(
        "how bodies begin",
        heads,
        vec![long.iter().take(limits::SEAL).copied().collect(), vec![], b"short".to_vec()],
        why,
    )?;
    same("the body", body(probe, &Place::Head(key("a"))).await?, Some(long), why)
}

pub(super) async fn bodies_are_replaced_in_place(probe: &Probe<'_, impl Bodies>) -> Outcome {
    filled(probe).await?;
    let a = key("a");
    let (wake, position) = (probe.wake(&a).await?, probe.last_wake().await?);
    let mut swaps = Vec::new();
    for place in every_place() {
        let old = body(probe, &place).await?.unwrap_or_default();
        swaps.push(replaced(&place, &old, format!("new {place}").as_bytes()));
    }
    same("what was replaced", swap(probe, &swaps).await?, vec![true; swaps.len()], ROTATION)?;
    for swap in &swaps {
        same(
            &format!("the body at {}", swap.place),
            body(probe, &swap.place).await?.as_ref(),
            Some(&swap.new),
            ROTATION,
        )?;
    }
    let loaded = probe.loaded(&a, &Window::Open).await?;
    let found = (loaded.version, loaded.open, loaded.head.body);
    same(
        "the record",
        found,
        (Version(1), 2, format!("new {}", Place::Head(a.clone())).into_bytes()),
        BESIDE,
    )?;
    let found = loaded.commands.iter().map(|command| command.body.len()).collect::<Vec<_>>();
    same(
        "the lengths of the commands' bodies",
        found,
        vec!["new command.body of a, command 1".len(), "new command.body of a, command 20".len()],
        ROTATION,
    )?;
    let body = format!("new {}", Place::Wake(a.clone())).into_bytes();
    let expected = wake.map(|mut row| {
        row.body = body;
        row
    });
    same("the wake", probe.wake(&a).await?, expected, BESIDE)?;
    same("the last change of a wake", probe.last_wake().await?, position, BESIDE)?;
    let settled = probe.settle(&[Update::new(a.clone(), 2, at(0), at(9), 1)]).await?;
    same("the result of a push that went out before", settled, vec![Settled::Written], BESIDE)?;
    probe.write([update(&a, 1)]).await?;
    same("pending wakes", probe.pending(&certificate(), None, 9).await?, vec![a, key("a/b")], BESIDE)
}

pub(super) async fn only_the_old_body_is_replaced(probe: &Probe<'_, impl Bodies>) -> Outcome {
    const WHY: &str = "what others committed meanwhile must not be undone by a change of keys";
    filled(probe).await?;
    let (a, p) = (Place::Head(key("a")), Place::Payload(PayloadName("p".into())));
    let swaps = [
        replaced(&a, b"other", b"lost"),
        replaced(&p, b"first", b"second"),
        replaced(&Place::Head(key("absent")), b"", b"made"),
        replaced(&p, b"first", b"lost"),
        replaced(&p, b"second", b"third"),
    ];
    same("what was replaced", swap(probe, &swaps).await?, vec![false, true, false, false, true], WHY)?;
    same("the head", body(probe, &a).await?, Some(b"first".to_vec()), WHY)?;
    same("the payload", body(probe, &p).await?, Some(b"third".to_vec()), WHY)?;
    same("a record that was not there", probe.version(&key("absent")).await?, None, WHY)?;
    same("nothing to replace", swap(probe, &[]).await?, vec![], WHY)
}

pub(super) async fn events_are_written_once(probe: &Probe<'_, impl Bodies>) -> Outcome {
    filled(probe).await?;
    let place = Place::event(&key("a"), Version(1), 0);
    same("the body of an event", body(probe, &place).await?, None, "an event is not replaced")?;
    let replaced = swap(probe, &[replaced(&place, b"happened", b"forged")]).await?;
    same(
        "whether an event was replaced",
        replaced,
        vec![false],
        "a trail that can be changed proves nothing",
    )?;
    same("places after the events", places(probe, Some(&place), 9).await?, vec![], ROTATION)
}

pub(super) async fn what_is_too_long_does_not_replace(probe: &Probe<'_, impl Bodies>) -> Outcome {
    filled(probe).await?;
    let place = Place::Payload(PayloadName("p".into()));
    let long = vec![0; limits::BODY + limits::SEAL + 1];
    let swaps = [replaced(&place, b"first", b"second"), replaced(&Place::Head(key("a")), b"first", &long)];
    let refused = matches!(probe.store.swap_bodies(&swaps).await, Err(Error::Limit { .. }));
    same(
        "whether a body of 16 MiB and 129 bytes is refused",
        refused,
        true,
        "what is over the limit cannot be read back",
    )?;
    same(
        "the body beside it",
        body(probe, &place).await?,
        Some(b"first".to_vec()),
        "refused is refused whole",
    )
}
