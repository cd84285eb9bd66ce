//! Members and their devices, wipes by rule, what becomes of apps and secrets, what is learned of answers.

use std::sync::Arc;

use mdm_apple::{
    AppSource, InstallApplication, InstallApplicationResponse, ManagedApplication, ManagedApplicationList,
    ManagedApplicationListResponse, ManagedMediaListResponse, Password, ProfileListResponse,
    ProvisioningProfileListResponse, RemoveApplication, SetRecoveryLock, Status,
};
use mdm_enrollment::escrow::SecretKind;
use mdm_enrollment::flow::{FlowMove, ItemStage};
use mdm_enrollment::policy::{Assignment, Consent, ConsentText, ManagementMode, Ownership, SelectiveWipe};
use mdm_enrollment::row::Tenant;
use mdm_enrollment::{Actor, Error, EventKind, Footprint, Kind, LearnerSettings, Stage, learned};
use mdm_store::{RunError, Store};

use crate::world::{
    Device, Office, TOPIC, admin, dump, enrolled, entry_of, events, history, name, office, order, secs,
    start, uuid,
};

fn tenant() -> Tenant {
    Tenant::new(TOPIC).unwrap()
}

fn bens() -> Assignment {
    Assignment::new(Ownership::Personal, ManagementMode::Byod).of_member("ben")
}

fn apps(apps: &[(&str, &str)]) -> ManagedApplicationListResponse {
    let app = |status: &str| ManagedApplication { status: Some(status.into()), ..Default::default() };
    let apps = apps.iter().map(|(name, status)| ((*name).to_owned(), app(status)));
    ManagedApplicationListResponse::new(apps.collect::<std::collections::BTreeMap<_, _>>())
}

/// Two enrolled devices of one member, and one of another.
async fn three<S: Store>(office: &Office<S>) -> [Device; 3] {
    let devices = [1, 2, 3].map(Device::new);
    for device in &devices {
        device.enroll(office).await;
    }
    for device in &devices[..2] {
        office.assign(&device.key(), &admin(), &bens(), start()).await.unwrap();
    }
    let annas = Assignment::new(Ownership::Personal, ManagementMode::Byod).of_member("anna");
    office.assign(&devices[2].key(), &admin(), &annas, start()).await.unwrap();
    devices
}

/// What a device answers to a command: the list of apps with these, other lists with nothing, all else as done.
fn reply(device: &Device, name: &str, command: &str, managed: &[(&str, &str)]) -> Vec<u8> {
    match command {
        "ManagedApplicationList" => device.answer(name, &apps(managed)),
        "ManagedMediaList" => device.answer(name, &ManagedMediaListResponse::new(vec![])),
        "ProfileList" => device.answer(name, &ProfileListResponse::new(vec![])),
        "ProvisioningProfileList" => device.answer(name, &ProvisioningProfileListResponse::new(vec![])),
        _ => device.report(Status::Acknowledged, name),
    }
}

/// Connects, and answers each command so; says which they were, lists together.
async fn obeys_with<S: Store>(device: &Device, office: &Office<S>, managed: &[(&str, &str)]) -> Vec<String> {
    let (mut types, mut lists) = (Vec::new(), 0);
    let mut served = device.connect(office, &device.idle()).await.unwrap();
    while let Some(name) = name(&served.body) {
        let entry = entry_of(office.store(), &device.key(), &name).await;
        if entry.command.ends_with("List") {
            lists += 1;
        } else {
            types.push(entry.command.to_string());
        }
        served = device.connect(office, &reply(device, &name, &entry.command, managed)).await.unwrap();
    }
    types.extend((lists > 0).then(|| format!("{lists} lists")));
    types
}

pub(crate) async fn obeys<S: Store>(device: &Device, office: &Office<S>) -> Vec<String> {
    obeys_with(device, office, &[]).await
}

