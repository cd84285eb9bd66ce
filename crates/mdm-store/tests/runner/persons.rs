//! What a store holds of a person: a mark is planted in every place, each is found, and after an erasure none is there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use base64::Engine as _;
use mdm_apple::{
    AppSource, CheckIn, DeleteUser, DeviceInformationResponse, EnrollmentKeys, InstallApplication,
    InstallMedia, InstallProfile, MediaSource, MediaType, PushMagic, PushToken, QueryResponses, Report,
    Status, TokenUpdate, Topic, Udid, UsersToDelete,
};
use mdm_enrollment::audit::{Line, MemberName, Verifier};
use mdm_enrollment::policy::{Assignment, Consent, ConsentText, ManagementMode, Ownership, SelectiveWipe};
use mdm_enrollment::row::{LinkKind, RecordKey, Tenant, Window};
use mdm_enrollment::{
    Actor, CertificateSource, Error, Event, EventKind, NewFanOut, OrderId, RuleTable, Stage, Targets,
    UserPolicy, record_of, users_of,
};
use mdm_store::{
    Auditor, Fate, Held, HeldCursor, HeldKind, Outbox, OutboxOptions, Person, RunError, Runner, Store,
};

use crate::faults::Faulty;
use crate::world::{
    Device, Office, TOPIC, admin, day, history, invitation, name, order, query, secs, slot, start,
    stored_events, ticket, trust,
};

/// It is nowhere else, in upper or lower case.
const MARK: &str = "planted-person";
pub(crate) const ACCOUNT: &str = "Planted-Person-A";

fn tenant() -> Tenant {
    Tenant::new(TOPIC).unwrap()
}

pub(crate) fn person() -> Person {
    Person::new(&tenant(), MARK).with_account(ACCOUNT)
}

pub(crate) fn office<S: Store>(store: &Arc<S>) -> Office<S> {
    let trust = trust(CertificateSource::MutualTls).with_users(UserPolicy::Managed);
    Runner::new(Faulty::new(Arc::clone(store)), trust, RuleTable::default())
}

fn own() -> Assignment {
    let mut own = Assignment::new(Ownership::Company, ManagementMode::CompanyFull).of_member(MARK);
    own.consent = Some(Consent::new(MARK, ConsentText::new("1", b"You agree"), start()));
    own
}

fn user_keys(device: &str, user: &str, account: &str) -> EnrollmentKeys {
    EnrollmentKeys {
        user_id: Some(user.to_owned()),
        user_short_name: Some(account.to_owned()),
        user_long_name: Some(format!("{MARK} in full")),
        ..EnrollmentKeys::device(Udid::new(device).unwrap())
    }
}

pub(crate) fn user(device: &str) -> RecordKey {
    record_of(&user_keys(device, "A1", ACCOUNT).resolve().unwrap()).unwrap()
}

pub(crate) async fn log_in<S: Store>(office: &Office<S>, device: &Device, udid: &str, account: &str) {
    let token = PushToken::new(b"a user's".to_vec());
    let magic = PushMagic::new("a user's".to_owned()).unwrap();
    let keys = user_keys(udid, "A1", account);
    let update = TokenUpdate::new(keys, Topic::new(TOPIC).unwrap(), token, magic);
    let body = CheckIn::TokenUpdate(update.into()).encode().unwrap();
    assert_eq!(device.check_in(office, &body).await.unwrap().status, 200);
}

