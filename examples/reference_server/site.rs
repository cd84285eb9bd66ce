//! What is served, and who may have it.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{
    ALLOW, AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, EXPECT, HeaderValue, WWW_AUTHENTICATE,
};
use http::request::Parts;
use http::{Method, Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::{Body as _, Incoming};
use mdm_apns::Topic;
use mdm_enrollment::row::Tenant;
use mdm_enrollment::{CertificateSource, DeviceRequest, Limits, RuleTable, SigningTime, Trust};
use mdm_examples::office::random;
use mdm_examples::{Result, files};
use mdm_pki::{
    CertificateAuthority, IssuePolicy, KeyPair, Recipient, Serial, ServerName, Subject, TrustAnchors, Usage,
    scep, sha256,
};
use mdm_store::{AnyStore, ConnectionString, Postgres, RunError, Runner, Sqlite};
use openssl::pkey::PKey;
use openssl::ssl::{AlpnError, SslAcceptor, SslMethod, SslVerifyMode, select_next_proto};
use openssl::x509::X509;
use openssl::x509::store::X509StoreBuilder;
use tokio::sync::mpsc;
use zeroize::Zeroizing;

use crate::care::Ages;
use crate::challenges::Challenges;
use crate::enroll;
use crate::folder::Folder;
use crate::listener::{Room, discard};
use crate::options::{Options, Origin, Password, Scheme};
use crate::pushes::{Errand, Pushes};
use crate::vault::Vault;

/// The server: what each request finds.
pub(crate) struct Site {
    pub(crate) folder: Folder,
    pub(crate) vault: Vault,
    pub(crate) authority: CertificateAuthority,
    pub(crate) scep: scep::Server,
    pub(crate) challenges: Challenges,
    pub(crate) static_challenge: Option<scep::Challenge>,
    pub(crate) mutual_tls: bool,
    pub(crate) own_tls: bool,
    pub(crate) keep: Ages,
    pub(crate) without_push: bool,
    pub(crate) origin: Origin,
    store: Arc<AnyStore>,
    runner: Runner<Arc<AnyStore>>,
    pushes: Arc<Pushes>,
    api_key: [u8; 32],
    room: Room,
}

/// The bytes of a device's report: an answer with the names of 10,000 apps has 7 MiB.
const REPORT: usize = 8 << 20;
/// A profile or a configuration that an administrator sends.
const COMMAND: usize = 4 << 20;
/// A push certificate with its key and chain, a message of SCEP.
const SMALL: usize = 64 << 10;
const DAY: Duration = Duration::from_secs(86_400);
/// The certificates of registration authority and TLS are made at each start, and their keys are never written.
const UNTIL_RESTART: Duration = Duration::from_secs(397 * 86_400);

impl Site {
    /// Opens the folder, and makes what is missing in it.
    pub(crate) async fn open(
        options: &Options,
        addr: SocketAddr,
    ) -> Result<(Arc<Self>, mpsc::UnboundedReceiver<Errand>)> {
        let now = SystemTime::now();
        let folder = Folder::open(&options.data)?;
        let store = Arc::new(match &options.store {
            Some(server) => {
                AnyStore::from(Postgres::open(&ConnectionString::new(server.expose_secret())).await?)
            }
            None => Sqlite::open(folder.path("mdm.db"))?.into(),
        });
        let vault = Vault::new(Arc::clone(&store));
        let authority = vault.authority(&folder, now).await?;
        vault.take_in(&folder, now).await?;
        let challenges = Challenges::open(&folder.path("challenges.db"))?;
        let (pushes, errands) = Pushes::new(Arc::clone(&store), options.apns.clone());

        let key = KeyPair::mint_rsa2048()?;
        let policy = IssuePolicy::new(Subject::new("SCEP"), Usage::ScepRegistration, UNTIL_RESTART);
        let registration = authority.issue(&key.csr("SCEP")?, &policy, Serial::mint()?, now)?;
        let mut scep = scep::Server::new(authority.clone(), Recipient::new(key, registration)?)?;
        if options.dangerous_legacy_scep {
            scep = scep.dangerous_legacy_algorithms();
        }

        let scheme = if options.plain_http { Scheme::Http } else { Scheme::Https };
        let origin = options.external_url.clone().unwrap_or_else(|| Origin::of(scheme, addr));
        let static_challenge = options.scep_challenge.as_ref();
        let static_challenge =
            static_challenge.map(|text| scep::Challenge::new(text.expose_secret())).transpose()?;
        let api_key = match &options.api_key {
            Some(key) => key.clone(),
            None => folder.api_key()?,
        };
        let topics = match folder.topics()? {
            topics if topics.is_empty() => vec![made_up_topic()?],
            topics => topics,
        };
        folder.keep_topics(&topics)?;
        let trust = trust(&authority, options.mutual_tls, &topics, &origin)?;
        let runner = Runner::new(Arc::clone(&store), trust, RuleTable::default());
        let site = Self {
            folder,
            vault,
            authority,
            scep,
            challenges,
            static_challenge,
            mutual_tls: options.mutual_tls,
            keep: options.keep,
            own_tls: !options.plain_http && options.tls.is_none(),
            without_push: options.without_push,
            origin,
            store,
            runner,
            pushes,
            api_key: digest(&api_key),
            room: Room::default(),
        };
        site.hear().await?;
        Ok((Arc::new(site), errands))
    }

    pub(crate) fn url(&self) -> String {
        self.origin.to_string()
    }

    pub(crate) fn pushes(&self) -> &Arc<Pushes> {
        &self.pushes
    }

    pub(crate) fn store(&self) -> &Arc<AnyStore> {
        &self.store
    }

    pub(crate) const fn runner(&self) -> &Runner<Arc<AnyStore>> {
        &self.runner
    }

    /// The one tenant.
    pub(crate) fn trust(&self) -> Result<Trust> {
        Ok(self.runner().tenants().at("/").cloned().map_err(RunError::from)?)
    }

    /// Devices enroll with the first of these topics from now on. Those of the others are served as before.
    pub(crate) fn enroll_with(&self, topics: &[Topic]) -> Result<()> {
        self.folder.keep_topics(topics)?;
        self.runner.replace_tenants(trust(&self.authority, self.mutual_tls, topics, &self.origin)?);
        Ok(())
    }

    /// Pushes with the certificates that were uploaded since the last time, to whichever process. They are told once: one
    /// that cannot be used keeps nobody from the others.
    pub(crate) async fn hear(&self) -> Result<()> {
        for certificate in self.vault.news().await? {
            if let Err(error) = self.pushes.serve(&certificate) {
                println!("the push certificate of {} cannot be used: {error}", certificate.topic());
            }
        }
        Ok(())
    }

    /// What somebody who starts the server should know.
    pub(crate) fn advice(&self) -> Vec<String> {
        let what = match *self.store {
            AnyStore::Postgres(_) => "records are kept in PostgreSQL, everything else",
            _ => "everything is kept",
        };
        let mut lines = vec![format!("{what} in {}", self.folder.path("").display())];
        if !self.has_push_certificate() {
            lines.push("no push certificate yet: PUT one, PEM with its key, to /v1/pushcert".to_owned());
        }
        if self.own_tls {
            lines.push(
                "TLS by its own authority, ca.crt: devices have to trust it before they enroll".to_owned(),
            );
        }
        lines
    }

    /// Whether devices that enroll now can be woken.
    pub(crate) fn has_push_certificate(&self) -> bool {
        let topic = self.trust().ok().and_then(|trust| Topic::new(trust.topic().as_str()).ok());
        topic.is_some_and(|topic| self.pushes.has(&topic))
    }

    /// TLS for HTTP/2 and HTTP/1.1; with mutual TLS, for devices that have an identity and for those that have none yet.
    pub(crate) fn acceptor(&self, options: &Options) -> Result<SslAcceptor> {
        let mut tls = SslAcceptor::mozilla_intermediate_v5(SslMethod::tls_server())?;
        match &options.tls {
            Some(path) => {
                let pem = Zeroizing::new(files::read(path)?);
                let named = |error| format!("{}: {error}", path.display());
                let mut chain = X509::stack_from_pem(&pem).map_err(named)?.into_iter();
                tls.set_certificate(
                    &*chain.next().ok_or_else(|| format!("{}: no certificate", path.display()))?,
                )?;
                for intermediate in chain {
                    tls.add_extra_chain_cert(intermediate)?;
                }
                // Without a callback OpenSSL would ask for the passphrase of an encrypted key on the terminal.
                tls.set_private_key(&*PKey::private_key_from_pem_callback(&pem, |_| Ok(0)).map_err(named)?)?;
            }
            None => {
                let key = KeyPair::mint_p256()?;
                let host = self.origin.host();
                let name = match host.parse::<IpAddr>() {
                    Ok(ip) => ServerName::Ip(ip),
                    Err(_) => ServerName::Dns(host.to_owned()),
                };
                let policy =
                    IssuePolicy::new(Subject::new("MDM"), Usage::TlsServer(vec![name]), UNTIL_RESTART);
                let csr = key.csr("MDM")?;
                let certificate = self.authority.issue(&csr, &policy, Serial::mint()?, SystemTime::now())?;
                tls.set_certificate(&*X509::from_der(certificate.as_der())?)?;
                tls.set_private_key(&*PKey::private_key_from_der(key.expose_secret_der()?.expose_secret())?)?;
            }
        }
        tls.check_private_key()?;
        tls.set_alpn_select_callback(|_, offered| {
            select_next_proto(b"\x02h2\x08http/1.1", offered).ok_or(AlpnError::NOACK)
        });
        if self.mutual_tls {
            let root = X509::from_der(self.authority.certificate().as_der())?;
            tls.add_client_ca(&root)?;
            let mut clients = X509StoreBuilder::new()?;
            clients.add_cert(root)?;
            tls.set_verify_cert_store(clients.build())?;
            tls.set_verify(SslVerifyMode::PEER);
            tls.set_session_id_context(b"mdm")?;
        }
        Ok(tls.build())
    }

    /// Answers one request, and says so in the log: what for, what came of it, how long it took. Neither a path nor an
    /// identifier is in it.
    pub(crate) async fn answer(
        &self,
        request: Request<Incoming>,
        certificate: Option<&[u8]>,
    ) -> Response<Full<Bytes>> {
        let began = Instant::now();
        let (parts, body) = request.into_parts();
        let path = parts.uri.path().to_owned();
        let route = Route::of(&path);
        let response = match self.respond(&route, &parts, body, certificate).await {
            Ok(response) => response,
            Err(Refused { status, why }) => {
                println!("{}: {why}", route.name());
                empty(status)
            }
        };
        println!("{} {} {} ms", route.name(), response.status().as_u16(), began.elapsed().as_millis());
        response
    }

    async fn respond(
        &self,
        route: &Route<'_>,
        parts: &Parts,
        body: Incoming,
        certificate: Option<&[u8]>,
    ) -> Result<Response<Full<Bytes>>, Refused> {
        let limit = match route {
            Route::Device => REPORT,
            Route::Enqueue(_) => COMMAND,
            _ => SMALL,
        };
        // The library answers a device whose report is too large: it would repeat it for ever.
        let is_too_large = |size: u64| size > limit as u64 && !matches!(route, Route::Device);
        // Who asks before it sends is not made to send.
        let asks = parts.headers.contains_key(EXPECT);
        let refusal = if route.is_administrators() && !self.is_administrator(parts) {
            Some(unauthorized())
        } else if !route.methods().is_empty() && !route.methods().contains(&parts.method) {
            Some(not_allowed(route.methods()))
        } else {
            (asks && is_too_large(body.size_hint().lower())).then(|| empty(StatusCode::PAYLOAD_TOO_LARGE))
        };
        if let Some(response) = refusal {
            if !asks {
                discard(body).await;
            }
            return Ok(response);
        }
        let body = match self.room.read(body, limit).await {
            Ok(body) => body,
            Err(response) => return Ok(response),
        };
        if is_too_large(body.bytes.len() as u64) {
            return Ok(empty(StatusCode::PAYLOAD_TOO_LARGE));
        }
        let body = &body.bytes[..];
        match route {
            Route::Device => self.device(parts, body, certificate).await,
            Route::Scep => self.scep(parts, body).await,
            Route::Version => {
                Ok(json(StatusCode::OK, &serde_json::json!({ "version": env!("CARGO_PKG_VERSION") })))
            }
            Route::Ticket(ticket) => self.invited(ticket).await,
            Route::Enroll => self.enroll(parts.uri.query()).await,
            Route::Enqueue(ids) => self.enqueue(ids, parts.uri.query(), body).await,
            Route::Push(ids) => Ok(self.push(ids).await),
            Route::PushCertificate if parts.method == Method::GET => {
                self.show_push_certificate(parts.uri.query()).await
            }
            Route::PushCertificate => self.keep_push_certificate(body).await,
            Route::Invite(slot) if parts.method == Method::DELETE => self.take_back(slot).await,
            Route::Invite(slot) => self.invite(slot, parts.uri.query()).await,
            Route::Release(ids) => Ok(self.release(ids).await),
            Route::Enrollments => self.enrollments(parts.uri.query()).await,
            Route::Commands(id) => self.commands(id).await,
            Route::Result(id, seq) => self.result(id, seq).await,
            Route::None => Ok(empty(StatusCode::NOT_FOUND)),
        }
    }

    /// Check-in and reports: the whole protocol is behind this one call.
    async fn device(
        &self,
        parts: &Parts,
        body: &[u8],
        certificate: Option<&[u8]>,
    ) -> Result<Response<Full<Bytes>>, Refused> {
        let request = DeviceRequest::from_parts(parts, body, certificate, None);
        match self.runner().device(&request, SystemTime::now()).await {
            Ok(served) => {
                if !served.actions.is_empty() {
                    self.pushes.owe();
                }
                Ok(Response::from(served).map(|body| Full::new(Bytes::from(body))))
            }
            Err(error) => {
                println!("device: {error}");
                Ok(error.response().map(|body| Full::new(Bytes::from(body))))
            }
        }
    }

    /// Any user with the API key. Both sides are hashed first, so that nothing about the length or a part of it is told.
    fn is_administrator(&self, parts: &Parts) -> bool {
        let password = || {
            let header = parts.headers.get(AUTHORIZATION)?.to_str().ok()?;
            let (scheme, encoded) = header.split_once(' ')?;
            let decoded = Zeroizing::new(STANDARD.decode(encoded.trim()).ok()?);
            let colon = decoded.iter().position(|byte| *byte == b':')?;
            scheme.eq_ignore_ascii_case("Basic").then(|| sha256(decoded.get(colon + 1..).unwrap_or_default()))
        };
        password().is_some_and(|password| openssl::memcmp::eq(&password, &self.api_key))
    }
}

/// What a path leads to.
enum Route<'a> {
    Device,
    Scep,
    Version,
    Enroll,
    Ticket(&'a str),
    Enqueue(&'a str),
    Push(&'a str),
    PushCertificate,
    Invite(&'a str),
    Release(&'a str),
    Enrollments,
    Commands(&'a str),
    Result(&'a str, &'a str),
    None,
}

impl<'a> Route<'a> {
    fn of(path: &'a str) -> Self {
        let below = |prefix: &str| path.strip_prefix(prefix).filter(|rest| !rest.is_empty());
        match path {
            "/mdm" | "/checkin" => return Self::Device,
            "/scep" => return Self::Scep,
            "/version" => return Self::Version,
            "/enroll" => return Self::Enroll,
            "/v1/pushcert" => return Self::PushCertificate,
            "/v1/enrollments" => return Self::Enrollments,
            _ => {}
        }
        None.or_else(|| below("/enroll/").map(Self::Ticket))
            .or_else(|| below("/v1/enqueue/").map(Self::Enqueue))
            .or_else(|| below("/v1/push/").map(Self::Push))
            .or_else(|| below("/v1/invite/").map(Self::Invite))
            .or_else(|| below("/v1/release/").map(Self::Release))
            .or_else(|| {
                below("/v1/commands/").map(|rest| match rest.split_once('/') {
                    Some((id, place)) => Self::Result(id, place),
                    None => Self::Commands(rest),
                })
            })
            .unwrap_or(Self::None)
    }

    /// For the log: a path may hold a ticket.
    fn name(&self) -> &'static str {
        match self {
            Self::Device => "device",
            Self::Scep => "scep",
            Self::Version => "version",
            Self::Enroll => "enroll",
            Self::Ticket(_) => "invitation",
            Self::Enqueue(_) => "enqueue",
            Self::Push(_) => "push",
            Self::PushCertificate => "pushcert",
            Self::Invite(_) => "invite",
            Self::Release(_) => "release",
            Self::Enrollments => "enrollments",
            Self::Commands(_) | Self::Result(..) => "commands",
            Self::None => "nothing",
        }
    }

    fn is_administrators(&self) -> bool {
        !matches!(self, Self::Device | Self::Scep | Self::Version | Self::Ticket(_) | Self::None)
    }

    /// None where whoever answers says so: a device is told by the library.
    fn methods(&self) -> &'static [Method] {
        match self {
            Self::Device | Self::None => &[],
            Self::Scep => &[Method::GET, Method::POST],
            Self::Version | Self::Enroll | Self::Ticket(_) => &[Method::GET],
            Self::Enrollments | Self::Commands(_) | Self::Result(..) => &[Method::GET],
            Self::Enqueue(_) | Self::Release(_) => &[Method::PUT, Method::POST],
            Self::Invite(_) => &[Method::PUT, Method::POST, Method::DELETE],
            Self::Push(_) => &[Method::GET, Method::PUT, Method::POST],
            Self::PushCertificate => &[Method::GET, Method::PUT],
        }
    }
}

/// Why a request got no answer but a status.
pub(crate) struct Refused {
    pub(crate) status: StatusCode,
    why: String,
}

impl Refused {
    pub(crate) fn new(status: StatusCode, why: &str) -> Self {
        Self { status, why: why.to_owned() }
    }
}

/// What the library refuses has a status of its own; everything else is this server's fault.
impl<E: Into<Box<dyn std::error::Error + Send + Sync>>> From<E> for Refused {
    fn from(error: E) -> Self {
        let error = error.into();
        let status = match error.downcast_ref::<RunError>() {
            Some(error) => {
                StatusCode::from_u16(error.http_status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            }
            None => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self { status, why: error.to_string() }
    }
}

fn unauthorized() -> Response<Full<Bytes>> {
    let mut response =
        json(StatusCode::UNAUTHORIZED, &serde_json::json!({ "error": "the API key is wrong" }));
    response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"mdm\""));
    response
}

fn not_allowed(methods: &[Method]) -> Response<Full<Bytes>> {
    let mut response = empty(StatusCode::METHOD_NOT_ALLOWED);
    let names: Vec<_> = methods.iter().map(Method::as_str).collect();
    if let Ok(names) = HeaderValue::from_str(&names.join(", ")) {
        response.headers_mut().insert(ALLOW, names);
    }
    response
}

pub(crate) fn empty(status: StatusCode) -> Response<Full<Bytes>> {
    with(status, None, Vec::new())
}

/// As the tools that read it are used to: indented, with a line end.
pub(crate) fn json(status: StatusCode, value: &impl serde::Serialize) -> Response<Full<Bytes>> {
    let mut text = serde_json::to_vec_pretty(value).unwrap_or_default();
    text.push(b'\n');
    with(status, Some("application/json"), text)
}

pub(crate) fn with(status: StatusCode, kind: Option<&'static str>, body: Vec<u8>) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(kind) = kind {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    response
}

/// The value of a parameter of a query, as it stands: what is asked for here needs no escapes.
pub(crate) fn parameter<'a>(query: Option<&'a str>, name: &str) -> Option<&'a str> {
    query?.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

fn trust(
    authority: &CertificateAuthority,
    mutual_tls: bool,
    topics: &[Topic],
    origin: &Origin,
) -> Result<Trust> {
    let source = if mutual_tls {
        CertificateSource::MutualTls
    } else {
        CertificateSource::MdmSignature(SigningTime::Within(DAY))
    };
    let anchors = TrustAnchors::new([authority.certificate().clone()])?;
    let mut topics = topics.iter().map(|topic| mdm_apple::Topic::new(topic.as_str()));
    let topic = topics.next().ok_or("a topic")??;
    let limits = Limits::default();
    let limits = Limits { connect: limits.connect.with_bytes(REPORT), ..limits };
    // What the profile says: no order may give a device another server.
    let began = mdm_enrollment::Origin::new(&format!("{origin}/mdm"), enroll::RIGHTS);
    let began = began.with_check_in_url(&format!("{origin}/checkin")).with_identifier(enroll::IDENTIFIER);
    let mut trust = Trust::new(anchors, source, topic).with_limits(limits).with_origin(began);
    // It stays, whatever the topic is.
    trust = trust.of_tenant(Tenant::new("reference").ok_or("a tenant's name")?);
    for former in topics {
        trust = trust.with_former_topic(former?);
    }
    Ok(trust)
}

/// For devices that nobody can wake, until there is a push certificate.
fn made_up_topic() -> Result<Topic> {
    let hex: String = random::<16>()?.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Topic::new(&format!("com.apple.mgmt.External.{hex}"))?)
}

fn digest(password: &Password) -> [u8; 32] {
    sha256(password.expose_secret().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_somewhere_and_their_secrets_stay_out_of_the_log() {
        let check = |path: &str, name: &str, administrators: bool| {
            let route = Route::of(path);
            assert_eq!((route.name(), route.is_administrators()), (name, administrators), "{path}");
        };
        check("/mdm", "device", false);
        check("/checkin", "device", false);
        check("/scep", "scep", false);
        check("/version", "version", false);
        check("/enroll", "enroll", true);
        check("/enroll/ticket", "invitation", false);
        check("/enroll/", "nothing", false);
        check("/v1/enqueue/a,b", "enqueue", true);
        check("/v1/enqueue/", "nothing", false);
        check("/v1/push/a", "push", true);
        check("/v1/pushcert", "pushcert", true);
        check("/v1/invite/a", "invite", true);
        check("/v1/release/a", "release", true);
        check("/v1/enrollments", "enrollments", true);
        check("/v1/commands/a", "commands", true);
        check("/v1/commands/a/1", "commands", true);
        for path in ["", "/", "/mdm/", "//mdm", "/MDM", "/v1", "/v1/other", "*"] {
            check(path, "nothing", false);
        }
    }
}
