//! The user of a Shared iPad (Apple, Enabling network and mobile user logins; Token Update, read 2026-11).

use super::support::*;
use crate::phone::{Event, Input, LockState, PhoneConfig, Purpose, PushIgnored, Status};

const LOG_IN: Input<'static> = Input::LogIn { account: "anna@a.b", token: b"planted user token" };

fn push(world: &mut World, magic: &str) {
    world.input(Input::Push(format!("{{\"mdm\":\"{magic}\"}}").as_bytes())).unwrap();
}

/// 200 makes the device poll on the user channel; the word of its push is not the device's.
#[test]
fn a_user_who_logs_in_is_managed() {
    let mut world = World::enrolled(config(LockState::Unlocked));
    world.input(LOG_IN).unwrap();
    let update = world.pending.clone().unwrap();
    assert_eq!(update.purpose, Purpose::UserTokenUpdate);
    let keys = message(&update);
    assert_eq!(text(&keys, "MessageType"), "TokenUpdate");
    assert_eq!(text(&keys, "UserID"), "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF");
    assert_eq!((text(&keys, "UserShortName"), text(&keys, "UDID")), ("anna@a.b", UDID));
    assert_eq!(keys.get("Token").unwrap().as_data().unwrap(), b"planted user token");
    let magic = text(&keys, "PushMagic").to_owned();
    assert_ne!(magic.as_bytes(), world.magic());
    world.answer(200, b"");
    assert_eq!(world.phone.managed_user(), Some("anna@a.b"));
    let idle = world.pending.clone().unwrap();
    assert_eq!((idle.purpose, text(&message(&idle), "Status")), (Purpose::UserConnect, "Idle"));
    let install = plist::Value::Data(profile("example.wifi", "1"));
    world.answer(200, &command("a", "InstallProfile", &[("Payload", install)]));
    let report = message(world.pending.as_ref().unwrap());
    assert_eq!((text(&report, "Status"), text(&report, "UserShortName")), ("Acknowledged", "anna@a.b"));
    world.serve();
    // The profile is the user's alone.
    assert_eq!(world.phone.user_profiles().len(), 1);
    assert!(world.phone.profiles().iter().all(|profile| profile.identifier() != "example.wifi"));
    assert!(world.phone.executed().is_empty());
    assert_eq!(world.phone.user_executed().last().map(|done| done.status), Some(Status::Acknowledged));
    push(&mut world, &magic);
    assert_eq!(world.pending.as_ref().unwrap().purpose, Purpose::UserConnect);
    world.serve();
    world.push();
    assert_eq!(world.pending.as_ref().unwrap().purpose, Purpose::Connect);
    world.serve();
    world.input(Input::RepeatUserReport).unwrap();
    assert_eq!(text(&message(world.pending.as_ref().unwrap()), "CommandUUID"), "a");
    world.serve();
    // Who has logged out is not reached.
    world.input(Input::LogOut).unwrap();
    push(&mut world, &magic);
    assert_eq!(world.events.last(), Some(&Event::PushIgnored(PushIgnored::WrongMagic)));
    assert_eq!((world.phone.managed_user(), world.phone.user_push_token()), (None, None));
}

/// 410: not for the duration of the login.
#[test]
fn a_user_who_is_not_managed_says_nothing_more() {
    let mut world = World::enrolled(config(LockState::Unlocked));
    world.input(LOG_IN).unwrap();
    world.answer(410, b"");
    assert_eq!(world.events.last(), Some(&Event::UserRefused));
    assert!(world.pending.is_none() && world.wake_at.is_none());
    assert_eq!(world.phone.managed_user(), None);
    // The next login asks again.
    world.input(LOG_IN).unwrap();
    assert_eq!(world.pending.as_ref().unwrap().purpose, Purpose::UserTokenUpdate);
}