/// A Mac and a phone of one member, an invitation of another's, a shared Mac on which the same person has an account; and
/// something of the person in every place that there is. Gives the Mac and the phone.
pub(crate) async fn plant<S: Store>(office: &Office<S>) -> [Device; 2] {
    let (mac, phone, shared) = (Device::mac(1), Device::new(2), Device::mac(3));
    for device in [&mac, &phone, &shared] {
        device.enroll(office).await;
    }
    // An invitation of a member, in the name of the slot too.
    let (ticket, member) = (ticket(9), Actor::member(MARK));
    let invitation = invitation(&ticket, start() + day()).assigned(own()).by(&member);
    office.open_slot(&slot(&format!("of-{MARK}")), &invitation, start()).await.unwrap();
    for device in [&mac, &phone] {
        office.assign(&device.key(), &admin(), &own(), start()).await.unwrap();
    }
    // An invitation of another member, with the person's consent in it.
    let (other, mut bens) = (crate::world::ticket(10), own().of_member("ben"));
    bens.consent = own().consent;
    let invitation = crate::world::invitation(&other, start() + day()).assigned(bens);
    office.open_slot(&slot("of-ben"), &invitation, start()).await.unwrap();
    // What was tried on another's device.
    let denied = office.wipe_selectively(&shared.key(), &member, &SelectiveWipe::new("no"), start()).await;
    assert!(matches!(denied, Err(RunError::Refused(Error::Denied { .. }))));
    // Users, of the own Mac and of the shared one.
    log_in(office, &mac, "UDID-1", ACCOUNT).await;
    log_in(office, &shared, "UDID-3", &ACCOUNT.to_lowercase()).await;
    let profile = order("user", InstallProfile::new(MARK.as_bytes().to_vec()));
    office.order(&user("UDID-1"), &admin(), &[profile], start()).await.unwrap();
    let idle = Report::new(user_keys("UDID-1", "A1", ACCOUNT), Status::Idle).encode().unwrap();
    assert_eq!(name(&mac.connect(office, &idle).await.unwrap().body).as_deref(), Some("user"));
    let done = Report::new(user_keys("UDID-1", "A1", ACCOUNT), Status::Acknowledged);
    let done = done.about(mdm_apple::CommandUuid::new("user").unwrap()).encode().unwrap();
    mac.connect(office, &done).await.unwrap();
    // An answer that tells a name; what waits, what is out and not answered; who is to be deleted.
    let delete = order("delete", DeleteUser::new(UsersToDelete::One(ACCOUNT.to_owned())));
    office.order(&mac.key(), &admin(), &[query("name"), delete], start()).await.unwrap();
    mac.connect(office, &mac.idle()).await.unwrap();
    let told = QueryResponses { device_name: Some(format!("{MARK}'s Mac")), ..QueryResponses::default() };
    let told = mac.answer("name", &DeviceInformationResponse::new(told));
    assert_eq!(name(&mac.connect(office, &told).await.unwrap().body).as_deref(), Some("delete"));
    let profile = order("waits", InstallProfile::new(MARK.as_bytes().to_vec()));
    office.order(&mac.key(), &admin(), &[profile], start()).await.unwrap();
    // Apps, books, a status, a set that says nothing of anybody.
    // Events tell of apps and books by their identifiers, which are the embedder's and name nobody.
    let app = InstallApplication::new(AppSource::Identifier("com.example.app".to_owned()));
    let book = InstallMedia {
        persistent_id: Some("handbook".to_owned()),
        ..InstallMedia::new(MediaSource::MediaUrl("https://example.com/a.pdf".to_owned()), MediaType::Book)
    };
    let ordered = [order("app", app), order("book", book)];
    office.order(&phone.key(), &admin(), &ordered, start()).await.unwrap();
    // An order to all the member's devices, half of it carried out.
    let (id, targets) =
        (OrderId::new("to-all").unwrap(), Targets::Linked(MemberName::of(TOPIC, MARK).link()));
    let orders = [order("to-all", InstallProfile::new(MARK.as_bytes().to_vec()))];
    let tenant = tenant();
    let actor = admin();
    let placing =
        NewFanOut { id: &id, actor: &actor, tenant: Some(&tenant), orders: &orders, targets: &targets };
    office.place_order(&placing, start()).await.unwrap();
    office.expand_order(&id, start()).await.unwrap();
    // The member leaves.
    let wipe = SelectiveWipe::new(&format!("retired/{MARK}")).in_each_life();
    let told = office.retire_member(&tenant, MARK, &admin(), &wipe, start()).await.unwrap();
    assert!(told.len() == 2 && told.iter().all(|(_, outcome)| outcome.is_ok()), "{told:?}");
    // What is assigned after that stays for now: the wipe took away what was.
    #[cfg(feature = "declarative")]
    {
        use mdm_apple::DeclarativeManagementMessage;
        use mdm_enrollment::declarative::{Draft, SetId};

        use crate::world::CHECK_IN;

        let report = format!(r#"{{"StatusItems":{{"device":{{"name":"{MARK}"}}}}}}"#);
        let keys = EnrollmentKeys::device(Udid::new("UDID-2").unwrap());
        let mut message = DeclarativeManagementMessage::new(keys, "status");
        message.data = Some(report.into_bytes().into());
        let body = CheckIn::DeclarativeManagement(message.into()).encode().unwrap();
        assert_eq!(phone.say(office, CHECK_IN, &body, start()).await.unwrap().status, 200);
        let set = SetId::new("all").unwrap();
        office.replace_declarations(&tenant, &admin(), &Draft::new(&set), start()).await.unwrap();
        office.assign_declarations(&phone.key(), &admin(), &[set], start()).await.unwrap();
    }
    office.flush_contacts().await.unwrap();
    [mac, phone]
}

/// All pages, and no page is too large.
pub(crate) async fn export<S: Store>(office: &Office<S>, limit: usize) -> Vec<Held> {
    let (mut held, mut from): (Vec<Held>, Option<HeldCursor>) = (Vec::new(), None);
    for _ in 0..10_000 {
        let page = office.export_member(&person(), from.as_ref(), limit).await.unwrap();
        let shown = format!("{page:?}{:?}", person());
        assert!(!shown.to_lowercase().contains(MARK), "{shown}");
        held.extend(page.held);
        // A program may keep the place.
        let json = serde_json::to_string(&page.next).unwrap();
        from = serde_json::from_str(&json).unwrap();
        if from.is_none() {
            return held;
        }
    }
    panic!("it does not end");
}

/// In which forms a mark lies there: text, base64.
fn is_marked(bytes: &[u8]) -> bool {
    let is_in =
        |form: &str| bytes.windows(form.len()).any(|window| window.eq_ignore_ascii_case(form.as_bytes()));
    // At each of the three places that base64 may begin with; the ends depend on the neighbours.
    let base64 = |skip: usize| {
        let text = base64::engine::general_purpose::STANDARD_NO_PAD.encode(&MARK[skip..]);
        text[..text.len() - 2].to_owned()
    };
    is_in(MARK) || (0..3).any(|skip| bytes.windows(base64(skip).len()).any(|w| w == base64(skip).as_bytes()))
}

pub(crate) async fn verified<S: Store>(store: &Arc<S>) {
    let auditor = Auditor::new(Arc::clone(store), [tenant()]);
    for _ in 0..3 {
        for draft in auditor.drafts(None, start()).await.unwrap() {
            auditor.commit(draft, None).await.unwrap();
        }
    }
    let (mut verifier, mut broken) = (Verifier::new(), None);
    let mut take = |line: Line| broken = broken.take().or_else(|| verifier.take(&line).err());
    auditor.export(&tenant(), None, &mut take).await.unwrap();
    assert_eq!(broken, None);
    verifier.finish().unwrap();
}

/// A mark in every place: the export finds each, the erasure each too, and what lives goes on.
pub(crate) async fn a_person_is_found_and_forgotten_in_every_place<S: Store>(store: Arc<S>) {
    let office = office(&store);
    let [mac, phone] = plant(&office).await;
    verified(&store).await;
    // A consumer that lags: nothing was told to it yet.
    let outbox = Outbox::new(Arc::clone(&store), "lags", OutboxOptions::default()).unwrap();

    let whole = export(&office, 1_000).await;
    assert_eq!(export(&office, 1).await, whole, "however large the pages are");
    let mut found: BTreeMap<HeldKind, (usize, usize)> = BTreeMap::new();
    for held in &whole {
        let json = serde_json::to_string(held).unwrap();
        assert_eq!(serde_json::from_str::<Held>(&json).unwrap(), *held);
        let (all, marked) = found.entry(held.kind()).or_default();
        *all += 1;
        let bytes = match held {
            Held::Command { sent: Some(text), .. } | Held::Answer { told: text, .. } => {
                base64::engine::general_purpose::STANDARD.decode(&**text).unwrap()
            }
            Held::Event { body, .. } => body.as_bytes().to_vec(),
            _ => json.into_bytes(),
        };
        *marked += usize::from(is_marked(&bytes));
    }
    for &kind in HeldKind::ALL {
        let is_declarative = matches!(kind, HeldKind::Status | HeldKind::Declarations);
        let is_off = is_declarative && !cfg!(feature = "declarative");
        let (all, marked) = found.get(&kind).copied().unwrap_or_default();
        let is_planted = match kind {
            HeldKind::App | HeldKind::Book => false,
            HeldKind::Device | HeldKind::Wipe => true,
            kind => kind.fate() == Fate::Removed,
        };
        assert_eq!(all > 0, kind != HeldKind::Unreadable && !is_off, "{kind:?}");
        assert_eq!(marked > 0, is_planted && !is_off, "{kind:?}: {marked} of {all}");
    }
    // What hangs in the records beside that of a device is told with it.
    let told: BTreeSet<&str> = whole
        .iter()
        .filter_map(|held| match held {
            Held::Event { id, .. } => Some(&**id),
            _ => None,
        })
        .collect();
    let devices = ["UDID-1", "UDID-2"];
    let beside = |event: &&mdm_store::StoredEvent| {
        let key = event.row.key.as_str();
        !key.starts_with("device/") && devices.iter().any(|device| key.contains(device))
    };
    let events = stored_events(&*store).await;
    let beside: Vec<_> = events.iter().filter(beside).collect();
    assert_eq!(beside.is_empty(), !cfg!(feature = "declarative"));
    for event in beside {
        assert!(told.contains(&*event.id), "{} is not told", event.id);
    }
    // The user of the shared Mac is found by the account, and its device is not the person's.
    let records: BTreeSet<String> = whole.iter().filter_map(record).collect();
    assert!(records.contains(user("UDID-3").as_str()) && !records.contains("device/UDID-3"));

    let member = office.erase_member(&person(), &Actor::member(MARK), start()).await.unwrap_err();
    assert!(matches!(member, RunError::Refused(Error::UnnamedMember)));
    let erased = office.erase_member(&person(), &admin(), start() + secs(1)).await.unwrap();
    assert_eq!(erased.devices, [mac.key(), phone.key()]);
    assert_eq!(erased.left, [mac.key(), phone.key()], "wipes are under way");
    assert_eq!(export(&office, 7).await, []);
    let again = office.erase_member(&person(), &admin(), start() + secs(2)).await.unwrap();
    assert_eq!((again.devices, again.left), (vec![], vec![]), "said again, it finds nothing");
    for kind in [LinkKind::Member, LinkKind::Pseudonym] {
        let link = mdm_enrollment::row::Link { kind, ..MemberName::of(TOPIC, MARK).link() };
        assert_eq!(store.find(&link, None, 9).await.unwrap(), []);
    }
    verified(&store).await;
    // What is told from now on names nobody.
    let mut delivery = outbox.poll(start()).await.unwrap();
    let mut told = 0;
    while let Some(event) = delivery.next_event() {
        let mut event = Event::decode(&event.row.body).unwrap();
        office.name(&mut event).await.unwrap();
        assert!(!is_marked(format!("{event:?}").as_bytes()), "{event:?}");
        told += 1;
    }
    assert!(told > 10);
    outbox.settle(delivery, start()).await.unwrap();
    assert!(stored_events(&*store).await.iter().all(|event| !is_marked(&event.row.body)));

    // The devices live. A late answer is to a command that nobody remembers.
    let told = QueryResponses { device_name: Some(MARK.to_owned()), ..QueryResponses::default() };
    let late = mac.answer("delete", &DeviceInformationResponse::new(told));
    assert_eq!(mac.connect(&office, &late).await.unwrap().status, 200);
    for device in [&mac, &phone] {
        let channel = office.channel(&device.key()).await.unwrap().unwrap();
        assert_eq!((channel.stage(), channel.assignment().member.as_deref()), (Stage::Enrolled, None));
        let order = query(&format!("after-{}", device.key().as_str().len()));
        office.order(&device.key(), &admin(), std::slice::from_ref(&order), start() + secs(3)).await.unwrap();
        let name = order.command().uuid.as_str().to_owned();
        assert!(device.session(&office).await.contains(&name));
    }
    // The wipe goes on by itself, and no user is left.
    let swept = office.sweep(None, start() + day()).await.unwrap();
    assert_eq!(swept.outcomes.len(), 2, "{swept:?}");
    assert_eq!(store.find(&users_of(&mac.key()), None, 9).await.unwrap(), []);
}

/// A cursor is kept by somebody else from one page to the next: whatever became of a device since, and whatever was written
/// into the cursor, nobody gets what is another one's.
pub(crate) async fn an_export_gives_nothing_of_anybody_else<S: Store>(store: Arc<S>) {
    let office = office(&store);
    const COMMAND: &str = r#""kind":"command""#;
    let (phone, other) = (Device::new(2), Device::new(4));
    for (device, name) in [(&phone, "of-anna"), (&other, "of-another")] {
        device.enroll(&office).await;
        office.order(&device.key(), &admin(), &[query(name), query("more")], start()).await.unwrap();
        assert_eq!(device.session(&office).await, [name, "more"]);
    }
    office.assign(&phone.key(), &admin(), &own(), start()).await.unwrap();
    let rest = async |cursor: &str| {
        let (mut rest, mut next): (String, Option<HeldCursor>) =
            (String::new(), Some(serde_json::from_str(cursor).unwrap()));
        while let Some(from) = next {
            let page = office.export_member(&person(), Some(&from), 1).await.unwrap();
            rest += &serde_json::to_string(&page.held).unwrap();
            next = page.next;
        }
        rest
    };
    let (mut cursors, mut from) = (Vec::new(), None);
    for place in ["Commands", "Trail"] {
        let cursor = loop {
            let page = office.export_member(&person(), from.as_ref(), 1).await.unwrap();
            let cursor = serde_json::to_string(&page.next).unwrap();
            from = page.next;
            assert!(from.is_some(), "{place}");
            if cursor.contains(place) && cursor.contains(phone.key().as_str()) {
                break cursor;
            }
        };
        // Where there is nothing, of another's, and of another one's that nobody knows.
        for stolen in [other.key().as_str(), "device/nobody", "audit/x", ""] {
            let told = rest(&cursor.replace(phone.key().as_str(), stolen)).await;
            assert!(!told.contains(&format!("{:?}", other.key().as_str())), "{told}");
            assert!(!told.contains("UDID-4/"), "{told}");
        }
        cursors.push(cursor);
    }
    let before = [rest(&cursors[0]).await, rest(&cursors[1]).await];
    let bens = Assignment::new(Ownership::Company, ManagementMode::CompanyFull).of_member("ben");
    office.assign(&phone.key(), &admin(), &bens, start()).await.unwrap();
    office.order(&phone.key(), &admin(), &[query("of-ben")], start()).await.unwrap();
    for (cursor, before) in cursors.iter().zip(before) {
        let after = rest(cursor).await;
        assert!(!after.contains("of-ben"), "{after}");
        assert!(
            !after.contains(COMMAND) && before.contains(COMMAND) == cursor.contains("Commands"),
            "{after}"
        );
    }
}

/// A consent in the name of somebody who has not the device is that, and nothing else: the device, its history and its users
/// are another's, in the export and in the erasure.
pub(crate) async fn a_consent_is_no_ownership<S: Store>(store: Arc<S>) {
    let office = office(&store);
    let (bens, free) = (Device::mac(1), Device::mac(2));
    let ben = Assignment::new(Ownership::Personal, ManagementMode::Byod).of_member("ben");
    let nobodys = Assignment::new(Ownership::Personal, ManagementMode::Byod);
    let consent = Consent::new(MARK, ConsentText::new("1", b"You agree"), start());
    for (device, assignment) in [(&bens, &ben), (&free, &nobodys)] {
        device.enroll(&office).await;
        office.assign(&device.key(), &admin(), assignment, start()).await.unwrap();
        office.order(&device.key(), &admin(), &[query("done"), query("waits")], start()).await.unwrap();
        device.connect(&office, &device.idle()).await.unwrap();
        device.connect(&office, &device.report(Status::Acknowledged, "done")).await.unwrap();
        // Mistyped.
        office.give_consent(&device.key(), &admin(), &consent, start()).await.unwrap();
    }
    log_in(&office, &bens, "UDID-1", "ben").await;
    let (ticket, mut of_ben) = (ticket(9), ben.clone());
    of_ben.consent = Some(consent.clone());
    let invited = invitation(&ticket, start() + day()).assigned(of_ben);
    office.open_slot(&slot("of-ben"), &invited, start()).await.unwrap();

    let told: Vec<_> = export(&office, 1).await.iter().map(|held| (held.kind(), record(held))).collect();
    let of = |key: &RecordKey| -> Vec<HeldKind> {
        let of = told.iter().filter(|(_, record)| record.as_deref() == Some(key.as_str()));
        of.map(|(kind, _)| *kind).collect()
    };
    for key in [bens.key(), slot("of-ben").key()] {
        assert_eq!(of(&key), [HeldKind::Consent], "{key}");
    }
    assert_eq!(of(&user("UDID-1")), []);
    // A device of nobody's is the person's who agreed.
    assert!(of(&free.key()).contains(&HeldKind::Device) && of(&free.key()).contains(&HeldKind::Command));
    // Who has the device is not told who else agreed.
    let bens_own = office.export_member(&Person::new(&tenant(), "ben"), None, 1_000).await.unwrap();
    let kinds = [HeldKind::Device, HeldKind::Invitation];
    let bens_own: Vec<_> = bens_own.held.iter().filter(|held| kinds.contains(&held.kind())).collect();
    let shown = serde_json::to_string(&bens_own).unwrap();
    assert!(bens_own.len() == 2 && !is_marked(shown.as_bytes()), "{shown}");

    let (before, ordered) = (stored_events(&*store).await.len(), history(&*store, &bens.key()).await);
    let erased = office.erase_member(&person(), &admin(), start() + secs(1)).await.unwrap();
    assert_eq!((erased.devices, erased.left), (vec![free.key()], vec![]));
    assert_eq!(export(&office, 100).await, []);
    let channel = office.channel(&bens.key()).await.unwrap().unwrap();
    assert_eq!(*channel.assignment(), ben, "the consent is gone, and nothing else");
    assert_eq!(history(&*store, &bens.key()).await, ordered);
    assert_eq!(channel.users(), 1);
    assert!(office.admit(&ticket, start()).await.is_ok(), "the invitation is another's");
    let of_ben = office.of_member(&tenant(), "ben", None, 9).await.unwrap();
    assert_eq!(of_ben, [bens.key(), slot("of-ben").key()]);
    let gone = crate::world::events(&*store).await.into_iter();
    let gone = gone.filter(|kind| matches!(kind, EventKind::ConsentWithdrawn { .. })).count();
    assert_eq!((gone, stored_events(&*store).await.len() > before), (2, true), "it is on record");
    assert!(stored_events(&*store).await.iter().all(|event| !is_marked(&event.row.body)));
    for key in [bens.key(), slot("of-ben").key()] {
        let body = store.load(&key, &Window::Head).await.unwrap().unwrap().head.body;
        assert!(!is_marked(&body), "{key}");
    }
    verified(&store).await;
    assert_eq!(bens.session(&office).await, ["waits"]);
}

/// Whoever comes to the person while an erasure runs is found by it: a device by an invitation that was out, and one that is
/// handed to the person.
pub(crate) async fn what_comes_beside_an_erasure_is_found<S: Store + 'static>(store: Arc<S>) {
    for moment in ["load", "commit", "assign"] {
        let office = office(&store);
        let (old, new, handed) = (Device::new(1), Device::new(2), Device::new(0));
        for device in [&old, &handed] {
            device.enroll(&office).await;
        }
        office.assign(&old.key(), &admin(), &own(), start()).await.unwrap();
        let (ticket, name) = (ticket(9), slot("z-of-the-person"));
        let invited = invitation(&ticket, start() + day()).assigned(own());
        office.open_slot(&name, &invited, start()).await.unwrap();
        office.claim_slot(&ticket, new.certificate().fingerprint(), start()).await.unwrap();
        let (there, twin, given) = (crate::persons::office(&store), new.clone(), handed.key());
        let comes = async move {
            if moment == "assign" {
                there.assign(&given, &admin(), &own(), start()).await.unwrap();
                return;
            }
            let presented = mdm_enrollment::Presented {
                tls_certificate: Some(twin.certificate().as_der()),
                ..Default::default()
            };
            let body = twin.authenticate();
            let request = mdm_enrollment::DeviceRequest::put("/mdm", &body)
                .with_content_type(Some(crate::world::CHECK_IN))
                .presenting(presented);
            // It is refused when the invitation is gone by then.
            drop(there.device(&request, start()).await);
        };
        match moment {
            "load" => office.store().before_load.set(comes),
            _ => office.store().before_commit.set(comes),
        }
        let erased = office.erase_member(&person(), &admin(), start()).await.unwrap();
        assert!(office.store().before_load.is_over() && office.store().before_commit.is_over());
        let held = export(&office, 100).await;
        assert!(held.is_empty() && erased.left.is_empty(), "{moment}: {held:?} {erased:?}");
        let link = MemberName::of(TOPIC, MARK).link();
        assert_eq!(store.find(&link, None, 9).await.unwrap(), [], "{moment}");
        for key in [old.key(), new.key(), handed.key(), name.key()]
            .into_iter()
            .chain([0, 1].map(|number| slot(&format!("slot-{number}")).key()))
        {
            office.purge(&key, &admin(), start()).await.unwrap();
        }
    }
}

