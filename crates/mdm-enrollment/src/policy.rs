//! Whose device it is, and what may be ordered on it: ownership, management mode, consent, and who asks.
//!
//! The support matrix says what a device *would* refuse. This module says what an organization *should not* ask, and
//! what a person has to agree to first. [`Assignment::judge`] holds one request against both the assignment of the
//! device and the actor; [`recommend`] says what to do when a phone is lost or its member leaves;
//! [`SelectiveWipe`] removes what the organization put on a device and nothing else.
//!
//! ```
//! use std::time::{Duration, SystemTime, UNIX_EPOCH};
//! use mdm_apple::support::DeviceFacts;
//! use mdm_apple::{EraseDevice, InstalledApplicationList, Request};
//! use mdm_enrollment::Actor;
//! use mdm_enrollment::policy::{Assignment, Consent, ConsentText, Denial, ManagementMode, Ownership};
//! use mdm_lock::Platform;
//!
//! let now = UNIX_EPOCH + Duration::from_secs(1_800_000_000);
//! let facts = DeviceFacts::new(Platform::Ios);
//! let admin = Actor::administrator("anna");
//! let erase = Request::from(EraseDevice::default());
//!
//! // A member's own phone: what is private stays private, and a wipe needs the member's word.
//! let mut phone = Assignment::new(Ownership::Personal, ManagementMode::Byod).of_member("ben");
//! let inventory = Request::from(InstalledApplicationList::default());
//! assert!(matches!(phone.judge(&admin, &inventory, &facts, now), Err(Denial::PersonalApps)));
//! let denied = phone.judge(&admin, &erase, &facts, now).unwrap_err();
//! assert_eq!(denied, Denial::NoConsent);
//! assert_eq!(
//!     denied.to_string(),
//!     "the device is personal, and its member has not agreed to an erase of the whole device"
//! );
//!
//! let text = ConsentText::new("2026-04", b"You agree that a lost phone may be erased ...");
//! phone.consent = Some(Consent::new("ben", text, now));
//! assert_eq!(phone.judge(&admin, &erase, &facts, now), Ok(()));
//! ```

mod act;
mod advice;
mod family;
mod retirement;
#[cfg(test)]
mod tests;
mod wipe;

use std::fmt;
use std::time::SystemTime;

use mdm_apple::Request;
use mdm_apple::support::{self, DeviceFacts, Refusal};
use serde::{Deserialize, Serialize};

pub use act::Act;
pub use advice::{Advice, Measure, Situation, Step, When, recommend};
pub use family::Family;
pub use retirement::Retirement;
pub(crate) use wipe::Listed;
pub use wipe::{Managed, SelectiveWipe};

use crate::Actor;

/// Whose the device is (F4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Ownership {
    /// The organization's.
    Company,
    /// A person's.
    Personal,
}

/// How far the management of a device goes (F99).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum ManagementMode {
    /// The organization controls the whole device: everything is allowed.
    CompanyFull,
    /// A device of the organization that its member may use freely: the apps that the member installed are not looked
    /// at.
    CompanyFlexible,
    /// A member's own device: the organization manages what it put there. No passcode is cleared, nothing is located,
    /// and the whole device is erased only with the member's consent.
    Byod,
    /// Content is given out and taken back; settings, app installs and what concerns the whole device are not touched.
    ContentOnly,
}

/// To whom a device is assigned, and on which terms. The embedder sets it when it makes the slot. `Debug` hides the member.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Assignment {
    /// Whose it is.
    pub ownership: Ownership,
    /// How far it is managed.
    pub mode: ManagementMode,
    /// The embedder's identifier of the member who uses it.
    pub member: Option<Box<str>>,
    /// What the member has agreed to.
    pub consent: Option<Consent>,
}

/// A member agreed that the whole device may be erased (F105). `Debug` hides who.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Consent {
    /// Who agreed: the embedder's identifier.
    pub member: Box<str>,
    /// To which text.
    pub text: ConsentText,
    /// When.
    pub given_at: SystemTime,
    /// Until when it holds; `None` is until it is withdrawn.
    pub expires_at: Option<SystemTime>,
    /// Since when it does not hold any more, because the member withdrew it.
    pub withdrawn_at: Option<SystemTime>,
}

/// The text that was shown to the member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ConsentText {
    /// The embedder's name of its version.
    pub version: Box<str>,
    /// SHA-256 of its bytes, so that nobody can say later that it was another one.
    pub digest: [u8; 32],
}

/// Whether a tenant's devices are managed at all (F107).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Management {
    /// Nobody can enroll, and nothing can be ordered.
    #[default]
    Off,
    /// Members may enroll.
    Offered,
    /// Members must enroll before they use the organization's apps: these ask for it when they start.
    Required,
}

