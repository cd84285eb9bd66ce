//! Decisions about what the caller wants, and about what time and the end of the enrolment bring.

use std::collections::{BTreeMap, BTreeSet};
use std::time::SystemTime;

use mdm_lock::{Belief, Conditions, Footprint, Hazards, Lane, hazards};

use super::work::Work;
use super::{Change, Context, Fact, Queue, Turn, Wake};
use crate::policy::{Retention, age};
use crate::{
    CancelReason, CommandUuid, Entry, Error, Event, Group, Hold, Order, Outcome, Same, SameKey, State, Waking,
};

/// What an accepted batch comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The decision.
    pub turn: Turn,
    /// The place of each command, in the order of the batch; `None` where a pending one wants the same
    /// ([`Same::KeepPending`]), so that it was not queued.
    pub places: Vec<Option<u64>>,
    /// What could surprise the administrator, within the batch and against what is queued. Commands are
    /// named by their places.
    pub hazards: Hazards<u64>,
}

impl Queue {
    /// Queues a batch, all or nothing, in this order, except that what is chained to another command of the batch
    /// comes behind it.
    ///
    /// # Errors
    ///
    /// [`Error::NeedsOpen`] without every open command. [`Error::DuplicateUuid`], [`Error::Full`],
    /// [`Error::Times`], [`Error::Group`], [`Error::Cycle`], [`Error::Supersedes`], [`Error::NotOpen`] when the
    /// batch does not fit.
    pub fn enqueue(
        &self,
        batch: impl IntoIterator<Item = Order>,
        context: &Context<'_>,
        now: SystemTime,
    ) -> Result<Receipt, Error> {
        let mut work = Work::new(self, context, now);
        work.need_open()?;
        let limit = context.policy.max_open;
        let room = usize::try_from(limit.saturating_sub(self.extent.open)).unwrap_or(usize::MAX);
        let batch: Vec<_> = batch.into_iter().take(room.saturating_add(1)).collect();
        if batch.len() > room {
            return Err(Error::Full { limit });
        }
        let mut joining = Joining::new(self, &batch, now)?;
        let sequence = joining.sequence(&batch, context)?;
        let mut places = vec![None; batch.len()];
        let mut orders: Vec<_> = batch.into_iter().map(Some).collect();
        for step in sequence {
            let members: Vec<_> =
                step.filter_map(|index| Some((index, orders.get_mut(index)?.take()?))).collect();
            joining.join(&mut work, members, &mut places)?;
        }
        let last = self.state.last_seq;
        // A command that the batch itself made pointless can still surprise: compare what was open before.
        let planned: Vec<_> = work
            .entries()
            .filter(|entry| {
                entry.is_open() || entry.seq > last || self.at(entry.seq).is_some_and(Entry::is_open)
            })
            .map(Entry::planned)
            .collect();
        let from = planned.partition_point(|planned| planned.id <= last);
        let conditions =
            Conditions { safeguards: context.safeguards, ..Conditions::new(context.table, context.subject) };
        let hazards = hazards(&planned, from, &conditions);
        work.wake_for_new();
        Ok(Receipt { turn: work.finish(), places, hazards })
    }

    /// Takes one command back. What was handed out may run all the same; a late answer is recorded. What was
    /// chained to it is cancelled with it.
    ///
    /// # Errors
    ///
    /// [`Error::NeedsOpen`] without every open command; [`Error::NotOpen`].
    pub fn cancel(&self, uuid: &CommandUuid, context: &Context<'_>, now: SystemTime) -> Result<Turn, Error> {
        self.about(uuid, context, now, |work, seq| {
            work.end(seq, Event::Cancel, Some(Outcome::Cancelled(CancelReason::Caller)))
        })
    }

