//! The delivery contract once more, as simply as it can be written: every command that ever was in one list, every
//! question answered by looking at all of them, decisions carried out on the spot.
//!
//! It shares records, the table of states, footprints and beliefs with the real queue, and no decision.

use std::time::{Duration, SystemTime};

use mdm_command::{
    Answer, Backoff, Barrier, CancelReason, CommandUuid, Context, Entry, Error, Event, Fact, Group, Hold,
    Mode, Order, Outcome, QueueState, Redelivery, SESSION_SILENCE, Same, Seen, Session, State, Wake, Waking,
};
use mdm_lock::{Access, Belief, Evidence, Footprint, InLostMode, Kind, Lane, LostMode, Passcode, Platform};

/// A queue that is slow and plain.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reference {
    /// In queue order. Nobody's `waits_on` is kept: see [`Self::holders`].
    pub(crate) commands: Vec<Entry>,
    pub(crate) state: QueueState,
}

/// What one decision came to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Said {
    pub(crate) next: Option<u64>,
    pub(crate) facts: Vec<Fact>,
    pub(crate) wake: Wake,
    pub(crate) erased: bool,
    pub(crate) places: Vec<Option<u64>>,
    /// Quiet before, and not any more.
    pub(crate) roused: Vec<u64>,
}

impl Reference {
    pub(crate) fn open(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.commands.iter().filter(|command| command.is_open())
    }

    pub(crate) fn at(&self, seq: u64) -> &Entry {
        self.commands.iter().find(|command| command.seq == seq).unwrap()
    }

    fn at_mut(&mut self, seq: u64) -> &mut Entry {
        self.commands.iter_mut().find(|command| command.seq == seq).unwrap()
    }

    /// The open commands that have to end before this one may go: those that it is chained to, and every earlier one
    /// that it conflicts with, unless it overtakes.
    pub(crate) fn holders(&self, later: &Entry) -> Vec<u64> {
        let holds = |earlier: &&Entry| {
            later.after.contains(&earlier.seq)
                || (earlier.seq < later.seq
                    && later.reach().conflict(earlier.reach()).is_some()
                    && !overtakes(later.lane, earlier.slowed_to.unwrap_or(earlier.lane))
                    && !earlier.passable)
        };
        self.open().filter(holds).map(|earlier| earlier.seq).collect()
    }

    fn is_free(&self, command: &Entry) -> bool {
        command.is_open() && self.holders(command).is_empty()
    }

    /// Whether a reply may bring it now.
    pub(crate) fn may_go(&self, command: &Entry, context: &Context<'_>, now: SystemTime) -> bool {
        self.is_free(command)
            && command.terms.hold == Hold::Free
            && command.terms.not_before.is_none_or(|at| at <= now)
            && !self.lost_mode_stops(command, context)
            && !self.refusal_stops(command, now)
            && self.paused_until(command, context, now).is_none()
    }

    /// The device has just refused it, or refuses in quick succession.
    fn refusal_stops(&self, command: &Entry, now: SystemTime) -> bool {
        let refused_now = command.refused_in == Some(self.state.session.number);
        let pause = self.state.backoff.until.is_some_and(|until| now < until);
        refused_now || (pause && command.state == State::NotNow && command.lane == Lane::Ordinary)
    }

    /// What may not be lost does not go out while the device may take nothing.
    fn paused_until(&self, command: &Entry, context: &Context<'_>, now: SystemTime) -> Option<SystemTime> {
        let once = redelivery(command, context) == Redelivery::Once && command.state != State::Sent;
        let waits = once && !self.refusal_stops(command, now);
        self.state.pause_until.filter(|until| waits && now < *until)
    }

    fn lost_mode_stops(&self, command: &Entry, context: &Context<'_>) -> bool {
        self.state.belief.lost_mode == LostMode::On
            && context.table.character(&command.command).lost_mode == InLostMode::Fails
    }

    fn silent(&self, now: SystemTime) -> bool {
        let contact = self.state.session.contact;
        contact.is_none_or(|contact| now > contact + SESSION_SILENCE)
    }

    fn in_session(&self, now: SystemTime) -> bool {
        self.state.session.open && !self.silent(now)
    }

    // What the device says.

    pub(crate) fn report(&mut self, answer: &Answer<'_>, context: &Context<'_>, now: SystemTime) -> Said {
        let mut said = Said::default();
        if *answer == Answer::Idle && self.open().next().is_none() {
            return said;
        }
        if *answer == Answer::Idle || self.silent(now) {
            self.begin_session(answer, context, now, &mut said);
        }
        self.take_in(answer, context, now, &mut said);
        self.expire_all(context, now, &mut said);
        self.choose(context, now, &mut said);
        said
    }

