use std::io;
use std::time::Duration;

use crate::{Advice, Reason};

/// What went wrong, by whose fault ([`Error::blame`]), and when to try again ([`Error::retry`]).
///
/// A push that APNs rejects is no error: it is an [`Answer`](crate::Answer). No variant holds a token, a
/// magic or key material.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    // The device's values.
    /// The push token is empty or longer than [`PushToken::MAX_BYTES`](crate::PushToken::MAX_BYTES).
    #[error("push token is empty or too long")]
    PushToken,
    /// The push magic is empty or longer than [`PushMagic::MAX_BYTES`](crate::PushMagic::MAX_BYTES).
    #[error("push magic is empty or too long")]
    PushMagic,

    // The caller.
    /// The topic is none of MDM's.
    #[error("topic does not begin with com.apple.mgmt. or is malformed")]
    Topic,
    /// The id is no UUID in canonical form.
    #[error("apns-id is not a canonical uuid")]
    ApnsId,
    /// The host of a custom endpoint is malformed.
    #[error("endpoint is not a host name or address")]
    Endpoint,
    /// The push certificate or its key cannot be used.
    #[error("push certificate: {0}")]
    Credential(CredentialProblem),
    /// The key of a provider token cannot be used.
    #[error("provider key is unreadable, not on p-256, or has a malformed identifier")]
    ProviderKey,
    /// The topic of an app's push is malformed, or one of MDM's.
    #[error("topic of an app is malformed")]
    AppTopic,
    /// The payload of an app's push is empty or too long.
    #[error("payload is empty or too long")]
    Payload,
    /// The collapse id is empty, too long or not printable.
    #[error("collapse id is malformed")]
    CollapseId,
    /// The proxy's host is malformed.
    #[error("proxy is not a host name or address")]
    Proxy,
    /// An MDM push was given to a client with a provider token, or an app's push to one with a push
    /// certificate: "Device management doesn't support the token based push process" (Apple, Setting up push
    /// notifications for your device management customers, read 2026-08). Nothing was sent.
    #[error("mdm pushes take a push certificate, pushes of apps a provider token")]
    WrongCredential,
    /// The root certificates given as PEM cannot be read, or there are none.
    #[error("no readable root certificate")]
    Roots,
    /// The push's topic is another than that of the push certificate: it belongs to another organization
    /// (F81). Nothing was sent.
    #[error("topic of the push differs from that of the push certificate")]
    TopicMismatch,
    /// The client was closed. The push was not sent.
    #[error("client is closed")]
    Closed,
    /// The first push was made outside of a tokio runtime. It was not sent.
    #[error("no tokio runtime")]
    NoRuntime,
    /// As many pushes as are allowed are under way ([`Client::try_push`](crate::Client::try_push)).
    #[error("no room for another push")]
    Full,

    // APNs and the way to it.
    /// There is no connection. A push that arrives during the back-off fails at once with this and the
    /// time that is left.
    #[error("apns is not reachable: {cause}")]
    Unreachable {
        /// Why the last connection failed.
        cause: Cause,
        /// When the next attempt may be made.
        retry_after: Duration,
    },
    /// The connection went away before the answer, and the push was not repeated any more.
    #[error("connection to apns was lost before the answer: {cause}")]
    ConnectionLost {
        /// Why, as far as it is known.
        cause: Cause,
        /// Whether APNs can have accepted the push.
        fate: Fate,
    },
    /// The push's deadline passed.
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
            Self::PushToken | Self::PushMagic => Blame::Peer,
            Self::Topic
            | Self::ApnsId
            | Self::Endpoint
            | Self::Credential(_)
            | Self::ProviderKey
            | Self::AppTopic
            | Self::Payload
            | Self::CollapseId
            | Self::Proxy
            | Self::WrongCredential
            | Self::Roots
            | Self::TopicMismatch
            | Self::Closed
            | Self::NoRuntime
            | Self::Full => Blame::Caller,
            Self::Unreachable { cause, .. } | Self::ConnectionLost { cause, .. } if cause.is_callers() => {
                Blame::Caller
            }
            Self::Unreachable { .. } | Self::ConnectionLost { .. } => Blame::Upstream,
            // The caller's own limit on pushes in flight held it back, APNs being slow to answer those.
            Self::Deadline { .. } => Blame::Upstream,
            Self::Internal(_) => Blame::Library,
        }
    }

    /// When the same push may be tried again.
    #[must_use]
    pub fn retry(&self) -> Retry {
        match self {
            Self::Full | Self::ConnectionLost { cause: Cause::ClientClosed, .. } => Retry::After(PAUSE),
            _ if self.blame() == Blame::Caller || self.blame() == Blame::Peer => Retry::Never,
            Self::Unreachable { retry_after, .. } => Retry::After(*retry_after),
            _ => Retry::After(PAUSE),
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
    /// APNs, or the network on the way to it.
    Upstream,
    /// This crate.
    Library,
}

/// Whether and when a push that failed may be tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Not before something is repaired.
    Never,
    /// Not before this much time has passed. The push is repeated with the same id; a device that gets it
    /// twice connects once more, and nothing else happens.
    After(Duration),
}

