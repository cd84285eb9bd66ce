//! The third step: what an input changes, what is answered, what is to be done.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, SystemTime};

use mdm_apple::support::{self, DeviceFacts, EnrollmentKind};
use mdm_apple::{CheckIn, Command, Report, Status};
use mdm_command::{Answer, CancelReason, CommandUuid, Context, Entry, Outcome, Turn, Wake};
use mdm_lock::{Evidence, Footprint, Hazard, Lane, LostMode, OsVersion, Passcode, Platform, RuleTable};
use mdm_pki::Fingerprint;

use crate::channel::{self, Authenticated, Change, Channel, PushRoute, Stage};
use crate::request::{Identified, Message};
use crate::row::{Batch, EventRow, HeadRow, Loaded, PayloadName, RecordKey, Version, WakeChange, WakeRow, Write};
use crate::slot::{Slot, SlotId, SlotState, Ticket};
use crate::{Actor, Error, Event, EventKind};

/// A device that should come by itself is woken all the same after so long (requirement F95).
pub const DAILY: Duration = Duration::from_secs(24 * 60 * 60);

/// One thing that wants a decision.
#[derive(Debug)]
#[non_exhaustive]
pub enum Input<'a> {
    /// The administrator makes a slot.
    OpenSlot {
        /// Its invitation.
        ticket: &'a Ticket,
        /// Until when the ticket opens it.
        expires_at: SystemTime,
    },
    /// A certificate was issued to the device that showed the ticket. Committed before the device gets it.
    ClaimSlot {
        /// The ticket that it showed.
        ticket: &'a Ticket,
        /// The certificate.
        certificate: Fingerprint,
    },
    /// A device speaks.
    Message(&'a Identified<'a>),
    /// Somebody orders commands: all or none.
    Order {
        /// Who.
        actor: &'a Actor,
        /// The commands, in this order.
        orders: &'a [Order],
    },
    /// Somebody takes a command back.
    Cancel {
        /// Which.
        uuid: &'a CommandUuid,
    },
}

/// One ordered command.
#[derive(Clone, Debug)]
pub struct Order {
    command: Command,
    footprint: Footprint,
}

impl Order {
    /// Orders a command; what it touches is read out of it. The payload of an InstallProfile is opaque here: say
    /// what is inside with [`Self::touching`].
    #[must_use]
    pub fn new(command: Command) -> Self {
        let footprint = command.request.footprint();
        Self { command, footprint }
    }

    /// Says what the command touches.
    #[must_use]
    pub fn touching(self, footprint: Footprint) -> Self {
        Self { footprint, ..self }
    }

    /// The command.
    #[must_use]
    pub const fn command(&self) -> &Command {
        &self.command
    }
}

/// The records that an input is about, as loaded.
#[derive(Clone, Debug, Default)]
pub struct Records {
    slot: Option<Kept<Slot>>,
    channel: Option<Kept<Channel>>,
}

#[derive(Clone, Debug)]
struct Kept<T> {
    key: RecordKey,
    version: Version,
    record: T,
}

impl Records {
    /// Takes in one loaded record.
    ///
    /// # Errors
    ///
    /// [`Error::Record`] when it was not written by this library, or by a newer one.
    pub fn insert(&mut self, key: &RecordKey, loaded: &Loaded) -> Result<(), Error> {
        let (key, version) = (key.clone(), loaded.version);
        if SlotId::of(&key).is_some() {
            let record = channel::decode::<Slot>(&loaded.head.body)?;
            self.slot = Some(Kept { key, version, record });
        } else {
            self.channel = Some(Kept { key, version, record: Channel::decode(loaded)? });
        }
        Ok(())
    }

    /// The slot.
    #[must_use]
    pub fn slot(&self) -> Option<&Slot> {
        self.slot.as_ref().map(|kept| &kept.record)
    }

    /// The channel.
    #[must_use]
    pub fn channel(&self) -> Option<&Channel> {
        self.channel.as_ref().map(|kept| &kept.record)
    }
}

