use std::collections::BTreeSet;
use std::time::{Duration, UNIX_EPOCH};

use mdm_apple::support::EnrollmentKind;
use mdm_apple::{
    ClearPasscode, DeclarativeManagement, DeviceInformation, DeviceLocation, DeviceLock, EraseDevice,
    InstallApplication, InstallMedia, InstallProfile, InstalledApplicationList,
    ManagedApplicationListResponse, RemoveApplication, RemoveProfile, Settings,
};
use mdm_lock::{OsVersion, Platform};

use super::family::FAMILIES;
use super::*;
use crate::row::RecordKey;

const NOW: SystemTime = UNIX_EPOCH;

fn at(secs: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(secs)
}

fn facts() -> DeviceFacts {
    let mut facts = DeviceFacts::new(Platform::Ios);
    facts.os = Some(OsVersion::new(18, 0));
    facts.supervised = Some(true);
    facts
}

/// Every command has one of the five families (F41, F60, F65, F96).
#[test]
fn every_command_has_a_family() {
    assert!(FAMILIES.is_sorted_by(|one, other| one.0 < other.0), "found by bisection");
    let known: BTreeSet<_> = Request::KNOWN.iter().copied().collect();
    let labelled: BTreeSet<_> = FAMILIES.iter().map(|(name, _)| *name).collect();
    assert_eq!(known, labelled);
    for family in Family::ALL {
        assert!(FAMILIES.iter().any(|(_, of)| *of == family), "{family:?} has a command");
    }
    assert_eq!(Family::of("com.example.vendor"), None);
}

/// The four presets (F97, F99): a row says what each allows.
#[test]
fn each_mode_allows_what_its_preset_says() {
    let managed_apps = InstalledApplicationList { managed_apps_only: Some(true), ..Default::default() };
    let rows: [(Request, [bool; 4]); 11] = [
        (DeviceInformation::new(vec![]).into(), [true, true, true, true]),
        (InstalledApplicationList::default().into(), [true, false, false, false]),
        (managed_apps.into(), [true, true, true, true]),
        (InstallProfile::new(b"".to_vec()).into(), [true, true, true, false]),
        (Settings::new(vec![]).into(), [true, true, true, false]),
        (DeclarativeManagement::default().into(), [true, true, true, false]),
        (RemoveProfile::new("x").into(), [true, true, true, true]),
        (RemoveApplication::new("x").into(), [true, true, true, true]),
        (DeviceLock::default().into(), [true, true, true, false]),
        (DeviceLocation::default().into(), [true, true, false, false]),
        (EraseDevice::default().into(), [true, true, true, false]),
    ];
    for (request, allowed) in rows {
        for (mode, allowed) in ManagementMode::ALL.into_iter().zip(allowed) {
            let assignment = Assignment::new(Ownership::Company, mode);
            let verdict = assignment.judge(&Actor::administrator("anna"), &request, &facts(), NOW);
            assert_eq!(verdict.is_ok(), allowed, "{} as {mode:?}: {verdict:?}", request.request_type());
        }
    }
}

#[test]
fn what_takes_control_is_beyond_a_members_own_device() {
    let byod = Assignment::new(Ownership::Personal, ManagementMode::Byod);
    for command in CONTROL {
        assert_eq!(Family::of(command).map(|family| family != Family::Information), Some(true), "{command}");
    }
    let clear = Request::from(ClearPasscode::new(mdm_apple::UnlockToken::new(vec![1])));
    let denied = byod.judge(&Actor::administrator("anna"), &clear, &facts(), NOW).unwrap_err();
    assert_eq!(denied, Denial::Mode { command: "ClearPasscode".into(), mode: ManagementMode::Byod });
    assert_eq!(
        denied.to_string(),
        "ClearPasscode is not allowed on a device that is managed as a member's own"
    );
}

