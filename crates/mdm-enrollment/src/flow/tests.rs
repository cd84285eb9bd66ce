#![allow(clippy::unwrap_used, reason = "tests")]

use mdm_apple::{
    AppSource, AppState, CommandUuid, EnrollmentKeys, InstallApplicationResponse, InstallMediaResponse,
    InstalledApplication, InstalledApplicationListResponse, InstalledPayload, InstalledProfile,
    ManagedApplication, ManagedApplicationListResponse, ManagedBook, ManagedMediaListResponse,
    MediaReference, MediaSource, MediaType, ProfileListResponse, RejectionReason, RemoveApplication,
    RemoveMedia, SettingResult, SettingsResponse, Udid,
};
use mdm_command::{Change, Context, Event, Order, Queue};
use mdm_lock::{Footprint, RuleTable, Subject};
use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::policy::SelectiveWipe;

const MAIL: &str = "com.example.mail";

fn at(secs: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(secs)
}

fn report(status: Status) -> Report<'static> {
    let keys = EnrollmentKeys::device(Udid::new("UDID-1").unwrap());
    Report::new(keys, status).about(CommandUuid::new("1").unwrap())
}

/// A phone whose commands end in order.
#[derive(Default)]
struct Phone {
    flows: Flows,
    queue: Queue,
    now: u64,
}

impl Phone {
    fn order(&mut self, request: impl Into<Request>) -> u64 {
        let (table, subject) = (RuleTable::default(), Subject::ios(None));
        let request = request.into();
        let uuid = mdm_command::CommandUuid::new(&(self.queue.state().last_seq + 1).to_string()).unwrap();
        let order = Order::new(uuid, request.request_type(), Footprint::new());
        let receipt = self.queue.enqueue([order], &Context::new(&table, &subject), at(self.now)).unwrap();
        receipt.turn.changes.iter().for_each(|change| {
            self.queue.apply(change);
        });
        let seq = receipt.places.first().copied().flatten().unwrap();
        self.flows.ordered(seq, &request, at(self.now));
        seq
    }

    fn end(&mut self, seq: u64, event: Event, report: Option<&Report<'_>>) {
        self.now += 1;
        let moved = Change::CommandMoved { seq, event, outcome: None, at: at(self.now) };
        self.queue.apply(&moved);
        let entry = self.queue.at(seq).unwrap().clone();
        self.flows.ended(&entry, report, at(self.now));
        // Whatever comes in between, what is stored is what was there.
        let stored = serde_json::to_string(&self.flows).unwrap();
        assert_eq!(serde_json::from_str::<Flows>(&stored).unwrap(), self.flows);
    }

    fn answer(&mut self, seq: u64, response: &impl mdm_apple::Body) {
        let report = report(Status::Acknowledged).with_response(response).unwrap();
        self.end(seq, Event::Acknowledged, Some(&report));
    }

    /// Orders it, and has it answered.
    fn ask(&mut self, request: impl Into<Request>, response: &impl mdm_apple::Body) {
        let seq = self.order(request);
        self.answer(seq, response);
    }

    fn list(&mut self, apps: &[(&str, &str)]) {
        self.ask(ManagedApplicationList::default(), &listed(apps));
    }

    fn mail(&self) -> &Item {
        self.flows.app(MAIL).unwrap()
    }

    fn wants(&self) -> Vec<&'static str> {
        self.flows.next().iter().map(|wanted| name_of(&wanted.request)).collect()
    }
}

fn name_of(request: &Request) -> &'static str {
    match request {
        Request::ManagedApplicationList(_) => "apps",
        Request::ManagedMediaList(_) => "books",
        Request::ManagedApplicationFeedback(_) => "feedback",
        Request::ProfileList(_) => "profiles",
        Request::ProvisioningProfileList(_) => "provisioning",
        _ => "removal",
    }
}

fn listed(apps: &[(&str, &str)]) -> ManagedApplicationListResponse {
    let app = |status: &str| ManagedApplication { status: Some(status.into()), ..Default::default() };
    let apps = apps.iter().map(|(name, status)| ((*name).to_owned(), app(status)));
    ManagedApplicationListResponse::new(apps.collect::<BTreeMap<_, _>>())
}

fn install() -> InstallApplication {
    InstallApplication::new(AppSource::Identifier(MAIL.to_owned()))
}

