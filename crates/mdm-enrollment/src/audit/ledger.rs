//! The record that keeps a tenant's checkpoints in line.

use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::checkpoint::{Checkpoint, Leaves, Signature, SignedCheckpoint};
use super::{Digest, Tip, Trail, millis};
use crate::event::Cause;
use crate::row::{Batch, Gates, HeadRow, Link, Loaded, PayloadName, RecordKey, Tenant, Version, Write};
use crate::{Actor, Error, Event, EventKind, channel};

/// The record of a tenant's checkpoints. It has a chain of its own, which tells of each checkpoint and of each record that
/// was removed. One more, of no tenant, tells what was removed that belonged to none; there are no checkpoints of it.
#[derive(Clone, Debug)]
pub struct Ledger {
    tenant: Option<Tenant>,
    expected: Option<Version>,
    state: State,
    tip: Tip,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct State {
    number: u64,
    last: Digest,
    up_to: u64,
    /// Events up to the end of this checkpoint may be gone, and where that is.
    pruned_number: u64,
    pruned: u64,
}

impl Ledger {
    /// The record of a tenant's ledger.
    #[must_use]
    pub fn key(tenant: &Tenant) -> RecordKey {
        Self::key_of(Some(tenant))
    }

    /// As [`Self::key`]; of no tenant, that of the ledger beside those of the tenants.
    ///
    /// # Panics
    ///
    /// Never: it is short enough.
    #[must_use]
    #[allow(clippy::expect_used, reason = "206 bytes are a key")]
    pub fn key_of(tenant: Option<&Tenant>) -> RecordKey {
        let name = tenant.map_or("", Tenant::as_str);
        let name = if name.len() <= 200 { name.to_owned() } else { Digest::of(name.as_bytes()).to_string() };
        RecordKey::new(&format!("audit/{name}")).expect("it fits into a key")
    }

    /// Whether a record is a ledger.
    #[must_use]
    pub fn is_ledger(key: &RecordKey) -> bool {
        key.as_str().starts_with("audit/")
    }

    /// Reads the record; a tenant that has none yet begins with an empty one.
    ///
    /// # Errors
    ///
    /// [`Error::Record`] when it was not written by this library, or by a newer one.
    pub fn decode(tenant: &Tenant, loaded: Option<&Loaded>) -> Result<Self, Error> {
        Self::decode_of(Some(tenant), loaded)
    }

    /// As [`Self::decode`], also of no tenant.
    ///
    /// # Errors
    ///
    /// As [`Self::decode`].
    pub fn decode_of(tenant: Option<&Tenant>, loaded: Option<&Loaded>) -> Result<Self, Error> {
        let tenant = tenant.cloned();
        let Some(loaded) = loaded else {
            return Ok(Self { tenant, expected: None, state: State::default(), tip: Tip::default() });
        };
        let (state, tip) = channel::decode_chained(&loaded.head.body)?;
        Ok(Self { tenant, expected: Some(loaded.version), state, tip })
    }

    /// The number of the last checkpoint, 0 before the first.
    #[must_use]
    pub const fn number(&self) -> u64 {
        self.state.number
    }

    /// The position of the last event that a checkpoint has looked at.
    #[must_use]
    pub const fn up_to(&self) -> u64 {
        self.state.up_to
    }

    /// Up to which position events may be gone.
    #[must_use]
    pub const fn pruned(&self) -> u64 {
        self.state.pruned
    }

    /// Where the bytes of a checkpoint are kept.
    #[must_use]
    pub fn payload(tenant: &Tenant, number: u64) -> PayloadName {
        Self::payload_of(Some(tenant), number)
    }

    fn payload_of(tenant: Option<&Tenant>, number: u64) -> PayloadName {
        PayloadName(format!("{}/{number}", Self::key_of(tenant)).into())
    }

    /// The number of the checkpoint to whose end retention may come next: [`Self::retain`] wants it.
    #[must_use]
    pub const fn next_to_prune(&self) -> u64 {
        self.state.pruned_number.saturating_add(1)
    }

    /// Says that what stands before the end of this checkpoint is not to be kept, if it was made so long ago. Says
    /// whether it was, and it was the next. Events may be gone when the next checkpoint is committed, and not before.
    pub fn retain(&mut self, next: &Checkpoint, before: SystemTime) -> bool {
        let is_old = next.number == self.next_to_prune() && next.at <= millis(before);
        if is_old {
            (self.state.pruned_number, self.state.pruned) = (next.number, next.up_to);
        }
        is_old
    }

