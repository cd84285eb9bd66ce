//! A vendor's server in small: HTTPS on hyper, one SQLite file, an authority of its own, pushes through APNs.
//!
//! It shows how little stands between the crates and a web server: one call per device request, one per order,
//! and a loop that sends the pushes that are owed.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use mdm_enrollment::row::{Credential, RecordKey};
use mdm_enrollment::{
    Actor, CertificateSource, DeviceRequest, Hazards, Order, Origin, RuleTable, SlotId, Ticket, TicketUrl,
    Trust,
};
use mdm_pki::{
    CertificateAuthority, Csr, IssuePolicy, KeyPair, Serial, ServerName, Signer, Subject, TrustAnchors, Usage,
};
use mdm_profile::{AccessRights, EnrollmentProfile, Identity, MdmPayload, ScepChallenge, ScepIdentity};
use mdm_store::push::{Config, Outcome};
use mdm_store::{Push, PushId, RunError, Runner, Sender, Served, Sqlite};
use openssl::pkey::PKey;
use openssl::ssl::{Ssl, SslAcceptor, SslMethod, SslVerifyMode};
use openssl::x509::X509;
use openssl::x509::store::X509StoreBuilder;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use tokio_openssl::SslStream;

use crate::Result;
use crate::delivery::{Delivery, notice};
use crate::timeline::Timeline;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);
/// How long an invitation is good.
const INVITATION: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// What the enrollment profile is called, and what it lets the server do.
const ENROLLMENT: &str = "com.example.office.mdm";
const RIGHTS: AccessRights = AccessRights::ALL;
/// No more pushes than this in a minute (F92).
const PUSHES_PER_MINUTE: NonZeroU32 = NonZeroU32::new(600).unwrap();

/// The server. It stops when it is dropped.
pub struct Office {
    inner: Arc<Inner>,
    tasks: JoinSet<()>,
}

struct Inner {
    runner: Runner<Arc<Sqlite>>,
    authority: CertificateAuthority,
    signer: Signer,
    url: String,
    apns: Delivery,
    owed: Notify,
    pushed: watch::Sender<u64>,
    timeline: Arc<Timeline>,
}

impl Office {
    /// Opens the store, mints an authority, and serves on a free port of 127.0.0.1. It pushes as `apns` says, and
    /// repeats a push on the wire only when the cap has room for it.
    ///
    /// # Errors
    ///
    /// When a file, a key or a port cannot be had.
    pub async fn open(
        store: &Path,
        topic: &str,
        apns: mdm_apns::Config,
        timeline: Arc<Timeline>,
    ) -> Result<Self> {
        let now = SystemTime::now();
        let authority = CertificateAuthority::mint("Example Office CA", 10 * YEAR, now)?;
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let addr = listener.local_addr()?;
        let acceptor = acceptor(&authority, addr, now)?;

        let anchors = TrustAnchors::new([authority.certificate().clone()])?;
        let url = format!("https://localhost:{}", addr.port());
        // What the profile says: no order gives a phone another server.
        let origin = Origin::new(&format!("{url}/mdm"), RIGHTS).with_identifier(ENROLLMENT);
        let trust = Trust::new(anchors, CertificateSource::MutualTls, mdm_apple::Topic::new(topic)?);
        let trust = trust.with_origin(origin);
        let store = Arc::new(Sqlite::open(store)?);
        let runner = Runner::new(Arc::clone(&store), trust, RuleTable::default());
        let mut sender = Sender::new(store);
        sender.serve(Credential::new(topic).ok_or("a credential's name")?, Config::new(PUSHES_PER_MINUTE));

        let apns = Delivery::new(apns)?;

        let key = KeyPair::mint_rsa2048()?;
        let policy = IssuePolicy::new(Subject::new("Example Office profiles"), Usage::ProfileSigner, YEAR);
        let leaf = authority.issue(&key.csr("profiles")?, &policy, Serial::mint()?, now)?;
        let signer = Signer::new(key, leaf, vec![authority.certificate().clone()])?;

        let (owed, pushed) = (Notify::new(), watch::Sender::new(0));
        let inner = Arc::new(Inner { runner, authority, signer, url, apns, owed, pushed, timeline });
        let mut tasks = JoinSet::new();
        tasks.spawn(serve(listener, acceptor, Arc::clone(&inner)));
        tasks.spawn(send_pushes(Arc::clone(&inner), sender));
        Ok(Self { inner, tasks })
    }

