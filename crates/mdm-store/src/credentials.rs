//! What the server itself shows to others: push certificates, accounts of push services, its authority; on any store.

mod entry;

use std::collections::{BTreeMap, BTreeSet};
use std::time::SystemTime;

use mdm_enrollment::audit::Ledger;
use mdm_enrollment::{Actor, Cause, EventKind};

pub use self::entry::{About, Fault, Former, Kept, Kind, Name, New, Secret};

use crate::limits::{INTEGER, PAGE, millis};
use crate::row::{Batch, Gates, HeadRow, Link, LinkKind, Loaded, RecordKey, Tenant, Version, Window, Write};
use crate::{Error, Store};

/// Keeps certificates, keys and tokens of the server where every node finds them: in the store, each in a record of its
/// own, `credential/KIND/NAME`.
///
/// Around a [`Sealed`](crate::seal::Sealed) store the whole record is encrypted but for its name and its tenant. Around
/// another one the secret lies in the open, as safe as the file or the database is.
///
/// - **Renewal.** [`put`](Self::put) replaces what was read, under its version: of two nodes that renew one credential at
///   once, one does, and the other one gets [`Error::Conflict`] and looks at what is there now. A push certificate keeps its
///   topic, which is its name; those that it had before are remembered, without their keys.
/// - **Hot swap.** Each node asks for the [`news`](Self::news) now and then. Nothing new costs one read.
/// - **Ends.** [`expiring`](Self::expiring) says what is to be renewed, in time.
/// - **Trail.** Each change is told in the commit that makes it, by [whose word](Self::by) it is made, and never what is
///   secret: in the [`Ledger`] of its tenant, and for one that is the server's own in the ledger of no tenant.
///
/// What devices got as their identity is not here: the record of an enrollment has the hash of each certificate that was
/// issued to it, as a [link](LinkKind::Certificate) by which it is found, and whole what a renewal needs to know of it.
///
/// ```
/// use std::time::SystemTime;
/// use mdm_store::Memory;
/// use mdm_store::credentials::{Credentials, Follower, Kind, Name, New, News, Secret};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let (store, now) = (Memory::new(), SystemTime::UNIX_EPOCH);
/// let here = Credentials::new(&store);
/// let account = |json: &str| New::service_account("my-project", Secret::from_bytes(json.into()));
/// let version = here.put(&account("{\"private_key\": 1}")?, None, now).await?;
///
/// let (there, mut follower) = (Credentials::new(&store), Follower::default());
/// assert_eq!(there.news(&mut follower).await?.len(), 1); // what is there already is new to this node
///
/// here.put(&account("{\"private_key\": 2}")?, Some(version), now).await?;
/// let late = here.put(&account("{\"private_key\": 3}")?, Some(version), now).await;
/// assert!(late.is_err_and(|error| error.is_conflict()));
/// let [News::Put(kept)] = &there.news(&mut follower).await?[..] else { return Err("one".into()) };
/// assert_eq!(kept.secret.expose_secret(), b"{\"private_key\": 2}");
/// assert_eq!(there.news(&mut follower).await?, []);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Credentials<S> {
    store: S,
    cause: Cause,
}

/// What a node knows of the credentials: see [`Credentials::news`]. It begins with nothing.
#[derive(Clone, Debug, Default)]
pub struct Follower {
    seen: Option<Version>,
    /// With the change that each was put by.
    known: BTreeMap<Name, u64>,
}

/// What became of a credential.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum News {
    /// There is a first one of this name, or another one than before.
    Put(Kept),
    /// There is none any more.
    Removed(Name),
}

impl<S: Store> Credentials<S> {
    /// Most of the certificates that a credential had before which are remembered.
    pub const FORMER: usize = 16;

    /// Those of a store. Nobody has said who changes them.
    pub const fn new(store: S) -> Self {
        Self { store, cause: Cause::Unknown }
    }

    /// Says by whose word they are changed: of an administrator, or of a rule that renews what ends. A member changes none
    /// ([`Fault::Member`]).
    #[must_use]
    pub fn by(self, actor: Actor) -> Self {
        Self { cause: Cause::Actor(actor), ..self }
    }