    /// Takes back every open command of these, in queue order: as [`cancel`](Self::cancel) does one after the other.
    /// Without any nothing changes.
    ///
    /// # Errors
    ///
    /// [`Error::NeedsOpen`] without every open command.
    pub fn cancel_those(
        &self,
        which: impl Fn(&Entry) -> bool,
        context: &Context<'_>,
        now: SystemTime,
    ) -> Result<Turn, Error> {
        let mut work = Work::new(self, context, now);
        work.need_open()?;
        let cancel =
            |entry: &Entry| (entry.seq, Event::Cancel, Some(Outcome::Cancelled(CancelReason::Caller)));
        let those: Vec<_> = self.open_entries().filter(|entry| which(entry)).map(cancel).collect();
        if those.is_empty() {
            return Ok(Turn::default());
        }
        work.end_those(those)?;
        work.wake_again();
        Ok(work.finish())
    }

    /// Holds one command back until it is [released](Self::release). What conflicts with it and stands behind it
    /// waits; what was handed out may run all the same.
    ///
    /// # Errors
    ///
    /// [`Error::NeedsOpen`] without every open command; [`Error::NotOpen`].
    pub fn hold(&self, uuid: &CommandUuid, context: &Context<'_>, now: SystemTime) -> Result<Turn, Error> {
        self.about(uuid, context, now, |work, seq| work.set_hold(seq, Hold::Held))
    }

    /// Lets a held command go.
    ///
    /// # Errors
    ///
    /// [`Error::NeedsOpen`] without every open command; [`Error::NotOpen`].
    pub fn release(&self, uuid: &CommandUuid, context: &Context<'_>, now: SystemTime) -> Result<Turn, Error> {
        self.about(uuid, context, now, |work, seq| work.set_hold(seq, Hold::Free))
    }

    /// Ends what has expired. A connect does this too: this is for a device that does not come.
    ///
    /// # Errors
    ///
    /// [`Error::NeedsOpen`] without every open command.
    pub fn expire(&self, context: &Context<'_>, now: SystemTime) -> Result<Turn, Error> {
        let mut work = Work::new(self, context, now);
        work.need_open()?;
        // The answer that a session waits for is waited for. Out of a session none will come.
        if !self.state.session.goes_on(now) {
            work.lose(|entry| entry.is_expired(now))?;
        }
        work.expire()?;
        work.wake_again();
        Ok(work.finish())
    }

    /// Forgets commands that ended long ago, as far as they were loaded.
    #[must_use]
    pub fn prune(&self, retention: Retention, now: SystemTime) -> Turn {
        let ended = self.entries().filter(|entry| !entry.is_open()).rev().skip(retention.last);
        let changes = ended
            .filter(|entry| age(entry.ended_at, now) > retention.age)
            .map(|entry| Change::CommandForgotten { seq: entry.seq })
            .collect();
        Turn { changes, ..Turn::default() }
    }

    /// Takes every command back, because the device was erased, left management, or enrolled anew. The session is
    /// over, and what was believed about the lock was believed of the old enrolment.
    ///
    /// # Errors
    ///
    /// [`Error::NeedsOpen`] without every open command.
    pub fn clear(&self, reason: CancelReason, context: &Context<'_>, now: SystemTime) -> Result<Turn, Error> {
        let mut work = Work::new(self, context, now);
        work.need_open()?;
        work.cancel_all(reason);
        if work.state.former != work.state.last_seq {
            work.change(Change::Cleared);
        }
        // An open session would keep a push back, and believed Lost Mode would hold what is ordered next.
        if work.state.session.open {
            work.change(Change::SessionEnded { at: now });
        }
        if work.state.belief != Belief::default() {
            work.change(Change::BeliefMoved(Belief::default()));
        }
        work.wake = Wake::NotNeeded;
        Ok(work.finish())
    }