/// What an input comes to. Nothing has happened yet: commit, then reply and act.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decision {
    /// The answer to the device, to go out after the commit.
    pub reply: Reply,
    /// To be committed, each with its record. Empty: there is nothing to commit.
    pub changes: Vec<(RecordKey, Change)>,
    /// Bytes to be kept by name: commands that were ordered, answers that came.
    pub payloads: Vec<(PayloadName, Vec<u8>)>,
    /// What is to be done.
    pub actions: Vec<Action>,
    /// What happened, each with its record.
    pub events: Vec<(RecordKey, Event)>,
    /// What in an order could surprise the administrator.
    pub hazards: Vec<Hazard<CommandUuid>>,
}

/// An HTTP answer as data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// The stored payload that is the body; `None` is the empty body, which ends a session.
    pub body: Option<PayloadName>,
}

impl Default for Reply {
    fn default() -> Self {
        Self { status: 200, body: None }
    }
}

/// Something to be done after the commit. The first two are also kept by the store, so that they survive a crash.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Action {
    /// Send a push.
    Wake {
        /// The same need has the same key: doing it twice is harmless.
        key: Box<str>,
        /// Not before.
        due: SystemTime,
        /// Where to, and what it must carry.
        route: PushRoute,
    },
    /// No push is needed any more.
    CancelWake,
    /// The device was in contact. To be noted now and then, many in one write.
    Contact {
        /// Which record.
        record: RecordKey,
        /// When.
        at: SystemTime,
    },
}

impl Records {
    /// Decides what an input changes. `key` names the record that it is about; it may not exist yet.
    ///
    /// Nothing is changed here. The same records, input and time give the same decision.
    ///
    /// # Errors
    ///
    /// Whose fault it is and what a device is told: [`Error::blame`], [`Error::http_status`].
    /// [`Error::Queue`] with [`NeedsOpen`](mdm_command::Error::NeedsOpen) asks to load the record again with
    /// [`Window::Open`](crate::row::Window::Open).
    pub fn decide(
        &self,
        key: &RecordKey,
        input: &Input<'_>,
        rules: &RuleTable,
        now: SystemTime,
    ) -> Result<Decision, Error> {
        let mut deciding = Deciding { records: self, key, rules, now, decision: Decision::default() };
        match input {
            Input::OpenSlot { ticket, expires_at } => deciding.open_slot(ticket, *expires_at)?,
            Input::ClaimSlot { ticket, certificate } => deciding.claim_slot(ticket, certificate)?,
            Input::Message(identified) => deciding.message(identified)?,
            Input::Order { actor, orders } => deciding.order(actor, orders)?,
            Input::Cancel { uuid } => deciding.cancel(uuid)?,
        }
        Ok(deciding.decision)
    }

    /// What a decision on these records writes.
    ///
    /// # Errors
    ///
    /// [`Error::Record`] when a record cannot be written.
    pub fn batch(&self, decision: Decision) -> Result<Batch, Error> {
        let mut after = self.clone();
        let mut writes: BTreeMap<&RecordKey, BTreeSet<u64>> = BTreeMap::new();
        for (key, change) in &decision.changes {
            let touched = writes.entry(key).or_default();
            touched.extend(after.apply(key, change));
        }
        let writes = writes.into_iter().map(|(key, touched)| {
            let (expected, head, commands, wake) = match (&after.slot, &after.channel) {
                (Some(slot), _) if slot.key == *key => {
                    let expected = self.slot.as_ref().map(|slot| slot.version);
                    let body = channel::encode(&slot.record)?;
                    let head = HeadRow { session: 0, links: slot.record.links(), body };
                    (expected, head, Vec::new(), WakeChange::Keep)
                }
                (_, Some(channel)) if channel.key == *key => {
                    let expected = self.channel.as_ref().map(|channel| channel.version);
                    let commands = channel.record.command_rows(&touched)?;
                    (expected, channel.record.head_row()?, commands, wake(&decision.actions)?)
                }
                _ => return Err(Error::Record("a change has no record")),
            };
            Ok(Write { key: key.clone(), expected, head, commands, wake })
        });
        let writes = writes.collect::<Result<Vec<_>, Error>>()?;
        let events = decision.events.iter().map(|(key, event)| {
            Ok(EventRow { key: key.clone(), at: event.at, body: channel::encode(event)? })
        });
        let events = events.collect::<Result<Vec<_>, Error>>()?;
        Ok(Batch { writes, payloads: decision.payloads, events })
    }