/// A user who logs in while the device is purged goes with the device, and nobody logs in after that.
pub(crate) async fn who_logs_in_beside_a_purge_goes_too<S: Store + 'static>(store: Arc<S>) {
    let office = office(&store);
    let mac = Device::mac(1);
    mac.enroll(&office).await;
    let (there, twin) = (crate::persons::office(&store), mac.clone());
    office.store().before_commit.set(async move { log_in(&there, &twin, "UDID-1", ACCOUNT).await });
    office.purge(&mac.key(), &admin(), start()).await.unwrap();
    assert!(office.store().before_commit.is_over());
    for key in [mac.key(), user("UDID-1")] {
        assert_eq!(store.load(&key, &Window::Head).await.unwrap(), None, "{key}");
        assert_eq!(store.events_of(&key, None, 9).await.unwrap(), []);
    }
    verified(&store).await;
}

/// Names come again with the next login, for the device is managed as before; and can be erased again.
pub(crate) async fn who_logs_in_again_is_known_again<S: Store>(store: Arc<S>) {
    let office = office(&store);
    let [mac, _] = plant(&office).await;
    office.erase_member(&person(), &admin(), start()).await.unwrap();
    log_in(&office, &mac, "UDID-1", ACCOUNT).await;
    let held = export(&office, 100).await;
    assert!(held.iter().any(|held| held.kind() == HeldKind::User), "{held:?}");
    assert!(held.iter().all(|held| held.kind() != HeldKind::Device), "{held:?}");
    // Who knows no account of the person finds nothing: the device is nobody's.
    let unnamed = Person::new(&tenant(), MARK);
    assert_eq!(office.export_member(&unnamed, None, 100).await.unwrap().held, []);
    office.erase_member(&person(), &admin(), start()).await.unwrap();
    assert_eq!(export(&office, 100).await, []);
    assert_eq!(office.channel(&mac.key()).await.unwrap().unwrap().users(), 0);
}

