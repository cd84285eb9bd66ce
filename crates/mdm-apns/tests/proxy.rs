//! The driver through a CONNECT proxy to the fake APNs, on loopback: RFC 9110, section 9.3.6, and RFC 7617.
#![cfg(feature = "h2")]

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use mdm_apns::{
    ApnsId, BackOff, Blame, Cause, Client, Config, Credential, Endpoint, Error, MdmPush, Proxy, ProxyAuth,
    PushMagic, PushToken, Roots, Topic,
};
use mdm_sim::apns::{Authority, FakeApns, FakeApnsConfig, Fault};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const TOPIC: &str = "com.apple.mgmt.External.6f1d4b0c-2f0e-4a6c-9a53-0b6a1f0e7c11";

/// What a proxy does with a request.
#[derive(Clone, Copy)]
enum Manner {
    /// Opens the tunnel.
    Open,
    /// Opens it for who sends these credentials, and else asks for them.
    Ask(&'static str),
    /// Answers this, and closes.
    Say(&'static str),
    /// Answers more than any head has, and never ends it.
    Babble,
    /// Answers nothing.
    Silence,
}

/// A proxy, and the heads of the requests that came.
struct FakeProxy {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
}

impl FakeProxy {
    async fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("port");
        let address = listener.local_addr().expect("address");
        let requests = Arc::new(Mutex::new(Vec::new()));
        let heads = Arc::clone(&requests);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, manner, Arc::clone(&heads)));
            }
        });
        Self { address, requests }
    }

    fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("lock").clone()
    }

    fn proxy(&self) -> Proxy {
        Proxy::new("127.0.0.1", self.address.port()).expect("proxy")
    }
}

async fn serve(mut stream: TcpStream, manner: Manner, heads: Arc<Mutex<Vec<String>>>) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    let head = String::from_utf8(head).expect("a head is text");
    heads.lock().expect("lock").push(head.clone());
    match manner {
        Manner::Ask(pair) if !head.contains(&format!("\r\nProxy-Authorization: Basic {pair}\r\n")) => {
            let asks =
                "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n\r\n";
            stream.write_all(asks.as_bytes()).await
        }
        Manner::Open | Manner::Ask(_) => {
            let target = head.split(' ').nth(1).expect("a target");
            let mut upstream = TcpStream::connect(target).await?;
            stream.write_all(b"HTTP/1.1 200 Connection established\r\nVia: 1.1 test\r\n\r\n").await?;
            tokio::io::copy_bidirectional(&mut stream, &mut upstream).await.map(|_| ())
        }
        Manner::Say(answer) => {
            stream.write_all(answer.as_bytes()).await?;
            // What came is read, or closing would reset the connection before the answer is.
            stream.shutdown().await?;
            tokio::io::copy(&mut stream, &mut tokio::io::sink()).await.map(|_| ())
        }
        Manner::Babble => loop {
            stream.write_all(b"HTTP/1.1 200 x: y\r\n").await?;
        },
        Manner::Silence => std::future::pending().await,
    }
}

struct Bench {
    apns: FakeApns,
    authority: Authority,
}

impl Bench {
    async fn new() -> Self {
        let authority = Authority::mint().expect("authority");
        let config = FakeApnsConfig::with_authority(&authority).expect("config");
        Self { apns: FakeApns::start(config).await.expect("fake"), authority }
    }

    fn config(&self, proxy: Proxy) -> Config {
        let issued = self.authority.push_certificate(TOPIC).expect("certificate");
        let credential =
            Credential::from_pem(issued.certificate_pem(), issued.expose_secret()).expect("credential");
        let endpoint = Endpoint::custom("localhost", self.apns.addr().port()).expect("endpoint");
        let mut config = Config::new(endpoint, credential);
        config.roots = Roots::Pem(self.authority.root_pem().expect("root"));
        config.back_off = BackOff { first: Duration::ZERO, max: Duration::ZERO };
        config.proxy = Some(proxy);
        config
    }

    /// What a push by this proxy comes to.
    async fn push(&self, proxy: Proxy) -> Result<(), Error> {
        let client = Client::new(self.config(proxy)).expect("client");
        client.push(&self.message()).await.map(|answer| assert!(answer.is_accepted(), "{answer:?}"))
    }

    fn message(&self) -> MdmPush {
        let device = self.apns.register(TOPIC).expect("device");
        MdmPush::new(
            PushToken::new(device.expose_secret()).expect("token"),
            PushMagic::new("magic").expect("magic"),
            Topic::new(TOPIC).expect("topic"),
            ApnsId::mint([1; 16]),
            SystemTime::UNIX_EPOCH + Duration::from_secs(1_780_000_000),
        )
    }
}

fn sesame() -> ProxyAuth {
    ProxyAuth::new("Aladdin", "open sesame").expect("auth")
}

/// The example of RFC 7617, section 2.
const SESAME: &str = "QWxhZGRpbjpvcGVuIHNlc2FtZQ==";

#[tokio::test]
async fn pushes_go_through_the_tunnel_and_so_does_the_next_connection() {
    let bench = Bench::new().await;
    let proxy = FakeProxy::start(Manner::Open).await;
    let client = Client::new(bench.config(proxy.proxy())).expect("client");
    for _ in 0..3 {
        assert!(client.push(&bench.message()).await.expect("answer").is_accepted());
    }
    let target = format!("localhost:{}", bench.apns.addr().port());
    let request = format!("CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n");
    assert_eq!(proxy.requests(), std::slice::from_ref(&request));

    bench.apns.inject(Fault::CloseConnection);
    assert!(client.push(&bench.message()).await.expect("answer").is_accepted());
    assert_eq!(proxy.requests(), [request.clone(), request]);
    assert_eq!(bench.apns.received().len(), 5);
}

