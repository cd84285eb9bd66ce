//! The first step: what the request is, and who speaks.

use std::time::SystemTime;

use mdm_apple::{CheckIn, EnrollmentIdentity, Report, Status};
use mdm_lock::Channel;
use mdm_pki::{Certificate, Presented};
use zeroize::Zeroizing;

use crate::policy::Management;
use crate::row::{Link, LinkKind, RecordKey, Refused, Tenant, Window};
use crate::user::{self, DigestLogin};
use crate::{Error, Limits, Origin, Trust, UserPolicy};

/// One HTTP request of a device, as data. [`DeviceRequest::put`] makes one; the fields say the rest.
#[derive(Clone, Copy)]
pub struct DeviceRequest<'a> {
    /// The method. `PUT` is what devices say, and `POST` is taken like it.
    pub method: &'a str,
    /// The path, with or without a query: it says to which tenant the device came ([`Tenants`](crate::Tenants)).
    pub path: &'a str,
    /// The `Content-Type` header, if any.
    pub content_type: Option<&'a str>,
    /// The body.
    pub body: &'a [u8],
    /// What the request has to show who speaks: the certificate of the TLS connection, the `Mdm-Signature` header, the
    /// header of a proxy. Fill in what there is: the tenant's one source counts, and no other.
    pub presented: Presented<'a>,
}

impl<'a> DeviceRequest<'a> {
    /// A `PUT` without a content type and without anything that says who speaks.
    #[must_use]
    pub fn put(path: &'a str, body: &'a [u8]) -> Self {
        Self { method: "PUT", path, content_type: None, body, presented: Presented::default() }
    }

    /// Says what the body is.
    #[must_use]
    pub const fn with_content_type(self, content_type: Option<&'a str>) -> Self {
        Self { content_type, ..self }
    }

    /// Says what shows who speaks.
    #[must_use]
    pub const fn presenting(self, presented: Presented<'a>) -> Self {
        Self { presented, ..self }
    }

    /// Shows the client certificate of the TLS connection, in DER.
    #[must_use]
    pub const fn over_tls(mut self, certificate: Option<&'a [u8]>) -> Self {
        self.presented.tls_certificate = certificate;
        self
    }
}

/// What is not known of a request here: neither the body nor a name in the path is shown.
impl std::fmt::Debug for DeviceRequest<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DeviceRequest")
            .field("presented", &self.presented)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// A request whose certificate stood up. Whether it may speak for the enrollment that it names is decided with the
/// record.
#[derive(Debug)]
pub struct Identified<'a> {
    pub(crate) certificate: Certificate,
    /// To whom the request came.
    pub(crate) tenant: Tenant,
    pub(crate) management: Management,
    pub(crate) users: UserPolicy,
    pub(crate) origin: Option<Origin>,
    /// What the messages of a user carry since the login.
    pub(crate) auth_token: Option<AuthToken>,
    pub(crate) login: Option<DigestLogin>,
    pub(crate) message: Message<'a>,
}

pub(crate) enum Message<'a> {
    CheckIn(Box<CheckIn>, EnrollmentIdentity),
    Report(Box<Report<'a>>, EnrollmentIdentity, &'a [u8]),
    /// Larger than the limit or not readable; the certificate alone says whose it is.
    Unreadable {
        size: u64,
        digest: [u8; 32],
        error: Box<str>,
    },
}

/// Authenticates the request and reads its message, once (requirements F40, F72). No store is needed.
///
/// A check-in is told from a report by its content type (`…-checkin`), and without one by its `MessageType`.
/// A report that cannot be read is not an error: it is answered, and closes the outstanding command.
///
/// # Errors
///
/// The peer's: another method than `PUT` and `POST`, no or a bad certificate, a check-in that is too large or cannot
/// be read, a user's channel.
pub fn identify<'a>(
    request: &DeviceRequest<'a>,
    trust: &Trust,
    now: SystemTime,
) -> Result<Identified<'a>, Error> {
    identify_by(request, trust, now, trust.remembered(None, now))
}

/// Whether a certificate leads to the tenant's anchors, for [`identify_by`]: a
/// [`VerdictCache`](mdm_pki::VerdictCache) of [`Trust::verdicts`] behind a lock, or a function that does what
/// [`verify`](Self::verify) does.
pub trait Verdicts {
    /// The certificate of this DER as it was read before; `None` has it read.
    fn known(&mut self, der: &[u8]) -> Option<Certificate> {
        let _ = der;
        None
    }

    /// Called once for a request, after a signature was verified, so that a lock is held for the chain only.
    ///
    /// # Errors
    ///
    /// Why it does not.
    fn verify(&mut self, certificate: &Certificate) -> Result<(), mdm_pki::Error>;
}

impl<F: FnMut(&Certificate) -> Result<(), mdm_pki::Error>> Verdicts for F {
    fn verify(&mut self, certificate: &Certificate) -> Result<(), mdm_pki::Error> {
        self(certificate)
    }
}

