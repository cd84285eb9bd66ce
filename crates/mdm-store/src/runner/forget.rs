//! What is not to be kept any more: enrollments, slots, members.

use std::time::{Duration, SystemTime};

use mdm_enrollment::audit::{Ledger, Member, MemberName, Pseudonym, Tip};
#[cfg(feature = "declarative")]
use mdm_enrollment::declarative::{Status, Sync};
use mdm_enrollment::policy::Assignment;
use mdm_enrollment::row::{Batch, Link, Loaded, RecordKey, Tenant, Window};
use mdm_enrollment::{Actor, Channel, Event, FanOut, Records, Retention, Slot, SlotId, device_of};

use super::{ATTEMPTS, RunError, Runner, give_way};
use crate::limits::PAGE;
use crate::{OldEvents, Store};

/// What came of one call of [`Runner::prune_tenant`].
#[derive(Debug)]
#[non_exhaustive]
pub struct Swept {
    /// The last record that was looked at, after which the next call goes on; `None` when all were.
    pub last: Option<RecordKey>,
    /// Enrollments of which something could not be pruned, and why.
    pub failed: Vec<(RecordKey, RunError)>,
}

impl<S: Store> Runner<S> {
    /// A page of a tenant's records, slots and enrollments, ascending, only those after `after`.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn of_tenant(
        &self,
        tenant: &Tenant,
        after: Option<&RecordKey>,
        limit: usize,
    ) -> Result<Vec<RecordKey>, RunError> {
        let link = Link::tenant(tenant);
        Ok(self.store.find(&link, after, limit).await?)
    }

    /// A page of the slots and enrollments of a member, ascending, only those after `after`.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn of_member(
        &self,
        tenant: &Tenant,
        member: &str,
        after: Option<&RecordKey>,
        limit: usize,
    ) -> Result<Vec<RecordKey>, RunError> {
        let link = MemberName::of(tenant.as_str(), member).link();
        Ok(self.store.find(&link, after, limit).await?)
    }

    /// [Prunes](Self::prune) the history of some of a tenant's enrollments, a hundred of those after `after`. Each step is a
    /// commit of one record, so that nobody waits for long. One that cannot be read is left as it is, and told in
    /// [`Swept::failed`]; one that was purged meanwhile is passed over.
    ///
    /// # Errors
    ///
    /// The store's, when it fails as a whole.
    pub async fn prune_tenant(
        &self,
        tenant: &Tenant,
        after: Option<&RecordKey>,
        retention: Retention,
        now: SystemTime,
    ) -> Result<Swept, RunError> {
        let page = self.of_tenant(tenant, after, SWEEP).await?;
        let mut failed = Vec::new();
        for key in page.iter().filter(|key| FanOut::reaches(key)) {
            let pruned = loop {
                match self.prune(key, retention, now).await {
                    Ok(0) | Err(RunError::Refused(mdm_enrollment::Error::NoOrders)) => break Ok(()),
                    Ok(_) => {}
                    Err(error) => break Err(error),
                }
            };
            match pruned {
                Err(error) if error.is_about_one_record() => failed.push((key.clone(), error)),
                done => done?,
            }
        }
        Ok(Swept { last: page.into_iter().next_back(), failed })
    }

    /// Forgets an enrollment or a slot with all that it had: commands, answers, events, links, its wake, its users,
    /// its declarations and what it reported of them. An enrollment that
    /// has not ended is given up first. That it was there, and how many events it had, is kept in the tenant's
    /// [`Ledger`], with the end of its chain.
    ///
    /// Who stops half-way goes on by calling it again. One that is not there is passed over.
    ///
    /// # Errors
    ///
    /// [`mdm_enrollment::Error::UnnamedMember`] for a member, who disconnects a device and forgets nothing; the store's;
    /// [`mdm_enrollment::Error::Record`] when it cannot be read; [`RunError::Contended`] when the device has enrolled anew
    /// meanwhile: the new enrollment lives, and only who calls once more ends it.
    pub async fn purge(&self, key: &RecordKey, actor: &Actor, now: SystemTime) -> Result<(), RunError> {
        if matches!(actor, Actor::Member(_)) {
            return Err(mdm_enrollment::Error::UnnamedMember.into());
        }
        let records = self.load_one(key, Window::Head).await?;
        let slot = records.slot().map(Slot::tenant);
        let Some(tenant) = slot.or_else(|| records.channel(key).map(Channel::tenant)) else {
            return Ok(());
        };
        let tenant = Tenant::new(tenant).ok_or(mdm_enrollment::Error::UnknownTenant)?;
        if records.channel(key).is_some() {
            if device_of(key).is_none() {
                self.purge_users(key, &tenant, actor, now).await?;
            }
            match self.release(key, actor, now).await {
                Ok(()) | Err(RunError::Refused(mdm_enrollment::Error::NoOrders)) => {}
                Err(error) => return Err(error),
            }
            // All of them have ended by now, whatever a clock said then.
            let later = now.checked_add(LONG).unwrap_or(now);
            let nothing = Retention { age: Duration::ZERO, last: 0 };
            while self.prune(key, nothing, later).await? > 0 {}
        }
        #[cfg(feature = "declarative")]
        if records.channel(key).is_some() {
            self.remove(&Sync::key(key)?, &tenant, actor, now).await?;
            self.remove(&Status::key(key)?, &tenant, actor, now).await?;
        }
        self.remove(key, &tenant, actor, now).await
    }

    /// Removes a record and its events, and tells so in the ledger.
    async fn remove(
        &self,
        key: &RecordKey,
        tenant: &Tenant,
        actor: &Actor,
        now: SystemTime,
    ) -> Result<(), RunError> {
        self.remove_with(key, &[], Some(tenant), actor, now).await
    }

    /// As [`Self::remove`], with records beside it that have no events.
    pub(super) async fn remove_with(
        &self,
        key: &RecordKey,
        beside: &[RecordKey],
        tenant: Option<&Tenant>,
        actor: &Actor,
        now: SystemTime,
    ) -> Result<(), RunError> {
        let events = OldEvents::Of(key.clone());
        while self.store.prune_events(&events, PAGE).await? > 0 {}
        for _ in 0..ATTEMPTS {
            let Some(loaded) = self.store.load(key, &Window::Head).await? else { return Ok(()) };
            if is_living(key, &loaded)? {
                break;
            }
            let ledger = self.store.load(&Ledger::key_of(tenant), &Window::Head).await?;
            let ledger = Ledger::decode_of(tenant, ledger.as_ref())?;
            let tip = Tip::of_body(&loaded.head.body).unwrap_or_default();
            let mut batch = ledger.remove(actor, key, loaded.version, tip, now)?;
            for key in beside {
                if let Some(loaded) = self.store.load(key, &Window::Head).await? {
                    batch.remove.push((key.clone(), loaded.version));
                }
            }
            match self.store.commit(batch).await {
                Err(error) if error.is_conflict() => give_way().await,
                // The rest of the events went with the record; what comes under the key from now on is another chain.
                outcome => return Ok(outcome?),
            }
        }
        Err(RunError::Contended)
    }

    /// Those who have left are not found by the device any more: this looks at all that the tenant has.
    async fn purge_users(
        &self,
        device: &RecordKey,
        tenant: &Tenant,
        actor: &Actor,
        now: SystemTime,
    ) -> Result<(), RunError> {
        let mut after = None;
        loop {
            let page = self.of_tenant(tenant, after.as_ref(), PAGE).await?;
            for user in page.iter().filter(|key| device_of(key).as_ref() == Some(device)) {
                // Boxed: it is this function that is called, once more and not again.
                Box::pin(self.purge(user, actor, now)).await?;
            }
            match page.into_iter().next_back() {
                Some(last) => after = Some(last),
                None => return Ok(()),
            }
        }
    }

    /// Forgets a member: living devices are nobody's from then on, devices that have left and invitations are
    /// [purged](Self::purge), and nobody can tell any more whom the trail means by the member's pseudonym.
    ///
    /// Who stops half-way goes on by calling it again.
    ///
    /// # Errors
    ///
    /// The store's; [`mdm_enrollment::Error::Record`] when a record cannot be read.
    pub async fn erase_member(
        &self,
        tenant: &Tenant,
        member: &str,
        actor: &Actor,
        now: SystemTime,
    ) -> Result<(), RunError> {
        let mut after = None;
        loop {
            let page = self.of_member(tenant, member, after.as_ref(), PAGE).await?;
            let Some(last) = page.last() else { break };
            for key in &page {
                self.take_away(key, actor, now).await?;
            }
            after = Some(last.clone());
        }
        let key = MemberName::of(tenant.as_str(), member).key();
        if let Some(loaded) = self.store.load(&key, &Window::Head).await? {
            let remove = vec![(key, loaded.version)];
            self.store.commit(Batch { remove, ..Batch::default() }).await?;
        }
        Ok(())
    }

    /// The device is nobody's from now on.
    async fn take_away(&self, key: &RecordKey, actor: &Actor, now: SystemTime) -> Result<(), RunError> {
        if SlotId::is_slot(key) {
            return self.purge(key, actor, now).await;
        }
        let records = self.load_one(key, Window::Head).await?;
        let Some(channel) = records.channel(key) else { return Ok(()) };
        let Assignment { ownership, mode, .. } = *channel.assignment();
        match self.assign(key, actor, &Assignment::new(ownership, mode), now).await {
            Err(RunError::Refused(mdm_enrollment::Error::NoOrders)) => self.purge(key, actor, now).await,
            outcome => outcome,
        }
    }

    /// What a member is called in the trail; `None` when no event has named the member, or the member was
    /// [erased](Self::erase_member).
    ///
    /// # Errors
    ///
    /// The store's; [`mdm_enrollment::Error::Record`].
    pub async fn pseudonym(&self, tenant: &Tenant, member: &str) -> Result<Option<Pseudonym>, RunError> {
        let key = MemberName::of(tenant.as_str(), member).key();
        let loaded = self.store.load(&key, &Window::Head).await?;
        let member = loaded.map(|loaded| Member::decode(&loaded)).transpose()?;
        Ok(member.map(|member| member.pseudonym()))
    }

    /// Puts names in the place of pseudonyms, as far as the members were not [erased](Self::erase_member).
    ///
    /// # Errors
    ///
    /// The store's; [`mdm_enrollment::Error::Record`].
    pub async fn name(&self, event: &mut Event) -> Result<(), RunError> {
        for name in event.members_mut() {
            let Some(pseudonym) = Pseudonym::new(name) else { continue };
            let found = self.store.find(&pseudonym.link(), None, 1).await?;
            let Some(key) = found.first() else { continue };
            if let Some(loaded) = self.store.load(key, &Window::Head).await? {
                *name = Member::decode(&loaded)?.id().into();
            }
        }
        Ok(())
    }
}

/// How many records one call of [`Runner::prune_tenant`] looks at.
const SWEEP: usize = 100;
/// Longer than clocks go wrong.
const LONG: Duration = Duration::from_secs(100 * 365 * 86_400);

/// Whether this is an enrollment that has not ended.
fn is_living(key: &RecordKey, loaded: &Loaded) -> Result<bool, RunError> {
    if !mdm_enrollment::is_channel(key) {
        return Ok(false);
    }
    let mut records = Records::default();
    records.insert(key, loaded)?;
    Ok(records.channel(key).is_some_and(|channel| channel.stage().is_living()))
}
