//! The record of one channel of one enrollment: what is kept, the changes that move it, and its rows.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::time::{Duration, SystemTime};

use mdm_apple::support::AccessRights;
use mdm_apple::support::DeviceFacts;
use mdm_apple::{BootstrapToken, Topic, UnlockToken, UsersToDelete};
use mdm_command::{
    BatchId, CommandUuid, Context, Entry, Explanation, Extent, Progress, Queue, QueueState, State,
};
use mdm_lock::{Footprint, Kind, Resource, RuleTable, Subject};
use mdm_pki::{Certificate, Fingerprint, Issued, IssuedIdentities, Standing};
use mdm_profile::MdmPayload;
use serde::{Deserialize, Serialize};

use crate::audit::{MemberName, Tip};
use crate::escrow::Escrow;
use crate::flow::{Flows, Wipe, open_wipes};
use crate::policy::Assignment;
use crate::row::{CommandRow, HeadRow, Link, LinkKind, Loaded, Phase, RecordKey, Tenant};
use crate::user::{self, Challenge, User, UserEnd};
use crate::{Error, PushRoute};

mod identities;

/// One channel of one enrollment: the device's, or that of one of its users.
#[derive(Clone, Debug, PartialEq)]
pub struct Channel {
    pub(crate) head: Head,
    pub(crate) queue: Queue,
}

/// Everything about a channel but its queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Head {
    pub(crate) stage: Stage,
    /// How often the device has begun anew.
    pub(crate) generation: u64,
    pub(crate) slot: Option<Box<str>>,
    pub(crate) tenant: Box<str>,
    pub(crate) assignment: Assignment,
    #[serde(with = "identities")]
    pub(crate) identities: IssuedIdentities,
    /// The current certificate came by a renewal, and no TokenUpdate has come since.
    pub(crate) renewed: bool,
    pub(crate) topic: Topic,
    pub(crate) facts: DeviceFacts,
    pub(crate) serial: Option<Box<str>>,
    pub(crate) push: Option<PushRoute>,
    pub(crate) unlock_token: Option<UnlockToken>,
    pub(crate) bootstrap_token: Option<BootstrapToken>,
    /// Until when it waits in Setup Assistant at the most.
    pub(crate) awaiting: Option<SystemTime>,
    /// What the enrollment profile said that it began with, as far as the tenant has told since.
    #[serde(default)]
    pub(crate) origin: Option<Origin>,
    /// Whose channel it is; `None` is the device's own.
    #[serde(default)]
    pub(crate) user: Option<User>,
    /// How often the channel of the user has begun again.
    #[serde(default)]
    pub(crate) rejoined: u64,
    /// How many users of the device have a living channel.
    #[serde(default)]
    pub(crate) users: u64,
    /// Whom the commands `DeleteUser` that are open delete, by their places.
    #[serde(default)]
    pub(crate) deletions: BTreeMap<u64, Deletion>,
    /// The last contact before a silence that was noted.
    #[serde(default)]
    pub(crate) silent_since: Option<SystemTime>,
    /// Its model, in the vendor's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) model: Option<Box<str>>,
    /// The secrets that commands set.
    #[serde(default, skip_serializing_if = "Escrow::is_empty")]
    pub(crate) escrow: Escrow,
    /// What becomes of apps, books and a wipe.
    #[serde(default, skip_serializing_if = "Flows::is_empty")]
    pub(crate) flows: Flows,
}

/// What an enrollment began with and keeps as long as it lives: a device never speaks to another server than its first
/// (requirement F75), if the tenant tells ([`Trust::with_origin`](crate::Trust::with_origin)).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    server_url: Box<str>,
    check_in_url: Option<Box<str>>,
    identifier: Option<Box<str>>,
    pub(crate) access_rights: AccessRights,
}

impl Origin {
    /// What the MDM payload of the enrollment profile says: `ServerURL` and `AccessRights`.
    #[must_use]
    pub fn new(server_url: &str, access_rights: AccessRights) -> Self {
        Self { server_url: server_url.into(), check_in_url: None, identifier: None, access_rights }
    }

    /// It has a `CheckInURL` too.
    #[must_use]
    pub fn with_check_in_url(self, url: &str) -> Self {
        Self { check_in_url: Some(url.into()), ..self }
    }

