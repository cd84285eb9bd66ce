//! What a store keeps: a few columns that it may index, and bodies that it never reads.
//!
//! A store loads and commits; it decides nothing. Everything that it needs in order to do so is a
//! column here, computed by this crate and by `mdm-command`. A body is opaque to it.

use std::fmt;
use std::time::SystemTime;

pub use mdm_command::Gates;
pub use mdm_push::{Demand, Health, Lane, Lease, NextSender, Reach, Route, RouteKind, Unreachable, Update};

/// Names one record: a slot, or one channel of one enrolment. At most 255 bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordKey(Box<str>);

impl RecordKey {
    /// Longest key that a store has to keep, in bytes.
    pub const MAX_LEN: usize = 255;

    /// Takes a key as it was stored; `None` when it is empty or too long.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        (!text.is_empty() && text.len() <= Self::MAX_LEN).then(|| Self(text.into()))
    }

    /// The key as a store keeps it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RecordKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How often a record was committed. The first commit makes version 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(pub u64);

/// A column by which a record is found again, such as the hash of a device certificate.
///
/// Several records may carry the same link.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Link {
    /// What the value is.
    pub kind: LinkKind,
    /// The value, at most 255 bytes.
    pub value: Box<str>,
}

/// The kinds of [`Link`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum LinkKind {
    /// SHA-256 of a device certificate, in lower-case hexadecimal digits.
    Certificate,
    /// SHA-256 of an invitation's ticket, in lower-case hexadecimal digits.
    Ticket,
    /// The device's serial number.
    Serial,
    /// The push topic.
    Topic,
    /// The name of the tenant.
    Tenant,
    /// The member to whom a device is assigned: [`MemberName`](crate::audit::MemberName).
    Member,
    /// What a member is called in events.
    Pseudonym,
    /// What is to be done about an order to many: [`open_orders`](crate::fanout::open_orders).
    Order,
    /// The record of the device that the channel of a user belongs to.
    Device,
    /// A set of declarations that is assigned, by its record.
    DeclarationSet,
    /// A push certificate or its like, by the name of its tenant, and by the empty text.
    Credential,
}

impl Link {
    /// By this the records of a tenant are found, those that have ended too.
    #[must_use]
    pub fn tenant(tenant: &Tenant) -> Self {
        Self { kind: LinkKind::Tenant, value: tenant.as_str().into() }
    }
}

impl LinkKind {
    /// Every kind.
    pub const ALL: [Self; 11] = [
        Self::Certificate,
        Self::Ticket,
        Self::Serial,
        Self::Topic,
        Self::Tenant,
        Self::Member,
        Self::Pseudonym,
        Self::Order,
        Self::Device,
        Self::DeclarationSet,
        Self::Credential,
    ];

    /// A short name for a column.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::Ticket => "ticket",
            Self::Serial => "serial",
            Self::Topic => "topic",
            Self::Tenant => "tenant",
            Self::Member => "member",
            Self::Pseudonym => "pseudonym",
            Self::Order => "order",
            Self::Device => "device",
            Self::DeclarationSet => "declaration-set",
            Self::Credential => "credential",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// The one row of a record: everything but its commands.
#[derive(Clone, PartialEq, Eq)]
pub struct HeadRow {
    /// The number of the session that is open or was the last, counted from 1; 0 before the first.
    /// [`Window::Session`] compares [`CommandRow::refused_in`] with it.
    pub session: u64,
    /// The gates that are shut, besides those that [`Self::shut_at`] knows.
    pub shut: Gates,
    /// Until when [`Gates::BACKOFF`] is shut.
    pub backoff_until: Option<SystemTime>,
    /// Replace all links of the record.
    pub links: Vec<Link>,
    /// Opaque.
    pub body: Vec<u8>,
}

impl HeadRow {
    /// The gates that are shut at this time.
    #[must_use]
    pub fn shut_at(&self, now: SystemTime) -> Gates {
        let shut = self.shut.or(Gates::HELD);
        if self.backoff_until.is_some_and(|until| now < until) { shut.or(Gates::BACKOFF) } else { shut }
    }
}

/// Where a command stands, as far as a store must tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// May be handed out once nothing blocks it.
    Waiting,
    /// Was handed out; no answer yet.
    Outstanding,
    /// Final. Kept for the history.
    Done,
}

