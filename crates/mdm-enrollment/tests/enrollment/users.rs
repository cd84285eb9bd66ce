//! Users of a device: Mac users, users of a Shared iPad, under User Enrollment; logins with a password; how they end.

use mdm_apple::support::RefusalReason;
use mdm_apple::{
    DeleteUser, DeviceInformation, DeviceLock, DeviceQuery, EraseDevice, InstallProfile, LogOutUser,
    ProfileList, Request, SecurityInfo, UserConfigured, UsersToDelete,
};
use mdm_enrollment::flow::FlowMove;
use mdm_enrollment::policy::{Assignment, Management, ManagementMode, Ownership, SelectiveWipe};
use mdm_enrollment::row::RecordKey;
use mdm_enrollment::{
    Actor, Decision, Error, EventKind, Fact, Input, Order, PasswordDigest, Realm, Records, Redelivery, Stage,
    State, Terms, UserEnd, UserPolicy, device_of, record_of, users_of,
};

use crate::decide::{order, ordered};
use crate::server::{Device, Server, TOPIC, secs, start, uuid_of};

const ANNA: &str = "<key>UserID</key><string>F17C470A-3ADC-4B2E-9C7B-3B8E3F0F7A11</string><key>UserShortName</key><string>anna</string>\
    <key>UserLongName</key><string>Anna A.</string>";
const BEN: &str = "<key>UserID</key><string>B00B0000-3ADC-4B2E-9C7B-3B8E3F0F7A11</string><key>UserShortName</key><string>ben</string>";
const SHARED: &str = "<key>UserID</key><string>FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF</string>";

/// One user of a device, made of bytes.
struct User<'a> {
    device: &'a Device,
    keys: String,
    key: RecordKey,
}

impl<'a> User<'a> {
    fn new(device: &'a Device, keys: &str) -> Self {
        let body = device.report(&format!("<key>Status</key><string>Idle</string>{keys}"));
        let identity =
            mdm_apple::Report::decode(&body, &mdm_apple::Limits::default()).unwrap().enrollment().unwrap();
        Self { device, keys: keys.to_owned(), key: record_of(&identity).unwrap() }
    }

    fn shared(device: &'a Device, account: &str) -> Self {
        Self::new(device, &format!("{SHARED}<key>UserShortName</key><string>{account}</string>"))
    }

    /// One whose channel has begun.
    fn joined(self, server: &mut Server) -> Self {
        self.token_update(server, "U1", "").unwrap();
        assert_eq!(server.channel(&self.key).stage(), Stage::Enrolled);
        self
    }

    fn says(&self, server: &mut Server, message: &str, keys: &str) -> Result<Decision, Error> {
        let Self { device, keys: user, .. } = self;
        let body = device.message(&format!("<key>MessageType</key><string>{message}</string>{user}{keys}"));
        device.check_in(server, &body, start())
    }

    fn token_update(&self, server: &mut Server, token: &str, keys: &str) -> Result<Decision, Error> {
        use base64::Engine as _;
        let token = base64::engine::general_purpose::STANDARD.encode(token);
        let push =
            format!("<key>Token</key><data>{token}</data><key>PushMagic</key><string>SECRET</string>{keys}");
        self.says(server, "TokenUpdate", &push)
    }

    fn reports(&self, server: &mut Server, status: &str, keys: &str) -> Result<Option<String>, Error> {
        let Self { device, keys: user, .. } = self;
        let body = device.report(&format!("<key>Status</key><string>{status}</string>{user}{keys}"));
        let decision = device.connect(server, &body, start())?;
        Ok(uuid_of(&server.body(&decision)))
    }

    fn idle(&self, server: &mut Server) -> Option<String> {
        self.reports(server, "Idle", "").unwrap()
    }

    fn answers(&self, server: &mut Server, status: &str, uuid: &str) -> Option<String> {
        let keys = format!("<key>CommandUUID</key><string>{uuid}</string>");
        self.reports(server, status, &keys).unwrap()
    }

    fn order(&self, server: &mut Server, order: Order) -> Result<Decision, Error> {
        let actor = Actor::administrator("admin");
        server.input(&self.key, &Input::Order { actor: &actor, orders: &[order] }, start())
    }

    fn stage(&self, server: &Server) -> Stage {
        server.channel(&self.key).stage()
    }
}

fn managed(policy: UserPolicy) -> Server {
    let mut server = Server::new();
    server.trust = server.trust.clone().with_users(policy);
    server
}

pub(crate) fn mac(server: &mut Server) -> Device {
    let device = Device::new(server, "UDID-1");
    server.invite("slot", device.fingerprint(), start());
    let authenticate = String::from_utf8(device.authenticate()).unwrap().replace("iPhone15,2", "Mac14,2");
    let authenticate = authenticate.replace(">18.3<", ">15.3<").into_bytes();
    device.check_in(server, &authenticate, start()).unwrap();
    device.check_in(server, &device.token_update("T1", None), start()).unwrap();
    device
}

/// The count in the device's record is that of its living users, and each is of this life.
fn check_counted(server: &Server, device: &Device) {
    let channel = server.channel(&device.key);
    let users = server.find(&users_of(&device.key));
    assert_eq!(users.len() as u64, channel.users());
    for key in users {
        assert_eq!(device_of(&key).as_ref(), Some(&device.key));
        let user = server.channel(&key);
        assert_eq!(user.generation(), channel.generation());
        assert!(user.stage().is_living() && user.user().is_some());
    }
}

/// Apple, User Authenticate, and Enabling network and mobile user logins: 410 (read 2026-11).
#[test]
fn users_that_are_not_managed_are_told_so() {
    let mut server = managed(UserPolicy::Unmanaged);
    let device = mac(&mut server);
    let before = server.data.clone();
    for keys in [ANNA, &format!("{SHARED}<key>UserShortName</key><string>a@b.c</string>")] {
        let user = User::new(&device, keys);
        for error in [
            user.says(&mut server, "UserAuthenticate", "").unwrap_err(),
            user.token_update(&mut server, "U1", "").unwrap_err(),
            user.reports(&mut server, "Idle", "").unwrap_err(),
        ] {
            assert!(matches!(error, Error::UserChannel) && error.http_status() == 410);
        }
    }
    assert_eq!(server.data, before);
}

