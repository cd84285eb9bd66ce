//! What is held of a person, by its kinds.

use std::fmt;

use mdm_enrollment::flow::ItemStage;
use mdm_enrollment::policy::{Assignment, Consent};
use mdm_enrollment::{SlotState, Stage};
use serde::{Deserialize, Serialize};

use crate::StoredEvent;
use crate::limits::millis_saturating;

/// One thing that a store holds of a person, and where. Times are milliseconds since 1970, bytes are base64.
///
/// It is what lies there, so that it can hold a secret of the device: a passcode token in a command, a recovery key in an
/// answer. `Debug` shows only which kind it is.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Held {
    /// The record by which the person is known in the trail.
    Member {
        /// The record.
        record: Box<str>,
        /// The embedder's identifier.
        member: Box<str>,
        /// What the member is called in events.
        pseudonym: Box<str>,
    },
    /// The record of a retirement that is under way.
    Retirement {
        /// The record.
        record: Box<str>,
        /// The embedder's identifier.
        member: Box<str>,
        /// What it is for.
        cause: Box<str>,
        /// Since when.
        since: i64,
    },
    /// An invitation.
    Invitation {
        /// The record.
        record: Box<str>,
        /// To whom its device is assigned, and on which terms.
        assignment: Assignment,
        /// How far it is.
        state: SlotState,
    },
    /// A device.
    Device {
        /// The record.
        record: Box<str>,
        /// How far it is.
        stage: Stage,
        /// How often it has begun.
        generation: u64,
        /// Its serial number.
        serial: Option<Box<str>>,
        /// Its model.
        model: Option<Box<str>>,
        /// The record of the slot that it filled.
        slot: Option<Box<str>>,
        /// To whom it is assigned, on which terms, with which consent.
        assignment: Assignment,
        /// When it was last in contact.
        last_contact: Option<i64>,
    },
    /// A consent in the person's name, on a device or in an invitation that is another one's. It holds for nothing there.
    Consent {
        /// The record.
        record: Box<str>,
        /// To what, and when.
        consent: Consent,
    },
    /// A user of a device.
    User {
        /// The record.
        record: Box<str>,
        /// How far it is.
        stage: Stage,
        /// The short name, or the Managed Apple Account.
        short_name: Option<Box<str>>,
        /// The full name.
        long_name: Option<Box<str>>,
        /// When the user was last in contact.
        last_contact: Option<i64>,
    },
    /// Secrets of a device or user are kept: which, and not what they are.
    Secrets {
        /// The record.
        record: Box<str>,
        /// Their names.
        names: Vec<Box<str>>,
    },
    /// A user of a device is being deleted.
    Deletion {
        /// The record.
        record: Box<str>,
        /// The place of the command.
        seq: u64,
        /// The account; `None` is all of them.
        account: Option<Box<str>>,
    },
    /// An app that was ordered.
    App {
        /// The record.
        record: Box<str>,
        /// Its bundle identifier.
        app: Box<str>,
        /// Where it stands.
        stage: ItemStage,
        /// Since when.
        since: i64,
    },
    /// A book that was ordered.
    Book {
        /// The record.
        record: Box<str>,
        /// Its identifier.
        book: Box<str>,
        /// Where it stands.
        stage: ItemStage,
        /// Since when.
        since: i64,
    },
    /// A selective wipe.
    Wipe {
        /// The record.
        record: Box<str>,
        /// What it was for.
        cause: Box<str>,
        /// When it was ordered.
        ordered_at: i64,
        /// When it was through.
        done_at: Option<i64>,
    },
    /// What a device reports by itself.
    Status {
        /// The record.
        record: Box<str>,
        /// The name of the item.
        item: Box<str>,
        /// What the device says, in JSON.
        value: Box<str>,
        /// Since when.
        since: Option<i64>,
    },
    /// The sets of declarations that are assigned. The sets are the tenant's.
    Declarations {
        /// The record.
        record: Box<str>,
        /// Their names.
        sets: Vec<Box<str>>,
    },
    /// A command.
    Command {
        /// The record.
        record: Box<str>,
        /// Its place in the queue.
        seq: u64,
        /// Its `CommandUUID`.
        uuid: Box<str>,
        /// Its `RequestType`.
        request_type: Box<str>,
        /// Where it stands.
        state: Box<str>,
        /// When it was queued.
        queued_at: i64,
        /// When it ended.
        ended_at: Option<i64>,
        /// The property list that goes out.
        sent: Option<Box<str>>,
    },
    /// What a device answered to a command.
    Answer {
        /// The record.
        record: Box<str>,
        /// The place of the command.
        seq: u64,
        /// The property list that came.
        told: Box<str>,
    },
    /// An order to all devices of the member.
    Order {
        /// The record.
        record: Box<str>,
        /// How many of them it reached.
        reached: u64,
    },
    /// An event of one of the person's records, or one that names the member, by the pseudonym.
    Event {
        /// Its identifier.
        id: Box<str>,
        /// When.
        at: i64,
        /// As it is stored, in JSON.
        body: Box<str>,
    },
    /// A record that cannot be read, or of which a command or an event cannot be. Of a record as a whole nobody can tell
    /// whose it is. Where several commands of one record cannot be read, some that stand between them may be left out.
    Unreadable {
        /// The record.
        record: Box<str>,
    },
}

