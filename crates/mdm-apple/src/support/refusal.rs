//! Why a device would refuse.

use std::borrow::Cow;
use std::fmt;

use mdm_lock::{Channel, OsVersion, Platform};

use super::AccessRights;

/// One reason for which a device would refuse a command or a key of it.
///
/// `Display` is one sentence for an administrator. Two exceptions that the schema cannot express are
/// left to the caller: a server may always remove its own enrollment profile, even without the right
/// to remove profiles (Apple, Managing connections, read 2026-08), and a fact may be out of date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The command, or what else was asked about.
    pub request_type: &'static str,
    /// The key it is about, for example `PIN` or `Queries/BatteryLevel`; `None` is the whole command. Borrowed from the
    /// table, but for one that the table does not know.
    pub key: Option<Cow<'static, str>>,
    /// Why.
    pub reason: RefusalReason,
    /// The file of Apple's device-management schema that says so.
    pub source: &'static str,
}

/// Why a device would refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RefusalReason {
    /// It must be there and is not.
    Missing,
    /// The schema does not know it: a device that does not know it either takes no notice of it.
    Unknown,
    /// The value is none of those that the schema knows.
    NotAllowed {
        /// The values; numbers are written in decimals.
        allowed: &'static [&'static str],
    },
    /// The number is too small or too large.
    OutOfRange {
        /// What it may be.
        range: Range,
    },
    /// The data are too long.
    TooLong {
        /// The most bytes.
        limit: usize,
    },
    /// The operating system does not have it.
    NotSupported {
        /// The operating system.
        platform: Platform,
    },
    /// The operating system has it from a later version on.
    NeedsVersion {
        /// The operating system.
        platform: Platform,
        /// The first version that has it.
        needed: OsVersion,
        /// The device's version.
        actual: OsVersion,
    },
    /// The operating system had it once.
    Removed {
        /// The operating system.
        platform: Platform,
        /// The first version without it.
        removed: OsVersion,
        /// The device's version.
        actual: OsVersion,
    },
    /// Only a device that was enrolled through automated device enrollment accepts it.
    NeedsAutomatedEnrollment,
    /// Only a supervised device accepts it.
    NeedsSupervision,
    /// A device under User Enrollment does not accept it.
    NotForUserEnrollment,
    /// Only a device under User Enrollment accepts it.
    OnlyForUserEnrollment,
    /// A Shared iPad does not accept it.
    NotOnSharedIpad,
    /// Only a Shared iPad accepts it.
    OnlyOnSharedIpad,
    /// It does not go to this channel.
    NotOnThisChannel {
        /// The channel that was asked about.
        channel: Channel,
    },
    /// The enrollment profile does not grant the access right.
    MissingAccessRight {
        /// The right.
        right: AccessRights,
    },
}

/// The numbers that a key can hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The least; `None` is any.
    pub min: Option<f64>,
    /// The greatest; `None` is any.
    pub max: Option<f64>,
}

/// The bounds are those of the schema, which are numbers.
impl Eq for Range {}

impl Range {
    /// Whether a number is in it.
    #[must_use]
    pub fn contains(self, number: f64) -> bool {
        self.min.is_none_or(|min| number >= min) && self.max.is_none_or(|max| number <= max)
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.min, self.max) {
            (Some(min), Some(max)) => write!(f, "{min} to {max}"),
            (Some(min), None) => write!(f, "at least {min}"),
            (None, Some(max)) => write!(f, "at most {max}"),
            (None, None) => f.write_str("any number"),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(key) = &self.key {
            write!(f, "{} of ", key.escape_debug())?;
        }
        write!(f, "{} {}.", self.request_type, self.reason)
    }
}

/// The end of a sentence that begins with the command or the key.
impl fmt::Display for RefusalReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("is missing, and the device needs it"),
            Self::Unknown => f.write_str(
                "is not in Apple's schema, and a device that does not know it takes no notice of it",
            ),
            Self::NotAllowed { allowed } => {
                f.write_str("has none of the values that it can have: ")?;
                let (shown, more) = allowed.split_at_checked(SHOWN_VALUES).unwrap_or((allowed, &[]));
                f.write_str(&shown.join(", "))?;
                if more.is_empty() { Ok(()) } else { write!(f, " and {} others", more.len()) }
            }
            Self::OutOfRange { range } => write!(f, "has a number that it cannot have: it can be {range}"),
            Self::TooLong { limit } => write!(f, "is longer than {limit} bytes"),
            Self::NotSupported { platform } => write!(f, "does not exist on {platform}"),
            Self::NeedsVersion { platform, needed, actual } => {
                write!(f, "needs {platform} {needed} or later, and this device runs {actual}")
            }
            Self::Removed { platform, removed, actual } => {
                write!(f, "is gone since {platform} {removed}, and this device runs {actual}")
            }
            Self::NeedsAutomatedEnrollment => {
                f.write_str("needs automated device enrollment, and this device was enrolled otherwise")
            }
            Self::NeedsSupervision => {
                f.write_str("needs a supervised device, and this one is not supervised")
            }
            Self::NotForUserEnrollment => {
                f.write_str("is not available on a personal device under User Enrollment")
            }
            Self::OnlyForUserEnrollment => f.write_str("is available under User Enrollment only"),
            Self::NotOnSharedIpad => f.write_str("is not available on a Shared iPad"),
            Self::OnlyOnSharedIpad => f.write_str("is available on a Shared iPad only"),
            Self::NotOnThisChannel { channel: Channel::Device } => {
                f.write_str("goes to a user of the device, not to the device itself")
            }
            Self::NotOnThisChannel { channel: Channel::User } => {
                f.write_str("goes to the device itself, not to one of its users")
            }
            Self::MissingAccessRight { right } => {
                write!(f, "needs the access right to {right}, which the enrollment profile does not grant")
            }
        }
    }
}

/// A sentence with more values is none.
const SHOWN_VALUES: usize = 16;