    fn begin_session(
        &mut self,
        answer: &Answer<'_>,
        context: &Context<'_>,
        now: SystemTime,
        said: &mut Said,
    ) {
        self.tell_session(said);
        if self.state.session.open {
            self.count_refusals(now);
        }
        let Session { number, unreadable, .. } = self.state.session;
        let contact = Some(now);
        self.state.session =
            Session { number: number + 1, open: true, contact, unreadable, ..Session::default() };
        // What a learner has to know before the first answer.
        if self.state.belief.passcode == Passcode::Absent {
            self.witness(Seen::Passcode(Passcode::Absent));
        }
        if self.state.belief.lost_mode == LostMode::On {
            self.witness(Seen::LostMode(LostMode::On));
        }
        (self.state.erasing, self.state.pause_until) = (None, None);
        if !matches!(answer, Answer::Unreadable { .. }) {
            self.lose(|command| Some(&command.uuid) != answer.uuid(), context, now, said);
        }
    }

    fn end_session(&mut self, now: SystemTime) {
        self.count_refusals(now);
        let session = &mut self.state.session;
        (session.open, session.refused, session.contact) = (false, false, Some(now));
        session.seen.clear();
    }

    /// No pause for three refusing sessions in quick succession, then 30 seconds doubling to an hour. Quick is what
    /// comes within one pause after the last one, or after the pause that it cost.
    fn count_refusals(&mut self, now: SystemTime) {
        if self.state.session.unlocked {
            self.state.backoff = Backoff::default();
        } else if self.state.session.refused {
            let Backoff { refusals, last, until } = self.state.backoff;
            let quick = last.max(until).is_some_and(|since| now <= since + pause(refusals));
            let refusals = if quick { refusals + 1 } else { 1 };
            let until = (refusals > 3).then(|| now + pause(refusals));
            self.state.backoff = Backoff { refusals, last: Some(now), until };
        }
    }

    fn tell_session(&self, said: &mut Said) {
        let tells =
            |seen: &&Seen| matches!(seen, Seen::NotNow(_) | Seen::Acknowledged(_) | Seen::Reported(_));
        if self.state.session.seen.iter().filter(tells).count() > 1 {
            said.facts.push(Fact::SessionSeen { seen: self.state.session.seen.clone() });
        }
    }

    fn take_in(&mut self, answer: &Answer<'_>, context: &Context<'_>, now: SystemTime, said: &mut Said) {
        if *answer == Answer::Idle {
            return;
        }
        let not_now = matches!(answer, Answer::NotNow { .. });
        let session = &mut self.state.session;
        (session.open, session.last_not_now, session.contact) = (true, not_now, Some(now));
        let pause = self.state.pause_until.take();
        if let Answer::Unreadable { outcome } = answer {
            return self.take_in_unreadable(outcome, context, now, said);
        }
        let uuid = answer.uuid().unwrap();
        let Some(command) = self.commands.iter().find(|command| command.uuid == *uuid).cloned() else {
            said.facts.push(Fact::UnknownResult { uuid: uuid.clone() });
            return;
        };
        let told = command.state == State::NotNow && command.refused_in == Some(self.state.session.number);
        if !command.is_open() || (not_now && told) {
            let begins = context.table.character(&command.command).pause > Duration::ZERO;
            let again = command.state == State::Acknowledged && matches!(answer, Answer::Acknowledged { .. });
            self.state.pause_until = pause.filter(|_| begins && again);
            return self.take_in_late(&command, answer, context, now, said);
        }
        if let Answer::Error { lost_mode: Some(lost_mode), .. } = answer {
            self.believe(Evidence::LostMode(*lost_mode), context, now, said);
        }
        let character = context.table.character(&command.command);
        let erases = character.lane == Lane::Erase;
        match answer {
            Answer::NotNow { .. } => {
                self.witness(Seen::NotNow(command.command.clone()));
                self.state.session.refused = true;
                let number = self.state.session.number;
                let refused = self.at_mut(command.seq);
                refused.state = State::NotNow;
                refused.refusals += 1;
                refused.refused_since = refused.refused_since.or(Some(now));
                (refused.refused_at, refused.refused_in) = (Some(now), Some(number));
                let refusal = refused.refusals;
                said.facts.push(Fact::Deferred { uuid: uuid.clone(), refusal });
                self.believe(Evidence::NotNow { command: &command.command }, context, now, said);
                self.look_at_refused(command.seq, context, now, said);
                self.end_pointless(|install, _| install.seq == command.seq, now, said);
            }
            Answer::Acknowledged { .. } => {
                self.witness(Seen::Acknowledged(command.command.clone()));
                self.believe(Evidence::Acknowledged { command: &command.command }, context, now, said);
                self.end(command.seq, Event::Acknowledged, None, now, said);
                if character.pause > Duration::ZERO {
                    self.state.pause_until = Some(now + character.pause);
                }
                if erases {
                    self.end_all(CancelReason::Erased, now, said);
                    said.erased = true;
                }
            }
            Answer::Error { outcome, .. } => {
                self.may_erase(erases, context, now);
                self.end(command.seq, Event::Error, outcome.clone(), now, said);
            }
            _ => {
                self.may_erase(erases, context, now);
                self.end(command.seq, Event::CommandFormatError, None, now, said);
            }
        }
    }

