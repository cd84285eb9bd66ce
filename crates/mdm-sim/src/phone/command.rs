//! Commands: read, judged by the state of the phone, carried out.

mod action;
mod information;

use std::time::SystemTime;

use plist::{Dictionary, Value};

pub(crate) use self::action::Action;
use super::device::{App, AppState, Device, LostMode};
use super::enrollment::EnrollmentProfile;
use super::profile::ENCRYPTED;
use super::{Error, LockState, PhoneConfig, Profile, Status, wire};

/// A command that could be read.
pub(crate) struct Command {
    pub(crate) uuid: String,
    pub(crate) request_type: String,
    body: Dictionary,
}

impl Command {
    /// Reads a command. What cannot be read still has a UUID if that much is there.
    ///
    /// Source: Apple, Sending MDM commands to a device (read 2026-08): `CommandUUID`, and `Command` with
    /// `RequestType`.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Option<String>> {
        let mut message = wire::read_dictionary(bytes).ok_or(None)?;
        let uuid = message.remove("CommandUUID").and_then(Value::into_string);
        let body = message.remove("Command").and_then(Value::into_dictionary);
        let request_type = body.as_ref().and_then(|body| body.get("RequestType")).and_then(Value::as_string);
        match (uuid, request_type.map(str::to_owned), body) {
            (Some(uuid), Some(request_type), Some(body)) => Ok(Self { uuid, request_type, body }),
            (uuid, ..) => Err(uuid),
        }
    }

    /// What the phone answers, and what becomes of it.
    ///
    /// Only an answer with status `Acknowledged` has changed `device`.
    pub(crate) fn execute(&self, context: &Context<'_>, device: &mut Device) -> Answer {
        let action = match Action::read(&self.request_type, &self.body) {
            Ok(Some(action)) => action,
            // Apple, archived MDM Protocol Reference, error codes.
            Ok(None) => return Answer::error(&[(MDM, 12021, "The request type is not valid.")]),
            Err(_malformed) => return Answer::format_error(),
        };
        // Apple, archived MDM Protocol Reference, chapter 3: `RequestRequiresNetworkTether`.
        if self.body.get("RequestRequiresNetworkTether").and_then(Value::as_boolean) == Some(true) {
            return Answer::error(&[(MDM, 12081, "The device is not network-tethered.")]);
        }
        // Same, chapter 3: in Lost Mode an invalid command dies with 12078, it does not wait with NotNow.
        if device.lost_mode.is_some() && !context.config.lost_mode_commands.contains(&self.request_type) {
            return Answer::error(&[(
                MDM,
                12078,
                "The request is not valid while the device is in Lost Mode.",
            )]);
        }
        if !context.permits(&action) {
            return Answer::error(&[(MDM, 12007, "The server does not have the access right for this.")]);
        }
        if context.config.lock_behavior.refuses(device.gate(), &self.request_type) {
            return Answer::not_now();
        }
        match action {
            Action::DeviceInformation { queries } => {
                Answer::with("QueryResponses", information::device_information(&queries, context, device))
            }
            Action::InstalledApplicationList(filter) => {
                Answer::with("InstalledApplicationList", information::installed_applications(&filter, device))
            }
            Action::SecurityInfo => Answer::with("SecurityInfo", information::security_info(device)),
            Action::ProfileList { managed_only } => {
                Answer::with("ProfileList", information::profile_list(managed_only, context, device))
            }
            Action::InstallProfile { payload } => install_profile(&payload, context, device),
            Action::RemoveProfile { identifier } => remove_profile(&identifier, context, device),
            Action::InstallApplication(order) => order.carry_out(context, device),
            Action::RemoveApplication { identifier } => remove_application(&identifier, device),
            Action::DeviceLock { with_text } => device_lock(with_text, device),
            Action::ClearPasscode { unlock_token } => clear_passcode(&unlock_token, context, device),
            // Apple, Erase Device (read 2026-08): the reply goes out once, before the wipe.
            Action::EraseDevice => Answer { after: After::Erase, ..Answer::acknowledged() },
            Action::EnableLostMode(texts) => enable_lost_mode(texts, context, device),
            Action::DisableLostMode => disable_lost_mode(device),
            Action::DeviceLocation => device_location(context, device),
            Action::RestartDevice => restart_device(context),
            Action::DeclarativeManagement { data } => {
                device.declarations.begin(data.as_deref());
                Answer::acknowledged()
            }
            // It takes neither, so that it has none.
            Action::ManagedMediaList => Answer::with("Books", Value::Array(Vec::new())),
            Action::ProvisioningProfileList => {
                Answer::with("ProvisioningProfileList", Value::Array(Vec::new()))
            }
            Action::ManagedApplicationList { identifiers } => Answer::with(
                "ManagedApplicationList",
                information::managed_applications(identifiers.as_deref(), device),
            ),
            Action::DeleteUser { account, force } => delete_user(account, force, device),
            Action::DeviceConfigured => {
                // Source: Apple, Device Configured (read 2026-08). Out of Setup Assistant it means nothing.
                device.awaiting = false;
                Answer::acknowledged()
            }
        }
    }
}

