//! Carries decisions out: identify, load, decide, commit, act, and on a conflict load and decide again.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use mdm_enrollment::row::{Link, PayloadName, RecordKey, Window};
use mdm_enrollment::{
    Action, Actor, Channel, DAILY, Decision, DeviceRequest, Input, Order, PushRoute, Records, SlotId, Ticket,
    Trust, identify,
};
use mdm_enrollment::{CommandUuid, Explanation, Fingerprint, Hazard, RuleTable};

use crate::{DueWake, Error, Store};

/// How often a conflict is answered by loading and deciding again.
const ATTEMPTS: usize = 32;
/// How many records a certificate or a ticket may lead to.
const LINKED: usize = 16;

/// Runs the loop of every input on a store: **identify, load, decide, commit, act**.
///
/// Any number of runners, on any number of nodes, may share a store: a record is written only under the version
/// that was loaded, and a conflict is decided anew. The reply is returned after the commit. What is to be done
/// comes back as [`Action`]s; pushes are also kept by the store, so that [`due_pushes`](Self::due_pushes) finds
/// them after a crash.
///
/// The clock is an argument here too.
#[derive(Debug)]
pub struct Runner<S> {
    store: S,
    trust: Trust,
    rules: RuleTable,
    contacts: Mutex<BTreeMap<RecordKey, SystemTime>>,
}

/// What a device is answered, and what is to be done besides.
#[derive(Clone, Debug, PartialEq)]
pub struct Served {
    /// The HTTP status code.
    pub status: u16,
    /// The HTTP body: one command, or nothing.
    pub body: Vec<u8>,
    /// What is to be done now.
    pub actions: Vec<Action>,
}

/// An accepted order.
#[derive(Clone, Debug, PartialEq)]
pub struct Ordered {
    /// What could surprise the administrator.
    pub hazards: Vec<Hazard<CommandUuid>>,
    /// What is to be done now.
    pub actions: Vec<Action>,
}

/// A push that is owed.
#[derive(Clone, Debug, PartialEq)]
pub struct DuePush {
    /// The record that owes it.
    pub record: RecordKey,
    /// The need: the same need has the same key.
    pub action: Box<str>,
    /// Where to, and what it must carry.
    pub route: PushRoute,
}

impl<S: Store> Runner<S> {
    /// Runs on a store.
    #[must_use]
    pub fn new(store: S, trust: Trust, rules: RuleTable) -> Self {
        Self { store, trust, rules, contacts: Mutex::default() }
    }

    /// The store.
    #[must_use]
    pub const fn store(&self) -> &S {
        &self.store
    }

    /// Whom it believes.
    #[must_use]
    pub const fn trust(&self) -> &Trust {
        &self.trust
    }

    /// Answers one request of a device, check-in or report.
    ///
    /// # Errors
    ///
    /// [`RunError::http_status`] is what the device is told, with an empty body. Nothing was changed.
    pub async fn device(&self, request: &DeviceRequest<'_>, now: SystemTime) -> Result<Served, RunError> {
        let identified = identify(request, &self.trust, now)?;
        let input = Input::Message(&identified);
        let mut window = identified.window();
        for _ in 0..ATTEMPTS {
            let linked = self.store.find(&identified.link(), None, LINKED).await?;
            let key = identified.record(&linked)?;
            let records = self.load(&linked, &key, &window).await?;
            let Some(decision) = self.step(&records, &key, &input, &mut window, now).await? else { continue };
            let Decision { reply, actions, .. } = decision;
            let body = match &reply.body {
                Some(name) => self.store.payload(name).await?.ok_or(RunError::NoPayload)?,
                None => Vec::new(),
            };
            return Ok(Served { status: reply.status, body, actions: self.note(actions) });
        }
        Err(RunError::Contended)
    }

    /// Makes a slot whose ticket opens it until `expires_at`.
    ///
    /// # Errors
    ///
    /// [`mdm_enrollment::Error::Exists`] when the name is taken.
    pub async fn open_slot(
        &self,
        slot: &SlotId,
        ticket: &Ticket,
        expires_at: SystemTime,
        now: SystemTime,
    ) -> Result<(), RunError> {
        self.run(&slot.key(), Window::Head, &Input::OpenSlot { ticket, expires_at }, now).await.map(drop)
    }

