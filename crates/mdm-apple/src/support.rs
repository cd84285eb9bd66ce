//! The support matrix: what a device refuses before it is asked.
//!
//! [`validate`] holds a command against what is known of a device and returns every reason for which
//! the device would refuse it. A fact that is not known refuses nothing: the device's own answer wins.
//! The module needs neither the messages nor serde (`--no-default-features` builds it alone). [`COMMANDS`],
//! [`DECLARATIONS`], [`STATUS_ITEMS`], [`SKIP_KEYS`] and, with the feature `payloads`, `PAYLOADS` hold the same
//! questions for everything that the schema has.
//!
//! ```
//! use mdm_apple::support::{self, DeviceFacts, RefusalReason};
//! use mdm_lock::{OsVersion, Platform};
//!
//! let mut facts = DeviceFacts::new(Platform::Ios);
//! facts.os = Some(OsVersion::new(17, 4));
//! assert!(support::validate("EnableLostMode", &facts).is_empty(), "supervision is not known");
//!
//! facts.supervised = Some(false);
//! let refusals = support::validate("EnableLostMode", &facts);
//! assert_eq!(refusals[0].reason, RefusalReason::NeedsSupervision);
//! assert_eq!(
//!     refusals[0].to_string(),
//!     "EnableLostMode needs a supervised device, and this one is not supervised."
//! );
//! ```

mod facts;
mod refusal;
mod table;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use mdm_lock::{Channel, OsVersion, Platform};

pub use facts::{AccessRights, DeviceFacts, EnrollmentKind, platform_of_product};
pub use refusal::{Range, Refusal, RefusalReason};

/// The commands, by `RequestType`.
pub const COMMANDS: Table = Table(table::commands::ITEMS);
/// The declarations, by `Type`, and the formats of credentials that assets name.
pub const DECLARATIONS: Table = Table(table::declarations::ITEMS);
/// The status items that a device can be asked to report, by name.
pub const STATUS_ITEMS: Table = Table(table::status::ITEMS);
/// The panes of Setup Assistant that can be skipped, by name.
pub const SKIP_KEYS: Table = Table(table::skip_keys::ITEMS);
/// The payloads of profiles, by `PayloadType`. Some types have several items, which do not share keys.
#[cfg(feature = "payloads")]
pub const PAYLOADS: Table = Table(table::payloads::ITEMS);

/// Every reason for which the device would refuse a command of this `RequestType`; none when it would
/// run it, or when the command or the facts that matter are not known.
#[must_use]
pub fn validate(request_type: &str, facts: &DeviceFacts) -> Vec<Refusal> {
    COMMANDS.validate(request_type, facts)
}

/// Every reason for which the device would refuse or ignore one key of a command that it otherwise
/// supports: `PIN`, or `Queries/BatteryLevel` for one query of DeviceInformation.
///
/// A key that the table does not know is not refused.
#[must_use]
pub fn validate_key(request_type: &str, key: &str, facts: &DeviceFacts) -> Vec<Refusal> {
    COMMANDS.validate_key(request_type, key, facts)
}

/// The `RequestType` of every command that the table describes, in the table's order.
pub fn request_types() -> impl Iterator<Item = &'static str> {
    COMMANDS.0.iter().map(|item| item.name)
}

/// The keys of a command that the table describes, in the schema's order.
pub fn keys(request_type: &str) -> impl Iterator<Item = &'static str> {
    COMMANDS.find(request_type).map_or(&[][..], |item| item.keys).iter().map(|key| key.path)
}

