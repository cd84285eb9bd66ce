//! What we believe about a device's lock, and the evidence that moves the belief.

use std::fmt;
use std::time::SystemTime;

use crate::{Channel, Expectation, Grade, Platform, RuleTable, Subject};

/// A condition of a device that decides whether commands run or are refused for now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum LockState {
    /// Nothing is known.
    #[default]
    Unknown,
    /// The user has unlocked it.
    Unlocked,
    /// Locked, and unlocked at least once since it started.
    Locked,
    /// Not unlocked since it started: protected data is out of reach.
    BeforeFirstUnlock,
    /// A Mac asleep on battery that wakes for network work.
    PowerNap,
    /// A Mac user's keychain is locked.
    KeychainLocked,
    /// Setup Assistant runs.
    SetupAssistant,
    /// An Android device asleep.
    Asleep,
    /// A Mac holds a user's login back until the server has answered.
    LoginPending,
    /// An Android device without network.
    NoNetwork,
}

impl LockState {
    /// The states in which devices of this kind refuse commands, as far as anybody knows or fears.
    #[must_use]
    pub const fn gates(platform: Platform, channel: Channel) -> &'static [Self] {
        match (platform, channel) {
            (Platform::Macos, Channel::Device) => &[Self::PowerNap, Self::LoginPending, Self::SetupAssistant],
            (Platform::Macos, Channel::User) => {
                &[Self::PowerNap, Self::KeychainLocked, Self::LoginPending, Self::SetupAssistant]
            }
            (Platform::Android, _) => &[Self::Locked, Self::BeforeFirstUnlock, Self::Asleep, Self::NoNetwork],
            (Platform::Ios | Platform::Tvos | Platform::Watchos | Platform::Visionos, _) => {
                &[Self::Locked, Self::BeforeFirstUnlock, Self::SetupAssistant]
            }
        }
    }

    /// The state that most often makes a device of this kind refuse a command.
    #[must_use]
    pub fn usual_gate(subject: &Subject) -> Self {
        match (subject.platform, subject.channel) {
            (Platform::Macos, Channel::Device) => Self::PowerNap,
            (Platform::Macos, Channel::User) => Self::KeychainLocked,
            (Platform::Android, _) => Self::Asleep,
            _ => Self::Locked,
        }
    }
}

impl fmt::Display for LockState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown => "unknown",
            Self::Unlocked => "unlocked",
            Self::Locked => "locked",
            Self::BeforeFirstUnlock => "before first unlock",
            Self::PowerNap => "in Power Nap",
            Self::KeychainLocked => "user keychain locked",
            Self::SetupAssistant => "in Setup Assistant",
            Self::Asleep => "asleep",
            Self::LoginPending => "waiting for the server at login",
            Self::NoNetwork => "without network",
        })
    }
}

/// Whether a passcode protects the device. Without one the lock gates nothing: Data Protection needs it
/// (Apple, MDM Protocol Reference, chapter 3, `PasscodePresent`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Passcode {
    /// The device has not told.
    #[default]
    Unknown,
    /// One is set.
    Present,
    /// None is set.
    Absent,
}

/// Whether the device is in Lost Mode, in which other commands fail with error 12078 instead of waiting
/// (Apple, Enable Lost Mode).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum LostMode {
    /// As far as we know it is not.
    #[default]
    Off,
    /// It is.
    On,
}

/// How far to trust a belief.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Certainty {
    /// Nothing better is known.
    #[default]
    Guess,
    /// A rule with evidence implies it.
    Likely,
    /// The device said so, or did what implies it.
    Certain,
}

/// Something that was seen and says something about the lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Evidence<'a> {
    /// The device answered `NotNow` to this command.
    NotNow {
        /// Its request type.
        command: &'a str,
    },
    /// The device acknowledged this command.
    Acknowledged {
        /// Its request type.
        command: &'a str,
    },
    /// An agent or a query told the state.
    Reported(LockState),
    /// The device told whether a passcode is set.
    Passcode(Passcode),
    /// An error code or a query told whether Lost Mode is on.
    LostMode(LostMode),
    /// The device has started anew.
    Restarted,
}

