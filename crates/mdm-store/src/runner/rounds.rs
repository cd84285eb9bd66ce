//! One round: load, decide, commit, and on a conflict once more.

use std::collections::BTreeSet;
use std::future::poll_fn;
use std::task::Poll;
use std::time::SystemTime;

use mdm_enrollment::audit::{Member, MemberName, Salt};
use mdm_enrollment::policy::Management;
use mdm_enrollment::row::{Loaded, RecordKey, Refused, Tenant, Window, Write};
use mdm_enrollment::{Body, Channel, Decision, Input, Login, Records, SlotId, Trust, device_of, users_of};

use super::{RunError, Runner};
use crate::limits::PAGE;
use crate::{Error, Store, Unreadable};

/// How often a conflict is answered by loading and deciding again.
pub(crate) const ATTEMPTS: usize = 32;

impl<S: Store> Runner<S> {
    pub(super) async fn run(
        &self,
        key: &RecordKey,
        window: Window,
        input: &Input<'_>,
        now: SystemTime,
    ) -> Result<Decision, RunError> {
        self.run_in(key, Wanted::new(window), input, now).await
    }

    /// As [`Self::run`], in view of more than a window.
    pub(super) async fn run_in(
        &self,
        key: &RecordKey,
        mut wanted: Wanted,
        input: &Input<'_>,
        now: SystemTime,
    ) -> Result<Decision, RunError> {
        let mut attempts = 0;
        while attempts < ATTEMPTS {
            match self.attempt(Found::default(), key, &mut wanted, input, now).await {
                // Nobody is to be woken there any more: it can be left as it is, and goes with its record.
                Err(RunError::Store(Error::Unreadable { row: Unreadable::Wake(woken) }))
                    if matches!(input, Input::Release { .. }) && !wanted.unwoken.contains(&woken) =>
                {
                    wanted.unwoken.insert(woken);
                }
                done => match done? {
                    Some(done) => return Ok(allowed(done.decision)?),
                    None => attempts += 1,
                },
            }
        }
        Err(RunError::Contended)
    }

    /// Loads, decides and commits; `None` asks to do it again.
    ///
    /// `wanted` grows when a decision needs to see more. It does not shrink after a conflict: more is never wrong.
    pub(super) async fn attempt(
        &self,
        found: Found,
        key: &RecordKey,
        wanted: &mut Wanted,
        input: &Input<'_>,
        now: SystemTime,
    ) -> Result<Option<Done>, RunError> {
        let Some(mut records) = self.load(found, key, wanted).await? else {
            give_way().await;
            return Ok(None);
        };
        let goes_on = |life| records.channel(key).is_some_and(|channel| lives_on(channel, life));
        if wanted.ended.is_some_and(goes_on) {
            return Err(RunError::Contended);
        }
        let rules = self.rules();
        let decision = match records.decide(key, input, &rules, now) {
            Ok(decision) => decision,
            Err(error) if error.needs_open() && !wanted.windows.contains(&Window::Open) => {
                wanted.windows.push(Window::Open);
                return Ok(None);
            }
            Err(error) if error.needs_users() && !wanted.users => {
                wanted.users = true;
                return Ok(None);
            }
            Err(error) => return Err(error.into()),
        };
        // No changes, no commit.
        if decision.changes.is_empty() {
            debug_assert!(
                decision.events.is_empty() && decision.payloads.is_empty(),
                "an event has a change"
            );
            return Ok(Some(Done { decision, read: None }));
        }
        let new = self.name_members(&mut records, &decision).await?;
        let mut batch = records.batch(&decision)?;
        batch.writes.extend(new);
        batch.writes.extend(self.tallied(&records, &decision).await?);
        for write in batch.writes.iter_mut().filter(|write| wanted.unwoken.contains(&write.key)) {
            write.wake.clear();
        }
        let committed = match &decision.reply.body {
            Some(Body::Stored(name)) => self.store.commit_and_read(batch, name).await.map(Some),
            _ => self.store.commit(batch).await.map(|()| None),
        };
        match committed {
            Ok(read) => {
                self.observe(key, &records, &decision, &rules);
                Ok(Some(Done { decision, read }))
            }
            Err(error) if error.is_conflict() => {
                give_way().await;
                Ok(None)
            }
            Err(error) => {
                // Commands that are final are not loaded. The queue says what it thinks of the name when it sees them.
                let taken = taken(&error, &records, &decision, now)?
                    .filter(|window| !wanted.windows.contains(window));
                wanted.windows.push(taken.ok_or(error)?);
                Ok(None)
            }
        }
    }

