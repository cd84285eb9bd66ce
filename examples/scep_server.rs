//! A SCEP server on loopback: what a vendor writes around `mdm_pki::scep`, which is the store and the HTTP.
//!
//! ```text
//! cargo run --example scep_server -- --folder pki --listen 127.0.0.1:8080 --enrollment box-17 --enrollment box-18
//! cargo run --example scep_server -- --selftest
//! ```
//!
//! The folder keeps the authority and the registration authority; they are made where they are missing, and their keys
//! can be read by their owner only. For each enrollment a challenge is printed once: it goes into the `Challenge` of the
//! SCEP payload. Records live in memory here, behind one lock that stands for a transaction of yours.
//!
//! `--selftest` serves on a free port, and a client enrolls, repeats itself, renews and is refused; the outcome is
//! asserted, and the exit status says so. HTTP without TLS is how SCEP works: its messages are signed and encrypted.

use std::collections::HashMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use mdm_examples::files::{self, Existing, Readers};
use mdm_examples::{PATIENCE, Result, ensure};
use mdm_pki::scep::{
    Application, CaCertificates, Capabilities, Challenge, ChallengeRecord, Client, FailInfo, Needs,
    Operation, Outcome, PendingTransaction, Record, Reply, Server, TransactionKey, Verdict,
};
use mdm_pki::{
    Blame, Certificate, CertificateAuthority, Error, Fingerprint, IssuePolicy, IssuedIdentities, KeyPair,
    Recipient, Serial, Subject, TrustAnchors, Usage,
};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

const USAGE: &str = "usage: scep_server --folder FOLDER [--listen ADDRESS] [--enrollment NAME]...
       scep_server --selftest";
const YEAR: Duration = Duration::from_secs(365 * 86_400);
/// A request with a key of 8192 bits has 10 KiB.
const MAX_BODY: usize = 64 * 1024;
const CONNECTIONS: usize = 1000;
/// For a head, and for a body.
const SLOWEST: Duration = Duration::from_secs(10);

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match Options::read(&arguments) {
        None => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
        Some(Options::Selftest) => match tokio::time::timeout(PATIENCE, selftest()).await {
            Ok(outcome) => outcome,
            Err(_) => Err("it took too long".into()),
        },
        Some(Options::Serve { folder, listen, enrollments }) => serve(&folder, listen, &enrollments).await,
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("scep_server failed: {error}");
            ExitCode::FAILURE
        }
    }
}

enum Options {
    Selftest,
    Serve { folder: PathBuf, listen: SocketAddr, enrollments: Vec<String> },
}

impl Options {
    fn read(arguments: &[String]) -> Option<Self> {
        if arguments == ["--selftest"] {
            return Some(Self::Selftest);
        }
        let (mut folder, mut listen, mut enrollments) = (None, "127.0.0.1:8080".parse().ok()?, Vec::new());
        let mut rest = arguments;
        while let [name, value, tail @ ..] = rest {
            match name.as_str() {
                "--folder" => folder = Some(PathBuf::from(value)),
                "--listen" => listen = value.parse().ok()?,
                "--enrollment" => enrollments.push(value.clone()),
                _ => return None,
            }
            rest = tail;
        }
        let folder = folder.filter(|_| rest.is_empty())?;
        Some(Self::Serve { folder, listen, enrollments })
    }
}

/// The server and what it remembers.
struct Office {
    server: Server,
    records: Mutex<Records>,
}

/// What a database of yours keeps.
#[derive(Default)]
struct Records {
    challenges: HashMap<[u8; 32], ChallengeRecord>,
    enrollments: HashMap<String, IssuedIdentities>,
    holders: HashMap<Fingerprint, String>,
    transactions: HashMap<TransactionKey, PendingTransaction>,
}

impl Office {
    fn new(server: Server) -> Arc<Self> {
        Arc::new(Self { server, records: Mutex::default() })
    }

    /// Lets one device in, once, within a day.
    fn invite(&self, enrollment: &str, now: SystemTime) -> Result<Challenge> {
        let challenge = Challenge::mint()?;
        let record = ChallengeRecord::new(&challenge, enrollment, now + YEAR / 365);
        self.records().challenges.insert(record.hash, record);
        Ok(challenge)
    }

