//! A simulated iPhone.

mod command;
mod config;
mod crypto;
mod declarative;
mod device;
mod enrollment;
mod error;
mod event;
mod profile;
mod secret;
mod session;
#[cfg(test)]
mod tests;
mod user;
mod wire;

use std::collections::VecDeque;
use std::fmt;
use std::time::SystemTime;

use openssl::pkey::{PKey, Private};

pub use self::config::{Location, LockBehavior, LockState, PhoneConfig, RetryPolicy, StoreApp};
pub use self::crypto::{KeyKind, ProfileSignature, mint_key};
pub use self::declarative::Declaration;
pub use self::device::{App, AppState, LostMode};
pub use self::error::{Blame, Error};
pub use self::event::{
    Event, Execution, Input, Output, Purpose, PushIgnored, Request, RequestId, Response, Status,
    UnenrollReason,
};
pub use self::profile::Profile;
pub use self::secret::{PrivateKeyPem, PushMagic, PushToken, UnlockToken};

use self::device::Device;
use self::enrollment::{EnrollmentProfile, Management, Phase};
use self::session::InFlight;
use self::user::User;

/// A simulated iPhone: a state machine without I/O, clock or randomness of its own.
///
/// Give it one [`Input`] with [`handle_input`](Self::handle_input), then call [`poll_output`](Self::poll_output)
/// until it says [`Output::Wait`]. It has at most one request in flight. Everything else only looks:
///
/// - the body: [`lock_state`](Self::lock_state), [`is_online`](Self::is_online),
///   [`has_passcode`](Self::has_passcode), [`profiles`](Self::profiles), [`apps`](Self::apps),
///   [`lost_mode`](Self::lost_mode), [`erased`](Self::erased)
/// - what was declared: [`declarations`](Self::declarations), [`is_synchronized`](Self::is_synchronized)
/// - management: [`is_enrolled`](Self::is_enrolled), [`trust_anchors`](Self::trust_anchors),
///   [`identity`](Self::identity)
/// - the user of a Shared iPad: [`managed_user`](Self::managed_user), [`user_push_token`](Self::user_push_token),
///   [`user_profiles`](Self::user_profiles)
/// - the past: [`executed`](Self::executed), [`user_executed`](Self::user_executed)
pub struct Phone {
    config: PhoneConfig,
    key: PKey<Private>,
    key_pem: PrivateKeyPem,
    device: Device,
    management: Option<Management>,
    /// Management that is gone but for one `CheckOut`.
    departing: Option<Management>,
    enrollments: u64,
    in_flight: Option<InFlight>,
    requests: u64,
    output: VecDeque<Output>,
    wake_at: Option<SystemTime>,
    announced: Announced,
    executed: Vec<Execution>,
    /// Who is logged in, on a Shared iPad.
    user: Option<User>,
    logins: u64,
    user_executed: Vec<Execution>,
}

/// What the transport shows the server in the TLS handshake.
#[derive(Debug, Clone, Copy)]
pub struct Identity<'a> {
    /// The device certificate.
    pub certificate_der: &'a [u8],
    /// Its private key.
    pub key: &'a PrivateKeyPem,
}

impl Phone {
    /// A phone with this private key, as [`mint_key`] makes one.
    ///
    /// The key stands for the one that a real phone makes during enrollment; the simulated phone uses it for all
    /// its enrollments, whatever `Key Type` the profile asks for.
    ///
    /// # Errors
    ///
    /// [`Error::UnusableKey`] if it is not a P-256 or RSA key in PEM.
    pub fn new(config: PhoneConfig, key_pem: PrivateKeyPem) -> Result<Self, Error> {
        let key = crypto::read_key(&key_pem)?;
        let device = Device::new(&config);
        Ok(Self {
            announced: Announced::of(&device),
            config,
            key,
            key_pem,
            device,
            management: None,
            departing: None,
            enrollments: 0,
            in_flight: None,
            requests: 0,
            output: VecDeque::new(),
            wake_at: None,
            executed: Vec::new(),
            user: None,
            logins: 0,
            user_executed: Vec::new(),
        })
    }

    /// Takes one input and everything that follows from it at this time.
    ///
    /// The time should not go back; if it does, nothing is repeated, and what waits for a time waits longer.
    ///
    /// # Errors
    ///
    /// A profile that is refused, or an input that cannot happen in this state. The phone is as it was before,
    /// but for timers that were due anyway.
    pub fn handle_input(&mut self, input: Input<'_>, now: SystemTime) -> Result<(), Error> {
        let result = self.apply(input, now);
        self.drive(now);
        self.announce();
        self.wake_at = self.next_time(now);
        result
    }

