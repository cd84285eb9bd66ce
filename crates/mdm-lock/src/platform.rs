//! What kind of device, and which of its channels, a rule is about.

use std::fmt;
use std::str::FromStr;

/// The operating systems that rules tell apart. iPadOS follows the rules of [`Platform::Ios`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Platform {
    /// iOS and iPadOS.
    Ios,
    /// macOS.
    Macos,
    /// tvOS.
    Tvos,
    /// watchOS.
    Watchos,
    /// visionOS.
    Visionos,
    /// Android.
    Android,
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ios => "iOS",
            Self::Macos => "macOS",
            Self::Tvos => "tvOS",
            Self::Watchos => "watchOS",
            Self::Visionos => "visionOS",
            Self::Android => "Android",
        })
    }
}

/// Which of a device's command channels. Each channel has a queue of its own; nothing is promised
/// about the order between two channels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Channel {
    /// The device itself.
    #[default]
    Device,
    /// One user of the device (macOS, Shared iPad).
    User,
}

/// A version such as `17.4.1`, compared by component. A missing component counts as 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct OsVersion {
    /// First component.
    pub major: u16,
    /// Second component.
    pub minor: u16,
    /// Third component.
    pub patch: u16,
}

impl OsVersion {
    /// Makes a version of two components.
    #[must_use]
    pub const fn new(major: u16, minor: u16) -> Self {
        Self { major, minor, patch: 0 }
    }
}

impl FromStr for OsVersion {
    type Err = ParseVersionError;

    /// Reads `17`, `17.4` or `17.4.1`; further components are ignored.
    fn from_str(text: &str) -> Result<Self, ParseVersionError> {
        let mut parts = text.split('.').map(|part| part.parse::<u16>().map_err(|_| ParseVersionError));
        let major = parts.next().unwrap_or(Err(ParseVersionError))?;
        let minor = parts.next().unwrap_or(Ok(0))?;
        let patch = parts.next().unwrap_or(Ok(0))?;
        Ok(Self { major, minor, patch })
    }
}

impl fmt::Display for OsVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { major, minor, patch } = self;
        match patch {
            0 => write!(f, "{major}.{minor}"),
            _ => write!(f, "{major}.{minor}.{patch}"),
        }
    }
}

/// The text is not a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseVersionError;

impl fmt::Display for ParseVersionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a version of numbers separated by dots")
    }
}

impl std::error::Error for ParseVersionError {}

/// Whom a rule is asked about: platform, channel and version of one device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Subject {
    /// The operating system.
    pub platform: Platform,
    /// The channel.
    pub channel: Channel,
    /// Its version, when the device has told it.
    pub os: Option<OsVersion>,
}

impl Subject {
    /// The device channel of an iPhone or iPad.
    #[must_use]
    pub const fn ios(os: Option<OsVersion>) -> Self {
        Self { platform: Platform::Ios, channel: Channel::Device, os }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_by_component() {
        fn check(older: &str, newer: &str) {
            let (older, newer): (OsVersion, OsVersion) = (older.parse().unwrap(), newer.parse().unwrap());
            assert!(older < newer, "{older} < {newer}");
        }
        check("9.3.5", "10");
        check("15.0", "15.4");
        check("15.9", "15.10");
        check("18.7", "26.0");
        check("26.2", "26.2.1");
    }

    #[test]
    fn what_is_no_version_is_refused() {
        for text in ["", "x", "1.x", "1..2", "70000", "-1"] {
            assert_eq!(text.parse::<OsVersion>(), Err(ParseVersionError), "{text:?}");
        }
    }
}
