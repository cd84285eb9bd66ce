//! The `date` element.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use serde::de::{Deserialize, Deserializer, Unexpected, Visitor};
use serde::ser::{Serialize, Serializer};

/// A point in time as a property list holds it: UTC, in whole seconds, in the years 0000 to 9999.
///
/// In a property list it is `<date>2026-11-22T08:30:00Z</date>`, in other formats (JSON) the same text as a string.
/// Only this form is read; Apple's parser knows no other (swift-corelibs-foundation, `CFPropertyList.c`), and unlike
/// that parser a day that does not exist is refused. Its debug output is the date.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use mdm_plist::Date;
///
/// let date: Date = "2026-11-22T08:30:00Z".parse()?;
/// assert_eq!(SystemTime::from(date), SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_336_200));
/// assert_eq!(date.to_string(), "2026-11-22T08:30:00Z");
/// # Ok::<(), mdm_plist::InvalidDate>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    unix_seconds: i64,
}

/// A text that is not a date of a property list, or a time outside the years 0000 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a date of the form 2026-11-22T08:30:00Z in the years 0000 to 9999")]
#[non_exhaustive]
pub struct InvalidDate;

impl Date {
    /// The name of the newtype struct that a date is to serde: by it a serializer tells it from text.
    ///
    /// That of `plist::Date` too, so that either type works in either crate.
    pub const MARKER: &'static str = "PLIST-DATE";

    /// 2001-01-01T00:00:00Z, from which a binary property list counts, as Unix seconds.
    pub(crate) const EPOCH_2001: i64 = 978_307_200;

    /// The date that many seconds after (before, when negative) 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    ///
    /// [`InvalidDate`] outside the years 0000 to 9999.
    pub const fn from_unix_seconds(unix_seconds: i64) -> Result<Self, InvalidDate> {
        if unix_seconds < FIRST || unix_seconds > LAST {
            return Err(InvalidDate);
        }
        Ok(Self { unix_seconds })
    }

    /// Seconds after 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn unix_seconds(self) -> i64 {
        self.unix_seconds
    }

    /// Reads the text of an element.
    pub(crate) fn decode(text: &[u8]) -> Result<Self, InvalidDate> {
        let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T', h1, h2, b':', i1, i2, b':', s1, s2, b'Z'] =
            text
        else {
            return Err(InvalidDate);
        };
        let year = number(&[y1, y2, y3, y4])?;
        let (month, day) = (number(&[m1, m2])?, number(&[d1, d2])?);
        let (hour, minute, second) = (number(&[h1, h2])?, number(&[i1, i2])?, number(&[s1, s2])?);
        let valid =
            (1..=days_in_month(year, month)).contains(&day) && hour < 24 && minute < 60 && second < 60;
        if !valid {
            return Err(InvalidDate);
        }
        let days = days_from_civil(year, month, day);
        Self::from_unix_seconds(days * DAY + hour * 3600 + minute * 60 + second)
    }

    /// The text of an element.
    pub(crate) fn encode(self) -> [u8; 20] {
        let (year, month, day) = civil_from_days(self.unix_seconds.div_euclid(DAY));
        let second = self.unix_seconds.rem_euclid(DAY);
        let mut text = *b"0000-00-00T00:00:00Z";
        let [y1, y2, y3, y4, _, m1, m2, _, d1, d2, _, h1, h2, _, i1, i2, _, s1, s2, _] = &mut text;
        let pairs = [
            (y1, y2, year / 100),
            (y3, y4, year % 100),
            (m1, m2, month),
            (d1, d2, day),
            (h1, h2, second / 3600),
            (i1, i2, second / 60 % 60),
            (s1, s2, second % 60),
        ];
        for (tens, ones, value) in pairs {
            *tens = digit(value / 10);
            *ones = digit(value % 10);
        }
        text
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.encode().iter().try_for_each(|byte| fmt::Write::write_char(f, char::from(*byte)))
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Date {
    type Err = InvalidDate;

    fn from_str(text: &str) -> Result<Self, InvalidDate> {
        Self::decode(text.as_bytes())
    }
}

/// Drops what is below a second, towards the past.
impl TryFrom<SystemTime> for Date {
    type Error = InvalidDate;

    fn try_from(time: SystemTime) -> Result<Self, InvalidDate> {
        let seconds = match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_secs()),
            Err(before) => {
                let before = before.duration();
                i64::try_from(before.as_secs()).map(|s| -s - i64::from(before.subsec_nanos() > 0))
            }
        };
        Self::from_unix_seconds(seconds.map_err(|_| InvalidDate)?)
    }
}

/// On a platform whose clock cannot go back that far (Windows before 1601) the result is the Unix epoch.
impl From<Date> for SystemTime {
    fn from(date: Date) -> Self {
        let distance = Duration::from_secs(date.unix_seconds.unsigned_abs());
        let time = if date.unix_seconds < 0 {
            Self::UNIX_EPOCH.checked_sub(distance)
        } else {
            Self::UNIX_EPOCH.checked_add(distance)
        };
        time.unwrap_or(Self::UNIX_EPOCH)
    }
}

/// `plist::Date` is not limited to whole seconds nor to these years.
impl TryFrom<plist::Date> for Date {
    type Error = InvalidDate;

    fn try_from(date: plist::Date) -> Result<Self, InvalidDate> {
        Self::try_from(SystemTime::from(date))
    }
}