    /// The enrollment profile has this `PayloadIdentifier`: whatever the rights, a server may remove it.
    #[must_use]
    pub fn with_identifier(self, identifier: &str) -> Self {
        Self { identifier: Some(identifier.into()), ..self }
    }

    /// Whether this is the enrollment profile.
    pub(crate) fn is_identified_by(&self, identifier: &str) -> bool {
        self.identifier.as_deref() == Some(identifier)
    }

    /// Whether what a command touches is the enrollment profile; `None` where nobody told what that is called.
    pub(crate) fn is_put_by(&self, footprint: &Footprint) -> Option<bool> {
        let own = Resource::one(Kind::Profile, self.identifier.as_deref()?);
        Some(footprint.touches().iter().any(|touch| touch.resource == own))
    }

    pub(crate) fn payload(&self, topic: &Topic) -> MdmPayload {
        let payload = MdmPayload::new(&*self.server_url, topic.as_str(), self.access_rights);
        match &self.check_in_url {
            Some(url) => payload.check_in_url(&**url),
            None => payload,
        }
    }
}

/// Whom a `DeleteUser` deletes. It names a person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Deletion {
    /// Every user of the device.
    All,
    /// The one with this short name.
    One(Box<str>),
}

/// How far an enrollment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Stage {
    /// It has asked, and was answered. The first TokenUpdate enrolls it.
    Authenticated,
    /// It takes commands (requirement F32).
    Enrolled,
    /// It accepted an erase, be it one that was taken back meanwhile. It is gone, and may come back as a new enrollment.
    Erased,
    /// It said that it left: nothing is controlled or collected any more (requirement F33).
    CheckedOut,
    /// The administrator gave it up, because it left without a word: a CheckOut is tried once, and a wiped device
    /// says nothing. It may come back as a new enrollment.
    Released,
    /// Of a user's channel: its device has ended or begun anew, or the user was deleted. The user may come back.
    Ended,
}

impl Stage {
    /// Whether it has not ended.
    #[must_use]
    pub const fn is_living(self) -> bool {
        matches!(self, Self::Authenticated | Self::Enrolled)
    }
}

/// One small step of a record.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Change {
    /// A slot was made.
    SlotOpened(crate::Slot),
    /// A device used the slot's ticket and was issued this certificate.
    SlotClaimed(Fingerprint),
    /// The slot's device has enrolled.
    SlotFilled(RecordKey),
    /// The slot's invitation was taken back.
    SlotClosed,
    /// A device asked to be enrolled, for the first time or anew. What was before is over.
    Authenticated(Box<Authenticated>),
    /// A certificate was issued to the enrollment, and its device may use it from now on.
    IdentityIssued {
        /// The certificate.
        certificate: Certificate,
        /// When.
        at: SystemTime,
    },
    /// The device has used a certificate that was issued to it: the older ones are over.
    IdentityAdopted(Fingerprint),
    /// The device is assigned otherwise, or will be: other terms, another member, a consent.
    Assigned(Assignment),
    /// Nothing tells any more who had the device: no member, no consent, no slot, no names of users to be deleted.
    MemberForgotten,
    /// An order was refused by the terms of the device. It moves nothing; it is recorded.
    OrderDenied,
    /// The terms denied something else to whoever asked. It moves nothing; it is recorded.
    Denied,
    /// A command that was not handed out yet stands for this change of the device's declarations too. It moves nothing.
    Announced,
    /// The device can be reached here from now on. The first one enrolls it.
    TokenUpdated {
        /// Where.
        route: PushRoute,
        /// A new token to clear the passcode; `None` keeps the stored one.
        unlock_token: Option<UnlockToken>,
        /// Until when the device waits in Setup Assistant at the most; `None` when it does not wait. One that said so
        /// before keeps its time.
        awaiting: Option<SystemTime>,
    },
    /// The device turned out to be wiped although its certificate was not: its secrets are void.
    BegunAnew,
    /// The device gave its bootstrap token, or took it back.
    BootstrapTokenSet(Option<BootstrapToken>),
    /// A device waited in Setup Assistant for too long, and is told to go on. If it does not, it is told again then.
    SetupForced(SystemTime),
    /// The device was let out of Setup Assistant.
    SetupFinished,
    /// The device told something about itself.
    FactsLearned(DeviceFacts),
    /// The device told its model.
    ModelLearned(Box<str>),
    /// The tenant told what the enrollment profile says, which it had not when the enrollment began.
    OriginTold(Origin),
    /// A secret that a command sets has a version more, or it is known of one whether it holds.
    EscrowMoved(Box<Escrow>),
    /// What becomes of apps, books or a wipe has moved.
    FlowsMoved(Box<Flows>),
    /// The device accepted an erase.
    Erased,
    /// The device left.
    CheckedOut,
    /// The enrollment was given up.
    Released,
    /// A user of the device came, for the first time or again: the beginning of a user's channel.
    UserJoined(Box<Joined>),
    /// A user of the device goes by these names.
    UserNamed(Box<User>),
    /// A user's login on a Mac was asked for the password.
    UserChallenged(Challenge),
    /// A user has shown the password, and was given a token with this SHA-256.
    UserAuthenticated([u8; 32]),
    /// A user has used the token: whoever has heard the challenge cannot get another.
    UserLoggedIn,
    /// The channel of a user is over.
    UserEnded(UserEnd),
    /// So many users of the device have a living channel.
    UsersCounted(u64),
    /// These users are being deleted.
    UsersDeleted(BTreeMap<u64, Deletion>),
    /// Nobody has heard of the enrollment since then.
    FoundSilent(SystemTime),
    /// Something happened that moves nothing. It is recorded.
    Noted,
    /// The queue moved.
    Queue(mdm_command::Change),
}

