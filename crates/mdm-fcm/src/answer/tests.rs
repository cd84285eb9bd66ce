use proptest::prelude::*;
use serde_json::json;

use super::*;

const NOW: SystemTime = SystemTime::UNIX_EPOCH;
const FIRST: Attempt = Attempt { number: 1, salt: 0 };

fn decode(status: u16, body: &str) -> Answer {
    Answer::decode(StatusCode::from_u16(status).unwrap(), &HeaderMap::new(), body.as_bytes(), NOW)
}

fn with_retry_after(status: u16, body: &str, secs: &str) -> Answer {
    let mut headers = HeaderMap::new();
    headers.insert("retry-after", secs.parse().unwrap());
    Answer::decode(StatusCode::from_u16(status).unwrap(), &headers, body.as_bytes(), NOW)
}

/// The form of Google's errors: AIP-193.
fn error(status: u16, details: &Value) -> String {
    json!({ "error": { "code": status, "status": "X", "message": "m", "details": details } }).to_string()
}

fn code(code: &str) -> Value {
    json!({ "@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", "errorCode": code })
}

fn field(fields: &[&str]) -> Value {
    let violations: Vec<_> =
        fields.iter().map(|field| json!({ "field": field, "description": "planted" })).collect();
    json!({ "@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": violations })
}

fn quota(subject: &str, description: &str) -> Value {
    json!({
        "@type": "type.googleapis.com/google.rpc.QuotaFailure",
        "violations": [{ "subject": subject, "description": description }]
    })
}

/// Names of advice, without their times.
fn kind(advice: Advice) -> &'static str {
    match advice {
        Advice::Sent => "sent",
        Advice::DropToken => "drop",
        Advice::SuspectToken => "suspect",
        Advice::FixRequest => "request",
        Advice::FixCredential => "credential",
        Advice::WaitUntil { .. } => "wait",
        Advice::RetryDevice { .. } => "device",
        Advice::Retry { .. } => "retry",
    }
}

#[track_caller]
fn check(status: u16, body: &str, expected: &str) {
    assert_eq!(kind(decode(status, body).advice(FIRST, NOW)), expected, "{status} {body}");
}

/// Firebase, "FCM error codes" (read 2026-08).
#[test]
fn every_code_has_its_advice() {
    check(400, &error(400, &json!([code("INVALID_ARGUMENT")])), "request");
    check(404, &error(404, &json!([code("UNREGISTERED")])), "drop");
    check(403, &error(403, &json!([code("SENDER_ID_MISMATCH")])), "suspect");
    check(429, &error(429, &json!([code("QUOTA_EXCEEDED")])), "wait");
    check(503, &error(503, &json!([code("UNAVAILABLE")])), "wait");
    check(500, &error(500, &json!([code("INTERNAL")])), "retry");
    check(401, &error(401, &json!([code("THIRD_PARTY_AUTH_ERROR")])), "suspect");
    check(401, &error(401, &json!([code("APNS_AUTH_ERROR")])), "suspect");
    check(500, &error(500, &json!([code("UNSPECIFIED_ERROR")])), "retry");
    check(400, &error(400, &json!([code("UNSPECIFIED_ERROR")])), "request");
    check(418, &error(418, &json!([code("NEW_ONE")])), "request");
    for known in ErrorCode::KNOWN {
        assert_eq!(ErrorCode::parse(known.as_str()), Some(*known));
    }
}

