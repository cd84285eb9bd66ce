//! What must hold for any answer of APNs, and for any GOAWAY.
//!
//! The fuzz target and the ordinary test that replays the corpus both include this file.

use std::time::SystemTime;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use mdm_apns::{Advice, Answer, GoAway, Reason};

/// Reads `bytes` as an answer: two bytes of status, a line of headers, the body; and as GOAWAY's payload.
pub(crate) fn check(bytes: &[u8]) {
    if let Some((status, rest)) = bytes.split_first_chunk::<2>() {
        let status = StatusCode::from_u16(100 + u16::from_be_bytes(*status) % 900).expect("in range");
        let end = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
        let (id, body) = rest.split_at(end);
        let body = body.get(1..).unwrap_or_default();
        let mut headers = HeaderMap::new();
        if let Ok(value) = HeaderValue::from_bytes(id) {
            headers.append(HeaderName::from_static("apns-id"), value);
        }
        check_answer(status, &headers, body);
    }
    if let Some(goaway) = GoAway::decode(bytes) {
        assert!(bytes.len() >= 8 && goaway.last_stream_id <= 0x7FFF_FFFF);
        check_reason(goaway.reason.as_ref());
    } else {
        assert!(bytes.len() < 8);
    }
}

fn check_answer(status: StatusCode, headers: &HeaderMap, body: &[u8]) {
    let answer = Answer::decode(status, headers, body);
    let advice = answer.advice();
    assert_eq!(answer.is_accepted(), status == StatusCode::OK);
    assert_eq!(advice == Advice::Sent, answer.is_accepted());
    check_reason(answer.reason.as_ref());
    if let Some(id) = answer.id {
        let text = headers.get("apns-id").and_then(|value| value.to_str().ok()).expect("it was read");
        assert!(id.to_string().eq_ignore_ascii_case(text));
    }
    // A token is dropped for two reasons or their status, and never when it was renewed since.
    let late = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1 << 40);
    if answer.drop_token(SystemTime::UNIX_EPOCH) {
        let said = matches!(answer.reason, Some(Reason::Unregistered | Reason::ExpiredToken));
        assert!(said || status == StatusCode::GONE);
        assert!(answer.invalid_since.is_none_or(|since| answer.drop_token(late) == (since >= late)));
    }
    assert!(answer.invalid_since.is_none() || status == StatusCode::GONE);
    assert_eq!(Answer::decode(status, headers, body), answer);
}

fn check_reason(reason: Option<&Reason>) {
    let Some(reason) = reason else { return };
    assert_eq!(Reason::parse(reason.as_str()), *reason);
    if let Reason::Other(text) = reason {
        assert!(text.len() <= 64 && text.bytes().all(|byte| byte.is_ascii_graphic()));
        assert!(reason.advice().is_none());
    }
}
