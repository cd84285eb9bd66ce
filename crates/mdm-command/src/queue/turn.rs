//! Decisions: what a report, an order or a cancellation changes.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::time::SystemTime;

use mdm_lock::{
    Belief, Evidence, Expectation, Hazard, InLostMode, Lane, LockState, LostMode, Planned, hazards,
};

use super::{Change, Context, MAX_OPEN, Queue, SESSION_SILENCE};
use crate::{CancelReason, CommandUuid, Entry, Error, Event, Order, Outcome, State};

/// What a device says when it connects.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Answer<'a> {
    /// It has nothing to report and asks for a command. A session begins.
    Idle,
    /// The command was done, or accepted.
    Acknowledged {
        /// Which command.
        uuid: &'a CommandUuid,
    },
    /// The command failed.
    Error {
        /// Which command.
        uuid: &'a CommandUuid,
        /// The first item of the error chain.
        outcome: Option<Outcome>,
        /// What the error says about Lost Mode, if anything.
        lost_mode: Option<LostMode>,
    },
    /// The device could not read the command.
    CommandFormatError {
        /// Which command.
        uuid: &'a CommandUuid,
    },
    /// The device refuses for now.
    NotNow {
        /// Which command.
        uuid: &'a CommandUuid,
    },
    /// The report could not be read. It closes the outstanding command: the device would repeat it for ever.
    Unreadable {
        /// Size, digest and error.
        outcome: Outcome,
    },
}

impl<'a> Answer<'a> {
    /// The command that it is about.
    #[must_use]
    pub const fn uuid(&self) -> Option<&'a CommandUuid> {
        match self {
            Self::Acknowledged { uuid }
            | Self::Error { uuid, .. }
            | Self::CommandFormatError { uuid }
            | Self::NotNow { uuid } => Some(uuid),
            Self::Idle | Self::Unreadable { .. } => None,
        }
    }
}

/// What a decision comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    /// To be committed. Empty: there is nothing to commit.
    pub changes: Vec<Change>,
    /// The command for the reply; `None` is the empty reply.
    pub next: Option<Next>,
    /// What happened.
    pub facts: Vec<Fact>,
    /// When the device has to be woken.
    pub wake: Wake,
}

/// The command that goes into the reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    /// Its place.
    pub seq: u64,
    /// Its name.
    pub uuid: CommandUuid,
}

/// When the device has to be woken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wake {
    /// As before.
    #[default]
    Unchanged,
    /// Not at all: nothing is pending that a connect could move.
    NotNeeded,
    /// A push is due at this time, unless something happens first.
    Due(SystemTime),
    /// The device will come by itself: its last status was `NotNow`.
    ByItself,
}

/// Something that happened to a command: for the history, for events, for an administrator.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Fact {
    /// It joined the queue.
    Queued {
        /// Which.
        uuid: CommandUuid,
    },
    /// It went out in a reply.
    HandedOut {
        /// Which.
        uuid: CommandUuid,
        /// For the n-th time.
        delivery: u32,
    },
    /// It was placed before an earlier command that it conflicts with, because of its lane.
    Overtakes {
        /// Which.
        uuid: CommandUuid,
        /// The earlier one.
        overtaken: CommandUuid,
    },
    /// The session ended, or went on to another command, without its answer.
    AnswerLost {
        /// Which.
        uuid: CommandUuid,
    },
    /// The device refused it for now.
    Deferred {
        /// Which.
        uuid: CommandUuid,
        /// For the n-th time.
        refusal: u32,
    },
    /// It became final.
    Ended {
        /// Which.
        uuid: CommandUuid,
        /// How.
        state: State,
        /// How, in detail.
        outcome: Option<Outcome>,
        /// An answer was lost before: it may have run more than once, or although it was taken back.
        maybe_executed: bool,
    },
    /// A result that came again, or for a command that was final already. It changed no command.
    LateResult {
        /// Which.
        uuid: CommandUuid,
        /// What it was and stays.
        state: State,
    },
    /// A result for a command that this queue does not know. It changed nothing.
    UnknownResult {
        /// Which.
        uuid: CommandUuid,
    },
    /// A report that could not be read and closed no command: none was outstanding, or it was a repetition.
    UnreadableReport {
        /// Size, digest and error.
        outcome: Outcome,
    },
    /// The belief about the lock moved.
    LockStateMoved {
        /// To this state.
        state: LockState,
    },
}