/// Whenever an erasure is cut off, it is gone on with by calling it again.
pub(crate) async fn an_erasure_that_is_cut_off_goes_on<S: Store>(store: Arc<S>) {
    let office = office(&store);
    plant(&office).await;
    let mut cuts = 0;
    // The next commit fails each time, a little later.
    for fails in 0.. {
        assert!(fails < 500);
        let before = office.store().commits.count();
        office.store().fail_commits_after(fails % 7);
        let outcome = office.erase_member(&person(), &admin(), start()).await;
        office.store().fail_commits_never();
        match outcome {
            Ok(_) => break,
            Err(_) => cuts += 1,
        }
        assert!(office.store().commits.count() > before || fails % 7 == 0);
    }
    assert!(cuts > 5, "{cuts}");
    assert_eq!(export(&office, 100).await, []);
    verified(&store).await;
}

/// A purged device takes its users along, also those that have left, and nobody else's.
pub(crate) async fn a_purged_device_takes_its_users_along<S: Store>(store: Arc<S>) {
    let office = office(&store);
    let [mac, _] = plant(&office).await;
    let keys = user_keys("UDID-1", "B2", "ben");
    let left = record_of(&keys.resolve().unwrap()).unwrap();
    let token = PushToken::new(b"ben's".to_vec());
    let magic = PushMagic::new("ben's".to_owned()).unwrap();
    let update = TokenUpdate::new(keys, Topic::new(TOPIC).unwrap(), token, magic);
    mac.check_in(&office, &CheckIn::TokenUpdate(update.into()).encode().unwrap()).await.unwrap();
    office.release(&left, &admin(), start()).await.unwrap();
    assert_eq!(office.channel(&left).await.unwrap().unwrap().stage(), Stage::Ended);
    office.purge(&mac.key(), &admin(), start()).await.unwrap();
    for key in [mac.key(), left, user("UDID-1")] {
        assert_eq!(store.load(&key, &Window::Head).await.unwrap(), None, "{key}");
        assert_eq!(store.events_of(&key, None, 9).await.unwrap(), []);
        assert_eq!((store.wake(&key).await.unwrap(), history(&*store, &key).await.len()), (None, 0));
    }
    assert!(office.channel(&user("UDID-3")).await.unwrap().is_some());
    verified(&store).await;
}