/// Apple, Managing devices and users in macOS: push tokens and queues of their own (read 2026-11).
#[test]
fn a_user_has_a_channel_of_its_own() {
    let mut server = managed(UserPolicy::Managed);
    let device = mac(&mut server);
    let anna = User::new(&device, ANNA);
    // A login that asks for nothing; the device's word is enough.
    let decision = anna.says(&mut server, "UserAuthenticate", "").unwrap();
    let body = String::from_utf8(server.body(&decision)).unwrap();
    assert!(body.contains("<key>DigestChallenge</key>") && body.contains("<string></string>"), "{body}");
    assert!(decision.changes.is_empty());
    assert!(matches!(anna.reports(&mut server, "Idle", ""), Err(Error::NotEnrolled)), "no TokenUpdate yet");
    let anna = anna.joined(&mut server);
    let ben = User::new(&device, BEN).joined(&mut server);
    check_counted(&server, &device);
    assert_eq!(server.channel(&device.key).users(), 2);
    let user = server.channel(&anna.key).user().cloned().unwrap();
    assert_eq!((user.short_name(), user.long_name()), (Some("anna"), Some("Anna A.")));
    assert!(!format!("{user:?}").contains("nna"));

    ordered(&mut server, &device, [order("D", SecurityInfo::default())]);
    anna.order(&mut server, order("A", ProfileList::default())).unwrap();
    ben.order(&mut server, order("B", ProfileList::default())).unwrap();
    for key in [&device.key, &anna.key, &ben.key] {
        assert_eq!(server.push_due(key), Some(start()), "{key}");
    }
    assert_ne!(server.wake(&anna.key).unwrap().body, server.wake(&device.key).unwrap().body);
    // Each gets its own, in any order, while the others are outstanding.
    assert_eq!(anna.idle(&mut server).as_deref(), Some("A"));
    assert_eq!(ben.idle(&mut server).as_deref(), Some("B"));
    assert_eq!(device.idle(&mut server, start()).as_deref(), Some("D"));
    assert_eq!(anna.answers(&mut server, "Acknowledged", "A"), None);
    assert_eq!(device.answer(&mut server, "Acknowledged", "D", start()), None);
    assert_eq!(ben.answers(&mut server, "Acknowledged", "B"), None);
    // The token moves alone, and the same one again writes nothing.
    let before = server.data.clone();
    anna.token_update(&mut server, "U1", "").unwrap();
    assert_eq!(server.data, before);
    anna.token_update(&mut server, "U2", "").unwrap();
    assert_eq!(server.events().last(), Some(&EventKind::TokenRotated));
    assert_eq!(server.channel(&device.key).push_route(), server.channel(&device.key).push_route());
    check_counted(&server, &device);
}

/// The matrix knows the channel: some commands are the device's, some the user's (schema release iOS 18.3).
#[test]
fn orders_are_checked_against_the_channel() {
    let mut server = managed(UserPolicy::Managed);
    let device = mac(&mut server);
    let anna = User::new(&device, ANNA).joined(&mut server);
    let mut check = |request: Request, on_device: bool, on_user: bool| {
        let name = request.request_type();
        let at = |server: &mut Server, key: &RecordKey| {
            let (actor, orders) = (Actor::rule("check"), [order(&format!("{name}-{key}"), request.clone())]);
            match server.input(key, &Input::Order { actor: &actor, orders: &orders }, start()) {
                Ok(_) => true,
                Err(Error::NotAllowed { refusals }) => {
                    let channel =
                        |reason: &RefusalReason| matches!(reason, RefusalReason::NotOnThisChannel { .. });
                    assert!(refusals.iter().any(|(_, refusal)| channel(&refusal.reason)), "{refusals:?}");
                    false
                }
                Err(error) => panic!("{name}: {error}"),
            }
        };
        assert_eq!(at(&mut server, &device.key), on_device, "{name}");
        assert_eq!(at(&mut server, &anna.key), on_user, "{name}");
    };
    check(DeviceLock::default().into(), true, false);
    check(EraseDevice::default().into(), true, false);
    check(ProfileList::default().into(), true, true);
    check(InstallProfile::new(b"x".to_vec()).into(), true, true);
    check(DeviceInformation::new(vec![DeviceQuery::OsVersion]).into(), true, true);
    check(mdm_apple::ActiveNsExtensions::default().into(), false, true);
}

/// The terms are the device's, and the user's channel ends when they end.
#[test]
fn the_terms_of_the_device_hold_for_its_users() {
    let mut server = managed(UserPolicy::Managed);
    let device = mac(&mut server);
    let anna = User::new(&device, ANNA).joined(&mut server);
    let assignment = Assignment::new(Ownership::Personal, ManagementMode::ContentOnly).of_member("ben");
    let actor = Actor::administrator("admin");
    let assign = Input::Assign { actor: &actor, assignment: &assignment };
    assert!(matches!(server.input(&anna.key, &assign, start()), Err(Error::OtherRecord)));
    server.input(&device.key, &assign, start()).unwrap();
    let decision = anna.order(&mut server, order("A", InstallProfile::new(b"x".to_vec()))).unwrap();
    assert_eq!(decision.denials.len(), 1);
}

