//! How far an auditor has looked for old events.

use std::collections::BTreeMap;

use mdm_enrollment::row::Tenant;

use crate::EventPosition;

/// Of each tenant how far it was looked through. Events do not come before a position that was seen, so what was looked at
/// need not be read again until the retention of its own tenant goes on.
#[derive(Clone, Debug)]
pub(super) struct Sweep {
    /// Under no name what is no tenant's, if that is pruned.
    parts: BTreeMap<Option<Box<str>>, Part>,
}

#[derive(Clone, Copy, Debug)]
struct Part {
    /// Nothing old is left of it up to there.
    swept: EventPosition,
    /// Its events up to there may be gone.
    pruned: EventPosition,
}

impl Sweep {
    pub(super) fn of(tenants: &[Tenant]) -> Self {
        Self { parts: tenants.iter().map(|tenant| (Some(tenant.as_str().into()), Part::NEW)).collect() }
    }

    pub(super) fn with_strays(&mut self) {
        self.parts.insert(None, Part::NEW);
    }

    /// Notes how far retention has come for a tenant; whether that is further than was known.
    pub(super) fn retain(&mut self, tenant: &Tenant, pruned: EventPosition) -> bool {
        let Some(part) = self.parts.get_mut(&Some(tenant.as_str().into())) else { return false };
        let goes_on = part.pruned < pruned;
        part.pruned = part.pruned.max(pruned);
        // What is nobody's is kept for as long as somebody keeps his own.
        let all = self.parts.iter().filter(|(whose, _)| whose.is_some()).map(|(_, part)| part.pruned).min();
        if let Some((strays, all)) = self.parts.get_mut(&None).zip(all) {
            strays.pruned = all;
        }
        goes_on
    }

    /// What the next page to be looked at comes after; `None` when there is nothing to be looked for.
    pub(super) fn next(&self, up_to: EventPosition) -> Option<EventPosition> {
        let left = self.parts.values().filter(|part| part.swept < part.pruned.min(up_to));
        left.map(|part| part.swept).min()
    }

    /// The last position at which anything can be old.
    pub(super) fn end(&self, up_to: EventPosition) -> EventPosition {
        self.parts.values().map(|part| part.pruned).max().unwrap_or(BEGIN).min(up_to)
    }

    pub(super) fn is_old(&self, whose: Option<&str>, position: EventPosition, up_to: EventPosition) -> bool {
        let part = self.parts.get(&whose.map(Box::from));
        part.is_some_and(|part| position <= part.pruned.min(up_to))
    }

    /// Notes that of what was known to be old nothing is left up to this position.
    pub(super) fn advance(&mut self, known: &Self, last: EventPosition, up_to: EventPosition) {
        for (part, known) in self.parts.values_mut().zip(known.parts.values()) {
            part.swept = part.swept.max(known.pruned.min(up_to).min(last));
        }
    }
}

impl Part {
    const NEW: Self = Self { swept: BEGIN, pruned: BEGIN };
}

/// Before all events.
const BEGIN: EventPosition = EventPosition(0);