/// What an accepted batch comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The decision.
    pub turn: Turn,
    /// What could surprise the administrator, within the batch and against what is queued. Commands are
    /// named by their places.
    pub hazards: Vec<Hazard<u64>>,
}

impl Queue {
    /// Takes in a device's report and chooses the next command.
    ///
    /// An `Idle` with nothing open changes nothing: no changes, no commit.
    ///
    /// # Errors
    ///
    /// [`Error::NeedsOpen`] when the window is too small for the decision; nothing else.
    pub fn report(&self, answer: &Answer<'_>, context: &Context<'_>, now: SystemTime) -> Result<Turn, Error> {
        if *answer == Answer::Idle && self.open == 0 {
            return Ok(Turn::default());
        }
        let mut work = Work::new(self, context, now);
        if *answer == Answer::Idle {
            work.open_session(answer);
        } else if self.is_silent(now) {
            // A window for a report leaves out what was refused in the session that is over.
            work.need_open()?;
            work.open_session(answer);
        }
        work.take_in(answer)?;
        work.choose()?;
        Ok(work.finish())
    }

    /// Takes in what was learnt about the lock outside of a command's own status.
    #[must_use]
    pub fn observe(&self, evidence: Evidence<'_>, context: &Context<'_>, now: SystemTime) -> Turn {
        let mut work = Work::new(self, context, now);
        work.observe(evidence);
        work.finish()
    }

    /// Queues a batch, all or nothing, in this order.
    ///
    /// # Errors
    ///
    /// [`Error::NeedsOpen`] without every open command; [`Error::DuplicateUuid`], [`Error::Full`].
    pub fn enqueue(
        &self,
        batch: impl IntoIterator<Item = Order>,
        context: &Context<'_>,
        now: SystemTime,
    ) -> Result<Receipt, Error> {
        let mut work = Work::new(self, context, now);
        work.need_open()?;
        let last = self.state.last_seq;
        let mut seq = last;
        let mut names: BTreeSet<_> = self.entries().map(|entry| entry.uuid.clone()).collect();
        for order in batch {
            if !names.insert(order.uuid.clone()) {
                return Err(Error::DuplicateUuid);
            }
            if work.queue.open >= MAX_OPEN {
                return Err(Error::Full { limit: MAX_OPEN });
            }
            seq += 1;
            work.join(order, seq)?;
        }
        // A command that the batch itself made pointless can still surprise: compare what was open before.
        let planned: Vec<_> = work
            .queue
            .entries()
            .filter(|entry| {
                entry.is_open() || entry.seq > last || self.at(entry.seq).is_some_and(Entry::is_open)
            })
            .map(|entry| Planned { id: entry.seq, command: &entry.command, footprint: &entry.footprint })
            .collect();
        let from = planned.partition_point(|planned| planned.id <= last);
        let hazards = hazards(&planned, from, context.table, context.subject);
        // An open session has its push due already, unless a cancellation left nothing open.
        if work.queue.open_entries().any(|entry| entry.seq > last && entry.is_ready())
            && (!work.session_goes_on() || self.open == 0)
        {
            work.wake = Wake::Due(now);
        }
        Ok(Receipt { turn: work.finish(), hazards })
    }