/// What is on the channel of a user is wiped there, under the terms of the device; the enrollment is the device's (F102).
#[test]
fn a_user_is_wiped_too() {
    let mut server = managed(UserPolicy::Managed);
    let device = mac(&mut server);
    let anna = User::new(&device, ANNA).joined(&mut server);
    let assignment = Assignment::new(Ownership::Personal, ManagementMode::Byod).of_member("ben");
    let (admin, ben, eve) = (Actor::administrator("admin"), Actor::member("ben"), Actor::member("eve"));
    server.input(&device.key, &Input::Assign { actor: &admin, assignment: &assignment }, start()).unwrap();
    anna.order(&mut server, order("list", ProfileList::default())).unwrap();
    assert_eq!(anna.idle(&mut server).as_deref(), Some("list"));
    let wifi = "<key>CommandUUID</key><string>list</string><key>ProfileList</key><array><dict>\
        <key>PayloadIdentifier</key><string>com.example.wifi</string><key>IsManaged</key><true/></dict></array>";
    assert_eq!(anna.reports(&mut server, "Acknowledged", wifi).unwrap(), None);
    let wipe = SelectiveWipe::new("bye").then_leave("com.example.mdm");
    let denied = server.input(&anna.key, &Input::Wipe { actor: &eve, wipe: &wipe }, start()).unwrap();
    assert!(!denied.denials.is_empty());
    let input = Input::Wipe { actor: &ben, wipe: &wipe };
    server.input(&anna.key, &input, start()).unwrap();
    let channel = server.channel(&anna.key);
    let removals = channel.queue().entries().filter(|entry| &*entry.command == "RemoveProfile").count();
    assert_eq!(removals, 1, "the user's profile, and not the enrollment");
    assert!(channel.flows().wipe().unwrap().is_open());
    let mut next = anna.idle(&mut server);
    while let Some(name) = next {
        let keys = format!(
            "<key>CommandUUID</key><string>{name}</string><key>ProfileList</key><array/>\
             <key>ManagedApplicationList</key><dict/><key>Books</key><array/><key>ProvisioningProfileList</key><array/>"
        );
        next = anna.reports(&mut server, "Acknowledged", &keys).unwrap();
    }
    assert!(!server.channel(&anna.key).flows().wipe().unwrap().is_open());
    assert!(server.channel(&device.key).flows().wipe().is_none(), "each channel tells of itself");
    let before = server.data.clone();
    server.input(&anna.key, &input, start()).unwrap();
    assert_eq!(server.data, before);
}

/// A user who comes back in the same life of the device begins a life of the user's own: what the organization has put
/// there since is taken off again, where that is for each life. As long as a user is wiped the device gets no other member.
#[test]
fn a_user_who_comes_back_is_wiped_again() {
    let mut server = managed(UserPolicy::Managed);
    let device = mac(&mut server);
    let (rule, wipe) = (Actor::rule("member-retired"), SelectiveWipe::new("retired/ben").in_each_life());
    let input = Input::Wipe { actor: &rule, wipe: &wipe };
    let bens = Assignment::new(Ownership::Company, ManagementMode::CompanyFull).of_member("ben");
    let assign = Input::Assign { actor: &rule, assignment: &bens };
    let mut anna = User::new(&device, ANNA);
    for _ in 0..3 {
        anna = anna.joined(&mut server);
        server.input(&anna.key, &input, start()).unwrap();
        assert!(server.channel(&anna.key).flows().wipe().unwrap().is_open());
        assert!(matches!(server.input(&device.key, &assign, start()), Err(Error::WipeUnderWay)));
        let mut lists = 0;
        let mut next = anna.idle(&mut server);
        while let Some(name) = next {
            lists += 1;
            let keys = format!(
                "<key>CommandUUID</key><string>{name}</string><key>ProfileList</key><array/>\
                 <key>ManagedApplicationList</key><dict/>"
            );
            next = anna.reports(&mut server, "Acknowledged", &keys).unwrap();
        }
        assert!(lists > 0 && !server.channel(&anna.key).flows().wipe().unwrap().is_open());
        // Once in each life.
        let before = server.data.clone();
        server.input(&anna.key, &input, start() + secs(90_000)).unwrap();
        assert_eq!(server.data, before);
        anna.says(&mut server, "CheckOut", "").unwrap();
    }
    server.input(&device.key, &assign, start()).unwrap();
}

/// A certificate that was renewed is the device's, whoever uses it first; another device's speaks for no user.
#[test]
fn who_speaks_for_a_user_is_the_device() {
    let mut server = managed(UserPolicy::Managed);
    let device = mac(&mut server);
    User::new(&device, ANNA).joined(&mut server);
    let other = Device { udid: device.udid.clone(), ..Device::enrolled(&mut server, "UDID-2") };
    let before = server.data.clone();
    let thief = User::new(&other, ANNA);
    assert!(matches!(thief.reports(&mut server, "Idle", ""), Err(Error::ForeignCertificate)));
    assert!(matches!(thief.token_update(&mut server, "U9", ""), Err(Error::ForeignCertificate)));
    for message in ["Authenticate", "SetBootstrapToken", "GetBootstrapToken", "ReturnToService"] {
        let error = User::new(&device, ANNA).says(&mut server, message, "").unwrap_err();
        assert!(matches!(error, Error::UnsupportedMessage), "{message}: {error}");
    }
    let nobody = Device::new(&server, "UDID-3");
    let user = User::new(&nobody, ANNA);
    assert!(matches!(user.reports(&mut server, "Idle", ""), Err(Error::UnknownEnrollment)));
    assert_eq!(server.data, before);

    let certificate = server.certificate();
    server.input(&device.key, &Input::IssueIdentity { certificate: &certificate }, start()).unwrap();
    let renewed = Device { certificate: certificate.as_der().to_vec(), ..device.clone() };
    assert_eq!(User::new(&renewed, ANNA).idle(&mut server), None);
    assert!(matches!(
        User::new(&device, ANNA).reports(&mut server, "Idle", ""),
        Err(Error::ForeignCertificate)
    ));
    assert_eq!(renewed.idle(&mut server, start()), None);
}

