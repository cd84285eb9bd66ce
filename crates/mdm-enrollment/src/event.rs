//! What happened: facts in the past, for the audit trail and for webhooks.

use std::fmt;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::audit::{Digest, Pseudonym, Tip};
use crate::escrow::SecretMove;
use crate::fanout::Outcomes;
use crate::flow::FlowMove;
use crate::policy::{Act, Consent, ManagementMode, Ownership};
use crate::request::bounded;
use crate::{Error, UserEnd, channel};

/// One fact: when, what, whose, why. The record it belongs to stands beside it.
///
/// As it is stored it is a link of a chain ([`audit`](crate::audit)), and a member in it goes by a
/// [`Pseudonym`](crate::audit::Pseudonym).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// When.
    pub at: SystemTime,
    /// What.
    pub kind: EventKind,
    /// Whose: the name of the tenant. `None` in events from before it was kept, and in those of no tenant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant: Option<Box<str>>,
    /// Why.
    #[serde(default)]
    pub cause: Cause,
}

/// What led to an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Cause {
    /// Somebody asked for it.
    Actor(Actor),
    /// The device said something, or asked for its certificate.
    Device,
    /// Time has passed.
    Time,
    /// Nobody said, as in events from before it was kept.
    #[default]
    Unknown,
}

/// A fact in the past, for the audit trail and for webhooks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum EventKind {
    /// A slot was made.
    SlotOpened,
    /// An invitation was taken back.
    SlotClosed {
        /// Who.
        actor: Actor,
    },
    /// The slot's device has enrolled. The record is the slot's.
    SlotFilled {
        /// The record of the enrollment.
        enrollment: Box<str>,
    },
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
    Assigned(Assigned),
    /// A member agreed that the whole device may be erased.
    ConsentGiven {
        /// Who said so.
        actor: Actor,
        /// What was agreed: who, when, which text.
        consent: Consent,
    },
    /// A consent does not hold any more: it was withdrawn, or its giver, who has not the device, was forgotten.
    ConsentWithdrawn {
        /// Who said so.
        actor: Actor,
    },
    /// What named a member was taken out of the record of a device, and the device is nobody's.
    MemberForgotten {
        /// Who said so.
        actor: Actor,
    },
    /// A member has left: a retirement was made, or one for another cause replaced the one before. It is in the chain of the
    /// tenant's [`Ledger`](crate::audit::Ledger).
    MemberRetired {
        /// Who said so.
        actor: Actor,
        /// Which member.
        member: Box<str>,
    },
    /// A retirement is over: each device has its order, or somebody has ended it. It is in the chain of the tenant's ledger.
    RetirementEnded {
        /// Who ended it: the rule `member-retired` when each device has its order.
        actor: Actor,
        /// Of which member.
        member: Box<str>,
    },
    /// An app, a book or a selective wipe that was ordered for a device stands elsewhere now.
    FlowMoved(FlowMove),
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
    /// A device was in Setup Assistant for too long: it is told to go on, whatever waits for it.
    SetupForced,
    /// A device was let out of Setup Assistant.
    SetupFinished,
    /// A secret that commands set on a device has another version, or it turned out which one holds.
    SecretMoved(SecretMove),
    /// What is known of a device has changed, or by which names a user of it goes.
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
    /// The terms denied something else than an order to whoever asked; nothing happened.
    Denied {
        /// Who.
        actor: Actor,
        /// What.
        act: Act,
        /// Why not.
        why: Box<str>,
    },
    /// Somebody changed a set of declarations.
    DeclarationsChanged {
        /// Who.
        actor: Actor,
        /// How often it changed.
        revision: u64,
        /// How many declarations it has now.
        declarations: u64,
    },
    /// Somebody said which sets of declarations a device has.
    DeclarationsAssigned {
        /// Who.
        actor: Actor,
        /// The names of all of them, in order.
        sets: Vec<Box<str>>,
    },
    /// A device reported something new about itself or its declarations.
    StatusReported {
        /// Whether it reported everything.
        full: bool,
        /// The names of the status items that changed or are gone.
        items: Vec<Box<str>>,
    },
    /// A device sent a status report that cannot be read.
    StatusUnreadable {
        /// How many bytes.
        size: u64,
        /// SHA-256, in hexadecimal digits.
        digest: String,
        /// What is wrong with it.
        error: Box<str>,
    },
    /// Somebody ordered commands for many enrollments. The record is the order's.
    OrderPlaced {
        /// Who.
        actor: Actor,
        /// How many commands each one gets.
        commands: u64,
        /// For how many enrollments, where they were listed.
        targets: Option<u64>,
    },
    /// An order to many came by all enrollments. The record is the order's.
    OrderExpanded {
        /// What came of it there.
        outcomes: Outcomes,
    },
    /// Somebody took an order to many back. The record is the order's.
    OrderCancelled {
        /// Who.
        actor: Actor,
    },
    /// What devices do contradicts a rule about locks, or does so no more. The record is that of
    /// [what was learned](crate::learned).
    RuleDrift(Box<mdm_lock::RuleDrift>),
    /// Something happened to a command.
    Command(mdm_command::Fact),
    /// A checkpoint was made. It is in the chain of the tenant's [`Ledger`](crate::audit::Ledger).
    Checkpointed {
        /// Its number.
        number: u64,
        /// Its digest, to be kept elsewhere: who has it can tell later whether the checkpoints are the same.
        digest: Digest,
    },
    /// A record with a long history is about to be removed: from then on its events up to here may be gone, while the
    /// record is still there. It is in the chain of the tenant's ledger.
    Purging {
        /// SHA-256 of its key.
        chain: Digest,
        /// Where the chain of its events ended.
        tip: Tip,
    },
    /// A record was removed with all that it had. It is in the chain of the tenant's ledger.
    Purged {
        /// SHA-256 of its key.
        chain: Digest,
        /// Where the chain of its events ended.
        tip: Tip,
    },
    /// One of the server's own credentials was put into the store. It is in the chain of its tenant's ledger; of one of no
    /// tenant in the ledger beside those.
    CredentialPut {
        /// What it is called: its kind, a slash, its name.
        credential: Box<str>,
        /// The number of the change among all changes of credentials: of one name it only grows.
        version: u64,
        /// The hash of its certificate, in hexadecimal digits, where it has one.
        certificate: Option<String>,
    },
    /// One of the server's own credentials is not kept any more, or not for this tenant.
    CredentialRemoved {
        /// What it was called.
        credential: Box<str>,
    },
    /// Something that a newer version of this library has told: this one reads that something was told, when and whose, and
    /// no more. It never writes one.
    #[serde(skip)]
    Unknown(Unknown),
}

