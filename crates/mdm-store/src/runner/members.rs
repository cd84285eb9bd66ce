//! What concerns the people who use the devices.

use std::collections::BTreeSet;
use std::time::SystemTime;

use mdm_enrollment::audit::{Ledger, Member, MemberName, Salt};
use mdm_enrollment::flow::{FlowMove, open_wipes};
use mdm_enrollment::policy::{Retirement, SelectiveWipe};
use mdm_enrollment::row::{Batch, RecordKey, Tenant, Window};
use mdm_enrollment::{Action, Actor, Cause, Channel, EventKind, FanOut, Input, SlotId, device_of, users_of};

use super::{ATTEMPTS, RunError, Runner, give_way};
use crate::Store;
use crate::limits::PAGE;

/// What came of a selective wipe on one device.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Wiped {
    /// Whether it was ordered now, or another round of it; otherwise it was before, for the same cause.
    pub is_new: bool,
    /// Whether the device has confirmed that nothing is left, and each of its users.
    pub is_done: bool,
    /// Whether the device has to be woken, as in [`Served::actions`](super::Served::actions).
    pub actions: Vec<Action>,
}

/// What a call of [`Runner::sweep`] did.
#[derive(Debug)]
#[non_exhaustive]
pub struct Swept {
    /// The devices that got an order, and those on which it failed: they are tried again by the next sweep.
    pub outcomes: Vec<(RecordKey, Result<Wiped, RunError>)>,
    /// The last record that was looked at; `None` when there was none.
    pub last: Option<RecordKey>,
}

impl<S: Store> Runner<S> {
    /// The devices of a member, ascending, those that have left too, only those after `after`; a thousand at the most
    /// (F109). A member who asks is told of no others (F110).
    ///
    /// # Errors
    ///
    /// The store's; [`Record`](mdm_enrollment::Error::Record) when a record cannot be read.
    pub async fn devices_of(
        &self,
        tenant: &Tenant,
        member: &str,
        after: Option<&RecordKey>,
        limit: usize,
    ) -> Result<Vec<(RecordKey, Channel)>, RunError> {
        let mut devices = Vec::new();
        let found = self.of_member(tenant, member, after, limit).await?;
        for key in found.into_iter().filter(FanOut::reaches) {
            let records = self.load_one(&key, Window::Head).await?;
            let own = |channel: &&Channel| {
                channel.tenant() == tenant.as_str() && channel.assignment().sees(member).is_ok()
            };
            // It may be another's by now.
            if let Some(channel) = records.channel(&key).filter(own) {
                devices.push((key, channel.clone()));
            }
        }
        Ok(devices)
    }

