//! What can go wrong, grouped by whose fault it is.

/// Why a profile was not read or not built. [`Error::blame`] says whose fault it is.
///
/// No variant carries a value of a profile: a key path says where to look.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The bytes are not the property list of a profile.
    #[error("the profile cannot be read")]
    Decode(#[source] mdm_plist::Error),
    /// The signature around the profile does not stand, or the bytes only look signed.
    #[error("the signature of the profile cannot be verified")]
    Signature(#[source] mdm_pki::Error),
    /// A key that every profile or payload has is missing or of another type.
    #[error("{key_path} is missing or not of its type")]
    Missing {
        /// Where, as in `PayloadContent[2].PayloadType`.
        key_path: String,
    },
    /// The encrypted payloads cannot be decrypted with this key, or are not payloads. There is one answer to every
    /// reason that only the holder of the key can see.
    #[error("the payloads cannot be decrypted")]
    Decrypt(#[source] mdm_pki::Error),
    /// The property list is not a profile: its `PayloadType` is not `Configuration`.
    #[error("PayloadType is not Configuration")]
    NotAProfile,

    /// A value that the profile must not have.
    #[error("{key_path} cannot be used: {reason}")]
    Invalid {
        /// Where, as in `PayloadContent[1].ServerURL`.
        key_path: String,
        /// Why.
        reason: &'static str,
    },
    /// The profile cannot be signed with this signer.
    #[error("the profile cannot be signed")]
    Sign(#[source] mdm_pki::Error),
    /// The payloads cannot be encrypted for these recipients.
    #[error("the payloads cannot be encrypted")]
    Encrypt(#[source] mdm_pki::Error),
    /// A value that a property list cannot hold, such as a NUL character.
    #[error("the profile cannot be written")]
    Encode(#[source] mdm_plist::Error),

    /// A change to the text of a profile did not come out as it was meant. Nothing was changed.
    #[error("the text of the profile cannot be changed in this place")]
    Edit,
}

/// Whose fault an [`Error`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Blame {
    /// Whoever sent or handed in the bytes.
    Peer,
    /// The program that embeds this crate, or its configuration.
    Caller,
    /// A service that this side depends on. Nothing in this crate blames one.
    Upstream,
    /// This crate or one below it.
    Library,
}

impl Error {
    /// Whose fault it is.
    #[must_use]
    pub fn blame(&self) -> Blame {
        match self {
            Self::Decode(_) | Self::Missing { .. } | Self::NotAProfile => Blame::Peer,
            Self::Invalid { .. } | Self::Encode(_) => Blame::Caller,
            Self::Edit => Blame::Library,
            Self::Signature(error) | Self::Sign(error) | Self::Encrypt(error) | Self::Decrypt(error) => {
                match error.blame() {
                    mdm_pki::Blame::Peer => Blame::Peer,
                    mdm_pki::Blame::Caller => Blame::Caller,
                    mdm_pki::Blame::Upstream => Blame::Upstream,
                    _ => Blame::Library,
                }
            }
        }
    }

    pub(crate) fn invalid(key_path: impl Into<String>, reason: &'static str) -> Self {
        Self::Invalid { key_path: key_path.into(), reason }
    }
}
