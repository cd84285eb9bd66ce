//! One decision in the making.

mod check_in;
mod user;

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, SystemTime};

use mdm_apple::support::{self, DeviceFacts, EnrollmentKind, Refusal, RefusalReason};
use mdm_apple::{CheckIn, Report, Request, Status};
use mdm_command::{
    Answer, CancelReason, CommandUuid, Context, Entry, Hold, Next, Outcome, Queue, Redelivery, Retention,
    Same, State, Terms, Turn, Wake,
};
use mdm_lock::{Evidence, Lane, LockState, RuleTable, Subject};
use mdm_pki::{Certificate, Fingerprint, Standing};
use mdm_profile::MdmPayload;

use super::told::{self, Told};
use super::{Action, Body, Decision, Input, Order, Question, Records, command_name, response_name};
use crate::channel::{Change, Channel, Deletion, Stage};
use crate::escrow::Escrow;
use crate::event::Cause;
use crate::fanout::{OrderId, payload_name};
use crate::flow::{FlowMove, Flows, Round};
use crate::policy::{Act, Assignment, Consent, Denial, LETTING_OUT, Listed, Management, SelectiveWipe};
use crate::request::{Identified, Message, bounded};
use crate::row::{self, Demand, RecordKey, WakeChange};
use crate::slot::{Invitation, Slot, SlotId, Ticket};
use crate::user::{UserEnd, device_of, is_channel, is_device, record_of};
use crate::{Actor, Error, Event, EventKind, UpdateRefusal};

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
        Input::ForgetMember { actor } => deciding.forget_member(actor)?,
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
            | Self::ForgetMember { actor }
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
            Self::ForgetMember { actor } => (actor, Act::ForgetMember),
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
            | Self::WithdrawConsent { .. }
            | Self::ForgetMember { .. } => is_device(key),
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

    fn open_slot(&mut self, invitation: &Invitation<'_>) -> Result<(), Error> {
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

    fn claim_slot(&mut self, ticket: &Ticket, certificate: &Fingerprint) -> Result<(), Error> {
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
    fn close_slot(&mut self, actor: &Actor) -> Result<(), Error> {
        let slot = self.records.slot().ok_or(Error::UnknownTicket)?;
        if slot.is_open() {
            self.change(Change::SlotClosed);
            self.event(EventKind::SlotClosed { actor: actor.clone() });
        }
        Ok(())
    }

    fn issue_identity(&mut self, certificate: &Certificate) -> Result<(), Error> {
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

    fn assign(&mut self, actor: &Actor, assignment: &Assignment) -> Result<(), Error> {
        let Assignment { ownership, mode, member, .. } = assignment.clone();
        self.reassign(assignment, EventKind::Assigned { actor: actor.clone(), ownership, mode, member })
    }

    fn give_consent(&mut self, actor: &Actor, consent: &Consent) -> Result<(), Error> {
        let before = self.living()?.assignment();
        let assignment = Assignment { consent: Some(consent.clone()), ..before.clone() };
        self.reassign(&assignment, EventKind::ConsentGiven { actor: actor.clone(), consent: consent.clone() })
    }

    fn withdraw_consent(&mut self, actor: &Actor) -> Result<(), Error> {
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

    fn forget_member(&mut self, actor: &Actor) -> Result<(), Error> {
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

    fn report(&mut self, report: &Report<'_>, body: &[u8], identified: &Identified<'_>) -> Result<(), Error> {
        let uuid = report.command_uuid.as_ref().and_then(|uuid| CommandUuid::new(uuid.as_str()).ok());
        let first = report.error_chain.first();
        let answer = match (&report.status, &uuid) {
            (Status::Idle, _) => Answer::Idle,
            (Status::Acknowledged, Some(uuid)) => Answer::Acknowledged { uuid },
            (Status::CommandFormatError, Some(uuid)) => Answer::CommandFormatError { uuid },
            (Status::NotNow, Some(uuid)) => Answer::NotNow { uuid },
            (Status::Error, Some(uuid)) => Answer::Error {
                uuid,
                outcome: first.map(|item| Outcome::Error {
                    code: item.error_code.unwrap_or_default(),
                    domain: bounded(item.error_domain.as_deref().unwrap_or_default(), ERROR_DOMAIN),
                }),
                lost_mode: told::lost_mode(report),
            },
            (status, _) => {
                let what = match status {
                    Status::Other(_) => "a status that is not known",
                    _ => "a result without a CommandUUID",
                };
                let digest = mdm_pki::sha256(body);
                Answer::Unreadable {
                    outcome: Outcome::Unreadable { size: body.len() as u64, digest, error: what.into() },
                }
            }
        };
        self.answer(&answer, Some((report, body)), identified)
    }

    /// One exchange of a session (F5): the answer is taken in, and the next command goes out, or nothing.
    fn answer(
        &mut self,
        answer: &Answer<'_>,
        report: Option<(&Report<'_>, &[u8])>,
        identified: &Identified<'_>,
    ) -> Result<(), Error> {
        let records = self.records;
        let channel = self.speaker(identified)?;
        // A device that accepted an erase and speaks again was not erased: it is heard, and gets nothing.
        if !matches!(channel.stage(), Stage::Enrolled | Stage::Erased) {
            return Err(Error::NotEnrolled);
        }
        if let Answer::Unreadable { outcome } = answer
            && channel.users() > 0
            && !self.is_user()
            && report.is_none()
            && let Some(author) = self.author(channel)?
        {
            return self.take_unreadable(author, answer, outcome);
        }
        let told_by = report.map(|(report, _)| report).filter(|_| self.is_user());
        if *answer == Answer::Idle && told_by.is_some_and(|report| report.user_configuration == Some(true)) {
            // The account does not exist yet, and every command would be refused. After the login the user comes again
            // (Apple, Managing devices and users in macOS, read 2026-11).
            self.contact();
            return Ok(());
        }
        let reported = answer.uuid().and_then(|uuid| channel.queue.entry(uuid));
        let known = reported.filter(|entry| entry.is_open());
        let told = match (answer, report, known) {
            (Answer::Acknowledged { .. }, Some((report, _)), Some(entry)) => Told::read(report, entry),
            _ => Told::default(),
        };
        let mut facts = self.facts(channel);
        // What a user says about the device is not the user's to keep.
        if told.learn(&mut facts) && !self.is_user() {
            self.change(Change::FactsLearned(facts.clone()));
            self.event(EventKind::FactsLearned);
        }
        if let Some(model) = told.model.clone().filter(|model| channel.model() != Some(model)) {
            self.change(Change::ModelLearned(model));
        }
        let subject = Subject { platform: facts.platform, channel: facts.channel, os: facts.os };
        let (rightless, now) = (rightless(facts.clone()), self.now);
        let validity =
            Validity { terms: self.terms(), management: records.management, channel, facts: &rightless };
        let refuse = |entry: &Entry| validity.refuses(entry, now);
        let context =
            Context { refuse: Some(&refuse), policy: records.policy, ..Context::new(self.rules, &subject) };
        let mut queue = channel.queue.clone();
        // A login waits, and wants everything now: what was refused too often before it is offered again (Apple, Managing
        // devices and users in macOS, NeedSyncResponse, read 2026-11).
        let login = told_by.is_some_and(|report| report.need_sync_response == Some(true));
        let login = login.then_some(Evidence::Reported(LockState::Unlocked));
        for evidence in told.evidence().chain(login) {
            let turn = queue.observe(evidence, &context, self.now);
            for change in &turn.changes {
                queue.apply(change);
            }
            self.turn(turn);
        }
        if let Some((order, payload)) = self.overdue_setup(&channel.head, &queue) {
            let receipt = queue.enqueue([order], &context, self.now)?;
            for change in &receipt.turn.changes {
                queue.apply(change);
            }
            self.keep(&receipt.places, payload);
            self.turn(receipt.turn);
            self.change(Change::SetupForced(self.now.checked_add(SETUP_AGAIN).unwrap_or(self.now)));
        }
        // In a session the device gets what is out once more where it has not got the reply.
        let out = |entry: &&Entry| entry.state == State::Sent && refuse(entry).is_some();
        let speaks_of = |entry: &&Entry| answer.uuid().is_none_or(|uuid| *uuid == entry.uuid);
        let stale =
            queue.entries().find(|entry| out(entry) && !speaks_of(entry)).map(|entry| entry.uuid.clone());
        if let Some(uuid) = stale {
            let turn = queue.cancel(&uuid, &context, self.now)?;
            for change in &turn.changes {
                queue.apply(change);
            }
            self.turn(turn);
        }
        let turn = queue.report(answer, &context, self.now)?;
        self.contact();
        // The first result is kept, late as it may be: it can tell a secret that was set all the same.
        let late =
            |change: &mdm_command::Change| matches!(change, mdm_command::Change::CommandAnsweredLate { .. });
        if let (Some((_, body)), Some(entry)) = (report, reported)
            && (entry.is_open() && !matches!(answer, Answer::NotNow { .. }) || turn.changes.iter().any(late))
        {
            self.decision.payloads.push((response_name(self.key, entry.seq), body.to_vec()));
        }
        let erased = matches!(answer, Answer::Acknowledged { .. })
            && known.is_some_and(|entry| self.rules.character(&entry.command).lane == Lane::Erase);
        if erased {
            self.end_users(UserEnd::DeviceEnded)?;
            self.change(Change::Erased);
            self.event(EventKind::Erased);
        }
        if matches!(answer, Answer::Acknowledged { .. })
            && let Some(entry) = reported
        {
            self.delete_users(channel, entry.seq)?;
        }
        let configured = known.is_some_and(|entry| lets_out(&entry.command));
        if configured && matches!(answer, Answer::Acknowledged { .. }) && channel.head.awaiting.is_some() {
            self.change(Change::SetupFinished);
            self.event(EventKind::SetupFinished);
        }
        if turn.wake != Wake::Unchanged {
            self.wake_step(WakeChange::Contact);
        }
        let stored = |next: &Next| {
            let name = queue.at(next.seq).map(|entry| payload_name(self.key, entry));
            Body::Stored(name.unwrap_or_else(|| command_name(self.key, next.seq)))
        };
        self.decision.reply.body = turn.next.as_ref().map(stored);
        self.decision.reply.next.clone_from(&turn.next);
        if let Some(reach) = told.reach {
            self.wake_step(WakeChange::Reach(reach));
        }
        self.wake(&turn, channel)?;
        if erased {
            self.wake_step(WakeChange::Unenroll);
        }
        self.turn(turn);
        self.follow(reported.zip(report.map(|(report, _)| report)));
        Ok(())
    }

    fn order(&mut self, actor: &Actor, orders: &[Order]) -> Result<(), Error> {
        let enrolled = |channel: &&Channel| channel.stage() == Stage::Enrolled;
        let channel = self.channel().filter(enrolled).ok_or(Error::NoOrders)?;
        let device = self.device().filter(enrolled).ok_or(Error::NoOrders)?;
        let facts = self.facts(channel);
        if orders.is_empty() {
            return Ok(());
        }
        self.decision.denials = self.judge(actor, orders, device.assignment(), &facts);
        if self.decision.denials.is_empty() {
            if channel.flows().has_open_wipe() && orders.iter().any(is_install) {
                return Err(Error::WipeUnderWay);
            }
            return self.enqueue(actor, orders, channel, device, &facts);
        }
        self.deny(actor, orders);
        Ok(())
    }

    /// Once for a cause, and as a whole: a member who may order it for the member's own device could not order its
    /// queries alone.
    fn wipe_selectively(&mut self, actor: &Actor, wipe: &SelectiveWipe) -> Result<(), Error> {
        let channel = self.channel().ok_or(Error::NoOrders)?;
        if channel.stage() != Stage::Enrolled {
            return Err(Error::NoOrders);
        }
        let device = self.device().ok_or(Error::NoOrders)?;
        let wipe = &wipe.in_life(channel.life());
        let wipe = &if self.is_user() { wipe.clone().of_user() } else { wipe.clone() };
        let own = |()| self.terms().permits(actor, Act::Wipe);
        if let Err(denial) = self.records.management.map_or(Ok(()), Management::admit).and_then(own) {
            let orders = wipe.orders(self.key, channel.flows().managed());
            let denied = |order: &Order| (order.command.uuid.clone(), denial.clone());
            self.decision.denials = orders.iter().map(denied).collect();
            self.deny(actor, &orders);
            return Ok(());
        }
        let (again, now, mut round) = (channel.flows().has_wiped(wipe.cause()), self.now, 0);
        let mut orders = if again {
            let flows = self.flows(channel);
            flows.declared(wipe.has_declarations(), now);
            // What was left undone, when it is time.
            let Some((next, requests)) = flows.next_round(now) else { return Ok(()) };
            round = next;
            // Rounds are counted under the cause that it began with.
            let began = flows.wipe().map_or_else(|| wipe.cause(), |open| &open.cause);
            wipe.called(began).again(self.key, round, requests)
        } else {
            wipe.orders(self.key, channel.flows().managed())
        };
        if !again && channel.flows().is_removing() {
            // Another cause has ordered what there is to remove.
            orders.retain(|order| wipe.is_last(order) || Listed::of(&order.command.request).is_some());
        }
        let facts = self.facts(channel);
        // What the device does not know at all cannot be there. Nor does it tell of provisioning profiles where it would
        // tell of the user's own. That management is to end is not passed over: if it cannot, whoever wants it is told.
        orders.retain(|order| {
            let refusals = order.command.request.validate(&facts);
            let whole = Listed::of(&order.command.request) == Some(Listed::ProvisioningProfiles);
            wipe.is_last(order) || refusals.iter().all(|refusal| refusal.key.is_some() && !whole)
        });
        self.enqueue(actor, &orders, channel, device, &facts)?;
        let installs = self.take_installs_back(channel, device)?;
        // The lists tell what is left; the wipe is through with its removals.
        let mut ordered = Round { installs, ..Round::default() };
        for (order, place) in orders.iter().zip(&self.decision.places) {
            let Some(place) = *place else { continue };
            match Listed::of(&order.command.request) {
                Some(list) => ordered.lists.extend([(place, list)]),
                None => ordered.removals.extend([place]),
            }
        }
        let removals = ordered.removals.len() as u64;
        if again {
            self.flows(channel).wiped_again(round, ordered, now);
            self.event(EventKind::FlowMoved(FlowMove::WipeRepeated { removals }));
        } else {
            self.flows(channel).wiped(wipe, ordered, now);
            self.event(EventKind::FlowMoved(FlowMove::WipeOrdered { removals }));
        }
        Ok(())
    }

    /// What waits to be put on a device that is being wiped is taken back; says what of it is out, and waited for. The
    /// enrollment profile is not the wipe's: an update of it goes on.
    fn take_installs_back(&mut self, channel: &Channel, device: &Channel) -> Result<BTreeSet<u64>, Error> {
        let installs = |entry: &Entry| {
            let origin = device.head.origin.as_ref().and_then(|origin| origin.is_put_by(&entry.footprint));
            // Where nobody told what it is called: so an order of it goes out.
            let renews = origin.unwrap_or_else(|| entry.terms.redelivery == Some(Redelivery::Once));
            SelectiveWipe::is_install(&entry.command) && !(&*entry.command == INSTALL_PROFILE && renews)
        };
        let waits = |entry: &Entry| matches!(entry.state, State::Queued | State::NotNow);
        self.cancel_those(|entry| waits(entry) && installs(entry))?;
        let out = channel.queue.entries().filter(|entry| entry.is_open() && !waits(entry) && installs(entry));
        Ok(out.map(|entry| entry.seq).collect())
    }

    /// A wipe that is under way is called off.
    fn end_wipe(&mut self) -> Result<(), Error> {
        let channel = self.channel().ok_or(Error::NoOrders)?;
        let now = self.now;
        let Some(places) = self.flows(channel).end_wipe(now) else { return Ok(()) };
        self.cancel_those(|entry| places.contains(&entry.seq))
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

    /// Records that an order is refused by the terms of the device.
    fn deny(&mut self, actor: &Actor, orders: &[Order]) {
        let requests =
            orders.iter().map(|order| (order.command.uuid.as_str(), order.command.request.request_type()));
        let requests: BTreeMap<_, _> = requests.collect();
        let denials = self.decision.denials.iter().map(|(uuid, denial)| {
            let request = requests.get(uuid.as_str()).copied().unwrap_or_default();
            (uuid.as_str().into(), bounded(request, REQUEST_TYPE), denial.to_string().into())
        });
        let denials = denials.collect();
        self.change(Change::OrderDenied);
        self.event(EventKind::OrderDenied { actor: actor.clone(), denials });
    }

    fn enqueue(
        &mut self,
        actor: &Actor,
        orders: &[Order],
        channel: &Channel,
        device: &Channel,
        facts: &DeviceFacts,
    ) -> Result<(), Error> {
        let refusals: Vec<_> = orders
            .iter()
            .flat_map(|order| {
                // A key that the device does not know it leaves out; a command that it does not know fails.
                let refusals = order.command.request.validate(facts);
                refusals
                    .into_iter()
                    .filter(|refusal| refusal.key.is_none() && !is_own_removal(order, device, refusal))
                    .map(|refusal| (order.command.uuid.clone(), refusal))
            })
            .collect();
        if !refusals.is_empty() {
            return Err(Error::NotAllowed { refusals });
        }
        let refusals: Vec<_> = orders.iter().flat_map(|order| origin_changed(order, device)).collect();
        if !refusals.is_empty() {
            return Err(Error::OriginChanged { refusals });
        }
        let mut batch = Vec::with_capacity(orders.len());
        for order in orders {
            if !order.is_shared && order.terms.batch.as_ref().is_some_and(OrderId::is_reserved) {
                return Err(Error::ReservedBatch);
            }
            batch.push(mdm_command::Order {
                after: order.after.clone(),
                group: order.group,
                supersedes: order.supersedes.clone(),
                terms: terms(order),
                ..mdm_command::Order::new(
                    CommandUuid::new(order.command.uuid.as_str())?,
                    order.command.request.request_type(),
                    order.footprint.clone(),
                )
            });
        }
        let receipt = channel.queue.enqueue(batch, &self.context(&channel.subject()), self.now)?;
        let mut names = BTreeMap::new();
        let mut deletions = Vec::new();
        for (order, seq) in orders.iter().zip(&receipt.places) {
            // A pending one wants the same.
            let Some(seq) = *seq else { continue };
            if !order.is_shared {
                let payload = order.command.encode().map_err(Error::Encode)?;
                self.decision.payloads.push((command_name(self.key, seq), payload));
            }
            names.insert(seq, CommandUuid::new(order.command.uuid.as_str())?);
            // What a command sets is kept before it goes out.
            let (request, now) = (&order.command.request, self.now);
            if Escrow::is_about(request) {
                self.escrow(channel).ordered(seq, request, now);
            }
            if Flows::is_about(request) {
                self.flows(channel).ordered(seq, request, now);
            }
            if let Request::DeleteUser(command) = &order.command.request {
                deletions.push((seq, Deletion::from(&command.users)));
            }
        }
        self.note_deletions(channel, deletions);
        let name = |seq: &u64| {
            channel.queue.at(*seq).map(|entry| entry.uuid.clone()).or_else(|| names.get(seq).cloned())
        };
        self.decision.hazards = receipt.hazards.rename(name);
        self.decision.places = receipt.places;
        // When every one of them was pending, nothing changes, and nothing is written.
        if !receipt.turn.changes.is_empty() {
            self.event(EventKind::Ordered { actor: actor.clone(), commands: orders.len() as u64 });
            self.wake(&receipt.turn, channel)?;
            self.turn(receipt.turn);
        }
        Ok(())
    }

    /// What waits for its hand-out stands for this change too: its token is that of the moment. What was handed out may
    /// carry an older one.
    fn announce(&mut self, actor: &Actor, order: &Order) -> Result<(), Error> {
        let channel = self.living()?;
        let same = order.terms.same.as_ref().map(Same::key);
        let stands = |entry: &Entry| {
            matches!(entry.state, State::Queued | State::NotNow)
                && entry.terms.same.as_ref().map(Same::key) == same
        };
        // One that stands is no permission: who may not order it may not announce either.
        let stands = channel.stage() == Stage::Enrolled && channel.queue.entries().any(stands);
        let terms = self.device().filter(|_| stands).map(Channel::assignment);
        let orders = std::slice::from_ref(order);
        if terms.is_some_and(|terms| self.judge(actor, orders, terms, &self.facts(channel)).is_empty()) {
            self.change(Change::Announced);
            return Ok(());
        }
        self.order(actor, orders)
    }

    /// What changes in the record that the decision is about.
    fn own_changes(&self) -> impl Iterator<Item = &Change> {
        self.changes_of(self.key)
    }

    fn changes_of(&self, key: &RecordKey) -> impl Iterator<Item = &Change> {
        self.decision.changes.iter().filter(move |(of, _)| of == key).map(|(_, change)| change)
    }

    /// A queue of this record as it is by now.
    fn moved(&self, key: &RecordKey, queue: &Queue) -> Queue {
        let mut queue = queue.clone();
        for change in self.changes_of(key) {
            if let Change::Queue(change) = change {
                queue.apply(change);
            }
        }
        queue
    }

    fn escrow(&mut self, channel: &Channel) -> &mut Escrow {
        self.escrow.get_or_insert_with(|| channel.head.escrow.clone())
    }

    fn flows(&mut self, channel: &Channel) -> &mut Flows {
        self.flows.get_or_insert_with(|| channel.head.flows.clone())
    }

    /// Moves secrets and flows by the commands that end with this decision. `told` is the report, and the command that
    /// it is about.
    fn follow(&mut self, told: Option<(&Entry, &Report<'_>)>) {
        let Some(channel) = self.channel() else { return };
        let waits = |seq: u64| {
            // Said without the report afterwards, an end would say less than it did.
            !self.followed.contains(&seq)
                && (self.escrow.as_ref().unwrap_or(&channel.head.escrow).waits_for(seq)
                    || self.flows.as_ref().unwrap_or(&channel.head.flows).waits_for(seq)
                    || told.is_some_and(|(entry, _)| entry.seq == seq && Escrow::learns_from(&entry.command)))
        };
        let now = self.now;
        for entry in &self.ended(self.key, channel, waits) {
            self.followed.insert(entry.seq);
            let report = told.filter(|(about, _)| about.seq == entry.seq).map(|(_, report)| report);
            match report {
                Some(report) => self.escrow(channel).answered(entry, report, now),
                None => self.escrow(channel).ended(entry, now),
            }
            self.flows(channel).ended(entry, report, now);
        }
    }

    /// The commands of a record that end with this decision, and for which somebody waits, as they stand then.
    fn ended(&self, key: &RecordKey, channel: &Channel, waits: impl Fn(u64) -> bool) -> Vec<Entry> {
        use mdm_command::{Change as Moved, Event};
        let ended = self.changes_of(key).filter_map(|change| match change {
            Change::Queue(Moved::CommandMoved { seq, event, .. }) => {
                (!matches!(event, Event::HandOut | Event::Lost | Event::NotNow)).then_some(*seq)
            }
            Change::Queue(Moved::CommandAnsweredLate { seq, .. }) => Some(*seq),
            _ => None,
        });
        let ended: BTreeSet<u64> = ended.filter(|seq| waits(*seq)).collect();
        if ended.is_empty() {
            return Vec::new();
        }
        let queue = self.moved(key, &channel.queue);
        ended.iter().filter_map(|seq| queue.at(*seq)).cloned().collect()
    }

    /// Writes down what has become of secrets and flows.
    fn keep_followed(&mut self) {
        let Some(channel) = self.channel() else { return };
        // What was on a device that is erased or has left is not there any more.
        let now = self.now;
        let over = self.own_changes().find_map(|change| match change {
            Change::Erased => Some((Some(now), true)),
            Change::CheckedOut => Some((Some(now), false)),
            Change::Released => Some((None, false)),
            Change::UserEnded(why) => Some(((*why != UserEnd::Released).then_some(now), false)),
            // What was on it went with the enrollment profile, or with all else.
            Change::BegunAnew | Change::Authenticated(_) => Some((Some(now), true)),
            _ => None,
        });
        if let Some((done, is_erased)) = over {
            self.flows(channel).end(done);
            if is_erased {
                self.escrow(channel).begin_anew();
            }
        }
        let (flows, escrow) = (self.flows.take(), self.escrow.take());
        self.keep_moved(self.key, channel, flows, escrow);
    }

    fn keep_moved(
        &mut self,
        key: &RecordKey,
        channel: &Channel,
        flows: Option<Flows>,
        escrow: Option<Escrow>,
    ) {
        if let Some(flows) = flows.filter(|flows| *flows != channel.head.flows) {
            for moved in FlowMove::between(&channel.head.flows, &flows) {
                self.event_of(key, EventKind::FlowMoved(moved));
            }
            self.change_of(key, Change::FlowsMoved(Box::new(flows)));
        }
        if let Some(escrow) = escrow.filter(|escrow| *escrow != channel.head.escrow) {
            self.change_of(key, Change::EscrowMoved(Box::new(escrow)));
        }
    }

    /// What the terms of the device say about an order.
    fn judge(
        &self,
        actor: &Actor,
        orders: &[Order],
        assignment: &Assignment,
        facts: &DeviceFacts,
    ) -> Vec<(mdm_apple::CommandUuid, Denial)> {
        let admitted = self.records.management.map_or(Ok(()), Management::admit);
        let judge = |Order { command, .. }: &Order| {
            let judged =
                admitted.clone().and_then(|()| assignment.judge(actor, &command.request, facts, self.now));
            Some((command.uuid.clone(), judged.err()?))
        };
        orders.iter().filter_map(judge).collect()
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
        self.about(|queue, context| {
            let mut queue = queue.clone();
            let ours = |entry: &&Entry| entry.is_open() && which(entry);
            let uuids: Vec<_> = queue.entries().filter(ours).map(|entry| entry.uuid.clone()).collect();
            let mut whole = Turn::default();
            for uuid in &uuids {
                // What is chained to one that was taken back has ended with it.
                if queue.entry(uuid).is_some_and(Entry::is_open) {
                    let mut turn = queue.cancel(uuid, context, now)?;
                    for change in &turn.changes {
                        queue.apply(change);
                    }
                    turn.changes.splice(..0, whole.changes);
                    turn.facts.splice(..0, whole.facts);
                    whole = turn;
                }
            }
            Ok(whole)
        })
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

    /// What the queue says about waking the device, for the wake row.
    fn wake(&mut self, turn: &Turn, channel: &Channel) -> Result<(), Error> {
        let finished = |(_, change): &(_, Change)| *change == Change::SetupFinished;
        let setup = channel.head.awaiting.filter(|_| !self.decision.changes.iter().any(finished));
        let demand = match turn.wake {
            Wake::Unchanged => return Ok(()),
            // In Setup Assistant it is waited for, even if nothing is pending.
            Wake::NotNeeded => setup.map(|until| Demand::new(row::Lane::Normal, until)),
            Wake::Due(due) => Some(Demand::new(self.lane(turn, channel), due)),
            // A push would only make it refuse once more.
            Wake::ByItself(latest) => Some(Demand::by_itself(self.now, latest)),
        };
        match demand.zip(channel.push_route()) {
            Some((demand, route)) => {
                // A row that a store has lost, or never had, is made anew.
                self.wake_step(route.register(channel.tenant())?);
                self.wake_step(WakeChange::Demand(demand));
                let Demand { lane, due, .. } = demand;
                self.decision.actions.push(Action::Wake { record: self.key.clone(), lane, due });
            }
            None if !self.decision.wake.iter().any(|(of, _)| of == self.key) => {
                self.wake_step(WakeChange::Withdraw);
            }
            // The device is here.
            None => {}
        }
        Ok(())
    }

    /// A device that is to be locked, found or erased does not wait behind others.
    fn lane(&self, turn: &Turn, channel: &Channel) -> row::Lane {
        let queued = turn.changes.iter().filter_map(|change| match change {
            mdm_command::Change::CommandQueued(entry) => Some(&**entry),
            _ => None,
        });
        if !channel.queue.entries().chain(queued).any(|entry| entry.lane > Lane::Ordinary) {
            return row::Lane::Normal;
        }
        let mut queue = channel.queue.clone();
        for change in &turn.changes {
            queue.apply(change);
        }
        let wanted = |entry: &&Entry| {
            let free = entry.terms.hold == Hold::Free && !entry.is_quiet();
            entry.is_ready() && entry.state != State::NotNow && free
        };
        let early = |entry: &Entry| entry.terms.not_before.is_some_and(|at| at > self.now);
        let (early, now): (Vec<_>, Vec<_>) = queue.entries().filter(wanted).partition(|entry| early(entry));
        // A device that is here takes what is most urgent first. What it did not take waits for something else than a
        // push, but for its time.
        let is_here =
            self.decision.wake.iter().any(|(of, step)| of == self.key && *step == WakeChange::Contact);
        let first = match &turn.next {
            Some(next) => queue.at(next.seq),
            None if is_here => None,
            None => now.into_iter().max_by_key(|entry| entry.lane),
        };
        let earliest = || early.into_iter().min_by_key(|entry| (entry.terms.not_before, entry.seq));
        let lane = first.or_else(earliest).map(|entry| entry.lane);
        if lane.is_some_and(|lane| lane > Lane::Ordinary) { row::Lane::Urgent } else { row::Lane::Normal }
    }
}

/// What decides whether a command that waits may still go out.
struct Validity<'a> {
    terms: &'a Assignment,
    /// The tenant's, if that counts.
    management: Option<Management>,
    channel: &'a Channel,
    facts: &'a DeviceFacts,
}

impl Validity<'_> {
    /// Why it does not go out any more: the device would refuse it by now, or nobody may order it any more. Terms change,
    /// a consent ends, and a tenant is turned off while a command waits.
    fn refuses(&self, entry: &Entry, now: SystemTime) -> Option<Box<str>> {
        let refusal = support::validate(&entry.command, self.facts).into_iter().next();
        let refusal = refusal.map(|refusal| refusal.to_string());
        refusal.or_else(|| self.allows(entry, now).err().map(|denial| denial.to_string())).map(Into::into)
    }

    /// Whether anybody may order it now. Who did does not count: a member's order is a removal, and those are allowed on
    /// every device.
    fn allows(&self, entry: &Entry, now: SystemTime) -> Result<(), Denial> {
        if lets_out(&entry.command) {
            return Ok(());
        }
        self.management.map_or(Ok(()), Management::admit)?;
        self.terms.allows(&entry.command, self.channel.flows().lists_all_apps(entry), self.facts, now)
    }
}

/// Rights do not change in one life, and what they forbid was not queued.
fn rightless(facts: DeviceFacts) -> DeviceFacts {
    DeviceFacts { access_rights: None, ..facts }
}

/// Why the profile of an order is no update of the enrollment profile that the device has; none for other orders, and for
/// a profile that cannot be read here. Only what the record knows is held against it.
fn origin_changed(order: &Order, device: &Channel) -> Vec<(mdm_apple::CommandUuid, UpdateRefusal)> {
    let Some(update) = enrollment_profile(order) else { return Vec::new() };
    let (topic, origin) = (&device.head.topic, device.head.origin.as_ref());
    let installed = match origin {
        Some(origin) => origin.payload(topic),
        None => {
            MdmPayload::new(update.server_url(), topic.as_str(), update.access_rights().unwrap_or_default())
        }
    };
    let user_enrollment = device.facts().enrollment == Some(EnrollmentKind::UserEnrollment);
    let known = |refusal: &UpdateRefusal| match refusal {
        UpdateRefusal::Changed { key: "Topic" } => true,
        UpdateRefusal::Changed { key: "ServerURL" | "CheckInURL" } => origin.is_some(),
        UpdateRefusal::AddedAccessRights => origin.is_some() && !user_enrollment,
        _ => false,
    };
    let refusals = update.check_update(&installed).into_iter().filter(known);
    refusals.map(|refusal| (order.command.uuid.clone(), refusal)).collect()
}

/// The MDM payload of the profile that an order installs, if it has one that can be read here.
fn enrollment_profile(order: &Order) -> Option<MdmPayload> {
    let Request::InstallProfile(command) = &order.command.request else { return None };
    let profile = command.payload.as_slice();
    // Signed or not, the type stands in it as text.
    let is_likely = profile.windows(MDM_PAYLOAD.len()).any(|window| window == MDM_PAYLOAD);
    if is_likely { MdmPayload::find(profile).ok().flatten() } else { None }
}

/// As they were given; an enrollment profile goes out once, unless they say otherwise.
fn terms(order: &Order) -> Terms {
    let mut terms = order.terms.clone();
    if terms.redelivery.is_none() && terms.slots.is_empty() && enrollment_profile(order).is_some() {
        terms.redelivery = Some(Redelivery::Once);
    }
    terms
}

/// A server may always remove its own enrollment profile, also without the right to remove profiles (Apple, Managing
/// connections, read 2026-08).
fn is_own_removal(order: &Order, device: &Channel, refusal: &Refusal) -> bool {
    let Request::RemoveProfile(command) = &order.command.request else { return false };
    let origin = device.head.origin.as_ref();
    let is_own = origin.is_some_and(|origin| origin.is_identified_by(&command.identifier));
    is_own && matches!(refusal.reason, RefusalReason::MissingAccessRight { .. })
}

/// Whether it puts something on the device that a wipe takes off: not the enrollment profile.
fn is_install(order: &Order) -> bool {
    SelectiveWipe::is_install(order.command.request.request_type()) && enrollment_profile(order).is_none()
}

fn lets_out(command: &str) -> bool {
    LETTING_OUT.contains(&command)
}

const INSTALL_PROFILE: &str = "InstallProfile";
const MDM_PAYLOAD: &[u8] = b"com.apple.mdm";
/// After so long a device that stayed in Setup Assistant is told once more to go on.
const SETUP_AGAIN: Duration = Duration::from_secs(86_400);
/// Lets a device out of Setup Assistant.
const DEVICE_CONFIGURED: &str = "DeviceConfigured";
/// Lets a user of a Shared iPad out of it.
const USER_CONFIGURED: &str = "UserConfigured";
/// Makes a device synchronize its declarations.
const DECLARATIVE: &str = "DeclarativeManagement";
/// How much of a `RequestType` is kept in an event, in bytes.
const REQUEST_TYPE: usize = 128;
/// How much of an `ErrorDomain` is kept, in bytes.
const ERROR_DOMAIN: usize = 128;