    /// Apple, Erase a Device: a Mac may answer an error and erase all the same.
    fn may_erase(&mut self, erases: bool, context: &Context<'_>, now: SystemTime) {
        if erases && context.subject.platform == Platform::Macos {
            self.state.erasing = Some(now);
        }
    }

    fn witness(&mut self, seen: Seen) {
        if self.state.session.seen.len() < Session::SEEN {
            self.state.session.seen.push(seen);
        }
    }

    /// It is about the command that went out last, unless it is what closed the command before, said again.
    fn take_in_unreadable(
        &mut self,
        outcome: &Outcome,
        context: &Context<'_>,
        now: SystemTime,
        said: &mut Said,
    ) {
        let out = self.open().filter(|command| matches!(command.state, State::Sent | State::Unanswered));
        let last = out.max_by_key(|command| (command.state == State::Sent, command.sent_at, command.seq));
        let Outcome::Unreadable { digest, .. } = outcome else { unreachable!() };
        let again = self.state.session.unreadable == Some(*digest);
        match last.map(|command| (command.seq, command.deliveries, command.command.clone())) {
            Some((seq, deliveries, command)) if !(again && deliveries == 1) => {
                self.state.session.unreadable = Some(*digest);
                let erases = context.table.character(&command).lane == Lane::Erase;
                self.may_erase(erases, context, now);
                self.end(seq, Event::Unreadable, Some(outcome.clone()), now, said);
            }
            _ => said.facts.push(Fact::UnreadableReport { outcome: outcome.clone() }),
        }
    }

    /// On record. When a command that this enrolment has taken back ran all the same, it changes what is known of the
    /// lock; if it was an erase, and this is the first that is heard of it, the device is gone.
    fn take_in_late(
        &mut self,
        command: &Entry,
        answer: &Answer<'_>,
        context: &Context<'_>,
        now: SystemTime,
        said: &mut Said,
    ) {
        use State::{Acknowledged, CommandFormatError, Error, NotNow};
        let answered = matches!(command.state, Acknowledged | Error | CommandFormatError | NotNow);
        let first = !answered && !matches!(answer, Answer::NotNow { .. }) && command.answered_late.is_none();
        if first {
            self.at_mut(command.seq).answered_late = Some(now);
        }
        said.facts.push(Fact::LateResult { uuid: command.uuid.clone(), state: command.state });
        let without_answer =
            matches!(command.state, State::Superseded | State::Refused | State::Expired | State::Presumed);
        let by_caller = command.outcome == Some(Outcome::Cancelled(CancelReason::Caller));
        if (!without_answer && !by_caller) || command.seq <= self.state.former {
            return;
        }
        let erases = first && context.table.character(&command.command).lane == Lane::Erase;
        match answer {
            Answer::Acknowledged { .. } => {
                self.believe(Evidence::Acknowledged { command: &command.command }, context, now, said);
                if erases {
                    self.end_all(CancelReason::Erased, now, said);
                    said.erased = true;
                }
            }
            Answer::Error { lost_mode, .. } => {
                if let Some(lost_mode) = lost_mode {
                    self.believe(Evidence::LostMode(*lost_mode), context, now, said);
                }
                self.may_erase(erases, context, now);
            }
            _ => self.may_erase(erases, context, now),
        }
    }

    fn look_at_refused(&mut self, seq: u64, context: &Context<'_>, now: SystemTime, said: &mut Said) {
        let command = self.at(seq).clone();
        let since = command.refused_since.unwrap();
        let age = now.duration_since(since).unwrap_or_default();
        let unknown = command.footprint.touches().iter().any(|touch| {
            touch.resource.kind == Kind::Anything
                && touch.resource.key.is_none()
                && touch.access == Access::Put
        });
        let old_enough = match context.policy.barrier {
            Barrier::Strict => false,
            Barrier::Opens { refusals, after } => command.refusals >= refusals && age >= after,
        };
        if unknown && command.group.is_none() && old_enough && !command.passable {
            self.at_mut(seq).passable = true;
            said.facts.push(Fact::BarrierOpened { uuid: command.uuid.clone() });
        }
        if age >= context.policy.stuck_after && !command.stuck {
            self.at_mut(seq).stuck = true;
            said.facts.push(Fact::Stuck { uuid: command.uuid, since, refusals: command.refusals });
        }
    }

