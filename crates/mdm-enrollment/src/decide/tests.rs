use std::time::UNIX_EPOCH;

use mdm_apple::support::DeviceFacts;
use mdm_apple::{DeviceLock, PushMagic, PushToken, Topic, UnlockToken};
use mdm_command::State;
use mdm_lock::Platform;
use mdm_pki::Issued;

use super::*;
use crate::channel::{Authenticated, Stage};
use crate::row::{Phase, Tenant, WakeRow};
use crate::{Address, PushRoute, record_of};

const NOW: SystemTime = UNIX_EPOCH;

fn key() -> RecordKey {
    RecordKey::new("device/UDID-1").unwrap()
}

fn acme() -> Tenant {
    Tenant::new("acme").unwrap()
}

fn authenticated(slot: Option<RecordKey>) -> Change {
    let fingerprint = Fingerprint::from_bytes([3; 32]);
    let certificate = Issued { fingerprint, issued_at: NOW, not_after: NOW };
    let slot = slot.map(|slot| (slot, Assignment::UNASSIGNED));
    let topic = Topic::new("com.apple.mgmt.External.0a1b").unwrap();
    let facts = DeviceFacts::new(Platform::Ios);
    Change::Authenticated(Box::new(Authenticated {
        slot,
        tenant: acme(),
        certificate,
        topic,
        facts,
        serial: Some("C0FFEE".into()),
        model: Some("iPhone15,2".into()),
        origin: None,
    }))
}

fn token_updated() -> Change {
    let route = PushRoute {
        token: PushToken::new(b"token \x00\xFF".to_vec()),
        magic: PushMagic::new("magic".to_owned()).unwrap(),
        topic: Topic::new("com.apple.mgmt.External.0a1b").unwrap(),
        updated_at: NOW,
    };
    Change::TokenUpdated { route, unlock_token: Some(UnlockToken::new(b"unlock".to_vec())), awaiting: None }
}

/// What a store would give back after it has kept the batch, if it began with `before`.
fn stored(before: &Loaded, batch: &Batch) -> Loaded {
    let [write] = &batch.writes[..] else { panic!("{batch:?}") };
    let mut commands: BTreeMap<u64, _> = before.commands.iter().map(|row| (row.seq, row.clone())).collect();
    commands.extend(write.commands.iter().map(|row| (row.seq, row.clone())));
    let open = commands.values().filter(|row| row.phase != Phase::Done).count() as u64;
    let commands = commands.into_values().collect();
    let version = Version(before.version.0 + 1);
    Loaded { version, head: write.head.clone(), commands, open, more: false }
}

fn empty() -> Loaded {
    let head =
        HeadRow { session: 0, shut: Gates::NONE, backoff_until: None, links: Vec::new(), body: Vec::new() };
    Loaded { version: Version(0), head, commands: Vec::new(), open: 0, more: false }
}

fn enrolled() -> (Records, Loaded) {
    let changes = [authenticated(None), token_updated()].map(|change| (key(), change));
    let decision = Decision { changes: changes.into(), ..Decision::default() };
    let loaded = stored(&empty(), &Records::default().batch(&decision).unwrap());
    let mut records = Records::default();
    records.insert(&key(), &loaded).unwrap();
    (records, loaded)
}

fn ordered(records: &Records, names: &[&str], now: SystemTime) -> Decision {
    let orders: Vec<_> = names
        .iter()
        .map(|name| {
            Order::new(Command::new(mdm_apple::CommandUuid::new(name).unwrap(), DeviceLock::default()))
        })
        .collect();
    let input = Input::Order { actor: &Actor::administrator("admin"), orders: &orders };
    records.decide(&key(), &input, &RuleTable::default(), now).unwrap()
}

/// The rows of a batch, read again, are the record on which the changes were applied: on any node.
#[test]
fn a_record_survives_its_rows() {
    let (mut records, mut loaded) = enrolled();
    assert_eq!(records.channel(&key()).unwrap().stage(), Stage::Enrolled);
    let steps: [&dyn Fn(&Records) -> Decision; 3] = [
        &|records| ordered(records, &["A", "B"], NOW),
        &|records| {
            let (admin, uuid) = (Actor::administrator("admin"), CommandUuid::new("A").unwrap());
            records
                .decide(&key(), &Input::Cancel { actor: &admin, uuid: &uuid }, &RuleTable::default(), NOW)
                .unwrap()
        },
        &|records| {
            let input = Input::Release { actor: &Actor::administrator("admin") };
            records.decide(&key(), &input, &RuleTable::default(), NOW).unwrap()
        },
    ];
    for step in steps {
        let decision = step(&records);
        let batch = records.batch(&decision).unwrap();
        assert_eq!(records.batch(&decision).unwrap(), batch);
        assert_eq!(batch.writes[0].expected, Some(loaded.version));
        for (key, change) in &decision.changes {
            records.apply(key, change);
        }
        loaded = stored(&loaded, &batch);
        assert_eq!(Channel::decode(&loaded).unwrap(), *records.channel(&key()).unwrap());
        records = Records::default();
        records.insert(&key(), &loaded).unwrap();
    }
    let states: Vec<_> = loaded.commands.iter().map(|row| channel::entry(row).unwrap().state).collect();
    assert_eq!(states, [State::Cancelled, State::Cancelled]);
    assert!(loaded.commands.iter().all(|row| row.phase == Phase::Done && row.waits_on.is_empty()));
    assert_eq!(records.channel(&key()).unwrap().stage(), Stage::Released);
}