/// To whom a device was assigned, by whom, and on which terms.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Assigned {
    /// Who said so.
    pub actor: Actor,
    /// Whose it is.
    pub ownership: Ownership,
    /// How far it is managed.
    pub mode: ManagementMode,
    /// Which member has it.
    pub member: Option<Box<str>>,
}

/// An event of a kind that is not known.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unknown {
    /// What the newer version calls it, at most 64 bytes of it.
    pub kind: Box<str>,
    /// The [`Pseudonym`](crate::audit::Pseudonym)s of the members in it, wherever they stand.
    pub members: Vec<Box<str>>,
}

/// Who asked for something. The identifiers are the embedder's, and opaque (F109). `Debug` hides that of a member.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
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

impl fmt::Debug for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Administrator(id) => f.debug_tuple("Administrator").field(id).finish(),
            Self::Member(_) => f.write_str("Member(..)"),
            Self::Rule(id) => f.debug_tuple("Rule").field(id).finish(),
        }
    }
}

/// Which member it is is not shown.
impl fmt::Debug for Assigned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Assigned")
            .field("actor", &self.actor)
            .field("ownership", &self.ownership)
            .field("mode", &self.mode)
            .finish_non_exhaustive()
    }
}

/// Pseudonyms are not shown: names may stand in their place.
impl fmt::Debug for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unknown").field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl Event {
    /// Reads a stored event. What a newer version of this library has added to the kinds is [`EventKind::Unknown`], also
    /// where only a part of an event is new: a trail is read by old nodes too, and is theirs to export.
    ///
    /// # Errors
    ///
    /// [`Error::Record`] when it is no event, or one of another form.
    pub fn decode(body: &[u8]) -> Result<Self, Error> {
        channel::decode(body).or_else(|error| Self::of_newer(body).ok_or(error))
    }

    fn of_newer(body: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        struct Newer {
            at: SystemTime,
            kind: Value,
            #[serde(default)]
            tenant: Option<Box<str>>,
            #[serde(default)]
            cause: Value,
        }
        let Newer { at, kind, tenant, cause } = channel::decode(body).ok()?;
        let name = match &kind {
            Value::String(name) => name,
            Value::Object(fields) if fields.len() == 1 => fields.keys().next()?,
            _ => return None,
        };
        let mut members = Vec::new();
        pseudonyms(&kind, &mut members);
        let cause = serde_json::from_value(cause.clone()).unwrap_or_else(|_| {
            pseudonyms(&cause, &mut members);
            Cause::Unknown
        });
        let kind = EventKind::Unknown(Unknown { kind: bounded(name, UNKNOWN), members });
        Some(Self { at, kind, tenant, cause })
    }

    /// The tenant of a stored event, without reading all of it.
    #[must_use]
    pub fn tenant_of(body: &[u8]) -> Option<Box<str>> {
        #[derive(Deserialize)]
        struct Stored {
            r: Whose,
        }
        #[derive(Deserialize)]
        struct Whose {
            tenant: Box<str>,
        }
        serde_json::from_slice::<Stored>(body).ok().map(|stored| stored.r.tenant)
    }

    /// The members whom it names: by the embedder's identifiers as it was decided, by pseudonyms as it is stored.
    #[must_use]
    pub fn members(&self) -> Vec<&str> {
        members!(self).into_iter().map(|member| &**member).collect()
    }

    /// As [`Self::members`], to put names in the place of pseudonyms.
    pub fn members_mut(&mut self) -> Vec<&mut Box<str>> {
        members!(self)
    }

    /// Whether it names this member.
    #[must_use]
    pub fn names(&self, member: &Pseudonym) -> bool {
        self.members().contains(&member.as_str())
    }
}

