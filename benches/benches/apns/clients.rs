//! The clients that are compared: the same TLS library, a runtime of one thread, TCP_NODELAY, the same pushes. The rivals
//! use TLS as it comes; ours lets OpenSSL read ahead.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode, Uri, Version};
use http_body_util::Full;
use hyper_util::rt::{TokioExecutor, TokioIo};
use mdm_apns::{ApnsId, Client, Config, Credential, Endpoint, MdmPush, PushMagic, PushToken, Roots, Topic};
use openssl::ssl::{SslConnector, SslMethod};
use tokio::net::TcpStream;
use tokio_openssl::SslStream;

use super::server::Keys;

pub const TOPIC: &str = "com.apple.mgmt.External.6f1d4b0c-2f0e-4a6c-9a53-0b6a1f0e7c11";
pub const MAGIC: &str = "9B1D8C3E-54C1-4C2E-9C7B-3B8E3F0F7A11";
const TOKENS: u32 = 4096;

#[derive(Clone)]
pub enum Rival {
    Ours(Client),
    Hyper(hyper::client::conn::http2::SendRequest<Full<Bytes>>),
    H2(h2::client::SendRequest<Bytes>),
}

impl Rival {
    pub async fn connect(name: &str, port: u16, keys: &Keys) -> Self {
        match name {
            "ours" => {
                let (certificate, key) =
                    (keys.push.to_pem().unwrap(), keys.key.private_key_to_pem_pkcs8().unwrap());
                let credential = Credential::from_pem(&certificate, &key).unwrap();
                let mut config = Config::new(Endpoint::custom("localhost", port).unwrap(), credential);
                config.roots = Roots::Pem(keys.server.to_pem().unwrap());
                config.max_connections = 1;
                Self::Ours(Client::new(config).unwrap())
            }
            "hyper" => {
                let stream = TokioIo::new(tls(port, keys).await);
                let (sender, connection) =
                    hyper::client::conn::http2::handshake(TokioExecutor::new(), stream).await.unwrap();
                tokio::spawn(connection);
                Self::Hyper(sender)
            }
            "h2" => {
                let (sender, connection) = h2::client::handshake(tls(port, keys).await).await.unwrap();
                tokio::spawn(connection);
                Self::H2(sender)
            }
            other => panic!("no client {other}"),
        }
    }

    /// Pushes in turn until it is to stop.
    async fn run(mut self, seed: u64, stop: Arc<AtomicBool>, sent: Arc<AtomicU64>) {
        let mut pushes = Pushes::new(seed, matches!(self, Self::Ours(_)));
        while !stop.load(Ordering::Relaxed) {
            self.push(&mut pushes).await;
            sent.fetch_add(1, Ordering::Relaxed);
        }
    }

    async fn push(&mut self, pushes: &mut Pushes) {
        let status = match self {
            Self::Ours(client) => client.push(pushes.ours()).await.unwrap().status,
            Self::Hyper(sender) => {
                let (head, body) = pushes.theirs();
                let (parts, ()) = head.into_parts();
                sender.send_request(Request::from_parts(parts, Full::new(body))).await.unwrap().status()
            }
            Self::H2(sender) => {
                let (head, body) = pushes.theirs();
                let mut ready = sender.clone().ready().await.unwrap();
                let (response, mut stream) = ready.send_request(head, false).unwrap();
                stream.send_data(body, true).unwrap();
                response.await.unwrap().status()
            }
        };
        assert_eq!(status, StatusCode::OK);
    }

    /// So many pushes, so many at a time.
    pub async fn push_many(&self, in_flight: u64, count: u64) {
        let mut tasks = Vec::new();
        for seed in 0..in_flight {
            let mut rival = self.clone();
            tasks.push(tokio::spawn(async move {
                let mut pushes = Pushes::new(seed, matches!(rival, Self::Ours(_)));
                for _ in 0..count / in_flight {
                    rival.push(&mut pushes).await;
                }
            }));
        }
        for task in tasks {
            task.await.unwrap();
        }
    }
}

/// What one task pushes: few devices, each time with another id. Everybody begins with a token, a magic and an id; the
/// rivals have the other headers ready.
struct Pushes {
    next: u64,
    seed: u64,
    ours: Vec<MdmPush>,
    theirs: Vec<[u8; 32]>,
    headers: HeaderMap,
}