    /// Says what the members are called whom a decision names, and gives the records of those who were not named
    /// before, to be committed with the decision: of two nodes that name somebody at once one decides again.
    pub(super) async fn name_members(
        &self,
        records: &mut Records,
        decision: &Decision,
    ) -> Result<Vec<Write>, RunError> {
        let mut new = Vec::new();
        for (tenant, id) in decision.members() {
            let key = MemberName::of(tenant, id).key();
            let member = match self.store.load(&key, &Window::Head).await? {
                Some(loaded) => Member::decode(&loaded)?,
                None => {
                    let member = Member::new(tenant, id, Salt::mint()?);
                    new.push(member.write()?);
                    member
                }
            };
            records.call(&member);
        }
        Ok(new)
    }

    pub(super) async fn load_one(&self, key: &RecordKey, window: Window) -> Result<Records, RunError> {
        // One record in one window is always of one moment.
        self.load(Found::default(), key, &Wanted::new(window)).await?.ok_or(RunError::Contended)
    }

    /// Loads a record, and the slots among those that a certificate leads to; `None` when somebody wrote one of them
    /// meanwhile, so that they are not of one moment. A refusal is not committed, and would not notice.
    pub(super) async fn load(
        &self,
        found: Found,
        key: &RecordKey,
        wanted: &Wanted,
    ) -> Result<Option<Records>, RunError> {
        let mut records = Records::under(self.policy);
        records.limit_setup(self.setup);
        let mut slots = Vec::new();
        for slot in found.linked.iter().filter(|key| SlotId::is_slot(key)) {
            if let Some(loaded) = self.store.load(slot, &Window::Head).await? {
                records.insert(slot, &loaded)?;
                slots.push((slot, loaded.version));
            }
        }
        let mut whole: Option<Loaded> = None;
        // A slot has to be seen before the record.
        let mut first = found.loaded.filter(|_| slots.is_empty());
        for (nth, window) in wanted.windows.iter().enumerate() {
            let loaded = match first.take() {
                Some(loaded) => loaded,
                None => self.store.load(key, window).await?,
            };
            match (&mut whole, loaded) {
                (None, loaded) if nth == 0 => whole = loaded,
                (None, None) => {}
                (Some(whole), Some(loaded)) if whole.version == loaded.version => unite(whole, loaded),
                _ => return Ok(None),
            }
        }
        for (slot, version) in slots {
            let again = self.store.load(slot, &Window::Head).await?;
            if again.is_none_or(|again| again.version != version) {
                return Ok(None);
            }
        }
        if let Some(loaded) = whole {
            records.insert(key, &loaded)?;
        }
        // A user's record ends in the commit in which its device ends: read after it, the device is never older than it.
        if let Some(device) = device_of(key)
            && let Some(loaded) = self.store.load(&device, &Window::Head).await?
        {
            records.insert(&device, &loaded)?;
        }
        // A user who comes writes the record of the device: after it, none is missed.
        if wanted.users {
            self.load_users(key, &mut records).await?;
            records.with_all_users();
        }
        if let Some(login) = &wanted.login {
            records.login(login.clone());
        }
        if let Some(channel) = records.channel(key) {
            let (tenants, tenant) = (self.tenants(), Tenant::new(channel.tenant()));
            let served = tenant.and_then(|tenant| tenants.named(&tenant));
            // Nobody is here who could say that the devices of such a tenant are managed.
            let management = served.map_or(Management::Off, Trust::management);
            records.manage(management);
        }
        Ok(Some(records))
    }

