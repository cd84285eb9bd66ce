//! The audit trail of a store: checkpoints, retention, export.

mod pages;
mod sweep;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use mdm_enrollment::audit::{
    Break, Broken, Carrier, Checkpoint, Digest, Draft, EventLine, Leaf, Leaves, Ledger, Line, Pseudonym,
    Signature, SignedCheckpoint, Tip, UnreadableLine,
};
use mdm_enrollment::row::{Link, LinkKind, RecordKey, Tenant, Version, Window};
use mdm_enrollment::{Event, EventKind};

use crate::limits::{PAGE, PRUNED, millis_saturating};
use crate::runner::{ATTEMPTS, give_way, is_unreadable};
use crate::{Error, EventPosition, OldEvents, RunError, Store, StoredEvent, Unreadable};
use pages::{Next, Pages};
use sweep::Sweep;

/// Makes checkpoints of the chains of events, prunes what they have sealed, and exports what a
/// [`Verifier`](mdm_enrollment::audit::Verifier) reads. Any number of nodes may do it; one at a time is enough.
///
/// A round is: [`drafts`](Self::drafts), a signature for each, [`commit`](Self::commit), and then
/// [`prune`](Self::prune) as often as it prunes something. It reads the events that have come since the last round, and
/// writes one record a tenant; it holds no lock, and no device waits for it.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use mdm_enrollment::audit::Verifier;
/// use mdm_enrollment::row::Tenant;
/// use mdm_store::{Auditor, EventPosition, Memory};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let acme = Tenant::new("acme").ok_or("a name")?;
/// let auditor = Auditor::new(Memory::new(), [acme.clone()]);
/// let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
/// let year = Duration::from_secs(365 * 86_400);
/// for draft in auditor.drafts(Some(year), now).await? {
///     let _to_be_signed = draft.checkpoint().to_be_signed();
///     auditor.commit(draft, None).await?;
/// }
/// while auditor.prune(EventPosition(u64::MAX)).await? > 0 {}
///
/// let mut verifier = Verifier::new();
/// let mut broken = None;
/// auditor.export(&acme, None, &mut |line| broken = verifier.take(&line).err().or(broken.take())).await?;
/// assert_eq!((broken, verifier.finish()?.events), (None, 0));
/// # Ok(())
/// # }
/// ```
pub struct Auditor<S> {
    store: S,
    tenants: Vec<Tenant>,
    /// How many chains one checkpoint carries forward at the most.
    carries: usize,
    signed: Option<SignedBy>,
    sweep: Mutex<Sweep>,
    /// What was looked at for tenants of which nothing has happened.
    quiet: Mutex<BTreeMap<Box<str>, Quiet>>,
    /// The place of the tenant whose checkpoints went last.
    dropping: AtomicUsize,
}

/// What [`Auditor::drafts`] gives.
#[derive(Clone, Debug, Default)]
#[must_use = "a tenant that is stopped has no draft that says so"]
#[non_exhaustive]
pub struct Drafts {
    /// The next checkpoints, of all tenants or of none.
    pub drafts: Vec<Draft>,
    /// The tenants that get none, whatever happens: the record of the ledger, or its last checkpoint, cannot be read or is
    /// not as it was made. It is told each time until it was put back.
    pub stopped: Vec<(Tenant, Broken)>,
}

/// The drafts.
impl IntoIterator for Drafts {
    type Item = Draft;
    type IntoIter = std::vec::IntoIter<Draft>;

    fn into_iter(self) -> Self::IntoIter {
        self.drafts.into_iter()
    }
}

/// Takes one line of an export.
pub type Lines<'a> = &'a mut (dyn FnMut(Line) + Send);

type SignedBy = Box<dyn Fn(&Checkpoint, Option<&Signature>) -> bool + Send + Sync>;

impl<S: Store> Auditor<S> {
    /// Looks after the trails of these tenants. Events of others, and of none, are never pruned.
    #[must_use]
    pub fn new(store: S, tenants: impl IntoIterator<Item = Tenant>) -> Self {
        let tenants: Vec<Tenant> = tenants.into_iter().collect();
        let sweep = Mutex::new(Sweep::of(&tenants));
        let dropping = AtomicUsize::new(0);
        let quiet = Mutex::default();
        Self { store, tenants, carries: Carrier::MOST, signed: None, sweep, quiet, dropping }
    }

