//! The words of the generated tables, one table a module.
//!
//! Source: Apple's device-management schema, release of iOS 18.3 and macOS 15.3, with what is known of newer
//! ones: the declarations and panes of the seed of 27.0, and Apple's list of changes for 27.0. What a key
//! inherits from what it is inside of is filled in.

#[rustfmt::skip]
pub(super) mod commands;
#[rustfmt::skip]
pub(super) mod declarations;
#[cfg(feature = "payloads")]
#[rustfmt::skip]
pub(super) mod payloads;
#[rustfmt::skip]
pub(super) mod skip_keys;
#[rustfmt::skip]
pub(super) mod status;

use mdm_lock::{OsVersion, Platform};

pub(super) use super::{AccessRights, Availability, Item, Key, Kind, Mode};

/// Several tables as one.
const fn join<const N: usize>(mut tables: &[&'static [Item]]) -> [Item; N] {
    let mut all = [const { item("", "", &[], &[]) }; N];
    let mut rest: &mut [Item] = &mut all;
    while let Some((&(mut table), others)) = tables.split_first() {
        while let Some((Item { name, source, on, keys }, items)) = table.split_first() {
            let Some((place, places)) = rest.split_first_mut() else { panic!("more than there is room for") };
            *place = item(name, source, on, keys);
            rest = places;
            table = items;
        }
        tables = others;
    }
    assert!(rest.is_empty(), "as many as there is room for");
    all
}

const fn item(
    name: &'static str,
    source: &'static str,
    on: &'static [Availability],
    keys: &'static [Key],
) -> Item {
    Item { name, source, on, keys }
}

const fn key(path: &'static str, on: &'static [Availability]) -> Key {
    Key { path, on, required: false, kind: None, allowed: &[], range: (None, None) }
}

impl Key {
    const fn must(mut self) -> Self {
        self.required = true;
        self
    }

    const fn kind(mut self, kind: Kind) -> Self {
        self.kind = Some(kind);
        self
    }

    const fn allowed(mut self, allowed: &'static [&'static str]) -> Self {
        self.allowed = allowed;
        self
    }

    const fn range(mut self, min: Option<f64>, max: Option<f64>) -> Self {
        self.range = (min, max);
        self
    }
}

const fn ios(major: u16, minor: u16, patch: u16) -> Availability {
    Availability::new(Platform::Ios, OsVersion { major, minor, patch })
}

const fn macos(major: u16, minor: u16, patch: u16) -> Availability {
    Availability::new(Platform::Macos, OsVersion { major, minor, patch })
}

const fn tvos(major: u16, minor: u16, patch: u16) -> Availability {
    Availability::new(Platform::Tvos, OsVersion { major, minor, patch })
}

const fn watchos(major: u16, minor: u16, patch: u16) -> Availability {
    Availability::new(Platform::Watchos, OsVersion { major, minor, patch })
}

const fn visionos(major: u16, minor: u16, patch: u16) -> Availability {
    Availability::new(Platform::Visionos, OsVersion { major, minor, patch })
}

/// What is not said is not demanded.
impl Availability {
    const fn new(platform: Platform, introduced: OsVersion) -> Self {
        Self {
            platform,
            introduced,
            deprecated: None,
            removed: None,
            right: AccessRights::NONE,
            supervised: false,
            automated: false,
            user_approved: false,
            by_hand: true,
            multiple: false,
            always_skippable: false,
            user_enrollment: Mode::Unsaid,
            shared_ipad: Mode::Unsaid,
            // Where the schema has no word for channels there is only the device's.
            device_channel: true,
            user_channel: false,
        }
    }

    const fn right(mut self, right: AccessRights) -> Self {
        self.right = right;
        self
    }

    const fn deprecated(mut self, major: u16, minor: u16, patch: u16) -> Self {
        self.deprecated = Some(OsVersion { major, minor, patch });
        self
    }

    const fn removed(mut self, major: u16, minor: u16, patch: u16) -> Self {
        self.removed = Some(OsVersion { major, minor, patch });
        self
    }

    const fn automated(mut self) -> Self {
        self.automated = true;
        self
    }

    const fn supervised(mut self) -> Self {
        self.supervised = true;
        self
    }

    const fn always_skippable(mut self) -> Self {
        self.always_skippable = true;
        self
    }

    const fn user_enrollment(mut self, mode: Mode) -> Self {
        self.user_enrollment = mode;
        self
    }

    const fn shared_ipad(mut self, mode: Mode) -> Self {
        self.shared_ipad = mode;
        self
    }

    const fn both_channels(mut self) -> Self {
        self.user_channel = true;
        self
    }

    const fn user_channel_only(mut self) -> Self {
        self.device_channel = false;
        self.user_channel = true;
        self
    }
}

/// What only profiles are told of.
#[cfg(feature = "payloads")]
impl Availability {
    const fn user_approved(mut self) -> Self {
        self.user_approved = true;
        self
    }

    const fn multiple(mut self) -> Self {
        self.multiple = true;
        self
    }

    const fn not_by_hand(mut self) -> Self {
        self.by_hand = false;
        self
    }
}
