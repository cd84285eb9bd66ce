//! The queue of one channel of one enrolment.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use mdm_lock::{Belief, Evidence, LockState, LostMode, Passcode, RuleTable, Safeguards, Subject};

use crate::policy::Policy;
use crate::{CommandUuid, Entry, Event, Hold, Outcome, State, Waking};

mod enqueue;
mod explain;
mod gates;
mod report;
#[cfg(test)]
mod tests;
mod turn;
mod work;

pub use enqueue::Receipt;
pub use explain::{Explanation, Known, NextStep, Reason, Who};
pub use gates::Gates;
pub use report::Answer;
pub use turn::{Fact, Next, Turn, Wake};

/// A session that was silent for so long is over, although nobody ended it.
pub const SESSION_SILENCE: Duration = Duration::from_secs(5 * 60);

/// How many commands may be open in one queue, usually.
pub const MAX_OPEN: u64 = 1_000_000;

/// The queue of one channel: its commands in queue order, the session with the device, what is believed
/// about its lock.
///
/// Three families of methods:
///
/// - *decide*: [`report`](Self::report) and [`observe`](Self::observe) for what the device says;
///   [`enqueue`](Self::enqueue), [`cancel`](Self::cancel), [`cancel_those`](Self::cancel_those),
///   [`hold`](Self::hold), [`release`](Self::release) for what the caller wants; [`expire`](Self::expire),
///   [`prune`](Self::prune), [`clear`](Self::clear) for what time and the end of the enrolment bring. They change
///   nothing; what they decide comes back as [`Change`]s, as [`Fact`]s in the past, and as what is to be done next.
/// - *apply*: [`apply`](Self::apply) carries out one change. Applying the same changes to the same queue gives
///   the same queue, on any node.
/// - *look*: [`entries`](Self::entries), [`explain`](Self::explain), [`progress`](Self::progress),
///   [`belief`](Self::belief), [`presumed_erased`](Self::presumed_erased).
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
    extent: Extent,
}

/// How much there is of a queue, loaded or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// How many commands are open.
    pub open: u64,
    /// Whether commands that may go now were left out, because there are so many.
    pub more: bool,
}

/// When nobody knows what was left out.
impl From<u64> for Extent {
    fn from(open: u64) -> Self {
        Self { open, more: true }
    }
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
    /// The device answered an erase in a way that leaves open whether it erases, and has not spoken since.
    #[cfg_attr(feature = "serde", serde(default))]
    pub erasing: Option<SystemTime>,
    /// The device did what keeps it from taking commands until then at the latest
    /// ([`Character::pause`](mdm_lock::Character::pause)), and has not spoken since. It keeps back what goes out
    /// [once](crate::Redelivery::Once), because that would be lost; everything else goes out, since the device may be ready
    /// sooner, and again if it was not. [`Queue::explain`] says so.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub pause_until: Option<SystemTime>,
    /// The last place of a former enrolment; 0 without one. What a device answers to a command up to there says nothing
    /// about who speaks now.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_zero"))]
    pub former: u64,
}

#[cfg(feature = "serde")]
#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_zero(place: &u64) -> bool {
    *place == 0
}

/// One run of exchanges with the device: it opens with `Idle`, or with a report after
/// [`SESSION_SILENCE`], and ends with the empty reply. TCP connections do not matter: proxies and nodes hide them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    /// What was seen in it, in order, at most [`Self::SEEN`] items: evidence about the rules.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub seen: Vec<Seen>,
}

impl Session {
    /// How much evidence of a session is kept.
    pub const SEEN: usize = 16;

    fn is_silent(&self, now: SystemTime) -> bool {
        // A clock that stepped back does not end a session.
        let silent = |contact| now.duration_since(contact).is_ok_and(|age| age > SESSION_SILENCE);
        self.contact.is_none_or(silent)
    }

    fn goes_on(&self, now: SystemTime) -> bool {
        self.open && !self.is_silent(now)
    }
}

/// An [`Evidence`] that is kept: what was seen in a session.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Seen {
    /// The device refused this command for now.
    NotNow(Box<str>),
    /// The device acknowledged this command.
    Acknowledged(Box<str>),
    /// An agent or a query told the state.
    Reported(LockState),
    /// It was known whether a passcode is set.
    Passcode(Passcode),
    /// It was known whether Lost Mode is on.
    LostMode(LostMode),
    /// The device started anew.
    Restarted,
}

