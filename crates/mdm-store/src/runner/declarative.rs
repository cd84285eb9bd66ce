//! Declarative management: sets are stored and assigned, devices are told, asked, answered.

use std::time::SystemTime;

use mdm_enrollment::declarative::{
    self, Asked, Concern, DeclarationSet, Draft, Fetch, Manifest, Overlap, ProfileOutline, Refusal, SetId,
    Status, Step, Sync,
};
use mdm_enrollment::row::{Batch, Link, Loaded, RecordKey, Tenant, Version, Window};
use mdm_enrollment::{
    Action, Actor, Channel, Flaw, Input, Order, Records, Stage, device_of, fanout, payload_name, users_of,
};

use super::{ATTEMPTS, Found, LINKED, RunError, Runner, Served, Wanted, allowed, give_way};
use crate::limits::PAGE;
use crate::{Error, Store};

/// What came of assigning sets.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AssignedSets {
    /// What the administrator should know about the union of the sets.
    pub concerns: Vec<Concern>,
    /// The declarations that the device would refuse as a whole, as far as it is known.
    pub refusals: Vec<(Box<str>, Refusal)>,
    /// Where a profile that is ordered, or brought by a declaration, wants the same as a declaration.
    pub overlaps: Vec<Overlap>,
    /// Whether the device has to be woken, as in [`Served::actions`].
    pub actions: Vec<Action>,
}

/// How far the devices that have a set were told that it changed.
#[derive(Debug)]
#[non_exhaustive]
pub struct AnnouncedSet {
    /// To how many devices this call gave word.
    pub told: u64,
    /// Devices that take no such order, by their terms or their operating system. Tell them by
    /// [`Runner::resynchronize`] when that has changed.
    pub refused: Vec<(RecordKey, RunError)>,
    /// Devices that could not be told now: call again.
    pub failed: Vec<(RecordKey, RunError)>,
    /// Whether all that have the set were told of what it holds now.
    pub complete: bool,
}

/// What came of the removal of a set.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct RemovedSet {
    /// From how many channels this call took it.
    pub taken: u64,
    /// Channels that keep it, and so the set stays: their terms or their operating system take no such order, or another
    /// set of theirs needs a declaration of it.
    pub refused: Vec<(RecordKey, RunError)>,
    /// Channels from which it could not be taken now: call again.
    pub failed: Vec<(RecordKey, RunError)>,
    /// Whether the set is gone.
    pub complete: bool,
}

/// The records of what is assigned to one channel.
struct Kept {
    version: Option<Version>,
    sync: Sync,
    sets: Vec<(SetId, DeclarationSet)>,
}

impl Kept {
    fn manifest(&self) -> Manifest {
        Manifest::new(&self.sync, &self.sets)
    }
}

impl<S: Store> Runner<S> {
    /// Replaces the content of a set, or makes the set. Says whether anything changed; if so,
    /// [`announce_declarations`](Self::announce_declarations) tells the devices that have it.
    ///
    /// # Errors
    ///
    /// [`mdm_enrollment::Error::Declaration`] when a reference leads nowhere or the set is another tenant's;
    /// [`UnknownTenant`](mdm_enrollment::Error::UnknownTenant); the store's.
    pub async fn replace_declarations(
        &self,
        tenant: &Tenant,
        actor: &Actor,
        draft: &Draft,
        now: SystemTime,
    ) -> Result<bool, RunError> {
        self.tenants().named(tenant).ok_or(mdm_enrollment::Error::UnknownTenant)?;
        for _ in 0..ATTEMPTS {
            let stored = self.load_set(draft.set()).await?;
            let Some(batch) = DeclarationSet::replace(stored.as_ref(), tenant, actor, draft, now)? else {
                return Ok(false);
            };
            if self.committed(batch).await? {
                return Ok(true);
            }
        }
        Err(RunError::Contended)
    }

