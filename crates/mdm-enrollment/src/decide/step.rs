//! One decision in the making.

mod check_in;
mod follow;
mod hand_out;
mod order;
mod report;
mod slot;
mod terms;
mod user;
mod wake;

use std::collections::BTreeSet;
use std::time::{Duration, SystemTime};

use mdm_apple::CheckIn;
use mdm_apple::support::DeviceFacts;
use mdm_command::{Answer, CancelReason, Context, Entry, Outcome, Queue, Retention, Turn};
use mdm_lock::{RuleTable, Subject};
use mdm_pki::Standing;

use super::{Action, Decision, Input, Question, Records};
use crate::channel::{Change, Channel};
use crate::escrow::Escrow;
use crate::event::Cause;
use crate::flow::Flows;
use crate::policy::{Act, Assignment, Denial, LETTING_OUT};
use crate::request::{Identified, Message};
use crate::row::{RecordKey, WakeChange};
use crate::slot::{Slot, SlotId};
use crate::user::{UserEnd, device_of, is_channel, is_device, record_of};
use crate::{Actor, Error, Event, EventKind};

pub(super) fn decide(
    records: &Records,
    key: &RecordKey,
    input: &Input<'_>,
    rules: &RuleTable,
    now: SystemTime,
) -> Result<Decision, Error> {
    let device = device_of(key).unwrap_or_else(|| key.clone());
    let others = match input {
        Input::OpenSlot(_) | Input::ClaimSlot { .. } | Input::CloseSlot { .. } => {
            records.slot.as_ref().is_some_and(|slot| slot.key != *key)
        }
        // A user and the device, a device and its users.
        _ => records
            .channels
            .keys()
            .any(|loaded| *loaded != device && device_of(loaded).as_ref() != Some(&device)),
    };
    if others || !input.is_about(key) {
        return Err(Error::OtherRecord);
    }
    let (tenant, cause) = (input.tenant(records, key, &device), input.cause());
    let rules = records.channel(key).map_or_else(|| rules.clone(), |channel| channel.rules(rules));
    let decision = Decision::default();
    let mut deciding = Deciding {
        records,
        key,
        device,
        rules: &rules,
        now,
        tenant,
        cause,
        decision,
        escrow: None,
        flows: None,
        followed: BTreeSet::new(),
    };
    if let Some((actor, act)) = input.act()
        && deciding.is_denied(input, actor, act)
    {
        return Ok(deciding.decision);
    }
    match input {
        Input::OpenSlot(invitation) => deciding.open_slot(invitation)?,
        Input::ClaimSlot { ticket, certificate } => deciding.claim_slot(ticket, certificate)?,
        Input::CloseSlot { actor } => deciding.close_slot(actor)?,
        Input::IssueIdentity { certificate } => deciding.issue_identity(certificate)?,
        Input::Message(identified) => deciding.message(identified)?,
        Input::Order { actor, orders } => deciding.order(actor, orders)?,
        Input::Assign { actor, assignment } => deciding.assign(actor, assignment)?,
        Input::Wipe { actor, wipe } => deciding.wipe_selectively(actor, wipe)?,
        Input::EndWipe { .. } => deciding.end_wipe()?,
        Input::ForgetMember { actor, member } => deciding.forget_member(actor, member)?,
        Input::GiveConsent { actor, consent } => deciding.give_consent(actor, consent)?,
        Input::WithdrawConsent { actor } => deciding.withdraw_consent(actor)?,
        Input::Cancel { uuid, .. } => deciding.about(|queue, context| queue.cancel(uuid, context, now))?,
        Input::CancelBatch { batch, .. } => {
            deciding.cancel_those(|entry| entry.terms.batch.as_ref() == Some(*batch))?;
        }
        Input::Hold { uuid, .. } => deciding.about(|queue, context| queue.hold(uuid, context, now))?,
        Input::LetGo { uuid, .. } => deciding.about(|queue, context| queue.release(uuid, context, now))?,
        Input::Announce { actor, order } => deciding.announce(actor, order)?,
        Input::Expire => deciding.expire()?,
        Input::FinishSetup { actor } => deciding.finish_setup(actor)?,
        Input::Prune { age } => {
            deciding.about(|queue, _| Ok(queue.prune(Retention { age: *age, last: 0 }, now)))?;
        }
        Input::Release { actor } => deciding.release(actor)?,
        Input::Watch { last_contact, after } => deciding.watch(*last_contact, *after),
    }
    deciding.follow(None);
    deciding.keep_followed();
    deciding.forget_deletions();
    Ok(deciding.decision)
}

