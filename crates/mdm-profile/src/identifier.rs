//! The names of profiles and payloads.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use crate::Error;

/// The `PayloadUUID` of a profile or a payload: 36 characters, hexadecimal digits in upper case.
///
/// Apple: "The globally unique identifier for the profile. The actual content is unimportant." (schema release
/// iOS 18.1). Payloads refer to each other by it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PayloadUuid(String);

impl PayloadUuid {
    /// Derives a UUID from a payload identifier: the same identifier gives the same UUID, always.
    ///
    /// So a profile that is built twice is the same to the byte, and references between payloads stay when it is
    /// replaced. The UUID has version 8 (RFC 9562 section 5.8) over the SHA-256 of
    /// `"mdm-profile payload identifier:"` and the identifier.
    #[must_use]
    pub fn derive(identifier: &str) -> Self {
        let digest = mdm_pki::sha256(format!("{NAMESPACE}{identifier}").as_bytes());
        let mut number = digest.iter().take(16).fold(0_u128, |number, byte| number << 8 | u128::from(*byte));
        number = number & !(0xf << 76) | 8 << 76;
        number = number & !(0b11 << 62) | 0b10 << 62;
        let hex = format!("{number:032X}");
        let mut text = String::with_capacity(36);
        for (index, digit) in hex.chars().enumerate() {
            if matches!(index, 8 | 12 | 16 | 20) {
                text.push('-');
            }
            text.push(digit);
        }
        Self(text)
    }

    /// The 36 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PayloadUuid {
    type Err = Error;

    /// Reads 8-4-4-4-12 hexadecimal digits; lower case becomes upper case.
    fn from_str(text: &str) -> Result<Self, Error> {
        let groups: Vec<&str> = text.split('-').collect();
        let lengths_fit = groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12]);
        let digits = groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()));
        if lengths_fit && digits {
            Ok(Self(text.to_ascii_uppercase()))
        } else {
            Err(Error::invalid("PayloadUUID", "not a UUID"))
        }
    }
}

impl fmt::Display for PayloadUuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for PayloadUuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PayloadUuid({})", self.0)
    }
}

impl Serialize for PayloadUuid {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

const NAMESPACE: &str = "mdm-profile payload identifier:";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uuids_are_derived_and_read() {
        // The expected text was computed with Python's hashlib from the definition above.
        assert_eq!(PayloadUuid::derive("com.example.mdm").as_str(), "C5C1EA6D-850A-8944-BCF7-FEA46637E4E4");
        assert_ne!(PayloadUuid::derive("com.example.mdm"), PayloadUuid::derive("com.example.mdm.scep"));

        let check = |text: &str, expected: Option<&str>| {
            let read = text.parse::<PayloadUuid>().ok();
            assert_eq!(read.as_ref().map(PayloadUuid::as_str), expected, "{text}");
        };
        let upper = "F9760DD4-F2D1-4F29-8D2C-48D52DD0A9B3";
        check(upper, Some(upper));
        check(&upper.to_lowercase(), Some(upper));
        check("F9760DD4F2D14F298D2C48D52DD0A9B3", None);
        check("F9760DD4-F2D1-4F29-8D2C-48D52DD0A9BG", None);
        check("F9760DD4-F2D1-4F29-8D2C-48D52DD0A9B", None);
        check("", None);
    }
}
