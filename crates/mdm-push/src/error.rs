//! What can go wrong, and whose fault it is.

/// Why an input was refused. A refused input changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The row's route belongs to another credential: nothing of it is pushed with this one (F81).
    #[error("the device's route belongs to another credential")]
    OtherCredential,
    /// The credential belongs to one tenant, and the device to another one (F81).
    #[error("the device belongs to another tenant than the credential")]
    OtherTenant,
    /// The row has more routes than [`Health::MAX_ROUTES`](crate::Health::MAX_ROUTES).
    #[error("a device may have at most 8 routes")]
    TooManyRoutes,
    /// No push with this ticket is in flight: it was answered, or its time was over.
    #[error("no push with this ticket is in flight")]
    UnknownTicket,
    /// A push must not be repeated now: the cap is reached, or the lease or the time of the push is over. Answer
    /// [`Outcome::Retry`](crate::Outcome::Retry) and it is handed out again when its turn comes.
    #[error("there is no room to repeat a push")]
    NoRoom,
    /// The magic of a [`ShortWake`](crate::ShortWake) is shorter than 8 bytes or longer than 64.
    #[error("the magic of a short wake has too few or too many bytes")]
    Magic,
    /// A message is no [`ShortWake`](crate::ShortWake).
    #[error("the message is no wake")]
    ShortWake,
    /// The lease has a lower fencing number than one that was seen before.
    #[error("lease is older than the one that is held")]
    StaleLease,
}

/// Who has to change something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Blame {
    /// The code that called.
    Caller,
    /// Whoever sent a message.
    Peer,
}

impl Error {
    /// Who has to change something. A provider cannot cause an error here: whatever it answers is data.
    #[must_use]
    pub const fn blame(&self) -> Blame {
        match self {
            Self::ShortWake => Blame::Peer,
            _ => Blame::Caller,
        }
    }
}
