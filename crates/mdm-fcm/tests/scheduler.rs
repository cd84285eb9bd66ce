//! What becomes of a device's wake in `mdm-push` after each answer of FCM: the route may die, the queue never does.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout, reason = "this file is tests")]

use std::num::NonZeroU32;
use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode};
use mdm_fcm::{Advice, Answer, Attempt};
use mdm_push::{
    Config, Input, Lane, Lease, Outcome, Output, Route, RouteHealth, RouteKind, Scheduler, WakeRow,
};

/// The table in the documentation of [`Advice`].
fn outcome(advice: Advice) -> Outcome {
    match advice {
        Advice::Sent => Outcome::Sent,
        Advice::DropToken => Outcome::DropRoute,
        Advice::SuspectToken | Advice::FixRequest => Outcome::Defect,
        Advice::FixCredential => Outcome::FixCredential,
        Advice::WaitUntil { not_before } => Outcome::WaitUntil(not_before),
        Advice::RetryDevice { .. } => Outcome::RetryDevice,
        Advice::Retry { .. } => Outcome::Retry,
        other => panic!("{other:?}"),
    }
}

/// Pushes to a device with two routes by FCM, and gives the row after one answer.
fn after(status: u16, body: &str) -> WakeRow<u32, u32, u32> {
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_780_000_000);
    let lease = Lease::take(None, Duration::from_secs(60), now).unwrap();
    let mut scheduler = Scheduler::new(1, Config::new(NonZeroU32::new(600).unwrap()), &lease, now);
    let fcm = Route { kind: RouteKind::Fcm, credential: 1 };
    let mut row = WakeRow::new(7, 0, vec![fcm.clone(), fcm], Vec::new());
    row.demand(Lane::Urgent, now);
    scheduler.handle_input(Input::Wake(&row), now).unwrap();
    let answer =
        Answer::decode(StatusCode::from_u16(status).unwrap(), &HeaderMap::new(), body.as_bytes(), now);
    let mut answered = false;
    loop {
        match scheduler.poll_output(now) {
            Output::Send(send) if !answered => {
                answered = true;
                let advice = answer.advice(Attempt { number: send.attempt, salt: 7 }, now);
                scheduler.handle_input(Input::Answered(send.ticket, outcome(advice)), now).unwrap();
            }
            // By the next route.
            Output::Send(send) => {
                scheduler.handle_input(Input::Answered(send.ticket, Outcome::Sent), now).unwrap();
            }
            Output::Update(update) => assert!(row.apply(&update)),
            Output::Wait(_) => return row,
            _ => {}
        }
    }
}

fn code(code: &str) -> String {
    format!(
        r#"{{"error":{{"details":[{{"@type":"type.googleapis.com/google.firebase.fcm.v1.FcmError","errorCode":"{code}"}}]}}}}"#
    )
}

#[test]
fn no_answer_loses_what_is_pending() {
    fn check(status: u16, body: &str, dead: bool) {
        let row = after(status, body);
        assert!(row.due.is_some(), "{status} {body}: pending work is forgotten");
        assert_eq!(row.health.route(0) == RouteHealth::Dead, dead, "{status} {body}");
        assert_ne!(row.health.route(1), RouteHealth::Dead, "{status} {body}");
    }
    check(200, r#"{"name":"projects/acme/messages/1"}"#, false);
    check(404, &code("UNREGISTERED"), true);
    check(404, "<html>", false);
    check(403, &code("SENDER_ID_MISMATCH"), false);
    check(400, &code("INVALID_ARGUMENT"), false);
    check(401, "", false);
    check(429, &code("QUOTA_EXCEEDED"), false);
    check(500, &code("INTERNAL"), false);
    check(503, &code("UNAVAILABLE"), false);
}