impl Input<'_> {
    /// Whose record it is about.
    fn tenant(&self, records: &Records, key: &RecordKey, device: &RecordKey) -> Option<Box<str>> {
        let channel = records.channel(key).or_else(|| records.channel(device)).map(Channel::tenant);
        match self {
            Self::OpenSlot(invitation) => Some(invitation.tenant().as_str()),
            Self::ClaimSlot { .. } | Self::CloseSlot { .. } => records.slot().map(Slot::tenant),
            Self::ForgetMember { .. } => channel.or(records.slot().map(Slot::tenant)),
            Self::Message(identified) => channel.or(Some(identified.tenant.as_str())),
            _ => channel,
        }
        .map(Into::into)
    }

    /// Why something happens.
    fn cause(&self) -> Cause {
        let actor = match self {
            Self::OpenSlot(invitation) => invitation.actor.as_ref(),
            // A device shows its ticket, or asks for another certificate.
            Self::Message(_) | Self::ClaimSlot { .. } | Self::IssueIdentity { .. } => return Cause::Device,
            Self::Expire | Self::Prune { .. } | Self::Watch { .. } => return Cause::Time,
            Self::Order { actor, .. }
            | Self::Announce { actor, .. }
            | Self::Assign { actor, .. }
            | Self::GiveConsent { actor, .. }
            | Self::WithdrawConsent { actor }
            | Self::CloseSlot { actor }
            | Self::Wipe { actor, .. }
            | Self::EndWipe { actor }
            | Self::ForgetMember { actor, .. }
            | Self::Cancel { actor, .. }
            | Self::CancelBatch { actor, .. }
            | Self::Hold { actor, .. }
            | Self::LetGo { actor, .. }
            | Self::FinishSetup { actor }
            | Self::Release { actor } => Some(*actor),
        };
        actor.map_or(Cause::Unknown, |actor| Cause::Actor(actor.clone()))
    }

    /// What somebody does who may not be allowed to; `None` for what a device or time does, and for orders, which are
    /// judged command by command.
    const fn act(&self) -> Option<(&Actor, Act)> {
        Some(match self {
            Self::Assign { actor, .. } => (actor, Act::Assign),
            Self::GiveConsent { actor, .. } => (actor, Act::GiveConsent),
            Self::WithdrawConsent { actor } => (actor, Act::WithdrawConsent),
            Self::Cancel { actor, .. } => (actor, Act::Cancel),
            Self::CancelBatch { actor, .. } => (actor, Act::CancelBatch),
            Self::Hold { actor, .. } => (actor, Act::Hold),
            Self::LetGo { actor, .. } => (actor, Act::LetGo),
            Self::FinishSetup { actor } => (actor, Act::FinishSetup),
            Self::Release { actor } => (actor, Act::Release),
            Self::ForgetMember { actor, .. } => (actor, Act::ForgetMember),
            Self::EndWipe { actor } => (actor, Act::EndWipe),
            Self::CloseSlot { actor } => (actor, Act::CloseSlot),
            // A wipe is denied with its commands, like an order.
            Self::Order { .. } | Self::Announce { .. } | Self::Wipe { .. } => return None,
            // Before there is a slot there is no record that could tell of a denial.
            Self::OpenSlot(_) => return None,
            Self::ClaimSlot { .. }
            | Self::IssueIdentity { .. }
            | Self::Message(_)
            | Self::Expire
            | Self::Prune { .. }
            | Self::Watch { .. } => return None,
        })
    }

    fn is_about(&self, key: &RecordKey) -> bool {
        match self {
            Self::OpenSlot(_) | Self::ClaimSlot { .. } | Self::CloseSlot { .. } => SlotId::of(key).is_some(),
            Self::Message(identified) => match identified.message.identity() {
                Some(identity) => record_of(identity).as_ref() == Some(key),
                None => is_device(key),
            },
            // What concerns the whole device.
            Self::IssueIdentity { .. }
            | Self::Assign { .. }
            | Self::GiveConsent { .. }
            | Self::WithdrawConsent { .. } => is_device(key),
            Self::ForgetMember { .. } => is_device(key) || SlotId::of(key).is_some(),
            Self::Order { .. }
            | Self::Wipe { .. }
            | Self::EndWipe { .. }
            | Self::Announce { .. }
            | Self::Cancel { .. }
            | Self::CancelBatch { .. }
            | Self::Hold { .. }
            | Self::LetGo { .. }
            | Self::Expire
            | Self::FinishSetup { .. }
            | Self::Prune { .. }
            | Self::Release { .. }
            | Self::Watch { .. } => is_channel(key),
        }
    }
}

