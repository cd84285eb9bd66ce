//! How a member is named in the trail, so that the name can be taken out of it.

use std::fmt;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::Digest;
use crate::row::{Gates, HeadRow, Link, LinkKind, Loaded, RecordKey, Write};
use crate::{Error, channel};

/// Names a member of a tenant in keys and links: SHA-256 of both names. It is no secret, and who knows the members can
/// tell whom it means: it goes with the member's record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MemberName(Digest);

impl MemberName {
    /// Of the embedder's identifier of a member.
    #[must_use]
    pub fn of(tenant: &str, member: &str) -> Self {
        let mut bytes = Digest::of(tenant.as_bytes()).as_bytes().to_vec();
        bytes.extend(member.as_bytes());
        Self(Digest::of(&bytes))
    }

    /// The member's record: [`Member`].
    ///
    /// # Panics
    ///
    /// Never: it is short.
    #[must_use]
    #[allow(clippy::expect_used, reason = "71 bytes are a key")]
    pub fn key(&self) -> RecordKey {
        RecordKey::new(&format!("member/{}", self.0)).expect("it fits into a key")
    }

    pub(crate) const fn digest(&self) -> &Digest {
        &self.0
    }

    /// By this link the member's devices and invitations are found, and the orders to all of them (F109).
    #[must_use]
    pub fn link(&self) -> Link {
        Link { kind: LinkKind::Member, value: self.0.to_string().into() }
    }
}

/// What a member is called in the trail: `~` and SHA-256 over the salt and the embedder's identifier. Without the salt
/// nobody can tell whom it means, also who knows all the members.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pseudonym(Box<str>);

impl Pseudonym {
    /// As it stands in an event; `None` when it is something else, such as a name.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        text.strip_prefix('~')?.parse::<Digest>().ok().map(|_| Self(text.into()))
    }

    /// As it stands in an event.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// By this link the member's record is found, as long as there is one.
    #[must_use]
    pub fn link(&self) -> Link {
        Link { kind: LinkKind::Pseudonym, value: self.0.clone() }
    }
}

/// 32 random bytes of a member.
#[derive(Clone)]
pub struct Salt(Zeroizing<[u8; 32]>);

impl Salt {
    /// Mints a salt.
    ///
    /// # Errors
    ///
    /// [`Error::Mint`] when there is no randomness.
    pub fn mint() -> Result<Self, Error> {
        // 256 bits out of OpenSSL's generator.
        let random = mdm_pki::scep::Challenge::mint().map_err(Error::Mint)?;
        Ok(Self(Zeroizing::new(mdm_pki::sha256(random.expose_secret().as_bytes()))))
    }

    /// Takes 32 bytes of a cryptographic random source.
    #[must_use]
    pub fn from_random(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes.
    #[must_use]
    pub fn expose_secret(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt(redacted)")
    }
}

/// The record of a member: who it is, and the salt. It is made with the first event that names the member, and when it is
/// removed the trail does not tell any more who that was.
#[derive(Clone)]
pub struct Member {
    tenant: Box<str>,
    id: Box<str>,
    salt: Salt,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    tenant: Box<str>,
    id: Box<str>,
    /// As digits.
    salt: Digest,
}

impl Member {
    /// A member of a tenant, under the embedder's identifier.
    #[must_use]
    pub fn new(tenant: &str, id: &str, salt: Salt) -> Self {
        Self { tenant: tenant.into(), id: id.into(), salt }
    }

    /// The embedder's identifier.
    #[must_use]
    pub const fn id(&self) -> &str {
        &self.id
    }

    /// How the record and the devices are found.
    #[must_use]
    pub fn name(&self) -> MemberName {
        MemberName::of(&self.tenant, &self.id)
    }

    /// What the member is called in the trail.
    #[must_use]
    pub fn pseudonym(&self) -> Pseudonym {
        let mut bytes = Zeroizing::new(b"lockstep audit member 1\0".to_vec());
        bytes.extend(self.salt.expose_secret());
        bytes.extend(self.id.as_bytes());
        Pseudonym(format!("~{}", Digest::of(&bytes)).into())
    }

    /// Reads the record.
    ///
    /// # Errors
    ///
    /// [`Error::Record`] when it was not written by this library, or by a newer one.
    pub fn decode(loaded: &Loaded) -> Result<Self, Error> {
        let Stored { tenant, id, salt } = channel::decode(&loaded.head.body)?;
        Ok(Self { tenant, id, salt: Salt::from_random(*salt.as_bytes()) })
    }

    /// The first and only commit of the record.
    ///
    /// # Errors
    ///
    /// [`Error::Record`] when it cannot be written.
    pub fn write(&self) -> Result<Write, Error> {
        let Self { tenant, id, salt } = self.clone();
        let salt = Digest::from_bytes(*salt.expose_secret());
        let body = channel::encode(&Stored { tenant, id, salt })?;
        let links = vec![self.pseudonym().link()];
        let head = HeadRow { session: 0, shut: Gates::NONE, backoff_until: None, links, body };
        let (commands, forget, wake) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Write { key: self.name().key(), expected: None, head, commands, forget, wake })
    }
}

/// Neither name nor salt is shown.
impl fmt::Debug for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Member").field("pseudonym", &self.pseudonym()).finish_non_exhaustive()
    }
}
