//! The users of a device, on any store: they come in a commit with their device and end in one with it.

use std::sync::Arc;

use mdm_apple::{
    CheckIn, EnrollmentKeys, ProfileList, PushMagic, PushToken, Report, Status, TokenUpdate, Topic, Udid,
};
use mdm_enrollment::policy::{Assignment, ManagementMode, Ownership, SelectiveWipe};
use mdm_enrollment::row::{Link, RecordKey};
use mdm_enrollment::{
    CertificateSource, DigestLogin, Error, PasswordDigest, Realm, RuleTable, Stage, UserPolicy, record_of,
    users_of,
};
use mdm_store::{LoggingIn, Logins, RunError, Runner, Store};

use crate::faults::Faulty;
use crate::world::{CONNECT, Device, Office, SECRET, TOPIC, admin, day, order, secs, start, trust, uuid};

pub(crate) fn office<S: Store>(store: &Arc<S>, users: UserPolicy) -> Office<S> {
    let trust = trust(CertificateSource::MutualTls).with_users(users);
    Runner::new(Faulty::new(Arc::clone(store)), trust, RuleTable::default())
}

pub(crate) fn keys(user: &str) -> EnrollmentKeys {
    let device = EnrollmentKeys::device(Udid::new("UDID-1").unwrap());
    EnrollmentKeys { user_id: Some(user.to_owned()), user_short_name: Some("anna".to_owned()), ..device }
}

pub(crate) fn record(user: &str) -> RecordKey {
    record_of(&keys(user).resolve().unwrap()).unwrap()
}

pub(crate) async fn token_update<S: Store>(
    office: &Office<S>,
    device: &Device,
    user: &str,
) -> Result<u16, RunError> {
    let (token, magic) =
        (PushToken::new(user.as_bytes().to_vec()), PushMagic::new(SECRET.to_owned()).unwrap());
    let update = TokenUpdate::new(keys(user), Topic::new(TOPIC).unwrap(), token, magic);
    let body = CheckIn::TokenUpdate(update.into()).encode().unwrap();
    Ok(device.check_in(office, &body).await?.status)
}

async fn says<S: Store>(office: &Office<S>, device: &Device, report: Report<'_>) -> Vec<u8> {
    let body = report.encode().unwrap();
    device.connect(office, &body).await.unwrap().body
}

async fn linked<S: Store>(office: &Office<S>, device: &RecordKey) -> usize {
    let link: Link = users_of(device);
    office.store().find(&link, None, 100).await.unwrap().len()
}

pub(crate) async fn users_come_and_end_with_their_device<S: Store>(store: Arc<S>) {
    let office = office(&store, UserPolicy::Managed);
    let device = Device::new(1);
    device.enroll(&office).await;
    let phone = device.key();
    for user in ["A1", "B2"] {
        assert_eq!(token_update(&office, &device, user).await.unwrap(), 200);
    }
    let users = office.users(&phone).await.unwrap();
    assert_eq!(users.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>(), [record("A1"), record("B2")]);
    // Each has a queue of its own.
    let command = order("C", ProfileList::default());
    office.order(&record("A1"), &admin(), std::slice::from_ref(&command), start()).await.unwrap();
    assert!(says(&office, &device, Report::new(keys("B2"), Status::Idle)).await.is_empty());
    let sent = says(&office, &device, Report::new(keys("A1"), Status::Idle)).await;
    assert_eq!(sent, command.command().encode().unwrap());
    assert!(office.explain(&record("A1"), &uuid("C"), start()).await.unwrap().is_some());
    // The device leaves: in one commit everybody has ended, and nobody is pushed to.
    device.check_in(&office, &device.check_out()).await.unwrap();
    assert_eq!((office.users(&phone).await.unwrap().len(), linked(&office, &phone).await), (0, 0));
    for user in ["A1", "B2"] {
        let channel = office.channel(&record(user)).await.unwrap().unwrap();
        assert_eq!((channel.stage(), channel.queue().open()), (Stage::Ended, 0));
        let wake = office.store().wake(&record(user)).await.unwrap().unwrap();
        assert!(wake.routes.is_empty() && wake.due.is_none());
    }
    let late = token_update(&office, &device, "A1").await;
    assert!(matches!(late, Err(RunError::Refused(Error::NotEnrolled))));
}

