use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::*;
use crate::row::Tenant;
use crate::{Actor, Cause, Event, EventKind, channel};

fn at(secs: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_800_000_000 + secs)
}

fn key(name: &str) -> RecordKey {
    RecordKey::new(name).unwrap()
}

fn tenant() -> Tenant {
    Tenant::new("acme").unwrap()
}

/// A chain of some events, two a commit, and where it stands after each.
fn chain(name: &str, events: u64) -> (Vec<EventLine>, Vec<Tip>) {
    let (mut lines, mut tips) = (Vec::new(), vec![Tip::default()]);
    for number in 0..events {
        let (version, index) = (number / 2 + 1, number % 2);
        let kind = EventKind::Reenrolled { generation: number };
        let event = Event { at: at(number), kind, tenant: Some("acme".into()), cause: Cause::Device };
        let tip = tips[tips.len() - 1];
        let body = channel::encode_chained(&event, tip).unwrap();
        tips.push(tip.next(&key(name), Version(version), index, event.at, &body));
        let body = String::from_utf8(body).unwrap().into();
        lines.push(EventLine { key: name.into(), version, index, at: millis(event.at), body });
    }
    (lines, tips)
}

/// Checkpoints after so many events of a chain each, with the position up to which events may be gone.
fn checkpoints(name: &str, tips: &[Tip], ends: &[(u64, u64)]) -> Vec<SignedCheckpoint> {
    let mut made: Vec<SignedCheckpoint> = Vec::new();
    for (number, &(end, pruned)) in (1..).zip(ends) {
        let mut leaves = Leaves::default();
        leaves.note(&key(name), tips[usize::try_from(end).unwrap()]);
        leaves.note(&key("device/other"), Tip { count: number, link: Digest::of(b"other") });
        let checkpoint = Checkpoint {
            tenant: "acme".into(),
            number,
            at: millis(at(100 * number)),
            previous: made.last().map_or_else(Digest::default, |last| last.checkpoint.digest()),
            up_to: end,
            pruned,
            leaves: leaves.len() as u64,
            root: leaves.root(),
            carry: Carry::default(),
            unreadable: Vec::new(),
        };
        made.push(SignedCheckpoint { checkpoint, leaves, carried: Leaves::default(), signature: None });
    }
    made
}

fn verify(events: &[EventLine], checkpoints: &[SignedCheckpoint]) -> Result<Summary, String> {
    let mut verifier = Verifier::new().only(&key("device/1"));
    let lines = checkpoints.iter().cloned().map(Line::Checkpoint);
    for line in lines.chain(events.iter().cloned().map(Line::Event)) {
        // What is exported is read again.
        let line = serde_json::from_str(&serde_json::to_string(&line).unwrap()).unwrap();
        verifier.take(&line).map_err(|broken| broken.to_string())?;
    }
    verifier.finish().map_err(|broken| broken.to_string())
}

#[test]
fn a_whole_trail_is_whole() {
    let (events, tips) = chain("device/1", 8);
    let check = |from: usize, ends: &[(u64, u64)], expected: Result<(u64, u64), &str>| {
        let found = verify(&events[from..], &checkpoints("device/1", &tips, ends));
        let found = found.map(|summary| (summary.events, summary.open));
        assert_eq!(found, expected.map_err(str::to_owned), "{from} {ends:?}");
    };
    check(0, &[], Ok((8, 8)));
    check(0, &[(3, 0), (6, 0)], Ok((8, 2)));
    check(0, &[(3, 0), (6, 3), (8, 6)], Ok((8, 0)));
    // Retention: what is gone was announced, and it need not be gone.
    check(3, &[(3, 0), (6, 3)], Ok((5, 2)));
    check(2, &[(3, 0), (6, 3)], Ok((6, 2)));
    check(6, &[(3, 0), (6, 0), (7, 6)], Ok((2, 1)));
    check(8, &[(3, 0), (8, 0), (8, 8)], Ok((0, 0)));
    let gone = "device/1/3/0: events 0 to 3 of its chain are missing before it";
    check(4, &[(3, 0), (6, 3)], Err(gone));
    check(4, &[(3, 0), (6, 0)], Err(gone));
    check(4, &[], Err(gone));
    // Retention ends where a checkpoint ends.
    let unlinked = "checkpoint 2: it does not follow the checkpoint before it";
    check(0, &[(3, 0), (6, 2)], Err(unlinked));
    check(0, &[(3, 0), (6, 7)], Err(unlinked));
}