/// What a device said when it asked to be enrolled.
#[derive(Clone, Debug, PartialEq)]
pub struct Authenticated {
    /// The slot that it fills and what the slot says about it; `None` when it enrolls anew with a certificate that was
    /// issued to it before: then both stay.
    pub slot: Option<(RecordKey, Assignment)>,
    /// Whose it is.
    pub tenant: Tenant,
    /// Its certificate.
    pub certificate: Issued,
    /// Its push topic.
    pub topic: Topic,
    /// What it is.
    pub facts: DeviceFacts,
    /// Its serial number.
    pub serial: Option<Box<str>>,
    /// Its model, such as `iPhone15,2`.
    pub model: Option<Box<str>>,
    /// What its enrollment profile says, as far as the tenant tells.
    pub origin: Option<Origin>,
}

/// A user of a device, when its channel begins.
#[derive(Clone, Debug, PartialEq)]
pub struct Joined {
    /// Who.
    pub user: User,
    /// Whose the device is.
    pub tenant: Tenant,
    /// The life of the device in which the user came.
    pub generation: u64,
    /// The push topic of the device.
    pub topic: Topic,
    /// What is known of the device, on the channel of a user.
    pub facts: DeviceFacts,
}

impl Channel {
    /// Reads a record.
    ///
    /// # Errors
    ///
    /// [`Error::Record`] when it was not written by this library, or by a newer one.
    pub fn decode(loaded: &Loaded) -> Result<Self, Error> {
        Self::decode_chained(loaded).map(|(channel, _)| channel)
    }

    /// With the end of its chain of events.
    pub(crate) fn decode_chained(loaded: &Loaded) -> Result<(Self, Tip), Error> {
        let ((head, state), tip): ((Head, QueueState), Tip) = decode_chained(&loaded.head.body)?;
        let entries = loaded.commands.iter().map(entry).collect::<Result<Vec<_>, Error>>()?;
        let extent = Extent { open: loaded.open, more: loaded.more };
        Ok((Self { head, queue: Queue::new(state, entries, extent) }, tip))
    }

    /// How far the enrollment is.
    #[must_use]
    pub const fn stage(&self) -> Stage {
        self.head.stage
    }

    /// What is known of the device: commands that it would refuse, such as those for supervised ones, are not queued (F36).
    #[must_use]
    pub const fn facts(&self) -> &DeviceFacts {
        &self.head.facts
    }

    /// Its model, in the vendor's own words, such as `iPhone15,2`.
    #[must_use]
    pub fn model(&self) -> Option<&str> {
        self.head.model.as_deref()
    }

    /// The secrets that commands set on it, each with the versions that may be the true one.
    #[must_use]
    pub const fn escrow(&self) -> &Escrow {
        &self.head.escrow
    }

    /// What has become of the apps and books that were ordered for it, and of a selective wipe.
    #[must_use]
    pub const fn flows(&self) -> &Flows {
        &self.head.flows
    }

    /// The queue, as far as it was loaded.
    #[must_use]
    pub const fn queue(&self) -> &Queue {
        &self.queue
    }

