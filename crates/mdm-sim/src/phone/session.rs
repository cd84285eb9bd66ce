//! Talking to the server: what is sent when, and what an answer means.

use std::time::SystemTime;

use plist::{Dictionary, Value};

use super::command::{After, Answer, Command, Context, Report};
use super::enrollment::{Management, Phase};
use super::event::{
    Event, Execution, Output, Purpose, PushIgnored, Request, RequestId, Response, Status, UnenrollReason,
};
use super::profile::text_of;
use super::user::User;
use super::{Error, Phone, PushMagic, crypto, wire};

/// The request whose answer the phone waits for.
#[derive(Debug)]
pub(super) struct InFlight {
    id: RequestId,
    purpose: Purpose,
    lost_at: Option<SystemTime>,
}

impl InFlight {
    pub(super) fn purpose(&self) -> Purpose {
        self.purpose
    }
}

impl Phone {
    /// Does what is due at this time.
    pub(super) fn drive(&mut self, now: SystemTime) {
        let online = self.device.is_online();
        let expired = |flight: &InFlight| flight.lost_at.is_some_and(|time| time <= now);
        if self.in_flight.as_ref().is_some_and(|flight| !online || expired(flight)) {
            self.request_lost(now);
        }
        for identifier in self.device.finish_installs(now) {
            self.emit(Event::AppInstalled { identifier });
        }
        self.come_by_itself();
        self.user_comes_by_itself();
        // The device may have restarted or been erased above.
        if self.in_flight.is_some() {
            return;
        }
        if !self.device.is_online() {
            // CheckOut is tried once (Apple, Check Out, read 2026-08).
            self.departing = None;
            return;
        }
        match self.next_request(now) {
            Ok(Some(request)) => self.transmit(request, now),
            Ok(None) => {}
            // Only OpenSSL can fail here; an enrollment that cannot sign is as dead as one that is refused.
            Err(_) => self.enrollment_failed(Purpose::Certificate, None),
        }
    }

    /// When [`drive`](Self::drive) has something to do again, if nothing happens first.
    pub(super) fn next_time(&self, now: SystemTime) -> Option<SystemTime> {
        let answer = self.in_flight.as_ref().and_then(|flight| flight.lost_at);
        let management =
            self.management.as_ref().filter(|_| self.in_flight.is_none() && self.device.is_online());
        let check_in = management.and_then(|management| management.token_update.ready_at());
        let renewal = management.and_then(|management| management.renewal.ready_at());
        let connect = management.and_then(|management| management.connect.ready_at());
        let user = self.user.as_ref().filter(|_| management.is_some()).map_or([None; 3], User::ready_at);
        let install = self.device.next_install();
        let declarations = management.and_then(|_| self.device.declarations.owed.ready_at());
        let times = [answer, check_in, renewal, connect, declarations, install].into_iter().chain(user);
        // What is due already was done, or waits for something other than time.
        times.flatten().filter(|time| *time > now).min()
    }

    pub(super) fn take_push(&mut self, payload: &[u8]) {
        let in_session = self.in_flight.as_ref().is_some_and(|flight| flight.purpose == Purpose::Connect);
        let online = self.device.is_online();
        let ignored = match self.management.as_mut().filter(|management| management.phase == Phase::Enrolled)
        {
            _ if !online => PushIgnored::Unreachable,
            None => PushIgnored::NotManaged,
            Some(management) => match magic_of(payload) {
                None => PushIgnored::Malformed,
                Some(magic) if self.user.as_ref().is_some_and(|user| user.push_magic == magic) => {
                    if let Some(user) = &mut self.user {
                        user.connect.want();
                    }
                    return self.emit(Event::PushObeyed);
                }
                Some(magic) if magic != management.push_magic => PushIgnored::WrongMagic,
                Some(_) => {
                    if in_session {
                        management.pushed_meanwhile = true;
                    } else {
                        management.connect.want();
                    }
                    return self.emit(Event::PushObeyed);
                }
            },
        };
        self.emit(Event::PushIgnored(ignored));
    }

    pub(super) fn take_response(&mut self, response: Response<'_>, now: SystemTime) {
        let Some(flight) = self.in_flight.take_if(|flight| flight.id == response.request) else {
            return self.emit(Event::LateResponse);
        };
        match flight.purpose {
            Purpose::CheckOut => self.departing = None,
            Purpose::Connect => self.take_connect_response(&flight, &response, now),
            purpose if purpose.is_declarative() => self.take_declarative_response(purpose, &response, now),
            step if step.is_users() => self.take_user_response(step, &response, now),
            step => self.take_check_in_response(step, &response, now),
        }
    }

