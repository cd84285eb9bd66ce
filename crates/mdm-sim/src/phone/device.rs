//! The body of the phone: what the user, the network and commands change.

use std::collections::BTreeSet;
use std::time::SystemTime;

use super::declarative::Declarations;
use super::{LockState, PhoneConfig, Profile, PushToken};

/// An app on the phone. Only apps that were added are listed, not those of the system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct App {
    /// Bundle identifier.
    pub identifier: String,
    /// Name under the icon.
    pub name: String,
    /// Version.
    pub version: String,
    /// Whether MDM manages it.
    pub managed: bool,
    /// Whether it goes with the MDM profile (`ManagementFlags` 1).
    pub removed_with_management: bool,
    /// How far it is.
    pub state: AppState,
}

/// How far an app is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppState {
    /// Accepted; the download ends at this time, and the installation needs an unlocked phone.
    Installing {
        /// When the download ends.
        downloaded_at: SystemTime,
    },
    /// Ready for use.
    Installed,
}

/// What a phone in Managed Lost Mode shows.
#[derive(Clone, PartialEq, Eq)]
pub struct LostMode {
    /// Text on the Lock screen.
    pub message: Option<String>,
    /// Number to call.
    pub phone_number: Option<String>,
    /// Text in place of the unlock hint.
    pub footnote: Option<String>,
}

impl std::fmt::Debug for LostMode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The texts name a person and a number.
        f.debug_struct("LostMode").finish_non_exhaustive()
    }
}

#[derive(Clone, PartialEq)]
pub(crate) struct Device {
    pub(crate) lock: LockState,
    pub(crate) passcode: bool,
    pub(crate) powered: bool,
    pub(crate) network: bool,
    pub(crate) cellular: bool,
    pub(crate) profiles: Vec<Profile>,
    pub(crate) apps: Vec<App>,
    pub(crate) lost_mode: Option<LostMode>,
    pub(crate) push_token: Option<PushToken>,
    pub(crate) erased: bool,
    /// It stands in Setup Assistant, and a server has to let it out.
    pub(crate) awaiting: bool,
    /// The accounts of users that are on it, and whose is open.
    pub(crate) accounts: BTreeSet<String>,
    pub(crate) session: Option<String>,
    /// What it was declared to be. It goes with management.
    pub(crate) declarations: Declarations,
}

impl Device {
    pub(crate) fn new(config: &PhoneConfig) -> Self {
        Self {
            lock: config.lock_state,
            passcode: config.passcode,
            powered: true,
            network: true,
            cellular: config.cellular,
            profiles: Vec::new(),
            apps: Vec::new(),
            lost_mode: None,
            push_token: config.push_token.clone(),
            erased: false,
            awaiting: config.awaits_configuration,
            accounts: BTreeSet::new(),
            session: None,
            declarations: Declarations::default(),
        }
    }

    /// The lock state as far as it gates anything: Data Protection needs a passcode.
    ///
    /// Source: archived MDM Protocol Reference, SecurityInfo, `PasscodePresent`.
    pub(crate) fn gate(&self) -> LockState {
        if self.passcode { self.lock } else { LockState::Unlocked }
    }

    /// Whether it has a connection. A passcode-locked phone does not rejoin Wi-Fi after a restart until it is
    /// unlocked.
    ///
    /// Source: Apple, Restart Device (read 2026-08).
    pub(crate) fn is_online(&self) -> bool {
        let radio = self.cellular || self.gate() != LockState::BeforeFirstUnlock;
        self.powered && self.network && radio
    }

    pub(crate) fn unlock(&mut self) {
        // The Lock screen of Managed Lost Mode offers no way in.
        if self.lost_mode.is_none() {
            self.lock = LockState::Unlocked;
        }
    }

    pub(crate) fn lock(&mut self) {
        // Locking the screen does not take the phone back before the first unlock, or out of it.
        if self.lock == LockState::Unlocked {
            self.lock = LockState::Locked;
        }
    }

    pub(crate) fn restart(&mut self) {
        self.powered = true;
        self.lock = LockState::BeforeFirstUnlock;
    }

    /// Takes the passcode away. The token opens the keybag, so a phone before its first unlock is past it.
    pub(crate) fn clear_passcode(&mut self) {
        self.passcode = false;
        if self.lock == LockState::BeforeFirstUnlock {
            self.lock = LockState::Locked;
        }
    }

    /// Puts a profile in, in place of one with the same identifier.
    pub(crate) fn install_profile(&mut self, profile: Profile) {
        match self.profiles.iter_mut().find(|old| old.identifier() == profile.identifier()) {
            Some(old) => *old = profile,
            None => self.profiles.push(profile),
        }
    }

    pub(crate) fn remove_profile(&mut self, identifier: &str) -> bool {
        let before = self.profiles.len();
        self.profiles.retain(|profile| profile.identifier() != identifier);
        self.profiles.len() < before
    }

    /// Finishes downloads that are due. Returns the identifiers.
    pub(crate) fn finish_installs(&mut self, now: SystemTime) -> Vec<String> {
        if !self.powered || self.gate() != LockState::Unlocked {
            return Vec::new();
        }
        let due = self.apps.iter_mut().filter(
            |app| matches!(app.state, AppState::Installing { downloaded_at } if downloaded_at <= now),
        );
        due.map(|app| {
            app.state = AppState::Installed;
            app.identifier.clone()
        })
        .collect()
    }

    /// When the next download ends, if the phone could finish it then.
    pub(crate) fn next_install(&self) -> Option<SystemTime> {
        if !self.powered || self.gate() != LockState::Unlocked {
            return None;
        }
        let times = self.apps.iter().filter_map(|app| match app.state {
            AppState::Installing { downloaded_at } => Some(downloaded_at),
            AppState::Installed => None,
        });
        times.min()
    }

    /// Takes away what management brought, and the enrollment profile itself.
    ///
    /// Source: Apple, InstallApplication `ManagementFlags`, and Removing the MDM profile (read 2026-08). Lost Mode
    /// ends with it: only the server that is gone could have ended it.
    pub(crate) fn end_management(&mut self, enrollment_profile: &str) {
        self.profiles.retain(|profile| !profile.is_managed() && profile.identifier() != enrollment_profile);
        self.apps.retain(|app| !(app.managed && app.removed_with_management));
        for app in &mut self.apps {
            app.managed = false;
        }
        self.lost_mode = None;
        self.declarations = Declarations::default();
    }

    /// Empties the phone: it stands in Setup Assistant, without passcode, unlocked. Lost Mode is over.
    ///
    /// Source: Apple, Erase Device (read 2026-08).
    pub(crate) fn erase(&mut self) {
        self.profiles.clear();
        self.apps.clear();
        self.lost_mode = None;
        self.push_token = None;
        self.declarations = Declarations::default();
        self.passcode = false;
        self.lock = LockState::Unlocked;
        self.erased = true;
    }
}
