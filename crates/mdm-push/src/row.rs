//! What a store keeps about waking one device.

use std::fmt;
use std::time::SystemTime;

use crate::time::Micros;
use crate::{Config, Health};

/// The wake of one device: whether it has to come, how urgent that is, and how it can be reached.
///
/// A record of its own beside the enrollment, so that the result of a push never touches the enrollment's version.
/// [`due`](Self::due) is `None` while nothing is pending. After unenrollment the row stays without routes and body, so
/// that `need` never begins anew and what was said about an old push cannot settle a new enrollment's need.
///
/// Two hands write it. What the device and the administrator do is a [`WakeChange`] or one of the methods of the same
/// name ([`demand`](Self::demand), [`revise`](Self::revise), [`contact`](Self::contact),
/// [`withdraw`](Self::withdraw), [`register`](Self::register), [`unenroll`](Self::unenroll)) and raises
/// [`need`](Self::need); the result of a push, an [`Update`], settles the `need` that it speaks of and no newer one. Of
/// a newer one it is noted that the device is on its way, unless it was [`heard`](Self::heard) of since.
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
    /// What [`need`](Self::need) was made when pushes began anew: the device was in contact, gave new tokens or left, or
    /// nothing was pending any more. What was pushed for an earlier need is over.
    pub heard: u64,
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
    /// When a push for the newest need of which one was accepted was first accepted, since then and by the credential
    /// whose turn it is.
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
            heard: 0,
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

    /// What is pending has changed, and this is all of it: for a queue that knows the whole.
    pub fn revise(&mut self, demand: Demand) {
        self.need = self.need.saturating_add(1);
        self.due = Some(demand.due);
        self.lane = demand.lane;
        self.comes_by = demand.comes_by;
    }

    /// The device was in contact and nothing is pending any more. If something is, [`demand`](Self::demand) it.
    pub fn contact(&mut self) {
        if let (Some(route), Some(_)) = (self.pick(), self.pushed) {
            self.health.works(route);
        }
        self.withdraw();
    }

    /// Nothing is pending any more, and the device was not heard of: what was ordered was taken back.
    pub fn withdraw(&mut self) {
        self.begin_anew();
        self.due = None;
        self.lane = Lane::Normal;
        self.comes_by = None;
        self.attempt = 0;
        self.pushed = None;
    }

    /// The device has left, or begins anew: it is not pushed to, and nothing secret of it is kept (F33).
    pub fn unenroll(&mut self) {
        self.withdraw();
        self.routes.clear();
        self.body.clear();
        self.health = Health::default();
    }

    /// The device gave new tokens, or other routes. What is pending stays, and is due at once when it was pushed to
    /// an old token. The same again changes nothing: a token that was renewed has to show in the body, by its time.
    pub fn register(&mut self, routes: Vec<Route<C>>, body: Vec<u8>, now: SystemTime)
    where
        C: PartialEq,
    {
        if self.routes == routes && self.body == body {
            return;
        }
        self.begin_anew();
        self.routes = routes;
        self.body = body;
        self.health = Health::default();
        // Nothing was heard of pushes to the old token.
        if self.pushed.take().is_some() {
            self.due = self.due.map(|due| due.min(now));
        }
    }

    /// Carries changes out, in order, on the row that is stored, if any. Only
    /// [`Register`](WakeChange::Register) makes a row; on one that is not there the others do nothing. The needs of a row
    /// begin with the time at which it is made.
    ///
    /// To be called by a store inside the transaction that the changes belong to.
    #[must_use]
    pub fn changed(stored: Option<Self>, key: &K, changes: Vec<WakeChange<T, C>>) -> Option<Self>
    where
        K: Clone,
        T: Clone,
        C: PartialEq,
    {
        changes.into_iter().fold(stored, |row, change| {
            let mut row = match (row, &change) {
                (Some(row), _) => row,
                (None, WakeChange::Register { tenant, at, .. }) => {
                    let mut row = Self::new(key.clone(), tenant.clone(), Vec::new(), Vec::new());
                    // Above all needs of a row that stood here before and was removed: whoever still knows it must not take
                    // this one for older.
                    row.need = Micros::from(*at).count();
                    row
                }
                (None, _) => return None,
            };
            match change {
                WakeChange::Contact => row.contact(),
                WakeChange::Demand(demand) => row.revise(demand),
                WakeChange::Withdraw => row.withdraw(),
                WakeChange::Reach(reach) if row.reach == reach => {}
                WakeChange::Reach(reach) => {
                    row.need = row.need.saturating_add(1);
                    row.reach = reach;
                }
                WakeChange::Register { tenant, routes, body, at } => {
                    row.tenant = tenant;
                    row.register(routes, body, at);
                }
                WakeChange::Unenroll => row.unenroll(),
            }
            Some(row)
        })
    }

    /// Writes the result of a push. `false`, and nothing changes, when it is over: nothing is pending, or the device was
    /// [`heard`](Self::heard) of after the need that was pushed for.
    ///
    /// Where the row has a newer need, what is due stays due: the scheduler knows by the rest that the device is on its
    /// way, and lets it [settle](crate::Config::settle).
    pub fn apply(&mut self, update: &Update<K>) -> bool
    where
        K: PartialEq,
    {
        let pushed_for = self.heard..=self.need;
        let applies = self.key == update.key && pushed_for.contains(&update.need) && self.due.is_some();
        if applies {
            if update.need == self.need {
                self.due = Some(update.due);
                // It was woken in spite of that.
                self.comes_by = None;
            }
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

    /// When the first push for this need is due, `now` aside, if a push was accepted at `pushed`; zero when none was.
    pub(crate) fn first_due(&self, pushed: Micros, config: &Config) -> Option<Micros> {
        let due = Micros::from(self.due?);
        if self.lane == Lane::Urgent {
            return Some(due);
        }
        let own = self.comes_by.map_or(due, |own| Micros::from(own).min(due.plus(config.repeat)));
        let settled = if pushed == Micros::ZERO { due } else { pushed.plus(config.settle) };
        Some(due.max(own).max(settled))
    }

    const fn begin_anew(&mut self) {
        self.need = self.need.saturating_add(1);
        self.heard = self.need;
    }
}

/// What a decision does to the wake of its device, to be committed with it. [`WakeRow::changed`] carries it out.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum WakeChange<T, C> {
    /// The device was in contact, and nothing is pending unless a demand follows.
    Contact,
    /// The device has to come: this is all that is pending.
    Demand(Demand),
    /// Nothing is pending any more, and the device was not heard of.
    Withdraw,
    /// Something was learnt about what keeps a push from waking the device.
    Reach(Reach),
    /// The device is reached like this.
    Register {
        /// Its tenant.
        tenant: T,
        /// The best way first.
        routes: Vec<Route<C>>,
        /// What a push needs: [`WakeRow::body`].
        body: Vec<u8>,
        /// Now.
        at: SystemTime,
    },
    /// The device has left, or begins anew.
    Unenroll,
}