/// As [`identify`], with verdicts that need not be found again.
///
/// # Errors
///
/// As [`identify`].
pub fn identify_by<'a>(
    request: &DeviceRequest<'a>,
    trust: &Trust,
    now: SystemTime,
    verdicts: impl Verdicts,
) -> Result<Identified<'a>, Error> {
    // Apple's devices say PUT (Apple, Sending MDM commands to a device, read 2026-08); some clients say POST.
    if !matches!(request.method, "PUT" | "POST") {
        return Err(Error::Method);
    }
    let body = request.body;
    let certificate = certificate(request, trust, now, verdicts)?;
    let is_check_in = match media_type(request.content_type) {
        Some(kind) if kind.eq_ignore_ascii_case(CHECK_IN) => true,
        Some(kind) if kind.eq_ignore_ascii_case(CONNECT) => false,
        _ => mentions_message_type(body, &trust.limits().declarative),
    };
    let message = if is_check_in { check_in(body, trust)? } else { report(body, trust)? };
    let limits = limits_of(body, trust.limits());
    let (limits, login) = match &message {
        Message::CheckIn(message, _) => (limits, DigestLogin::of(message)),
        _ => (&trust.limits().connect, None),
    };
    let asks = matches!(trust.users(), UserPolicy::Authenticated { .. });
    let auth_token = message.identity().filter(|identity| asks && identity.channel() == Channel::User);
    Ok(Identified {
        certificate,
        tenant: trust.tenant().clone(),
        management: trust.management(),
        users: trust.users().clone(),
        origin: trust.origin().cloned(),
        auth_token: auth_token.and_then(|_| AuthToken::read(body, limits)),
        login,
        message,
    })
}

/// `AuthToken`, which each message of a user has after a login with a password.
///
/// Source: Apple, Enabling network and mobile user logins (read 2026-11).
pub(crate) struct AuthToken(pub(crate) Zeroizing<String>);

impl AuthToken {
    fn read(body: &[u8], limits: &mdm_plist::Limits) -> Option<Self> {
        #[derive(serde::Deserialize)]
        struct Probe {
            #[serde(rename = "AuthToken")]
            auth_token: Option<String>,
        }
        let probe: Probe = mdm_plist::from_slice_with(body, limits).ok()?;
        probe.auth_token.map(Zeroizing::new).map(Self)
    }
}

impl std::fmt::Debug for AuthToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AuthToken(redacted)")
    }
}

/// The certificate of who sent the request, if it stands up.
pub(crate) fn certificate(
    request: &DeviceRequest<'_>,
    trust: &Trust,
    now: SystemTime,
    mut verdicts: impl Verdicts,
) -> Result<Certificate, Error> {
    let read = |der: &[u8]| verdicts.known(der).map_or_else(|| Certificate::from_der(der), Ok);
    let certificate =
        trust.source().certificate_by(&request.presented, request.body, now, read).map_err(no_certificate)?;
    verdicts.verify(&certificate).map_err(Error::Certificate)?;
    Ok(certificate)
}

fn no_certificate(error: mdm_pki::Error) -> Error {
    match error {
        mdm_pki::Error::NoCertificate => Error::NoCertificate,
        error => Error::Certificate(error),
    }
}

/// Apple, Sending MDM commands to a device (read 2026-08).
const CONNECT: &str = "application/x-apple-aspen-mdm";
/// Apple, Check-in (read 2026-08).
const CHECK_IN: &str = "application/x-apple-aspen-mdm-checkin";

/// The type without its parameters.
fn media_type(content_type: Option<&str>) -> Option<&str> {
    content_type?.split(';').next().map(str::trim)
}

fn check_in<'a>(body: &'a [u8], trust: &Trust) -> Result<Message<'a>, Error> {
    let limits = limits_of(body, trust.limits());
    if body.len() > limits.bytes {
        return Err(Error::TooLarge { limit: limits.bytes });
    }
    let message = CheckIn::decode(body, limits).map_err(Error::Malformed)?;
    // The word alone, somewhere in another message, buys no room.
    let usual = trust.limits().check_in.bytes;
    if body.len() > usual && !matches!(message, CheckIn::DeclarativeManagement(_)) {
        return Err(Error::TooLarge { limit: usual });
    }
    let identity = message.enrollment().map_err(Error::Malformed)?;
    managed(&identity, trust)?;
    // A device is bound to the push certificate of its organization (requirement F81).
    let topic = match &message {
        CheckIn::Authenticate(message) => Some(&message.topic),
        CheckIn::TokenUpdate(message) => Some(&message.topic),
        CheckIn::CheckOut(message) => Some(&message.topic),
        _ => None,
    };
    if topic.is_some_and(|topic| !trust.knows(topic)) {
        return Err(Error::ForeignTopic);
    }
    Ok(Message::CheckIn(Box::new(message), identity))
}

/// What a check-in message may hold: more where it names declarative management.
fn limits_of<'a>(body: &[u8], limits: &'a Limits) -> &'a mdm_plist::Limits {
    const NAME: &[u8] = b"DeclarativeManagement";
    let is_long = body.len() > limits.check_in.bytes && body.len() <= limits.declarative.bytes;
    if is_long && body.windows(NAME.len()).any(|window| window == NAME) {
        &limits.declarative
    } else {
        &limits.check_in
    }
}