/// A user who comes while the device leaves is either ended with it or refused: nobody stays behind.
pub(crate) async fn nobody_stays_behind<S: Store>(store: Arc<S>) {
    let office = office(&store, UserPolicy::Managed);
    let device = Device::new(1);
    device.enroll(&office).await;
    token_update(&office, &device, "A0").await.unwrap();
    let actor = admin();
    let phone = device.key();
    let (come, leave) = (
        async {
            let mut came = 0;
            for number in 1..8 {
                match token_update(&office, &device, &format!("A{number}")).await {
                    Ok(_) => came += 1,
                    Err(RunError::Refused(Error::NotEnrolled)) => {}
                    Err(error) => panic!("{error}"),
                }
            }
            came
        },
        async {
            tokio::task::yield_now().await;
            office.release(&phone, &actor, start()).await.unwrap();
        },
    );
    let (came, ()) = tokio::join!(come, leave);
    assert!(came <= 7);
    assert_eq!(linked(&office, &phone).await, 0, "{came} came before");
    assert_eq!(office.channel(&phone).await.unwrap().unwrap().users(), 0);
}

/// A selective wipe reaches every living user of the device, and is done when each has confirmed it (F102).
pub(crate) async fn a_wipe_reaches_every_user<S: Store>(store: Arc<S>) {
    let office = office(&store, UserPolicy::Managed);
    let device = Device::mac(1);
    device.enroll(&office).await;
    for user in ["A1", "B2"] {
        assert_eq!(token_update(&office, &device, user).await.unwrap(), 200);
    }
    let wipe = SelectiveWipe::new("replaced");
    let order = async |at| office.wipe_selectively(&device.key(), &admin(), &wipe, start() + secs(at)).await;
    let told = order(0).await.unwrap();
    assert!(told.is_new && !told.is_done, "{told:?}");
    let again = order(0).await.unwrap();
    assert!(!again.is_new && !again.is_done, "{again:?}");
    crate::members::obeys(&device, &office).await;
    assert!(!order(1).await.unwrap().is_done, "the users are not through");
    for user in ["A1", "B2"] {
        assert!(!order(1).await.unwrap().is_done);
        let mut body = says(&office, &device, Report::new(keys(user), Status::Idle)).await;
        let mut lists = 0;
        while let Some(name) = crate::world::name(&body) {
            let entry = crate::world::entry_of(&store, &record(user), &name).await;
            let about = mdm_apple::CommandUuid::new(&name).unwrap();
            let report = Report::new(keys(user), Status::Acknowledged).about(about);
            let report = match &*entry.command {
                "ProfileList" => report.with_response(&mdm_apple::ProfileListResponse::new(vec![])).unwrap(),
                "ManagedApplicationList" => {
                    let none = std::collections::BTreeMap::new();
                    report.with_response(&mdm_apple::ManagedApplicationListResponse::new(none)).unwrap()
                }
                other => panic!("{other} is not for users"),
            };
            lists += 1;
            body = says(&office, &device, report).await;
        }
        assert!(lists > 0);
    }
    let done = order(1).await.unwrap();
    assert!(done.is_done && !done.is_new, "{done:?}");
    // A user who comes later is not of this wipe's device yet: the next call reaches the user too.
    assert_eq!(token_update(&office, &device, "C3").await.unwrap(), 200);
    assert!(order(2).await.unwrap().is_new);
}