    /// Keeps a credential: the first one of its name, or in the place of the version that was read. Gives the version that
    /// it has now. The same as before changes nothing.
    ///
    /// # Errors
    ///
    /// [`Error::Conflict`] when another version is there than expected, or one where none is; [`Error::Credential`] for a
    /// member; the store's, after which [`get`](Self::get) says whether it took place.
    pub async fn put(&self, new: &New, expected: Option<Version>, now: SystemTime) -> Result<Version, Error> {
        let key = new.name().key();
        for _ in 0..ATTEMPTS {
            let register = self.register().await?;
            let before = self.get_at(&key, expected).await?;
            if let Some(before) = before.as_ref().filter(|before| new.is_as(before)) {
                return Ok(before.about.version);
            }
            let next = next(expected)?;
            let mut header = new.header(register.next()?)?;
            let put = EventKind::CredentialPut {
                credential: new.name().to_string().into(),
                version: next.0,
                certificate: new.fingerprint().map(|fingerprint| fingerprint.to_string()),
            };
            let mut told = self.told(new.tenant(), put, now).await?;
            let moved = before.as_ref().map(|before| before.about.tenant.clone());
            if let Some(before) = moved.filter(|before| before.as_ref() != new.tenant()) {
                told = told.and(self.told(before.as_ref(), removed(new.name()), now).await?);
            }
            if let Some(before) = before {
                header.inherit(before.about, millis(now)?, Self::FORMER)?;
            }
            let links = [None].into_iter().chain(new.tenant().map(Some)).map(credential_link).collect();
            let body = header.encode(new.secret())?.to_vec();
            let write = write(key.clone(), expected, links, body);
            let batch = Batch { writes: vec![write, register.note(new.name())?], ..Batch::default() };
            if self.commit(batch.and(told)).await? {
                return Ok(next);
            }
        }
        Err(contended())
    }

    /// A credential with its secret; `None` where there is none.
    ///
    /// # Errors
    ///
    /// When the store cannot be read; [`Error::Corrupt`] when a newer version of this library wrote it.
    pub async fn get(&self, name: &Name) -> Result<Option<Kept>, Error> {
        let loaded = self.store.load(&name.key(), &Window::Head).await?;
        loaded.map(|loaded| Kept::decode(name, loaded)).transpose()
    }

    /// A page of what is known of a tenant's credentials, or of all, by their names, only those after `after`.
    ///
    /// # Errors
    ///
    /// As for [`get`](Self::get).
    pub async fn list(
        &self,
        of: Option<&Tenant>,
        after: Option<&Name>,
        limit: usize,
    ) -> Result<Vec<About>, Error> {
        let mut page = Vec::new();
        let after = after.map(Name::key);
        for key in self.store.find(&credential_link(of), after.as_ref(), limit.min(PAGE)).await? {
            let name = Name::of(&key).ok_or_else(corrupt)?;
            // One that was removed meanwhile is not there.
            page.extend(self.get(&name).await?.map(|kept| kept.about));
        }
        Ok(page)
    }

    /// What has ended by a time, or is going to, the first to end first. It reads all of them: once a day is enough.
    ///
    /// # Errors
    ///
    /// As for [`get`](Self::get).
    pub async fn expiring(&self, before: SystemTime) -> Result<Vec<About>, Error> {
        let mut found = Vec::new();
        for name in self.names().await? {
            let about = self.get(&name).await?.map(|kept| kept.about);
            found.extend(about.filter(|about| about.expires_at.is_some_and(|end| end <= before)));
        }
        found.sort_by_key(|about| about.expires_at);
        Ok(found)
    }

    /// Forgets a credential, with those that it had before, if it still has the version that was read.
    ///
    /// # Errors
    ///
    /// [`Error::Conflict`] when it has another version, or is not there; [`Error::Credential`] for a member; the store's.
    pub async fn remove(&self, name: &Name, expected: Version, now: SystemTime) -> Result<(), Error> {
        let key = name.key();
        for _ in 0..ATTEMPTS {
            let register = self.register().await?;
            let tenant = self.get_at(&key, Some(expected)).await?.and_then(|before| before.about.tenant);
            let told = self.told(tenant.as_ref(), removed(name), now).await?;
            let remove = vec![(key.clone(), expected)];
            let batch = Batch { writes: vec![register.note(name)?], remove, ..Batch::default() };
            if self.commit(batch.and(told)).await? {
                return Ok(());
            }
        }
        Err(contended())
    }

    /// What this node does not know yet, each credential once, as it is now. A node that asks for the first time gets all.
    ///
    /// # Errors
    ///
    /// As for [`get`](Self::get). Nothing counts as told then.
    pub async fn news(&self, follower: &mut Follower) -> Result<Vec<News>, Error> {
        // What changes from here on is told again the next time.
        let register = self.register().await?;
        if register.version.is_some() && register.version == follower.seen {
            return Ok(Vec::new());
        }
        let names: BTreeSet<Name> = match register.since(follower.seen) {
            Some(names) => {
                names.iter().map(|key| Name::parse(key).ok_or_else(corrupt)).collect::<Result<_, _>>()?
            }
            None => self.names().await?.into_iter().chain(follower.known.keys().cloned()).collect(),
        };
        let (mut known, mut news) = (follower.known.clone(), Vec::new());
        for name in names {
            match self.get(&name).await? {
                Some(kept) if known.insert(name.clone(), kept.change) != Some(kept.change) => {
                    news.push(News::Put(kept));
                }
                None if known.remove(&name).is_some() => news.push(News::Removed(name)),
                _ => {}
            }
        }
        *follower = Follower { seen: register.version, known };
        Ok(news)
    }

