//! Links, payloads, history.

use super::fixture::{
    Outcome, Probe, batch, command, create, head, idle, key, link, payload, same, seqs, update, worked,
};
use crate::Store;
use crate::row::{Batch, HeadRow, Link, LinkKind, PayloadName, Phase, RecordKey, Window, Write};

const ALL: &str = "who is not found by certificate is turned away; who is found too often is confused";

fn linked(links: &[Link]) -> HeadRow {
    HeadRow { links: links.to_vec(), ..head("linked") }
}

pub(super) async fn links_find_records(probe: &Probe<'_, impl Store>) -> Outcome {
    let (a, b, c) = (key("a"), key("b"), key("c"));
    let (serial, topic) = (link(LinkKind::Serial, "C1"), link(LinkKind::Topic, "topic"));
    let same_value = link(LinkKind::Topic, "C1");
    let write = |key, links: &[Link]| Write { head: linked(links), ..create(key) };
    probe.write([write(&c, &[topic.clone(), topic.clone()])]).await?;
    probe
        .write([write(&a, &[serial.clone(), topic.clone()]), write(&b, std::slice::from_ref(&topic))])
        .await?;
    same("records with the serial number", probe.find(&serial).await?, vec![a.clone()], ALL)?;
    same("records with the topic, ascending, each once", probe.find(&topic).await?, vec![a, b, c], ALL)?;
    same("records with the value under another kind", probe.find(&same_value).await?, vec![], ALL)
}

pub(super) async fn links_are_replaced(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "a certificate that was renewed, or a ticket that was used, must not work any more";
    let device = key("device");
    let (old, both, new) = (
        link(LinkKind::Certificate, "old"),
        link(LinkKind::Serial, "C1"),
        link(LinkKind::Certificate, "new"),
    );
    probe.write([Write { head: linked(&[old.clone(), both.clone()]), ..create(&device) }]).await?;
    probe.write([Write { head: linked(&[both.clone(), new.clone()]), ..update(&device, 1) }]).await?;
    same("records with the old certificate", probe.find(&old).await?, vec![], WHY)?;
    same("records with the serial number", probe.find(&both).await?, vec![device.clone()], WHY)?;
    same("records with the new certificate", probe.find(&new).await?, vec![device.clone()], WHY)?;
    probe.write([update(&device, 2)]).await?;
    same("records with a link that was removed", probe.find(&both).await?, vec![], WHY)
}

pub(super) async fn links_come_back_as_written(probe: &Probe<'_, impl Store>) -> Outcome {
    let device = key("device");
    let links = [
        link(LinkKind::Topic, "t"),
        link(LinkKind::Certificate, "b"),
        link(LinkKind::Certificate, "a"),
        link(LinkKind::Ticket, ""),
        link(LinkKind::Serial, "s"),
        link(LinkKind::Certificate, "b"),
    ];
    probe.write([Write { head: linked(&links), ..create(&device) }]).await?;
    let found = probe.loaded(&device, &Window::Head).await?.head.links;
    let why = "the next commit writes them again; what is lost here is lost for good";
    same("the links of a head", found, links.to_vec(), why)
}

pub(super) async fn found_records_come_in_pages(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "a topic is shared by every device; nobody wants all of them at once";
    let topic = link(LinkKind::Topic, "shared");
    let keys: Vec<RecordKey> = (0..25).map(|number| key(&format!("device/{number:02}"))).collect();
    let writes =
        keys.iter().rev().map(|key| Write { head: linked(std::slice::from_ref(&topic)), ..create(key) });
    probe.commit(Batch { writes: writes.collect(), ..batch([]) }).await?;
    let find = async |after: Option<&RecordKey>, limit| {
        worked(|| "find".to_owned(), probe.store.find(&topic, after, limit).await)
    };
    let mut found = Vec::new();
    loop {
        let page = find(found.last(), 10).await?;
        same("the length of a page", page.len(), 10.min(25 - found.len()), WHY)?;
        if page.is_empty() {
            break;
        }
        found.extend(page);
    }
    same("all pages together", found, keys, WHY)?;
    same("a page of no rows", find(None, 0).await?, vec![], WHY)?;
    let between = key("device/19+");
    same("a page after a key that is not there", find(Some(&between), 1).await?, vec![key("device/20")], WHY)
}

pub(super) async fn payloads_are_kept_by_name(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "a command's bytes are fetched by name at the moment they are sent";
    let device = key("device");
    let first = vec![payload("a", b"one"), payload("b", b"two"), payload("empty", b"")];
    probe.commit(Batch { payloads: first, ..batch([create(&device)]) }).await?;
    let second = vec![payload("a", b"1"), payload("c", b"first"), payload("c", b"last")];
    probe.commit(Batch { payloads: second, ..batch([update(&device, 1)]) }).await?;
    for (name, expected) in
        [("a", Some("1")), ("b", Some("two")), ("c", Some("last")), ("empty", Some("")), ("A", None)]
    {
        let expected = expected.map(|text| text.as_bytes().to_vec());
        same(&format!("payload {name}"), probe.payload(name).await?, expected, WHY)?;
    }
    Ok(())
}

pub(super) async fn payloads_need_no_record(probe: &Probe<'_, impl Store>) -> Outcome {
    let batch = Batch { payloads: vec![payload("shared", b"bytes")], ..Batch::default() };
    probe.commit(batch).await?;
    let why = "the bytes of an order to many devices are stored once, before any of them is written";
    same("the payload", probe.payload("shared").await?, Some(b"bytes".to_vec()), why)
}

