//! The queue of one channel of one enrolment.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use mdm_lock::{Belief, RuleTable, Subject};

use crate::{CommandUuid, Entry, Event, Outcome};

mod explain;
#[cfg(test)]
mod tests;
mod turn;

pub use explain::{Explanation, Reason};
pub use turn::{Answer, Fact, Next, Receipt, Turn, Wake};

/// A session that was silent for so long is over, although nobody ended it.
pub const SESSION_SILENCE: Duration = Duration::from_secs(5 * 60);

/// How many commands may be open in one queue.
pub const MAX_OPEN: u64 = 1_000_000;

/// The queue of one channel: its commands in queue order, the session with the device, what is believed
/// about its lock.
///
/// Three families of methods:
///
/// - *decide*: [`report`](Self::report), [`enqueue`](Self::enqueue), [`cancel`](Self::cancel),
///   [`clear`](Self::clear). They change nothing; what they decide comes back as [`Change`]s, as [`Fact`]s in
///   the past, and as what is to be done next.
/// - *apply*: [`apply`](Self::apply) carries out one change. Applying the same changes to the same queue gives
///   the same queue, on any node.
/// - *look*: [`entries`](Self::entries), [`explain`](Self::explain), [`belief`](Self::belief).
///
/// The order of calls is decide, commit the changes, then apply them or load anew; the reply goes out after
/// the commit.
///
/// A queue may hold a window of the open commands only: those that one exchange with the device needs
/// ([`Self::new`] says which). A decision that needs more says so with [`Error::NeedsOpen`](crate::Error::NeedsOpen).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    state: QueueState,
    entries: BTreeMap<u64, Entry>,
    /// Open commands, in the window or not.
    open: u64,
}

/// Everything about a queue but its commands: small, and loaded on every contact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct QueueState {
    /// The place that the last queued command has.
    pub last_seq: u64,
    /// The open session or the last one.
    pub session: Session,
    /// What is believed about the lock.
    pub belief: Belief,
    /// Whether refused commands are held back for a while.
    pub backoff: Backoff,
}

/// One run of exchanges with the device: it opens with `Idle`, or with a report after
/// [`SESSION_SILENCE`], and ends with the empty reply. TCP connections do not matter: proxies and nodes hide them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Session {
    /// Counted from 1; 0 before the first.
    pub number: u64,
    /// Whether it is open.
    pub open: bool,
    /// The last contact that left a trace: an empty `Idle` leaves none.
    pub contact: Option<SystemTime>,
    /// Whether the device's last status was `NotNow`. Only then it comes back by itself
    /// (Apple, Handling NotNow status responses).
    pub last_not_now: bool,
    /// Whether a command was refused in it, as far as the back-off has not counted it.
    pub refused: bool,
    /// Whether the device showed in it that it is unlocked.
    pub unlocked: bool,
    /// SHA-256 of the last report that could not be read and closed a command, in this session or before: the
    /// device repeats it when it has not got the reply.
    pub unreadable: Option<[u8; 32]>,
}

/// Keeps a device that polls at once after every refusal from spinning: after a few refusing sessions in quick
/// succession, refused commands are held back for a while that doubles.
///
/// A device that comes back by itself has usually been unlocked, so that the first few are offered at once: a pause
/// that hits the unlock would cost the user what it was meant to save.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Backoff {
    /// Refusing sessions in quick succession.
    pub refusals: u32,
    /// When the last of them ended.
    pub last: Option<SystemTime>,
    /// Until when refused commands are held back.
    pub until: Option<SystemTime>,
}

impl Backoff {
    const FREE: u32 = 3;
    const FIRST: Duration = Duration::from_secs(30);
    const LONGEST: Duration = Duration::from_secs(60 * 60);

    /// After one more refusing session that ended at `at`.
    fn next(self, at: SystemTime) -> Self {
        // Quick is what comes soon after the last one, or soon after the pause that it cost.
        let since = self.until.max(self.last);
        let quick = since.is_some_and(|since| at.duration_since(since).unwrap_or_default() <= self.pause());
        let refusals = if quick { self.refusals.saturating_add(1) } else { 1 };
        let next = Self { refusals, last: Some(at), until: None };
        let until = if refusals > Self::FREE { at.checked_add(next.pause()) } else { None };
        Self { until, ..next }
    }

    fn pause(self) -> Duration {
        let doublings = self.refusals.saturating_sub(Self::FREE + 1).min(16);
        Self::FIRST.saturating_mul(1 << doublings).min(Self::LONGEST)
    }

    fn holds(self, now: SystemTime) -> bool {
        self.until.is_some_and(|until| now < until)
    }
}

/// What a decision needs to know besides the queue.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The rules.
    pub table: &'a RuleTable,
    /// The device.
    pub subject: &'a Subject,
    /// Asked before a command is handed out: a sentence for an administrator when it is not allowed any more.
    pub refuse: Option<&'a Refuse<'a>>,
}

/// Says why a command may not be handed out any more; `None` when it may.
pub type Refuse<'a> = dyn Fn(&Entry) -> Option<Box<str>> + 'a;

impl std::fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Context").field("subject", self.subject).finish_non_exhaustive()
    }
}