/// A decision in the making.
struct Deciding<'a> {
    records: &'a Records,
    key: &'a RecordKey,
    /// The record of the device: the same one, but for a user's channel.
    device: RecordKey,
    rules: &'a RuleTable,
    now: SystemTime,
    tenant: Option<Box<str>>,
    cause: Cause,
    decision: Decision,
    /// What becomes of the secrets and flows of the channel, once something does.
    escrow: Option<Escrow>,
    flows: Option<Flows>,
    /// The commands whose end has moved them, by place.
    followed: BTreeSet<u64>,
}

impl<'a> Deciding<'a> {
    fn context<'b>(&'b self, subject: &'b Subject) -> Context<'b> {
        Context { policy: self.records.policy, ..Context::new(self.rules, subject) }
    }

    fn change(&mut self, change: Change) {
        self.change_of(self.key, change);
    }

    fn change_of(&mut self, key: &RecordKey, change: Change) {
        self.decision.changes.push((key.clone(), change));
    }

    fn event(&mut self, kind: EventKind) {
        self.event_of(self.key, kind);
    }

    fn event_of(&mut self, key: &RecordKey, kind: EventKind) {
        let (tenant, cause) = (self.tenant.clone(), self.cause.clone());
        self.decision.events.push((key.clone(), Event { at: self.now, kind, tenant, cause }));
    }

    fn wake_step(&mut self, change: WakeChange) {
        self.decision.wake.push((self.key.clone(), change));
    }

