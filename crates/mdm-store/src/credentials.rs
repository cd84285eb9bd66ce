//! What the server itself shows to others: push certificates, accounts of push services, its authority; on any store.

mod entry;

use std::collections::{BTreeMap, BTreeSet};
use std::time::SystemTime;

use mdm_enrollment::audit::Ledger;
use mdm_enrollment::{Actor, Cause, EventKind};

pub use self::entry::{About, Fault, Former, Kept, Kind, Name, New, Secret};

use self::entry::{Header, PREFIX};
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
///   topic, which is its name, and ends later than the one before; those that it had before are remembered, without their
///   keys.
/// - **Hot swap.** Each node asks for the [`news`](Self::news) now and then. Nothing new costs one read.
/// - **Damage.** What cannot be read is named, and keeps nobody from the others; it can be
///   [replaced](Self::replace_unreadable) and [removed](Self::remove_unreadable). When the list of changes cannot be read,
///   every node looks at all credentials each time, until the next change writes it anew.
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
    known: BTreeMap<RecordKey, Version>,
    unreadable: BTreeSet<RecordKey>,
}

/// What became of a credential.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum News {
    /// There is a first one of this name, or another one than before.
    Put(Kept),
    /// There is none any more.
    Removed(Name),
    /// It is there and cannot be read: go on with the one that is known. It is told once, and the credential is
    /// [put](Self::Put) when it can be read.
    Unreadable(RecordKey),
}

/// Some credentials.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Listed {
    /// What is known of those that can be read.
    pub known: Vec<About>,
    /// Those that cannot: they were damaged, or a newer version of this library wrote them.
    pub unreadable: Vec<RecordKey>,
    /// Where the next page goes on; `None` when there was nothing.
    pub last: Option<RecordKey>,
}

/// What is there of a credential.
enum Look {
    Kept(Kept),
    Gone,
    Unreadable,
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
    /// it has now, which none had before. The same as before changes nothing.
    ///
    /// # Errors
    ///
    /// [`Error::Conflict`] when another version is there than expected, or one where none is; [`Error::Credential`] for a
    /// member, and for another push certificate that ends no later than the one that is there ([`Fault::NotRenewed`]); the
    /// store's, after which [`get`](Self::get) says whether it took place.
    pub async fn put(&self, new: &New, expected: Option<Version>, now: SystemTime) -> Result<Version, Error> {
        let key = new.name().key();
        for _ in 0..ATTEMPTS {
            let register = self.register().await?;
            let (at, before) = self.get_at(&key, expected).await?.unzip();
            if let Some(before) = before.as_ref().filter(|before| new.is_as(before)) {
                return Ok(before.about.version);
            }
            let version = register.next()?;
            let mut header = new.header(version)?;
            let told = self.told_put(new, version, before.as_ref().map(|before| &before.about.tenant), now);
            let told = told.await?;
            if before.as_ref().is_some_and(|before| new.is_older_than(before)) {
                return Err(Fault::NotRenewed.into());
            }
            if let Some(before) = before {
                header.inherit(before.about, millis(now)?, Self::FORMER)?;
            }
            let writes = vec![put(new, &header, at)?, register.note(new.name())?];
            if self.commit(Batch { writes, ..Batch::default() }.and(told)).await? {
                return Ok(version);
            }
        }
        Err(contended())
    }

    /// Keeps a credential in the place of one that cannot be read ([`Listed::unreadable`]). Nothing is left of that one, and
    /// nothing of those before it.
    ///
    /// # Errors
    ///
    /// [`Error::Conflict`] when there is one that can be read, or none: that is for [`put`](Self::put); otherwise as there.
    pub async fn replace_unreadable(&self, new: &New, now: SystemTime) -> Result<Version, Error> {
        self.overwrite(new.name(), Some(new), now).await
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

    /// A page of a tenant's credentials, or of all, by their keys, only those after `after` ([`Listed::last`]).
    ///
    /// # Errors
    ///
    /// When the store cannot be read. One that cannot be is [told](Listed::unreadable), and holds up no other.
    pub async fn list(
        &self,
        of: Option<&Tenant>,
        after: Option<&RecordKey>,
        limit: usize,
    ) -> Result<Listed, Error> {
        self.look_at(self.store.find(&credential_link(of), after, limit.min(PAGE)).await?).await
    }

    /// What has ended by a time, or is going to, the first to end first; and what cannot be read, of which nobody can tell.
    /// It reads all of them: once a day is enough.
    ///
    /// # Errors
    ///
    /// As for [`list`](Self::list).
    pub async fn expiring(&self, before: SystemTime) -> Result<Listed, Error> {
        let mut listed = self.look_at(self.keys().await?).await?;
        listed.known.retain(|about| about.expires_at.is_some_and(|end| end <= before));
        listed.known.sort_by_key(|about| about.expires_at);
        Ok(listed)
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
            let kept = self.get_at(&key, Some(expected)).await?;
            let (remove, tenant) = match kept {
                Some((at, kept)) => (vec![(key.clone(), at)], kept.about.tenant),
                None => (Vec::new(), None),
            };
            let told = self.told(tenant.as_ref(), removed(name), now).await?;
            let batch = Batch { writes: vec![register.note(name)?], remove, ..Batch::default() };
            if self.commit(batch.and(told)).await? {
                return Ok(());
            }
        }
        Err(contended())
    }