/// What the schema says about a family of things.
#[derive(Clone, Copy, Debug)]
pub struct Table(&'static [Item]);

impl Table {
    /// Everything in the table, in the schema's order.
    #[must_use]
    pub const fn items(&self) -> &'static [Item] {
        self.0
    }

    /// The first item of a name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&'static Item> {
        self.of(name).next()
    }

    /// Every reason for which the device would refuse it. Where several items have the name, those of the one
    /// with the fewest.
    #[must_use]
    pub fn validate(&self, name: &str, facts: &DeviceFacts) -> Vec<Refusal> {
        let all = self.of(name).map(|item| Question { item, key: None, facts }.refusals(item.on));
        all.min_by_key(Vec::len).unwrap_or_default()
    }

    /// Every reason for which the device would refuse or ignore one key, by its path: the names of the keys
    /// from the top, joined by `/`. The items of an array have no name of their own, and an item that a key tells
    /// apart is named by it: `Settings/Wallpaper/Where`.
    ///
    /// A key that the table does not know is not refused.
    #[must_use]
    pub fn validate_key(&self, name: &str, path: &str, facts: &DeviceFacts) -> Vec<Refusal> {
        let key = self.of(name).find_map(|item| Some((item, item.find(path)?)));
        key.map_or_else(Vec::new, |(item, key)| {
            Question { item, key: Some(key.path), facts }.refusals(key.on)
        })
    }

    fn of(&self, name: &str) -> impl Iterator<Item = &'static Item> {
        self.0.iter().filter(move |item| item.name == name)
    }
}

/// What the schema says about one command, declaration, payload, status item or pane.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Item {
    /// Its name on the wire.
    pub name: &'static str,
    /// The file of the schema.
    pub source: &'static str,
    /// One row for each operating system that has it.
    pub on: &'static [Availability],
    /// Its keys, in the schema's order, each before those inside of it.
    pub keys: &'static [Key],
}

impl Item {
    /// The key at a path; where a key may have any name the table has `*`.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.path == path).or_else(|| {
            let same = |key: &&Key| {
                let mut asked = path.split('/');
                let found = key
                    .path
                    .split('/')
                    .all(|known| asked.next().is_some_and(|name| known == "*" || known == name));
                found && asked.next().is_none()
            };
            self.keys.iter().find(same)
        })
    }

    /// The keys directly inside of another (`""` for the top) that must be there.
    pub fn required_in(&self, outer: &str) -> impl Iterator<Item = &'static Key> {
        let depth = if outer.is_empty() { 0 } else { outer.len() + 1 };
        let inside = move |key: &&Key| {
            key.required
                && key.path.get(depth..).is_some_and(|rest| !rest.contains('/'))
                && (outer.is_empty()
                    || key.path.get(..depth - 1) == Some(outer)
                        && key.path.as_bytes().get(depth - 1) == Some(&b'/'))
        };
        self.keys.iter().filter(inside)
    }

    /// Whether one of the keys can be refused where the item itself is not.
    #[must_use]
    pub fn has_key_rules(&self) -> bool {
        let ruled = |key: &Key| {
            key.on != self.on
                || !key.allowed.is_empty()
                || key.range != (None, None)
                || key.path.contains('/')
        };
        self.keys.iter().any(ruled)
    }

    /// Whether keys inside of one are told. Where none are, there can be any.
    #[must_use]
    pub fn tells_inside(&self, path: &str) -> bool {
        let inside = |key: &Key| key.path.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
        self.keys.iter().any(inside)
    }
}

/// What the schema says about one key, with what it inherits.
#[derive(Debug, PartialEq)]
#[non_exhaustive]
pub struct Key {
    /// The names of the keys from the top.
    pub path: &'static str,
    /// One row for each operating system that has it.
    pub on: &'static [Availability],
    /// Whether it must be there where it is supported and what it is inside of is there.
    pub required: bool,
    /// Its type. Not told of words that are keys in the table, such as `Queries/UDID`.
    pub kind: Option<Kind>,
    /// The only values that the schema knows, of an array those of its items; none is any.
    pub allowed: &'static [&'static str],
    /// The least and the greatest value, of an array those of its items.
    pub range: (Option<f64>, Option<f64>),
}

/// The type of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// A number.
    Real,
    /// True or false.
    Boolean,
    /// Bytes.
    Data,
    /// A point in time.
    Date,
    /// A list.
    Array,
    /// Keys with values.
    Dictionary,
    /// Any of them.
    Any,
}

