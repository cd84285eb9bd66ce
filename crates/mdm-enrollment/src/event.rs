//! What happened: facts in the past, for the audit trail and for webhooks.

use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use crate::{Error, channel};

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
    /// A device is enrolled.
    Enrolled,
    /// A device can be reached under another token.
    TokenRotated,
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
