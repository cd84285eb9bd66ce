use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use native_tls::TlsConnector;
use openssl::x509::X509;
use reqwest::ClientBuilder;
use zeroize::Zeroizing;

use crate::{Endpoint, Error, ProjectId, ServiceAccount};

/// How a [`Client`](crate::Client) connects and what it allows.
#[derive(Clone)]
#[non_exhaustive]
pub struct Config {
    /// Who pushes.
    pub account: ServiceAccount,
    /// For which project. That of the account unless set.
    pub project: ProjectId,
    /// Where FCM is. Google's unless set.
    pub endpoint: Endpoint,
    /// Whom to trust as Google. [`Roots::System`] unless set.
    pub roots: Roots,
    /// An HTTP proxy on the way to Google. None unless set: no environment variable is read.
    pub proxy: Option<Proxy>,
    /// How long one wake may take, all waiting included. 30 seconds unless set; Google asks for ten at least.
    pub deadline: Duration,
    /// How long a request for an access token may take. 20 seconds unless set, a minute at most.
    pub token_timeout: Duration,
    /// How long name lookup, TCP and TLS may take together. 10 seconds unless set.
    pub connect_timeout: Duration,
    /// How many connections may be open. 8 unless set, 1 to 100.
    pub max_connections: u32,
    /// How many wakes one connection carries at a time. 100 unless set, which is what Google grants; 1 to 1000.
    pub streams_per_connection: u32,
    /// The pause between failed attempts to connect.
    pub back_off: BackOff,
    /// Any number that differs from node to node. It spreads their attempts to get an access token.
    pub salt: u64,
    pub(super) clock: Clock,
}

impl Config {
    /// The defaults.
    #[must_use]
    pub fn new(account: ServiceAccount) -> Self {
        Self {
            project: account.project().clone(),
            account,
            endpoint: Endpoint::google(),
            roots: Roots::System,
            proxy: None,
            deadline: Duration::from_secs(30),
            token_timeout: Duration::from_secs(20),
            connect_timeout: Duration::from_secs(10),
            max_connections: 8,
            streams_per_connection: 100,
            back_off: BackOff::default(),
            salt: 0,
            clock: Arc::new(wall_clock),
        }
    }

    /// A clock other than the system's. It says when an access token ends.
    #[must_use]
    pub fn with_clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Within what the rest of the client can bear.
    pub(super) fn bounded(mut self) -> Self {
        for wait in [&mut self.deadline, &mut self.connect_timeout, &mut self.back_off.max] {
            *wait = (*wait).min(MAX_WAIT);
        }
        self.token_timeout = self.token_timeout.min(crate::TokenCycle::REFRESH_LIMIT);
        self.max_connections = self.max_connections.clamp(1, 100);
        self.streams_per_connection = self.streams_per_connection.clamp(1, 1000);
        self
    }

    pub(super) fn token_client(&self) -> Result<reqwest::Client, Error> {
        self.builder(self.tls(&["h2", "http/1.1"])?)?
            .connect_timeout(self.connect_timeout)
            .build()
            .map_err(|_| Error::Internal("token client"))
    }

    /// TLS that offers these protocols. Made once: OpenSSL reads the system's roots for it, which takes a while.
    pub(super) fn tls(&self, alpn: &[&str]) -> Result<TlsConnector, Error> {
        let mut builder = TlsConnector::builder();
        builder.min_protocol_version(Some(native_tls::Protocol::Tlsv12)).request_alpns(alpn);
        if let Roots::Pem(pem) = &self.roots {
            let roots = X509::stack_from_pem(pem).ok().filter(|roots| !roots.is_empty());
            builder.disable_built_in_roots(true);
            for root in roots.ok_or(Error::Roots)? {
                let der = root.to_der().map_err(|_| Error::Roots)?;
                let root = native_tls::Certificate::from_der(&der).map_err(|_| Error::Roots)?;
                builder.add_root_certificate(root);
            }
        }
        builder.build().map_err(|_| Error::Internal("tls"))
    }

