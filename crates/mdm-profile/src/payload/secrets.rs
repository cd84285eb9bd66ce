//! The secrets of payloads: overwritten in memory when they are dropped, compared in constant time, redacted in
//! `Debug`, and shown by `expose_secret` alone.

use std::fmt;

pub(crate) use mdm_apple::Password;
use mdm_plist::Value;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

pub(crate) use crate::ScepChallenge;

use super::wire::{Misfit, View, Wire, bytes, text};

/// A secret that travels as `<data>`.
macro_rules! secret_data {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone)]
        pub struct $name(Zeroizing<Vec<u8>>);

        impl $name {
            /// Takes the bytes over.
            #[must_use]
            pub fn new(bytes: Vec<u8>) -> Self {
                Self(Zeroizing::new(bytes))
            }

            /// The secret itself. Whoever calls this answers for where it goes.
            #[must_use]
            pub fn expose_secret(&self) -> &[u8] {
                &self.0
            }
        }

        impl PartialEq for $name {
            /// In constant time for secrets of the same length.
            fn eq(&self, other: &Self) -> bool {
                self.0.ct_eq(&other.0).into()
            }
        }

        impl Eq for $name {}

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(redacted)"))
            }
        }

        impl Wire for $name {
            fn read(value: &Value) -> Result<Self, Misfit> {
                bytes(value).map(|bytes| Self::new(bytes.to_vec()))
            }

            fn view(&self) -> View<'_> {
                View::SecretData(&self.0)
            }
        }
    };
}

secret_data! {
    /// An identity with its private key: the PKCS #12 of a `com.apple.security.pkcs12` payload.
    IdentityContent
}

secret_data! {
    /// A secret that both ends of a connection know, where it travels as `<data>`: of IPSec, of an access point.
    SharedSecret
}

impl Wire for Password {
    fn read(value: &Value) -> Result<Self, Misfit> {
        text(value).map(|text| Self::new(text.to_owned()))
    }

    fn view(&self) -> View<'_> {
        View::Secret(self.expose_secret())
    }
}

impl Wire for ScepChallenge {
    fn read(value: &Value) -> Result<Self, Misfit> {
        text(value).map(Self::new)
    }

    fn view(&self) -> View<'_> {
        View::Secret(self.expose_secret())
    }
}
