//! Drives one simulated phone: a task that carries its requests over real TLS and its pushes from the fake APNs.

use std::sync::Arc;
use std::time::SystemTime;

use bytes::Bytes;
use http::{Request, header};
use http_body_util::{BodyExt, Full};
use hyper_util::rt::TokioIo;
use mdm_lock::{RuleTable, Subject};
use mdm_sim::apns::{DeviceToken, FakeApns, Notification};
use mdm_sim::{
    Event, Execution, Input, KeyKind, LockState, Output, Phone, PhoneConfig, Purpose, Response, Status,
    mint_key,
};
use openssl::pkey::PKey;
use openssl::ssl::{SslConnector, SslMethod};
use openssl::x509::X509;
use openssl::x509::store::X509StoreBuilder;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio_openssl::SslStream;

use crate::timeline::Timeline;
use crate::{PATIENCE, Result};

/// A simulated phone in somebody's hand.
pub struct Handset {
    name: &'static str,
    supervised: bool,
    hand: mpsc::UnboundedSender<Hand>,
    view: watch::Receiver<View>,
    task: JoinHandle<()>,
}

/// What a user does.
#[derive(Clone, Debug)]
pub enum Hand {
    /// Opens the address of an invitation and accepts the profile.
    Scan(String),
    /// Enters the passcode.
    Unlock,
    /// Presses the side button.
    Lock,
    /// Restarts it.
    Reboot,
    /// Switches it off.
    PowerOff,
    /// Switches it on.
    PowerOn,
    /// Deletes the enrollment profile.
    RemoveManagement,
}

/// What can be seen from outside.
#[derive(Clone, Debug)]
pub struct View {
    /// Its lock.
    pub lock: LockState,
    /// Whether it is managed.
    pub enrolled: bool,
    /// Whether it can be reached.
    pub online: bool,
    /// Whether its check-out was answered.
    pub checked_out: bool,
    /// Whether it was erased.
    pub erased: bool,
    /// Whether it is in Lost Mode.
    pub lost: bool,
    /// Identifiers of the profiles on it.
    pub profiles: Vec<String>,
    /// Identifiers of the apps on it, installed and on their way.
    pub apps: Vec<String>,
    /// Everything that it was asked to do, and what became of it.
    pub executed: Vec<Execution>,
    /// How many sessions with the server have ended.
    pub sessions: u32,
    /// How often an invitation led to nothing.
    pub refused: u32,
}

impl Handset {
    /// Puts a phone into service: it registers with APNs and waits for its user.
    ///
    /// `web_roots` is what it trusts on the web from the start, PEM.
    ///
    /// # Errors
    ///
    /// When a key cannot be made.
    pub fn start(
        name: &'static str,
        config: PhoneConfig,
        topic: &str,
        apns: &Arc<FakeApns>,
        web_roots: &str,
        timeline: &Arc<Timeline>,
    ) -> Result<Self> {
        let supervised = config.supervised;
        let mut phone = Phone::new(config, mint_key(KeyKind::EcP256)?)?;
        let token = apns.register(topic)?;
        phone.handle_input(Input::PushToken(token.expose_secret()), SystemTime::now())?;
        let (hand, hands) = mpsc::unbounded_channel();
        let seen = Seen::default();
        let (look, view) = watch::channel(view(&phone, &seen));
        let pushes = Some(apns.connect(&token));
        let (apns, timeline, web_roots) = (Arc::clone(apns), Arc::clone(timeline), web_roots.to_owned());
        let driver = Driver { name, phone, apns, token, pushes, web_roots, timeline, look, seen };
        Ok(Self { name, supervised, hand, view, task: tokio::spawn(driver.run(hands)) })
    }

    /// Whether an organization supervises it.
    #[must_use]
    pub const fn supervised(&self) -> bool {
        self.supervised
    }

    /// Does something with it.
    pub fn hand(&self, hand: Hand) {
        // A phone that is gone does nothing.
        let _ = self.hand.send(hand);
    }

    /// What can be seen now.
    #[must_use]
    pub fn view(&self) -> View {
        self.view.borrow().clone()
    }

    /// Waits until something can be seen.
    ///
    /// # Errors
    ///
    /// When it is not seen in time.
    pub async fn until(&self, what: &str, seen: impl FnMut(&View) -> bool) -> Result<View> {
        let mut view = self.view.clone();
        let found = tokio::time::timeout(PATIENCE, view.wait_for(seen)).await;
        match found {
            Ok(Ok(view)) => Ok(view.clone()),
            _ => {
                Err(format!("{}: {what} was not seen within {PATIENCE:?}: {:?}", self.name, self.view())
                    .into())
            }
        }
    }