/// The row of one command.
#[derive(Clone, PartialEq, Eq)]
pub struct CommandRow {
    /// Place in queue order; unique in the record.
    pub seq: u64,
    /// `CommandUUID`; unique in the record. At most 128 bytes.
    pub uuid: Box<str>,
    /// Where it stands.
    pub phase: Phase,
    /// A higher rank is handed out first.
    pub rank: u8,
    /// Places of the earlier commands that this one waits for. A command that waits for nothing is ready.
    pub waits_on: Vec<u64>,
    /// The gates that it has to pass. One that is shut holds it back.
    pub gates: Gates,
    /// The session in which the device last refused it.
    pub refused_in: Option<u64>,
    /// Not to be handed out before.
    pub not_before: Option<SystemTime>,
    /// Not to be handed out any more from then on.
    pub expires_at: Option<SystemTime>,
    /// Opaque.
    pub body: Vec<u8>,
}

/// Which commands of a record are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Window {
    /// None, only the head.
    Head,
    /// What one exchange with a device needs. The union of
    ///
    /// - every [`Phase::Outstanding`] command,
    /// - the command named by `reported`, whatever its phase,
    /// - every command that waits on one of those (one that is [`Phase::Done`] waits for nothing),
    /// - of the commands in [`Phase::Waiting`] whose `expires_at` is not later than `now` the one with the earliest,
    /// - the first [`Window::READY`] commands that may go, highest rank first, then lowest `seq`,
    /// - where that is not all of them: the one that may go with the lowest `seq`; where it is all: one of each
    ///   kind that may not go, the first in the same order, and of the *early* ones that with the earliest
    ///   `not_before`.
    ///
    /// Among the commands in [`Phase::Waiting`] that wait on nothing and need not pass [`Gates::HELD`], these may not
    /// go, each for the first reason that holds:
    ///
    /// 1. *early*: `not_before` is later than `now`,
    /// 2. *lost*: has to pass [`Gates::LOST_MODE`], which is shut ([`HeadRow::shut_at`]),
    /// 3. *refused*: has to pass [`Gates::BACKOFF`], which is shut; or with [`Refused::Skip`] its `refused_in` equals
    ///    the head's `session`.
    ///
    /// All others may go. Of commands that are equal in what orders them the one with the lowest `seq` is first.
    Session {
        /// The `CommandUUID` of the device's report.
        reported: Option<Box<str>>,
        /// Whether commands that were refused in the head's session may go.
        refused: Refused,
        /// When.
        now: SystemTime,
    },
    /// Every command that is not [`Phase::Done`].
    Open,
    /// The history that may be forgotten: of the commands that are [`Phase::Done`], without the `keep` ones with the
    /// highest `seq`, the `limit` ones with the lowest.
    Done {
        /// How many of the last ones are left out.
        keep: u64,
        /// How many are loaded at the most.
        limit: usize,
    },
}

impl Window {
    /// How many commands that may go [`Window::Session`] loads at the most, but for the one with the lowest `seq`.
    pub const READY: usize = 32;
}

/// What [`Window::Session`] does with commands that were refused in the head's session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The session goes on: they may not go.
    Skip,
    /// A new session opens: they may go again.
    Include,
}

/// A record as loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// What a later commit must expect.
    pub version: Version,
    /// The head.
    pub head: HeadRow,
    /// The commands of the window, by ascending `seq`.
    pub commands: Vec<CommandRow>,
    /// How many commands of the record are not [`Phase::Done`], in the window or not.
    pub open: u64,
    /// Whether [`Window::Session`] left out commands that may go. Not for the other windows.
    pub more: bool,
}

/// Writes one record. Refused as a conflict when the stored version is not the expected one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    /// Which record.
    pub key: RecordKey,
    /// The version that was loaded; `None` when the record must not exist yet.
    pub expected: Option<Version>,
    /// Replaces the head and its links.
    pub head: HeadRow,
    /// Commands that are new or changed; the others stay as they are.
    pub commands: Vec<CommandRow>,
    /// The places of commands that are not remembered any more. One that is not there is passed over.
    pub forget: Vec<u64>,
    /// What becomes of the record's wake, in order. Empty: it stays as it is.
    pub wake: Vec<WakeChange>,
}

