//! What is not to be kept any more: enrollments, slots, members.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use mdm_enrollment::audit::{Digest, Ledger, Member, MemberName, Pseudonym, Tip};
#[cfg(feature = "declarative")]
use mdm_enrollment::declarative::{Status, Sync};
use mdm_enrollment::flow::Wipe;
use mdm_enrollment::row::{Batch, Link, Loaded, RecordKey, Tenant, Version, Window};
use mdm_enrollment::{
    Actor, Cause, Change, Channel, Event, EventKind, FanOut, Input, OrderId, Records, Retention, Slot,
    SlotId, device_of,
};

use super::is_unreadable;
use super::person::Whose;
use super::rounds::lives_on;
use super::{ATTEMPTS, Person, RunError, Runner, give_way};
use crate::limits::PAGE;
use crate::{OldEvents, Store};

/// What an erasure came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Erased {
    /// The devices that live on, and are nobody's.
    pub devices: Vec<RecordKey>,
    /// Where something is left: devices on which a selective wipe is under way, until its commands are pruned; orders of
    /// which a command is out on a device that another member has by now: erase again; records that cannot be read.
    pub left: Vec<RecordKey>,
}

impl Erased {
    fn leave(&mut self, key: RecordKey) {
        if !self.left.contains(&key) {
            self.left.push(key);
        }
    }
}

/// How long what belongs to commands that have ended is kept, for [`Runner::prune_tenant`].
#[derive(Clone, Copy, Debug)]
pub struct Keep {
    commands: Option<Retention>,
    answers: Option<(u64, Retention)>,
}

impl Keep {
    /// Everything for ever, but what is said beside it.
    #[must_use]
    pub const fn everything() -> Self {
        Self { commands: None, answers: None }
    }

    /// Commands and all that belongs to them for so long.
    #[must_use]
    pub const fn commands(retention: Retention) -> Self {
        Self { commands: Some(retention), answers: None }
    }

    /// Answers of so many bytes and more for so long, which is shorter: as
    /// [`prune_answers`](Runner::prune_answers) does.
    #[must_use]
    pub const fn with_large_answers(self, bytes: u64, retention: Retention) -> Self {
        Self { answers: Some((bytes, retention)), ..self }
    }
}

impl From<Retention> for Keep {
    fn from(retention: Retention) -> Self {
        Self::commands(retention)
    }
}

/// What came of one call of [`Runner::prune_tenant`].
#[derive(Debug)]
#[non_exhaustive]
pub struct Pruned {
    /// The last record that was looked at, after which the next call goes on; `None` when all were.
    pub last: Option<RecordKey>,
    /// How many answers were forgotten whose commands stay.
    pub answers: usize,
    /// How many commands were.
    pub commands: usize,
    /// Enrollments of which something could not be pruned, and why.
    pub failed: Vec<(RecordKey, RunError)>,
}

/// What is removed together.
struct Removal<'a> {
    /// Records with events. When the first one is not there, all are gone.
    keys: &'a [RecordKey],
    /// Records that have none.
    beside: &'a [RecordKey],
    tenant: Option<&'a Tenant>,
    /// The life of the first one, if that is an enrollment.
    ended: Option<u64>,
}

impl<S: Store> Runner<S> {
    /// A page of a tenant's records, ascending, only those after `after`: slots, enrollments, sets of declarations, its
    /// ledger.
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

    /// A page of the slots and enrollments of a member, and of the orders to all of them, ascending, only those after
    /// `after`.
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

    /// [Prunes](Self::prune) the history of some of a tenant's enrollments, a hundred of those after `after`; of each one
    /// first its [large answers](Self::prune_answers), where [`Keep`] says so, so that the commands with small ones stay for
    /// longer. Each step is a
    /// commit of one record, so that nobody waits for long. One that cannot be read is left as it is, and told in
    /// [`Pruned::failed`]; one that was purged meanwhile is passed over.
    ///
    /// # Errors
    ///
    /// The store's, when it fails as a whole.
    pub async fn prune_tenant(
        &self,
        tenant: &Tenant,
        after: Option<&RecordKey>,
        keep: impl Into<Keep>,
        now: SystemTime,
    ) -> Result<Pruned, RunError> {
        let keep = keep.into();
        let page = self.of_tenant(tenant, after, SWEEP).await?;
        let mut pruned = Pruned { last: page.last().cloned(), answers: 0, commands: 0, failed: Vec::new() };
        for key in page.into_iter().filter(FanOut::reaches) {
            match self.prune_one(&key, keep, now, &mut pruned).await {
                Err(error) if error.is_about_one_record() => pruned.failed.push((key, error)),
                done => done?,
            }
        }
        Ok(pruned)
    }

