use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use openssl::nid::Nid;
use openssl::pkey::PKey;
use openssl::ssl::{AlpnError, Ssl, SslAcceptor, SslMethod, SslRef, SslVerifyMode, select_next_proto};
use openssl::x509::X509;
use openssl::x509::store::X509StoreBuilder;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use tokio_openssl::SslStream;

use super::rules::{self, Rejection};
use super::wire::{Script, Wire};
use super::{DeviceToken, Error, FakeApnsConfig, Fault, Received, Shared};

/// TLS as APNs has it: at least 1.2, HTTP/2 only, and nobody without a certificate of the given authorities.
pub(super) fn acceptor(config: &FakeApnsConfig) -> Result<SslAcceptor, Error> {
    let mut chain = read_certificates(&config.certificate_pem, "server certificate")?.into_iter();
    let leaf = chain.next().ok_or(Error::Pem("server certificate"))?;
    let key = PKey::private_key_from_pem_callback(&config.key_pem, |_| Ok(0))
        .map_err(|_| Error::Pem("private key"))?;
    let authorities = read_certificates(&config.client_ca_pem, "certificate authority")?;
    let build = || {
        let mut builder = SslAcceptor::mozilla_intermediate_v5(SslMethod::tls_server())?;
        builder.set_certificate(&leaf)?;
        for certificate in chain {
            builder.add_extra_chain_cert(certificate)?;
        }
        builder.set_private_key(&key)?;
        builder.check_private_key()?;
        let mut store = X509StoreBuilder::new()?;
        for authority in authorities {
            builder.add_client_ca(&authority)?;
            store.add_cert(authority)?;
        }
        builder.set_cert_store(store.build());
        builder.set_verify(SslVerifyMode::PEER | SslVerifyMode::FAIL_IF_NO_PEER_CERT);
        builder.set_session_id_context(b"fake apns")?;
        builder.set_alpn_select_callback(|_, offered| {
            select_next_proto(b"\x02h2", offered).ok_or(AlpnError::ALERT_FATAL)
        });
        Ok(builder.build())
    };
    build().map_err(|_: openssl::error::ErrorStack| Error::Tls)
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
    let _ = tcp.set_nodelay(true);
    let Ok(mut tls) = SslStream::new(ssl, tcp) else { return };
    if Pin::new(&mut tls).accept().await.is_err() {
        shared.lock().counters.refused_handshakes += 1;
        return;
    }
    shared.lock().counters.connections += 1;
    let connection = Arc::new(Connection {
        topic: topic_of(tls.ssl()),
        shared,
        script: Script::default(),
        close: Notify::new(),
        streams: AtomicU32::new(0),
        left: AtomicBool::new(false),
    });
    let service = {
        let connection = Arc::clone(&connection);
        service_fn(move |request| {
            // Called for one stream after the other, so that a fault meets the stream whose turn it is.
            let fate = connection.next_fate();
            answer(Arc::clone(&connection), request, fate)
        })
    };
    // The SETTINGS that real APNs servers send.
    let serving = http2::Builder::new(TokioExecutor::new())
        .max_concurrent_streams(1000)
        .initial_stream_window_size(65_535)
        .max_frame_size(16_384)
        .max_header_list_size(8000)
        .serve_connection(TokioIo::new(Wire::new(tls, connection.script.clone())), service);
    tokio::select! {
        _ = serving => {}
        () = connection.close.notified() => {}
    }
}

struct Connection {
    topic: Option<String>,
    shared: Arc<Shared>,
    script: Script,
    close: Notify,
    streams: AtomicU32,
    /// GOAWAY was said: later streams are not looked at. Earlier ones still get their answers.
    left: AtomicBool,
}

/// What becomes of a stream.
enum Fate {
    Answer,
    Fault { fault: Fault, stream_id: u32 },
    Ignore,
}

impl Connection {
    fn next_fate(&self) -> Fate {
        // HTTP/2 clients number their streams 1, 3, 5 and so on.
        let stream_id = self.streams.fetch_add(1, Ordering::Relaxed).saturating_mul(2).saturating_add(1);
        if self.left.load(Ordering::Relaxed) {
            return Fate::Ignore;
        }
        let Some(fault) = self.shared.next_fault() else { return Fate::Answer };
        if let Fault::GoAway { reason } = &fault {
            self.left.store(true, Ordering::Relaxed);
            // Now, so that it precedes what becomes of later streams.
            self.script.go_away(stream_id.saturating_sub(2), reason.as_deref());
        }
        Fate::Fault { fault, stream_id }
    }
}

