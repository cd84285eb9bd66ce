//! Declarative management: what a device should be, and what it says that it is.
//!
//! The administrator puts declarations into sets ([`Draft`], [`DeclarationSet`]) and assigns sets to channels ([`Sync`]).
//! A set is stored once, however many devices have it. What belongs to one device alone is a set that is assigned to it
//! alone. The union of its sets is what a device should have ([`Manifest`]).
//!
//! Nothing here does I/O. As everywhere in this crate a store loads, a function decides, and what it returns is
//! committed; `mdm_store::Runner` has all of it ready made.
//!
//! | what happens | load | decide | commit |
//! |---|---|---|---|
//! | a set changes | the set | [`DeclarationSet::replace`] | its batch. Then each channel that has it is told, below |
//! | sets are assigned | channel, [`Sync`], sets | [`Sync::assign`] | its batch with that of [`Input::Announce`](crate::Input::Announce) |
//! | a channel is told of a set that changed | the same | [`Sync::announce`] | the same |
//! | the command goes out | [`Sync`], sets | [`Manifest::fill`] | nothing |
//! | a device asks | [`Sync`], sets | [`Manifest::answer`] | nothing |
//! | a device reports | [`Status`] | [`Status::report`] | its batch |
//! | a device fetches an asset | channels by [`Fetch::link`], [`Sync`], sets | [`Fetch::answer`] | nothing |
//!
//! # How a change arrives
//!
//! A change leaves exactly one command `DeclarativeManagement` that was not handed out yet, in the same commit as the
//! note that the channel was told. It holds no token until it is handed out: then the token of the moment is put in, so
//! that one command stands for all changes before it. A change after the hand-out makes another command.
//!
//! A set with a hundred thousand devices is committed once. Then the channels that carry its [link](SetId::link) are
//! told one by one; whoever was told is passed over, so that this may be broken off and begun again at any point, by any
//! node. Until it is done, the set is found by [`SetId::unannounced`].
//!
//! # What a device is answered
//!
//! | endpoint | answer |
//! |---|---|
//! | `tokens`, `declaration-items` | 200, of the moment. The token is the hash of identifiers, kinds and server tokens, and a count |
//! | `declaration/KIND/IDENTIFIER` | 200 with the declaration, or 404 when it is not assigned: the device removes it |
//! | `status` | 200, also for a report that cannot be read: the device would repeat it |
//! | another one | 400; below `declaration/` 404 |
//!
//! 404 says nothing else than "not assigned". A channel that is not enrolled is told 403, and what is not there although
//! it should be is 500: a device that cannot be answered keeps what it has, and comes again.
//!
//! # Sources
//!
//! Apple: Integrating declarative management; Declarative Management; Leveraging the declarative management data model to
//! scale devices; the declarative part of the device-management schema (all read 2026-08).

mod draft;
mod fetch;
mod manifest;
mod overlap;
mod set;
mod status;
mod sync;
#[cfg(test)]
mod tests;

use std::fmt;

use mdm_apple::DeclarativeManagementMessage;
use mdm_apple::declarations::Endpoint;
use serde::Serialize;

pub use self::draft::Draft;
pub use self::fetch::{Fetch, MediaType};
pub use self::manifest::{Concern, Manifest, Served};
pub use self::overlap::{Overlap, ProfileOutline};
pub use self::set::{DeclarationSet, SetId};
pub use self::status::{Standing, Status};
pub use self::sync::{Step, Sync};
use crate::audit::Tip;
use crate::row::{Gates, HeadRow, Link, RecordKey, Version, Write};
use crate::{Error, channel};
/// Why a device would refuse a declaration.
pub use mdm_apple::support::Refusal;

/// The slot of the command that makes a device synchronize: [`Manifest::fill`] fills it.
pub const SLOT: &str = "declarations";

/// What a device says in its check-in message `DeclarativeManagement`.
#[derive(Clone, PartialEq, Eq)]
pub struct Asked {
    endpoint: Box<str>,
    data: Vec<u8>,
    tenant: Box<str>,
    life: u64,
}

impl Asked {
    pub(crate) fn new(message: &DeclarativeManagementMessage, tenant: &str, life: u64) -> Self {
        let data = message.data.as_ref().map(|data| data.as_slice().to_vec()).unwrap_or_default();
        Self { endpoint: message.endpoint.as_str().into(), data, tenant: tenant.into(), life }
    }

    /// The endpoint as it was named.
    #[must_use]
    pub const fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// What it wants; `None` for an endpoint that is not known.
    #[must_use]
    pub fn wants(&self) -> Option<Endpoint<'_>> {
        Endpoint::parse(&self.endpoint)
    }

    /// Whether it is a report, and wants nothing.
    #[must_use]
    pub fn is_report(&self) -> bool {
        self.wants() == Some(Endpoint::Status)
    }

    /// The report that comes with [`Endpoint::Status`].
    #[must_use]
    pub fn report(&self) -> &[u8] {
        &self.data
    }

    /// Whose the device is: the name of the tenant.
    #[must_use]
    pub const fn tenant(&self) -> &str {
        &self.tenant
    }

    /// The life in which it asks: [`Channel::life`](crate::Channel::life).
    #[must_use]
    pub const fn life(&self) -> u64 {
        self.life
    }
}

/// Neither the report nor what is asked for is shown.
impl fmt::Debug for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Asked").field("bytes", &self.data.len()).finish_non_exhaustive()
    }
}

fn key(prefix: &str, channel: &RecordKey) -> Result<RecordKey, Error> {
    RecordKey::new(&format!("{prefix}{channel}")).ok_or(Error::Record("a key is too long"))
}

fn write<T: Serialize>(
    key: RecordKey,
    expected: Option<Version>,
    links: Vec<Link>,
    record: &T,
    tip: Tip,
) -> Result<Write, Error> {
    let body = channel::encode_chained(record, tip)?;
    let head = HeadRow { session: 0, shut: Gates::NONE, backoff_until: None, links, body };
    Ok(Write { key, expected, head, commands: Vec::new(), forget: Vec::new(), wake: Vec::new() })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
