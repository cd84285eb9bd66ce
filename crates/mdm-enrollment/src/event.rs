//! What happened: facts in the past, for the audit trail and for webhooks.

use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use crate::policy::{Consent, ManagementMode, Ownership};
use crate::{Error, UserEnd, channel};

/// One fact and its time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// When.
    pub at: SystemTime,
    /// What.
    pub kind: EventKind,
}

/// A fact in the past, for the audit trail and for webhooks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum EventKind {
    /// A slot was made.
    SlotOpened,
    /// A certificate was issued for the slot's device.
    CertificateIssued {
        /// Its hash, in hexadecimal digits.
        certificate: String,
    },
    /// A device asked to be enrolled.
    Authenticated,
    /// A device that was enrolled before began anew: what was ordered for it then is never offered to it.
    Reenrolled {
        /// How often it has begun: 2 and more.
        generation: u64,
    },
    /// A device has used a certificate that was issued to it, and the older ones are over.
    Renewed {
        /// The hash of the new one, in hexadecimal digits.
        certificate: String,
    },
    /// Somebody said to whom a device is assigned, and on which terms.
    Assigned {
        /// Who.
        actor: Actor,
        /// Whose it is.
        ownership: Ownership,
        /// How far it is managed.
        mode: ManagementMode,
        /// Which member has it.
        member: Option<Box<str>>,
    },
    /// A member agreed that the whole device may be erased.
    ConsentGiven {
        /// Who said so.
        actor: Actor,
        /// What was agreed: who, when, which text.
        consent: Consent,
    },
    /// A consent does not hold any more.
    ConsentWithdrawn {
        /// Who said so.
        actor: Actor,
    },
    /// A device is enrolled, or a user of it.
    Enrolled,
    /// A user of a device came, for the first time or again.
    UserJoined,
    /// A user of a Mac has shown the password.
    UserAuthenticated,
    /// A user of a Mac has not shown the password.
    UserRefused,
    /// A user of a device is not managed any more. What was ordered for the user is cancelled.
    UserEnded {
        /// Why.
        why: UserEnd,
    },
    /// Nobody has heard of an enrollment for long. It is what it was.
    Silent {
        /// Since when.
        since: SystemTime,
    },
    /// A device can be reached under another token.
    TokenRotated,
    /// A device gave its bootstrap token.
    BootstrapTokenSet,
    /// A device took its bootstrap token back.
    BootstrapTokenRemoved,
    /// A device was let out of Setup Assistant.
    SetupFinished,
    /// What is known of a device has changed.
    FactsLearned,
    /// A device accepted an erase.
    Erased,
    /// A device left.
    CheckedOut,
    /// Somebody gave an enrollment up.
    Released {
        /// Who.
        actor: Actor,
    },
    /// Somebody ordered commands.
    Ordered {
        /// Who: the embedder's identifier for an administrator, a member or a rule.
        actor: Actor,
        /// How many.
        commands: u64,
    },
    /// Somebody ordered what the terms of the device forbid; nothing was queued.
    OrderDenied {
        /// Who.
        actor: Actor,
        /// Each command that was refused: its `CommandUUID`, its `RequestType`, and why.
        denials: Vec<(Box<str>, Box<str>, Box<str>)>,
    },
    /// Something happened to a command.
    Command(mdm_command::Fact),
}

/// Who asked for something. The identifiers are the embedder's, and opaque (F109).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Actor {
    /// Somebody who manages the tenant's devices.
    Administrator(Box<str>),
    /// Somebody who uses a device: may take the organization's things off it, and no more
    /// ([`Assignment::judge`](crate::policy::Assignment::judge)).
    Member(Box<str>),
    /// Nobody at the moment: a rule that an administrator made before.
    Rule(Box<str>),
}

impl Actor {
    /// An administrator.
    #[must_use]
    pub fn administrator(id: &str) -> Self {
        Self::Administrator(id.into())
    }

    /// A member.
    #[must_use]
    pub fn member(id: &str) -> Self {
        Self::Member(id.into())
    }

    /// A rule.
    #[must_use]
    pub fn rule(id: &str) -> Self {
        Self::Rule(id.into())
    }
}

impl Event {
    /// Reads a stored event.
    ///
    /// # Errors
    ///
    /// [`Error::Record`] when it was not written by this library, or by a newer one.
    pub fn decode(body: &[u8]) -> Result<Self, Error> {
        channel::decode(body)
    }
}
