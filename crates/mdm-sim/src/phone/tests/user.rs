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
