//! The third step: what an input changes, what is answered, what is to be done.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::time::{Duration, SystemTime};

use mdm_apple::{
    Command, GetToken, GetTokenResponse, Request, ReturnToServiceAnswer, ReturnToServiceMessageResponse,
    ServiceToken,
};
use mdm_command::{BatchId, CommandUuid, Next, Policy, Terms};
use mdm_lock::{Footprint, Hazards, RuleTable};
use mdm_pki::{Certificate, Fingerprint};
use serde::Serialize;
use zeroize::Zeroizing;

use crate::audit::{Member, MemberName, Pseudonym, Tip, Trail};
use crate::channel::{self, Change, Channel};
use crate::policy::{Assignment, Consent, Denial, Management, SelectiveWipe};
use crate::request::Identified;
use crate::row::{
    Batch, Gates, HeadRow, Lane, Loaded, PayloadName, RecordKey, Sizes, Version, WakeChange, Write,
};
use crate::slot::{Invitation, Slot, SlotId, SlotState, Ticket};
use crate::user::Login;
use crate::{Actor, Error, Event};

mod enrolls;
mod step;
#[cfg(test)]
mod tests;
mod told;

pub(crate) use self::enrolls::Enrolls;

/// One thing that wants a decision.
#[derive(Debug)]
#[non_exhaustive]
pub enum Input<'a> {
    /// The administrator makes a slot.
    OpenSlot(&'a Invitation<'a>),
    /// A certificate was issued to the device that showed the ticket. Committed before the device gets it.
    ClaimSlot {
        /// The ticket that it showed.
        ticket: &'a Ticket,
        /// The certificate.
        certificate: Fingerprint,
    },
    /// Somebody takes an invitation back. Once a device has enrolled by it, it changes nothing.
    CloseSlot {
        /// Who.
        actor: &'a Actor,
    },
    /// A certificate was issued to the device of an enrollment, in place of the one that it has. Committed before the
    /// device gets it. Both may speak until the first use of the new one.
    IssueIdentity {
        /// The certificate.
        certificate: &'a Certificate,
    },
    /// A device speaks.
    Message(&'a Identified<'a>),
    /// Somebody orders commands: all or none. A lost or stolen device is locked, put in Lost Mode or erased by it (F1,
    /// F104).
    Order {
        /// Who.
        actor: &'a Actor,
        /// The commands, in this order.
        orders: &'a [Order],
    },
    /// Somebody says to whom the device is assigned, and on which terms. A consent that it had stays only if
    /// `assignment` holds it. What waits in the device's queue and is not allowed any more is cancelled. It does not become
    /// another member's while a selective wipe is under way ([`Error::WipeUnderWay`]): wait for its end, or
    /// [call it off](Self::EndWipe).
    Assign {
        /// Who.
        actor: &'a Actor,
        /// To whom, and how.
        assignment: &'a Assignment,
    },
    /// The member agreed that the whole device may be erased (F105).
    GiveConsent {
        /// Who says so.
        actor: &'a Actor,
        /// What was agreed.
        consent: &'a Consent,
    },
    /// The member does not agree any more. An erase that waits is cancelled, if it rests on the consent.
    WithdrawConsent {
        /// Who says so.
        actor: &'a Actor,
    },
    /// The organization's things are taken off the device, once for a cause (F102, F103, F110): what is managed there is
    /// known from its own answers. Again for the same cause it orders what is left, when that is due, and changes nothing
    /// else. A member may order it for the member's own device. It is about one channel: each user of a device has
    /// another.
    ///
    /// Installs that wait are taken back, and while it is under way others are refused
    /// ([`Error::WipeUnderWay`]): they would put there what it takes off. For another cause, while one is under way, it
    /// is gone on with for both.
    Wipe {
        /// Who.
        actor: &'a Actor,
        /// For which cause, and whether management ends with it.
        wipe: &'a SelectiveWipe,
    },
    /// Somebody calls off a selective wipe that is under way on this channel: what it has ordered and is open is taken
    /// back, and no more rounds follow. What was removed stays removed, what is out may run all the same, and its cause
    /// stays one that was carried out: another wipe needs another. Where none is under way it changes nothing.
    EndWipe {
        /// Who.
        actor: &'a Actor,
    },
    /// The member who has the device is to be forgotten, in two steps, with the history pruned between them. While commands
    /// wait they are cancelled, but for what a selective wipe that is under way removes, and what says nothing of anybody:
    /// `DeclarativeManagement`, `DeviceConfigured`. When none waits, the record tells
    /// of no member any more ([`Change::MemberForgotten`]), the flows neither, and the wipe goes on without its cause.
    ///
    /// A device or an invitation that is another one's loses a consent in the member's name, which holds for nothing there,
    /// and nothing else.
    ForgetMember {
        /// Who.
        actor: &'a Actor,
        /// Whom.
        member: MemberName,
    },
    /// Somebody takes a command back.
    Cancel {
        /// Who.
        actor: &'a Actor,
        /// Which.
        uuid: &'a CommandUuid,
    },
    /// Somebody takes back what an order queued here. What of it has ended stays as it is.
    CancelBatch {
        /// Who.
        actor: &'a Actor,
        /// Which.
        batch: &'a BatchId,
    },
    /// Somebody holds a command back.
    Hold {
        /// Who.
        actor: &'a Actor,
        /// Which.
        uuid: &'a CommandUuid,
    },
    /// Somebody lets a held command go.
    LetGo {
        /// Who.
        actor: &'a Actor,
        /// Which.
        uuid: &'a CommandUuid,
    },
    /// Nothing more is to be ordered for a device that waits in Setup Assistant: it is let out when all that is open has
    /// ended. For one that does not wait it changes nothing.
    FinishSetup {
        /// Who.
        actor: &'a Actor,
    },
    /// The declarations of the device changed: a command that makes it synchronize, and was not handed out yet or was put
    /// off, is pending afterwards, and no second one. The record is written in any case, so that what is committed with
    /// it is committed before the next hand-out.
    Announce {
        /// Who.
        actor: &'a Actor,
        /// The command, if none is pending.
        order: &'a Order,
    },
    /// Time has passed: what has expired ends. A connect of the device does this too.
    Expire,
    /// Time has passed: commands that ended longer ago than this are forgotten with their payloads. Those that were
    /// loaded: [`Window::Done`](crate::row::Window::Done) chooses them.
    Prune {
        /// How long ago.
        age: Duration,
    },
    /// Somebody gives the enrollment up, because the device left without a word. What is queued is cancelled, and
    /// the device may come back by another invitation. Of a user's channel: the user is not managed any more, until the
    /// next login.
    Release {
        /// Who.
        actor: &'a Actor,
    },
    /// Time has passed: an enrollment that nobody has heard of for this long is noted as silent, once for each silence.
    /// Nothing else changes: it may be in a drawer (Apple, Dealing with inactive managed devices and invalid push
    /// tokens, read 2026-08).
    Watch {
        /// When the device was last in contact, as the store knows.
        last_contact: Option<SystemTime>,
        /// How long is too long.
        after: Duration,
    },
}