impl Pushes {
    fn new(seed: u64, ours: bool) -> Self {
        let topic = Topic::new(TOPIC).unwrap();
        let token = |device: u32| {
            let mut token = [0xA5; 32];
            token[..4].copy_from_slice(&((device + u32::try_from(seed).unwrap() * 4) % TOKENS).to_be_bytes());
            token
        };
        let devices = 0..4;
        let (mut mine, mut theirs) = (Vec::new(), Vec::new());
        for device in devices {
            if ours {
                let token = PushToken::new(&token(device)).unwrap();
                let magic = PushMagic::new(MAGIC).unwrap();
                mine.push(MdmPush::new(
                    token,
                    magic,
                    topic.clone(),
                    ApnsId::mint([0; 16]),
                    SystemTime::now(),
                ));
            } else {
                theirs.push(token(device));
            }
        }
        let mut headers = HeaderMap::new();
        headers.insert("apns-push-type", HeaderValue::from_static("mdm"));
        headers.insert("apns-priority", HeaderValue::from_static("10"));
        headers.insert("apns-expiration", HeaderValue::from_static("1780604800"));
        headers.insert("apns-topic", HeaderValue::from_static(TOPIC));
        Self { next: 0, seed, ours: mine, theirs, headers }
    }

    fn id(&mut self) -> ApnsId {
        self.next += 1;
        ApnsId::mint((u128::from(self.seed) << 64 | u128::from(self.next) * 0x9E37_79B9).to_be_bytes())
    }

    fn ours(&mut self) -> &MdmPush {
        let id = self.id();
        let at = self.next as usize % self.ours.len();
        self.ours[at].id = id;
        &self.ours[at]
    }

    fn theirs(&mut self) -> (Request<()>, Bytes) {
        let id = self.id();
        let mut request = Request::new(());
        *request.method_mut() = Method::POST;
        *request.version_mut() = Version::HTTP_2;
        let mut path = String::with_capacity(96);
        path.push_str("https://localhost/3/device/");
        for byte in self.theirs[self.next as usize % self.theirs.len()] {
            for digit in [byte >> 4, byte & 0xF] {
                path.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
            }
        }
        *request.uri_mut() = Uri::try_from(path).unwrap();
        *request.headers_mut() = self.headers.clone();
        request.headers_mut().insert("apns-id", HeaderValue::try_from(id.to_string()).unwrap());
        let mut body = String::with_capacity(64);
        body.push_str("{\"mdm\":\"");
        body.push_str(MAGIC);
        body.push_str("\"}");
        (request, body.into())
    }
}

async fn tls(port: u16, keys: &Keys) -> SslStream<TcpStream> {
    let tcp = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    tcp.set_nodelay(true).unwrap();
    let mut connector = SslConnector::builder(SslMethod::tls_client()).unwrap();
    connector.set_alpn_protos(b"\x02h2").unwrap();
    connector.cert_store_mut().add_cert(keys.server.clone()).unwrap();
    connector.set_certificate(&keys.push).unwrap();
    connector.set_private_key(&keys.key).unwrap();
    let ssl = connector.build().configure().unwrap().into_ssl("localhost").unwrap();
    let mut stream = SslStream::new(ssl, tcp).unwrap();
    std::pin::Pin::new(&mut stream).connect().await.unwrap();
    stream
}

/// What one run of a client came to.
pub struct Run {
    pub pushes: u64,
    pub wall: Duration,
    pub cpu: Duration,
}

/// Pushes for a while, so many at a time; what comes in the first moment is not counted.
pub async fn measure(rival: Rival, in_flight: u64, length: Duration) -> Run {
    let (stop, sent) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let tasks: Vec<_> = (0..in_flight)
        .map(|seed| tokio::spawn(rival.clone().run(seed, Arc::clone(&stop), Arc::clone(&sent))))
        .collect();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let (began, before, cpu) = (Instant::now(), sent.load(Ordering::Relaxed), cpu_of(std::process::id()));
    tokio::time::sleep(length).await;
    let run = Run {
        pushes: sent.load(Ordering::Relaxed) - before,
        wall: began.elapsed(),
        cpu: cpu_of(std::process::id()).saturating_sub(cpu),
    };
    stop.store(true, Ordering::Relaxed);
    for task in tasks {
        task.await.unwrap();
    }
    run
}

/// The processor time of all threads of a process, to the nanosecond, where `getrusage` has ticks.
pub fn cpu_of(process: u32) -> Duration {
    let mut nanos = 0;
    for task in std::fs::read_dir(format!("/proc/{process}/task")).unwrap() {
        let Ok(text) = std::fs::read_to_string(task.unwrap().path().join("schedstat")) else { continue };
        nanos += text.split(' ').next().unwrap().parse::<u64>().unwrap();
    }
    Duration::from_nanos(nanos)
}

pub fn resident_kib() -> u64 {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap();
    text.split(' ').nth(1).unwrap().parse::<u64>().unwrap() * 4
}