    /// What all connections have in common.
    pub(super) fn builder(&self, tls: TlsConnector) -> Result<ClientBuilder, Error> {
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            // Repeating is counted, and asked for.
            .retry(reqwest::retry::never())
            .referer(false)
            .tcp_nodelay(true);
        if let Some(Proxy(address)) = &self.proxy {
            let proxy = reqwest::Proxy::all(address.as_str()).map_err(|_| Error::Proxy)?;
            builder = builder.proxy(proxy);
        }
        Ok(builder)
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("project", &self.project)
            .field("endpoint", &self.endpoint)
            .field("roots", &self.roots)
            .field("proxy", &self.proxy)
            .field("deadline", &self.deadline)
            .field("max_connections", &self.max_connections)
            .field("streams_per_connection", &self.streams_per_connection)
            .finish_non_exhaustive()
    }
}

/// Whom to trust as Google.
#[derive(Clone, PartialEq, Eq)]
pub enum Roots {
    /// The system's root certificates.
    System,
    /// Only these root certificates, PEM: a pinned store, or the one of a test.
    Pem(Vec<u8>),
}

impl fmt::Debug for Roots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::System => "System",
            Self::Pem(_) => "Pem(..)",
        })
    }
}

/// An HTTP proxy that is asked to `CONNECT`: it sees whom we speak to, and no more.
#[derive(Clone, PartialEq, Eq)]
pub struct Proxy(Zeroizing<String>);

impl Proxy {
    /// `http://host:port`, with `user:password@` before the host if the proxy asks for it.
    ///
    /// # Errors
    /// [`Error::Proxy`] when it is no such address.
    pub fn new(address: &str) -> Result<Self, Error> {
        let uri: http::Uri = address.parse().map_err(|_| Error::Proxy)?;
        let scheme = matches!(uri.scheme_str(), Some("http" | "https"));
        if !scheme || uri.host().is_none_or(str::is_empty) {
            return Err(Error::Proxy);
        }
        Ok(Self(Zeroizing::new(address.to_owned())))
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Proxy(redacted)")
    }
}

/// The pause after a failed attempt to connect: `first`, doubled with every further failure up to `max`.
///
/// A connection that ends before it answered anything counts as a failure, except that the first such one is replaced
/// without a pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackOff {
    /// The first pause. One second unless set.
    pub first: Duration,
    /// The longest pause. One minute unless set.
    pub max: Duration,
}

impl BackOff {
    pub(super) fn after(self, failures: u32) -> Duration {
        self.first.saturating_mul(1 << failures.saturating_sub(1).min(31)).min(self.max)
    }
}

impl Default for BackOff {
    fn default() -> Self {
        Self { first: Duration::from_secs(1), max: Duration::from_secs(60) }
    }
}

pub(super) type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

#[allow(clippy::disallowed_methods, reason = "the default clock of a driver that runs in real time")]
fn wall_clock() -> SystemTime {
    SystemTime::now()
}

/// Keeps sums of times far from their ends.
const MAX_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_back_off_doubles_up_to_its_end() {
        fn check(failures: u32, secs: u64) {
            assert_eq!(BackOff::default().after(failures), Duration::from_secs(secs), "{failures}");
        }
        check(0, 1);
        check(1, 1);
        check(2, 2);
        check(6, 32);
        check(7, 60);
        check(u32::MAX, 60);
    }

    #[test]
    fn a_proxy_is_an_address_whose_password_stays_hidden() {
        fn check(address: &str, expected: bool) {
            assert_eq!(Proxy::new(address).is_ok(), expected, "{address}");
        }
        check("http://proxy.example:3128", true);
        check("http://user:planted@proxy.example:3128", true);
        check("proxy.example:3128", false);
        check("socks5://proxy.example", false);
        check("", false);
        let proxy = Proxy::new("http://user:planted@proxy.example:3128").unwrap();
        assert_eq!(format!("{proxy:?}"), "Proxy(redacted)");
    }
}
