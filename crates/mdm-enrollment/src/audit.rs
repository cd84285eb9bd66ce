//! The audit trail: what happened to each record, as a chain of hashes that can be verified without the store.
//!
//! Every event of a record is a link: it names its number and the link before it, and its own link is
//! SHA-256 over both, its key, version, index and time, and the digest of its bytes ([`Tip::next`]). The bytes are those
//! that were written; nothing is ever encoded anew in order to be verified, so that a later version of this library
//! verifies what an older one wrote. The record itself holds the [`Tip`], so that the version under which it is committed
//! is all that keeps a chain in line: no lock is shared between records.
//!
//! A [`Checkpoint`] of a tenant holds the Merkle root over the tips of all chains that have grown since the one before,
//! and can be signed by a key that the store does not know ([`Draft`]). It is what shows that the end of a chain was cut
//! off, that a chain was written anew as a whole, and how far retention has come. A [`Verifier`] holds an exported trail
//! against both, and names the first link that is broken.
//!
//! What names a member is not in the trail, but a [`Pseudonym`]: SHA-256 over a salt and the name. Salt and name lie in a
//! record of their own ([`Member`]). When this is removed nobody can tell any more who it was, and the chain still stands.
//!
//! ```
//! use std::time::{Duration, UNIX_EPOCH};
//! use mdm_enrollment::audit::Tip;
//! use mdm_enrollment::row::{RecordKey, Version};
//!
//! let (key, at) = (RecordKey::new("device/1").expect("a key"), UNIX_EPOCH + Duration::from_secs(1_800_000_000));
//! let begun = Tip::default();
//! let first = begun.next(&key, Version(1), 0, at, br#"{"v":3,"r":"enrolled"}"#);
//! assert_eq!((begun.count, first.count), (0, 1));
//! // Another byte, another link: whatever stands behind it does not fit any more.
//! assert_ne!(first.link, begun.next(&key, Version(1), 0, at, br#"{"v":3,"r":"Enrolled"}"#).link);
//! ```

mod carrier;
mod checkpoint;
mod ledger;
mod member;
#[cfg(test)]
mod tests;
mod verify;

use std::fmt;
use std::str::FromStr;
use std::time::SystemTime;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::row::{EventRow, RecordKey, Version};
use crate::{Error, Event, channel};

pub use carrier::Carrier;
pub use checkpoint::{Carry, Checkpoint, Leaf, Leaves, Proof, Signature, SignedCheckpoint};
pub use ledger::{Draft, Ledger};
pub use member::{Member, MemberName, Pseudonym, Salt};
pub use verify::{Break, Broken, EventLine, Line, Summary, UnreadableLine, Verifier};

/// A SHA-256, shown as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// Takes its bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(mdm_pki::sha256(bytes))
    }

    /// Its bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Not 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not 64 lower-case hexadecimal digits")]
pub struct NotADigest;

impl FromStr for Digest {
    type Err = NotADigest;

    fn from_str(text: &str) -> Result<Self, NotADigest> {
        let digit = |digit: u8| match digit {
            b'0'..=b'9' => Ok(digit - b'0'),
            b'a'..=b'f' => Ok(digit - b'a' + 10),
            _ => Err(NotADigest),
        };
        let mut bytes = [0; 32];
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        if pairs.len() != bytes.len() || !rest.is_empty() {
            return Err(NotADigest);
        }
        for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
            *byte = digit(*high)? << 4 | digit(*low)?;
        }
        Ok(Self(bytes))
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text: std::borrow::Cow<'de, str> = Deserialize::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

/// Where a chain ends: how many events it has had, and the link of the last one. The default is a chain that has not
/// begun: no events, and 32 zero bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tip {
    /// How many events there have been. The next one has this number.
    #[serde(rename = "n")]
    pub count: u64,
    /// The link of the last one.
    #[serde(rename = "p")]
    pub link: Digest,
}

impl Tip {
    /// Where the chain ends with one more event.
    ///
    /// Its link is SHA-256 of, in this order: the bytes `lockstep audit link 1` and a zero byte; the link before it; its
    /// number; the length of the key in 2 bytes, and the key; version; index; the time in whole milliseconds since 1970,
    /// rounded down; SHA-256 of the body. Numbers have 8 bytes, the highest first.
    #[must_use]
    pub fn next(self, key: &RecordKey, version: Version, index: u64, at: SystemTime, body: &[u8]) -> Self {
        self.next_at(key.as_str(), version, index, millis(at), body)
    }

    pub(crate) fn next_at(self, key: &str, version: Version, index: u64, at: i64, body: &[u8]) -> Self {
        let mut bytes = b"lockstep audit link 1\0".to_vec();
        bytes.extend(self.link.0);
        bytes.extend(self.count.to_be_bytes());
        // A key has 255 bytes at the most.
        bytes.extend(u16::try_from(key.len()).unwrap_or(u16::MAX).to_be_bytes());
        bytes.extend(key.as_bytes());
        bytes.extend(version.0.to_be_bytes());
        bytes.extend(index.to_be_bytes());
        bytes.extend(at.to_be_bytes());
        bytes.extend(mdm_pki::sha256(body));
        Self { count: self.count.saturating_add(1), link: Digest::of(&bytes) }
    }

    /// What a stored event says of the chain before it, and a stored record of its chain; `None` when it was written
    /// before there were chains, or by somebody else.
    #[must_use]
    pub fn of_body(body: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        struct Chained {
            c: Tip,
        }
        serde_json::from_slice::<Chained>(body).ok().map(|chained| chained.c)
    }
}

/// The events of one record in one commit, as links of its chain.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Trail<'a> {
    key: &'a RecordKey,
    version: Version,
    index: u64,
    tip: Tip,
}

impl<'a> Trail<'a> {
    /// For a record of which this version was loaded, with where its chain ended.
    pub(crate) fn after(key: &'a RecordKey, loaded: Option<Version>, tip: Tip) -> Self {
        let version = Version(loaded.map_or(1, |version| version.0.saturating_add(1)));
        Self { key, version, index: 0, tip }
    }

    /// The next event, as it is stored. A member in it must go by a pseudonym: a name would stay in the trail for ever.
    pub(crate) fn event(&mut self, event: &Event) -> Result<EventRow, Error> {
        if event.members().into_iter().any(|member| Pseudonym::new(member).is_none()) {
            return Err(Error::UnnamedMember);
        }
        let body = channel::encode_chained(event, self.tip)?;
        self.tip = self.tip.next(self.key, self.version, self.index, event.at, &body);
        self.index += 1;
        Ok(EventRow { key: self.key.clone(), at: event.at, body })
    }

    /// Where the chain ends now: it belongs into the record.
    pub(crate) const fn tip(&self) -> Tip {
        self.tip
    }
}

/// Whole milliseconds since 1970, rounded down, as stores keep them. A time out of range is the nearest end of it.
pub(crate) fn millis(time: SystemTime) -> i64 {
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_millis()).unwrap_or(i64::MAX),
        Err(error) => {
            let whole = i64::try_from(error.duration().as_nanos().div_ceil(1_000_000)).unwrap_or(i64::MAX);
            whole.saturating_neg()
        }
    }
}