    /// What the phone wants next. Call until it says [`Output::Wait`].
    pub fn poll_output(&mut self) -> Output {
        self.output.pop_front().unwrap_or(Output::Wait(self.wake_at))
    }

    /// What the phone is made of.
    #[must_use]
    pub fn config(&self) -> &PhoneConfig {
        &self.config
    }

    /// Whether it is unlocked, by the hand of its user. Without a passcode this gates nothing.
    #[must_use]
    pub fn lock_state(&self) -> LockState {
        self.device.lock
    }

    /// Whether a passcode is set.
    #[must_use]
    pub fn has_passcode(&self) -> bool {
        self.device.passcode
    }

    /// Whether it is switched on.
    #[must_use]
    pub fn is_powered(&self) -> bool {
        self.device.powered
    }

    /// Whether it has a connection: only then can APNs hand it a push.
    #[must_use]
    pub fn is_online(&self) -> bool {
        self.device.is_online()
    }

    /// Its push token, if APNs gave it one.
    #[must_use]
    pub fn push_token(&self) -> Option<&PushToken> {
        self.device.push_token.as_ref()
    }

    /// The profiles on it, the enrollment profile among them, in order of first installation.
    #[must_use]
    pub fn profiles(&self) -> &[Profile] {
        &self.device.profiles
    }

    /// The apps on it, in order of first installation.
    #[must_use]
    pub fn apps(&self) -> &[App] {
        &self.device.apps
    }

    /// What it shows in Managed Lost Mode; `None` outside.
    #[must_use]
    pub fn lost_mode(&self) -> Option<&LostMode> {
        self.device.lost_mode.as_ref()
    }

    /// Whether it was ever erased.
    #[must_use]
    pub fn erased(&self) -> bool {
        self.device.erased
    }

    /// Whether enrollment is complete: a `TokenUpdate` was answered with 200.
    #[must_use]
    pub fn is_enrolled(&self) -> bool {
        self.management.as_ref().is_some_and(|management| management.phase == Phase::Enrolled)
    }

    /// The topic it listens to, from the enrollment profile on.
    #[must_use]
    pub fn topic(&self) -> Option<&str> {
        self.relationship().map(|management| management.profile.topic.as_str())
    }

    /// The root certificates (DER) of the enrollment profile: by them the transport verifies the server.
    #[must_use]
    pub fn trust_anchors(&self) -> &[Vec<u8>] {
        self.relationship().map_or(&[], |management| &management.profile.trust_anchors)
    }