/// A phone that has accepted the app.
fn underway() -> Phone {
    let mut phone = Phone::default();
    phone.ask(install(), &InstallApplicationResponse::default());
    assert_eq!(phone.mail().stage, ItemStage::Underway);
    phone
}

/// What the device says of an app, one after the other, and where the app stands then (F47, F98: introduction).
#[test]
fn an_app_is_where_the_device_says() {
    use ItemStage::{Present, Refused, TakenOff, Underway};
    let check = |words: &[&str], stage, once: Option<&str>| {
        let mut phone = underway();
        for word in words {
            phone.list(&[(MAIL, word)]);
        }
        assert_eq!((phone.mail().stage, phone.mail().once.as_deref()), (stage, once), "{words:?}");
        assert_eq!(phone.wants().contains(&"apps"), stage == Underway, "{words:?}");
    };
    for word in ["Queued", "NeedsRedemption", "Redeeming", "Prompting", "PromptingForLogin"] {
        check(&[word], Underway, None);
    }
    for word in ["ValidatingPurchase", "Installing", "PromptingForManagement", "Updating"] {
        check(&[word], Underway, None);
    }
    check(&["Unknown"], Underway, None);
    check(&["a state of next year"], Underway, None);
    check(&["Installing", "Managed"], Present, None);
    check(&["Managed", "ManagedButUninstalled"], TakenOff, None);
    check(&["Managed", "Updating"], Underway, None);
    // Told once: kept, whatever is told afterwards, and a repetition changes nothing.
    for word in ["UserInstalledApp", "UserRejected", "ManagementRejected", "Failed"] {
        check(&[word], Refused, Some(word));
        check(&[word, "Unknown"], Refused, Some(word));
        check(&[word, word, "Unknown"], Refused, Some(word));
        check(&[word, "Managed", word], Present, Some(word));
    }
    check(&["Managed", "UpdateRejected"], Present, Some("UpdateRejected"));
    check(&["Managed", "Failed"], Present, Some("Failed"));
}

/// An install that is not accepted says why (Apple, Install Application, read 2026-08).
#[test]
fn a_refused_install_says_why() {
    let mut phone = Phone::default();
    let seq = phone.order(install());
    let why = InstallApplicationResponse {
        rejection_reason: Some(RejectionReason::from("AppStoreDisabled")),
        ..Default::default()
    };
    let refused = report(Status::Error).with_response(&why).unwrap();
    phone.end(seq, Event::Error, Some(&refused));
    let refused = (ItemStage::Refused, Some("AppStoreDisabled"));
    assert_eq!((phone.mail().stage, phone.mail().word.as_deref()), refused);
    assert_eq!(phone.flows.next(), []);
    // Ordered anew, what was before is over.
    phone.ask(install(), &InstallApplicationResponse::default());
    assert_eq!((phone.mail().stage, phone.mail().word.as_deref()), (ItemStage::Underway, None));
    // An update that is refused leaves the version that is there.
    phone.list(&[(MAIL, "Managed")]);
    let seq = phone.order(install());
    phone.end(seq, Event::Error, Some(&report(Status::Error)));
    assert_eq!(phone.mail().stage, ItemStage::Present);
    phone.list(&[(MAIL, "ManagedButUninstalled")]);
    // One that was taken back, or superseded, was not installed.
    let seq = phone.order(install());
    phone.end(seq, Event::Cancel, None);
    assert_eq!(phone.mail().stage, ItemStage::Refused);
}

/// Where only a number was ordered, the answer says which app it is.
#[test]
fn the_answer_names_the_app() {
    let mut phone = Phone::default();
    let told = InstallApplicationResponse {
        identifier: Some(MAIL.to_owned()),
        state: Some(AppState::Installing),
        ..Default::default()
    };
    phone.ask(InstallApplication::new(AppSource::ITunesStoreId(7)), &told);
    assert_eq!((phone.mail().stage, phone.mail().word.as_deref()), (ItemStage::Underway, Some("Installing")));
}

