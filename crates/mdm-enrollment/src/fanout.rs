//! An order to many enrollments, with an outcome for each (F2): committed once, carried out in steps.
//!
//! The order is a record of its own. Its commands are kept once, as payloads that every enrollment shares; whom it is
//! for is a list in pages, or a link by which enrollments are found. A step takes the next few enrollments, decides for
//! each as for an order to it alone, and commits their records **together with the order's**: with the place that it has
//! reached, with the outcome of each, with the counts. So a crash between steps, a step that two nodes do at once, and
//! one that is repeated cost work and nothing else: of two commits under one version one wins, and each enrollment gets
//! each command once. What the device gets is named by the enrollment and the `CommandUUID` of the order.
//!
//! What becomes of the commands is counted in the commit that moves them: [`Records::tally`] says what to add to which
//! of a few [counters](OrderId::counter) of the order, so that [`FanOut::progress`] is exact and reads no enrollment.
//!
//! `mdm-store` has the loop: `Runner::place_order`, `expand_order`, `order_progress`, `cancel_order`.

use std::collections::BTreeMap;
use std::fmt;
use std::time::{Duration, SystemTime};

use mdm_apple::Command;
use mdm_command::{BatchId, Entry};
use mdm_lock::{Footprint, RuleTable};
use serde::{Deserialize, Serialize};

use crate::audit::{Tip, Trail};
use crate::channel;
use crate::decide::{Action, Decision, Enrolls, Input, Order, Records};
use crate::policy::Denial;
use crate::request::bounded;
use crate::row::{
    Batch, EventRow, Gates, HeadRow, Link, LinkKind, Loaded, PayloadName, RecordKey, Tenant, Version, Write,
};
use crate::{Actor, Cause, Error, Event, EventKind};

mod counts;
mod id;
mod place;
mod tally;
#[cfg(test)]
mod tests;

pub use self::counts::{FanOutProgress, HazardCounts, Outcomes};
pub use self::id::OrderId;
pub use self::place::{NewFanOut, Targets};
pub use self::tally::Tally;

/// The record of an order to many: how far it is, and what it counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FanOut {
    actor: Actor,
    tenant: Option<Box<str>>,
    lines: Vec<Line>,
    /// SHA-256 over all that was placed: a repetition is told from another order of this name.
    digest: [u8; 32],
    stage: FanOutStage,
    /// How many enrollments were listed.
    listed: Option<u64>,
    /// By what they are found, and the last that was.
    link: Option<(Box<str>, Box<str>)>,
    last: Option<Box<str>>,
    /// How many have an outcome, and of how many the commands were taken back.
    done: u64,
    undone: u64,
    outcomes: Outcomes,
    #[serde(default)]
    hazards: HazardCounts,
    tally: Tally,
    /// When it came by all, or was taken back everywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ended: Option<SystemTime>,
    /// How many pages of targets and outcomes were forgotten.
    #[serde(default, skip_serializing_if = "is_zero")]
    forgotten: u64,
    /// Who took it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cancelled_by: Option<Actor>,
    /// Where the chain of its events ends.
    #[serde(skip)]
    tip: Tip,
}

/// One command of it, but for its bytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Line {
    uuid: Box<str>,
    footprint: Footprint,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    after: Vec<mdm_command::CommandUuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    group: Option<u32>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    supersedes: Vec<mdm_command::CommandUuid>,
    terms: mdm_command::Terms,
}

/// How far an order to many is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum FanOutStage {
    /// There may be enrollments that it has not come by.
    Expanding,
    /// It came by all of them.
    Expanded,
    /// It was taken back, and there may be commands that are still queued.
    Cancelling,
    /// It was taken back everywhere. What had been handed out may have run.
    Cancelled,
}

/// What came of an order at one enrollment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum TargetOutcome {
    /// Its commands were queued.
    Queued,
    /// Its commands were queued, and a profile that they install and a declaration of the enrollment want the same: which,
    /// in a sentence.
    Overlapping(Box<str>),
    /// Nothing was queued: pending ones want the same.
    Pending,
    /// Nothing was queued, and this is why, in a sentence.
    Refused(Box<str>),
    /// There is no such enrollment, or it is another tenant's.
    Unknown,
    /// The enrollment has not begun, or has ended.
    NotEnrolled,
}