/// A device wipe on a personal device: without consent refused, under User Enrollment always (F105).
#[test]
fn an_erase_of_a_personal_device_needs_the_members_word() {
    let check = |consent: Option<Consent>, facts: &DeviceFacts, expected: fn(&Result<(), Denial>) -> bool| {
        let mut phone = Assignment::new(Ownership::Personal, ManagementMode::Byod).of_member("ben");
        phone.consent = consent;
        for actor in [Actor::administrator("anna"), Actor::rule("lost")] {
            let verdict = phone.judge(&actor, &EraseDevice::default().into(), facts, at(100));
            assert!(expected(&verdict), "{verdict:?}");
        }
    };
    let text = || ConsentText::new("1", b"may be erased");
    let given = || Consent::new("ben", text(), at(10));
    let mut withdrawn = given();
    withdrawn.withdraw(at(50));
    withdrawn.withdraw(at(500));
    assert_eq!(withdrawn.withdrawn_at, Some(at(50)));
    let mut user = facts();
    user.enrollment = Some(EnrollmentKind::UserEnrollment);

    check(None, &facts(), |verdict| *verdict == Err(Denial::NoConsent));
    check(Some(given()), &facts(), Result::is_ok);
    check(Some(given().until(at(101))), &facts(), Result::is_ok);
    check(Some(given().until(at(100))), &facts(), |verdict| *verdict == Err(Denial::ConsentEnded));
    check(Some(withdrawn), &facts(), |verdict| *verdict == Err(Denial::ConsentEnded));
    let later = Consent::new("ben", text(), at(101));
    check(Some(later), &facts(), |verdict| *verdict == Err(Denial::ConsentEnded));
    let another = Consent::new("eve", text(), at(10));
    check(Some(another), &facts(), |verdict| *verdict == Err(Denial::ForeignConsent));
    // Consent or not: nobody is asked for what the platform forbids.
    check(Some(given()), &user, |verdict| matches!(verdict, Err(Denial::Platform(_))));
    check(None, &user, |verdict| matches!(verdict, Err(Denial::Platform(_))));
}

#[test]
fn a_consent_without_a_member_is_nobodys() {
    let mut phone = Assignment::new(Ownership::Personal, ManagementMode::CompanyFull);
    phone.consent = Some(Consent::new("ben", ConsentText::new("1", b""), at(0)));
    let verdict = phone.judge(&Actor::administrator("anna"), &EraseDevice::default().into(), &facts(), NOW);
    assert_eq!(verdict, Err(Denial::ForeignConsent));
}

/// A member sees and disconnects the member's own devices and no other's (F110).
#[test]
fn members_have_their_own_devices() {
    let phone = Assignment::new(Ownership::Personal, ManagementMode::Byod).of_member("ben");
    let nobodys = Assignment::new(Ownership::Company, ManagementMode::CompanyFull);
    let remove = || Request::from(RemoveApplication::new("com.example.mail"));
    let check = |assignment: &Assignment, member: &str, request: Request, expected: Result<(), Denial>| {
        assert_eq!(assignment.judge(&Actor::member(member), &request, &facts(), NOW), expected);
    };
    check(&phone, "ben", remove(), Ok(()));
    check(&phone, "eve", remove(), Err(Denial::NotTheMembers));
    check(&phone, "", remove(), Err(Denial::NotTheMembers));
    check(&nobodys, "ben", remove(), Err(Denial::NotTheMembers));
    check(&phone, "ben", DeviceLock::default().into(), Err(Denial::NotForMembers("DeviceLock".into())));
    check(&phone, "eve", DeviceLock::default().into(), Err(Denial::NotTheMembers));
    assert_eq!(phone.sees("ben"), Ok(()));
}

/// Every actor and every act (F109, F110): the table at [`Act`] is what is done.
#[test]
fn who_may_do_what_is_a_table() {
    let phone = Assignment::new(Ownership::Personal, ManagementMode::Byod).of_member("ben");
    let code = include_str!("act.rs");
    for act in Act::ALL {
        let said = |actor: Actor| match phone.permits(&actor, act) {
            Ok(()) if act == Act::GiveConsent && actor == Actor::member("ben") => {
                "yes, in the member's own name"
            }
            Ok(()) => "yes",
            Err(_) => "no",
        };
        let (admin, rule) = (said(Actor::administrator("anna")), said(Actor::rule("lost")));
        let (own, other) = (said(Actor::member("ben")), said(Actor::member("eve")));
        let row = format!("/// | {act} | {admin} | {rule} | {own} | {other} |\n");
        assert!(code.contains(&row), "the table lacks {row}");
        assert_eq!(phone.permits(&Actor::member("eve"), act), Err(Denial::NotTheMembers), "before all else");
        assert_eq!(Assignment::UNASSIGNED.permits(&Actor::member(""), act), Err(Denial::NotTheMembers));
    }
    let rows = code.lines().filter(|line| line.starts_with("/// | ")).count();
    assert_eq!(rows, Act::ALL.len() + 1, "and no other row");
    assert_eq!(
        phone.permits(&Actor::member("ben"), Act::Release).unwrap_err().to_string(),
        "release is for administrators and the rules that they make"
    );
}