/// When a member retires, the organization's things are taken off all the member's devices, by rule, and once however
/// often it is said (F103). An administrator finds the devices (F109).
pub(crate) async fn a_retirement_wipes_all_devices_once<S: Store>(store: Arc<S>) {
    let (office, other_node) = (office(&store), office(&store));
    let [phone, tablet, annas] = three(&office).await;
    // The phone has an app, and the tablet has told nothing.
    let list = order("list", ManagedApplicationList::default());
    office.order(&phone.key(), &admin(), &[list], start()).await.unwrap();
    phone.connect(&office, &phone.idle()).await.unwrap();
    phone.connect(&office, &phone.answer("list", &apps(&[("com.example.mail", "Managed")]))).await.unwrap();

    let found = office.devices_of(&tenant(), "ben", None, 9).await.unwrap();
    let keys: Vec<_> = found.iter().map(|(key, _)| key.clone()).collect();
    assert_eq!(keys, [phone.key(), tablet.key()]);
    assert!(found.iter().all(|(_, channel)| channel.stage() == Stage::Enrolled));

    let wipe = SelectiveWipe::new("retired/ben/2026-11-22");
    let told = office.retire_member(&tenant(), "ben", &admin(), &wipe, start()).await.unwrap();
    assert!(told.iter().map(|(key, _)| key).eq(&keys));
    assert!(told.iter().all(|(_, outcome)| outcome.as_ref().is_ok_and(|wiped| wiped.is_new)));
    let before = dump(&store).await.without_events();
    for node in [&office, &other_node, &office] {
        let told = node.retire_member(&tenant(), "ben", &admin(), &wipe, start() + secs(1)).await.unwrap();
        assert!(told.iter().all(|(_, outcome)| outcome.as_ref().is_ok_and(|wiped| !wiped.is_new)));
    }
    assert_eq!(dump(&store).await.without_events(), before, "said again, it orders nothing");
    assert_eq!(history(&store, &annas.key()).await, []);
    let by_rule = |kind: &EventKind| matches!(kind, EventKind::Ordered { actor: Actor::Rule(_), .. });
    assert_eq!(events(&store).await.iter().filter(|kind| by_rule(kind)).count(), 2);

    assert_eq!(obeys(&phone, &office).await, ["RemoveApplication", "4 lists"]);
    let done = async |device: &Device| {
        let channel = office.channel(&device.key()).await.unwrap().unwrap();
        channel.flows().wipe().unwrap().done_at.is_some()
    };
    assert!(done(&phone).await && !done(&tablet).await);
    // The tablet has an app after all: it goes with the next call that is due, not at once.
    obeys_with(&tablet, &office, &[("com.example.mail", "Managed")]).await;
    let again = async |at| {
        let told = office.retire_member(&tenant(), "ben", &admin(), &wipe, start() + secs(at)).await.unwrap();
        told.into_iter().map(|(_, outcome)| outcome.unwrap().is_new).collect::<Vec<_>>()
    };
    assert_eq!(again(2).await, [false, false]);
    assert_eq!(again(3_600).await, [false, true]);
    assert_eq!(again(3_601).await, [false, false]);
    assert_eq!(obeys(&tablet, &office).await, ["RemoveApplication", "4 lists"]);
    assert!(done(&tablet).await);
    assert_eq!(again(90_000).await, [false, false]);
    // Who has left takes no order, and is still found.
    tablet.check_in(&office, &tablet.check_out()).await.unwrap();
    let told = office
        .retire_member(&tenant(), "ben", &admin(), &SelectiveWipe::new("again"), start())
        .await
        .unwrap();
    assert!(matches!(told[1].1, Err(RunError::Refused(Error::NoOrders))));
    let found = office.devices_of(&tenant(), "ben", None, 9).await.unwrap();
    assert_eq!(found[1].1.stage(), Stage::CheckedOut, "the member sees that it has ended (F110)");
}