/// One ordered command. The terms are those of [`mdm_command::Order`].
#[derive(Clone, Debug)]
pub struct Order {
    pub(crate) command: Command,
    pub(crate) footprint: Footprint,
    pub(crate) after: Vec<CommandUuid>,
    pub(crate) group: Option<u32>,
    pub(crate) supersedes: Vec<CommandUuid>,
    pub(crate) terms: Terms,
    /// It came with an order to many, which keeps the bytes.
    pub(crate) is_shared: bool,
    pub(crate) enrolls: Enrolls,
}

impl Order {
    /// Orders a command; what it touches is read out of it, also out of the profile of an `InstallProfile`
    /// ([`mdm_profile::footprint`]). Who knows more says so with [`Self::touching`]: what is in the profile that a
    /// `RemoveProfile` takes away, which app a number in the store means.
    #[must_use]
    pub fn new(command: Command) -> Self {
        let footprint = match &command.request {
            Request::InstallProfile(install) => mdm_profile::footprint(&install.payload),
            request => request.footprint(),
        };
        Self {
            enrolls: Enrolls::of(&command.request),
            command,
            footprint,
            after: Vec::new(),
            group: None,
            supersedes: Vec::new(),
            terms: Terms::default(),
            is_shared: false,
        }
    }

    /// Says what the command touches.
    #[must_use]
    pub fn touching(self, footprint: Footprint) -> Self {
        Self { footprint, ..self }
    }