    /// Certificate and key for mutual TLS, once the certificate is issued.
    #[must_use]
    pub fn identity(&self) -> Option<Identity<'_>> {
        let certificate_der = self.relationship()?.certificate.as_deref()?;
        Some(Identity { certificate_der, key: &self.key_pem })
    }

    /// Every command it was given, in order, with what it made of it: also those it put off or refused.
    #[must_use]
    pub fn executed(&self) -> &[Execution] {
        &self.executed
    }

    fn apply(&mut self, input: Input<'_>, now: SystemTime) -> Result<(), Error> {
        let name = input.name();
        let impossible = |because| Err(Error::Impossible { input: name, because });
        match input {
            Input::Online => self.device.network = true,
            Input::Offline => self.device.network = false,
            Input::PowerOn => {
                if !self.device.powered {
                    self.log_out();
                    self.device.restart();
                }
            }
            Input::PowerOff => self.device.powered = false,
            Input::Timeout => {}
            Input::ConnectionLost => self.request_lost(now),
            Input::Response(response) => self.take_response(response, now),
            Input::Push(payload) => self.take_push(payload),
            // The rest needs a running phone.
            _ if !self.device.powered => return impossible("the phone is switched off"),
            Input::Unlock => self.device.unlock(),
            Input::Lock => self.device.lock(),
            Input::Reboot => self.restart(now),
            Input::RefuseProfile => self.emit(Event::ProfileRefused),
            Input::InstallEnrollmentProfile(bytes) => {
                self.user_can_act(name)?;
                if self.management.is_some() {
                    return impossible("the phone is managed already");
                }
                if !self.device.is_online() {
                    return impossible("the phone has no connection");
                }
                self.accept_enrollment_profile(bytes, now)?;
            }
            Input::RemoveManagement => {
                self.user_can_act(name)?;
                let Some(management) = &self.management else {
                    return impossible("the phone is not managed");
                };
                let enrollment_profile = management.profile.identifier.as_str();
                let kept = self.config.supervised
                    && self.device.profiles.iter().any(|profile| {
                        profile.identifier() == enrollment_profile && profile.removal_disallowed()
                    });
                if kept {
                    self.emit(Event::RemovalRefused);
                } else {
                    self.unenroll(UnenrollReason::User);
                }
            }
            Input::RenewIdentity => match &mut self.management {
                Some(management) if management.phase == Phase::Enrolled => management.renewal.want(),
                _ => return impossible("the phone is not enrolled"),
            },
            Input::PushToken(token) => {
                self.device.push_token = Some(PushToken::new(token));
                if let Some(management) = &mut self.management {
                    management.token_update.want();
                }
            }
            Input::LogIn { account, token } => match &self.management {
                Some(management) if management.phase == Phase::Enrolled => self.log_in(account, token),
                _ => return impossible("the phone is not enrolled"),
            },
            Input::LogInOnMac { account, password, token } => match &self.management {
                Some(management) if management.phase == Phase::Enrolled => {
                    self.log_in_on_mac(account, password, token);
                }
                _ => return impossible("the phone is not enrolled"),
            },
            Input::LogOut => self.log_out(),
            Input::RepeatUserReport => {
                if self.in_flight.is_some() || !self.repeat_user_report() {
                    return impossible("nothing was reported yet, or a message is under way");
                }
            }
            Input::RepeatReport => {
                let Some(management) = &mut self.management else {
                    return impossible("the phone is not managed");
                };
                if self.in_flight.is_some() || management.report.is_some() {
                    return impossible("a message is under way");
                }
                let Some(report) = &management.delivered else {
                    return impossible("nothing was reported yet");
                };
                management.report = Some(report.clone());
                management.connect.want();
            }
        }
        self.announce();
        Ok(())
    }

    /// The user needs an unlocked phone to change settings.
    fn user_can_act(&self, input: &'static str) -> Result<(), Error> {
        if self.device.lost_mode.is_some() {
            return Err(Error::Impossible { input, because: "the phone is in Lost Mode" });
        }
        if self.device.gate() != LockState::Unlocked {
            return Err(Error::Impossible { input, because: "the phone is locked" });
        }
        Ok(())
    }

    fn accept_enrollment_profile(&mut self, bytes: &[u8], now: SystemTime) -> Result<(), Error> {
        let profile = Profile::read(bytes, &self.config.system_roots, now)?;
        let mut enrollment = EnrollmentProfile::read(&profile)?;
        if enrollment.subject.is_empty() {
            enrollment.subject.push(("CN".to_owned(), self.config.udid.clone()));
        }
        // A dry run: a profile whose Subject cannot be written is refused before anything changed.
        crypto::certificate_request(&self.key, &enrollment.subject)?;
        self.enrollments += 1;
        // PushMagic binds one relationship (Apple, Token Update), so each enrollment has its own.
        let magic = crypto::derived_uuid(&[
            b"PushMagic",
            self.config.udid.as_bytes(),
            self.key_pem.expose_secret(),
            &self.enrollments.to_be_bytes(),
        ]);
        self.departing = None;
        self.in_flight = None;
        self.emit(Event::ProfileAccepted { identifier: enrollment.identifier.clone() });
        self.device.install_profile(profile);
        self.management = Some(Management::new(enrollment, PushMagic::new(magic)));
        Ok(())
    }

    /// The relationship whose anchors and identity the transport needs.
    fn relationship(&self) -> Option<&Management> {
        self.management.as_ref().or(self.departing.as_ref())
    }

    fn emit(&mut self, event: Event) {
        self.output.push_back(Output::Event(event));
    }

    /// Tells what changed in the body since the last time.
    fn announce(&mut self) {
        let (before, after) = (self.announced, Announced::of(&self.device));
        self.announced = after;
        if before.passcode != after.passcode {
            self.emit(Event::PasscodeChanged { present: after.passcode });
        }
        if before.lost != after.lost {
            self.emit(Event::LostModeChanged { on: after.lost });
        }
        if before.lock != after.lock {
            self.emit(Event::LockChanged(after.lock));
        }
        if before.online != after.online {
            self.emit(Event::ReachableChanged { online: after.online });
        }
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Phone")
            .field("udid", &self.config.udid)
            .field("lock_state", &self.device.lock)
            .field("online", &self.device.is_online())
            .field("phase", &self.management.as_ref().map(|management| management.phase))
            .field("in_flight", &self.in_flight)
            .field("executed", &self.executed.len())
            .finish_non_exhaustive()
    }
}

/// The part of the body whose changes are events.
#[derive(Clone, Copy)]
struct Announced {
    lock: LockState,
    online: bool,
    passcode: bool,
    lost: bool,
}

impl Announced {
    fn of(device: &Device) -> Self {
        Self {
            lock: device.lock,
            online: device.is_online(),
            passcode: device.passcode,
            lost: device.lost_mode.is_some(),
        }
    }
}
