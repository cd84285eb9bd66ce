//! `Retry-After`, and what is waited without it.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

/// Reads `Retry-After`, as seconds or in one of the three forms of a date (RFC 9110, sections 10.2.3 and 5.6.7).
///
/// A date is compared with the server's own `Date`, because the clock here may be wrong. Bounded by a second and
/// [`MAX_WAIT`].
pub(crate) fn decode(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let date = |text: &str| httpdate::parse_http_date(text).ok();
    let wanted = text(RETRY_AFTER)?;
    let wait = if !wanted.is_empty() && wanted.bytes().all(|b| b.is_ascii_digit()) {
        // So many digits that it does not fit: as long as is waited at all.
        wanted.parse().map_or(MAX_WAIT, Duration::from_secs)
    } else {
        let now = text(DATE).and_then(date).unwrap_or(now);
        date(wanted)?.duration_since(now).unwrap_or_default()
    };
    Some(wait.clamp(Duration::from_secs(1), MAX_WAIT))
}

/// Which try of a push it was, and whose: how long that device waits grows with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Counts from one.
    pub number: u32,
    /// Any number that differs from device to device: a hash of its key. It spreads what would otherwise come back at
    /// the same moment.
    pub salt: u64,
}

impl Attempt {
    /// For a wait that is everybody's: one device's tries do not make it longer.
    pub(crate) fn first(self) -> Self {
        Self { number: 1, ..self }
    }

    /// `first`, doubled with every further attempt up to `max`, and up to half of that on top.
    pub(crate) fn back_off(self, first: Duration, max: Duration) -> Duration {
        let doubled = self.number.saturating_sub(1).min(31);
        let wait = first.saturating_mul(1 << doubled).min(max);
        let parts = u32::try_from(mix(self.salt ^ u64::from(self.number)) % 1024).unwrap_or(0);
        wait + wait * parts / 2048
    }
}

/// The finalizer of SplitMix64: every bit of the input moves half of the output.
fn mix(mut x: u64) -> u64 {
    x = x.wrapping_add(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

/// The longest that a provider may ask to wait.
pub(crate) const MAX_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

#[cfg(test)]
mod tests {
    use super::*;

    fn at(secs: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(secs)
    }

    #[test]
    fn both_forms_are_read_and_bounded() {
        // 784111777 is the date of the examples in RFC 9110, section 5.6.7.
        fn check(retry_after: &str, date: Option<&str>, expected: Option<u64>) {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, retry_after.parse().unwrap());
            if let Some(date) = date {
                headers.insert(DATE, date.parse().unwrap());
            }
            let found = decode(&headers, at(784_111_777 - 60)).map(|wait| wait.as_secs());
            assert_eq!(found, expected, "{retry_after:?} {date:?}");
        }
        check("120", None, Some(120));
        check(" 120 ", None, Some(120));
        check("0", None, Some(1));
        check("99999999999999999999999999", None, Some(86_400));
        check("-1", None, None);
        check("1.5", None, None);
        check("", None, None);
        check("soon", None, None);
        check("Sun, 06 Nov 1994 08:49:37 GMT", None, Some(60));
        check("Sunday, 06-Nov-94 08:49:37 GMT", None, Some(60));
        check("Sun Nov  6 08:49:37 1994", None, Some(60));
        // The server's clock counts, not ours.
        check("Sun, 06 Nov 1994 08:49:37 GMT", Some("Sun, 06 Nov 1994 08:49:07 GMT"), Some(30));
        check("Sun, 06 Nov 1994 08:49:37 GMT", Some("Mon, 07 Nov 1994 08:49:07 GMT"), Some(1));
        check("Sun, 06 Nov 1994 08:49:37 GMT", Some("yesterday"), Some(60));
        check("Fri, 31 Dec 9999 23:59:59 GMT", None, Some(86_400));
        check("Sun, 06 Nov 1994 25:49:37 GMT", None, None);
        assert_eq!(decode(&HeaderMap::new(), at(0)), None);
    }

    #[test]
    fn the_back_off_doubles_and_spreads() {
        let secs = Duration::from_secs;
        for number in 0..80 {
            let plain = secs(10 << number.clamp(1, 10) >> 1).min(secs(3600));
            let waits: Vec<_> =
                (0..100).map(|salt| Attempt { number, salt }.back_off(secs(10), secs(3600))).collect();
            assert!(waits.iter().all(|wait| *wait >= plain && *wait <= plain + plain / 2), "{number}");
            assert!(waits.iter().any(|wait| *wait < plain + plain / 8), "{number}");
            assert!(waits.iter().any(|wait| *wait > plain + plain / 4), "{number}");
        }
        let attempt = Attempt { number: u32::MAX, salt: 7 };
        assert_eq!(attempt.back_off(secs(60), secs(3600)), attempt.back_off(secs(60), secs(3600)));
    }
}