    /// Says on which terms it goes out.
    ///
    /// Where they do not say what happens when the answer is lost, an `InstallProfile` with an MDM payload goes out once:
    /// the challenge for the identity in it is used up by the first installation, and a device that installs it again
    /// would leave the old management and not get into the new one. Not so where the command has slots, because they are
    /// filled anew at each hand-out.
    ///
    /// A profile that cannot be read here may be such a one, and goes out once too: it is encrypted for the device, its
    /// signature does not verify, or it is over a limit (8 MiB signed, 32 MiB otherwise). Whoever encrypts profiles, and knows
    /// what is in them, says [`Redelivery::Repeat`](mdm_command::Redelivery::Repeat) for those that may be repeated.
    #[must_use]
    pub fn on(self, terms: Terms) -> Self {
        Self { terms, ..self }
    }

    /// Chains it: it starts when this one was acknowledged, and is cancelled when that one ends in any other way.
    #[must_use]
    pub fn after(mut self, uuid: CommandUuid) -> Self {
        self.after.push(uuid);
        self
    }

    /// Puts it into a group: neighbours in an order with the same number run as one step.
    #[must_use]
    pub fn in_group(self, number: u32) -> Self {
        Self { group: Some(number), ..self }
    }

    /// Makes this one pointless, as far as it was not handed out.
    #[must_use]
    pub fn superseding(mut self, uuid: CommandUuid) -> Self {
        self.supersedes.push(uuid);
        self
    }

    /// Names the order that it belongs to, so that its progress can be counted.
    #[must_use]
    pub fn of_batch(mut self, batch: BatchId) -> Self {
        self.terms.batch = Some(batch);
        self
    }

    /// The command.
    #[must_use]
    pub const fn command(&self) -> &Command {
        &self.command
    }
}

/// The records that an input is about, as loaded.
#[derive(Clone, Debug)]
pub struct Records {
    slot: Option<Kept<Slot>>,
    /// The channel that the input is about, of a user's that of the device too, of a device's those of the users.
    /// Each with where the chain of its events ends.
    channels: BTreeMap<RecordKey, (Version, Channel, Tip)>,
    /// Every living user of the device was loaded.
    users: bool,
    policy: Policy,
    management: Option<Management>,
    setup: Duration,
    /// What members are called in events.
    names: Names,
    login: Option<Login>,
}

impl Default for Records {
    fn default() -> Self {
        Self {
            slot: None,
            channels: BTreeMap::new(),
            users: false,
            policy: Policy::DEFAULT,
            management: None,
            setup: Self::SETUP,
            login: None,
            names: Names::default(),
        }
    }
}

/// Members by the embedder's identifiers, which are not shown.
#[derive(Clone, Default)]
struct Names(BTreeMap<Box<str>, Pseudonym>);

impl fmt::Debug for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Names({})", self.0.len())
    }
}

#[derive(Clone, Debug)]
struct Kept<T> {
    key: RecordKey,
    version: Version,
    record: T,
    /// Where the chain of its events ends.
    tip: Tip,
}

impl Records {
    /// How long a device waits in Setup Assistant at the most: 15 minutes, unless [`Self::limit_setup`] says otherwise.
    pub const SETUP: Duration = Duration::from_secs(15 * 60);

    /// None yet, and what the embedder has decided about queues.
    #[must_use]
    pub fn under(policy: Policy) -> Self {
        Self { policy, ..Self::default() }
    }

    /// Says whether the devices of the channel's tenant are managed at all (F107). Without it they are.
    pub fn manage(&mut self, management: Management) {
        self.management = Some(management);
    }

    /// Says how long a device waits in Setup Assistant at the most, unless [`Input::FinishSetup`] lets it out before.
    pub fn limit_setup(&mut self, setup: Duration) {
        self.setup = setup;
    }

    /// Says that each channel that [`users_of`](crate::users_of) the device finds was inserted: it ends with the device.
    /// [`Error::needs_users`] asks for them.
    pub fn with_all_users(&mut self) {
        self.users = true;
    }

    /// What a login on a Mac needs of the embedder.
    pub fn login(&mut self, login: Login) {
        self.login = Some(login);
    }