/// One small step of a queue. A decision is a list of them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change {
    /// A command joined.
    CommandQueued(Box<Entry>),
    /// Something happened to a command.
    CommandMoved {
        /// Its place.
        seq: u64,
        /// What happened.
        event: Event,
        /// How it became final, where the event alone does not say.
        outcome: Option<Outcome>,
        /// When.
        at: SystemTime,
    },
    /// A command waits for other commands than before.
    WaitChanged {
        /// Its place.
        seq: u64,
        /// What it waits for now.
        waits_on: Vec<u64>,
    },
    /// A new session opened.
    SessionOpened {
        /// When.
        at: SystemTime,
    },
    /// The device's report was taken in.
    SessionAnswered {
        /// Whether it was `NotNow`.
        not_now: bool,
        /// When.
        at: SystemTime,
    },
    /// The session ended with the empty reply.
    SessionEnded {
        /// When.
        at: SystemTime,
    },
    /// The belief about the lock moved.
    BeliefMoved(Belief),
}

impl Queue {
    /// A queue as loaded: its state, commands, and how many open commands there are in all.
    ///
    /// `entries` holds either every open command, or what one exchange needs: every handed-out command without
    /// an answer, the command that the device reports on whatever its state, every command that waits on one
    /// of those, and the first ready ones in hand-out order.
    #[must_use]
    pub fn new(state: QueueState, entries: impl IntoIterator<Item = Entry>, open: u64) -> Self {
        let entries = entries.into_iter().map(|entry| (entry.seq, entry)).collect();
        Self { state, entries, open }
    }

    /// Everything but the commands.
    #[must_use]
    pub const fn state(&self) -> &QueueState {
        &self.state
    }

    /// What is believed about the lock.
    #[must_use]
    pub const fn belief(&self) -> &Belief {
        &self.state.belief
    }

    /// The commands that were loaded, in queue order.
    #[must_use]
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.values()
    }

    /// The command with this name, if it was loaded.
    #[must_use]
    pub fn entry(&self, uuid: &CommandUuid) -> Option<&Entry> {
        self.entries.values().find(|entry| entry.uuid == *uuid)
    }

    /// The command with this place, if it was loaded.
    #[must_use]
    pub fn at(&self, seq: u64) -> Option<&Entry> {
        self.entries.get(&seq)
    }

    /// How many commands are open, loaded or not.
    #[must_use]
    pub const fn open(&self) -> u64 {
        self.open
    }

    /// Whether every open command was loaded.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.open_entries().count() as u64 == self.open
    }

    /// Whether the session has been silent for so long that a report opens a new one. A report soon after the
    /// end belongs to the old session: the device repeats it when it has not got the empty reply.
    #[must_use]
    pub fn is_silent(&self, now: SystemTime) -> bool {
        // A clock that stepped back does not end a session.
        let silent = |contact| now.duration_since(contact).is_ok_and(|age| age > SESSION_SILENCE);
        self.state.session.contact.is_none_or(silent)
    }

    /// Carries out one change and says which command it touched, if any.
    pub fn apply(&mut self, change: &Change) -> Option<u64> {
        let session = &mut self.state.session;
        match change {
            Change::CommandQueued(entry) => {
                self.state.last_seq = self.state.last_seq.max(entry.seq);
                self.open += 1;
                self.entries.insert(entry.seq, Entry::clone(entry));
                Some(entry.seq)
            }
            Change::CommandMoved { seq, event, outcome, at } => {
                let number = session.number;
                let entry = self.entries.get_mut(seq)?;
                let state = entry.state.after(*event)?;
                entry.state = state;
                match event {
                    Event::HandOut => {
                        entry.deliveries = entry.deliveries.saturating_add(1);
                        entry.sent_at = Some(*at);
                        session.contact = Some(*at);
                    }
                    Event::Lost => entry.maybe_executed = true,
                    Event::NotNow => {
                        entry.refusals = entry.refusals.saturating_add(1);
                        entry.refused_since.get_or_insert(*at);
                        entry.refused_at = Some(*at);
                        entry.refused_in = Some(number);
                        session.refused = true;
                    }
                    Event::Unreadable => {
                        session.unreadable = outcome.as_ref().and_then(Outcome::digest);
                    }
                    _ => {}
                }
                if state.is_final() {
                    entry.ended_at = Some(*at);
                    entry.outcome.clone_from(outcome);
                    entry.waits_on = Vec::new();
                    self.open = self.open.saturating_sub(1);
                }
                Some(*seq)
            }
            Change::WaitChanged { seq, waits_on } => {
                self.entries.get_mut(seq)?.waits_on.clone_from(waits_on);
                Some(*seq)
            }
            Change::SessionOpened { at } => {
                if session.open {
                    self.state.backoff = self.state.backoff_after_session(*at);
                }
                let number = self.state.session.number + 1;
                let unreadable = self.state.session.unreadable;
                self.state.session =
                    Session { number, open: true, contact: Some(*at), unreadable, ..Session::default() };
                None
            }
            Change::SessionAnswered { not_now, at } => {
                session.open = true;
                session.last_not_now = *not_now;
                session.contact = Some(*at);
                None
            }
            Change::SessionEnded { at } => {
                self.state.backoff = self.state.backoff_after_session(*at);
                let session = &mut self.state.session;
                session.open = false;
                session.refused = false;
                session.contact = Some(*at);
                None
            }
            Change::BeliefMoved(belief) => {
                if self.state.belief.gates() && !belief.gates() {
                    session.unlocked = true;
                    self.state.backoff = Backoff::default();
                }
                self.state.belief = belief.clone();
                None
            }
        }
    }

    fn open_entries(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.values().filter(|entry| entry.is_open())
    }
}

impl QueueState {
    fn backoff_after_session(&self, at: SystemTime) -> Backoff {
        match self.session {
            Session { unlocked: true, .. } => Backoff::default(),
            Session { refused: true, .. } => self.backoff.next(at),
            _ => self.backoff,
        }
    }
}