/// What a command needs to know besides the device.
pub(crate) struct Context<'a> {
    pub(crate) config: &'a PhoneConfig,
    pub(crate) enrollment: &'a EnrollmentProfile,
    pub(crate) now: SystemTime,
}

impl Context<'_> {
    /// Whether the enrollment profile gave the right.
    ///
    /// Source: Apple, MDM (payload), `AccessRights`, and the command pages (read 2026-08). Removing its own
    /// profile needs no right (Managing connections).
    fn permits(&self, action: &Action) -> bool {
        let right = match action {
            Action::RemoveProfile { identifier } if *identifier == self.enrollment.identifier => 0,
            other => other.access_right(),
        };
        self.enrollment.access_rights & right == right
    }

    pub(crate) fn has_right(&self, right: i64) -> bool {
        self.enrollment.access_rights & right == right
    }
}

/// What the phone answers to one command.
pub(crate) struct Answer {
    pub(crate) status: Status,
    fields: Dictionary,
    chain: Vec<(&'static str, i64, &'static str)>,
    pub(crate) after: After,
}

/// What happens once the answer was sent, whether it arrived or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum After {
    Nothing,
    Restart,
    Erase,
    RemoveManagement,
}

impl Answer {
    fn acknowledged() -> Self {
        Self {
            status: Status::Acknowledged,
            fields: Dictionary::new(),
            chain: Vec::new(),
            after: After::Nothing,
        }
    }

    fn with(key: &str, value: Value) -> Self {
        let mut answer = Self::acknowledged();
        answer.fields.insert(key.to_owned(), value);
        answer
    }

    /// An error with its chain, the outermost first: domain, code, text.
    fn error(chain: &[(&'static str, i64, &'static str)]) -> Self {
        Self { status: Status::Error, chain: chain.to_vec(), ..Self::acknowledged() }
    }

    pub(crate) fn format_error() -> Self {
        let chain = vec![(MDM, 12008, "The request is malformed.")];
        Self { status: Status::CommandFormatError, chain, ..Self::acknowledged() }
    }

    fn not_now() -> Self {
        Self { status: Status::NotNow, ..Self::acknowledged() }
    }

    pub(crate) fn error_code(&self) -> Option<i64> {
        self.chain.first().map(|(_, code, _)| *code)
    }

    /// The connect message; `user` holds the keys that name a user, if it is one's.
    pub(crate) fn into_report(
        self,
        uuid: Option<String>,
        udid: &str,
        user: &Dictionary,
        gate: LockState,
    ) -> Report {
        let mut message = self.fields;
        message.insert("Status".into(), self.status.as_str().into());
        message.insert("UDID".into(), udid.into());
        message.extend(user.clone());
        if let Some(uuid) = uuid {
            message.insert("CommandUUID".into(), uuid.into());
        }
        if !self.chain.is_empty() {
            let chain = self.chain.iter().map(|(domain, code, text)| {
                let mut item = Dictionary::new();
                item.insert("ErrorCode".into(), (*code).into());
                item.insert("ErrorDomain".into(), (*domain).into());
                item.insert("LocalizedDescription".into(), (*text).into());
                item.insert("USEnglishDescription".into(), (*text).into());
                Value::Dictionary(item)
            });
            message.insert("ErrorChain".into(), Value::Array(chain.collect()));
        }
        Report { status: self.status, body: wire::write_dictionary(message), after: self.after, gate }
    }
}

/// A result on its way to the server.
#[derive(Clone)]
pub(crate) struct Report {
    pub(crate) status: Status,
    pub(crate) body: Vec<u8>,
    pub(crate) after: After,
    /// The lock state in which it was made.
    pub(crate) gate: LockState,
}

