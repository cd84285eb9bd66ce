//! Just enough ASN.1: a reader for BER and DER elements and a writer for DER.
//!
//! Apple's devices send CMS as indefinite-length BER with constructed OCTET STRINGs, which DER readers refuse,
//! while certificates and signed attributes must be DER. Reading is a loop over slices: no recursion on input,
//! no allocation from a length field.

use std::borrow::Cow;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::Error;

/// One element: its content, and the whole of it as it stood in the input.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Element<'a> {
    pub(crate) content: &'a [u8],
    pub(crate) raw: &'a [u8],
    content_offset: usize,
}

/// Which encoding rules a [`Reader`] accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rules {
    /// Indefinite lengths, constructed strings and long-winded lengths are read too.
    Ber,
    /// Definite, shortest lengths only.
    Der,
}

/// Reads the elements of one level.
#[derive(Debug, Clone)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    offset: usize,
    rules: Rules,
    what: &'static str,
}

impl<'a> Reader<'a> {
    /// `what` names the structure in errors.
    pub(crate) fn new(input: &'a [u8], rules: Rules, what: &'static str) -> Self {
        Self { rest: input, offset: 0, rules, what }
    }

    /// The elements inside a constructed element.
    pub(crate) fn inside(&self, element: &Element<'a>) -> Self {
        Self { rest: element.content, offset: element.content_offset, ..self.clone() }
    }

    pub(crate) fn with_rules(self, rules: Rules) -> Self {
        Self { rules, ..self }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The error for this place in the input.
    pub(crate) fn malformed(&self) -> Error {
        Error::Malformed { what: self.what, offset: self.offset }
    }

    /// The next element, whatever it is.
    pub(crate) fn next(&mut self) -> Result<Element<'a>, Error> {
        let element = self.read().ok_or_else(|| self.malformed())?;
        self.offset = self.offset.saturating_add(element.raw.len());
        self.rest = self.rest.get(element.raw.len()..).unwrap_or_default();
        Ok(element)
    }

    /// The next element, which must have this tag.
    pub(crate) fn expect(&mut self, tag: u8) -> Result<Element<'a>, Error> {
        if self.rest.first() == Some(&tag) { self.next() } else { Err(self.malformed()) }
    }

    /// The next element if it has this tag.
    pub(crate) fn optional(&mut self, tag: u8) -> Result<Option<Element<'a>>, Error> {
        if self.rest.first() == Some(&tag) { self.next().map(Some) } else { Ok(None) }
    }

    /// The elements inside the next element, which must have this tag.
    pub(crate) fn enter(&mut self, tag: u8) -> Result<Self, Error> {
        let element = self.expect(tag)?;
        Ok(self.inside(&element))
    }

    /// Refuses what is left over.
    pub(crate) fn finish(self) -> Result<(), Error> {
        if self.is_empty() { Ok(()) } else { Err(self.malformed()) }
    }

    /// The content of the next element as an OCTET STRING, put together if BER cut it into segments.
    ///
    /// `None` if the next element is no OCTET STRING.
    pub(crate) fn octet_string(&mut self) -> Result<Option<Cow<'a, [u8]>>, Error> {
        if let Some(element) = self.optional(tag::OCTET_STRING)? {
            return Ok(Some(Cow::Borrowed(element.content)));
        }
        if self.rules == Rules::Der {
            return Ok(None);
        }
        let Some(element) = self.optional(tag::OCTET_STRING | tag::CONSTRUCTED)? else {
            return Ok(None);
        };
        // Segments are read with a stack of their own levels, so nesting costs no call depth.
        let mut bytes = Vec::new();
        let mut levels = vec![self.inside(&element)];
        while let Some(level) = levels.last_mut() {
            if level.is_empty() {
                levels.pop();
            } else if let Some(segment) = level.optional(tag::OCTET_STRING)? {
                bytes.extend_from_slice(segment.content);
            } else {
                let nested = level.enter(tag::OCTET_STRING | tag::CONSTRUCTED)?;
                if levels.len() >= MAX_DEPTH {
                    return Err(nested.malformed());
                }
                levels.push(nested);
            }
        }
        Ok(Some(Cow::Owned(bytes)))
    }

    fn read(&self) -> Option<Element<'a>> {
        let header = Header::read(self.rest, self.rules)?;
        let (content, raw_len) = match header.length {
            Some(length) => {
                let end = header.size.checked_add(length)?;
                (self.rest.get(header.size..end)?, end)
            }
            None => {
                let body = self.rest.get(header.size..)?;
                let length = indefinite_length(body)?;
                (body.get(..length)?, header.size.checked_add(length)?.checked_add(END_OF_CONTENTS.len())?)
            }
        };
        Some(Element {
            content,
            raw: self.rest.get(..raw_len)?,
            content_offset: self.offset.saturating_add(header.size),
        })
    }
}