    /// Prunes the events of no tenant too, as far as the retention of all its tenants has come: those of orders to many for
    /// all tenants, of [what was learned](mdm_enrollment::learned), and what is no event of this library. They are in no
    /// checkpoint. Let the one auditor do it that looks after every tenant of the store. A tenant that is new keeps them for
    /// as long as its own first events.
    #[must_use]
    pub fn with_stray_events(self) -> Self {
        self.sweep().with_strays();
        self
    }

    /// Holds the signature of every checkpoint that it reads in order to forget something against a key: those that are
    /// carried forward, those to whose end retention may come, and the last. One that fails stops both for its tenant, and
    /// [the draft tells](Draft::broken). Without it, who can write all of the database can have leaves carried forward, and
    /// signed with the next checkpoint, that nobody has signed before.
    ///
    /// `verify` is given a checkpoint and its signature, if it has one, so that it can say up to which number nobody signed.
    #[must_use]
    pub fn signed_by(
        self,
        verify: impl Fn(&Checkpoint, Option<&Signature>) -> bool + Send + Sync + 'static,
    ) -> Self {
        Self { signed: Some(Box::new(verify)), ..self }
    }

    /// Carries so many chains forward in one checkpoint at the most, at least one: [`Carrier::MOST`] without it. The fewer, the
    /// smaller the largest checkpoint, and the oftener the old ones are read.
    #[must_use]
    pub fn with_carried(self, most: usize) -> Self {
        Self { carries: most, ..self }
    }