    /// The request in flight, or its reply, is lost.
    pub(super) fn request_lost(&mut self, now: SystemTime) {
        if let Some(flight) = self.in_flight.take() {
            self.request_failed(&flight, None, now);
        }
    }

    /// Takes the relationship down; `CheckOut` is sent when the user or the server removed the profile.
    ///
    /// Source: Apple, Check Out (read 2026-08): best effort, only with `CheckOutWhenRemoved`.
    pub(super) fn unenroll(&mut self, reason: UnenrollReason) {
        let Some(management) = self.management.take() else { return };
        self.log_out();
        self.in_flight = None;
        self.device.end_management(&management.profile.identifier);
        self.emit(Event::Unenrolled(reason));
        let removed = matches!(reason, UnenrollReason::User | UnenrollReason::Server);
        // Before TokenUpdate the server has nothing to check out.
        let known = management.phase == Phase::Enrolled;
        self.departing =
            (removed && known && management.profile.check_out_when_removed).then_some(management);
    }

    /// Restarts the phone, unless it was switched off meanwhile. What was on the wire is lost.
    pub(super) fn restart(&mut self, now: SystemTime) {
        self.request_lost(now);
        self.log_out();
        if let Some(management) = &mut self.management {
            management.pushed_meanwhile = false;
        }
        if self.device.powered {
            self.emit(Event::Restarted);
            self.device.restart();
        }
    }

    /// After `NotNow` as the last status the phone polls by itself when more is possible than was then.
    ///
    /// Source: Apple, Handling NotNow status responses (read 2026-08).
    fn come_by_itself(&mut self) {
        let gate = self.device.gate();
        if let Some(management) = &mut self.management {
            let opened = management.promised.is_some_and(|then| gate > then);
            if opened && self.in_flight.is_none() && !management.connect.is_wanted() {
                management.connect.want();
            }
        }
    }

    fn next_request(&self, now: SystemTime) -> Result<Option<Request>, Error> {
        if let Some(departing) = &self.departing {
            let message = self.check_in_message("CheckOut", departing);
            return self.signed_request(Purpose::CheckOut, departing, message).map(Some);
        }
        let Some(management) = &self.management else { return Ok(None) };
        let request = match management.phase {
            Phase::Certificate => self.certificate_request(management)?,
            Phase::Authenticate => {
                let mut message = self.check_in_message("Authenticate", management);
                self.describe(management, &mut message);
                self.signed_request(Purpose::Authenticate, management, message)?
            }
            // Without a push token there is nothing to send yet; and an answer that a wipe or restart waits for goes
            // first.
            Phase::TokenUpdate | Phase::Enrolled
                if management.token_update.is_ready(now)
                    && self.device.push_token.is_some()
                    && management.report.as_ref().is_none_or(|report| report.after == After::Nothing) =>
            {
                self.signed_request(Purpose::TokenUpdate, management, self.token_update(management))?
            }
            Phase::Enrolled if management.renewal.is_ready(now) && management.report.is_none() => {
                self.certificate_request(management)?
            }
            Phase::Enrolled if management.connect.is_ready(now) => {
                let body = match &management.report {
                    Some(report) => report.body.clone(),
                    None => {
                        let mut idle = Dictionary::new();
                        idle.insert("Status".into(), Status::Idle.as_str().into());
                        idle.insert("UDID".into(), self.config.udid.as_str().into());
                        wire::write_dictionary(idle)
                    }
                };
                self.signed(Purpose::Connect, management, body)?
            }
            Phase::Enrolled if self.device.declarations.owed.is_ready(now) => {
                return self.declarative_request(management, Purpose::Declarative);
            }
            Phase::TokenUpdate | Phase::Enrolled => return self.user_request(management, now),
        };
        Ok(Some(request))
    }

