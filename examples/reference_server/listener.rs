//! Connections: how many, how long, how large. Whoever connects is a stranger.
//!
//! | what | at most |
//! |---|---|
//! | connections | 1024; more wait in the kernel's queue |
//! | a TLS handshake | 10 seconds |
//! | the head of a request | 64 KiB, 30 seconds |
//! | its body | as large as its path allows, 60 seconds |
//! | reading its answer | 90 seconds |
//! | bodies in memory, all together | 256 MiB; who would be over it is told 503 |
//! | requests on one connection of HTTP/2 at once | 32 |
//! | a connection without a request | 30 seconds |
//! | the end | 10 seconds for what is under way |

use std::convert::Infallible;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Body as _, Incoming};
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulConnection;
use mdm_examples::Result;
use openssl::ssl::{Ssl, SslAcceptor};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tokio_openssl::SslStream;

use crate::site::Site;

const CONNECTIONS: usize = 1024;
const STREAMS: u32 = 32;
/// A device that signs puts 2 KiB into a header; a client of SCEP was seen to put 6 KiB into a query.
const HEAD: u32 = 64 << 10;
const SLOWEST: Duration = Duration::from_secs(10);
const SLOWEST_BODY: Duration = Duration::from_secs(60);
/// Between requests, and for the head of one.
const IDLE: Duration = Duration::from_secs(30);
const KIB: usize = 1 << 10;
const BODIES_KIB: usize = 256 << 10;
/// More than any path allows.
const DISCARDED: usize = 64 << 20;
/// After an error of `accept`, which may come again at once: too many open files.
const BREATH: Duration = Duration::from_millis(100);

/// Serves until it is stopped, and then what is under way.
pub(crate) async fn serve(
    listener: TcpListener,
    acceptor: Option<SslAcceptor>,
    site: Arc<Site>,
    mut stopped: watch::Receiver<bool>,
) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut connections = JoinSet::new();
    loop {
        let accepted = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            accepted = accepted => accepted,
            _ = stopped.wait_for(|stopped| *stopped) => break,
        };
        match accepted {
            Ok((stream, _)) => {
                let (acceptor, site, stopped) = (acceptor.clone(), Arc::clone(&site), stopped.clone());
                connections.spawn(async move {
                    let _place = place;
                    // A client that breaks off has not been answered, and comes again.
                    let _ = connection(stream, acceptor, site, stopped).await;
                });
            }
            Err(error) => {
                println!("cannot accept a connection: {error}");
                tokio::time::sleep(BREATH).await;
            }
        }
        while connections.try_join_next().is_some() {}
    }
    drop(listener);
    let rest = async { while connections.join_next().await.is_some() {} };
    // Whoever is not done then is cut off, and comes again.
    let _ = tokio::time::timeout(SLOWEST, rest).await;
}

async fn connection(
    stream: TcpStream,
    acceptor: Option<SslAcceptor>,
    site: Arc<Site>,
    stopped: watch::Receiver<bool>,
) -> Result<()> {
    stream.set_nodelay(true)?;
    let Some(acceptor) = acceptor else { return over(stream, Http::One, site, None, stopped).await };
    let mut stream = SslStream::new(Ssl::new(acceptor.context())?, stream)?;
    tokio::time::timeout(SLOWEST, Pin::new(&mut stream).accept()).await??;
    let tls = stream.ssl();
    let certificate = tls.peer_certificate().map(|certificate| certificate.to_der()).transpose()?;
    let version = if tls.selected_alpn_protocol() == Some(b"h2") { Http::Two } else { Http::One };
    over(stream, version, site, certificate, stopped).await
}

enum Http {
    One,
    Two,
}

async fn over(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    version: Http,
    site: Arc<Site>,
    certificate: Option<Vec<u8>>,
    stopped: watch::Receiver<bool>,
) -> Result<()> {
    let activity = Activity::default();
    let certificate: Option<Arc<[u8]>> = certificate.map(Into::into);
    let service = service_fn(|request| {
        let (site, certificate, busy) = (Arc::clone(&site), certificate.clone(), activity.begin());
        async move {
            let response = site.answer(request, certificate.as_deref()).await;
            drop(busy);
            Ok::<_, Infallible>(response)
        }
    });
    let io = TokioIo::new(stream);
    match version {
        Http::One => {
            let mut builder = http1::Builder::new();
            builder.timer(TokioTimer::new()).header_read_timeout(IDLE).max_buf_size(HEAD as usize);
            watched(builder.serve_connection(io, service), &activity, stopped).await;
        }
        Http::Two => {
            let mut builder = http2::Builder::new(TokioExecutor::new());
            builder.timer(TokioTimer::new()).max_concurrent_streams(STREAMS).max_header_list_size(HEAD);
            watched(builder.serve_connection(io, service), &activity, stopped).await;
        }
    }
    Ok(())
}

