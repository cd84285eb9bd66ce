//! Whether a command that waits may still go out.

use std::time::SystemTime;

use mdm_apple::support::{self, DeviceFacts};
use mdm_command::Entry;

use super::lets_out;
use crate::channel::Channel;
use crate::policy::{Assignment, Denial, Management};

/// What decides whether a command that waits may still go out.
pub(super) struct Validity<'a> {
    pub(super) terms: &'a Assignment,
    /// The tenant's, if that counts.
    pub(super) management: Option<Management>,
    pub(super) channel: &'a Channel,
    pub(super) facts: &'a DeviceFacts,
}

impl Validity<'_> {
    /// Why it does not go out any more: the device would refuse it by now, or nobody may order it any more. Terms change,
    /// a consent ends, and a tenant is turned off while a command waits.
    pub(super) fn refuses(&self, entry: &Entry, now: SystemTime) -> Option<Box<str>> {
        let refusal = support::validate(&entry.command, self.facts).into_iter().next();
        let refusal = refusal.map(|refusal| refusal.to_string());
        refusal.or_else(|| self.allows(entry, now).err().map(|denial| denial.to_string())).map(Into::into)
    }

    /// Whether anybody may order it now. Who did does not count: a member's order is a removal, and those are allowed on
    /// every device.
    pub(super) fn allows(&self, entry: &Entry, now: SystemTime) -> Result<(), Denial> {
        if lets_out(&entry.command) {
            return Ok(());
        }
        self.management.map_or(Ok(()), Management::admit)?;
        self.terms.allows(&entry.command, self.channel.flows().lists_all_apps(entry), self.facts, now)
    }
}

/// Rights do not change in one life, and what they forbid was not queued, unless nobody had told them yet. Then the device
/// says so.
pub(super) fn rightless(facts: DeviceFacts) -> DeviceFacts {
    DeviceFacts { access_rights: None, ..facts }
}
