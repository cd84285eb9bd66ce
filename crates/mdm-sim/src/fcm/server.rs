use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use h2::server::SendResponse;
use h2::{Reason, RecvStream};
use http::header::{AUTHORIZATION, CONTENT_TYPE, DATE, RETRY_AFTER};
use http::{HeaderValue, Request, Response, StatusCode};
use openssl::error::ErrorStack;
use openssl::ssl::{AlpnError, Ssl, SslAcceptor, SslMethod, select_next_proto};
use serde_json::Value;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio_openssl::SslStream;

use super::{ConnectionFault, FakeKeys, Fault, Received, RetryAfter, Shared, TokenFault, oauth, rules};

/// TLS as Google has it for those who speak HTTP/2.
pub(super) fn acceptor(keys: &FakeKeys) -> Result<SslAcceptor, ErrorStack> {
    let mut builder = SslAcceptor::mozilla_intermediate_v5(SslMethod::tls_server())?;
    builder.set_certificate(&keys.certificate)?;
    builder.set_private_key(&keys.key)?;
    builder.set_alpn_select_callback(|_, offered| {
        select_next_proto(b"\x02h2", offered).ok_or(AlpnError::ALERT_FATAL)
    });
    Ok(builder.build())
}

/// Runs until `stopped`, and ends every connection with itself.
pub(super) async fn accept(
    listener: TcpListener,
    tls: SslAcceptor,
    shared: Arc<Shared>,
    mut stopped: watch::Receiver<bool>,
) {
    // Dropping the set aborts its tasks.
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            // An error means that the sender is gone, which is as good as a stop.
            _ = stopped.wait_for(|stopped| *stopped) => return,
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => {
                // An error is about one connection that is gone already.
                let Ok((tcp, _)) = accepted else { continue };
                if let Ok(ssl) = Ssl::new(tls.context()) {
                    connections.spawn(serve(tcp, ssl, Arc::clone(&shared)));
                }
            }
        }
    }
}

async fn serve(tcp: TcpStream, ssl: Ssl, shared: Arc<Shared>) {
    let fault = shared.lock().connection_faults.pop_front();
    match fault {
        Some(ConnectionFault::Close) => return,
        Some(ConnectionFault::Silence) => std::future::pending().await,
        Some(ConnectionFault::CloseAfterTls) | None => {}
    }
    let _ = tcp.set_nodelay(true);
    let Ok(mut tls) = SslStream::new(ssl, tcp) else { return };
    if Pin::new(&mut tls).accept().await.is_err() {
        return;
    }
    shared.lock().counters.connections += 1;
    if fault.is_some() {
        return;
    }
    let mut builder = h2::server::Builder::new();
    builder.max_concurrent_streams(shared.config.max_streams);
    let Ok(mut connection) = builder.handshake::<_, Bytes>(tls).await else { return };
    let (orders, mut ordered) = mpsc::unbounded_channel();
    let open = Arc::new(AtomicU64::new(0));
    let mut streams = JoinSet::new();
    loop {
        tokio::select! {
            biased;
            Some(order) = ordered.recv() => match order {
                Order::GoAway => connection.graceful_shutdown(),
                Order::GoAwayNow => {
                    streams.abort_all();
                    connection.abrupt_shutdown(Reason::NO_ERROR);
                }
                Order::Close => return,
            },
            Some(_) = streams.join_next() => {}
            accepted = connection.accept() => {
                let Some(Ok((request, respond))) = accepted else { return };
                // One stream after the other, so that a fault meets the stream whose turn it is.
                let stream = Stream { shared: Arc::clone(&shared), orders: orders.clone(), respond };
                let open = Arc::clone(&open);
                let now_open = open.fetch_add(1, Ordering::Relaxed) + 1;
                shared.note_open(now_open);
                if request.uri().path() == "/token" {
                    let fault = shared.next_token_fault();
                    streams.spawn(async move {
                        stream.grant(request.into_body(), fault).await;
                        open.fetch_sub(1, Ordering::Relaxed);
                    });
                } else {
                    let fault = shared.next_fault();
                    streams.spawn(async move {
                        stream.message(request, fault).await;
                        open.fetch_sub(1, Ordering::Relaxed);
                    });
                }
            }
        }
    }
}

/// What a stream asks its connection for.
enum Order {
    GoAway,
    GoAwayNow,
    Close,
}

struct Stream {
    shared: Arc<Shared>,
    orders: mpsc::UnboundedSender<Order>,
    respond: SendResponse<Bytes>,
}