    fn about(
        &self,
        uuid: &CommandUuid,
        context: &Context<'_>,
        now: SystemTime,
        decide: impl FnOnce(&mut Work<'_>, u64) -> Result<(), Error>,
    ) -> Result<Turn, Error> {
        let mut work = Work::new(self, context, now);
        work.need_open()?;
        let entry = self.entry(uuid).filter(|entry| entry.is_open());
        decide(&mut work, entry.ok_or_else(|| Error::NotOpen(uuid.clone()))?.seq)?;
        work.wake_again();
        Ok(work.finish())
    }
}

/// A batch on its way into the queue.
struct Joining {
    /// Names in the queue and, once they have joined, in the batch: the place of each.
    places: BTreeMap<CommandUuid, Place>,
    /// Pending commands that want the same, by key.
    same: BTreeMap<SameKey, BTreeSet<u64>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Open, here.
    Open(u64),
    /// It has been acknowledged.
    Acknowledged,
    /// It ended in another way.
    Ended,
    /// In the batch, by index.
    Coming(usize),
}

impl Joining {
    fn new(queue: &Queue, batch: &[Order], now: SystemTime) -> Result<Self, Error> {
        let place = |entry: &Entry| match entry.state {
            State::Acknowledged => Place::Acknowledged,
            _ if entry.is_open() => Place::Open(entry.seq),
            _ => Place::Ended,
        };
        let mut places: BTreeMap<_, _> =
            queue.entries().map(|entry| (entry.uuid.clone(), place(entry))).collect();
        for (index, order) in batch.iter().enumerate() {
            if places.insert(order.uuid.clone(), Place::Coming(index)).is_some() {
                return Err(Error::DuplicateUuid(order.uuid.clone()));
            }
            let terms = &order.terms;
            let earliest = terms.not_before.map_or(now, |at| at.max(now));
            if terms.expires_at.is_some_and(|at| at <= earliest) {
                return Err(Error::Times(order.uuid.clone()));
            }
        }
        let mut same = BTreeMap::<_, BTreeSet<_>>::new();
        if batch.iter().any(|order| order.terms.same.is_some()) {
            for entry in queue.open_entries() {
                if let Some(key) = entry.terms.same.as_ref().map(Same::key) {
                    same.entry(key.clone()).or_default().insert(entry.seq);
                }
            }
        }
        Ok(Self { places, same })
    }

    /// The steps of the batch, each a range of indices, in an order that its chains allow and that is otherwise the
    /// given one.
    fn sequence(&self, batch: &[Order], context: &Context<'_>) -> Result<Vec<std::ops::Range<usize>>, Error> {
        let steps = steps(batch, context)?;
        let step_of = |index: usize| steps.partition_point(|step| step.end <= index);
        // For each step, how many steps it waits for and which wait for it.
        let mut waits = vec![BTreeSet::new(); steps.len()];
        let mut waiting = vec![Vec::new(); steps.len()];
        for (index, order) in batch.iter().enumerate() {
            for name in &order.after {
                let Some(Place::Coming(earlier)) = self.places.get(name).copied() else { continue };
                let (mine, theirs) = (step_of(index), step_of(earlier));
                if mine == theirs && earlier >= index {
                    return Err(Error::Cycle(order.uuid.clone()));
                }
                if let (true, Some(waits), Some(waiting)) =
                    (mine != theirs, waits.get_mut(mine), waiting.get_mut(theirs))
                    && waits.insert(theirs)
                {
                    waiting.push(mine);
                }
            }
        }
        let mut free: BTreeSet<_> =
            waits.iter().enumerate().filter(|(_, waits)| waits.is_empty()).map(|(step, _)| step).collect();
        let mut sequence = Vec::with_capacity(steps.len());
        while let Some(step) = free.pop_first() {
            sequence.extend(steps.get(step).cloned());
            for later in waiting.get(step).into_iter().flatten() {
                if let Some(waits) = waits.get_mut(*later)
                    && waits.remove(&step)
                    && waits.is_empty()
                {
                    free.insert(*later);
                }
            }
        }
        let stuck = waits.iter().position(|waits| !waits.is_empty());
        let stuck = stuck.and_then(|step| batch.get(steps.get(step)?.start));
        stuck.map_or(Ok(sequence), |order| Err(Error::Cycle(order.uuid.clone())))
    }

