//! The fake APNs keeps the rules: who may connect, what is rejected, what waits for a device.
#![cfg(feature = "apns")]

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http2::{Builder, SendRequest};
use hyper_util::rt::{TokioExecutor, TokioIo};
use mdm_sim::apns::{Authority, DeviceToken, Error, FakeApns, FakeApnsConfig, Fault, Issued};
use openssl::ssl::{SslConnector, SslMethod};
use tokio::net::TcpStream;
use tokio_openssl::SslStream;

const TOPIC: &str = "com.apple.mgmt.External.6f1d4b0c";
const NOW: u64 = 1_780_000_000;

struct Bench {
    apns: FakeApns,
    authority: Authority,
    /// Seconds since 1970 by the fake's clock.
    clock: Arc<AtomicU64>,
}

impl Bench {
    async fn new() -> Self {
        let authority = Authority::mint().expect("authority");
        let clock = Arc::new(AtomicU64::new(NOW));
        let config = FakeApnsConfig::with_authority(&authority).expect("config").with_clock({
            let clock = Arc::clone(&clock);
            move || at(clock.load(Ordering::Relaxed))
        });
        Self { apns: FakeApns::start(config).await.expect("fake"), authority, clock }
    }

    async fn provider(&self) -> Provider {
        self.connect(Some(&self.authority.push_certificate(TOPIC).expect("certificate")))
            .await
            .expect("connection")
    }

    async fn connect(&self, certificate: Option<&Issued>) -> Option<Provider> {
        let mut builder = SslConnector::builder(SslMethod::tls_client()).expect("connector");
        let mut roots = openssl::x509::store::X509StoreBuilder::new().expect("store");
        roots
            .add_cert(openssl::x509::X509::from_pem(&self.authority.root_pem().expect("pem")).expect("root"))
            .expect("root");
        builder.set_cert_store(roots.build());
        builder.set_alpn_protos(b"\x02h2").expect("alpn");
        if let Some(issued) = certificate {
            let key = openssl::pkey::PKey::private_key_from_pem(issued.expose_secret()).expect("key");
            let certificate = openssl::x509::X509::from_pem(issued.certificate_pem()).expect("certificate");
            builder.set_certificate(&certificate).expect("certificate");
            builder.set_private_key(&key).expect("key");
        }
        let ssl = builder.build().configure().and_then(|c| c.into_ssl("localhost")).expect("ssl");
        let tcp = TcpStream::connect(self.apns.addr()).await.expect("tcp");
        tcp.set_nodelay(true).expect("nodelay");
        let mut tls = SslStream::new(ssl, tcp).expect("stream");
        Pin::new(&mut tls).connect().await.ok()?;
        let (sender, connection) =
            Builder::new(TokioExecutor::new()).handshake(TokioIo::new(tls)).await.ok()?;
        tokio::spawn(connection);
        Some(Provider { sender })
    }

    fn device(&self) -> DeviceToken {
        self.apns.register(TOPIC).expect("token")
    }

    fn pass(&self, secs: u64) {
        self.clock.fetch_add(secs, Ordering::Relaxed);
    }
}

struct Provider {
    sender: SendRequest<Full<Bytes>>,
}

impl Provider {
    /// Pushes a magic, and gives status and reason.
    async fn push(&mut self, token: &[u8], magic: &str, headers: &[(&str, &str)]) -> Option<(u16, String)> {
        let hex: String = token.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut request = Request::post(format!("https://localhost/3/device/{hex}"))
            .header("apns-push-type", "mdm")
            .header("apns-topic", TOPIC);
        for (name, value) in headers {
            if let Some(map) = request.headers_mut() {
                map.insert(http::HeaderName::try_from(*name).expect("name"), value.parse().expect("value"));
            }
        }
        let body = Full::new(Bytes::from(format!("{{\"mdm\":\"{magic}\"}}")));
        let response = self.sender.send_request(request.body(body).expect("request")).await.ok()?;
        let status = response.status().as_u16();
        let id = response.headers().get("apns-id")?.to_str().ok()?.to_owned();
        let body = response.into_body().collect().await.ok()?.to_bytes();
        let reason = match serde_json::from_slice::<serde_json::Value>(&body) {
            Ok(json) => json.get("reason")?.as_str()?.to_owned(),
            Err(_) => id,
        };
        Some((status, reason))
    }

    async fn deliver(&mut self, token: &DeviceToken, magic: &str, expiration: Option<u64>) {
        let expiration = expiration.map(|secs| secs.to_string());
        let headers: Vec<_> = expiration.iter().map(|secs| ("apns-expiration", secs.as_str())).collect();
        let (status, _) = self.push(token.expose_secret(), magic, &headers).await.expect("answer");
        assert_eq!(status, 200);
    }
}