/// Serves a connection until its client leaves, says nothing for too long, or the server ends.
async fn watched(
    connection: impl GracefulConnection,
    activity: &Activity,
    mut stopped: watch::Receiver<bool>,
) {
    let mut connection = pin!(connection);
    tokio::select! {
        _ = connection.as_mut() => return,
        () = activity.rests() => {}
        _ = stopped.wait_for(|stopped| *stopped) => {}
    }
    connection.as_mut().graceful_shutdown();
    // It may still be reading the last answer.
    let _ = tokio::time::timeout(SLOWEST_BODY, connection).await;
}

/// How many requests are under way, and since when there are none.
#[derive(Clone)]
struct Activity(Arc<Mutex<(usize, Instant)>>);

/// One request that is under way.
struct Busy(Activity);

impl Default for Activity {
    fn default() -> Self {
        Self(Arc::new(Mutex::new((0, Instant::now()))))
    }
}

impl Activity {
    fn begin(&self) -> Busy {
        self.change(|requests| *requests += 1);
        Busy(self.clone())
    }

    fn change(&self, change: impl FnOnce(&mut usize)) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut state.0);
        state.1 = Instant::now();
    }

    /// Ends when there was no request for too long.
    async fn rests(&self) {
        loop {
            let (requests, since) = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let rest = since.elapsed();
            if requests == 0 && rest >= IDLE {
                return;
            }
            tokio::time::sleep(if requests == 0 { IDLE - rest } else { IDLE }).await;
        }
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.change(|requests| *requests -= 1);
    }
}

/// Room for bodies in memory.
pub(crate) struct Room(Arc<Semaphore>);

/// A body, with its part of the room.
pub(crate) struct Body {
    pub(crate) bytes: Vec<u8>,
    _room: OwnedSemaphorePermit,
}

impl Default for Room {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(BODIES_KIB)))
    }
}

impl Room {
    /// Reads a body up to one byte beyond the limit: enough to see that it is too large.
    pub(crate) async fn read(&self, body: Incoming, limit: usize) -> Result<Body, Response<Full<Bytes>>> {
        let refuse = |status: StatusCode| {
            let mut response = Response::new(Full::default());
            *response.status_mut() = status;
            response
        };
        // What it says, if it says something; it is held to it below.
        let size = body.size_hint().upper().and_then(|size| size.try_into().ok()).unwrap_or(limit).min(limit);
        let kib = u32::try_from(size.div_ceil(KIB)).unwrap_or(u32::MAX);
        let room = Arc::clone(&self.0).try_acquire_many_owned(kib);
        let room = room.map_err(|_| refuse(StatusCode::SERVICE_UNAVAILABLE))?;
        match tokio::time::timeout(SLOWEST_BODY, collect(body, limit)).await {
            Ok(Ok(bytes)) => Ok(Body { bytes, _room: room }),
            Ok(Err(_)) => Err(refuse(StatusCode::BAD_REQUEST)),
            Err(_) => Err(refuse(StatusCode::REQUEST_TIMEOUT)),
        }
    }
}

/// Reads a body that nobody wants.
pub(crate) async fn discard(body: Incoming) {
    let _ = tokio::time::timeout(SLOWEST_BODY, collect(body, 0)).await;
}

/// What goes beyond the limit is read all the same, up to some bound: many a client looks for an answer only when it has
/// sent everything.
async fn collect(mut body: Incoming, limit: usize) -> Result<Vec<u8>> {
    let (mut bytes, mut read) = (Vec::new(), 0_usize);
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame?.into_data() {
            read = read.saturating_add(data.len());
            let room = (limit + 1).saturating_sub(bytes.len());
            bytes.extend_from_slice(data.get(..room).unwrap_or(&data));
            if read > DISCARDED {
                break;
            }
        }
    }
    Ok(bytes)
}