#[test]
fn a_slot_and_its_channel_are_written_together() {
    let slot = SlotId::new("box-1").unwrap().key();
    let mut records = Records::default();
    let opened = Slot::new(&Invitation::new(&acme(), &Ticket::from_random([1; 32]), NOW));
    let decision =
        Decision { changes: vec![(slot.clone(), Change::SlotOpened(opened))], ..Decision::default() };
    records.insert(&slot, &stored(&empty(), &records.batch(&decision).unwrap())).unwrap();
    let changes = vec![
        (slot.clone(), Change::SlotClaimed(Fingerprint::from_bytes([3; 32]))),
        (key(), authenticated(Some(slot.clone()))),
        (slot.clone(), Change::SlotFilled(key())),
    ];
    let wake = vec![(key(), WakeChange::Unenroll)];
    let batch = records.batch(&Decision { changes, wake, ..Decision::default() }).unwrap();
    let [channel_write, slot_write] = &batch.writes[..] else { panic!("{batch:?}") };
    assert_eq!(
        (&channel_write.key, channel_write.expected, &channel_write.wake),
        (&key(), None, &vec![WakeChange::Unenroll])
    );
    assert_eq!((&slot_write.key, slot_write.expected, &slot_write.wake), (&slot, Some(Version(1)), &vec![]));
    let is_certificate = |link: &crate::row::Link| link.kind == crate::row::LinkKind::Certificate;
    assert!(
        !slot_write.head.links.iter().any(is_certificate),
        "a filled slot is not found by the certificate"
    );
}

fn row_after(row: Option<WakeRow>, batch: &Batch) -> WakeRow {
    WakeRow::changed(row, &key(), batch.writes[0].wake.clone()).unwrap()
}

/// What protects a phone is not pushed behind what can wait (F7, F92).
#[test]
fn the_lane_of_a_wake_is_that_of_what_may_go() {
    let (mut records, loaded) = enrolled();
    let info = Command::new(mdm_apple::CommandUuid::new("I").unwrap(), mdm_apple::SecurityInfo::default());
    let input = Input::Order { actor: &Actor::administrator("admin"), orders: &[Order::new(info)] };
    let decision = records.decide(&key(), &input, &RuleTable::default(), NOW).unwrap();
    let ordinary = Action::Wake { record: key(), lane: Lane::Normal, due: NOW };
    assert_eq!(decision.actions, [ordinary]);
    let decision = ordered(&records, &["A"], NOW);
    let urgent = Action::Wake { record: key(), lane: Lane::Urgent, due: NOW };
    assert_eq!(decision.actions, [urgent]);
    let batch = records.batch(&decision).unwrap();
    let row = row_after(None, &batch);
    assert_eq!((row.lane, row.due, row.need), (Lane::Urgent, Some(NOW), row.heard + 1));
    records.insert(&key(), &stored(&loaded, &batch)).unwrap();
    // Held or taken back, it makes nothing urgent.
    let (admin, uuid) = (Actor::administrator("admin"), CommandUuid::new("A").unwrap());
    for input in [Input::Hold { actor: &admin, uuid: &uuid }, Input::Cancel { actor: &admin, uuid: &uuid }] {
        let decision = records.decide(&key(), &input, &RuleTable::default(), NOW).unwrap();
        assert_eq!((decision.actions, decision.wake), (vec![], vec![(key(), WakeChange::Withdraw)]));
    }
}

