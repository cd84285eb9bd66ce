//! What becomes of slots and certificates.

use mdm_pki::{Certificate, Fingerprint, Standing};

use super::Deciding;
use crate::channel::Change;
use crate::slot::{Invitation, Slot, Ticket};
use crate::{Actor, Error, EventKind};

impl Deciding<'_> {
    pub(super) fn open_slot(&mut self, invitation: &Invitation<'_>) -> Result<(), Error> {
        if self.records.slot.is_some() {
            return Err(Error::Exists);
        }
        if let Some(Actor::Member(member)) = &invitation.actor {
            // There is no record yet that could tell of it.
            invitation.assignment.sees(member).map_err(Error::NotPermitted)?;
        }
        self.change(Change::SlotOpened(Slot::new(invitation)));
        self.event(EventKind::SlotOpened);
        Ok(())
    }

    pub(super) fn claim_slot(&mut self, ticket: &Ticket, certificate: &Fingerprint) -> Result<(), Error> {
        let slot = self.records.slot().ok_or(Error::UnknownTicket)?;
        if slot.has_ticket(ticket) && slot.is_claimed_by(certificate) {
            // Again, because the answer to the claim was lost.
            return Ok(());
        }
        slot.admit(ticket, self.now)?;
        self.change(Change::SlotClaimed(*certificate));
        self.event(EventKind::CertificateIssued { certificate: certificate.to_string() });
        Ok(())
    }

    /// An invitation is taken back: nobody enrolls by it any more. One that was used is over anyway.
    pub(super) fn close_slot(&mut self, actor: &Actor) -> Result<(), Error> {
        let slot = self.records.slot().ok_or(Error::UnknownTicket)?;
        if slot.is_open() {
            self.change(Change::SlotClosed);
            self.event(EventKind::SlotClosed { actor: actor.clone() });
        }
        Ok(())
    }

    pub(super) fn issue_identity(&mut self, certificate: &Certificate) -> Result<(), Error> {
        let channel = self.living()?;
        let fingerprint = certificate.fingerprint();
        match channel.identities().standing(&fingerprint) {
            Standing::Foreign => {}
            // Again, because the answer was lost.
            Standing::Renewal | Standing::Current => return Ok(()),
            _ => return Err(Error::ForeignCertificate),
        }
        self.change(Change::IdentityIssued { certificate: certificate.clone(), at: self.now });
        self.event(EventKind::CertificateIssued { certificate: fingerprint.to_string() });
        Ok(())
    }
}