    /// Queues one step: a command, or the members of a group.
    fn join(
        &mut self,
        work: &mut Work<'_>,
        members: Vec<(usize, Order)>,
        places: &mut [Option<u64>],
    ) -> Result<(), Error> {
        let lanes = members.iter().map(|(_, order)| work.context.table.character(&order.command).lane);
        let Some(lane) = lanes.min() else { return Ok(()) };
        let reach = members.iter().flat_map(|(_, order)| order.footprint.touches());
        let reach =
            reach.fold(Footprint::new(), |reach, touch| reach.touch(touch.resource.clone(), touch.access));
        let group = (members.len() > 1).then(|| Group { first: work.state.last_seq + 1, reach });
        let mut before = None;
        for (index, order) in members {
            let mut after = self.chained(work, &order)?;
            after.extend(before);
            let seq = self.join_one(work, order, lane, group.as_ref(), after)?;
            before = seq.filter(|_| group.is_some());
            if let Some(place) = places.get_mut(index) {
                *place = seq;
            }
        }
        Ok(())
    }

    /// The open commands that this one is chained to.
    fn chained(&self, work: &Work<'_>, order: &Order) -> Result<BTreeSet<u64>, Error> {
        let mut after = BTreeSet::new();
        for name in &order.after {
            match self.places.get(name) {
                // The batch itself may have superseded it meanwhile.
                Some(Place::Open(seq)) if work.at(*seq).is_some_and(Entry::is_open) => {
                    after.insert(*seq);
                }
                Some(Place::Acknowledged) => {}
                Some(Place::Open(_) | Place::Coming(_) | Place::Ended) | None => {
                    return Err(Error::NotOpen(name.clone()));
                }
            }
        }
        Ok(after)
    }

    /// Queues one command; `None` when a pending one wants the same.
    fn join_one(
        &mut self,
        work: &mut Work<'_>,
        order: Order,
        lane: Lane,
        group: Option<&Group>,
        after: BTreeSet<u64>,
    ) -> Result<Option<u64>, Error> {
        let seq = work.state.last_seq + 1;
        let same = order.terms.same.clone();
        if let (Some(Same::KeepPending(key)), None) = (&same, group) {
            let pending = self.same.get(key).and_then(|pending| {
                // One whose time is over would take the new one down with it.
                let stays = |entry: &&Entry| entry.is_open() && !entry.is_expired(work.now);
                pending.iter().find_map(|seq| work.at(*seq).filter(stays))
            });
            if let Some(pending) = pending {
                let (seq, name) = (pending.seq, pending.uuid.clone());
                if order.terms.waking == Waking::Wakes {
                    work.rouse(seq);
                }
                self.places.insert(order.uuid.clone(), Place::Open(seq));
                work.facts.push(Fact::Duplicate { uuid: order.uuid, pending: name });
                return Ok(None);
            }
        }
        let mut superseded = BTreeSet::new();
        for name in &order.supersedes {
            match self.places.get(name) {
                Some(Place::Open(seq)) => {
                    superseded.insert(*seq);
                }
                Some(Place::Acknowledged | Place::Ended) => {}
                Some(Place::Coming(_)) | None => return Err(Error::NotOpen(name.clone())),
            }
        }
        let mut wakes = false;
        if let Some(Same::KeepNew(key)) = &same {
            let pending = self.same.get(key).into_iter().flatten().copied();
            let alone = |seq: &u64| {
                work.at(*seq).is_some_and(|entry| entry.group.is_none())
                    && !after.contains(seq)
                    && !work.is_chained_to(*seq)
            };
            let pending: Vec<_> = pending.filter(alone).collect();
            wakes = pending
                .iter()
                .filter_map(|seq| work.at(*seq))
                .any(|entry| entry.is_open() && !entry.is_quiet());
            superseded.extend(pending);
        }
        let uuid = order.uuid.clone();
        let mut entry = Entry::new(order, seq, lane, work.now);
        if wakes {
            entry.terms.waking = Waking::Wakes;
        }
        entry.group = group.cloned();
        // Else what is urgent would wait behind a lock that waits for an install.
        let slowest = after.iter().filter_map(|seq| work.at(*seq)).map(Entry::followed_in).min();
        entry.slowed_to = slowest.filter(|slowest| *slowest < lane);
        entry.after = after.into_iter().collect();
        work.join(entry)?;
        self.places.insert(uuid, Place::Open(seq));
        if let Some(same) = same {
            self.same.entry(same.key().clone()).or_default().insert(seq);
        }
        // One that was handed out stays: it may have run.
        let superseded = superseded.into_iter();
        let superseded = superseded.map(|old| (old, Event::Supersede, Some(Outcome::SupersededBy(seq))));
        work.end_those(superseded.collect())?;
        match work.at(seq).filter(|entry| !entry.is_open()) {
            Some(entry) => Err(Error::Supersedes(entry.uuid.clone())),
            None => Ok(Some(seq)),
        }
    }
}

/// The steps of a batch: neighbours of one group, and every other command by itself.
fn steps(batch: &[Order], context: &Context<'_>) -> Result<Vec<std::ops::Range<usize>>, Error> {
    let mut steps = Vec::new();
    let mut seen = BTreeSet::new();
    let mut start = 0;
    for step in batch.chunk_by(|a, b| a.group.is_some() && a.group == b.group) {
        let end = start + step.len();
        if let [first, ..] = step
            && let Some(group) = first.group
            && !seen.insert(group)
        {
            // Something else stands between its members.
            return Err(Error::Group(first.uuid.clone()));
        }
        let erase = |order: &&Order| context.table.character(&order.command).lane == Lane::Erase;
        // An erase ends all that would come behind it.
        if let Some((_, before)) = step.split_last()
            && let Some(order) = before.iter().find(erase)
        {
            return Err(Error::Group(order.uuid.clone()));
        }
        steps.push(start..end);
        start = end;
    }
    Ok(steps)
}

impl Work<'_> {
    fn join(&mut self, entry: Entry) -> Result<(), Error> {
        // An erase overtakes everything by its name.
        let overtaken: Vec<_> = match entry.lane {
            Lane::Protection => self
                .open_entries()
                .filter(|earlier| {
                    earlier.followed_in() < entry.lane
                        && !entry.after.contains(&earlier.seq)
                        && entry.reach().conflict(earlier.reach()).is_some()
                })
                .map(|earlier| earlier.uuid.clone())
                .collect(),
            _ => Vec::new(),
        };
        let (uuid, seq, quiet) = (entry.uuid.clone(), entry.seq, entry.is_quiet());
        self.queue(entry);
        if !quiet {
            let before = self.at(seq).map(|entry| entry.waits_on.clone()).unwrap_or_default();
            before.into_iter().for_each(|seq| self.rouse(seq));
        }
        self.facts.push(Fact::Queued { uuid: uuid.clone() });
        let overtaken = overtaken.into_iter();
        self.facts.extend(overtaken.map(|overtaken| Fact::Overtakes { uuid: uuid.clone(), overtaken }));
        self.supersede_before(seq)
    }