/// The places in which something of a person lies: the one list that
/// [`Runner::export_member`](crate::Runner::export_member) and [`Runner::erase_member`](crate::Runner::erase_member) have in
/// common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[allow(missing_docs, reason = "each is documented where it is held")]
pub enum HeldKind {
    Member,
    Retirement,
    Invitation,
    Device,
    Consent,
    User,
    Secrets,
    Deletion,
    App,
    Book,
    Wipe,
    Status,
    Declarations,
    Command,
    Answer,
    Order,
    Event,
    Unreadable,
}

/// What an erasure does to a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fate {
    /// What lay there is gone.
    Removed,
    /// It is there, and tells of nobody: a living device, an event with a pseudonym that nobody can resolve.
    Unnamed,
    /// It is a living device's, or the tenant's, and stays. It goes when the device is purged.
    Kept,
}

impl Held {
    /// Which kind of place it is.
    #[must_use]
    pub const fn kind(&self) -> HeldKind {
        match self {
            Self::Member { .. } => HeldKind::Member,
            Self::Retirement { .. } => HeldKind::Retirement,
            Self::Invitation { .. } => HeldKind::Invitation,
            Self::Device { .. } => HeldKind::Device,
            Self::Consent { .. } => HeldKind::Consent,
            Self::User { .. } => HeldKind::User,
            Self::Secrets { .. } => HeldKind::Secrets,
            Self::Deletion { .. } => HeldKind::Deletion,
            Self::App { .. } => HeldKind::App,
            Self::Book { .. } => HeldKind::Book,
            Self::Wipe { .. } => HeldKind::Wipe,
            Self::Status { .. } => HeldKind::Status,
            Self::Declarations { .. } => HeldKind::Declarations,
            Self::Command { .. } => HeldKind::Command,
            Self::Answer { .. } => HeldKind::Answer,
            Self::Order { .. } => HeldKind::Order,
            Self::Event { .. } => HeldKind::Event,
            Self::Unreadable { .. } => HeldKind::Unreadable,
        }
    }

    pub(super) fn event(event: &StoredEvent) -> Self {
        Self::Event {
            id: event.id.as_str().into(),
            at: millis_saturating(event.row.at),
            body: String::from_utf8_lossy(&event.row.body).into(),
        }
    }

    /// About how large it is.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Command { sent, .. } => sent.as_ref().map_or(0, |sent| sent.len()),
            Self::Answer { told: text, .. }
            | Self::Status { value: text, .. }
            | Self::Event { body: text, .. } => text.len(),
            _ => 0,
        }
    }
}

impl HeldKind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::Member,
        Self::Retirement,
        Self::Invitation,
        Self::Device,
        Self::Consent,
        Self::User,
        Self::Secrets,
        Self::Deletion,
        Self::App,
        Self::Book,
        Self::Wipe,
        Self::Status,
        Self::Declarations,
        Self::Command,
        Self::Answer,
        Self::Order,
        Self::Event,
        Self::Unreadable,
    ];

    /// What an erasure does to it, on a device that lives. Of a device that has left all is removed.
    #[must_use]
    pub const fn fate(self) -> Fate {
        match self {
            Self::Member
            | Self::Retirement
            | Self::Invitation
            | Self::Consent
            | Self::User
            | Self::Deletion
            | Self::App
            | Self::Book
            | Self::Status
            | Self::Command
            | Self::Answer => Fate::Removed,
            // The counts of an order stay; one that is under way is all that is left of a wipe.
            Self::Device | Self::Wipe | Self::Order | Self::Event => Fate::Unnamed,
            Self::Secrets | Self::Declarations | Self::Unreadable => Fate::Kept,
        }
    }
}

/// A person's data: only which kind it is.
impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}(..)", self.kind())
    }
}
