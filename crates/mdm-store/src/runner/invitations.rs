//! Invitations and identities: who may come, and with which certificate.

use std::time::SystemTime;

use mdm_enrollment::row::{Link, RecordKey, Window};
use mdm_enrollment::{Actor, Certificate, Fingerprint, Input, Invitation, SlotId, SlotState, Ticket};

use super::{RunError, Runner};
use crate::Store;

impl<S: Store> Runner<S> {
    /// Makes a slot for one device of a tenant.
    ///
    /// # Errors
    ///
    /// [`mdm_enrollment::Error::Exists`] when the name is taken;
    /// [`UnknownTenant`](mdm_enrollment::Error::UnknownTenant) and
    /// [`NotManaged`](mdm_enrollment::Error::NotManaged).
    pub async fn open_slot(
        &self,
        slot: &SlotId,
        invitation: &Invitation<'_>,
        now: SystemTime,
    ) -> Result<(), RunError> {
        let tenants = self.tenants();
        let trust = tenants.named(invitation.tenant()).ok_or(mdm_enrollment::Error::UnknownTenant)?;
        trust.management().admit().map_err(mdm_enrollment::Error::NotManaged)?;
        self.run(&slot.key(), Window::Head, &Input::OpenSlot(invitation), now).await.map(drop)
    }

    /// Whether the ticket opens a slot now, and which. It is not used up by that.
    ///
    /// # Errors
    ///
    /// The ticket's: unknown, used, expired.
    pub async fn admit(&self, ticket: &Ticket, now: SystemTime) -> Result<RecordKey, RunError> {
        let key = self.find_slot(ticket).await?;
        let records = self.load_one(&key, Window::Head).await?;
        records.slot().ok_or(mdm_enrollment::Error::UnknownTicket)?.admit(ticket, now)?;
        Ok(key)
    }

    /// Uses the ticket up for the device that was issued this certificate. Call it before the device gets the
    /// certificate: of two devices with one ticket, one wins.
    ///
    /// # Errors
    ///
    /// The ticket's: unknown, used, expired.
    pub async fn claim_slot(
        &self,
        ticket: &Ticket,
        certificate: Fingerprint,
        now: SystemTime,
    ) -> Result<(), RunError> {
        let key = self.find_slot(ticket).await?;
        self.run(&key, Window::Head, &Input::ClaimSlot { ticket, certificate }, now).await.map(drop)
    }

    /// Takes an invitation back: nobody enrolls by it any more, also a device that was issued its certificate. Of one by
    /// which a device has enrolled nothing changes.
    ///
    /// # Errors
    ///
    /// [`UnknownTicket`](mdm_enrollment::Error::UnknownTicket) when there is no such slot;
    /// [`NotPermitted`](mdm_enrollment::Error::NotPermitted) for a member, of which an event is kept.
    pub async fn close_slot(&self, slot: &SlotId, actor: &Actor, now: SystemTime) -> Result<(), RunError> {
        self.close(&slot.key(), actor, now).await.map(drop)
    }

    /// Says whether it was too late: a device has come by it.
    pub(super) async fn close(
        &self,
        slot: &RecordKey,
        actor: &Actor,
        now: SystemTime,
    ) -> Result<bool, RunError> {
        let decision = self.run(slot, Window::Head, &Input::CloseSlot { actor }, now).await?;
        if !decision.changes.is_empty() {
            return Ok(false);
        }
        let records = self.load_one(slot, Window::Head).await?;
        Ok(records.slot().is_some_and(|slot| matches!(slot.state(), SlotState::Filled { .. })))
    }

    /// Notes that a certificate was issued to the device of an enrollment, by SCEP or with a new enrollment profile. Call
    /// it before the device gets the certificate: by this note its renewal is told from a stranger. Until it is used, the
    /// old one is good too; queue and secrets stay.
    ///
    /// # Errors
    ///
    /// [`mdm_enrollment::Error::NoOrders`] when there is no such enrollment or it has ended;
    /// [`ForeignCertificate`](mdm_enrollment::Error::ForeignCertificate) for one that it has used before.
    pub async fn issue_identity(
        &self,
        enrollment: &RecordKey,
        certificate: &Certificate,
        now: SystemTime,
    ) -> Result<(), RunError> {
        self.run(enrollment, Window::Head, &Input::IssueIdentity { certificate }, now).await.map(drop)
    }

    async fn find_slot(&self, ticket: &Ticket) -> Result<RecordKey, RunError> {
        let link: Link = ticket.link();
        let found = self.store.find(&link, None, 1).await?;
        Ok(found.into_iter().next().ok_or(mdm_enrollment::Error::UnknownTicket)?)
    }
}