#[tokio::test]
async fn a_name_and_a_password_are_sent_when_they_are_set() {
    let bench = Bench::new().await;
    let proxy = FakeProxy::start(Manner::Ask(SESAME)).await;
    assert_eq!(bench.push(proxy.proxy().with_auth(sesame())).await, Ok(()));

    let wrong = ProxyAuth::new("Aladdin", "close sesame").expect("auth");
    for proxy in [proxy.proxy(), proxy.proxy().with_auth(wrong)] {
        let error = bench.push(proxy).await.expect_err("it asks for others");
        assert_eq!(error, Error::Unreachable { cause: Cause::Proxy(407), retry_after: Duration::ZERO });
        assert_eq!(error.blame(), Blame::Caller);
        assert!(!format!("{error} {error:?}").contains("sesame"));
    }
    let sent = proxy.requests();
    assert_eq!(sent.len(), 3);
    assert_eq!(sent.iter().filter(|head| head.contains(SESAME)).count(), 1);
    assert_eq!(bench.apns.received().len(), 1);

    // A proxy that does not ask is told all the same, and takes it.
    let proxy = FakeProxy::start(Manner::Open).await;
    assert_eq!(bench.push(proxy.proxy().with_auth(sesame())).await, Ok(()));
}

#[tokio::test]
async fn a_proxy_that_opens_no_tunnel_is_told_by_cause() {
    async fn check(manner: Manner, expected: impl Fn(&Cause) -> bool) {
        let bench = Bench::new().await;
        let proxy = FakeProxy::start(manner).await;
        let error = bench.push(proxy.proxy()).await.expect_err("no tunnel");
        let Error::Unreachable { cause, .. } = &error else { panic!("{error:?}") };
        assert!(expected(cause), "{cause:?}");
        assert_eq!(proxy.requests().len(), 1);
        assert_eq!(bench.apns.counters().connections, 0);
    }
    fn is(expected: Cause) -> impl Fn(&Cause) -> bool {
        move |cause| *cause == expected
    }
    check(Manner::Say("HTTP/1.1 403 Forbidden\r\n\r\n"), is(Cause::Proxy(403))).await;
    check(Manner::Say("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"), is(Cause::Proxy(502))).await;
    check(Manner::Say("HTTP/1.1 301 Moved\r\nLocation: http://x/\r\n\r\n"), is(Cause::Proxy(301))).await;
    check(Manner::Say("220 mail.example ESMTP\r\n\r\n"), is(Cause::Proxy(0))).await;
    check(Manner::Say("\0\u{1}\u{2}garbage\r\n\r\n"), is(Cause::Proxy(0))).await;
    let cut = Cause::Io(std::io::ErrorKind::UnexpectedEof);
    check(Manner::Say("HTTP/1.1 200 OK\r\n"), is(cut.clone())).await;
    check(Manner::Say(""), is(cut)).await;
    check(Manner::Babble, is(Cause::Proxy(0))).await;
    // It says that the tunnel is there, and something that is no TLS comes out of it.
    let no_tls = |cause: &Cause| matches!(cause, Cause::Tls | Cause::Closed);
    check(Manner::Say("HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"), no_tls).await;
    check(Manner::Say("HTTP/1.1 200 OK\r\n\r\n"), no_tls).await;
}

#[tokio::test]
async fn a_proxy_that_is_silent_or_away_is_left() {
    let bench = Bench::new().await;
    let proxy = FakeProxy::start(Manner::Silence).await;
    let mut config = bench.config(proxy.proxy());
    config.connect_timeout = Duration::from_millis(200);
    let client = Client::new(config).expect("client");
    let error = client.push(&bench.message()).await.expect_err("silence");
    assert!(matches!(error, Error::Unreachable { cause: Cause::Timeout, .. }), "{error:?}");

    let gone = TcpListener::bind("127.0.0.1:0").await.and_then(|l| l.local_addr()).expect("port").port();
    let error = bench.push(Proxy::new("127.0.0.1", gone).expect("proxy")).await.expect_err("away");
    let refused = Cause::Io(std::io::ErrorKind::ConnectionRefused);
    assert_eq!(error, Error::Unreachable { cause: refused, retry_after: Duration::ZERO });
    assert_eq!(bench.apns.counters().connections, 0);
}

/// The proxy sees the host's name, and no certificate that it may show is taken for the host's.
#[tokio::test]
async fn the_tunnel_is_not_trusted_more_than_any_way() {
    let (bench, other) = (Bench::new().await, Bench::new().await);
    let proxy = FakeProxy::start(Manner::Open).await;
    let mut config = bench.config(proxy.proxy());
    config.roots = Roots::Pem(other.authority.root_pem().expect("root"));
    let error = Client::new(config).expect("client").push(&bench.message()).await.expect_err("not trusted");
    assert!(matches!(error, Error::Unreachable { cause: Cause::UntrustedServer, .. }), "{error:?}");
    assert_eq!(bench.apns.received(), []);
}
