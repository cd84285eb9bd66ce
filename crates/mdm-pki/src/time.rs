//! Times: the system's, OpenSSL's seconds, and ASN.1's.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use der::DateTime;
use x509_cert::time::Time;

use crate::Error;

/// Seconds since 1970; earlier times and those beyond the year 9999 are refused.
pub(crate) fn unix_seconds(time: SystemTime, what: &'static str) -> Result<i64, Error> {
    let since =
        time.duration_since(UNIX_EPOCH).map_err(|_| Error::Argument { what, reason: "before 1970" })?;
    match i64::try_from(since.as_secs()) {
        Ok(seconds @ ..253_402_300_800) => Ok(seconds),
        _ => Err(Error::Argument { what, reason: "after the year 9999" }),
    }
}

/// A time as RFC 5652 section 11.3 wants it: UTCTime up to 2049, GeneralizedTime from then on.
pub(crate) fn to_asn1(time: SystemTime) -> Result<Time, Error> {
    let seconds = Duration::from_secs(unix_seconds(time, "time")?.unsigned_abs());
    let time = DateTime::from_unix_duration(seconds);
    time.map(Time::from).map_err(|_| Error::Argument { what: "time", reason: "after the year 9999" })
}

/// `None` where the system's clock cannot hold the time.
pub(crate) fn from_asn1(time: Time) -> Option<SystemTime> {
    UNIX_EPOCH.checked_add(time.to_unix_duration())
}

#[cfg(test)]
mod tests {
    use der::Encode as _;

    use super::*;

    #[test]
    fn times_are_written_in_the_right_form() {
        let check = |seconds: u64, expected: Option<&str>| {
            let time = UNIX_EPOCH + Duration::from_secs(seconds);
            let text = to_asn1(time).ok().map(|time| {
                assert_eq!(from_asn1(time), Some(UNIX_EPOCH + Duration::from_secs(seconds)));
                String::from_utf8(time.to_der().unwrap()[2..].to_vec()).unwrap()
            });
            assert_eq!(text.as_deref(), expected);
        };
        check(0, Some("700101000000Z"));
        check(951_782_399, Some("000228235959Z"));
        check(951_782_400, Some("000229000000Z"));
        check(1_709_251_199, Some("240229235959Z"));
        check(2_524_607_999, Some("491231235959Z"));
        check(2_524_608_000, Some("20500101000000Z"));
        check(4_107_542_400, Some("21000301000000Z"));
        check(253_402_300_799, Some("99991231235959Z"));
        check(253_402_300_800, None);
        assert!(to_asn1(UNIX_EPOCH - Duration::from_secs(1)).is_err());
    }
}