    fn apply(&mut self, key: &RecordKey, change: &Change) -> Option<u64> {
        // The version of a record that is new is never read: nothing is expected of it.
        let version = Version(0);
        match change {
            Change::SlotOpened(slot) => {
                self.slot = Some(Kept { key: key.clone(), version, record: slot.clone() });
            }
            Change::SlotClaimed(certificate) => {
                let slot = self.slot.as_mut()?;
                slot.record.state = SlotState::Claimed { certificate: *certificate.as_bytes() };
            }
            Change::SlotFilled(enrollment) => {
                self.slot.as_mut()?.record.state = SlotState::Filled { enrollment: enrollment.as_str().into() };
            }
            change => match &mut self.channel {
                Some(channel) => return channel.record.apply(change),
                None => {
                    let record = Channel::born(change)?;
                    self.channel = Some(Kept { key: key.clone(), version, record });
                }
            },
        }
        None
    }
}

fn wake(actions: &[Action]) -> Result<WakeChange, Error> {
    let found = actions.iter().find_map(|action| match action {
        Action::Wake { key, due, route } => Some(channel::encode(route).map(|body| {
            WakeChange::Set(WakeRow { action: key.clone(), due: *due, body })
        })),
        Action::CancelWake => Some(Ok(WakeChange::Clear)),
        Action::Contact { .. } => None,
    });
    found.unwrap_or(Ok(WakeChange::Keep))
}

impl PushRoute {
    /// Reads what a stored wake holds.
    ///
    /// # Errors
    ///
    /// [`Error::Record`] when it was not written by this library, or by a newer one.
    pub fn decode(wake: &WakeRow) -> Result<Self, Error> {
        channel::decode(&wake.body)
    }
}

/// A decision in the making.
struct Deciding<'a> {
    records: &'a Records,
    key: &'a RecordKey,
    rules: &'a RuleTable,
    now: SystemTime,
    decision: Decision,
}