/// What is to be done next about an order.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Work {
    /// Carry it out for those of this [page](FanOut::targets) that come after so many.
    Listed {
        /// The page.
        page: PayloadName,
        /// How many of the page have an outcome.
        skip: usize,
    },
    /// Carry it out for those that carry this link, after this one.
    Linked {
        /// The link.
        link: Link,
        /// The last one that has an outcome.
        after: Option<RecordKey>,
    },
    /// Take it back from those of this page of [outcomes](FanOut::outcomes) that come after so many.
    Undo {
        /// The page.
        page: PayloadName,
        /// How many of the page are behind it.
        skip: usize,
    },
}

/// How far a step has come on the way of a link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Way {
    /// The last record that was found, an enrollment or not.
    pub last: Option<RecordKey>,
    /// Whether others may come after it.
    pub more: bool,
}

/// What a step decided for one enrollment.
#[derive(Clone, Debug)]
pub struct Step {
    outcome: Option<TargetOutcome>,
    batch: Batch,
    /// What it moves, by the counter of the order that it belongs to.
    tallies: BTreeMap<RecordKey, Tally>,
    hazards: HazardCounts,
    actions: Vec<Action>,
}

/// By which orders are found that are not done yet.
#[must_use]
pub fn open_orders() -> Link {
    Link { kind: LinkKind::Order, value: "open".into() }
}

/// By which orders are found that are done, as long as they are kept.
#[must_use]
pub fn closed_orders() -> Link {
    Link { kind: LinkKind::Order, value: "closed".into() }
}

impl FanOut {
    /// How many enrollments stand on a page, and are taken in one step at the most.
    pub const PAGE: usize = 128;

    /// Reads a record.
    ///
    /// # Errors
    ///
    /// [`Error::Record`] when it was not written by this library, or by a newer one.
    pub fn decode(loaded: &Loaded) -> Result<Self, Error> {
        let (order, tip) = channel::decode_chained::<Self>(&loaded.head.body)?;
        Ok(Self { tip, ..order })
    }

    /// Whether this is the same order, placed once more.
    #[must_use]
    pub fn is_repetition(&self, other: &Self) -> bool {
        self.digest == other.digest
    }

    /// Who ordered.
    #[must_use]
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// How far it is.
    #[must_use]
    pub const fn stage(&self) -> FanOutStage {
        self.stage
    }

    /// Whose it is, as it was placed.
    #[must_use]
    pub fn tenant(&self) -> Option<Tenant> {
        self.tenant.as_deref().and_then(Tenant::new)
    }

    /// Whether nothing was to be done about it for so long. Its commands may be open all the same.
    #[must_use]
    pub fn is_older_than(&self, age: Duration, now: SystemTime) -> bool {
        let is_over = matches!(self.stage, FanOutStage::Expanded | FanOutStage::Cancelled);
        is_over && self.ended.is_none_or(|ended| ended.checked_add(age).is_some_and(|at| at <= now))
    }

    /// How many enrollments have an outcome. They stand on `reached / PAGE` pages, rounded up.
    #[must_use]
    pub const fn reached(&self) -> u64 {
        self.done
    }

    /// The commands as orders, given their payloads by [name](Self::payloads).
    ///
    /// # Errors
    ///
    /// [`Error::Record`] when one is missing or cannot be read.
    pub fn orders(&self, payload: impl Fn(usize) -> Option<Vec<u8>>) -> Result<Vec<Order>, Error> {
        let lines = self.lines.iter().enumerate();
        lines
            .map(|(nth, line)| line.order(&payload(nth).ok_or(Error::Record("a command is missing"))?))
            .collect()
    }

    /// The names of the payloads that hold the commands.
    pub fn payloads(&self, id: &OrderId) -> impl Iterator<Item = PayloadName> {
        self.lines.iter().map(|line| id.command(&line.uuid))
    }

    /// What is to be done next; `None` when all is done.
    #[must_use]
    pub fn work(&self, id: &OrderId) -> Option<Work> {
        let place = if self.stage == FanOutStage::Cancelling { self.undone } else { self.done };
        let (page, skip) = (place / Self::PAGE as u64, usize::try_from(place % Self::PAGE as u64).ok()?);
        match self.stage {
            FanOutStage::Expanded | FanOutStage::Cancelled => None,
            FanOutStage::Cancelling => Some(Work::Undo { page: id.outcomes(page), skip }),
            FanOutStage::Expanding => Some(match &self.link {
                None => Work::Listed { page: id.targets(page), skip },
                Some((kind, value)) => Work::Linked {
                    link: Link { kind: LinkKind::from_name(kind)?, value: value.clone() },
                    after: self.last.as_deref().and_then(RecordKey::new),
                },
            }),
        }
    }