/// How something is supported on one operating system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Availability {
    /// The operating system.
    pub platform: Platform,
    /// The first version that has it.
    pub introduced: OsVersion,
    /// The first version that advises against it.
    pub deprecated: Option<OsVersion>,
    /// The first version that no longer has it.
    pub removed: Option<OsVersion>,
    /// What the enrollment profile must grant.
    pub right: AccessRights,
    /// For supervised devices only.
    pub supervised: bool,
    /// For devices that were enrolled through automated device enrollment only.
    pub automated: bool,
    /// For Macs whose user approved the enrollment, or which the organization owns, only.
    pub user_approved: bool,
    /// Whether a user may install it by hand.
    pub by_hand: bool,
    /// Whether a device can have several.
    pub multiple: bool,
    /// Of a pane: whether it never shows, wherever in the setup it would come.
    pub always_skippable: bool,
    /// Under User Enrollment.
    pub user_enrollment: Mode,
    /// On a Shared iPad.
    pub shared_ipad: Mode,
    /// On the device channel; of iOS: of a Shared iPad.
    pub device_channel: bool,
    /// On a user channel; of iOS: of a Shared iPad.
    pub user_channel: bool,
}

/// How a way of managing bears on something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The schema does not say, or the way does not exist on the operating system.
    Unsaid,
    /// With and without it.
    Allowed,
    /// With it only.
    Required,
    /// Without it only.
    Forbidden,
    /// The device takes no notice of it there.
    Ignored,
}

/// One item or key, asked about for one device.
struct Question<'a> {
    item: &'static Item,
    key: Option<&'static str>,
    facts: &'a DeviceFacts,
}

impl Question<'_> {
    fn refusals(&self, rows: &[Availability]) -> Vec<Refusal> {
        let platform = self.facts.platform;
        let Some(row) = rows.iter().find(|row| row.platform == platform) else {
            return vec![self.refusal(RefusalReason::NotSupported { platform })];
        };
        let mut refusals = Vec::new();
        let mut refuse = |when: bool, reason: RefusalReason| {
            if when {
                refusals.push(self.refusal(reason));
            }
        };
        if let Some(actual) = self.facts.os {
            refuse(
                actual < row.introduced,
                RefusalReason::NeedsVersion { platform, needed: row.introduced, actual },
            );
        }
        if let (Some(actual), Some(removed)) = (self.facts.os, row.removed) {
            refuse(actual >= removed, RefusalReason::Removed { platform, removed, actual });
        }
        refuse(row.supervised && self.facts.supervised == Some(false), RefusalReason::NeedsSupervision);
        if let Some(kind) = self.facts.enrollment {
            refuse(
                row.automated && kind != EnrollmentKind::AutomatedDevice,
                RefusalReason::NeedsAutomatedEnrollment,
            );
            refuse(
                row.user_enrollment == Mode::Forbidden && kind == EnrollmentKind::UserEnrollment,
                RefusalReason::NotForUserEnrollment,
            );
            refuse(
                row.user_enrollment == Mode::Required && kind != EnrollmentKind::UserEnrollment,
                RefusalReason::OnlyForUserEnrollment,
            );
        }
        // On iOS only a Shared iPad has a user channel, so that a user channel tells that it is one.
        let on_user_channel = self.facts.channel == Channel::User;
        let shared =
            if platform == Platform::Ios && on_user_channel { Some(true) } else { self.facts.shared_ipad };
        refuse(row.shared_ipad == Mode::Forbidden && shared == Some(true), RefusalReason::NotOnSharedIpad);
        refuse(row.shared_ipad == Mode::Required && shared == Some(false), RefusalReason::OnlyOnSharedIpad);
        let channel_matters = platform != Platform::Ios
            || (shared == Some(true) && matches!(row.shared_ipad, Mode::Allowed | Mode::Required));
        let runs_here = if on_user_channel { row.user_channel } else { row.device_channel };
        refuse(
            channel_matters && !runs_here,
            RefusalReason::NotOnThisChannel { channel: self.facts.channel },
        );
        if let Some(granted) = self.facts.access_rights {
            refuse(!granted.contains(row.right), RefusalReason::MissingAccessRight { right: row.right });
        }
        refusals
    }

    fn refusal(&self, reason: RefusalReason) -> Refusal {
        Refusal {
            request_type: self.item.name,
            key: self.key.map(Cow::Borrowed),
            reason,
            source: self.item.source,
        }
    }
}