struct Header {
    /// `None` is the indefinite length.
    length: Option<usize>,
    /// Octets of identifier and length together.
    size: usize,
}

impl Header {
    fn read(input: &[u8], rules: Rules) -> Option<Self> {
        let (&tag, rest) = input.split_first()?;
        // 0 is the end-of-contents mark, and multi-octet identifiers occur in nothing that is read here.
        if tag == 0 || tag & 0x1f == 0x1f {
            return None;
        }
        let (&first, rest) = rest.split_first()?;
        if first < 0x80 {
            return Some(Self { length: Some(usize::from(first)), size: 2 });
        }
        let count = usize::from(first & 0x7f);
        if count == 0 {
            let allowed = rules == Rules::Ber && tag & tag::CONSTRUCTED != 0;
            return allowed.then_some(Self { length: None, size: 2 });
        }
        if count > 4 {
            return None;
        }
        let octets = rest.get(..count)?;
        let length = octets.iter().fold(0_u64, |sum, octet| (sum << 8) | u64::from(*octet));
        let shortest = length >= 0x80 && octets.first() != Some(&0);
        if rules == Rules::Der && !shortest {
            return None;
        }
        Some(Self { length: Some(usize::try_from(length).ok()?), size: 2 + count })
    }
}

/// How many octets come before the end-of-contents mark that closes this level.
fn indefinite_length(body: &[u8]) -> Option<usize> {
    let mut position = 0_usize;
    let mut open = 1_usize;
    loop {
        let rest = body.get(position..)?;
        if rest.starts_with(&END_OF_CONTENTS) {
            open -= 1;
            if open == 0 {
                return Some(position);
            }
            position += END_OF_CONTENTS.len();
            continue;
        }
        let header = Header::read(rest, Rules::Ber)?;
        position = position.checked_add(header.size)?;
        match header.length {
            Some(length) => position = position.checked_add(length)?,
            // Every level is scanned again when it is entered: the limit keeps that linear.
            None if open >= MAX_DEPTH => return None,
            None => open += 1,
        }
    }
}

/// Writes one DER element around the concatenation of `parts`.
pub(crate) fn encode(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut out = Vec::with_capacity(length + 6);
    out.push(tag);
    if let Ok(short @ 0..0x80) = u8::try_from(length) {
        out.push(short);
    } else {
        let octets = length.to_be_bytes();
        let skip = octets.iter().take_while(|octet| **octet == 0).count();
        // At most 8 octets, so the count fits.
        out.push(0x80 | u8::try_from(octets.len() - skip).unwrap_or(8));
        out.extend(octets.iter().skip(skip));
    }
    for part in parts {
        out.extend_from_slice(part);
    }
    out
}

/// Writes a SET OF: DER wants the encodings in ascending order.
pub(crate) fn encode_set_of(tag: u8, mut elements: Vec<Vec<u8>>) -> Vec<u8> {
    elements.sort();
    let parts: Vec<&[u8]> = elements.iter().map(Vec::as_slice).collect();
    encode(tag, &parts)
}

/// Writes a time as RFC 5652 section 11.3 wants it: UTCTime from 1950 to 2049, GeneralizedTime otherwise.
pub(crate) fn encode_time(time: SystemTime) -> Result<Vec<u8>, Error> {
    let seconds = unix_seconds(time, "time")?;
    let (days, second_of_day) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = civil_from_days(days);
    let clock =
        format!("{:02}{:02}{:02}Z", second_of_day / 3600, second_of_day / 60 % 60, second_of_day % 60);
    match year {
        1950..2050 => {
            Ok(encode(tag::UTC_TIME, &[format!("{:02}{month:02}{day:02}{clock}", year % 100).as_bytes()]))
        }
        2050..10_000 => {
            Ok(encode(tag::GENERALIZED_TIME, &[format!("{year:04}{month:02}{day:02}{clock}").as_bytes()]))
        }
        _ => Err(Error::Argument { what: "time", reason: "after the year 9999" }),
    }
}

/// Seconds since 1970; earlier times and those beyond the year 9999 are refused.
pub(crate) fn unix_seconds(time: SystemTime, what: &'static str) -> Result<i64, Error> {
    let since =
        time.duration_since(UNIX_EPOCH).map_err(|_| Error::Argument { what, reason: "before 1970" })?;
    match i64::try_from(since.as_secs()) {
        Ok(seconds @ ..253_402_300_800) => Ok(seconds),
        _ => Err(Error::Argument { what, reason: "after the year 9999" }),
    }
}