    /// How many of the page that is [to be done](Self::work) are left, where the enrollments stand on pages.
    #[must_use]
    pub fn left_on_page(&self) -> usize {
        let (place, all) = match self.stage {
            FanOutStage::Cancelling => (self.undone, self.done),
            _ => (self.done, self.listed.unwrap_or(self.done)),
        };
        let size = Self::PAGE as u64;
        let left = all.saturating_sub(place).min(size - place % size);
        usize::try_from(left).unwrap_or(Self::PAGE)
    }

    /// The page on which the next outcomes go, if it was begun: [`advance`](Self::advance) writes it anew.
    #[must_use]
    pub fn begun_page(&self, id: &OrderId) -> Option<PayloadName> {
        let size = Self::PAGE as u64;
        let begun = self.stage == FanOutStage::Expanding && !self.done.is_multiple_of(size);
        begun.then(|| id.outcomes(self.done / size))
    }

    /// Whether there can be an enrollment of this key: nothing else needs to be loaded.
    #[must_use]
    pub fn reaches(key: &RecordKey) -> bool {
        crate::user::is_channel(key)
    }

    /// Reads a page of whom it is for.
    ///
    /// # Errors
    ///
    /// [`Error::Record`] when it was not written by this library, or by a newer one.
    pub fn targets(page: &[u8]) -> Result<Vec<RecordKey>, Error> {
        channel::decode::<Vec<Box<str>>>(page)?.iter().map(|text| key(text)).collect()
    }

    /// Reads a page of outcomes, in the order in which it came by.
    ///
    /// # Errors
    ///
    /// As [`targets`](Self::targets).
    pub fn outcomes(page: &[u8]) -> Result<Vec<(RecordKey, TargetOutcome)>, Error> {
        let rows = channel::decode::<Vec<(Box<str>, TargetOutcome)>>(page)?;
        rows.into_iter().map(|(text, outcome)| Ok((key(&text)?, outcome))).collect()
    }

    /// Decides for one enrollment. `records` has its channel with every open command, if there is one.
    ///
    /// # Errors
    ///
    /// [`Error::Queue`] with [`NeedsOpen`](mdm_command::Error::NeedsOpen) when not every open command was loaded. What
    /// else keeps the order from an enrollment is its outcome.
    pub fn decide(
        &self,
        enrollment: &RecordKey,
        orders: &[Order],
        records: &Records,
        rules: &RuleTable,
        now: SystemTime,
    ) -> Result<Step, Error> {
        let Some(channel) = records.channel(enrollment) else { return Ok(Step::unknown()) };
        if self.tenant.as_deref().is_some_and(|tenant| tenant != channel.tenant()) {
            return Ok(Step::unknown());
        }
        let input = Input::Order { actor: &self.actor, orders };
        let outcome = match records.decide(enrollment, &input, rules, now) {
            Ok(decision) => {
                let outcome = match &decision.denials[..] {
                    [] if decision.places.iter().any(Option::is_some) => TargetOutcome::Queued,
                    [] => TargetOutcome::Pending,
                    [(_, denial), ..] => TargetOutcome::denied(denial),
                };
                return Step::deciding(Some(outcome), records, decision);
            }
            Err(error) if error.needs_open() => return Err(error),
            Err(Error::NoOrders) => TargetOutcome::NotEnrolled,
            Err(Error::NotAllowed { refusals }) => {
                let why = refusals.first().map(|(_, refusal)| refusal.to_string());
                TargetOutcome::refused(&why.unwrap_or_default())
            }
            // One that cannot be decided does not hold up the others.
            Err(error) => TargetOutcome::refused(&error.to_string()),
        };
        Ok(Step::of(outcome))
    }

    /// Decides for one enrollment from which the order is taken back.
    ///
    /// # Errors
    ///
    /// As [`decide`](Self::decide).
    pub fn undo(
        &self,
        id: &OrderId,
        enrollment: &RecordKey,
        records: &Records,
        rules: &RuleTable,
        now: SystemTime,
    ) -> Result<Step, Error> {
        let actor = self.cancelled_by.as_ref().unwrap_or(&self.actor);
        let input = Input::CancelBatch { actor, batch: id.batch() };
        match records.decide(enrollment, &input, rules, now) {
            Ok(decision) => Step::deciding(None, records, decision),
            Err(error) if error.needs_open() => Err(error),
            // It is not there any more, and its commands neither.
            Err(_) => Ok(Step::nothing()),
        }
    }

