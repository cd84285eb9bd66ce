//! Apple's rules for connections, pushes, check-ins and single commands, row by row, each with its source. What is kept
//! elsewhere is named with its test, which has to be there; what nobody keeps, with the reason.

use mdm_apple::support::AccessRights;
use mdm_apple::{
    ClearPasscode, DeviceLock, EraseDevice, InstallProfile, LogOutUser, ProfileList, RemoveProfile, Request,
    RestartDevice, SecurityInfo, UnlockToken,
};
use mdm_enrollment::row::RecordKey;
use mdm_enrollment::{
    Actor, Address, Body, CommandUuid, DeviceRequest, Error, EventKind, Fact, Input, Origin, Reason,
    Redelivery, Stage, State, Terms, UpdateRefusal, UserPolicy,
};

use crate::decide::{order, ordered};
use crate::server::{Device, Server, TOPIC, secs, start};

/// One rule.
struct Row {
    /// What Apple says, in few words.
    rule: &'static str,
    /// Where.
    source: &'static str,
    kept: Kept,
}

enum Kept {
    /// By what is checked here.
    Here(fn()),
    /// By what another file checks: its text, and the name of the test.
    There(&'static str, &'static str),
    /// By nobody, or by the type alone: why.
    Nobody(&'static str),
}

use Kept::{Here, Nobody, There};

const CHECK_IN: &str = include_str!("check_in.rs");
const USERS_HERE: &str = include_str!("users.rs");
const REFUSED: &str = include_str!("refused.rs");
const DECLARED: &str = include_str!("declarative.rs");
const CONTRACT: &str = include_str!("../../../mdm-command/src/queue/tests/contract.rs");
const TERMS: &str = include_str!("../../../mdm-command/src/queue/tests/terms.rs");
const MESSAGES: &str = include_str!("../../../mdm-apple/tests/messages.rs");
const REDACTION: &str = include_str!("../../../mdm-apple/tests/redaction.rs");
const PUSH: &str = include_str!("../../../mdm-apns/src/push.rs");
const FLOWS: &str = include_str!("../../src/flow/tests.rs");

const SENDING: &str = "Apple, Sending MDM commands to a device (read 2026-08)";
const CONNECTIONS: &str = "Apple, Managing connections (read 2026-08)";
const USERS: &str = "Apple, Managing devices and users in macOS (read 2026-11)";
const LOGINS: &str = "Apple, Enabling network and mobile user logins (read 2026-11)";
const TOKEN_UPDATE: &str = "Apple, Token Update (read 2026-08)";
const PRACTICES: &str = "Apple, MDM Protocol Reference, MDM Best Practices (archived)";
const SCHEMA: &str = "Apple, device management schema (release iOS 18.3)";

#[test]
fn connections() {
    keep(&[
        Row {
            rule: "a device says PUT, and the content type tells a check-in",
            source: SENDING,
            kept: Here(put),
        },
        Row { rule: "a session ends with 200 and no byte", source: SENDING, kept: Here(ends_empty) },
        Row { rule: "a result is repeated until a 2xx comes", source: SENDING, kept: Here(repeated_result) },
        Row { rule: "3xx is followed and not remembered", source: SENDING, kept: Here(no_redirect) },
        Row { rule: "401 removes the enrollment", source: CONNECTIONS, kept: Here(never_401) },
        Row {
            rule: "403 with the code com.apple.unrecognized.device removes it too",
            source: "Apple, Error Unrecognized Device (read 2026-08)",
            kept: Here(no_code_with_403),
        },
        Row {
            rule: "403 with another code speaks to a device that is about to enroll",
            source: SCHEMA,
            kept: Nobody("whoever serves enrollment profiles; the bodies are mdm-apple's ErrorBody"),
        },
        Row { rule: "410 where a user is not managed", source: LOGINS, kept: Here(unmanaged_user) },
        Row {
            rule: "400 to a GetToken of a service that is not known",
            source: "Apple, Get Token (read 2026-08)",
            kept: Here(unknown_service),
        },
        Row {
            rule: "when a device repeats after 5xx",
            source: "no text found",
            kept: Nobody("it repeats when it likes, and every repetition is taken: repeated_result"),
        },
        Row {
            rule: "the certificate first, then the UDID that it belongs to",
            source: PRACTICES,
            kept: Here(bound),
        },
        Row {
            rule: "SignMessage: a signature in Mdm-Signature",
            source: PRACTICES,
            kept: There(REFUSED, "a_signed_message_speaks_for_its_signer"),
        },
        Row {
            rule: "NeedSyncResponse: all commands now",
            source: USERS,
            kept: There(USERS_HERE, "a_login_gets_everything_at_once"),
        },
        Row {
            rule: "404 to the fetch of a declaration removes it",
            source: "Apple, Declarative Management (read 2026-08)",
            kept: There(DECLARED, "who_is_not_enrolled_has_no_declarations"),
        },
    ]);
}

#[test]
fn pushes() {
    keep(&[
        Row {
            rule: "the payload is exactly the PushMagic under mdm",
            source: SENDING,
            kept: There(PUSH, "any_magic_survives_as_json"),
        },
        Row { rule: "pushes coalesce", source: SENDING, kept: Here(one_wake) },
        Row { rule: "the topic is that of the push certificate", source: TOKEN_UPDATE, kept: Here(topic) },
        Row {
            rule: "push type mdm is not for watchOS, which enrolls all the same",
            source: "Apple, Sending notification requests to APNs (read 2026-08), against the schema",
            kept: Nobody("the two contradict each other"),
        },
        Row {
            rule: "no push before the first TokenUpdate, and no poll without a push after it",
            source: TOKEN_UPDATE,
            kept: Here(first_push),
        },
        Row {
            rule: "apns-expiration is not said",
            source: "no text found",
            kept: Nobody("mdm-apns says one of its own: Expiration::DEFAULT_TTL"),
        },
        Row { rule: "device and user have tokens of their own", source: USERS, kept: Here(own_tokens) },
        Row {
            rule: "no answer for days: inactive",
            source: "Apple, Dealing with inactive managed devices and invalid push tokens (read 2026-08)",
            kept: Here(silence),
        },
    ]);
}

#[test]
fn check_ins() {
    keep(&[
        Row {
            rule: "Authenticate does not enroll, the first TokenUpdate does",
            source: "Apple, Authenticate (read 2026-08)",
            kept: Here(two_steps),
        },
        Row {
            rule: "TokenUpdate comes at any time: what it carries counts",
            source: TOKEN_UPDATE,
            kept: Here(overwritten),
        },
        Row {
            rule: "an absent UnlockToken keeps the stored one",
            source: TOKEN_UPDATE,
            kept: Here(unlock_token),
        },
        Row {
            rule: "an UnlockToken is a master key, of any size",
            source: "Apple, Managing passcodes (read 2026-08)",
            kept: There(REDACTION, "secrets_show_nothing_of_themselves"),
        },
        Row {
            rule: "a wrong UnlockToken makes ClearPasscode fail",
            source: SCHEMA,
            kept: Nobody("the type of ClearPasscode: there is none without a token"),
        },
        Row {
            rule: "a TokenUpdate cannot be asked for",
            source: "Apple, Managing passcodes against Token Update (read 2026-08)",
            kept: Nobody("there is no such command"),
        },
        Row {
            rule: "a device restored from its own backup sends a TokenUpdate",
            source: CONNECTIONS,
            kept: Here(restored),
        },
        Row { rule: "enrolled anew, a device begins with nothing", source: PRACTICES, kept: Here(anew) },
        Row {
            rule: "CheckOut is tried once",
            source: "Apple, Check Out (read 2026-08)",
            kept: Here(left_without_a_word),
        },
        Row {
            rule: "AwaitingConfiguration holds the device until DeviceConfigured",
            source: TOKEN_UPDATE,
            kept: There(CHECK_IN, "device_configured_goes_last"),
        },
        Row {
            rule: "and after a deadline anyway",
            source: "our own: a device that is held for ever is lost",
            kept: There(CHECK_IN, "nobody_is_kept_in_setup_assistant_for_ever"),
        },
        Row {
            rule: "AwaitingConfiguration holds a user of a Shared iPad until UserConfigured",
            source: "Apple, User Configured (read 2026-11)",
            kept: There(USERS_HERE, "a_user_of_a_shared_ipad_is_let_out_of_setup_assistant"),
        },
        Row { rule: "PushMagic is for one relationship", source: TOKEN_UPDATE, kept: Here(magic_ends) },
        Row {
            rule: "ReturnToService is asked",
            source: "Apple, ReturnToService in the schema (release iOS 26.0)",
            kept: There(CHECK_IN, "what_only_the_embedder_knows_is_asked"),
        },
    ]);
}

#[test]
fn commands() {
    keep(&[
        Row {
            rule: "EraseDevice answers once, before it erases",
            source: "Apple, Erase a Device (read 2026-08)",
            kept: Here(erase_answer_lost),
        },
        Row {
            rule: "EraseDevice of a Mac may answer Error and erase all the same",
            source: "Apple, Erase a Device, ObliterationBehavior (read 2026-08)",
            kept: Here(erased_with_an_error),
        },
        Row {
            rule: "DeviceLock is acknowledged with a MessageResult",
            source: "Apple, Lock a Device (read 2026-08)",
            kept: There(MESSAGES, "what_reports_hold"),
        },
        Row {
            rule: "ClearPasscode is not for a Shared iPad, User Enrollment and Macs",
            source: SCHEMA,
            kept: Here(clear_passcode),
        },
        Row {
            rule: "InstallApplication: acknowledged is not installed; a refusal has a reason",
            source: "Apple, Install an Application (read 2026-08)",
            kept: There(FLOWS, "an_app_is_where_the_device_says"),
        },
        Row {
            rule: "ManagedApplicationList tells some states once",
            source: "Apple, Get Managed Applications (read 2026-08)",
            kept: Here(told_once),
        },
        Row {
            rule: "RestartDevice cuts the connection",
            source: "Apple, Restart a Device (read 2026-08)",
            kept: Here(restart_unanswered),
        },
        Row {
            rule: "after LogOutUser nothing runs for two minutes, and it is said",
            source: "Apple, Log Out a User (read 2026-08)",
            kept: Here(after_log_out),
        },
        Row {
            rule: "which ends with the device's next word",
            source: "Apple, Log Out a User (read 2026-08): up to two minutes",
            kept: There(TERMS, "after_a_log_out_it_is_said_why_nothing_is_answered"),
        },
        Row {
            rule: "an enrollment profile is not installed twice: its challenge is used up",
            source: "RFC 8894 section 7.3: a challenge password is good once",
            kept: Here(one_installation),
        },
        Row {
            rule: "ScheduleOSUpdate may restart before it answers",
            source: "Apple, Schedule an OS Update (read 2026-08)",
            kept: There(CONTRACT, "contract_03_a_lost_answer_is_asked_for_again_and_leaves_its_mark"),
        },
        Row {
            rule: "a firmware password is verified at most once in 30 seconds",
            source: "Apple, Set Firmware Password (read 2026-08)",
            kept: Nobody("the device answers an Error, which is final: the caller orders it once more"),
        },
        Row {
            rule: "Settings is acknowledged whole, and each item has a status",
            source: "Apple, MDM Protocol Reference, chapter 3 (archived)",
            kept: There(MESSAGES, "what_reports_hold"),
        },
        Row {
            rule: "RefreshCellularPlans: 36003 may mean busy",
            source: "Apple, Refresh Cellular Plans (read 2026-08)",
            kept: Nobody("the device answers an Error, which is final: the caller orders it once more"),
        },
        Row {
            rule: "DeclarativeManagement turns declarations on, on its channel",
            source: "Apple, Integrating declarative management (read 2026-08)",
            kept: There(DECLARED, "a_change_is_one_command_whose_token_is_that_of_the_moment"),
        },
        Row {
            rule: "User Enrollment forbids what takes the whole device",
            source: SCHEMA,
            kept: Here(user_enrollment),
        },
        Row {
            rule: "the enrollment profile may always be removed by its server",
            source: CONNECTIONS,
            kept: Here(own_removal),
        },
        Row {
            rule: "server, topic and rights of an enrollment do not change",
            source: "Apple, com.apple.mdm in the schema (release iOS 18.3)",
            kept: Here(fixed_origin),
        },
    ]);
}

fn keep(rows: &[Row]) {
    for Row { rule, source, kept } in rows {
        assert!(!source.is_empty(), "{rule}");
        match kept {
            Here(check) => {
                let failed = std::panic::catch_unwind(check).is_err();
                assert!(!failed, "broken: {rule} ({source})");
            }
            There(text, test) => {
                assert!(text.contains(&format!("fn {test}(")), "{rule}: no test {test}");
            }
            Nobody(why) => assert!(!why.is_empty(), "{rule}"),
        }
    }
}

fn enrolled() -> (Server, Device) {
    let mut server = Server::new();
    let device = Device::enrolled(&mut server, "UDID-1");
    (server, device)
}

fn refused(server: &mut Server, key: &RecordKey, request: impl Into<Request>) -> Option<Error> {
    let (actor, orders) = (Actor::rule("check"), [order("X", request)]);
    server.input(key, &Input::Order { actor: &actor, orders: &orders }, start()).err()
}

fn idle(device: &Device) -> Vec<u8> {
    device.report("<key>Status</key><string>Idle</string>")
}

fn put() {
    let (mut server, device) = enrolled();
    let (report, check_in) = (idle(&device), device.token_update("T1", None));
    let mut check = |method, kind, body: &[u8], status| {
        let request = DeviceRequest { method, ..device.request(kind, body) };
        let told = server.device(&request, start());
        let told = told.map_or_else(|error| error.http_status(), |decision| decision.reply.status);
        assert_eq!(told, status, "{method} {kind}");
    };
    for method in ["PUT", "POST"] {
        check(method, "application/x-apple-aspen-mdm", &report, 200);
        check(method, "application/x-apple-aspen-mdm-checkin", &check_in, 200);
        check(method, "application/x-apple-aspen-mdm-checkin", &report, 400);
    }
    for method in ["GET", "HEAD", "DELETE", "put", ""] {
        check(method, "application/x-apple-aspen-mdm", &report, 405);
    }
}

fn ends_empty() {
    let (mut server, device) = enrolled();
    let decision = device.connect(&mut server, &idle(&device), start()).unwrap();
    assert_eq!((decision.reply.status, decision.reply.body), (200, None));
}

fn repeated_result() {
    let (mut server, device) = enrolled();
    ordered(&mut server, &device, ["A", "B"].map(|name| order(name, ProfileList::default())));
    assert_eq!(device.idle(&mut server, start()).as_deref(), Some("A"));
    for _ in 0..3 {
        assert_eq!(device.answer(&mut server, "Acknowledged", "A", start()).as_deref(), Some("B"));
    }
    let ended = |event: &&EventKind| matches!(event, EventKind::Command(Fact::Ended { .. }));
    assert_eq!(server.events().iter().filter(ended).count(), 1, "{:?}", server.events());
}

fn no_redirect() {
    let (mut server, device) = enrolled();
    for body in [device.token_update("T2", None), device.authenticate(), device.check_out()] {
        assert_eq!(device.check_in(&mut server, &body, start()).unwrap().reply.status, 200);
    }
}

fn never_401() {
    let (mut server, device) = enrolled();
    let stranger = Device::new(&server, "UDID-1");
    for (from, body) in [(&stranger, idle(&device)), (&stranger, b"x".to_vec()), (&device, b"".to_vec())] {
        for kind in ["application/x-apple-aspen-mdm", "application/x-apple-aspen-mdm-checkin"] {
            let none = from.request(kind, &body).over_tls(None);
            for request in [from.request(kind, &body), none] {
                let status = server.device(&request, start()).map_or_else(|e| e.http_status(), |_| 200);
                assert_ne!(status, 401);
            }
        }
    }
}

fn no_code_with_403() {
    let (mut server, device) = enrolled();
    let other = Device { udid: device.udid, ..Device::enrolled(&mut server, "UDID-2") };
    let error = other.connect(&mut server, &idle(&other), start()).unwrap_err();
    // An error has a status and no body.
    assert!(matches!(error, Error::ForeignCertificate) && error.http_status() == 403);
}

fn unmanaged_user() {
    let (mut server, device) = enrolled();
    let user = "<key>UserID</key><string>FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF</string>\
        <key>UserShortName</key><string>a@b.c</string><key>Token</key><data>AQ==</data>\
        <key>PushMagic</key><string>m</string>";
    for message in ["UserAuthenticate", "TokenUpdate"] {
        let body = device.message(&format!("<key>MessageType</key><string>{message}</string>{user}"));
        assert_eq!(device.check_in(&mut server, &body, start()).unwrap_err().http_status(), 410);
    }
}

fn unknown_service() {
    let (mut server, device) = enrolled();
    let keys = "<key>MessageType</key><string>GetToken</string>\
        <key>TokenServiceType</key><string>com.example.unknown</string>";
    let decision = device.check_in(&mut server, &device.report(keys), start()).unwrap();
    let Some(Body::Asked(question)) = decision.reply.body else { panic!("{:?}", decision.reply) };
    assert_eq!(question.answer(None).unwrap_err().http_status(), 400);
}

fn bound() {
    let (mut server, device) = enrolled();
    let other = Device { udid: "UDID-2".to_owned(), ..device };
    let error = other.connect(&mut server, &idle(&other), start()).unwrap_err();
    assert!(matches!(error, Error::UnknownEnrollment), "its certificate is another's");
}

fn one_wake() {
    let (mut server, device) = enrolled();
    for name in ["A", "B", "C"] {
        ordered(&mut server, &device, [order(name, ProfileList::default())]);
        assert_eq!(server.push_due(&device.key), Some(start()));
    }
}

fn topic() {
    let (mut server, device) = enrolled();
    let other =
        String::from_utf8(device.token_update("T2", None)).unwrap().replace(TOPIC, "com.apple.mgmt.X");
    let error = device.check_in(&mut server, other.as_bytes(), start()).unwrap_err();
    assert!(matches!(error, Error::ForeignTopic));
    assert_eq!(server.channel(&device.key).push_route().unwrap().topic.as_str(), TOPIC);
}

fn first_push() {
    let mut server = Server::new();
    let device = Device::new(&server, "UDID-1");
    server.invite("slot", device.fingerprint(), start());
    device.check_in(&mut server, &device.authenticate(), start()).unwrap();
    assert!(server.channel(&device.key).push_route().is_none() && server.push_due(&device.key).is_none());
    device.check_in(&mut server, &device.token_update("T1", None), start()).unwrap();
    ordered(&mut server, &device, [order("A", ProfileList::default())]);
    assert_eq!(server.push_due(&device.key), Some(start()));
    let Ok(Address::Apns(route)) = Address::decode(server.wake(&device.key).unwrap(), 0) else { panic!() };
    assert_eq!(route.magic.expose_secret(), "SECRET");
}

fn own_tokens() {
    let mut server = Server::new();
    server.trust = server.trust.clone().with_users(UserPolicy::Managed);
    let device = Device::enrolled(&mut server, "UDID-1");
    let user = "<key>MessageType</key><string>TokenUpdate</string><key>UserID</key><string>2ECC9E0A-1D5B-4E8F-9A27-6C0B7D3F1E55</string>\
        <key>Token</key><data>VTE=</data><key>PushMagic</key><string>U</string>";
    device.check_in(&mut server, &device.message(user), start()).unwrap();
    let route = |key: &RecordKey| server.channel(key).push_route().cloned().unwrap();
    let user = RecordKey::new("user/UDID-1:2ECC9E0A-1D5B-4E8F-9A27-6C0B7D3F1E55").unwrap();
    assert_ne!(route(&device.key).token, route(&user).token);
    assert_ne!(route(&device.key).magic, route(&user).magic);
}

fn silence() {
    let (mut server, device) = enrolled();
    let day = secs(86_400);
    let watch = |server: &mut Server, last_contact, now| {
        let input = Input::Watch { last_contact, after: 7 * day };
        server.input(&device.key, &input, now).unwrap();
        let silent = |event: &&EventKind| matches!(event, EventKind::Silent { .. });
        server.events().iter().filter(silent).count()
    };
    let before = server.channel(&device.key);
    assert_eq!(watch(&mut server, None, start() + 7 * day - secs(1)), 0);
    assert_eq!(watch(&mut server, None, start() - day), 0, "the clock went back");
    // Once for each silence, and nothing else changes.
    for at in [7, 8, 30, 9] {
        assert_eq!(watch(&mut server, None, start() + at * day), 1);
    }
    let after = server.channel(&device.key);
    assert_eq!((after.stage(), after.push_route()), (before.stage(), before.push_route()));
    assert_eq!(after.silent_since(None, 7 * day, start() + 8 * day), Some(start()));
    let heard = Some(start() + 30 * day);
    assert_eq!(watch(&mut server, heard, start() + 31 * day), 1);
    assert_eq!(watch(&mut server, heard, start() + 37 * day), 2);
    device.check_in(&mut server, &device.check_out(), start()).unwrap();
    assert_eq!(watch(&mut server, None, start() + 400 * day), 2, "who has left is not silent");
}

fn two_steps() {
    let mut server = Server::new();
    let device = Device::new(&server, "UDID-1");
    server.invite("slot", device.fingerprint(), start());
    device.check_in(&mut server, &device.authenticate(), start()).unwrap();
    assert_eq!(server.channel(&device.key).stage(), Stage::Authenticated);
    assert!(matches!(refused(&mut server, &device.key, ProfileList::default()), Some(Error::NoOrders)));
    device.check_in(&mut server, &device.token_update("T1", None), start()).unwrap();
    assert_eq!(server.channel(&device.key).stage(), Stage::Enrolled);
}

fn overwritten() {
    let (mut server, device) = enrolled();
    device.check_in(&mut server, &device.token_update("T2", Some("U0VDUkVU")), start()).unwrap();
    let channel = server.channel(&device.key);
    assert_eq!(channel.push_route().unwrap().token.expose_secret(), b"T2");
    assert_eq!(channel.unlock_token().unwrap().expose_secret(), b"SECRET");
}

fn unlock_token() {
    let (mut server, device) = enrolled();
    device.check_in(&mut server, &device.token_update("T2", Some("U0VDUkVU")), start()).unwrap();
    device.check_in(&mut server, &device.token_update("T3", None), start()).unwrap();
    assert!(server.channel(&device.key).unlock_token().is_some());
}

fn restored() {
    let (mut server, device) = enrolled();
    ordered(&mut server, &device, [order("A", ProfileList::default())]);
    let reply = device.check_in(&mut server, &device.token_update("T2", None), start()).unwrap().reply;
    assert_eq!((reply.status, server.channel(&device.key).generation()), (200, 1));
    assert_eq!(device.idle(&mut server, start()).as_deref(), Some("A"));
}

fn anew() {
    let (mut server, device) = enrolled();
    ordered(&mut server, &device, [order("A", ProfileList::default())]);
    device.check_in(&mut server, &device.authenticate(), start()).unwrap();
    device.check_in(&mut server, &device.token_update("T2", None), start()).unwrap();
    assert_eq!((server.channel(&device.key).generation(), device.idle(&mut server, start())), (2, None));
}

fn left_without_a_word() {
    let (mut server, device) = enrolled();
    // Without the word an administrator gives it up, and it may come back.
    let actor = Actor::administrator("admin");
    server.input(&device.key, &Input::Release { actor: &actor }, start()).unwrap();
    let back = Device::new(&server, "UDID-1");
    server.invite("second", back.fingerprint(), start());
    back.check_in(&mut server, &back.authenticate(), start()).unwrap();
    // With it, and with it twice.
    for _ in 0..2 {
        back.check_in(&mut server, &back.check_out(), start()).unwrap();
    }
    assert_eq!(server.channel(&device.key).stage(), Stage::CheckedOut);
}

fn magic_ends() {
    let (mut server, device) = enrolled();
    device.check_in(&mut server, &device.check_out(), start()).unwrap();
    assert!(server.channel(&device.key).push_route().is_none());
    assert!(server.wake(&device.key).unwrap().body.is_empty());
}

fn erase_answer_lost() {
    let (mut server, device) = enrolled();
    ordered(&mut server, &device, [order("E", EraseDevice::default())]);
    assert_eq!(device.idle(&mut server, start()).as_deref(), Some("E"));
    let later = start() + secs(30 * 86_400);
    assert_eq!(server.channel(&device.key).presumed_erased(later), Some(start()));
    assert_eq!(server.channel(&device.key).stage(), Stage::Enrolled);
}

fn erased_with_an_error() {
    let (mut server, device) = enrolled();
    ordered(&mut server, &device, [order("E", EraseDevice::default())]);
    assert_eq!(device.idle(&mut server, start()).as_deref(), Some("E"));
    device.answer(&mut server, "Error", "E", start());
    assert_eq!(server.channel(&device.key).stage(), Stage::Enrolled, "it may be what it was");
    device.check_in(&mut server, &device.authenticate(), start()).unwrap();
    assert_eq!(server.channel(&device.key).generation(), 2, "or come back empty");
}

fn clear_passcode() {
    let clear = || ClearPasscode::new(UnlockToken::new(b"SECRET".to_vec()));
    let product = |product: &str| {
        let mut server = Server::new();
        let device = Device::new(&server, "UDID-1");
        server.invite("slot", device.fingerprint(), start());
        let body = String::from_utf8(device.authenticate()).unwrap().replace("iPhone15,2", product);
        device.check_in(&mut server, body.as_bytes(), start()).unwrap();
        device.check_in(&mut server, &device.token_update("T1", None), start()).unwrap();
        (server, device)
    };
    let (mut phone, device) = product("iPhone15,2");
    assert!(refused(&mut phone, &device.key, clear()).is_none());
    let (mut mac, device) = product("Mac14,2");
    assert!(matches!(refused(&mut mac, &device.key, clear()), Some(Error::NotAllowed { .. })));
    let (mut shared, device) = product("iPad13,1");
    shared.trust = shared.trust.clone().with_users(UserPolicy::Managed);
    let user = "<key>MessageType</key><string>TokenUpdate</string>\
        <key>UserID</key><string>FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF</string>\
        <key>UserShortName</key><string>a@b.c</string><key>Token</key><data>VTE=</data>\
        <key>PushMagic</key><string>U</string>";
    device.check_in(&mut shared, &device.message(user), start()).unwrap();
    assert!(matches!(refused(&mut shared, &device.key, clear()), Some(Error::NotAllowed { .. })));
}

fn told_once() {
    let (mut server, device) = enrolled();
    ordered(&mut server, &device, [order("A", mdm_apple::ManagedApplicationList::default())]);
    assert_eq!(device.idle(&mut server, start()).as_deref(), Some("A"));
    let keys = "<key>ManagedApplicationList</key><dict/>";
    device.connect(&mut server, &device.status("Acknowledged", "A", keys), start()).unwrap();
    let name = mdm_enrollment::response_name(&device.key, 1);
    let kept = |server: &Server| server.data.payloads[&name].clone();
    let first = kept(&server);
    assert!(String::from_utf8_lossy(&first).contains("ManagedApplicationList"));
    // A repetition does not overwrite what was told.
    device.answer(&mut server, "Acknowledged", "A", start());
    assert_eq!(kept(&server), first);
}

fn restart_unanswered() {
    let (mut server, device) = enrolled();
    ordered(&mut server, &device, [order("R", RestartDevice::default()), order("A", ProfileList::default())]);
    assert_eq!(device.idle(&mut server, start()).as_deref(), Some("R"));
    // Its answer was lost with the connection: it does not restart for ever.
    for _ in 0..5 {
        if let Some(name) = device.idle(&mut server, start()) {
            device.answer(&mut server, "Acknowledged", &name, start());
        }
    }
    let channel = server.channel(&device.key);
    let deliveries =
        channel.queue().entries().map(|entry| (entry.uuid.as_str().to_owned(), entry.deliveries));
    let deliveries: Vec<_> = deliveries.collect();
    assert!(deliveries.iter().all(|(_, times)| *times <= 2), "{deliveries:?}");
    assert_eq!(device.idle(&mut server, start()), None);
}

fn after_log_out() {
    let mut server = Server::new();
    server.trust = server.trust.clone().with_users(UserPolicy::Managed);
    let device = Device::enrolled(&mut server, "UDID-1");
    ordered(&mut server, &device, [order("L", LogOutUser::default()), order("S", SecurityInfo::default())]);
    assert_eq!(device.idle(&mut server, start()).as_deref(), Some("L"));
    // Nothing is held back: the device may be ready sooner, and nobody knows when.
    let next = device.answer(&mut server, "Acknowledged", "L", start()).unwrap();
    let why = |server: &Server, secs_later| {
        let channel = server.channel(&device.key);
        let uuid = CommandUuid::new(&next).unwrap();
        channel.explain(&uuid, &server.rules, start() + secs(secs_later)).unwrap().reason
    };
    assert_eq!(why(&server, 5), Reason::Pause { until: start() + secs(120) });
    assert_eq!(why(&server, 130), Reason::Answer);
    // It answers nothing: the push that follows the silence brings the same command again.
    assert_eq!(server.push_due(&device.key), Some(start() + secs(300)));
    let entry = server.channel(&device.key).queue().entries().last().cloned().unwrap();
    assert_eq!((entry.state, entry.deliveries), (State::Sent, 1));
    let again = device.idle(&mut server, start() + secs(301));
    assert_eq!(again.as_deref(), Some(&*next));
    // What goes out once would be lost: it waits for the end, and the push comes then.
    let mut server = Server::new();
    server.trust = server.trust.clone().with_users(UserPolicy::Managed);
    let device = Device::enrolled(&mut server, "UDID-1");
    let restart = order("R", RestartDevice::default());
    ordered(&mut server, &device, [order("L", LogOutUser::default()), restart]);
    assert_eq!(device.idle(&mut server, start()).as_deref(), Some("L"));
    assert_eq!(device.answer(&mut server, "Acknowledged", "L", start()), None);
    assert_eq!(server.push_due(&device.key), Some(start() + secs(120)));
    // The reply was lost.
    assert_eq!(device.answer(&mut server, "Acknowledged", "L", start() + secs(1)), None);
    assert_eq!(device.idle(&mut server, start() + secs(120)).as_deref(), Some("R"));
}

fn one_installation() {
    let lost = |terms: Terms, profile: Vec<u8>| {
        let (mut server, device) = enrolled();
        ordered(&mut server, &device, [order("P", InstallProfile::new(profile)).on(terms)]);
        assert_eq!(device.idle(&mut server, start()).as_deref(), Some("P"));
        // The reply is lost, or the device enrolls anew and does not answer: it connects once more.
        let again = device.idle(&mut server, start() + secs(10));
        let state = server.channel(&device.key).queue().entries().next().unwrap().state;
        (again.is_some(), state)
    };
    let enrollment = || {
        profile(
            "com.apple.mdm",
            &format!(
                "<key>ServerURL</key><string>https://mdm.example.com/</string><key>Topic</key>\
                 <string>{TOPIC}</string><key>IdentityCertificateUUID</key><string>2</string>"
            ),
        )
    };
    assert_eq!(lost(Terms::default(), enrollment()), (false, State::Presumed));
    let escaped = String::from_utf8(enrollment()).unwrap().replace("com.apple.mdm", "com&#46;apple.mdm");
    assert_eq!(lost(Terms::default(), escaped.into_bytes()), (false, State::Presumed));
    let repeat = Terms { redelivery: Some(Redelivery::Repeat), ..Terms::default() };
    assert_eq!(lost(repeat, enrollment()), (true, State::Sent), "as the caller says");
    // What is filled in anew is not used up.
    let slots = Terms { slots: vec!["challenge".into()], ..Terms::default() };
    assert_eq!(lost(slots, enrollment()), (true, State::Sent));
    assert_eq!(lost(Terms::default(), profile("com.apple.wifi.managed", "")), (true, State::Sent));
    assert_eq!(lost(Terms::default(), b"com.apple.mdm".to_vec()), (true, State::Sent), "no profile");
    // One that only the device can read may be such a one.
    let encrypted = String::from_utf8(profile("com.apple.wifi.managed", "")).unwrap();
    let encrypted = encrypted.replace("PayloadContent", "EncryptedPayloadContent").into_bytes();
    assert_eq!(lost(Terms::default(), encrypted.clone()), (false, State::Presumed));
    let repeat = Terms { redelivery: Some(Redelivery::Repeat), ..Terms::default() };
    assert_eq!(lost(repeat, encrypted), (true, State::Sent), "as the caller says, who knows what is in it");
}

/// A profile with one payload.
fn profile(kind: &str, keys: &str) -> Vec<u8> {
    let head = |kind: &str, rest: &str| {
        format!(
            "<dict><key>PayloadType</key><string>{kind}</string><key>PayloadIdentifier</key><string>a</string>\
             <key>PayloadUUID</key><string>1</string><key>PayloadVersion</key><integer>1</integer>{rest}</dict>"
        )
    };
    let content = format!("<key>PayloadContent</key><array>{}</array>", head(kind, keys));
    format!("<plist version=\"1.0\">{}</plist>", head("Configuration", &content)).into_bytes()
}

fn user_enrollment() {
    let mut server = Server::new();
    let device = Device::new(&server, "E-1");
    server.invite("slot", device.fingerprint(), start());
    for body in [device.authenticate(), device.token_update("T1", None)] {
        let body = String::from_utf8(body).unwrap().replace("<key>UDID</key>", "<key>EnrollmentID</key>");
        device.check_in(&mut server, body.as_bytes(), start()).unwrap();
    }
    assert!(refused(&mut server, &device.key, DeviceLock::default()).is_none());
    let clear = ClearPasscode::new(UnlockToken::new(b"SECRET".to_vec()));
    let forbidden: [Request; 3] =
        [EraseDevice::default().into(), clear.into(), RestartDevice::default().into()];
    for request in forbidden {
        let error = refused(&mut server, &device.key, request);
        assert!(matches!(error, Some(Error::NotAllowed { .. })), "{error:?}");
    }
}

fn with_origin(rights: AccessRights) -> (Server, Device) {
    let mut server = Server::new();
    let origin = Origin::new("https://mdm.example.com/mdm", rights)
        .with_check_in_url("https://mdm.example.com/checkin")
        .with_identifier("com.example.enrollment");
    server.trust = server.trust.clone().with_origin(origin);
    let device = Device::enrolled(&mut server, "UDID-1");
    (server, device)
}

fn own_removal() {
    let (mut server, device) = with_origin(AccessRights::QUERY_DEVICE);
    let other = refused(&mut server, &device.key, RemoveProfile::new("com.example.other"));
    assert!(matches!(other, Some(Error::NotAllowed { .. })), "the right is missing: {other:?}");
    assert!(refused(&mut server, &device.key, RemoveProfile::new("com.example.enrollment")).is_none());
    assert_eq!(device.idle(&mut server, start()).as_deref(), Some("X"), "at the hand-out too");
}

/// Requirement F75.
fn fixed_origin() {
    let rights = AccessRights::from_bits(AccessRights::ALL.bits() & !AccessRights::ERASE.bits());
    let profile = |keys: &str| profile("com.apple.mdm", keys);
    let keys = |server: &str, check_in: &str, topic: &str, rights: u16| {
        profile(&format!(
            "<key>ServerURL</key><string>{server}</string><key>CheckInURL</key><string>{check_in}</string>\
             <key>Topic</key><string>{topic}</string><key>AccessRights</key><integer>{rights}</integer>\
             <key>IdentityCertificateUUID</key><string>2</string>"
        ))
    };
    let (server_url, check_in_url) = ("https://mdm.example.com/mdm", "https://mdm.example.com/checkin");
    let other = "https://other.example.com/";
    let check = |profile: Vec<u8>, known: bool, expected: &[UpdateRefusal]| {
        let (mut server, device) = if known { with_origin(rights) } else { enrolled() };
        let told = match refused(&mut server, &device.key, InstallProfile::new(profile)) {
            None => Vec::new(),
            Some(Error::OriginChanged { refusals }) => {
                refusals.into_iter().map(|(_, refusal)| refusal).collect()
            }
            Some(error) => panic!("{error}"),
        };
        assert_eq!(told, expected);
        let queued = server.channel(&device.key).queue().entries().count();
        assert_eq!(queued, usize::from(expected.is_empty()));
    };
    use UpdateRefusal::{AddedAccessRights, Changed};
    let same = || keys(server_url, check_in_url, TOPIC, rights.bits());
    check(same(), true, &[]);
    check(keys(server_url, check_in_url, TOPIC, 16), true, &[]);
    check(keys(other, check_in_url, TOPIC, rights.bits()), true, &[Changed { key: "ServerURL" }]);
    check(keys(server_url, other, TOPIC, rights.bits()), true, &[Changed { key: "CheckInURL" }]);
    check(keys(server_url, check_in_url, "com.apple.mgmt.X", 16), true, &[Changed { key: "Topic" }]);
    check(keys(server_url, check_in_url, TOPIC, AccessRights::ALL.bits()), true, &[AddedAccessRights]);
    // Where the tenant does not tell, the topic is known all the same.
    check(keys(other, other, TOPIC, AccessRights::ALL.bits()), false, &[]);
    check(keys(other, other, "com.apple.mgmt.X", 1), false, &[Changed { key: "Topic" }]);
    // Another profile, and one that cannot be read, are not looked into.
    check(profile(""), true, &[]);
    let escaped = String::from_utf8(keys(other, check_in_url, TOPIC, 1)).unwrap();
    let escaped = escaped.replace("com.apple.mdm", "com&#46;apple.mdm").into_bytes();
    check(escaped, true, &[Changed { key: "ServerURL" }]);
    check(b"com.apple.mdm".to_vec(), true, &[]);
    check(b"x".to_vec(), true, &[]);
}

/// Requirement F75, of those who came before the tenant told: from the first word that they say then.
#[test]
fn an_origin_that_is_told_late_holds_for_those_who_are_enrolled() {
    let profile = |server: &str| {
        let keys = format!(
            "<key>ServerURL</key><string>{server}</string><key>Topic</key><string>{TOPIC}</string>\
             <key>AccessRights</key><integer>2</integer><key>IdentityCertificateUUID</key><string>2</string>"
        );
        InstallProfile::new(profile("com.apple.mdm", &keys))
    };
    let other = || profile("https://other.example.com/");
    let changed = |error: Option<Error>| matches!(error, Some(Error::OriginChanged { .. }));
    let says: [(&str, fn(&Device) -> Vec<u8>); 3] = [
        ("a report", idle),
        ("the token that it has", |device| device.token_update("T1", None)),
        ("another token", |device| device.token_update("T2", None)),
    ];
    for (what, word) in says {
        let (mut server, device) = enrolled();
        let origin = Origin::new("https://mdm.example.com/mdm", AccessRights::INSTALL_PROFILES);
        server.trust = server.trust.clone().with_origin(origin);
        let commits = server.data.commits;
        for _ in 0..2 {
            let word = word(&device);
            let request = DeviceRequest::put("/mdm", &word).over_tls(Some(&device.certificate));
            server.device(&request, start()).unwrap();
        }
        assert_eq!(server.data.commits, commits + 1, "{what}: it is kept once");
        assert!(changed(refused(&mut server, &device.key, other())), "{what}");
        let error = refused(&mut server, &device.key, DeviceLock::default());
        assert!(matches!(error, Some(Error::NotAllowed { .. })), "{what}: the right is missing: {error:?}");
        assert!(
            refused(&mut server, &device.key, profile("https://mdm.example.com/mdm")).is_none(),
            "{what}"
        );

        // What it began with stays, whatever the tenant tells later.
        let other_origin = Origin::new("https://other.example.com/", AccessRights::ALL);
        server.trust = server.trust.clone().with_origin(other_origin);
        device.idle(&mut server, start());
        assert!(changed(refused(&mut server, &device.key, other())), "{what}");
    }
    // Who has left keeps nothing.
    let (mut server, device) = enrolled();
    device.check_in(&mut server, &device.check_out(), start()).unwrap();
    server.trust =
        server.trust.clone().with_origin(Origin::new("https://mdm.example.com/", AccessRights::ALL));
    let before = server.data.clone();
    let body = idle(&device);
    assert!(device.connect(&mut server, &body, start()).is_err());
    assert_eq!(server.data, before);
}
