//! What a store holds of a person: found, and given out.

use std::collections::BTreeSet;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mdm_enrollment::audit::{Member, MemberName, Pseudonym};
#[cfg(feature = "declarative")]
use mdm_enrollment::declarative::{Status, Sync};
use mdm_enrollment::escrow::SecretKind;
use mdm_enrollment::flow::ItemStage;
use mdm_enrollment::policy::{Assignment, Consent, Retirement};
use mdm_enrollment::row::{CommandRow, Link, Loaded, RecordKey, Tenant, Version, Window};
use mdm_enrollment::{
    Channel, Deletion, Event, FanOut, OrderId, Slot, SlotId, SlotState, Stage, User, device_of, entry,
    payload_name, response_name,
};
use serde::{Deserialize, Serialize};

use super::{RunError, Runner};
use crate::limits::{INTEGER, PAGE, millis_saturating};
use crate::{Error, EventPosition, Store, StoredEvent, Unreadable};

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

/// One thing that a store holds of a person, and where. Times are milliseconds since 1970, bytes are base64.
///
/// It is what lies there, so that it can hold a secret of the device: a passcode token in a command, a recovery key in an
/// answer. `Debug` shows only which kind it is.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Held {
    /// The record by which the person is known in the trail.
    Member {
        /// The record.
        record: Box<str>,
        /// The embedder's identifier.
        member: Box<str>,
        /// What the member is called in events.
        pseudonym: Box<str>,
    },
    /// The record of a retirement that is under way.
    Retirement {
        /// The record.
        record: Box<str>,
        /// The embedder's identifier.
        member: Box<str>,
        /// What it is for.
        cause: Box<str>,
        /// Since when.
        since: i64,
    },
    /// An invitation.
    Invitation {
        /// The record.
        record: Box<str>,
        /// To whom its device is assigned, and on which terms.
        assignment: Assignment,
        /// How far it is.
        state: SlotState,
    },
    /// A device.
    Device {
        /// The record.
        record: Box<str>,
        /// How far it is.
        stage: Stage,
        /// How often it has begun.
        generation: u64,
        /// Its serial number.
        serial: Option<Box<str>>,
        /// Its model.
        model: Option<Box<str>>,
        /// The record of the slot that it filled.
        slot: Option<Box<str>>,
        /// To whom it is assigned, on which terms, with which consent.
        assignment: Assignment,
        /// When it was last in contact.
        last_contact: Option<i64>,
    },
    /// A consent in the person's name, on a device or in an invitation that is another one's. It holds for nothing there.
    Consent {
        /// The record.
        record: Box<str>,
        /// To what, and when.
        consent: Consent,
    },
    /// A user of a device.
    User {
        /// The record.
        record: Box<str>,
        /// How far it is.
        stage: Stage,
        /// The short name, or the Managed Apple Account.
        short_name: Option<Box<str>>,
        /// The full name.
        long_name: Option<Box<str>>,
        /// When the user was last in contact.
        last_contact: Option<i64>,
    },
    /// Secrets of a device or user are kept: which, and not what they are.
    Secrets {
        /// The record.
        record: Box<str>,
        /// Their names.
        names: Vec<Box<str>>,
    },
    /// A user of a device is being deleted.
    Deletion {
        /// The record.
        record: Box<str>,
        /// The place of the command.
        seq: u64,
        /// The account; `None` is all of them.
        account: Option<Box<str>>,
    },
    /// An app that was ordered.
    App {
        /// The record.
        record: Box<str>,
        /// Its bundle identifier.
        app: Box<str>,
        /// Where it stands.
        stage: ItemStage,
        /// Since when.
        since: i64,
    },
    /// A book that was ordered.
    Book {
        /// The record.
        record: Box<str>,
        /// Its identifier.
        book: Box<str>,
        /// Where it stands.
        stage: ItemStage,
        /// Since when.
        since: i64,
    },
    /// A selective wipe.
    Wipe {
        /// The record.
        record: Box<str>,
        /// What it was for.
        cause: Box<str>,
        /// When it was ordered.
        ordered_at: i64,
        /// When it was through.
        done_at: Option<i64>,
    },
    /// What a device reports by itself.
    Status {
        /// The record.
        record: Box<str>,
        /// The name of the item.
        item: Box<str>,
        /// What the device says, in JSON.
        value: Box<str>,
        /// Since when.
        since: Option<i64>,
    },
    /// The sets of declarations that are assigned. The sets are the tenant's.
    Declarations {
        /// The record.
        record: Box<str>,
        /// Their names.
        sets: Vec<Box<str>>,
    },
    /// A command.
    Command {
        /// The record.
        record: Box<str>,
        /// Its place in the queue.
        seq: u64,
        /// Its `CommandUUID`.
        uuid: Box<str>,
        /// Its `RequestType`.
        request_type: Box<str>,
        /// Where it stands.
        state: Box<str>,
        /// When it was queued.
        queued_at: i64,
        /// When it ended.
        ended_at: Option<i64>,
        /// The property list that goes out.
        sent: Option<Box<str>>,
    },
    /// What a device answered to a command.
    Answer {
        /// The record.
        record: Box<str>,
        /// The place of the command.
        seq: u64,
        /// The property list that came.
        told: Box<str>,
    },
    /// An order to all devices of the member.
    Order {
        /// The record.
        record: Box<str>,
        /// How many of them it reached.
        reached: u64,
    },
    /// An event of one of the person's records, or one that names the member, by the pseudonym.
    Event {
        /// Its identifier.
        id: Box<str>,
        /// When.
        at: i64,
        /// As it is stored, in JSON.
        body: Box<str>,
    },
    /// A record that cannot be read, or of which a command or an event cannot be. Of a record as a whole nobody can tell
    /// whose it is. Where several commands of one record cannot be read, some that stand between them may be left out.
    Unreadable {
        /// The record.
        record: Box<str>,
    },
}