/// What was begun is gone on with by any node: devices that could not be told, rounds that are due; and no record is left
/// when each device has its order (F103).
pub(crate) async fn a_retirement_goes_on_by_itself<S: Store>(store: Arc<S>) {
    let (office, other_node) = (office(&store), office(&store));
    let [phone, tablet, _] = three(&office).await;
    let wipe = SelectiveWipe::new("retired/ben");
    // A crash before anything was committed, and one after the retirement and the first device.
    office.store().lose_commits.set(1);
    assert!(office.retire_member(&tenant(), "ben", &admin(), &wipe, start()).await.is_err());
    assert!(other_node.retirement(&tenant(), "ben").await.unwrap().is_none());
    office.store().fail_commits_after(2);
    let told = office.retire_member(&tenant(), "ben", &admin(), &wipe, start()).await.unwrap();
    assert!(told[0].1.is_ok() && told[1].1.is_err(), "{told:?}");
    assert!(other_node.retirement(&tenant(), "ben").await.unwrap().is_some());
    assert_eq!(history(&store, &tablet.key()).await, []);
    let swept = other_node.sweep(None, start()).await.unwrap();
    let whom: Vec<_> = swept.outcomes.iter().map(|(key, _)| key.clone()).collect();
    assert_eq!(whom, [tablet.key()]);
    assert!(other_node.retirement(&tenant(), "ben").await.unwrap().is_none(), "each device has its order");
    let before = dump(&store).await;
    assert!(office.sweep(None, start()).await.unwrap().outcomes.is_empty());
    assert_eq!(dump(&store).await, before);

    // The phone is through at once. The tablet has an app after all: the next round is ordered when it is due.
    obeys(&phone, &office).await;
    obeys_with(&tablet, &office, &[("com.example.mail", "Managed")]).await;
    assert!(office.sweep(None, start() + secs(1)).await.unwrap().outcomes.is_empty());
    let swept = office.sweep(None, start() + secs(3_600)).await.unwrap();
    assert_eq!(swept.outcomes.len(), 1, "{swept:?}");
    assert_eq!(swept.last, Some(tablet.key()));
    assert!(office.sweep(swept.last.as_ref(), start() + secs(3_600)).await.unwrap().last.is_none());
    assert_eq!(obeys(&tablet, &office).await, ["RemoveApplication", "4 lists"]);
    assert!(office.sweep(None, start() + secs(90_000)).await.unwrap().last.is_none(), "nothing is open");
    let moves = |wanted: fn(&FlowMove) -> bool| {
        let is = move |kind: &EventKind| matches!(kind, EventKind::FlowMoved(moved) if wanted(moved));
        move |kinds: &[EventKind]| kinds.iter().filter(|kind| is(kind)).count()
    };
    let kinds = events(&store).await;
    assert_eq!(moves(|moved| matches!(moved, FlowMove::WipeOrdered { .. }))(&kinds), 2);
    assert_eq!(moves(|moved| *moved == FlowMove::WipeRepeated { removals: 1 })(&kinds), 1);
    assert_eq!(moves(|moved| *moved == FlowMove::WipeDone { failed: 0 })(&kinds), 2);
}

/// A retirement is for devices that come later, or come back, if it says so, and else it is not.
pub(crate) async fn a_retirement_may_be_for_later_devices_too<S: Store>(store: Arc<S>) {
    let office = office(&store);
    let [phone, tablet, annas] = three(&office).await;
    let once = SelectiveWipe::new("retired/ben");
    office.retire_member(&tenant(), "ben", &admin(), &once, start()).await.unwrap();
    for device in [&phone, &tablet] {
        obeys(device, &office).await;
        device.check_in(&office, &device.check_out()).await.unwrap();
    }
    let comes_back = async |device: &Device, slot: u8| {
        let (name, ticket) = (crate::world::slot(&format!("again-{slot}")), crate::world::ticket(100 + slot));
        let invited = crate::world::invitation(&ticket, start() + secs(60)).assigned(bens());
        office.open_slot(&name, &invited, start()).await.unwrap();
        office.claim_slot(&ticket, device.certificate().fingerprint(), start()).await.unwrap();
        device.check_in(&office, &device.authenticate()).await.unwrap();
        // One that has not finished its enrollment takes no order yet.
        let early = office.sweep(None, start()).await.unwrap();
        assert!(early.outcomes.is_empty(), "{early:?}");
        device.check_in(&office, &device.token_update()).await.unwrap();
    };
    comes_back(&phone, 1).await;
    assert!(office.sweep(None, start() + secs(9_999)).await.unwrap().last.is_none());
    assert_eq!(obeys(&phone, &office).await, [""; 0], "it was once");
    // The member leaves again, for good.
    let always = SelectiveWipe::new("retired/ben").in_each_life();
    let told = office.retire_member(&tenant(), "ben", &admin(), &always, start()).await.unwrap();
    assert_eq!(
        told.iter().filter(|(_, outcome)| outcome.as_ref().is_ok_and(|wiped| wiped.is_new)).count(),
        1
    );
    assert_eq!(obeys(&phone, &office).await, ["4 lists"]);
    comes_back(&tablet, 2).await;
    for expected in [1, 0, 0] {
        assert_eq!(office.sweep(None, start()).await.unwrap().outcomes.len(), expected);
    }
    assert_eq!(obeys(&tablet, &office).await, ["4 lists"]);
    assert_eq!(history(&store, &annas.key()).await, []);
    // The member is back: what comes now is not wiped.
    office.end_retirement(&tenant(), "ben", &admin(), start()).await.unwrap();
    tablet.check_in(&office, &tablet.check_out()).await.unwrap();
    comes_back(&tablet, 3).await;
    assert!(office.sweep(None, start() + secs(9_999)).await.unwrap().outcomes.is_empty());
    assert_eq!(obeys(&tablet, &office).await, [""; 0]);
}