    pub(crate) fn observe(&mut self, evidence: Evidence<'_>, context: &Context<'_>, now: SystemTime) -> Said {
        let mut said = Said::default();
        let lost = self.state.belief.lost_mode;
        let Session { open, contact, .. } = self.state.session;
        let silent = contact.is_none_or(|at| now.duration_since(at).is_ok_and(|age| age > SESSION_SILENCE));
        if open && !silent {
            self.witness(match evidence {
                Evidence::Reported(state) => Seen::Reported(state),
                Evidence::Passcode(passcode) => Seen::Passcode(passcode),
                Evidence::LostMode(lost_mode) => Seen::LostMode(lost_mode),
                Evidence::Restarted => Seen::Restarted,
                _ => unreachable!("no other evidence is told from outside"),
            });
        }
        self.believe(evidence, context, now, &mut said);
        let found = lost == LostMode::On && self.state.belief.lost_mode == LostMode::Off;
        if found && self.open().next().is_some() && !self.awaits_answer(now) {
            said.wake = Wake::Due(now);
        }
        said
    }

    fn believe(&mut self, evidence: Evidence<'_>, context: &Context<'_>, now: SystemTime, said: &mut Said) {
        let before = self.state.belief.clone();
        self.state.belief = before.observe(evidence, context.table, context.subject, now);
        if self.state.belief.state != before.state {
            said.facts.push(Fact::LockStateMoved { state: self.state.belief.state });
        }
        if before.gates() && !self.state.belief.gates() {
            self.state.session.unlocked = true;
            self.state.backoff = Backoff::default();
        }
    }

    // What goes out.

    fn choose(&mut self, context: &Context<'_>, now: SystemTime, said: &mut Said) {
        while let Some(seq) = self.in_turn(context.policy.mode, context, now).first().copied() {
            if self.is_forbidden(seq, context) {
                let sentence = context.refuse.and_then(|refuse| refuse(self.at(seq))).unwrap();
                self.end(seq, Event::Refuse, Some(Outcome::Refused(sentence)), now, said);
                continue;
            }
            let mut planned = self.in_turn(Mode::Plan, context, now);
            planned.retain(|seq| !self.is_forbidden(*seq, context));
            if context.policy.mode == Mode::Shadow && planned[0] != seq {
                said.facts.push(Fact::WouldHandOut { uuid: self.at(planned[0]).uuid.clone() });
            }
            return self.hand_out(seq, context, now, said);
        }
        self.lose(|_| true, context, now, said);
        if self.state.session.open {
            self.tell_session(said);
            self.end_session(now);
        }
        said.wake = self.wake(context, now);
    }

    fn is_forbidden(&self, seq: u64, context: &Context<'_>) -> bool {
        let command = self.at(seq);
        command.state != State::Sent && context.refuse.is_some_and(|refuse| refuse(command).is_some())
    }

    /// What may go, in the order in which it would.
    fn in_turn(&self, mode: Mode, context: &Context<'_>, now: SystemTime) -> Vec<u64> {
        let mut may_go: Vec<_> =
            self.open().filter(|command| self.may_go(command, context, now)).cloned().collect();
        // Stable sorts: what comes last weighs most.
        match mode {
            Mode::Plan => {
                may_go.sort_by_key(|command| {
                    let belief = &self.state.belief;
                    context.table.forecast_under(&command.command, context.subject, belief).expectation
                });
                may_go.sort_by_key(|command| std::cmp::Reverse(command.terms.priority));
                may_go.sort_by_key(|command| match command.state {
                    State::Unanswered if command.deliveries >= 3 => 2,
                    State::Sent | State::Unanswered => 0,
                    _ => 1,
                });
                may_go.sort_by_key(|command| std::cmp::Reverse(command.lane));
            }
            _ => may_go.sort_by_key(|command| command.state != State::Sent),
        }
        may_go.iter().map(|command| command.seq).collect()
    }

    fn hand_out(&mut self, seq: u64, context: &Context<'_>, now: SystemTime, said: &mut Said) {
        self.lose(|command| command.seq != seq, context, now, said);
        let command = self.at_mut(seq);
        command.state = State::Sent;
        command.deliveries += 1;
        command.sent_at = Some(now);
        let (uuid, delivery) = (command.uuid.clone(), command.deliveries);
        self.state.session.contact = Some(now);
        said.facts.push(Fact::HandedOut { uuid, delivery });
        said.next = Some(seq);
        let wanted = self.open().any(|command| !command.is_quiet());
        said.wake = if wanted { Wake::Due(now + SESSION_SILENCE) } else { Wake::NotNeeded };
    }

    // How commands end.

    fn lose(
        &mut self,
        lost: impl Fn(&Entry) -> bool,
        context: &Context<'_>,
        now: SystemTime,
        said: &mut Said,
    ) {
        for command in self.commands.clone() {
            if command.state != State::Sent || !lost(&command) {
                continue;
            }
            let old = self.at_mut(command.seq);
            (old.state, old.maybe_executed) = (State::Unanswered, true);
            said.facts.push(Fact::AnswerLost { uuid: command.uuid.clone() });
            if redelivery(&command, context) == Redelivery::Once {
                self.end(command.seq, Event::Presume, None, now, said);
            }
        }
    }