    /// Where a push goes; `None` before the first TokenUpdate and after the end.
    #[must_use]
    pub const fn push_route(&self) -> Option<&PushRoute> {
        self.head.push.as_ref()
    }

    /// What ClearPasscode needs. A master key to the device: keep it nowhere else.
    #[must_use]
    pub const fn unlock_token(&self) -> Option<&UnlockToken> {
        self.head.unlock_token.as_ref()
    }

    /// What lets the device be erased and set up again without its owner, if it gave it.
    #[must_use]
    pub const fn bootstrap_token(&self) -> Option<&BootstrapToken> {
        self.head.bootstrap_token.as_ref()
    }

    /// Until when the device waits in Setup Assistant for DeviceConfigured at the most, and then gets it anyway; `None`
    /// when it does not wait.
    #[must_use]
    pub const fn awaits_configuration(&self) -> Option<SystemTime> {
        self.head.awaiting
    }

    /// How often the device has begun anew: 1 for its first enrollment. A renewal is no beginning.
    #[must_use]
    pub const fn generation(&self) -> u64 {
        self.head.generation
    }

    /// Which life of this channel it is: another number with each beginning, of the device or, within one life of the
    /// device, of its user. What is declared belongs to one.
    #[must_use]
    pub const fn life(&self) -> u64 {
        // Neither of the two ever falls, and one of them grows.
        self.head.generation.saturating_add(self.head.rejoined)
    }

    /// Whose channel it is; `None` is the device's own.
    #[must_use]
    pub const fn user(&self) -> Option<&User> {
        self.head.user.as_ref()
    }

    /// How many users of the device have a living channel. [`users_of`](crate::users_of) finds them.
    #[must_use]
    pub const fn users(&self) -> u64 {
        self.head.users
    }

    /// Since when nobody has heard of it, if that is longer ago than `after`; `None` for one that has ended: it has
    /// nothing to say. One that broke off its enrollment is silent too. A clock that steps back makes nobody silent.
    ///
    /// `last_contact` is what the store knows. Who was never in contact has at least given a push token, or shown a
    /// certificate.
    #[must_use]
    pub fn silent_since(
        &self,
        last_contact: Option<SystemTime>,
        after: Duration,
        now: SystemTime,
    ) -> Option<SystemTime> {
        let shown = || self.head.identities.rows().iter().map(|row| row.issued_at).max();
        let told = self.head.push.as_ref().map(|route| route.updated_at).or_else(shown);
        let since = last_contact.max(told).filter(|_| self.head.stage.is_living())?;
        now.duration_since(since).is_ok_and(|silence| silence >= after).then_some(since)
    }

    /// Whose it is: the name of the tenant.
    #[must_use]
    pub const fn tenant(&self) -> &str {
        &self.head.tenant
    }

    /// To whom the device is assigned, and on which terms.
    #[must_use]
    pub const fn assignment(&self) -> &Assignment {
        &self.head.assignment
    }

    /// The name of the slot that it filled; `None` of a user's channel, and where it was forgotten with a member.
    #[must_use]
    pub fn slot(&self) -> Option<&str> {
        self.head.slot.as_deref()
    }

    /// The device's serial number, if it told it.
    #[must_use]
    pub fn serial(&self) -> Option<&str> {
        self.head.serial.as_deref()
    }

    /// Whom `DeleteUser` commands delete, by their places: as long as the answer may come.
    pub fn deletions(&self) -> impl Iterator<Item = (u64, &Deletion)> {
        self.head.deletions.iter().map(|(seq, deletion)| (*seq, deletion))
    }

    /// The certificates that were issued to the enrollment.
    #[must_use]
    pub const fn identities(&self) -> &IssuedIdentities {
        &self.head.identities
    }

    /// Those that may speak for it.
    fn certificates(&self) -> impl Iterator<Item = Fingerprint> {
        let issued = self.head.identities.rows().iter().map(|row| row.fingerprint);
        issued.filter(|name| {
            matches!(self.head.identities.standing(name), Standing::Current | Standing::Renewal)
        })
    }

    /// The rules for devices of its model: what was learned about the model counts.
    pub(crate) fn rules(&self, rules: &RuleTable) -> RuleTable {
        self.model().map_or_else(|| rules.clone(), |model| rules.for_model(model))
    }

