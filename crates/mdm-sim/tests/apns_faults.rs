//! The fake APNs fails as it is told, and serves clients that were written by others: the `h2` crate and curl.
#![cfg(feature = "apns")]

use std::pin::Pin;
use std::process::Command;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use h2::client::SendRequest;
use http::Request;
use mdm_sim::apns::{
    Authority, ClientCertificates, DeviceToken, EventKind, FakeApns, FakeApnsConfig, Fault, Issued,
    Narrowing, Phase, REASONS, Script, Side, When, fault_matrix,
};
use openssl::ssl::{Ssl, SslConnector, SslMethod};
use openssl::x509::X509;
use openssl::x509::store::X509StoreBuilder;
use tokio::io::AsyncRead as _;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_openssl::SslStream;

const TOPIC: &str = "com.apple.mgmt.External.6f1d4b0c";
/// What never happens is waited for so long; what happens takes less than the other.
const SHORT: Duration = Duration::from_millis(30);
const LONG: Duration = Duration::from_secs(20);

struct Bench {
    apns: FakeApns,
    authority: Authority,
    certificate: Issued,
    device: DeviceToken,
}

impl Bench {
    async fn new(configure: impl FnOnce(FakeApnsConfig) -> FakeApnsConfig) -> Self {
        let authority = Authority::mint().expect("authority");
        let certificate = authority.push_certificate(TOPIC).expect("certificate");
        let config = configure(FakeApnsConfig::with_authority(&authority).expect("config"));
        let apns = FakeApns::start(config).await.expect("fake");
        let device = apns.register(TOPIC).expect("token");
        Self { apns, authority, certificate, device }
    }

    async fn plain() -> Self {
        Self::new(|config| config).await
    }

    fn ssl(&self) -> Ssl {
        let mut builder = SslConnector::builder(SslMethod::tls_client()).expect("connector");
        let mut roots = X509StoreBuilder::new().expect("store");
        roots
            .add_cert(X509::from_pem(&self.authority.root_pem().expect("pem")).expect("root"))
            .expect("root");
        builder.set_cert_store(roots.build());
        builder.set_alpn_protos(b"\x02h2").expect("alpn");
        let key = openssl::pkey::PKey::private_key_from_pem(self.certificate.expose_secret()).expect("key");
        let certificate = X509::from_pem(self.certificate.certificate_pem()).expect("certificate");
        builder.set_certificate(&certificate).expect("certificate");
        builder.set_private_key(&key).expect("key");
        builder.build().configure().and_then(|c| c.into_ssl("localhost")).expect("ssl")
    }

    async fn tcp(&self) -> Option<TcpStream> {
        let tcp = TcpStream::connect(self.apns.addr()).await.ok()?;
        tcp.set_nodelay(true).ok()?;
        Some(tcp)
    }

    /// TLS and the client's side of the HTTP/2 preface.
    async fn connect(&self) -> Option<SendRequest<Bytes>> {
        let mut tls = SslStream::new(self.ssl(), self.tcp().await?).expect("stream");
        Pin::new(&mut tls).connect().await.ok()?;
        if tls.ssl().selected_alpn_protocol() != Some(b"h2") {
            return None;
        }
        let (sender, connection) =
            h2::client::Builder::new().enable_push(false).handshake::<_, Bytes>(tls).await.ok()?;
        tokio::spawn(connection);
        Some(sender)
    }

    async fn push(&self, sender: &mut SendRequest<Bytes>) -> Seen {
        match self.try_push(sender).await {
            Ok((status, _)) => Seen::Status(status),
            Err(_) => Seen::Failed,
        }
    }

