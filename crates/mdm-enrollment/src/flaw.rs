//! Why a declaration was refused.

use std::fmt;

/// What is wrong with a declaration or a set of them. [`Error::Declaration`](crate::Error::Declaration) says with which,
/// and where in it.
#[derive(Debug)]
#[non_exhaustive]
pub enum Flaw {
    /// It is no declaration, or a key of its type has another shape.
    Unreadable(mdm_apple::Error),
    /// Its identifier is empty, longer than 64 bytes, or has control characters.
    Identifier,
    /// Its type names none of the four kinds.
    Kind,
    /// It is larger than so many bytes.
    TooLarge {
        /// The limit.
        limit: usize,
    },
    /// There are more than so many.
    TooMany {
        /// The limit.
        limit: usize,
    },
    /// Another one has the identifier.
    Repeated,
    /// It names one that is not there.
    Missing,
    /// It names one of another kind.
    WrongKind,
    /// Its type has no such key.
    UnknownKey,
    /// There is no such set.
    UnknownSet,
    /// The set is another tenant's.
    ForeignSet,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => write!(f, "not a declaration: {error}"),
            Self::Identifier => {
                f.write_str("an identifier has 1 to 64 bytes and no control characters, and this one does not")
            }
            Self::Kind => f.write_str(
                "the type names neither an activation, a configuration, an asset nor a management declaration",
            ),
            Self::TooLarge { limit } => write!(f, "larger than {limit} bytes"),
            Self::TooMany { limit } => write!(f, "more than {limit}"),
            Self::Repeated => f.write_str("the identifier is there twice"),
            Self::Missing => f.write_str("names a declaration that is not there"),
            Self::WrongKind => f.write_str("names a declaration of another kind"),
            Self::UnknownKey => f.write_str("the type has no such key"),
            Self::UnknownSet => f.write_str("no such declaration set"),
            Self::ForeignSet => f.write_str("the declaration set belongs to another tenant"),
        }
    }
}