impl Deciding<'_> {
    fn change(&mut self, change: Change) {
        self.decision.changes.push((self.key.clone(), change));
    }

    fn event(&mut self, kind: EventKind) {
        self.decision.events.push((self.key.clone(), Event { at: self.now, kind }));
    }

    fn open_slot(&mut self, ticket: &Ticket, expires_at: SystemTime) -> Result<(), Error> {
        if self.records.slot.is_some() {
            return Err(Error::Exists);
        }
        self.change(Change::SlotOpened(Slot::new(ticket, expires_at)));
        self.event(EventKind::SlotOpened);
        Ok(())
    }

    fn claim_slot(&mut self, ticket: &Ticket, certificate: &Fingerprint) -> Result<(), Error> {
        self.records.slot().ok_or(Error::UnknownTicket)?.admit(ticket, self.now)?;
        self.change(Change::SlotClaimed(*certificate));
        self.event(EventKind::CertificateIssued { certificate: certificate.to_string() });
        Ok(())
    }

    fn message(&mut self, identified: &Identified<'_>) -> Result<(), Error> {
        let certificate = &identified.certificate;
        let check_in = match &identified.message {
            Message::Report(report, _, body) => return self.report(report, body, certificate),
            Message::Unreadable { size, digest, error } => {
                let outcome = Outcome::Unreadable { size: *size, digest: *digest, error: error.clone() };
                return self.answer(&Answer::Unreadable { outcome }, None, certificate);
            }
            Message::CheckIn(message, _) => &**message,
        };
        match check_in {
            CheckIn::Authenticate(message) => self.authenticate(message, certificate),
            CheckIn::TokenUpdate(message) => self.token_update(message, certificate),
            CheckIn::CheckOut(message) => self.check_out(message, certificate),
            _ => Err(Error::UnsupportedMessage),
        }
    }

    /// The channel, if the certificate may speak for it.
    fn speaker(&self, certificate: &Fingerprint) -> Result<&Channel, Error> {
        let channel = self.records.channel().ok_or(Error::UnknownEnrollment)?;
        if channel.head.certificate != *certificate.as_bytes() {
            return Err(Error::ForeignCertificate);
        }
        Ok(channel)
    }

    fn authenticate(&mut self, message: &mdm_apple::Authenticate, certificate: &Fingerprint) -> Result<(), Error> {
        let claimed = self.records.slot.as_ref().filter(|slot| slot.record.is_claimed_by(certificate));
        let slot = claimed.map(|slot| slot.key.clone());
        let records = self.records;
        match (records.channel(), &slot) {
            (None, None) => return Err(Error::UnknownEnrollment),
            (None, Some(_)) => {}
            // The same identity enrolls anew: what was meant for the old enrollment is never offered to the new one.
            (Some(channel), None) => {
                self.speaker(certificate)?;
                self.clear(channel, CancelReason::Reenrolled)?;
            }
            // Another invitation does not take over a living enrollment: the identifier in the message is only a claim.
            (Some(channel), Some(_)) => match channel.stage() {
                Stage::Erased | Stage::CheckedOut => self.clear(channel, CancelReason::Reenrolled)?,
                _ => return Err(Error::ForeignCertificate),
            },
        }
        let authenticated = Authenticated {
            slot: slot.clone(),
            certificate: *certificate,
            topic: message.topic.clone(),
            facts: facts(message),
            serial: message.serial_number.as_deref().filter(|serial| serial.len() <= 64).map(Into::into),
        };
        self.change(Change::Authenticated(Box::new(authenticated)));
        self.event(EventKind::Authenticated);
        self.decision.actions.push(Action::CancelWake);
        if let Some(slot) = slot {
            self.decision.changes.push((slot, Change::SlotFilled(self.key.clone())));
        }
        Ok(())
    }

    fn token_update(&mut self, message: &mdm_apple::TokenUpdate, certificate: &Fingerprint) -> Result<(), Error> {
        let channel = self.records.channel().ok_or(Error::UnknownEnrollment)?;
        self.speaker(certificate)?;
        if message.topic != channel.head.topic {
            return Err(Error::ForeignTopic);
        }
        let first = match channel.stage() {
            Stage::Authenticated => true,
            Stage::Enrolled => false,
            Stage::Erased | Stage::CheckedOut => return Err(Error::NotEnrolled),
        };
        let route = PushRoute {
            token: message.token.clone(),
            magic: message.push_magic.clone(),
            topic: message.topic.clone(),
        };
        let unlock_token = message.unlock_token.clone().filter(|token| channel.unlock_token() != Some(token));
        if channel.push_route() == Some(&route) && unlock_token.is_none() && !first {
            return Ok(());
        }
        if channel.queue.open() > 0 {
            // The old token may be what a pending wake is stuck on.
            self.wake(Wake::Due(self.now), channel, Some(&route));
        }
        self.change(Change::TokenUpdated { route, unlock_token });
        self.event(if first { EventKind::Enrolled } else { EventKind::TokenRotated });
        Ok(())
    }

    fn check_out(&mut self, message: &mdm_apple::CheckOut, certificate: &Fingerprint) -> Result<(), Error> {
        let channel = self.records.channel().ok_or(Error::UnknownEnrollment)?;
        self.speaker(certificate)?;
        if message.topic != channel.head.topic {
            return Err(Error::ForeignTopic);
        }
        if channel.stage() == Stage::CheckedOut {
            return Ok(());
        }
        self.clear(channel, CancelReason::Unenrolled)?;
        self.change(Change::CheckedOut);
        self.event(EventKind::CheckedOut);
        self.decision.actions.push(Action::CancelWake);
        Ok(())
    }

    fn clear(&mut self, channel: &Channel, reason: CancelReason) -> Result<(), Error> {
        let subject = channel.subject();
        let context = Context { table: self.rules, subject: &subject, refuse: None };
        let turn = channel.queue.clear(reason, &context, self.now)?;
        self.turn(turn);
        Ok(())
    }

    fn report(&mut self, report: &Report<'_>, body: &[u8], certificate: &Fingerprint) -> Result<(), Error> {
        let uuid = report.command_uuid.as_ref().map(|uuid| CommandUuid::new(uuid.as_str())).transpose()?;
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
                    domain: bounded(item.error_domain.as_deref().unwrap_or_default()),
                }),
                lost_mode: lost_mode(report),
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
        self.answer(&answer, Some((report, body)), certificate)
    }

    fn answer(
        &mut self,
        answer: &Answer<'_>,
        report: Option<(&Report<'_>, &[u8])>,
        certificate: &Fingerprint,
    ) -> Result<(), Error> {
        let records = self.records;
        let channel = records.channel().ok_or(Error::UnknownEnrollment)?;
        self.speaker(certificate)?;
        // A device that accepted an erase and speaks again was not erased: it is heard, and gets nothing.
        if !matches!(channel.stage(), Stage::Enrolled | Stage::Erased) {
            return Err(Error::NotEnrolled);
        }
        let known = answer.uuid().and_then(|uuid| channel.queue.entry(uuid)).filter(|entry| entry.is_open());
        let told = match (answer, report, known) {
            (Answer::Acknowledged { .. }, Some((report, _)), Some(entry)) => Told::read(report, entry),
            _ => Told::default(),
        };
        let mut facts = channel.head.facts.clone();
        if told.learn(&mut facts) {
            self.change(Change::FactsLearned(facts.clone()));
            self.event(EventKind::FactsLearned);
        }
        let subject = channel.subject();
        let refuse = |entry: &Entry| {
            let refusal = support::validate(&entry.command, &facts).into_iter().next()?;
            Some(refusal.to_string().into())
        };
        let context = Context { table: self.rules, subject: &subject, refuse: Some(&refuse) };
        let mut queue = channel.queue.clone();
        if let Some(passcode) = told.passcode {
            let turn = queue.observe(Evidence::Passcode(passcode), &context, self.now);
            for change in &turn.changes {
                queue.apply(change);
            }
            self.turn(turn);
        }
        let turn = queue.report(answer, &context, self.now)?;
        let record = self.key.clone();
        self.decision.actions.push(Action::Contact { record, at: self.now });
        if let (Some((_, body)), Some(entry)) = (report, known)
            && !matches!(answer, Answer::NotNow { .. })
        {
            self.decision.payloads.push((response_name(self.key, entry.seq), body.to_vec()));
        }
        if let (Answer::Acknowledged { .. }, Some(entry)) = (answer, known)
            && entry.lane == Lane::Erase
        {
            self.change(Change::Erased);
            self.event(EventKind::Erased);
        }
        self.decision.reply.body = turn.next.as_ref().map(|next| command_name(self.key, next.seq));
        self.wake(turn.wake, channel, channel.push_route());
        self.turn(turn);
        Ok(())
    }

    fn order(&mut self, actor: &Actor, orders: &[Order]) -> Result<(), Error> {
        let channel = self.records.channel().ok_or(Error::NoOrders)?;
        if channel.stage() != Stage::Enrolled {
            return Err(Error::NoOrders);
        }
        let refusals: Vec<_> = orders
            .iter()
            .flat_map(|order| {
                let refusals = order.command.request.validate(channel.facts());
                refusals.into_iter().map(|refusal| (order.command.uuid.clone(), refusal))
            })
            .collect();
        if !refusals.is_empty() {
            return Err(Error::NotAllowed { refusals });
        }
        let subject = channel.subject();
        let context = Context { table: self.rules, subject: &subject, refuse: None };
        let mut batch = Vec::with_capacity(orders.len());
        let first = channel.queue.state().last_seq + 1;
        for (seq, order) in (first..).zip(orders) {
            batch.push(mdm_command::Order {
                uuid: CommandUuid::new(order.command.uuid.as_str())?,
                command: order.command.request.request_type().into(),
                footprint: order.footprint.clone(),
            });
            let payload = order.command.encode().map_err(Error::Encode)?;
            self.decision.payloads.push((command_name(self.key, seq), payload));
        }
        let uuids: Vec<_> = batch.iter().map(|order| order.uuid.clone()).collect();
        let receipt = channel.queue.enqueue(batch, &context, self.now)?;
        let name = |seq: u64| match channel.queue.at(seq) {
            Some(entry) => Some(entry.uuid.clone()),
            None => usize::try_from(seq.checked_sub(first)?).ok().and_then(|at| uuids.get(at).cloned()),
        };
        self.decision.hazards = receipt.hazards.iter().filter_map(|hazard| hazard.rename(name)).collect();
        self.event(EventKind::Ordered { actor: actor.clone(), commands: orders.len() as u64 });
        self.wake(receipt.turn.wake, channel, channel.push_route());
        self.turn(receipt.turn);
        Ok(())
    }

    fn cancel(&mut self, uuid: &CommandUuid) -> Result<(), Error> {
        let channel = self.records.channel().ok_or(Error::NoOrders)?;
        let subject = channel.subject();
        let context = Context { table: self.rules, subject: &subject, refuse: None };
        let turn = channel.queue.cancel(uuid, &context, self.now)?;
        self.wake(turn.wake, channel, channel.push_route());
        self.turn(turn);
        Ok(())
    }

    fn turn(&mut self, turn: Turn) {
        for change in turn.changes {
            self.change(Change::Queue(change));
        }
        for fact in turn.facts {
            self.event(EventKind::Command(fact));
        }
    }

    fn wake(&mut self, wake: Wake, channel: &Channel, route: Option<&PushRoute>) {
        let due = match wake {
            Wake::Unchanged => return,
            Wake::NotNeeded => None,
            Wake::Due(due) => Some(due),
            // It comes by itself, most likely: pushes are merged, so that one a day does no harm.
            Wake::ByItself => self.now.checked_add(DAILY),
        };
        let action = due.zip(route).map(|(due, route)| {
            let state = channel.queue.state();
            let need = format!("wake/{}/{}.{}", self.key, state.session.number, state.last_seq);
            Action::Wake { key: need.into(), due, route: route.clone() }
        });
        self.decision.actions.push(action.unwrap_or(Action::CancelWake));
    }
}