/// Why somebody must not order something. The sentence is meant for whoever ordered it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Denial {
    /// The tenant has not enabled management.
    #[error("device management is not enabled for this organization")]
    ManagementOff,
    /// A member asked for something on a device that is not the member's.
    #[error("the device is not assigned to this member")]
    NotTheMembers,
    /// A member asked for more than to take the organization's things off the device.
    #[error("members may disconnect their own devices, and {0} is for administrators")]
    NotForMembers(Box<str>),
    /// The mode does not go so far.
    #[error("{command} is not allowed on a device that is managed as {}", .mode.name())]
    Mode {
        /// The `RequestType`.
        command: Box<str>,
        /// The mode.
        mode: ManagementMode,
    },
    /// The order would list apps that the member installed.
    #[error("the member's own apps are private here: ask with ManagedAppsOnly")]
    PersonalApps,
    /// Somebody wanted what is not for somebody like that: [`Act`] has the table.
    #[error("{0} is for administrators and the rules that they make")]
    NotForActor(Act),
    /// A rule cannot have heard a member agree.
    #[error("nobody says that the member agreed: a rule is no witness")]
    NoWitness,
    /// The platform does not let anybody do this to such a device, consent or not.
    #[error("the platform does not allow it, whoever agrees: {0}")]
    Platform(Refusal),
    /// The member has not agreed.
    #[error("the device is personal, and its member has not agreed to an erase of the whole device")]
    NoConsent,
    /// The member agreed, and it does not hold: withdrawn, expired, or not given yet.
    #[error("the device is personal, and its member's consent to an erase does not hold any more")]
    ConsentEnded,
    /// The consent is another person's.
    #[error("the device is personal, and the consent to an erase is another person's")]
    ForeignConsent,
}

impl Assignment {
    /// A company's device that is nobody's in particular and managed in full: what a slot says if it does not say
    /// anything else.
    pub const UNASSIGNED: Self = Self::new(Ownership::Company, ManagementMode::CompanyFull);

    /// A device that is nobody's in particular.
    #[must_use]
    pub const fn new(ownership: Ownership, mode: ManagementMode) -> Self {
        Self { ownership, mode, member: None, consent: None }
    }

    /// Says whose it is.
    #[must_use]
    pub fn of_member(self, member: &str) -> Self {
        Self { member: Some(member.into()), ..self }
    }

    /// Whose it is: the member it is assigned to, and where there is none whoever agreed to something there. A consent in
    /// another one's name makes nothing of the member's the other one's.
    #[must_use]
    pub fn owner(&self) -> Option<&str> {
        self.member.as_deref().or(self.consent.as_ref().map(|consent| &*consent.member))
    }

    /// Whether `actor` may ask this of the device.
    ///
    /// What the device itself would refuse is the support matrix's to say ([`support`]), but for one thing: where the
    /// platform forbids an erase, this says so, so that nobody is asked for a consent that helps nobody.
    ///
    /// # Errors
    ///
    /// The [`Denial`], of which the first that applies is given: whose device it is, then how far it is managed, then
    /// the consent.
    pub fn judge(
        &self,
        actor: &Actor,
        request: &Request,
        facts: &DeviceFacts,
        now: SystemTime,
    ) -> Result<(), Denial> {
        let lists_all_apps = matches!(
            request,
            Request::InstalledApplicationList(list) if list.managed_apps_only != Some(true)
        );
        self.weigh(actor, request.request_type(), lists_all_apps, facts, now)
    }

    /// Whether `actor` may ask this command of the device.
    fn weigh(
        &self,
        actor: &Actor,
        command: &str,
        lists_all_apps: bool,
        facts: &DeviceFacts,
        now: SystemTime,
    ) -> Result<(), Denial> {
        if let Actor::Member(member) = actor {
            self.sees(member)?;
            if !REMOVALS.contains(&command) {
                return Err(Denial::NotForMembers(command.into()));
            }
        }
        self.allows(command, lists_all_apps, facts, now)
    }

    /// Whether anybody may ask this command of the device: what waits is held against it once more when its turn comes.
    /// A member's order is a removal, and those every mode allows.
    pub(crate) fn allows(
        &self,
        command: &str,
        lists_all_apps: bool,
        facts: &DeviceFacts,
        now: SystemTime,
    ) -> Result<(), Denial> {
        let private = || if lists_all_apps { Err(Denial::PersonalApps) } else { Ok(()) };
        let beyond = || Err(Denial::Mode { command: command.into(), mode: self.mode });
        match self.mode {
            ManagementMode::CompanyFull => {}
            ManagementMode::CompanyFlexible => private()?,
            ManagementMode::Byod => {
                if CONTROL.contains(&command) {
                    return beyond();
                }
                private()?;
            }
            ManagementMode::ContentOnly => match Family::of(command) {
                _ if REMOVALS.contains(&command) || LETTING_OUT.contains(&command) => {}
                Some(Family::Content) => {}
                Some(Family::Information) => private()?,
                _ => return beyond(),
            },
        }
        if command == ERASE && self.ownership == Ownership::Personal {
            if let Some(refusal) = support::validate(ERASE, facts).into_iter().next() {
                return Err(Denial::Platform(refusal));
            }
            self.agreed(now)?;
        }
        Ok(())
    }