/// Whom a `DeleteUser` deletes is not kept when no answer can come that would delete anybody.
pub(crate) async fn who_is_deleted_is_not_kept<S: Store>(store: Arc<S>) {
    let office = office(&store);
    let mac = Device::mac(1);
    mac.enroll(&office).await;
    let kept = async || office.channel(&mac.key()).await.unwrap().unwrap().deletions().count();
    let delete = |name: &str| order(name, DeleteUser::new(UsersToDelete::One(ACCOUNT.to_owned())));
    // Taken back before it went out.
    office.order(&mac.key(), &admin(), &[delete("A"), delete("B"), delete("C")], start()).await.unwrap();
    assert_eq!(kept().await, 3);
    office.cancel(&mac.key(), &admin(), &crate::world::uuid("B"), start()).await.unwrap();
    assert_eq!(kept().await, 2);
    // Answered with an error, and acknowledged.
    mac.connect(&office, &mac.idle()).await.unwrap();
    mac.connect(&office, &mac.report(Status::Error, "A")).await.unwrap();
    assert_eq!(kept().await, 1);
    // Taken back when it was out: the device may still have done it.
    office.cancel(&mac.key(), &admin(), &crate::world::uuid("C"), start()).await.unwrap();
    assert_eq!(kept().await, 1);
    log_in(&office, &mac, "UDID-1", ACCOUNT).await;
    mac.connect(&office, &mac.report(Status::Acknowledged, "C")).await.unwrap();
    assert_eq!(kept().await, 0);
    assert_eq!(office.channel(&user("UDID-1")).await.unwrap().unwrap().stage(), Stage::Ended);
    let deleted = EventKind::UserEnded { why: mdm_enrollment::UserEnd::Deleted };
    assert!(crate::world::events(&*store).await.contains(&deleted));
    // Out, taken back, and forgotten.
    office.order(&mac.key(), &admin(), &[delete("D")], start()).await.unwrap();
    mac.connect(&office, &mac.idle()).await.unwrap();
    office.cancel(&mac.key(), &admin(), &crate::world::uuid("D"), start()).await.unwrap();
    assert_eq!(kept().await, 1);
    let nothing = mdm_enrollment::Retention { age: secs(0), last: 0 };
    while office.prune(&mac.key(), nothing, start() + day()).await.unwrap() > 0 {}
    assert_eq!(kept().await, 0);
}

