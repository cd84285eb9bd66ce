//! What a store keeps about waking one device.

use std::fmt;
use std::time::{Duration, SystemTime};

use crate::Health;

/// The wake of one device: whether it has to come, how urgent that is, and how it can be reached.
///
/// A record of its own beside the enrollment, so that the result of a push never touches the enrollment's version.
/// It lives as long as the enrollment does; [`due`](Self::due) is `None` while nothing is pending. Unenrollment
/// deletes it.
///
/// Two hands write it. What the device and the administrator do ([`demand`](Self::demand),
/// [`contact`](Self::contact), [`register`](Self::register)) raises [`need`](Self::need); the result of a push, an
/// [`Update`], is written only while `need` is the one that it speaks of, so it never settles a newer need.
///
/// `K` names the device, `T` its tenant, `C` a credential; they are the caller's. A store finds rows by
/// [`credential`](Self::credential) and `due`: both belong into columns.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct WakeRow<K, T, C> {
    /// The device, or the channel of one.
    pub key: K,
    /// Who shares the credential fairly with others.
    pub tenant: T,
    /// Rises with every change that is not the result of a push.
    pub need: u64,
    /// Not before; `None` when nothing is pending.
    pub due: Option<SystemTime>,
    /// How urgent it is.
    pub lane: Lane,
    /// When the device will come by itself, as far as one knows: it polls, or its last status was `NotNow`. Until
    /// then it is not woken for ordinary work, but for a day at most.
    pub comes_by: Option<SystemTime>,
    /// What keeps a push from waking it.
    pub reach: Reach,
    /// How it can be reached, the best way first. At most [`Health::MAX_ROUTES`].
    pub routes: Vec<Route<C>>,
    /// How well the routes have worked, by their place in `routes`.
    pub health: Health,
    /// How many pushes were handed out since the device was last in contact.
    pub attempt: u32,
    /// When the first push since then was accepted.
    pub pushed: Option<SystemTime>,
    /// Opaque: what a push needs, such as token and magic. Never held in memory by the scheduler: whoever sends reads
    /// it then, and so uses a token that was renewed meanwhile.
    pub body: Vec<u8>,
}

impl<K, T, C> WakeRow<K, T, C> {
    /// A device that is reached by these routes, with nothing pending.
    #[must_use]
    pub const fn new(key: K, tenant: T, routes: Vec<Route<C>>, body: Vec<u8>) -> Self {
        Self {
            key,
            tenant,
            need: 0,
            due: None,
            lane: Lane::Normal,
            comes_by: None,
            reach: Reach::Usual,
            routes,
            health: Health::from_bits(0),
            attempt: 0,
            pushed: None,
            body,
        }
    }

    /// Work is pending: the device has to come. Joins what is already pending, with the earlier time and the more
    /// urgent lane (F38).
    pub fn demand(&mut self, lane: Lane, due: SystemTime) {
        self.need = self.need.saturating_add(1);
        self.due = Some(self.due.map_or(due, |pending| pending.min(due)));
        self.lane = self.lane.max(lane);
    }

    /// The device was in contact and nothing is pending any more. If something is, [`demand`](Self::demand) it.
    pub fn contact(&mut self) {
        if let (Some(route), Some(_)) = (self.pick(), self.pushed) {
            self.health.works(route);
        }
        self.need = self.need.saturating_add(1);
        self.due = None;
        self.lane = Lane::Normal;
        self.comes_by = None;
        self.attempt = 0;
        self.pushed = None;
    }

    /// The device gave new tokens, or other routes. What is pending stays, and is due at once when it was pushed to
    /// an old token.
    pub fn register(&mut self, routes: Vec<Route<C>>, body: Vec<u8>, now: SystemTime) {
        self.need = self.need.saturating_add(1);
        self.routes = routes;
        self.body = body;
        self.health = Health::default();
        // Nothing was heard of pushes to the old token.
        if self.pushed.take().is_some() {
            self.due = self.due.map(|due| due.min(now));
        }
    }

    /// Writes the result of a push. `false`, and nothing changes, when the row has a newer need.
    pub fn apply(&mut self, update: &Update<K>) -> bool
    where
        K: PartialEq,
    {
        let applies = self.key == update.key && self.need == update.need && self.due.is_some();
        if applies {
            self.due = Some(update.due);
            self.attempt = update.attempt;
            self.pushed = update.pushed;
            self.health = update.health;
        }
        applies
    }

    /// The route for the next push, as a place in `routes`. `None` when there is none: the device is unreachable, or
    /// only comes by itself.
    #[must_use]
    pub fn route(&self) -> Option<usize> {
        self.pick().map(usize::from)
    }

    /// The credential that the next push needs. The scheduler of this credential holds the row.
    #[must_use]
    pub fn credential(&self) -> Option<&C> {
        self.routes.get(self.route()?).map(|route| &route.credential)
    }

    pub(crate) fn pick(&self) -> Option<u8> {
        self.health.pick(self.routes_where(|route| route.kind != RouteKind::Poll))
    }