    /// The next checkpoint: the chains that have grown since the last one, out of the events up to this position.
    #[must_use]
    pub fn draft(self, leaves: Leaves, up_to: u64, now: SystemTime) -> Draft {
        let up_to = up_to.max(self.state.up_to);
        let checkpoint = Checkpoint {
            tenant: self.tenant_name().unwrap_or_default(),
            number: self.state.number.saturating_add(1),
            at: millis(now),
            previous: self.state.last,
            up_to,
            pruned: self.state.pruned,
            leaves: leaves.len() as u64,
            root: leaves.root(),
        };
        Draft { ledger: self, checkpoint, leaves, now }
    }

    fn tenant_name(&self) -> Option<Box<str>> {
        self.tenant.as_ref().map(|tenant| tenant.as_str().into())
    }

    /// Tells in the ledger that a record of the tenant is about to be removed, and that its events up to here may be gone
    /// from then on: what has very many is not removed in one commit.
    ///
    /// # Errors
    ///
    /// As [`remove`](Self::remove).
    pub fn announce_removal(
        self,
        actor: &Actor,
        key: &RecordKey,
        tip: Tip,
        now: SystemTime,
    ) -> Result<Batch, Error> {
        let chain = Digest::of(key.as_str().as_bytes());
        self.removal(actor, EventKind::Purging { chain, tip }, now)
    }

    /// Removes a record of the tenant with all that it has, and tells so in the ledger. Payloads are not touched.
    ///
    /// # Errors
    ///
    /// [`Error::UnnamedMember`] for a member, who removes nothing; [`Error::Record`] when it cannot be written.
    pub fn remove(
        self,
        actor: &Actor,
        key: &RecordKey,
        version: Version,
        tip: Tip,
        now: SystemTime,
    ) -> Result<Batch, Error> {
        let chain = Digest::of(key.as_str().as_bytes());
        let batch = self.removal(actor, EventKind::Purged { chain, tip }, now)?;
        Ok(Batch { remove: vec![(key.clone(), version)], ..batch })
    }

    fn removal(self, actor: &Actor, kind: EventKind, now: SystemTime) -> Result<Batch, Error> {
        if matches!(actor, Actor::Member(_)) {
            return Err(Error::UnnamedMember);
        }
        self.write(Cause::Actor(actor.clone()), kind, now)
    }

    fn write(mut self, cause: Cause, kind: EventKind, now: SystemTime) -> Result<Batch, Error> {
        let key = Self::key_of(self.tenant.as_ref());
        let event = Event { at: now, kind, tenant: self.tenant_name(), cause };
        let mut trail = Trail::after(&key, self.expected, self.tip);
        let events = vec![trail.event(&event)?];
        self.tip = trail.tip();
        let links = self.tenant.iter().map(Link::tenant).collect();
        let head = HeadRow {
            session: 0,
            shut: Gates::NONE,
            backoff_until: None,
            links,
            body: channel::encode_chained(&self.state, self.tip)?,
        };
        let (commands, forget, wake) = (Vec::new(), Vec::new(), Vec::new());
        let writes = vec![Write { key, expected: self.expected, head, commands, forget, wake }];
        Ok(Batch { writes, events, ..Batch::default() })
    }
}

/// A checkpoint that was not committed yet, to be signed before.
#[derive(Clone, Debug)]
pub struct Draft {
    ledger: Ledger,
    checkpoint: Checkpoint,
    leaves: Leaves,
    now: SystemTime,
}

impl Draft {
    /// The checkpoint. What is to be signed: [`Checkpoint::to_be_signed`].
    #[must_use]
    pub const fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The chains that it tells of.
    #[must_use]
    pub const fn leaves(&self) -> &Leaves {
        &self.leaves
    }

    /// What is to be committed. Of two drafts after the same checkpoint one is committed, the other is a conflict.
    ///
    /// # Errors
    ///
    /// [`Error::Record`] when it cannot be written.
    pub fn finish(self, signature: Option<Signature>) -> Result<Batch, Error> {
        let Self { mut ledger, checkpoint, leaves, now } = self;
        let digest = checkpoint.digest();
        (ledger.state.number, ledger.state.last) = (checkpoint.number, digest);
        ledger.state.up_to = checkpoint.up_to;
        let kind = EventKind::Checkpointed { number: checkpoint.number, digest };
        let signed = SignedCheckpoint { checkpoint, leaves, signature };
        let bytes = serde_json::to_vec(&signed).map_err(|_| Error::Record("it cannot be written"))?;
        let payload = (Ledger::payload_of(ledger.tenant.as_ref(), ledger.state.number), bytes);
        let batch = ledger.write(Cause::Time, kind, now)?;
        Ok(Batch { payloads: vec![payload], ..batch })
    }
}

/// Bytes as base64 in JSON.
pub(crate) mod base64 {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(bytes))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        let text: std::borrow::Cow<'de, str> = Deserialize::deserialize(deserializer)?;
        STANDARD.decode(text.as_bytes()).map_err(|_| D::Error::custom("not base64"))
    }
}