    /// Whether the ticket opens a slot now, and which. It is not used up by that.
    ///
    /// # Errors
    ///
    /// The ticket's: unknown, used, expired.
    pub async fn admit(&self, ticket: &Ticket, now: SystemTime) -> Result<RecordKey, RunError> {
        let key = self.find_slot(ticket).await?;
        let records = self.load(&[], &key, &Window::Head).await?;
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

    /// Orders commands for one enrollment: all or none, in this order.
    ///
    /// # Errors
    ///
    /// [`mdm_enrollment::Error::NotAllowed`] with the reasons when the device would refuse; the queue's.
    pub async fn order(
        &self,
        enrollment: &RecordKey,
        actor: &Actor,
        orders: &[Order],
        now: SystemTime,
    ) -> Result<Ordered, RunError> {
        let input = Input::Order { actor, orders };
        let Decision { hazards, actions, .. } = self.run(enrollment, Window::Open, &input, now).await?;
        Ok(Ordered { hazards, actions: self.note(actions) })
    }

    /// What in an order could surprise the administrator, without ordering it.
    ///
    /// # Errors
    ///
    /// As for [`order`](Self::order).
    pub async fn preview(
        &self,
        enrollment: &RecordKey,
        orders: &[Order],
        now: SystemTime,
    ) -> Result<Vec<Hazard<CommandUuid>>, RunError> {
        let records = self.load(&[], enrollment, &Window::Open).await?;
        let actor = Actor(Box::default());
        let input = Input::Order { actor: &actor, orders };
        Ok(records.decide(enrollment, &input, &self.rules, now)?.hazards)
    }

    /// Takes a command back.
    ///
    /// # Errors
    ///
    /// [`mdm_command::Error::NotOpen`](mdm_enrollment::Error::Queue) when it is final or unknown.
    pub async fn cancel(
        &self,
        enrollment: &RecordKey,
        uuid: &CommandUuid,
        now: SystemTime,
    ) -> Result<Vec<Action>, RunError> {
        let decision = self.run(enrollment, Window::Open, &Input::Cancel { uuid }, now).await?;
        Ok(self.note(decision.actions))
    }

    /// The channel with every open command; `None` when there is none.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn channel(&self, enrollment: &RecordKey) -> Result<Option<Channel>, RunError> {
        let records = self.load(&[], enrollment, &Window::Open).await?;
        Ok(records.channel().cloned())
    }

