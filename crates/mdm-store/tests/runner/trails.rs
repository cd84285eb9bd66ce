//! The audit trail: checkpoints, retention, tampering, members who are forgotten.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::SystemTime;

use mdm_enrollment::audit::{Break, EventLine, Ledger, Line, Pseudonym, Summary, Verifier};
use mdm_enrollment::policy::{Assignment, Consent, ConsentText, ManagementMode, Ownership};
use mdm_enrollment::row::{
    Batch, EventRow, Gates, HeadRow, PayloadName, RecordKey, Tenant, Version, Window, Write,
};
use mdm_enrollment::{Actor, Cause, Error, Event, EventKind, NewFanOut, OrderId, response_name};
use mdm_store::{Auditor, EventPosition, Person, RunError, Store};

use crate::faults::Faulty;
use crate::world::{
    Device, SECRET, TOPIC, admin, day, enrolled, office, query, slot, start, stored_events, ticket, uuid,
};

const ALL: EventPosition = EventPosition(u64::MAX);

fn acme() -> Tenant {
    Tenant::new(TOPIC).unwrap()
}

fn auditor<S: Store>(store: &Arc<S>) -> Auditor<Arc<S>> {
    Auditor::new(Arc::clone(store), [acme()])
}

/// One round; whether there was something to be told.
async fn round<S: Store>(auditor: &Auditor<S>, keep_days: Option<u32>, now: SystemTime) -> bool {
    let drafts = auditor.drafts(keep_days.map(|days| day() * days), now).await.unwrap();
    let is_news = !drafts.drafts.is_empty();
    for draft in drafts {
        auditor.commit(draft, None).await.unwrap();
    }
    is_news
}

async fn prune<S: Store>(auditor: &Auditor<S>) -> usize {
    let mut gone = 0;
    loop {
        match auditor.prune(ALL).await.unwrap() {
            0 => return gone,
            some => gone += some,
        }
    }
}

async fn exported<S: Store>(auditor: &Auditor<S>, of: Option<&RecordKey>) -> Vec<Line> {
    let mut lines = Vec::new();
    auditor.export(&acme(), of, &mut |line| lines.push(line)).await.unwrap();
    lines
}

fn verify(lines: &[Line], of: Option<&RecordKey>) -> Result<Summary, (Box<str>, Break)> {
    let mut verifier = Verifier::new();
    if let Some(key) = of {
        verifier = verifier.only(key);
    }
    let verified = lines.iter().try_for_each(|line| verifier.take(line)).and_then(|()| verifier.finish());
    verified.map_err(|broken| (broken.at, broken.what))
}

pub(crate) async fn every_event_hangs_in_its_chain<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let auditor = auditor(&store);
    office.order(&device.key(), &admin(), &[query("A"), query("B")], start()).await.unwrap();
    assert!(round(&auditor, None, start()).await);
    assert!(!round(&auditor, None, start()).await, "nothing has happened since");
    office.cancel(&device.key(), &admin(), &uuid("B"), start()).await.unwrap();
    device.session(&office).await;
    assert!(round(&auditor, None, start() + day()).await);
    device.check_in(&office, &device.check_out()).await.unwrap();

    let lines = exported(&auditor, None).await;
    let events = stored_events(&store).await;
    let summary = verify(&lines, None).unwrap();
    let expected = (events.len() as u64, 3, 2, 0);
    assert_eq!((summary.events, summary.chains, summary.checkpoints, summary.unchained), expected);
    assert!(summary.open > 0, "the check-out came after the last checkpoint");
    let key = device.key();
    let alone = exported(&auditor, Some(&key)).await;
    assert_eq!(verify(&alone, Some(&key)).unwrap().chains, 1);

    // Every event says whose it is, and why it happened.
    let mut causes = BTreeSet::new();
    for event in &events {
        let told = Event::decode(&event.row.body).unwrap();
        assert_eq!(told.tenant.as_deref(), Some(TOPIC), "{told:?}");
        let cause = format!("{:?}", told.cause);
        causes.insert(cause.split('(').next().unwrap().to_owned());
        if let EventKind::Ordered { .. } = told.kind {
            assert_eq!(told.cause, Cause::Actor(admin()));
        }
    }
    let cancelled = events.iter().map(|event| Event::decode(&event.row.body).unwrap()).any(|event| {
        format!("{:?}", event.kind).contains("Cancelled") && event.cause == Cause::Actor(admin())
    });
    assert!(cancelled, "who took the command back is on record");
    assert_eq!(causes, ["Actor", "Device", "Time", "Unknown"].map(str::to_owned).into());
}

