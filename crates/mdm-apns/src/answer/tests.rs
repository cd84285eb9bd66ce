use proptest::prelude::*;

use super::*;

fn answer(status: u16, body: &str) -> Answer {
    Answer::decode(StatusCode::from_u16(status).expect("status"), &HeaderMap::new(), body.as_bytes())
}

fn at_millis(millis: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(millis)
}

const LATER: Advice = Advice::RetryLater { after: Duration::from_secs(900) };
const GONE: Advice = Advice::DropToken { since: None };

/// Apple, "Handling notification responses from APNs", table 4, with the advice for MDM.
const TABLE: &[(u16, &str, Advice)] = &[
    (400, "BadCollapseId", Advice::FixRequest),
    (400, "BadDeviceToken", Advice::SuspectToken),
    (400, "BadExpirationDate", Advice::FixRequest),
    (400, "BadMessageId", Advice::FixRequest),
    (400, "BadPriority", Advice::FixRequest),
    (400, "BadTopic", Advice::FixRequest),
    (400, "DeviceTokenNotForTopic", Advice::SuspectToken),
    (400, "DuplicateHeaders", Advice::FixRequest),
    (400, "IdleTimeout", Advice::Reconnect),
    (400, "InvalidPushType", Advice::FixRequest),
    (400, "MissingDeviceToken", Advice::FixRequest),
    (400, "MissingTopic", Advice::FixRequest),
    (400, "PayloadEmpty", Advice::FixRequest),
    (400, "TopicDisallowed", Advice::FixRequest),
    (403, "BadCertificate", Advice::FixCredential),
    (403, "BadCertificateEnvironment", Advice::FixCredential),
    (403, "BadEnvironmentKeyIdInToken", Advice::FixCredential),
    (403, "ExpiredProviderToken", Advice::FixCredential),
    (403, "Forbidden", Advice::FixCredential),
    (403, "InvalidProviderToken", Advice::FixCredential),
    (403, "MissingProviderToken", Advice::FixCredential),
    (403, "UnrelatedKeyIdInToken", Advice::FixCredential),
    (404, "BadPath", Advice::FixRequest),
    (405, "MethodNotAllowed", Advice::FixRequest),
    (410, "ExpiredToken", GONE),
    (410, "Unregistered", GONE),
    (413, "PayloadTooLarge", Advice::FixRequest),
    (429, "TooManyProviderTokenUpdates", Advice::FixCredential),
    (429, "TooManyRequests", Advice::RetryDevice),
    (500, "InternalServerError", LATER),
    (503, "ServiceUnavailable", LATER),
    (503, "Shutdown", Advice::Reconnect),
];

#[test]
fn every_reason_of_apples_table_is_typed_and_has_its_advice() {
    assert_eq!(TABLE.len(), 32);
    assert_eq!(Reason::KNOWN.len(), 32);
    for (status, word, advice) in TABLE {
        let answer = answer(*status, &format!("{{\"reason\":\"{word}\"}}"));
        let reason = answer.reason.clone().expect(word);
        assert!(Reason::KNOWN.contains(&reason), "{word}");
        assert_eq!((reason.as_str(), answer.advice()), (*word, *advice), "{word}");
    }
}