    /// Tells the devices that have a set that it changed: one after the other, each in a commit of its own. A device that
    /// was told is passed over, so that a call that was dropped or failed is made up for by another one.
    ///
    /// # Errors
    ///
    /// The store's, and [`mdm_enrollment::Error::Declaration`] when there is no such set. What keeps single devices from
    /// being told is no error.
    pub async fn announce_declarations(
        &self,
        set: &SetId,
        now: SystemTime,
    ) -> Result<AnnouncedSet, RunError> {
        let loaded = self.load_set(set).await?.ok_or_else(|| unknown(set))?;
        let done = DeclarationSet::decode(&loaded)?.mark_announced(set, loaded.version)?;
        let (refused, failed) = <_>::default();
        let mut announced = AnnouncedSet { told: 0, refused, failed, complete: true };
        let Some(done) = done else { return Ok(announced) };
        let actor = Actor::rule(set.key().as_str());
        let mut last: Option<RecordKey> = None;
        loop {
            let page = self.store.find(&set.link(), last.as_ref(), PAGE).await?;
            let Some(end) = page.last() else { break };
            last = Some(end.clone());
            for channel in page.iter().filter_map(Sync::channel) {
                match self.tell(&channel, &actor, now).await {
                    Ok(told) => announced.told += u64::from(told),
                    Err(error @ RunError::Refused(_)) => announced.refused.push((channel, error)),
                    Err(error) => announced.failed.push((channel, error)),
                }
            }
        }
        // Whoever changed the set meanwhile has to tell of that.
        announced.complete = announced.failed.is_empty() && self.committed(done).await?;
        Ok(announced)
    }

