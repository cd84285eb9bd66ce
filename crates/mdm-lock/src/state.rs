//! What we believe about a device's lock, and the evidence that moves the belief.

use std::fmt;
use std::time::SystemTime;

use crate::{Channel, Expectation, Platform, RuleTable, Subject};

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
}

impl LockState {
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
    /// Whether the lock can refuse anything at all.
    #[must_use]
    pub fn gates(&self) -> bool {
        self.state != LockState::Unlocked && self.passcode != Passcode::Absent
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
            Evidence::NotNow { command } => {
                let gate = LockState::usual_gate(subject);
                let certainty = match table.forecast(command, subject, gate).expectation {
                    // The rule said that this cannot happen. The answer stands, the state is not explained by it.
                    Expectation::Runs => return next,
                    Expectation::Deferred => Certainty::Likely,
                    _ => Certainty::Guess,
                };
                // A refusal does not tell "locked" from "before first unlock".
                if self.state != LockState::BeforeFirstUnlock {
                    next.believe(gate, Source::NotNow, certainty, at);
                }
            }
            Evidence::Acknowledged { command } => match table.character(command).effect {
                Effect::Locks => next.lock(LockState::Locked, at),
                Effect::ClearsPasscode => next.passcode = Passcode::Absent,
                Effect::Restarts => next.lock(LockState::BeforeFirstUnlock, at),
                Effect::EntersLostMode => {
                    next.lost_mode = LostMode::On;
                    next.lock(LockState::Locked, at);
                }
                Effect::LeavesLostMode => next.lost_mode = LostMode::Off,
                Effect::Erases => next = Self::default(),
                Effect::None => {
                    let gate = LockState::usual_gate(subject);
                    if table.forecast(command, subject, gate).expectation == Expectation::Deferred {
                        next.believe(LockState::Unlocked, Source::Acknowledged, Certainty::Likely, at);
                    }
                }
            },
            Evidence::Reported(state) => next.believe(state, Source::Report, Certainty::Certain, at),
            Evidence::Passcode(passcode) => next.passcode = passcode,
            Evidence::LostMode(lost_mode) => next.lost_mode = lost_mode,
            Evidence::Restarted => {
                next.believe(LockState::BeforeFirstUnlock, Source::Restart, Certainty::Certain, at);
            }
        }
        next
    }

    fn lock(&mut self, state: LockState, at: SystemTime) {
        if self.passcode != Passcode::Absent {
            self.believe(state, Source::Acknowledged, Certainty::Certain, at);
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
    /// Starts the device anew.
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
    }

    #[test]
    fn without_a_passcode_the_lock_gates_nothing() {
        let refused = Evidence::NotNow { command: "InstallProfile" };
        assert!(after(&[]).gates());
        assert!(after(&[refused]).gates());
        assert!(!after(&[refused, Evidence::Acknowledged { command: "ClearPasscode" }]).gates());
        assert!(!after(&[refused, Evidence::Passcode(Passcode::Absent)]).gates());
        assert!(!after(&[Evidence::Acknowledged { command: "InstallProfile" }]).gates());
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