/// Where a belief comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Source {
    /// No evidence yet.
    #[default]
    Nothing,
    /// A refusal.
    NotNow,
    /// An acknowledged command that needs an unlocked device, or that locks it.
    Acknowledged,
    /// An agent or a query.
    Report,
    /// A restart.
    Restart,
}

/// What we believe about one channel's lock: a state, since when, why, and how sure.
///
/// A belief orders a session and explains; it never keeps a command from a device (a queue that withholds
/// installs because it believes the device locked would never learn that it was unlocked).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Belief {
    /// The state.
    pub state: LockState,
    /// When the state was first believed; later evidence for the same state does not move it.
    pub since: Option<SystemTime>,
    /// Where it comes from.
    pub source: Source,
    /// How sure.
    pub certainty: Certainty,
    /// Whether a passcode exists.
    pub passcode: Passcode,
    /// Whether Lost Mode is on.
    pub lost_mode: LostMode,
}

impl Belief {
    /// Whether the believed state can refuse anything at all. Without a passcode a lock does not; sleep, Setup
    /// Assistant and the like do.
    #[must_use]
    pub fn gates(&self) -> bool {
        match self.state {
            LockState::Unlocked => false,
            LockState::Unknown | LockState::Locked | LockState::BeforeFirstUnlock => {
                self.passcode != Passcode::Absent
            }
            _ => true,
        }
    }

    /// The state in which to expect this device. With no belief the one that refuses most often: the order
    /// that this gives is harmless in any other.
    pub(crate) fn expected_state(&self, subject: &Subject) -> LockState {
        let state = match self.state {
            LockState::Unknown => LockState::usual_gate(subject),
            state => state,
        };
        match state {
            LockState::Locked | LockState::BeforeFirstUnlock if self.passcode == Passcode::Absent => {
                LockState::Unlocked
            }
            state => state,
        }
    }

    /// The belief after this evidence.
    #[must_use]
    pub fn observe(
        &self,
        evidence: Evidence<'_>,
        table: &RuleTable,
        subject: &Subject,
        at: SystemTime,
    ) -> Self {
        let mut next = self.clone();
        match evidence {
            Evidence::NotNow { command } => next.refused(command, table, subject, at),
            Evidence::Acknowledged { command } => match table.character(command).effect {
                Effect::Locks => next.locked(Source::Acknowledged, subject, at),
                Effect::ClearsPasscode => next.passcode = Passcode::Absent,
                Effect::ResetsPasscode => next.passcode = Passcode::Unknown,
                Effect::Restarts => next.restarted(Source::Acknowledged, subject, at),
                Effect::EntersLostMode => {
                    next.lost_mode = LostMode::On;
                    next.locked(Source::Acknowledged, subject, at);
                }
                Effect::LeavesLostMode => next.lost_mode = LostMode::Off,
                Effect::Erases => next = Self::default(),
                Effect::None => next.ran(command, table, subject, at),
            },
            Evidence::Reported(state) => next.believe(state, Source::Report, Certainty::Certain, at),
            Evidence::Passcode(passcode) => next.passcode = passcode,
            Evidence::LostMode(lost_mode) => next.lost_mode = lost_mode,
            Evidence::Restarted => next.restarted(Source::Restart, subject, at),
        }
        next
    }