    /// The certificate request. It goes in the clear of PKCS#10 to the address and with the challenge of the SCEP
    /// payload; SCEP itself comes with a later version.
    fn certificate_request(&self, management: &Management) -> Result<Request, Error> {
        let mut headers = vec![("content-type", "application/pkcs10".to_owned())];
        if let Some(challenge) = &management.profile.challenge {
            headers.push(("x-enrollment-challenge", challenge.clone()));
        }
        Ok(Request {
            id: RequestId(0),
            purpose: Purpose::Certificate,
            method: "POST",
            url: management.profile.certificate_url.clone(),
            headers,
            body: crypto::certificate_request(&self.key, &management.profile.subject)?,
        })
    }

    pub(super) fn check_in_message(&self, message_type: &str, management: &Management) -> Dictionary {
        let mut message = Dictionary::new();
        message.insert("MessageType".into(), message_type.into());
        message.insert("Topic".into(), management.profile.topic.as_str().into());
        message.insert("UDID".into(), self.config.udid.as_str().into());
        message
    }

    /// What `Authenticate` says about the phone. Half of it needs a right.
    ///
    /// Source: Apple, Authenticate (read 2026-08), and its schema, release 18.3.
    fn describe(&self, management: &Management, message: &mut Dictionary) {
        let config = &self.config;
        let query_device_information = management.profile.access_rights & 16 != 0;
        for (key, value, needs_right) in [
            ("DeviceName", &config.device_name, false),
            ("ModelName", &config.model_name, false),
            ("Model", &config.model, false),
            ("OSVersion", &config.os_version, true),
            ("BuildVersion", &config.build_version, true),
            ("ProductName", &config.product_name, true),
            ("SerialNumber", &config.serial, true),
        ] {
            if query_device_information || !needs_right {
                message.insert(key.to_owned(), value.as_str().into());
            }
        }
    }

    /// Source: Apple, Token Update (read 2026-08). `UnlockToken` needs the right to lock and clear the passcode,
    /// and an erased phone has a new keybag, to which the configured token does not belong.
    fn token_update(&self, management: &Management) -> Dictionary {
        let mut message = self.check_in_message("TokenUpdate", management);
        message.insert("AwaitingConfiguration".into(), self.device.awaiting.into());
        let magic = String::from_utf8_lossy(management.push_magic.expose_secret()).into_owned();
        message.insert("PushMagic".into(), magic.into());
        if let Some(token) = &self.device.push_token {
            message.insert("Token".into(), Value::Data(token.expose_secret().to_vec()));
        }
        let lock_and_clear = management.profile.access_rights & 4 != 0;
        if let Some(token) =
            self.config.unlock_token.as_ref().filter(|_| lock_and_clear && !self.device.erased)
        {
            message.insert("UnlockToken".into(), Value::Data(token.expose_secret().to_vec()));
        }
        message
    }

    pub(super) fn signed_request(
        &self,
        purpose: Purpose,
        management: &Management,
        message: Dictionary,
    ) -> Result<Request, Error> {
        self.signed(purpose, management, wire::write_dictionary(message))
    }

    pub(super) fn signed(
        &self,
        purpose: Purpose,
        management: &Management,
        body: Vec<u8>,
    ) -> Result<Request, Error> {
        let (url, content_type) = match purpose {
            Purpose::Connect | Purpose::UserConnect => {
                (&management.profile.server_url, "application/x-apple-aspen-mdm")
            }
            _ => (&management.profile.check_in_url, "application/x-apple-aspen-mdm-checkin"),
        };
        let mut headers =
            vec![("content-type", content_type.to_owned()), ("user-agent", "MDM/1.0".to_owned())];
        if let Some(certificate) = management.certificate.as_ref().filter(|_| management.profile.sign_message)
        {
            headers.push(("mdm-signature", crypto::mdm_signature(&self.key, certificate, &body)?));
        }
        Ok(Request { id: RequestId(0), purpose, method: "PUT", url: url.clone(), headers, body })
    }

    fn transmit(&mut self, mut request: Request, now: SystemTime) {
        self.requests += 1;
        request.id = RequestId(self.requests);
        self.in_flight = Some(InFlight {
            id: request.id,
            purpose: request.purpose,
            lost_at: now.checked_add(self.config.request_timeout),
        });
        self.output.push_back(Output::Transmit(request));
    }