#[test]
fn without_a_known_reason_the_status_decides() {
    fn check(status: u16, body: &str, reason: Option<&str>, advice: Advice) {
        let answer = answer(status, body);
        assert_eq!(answer.reason.as_ref().map(Reason::as_str), reason, "{status} {body}");
        assert_eq!(answer.advice(), advice, "{status} {body}");
    }
    check(200, "", None, Advice::Sent);
    check(200, r#"{"reason":"Unregistered"}"#, None, Advice::Sent);
    check(400, r#"{"reason":"BadMood"}"#, Some("BadMood"), Advice::FixRequest);
    check(400, "", None, Advice::FixRequest);
    check(403, r#"{"reason":7}"#, None, Advice::FixCredential);
    check(404, "not json", None, Advice::FixRequest);
    check(405, "[]", None, Advice::FixRequest);
    check(410, r#"{"reason":"#, None, GONE);
    check(413, "null", None, Advice::FixRequest);
    check(429, r#"{"reason":"Slower"}"#, Some("Slower"), Advice::RetryDevice);
    check(500, "", None, LATER);
    check(599, "", None, LATER);
    check(502, "<html>Bad Gateway</html>", None, LATER);
    check(302, "", None, LATER);
    check(407, "", None, LATER);
    check(401, "", None, LATER);
    check(204, "", None, LATER);
    check(400, r#"{"reason":" a\u0000\u00e9\nb "}"#, Some("?a???b?"), Advice::FixRequest);
}

#[test]
fn an_unknown_reason_and_a_huge_body_are_bounded() {
    let body = format!("{{\"reason\":\"{}\"}}", "x".repeat(1000));
    assert_eq!(answer(400, &body).reason, Some(Reason::Other("x".repeat(64).into())));
    let body = format!("{{\"reason\":\"BadTopic\",\"pad\":\"{}\"}}", "x".repeat(5000));
    assert_eq!(answer(400, &body).reason, None);
    assert_eq!(answer(400, &"[".repeat(4000)).reason, None);
}

#[test]
fn the_timestamp_of_410_is_in_milliseconds() {
    fn check(status: u16, timestamp: &str, expected: Option<u64>) {
        let answer = answer(status, &format!("{{\"reason\":\"Unregistered\",\"timestamp\":{timestamp}}}"));
        assert_eq!(answer.invalid_since, expected.map(at_millis), "{status} {timestamp}");
    }
    check(410, "1780000000123", Some(1_780_000_000_123));
    check(410, "0", Some(0));
    check(410, "-1", None);
    check(410, "\"1780000000123\"", None);
    check(410, "18446744073709551615", Some(u64::MAX));
    check(410, "18446744073709551616", None);
    check(400, "1780000000123", None);
}

#[test]
fn a_token_renewed_after_the_timestamp_is_kept() {
    fn check(status: u16, body: &str, updated_at_millis: u64, dropped: bool) {
        assert_eq!(answer(status, body).drop_token(at_millis(updated_at_millis)), dropped, "{body}");
    }
    let gone = r#"{"reason":"Unregistered","timestamp":1000}"#;
    check(410, gone, 999, true);
    check(410, gone, 1000, true);
    check(410, gone, 1001, false);
    check(410, r#"{"reason":"ExpiredToken","timestamp":1000}"#, 500, true);
    check(410, r#"{"reason":"Unregistered"}"#, 5000, true);
    check(410, "", 5000, true);
    check(400, r#"{"reason":"BadDeviceToken"}"#, 0, false);
    check(200, "", 0, false);
    check(503, r#"{"reason":"Shutdown"}"#, 0, false);
}

#[test]
fn the_id_is_read_from_the_header() {
    fn check(header: &'static str, expected: Option<&str>) {
        let mut headers = HeaderMap::new();
        headers.insert("apns-id", http::HeaderValue::from_static(header));
        let answer = Answer::decode(StatusCode::OK, &headers, b"");
        assert_eq!(answer.id.map(|id| id.to_string()).as_deref(), expected);
    }
    check("0F8FAD5B-D9CB-469F-A165-70867728950E", Some("0f8fad5b-d9cb-469f-a165-70867728950e"));
    check("0f8fad5b-d9cb-469f-a165-70867728950e", Some("0f8fad5b-d9cb-469f-a165-70867728950e"));
    check("nonsense", None);
    assert_eq!(answer(200, "").id, None);
}

#[test]
fn goaway_frames_are_read() {
    fn check(debug: &str, expected: Option<Reason>) {
        let payload = [&[0x80, 0, 0, 5, 0, 0, 0, 2], debug.as_bytes()].concat();
        let goaway = GoAway::decode(&payload).expect("long enough");
        assert_eq!((goaway.last_stream_id, goaway.error_code), (5, 2));
        assert_eq!(goaway.reason, expected, "{debug}");
    }
    check(r#"{"reason":"BadCertificateEnvironment"}"#, Some(Reason::BadCertificateEnvironment));
    check(r#"{"reason":"Tired"}"#, Some(Reason::Other("Tired".into())));
    check(r#"{"reason":"Expired Token"}"#, Some(Reason::Other("Expired?Token".into())));
    check(r#"{"timestamp":1}"#, None);
    check("too_many_pings", None);
    check("", None);
    assert_eq!(GoAway::decode(&[0; 7]), None);
    assert_eq!(GoAway::decode(&[]), None);
}

proptest! {
    #[test]
    fn no_answer_panics(status in 100u16..1000, body: Vec<u8>, word in "\\PC*", stamp: u64) {
        let json = format!("{{\"reason\":{},\"timestamp\":{stamp}}}", serde_json::json!(word));
        for body in [&body[..], json.as_bytes()] {
            let answer = Answer::decode(
                StatusCode::from_u16(status).expect("in range"),
                &HeaderMap::new(),
                body,
            );
            prop_assert_eq!(answer.advice() == Advice::Sent, status == 200);
            if let Some(Reason::Other(text)) = &answer.reason {
                prop_assert!(text.len() <= 64 && text.is_ascii());
            }
            let _ = answer.drop_token(SystemTime::UNIX_EPOCH);
            let _ = GoAway::decode(body);
        }
    }
}