/// The wake of a record: whether its device has to come, and how it is reached. See [`mdm_push::WakeRow`].
///
/// A row of its own beside the record: what becomes of a push never touches the record's version. Its body is read by
/// [`Address::decode`](crate::Address::decode).
pub type WakeRow = mdm_push::WakeRow<RecordKey, Tenant, Credential>;

/// One step of what a commit does to the wake of a record. A store carries them out with [`WakeRow::changed`].
pub type WakeChange = mdm_push::WakeChange<Tenant, Credential>;

macro_rules! name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// The longest, in bytes.
            pub const MAX_LEN: usize = 255;

            /// Takes a name; `None` when it is empty, too long, or has control characters.
            #[must_use]
            pub fn new(text: &str) -> Option<Self> {
                let fits = (1..=Self::MAX_LEN).contains(&text.len()) && !text.chars().any(char::is_control);
                fits.then(|| Self(text.into()))
            }

            /// The name as a store keeps it.
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
    /// An organization: whose devices they are, and who shares a credential fairly with others (F80).
    Tenant
}

name! {
    /// What pushes are sent with: a push certificate by its topic, an FCM project, a gateway. Not the secret itself.
    Credential
}

/// Names a payload: the bytes of a command, of a response. At most 255 bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PayloadName(pub Box<str>);

/// A fact in the past, as stored. Its identifier is `{key}/{version}/{index}`.
#[derive(Clone, PartialEq, Eq)]
pub struct EventRow {
    /// The record that it belongs to; the batch writes this record.
    pub key: RecordKey,
    /// When.
    pub at: SystemTime,
    /// Opaque.
    pub body: Vec<u8>,
}

/// Everything that one decision writes, in one transaction.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Batch {
    /// Records, each under its expected version. All or none.
    pub writes: Vec<Write>,
    /// Records that are not kept any more, each under its expected version: with them go their commands, links, events,
    /// their wake and their last contact. Payloads stay. A record of this name begins anew with version 1.
    pub remove: Vec<(RecordKey, Version)>,
    /// Payloads by name. Writing a name again replaces its bytes.
    pub payloads: Vec<(PayloadName, Vec<u8>)>,
    /// Payloads that are not kept any more. One that is not there is passed over; one that is in `payloads` too is
    /// kept.
    pub forget_payloads: Vec<PayloadName>,
    /// Events, in order.
    pub events: Vec<EventRow>,
}

impl Batch {
    /// Both in one transaction. They write different records.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.writes.extend(other.writes);
        self.remove.extend(other.remove);
        self.payloads.extend(other.payloads);
        self.forget_payloads.extend(other.forget_payloads);
        self.events.extend(other.events);
        self
    }
}

// Bodies and payloads hold push tokens, unlock tokens and what devices tell: `Debug` shows their sizes.

impl fmt::Debug for HeadRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HeadRow")
            .field("session", &self.session)
            .field("shut", &self.shut)
            .field("backoff_until", &self.backoff_until)
            .field("links", &self.links)
            .field("body", &Size(&self.body))
            .finish()
    }
}

impl fmt::Debug for CommandRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CommandRow")
            .field("seq", &self.seq)
            .field("uuid", &self.uuid)
            .field("phase", &self.phase)
            .field("rank", &self.rank)
            .field("waits_on", &self.waits_on)
            .field("gates", &self.gates)
            .field("refused_in", &self.refused_in)
            .field("not_before", &self.not_before)
            .field("expires_at", &self.expires_at)
            .field("body", &Size(&self.body))
            .finish()
    }
}

impl fmt::Debug for EventRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventRow")
            .field("key", &self.key)
            .field("at", &self.at)
            .field("body", &Size(&self.body))
            .finish()
    }
}

impl fmt::Debug for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch")
            .field("writes", &self.writes)
            .field("remove", &self.remove)
            .field("payloads", &Sizes(&self.payloads))
            .field("forget_payloads", &self.forget_payloads)
            .field("events", &self.events)
            .finish()
    }
}

/// Shows how many bytes there are.
struct Size<'a>(&'a [u8]);

impl fmt::Debug for Size<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({} bytes)", self.0.len())
    }
}

/// Shows the names of payloads and how many bytes they have.
pub(crate) struct Sizes<'a>(pub(crate) &'a [(PayloadName, Vec<u8>)]);

impl fmt::Debug for Sizes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.0.iter().map(|(name, bytes)| (&name.0, Size(bytes)))).finish()
    }
}