/// What became of a push whose connection was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fate {
    /// APNs did not look at it: it was not sent, its stream was refused, or it came after the last one that
    /// the server's GOAWAY names (RFC 9113, sections 6.8 and 8.7).
    Unprocessed,
    /// It was sent and not answered. APNs may have accepted it; repeating an MDM push is harmless.
    Unknown,
}

/// What a deadline was waiting for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Room among the pushes in flight. Nothing was sent.
    Room,
    /// A connection. Nothing was sent.
    Connection,
    /// A stream: the server allows no more of them at once. Nothing was sent.
    Stream,
    /// APNs' answer. The push may have been accepted.
    Answer,
}

impl std::fmt::Display for Phase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Room => "room among the pushes in flight",
            Self::Connection => "a connection",
            Self::Stream => "a stream",
            Self::Answer => "an answer",
        })
    }
}

/// Why there is no connection, or no longer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Cause {
    /// The host's name has no address.
    #[error("host name cannot be resolved")]
    Resolve,
    /// TCP failed.
    #[error("network: {0}")]
    Io(io::ErrorKind),
    /// Connecting took longer than `Config::connect_timeout`.
    #[error("connecting took too long")]
    Timeout,
    /// The server's certificate does not lead to a trusted root or names another host.
    #[error("certificate of the server is not trusted")]
    UntrustedServer,
    /// The server ended TLS with an alert (RFC 8446, section 6). Those about certificates mean that the
    /// push certificate was refused: [`Cause::is_credential`].
    #[error("tls alert {0}")]
    TlsAlert(u8),
    /// TLS failed in another way.
    #[error("tls failed")]
    Tls,
    /// The server does not offer HTTP/2.
    #[error("server does not offer http/2")]
    NoHttp2,
    /// The connection ended without a word.
    #[error("connection was closed")]
    Closed,
    /// The server reset the push's stream with this HTTP/2 error code (RFC 9113, section 7). 7 is
    /// `REFUSED_STREAM`: it did not look at the push.
    #[error("server reset the stream, code {0}")]
    Reset(u32),
    /// The server did not answer a PING in time.
    #[error("server does not answer pings")]
    Silent,
    /// The server broke the rules of HTTP/2.
    #[error("server broke the rules of http/2")]
    Protocol,
    /// The proxy refused the tunnel with this HTTP status; 0 if its answer was none.
    #[error("proxy refused the tunnel, status {0}")]
    Proxy(u16),
    /// The client was closed and did not wait any longer ([`Client::close_within`](crate::Client::close_within)).
    #[error("client was closed")]
    ClientClosed,
    /// The server took leave (HTTP/2 GOAWAY), with its reason if it gave one.
    #[error("server said goaway{}", .0.as_ref().map(|r| format!(": {r}")).unwrap_or_default())]
    GoAway(Option<Reason>),
}

impl Cause {
    /// Whether something on this side has to be repaired: the credential, or the proxy's.
    pub(crate) fn is_callers(&self) -> bool {
        self.is_credential() || matches!(self, Self::Proxy(407) | Self::ClientClosed)
    }

    /// Whether the push certificate is what APNs refuses. Waiting does not help then.
    #[must_use]
    pub fn is_credential(&self) -> bool {
        match self {
            // RFC 8446, section 6.2: handshake_failure, the five about certificates and SSL 3's
            // no_certificate (41), unknown_ca, access_denied, certificate_required.
            Self::TlsAlert(alert) => matches!(alert, 40..=46 | 48 | 49 | 116),
            Self::GoAway(Some(reason)) => reason.advice() == Some(Advice::FixCredential),
            _ => false,
        }
    }
}

