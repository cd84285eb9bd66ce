//! Orders to many: placed once, carried out in steps by any node.

use std::collections::BTreeMap;
use std::future::{Future, poll_fn};
use std::task::Poll;
use std::time::{Duration, SystemTime};

#[cfg(doc)]
use mdm_enrollment::audit::Ledger;
#[cfg(feature = "declarative")]
use mdm_enrollment::declarative::ProfileOutline;
use mdm_enrollment::fanout::{self, Step, Tally, Way, Work};
use mdm_enrollment::row::{PayloadName, RecordKey, Refused, Version, Window, Write};
use mdm_enrollment::{
    Action, Actor, Decision, FanOut, FanOutProgress, NewFanOut, Order, OrderId, Records, TargetOutcome,
};

use super::{ATTEMPTS, Found, RunError, Runner, Wanted, give_way};
use crate::{Error, Store};

/// How many records of a step are loaded at once.
const LOADS: usize = 16;

/// What a step of an order to many came to.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Expanded {
    /// Whether there is more to be done: call again.
    pub more: bool,
    /// Whom to wake, as in [`Served::actions`](super::Served::actions).
    pub actions: Vec<Action>,
}

/// How a step is done.
struct Manner {
    /// How many enrollments it takes.
    take: usize,
    /// The open commands, and once a `CommandUUID` turned out to be taken by a final one, also that one.
    wanted: Wanted,
}

/// A step that is being done.
struct Doing<'a> {
    id: &'a OrderId,
    fan_out: &'a FanOut,
    /// The commands; `None` when they are taken back.
    orders: Option<&'a [Order]>,
    /// The profiles that they install.
    #[cfg(feature = "declarative")]
    profiles: Vec<ProfileOutline>,
    wanted: &'a Wanted,
    /// Why nobody knows any more which enrollments these are.
    lost: Option<&'a RunError>,
    now: SystemTime,
}

impl<S: Store> Runner<S> {
    /// Places an order to many: it is committed once, and nothing is queued yet. Then
    /// [`expand_order`](Self::expand_order) until there is no more.
    ///
    /// Placing the same order again does nothing, so that who got no answer repeats it.
    ///
    /// # Errors
    ///
    /// [`Exists`](mdm_enrollment::Error::Exists) when another order has this name;
    /// [`Queue`](mdm_enrollment::Error::Queue) when two of its commands have one;
    /// [`Encode`](mdm_enrollment::Error::Encode) when a command cannot be written.
    pub async fn place_order(&self, order: &NewFanOut<'_>, now: SystemTime) -> Result<(), RunError> {
        let (fan_out, batch) = order.place(now)?;
        match self.store.commit(batch).await {
            Err(error) if error.is_conflict() => match self.fan_out(order.id).await? {
                Some((_, placed)) if placed.is_repetition(&fan_out) => Ok(()),
                _ => Err(mdm_enrollment::Error::Exists.into()),
            },
            done => Ok(done?),
        }
    }

    /// Carries the next step of an order to many out: for at most [`FanOut::PAGE`] enrollments, in one commit with the
    /// order's own record. Of an order that was taken back, it cancels what is queued, but where a record cannot be read:
    /// the commands of such a one stay among those that the [progress](Self::order_progress) counts as queued.
    ///
    /// Any node may call it at any time, several too: of two that do the same step one wins, and the other goes on
    /// behind it. What a crash left is found by [`open_orders`](Self::open_orders).
    ///
    /// # Errors
    ///
    /// [`UnknownOrder`](mdm_enrollment::Error::UnknownOrder); the store's. What keeps the order from one enrollment is
    /// no error, but its [outcome](Self::order_outcomes). Where a page of those whom it is for cannot be read, it goes on
    /// behind the page, and the outcome of each of them says so, under the order's own key: nobody knows theirs.
    pub async fn expand_order(&self, id: &OrderId, now: SystemTime) -> Result<Expanded, RunError> {
        let mut manner = Manner { take: FanOut::PAGE, wanted: Wanted::new(Window::Open) };
        for _ in 0..ATTEMPTS {
            if let Some(expanded) = self.expand_some(id, &mut manner, now).await? {
                return Ok(expanded);
            }
            give_way().await;
        }
        Err(RunError::Contended)
    }