pub(crate) async fn whoever_changes_the_store_is_found<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let auditor = auditor(&store);
    for name in ["A", "B", "C"] {
        office.order(&device.key(), &admin(), &[query(name)], start()).await.unwrap();
    }
    round(&auditor, None, start()).await;
    let whole = exported(&auditor, None).await;
    assert!(verify(&whole, None).is_ok());
    let of_device = |line: &Line| matches!(line, Line::Event(event) if *event.key == *device.key().as_str());
    let places: Vec<_> = (0..whole.len()).filter(|place| of_device(&whole[*place])).collect();
    for &place in &places {
        let changed = |change: &dyn Fn(&mut EventLine)| {
            let mut lines = whole.clone();
            if let Line::Event(event) = &mut lines[place] {
                change(event);
            }
            lines
        };
        let Line::Event(EventLine { version, index, .. }) = &whole[place] else { panic!() };
        let id = format!("{}/{version}/{index}", device.key());
        let broken = verify(&changed(&|event| event.at += 1), None).unwrap_err();
        assert!(matches!(broken.1, Break::Changed | Break::Rewritten(1)), "{broken:?}");
        assert_eq!(*broken.0, *id);
        let mut removed = whole.clone();
        removed.remove(place);
        let broken = verify(&removed, None).unwrap_err().1;
        assert!(matches!(broken, Break::Removed(..) | Break::Truncated(1, ..)), "{broken:?}");
    }
}

pub(crate) async fn old_events_go_and_the_chain_stands<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let auditor = auditor(&store);
    round(&auditor, Some(30), start()).await;
    let first = stored_events(&store).await.len();
    office.order(&device.key(), &admin(), &[query("A")], start() + day()).await.unwrap();
    round(&auditor, Some(30), start() + day()).await;
    assert_eq!(prune(&auditor).await, 0, "nothing is old");
    // Somebody has not seen the first ones yet.
    assert!(round(&auditor, Some(30), start() + day() * 30).await);
    assert_eq!(auditor.prune(EventPosition(2)).await.unwrap(), 2);
    // A part is gone: the next step would have come after a crash.
    assert!(verify(&exported(&auditor, None).await, None).is_ok());
    assert_eq!(prune(&auditor).await, first - 2 - 1, "but for what tells of the first checkpoint");
    let lines = exported(&auditor, None).await;
    let summary = verify(&lines, None).unwrap();
    assert_eq!(summary.events, stored_events(&store).await.len() as u64);
    // One more than was announced is missed.
    let mut less = lines.clone();
    let device_key = device.key();
    less.retain({
        let mut spared = false;
        move |line| {
            let is_first =
                matches!(line, Line::Event(event) if *event.key == *device_key.as_str()) && !spared;
            spared |= is_first;
            !is_first
        }
    });
    assert!(matches!(verify(&less, None).unwrap_err().1, Break::Removed(0, _)));
    // The chain goes on where it was.
    office.order(&device.key(), &admin(), &[query("B")], start() + day() * 40).await.unwrap();
    assert!(verify(&exported(&auditor, None).await, None).is_ok());
}