    /// The runner: everything that an administrator's page would show.
    #[must_use]
    pub fn runner(&self) -> &Runner<Arc<Sqlite>> {
        &self.inner.runner
    }

    /// The authority under which the server's own certificate stands. A real server has one that every
    /// phone trusts from the start.
    #[must_use]
    pub fn authority_pem(&self) -> String {
        self.inner.authority.certificate().to_pem()
    }

    /// Makes a slot and its invitation.
    ///
    /// # Errors
    ///
    /// When the name is taken or the store fails.
    pub async fn invite(&self, slot: &SlotId) -> Result<TicketUrl> {
        let (ticket, now) = (Ticket::from_random(random()?), SystemTime::now());
        let invitation = self.inner.trust()?.invitation(&ticket, now + INVITATION);
        self.inner.runner.open_slot(slot, &invitation, now).await?;
        Ok(ticket.url(&format!("{}/enroll", self.inner.url))?)
    }

    /// What in an order could surprise, without ordering it.
    ///
    /// # Errors
    ///
    /// When the device would refuse, or the store fails.
    pub async fn preview(
        &self,
        phone: &RecordKey,
        orders: &[Order],
    ) -> Result<Hazards<mdm_enrollment::CommandUuid>, RunError> {
        self.inner.runner.preview(phone, orders, SystemTime::now()).await
    }

    /// Orders commands, all or none.
    ///
    /// # Errors
    ///
    /// When the device would refuse, or the store fails.
    pub async fn order(&self, phone: &RecordKey, orders: &[Order]) -> Result<(), RunError> {
        let actor = Actor::administrator("administrator-1");
        self.inner.runner.order(phone, &actor, orders, SystemTime::now()).await?;
        self.inner.owed.notify_one();
        Ok(())
    }

    /// How many pushes APNs has accepted.
    #[must_use]
    pub fn pushes(&self) -> u64 {
        *self.inner.pushed.borrow()
    }

    /// How many pushes went over the wire once more.
    #[must_use]
    pub fn repeats(&self) -> u64 {
        self.inner.apns.client().counters().repeats
    }

    /// Waits until APNs has accepted so many pushes.
    ///
    /// # Errors
    ///
    /// When it does not in time.
    pub async fn until_pushes(&self, count: u64) -> Result<()> {
        let mut pushed = self.inner.pushed.subscribe();
        let seen = tokio::time::timeout(crate::PATIENCE, pushed.wait_for(|pushed| *pushed >= count)).await;
        seen.map_err(|_| format!("APNs did not accept {count} pushes in time"))?.map(drop).map_err(Into::into)
    }

    /// Stops serving and finishes what is under way.
    ///
    /// # Errors
    ///
    /// When the last contacts cannot be written.
    pub async fn close(mut self) -> Result<()> {
        self.tasks.shutdown().await;
        self.inner.apns.client().close().await;
        self.inner.runner.flush_contacts().await?;
        Ok(())
    }
}

/// Random bytes of OpenSSL's generator.
///
/// # Errors
///
/// When it has none.
pub fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    openssl::rand::rand_bytes(&mut bytes)?;
    Ok(bytes)
}