    /// Takes one command back. What was handed out may run all the same; a late answer is recorded.
    ///
    /// # Errors
    ///
    /// [`Error::NeedsOpen`] without every open command; [`Error::NotOpen`].
    pub fn cancel(&self, uuid: &CommandUuid, context: &Context<'_>, now: SystemTime) -> Result<Turn, Error> {
        let mut work = Work::new(self, context, now);
        work.need_open()?;
        let seq = self.entry(uuid).filter(|entry| entry.is_open()).ok_or(Error::NotOpen)?.seq;
        work.end(seq, Event::Cancel, Some(Outcome::Cancelled(CancelReason::Caller)))?;
        // With nothing left the device's next message changes nothing, and would leave the wake behind.
        if !work.session_goes_on() || work.queue.open == 0 {
            work.wake = work.wake_after_session();
        }
        Ok(work.finish())
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
        // An open session would keep a push back, and believed Lost Mode would hold what is ordered next.
        if work.queue.state.session.open {
            work.change(Change::SessionEnded { at: now });
        }
        if *work.queue.belief() != Belief::default() {
            work.change(Change::BeliefMoved(Belief::default()));
        }
        work.wake = Wake::NotNeeded;
        Ok(work.finish())
    }
}

/// A decision in the making: a copy of the queue on which every change is tried at once.
struct Work<'a> {
    queue: Queue,
    context: &'a Context<'a>,
    now: SystemTime,
    changes: Vec<Change>,
    facts: Vec<Fact>,
    next: Option<Next>,
    wake: Wake,
}

impl<'a> Work<'a> {
    fn new(queue: &Queue, context: &'a Context<'a>, now: SystemTime) -> Self {
        let queue = queue.clone();
        Self {
            queue,
            context,
            now,
            changes: Vec::new(),
            facts: Vec::new(),
            next: None,
            wake: Wake::Unchanged,
        }
    }

    fn finish(self) -> Turn {
        Turn { changes: self.changes, next: self.next, facts: self.facts, wake: self.wake }
    }

    fn change(&mut self, change: Change) {
        self.queue.apply(&change);
        self.changes.push(change);
    }

    fn moved(&mut self, seq: u64, event: Event, outcome: Option<Outcome>) {
        self.change(Change::CommandMoved { seq, event, outcome, at: self.now });
    }

    fn need_open(&self) -> Result<(), Error> {
        if self.queue.is_complete() { Ok(()) } else { Err(Error::NeedsOpen) }
    }

    fn session_goes_on(&self) -> bool {
        self.queue.state.session.open && !self.queue.is_silent(self.now)
    }

    fn open_session(&mut self, answer: &Answer<'_>) {
        self.change(Change::SessionOpened { at: self.now });
        if matches!(answer, Answer::Unreadable { .. }) {
            return;
        }
        self.lose(|entry| Some(&entry.uuid) != answer.uuid());
    }

    /// No answer will come to these any more, unless it comes late.
    fn lose(&mut self, lost: impl Fn(&Entry) -> bool) {
        let sent = self.queue.open_entries().filter(|entry| entry.state == State::Sent && lost(entry));
        let sent: Vec<_> = sent.map(|entry| (entry.seq, entry.uuid.clone())).collect();
        for (seq, uuid) in sent {
            self.moved(seq, Event::Lost, None);
            self.facts.push(Fact::AnswerLost { uuid });
        }
    }

