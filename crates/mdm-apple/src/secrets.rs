//! What must not be seen: each secret is a type of its own, overwritten in memory when it is dropped,
//! compared in constant time, and shown by [`expose_secret`](PushToken::expose_secret) alone.

use std::fmt;

use mdm_plist::Data;
use serde::de::{Deserialize, Deserializer, Unexpected};
use serde::ser::{Serialize, Serializer};
use subtle::ConstantTimeEq as _;
use zeroize::{Zeroize as _, Zeroizing};

use crate::marker::SECRET;

/// Defines what every secret has, over `Zeroizing<$inner>`.
macro_rules! secret {
    ($(#[$meta:meta])* $name:ident, $inner:ty, $borrowed:ty) => {
        $(#[$meta])*
        #[derive(Clone)]
        pub struct $name(Zeroizing<$inner>);

        impl $name {
            /// The secret itself. Whoever calls this answers for where it goes.
            #[must_use]
            pub fn expose_secret(&self) -> &$borrowed {
                &self.0
            }
        }

        impl PartialEq for $name {
            /// In constant time for secrets of the same length.
            fn eq(&self, other: &Self) -> bool {
                let (a, b): (&[u8], &[u8]) = (self.0.as_ref(), other.0.as_ref());
                a.ct_eq(b).into()
            }
        }

        impl Eq for $name {}

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(redacted)"))
            }
        }
    };
}