    /// Whom the lock rules are asked about.
    #[must_use]
    pub const fn subject(&self) -> Subject {
        let DeviceFacts { platform, channel, os, .. } = self.head.facts;
        Subject { platform, channel, os }
    }

    /// Why a command waits; `None` when it is final or was not loaded.
    #[must_use]
    pub fn explain(&self, uuid: &CommandUuid, rules: &RuleTable, now: SystemTime) -> Option<Explanation> {
        let subject = self.subject();
        let rules = self.rules(rules);
        self.queue.explain(uuid, &Context::new(&rules, &subject), now)
    }

    /// How far a batch is here, as far as its commands were loaded.
    #[must_use]
    pub fn progress(&self, batch: &BatchId) -> Progress {
        self.queue.progress(batch)
    }

    /// Since when the device is presumed to be erased: an erase went out, and nobody has spoken for this enrollment
    /// since. Whoever does gets the erase again.
    #[must_use]
    pub fn presumed_erased(&self, now: SystemTime) -> Option<SystemTime> {
        self.queue.presumed_erased(now)
    }

    /// A channel out of the first change of its life; `None` when the change is another one.
    pub(crate) fn born(change: &Change) -> Option<Self> {
        let head = match change {
            Change::Authenticated(new) => {
                let Authenticated { slot, tenant, certificate, topic, facts, serial, model, origin } =
                    Authenticated::clone(new);
                let (slot, assignment) = slot.unzip();
                Head {
                    slot: slot.map(|key| key.as_str().into()),
                    assignment: assignment.unwrap_or(Assignment::UNASSIGNED),
                    identities: IssuedIdentities::from_rows([certificate], Some(certificate.fingerprint)),
                    serial,
                    model,
                    origin,
                    ..Head::new(&tenant, 1, topic, facts)
                }
            }
            Change::UserJoined(new) => {
                let Joined { user, tenant, generation, topic, facts } = Joined::clone(new);
                Head { user: Some(user), ..Head::new(&tenant, generation, topic, facts) }
            }
            _ => return None,
        };
        Some(Self { head, queue: Queue::default() })
    }

    /// A life that never got to its first TokenUpdate is not over: its Authenticate was said again.
    pub(crate) const fn next_generation(&self) -> u64 {
        let over = !matches!(self.head.stage, Stage::Authenticated);
        self.head.generation.saturating_add(if over { 1 } else { 0 })
    }