    fn take_in(&mut self, answer: &Answer<'_>) -> Result<(), Error> {
        let (event, outcome, lost_mode) = match answer {
            Answer::Idle => return Ok(()),
            Answer::Acknowledged { .. } => (Event::Acknowledged, None, None),
            Answer::Error { outcome, lost_mode, .. } => (Event::Error, outcome.clone(), *lost_mode),
            Answer::CommandFormatError { .. } => (Event::CommandFormatError, None, None),
            Answer::NotNow { .. } => (Event::NotNow, None, None),
            Answer::Unreadable { outcome } => (Event::Unreadable, Some(outcome.clone()), None),
        };
        self.change(Change::SessionAnswered { not_now: event == Event::NotNow, at: self.now });
        let entry = match answer.uuid() {
            Some(uuid) => match self.queue.entry(uuid) {
                Some(entry) => entry,
                None => {
                    self.facts.push(Fact::UnknownResult { uuid: uuid.clone() });
                    return Ok(());
                }
            },
            // Nameless: the last one that went out. A session that is over may have left it unanswered.
            None => match self.last_handed_out() {
                // The same bytes again, and a command that went out once: the device has not got that reply, and
                // repeats what closed the command before. Believed once a command, so that a device that says
                // the same to every command does not stay on one.
                Some(entry) if entry.deliveries == 1 && self.is_repeated(outcome.as_ref()) => {
                    self.facts.extend(outcome.map(|outcome| Fact::UnreadableReport { outcome }));
                    return Ok(());
                }
                Some(entry) => entry,
                None => {
                    self.facts.extend(outcome.map(|outcome| Fact::UnreadableReport { outcome }));
                    return Ok(());
                }
            },
        };
        let (seq, uuid, command, state) = (entry.seq, entry.uuid.clone(), entry.command.clone(), entry.state);
        let repeated = state == State::NotNow && entry.refused_in == Some(self.queue.state.session.number);
        if state.is_final() || (repeated && event == Event::NotNow) {
            let taken_back = match state {
                // What an old enrolment did says nothing about a new one.
                State::Cancelled => entry.outcome == Some(Outcome::Cancelled(CancelReason::Caller)),
                state => matches!(state, State::Superseded | State::Refused),
            };
            self.facts.push(Fact::LateResult { uuid, state });
            // It ran all the same. Else an end of Lost Mode that was taken back would hold the rest for ever.
            match (event, lost_mode) {
                (Event::Acknowledged, _) if taken_back => {
                    self.observe(Evidence::Acknowledged { command: &command });
                }
                (_, Some(lost_mode)) if taken_back => self.observe(Evidence::LostMode(lost_mode)),
                _ => {}
            }
            return Ok(());
        }
        // Only from an answer that is news: a repeated one tells how it was.
        if let Some(lost_mode) = lost_mode {
            self.observe(Evidence::LostMode(lost_mode));
        }
        match event {
            Event::NotNow => {
                self.moved(seq, event, None);
                let refusal = self.queue.at(seq).map_or(0, |entry| entry.refusals);
                self.facts.push(Fact::Deferred { uuid, refusal });
                self.observe(Evidence::NotNow { command: &command });
                self.supersede(seq)
            }
            Event::Acknowledged => {
                self.observe(Evidence::Acknowledged { command: &command });
                self.end(seq, event, None)?;
                if self.context.table.character(&command).lane == Lane::Erase {
                    self.need_open()?;
                    self.cancel_all(CancelReason::Erased);
                }
                Ok(())
            }
            _ => self.end(seq, event, outcome),
        }
    }

    fn is_repeated(&self, outcome: Option<&Outcome>) -> bool {
        let digest = outcome.and_then(Outcome::digest);
        digest.is_some() && digest == self.queue.state.session.unreadable
    }

    fn last_handed_out(&self) -> Option<&Entry> {
        self.queue
            .open_entries()
            .filter(|entry| matches!(entry.state, State::Sent | State::Unanswered))
            .max_by_key(|entry| (entry.state == State::Sent, entry.sent_at, entry.seq))
    }

    fn observe(&mut self, evidence: Evidence<'_>) {
        let Context { table, subject, .. } = *self.context;
        let belief = self.queue.belief().observe(evidence, table, subject, self.now);
        if belief != *self.queue.belief() {
            if belief.state != self.queue.belief().state {
                self.facts.push(Fact::LockStateMoved { state: belief.state });
            }
            self.change(Change::BeliefMoved(belief));
        }
    }

    /// A removal makes a refused install pointless: the device keeps no copy of what it refused.
    fn supersede(&mut self, refused: u64) -> Result<(), Error> {
        let Some(install) = self.queue.at(refused).filter(|entry| entry.state == State::NotNow) else {
            return Ok(());
        };
        let removal = self.queue.open_entries().find(|entry| {
            entry.waits_on.contains(&refused) && entry.footprint.removes_all_of(&install.footprint)
        });
        match removal.map(|entry| entry.seq) {
            Some(by) => self.end(refused, Event::Supersede, Some(Outcome::SupersededBy(by))),
            None => Ok(()),
        }
    }

