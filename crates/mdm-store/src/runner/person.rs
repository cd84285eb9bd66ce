//! What a store holds of a person: found, and given out.

mod channel;
mod commands;
mod held;
mod member;
mod trail;

use std::collections::BTreeSet;
use std::fmt;

use mdm_enrollment::policy::{Assignment, Consent};
use mdm_enrollment::row::{Loaded, RecordKey, Tenant, Window};
use mdm_enrollment::{Channel, FanOut, Slot, SlotId, device_of};
use serde::{Deserialize, Serialize};

pub use held::{Fate, Held, HeldKind};
use trail::Beside;

use super::{RunError, Runner};
use crate::Store;
use crate::limits::PAGE;

/// Somebody of whom a store may hold something: a member by the embedder's identifier, and the accounts by which devices
/// know the same person as a user.
///
/// A member has devices: whatever such a device and its users have in the store is the person's. An account is found on any
/// device of the tenant, such as a Shared iPad that is nobody's.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    tenant: Tenant,
    member: Box<str>,
    /// In lower case: account names do not tell upper from lower.
    accounts: BTreeSet<Box<str>>,
}

/// A page of what a store holds of a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct HeldPage {
    /// What it is, and where it lies.
    pub held: Vec<Held>,
    /// Where the next page begins; `None` after the last.
    pub next: Option<HeldCursor>,
}

/// How far an export is. It names the record that it has reached, and gives nobody more than what is the person's when the
/// next page is asked for.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldCursor(Next);

/// Where an export goes on.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Next {
    /// The member's own records.
    Member,
    Orders(Option<Box<str>>),
    /// Slots, devices and users of the tenant, behind this one.
    Records(Option<Box<str>>),
    Commands(Box<str>, Option<u64>),
    /// The events of a record.
    Trail(Box<str>, Option<(u64, u64)>),
    /// Those of the records beside that of a channel.
    Beside(Box<str>, Beside, Option<(u64, u64)>),
    /// Events of others that name the member.
    Events(Option<u64>),
}

/// A record that is a person's, or in which a person agreed to something.
pub(super) enum Whose {
    Invitation(Box<Slot>),
    Channel(Box<Channel>),
    /// And which is another one's.
    Consent(Box<Consent>),
}

/// A page in the making.
struct Gathered {
    held: Vec<Held>,
    limit: usize,
    /// How many bytes there are, and how many rows were looked at.
    bytes: usize,
    looked: usize,
}

impl<S: Store> Runner<S> {
    /// A page of what the store holds of a person, each thing with its place. Begin with `None`, and go on with
    /// [`HeldPage::next`] until there is none: a page may be empty and not the last.
    ///
    /// A page ends after `limit` things (1 to 1,000), after a megabyte, or after a thousand rows that were looked at; what
    /// one record or command holds is not split, so that it may be a little more. It reads all of the tenant: that is what
    /// makes it complete. What is committed meanwhile is in it or not; of a record that has become another one's meanwhile
    /// there is nothing more.
    ///
    /// # Errors
    ///
    /// The store's. What cannot be read is [`Held::Unreadable`], and the export goes on behind it.
    pub async fn export_member(
        &self,
        person: &Person,
        from: Option<&HeldCursor>,
        limit: usize,
    ) -> Result<HeldPage, RunError> {
        let limit = limit.clamp(1, PAGE);
        let mut page = Gathered { held: Vec::new(), limit, bytes: 0, looked: 0 };
        let mut next = Some(from.map_or(Next::Member, |HeldCursor(next)| next.clone()));
        while let Some(step) = next.take_if(|_| !page.is_full()) {
            next = match step {
                Next::Member => {
                    self.gather_member(person, &mut page).await?;
                    Some(Next::Orders(None))
                }
                Next::Orders(after) => Some(self.gather_orders(person, after, &mut page).await?),
                Next::Records(after) => Some(self.gather_records(person, after, &mut page).await?),
                Next::Commands(record, after) => {
                    Some(self.gather_commands(person, record, after, &mut page).await?)
                }
                Next::Trail(record, after) => {
                    Some(self.gather_trail(person, record, None, after, &mut page).await?)
                }
                Next::Beside(record, beside, after) => {
                    Some(self.gather_trail(person, record, Some(beside), after, &mut page).await?)
                }
                Next::Events(after) => self.gather_events(person, after, &mut page).await?,
            };
        }
        Ok(HeldPage { held: page.held, next: next.map(HeldCursor) })
    }

    /// The record, if it is the person's, or the consent that the person gave there.
    ///
    /// The users of a member's device are the person's: on a device that is one's own they are one's accounts.
    pub(super) async fn whose(&self, person: &Person, key: &RecordKey) -> Result<Option<Whose>, RunError> {
        if SlotId::is_slot(key) {
            let records = self.load_one(key, Window::Head).await?;
            let Some(slot) = records.slot().filter(|slot| slot.tenant() == person.tenant.as_str()) else {
                return Ok(None);
            };
            return Ok(match person.owns(slot.assignment()) {
                true => Some(Whose::Invitation(Box::new(slot.clone()))),
                false => person.agreed(slot.assignment()),
            });
        }
        if !FanOut::reaches(key) {
            return Ok(None);
        }
        let records = self.load_one(key, Window::Head).await?;
        let device = device_of(key).and_then(|device| records.channel(&device));
        let of_tenant = |channel: &&Channel| channel.tenant() == person.tenant.as_str();
        let Some(channel) = records.channel(key).filter(of_tenant) else { return Ok(None) };
        let own = |channel: &Channel| person.owns(channel.assignment());
        let account = channel.user().is_some_and(|user| person.has_account(user.short_name()));
        Ok(match own(channel) || device.filter(of_tenant).is_some_and(own) || account {
            true => Some(Whose::Channel(Box::new(channel.clone()))),
            false => person.agreed(channel.assignment()),
        })
    }