    /// Takes the organization's things off a device, once for a cause: an administrator for any device, a member for
    /// the member's own (F102, F110). What is managed there is known from the device's own answers; how far the wipe is
    /// says [`Flows::wipe`](mdm_enrollment::flow::Flows::wipe) of its [channel](Self::channel).
    ///
    /// Its users are wiped too, each in a commit of its own, and as long as it is not done the sets of declarations are
    /// taken away from each channel, by the rule `selective-wipe`, where the mode has declarations at all. Who stops
    /// half-way goes on by calling it again.
    ///
    /// # Errors
    ///
    /// [`Denied`](mdm_enrollment::Error::Denied) for another's device, of which an event is kept;
    /// [`NoOrders`](mdm_enrollment::Error::NoOrders) when there is no such enrollment or it has ended.
    pub async fn wipe_selectively(
        &self,
        enrollment: &RecordKey,
        actor: &Actor,
        wipe: &SelectiveWipe,
        now: SystemTime,
    ) -> Result<Wiped, RunError> {
        let mut wiped = self.wipe_channel(enrollment, actor, wipe, now).await?;
        if device_of(enrollment).is_some() {
            return Ok(wiped);
        }
        for user in self.users_on(enrollment).await? {
            match self.wipe_channel(&user, actor, wipe, now).await {
                Ok(Wiped { is_new, is_done, actions }) => {
                    wiped.is_new |= is_new;
                    wiped.is_done &= is_done;
                    wiped.actions.extend(actions);
                }
                // The user has left meanwhile, or has not come yet: then there is nothing.
                Err(RunError::Refused(mdm_enrollment::Error::NoOrders)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(wiped)
    }

    /// Calls off the selective wipes that are under way on a device and on its users, each in a commit of its own: what
    /// they have ordered and is open is taken back, and [`sweep`](Self::sweep) orders no more of it. What was removed stays
    /// removed, declarations that were taken away too, and what is out may run all the same. The cause counts as carried
    /// out: another wipe needs another.
    ///
    /// # Errors
    ///
    /// [`NoOrders`](mdm_enrollment::Error::NoOrders) when there is no such enrollment;
    /// [`NotPermitted`](mdm_enrollment::Error::NotPermitted) for a member, of which an event is kept.
    pub async fn end_wipe(
        &self,
        enrollment: &RecordKey,
        actor: &Actor,
        now: SystemTime,
    ) -> Result<Vec<Action>, RunError> {
        let input = Input::EndWipe { actor };
        let mut actions = self.about(enrollment, &input, now).await?;
        if device_of(enrollment).is_none() {
            for user in self.users_on(enrollment).await? {
                actions.extend(self.about(&user, &input, now).await?);
            }
        }
        Ok(actions)
    }

    /// The living users of a device.
    async fn users_on(&self, device: &RecordKey) -> Result<Vec<RecordKey>, RunError> {
        let mut users: Vec<RecordKey> = Vec::new();
        loop {
            let page = self.store.find(&users_of(device), users.last(), PAGE).await?;
            if page.is_empty() {
                return Ok(users);
            }
            users.extend(page);
        }
    }

    async fn wipe_channel(
        &self,
        channel: &RecordKey,
        actor: &Actor,
        wipe: &SelectiveWipe,
        now: SystemTime,
    ) -> Result<Wiped, RunError> {
        #[cfg(feature = "declarative")]
        let wipe = &match self.may_have_declarations(channel).await? {
            true => wipe.clone().with_declarations(),
            false => wipe.clone(),
        };
        let input = Input::Wipe { actor, wipe };
        let decision = self.run(channel, Window::Open, &input, now).await?;
        let ordered = |kind: &EventKind| {
            matches!(kind, EventKind::FlowMoved(FlowMove::WipeOrdered { .. } | FlowMove::WipeRepeated { .. }))
        };
        let is_new = decision.events.iter().any(|(_, event)| ordered(&event.kind));
        let records = self.load_one(channel, Window::Head).await?;
        let known = records.channel(channel).and_then(|channel| channel.flows().wipe());
        let is_done = known.is_some_and(|wipe| wipe.done_at.is_some());
        #[cfg(feature = "declarative")]
        let is_open = known.is_some_and(mdm_enrollment::flow::Wipe::is_open);
        let actions = self.note(decision.actions);
        #[cfg(feature = "declarative")]
        let actions = match is_open {
            // By rule: a member who takes the organization's things off may not order this alone.
            true => {
                let taken = self.take_declarations_away(channel, &Actor::rule(SWEEPING), now).await?;
                actions.into_iter().chain(taken).collect()
            }
            false => actions,
        };
        Ok(Wiped { is_new, is_done, actions })
    }

    /// A member has left the organization: the organization's things are taken off all the member's devices, by rule
    /// and without an administrator (F103). Said again, to any node, it orders nothing twice, and gets done what was
    /// left undone: `wipe` names the retirement.
    ///
    /// The [`Retirement`] is committed first, and what is left of it is done by [`sweep`](Self::sweep): devices that could
    /// not be told, and later rounds. One [in each life](SelectiveWipe::in_each_life) is for devices that the member
    /// enrolls or brings back later too, until [`end_retirement`](Self::end_retirement).
    ///
    /// Each device has its outcome; one that has ended is [`NoOrders`](mdm_enrollment::Error::NoOrders). Invitations of the
    /// member that are open are [closed](Self::close_slot), and have an outcome only where that failed.
    ///
    /// That it was made or replaced, and that it is over, are events in the chain of the tenant's [`Ledger`].
    ///
    /// # Errors
    ///
    /// The store's, when the retirement cannot be written, or the devices cannot be found;
    /// [`UnnamedMember`](mdm_enrollment::Error::UnnamedMember) for a member, who retires nobody.
    pub async fn retire_member(
        &self,
        tenant: &Tenant,
        member: &str,
        actor: &Actor,
        wipe: &SelectiveWipe,
        now: SystemTime,
    ) -> Result<Vec<(RecordKey, Result<Wiped, RunError>)>, RunError> {
        let key = Retirement::key(tenant, member);
        let retirement = Retirement::new(tenant, member, wipe, now);
        for _ in 0..ATTEMPTS {
            let loaded = self.store.load(&key, &Window::Head).await?;
            let stored = loaded.as_ref().map(Retirement::decode).transpose()?;
            if let Some(stored) = stored.filter(|stored| stored.wipe() == wipe) {
                return self.carry_out(&stored, now).await;
            }
            let writes = vec![retirement.write(loaded.map(|loaded| loaded.version))?];
            let change = Batch { writes, ..Batch::default() };
            let kind = |member| EventKind::MemberRetired { actor: actor.clone(), member };
            if self.commit_told(tenant, member, actor, change, kind, now).await? {
                return self.carry_out(&retirement, now).await;
            }
        }
        Err(RunError::Contended)
    }

    /// The retirement of a member that is under way; `None` when there is none, or each device has its order.
    ///
    /// # Errors
    ///
    /// The store's; [`Record`](mdm_enrollment::Error::Record).
    pub async fn retirement(&self, tenant: &Tenant, member: &str) -> Result<Option<Retirement>, RunError> {
        let loaded = self.store.load(&Retirement::key(tenant, member), &Window::Head).await?;
        Ok(loaded.as_ref().map(Retirement::decode).transpose()?)
    }

    /// A retirement is not for devices that enroll or return from now on: the member is back, or is to be forgotten. What
    /// was ordered stays ordered.
    ///
    /// # Errors
    ///
    /// The store's; [`UnnamedMember`](mdm_enrollment::Error::UnnamedMember) for a member.
    pub async fn end_retirement(
        &self,
        tenant: &Tenant,
        member: &str,
        actor: &Actor,
        now: SystemTime,
    ) -> Result<(), RunError> {
        self.drop_retirement(tenant, member, None, actor, now).await
    }

    /// Ends a retirement, if it is still this one.
    async fn drop_retirement(
        &self,
        tenant: &Tenant,
        member: &str,
        wipe: Option<&SelectiveWipe>,
        actor: &Actor,
        now: SystemTime,
    ) -> Result<(), RunError> {
        let key = Retirement::key(tenant, member);
        for _ in 0..ATTEMPTS {
            let Some(loaded) = self.store.load(&key, &Window::Head).await? else { return Ok(()) };
            if let Some(wipe) = wipe
                && Retirement::decode(&loaded)?.wipe() != wipe
            {
                return Ok(());
            }
            let change = Batch { remove: vec![(key.clone(), loaded.version)], ..Batch::default() };
            let kind = |member| EventKind::RetirementEnded { actor: actor.clone(), member };
            if self.commit_told(tenant, member, actor, change, kind, now).await? {
                return Ok(());
            }
        }
        Err(RunError::Contended)
    }

    /// Commits a change about a member, with an event of it in the tenant's ledger; says whether it was committed: not on a
    /// conflict.
    async fn commit_told(
        &self,
        tenant: &Tenant,
        member: &str,
        actor: &Actor,
        change: Batch,
        kind: impl FnOnce(Box<str>) -> EventKind,
        now: SystemTime,
    ) -> Result<bool, RunError> {
        let name = MemberName::of(tenant.as_str(), member).key();
        let (named, new) = match self.store.load(&name, &Window::Head).await? {
            Some(loaded) => (Member::decode(&loaded)?, None),
            None => {
                let named = Member::new(tenant.as_str(), member, Salt::mint()?);
                let new = named.write()?;
                (named, Some(new))
            }
        };
        let ledger = self.store.load(&Ledger::key(tenant), &Window::Head).await?;
        let kind = kind(named.pseudonym().as_str().into());
        let mut batch =
            Ledger::decode(tenant, ledger.as_ref())?.tell(&Cause::Actor(actor.clone()), [kind], now)?;
        batch.writes.extend(change.writes.into_iter().chain(new));
        batch.remove.extend(change.remove);
        match self.store.commit(batch).await {
            Ok(()) => Ok(true),
            Err(error) if error.is_conflict() => {
                give_way().await;
                Ok(false)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Goes on with what was begun and waits for nobody: retirements, and the next rounds of selective wipes that are due.
    /// Looks at some records that have more to be done, those after `after`; to be called now and then on any node, from
    /// the beginning until [`Swept::last`] is `None`.
    ///
    /// Nothing is done for a tenant whose management is off.
    ///
    /// # Errors
    ///
    /// The store's. What fails on one device does not hold up the others.
    pub async fn sweep(&self, after: Option<&RecordKey>, now: SystemTime) -> Result<Swept, RunError> {
        let page = self.store.find(&open_wipes(), after, SWEEP).await?;
        let mut outcomes = Vec::new();
        for key in &page {
            if Retirement::is_retirement(key) {
                match self.go_on(key, now).await {
                    Err(error) if error.is_about_one_record() => outcomes.push((key.clone(), Err(error))),
                    some => outcomes.extend(some?),
                }
                continue;
            }
            let records = match self.load_one(key, Window::Head).await {
                Err(error) if error.is_about_one_record() => {
                    outcomes.push((key.clone(), Err(error)));
                    continue;
                }
                records => records?,
            };
            let Some(channel) = records.channel(key).filter(|channel| self.is_managed(channel.tenant()))
            else {
                continue;
            };
            if let Some(wipe) = channel.flows().wipe().filter(|wipe| wipe.is_open()) {
                let wipe = wipe.order();
                let outcome = self.wipe_selectively(key, &Actor::rule(SWEEPING), &wipe, now).await;
                outcomes.push((key.clone(), outcome));
            }
        }
        outcomes.retain(|(_, outcome)| match outcome {
            Ok(wiped) => wiped.is_new,
            Err(RunError::Refused(mdm_enrollment::Error::NoOrders)) => false,
            Err(_) => true,
        });
        Ok(Swept { outcomes, last: page.into_iter().next_back() })
    }

    /// Goes on with a retirement.
    async fn go_on(
        &self,
        key: &RecordKey,
        now: SystemTime,
    ) -> Result<Vec<(RecordKey, Result<Wiped, RunError>)>, RunError> {
        let Some(loaded) = self.store.load(key, &Window::Head).await? else { return Ok(Vec::new()) };
        let retirement = Retirement::decode(&loaded)?;
        match self.is_managed(retirement.tenant()) {
            true => self.carry_out(&retirement, now).await,
            false => Ok(Vec::new()),
        }
    }

    /// Orders the wipe on each device of the member. When each has it the retirement is over, unless it stays.
    async fn carry_out(
        &self,
        retirement: &Retirement,
        now: SystemTime,
    ) -> Result<Vec<(RecordKey, Result<Wiped, RunError>)>, RunError> {
        let tenant = Tenant::new(retirement.tenant()).ok_or(mdm_enrollment::Error::UnknownTenant)?;
        let actor = Actor::rule("member-retired");
        let (mut outcomes, mut last, mut told) = (Vec::new(), None, BTreeSet::new());
        let (mut used, mut is_behind) = (BTreeSet::new(), false);
        let mut is_over = !retirement.wipe().is_in_each_life();
        loop {
            let page = self.of_member(&tenant, retirement.member(), last.as_ref(), PAGE).await?;
            last = page.last().cloned();
            if last.is_none() {
                // Who looks once more finds the device: it is there since its invitation was used.
                if std::mem::take(&mut is_behind) {
                    continue;
                }
                break;
            }
            for slot in page.iter().filter(|key| SlotId::is_slot(key)) {
                match self.close(slot, &actor, now).await {
                    Ok(false) => {}
                    Ok(true) => is_behind |= used.insert(slot.clone()),
                    Err(error) => {
                        is_over = false;
                        if told.insert(slot.clone()) {
                            outcomes.push((slot.clone(), Err(error)));
                        }
                    }
                }
            }
            for device in page.into_iter().filter(FanOut::reaches) {
                if !told.insert(device.clone()) {
                    continue;
                }
                let outcome = self.wipe_selectively(&device, &actor, retirement.wipe(), now).await;
                is_over &= match &outcome {
                    Ok(_) => true,
                    // One that has not finished its enrollment will take it.
                    Err(RunError::Refused(mdm_enrollment::Error::NoOrders)) => {
                        let records = self.load_one(&device, Window::Head).await?;
                        !records.channel(&device).is_some_and(|channel| channel.stage().is_living())
                    }
                    Err(_) => false,
                };
                outcomes.push((device, outcome));
            }
        }
        if is_over {
            let (member, wipe) = (retirement.member(), retirement.wipe());
            self.drop_retirement(&tenant, member, Some(wipe), &actor, now).await?;
        }
        Ok(outcomes)
    }

    fn is_managed(&self, tenant: &str) -> bool {
        let tenants = self.tenants();
        let served = Tenant::new(tenant).and_then(|tenant| tenants.named(&tenant));
        served.is_some_and(|trust| trust.management().admit().is_ok())
    }
}

/// How many records one call of [`Runner::sweep`] looks at.
const SWEEP: usize = 100;
/// By which rule a wipe goes on.
const SWEEPING: &str = "selective-wipe";
