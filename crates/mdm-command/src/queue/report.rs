//! Decisions about what the device says: take it in, choose the next command.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::time::{Duration, SystemTime};

use mdm_lock::{Evidence, Expectation, Lane, LostMode, Platform};

use super::work::Work;
use super::{Change, Context, Fact, Next, Queue, Seen, Turn, Wake};
use crate::policy::age;
use crate::{CancelReason, CommandUuid, Entry, Error, Event, Mode, Outcome, State};

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

impl Queue {
    /// Takes in a device's report and chooses the next command.
    ///
    /// An `Idle` with nothing open changes nothing: no changes, no commit.
    ///
    /// # Errors
    ///
    /// [`Error::NeedsOpen`] when the window is too small for the decision; nothing else.
    pub fn report(&self, answer: &Answer<'_>, context: &Context<'_>, now: SystemTime) -> Result<Turn, Error> {
        if *answer == Answer::Idle && self.extent.open == 0 {
            return Ok(Turn::default());
        }
        let mut work = self.hear(answer, context, now)?;
        work.choose()?;
        Ok(work.finish())
    }

    /// Takes in a device's report that did not come by this queue's channel, so that the reply is not this queue's: nothing
    /// is handed out, and when to wake the device stays as it was.
    ///
    /// # Errors
    ///
    /// As for [`report`](Self::report).
    pub fn take_in(
        &self,
        answer: &Answer<'_>,
        context: &Context<'_>,
        now: SystemTime,
    ) -> Result<Turn, Error> {
        let heard = self.hear(answer, context, now)?.finish();
        Ok(Turn { wake: Wake::Unchanged, ..heard })
    }

    fn hear<'a>(
        &'a self,
        answer: &Answer<'_>,
        context: &'a Context<'a>,
        now: SystemTime,
    ) -> Result<Work<'a>, Error> {
        let mut work = Work::new(self, context, now);
        if *answer == Answer::Idle {
            work.open_session(answer)?;
        } else if self.is_silent(now) {
            work.open_session(answer)?;
            // A window for a report leaves out what was refused in the session that is over.
            work.more = true;
        }
        work.take_in(answer)?;
        Ok(work)
    }

    /// Takes in what was learnt about the lock outside of a command's own status.
    #[must_use]
    pub fn observe(&self, evidence: Evidence<'_>, context: &Context<'_>, now: SystemTime) -> Turn {
        let mut work = Work::new(self, context, now);
        if let Some(seen) = Seen::keep(evidence).filter(|_| self.state.session.goes_on(now)) {
            work.change(Change::Seen(seen));
        }
        work.observe(evidence);
        let was_lost = self.state.belief.lost_mode == LostMode::On;
        let is_found = was_lost && work.state.belief.lost_mode == LostMode::Off;
        // What Lost Mode held back may go. Nobody was asked to wake the device for it.
        if is_found && self.open() > 0 && !work.awaits_answer() {
            work.wake = Wake::Due(now);
        }
        work.finish()
    }
}