    /// Forgets a credential that cannot be read, with those that it had before. Where nobody can tell whose it was, the
    /// ledger of no tenant tells of it.
    ///
    /// # Errors
    ///
    /// [`Error::Conflict`] when it can be read, or is not there; otherwise as for [`remove`](Self::remove).
    pub async fn remove_unreadable(&self, name: &Name, now: SystemTime) -> Result<(), Error> {
        self.overwrite(name, None, now).await.map(drop)
    }

    /// What this node does not know yet, each credential once, as it is now. A node that asks for the first time gets all.
    ///
    /// # Errors
    ///
    /// When the store cannot be read. Nothing counts as told then.
    pub async fn news(&self, follower: &mut Follower) -> Result<Vec<News>, Error> {
        // What changes from here on is told again the next time.
        let register = self.known_register().await?;
        let Follower { seen, mut known, mut unreadable } = follower.clone();
        let mut keys = unreadable.clone();
        match register.as_ref().and_then(|register| register.since(seen)) {
            Some(names) => {
                keys.extend(names.iter().filter_map(|name| RecordKey::new(&format!("{PREFIX}{name}"))))
            }
            None => keys.extend(self.keys().await?.into_iter().chain(known.keys().cloned())),
        }
        let mut news = Vec::new();
        for key in keys {
            match self.look(&key).await? {
                Look::Unreadable => {
                    if unreadable.insert(key.clone()) {
                        news.push(News::Unreadable(key));
                    }
                }
                Look::Kept(kept) => {
                    unreadable.remove(&key);
                    let version = kept.about.version;
                    if known.insert(key, version) != Some(version) {
                        news.push(News::Put(kept));
                    }
                }
                Look::Gone => {
                    unreadable.remove(&key);
                    news.extend(known.remove(&key).and_then(|_| Name::of(&key)).map(News::Removed));
                }
            }
        }
        *follower = Follower { seen: register.and_then(|register| register.version), known, unreadable };
        Ok(news)
    }

    async fn keys(&self) -> Result<Vec<RecordKey>, Error> {
        let mut keys: Vec<RecordKey> = Vec::new();
        loop {
            let page = self.store.find(&credential_link(None), keys.last(), PAGE).await?;
            if page.is_empty() {
                return Ok(keys);
            }
            keys.extend(page);
        }
    }

    async fn look_at(&self, keys: Vec<RecordKey>) -> Result<Listed, Error> {
        let mut listed = Listed { last: keys.last().cloned(), ..Listed::default() };
        for key in keys {
            match self.look(&key).await? {
                Look::Kept(kept) => listed.known.push(kept.about),
                // It was removed meanwhile.
                Look::Gone => {}
                Look::Unreadable => listed.unreadable.push(key),
            }
        }
        Ok(listed)
    }

    /// One that cannot be read is no error here.
    async fn look(&self, key: &RecordKey) -> Result<Look, Error> {
        let Some(name) = Name::of(key) else { return Ok(Look::Unreadable) };
        match self.get(&name).await {
            Err(error) if error.is_about_one_record() => Ok(Look::Unreadable),
            kept => Ok(kept?.map_or(Look::Gone, Look::Kept)),
        }
    }

    /// What is to be replaced, with the version of its record: that begins anew when a credential was removed.
    async fn get_at(
        &self,
        key: &RecordKey,
        expected: Option<Version>,
    ) -> Result<Option<(Version, Kept)>, Error> {
        let loaded = self.store.load(key, &Window::Head).await?;
        let name = Name::of(key).ok_or_else(corrupt)?;
        let decode = |loaded: Loaded| Ok::<_, Error>((loaded.version, Kept::decode(&name, loaded)?));
        let kept = loaded.map(decode).transpose()?;
        if kept.as_ref().map(|(_, kept)| kept.about.version) != expected {
            return Err(Error::Conflict { key: key.clone() });
        }
        Ok(kept)
    }

    /// Puts another one, or none, in the place of what cannot be read. Where nobody knows its version either, that is found
    /// by trying, from the first one on: a commit under another one changes nothing.
    async fn overwrite(&self, name: &Name, new: Option<&New>, now: SystemTime) -> Result<Version, Error> {
        let (key, mut conflicts, mut tried) = (name.key(), 0, Version(1));
        while conflicts < ATTEMPTS && tried.0 < TRIES {
            // Each time: when somebody has mended it meanwhile, that stays.
            let (known, before) = self.unreadable(name).await?;
            let at = known.unwrap_or(tried);
            let register = self.register().await?;
            let version = register.next()?;
            let mut batch = Batch { writes: vec![register.note(name)?], ..Batch::default() };
            let told = match new {
                Some(new) => {
                    batch.writes.push(put(new, &new.header(version)?, Some(at))?);
                    self.told_put(new, version, before.as_ref(), now).await?
                }
                None => {
                    batch.remove.push((key.clone(), at));
                    self.told(before.flatten().as_ref(), removed(name), now).await?
                }
            };
            match self.store.commit(batch.and(told)).await {
                Err(Error::Conflict { key: of }) if of == key && known.is_none() => tried.0 += 1,
                Err(error) if error.is_conflict() => conflicts += 1,
                done => return done.map(|()| version),
            }
        }
        Err(contended())
    }