/// A device has to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Demand {
    /// How urgent that is.
    pub lane: Lane,
    /// Not before.
    pub due: SystemTime,
    /// [`WakeRow::comes_by`].
    pub comes_by: Option<SystemTime>,
}

impl Demand {
    /// A push is due then.
    #[must_use]
    pub const fn new(lane: Lane, due: SystemTime) -> Self {
        Self { lane, due, comes_by: None }
    }

    /// The device comes by itself, nobody knows when. It is woken at `latest`, and after a day in any case.
    #[must_use]
    pub fn by_itself(now: SystemTime, latest: Option<SystemTime>) -> Self {
        let sometime = || Micros::LAST.into();
        Self { lane: Lane::Normal, due: now, comes_by: Some(latest.unwrap_or_else(sometime)) }
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
    /// A text message by the embedder's gateway (F12), with a [`ShortWake`](crate::ShortWake).
    Sms,
    /// The device vendor's own push service, or any other that the embedder brings (F14).
    Vendor,
    /// The device asks periodically (F8, F9). Never used to push: it says that a device without a living route comes all
    /// the same.
    Poll,
}

impl RouteKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Apns, Self::Fcm, Self::Sms, Self::Vendor, Self::Poll];

    /// A short name for a column.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Apns => "apns",
            Self::Fcm => "fcm",
            Self::Sms => "sms",
            Self::Vendor => "vendor",
            Self::Poll => "poll",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
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
    /// Nothing: it has cellular data or is always on Wi-Fi (F83).
    #[default]
    Usual,
    /// It has Wi-Fi only, and gets pushes where it has Wi-Fi (F83, F88).
    WifiOnly,
    /// Below 20 % of its battery it gives the connection up until it is woken or charged (F84).
    LowBattery,
    /// It gets pushes only while in use or charging (F85).
    AwakeOrCharging,
}

impl Reach {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Usual, Self::WifiOnly, Self::LowBattery, Self::AwakeOrCharging];

    /// A short name for a column.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Usual => "usual",
            Self::WifiOnly => "wifi-only",
            Self::LowBattery => "low-battery",
            Self::AwakeOrCharging => "awake-or-charging",
        }
    }

    /// The one of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reach| reach.as_str() == name)
    }
}

/// The result of a push for the row: to be written by [`WakeRow::apply`] where [`fence`](Self::fence) is not lower than
/// that of the stored [`Lease`](crate::Lease).
///
/// When the row has changed meanwhile, give the scheduler the row as it is then.
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
    /// [`WakeRow::pushed`]; `None` for a device that goes over to another credential, by which nothing has gone yet.
    pub pushed: Option<SystemTime>,
    /// How well the routes work now.
    pub health: Health,
    /// Of the lease under which it was pushed.
    pub fence: u64,
    /// Who wakes the device from now on.
    pub next: NextSender,
}

impl<K> Update<K> {
    /// A push for this need was accepted at `pushed`, as the first one, and the next one is due then.
    #[must_use]
    pub const fn new(key: K, need: u64, pushed: SystemTime, due: SystemTime, fence: u64) -> Self {
        let (pushed, health, next) = (Some(pushed), Health::from_bits(0), NextSender::Same);
        Self { key, need, due, attempt: 1, pushed, health, fence, next }
    }
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
impl<T: fmt::Debug, C: fmt::Debug> fmt::Debug for WakeChange<T, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Contact => f.write_str("Contact"),
            Self::Demand(demand) => f.debug_tuple("Demand").field(demand).finish(),
            Self::Withdraw => f.write_str("Withdraw"),
            Self::Reach(reach) => f.debug_tuple("Reach").field(reach).finish(),
            Self::Register { tenant, routes, body, at } => f
                .debug_struct("Register")
                .field("tenant", tenant)
                .field("routes", routes)
                .field("body", &format_args!("({} bytes)", body.len()))
                .field("at", at)
                .finish(),
            Self::Unenroll => f.write_str("Unenroll"),
        }
    }
}

impl<K: fmt::Debug, T: fmt::Debug, C: fmt::Debug> fmt::Debug for WakeRow<K, T, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WakeRow")
            .field("key", &self.key)
            .field("tenant", &self.tenant)
            .field("need", &self.need)
            .field("heard", &self.heard)
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
