//! Carries decisions out: identify, load, decide, commit, act, and on a conflict load and decide again.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use mdm_enrollment::policy::{Assignment, Consent};
use mdm_enrollment::row::{PayloadName, RecordKey, Window};
use mdm_enrollment::{
    Action, Actor, Body, Channel, CommandUuid, Decision, DeviceRequest, Explanation, Identified, Input,
    Login, Policy, Random, Records, Reply, RuleTable, Tenants, Trust, identify_by,
};

use crate::limits::PAGE;
use crate::{Error, Store};

#[cfg(feature = "declarative")]
mod declarative;
mod error;
mod fanout;
mod forget;
mod hooks;
mod invitations;
mod learning;
mod members;
mod orders;
mod person;
mod rounds;
mod serving;

use self::serving::Serving;
use learning::Learning;
pub(crate) use rounds::{ATTEMPTS, give_way};
use rounds::{Found, Wanted, allowed};

#[cfg(feature = "declarative")]
pub use self::declarative::{AnnouncedSet, AssignedSets, RemovedSet};
pub use error::RunError;
pub use fanout::Expanded;
pub use forget::{Erased, Keep, Pruned};
pub use hooks::{Answering, Answers, Fill, FillError, Filled, HandOut, LoggingIn, Logins};
pub use members::{Swept, Wiped};
pub use orders::Ordered;
pub(crate) use person::is_unreadable;
pub use person::{Fate, Held, HeldCursor, HeldKind, HeldPage, Person};

/// How many records a certificate may lead to.
const LINKED: usize = 16;