    fn refused(&mut self, command: &str, table: &RuleTable, subject: &Subject, at: SystemTime) {
        let gate = LockState::usual_gate(subject);
        let here = table.forecast(command, subject, self.state).expectation;
        let explained = match self.state {
            // A refusal does not tell "locked" from "before first unlock".
            LockState::BeforeFirstUnlock => here != Expectation::Runs,
            LockState::Unknown | LockState::Unlocked => false,
            _ => here >= Expectation::MayDefer,
        };
        if explained && self.state != gate {
            return;
        }
        let forecast = table.forecast(command, subject, gate);
        let certainty = match (forecast.expectation, forecast.grade()) {
            // A well founded rule says that this state cannot be why. The answer stands, unexplained. A weak
            // rule loses against it.
            (Expectation::Runs, Some(grade)) if grade <= Grade::B => return,
            (Expectation::Deferred, _) => Certainty::Likely,
            _ => Certainty::Guess,
        };
        // What agrees with a belief does not weaken it.
        if self.state != gate || self.certainty < certainty {
            self.believe(gate, Source::NotNow, certainty, at);
        }
    }

    fn ran(&mut self, command: &str, table: &RuleTable, subject: &Subject, at: SystemTime) {
        let refused_in = |state| table.forecast(command, subject, state).expectation == Expectation::Deferred;
        if refused_in(LockState::usual_gate(subject)) {
            self.believe(LockState::Unlocked, Source::Acknowledged, Certainty::Likely, at);
        } else if refused_in(self.state) {
            // It has left the state; nobody said for which.
            self.believe(LockState::Unknown, Source::Acknowledged, Certainty::Guess, at);
        }
    }

    /// The screen is locked. A Mac's channels do not stand behind it: no source says that it refuses anything.
    fn locked(&mut self, source: Source, subject: &Subject, at: SystemTime) {
        if self.passcode != Passcode::Absent && subject.platform != Platform::Macos {
            self.believe(LockState::Locked, source, Certainty::Certain, at);
        }
    }

    /// The device starts anew. A Mac speaks only when somebody has opened its disk: it is then not before its
    /// first unlock.
    fn restarted(&mut self, source: Source, subject: &Subject, at: SystemTime) {
        if subject.platform == Platform::Macos {
            self.believe(LockState::Unknown, source, Certainty::Guess, at);
        } else if self.passcode != Passcode::Absent {
            self.believe(LockState::BeforeFirstUnlock, source, Certainty::Certain, at);
        }
    }

    fn believe(&mut self, state: LockState, source: Source, certainty: Certainty, at: SystemTime) {
        if self.state != state {
            self.state = state;
            self.since = Some(at);
        }
        self.source = source;
        self.certainty = certainty;
    }
}