    /// Makes a command final and lets go those that waited for it.
    fn end(&mut self, seq: u64, event: Event, outcome: Option<Outcome>) -> Result<(), Error> {
        let Some(entry) = self.queue.at(seq).filter(|entry| entry.state.after(event).is_some()) else {
            return Ok(());
        };
        let heirs = entry.waits_on.clone();
        if !heirs.is_empty() {
            self.need_open()?;
        }
        self.moved(seq, event, outcome);
        self.tell_end(seq);
        let later = self.queue.open_entries().filter(|entry| entry.seq > seq);
        let followers: Vec<_> = if heirs.is_empty() {
            later.filter(|entry| entry.waits_on.contains(&seq)).map(|entry| entry.seq).collect()
        } else {
            // It ended out of turn: whoever relied on it to wait for others must wait for them itself. Conflicts
            // are not transitive, so that this may be any later command.
            later.map(|entry| entry.seq).collect()
        };
        for follower in followers {
            let Some(entry) = self.queue.at(follower) else { continue };
            let waits_on = if heirs.is_empty() {
                entry.waits_on.iter().copied().filter(|waits| *waits != seq).collect()
            } else {
                self.nearest(entry)
            };
            if waits_on != entry.waits_on {
                self.change(Change::WaitChanged { seq: follower, waits_on });
            }
        }
        Ok(())
    }

    /// The nearest earlier commands that this one must follow. Whom a nearer one waits for need not be waited for
    /// again.
    fn nearest(&self, entry: &Entry) -> Vec<u64> {
        let mut passed_on = BTreeSet::new();
        let mut nearest = Vec::new();
        for earlier in self.queue.open_entries().rev().filter(|earlier| entry.must_follow(earlier)) {
            if !passed_on.contains(&earlier.seq) {
                nearest.push(earlier.seq);
            }
            passed_on.extend(earlier.waits_on.iter().copied());
        }
        nearest.reverse();
        nearest
    }

    fn tell_end(&mut self, seq: u64) {
        self.facts.extend(self.queue.at(seq).map(|entry| Fact::Ended {
            uuid: entry.uuid.clone(),
            state: entry.state,
            outcome: entry.outcome.clone(),
            maybe_executed: entry.maybe_executed,
        }));
    }

    fn cancel_all(&mut self, reason: CancelReason) {
        let open: Vec<_> = self.queue.open_entries().map(|entry| entry.seq).collect();
        for seq in open {
            self.moved(seq, Event::Cancel, Some(Outcome::Cancelled(reason)));
            self.tell_end(seq);
        }
    }

    fn join(&mut self, order: Order, seq: u64) -> Result<(), Error> {
        let lane = self.context.table.character(&order.command).lane;
        let mut entry = Entry::new(order, seq, lane, self.now);
        entry.waits_on = self.nearest(&entry);
        let overtaken: Vec<_> = match lane {
            Lane::Protection => self
                .queue
                .open_entries()
                .filter(|earlier| {
                    earlier.lane < lane && entry.footprint.conflict(&earlier.footprint).is_some()
                })
                .map(|earlier| earlier.uuid.clone())
                .collect(),
            _ => Vec::new(),
        };
        let (uuid, waits_on) = (entry.uuid.clone(), entry.waits_on.clone());
        self.change(Change::CommandQueued(Box::new(entry)));
        self.facts.push(Fact::Queued { uuid: uuid.clone() });
        let overtaken = overtaken.into_iter();
        self.facts.extend(overtaken.map(|overtaken| Fact::Overtakes { uuid: uuid.clone(), overtaken }));
        waits_on.into_iter().try_for_each(|earlier| self.supersede(earlier))
    }

