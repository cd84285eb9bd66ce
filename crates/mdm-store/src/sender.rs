//! Says whom to push to now: `mdm-push`'s scheduler on a store.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, SystemTime};

use mdm_enrollment::Address;
use mdm_push::{Config, Event, Input, Outcome, Output, Scheduler, Send, Standing, Ticket, Waiting};

use crate::limits::PAGE;
use crate::row::{Credential, Lane, RecordKey, RouteKind, Tenant, Update};
use crate::turn::{LEASE, Turned, later};
use crate::{Error, Settled, Store, Turn, Unreadable, WakePosition};

/// Whom to push to now, for one node and any number of credentials.
///
/// It holds the lease of a credential while it can get it, keeps the devices that wait for a push in memory, follows
/// what other nodes commit, and writes down what became of each push. Everything that it knows is in the store: it is
/// made anew after a restart, and on another node when this one dies.
///
/// Three methods are the whole loop: [`serve`](Self::serve) once for each credential, then [`poll`](Self::poll) and
/// [`answer`](Self::answer). A client that repeats pushes on the wire asks [`PushId::repeating`] first. It sends nothing
/// itself, starts no task and prefers no async runtime.
///
/// ```
/// # use std::future::Future;
/// # use std::time::{Duration, SystemTime};
/// # use mdm_store::push::Outcome;
/// # use mdm_store::{Error, Push, PushId, Sender, Store};
/// # async fn deliver(push: Push) -> (PushId, Outcome) { (push.id, Outcome::NotSent) }
/// async fn send_pushes(mut sender: Sender<impl Store>) -> Error {
///     let mut deliveries = tokio::task::JoinSet::new();
///     loop {
///         let round = match sender.poll(SystemTime::now()).await {
///             Ok(round) => round,
///             Err(error @ Error::Closed) => return error,
///             // A store that is busy, or away: what is due stays due.
///             Err(error) => {
///                 eprintln!("{error}");
///                 tokio::time::sleep(Duration::from_secs(1)).await;
///                 continue;
///             }
///         };
///         // A wake that is damaged, a device without a route, a credential that is refused: nothing else tells.
///         for event in round.events {
///             eprintln!("{event:?}");
///         }
///         for push in round.pushes {
///             deliveries.spawn(deliver(push)); // by `mdm-apns` and its like; gives the push's id and what came of it
///         }
///         let pause = round.again.duration_since(SystemTime::now()).unwrap_or_default();
///         tokio::select! {
///             Some(Ok((id, outcome))) = deliveries.join_next() => sender.answer(&id, outcome, SystemTime::now()),
///             () = tokio::time::sleep(pause) => {}
///         }
///     }
/// }
/// ```
///
/// # What is promised
///
/// What [`mdm_push`] promises for one scheduler holds for a fleet of nodes: in no 60 seconds more pushes than the cap,
/// as long as the clocks of two nodes differ by no more than [`Config::skew`]. When a node dies another one goes on
/// after the end of its lease, and counts the 60 seconds before that as spent. A push whose result did not reach the
/// store is made again.
///
/// # Errors and dropped futures
///
/// Every future may be dropped at any point, and every error means to try again later: nothing that was begun is
/// forgotten. What could not be written is written by a later call.
pub struct Sender<S> {
    store: S,
    lease: Duration,
    posts: BTreeMap<Credential, Post>,
    /// Up to here changes were read.
    read: Option<WakePosition>,
    /// What the next round will say.
    pushes: Vec<Push>,
    events: Vec<SenderEvent>,
}

/// What to do now.
#[derive(Debug)]
#[non_exhaustive]
pub struct Round {
    /// Send these, each by its route. Exactly one [`answer`](Sender::answer) for each.
    pub pushes: Vec<Push>,
    /// Somebody has to be told: no row and no error says that a wake is damaged, that a device has no route left, that a
    /// provider refuses the credential.
    pub events: Vec<SenderEvent>,
    /// When to [`poll`](Sender::poll) again, if nothing happens before.
    pub again: SystemTime,
}

/// A push to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Push {
    /// For the answer.
    pub id: PushId,
    /// Whom it wakes.
    pub record: RecordKey,
    /// By what.
    pub kind: RouteKind,
    /// Where to, and what it must carry. Secret.
    pub address: Address,
    /// For the priority that a provider knows.
    pub lane: Lane,
    /// Counts pushes since the last contact, from one.
    pub attempt: u32,
    /// It must not go over the wire after this: another node may be sending then. Give it up and answer
    /// [`Outcome::NotSent`].
    pub not_after: SystemTime,
}