/// A record for each user that ends, whatever ends the device; the next life knows none of them.
#[test]
fn the_users_of_a_device_end_with_it() {
    type End = dyn Fn(&mut Server, &Device);
    let check = |what: &str, end: &End, why: UserEnd, state: State| {
        let mut server = managed(UserPolicy::Managed);
        let device = mac(&mut server);
        let anna = User::new(&device, ANNA).joined(&mut server);
        let ben = User::new(&device, BEN).joined(&mut server);
        for (user, name) in [(&anna, "A"), (&ben, "B")] {
            user.order(&mut server, order(name, ProfileList::default())).unwrap();
        }
        let commits = server.data.commits;
        let before = server.needed_users;
        end(&mut server, &device);
        assert!(server.needed_users > before, "{what}");
        assert!(server.data.commits > commits);
        for user in [&anna, &ben] {
            let channel = server.channel(&user.key);
            assert_eq!(channel.stage(), Stage::Ended, "{what}");
            assert!(channel.push_route().is_none() && server.push_due(&user.key).is_none(), "{what}");
            assert!(server.wake(&user.key).unwrap().body.is_empty(), "{what}: nothing secret is kept");
            assert_eq!(channel.queue().entries().next().unwrap().state, state, "{what}");
            let error = user.reports(&mut server, "Idle", "").unwrap_err();
            assert!(matches!(error, Error::NotEnrolled), "{what}: {error}");
            let late = user.order(&mut server, order("L", ProfileList::default()));
            assert!(matches!(late, Err(Error::NoOrders)), "{what}");
        }
        let ended = server.events().iter().filter(|event| **event == EventKind::UserEnded { why }).count();
        assert_eq!(ended, 2, "{what}");
        check_counted(&server, &device);
        // Who comes again in the next life begins with nothing.
        if server.channel(&device.key).stage() == Stage::Authenticated {
            device.check_in(&mut server, &device.token_update("T2", None), start()).unwrap();
            let anna = anna.joined(&mut server);
            assert_eq!(anna.idle(&mut server), None);
            check_counted(&server, &device);
        }
    };
    let check_out = |server: &mut Server, device: &Device| {
        device.check_in(server, &device.check_out(), start()).unwrap();
    };
    let release = |server: &mut Server, device: &Device| {
        let actor = Actor::administrator("admin");
        server.input(&device.key, &Input::Release { actor: &actor }, start()).unwrap();
    };
    let erase = |server: &mut Server, device: &Device| {
        ordered(server, device, [order("E", EraseDevice::default())]);
        assert_eq!(device.idle(server, start()).as_deref(), Some("E"));
        device.answer(server, "Acknowledged", "E", start());
    };
    let anew = |server: &mut Server, device: &Device| {
        device.check_in(server, &device.authenticate(), start()).unwrap();
    };
    let wiped = |server: &mut Server, device: &Device| {
        let update = String::from_utf8(device.token_update("T9", None)).unwrap();
        let awaiting = "<key>AwaitingConfiguration</key><true/></dict></plist>";
        let update = update.replace("</dict></plist>", awaiting).into_bytes();
        device.check_in(server, &update, start()).unwrap();
    };
    check("CheckOut", &check_out, UserEnd::DeviceEnded, State::Cancelled);
    check("released", &release, UserEnd::DeviceEnded, State::Cancelled);
    check("erased", &erase, UserEnd::DeviceEnded, State::Cancelled);
    check("enrolled anew", &anew, UserEnd::DeviceReenrolled, State::Cancelled);
    check("wiped", &wiped, UserEnd::DeviceReenrolled, State::Cancelled);
}

#[test]
fn a_user_leaves_alone() {
    let mut server = managed(UserPolicy::Managed);
    let device = mac(&mut server);
    let anna = User::new(&device, ANNA).joined(&mut server);
    let ben = User::new(&device, BEN).joined(&mut server);
    anna.order(&mut server, order("A", ProfileList::default())).unwrap();
    anna.says(&mut server, "CheckOut", "").unwrap();
    let before = server.data.clone();
    anna.says(&mut server, "CheckOut", "").unwrap();
    assert_eq!(server.data, before, "said again, it changes nothing");
    assert_eq!((anna.stage(&server), ben.stage(&server)), (Stage::Ended, Stage::Enrolled));
    assert!(server.events().contains(&EventKind::UserEnded { why: UserEnd::CheckedOut }));
    check_counted(&server, &device);
    let actor = Actor::administrator("admin");
    server.input(&ben.key, &Input::Release { actor: &actor }, start()).unwrap();
    assert_eq!((ben.stage(&server), server.channel(&device.key).users()), (Stage::Ended, 0));
    // The next login begins anew, and the number of the place in the queue goes on.
    let anna = anna.joined(&mut server);
    assert_eq!(anna.idle(&mut server), None);
    anna.order(&mut server, order("A2", ProfileList::default())).unwrap();
    assert_eq!(anna.idle(&mut server).as_deref(), Some("A2"));
    check_counted(&server, &device);
}

/// Shared iPad: users by their account; UserConfigured; and commands about users, on the device's channel.
#[test]
fn a_shared_ipad_has_users() {
    let mut server = managed(UserPolicy::Authenticated { realm: Realm::new("example.com").unwrap() });
    let device = Device::enrolled(&mut server, "UDID-1");
    assert_eq!(server.channel(&device.key).facts().shared_ipad, None);
    let anna = User::shared(&device, "anna@example.com").joined(&mut server);
    let ben = User::shared(&device, "ben@example.com").joined(&mut server);
    assert_ne!(anna.key, ben.key);
    assert_eq!(server.channel(&device.key).facts().shared_ipad, Some(true), "its user channel tells");
    for error in [
        ordered_at(&mut server, &device.key, UserConfigured::default()),
        ordered_at(&mut server, &anna.key, LogOutUser::default()),
        ordered_at(&mut server, &anna.key, SecurityInfo::default()),
    ] {
        assert!(matches!(error, Some(Error::NotAllowed { .. })), "{error:?}");
    }
    // DeleteUser: the answer tells who is over. Upper and lower case do not count.
    let delete = |name: &str| order(name, DeleteUser::new(UsersToDelete::One(format!("{name}@EXAMPLE.com"))));
    anna.order(&mut server, order("A", ProfileList::default())).unwrap();
    ordered(&mut server, &device, [delete("nobody"), delete("anna")]);
    assert_eq!(device.idle(&mut server, start()).as_deref(), Some("nobody"));
    assert_eq!(device.answer(&mut server, "Error", "nobody", start()).as_deref(), Some("anna"));
    assert_eq!(anna.stage(&server), Stage::Enrolled);
    device.answer(&mut server, "Acknowledged", "anna", start());
    assert_eq!((anna.stage(&server), ben.stage(&server)), (Stage::Ended, Stage::Enrolled));
    assert!(server.events().contains(&EventKind::UserEnded { why: UserEnd::Deleted }));
    check_counted(&server, &device);
    // The same answer once more does not delete who came back meanwhile.
    let anna = anna.joined(&mut server);
    device.answer(&mut server, "Acknowledged", "anna", start());
    assert_eq!(anna.stage(&server), Stage::Enrolled);
    ordered(&mut server, &device, [order("all", DeleteUser::new(UsersToDelete::All))]);
    assert_eq!(device.idle(&mut server, start()).as_deref(), Some("all"));
    device.answer(&mut server, "Acknowledged", "all", start());
    assert_eq!((anna.stage(&server), ben.stage(&server)), (Stage::Ended, Stage::Ended));
    check_counted(&server, &device);
}