    /// Carries out one change; says which command it touched, if any.
    pub(crate) fn apply(&mut self, change: &Change) -> Option<u64> {
        match change {
            Change::Authenticated(new) => {
                if let Some(Self { head: mut next, .. }) = Self::born(change) {
                    next.generation = self.next_generation();
                    // What is over is said by changes of their own.
                    next.escrow = std::mem::take(&mut self.head.escrow);
                    next.flows = std::mem::take(&mut self.head.flows);
                    if new.slot.is_none() {
                        next.slot = self.head.slot.take();
                        next.assignment = self.head.assignment.clone();
                        next.identities = self.head.identities.clone();
                        next.identities.adopt(&new.certificate.fingerprint);
                    }
                    self.head = next;
                }
            }
            Change::UserJoined(_) => {
                if let Some(Self { head, .. }) = Self::born(change) {
                    let flows = std::mem::take(&mut self.head.flows);
                    self.head = Head { rejoined: self.head.rejoined.saturating_add(1), flows, ..head };
                }
            }
            Change::UserNamed(named) => self.change_user(|user| user.take_names(named)),
            Change::UserChallenged(challenge) => {
                // A token is good until the next login (Apple, User Authenticate, read 2026-11).
                self.change_user(|user| (user.challenge, user.token) = (Some(challenge.clone()), None));
            }
            Change::UserAuthenticated(token) => self.change_user(|user| user.token = Some(*token)),
            Change::UserLoggedIn => self.change_user(|user| user.challenge = None),
            Change::UserEnded(_) => self.end(Stage::Ended),
            Change::UsersCounted(users) => self.head.users = *users,
            Change::UsersDeleted(deletions) => self.head.deletions.clone_from(deletions),
            Change::FoundSilent(since) => self.head.silent_since = Some(*since),
            Change::IdentityIssued { certificate, at } => self.head.identities.record(certificate, *at),
            Change::IdentityAdopted(certificate) => {
                self.head.renewed |= self.head.identities.adopt(certificate);
            }
            Change::Assigned(assignment) => self.head.assignment = assignment.clone(),
            Change::MemberForgotten => {
                let Assignment { ownership, mode, .. } = self.head.assignment;
                self.head.assignment = Assignment::new(ownership, mode);
                self.head.slot = None;
                self.head.deletions.clear();
            }
            Change::TokenUpdated { route, unlock_token, awaiting } => {
                self.head.stage = Stage::Enrolled;
                self.head.renewed = false;
                self.head.push = Some(route.clone());
                self.head.awaiting = awaiting.map(|until| self.head.awaiting.unwrap_or(until));
                // An absent token must not erase the stored one (Apple, Token Update).
                if unlock_token.is_some() {
                    self.head.unlock_token.clone_from(unlock_token);
                }
            }
            Change::BegunAnew => {
                self.head.generation = self.head.generation.saturating_add(1);
                self.head.unlock_token = None;
                self.head.bootstrap_token = None;
                self.head.awaiting = None;
                self.head.users = 0;
                self.head.deletions.clear();
            }
            Change::BootstrapTokenSet(token) => self.head.bootstrap_token.clone_from(token),
            Change::SetupForced(next) => self.head.awaiting = Some(*next),
            Change::SetupFinished => self.head.awaiting = None,
            Change::FactsLearned(facts) => self.head.facts = facts.clone(),
            Change::ModelLearned(model) => self.head.model = Some(model.clone()),
            Change::OriginTold(origin) => self.head.origin = Some(origin.clone()),
            Change::EscrowMoved(escrow) => self.head.escrow = Escrow::clone(escrow),
            Change::FlowsMoved(flows) => self.head.flows = Flows::clone(flows),
            Change::Erased => self.end(Stage::Erased),
            Change::CheckedOut => self.end(Stage::CheckedOut),
            Change::Released => self.end(Stage::Released),
            Change::Queue(change) => return self.queue.apply(change),
            Change::OrderDenied | Change::Denied | Change::Announced | Change::Noted => {}
            Change::SlotOpened(_) | Change::SlotClaimed(_) | Change::SlotFilled(_) | Change::SlotClosed => {}
        }
        None
    }

    fn change_user(&mut self, change: impl FnOnce(&mut User)) {
        if let Some(user) = &mut self.head.user {
            change(user);
        }
    }

    fn end(&mut self, stage: Stage) {
        self.head.stage = stage;
        self.head.push = None;
        self.head.unlock_token = None;
        self.head.bootstrap_token = None;
        self.head.awaiting = None;
        self.head.users = 0;
        self.head.deletions.clear();
        self.change_user(User::log_out);
    }

    pub(crate) fn head_row(&self, key: &RecordKey, tip: Tip) -> Result<HeadRow, Error> {
        let link = |kind, value: &str| Link { kind, value: value.into() };
        let tenant = self.tenant();
        let mut links = vec![link(LinkKind::Tenant, tenant)];
        let wipes = self.head.flows.wipe().is_some_and(Wipe::is_open);
        links.extend((wipes && self.head.stage == Stage::Enrolled).then(open_wipes));
        match user::device_of(key) {
            // Who has left is not looked for.
            Some(device) => links.extend(self.head.stage.is_living().then(|| user::users_of(&device))),
            None => {
                links.push(link(LinkKind::Topic, self.head.topic.as_str()));
                let member = self.assignment().member.as_deref();
                links.extend(member.map(|member| MemberName::of(tenant, member).link()));
                links.extend(self.certificates().map(|name| link(LinkKind::Certificate, &name.to_string())));
                links.extend(self.head.serial.as_deref().map(|serial| link(LinkKind::Serial, serial)));
            }
        }
        let state = self.queue.state();
        let body = encode_chained(&(&self.head, state), tip)?;
        let (session, shut, backoff_until) = (state.session.number, state.shut(), state.backoff.until);
        Ok(HeadRow { session, shut, backoff_until, links, body })
    }

    pub(crate) fn command_rows(&self, touched: &BTreeSet<u64>) -> Result<Vec<CommandRow>, Error> {
        // What a gate is for does not depend on the embedder's own rules.
        let rules = RuleTable::default();
        touched.iter().filter_map(|seq| self.queue.at(*seq)).map(|entry| row(entry, &rules)).collect()
    }
}

