//! Commands: ordered, looked at, taken back, held, forgotten.

use std::collections::{BTreeMap, VecDeque};
use std::time::SystemTime;

#[cfg(feature = "declarative")]
use mdm_enrollment::declarative::Overlap;
use mdm_enrollment::row::{Batch, CommandRow, PayloadName, Phase, RecordKey, Window};
use mdm_enrollment::{
    Action, Actor, BatchId, CommandUuid, Decision, Hazards, Input, Order, Progress, Retention, command_name,
    entry, response_name,
};

use super::{RunError, Runner, Wanted, allowed};
use crate::Store;
use crate::limits::{PAGE, PRUNED};

/// An accepted order.
#[derive(Clone, Debug, PartialEq)]
pub struct Ordered {
    /// The place of each command, in the order given; `None` where a pending one wants the same, so that it was not
    /// queued.
    pub places: Vec<Option<u64>>,
    /// What could surprise the administrator.
    pub hazards: Hazards<CommandUuid>,
    /// Where a profile that is installed by it wants the same as a declaration that the channel has; told by
    /// [`Runner::assign_declarations`] when the profile came first. What could not be looked up in the moment after the order
    /// was committed is not told: [`Runner::declaration_overlaps`] tells it at any time.
    #[cfg(feature = "declarative")]
    pub overlaps: Vec<Overlap>,
    /// Whether the device has to be woken, as in [`Served::actions`](super::Served::actions).
    pub actions: Vec<Action>,
}

impl<S: Store> Runner<S> {
    /// Orders commands for one enrollment: all or none, in this order. No commands are no order: nothing is
    /// written.
    ///
    /// # Errors
    ///
    /// [`mdm_enrollment::Error::NotAllowed`] with the reasons when the device would refuse;
    /// [`Denied`](mdm_enrollment::Error::Denied) with the reasons when the terms of the device forbid it, of which an
    /// event is kept;
    /// [`NoOrders`](mdm_enrollment::Error::NoOrders) when there is no such enrollment or it has ended;
    /// [`Queue`](mdm_enrollment::Error::Queue) when a `CommandUUID` was ordered before, also long ago, or the queue
    /// is full.
    pub async fn order(
        &self,
        enrollment: &RecordKey,
        actor: &Actor,
        orders: &[Order],
        now: SystemTime,
    ) -> Result<Ordered, RunError> {
        let input = Input::Order { actor, orders };
        let decision = self.run(enrollment, Window::Open, &input, now).await?;
        let Decision { places, hazards, actions, .. } = decision;
        let actions = self.note(actions);
        // After the commit: of an order and an assignment at the same time one sees the other.
        #[cfg(feature = "declarative")]
        let overlaps = if places.iter().any(Option::is_some) {
            self.ordered_overlaps(enrollment, orders).await.unwrap_or_default()
        } else {
            Vec::new()
        };
        Ok(Ordered {
            places,
            hazards,
            #[cfg(feature = "declarative")]
            overlaps,
            actions,
        })
    }