/// Whose events stand before whose does not matter, nor who prunes first: nobody prunes what is another's.
pub(crate) async fn each_tenant_prunes_its_own<S: Store>(store: Arc<S>) {
    let (office, other) = (office(&store), Tenant::new("other").unwrap());
    let (ours, theirs) = (auditor(&store), Auditor::new(Arc::clone(&store), [other.clone()]));
    let whole = Auditor::new(Arc::clone(&store), [acme(), other.clone()]).with_stray_events();
    let tenants = [Some(acme()), Some(other.clone()), None];
    let count = async |tenant: Option<&Tenant>| {
        let events = stored_events(&store).await.into_iter();
        let whose = events.map(|event| Event::tenant_of(&event.row.body));
        whose.filter(|whose| whose.as_deref() == tenant.map(Tenant::as_str)).count()
    };
    let mut now = start();
    for (nth, places) in
        [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]].into_iter().enumerate()
    {
        for place in places {
            let id = OrderId::new(&format!("{nth}-{place}")).unwrap();
            let targets = mdm_enrollment::Targets::Listed(vec![]);
            let (actor, orders) = (admin(), [query("A")]);
            let tenant = tenants[place].as_ref();
            let order = NewFanOut { id: &id, actor: &actor, tenant, orders: &orders, targets: &targets };
            office.place_order(&order, now).await.unwrap();
        }
        for later in [now, now + day() * 31] {
            for auditor in [&ours, &theirs] {
                assert!(round(auditor, Some(30), later).await);
            }
        }
        now += day() * 31;
        let before = [count(Some(&acme())).await, count(Some(&other)).await, count(None).await];
        let (first, second, of_first) = if nth % 2 == 0 { (&ours, &theirs, 0) } else { (&theirs, &ours, 1) };
        let gone = prune(first).await;
        let left = [count(Some(&acme())).await, count(Some(&other)).await, count(None).await];
        let mut after = before;
        after[of_first] = left[of_first];
        assert!(gone > 0 && after[of_first] < before[of_first]);
        assert_eq!(left, after);
        assert!(prune(second).await > 0, "what stands between the others' is found");
        assert_eq!(count(None).await, nth + 1, "nobody prunes what is nobody's");
        for tenant in [acme(), other.clone()] {
            let mut lines = Vec::new();
            whole.export(&tenant, None, &mut |line| lines.push(line)).await.unwrap();
            assert!(verify(&lines, None).is_ok(), "{tenant:?}");
        }
    }
    prune(&whole).await;
    assert_eq!(count(None).await, 0);
    assert_eq!(
        prune(&Auditor::new(Arc::clone(&store), []).with_stray_events()).await,
        0,
        "by whose retention?"
    );
}

/// An order to nobody: an event of this tenant, or of none.
async fn happen<S: Store>(store: &Arc<S>, of: Option<&Tenant>, name: &str, now: SystemTime) {
    let (id, targets) = (OrderId::new(name).unwrap(), mdm_enrollment::Targets::Listed(vec![]));
    let order = NewFanOut { id: &id, actor: &admin(), tenant: of, orders: &[query("A")], targets: &targets };
    office(store).place_order(&order, now).await.unwrap();
}

/// How many events there are of this tenant, or of none.
async fn count(store: &impl Store, of: Option<&Tenant>) -> usize {
    let events = stored_events(store).await.into_iter();
    let whose = events.map(|event| Event::tenant_of(&event.row.body));
    whose.filter(|whose| whose.as_deref() == of.map(Tenant::as_str)).count()
}

/// What is new has nothing that is old: it keeps its own, and nobody else's.
pub(crate) async fn a_late_tenant_holds_up_nobody<S: Store>(store: Arc<S>) {
    let (acme, other) = (acme(), Tenant::new("other").unwrap());
    for (number, of) in [Some(&acme), Some(&other), None, Some(&acme)].into_iter().enumerate() {
        happen(&store, of, &format!("order-{number}"), start()).await;
    }
    let counts = async || {
        [count(&*store, Some(&acme)).await, count(&*store, Some(&other)).await, count(&*store, None).await]
    };
    assert!(round(&auditor(&store), Some(30), start()).await);
    let all = Auditor::new(Arc::clone(&store), [acme.clone(), other.clone()]).with_stray_events();
    assert!(round(&all, Some(30), start() + day() * 31).await);
    // With what tells of checkpoints.
    assert_eq!(counts().await, [4, 2, 1]);
    assert_eq!(prune(&all).await, 2, "those from before the first checkpoint of their tenant");
    assert_eq!(counts().await, [2, 2, 1], "and those of nobody stay as long as anybody keeps his own");
    assert!(round(&all, Some(30), start() + day() * 62).await);
    assert_eq!(counts().await, [3, 3, 1]);
    assert_eq!(prune(&all).await, 3, "one of each, also from before what was looked at");
    assert_eq!(counts().await, [2, 2, 0]);
    for tenant in [&acme, &other] {
        let mut lines = Vec::new();
        all.export(tenant, None, &mut |line| lines.push(line)).await.unwrap();
        verify(&lines, None).unwrap();
    }
}

