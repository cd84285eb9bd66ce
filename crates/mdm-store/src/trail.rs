//! The audit trail of a store: checkpoints, retention, export.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use mdm_enrollment::audit::{
    Carrier, Digest, Draft, EventLine, Leaf, Leaves, Ledger, Line, Pseudonym, Signature, SignedCheckpoint,
    Tip, UnreadableLine,
};
use mdm_enrollment::row::{Link, LinkKind, RecordKey, Tenant, Version, Window};
use mdm_enrollment::{Event, EventKind};

use crate::limits::{PAGE, PRUNED, millis_saturating};
use crate::runner::{ATTEMPTS, give_way};
use crate::{Error, EventPosition, OldEvents, RunError, Store, StoredEvent, Unreadable};

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
#[derive(Debug)]
pub struct Auditor<S> {
    store: S,
    tenants: Vec<Tenant>,
    /// Whether the events of no tenant are pruned too.
    prunes_strays: bool,
    /// How many chains one checkpoint carries forward at the most.
    carries: usize,
    /// Up to this position nothing is left that it prunes. Events do not come before a position that was seen.
    swept: AtomicU64,
}

/// Takes one line of an export.
pub type Lines<'a> = &'a mut (dyn FnMut(Line) + Send);

impl<S: Store> Auditor<S> {
    /// Looks after the trails of these tenants. Events of others, and of none, are never pruned.
    #[must_use]
    pub fn new(store: S, tenants: impl IntoIterator<Item = Tenant>) -> Self {
        let tenants = tenants.into_iter().collect();
        Self { store, tenants, prunes_strays: false, carries: Carrier::MOST, swept: AtomicU64::new(0) }
    }

