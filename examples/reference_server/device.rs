//! A device for the self-test: it takes an enrollment profile, gets its identity by SCEP, enrolls, and drains its queue.

use std::net::SocketAddr;
use std::pin::Pin;
use std::time::SystemTime;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HOST};
use http::{Request, StatusCode, Uri};
use http_body_util::{BodyExt as _, Full};
use hyper_util::rt::{TokioExecutor, TokioIo};
use mdm_apple::{
    Authenticate, CheckIn, CheckOut, Command, CommandUuid, EnrollmentKeys, ErrorChainItem, PushMagic,
    PushToken, Report, Status, TokenUpdate, Topic, Udid,
};
use mdm_examples::Result;
use mdm_pki::scep::{CaCertificates, Capabilities, Challenge, Client, Reply};
use mdm_pki::{Certificate, KeyPair, MdmSignature, Signer};
use mdm_plist::{Dictionary, Value};
use mdm_profile::ForeignProfile;
use openssl::pkey::PKey;
use openssl::ssl::{SslConnector, SslMethod};
use openssl::x509::X509;
use openssl::x509::store::X509StoreBuilder;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_openssl::SslStream;

use crate::admin;

/// The way to the server.
#[derive(Clone)]
pub(crate) struct Web {
    pub(crate) addr: SocketAddr,
    /// Whom to believe; `None` is plain HTTP.
    pub(crate) root: Option<Certificate>,
    pub(crate) version: Version,
    /// A client certificate.
    pub(crate) identity: Option<(KeyPair, Certificate)>,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Version {
    Http1,
    Http2,
}

pub(crate) struct Device {
    pub(crate) web: Web,
    keys: EnrollmentKeys,
    token: Vec<u8>,
    enrolled: Option<Enrolled>,
}

struct Enrolled {
    signer: Option<Signer>,
    topic: Topic,
    server: String,
    check_in: String,
}

pub(crate) const MAGIC: &str = "A6D0D1A3-7E0B-4B0C-9B1B-2F6A5C0D9E11";

impl Web {
    /// One request over a connection of its own.
    pub(crate) async fn send(&self, request: Request<Vec<u8>>) -> Result<(StatusCode, Bytes)> {
        let tcp = TcpStream::connect(self.addr).await?;
        let Some(root) = &self.root else { return self.over(tcp, request).await };
        let mut tls = SslConnector::builder(SslMethod::tls_client())?;
        let mut roots = X509StoreBuilder::new()?;
        roots.add_cert(X509::from_der(root.as_der())?)?;
        tls.set_cert_store(roots.build());
        let protocols: &[u8] = if self.version == Version::Http2 { b"\x02h2" } else { b"\x08http/1.1" };
        tls.set_alpn_protos(protocols)?;
        if let Some((key, certificate)) = &self.identity {
            tls.set_certificate(&*X509::from_der(certificate.as_der())?)?;
            tls.set_private_key(&*PKey::private_key_from_der(key.expose_secret_der()?.expose_secret())?)?;
        }
        let ssl = tls.build().configure()?.into_ssl(&self.addr.ip().to_string())?;
        let mut stream = SslStream::new(ssl, tcp)?;
        Pin::new(&mut stream).connect().await?;
        self.over(stream, request).await
    }

    async fn over(
        &self,
        stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
        request: Request<Vec<u8>>,
    ) -> Result<(StatusCode, Bytes)> {
        let (mut parts, body) = request.into_parts();
        let (io, body) = (TokioIo::new(stream), Full::new(Bytes::from(body)));
        let response = match self.version {
            Version::Http1 => {
                let target: Uri = parts.uri.path_and_query().map_or("/", |target| target.as_str()).parse()?;
                parts.uri = target;
                parts.headers.insert(HOST, self.addr.to_string().parse()?);
                let (mut sender, connection) = hyper::client::conn::http1::handshake(io).await?;
                tokio::spawn(connection);
                sender.send_request(Request::from_parts(parts, body)).await?
            }
            Version::Http2 => {
                let (mut sender, connection) =
                    hyper::client::conn::http2::handshake(TokioExecutor::new(), io).await?;
                tokio::spawn(connection);
                sender.send_request(Request::from_parts(parts, body)).await?
            }
        };
        let status = response.status();
        Ok((status, response.into_body().collect().await?.to_bytes()))
    }

    pub(crate) async fn get(&self, url: &str) -> Result<(StatusCode, Bytes)> {
        self.send(Request::get(url).body(Vec::new())?).await
    }
}

impl Device {
    pub(crate) fn new(web: &Web, udid: &str, token: &[u8]) -> Result<Self> {
        let keys = EnrollmentKeys::device(Udid::new(udid)?);
        Ok(Self { web: web.clone(), keys, token: token.to_vec(), enrolled: None })
    }