impl Stream {
    async fn message(mut self, request: Request<RecvStream>, fault: Option<Fault>) {
        let (head, body) = request.into_parts();
        let Some(body) = read(body).await else { return };
        let mut received =
            Received { message: None, ttl: Duration::ZERO, status: None, code: None, delivered: false };
        let authorization = head.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let shared = Arc::clone(&self.shared);
        let push = rules::validate(&shared, head.uri.path(), authorization, &body);
        if let Ok(push) = &push {
            received.message = Some(push.message.clone());
            received.ttl = push.ttl;
        }
        let unanswered = match fault {
            None => None,
            Some(Fault::Slow(time)) => {
                tokio::time::sleep(time).await;
                None
            }
            Some(Fault::CloseAfterDelivery) => {
                if let Ok(push) = &push {
                    received.delivered = shared.deliver(push).unwrap_or_default();
                }
                Some(Fault::CloseConnection)
            }
            Some(Fault::Status { status, code, field, quota, retry_after }) => {
                let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                let body =
                    rules::error(status, code.as_deref(), field.as_deref(), quota.as_deref(), "on purpose");
                received.status = Some(status.as_u16());
                received.code = code;
                shared.note(received);
                return self.answer(status, json(&body), retry_after);
            }
            Some(Fault::Body { status, body }) => {
                let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                received.status = Some(status.as_u16());
                shared.note(received);
                return self.answer(status, body.into(), None);
            }
            fault => fault,
        };
        if let Some(fault) = unanswered {
            shared.note(received);
            return self.fail(fault).await;
        }
        let (status, body) = match push.and_then(|push| shared.deliver(&push)) {
            Ok(delivered) => {
                received.delivered = delivered;
                let name = format!("projects/{}/messages/{}", shared.config.project, message_id());
                (StatusCode::OK, serde_json::json!({ "name": name }))
            }
            Err(rejection) => {
                received.code = rejection.code.map(str::to_owned);
                (rejection.status, rejection.body())
            }
        };
        received.status = Some(status.as_u16());
        shared.note(received);
        self.answer(status, json(&body), None);
    }

    async fn grant(mut self, body: RecvStream, fault: Option<TokenFault>) {
        let Some(form) = read(body).await else { return };
        let shared = Arc::clone(&self.shared);
        let (status, body, retry_after) = match fault {
            Some(TokenFault::Refuse(error)) => {
                (StatusCode::BAD_REQUEST, json(&serde_json::json!({ "error": error })), None)
            }
            Some(TokenFault::Status(status, retry_after)) => {
                let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                (status, Bytes::new(), retry_after)
            }
            Some(TokenFault::Garbage(body)) => (StatusCode::OK, body.into(), None),
            Some(TokenFault::WorthlessToken) => {
                let granted = serde_json::json!({ "access_token": oauth::token(), "expires_in": 3600 });
                (StatusCode::OK, json(&granted), None)
            }
            Some(TokenFault::Silence) => return self.fail(Fault::Silence).await,
            Some(TokenFault::ResetStream) => return self.fail(Fault::ResetStream).await,
            Some(TokenFault::CloseConnection) => return self.fail(Fault::CloseConnection).await,
            Some(TokenFault::Slow(_)) | None => {
                if let Some(TokenFault::Slow(time)) = fault {
                    tokio::time::sleep(time).await;
                }
                let (status, body) = oauth::answer(&shared, &form);
                (status, json(&body), None)
            }
        };
        self.answer(status, body, retry_after);
    }

    /// Ends without an answer.
    async fn fail(mut self, fault: Fault) {
        match fault {
            Fault::ResetStream => self.respond.send_reset(Reason::INTERNAL_ERROR),
            Fault::RefuseStream => self.respond.send_reset(Reason::REFUSED_STREAM),
            Fault::GoAway => {
                let _ = self.orders.send(Order::GoAway);
                self.respond.send_reset(Reason::REFUSED_STREAM);
            }
            Fault::GoAwayNow => self.order(Order::GoAwayNow).await,
            Fault::HalfAnswer => {
                let begun = self.respond.send_response(Response::new(()), false);
                let _ = begun.map(|mut body| body.send_data(Bytes::from_static(b"{\"na"), false));
                std::future::pending().await
            }
            Fault::Silence => std::future::pending().await,
            _ => self.order(Order::Close).await,
        }
    }

    /// The connection ends this stream.
    async fn order(&self, order: Order) {
        let _ = self.orders.send(order);
        std::future::pending().await
    }

    fn answer(&mut self, status: StatusCode, body: Bytes, retry_after: Option<RetryAfter>) {
        let now = (self.shared.config.clock)();
        let mut response = Response::new(());
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(date) = date(now) {
            headers.insert(DATE, date);
        }
        let retry_after = match retry_after {
            Some(RetryAfter::Seconds(secs)) => Some(HeaderValue::from(secs)),
            Some(RetryAfter::Date(wait)) => date(now.checked_add(wait).unwrap_or(now)),
            None => None,
        };
        if let Some(retry_after) = retry_after {
            headers.insert(RETRY_AFTER, retry_after);
        }
        // The client may be gone.
        if let Ok(mut stream) = self.respond.send_response(response, false) {
            let _ = stream.send_data(body, true);
        }
    }
}

impl Shared {
    fn note_open(&self, streams: u64) {
        let mut state = self.lock();
        state.counters.peak_streams = state.counters.peak_streams.max(streams);
    }

    fn next_token_fault(&self) -> Option<TokenFault> {
        let mut state = self.lock();
        state.counters.token_requests += 1;
        state.token_faults.pop_front()
    }
}

/// The body, if it comes whole and is not much larger than anything that is accepted.
async fn read(mut body: RecvStream) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(chunk) = body.data().await {
        let chunk = chunk.ok()?;
        let _ = body.flow_control().release_capacity(chunk.len());
        if bytes.len() + chunk.len() > MAX_BODY {
            return None;
        }
        bytes.extend_from_slice(&chunk);
    }
    Some(bytes)
}

/// `None` for what has no date on the wire.
fn date(time: SystemTime) -> Option<HeaderValue> {
    let secs = time.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_secs();
    if secs > END_OF_9999 { None } else { HeaderValue::try_from(httpdate::fmt_http_date(time)).ok() }
}

fn json(body: &Value) -> Bytes {
    body.to_string().into()
}

fn message_id() -> String {
    super::keys::random(12).unwrap_or_default()
}

const MAX_BODY: usize = 64 * 1024;
const END_OF_9999: u64 = 253_402_300_799;