    fn take_check_in_response(&mut self, step: Purpose, response: &Response<'_>, now: SystemTime) {
        if let Some(reason) = self.told_to_leave(response) {
            return self.leave(step, response.status, reason);
        }
        let Some(management) = &mut self.management else { return };
        if response.status != 200 {
            let flight = InFlight { id: response.request, purpose: step, lost_at: None };
            return self.request_failed(&flight, Some(response.status), now);
        }
        match step {
            Purpose::Certificate => match crypto::accept_certificate(response.body, &self.key) {
                Some(certificate) => {
                    management.certificate = Some(certificate);
                    management.renewal.settle();
                    if management.phase == Phase::Certificate {
                        management.phase = Phase::Authenticate;
                    }
                    self.emit(Event::CertificateIssued);
                }
                // The old one is good until it ends.
                None if management.phase == Phase::Enrolled => {
                    let flight = InFlight { id: response.request, purpose: step, lost_at: None };
                    self.request_failed(&flight, Some(response.status), now);
                }
                None => self.enrollment_failed(step, Some(response.status)),
            },
            Purpose::Authenticate => {
                management.phase = Phase::TokenUpdate;
                management.token_update.want();
                self.emit(Event::Authenticated);
            }
            _ => {
                management.token_update.settle();
                let first = management.phase == Phase::TokenUpdate;
                management.phase = Phase::Enrolled;
                self.emit(if first { Event::Enrolled } else { Event::TokenUpdated });
            }
        }
    }

    /// A connect message was answered.
    ///
    /// Source: Apple, Sending MDM commands to a device (read 2026-08): 200 with a command, 200 without a body at the
    /// end, and a result that no 2xx took is kept and sent again.
    fn take_connect_response(&mut self, flight: &InFlight, response: &Response<'_>, now: SystemTime) {
        let Some(management) = &mut self.management else { return };
        // A report that is kept is the one that was sent: no command arrives while a request is in flight.
        let after = management.report.as_ref().map_or(After::Nothing, |report| report.after);
        if after == After::Erase {
            return self.erase();
        }
        if let Some(reason) = self.told_to_leave(response) {
            self.leave(Purpose::Connect, response.status, reason);
            if after == After::Restart {
                self.restart(now);
            }
            return;
        }
        if !(200..300).contains(&response.status) {
            return self.request_failed(flight, Some(response.status), now);
        }
        let Some(management) = &mut self.management else { return };
        let taken = management.report.take();
        let last_status = taken.as_ref().map_or(Status::Idle, |report| report.status);
        // Whether the phone comes by itself depends on the last status only (Handling NotNow status responses).
        management.promised =
            taken.as_ref().filter(|report| report.status == Status::NotNow).map(|report| report.gate);
        if let Some(report) = taken {
            management.delivered = Some(Report { after: After::Nothing, ..report });
        }
        management.connect.settle();
        match after {
            After::Nothing | After::Erase => {}
            // The connection goes down with the phone, and a command in this very answer with it.
            After::Restart => return self.restart(now),
            After::RemoveManagement => return self.unenroll(UnenrollReason::Server),
        }
        if response.status == 200 && !response.body.is_empty() {
            return self.run_command(response.body, now);
        }
        if std::mem::take(&mut management.pushed_meanwhile) {
            management.connect.want();
        }
        self.emit(Event::SessionEnded { last_status });
    }

    fn run_command(&mut self, bytes: &[u8], now: SystemTime) {
        let Some(management) = &mut self.management else { return };
        let (lock_state, gate) = (self.device.lock, self.device.gate());
        let (uuid, request_type, answer) = match Command::read(bytes) {
            Ok(command) => {
                let context = Context { config: &self.config, enrollment: &management.profile, now };
                let answer = command.execute(&context, &mut self.device);
                (Some(command.uuid), Some(command.request_type), answer)
            }
            Err(uuid) => (uuid, None, Answer::format_error()),
        };
        let execution = Execution {
            uuid: uuid.clone().unwrap_or_default(),
            request_type: request_type.clone().unwrap_or_default(),
            status: answer.status,
            error_code: answer.error_code(),
            lock_state,
            at: now,
        };
        management.report =
            Some(answer.into_report(uuid.clone(), &self.config.udid, &Dictionary::new(), gate));
        management.connect.want();
        self.emit(Event::CommandReceived { uuid, request_type });
        self.executed.push(execution.clone());
        self.emit(Event::Executed(execution));
        self.announce();
    }

