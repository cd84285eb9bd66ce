//! A set of declarations: stored once, however many devices it is assigned to.

use std::collections::{BTreeMap, BTreeSet};
use std::time::SystemTime;

use mdm_apple::declarations::DeclarationKind;
use serde::{Deserialize, Serialize};

use super::{MediaType, ProfileOutline, write};
use crate::audit::{Tip, Trail};
use crate::row::{Batch, Link, LinkKind, Loaded, PayloadName, RecordKey, Tenant, Version};
use crate::{Actor, Cause, Error, Event, EventKind, Flaw, channel};

/// Names a set of declarations: chosen by the embedder, at most 64 bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SetId(Box<str>);

impl SetId {
    const PREFIX: &str = "declarations/";

    /// Takes a name of letters, digits, `-`, `_` and `.`; `None` for anything else.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let fits = (1..=64).contains(&text.len());
        let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
        (fits && plain).then(|| Self(text.into()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The set's record.
    ///
    /// # Panics
    ///
    /// Never: a set's name is never too long for a key.
    #[must_use]
    #[allow(clippy::expect_used, reason = "the prefix and 64 bytes fit")]
    pub fn key(&self) -> RecordKey {
        RecordKey::new(&format!("{}{}", Self::PREFIX, self.0)).expect("a set's name fits into a key")
    }

    /// The set of a record; `None` for a record of another kind.
    #[must_use]
    pub fn of(key: &RecordKey) -> Option<Self> {
        Self::new(key.as_str().strip_prefix(Self::PREFIX)?)
    }

    /// Before the records of all sets, and behind no record that comes before them: those of a tenant's sets stand together
    /// in the order of keys.
    ///
    /// # Panics
    ///
    /// Never: it is short.
    #[must_use]
    #[allow(clippy::expect_used, reason = "13 bytes are a key")]
    pub fn before_all() -> RecordKey {
        RecordKey::new(Self::PREFIX).expect("it fits into a key")
    }

    /// By this link the [`Sync`](super::Sync) records are found that the set is assigned to.
    #[must_use]
    pub fn link(&self) -> Link {
        Link { kind: LinkKind::DeclarationSet, value: self.key().as_str().into() }
    }

    /// By this link the sets are found that changed, and of which not every device was told.
    #[must_use]
    pub fn unannounced() -> Link {
        // No key of a set is like this.
        Link { kind: LinkKind::DeclarationSet, value: "unannounced".into() }
    }

    pub(super) fn document(&self, server_token: &str) -> PayloadName {
        PayloadName(format!("declaration/{}/{server_token}", self.0).into())
    }

    pub(super) fn data(&self, digest: &str) -> PayloadName {
        PayloadName(format!("declared/{}/{digest}", self.0).into())
    }
}

/// The record of a set: what is in it, and not the documents themselves, which are payloads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeclarationSet {
    pub(super) tenant: Box<str>,
    /// How often it changed. It grows also when it becomes what it was before.
    pub(super) revision: u64,
    pub(super) changed_at: SystemTime,
    /// Whether every device was told of this revision.
    pub(super) announced: bool,
    pub(super) items: BTreeMap<Box<str>, Item>,
    /// Declarations of other sets that it needs.
    pub(super) expects: BTreeSet<Box<str>>,
    /// What assets and profiles are made of, by SHA-256.
    pub(super) data: BTreeMap<Box<str>, MediaType>,
    /// Where the chain of its events ends.
    #[serde(skip)]
    pub(super) tip: Tip,
}

/// What is known of a declaration without reading it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Item {
    #[serde(with = "kind")]
    pub(super) kind: DeclarationKind,
    #[serde(rename = "type")]
    pub(super) type_: Box<str>,
    pub(super) token: Box<str>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) references: Vec<Reference>,
    /// The status items that it subscribes to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) subscribes: Vec<Box<str>>,
    /// The profile that it installs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) profile: Option<ProfileOutline>,
}

/// A declaration that another one names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Reference {
    /// Where it is named.
    pub(super) path: Box<str>,
    pub(super) names: Box<str>,
    #[serde(with = "kind")]
    pub(super) kind: DeclarationKind,
}

impl DeclarationSet {
    /// Most declarations of one set.
    pub const MAX_DECLARATIONS: usize = 1_000;

