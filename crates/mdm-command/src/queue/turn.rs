//! What decisions come to: changes, a reply, facts, a wake.

use std::time::SystemTime;

use mdm_lock::LockState;

use super::{Change, Seen};
use crate::{CommandUuid, Hold, Outcome, State};

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
    /// Whether the device has accepted an erase with this answer. It is gone, and with it all else that was open.
    pub erased: bool,
}

/// The command that goes into the reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    /// Its place.
    pub seq: u64,
    /// Its name.
    pub uuid: CommandUuid,
    /// What has to be filled in, anew for this hand-out: the names that its [`Terms`](crate::Terms) hold.
    pub slots: Vec<Box<str>>,
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
    /// The device will come by itself: its last status was `NotNow`. At this time it has to be woken all the same,
    /// for a command that must not go before.
    ByItself(Option<SystemTime>),
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
    /// A result that came again, or for a command that was final already. It did not change that command.
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
    /// It was not queued: this one was pending and wants the same.
    Duplicate {
        /// Which.
        uuid: CommandUuid,
        /// The one that stays.
        pending: CommandUuid,
    },
    /// The caller holds it back, or lets it go.
    HoldChanged {
        /// Which.
        uuid: CommandUuid,
        /// Whether it is held.
        hold: Hold,
    },
    /// Nobody knows what it changes, and the device has refused it for so long that later commands may pass it from
    /// now on ([`Barrier`](crate::Barrier)).
    BarrierOpened {
        /// Which.
        uuid: CommandUuid,
    },
    /// It has been refused for longer than the policy allows. Told once; it stays in the queue.
    Stuck {
        /// Which.
        uuid: CommandUuid,
        /// Since when it is refused.
        since: SystemTime,
        /// How often.
        refusals: u32,
    },
    /// The planner would have handed out another command ([`Mode::Shadow`](crate::Mode::Shadow)).
    WouldHandOut {
        /// Which.
        uuid: CommandUuid,
    },
    /// What was seen in a session that is over, when one thing can bear witness to another: what a
    /// [`Learner`](mdm_lock::Learner) wants to know.
    SessionSeen {
        /// In order.
        seen: Vec<Seen>,
    },
    /// The belief about the lock moved.
    LockStateMoved {
        /// To this state.
        state: LockState,
    },
}