/// What an answer says about the device besides the command.
#[derive(Default)]
struct Told {
    os: Option<OsVersion>,
    supervised: Option<bool>,
    shared_ipad: Option<bool>,
    passcode: Option<Passcode>,
}

impl Told {
    fn read(report: &Report<'_>, entry: &Entry) -> Self {
        // An answer of another shape teaches nothing; its bytes are kept all the same.
        match &*entry.command {
            "DeviceInformation" => {
                let Ok(response) = report.response::<mdm_apple::DeviceInformation>() else { return Self::default() };
                let told = response.query_responses;
                Self {
                    os: told.os_version.as_deref().and_then(|text| text.parse().ok()),
                    supervised: told.is_supervised,
                    shared_ipad: told.is_multi_user,
                    passcode: None,
                }
            }
            "SecurityInfo" => {
                let Ok(response) = report.response::<mdm_apple::SecurityInfo>() else { return Self::default() };
                let present = response.security_info.passcode_present;
                let passcode = present.map(|present| if present { Passcode::Present } else { Passcode::Absent });
                Self { passcode, ..Self::default() }
            }
            _ => Self::default(),
        }
    }

    fn learn(&self, facts: &mut DeviceFacts) -> bool {
        let before = facts.clone();
        facts.os = self.os.or(facts.os);
        facts.supervised = self.supervised.or(facts.supervised);
        facts.shared_ipad = self.shared_ipad.or(facts.shared_ipad);
        *facts != before
    }
}