impl From<Date> for plist::Date {
    fn from(date: Date) -> Self {
        SystemTime::from(date).into()
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.encode();
        // ASCII by construction.
        let text = std::str::from_utf8(&text).unwrap_or_default();
        serializer.serialize_newtype_struct(Self::MARKER, text)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(Self::MARKER, DateVisitor)
    }
}

struct DateVisitor;

impl<'de> Visitor<'de> for DateVisitor {
    type Value = Date;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Date, D::Error> {
        deserializer.deserialize_str(self)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Date, E> {
        text.parse().map_err(|_| E::invalid_value(Unexpected::Other("text"), &self))
    }
}

fn number(digits: &[u8]) -> Result<i64, InvalidDate> {
    digits.iter().try_fold(0, |value, byte| {
        let digit = byte.checked_sub(b'0').filter(|digit| *digit < 10).ok_or(InvalidDate)?;
        Ok(value * 10 + i64::from(digit))
    })
}

fn digit(value: i64) -> u8 {
    b'0' + u8::try_from(value.rem_euclid(10)).unwrap_or(0)
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 0,
    }
}

// Days since 1970-01-01 in the proleptic Gregorian calendar. Years start in March, so that the leap day comes last;
// 400 years are 146 097 days, and day 719 468 of that count is 1970-01-01.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (year, month, day)
}

const DAY: i64 = 86_400;
/// 0000-01-01T00:00:00Z.
const FIRST: i64 = -62_167_219_200;
/// 9999-12-31T23:59:59Z.
const LAST: i64 = 253_402_300_799;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_one_form_only() {
        let check = |text: &str, expected: Option<i64>| {
            assert_eq!(text.parse::<Date>().ok().map(Date::unix_seconds), expected, "{text}");
        };
        check("1970-01-01T00:00:00Z", Some(0));
        check("2001-01-01T00:00:00Z", Some(978_307_200));
        check("1969-12-31T23:59:59Z", Some(-1));
        check("0000-01-01T00:00:00Z", Some(FIRST));
        check("9999-12-31T23:59:59Z", Some(LAST));
        check("2000-02-29T00:00:00Z", Some(951_782_400));
        check("1900-02-29T00:00:00Z", None);
        check("2023-02-29T00:00:00Z", None);
        check("2023-04-31T00:00:00Z", None);
        check("2023-00-10T00:00:00Z", None);
        check("2023-13-10T00:00:00Z", None);
        check("2023-01-00T00:00:00Z", None);
        check("2023-01-01T24:00:00Z", None);
        check("2023-01-01T00:60:00Z", None);
        check("2023-01-01T00:00:60Z", None);
        check("2023-01-01T00:00:00.5Z", None);
        check("2023-01-01T00:00:00+00:00", None);
        check("2023-01-01 00:00:00Z", None);
        check("2023-1-1T00:00:00Z", None);
        check("-001-01-01T00:00:00Z", None);
        check("2023-01-01T00:00:00z", None);
        check(" 2023-01-01T00:00:00Z", None);
        check("", None);
    }

    #[test]
    fn ten_thousand_years_survive() {
        let mut previous = None;
        // Every third day, at another time of day each.
        for seconds in (FIRST..=LAST).step_by(3 * 86_400 - 7) {
            let date = Date::from_unix_seconds(seconds).unwrap();
            let text = date.encode();
            assert_eq!(Date::decode(&text), Ok(date), "{date}");
            assert!(previous < Some(text), "{date} is not after the one before");
            previous = Some(text);
        }
        assert_eq!(Date::from_unix_seconds(LAST + 1), Err(InvalidDate));
        assert_eq!(Date::from_unix_seconds(FIRST - 1), Err(InvalidDate));
    }

    #[test]
    fn agrees_with_plist_on_the_calendar() {
        for seconds in (FIRST..LAST).step_by(86_400 * 97 + 4_321) {
            let date = Date::from_unix_seconds(seconds).unwrap();
            assert_eq!(plist::Date::from(date).to_xml_format(), date.to_string());
            assert_eq!(Date::try_from(plist::Date::from_xml_format(&date.to_string()).unwrap()), Ok(date));
        }
    }

    #[test]
    fn system_time_loses_only_fractions() {
        let check = |time, expected: Option<i64>| {
            assert_eq!(Date::try_from(time).ok().map(Date::unix_seconds), expected);
        };
        let epoch = SystemTime::UNIX_EPOCH;
        check(epoch, Some(0));
        check(epoch + Duration::from_millis(1_999), Some(1));
        check(epoch - Duration::from_millis(1), Some(-1));
        check(epoch - Duration::from_millis(1_000), Some(-1));
        check(epoch + Duration::from_secs(253_402_300_800), None);
        for seconds in [FIRST, -1, 0, 1, LAST] {
            check(Date::from_unix_seconds(seconds).unwrap().into(), Some(seconds));
        }
    }

    #[test]
    fn is_a_string_in_json() {
        let date: Date = "2026-11-22T08:30:00Z".parse().unwrap();
        assert_eq!(serde_json::to_string(&date).unwrap(), "\"2026-11-22T08:30:00Z\"");
        assert_eq!(serde_json::from_str::<Date>("\"2026-11-22T08:30:00Z\"").unwrap(), date);
        assert!(serde_json::from_str::<Date>("\"yesterday\"").is_err());
        assert!(serde_json::from_str::<Date>("0").is_err());
    }
}