/// Where members stand in an event. A new kind does not compile until it is here: a name that is overlooked stays in the
/// trail for ever.
macro_rules! members {
    ($event:expr) => {{
        let Event { kind, cause, .. } = $event;
        let (actor, member, others) = match kind {
            EventKind::Unknown(Unknown { members, .. }) => (None, None, Some(members)),
            EventKind::Assigned(Assigned { actor, member, .. }) => {
                (Some(actor), member.into_iter().next(), None)
            }
            EventKind::MemberRetired { actor, member } | EventKind::RetirementEnded { actor, member } => {
                (Some(actor), Some(member), None)
            }
            EventKind::ConsentGiven { actor, consent: Consent { member, .. } } => {
                (Some(actor), Some(member), None)
            }
            EventKind::ConsentWithdrawn { actor }
            | EventKind::MemberForgotten { actor }
            | EventKind::Released { actor }
            | EventKind::OrderPlaced { actor, .. }
            | EventKind::OrderCancelled { actor }
            | EventKind::Ordered { actor, .. }
            | EventKind::OrderDenied { actor, .. }
            | EventKind::Denied { actor, .. }
            | EventKind::SlotClosed { actor }
            | EventKind::DeclarationsChanged { actor, .. }
            | EventKind::DeclarationsAssigned { actor, .. } => (Some(actor), None, None),
            EventKind::SlotOpened
            | EventKind::SlotFilled { .. }
            | EventKind::SetupForced
            | EventKind::SecretMoved(_)
            | EventKind::CertificateIssued { .. }
            | EventKind::Authenticated
            | EventKind::Reenrolled { .. }
            | EventKind::Renewed { .. }
            | EventKind::FlowMoved(_)
            | EventKind::Enrolled
            | EventKind::UserJoined
            | EventKind::UserAuthenticated
            | EventKind::UserRefused
            | EventKind::UserEnded { .. }
            | EventKind::Silent { .. }
            | EventKind::TokenRotated
            | EventKind::BootstrapTokenSet
            | EventKind::BootstrapTokenRemoved
            | EventKind::SetupFinished
            | EventKind::FactsLearned
            | EventKind::Erased
            | EventKind::CheckedOut
            | EventKind::StatusReported { .. }
            | EventKind::StatusUnreadable { .. }
            | EventKind::OrderExpanded { .. }
            | EventKind::RuleDrift(_)
            | EventKind::Command(_)
            | EventKind::Checkpointed { .. }
            | EventKind::Purging { .. }
            | EventKind::Purged { .. }
            | EventKind::CredentialPut { .. }
            | EventKind::CredentialRemoved { .. } => (None, None, None),
        };
        let mut found: Vec<_> = member.into_iter().chain(others.into_iter().flatten()).collect();
        if let Cause::Actor(Actor::Member(member)) = cause {
            found.push(member);
        }
        if let Some(Actor::Member(member)) = actor {
            found.push(member);
        }
        found
    }};
}
use members;