/// Apple, User Authenticate (read 2026-11): a Mac shows the password first, if it is asked, and then says who it is with
/// every message.
#[test]
fn a_user_of_a_mac_shows_the_password() {
    let log_in = Input::LogInOnMac { account: "anna", password: "secret", token: b"planted user token" };
    let body = |key: &str, value: &str| {
        format!("<plist version=\"1.0\"><dict><key>{key}</key><string>{value}</string></dict></plist>")
            .into_bytes()
    };
    let asked = |world: &World| message(world.pending.as_ref().unwrap());
    let mut world = World::enrolled(config(LockState::Unlocked));
    // The example of RFC 2617, section 3.5, without what `qop` adds.
    let nonce = "dcd98b7102dd2f0e8b11d0f600bfb0c093";
    world.input(log_in).unwrap();
    assert_eq!(world.pending.as_ref().unwrap().purpose, Purpose::UserAuthenticate);
    assert!(asked(&world).get("DigestResponse").is_none());
    world.answer(200, &body("DigestChallenge", &format!("Digest nonce=\"{nonce}\",realm=\"example.com\"")));
    let first = asked(&world);
    let response = text(&first, "DigestResponse").to_owned();
    assert!(
        response.starts_with("Digest username=\"anna\",realm=\"example.com\",nonce=\"dcd9"),
        "{response}"
    );
    // The reply is lost: the same once more.
    world.input(Input::ConnectionLost).unwrap();
    world.wake();
    assert_eq!(text(&asked(&world), "DigestResponse"), response);
    world.answer(200, &body("AuthToken", "planted auth token"));
    assert_eq!(world.pending.as_ref().unwrap().purpose, Purpose::UserTokenUpdate);
    assert_eq!(text(&asked(&world), "AuthToken"), "planted auth token");
    assert_eq!(text(&asked(&world), "UserID"), text(&first, "UserID"));
    world.answer(200, b"");
    assert_eq!(text(&asked(&world), "AuthToken"), "planted auth token");
    assert_eq!(world.phone.managed_user(), Some("anna"));
    world.serve();
    // Nothing is asked; a wrong password; nobody is managed.
    for (answers, managed) in [
        (vec![(200, body("DigestChallenge", "")), (200, vec![])], Some("anna")),
        (
            vec![
                (200, body("DigestChallenge", "Digest nonce=\"n\",realm=\"r\"")),
                (200, body("AuthToken", "")),
            ],
            None,
        ),
        (vec![(410, vec![])], None),
    ] {
        world.input(log_in).unwrap();
        for (status, body) in answers {
            world.answer(status, &body);
        }
        assert_eq!(world.phone.managed_user(), managed);
    }
}

/// Who is logged in is not deleted, unless it is forced; and may come again.
#[test]
fn a_user_is_deleted() {
    let mut world = World::enrolled(config(LockState::Unlocked));
    world.input(LOG_IN).unwrap();
    world.serve();
    let delete = |world: &mut World, name: &str, keys: &[(&str, plist::Value)]| {
        world.commands.push_back(command(name, "DeleteUser", keys));
        world.push();
        world.serve();
        world.phone.executed().last().map(|done| done.status)
    };
    let anna = ("UserName", plist::Value::from("Anna@a.b"));
    assert_eq!(delete(&mut world, "a", &[]), Some(Status::CommandFormatError));
    assert_eq!(delete(&mut world, "b", std::slice::from_ref(&anna)), Some(Status::Error));
    world.input(Input::LogOut).unwrap();
    assert_eq!(delete(&mut world, "c", std::slice::from_ref(&anna)), Some(Status::Acknowledged));
    assert_eq!(delete(&mut world, "d", &[anna]), Some(Status::Error), "there is no such user any more");
    assert_eq!(delete(&mut world, "e", &[("DeleteAllUsers", true.into())]), Some(Status::Acknowledged));
    world.input(LOG_IN).unwrap();
    world.serve();
    assert_eq!(world.phone.managed_user(), Some("anna@a.b"));
}

/// What is not answered is said again; a login ends with the phone's management, and with a restart.
#[test]
fn a_login_survives_a_lost_reply_and_no_restart() {
    let mut world = World::enrolled(config(LockState::Unlocked));
    world.input(LOG_IN).unwrap();
    world.input(Input::ConnectionLost).unwrap();
    assert!(world.pending.is_some() && world.wake_at.is_some());
    world.wake();
    world.serve();
    assert_eq!(world.phone.managed_user(), Some("anna@a.b"));
    world.input(Input::Reboot).unwrap();
    assert_eq!(world.phone.managed_user(), None);
    let mut fresh = World::new(PhoneConfig::new("UDID", "SERIAL"));
    assert!(fresh.input(LOG_IN).is_err(), "nobody manages it");
    assert_eq!(fresh.wake_at, None);
}

/// A user's command that a locked phone refuses waits for the unlock, as the device's does.
#[test]
fn after_not_now_the_user_comes_back() {
    let mut world = World::enrolled(config(LockState::Locked));
    world.input(LOG_IN).unwrap();
    world.answer(200, b"");
    let install = plist::Value::Data(profile("example.wifi", "1"));
    world.answer(200, &command("a", "InstallProfile", &[("Payload", install)]));
    assert_eq!(text(&message(world.pending.as_ref().unwrap()), "Status"), "NotNow");
    world.serve();
    assert!(world.pending.is_none());
    world.input(Input::Unlock).unwrap();
    assert_eq!(world.pending.as_ref().unwrap().purpose, Purpose::UserConnect);
}
