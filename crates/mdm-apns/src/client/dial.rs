use std::net::SocketAddr;
use std::pin::Pin;
use std::time::Duration;

use http::HeaderValue;
use openssl::error::ErrorStack;
use openssl::ssl::{SslConnector, SslMethod, SslVersion};
use openssl::x509::store::X509StoreBuilder;
use openssl::x509::{X509, X509VerifyResult};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::{Instant, timeout, timeout_at};
use tokio_openssl::SslStream;

use super::link::Link;
use super::tap::cause_of_tls;
use super::{Clock, Config, Identity, Proxy, Roots};
use crate::{Cause, Endpoint, Error};

/// How to connect with one credential.
pub(super) struct Dial {
    pub(super) identity: Identity,
    endpoint: Endpoint,
    timeout: Duration,
    way: Way,
}

/// A connection's two directions.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

enum Way {
    Tls {
        connector: SslConnector,
        proxy: Option<Proxy>,
    },
    /// A test's own server, in memory, so that time can be virtual.
    #[cfg(test)]
    Memory(Box<dyn Fn() -> Result<Box<dyn Stream>, Cause> + Send + Sync>),
}

impl Dial {
    pub(super) fn new(config: &Config) -> Result<Self, Error> {
        let roots = match &config.roots {
            Roots::System => None,
            Roots::Pem(pem) => {
                let roots = X509::stack_from_pem(pem).map_err(|_| Error::Roots)?;
                if roots.is_empty() {
                    return Err(Error::Roots);
                }
                Some(roots)
            }
        };
        let connector =
            connector(&config.identity, roots).map_err(|_| Error::Internal("openssl refused to start"))?;
        Ok(Self {
            identity: config.identity.clone(),
            endpoint: config.endpoint.clone(),
            timeout: config.connect_timeout,
            way: Way::Tls { connector, proxy: config.proxy.clone() },
        })
    }

    #[cfg(test)]
    pub(super) fn in_memory(
        config: &Config,
        connect: impl Fn() -> Result<Box<dyn Stream>, Cause> + Send + Sync + 'static,
    ) -> Self {
        Self {
            identity: config.identity.clone(),
            endpoint: config.endpoint.clone(),
            timeout: config.connect_timeout,
            way: Way::Memory(Box::new(connect)),
        }
    }

    pub(super) fn is_token(&self) -> bool {
        matches!(self.identity, Identity::Token(_))
    }

    /// The value of `authorization`, if there is one.
    pub(super) fn bearer(&self, now: Instant, wall: &Clock) -> Result<Option<HeaderValue>, Error> {
        match &self.identity {
            Identity::Certificate(_) => Ok(None),
            Identity::Token(key) => key.bearer(now, wall.now()).map(Some),
        }
    }

    pub(super) fn token_refused(&self) {
        if let Identity::Token(key) = &self.identity {
            key.refused();
        }
    }

    /// Connects and waits until the server has opened HTTP/2 from its side too.
    pub(super) async fn connect(&self, attempt: usize) -> Result<Link, Cause> {
        let open = async { Link::open(self.stream(attempt).await?, self.endpoint.clone()).await };
        timeout(self.timeout, open).await.unwrap_or(Err(Cause::Timeout))
    }

    async fn stream(&self, attempt: usize) -> Result<Box<dyn Stream>, Cause> {
        match &self.way {
            Way::Tls { connector, proxy: None } => {
                let address = (self.endpoint.host(), self.endpoint.port());
                Ok(Box::new(self.tls(connector, self.tcp(address, attempt).await?).await?))
            }
            Way::Tls { connector, proxy: Some(proxy) } => {
                let mut tcp = self.tcp(proxy.address(), attempt).await?;
                proxy.tunnel(&mut tcp, &self.endpoint).await?;
                Ok(Box::new(self.tls(connector, tcp).await?))
            }
            #[cfg(test)]
            Way::Memory(connect) => connect(),
        }
    }

    /// Looks the name up anew each time, and begins with another address each time, as Apple asks ("Sending
    /// notification requests to APNs", best practices, read 2026-08). An address that does not answer leaves
    /// the others their share of the time.
    async fn tcp(&self, address: (&str, u16), attempt: usize) -> Result<TcpStream, Cause> {
        let end = Instant::now() + self.timeout;
        let found = lookup_host(address).await;
        let mut addresses: Vec<SocketAddr> = found.map_err(|_| Cause::Resolve)?.collect();
        let first = attempt.checked_rem(addresses.len()).ok_or(Cause::Resolve)?;
        addresses.rotate_left(first);
        addresses.truncate(MAX_ADDRESSES);
        let mut cause = Cause::Resolve;
        for (left, address) in (1..=addresses.len()).rev().zip(addresses) {
            let left = u32::try_from(left).unwrap_or(u32::MAX);
            let now = Instant::now();
            let share = now + end.saturating_duration_since(now) / left;
            match timeout_at(share, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => {
                    // With Nagle's algorithm every push would wait for the acknowledgment of the one before.
                    stream.set_nodelay(true).map_err(|error| Cause::Io(error.kind()))?;
                    return Ok(stream);
                }
                Ok(Err(error)) => cause = Cause::Io(error.kind()),
                Err(_) => cause = Cause::Timeout,
            }
        }
        Err(cause)
    }

    async fn tls(&self, connector: &SslConnector, tcp: TcpStream) -> Result<SslStream<TcpStream>, Cause> {
        let ssl = connector
            .configure()
            .and_then(|configuration| configuration.into_ssl(self.endpoint.host()))
            .map_err(|_| Cause::Tls)?;
        let mut stream = SslStream::new(ssl, tcp).map_err(|_| Cause::Tls)?;
        if let Err(error) = Pin::new(&mut stream).connect().await {
            let trusted = stream.ssl().verify_result() == X509VerifyResult::OK;
            return Err(if trusted { cause_of_tls(&error) } else { Cause::UntrustedServer });
        }
        if stream.ssl().selected_alpn_protocol() != Some(b"h2") {
            return Err(Cause::NoHttp2);
        }
        Ok(stream)
    }
}

fn connector(identity: &Identity, roots: Option<Vec<X509>>) -> Result<SslConnector, ErrorStack> {
    let mut builder = SslConnector::builder(SslMethod::tls_client())?;
    builder.set_min_proto_version(Some(SslVersion::TLS1_2))?;
    builder.set_alpn_protos(b"\x02h2")?;
    // One system call for what the socket holds, not two for each record.
    builder.set_read_ahead(true);
    if let Identity::Certificate(credential) = identity {
        builder.set_certificate(&credential.leaf)?;
        for certificate in &credential.chain {
            builder.add_extra_chain_cert(certificate.clone())?;
        }
        builder.set_private_key(&credential.key)?;
    }
    if let Some(roots) = roots {
        let mut store = X509StoreBuilder::new()?;
        for root in roots {
            store.add_cert(root)?;
        }
        builder.set_cert_store(store.build());
    }
    Ok(builder.build())
}

const MAX_ADDRESSES: usize = 8;