async fn answer(
    connection: Arc<Connection>,
    request: Request<Incoming>,
    fate: Fate,
) -> Result<Response<Full<Bytes>>, Unanswered> {
    let (head, body) = request.into_parts();
    let payload = match Limited::new(body, rules::MAX_PAYLOAD).collect().await {
        Ok(body) => body.to_bytes(),
        // One byte too many stands for all of them.
        Err(error) if error.is::<LengthLimitError>() => Bytes::from(vec![0; rules::MAX_PAYLOAD + 1]),
        Err(_) => return Err(Unanswered),
    };
    let text = |name: &str| head.headers.get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
    let mut received = Received {
        token: head.uri.path().rsplit('/').next().and_then(rules::token_in).map(DeviceToken),
        id: text("apns-id").unwrap_or_else(random_id),
        topic: text("apns-topic"),
        push_type: text("apns-push-type"),
        priority: text("apns-priority"),
        expiration: text("apns-expiration"),
        payload: payload.clone(),
        status: None,
        reason: None,
        delivered: false,
    };
    let shared = &connection.shared;
    match fate {
        Fate::Answer => {}
        Fate::Ignore => return Err(Unanswered),
        Fate::Fault { fault: Fault::Status { status, reason }, .. } => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            let body = serde_json::json!({ "reason": reason }).to_string();
            received.status = Some(status.as_u16());
            received.reason = Some(reason);
            let response = respond(status, &received.id, body.into());
            shared.note(received);
            return Ok(response);
        }
        Fate::Fault { fault, stream_id } => {
            shared.note(received);
            match fault {
                Fault::GoAway { .. } => {}
                Fault::RefuseStream => connection.script.refuse(stream_id),
                Fault::Silence => std::future::pending().await,
                Fault::CloseConnection | Fault::Status { .. } => connection.close.notify_one(),
            }
            return Err(Unanswered);
        }
    }
    let outcome =
        rules::validate(&head.method, head.uri.path(), &head.headers, payload, connection.topic.as_deref())
            .and_then(|push| shared.deliver(&push));
    let response = match outcome {
        Ok(delivered) => {
            received.status = Some(200);
            received.delivered = delivered;
            respond(StatusCode::OK, &received.id, Bytes::new())
        }
        Err(rejection) => {
            let Rejection { status, reason, .. } = &rejection;
            received.status = Some(status.as_u16());
            received.reason = Some((*reason).to_owned());
            respond(*status, &received.id, rejection.body())
        }
    };
    shared.note(received);
    Ok(response)
}

/// Makes the HTTP/2 library reset the stream. What was slipped in goes out before that.
#[derive(Debug, thiserror::Error)]
#[error("no answer on purpose")]
struct Unanswered;

fn respond(status: StatusCode, id: &str, body: Bytes) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    if let Ok(id) = HeaderValue::from_str(id) {
        response.headers_mut().insert("apns-id", id);
    }
    response
}

/// The user identifier of the client certificate's subject.
fn topic_of(ssl: &SslRef) -> Option<String> {
    let certificate = ssl.peer_certificate()?;
    let uid = certificate.subject_name().entries_by_nid(Nid::USERID).next()?.data().to_string().ok()?;
    Some(uid)
}

/// A UUID in upper case, as APNs makes it when the sender gave none.
fn random_id() -> String {
    let mut bytes = [0; 16];
    // Without randomness all ids are alike; a sender that cares gives its own.
    let _ = openssl::rand::rand_bytes(&mut bytes);
    let id = (u128::from_be_bytes(bytes) & !(0xF << 76) & !(0x3 << 62)) | (0x4 << 76) | (0x2 << 62);
    let hex = format!("{id:032X}");
    let (a, rest) = hex.split_at(8);
    let (b, rest) = rest.split_at(4);
    let (c, rest) = rest.split_at(4);
    let (d, e) = rest.split_at(4);
    format!("{a}-{b}-{c}-{d}-{e}")
}

fn read_certificates(pem: &[u8], what: &'static str) -> Result<Vec<X509>, Error> {
    let certificates = X509::stack_from_pem(pem).map_err(|_| Error::Pem(what))?;
    if certificates.is_empty() { Err(Error::Pem(what)) } else { Ok(certificates) }
}