/// Update, configuration, feedback and removal (F98: operation and disposal).
#[test]
fn an_app_lives_and_goes() {
    let mut phone = underway();
    phone.list(&[(MAIL, "Managed"), ("com.example.other", "Managed")]);
    assert!(phone.flows.app("com.example.other").is_none(), "nobody ordered it here");
    // The inventory is held against what was ordered, and nothing else of it is kept (F97).
    let app = |identifier: &str| InstalledApplication {
        identifier: Some(identifier.to_owned()),
        external_version_identifier: Some(812),
        has_update_available: Some(true),
        ..Default::default()
    };
    let told = InstalledApplicationListResponse::new(vec![app(MAIL), app("com.example.private")]);
    phone.ask(InstalledApplicationList::default(), &told);
    assert_eq!((phone.mail().version.as_deref(), phone.mail().has_update), (Some("812"), true));
    assert!(!serde_json::to_string(&phone.flows).unwrap().contains("private"));
    // The update is another install.
    phone.ask(install(), &InstallApplicationResponse::default());
    assert_eq!((phone.mail().stage, phone.wants()), (ItemStage::Underway, vec!["apps"]));
    phone.list(&[(MAIL, "Managed")]);

    // The command is acknowledged although an item failed (Apple, Settings).
    for (status, expected) in [("Acknowledged", Configuration::Applied), ("Error", Configuration::Failed)] {
        let item = mdm_apple::ApplicationConfigurationSetting::new(MAIL);
        let seq = phone.order(Settings::new(vec![item.into()]));
        assert_eq!(phone.mail().configuration, Configuration::Ordered);
        let result = SettingResult {
            status: Some(status.to_owned()),
            identifier: Some(MAIL.to_owned()),
            ..Default::default()
        };
        let settings = Some(mdm_apple::OneOrMany(vec![result]));
        phone.answer(seq, &SettingsResponse { settings, ..Default::default() });
        assert_eq!(phone.mail().configuration, expected);
    }

    let mut told = listed(&[(MAIL, "Managed")]);
    told.managed_application_list.get_mut(MAIL).unwrap().has_feedback = Some(true);
    phone.ask(ManagedApplicationList::default(), &told);
    assert_eq!(phone.wants(), ["feedback"]);
    let seq = phone.order(ManagedApplicationFeedback::new(vec![MAIL.to_owned()]));
    assert_eq!(phone.flows.next(), [], "it was asked for");
    phone.answer(seq, &mdm_apple::ManagedApplicationFeedbackResponse::new(vec![]));
    assert_eq!((phone.mail().has_feedback, phone.flows.next()), (false, vec![]));

    // Removal is acknowledged, or the list does not hold it any more.
    let seq = phone.order(RemoveApplication::new(MAIL));
    phone.list(&[(MAIL, "Managed")]);
    assert_eq!(phone.mail().stage, ItemStage::Removing, "it is there until it is gone");
    phone.end(seq, Event::Error, Some(&report(Status::Error)));
    assert_eq!((phone.mail().stage, phone.wants()), (ItemStage::Removing, vec!["apps"]));
    phone.list(&[]);
    assert_eq!((phone.mail().stage, phone.flows.next()), (ItemStage::Absent, vec![]));
}

/// What was asked for is not asked for again, and the pause doubles up to a day.
#[test]
fn a_device_is_not_asked_all_the_time() {
    let mut phone = underway();
    let mut last = at(phone.now);
    for pause in [60, 120, 240, 480] {
        let [Wanted { request: Request::ManagedApplicationList(list), after }] = &phone.flows.next()[..]
        else {
            panic!("{:?}", phone.flows.next())
        };
        assert_eq!(list.identifiers, Some(vec![MAIL.to_owned()]));
        assert_eq!(*after, last + Duration::from_secs(pause));
        phone.now += pause;
        last = at(phone.now);
        let seq = phone.order(ManagedApplicationList::clone(list));
        assert_eq!(phone.flows.next(), []);
        phone.answer(seq, &listed(&[(MAIL, "Installing")]));
    }
    let wait = again(at(0), 99).duration_since(at(0)).unwrap();
    assert_eq!(wait, Flows::LONGEST_POLL);
}

