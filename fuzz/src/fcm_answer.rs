//! What must hold for any bytes that FCM or its token endpoint answers with.
//!
//! The fuzz target and the ordinary test that replays the corpus both include this file.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderValue, StatusCode};
use mdm_fcm::{Advice, Answer, Attempt, Grant};

/// An answer as bytes: the status in two, then `Retry-After` up to a line break, then the body.
pub(crate) fn split(bytes: &[u8]) -> Option<(StatusCode, HeaderMap, &[u8])> {
    let (status, rest) = bytes.split_first_chunk::<2>()?;
    let status = StatusCode::from_u16(u16::from_be_bytes(*status)).ok()?;
    let end = rest.iter().position(|byte| *byte == b'\n')?;
    let (retry_after, body) = rest.split_at(end);
    let mut headers = HeaderMap::new();
    if let Ok(value) = HeaderValue::from_bytes(retry_after) {
        headers.insert("retry-after", value);
    }
    Some((status, headers, body.split_first()?.1))
}

/// Panics when a promise does not hold for an answer.
pub(crate) fn check(bytes: &[u8]) {
    let Some((status, headers, body)) = split(bytes) else { return };
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_780_000_000);
    let answer = Answer::decode(status, &headers, body, now);
    assert_eq!(answer, Answer::decode(status, &headers, body, now));
    let says = |word: &str| body.windows(word.len()).any(|window| window == word.as_bytes());
    for number in [0, 1, 2, 30, u32::MAX] {
        match answer.advice(Attempt { number, salt: 7 }, now) {
            Advice::Sent => assert_eq!(status, StatusCode::OK),
            // Only FCM's own words, in an error of a client, kill a route.
            Advice::DropToken => {
                assert!(status.is_client_error());
                assert!(body.contains(&b'\\') || says("UNREGISTERED") || says("message.") || says("token"));
            }
            Advice::WaitUntil { not_before }
            | Advice::RetryDevice { not_before }
            | Advice::Retry { not_before } => {
                let wait = not_before.duration_since(now).expect("never in the past");
                assert!(wait >= Duration::from_secs(1) && wait <= Duration::from_secs(86_400), "{wait:?}");
            }
            _ => {}
        }
    }
    match Grant::decode(status, &headers, body, now) {
        Ok(grant) => {
            assert_eq!(status, StatusCode::OK);
            assert!((1..=86_400).contains(&grant.lifetime.as_secs()));
            let token = grant.token.expose_secret();
            assert!(HeaderValue::try_from(format!("Bearer {token}")).is_ok());
            assert!(token.len() < 20 || !format!("{grant:?}").contains(token));
        }
        Err(failure) => assert!(failure.retry_after.is_none_or(|wait| wait.as_secs() >= 1)),
    }
}