/// A neighbor keeps very much between what goes.
pub(crate) async fn what_was_looked_at_is_not_read_again<S: Store>(store: Arc<S>) {
    let (acme, other) = (acme(), Tenant::new("other").unwrap());
    let store = Arc::new(Faulty::new(store));
    happen(&store, Some(&acme), "first", start()).await;
    let key = RecordKey::new("thing/1").unwrap();
    for version in 0..3 {
        let expected = (version > 0).then_some(Version(version));
        let head =
            HeadRow { session: 0, shut: Gates::NONE, backoff_until: None, links: vec![], body: vec![] };
        let (commands, forget, wake) = (vec![], vec![], vec![]);
        let write = Write { key: key.clone(), expected, head, commands, forget, wake };
        let body = br#"{"v":3,"r":{"tenant":"other"}}"#.to_vec();
        let events = vec![EventRow { key: key.clone(), at: start(), body }; 800];
        store.commit(Batch { writes: vec![write], events, ..Batch::default() }).await.unwrap();
    }
    happen(&store, Some(&acme), "second", start()).await;
    let alone = auditor(&store);
    assert!(round(&alone, Some(30), start()).await);
    let all = Auditor::new(Arc::clone(&store), [acme.clone(), other]);
    let read = async || {
        let before = store.events.count();
        let gone = prune(&all).await;
        (gone, store.events.count() - before)
    };
    assert!(round(&all, Some(30), start() + day() * 31).await);
    let (gone, rows) = read().await;
    assert!(gone == 2 && rows < 3_000, "{gone} of {rows}");
    for nth in 1..4 {
        let now = start() + day() * (31 * nth);
        happen(&store, Some(&acme), &format!("later-{nth}"), now).await;
        // Nobody looks after the other one meanwhile: its retention does not go on.
        assert!(round(&alone, Some(30), now).await);
        let (gone, rows) = read().await;
        assert!((gone > 0) == (nth > 1) && rows < 100, "{gone} of {rows}");
    }
    assert!(round(&all, Some(30), start() + day() * 120).await);
    let (gone, rows) = read().await;
    assert!(gone >= 2_400 && rows < 3_000, "{gone} of {rows}");
    assert_eq!(read().await, (0, 0));
}

/// An auditor reads the events of others once, however long its own tenants are quiet.
pub(crate) async fn rounds_without_news_are_not_repeated<S: Store>(store: Arc<S>) {
    let (acme, other) = (acme(), Tenant::new("other").unwrap());
    let store = Arc::new(Faulty::new(store));
    happen(&store, Some(&acme), "first", start()).await;
    let ours = auditor(&store);
    let silent = Auditor::new(Arc::clone(&store), [Tenant::new("silent").unwrap()]);
    assert!(round(&ours, None, start()).await);
    let read = async |auditor: &Auditor<Arc<Faulty<S>>>| {
        let before = store.events.count();
        (round(auditor, None, start()).await, store.events.count() - before)
    };
    for nth in 0..3 {
        for number in 0..10 {
            happen(&store, Some(&other), &format!("{nth}-{number}"), start()).await;
        }
        for auditor in [&ours, &silent] {
            let (is_news, rows) = read(auditor).await;
            assert!(!is_news && rows <= if nth == 0 { 12 } else { 10 }, "{rows} in round {nth}");
            assert_eq!(read(auditor).await, (false, 0));
        }
    }
    // What was seen in a quiet round is in the next checkpoint all the same: what told of the one before.
    happen(&store, Some(&acme), "second", start()).await;
    assert_eq!(read(&ours).await, (true, 1));
    let summary = verify(&exported(&ours, None).await, None).unwrap();
    assert_eq!((summary.checkpoints, summary.open), (2, 1), "{summary:?}");
    // Another node has gone on.
    happen(&store, Some(&acme), "third", start()).await;
    assert!(round(&auditor(&store), None, start()).await);
    assert!(!round(&ours, None, start()).await);
    happen(&store, Some(&acme), "fourth", start()).await;
    assert!(round(&ours, None, start()).await);
    assert_eq!(verify(&exported(&ours, None).await, None).unwrap().open, 1);
}

pub(crate) async fn of_two_auditors_one_makes_the_checkpoint<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let (here, there) = (auditor(&store), auditor(&store));
    let ours = here.drafts(None, start()).await.unwrap().drafts.remove(0);
    let theirs = there.drafts(None, start()).await.unwrap().drafts.remove(0);
    assert_eq!(ours.checkpoint(), theirs.checkpoint());
    // A device does not wait for either.
    office.order(&device.key(), &admin(), &[query("A")], start()).await.unwrap();
    here.commit(ours, None).await.unwrap();
    let late = there.commit(theirs, None).await.unwrap_err();
    assert!(matches!(&late, RunError::Store(error) if error.is_conflict()), "{late:?}");
    assert!(round(&there, None, start()).await, "what came in between is in the next one");
    assert_eq!(verify(&exported(&here, None).await, None).unwrap().checkpoints, 2);
}