/// Books: install, list, removal (F49, F98: content).
#[test]
fn a_book_comes_and_goes() {
    let mut phone = Phone::default();
    let source = MediaSource::MediaUrl("https://example.com/a.pdf".to_owned());
    let book = InstallMedia {
        persistent_id: Some("handbook".to_owned()),
        ..InstallMedia::new(source, MediaType::Book)
    };
    let state = Some(mdm_apple::MediaState::Installing);
    phone.ask(book, &InstallMediaResponse { state, ..Default::default() });
    assert_eq!(
        (phone.flows.book("handbook").unwrap().stage, phone.wants()),
        (ItemStage::Underway, vec!["books"])
    );
    let told = |state: &str| {
        let (persistent_id, version) = (Some("handbook".to_owned()), Some("2".to_owned()));
        ManagedMediaListResponse::new(vec![ManagedBook {
            persistent_id,
            version,
            state: Some(state.to_owned()),
            ..Default::default()
        }])
    };
    for (state, stage) in [
        ("Installing", ItemStage::Underway),
        ("Managed", ItemStage::Present),
        ("Uninstalled", ItemStage::TakenOff),
        ("Failed", ItemStage::Refused),
    ] {
        phone.ask(ManagedMediaList::default(), &told(state));
        let book = phone.flows.book("handbook").unwrap();
        assert_eq!((book.stage, book.version.as_deref()), (stage, Some("2")), "{state}");
    }
    let seq =
        phone.order(RemoveMedia::new(MediaReference::PersistentId("handbook".to_owned()), MediaType::Book));
    phone.end(seq, Event::Acknowledged, None);
    assert_eq!(phone.flows.book("handbook").unwrap().stage, ItemStage::Absent);
}

fn profiles(identifiers: &[(&str, &str)]) -> ProfileListResponse {
    let profile = |(identifier, kind): &(&str, &str)| InstalledProfile {
        payload_identifier: Some((*identifier).to_owned()),
        is_managed: Some(true),
        payload_content: Some(vec![InstalledPayload {
            payload_type: Some((*kind).to_owned()),
            ..Default::default()
        }]),
        ..Default::default()
    };
    ProfileListResponse::new(identifiers.iter().map(profile).collect::<Vec<_>>())
}

fn books(ids: &[&str]) -> ManagedMediaListResponse {
    let book = |id: &&str| ManagedBook { persistent_id: Some((*id).to_owned()), ..Default::default() };
    ManagedMediaListResponse::new(ids.iter().map(book).collect::<Vec<_>>())
}

fn provisioning(uuids: &[&str]) -> mdm_apple::ProvisioningProfileListResponse {
    let profile = |uuid: &&str| mdm_apple::InstalledProvisioningProfile {
        uuid: Some((*uuid).to_owned()),
        ..Default::default()
    };
    mdm_apple::ProvisioningProfileListResponse::new(uuids.iter().map(profile).collect::<Vec<_>>())
}

fn round(removals: &[u64], lists: &[(u64, Listed)]) -> Round {
    let (removals, lists) = (removals.iter().copied().collect(), lists.iter().copied().collect());
    Round { removals, lists, ..Round::default() }
}

/// Lists at places that no command has.
fn nowhere() -> Vec<(u64, Listed)> {
    (9_000..).zip(Listed::ALL).collect()
}

fn is_done(phone: &Phone) -> bool {
    phone.flows.wipe().unwrap().done_at.is_some()
}

