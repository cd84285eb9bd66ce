use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::client::conn::http2::{self, SendRequest};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use openssl::error::ErrorStack;
use openssl::ssl::{SslConnector, SslMethod, SslVersion};
use openssl::x509::store::X509StoreBuilder;
use openssl::x509::{X509, X509VerifyResult};
use tokio::net::{TcpStream, lookup_host};
use tokio::sync::watch;
use tokio::time::timeout;
use tokio_openssl::SslStream;

use super::tap::{Seen, Tap, cause_of_tls};
use super::{Config, Roots};
use crate::{Answer, Cause, Endpoint, Error, MdmPush};

/// One HTTP/2 connection to APNs.
///
/// The boundary behind which the HTTP/2 engine can be replaced: connect, a push in and an answer or a loss
/// out, whether it takes more, why it ended.
pub(super) struct Link {
    sender: SendRequest<Full<Bytes>>,
    seen: watch::Receiver<Seen>,
    answered: AtomicBool,
    silence: AtomicU32,
}

/// The push got no answer, because its connection ended or its stream was refused.
pub(super) struct Lost(pub(super) Cause);

impl Link {
    /// Connects and waits until the server has opened HTTP/2 from its side too.
    pub(super) async fn connect(dial: &Dial, attempt: usize) -> Result<Self, Cause> {
        timeout(dial.timeout, Self::open(dial, attempt)).await.unwrap_or(Err(Cause::Timeout))
    }

    async fn open(dial: &Dial, attempt: usize) -> Result<Self, Cause> {
        let tls = dial.tls(dial.tcp(attempt).await?).await?;
        let (tap, mut seen) = Tap::new(tls);
        let (sender, connection) = http2::Builder::new(TokioExecutor::new())
            .timer(TokioTimer::new())
            .keep_alive_interval(dial.ping_interval)
            .keep_alive_timeout(PING_TIMEOUT)
            .keep_alive_while_idle(true)
            .handshake(TokioIo::new(tap))
            .await
            .map_err(|_| cause(&seen))?;
        // Ends when the connection does, or when the last sender is dropped.
        tokio::spawn(connection);
        if seen.wait_for(|seen| seen.settings).await.is_err() {
            return Err(cause(&seen));
        }
        Ok(Self { sender, seen, answered: AtomicBool::new(false), silence: AtomicU32::new(0) })
    }

    /// Sends a push and waits for its answer, however long that takes. Dropping the future resets the
    /// stream.
    pub(super) async fn exchange(&self, push: &MdmPush, endpoint: &Endpoint) -> Result<Answer, Lost> {
        let (parts, body) = push.request(endpoint).into_parts();
        let request = http::Request::from_parts(parts, Full::new(body));
        let response = self.sender.clone().send_request(request).await.map_err(|_| self.lost())?;
        let (head, body) = response.into_parts();
        let body = if head.status == StatusCode::OK {
            Bytes::new()
        } else {
            match Limited::new(body, Answer::MAX_BODY_BYTES).collect().await {
                Ok(body) => body.to_bytes(),
                Err(error) if error.is::<LengthLimitError>() => Bytes::new(),
                Err(_) => return Err(self.lost()),
            }
        };
        Ok(Answer::decode(head.status, &head.headers, &body))
    }

    /// Whether new pushes may be sent on it.
    pub(super) fn is_usable(&self) -> bool {
        !self.sender.is_closed() && self.seen.has_changed().is_ok() && self.seen.borrow().goaway.is_none()
    }

    /// Why it ended, or why it should.
    pub(super) fn cause(&self) -> Cause {
        cause(&self.seen)
    }

    /// Completes when the connection is closed, which it is once this `Link` and its exchanges are gone.
    pub(super) fn ended(&self) -> impl Future<Output = ()> + use<> {
        let mut seen = self.seen.clone();
        async move { while seen.changed().await.is_ok() {} }
    }

    pub(super) fn note_answer(&self) {
        self.answered.store(true, Ordering::Relaxed);
        self.silence.store(0, Ordering::Relaxed);
    }

    /// Notes that a push was not answered in time; gives how many in a row were not.
    pub(super) fn note_silence(&self) -> u32 {
        self.silence.fetch_add(1, Ordering::Relaxed).saturating_add(1)
    }

    pub(super) fn has_answered(&self) -> bool {
        self.answered.load(Ordering::Relaxed)
    }

    fn lost(&self) -> Lost {
        Lost(self.cause())
    }
}

/// How to connect.
pub(super) struct Dial {
    endpoint: Endpoint,
    connector: SslConnector,
    timeout: Duration,
    ping_interval: Duration,
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
        Ok(Self {
            endpoint: config.endpoint.clone(),
            connector: connector(config, roots).map_err(|_| Error::Internal("openssl refused to start"))?,
            timeout: config.connect_timeout,
            ping_interval: config.ping_interval.max(MIN_PING_INTERVAL),
        })
    }

    /// Looks the name up anew each time, and begins with another address each time, as Apple asks.
    async fn tcp(&self, attempt: usize) -> Result<TcpStream, Cause> {
        let found = lookup_host((self.endpoint.host(), self.endpoint.port())).await;
        let mut addresses: Vec<SocketAddr> = found.map_err(|_| Cause::Resolve)?.collect();
        let first = attempt.checked_rem(addresses.len()).ok_or(Cause::Resolve)?;
        addresses.rotate_left(first);
        let mut cause = Cause::Resolve;
        for address in addresses {
            match TcpStream::connect(address).await {
                Ok(stream) => {
                    // With Nagle's algorithm every push would wait for the acknowledgment of the one before.
                    stream.set_nodelay(true).map_err(|error| Cause::Io(error.kind()))?;
                    return Ok(stream);
                }
                Err(error) => cause = Cause::Io(error.kind()),
            }
        }
        Err(cause)
    }

    async fn tls(&self, tcp: TcpStream) -> Result<SslStream<TcpStream>, Cause> {
        let ssl = self
            .connector
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

fn connector(config: &Config, roots: Option<Vec<X509>>) -> Result<SslConnector, ErrorStack> {
    let mut builder = SslConnector::builder(SslMethod::tls_client())?;
    builder.set_min_proto_version(Some(SslVersion::TLS1_2))?;
    builder.set_alpn_protos(b"\x02h2")?;
    builder.set_certificate(&config.credential.leaf)?;
    for certificate in &config.credential.chain {
        builder.add_extra_chain_cert(certificate.clone())?;
    }
    builder.set_private_key(&config.credential.key)?;
    if let Some(roots) = roots {
        let mut store = X509StoreBuilder::new()?;
        for root in roots {
            store.add_cert(root)?;
        }
        builder.set_cert_store(store.build());
    }
    Ok(builder.build())
}

fn cause(seen: &watch::Receiver<Seen>) -> Cause {
    let seen = seen.borrow();
    match (&seen.goaway, &seen.fault) {
        (Some(goaway), _) => Cause::GoAway(goaway.reason.clone()),
        (None, Some(fault)) => fault.clone(),
        (None, None) => Cause::Closed,
    }
}

const PING_TIMEOUT: Duration = Duration::from_secs(10);
const MIN_PING_INTERVAL: Duration = Duration::from_secs(1);