/// Runs the loop of every input on a store: **identify, load, decide, commit, act**.
///
/// Its methods by what they are for (`docs/embedding.md` says which are to be called how often); who has to be woken is said
/// by a [`Sender`](crate::Sender) on the same store:
///
/// - *devices*: [`device`](Self::device) answers a request, check-in or report;
///   [`issue_identity`](Self::issue_identity) notes a new certificate of theirs;
/// - *invitations*: [`open_slot`](Self::open_slot), [`admit`](Self::admit), [`claim_slot`](Self::claim_slot), in
///   this order, and [`close_slot`](Self::close_slot);
/// - *administrators*: [`preview`](Self::preview), [`order`](Self::order), [`order_many`](Self::order_many),
///   [`assign`](Self::assign), [`finish_setup`](Self::finish_setup), [`give_consent`](Self::give_consent), [`withdraw_consent`](Self::withdraw_consent),
///   [`cancel`](Self::cancel), [`hold`](Self::hold), [`let_go`](Self::let_go), [`release`](Self::release), and to look [`channel`](Self::channel),
///   [`users`](Self::users), [`explain`](Self::explain),
///   [`progress`](Self::progress), [`payload`](Self::payload); history and events are the store's ([`Store::commands`], [`Store::events`]);
/// - *declarations*, with the feature `declarative`: `replace_declarations`, `announce_declarations`,
///   `assign_declarations`, `resynchronize`, `remove_declarations`, and to look `declarations`, `declaration_sets`,
///   `declaration_set`, `declaration`, `status`, `declaration_overlaps`;
/// - *orders to many*: [`place_order`](Self::place_order), [`expand_order`](Self::expand_order),
///   [`order_progress`](Self::order_progress), [`order_outcomes`](Self::order_outcomes),
///   [`cancel_order`](Self::cancel_order), [`forget_order`](Self::forget_order), after a crash
///   [`open_orders`](Self::open_orders), and when they are old [`closed_orders`](Self::closed_orders) and
///   [`purge_order`](Self::purge_order);
/// - *members*: [`devices_of`](Self::devices_of), [`wipe_selectively`](Self::wipe_selectively),
///   [`end_wipe`](Self::end_wipe), [`retire_member`](Self::retire_member) and [`end_retirement`](Self::end_retirement);
/// - *housekeeping*, now and then: [`learn`](Self::learn), [`flush_contacts`](Self::flush_contacts), also before the end;
///   [`expire`](Self::expire), [`prune_answers`](Self::prune_answers), [`prune`](Self::prune),
///   [`prune_tenant`](Self::prune_tenant), [`watch`](Self::watch), [`sweep`](Self::sweep); and to forget
///   [`purge`](Self::purge), [`erase_member`](Self::erase_member), what is known to be given out by
///   [`export_member`](Self::export_member);
/// - *tenants*, which may come and go: [`tenants`](Self::tenants), [`replace_tenants`](Self::replace_tenants);
/// - *looking things up*: [`of_tenant`](Self::of_tenant), [`of_member`](Self::of_member), [`pseudonym`](Self::pseudonym),
///   [`name`](Self::name); by serial number, certificate or push topic with [`Store::find`].
///
/// Any number of runners, on any number of nodes, may share a store: a record is written only under the version
/// that was loaded, and a conflict is decided anew. The reply is returned after the commit. The clock is an
/// argument here too, and no async runtime is preferred.
///
/// # What an error means
///
/// Nothing was changed, but that what the terms of a device forbid
/// ([`Denied`](mdm_enrollment::Error::Denied), [`NotPermitted`](mdm_enrollment::Error::NotPermitted)) leaves an event. Two errors do not know it: [`Error::Upstream`] may come from a commit that took place
/// all the same, and when the bytes of a command cannot be read or filled for the reply, its hand-out is committed
/// already: it counts as handed out and not answered.
/// Repeating is safe in both: a device repeats its report and gets the answer that it would have got, and an order
/// that is repeated under the same `CommandUUID`s is refused as a duplicate if it took place.
///
/// # Dropped futures
///
/// Every future may be dropped at any point, as when a connection closes: what it was about then happened wholly or
/// not at all, and the device repeats what it was not answered.
///
/// # Example
///
/// ```
/// use std::num::NonZeroU32;
/// use std::time::{Duration, SystemTime};
/// use mdm_apple::support::AccessRights;
/// use mdm_apple::{CheckIn, Command, EnrollmentKeys, Report, SecurityInfo, Status, Topic, Udid};
/// use mdm_enrollment::row::{Credential, RecordKey};
/// use mdm_enrollment::{
///     Actor, CertificateSource, DeviceRequest, Order, Origin, RuleTable, SlotId, Ticket, Trust,
/// };
/// use mdm_pki::{CertificateAuthority, IssuePolicy, KeyPair, Serial, Subject, TrustAnchors, Usage};
/// use mdm_store::push::{Config, Outcome};
/// use mdm_store::{Memory, Runner, Sender};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
/// let day = Duration::from_secs(86_400);
/// let authority = CertificateAuthority::mint("Devices", 3650 * day, now)?;
/// let anchors = TrustAnchors::new([authority.certificate().clone()])?;
/// let topic = Topic::new("com.apple.mgmt.External.0a1b")?;
/// // What the enrollment profile says: no order gives a device another server.
/// let origin = Origin::new("https://mdm.example.com/mdm", AccessRights::ALL);
/// let trust =
///     Trust::new(anchors, CertificateSource::MutualTls, topic.clone()).with_origin(origin);
/// let runner = Runner::new(Memory::new(), trust.clone(), RuleTable::default());
///
/// // The administrator makes a slot; its ticket becomes a URL.
/// let ticket = Ticket::from_random([7; 32]); // of a cryptographic random source
/// let invitation = trust.invitation(&ticket, now + day);
/// runner.open_slot(&SlotId::new("phone-1").ok_or("a name")?, &invitation, now).await?;
///
/// // A device comes with the ticket and a key. The ticket is used up before it gets the certificate.
/// let slot = runner.admit(&ticket, now).await?;
/// let policy = IssuePolicy::new(Subject::new(slot.as_str()), Usage::TlsClient, 365 * day);
/// let certificate =
///     authority.issue(&KeyPair::mint_p256()?.csr("phone")?, &policy, Serial::mint()?, now)?;
/// runner.claim_slot(&ticket, certificate.fingerprint(), now).await?;
///
/// // From here on one call answers whatever it says.
/// let keys = EnrollmentKeys::device(Udid::new("UDID-1")?);
/// let authenticate = mdm_apple::Authenticate::new(keys.clone(), topic.clone());
/// let magic = mdm_apple::PushMagic::new("magic".to_owned())?;
/// let token = mdm_apple::PushToken::new(vec![7; 32]);
/// let token_update = mdm_apple::TokenUpdate::new(keys.clone(), topic, token, magic);
/// for message in [
///     CheckIn::Authenticate(authenticate.into()),
///     CheckIn::TokenUpdate(token_update.into()),
/// ] {
///     let body = message.encode()?;
///     let request = DeviceRequest::put("/mdm", &body).over_tls(Some(certificate.as_der()));
///     assert_eq!(runner.device(&request, now).await?.status, 200);
/// }
///
/// // An order; the push that it owes, to be sent by `mdm-apns`; the device comes and gets the command.
/// let phone = RecordKey::new("device/UDID-1").ok_or("a key")?;
/// let command = Command::new(mdm_apple::CommandUuid::new("A")?, SecurityInfo::default());
/// runner.order(&phone, &Actor::administrator("admin-1"), &[Order::new(command.clone())], now).await?;
/// let mut sender = Sender::new(runner.store());
/// let topic = Credential::new("com.apple.mgmt.External.0a1b").ok_or("a name")?;
/// sender.serve(topic, Config::new(NonZeroU32::new(600).ok_or("not zero")?));
/// for push in sender.poll(now).await?.pushes {
///     assert_eq!(push.record, phone);
///     sender.answer(&push.id, Outcome::Sent, now);
/// }
/// let idle = Report::new(keys, Status::Idle).encode()?;
/// let request = DeviceRequest::put("/mdm", &idle).over_tls(Some(certificate.as_der()));
/// assert_eq!(runner.device(&request, now).await?.body, command.encode()?);
/// runner.flush_contacts().await?;
/// # Ok(())
/// # }
/// ```
pub struct Runner<S> {
    store: S,
    /// As they are now.
    serving: RwLock<Arc<Serving>>,
    /// As they are now: what is learned replaces what was.
    rules: RwLock<RuleTable>,
    learning: Option<Learning>,
    policy: Policy,
    fill: Option<Box<dyn Fill>>,
    answers: Option<Box<dyn Answers>>,
    logins: Option<Box<dyn Logins>>,
    setup: Duration,
    contacts: Mutex<BTreeMap<RecordKey, SystemTime>>,
}