    /// What steps move of other orders to many, as when a command of this one takes the place of one of theirs: what is to be
    /// added to which [counter](OrderId::counter), in the commit of the step.
    #[must_use]
    pub fn elsewhere(id: &OrderId, steps: &[(RecordKey, Step)]) -> BTreeMap<RecordKey, Tally> {
        let mut tallies = BTreeMap::new();
        for (enrollment, step) in steps {
            let own = id.counter(enrollment);
            for (counter, moved) in step.tallies.iter().filter(|(counter, _)| **counter != own) {
                let tally: &mut Tally = tallies.entry(counter.clone()).or_default();
                *tally = tally.and(*moved);
            }
        }
        tallies
    }

    /// How it is after a step, what is to commit, and what is to be done then. `page` is the
    /// [page](Self::begun_page) of outcomes that was begun. When it is missing or cannot be read, its outcomes stay counted,
    /// and say so, each under the order's own key.
    ///
    /// # Errors
    ///
    /// [`Error::Record`] when something cannot be written.
    pub fn advance(
        &self,
        id: &OrderId,
        version: Version,
        steps: Vec<(RecordKey, Step)>,
        page: Option<&[u8]>,
        way: &Way,
        now: SystemTime,
    ) -> Result<(Self, Batch, Vec<Action>), Error> {
        let mut next = self.clone();
        let (mut batch, mut actions) = (Batch::default(), Vec::new());
        let mut reached = Vec::with_capacity(steps.len());
        for (enrollment, step) in steps {
            batch.writes.extend(step.batch.writes);
            batch.payloads.extend(step.batch.payloads);
            batch.events.extend(step.batch.events);
            actions.extend(step.actions);
            let own = step.tallies.get(&id.counter(&enrollment)).copied();
            next.tally = next.tally.and(own.unwrap_or_default());
            next.hazards.add(&step.hazards);
            match step.outcome {
                Some(outcome) => {
                    next.outcomes.count(&outcome);
                    reached.push((enrollment, outcome));
                }
                None => next.undone += 1,
            }
        }
        if let Some(last) = &way.last {
            next.last = Some(last.as_str().into());
        }
        next.file(id, reached, page, &mut batch)?;
        let mut expanded = None;
        if next.stage == FanOutStage::Expanding && !way.more && next.listed.is_none_or(|all| next.done >= all)
        {
            (next.stage, next.ended) = (FanOutStage::Expanded, Some(now));
            expanded = Some((EventKind::OrderExpanded { outcomes: next.outcomes }, &self.actor, now));
        }
        if next.stage == FanOutStage::Cancelling && next.undone >= next.done {
            (next.stage, next.ended) = (FanOutStage::Cancelled, Some(now));
        }
        let (write, event) = next.write(id, Some(version), expanded)?;
        batch.writes.push(write);
        batch.events.extend(event);
        Ok((next, batch, actions))
    }

    /// Puts outcomes on their pages. A page of targets that has all of its outcomes is not needed any more.
    fn file(
        &mut self,
        id: &OrderId,
        reached: Vec<(RecordKey, TargetOutcome)>,
        page: Option<&[u8]>,
        batch: &mut Batch,
    ) -> Result<(), Error> {
        let size = Self::PAGE as u64;
        let begun = usize::try_from(self.done % size).unwrap_or_default();
        let rows = page.and_then(|page| Self::outcomes(page).ok()).filter(|rows| rows.len() == begun);
        let lost = || (id.key().clone(), TargetOutcome::refused("what came of it cannot be read any more"));
        let mut rows = rows.unwrap_or_else(|| std::iter::repeat_with(lost).take(begun).collect());
        for (enrollment, outcome) in reached {
            rows.push((enrollment, outcome));
            self.done += 1;
            if self.done.is_multiple_of(size) {
                batch.payloads.push(filed(id, (self.done - 1) / size, &std::mem::take(&mut rows))?);
                batch.forget_payloads.push(id.targets((self.done - 1) / size));
            }
        }
        if !rows.is_empty() && self.stage == FanOutStage::Expanding {
            batch.payloads.push(filed(id, self.done / size, &rows)?);
        }
        Ok(())
    }