    /// What a record of its own says; `None` when there is none.
    async fn read<T>(
        &self,
        key: &RecordKey,
        decode: impl Fn(&Loaded) -> Result<T, mdm_enrollment::Error>,
    ) -> Result<Option<T>, RunError> {
        let loaded = self.store.load(key, &Window::Head).await?;
        Ok(loaded.as_ref().map(decode).transpose()?)
    }

    async fn gather_records(
        &self,
        person: &Person,
        after: Option<Box<str>>,
        page: &mut Gathered,
    ) -> Result<Next, RunError> {
        let mut last = key_of(after.as_deref());
        let keys = self.of_tenant(&person.tenant, last.as_ref(), KEYS).await?;
        if keys.is_empty() {
            return Ok(Next::Events(None));
        }
        for key in keys {
            page.looked += 1;
            let record: Box<str> = key.as_str().into();
            match self.whose(person, &key).await {
                Ok(None) => {}
                Ok(Some(Whose::Invitation(slot))) => {
                    let (assignment, state) = (person.told(slot.assignment()), slot.state().clone());
                    page.push(Held::Invitation { record: record.clone(), assignment, state });
                    return Ok(Next::Trail(record, None));
                }
                Ok(Some(Whose::Channel(channel))) => {
                    self.gather_channel(person, &key, &channel, page).await?;
                    return Ok(Next::Commands(record, None));
                }
                Ok(Some(Whose::Consent(consent))) => page.push(Held::Consent { record, consent: *consent }),
                Err(error) if is_unreadable(&error) => page.unreadable(&key),
                Err(error) => return Err(error),
            }
            last = Some(key);
            if page.is_full() {
                break;
            }
        }
        Ok(Next::Records(last.map(|last| last.as_str().into())))
    }

    /// The record in which an export goes on; `None` when it is not the person's. It was when the cursor was made, and others
    /// have had the cursor since.
    async fn still_whose(
        &self,
        person: &Person,
        record: &str,
        page: &mut Gathered,
    ) -> Result<Option<RecordKey>, RunError> {
        let Some(key) = RecordKey::new(record) else { return Ok(None) };
        let whose = page.read(&key, self.whose(person, &key).await)?;
        page.looked += 1;
        Ok(whose.filter(Whose::is_whole).map(|_| key))
    }
}

impl Person {
    /// A member of a tenant.
    #[must_use]
    pub fn new(tenant: &Tenant, member: &str) -> Self {
        Self { tenant: tenant.clone(), member: member.into(), accounts: BTreeSet::new() }
    }

    /// The same person is the user of this account on devices: a short name on Macs, a Managed Apple Account on Shared
    /// iPads. Upper and lower case do not count.
    #[must_use]
    pub fn with_account(mut self, account: &str) -> Self {
        self.accounts.insert(account.to_lowercase().into());
        self
    }

    /// Whose member.
    #[must_use]
    pub const fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    /// The embedder's identifier.
    #[must_use]
    pub const fn member(&self) -> &str {
        &self.member
    }

    pub(super) fn has_account(&self, account: Option<&str>) -> bool {
        account.is_some_and(|account| self.accounts.contains(&*account.to_lowercase()))
    }

    fn owns(&self, assignment: &Assignment) -> bool {
        assignment.owner() == Some(&*self.member)
    }

    fn agreed(&self, assignment: &Assignment) -> Option<Whose> {
        let consent = assignment.consent.as_ref().filter(|consent| consent.member == self.member);
        consent.map(|consent| Whose::Consent(Box::new(consent.clone())))
    }

    /// What is the person's to know: not who else agreed.
    fn told(&self, assignment: &Assignment) -> Assignment {
        let mut told = assignment.clone();
        told.consent.take_if(|consent| consent.member != self.member);
        told
    }
}

impl Whose {
    /// Whether the record itself is the person's.
    pub(super) const fn is_whole(&self) -> bool {
        !matches!(self, Self::Consent(_))
    }
}

impl Gathered {
    fn push(&mut self, held: Held) {
        self.bytes += held.size();
        self.held.push(held);
    }

    fn unreadable(&mut self, key: &RecordKey) {
        self.push(Held::Unreadable { record: key.as_str().into() });
    }

    /// What was read of a record; notes when it cannot be.
    fn read<T>(
        &mut self,
        key: &RecordKey,
        outcome: Result<Option<T>, RunError>,
    ) -> Result<Option<T>, RunError> {
        match outcome {
            Err(error) if is_unreadable(&error) => {
                self.unreadable(key);
                Ok(None)
            }
            outcome => outcome,
        }
    }

    const fn is_full(&self) -> bool {
        self.held.len() >= self.limit || self.bytes >= BYTES || self.looked >= LOOKED
    }
}

/// Who it is is not shown.
impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Person").field("tenant", &self.tenant).finish_non_exhaustive()
    }
}

impl fmt::Debug for HeldCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HeldCursor(..)")
    }
}

/// Whether something of one record cannot be read, and all others may.
pub(crate) const fn is_unreadable(error: &RunError) -> bool {
    match error {
        RunError::Refused(mdm_enrollment::Error::Record(_)) => true,
        RunError::Store(error) => error.is_about_one_record(),
        _ => false,
    }
}

fn key_of(text: Option<&str>) -> Option<RecordKey> {
    text.and_then(RecordKey::new)
}

/// How many rows are asked for at once.
const KEYS: usize = 100;
/// How much a page holds, and how much it looks at, before it ends.
const BYTES: usize = 1 << 20;
const LOOKED: usize = 1_000;
