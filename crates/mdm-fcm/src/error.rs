use std::time::{Duration, SystemTime};

use crate::{Advice, Attempt, GrantProblem};

/// What went wrong, by whose fault ([`Error::blame`]), and what to do ([`Error::advice`]).
///
/// A wake that FCM rejects is no error: it is an [`Answer`](crate::Answer). No variant holds a token or key material.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    // The device's values.
    /// A registration token or installation identifier is empty, too long, or holds characters that none has.
    #[error("registration token or installation identifier is malformed")]
    Target,

    // The caller.
    /// The service account's file cannot be used.
    #[error("service account: {0}")]
    Account(AccountProblem),
    /// The project's name is malformed.
    #[error("project id is malformed")]
    Project,
    /// The host of a custom endpoint is malformed.
    #[error("endpoint is not a host name or address")]
    Endpoint,
    /// The collapse key is empty, too long, or holds anything but letters, digits and `-._`.
    #[error("collapse key is malformed")]
    CollapseKey,
    /// The agent's application identifier is malformed.
    #[error("package name is malformed")]
    Package,
    /// The marker is malformed, or FCM reserves its key.
    #[error("marker is malformed or its key is reserved")]
    Marker,
    /// The root certificates given as PEM cannot be read, or there are none.
    #[error("no readable root certificate")]
    Roots,
    /// The proxy's address cannot be used.
    #[error("proxy is not an http address")]
    Proxy,
    /// The client was closed.
    #[error("client is closed")]
    Closed,

    // Google and the way to it.
    /// There is no access token, and none is asked for before some time has passed.
    #[error("no access token: {problem}")]
    NoAccessToken {
        /// Why.
        problem: GrantProblem,
        /// When the next one is asked for.
        retry_after: Duration,
    },
    /// There is no connection. A wake that comes during the pause fails at once with this.
    #[error("fcm is not reachable: {cause}")]
    Unreachable {
        /// Why the last connection failed.
        cause: Cause,
        /// When the next attempt may be made.
        retry_after: Duration,
    },
    /// The connection went away before the answer. FCM may have accepted the wake; repeating it is harmless.
    #[error("connection to fcm was lost before the answer")]
    ConnectionLost,
    /// The wake's deadline passed.
    #[error("deadline passed while waiting for {phase}")]
    Deadline {
        /// What was being waited for.
        phase: Phase,
    },

    // This crate.
    /// A part of this crate, OpenSSL or the runtime failed in a way that no input explains.
    #[error("internal failure: {0}")]
    Internal(&'static str),
}

impl Error {
    /// Whose fault it is.
    #[must_use]
    pub fn blame(&self) -> Blame {
        match self {
            Self::Target => Blame::Peer,
            Self::Account(_)
            | Self::Project
            | Self::Endpoint
            | Self::CollapseKey
            | Self::Package
            | Self::Marker
            | Self::Roots
            | Self::Proxy
            | Self::Closed => Blame::Caller,
            Self::NoAccessToken { problem, .. } if problem.is_credential() => Blame::Caller,
            Self::NoAccessToken { problem: GrantProblem::Internal, .. } | Self::Internal(_) => Blame::Library,
            Self::NoAccessToken { .. }
            | Self::Unreachable { .. }
            | Self::ConnectionLost
            | Self::Deadline { .. } => Blame::Upstream,
        }
    }

    /// What to do with the wake that failed so, as [`Answer::advice`](crate::Answer::advice) says it of one that was
    /// answered.
    #[must_use]
    pub fn advice(&self, attempt: Attempt, now: SystemTime) -> Advice {
        let after = |wait| now.checked_add(wait).unwrap_or(now);
        match self {
            Self::NoAccessToken { problem, .. } if problem.is_credential() => Advice::FixCredential,
            // One token is everybody's, so everybody waits.
            Self::NoAccessToken { retry_after, .. } => Advice::WaitUntil { not_before: after(*retry_after) },
            Self::Unreachable { retry_after, .. } => Advice::Retry { not_before: after(*retry_after) },
            Self::ConnectionLost | Self::Deadline { .. } | Self::Closed | Self::Internal(_) => {
                Advice::Retry { not_before: after(attempt.back_off(PAUSE, 60 * PAUSE)) }
            }
            Self::Target => Advice::DropToken,
            Self::Account(_) => Advice::FixCredential,
            Self::Project
            | Self::Endpoint
            | Self::CollapseKey
            | Self::Package
            | Self::Marker
            | Self::Roots
            | Self::Proxy => Advice::FixRequest,
        }
    }
}

