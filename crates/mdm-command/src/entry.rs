//! One command: what the caller orders, and what the queue keeps of it.

use std::fmt;
use std::time::SystemTime;

use mdm_lock::{Access, DataPlan, Draft, Effect, Footprint, Kind, Lane, Planned, Platform};

use crate::{Error, State};

/// Makes a name of bounded length out of text.
macro_rules! name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        pub struct $name(Box<str>);

        impl $name {
            /// Longest accepted form, in bytes.
            pub const MAX_LEN: usize = 128;

            /// Takes the text as it stands.
            ///
            /// # Errors
            ///
            /// [`Error::Name`] when it is empty, longer than [`Self::MAX_LEN`], or has control characters.
            pub fn new(text: &str) -> Result<Self, Error> {
                let fits = !text.is_empty() && text.len() <= Self::MAX_LEN;
                (fits && !text.contains(char::is_control)).then(|| Self(text.into())).ok_or(Error::Name)
            }

            /// The text as it stands.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

name! {
    /// Names a command on the wire: unique in its queue, echoed by the device in its answer.
    CommandUuid
}

name! {
    /// Says which commands want the same thing, such as "inventory".
    SameKey
}

name! {
    /// Names an order that put commands in one queue or in many, so that its progress can be counted.
    BatchId
}

/// What the caller wants done: one command to be queued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Its name, minted by the caller.
    pub uuid: CommandUuid,
    /// Its request type.
    pub command: Box<str>,
    /// What it touches.
    pub footprint: Footprint,
    /// A chain: it starts when each of these was acknowledged, and is cancelled when one of them ends in any other
    /// way. They are open in the queue, or stand anywhere in the same batch. What is urgent does not wait behind it
    /// when it waits for something that is not.
    pub after: Vec<CommandUuid>,
    /// A group: neighbours in a batch with the same number run as one step. Each member starts when the one
    /// before it was acknowledged, and nothing that conflicts with any member comes between. The group goes in
    /// the lowest lane of its members; when a member fails, the rest is cancelled.
    pub group: Option<u32>,
    /// Makes these commands pointless, as far as they were not handed out.
    pub supersedes: Vec<CommandUuid>,
    /// On which terms it goes out.
    pub terms: Terms,
}

impl Order {
    /// Orders a command on the usual terms.
    #[must_use]
    pub fn new(uuid: CommandUuid, command: &str, footprint: Footprint) -> Self {
        Self {
            uuid,
            command: command.into(),
            footprint,
            after: Vec::new(),
            group: None,
            supersedes: Vec::new(),
            terms: Terms::default(),
        }
    }
}

/// A command of a [`Plan`](mdm_lock::Plan), after its remedies were applied.
impl From<Draft<CommandUuid>> for Order {
    fn from(draft: Draft<CommandUuid>) -> Self {
        let Draft { id, command, footprint, after, group, data_plan } = draft;
        let terms = Terms { data_plan, ..Terms::default() };
        Self { uuid: id, command, footprint, after, group, supersedes: Vec::new(), terms }
    }
}

/// On which terms a command goes out. The default: as soon as it can, for as long as it takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct Terms {
    /// Before others of its lane that do not conflict with it.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "is_default"))]
    pub priority: Priority,
    /// Not handed out before. What conflicts with it and stands behind it waits.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "is_default"))]
    pub not_before: Option<SystemTime>,
    /// Not handed out any more from then on: it ends as [`State::Expired`]. `None`: it never expires.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "is_default"))]
    pub expires_at: Option<SystemTime>,
    /// Whether it stays back until [`Queue::release`](crate::Queue::release).
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "is_default"))]
    pub hold: Hold,
    /// Whether the device is woken for it.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "is_default"))]
    pub waking: Waking,
    /// What becomes of it and of a pending one that wants the same.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "is_default"))]
    pub same: Option<Same>,
    /// What happens when its answer is lost. `None`: what [`Redelivery::usual`] says.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "is_default"))]
    pub redelivery: Option<Redelivery>,
    /// Values that are filled in anew at each hand-out, such as a one-time challenge or a signed URL. The queue
    /// passes their names on in [`Next::slots`](crate::Next::slots).
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "is_default"))]
    pub slots: Vec<Box<str>>,
    /// What it does to an eSIM's data plan.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "is_default"))]
    pub data_plan: DataPlan,
    /// The order that it came with.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "is_default"))]
    pub batch: Option<BatchId>,
}

/// Which of the commands of a lane goes first. Never across a conflict: those keep queue order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Priority {
    /// After all others.
    Low,
    /// As usual.
    #[default]
    Normal,
    /// Before all others.
    High,
}

