//! Moments as histories have them: RFC 3339, or seconds since 1970.

use std::fmt;
use std::time::{Duration, SystemTime};

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

/// A moment between 1970 and the year 9999, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(Duration);

impl Moment {
    /// As the queue counts it.
    pub fn time(self) -> SystemTime {
        SystemTime::UNIX_EPOCH + self.0
    }

    /// How long after an earlier moment; nothing after a later one.
    pub fn since(self, earlier: Self) -> Duration {
        self.0.saturating_sub(earlier.0)
    }

    /// A second later, which may lie beyond the year 9999.
    pub fn next_second(self) -> Self {
        Self(self.0 + Duration::from_secs(1))
    }

    fn from_secs(secs: u64, nanos: u32) -> Option<Self> {
        (secs <= LATEST).then(|| Self(Duration::new(secs, nanos)))
    }

    /// `2026-03-02T09:00:05Z`, `2026-03-02T10:00:05.25+01:00`, and with a blank in place of the `T`
    /// (RFC 3339, section 5.6).
    fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let number = |from: usize, to: usize| {
            let digits = text.get(from..to)?;
            digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<u64>().ok())?
        };
        let is = |at: usize, any: &[u8]| bytes.get(at).is_some_and(|b| any.contains(b));
        let marks = is(4, b"-") && is(7, b"-") && is(10, b"Tt ") && is(13, b":") && is(16, b":");
        let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
        let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
        // A leap second counts as the one before it.
        let fits = (1970..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in(year, month)).contains(&day)
            && hour < 24
            && minute < 60
            && second <= 60;
        if !marks || !fits {
            return None;
        }
        let mut rest = text.get(19..)?;
        let mut nanos = 0;
        if let Some(fraction) = rest.strip_prefix('.') {
            let length = fraction.bytes().take_while(u8::is_ascii_digit).count();
            let (digits, after) = fraction.split_at(length);
            let shown = digits.get(..length.min(9))?;
            let scale = 10_u32.pow(u32::try_from(9 - shown.len()).ok()?);
            nanos = shown.parse::<u32>().ok()? * scale;
            rest = after;
        }
        let local = day_number(year, month, day) * DAY + hour * 3_600 + minute * 60 + second.min(59);
        let secs = match rest {
            "Z" | "z" => local,
            _ => {
                let (sign, offset) = (rest.get(..1)?, rest.get(1..)?);
                let (hours, minutes) = offset.split_once(':')?;
                let two = |text: &str| (text.len() == 2).then(|| text.parse::<u64>().ok())?;
                let (hours, minutes) = (two(hours)?, two(minutes)?);
                if hours > 23 || minutes > 59 || offset.contains('+') {
                    return None;
                }
                let offset = hours * 3_600 + minutes * 60;
                match sign {
                    "+" => local.checked_sub(offset)?,
                    "-" => local + offset,
                    _ => return None,
                }
            }
        };
        Self::from_secs(secs, nanos)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let secs = self.0.as_secs();
        let (year, month, day) = date(secs / DAY);
        let (hour, minute, second) = (secs / 3_600 % 24, secs / 60 % 60, secs % 60);
        write!(f, "{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
        match self.0.subsec_nanos() {
            0 => {}
            nanos => write!(f, ".{}", format!("{nanos:09}").trim_end_matches('0'))?,
        }
        f.write_str("Z")
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(MomentVisitor)
    }
}

struct MomentVisitor;

impl Visitor<'_> for MomentVisitor {
    type Value = Moment;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a time of RFC 3339, or seconds since 1970, up to the year 9999")
    }

    fn visit_u64<E: de::Error>(self, secs: u64) -> Result<Moment, E> {
        Moment::from_secs(secs, 0).ok_or_else(|| E::invalid_value(de::Unexpected::Unsigned(secs), &self))
    }

    fn visit_f64<E: de::Error>(self, secs: f64) -> Result<Moment, E> {
        let time = Duration::try_from_secs_f64(secs).ok();
        time.and_then(|time| Moment::from_secs(time.as_secs(), time.subsec_nanos()))
            .ok_or_else(|| E::invalid_value(de::Unexpected::Float(secs), &self))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Moment, E> {
        Moment::parse(text).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
    }
}

const DAY: u64 = 86_400;
/// 9999-12-31T23:59:59Z.
const LATEST: u64 = 253_402_300_799;

const fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

const fn days_in(year: u64, month: u64) -> u64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970.
fn day_number(year: u64, month: u64, day: u64) -> u64 {
    // Leap days before the year, counted from the year 1.
    let leaps = |year: u64| (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400;
    let years = (year - 1970) * 365 + leaps(year) - leaps(1970);
    years + (1..month).map(|month| days_in(year, month)).sum::<u64>() + day - 1
}

/// The other way round.
fn date(number: u64) -> (u64, u64, u64) {
    let mut year = 1970 + number / 366;
    while day_number(year + 1, 1, 1) <= number {
        year += 1;
    }
    let mut day = number - day_number(year, 1, 1) + 1;
    let mut month = 1;
    while day > days_in(year, month) {
        day -= days_in(year, month);
        month += 1;
    }
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments() {
        fn check(json: &str, expected: &str) {
            let moment: Moment = serde_json::from_str(json).unwrap();
            assert_eq!(moment.to_string(), expected, "{json}");
            let again: Moment = serde_json::from_str(&serde_json::to_string(&moment).unwrap()).unwrap();
            assert_eq!(again, moment, "{json}");
        }
        check("0", "1970-01-01T00:00:00Z");
        check("951782399", "2000-02-28T23:59:59Z");
        check("951782400", "2000-02-29T00:00:00Z");
        check("1.5", "1970-01-01T00:00:01.5Z");
        check("253402300799", "9999-12-31T23:59:59Z");
        check("\"2026-03-02T09:00:05Z\"", "2026-03-02T09:00:05Z");
        check("\"2026-03-02 09:00:05z\"", "2026-03-02T09:00:05Z");
        check("\"2026-03-02T09:00:05.250+01:00\"", "2026-03-02T08:00:05.25Z");
        check("\"2026-12-31T23:30:00-01:00\"", "2027-01-01T00:30:00Z");
        check("\"2016-12-31T23:59:60Z\"", "2016-12-31T23:59:59Z");
        check("\"2000-02-29T00:00:00.123456789123Z\"", "2000-02-29T00:00:00.123456789Z");
    }

    #[test]
    fn what_is_no_moment() {
        for json in [
            "\"\"",
            "\"2026-03-02\"",
            "\"2026-03-02T09:00:05\"",
            "\"2026-02-29T09:00:05Z\"",
            "\"2026-13-01T09:00:05Z\"",
            "\"2026-00-01T09:00:05Z\"",
            "\"2026-03-02T24:00:05Z\"",
            "\"2026-03-02T09:00:05.Z\"",
            "\"2026-03-02T09:00:05+1:00\"",
            "\"2026-03-02T09:00:05++1:00\"",
            "\"2026-03-02T09:00:05+24:00\"",
            "\"1970-01-01T00:00:00+01:00\"",
            "\"2026-03-02T09:00:05é\"",
            "\"é026-03-02T09:00:05Z\"",
            "-1",
            "253402300800",
            "1e300",
            "true",
            "[]",
        ] {
            assert!(serde_json::from_str::<Moment>(json).is_err(), "{json}");
        }
    }
}