impl Seen {
    /// As a [`Learner`](mdm_lock::Learner) takes it.
    #[must_use]
    pub fn evidence(&self) -> Evidence<'_> {
        match self {
            Self::NotNow(command) => Evidence::NotNow { command },
            Self::Acknowledged(command) => Evidence::Acknowledged { command },
            Self::Reported(state) => Evidence::Reported(*state),
            Self::Passcode(passcode) => Evidence::Passcode(*passcode),
            Self::LostMode(lost_mode) => Evidence::LostMode(*lost_mode),
            Self::Restarted => Evidence::Restarted,
        }
    }

    /// To be kept; `None` for a kind of evidence that is newer than this.
    fn keep(evidence: Evidence<'_>) -> Option<Self> {
        Some(match evidence {
            Evidence::NotNow { command } => Self::NotNow(command.into()),
            Evidence::Acknowledged { command } => Self::Acknowledged(command.into()),
            Evidence::Reported(state) => Self::Reported(state),
            Evidence::Passcode(passcode) => Self::Passcode(passcode),
            Evidence::LostMode(lost_mode) => Self::LostMode(lost_mode),
            Evidence::Restarted => Self::Restarted,
            _ => return None,
        })
    }

    /// Whether it shows what a device does, or in which state.
    const fn tells(&self) -> bool {
        matches!(self, Self::NotNow(_) | Self::Acknowledged(_) | Self::Reported(_))
    }
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
    /// What the embedder has decided about queues.
    pub policy: Policy,
    /// What the embedder has in safe keeping of the device: hazards ask for it.
    pub safeguards: Safeguards,
    /// Asked before a command is handed out: a sentence for an administrator when it is not allowed any more.
    pub refuse: Option<&'a Refuse<'a>>,
}

/// Says why a command may not be handed out any more; `None` when it may.
pub type Refuse<'a> = dyn Fn(&Entry) -> Option<Box<str>> + 'a;

impl<'a> Context<'a> {
    /// The usual policy, and everything that was queued may go out.
    #[must_use]
    pub const fn new(table: &'a RuleTable, subject: &'a Subject) -> Self {
        Self { table, subject, policy: Policy::DEFAULT, safeguards: Safeguards::UNKNOWN, refuse: None }
    }
}

impl std::fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Context")
            .field("subject", self.subject)
            .field("policy", &self.policy)
            .finish_non_exhaustive()
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
    /// A command is held back by the caller, or not any more.
    HoldChanged {
        /// Its place.
        seq: u64,
        /// Whether it is held.
        hold: Hold,
    },
    /// The device is woken for a command from now on: one that it is woken for waits for it, or wants the same.
    Roused {
        /// Its place.
        seq: u64,
    },
    /// A command that nobody knows may be passed from now on.
    BarrierOpened {
        /// Its place.
        seq: u64,
    },
    /// A command was reported as stuck.
    CommandStuck {
        /// Its place.
        seq: u64,
    },
    /// A result came for a command that had ended without one. It stays as it is.
    CommandAnsweredLate {
        /// Its place.
        seq: u64,
        /// When.
        at: SystemTime,
    },
    /// A command that ended is not remembered any more.
    CommandForgotten {
        /// Its place.
        seq: u64,
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
    /// What was queued so far belongs to an enrolment that is over.
    Cleared,
    /// The device answered an erase, and may erase although it said that it does not.
    MayBeErasing {
        /// When.
        at: SystemTime,
    },
    /// The device may take no command until then.
    Paused {
        /// At the latest.
        until: SystemTime,
    },
    /// Something was seen outside of a command's own status.
    Seen(Seen),
    /// The belief about the lock moved.
    BeliefMoved(Belief),
}