/// TLS that asks for a client certificate of our authority and also serves who has none yet.
fn acceptor(authority: &CertificateAuthority, addr: SocketAddr, now: SystemTime) -> Result<SslAcceptor> {
    let key = KeyPair::mint_p256()?;
    let names = vec![ServerName::Dns("localhost".into()), ServerName::Ip(addr.ip())];
    let policy = IssuePolicy::new(Subject::new("localhost"), Usage::TlsServer(names), 90 * DAY);
    let certificate = authority.issue(&key.csr("localhost")?, &policy, Serial::mint()?, now)?;
    let root = X509::from_der(authority.certificate().as_der())?;

    let mut tls = SslAcceptor::mozilla_intermediate_v5(SslMethod::tls_server())?;
    tls.set_private_key(&*PKey::private_key_from_pem(key.expose_secret_pem()?.expose_secret())?)?;
    tls.set_certificate(&*X509::from_der(certificate.as_der())?)?;
    tls.add_client_ca(&root)?;
    let mut clients = X509StoreBuilder::new()?;
    clients.add_cert(root)?;
    tls.set_verify_cert_store(clients.build())?;
    tls.set_verify(SslVerifyMode::PEER);
    tls.set_session_id_context(b"office")?;
    Ok(tls.build())
}

async fn serve(listener: TcpListener, acceptor: SslAcceptor, office: Arc<Inner>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let (acceptor, office) = (acceptor.clone(), Arc::clone(&office));
        connections.spawn(async move {
            // Whoever does not finish the handshake has not come: no certificate of ours, no answer.
            let _ = connection(stream, &acceptor, &office).await;
        });
        while connections.try_join_next().is_some() {}
    }
}

async fn connection(stream: TcpStream, acceptor: &SslAcceptor, office: &Arc<Inner>) -> Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = SslStream::new(Ssl::new(acceptor.context())?, stream)?;
    std::pin::Pin::new(&mut stream).accept().await?;
    let certificate = stream.ssl().peer_certificate().map(|certificate| certificate.to_der()).transpose()?;
    let service = service_fn(|request| {
        let (office, certificate) = (Arc::clone(office), certificate.clone());
        async move { Ok::<_, Infallible>(office.answer(request, certificate.as_deref()).await) }
    });
    hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await?;
    Ok(())
}

impl Inner {
    async fn answer(&self, request: Request<Incoming>, certificate: Option<&[u8]>) -> Response<Full<Bytes>> {
        let path = request.uri().path().to_owned();
        let answer = match (request.method(), path.as_str()) {
            (&Method::PUT, "/mdm") => self.mdm(request, certificate).await,
            (&Method::POST, "/identity") => self.issue(request).await,
            (&Method::GET, path) => match path.strip_prefix("/enroll/") {
                Some(ticket) => self.profile(ticket).await,
                None => Ok(status(404)),
            },
            _ => Ok(status(404)),
        };
        answer.unwrap_or_else(|error| {
            let code = error.downcast_ref::<RunError>().map_or(400, RunError::http_status);
            self.timeline.server(&format!("answers {code}: {error}"));
            status(code)
        })
    }

    /// Check-in and reports: the whole protocol is behind this one call.
    async fn mdm(
        &self,
        request: Request<Incoming>,
        certificate: Option<&[u8]>,
    ) -> Result<Response<Full<Bytes>>> {
        let content_type = header(&request, CONTENT_TYPE.as_str());
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let limit = self.trust()?.limits().connect.bytes;
        let body = read(request.into_body(), limit).await?;
        let request = DeviceRequest { method: method.as_str(), ..DeviceRequest::put(&path, &body) };
        let request = request.with_content_type(content_type.as_deref()).over_tls(certificate);
        let Served { status: code, content_type, body, actions } =
            self.runner.device(&request, SystemTime::now()).await?;
        if !actions.is_empty() {
            self.owed.notify_one();
        }
        let mut response = status(code);
        *response.body_mut() = Full::from(body);
        if let Some(kind) = content_type {
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        }
        Ok(response)
    }

    /// The one tenant.
    fn trust(&self) -> Result<Trust> {
        Ok(self.runner.tenants().at("/mdm").cloned().map_err(RunError::from)?)
    }

