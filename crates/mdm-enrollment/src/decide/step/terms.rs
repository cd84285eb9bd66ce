//! To whom a device is assigned, and on which terms.

use mdm_command::{Entry, State};

use super::hand_out::{Validity, rightless};
use super::{DECLARATIVE, Deciding, lets_out};
use crate::audit::MemberName;
use crate::channel::{Change, Channel};
use crate::event::Assigned;
use crate::policy::{Assignment, Consent};
use crate::{Actor, Error, EventKind, SlotId};

impl Deciding<'_> {
    pub(super) fn assign(&mut self, actor: &Actor, assignment: &Assignment) -> Result<(), Error> {
        let Assignment { ownership, mode, member, .. } = assignment.clone();
        let assigned = Assigned { actor: actor.clone(), ownership, mode, member };
        self.reassign(assignment, EventKind::Assigned(assigned))
    }

    pub(super) fn give_consent(&mut self, actor: &Actor, consent: &Consent) -> Result<(), Error> {
        let before = self.living()?.assignment();
        let assignment = Assignment { consent: Some(consent.clone()), ..before.clone() };
        self.reassign(&assignment, EventKind::ConsentGiven { actor: actor.clone(), consent: consent.clone() })
    }

    pub(super) fn withdraw_consent(&mut self, actor: &Actor) -> Result<(), Error> {
        let mut assignment = self.living()?.assignment().clone();
        if let Some(consent) = &mut assignment.consent {
            consent.withdraw(self.now);
        }
        self.reassign(&assignment, EventKind::ConsentWithdrawn { actor: actor.clone() })
    }

    /// The device comes under these terms. What waits for its turn and is not allowed under them is taken back in the
    /// same commit; what is out is waited for, and not handed out again.
    fn reassign(&mut self, terms: &Assignment, event: EventKind) -> Result<(), Error> {
        let channel = self.living()?;
        if channel.assignment() == terms {
            return Ok(());
        }
        if !channel.queue.is_complete() {
            return Err(mdm_command::Error::NeedsOpen.into());
        }
        if terms.member.is_some() && terms.member != channel.assignment().member {
            self.none_is_wiped(channel)?;
        }
        self.change(Change::Assigned(terms.clone()));
        self.event(event);
        let (facts, now) = (rightless(self.facts(channel)), self.now);
        let validity = Validity { terms, management: None, channel, facts: &facts };
        self.cancel_those(|entry| {
            matches!(entry.state, State::Queued | State::NotNow) && validity.allows(entry, now).is_err()
        })
    }

    /// Nothing is being taken off the device, nor off the channel of one of its users.
    fn none_is_wiped(&self, device: &Channel) -> Result<(), Error> {
        if device.users() > 0 && !self.records.users {
            return Err(Error::NeedsUsers);
        }
        let mut channels = self.users_of(device).map(|(_, user)| user).chain([device]);
        if channels.any(|channel| channel.flows().has_open_wipe()) {
            return Err(Error::WipeUnderWay);
        }
        Ok(())
    }

    pub(super) fn forget_member(&mut self, actor: &Actor, member: &MemberName) -> Result<(), Error> {
        let invited = self.records.slot().filter(|_| SlotId::is_slot(self.key));
        let terms = match invited {
            Some(slot) => slot.assignment(),
            None => self.channel().ok_or(Error::NoOrders)?.assignment(),
        };
        let tenant = self.tenant.clone().unwrap_or_default();
        let is_the_members = |name: &str| MemberName::of(&tenant, name) == *member;
        if invited.is_some() || terms.owner().is_some_and(|owner| !is_the_members(owner)) {
            // It is another one's: no order there rests on the consent.
            if terms.consent.as_ref().is_some_and(|consent| is_the_members(&consent.member)) {
                self.change(Change::Assigned(Assignment { consent: None, ..terms.clone() }));
                self.event(EventKind::ConsentWithdrawn { actor: actor.clone() });
            }
            return Ok(());
        }
        let channel = self.living()?;
        // What tells of nobody stays too: a device is to learn that its declarations changed, and gets out of Setup Assistant.
        let stays = |entry: &Entry| {
            channel.flows().is_wiping(entry.seq) || &*entry.command == DECLARATIVE || lets_out(&entry.command)
        };
        self.cancel_those(|entry| !stays(entry))?;
        if !self.decision.changes.is_empty() {
            return Ok(());
        }
        let Assignment { member, consent, .. } = channel.assignment();
        let without = channel.flows().without_member();
        let head = &channel.head;
        let names =
            member.is_some() || consent.is_some() || head.slot.is_some() || !head.deletions.is_empty();
        if names || without != *channel.flows() {
            *self.flows(channel) = without;
            self.change(Change::MemberForgotten);
            self.event(EventKind::MemberForgotten { actor: actor.clone() });
        }
        Ok(())
    }
}
