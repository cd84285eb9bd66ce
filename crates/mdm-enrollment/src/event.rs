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

/// Who ordered something: the embedder's opaque identifier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor(pub Box<str>);

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
