//! What can go wrong, whose fault it is, and what the device is told.

use std::time::Duration;

use mdm_apple::CommandUuid;
use mdm_apple::support::Refusal;
use mdm_profile::UpdateRefusal;

use crate::Flaw;
use crate::policy::Denial;

/// Why an input was refused. A refused input changes nothing.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    // The peer's.
    /// The method is neither `PUT` nor `POST`.
    #[error("the method is neither PUT nor POST")]
    Method,
    /// No tenant is served under the path of a request: a proxy or a table of paths is wrong, or older than the other.
    #[error("no tenant is served under this path")]
    Misrouted,
    /// The enrollment or the invitation is another tenant's.
    #[error("the enrollment belongs to another tenant")]
    ForeignTenant,
    /// The tenant's devices are not managed.
    #[error(transparent)]
    NotManaged(Denial),
    /// The request carries no certificate where the configured source looks for one.
    #[error("the request carries no device certificate")]
    NoCertificate,
    /// The certificate or the signature of the request does not stand up.
    #[error("the device certificate is refused: {0}")]
    Certificate(#[source] mdm_pki::Error),
    /// The body is larger than the limit.
    #[error("the body is larger than {limit} bytes")]
    TooLarge {
        /// The limit.
        limit: usize,
    },
    /// The body cannot be read.
    #[error("the body cannot be read: {0}")]
    Malformed(#[source] mdm_apple::Error),
    /// A message that this crate does not answer.
    #[error("check-in message is not supported")]
    UnsupportedMessage,
    /// The device asks for something that the embedder does not have.
    #[error("nobody answers what the device asks")]
    NoAnswer,
    /// A message of a user, and the tenant's users are not managed.
    #[error("users of this device are not managed")]
    UserChannel,
    /// A user of a Mac has to show the password first.
    #[error("the user has not shown the password")]
    UserNotAuthenticated,
    /// The device has so many users that no other is managed.
    #[error("the device has {limit} managed users already")]
    TooManyUsers {
        /// The limit.
        limit: u64,
    },
    /// No enrollment and no invitation belongs to the certificate.
    #[error("no such enrollment")]
    UnknownEnrollment,
    /// The certificate is ours, and another enrollment's.
    #[error("the certificate belongs to another enrollment")]
    ForeignCertificate,
    /// The device names another push topic than its enrollment has.
    #[error("the push topic is not the one of this enrollment")]
    ForeignTopic,
    /// The push token of a TokenUpdate is empty or longer than
    /// [`PushToken::MAX_APNS_BYTES`](mdm_apple::PushToken::MAX_APNS_BYTES): no push could be made with it.
    #[error("the push token is empty or too long")]
    PushToken,
    /// The enrollment has not been completed, or has ended.
    #[error("the device is not enrolled")]
    NotEnrolled,
    /// A device that is not enrolled asks for its declarations. Not 404: it would remove them.
    #[error("the device is not enrolled, and has no declarations")]
    NoDeclarations,
    /// The declaration, asset or profile is not there, or not assigned to the device.
    #[error("nothing of this name is assigned to the device")]
    NotAssigned,
    /// There is no such ticket.
    #[error("no such ticket")]
    UnknownTicket,
    /// The ticket's time is over.
    #[error("the ticket has expired")]
    ExpiredTicket,
    /// The ticket was used before.
    #[error("the ticket was used before")]
    UsedTicket,

    // The caller's.
    /// The device would refuse some commands of the order; nothing was queued.
    #[error("the device would refuse {} of the ordered commands", refusals.len())]
    NotAllowed {
        /// Each refused command with the reason.
        refusals: Vec<(CommandUuid, Refusal)>,
    },
    /// The terms of the device forbid some commands of the order; nothing was queued, and it was recorded.
    #[error("the terms of the device forbid {} of the ordered commands", denials.len())]
    Denied {
        /// Each with the reason.
        denials: Vec<(CommandUuid, Denial)>,
    },
    /// The terms deny it to whoever asks; nothing happened, and where there is a record it was recorded.
    #[error(transparent)]
    NotPermitted(Denial),
    /// An order would give the device another enrollment profile than the one it enrolled with; nothing was queued.
    #[error("the order changes what an enrollment keeps, in {} places", refusals.len())]
    OriginChanged {
        /// Each profile with each reason.
        refusals: Vec<(CommandUuid, UpdateRefusal)>,
    },
    /// A login needs the embedder's random bytes: [`Records::login`](crate::Records::login).
    #[error("a login on a Mac, and nothing to make a challenge of")]
    NoLogin,
    /// The decision needs the channels of the device's users: [`Self::needs_users`].
    #[error("the channels of the device's users were not loaded")]
    NeedsUsers,
    /// The queue refused the order.
    #[error(transparent)]
    Queue(#[from] mdm_command::Error),
    /// The name of the batch is one that orders to many have.
    #[error("batches of this name are for orders to many")]
    ReservedBatch,
    /// There is no tenant of this name.
    #[error("no such tenant")]
    UnknownTenant,
    /// There is no order to many of this name.
    #[error("no such order")]
    UnknownOrder,
    /// The enrollment is not there or has ended: it takes no orders.
    #[error("the enrollment takes no orders")]
    NoOrders,
    /// The organization's things are being taken off the device: what would be put there, or is its next member's, would be
    /// taken off too. [`Input::EndWipe`](crate::Input::EndWipe) calls the wipe off.
    #[error("a selective wipe of the device is under way")]
    WipeUnderWay,
    /// The input is about another record than the one that was loaded or named.
    #[error("the input is about another record")]
    OtherRecord,
    /// An invitation cannot be written under this URL.
    #[error("not an https URL without query and fragment, or too long a one")]
    Url,
    /// A record exists already.
    #[error("the record exists already")]
    Exists,
    /// A declaration or a set of them is refused; nothing was stored.
    #[error("declaration {identifier:?}, {path:?}: {flaw}")]
    Declaration {
        /// Which: the identifier of a declaration, or the name of a set.
        identifier: Box<str>,
        /// Where in it; empty for all of it.
        path: Box<str>,
        /// What is wrong.
        flaw: Flaw,
    },
    /// An event names a member whose pseudonym was not given: [`Records::call`](crate::Records::call).
    #[error("an event names a member who has no pseudonym")]
    UnnamedMember,
    /// A command cannot be written.
    #[error("the command cannot be written: {0}")]
    Encode(#[source] mdm_apple::Error),

    // The library's, or the store's.
    /// There is no randomness.
    #[error("a salt cannot be minted: {0}")]
    Mint(#[source] mdm_pki::Error),
    /// A stored record cannot be read.
    #[error("a stored record cannot be read: {0}")]
    Record(&'static str),
}

/// Who has to change something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Blame {
    /// The device, or whoever claims to be one.
    Peer,
    /// The code that called.
    Caller,
    /// This library, or the store beneath it.
    Library,
}

impl Error {
    #[cfg(feature = "declarative")]
    pub(crate) fn declaration(identifier: &str, path: &str, flaw: Flaw) -> Self {
        Self::Declaration { identifier: identifier.into(), path: path.into(), flaw }
    }

    /// Who has to change something.
    #[must_use]
    pub const fn blame(&self) -> Blame {
        match self {
            // The anchors that the embedder trusts are not valid themselves.
            Self::Certificate(mdm_pki::Error::AnchorNotValid) => Blame::Caller,
            Self::NotAllowed { .. } | Self::Denied { .. } | Self::Queue(_) | Self::NoOrders => Blame::Caller,
            Self::NotPermitted(_) | Self::WipeUnderWay => Blame::Caller,
            Self::OriginChanged { .. } | Self::NoLogin | Self::NeedsUsers => Blame::Caller,
            Self::Exists | Self::Encode(_) | Self::OtherRecord | Self::Url => Blame::Caller,
            Self::Declaration { .. } | Self::UnnamedMember => Blame::Caller,
            Self::ReservedBatch | Self::UnknownOrder | Self::UnknownTenant | Self::Misrouted => Blame::Caller,
            Self::Certificate(mdm_pki::Error::Crypto { .. }) | Self::Mint(_) | Self::Record(_) => {
                Blame::Library
            }
            _ => Blame::Peer,
        }
    }

    /// Whether the decision needs every open command: load with
    /// [`Window::Open`](crate::row::Window::Open) and decide again.
    #[must_use]
    pub const fn needs_open(&self) -> bool {
        matches!(self, Self::Queue(mdm_command::Error::NeedsOpen))
    }

    /// Whether the decision needs the device's users: insert each that [`users_of`](crate::users_of) finds, with
    /// [`Window::Open`](crate::row::Window::Open), say so ([`Records::with_all_users`](crate::Records::with_all_users)), and
    /// decide again.
    #[must_use]
    pub const fn needs_users(&self) -> bool {
        matches!(self, Self::NeedsUsers)
    }

    /// How long whoever is told 503 is asked to wait (RFC 9110 section 10.2.3). Apple does not say that a device minds it;
    /// proxies do.
    pub const RETRY_AFTER: Duration = Duration::from_secs(60);

    /// The header `Retry-After`, with 503.
    #[must_use]
    pub const fn retry_after(&self) -> Option<Duration> {
        if self.http_status() == 503 { Some(Self::RETRY_AFTER) } else { None }
    }

    /// Whether the decision needs what the embedder knows of a login: give it
    /// ([`Records::login`](crate::Records::login)), and decide again. Who speaks, and for which tenant, is known by then.
    #[must_use]
    pub const fn needs_login(&self) -> bool {
        matches!(self, Self::NoLogin)
    }

    /// What the device is told, with an empty body.
    ///
    /// Never 401: on 401 a device removes its enrollment (Apple, Managing connections). A 403 does so only with
    /// the code `com.apple.unrecognized.device` in its body, which is never sent from here. To what is asked about
    /// declarations 404 is said by [`NotAssigned`](Self::NotAssigned) alone: a device removes what is answered so.
    #[must_use]
    pub const fn http_status(&self) -> u16 {
        match self {
            // Ours: the device keeps its message and comes again.
            Self::Certificate(mdm_pki::Error::AnchorNotValid | mdm_pki::Error::Crypto { .. }) => 500,
            Self::Queue(mdm_command::Error::NeedsOpen) | Self::OtherRecord => 500,
            Self::NeedsUsers | Self::NoLogin => 500,
            // It may be served in a moment, or by another node: a device keeps what it wanted to say.
            Self::Misrouted => 503,
            Self::NoCertificate | Self::Certificate(_) | Self::Malformed(_) => 400,
            Self::UnsupportedMessage | Self::NoAnswer | Self::PushToken => 400,
            // A user who is not managed at this login (Apple, User Authenticate, read 2026-08).
            Self::UserChannel | Self::UserNotAuthenticated | Self::TooManyUsers { .. } => 410,
            Self::Method => 405,
            Self::ForeignCertificate | Self::ForeignTopic | Self::ForeignTenant => 403,
            Self::NotManaged(_) | Self::Denied { .. } | Self::NotPermitted(_) | Self::NoDeclarations => 403,
            Self::UnknownEnrollment | Self::NotEnrolled | Self::UnknownTicket | Self::UnknownTenant => 404,
            Self::UnknownOrder => 404,
            // A device removes a declaration that is not there (Apple, Declarative Management, read 2026-08).
            Self::NotAssigned => 404,
            Self::ExpiredTicket | Self::UsedTicket => 410,
            Self::TooLarge { .. } => 413,
            Self::Queue(mdm_command::Error::DuplicateUuid(_)) => 409,
            Self::NotAllowed { .. } | Self::Queue(_) | Self::Encode(_) | Self::Url => 422,
            Self::Declaration { flaw: Flaw::UnknownSet, .. } => 404,
            Self::Declaration { .. } => 422,
            Self::OriginChanged { .. } | Self::ReservedBatch => 422,
            Self::Exists | Self::NoOrders | Self::WipeUnderWay => 409,
            Self::UnnamedMember | Self::Mint(_) | Self::Record(_) => 500,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One of every variant. A new one does not compile until it is in the list.
    fn all() -> Vec<Error> {
        let known = |error: &Error| match error {
            Error::Method
            | Error::Misrouted
            | Error::Url
            | Error::NoAnswer
            | Error::UnknownTenant
            | Error::ForeignTenant
            | Error::NotManaged(_)
            | Error::Denied { .. }
            | Error::NotPermitted(_)
            | Error::NoCertificate
            | Error::Certificate(_)
            | Error::TooLarge { .. }
            | Error::Malformed(_)
            | Error::UnsupportedMessage
            | Error::UserChannel
            | Error::UnknownEnrollment
            | Error::ForeignCertificate
            | Error::ForeignTopic
            | Error::PushToken
            | Error::NotEnrolled
            | Error::UnknownTicket
            | Error::ExpiredTicket
            | Error::UsedTicket
            | Error::NotAllowed { .. }
            | Error::Queue(_)
            | Error::NoOrders
            | Error::ReservedBatch
            | Error::UnknownOrder
            | Error::UserNotAuthenticated
            | Error::TooManyUsers { .. }
            | Error::OriginChanged { .. }
            | Error::NoLogin
            | Error::NeedsUsers
            | Error::Exists
            | Error::OtherRecord
            | Error::Encode(_)
            | Error::NoDeclarations
            | Error::NotAssigned
            | Error::Declaration { .. }
            | Error::UnnamedMember
            | Error::Mint(_)
            | Error::WipeUnderWay
            | Error::Record(_) => 43,
        };
        let errors = vec![
            Error::Method,
            Error::Url,
            Error::NoAnswer,
            Error::Misrouted,
            Error::UnknownTenant,
            Error::ForeignTenant,
            Error::NotManaged(Denial::ManagementOff),
            Error::Denied { denials: Vec::new() },
            Error::NotPermitted(Denial::NotTheMembers),
            Error::NoCertificate,
            Error::Certificate(mdm_pki::Error::Expired),
            Error::Certificate(mdm_pki::Error::AnchorNotValid),
            Error::TooLarge { limit: 7 },
            Error::Malformed(mdm_apple::Error::NoEnrollment),
            Error::UnsupportedMessage,
            Error::UserChannel,
            Error::UnknownEnrollment,
            Error::ForeignCertificate,
            Error::ForeignTopic,
            Error::PushToken,
            Error::NotEnrolled,
            Error::UnknownTicket,
            Error::ExpiredTicket,
            Error::UsedTicket,
            Error::NotAllowed { refusals: Vec::new() },
            Error::Queue(mdm_command::Error::NeedsOpen),
            Error::NoOrders,
            Error::WipeUnderWay,
            Error::ReservedBatch,
            Error::UnknownOrder,
            Error::UserNotAuthenticated,
            Error::TooManyUsers { limit: 7 },
            Error::OriginChanged { refusals: Vec::new() },
            Error::NoLogin,
            Error::NeedsUsers,
            Error::Exists,
            Error::OtherRecord,
            Error::Encode(mdm_apple::Error::NoEnrollment),
            Error::NoDeclarations,
            Error::NotAssigned,
            Error::Declaration { identifier: "a".into(), path: "Payload".into(), flaw: Flaw::Missing },
            Error::UnnamedMember,
            Error::Mint(mdm_pki::Error::Expired),
            Error::Record("it has no form"),
        ];
        let kinds: std::collections::BTreeSet<_> =
            errors.iter().map(|error| format!("{:?}", std::mem::discriminant(error))).collect();
        assert!(errors.iter().all(|error| known(error) == kinds.len()));
        errors
    }

    /// On 401 a device removes its enrollment (Apple, Managing connections).
    #[test]
    fn no_error_makes_a_device_leave() {
        for error in all() {
            let status = error.http_status();
            assert!((400..=599).contains(&status) && status != 401, "{error}: {status}");
            // What is not the device's fault it keeps, and sends again.
            if error.blame() == Blame::Library {
                assert_eq!(status, 500, "{error}");
            }
        }
    }

    /// On 404 to what it asks about its declarations a device removes one (Apple, Declarative Management, read
    /// 2026-08): whoever gives another error this status has to see that no such request meets it.
    #[test]
    fn what_is_not_there_is_said_by_few() {
        let said: Vec<_> = all().into_iter().filter(|error| error.http_status() == 404).collect();
        let known = |error: &Error| match error {
            Error::NotAssigned => true,
            // To devices, but not about declarations: see `Deciding::declarations` and `Identified::record`.
            Error::UnknownEnrollment | Error::NotEnrolled => true,
            // To administrators, and to who opens an invitation.
            Error::UnknownTenant | Error::UnknownOrder | Error::UnknownTicket => true,
            _ => false,
        };
        assert!(said.iter().all(known), "{said:?}");
        assert_eq!(said.len(), 6);
    }

    #[test]
    fn errors_are_lower_case_without_a_full_stop() {
        for error in all() {
            let text = error.to_string();
            assert!(text.starts_with(char::is_lowercase) && !text.ends_with('.'), "{text}");
        }
    }
}