    /// One PKIOperation: load, decide, commit, answer.
    fn issue(&self, message: &[u8], now: SystemTime) -> Result<Response<Vec<u8>>, Error> {
        let request = self.server.open(message, now)?;
        let mut records = self.records();
        let record = records.load(&request.needs());
        let decision = self.server.decide(&request, record, &policy, Serial::mint()?, now)?;
        records.commit(&decision.outcome, now);
        Ok(decision.reply)
    }

    fn answer(&self, request: &Request<Bytes>, now: SystemTime) -> Response<Vec<u8>> {
        let answer = match Operation::decode(request.method(), request.uri().query(), request.body()) {
            Ok(Operation::GetCaCaps) => Ok(self.server.capabilities()),
            Ok(Operation::GetCaCert) => self.server.ca_certificates(),
            Ok(Operation::PkiOperation(message)) => self.issue(&message, now),
            Ok(_) => Err(Error::Unsupported { what: "SCEP operation" }),
            Err(error) => Err(error),
        };
        answer.unwrap_or_else(|error| {
            println!("answered without a message: {error}");
            let status = match (&error, error.blame()) {
                (Error::TooLarge { .. }, _) => StatusCode::PAYLOAD_TOO_LARGE,
                (_, Blame::Peer) => StatusCode::BAD_REQUEST,
                _ => StatusCode::INTERNAL_SERVER_ERROR,
            };
            empty(status)
        })
    }

    fn records(&self) -> std::sync::MutexGuard<'_, Records> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Records {
    fn load(&self, needs: &Needs) -> Record {
        let found = match needs {
            Needs::Challenge(hash) => self.challenges.get(hash).cloned().map(Record::Challenge),
            Needs::Enrollment(key) => self.holders.get(&key.requester).map(|name| Record::Enrollment {
                name: name.clone(),
                identities: self.enrollments.get(name).cloned().unwrap_or_default(),
                transaction: self.transactions.get(key).cloned(),
            }),
            Needs::Transaction(key) => self.transactions.get(key).map(|pending| Record::Transaction {
                pending: pending.clone(),
                identities: self.enrollments.get(&pending.enrollment).cloned().unwrap_or_default(),
            }),
            _ => None,
        };
        found.unwrap_or(Record::Missing)
    }

    /// All of an outcome at once. The events are for the audit log of yours.
    fn commit(&mut self, outcome: &Outcome, now: SystemTime) {
        match outcome {
            Outcome::Issued { enrollment, certificate, renews, challenge, settled } => {
                let identities = self.enrollments.entry(enrollment.clone()).or_default();
                identities.record(certificate, now);
                if renews.is_none() {
                    // The first one is the device's at once; a renewal when the device is seen with it.
                    identities.adopt(&certificate.fingerprint());
                }
                self.holders.insert(certificate.fingerprint(), enrollment.clone());
                self.challenges.extend(challenge.clone().map(|record| (record.hash, record)));
                self.transactions.insert(settled.key.clone(), settled.clone());
                let what = if renews.is_some() { "renewed" } else { "issued" };
                println!("{what} for {enrollment}: {}", certificate.fingerprint());
            }
            Outcome::Waiting(pending) => {
                self.challenges.extend(pending.challenge.clone().map(|record| (record.hash, record)));
                self.transactions.insert(pending.key.clone(), pending.clone());
                println!("waits for a decision: {}", pending.enrollment);
            }
            Outcome::Repeated { enrollment, .. } => println!("answered {enrollment} once more"),
            Outcome::Refused { reason, .. } => println!("refused: {reason}"),
            _ => {}
        }
    }
}

/// The enrollment's name becomes the subject; what the device asks for is a wish.
fn policy(application: &Application<'_>) -> Verdict {
    let subject = Subject::new(application.enrollment);
    Verdict::Issue(IssuePolicy::new(subject, Usage::TlsClient, YEAR).with_key_encipherment())
}