/// A ledger that says of `device/1` what these kinds say.
fn ledger(kinds: &[EventKind]) -> Vec<EventLine> {
    let (name, mut tip, mut lines) = ("audit/acme", Tip::default(), Vec::new());
    for (version, kind) in (1..).zip(kinds) {
        let cause = Cause::Actor(Actor::administrator("a"));
        let event = Event { at: at(version), kind: kind.clone(), tenant: Some("acme".into()), cause };
        let body = channel::encode_chained(&event, tip).unwrap();
        tip = tip.next(&key(name), Version(version), 0, event.at, &body);
        let body = String::from_utf8(body).unwrap().into();
        lines.push(EventLine { key: name.into(), version, index: 0, at: millis(event.at), body });
    }
    lines
}

/// What is about to be removed may be gone up to where the ledger says, and no further.
#[test]
fn what_is_being_purged_may_be_gone() {
    let (events, tips) = chain("device/1", 8);
    let this = Digest::of(b"device/1");
    let purging = |count: usize| EventKind::Purging { chain: this, tip: tips[count] };
    let purged = |count: usize| EventKind::Purged { chain: this, tip: tips[count] };
    let other = EventKind::Purging { chain: Digest::of(b"device/2"), tip: tips[8] };
    let check = |from: usize, kinds: &[EventKind], expected: Result<u64, &str>| {
        let lines = [&events[from..], &ledger(kinds)].concat();
        let found = verify(&lines, &checkpoints("device/1", &tips, &[(3, 0), (6, 0)]));
        let found = found.map(|summary| summary.events - kinds.len() as u64);
        assert_eq!(found, expected.map_err(str::to_owned), "{from} {kinds:?}");
    };
    let missing = format!("{this}: checkpoint 2 knows 6 events of the chain, and none of them is there");
    check(5, &[purging(6)], Ok(3));
    check(6, &[purging(6)], Ok(2));
    check(8, &[purging(6)], Ok(0));
    check(8, &[purging(8)], Ok(0));
    check(8, &[purging(5)], Err(&missing));
    check(8, std::slice::from_ref(&other), Err(&missing));
    check(7, &[purging(6)], Err("device/1/4/1: events 0 to 6 of its chain are missing before it"));
    let gone = "device/1/3/1: events 0 to 4 of its chain are missing before it";
    check(5, &[], Err(gone));
    check(5, &[other], Err(gone));
    // The record was removed: what has its key now is another chain, and that is whole.
    check(5, &[purging(6), purged(6)], Err(gone));
    check(5, &[purged(6)], Err(gone));
}