fn ordered_at(server: &mut Server, key: &RecordKey, request: impl Into<Request>) -> Option<Error> {
    let actor = Actor::rule("check");
    let orders = [order("X", request)];
    server.input(key, &Input::Order { actor: &actor, orders: &orders }, start()).err()
}

/// Apple, Token Update, AwaitingConfiguration on the user channel, and User Configured (read 2026-11).
#[test]
fn a_user_of_a_shared_ipad_is_let_out_of_setup_assistant() {
    let mut server = managed(UserPolicy::Managed);
    let device = Device::enrolled(&mut server, "UDID-1");
    let anna = User::shared(&device, "anna@example.com");
    anna.token_update(&mut server, "U1", "<key>AwaitingConfiguration</key><true/>").unwrap();
    assert_eq!(server.channel(&anna.key).awaits_configuration(), Some(start() + Records::SETUP));
    assert_eq!(server.push_due(&anna.key), Some(start() + Records::SETUP));
    anna.order(&mut server, order("A", ProfileList::default())).unwrap();
    let actor = Actor::rule("setup");
    server.input(&anna.key, &Input::FinishSetup { actor: &actor }, start()).unwrap();
    assert_eq!(anna.idle(&mut server).as_deref(), Some("A"));
    let last = anna.answers(&mut server, "Acknowledged", "A").unwrap();
    assert!(last.starts_with("UserConfigured"), "{last}");
    assert_eq!(anna.answers(&mut server, "Acknowledged", &last), None);
    assert_eq!(server.channel(&anna.key).awaits_configuration(), None);
    assert_eq!(server.channel(&device.key).awaits_configuration(), None);
}

/// Apple, Managing devices and users in macOS, UserConfiguration: every command would be refused (read 2026-11).
#[test]
fn before_the_account_exists_a_user_gets_nothing() {
    let mut server = managed(UserPolicy::Managed);
    let device = mac(&mut server);
    let anna = User::new(&device, ANNA).joined(&mut server);
    anna.order(&mut server, order("A", ProfileList::default())).unwrap();
    let before = server.data.clone();
    let asked = anna.reports(&mut server, "Idle", "<key>UserConfiguration</key><true/>").unwrap();
    assert_eq!((asked, &server.data), (None, &before));
    assert_eq!(anna.idle(&mut server).as_deref(), Some("A"));
}

/// The same, NeedSyncResponse: all commands now, because a login waits; also those that were refused too often before.
#[test]
fn a_login_gets_everything_at_once() {
    let mut server = managed(UserPolicy::Managed);
    let device = mac(&mut server);
    let anna = User::new(&device, ANNA).joined(&mut server);
    anna.order(&mut server, order("A", InstallProfile::new(b"x".to_vec()))).unwrap();
    anna.order(&mut server, order("B", ProfileList::default())).unwrap();
    // The keychain is locked.
    let mut refused = 0;
    while let Some(name) = anna.idle(&mut server) {
        refused += 1;
        assert!(refused < 20);
        let mut next = Some(name);
        while let Some(name) = next {
            next = anna.answers(&mut server, if name == "A" { "NotNow" } else { "Acknowledged" }, &name);
        }
    }
    assert!(refused > 0, "it backs off");
    let login = "<key>NeedSyncResponse</key><true/>";
    assert_eq!(anna.reports(&mut server, "Idle", login).unwrap().as_deref(), Some("A"));
    assert_eq!(anna.answers(&mut server, "Acknowledged", "A").as_deref(), Some("B"));
    assert_eq!(anna.answers(&mut server, "Acknowledged", "B"), None);
}

/// A report that nobody can read is that of whoever waits for an answer: it would come for ever, and hold up the queue.
/// Where two wait it closes nobody's command.
#[test]
fn an_unreadable_report_of_a_device_with_users_closes_what_alone_is_out() {
    let check = |with_device: bool, with_user: bool, expected: [Option<State>; 2]| {
        let mut server = managed(UserPolicy::Managed);
        let device = mac(&mut server);
        let anna = User::new(&device, ANNA).joined(&mut server);
        if with_device {
            ordered(&mut server, &device, [order("D", SecurityInfo::default())]);
            assert_eq!(device.idle(&mut server, start()).as_deref(), Some("D"));
        }
        if with_user {
            anna.order(&mut server, order("U", ProfileList::default())).unwrap();
            assert_eq!(anna.idle(&mut server).as_deref(), Some("U"));
        }
        let decision = device.connect(&mut server, b"garbage", start()).unwrap();
        assert_eq!((decision.reply.status, decision.reply.body), (200, None));
        let state = |key: &RecordKey| server.channel(key).queue().entries().next().map(|entry| entry.state);
        assert_eq!([state(&device.key), state(&anna.key)], expected, "{with_device} {with_user}");
        let noted = matches!(server.events().last(), Some(EventKind::Command(Fact::UnreadableReport { .. })));
        assert_eq!(noted, with_device == with_user);
    };
    check(true, false, [Some(State::Unreadable), None]);
    check(false, true, [None, Some(State::Unreadable)]);
    check(true, true, [Some(State::Sent), Some(State::Sent)]);
    check(false, false, [None, None]);
}