/// Whose fault an [`Error`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Blame {
    /// The device, from which the value came.
    Peer,
    /// The program that uses this crate, or its configuration.
    Caller,
    /// Google, or the network on the way to it.
    Upstream,
    /// This crate.
    Library,
}

/// What is wrong with a service account's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum AccountProblem {
    /// It is no JSON, too large, or something is missing.
    #[error("file is malformed or incomplete")]
    Malformed,
    /// It is another kind of credential: `type` is not `service_account`.
    #[error("type is not service_account")]
    NotAServiceAccount,
    /// The private key cannot be read, is encrypted, or is no RSA key of 2048 to 8192 bits.
    #[error("no readable rsa key")]
    Key,
    /// `token_uri` leads to where the policy does not allow it.
    #[error("token_uri is not allowed")]
    TokenUri,
}

/// What a deadline was waiting for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Room among the wakes in flight. Nothing was sent.
    Room,
    /// An access token. Nothing was sent.
    AccessToken,
    /// A connection, or FCM's answer. The wake may have been accepted.
    Answer,
}

impl std::fmt::Display for Phase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Room => "room among the wakes in flight",
            Self::AccessToken => "an access token",
            Self::Answer => "an answer",
        })
    }
}

/// Why there is no connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Cause {
    /// The host's name has no address, or TCP failed.
    #[error("network")]
    Network,
    /// Connecting took longer than `Config::connect_timeout`.
    #[error("connecting took too long")]
    Timeout,
    /// TLS failed: the server's certificate is not trusted or names another host, most of the time.
    #[error("tls failed, or the server is not trusted")]
    Tls,
    /// Anything else, a proxy that refuses for example.
    #[error("connecting failed")]
    Other,
}

// Firebase asks for ten seconds at least before a message is sent again.
const PAUSE: Duration = Duration::from_secs(10);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_has_a_blame_and_an_advice() {
        const ATTEMPT: Attempt = Attempt { number: 1, salt: 0 };
        let now = SystemTime::UNIX_EPOCH;
        let retry_after = Duration::from_secs(3);
        let in_three = now + retry_after;
        #[track_caller]
        fn check(error: &Error, blame: Blame, advice: impl Fn(Advice) -> bool) {
            assert_eq!(error.blame(), blame, "{error}");
            assert!(advice(error.advice(ATTEMPT, SystemTime::UNIX_EPOCH)), "{error}");
            let text = error.to_string();
            assert!(!text.ends_with('.') && text.starts_with(|c: char| c.is_lowercase()), "{text}");
        }
        let is = |expected| move |advice| advice == expected;
        let retry = |advice| matches!(advice, Advice::Retry { not_before } if not_before >= SystemTime::UNIX_EPOCH + PAUSE);
        check(&Error::Target, Blame::Peer, is(Advice::DropToken));
        check(&Error::Account(AccountProblem::Key), Blame::Caller, is(Advice::FixCredential));
        check(&Error::Project, Blame::Caller, is(Advice::FixRequest));
        check(&Error::Endpoint, Blame::Caller, is(Advice::FixRequest));
        check(&Error::CollapseKey, Blame::Caller, is(Advice::FixRequest));
        check(&Error::Package, Blame::Caller, is(Advice::FixRequest));
        check(&Error::Marker, Blame::Caller, is(Advice::FixRequest));
        check(&Error::Roots, Blame::Caller, is(Advice::FixRequest));
        check(&Error::Proxy, Blame::Caller, is(Advice::FixRequest));
        check(&Error::Closed, Blame::Caller, retry);
        let no_token = |problem| Error::NoAccessToken { problem, retry_after };
        check(&no_token(GrantProblem::InvalidGrant), Blame::Caller, is(Advice::FixCredential));
        check(&no_token(GrantProblem::Clock), Blame::Caller, is(Advice::FixCredential));
        let wait = Advice::WaitUntil { not_before: in_three };
        check(&no_token(GrantProblem::Unavailable), Blame::Upstream, is(wait));
        check(&no_token(GrantProblem::Internal), Blame::Library, is(wait));
        let unreachable = Error::Unreachable { cause: Cause::Tls, retry_after };
        check(&unreachable, Blame::Upstream, is(Advice::Retry { not_before: in_three }));
        check(&Error::ConnectionLost, Blame::Upstream, retry);
        check(&Error::Deadline { phase: Phase::Answer }, Blame::Upstream, retry);
        check(&Error::Internal("task failed"), Blame::Library, retry);
    }
}