/// A selective wipe is done when the device has confirmed it (F102).
#[test]
fn a_wipe_is_done_when_all_is_gone() {
    let mut phone = Phone::default();
    phone.list(&[(MAIL, "Managed")]);
    let wifi = [("com.example.mdm", "com.apple.mdm"), ("com.example.wifi", "com.apple.wifi.managed")];
    phone.ask(ProfileList::default(), &profiles(&wifi));
    let key = RecordKey::new("device/1").unwrap();
    let wipe = SelectiveWipe::new("retired/ben");
    let orders = wipe.orders(&key, phone.flows.managed());
    let places: Vec<_> = orders.iter().map(|order| phone.order(order.command().request.clone())).collect();
    let [app, profile, apps, media, all, others] = places[..] else { panic!("{orders:?}") };
    let asked = [
        (apps, Listed::Apps),
        (media, Listed::Books),
        (all, Listed::Profiles),
        (others, Listed::ProvisioningProfiles),
    ];
    phone.flows.wiped(&wipe, round(&[app, profile], &asked), at(phone.now));
    phone.end(app, Event::Acknowledged, Some(&report(Status::Acknowledged)));
    phone.answer(apps, &listed(&[]));
    phone.answer(media, &books(&["handbook"]));
    phone.answer(others, &provisioning(&["u-1"]));
    phone.end(profile, Event::Error, Some(&report(Status::Error)));
    assert!(!is_done(&phone) && phone.flows.wipe().unwrap().failed == 1);
    assert_eq!(phone.flows.next(), [], "the list is on its way");
    // It is still there, and there is more than was known.
    phone.answer(all, &profiles(&wifi));
    assert!(!is_done(&phone));
    let lists = ["apps", "books", "profiles", "provisioning"];
    assert_eq!(phone.wants(), [["removal"; 3].as_slice(), &lists].concat());
    assert_eq!(phone.flows.next_round(at(phone.now)), None, "not at once");
    phone.now += 120;
    let (number, requests) = phone.flows.next_round(at(phone.now)).unwrap();
    assert_eq!((number, requests.len()), (1, 7));
    let places: Vec<_> = requests.into_iter().map(|request| phone.order(request)).collect();
    let asked: Vec<_> = places[3..].iter().copied().zip(Listed::ALL).collect();
    phone.flows.wiped_again(number, round(&places[..3], &asked), at(phone.now));
    for place in &places[..3] {
        phone.end(*place, Event::Acknowledged, Some(&report(Status::Acknowledged)));
    }
    phone.answer(places[3], &listed(&[]));
    phone.answer(places[4], &books(&[]));
    phone.answer(places[5], &profiles(&wifi[..1]));
    assert!(!is_done(&phone), "one list is missing");
    phone.answer(places[6], &provisioning(&[]));
    assert!(is_done(&phone), "{:?}", phone.flows);
    assert_eq!(phone.flows.next(), []);
    assert!(phone.flows.has_wiped("retired/ben") && !phone.flows.has_wiped("retired/anna"));
    // One that leaves is through with it.
    phone.flows.wiped(&SelectiveWipe::new("lost"), round(&[1], &nowhere()), at(phone.now));
    phone.flows.end(Some(at(phone.now)));
    assert!(is_done(&phone) && phone.flows.managed() == &Managed::default());
}

/// A list that the device does not have counts as told; one that it has and does not give does not. The names of rounds are
/// counted by rounds, whatever lists there are.
#[test]
fn rounds_are_counted_without_lists() {
    let mut phone = Phone::default();
    let wipe = SelectiveWipe::new("retired/ben");
    let first = phone.order(ProfileList::default());
    phone.flows.wiped(&wipe, round(&[], &[(first, Listed::Profiles)]), at(phone.now));
    phone.answer(first, &profiles(&[("com.example.wifi", "com.apple.wifi.managed")]));
    let mut names = BTreeSet::new();
    let mut pause = 0;
    for nth in 1..=5 {
        assert!(!is_done(&phone));
        let due = phone.flows.next().iter().map(|wanted| wanted.after).max().unwrap();
        assert_eq!(phone.flows.next_round(due - Duration::from_secs(1)), None);
        let waited = due.duration_since(at(phone.now)).unwrap().as_secs();
        assert!(waited > pause, "it doubles: {waited} after {pause}");
        (pause, phone.now) = (waited, phone.now + waited);
        let (number, requests) = phone.flows.next_round(due).unwrap();
        assert_eq!(number, nth);
        let key = RecordKey::new("device/1").unwrap();
        let orders = wipe.again(&key, number, requests);
        for order in &orders {
            assert!(names.insert(order.command().uuid.as_str().to_owned()), "a name comes again");
        }
        // It has neither apps nor books nor provisioning profiles.
        let removal = phone.order(mdm_apple::RemoveProfile::new("com.example.wifi"));
        let list = phone.order(ProfileList::default());
        phone.flows.wiped_again(number, round(&[removal], &[(list, Listed::Profiles)]), at(phone.now));
        phone.end(removal, Event::Error, Some(&report(Status::Error)));
        match nth {
            1 => phone.end(list, Event::Error, Some(&report(Status::Error))),
            5 => phone.answer(list, &profiles(&[])),
            _ => phone.answer(list, &profiles(&[("com.example.wifi", "com.apple.wifi.managed")])),
        }
    }
    assert!(is_done(&phone));
    // One that has none of the lists, and told of nothing, is through at once; so is its next round.
    let mut silent = Phone::default();
    silent.flows.wiped(&wipe, Round::default(), at(0));
    assert!(is_done(&silent));
}