/// The reply to such a report is the device's: nothing of the user's goes out with it, and what is once does not end as if
/// it had. What waited for the command learns that it ended.
#[test]
fn an_unreadable_report_hands_out_nothing_of_a_user() {
    let mut server = managed(UserPolicy::Managed);
    let device = mac(&mut server);
    let anna = User::new(&device, ANNA).joined(&mut server);
    let (admin, wipe) = (Actor::administrator("admin"), SelectiveWipe::new("lost"));
    server.input(&anna.key, &Input::Wipe { actor: &admin, wipe: &wipe }, start()).unwrap();
    let once = Terms { redelivery: Some(Redelivery::Once), ..Terms::default() };
    anna.order(&mut server, order("once", ProfileList::default()).on(once)).unwrap();
    let mut next = anna.idle(&mut server);
    while let Some(name) = next.filter(|name| name != "once") {
        device.connect(&mut server, format!("garbage {name}").as_bytes(), start()).unwrap();
        let channel = server.channel(&anna.key);
        let state = channel.queue().entry(&mdm_enrollment::CommandUuid::new(&name).unwrap()).unwrap().state;
        assert_eq!(state, State::Unreadable);
        assert!(channel.queue().entries().all(|entry| entry.state != State::Sent), "nobody got it");
        next = anna.idle(&mut server);
    }
    assert_eq!(anna.answers(&mut server, "Acknowledged", "once"), None);
    // None of its lists told anything, and none of them is waited for.
    let channel = server.channel(&anna.key);
    assert!(channel.flows().wipe().unwrap().is_open() && !channel.flows().next().is_empty());
}

fn value<'a>(body: &'a str, key: &str) -> &'a str {
    let rest = body.split(&format!("<key>{key}</key>")).nth(1).unwrap_or_default();
    let text = rest.split("<string>").nth(1).unwrap_or_default();
    text.split("</string>").next().unwrap_or_default()
}

/// RFC 2617, section 3.2.2, without `qop`, as the `openssl` of a Mac would make it.
fn digest(nonce: &str, password: &str) -> String {
    digest_of("anna", nonce, password)
}

fn digest_of(name: &str, nonce: &str, password: &str) -> String {
    use md5::{Digest as _, Md5};
    let md5 = |text: String| -> String {
        Md5::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    };
    let secret = md5(format!("{name}:example.com:{password}"));
    let response = md5(format!("{secret}:{nonce}:{}", md5("PUT:/".to_owned())));
    format!(
        "<key>DigestResponse</key><string>Digest username=\"{name}\",realm=\"example.com\",nonce=\"{nonce}\",uri=\"/\",\
         response=\"{response}\"</string>"
    )
}

/// Apple, User Authenticate: a challenge, its answer, a token; an empty token refuses (read 2026-11).
#[test]
fn a_user_of_a_mac_shows_the_password() {
    let realm = Realm::new("example.com").unwrap();
    let mut server = managed(UserPolicy::Authenticated { realm: realm.clone() });
    server.password = Some(PasswordDigest::of("anna", &realm, "secret"));
    let device = mac(&mut server);
    let anna = User::new(&device, ANNA);
    let early = anna.token_update(&mut server, "U1", "").unwrap_err();
    assert!(matches!(early, Error::UserNotAuthenticated) && early.http_status() == 410);
    let log_in = |server: &mut Server, keys: &str| {
        let decision = anna.says(server, "UserAuthenticate", keys).unwrap();
        String::from_utf8(server.body(&decision)).unwrap()
    };
    // No challenge yet.
    assert!(log_in(&mut server, &digest("guess", "secret")).contains("<key>AuthToken</key>"));
    assert_eq!(value(&log_in(&mut server, &digest("guess", "secret")), "AuthToken"), "");
    let body = log_in(&mut server, "");
    let challenge = value(&body, "DigestChallenge").to_owned();
    assert!(challenge.starts_with("Digest nonce=\""), "{challenge}");
    let nonce = challenge.split('"').nth(1).unwrap().to_owned();
    check_counted(&server, &device);
    // The wrong password, and one that nobody knows.
    assert_eq!(value(&log_in(&mut server, &digest(&nonce, "wrong")), "AuthToken"), "");
    assert_eq!(server.events().last(), Some(&EventKind::UserRefused));
    let password = server.password.take();
    assert_eq!(value(&log_in(&mut server, &digest(&nonce, "secret")), "AuthToken"), "");
    // Ben's password is right, and opens nothing that is Anna's.
    server.password = Some(PasswordDigest::of("ben", &realm, "his own"));
    assert_eq!(value(&log_in(&mut server, &digest_of("ben", &nonce, "his own")), "AuthToken"), "");
    assert_eq!(server.events().last(), Some(&EventKind::UserRefused));
    server.password = password;
    // The right one; and once more, because the answer was lost.
    let token = value(&log_in(&mut server, &digest(&nonce, "secret")), "AuthToken").to_owned();
    assert_eq!(token.len(), 43);
    assert_eq!(server.events().last(), Some(&EventKind::UserAuthenticated));
    assert!(!value(&log_in(&mut server, &digest(&nonce, "secret")), "AuthToken").is_empty());
    let carries = format!("<key>AuthToken</key><string>{token}</string>");
    let error = anna.token_update(&mut server, "U1", "<key>AuthToken</key><string>x</string>").unwrap_err();
    assert!(matches!(error, Error::UserNotAuthenticated));
    anna.token_update(&mut server, "U1", &carries).unwrap();
    assert_eq!(anna.stage(&server), Stage::Enrolled);
    assert!(server.channel(&anna.key).user().unwrap().is_authenticated());
    assert_eq!(anna.reports(&mut server, "Idle", &carries).unwrap(), None);
    assert!(matches!(anna.reports(&mut server, "Idle", ""), Err(Error::UserNotAuthenticated)));
    // The token was used: who has heard the challenge gets no other.
    assert_eq!(value(&log_in(&mut server, &digest(&nonce, "secret")), "AuthToken"), "");
    // Without random bytes there is no challenge.
    let body = device.message(&format!("<key>MessageType</key><string>UserAuthenticate</string>{ANNA}"));
    let request = device.request("application/x-apple-aspen-mdm-checkin", &body);
    let identified = mdm_enrollment::identify(&request, &server.trust, start()).unwrap();
    assert!(identified.is_login() && identified.login().is_none());
    let mut records = Records::default();
    for key in [&anna.key, &device.key] {
        let record = server.data.records[key].load(&mdm_enrollment::row::Window::Head);
        records.insert(key, &record).unwrap();
    }
    let error = records.decide(&anna.key, &Input::Message(&identified), &server.rules, start()).unwrap_err();
    assert!(matches!(error, Error::NoLogin) && error.http_status() == 500);
}