/// A secret that travels as `<data>`.
macro_rules! secret_data {
    ($(#[$meta:meta])* $name:ident) => {
        secret!($(#[$meta])* $name, Vec<u8>, [u8]);

        impl $name {
            /// Takes the bytes over.
            #[must_use]
            pub fn new(bytes: Vec<u8>) -> Self {
                Self(Zeroizing::new(bytes))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let copy = Data::new(self.0.to_vec());
                let result = serializer.serialize_newtype_struct(SECRET, &copy);
                copy.into_vec().zeroize();
                result
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Ok(Self::new(Data::deserialize(deserializer)?.into_vec()))
            }
        }
    };
}

/// A secret that travels as `<string>`.
macro_rules! secret_text {
    ($(#[$meta:meta])* $name:ident, $valid:expr, $expected:literal) => {
        secret!($(#[$meta])* $name, String, str);

        impl $name {
            /// Checks a text and takes it over.
            ///
            /// # Errors
            ///
            /// [`InvalidSecret`] when the text cannot be such a secret. The text is not in the error.
            pub fn new(text: String) -> Result<Self, InvalidSecret> {
                let text = Zeroizing::new(text);
                let valid: fn(&str) -> bool = $valid;
                if valid(&text) { Ok(Self(text)) } else { Err(InvalidSecret { expected: $expected }) }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_newtype_struct(SECRET, &*self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::new(String::deserialize(deserializer)?)
                    .map_err(|error| serde::de::Error::invalid_value(Unexpected::Other("text"), &error.expected))
            }
        }
    };
}

/// A secret that travels as `<string>` and can be any text.
macro_rules! secret_word {
    ($(#[$meta:meta])* $name:ident) => {
        secret!($(#[$meta])* $name, String, str);

        impl $name {
            /// Takes the text over.
            #[must_use]
            pub fn new(text: String) -> Self {
                Self(Zeroizing::new(text))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_newtype_struct(SECRET, &*self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Ok(Self::new(String::deserialize(deserializer)?))
            }
        }
    };
}

secret_data! {
    /// The token that APNs delivers to: `Token` of TokenUpdate, `<data>`, 32 bytes today and of any length
    /// in principle. It changes; the latest one counts. Source: Apple, Token Update (read 2026-08).
    PushToken
}

secret_data! {
    /// What clears the passcode: `UnlockToken` of TokenUpdate, `<data>`, about 2 kB and of any length in
    /// principle. As good as the passcode itself, so keep it encrypted.
    ///
    /// A TokenUpdate without one says nothing: the stored one stays. Source: Apple, Token Update and
    /// Managing passcodes (read 2026-08).
    UnlockToken
}

secret_data! {
    /// What lets a device be erased and set up again without its owner: `BootstrapToken`, `<data>`.
    BootstrapToken
}

secret_text! {
    /// The text that a push notification must carry: `PushMagic` of TokenUpdate, `<string>`, 1 to 512
    /// bytes, a UUID in practice. It binds one management relation. Source: Apple, Token Update (read
    /// 2026-08).
    PushMagic,
    |text| (1..=PushMagic::MAX_BYTES).contains(&text.len()),
    "a push magic of 1 to 512 bytes"
}

impl PushMagic {
    /// The longest that is read: with every character escaped it fits the payload of a push. `mdm-apns` has the same
    /// limit.
    pub const MAX_BYTES: usize = 512;
}

impl PushToken {
    /// The longest that is taken from a TokenUpdate, where `mdm-enrollment` refuses another one: `mdm-apns` has the
    /// same limit. The type holds any, also those of other services.
    pub const MAX_APNS_BYTES: usize = 256;
}

secret_text! {
    /// The PIN that unlocks a Mac after DeviceLock or EraseDevice: six characters. Source: Apple, Device
    /// Lock (schema release of macOS 15.3). Without it the Mac stays locked, so store it before sending.
    Pin,
    |text| text.chars().count() == 6,
    "a PIN of six characters"
}

secret_data! {
    /// A hash of a password: `passwordHash`, `<data>`, and what is inside of it. Whoever has it can try passwords.
    PasswordHash
}

secret_data! {
    /// A private key, `<data>`.
    PrivateKey
}

secret_data! {
    /// What another service understands: `TokenData` of GetToken, `<data>`.
    ServiceToken
}

secret_data! {
    /// What pairs a watch: `PAIRING_TOKEN` of MachineInfo, `<data>`.
    PairingToken
}

secret_word! {
    /// A password or a text as good as one.
    Password
}

secret_word! {
    /// What gets past Activation Lock.
    BypassCode
}

secret_word! {
    /// A code that pays for an app.
    RedemptionCode
}

secret_word! {
    /// AppleCare's permission to collect logs.
    LogToken
}

secret_word! {
    /// What a user of a Mac answers to the challenge of UserAuthenticate.
    DigestResponse
}

secret_word! {
    /// The challenge of a SCEP enrollment.
    Challenge
}

secret_word! {
    /// What lets a device take part in a beta program.
    ProgramToken
}

secret_word! {
    /// What a watch's pairing needs: `SecurityToken` of GetToken.
    SecurityToken
}

secret_word! {
    /// A token by which an organization proves who it is.
    IdentityToken
}

crate::wire::shown!(
    PushToken,
    UnlockToken,
    BootstrapToken,
    PushMagic,
    Pin,
    PasswordHash,
    PrivateKey,
    ServiceToken,
    PairingToken,
    Password,
    BypassCode,
    RedemptionCode,
    LogToken,
    DigestResponse,
    Challenge,
    ProgramToken,
    SecurityToken,
    IdentityToken
);

/// A text cannot be such a secret. It does not say which text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not {expected}")]
pub struct InvalidSecret {
    expected: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equality_is_of_content() {
        let token = |bytes: &[u8]| PushToken::new(bytes.to_vec());
        assert_eq!(token(b"one"), token(b"one"));
        assert_ne!(token(b"one"), token(b"two"));
        assert_ne!(token(b"one"), token(b"on"));
    }

    #[test]
    fn what_fits_no_push_is_no_magic() {
        let check = |length: usize, valid: bool| {
            assert_eq!(PushMagic::new("m".repeat(length)).is_ok(), valid, "{length}");
        };
        check(0, false);
        check(1, true);
        check(512, true);
        check(513, false);
    }

    #[test]
    fn what_is_no_pin_is_refused() {
        let check = |text: &str, valid: bool| {
            let result = Pin::new(text.to_owned());
            assert_eq!(result.is_ok(), valid, "{text:?}");
        };
        check("123456", true);
        check("12345", false);
        check("1234567", false);
        check("", false);
        assert_eq!(Pin::new("98765".to_owned()).unwrap_err().to_string(), "not a PIN of six characters");
    }
}