    async fn prune_one(
        &self,
        key: &RecordKey,
        keep: Keep,
        now: SystemTime,
        pruned: &mut Pruned,
    ) -> Result<(), RunError> {
        if let Some((bytes, retention)) = keep.answers {
            pruned.answers += self.prune_answers(key, retention, bytes, now).await?;
        }
        let Some(retention) = keep.commands else { return Ok(()) };
        loop {
            match self.prune(key, retention, now).await {
                Ok(0) | Err(RunError::Refused(mdm_enrollment::Error::NoOrders)) => return Ok(()),
                Ok(some) => pruned.commands += some,
                Err(error) => return Err(error),
            }
        }
    }

    /// Forgets an enrollment or a slot with all that it had: commands, answers, events, links, its wake, its users,
    /// its declarations and what it reported of them. An enrollment that
    /// has not ended is given up first, also when its wake cannot be read. That it was there, and how many events it had, is kept in the tenant's
    /// [`Ledger`], with the end of its chain.
    ///
    /// Events that an [`Outbox`](crate::Outbox) has not told yet go too: wait for its
    /// [`position`](crate::Outbox::position) where they are to be told.
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
        if records.channel(key).is_none() {
            return self.remove_with(key, &[], Some(&tenant), actor, now).await;
        }
        match self.release(key, actor, now).await {
            Ok(()) | Err(RunError::Refused(mdm_enrollment::Error::NoOrders)) => {}
            Err(error) => return Err(error),
        }
        // From here on nobody logs in there, unless the device begins anew.
        let ended = self.ended_life(key).await?;
        if device_of(key).is_none() {
            for user in self.users_ever(key, &tenant).await? {
                let ended = self.ended_life(&user).await?;
                self.purge_ended(&user, ended, &tenant, actor, now).await?;
            }
        }
        self.purge_ended(key, ended, &tenant, actor, now).await
    }

    /// The last life of an enrollment, which has ended; `None` when there is no such enrollment any more.
    async fn ended_life(&self, key: &RecordKey) -> Result<Option<u64>, RunError> {
        let records = self.load_one(key, Window::Head).await?;
        match records.channel(key) {
            Some(channel) if channel.stage().is_living() => Err(RunError::Contended),
            channel => Ok(channel.map(Channel::life)),
        }
    }

    /// Forgets what an enrollment had up to the end of this life, if it has had no other one since.
    async fn purge_ended(
        &self,
        key: &RecordKey,
        ended: Option<u64>,
        tenant: &Tenant,
        actor: &Actor,
        now: SystemTime,
    ) -> Result<(), RunError> {
        if ended.is_none() {
            return Ok(());
        }
        self.prune_all(key, ended, now).await?;
        #[cfg_attr(not(feature = "declarative"), allow(unused_mut, reason = "there is nothing beside it"))]
        let mut keys = vec![key.clone()];
        // Under a key that is too long nothing can be.
        #[cfg(feature = "declarative")]
        keys.extend([Sync::key(key), Status::key(key)].into_iter().flatten());
        self.remove_all(&Removal { keys: &keys, beside: &[], tenant: Some(tenant), ended }, actor, now).await
    }

    /// Removes a record and its events, and records that have none, and tells so in the ledger.
    pub(super) async fn remove_with(
        &self,
        key: &RecordKey,
        beside: &[RecordKey],
        tenant: Option<&Tenant>,
        actor: &Actor,
        now: SystemTime,
    ) -> Result<(), RunError> {
        let keys = std::slice::from_ref(key);
        self.remove_all(&Removal { keys, beside, tenant, ended: None }, actor, now).await
    }

    /// All go in one commit, under the versions in which they were looked at: what a device has that enrolls anew meanwhile,
    /// stays.
    async fn remove_all(
        &self,
        removal: &Removal<'_>,
        actor: &Actor,
        now: SystemTime,
    ) -> Result<(), RunError> {
        let Removal { beside, tenant, .. } = *removal;
        // At which version the ledger says that the events up to there may be gone.
        let mut announced = BTreeMap::new();
        for _ in 0..ATTEMPTS {
            let found = self.found(removal).await?;
            if found.is_empty() {
                return Ok(());
            }
            let ledger = self.store.load(&Ledger::key_of(tenant), &Window::Head).await?;
            let ledger = Ledger::decode_of(tenant, ledger.as_ref())?;
            let is_new = |(key, version, tip): &&(&RecordKey, Version, Tip)| {
                tip.count > AT_ONCE && announced.get(key) != Some(version)
            };
            if let Some(&(key, version, tip)) = found.iter().find(is_new) {
                match self.store.commit(ledger.announce_removal(actor, key, tip, now)?).await {
                    Err(error) if error.is_conflict() => give_way().await,
                    done => {
                        done?;
                        announced.insert(key, version);
                    }
                }
                continue;
            }
            for &(key, version, _) in found.iter().filter(|(key, ..)| announced.contains_key(key)) {
                self.prune_events_up_to(key, version).await?;
            }
            let told = found.iter().map(|(key, _, tip)| EventKind::Purged {
                chain: Digest::of(key.as_str().as_bytes()),
                tip: *tip,
            });
            let mut batch = ledger.tell(&Cause::Actor(actor.clone()), told, now)?;
            batch.remove.extend(found.iter().map(|(key, version, _)| ((*key).clone(), *version)));
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

    /// Those of the records that are there, each with its version and the end of its chain; none when the first one is not.
    async fn found<'a>(&self, removal: &Removal<'a>) -> Result<Vec<(&'a RecordKey, Version, Tip)>, RunError> {
        let mut found = Vec::new();
        for key in removal.keys {
            match self.store.load(key, &Window::Head).await? {
                Some(loaded) => {
                    let channel = channel_of(key, &loaded)?;
                    let goes_on = |channel: &Channel| {
                        lives_on(channel, removal.ended.unwrap_or_else(|| channel.life()))
                    };
                    if channel.as_ref().is_some_and(goes_on) {
                        return Err(RunError::Contended);
                    }
                    let tip = Tip::of_body(&loaded.head.body).unwrap_or_default();
                    found.push((key, loaded.version, tip));
                }
                None if found.is_empty() => break,
                None => {}
            }
        }
        Ok(found)
    }

    /// Forgets the events of a record in steps, but for those of commits after this version. What cannot be read goes with
    /// the record.
    async fn prune_events_up_to(&self, key: &RecordKey, version: Version) -> Result<(), RunError> {
        loop {
            let page = match self.store.events_of(key, None, PAGE).await {
                Err(error) if error.is_about_one_value() => return Ok(()),
                page => page?,
            };
            let old = page.iter().filter(|event| event.version <= version).map(|event| event.position);
            if self.store.prune_events(&OldEvents::At(old.collect()), PAGE).await? == 0 {
                return Ok(());
            }
        }
    }

    /// Those who have left are not found by the device any more: this looks at all that the tenant has.
    async fn users_ever(&self, device: &RecordKey, tenant: &Tenant) -> Result<Vec<RecordKey>, RunError> {
        let (mut users, mut after) = (Vec::new(), None);
        loop {
            let page = self.of_tenant(tenant, after.as_ref(), PAGE).await?;
            users.extend(page.iter().filter(|key| device_of(key).as_ref() == Some(device)).cloned());
            match page.into_iter().next_back() {
                Some(last) => after = Some(last),
                None => return Ok(users),
            }
        }
    }

    /// Forgets a person, in each of the places in which [`export_member`](Self::export_member) finds something
    /// ([`HeldKind`](super::HeldKind), [`Fate`](super::Fate)): invitations, devices that have left and users are
    /// [purged](Self::purge). A device that lives is nobody's from then on and goes on working: what waits for it is
    /// cancelled on record, its history and status, its flows and who is to be deleted there are forgotten. In the end
    /// nobody can tell any more whom the trail means by the member's pseudonym; the trail itself does not change.
    ///
    /// A selective wipe that is under way goes on, with what it has ordered, by [`sweep`](Self::sweep): retire the member
    /// first. A user who logs in again is known again. What SQLite keeps in free pages is overwritten by
    /// [`Sqlite::scrub`](crate::Sqlite::scrub).
    ///
    /// Who stops half-way goes on by calling it again.
    ///
    /// # Errors
    ///
    /// [`mdm_enrollment::Error::UnnamedMember`] for a member, who erases nobody; the store's.
    pub async fn erase_member(
        &self,
        person: &Person,
        actor: &Actor,
        now: SystemTime,
    ) -> Result<Erased, RunError> {
        if matches!(actor, Actor::Member(_)) {
            return Err(mdm_enrollment::Error::UnnamedMember.into());
        }
        let (tenant, member) = (person.tenant(), person.member());
        let mut erased = Erased::default();
        // Nothing more is to be begun for the member's devices.
        self.end_retirement(tenant, member, actor, now).await?;
        for key in self.all_of(person).await? {
            match OrderId::of(&key) {
                Some(order) => self.forget_order_of(&order, actor, now, &mut erased).await?,
                // While an invitation is out, a device comes by it.
                None if SlotId::is_slot(&key) => {
                    self.forget_record(person, key, actor, now, &mut erased).await?
                }
                None => {}
            }
        }
        let mut after = None;
        loop {
            let page = self.of_tenant(tenant, after.as_ref(), PAGE).await?;
            let Some(last) = page.last().cloned() else { break };
            for key in page {
                self.forget_record(person, key, actor, now, &mut erased).await?;
            }
            after = Some(last);
        }
        // What was ordered for the member, and what has become the member's meanwhile.
        for _ in 0..ATTEMPTS {
            let mut rest = self.all_of(person).await?;
            rest.retain(|key| !erased.left.contains(key));
            if rest.is_empty() {
                // The last thing: who stopped before it finds all that is left.
                self.drop_record(&MemberName::of(tenant.as_str(), member).key()).await?;
                return Ok(erased);
            }
            for key in rest {
                match OrderId::of(&key) {
                    Some(order) => self.forget_order_of(&order, actor, now, &mut erased).await?,
                    None => self.forget_record(person, key, actor, now, &mut erased).await?,
                }
            }
        }
        Err(RunError::Contended)
    }

    /// All that is found by the member.
    async fn all_of(&self, person: &Person) -> Result<Vec<RecordKey>, RunError> {
        let mut all: Vec<RecordKey> = Vec::new();
        loop {
            let page = self.of_member(person.tenant(), person.member(), all.last(), PAGE).await?;
            if page.is_empty() {
                return Ok(all);
            }
            all.extend(page);
        }
    }

    /// Forgets a record that is the person's, and of one that is another's what the person agreed to.
    async fn forget_record(
        &self,
        person: &Person,
        key: RecordKey,
        actor: &Actor,
        now: SystemTime,
        erased: &mut Erased,
    ) -> Result<(), RunError> {
        let forgotten = match self.whose(person, &key).await {
            Ok(None) => Ok(()),
            Ok(Some(Whose::Consent(_))) => {
                let member = MemberName::of(person.tenant().as_str(), person.member());
                let input = Input::ForgetMember { actor, member };
                match self.run(&key, Window::Open, &input, now).await {
                    // It was purged meanwhile.
                    Err(RunError::Refused(mdm_enrollment::Error::NoOrders)) => Ok(()),
                    done => done.map(drop),
                }
            }
            Ok(Some(Whose::Channel(channel))) if device_of(&key).is_none() && channel.stage().is_living() => {
                self.forget_device(&key, person, actor, now, erased).await
            }
            Ok(Some(_)) => self.purge(&key, actor, now).await,
            Err(error) => Err(error),
        };
        match forgotten {
            Err(error) if is_unreadable(&error) => {
                erased.leave(key);
                Ok(())
            }
            done => done,
        }
    }

    /// The device lives on, and is nobody's.
    async fn forget_device(
        &self,
        key: &RecordKey,
        person: &Person,
        actor: &Actor,
        now: SystemTime,
        erased: &mut Erased,
    ) -> Result<(), RunError> {
        let tenant = person.tenant();
        let member = MemberName::of(tenant.as_str(), person.member());
        for user in self.users_ever(key, tenant).await? {
            self.purge(&user, actor, now).await?;
        }
        #[cfg(feature = "declarative")]
        self.remove_with(&Status::key(key)?, &[], Some(tenant), actor, now).await?;
        self.prune_all(key, None, now).await?;
        for _ in 0..ATTEMPTS {
            let input = Input::ForgetMember { actor, member };
            let decision = match self.run(key, Window::Open, &input, now).await {
                // It has left meanwhile.
                Err(RunError::Refused(mdm_enrollment::Error::NoOrders)) => {
                    return self.purge(key, actor, now).await;
                }
                decision => decision?,
            };
            let is_through = decision.changes.is_empty()
                || decision.changes.iter().any(|(_, change)| *change == Change::MemberForgotten);
            self.note(decision.actions);
            self.prune_all(key, None, now).await?;
            if is_through {
                let records = self.load_one(key, Window::Head).await?;
                let channel = records.channel(key).filter(|channel| channel.assignment().owner().is_none());
                // Otherwise it has become another one's meanwhile.
                if let Some(channel) = channel {
                    if channel.flows().wipe().is_some_and(Wipe::is_open) {
                        erased.leave(key.clone());
                    }
                    erased.devices.retain(|known| known != key);
                    erased.devices.push(key.clone());
                }
                return Ok(());
            }
        }
        Err(RunError::Contended)
    }

    /// An order to all devices of a member is taken back, and forgotten.
    async fn forget_order_of(
        &self,
        order: &OrderId,
        actor: &Actor,
        now: SystemTime,
        erased: &mut Erased,
    ) -> Result<(), RunError> {
        let is_gone = match self.call_off(order, actor, now).await {
            Err(error) if is_unreadable(&error) => false,
            is_gone => is_gone?,
        };
        if !is_gone {
            erased.leave(order.key().clone());
        }
        Ok(())
    }

    /// Takes an order back, and forgets it; says whether nothing of it is left.
    async fn call_off(&self, order: &OrderId, actor: &Actor, now: SystemTime) -> Result<bool, RunError> {
        if self.forget_order(order).await? {
            return Ok(true);
        }
        self.cancel_order(order, actor, now).await?;
        while self.expand_order(order, now).await?.more {}
        self.forget_order(order).await
    }

    /// The whole history, where a life is said as in [`Self::prune_life`]: all of it has ended by now, whatever a clock said
    /// then.
    async fn prune_all(&self, key: &RecordKey, ended: Option<u64>, now: SystemTime) -> Result<(), RunError> {
        let later = now.checked_add(LONG).unwrap_or(now);
        let nothing = Retention { age: Duration::ZERO, last: 0 };
        while self.prune_life(key, nothing, ended, later).await? > 0 {}
        Ok(())
    }

    /// Removes a record in which no events hang.
    pub(super) async fn drop_record(&self, key: &RecordKey) -> Result<(), RunError> {
        for _ in 0..ATTEMPTS {
            let Some(loaded) = self.store.load(key, &Window::Head).await? else { return Ok(()) };
            let remove = vec![(key.clone(), loaded.version)];
            match self.store.commit(Batch { remove, ..Batch::default() }).await {
                Err(error) if error.is_conflict() => give_way().await,
                done => return Ok(done?),
            }
        }
        Err(RunError::Contended)
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
/// So many events go with their record in one commit; more are removed in steps before.
const AT_ONCE: u64 = PAGE as u64;
/// Longer than clocks go wrong.
const LONG: Duration = Duration::from_secs(100 * 365 * 86_400);

/// The channel of a record, if it is one of an enrollment.
fn channel_of(key: &RecordKey, loaded: &Loaded) -> Result<Option<Channel>, RunError> {
    if !mdm_enrollment::is_channel(key) {
        return Ok(None);
    }
    let mut records = Records::default();
    records.insert(key, loaded)?;
    Ok(records.channel(key).cloned())
}
