//! A user who is logged in on a Shared iPad: a second channel beside that of the device, with a push token, a word and
//! commands of its own.
//!
//! Source: Apple, Enabling network and mobile user logins; Token Update (read 2026-11): each login sends a `TokenUpdate`
//! on the user channel, 200 makes the device poll there, and 410 means that nobody manages this user until the next login.

use std::time::SystemTime;

use plist::{Dictionary, Value};

use super::command::{Command, Context, Report};
use super::device::Device;
use super::enrollment::{Management, Owed, Phase};
use super::event::{Event, Execution, Output, Purpose, Request, Response, Status};
use super::{Error, LockState, Phone, Profile, PushMagic, PushToken, crypto, wire};

pub(crate) struct User {
    account: String,
    pub(super) push_magic: PushMagic,
    push_token: PushToken,
    token_update: Owed,
    pub(super) connect: Owed,
    /// The result that no 2xx has taken yet.
    report: Option<Report>,
    delivered: Option<Report>,
    /// As of the device: after `NotNow` the user comes when more is possible than was then.
    promised: Option<LockState>,
    /// The server takes commands for the user.
    managed: bool,
    /// What commands and declarations install for this user alone.
    pub(super) body: Device,
}

impl Phone {
    /// Who is logged in, and managed.
    #[must_use]
    pub fn managed_user(&self) -> Option<&str> {
        self.user.as_ref().filter(|user| user.managed).map(|user| user.account.as_str())
    }

    /// The push token of whoever is logged in.
    #[must_use]
    pub fn user_push_token(&self) -> Option<&PushToken> {
        self.user.as_ref().map(|user| &user.push_token)
    }

    /// The profiles of whoever is logged in.
    #[must_use]
    pub fn user_profiles(&self) -> &[Profile] {
        self.user.as_ref().map_or(&[], |user| &user.body.profiles)
    }

    /// Every command that was given on the user channel, to whichever user.
    #[must_use]
    pub fn user_executed(&self) -> &[Execution] {
        &self.user_executed
    }

    pub(super) fn log_in(&mut self, account: &str, token: &[u8]) {
        self.logins += 1;
        let magic = crypto::derived_uuid(&[
            b"UserPushMagic",
            self.config.udid.as_bytes(),
            self.key_pem.expose_secret(),
            &self.logins.to_be_bytes(),
        ]);
        self.log_out();
        let mut token_update = Owed::default();
        token_update.want();
        self.user = Some(User {
            account: account.to_owned(),
            push_magic: PushMagic::new(magic),
            push_token: PushToken::new(token),
            token_update,
            connect: Owed::default(),
            report: None,
            delivered: None,
            promised: None,
            managed: false,
            body: Device::new(&self.config),
        });
    }

    /// What is on the wire for the user is nobody's any more.
    pub(super) fn log_out(&mut self) {
        self.user = None;
        self.in_flight.take_if(|flight| flight.purpose().is_users());
    }

    /// The last result of the user once more.
    pub(super) fn repeat_user_report(&mut self) -> bool {
        let Some(user) = &mut self.user else { return false };
        let Some(report) = user.delivered.clone().filter(|_| user.report.is_none()) else { return false };
        user.report = Some(report);
        user.connect.want();
        true
    }

    pub(super) fn user_request(
        &self,
        management: &Management,
        now: SystemTime,
    ) -> Result<Option<Request>, Error> {
        let user = self.user.as_ref().filter(|_| management.phase == Phase::Enrolled);
        let Some(user) = user else { return Ok(None) };
        if user.token_update.is_ready(now) {
            let mut message = self.check_in_message("TokenUpdate", management);
            let magic = String::from_utf8_lossy(user.push_magic.expose_secret()).into_owned();
            message.insert("PushMagic".into(), magic.into());
            message.insert("Token".into(), Value::Data(user.push_token.expose_secret().to_vec()));
            user.name(&mut message);
            return self.signed_request(Purpose::UserTokenUpdate, management, message).map(Some);
        }
        if !user.managed {
            return Ok(None);
        }
        if !user.connect.is_ready(now) {
            let declares = user.body.declarations.owed.is_ready(now);
            return if declares {
                self.declarative_request(management, Purpose::UserDeclarative)
            } else {
                Ok(None)
            };
        }
        let body = match &user.report {
            Some(report) => report.body.clone(),
            None => {
                let mut idle = Dictionary::new();
                idle.insert("Status".into(), Status::Idle.as_str().into());
                idle.insert("UDID".into(), self.config.udid.as_str().into());
                user.name(&mut idle);
                wire::write_dictionary(idle)
            }
        };
        self.signed(Purpose::UserConnect, management, body).map(Some)
    }