    /// Orders the same commands for many enrollments, one after the other, each all or none. What is refused for one
    /// is no obstacle for the others: each outcome comes with its enrollment, in the order given.
    ///
    /// The commands are named by `batch`, so that [`progress`](Self::progress) can count them. Who stops half-way goes
    /// on by ordering again: where it took place already, the outcome is that the `CommandUUID` is taken.
    pub async fn order_many<'a>(
        &self,
        enrollments: impl IntoIterator<Item = &'a RecordKey>,
        actor: &Actor,
        orders: &[Order],
        batch: &BatchId,
        now: SystemTime,
    ) -> Vec<(&'a RecordKey, Result<Ordered, RunError>)> {
        let orders: Vec<_> = orders.iter().map(|order| order.clone().of_batch(batch.clone())).collect();
        let mut outcomes = Vec::new();
        for enrollment in enrollments {
            outcomes.push((enrollment, self.order(enrollment, actor, &orders, now).await));
        }
        outcomes
    }

    /// How far a batch is, in all these enrollments together. Reads the whole history of each.
    ///
    /// # Errors
    ///
    /// The store's; [`mdm_enrollment::Error::Record`].
    pub async fn progress<'a>(
        &self,
        enrollments: impl IntoIterator<Item = &'a RecordKey>,
        batch: &BatchId,
    ) -> Result<Progress, RunError> {
        let mut progress = Progress::default();
        for enrollment in enrollments {
            let mut last = None;
            loop {
                let page = self.store.commands(enrollment, last, PAGE).await?;
                let Some(end) = page.last() else { break };
                last = Some(end.seq);
                for row in &page {
                    let entry = entry(row)?;
                    if entry.terms.batch.as_ref() == Some(batch) {
                        progress = progress.counting(entry.state);
                    }
                }
            }
        }
        Ok(progress)
    }

    /// What in an order could surprise the administrator, without ordering it.
    ///
    /// # Errors
    ///
    /// As for [`order`](Self::order), but for a `CommandUUID` whose command is final: only the order itself
    /// notices it.
    pub async fn preview(
        &self,
        enrollment: &RecordKey,
        orders: &[Order],
        now: SystemTime,
    ) -> Result<Hazards<CommandUuid>, RunError> {
        let records = self.load_one(enrollment, Window::Open).await?;
        let actor = Actor::rule("preview");
        let input = Input::Order { actor: &actor, orders };
        Ok(allowed(records.decide(enrollment, &input, &self.rules(), now)?)?.hazards)
    }

    /// Takes a command back. One that was handed out may run all the same; its answer is recorded.
    ///
    /// # Errors
    ///
    /// [`mdm_enrollment::Error::Queue`] when it is final or unknown;
    /// [`NoOrders`](mdm_enrollment::Error::NoOrders) when there is no such enrollment;
    /// [`NotPermitted`](mdm_enrollment::Error::NotPermitted) for a member, of which an event is kept.
    pub async fn cancel(
        &self,
        enrollment: &RecordKey,
        actor: &Actor,
        uuid: &CommandUuid,
        now: SystemTime,
    ) -> Result<Vec<Action>, RunError> {
        self.about(enrollment, &Input::Cancel { actor, uuid }, now).await
    }

    /// Holds a command back until it is let go again. What conflicts with it and stands behind it waits; one that was
    /// handed out may run all the same.
    ///
    /// # Errors
    ///
    /// As for [`cancel`](Self::cancel).
    pub async fn hold(
        &self,
        enrollment: &RecordKey,
        actor: &Actor,
        uuid: &CommandUuid,
        now: SystemTime,
    ) -> Result<Vec<Action>, RunError> {
        self.about(enrollment, &Input::Hold { actor, uuid }, now).await
    }

    /// Lets a held command go.
    ///
    /// # Errors
    ///
    /// As for [`cancel`](Self::cancel).
    pub async fn let_go(
        &self,
        enrollment: &RecordKey,
        actor: &Actor,
        uuid: &CommandUuid,
        now: SystemTime,
    ) -> Result<Vec<Action>, RunError> {
        self.about(enrollment, &Input::LetGo { actor, uuid }, now).await
    }

    /// Ends what has expired. A connect does this too: this is for a device that does not come.
    ///
    /// # Errors
    ///
    /// [`NoOrders`](mdm_enrollment::Error::NoOrders) when there is no such enrollment; the store's.
    pub async fn expire(&self, enrollment: &RecordKey, now: SystemTime) -> Result<Vec<Action>, RunError> {
        self.about(enrollment, &Input::Expire, now).await
    }

    /// Says that nothing more is to be ordered for a device that waits in Setup Assistant: it is let out when what is
    /// open has ended. Without this it is let out after a while ([`with_setup`](Self::with_setup)).
    ///
    /// # Errors
    ///
    /// [`NoOrders`](mdm_enrollment::Error::NoOrders) when there is no such enrollment or it has ended; the store's;
    /// [`NotPermitted`](mdm_enrollment::Error::NotPermitted) for a member, of which an event is kept.
    pub async fn finish_setup(
        &self,
        enrollment: &RecordKey,
        actor: &Actor,
        now: SystemTime,
    ) -> Result<Vec<Action>, RunError> {
        self.about(enrollment, &Input::FinishSetup { actor }, now).await
    }

    /// Forgets commands that ended long ago, with what was sent and answered, a thousand at the most, and no more than have
    /// [`PRUNED`](crate::limits::PRUNED) bytes together, so that nobody waits long for one step. Says how many: as long as
    /// there are some, there may be more.
    ///
    /// # Errors
    ///
    /// [`NoOrders`](mdm_enrollment::Error::NoOrders) when there is no such enrollment; the store's.
    pub async fn prune(
        &self,
        enrollment: &RecordKey,
        retention: Retention,
        now: SystemTime,
    ) -> Result<usize, RunError> {
        self.prune_life(enrollment, retention, None, now).await
    }

    /// As [`Self::prune`], where a life is said only if that one was the last of the enrollment and has ended.
    pub(super) async fn prune_life(
        &self,
        enrollment: &RecordKey,
        retention: Retention,
        ended: Option<u64>,
        now: SystemTime,
    ) -> Result<usize, RunError> {
        let Some(limit) = self.prunable(enrollment, retention, now).await? else { return Ok(0) };
        let window = Window::Done { keep: retention.last as u64, limit };
        let input = Input::Prune { age: retention.age };
        let wanted = Wanted { ended, ..Wanted::new(window) };
        Ok(self.run_in(enrollment, wanted, &input, now).await?.changes.len())
    }

    /// Forgets large answers before the rest of the history goes: of the commands that the retention lets go, the answers
    /// of `bytes` and more as they are kept. Says how many.
    ///
    /// The commands stay, with what became of them, until [`prune`](Self::prune) forgets them. So give this one the shorter
    /// retention: a list of installed apps is stale after a week, and that it was asked for is worth a year. It goes through
    /// the history once, from the beginning, and reads no answer; as soon as [`PRUNED`](crate::limits::PRUNED) bytes are
    /// found that may go they do, so that nobody waits long for one of its writes. Who stops half-way goes on by calling it
    /// again. [`prune_tenant`](Self::prune_tenant) does both for all enrollments of a tenant.
    ///
    /// # Errors
    ///
    /// The store's; [`mdm_enrollment::Error::Record`] when a command cannot be read.
    pub async fn prune_answers(
        &self,
        enrollment: &RecordKey,
        retention: Retention,
        bytes: u64,
        now: SystemTime,
    ) -> Result<usize, RunError> {
        let is_old = |at: Option<SystemTime>| {
            at.and_then(|at| now.duration_since(at).ok()).is_some_and(|age| age > retention.age)
        };
        let (mut forgotten, mut after) = (0, None);
        // Those of what was read that have ended last: so many are kept.
        let mut last = VecDeque::new();
        loop {
            let page = self.store.commands(enrollment, after, PAGE).await?;
            let Some(end) = page.last() else { return Ok(forgotten) };
            after = Some(end.seq);
            for row in page.iter().filter(|row| row.phase == Phase::Done) {
                last.push_back((row.seq, entry(row)?.ended_at));
            }
            let go = last.drain(..last.len().saturating_sub(retention.last));
            let names = go.filter(|(_, at)| is_old(*at)).map(|(seq, _)| response_name(enrollment, seq));
            forgotten += self.forget_large(&names.collect::<Vec<_>>(), bytes).await?;
        }
    }

    /// Forgets those of these payloads that have so many bytes, a few at a time.
    async fn forget_large(&self, names: &[PayloadName], bytes: u64) -> Result<usize, RunError> {
        let (mut forgotten, mut freed, mut batch) = (0, 0_u64, Batch::default());
        for names in names.chunks(PAGE) {
            let sizes = self.store.payload_sizes(names).await?;
            let sizes = names.iter().zip(sizes).filter_map(|(name, size)| Some((name, size?)));
            for (name, size) in sizes.filter(|(_, size)| *size >= bytes) {
                batch.forget_payloads.push(name.clone());
                freed = freed.saturating_add(size);
                if freed >= PRUNED as u64 {
                    forgotten += batch.forget_payloads.len();
                    self.store.commit(std::mem::take(&mut batch)).await?;
                    freed = 0;
                }
            }
        }
        forgotten += batch.forget_payloads.len();
        if !batch.forget_payloads.is_empty() {
            self.store.commit(batch).await?;
        }
        Ok(forgotten)
    }

    /// How many of the oldest commands may be looked at in one step; `None` when none of them is old.
    async fn prunable(
        &self,
        enrollment: &RecordKey,
        retention: Retention,
        now: SystemTime,
    ) -> Result<Option<usize>, RunError> {
        let window = Window::Done { keep: retention.last as u64, limit: PAGE };
        let loaded = self.store.load(enrollment, &window).await?;
        let Some(commands) = loaded.map(|loaded| loaded.commands).filter(|commands| !commands.is_empty())
        else {
            // What is to be said of that the decision says.
            return Ok(Some(PAGE));
        };
        let is_old = |row: &CommandRow| -> Result<bool, RunError> {
            let ended = entry(row)?.ended_at.and_then(|at| at.checked_add(retention.age));
            Ok(ended.is_some_and(|at| at <= now))
        };
        // Which go is decided later; of those that cannot, sizes are not asked.
        let mut names = Vec::new();
        for row in &commands {
            if is_old(row)? {
                names.extend([command_name(enrollment, row.seq), response_name(enrollment, row.seq)]);
            }
        }
        if names.is_empty() {
            return Ok(None);
        }
        let mut sizes = BTreeMap::new();
        for names in names.chunks(PAGE) {
            sizes.extend(names.iter().zip(self.store.payload_sizes(names).await?));
        }
        let (mut bytes, mut fit) = (0_u64, 0);
        for row in &commands {
            if bytes >= PRUNED as u64 {
                break;
            }
            let names = [command_name(enrollment, row.seq), response_name(enrollment, row.seq)];
            let payloads = names.iter().filter_map(|name| sizes.get(name).copied().flatten()).sum::<u64>();
            bytes = bytes.saturating_add(payloads).saturating_add(row.body.len() as u64);
            fit += 1;
        }
        Ok(Some(fit))
    }
}