    /// A request was lost, or its answer says neither yes nor go.
    fn request_failed(&mut self, flight: &InFlight, status: Option<u16>, now: SystemTime) {
        let retry = self.config.retry;
        let Some(management) = &mut self.management else {
            self.departing = None;
            return;
        };
        let purpose = flight.purpose;
        match purpose {
            Purpose::Certificate if management.phase == Phase::Enrolled => {
                let retry_at = management.renewal.back_off(now, &retry);
                self.emit(Event::DeliveryFailed { purpose, status, retry_at });
            }
            Purpose::Certificate | Purpose::Authenticate => self.enrollment_failed(purpose, status),
            Purpose::TokenUpdate => {
                let retry_at = management.token_update.back_off(now, &retry);
                self.emit(Event::DeliveryFailed { purpose, status, retry_at });
            }
            Purpose::CheckOut => self.departing = None,
            Purpose::Declarative | Purpose::Asset | Purpose::UserDeclarative | Purpose::UserAsset => {
                let Some(body) = self.declared(purpose) else { return };
                let retry_at = body.declarations.owed.back_off(now, &retry);
                self.emit(Event::DeliveryFailed { purpose, status, retry_at });
            }
            Purpose::UserTokenUpdate | Purpose::UserConnect => self.user_request_failed(purpose, status, now),
            Purpose::Connect => {
                let owes = management.report.is_some() || retry.repeat_idle || management.promised.is_some();
                let after = management.report.as_mut().map_or(After::Nothing, |report| {
                    // What follows an answer follows it once.
                    std::mem::replace(&mut report.after, After::Nothing)
                });
                let retry_at = if owes && matches!(after, After::Nothing | After::Restart) {
                    management.connect.back_off(now, &retry)
                } else {
                    management.connect.settle();
                    None
                };
                if std::mem::take(&mut management.pushed_meanwhile) {
                    management.connect.want();
                }
                self.emit(Event::DeliveryFailed { purpose, status, retry_at });
                match after {
                    After::Nothing => {}
                    After::Restart => self.restart(now),
                    After::Erase => self.erase(),
                    After::RemoveManagement => self.unenroll(UnenrollReason::Server),
                }
            }
        }
    }

    /// Whether an answer ends the relationship.
    ///
    /// Source: Apple, Managing connections, and Error Unrecognized Device (read 2026-08): 401 always; from iOS 17
    /// also 403 with a document of this code, under the content type of what it is.
    pub(super) fn told_to_leave(&self, response: &Response<'_>) -> Option<UnenrollReason> {
        match response.status {
            401 => Some(UnenrollReason::Unauthorized),
            403 if self.major_version() >= 17 => {
                let content_type = response.content_type?.to_ascii_lowercase();
                let code = if content_type.contains("json") {
                    let document: serde_json::Value = serde_json::from_slice(response.body).ok()?;
                    document.get("code")?.as_str()?.to_owned()
                } else if content_type.contains("xml") || content_type.contains("plist") {
                    text_of(&wire::read_dictionary(response.body)?, "code")?.to_owned()
                } else {
                    return None;
                };
                (code == "com.apple.unrecognized.device").then_some(UnenrollReason::Unrecognized)
            }
            _ => None,
        }
    }

    pub(super) fn leave(&mut self, step: Purpose, status: u16, reason: UnenrollReason) {
        if self.is_enrolled() {
            self.unenroll(reason);
        } else {
            self.enrollment_failed(step, Some(status));
        }
    }

    fn enrollment_failed(&mut self, step: Purpose, status: Option<u16>) {
        self.in_flight = None;
        self.departing = None;
        if let Some(management) = self.management.take() {
            self.device.end_management(&management.profile.identifier);
            self.emit(Event::EnrollmentFailed { step, status });
        }
    }

    fn erase(&mut self) {
        self.management = None;
        self.departing = None;
        self.log_out();
        self.in_flight = None;
        self.device.erase();
        self.device.awaiting = self.config.awaits_configuration;
        self.emit(Event::Erased);
    }

    fn major_version(&self) -> u32 {
        self.config.os_version.split('.').next().and_then(|major| major.parse().ok()).unwrap_or(0)
    }
}

/// The word of a push: the payload is exactly `{"mdm": "<PushMagic>"}`.
///
/// Source: Apple, Sending MDM commands to a device (read 2026-08).
fn magic_of(payload: &[u8]) -> Option<PushMagic> {
    let payload: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(payload).ok()?;
    if payload.len() != 1 {
        return None;
    }
    payload.get("mdm")?.as_str().map(PushMagic::new)
}