    /// Ends one, and everything that was chained to it unless it was acknowledged.
    fn end(&mut self, seq: u64, event: Event, outcome: Option<Outcome>, now: SystemTime, said: &mut Said) {
        let command = self.at_mut(seq);
        let Some(state) = command.state.after(event).filter(|state| state.is_final()) else { return };
        command.maybe_executed |= command.state == State::Sent && event == Event::Cancel;
        (command.state, command.outcome, command.ended_at) = (state, outcome.clone(), Some(now));
        let (uuid, maybe_executed) = (command.uuid.clone(), command.maybe_executed);
        said.facts.push(Fact::Ended { uuid, state, outcome, maybe_executed });
        if state != State::Acknowledged {
            let broken = Outcome::Cancelled(CancelReason::ChainBroken(seq));
            for chained in self.commands.clone().iter().filter(|command| command.after.contains(&seq)) {
                self.end(chained.seq, Event::Cancel, Some(broken.clone()), now, said);
            }
        }
    }

    fn end_all(&mut self, reason: CancelReason, now: SystemTime, said: &mut Said) {
        // Nobody breaks a chain here: all go for the same reason.
        for command in self.commands.clone().into_iter().filter(Entry::is_open) {
            let open = self.at_mut(command.seq);
            open.maybe_executed |= open.state == State::Sent;
            let outcome = Some(Outcome::Cancelled(reason));
            (open.state, open.outcome, open.ended_at) = (State::Cancelled, outcome.clone(), Some(now));
            let (uuid, maybe_executed) = (command.uuid, open.maybe_executed);
            said.facts.push(Fact::Ended { uuid, state: State::Cancelled, outcome, maybe_executed });
        }
    }

    /// A refused install ends when a removal of all that it would add comes next: nothing else goes before it, nobody
    /// is chained to the install, and the caller holds nothing back.
    fn is_pointless(&self, install: &Entry, removal: &Entry, now: SystemTime) -> bool {
        let terms = &removal.terms;
        install.state == State::NotNow
            && self.is_free(install)
            && self.holders(removal) == [install.seq]
            && removal.footprint.removes_all_of(&install.footprint)
            && !self.open().any(|command| command.after.contains(&install.seq))
            && (install.group.is_none() && removal.group.is_none())
            && terms.hold == Hold::Free
            && terms.expires_at.is_none()
            && terms.not_before.is_none_or(|at| at <= now)
    }

    /// Ends the installs that are pointless because of one pair of commands.
    fn end_pointless(&mut self, of: impl Fn(&Entry, &Entry) -> bool, now: SystemTime, said: &mut Said) {
        let pairs = self.open().flat_map(|install| self.open().map(move |removal| (install, removal)));
        let found = pairs
            .filter(|(install, removal)| of(install, removal))
            .find(|(install, removal)| self.is_pointless(install, removal, now));
        if let Some((install, by)) = found.map(|(install, removal)| (install.seq, removal.seq)) {
            self.end(install, Event::Supersede, Some(Outcome::SupersededBy(by)), now, said);
        }
    }

    fn expire_all(&mut self, context: &Context<'_>, now: SystemTime, said: &mut Said) {
        // What the device has not answered when it speaks about something else, it has lost.
        let over = |command: &Entry| command.terms.expires_at.is_some_and(|at| at <= now);
        self.lose(over, context, now, said);
        for command in self.commands.clone().iter().filter(|command| over(command)) {
            self.end(command.seq, Event::Expire, None, now, said);
        }
    }

    // What the caller wants.

    pub(crate) fn cancel(
        &mut self,
        uuid: &CommandUuid,
        context: &Context<'_>,
        now: SystemTime,
    ) -> Option<Said> {
        let mut said = Said::default();
        let seq = self.open().find(|command| command.uuid == *uuid)?.seq;
        let outcome = Outcome::Cancelled(CancelReason::Caller);
        self.end(seq, Event::Cancel, Some(outcome), now, &mut said);
        said.wake = self.wake_outside(context, now);
        Some(said)
    }

    pub(crate) fn set_hold(
        &mut self,
        uuid: &CommandUuid,
        hold: Hold,
        context: &Context<'_>,
        now: SystemTime,
    ) -> Option<Said> {
        let mut said = Said::default();
        let seq = self.open().find(|command| command.uuid == *uuid)?.seq;
        if self.at(seq).terms.hold != hold {
            self.at_mut(seq).terms.hold = hold;
            said.facts.push(Fact::HoldChanged { uuid: uuid.clone(), hold });
            if hold == Hold::Free {
                self.end_pointless(|_, removal| removal.seq == seq, now, &mut said);
            }
        }
        said.wake = self.wake_outside(context, now);
        Some(said)
    }

    pub(crate) fn expire(&mut self, context: &Context<'_>, now: SystemTime) -> Said {
        let mut said = Said::default();
        if self.in_session(now) {
            // An answer that is on the way is waited for.
            for command in self.commands.clone() {
                if command.state != State::Sent && command.terms.expires_at.is_some_and(|at| at <= now) {
                    self.end(command.seq, Event::Expire, None, now, &mut said);
                }
            }
        } else {
            self.expire_all(context, now, &mut said);
        }
        said.wake = self.wake_outside(context, now);
        said
    }