impl Queue {
    /// A queue as loaded: its state, commands, and how many open commands there are in all.
    ///
    /// `entries` holds either every open command, or what one exchange needs:
    ///
    /// - every handed-out command without an answer, the command that the device reports on whatever its state, and
    ///   every command that waits on one of those;
    /// - the one that expires first, if its time is over;
    /// - of the ready ones that may go ([`Entry::gates`], [`Terms::not_before`](crate::Terms::not_before),
    ///   [`Entry::refused_in`]) the first in the order of [`Entry::rank`] and place. Where that is not all of them
    ///   ([`Extent::more`]) also the first by place alone; where it is all, one of each kind that may not go, so that
    ///   the decision knows what there is to wait for.
    ///
    /// Who only counts the open commands gives their number for `extent`: when nothing in the window may go, the
    /// decision then asks for all of them.
    #[must_use]
    pub fn new(
        state: QueueState,
        entries: impl IntoIterator<Item = Entry>,
        extent: impl Into<Extent>,
    ) -> Self {
        let entries = entries.into_iter().map(|entry| (entry.seq, entry)).collect();
        Self { state, entries, extent: extent.into() }
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
        self.extent.open
    }

    /// Whether every open command was loaded.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.open_entries().count() as u64 == self.extent.open
    }

    /// Whether the session has been silent for so long that a report opens a new one. A report soon after the
    /// end belongs to the old session: the device repeats it when it has not got the empty reply.
    #[must_use]
    pub fn is_silent(&self, now: SystemTime) -> bool {
        self.state.session.is_silent(now)
    }

    /// Since when the device is presumed to be erased: an erase went out, and it has not been heard of since.
    ///
    /// The presumption is provisional. The answer to an erase is sent once and never repeated (Apple, Erase
    /// Device); if whoever speaks for this enrolment speaks again, the erase is offered again.
    #[must_use]
    pub fn presumed_erased(&self, now: SystemTime) -> Option<SystemTime> {
        let out = self.open_entries().find(|entry| entry.is_erase() && entry.state == State::Sent);
        let since = out.map_or(self.state.erasing, |entry| entry.sent_at);
        since.filter(|_| self.is_silent(now))
    }

    /// Carries out one change and says which command it touched, if any.
    pub fn apply(&mut self, change: &Change) -> Option<u64> {
        match change {
            Change::CommandQueued(entry) => {
                self.state.last_seq = self.state.last_seq.max(entry.seq);
                self.extent.open += 1;
                self.entries.insert(entry.seq, Entry::clone(entry));
                Some(entry.seq)
            }
            Change::CommandForgotten { seq } => {
                self.entries.get(seq).filter(|entry| !entry.is_open())?;
                self.entries.remove(seq).map(|entry| entry.seq)
            }
            change => match change.seq() {
                Some(seq) => {
                    let entry = self.entries.get_mut(&seq)?;
                    self.state.apply_to(entry, &mut self.extent.open, change).then_some(seq)
                }
                None => {
                    if self.state.apply(change) && !self.is_complete() {
                        self.extent.more = true;
                    }
                    None
                }
            },
        }
    }

    fn open_entries(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.values().filter(|entry| entry.is_open())
    }
}

impl Change {
    /// The command that it is about.
    const fn seq(&self) -> Option<u64> {
        match self {
            Self::CommandQueued(entry) => Some(entry.seq),
            Self::CommandMoved { seq, .. }
            | Self::HoldChanged { seq, .. }
            | Self::Roused { seq }
            | Self::BarrierOpened { seq }
            | Self::CommandStuck { seq }
            | Self::CommandAnsweredLate { seq, .. }
            | Self::CommandForgotten { seq }
            | Self::WaitChanged { seq, .. } => Some(*seq),
            Self::SessionOpened { .. }
            | Self::SessionAnswered { .. }
            | Self::SessionEnded { .. }
            | Self::Cleared
            | Self::MayBeErasing { .. }
            | Self::Paused { .. }
            | Self::Seen(_)
            | Self::BeliefMoved(_) => None,
        }
    }
}