/// What a command, once acknowledged, does to the lock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Nothing.
    #[default]
    None,
    /// Locks the screen.
    Locks,
    /// Removes the passcode.
    ClearsPasscode,
    /// Removes the passcode or sets another.
    ResetsPasscode,
    /// Starts the device anew, or ends in a state from which it starts anew.
    Restarts,
    /// Enters Lost Mode.
    EntersLostMode,
    /// Leaves Lost Mode.
    LeavesLostMode,
    /// Erases everything.
    Erases,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(evidence: &[Evidence<'_>]) -> Belief {
        let (table, subject) = (RuleTable::default(), Subject::ios(None));
        evidence.iter().fold(Belief::default(), |belief, evidence| {
            belief.observe(*evidence, &table, &subject, SystemTime::UNIX_EPOCH)
        })
    }

    #[test]
    fn evidence_moves_the_state() {
        use Evidence::{Acknowledged, NotNow, Passcode as P, Restarted};
        fn check(evidence: &[Evidence<'_>], state: LockState, certainty: Certainty) {
            let belief = after(evidence);
            assert_eq!((belief.state, belief.certainty), (state, certainty), "{evidence:?}");
        }
        let refused = NotNow { command: "InstallProfile" };
        let installed = Acknowledged { command: "InstallProfile" };
        check(&[], LockState::Unknown, Certainty::Guess);
        check(&[refused], LockState::Locked, Certainty::Likely);
        check(&[NotNow { command: "Settings" }], LockState::Locked, Certainty::Guess);
        // Apple guarantees that this one is never refused: the refusal says nothing about the lock.
        check(&[NotNow { command: "DeviceInformation" }], LockState::Unknown, Certainty::Guess);
        check(&[refused, installed], LockState::Unlocked, Certainty::Likely);
        check(&[Acknowledged { command: "DeviceInformation" }], LockState::Unknown, Certainty::Guess);
        check(&[installed, Acknowledged { command: "DeviceLock" }], LockState::Locked, Certainty::Certain);
        check(&[Acknowledged { command: "RestartDevice" }], LockState::BeforeFirstUnlock, Certainty::Certain);
        check(&[Restarted, refused], LockState::BeforeFirstUnlock, Certainty::Certain);
        check(&[Restarted, Acknowledged { command: "EraseDevice" }], LockState::Unknown, Certainty::Guess);
        check(
            &[P(Passcode::Absent), Acknowledged { command: "DeviceLock" }],
            LockState::Unknown,
            Certainty::Guess,
        );
        check(&[Evidence::Reported(LockState::Asleep)], LockState::Asleep, Certainty::Certain);
        // What agrees with a belief does not weaken it.
        let reported = Evidence::Reported(LockState::Locked);
        check(&[reported, NotNow { command: "Settings" }], LockState::Locked, Certainty::Certain);
        // Only a requirement says that a removal runs (F46): a refusal is the better evidence.
        check(&[NotNow { command: "RemoveProfile" }], LockState::Locked, Certainty::Guess);
        // Apple, Certificate List: refused before the first unlock. It ran, so that is over; more is not known.
        let certificates = Acknowledged { command: "CertificateList" };
        check(&[Restarted, certificates], LockState::Unknown, Certainty::Guess);
        check(&[reported, certificates], LockState::Locked, Certainty::Certain);
        check(&[P(Passcode::Absent), Restarted], LockState::Unknown, Certainty::Guess);
        // In Setup Assistant a refusal that it explains says nothing new, another one does.
        let setup = Evidence::Reported(LockState::SetupAssistant);
        let invited = NotNow { command: "InviteToProgram" };
        check(&[setup, invited], LockState::SetupAssistant, Certainty::Certain);
        check(&[setup, refused], LockState::Locked, Certainty::Likely);
    }

    #[test]
    fn a_mac_and_an_android_device_move_by_their_own_rules() {
        use Evidence::{Acknowledged, NotNow, Reported, Restarted};
        fn check(platform: Platform, channel: Channel, evidence: &[Evidence<'_>], state: LockState) {
            let (table, subject) = (RuleTable::default(), Subject { platform, channel, os: None });
            let belief = evidence.iter().fold(Belief::default(), |belief, evidence| {
                belief.observe(*evidence, &table, &subject, SystemTime::UNIX_EPOCH)
            });
            assert_eq!(belief.state, state, "{platform} {channel:?} {evidence:?}");
        }
        let mac = |evidence: &[Evidence<'_>], state| check(Platform::Macos, Channel::Device, evidence, state);
        let user = |evidence: &[Evidence<'_>], state| check(Platform::Macos, Channel::User, evidence, state);
        let android =
            |evidence: &[Evidence<'_>], state| check(Platform::Android, Channel::Device, evidence, state);
        let (refused, ran) =
            (NotNow { command: "InstallProfile" }, Acknowledged { command: "InstallProfile" });
        mac(&[refused], LockState::PowerNap);
        // One of the nine that run in Power Nap.
        mac(&[NotNow { command: "UserList" }], LockState::Unknown);
        // That it ran does not show a Mac awake: Apple says that the others may be refused, not that they are.
        mac(&[refused, ran], LockState::PowerNap);
        mac(&[Acknowledged { command: "DeviceLock" }], LockState::Unknown);
        mac(&[refused, Restarted], LockState::Unknown);
        mac(&[refused, Acknowledged { command: "RestartDevice" }], LockState::Unknown);
        user(&[refused], LockState::KeychainLocked);
        user(&[refused, ran], LockState::Unlocked);
        // Apple, Managing devices and users in macOS: everything is refused, until something runs.
        let setup = Reported(LockState::SetupAssistant);
        user(&[setup, refused], LockState::SetupAssistant);
        user(&[setup, refused, Acknowledged { command: "ProfileList" }], LockState::Unknown);
        user(&[setup, Acknowledged { command: "DeviceConfigured" }], LockState::SetupAssistant);
        let download = NotNow { command: "InstallApp" };
        android(&[download], LockState::Asleep);
        // F68: some models refuse what others run.
        android(&[NotNow { command: "Lock" }], LockState::Asleep);
        android(&[Reported(LockState::NoNetwork), download], LockState::NoNetwork);
        android(
            &[Reported(LockState::NoNetwork), Acknowledged { command: "InstallApp" }],
            LockState::Unknown,
        );
        android(&[Restarted, download], LockState::BeforeFirstUnlock);
        android(&[Restarted, Acknowledged { command: "InstallApp" }], LockState::Unknown);
        android(&[Acknowledged { command: "Lock" }], LockState::Locked);
        android(&[Acknowledged { command: "Reboot" }], LockState::BeforeFirstUnlock);
        android(&[Acknowledged { command: "Wipe" }], LockState::Unknown);
    }

    #[test]
    fn a_new_passcode_is_told_by_the_device() {
        let cleared = Evidence::Passcode(Passcode::Absent);
        let reset = Evidence::Acknowledged { command: "ResetPasscode" };
        assert_eq!(after(&[cleared, reset]).passcode, Passcode::Unknown);
    }

    #[test]
    fn without_a_passcode_the_lock_gates_nothing() {
        let refused = Evidence::NotNow { command: "InstallProfile" };
        assert!(after(&[]).gates());
        assert!(after(&[refused]).gates());
        assert!(!after(&[refused, Evidence::Acknowledged { command: "ClearPasscode" }]).gates());
        assert!(!after(&[refused, Evidence::Passcode(Passcode::Absent)]).gates());
        assert!(!after(&[Evidence::Acknowledged { command: "InstallProfile" }]).gates());
        // What is no lock refuses without a passcode too.
        let nap = Evidence::Reported(LockState::PowerNap);
        assert!(after(&[Evidence::Passcode(Passcode::Absent), nap]).gates());
        let table = RuleTable::default();
        let open = after(&[Evidence::Passcode(Passcode::Absent)]);
        let forecast = |platform, command| {
            let subject = Subject { platform, channel: Channel::Device, os: None };
            table.forecast_under(command, &subject, &open).expectation
        };
        assert_eq!(forecast(Platform::Ios, "InstallProfile"), Expectation::Runs);
        assert_eq!(forecast(Platform::Macos, "InstallProfile"), Expectation::MayDefer);
    }

    #[test]
    fn lost_mode_is_entered_and_left() {
        let enter = Evidence::Acknowledged { command: "EnableLostMode" };
        let leave = Evidence::Acknowledged { command: "DisableLostMode" };
        assert_eq!(after(&[enter]).lost_mode, LostMode::On);
        assert_eq!(after(&[enter]).state, LockState::Locked);
        assert_eq!(after(&[enter, leave]).lost_mode, LostMode::Off);
        assert_eq!(
            after(&[enter, Evidence::Acknowledged { command: "EraseDevice" }]).lost_mode,
            LostMode::Off
        );
    }

    #[test]
    fn since_is_the_first_sighting() {
        let (table, subject) = (RuleTable::default(), Subject::ios(None));
        let refused = Evidence::NotNow { command: "InstallProfile" };
        let day = |n: u64| SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(n * 86_400);
        let belief = Belief::default().observe(refused, &table, &subject, day(1));
        assert_eq!(belief.observe(refused, &table, &subject, day(2)).since, Some(day(1)));
    }
}
