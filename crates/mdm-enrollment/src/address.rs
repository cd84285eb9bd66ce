//! Where a push goes: what the body of a wake row holds.

use std::time::{Duration, SystemTime};

use mdm_apple::{PushMagic, PushToken, TokenUpdate, Topic};
use serde::{Deserialize, Serialize};

use crate::row::{Credential, Route, RouteKind, Tenant, WakeChange, WakeRow};
use crate::{Error, channel};

/// Where a push by one route goes, and what it must carry. Secret.
///
/// The body of a wake row holds one for each of its routes, in the same order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Address {
    /// By APNs.
    Apns(PushRoute),
    /// By anything else, as its sender understands it: a registration token of FCM, a telephone number, a session of
    /// the vendor's own push service. Empty for a device that polls.
    Other(PushToken),
}

/// Where a push by APNs goes and what it must carry. Both are secrets between the device and this server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushRoute {
    /// Where APNs delivers.
    pub token: PushToken,
    /// What the notification must carry.
    pub magic: PushMagic,
    /// The topic that the device listens to.
    pub topic: Topic,
    /// When the device gave it, by the server's clock: who says later that the token is gone speaks of an older time
    /// if the device has given it once more (Apple, Handling notification responses from APNs, read 2026-08).
    #[serde(default = "long_ago")]
    pub updated_at: SystemTime,
}

impl Address {
    /// The body of a wake row with these addresses.
    ///
    /// # Errors
    ///
    /// [`Error::Record`] when they cannot be written.
    pub fn encode(addresses: &[Self]) -> Result<Vec<u8>, Error> {
        channel::encode(&addresses)
    }

    /// The address of one route of a wake row.
    ///
    /// # Errors
    ///
    /// [`Error::Record`] when the body was not written by this library, or by a newer one, or has no such route.
    pub fn decode(row: &WakeRow, route: usize) -> Result<Self, Error> {
        let addresses: Vec<Self> = channel::decode(&row.body)?;
        addresses.into_iter().nth(route).ok_or(Error::Record("a wake has fewer addresses than routes"))
    }
}

impl PushRoute {
    /// What a device gives.
    pub(crate) fn of(message: &TokenUpdate, now: SystemTime) -> Result<Self, Error> {
        let TokenUpdate { token, push_magic, topic, .. } = message;
        if !(1..=PushToken::MAX_APNS_BYTES).contains(&token.expose_secret().len()) {
            return Err(Error::PushToken);
        }
        Ok(Self { token: token.clone(), magic: push_magic.clone(), topic: topic.clone(), updated_at: now })
    }

    /// Whether this is the same as `stored`, and said so soon after it that it is a repetition.
    pub(crate) fn repeats(&self, stored: &Self) -> bool {
        let renewed = self.updated_at.duration_since(stored.updated_at).is_ok_and(|age| age >= RENEWED);
        self.goes_where(stored) && !renewed
    }

    /// Whether a push goes to the same place.
    pub(crate) fn goes_where(&self, other: &Self) -> bool {
        (&self.token, &self.magic, &self.topic) == (&other.token, &other.magic, &other.topic)
    }

    /// The device of this tenant is reached here and nowhere else.
    pub(crate) fn register(&self, tenant: &str) -> Result<WakeChange, Error> {
        let unnamed = || Error::Record("a tenant or a push topic is too long for a name");
        let (topic, kind) = (self.topic.as_str(), RouteKind::Apns);
        Ok(WakeChange::Register {
            tenant: Tenant::new(tenant).ok_or_else(unnamed)?,
            routes: vec![Route { kind, credential: Credential::new(topic).ok_or_else(unnamed)? }],
            body: Address::encode(&[Address::Apns(self.clone())])?,
            at: self.updated_at,
        })
    }
}

/// A token that is given again after so long was renewed: APNs may have called it gone meanwhile.
const RENEWED: Duration = Duration::from_secs(60);

fn long_ago() -> SystemTime {
    SystemTime::UNIX_EPOCH
}