impl QueueState {
    /// Carries out a change of one command; says whether it was one.
    fn apply_to(&mut self, entry: &mut Entry, open: &mut u64, change: &Change) -> bool {
        match change {
            Change::CommandMoved { event, outcome, at, .. } => {
                let Some(state) = entry.state.after(*event) else { return false };
                self.moved(entry, *event, outcome.as_ref(), *at);
                entry.state = state;
                if state.is_final() {
                    entry.ended_at = Some(*at);
                    entry.outcome.clone_from(outcome);
                    entry.waits_on = Vec::new();
                    *open = open.saturating_sub(1);
                }
            }
            Change::WaitChanged { waits_on, .. } => entry.waits_on.clone_from(waits_on),
            Change::HoldChanged { hold, .. } => entry.terms.hold = *hold,
            Change::Roused { .. } => entry.terms.waking = Waking::Wakes,
            Change::BarrierOpened { .. } => entry.passable = true,
            Change::CommandStuck { .. } => entry.stuck = true,
            Change::CommandAnsweredLate { at, .. } => entry.answered_late = Some(*at),
            _ => return false,
        }
        true
    }

    fn moved(&mut self, entry: &mut Entry, event: Event, outcome: Option<&Outcome>, at: SystemTime) {
        match event {
            Event::HandOut => {
                entry.deliveries = entry.deliveries.saturating_add(1);
                entry.sent_at = Some(at);
                self.session.contact = Some(at);
            }
            Event::Lost => entry.maybe_executed = true,
            Event::NotNow => {
                entry.refusals = entry.refusals.saturating_add(1);
                entry.refused_since.get_or_insert(at);
                entry.refused_at = Some(at);
                entry.refused_in = Some(self.session.number);
                self.session.refused = true;
                self.seen(Seen::NotNow(entry.command.clone()));
            }
            Event::Acknowledged => self.seen(Seen::Acknowledged(entry.command.clone())),
            Event::Unreadable => self.session.unreadable = outcome.and_then(Outcome::digest),
            // Taken back while the device has it.
            Event::Cancel if entry.state == State::Sent => entry.maybe_executed = true,
            _ => {}
        }
    }

    fn seen(&mut self, seen: Seen) {
        if self.session.seen.len() < Session::SEEN {
            self.session.seen.push(seen);
        }
    }

    /// Carries out a change that is not about one command; says whether it opened a gate, so that commands may go that
    /// a window has left out.
    fn apply(&mut self, change: &Change) -> bool {
        let before = (self.belief.lost_mode, self.backoff);
        match change {
            Change::SessionOpened { at } => {
                if self.session.open {
                    self.backoff = self.backoff_after_session(*at);
                }
                let Session { number, unreadable, .. } = self.session;
                self.session = Session {
                    number: number + 1,
                    open: true,
                    contact: Some(*at),
                    unreadable,
                    ..Session::default()
                };
                // What gates nothing, and what gates in another way, has to be known to whoever learns.
                if self.belief.passcode == Passcode::Absent {
                    self.seen(Seen::Passcode(Passcode::Absent));
                }
                if self.belief.lost_mode == LostMode::On {
                    self.seen(Seen::LostMode(LostMode::On));
                }
                self.erasing = None;
                self.pause_until = None;
            }
            Change::SessionAnswered { not_now, at } => {
                self.session.open = true;
                self.session.last_not_now = *not_now;
                self.session.contact = Some(*at);
                self.pause_until = None;
            }
            Change::SessionEnded { at } => {
                self.backoff = self.backoff_after_session(*at);
                self.session.open = false;
                self.session.refused = false;
                self.session.contact = Some(*at);
                self.session.seen = Vec::new();
            }
            Change::Cleared => self.former = self.last_seq,
            Change::Seen(seen) => self.seen(seen.clone()),
            Change::MayBeErasing { at } => self.erasing = Some(*at),
            Change::Paused { until } => self.pause_until = Some(*until),
            Change::BeliefMoved(belief) => {
                if self.belief.gates() && !belief.gates() {
                    self.session.unlocked = true;
                    self.backoff = Backoff::default();
                }
                self.belief = belief.clone();
            }
            _ => {}
        }
        let (lost_mode, Backoff { until, .. }) = before;
        lost_mode == LostMode::On && self.belief.lost_mode != LostMode::On || until > self.backoff.until
    }

    fn backoff_after_session(&self, at: SystemTime) -> Backoff {
        match self.session {
            Session { unlocked: true, .. } => Backoff::default(),
            Session { refused: true, .. } => self.backoff.next(at),
            _ => self.backoff,
        }
    }
}