/// The record in which something lies.
pub(crate) fn record(held: &Held) -> Option<String> {
    let json = serde_json::to_value(held).unwrap();
    json.get("record").and_then(|record| record.as_str()).map(str::to_owned)
}

/// No byte is left of a person.
mod bytes {
    use mdm_store::Memory;
    use mdm_store::seal::Place;

    use super::*;

    /// Memory shows every body; what else it keeps is found by the rows that name it.
    #[tokio::test]
    async fn in_memory() {
        use mdm_store::Bodies;
        let store = Arc::new(Memory::new());
        let office = office(&store);
        plant(&office).await;
        let marked = async || {
            let mut found = Vec::new();
            let mut after: Option<Place> = None;
            loop {
                let page = store.places(after.as_ref(), 100).await.unwrap();
                let Some((last, _)) = page.last() else { return found };
                after = Some(last.clone());
                for (place, _) in page {
                    let body = store.body(&place).await.unwrap().unwrap();
                    if is_marked(&body) || is_marked(format!("{place}").as_bytes()) {
                        found.push(place.to_string());
                    }
                }
            }
        };
        assert!(marked().await.len() > 10);
        office.erase_member(&person(), &admin(), start()).await.unwrap();
        assert_eq!(marked().await, [""; 0]);
        assert!(stored_events(&*store).await.iter().all(|event| !is_marked(&event.row.body)));
    }