impl Work<'_> {
    fn open_session(&mut self, answer: &Answer<'_>) -> Result<(), Error> {
        self.tell_session();
        self.change(Change::SessionOpened { at: self.now });
        if matches!(answer, Answer::Unreadable { .. }) {
            return Ok(());
        }
        self.lose(|entry| Some(&entry.uuid) != answer.uuid())
    }

    /// The evidence of a session that is over. One answer alone shows nothing: nobody else witnessed the lock.
    fn tell_session(&mut self) {
        let seen = &self.state.session.seen;
        if seen.iter().filter(|seen| seen.tells()).count() > 1 {
            self.facts.push(Fact::SessionSeen { seen: seen.clone() });
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
        let pause = self.state.pause_until;
        self.change(Change::SessionAnswered { not_now: event == Event::NotNow, at: self.now });
        let entry = match answer.uuid() {
            Some(uuid) => match self.named(uuid) {
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
        let (seq, uuid, command) = (entry.seq, entry.uuid.clone(), entry.command.clone());
        let repeated = entry.state == State::NotNow && entry.refused_in == Some(self.state.session.number);
        if entry.state.is_final() || (repeated && event == Event::NotNow) {
            let done = (entry.state, event) == (State::Acknowledged, Event::Acknowledged);
            self.take_in_late(seq, event, lost_mode)?;
            // What began the pause, said again, does not end it.
            if let Some(until) = pause.filter(|_| done && !self.pause_after(&command).is_zero()) {
                self.change(Change::Paused { until });
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
                let refusal = self.at(seq).map_or(0, |entry| entry.refusals);
                self.facts.push(Fact::Deferred { uuid, refusal });
                self.observe(Evidence::NotNow { command: &command });
                self.look_at_refused(seq)?;
                self.supersede(seq)
            }
            Event::Acknowledged => {
                self.observe(Evidence::Acknowledged { command: &command });
                self.end(seq, event, None)?;
                let pause = self.pause_after(&command);
                if let Some(until) = self.now.checked_add(pause).filter(|_| !pause.is_zero()) {
                    self.change(Change::Paused { until });
                }
                self.erased_by(&command)
            }
            _ => {
                self.may_erase_by(&command);
                self.end(seq, event, outcome)
            }
        }
    }

    fn pause_after(&self, command: &str) -> Duration {
        self.context.table.character(command).pause
    }

    /// The device accepted this command. If that was an erase, there is nobody left who could take the rest.
    fn erased_by(&mut self, command: &str) -> Result<(), Error> {
        if self.is_erase(command) {
            self.need_open()?;
            self.cancel_all(CancelReason::Erased);
            self.erased = true;
        }
        Ok(())
    }

    /// Apple, Erase Device: with the default behavior a Mac may answer an error and erase all the same.
    fn may_erase_by(&mut self, command: &str) {
        if self.is_erase(command) && self.context.subject.platform == Platform::Macos {
            self.change(Change::MayBeErasing { at: self.now });
        }
    }

    /// The lane of an entry can be lower, when it stands in a group.
    fn is_erase(&self, command: &str) -> bool {
        self.context.table.character(command).lane == Lane::Erase
    }

    /// A result for a command that is final, or a refusal that was told in this session. It moves not this command, and
    /// others only where it is the first word that one which was taken back ran all the same: the device's answer wins.
    fn take_in_late(&mut self, seq: u64, event: Event, lost_mode: Option<LostMode>) -> Result<(), Error> {
        let Some(entry) = self.at(seq) else { return Ok(()) };
        let answered = matches!(
            entry.state,
            State::Acknowledged | State::Error | State::CommandFormatError | State::NotNow
        );
        let first = !answered && entry.answered_late.is_none() && event != Event::NotNow;
        let (uuid, command, state) = (entry.uuid.clone(), entry.command.clone(), entry.state);
        let taken_back = match state {
            // What an old enrolment did says nothing about a new one.
            _ if seq <= self.state.former => false,
            State::Cancelled => entry.outcome == Some(Outcome::Cancelled(CancelReason::Caller)),
            state => matches!(state, State::Superseded | State::Refused | State::Expired | State::Presumed),
        };
        if first {
            self.change(Change::CommandAnsweredLate { seq, at: self.now });
        }
        self.facts.push(Fact::LateResult { uuid, state });
        if !taken_back {
            return Ok(());
        }
        // Else an end of Lost Mode that was taken back would hold the rest for ever.
        match (event, lost_mode) {
            (Event::Acknowledged, _) => self.observe(Evidence::Acknowledged { command: &command }),
            (_, Some(lost_mode)) => self.observe(Evidence::LostMode(lost_mode)),
            _ => {}
        }
        match event {
            _ if !first => {}
            Event::Acknowledged => self.erased_by(&command)?,
            _ => self.may_erase_by(&command),
        }
        Ok(())
    }

    /// A command that was just refused: whether it may be passed from now on, and whether somebody has to be told.
    fn look_at_refused(&mut self, seq: u64) -> Result<(), Error> {
        let Some(entry) = self.at(seq) else { return Ok(()) };
        let (uuid, refusals, since) = (entry.uuid.clone(), entry.refusals, entry.refused_since);
        let policy = &self.context.policy;
        let opens = !entry.passable && policy.barrier.opens(entry, self.now);
        let stuck = since.filter(|_| !entry.stuck && age(since, self.now) >= policy.stuck_after);
        if opens {
            // A device may refuse what it was never sent, and what waits itself.
            let heirs = !entry.waits_on.is_empty();
            if heirs {
                self.need_open()?;
            }
            self.change(Change::BarrierOpened { seq });
            self.facts.push(Fact::BarrierOpened { uuid: uuid.clone() });
            self.let_go(&BTreeSet::from([seq]), heirs);
        }
        if let Some(since) = stuck {
            self.change(Change::CommandStuck { seq });
            self.facts.push(Fact::Stuck { uuid, since, refusals });
        }
        Ok(())
    }

    fn is_repeated(&self, outcome: Option<&Outcome>) -> bool {
        let digest = outcome.and_then(Outcome::digest);
        digest.is_some() && digest == self.state.session.unreadable
    }

    fn named(&self, uuid: &CommandUuid) -> Option<&Entry> {
        self.entries().find(|entry| entry.uuid == *uuid)
    }

    fn last_handed_out(&self) -> Option<&Entry> {
        self.open_entries()
            .filter(|entry| matches!(entry.state, State::Sent | State::Unanswered))
            .max_by_key(|entry| (entry.state == State::Sent, entry.sent_at, entry.seq))
    }

    /// Chooses the command for the reply, or ends the session.
    fn choose(&mut self) -> Result<(), Error> {
        // The device speaks, and not about what is outstanding: it has not got it, and must not get it any more.
        let now = self.now;
        self.lose(|entry| entry.is_expired(now))?;
        self.expire()?;
        while let Some(seq) = self.candidate() {
            let Some(entry) = self.at(seq) else { break };
            if let Some(sentence) = self.refusal(entry) {
                // A window has those that wait for the reported and the outstanding command, not for this one.
                self.need_open()?;
                self.end(seq, Event::Refuse, Some(Outcome::Refused(sentence)))?;
                continue;
            }
            if self.context.policy.mode == Mode::Shadow {
                self.tell_planned(seq);
            }
            return self.hand_out(seq);
        }
        if self.more {
            self.need_open()?;
        }
        self.lose(|_| true)?;
        if self.state.session.open {
            self.tell_session();
            self.change(Change::SessionEnded { at: self.now });
        }
        if self.open_entries().any(Entry::is_quiet) {
            // A window shows one of each kind that may not go: it may leave out the one that the device is woken for.
            self.need_open()?;
        }
        self.wake = self.wake_after_session();
        Ok(())
    }

    fn hand_out(&mut self, seq: u64) -> Result<(), Error> {
        // One is outstanding: a device that reports something else and gets something else has not got that reply.
        self.lose(|entry| entry.seq != seq)?;
        self.moved(seq, Event::HandOut, None);
        let Some(entry) = self.at(seq) else { return Ok(()) };
        let (uuid, delivery, slots) = (entry.uuid.clone(), entry.deliveries, entry.terms.slots.clone());
        self.facts.push(Fact::HandedOut { uuid: uuid.clone(), delivery });
        self.next = Some(Next { seq, uuid, slots });
        self.wake = self.wake_if_silent();
        if self.open_entries().all(Entry::is_quiet) {
            self.need_open()?;
            self.wake = Wake::NotNeeded;
        }
        Ok(())
    }

    /// The first that may go.
    fn candidate(&self) -> Option<u64> {
        match self.context.policy.mode {
            Mode::Plan => self.may_go().min_by_key(|entry| self.turn_of(entry)),
            // The device repeats a report when it has not got our reply: the same command again.
            Mode::Fifo | Mode::Shadow => {
                self.may_go().min_by_key(|entry| (entry.state != State::Sent, entry.seq))
            }
        }
        .map(|entry| entry.seq)
    }

    fn may_go(&self) -> impl Iterator<Item = &Entry> {
        self.open_entries().filter(|entry| entry.is_ready() && self.bar(entry).is_none())
    }

    /// Why it must not be handed out any more. What is out already may be asked for again.
    fn refusal(&self, entry: &Entry) -> Option<Box<str>> {
        let refusal = self.context.refuse.and_then(|refuse| refuse(entry));
        refusal.filter(|_| entry.state.after(Event::Refuse).is_some())
    }

    /// What the planner would hand out in place of this one.
    fn tell_planned(&mut self, seq: u64) {
        let allowed = self.may_go().filter(|entry| self.refusal(entry).is_none());
        let planned = allowed.min_by_key(|entry| self.turn_of(entry)).filter(|planned| planned.seq != seq);
        let fact = planned.map(|entry| Fact::WouldHandOut { uuid: entry.uuid.clone() });
        self.facts.extend(fact);
    }

    /// The smaller goes first: a higher lane, then one whose answer is outstanding, then a higher priority, then
    /// those that the device is expected to run, likely refusals last, so that the session ends on `NotNow` and the
    /// device comes back by itself; among equals queue order.
    fn turn_of(&self, entry: &Entry) -> impl Ord + use<> {
        let outstanding = match entry.state {
            State::Sent => 0,
            State::Unanswered if entry.deliveries < 3 => 0,
            // After three unanswered deliveries others may pass.
            State::Unanswered => 2,
            _ => 1,
        };
        (Reverse(entry.lane), outstanding, Reverse(entry.terms.priority), self.expectation(entry), entry.seq)
    }

    fn expectation(&self, entry: &Entry) -> Expectation {
        let Context { table, subject, .. } = *self.context;
        table.forecast_under(&entry.command, subject, &self.state.belief).expectation
    }
}