    async fn names(&self) -> Result<Vec<Name>, Error> {
        let mut keys: Vec<RecordKey> = Vec::new();
        loop {
            let page = self.store.find(&credential_link(None), keys.last(), PAGE).await?;
            if page.is_empty() {
                return keys.iter().map(|key| Name::of(key).ok_or_else(corrupt)).collect();
            }
            keys.extend(page);
        }
    }

    /// What is to be replaced.
    async fn get_at(&self, key: &RecordKey, expected: Option<Version>) -> Result<Option<Kept>, Error> {
        let loaded = self.store.load(key, &Window::Head).await?;
        if loaded.as_ref().map(|loaded| loaded.version) != expected {
            return Err(Error::Conflict { key: key.clone() });
        }
        let name = Name::of(key).ok_or_else(corrupt)?;
        loaded.map(|loaded| Kept::decode(&name, loaded)).transpose()
    }

    /// What is told of a change, to be committed with it.
    async fn told(&self, tenant: Option<&Tenant>, kind: EventKind, now: SystemTime) -> Result<Batch, Error> {
        let loaded = self.store.load(&Ledger::key_of(tenant), &Window::Head).await?;
        let ledger = Ledger::decode_of(tenant, loaded.as_ref());
        ledger.and_then(|ledger| ledger.tell(&self.cause, [kind], now)).map_err(|error| match error {
            mdm_enrollment::Error::UnnamedMember => Fault::Member.into(),
            _ => Error::Corrupt { doing: "reading a ledger" },
        })
    }

    /// No: it met another one, and is to be decided again.
    async fn commit(&self, batch: Batch) -> Result<bool, Error> {
        match self.store.commit(batch).await {
            Ok(()) => Ok(true),
            Err(error) if error.is_conflict() => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn register(&self) -> Result<Register, Error> {
        let key = RecordKey::new(REGISTER).ok_or_else(corrupt)?;
        match self.store.load(&key, &Window::Head).await? {
            Some(Loaded { version, head, .. }) => {
                let changes = serde_json::from_slice(&head.body).map_err(|_| corrupt())?;
                Ok(Register { key, version: Some(version), changes })
            }
            None => Ok(Register { key, version: None, changes: Vec::new() }),
        }
    }
}

/// Every change of a credential writes this record too: its version counts the changes, its body names the last ones.
struct Register {
    key: RecordKey,
    version: Option<Version>,
    changes: Vec<String>,
}

impl Register {
    /// The number of the change that comes next.
    fn next(&self) -> Result<u64, Error> {
        next(self.version).map(|Version(version)| version)
    }

    /// What changed after a version; `None` when nobody remembers.
    fn since(&self, seen: Option<Version>) -> Option<&[String]> {
        let count = self.version?.0.checked_sub(seen?.0)?;
        let from = self.changes.len().checked_sub(usize::try_from(count).ok()?)?;
        self.changes.get(from..)
    }

    fn note(mut self, name: &Name) -> Result<Write, Error> {
        self.changes.push(name.to_string());
        let old = self.changes.len().saturating_sub(REMEMBERED);
        self.changes.drain(..old);
        let body = serde_json::to_vec(&self.changes).map_err(|_| corrupt())?;
        Ok(write(self.key, self.version, Vec::new(), body))
    }
}

fn removed(name: &Name) -> EventKind {
    EventKind::CredentialRemoved { credential: name.to_string().into() }
}

fn write(key: RecordKey, expected: Option<Version>, links: Vec<Link>, body: Vec<u8>) -> Write {
    let head = HeadRow { session: 0, shut: Gates::NONE, backoff_until: None, links, body };
    Write { key, expected, head, commands: Vec::new(), forget: Vec::new(), wake: Vec::new() }
}

/// By this the credentials of a tenant are found, and all by none.
fn credential_link(of: Option<&Tenant>) -> Link {
    Link { kind: LinkKind::Credential, value: of.map_or("", Tenant::as_str).into() }
}

fn next(version: Option<Version>) -> Result<Version, Error> {
    let next = version.map_or(0, |version| version.0).checked_add(1).filter(|next| *next <= INTEGER);
    next.map(Version).ok_or(Error::Limit { what: "a version", limit: INTEGER })
}

fn corrupt() -> Error {
    Error::Corrupt { doing: "reading a credential" }
}

fn contended() -> Error {
    Error::Busy { doing: "writing a credential" }
}

/// Others may write other credentials meanwhile.
const ATTEMPTS: usize = 32;
/// Who has not looked for so many changes looks at all credentials.
const REMEMBERED: usize = 64;
const REGISTER: &str = "credentials";