    /// Waits until one more session with the server has ended.
    ///
    /// # Errors
    ///
    /// When none ends in time.
    pub async fn until_session_ends(&self, what: &str, since: &View) -> Result<View> {
        let sessions = since.sessions;
        self.until(what, |view| view.sessions > sessions).await
    }
}

impl Drop for Handset {
    fn drop(&mut self) {
        self.task.abort();
    }
}

struct Driver {
    name: &'static str,
    phone: Phone,
    apns: Arc<FakeApns>,
    token: DeviceToken,
    pushes: Option<mpsc::UnboundedReceiver<Notification>>,
    web_roots: String,
    timeline: Arc<Timeline>,
    look: watch::Sender<View>,
    seen: Seen,
}

/// What the phone itself does not count.
#[derive(Default)]
struct Seen {
    sessions: u32,
    refused: u32,
    checked_out: bool,
}

impl Driver {
    async fn run(mut self, mut hands: mpsc::UnboundedReceiver<Hand>) {
        loop {
            let deadline = self.drain().await;
            let _ = self.look.send(view(&self.phone, &self.seen));
            let timeout = async {
                match deadline {
                    Some(at) => {
                        tokio::time::sleep(at.duration_since(SystemTime::now()).unwrap_or_default()).await
                    }
                    None => std::future::pending().await,
                }
            };
            let push = async {
                match &mut self.pushes {
                    Some(pushes) => pushes.recv().await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                hand = hands.recv() => match hand {
                    Some(hand) => self.hand(hand).await,
                    None => return,
                },
                push = push => match push {
                    Some(notification) => self.input(Input::Push(&notification.payload)),
                    None => self.pushes = None,
                },
                () = timeout => self.input(Input::Timeout),
            }
        }
    }

    fn input(&mut self, input: Input<'_>) {
        if let Err(error) = self.phone.handle_input(input, SystemTime::now()) {
            self.say("", &error.to_string());
        }
    }

    async fn hand(&mut self, hand: Hand) {
        match hand {
            Hand::Scan(url) => match self.download(&url).await {
                Ok((200, profile)) => self.input(Input::InstallEnrollmentProfile(&profile)),
                Ok((status, _)) => {
                    self.seen.refused += 1;
                    self.say("opens the invitation", &format!("refused with {status}"));
                }
                Err(error) => self.say("opens the invitation", &error.to_string()),
            },
            Hand::Unlock => self.input(Input::Unlock),
            Hand::Lock => self.input(Input::Lock),
            Hand::Reboot => self.input(Input::Reboot),
            Hand::PowerOff => {
                self.apns.disconnect(&self.token);
                self.pushes = None;
                self.input(Input::PowerOff);
                self.say("switched off", "");
            }
            Hand::PowerOn => {
                self.input(Input::PowerOn);
                self.say("switched on", "");
                self.pushes = Some(self.apns.connect(&self.token));
            }
            Hand::RemoveManagement => self.input(Input::RemoveManagement),
        }
    }

    /// Lets the phone speak until it waits; says until when.
    async fn drain(&mut self) -> Option<SystemTime> {
        loop {
            match self.phone.poll_output() {
                Output::Wait(deadline) => return deadline,
                Output::Event(event) => self.narrate(&event),
                Output::Transmit(request) => {
                    let mut head = Request::builder().method(request.method).uri(&request.url);
                    for (name, value) in &request.headers {
                        head = head.header(*name, value);
                    }
                    let answer = match head.body(Full::from(request.body)) {
                        Ok(http) => self.send(http).await,
                        Err(error) => Err(error.into()),
                    };
                    match answer {
                        Ok(answer) => {
                            self.seen.checked_out |=
                                request.purpose == Purpose::CheckOut && answer.status == 200;
                            let (status, content_type) = (answer.status, answer.content_type.as_deref());
                            let body = &answer.body;
                            self.input(Input::Response(Response {
                                request: request.id,
                                status,
                                content_type,
                                body,
                            }));
                        }
                        Err(_) => self.input(Input::ConnectionLost),
                    }
                }
            }
        }
    }

    async fn download(&self, url: &str) -> Result<(u16, Bytes)> {
        let answer = self.send(Request::get(url).body(Full::default())?).await?;
        Ok((answer.status, answer.body))
    }

    /// One request over a connection of its own, with the phone's identity once it has one.
    async fn send(&self, mut request: Request<Full<Bytes>>) -> Result<Answer> {
        let host = request.uri().host().ok_or("no host")?.to_owned();
        let port = request.uri().port_u16().unwrap_or(443);
        let mut tls = SslConnector::builder(SslMethod::tls_client())?;
        let mut roots = X509StoreBuilder::new()?;
        for root in X509::stack_from_pem(self.web_roots.as_bytes())? {
            roots.add_cert(root)?;
        }
        for anchor in self.phone.trust_anchors() {
            roots.add_cert(X509::from_der(anchor)?)?;
        }
        tls.set_cert_store(roots.build());
        if let Some(identity) = self.phone.identity() {
            tls.set_certificate(&*X509::from_der(identity.certificate_der)?)?;
            tls.set_private_key(&*PKey::private_key_from_pem(identity.key.expose_secret())?)?;
        }
        let tcp = TcpStream::connect(("127.0.0.1", port)).await?;
        tcp.set_nodelay(true)?;
        let mut stream = SslStream::new(tls.build().configure()?.into_ssl(&host)?, tcp)?;
        std::pin::Pin::new(&mut stream).connect().await?;
        let (mut sender, connection) =
            hyper::client::conn::http1::handshake::<_, Full<Bytes>>(TokioIo::new(stream)).await?;
        let connection = tokio::spawn(connection);
        request.headers_mut().insert(header::HOST, host.parse()?);
        let response = sender.send_request(request).await?;
        let status = response.status().as_u16();
        let content_type = response.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
        let content_type = content_type.map(str::to_owned);
        let body = response.into_body().collect().await?.to_bytes();
        connection.abort();
        Ok(Answer { status, content_type, body })
    }

    fn narrate(&mut self, event: &Event) {
        match event {
            Event::LockChanged(_) => self.say("lock state changes", ""),
            Event::ProfileAccepted { .. } => self.say("accepts the profile", ""),
            Event::CertificateIssued => self.say("has an identity", ""),
            Event::Authenticated => self.say("Authenticate", "200"),
            Event::Enrolled => self.say("TokenUpdate", "200: enrolled"),
            Event::EnrollmentFailed { step, status } => {
                self.say("enrollment failed", &format!("{step:?} {status:?}"));
            }
            Event::PushObeyed => self.say("push", "connects"),
            Event::Executed(Execution { request_type, status, error_code, .. }) => {
                let why = match error_code {
                    Some(code) => format!(" {code}"),
                    None if *status == Status::NotNow => format!(": {}", expectation(request_type)),
                    None => String::new(),
                };
                self.say(request_type, &format!("{status}{why}"));
            }
            Event::SessionEnded { last_status } => {
                self.seen.sessions += 1;
                self.say("session ends", &format!("last status {last_status}"));
            }
            Event::AppInstalled { identifier } => self.say("app installed", identifier),
            Event::LostModeChanged { on } => self.say("Lost Mode", if *on { "on" } else { "off" }),
            Event::Unenrolled(reason) => self.say("leaves management", &format!("{reason:?}")),
            Event::Erased => self.say("erased", "nothing is left on it"),
            Event::Restarted => self.say("restarts", ""),
            _ => {}
        }
    }

    fn say(&self, what: &str, result: &str) {
        self.timeline.phone(self.name, &self.phone.lock_state().to_string(), what, result);
    }
}

/// What the server's rules say about a refusal: the phone knows nothing of them.
fn expectation(request_type: &str) -> String {
    let (rules, iphone) = (RuleTable::default(), Subject::ios(None));
    let forecast = rules.forecast(request_type, &iphone, mdm_lock::LockState::Locked);
    match forecast.rule {
        Some(rule) => format!("as expected while locked ({})", rule.source),
        None => "nobody knows when this is refused".into(),
    }
}

struct Answer {
    status: u16,
    content_type: Option<String>,
    body: Bytes,
}

fn view(phone: &Phone, seen: &Seen) -> View {
    View {
        lock: phone.lock_state(),
        enrolled: phone.is_enrolled(),
        online: phone.is_online(),
        checked_out: seen.checked_out,
        erased: phone.erased(),
        lost: phone.lost_mode().is_some(),
        profiles: phone.profiles().iter().map(|profile| profile.identifier().to_owned()).collect(),
        apps: phone.apps().iter().map(|app| app.identifier.clone()).collect(),
        executed: phone.executed().to_vec(),
        sessions: seen.sessions,
        refused: seen.refused,
    }
}