fn install_profile(payload: &[u8], context: &Context<'_>, device: &mut Device) -> Answer {
    const FAILED: (&str, i64, &str) =
        ("MCInstallationErrorDomain", 4001, "The profile could not be installed.");
    const PROFILE: &str = "MCProfileErrorDomain";
    let profile = match Profile::read(payload, &context.config.system_roots, context.now) {
        Ok(profile) => profile,
        Err(Error::BadSignature) => {
            return Answer::error(&[FAILED, (PROFILE, 1004, "The profile has a bad signature.")]);
        }
        Err(Error::RefusedProfile(ENCRYPTED)) => {
            return Answer::error(&[FAILED, (PROFILE, 1006, "The profile cannot be decrypted.")]);
        }
        Err(Error::RefusedProfile(_)) => {
            return Answer::error(&[FAILED, (PROFILE, 1002, "A required field is missing.")]);
        }
        Err(_) => {
            return Answer::error(&[
                ("MCInstallationErrorDomain", 4000, "The profile cannot be parsed."),
                (PROFILE, 1000, "The profile is malformed."),
            ]);
        }
    };
    let replaces_enrollment = profile.identifier() == context.enrollment.identifier;
    let manages = profile.payloads("com.apple.mdm").next().is_some();
    match (replaces_enrollment, manages) {
        (false, false) => {
            device.install_profile(profile.into_managed());
            Answer::acknowledged()
        }
        (false, true) => Answer::error(&[FAILED, (MDM, 12001, "The device is managed already.")]),
        (true, true) => Answer::error(&[FAILED, (MDM, 12009, "The replacement profile is not valid.")]),
        (true, false) => Answer::error(&[
            FAILED,
            ("MCInstallationErrorDomain", 4015, "The replacement profile does not contain an MDM payload."),
        ]),
    }
}

fn remove_profile(identifier: &str, context: &Context<'_>, device: &mut Device) -> Answer {
    if identifier == context.enrollment.identifier {
        return Answer { after: After::RemoveManagement, ..Answer::acknowledged() };
    }
    if device.remove_profile(identifier) {
        Answer::acknowledged()
    } else {
        Answer::error(&[(MDM, 12075, "The specified profile is not installed.")])
    }
}

impl action::InstallOrder {
    /// Accepts an app; the installation ends later.
    ///
    /// Source: Apple, Install Application and its response (read 2026-08): acknowledged means accepted; a refusal
    /// is an `Error` with `RejectionReason`.
    fn carry_out(self, context: &Context<'_>, device: &mut Device) -> Answer {
        let Some(offer) = self.find(&context.config.app_store) else {
            return rejected("CouldNotVerifyAppID", 12023, "The app could not be validated.");
        };
        let present = device.apps.iter().position(|app| app.identifier == offer.identifier);
        let present = present.and_then(|at| device.apps.get_mut(at));
        let downloaded_at = context.now.checked_add(context.config.install_time).unwrap_or(context.now);
        let state = match present {
            None => {
                device.apps.push(App {
                    identifier: offer.identifier.clone(),
                    name: offer.name,
                    version: offer.version,
                    managed: true,
                    removed_with_management: self.removed_with_management,
                    state: AppState::Installing { downloaded_at },
                });
                // Only supervised phones install without asking the user; the simulated user says yes.
                if context.config.supervised { "Queued" } else { "Prompting" }
            }
            Some(App { state: AppState::Installing { .. }, .. }) => {
                return rejected("AppAlreadyQueued", 12025, "The app is being installed already.");
            }
            Some(app) if app.managed => {
                app.version = offer.version;
                app.removed_with_management = self.removed_with_management;
                app.state = AppState::Installing { downloaded_at };
                "Updating"
            }
            Some(app) if self.takes_over => {
                app.managed = true;
                app.removed_with_management = self.removed_with_management;
                "Managed"
            }
            Some(_) => return rejected("AppAlreadyInstalled", 12025, "The app is installed already."),
        };
        let mut answer = Answer::with("State", state.into());
        answer.fields.insert("Identifier".into(), offer.identifier.into());
        answer
    }
}

fn rejected(reason: &'static str, code: i64, text: &'static str) -> Answer {
    let mut answer = Answer::error(&[(MDM, code, text)]);
    answer.fields.insert("RejectionReason".into(), reason.into());
    answer
}

/// Source: Apple, Remove Application (read 2026-08): managed apps only.
fn remove_application(identifier: &str, device: &mut Device) -> Answer {
    let before = device.apps.len();
    device.apps.retain(|app| !(app.managed && app.identifier == identifier));
    if device.apps.len() < before {
        Answer::acknowledged()
    } else {
        Answer::error(&[(MDM, 12029, "The app is not managed.")])
    }
}

