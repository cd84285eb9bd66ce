//! Identifiers: bounded text of a restricted alphabet, safe in a log, a path and a key.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Unexpected};
use serde::ser::{Serialize, Serializer};

/// Defines an identifier: a name, its longest length in bytes, its alphabet.
macro_rules! identifier {
    ($(#[$meta:meta])* $name:ident, $max:literal, $alphabet:expr, $expected:literal) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// The longest one, in bytes.
            pub const MAX_LEN: usize = $max;

            /// Checks a text.
            ///
            /// # Errors
            ///
            /// [`InvalidId`] when the text is empty, too long or has a character outside the alphabet.
            pub fn new(text: &str) -> Result<Self, InvalidId> {
                if text.is_empty() || text.len() > $max || !text.bytes().all($alphabet) {
                    return Err(InvalidId { expected: $expected });
                }
                Ok(Self(text.into()))
            }

            /// The exact text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Self::new(text)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = InvalidId;

            fn try_from(text: &str) -> Result<Self, InvalidId> {
                Self::new(text)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                // The value itself stays out of the error.
                Self::new(&text)
                    .map_err(|error| serde::de::Error::invalid_value(Unexpected::Other("text"), &error.expected))
            }
        }
    };
}

/// Formats an identifier that names no person.
macro_rules! printable {
    ($name:ident) => {
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

identifier! {
    /// A device's identifier, as `UDID` carries it: 40 hexadecimal digits, `00008030-001C2D0E0A88802E`, or
    /// a UUID on a Mac. The text is kept as the device sends it, so that case matters.
    ///
    /// 1 to 64 letters, digits, `-` and `_`.
    Udid, 64, |b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_',
    "an identifier of 1 to 64 letters, digits, - and _"
}
printable!(Udid);

identifier! {
    /// The name of one channel of one enrollment: what records are kept under.
    ///
    /// [`EnrollmentKeys::resolve`](crate::EnrollmentKeys::resolve) makes it: the device's own identifier
    /// for the device channel, and `device:user` for a user's. 1 to 128 bytes of printable ASCII without
    /// white space, quotation marks, `/` and `\`.
    ///
    /// There is no `Display`: the user's part can be the account name of a person (Shared iPad), which
    /// does not belong in a log. `Debug` shows it only when it is a UUID; [`as_str`](Self::as_str) is
    /// exact.
    EnrollmentId, 128, |b| b.is_ascii_graphic() && !matches!(b, b'"' | b'\'' | b'`' | b'/' | b'\\'),
    "an enrollment identifier of 1 to 128 printable characters"
}

impl fmt::Debug for EnrollmentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (device, user) =
            self.0.split_once(':').map_or((&*self.0, None), |(device, user)| (device, Some(user)));
        write!(f, "EnrollmentId({device}")?;
        match user {
            None => {}
            Some(user) if user.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-') => write!(f, ":{user}")?,
            Some(_) => f.write_str(":(user)")?,
        }
        f.write_str(")")
    }
}

identifier! {
    /// The name of one command, chosen by the server and returned with the answer as `CommandUUID`.
    ///
    /// Apple calls it a UUID, and devices return whatever text they were given: 1 to 128 bytes of printable
    /// ASCII.
    CommandUuid, 128, |b| b.is_ascii_graphic(), "a command identifier of 1 to 128 printable characters"
}
printable!(CommandUuid);

impl CommandUuid {
    /// A version 4 UUID in upper case out of 16 random bytes.
    ///
    /// ```
    /// use mdm_apple::CommandUuid;
    ///
    /// let uuid = CommandUuid::from_bytes([0xAB; 16]);
    /// assert_eq!(uuid.as_str(), "ABABABAB-ABAB-4BAB-ABAB-ABABABABABAB");
    /// ```
    #[must_use]
    pub fn from_bytes(random: [u8; 16]) -> Self {
        let mut bits = u128::from_be_bytes(random);
        // RFC 9562, section 5.4: version in bits 48 to 51, variant in bits 64 and 65.
        bits = bits & !(0xF << 76) | (0x4 << 76);
        bits = bits & !(0x3 << 62) | (0x2 << 62);
        let text = format!(
            "{:08X}-{:04X}-{:04X}-{:04X}-{:012X}",
            bits >> 96,
            bits >> 80 & 0xFFFF,
            bits >> 64 & 0xFFFF,
            bits >> 48 & 0xFFFF,
            bits & 0xFFFF_FFFF_FFFF
        );
        Self(text.into())
    }
}

identifier! {
    /// The APNs topic that a device listens to: the user identifier of the push certificate's subject,
    /// `com.apple.mgmt.` and more. Source: Apple, Token Update (read 2026-08).
    ///
    /// 1 to 255 bytes of printable ASCII.
    Topic, 255, |b| b.is_ascii_graphic(), "a push topic of 1 to 255 printable characters"
}
printable!(Topic);

/// A text is not an identifier. It does not say which text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not {expected}")]
pub struct InvalidId {
    pub(crate) expected: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alphabets_and_lengths() {
        fn check<T: FromStr>(text: &str, valid: bool) {
            assert_eq!(text.parse::<T>().is_ok(), valid, "{} {text:?}", std::any::type_name::<T>());
        }
        check::<Udid>("00008030-001C2D0E0A88802E", true);
        check::<Udid>("564D1A2B-0000-1111-2222-333344445555", true);
        check::<Udid>("", false);
        check::<Udid>(&"a".repeat(64), true);
        check::<Udid>(&"a".repeat(65), false);
        check::<Udid>("a/b", false);
        check::<Udid>("a b", false);
        check::<Udid>("a:b", false);
        check::<Udid>("ä", false);
        check::<EnrollmentId>("U-1:anna@example.com", true);
        check::<EnrollmentId>(&"a".repeat(128), true);
        check::<EnrollmentId>(&"a".repeat(129), false);
        check::<EnrollmentId>("../x", false);
        check::<EnrollmentId>("a'b", false);
        check::<EnrollmentId>("a\nb", false);
        check::<CommandUuid>("DevInfo001", true);
        check::<CommandUuid>("a b", false);
        check::<CommandUuid>("\u{7f}", false);
        check::<Topic>("com.apple.mgmt.External.0a1b", true);
        check::<Topic>("", false);
    }

    #[test]
    fn a_minted_uuid_is_of_version_4() {
        fn check(random: [u8; 16], expected: &str) {
            assert_eq!(CommandUuid::from_bytes(random).as_str(), expected);
        }
        check([0; 16], "00000000-0000-4000-8000-000000000000");
        check([0xFF; 16], "FFFFFFFF-FFFF-4FFF-BFFF-FFFFFFFFFFFF");
        check(
            *b"\x01\x23\x45\x67\x89\xab\xcd\xef\x01\x23\x45\x67\x89\xab\xcd\xef",
            "01234567-89AB-4DEF-8123-456789ABCDEF",
        );
    }

    #[test]
    fn debug_hides_an_account_name() {
        fn check(text: &str, expected: &str) {
            assert_eq!(format!("{:?}", EnrollmentId::new(text).unwrap()), expected);
        }
        check("U-1", "EnrollmentId(U-1)");
        check("U-1:0A1B-22", "EnrollmentId(U-1:0A1B-22)");
        check("U-1:anna@example.com", "EnrollmentId(U-1:(user))");
        check("U-1:a:anna", "EnrollmentId(U-1:(user))");
    }
}