fn facts(message: &mdm_apple::Authenticate) -> DeviceFacts {
    let product = message.product_name.as_deref().or(message.model.as_deref());
    let platform = product.and_then(support::platform_of_product).unwrap_or(Platform::Ios);
    let user_enrollment = message.keys.udid.is_none();
    DeviceFacts {
        os: message.os_version.as_deref().and_then(|text| text.parse().ok()),
        enrollment: user_enrollment.then_some(EnrollmentKind::UserEnrollment),
        ..DeviceFacts::new(platform)
    }
}

/// Apple, Enable Lost Mode and Disable Lost Mode: 12078 is "invalid command in Lost Mode", 12067 "not in Lost Mode".
fn lost_mode(report: &Report<'_>) -> Option<LostMode> {
    report.error_chain.iter().find_map(|item| match item.error_code? {
        12_078 => Some(LostMode::On),
        12_067 => Some(LostMode::Off),
        _ => None,
    })
}

fn bounded(text: &str) -> Box<str> {
    text.chars().filter(|c| !c.is_control()).take(128).collect()
}

fn command_name(key: &RecordKey, seq: u64) -> PayloadName {
    PayloadName(format!("command/{key}/{seq}").into())
}

/// The payload that holds the device's report about the command at this place.
#[must_use]
pub fn response_name(key: &RecordKey, seq: u64) -> PayloadName {
    PayloadName(format!("response/{key}/{seq}").into())
}

/// The state of a command, as its row tells it: for a page of history.
///
/// # Errors
///
/// [`Error::Record`] when it was not written by this library, or by a newer one.
pub fn entry(row: &crate::row::CommandRow) -> Result<Entry, Error> {
    channel::decode(&row.body)
}