    async fn try_push(&self, sender: &mut SendRequest<Bytes>) -> Result<(u16, Vec<u8>), h2::Error> {
        let hex: String = self.device.expose_secret().iter().map(|byte| format!("{byte:02x}")).collect();
        let request = Request::post(format!("https://localhost/3/device/{hex}"))
            .header("apns-push-type", "mdm")
            .header("apns-topic", TOPIC)
            .body(())
            .expect("request");
        let mut sender = sender.clone().ready().await?;
        let (response, mut body) = sender.send_request(request, false)?;
        body.send_data(Bytes::from_static(br#"{"mdm":"m"}"#), true)?;
        let response = response.await?;
        let status = response.status().as_u16();
        let mut bytes = Vec::new();
        let mut body = response.into_body();
        while let Some(data) = body.data().await {
            bytes.extend(data?);
        }
        Ok((status, bytes))
    }
}

/// What a client sees of one push.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seen {
    Status(u16),
    Failed,
    /// Nothing, for as long as one cares to wait.
    Silence,
}

/// What one push may see, by what RFC 9113 and TLS say of the fault.
fn expected(phase: Phase, fault: &Fault) -> Vec<Seen> {
    use Phase::{AnswerBody, Between, Connecting, Headers, Preface, Shutdown, Tls};
    use Seen::{Failed, Silence, Status};
    let answered = vec![Status(200)];
    match (fault, phase) {
        (_, Shutdown) => answered,
        // The answer may be overtaken by the end.
        (Fault::ResetConnection | Fault::GoAwayError { .. } | Fault::OversizedFrame, Between)
        | (Fault::Garbage | Fault::PushPromise, Between) => vec![Status(200), Failed],
        (_, Between) => answered,
        (Fault::Slow { .. } | Fault::Trickle { .. } | Fault::IgnorePings | Fault::InterimAnswer, _) => {
            answered
        }
        (Fault::GoAwayKeeping { .. } | Fault::GoAwayTwice, Preface) => vec![Status(200), Failed],
        (Fault::GoAwayKeeping { .. } | Fault::GoAwayTwice, _) => answered,
        // A push that was sent before the announcement came is refused.
        (Fault::LimitStreams { streams: 0 }, Preface) => vec![Silence, Failed],
        (Fault::LimitStreams { .. }, _) => answered,
        (Fault::Mute | Fault::Silence, _) => vec![Silence],
        (Fault::StopReading, Preface) => vec![Silence],
        // The rest of the push may have been read with its headers.
        (Fault::StopReading, Headers) => vec![Silence, Status(200)],
        (Fault::StopReading, _) => answered,
        (Fault::Status { status, .. } | Fault::RetryAfter { status, .. }, _) => vec![Status(*status)],
        (Fault::ForeignAnswer, _) => vec![Status(502)],
        // A client may drop the fields that it has no room for.
        (Fault::OversizedHeaders, _) => vec![Failed, Status(200)],
        // A reset without an error after the headers may pass for the end of the body.
        (Fault::ResetStream { code: 0 }, AnswerBody) => vec![Failed, Status(200)],
        (_, Connecting | Tls) => vec![Failed],
        _ => vec![Failed],
    }
}

/// Every fault in every phase: it strikes once, the client sees what it must, and the fake lets go of the connection.
#[tokio::test]
async fn every_fault_strikes_in_every_phase_it_names() {
    let bench = Bench::plain().await;
    let mut held = 0;
    for (row, (phase, fault)) in (1u64..).zip(fault_matrix()) {
        bench.apns.inject_at(phase, fault.clone());
        let expected = expected(phase, fault);
        let whole = async {
            let mut sender = bench.connect().await?;
            Some(bench.push(&mut sender).await)
        };
        let mut whole = Box::pin(timeout(LONG, whole));
        // The patience for silence begins when the fault has struck; what must come is waited for longer.
        let seen = tokio::select! {
            seen = &mut whole => seen,
            _ = bench.apns.until(|counters| counters.faults == row) => {
                let patience = if expected.contains(&Seen::Silence) { SHORT } else { LONG };
                timeout(patience, &mut whole).await.unwrap_or(Ok(Some(Seen::Silence)))
            }
        };
        drop(whole);
        let seen = seen.ok().flatten().unwrap_or(Seen::Failed);
        assert!(expected.contains(&seen), "{phase:?} {fault:?}: {seen:?}, not {expected:?}");
        let struck = bench.apns.until(|counters| counters.faults == row);
        timeout(LONG, struck).await.unwrap_or_else(|_| panic!("{phase:?} {fault:?} did not strike"));
        // The client has let go. So does the fake, unless it no longer listens, or is told to say nothing at its end.
        held += u64::from(match fault {
            Fault::StopReading => true,
            Fault::Mute => phase == Phase::Shutdown,
            _ => false,
        });
        // How much a deaf or silent one has seen is up to the moment.
        let over = bench.apns.until(|counters| counters.open_connections() <= held);
        if timeout(LONG, over).await.is_err() {
            let events: Vec<_> = bench.apns.events().into_iter().rev().take(20).collect();
            panic!("{phase:?} {fault:?}: the connection stays open: {events:#?}");
        }
    }
}

/// Bad TLS is bad in the way that it says, and in no other.
#[tokio::test]
async fn tls_fails_for_its_reason() {
    let bench = Bench::plain().await;
    for (fault, expected) in [
        (Fault::ExpiredCertificate, "certificate has expired"),
        (Fault::WrongName, "hostname mismatch"),
        (Fault::UnknownAuthority, "unable to get local issuer certificate"),
        (Fault::HandshakeFailure, "handshake failure"),
        (Fault::RefuseCertificate, "certificate expired"),
    ] {
        bench.apns.inject(fault.clone());
        let mut tls = SslStream::new(bench.ssl(), bench.tcp().await.expect("tcp")).expect("stream");
        let connected = Pin::new(&mut tls).connect().await;
        let verified = tls.ssl().verify_result().error_string();
        // With TLS 1.3 the client has finished when it hears that its certificate is refused (RFC 8446, section 4.4.2).
        let told = match connected {
            Ok(()) => {
                let mut buf = [0; 16];
                let mut buf = tokio::io::ReadBuf::new(&mut buf);
                std::future::poll_fn(|cx| Pin::new(&mut tls).poll_read(cx, &mut buf))
                    .await
                    .expect_err("refused")
                    .to_string()
            }
            Err(error) => error.to_string(),
        };
        assert!(verified.contains(expected) || told.contains(expected), "{fault:?}: {verified}; {told}");
    }
}

/// Every status and reason of Apple's table reaches the client as it stands there.
#[tokio::test]
async fn every_reason_is_answered_as_told() {
    let bench = Bench::new(|config| config.with_narrowing(Narrowing::Never)).await;
    let mut sender = bench.connect().await.expect("connection");
    for (status, reason) in REASONS {
        bench.apns.inject(Fault::Status { status, reason: reason.into() });
        let answer = bench.try_push(&mut sender).await.expect("answer");
        assert_eq!(answer, (status, format!(r#"{{"reason":"{reason}"}}"#).into_bytes()));
    }
    assert_eq!(bench.apns.counters().connections, 1);
}

/// Else each such connection would be kept until the fake ends, with all its buffers.
#[tokio::test]
async fn who_reads_nothing_notices_all_the_same_that_the_client_has_gone() {
    let script = Script::new().rule(When::Nth(1), Phase::Data, Fault::StopReading);
    let bench = Bench::new(|config| config.with_script(script)).await;
    let mut sender = bench.connect().await.expect("connection");
    bench.push(&mut sender).await;
    assert_eq!(bench.apns.counters().open_connections(), 1);
    drop(sender);
    timeout(LONG, bench.apns.until(|counters| counters.open_connections() == 0)).await.expect("it lets go");
}

#[tokio::test]
async fn a_goaway_says_why() {
    let bench = Bench::plain().await;
    let mut sender = bench.connect().await.expect("connection");
    bench.apns.inject(Fault::GoAway { reason: Some("BadCertificateEnvironment".into()) });
    let error = bench.try_push(&mut sender).await.expect_err("lost");
    assert!(error.is_go_away() && error.is_remote(), "{error:?}");
    assert_eq!(error.reason(), Some(h2::Reason::NO_ERROR));
    let goaway = bench.apns.events().into_iter().find_map(|event| match event.kind {
        EventKind::Frame { by: Side::Server, kind: "GOAWAY", bytes, .. } => Some(bytes),
        _ => None,
    });
    assert_eq!(goaway, Some(8 + r#"{"reason":"BadCertificateEnvironment"}"#.len()));
}

/// A hundred at a time are served at a time, and the client never breaks the limit that it was told.
#[tokio::test]
async fn streams_are_limited_as_announced() {
    for streams in [1, 7, 1000] {
        let bench = Bench::new(|config| config.with_streams(streams)).await;
        let mut sender = bench.connect().await.expect("connection");
        assert_eq!(bench.push(&mut sender).await, Seen::Status(200)); // SETTINGS are there
        let pushes = (0..100).map(|_| {
            let mut sender = sender.clone();
            let bench = &bench;
            async move { bench.push(&mut sender).await }
        });
        let mut pushes: Vec<_> = pushes.map(Box::pin).collect();
        // All at a time.
        let all = std::future::poll_fn(|cx| {
            pushes.retain_mut(|push| match push.as_mut().poll(cx) {
                Poll::Ready(seen) => {
                    assert_eq!(seen, Seen::Status(200));
                    false
                }
                Poll::Pending => true,
            });
            if pushes.is_empty() { Poll::Ready(()) } else { Poll::Pending }
        });
        timeout(LONG, all).await.expect("answers");
        let counters = bench.apns.counters();
        assert_eq!((counters.accepted, counters.over_limit, counters.protocol_errors), (101, 0, 0));
        assert!(counters.max_streams <= u64::from(streams), "{counters:?}");
    }
}

/// The drop to one stream, as seen of real servers after a rejection, and the way back.
#[tokio::test]
async fn the_limit_drops_after_a_rejection_and_comes_back() {
    let bench = Bench::new(|config| config.with_narrowing(Narrowing::Rejection)).await;
    let mut sender = bench.connect().await.expect("connection");
    assert_eq!(bench.push(&mut sender).await, Seen::Status(200));
    assert_eq!(sender.current_max_send_streams(), 1000);
    bench.apns.inject(Fault::Status { status: 400, reason: "BadDeviceToken".into() });
    assert_eq!(bench.push(&mut sender).await, Seen::Status(400));
    assert_eq!(sender.current_max_send_streams(), 1);
    assert_eq!(bench.push(&mut sender).await, Seen::Status(200));
    assert_eq!(sender.current_max_send_streams(), 1000);
    bench.apns.announce_streams(500);
    bench.apns.until(|counters| counters.connections == 1).await;
    while sender.current_max_send_streams() != 500 {
        assert_eq!(bench.push(&mut sender).await, Seen::Status(200));
    }
}

/// "One stream until the first request with a valid token" (Apple, "Sending notification requests to APNs").
#[tokio::test]
async fn without_a_certificate_there_is_one_stream_at_first() {
    let bench = Bench::new(|config| config.with_client_certificates(ClientCertificates::Optional)).await;
    let hex: String = bench.device.expose_secret().iter().map(|byte| format!("{byte:02x}")).collect();
    let mut builder = SslConnector::builder(SslMethod::tls_client()).expect("connector");
    builder.set_verify(openssl::ssl::SslVerifyMode::NONE);
    builder.set_alpn_protos(b"\x02h2").expect("alpn");
    let ssl = builder.build().configure().and_then(|c| c.into_ssl("localhost")).expect("ssl");
    let mut tls =
        SslStream::new(ssl, TcpStream::connect(bench.apns.addr()).await.expect("tcp")).expect("stream");
    Pin::new(&mut tls).connect().await.expect("handshake");
    let (mut sender, connection) = h2::client::handshake(tls).await.expect("http2");
    tokio::spawn(connection);
    let request = Request::post(format!("https://localhost/3/device/{hex}")).body(()).expect("request");
    let (response, mut body) = sender.send_request(request, false).expect("stream");
    body.send_data(Bytes::from_static(b"{}"), true).expect("body");
    assert_eq!(response.await.expect("answer").status(), 403); // MissingProviderToken
    assert_eq!(sender.current_max_send_streams(), 1);
}

#[tokio::test]
async fn leaving_gracefully_loses_nothing() {
    let bench = Bench::plain().await;
    let mut sender = bench.connect().await.expect("connection");
    bench.apns.add_rule(When::OnPush(2), Phase::Data, Fault::Slow { by: SHORT });
    assert_eq!(bench.push(&mut sender).await, Seen::Status(200));
    let mut slow = sender.clone();
    let (seen, ()) = tokio::join!(bench.push(&mut slow), async {
        bench.apns.until(|counters| counters.pushes == 2).await;
        bench.apns.drain(Some("Shutdown"));
    });
    assert_eq!(seen, Seen::Status(200));
    bench.apns.until(|counters| counters.closed == 1).await;
    assert_eq!(bench.push(&mut sender).await, Seen::Failed);
}

/// The same seed, the same failures; another seed, others.
#[tokio::test]
async fn chance_repeats_with_its_seed() {
    async fn run(seed: u64) -> Vec<Seen> {
        let script = Script::seeded(seed)
            .rule(When::PerMillion(200_000), Phase::Data, Fault::RefuseStream)
            .rule(When::PerMillion(100_000), Phase::AnswerHeaders, Fault::ResetConnection)
            .rule(When::PerMillion(50_000), Phase::Tls, Fault::HandshakeFailure);
        let bench = Bench::new(|config| config.with_script(script)).await;
        let mut seen = Vec::new();
        let mut sender = None;
        while seen.len() < 60 {
            if sender.is_none() {
                sender = bench.connect().await;
            }
            let Some(open) = &mut sender else {
                seen.push(Seen::Silence);
                continue;
            };
            seen.push(bench.push(open).await);
            if timeout(SHORT * 100, open.clone().ready()).await.is_ok_and(|ready| ready.is_err()) {
                sender = None;
            }
        }
        seen
    }
    let (first, again, other) = (run(7).await, run(7).await, run(8).await);
    assert_eq!(first, again);
    assert_ne!(first, other);
    assert!(first.contains(&Seen::Failed) && first.contains(&Seen::Status(200)), "{first:?}");
}

/// curl speaks nghttp2's HTTP/2.
#[tokio::test]
async fn curl_understands_it() {
    if Command::new("curl").arg("--version").output().is_err() {
        println!("not tested: there is no curl");
        return;
    }
    let bench = Bench::plain().await;
    let folder = std::env::temp_dir().join(format!("fake-apns-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("folder");
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        std::fs::write(&path, bytes).expect("file");
        path
    };
    let root = file("root.pem", &bench.authority.root_pem().expect("pem"));
    let certificate = file("certificate.pem", bench.certificate.certificate_pem());
    let key = file("key.pem", bench.certificate.expose_secret());
    let port = bench.apns.addr().port();
    let hex: String = bench.device.expose_secret().iter().map(|byte| format!("{byte:02x}")).collect();
    let curl = async |token: &str| {
        let mut command = Command::new("curl");
        command
            .args(["--silent", "--show-error", "--http2", "--max-time", "20", "--noproxy", "*"])
            .args(["--write-out", " %{http_version} %{http_code} %{header_json}"])
            .args(["--resolve", &format!("localhost:{port}:127.0.0.1")])
            .arg("--cacert")
            .arg(&root)
            .arg("--cert")
            .arg(&certificate)
            .arg("--key")
            .arg(&key)
            .args(["-H", &format!("apns-topic: {TOPIC}"), "-H", "apns-push-type: mdm"])
            .args(["-H", "apns-id: 0f8fad5b-d9cb-469f-a165-70867728950e"])
            .args(["-d", r#"{"mdm":"m"}"#])
            .arg(format!("https://localhost:{port}/3/device/{token}"));
        // The fake runs on this thread.
        let output =
            tokio::task::spawn_blocking(move || command.output().expect("curl")).await.expect("curl");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text")
    };
    let accepted = curl(&hex).await;
    assert!(accepted.starts_with(" 2 200 "), "{accepted}");
    assert!(accepted.contains("0f8fad5b-d9cb-469f-a165-70867728950e"), "{accepted}");
    let rejected = curl("00").await;
    assert!(rejected.starts_with(r#"{"reason":"BadDeviceToken"} 2 400 "#), "{rejected}");
    std::fs::remove_dir_all(&folder).expect("folder");
}

/// F74.
#[tokio::test]
async fn debug_shows_no_secret() {
    let bench = Bench::plain().await;
    let mut sender = bench.connect().await.expect("connection");
    assert_eq!(bench.push(&mut sender).await, Seen::Status(200));
    let text = format!(
        "{:?} {:?} {:?} {:?} {:?} {:?}",
        bench.apns,
        bench.apns.received(),
        bench.apns.events(),
        bench.authority,
        bench.certificate,
        bench.apns.with_service(|service| format!("{service:?}")),
    );
    let hex: String = bench.device.expose_secret().iter().map(|byte| format!("{byte:02x}")).collect();
    for secret in
        [hex.as_str(), &format!("{:?}", bench.device.expose_secret()), "\"mdm\"", "PRIVATE", "BEGIN"]
    {
        assert!(!text.contains(secret), "{text}");
    }
}