/// Source: Apple, Delete User (read 2026-11): who is logged in stays, unless the deletion is forced.
fn delete_user(account: Option<String>, force: bool, device: &mut Device) -> Answer {
    let is_named = |other: &str| account.as_ref().is_none_or(|name| name.eq_ignore_ascii_case(other));
    if !force && device.session.as_deref().is_some_and(is_named) {
        return Answer::error(&[NOT_DELETED]);
    }
    let before = device.accounts.len();
    device.accounts.retain(|other| !is_named(other));
    if account.is_none() || device.accounts.len() < before {
        Answer::acknowledged()
    } else {
        Answer::error(&[NOT_DELETED])
    }
}

/// Source: Apple, Device Lock (read 2026-08): `MessageResult` answers a message or a phone number.
fn device_lock(with_text: bool, device: &mut Device) -> Answer {
    device.lock();
    if !with_text {
        return Answer::acknowledged();
    }
    let result = if device.lost_mode.is_some() {
        "DeviceInLostMode"
    } else if device.passcode {
        "Success"
    } else {
        "NoPasscodeSet"
    };
    Answer::with("MessageResult", result.into())
}

/// Source: Apple, Clear Passcode (read 2026-08): it needs the token that the phone sent.
fn clear_passcode(token: &[u8], context: &Context<'_>, device: &mut Device) -> Answer {
    let given = super::UnlockToken::new(token);
    if context.config.unlock_token.as_ref() != Some(&given) || device.erased {
        return Answer::error(&[("MCPasscodeErrorDomain", 5013, "The passcode cannot be cleared.")]);
    }
    device.clear_passcode();
    Answer::acknowledged()
}

/// Source: Apple, Enable Lost Mode (read 2026-08): supervised devices only, else 12066. A second one replaces the
/// texts.
fn enable_lost_mode(texts: LostMode, context: &Context<'_>, device: &mut Device) -> Answer {
    if !context.config.supervised {
        return Answer::error(&[(MDM, 12066, "Managed Lost Mode could not be enabled."), NOT_SUPERVISED]);
    }
    device.lock();
    device.lost_mode = Some(texts);
    Answer::acknowledged()
}

/// Source: Apple, Disable Lost Mode (read 2026-08). The phone stays locked.
fn disable_lost_mode(device: &mut Device) -> Answer {
    match device.lost_mode.take() {
        Some(_) => Answer::acknowledged(),
        None => Answer::error(&[NOT_LOST]),
    }
}

/// Source: Apple, Device Location (read 2026-08): only in Lost Mode, else 12067; 12068 if there is no fix.
fn device_location(context: &Context<'_>, device: &Device) -> Answer {
    if device.lost_mode.is_none() {
        return Answer::error(&[NOT_LOST]);
    }
    let Some(location) = context.config.location else {
        return Answer::error(&[(MDM, 12068, "The location of the device could not be determined.")]);
    };
    let mut answer = Answer::acknowledged();
    for (key, value) in [
        ("Latitude", location.latitude),
        ("Longitude", location.longitude),
        ("HorizontalAccuracy", location.horizontal_accuracy),
        // Negative means unknown.
        ("VerticalAccuracy", -1.0),
        ("Altitude", -1.0),
        ("Speed", -1.0),
        ("Course", -1.0),
    ] {
        answer.fields.insert(key.to_owned(), Value::Real(value));
    }
    answer.fields.insert("Timestamp".into(), wire::rfc3339(context.now).into());
    answer
}

/// Source: Apple, Restart Device (read 2026-08): supervised devices only.
fn restart_device(context: &Context<'_>) -> Answer {
    if context.config.supervised {
        Answer { after: After::Restart, ..Answer::acknowledged() }
    } else {
        Answer::error(&[NOT_SUPERVISED])
    }
}

/// The domain of the errors that are MDM's own.
///
/// Codes and domains are those of the archived MDM Protocol Reference, "Error Codes"; 12078 and 12081 of its
/// chapter 3. Apple says that they may change and that no program should depend on them.
const MDM: &str = "MCMDMErrorDomain";
/// The archived reference has 12070 to 12074 for lists and deletions of users.
const NOT_DELETED: (&str, i64, &str) = (MDM, 12074, "The user could not be deleted.");
const NOT_LOST: (&str, i64, &str) = (MDM, 12067, "The device is not in Managed Lost Mode.");
const NOT_SUPERVISED: (&str, i64, &str) = ("MCChaperoneErrorDomain", 29000, "The device is not supervised.");