    /// Takes in one loaded record.
    ///
    /// # Errors
    ///
    /// [`Error::Record`] when it was not written by this library, or by a newer one.
    pub fn insert(&mut self, key: &RecordKey, loaded: &Loaded) -> Result<(), Error> {
        let (key, version) = (key.clone(), loaded.version);
        if SlotId::of(&key).is_some() {
            let (record, tip) = channel::decode_chained::<Slot>(&loaded.head.body)?;
            self.slot = Some(Kept { key, version, record, tip });
        } else {
            let (channel, tip) = Channel::decode_chained(loaded)?;
            self.channels.insert(key, (version, channel, tip));
        }
        Ok(())
    }

    /// Says what a member is called in the events of [`Self::batch`]: those of [`Decision::members`] have to be known.
    pub fn call(&mut self, member: &Member) {
        self.names.0.insert(member.id().into(), member.pseudonym());
    }

    /// The slot.
    #[must_use]
    pub fn slot(&self) -> Option<&Slot> {
        self.slot.as_ref().map(|kept| &kept.record)
    }

    /// A channel.
    #[must_use]
    pub fn channel(&self, key: &RecordKey) -> Option<&Channel> {
        self.channels.get(key).map(|(_, channel, _)| channel)
    }
}

/// What an input comes to. Nothing has happened yet: commit, then reply and act.
#[derive(Clone, Default, PartialEq)]
pub struct Decision {
    /// The answer to the device, to go out after the commit.
    pub reply: Reply,
    /// To be committed, each with its record. Empty: there is nothing to commit.
    pub changes: Vec<(RecordKey, Change)>,
    /// What becomes of the wakes of channels, to be committed with the changes. When to push, and how often, is decided by
    /// `mdm-push` alone.
    pub wake: Vec<(RecordKey, WakeChange)>,
    /// Bytes to be kept by name: commands that were ordered, answers that came.
    pub payloads: Vec<(PayloadName, Vec<u8>)>,
    /// What is to be done.
    pub actions: Vec<Action>,
    /// What happened, each with its record.
    pub events: Vec<(RecordKey, Event)>,
    /// The place of each ordered command; `None` where a pending one wants the same, so that it was not queued.
    pub places: Vec<Option<u64>>,
    /// What in an order could surprise the administrator.
    pub hazards: Hazards<CommandUuid>,
    /// Why an order was refused by the terms of the device. Nothing was queued, and the refusal is to be committed as an
    /// event like anything else.
    pub denials: Vec<(mdm_apple::CommandUuid, Denial)>,
    /// Why the terms deny the input to whoever asks, where it is no order ([`Act`](crate::policy::Act)). Nothing else was
    /// decided, and the denial is to be committed as an event.
    pub denial: Option<Denial>,
}

impl Decision {
    /// The members whom the events name, with their tenant.
    #[must_use]
    pub fn members(&self) -> BTreeSet<(&str, &str)> {
        let mut members = BTreeSet::new();
        for (_, event) in &self.events {
            let tenant = event.tenant.as_deref().unwrap_or_default();
            members.extend(event.members().into_iter().map(|member| (tenant, member)));
        }
        members
    }
}

/// The payloads are not shown: a command can hold a token or a PIN, an answer what the device tells of a person.
impl fmt::Debug for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decision")
            .field("reply", &self.reply)
            .field("changes", &self.changes)
            .field("wake", &self.wake)
            .field("payloads", &Sizes(&self.payloads))
            .field("actions", &self.actions)
            .field("events", &self.events)
            .field("places", &self.places)
            .field("hazards", &self.hazards)
            .field("denials", &self.denials)
            .field("denial", &self.denial)
            .finish()
    }
}

/// An HTTP answer as data.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// What the body is; `None` is the empty body, which ends a session.
    pub body: Option<Body>,
    /// The command that goes out. The values of its slots are filled into the payload, anew at each hand-out.
    pub next: Option<Next>,
}

/// What the body of a reply is.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Body {
    /// The stored payload of this name.
    Stored(PayloadName),
    /// These bytes.
    Made(Made),
    /// What the embedder answers: [`Question::answer`] makes the bytes.
    Asked(Question),
    /// What the device's declarations answer: [`Manifest::answer`](crate::declarative::Manifest::answer), or
    /// [`Status::report`](crate::declarative::Status::report), which is to be committed.
    #[cfg(feature = "declarative")]
    Declarative(Box<crate::declarative::Asked>),
}

/// A body that holds a secret of the device.
#[derive(Clone, PartialEq, Eq)]
pub struct Made(Zeroizing<Vec<u8>>);