/// Management is enabled for a tenant first (F107).
#[test]
fn a_tenant_enables_management_first() {
    assert_eq!(Management::default().admit(), Err(Denial::ManagementOff));
    assert_eq!(Management::Offered.admit(), Ok(()));
    assert_eq!(Management::Required.admit(), Ok(()));
}

/// The decision table (F106), and what ownership, supervision and consent make of it.
#[test]
fn every_situation_has_its_advice() {
    use Measure::{Disconnect, Erase, Lock, LostMode};
    use Situation::{Lost, PersonalPhone, Replaced, Retired, Stolen};
    use When::{ByItself, IfNotFound, Now, OnReturn};

    let company = Assignment::new(Ownership::Company, ManagementMode::CompanyFull);
    let personal = Assignment::new(Ownership::Personal, ManagementMode::Byod).of_member("ben");
    let mut agreed = personal.clone();
    agreed.consent = Some(Consent::new("ben", ConsentText::new("1", b""), at(0)));
    let mut plain = facts();
    plain.supervised = Some(false);
    let mut user = facts();
    user.enrollment = Some(EnrollmentKind::UserEnrollment);
    let mac = DeviceFacts::new(Platform::Macos);
    let wipe = Measure::SelectiveWipe;

    let check =
        |situation, assignment: &Assignment, facts: &DeviceFacts, expected: &[(Measure, When, bool)]| {
            let advice = recommend(situation, assignment, facts, NOW);
            let steps = advice.steps.iter().map(|step| (step.measure, step.when, step.obstacle.is_none()));
            assert_eq!(steps.collect::<Vec<_>>(), expected, "{situation:?} {assignment:?}");
        };
    check(Lost, &company, &facts(), &[(LostMode, Now, true), (Erase, IfNotFound, true)]);
    check(Lost, &company, &plain, &[(Lock, Now, true), (Erase, IfNotFound, true)]);
    check(Lost, &company, &mac, &[(Lock, Now, true), (Erase, IfNotFound, true)]);
    check(Lost, &personal, &facts(), &[(wipe, Now, true), (Erase, IfNotFound, false)]);
    check(Lost, &agreed, &facts(), &[(wipe, Now, true), (Erase, IfNotFound, true)]);
    check(Lost, &agreed, &user, &[(wipe, Now, true)]);
    check(Stolen, &company, &facts(), &[(Erase, Now, true)]);
    check(Stolen, &personal, &facts(), &[(wipe, Now, true), (Erase, Now, false)]);
    check(Retired, &company, &facts(), &[(wipe, ByItself, true), (Erase, OnReturn, true)]);
    check(Retired, &personal, &facts(), &[(Disconnect, ByItself, true)]);
    check(Replaced, &company, &facts(), &[(Erase, OnReturn, true)]);
    check(Replaced, &personal, &facts(), &[(Disconnect, Now, true)]);
    check(PersonalPhone, &personal, &facts(), &[(wipe, Now, true)]);
    check(PersonalPhone, &company, &facts(), &[(wipe, Now, true)]);
}

