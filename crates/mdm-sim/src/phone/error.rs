//! What can go wrong outside the protocol.

/// Why the phone could not take an input.
///
/// What the phone answers to a server (`Error`, `CommandFormatError`, `NotNow`) is data in its reports, not an
/// `Error` here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The profile is not a property list that the phone reads, or is beyond its limits.
    #[error("the profile cannot be read: {0}")]
    UnreadableProfile(&'static str),
    /// The profile's signature does not match its content.
    #[error("the signature of the profile does not hold")]
    BadSignature,
    /// The profile can be read, and is no enrollment profile that an iPhone accepts.
    #[error("the enrollment profile is refused: {0}")]
    RefusedProfile(&'static str),

    /// The scripted user or network did what the phone's state does not allow.
    #[error("{input} cannot happen now: {because}")]
    Impossible {
        /// Name of the input.
        input: &'static str,
        /// What stands against it.
        because: &'static str,
    },
    /// The private key given at construction is not a PEM key of a supported kind (P-256 or RSA).
    #[error("the private key is not a P-256 or RSA key in PEM")]
    UnusableKey,

    /// OpenSSL refused an operation that does not depend on anybody's bytes.
    #[error("the cryptographic library failed to {0}")]
    Crypto(&'static str),
}

/// Whose fault an [`Error`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blame {
    /// The server that sent the bytes.
    Peer,
    /// The program that drives the phone.
    Caller,
    /// A service in between.
    Upstream,
    /// This library, or one below it.
    Library,
}

impl Error {
    /// Whose fault it is.
    #[must_use]
    pub fn blame(&self) -> Blame {
        match self {
            Self::UnreadableProfile(_) | Self::BadSignature | Self::RefusedProfile(_) => Blame::Peer,
            Self::Impossible { .. } | Self::UnusableKey => Blame::Caller,
            Self::Crypto(_) => Blame::Library,
        }
    }
}