    /// A page of the sets that changed and of which not every device was told: after a crash, tell them.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn unannounced_declarations(&self, after: Option<&SetId>) -> Result<Vec<SetId>, RunError> {
        let after = after.map(SetId::key);
        let found = self.store.find(&SetId::unannounced(), after.as_ref(), PAGE).await?;
        Ok(found.iter().filter_map(SetId::of).collect())
    }

    /// A page of a tenant's sets, ascending, only those after `after`; a thousand at the most. One that was written by an
    /// older version and did not change since is not among them.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn declaration_sets(
        &self,
        tenant: &Tenant,
        after: Option<&SetId>,
        limit: usize,
    ) -> Result<Vec<SetId>, RunError> {
        let after = after.map_or_else(SetId::before_all, SetId::key);
        let found = self.store.find(&Link::tenant(tenant), Some(&after), limit).await?;
        Ok(found.iter().map_while(SetId::of).collect())
    }

    /// What is known of a set: whose it is, its revision, the identifiers of its declarations; `None` when there is none.
    ///
    /// # Errors
    ///
    /// The store's; [`Record`](mdm_enrollment::Error::Record) when it cannot be read.
    pub async fn declaration_set(&self, set: &SetId) -> Result<Option<DeclarationSet>, RunError> {
        Ok(self.load_set(set).await?.as_ref().map(DeclarationSet::decode).transpose()?)
    }

    /// The document of a declaration, in JSON, as devices get it; `None` when the set, or the declaration, is not there.
    ///
    /// # Errors
    ///
    /// As for [`declaration_set`](Self::declaration_set).
    pub async fn declaration(&self, set: &SetId, identifier: &str) -> Result<Option<Vec<u8>>, RunError> {
        let content = self.declaration_set(set).await?;
        match content.and_then(|content| content.document(set, identifier)) {
            Some(name) => Ok(self.store.payload(&name).await?),
            None => Ok(None),
        }
    }

    /// Removes a set: it is taken away from each channel that has it, each in a commit of its own, its device is told as by
    /// [`assign_declarations`](Self::assign_declarations), and removes what the set declared. When no channel has it any
    /// more the set goes with its documents; that it was there is kept in the tenant's
    /// [`Ledger`](mdm_enrollment::audit::Ledger). One that is not there is passed over.
    ///
    /// Who stops half-way, or finds channels in [`RemovedSet::failed`], calls it again.
    ///
    /// # Errors
    ///
    /// [`UnnamedMember`](mdm_enrollment::Error::UnnamedMember) for a member; the store's. What keeps it on single channels
    /// is no error.
    pub async fn remove_declarations(
        &self,
        set: &SetId,
        actor: &Actor,
        now: SystemTime,
    ) -> Result<RemovedSet, RunError> {
        if matches!(actor, Actor::Member(_)) {
            return Err(mdm_enrollment::Error::UnnamedMember.into());
        }
        let mut removed = RemovedSet::default();
        self.take_set_away(set, actor, now, &mut removed).await?;
        if !(removed.refused.is_empty() && removed.failed.is_empty()) {
            return Ok(removed);
        }
        if let Some(content) = self.declaration_set(set).await? {
            let tenant = Tenant::new(content.tenant()).ok_or(mdm_enrollment::Error::UnknownTenant)?;
            // Its documents go first. Whoever is given it meanwhile finds it empty.
            self.replace_declarations(&tenant, actor, &Draft::new(set), now).await?;
            self.remove_with(&set.key(), &[], Some(&tenant), actor, now).await?;
            self.take_set_away(set, actor, now, &mut removed).await?;
        }
        removed.complete = removed.refused.is_empty() && removed.failed.is_empty();
        Ok(removed)
    }

    async fn take_set_away(
        &self,
        set: &SetId,
        actor: &Actor,
        now: SystemTime,
        removed: &mut RemovedSet,
    ) -> Result<(), RunError> {
        let others = |sync: &Sync| sync.sets().filter(|other| *other != set).cloned().collect();
        let mut last: Option<RecordKey> = None;
        loop {
            let page = self.store.find(&set.link(), last.as_ref(), PAGE).await?;
            let Some(end) = page.last() else { return Ok(()) };
            last = Some(end.clone());
            for channel in page.iter().filter_map(Sync::channel) {
                // What was assigned to a life that has ended is void.
                let head = self.channel_head(&channel).await?;
                let Some(head) = head.filter(|head| head.stage() == Stage::Enrolled) else { continue };
                if !self.load_sync(&channel, head.life()).await?.1.sets().any(|assigned| assigned == set) {
                    continue;
                }
                match self.assign_chosen(&channel, actor, &others, now).await {
                    Ok(_) => removed.taken += 1,
                    Err(error @ RunError::Refused(_)) => removed.refused.push((channel, error)),
                    Err(error) => removed.failed.push((channel, error)),
                }
            }
        }
    }

    /// Assigns these sets to a channel, and no others, and tells its device. Of two that say something else under one
    /// identifier, the first counts.
    ///
    /// # Errors
    ///
    /// [`mdm_enrollment::Error::Declaration`] when there is no such set, it is another tenant's, or needs what no other
    /// has; those of an [order](Self::order).
    pub async fn assign_declarations(
        &self,
        enrollment: &RecordKey,
        actor: &Actor,
        sets: &[SetId],
        now: SystemTime,
    ) -> Result<AssignedSets, RunError> {
        self.assign_chosen(enrollment, actor, &|_| sets.to_vec(), now).await
    }

    /// Assigns the sets that are chosen in view of those that it has.
    async fn assign_chosen(
        &self,
        enrollment: &RecordKey,
        actor: &Actor,
        choose: &impl Fn(&Sync) -> Vec<SetId>,
        now: SystemTime,
    ) -> Result<AssignedSets, RunError> {
        for _ in 0..ATTEMPTS {
            let Some((records, channel)) = self.load_channel(enrollment).await? else { continue };
            let (version, sync) = self.load_sync(enrollment, channel.life()).await?;
            let sets = self.load_sets(&choose(&sync)).await?;
            let actions = match sync.assign((enrollment, &channel), version, &sets, actor, now)? {
                Some(step) => self.take(&records, enrollment, actor, step, now).await?,
                None => Some(Vec::new()),
            };
            let Some(actions) = actions else { continue };
            let manifest = Manifest::new(&sync, &sets);
            return Ok(AssignedSets {
                concerns: manifest.concerns().to_vec(),
                refusals: manifest.refusals(channel.facts()),
                overlaps: manifest.overlaps(&[], &self.ordered_profiles(enrollment, &channel).await?),
                actions,
            });
        }
        Err(RunError::Contended)
    }

    /// Whether a channel has declarations, or may have: some are assigned, one that was taken away has not been reported
    /// as gone, or the word of it is still on its way.
    pub(super) async fn may_have_declarations(&self, enrollment: &RecordKey) -> Result<bool, RunError> {
        let Some(channel) = self.channel(enrollment).await? else { return Ok(false) };
        let (_, sync) = self.load_sync(enrollment, channel.life()).await?;
        let loaded = self.store.load(&Status::key(enrollment)?, &Window::Head).await?;
        let status = Status::read(loaded.as_ref(), channel.life())?;
        let mut open = channel.queue().entries().filter(|entry| entry.is_open());
        Ok(sync.may_have(&status) || open.any(|entry| &*entry.command == SYNCHRONIZE))
    }

    /// Takes every set away from a channel, where its terms allow that its device is told.
    pub(super) async fn take_declarations_away(
        &self,
        enrollment: &RecordKey,
        actor: &Actor,
        now: SystemTime,
    ) -> Result<Vec<Action>, RunError> {
        let records = self.load_one(enrollment, Window::Head).await?;
        let device = device_of(enrollment).unwrap_or_else(|| enrollment.clone());
        let known = records.channel(enrollment).zip(records.channel(&device));
        let Some((channel, _)) = known.filter(|(_, device)| Sync::may_be_told(device)) else {
            return Ok(Vec::new());
        };
        let (_, sync) = self.load_sync(enrollment, channel.life()).await?;
        if sync.sets().next().is_none() {
            return Ok(Vec::new());
        }
        Ok(self.assign_declarations(enrollment, actor, &[], now).await?.actions)
    }

    /// Makes a device synchronize whether anything changed or not: after its command was cancelled or refused.
    ///
    /// # Errors
    ///
    /// Those of an [order](Self::order).
    pub async fn resynchronize(
        &self,
        enrollment: &RecordKey,
        actor: &Actor,
        now: SystemTime,
    ) -> Result<Vec<Action>, RunError> {
        for _ in 0..ATTEMPTS {
            let Some((records, channel)) = self.load_channel(enrollment).await? else { continue };
            let Kept { version, sync, sets } = self.kept(enrollment, channel.life()).await?;
            let step = sync.again(enrollment, version, &sets)?;
            if let Some(actions) = self.take(&records, enrollment, actor, step, now).await? {
                return Ok(actions);
            }
        }
        Err(RunError::Contended)
    }

    /// What the device of a channel should have; `None` when there is no such channel.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn declarations(&self, enrollment: &RecordKey) -> Result<Option<Manifest>, RunError> {
        let Some(channel) = self.channel_head(enrollment).await? else { return Ok(None) };
        Ok(Some(self.kept(enrollment, channel.life()).await?.manifest()))
    }

    /// What the device of a channel reports; `None` when there is no such channel.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn status(&self, enrollment: &RecordKey) -> Result<Option<Status>, RunError> {
        let Some(channel) = self.channel_head(enrollment).await? else { return Ok(None) };
        let loaded = self.store.load(&Status::key(enrollment)?, &Window::Head).await?;
        Ok(Some(Status::read(loaded.as_ref(), channel.life())?))
    }

    /// Where a declaration and a profile want the same: one of `installed`, which is what the device reports
    /// ([`ProfileOutline::of`]), or one that is ordered.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn declaration_overlaps(
        &self,
        enrollment: &RecordKey,
        installed: &[ProfileOutline],
    ) -> Result<Vec<Overlap>, RunError> {
        let Some(channel) = self.channel(enrollment).await? else { return Ok(Vec::new()) };
        let ordered = self.ordered_profiles(enrollment, &channel).await?;
        let kept = self.kept(enrollment, channel.life()).await?;
        Ok(kept.manifest().overlaps(installed, &ordered))
    }

    /// Where a profile of an order wants the same as a declaration of the channel.
    pub(super) async fn ordered_overlaps(
        &self,
        enrollment: &RecordKey,
        orders: &[Order],
    ) -> Result<Vec<Overlap>, RunError> {
        let profiles = outlines(orders);
        if profiles.is_empty() {
            return Ok(Vec::new());
        }
        let channel = self.channel_head(enrollment).await?.ok_or(mdm_enrollment::Error::NoOrders)?;
        self.overlaps_of(enrollment, channel.life(), &profiles).await
    }

    /// A step of an order to many with what its profiles have in common with the declarations of the channel. What cannot be
    /// looked up keeps the order from nobody.
    pub(super) async fn warned(
        &self,
        enrollment: &RecordKey,
        life: Option<u64>,
        profiles: &[ProfileOutline],
        step: fanout::Step,
    ) -> fanout::Step {
        let Some(life) = life.filter(|_| !profiles.is_empty()) else { return step };
        let overlaps = self.overlaps_of(enrollment, life, profiles).await.unwrap_or_default();
        match overlaps.first() {
            Some(overlap) => step.overlapping(overlap),
            None => step,
        }
    }

    async fn overlaps_of(
        &self,
        enrollment: &RecordKey,
        life: u64,
        profiles: &[ProfileOutline],
    ) -> Result<Vec<Overlap>, RunError> {
        let mut overlaps = self.kept(enrollment, life).await?.manifest().overlaps(&[], profiles);
        // What declarations have in common with each other was told when they were assigned.
        overlaps.retain(|overlap| profiles.iter().any(|profile| profile.identifier == overlap.profile));
        Ok(overlaps)
    }

    /// Answers what a device asks about its declarations.
    pub(super) async fn answer(
        &self,
        enrollment: &RecordKey,
        asked: &Asked,
        now: SystemTime,
    ) -> Result<Served, RunError> {
        if asked.is_report() {
            self.take_report(enrollment, asked, now).await?;
            return Ok(Served { status: 200, content_type: None, body: Vec::new(), actions: Vec::new() });
        }
        for _ in 0..READS {
            let kept = self.kept(enrollment, asked.life()).await?;
            let body = match kept.manifest().answer(asked)? {
                declarative::Served::Json(body) => Some(body),
                // The set may have changed since: then this one is gone, and there is another.
                declarative::Served::Stored(name) => self.store.payload(&name).await?,
            };
            if let Some(body) = body {
                let content_type = Some("application/json");
                return Ok(Served { status: 200, content_type, body, actions: Vec::new() });
            }
            give_way().await;
        }
        Err(RunError::NoPayload)
    }

    /// Serves an asset or a profile to who has it assigned.
    pub(super) async fn fetch(&self, fetch: &Fetch) -> Result<Served, RunError> {
        for _ in 0..READS {
            match self.fetch_once(fetch).await {
                // The set may have changed since.
                Err(RunError::NoPayload) => give_way().await,
                told => return told,
            }
        }
        Err(RunError::NoPayload)
    }

    async fn fetch_once(&self, fetch: &Fetch) -> Result<Served, RunError> {
        let mut speaks = false;
        for enrollment in self.store.find(&fetch.link(), None, LINKED).await? {
            if mdm_enrollment::SlotId::is_slot(&enrollment) {
                continue;
            }
            let device = self.channel_head(&enrollment).await?;
            if !device.is_some_and(|device| fetch.speaks_for(&device)) {
                continue;
            }
            speaks = true;
            // The users of a device have no certificate of their own. There is one page: a device has 1,000 at the most.
            let users = self.store.find(&users_of(&enrollment), None, PAGE).await?;
            for enrollment in std::iter::once(enrollment).chain(users) {
                let channel = self.channel_head(&enrollment).await?;
                let living = channel.filter(|channel| channel.stage() == Stage::Enrolled);
                let Some(channel) = living else { continue };
                let manifest = self.kept(&enrollment, channel.life()).await?.manifest();
                let Ok((name, media)) = fetch.answer(&manifest) else { continue };
                let body = self.store.payload(&name).await?.filter(|body| fetch.is_of(body));
                let (content_type, body) = (Some(media.as_str()), body.ok_or(RunError::NoPayload)?);
                return Ok(Served { status: 200, content_type, body, actions: Vec::new() });
            }
        }
        // Who is not enrolled is not told what is not assigned.
        let refused =
            if speaks { mdm_enrollment::Error::NotAssigned } else { mdm_enrollment::Error::NoDeclarations };
        Err(refused.into())
    }

    /// The token of the moment goes into the command.
    pub(super) async fn fill_token(
        &self,
        enrollment: &RecordKey,
        payload: &[u8],
    ) -> Result<Vec<u8>, RunError> {
        let channel = self.channel_head(enrollment).await?.ok_or(mdm_enrollment::Error::NoOrders)?;
        Ok(self.kept(enrollment, channel.life()).await?.manifest().fill(payload)?)
    }

    async fn take_report(
        &self,
        enrollment: &RecordKey,
        asked: &Asked,
        now: SystemTime,
    ) -> Result<(), RunError> {
        for _ in 0..ATTEMPTS {
            let key = Status::key(enrollment)?;
            let loaded = self.store.load(&key, &Window::Head).await?;
            let status = Status::read(loaded.as_ref(), asked.life())?;
            let version = loaded.map(|loaded| loaded.version);
            let Some(batch) = status.report(enrollment, version, asked.tenant(), asked.report(), now)? else {
                return Ok(());
            };
            if self.committed(batch).await? {
                // Purged meanwhile: nobody would come by it any more.
                if self.channel_head(enrollment).await?.is_none() {
                    let (tenant, actor) = (Tenant::new(asked.tenant()), Actor::rule("purge"));
                    self.remove_with(&key, &[], tenant.as_ref(), &actor, now).await?;
                }
                return Ok(());
            }
        }
        Err(RunError::Contended)
    }

    /// Says whether there was anything to tell.
    async fn tell(&self, enrollment: &RecordKey, actor: &Actor, now: SystemTime) -> Result<bool, RunError> {
        for _ in 0..ATTEMPTS {
            let Some((records, channel)) = self.load_channel(enrollment).await? else { continue };
            // What was assigned to a life that has ended is void.
            if channel.stage() != Stage::Enrolled {
                return Ok(false);
            }
            let Kept { version, sync, sets } = self.kept(enrollment, channel.life()).await?;
            let Some(step) = sync.announce(enrollment, version, &sets)? else { return Ok(false) };
            if self.take(&records, enrollment, actor, step, now).await?.is_some() {
                return Ok(true);
            }
        }
        Err(RunError::Contended)
    }

    /// Commits a step with the order that follows from it; `None` asks to do it again.
    async fn take(
        &self,
        records: &Records,
        enrollment: &RecordKey,
        actor: &Actor,
        step: Step,
        now: SystemTime,
    ) -> Result<Option<Vec<Action>>, RunError> {
        let input = Input::Announce { actor, order: &step.order };
        let decision = records.decide(enrollment, &input, &self.rules(), now)?;
        let mut records = records.clone();
        let new = self.name_members(&mut records, &decision).await?;
        let mut batch = records.batch(&decision)?;
        batch.writes.extend(new);
        batch.writes.extend(self.tallied(&records, &decision).await?);
        // What the terms forbid is on record, and nothing else.
        let batch = if decision.denials.is_empty() { batch.and(step.batch) } else { batch };
        if !self.committed(batch).await? {
            return Ok(None);
        }
        Ok(Some(self.note(allowed(decision)?.actions)))
    }

    /// Says whether it was committed: not on a conflict.
    async fn committed(&self, batch: Batch) -> Result<bool, Error> {
        match self.store.commit(batch).await {
            Ok(()) => Ok(true),
            Err(error) if error.is_conflict() => {
                give_way().await;
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }

    /// The profiles that the queue is about to install, as far as they can be read.
    async fn ordered_profiles(
        &self,
        enrollment: &RecordKey,
        channel: &Channel,
    ) -> Result<Vec<ProfileOutline>, RunError> {
        let mut profiles = Vec::new();
        let installs =
            channel.queue().entries().filter(|entry| entry.is_open() && &*entry.command == "InstallProfile");
        for entry in installs.take(LOOKED_AT) {
            let payload = self.store.payload(&payload_name(enrollment, entry)).await?.unwrap_or_default();
            profiles.extend(ProfileOutline::of_command(&payload));
        }
        Ok(profiles)
    }

    async fn load_channel(&self, enrollment: &RecordKey) -> Result<Option<(Records, Channel)>, RunError> {
        let Some(records) = self.load(Found::default(), enrollment, &Wanted::new(Window::Open)).await? else {
            give_way().await;
            return Ok(None);
        };
        let channel = records.channel(enrollment).cloned().ok_or(mdm_enrollment::Error::NoOrders)?;
        Ok(Some((records, channel)))
    }

    async fn channel_head(&self, enrollment: &RecordKey) -> Result<Option<Channel>, RunError> {
        Ok(self.load_one(enrollment, Window::Head).await?.channel(enrollment).cloned())
    }

    async fn kept(&self, enrollment: &RecordKey, life: u64) -> Result<Kept, RunError> {
        let (version, sync) = self.load_sync(enrollment, life).await?;
        let assigned: Vec<SetId> = sync.sets().cloned().collect();
        let sets = self.load_sets(&assigned).await.map_err(|error| match error {
            // Assigned and not there: nothing that a device may take for "not assigned".
            RunError::Refused(mdm_enrollment::Error::Declaration { .. }) => RunError::NoPayload,
            error => error,
        })?;
        Ok(Kept { version, sync, sets })
    }

    async fn load_sync(
        &self,
        enrollment: &RecordKey,
        life: u64,
    ) -> Result<(Option<Version>, Sync), RunError> {
        let loaded = self.store.load(&Sync::key(enrollment)?, &Window::Head).await?;
        let sync = Sync::read(loaded.as_ref(), life)?;
        Ok((loaded.map(|loaded| loaded.version), sync))
    }

    async fn load_sets(&self, sets: &[SetId]) -> Result<Vec<(SetId, DeclarationSet)>, RunError> {
        let mut loaded = Vec::with_capacity(sets.len());
        for set in sets {
            let content = self.load_set(set).await?.ok_or_else(|| unknown(set))?;
            loaded.push((set.clone(), DeclarationSet::decode(&content)?));
        }
        Ok(loaded)
    }

    async fn load_set(&self, set: &SetId) -> Result<Option<Loaded>, RunError> {
        Ok(self.store.load(&set.key(), &Window::Head).await?)
    }
}

/// The profiles that orders install, as far as they can be read.
pub(super) fn outlines(orders: &[Order]) -> Vec<ProfileOutline> {
    orders.iter().filter_map(ProfileOutline::of_order).collect()
}

fn unknown(set: &SetId) -> RunError {
    let (identifier, path) = (set.as_str().into(), "".into());
    mdm_enrollment::Error::Declaration { identifier, path, flaw: Flaw::UnknownSet }.into()
}

/// The command that makes a device synchronize.
const SYNCHRONIZE: &str = "DeclarativeManagement";
/// How often a document is looked for whose set changed in the meantime.
const READS: usize = 4;
/// How many orders are read to find what they install.
const LOOKED_AT: usize = 64;