    fn set_hold(&mut self, seq: u64, hold: Hold) -> Result<(), Error> {
        let Some(entry) = self.at(seq).filter(|entry| entry.terms.hold != hold) else { return Ok(()) };
        let uuid = entry.uuid.clone();
        self.change(Change::HoldChanged { seq, hold });
        self.facts.push(Fact::HoldChanged { uuid, hold });
        if hold == Hold::Free { self.supersede_before(seq) } else { Ok(()) }
    }

    fn wake_again(&mut self) {
        self.wake = if self.awaits_answer() { self.wake_if_silent() } else { self.wake_after_session() };
    }

    /// For commands that joined, that were let go because one that joined supersedes another, or that are quiet no more.
    fn wake_for_new(&mut self) {
        let counts = |entry: &Entry| entry.is_ready() && !entry.is_quiet();
        let counted = |entry: &Entry| self.queue.at(entry.seq).is_some_and(counts);
        let new = || self.open_entries().filter(|entry| counts(entry) && !counted(entry));
        let ended = self.facts.iter().any(|fact| matches!(fact, Fact::Ended { .. }));
        // One that was refused while it was quiet: a push would only have it refused again.
        let may_go = |entry: &Entry| entry.state != State::NotNow && self.bar(entry).is_none();
        if self.awaits_answer() {
            if ended || new().next().is_some() {
                self.wake = self.wake_if_silent();
            }
        } else if new().any(may_go) {
            self.wake = Wake::Due(self.now);
        } else if ended || new().next().is_some() {
            // For later, or for those that the superseded ones let go: what is due before stays due.
            self.wake = self.wake_after_session();
        }
    }
}