async fn serve(folder: &Path, listen: SocketAddr, enrollments: &[String]) -> Result<()> {
    let now = SystemTime::now();
    if let Some(name) = enrollments.iter().find(|name| name.is_empty() || name.chars().count() > 64) {
        return Err(format!("{name:?} cannot be a subject: one to 64 characters").into());
    }
    let (authority, registration) = authorities(folder, now)?;
    let office = Office::new(Server::new(authority, registration)?);
    for enrollment in enrollments {
        println!("challenge for {enrollment}: {}", office.invite(enrollment, now)?.expose_secret());
    }
    let listener = TcpListener::bind(listen).await;
    let listener = listener.map_err(|error| format!("cannot listen on {listen}: {error}"))?;
    println!("serving http://{}/scep, ^C ends", listener.local_addr()?);
    tokio::select! {
        served = accept(listener, office) => served,
        interrupted = tokio::signal::ctrl_c() => Ok(interrupted?),
    }
}

/// The two authorities of this folder, made where they are missing.
fn authorities(folder: &Path, now: SystemTime) -> Result<(CertificateAuthority, Recipient)> {
    std::fs::create_dir_all(folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    let [ca_key, ca_pem, ra_key, ra_pem] =
        ["ca.key", "ca.pem", "ra.key", "ra.pem"].map(|name| folder.join(name));
    let save = |path: &Path, bytes: &[u8], readers| files::write(path, bytes, readers, Existing::Keep);
    if !ca_pem.exists() {
        let ca =
            CertificateAuthority::mint_with_key(KeyPair::mint_rsa2048()?, "Example devices", 10 * YEAR, now)?;
        save(&ca_key, ca.expose_secret_pem()?.expose_secret(), Readers::Owner)?;
        save(&ca_pem, ca.certificate().to_pem().as_bytes(), Readers::Everyone)?;
    }
    let named = |path: &Path, error: Error| format!("{}: {error}", path.display());
    let ca = CertificateAuthority::from_bytes(&files::read(&ca_pem)?, &files::read(&ca_key)?);
    let ca = ca.map_err(|error| named(&ca_pem, error))?;
    if !ra_pem.exists() {
        let key = KeyPair::mint_rsa2048()?;
        let policy = IssuePolicy::new(Subject::new("Example SCEP"), Usage::ScepRegistration, 5 * YEAR);
        let ra = ca.issue(&key.csr("x")?, &policy, Serial::mint()?, now)?;
        save(&ra_key, key.expose_secret_pem()?.expose_secret(), Readers::Owner)?;
        save(&ra_pem, ra.to_pem().as_bytes(), Readers::Everyone)?;
    }
    let ra = Certificate::from_pem(&files::read(&ra_pem)?).map_err(|error| named(&ra_pem, error))?;
    let key = KeyPair::from_bytes(&files::read(&ra_key)?).map_err(|error| named(&ra_key, error))?;
    let registration = Recipient::new(key, ra).map_err(|error| named(&ra_pem, error))?;
    Ok((ca, registration))
}

async fn accept(listener: TcpListener, office: Arc<Office>) -> Result<()> {
    // Anybody may connect: so many at a time, and not for long.
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let place = Arc::clone(&places).acquire_owned().await?;
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            Err(error) => {
                // A client that left at once, or too many files: neither is the end of a server.
                println!("cannot accept a connection: {error}");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let office = Arc::clone(&office);
        tokio::spawn(async move {
            let _place = place;
            let service = service_fn(|request| {
                let office = Arc::clone(&office);
                async move { Ok::<_, Infallible>(exchange(request, &office).await) }
            });
            let mut connection = hyper::server::conn::http1::Builder::new();
            connection.timer(TokioTimer::new()).header_read_timeout(SLOWEST);
            // A client that breaks off has not been answered, and comes again.
            let _ = connection.serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

async fn exchange(request: Request<Incoming>, office: &Arc<Office>) -> Response<Full<Bytes>> {
    let (head, body) = request.into_parts();
    let response = match tokio::time::timeout(SLOWEST, Limited::new(body, MAX_BODY).collect()).await {
        Err(_) => empty(StatusCode::REQUEST_TIMEOUT),
        Ok(Ok(body)) => {
            let (request, office) = (Request::from_parts(head, body.to_bytes()), Arc::clone(office));
            // RSA takes a millisecond or two: not on a thread that has connections to serve.
            let answer =
                tokio::task::spawn_blocking(move || office.answer(&request, SystemTime::now())).await;
            answer.unwrap_or_else(|_| empty(StatusCode::INTERNAL_SERVER_ERROR))
        }
        Ok(Err(_)) => empty(StatusCode::PAYLOAD_TOO_LARGE),
    };
    response.map(|body| Full::new(Bytes::from(body)))
}

fn empty(status: StatusCode) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = status;
    response
}

/// A client against the server, over real connections.
async fn selftest() -> Result<()> {
    let folder = std::env::temp_dir().join(format!("scep-server-{}", std::process::id()));
    let made = authorities(&folder, SystemTime::now());
    // Loaded as they were saved.
    let loaded = made.and_then(|_| authorities(&folder, SystemTime::now()));
    std::fs::remove_dir_all(&folder)?;
    let (authority, registration) = loaded?;
    let anchors = TrustAnchors::new([authority.certificate().clone()])?;
    let fingerprint = authority.certificate().fingerprint();
    let office = Office::new(Server::new(authority, registration)?);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let url = format!("http://{address}/scep");
    tokio::spawn(accept(listener, Arc::clone(&office)));
    let now = SystemTime::now();

    let capabilities = Capabilities::decode(&send(address, Client::capabilities(&url)?).await?);
    let certificates = CaCertificates::decode(&send(address, Client::ca_certificates(&url)?).await?)?;
    ensure(certificates.authority().fingerprint() == fingerprint, "the authority is the one that is pinned")?;
    let client = Client::new(url.clone(), certificates.clone(), capabilities)?;

    // A first certificate, and the same one again when the reply is lost.
    let key = KeyPair::mint_rsa2048()?;
    let challenge = office.invite("box-17", now)?;
    let csr = key.csr_with_challenge("a wish", &challenge)?;
    let (transaction, request) = client.enroll(key.clone(), csr, now)?;
    let first = issued(transaction.reply(&send(address, request.clone()).await?)?)?;
    ensure(anchors.verify_device(&first, now).is_ok(), "the certificate is a device identity")?;
    ensure(first.subject_common_name() == Some("box-17"), "the policy chose the subject")?;
    let again = issued(transaction.reply(&send(address, request).await?)?)?;
    ensure(again == first, "a repeated request gets the same certificate")?;

    // Somebody else has read the challenge.
    let thief = KeyPair::mint_rsa2048()?;
    let stolen = thief.csr_with_challenge("thief", &challenge)?;
    let (transaction, request) = client.enroll(thief.clone(), stolen, now)?;
    let refused = transaction.reply(&send(address, request).await?)?;
    ensure(refused == Reply::Refused(Some(FailInfo::BadRequest)), "a challenge is used once")?;

    // The renewal of a device that holds its certificate, over GET, as if the server could do nothing else.
    let plain = Client::new(url, certificates, Capabilities::default())?;
    let new_key = KeyPair::mint_rsa2048()?;
    let (transaction, request) = plain.renew(Recipient::new(key, first.clone())?, new_key.csr("renewed")?)?;
    let renewed = issued(transaction.reply(&send(address, request.clone()).await?)?)?;
    ensure(
        renewed != first && anchors.verify_device(&renewed, now).is_ok(),
        "the renewal is a new identity",
    )?;
    // Its reply is lost, or somebody has recorded it: plain HTTP.
    for _ in 0..IssuedIdentities::MAX {
        let again = issued(transaction.reply(&send(address, request.clone()).await?)?)?;
        ensure(again == renewed, "a renewal that is repeated gets the same certificate")?;
    }
    let known = office.records().enrollments["box-17"].rows().len();
    ensure(known == 2, "both certificates are the enrollment's")?;
    println!("\nEverything came out as ordered.");
    Ok(())
}

fn issued(reply: Reply) -> Result<Certificate> {
    match reply {
        Reply::Issued(certificate) => Ok(certificate),
        other => Err(format!("no certificate was issued: {other:?}").into()),
    }
}

async fn send(address: SocketAddr, request: Request<Vec<u8>>) -> Result<Vec<u8>> {
    let stream = TcpStream::connect(address).await?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let (mut head, body) = request.into_parts();
    head.headers.insert(http::header::HOST, address.to_string().parse()?);
    let target = head.uri.path_and_query().map_or("/", |target| target.as_str()).parse()?;
    head.uri = target;
    let response = sender.send_request(Request::from_parts(head, Full::new(Bytes::from(body)))).await?;
    ensure(response.status() == StatusCode::OK, "SCEP answers with 200")?;
    Ok(Limited::new(response.into_body(), 1 << 20).collect().await?.to_bytes().to_vec())
}