    /// Takes the order back: no more enrollments get it, and where it is queued it will be cancelled. `None` when it was
    /// taken back before.
    ///
    /// # Errors
    ///
    /// [`Error::UnnamedMember`] for a member; [`Error::Record`] when the record cannot be written.
    pub fn cancel(
        &self,
        id: &OrderId,
        version: Version,
        actor: &Actor,
        now: SystemTime,
    ) -> Result<Option<Batch>, Error> {
        if matches!(self.stage, FanOutStage::Cancelling | FanOutStage::Cancelled) {
            return Ok(None);
        }
        let stage = if self.done == 0 { FanOutStage::Cancelled } else { FanOutStage::Cancelling };
        let ended = (stage == FanOutStage::Cancelled).then_some(now);
        let next = Self { stage, ended, cancelled_by: Some(actor.clone()), ..self.clone() };
        let cancelled = EventKind::OrderCancelled { actor: actor.clone() };
        let (write, event) = next.write(id, Some(version), Some((cancelled, actor, now)))?;
        let (writes, events) = (vec![write], event.into_iter().collect());
        Ok(Some(Batch { writes, events, ..Batch::default() }))
    }

    /// Forgets its commands and outcomes, and by what its enrollments were found, step by step; the counts stay. Gives what
    /// is to be committed, and whether there is more then; `None` as long as something is to be done or a command is open: a
    /// device may still get it.
    ///
    /// A step is one command or a few megabytes of pages, so that nobody waits for long.
    ///
    /// # Errors
    ///
    /// [`Error::Record`] when the record cannot be written.
    pub fn forget(
        &self,
        id: &OrderId,
        version: Version,
        progress: &FanOutProgress,
    ) -> Result<Option<(Batch, bool)>, Error> {
        if self.work(id).is_some() || !progress.commands.is_complete() {
            return Ok(None);
        }
        let pages = self.listed.unwrap_or_default().max(self.done).div_ceil(Self::PAGE as u64);
        let mut next = Self { link: None, last: None, ..self.clone() };
        let forget_payloads = if let Some(line) = next.lines.pop() {
            vec![id.command(&line.uuid)]
        } else if self.forgotten < pages {
            next.forgotten = pages.min(self.forgotten + FORGOTTEN);
            let pages = self.forgotten..next.forgotten;
            pages.flat_map(|page| [id.targets(page), id.outcomes(page)]).collect()
        } else {
            return Ok(Some((Batch::default(), false)));
        };
        let more = !next.lines.is_empty() || next.forgotten < pages;
        let writes = vec![next.write(id, Some(version), None)?.0];
        Ok(Some((Batch { writes, forget_payloads, ..Batch::default() }, more)))
    }

    /// How far it is, given what its counters say.
    #[must_use]
    pub fn progress(&self, counters: impl IntoIterator<Item = Tally>) -> FanOutProgress {
        let tally = counters.into_iter().fold(self.tally, Tally::and);
        let targets = match self.stage {
            FanOutStage::Expanded => Some(self.done),
            _ => self.listed,
        };
        let (stage, outcomes, hazards) = (self.stage, self.outcomes, self.hazards);
        FanOutProgress { stage, targets, outcomes, hazards, commands: tally.progress() }
    }

    /// The record as it is now, and what happened to it.
    fn write(
        &self,
        id: &OrderId,
        expected: Option<Version>,
        event: Option<(EventKind, &Actor, SystemTime)>,
    ) -> Result<(Write, Option<EventRow>), Error> {
        let open = self.work(id).is_some();
        // One to the devices of a member is found by the member until it is forgotten.
        let member = self.link.as_ref().filter(|(kind, _)| &**kind == LinkKind::Member.as_str());
        let member = member.map(|(_, value)| Link { kind: LinkKind::Member, value: value.clone() });
        let links = [if open { open_orders() } else { closed_orders() }].into_iter().chain(member).collect();
        let mut trail = Trail::after(id.key(), expected, self.tip);
        let event = event.map(|(kind, actor, at)| {
            let (tenant, cause) = (self.tenant.clone(), Cause::Actor(actor.clone()));
            trail.event(&Event { at, kind, tenant, cause })
        });
        let event = event.transpose()?;
        let body = channel::encode_chained(self, trail.tip())?;
        Ok((plain(id.key().clone(), expected, links, body), event))
    }
}

/// How many pages of targets, and of outcomes, are forgotten at once: of 128 keys of 255 bytes, and reasons of 512, both
/// together have 8.6 MB.
const FORGOTTEN: u64 = 64;

