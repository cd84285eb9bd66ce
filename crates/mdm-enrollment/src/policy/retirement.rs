//! A member has left: what is to be done about the member's devices, until it is done.

use std::fmt;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::SelectiveWipe;
use crate::audit::MemberName;
use crate::flow::open_wipes;
use crate::row::{Gates, HeadRow, Loaded, RecordKey, Tenant, Version, Write};
use crate::{Error, channel};

/// The record of a retirement that is under way (F103): which member, and which wipe. It is there before the first device is
/// wiped, so that a crash leaves nobody out, and is removed when each device has its order; one
/// [in each life](SelectiveWipe::in_each_life) stays until somebody ends it. How far a device is says the device's record.
///
/// It is found by [`open_wipes`]. The member is named in it: `Debug` hides who.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retirement {
    tenant: Box<str>,
    member: Box<str>,
    wipe: SelectiveWipe,
    since: SystemTime,
}

impl Retirement {
    const PREFIX: &str = "retirement/";

    /// Of a member, by the embedder's identifier.
    #[must_use]
    pub fn new(tenant: &Tenant, member: &str, wipe: &SelectiveWipe, now: SystemTime) -> Self {
        Self { tenant: tenant.as_str().into(), member: member.into(), wipe: wipe.clone(), since: now }
    }

    /// The record of a member's retirement.
    ///
    /// # Panics
    ///
    /// Never: it is short.
    #[must_use]
    #[allow(clippy::expect_used, reason = "75 bytes are a key")]
    pub fn key(tenant: &Tenant, member: &str) -> RecordKey {
        let name = MemberName::of(tenant.as_str(), member);
        RecordKey::new(&format!("{}{}", Self::PREFIX, name.digest())).expect("it fits into a key")
    }

    /// Whether a record is a retirement.
    #[must_use]
    pub fn is_retirement(key: &RecordKey) -> bool {
        key.as_str().starts_with(Self::PREFIX)
    }

    /// Reads the record.
    ///
    /// # Errors
    ///
    /// [`Error::Record`] when it was not written by this library, or by a newer one.
    pub fn decode(loaded: &Loaded) -> Result<Self, Error> {
        channel::decode(&loaded.head.body)
    }

    /// The commit of the record.
    ///
    /// # Errors
    ///
    /// [`Error::Record`] when it cannot be written.
    pub fn write(&self, expected: Option<Version>) -> Result<Write, Error> {
        let tenant = Tenant::new(&self.tenant).ok_or(Error::UnknownTenant)?;
        let (key, body) = (Self::key(&tenant, &self.member), channel::encode(self)?);
        let links = vec![open_wipes()];
        let head = HeadRow { session: 0, shut: Gates::NONE, backoff_until: None, links, body };
        let (commands, forget, wake) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Write { key, expected, head, commands, forget, wake })
    }

    /// Whose member: the name of the tenant.
    #[must_use]
    pub const fn tenant(&self) -> &str {
        &self.tenant
    }

    /// Who: the embedder's identifier.
    #[must_use]
    pub const fn member(&self) -> &str {
        &self.member
    }

    /// What is done to each device.
    #[must_use]
    pub const fn wipe(&self) -> &SelectiveWipe {
        &self.wipe
    }

    /// Since when.
    #[must_use]
    pub const fn since(&self) -> SystemTime {
        self.since
    }
}

impl fmt::Debug for Retirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Retirement")
            .field("tenant", &self.tenant)
            .field("since", &self.since)
            .finish_non_exhaustive()
    }
}