pub(crate) async fn what_is_purged_leaves_its_digest<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let (auditor, key) = (auditor(&store), device.key());
    office.order(&key, &admin(), &[query("A"), query("B")], start()).await.unwrap();
    device.connect(&office, &device.idle()).await.unwrap();
    round(&auditor, None, start()).await;
    assert_eq!(office.of_tenant(&acme(), None, 9).await.unwrap().len(), 3, "ledger, device, slot");
    office.purge(&key, &admin(), start()).await.unwrap();
    assert_eq!(store.load(&key, &Window::Head).await.unwrap(), None);
    assert_eq!(store.events_of(&key, None, 9).await.unwrap(), []);
    assert_eq!(store.wake(&key).await.unwrap(), None);
    for seq in 0..5 {
        for name in [PayloadName(format!("command/{key}/{seq}").into()), response_name(&key, seq)] {
            assert_eq!(store.payload(&name).await.unwrap(), None, "{name:?}");
        }
    }
    office.purge(&key, &admin(), start()).await.unwrap();
    let missing = verify(&exported(&auditor, None).await, None).unwrap_err().1;
    assert!(matches!(missing, Break::Missing(1, _)), "it is told with the next checkpoint: {missing:?}");
    assert!(round(&auditor, None, start()).await);
    assert!(verify(&exported(&auditor, None).await, None).is_ok());
    office.purge(&slot("slot-1").key(), &admin(), start()).await.unwrap();
    // The device comes back under another invitation: another chain, from its beginning.
    device.enroll(&office).await;
    assert!(round(&auditor, None, start()).await);
    while round(&auditor, None, start()).await {}
    let summary = verify(&exported(&auditor, None).await, None).unwrap();
    assert_eq!(summary.chains, 3);
    let purged = stored_events(&store)
        .await
        .into_iter()
        .filter(|event| matches!(Event::decode(&event.row.body).unwrap().kind, EventKind::Purged { .. }));
    assert!(purged.count() == 2);
    let member = office.purge(&key, &Actor::member("ben"), start()).await.unwrap_err();
    assert!(matches!(member, RunError::Refused(Error::UnnamedMember)), "{member:?}");
}

pub(crate) async fn old_history_is_swept<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let other = Device::new(2);
    other.enroll(&office).await;
    for of in [&device, &other] {
        office.order(&of.key(), &admin(), &[query("A"), query("B"), query("C")], start()).await.unwrap();
    }
    device.session(&office).await;
    let retention = mdm_enrollment::Retention { age: day(), last: 1 };
    let mut after = None;
    let mut calls = 0;
    loop {
        let later = start() + day() * 2;
        let swept = office.prune_tenant(&acme(), after.as_ref(), retention, later).await.unwrap();
        assert!(swept.failed.is_empty(), "{swept:?}");
        after = swept.last;
        calls += 1;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(calls, 2);
    let left = async |key: &RecordKey| store.commands(key, None, 9).await.unwrap().len();
    assert_eq!(left(&device.key()).await, 1, "the last one is kept");
    assert_eq!(left(&other.key()).await, 3, "what waits is kept");
    let first = PayloadName(format!("command/{}/1", device.key()).into());
    assert_eq!(store.payload(&first).await.unwrap(), None, "nobody names it any more");
}

fn bens() -> Assignment {
    let text = ConsentText::new("2026-04", b"You agree ...");
    let mut assignment =
        Assignment::new(Ownership::Personal, ManagementMode::Byod).of_member("ben-the-member");
    assignment.consent = Some(Consent::new("ben-the-member", text, start()));
    assignment
}