    pub(super) fn take_user_response(&mut self, purpose: Purpose, response: &Response<'_>, now: SystemTime) {
        let Some(user) = &mut self.user else { return };
        if purpose == Purpose::UserTokenUpdate {
            match response.status {
                200 => {
                    user.token_update.settle();
                    user.managed = true;
                    // The device polls there.
                    user.connect.want();
                    self.output.push_back(Output::Event(Event::UserManaged));
                }
                410 => {
                    self.user = None;
                    self.output.push_back(Output::Event(Event::UserRefused));
                }
                status => self.user_request_failed(purpose, Some(status), now),
            }
            return;
        }
        if !(200..300).contains(&response.status) {
            return self.user_request_failed(purpose, Some(response.status), now);
        }
        let taken = user.report.take();
        user.promised =
            taken.as_ref().filter(|report| report.status == Status::NotNow).map(|report| report.gate);
        if let Some(report) = taken {
            user.delivered = Some(report);
        }
        user.connect.settle();
        if response.status == 200 && !response.body.is_empty() {
            self.run_user_command(response.body, now);
        }
    }

    fn run_user_command(&mut self, bytes: &[u8], now: SystemTime) {
        let (Some(management), Some(user)) = (&self.management, &mut self.user) else { return };
        let gate = self.device.gate();
        // The screen is locked for both.
        (user.body.lock, user.body.passcode) = (self.device.lock, self.device.passcode);
        let Ok(command) = Command::read(bytes) else { return };
        let context = Context { config: &self.config, enrollment: &management.profile, now };
        let answer = command.execute(&context, &mut user.body);
        let execution = Execution {
            uuid: command.uuid.clone(),
            request_type: command.request_type,
            status: answer.status,
            error_code: answer.error_code(),
            lock_state: self.device.lock,
            at: now,
        };
        let names = user.names();
        user.report = Some(answer.into_report(Some(command.uuid), &self.config.udid, &names, gate));
        user.connect.want();
        self.user_executed.push(execution.clone());
        self.output.push_back(Output::Event(Event::UserExecuted(execution)));
    }

    pub(super) fn user_request_failed(&mut self, purpose: Purpose, status: Option<u16>, now: SystemTime) {
        let retry = self.config.retry;
        let Some(user) = &mut self.user else { return };
        let retry_at = match purpose {
            Purpose::UserTokenUpdate => user.token_update.back_off(now, &retry),
            _ if user.report.is_some() || user.promised.is_some() => user.connect.back_off(now, &retry),
            _ => {
                user.connect.settle();
                None
            }
        };
        self.output.push_back(Output::Event(Event::DeliveryFailed { purpose, status, retry_at }));
    }

    pub(super) fn user_comes_by_itself(&mut self) {
        let gate = self.device.gate();
        if let Some(user) = &mut self.user {
            let opened = user.promised.is_some_and(|then| gate > then);
            if opened && self.in_flight.is_none() && !user.connect.is_wanted() {
                user.connect.want();
            }
        }
    }
}

impl User {
    pub(super) fn ready_at(&self) -> [Option<SystemTime>; 3] {
        let declarations = self.body.declarations.owed.ready_at();
        [self.token_update.ready_at(), self.connect.ready_at(), declarations]
    }

    fn names(&self) -> Dictionary {
        let mut names = Dictionary::new();
        self.name(&mut names);
        names
    }

    pub(super) fn name(&self, message: &mut Dictionary) {
        message.insert("UserID".into(), SHARED_IPAD_USER.into());
        message.insert("UserShortName".into(), self.account.as_str().into());
    }
}

/// Source: Apple, Token Update (schema release of iOS 18.3).
const SHARED_IPAD_USER: &str = "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF";