/// What a device is answered, and what is to be done besides.
#[derive(Clone, PartialEq)]
pub struct Served {
    /// The HTTP status code.
    pub status: u16,
    /// The `Content-Type` header, if there is a body.
    pub content_type: Option<&'static str>,
    /// The HTTP body: one command, or nothing. It may hold a secret, such as what clears a passcode.
    pub body: Vec<u8>,
    /// Whether the device has to be woken. The store knows it: take it as a hint to
    /// [`poll`](crate::Sender::poll) a sender now.
    pub actions: Vec<Action>,
}

impl<S: Store> Runner<S> {
    /// Runs on a store, for one tenant (a [`Trust`](mdm_enrollment::Trust)) or several.
    #[must_use]
    pub fn new(store: S, tenants: impl Into<Tenants>, rules: RuleTable) -> Self {
        Self {
            store,
            serving: RwLock::new(Arc::new(Serving::new(tenants.into(), None))),
            rules: RwLock::new(rules),
            learning: None,
            policy: Policy::DEFAULT,
            fill: None,
            answers: None,
            logins: None,
            setup: Records::SETUP,
            contacts: Mutex::default(),
        }
    }

    /// Runs queues under this policy.
    #[must_use]
    pub fn with_policy(self, policy: Policy) -> Self {
        Self { policy, ..self }
    }

