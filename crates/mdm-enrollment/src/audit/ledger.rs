//! The record that keeps a tenant's checkpoints in line.

use std::ops::RangeInclusive;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::carrier::{Carrier, Carrying, Part, Span, WORTH};
use super::checkpoint::{Carry, Checkpoint, Leaves, Signature, SignedCheckpoint};
use super::{Break, Broken, Digest, Tip, Trail, millis};
use crate::event::Cause;
use crate::row::{Batch, Gates, HeadRow, Link, Loaded, PayloadName, RecordKey, Tenant, Version, Write};
use crate::{Actor, Error, Event, EventKind, channel};

/// The record of a tenant's checkpoints. It has a chain of its own, which tells of each checkpoint, of each record that
/// was removed, and of members' retirements. One more, of no tenant, tells what was removed that belonged to none; there are no checkpoints of it.
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
    #[serde(default)]
    carry: Forward,
}

/// How far checkpoints were carried forward. What was written before that could be begins at the first one.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Forward {
    /// Checkpoints up to this number may be gone, and up to that one they are.
    dropped: u64,
    gone: u64,
    /// The leaves of those from there to where retention has come; `None` when nobody has counted them all.
    old: Option<u64>,
    /// Where it is told how the chains stood at the last one that may be gone.
    base: Span,
    begun: Option<Carrying>,
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

    /// Holds the record against its last checkpoint, because nobody signs a record: how far the checkpoints have come, and
    /// what may be gone, is what the checkpoint says. Says whether the record said the same; if not, it does now.
    ///
    /// # Errors
    ///
    /// [`Break::Unlinked`]: it is another checkpoint than the one that the record names, by its digest.
    pub fn rest_on(&mut self, last: Option<&Checkpoint>) -> Result<bool, Break> {
        let said = match last {
            Some(last) => {
                let is_last = Some(&*last.tenant) == self.tenant.as_ref().map(Tenant::as_str)
                    && (last.number, last.digest()) == (self.state.number, self.state.last);
                is_last.then_some((last.up_to, last.pruned, last.carry.dropped)).ok_or(Break::Unlinked)?
            }
            None if self.state.number == 0 => (0, 0, 0),
            None => return Err(Break::Unlinked),
        };
        let State { up_to, pruned, carry: Forward { dropped, .. }, .. } = &mut self.state;
        let is_same = (*up_to, *pruned, *dropped) == said;
        (*up_to, *pruned, *dropped) = said;
        Ok(is_same)
    }

    /// The number of the checkpoint to whose end retention has come, while it is there; `None` when it was carried forward, or
    /// nothing was retained yet.
    #[must_use]
    pub fn last_pruned(&self) -> Option<u64> {
        let State { pruned_number, carry: Forward { dropped, .. }, .. } = self.state;
        (pruned_number > dropped).then_some(pruned_number)
    }

    /// Whether retention has come to the end of this checkpoint ([`last_pruned`](Self::last_pruned)).
    #[must_use]
    pub fn is_pruned_to(&self, last: Option<&Checkpoint>) -> bool {
        let State { pruned_number, pruned, carry: Forward { dropped, .. }, .. } = self.state;
        match last {
            Some(last) => (last.number, last.up_to) == (pruned_number, pruned),
            None => pruned_number == dropped && (pruned_number > 0) == (pruned > 0),
        }
    }

    /// Whose it is.
    #[must_use]
    pub const fn tenant(&self) -> Option<&Tenant> {
        self.tenant.as_ref()
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
            let old = &mut self.state.carry.old;
            *old = old.map(|old| old.saturating_add(next.leaves));
        }
        is_old
    }

    /// What gathers the next part of what is to be carried forward, of at most so many chains: for
    /// [`Draft::carrying`]. `None` when there is nothing, or so little that it is not worth while.
    #[must_use]
    pub fn carrier(&self, most: usize) -> Option<Carrier> {
        let State { number, last, pruned_number, .. } = self.state;
        let Forward { dropped, old, base, begun, .. } = self.state.carry;
        let is_enough = pruned_number.saturating_sub(dropped) >= FEWEST
            && old.is_none_or(|old| old >= base.leaves.saturating_mul(WORTH));
        let wanted = begun.is_some() || is_enough;
        wanted.then(|| Carrier::new((dropped, pruned_number), (number, last), base, begun, most.max(1)))
    }

    /// The numbers of the checkpoints that were [carried forward](Carry) and are still there: [`Self::drop_up_to`].
    #[must_use]
    pub fn droppable(&self) -> RangeInclusive<u64> {
        let Forward { dropped, gone, .. } = self.state.carry;
        gone.saturating_add(1)..=dropped
    }

    /// The number of the first checkpoint that is there.
    #[must_use]
    pub const fn first(&self) -> u64 {
        self.state.carry.gone.saturating_add(1)
    }

    /// Drops the checkpoints up to this number, of those that are [droppable](Self::droppable).
    ///
    /// # Errors
    ///
    /// [`Error::Record`] when it cannot be written.
    pub fn drop_up_to(mut self, number: u64) -> Result<Batch, Error> {
        let droppable = self.droppable();
        let end = number.min(*droppable.end());
        let names = (*droppable.start()..=end).map(|number| Self::payload_of(self.tenant.as_ref(), number));
        let forget_payloads = names.collect();
        self.state.carry.gone = end.max(self.state.carry.gone);
        Ok(Batch { forget_payloads, ..self.write(&[])? })
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
            carry: Carry { dropped: self.state.carry.dropped, ..Carry::default() },
            unreadable: Vec::new(),
        };
        Draft { ledger: self, checkpoint, leaves, carried: Leaves::default(), broken: None, now }
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
        self.tell(&Cause::Actor(actor.clone()), [kind], now)
    }

    /// Tells what happened to something of the tenant that has no chain of its own, to be committed with it.
    ///
    /// # Errors
    ///
    /// [`Error::UnnamedMember`] for a member; [`Error::Record`] when it cannot be written.
    pub fn tell(
        self,
        cause: &Cause,
        kinds: impl IntoIterator<Item = EventKind>,
        now: SystemTime,
    ) -> Result<Batch, Error> {
        let tenant = self.tenant_name();
        let event = |kind| Event { at: now, kind, tenant: tenant.clone(), cause: cause.clone() };
        self.write(&kinds.into_iter().map(event).collect::<Vec<_>>())
    }

    fn write(mut self, told: &[Event]) -> Result<Batch, Error> {
        let key = Self::key_of(self.tenant.as_ref());
        let mut trail = Trail::after(&key, self.expected, self.tip);
        let events = told.iter().map(|event| trail.event(event)).collect::<Result<_, _>>()?;
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
    carried: Leaves,
    broken: Option<Broken>,
    now: SystemTime,
}

