//! What goes into a scheduler and what comes out.

use std::fmt;
use std::time::SystemTime;

use crate::{Lane, Lease, Unreachable, Update, WakeRow};

/// What happened.
#[derive(Debug)]
#[non_exhaustive]
pub enum Input<'a, K, T, C> {
    /// A row is new or has changed. A row with the same [`need`](WakeRow::need) as before, or a lower one, is
    /// ignored: rows may come twice, and out of order.
    Wake(&'a WakeRow<K, T, C>),
    /// The device came and nothing is pending, or it was unenrolled: no more pushes (F95).
    Forget(&'a K),
    /// What became of a push. Exactly one answer for each.
    Answered(Ticket, Outcome),
    /// The sender is about to put a push over the wire once more, on another connection. Refused with
    /// [`Error::NoRoom`](crate::Error::NoRoom) when that would exceed the cap; then it must not.
    Repeating(Ticket),
    /// The lease was renewed, or taken once more.
    Lease(&'a Lease),
    /// The credential was mended, or somebody wants to try: ends every hold.
    CredentialFixed,
}

/// Names a push without an answer, in this scheduler.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub(super) u64);

/// What a provider's answer boils down to.
///
/// | APNs | FCM | here |
/// |---|---|---|
/// | 200 | 200 | `Sent` |
/// | 410 for a token that was not renewed since | `UNREGISTERED` | `DropRoute` |
/// | 403 | 401 of a good access token | `FixCredential` |
/// | 500, 503 (15 minutes) | 429 `QUOTA_EXCEEDED`, 503, with or without `Retry-After` | `WaitUntil` |
/// | 429 `TooManyRequests` | - | `RetryDevice` |
/// | connection lost, deadline | the same, 500 | `Retry` |
/// | a token that no push can be made with | the same | `Unsendable` |
/// | `BadDeviceToken`, other 400, 404, 405, 413 | other 400, `SENDER_ID_MISMATCH` (a token of another sender: it is the device's, and holds up nobody else) | `Defect` |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// The provider accepted it. Not: the device got it.
    Sent,
    /// The token is gone: no more pushes by this route.
    DropRoute,
    /// The credential is refused. Nothing goes out until [`Input::CredentialFixed`], but for one trial an hour.
    FixCredential,
    /// The provider asks everybody to wait. At most a day is waited.
    WaitUntil(SystemTime),
    /// The provider asks to slow down for this device.
    RetryDevice,
    /// Nobody knows whether it arrived: it is sent again, later each time. Several in a row are taken for a provider
    /// in trouble, and all pause: for two seconds, and each time that the one push after a pause is lost too, for twice
    /// as long, up to five minutes. However many are lost together, that is one pause, and any answer of the provider
    /// ends it.
    Retry,
    /// It was wrong and will be wrong again. Another route is tried, else the same one tomorrow.
    Defect,
    /// It did not go over the wire: too late, or the row has changed. Nobody is blamed, and the cap is not touched.
    NotSent,
    /// It did not go over the wire, and never will as it is: what it needs cannot be read, or made into a push. For the
    /// device that is a [`Defect`](Self::Defect). The provider was not asked: its answer is still waited for where it
    /// was in trouble, and the cap is not touched.
    Unsendable,
}

/// What to do.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Output<K> {
    /// Push to a device.
    Send(Send<K>),
    /// Write a row.
    Update(Update<K>),
    /// Somebody may want to know.
    Event(Event<K>),
    /// Nothing, until the next input or this time. Call [`poll_output`](crate::Scheduler::poll_output) then.
    Wait(Option<SystemTime>),
}

/// Push to a device: read the row's body, and the route's token in it, now.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Send<K> {
    /// For the answer.
    pub ticket: Ticket,
    /// The device.
    pub key: K,
    /// The need that is pushed for: when the row has another one by now, give the row and answer
    /// [`Outcome::NotSent`].
    pub need: u64,
    /// By which of [`WakeRow::routes`].
    pub route: usize,
    /// For the priority that a provider knows.
    pub lane: Lane,
    /// Counts pushes since the last contact, from one.
    pub attempt: u32,
    /// It must not go over the wire after this: another node may be sending then. Give it up and answer
    /// [`Outcome::NotSent`].
    pub not_after: SystemTime,
}

/// Something happened that no row tells.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event<K> {
    /// A row was given that nobody can push for. What is pending waits in the row until the device comes by itself
    /// or gives a token (F93).
    Unreachable {
        /// The device.
        key: K,
        /// Why.
        why: Unreachable,
    },
    /// Nothing goes out until then.
    Held {
        /// The end, unless something happens first.
        until: SystemTime,
        /// Why.
        reason: HoldReason,
    },
}

/// Why nothing goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HoldReason {
    /// The credential is refused.
    Credential,
    /// The provider asked for it.
    Provider,
    /// Push after push is lost.
    Lost,
}

/// Why a device is not woken at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Standing {
    /// Its time has not come.
    Due(SystemTime),
    /// A push was accepted; if the device does not come it gets another one.
    Pushed {
        /// When.
        again: SystemTime,
    },
    /// It waits for its turn: the cap, the shares of the tenants, or this node's lease.
    InLine,
    /// Nothing goes out.
    Held {
        /// Until then.
        until: SystemTime,
        /// Why.
        reason: HoldReason,
    },
    /// A push is under way.
    InFlight,
}

/// How many devices wait for what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Waiting {
    /// All, those included whose time has not come.
    pub devices: usize,
    /// For their turn in the urgent lane.
    pub urgent: usize,
    /// For their turn in the ordinary lane.
    pub normal: usize,
    /// For an answer.
    pub in_flight: usize,
}

impl fmt::Display for HoldReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Credential => "the provider refuses the credential",
            Self::Provider => "the provider asked to wait",
            Self::Lost => "pushes do not reach the provider",
        })
    }
}