    /// The next checkpoint of every tenant; none when nothing has happened since the last ones. When a tenant has one all
    /// have, so that retention goes on for all.
    ///
    /// With `keep` what is older than this is not kept: events up to the end of the last checkpoint that was made so long
    /// ago may be gone, as soon as these are committed. What only checkpoints from before tell is
    /// [carried forward](mdm_enrollment::audit::Carry), a part in each draft, and then they may be gone too.
    ///
    /// The record of a ledger is signed by nobody, so it is held against its last checkpoint, and what that says is drafted.
    /// Where the record says something else, and where a checkpoint that was to be forgotten is not as it was made, nothing
    /// is forgotten, and the draft [tells which](Draft::broken). A tenant whose record or last checkpoint cannot be read gets
    /// no draft until it was put back ([`Drafts::stopped`]), and keeps no other from one.
    ///
    /// An event that cannot be read is passed, and the checkpoint
    /// [says so](mdm_enrollment::audit::Checkpoint::unreadable): that of its tenant when its record is there, otherwise
    /// those of all. It passes 64 of them at the most, and goes on behind those the next time.
    ///
    /// The auditor remembers how far it has looked for a tenant of which nothing has happened, so that it reads the events of
    /// others once.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn drafts(&self, keep: Option<Duration>, now: SystemTime) -> Result<Drafts, RunError> {
        let before = keep.and_then(|keep| now.checked_sub(keep));
        let mut rounds: BTreeMap<&str, Round> = BTreeMap::new();
        let mut stopped = Vec::new();
        for tenant in &self.tenants {
            match self.begin(tenant, before).await? {
                Ok(round) => drop(rounds.insert(tenant.as_str(), round)),
                Err(broken) => stopped.extend(broken.map(|broken| (tenant.clone(), broken))),
            }
        }
        let Some(mut up_to) = rounds.values().map(|round| round.seen).min() else {
            return Ok(Drafts { drafts: Vec::new(), stopped });
        };
        let (mut pages, mut passed) = (Pages::behind(&self.store, up_to), 0);
        while let Some(next) = pages.next().await? {
            match next {
                Next::Event(event) if Round::note(&mut rounds, &event) => up_to = event.position.0,
                Next::Unreadable(position, key) if passed < PASSED => {
                    let (whose, tip) = self.whose(key.as_ref()).await?;
                    rounds.values_mut().for_each(|round| round.pass(position, &whose, key.as_ref().zip(tip)));
                    (up_to, passed) = (position.0, passed + 1);
                }
                // It belongs into the next checkpoint.
                Next::Event(_) | Next::Unreadable(..) => break,
            }
        }
        let mut quiet = self.quiet();
        for (tenant, round) in &mut rounds {
            round.seen = round.seen.max(up_to);
            match round.quiet() {
                Some(seen) => drop(quiet.insert((*tenant).into(), seen)),
                None => drop(quiet.remove(*tenant)),
            }
        }
        drop(quiet);
        let is_wanted = rounds.values().any(|round| round.is_news || round.is_wanted);
        let drafts = rounds.into_values().filter(|_| is_wanted).map(|round| round.draft(now)).collect();
        Ok(Drafts { drafts, stopped })
    }

    /// What the next checkpoint of a tenant begins with; otherwise why there is none, unless another node has gone on.
    async fn begin(
        &self,
        tenant: &Tenant,
        before: Option<SystemTime>,
    ) -> Result<Result<Round, Option<Broken>>, RunError> {
        let Some(mut ledger) = self.known_ledger(tenant).await? else {
            return Ok(Err(Some(of_ledger(tenant, Break::Unreadable))));
        };
        let mut broken = match self.hold(tenant, &mut ledger).await? {
            Ok(broken) => broken,
            Err(why) => return Ok(Err(why)),
        };
        let (mut is_wanted, mut carrier) = (false, None);
        if broken.is_none() {
            if let Some(before) = before {
                is_wanted = self.retain(tenant, &mut ledger, before, &mut broken).await?;
            }
            carrier = self.carrier(tenant, &ledger, &mut broken).await?;
            is_wanted |= carrier.is_some();
        }
        let quiet =
            self.quiet().get(tenant.as_str()).filter(|quiet| quiet.number == ledger.number()).cloned();
        let (seen, leaves) = quiet.map(|quiet| (quiet.seen, quiet.leaves)).unwrap_or_default();
        let seen = seen.max(ledger.up_to());
        let passed = Vec::new();
        Ok(Ok(Round { ledger, seen, leaves, carrier, broken, passed, is_news: false, is_wanted }))
    }

    /// Holds the record of a ledger against its checkpoints: what is wrong with it; or why it cannot be gone on with at all,
    /// unless another node has gone on.
    async fn hold(
        &self,
        tenant: &Tenant,
        ledger: &mut Ledger,
    ) -> Result<Result<Option<Broken>, Option<Broken>>, RunError> {
        let number = ledger.number();
        let last = match number {
            0 => None,
            _ => match self.found(tenant, ledger, number).await? {
                Ok(last) => Some(last),
                Err(why) => return Ok(Err(why)),
            },
        };
        match ledger.rest_on(last.as_ref().map(|last| &last.checkpoint)) {
            Ok(true) => {}
            Ok(false) => return Ok(Ok(Some(of_ledger(tenant, Break::Ledger)))),
            Err(what) => return Ok(Err(Some(broken(number, what)))),
        }
        if last.is_some_and(|last| !self.is_signed(&last)) {
            return Ok(Ok(Some(broken(number, Break::Signature))));
        }
        let pruned = match ledger.last_pruned() {
            None => None,
            Some(number) => match self.found(tenant, ledger, number).await? {
                Ok(pruned) => Some(pruned),
                Err(None) => return Ok(Err(None)),
                Err(broken) => return Ok(Ok(broken)),
            },
        };
        let is_pruned = ledger.is_pruned_to(pruned.as_ref().map(|pruned| &pruned.checkpoint));
        Ok(Ok((!is_pruned).then(|| of_ledger(tenant, Break::Ledger))))
    }

    /// Commits a checkpoint.
    ///
    /// # Errors
    ///
    /// [`Error::Conflict`] when another one was committed meanwhile, by another node or because a record was purged: make
    /// new drafts.
    pub async fn commit(&self, draft: Draft, signature: Option<Signature>) -> Result<(), RunError> {
        Ok(self.store.commit(draft.finish(signature)?).await?)
    }

    /// Forgets old events of its tenants: those that the last checkpoint of their own tenant says may be gone, up to this
    /// position too, a thousand and some 8 MiB at the most; and when there are none left, checkpoints that were carried
    /// forward, as many. Says how many: as long as there are some, there may be more.
    ///
    /// The events of others stay where they are, and so do those of a tenant that keeps them for longer. The auditor
    /// remembers how far it has looked for each tenant, so that it reads them once. One that cannot be read is its tenant's as
    /// long as its record is there, and later nobody's.
    ///
    /// `up_to` is what those who read events have seen: [`Outbox::position`](crate::Outbox::position).
    ///
    /// # Errors
    ///
    /// The store's. A tenant whose ledger cannot be read is passed over, and [told](Drafts::stopped) with the drafts.
    pub async fn prune(&self, up_to: EventPosition) -> Result<usize, RunError> {
        loop {
            let seen = self.sweep().clone();
            match seen.next(up_to) {
                Some(after) => match self.prune_page(&seen, after, up_to).await? {
                    0 => {}
                    some => return Ok(some),
                },
                None if self.look().await? => {}
                None => break,
            }
        }
        let begin = self.dropping.load(Ordering::Relaxed);
        for (place, tenant) in self.tenants.iter().enumerate().skip(begin) {
            match self.drop_checkpoints(tenant).await? {
                0 => {}
                some => {
                    self.dropping.store(place, Ordering::Relaxed);
                    return Ok(some);
                }
            }
        }
        self.dropping.store(0, Ordering::Relaxed);
        Ok(0)
    }

    /// Forgets what is old on one page.
    async fn prune_page(
        &self,
        seen: &Sweep,
        after: EventPosition,
        up_to: EventPosition,
    ) -> Result<usize, RunError> {
        let (last, old) = match self.store.events((after.0 > 0).then_some(after), PAGE).await {
            Err(Error::Unreadable { row: Unreadable::Event { position, key, .. } }) => {
                let (whose, _) = self.whose(key.as_ref()).await?;
                let mut ours = self.tenants.iter().filter(|tenant| whose.contains(&Link::tenant(tenant)));
                let is_old = match whose[..] {
                    [] => seen.is_old(None, position, up_to),
                    _ => ours.any(|tenant| seen.is_old(Some(tenant.as_str()), position, up_to)),
                };
                (position, Vec::from_iter(is_old.then_some(position)))
            }
            page => {
                let page = page?;
                let end = seen.end(up_to);
                let old = page.iter().take_while(|event| event.position <= end).filter(|event| {
                    seen.is_old(Event::tenant_of(&event.row.body).as_deref(), event.position, up_to)
                });
                let last = page.last().map_or(end, |last| last.position);
                (last, old.map(|event| event.position).collect())
            }
        };
        let all = old.len();
        let gone = if all == 0 { 0 } else { self.store.prune_events(&OldEvents::At(old), PAGE).await? };
        // Nothing is left here, also of what another node prunes.
        if gone == 0 || gone == all {
            self.sweep().advance(seen, last, up_to);
        }
        Ok(gone)
    }

    /// Reads how far retention has come; whether it has come further for anybody.
    async fn look(&self) -> Result<bool, RunError> {
        let mut goes_on = false;
        for tenant in &self.tenants {
            if let Some(ledger) = self.known_ledger(tenant).await? {
                goes_on |= self.sweep().retain(tenant, EventPosition(ledger.pruned()));
            }
        }
        Ok(goes_on)
    }

    fn sweep(&self) -> MutexGuard<'_, Sweep> {
        self.sweep.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn quiet(&self) -> MutexGuard<'_, BTreeMap<Box<str>, Quiet>> {
        self.quiet.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One step of forgetting checkpoints that were carried forward.
    async fn drop_checkpoints(&self, tenant: &Tenant) -> Result<usize, RunError> {
        for _ in 0..ATTEMPTS {
            let Some(ledger) = self.known_ledger(tenant).await? else { return Ok(0) };
            let numbers = ledger.droppable();
            let names: Vec<_> =
                numbers.clone().take(PAGE).map(|number| Ledger::payload(tenant, number)).collect();
            if names.is_empty() {
                return Ok(0);
            }
            let (mut bytes, mut count) = (0, 0);
            for size in self.store.payload_sizes(&names).await? {
                if bytes >= PRUNED as u64 {
                    break;
                }
                bytes = size.map_or(bytes, |size| size.saturating_add(bytes));
                count += 1;
            }
            let last = numbers.start().saturating_add(count).saturating_sub(1);
            match self.store.commit(ledger.drop_up_to(last)?).await {
                // A checkpoint was made meanwhile, or something was purged.
                Err(error) if error.is_conflict() => give_way().await,
                done => return Ok(done.map(|()| usize::try_from(count).unwrap_or(usize::MAX))?),
            }
        }
        Err(RunError::Contended)
    }

    /// Whose the record of an event is that cannot be read itself, and where its chain ends; none when nobody can tell.
    async fn whose(&self, key: Option<&RecordKey>) -> Result<(Vec<Link>, Option<Tip>), RunError> {
        let Some(key) = key else { return Ok((Vec::new(), None)) };
        let loaded = match self.store.load(key, &Window::Head).await {
            Err(error) if error.is_about_one_value() => None,
            loaded => loaded?,
        };
        let Some(head) = loaded.map(|loaded| loaded.head) else { return Ok((Vec::new(), None)) };
        let mut links = head.links;
        links.retain(|link| link.kind == LinkKind::Tenant);
        Ok((links, Tip::of_body(&head.body)))
    }

    /// Gives the checkpoints of a tenant and its events, or the events of one record: those that are kept. What may be gone
    /// is left out, also as long as it is there, so that whoever [prunes](Self::prune) meanwhile does no harm.
    ///
    /// # Errors
    ///
    /// [`RunError::Contended`] when retention has gone on meanwhile; [`Error::Corrupt`] when something cannot be read; the
    /// store's.
    pub async fn export(
        &self,
        tenant: &Tenant,
        record: Option<&RecordKey>,
        lines: Lines<'_>,
    ) -> Result<(), RunError> {
        let ledger = self.ledger(tenant).await?;
        for number in ledger.first()..=ledger.number() {
            match self.checkpoint(tenant, number).await? {
                Some(checkpoint) => lines(Line::Checkpoint(checkpoint)),
                None if self.ledger(tenant).await?.first() > number => return Err(RunError::Contended),
                None => return Err(corrupt()),
            }
        }
        self.tell(tenant, record, ledger.pruned(), lines).await?;
        let now = self.ledger(tenant).await?;
        if (now.pruned(), now.first()) != (ledger.pruned(), ledger.first()) {
            return Err(RunError::Contended);
        }
        Ok(())
    }

    /// Gives the events behind a position.
    async fn tell(
        &self,
        tenant: &Tenant,
        record: Option<&RecordKey>,
        behind: u64,
        lines: Lines<'_>,
    ) -> Result<(), RunError> {
        let (mut position, mut place) = ((behind > 0).then_some(EventPosition(behind)), None);
        loop {
            let page = match record {
                Some(key) => self.store.events_of(key, place, PAGE).await,
                None => self.store.events(position, PAGE).await,
            };
            let page = match page {
                Err(Error::Unreadable { row: Unreadable::Event { position: at, key, after } })
                    if record.is_none() || after.is_some() =>
                {
                    let (whose, _) = self.whose(key.as_ref()).await?;
                    let is_ours = whose.contains(&Link::tenant(tenant));
                    if let Some(key) = key.filter(|_| at.0 > behind && (is_ours || record.is_some())) {
                        let place = after.map(|(version, index)| (version.0, index));
                        let key = key.as_str().into();
                        lines(Line::Unreadable(UnreadableLine { position: at.0, key, place }));
                    }
                    (position, place) = (Some(at), after);
                    continue;
                }
                page => page?,
            };
            let Some(last) = page.last() else { return Ok(()) };
            (position, place) = (Some(last.position), Some((last.version, last.index)));
            let is_wanted = |event: &&StoredEvent| {
                event.position.0 > behind && (record.is_some() || is_of(&event.row.body, tenant))
            };
            for event in page.iter().filter(is_wanted) {
                lines(Line::Event(line(event)?));
            }
        }
    }

    /// Gives the events of a tenant that name a member, for the member: a copy of what is there under the pseudonym, also of
    /// what may be gone.
    ///
    /// # Errors
    ///
    /// The store's; [`Error::Corrupt`] when something cannot be read.
    pub async fn export_member(
        &self,
        tenant: &Tenant,
        member: &Pseudonym,
        lines: Lines<'_>,
    ) -> Result<(), RunError> {
        let names = |event: &Line| match event {
            Line::Event(event) => Event::decode(event.body.as_bytes()).is_ok_and(|event| event.names(member)),
            _ => false,
        };
        let mut filter = |line: Line| {
            if names(&line) {
                lines(line);
            }
        };
        self.tell(tenant, None, 0, &mut filter).await
    }

    async fn ledger(&self, tenant: &Tenant) -> Result<Ledger, RunError> {
        let loaded = self.store.load(&Ledger::key(tenant), &Window::Head).await?;
        Ok(Ledger::decode(tenant, loaded.as_ref())?)
    }

    /// As [`Self::ledger`]; `None` when it cannot be read.
    async fn known_ledger(&self, tenant: &Tenant) -> Result<Option<Ledger>, RunError> {
        match self.ledger(tenant).await {
            Err(error) if is_unreadable(&error) => Ok(None),
            ledger => ledger.map(Some),
        }
    }

    async fn checkpoint(&self, tenant: &Tenant, number: u64) -> Result<Option<SignedCheckpoint>, RunError> {
        let bytes = self.store.payload(&Ledger::payload(tenant, number)).await?;
        Ok(bytes.map(|bytes| SignedCheckpoint::decode(&bytes)).transpose()?)
    }

    /// A checkpoint as it was made, as far as it alone can tell, or what is wrong with it. Neither when there is no such one
    /// any more, because another node has gone on.
    async fn sound(
        &self,
        tenant: &Tenant,
        ledger: &Ledger,
        number: u64,
    ) -> Result<Result<SignedCheckpoint, Option<Broken>>, RunError> {
        let found = self.found(tenant, ledger, number).await?;
        Ok(found.and_then(|signed| match self.is_signed(&signed) {
            true => Ok(signed),
            false => Err(Some(broken(number, Break::Signature))),
        }))
    }

    fn is_signed(&self, signed: &SignedCheckpoint) -> bool {
        self.signed.as_ref().is_none_or(|verify| verify(&signed.checkpoint, signed.signature.as_ref()))
    }

    /// As [`Self::sound`], whoever has signed it.
    async fn found(
        &self,
        tenant: &Tenant,
        ledger: &Ledger,
        number: u64,
    ) -> Result<Result<SignedCheckpoint, Option<Broken>>, RunError> {
        let signed = match self.checkpoint(tenant, number).await {
            Ok(Some(signed)) => {
                let Checkpoint { tenant: whose, number: its, .. } = &signed.checkpoint;
                // Another tenant's is signed too.
                if (&**whose, *its) == (tenant.as_str(), number) { Ok(signed) } else { Err(Break::Unlinked) }
            }
            Ok(None) if self.ledger(tenant).await?.number() != ledger.number() => return Ok(Err(None)),
            Ok(None) => Err(Break::Unlinked),
            Err(error) if error.is_about_one_record() => Err(Break::Unreadable),
            Err(error) => return Err(error),
        };
        Ok(signed.map_err(|what| Some(broken(number, what))))
    }

    /// What gathers what is to be carried forward, with all that it asks for; `None` when there is nothing, or something is
    /// not as it was made: then nothing is dropped.
    async fn carrier(
        &self,
        tenant: &Tenant,
        ledger: &Ledger,
        told: &mut Option<Broken>,
    ) -> Result<Option<Carrier>, RunError> {
        let Some(mut carrier) = ledger.carrier(self.carries) else { return Ok(None) };
        while let Some(number) = carrier.next() {
            let taken = self
                .sound(tenant, ledger, number)
                .await?
                .and_then(|checkpoint| carrier.take(&checkpoint).map_err(|what| Some(broken(number, what))));
            if let Err(broken) = taken {
                *told = told.take().or(broken);
                return Ok(None);
            }
        }
        Ok(Some(carrier))
    }

    /// A few checkpoints a round: retention that begins late comes to its end in several.
    async fn retain(
        &self,
        tenant: &Tenant,
        ledger: &mut Ledger,
        before: SystemTime,
        told: &mut Option<Broken>,
    ) -> Result<bool, RunError> {
        let mut goes_on = false;
        for _ in 0..STEPS {
            let number = ledger.next_to_prune();
            if number > ledger.number() {
                break;
            }
            match self.sound(tenant, ledger, number).await? {
                Ok(next) if ledger.retain(&next.checkpoint, before) => goes_on = true,
                Ok(_) => break,
                Err(broken) => {
                    *told = broken;
                    break;
                }
            }
        }
        Ok(goes_on)
    }
}