/// What somebody does to the events, and the first link that is broken by it.
#[test]
fn whoever_tampers_is_found() {
    let (whole, tips) = chain("device/1", 8);
    let known = checkpoints("device/1", &tips, &[(3, 0), (6, 0)]);
    let check = |tamper: &dyn Fn(&mut Vec<EventLine>), expected: &str| {
        let mut events = whole.clone();
        tamper(&mut events);
        assert_ne!(events, whole);
        assert_eq!(verify(&events, &known).unwrap_err(), expected);
    };
    let changed = "device/1/2/0: it is not the event that was written: the next one names another link";
    check(
        &|events| events[2].body = events[2].body.replace("\"generation\":2", "\"generation\":7").into(),
        changed,
    );
    check(&|events| events[2].at += 1, changed);
    check(
        &|events| events[2].index = 1,
        "device/1/2/1: it is not the event that was written: the next one names another link",
    );
    check(&|events| events[2].body = format!("{} ", events[2].body).into(), changed);
    check(&|events| drop(events.remove(4)), "device/1/3/1: events 4 to 4 of its chain are missing before it");
    check(
        &|events| drop(events.drain(1..4)),
        "device/1/3/0: events 1 to 3 of its chain are missing before it",
    );
    check(
        &|events| drop(events.drain(..2)),
        "device/1/2/0: events 0 to 1 of its chain are missing before it",
    );
    check(&|events| events.swap(4, 5), "device/1/3/1: events 4 to 4 of its chain are missing before it");
    check(
        &|events| events.insert(3, events[2].clone()),
        "device/1/2/0: it says that it is event 2 of its chain, and that one stands before it: it was inserted, or moved",
    );
    check(
        &|events| events[7].body = events[7].body.replace("\"c\"", "\"d\"").into(),
        "device/1/4/1: it names no link",
    );
    check(
        &|events| events[0].body = events[0].body.replace(&"0".repeat(64), &"1".repeat(64)).into(),
        "device/1/1/0: it says that it is event 0 of its chain, and that one stands before it: it was inserted, or moved",
    );
    // The end is cut off: the last two no checkpoint knows yet, the others are missed.
    let truncated = "checkpoint 2 knows the 6 events of the chain up to 5, and this is the last one";
    check(&|events| events.truncate(5), &format!("device/1/3/0: {truncated}"));
    check(&|events| events.truncate(4), &format!("device/1/2/1: {truncated}"));
    assert_eq!(verify(&whole[..6], &known).map(|summary| summary.open), Ok(0));
    // The last one that a checkpoint knows has no successor that speaks for it.
    let mut cut = whole[..6].to_vec();
    cut[5].at += 1;
    let rewritten = "it is not the event that was written: checkpoint 2 names another link";
    assert_eq!(verify(&cut, &known).unwrap_err(), format!("device/1/3/1: {rewritten}"));
    // All of it is gone.
    let missing = "checkpoint 2 knows 6 events of the chain, and none of them is there";
    let chain = Digest::of(b"device/1");
    assert_eq!(verify(&[], &known).unwrap_err(), format!("{chain}: {missing}"));
}

/// Somebody who writes a whole chain anew cannot write the checkpoints anew.
#[test]
fn a_chain_that_was_written_anew_is_found() {
    let (_, tips) = chain("device/1", 8);
    let known = checkpoints("device/1", &tips, &[(3, 0), (6, 0)]);
    let mut tip = Tip::default();
    let mut forged = Vec::new();
    for number in 0..8 {
        let (version, index) = (number / 2 + 1, number % 2);
        let kind = if number == 4 { EventKind::Erased } else { EventKind::Reenrolled { generation: number } };
        let event = Event { at: at(number), kind, tenant: Some("acme".into()), cause: Cause::Device };
        let body = channel::encode_chained(&event, tip).unwrap();
        tip = tip.next(&key("device/1"), Version(version), index, event.at, &body);
        let body = String::from_utf8(body).unwrap().into();
        forged.push(EventLine { key: "device/1".into(), version, index, at: millis(event.at), body });
    }
    assert!(verify(&forged, &[]).is_ok(), "without a checkpoint nobody can tell");
    let expected = "device/1/3/1: it is not the event that was written: checkpoint 2 names another link";
    assert_eq!(verify(&forged, &known).unwrap_err(), expected);
}

#[test]
fn whoever_tampers_with_checkpoints_is_found() {
    let (events, tips) = chain("device/1", 8);
    let whole = checkpoints("device/1", &tips, &[(3, 0), (6, 0), (8, 3)]);
    let check = |tamper: &dyn Fn(&mut Vec<SignedCheckpoint>), expected: &str| {
        let mut known = whole.clone();
        tamper(&mut known);
        assert_eq!(verify(&events, &known).unwrap_err(), expected);
    };
    let unlinked = |number| format!("checkpoint {number}: it does not follow the checkpoint before it");
    check(&|known| drop(known.remove(1)), &unlinked(3));
    check(&|known| drop(known.remove(0)), &unlinked(2));
    check(&|known| known.swap(0, 1), &unlinked(1));
    check(&|known| known[1].checkpoint.at += 1, &unlinked(3));
    check(&|known| known[1].checkpoint.tenant = "other".into(), &unlinked(2));
    check(&|known| known[2].checkpoint.pruned = 5, &unlinked(3));
    let root = "checkpoint 2: its root is that of other chains";
    check(&|known| known[1].leaves = Leaves::default(), root);
    check(&|known| known[1].checkpoint.root = Digest::of(b""), root);
    check(&|known| known[1].leaves.note(&key("device/2"), Tip::default()), root);
}