impl Draft {
    /// Names the events that could not be read, by their positions: it tells of none of them.
    #[must_use]
    pub fn passing(mut self, unreadable: Vec<u64>) -> Self {
        self.checkpoint.unreadable = unreadable;
        self
    }

    /// Tells of something that is not as it was made, so that nothing that rests on it is forgotten.
    #[must_use]
    pub fn telling(self, broken: Option<Broken>) -> Self {
        Self { broken, ..self }
    }

    /// The checkpoint, or the record of the ledger, because of which nothing is carried forward, or retention does not go on:
    /// somebody has changed or removed it, or it was damaged. It is told with each draft until it was put back; this
    /// checkpoint can be committed all the same: it says of what may be gone what the one before it said.
    #[must_use]
    pub const fn broken(&self) -> Option<&Broken> {
        self.broken.as_ref()
    }

    /// Carries forward what was gathered; nothing when not all was taken that the carrier asked for.
    #[must_use]
    pub fn carrying(mut self, carrier: Carrier) -> Self {
        let Some(Part { carry, leaves, next, fresh }) = carrier.part(self.checkpoint.number) else {
            return self;
        };
        let State { pruned_number, carry: forward, .. } = &mut self.ledger.state;
        match next {
            Ok(begun) => forward.begun = Some(begun),
            Err(base) => {
                let left = forward.old.map(|old| old.saturating_sub(fresh));
                forward.old = if carry.dropped == *pruned_number { Some(0) } else { left };
                (forward.dropped, forward.base, forward.begun) = (carry.dropped, base, None);
            }
        }
        (self.checkpoint.carry, self.carried) = (carry, leaves);
        self
    }

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
        let Self { mut ledger, checkpoint, leaves, carried, now, .. } = self;
        let digest = checkpoint.digest();
        (ledger.state.number, ledger.state.last) = (checkpoint.number, digest);
        ledger.state.up_to = checkpoint.up_to;
        let kind = EventKind::Checkpointed { number: checkpoint.number, digest };
        let signed = SignedCheckpoint { checkpoint, leaves, carried, signature };
        let bytes = serde_json::to_vec(&signed).map_err(|_| Error::Record("it cannot be written"))?;
        let payload = (Ledger::payload_of(ledger.tenant.as_ref(), ledger.state.number), bytes);
        let batch = ledger.tell(&Cause::Time, [kind], now)?;
        Ok(Batch { payloads: vec![payload], ..batch })
    }
}

/// Fewer old checkpoints than that are not carried forward.
const FEWEST: u64 = 8;

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