/// An invitation that is used while a retirement takes it back leads to a device that is wiped too (F103).
pub(crate) async fn who_comes_while_invitations_close_is_wiped<S: Store + 'static>(store: Arc<S>) {
    let (office, phone) = (office(&store), Device::new(1));
    let (name, ticket) = (crate::world::slot("x"), crate::world::ticket(7));
    let invited = crate::world::invitation(&ticket, start() + secs(60)).assigned(bens());
    office.open_slot(&name, &invited, start()).await.unwrap();
    office.claim_slot(&ticket, phone.certificate().fingerprint(), start()).await.unwrap();
    let wipe = SelectiveWipe::new("retired/ben");
    office.store().fail_commits_after(1);
    let told = office.retire_member(&tenant(), "ben", &admin(), &wipe, start()).await.unwrap();
    assert!(matches!(&told[..], [(key, Err(_))] if *key == name.key()), "{told:?}");
    // The next sweep closes the invitation, and the device is a moment faster.
    let (there, twin) = (crate::world::office(&store), phone.clone());
    office.store().before_commit.set(async move {
        twin.check_in(&there, &twin.authenticate()).await.unwrap();
    });
    office.sweep(None, start()).await.unwrap();
    assert!(office.store().before_commit.is_over());
    phone.check_in(&office, &phone.token_update()).await.unwrap();
    let is_wiped = async || {
        let channel = office.channel(&phone.key()).await.unwrap().unwrap();
        channel.flows().wipe().is_some()
    };
    office.sweep(None, start()).await.unwrap();
    assert!(is_wiped().await, "nobody wipes it any more");
    office.sweep(None, start()).await.unwrap();
    assert!(office.retirement(&tenant(), "ben").await.unwrap().is_none(), "it ends all the same");
}

/// A wipe that is gone on with is the same one for the users, in whichever life they are.
pub(crate) async fn a_sweep_wipes_no_user_twice<S: Store>(store: Arc<S>) {
    let office = crate::users::office(&store, mdm_enrollment::UserPolicy::Managed);
    let mac = Device::mac(1);
    mac.enroll(&office).await;
    office.assign(&mac.key(), &admin(), &bens(), start()).await.unwrap();
    let user = crate::users::record("A1");
    crate::users::token_update(&office, &mac, "A1").await.unwrap();
    office.release(&user, &admin(), start()).await.unwrap();
    crate::users::token_update(&office, &mac, "A1").await.unwrap();
    assert_eq!(office.channel(&user).await.unwrap().unwrap().life(), 2);
    let always = SelectiveWipe::new("retired/ben").in_each_life();
    office.retire_member(&tenant(), "ben", &admin(), &always, start()).await.unwrap();
    let before = history(&store, &user).await;
    assert!(!before.is_empty());
    for at in [0, 1, 7_200] {
        let swept = office.sweep(None, start() + secs(at)).await.unwrap();
        assert!(swept.outcomes.is_empty(), "{at}: {swept:?}");
    }
    assert_eq!(history(&store, &user).await, before);
    // Who comes while it is under way is reached by it.
    crate::users::token_update(&office, &mac, "B2").await.unwrap();
    office.end_retirement(&tenant(), "ben", &admin(), start()).await.unwrap();
    let swept = office.sweep(None, start()).await.unwrap();
    assert_eq!(swept.outcomes.len(), 1, "{swept:?}");
    assert!(!history(&store, &crate::users::record("B2")).await.is_empty());
}