    /// Reads a record.
    ///
    /// # Errors
    ///
    /// [`Error::Record`] when it was not written by this library, or by a newer one.
    pub fn decode(loaded: &Loaded) -> Result<Self, Error> {
        let (set, tip) = channel::decode_chained::<Self>(&loaded.head.body)?;
        Ok(Self { tip, ..set })
    }

    /// Whose it is: the name of the tenant.
    #[must_use]
    pub const fn tenant(&self) -> &str {
        &self.tenant
    }

    /// How often it changed: 1 for its first content.
    #[must_use]
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// The identifiers of its declarations, in their order.
    pub fn identifiers(&self) -> impl Iterator<Item = &str> {
        self.items.keys().map(|identifier| &**identifier)
    }

    /// What notes that every device was told of this revision; `None` when that is noted.
    ///
    /// # Errors
    ///
    /// [`Error::Record`] when the record cannot be written.
    pub fn mark_announced(&self, set: &SetId, version: Version) -> Result<Option<Batch>, Error> {
        if self.announced {
            return Ok(None);
        }
        let next = Self { announced: true, ..self.clone() };
        let writes = vec![write(set.key(), Some(version), vec![self.link()], &next, self.tip)?];
        Ok(Some(Batch { writes, ..Batch::default() }))
    }

    /// What replaces the content of `set` by that of a draft; `None` when they are the same.
    ///
    /// `stored` is the set as it was loaded, if there is one.
    ///
    /// # Errors
    ///
    /// [`Error::Declaration`] when a reference leads nowhere or the set is another tenant's; [`Error::Record`].
    pub fn replace(
        stored: Option<&Loaded>,
        tenant: &Tenant,
        actor: &Actor,
        draft: &super::Draft,
        now: SystemTime,
    ) -> Result<Option<Batch>, Error> {
        draft.check()?;
        let set = draft.set();
        let before = stored.map(Self::decode).transpose()?;
        if before.as_ref().is_some_and(|before| *before.tenant != *tenant.as_str()) {
            return Err(Error::declaration(set.as_str(), "", Flaw::ForeignSet));
        }
        let mut next = draft.content();
        next.tenant = tenant.as_str().into();
        next.changed_at = now;
        next.revision = 1;
        if let Some(before) = &before {
            if (&before.items, &before.expects, &before.data) == (&next.items, &next.expects, &next.data) {
                return Ok(None);
            }
            next.revision = before.revision.saturating_add(1);
            // A clock that steps back does not make what is newer older.
            next.changed_at = now.max(before.changed_at);
            next.tip = before.tip;
        }
        let kept = next.payloads(set);
        let old = before.map(|before| before.payloads(set)).unwrap_or_default();
        let event = Event {
            at: now,
            kind: EventKind::DeclarationsChanged {
                actor: actor.clone(),
                revision: next.revision,
                declarations: next.items.len() as u64,
            },
            tenant: Some(next.tenant.clone()),
            cause: Cause::Actor(actor.clone()),
        };
        let version = stored.map(|stored| stored.version);
        let key = set.key();
        let links = vec![next.link(), SetId::unannounced()];
        let mut trail = Trail::after(&key, version, next.tip);
        let events = vec![trail.event(&event)?];
        Ok(Some(Batch {
            writes: vec![write(key.clone(), version, links, &next, trail.tip())?],
            payloads: draft.payloads().filter(|(name, _)| !old.contains(name)).collect(),
            forget_payloads: old.difference(&kept).cloned().collect(),
            events,
            ..Batch::default()
        }))
    }

    /// Where the document of one of its declarations is kept, as devices get it; `None` for one that it does not have.
    #[must_use]
    pub fn document(&self, set: &SetId, identifier: &str) -> Option<PayloadName> {
        self.items.get(identifier).map(|item| set.document(&item.token))
    }

    fn link(&self) -> Link {
        Link { kind: LinkKind::Tenant, value: self.tenant.clone() }
    }

    fn payloads(&self, set: &SetId) -> BTreeSet<PayloadName> {
        let documents = self.items.values().map(|item| set.document(&item.token));
        documents.chain(self.data.keys().map(|digest| set.data(digest))).collect()
    }
}

/// As the word of the wire.
mod kind {
    use mdm_apple::declarations::DeclarationKind;
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(kind: &DeclarationKind, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(kind.as_str())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<DeclarationKind, D::Error> {
        let word = String::deserialize(from)?;
        let found = DeclarationKind::ALL.into_iter().find(|kind| kind.as_str() == word);
        found.ok_or_else(|| D::Error::custom("not a kind of declaration"))
    }
}
