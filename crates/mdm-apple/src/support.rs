//! The support matrix: what a device refuses before it is asked.
//!
//! [`validate`] holds a command against what is known of a device and returns every reason for which
//! the device would refuse it. A fact that is not known refuses nothing: the device's own answer wins.
//! The module needs neither the messages nor serde (`--no-default-features` builds it alone).
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

use mdm_lock::{Channel, OsVersion, Platform};

pub use facts::{AccessRights, DeviceFacts, EnrollmentKind, platform_of_product};
pub use refusal::{Refusal, RefusalReason};

/// Every reason for which the device would refuse a command of this `RequestType`; none when it would
/// run it, or when the command or the facts that matter are not known.
#[must_use]
pub fn validate(request_type: &str, facts: &DeviceFacts) -> Vec<Refusal> {
    find(request_type)
        .map_or_else(Vec::new, |command| Question { command, key: None, facts }.refusals(command.on))
}

/// Every reason for which the device would refuse or ignore one key of a command that it otherwise
/// supports: `PIN`, or `Queries/BatteryLevel` for one query of DeviceInformation.
///
/// A key that the table does not know is not refused.
#[must_use]
pub fn validate_key(request_type: &str, key: &str, facts: &DeviceFacts) -> Vec<Refusal> {
    let Some(command) = find(request_type) else { return Vec::new() };
    let Some(row) = command.keys.iter().find(|row| row.path == key) else { return Vec::new() };
    Question { command, key: Some(row.path), facts }.refusals(row.on)
}

/// The `RequestType` of every command that the table describes, in the table's order.
pub fn request_types() -> impl Iterator<Item = &'static str> {
    table::COMMANDS.iter().map(|command| command.name)
}

/// The keys of a command that the table describes, in the schema's order.
pub fn keys(request_type: &str) -> impl Iterator<Item = &'static str> {
    find(request_type).map_or(&[][..], |command| command.keys).iter().map(|row| row.path)
}

/// Whether a key of the command can be refused where the command itself is not.
#[must_use]
pub fn has_key_rules(request_type: &str) -> bool {
    find(request_type).is_some_and(|command| command.keys.iter().any(|row| row.on != command.on))
}

fn find(request_type: &str) -> Option<&'static CommandRow> {
    table::COMMANDS.iter().find(|command| command.name == request_type)
}

/// One command or key, asked about for one device.
struct Question<'a> {
    command: &'static CommandRow,
    key: Option<&'static str>,
    facts: &'a DeviceFacts,
}

impl Question<'_> {
    fn refusals(&self, rows: &[OsRow]) -> Vec<Refusal> {
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
            refuse(actual < row.since, RefusalReason::NeedsVersion { platform, needed: row.since, actual });
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
        Refusal { request_type: self.command.name, key: self.key, reason, source: self.command.source }
    }
}

/// What the schema says about one command.
struct CommandRow {
    name: &'static str,
    /// The file of the schema.
    source: &'static str,
    /// One row for each operating system that has the command.
    on: &'static [OsRow],
    keys: &'static [KeyRow],
}

/// What the schema says about one key of a command, with what it inherits from the command.
struct KeyRow {
    path: &'static str,
    on: &'static [OsRow],
}

/// How a command or key is supported on one operating system.
#[derive(Clone, Copy, PartialEq)]
struct OsRow {
    platform: Platform,
    since: OsVersion,
    /// The first version that no longer has it.
    removed: Option<OsVersion>,
    right: AccessRights,
    supervised: bool,
    /// Enrolled through automated device enrollment.
    automated: bool,
    user_enrollment: Mode,
    shared_ipad: Mode,
    device_channel: bool,
    user_channel: bool,
}

/// How a mode of management bears on a command or key.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// The schema does not say, or the mode does not exist on the operating system.
    Unsaid,
    Allowed,
    Required,
    Forbidden,
    /// The command runs and the device takes no notice of the key.
    Ignored,
}

/// The words of the table: what is not said is not demanded.
impl OsRow {
    const fn new(platform: Platform, since: OsVersion) -> Self {
        Self {
            platform,
            since,
            removed: None,
            right: AccessRights::NONE,
            supervised: false,
            automated: false,
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