/// Whether the caller holds a command back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Hold {
    /// It goes when its turn comes.
    #[default]
    Free,
    /// It stays. What conflicts with it and stands behind it waits.
    Held,
}

/// Whether the device is woken for a command.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Waking {
    /// It is, until the command is final.
    #[default]
    Wakes,
    /// It is not: the command goes out when the device comes for another reason, and stays until then. No push is due for
    /// it, not the first one, not one a day, and not one when its answer is lost. The promise that somebody wakes the
    /// device, or that it comes by itself, is not made for it.
    ///
    /// What has to go before a command that wakes wakes too: whoever waits for a quiet one, by conflict or chain, makes it
    /// an ordinary one. So does an order that is not queued because the quiet one wants the same
    /// ([`Same::KeepPending`]), and one that is queued in the place of a command that wakes is none
    /// ([`Same::KeepNew`]).
    Quiet,
}

/// What becomes of a new command and of a pending one with the same key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Same {
    /// The pending one stays, wherever it stands, and the new one is not queued.
    KeepPending(SameKey),
    /// The new one is queued, and supersedes the pending ones: not those that were handed out, that another
    /// command is chained to, or that belong to a group.
    KeepNew(SameKey),
}

impl Same {
    /// The key.
    #[must_use]
    pub const fn key(&self) -> &SameKey {
        match self {
            Self::KeepPending(key) | Self::KeepNew(key) => key,
        }
    }
}

/// What happens to a command whose answer was lost: it may have run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Redelivery {
    /// It is offered again with the same name until it is answered: at least once.
    #[default]
    Repeat,
    /// It is not offered again and ends as [`State::Presumed`]: at most once.
    Once,
}

impl Redelivery {
    /// What is usual for commands with this effect: what must not run twice goes out once.
    ///
    /// - A restart that is repeated throws the user out a second time. It often runs before its answer is sent
    ///   (Apple, Restart Device: the device restarts immediately).
    /// - `DeviceLock` restarts a Mac into its PIN screen (Apple, Device Lock): a second one would lock again whoever
    ///   has just entered the PIN.
    /// - An erase is repeated: whoever speaks for the old enrolment was not erased.
    #[must_use]
    pub const fn usual(effect: Effect, platform: Platform) -> Self {
        match (effect, platform) {
            (Effect::Restarts, _) | (Effect::Locks, Platform::Macos) => Self::Once,
            _ => Self::Repeat,
        }
    }
}

/// One command in the queue: the order, where it stands, and what has happened to it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Entry {
    /// Its place in queue order, counted from 1 and never used again.
    pub seq: u64,
    /// Its name on the wire.
    pub uuid: CommandUuid,
    /// Its request type.
    pub command: Box<str>,
    /// What it touches.
    pub footprint: Footprint,
    /// The group that it belongs to.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_default"))]
    pub group: Option<Group>,
    /// Its lane.
    pub lane: Lane,
    /// The lowest lane that it is chained to, when that is below its own: what is above that does not wait for it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_default"))]
    pub slowed_to: Option<Lane>,
    /// On which terms it goes out.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_default"))]
    pub terms: Terms,
    /// Where it stands.
    pub state: State,
    /// When it was queued.
    pub queued_at: SystemTime,
    /// The commands that it was chained to.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_default"))]
    pub after: Vec<u64>,
    /// The commands that hold it: those of [`Self::after`] and the nearest earlier ones that it conflicts with, as
    /// far as they are not final. Empty: it is ready.
    pub waits_on: Vec<u64>,
    /// How often it was handed out.
    pub deliveries: u32,
    /// When it was last handed out.
    pub sent_at: Option<SystemTime>,
    /// How often it was refused.
    pub refusals: u32,
    /// When it was first refused.
    pub refused_since: Option<SystemTime>,
    /// When it was last refused.
    pub refused_at: Option<SystemTime>,
    /// The session in which it was last refused.
    pub refused_in: Option<u64>,
    /// It was handed out and an answer was lost: it may have run. Nothing clears this.
    pub maybe_executed: bool,
    /// Nobody knows what it touches, and it was refused for so long that later commands may pass it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_default"))]
    pub passable: bool,
    /// It was refused for so long that somebody was told.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_default"))]
    pub stuck: bool,
    /// When it became final.
    pub ended_at: Option<SystemTime>,
    /// How it became final, where the state alone does not say.
    pub outcome: Option<Outcome>,
    /// It became final without a result, and this is when the first one came all the same.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_default"))]
    pub answered_late: Option<SystemTime>,
}

/// A group as each of its members knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Group {
    /// The place of its first member.
    pub first: u64,
    /// What its members touch, all together.
    pub reach: Footprint,
}