/// The time that is so many seconds after (or before) 1970.
pub(crate) fn time_from_unix(seconds: i64) -> Option<SystemTime> {
    let distance = Duration::from_secs(seconds.unsigned_abs());
    if seconds < 0 { UNIX_EPOCH.checked_sub(distance) } else { UNIX_EPOCH.checked_add(distance) }
}

/// Year, month and day of a day counted from 1970-01-01, in the proleptic Gregorian calendar.
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    // Years begin in March, so that the leap day is the last day of its year, and eras have 400 years.
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

/// Identifier octets.
pub(crate) mod tag {
    pub(crate) const CONSTRUCTED: u8 = 0x20;
    pub(crate) const BOOLEAN: u8 = 0x01;
    pub(crate) const INTEGER: u8 = 0x02;
    pub(crate) const BIT_STRING: u8 = 0x03;
    pub(crate) const OCTET_STRING: u8 = 0x04;
    pub(crate) const NULL: u8 = 0x05;
    pub(crate) const OID: u8 = 0x06;
    pub(crate) const UTC_TIME: u8 = 0x17;
    pub(crate) const GENERALIZED_TIME: u8 = 0x18;
    pub(crate) const SEQUENCE: u8 = 0x30;
    pub(crate) const SET: u8 = 0x31;
    /// Context-specific and primitive.
    pub(crate) const CONTEXT_0_PRIMITIVE: u8 = 0x80;
    /// Context-specific and constructed.
    pub(crate) const CONTEXT_0: u8 = 0xa0;
    pub(crate) const CONTEXT_1: u8 = 0xa1;
    pub(crate) const CONTEXT_3: u8 = 0xa3;
}

/// Object identifiers, as the content octets of their encoding.
pub(crate) mod oid {
    /// id-data, 1.2.840.113549.1.7.1
    pub(crate) const DATA: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01";
    /// id-signedData, 1.2.840.113549.1.7.2
    pub(crate) const SIGNED_DATA: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02";
    /// contentType, 1.2.840.113549.1.9.3
    pub(crate) const CONTENT_TYPE: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x03";
    /// messageDigest, 1.2.840.113549.1.9.4
    pub(crate) const MESSAGE_DIGEST: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x04";
    /// signingTime, 1.2.840.113549.1.9.5
    pub(crate) const SIGNING_TIME: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x05";
    /// rsaEncryption, 1.2.840.113549.1.1.1
    pub(crate) const RSA_ENCRYPTION: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01";
    /// sha1WithRSAEncryption, 1.2.840.113549.1.1.5
    pub(crate) const SHA1_WITH_RSA: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x05";
    /// sha256WithRSAEncryption, 1.2.840.113549.1.1.11
    pub(crate) const SHA256_WITH_RSA: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b";
    /// sha384WithRSAEncryption, 1.2.840.113549.1.1.12
    pub(crate) const SHA384_WITH_RSA: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0c";
    /// sha512WithRSAEncryption, 1.2.840.113549.1.1.13
    pub(crate) const SHA512_WITH_RSA: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0d";
    /// id-ecPublicKey, 1.2.840.10045.2.1
    pub(crate) const EC_PUBLIC_KEY: &[u8] = b"\x2a\x86\x48\xce\x3d\x02\x01";
    /// ecdsa-with-SHA1, 1.2.840.10045.4.1
    pub(crate) const ECDSA_WITH_SHA1: &[u8] = b"\x2a\x86\x48\xce\x3d\x04\x01";
    /// ecdsa-with-SHA256, 1.2.840.10045.4.3.2
    pub(crate) const ECDSA_WITH_SHA256: &[u8] = b"\x2a\x86\x48\xce\x3d\x04\x03\x02";
    /// ecdsa-with-SHA384, 1.2.840.10045.4.3.3
    pub(crate) const ECDSA_WITH_SHA384: &[u8] = b"\x2a\x86\x48\xce\x3d\x04\x03\x03";
    /// ecdsa-with-SHA512, 1.2.840.10045.4.3.4
    pub(crate) const ECDSA_WITH_SHA512: &[u8] = b"\x2a\x86\x48\xce\x3d\x04\x03\x04";
    /// id-sha1, 1.3.14.3.2.26
    pub(crate) const SHA1: &[u8] = b"\x2b\x0e\x03\x02\x1a";
    /// id-sha256, 2.16.840.1.101.3.4.2.1
    pub(crate) const SHA256: &[u8] = b"\x60\x86\x48\x01\x65\x03\x04\x02\x01";
    /// id-sha384, 2.16.840.1.101.3.4.2.2
    pub(crate) const SHA384: &[u8] = b"\x60\x86\x48\x01\x65\x03\x04\x02\x02";
    /// id-sha512, 2.16.840.1.101.3.4.2.3
    pub(crate) const SHA512: &[u8] = b"\x60\x86\x48\x01\x65\x03\x04\x02\x03";
    /// id-ce-subjectKeyIdentifier, 2.5.29.14
    pub(crate) const SUBJECT_KEY_IDENTIFIER: &[u8] = b"\x55\x1d\x0e";
    /// id-ce-basicConstraints, 2.5.29.19
    pub(crate) const BASIC_CONSTRAINTS: &[u8] = b"\x55\x1d\x13";
    /// id-ce-extKeyUsage, 2.5.29.37
    pub(crate) const EXTENDED_KEY_USAGE: &[u8] = b"\x55\x1d\x25";
    /// id-kp-clientAuth, 1.3.6.1.5.5.7.3.2
    pub(crate) const CLIENT_AUTH: &[u8] = b"\x2b\x06\x01\x05\x05\x07\x03\x02";
}

