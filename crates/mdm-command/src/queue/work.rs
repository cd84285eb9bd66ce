//! A decision in the making: the steps that decisions are made of.

use std::collections::{BTreeMap, BTreeSet};
use std::time::SystemTime;

use mdm_lock::{ConflictIndex, Evidence};

use super::{Change, Context, Fact, Gates, Next, Queue, QueueState, SESSION_SILENCE, Turn, Wake};
use crate::{CancelReason, Entry, Error, Event, Hold, Outcome, Redelivery, State};

/// A decision in the making. Every change is tried at once, on a copy of what it touches.
pub(super) struct Work<'a> {
    pub(super) queue: &'a Queue,
    touched: BTreeMap<u64, Entry>,
    /// The open commands that others must follow, once somebody has asked who follows whom.
    index: Option<ConflictIndex<u64>>,
    pub(super) state: QueueState,
    pub(super) open: u64,
    /// Whether a command that may go can have been left out.
    pub(super) more: bool,
    pub(super) context: &'a Context<'a>,
    pub(super) now: SystemTime,
    changes: Vec<Change>,
    pub(super) facts: Vec<Fact>,
    pub(super) next: Option<Next>,
    pub(super) wake: Wake,
    pub(super) erased: bool,
}

/// Why a ready command may not go now.
pub(super) enum Bar {
    /// The caller holds it.
    Held,
    /// The caller wants it later.
    NotBefore(SystemTime),
    /// In Lost Mode it would fail with an error instead of waiting.
    LostMode,
    /// The device refused it in this session.
    RefusedNow,
    /// The device refuses in quick succession.
    Backoff,
    /// It goes out once, and until then the device may take no command.
    Pause(SystemTime),
}

impl<'a> Work<'a> {
    pub(super) fn new(queue: &'a Queue, context: &'a Context<'a>, now: SystemTime) -> Self {
        Self {
            queue,
            touched: BTreeMap::new(),
            index: None,
            state: queue.state.clone(),
            open: queue.extent.open,
            more: queue.extent.more,
            context,
            now,
            changes: Vec::new(),
            facts: Vec::new(),
            next: None,
            wake: Wake::Unchanged,
            erased: false,
        }
    }

    pub(super) fn finish(self) -> Turn {
        let Self { changes, next, facts, wake, erased, .. } = self;
        Turn { changes, next, facts, wake, erased }
    }

    /// The command with this place, as it is by now.
    pub(super) fn at(&self, seq: u64) -> Option<&Entry> {
        self.touched.get(&seq).or_else(|| self.queue.entries.get(&seq))
    }