impl<S: fmt::Debug> fmt::Debug for Auditor<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { store, tenants, sweep, .. } = self;
        f.debug_struct("Auditor")
            .field("store", store)
            .field("tenants", tenants)
            .field("sweep", sweep)
            .finish_non_exhaustive()
    }
}

/// How far was looked for a tenant, since its checkpoint of this number, and nothing has happened; and what was seen all the
/// same: what tells of that checkpoint.
#[derive(Clone, Default)]
struct Quiet {
    number: u64,
    seen: u64,
    leaves: Leaves,
}

/// A checkpoint in the making.
struct Round {
    ledger: Ledger,
    /// The events up to here were looked at.
    seen: u64,
    leaves: Leaves,
    carrier: Option<Carrier>,
    /// Why nothing is carried.
    broken: Option<Broken>,
    /// The positions of what could not be read.
    passed: Vec<u64>,
    /// Whether it is about more than the last checkpoint, and whether it is to be made also if it is not.
    is_news: bool,
    is_wanted: bool,
}

impl Round {
    fn draft(self, now: SystemTime) -> Draft {
        let draft = self.ledger.draft(self.leaves, self.seen, now).passing(self.passed).telling(self.broken);
        match self.carrier {
            Some(carrier) => draft.carrying(carrier),
            None => draft,
        }
    }