impl Made {
    fn plist<T: Serialize>(message: &T) -> Result<Self, Error> {
        let bytes = mdm_plist::to_vec(message);
        bytes.map(Zeroizing::new).map(Self).map_err(|_| Error::Record("an answer cannot be written"))
    }

    /// The bytes that go out.
    #[must_use]
    pub fn expose_secret(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Made {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Made(redacted)")
    }
}

/// What a device asks that only the embedder knows.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Question {
    /// A token of another service, such as `com.apple.maid`.
    Token(Box<GetToken>),
    /// Whether and how to return to service (iOS 26.0).
    ReturnToService,
}

/// What the embedder answers.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Answered {
    /// The token.
    Token(ServiceToken),
    /// How to return to service.
    ReturnToService(ReturnToServiceAnswer),
}

impl Question {
    /// The bytes of the answer.
    ///
    /// # Errors
    ///
    /// [`Error::NoAnswer`], with which a device is told 400, when there is none or one to another question: a service
    /// that is not known (Apple, Get Token, read 2026-08).
    pub fn answer(&self, answer: Option<Answered>) -> Result<Made, Error> {
        match (self, answer) {
            (Self::Token(_), Some(Answered::Token(token))) => Made::plist(&GetTokenResponse::new(token)),
            (Self::ReturnToService, Some(Answered::ReturnToService(how))) => {
                Made::plist(&ReturnToServiceMessageResponse::new(how))
            }
            (Self::ReturnToService, None) => {
                Made::plist(&ReturnToServiceMessageResponse::new(ReturnToServiceAnswer::new(false)))
            }
            _ => Err(Error::NoAnswer),
        }
    }
}

impl Reply {
    /// The `Content-Type` header; `None` without a body.
    #[must_use]
    pub const fn content_type(&self) -> Option<&'static str> {
        // A property list. Devices are not known to look at it.
        if self.body.is_some() { Some("application/xml") } else { None }
    }
}

impl Default for Reply {
    fn default() -> Self {
        Self { status: 200, body: None, next: None }
    }
}

/// Something to be done after the commit. Neither has to survive a crash.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Action {
    /// The device has to be woken: the wake was committed with the changes, and this tells the sender, so that it need
    /// not find out by itself.
    Wake {
        /// Whose.
        record: RecordKey,
        /// How urgent that is.
        lane: Lane,
        /// Not before.
        due: SystemTime,
    },
    /// The device was in contact. To be noted now and then, many in one write.
    Contact {
        /// Which record.
        record: RecordKey,
        /// When.
        at: SystemTime,
    },
}

impl Records {
    /// Decides what an input changes. `key` names the record that it is about; it may not exist yet. Of a user's channel
    /// the record of its device is loaded too ([`device_of`](crate::device_of)), after it.
    ///
    /// Nothing is changed here. The same records, input and time give the same decision.
    ///
    /// # Errors
    ///
    /// Whose fault it is and what a device is told: [`Error::blame`], [`Error::http_status`].
    /// [`Error::OtherRecord`] when `key` is not the record that was loaded, or that the message names.
    /// [`Error::Queue`] with [`NeedsOpen`](mdm_command::Error::NeedsOpen) asks to load the record again with
    /// [`Window::Open`](crate::row::Window::Open), [`Error::NeedsUsers`] to load the device's users too.
    pub fn decide(
        &self,
        key: &RecordKey,
        input: &Input<'_>,
        rules: &RuleTable,
        now: SystemTime,
    ) -> Result<Decision, Error> {
        step::decide(self, key, input, rules, now)
    }