/// What was cut is not known to be gone, and what declarations have brought no list tells.
#[test]
fn a_wipe_is_not_done_on_half_a_word() {
    let mut phone = Phone::default();
    let wipe = SelectiveWipe::new("retired/ben");
    let list = phone.order(ManagedApplicationList::default());
    phone.flows.wiped(&wipe, round(&[], &[(list, Listed::Apps)]), at(phone.now));
    let long = "a".repeat(RecordKey::MAX_LEN + 1);
    phone.answer(list, &listed(&[(&long, "Managed")]));
    assert!(!is_done(&phone) && phone.flows.managed().apps.is_empty());
    phone.list(&[]);
    assert!(is_done(&phone));

    let mut phone = Phone::default();
    phone.flows.wiped(&wipe.clone().with_declarations(), round(&[], &nowhere()[..1]), at(phone.now));
    phone.list(&[]);
    assert!(!is_done(&phone));
    phone.flows.declared(true, at(phone.now));
    assert!(!is_done(&phone));
    phone.flows.declared(false, at(phone.now));
    assert!(is_done(&phone));
    let done = phone.flows.clone();
    phone.flows.declared(true, at(phone.now));
    assert_eq!(phone.flows, done, "done is done");
}

/// Nobody fills a record with names: what does not fit is not followed.
#[test]
fn flows_are_bounded() {
    let mut phone = Phone::default();
    let install = |n: usize| InstallApplication::new(AppSource::Identifier(format!("app-{n}")));
    for n in 0..Flows::ITEMS {
        phone.flows.ordered(n as u64, &install(n).into(), at(n as u64));
    }
    phone.flows.ordered(9_998, &install(9_998).into(), at(1));
    assert!(phone.flows.app("app-9998").is_none());
    phone.flows.ordered(9_999, &RemoveApplication::new("app-7").into(), at(2));
    phone.flows.apps.follow("app-7", |item| item.stands(ItemStage::Absent, at(3)));
    phone.flows.ordered(10_000, &install(10_000).into(), at(4));
    assert!(phone.flows.app("app-10000").is_some() && phone.flows.app("app-7").is_none());
    assert_eq!(phone.flows.apps().count(), Flows::ITEMS);
    assert!(!format!("{:?}", phone.flows).contains("app-1"));
}