/// Who retired a member, and who ended that, is in the tenant's own chain; the member goes by a pseudonym there.
pub(crate) async fn a_retirement_is_on_record<S: Store>(store: Arc<S>) {
    let (office, other_node) = (office(&store), office(&store));
    three(&office).await;
    let always = SelectiveWipe::new("retired/ben").in_each_life();
    let told = async || -> Vec<EventKind> {
        let about = |kind: &EventKind| {
            matches!(kind, EventKind::MemberRetired { .. } | EventKind::RetirementEnded { .. })
        };
        events(&store).await.into_iter().filter(about).collect()
    };
    let ben = Actor::member("ben");
    let refused = office.retire_member(&tenant(), "ben", &ben, &always, start()).await.unwrap_err();
    assert!(matches!(refused, RunError::Refused(Error::UnnamedMember)));
    assert!(office.retirement(&tenant(), "ben").await.unwrap().is_none());
    // A conflict is decided anew, and said again it is no news.
    office.store().conflicts.set(2);
    for node in [&office, &other_node] {
        node.retire_member(&tenant(), "ben", &admin(), &always, start()).await.unwrap();
    }
    let actor = admin();
    let member: Box<str> = office.pseudonym(&tenant(), "ben").await.unwrap().unwrap().as_str().into();
    let retired = EventKind::MemberRetired { actor: actor.clone(), member: member.clone() };
    assert_eq!(told().await, std::slice::from_ref(&retired));
    // Another one replaces it, and somebody ends that.
    let other = SelectiveWipe::new("retired/ben/again").in_each_life();
    office.retire_member(&tenant(), "ben", &admin(), &other, start()).await.unwrap();
    for _ in 0..2 {
        office.end_retirement(&tenant(), "ben", &admin(), start()).await.unwrap();
    }
    let ended = |actor| EventKind::RetirementEnded { actor, member: member.clone() };
    assert_eq!(told().await, [retired.clone(), retired.clone(), ended(actor)]);
    // One that is once ends by itself.
    office.retire_member(&tenant(), "ben", &admin(), &SelectiveWipe::new("once"), start()).await.unwrap();
    assert!(office.retirement(&tenant(), "ben").await.unwrap().is_none());
    assert_eq!(told().await[3..], [retired, ended(Actor::rule("member-retired"))]);
}

/// A member disconnects the member's own device, and no other's (F110).
pub(crate) async fn members_disconnect_their_own_devices<S: Store>(store: Arc<S>) {
    let office = office(&store);
    let [phone, _, annas] = three(&office).await;
    let (ben, leave) = (Actor::member("ben"), SelectiveWipe::new("bye").then_leave("com.example.mdm"));
    let error = office.wipe_selectively(&annas.key(), &ben, &leave, start()).await.unwrap_err();
    assert!(matches!(&error, RunError::Refused(Error::Denied { .. })) && error.http_status() == 403);
    assert_eq!(history(&store, &annas.key()).await, []);
    let pseudonym = office.pseudonym(&tenant(), "ben").await.unwrap().unwrap();
    let ben_in_the_trail = Actor::member(pseudonym.as_str());
    let denied =
        |kind: &EventKind| matches!(kind, EventKind::OrderDenied { actor, .. } if *actor == ben_in_the_trail);
    assert!(events(&store).await.iter().any(denied), "the attempt is on record");
    // Anything else of the member's own is the administrator's.
    let own = [order("A", ManagedApplicationList::default())];
    assert!(office.order(&phone.key(), &ben, &own, start()).await.is_err());

    assert!(office.wipe_selectively(&phone.key(), &ben, &leave, start()).await.unwrap().is_new);
    assert_eq!(obeys(&phone, &office).await, ["RemoveProfile", "4 lists"]);
    phone.check_in(&office, &phone.check_out()).await.unwrap();
    let mine = office.devices_of(&tenant(), "ben", None, 9).await.unwrap();
    assert_eq!(mine[0].1.stage(), Stage::CheckedOut);
    assert!(mine[0].1.flows().wipe().unwrap().done_at.is_some());
    // One that has another member by now is not shown any more.
    let annas = Assignment::new(Ownership::Personal, ManagementMode::Byod).of_member("anna");
    office.assign(&mine[1].0, &admin(), &annas, start()).await.unwrap();
    assert_eq!(office.devices_of(&tenant(), "ben", None, 9).await.unwrap().len(), 1);
    assert_eq!(office.devices_of(&tenant(), "anna", None, 9).await.unwrap().len(), 2);
}