/// A step without an obstacle may be ordered now, and one with an obstacle may not, in every mode, ownership, situation,
/// consent and kind of device.
#[test]
fn what_is_advised_may_be_ordered() {
    use Situation::{Lost, PersonalPhone, Replaced, Retired, Stolen};
    let given = || Consent::new("ben", ConsentText::new("1", b""), at(10));
    let withdrawn = || {
        let mut consent = given();
        consent.withdraw(at(20));
        consent
    };
    let consents = [
        None,
        Some(given()),
        Some(given().until(at(50))),
        Some(Consent::new("eve", ConsentText::new("1", b""), at(10))),
        Some(withdrawn()),
    ];
    let devices = [Platform::Ios, Platform::Macos, Platform::Tvos].into_iter().flat_map(|platform| {
        [None, Some(false), Some(true)].into_iter().flat_map(move |supervised| {
            [None, Some(EnrollmentKind::UserEnrollment)].map(|enrollment| {
                let mut facts = DeviceFacts::new(platform);
                (facts.supervised, facts.enrollment) = (supervised, enrollment);
                facts
            })
        })
    });
    let admin = Actor::administrator("anna");
    let (mut steps, mut obstacles) = (0, 0);
    for facts in devices {
        for mode in ManagementMode::ALL {
            for ownership in [Ownership::Company, Ownership::Personal] {
                for consent in &consents {
                    let mut assignment = Assignment::new(ownership, mode).of_member("ben");
                    assignment.consent.clone_from(consent);
                    for situation in [Lost, Stolen, Retired, Replaced, PersonalPhone] {
                        for step in recommend(situation, &assignment, &facts, at(100)).steps {
                            let request: Request = match step.measure {
                                Measure::LostMode => {
                                    let notice = mdm_apple::LostModeNotice::Message("Call me".to_owned());
                                    mdm_apple::EnableLostMode::new(notice).into()
                                }
                                Measure::Lock => DeviceLock::default().into(),
                                Measure::Erase => EraseDevice::default().into(),
                                _ => RemoveProfile::new("x").into(),
                            };
                            let refused =
                                support::validate(request.request_type(), &facts).into_iter().next();
                            let denied = assignment.judge(&admin, &request, &facts, at(100)).err();
                            let wipes = matches!(step.measure, Measure::SelectiveWipe | Measure::Disconnect);
                            let expected = refused.filter(|_| !wipes).map(Denial::Platform).or(denied);
                            assert_eq!(step.obstacle, expected, "{situation:?} {assignment:?} {facts:?}");
                            steps += 1;
                            obstacles += u32::from(step.obstacle.is_some());
                        }
                    }
                }
            }
        }
    }
    assert!(obstacles > 100 && steps > 2 * obstacles, "{obstacles} of {steps}");
}

fn managed() -> Managed {
    let set = |names: &[&str]| names.iter().map(|name| Box::from(*name)).collect();
    Managed {
        apps: set(&["com.example.mail", "com.example.notes"]),
        books: set(&["handbook"]),
        store_books: set(&["700"]),
        profiles: set(&["com.example.wifi"]),
        provisioning_profiles: set(&["u-1"]),
        ..Managed::default()
    }
}

/// Everything of the organization's goes, the enrollment last (F102, F110).
#[test]
fn a_selective_wipe_takes_everything_and_leaves_last() {
    let phone = RecordKey::new("device/1").unwrap();
    let orders = SelectiveWipe::new("retired/ben").then_leave("com.example.mdm").orders(&phone, &managed());
    let types: Vec<_> = orders.iter().map(|order| order.command().request.request_type()).collect();
    assert_eq!(
        types,
        [
            "RemoveMedia",
            "RemoveMedia",
            "RemoveApplication",
            "RemoveApplication",
            "RemoveProvisioningProfile",
            "RemoveProfile",
            "ManagedApplicationList",
            "ManagedMediaList",
            "ProfileList",
            "ProvisioningProfileList",
            "RemoveProfile"
        ]
    );
    // A member may order it for the member's own device: it asks for nothing but removals and what is left.
    let removals = types.iter().filter(|name| REMOVALS.contains(name)).count();
    assert_eq!(removals + 4, types.len());
    // A device that does not tell which of its profiles enrolled it lists that one too: it goes last, and once.
    let mut all = managed();
    all.profiles.insert("com.example.mdm".into());
    let orders = SelectiveWipe::new("retired/ben").then_leave("com.example.mdm").orders(&phone, &all);
    assert_eq!(orders.len(), types.len());
}

/// The names are the same each time, so that a retirement that is told twice is carried out once (F103); and no two
/// commands, enrollments or causes share one.
#[test]
fn a_wipe_for_one_cause_happens_once() {
    let (phone, tablet) = (RecordKey::new("device/1").unwrap(), RecordKey::new("device/11").unwrap());
    let names = |cause: &str, key: &RecordKey, managed: &Managed| -> Vec<String> {
        let orders = SelectiveWipe::new(cause).orders(key, managed);
        orders.iter().map(|order| order.command().uuid.as_str().to_owned()).collect()
    };
    let first = names("retired/ben", &phone, &managed());
    assert_eq!(first, names("retired/ben", &phone, &managed()));
    let unlike: BTreeSet<_> = [
        first.clone(),
        names("retired/ben", &tablet, &managed()),
        names("retired/be", &phone, &managed()),
        names("retired/ben/1", &phone, &managed()),
    ]
    .concat()
    .into_iter()
    .collect();
    assert_eq!(unlike.len(), 4 * first.len());
    // Another list, as it would be the second time: the queries are there again, under the same names.
    let second = names("retired/ben", &phone, &Managed::default());
    assert!(second.iter().all(|name| first.contains(name)) && !second.is_empty());
}