#[test]
fn without_a_code_the_status_decides() {
    check(200, r#"{"name":"projects/acme/messages/1"}"#, "sent");
    check(200, "", "retry");
    check(200, "<html>", "retry");
    check(200, r#"{"name":"projects/a b"}"#, "retry");
    check(204, "", "retry");
    check(301, "", "request");
    check(400, "", "request");
    check(401, "", "credential");
    check(403, &error(403, &json!([])), "credential");
    check(404, &error(404, &json!([])), "credential");
    check(404, "<html>", "credential");
    check(405, "", "request");
    check(408, "", "retry");
    check(413, "", "request");
    check(429, "", "wait");
    check(500, "", "retry");
    check(501, "", "retry");
    check(502, "<html>", "wait");
    check(503, "", "wait");
    check(504, "", "wait");
    check(599, "", "retry");
    check(999, "", "retry");
}

/// A token dies by the field that is named, never by `INVALID_ARGUMENT` alone.
#[test]
fn invalid_argument_is_split_by_field() {
    let both = |fields: &[&str]| error(400, &json!([code("INVALID_ARGUMENT"), field(fields)]));
    check(400, &both(&["message.token"]), "drop");
    check(400, &both(&["message.fid"]), "drop");
    check(400, &both(&["message.android.ttl", "message.token"]), "drop");
    check(400, &error(400, &json!([field(&["message.token"])])), "drop");
    check(400, &both(&["message"]), "request");
    check(400, &both(&["message.android.ttl"]), "request");
    check(400, &both(&["message.data[0].value"]), "request");
    check(400, &both(&["message.token.x"]), "request");
    check(400, &both(&[]), "request");
    // Firebase's own example of a malformed token.
    let prose = json!({ "error": { "code": 400, "status": "INVALID_ARGUMENT", "details": [code("INVALID_ARGUMENT")],
        "message": "The registration token is not a valid FCM registration token" } });
    check(400, &prose.to_string(), "drop");
    // What a message may say elsewhere kills nothing.
    check(503, &prose.to_string(), "wait");
    check(403, &error(403, &json!([field(&["message.token"])])), "credential");
    assert_eq!(decode(400, &both(&["message.android.ttl"])).field, Some(Field::Android));
    assert_eq!(decode(400, &both(&["message.data[0].value"])).field, Some(Field::Data));
    assert_eq!(decode(400, &both(&["message.database"])).field, Some(Field::Other));
}

#[test]
fn an_unregistered_token_is_believed_only_as_a_clients_error() {
    for status in [500, 502, 503, 200, 302] {
        let advice = decode(status, &error(status, &json!([code("UNREGISTERED")]))).advice(FIRST, NOW);
        assert_ne!(advice, Advice::DropToken, "{status}");
    }
}

#[test]
fn a_devices_quota_is_not_the_projects() {
    let body = |details: Value| error(429, &details);
    check(429, &body(json!([code("QUOTA_EXCEEDED"), quota("device:1", "x")])), "device");
    check(429, &body(json!([code("QUOTA_EXCEEDED"), quota("x", "Device message rate exceeded")])), "device");
    check(429, &body(json!([code("QUOTA_EXCEEDED"), quota("project:1", "Message rate exceeded")])), "wait");
    // Google's general form, as the front end sends it when the project's minute is used up.
    let info = json!({ "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "RATE_LIMIT_EXCEEDED",
        "metadata": { "quota_unit": "1/min/{project}" } });
    check(429, &body(json!([info])), "wait");
    check(429, &body(json!([quota("device:1", ""), quota("project:1", "")])), "wait");
}

#[test]
fn waits_are_obeyed_and_otherwise_grow() {
    fn wait(answer: &Answer, attempt: Attempt) -> u64 {
        let (Advice::WaitUntil { not_before }
        | Advice::RetryDevice { not_before }
        | Advice::Retry { not_before }) = answer.advice(attempt, NOW)
        else {
            panic!("{answer:?}")
        };
        not_before.duration_since(NOW).unwrap().as_secs()
    }
    assert_eq!(wait(&with_retry_after(429, "", "7"), FIRST), 7);
    assert_eq!(wait(&with_retry_after(503, "", "120"), Attempt { number: 9, salt: 3 }), 120);
    assert_eq!(wait(&with_retry_after(500, "", "999999999"), FIRST), 86_400);
    for salt in 0..50 {
        let attempt = |number| Attempt { number, salt };
        assert!((60..=90).contains(&wait(&decode(429, ""), attempt(1))));
        assert!((10..=15).contains(&wait(&decode(503, ""), attempt(1))));
        assert!((10..=15).contains(&wait(&decode(500, ""), attempt(0))));
        assert!((20..=30).contains(&wait(&decode(500, ""), attempt(2))));
        let device = error(429, &json!([quota("device:1", "")]));
        assert!((120..=180).contains(&wait(&decode(429, &device), attempt(2))));
        assert!((3600..=5400).contains(&wait(&decode(429, &device), attempt(u32::MAX))));
        // For a phone in a drawer nobody else waits longer.
        for days in [2, 11, u32::MAX] {
            assert!((60..=90).contains(&wait(&decode(429, ""), attempt(days))), "{days}");
            assert!((10..=15).contains(&wait(&decode(503, ""), attempt(days))), "{days}");
        }
    }
    let far = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(1 << 40)).unwrap();
    assert!(
        matches!(decode(429, "").advice(FIRST, far), Advice::WaitUntil { not_before } if not_before > far)
    );
}

#[test]
fn only_a_401_about_the_access_token_renews_it() {
    fn check(status: u16, body: &str, expected: bool) {
        assert_eq!(decode(status, body).refuses_access_token(), expected, "{status} {body}");
    }
    check(401, "", true);
    check(401, &error(401, &json!([])), true);
    check(401, &error(401, &json!([code("THIRD_PARTY_AUTH_ERROR")])), false);
    check(403, "", false);
    check(200, "", false);
}

#[test]
fn prose_is_not_kept() {
    let body = error(400, &json!([code("planted"), field(&["planted"]), quota("planted", "planted")]));
    let answer = decode(400, &body.replace("\"m\"", "\"planted\""));
    assert!(!format!("{answer:?}").contains("planted"));
}

#[test]
fn hostile_bodies_are_bounded() {
    check(404, &"[".repeat(16_000), "credential");
    check(
        404,
        &format!("{}{}", " ".repeat(16 * 1024), error(404, &json!([code("UNREGISTERED")]))),
        "credential",
    );
    check(404, &error(404, &json!([[], 1, null, "x", { "@type": 7 }, code("UNREGISTERED")])), "drop");
    check(404, &error(404, &json!({ "0": code("UNREGISTERED") })), "credential");
    let name = format!(r#"{{"name":"projects/{}"}}"#, "x".repeat(600));
    check(200, &name, "retry");
}

proptest! {
    #[test]
    fn anything_decodes(status in 100..1000u16, body: Vec<u8>, retry_after in "\\PC{0,30}", number: u32, salt: u64) {
        let mut headers = HeaderMap::new();
        if let Ok(value) = retry_after.parse() {
            headers.insert("retry-after", value);
        }
        let status = StatusCode::from_u16(status).unwrap();
        let answer = Answer::decode(status, &headers, &body, NOW);
        let _ = answer.advice(Attempt { number, salt }, NOW);
    }

    /// A route is killed by FCM's own words only.
    #[test]
    fn no_status_alone_kills_a_route(status in 100..1000u16, body in "\\PC{0,40}") {
        prop_assert_ne!(decode(status, &body).advice(FIRST, NOW), Advice::DropToken);
    }
}