/// The row is made anew where it is missing, and holds where the push goes.
#[test]
fn every_demand_says_where_the_device_is() {
    let (records, _) = enrolled();
    let decision = ordered(&records, &["A"], NOW);
    let row = row_after(None, &records.batch(&decision).unwrap());
    let Address::Apns(route) = Address::decode(&row, 0).unwrap() else { panic!("{row:?}") };
    assert_eq!(route.token.expose_secret(), b"token \x00\xFF");
    assert_eq!(row.credential().map(|credential| credential.as_str()), Some("com.apple.mgmt.External.0a1b"));
    assert!(Address::decode(&row, 1).is_err());
    // The same again does not make a device forget what is known about its route.
    let again = row_after(Some(row.clone()), &records.batch(&decision).unwrap());
    assert_eq!(again.need, row.need + 1);
}

#[test]
fn a_body_of_another_form_is_refused_without_its_content() {
    let (_, loaded) = enrolled();
    let check = |body: &[u8], expected: &str| {
        let head = HeadRow { body: body.to_vec(), ..loaded.head.clone() };
        let error = Records::default().insert(&key(), &Loaded { head, ..loaded.clone() }).unwrap_err();
        assert_eq!(error.to_string(), expected);
        assert_eq!((error.http_status(), error.blame()), (500, crate::Blame::Library));
    };
    check(b"", "a stored record cannot be read: it has no form");
    check(b"{\"r\":\"SECRET\"}", "a stored record cannot be read: it has no form");
    let newer = "a stored record cannot be read: its form is of another version of this library";
    check(b"{\"v\":2,\"r\":[\"SECRET\"]}", newer);
    check(b"{\"v\":4,\"r\":[\"SECRET\"]}", newer);
    check(
        b"{\"v\":3,\"r\":[\"SECRET\"]}",
        "a stored record cannot be read: its content does not fit its form",
    );
    check(&b"[".repeat(100_000), "a stored record cannot be read: it has no form");
}

/// What a device chooses stays inside its own key.
#[test]
fn keys_of_records_do_not_collide() {
    let check = |text: &str, slot: bool, channel: bool| {
        let key = RecordKey::new(text).unwrap();
        assert_eq!((SlotId::of(&key).is_some(), crate::user::is_device(&key)), (slot, channel), "{text}");
    };
    check("slot/box-1", true, false);
    check("slot/", false, false);
    check("slot/device/x", false, false);
    check("device/slot%2Fbox-1", false, true);
    check("device/x", false, true);
    let keys = mdm_apple::EnrollmentKeys {
        enrollment_id: Some("../slot/box-1".to_owned()),
        ..mdm_apple::EnrollmentKeys::default()
    };
    assert_eq!(record_of(&keys.resolve().unwrap()).unwrap().as_str(), "device/..%2Fslot%2Fbox-1");
    let identity = |device: usize, user: &str, kind| {
        let device_id = mdm_apple::EnrollmentId::new(&"a".repeat(device)).unwrap();
        let id = mdm_apple::EnrollmentId::new(&format!("{}{user}", device_id.as_str())).unwrap();
        record_of(&mdm_apple::EnrollmentIdentity { id, device_id, kind }).unwrap()
    };
    let longest = identity(128, "", mdm_apple::IdentityKind::Device);
    let user = identity(126, ":x", mdm_apple::IdentityKind::SharedIpadUser);
    for key in [longest, user] {
        for name in [command_name(&key, u64::MAX), response_name(&key, u64::MAX)] {
            assert!(name.0.len() <= RecordKey::MAX_LEN);
        }
    }
}