pub(super) async fn payloads_tell_their_size(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str =
        "what is large is forgotten first; who is told another one's size forgets the wrong one";
    // What a store packs does not get small.
    let noise: Vec<u8> =
        (0..5_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13).to_le_bytes()[0]).collect();
    let payloads = vec![payload("small", b"1"), payload("empty", b""), payload("large", &noise)];
    probe.commit(Batch { payloads, ..Batch::default() }).await?;
    let names = ["absent", "large", "empty", "small", "large"].map(|name| PayloadName(name.into()));
    let sizes = worked(|| "sizes".to_owned(), probe.store.payload_sizes(&names).await)?;
    same("how many sizes", sizes.len(), names.len(), WHY)?;
    let are_there: Vec<_> = sizes.iter().map(Option::is_some).collect();
    same("which payloads have a size", are_there, vec![false, true, true, true, true], WHY)?;
    let ascends = |order: [usize; 3]| order.map(|at| sizes.get(at).copied().flatten()).is_sorted();
    same("whether empty, small, large ascend", ascends([2, 3, 1]), true, WHY)?;
    let large = sizes.last().copied().flatten();
    same(
        "whether the large one is larger than the small one",
        large > sizes.get(3).copied().flatten(),
        true,
        WHY,
    )?;
    same(
        "sizes of nothing",
        worked(|| "sizes".to_owned(), probe.store.payload_sizes(&[]).await)?,
        vec![],
        WHY,
    )
}

pub(super) async fn a_record_is_loaded_beside_what_a_link_finds(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str =
        "each message of a device asks for both at once, and is answered as if it had asked twice";
    let (a, b, absent) = (key("a"), key("b"), key("c"));
    let (topic, nobodys) = (link(LinkKind::Topic, "shared"), link(LinkKind::Topic, "nobody's"));
    let commands = (0..3).map(command).collect();
    let linked = || linked(std::slice::from_ref(&topic));
    probe
        .write([Write { head: linked(), commands, ..create(&a) }, Write { head: linked(), ..create(&b) }])
        .await?;
    for (link, limit) in [(&topic, 100), (&topic, 1), (&topic, 0), (&nobodys, 100)] {
        for window in [Window::Head, Window::Open, idle(), Window::Done { keep: 0, limit: 1 }] {
            for key in [&a, &b, &absent] {
                let what =
                    || format!("records with {link:?}, {limit} at the most, and {key:?} in {window:?}");
                let both = probe.store.find_and_load(link, limit, key, &window).await;
                let found = worked(|| "find".to_owned(), probe.store.find(link, None, limit).await)?;
                let expected = (found, probe.load(key, &window).await?);
                same(&what(), worked(what, both)?, expected, WHY)?;
            }
        }
    }
    Ok(())
}

pub(super) async fn a_commit_may_read_a_payload(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "a device is answered with the bytes that are there after the commit";
    let device = key("device");
    let commit = async |batch: Batch, name: &str, expected: Option<&[u8]>| {
        let what = || format!("commit that reads payload {name}");
        let read = worked(what, probe.store.commit_and_read(batch, &PayloadName(name.into())).await)?;
        same(&what(), worked(what, read)?, expected.map(<[u8]>::to_vec), WHY)
    };
    let with = |write, name: &str, bytes| Batch { payloads: vec![payload(name, bytes)], ..batch([write]) };
    commit(with(create(&device), "a", b"first"), "a", Some(b"first")).await?;
    commit(with(update(&device, 1), "b", b"other"), "a", Some(b"first")).await?;
    probe.loaded(&device, &Window::Open).await?;
    commit(with(update(&device, 2), "a", b"second"), "a", Some(b"second")).await?;
    probe.loaded(&device, &Window::Open).await?;
    commit(batch([update(&device, 3)]), "absent", None).await?;
    commit(Batch::default(), "b", Some(b"other")).await?;
    let forget_payloads = vec![PayloadName("a".into())];
    probe.loaded(&device, &Window::Open).await?;
    commit(Batch { forget_payloads, ..batch([update(&device, 4)]) }, "a", None).await?;
    let stale =
        probe.store.commit_and_read(with(update(&device, 4), "b", b"stale"), &PayloadName("b".into())).await;
    same("whether a stale commit is a conflict", stale.is_err_and(|error| error.is_conflict()), true, WHY)?;
    same("the payload that it did not write", probe.payload("b").await?, Some(b"other".to_vec()), WHY)?;
    same("the version after all these", probe.version(&device).await?, Some(5), WHY)
}

pub(super) async fn history_comes_in_pages(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "the history of a device grows for years";
    let device = key("device");
    let phase = |seq| if seq % 3 == 0 { Phase::Waiting } else { Phase::Done };
    let row = |seq: u64| crate::row::CommandRow { phase: phase(seq), ..command(seq) };
    let all: Vec<_> = (0..25).map(|place| row(place * 2)).collect();
    let write = Write { commands: all.iter().rev().cloned().collect(), ..create(&device) };
    probe.write([write]).await?;
    let page = async |after, limit| {
        worked(|| "history".to_owned(), probe.store.commands(&device, after, limit).await)
    };
    let mut found = Vec::new();
    loop {
        let rows = page(found.last().map(|last: &crate::row::CommandRow| last.seq), 10).await?;
        same("the length of a page", rows.len(), 10.min(25 - found.len()), WHY)?;
        if rows.is_empty() {
            break;
        }
        found.extend(rows);
    }
    same("all pages together", found, all, WHY)?;
    same("a page of no rows", page(None, 0).await?, vec![], WHY)?;
    same("a page after a seq that is not there", seqs(&page(Some(5), 2).await?), vec![6, 8], WHY)?;
    same("a page after the greatest number", page(Some(u64::MAX), 2).await?, vec![], WHY)
}