    /// The commands as they are by now, in queue order.
    pub(super) fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        let old = self.queue.entries.values().map(|entry| self.touched.get(&entry.seq).unwrap_or(entry));
        // What is new stands behind everything that was loaded.
        let new = self.touched.range(self.queue.state.last_seq + 1..).map(|(_, entry)| entry);
        let entries = old.chain(new);
        #[cfg(test)]
        let entries = entries.inspect(|_| LOOKED_AT.set(LOOKED_AT.get() + 1));
        entries
    }

    /// The open ones of them.
    pub(super) fn open_entries(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries().filter(|entry| entry.is_open())
    }

    pub(super) fn change(&mut self, change: Change) {
        match &change {
            Change::CommandQueued(entry) => {
                self.state.last_seq = self.state.last_seq.max(entry.seq);
                self.open += 1;
                if let Some(index) = &mut self.index {
                    index.insert(entry.seq, entry.reach());
                }
                self.touched.insert(entry.seq, Entry::clone(entry));
            }
            change => match change.seq() {
                Some(seq) => {
                    let Some(old) = self.at(seq) else { return };
                    let mut entry = old.clone();
                    if !self.state.apply_to(&mut entry, &mut self.open, change) {
                        return;
                    }
                    if let Some(index) = self.index.as_mut().filter(|_| !entry.can_be_followed()) {
                        index.remove(&seq, entry.reach());
                    }
                    self.touched.insert(seq, entry);
                }
                None => self.more |= self.state.apply(change),
            },
        }
        self.changes.push(change);
    }

    pub(super) fn moved(&mut self, seq: u64, event: Event, outcome: Option<Outcome>) {
        self.change(Change::CommandMoved { seq, event, outcome, at: self.now });
    }

    pub(super) fn need_open(&self) -> Result<(), Error> {
        if self.open_entries().count() as u64 == self.open { Ok(()) } else { Err(Error::NeedsOpen) }
    }

    pub(super) fn observe(&mut self, evidence: Evidence<'_>) {
        let Context { table, subject, .. } = *self.context;
        let belief = self.state.belief.observe(evidence, table, subject, self.now);
        if belief != self.state.belief {
            if belief.state != self.state.belief.state {
                self.facts.push(Fact::LockStateMoved { state: belief.state });
            }
            self.change(Change::BeliefMoved(belief));
        }
    }

    /// No answer will come to these any more, unless it comes late.
    pub(super) fn lose(&mut self, lost: impl Fn(&Entry) -> bool) -> Result<(), Error> {
        let sent = self.open_entries().filter(|entry| entry.state == State::Sent && lost(entry));
        let sent: Vec<_> =
            sent.map(|entry| (entry.seq, entry.uuid.clone(), redelivery(entry, self.context))).collect();
        for (seq, uuid, redelivery) in sent {
            self.moved(seq, Event::Lost, None);
            self.facts.push(Fact::AnswerLost { uuid });
            if redelivery == Redelivery::Once {
                self.end(seq, Event::Presume, None)?;
            }
        }
        Ok(())
    }

    /// Makes a command final, lets go those that waited for it, and cancels those that were chained to it if it was
    /// not acknowledged.
    pub(super) fn end(&mut self, seq: u64, event: Event, outcome: Option<Outcome>) -> Result<(), Error> {
        self.end_those(vec![(seq, event, outcome)])
    }

    /// As [`Self::end`], one after the other. Who waits for whom then is asked once, when all of them have ended.
    pub(super) fn end_those(&mut self, mut ending: Vec<(u64, Event, Option<Outcome>)>) -> Result<(), Error> {
        // Taken from the end: the first first, and who goes down with it before the second.
        ending.reverse();
        let (mut gone, mut heirs, mut whole) = (BTreeSet::new(), false, false);
        let mut followers = None;
        while let Some((seq, event, outcome)) = ending.pop() {
            let Some(entry) = self.at(seq) else { continue };
            let Some(state) = entry.state.after(event) else { continue };
            heirs = heirs || entry.waits_on.iter().any(|earlier| !gone.contains(earlier));
            if heirs && !whole {
                self.need_open()?;
                whole = true;
            }
            self.moved(seq, event, outcome);
            self.tell_end(seq);
            gone.insert(seq);
            if state != State::Acknowledged {
                let followers = followers.get_or_insert_with(|| self.followers());
                let chained = followers.remove(&seq).unwrap_or_default();
                if !chained.is_empty() && !whole {
                    // A window has those that wait for this one, and not those that wait for them.
                    self.need_open()?;
                    whole = true;
                }
                let broken = Outcome::Cancelled(CancelReason::ChainBroken(seq));
                let chained = chained.into_iter().rev();
                ending.extend(chained.map(|seq| (seq, Event::Cancel, Some(broken.clone()))));
            }
        }
        self.let_go(&gone, heirs);
        Ok(())
    }

    /// The open commands that are chained to each.
    fn followers(&self) -> BTreeMap<u64, Vec<u64>> {
        let mut followers = BTreeMap::<_, Vec<_>>::new();
        for entry in self.open_entries() {
            for earlier in &entry.after {
                followers.entry(*earlier).or_default().push(entry.seq);
            }
        }
        followers
    }

    /// Nobody waits for these any more: they ended, or may be passed. `heirs`: one of them waited itself.
    pub(super) fn let_go(&mut self, gone: &BTreeSet<u64>, heirs: bool) {
        let Some(first) = gone.first() else { return };
        let later = self.open_entries().filter(|entry| entry.seq > *first);
        let changed: Vec<_> = if heirs {
            // It ended out of turn: whoever relied on it to wait for others must wait for them itself. Conflicts
            // are not transitive, so that this may be any later command.
            let index = self.index();
            later
                .map(|entry| (entry, self.waits_on(entry, &index)))
                .filter(|(entry, waits_on)| entry.waits_on != *waits_on)
                .map(|(entry, waits_on)| (entry.seq, waits_on))
                .collect()
        } else {
            // Who is chained to one that may be passed waits for it all the same.
            let holds = |entry: &Entry, seq: &u64| {
                !gone.contains(seq) || entry.after.contains(seq) && self.at(*seq).is_some_and(Entry::is_open)
            };
            later
                .filter(|entry| !entry.waits_on.iter().all(|seq| holds(entry, seq)))
                .map(|entry| {
                    let left = entry.waits_on.iter().copied().filter(|seq| holds(entry, seq));
                    (entry.seq, left.collect())
                })
                .collect()
        };
        for (seq, waits_on) in changed {
            self.change(Change::WaitChanged { seq, waits_on });
        }
    }

    /// The commands that hold this one: those that it was chained to and that are open, and the nearest earlier ones
    /// that it must follow. Whom a nearer one waits for need not be waited for again.
    fn waits_on(&self, entry: &Entry, index: &ConflictIndex<u64>) -> Vec<u64> {
        let open = |seq: &u64| self.at(*seq).is_some_and(Entry::is_open);
        let mut nearest: BTreeSet<_> = entry.after.iter().copied().filter(open).collect();
        let mut passed_on = BTreeSet::new();
        let rivals = index.before(&entry.seq, entry.reach()).filter_map(|seq| self.at(*seq));
        #[cfg(test)]
        let rivals = rivals.inspect(|_| LOOKED_AT.set(LOOKED_AT.get() + 1));
        for earlier in rivals.filter(|earlier| entry.must_follow(earlier)) {
            if !passed_on.contains(&earlier.seq) {
                nearest.insert(earlier.seq);
            }
            // Everything else that it must follow this one follows already.
            if earlier.lane == entry.lane && earlier.reach().stands_for(entry.reach()) {
                break;
            }
            passed_on.extend(earlier.waits_on.iter().copied());
        }
        nearest.into_iter().collect()
    }

    /// Queues a command behind all others.
    pub(super) fn queue(&mut self, mut entry: Entry) {
        let index = self.index.take().unwrap_or_else(|| self.index());
        entry.waits_on = self.waits_on(&entry, &index);
        self.index = Some(index);
        self.change(Change::CommandQueued(Box::new(entry)));
    }

    /// The device is woken for this command, and so for those that it waits for: whoever stands before one that wakes
    /// wakes, so that nobody has to look further than to the first who does.
    pub(super) fn rouse(&mut self, seq: u64) {
        let mut roused = vec![seq];
        while let Some(seq) = roused.pop() {
            let Some(entry) = self.at(seq).filter(|entry| entry.is_quiet()) else { continue };
            roused.extend(&entry.waits_on);
            self.change(Change::Roused { seq });
        }
    }

    fn index(&self) -> ConflictIndex<u64> {
        let mut index = ConflictIndex::new();
        for entry in self.open_entries().filter(|entry| entry.can_be_followed()) {
            index.insert(entry.seq, entry.reach());
        }
        index
    }

    fn tell_end(&mut self, seq: u64) {
        let ended = self.at(seq).map(|entry| Fact::Ended {
            uuid: entry.uuid.clone(),
            state: entry.state,
            outcome: entry.outcome.clone(),
            maybe_executed: entry.maybe_executed,
        });
        self.facts.extend(ended);
    }

    pub(super) fn cancel_all(&mut self, reason: CancelReason) {
        let open: Vec<_> = self.open_entries().map(|entry| entry.seq).collect();
        for seq in open {
            self.moved(seq, Event::Cancel, Some(Outcome::Cancelled(reason)));
            self.tell_end(seq);
        }
    }

    /// An install was refused: what makes it pointless.
    pub(super) fn supersede(&mut self, refused: u64) -> Result<(), Error> {
        let Some(install) = self.at(refused) else { return Ok(()) };
        let removal = self.open_entries().find(|entry| self.makes_pointless(entry, install));
        match removal.map(|entry| entry.seq) {
            Some(by) => self.end(refused, Event::Supersede, Some(Outcome::SupersededBy(by))),
            None => Ok(()),
        }
    }

    /// A removal has come, or was let go: what it makes pointless.
    pub(super) fn supersede_before(&mut self, removal: u64) -> Result<(), Error> {
        let Some(entry) = self.at(removal) else { return Ok(()) };
        let mut earlier = entry.waits_on.iter().filter_map(|seq| self.at(*seq));
        let install = earlier.find(|install| self.makes_pointless(entry, install));
        match install.map(|install| install.seq) {
            Some(refused) => self.end(refused, Event::Supersede, Some(Outcome::SupersededBy(removal))),
            None => Ok(()),
        }
    }

    /// A removal makes a refused install pointless: the device keeps no copy of what it refused. Only a removal
    /// that is sure to go out next does, and not where another command waits for the install's acknowledgement.
    fn makes_pointless(&self, removal: &Entry, install: &Entry) -> bool {
        install.state == State::NotNow
            && install.is_ready()
            && install.group.is_none()
            && !self.is_chained_to(install.seq)
            && removal.waits_on == [install.seq]
            && removal.group.is_none()
            && removal.terms.hold == Hold::Free
            && removal.terms.expires_at.is_none()
            && removal.terms.not_before.is_none_or(|at| at <= self.now)
            && removal.footprint.removes_all_of(&install.footprint)
    }

    /// Whether another command starts only when this one was acknowledged.
    pub(super) fn is_chained_to(&self, seq: u64) -> bool {
        self.open_entries().any(|entry| entry.after.contains(&seq))
    }

    /// Ends what has expired.
    pub(super) fn expire(&mut self) -> Result<(), Error> {
        let over = |entry: &&Entry| entry.is_expired(self.now) && entry.state.after(Event::Expire).is_some();
        let over: Vec<_> = self.open_entries().filter(over).map(|entry| entry.seq).collect();
        if over.is_empty() {
            return Ok(());
        }
        self.need_open()?;
        self.end_those(over.into_iter().map(|seq| (seq, Event::Expire, None)).collect())
    }

    /// Why a ready command may not go now; `None` when it may.
    pub(super) fn bar(&self, entry: &Entry) -> Option<Bar> {
        self.state.bar(entry, self.context, self.now)
    }

    /// A command is out in a session that goes on, for which the device was woken.
    pub(super) fn awaits_answer(&self) -> bool {
        let woke = |entry: &Entry| self.queue.at(entry.seq).is_some_and(|before| !before.is_quiet());
        let goes_on = self.state.session.goes_on(self.now);
        goes_on && self.open_entries().any(|entry| entry.state == State::Sent && woke(entry))
    }

    /// If the device falls silent now, a push is due when the session counts as over. Said again with all that changes
    /// meanwhile: what was said when the command went out may have been taken back, while it was held.
    pub(super) fn wake_if_silent(&self) -> Wake {
        Wake::Due(self.now.checked_add(SESSION_SILENCE).unwrap_or(self.now))
    }

    pub(super) fn wake_after_session(&self) -> Wake {
        let mut later: Option<SystemTime> = None;
        let mut refused = false;
        for entry in self.open_entries().filter(|entry| entry.is_ready() && !entry.is_quiet()) {
            match self.bar(entry) {
                Some(Bar::Held | Bar::LostMode) => {}
                Some(Bar::NotBefore(at) | Bar::Pause(at)) => {
                    later = Some(later.map_or(at, |earlier| earlier.min(at)))
                }
                _ if entry.state == State::NotNow => refused = true,
                // The device has not refused it: a cancellation let it go, or its answer is missing.
                _ => return Wake::Due(self.now),
            }
        }
        let until = || self.state.backoff.until.map_or(self.now, |until| until.max(self.now));
        match (refused, later) {
            (true, later) if self.state.session.last_not_now => Wake::ByItself(later),
            (true, later) => Wake::Due(later.map_or_else(until, |later| later.min(until()))),
            (false, Some(later)) => Wake::Due(later),
            (false, None) => Wake::NotNeeded,
        }
    }
}