fn at(secs: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(secs)
}

/// What a device finds when it comes back, and nothing after it.
fn waiting(bench: &Bench, token: &DeviceToken) -> Vec<Option<String>> {
    let mut receiver = bench.apns.connect(token);
    bench.apns.disconnect(token);
    std::iter::from_fn(|| receiver.try_recv().ok()).map(|notification| notification.push_magic()).collect()
}

#[tokio::test]
async fn a_connected_device_gets_every_push() {
    let bench = Bench::new().await;
    let mut provider = bench.provider().await;
    let device = bench.device();
    let mut receiver = bench.apns.connect(&device);
    for magic in ["a", "b", "c"] {
        provider.deliver(&device, magic, Some(0)).await;
        let notification = receiver.recv().await.expect("notification");
        assert_eq!(notification.push_magic().as_deref(), Some(magic));
    }
    assert!(bench.apns.received().iter().all(|push| push.delivered));
    assert_eq!(bench.apns.counters().delivered, 3);
}

/// F86.
#[tokio::test]
async fn the_last_push_waits_for_a_device_that_is_away() {
    let bench = Bench::new().await;
    let mut provider = bench.provider().await;
    let device = bench.device();
    let other = bench.device();
    for magic in ["a", "b", "c"] {
        provider.deliver(&device, magic, Some(NOW + 60)).await;
    }
    provider.deliver(&other, "d", Some(NOW + 60)).await;
    assert_eq!(waiting(&bench, &device), [Some("c".to_owned())]);
    assert_eq!(waiting(&bench, &device), []);
    assert_eq!(waiting(&bench, &other), [Some("d".to_owned())]);
    assert_eq!((bench.apns.counters().replaced, bench.apns.counters().delivered), (2, 0));
}

#[tokio::test]
async fn a_push_waits_until_it_expires() {
    async fn check(expiration: Option<u64>, away: u64, arrives: bool) {
        let bench = Bench::new().await;
        let mut provider = bench.provider().await;
        let device = bench.device();
        provider.deliver(&device, "m", expiration).await;
        bench.pass(away);
        assert_eq!(waiting(&bench, &device).len(), usize::from(arrives), "{expiration:?} {away}");
    }
    check(Some(0), 0, false).await;
    check(Some(NOW + 60), 59, true).await;
    check(Some(NOW + 60), 60, false).await;
    check(Some(NOW - 1), 0, false).await;
    check(None, 1_000_000, true).await;
    check(Some(u64::MAX), 1_000_000, false).await; // no time that a clock reaches, and no panic
}

#[tokio::test]
async fn a_push_that_is_not_kept_leaves_the_earlier_one() {
    let bench = Bench::new().await;
    let mut provider = bench.provider().await;
    let device = bench.device();
    provider.deliver(&device, "kept", Some(NOW + 60)).await;
    provider.deliver(&device, "once", Some(0)).await;
    assert_eq!(waiting(&bench, &device), [Some("kept".to_owned())]);
}

#[tokio::test]
async fn a_device_that_goes_away_by_dropping_its_end_loses_nothing() {
    let bench = Bench::new().await;
    let mut provider = bench.provider().await;
    let device = bench.device();
    drop(bench.apns.connect(&device));
    provider.deliver(&device, "m", Some(NOW + 60)).await;
    assert!(!bench.apns.received()[0].delivered);
    assert_eq!(waiting(&bench, &device), [Some("m".to_owned())]);
}

#[tokio::test]
async fn pushes_are_rejected_in_apns_words() {
    let bench = Bench::new().await;
    let mut provider = bench.provider().await;
    let device = bench.device();
    let foreign = bench.apns.register("com.apple.mgmt.External.other").expect("token");
    let gone = bench.device();
    bench.apns.unregister(&gone, at(NOW - 5));

    let mut check = async |token: &[u8], headers: &[(&str, &str)], expected: (u16, &str)| {
        let (status, reason) = provider.push(token, "m", headers).await.expect("answer");
        assert_eq!((status, reason.as_str()), expected);
    };
    check(&[7; 32], &[], (400, "BadDeviceToken")).await;
    check(&[7; 3], &[], (400, "BadDeviceToken")).await;
    check(foreign.expose_secret(), &[], (400, "DeviceTokenNotForTopic")).await;
    check(gone.expose_secret(), &[], (410, "Unregistered")).await;
    let device = device.expose_secret();
    check(device, &[("apns-topic", "com.apple.mgmt.External.other")], (400, "TopicDisallowed")).await;
    check(device, &[("apns-topic", "no topic")], (400, "BadTopic")).await;
    check(device, &[("apns-push-type", "alert")], (400, "InvalidPushType")).await;
    let id = "0f8fad5b-d9cb-469f-a165-70867728950e";
    check(device, &[("apns-id", id)], (200, id)).await;
    let received = bench.apns.received();
    assert_eq!(received.len(), 8);
    assert_eq!(received[3].status, Some(410));
    assert_eq!(received[3].token.as_ref(), Some(&gone));
    assert_eq!((bench.apns.counters().pushes, bench.apns.counters().accepted), (8, 1));
}