/// What a user's messages carry after a login; `None` when the password does not do.
fn logged_in(server: &mut Server, user: &User<'_>, name: &str, password: &str) -> Option<String> {
    let decision = user.says(server, "UserAuthenticate", "").unwrap();
    let body = String::from_utf8(server.body(&decision)).unwrap();
    let nonce = value(&body, "DigestChallenge").split('"').nth(1).unwrap().to_owned();
    let decision = user.says(server, "UserAuthenticate", &digest_of(name, &nonce, password)).unwrap();
    let token = String::from_utf8(server.body(&decision)).unwrap();
    let token = value(&token, "AuthToken").to_owned();
    (!token.is_empty()).then(|| format!("<key>AuthToken</key><string>{token}</string>"))
}

/// A login may tell the identifier alone: the names come with the TokenUpdate, and then they count.
#[test]
fn the_names_of_a_user_come_with_the_token_update() {
    const NAMELESS: &str = "<key>UserID</key><string>F17C470A-3ADC-4B2E-9C7B-3B8E3F0F7A11</string>";
    let realm = Realm::new("example.com").unwrap();
    let mut server = managed(UserPolicy::Authenticated { realm: realm.clone() });
    server.password = Some(PasswordDigest::of("anna", &realm, "secret"));
    let device = mac(&mut server);
    let (nameless, anna) = (User::new(&device, NAMELESS), User::new(&device, ANNA));
    assert_eq!(nameless.key, anna.key);
    let name = |server: &Server| server.channel(&anna.key).user().unwrap().short_name().map(str::to_owned);
    let carries = logged_in(&mut server, &nameless, "anna", "secret").unwrap();
    assert_eq!(name(&server), None);
    nameless.token_update(&mut server, "U1", &carries).unwrap();
    assert_eq!(name(&server), None, "what is left out is not known");
    let said =
        |server: &Server| server.events().iter().filter(|kind| **kind == EventKind::FactsLearned).count();
    let before = said(&server);
    anna.token_update(&mut server, "U1", &carries).unwrap();
    assert_eq!((name(&server).as_deref(), said(&server)), (Some("anna"), before + 1));
    assert_eq!(server.channel(&anna.key).user().unwrap().long_name(), Some("Anna A."));
    let data = server.data.clone();
    anna.token_update(&mut server, "U1", &carries).unwrap();
    assert_eq!(server.data, data, "said again, it changes nothing");
    nameless.token_update(&mut server, "U1", &carries).unwrap();
    assert_eq!(name(&server).as_deref(), Some("anna"), "what is left out stays");
    // The next login is Anna's, whoever knows a password.
    server.password = Some(PasswordDigest::of("ben", &realm, "his own"));
    assert_eq!(logged_in(&mut server, &nameless, "ben", "his own"), None);
    server.password = Some(PasswordDigest::of("anna", &realm, "secret"));
    assert!(logged_in(&mut server, &nameless, "anna", "secret").is_some());
    // A login that tells the name binds it at once, and no later login tells another before a password was shown.
    let ben = User::new(&device, BEN);
    let quiet = User::new(&device, &BEN.replace("<key>UserShortName</key><string>ben</string>", ""));
    quiet.says(&mut server, "UserAuthenticate", "").unwrap();
    ben.says(&mut server, "UserAuthenticate", "").unwrap();
    let called = |server: &Server| server.channel(&ben.key).user().unwrap().short_name().map(str::to_owned);
    assert_eq!(called(&server).as_deref(), Some("ben"));
    User::new(&device, &BEN.replace(">ben<", ">eve<")).says(&mut server, "UserAuthenticate", "").unwrap();
    assert_eq!(called(&server).as_deref(), Some("ben"));
}

/// The reply is the device's: nothing of the user's went out with it.
#[test]
fn what_an_unreadable_report_of_a_user_lets_go_waits_for_the_user() {
    let mut server = managed(UserPolicy::Managed);
    let device = mac(&mut server);
    let anna = User::new(&device, ANNA).joined(&mut server);
    let once = Terms { redelivery: Some(Redelivery::Once), ..Terms::default() };
    anna.order(&mut server, order("U", ProfileList::default())).unwrap();
    anna.order(&mut server, order("O", InstallProfile::new(b"x".to_vec())).on(once)).unwrap();
    let state = |server: &Server, name: &str| {
        let channel = server.channel(&anna.key);
        let entry = channel.queue().entries().find(|entry| entry.uuid.as_str() == name).unwrap().clone();
        (entry.state, entry.deliveries)
    };
    assert_eq!(anna.idle(&mut server).as_deref(), Some("U"));
    let decision = device.connect(&mut server, b"garbage", start()).unwrap();
    assert_eq!(decision.reply.body, None);
    assert_eq!((state(&server, "U"), state(&server, "O")), ((State::Unreadable, 1), (State::Queued, 0)));
    assert_eq!(anna.idle(&mut server).as_deref(), Some("O"), "it goes out for the first time");
    assert_eq!(state(&server, "O"), (State::Sent, 1));
}