#[test]
fn what_is_managed_is_read_out_of_the_answers() {
    let mut managed = Managed::default();
    let answer: ManagedApplicationListResponse = mdm_plist::from_slice(
        b"<plist><dict><key>ManagedApplicationList</key><dict>
        <key>a</key><dict><key>Status</key><string>Managed</string></dict>
        <key>b</key><dict><key>Status</key><string>UserRejected</string></dict>
        <key>c</key><dict><key>Status</key><string>Installing</string></dict>
        <key>d</key><dict><key>Status</key><string>a state of next year</string></dict>
        <key>e</key><dict/>
        </dict></dict></plist>",
    )
    .unwrap();
    managed.take_apps(&answer);
    assert_eq!(managed.apps.iter().map(|app| &**app).collect::<Vec<_>>(), ["a", "c", "d", "e"]);

    let profile = |identifier: &str, is_managed| mdm_apple::InstalledProfile {
        payload_identifier: Some(identifier.to_owned()),
        is_managed,
        ..Default::default()
    };
    let profiles = [
        profile("com.example.mdm", Some(true)),
        profile("com.example.wifi", Some(true)),
        profile("own", Some(false)),
        profile("old", None),
    ];
    managed.take_profiles(&profiles, "com.example.mdm");
    assert_eq!(managed.profiles.iter().map(|id| &**id).collect::<Vec<_>>(), ["com.example.wifi"]);
    assert!(!format!("{managed:?}").contains("wifi"));
}

/// Content only (F101): books come and go, apps and settings are not touched.
#[test]
fn content_only_is_content_only() {
    let assignment = Assignment::new(Ownership::Personal, ManagementMode::ContentOnly).of_member("ben");
    let admin = Actor::administrator("anna");
    let book = InstallMedia::new(mdm_apple::MediaSource::ITunesStoreId(7), mdm_apple::MediaType::Book);
    assert_eq!(assignment.judge(&admin, &book.into(), &facts(), NOW), Ok(()));
    let app = InstallApplication::new(mdm_apple::AppSource::ITunesStoreId(7));
    assert!(assignment.judge(&admin, &app.into(), &facts(), NOW).is_err());
}

/// The tables of `docs/policy.md` are what the code does (F4, F41, F99). To accept a deliberate change, replace them by
/// what the failing test prints.
#[test]
fn the_tables_of_the_page_are_what_is_done() {
    let page = include_str!("../../../../docs/policy.md");
    let columns: [(&str, Assignment, Actor); 5] = [
        ("company, in full", Assignment::new(Ownership::Company, ManagementMode::CompanyFull), None),
        ("company, with freedom", Assignment::new(Ownership::Company, ManagementMode::CompanyFlexible), None),
        ("a member's own", Assignment::new(Ownership::Personal, ManagementMode::Byod), None),
        ("content only", Assignment::new(Ownership::Personal, ManagementMode::ContentOnly), None),
        ("asked by its member", Assignment::new(Ownership::Personal, ManagementMode::Byod), Some("ben")),
    ]
    .map(|(name, assignment, member)| {
        let actor = member.map_or_else(|| Actor::administrator("anna"), Actor::member);
        (name, assignment.of_member("ben"), actor)
    });
    let cell = |family: Family, assignment: &Assignment, actor: &Actor| {
        let of_family = FAMILIES.iter().filter(|(_, of)| *of == family).map(|(name, _)| *name);
        let (mut allowed, mut refused) = (Vec::new(), Vec::new());
        for name in of_family {
            let verdict = assignment.weigh(actor, name, name == "InstalledApplicationList", &facts(), NOW);
            match verdict {
                Ok(()) => allowed.push(format!("`{name}`")),
                Err(Denial::NoConsent) => refused.push(format!("`{name}` without consent")),
                Err(Denial::PersonalApps) => refused.push(format!("`{name}` of all apps")),
                Err(_) => refused.push(format!("`{name}`")),
            }
        }
        match (allowed.is_empty(), refused.is_empty()) {
            (_, true) => "all".to_owned(),
            (true, _) => "none".to_owned(),
            _ if allowed.len() < refused.len() => allowed.join(", "),
            _ => format!("all but {}", refused.join(", ")),
        }
    };
    let mut modes = format!("| family | {} |\n", columns.each_ref().map(|(name, ..)| *name).join(" | "));
    modes += "|---|---|---|---|---|---|\n";
    let mut families = "| family | commands |\n|---|---|\n".to_owned();
    for family in Family::ALL {
        let cells = columns.each_ref().map(|(_, assignment, actor)| cell(family, assignment, actor));
        modes += &format!("| {family:?} | {} |\n", cells.join(" | "));
        let commands = FAMILIES.iter().filter(|(_, of)| *of == family).map(|(name, _)| format!("`{name}`"));
        families += &format!("| {family:?} | {} |\n", commands.collect::<Vec<_>>().join(", "));
    }
    for table in [&modes, &families] {
        assert!(page.contains(&**table), "the tables are now:\n{modes}\n{families}");
    }
    // The advice is the one of `recommend`, whose rows the test of the situations checks; who may do what is in the test of
    // the acts.
    for code in [include_str!("advice.rs"), include_str!("act.rs")] {
        for row in code.lines().filter_map(|line| line.strip_prefix("/// |")) {
            assert!(page.contains(row), "the page lacks a row: |{row}");
        }
    }
}

