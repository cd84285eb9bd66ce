//! The record of one channel: which sets are assigned to it, and of which revision of each it was told.

use std::time::SystemTime;

use mdm_apple::{Command, DeclarativeManagement};
use mdm_command::{Same, SameKey, Terms};
use mdm_lock::Footprint;
use serde::{Deserialize, Serialize};

use super::{DeclarationSet, Manifest, SLOT, SetId, write};
use crate::audit::{Tip, Trail};
use crate::channel::{self, Channel};
use crate::row::{Batch, Loaded, RecordKey, Version};
use crate::{Actor, Cause, Error, Event, EventKind, Flaw, Order};

/// What is assigned to one channel of an enrollment.
///
/// It belongs to one life of the channel ([`Channel::life`]): whoever begins anew has no declarations, and what was
/// assigned to the former life is not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sync {
    #[serde(rename = "generation")]
    life: u64,
    sets: Vec<Told>,
    /// How many commands were ordered: makes their names.
    pub(super) orders: u64,
    /// When the list of sets changed.
    pub(super) changed_at: SystemTime,
    /// Where the chain of its events ends.
    #[serde(skip)]
    tip: Tip,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Told {
    set: SetId,
    /// The device was told of this revision.
    revision: u64,
}

/// What follows from a step: a commit, and the order that goes into the same one.
#[derive(Clone, Debug)]
pub struct Step {
    /// The record of the channel's declarations.
    pub batch: Batch,
    /// Makes the device synchronize, by [`Input::Announce`](crate::Input::Announce).
    pub order: Order,
}

impl Sync {
    /// Most sets of one channel.
    pub const MAX_SETS: usize = 64;

    /// The record for a channel.
    ///
    /// # Errors
    ///
    /// [`Error::Record`] when the channel's key leaves no room for a prefix.
    pub fn key(channel: &RecordKey) -> Result<RecordKey, Error> {
        super::key(PREFIX, channel)
    }

    /// The channel of a record; `None` for a record of another kind.
    #[must_use]
    pub fn channel(key: &RecordKey) -> Option<RecordKey> {
        RecordKey::new(key.as_str().strip_prefix(PREFIX)?)
    }

    /// Reads the record of a channel, if there is one. That of a former life counts as none.
    ///
    /// # Errors
    ///
    /// [`Error::Record`] when it was not written by this library, or by a newer one.
    pub fn read(loaded: Option<&Loaded>, life: u64) -> Result<Self, Error> {
        let stored = loaded.map(|loaded| channel::decode_chained::<Self>(&loaded.head.body)).transpose()?;
        let (stored, tip) = stored.unzip();
        let tip = tip.unwrap_or_default();
        let stored = stored.map(|stored| Self { tip, ..stored });
        let never = SystemTime::UNIX_EPOCH;
        let orders = stored.as_ref().map_or(0, |stored| stored.orders);
        let none = Self { life, sets: Vec::new(), orders, changed_at: never, tip };
        Ok(stored.filter(|stored| stored.life == life).unwrap_or(none))
    }

    /// The sets that are assigned, the first counts where two say something else under one identifier.
    pub fn sets(&self) -> impl Iterator<Item = &SetId> {
        self.sets.iter().map(|told| &told.set)
    }

    /// Assigns these sets, as they were loaded, and no others; `None` when nothing changes.
    ///
    /// # Errors
    ///
    /// [`Error::Declaration`] when a set is another tenant's, is there twice, or needs what no other set has.
    pub fn assign(
        &self,
        channel: (&RecordKey, &Channel),
        version: Option<Version>,
        sets: &[(SetId, DeclarationSet)],
        actor: &Actor,
        now: SystemTime,
    ) -> Result<Option<Step>, Error> {
        let refused = |set: &SetId, flaw| Err(Error::declaration(set.as_str(), "", flaw));
        for (at, (set, content)) in sets.iter().enumerate() {
            if content.tenant() != channel.1.tenant() {
                return refused(set, Flaw::ForeignSet);
            }
            if at >= Self::MAX_SETS {
                return refused(set, Flaw::TooMany { limit: Self::MAX_SETS });
            }
            if sets.iter().take(at).any(|(earlier, _)| earlier == set) {
                return refused(set, Flaw::Repeated);
            }
        }
        if sets.iter().map(|(set, _)| set).eq(self.sets()) {
            return Ok(None);
        }
        let next = Self { changed_at: now.max(self.changed_at), ..self.told(sets) };
        Manifest::new(&next, sets).complete()?;
        let names = sets.iter().map(|(set, _)| set.as_str().into()).collect();
        let kind = EventKind::DeclarationsAssigned { actor: actor.clone(), sets: names };
        let (tenant, cause) = (Some(channel.1.tenant().into()), Cause::Actor(actor.clone()));
        next.step(channel.0, version, Some(Event { at: now, kind, tenant, cause })).map(Some)
    }

    /// What tells the device that a set has changed; `None` when it was told.
    ///
    /// # Errors
    ///
    /// [`Error::Record`].
    pub fn announce(
        &self,
        channel: &RecordKey,
        version: Option<Version>,
        sets: &[(SetId, DeclarationSet)],
    ) -> Result<Option<Step>, Error> {
        // Compared by revision: one that became what it was before was something else in between.
        let news = |told: &Told| {
            sets.iter().any(|(set, content)| *set == told.set && content.revision > told.revision)
        };
        if self.sets.iter().any(news) {
            self.told(sets).step(channel, version, None).map(Some)
        } else {
            Ok(None)
        }
    }

    /// What makes the device synchronize whether anything changed or not.
    ///
    /// # Errors
    ///
    /// [`Error::Record`].
    pub fn again(
        &self,
        channel: &RecordKey,
        version: Option<Version>,
        sets: &[(SetId, DeclarationSet)],
    ) -> Result<Step, Error> {
        self.told(sets).step(channel, version, None)
    }

    fn told(&self, sets: &[(SetId, DeclarationSet)]) -> Self {
        let told =
            |(set, content): &(SetId, DeclarationSet)| Told { set: set.clone(), revision: content.revision };
        Self { sets: sets.iter().map(told).collect(), orders: self.orders.saturating_add(1), ..self.clone() }
    }

    fn step(
        &self,
        channel: &RecordKey,
        version: Option<Version>,
        event: Option<Event>,
    ) -> Result<Step, Error> {
        let key = Self::key(channel)?;
        let links = self.sets().map(SetId::link).collect();
        let mut trail = Trail::after(&key, version, self.tip);
        let events = event.map(|event| trail.event(&event)).transpose()?.into_iter().collect();
        let writes = vec![write(key.clone(), version, links, self, trail.tip())?];
        Ok(Step { batch: Batch { writes, events, ..Batch::default() }, order: self.order()? })
    }

    /// The command. It holds no token yet: [`Manifest::fill`] puts that in when it is handed out, so that it is never
    /// older than the declarations. It conflicts with no other command, since it only starts a synchronization.
    fn order(&self) -> Result<Order, Error> {
        // The count makes the name unique, and the same decision gives the same name.
        let name = format!("{NAME}-{}-{}", self.life, self.orders);
        let uuid = mdm_apple::CommandUuid::new(&name).map_err(|_| Error::Record("a name is too long"))?;
        let same = Same::KeepNew(SameKey::new(NAME)?);
        let terms = Terms { same: Some(same), slots: vec![SLOT.into()], ..Terms::default() };
        let command = Command::new(uuid, DeclarativeManagement::default());
        Ok(Order::new(command).touching(Footprint::new()).on(terms))
    }
}

const PREFIX: &str = "declarative/";
const NAME: &str = "DeclarativeManagement";