    /// What need not be looked at again; `None` when something has happened.
    fn quiet(&self) -> Option<Quiet> {
        let Self { ledger, seen, leaves, .. } = self;
        (!self.is_news).then(|| Quiet { number: ledger.number(), seen: *seen, leaves: leaves.clone() })
    }

    /// An event could not be read, of a record of one of these tenants if that is known. That it was the last one is known by
    /// the record alone, by where its chain ends; what comes after it says so itself.
    fn pass(&mut self, position: EventPosition, whose: &[Link], of: Option<(&RecordKey, Tip)>) {
        let mine = self.ledger.tenant().map(Link::tenant);
        let is_mine = mine.is_some_and(|mine| whose.contains(&mine));
        if self.seen >= position.0 || !is_mine && !whose.is_empty() {
            return;
        }
        if let Some((key, tip)) = of.filter(|_| is_mine)
            && !self.leaves.has_ended(&Digest::of(key.as_str().as_bytes()))
        {
            self.leaves.note(key, tip);
        }
        self.passed.push(position.0);
        self.is_news = true;
    }

    /// Takes an event in; no when it belongs into the next checkpoint.
    fn note(rounds: &mut BTreeMap<&str, Self>, event: &StoredEvent) -> bool {
        let body = &event.row.body;
        let (Some(before), Some(tenant)) = (Tip::of_body(body), Event::tenant_of(body)) else { return true };
        let Some(round) = rounds.get_mut(&*tenant).filter(|round| round.seen < event.position.0) else {
            return true;
        };
        let (key, version) = (&event.row.key, event.version);
        let chain = Digest::of(key.as_str().as_bytes());
        // What begins anew under the key of a chain that has ended is told in a later checkpoint than the end.
        if round.leaves.has_ended(&chain) || round.leaves.len() >= Leaves::MOST {
            return false;
        }
        round.leaves.note(key, before.next(key, version, event.index, event.row.at, body));
        let kind = Ledger::is_ledger(key).then(|| Event::decode(body).ok()).flatten();
        match kind.map(|event| event.kind) {
            Some(EventKind::Purged { chain, tip }) => {
                round.leaves.put(Leaf { chain, tip, ended: true });
                round.is_news = true;
            }
            Some(EventKind::Checkpointed { .. }) => {}
            _ => round.is_news = true,
        }
        true
    }
}

fn is_of(body: &[u8], tenant: &Tenant) -> bool {
    Event::tenant_of(body).as_deref() == Some(tenant.as_str())
}

fn line(event: &StoredEvent) -> Result<EventLine, RunError> {
    let Version(version) = event.version;
    Ok(EventLine {
        key: event.row.key.as_str().into(),
        version,
        index: event.index,
        at: millis_saturating(event.row.at),
        body: str::from_utf8(&event.row.body).map_err(|_| corrupt())?.into(),
    })
}

fn broken(number: u64, what: Break) -> Broken {
    Broken { at: format!("checkpoint {number}").into(), what }
}

fn of_ledger(tenant: &Tenant, what: Break) -> Broken {
    Broken { at: Ledger::key(tenant).as_str().into(), what }
}

fn corrupt() -> RunError {
    RunError::Store(Error::Corrupt { doing: "reading the trail" })
}

/// How many checkpoints one round gives up at the most.
const STEPS: usize = 16;
/// How many events that cannot be read one round passes at the most.
const PASSED: usize = 64;
