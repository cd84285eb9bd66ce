use std::fmt;

use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::Error;

macro_rules! secret {
    ($(#[doc = $doc:literal])+ $name:ident, $max:literal, $error:expr, $fits:expr) => {
        $(#[doc = $doc])+
        ///
        /// A secret: redacted `Debug`, wiped on drop, compared in constant time.
        #[derive(Clone, Zeroize, ZeroizeOnDrop)]
        pub struct $name(Box<str>);

        impl $name {
            /// The longest that is accepted.
            pub const MAX_BYTES: usize = $max;

            /// Takes it as it came.
            ///
            /// # Errors
            /// When it is empty, longer than [`Self::MAX_BYTES`], or holds a character that none has.
            pub fn new(text: &str) -> Result<Self, Error> {
                let fits: fn(u8) -> bool = $fits;
                if text.is_empty() || text.len() > Self::MAX_BYTES || !text.bytes().all(fits) {
                    return Err($error);
                }
                Ok(Self(text.into()))
            }

            /// The text. It must not reach a log line.
            #[must_use]
            pub fn expose_secret(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(redacted)"))
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
            }
        }

        impl Eq for $name {}
    };
}

secret! {
    /// The registration token of an app instance: where FCM delivers to (F79).
    ///
    /// Opaque text that the agent gets from Firebase and sends to its server; about 150 characters, no size is
    /// promised. It dies when the app is removed, when its data are cleared, and after 270 days of silence
    /// (Firebase, "Best practices for FCM registration token management", read 2026-08).
    RegistrationToken, 1024, Error::Target, |byte| byte.is_ascii_graphic()
}

secret! {
    /// The Firebase installation identifier of an app instance: the other way to name it, which Google is moving to.
    ///
    /// 22 characters of base64url today (Firebase, "Manage Firebase installations", read 2026-08).
    InstallationId, 64, Error::Target, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

secret! {
    /// An OAuth access token: whoever has it may push for the project until it expires.
    ///
    /// Opaque text, at most 2048 bytes (Google, "Using OAuth 2.0 to access Google APIs", read 2026-08). The characters
    /// are those of RFC 6750, section 2.1, so that it fits a header.
    AccessToken, 4096, Error::Internal("access token"), |byte| {
        byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_hold() {
        fn check(text: &str, token: bool, id: bool, access: bool) {
            let found = (
                RegistrationToken::new(text).is_ok(),
                InstallationId::new(text).is_ok(),
                AccessToken::new(text).is_ok(),
            );
            assert_eq!(found, (token, id, access), "{text:?}");
        }
        check("", false, false, false);
        check("cXyZ_1-2", true, true, true);
        check("dev:APA91b", true, false, false);
        check("ya29.a0/b+c~d==", true, false, true);
        check("a b", false, false, false);
        check("a\nb", false, false, false);
        check("\u{e9}", false, false, false);
        check(&"a".repeat(64), true, true, true);
        check(&"a".repeat(65), true, false, true);
        check(&"a".repeat(1025), false, false, true);
        check(&"a".repeat(4097), false, false, false);
    }

    #[test]
    fn debug_is_redacted_and_equality_is_by_value() {
        let token = RegistrationToken::new("planted-token").unwrap();
        let id = InstallationId::new("planted-id").unwrap();
        let access = AccessToken::new("planted-access").unwrap();
        assert_eq!(
            format!("{token:?} {id:?} {access:?}"),
            "RegistrationToken(redacted) InstallationId(redacted) AccessToken(redacted)"
        );
        assert_eq!(token, RegistrationToken::new("planted-token").unwrap());
        assert_ne!(token, RegistrationToken::new("planted-tokeN").unwrap());
        assert_ne!(access, AccessToken::new("planted").unwrap());
    }
}