    #[cfg(feature = "sqlite")]
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn in_the_file_and_its_log() {
        use mdm_store::{Durability, Sqlite, SqliteOptions};
        let folder = crate::folder::Folder::new();
        let mut options = SqliteOptions::default();
        options.durability = Durability::Process;
        let store = Arc::new(Sqlite::open_with(folder.file("store.db"), options).unwrap());
        let office = office(&store);
        plant(&office).await;
        let marked = || {
            let files = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
            let marked = files.filter(|file| is_marked(&std::fs::read(file).unwrap()));
            marked.map(|file| file.file_name().unwrap().to_string_lossy().into_owned()).collect::<Vec<_>>()
        };
        assert!(!marked().is_empty());
        office.erase_member(&person(), &admin(), start()).await.unwrap();
        assert!(!marked().is_empty(), "free pages and the log keep it until they are overwritten");
        store.scrub().await.unwrap();
        assert_eq!(marked(), [""; 0]);
        let shrinks = store.space().await.unwrap();
        assert!(shrinks.shrinks && shrinks.free == 0, "{shrinks:?}");
        assert_eq!(store.check().await.unwrap(), [""; 0]);
        store.close().await;
        assert_eq!(marked(), [""; 0]);
        assert!(matches!(store.scrub().await, Err(mdm_store::Error::Closed)));
    }

    /// Somebody else who writes is in the way, and it is said.
    #[cfg(feature = "sqlite")]
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_file_that_is_held_is_scrubbed_later() {
        use mdm_store::{Sqlite, SqliteOptions};
        let folder = crate::folder::Folder::new();
        let mut options = SqliteOptions::default();
        options.busy_timeout = secs(0);
        let store = Sqlite::open_with(folder.file("store.db"), options).unwrap();
        let other = rusqlite_of(&folder.file("store.db"));
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        let error = store.scrub().await.unwrap_err();
        assert!(matches!(error, mdm_store::Error::Busy { .. }), "{error:?}");
        other.execute_batch("ROLLBACK").unwrap();
        store.scrub().await.unwrap();
    }

    #[cfg(feature = "sqlite")]
    fn rusqlite_of(path: &std::path::Path) -> rusqlite::Connection {
        rusqlite::Connection::open(path).unwrap()
    }
}