/// Names a push that was handed out.
#[derive(Clone)]
pub struct PushId {
    credential: Credential,
    ticket: Ticket,
    /// Whose ticket it is; gone when this node has lost the lease.
    scheduler: Weak<Shared>,
}

/// Of one credential. It is never locked while the store is waited for.
type Shared = Mutex<Scheduler<RecordKey, Tenant, Credential>>;

/// Something happened that no push tells.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SenderEvent {
    /// This node sends for a credential from now on.
    Took {
        /// The credential.
        credential: Credential,
    },
    /// Another node sends for a credential, because this one did not renew its lease in time.
    Lost {
        /// The credential.
        credential: Credential,
    },
    /// What a push needs cannot be read, or the wake itself: a newer version of this library wrote it, or it was damaged.
    /// The device is not woken by this node until it can be.
    Unreadable {
        /// The record.
        record: RecordKey,
    },
    /// The scheduler of a credential has something to say.
    Scheduler {
        /// The credential.
        credential: Credential,
        /// What.
        event: Event<RecordKey>,
    },
}

/// A credential that this node sends for when it can.
struct Post {
    config: Config,
    turn: Turn,
    held: Option<Held>,
}

/// A credential that this node sends for.
struct Held {
    scheduler: Arc<Shared>,
    /// Up to here the wakes that were pending before were read; `None` when all were.
    load: Option<Option<(Lane, RecordKey)>>,
    /// Handed out by the scheduler, and not looked up.
    sends: VecDeque<Send<RecordKey>>,
    /// Not yet written.
    updates: Vec<Update<RecordKey>>,
}

impl<S: Store> Sender<S> {
    /// Sends for nobody yet.
    #[must_use]
    pub const fn new(store: S) -> Self {
        Self {
            store,
            lease: LEASE,
            posts: BTreeMap::new(),
            read: None,
            pushes: Vec::new(),
            events: Vec::new(),
        }
    }

    /// Holds leases for so long, instead of 30 seconds: as long a dead node keeps the others waiting. They are renewed
    /// three times in it. At least three times the [skew](Config::skew).
    #[must_use]
    pub fn with_lease(mut self, lease: Duration) -> Self {
        self.posts.values_mut().for_each(|post| post.turn = post.turn.clone().with_lease(lease));
        Self { lease, ..self }
    }

    /// Sends for this credential from now on, whenever no other node does. For one that it serves already, the lease and
    /// what is under way stay as they are, and another config counts from the next time on that this node takes the lease.
    pub fn serve(&mut self, credential: Credential, config: Config) {
        let turn = Turn::new(credential.clone()).with_lease(self.lease);
        let post = self.posts.entry(credential).or_insert(Post { config, turn, held: None });
        post.turn = post.turn.clone().with_skew(config.skew);
        post.config = config;
    }

    /// Finds out what is to be done: keeps the leases, reads what changed, writes the results of pushes.
    ///
    /// Call it at the time that the last round named, after answers, and when a [`Runner`](crate::Runner) says that a
    /// device has to be woken; often is harmless.
    ///
    /// # Errors
    /// The store's. What is due stays due: poll again. What fails for one credential, such as a lease that cannot be read,
    /// holds up no other: what those have to say is given first, and the error by the next call.
    pub async fn poll(&mut self, now: SystemTime) -> Result<Round, Error> {
        let mut again = later(now, GLANCE);
        if self.read_changes(now).await? {
            again = now;
        }
        let mut trouble = None;
        for (credential, post) in &mut self.posts {
            let (pushes, events) = (&mut self.pushes, &mut self.events);
            match post.poll(&self.store, credential, pushes, events, now).await {
                Ok(wait) => again = again.min(wait),
                // The others need not wait for this one.
                Err(error) => {
                    trouble.get_or_insert(error);
                    again = now;
                }
            }
        }
        let (pushes, events) = (std::mem::take(&mut self.pushes), std::mem::take(&mut self.events));
        match trouble {
            Some(error) if pushes.is_empty() && events.is_empty() => Err(error),
            _ => Ok(Round { pushes, events, again: again.max(now) }),
        }
    }

    /// Says what became of a push. [`poll`](Self::poll) then writes it down.
    ///
    /// An answer that comes too late is passed over: the push has been taken for lost.
    pub fn answer(&mut self, push: &PushId, outcome: Outcome, now: SystemTime) {
        // Its time was over.
        let _late = push.tell(Input::Answered(push.ticket, outcome), now);
    }