impl Entry {
    pub(crate) fn new(order: Order, seq: u64, lane: Lane, at: SystemTime) -> Self {
        let Order { uuid, command, footprint, terms, .. } = order;
        Self {
            seq,
            uuid,
            command,
            footprint,
            group: None,
            lane,
            slowed_to: None,
            terms,
            state: State::Queued,
            queued_at: at,
            after: Vec::new(),
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

    /// Whether it is not final.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        !self.state.is_final()
    }

    /// Whether no other command holds it.
    #[must_use]
    pub const fn is_ready(&self) -> bool {
        self.is_open() && self.waits_on.is_empty()
    }

    /// Which goes first when both may go: a higher lane, then a higher priority. A store orders by it.
    #[must_use]
    pub const fn rank(&self) -> u8 {
        let lane = match self.lane {
            Lane::Ordinary => 0,
            Lane::Protection => 1,
            Lane::Erase => 2,
        };
        let priority = match self.terms.priority {
            Priority::Low => 0,
            Priority::Normal => 1,
            Priority::High => 2,
        };
        lane * 3 + priority
    }

    /// Whether nobody wakes the device for it.
    #[must_use]
    pub const fn is_quiet(&self) -> bool {
        matches!(self.terms.waking, Waking::Quiet)
    }

    /// What it keeps others from: what it touches, or what its whole group touches.
    #[must_use]
    pub fn reach(&self) -> &Footprint {
        self.group.as_ref().map_or(&self.footprint, |group| &group.reach)
    }

    /// Whether this command, queued behind `earlier`, waits for it.
    pub(crate) fn must_follow(&self, earlier: &Self) -> bool {
        earlier.seq < self.seq
            && self.lane <= earlier.followed_in()
            && self.lane < Lane::Erase
            && earlier.can_be_followed()
            && self.reach().conflict(earlier.reach()).is_some()
    }

    /// Commands in higher lanes do not wait for it.
    pub(crate) fn followed_in(&self) -> Lane {
        self.slowed_to.unwrap_or(self.lane)
    }

    /// Whether later commands that conflict with it wait for it.
    pub(crate) const fn can_be_followed(&self) -> bool {
        self.is_open() && !self.passable
    }

    /// As far as hazards are concerned.
    pub(crate) fn planned(&self) -> Planned<'_, u64> {
        let group = self.group.as_ref().and_then(|group| u32::try_from(group.first & 0xFFFF_FFFF).ok());
        Planned {
            after: &self.after,
            group,
            data_plan: self.terms.data_plan,
            ..Planned::new(self.seq, &self.command, &self.footprint)
        }
    }

    /// Whether nobody knows what it changes.
    pub(crate) fn is_unknown(&self) -> bool {
        self.touches_anything(Access::Put)
    }

    /// Whether it destroys the whole device's content.
    pub(crate) fn is_erase(&self) -> bool {
        self.lane == Lane::Erase || self.touches_anything(Access::Destroy)
    }

    fn touches_anything(&self, access: Access) -> bool {
        let touches = self.footprint.touches();
        touches.iter().any(|touch| touch.resource.kind == Kind::Anything && touch.access == access)
    }

    pub(crate) fn is_expired(&self, now: SystemTime) -> bool {
        self.terms.expires_at.is_some_and(|at| at <= now)
    }
}

/// How a command became final, where its [`State`] alone does not say.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Outcome {
    /// The first item of the device's error chain. Apple calls codes and domains diagnostic only.
    Error {
        /// `ErrorCode`.
        code: i64,
        /// `ErrorDomain`, cut to 128 bytes.
        domain: Box<str>,
    },
    /// The report could not be read.
    Unreadable {
        /// Its size in bytes.
        size: u64,
        /// Its SHA-256.
        digest: [u8; 32],
        /// What was wrong: kind and place, never the content.
        error: Box<str>,
    },
    /// Taken back.
    Cancelled(CancelReason),
    /// Made pointless by the command with this place.
    SupersededBy(u64),
    /// Not allowed any more when its turn came; the sentence is for an administrator.
    Refused(Box<str>),
}

impl Outcome {
    /// The digest of the report that could not be read.
    pub(crate) const fn digest(&self) -> Option<[u8; 32]> {
        match self {
            Self::Unreadable { digest, .. } => Some(*digest),
            _ => None,
        }
    }
}

/// Why a command was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum CancelReason {
    /// By order.
    Caller,
    /// It was chained to the command with this place, or came behind it in a group, and that one was not
    /// acknowledged.
    ChainBroken(u64),
    /// The device accepted an erase.
    Erased,
    /// The device left management.
    Unenrolled,
    /// The device enrolled anew: what was meant for the old enrolment is never offered to the new one.
    Reenrolled,
}

#[cfg(feature = "serde")]
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