const END_OF_CONTENTS: [u8; 2] = [0, 0];
/// Levels of indefinite length or of string segments. Real messages have six.
const MAX_DEPTH: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_by_their_rules() {
        let check = |input: &[u8], ber: Option<&[u8]>, der: Option<&[u8]>| {
            let read = |rules| Reader::new(input, rules, "element").next().ok().map(|e| e.content);
            assert_eq!(read(Rules::Ber), ber, "{input:02x?} as BER");
            assert_eq!(read(Rules::Der), der, "{input:02x?} as DER");
        };
        check(&[4, 0], Some(&[]), Some(&[]));
        check(&[4, 1, 7], Some(&[7]), Some(&[7]));
        check(&[4, 0x81, 1, 7], Some(&[7]), None);
        check(&[4, 0x84, 0, 0, 0, 1, 7], Some(&[7]), None);
        check(&[4, 0x85, 0, 0, 0, 0, 1, 7], None, None);
        check(&[4, 2, 7], None, None);
        check(&[4, 0x84, 0xff, 0xff, 0xff, 0xff], None, None);
        check(&[4, 0x80, 0, 0], None, None);
        check(&[0x24, 0x80, 4, 1, 7, 0, 0], Some(&[4, 1, 7]), None);
        check(&[0x24, 0x80, 4, 1, 7, 0], None, None);
        check(&[0x24, 0x80, 0x24, 0x80, 0, 0, 0, 0], Some(&[0x24, 0x80, 0, 0]), None);
        check(&[0x1f, 1, 7], None, None);
        check(&[0, 0], None, None);
        check(&[4], None, None);
        check(&[], None, None);
    }

    #[test]
    fn string_segments_are_joined_and_nesting_ends() {
        let nested = |depth: usize| {
            let mut bytes = [0x24, 0x80].repeat(depth);
            bytes.extend([4, 2, 1, 2]);
            bytes.extend([0, 0].repeat(depth));
            bytes
        };
        let check = |input: &[u8], expected: Option<&[u8]>| {
            let read = Reader::new(input, Rules::Ber, "string").octet_string().ok().flatten();
            assert_eq!(read.as_deref(), expected);
        };
        check(&[4, 1, 9], Some(&[9]));
        check(&[0x24, 0x80, 4, 1, 1, 0x24, 3, 4, 1, 2, 4, 1, 3, 0, 0], Some(&[1, 2, 3]));
        check(&[0x24, 0x80, 0x0c, 1, 1, 0, 0], None);
        check(&nested(MAX_DEPTH), Some(&[1, 2]));
        check(&nested(MAX_DEPTH + 1), None);
        check(&nested(100_000), None);
    }

    #[test]
    fn times_are_written_in_the_right_form() {
        let check = |seconds: i64, expected: Option<&str>| {
            let time = time_from_unix(seconds).unwrap();
            let text = encode_time(time).ok().map(|der| String::from_utf8(der[2..].to_vec()).unwrap());
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
        check(-1, None);
    }

    #[test]
    fn long_lengths_are_written_shortest() {
        for length in [0, 127, 128, 255, 256, 65_535, 65_536] {
            let element = encode(tag::OCTET_STRING, &[&vec![7; length]]);
            let mut reader = Reader::new(&element, Rules::Der, "element");
            assert_eq!(reader.next().unwrap().content.len(), length);
            reader.finish().unwrap();
        }
    }
}