    /// Orders to many that have more to be done, ascending, only those after `after`.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn open_orders(&self, after: Option<&OrderId>, limit: usize) -> Result<Vec<OrderId>, RunError> {
        let found = self.store.find(&fanout::open_orders(), after.map(OrderId::key), limit).await?;
        Ok(found.iter().filter_map(OrderId::of).collect())
    }

    /// How far an order to many is. Reads its record and its counters, and no enrollment.
    ///
    /// All of it is of one moment of the record; an answer that comes while the counters are read is counted or not.
    ///
    /// # Errors
    ///
    /// [`UnknownOrder`](mdm_enrollment::Error::UnknownOrder); the store's.
    pub async fn order_progress(&self, id: &OrderId) -> Result<FanOutProgress, RunError> {
        Ok(self.counted(id).await?.2)
    }

    /// Orders to many that are done, ascending, only those after `after`: [`purge_order`](Self::purge_order) them when they
    /// are old.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn closed_orders(
        &self,
        after: Option<&OrderId>,
        limit: usize,
    ) -> Result<Vec<OrderId>, RunError> {
        let found = self.store.find(&fanout::closed_orders(), after.map(OrderId::key), limit).await?;
        Ok(found.iter().filter_map(OrderId::of).collect())
    }

    /// Forgets the commands of an order to many and what came of it at each enrollment, in short steps; its counts stay.
    /// Says whether it did: not as long as there is more to be done, or a command of it is open somewhere. Who stops
    /// half-way goes on by calling it again.
    ///
    /// # Errors
    ///
    /// [`UnknownOrder`](mdm_enrollment::Error::UnknownOrder); the store's.
    pub async fn forget_order(&self, id: &OrderId) -> Result<bool, RunError> {
        let (mut version, mut fan_out, progress) = self.counted(id).await?;
        let mut conflicts = 0;
        while let Some((batch, more)) = fan_out.forget(id, version, &progress)? {
            match self.store.commit(batch).await {
                Err(error) if error.is_conflict() && conflicts < ATTEMPTS => {
                    conflicts += 1;
                    give_way().await;
                }
                done => {
                    done?;
                    if !more {
                        return Ok(true);
                    }
                }
            }
            (version, fan_out) = self.known(id).await?;
        }
        Ok(false)
    }

    /// Forgets an order to many with all that it had: what [`forget_order`](Self::forget_order) forgets, its counts, its
    /// events. That it was there, and how many events it had, is kept in the tenant's [`Ledger`], and for one of no tenant
    /// in the ledger beside those. Says whether it did: not as long as there is more to be done, a command of it is open
    /// somewhere, or it has ended for less than `keep`.
    ///
    /// Its name may be given again then, and placing the same order again is another order. Who stops half-way goes on by
    /// calling it again.
    ///
    /// # Errors
    ///
    /// [`UnknownOrder`](mdm_enrollment::Error::UnknownOrder);
    /// [`UnnamedMember`](mdm_enrollment::Error::UnnamedMember) for a member; the store's.
    pub async fn purge_order(
        &self,
        id: &OrderId,
        keep: Duration,
        actor: &Actor,
        now: SystemTime,
    ) -> Result<bool, RunError> {
        if matches!(actor, Actor::Member(_)) {
            return Err(mdm_enrollment::Error::UnnamedMember.into());
        }
        let (_, fan_out) = self.known(id).await?;
        if !fan_out.is_older_than(keep, now) || !self.forget_order(id).await? {
            return Ok(false);
        }
        let counters: Vec<_> = id.counters().collect();
        self.remove_with(id.key(), &counters, fan_out.tenant().as_ref(), actor, now).await?;
        Ok(true)
    }

    async fn counted(&self, id: &OrderId) -> Result<(Version, FanOut, FanOutProgress), RunError> {
        let (mut before, _) = self.known(id).await?;
        for _ in 0..ATTEMPTS {
            let mut tallies = Vec::new();
            for counter in id.counters() {
                if let Some(loaded) = self.store.load(&counter, &Window::Head).await? {
                    tallies.push(Tally::decode(&loaded)?);
                }
            }
            let (after, fan_out) = self.known(id).await?;
            // A step in between may have counted what a counter does not know yet.
            if after == before {
                let progress = fan_out.progress(tallies);
                return Ok((after, fan_out, progress));
            }
            before = after;
        }
        Err(RunError::Contended)
    }

    /// A page of what came of an order to many, enrollment by enrollment, in the order in which it came by them:
    /// pages count from 0, have [`FanOut::PAGE`] rows but for the last, and there is none behind that.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn order_outcomes(
        &self,
        id: &OrderId,
        page: u64,
    ) -> Result<Vec<(RecordKey, TargetOutcome)>, RunError> {
        let page = self.store.payload(&id.outcomes(page)).await?;
        Ok(page.map(|page| FanOut::outcomes(&page)).transpose()?.unwrap_or_default())
    }

    /// Takes an order to many back: from now on no more enrollments get it. Then
    /// [`expand_order`](Self::expand_order) until there is no more cancels what is queued; what was handed out may run
    /// all the same, and its answer is recorded.
    ///
    /// # Errors
    ///
    /// [`UnknownOrder`](mdm_enrollment::Error::UnknownOrder); the store's.
    pub async fn cancel_order(&self, id: &OrderId, actor: &Actor, now: SystemTime) -> Result<(), RunError> {
        for _ in 0..ATTEMPTS {
            let (version, fan_out) = self.known(id).await?;
            let Some(batch) = fan_out.cancel(id, version, actor, now)? else { return Ok(()) };
            match self.store.commit(batch).await {
                Err(error) if error.is_conflict() => give_way().await,
                done => return Ok(done?),
            }
        }
        Err(RunError::Contended)
    }

    /// What a decision has counted, to be committed with it.
    pub(super) async fn tallied(
        &self,
        records: &Records,
        decision: &Decision,
    ) -> Result<Vec<Write>, RunError> {
        self.counts(records.tally(decision)).await
    }

    async fn counts(&self, tallies: BTreeMap<RecordKey, Tally>) -> Result<Vec<Write>, RunError> {
        let mut writes = Vec::new();
        for (counter, tally) in tallies {
            let loaded = self.store.load(&counter, &Window::Head).await?;
            writes.push(tally.count(counter, loaded.as_ref())?);
        }
        Ok(writes)
    }

    /// One attempt at a step; `None` asks for another.
    async fn expand_some(
        &self,
        id: &OrderId,
        manner: &mut Manner,
        now: SystemTime,
    ) -> Result<Option<Expanded>, RunError> {
        let (version, fan_out) = self.known(id).await?;
        let Some(work) = fan_out.work(id) else {
            return Ok(Some(Expanded { more: false, actions: Vec::new() }));
        };
        let mut lost = None;
        let (keys, way) = match self.whom(&fan_out, &work, manner.take).await {
            // Somebody else was done with the page.
            Err(RunError::NoPayload) if self.known(id).await?.0 != version => return Ok(None),
            whom if matches!(work, Work::Linked { .. }) => whom?,
            Ok(whom) if !whom.0.is_empty() => whom,
            Err(error) if !error.is_about_one_record() => return Err(error),
            none => {
                let what = "the page is missing, or shorter than it was";
                lost = Some(
                    none.err()
                        .filter(|error| !matches!(error, RunError::NoPayload))
                        .unwrap_or_else(|| mdm_enrollment::Error::Record(what).into()),
                );
                (vec![id.key().clone(); fan_out.left_on_page()], Way::default())
            }
        };
        let undo = matches!(work, Work::Undo { .. });
        let orders = if undo { None } else { Some(self.orders(id, &fan_out).await?) };
        let (orders, wanted, lost) = (orders.as_deref(), &manner.wanted, lost.as_ref());
        let doing = Doing {
            id,
            fan_out: &fan_out,
            orders,
            #[cfg(feature = "declarative")]
            profiles: super::declarative::outlines(orders.unwrap_or_default()),
            wanted,
            lost,
            now,
        };
        let mut steps = Vec::with_capacity(keys.len());
        for keys in keys.chunks(LOADS) {
            for (key, step) in keys.iter().zip(together(keys.iter().map(|key| self.step(key, &doing))).await)
            {
                // Somebody wrote the record while it was loaded.
                let Some(step) = step? else { return Ok(None) };
                steps.push((key.clone(), step));
            }
        }
        let page = match fan_out.begun_page(id) {
            Some(name) => match self.store.payload(&name).await {
                // What came of the others on the page is lost, and they are counted.
                Err(error) if error.is_about_one_record() => None,
                page => page?,
            },
            None => None,
        };
        let elsewhere = self.counts(FanOut::elsewhere(id, &steps)).await?;
        let (next, mut batch, actions) = fan_out.advance(id, version, steps, page.as_deref(), &way, now)?;
        batch.writes.extend(elsewhere);
        match self.store.commit(batch).await {
            Ok(()) => Ok(Some(Expanded { more: next.work(id).is_some(), actions: self.note(actions) })),
            Err(error) if error.is_conflict() => {
                // With fewer at a time, fewer others are in the way.
                manner.take = (manner.take / 2).max(1);
                Ok(None)
            }
            // Commands that are final are not loaded. The queue says what it thinks of the name when it sees them.
            Err(Error::UuidTaken { .. }) if manner.wanted.windows.len() == 1 => {
                let names = orders.into_iter().flatten().map(|order| order.command().uuid.as_str());
                let window =
                    |name: &str| Window::Session { reported: Some(name.into()), refused: Refused::Skip, now };
                manner.wanted.windows.extend(names.map(window));
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The next enrollments, and how far that is on the way of a link.
    async fn whom(
        &self,
        fan_out: &FanOut,
        work: &Work,
        take: usize,
    ) -> Result<(Vec<RecordKey>, Way), RunError> {
        let page = async |name: &PayloadName| self.store.payload(name).await?.ok_or(RunError::NoPayload);
        Ok(match work {
            Work::Listed { page: name, skip } => {
                let keys = FanOut::targets(&page(name).await?)?;
                (keys.into_iter().skip(*skip).take(take).collect(), Way::default())
            }
            Work::Linked { link, after } => {
                // Up to the end of the page, so that a step writes one.
                let room = FanOut::PAGE - usize::try_from(fan_out.reached()).unwrap_or(0) % FanOut::PAGE;
                let take = take.min(room);
                let found = self.store.find(link, after.as_ref(), take).await?;
                let way = Way { last: found.last().cloned(), more: found.len() == take };
                // A slot may carry it too.
                (found.into_iter().filter(FanOut::reaches).collect(), way)
            }
            Work::Undo { page: name, skip } => {
                let rows = FanOut::outcomes(&page(name).await?)?;
                (rows.into_iter().skip(*skip).take(take).map(|(key, _)| key).collect(), Way::default())
            }
            _ => (Vec::new(), Way::default()),
        })
    }

    /// What is decided for one enrollment; `None` when its record was written while it was loaded.
    async fn step(&self, key: &RecordKey, doing: &Doing<'_>) -> Result<Option<Step>, RunError> {
        let &Doing { id, fan_out, orders, wanted, lost, now, .. } = doing;
        if let Some(error) = lost {
            return Ok(Some(if orders.is_some() { Step::unreadable(error) } else { Step::nothing() }));
        }
        if !FanOut::reaches(key) {
            return Ok(Some(if orders.is_some() { Step::unknown() } else { Step::nothing() }));
        }
        let records = match self.load(Found::default(), key, wanted).await {
            Ok(Some(records)) => records,
            Ok(None) => return Ok(None),
            // One record that cannot be read does not hold up the others.
            Err(error) if error.is_about_one_record() => {
                let step = if orders.is_some() { Step::unreadable(&error) } else { Step::nothing() };
                return Ok(Some(step));
            }
            Err(error) => return Err(error),
        };
        let rules = self.rules();
        let step = match orders {
            Some(orders) => fan_out.decide(key, orders, &records, &rules, now),
            None => fan_out.undo(id, key, &records, &rules, now),
        };
        let step = step?;
        #[cfg(feature = "declarative")]
        let step = {
            let life = records.channel(key).map(mdm_enrollment::Channel::life);
            self.warned(key, life, &doing.profiles, step).await
        };
        Ok(Some(step))
    }

    /// The commands of an order, out of the payloads that every enrollment shares.
    async fn orders(&self, id: &OrderId, fan_out: &FanOut) -> Result<Vec<Order>, RunError> {
        let mut payloads = BTreeMap::new();
        for (nth, name) in fan_out.payloads(id).enumerate() {
            payloads.insert(nth, self.store.payload(&name).await?.ok_or(RunError::NoPayload)?);
        }
        Ok(fan_out.orders(|nth| payloads.get(&nth).cloned())?)
    }

    async fn known(&self, id: &OrderId) -> Result<(Version, FanOut), RunError> {
        Ok(self.fan_out(id).await?.ok_or(mdm_enrollment::Error::UnknownOrder)?)
    }

    async fn fan_out(&self, id: &OrderId) -> Result<Option<(Version, FanOut)>, RunError> {
        let loaded = self.store.load(id.key(), &Window::Head).await?;
        loaded.map(|loaded| Ok((loaded.version, FanOut::decode(&loaded)?))).transpose()
    }
}

/// Waits for all of them at once. No runtime is needed, and they are few.
async fn together<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut running: Vec<_> = futures.map(|future| (Box::pin(future), None)).collect();
    poll_fn(|context| {
        let mut pending = false;
        for (future, output) in running.iter_mut().filter(|(_, output)| output.is_none()) {
            match future.as_mut().poll(context) {
                Poll::Ready(ready) => *output = Some(ready),
                Poll::Pending => pending = true,
            }
        }
        if pending { Poll::Pending } else { Poll::Ready(()) }
    })
    .await;
    running.into_iter().filter_map(|(_, output)| output).collect()
}