    /// Has the slots of commands filled at each hand-out.
    #[must_use]
    pub fn with_fill(self, fill: impl Fill + 'static) -> Self {
        Self { fill: Some(Box::new(fill)), ..self }
    }

    /// Has what only the embedder knows answered: `GetToken`, `ReturnToService`.
    #[must_use]
    pub fn with_answers(self, answers: impl Answers + 'static) -> Self {
        Self { answers: Some(Box::new(answers)), ..self }
    }

    /// Has users of Macs show their passwords, where the tenant asks for it
    /// ([`UserPolicy::Authenticated`](mdm_enrollment::UserPolicy::Authenticated)).
    #[must_use]
    pub fn with_logins(self, logins: impl Logins + 'static) -> Self {
        Self { logins: Some(Box::new(logins)), ..self }
    }

    /// Lets a device out of Setup Assistant after so long, whatever waits for it.
    #[must_use]
    pub fn with_setup(self, setup: Duration) -> Self {
        Self { setup, ..self }
    }

    /// The store.
    #[must_use]
    pub const fn store(&self) -> &S {
        &self.store
    }

    /// Answers one request of a device, check-in or report.
    ///
    /// # Errors
    ///
    /// [`RunError::http_status`] is what the device is told, with an empty body. Nothing was changed, but for what
    /// the [type](Self#what-an-error-means) says.
    pub async fn device(&self, request: &DeviceRequest<'_>, now: SystemTime) -> Result<Served, RunError> {
        let serving = self.serving();
        let trust = serving.tenants.at(request.path)?;
        let verdicts = trust.remembered(serving.verdicts(trust.tenant()), now);
        #[cfg(feature = "declarative")]
        if mdm_enrollment::declarative::Fetch::is(request) {
            return self
                .fetch(&mdm_enrollment::declarative::Fetch::identify(request, trust, now, verdicts)?)
                .await;
        }
        let identified = identify_by(request, trust, now, verdicts)?;
        let input = Input::Message(&identified);
        let mut wanted = Wanted::new(identified.window(now));
        for _ in 0..ATTEMPTS {
            let link = identified.link();
            let found = match (identified.record(&[]), wanted.windows.first()) {
                // The message says which record it is about.
                (Ok(key), Some(window)) => {
                    let (linked, loaded) = self.store.find_and_load(&link, LINKED, &key, window).await?;
                    Found { linked, loaded: Some(loaded) }
                }
                _ => Found { linked: self.store.find(&link, None, LINKED).await?, loaded: None },
            };
            let key = identified.record(&found.linked)?;
            let attempt = match self.attempt(found, &key, &mut wanted, &input, now).await {
                // The certificate was held against the record: no directory is asked for a stranger.
                Err(RunError::Refused(error)) if error.needs_login() && wanted.login.is_none() => {
                    wanted.login = Some(self.log_in(&identified, &key).await?.ok_or(error)?);
                    continue;
                }
                attempt => attempt?,
            };
            if let Some(done) = attempt {
                let Decision { reply, actions, .. } = done.decision;
                let actions = self.note(actions);
                #[cfg(feature = "declarative")]
                if let Some(Body::Declarative(asked)) = &reply.body {
                    return self.answer(&key, asked, now).await;
                }
                let body = self.body(&key, &reply, done.read).await?;
                return Ok(Served {
                    status: reply.status,
                    content_type: reply.content_type(),
                    body,
                    actions,
                });
            }
        }
        Err(RunError::Contended)
    }

    /// Says to whom a device is assigned, and on which terms. What waits in its queue and is not allowed any more is
    /// cancelled in the same commit.
    ///
    /// # Errors
    ///
    /// [`mdm_enrollment::Error::NoOrders`] when there is no such enrollment or it has ended;
    /// [`NotPermitted`](mdm_enrollment::Error::NotPermitted) where [`Act`](mdm_enrollment::policy::Act) says so, of which
    /// an event is kept.
    pub async fn assign(
        &self,
        enrollment: &RecordKey,
        actor: &Actor,
        assignment: &Assignment,
        now: SystemTime,
    ) -> Result<(), RunError> {
        self.run(enrollment, Window::Open, &Input::Assign { actor, assignment }, now).await.map(drop)
    }