    /// The version of a record that cannot be read, and whose it was, as far as these are known.
    async fn unreadable(&self, name: &Name) -> Result<(Option<Version>, Option<Option<Tenant>>), Error> {
        let key = name.key();
        let loaded = match self.store.load(&key, &Window::Head).await {
            Err(error) if error.is_about_one_record() => return Ok((None, None)),
            loaded => loaded?,
        };
        let Some(loaded) = loaded else { return Err(Error::Conflict { key }) };
        let tenant = loaded.head.links.iter().find_map(|link| Tenant::new(&link.value));
        let version = loaded.version;
        match Kept::decode(name, loaded) {
            Ok(_) => Err(Error::Conflict { key }),
            Err(_) => Ok((Some(version), Some(tenant))),
        }
    }

    /// What is told of a credential that is put in the place of one of this tenant, if that is known.
    async fn told_put(
        &self,
        new: &New,
        version: Version,
        before: Option<&Option<Tenant>>,
        now: SystemTime,
    ) -> Result<Batch, Error> {
        let put = EventKind::CredentialPut {
            credential: new.name().to_string().into(),
            version: version.0,
            certificate: new.fingerprint().map(|fingerprint| fingerprint.to_string()),
        };
        let told = self.told(new.tenant(), put, now).await?;
        match before.map(Option::as_ref).filter(|before| *before != new.tenant()) {
            Some(before) => Ok(told.and(self.told(before, removed(new.name()), now).await?)),
            None => Ok(told),
        }
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

    /// To be written: anew, where it cannot be read.
    async fn register(&self) -> Result<Register, Error> {
        match self.known_register().await? {
            Some(register) => Ok(register),
            None => self.rebuild().await,
        }
    }

    /// `None` when it cannot be read.
    async fn known_register(&self) -> Result<Option<Register>, Error> {
        let key = RecordKey::new(REGISTER).ok_or_else(corrupt)?;
        let loaded = match self.store.load(&key, &Window::Head).await {
            Err(error) if error.is_about_one_record() => return Ok(None),
            loaded => loaded?,
        };
        let (version, head) = loaded.map(|loaded| (loaded.version, loaded.head)).unzip();
        // What says nothing remembers nothing, and still counts.
        let changes = head.and_then(|head| serde_json::from_slice(&head.body).ok()).unwrap_or_default();
        Ok(Some(Register { key, version, changes }))
    }

    /// What it remembers is gone, and so every node looks at all credentials once. Its version counts on: that is at least
    /// the one of the last credential that was put, and found by trying. Two nodes that do it at once do it twice.
    async fn rebuild(&self) -> Result<Register, Error> {
        let key = RecordKey::new(REGISTER).ok_or_else(corrupt)?;
        let known = self.look_at(self.keys().await?).await?.known;
        let first = known.iter().map(|about| about.version.0).max().unwrap_or(1);
        for version in (first..=INTEGER.min(first.saturating_add(TRIES))).map(Version) {
            let writes = vec![write(key.clone(), Some(version), Vec::new(), b"[]".to_vec())];
            if self.commit(Batch { writes, ..Batch::default() }).await? {
                let version = Some(Version(version.0.saturating_add(1)));
                return Ok(Register { key, version, changes: Vec::new() });
            }
        }
        Err(corrupt())
    }
}

/// Every change of a credential writes this record too: its version counts the changes, its body names the last ones.
struct Register {
    key: RecordKey,
    version: Option<Version>,
    changes: Vec<String>,
}

impl Register {
    /// The number of the change that comes next, and the version of what is put by it.
    fn next(&self) -> Result<Version, Error> {
        let next = self.version.map_or(0, |version| version.0).checked_add(1).filter(|next| *next <= INTEGER);
        next.map(Version).ok_or(Error::Limit { what: "a version", limit: INTEGER })
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

fn put(new: &New, header: &Header, at: Option<Version>) -> Result<Write, Error> {
    let links = [None].into_iter().chain(new.tenant().map(Some)).map(credential_link).collect();
    Ok(write(new.name().key(), at, links, header.encode(new.secret())?.to_vec()))
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

fn corrupt() -> Error {
    Error::Corrupt { doing: "reading a credential" }
}

fn contended() -> Error {
    Error::Busy { doing: "writing a credential" }
}

/// Others may write other credentials meanwhile.
const ATTEMPTS: usize = 32;
/// So many changes of one record are thought of, where nobody knows their number.
const TRIES: u64 = 1 << 16;
/// Who has not looked for so many changes looks at all credentials.
const REMEMBERED: usize = 64;
const REGISTER: &str = "credentials";