/// The places in which something of a person lies: the one list that [`Runner::export_member`] and
/// [`Runner::erase_member`] have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[allow(missing_docs, reason = "each is documented where it is held")]
pub enum HeldKind {
    Member,
    Retirement,
    Invitation,
    Device,
    Consent,
    User,
    Secrets,
    Deletion,
    App,
    Book,
    Wipe,
    Status,
    Declarations,
    Command,
    Answer,
    Order,
    Event,
    Unreadable,
}

/// What an erasure does to a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fate {
    /// What lay there is gone.
    Removed,
    /// It is there, and tells of nobody: a living device, an event with a pseudonym that nobody can resolve.
    Unnamed,
    /// It is a living device's, or the tenant's, and stays. It goes when the device is purged.
    Kept,
}

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

/// A record that a channel has beside its own, of which events tell.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Beside {
    Declared,
    Reported,
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

    async fn gather_member(&self, person: &Person, page: &mut Gathered) -> Result<(), RunError> {
        let key = MemberName::of(person.tenant.as_str(), &person.member).key();
        if let Some(member) = page.read(&key, self.read(&key, Member::decode).await)? {
            let pseudonym = member.pseudonym().as_str().into();
            page.push(Held::Member { record: key.as_str().into(), member: member.id().into(), pseudonym });
        }
        let key = Retirement::key(&person.tenant, &person.member);
        if let Some(retirement) = page.read(&key, self.read(&key, Retirement::decode).await)? {
            page.push(Held::Retirement {
                record: key.as_str().into(),
                member: retirement.member().into(),
                cause: retirement.wipe().cause().into(),
                since: millis_saturating(retirement.since()),
            });
        }
        Ok(())
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

    async fn gather_orders(
        &self,
        person: &Person,
        after: Option<Box<str>>,
        page: &mut Gathered,
    ) -> Result<Next, RunError> {
        let after = key_of(after.as_deref());
        let found = self.of_member(&person.tenant, &person.member, after.as_ref(), KEYS).await?;
        for key in found.iter().filter(|key| OrderId::of(key).is_some()) {
            if let Some(order) = page.read(key, self.read(key, FanOut::decode).await)? {
                page.push(Held::Order { record: key.as_str().into(), reached: order.reached() });
            }
        }
        page.looked += found.len();
        let last = found.last().map(|last| last.as_str().into());
        Ok(last.map_or(Next::Records(None), |last| Next::Orders(Some(last))))
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

    /// What the head of a channel holds, and what the device reports by itself.
    async fn gather_channel(
        &self,
        person: &Person,
        key: &RecordKey,
        channel: &Channel,
        page: &mut Gathered,
    ) -> Result<(), RunError> {
        let record: Box<str> = key.as_str().into();
        let last_contact = self.store.last_contact(key).await?.map(millis_saturating);
        let stage = channel.stage();
        page.push(match channel.user() {
            Some(user) => Held::User {
                record: record.clone(),
                stage,
                short_name: user.short_name().map(Into::into),
                long_name: user.long_name().map(Into::into),
                last_contact,
            },
            None => Held::Device {
                record: record.clone(),
                stage,
                generation: channel.generation(),
                serial: channel.serial().map(Into::into),
                model: channel.model().map(Into::into),
                slot: channel.slot().map(Into::into),
                assignment: person.told(channel.assignment()),
                last_contact,
            },
        });
        let names: Vec<_> = secrets(channel).map(Into::into).collect();
        if !names.is_empty() {
            page.push(Held::Secrets { record: record.clone(), names });
        }
        for (seq, deletion) in channel.deletions() {
            let account = match deletion {
                Deletion::All => None,
                Deletion::One(account) => Some(account.clone()),
            };
            page.push(Held::Deletion { record: record.clone(), seq, account });
        }
        let flows = channel.flows();
        for (app, item) in flows.apps() {
            let (app, since) = (app.into(), millis_saturating(item.since));
            page.push(Held::App { record: record.clone(), app, stage: item.stage, since });
        }
        for (book, item) in flows.books() {
            let (book, since) = (book.into(), millis_saturating(item.since));
            page.push(Held::Book { record: record.clone(), book, stage: item.stage, since });
        }
        if let Some(wipe) = flows.wipe() {
            page.push(Held::Wipe {
                record: record.clone(),
                cause: wipe.cause.clone(),
                ordered_at: millis_saturating(wipe.ordered_at),
                done_at: wipe.done_at.map(millis_saturating),
            });
        }
        #[cfg(feature = "declarative")]
        self.gather_declarative(key, channel, page).await?;
        Ok(())
    }

    /// Also what was reported in a former life, as long as nothing has come since.
    #[cfg(feature = "declarative")]
    async fn gather_declarative(
        &self,
        key: &RecordKey,
        channel: &Channel,
        page: &mut Gathered,
    ) -> Result<(), RunError> {
        let status_key = Status::key(key)?;
        if let Some(status) = page.read(&status_key, self.read(&status_key, Status::read_any).await)? {
            for item in status.names() {
                page.push(Held::Status {
                    record: status_key.as_str().into(),
                    item: item.into(),
                    value: status.json(item).unwrap_or_default().into(),
                    since: status.since(item).map(millis_saturating),
                });
            }
        }
        let sync_key = Sync::key(key)?;
        let read = |loaded: &Loaded| Sync::read(Some(loaded), channel.life());
        if let Some(sync) = page.read(&sync_key, self.read(&sync_key, read).await)? {
            let sets: Vec<_> = sync.sets().map(|set| set.as_str().into()).collect();
            if !sets.is_empty() {
                page.push(Held::Declarations { record: sync_key.as_str().into(), sets });
            }
        }
        Ok(())
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

    async fn gather_commands(
        &self,
        person: &Person,
        record: Box<str>,
        mut after: Option<u64>,
        page: &mut Gathered,
    ) -> Result<Next, RunError> {
        let Some(key) = self.still_whose(person, &record, page).await? else {
            return Ok(Next::Records(Some(record)));
        };
        let Some(rows) = self.readable_commands(&key, after).await? else {
            page.unreadable(&key);
            let last = self.unreadable_command(&key, after).await?;
            return Ok(Next::Commands(record, Some(last)));
        };
        if rows.is_empty() {
            return Ok(Next::Trail(record, None));
        }
        for row in rows {
            after = Some(row.seq);
            let Some(command) = page.read(&key, entry(&row).map(Some).map_err(RunError::from))? else {
                continue;
            };
            let sent = page.read(&key, self.payload(&payload_name(&key, &command)).await)?;
            page.push(Held::Command {
                record: record.clone(),
                seq: row.seq,
                uuid: row.uuid,
                request_type: command.command.clone(),
                state: command.state.to_string().into(),
                queued_at: millis_saturating(command.queued_at),
                ended_at: command.ended_at.map(millis_saturating),
                sent: sent.map(|bytes| STANDARD.encode(bytes).into()),
            });
            if let Some(told) = page.read(&key, self.payload(&response_name(&key, row.seq)).await)? {
                let told = STANDARD.encode(told).into();
                page.push(Held::Answer { record: record.clone(), seq: row.seq, told });
            }
            if page.is_full() {
                break;
            }
        }
        Ok(Next::Commands(record, after))
    }

    /// Commands of a record, those before one that cannot be read; `None` when that is the first one.
    async fn readable_commands(
        &self,
        key: &RecordKey,
        after: Option<u64>,
    ) -> Result<Option<Vec<CommandRow>>, RunError> {
        let mut limit = KEYS;
        while limit > 0 {
            match self.store.commands(key, after, limit).await {
                Err(error) if error.is_about_one_record() => limit /= 2,
                rows => return Ok(Some(rows?)),
            }
        }
        Ok(None)
    }

    /// The place of the command that cannot be read, which is the first one after `after`.
    async fn unreadable_command(&self, key: &RecordKey, after: Option<u64>) -> Result<u64, RunError> {
        let is_behind = async |place| match self.store.commands(key, Some(place), 1).await {
            Err(error) if error.is_about_one_record() => Ok(false),
            rows => rows.map(|_| true).map_err(RunError::from),
        };
        if after.is_none() && is_behind(0).await? {
            return Ok(0);
        }
        // It is after the one, and not after the other.
        let (mut before, mut step) = (after.unwrap_or_default(), 1_u64);
        let mut at = loop {
            let place = before.saturating_add(step).min(INTEGER);
            if place == INTEGER || is_behind(place).await? {
                break place;
            }
            (before, step) = (place, step.saturating_mul(2));
        };
        while at.saturating_sub(before) > 1 {
            let place = before.midpoint(at);
            if is_behind(place).await? {
                at = place;
            } else {
                before = place;
            }
        }
        Ok(at)
    }

    /// The events of a record, or of one beside it.
    async fn gather_trail(
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
    async fn gather_events(
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

impl Held {
    /// Which kind of place it is.
    #[must_use]
    pub const fn kind(&self) -> HeldKind {
        match self {
            Self::Member { .. } => HeldKind::Member,
            Self::Retirement { .. } => HeldKind::Retirement,
            Self::Invitation { .. } => HeldKind::Invitation,
            Self::Device { .. } => HeldKind::Device,
            Self::Consent { .. } => HeldKind::Consent,
            Self::User { .. } => HeldKind::User,
            Self::Secrets { .. } => HeldKind::Secrets,
            Self::Deletion { .. } => HeldKind::Deletion,
            Self::App { .. } => HeldKind::App,
            Self::Book { .. } => HeldKind::Book,
            Self::Wipe { .. } => HeldKind::Wipe,
            Self::Status { .. } => HeldKind::Status,
            Self::Declarations { .. } => HeldKind::Declarations,
            Self::Command { .. } => HeldKind::Command,
            Self::Answer { .. } => HeldKind::Answer,
            Self::Order { .. } => HeldKind::Order,
            Self::Event { .. } => HeldKind::Event,
            Self::Unreadable { .. } => HeldKind::Unreadable,
        }
    }

    fn event(event: &StoredEvent) -> Self {
        Self::Event {
            id: event.id.as_str().into(),
            at: millis_saturating(event.row.at),
            body: String::from_utf8_lossy(&event.row.body).into(),
        }
    }

    /// About how large it is.
    fn size(&self) -> usize {
        match self {
            Self::Command { sent, .. } => sent.as_ref().map_or(0, |sent| sent.len()),
            Self::Answer { told: text, .. }
            | Self::Status { value: text, .. }
            | Self::Event { body: text, .. } => text.len(),
            _ => 0,
        }
    }
}

impl HeldKind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::Member,
        Self::Retirement,
        Self::Invitation,
        Self::Device,
        Self::Consent,
        Self::User,
        Self::Secrets,
        Self::Deletion,
        Self::App,
        Self::Book,
        Self::Wipe,
        Self::Status,
        Self::Declarations,
        Self::Command,
        Self::Answer,
        Self::Order,
        Self::Event,
        Self::Unreadable,
    ];

    /// What an erasure does to it, on a device that lives. Of a device that has left all is removed.
    #[must_use]
    pub const fn fate(self) -> Fate {
        match self {
            Self::Member
            | Self::Retirement
            | Self::Invitation
            | Self::Consent
            | Self::User
            | Self::Deletion
            | Self::App
            | Self::Book
            | Self::Status
            | Self::Command
            | Self::Answer => Fate::Removed,
            // The counts of an order stay; one that is under way is all that is left of a wipe.
            Self::Device | Self::Wipe | Self::Order | Self::Event => Fate::Unnamed,
            Self::Secrets | Self::Declarations | Self::Unreadable => Fate::Kept,
        }
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

/// A person's data: only which kind it is.
impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}(..)", self.kind())
    }
}

impl fmt::Debug for HeldCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HeldCursor(..)")
    }
}

/// What is secret of a channel, by its name.
fn secrets(channel: &Channel) -> impl Iterator<Item = &'static str> {
    let escrow = |kind| channel.escrow().versions(kind).is_some();
    let login = channel.user().is_some_and(User::is_authenticated);
    [
        ("push token and magic", channel.push_route().is_some()),
        ("unlock token", channel.unlock_token().is_some() || escrow(SecretKind::UnlockToken)),
        ("bootstrap token", channel.bootstrap_token().is_some()),
        ("firmware password", escrow(SecretKind::FirmwarePassword)),
        ("recovery lock", escrow(SecretKind::RecoveryLock)),
        ("FileVault key", escrow(SecretKind::FileVaultKey)),
        ("administrator's password hash", escrow(SecretKind::AutoAdminPassword)),
        ("login", login),
    ]
    .into_iter()
    .filter_map(|(name, is_kept)| is_kept.then_some(name))
}

fn names(event: &StoredEvent, person: &Person, pseudonym: &Pseudonym) -> bool {
    Event::tenant_of(&event.row.body).as_deref() == Some(person.tenant.as_str())
        && Event::decode(&event.row.body).is_ok_and(|event| event.names(pseudonym))
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