    /// Records that the member of a device agreed that the whole device may be erased.
    ///
    /// # Errors
    ///
    /// As for [`assign`](Self::assign).
    pub async fn give_consent(
        &self,
        enrollment: &RecordKey,
        actor: &Actor,
        consent: &Consent,
        now: SystemTime,
    ) -> Result<(), RunError> {
        self.run(enrollment, Window::Open, &Input::GiveConsent { actor, consent }, now).await.map(drop)
    }

    /// Records that the member does not agree any more. An erase that waits and rests on the consent is cancelled in the
    /// same commit.
    ///
    /// # Errors
    ///
    /// As for [`assign`](Self::assign).
    pub async fn withdraw_consent(
        &self,
        enrollment: &RecordKey,
        actor: &Actor,
        now: SystemTime,
    ) -> Result<(), RunError> {
        self.run(enrollment, Window::Open, &Input::WithdrawConsent { actor }, now).await.map(drop)
    }

    /// Gives an enrollment up whose device left without a word: what is queued is cancelled, and the device may come
    /// back by another invitation.
    ///
    /// # Errors
    ///
    /// As for [`assign`](Self::assign).
    pub async fn release(
        &self,
        enrollment: &RecordKey,
        actor: &Actor,
        now: SystemTime,
    ) -> Result<(), RunError> {
        self.run(enrollment, Window::Open, &Input::Release { actor }, now).await.map(drop)
    }

