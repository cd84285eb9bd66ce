//! Declarative management, from Apple's documents (read 2026-08), against documents written here.

use plist::Value as Plist;
use serde_json::{Value, json};

use super::support::*;
use crate::phone::{LockState, Purpose};

fn endpoint(world: &World) -> Option<String> {
    let request = world.pending.as_ref()?;
    match request.purpose {
        Purpose::Declarative => Some(text(&message(request), "Endpoint").to_owned()),
        _ => Some(format!("{} {}", request.method, request.url)),
    }
}

fn items(token: &str, configurations: &[(&str, &str)], assets: &[(&str, &str)]) -> Value {
    let list = |items: &[(&str, &str)]| -> Vec<Value> {
        items.iter().map(|(name, token)| json!({ "Identifier": name, "ServerToken": token })).collect()
    };
    json!({ "DeclarationsToken": token, "Declarations": {
        "Activations": [], "Configurations": list(configurations), "Assets": list(assets), "Management": [] } })
}

fn declaration(identifier: &str, token: &str, payload: &Value) -> Value {
    json!({ "Identifier": identifier, "ServerToken": token, "Type": "x", "Payload": payload })
}

/// Orders a synchronization; the phone acknowledges it and begins.
fn synchronize(world: &mut World, token: Option<&str>) {
    let data = token.map(|token| json!({ "SyncTokens": { "DeclarationsToken": token } }).to_string());
    let arguments: Vec<_> = data.map(|data| ("Data", Plist::Data(data.into_bytes()))).into_iter().collect();
    world.commands.push_back(command("sync", "DeclarativeManagement", &arguments));
    world.push();
    while world.pending.as_ref().is_some_and(|request| request.purpose == Purpose::Connect) {
        let reply = world.commands.pop_front().unwrap_or_default();
        world.answer(200, &reply);
    }
}

/// The phone asks for this, and is answered with it.
#[track_caller]
fn step(world: &mut World, expected: &str, status: u16, answer: &Value) {
    assert_eq!(endpoint(world).as_deref(), Some(expected));
    let body = if answer.is_null() { Vec::new() } else { answer.to_string().into_bytes() };
    world.answer(status, &body);
}

fn reported(world: &World) -> Value {
    let request = message(world.pending.as_ref().unwrap());
    serde_json::from_slice(request["Data"].as_data().unwrap()).unwrap()
}

#[test]
fn it_fetches_what_is_new_and_removes_what_is_gone() {
    let mut world = World::enrolled(config(LockState::Locked));
    synchronize(&mut world, None);
    step(&mut world, "tokens", 200, &json!({ "SyncTokens": { "DeclarationsToken": "1" } }));
    step(&mut world, "declaration-items", 200, &items("1", &[("a", "1"), ("b", "1")], &[]));
    step(&mut world, "declaration/configuration/b", 200, &declaration("b", "1", &json!({})));
    // What fails is asked for again, later; only 404 says that there is none.
    step(&mut world, "declaration/configuration/a", 503, &Value::Null);
    assert!(world.pending.is_none() && !world.phone.is_synchronized());
    world.wake();
    step(&mut world, "declaration/configuration/a", 200, &declaration("a", "1", &json!({})));
    let report = reported(&world);
    assert_eq!(report["FullReport"], true);
    let states = &report["StatusItems"]["management"]["declarations"]["configurations"];
    assert_eq!(states.as_array().unwrap().len(), 2);
    step(&mut world, "status", 200, &Value::Null);
    assert!(world.pending.is_none() && world.phone.is_synchronized());

    // The same token: nothing to do. Another one: only what differs.
    synchronize(&mut world, Some("1"));
    assert!(world.pending.is_none());
    synchronize(&mut world, Some("2"));
    step(&mut world, "declaration-items", 200, &items("2", &[("a", "1"), ("c", "1")], &[]));
    assert_eq!(world.phone.declarations().len(), 2, "b stays until all is there");
    step(&mut world, "declaration/configuration/c", 200, &declaration("c", "1", &json!({})));
    assert_eq!(world.phone.declarations().keys().collect::<Vec<_>>(), ["a", "c"]);
    assert_eq!(reported(&world).get("FullReport"), None);
    step(&mut world, "status", 200, &Value::Null);
    synchronize(&mut world, Some("3"));
    step(&mut world, "declaration-items", 200, &items("3", &[("a", "2"), ("c", "1")], &[]));
    step(&mut world, "declaration/configuration/a", 404, &Value::Null);
    assert_eq!(world.phone.declarations().keys().collect::<Vec<_>>(), ["c"]);
}

/// The schema of `com.apple.asset.data`, `Reference`.
#[test]
fn an_asset_has_to_be_what_was_promised() {
    let hash: String = openssl::sha::sha256(b"text").iter().map(|byte| format!("{byte:02x}")).collect();
    let check = |status: u16, kind: &str, bytes: &[u8], error: Option<&str>| {
        let mut world = World::enrolled(config(LockState::Unlocked));
        synchronize(&mut world, Some("1"));
        step(&mut world, "declaration-items", 200, &items("1", &[], &[("a", "1")]));
        let reference = json!({ "DataURL": "https://mdm.test/a", "ContentType": "text/plain", "Size": 4,
            "Hash-SHA-256": hash });
        let asset = declaration("a", "1", &json!({ "Reference": reference }));
        step(&mut world, "declaration/asset/a", 200, &asset);
        assert_eq!(endpoint(&world).as_deref(), Some("GET https://mdm.test/a"));
        world.answer_as(status, Some(kind), bytes);
        let state = reported(&world)["StatusItems"]["management"]["declarations"]["assets"][0].clone();
        assert_eq!(state["valid"], if error.is_none() { "valid" } else { "invalid" });
        assert_eq!(state["reasons"][0]["code"].as_str(), error);
        assert_eq!(world.phone.declarations()["a"].data.is_some(), error.is_none());
    };
    check(200, "text/plain", b"text", None);
    check(200, "text/plain", b"tex", Some("Error.AssetCannotBeVerified"));
    check(200, "text/plain", b"test", Some("Error.AssetCannotBeVerified"));
    check(200, "text/html", b"text", Some("Error.AssetCannotBeVerified"));
    check(404, "text/plain", b"", Some("Error.AssetCannotBeDownloaded"));
}