    /// Why a command waits; `None` when it is final or unknown.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn explain(
        &self,
        enrollment: &RecordKey,
        uuid: &CommandUuid,
    ) -> Result<Option<Explanation>, RunError> {
        Ok(self.channel(enrollment).await?.and_then(|channel| channel.explain(uuid, &self.rules)))
    }

    /// The pushes that are due, the earliest first.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn due_pushes(&self, now: SystemTime, limit: usize) -> Result<Vec<DuePush>, RunError> {
        let due = self.store.due_wakes(now, limit).await?;
        let push = |DueWake { key, wake }| {
            Ok(DuePush { route: PushRoute::decode(&wake)?, record: key, action: wake.action })
        };
        due.into_iter().map(push).collect()
    }

    /// When the next push is due, for a sender's timer; `None` when none is owed.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn next_push(&self) -> Result<Option<SystemTime>, RunError> {
        Ok(self.store.next_wake().await?)
    }

    /// Says that a push was accepted. It is owed again a day later, unless the device comes before
    /// (requirement F95). The version of the record does not change.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn pushed(&self, push: &DuePush, now: SystemTime) -> Result<(), RunError> {
        let again = now.checked_add(DAILY);
        self.store.wake_done(&push.record, &push.action, again).await?;
        Ok(())
    }

    /// Writes down when devices were last in contact. Call it now and then: what was not yet written is lost in a
    /// crash, and an `Idle` without work writes nothing else.
    ///
    /// # Errors
    ///
    /// The store's. What could not be written is kept for the next call.
    pub async fn flush_contacts(&self) -> Result<(), RunError> {
        let taken = std::mem::take(&mut *self.contacts.lock().unwrap_or_else(PoisonError::into_inner));
        let contacts: Vec<_> = taken.into_iter().collect();
        let written = self.store.touch(&contacts).await;
        if written.is_err() {
            contacts.into_iter().for_each(|(record, at)| self.note_contact(record, at));
        }
        Ok(written?)
    }

    async fn find_slot(&self, ticket: &Ticket) -> Result<RecordKey, RunError> {
        let link: Link = ticket.link();
        let found = self.store.find(&link, None, 1).await?;
        Ok(found.into_iter().next().ok_or(mdm_enrollment::Error::UnknownTicket)?)
    }

    async fn run(
        &self,
        key: &RecordKey,
        mut window: Window,
        input: &Input<'_>,
        now: SystemTime,
    ) -> Result<Decision, RunError> {
        for _ in 0..ATTEMPTS {
            let records = self.load(&[], key, &window).await?;
            if let Some(decision) = self.step(&records, key, input, &mut window, now).await? {
                return Ok(decision);
            }
        }
        Err(RunError::Contended)
    }

    /// Loads a record, and the slots among those that a certificate leads to.
    async fn load(&self, linked: &[RecordKey], key: &RecordKey, window: &Window) -> Result<Records, RunError> {
        let mut records = Records::default();
        for slot in linked {
            if SlotId::is_slot(slot)
                && let Some(loaded) = self.store.load(slot, &Window::Head).await?
            {
                records.insert(slot, &loaded)?;
            }
        }
        if let Some(loaded) = self.store.load(key, window).await? {
            records.insert(key, &loaded)?;
        }
        Ok(records)
    }

    /// Decides and commits; `None` asks to load again.
    async fn step(
        &self,
        records: &Records,
        key: &RecordKey,
        input: &Input<'_>,
        window: &mut Window,
        now: SystemTime,
    ) -> Result<Option<Decision>, RunError> {
        let decision = match records.decide(key, input, &self.rules, now) {
            Ok(decision) => decision,
            Err(error) if error.needs_open() && *window != Window::Open => {
                *window = Window::Open;
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
            return Ok(Some(decision));
        }
        match self.store.commit(records.batch(&decision)?).await {
            Ok(()) => Ok(Some(decision)),
            Err(error) if error.is_conflict() => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn note(&self, actions: Vec<Action>) -> Vec<Action> {
        let keep = |action: Action| match action {
            Action::Contact { record, at } => {
                self.note_contact(record, at);
                None
            }
            action => Some(action),
        };
        actions.into_iter().filter_map(keep).collect()
    }

    fn note_contact(&self, record: RecordKey, at: SystemTime) {
        let mut contacts = self.contacts.lock().unwrap_or_else(PoisonError::into_inner);
        let last = contacts.entry(record).or_insert(at);
        *last = (*last).max(at);
    }

    /// The bytes of a payload, such as a device's report about a command.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn payload(&self, name: &PayloadName) -> Result<Option<Vec<u8>>, RunError> {
        Ok(self.store.payload(name).await?)
    }
}

/// Why an input was not carried out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// The input was refused.
    #[error(transparent)]
    Refused(#[from] mdm_enrollment::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] Error),
    /// Others kept writing the same record.
    #[error("the record was written by others {ATTEMPTS} times in a row")]
    Contended,
    /// The store has the command and not its bytes.
    #[error("the bytes of a command are missing")]
    NoPayload,
}

impl RunError {
    /// What a device is told, with an empty body. Never 401.
    #[must_use]
    pub const fn http_status(&self) -> u16 {
        match self {
            Self::Refused(error) => error.http_status(),
            // The device keeps its report and comes again.
            Self::Store(_) | Self::Contended => 503,
            Self::NoPayload => 500,
        }
    }
}