    /// Says that a credential was mended, or that somebody wants to try: ends every hold.
    pub fn mended(&mut self, credential: &Credential, now: SystemTime) {
        if let Some(held) = self.posts.get_mut(credential).and_then(|post| post.held.as_mut()) {
            // Never refused.
            let _never = held.scheduler().handle_input(Input::CredentialFixed, now);
        }
    }

    /// Stops: writes what is not written, and gives the leases up whose pushes were all answered, so that other nodes
    /// need not wait for their ends. Sends for nobody afterwards.
    ///
    /// # Errors
    /// The store's. Leases that could not be given up end by themselves.
    pub async fn stop(&mut self, now: SystemTime) -> Result<(), Error> {
        while let Some(mut entry) = self.posts.first_entry() {
            let credential = entry.key().clone();
            let post = entry.get_mut();
            post.write(&self.store, &credential, &mut self.events, now).await?;
            // What was not given out goes out from the next node.
            if let Some(held) = &mut post.held {
                held.give_back(now);
            }
            for push in self.pushes.extract_if(.., |push| push.id.credential == credential) {
                let _late = push.id.tell(Input::Answered(push.id.ticket, Outcome::NotSent), now);
            }
            let answered = |held: &Held| held.scheduler().waiting().in_flight == 0;
            if post.held.as_ref().is_some_and(answered) {
                post.turn.give_up(&self.store, now).await?;
            }
            self.posts.remove(&credential);
        }
        Ok(())
    }

    /// Whether this node sends for a credential.
    #[must_use]
    pub fn holds(&self, credential: &Credential) -> bool {
        self.posts.get(credential).is_some_and(|post| post.held.is_some())
    }

    /// Why a device is not woken at this moment. `None` when it does not wait for a push of this node.
    #[must_use]
    pub fn standing(&self, record: &RecordKey) -> Option<Standing> {
        let held = self.posts.values().filter_map(|post| post.held.as_ref());
        held.filter_map(|held| held.scheduler().standing(record)).next()
    }

    /// How many devices wait for what; `None` when another node knows.
    #[must_use]
    pub fn waiting(&self, credential: &Credential) -> Option<Waiting> {
        Some(self.posts.get(credential)?.held.as_ref()?.scheduler().waiting())
    }