    /// The living users of a device.
    pub(super) async fn load_users(
        &self,
        device: &RecordKey,
        records: &mut Records,
    ) -> Result<Vec<RecordKey>, RunError> {
        let link = users_of(device);
        let mut keys: Vec<RecordKey> = Vec::new();
        loop {
            let page = self.store.find(&link, keys.last(), PAGE).await?;
            let full = page.len() == PAGE;
            keys.extend(page);
            if !full {
                break;
            }
        }
        for key in &keys {
            if let Some(loaded) = self.store.load(key, &Window::Open).await? {
                records.insert(key, &loaded)?;
            }
        }
        Ok(keys)
    }
}

/// What a certificate leads to.
#[derive(Default)]
pub(super) struct Found {
    pub(super) linked: Vec<RecordKey>,
    /// The record in the first window that is wanted, if it was asked for too.
    pub(super) loaded: Option<Option<Loaded>>,
}

/// A decision that was carried out.
pub(super) struct Done {
    pub(super) decision: Decision,
    /// What became of reading what the reply names, if it was read after the commit.
    pub(super) read: Option<Result<Option<Vec<u8>>, Error>>,
}

/// What a decision needs to see.
pub(super) struct Wanted {
    pub(super) windows: Vec<Window>,
    /// The users of the device too.
    pub(super) users: bool,
    pub(super) login: Option<Login>,
    /// Nothing is to be done unless this life of the enrollment was its last one, and has ended.
    pub(super) ended: Option<u64>,
    /// Records whose wakes cannot be read, and are not changed.
    pub(super) unwoken: BTreeSet<RecordKey>,
}

impl Wanted {
    pub(super) fn new(window: Window) -> Self {
        let unwoken = BTreeSet::new();
        Self { windows: vec![window], users: false, login: None, ended: None, unwoken }
    }
}

/// Whether an enrollment lives, or has begun anew since a life that has ended.
pub(super) const fn lives_on(channel: &Channel, ended: u64) -> bool {
    channel.stage().is_living() || channel.life() != ended
}

/// A refusal by the terms of a device is committed like any decision, and is an error to whoever asked.
pub(super) fn allowed(decision: Decision) -> Result<Decision, mdm_enrollment::Error> {
    match decision {
        Decision { denial: Some(denial), .. } => Err(mdm_enrollment::Error::NotPermitted(denial)),
        Decision { denials, .. } if !denials.is_empty() => Err(mdm_enrollment::Error::Denied { denials }),
        decision => Ok(decision),
    }
}

/// Adds the commands of another window of the same version.
fn unite(whole: &mut Loaded, loaded: Loaded) {
    let known: BTreeSet<u64> = whole.commands.iter().map(|command| command.seq).collect();
    whole.commands.extend(loaded.commands.into_iter().filter(|command| !known.contains(&command.seq)));
    whole.commands.sort_unstable_by_key(|command| command.seq);
}

/// The window that shows the command whose name a new one has.
fn taken(
    error: &Error,
    records: &Records,
    decision: &Decision,
    now: SystemTime,
) -> Result<Option<Window>, RunError> {
    let Error::UuidTaken { key, seq } = error else { return Ok(None) };
    let batch = records.batch(decision)?;
    let write = batch.writes.into_iter().find(|write| write.key == *key);
    let command = write.and_then(|write| write.commands.into_iter().find(|command| command.seq == *seq));
    let reported = command.map(|command| command.uuid);
    Ok(reported.map(|uuid| Window::Session { reported: Some(uuid), refused: Refused::Skip, now }))
}

/// Lets other tasks of the executor run, among them those that write the same record. A conflict means that somebody
/// else got on, so that no longer pause is needed; and without a runtime there is no timer.
pub(crate) async fn give_way() {
    let mut given = false;
    poll_fn(|context| {
        if std::mem::replace(&mut given, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
