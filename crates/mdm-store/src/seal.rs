//! What lies between a caller's values and a store's columns: encryption, and packing of what is large.

mod aes;
mod any;
#[cfg(feature = "deflate")]
mod deflate;
mod sealed;

use std::fmt;
use std::future::Future;

pub use self::aes::{AesGcm, KeyError, KeyRing, Keys, SealKey};
pub use self::any::AnySeal;
#[cfg(feature = "deflate")]
pub use self::deflate::Deflate;
pub use self::sealed::{EventKeys, Resealed, Sealed};

use crate::row::{PayloadName, RecordKey, Version};
use crate::{Blame, Retry};

/// Turns values into what is kept of them, and back. [`Sealed`] asks one for each body.
///
/// [`AesGcm`] is what most need: keys stay with the embedder, or with a key management service behind [`Keys`]. Whoever
/// has each value encrypted elsewhere, in a hardware module for instance, implements this trait.
///
/// # What an implementer promises
///
/// - What was sealed for one [`Place`] opens for no other: rows cannot be swapped.
/// - The same value for the same place under the same key gives the same bytes. A store compares what a wake holds, so
///   that a device that registers as before is not told to every sender (see [`AesGcm`] for how, and what it costs).
/// - What is sealed is at most [`limits::SEAL`](crate::limits::SEAL) bytes longer.
/// - [`UnknownKey`](SealFault::UnknownKey) and [`OtherKey`](SealFault::OtherKey) are said of keys, not of values: they end
///   a page of wakes or events, and nothing behind them is read until the key is there. What a key that is there sealed,
///   and names another one since it was damaged, is [`Altered`](SealFault::Altered).
pub trait Seal: Send + Sync {
    /// Seals a value under the [current](Self::current) key.
    ///
    /// # Errors
    /// When the key is not to be had.
    fn seal(&self, place: &Place, plain: Vec<u8>) -> impl Future<Output = Result<Vec<u8>, SealFault>> + Send;

    /// Opens what was sealed for this place, under whichever key.
    ///
    /// # Errors
    /// When the key is not to be had, or the value was changed or belongs elsewhere.
    fn open(&self, place: &Place, sealed: Vec<u8>)
    -> impl Future<Output = Result<Vec<u8>, SealFault>> + Send;

    /// The key under which a value was sealed, by the first [`limits::SEAL`](crate::limits::SEAL) bytes of it; `None`
    /// when it is not sealed.
    fn key_of(&self, sealed: &[u8]) -> Option<KeyId>;

    /// The key under which values are sealed now.
    fn current(&self) -> KeyId;
}

/// Names a key. A number is never given to another key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub u32);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Where a value lies: which column of which row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Place {
    /// The head of a record.
    Head(RecordKey),
    /// A command of a record.
    Command {
        /// The record.
        key: RecordKey,
        /// Its place in the queue.
        seq: u64,
    },
    /// A payload.
    Payload(PayloadName),
    /// The wake of a record.
    Wake(RecordKey),
    /// An event, by its [id](crate::StoredEvent::id).
    Event(Box<str>),
}

impl Place {
    /// The event of this number in the commit that makes this version.
    pub(crate) fn event(key: &RecordKey, version: Version, index: u64) -> Self {
        Self::Event(format!("{key}/{}/{index}", version.0).into())
    }

    /// Table and column; the same in every database of this crate.
    #[must_use]
    pub const fn column(&self) -> &'static str {
        match self {
            Self::Head(_) => "record.body",
            Self::Command { .. } => "command.body",
            Self::Payload(_) => "payload.body",
            Self::Wake(_) => "wake.body",
            Self::Event(_) => "event.body",
        }
    }

    /// Different bytes for different places, of any column.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let (column, name) = match self {
            Self::Head(key) => (0, key.as_str()),
            Self::Command { key, .. } => (1, key.as_str()),
            Self::Payload(name) => (2, &*name.0),
            Self::Wake(key) => (3, key.as_str()),
            Self::Event(id) => (4, &**id),
        };
        let mut bytes = vec![column];
        if let Self::Command { seq, .. } = self {
            bytes.extend_from_slice(&seq.to_be_bytes());
        }
        bytes.extend_from_slice(name.as_bytes());
        bytes
    }
}

/// As `record.body of device/1`.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let column = self.column();
        match self {
            Self::Head(key) | Self::Wake(key) => write!(f, "{column} of {key}"),
            Self::Command { key, seq } => write!(f, "{column} of {key}, command {seq}"),
            Self::Payload(name) => write!(f, "{column} of {}", name.0),
            Self::Event(id) => write!(f, "{column} of {id}"),
        }
    }
}

/// Why a value could not be sealed or opened. It names keys and never holds a value.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SealFault {
    // The caller, who brings the keys.
    /// Nobody knows the key, and none that is known sealed the value.
    #[error("key {key} is not known")]
    UnknownKey {
        /// The key.
        key: KeyId,
    },
    /// There is a key of this name, and neither it nor another one that is known sealed the value.
    #[error("key {key} is another one than that which sealed it")]
    OtherKey {
        /// The key.
        key: KeyId,
    },

    // What the value comes from.
    /// The value is not sealed.
    #[error("it is not sealed")]
    Unsealed,
    /// The value ends before the seal does.
    #[error("it is cut off")]
    Truncated,
    /// The value, or a part of it, was changed, or it was sealed for another place.
    #[error("it was changed since key {key} sealed it, or was sealed for another place")]
    Altered {
        /// The key.
        key: KeyId,
    },
    /// The value cannot be unpacked.
    #[error("it cannot be unpacked")]
    Unpack,
    /// Whoever keeps the key did not give it.
    #[error("key {key} could not be fetched")]
    Fetch {
        /// The key.
        key: KeyId,
        /// The cause.
        #[source]
        source: KeyError,
    },

    // This library.
    /// The cipher failed.
    #[error("the cipher failed")]
    Cipher,
}

impl SealFault {
    /// Whose fault it is.
    #[must_use]
    pub const fn blame(&self) -> Blame {
        match self {
            Self::UnknownKey { .. } | Self::OtherKey { .. } => Blame::Caller,
            Self::Unsealed | Self::Truncated | Self::Altered { .. } | Self::Unpack | Self::Fetch { .. } => {
                Blame::Upstream
            }
            Self::Cipher => Blame::Library,
        }
    }

    /// Whether trying again can help.
    #[must_use]
    pub const fn retry(&self) -> Retry {
        match self {
            Self::Fetch { .. } => Retry::Later,
            _ => Retry::Never,
        }
    }

    /// Whether only this value is bad, and not the keys.
    #[must_use]
    pub const fn is_about_the_value(&self) -> bool {
        matches!(self, Self::Unsealed | Self::Truncated | Self::Altered { .. } | Self::Unpack)
    }
}

/// Keeps values as they are: for [`Deflate`] alone, and for comparisons.
#[derive(Clone, Copy, Debug, Default)]
pub struct Plain;

impl Seal for Plain {
    async fn seal(&self, _: &Place, plain: Vec<u8>) -> Result<Vec<u8>, SealFault> {
        Ok(plain)
    }

    async fn open(&self, _: &Place, sealed: Vec<u8>) -> Result<Vec<u8>, SealFault> {
        Ok(sealed)
    }

    fn key_of(&self, _: &[u8]) -> Option<KeyId> {
        Some(KeyId(0))
    }

    fn current(&self) -> KeyId {
        KeyId(0)
    }
}

#[cfg(test)]
mod tests;