/// A wipe that is called off is called off for the users too.
pub(crate) async fn a_wipe_is_called_off_for_every_user<S: Store>(store: Arc<S>) {
    let office = office(&store, UserPolicy::Managed);
    let device = Device::mac(1);
    device.enroll(&office).await;
    for user in ["A1", "B2"] {
        assert_eq!(token_update(&office, &device, user).await.unwrap(), 200);
    }
    let wipe = SelectiveWipe::new("mistake");
    office.wipe_selectively(&device.key(), &admin(), &wipe, start()).await.unwrap();
    let bens = Assignment::new(Ownership::Company, ManagementMode::CompanyFull).of_member("ben");
    let given = office.assign(&device.key(), &admin(), &bens, start()).await;
    assert!(matches!(given, Err(RunError::Refused(Error::WipeUnderWay))), "{given:?}");
    office.end_wipe(&device.key(), &admin(), start()).await.unwrap();
    for key in [device.key(), record("A1"), record("B2")] {
        let channel = office.channel(&key).await.unwrap().unwrap();
        assert_eq!((channel.queue().open(), channel.flows().wipe().unwrap().is_open()), (0, false));
    }
    let swept = office.sweep(None, start() + secs(90_000)).await.unwrap();
    assert!(swept.outcomes.is_empty() && swept.last.is_none(), "{swept:?}");
    let again =
        office.wipe_selectively(&device.key(), &admin(), &wipe, start() + secs(90_000)).await.unwrap();
    assert!(!again.is_new && !again.is_done, "it was called off: {again:?}");
    office.assign(&device.key(), &admin(), &bens, start()).await.unwrap();
}

struct Directory;

impl Logins for Directory {
    fn password<'a>(&'a self, _device: &'a RecordKey, login: &'a DigestLogin) -> LoggingIn<'a> {
        let realm = Realm::new("example.com").unwrap();
        let known = (login.username() == "anna").then(|| PasswordDigest::of("anna", &realm, "secret"));
        Box::pin(async { Ok(known) })
    }

    fn random(&self) -> [u8; 32] {
        [7; 32]
    }
}

pub(crate) async fn a_login_is_asked_for_the_password<S: Store>(store: Arc<S>) {
    let users = UserPolicy::Authenticated { realm: Realm::new("example.com").unwrap() };
    let nobody = office(&store, users.clone());
    let device = Device::new(1);
    device.enroll(&nobody).await;
    let body = |response: &str| {
        let response = format!("<key>DigestResponse</key><string>{response}</string>");
        format!(
            "<plist><dict><key>MessageType</key><string>UserAuthenticate</string><key>UDID</key>\
             <string>UDID-1</string><key>UserID</key><string>A1</string>{response}</dict></plist>"
        )
        .into_bytes()
    };
    let error = device.check_in(&nobody, &body("")).await.unwrap_err();
    assert_eq!(error.http_status(), 500, "nobody knows passwords here");
    let office = office(&store, users).with_logins(Directory);
    let told = String::from_utf8(device.check_in(&office, &body("")).await.unwrap().body).unwrap();
    assert!(told.contains("Digest nonce="), "{told}");
    let wrong = body("Digest username=\"eve\",realm=\"example.com\",nonce=\"x\",uri=\"/\",response=\"00\"");
    let told = device.check_in(&office, &wrong).await.unwrap().body;
    assert!(String::from_utf8(told).unwrap().contains("<key>AuthToken</key>"));
    let early = token_update(&office, &device, "A1").await;
    assert!(matches!(early, Err(RunError::Refused(Error::UserNotAuthenticated))));
}

/// Apple, Dealing with inactive managed devices (read 2026-08).
pub(crate) async fn who_is_silent_is_noted_once<S: Store>(store: Arc<S>) {
    let office = office(&store, UserPolicy::Unmanaged);
    let device = Device::new(1);
    device.enroll(&office).await;
    let phone = device.key();
    office.flush_contacts().await.unwrap();
    let events = async || office.store().events(None, 100).await.unwrap().len();
    let before = events().await;
    assert_eq!(office.watch(&phone, 7 * day(), start() + 6 * day()).await.unwrap(), None);
    for days in [7, 8, 9] {
        assert_eq!(office.watch(&phone, 7 * day(), start() + days * day()).await.unwrap(), Some(start()));
    }
    assert_eq!(events().await, before + 1);
    // It comes, and nobody has written that down yet.
    device.say(&office, CONNECT, &device.idle(), start() + 9 * day()).await.unwrap();
    assert_eq!(office.watch(&phone, 7 * day(), start() + 9 * day() + secs(1)).await.unwrap(), None);
    assert_eq!(events().await, before + 1);
}
