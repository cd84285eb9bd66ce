//! One node at a time.

use std::time::{Duration, SystemTime};

use crate::row::{Credential, Lease};
use crate::{Error, Store};

/// Whose turn it is to do what one node at a time does: one node holds a [lease](Store::swap_lease) of a name, renews it
/// while it goes on, and another one takes it when it is given up or over.
///
/// [`Sender`](crate::Sender) has one for each credential. For a consumer of events [`Outbox::turn`](crate::Outbox::turn)
/// makes it; for a round of an [`Auditor`](crate::Auditor), or a nightly sweep, choose a name.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use mdm_store::{Error, Outbox, Store, StoredEvent, Turn};
///
/// /// Tells what there is to be told, as long as it is this node's turn; says when to come again.
/// async fn deliver<S: Store>(
///     store: &S,
///     outbox: &Outbox<&S>,
///     turn: &mut Turn,
///     post: impl AsyncFn(&StoredEvent) -> bool,
/// ) -> Result<SystemTime, Error> {
///     if !turn.hold(store, SystemTime::now()).await? {
///         return Ok(turn.again());
///     }
///     let mut delivery = outbox.poll(SystemTime::now()).await?;
///     // A delivery may take longer than a lease: what is not asked for comes again, here or on another node.
///     while turn.hold(store, SystemTime::now()).await?
///         && let Some(event) = delivery.next_event()
///     {
///         if !post(event).await {
///             delivery.refused();
///         }
///     }
///     outbox.settle(delivery, SystemTime::now()).await?;
///     Ok(turn.again().min(SystemTime::now() + Duration::from_secs(1)))
/// }
/// ```
///
/// # What is promised
///
/// As long as the clocks of two nodes differ by no more than the [skew](Self::with_skew), it is the turn of no two of them
/// at once: the one whose lease ends stops that much before. What it has begun by then is its own to end in time; what must
/// not be done twice is to be protected by the version of a record, as an [`Outbox`](crate::Outbox) and an
/// [`Auditor`](crate::Auditor) do, or by the fence of the [lease](Self::lease), which rises with every holder.
///
/// Every future may be dropped at any point, and every error means to try again later: it is this node's turn for as long as
/// the lease that it has.
#[derive(Clone, Debug)]
pub struct Turn {
    name: Credential,
    duration: Duration,
    skew: Duration,
    held: Option<Lease>,
    /// When the lease is looked at next.
    look_at: Option<SystemTime>,
}

/// What became of a lease that was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turned {
    /// It was not time, or another node has it.
    Nothing,
    Took(Lease),
    Renewed(Lease),
    Lost,
}

impl Turn {
    /// Holds nothing yet. The name of a lease is that of a credential: those with which the [`Sender`](crate::Sender) pushes
    /// are taken.
    #[must_use]
    pub const fn new(name: Credential) -> Self {
        Self { name, duration: LEASE, skew: SKEW, held: None, look_at: None }
    }

    /// Holds the lease for so long, instead of 30 seconds: as long a dead node keeps the others waiting. It is renewed three
    /// times in it. At least three times the [skew](Self::with_skew).
    #[must_use]
    pub fn with_lease(self, duration: Duration) -> Self {
        Self { duration, ..self }
    }

    /// By how much the clocks of two nodes may differ, instead of 5 seconds.
    #[must_use]
    pub fn with_skew(self, skew: Duration) -> Self {
        Self { skew, ..self }
    }

    /// Takes or renews the lease, when it is time; says whether it is this node's turn. Often is harmless: the store is asked
    /// three times in a lease, and by one that waits.
    ///
    /// # Errors
    ///
    /// The store's: try again later.
    pub async fn hold(&mut self, store: &impl Store, now: SystemTime) -> Result<bool, Error> {
        while self.look(store, now).await? == Turned::Lost {}
        Ok(self.held.is_some_and(|held| later(now, self.skew) < held.until))
    }

    /// When to [hold](Self::hold) it again at the latest, to keep it or to get it.
    #[must_use]
    pub fn again(&self) -> SystemTime {
        self.look_at.unwrap_or(SystemTime::UNIX_EPOCH)
    }

    /// The lease, as long as no other node is known to have it.
    #[must_use]
    pub const fn lease(&self) -> Option<&Lease> {
        self.held.as_ref()
    }

    /// Gives the lease up, so that another node need not wait for its end, only for the difference of their clocks. For one
    /// that stops, and has ended what it did.
    ///
    /// # Errors
    ///
    /// The store's. It ends by itself then.
    pub async fn give_up(&mut self, store: &impl Store, now: SystemTime) -> Result<(), Error> {
        if let Some(held) = self.held {
            store.swap_lease(&self.name, Some(&held), &held.release(self.skew, now)).await?;
            self.lose();
        }
        Ok(())
    }

    /// Takes or renews the lease, when it is time.
    pub(crate) async fn look(&mut self, store: &impl Store, now: SystemTime) -> Result<Turned, Error> {
        let third = self.duration / 3;
        if self.look_at.is_some_and(|look_at| !is_time(look_at, third, now)) {
            return Ok(Turned::Nothing);
        }
        let Some(held) = self.held else { return self.take(store, now).await };
        let renewed = held.renew(self.duration, now);
        if store.swap_lease(&self.name, Some(&held), &renewed).await? {
            (self.held, self.look_at) = (Some(renewed), Some(later(now, third)));
            return Ok(Turned::Renewed(renewed));
        }
        // An earlier renewal of which nothing was heard may be there: the fence is this node's alone.
        match store.lease(&self.name).await? {
            Some(stored) if stored.fence == held.fence => {
                (self.held, self.look_at) = (Some(stored), Some(now));
                Ok(Turned::Renewed(stored))
            }
            _ => {
                self.lose();
                Ok(Turned::Lost)
            }
        }
    }

    async fn take(&mut self, store: &impl Store, now: SystemTime) -> Result<Turned, Error> {
        let third = self.duration / 3;
        let stored = store.lease(&self.name).await?;
        if let Some(lease) = Lease::take(stored.as_ref(), self.duration, now)
            && store.swap_lease(&self.name, stored.as_ref(), &lease).await?
        {
            (self.held, self.look_at) = (Some(lease), Some(later(now, third)));
            return Ok(Turned::Took(lease));
        }
        let until = stored.map_or(now, |stored| stored.until);
        self.look_at = Some(until.clamp(later(now, PAUSE), later(now, third.max(PAUSE))));
        Ok(Turned::Nothing)
    }

    /// Another node has it.
    pub(crate) fn lose(&mut self) {
        (self.held, self.look_at) = (None, None);
    }
}

/// Whether a time that was set for at most `within` from then has come: a clock that stepped back must not make it far.
fn is_time(at: SystemTime, within: Duration, now: SystemTime) -> bool {
    now >= at || at > later(now, within.max(PAUSE))
}

pub(crate) fn later(now: SystemTime, duration: Duration) -> SystemTime {
    now.checked_add(duration).unwrap_or(now)
}

/// How long a lease is held.
pub(crate) const LEASE: Duration = Duration::from_secs(30);
/// By how much the clocks of two nodes may differ.
const SKEW: Duration = Duration::from_secs(5);
/// A lease that was just given up, or snatched, is not asked for at once.
const PAUSE: Duration = Duration::from_millis(500);