/// What is not a member's to do is refused and on record, on any store; what waits goes with the terms that allowed it; and
/// a retirement takes invitations back (F103, F105, F110).
pub(crate) async fn terms_hold_for_whoever_asks<S: Store>(store: Arc<S>) {
    let office = office(&store);
    let [phone, ..] = three(&office).await;
    let (ben, key) = (Actor::member("ben"), phone.key());
    office.order(&key, &admin(), &[order("A", ManagedApplicationList::default())], start()).await.unwrap();
    let before = history(&store, &key).await;
    for refused in [
        office.cancel(&key, &ben, &uuid("A"), start()).await.map(drop),
        office.hold(&key, &ben, &uuid("A"), start()).await.map(drop),
        office.let_go(&key, &ben, &uuid("A"), start()).await.map(drop),
        office.finish_setup(&key, &ben, start()).await.map(drop),
        office.release(&key, &ben, start()).await,
        office.assign(&key, &ben, &bens(), start()).await,
        office.close_slot(&crate::world::slot("slot-1"), &ben, start()).await,
    ] {
        let error = refused.unwrap_err();
        assert!(matches!(&error, RunError::Refused(Error::NotPermitted(_))), "{error:?}");
        assert_eq!(error.http_status(), 403);
        assert!(matches!(events(&store).await.last(), Some(EventKind::Denied { .. })));
    }
    assert_eq!(history(&store, &key).await, before);

    let consent = Consent::new("ben", ConsentText::new("1", b"..."), start());
    office.give_consent(&key, &ben, &consent, start()).await.unwrap();
    let erase = order("E", mdm_apple::EraseDevice::default());
    office.order(&key, &admin(), &[erase], start()).await.unwrap();
    office.withdraw_consent(&key, &ben, start()).await.unwrap();
    assert_eq!(entry_of(&store, &key, "E").await.state, mdm_enrollment::State::Cancelled);
    assert_eq!(phone.session(&office).await, ["A"]);

    let (slot, ticket) = (crate::world::slot("slot-7"), crate::world::ticket(7));
    let invitation = crate::world::invitation(&ticket, start() + secs(60)).assigned(bens());
    office.open_slot(&slot, &invitation, start()).await.unwrap();
    assert!(office.of_member(&tenant(), "ben", None, 9).await.unwrap().contains(&slot.key()));
    let told =
        office.retire_member(&tenant(), "ben", &admin(), &SelectiveWipe::new("bye"), start()).await.unwrap();
    assert!(told.iter().all(|(key, outcome)| *key != slot.key() && outcome.is_ok()), "{told:?}");
    assert!(matches!(
        office.admit(&ticket, start()).await.unwrap_err(),
        RunError::Refused(Error::ExpiredTicket)
    ));
}

/// The state of an app moves in the commit of the answer that moves it: a lost commit loses neither, a doubtful one
/// moves it once.
pub(crate) async fn an_app_moves_with_its_answer<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let install = InstallApplication::new(AppSource::Identifier("com.example.mail".to_owned()));
    office.order(&device.key(), &admin(), &[order("install", install)], start()).await.unwrap();
    let stage = async || {
        let channel = office.channel(&device.key()).await.unwrap().unwrap();
        let app = channel.flows().app("com.example.mail").unwrap();
        (app.stage, app.once.clone())
    };
    assert_eq!(stage().await.0, ItemStage::Ordered);
    device.connect(&office, &device.idle()).await.unwrap();
    let accepted = device.answer("install", &InstallApplicationResponse::default());
    office.store().lose_commits.set(1);
    assert!(device.connect(&office, &accepted).await.is_err());
    assert_eq!(stage().await.0, ItemStage::Ordered);
    office.store().doubt_commits.set(1);
    assert!(device.connect(&office, &accepted).await.is_err());
    assert_eq!(stage().await.0, ItemStage::Underway);
    device.connect(&office, &accepted).await.unwrap();

    // What is to be asked next is data: it is ordered by whoever wants it.
    let channel = office.channel(&device.key()).await.unwrap().unwrap();
    let [wanted] = &channel.flows().next()[..] else { panic!("{channel:?}") };
    assert!(wanted.after > start());
    assert_eq!(history(&store, &device.key()).await.len(), 1, "nothing is sent by itself");
    let ask = order("ask", wanted.request.clone());
    office.order(&device.key(), &admin(), &[ask], start()).await.unwrap();
    device.connect(&office, &device.idle()).await.unwrap();
    let rejected = device.answer("ask", &apps(&[("com.example.mail", "UserRejected")]));
    for _ in 0..2 {
        device.connect(&office, &rejected).await.unwrap();
        assert_eq!(stage().await, (ItemStage::Refused, Some("UserRejected".into())));
    }
    let remove = order("remove", RemoveApplication::new("com.example.mail"));
    office.order(&device.key(), &admin(), &[remove], start()).await.unwrap();
    obeys(&device, &office).await;
    assert_eq!(stage().await.0, ItemStage::Absent);
}