impl Step {
    fn of(outcome: TargetOutcome) -> Self {
        let (batch, tallies, hazards) = Default::default();
        Self { outcome: Some(outcome), batch, tallies, hazards, actions: Vec::new() }
    }

    /// Where there is no enrollment.
    #[must_use]
    pub fn unknown() -> Self {
        Self::of(TargetOutcome::Unknown)
    }

    /// Where the record cannot be read. Why is kept as the outcome: the text must hold no value.
    #[must_use]
    pub fn unreadable(error: &impl fmt::Display) -> Self {
        Self::of(TargetOutcome::refused(&error.to_string()))
    }

    /// Where there is nothing to take back.
    #[must_use]
    pub fn nothing() -> Self {
        Self { outcome: None, ..Self::unknown() }
    }

    /// A profile of the order and a declaration of the enrollment want the same: this is said with the outcome.
    #[must_use]
    pub fn overlapping(mut self, overlap: &impl fmt::Display) -> Self {
        if self.outcome == Some(TargetOutcome::Queued) {
            self.outcome = Some(TargetOutcome::Overlapping(TargetOutcome::reason(&overlap.to_string())));
        }
        self
    }

    fn deciding(
        outcome: Option<TargetOutcome>,
        records: &Records,
        decision: Decision,
    ) -> Result<Self, Error> {
        let batch = if decision.changes.is_empty() { Batch::default() } else { records.batch(&decision)? };
        let tallies = records.tally(&decision);
        let hazards = HazardCounts::of(&decision.hazards);
        Ok(Self { outcome, batch, tallies, hazards, actions: decision.actions })
    }
}

impl TargetOutcome {
    /// How much of a reason is kept, in bytes.
    const REASON: usize = 512;

    fn refused(why: &str) -> Self {
        Self::Refused(Self::reason(why))
    }

    fn reason(why: &str) -> Box<str> {
        bounded(why, Self::REASON)
    }

    fn denied(denial: &Denial) -> Self {
        Self::refused(&denial.to_string())
    }
}

impl Line {
    fn new(order: &Order, batch: &BatchId) -> Self {
        let Order { command, footprint, after, group, supersedes, terms, .. } = order.clone();
        let terms = mdm_command::Terms { batch: Some(batch.clone()), ..terms };
        Self { uuid: command.uuid.as_str().into(), footprint, after, group, supersedes, terms }
    }

    fn order(&self, payload: &[u8]) -> Result<Order, Error> {
        let command = read(payload).map_err(|_| Error::Record("a command cannot be read"))?;
        let Self { footprint, after, group, supersedes, terms, .. } = self.clone();
        let enrolls = Enrolls::of(&command.request);
        Ok(Order { command, footprint, after, group, supersedes, terms, is_shared: true, enrolls })
    }
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// The name of the payload that holds the bytes of a queued command. Those of an order to many share it.
#[must_use]
pub fn payload_name(enrollment: &RecordKey, entry: &Entry) -> PayloadName {
    match entry.terms.batch.as_ref().and_then(OrderId::of_batch) {
        Some(order) => order.command(entry.uuid.as_str()),
        None => crate::decide::command_name(enrollment, entry.seq),
    }
}

/// A command of our own writing, however large.
fn read(bytes: &[u8]) -> Result<Command, Error> {
    let all = usize::MAX;
    let limits = mdm_apple::Limits::default();
    let limits = limits.with_bytes(all).with_nodes(all).with_string(all).with_data(all).with_key(all);
    Command::decode(bytes, &limits).map_err(Error::Encode)
}

fn key(text: &str) -> Result<RecordKey, Error> {
    RecordKey::new(text).ok_or(Error::Record("a key has another form"))
}

fn filed(
    id: &OrderId,
    page: u64,
    rows: &[(RecordKey, TargetOutcome)],
) -> Result<(PayloadName, Vec<u8>), Error> {
    let rows: Vec<_> = rows.iter().map(|(enrollment, outcome)| (enrollment.as_str(), outcome)).collect();
    Ok((id.outcomes(page), channel::encode(&rows)?))
}

/// A record without commands and without a wake.
pub(crate) fn plain(key: RecordKey, expected: Option<Version>, links: Vec<Link>, body: Vec<u8>) -> Write {
    let head = HeadRow { session: 0, shut: Gates::NONE, backoff_until: None, links, body };
    Write { key, expected, head, commands: Vec::new(), forget: Vec::new(), wake: Vec::new() }
}