/// What is followed on a user's channel moves with its commands, whoever ends them, and ends with the user.
#[test]
fn the_wipe_of_a_user_ends_with_the_user() {
    let wiped = |each_life: bool| {
        let mut server = managed(UserPolicy::Managed);
        let device = mac(&mut server);
        let anna = User::new(&device, ANNA).joined(&mut server);
        anna.order(&mut server, order("list", ProfileList::default())).unwrap();
        assert_eq!(anna.idle(&mut server).as_deref(), Some("list"));
        let wifi = "<key>CommandUUID</key><string>list</string><key>ProfileList</key><array><dict><key>PayloadIdentifier</key>\
            <string>com.example.wifi</string><key>IsManaged</key><true/></dict></array>";
        anna.reports(&mut server, "Acknowledged", wifi).unwrap();
        let wipe = SelectiveWipe::new("bye");
        let wipe = if each_life { wipe.in_each_life() } else { wipe };
        let (key, admin) = (anna.key.clone(), Actor::administrator("admin"));
        let input = Input::Wipe { actor: &admin, wipe: &wipe };
        server.input(&key, &input, start()).unwrap();
        (server, device, key, wipe)
    };
    let flow = |server: &Server, key: &RecordKey| {
        let wipe = server.channel(key).flows().wipe().unwrap().clone();
        (wipe.is_open(), wipe.failed)
    };
    let told = |server: &Server| {
        let done = |kind: &EventKind| matches!(kind, EventKind::FlowMoved(FlowMove::WipeDone { .. }));
        server.events().iter().filter(|kind| done(kind)).count()
    };
    // An unreadable report closes its removal: that failed.
    let (mut server, device, key, _) = wiped(false);
    let anna = User::new(&device, ANNA);
    let mut out = anna.idle(&mut server).unwrap();
    let is_removal = |server: &Server, name: &str| {
        let channel = server.channel(&key);
        let entry = channel.queue().entries().find(|entry| entry.uuid.as_str() == name);
        entry.is_some_and(|entry| &*entry.command == "RemoveProfile")
    };
    while !is_removal(&server, &out) {
        out = anna.answers(&mut server, "Acknowledged", &out).unwrap();
    }
    device.connect(&mut server, b"garbage", start()).unwrap();
    assert_eq!(flow(&server, &key), (true, 1));
    // The device leaves, and with it all that was there.
    let (mut server, device, key, _) = wiped(false);
    device.check_in(&mut server, &device.check_out(), start()).unwrap();
    assert!(!flow(&server, &key).0);
    assert_eq!(told(&server), 1);
    // It is given up: nobody knows what is there.
    let (mut server, device, key, _) = wiped(false);
    let actor = Actor::administrator("admin");
    server.input(&device.key, &Input::Release { actor: &actor }, start()).unwrap();
    assert!(flow(&server, &key).0);
    // Once for the cause, also for a user who comes back; or once in each life.
    for each_life in [false, true] {
        let (mut server, device, key, wipe) = wiped(each_life);
        let anna = User::new(&device, ANNA);
        anna.says(&mut server, "CheckOut", "").unwrap();
        assert_eq!((flow(&server, &key).0, told(&server)), (false, 1));
        anna.joined(&mut server);
        let open = server.channel(&key).queue().open();
        server.input(&key, &Input::Wipe { actor: &actor, wipe: &wipe }, start()).unwrap();
        assert_eq!(server.channel(&key).queue().open() > open, each_life);
    }
}

/// F107: nor does a user.
#[test]
fn no_user_comes_where_management_is_off() {
    let mut server = managed(UserPolicy::Managed);
    let device = mac(&mut server);
    let anna = User::new(&device, ANNA).joined(&mut server);
    server.trust = server.trust.clone().with_management(Management::Off);
    let ben = User::new(&device, BEN);
    let error = ben.token_update(&mut server, "U2", "").unwrap_err();
    assert!(matches!(error, Error::NotManaged(_)), "{error}");
    anna.token_update(&mut server, "U2", "").unwrap();
    check_counted(&server, &device);
    // It is turned off between the login and the token update.
    let realm = Realm::new("example.com").unwrap();
    let mut server = managed(UserPolicy::Authenticated { realm: realm.clone() });
    server.password = Some(PasswordDigest::of("anna", &realm, "secret"));
    let device = mac(&mut server);
    let anna = User::new(&device, ANNA);
    let carries = logged_in(&mut server, &anna, "anna", "secret").unwrap();
    let on = server.trust.clone();
    server.trust = on.clone().with_management(Management::Off);
    let error = anna.token_update(&mut server, "U1", &carries).unwrap_err();
    assert!(matches!(error, Error::NotManaged(_)), "{error}");
    server.trust = on;
    anna.token_update(&mut server, "U1", &carries).unwrap();
    assert_eq!(anna.stage(&server), Stage::Enrolled);
}

/// The challenge is for minutes, not for ever.
#[test]
fn a_challenge_is_over_in_time() {
    let realm = Realm::new("example.com").unwrap();
    let mut server = managed(UserPolicy::Authenticated { realm: realm.clone() });
    server.password = Some(PasswordDigest::of("anna", &realm, "secret"));
    let device = mac(&mut server);
    let log_in = |server: &mut Server, keys: &str, now| {
        let body = format!("<key>MessageType</key><string>UserAuthenticate</string>{ANNA}{keys}");
        let decision = device.check_in(server, &device.message(&body), now).unwrap();
        String::from_utf8(server.body(&decision)).unwrap()
    };
    let body = log_in(&mut server, "", start());
    let nonce = value(&body, "DigestChallenge").split('"').nth(1).unwrap().to_owned();
    let answer = digest(&nonce, "secret");
    assert_eq!(value(&log_in(&mut server, &answer, start() + secs(300)), "AuthToken"), "");
    assert_ne!(value(&log_in(&mut server, &answer, start() + secs(299)), "AuthToken"), "");
    assert_eq!(TOPIC, server.channel(&device.key).push_route().unwrap().topic.as_str());
}

/// User Enrollment: the stand-ins of device and user name the records.
#[test]
fn a_user_under_user_enrollment_has_a_channel() {
    let keys = |user: &str| {
        mdm_apple::EnrollmentKeys {
            enrollment_id: Some("E-1".to_owned()),
            enrollment_user_id: (!user.is_empty()).then(|| user.to_owned()),
            ..mdm_apple::EnrollmentKeys::default()
        }
        .resolve()
        .unwrap()
    };
    let user = record_of(&keys("2ECC9E0A-1D5B-4E8F-9A27-6C0B7D3F1E55")).unwrap();
    assert_eq!(user.as_str(), "user/E-1:2ECC9E0A-1D5B-4E8F-9A27-6C0B7D3F1E55");
    assert_eq!(device_of(&user), record_of(&keys("")));
}