    /// Chooses the command for the reply, or ends the session.
    fn choose(&mut self) -> Result<(), Error> {
        while let Some(seq) = self.candidate() {
            let Some(entry) = self.queue.at(seq) else { break };
            let refusal = self.context.refuse.and_then(|refuse| refuse(entry));
            if let Some(sentence) = refusal.filter(|_| entry.state.after(Event::Refuse).is_some()) {
                // A window has those that wait for the reported and the outstanding command, not for this one.
                self.need_open()?;
                self.end(seq, Event::Refuse, Some(Outcome::Refused(sentence)))?;
                continue;
            }
            self.hand_out(seq);
            return Ok(());
        }
        // The window may have held only what may not go now.
        self.need_open()?;
        self.lose(|_| true);
        if self.queue.state.session.open {
            self.change(Change::SessionEnded { at: self.now });
        }
        self.wake = self.wake_after_session();
        Ok(())
    }

    fn hand_out(&mut self, seq: u64) {
        // One is outstanding: a device that reports something else and gets something else has not got that reply.
        self.lose(|entry| entry.seq != seq);
        self.moved(seq, Event::HandOut, None);
        let Some(entry) = self.queue.at(seq) else { return };
        let uuid = entry.uuid.clone();
        self.facts.push(Fact::HandedOut { uuid: uuid.clone(), delivery: entry.deliveries });
        self.next = Some(Next { seq, uuid });
        // If the device falls silent now, a push is due when the session counts as over.
        self.wake = Wake::Due(self.now.checked_add(SESSION_SILENCE).unwrap_or(self.now));
    }

    /// The first that may go: a higher lane first, then one whose answer is outstanding, then those that
    /// the device is expected to run, likely refusals last, so that the session ends on `NotNow` and the
    /// device comes back by itself; among equals queue order.
    fn candidate(&self) -> Option<u64> {
        let state = &self.queue.state;
        let held = |entry: &Entry| {
            entry.refused_in == Some(state.session.number)
                || (entry.state == State::NotNow
                    && entry.lane == Lane::Ordinary
                    && state.backoff.holds(self.now))
                || self.held_by_lost_mode(entry)
        };
        self.queue
            .open_entries()
            .filter(|entry| entry.is_ready() && !held(entry))
            .min_by_key(|entry| {
                let outstanding = match entry.state {
                    // The device repeats a report when it has not got our reply: the same command again.
                    State::Sent => 0,
                    State::Unanswered if entry.deliveries < 3 => 0,
                    // After three unanswered deliveries others may pass.
                    State::Unanswered => 2,
                    _ => 1,
                };
                (Reverse(entry.lane), outstanding, self.expectation(entry), entry.seq)
            })
            .map(|entry| entry.seq)
    }

    fn expectation(&self, entry: &Entry) -> Expectation {
        let Context { table, subject, .. } = *self.context;
        table.forecast_under(&entry.command, subject, self.queue.belief()).expectation
    }

    /// In Lost Mode other commands fail with an error instead of waiting: so they wait here.
    pub(super) fn held_by_lost_mode(&self, entry: &Entry) -> bool {
        self.queue.held_by_lost_mode(entry, self.context)
    }

    fn wake_after_session(&self) -> Wake {
        let state = &self.queue.state;
        let mut ready = self
            .queue
            .open_entries()
            .filter(|entry| entry.is_ready() && !self.held_by_lost_mode(entry))
            .peekable();
        if ready.peek().is_none() {
            Wake::NotNeeded
        } else if ready.any(|entry| entry.state != State::NotNow) {
            // The device has not refused it: a cancellation let it go, or its answer is missing.
            Wake::Due(self.now)
        } else if state.session.last_not_now {
            Wake::ByItself
        } else {
            Wake::Due(state.backoff.until.map_or(self.now, |until| until.max(self.now)))
        }
    }
}

impl Queue {
    pub(super) fn held_by_lost_mode(&self, entry: &Entry, context: &Context<'_>) -> bool {
        self.state.belief.lost_mode == LostMode::On
            && context.table.character(&entry.command).lost_mode == InLostMode::Fails
    }
}
