//! Values that must not reach a log line.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

macro_rules! secret {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Zeroize, ZeroizeOnDrop)]
        pub struct $name(Vec<u8>);

        impl $name {
            /// Takes the bytes.
            #[must_use]
            pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
                Self(bytes.into())
            }

            /// The bytes themselves: for the wire, never for a log.
            #[must_use]
            pub fn expose_secret(&self) -> &[u8] {
                &self.0
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                // The length is not secret; `memcmp::eq` asks for equal lengths.
                self.0.len() == other.0.len() && openssl::memcmp::eq(&self.0, &other.0)
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

secret! {
    /// The token that APNs gave the phone: where a push is sent to.
    PushToken
}
secret! {
    /// The word a push must carry to be obeyed. It binds one management relationship.
    ///
    /// Source: Apple, Token Update (read 2026-08).
    PushMagic
}
secret! {
    /// What opens the phone's escrow keybag: as good as its passcode.
    ///
    /// Source: Apple, Managing passcodes (read 2026-08).
    UnlockToken
}
secret! {
    /// A private key, PKCS#8 in PEM.
    PrivateKeyPem
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", PushMagic::new("planted-secret")), "PushMagic(redacted)");
        assert_eq!(format!("{:?}", UnlockToken::new("planted-secret")), "UnlockToken(redacted)");
    }

    #[test]
    fn equality_looks_at_all_bytes() {
        assert_eq!(PushToken::new([1, 2]), PushToken::new([1, 2]));
        assert_ne!(PushToken::new([1, 2]), PushToken::new([1, 3]));
        assert_ne!(PushToken::new([1, 2]), PushToken::new([1, 2, 3]));
    }
}