/// No `Debug` shows who a person is, what a member agreed to as a person, or what something is done for.
#[test]
fn no_debug_names_a_person() {
    use crate::policy::{ConsentText, ManagementMode, Ownership, Retirement};
    use crate::user::User;
    use crate::{Assigned, Cause, Deletion, EventKind, FanOut, NewFanOut, OrderId, Targets, Unknown};
    use crate::{audit::Salt, flow::Flows, policy::Act};

    const ANNA: &str = "anna.planted@example.com";
    let check = |what: &str, shown: String| assert!(!shown.contains("planted"), "{what}: {shown}");
    let member = Actor::member(ANNA);
    let consent = Consent::new(ANNA, ConsentText::new("2026-04", b"planted"), NOW);
    let mut terms = Assignment::new(Ownership::Personal, ManagementMode::Byod).of_member(ANNA);
    terms.consent = Some(consent.clone());
    let wipe = SelectiveWipe::new(&format!("retired/{ANNA}"));
    let mut flows = Flows::default();
    let round = crate::flow::Round { removals: [1].into(), ..Default::default() };
    flows.wiped(&wipe, round, NOW);
    let keys = mdm_apple::EnrollmentKeys {
        user_id: Some("planted".to_owned()),
        user_short_name: Some(ANNA.to_owned()),
        user_long_name: Some(ANNA.to_owned()),
        ..mdm_apple::EnrollmentKeys::device(mdm_apple::Udid::new("UDID-1").unwrap())
    };
    let user = User::new(&keys, mdm_apple::IdentityKind::User);
    let ticket = Ticket::from_random([1; 32]);
    let invitation = Invitation::new(&acme(), &ticket, NOW).assigned(terms.clone()).by(&member);
    let uuid = CommandUuid::new("A").unwrap();
    let delete = mdm_apple::DeleteUser::new(mdm_apple::UsersToDelete::One(ANNA.to_owned()));
    let orders = [Order::new(Command::new(mdm_apple::CommandUuid::new("A").unwrap(), delete))];
    check("an actor", format!("{member:?}"));
    check("a consent", format!("{consent:?}"));
    check("terms", format!("{terms:?}"));
    check("a wipe", format!("{wipe:?}"));
    check("a retirement", format!("{:?}", Retirement::new(&acme(), ANNA, &wipe, NOW)));
    check("flows", format!("{flows:?} {:?}", flows.wipe()));
    check("a user", format!("{user:?}"));
    check("who is deleted", format!("{:?}", Deletion::One(ANNA.into())));
    check("an order", format!("{orders:?}"));
    check("a slot", format!("{:?}", Slot::new(&invitation)));
    check("a member", format!("{:?}", Member::new("acme", ANNA, Salt::from_random([1; 32]))));
    for input in [
        Input::OpenSlot(&invitation),
        Input::CloseSlot { actor: &member },
        Input::Order { actor: &member, orders: &orders },
        Input::Assign { actor: &member, assignment: &terms },
        Input::GiveConsent { actor: &member, consent: &consent },
        Input::WithdrawConsent { actor: &member },
        Input::Wipe { actor: &member, wipe: &wipe },
        Input::ForgetMember { actor: &member, member: MemberName::of("acme", ANNA) },
        Input::Cancel { actor: &member, uuid: &uuid },
        Input::Announce { actor: &member, order: &orders[0] },
        Input::FinishSetup { actor: &member },
        Input::Release { actor: &member },
    ] {
        check("an input", format!("{input:?}"));
    }
    let actor = || member.clone();
    let assigned = Assigned {
        actor: actor(),
        ownership: Ownership::Personal,
        mode: ManagementMode::Byod,
        member: Some(ANNA.into()),
    };
    for kind in [
        EventKind::Assigned(assigned),
        EventKind::ConsentGiven { actor: actor(), consent: consent.clone() },
        EventKind::Released { actor: actor() },
        EventKind::Ordered { actor: actor(), commands: 1 },
        EventKind::OrderDenied { actor: actor(), denials: Vec::new() },
        EventKind::Denied { actor: actor(), act: Act::Wipe, why: "because".into() },
        EventKind::Unknown(Unknown { kind: "New".into(), members: vec![ANNA.into()] }),
    ] {
        let event = Event { at: NOW, kind, tenant: None, cause: Cause::Actor(actor()) };
        assert!(!event.members().is_empty(), "{event:?}");
        check("an event", format!("{event:?}"));
    }
    for change in [
        Change::SlotOpened(Slot::new(&invitation)),
        Change::Assigned(terms.clone()),
        Change::UserNamed(Box::new(user)),
        Change::UsersDeleted([(1, Deletion::One(ANNA.into()))].into()),
        Change::FlowsMoved(Box::new(flows)),
    ] {
        check("a change", format!("{change:?}"));
    }
    let (mut records, loaded) = enrolled();
    records.call(&Member::new("acme", ANNA, Salt::from_random([1; 32])));
    let decision = records
        .decide(
            &key(),
            &Input::Assign { actor: &Actor::administrator("admin"), assignment: &terms },
            &RuleTable::default(),
            NOW,
        )
        .unwrap();
    check("a decision", format!("{decision:?}"));
    let batch = records.batch(&decision).unwrap();
    check("a batch", format!("{batch:?}"));
    records.insert(&key(), &stored(&loaded, &batch)).unwrap();
    assert_eq!(records.channel(&key()).unwrap().assignment().member.as_deref(), Some(ANNA));
    check("records", format!("{records:?} {:?}", records.channel(&key())));
    let (id, targets) =
        (OrderId::new("all").unwrap(), Targets::Linked(MemberName::of("acme", ANNA).link()));
    let new =
        NewFanOut { id: &id, actor: &Actor::rule("r"), tenant: None, orders: &orders, targets: &targets };
    let (fan_out, _): (FanOut, _) = new.place(NOW).unwrap();
    check("an order to many", format!("{new:?} {fan_out:?}"));
}