    /// The enrollment profile of an invitation. Looking at it does not use the ticket up.
    async fn profile(&self, ticket: &str) -> Result<Response<Full<Bytes>>> {
        let (ticket, now) = (Ticket::parse(ticket).map_err(RunError::from)?, SystemTime::now());
        self.runner.admit(&ticket, now).await?;
        let challenge = ScepChallenge::new(ticket.expose_secret());
        let identity = ScepIdentity::new(format!("{}/identity", self.url)).challenge(challenge);
        let trust = self.trust()?;
        let topic = trust.topic().as_str();
        let mdm = MdmPayload::new(format!("{}/mdm", self.url), topic, RIGHTS).check_out_when_removed();
        let profile = EnrollmentProfile::new(ENROLLMENT, Identity::Scep(identity), mdm)
            .display_name("Example Office")
            .organization("Example Office")
            .trust_anchor(self.authority.certificate().clone())
            .sign(&self.signer, now)?;
        let mut response = status(200);
        response.headers_mut().insert(CONTENT_TYPE, "application/x-apple-aspen-config".parse()?);
        *response.body_mut() = Full::from(profile);
        Ok(response)
    }

    /// Issues the device's identity for the key that it generated. A real device asks by SCEP.
    async fn issue(&self, request: Request<Incoming>) -> Result<Response<Full<Bytes>>> {
        let challenge = header(&request, "x-enrollment-challenge").unwrap_or_default();
        let (ticket, now) = (Ticket::parse(&challenge).map_err(RunError::from)?, SystemTime::now());
        let slot = self.runner.admit(&ticket, now).await?;
        let csr = Csr::from_der(&read(request.into_body(), 64 << 10).await?)?;
        let policy = IssuePolicy::new(Subject::new(slot.as_str()), Usage::TlsClient, YEAR);
        let certificate = self.authority.issue(&csr, &policy, Serial::mint()?, now)?;
        // Before the device has it: of two devices with one ticket, one wins.
        self.runner.claim_slot(&ticket, certificate.fingerprint(), now).await?;
        let mut response = status(200);
        response.headers_mut().insert(CONTENT_TYPE, "application/pkix-cert".parse()?);
        *response.body_mut() = Full::from(certificate.as_der().to_vec());
        Ok(response)
    }

    /// Sends one push, and says what came of it.
    async fn push(&self, push: Push) -> (PushId, Outcome) {
        let (outcome, told) = self.apns.deliver(&push).await;
        match outcome {
            Outcome::Sent => self.pushed.send_modify(|pushed| *pushed += 1),
            _ => self.timeline.server(&format!("push not accepted: {told}")),
        }
        (push.id, outcome)
    }
}

/// Sends the pushes that are owed: now, when something changed, and when one falls due.
async fn send_pushes(office: Arc<Inner>, mut sender: Sender<Arc<Sqlite>>) {
    let mut under_way = JoinSet::new();
    loop {
        let pause = match sender.poll(SystemTime::now()).await {
            Ok(round) => {
                for notice in round.events.iter().filter_map(notice) {
                    office.timeline.server(&notice);
                }
                for push in round.pushes {
                    let office = Arc::clone(&office);
                    under_way.spawn(async move { office.push(push).await });
                }
                round.again.duration_since(SystemTime::now()).unwrap_or_default()
            }
            Err(error) => {
                office.timeline.server(&format!("push: {error}"));
                Duration::from_secs(1)
            }
        };
        tokio::select! {
            Some(Ok((id, outcome))) = under_way.join_next() => sender.answer(&id, outcome, SystemTime::now()),
            () = tokio::time::sleep(pause) => {}
            () = office.owed.notified() => {}
        }
    }
}

fn status(code: u16) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::default());
    *response.status_mut() = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
}

fn header(request: &Request<Incoming>, name: &str) -> Option<String> {
    request.headers().get(name)?.to_str().ok().map(str::to_owned)
}

/// Reads a body up to one byte beyond the limit: enough to see that it is too large.
async fn read(mut body: Incoming, limit: usize) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame?.into_data() {
            let room = (limit + 1).saturating_sub(bytes.len());
            bytes.extend(data.iter().take(room));
            if bytes.len() > limit {
                break;
            }
        }
    }
    Ok(bytes)
}