/// Whoever is named in what is not understood here. How deep it may be is bounded by the reader of JSON.
fn pseudonyms(value: &Value, found: &mut Vec<Box<str>>) {
    match value {
        Value::String(text) => found.extend(Pseudonym::new(text).map(|name| name.as_str().into())),
        Value::Array(items) => items.iter().for_each(|item| pseudonyms(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| pseudonyms(field, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// How much of the name of a kind is kept that is not known, in bytes.
const UNKNOWN: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_of_a_newer_library_can_be_read() {
        let at = "{\"secs_since_epoch\":1800000000,\"nanos_since_epoch\":0}";
        let ben = format!("~{}", "0b".repeat(32));
        let read = |form: u32, kind: &str, cause: &str| {
            let event = format!("{{\"at\":{at},\"kind\":{kind},\"tenant\":\"acme\",\"cause\":{cause}}}");
            Event::decode(format!("{{\"v\":{form},\"r\":{event}}}").as_bytes())
        };
        let check = |kind: &str, cause: &str, expected: &str, members: &[&str]| {
            let event = read(3, kind, cause).unwrap();
            let EventKind::Unknown(unknown) = &event.kind else { panic!("{event:?}") };
            assert_eq!((&*unknown.kind, event.tenant.as_deref()), (expected, Some("acme")));
            assert_eq!(event.members(), members, "{kind}");
        };
        let member = format!("{{\"Actor\":{{\"Member\":\"{ben}\"}}}}");
        check("\"Levitated\"", "\"Device\"", "Levitated", &[]);
        check("{\"Levitated\":{\"by\":3}}", &member, "Levitated", &[&ben]);
        let deep = format!("{{\"Levitated\":{{\"by\":[{{\"who\":\"{ben}\",\"how\":\"~high\"}}]}}}}");
        check(&deep, "\"Time\"", "Levitated", &[&ben]);
        // A part of it is new.
        check("{\"Command\":{\"Levitated\":{\"uuid\":\"C-1\"}}}", "\"Device\"", "Command", &[]);
        check("\"Erased\"", &format!("{{\"Spirit\":\"{ben}\"}}"), "Erased", &[&ben]);
        check("\"Unknown\"", "\"Time\"", "Unknown", &[]);
        check(&format!("\"{}\"", "L".repeat(300)), "\"Time\"", &"L".repeat(64), &[]);
        assert_eq!(read(3, "\"Erased\"", "\"Device\"").unwrap().kind, EventKind::Erased);
        // It is not written anew under a name that means nothing.
        let event = read(3, "\"Levitated\"", "\"Device\"").unwrap();
        assert!(channel::encode(&event).is_err());
        for kind in ["3", "null", "[]", "{}", "{\"A\":1,\"B\":2}"] {
            assert!(read(3, kind, "\"Device\"").is_err(), "{kind}");
        }
        assert!(read(4, "\"Levitated\"", "\"Device\"").is_err());
    }
}