/// The state of a command, as its row tells it: for a page of history.
///
/// # Errors
///
/// [`Error::Record`] when it was not written by this library, or by a newer one.
pub fn entry(row: &CommandRow) -> Result<Entry, Error> {
    let entry = decode::<Entry>(&row.body)?;
    Ok(Entry { waits_on: row.waits_on.clone(), ..entry })
}

fn row(entry: &Entry, rules: &RuleTable) -> Result<CommandRow, Error> {
    let phase = match entry.state {
        State::Queued | State::NotNow => Phase::Waiting,
        State::Sent | State::Unanswered => Phase::Outstanding,
        _ => Phase::Done,
    };
    // It may wait for thousands: the list is kept once, in its own column.
    let mut entry = entry.clone();
    let waits_on = std::mem::take(&mut entry.waits_on);
    Ok(CommandRow {
        seq: entry.seq,
        uuid: entry.uuid.as_str().into(),
        phase,
        rank: entry.rank(),
        waits_on,
        gates: entry.gates(rules),
        refused_in: entry.refused_in,
        not_before: entry.terms.not_before,
        expires_at: entry.terms.expires_at,
        body: encode(&entry)?,
    })
}

impl Head {
    fn new(tenant: &Tenant, generation: u64, topic: Topic, facts: DeviceFacts) -> Self {
        Self {
            stage: Stage::Authenticated,
            generation,
            slot: None,
            tenant: tenant.as_str().into(),
            assignment: Assignment::UNASSIGNED,
            identities: IssuedIdentities::default(),
            renewed: false,
            topic,
            facts,
            serial: None,
            push: None,
            unlock_token: None,
            bootstrap_token: None,
            awaiting: None,
            origin: None,
            user: None,
            rejoined: 0,
            users: 0,
            deletions: BTreeMap::new(),
            silent_since: None,
            model: None,
            escrow: Escrow::default(),
            flows: Flows::default(),
        }
    }
}

impl From<&UsersToDelete> for Deletion {
    fn from(users: &UsersToDelete) -> Self {
        match users {
            UsersToDelete::All => Self::All,
            UsersToDelete::One(name) => Self::One(name.as_str().into()),
        }
    }
}

impl Deletion {
    /// Whether this user is deleted. Account names do not tell upper from lower case.
    pub(crate) fn concerns(&self, user: &User) -> bool {
        match self {
            Self::All => true,
            Self::One(name) => user.short_name().is_some_and(|short| short.eq_ignore_ascii_case(name)),
        }
    }
}

/// The name is not shown.
impl fmt::Debug for Deletion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::All => "All",
            Self::One(_) => "One(..)",
        })
    }
}

/// Every body carries the version of its form, so that a later one can read it.
#[derive(Serialize, Deserialize)]
struct Stored<T> {
    #[serde(rename = "v")]
    version: u32,
    #[serde(rename = "r")]
    record: T,
    /// Of an event: where its chain ended before it. Of a record: where the chain of its events ends.
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    chain: Option<Tip>,
}

const FORM: u32 = 3;

pub(crate) fn encode<T: Serialize>(record: &T) -> Result<Vec<u8>, Error> {
    written(&Stored { version: FORM, record, chain: None })
}

pub(crate) fn encode_chained<T: Serialize>(record: &T, tip: Tip) -> Result<Vec<u8>, Error> {
    written(&Stored { version: FORM, record, chain: Some(tip) })
}

fn written<T: Serialize>(stored: &Stored<T>) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(stored).map_err(|_| Error::Record("it cannot be written"))
}

pub(crate) fn decode<T: for<'de> Deserialize<'de>>(body: &[u8]) -> Result<T, Error> {
    decode_chained(body).map(|(record, _)| record)
}

/// A record that was written before there were chains begins one.
pub(crate) fn decode_chained<T: for<'de> Deserialize<'de>>(body: &[u8]) -> Result<(T, Tip), Error> {
    #[derive(Deserialize)]
    struct Form {
        v: u32,
    }
    if let Ok(Stored { version: FORM, record, chain }) = serde_json::from_slice(body) {
        return Ok((record, chain.unwrap_or_default()));
    }
    // The causes are not passed on: they could show what the record holds.
    Err(Error::Record(match serde_json::from_slice::<Form>(body) {
        Ok(Form { v: FORM }) => "its content does not fit its form",
        Ok(_) => "its form is of another version of this library",
        Err(_) => "it has no form",
    }))
}
