//! Events of a person's records, and those that name a member.

use mdm_enrollment::audit::Pseudonym;
#[cfg(feature = "declarative")]
use mdm_enrollment::declarative::{Status, Sync};
use mdm_enrollment::row::{Link, RecordKey, Tenant, Version, Window};
use mdm_enrollment::{Event, SlotId};
use serde::{Deserialize, Serialize};

use super::super::{RunError, Runner};
use super::{Gathered, Held, KEYS, Next, Person, is_unreadable};
use crate::limits::PAGE;
use crate::{Error, EventPosition, Store, StoredEvent, Unreadable};

/// A record that a channel has beside its own, of which events tell.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Beside {
    Declared,
    Reported,
}

impl<S: Store> Runner<S> {
    /// The events of a record, or of one beside it.
    pub(super) async fn gather_trail(
        &self,
        person: &Person,
        record: Box<str>,
        beside: Option<Beside>,
        after: Option<(u64, u64)>,
        page: &mut Gathered,
    ) -> Result<Next, RunError> {
        let Some(own) = self.still_whose(person, &record, page).await? else {
            return Ok(Next::Records(Some(record)));
        };
        let goes_on = |record, after| match beside {
            Some(beside) => Next::Beside(record, beside, after),
            None => Next::Trail(record, after),
        };
        let then = |record| match Beside::after(beside, &own) {
            Some(next) => Next::Beside(record, next, None),
            None => Next::Records(Some(record)),
        };
        let key = match beside {
            Some(beside) => beside.key(&own),
            None => Some(own.clone()),
        };
        let Some(key) = key else { return Ok(then(record)) };
        let after = after.map(|(version, index)| (Version(version), index));
        let events = match self.store.events_of(&key, after, KEYS).await {
            Err(Error::Unreadable { row: Unreadable::Event { after, .. } }) => {
                page.unreadable(&key);
                // Where its number cannot be read either, nobody can tell what comes after it.
                let next = after.map(|(version, index)| (version.0, index));
                return Ok(match next {
                    Some(_) => goes_on(record, next),
                    None => then(record),
                });
            }
            events => events?,
        };
        let Some(last) = events.last().map(|last| (last.version.0, last.index)) else {
            return Ok(then(record));
        };
        events.iter().for_each(|event| page.push(Held::event(event)));
        Ok(goes_on(record, Some(last)))
    }

    /// What a member did to a record of somebody else, or tried to.
    pub(super) async fn gather_events(
        &self,
        person: &Person,
        after: Option<u64>,
        page: &mut Gathered,
    ) -> Result<Option<Next>, RunError> {
        let pseudonym = match self.pseudonym(&person.tenant, &person.member).await {
            // It was told with the member's own record.
            Err(error) if is_unreadable(&error) => None,
            pseudonym => pseudonym?,
        };
        let Some(pseudonym) = pseudonym else { return Ok(None) };
        let events = match self.store.events(after.map(EventPosition), PAGE).await {
            Err(Error::Unreadable { row: Unreadable::Event { position, key, .. } }) => {
                page.looked += 1;
                if let Some(key) = key
                    && self.is_of_tenant(&key, person.tenant()).await?
                {
                    page.unreadable(&key);
                }
                return Ok(Some(Next::Events(Some(position.0))));
            }
            events => events?,
        };
        let Some(last) = events.last().map(|last| last.position.0) else { return Ok(None) };
        page.looked += events.len();
        for event in events.iter().filter(|event| names(event, person, &pseudonym)) {
            // It was told with its record.
            let of = Beside::channel(&event.row.key).unwrap_or_else(|| event.row.key.clone());
            let is_own = match self.whose(person, &of).await {
                Err(error) if is_unreadable(&error) => false,
                whose => whose?.is_some_and(|whose| whose.is_whole()),
            };
            if !is_own {
                page.push(Held::event(event));
            }
        }
        Ok(Some(Next::Events(Some(last))))
    }

    /// Whether a record is found by the tenant: one of another tenant is not named.
    async fn is_of_tenant(&self, key: &RecordKey, tenant: &Tenant) -> Result<bool, RunError> {
        let loaded = match self.store.load(key, &Window::Head).await {
            Err(error) if error.is_about_one_record() => None,
            loaded => loaded?,
        };
        Ok(loaded.is_some_and(|loaded| loaded.head.links.contains(&Link::tenant(tenant))))
    }
}

impl Beside {
    /// Which one comes next.
    fn after(last: Option<Self>, channel: &RecordKey) -> Option<Self> {
        match last {
            _ if SlotId::is_slot(channel) || !cfg!(feature = "declarative") => None,
            None => Some(Self::Declared),
            Some(Self::Declared) => Some(Self::Reported),
            Some(Self::Reported) => None,
        }
    }

    /// Its record; `None` when there can be none.
    #[cfg(feature = "declarative")]
    fn key(self, channel: &RecordKey) -> Option<RecordKey> {
        match self {
            Self::Declared => Sync::key(channel).ok(),
            Self::Reported => Status::key(channel).ok(),
        }
    }

    /// The channel of such a record, if its events can name a member.
    #[cfg(feature = "declarative")]
    fn channel(key: &RecordKey) -> Option<RecordKey> {
        Sync::channel(key)
    }

    #[cfg(not(feature = "declarative"))]
    const fn key(self, _: &RecordKey) -> Option<RecordKey> {
        None
    }

    #[cfg(not(feature = "declarative"))]
    const fn channel(_: &RecordKey) -> Option<RecordKey> {
        None
    }
}

fn names(event: &StoredEvent, person: &Person, pseudonym: &Pseudonym) -> bool {
    Event::tenant_of(&event.row.body).as_deref() == Some(person.tenant.as_str())
        && Event::decode(&event.row.body).is_ok_and(|event| event.names(pseudonym))
}