    /// Tells the schedulers what was committed since; says whether there may be more.
    async fn read_changes(&mut self, now: SystemTime) -> Result<bool, Error> {
        let Some(mut read) = self.read else {
            self.read = Some(self.store.last_wake().await?);
            return Ok(false);
        };
        for _ in 0..PAGES {
            let page = match self.store.changed_wakes(read, PAGE).await {
                Err(Error::Unreadable { row: Unreadable::Changed(position, record) }) => {
                    self.events.push(SenderEvent::Unreadable { record });
                    read = position;
                    self.read = Some(read);
                    continue;
                }
                page => page?,
            };
            for changed in &page {
                read = changed.position;
                let row = &changed.row;
                for (credential, post) in &mut self.posts {
                    let Some(held) = &mut post.held else { continue };
                    if row.routes.is_empty() {
                        let _never = held.scheduler().handle_input(Input::Forget(&row.key), now);
                    } else if row.routes.iter().any(|route| route.credential == *credential) {
                        // Refused where another scheduler is meant.
                        let _other = held.scheduler().handle_input(Input::Wake(row), now);
                    }
                }
            }
            self.read = Some(read);
            if page.len() < PAGE {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl Post {
    /// Finds out what is to be done with the credential, and when to look again.
    async fn poll(
        &mut self,
        store: &impl Store,
        credential: &Credential,
        pushes: &mut Vec<Push>,
        events: &mut Vec<SenderEvent>,
        now: SystemTime,
    ) -> Result<SystemTime, Error> {
        let mut again = self.keep_lease(store, credential, events, now).await?;
        let Some(held) = &mut self.held else { return Ok(again) };
        held.load(store, credential, events, now).await?;
        let wait = self.write(store, credential, events, now).await?;
        let Some(held) = &mut self.held else { return Ok(again) };
        while let Some(send) = held.sends.front() {
            let row = match store.wake(&send.key).await {
                // The other devices need not wait for this one.
                Err(error) if error.is_about_one_record() => None,
                row => Some(row?),
            };
            let Some(send) = held.sends.pop_front() else { break };
            let push = match row {
                Some(row) => held.address(&send, row.as_ref(), credential, now),
                None => Err(held.unreadable(&send, now)),
            };
            match push {
                Ok(Some(push)) => pushes.push(push),
                Ok(None) => again = now,
                Err(event) => {
                    events.push(event);
                    again = now;
                }
            }
        }
        again = again.min(wait.unwrap_or(again));
        Ok(if held.load.is_some() { now } else { again })
    }

    /// Takes or renews the lease, when it is time; says when it is time again.
    async fn keep_lease(
        &mut self,
        store: &impl Store,
        credential: &Credential,
        events: &mut Vec<SenderEvent>,
        now: SystemTime,
    ) -> Result<SystemTime, Error> {
        match self.turn.look(store, now).await? {
            Turned::Nothing => {}
            Turned::Took(lease) => {
                let scheduler = Scheduler::new(credential.clone(), self.config, &lease, now);
                let scheduler = Arc::new(Mutex::new(scheduler));
                let (sends, updates) = (VecDeque::new(), Vec::new());
                self.held = Some(Held { scheduler, load: Some(None), sends, updates });
                events.push(SenderEvent::Took { credential: credential.clone() });
            }
            Turned::Renewed(lease) => {
                if let Some(held) = &self.held {
                    // Its fence is the same.
                    let _never = held.scheduler().handle_input(Input::Lease(&lease), now);
                }
            }
            Turned::Lost => self.lose(credential, events),
        }
        Ok(self.turn.again())
    }

    /// Asks the scheduler, and writes what became of pushes; says when it wants to be asked again.
    async fn write(
        &mut self,
        store: &impl Store,
        credential: &Credential,
        events: &mut Vec<SenderEvent>,
        now: SystemTime,
    ) -> Result<Option<SystemTime>, Error> {
        let Some(held) = &mut self.held else { return Ok(None) };
        let wait = held.drain(credential, events, now);
        if !held.write(store, credential, events).await? {
            self.lose(credential, events);
        }
        Ok(wait)
    }

    fn lose(&mut self, credential: &Credential, events: &mut Vec<SenderEvent>) {
        self.held = None;
        self.turn.lose();
        events.push(SenderEvent::Lost { credential: credential.clone() });
    }
}

impl Held {
    fn scheduler(&self) -> MutexGuard<'_, Scheduler<RecordKey, Tenant, Credential>> {
        self.scheduler.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads a page of what was pending before, if there is more of it.
    async fn load(
        &mut self,
        store: &impl Store,
        credential: &Credential,
        events: &mut Vec<SenderEvent>,
        now: SystemTime,
    ) -> Result<(), Error> {
        let Some(reached) = &self.load else { return Ok(()) };
        let after = reached.as_ref().map(|(lane, key)| (*lane, key));
        let page = match store.pending_wakes(credential, after, PAGE).await {
            Err(Error::Unreadable { row: Unreadable::Pending(lane, key) }) => {
                events.push(SenderEvent::Unreadable { record: key.clone() });
                self.load = Some(Some((lane, key)));
                return Ok(());
            }
            page => page?,
        };
        for row in &page {
            let _other = self.scheduler().handle_input(Input::Wake(row), now);
        }
        // Also a short page may be followed by another one: it may end before a row that cannot be read.
        self.load = page.last().map(|row| Some((row.lane, row.key.clone())));
        Ok(())
    }

    fn drain(
        &mut self,
        credential: &Credential,
        events: &mut Vec<SenderEvent>,
        now: SystemTime,
    ) -> Option<SystemTime> {
        loop {
            let output = self.scheduler().poll_output(now);
            match output {
                Output::Send(send) => self.sends.push_back(send),
                Output::Update(update) => self.updates.push(update),
                Output::Event(event) => {
                    events.push(SenderEvent::Scheduler { credential: credential.clone(), event });
                }
                Output::Wait(until) => return until,
                _ => {}
            }
        }
    }

    /// Writes the results of pushes. `false` when another node holds the lease.
    async fn write(
        &mut self,
        store: &impl Store,
        credential: &Credential,
        events: &mut Vec<SenderEvent>,
    ) -> Result<bool, Error> {
        while !self.updates.is_empty() {
            let some = self.updates.get(..PAGE.min(self.updates.len())).unwrap_or_default();
            let settled = store.settle_wakes(credential, some).await?;
            if settled.contains(&Settled::Fenced) {
                return Ok(false);
            }
            // What is outdated has changed, and comes with the changes.
            for (update, settled) in self.updates.drain(..settled.len().min(some.len())).zip(settled) {
                if settled == Settled::Unreadable {
                    events.push(SenderEvent::Unreadable { record: update.key });
                }
            }
        }
        Ok(true)
    }

    /// The push, with the newest token. `None` when the device need not be pushed to any more, or not by this route.
    fn address(
        &self,
        send: &Send<RecordKey>,
        row: Option<&crate::row::WakeRow>,
        credential: &Credential,
        now: SystemTime,
    ) -> Result<Option<Push>, SenderEvent> {
        let meant = |row: &&crate::row::WakeRow| row.need == send.need && row.due.is_some();
        let Some((row, route)) = row.filter(meant).and_then(|row| Some((row, row.routes.get(send.route)?)))
        else {
            // It was handed out a moment ago.
            let _never = self.scheduler().handle_input(Input::Answered(send.ticket, Outcome::NotSent), now);
            let changed = match row {
                Some(row) => self.scheduler().handle_input(Input::Wake(row), now),
                None => self.scheduler().handle_input(Input::Forget(&send.key), now),
            };
            // Another scheduler may be meant now.
            let _other = changed;
            return Ok(None);
        };
        let Ok(address) = Address::decode(row, send.route) else { return Err(self.unreadable(send, now)) };
        let scheduler = Arc::downgrade(&self.scheduler);
        let id = PushId { credential: credential.clone(), ticket: send.ticket, scheduler };
        Ok(Some(Push {
            id,
            record: send.key.clone(),
            kind: route.kind,
            address,
            lane: send.lane,
            attempt: send.attempt,
            not_after: send.not_after,
        }))
    }

    /// Nobody was told of these.
    fn give_back(&mut self, now: SystemTime) {
        for send in std::mem::take(&mut self.sends) {
            // It was handed out a moment ago.
            let _never = self.scheduler().handle_input(Input::Answered(send.ticket, Outcome::NotSent), now);
        }
    }

    /// Where the push would go cannot be read: it is tried again tomorrow.
    fn unreadable(&self, send: &Send<RecordKey>, now: SystemTime) -> SenderEvent {
        // It was handed out a moment ago.
        let _never = self.scheduler().handle_input(Input::Answered(send.ticket, Outcome::Unsendable), now);
        SenderEvent::Unreadable { record: send.key.clone() }
    }
}

impl PushId {
    /// The credential to push with.
    #[must_use]
    pub const fn credential(&self) -> &Credential {
        &self.credential
    }

    /// Says that this push is about to go over the wire once more, on another connection. From any thread, and at any
    /// time: whether the [`Sender`] is polled meanwhile is no matter, and the store is not asked.
    ///
    /// # Errors
    /// [`NoRoom`](mdm_push::Error::NoRoom) when the cap or the lease forbids it: it must not.
    /// [`UnknownTicket`](mdm_push::Error::UnknownTicket) when its time is over: it must not either.
    pub fn repeating(&self, now: SystemTime) -> Result<(), mdm_push::Error> {
        self.tell(Input::Repeating(self.ticket), now)
    }

    fn tell(
        &self,
        input: Input<'_, RecordKey, Tenant, Credential>,
        now: SystemTime,
    ) -> Result<(), mdm_push::Error> {
        let scheduler = self.scheduler.upgrade().ok_or(mdm_push::Error::UnknownTicket)?;
        scheduler.lock().unwrap_or_else(PoisonError::into_inner).handle_input(input, now)
    }
}

impl PartialEq for PushId {
    fn eq(&self, other: &Self) -> bool {
        self.ticket == other.ticket && self.scheduler.ptr_eq(&other.scheduler)
    }
}

impl Eq for PushId {}

impl fmt::Debug for PushId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PushId").field("credential", &self.credential).field("ticket", &self.ticket).finish()
    }
}

impl<S> fmt::Debug for Sender<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let held = |post: &Post| post.turn.lease().map(|lease| lease.fence);
        let posts: BTreeMap<_, _> =
            self.posts.iter().map(|(credential, post)| (credential, held(post))).collect();
        f.debug_struct("Sender").field("fences", &posts).field("read", &self.read).finish_non_exhaustive()
    }
}

/// Changes that another node commits are read so often at least.
const GLANCE: Duration = Duration::from_secs(1);
/// Pages of changes that are read in one call: leases want to be renewed meanwhile.
const PAGES: usize = 8;