/// What was stored before instants were numbers.
#[test]
fn an_item_is_read_in_both_forms() {
    let since = SystemTime::UNIX_EPOCH + Duration::new(1_800_000_000, 5);
    let item = Item::new(ItemStage::Underway, since);
    let written = serde_json::to_string(&item).unwrap();
    assert_eq!(written, r#"{"stage":"Underway","since":1800000000000000005}"#);
    let before = r#"{"stage":"Underway","since":{"secs_since_epoch":1800000000,"nanos_since_epoch":5}}"#;
    for form in [&written, before] {
        assert_eq!(serde_json::from_str::<Item>(form).unwrap(), item, "{form}");
    }
    for wrong in ["-1", "1.5", "null", r#""1""#, r#"{"secs_since_epoch":1}"#] {
        let text = format!(r#"{{"stage":"Underway","since":{wrong}}}"#);
        assert!(serde_json::from_str::<Item>(&text).is_err(), "{text}");
    }
}

/// One thing that happens to the app of a phone; a number chooses among the lists that are asked for and not answered.
#[derive(Clone, Debug)]
enum Happens {
    Asked,
    Installed,
    TakenBack(prop::sample::Index),
    Told(prop::sample::Index, &'static str),
}

fn happens() -> impl Strategy<Value = Happens> {
    let words = ["Installing", "Managed", "UserRejected", "Unknown", "Failed"];
    prop_oneof![
        Just(Happens::Asked),
        Just(Happens::Installed),
        any::<prop::sample::Index>().prop_map(Happens::TakenBack),
        (any::<prop::sample::Index>(), prop::sample::select(words.to_vec()))
            .prop_map(|(which, word)| Happens::Told(which, word)),
    ]
}

proptest! {
    /// In any order of orders, answers, losses and repetitions: a state that is told once is not lost, what was asked for
    /// is not wanted again, each move is told, and what is stored is what is read.
    #[test]
    fn any_interleaving_keeps_what_is_told_once(steps in vec(happens(), 0..24)) {
        let mut phone = underway();
        let (mut open, mut once): (Vec<u64>, BTreeSet<&str>) = (Vec::new(), BTreeSet::new());
        for step in steps {
            let before = phone.flows.clone();
            match step {
                Happens::Asked => open.push(phone.order(ManagedApplicationList::default())),
                Happens::Installed => {
                    once.clear();
                    let seq = phone.order(install());
                    phone.answer(seq, &InstallApplicationResponse::default());
                }
                Happens::TakenBack(which) if !open.is_empty() => {
                    let seq = open.swap_remove(which.index(open.len()));
                    phone.end(seq, Event::Cancel, None);
                }
                Happens::Told(which, word) if !open.is_empty() => {
                    let seq = open.swap_remove(which.index(open.len()));
                    phone.answer(seq, &listed(&[(MAIL, word)]));
                    if matches!(word, "UserRejected" | "Failed") {
                        once.insert(word);
                    }
                    // The same answer again: the command is final, and nobody waits for it.
                    prop_assert!(!phone.flows.waits_for(seq));
                }
                Happens::TakenBack(_) | Happens::Told(..) => {}
            }
            let kept = phone.mail().once.as_deref();
            prop_assert_eq!(kept.is_some(), !once.is_empty());
            prop_assert!(kept.is_none_or(|kept| once.contains(kept)));
            let asked = phone.flows.open.values().any(|about| matches!(about, About::Apps { .. }));
            prop_assert!(!asked || !phone.wants().contains(&"apps"));
            let moves = FlowMove::between(&before, &phone.flows);
            let moved = before.app(MAIL).is_some_and(|was| was.stage != phone.mail().stage);
            prop_assert!(moved <= !moves.is_empty(), "{:?}", moves);
            let shown = format!("{moves:?}");
            prop_assert!(!shown.contains(MAIL));
        }
    }
}

/// What events tell: each move once, and nothing of what has not moved.
#[test]
fn each_move_is_told_once() {
    let mut phone = Phone::default();
    let mut told = Flows::default();
    let mut check = |phone: &Phone, expected: &[FlowMove]| {
        assert_eq!(FlowMove::between(&told, &phone.flows), expected);
        assert_eq!(FlowMove::between(&phone.flows, &phone.flows), []);
        told = phone.flows.clone();
    };
    let app =
        |stage, word: Option<&str>| FlowMove::App { app: MAIL.into(), stage, word: word.map(Into::into) };
    let seq = phone.order(InstallApplication { configuration: Some(Default::default()), ..install() });
    let configuration = |state| FlowMove::Configuration { app: MAIL.into(), state };
    check(&phone, &[app(ItemStage::Ordered, None), configuration(Configuration::Ordered)]);
    phone.answer(seq, &InstallApplicationResponse::default());
    check(&phone, &[app(ItemStage::Underway, None), configuration(Configuration::Applied)]);
    phone.list(&[(MAIL, "Installing")]);
    check(&phone, &[]);
    phone.list(&[(MAIL, "Managed")]);
    check(&phone, &[app(ItemStage::Present, Some("Managed"))]);
    // Told once, and it stays where it is.
    for expected in [&[app(ItemStage::Present, Some("UpdateRejected"))][..], &[]] {
        phone.list(&[(MAIL, "UpdateRejected")]);
        check(&phone, expected);
    }
    phone.flows.wiped(&SelectiveWipe::new("lost"), round(&[99], &nowhere()), at(9));
    check(&phone, &[]);
    phone.flows.end(Some(at(10)));
    check(&phone, &[FlowMove::WipeDone { failed: 0 }]);
}

/// A wipe goes on without the member; what else was followed is not.
#[test]
fn flows_can_forget_a_member() {
    let mut phone = underway();
    phone.list(&[(MAIL, "Managed")]);
    let seq = phone.order(RemoveApplication::new(MAIL));
    phone.flows.wiped(&SelectiveWipe::new("retired/ben"), round(&[seq], &nowhere()), at(7));
    let without = phone.flows.without_member();
    assert_eq!(without.wipe().unwrap().cause, "forgotten/7000".into());
    assert_eq!(
        (without.apps().count(), without.is_wiping(seq), without.without_member()),
        (0, true, without.clone())
    );
    assert_eq!(without.managed(), phone.flows.managed());
    assert!(!serde_json::to_string(&without).unwrap().contains("ben"));
    phone.flows = without;
    phone.end(seq, Event::Acknowledged, Some(&report(Status::Acknowledged)));
    assert_eq!(phone.wants(), ["apps", "books", "profiles", "provisioning"]);
    phone.flows.end(Some(at(99)));
    assert_eq!(phone.flows.without_member(), Flows::default());
}