impl QueueState {
    pub(super) fn bar(&self, entry: &Entry, context: &Context<'_>, now: SystemTime) -> Option<Bar> {
        let shut = entry.gates(context.table).and(self.shut_at(now));
        if shut.has(Gates::HELD) {
            Some(Bar::Held)
        } else if let Some(at) = entry.terms.not_before.filter(|at| now < *at) {
            Some(Bar::NotBefore(at))
        } else if shut.has(Gates::LOST_MODE) {
            Some(Bar::LostMode)
        } else if entry.refused_in == Some(self.session.number) {
            Some(Bar::RefusedNow)
        } else if shut.has(Gates::BACKOFF) {
            Some(Bar::Backoff)
        } else {
            // Whatever else goes out in vain goes out again.
            let paused = self.pause_until.filter(|until| now < *until && entry.state != State::Sent);
            paused.filter(|_| redelivery(entry, context) == Redelivery::Once).map(Bar::Pause)
        }
    }
}

fn redelivery(entry: &Entry, context: &Context<'_>) -> Redelivery {
    let Context { table, subject, .. } = *context;
    let usual = || Redelivery::usual(table.character(&entry.command).effect, subject.platform);
    entry.terms.redelivery.unwrap_or_else(usual)
}

#[cfg(test)]
thread_local! {
    /// At how many commands decisions have looked, each time counted.
    pub(super) static LOOKED_AT: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}