    /// What a decision on these records writes.
    ///
    /// # Errors
    ///
    /// [`Error::Record`] when a record cannot be written.
    pub fn batch(&self, decision: &Decision) -> Result<Batch, Error> {
        let mut trails = BTreeMap::new();
        let events = decision.events.iter().map(|(key, event)| {
            let event = self.pseudonymous(event)?;
            trails.entry(key).or_insert_with(|| self.trail(key)).event(&event)
        });
        let events = events.collect::<Result<Vec<_>, Error>>()?;
        let tip = |key| trails.get(key).map_or_else(|| self.trail(key).tip(), Trail::tip);
        let mut after = self.clone();
        let mut writes: BTreeMap<&RecordKey, (BTreeSet<u64>, Vec<u64>)> = BTreeMap::new();
        let mut forget_payloads = Vec::new();
        for (key, change) in &decision.changes {
            let (touched, forget) = writes.entry(key).or_default();
            match (after.apply(key, change), change) {
                (Some(seq), Change::Queue(mdm_command::Change::CommandForgotten { .. })) => {
                    forget.push(seq);
                    forget_payloads.extend([command_name(key, seq), response_name(key, seq)]);
                }
                (seq, _) => touched.extend(seq),
            }
        }
        let writes = writes.into_iter().map(|(key, (touched, forget))| {
            let (expected, head, commands, wake) = match (&after.slot, after.channels.get(key)) {
                (Some(slot), _) if slot.key == *key => {
                    let expected = self.slot.as_ref().map(|slot| slot.version);
                    let body = channel::encode_chained(&slot.record, tip(key))?;
                    let links = slot.record.links();
                    let head = HeadRow { session: 0, shut: Gates::NONE, backoff_until: None, links, body };
                    (expected, head, Vec::new(), Vec::new())
                }
                (_, Some((_, channel, _))) => {
                    let expected = self.channels.get(key).map(|(version, ..)| *version);
                    let wake = decision.wake.iter().filter(|(of, _)| of == key);
                    let wake = wake.map(|(_, change)| change.clone()).collect();
                    (expected, channel.head_row(key, tip(key))?, channel.command_rows(&touched)?, wake)
                }
                _ => return Err(Error::Record("a change has no record")),
            };
            Ok(Write { key: key.clone(), expected, head, commands, forget, wake })
        });
        let writes = writes.collect::<Result<Vec<_>, Error>>()?;
        Ok(Batch { writes, payloads: decision.payloads.clone(), forget_payloads, events, ..Batch::default() })
    }

    /// The events of a record in the next commit.
    fn trail<'a>(&self, key: &'a RecordKey) -> Trail<'a> {
        let slot = self.slot.as_ref().filter(|slot| slot.key == *key).map(|slot| (slot.version, slot.tip));
        let channel = self.channels.get(key).map(|(version, _, tip)| (*version, *tip));
        let (version, tip) = slot.or(channel).unzip();
        Trail::after(key, version, tip.unwrap_or_default())
    }

    /// The event as it is kept: no member is named.
    fn pseudonymous<'a>(&self, event: &'a Event) -> Result<Cow<'a, Event>, Error> {
        if event.members().is_empty() {
            return Ok(Cow::Borrowed(event));
        }
        let mut event = event.clone();
        for member in event.members_mut() {
            *member = self.names.0.get(member).ok_or(Error::UnnamedMember)?.as_str().into();
        }
        Ok(Cow::Owned(event))
    }

    fn apply(&mut self, key: &RecordKey, change: &Change) -> Option<u64> {
        // The version of a record that is new is never read: nothing is expected of it.
        let (version, tip) = (Version(0), Tip::default());
        match change {
            Change::SlotOpened(slot) => {
                self.slot = Some(Kept { key: key.clone(), version, record: slot.clone(), tip });
            }
            Change::SlotClaimed(certificate) => {
                let slot = self.slot.as_mut()?;
                slot.record.state = SlotState::Claimed { certificate: *certificate.as_bytes() };
            }
            Change::SlotFilled(enrollment) => {
                self.slot.as_mut()?.record.fill(enrollment);
            }
            Change::SlotClosed => self.slot.as_mut()?.record.state = SlotState::Closed,
            // Of an invitation.
            Change::Assigned(terms) if self.slot.as_ref().is_some_and(|slot| slot.key == *key) => {
                self.slot.as_mut()?.record.assignment = terms.clone();
            }
            Change::Denied if self.slot.as_ref().is_some_and(|slot| slot.key == *key) => {}
            change => match self.channels.get_mut(key) {
                Some((_, channel, _)) => return channel.apply(change),
                None => {
                    self.channels.insert(key.clone(), (version, Channel::born(change)?, tip));
                }
            },
        }
        None
    }
}

/// The payload that holds the command at this place.
#[must_use]
pub fn command_name(key: &RecordKey, seq: u64) -> PayloadName {
    PayloadName(format!("command/{key}/{seq}").into())
}

/// The payload that holds the device's report about the command at this place.
#[must_use]
pub fn response_name(key: &RecordKey, seq: u64) -> PayloadName {
    PayloadName(format!("response/{key}/{seq}").into())
}