    /// A bit for every such route.
    pub(crate) fn routes_where(&self, such: impl Fn(&Route<C>) -> bool) -> u8 {
        let places = self.routes.iter().take(Health::MAX_ROUTES).enumerate();
        places.filter(|(_, route)| such(route)).fold(0, |bits, (place, _)| bits | (1 << place))
    }

    /// When the first push for this need is due, `now` aside.
    pub(crate) fn first_due(&self, settle: Duration, repeat: Duration) -> Option<SystemTime> {
        let due = self.due?;
        let later = |time: SystemTime, by| time.checked_add(by).unwrap_or(time);
        if self.lane == Lane::Urgent {
            return Some(due);
        }
        let own = self.comes_by.map_or(due, |own| own.min(later(due, repeat)));
        let settled = self.pushed.filter(|pushed| *pushed <= due).map_or(due, |pushed| later(pushed, settle));
        Some(due.max(own).max(settled))
    }
}

/// A way to a device.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Route<C> {
    /// By what.
    pub kind: RouteKind,
    /// With which credential: it has a cap, a lease and a scheduler of its own.
    pub credential: C,
}

/// What carries a wake (F6, F10, F12 to F15).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum RouteKind {
    /// The Apple Push Notification service. The credential is the organization's push certificate (F80).
    Apns,
    /// Firebase Cloud Messaging: bound to one app of one project on one device (F87).
    Fcm,
    /// A text message by the embedder's gateway.
    Sms,
    /// The device vendor's own push service, or any other that the embedder brings.
    Vendor,
    /// The device asks periodically (F8). Never used to push: it says that a device without a living route comes all
    /// the same.
    Poll,
}

/// What overtakes what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Lane {
    /// Ordinary work.
    #[default]
    Normal,
    /// Does not wait behind ordinary work: erase, lock, lost mode.
    Urgent,
}

/// What is known about a device that a push may not wake now.
///
/// Its silence is then not held against the route, and no other route is tried because of it: the provider keeps the
/// last notification, and delivers it when the device is back (F86).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Reach {
    /// Nothing: it has cellular data or is always on Wi-Fi (F82, F83).
    #[default]
    Usual,
    /// It has Wi-Fi only, and gets pushes where it has Wi-Fi (F83, F88).
    WifiOnly,
    /// Below 20 % of its battery it gives the connection up until it is woken or charged (F84).
    LowBattery,
    /// It gets pushes only while in use or charging (F85).
    AwakeOrCharging,
}

/// The result of a push for the row: to be written where [`need`](Self::need) is still the row's, and
/// [`fence`](Self::fence) is not lower than that of the stored [`Lease`](crate::Lease).
///
/// When the store refuses because the row has changed, give the scheduler the row as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Update<K> {
    /// The device.
    pub key: K,
    /// The need that was pushed for.
    pub need: u64,
    /// When the next push is due, if the device does not come before.
    pub due: SystemTime,
    /// How many pushes were handed out.
    pub attempt: u32,
    /// When the first one was accepted.
    pub pushed: Option<SystemTime>,
    /// How well the routes work now.
    pub health: Health,
    /// Of the lease under which it was pushed.
    pub fence: u64,
    /// Who wakes the device from now on.
    pub next: NextSender,
}

/// Who wakes a device after an [`Update`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum NextSender {
    /// The same scheduler.
    Same,
    /// The scheduler of another credential: write the row, then give it to the scheduler of
    /// [`WakeRow::credential`]. This one has forgotten it.
    Other,
    /// Nobody, until the device comes by itself or gives a new token. The scheduler has forgotten it, the row keeps
    /// what is pending (F93).
    Nobody(Unreachable),
}

/// Why a device that should come cannot be woken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Unreachable {
    /// It never gave a token.
    NoRoute,
    /// The tokens of all its routes are gone.
    RoutesDead,
    /// It has no living route to push by, and polls.
    PollsOnly,
}

impl fmt::Display for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoRoute => "the device has not said how it can be woken",
            Self::RoutesDead => "no push reaches the device any more; it has to come by itself once",
            Self::PollsOnly => "the device is not woken and comes by itself",
        })
    }
}

impl<K, T, C> WakeRow<K, T, C> {
    /// Why there is no route; to be asked when there is none.
    pub(crate) fn unreachable(&self) -> Unreachable {
        match self.routes_where(|route| route.kind == RouteKind::Poll) {
            0 if self.routes.is_empty() => Unreachable::NoRoute,
            0 => Unreachable::RoutesDead,
            _ => Unreachable::PollsOnly,
        }
    }
}

// The body holds push tokens.
impl<K: fmt::Debug, T: fmt::Debug, C: fmt::Debug> fmt::Debug for WakeRow<K, T, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WakeRow")
            .field("key", &self.key)
            .field("tenant", &self.tenant)
            .field("need", &self.need)
            .field("due", &self.due)
            .field("lane", &self.lane)
            .field("comes_by", &self.comes_by)
            .field("reach", &self.reach)
            .field("routes", &self.routes)
            .field("health", &self.health)
            .field("attempt", &self.attempt)
            .field("pushed", &self.pushed)
            .field("body", &format_args!("({} bytes)", self.body.len()))
            .finish()
    }
}