/// A secret is kept before the command that sets it goes out, and no lost reply loses the one that holds.
pub(crate) async fn secrets_are_kept_before_they_are_set<S: Store>(store: Arc<S>) {
    let (office, device) = (office(&store), Device::mac(1));
    device.enroll(&office).await;
    let lock = |name: &str, text: &str| order(name, SetRecoveryLock::new(Password::new(text.to_owned())));
    let candidates = async || -> Vec<String> {
        let channel = office.channel(&device.key()).await.unwrap().unwrap();
        assert!(!format!("{channel:?}").contains("planted"));
        let known = channel.escrow().candidates(SecretKind::RecoveryLock);
        known.map(|secret| String::from_utf8(secret.expose_secret().to_vec()).unwrap()).collect()
    };
    office.order(&device.key(), &admin(), &[lock("A", "planted-1")], start()).await.unwrap();
    assert_eq!(candidates().await, ["planted-1"]);
    device.session(&office).await;
    office.order(&device.key(), &admin(), &[lock("B", "planted-2")], start()).await.unwrap();
    device.connect(&office, &device.idle()).await.unwrap();
    // The answer is lost; the repetition fails.
    device.connect(&office, &device.idle()).await.unwrap();
    device.connect(&office, &device.report(Status::Error, "B")).await.unwrap();
    assert_eq!(candidates().await, ["planted-2", "planted-1"]);
    // Taken back before it went out: it was never set.
    office.order(&device.key(), &admin(), &[lock("C", "planted-3")], start()).await.unwrap();
    office.cancel(&device.key(), &admin(), &uuid("C"), start()).await.unwrap();
    assert_eq!(candidates().await, ["planted-2", "planted-1"]);
}

/// What one node has seen counts on all of them, and a contradiction is told once.
pub(crate) async fn nodes_learn_together<S: Store>(store: Arc<S>) {
    let settings = LearnerSettings { devices: 5, majority_percent: 51, ..learned::SETTINGS };
    let node = || office(&store).with_learning([7; 16], settings);
    let (first, second) = (node(), node());
    for (number, office) in [(1, &first), (2, &second), (3, &first), (4, &second), (5, &first)] {
        let device = Device::new(number);
        device.enroll(office).await;
        let install = order("I", mdm_apple::InstallProfile::new(b"profile".to_vec()))
            .touching(Footprint::new().put(Kind::Profile, "com.example.wifi"));
        let removal = order("R", mdm_apple::RemoveProfile::new("com.example.other"));
        office.order(&device.key(), &admin(), &[install, removal], start()).await.unwrap();
        // Locked: it refuses the install, and the removal too, which the table does not expect.
        let mut served = device.connect(office, &device.idle()).await.unwrap();
        while let Some(name) = name(&served.body) {
            served = device.connect(office, &device.report(Status::NotNow, &name)).await.unwrap();
        }
        // The next session tells that this one is over.
        device.say(office, crate::world::CONNECT, &device.idle(), start() + secs(900)).await.unwrap();
    }
    let now = start() + secs(901);
    assert_eq!(office(&store).learn(now).await.unwrap(), [], "one that learns nothing");
    assert_eq!(first.learn(now).await.unwrap(), [], "three devices are too few");
    // Nothing is lost with a future that is dropped in the middle of it.
    second.store().before_commit.set(std::future::pending());
    tokio::select! {
        biased;
        _ = second.learn(now) => unreachable!("the store does not answer"),
        () = async {
            while !second.store().before_commit.is_over() {
                tokio::task::yield_now().await;
            }
        } => {}
    }
    // A failure costs nothing, and a conflict is done again.
    second.store().lose_commits.set(1);
    assert!(second.learn(now).await.is_err());
    second.store().conflicts.set(2);
    let drift = second.learn(now).await.unwrap();
    let [drift] = &drift[..] else { panic!("{drift:?}") };
    let text = drift.to_string();
    assert!(text.starts_with("RemoveProfile, iOS 18.3, locked: expected that it runs"), "{text}");
    assert!(text.ends_with("but 100 % of 5 devices refused it"), "{text}");
    assert_eq!(first.learn(now).await.unwrap(), [], "it was told");
    let told = EventKind::RuleDrift(Box::new(drift.clone()));
    assert_eq!(events(&store).await.iter().filter(|kind| **kind == told).count(), 1);
}