    /// Installs an enrollment profile: identity, Authenticate, TokenUpdate. The first answer that is not 200 ends it.
    pub(crate) async fn enroll(&mut self, profile: &[u8]) -> Result<StatusCode> {
        let profile = ForeignProfile::decode(profile)?;
        let payload = |kind: &str| -> Result<Dictionary> {
            let mut payloads =
                profile.payloads().filter(|payload| text(payload, "PayloadType").ok() == Some(kind));
            match (payloads.next(), payloads.next()) {
                (Some(one), None) => Ok(one.clone()),
                _ => Err(format!("not exactly one {kind}").into()),
            }
        };
        let (mdm, scep) = (payload("com.apple.mdm")?, payload("com.apple.security.scep")?);
        let scep = scep.get("PayloadContent").and_then(Value::as_dictionary).ok_or("the content of SCEP")?;
        let Some((key, certificate)) = self.identity(text(scep, "URL")?, text(scep, "Challenge")?).await?
        else {
            return Ok(StatusCode::FORBIDDEN);
        };
        let signs = mdm.get("SignMessage").and_then(Value::as_boolean).unwrap_or(false);
        let signer = Signer::new(key.clone(), certificate.clone(), Vec::new())?;
        self.web.identity = (!signs).then_some((key, certificate));
        let topic = Topic::new(text(&mdm, "Topic")?)?;
        let (server, check_in) = (text(&mdm, "ServerURL")?.to_owned(), text(&mdm, "CheckInURL")?.to_owned());
        self.enrolled =
            Some(Enrolled { signer: signs.then_some(signer), topic: topic.clone(), server, check_in });
        let authenticate = Authenticate::new(self.keys.clone(), topic.clone());
        let status = self.check_in(CheckIn::Authenticate(authenticate.into())).await?;
        if status != StatusCode::OK {
            return Ok(status);
        }
        let (token, magic) = (PushToken::new(self.token.clone()), PushMagic::new(MAGIC.to_owned())?);
        let update = TokenUpdate::new(self.keys.clone(), topic, token, magic);
        self.check_in(CheckIn::TokenUpdate(update.into())).await
    }

    /// An identity by SCEP; `None` when the server says no.
    async fn identity(&self, url: &str, challenge: &str) -> Result<Option<(KeyPair, Certificate)>> {
        let capabilities = Capabilities::decode(&self.web.send(Client::capabilities(url)?).await?.1);
        let certificates = CaCertificates::decode(&self.web.send(Client::ca_certificates(url)?).await?.1)?;
        let client = Client::new(url, certificates, capabilities)?;
        let key = KeyPair::mint_rsa2048()?;
        let csr = key.csr_with_challenge("a wish", &Challenge::new(challenge)?)?;
        let (transaction, request) = client.enroll(key.clone(), csr, SystemTime::now())?;
        let (status, reply) = self.web.send(request).await?;
        if status != StatusCode::OK {
            return Err(format!("SCEP answered {status}").into());
        }
        match transaction.reply(&reply)? {
            Reply::Issued(certificate) => Ok(Some((key, certificate))),
            _ => Ok(None),
        }
    }

    pub(crate) async fn check_out(&self) -> Result<StatusCode> {
        let topic = self.enrolled()?.topic.clone();
        self.check_in(CheckIn::CheckOut(CheckOut::new(self.keys.clone(), topic).into())).await
    }

    async fn check_in(&self, message: CheckIn) -> Result<StatusCode> {
        let kind = Some("application/x-apple-aspen-mdm-checkin");
        Ok(self.say(&self.enrolled()?.check_in, kind, message.encode()?).await?.0)
    }

    /// One session: everything that is there is answered, one command after the other. An enrollment profile ends it: the
    /// device enrolls once more, and forgets that it was a command, as a simulator of others does.
    pub(crate) async fn connect(&mut self) -> Result<Vec<String>> {
        let (mut report, mut seen) = (self.report(Status::Idle, None), Vec::new());
        loop {
            let (status, body) = self.say(&self.enrolled()?.server, None, report.encode()?).await?;
            if status != StatusCode::OK {
                return Err(format!("a connect was answered with {status}").into());
            }
            if body.is_empty() {
                return Ok(seen);
            }
            let command = Command::decode(&body, &mdm_plist::Limits::default())?;
            let kind = command.request.request_type();
            seen.push(kind.to_owned());
            if let mdm_apple::Request::InstallProfile(install) = &command.request
                && admin::enrolls(&install.payload)
            {
                return match self.enroll(&install.payload).await? {
                    StatusCode::OK => Ok(seen),
                    status => Err(format!("its new enrollment was answered with {status}").into()),
                };
            }
            let known = ["DeviceInformation", "ProfileList", "InstallProfile"].contains(&kind);
            let status = if known { Status::Acknowledged } else { Status::Error };
            report = self.report(status, Some(command.uuid));
            if !known {
                report.error_chain.push(ErrorChainItem::new(12021, "MCMDMErrorDomain"));
            }
        }
    }

    /// Says that it is idle, in the name of another one; gives what is answered.
    pub(crate) async fn pretend(&self, udid: &str) -> Result<StatusCode> {
        let idle = Report::new(EnrollmentKeys::device(Udid::new(udid)?), Status::Idle);
        Ok(self.say(&self.enrolled()?.server, None, idle.encode()?).await?.0)
    }

    fn report(&self, status: Status, uuid: Option<CommandUuid>) -> Report<'static> {
        let mut report = Report::new(self.keys.clone(), status);
        report.command_uuid = uuid;
        report
    }

    async fn say(&self, url: &str, kind: Option<&str>, body: Vec<u8>) -> Result<(StatusCode, Bytes)> {
        let mut request = Request::put(url);
        if let Some(signer) = &self.enrolled()?.signer {
            request =
                request.header(MdmSignature::HEADER, MdmSignature::sign(signer, &body, SystemTime::now())?);
        }
        if let Some(kind) = kind {
            request = request.header(CONTENT_TYPE, kind);
        }
        self.web.send(request.body(body)?).await
    }

    fn enrolled(&self) -> Result<&Enrolled> {
        self.enrolled.as_ref().ok_or_else(|| "it has no profile".into())
    }
}

fn text<'a>(dictionary: &'a Dictionary, key: &str) -> Result<&'a str> {
    dictionary.get(key).and_then(Value::as_string).ok_or_else(|| format!("no {key}").into())
}