    /// The channel with every open command; `None` when there is none.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn channel(&self, enrollment: &RecordKey) -> Result<Option<Channel>, RunError> {
        let records = self.load_one(enrollment, Window::Open).await?;
        Ok(records.channel(enrollment).cloned())
    }

    /// The living channels of a device's users, each with every open command. Orders to them go like those to a device, by
    /// the same key.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn users(&self, device: &RecordKey) -> Result<Vec<(RecordKey, Channel)>, RunError> {
        let mut records = Records::default();
        let keys = self.load_users(device, &mut records).await?;
        let users = keys.into_iter().filter_map(|key| {
            let channel = records.channel(&key)?.clone();
            Some((key, channel))
        });
        Ok(users.collect())
    }

    /// Notes that nobody has heard of an enrollment for this long, once for each silence; says since when, also if it was
    /// noted before. Nothing else changes: [`release`](Self::release) it, or wait.
    ///
    /// What [`flush_contacts`](Self::flush_contacts) has not written yet counts too, as far as this runner knows it.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn watch(
        &self,
        enrollment: &RecordKey,
        after: Duration,
        now: SystemTime,
    ) -> Result<Option<SystemTime>, RunError> {
        let noted = self.contacts().get(enrollment).copied();
        let last_contact = self.store.last_contact(enrollment).await?.max(noted);
        self.run(enrollment, Window::Head, &Input::Watch { last_contact, after }, now).await?;
        let records = self.load_one(enrollment, Window::Head).await?;
        Ok(records.channel(enrollment).and_then(|channel| channel.silent_since(last_contact, after, now)))
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
        now: SystemTime,
    ) -> Result<Option<Explanation>, RunError> {
        Ok(self.channel(enrollment).await?.and_then(|channel| channel.explain(uuid, &self.rules(), now)))
    }

    /// The bytes of a payload, such as a device's report about a command
    /// ([`response_name`](mdm_enrollment::response_name)).
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn payload(&self, name: &PayloadName) -> Result<Option<Vec<u8>>, RunError> {
        Ok(self.store.payload(name).await?)
    }

    /// Writes down when devices were last in contact, many in one write. Call it now and then, and before the end:
    /// what was not yet written is lost with the runner, and an `Idle` without work writes nothing else.
    ///
    /// # Errors
    ///
    /// The store's. What could not be written is kept for the next call.
    pub async fn flush_contacts(&self) -> Result<(), RunError> {
        let noted: Vec<_> = self.contacts().iter().map(|(record, at)| (record.clone(), *at)).collect();
        for some in noted.chunks(PAGE) {
            self.store.touch(some).await?;
            let mut contacts = self.contacts();
            for (record, written) in some {
                // What was noted meanwhile stays.
                if contacts.get(record) == Some(written) {
                    contacts.remove(record);
                }
            }
        }
        Ok(())
    }

    /// The rules as they are now, with what was [learned](Self::learn): for [`Channel::explain`] of many commands of one
    /// [`channel`](Self::channel).
    #[must_use]
    pub fn rules(&self) -> RuleTable {
        // Nothing but pointers is copied.
        self.rules.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn about(
        &self,
        enrollment: &RecordKey,
        input: &Input<'_>,
        now: SystemTime,
    ) -> Result<Vec<Action>, RunError> {
        let decision = self.run(enrollment, Window::Open, input, now).await?;
        Ok(self.note(decision.actions))
    }

    /// The bytes of a reply.
    async fn body(
        &self,
        enrollment: &RecordKey,
        reply: &Reply,
        read: Option<Result<Option<Vec<u8>>, Error>>,
    ) -> Result<Vec<u8>, RunError> {
        let name = match &reply.body {
            None => return Ok(Vec::new()),
            Some(Body::Stored(name)) => name,
            Some(Body::Made(made)) => return Ok(made.expose_secret().to_vec()),
            Some(Body::Asked(question)) => {
                let answer = match &self.answers {
                    Some(answers) => answers.answer(enrollment, question).await.map_err(RunError::Answer)?,
                    None => None,
                };
                return Ok(question.answer(answer)?.expose_secret().to_vec());
            }
            Some(_) => return Err(RunError::NoPayload),
        };
        let read = match read {
            Some(read) => read,
            None => self.store.payload(name).await,
        };
        let payload = read?.ok_or(RunError::NoPayload)?;
        match &reply.next {
            #[cfg(feature = "declarative")]
            Some(next) if *next.slots == [mdm_enrollment::declarative::SLOT.into()] => {
                self.fill_token(enrollment, &payload).await
            }
            Some(next) if !next.slots.is_empty() => {
                let fill = self.fill.as_deref().ok_or(RunError::NoFill)?;
                let hand_out = HandOut { enrollment, uuid: &next.uuid, slots: &next.slots, payload };
                fill.fill(hand_out).await.map_err(RunError::Fill)
            }
            _ => Ok(payload),
        }
    }

    async fn log_in(&self, identified: &Identified<'_>, key: &RecordKey) -> Result<Option<Login>, RunError> {
        let Some(logins) = &self.logins else { return Ok(None) };
        let password = match identified.login() {
            Some(login) => logins.password(key, login).await.map_err(RunError::Answer)?,
            None => None,
        };
        Ok(Some(Login { random: Random::new(logins.random()), password }))
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
        let mut contacts = self.contacts();
        let last = contacts.entry(record).or_insert(at);
        *last = (*last).max(at);
    }
}

impl<S> Runner<S> {
    /// Nothing panics while it is held, so that what is behind it is whole.
    fn contacts(&self) -> MutexGuard<'_, BTreeMap<RecordKey, SystemTime>> {
        locked(&self.contacts)
    }
}

impl<S> fmt::Debug for Runner<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let contacts = self.contacts().len();
        let tenants = self.tenants();
        let tenants: Vec<_> = tenants.iter().map(Trust::tenant).collect();
        f.debug_struct("Runner")
            .field("tenants", &tenants)
            .field("contacts", &contacts)
            .finish_non_exhaustive()
    }
}

/// The command is not shown: it can hold an unlock token or a PIN.
impl fmt::Debug for Served {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Served")
            .field("status", &self.status)
            .field("content_type", &self.content_type)
            .field("body", &format_args!("({} bytes)", self.body.len()))
            .field("actions", &self.actions)
            .finish()
    }
}

/// Of a mutex behind which everything is whole at any moment.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