/// A device may tell anything: the record keeps a bounded part of it, and knows that it is a part.
#[test]
fn what_a_device_tells_is_bounded() {
    let listed = |names: &[String]| {
        let apps = names.iter().map(|name| (name.clone(), mdm_apple::ManagedApplication::default()));
        ManagedApplicationListResponse::new(apps.collect::<std::collections::BTreeMap<_, _>>())
    };
    let profile = |name: &String| mdm_apple::InstalledProfile {
        payload_identifier: Some(name.clone()),
        is_managed: Some(true),
        ..Default::default()
    };
    let book =
        |name: &String| mdm_apple::ManagedBook { persistent_id: Some(name.clone()), ..Default::default() };
    let numbered = |number: usize| mdm_apple::ManagedBook {
        itunes_store_id: Some(i64::try_from(number).unwrap()),
        ..Default::default()
    };
    let provisioning = |name: &String| mdm_apple::InstalledProvisioningProfile {
        uuid: Some(name.clone()),
        ..Default::default()
    };
    let most = crate::flow::Flows::ITEMS;
    let longest = RecordKey::MAX_LEN;
    let check = |names: &[String], kept: usize| {
        let mut managed = Managed::default();
        managed.take_apps(&listed(names));
        managed.take_profiles(&names.iter().map(profile).collect::<Vec<_>>(), "");
        managed.take_books(&mdm_apple::ManagedMediaListResponse::new(
            names.iter().map(book).collect::<Vec<_>>(),
        ));
        let told = names.iter().map(provisioning).collect::<Vec<_>>();
        managed.take_provisioning_profiles(&mdm_apple::ProvisioningProfileListResponse::new(told));
        for found in [&managed.apps, &managed.profiles, &managed.books, &managed.provisioning_profiles] {
            assert_eq!(found.len(), kept);
        }
        assert_eq!(managed.is_whole(), kept == names.len());
        let stored = serde_json::to_string(&managed).unwrap();
        assert_eq!(serde_json::from_str::<Managed>(&stored).unwrap(), managed);
        // One list that is whole does not make up for the others.
        managed.take_apps(&listed(&[]));
        assert_eq!(managed.is_whole(), kept == names.len());
    };
    let names = |count: usize| (0..count).map(|n| format!("app-{n}")).collect::<Vec<_>>();
    check(&names(most), most);
    check(&names(most + 1), most);
    check(&["a".repeat(longest)], 1);
    check(&["a".repeat(longest + 1)], 0);
    let mut managed = Managed::default();
    let books: Vec<_> = (0..=most).map(numbered).collect();
    managed.take_books(&mdm_apple::ManagedMediaListResponse::new(books));
    assert_eq!((managed.store_books.len(), managed.is_whole()), (most, false));
    managed.take_books(&mdm_apple::ManagedMediaListResponse::new(vec![]));
    assert!(managed.is_whole() && managed == Managed::default());
}