#[tokio::test]
async fn an_id_is_made_when_none_is_given() {
    let bench = Bench::new().await;
    let mut provider = bench.provider().await;
    let device = bench.device();
    let (_, id) = provider.push(device.expose_secret(), "m", &[]).await.expect("answer");
    assert_eq!((id.len(), id.to_uppercase()), (36, id.clone()));
    assert_eq!(bench.apns.received()[0].id, id);
}

#[tokio::test]
async fn nobody_pushes_without_the_right_certificate() {
    let bench = Bench::new().await;
    let device = bench.device();
    let somebody_else = Authority::mint().expect("authority");
    for certificate in [None, Some(somebody_else.push_certificate(TOPIC).expect("certificate"))] {
        // With TLS 1.3 a client hears of the refusal only after its own handshake.
        if let Some(mut provider) = bench.connect(certificate.as_ref()).await {
            assert_eq!(provider.push(device.expose_secret(), "m", &[]).await, None);
        }
    }
    let mut nobody = bench
        .connect(Some(&bench.authority.client_certificate().expect("certificate")))
        .await
        .expect("connection");
    let answer = nobody.push(device.expose_secret(), "m", &[]).await;
    assert_eq!(answer, Some((403, "BadCertificate".to_owned())));
    let counters = bench.apns.counters();
    assert_eq!((counters.connections, counters.refused_handshakes, counters.accepted), (1, 2, 0));
}

#[tokio::test]
async fn faults_happen_once_and_in_order() {
    let bench = Bench::new().await;
    let mut provider = bench.provider().await;
    let device = bench.device();
    bench.apns.inject(Fault::Status { status: 429, reason: "TooManyRequests".into() });
    bench.apns.inject(Fault::RefuseStream);
    bench.apns.inject(Fault::CloseConnection);
    let token = device.expose_secret();
    assert_eq!(provider.push(token, "m", &[]).await, Some((429, "TooManyRequests".to_owned())));
    assert_eq!(provider.push(token, "m", &[]).await, None);
    assert_eq!(provider.push(token, "m", &[]).await, None);
    assert!(provider.sender.is_closed());
    let mut provider = bench.provider().await;
    provider.deliver(&device, "m", None).await;
    bench.apns.inject(Fault::GoAway { reason: Some("Shutdown".into()) });
    assert_eq!(provider.push(token, "m", &[]).await, None);
    let statuses: Vec<_> = bench.apns.received().iter().map(|push| push.status).collect();
    assert_eq!(statuses, [Some(429), None, None, Some(200), None]);
}

#[tokio::test]
async fn a_fake_that_is_shut_down_is_gone() {
    let bench = Bench::new().await;
    let mut provider = bench.provider().await;
    let device = bench.device();
    provider.deliver(&device, "m", None).await;
    let addr = bench.apns.addr();
    bench.apns.shutdown().await;
    assert_eq!(provider.push(device.expose_secret(), "m", &[]).await, None);
    assert!(TcpStream::connect(addr).await.is_err());
}

#[tokio::test]
async fn unreadable_certificates_are_an_error() {
    let authority = Authority::mint().expect("authority");
    let server = authority.server_certificate("localhost").expect("certificate");
    let other = authority.server_certificate("localhost").expect("certificate");
    let root = authority.root_pem().expect("pem");
    let check = async |certificate: &[u8], key: &[u8], root: &[u8], expected: Error| {
        let started = FakeApns::start(FakeApnsConfig::new(certificate, key, root)).await;
        assert_eq!(started.err(), Some(expected));
    };
    check(b"", server.expose_secret(), &root, Error::Pem("server certificate")).await;
    check(server.certificate_pem(), b"", &root, Error::Pem("private key")).await;
    check(server.certificate_pem(), server.expose_secret(), b"", Error::Pem("certificate authority")).await;
    check(server.certificate_pem(), other.expose_secret(), &root, Error::Tls).await;
}
