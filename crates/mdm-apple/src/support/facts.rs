//! What is known of a device.

use std::fmt;
use std::ops::BitOr;

use mdm_lock::{Channel, OsVersion, Platform};

/// What is known of a device and its enrollment. `None` is "not known" and refuses nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "messages", derive(serde::Serialize, serde::Deserialize))]
pub struct DeviceFacts {
    /// The operating system; iPadOS is [`Platform::Ios`]. See [`platform_of_product`].
    pub platform: Platform,
    /// Its version: `OSVersion` of Authenticate or of a DeviceInformation answer.
    pub os: Option<OsVersion>,
    /// Whether the device is supervised: `IsSupervised` of a DeviceInformation answer.
    pub supervised: Option<bool>,
    /// How the device was enrolled.
    pub enrollment: Option<EnrollmentKind>,
    /// The channel that the command goes to.
    pub channel: Channel,
    /// The `AccessRights` of the enrollment profile's MDM payload.
    pub access_rights: Option<AccessRights>,
    /// Whether it is a Shared iPad: `IsMultiUser` of a DeviceInformation answer.
    pub shared_ipad: Option<bool>,
}

impl DeviceFacts {
    /// The device channel of a device of which nothing but the platform is known.
    #[must_use]
    pub const fn new(platform: Platform) -> Self {
        Self {
            platform,
            os: None,
            supervised: None,
            enrollment: None,
            channel: Channel::Device,
            access_rights: None,
            shared_ipad: None,
        }
    }
}

/// How a device was enrolled, as far as the matrix tells kinds apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "messages", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum EnrollmentKind {
    /// The organization manages the whole device; enrolled by a profile or an account.
    Device,
    /// The organization manages the whole device; enrolled by itself at setup, as the organization's
    /// property (automated device enrollment).
    AutomatedDevice,
    /// User Enrollment: a personal device on which the organization manages its own part.
    UserEnrollment,
}

/// What the user agreed to let the server do: the `AccessRights` bits of the MDM payload.
///
/// Source: Apple, `com.apple.mdm` payload, key `AccessRights` (schema release of iOS 18.3).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "messages", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "messages", serde(transparent))]
pub struct AccessRights(u16);

impl AccessRights {
    /// No right.
    pub const NONE: Self = Self(0);
    /// Inspect installed configuration profiles.
    pub const INSPECT_PROFILES: Self = Self(1);
    /// Install and remove configuration profiles. Needs [`Self::INSPECT_PROFILES`].
    pub const INSTALL_PROFILES: Self = Self(2);
    /// Lock the device and remove its passcode.
    pub const LOCK_AND_REMOVE_PASSCODE: Self = Self(4);
    /// Erase the device.
    pub const ERASE: Self = Self(8);
    /// Query device information.
    pub const QUERY_DEVICE: Self = Self(16);
    /// Query network information.
    pub const QUERY_NETWORK: Self = Self(32);
    /// Inspect provisioning profiles.
    pub const INSPECT_PROVISIONING: Self = Self(64);
    /// Install and remove provisioning profiles. Needs [`Self::INSPECT_PROVISIONING`].
    pub const INSTALL_PROVISIONING: Self = Self(128);
    /// Query installed apps.
    pub const QUERY_APPS: Self = Self(256);
    /// Query restrictions.
    pub const QUERY_RESTRICTIONS: Self = Self(512);
    /// Query security information.
    pub const QUERY_SECURITY: Self = Self(1024);
    /// Change settings.
    pub const SETTINGS: Self = Self(2048);
    /// Manage apps.
    pub const MANAGE_APPS: Self = Self(4096);
    /// All of them.
    pub const ALL: Self = Self(8191);

    /// The rights of the payload's integer; bits without a meaning are dropped.
    #[must_use]
    pub const fn from_bits(bits: u16) -> Self {
        Self(bits & Self::ALL.0)
    }

    /// The rights of an integer that somebody wrote down; `None` if one of its bits has no meaning.
    #[must_use]
    pub const fn try_from_bits(bits: u16) -> Option<Self> {
        if bits & !Self::ALL.0 == 0 { Some(Self(bits)) } else { None }
    }

    /// The integer of the payload.
    #[must_use]
    pub const fn bits(self) -> u16 {
        self.0
    }

    /// Whether every right of `other` is granted.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The rights that others among these need and that are not granted: a device refuses a payload
    /// that lacks them.
    #[must_use]
    pub const fn missing_prerequisites(self) -> Self {
        let mut missing = 0;
        if self.contains(Self::INSTALL_PROFILES) && !self.contains(Self::INSPECT_PROFILES) {
            missing |= Self::INSPECT_PROFILES.0;
        }
        if self.contains(Self::INSTALL_PROVISIONING) && !self.contains(Self::INSPECT_PROVISIONING) {
            missing |= Self::INSPECT_PROVISIONING.0;
        }
        Self(missing)
    }
}

impl BitOr for AccessRights {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// The rights in words, separated by commas.
impl fmt::Display for AccessRights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut granted = NAMES.iter().filter(|(right, _)| self.contains(*right)).map(|(_, name)| *name);
        f.write_str(granted.next().unwrap_or("none"))?;
        granted.try_for_each(|name| write!(f, ", {name}"))
    }
}

impl fmt::Debug for AccessRights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccessRights({}: {self})", self.0)
    }
}

/// The operating system that a `ProductName` such as `iPhone14,2` belongs to; `None` for one that was
/// not known when this was written.
#[must_use]
pub fn platform_of_product(product_name: &str) -> Option<Platform> {
    PRODUCTS.iter().find(|(prefix, _)| product_name.starts_with(prefix)).map(|(_, platform)| *platform)
}

const NAMES: [(AccessRights, &str); 13] = [
    (AccessRights::INSPECT_PROFILES, "inspect profiles"),
    (AccessRights::INSTALL_PROFILES, "install and remove profiles"),
    (AccessRights::LOCK_AND_REMOVE_PASSCODE, "lock the device and remove its passcode"),
    (AccessRights::ERASE, "erase the device"),
    (AccessRights::QUERY_DEVICE, "query device information"),
    (AccessRights::QUERY_NETWORK, "query network information"),
    (AccessRights::INSPECT_PROVISIONING, "inspect provisioning profiles"),
    (AccessRights::INSTALL_PROVISIONING, "install and remove provisioning profiles"),
    (AccessRights::QUERY_APPS, "query installed apps"),
    (AccessRights::QUERY_RESTRICTIONS, "query restrictions"),
    (AccessRights::QUERY_SECURITY, "query security information"),
    (AccessRights::SETTINGS, "change settings"),
    (AccessRights::MANAGE_APPS, "manage apps"),
];

const PRODUCTS: [(&str, Platform); 11] = [
    ("iPhone", Platform::Ios),
    ("iPad", Platform::Ios),
    ("iPod", Platform::Ios),
    ("AppleTV", Platform::Tvos),
    ("Watch", Platform::Watchos),
    ("RealityDevice", Platform::Visionos),
    ("Mac", Platform::Macos),
    ("iMac", Platform::Macos),
    ("Xserve", Platform::Macos),
    ("VirtualMac", Platform::Macos),
    ("VMware", Platform::Macos),
];