/// What is wrong with a push certificate or its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum CredentialProblem {
    /// The PEM holds no readable certificate.
    #[error("no readable certificate")]
    Certificate,
    /// The PEM holds no readable private key, or an encrypted one.
    #[error("no readable private key")]
    Key,
    /// The PKCS #12 file is malformed, its passphrase is wrong, or it is encrypted in a way that OpenSSL no
    /// longer reads without its legacy provider (RC2, as older exports are).
    #[error("pkcs #12 cannot be read with this passphrase")]
    Pkcs12,
    /// The certificate's last day has passed. Nothing was sent.
    #[error("certificate has expired")]
    Expired,
    /// The key is not that of the first certificate.
    #[error("key and certificate do not belong together")]
    Mismatch,
    /// The certificate's subject has no MDM topic in its user identifier: it is no MDM push certificate.
    #[error("subject has no mdm topic")]
    NoTopic,
}

// What passes before a lost or unanswered push is worth another try; Apple gives no figure for this case.
const PAUSE: Duration = Duration::from_secs(10);

#[cfg(test)]
mod tests {
    use super::*;

    fn check(error: &Error, blame: Blame, retry: Retry) {
        assert_eq!((error.blame(), error.retry()), (blame, retry), "{error}");
        let text = error.to_string();
        assert!(!text.ends_with('.') && text.starts_with(|c: char| c.is_lowercase()), "{text}");
    }

    #[test]
    fn every_error_has_a_blame_and_a_retry() {
        let soon = Retry::After(PAUSE);
        check(&Error::PushToken, Blame::Peer, Retry::Never);
        check(&Error::PushMagic, Blame::Peer, Retry::Never);
        check(&Error::Topic, Blame::Caller, Retry::Never);
        check(&Error::ApnsId, Blame::Caller, Retry::Never);
        check(&Error::Endpoint, Blame::Caller, Retry::Never);
        check(&Error::Credential(CredentialProblem::Key), Blame::Caller, Retry::Never);
        check(&Error::Roots, Blame::Caller, Retry::Never);
        check(&Error::TopicMismatch, Blame::Caller, Retry::Never);
        check(&Error::Closed, Blame::Caller, Retry::Never);
        check(&Error::NoRuntime, Blame::Caller, Retry::Never);
        let retry_after = Duration::from_secs(3);
        check(
            &Error::Unreachable { cause: Cause::Resolve, retry_after },
            Blame::Upstream,
            Retry::After(retry_after),
        );
        check(&Error::Unreachable { cause: Cause::TlsAlert(116), retry_after }, Blame::Caller, Retry::Never);
        let lost = |cause| Error::ConnectionLost { cause, fate: Fate::Unknown };
        check(&lost(Cause::Closed), Blame::Upstream, soon);
        check(&lost(Cause::Silent), Blame::Upstream, soon);
        check(&lost(Cause::Reset(7)), Blame::Upstream, soon);
        check(&lost(Cause::ClientClosed), Blame::Caller, soon);
        check(&lost(Cause::GoAway(Some(Reason::BadCertificate))), Blame::Caller, Retry::Never);
        check(&lost(Cause::GoAway(Some(Reason::Shutdown))), Blame::Upstream, soon);
        check(&Error::Unreachable { cause: Cause::Proxy(407), retry_after }, Blame::Caller, Retry::Never);
        check(
            &Error::Unreachable { cause: Cause::Proxy(502), retry_after },
            Blame::Upstream,
            Retry::After(retry_after),
        );
        check(&Error::Full, Blame::Caller, soon);
        check(&Error::WrongCredential, Blame::Caller, Retry::Never);
        check(&Error::ProviderKey, Blame::Caller, Retry::Never);
        check(&Error::Credential(CredentialProblem::Expired), Blame::Caller, Retry::Never);
        check(&Error::Deadline { phase: Phase::Room }, Blame::Upstream, soon);
        check(&Error::Deadline { phase: Phase::Answer }, Blame::Upstream, soon);
        check(&Error::Internal("task failed"), Blame::Library, soon);
    }

    #[test]
    fn only_alerts_about_certificates_blame_the_credential() {
        fn check(alert: u8, credential: bool) {
            assert_eq!(Cause::TlsAlert(alert).is_credential(), credential, "{alert}");
        }
        check(40, true); // handshake_failure: what TLS 1.2 servers say when no certificate came
        check(42, true);
        check(45, true); // certificate_expired
        check(47, false); // illegal_parameter
        check(48, true); // unknown_ca
        check(50, false); // decode_error
        check(80, false); // internal_error
        check(112, false); // unrecognized_name
        check(116, true); // certificate_required
    }
}