/// Users have channels of their own where they are managed.
fn managed(identity: &EnrollmentIdentity, trust: &Trust) -> Result<(), Error> {
    let unmanaged = identity.channel() == Channel::User && *trust.users() == UserPolicy::Unmanaged;
    if unmanaged { Err(Error::UserChannel) } else { Ok(()) }
}

fn report<'a>(body: &'a [u8], trust: &Trust) -> Result<Message<'a>, Error> {
    let limits = &trust.limits().connect;
    let unreadable = |error: &dyn std::fmt::Display| Message::Unreadable {
        size: body.len() as u64,
        digest: mdm_pki::sha256(body),
        error: bounded(&error.to_string(), UNREADABLE),
    };
    if body.len() > limits.bytes {
        return Ok(unreadable(&Error::TooLarge { limit: limits.bytes }));
    }
    let report = match Report::decode(body, limits) {
        Ok(report) => report,
        Err(error) => return Ok(unreadable(&error)),
    };
    match report.enrollment() {
        Ok(identity) => {
            managed(&identity, trust)?;
            Ok(Message::Report(Box::new(report), identity, body))
        }
        Err(error) => Ok(unreadable(&error)),
    }
}

/// How much of the error of an unreadable report is kept, in bytes: it names keys, which the device chose.
const UNREADABLE: usize = 256;

/// Cut at so many bytes, without control characters.
pub(crate) fn bounded(text: &str, bytes: usize) -> Box<str> {
    let mut kept = String::new();
    for c in text.chars().filter(|c| !c.is_control()) {
        if kept.len() + c.len_utf8() > bytes {
            break;
        }
        kept.push(c);
    }
    kept.into()
}

fn mentions_message_type(body: &[u8], limits: &mdm_plist::Limits) -> bool {
    const KEY: &[u8] = b"<key>MessageType</key>";
    body.len() <= limits.bytes && body.windows(KEY.len()).any(|window| window == KEY)
}

impl Message<'_> {
    /// Who claims to speak.
    pub(crate) const fn identity(&self) -> Option<&EnrollmentIdentity> {
        match self {
            Self::CheckIn(_, identity) | Self::Report(_, identity, _) => Some(identity),
            Self::Unreadable { .. } => None,
        }
    }
}

/// What the device says is not shown.
impl std::fmt::Debug for Message<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::CheckIn(message, id) => f.debug_tuple("CheckIn").field(message).field(id).finish(),
            Self::Report(report, id, _) => f.debug_tuple("Report").field(report).field(id).finish(),
            Self::Unreadable { size, error, .. } => {
                f.debug_struct("Unreadable").field("size", size).field("error", error).finish_non_exhaustive()
            }
        }
    }
}

impl Identified<'_> {
    /// By this link the records are found that the certificate belongs to.
    #[must_use]
    pub fn link(&self) -> Link {
        Link { kind: LinkKind::Certificate, value: self.certificate.fingerprint().to_string().into() }
    }

    /// The record that the message is about, given the records that the certificate belongs to.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownEnrollment`] when the message does not say and no record says it either, or says what can have no
    /// record; [`Error::NoDeclarations`] where such a message is about declarations.
    pub fn record(&self, linked: &[RecordKey]) -> Result<RecordKey, Error> {
        let key = match self.message.identity() {
            Some(identity) => user::record_of(identity),
            None => linked.iter().find(|key| user::is_device(key)).cloned(),
        };
        key.ok_or(match &self.message {
            // 404 would make the device remove a declaration (Apple, Declarative Management, read 2026-08).
            Message::CheckIn(message, _) if matches!(**message, CheckIn::DeclarativeManagement(_)) => {
                Error::NoDeclarations
            }
            _ => Error::UnknownEnrollment,
        })
    }

    /// Whether a user logs in on a Mac, so that the decision needs [`Records::login`](crate::Records::login).
    #[must_use]
    pub fn is_login(&self) -> bool {
        let asks = matches!(self.users, UserPolicy::Authenticated { .. });
        asks && matches!(&self.message, Message::CheckIn(message, _) if matches!(**message, CheckIn::UserAuthenticate(_)))
    }

    /// Whose password a login on a Mac shows; `None` before the challenge. The name is a person's.
    #[must_use]
    pub const fn login(&self) -> Option<&DigestLogin> {
        self.login.as_ref()
    }

    /// What to load of it.
    #[must_use]
    pub fn window(&self, now: SystemTime) -> Window {
        match &self.message {
            Message::CheckIn(message, _) => match **message {
                // A life begins or ends: what waits is taken back.
                CheckIn::Authenticate(_) | CheckIn::CheckOut(_) => Window::Open,
                // They change the head at the most. A TokenUpdate that begins anew asks for the rest.
                _ => Window::Head,
            },
            Message::Unreadable { .. } => Window::Session { reported: None, refused: Refused::Skip, now },
            Message::Report(report, ..) => {
                let refused = if report.status == Status::Idle { Refused::Include } else { Refused::Skip };
                let reported = report.command_uuid.as_ref().map(|uuid| uuid.as_str().into());
                Window::Session { reported, refused, now }
            }
        }
    }
}