#[test]
fn signatures_are_asked_for() {
    let (_, tips) = chain("device/1", 2);
    let [mut signed] = <[_; 1]>::try_from(checkpoints("device/1", &tips, &[(2, 0)])).unwrap();
    let mac = |bytes: &[u8]| [bytes, b"key"].concat();
    let verify = |signed: &SignedCheckpoint| {
        let right = |bytes: &[u8], given: &Signature| &*given.key == "k1" && given.bytes == mac(bytes);
        Verifier::new().signed_by(right).take(&Line::Checkpoint(signed.clone()))
    };
    let broken = Err(Broken { at: "checkpoint 1".into(), what: Break::Signature });
    assert_eq!(verify(&signed), broken);
    let bytes = mac(&signed.checkpoint.to_be_signed());
    signed.signature = Some(Signature { key: "k1".into(), bytes });
    assert_eq!(verify(&signed), Ok(()));
    signed.checkpoint.up_to += 1;
    assert_eq!(verify(&signed), broken);
}

/// The bytes that are hashed are for ever: an auditor may have a program of another hand. Computed with Python's
/// `hashlib` and `struct` from the documentation of [`Tip::next`].
#[test]
fn links_never_change() {
    let first = Tip::default().next(&key("device/1"), Version(1), 0, at(0), br#"{"v":3}"#);
    let second = first.next(&key("device/1"), Version(2), 1, at(1) + Duration::from_micros(1_999), b"");
    let shown = [first, second].map(|tip| tip.link.to_string());
    assert_eq!(
        shown,
        [
            "2344eabaf5e2c9cf15b0aa95b2579cc529cbc406ca3dadafe2bc12589e3796a2",
            "1802b071626170ca912b8d37ae96fb535b2a7cebc27f30e58cf35f6453a17ca3",
        ]
    );
    assert_eq!(second, first.next(&key("device/1"), Version(2), 1, at(1) + Duration::from_millis(1), b""));
}

/// So are those of a checkpoint that carries nothing, however it is written today, and those of one that does. Computed
/// with Python's `hashlib` and `struct` from the documentation of [`Checkpoint::to_be_signed`].
#[test]
fn checkpoints_never_change() {
    let old = r#"{"checkpoint":{"tenant":"acme","number":1,"at":1800000000000,"previous":"PREVIOUS","up_to":7,"pruned":0,"leaves":0,"root":"ROOT"},"leaves":[]}"#;
    let (zero, root) = ("0".repeat(64), Digest::of(b"").to_string());
    let old = old.replace("PREVIOUS", &zero).replace("ROOT", &root);
    let mut signed = SignedCheckpoint::decode(old.as_bytes()).unwrap();
    assert_eq!(serde_json::to_string(&signed).unwrap(), old);
    let first = "f9ffc7d29cd7a0c63509da74250fdc8d5162d71cfadaeedbae161c7ae6a13c83";
    assert_eq!(signed.checkpoint.digest().to_string(), first);
    assert_eq!(Verifier::new().take(&Line::Checkpoint(signed.clone())), Ok(()));
    signed.checkpoint.carry = Carry { dropped: 3, to: 5, leaves: 1, root: Digest::of(b"root") };
    signed.checkpoint.unreadable = vec![8, 9];
    let second = "caee38ad6a34af4dfdfdd35ebd6cafd5a91d2bbc0afaeda638c82a83cd20b81b";
    assert_eq!(signed.checkpoint.digest().to_string(), second);
    let again = SignedCheckpoint::decode(&serde_json::to_vec(&signed).unwrap()).unwrap();
    assert_eq!(again, signed);
    // Nothing of it can be left out, or be taken for something else.
    for change in [
        |of: &mut Checkpoint| of.carry.dropped = 4,
        |of: &mut Checkpoint| of.carry.to = 6,
        |of: &mut Checkpoint| of.carry.leaves = 2,
        |of: &mut Checkpoint| of.carry.root = Digest::default(),
        |of: &mut Checkpoint| of.carry = Carry::default(),
        |of: &mut Checkpoint| of.unreadable = vec![8],
        |of: &mut Checkpoint| of.unreadable.clear(),
    ] {
        let mut other = signed.checkpoint.clone();
        change(&mut other);
        assert_ne!(other.digest(), signed.checkpoint.digest(), "{other:?}");
    }
}

#[test]
fn a_tree_proves_each_of_its_leaves() {
    for size in 0..20_u64 {
        let mut leaves = Leaves::default();
        for number in 0..size {
            leaves.note(&key(&format!("device/{number}")), Tip { count: number, link: Digest::of(b"x") });
        }
        let draft = Ledger::decode(&tenant(), None).unwrap().draft(leaves.clone(), 1, at(0));
        let checkpoint = draft.checkpoint();
        for number in 0..size {
            let proof = leaves.prove(&key(&format!("device/{number}"))).unwrap();
            assert!(proof.holds(checkpoint), "{number} of {size}");
            let other = Proof { leaf: Leaf { ended: true, ..proof.leaf }, ..proof.clone() };
            assert!(!other.holds(checkpoint), "another leaf, {number} of {size}");
            let moved = Proof { index: (proof.index + 1) % size.max(2), ..proof.clone() };
            assert!(!moved.holds(checkpoint), "another place, {number} of {size}");
            let longer = Proof { path: [&proof.path[..], &[Digest::default()]].concat(), ..proof.clone() };
            assert!(!longer.holds(checkpoint), "a longer way, {number} of {size}");
        }
        assert_eq!(leaves.prove(&key("device/absent")), None);
    }
}

/// A node is not taken for a leaf, and the shape is that of RFC 9162, section 2.1.1.
#[test]
fn a_tree_is_built_as_the_rfc_says() {
    let leaf = |number: u64| {
        let chain = Digest::of(format!("device/{number}").as_bytes());
        let tip = Tip { count: number, link: Digest::default() };
        let bytes = [&[0][..], chain.as_bytes(), &number.to_be_bytes(), tip.link.as_bytes(), &[0]].concat();
        (Leaf { chain, tip, ended: false }, Digest::of(&bytes))
    };
    let node =
        |left: Digest, right: Digest| Digest::of(&[&[1][..], left.as_bytes(), right.as_bytes()].concat());
    let mut all: Vec<_> = (0..5).map(leaf).collect();
    all.sort_by_key(|(leaf, _)| leaf.chain);
    let leaves = Leaves::from(all.iter().map(|(leaf, _)| *leaf).collect::<Vec<_>>());
    let [a, b, c, d, e] = <[_; 5]>::try_from(all).unwrap().map(|(_, hash)| hash);
    assert_eq!(leaves.root(), node(node(node(a, b), node(c, d)), e));
    assert_eq!(Leaves::default().root(), Digest::of(b""));
}

#[test]
fn a_pseudonym_tells_nothing_without_its_salt() {
    let member = |tenant: &str, id: &str, salt: u8| Member::new(tenant, id, Salt::from_random([salt; 32]));
    let ben = member("acme", "ben", 1);
    assert_eq!(ben.pseudonym(), member("acme", "ben", 1).pseudonym());
    assert_ne!(ben.pseudonym(), member("acme", "ben", 2).pseudonym());
    assert_ne!(ben.pseudonym(), member("acme", "bea", 1).pseudonym());
    assert_ne!(ben.name(), member("other", "ben", 1).name());
    assert_eq!(Pseudonym::new(ben.pseudonym().as_str()), Some(ben.pseudonym()));
    for text in ["", "~", "ben", "~ben", &format!("~{}", "A".repeat(64)), &"0".repeat(65)] {
        assert_eq!(Pseudonym::new(text), None, "{text}");
    }
    let write = ben.write().unwrap();
    assert_eq!(write.key, ben.name().key());
    let loaded = crate::row::Loaded {
        version: Version(1),
        head: write.head,
        commands: Vec::new(),
        open: 0,
        more: false,
    };
    let again = Member::decode(&loaded).unwrap();
    assert_eq!((again.id(), again.pseudonym()), ("ben", ben.pseudonym()));
    let shown = format!("{ben:?} {:?}", Salt::from_random([7; 32]));
    assert!(!shown.contains("\"ben\"") && !shown.contains("7, 7"), "{shown}");
    assert_ne!(Salt::mint().unwrap().expose_secret(), Salt::mint().unwrap().expose_secret());
}

#[test]
fn digests_are_lower_case_digits() {
    let digest = Digest::of(b"");
    assert_eq!(digest.to_string(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_eq!(digest.to_string().parse(), Ok(digest));
    for text in ["", "e3", &"E3".repeat(32), &"g0".repeat(32), &"00".repeat(33), &"ü".repeat(32)] {
        assert_eq!(text.parse::<Digest>(), Err(NotADigest), "{text}");
    }
}

#[test]
fn a_member_removes_no_record() {
    let ledger = Ledger::decode(&tenant(), None).unwrap();
    let removal = ledger.remove(&Actor::member("ben"), &key("device/1"), Version(1), Tip::default(), at(0));
    assert!(matches!(removal, Err(Error::UnnamedMember)));
}

/// A ledger as it would be read after a commit.
fn committed(batch: &crate::row::Batch) -> Ledger {
    let write = batch.writes.iter().find(|write| Ledger::is_ledger(&write.key)).unwrap();
    let version = Version(write.expected.map_or(1, |version| version.0 + 1));
    let (commands, head) = (Vec::new(), write.head.clone());
    Ledger::decode(&tenant(), Some(&crate::row::Loaded { version, head, commands, open: 0, more: false }))
        .unwrap()
}

/// A draft that carries what it can; otherwise the checkpoint that is not as it was made, and why.
fn gather(ledger: &Ledger, made: &[SignedCheckpoint], most: usize) -> Result<Draft, (u64, Break)> {
    let mut carrier = ledger.carrier(most).unwrap();
    while let Some(number) = carrier.next() {
        let taken = carrier.take(&made[usize::try_from(number).unwrap() - 1]);
        taken.map_err(|what| (number, what))?;
    }
    Ok(ledger.clone().draft(Leaves::default(), ledger.up_to(), at(100)).carrying(carrier))
}

/// What a carrier is given is held against its roots and its neighbors, so that no leaf is told again that was not told.
#[test]
fn what_is_carried_forward_is_looked_at() {
    let mut ledger = Ledger::decode(&tenant(), None).unwrap();
    let mut made = Vec::new();
    for number in 1..=12_u64 {
        let mut leaves = Leaves::default();
        leaves.note(&key(&format!("device/{}", number % 5)), Tip { count: number, link: Digest::of(b"x") });
        let batch = ledger.draft(leaves, number, at(number)).finish(None).unwrap();
        made.push(SignedCheckpoint::decode(&batch.payloads[0].1).unwrap());
        ledger = committed(&batch);
    }
    assert!(ledger.carrier(9).is_none(), "nothing is old");
    for old in &made[..10] {
        assert!(ledger.retain(&old.checkpoint, at(99)));
    }
    let gather = |made: &[SignedCheckpoint], most| gather(&ledger, made, most);
    let draft = gather(&made, 9).unwrap();
    let carry = draft.checkpoint().carry;
    assert_eq!((carry.dropped, carry.to, carry.leaves), (10, 10, 5));
    let part = gather(&made, 2).unwrap();
    let carry = part.checkpoint().carry;
    assert_eq!((carry.dropped, carry.to, carry.leaves), (0, 10, 2));
    let ledger = committed(&draft.finish(None).unwrap());
    assert_eq!((ledger.droppable(), ledger.first()), (1..=10, 1));
    let dropped = ledger.drop_up_to(4).unwrap();
    assert_eq!((dropped.forget_payloads.len(), dropped.events.len()), (4, 0));
    let ledger = committed(&dropped);
    assert_eq!((ledger.droppable(), ledger.first()), (5..=10, 5));
    let batch = ledger.drop_up_to(99).unwrap();
    assert_eq!((batch.forget_payloads.len(), committed(&batch).first()), (6, 11), "no more than was said");

    let forged = |place: usize, forge: &dyn Fn(&mut SignedCheckpoint)| {
        let mut made = made.clone();
        forge(&mut made[place]);
        gather(&made, 9).map(|draft| draft.checkpoint().carry.to)
    };
    let anew = |signed: &mut SignedCheckpoint| {
        signed.leaves.note(&key("device/1"), Tip { count: 77, link: Digest::of(b"forged") });
        (signed.checkpoint.leaves, signed.checkpoint.root) =
            (signed.leaves.len() as u64, signed.leaves.root());
    };
    assert_eq!(forged(3, &|signed| signed.leaves = Leaves::default()), Err((4, Break::Root)));
    assert_eq!(forged(3, &anew), Err((5, Break::Unlinked)), "the next one");
    assert_eq!(forged(9, &anew), Err((11, Break::Unlinked)), "the one behind the last");
    assert_eq!(forged(3, &|signed| signed.checkpoint.number = 3), Err((4, Break::Unlinked)), "another one");
}

/// What was carried forward is carried on only as it was made.
#[test]
fn what_was_carried_forward_is_looked_at() {
    let mut ledger = Ledger::decode(&tenant(), None).unwrap();
    let mut made: Vec<SignedCheckpoint> = Vec::new();
    let make = |ledger: Ledger, made: &mut Vec<SignedCheckpoint>, draft: Option<Draft>| {
        let number = ledger.number() + 1;
        let mut leaves = Leaves::default();
        leaves.note(&key(&format!("device/{}", number % 3)), Tip { count: number, link: Digest::of(b"x") });
        let draft = draft.unwrap_or_else(|| ledger.draft(leaves, number, at(number)));
        let batch = draft.finish(None).unwrap();
        made.push(SignedCheckpoint::decode(&batch.payloads[0].1).unwrap());
        committed(&batch)
    };
    for _ in 0..12 {
        ledger = make(ledger, &mut made, None);
    }
    for old in &made {
        assert!(ledger.retain(&old.checkpoint, at(99)));
    }
    // In three parts, a chain each.
    for _ in 0..3 {
        let draft = gather(&ledger, &made, 1).unwrap();
        ledger = make(ledger, &mut made, Some(draft));
    }
    assert_eq!(ledger.droppable(), 1..=12);
    for _ in 0..12 {
        ledger = make(ledger, &mut made, None);
    }
    for old in &made[12..] {
        assert!(ledger.retain(&old.checkpoint, at(999)));
    }
    let draft = gather(&ledger, &made, 9).unwrap();
    assert_eq!((draft.checkpoint().carry.to, draft.checkpoint().carry.leaves), (27, 3));
    for place in 12..15_u8 {
        let number = u64::from(place) + 1;
        let mut made = made.clone();
        let forged = &mut made[usize::from(place)];
        let mut leaf = *forged.carried.iter().next().unwrap();
        leaf.tip.count += 1;
        forged.carried.put(leaf);
        assert_eq!(gather(&ledger, &made, 9).map(drop), Err((number, Break::Root)));
        let forged = &mut made[usize::from(place)];
        forged.checkpoint.carry.root = forged.carried.root();
        assert_eq!(gather(&ledger, &made, 9).map(drop), Err((number + 1, Break::Unlinked)));
    }
}

#[test]
fn retention_goes_from_checkpoint_to_checkpoint() {
    let mut ledger = Ledger::decode(&tenant(), None).unwrap();
    let first = ledger.clone().draft(Leaves::default(), 7, at(0)).checkpoint().clone();
    assert!(!ledger.retain(&Checkpoint { number: 2, ..first.clone() }, at(9)), "not the next one");
    assert!(!ledger.retain(&first, at(0) - Duration::from_secs(1)), "not old enough");
    assert_eq!(ledger.pruned(), 0);
    assert!(ledger.retain(&first, at(0)));
    assert_eq!((ledger.pruned(), ledger.next_to_prune()), (7, 2));
}