    /// The channel that the input is about.
    fn channel(&self) -> Option<&'a Channel> {
        self.records.channel(self.key)
    }

    /// The device's own channel: whose certificate speaks, and whose terms count, for its users too.
    fn device(&self) -> Option<&'a Channel> {
        self.records.channel(&self.device)
    }

    /// Those of the device.
    fn terms(&self) -> &'a Assignment {
        static NOBODYS: Assignment = Assignment::UNASSIGNED;
        self.device().map_or(&NOBODYS, Channel::assignment)
    }

    fn is_user(&self) -> bool {
        self.device != *self.key
    }

    /// What is known of the device, on this channel.
    fn facts(&self, channel: &Channel) -> DeviceFacts {
        match self.device().filter(|_| self.is_user()) {
            Some(device) => DeviceFacts { channel: mdm_lock::Channel::User, ..device.facts().clone() },
            None => channel.facts().clone(),
        }
    }

    /// Whether the terms deny it to whoever asks; then that is recorded, and nothing else happens. Where there is no record
    /// the input says so itself.
    fn is_denied(&mut self, input: &Input<'_>, actor: &Actor, act: Act) -> bool {
        let slot = self.records.slot().map(Slot::assignment);
        let terms = match act {
            Act::CloseSlot => slot,
            Act::ForgetMember => self.channel().map(Channel::assignment).or(slot),
            _ => self.channel().map(|_| self.terms()),
        };
        let denial = terms.and_then(|terms| terms.permits(actor, act).err());
        let denial = denial.or_else(|| match (input, actor) {
            // Nobody agrees for somebody else.
            (Input::GiveConsent { consent, .. }, Actor::Member(member)) if consent.member != *member => {
                terms.map(|_| Denial::ForeignConsent)
            }
            _ => None,
        });
        if let Some(denial) = &denial {
            self.change(Change::Denied);
            self.event(EventKind::Denied { actor: actor.clone(), act, why: denial.to_string().into() });
            self.decision.denial = Some(denial.clone());
        }
        denial.is_some()
    }

    /// The channel of an enrollment that has not ended.
    fn living(&self) -> Result<&'a Channel, Error> {
        self.channel().filter(|channel| channel.stage().is_living()).ok_or(Error::NoOrders)
    }

    fn message(&mut self, identified: &Identified<'_>) -> Result<(), Error> {
        let check_in = match &identified.message {
            Message::Report(report, _, body) => return self.report(report, body, identified),
            Message::Unreadable { size, digest, error } => {
                let outcome = Outcome::Unreadable { size: *size, digest: *digest, error: error.clone() };
                return self.answer(&Answer::Unreadable { outcome }, None, identified);
            }
            Message::CheckIn(message, _) => &**message,
        };
        match check_in {
            CheckIn::UserAuthenticate(message) if self.is_user() => {
                self.user_authenticate(message, identified)?;
            }
            CheckIn::TokenUpdate(message) if self.is_user() => self.user_token_update(message, identified)?,
            CheckIn::CheckOut(_) if self.is_user() => self.user_check_out(identified)?,
            // These are the device's own (Apple, the check-in messages in the device management schema, release iOS 26.0).
            CheckIn::Authenticate(_)
            | CheckIn::SetBootstrapToken(_)
            | CheckIn::GetBootstrapToken(_)
            | CheckIn::ReturnToService(_)
                if self.is_user() =>
            {
                self.device_speaks(identified)?;
                return Err(Error::UnsupportedMessage);
            }
            CheckIn::Authenticate(message) => self.authenticate(message, identified)?,
            CheckIn::TokenUpdate(message) => self.token_update(message, identified)?,
            CheckIn::CheckOut(_) => self.check_out(identified)?,
            CheckIn::SetBootstrapToken(message) => self.set_bootstrap_token(message, identified)?,
            CheckIn::GetBootstrapToken(_) => self.bootstrap_token(identified)?,
            CheckIn::GetToken(message) => self.ask(Question::Token(message.clone()), identified)?,
            CheckIn::ReturnToService(_) => self.ask(Question::ReturnToService, identified)?,
            #[cfg(feature = "declarative")]
            CheckIn::DeclarativeManagement(message) => self.declarations(message, identified)?,
            _ => {
                self.speaker(identified)?;
                return Err(Error::UnsupportedMessage);
            }
        }
        self.contact();
        Ok(())
    }

    fn contact(&mut self) {
        self.decision.actions.push(Action::Contact { record: self.key.clone(), at: self.now });
    }

    /// The channel, if whoever was identified may speak for it.
    fn speaker(&mut self, identified: &Identified<'_>) -> Result<&'a Channel, Error> {
        let device = self.device_speaks(identified)?;
        if self.is_user() { self.user_speaks(device, identified) } else { Ok(device) }
    }

    /// The device's channel, if it speaks, and came to the right organization. The first message under a new certificate is
    /// the proof that the renewal has arrived.
    fn device_speaks(&mut self, identified: &Identified<'_>) -> Result<&'a Channel, Error> {
        let channel = self.device().ok_or(Error::UnknownEnrollment)?;
        // Bound at enrollment to its organization (requirement F81).
        if channel.tenant() != identified.tenant.as_str() {
            return Err(Error::ForeignTenant);
        }
        let certificate = identified.certificate.fingerprint();
        match channel.identities().standing(&certificate) {
            Standing::Current => {}
            Standing::Renewal => {
                let device = self.device.clone();
                self.change_of(&device, Change::IdentityAdopted(certificate));
                self.event_of(&device, EventKind::Renewed { certificate: certificate.to_string() });
            }
            _ => return Err(Error::ForeignCertificate),
        }
        Ok(channel)
    }

    fn release(&mut self, actor: &Actor) -> Result<(), Error> {
        let channel = self.living()?;
        if self.is_user() {
            self.event(EventKind::Released { actor: actor.clone() });
            return self.end_this_user(UserEnd::Released);
        }
        self.clear(channel, CancelReason::Unenrolled)?;
        self.end_users(UserEnd::DeviceEnded)?;
        self.change(Change::Released);
        self.event(EventKind::Released { actor: actor.clone() });
        self.wake_step(WakeChange::Unenroll);
        Ok(())
    }

    fn watch(&mut self, last_contact: Option<SystemTime>, after: Duration) {
        let Some(channel) = self.channel() else { return };
        let silent = channel.silent_since(last_contact, after, self.now);
        if let Some(since) = silent.filter(|since| channel.head.silent_since != Some(*since)) {
            self.change(Change::FoundSilent(since));
            self.event(EventKind::Silent { since });
        }
    }

    fn clear(&mut self, channel: &Channel, reason: CancelReason) -> Result<(), Error> {
        let turn = channel.queue.clear(reason, &self.context(&channel.subject()), self.now)?;
        self.turn(turn);
        Ok(())
    }

    /// What changes in the record that the decision is about.
    fn own_changes(&self) -> impl Iterator<Item = &Change> {
        self.changes_of(self.key)
    }

    fn changes_of(&self, key: &RecordKey) -> impl Iterator<Item = &Change> {
        self.decision.changes.iter().filter(move |(of, _)| of == key).map(|(_, change)| change)
    }

    /// A decision about the queue that no message of the device asks for.
    fn about(
        &mut self,
        decide: impl FnOnce(&Queue, &Context<'_>) -> Result<Turn, mdm_command::Error>,
    ) -> Result<(), Error> {
        let channel = self.channel().ok_or(Error::NoOrders)?;
        let has_moved = self.own_changes().any(|change| matches!(change, Change::Queue(_)));
        let moved = has_moved.then(|| self.moved(self.key, &channel.queue));
        let turn = decide(moved.as_ref().unwrap_or(&channel.queue), &self.context(&channel.subject()))?;
        if !turn.changes.is_empty() {
            self.wake(&turn, channel)?;
            self.turn(turn);
        }
        Ok(())
    }

    /// Takes back every open command of these.
    fn cancel_those(&mut self, which: impl Fn(&Entry) -> bool) -> Result<(), Error> {
        let now = self.now;
        self.about(|queue, context| queue.cancel_those(which, context, now))
    }

    fn turn(&mut self, turn: Turn) {
        self.turn_of(self.key, turn);
    }

    fn turn_of(&mut self, key: &RecordKey, turn: Turn) {
        for change in turn.changes {
            self.change_of(key, Change::Queue(change));
        }
        for fact in turn.facts {
            self.event_of(key, EventKind::Command(fact));
        }
    }
}

fn lets_out(command: &str) -> bool {
    LETTING_OUT.contains(&command)
}

/// Lets a device out of Setup Assistant.
const DEVICE_CONFIGURED: &str = "DeviceConfigured";
/// Lets a user of a Shared iPad out of it.
const USER_CONFIGURED: &str = "UserConfigured";
/// Makes a device synchronize its declarations.
const DECLARATIVE: &str = "DeclarativeManagement";