    /// Whether a member may look at this device (F110).
    ///
    /// # Errors
    ///
    /// [`Denial::NotTheMembers`].
    pub fn sees(&self, member: &str) -> Result<(), Denial> {
        (self.member.as_deref() == Some(member)).then_some(()).ok_or(Denial::NotTheMembers)
    }

    fn agreed(&self, now: SystemTime) -> Result<(), Denial> {
        let consent = self.consent.as_ref().ok_or(Denial::NoConsent)?;
        // Without a member nobody knows whose word it would have to be.
        if self.member.as_deref() != Some(&*consent.member) {
            return Err(Denial::ForeignConsent);
        }
        if consent.holds(now) { Ok(()) } else { Err(Denial::ConsentEnded) }
    }
}

impl Consent {
    /// Records that `member` agreed to this text.
    #[must_use]
    pub fn new(member: &str, text: ConsentText, given_at: SystemTime) -> Self {
        Self { member: member.into(), text, given_at, expires_at: None, withdrawn_at: None }
    }

    /// Lets it hold until then.
    #[must_use]
    pub fn until(self, expires_at: SystemTime) -> Self {
        Self { expires_at: Some(expires_at), ..self }
    }

    /// Records that it was withdrawn. The first time counts.
    pub fn withdraw(&mut self, now: SystemTime) {
        self.withdrawn_at.get_or_insert(now);
    }

    /// Whether it holds. What was withdrawn does not hold again when the clock steps back.
    #[must_use]
    pub fn holds(&self, now: SystemTime) -> bool {
        self.withdrawn_at.is_none() && self.given_at <= now && self.expires_at.is_none_or(|end| now < end)
    }
}

impl fmt::Debug for Assignment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Assignment")
            .field("ownership", &self.ownership)
            .field("mode", &self.mode)
            .field("has_member", &self.member.is_some())
            .field("consent", &self.consent)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Consent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Consent")
            .field("text", &self.text)
            .field("given_at", &self.given_at)
            .field("expires_at", &self.expires_at)
            .field("withdrawn_at", &self.withdrawn_at)
            .finish_non_exhaustive()
    }
}

impl ConsentText {
    /// The text of this version.
    #[must_use]
    pub fn new(version: &str, text: &[u8]) -> Self {
        Self { version: version.into(), digest: mdm_pki::sha256(text) }
    }
}

impl Management {
    /// Whether devices may enroll and take orders.
    ///
    /// # Errors
    ///
    /// [`Denial::ManagementOff`].
    pub const fn admit(self) -> Result<(), Denial> {
        match self {
            Self::Off => Err(Denial::ManagementOff),
            Self::Offered | Self::Required => Ok(()),
        }
    }
}

impl ManagementMode {
    /// Every mode.
    pub const ALL: [Self; 4] = [Self::CompanyFull, Self::CompanyFlexible, Self::Byod, Self::ContentOnly];

    /// What it is called in a sentence.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::CompanyFull => "a company's, in full",
            Self::CompanyFlexible => "a company's, with freedom",
            Self::Byod => "a member's own",
            Self::ContentOnly => "content only",
        }
    }
}

const ERASE: &str = "EraseDevice";

/// What a member may order for the member's own device, and what every mode allows: taking the organization's things
/// off it (F102, F110).
const REMOVALS: &[&str] = &["RemoveApplication", "RemoveMedia", "RemoveProfile", "RemoveProvisioningProfile"];

/// What lets a device or a user out of Setup Assistant: it sets nothing up, and without it nobody can use the device.
pub(crate) const LETTING_OUT: &[&str] = &["DeviceConfigured", "UserConfigured"];

/// What takes control of a device or finds it. On a member's own device nobody may (F97, F99).
const CONTROL: &[&str] = &[
    "ClearPasscode",
    "ClearRestrictionsPassword",
    "DeviceLocation",
    "EnableLostMode",
    "RequestUnlockToken",
    "SetAutoAdminPassword",
    "SetFirmwarePassword",
    "SetRecoveryLock",
    "UnlockUserAccount",
];