    /// Prunes the events of no tenant too, as far as the retention of all its tenants has come: those of orders to many for
    /// all tenants, of [what was learned](mdm_enrollment::learned), and what is no event of this library. They are in no
    /// checkpoint. Let the one auditor do it that looks after every tenant of the store.
    #[must_use]
    pub fn with_stray_events(self) -> Self {
        Self { prunes_strays: true, ..self }
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
    /// An event that cannot be read is passed, and the checkpoint
    /// [says so](mdm_enrollment::audit::Checkpoint::unreadable): that of its tenant when its record is there, otherwise
    /// those of all. It passes 64 of them at the most, and goes on behind those the next time.
    ///
    /// # Errors
    ///
    /// The store's; [`mdm_enrollment::Error::Record`] when a ledger cannot be read.
    pub async fn drafts(&self, keep: Option<Duration>, now: SystemTime) -> Result<Vec<Draft>, RunError> {
        let mut rounds: BTreeMap<&str, Round> = BTreeMap::new();
        let mut wanted = false;
        for tenant in &self.tenants {
            let mut ledger = self.ledger(tenant).await?;
            if let Some(before) = keep.and_then(|keep| now.checked_sub(keep)) {
                wanted |= self.retain(tenant, &mut ledger, before).await?;
            }
            let carrier = self.carrier(tenant, &ledger).await?;
            wanted |= carrier.is_some();
            let (leaves, passed) = (Leaves::default(), Vec::new());
            rounds.insert(tenant.as_str(), Round { ledger, leaves, carrier, passed, is_news: false });
        }
        let mut up_to = rounds.values().map(|round| round.ledger.up_to()).min().unwrap_or_default();
        let mut passed = 0;
        'pages: loop {
            let page = match self.store.events((up_to > 0).then_some(EventPosition(up_to)), PAGE).await {
                Err(Error::Unreadable { row: Unreadable::Event { position, key, .. } }) => {
                    if passed >= PASSED {
                        break;
                    }
                    passed += 1;
                    let (whose, tip) = self.whose(key.as_ref()).await?;
                    for round in rounds.values_mut().filter(|round| round.ledger.up_to() < position.0) {
                        let mine = round.ledger.tenant().map(Link::tenant);
                        let is_mine = mine.is_some_and(|mine| whose.contains(&mine));
                        if let Some((key, tip)) = key.as_ref().zip(tip).filter(|_| is_mine) {
                            round.pass(key, tip);
                        }
                        if is_mine || whose.is_empty() {
                            round.passed.push(position.0);
                            round.is_news = true;
                        }
                    }
                    up_to = position.0;
                    continue;
                }
                page => page?,
            };
            if page.is_empty() {
                break;
            }
            for event in page {
                if !Round::note(&mut rounds, &event) {
                    break 'pages;
                }
                up_to = event.position.0;
            }
        }
        wanted |= rounds.values().any(|round| round.is_news);
        let drafts = rounds.into_values().filter(|_| wanted);
        Ok(drafts.map(|round| round.draft(up_to, now)).collect())
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

    /// Forgets old events of its tenants: those that the last checkpoint of every one of them says may be gone, up to this
    /// position too, a thousand and some 8 MiB at the most; and when there are none left, checkpoints that were carried
    /// forward, as many. Says how many: as long as there are some, there may be more.
    ///
    /// The events of others stay where they are, and are read once by each auditor that is made. One that cannot be read is
    /// its tenant's as long as its record is there, and later nobody's.
    ///
    /// `up_to` is what those who read events have seen: [`Outbox::position`](crate::Outbox::position).
    ///
    /// # Errors
    ///
    /// The store's; [`mdm_enrollment::Error::Record`] when a ledger cannot be read.
    pub async fn prune(&self, up_to: EventPosition) -> Result<usize, RunError> {
        let mut end = up_to;
        for tenant in &self.tenants {
            end = end.min(EventPosition(self.ledger(tenant).await?.pruned()));
        }
        if self.tenants.is_empty() {
            return Ok(0);
        }
        let mut after = self.swept.load(Ordering::Relaxed);
        loop {
            let (last, old) = match self.store.events((after > 0).then_some(EventPosition(after)), PAGE).await
            {
                Err(Error::Unreadable { row: Unreadable::Event { position, key, .. } })
                    if position <= end =>
                {
                    let (whose, _) = self.whose(key.as_ref()).await?;
                    let is_ours = self.tenants.iter().any(|tenant| whose.contains(&Link::tenant(tenant)));
                    let is_old = is_ours || whose.is_empty() && self.prunes_strays;
                    (position, Vec::from_iter(is_old.then_some(position)))
                }
                Err(Error::Unreadable { .. }) => break,
                page => {
                    let mut page = page?;
                    page.retain(|event| event.position <= end);
                    let Some(last) = page.last().map(|last| last.position) else { break };
                    let old = page.iter().filter(|event| self.prunes(&event.row.body));
                    (last, old.map(|event| event.position).collect())
                }
            };
            match self.store.prune_events(&OldEvents::At(old), PAGE).await? {
                // Nothing is left here, also of what another node prunes.
                0 => after = self.swept.fetch_max(last.0, Ordering::Relaxed).max(last.0),
                some => return Ok(some),
            }
        }
        for tenant in &self.tenants {
            match self.drop_checkpoints(tenant).await? {
                0 => {}
                some => return Ok(some),
            }
        }
        Ok(0)
    }

    /// One step of forgetting checkpoints that were carried forward.
    async fn drop_checkpoints(&self, tenant: &Tenant) -> Result<usize, RunError> {
        for _ in 0..ATTEMPTS {
            let ledger = self.ledger(tenant).await?;
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

    fn prunes(&self, body: &[u8]) -> bool {
        match Event::tenant_of(body) {
            Some(tenant) => self.tenants.iter().any(|mine| mine.as_str() == &*tenant),
            None => self.prunes_strays,
        }
    }

    /// Gives the checkpoints of a tenant and its events, or the events of one record.
    ///
    /// # Errors
    ///
    /// [`RunError::Contended`] when events were pruned meanwhile; [`Error::Corrupt`] when something cannot be read; the
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
        let (mut position, mut place) = (None, None);
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
                    if let Some(key) = key.filter(|_| is_ours || record.is_some()) {
                        let place = after.map(|(version, index)| (version.0, index));
                        let key = key.as_str().into();
                        lines(Line::Unreadable(UnreadableLine { position: at.0, key, place }));
                    }
                    (position, place) = (Some(at), after);
                    continue;
                }
                page => page?,
            };
            let Some(last) = page.last() else { break };
            (position, place) = (Some(last.position), Some((last.version, last.index)));
            for event in page.iter().filter(|event| record.is_some() || is_of(&event.row.body, tenant)) {
                lines(Line::Event(line(event)?));
            }
        }
        let now = self.ledger(tenant).await?;
        if (now.pruned(), now.first()) != (ledger.pruned(), ledger.first()) {
            return Err(RunError::Contended);
        }
        Ok(())
    }

    /// Gives the events of a tenant that name a member, for the member: a copy of what is kept under the pseudonym.
    ///
    /// # Errors
    ///
    /// As for [`export`](Self::export).
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
        self.export(tenant, None, &mut filter).await
    }

    async fn ledger(&self, tenant: &Tenant) -> Result<Ledger, RunError> {
        let loaded = self.store.load(&Ledger::key(tenant), &Window::Head).await?;
        Ok(Ledger::decode(tenant, loaded.as_ref())?)
    }

    async fn checkpoint(&self, tenant: &Tenant, number: u64) -> Result<Option<SignedCheckpoint>, RunError> {
        let bytes = self.store.payload(&Ledger::payload(tenant, number)).await?;
        Ok(bytes.map(|bytes| SignedCheckpoint::decode(&bytes)).transpose()?)
    }

    /// What gathers what is to be carried forward, with all that it asks for; `None` when there is nothing, or something is
    /// not as it was made: then nothing is dropped, and a verifier says what it is.
    async fn carrier(&self, tenant: &Tenant, ledger: &Ledger) -> Result<Option<Carrier>, RunError> {
        let Some(mut carrier) = ledger.carrier(self.carries) else { return Ok(None) };
        while let Some(number) = carrier.next() {
            match self.checkpoint(tenant, number).await {
                Ok(Some(checkpoint)) if carrier.take(&checkpoint) => {}
                Err(error) if !error.is_about_one_record() => return Err(error),
                _ => return Ok(None),
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
    ) -> Result<bool, RunError> {
        let mut goes_on = false;
        for _ in 0..STEPS {
            let Some(next) = self.checkpoint(tenant, ledger.next_to_prune()).await? else { break };
            if !ledger.retain(&next.checkpoint, before) {
                break;
            }
            goes_on = true;
        }
        Ok(goes_on)
    }
}

/// A checkpoint in the making.
struct Round {
    ledger: Ledger,
    leaves: Leaves,
    carrier: Option<Carrier>,
    /// The positions of what could not be read.
    passed: Vec<u64>,
    /// Whether it is about more than the last checkpoint.
    is_news: bool,
}

impl Round {
    fn draft(self, up_to: u64, now: SystemTime) -> Draft {
        let draft = self.ledger.draft(self.leaves, up_to, now).passing(self.passed);
        match self.carrier {
            Some(carrier) => draft.carrying(carrier),
            None => draft,
        }
    }

    /// An event of this record could not be read: that it was the last one is known by the record alone. What comes after it
    /// says so itself.
    fn pass(&mut self, key: &RecordKey, tip: Tip) {
        if !self.leaves.has_ended(&Digest::of(key.as_str().as_bytes())) {
            self.leaves.note(key, tip);
        }
    }

    /// Takes an event in; no when it belongs into the next checkpoint.
    fn note(rounds: &mut BTreeMap<&str, Self>, event: &StoredEvent) -> bool {
        let body = &event.row.body;
        let (Some(before), Some(tenant)) = (Tip::of_body(body), Event::tenant_of(body)) else { return true };
        let Some(round) = rounds.get_mut(&*tenant).filter(|round| round.ledger.up_to() < event.position.0)
        else {
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

fn corrupt() -> RunError {
    RunError::Store(Error::Corrupt { doing: "reading the trail" })
}

/// How many checkpoints one round gives up at the most.
const STEPS: usize = 16;
/// How many events that cannot be read one round passes at the most.
const PASSED: usize = 64;