pub(crate) async fn a_member_can_be_forgotten<S: Store>(store: Arc<S>) {
    let (office, phone) = enrolled(&store).await;
    let (auditor, ben) = (auditor(&store), Actor::member("ben-the-member"));
    let gone = Device::new(2);
    gone.enroll(&office).await;
    for device in [&phone, &gone] {
        office.assign(&device.key(), &admin(), &bens(), start()).await.unwrap();
    }
    let consent = Consent::new("ben-the-member", ConsentText::new("2026-05", b"again"), start());
    office.give_consent(&phone.key(), &ben, &consent, start()).await.unwrap();
    gone.check_in(&office, &gone.check_out()).await.unwrap();
    let found = office.of_member(&acme(), "ben-the-member", None, 9).await.unwrap();
    assert_eq!(found, [phone.key(), gone.key()]);
    let none = office.of_member(&Tenant::new("other").unwrap(), "ben-the-member", None, 9).await.unwrap();
    assert_eq!(none, [], "another tenant's member of the same name");

    // One pseudonym stands for one member, whoever names him, and the name can be put back.
    let named = office.pseudonym(&acme(), "ben-the-member").await.unwrap().unwrap();
    let mut mine = Vec::new();
    auditor.export_member(&acme(), &named, &mut |line| mine.push(line)).await.unwrap();
    assert_eq!(mine.len(), 3);
    for line in &mine {
        let Line::Event(line) = line else { panic!() };
        assert!(!line.body.contains("ben-the-member"), "{}", line.body);
        let mut event = Event::decode(line.body.as_bytes()).unwrap();
        assert!(event.names(&named));
        office.name(&mut event).await.unwrap();
        assert!(event.members().iter().all(|name| *name == "ben-the-member"), "{event:?}");
    }

    round(&auditor, None, start()).await;
    let person = Person::new(&acme(), "ben-the-member");
    assert_eq!(office.erase_member(&person, &admin(), start()).await.unwrap().devices, [phone.key()]);
    assert_eq!(office.erase_member(&person, &admin(), start()).await.unwrap().devices, []);
    while round(&auditor, None, start()).await {}
    assert!(verify(&exported(&auditor, None).await, None).is_ok(), "the chain stands");
    assert_eq!(office.pseudonym(&acme(), "ben-the-member").await.unwrap(), None);
    let channel = office.channel(&phone.key()).await.unwrap().unwrap();
    assert_eq!(
        (channel.assignment().member.as_deref(), channel.assignment().consent.is_none()),
        (None, true)
    );
    assert!(office.channel(&gone.key()).await.unwrap().is_none(), "a device that had left is gone");
    let mut unknown = None;
    for event in stored_events(&store).await {
        let mut event = Event::decode(&event.row.body).unwrap();
        office.name(&mut event).await.unwrap();
        let names: Vec<_> = event.members().into_iter().map(Pseudonym::new).collect();
        assert!(names.iter().all(Option::is_some), "{event:?}");
        unknown = names.into_iter().flatten().next().or(unknown);
    }
    assert_eq!(unknown, Some(named));
    // Whoever comes back is called by another pseudonym.
    office.assign(&phone.key(), &admin(), &bens(), start()).await.unwrap();
    assert_ne!(office.pseudonym(&acme(), "ben-the-member").await.unwrap(), unknown);
}

/// Two nodes name the same member for the first time.
pub(crate) async fn a_member_has_one_pseudonym<S: Store>(store: Arc<S>) {
    let (here, phone) = enrolled(&store).await;
    let there = office(&store);
    let tablet = Device::new(2);
    tablet.enroll(&here).await;
    let (admin, assignment) = (admin(), bens());
    let (phone_key, tablet_key) = (phone.key(), tablet.key());
    let (a, b) = tokio::join!(
        here.assign(&phone_key, &admin, &assignment, start()),
        there.assign(&tablet_key, &admin, &assignment, start()),
    );
    a.and(b).unwrap();
    let named = here.pseudonym(&acme(), "ben-the-member").await.unwrap().unwrap();
    let events = stored_events(&store).await;
    let events = events.iter().map(|event| Event::decode(&event.row.body).unwrap());
    assert_eq!(events.filter(|event| event.names(&named)).count(), 2);
}

pub(crate) async fn no_secret_is_in_an_event<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let key = device.key();
    let clear =
        crate::world::order("A", mdm_apple::ClearPasscode::new(mdm_apple::UnlockToken::new(SECRET.into())));
    office.order(&key, &admin(), &[clear], start()).await.unwrap();
    office.assign(&key, &admin(), &bens(), start()).await.unwrap();
    device.session(&office).await;
    let broken = format!("<plist><dict><key>PushMagic</key><string>{SECRET}</string>{SECRET}");
    device.connect(&office, broken.as_bytes()).await.unwrap();
    device.check_in(&office, &device.check_out()).await.unwrap();
    round(&auditor(&store), None, start()).await;
    use base64::Engine as _;
    let base64 = base64::engine::general_purpose::STANDARD.encode(SECRET);
    let numbers = SECRET.bytes().map(|byte| byte.to_string()).collect::<Vec<_>>().join(",");
    let ticket = ticket(1);
    for event in stored_events(&store).await {
        let body = String::from_utf8(event.row.body).unwrap();
        let planted =
            [SECRET, base64.trim_end_matches('='), &numbers, ticket.expose_secret(), "ben-the-member"];
        assert!(planted.iter().all(|secret| !body.contains(secret)), "{body}");
    }
    let ledger = store.load(&Ledger::key(&acme()), &Window::Head).await.unwrap();
    assert!(ledger.is_some());
}