    pub(crate) fn prune(&mut self, age: Duration, last: usize, now: SystemTime) {
        let ended: Vec<_> = self.commands.iter().filter(|command| !command.is_open()).cloned().collect();
        for (index, command) in ended.iter().enumerate() {
            let newer = ended.len() - 1 - index;
            let old = command.ended_at.is_some_and(|at| now.duration_since(at).unwrap_or_default() > age);
            if newer >= last && old {
                self.commands.retain(|other| other.seq != command.seq);
            }
        }
    }

    pub(crate) fn clear(&mut self, reason: CancelReason, now: SystemTime) -> Said {
        let mut said = Said::default();
        self.end_all(reason, now, &mut said);
        if self.state.session.open {
            self.end_session(now);
        }
        self.state.belief = Belief::default();
        self.state.former = self.state.last_seq;
        said.wake = Wake::NotNeeded;
        said
    }

    /// All that is wrong with the batch, or what it comes to.
    pub(crate) fn enqueue(
        &mut self,
        batch: &[Order],
        context: &Context<'_>,
        now: SystemTime,
    ) -> Result<Said, Vec<Error>> {
        let open = self.open().count();
        let mut wrong = Vec::new();
        if (open + batch.len()) as u64 > context.policy.max_open {
            return Err(vec![Error::Full { limit: context.policy.max_open }]);
        }
        for (index, order) in batch.iter().enumerate() {
            let taken = self.commands.iter().any(|command| command.uuid == order.uuid);
            if taken || batch[..index].iter().any(|earlier| earlier.uuid == order.uuid) {
                wrong.push(Error::DuplicateUuid(order.uuid.clone()));
            }
            let starts = order.terms.not_before.unwrap_or(now).max(now);
            if order.terms.expires_at.is_some_and(|at| at <= starts) {
                wrong.push(Error::Times(order.uuid.clone()));
            }
        }
        let step_of = steps(batch);
        for (index, order) in batch.iter().enumerate() {
            let torn = batch.iter().enumerate().any(|(other, theirs)| {
                order.group.is_some() && theirs.group == order.group && step_of[other] != step_of[index]
            });
            let last = step_of.get(index + 1) != Some(&step_of[index]);
            let erases = context.table.character(&order.command).lane == Lane::Erase;
            if torn || (erases && !last) {
                wrong.push(Error::Group(order.uuid.clone()));
            }
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let sequence = sequence(batch, &step_of)?;
        let mut after = self.clone();
        let said = after.join(batch, &step_of, &sequence, context, now)?;
        *self = after;
        Ok(Said { wake: self.wake_for_new(&said, context, now), ..said })
    }

    fn join(
        &mut self,
        batch: &[Order],
        step_of: &[usize],
        sequence: &[usize],
        context: &Context<'_>,
        now: SystemTime,
    ) -> Result<Said, Vec<Error>> {
        let mut said = Said { places: vec![None; batch.len()], ..Said::default() };
        // Names that stand for a pending command with the same key.
        let mut aliases: Vec<(CommandUuid, u64)> = Vec::new();
        for index in sequence.iter().copied() {
            let order = &batch[index];
            let seq = self.state.last_seq + 1;
            let members: Vec<_> =
                (0..batch.len()).filter(|other| step_of[*other] == step_of[index]).collect();
            let grouped = members.len() > 1;
            let lookup = |this: &Self, name: &CommandUuid| {
                let alias = aliases.iter().find(|(alias, _)| alias == name).map(|(_, seq)| *seq);
                this.commands
                    .iter()
                    .find(|command| command.uuid == *name || Some(command.seq) == alias)
                    .cloned()
            };
            let not_open = |name: &CommandUuid| vec![Error::NotOpen(name.clone())];
            let mut chained = Vec::new();
            for name in &order.after {
                match lookup(self, name) {
                    Some(command) if command.is_open() => chained.push(command.seq),
                    Some(command) if command.state == State::Acknowledged => {}
                    _ => return Err(not_open(name)),
                }
            }
            if grouped && members[0] != index {
                chained.push(said.places[index - 1].unwrap());
            }
            chained.sort_unstable();
            chained.dedup();
            let key = order.terms.same.as_ref().map(Same::key);
            let wants_the_same = |command: &&Entry| {
                command.is_open() && key.is_some() && command.terms.same.as_ref().map(Same::key) == key
            };
            if let (Some(Same::KeepPending(_)), false) = (&order.terms.same, grouped) {
                let in_time = |command: &&Entry| command.terms.expires_at.is_none_or(|at| now < at);
                if let Some(pending) = self.commands.iter().filter(wants_the_same).find(in_time) {
                    aliases.push((order.uuid.clone(), pending.seq));
                    let seq = pending.seq;
                    let (uuid, pending) = (order.uuid.clone(), pending.uuid.clone());
                    said.facts.push(Fact::Duplicate { uuid, pending });
                    if order.terms.waking == Waking::Wakes {
                        self.rouse(seq, &mut said);
                    }
                    continue;
                }
            }
            let mut superseded = Vec::new();
            for name in &order.supersedes {
                superseded.push(lookup(self, name).ok_or_else(|| not_open(name))?.seq);
            }
            let mut inherits = false;
            if matches!(order.terms.same, Some(Same::KeepNew(_))) {
                let alone = |command: &&Entry| {
                    command.group.is_none()
                        && !chained.contains(&command.seq)
                        && !self.open().any(|other| other.after.contains(&command.seq))
                };
                let pending: Vec<_> = self.commands.iter().filter(wants_the_same).filter(alone).collect();
                inherits = pending.iter().any(|command| !command.is_quiet());
                superseded.extend(pending.iter().map(|command| command.seq));
            }
            let lanes = members.iter().map(|member| context.table.character(&batch[*member].command).lane);
            let lane = lanes.min().unwrap();
            let slowest =
                chained.iter().map(|seq| self.at(*seq)).map(|to| to.slowed_to.unwrap_or(to.lane)).min();
            let mut entry = self.new_entry(order, seq, lane, chained, now);
            entry.slowed_to = slowest.filter(|slowest| *slowest < lane);
            if inherits {
                entry.terms.waking = Waking::Wakes;
            }
            self.commands.push(entry);
            if grouped {
                let first = seq - (index - members[0]) as u64;
                let touches = members.iter().flat_map(|member| batch[*member].footprint.touches());
                let reach = touches
                    .fold(Footprint::new(), |reach, touch| reach.touch(touch.resource.clone(), touch.access));
                self.at_mut(seq).group = Some(Group { first, reach });
            }
            self.state.last_seq = seq;
            said.places[index] = Some(seq);
            if !self.at(seq).is_quiet() {
                self.rouse(seq, &mut said);
            }
            self.tell_new(seq, &mut said);
            self.end_pointless(|_, removal| removal.seq == seq, now, &mut said);
            superseded.sort_unstable();
            superseded.dedup();
            for old in superseded {
                self.end(old, Event::Supersede, Some(Outcome::SupersededBy(seq)), now, &mut said);
            }
            if !self.at(seq).is_open() {
                return Err(vec![Error::Supersedes(order.uuid.clone())]);
            }
        }
        Ok(said)
    }

    /// Whatever has to end before this one, wherever it stands, is as urgent as this one.
    fn rouse(&mut self, seq: u64, said: &mut Said) {
        let mut before = vec![seq];
        let mut at = 0;
        while let Some(seq) = before.get(at).copied() {
            at += 1;
            let holders = self.holders(self.at(seq)).into_iter().filter(|seq| !before.contains(seq));
            let holders: Vec<_> = holders.collect();
            before.extend(holders);
            if self.at(seq).is_quiet() {
                self.at_mut(seq).terms.waking = Waking::Wakes;
                said.roused.push(seq);
            }
        }
    }

    fn tell_new(&self, seq: u64, said: &mut Said) {
        let new = self.at(seq);
        said.facts.push(Fact::Queued { uuid: new.uuid.clone() });
        let slower = |earlier: &&Entry| {
            let to = earlier.slowed_to.unwrap_or(earlier.lane);
            to < new.lane && earlier.seq != seq && !new.after.contains(&earlier.seq)
        };
        for earlier in self.open().filter(|earlier| new.lane == Lane::Protection && slower(earlier)) {
            if new.reach().conflict(earlier.reach()).is_some() {
                let (uuid, overtaken) = (new.uuid.clone(), earlier.uuid.clone());
                said.facts.push(Fact::Overtakes { uuid, overtaken });
            }
        }
    }

    fn new_entry(&self, order: &Order, seq: u64, lane: Lane, after: Vec<u64>, now: SystemTime) -> Entry {
        Entry {
            seq,
            uuid: order.uuid.clone(),
            command: order.command.clone(),
            footprint: order.footprint.clone(),
            group: None,
            lane,
            slowed_to: None,
            terms: order.terms.clone(),
            state: State::Queued,
            queued_at: now,
            after,
            waits_on: Vec::new(),
            deliveries: 0,
            sent_at: None,
            refusals: 0,
            refused_since: None,
            refused_at: None,
            refused_in: None,
            maybe_executed: false,
            passable: false,
            stuck: false,
            ended_at: None,
            outcome: None,
            answered_late: None,
        }
    }

    // When the device is woken.

    /// After a session: at once for what it has not refused, by itself or after the pause for what it has, and when
    /// their time comes for those that have one. Not for what is held, or would fail in Lost Mode.
    fn wake(&self, context: &Context<'_>, now: SystemTime) -> Wake {
        let could = |command: &&Entry| {
            self.is_free(command)
                && !command.is_quiet()
                && command.terms.hold == Hold::Free
                && (command.terms.not_before.is_some_and(|at| now < at)
                    || !self.lost_mode_stops(command, context))
        };
        let time = |command: &Entry| {
            let early = command.terms.not_before.filter(|at| now < *at);
            early.or_else(|| self.paused_until(command, context, now))
        };
        let (later, now_or_refused): (Vec<_>, Vec<_>) =
            self.open().filter(could).partition(|command| time(command).is_some());
        let later = later.into_iter().filter_map(time).min();
        if now_or_refused.iter().any(|command| command.state != State::NotNow) {
            return Wake::Due(now);
        }
        if now_or_refused.is_empty() {
            return later.map_or(Wake::NotNeeded, Wake::Due);
        }
        if self.state.session.last_not_now {
            return Wake::ByItself(later);
        }
        let pause = self.state.backoff.until.unwrap_or(now).max(now);
        Wake::Due(later.unwrap_or(pause).min(pause))
    }

    /// A command is out in a session that goes on: then a push is due already, in case that no answer comes.
    fn awaits_answer(&self, now: SystemTime) -> bool {
        let out = |command: &Entry| command.state == State::Sent && !command.is_quiet();
        self.in_session(now) && self.open().any(out)
    }

    fn wake_outside(&self, context: &Context<'_>, now: SystemTime) -> Wake {
        if !self.awaits_answer(now) {
            return self.wake(context, now);
        }
        // If it falls silent now.
        Wake::Due(now + SESSION_SILENCE)
    }

    fn wake_for_new(&self, said: &Said, context: &Context<'_>, now: SystemTime) -> Wake {
        let places: Vec<_> = said.places.iter().flatten().copied().collect();
        let wanted = |new: &&Entry| places.contains(&new.seq) || said.roused.contains(&new.seq);
        let free = self.open().filter(wanted).any(|new| self.is_free(new) && !new.is_quiet());
        let ended = said.facts.iter().any(|fact| matches!(fact, Fact::Ended { .. }));
        // No push was due for one that went out while it was quiet.
        let unwatched =
            self.open().any(|command| command.state == State::Sent && said.roused.contains(&command.seq));
        match free || ended {
            true if unwatched => self.wake(context, now),
            true => self.wake_outside(context, now),
            false => Wake::Unchanged,
        }
    }
}

fn redelivery(command: &Entry, context: &Context<'_>) -> Redelivery {
    let effect = context.table.character(&command.command).effect;
    command.terms.redelivery.unwrap_or_else(|| Redelivery::usual(effect, context.subject.platform))
}

fn overtakes(later: Lane, earlier: Lane) -> bool {
    later == Lane::Erase || later > earlier
}

fn pause(refusals: u32) -> Duration {
    Duration::from_secs((30 << refusals.saturating_sub(4).min(16)).min(3600))
}

/// For each order the number of its step: neighbours of one group are one.
fn steps(batch: &[Order]) -> Vec<usize> {
    let mut steps = Vec::new();
    for (index, order) in batch.iter().enumerate() {
        let before = index.checked_sub(1).map(|before| (steps[before], batch[before].group));
        steps.push(match before {
            None => 0,
            Some((step, group)) if group.is_some() && group == order.group => step,
            Some((step, _)) => step + 1,
        });
    }
    steps
}

/// The given order, except that what is chained to another order comes behind it.
fn sequence(batch: &[Order], step_of: &[usize]) -> Result<Vec<usize>, Vec<Error>> {
    let mut sequence: Vec<usize> = Vec::new();
    let index_of = |name: &CommandUuid| batch.iter().position(|order| order.uuid == *name);
    let in_circle = |index: usize, order: &Order| {
        order.after.iter().filter_map(index_of).any(|on| on >= index && step_of[on] == step_of[index])
    };
    let circle: Vec<_> = batch.iter().enumerate().filter(|(index, order)| in_circle(*index, order)).collect();
    if !circle.is_empty() {
        return Err(circle.into_iter().map(|(_, order)| Error::Cycle(order.uuid.clone())).collect());
    }
    let steps = step_of.last().map_or(0, |last| last + 1);
    let of = |step: usize| (0..batch.len()).filter(move |index| step_of[*index] == step);
    while sequence.len() < batch.len() {
        let comes = |step: &usize| {
            let done = |on: usize| sequence.contains(&on) || step_of[on] == *step;
            !of(*step).any(|index| sequence.contains(&index))
                && of(*step).all(|index| batch[index].after.iter().filter_map(index_of).all(done))
        };
        let Some(step) = (0..steps).find(comes) else {
            let left = (0..batch.len()).filter(|index| !sequence.contains(index));
            return Err(left.map(|index| Error::Cycle(batch[index].uuid.clone())).collect());
        };
        sequence.extend(of(step));
    }
    Ok(sequence)
}
