//! The device: what it does with a command, what it says, and when it comes.

use crate::catalog::{Kind, Part};
use crate::scenario::{Assume, Scenario};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Lock {
    #[default]
    Unlocked,
    Locked,
    BeforeFirstUnlock,
}

/// What the device has to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Report {
    Idle,
    Result(u8, Status),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Acknowledged,
    /// A failure that says nothing about Lost Mode.
    Error,
    /// Error 12078: not possible in Lost Mode.
    InLostMode,
    /// Error 12067: not in Lost Mode.
    NotInLostMode,
    NotNow,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Phase {
    /// No session.
    #[default]
    Asleep,
    /// It sends this until a reply comes.
    Says(Report),
    /// It has received this command and not begun.
    Holds(u8),
    /// Erased: it never comes again.
    Gone,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Device {
    pub(crate) phase: Phase,
    pub(crate) lock: Lock,
    pub(crate) lost: bool,
    pub(crate) no_passcode: bool,
    /// The last status that the server received from it was `NotNow`.
    pub(crate) last_not_now: bool,
    /// Its lock has changed since it last refused.
    pub(crate) changed: bool,
    /// Which command wrote profile A, profile B, the app; 0 is nothing there.
    pub(crate) has: [u8; 3],
    /// An app install that was acknowledged and has not landed yet (A5 off).
    pub(crate) landing: u8,
    /// A command of a session that is over (A1 off), or a refused one (A2 off), that it has kept.
    pub(crate) kept: u8,
    /// The commands that have run, by place.
    pub(crate) executed: u8,
}

/// What executing a command came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Executed {
    pub(crate) status: Status,
    /// It took effect.
    pub(crate) ran: bool,
}

impl Device {
    fn gates(&self) -> bool {
        self.lock != Lock::Unlocked && !self.no_passcode
    }

    /// Apple, Handling NotNow status responses: it polls by itself if its last status was `NotNow` and its
    /// conditions changed.
    pub(crate) fn comes_by_itself(&self) -> bool {
        self.phase == Phase::Asleep && self.last_not_now && self.changed
    }

    pub(crate) fn set_lock(&mut self, lock: Lock) {
        self.changed |= self.lock != lock;
        self.lock = lock;
    }

    pub(crate) fn ran(&self, seq: u8) -> bool {
        self.executed & (1 << (seq - 1)) != 0
    }

    /// Runs or refuses the command that it holds.
    pub(crate) fn execute(&mut self, seq: u8, kind: Kind, scenario: &Scenario) -> Executed {
        let done = if self.lost && !kind.runs_in_lost_mode() {
            Executed { status: Status::InLostMode, ran: false }
        } else if kind == Kind::DisableLostMode && !self.lost {
            Executed { status: Status::NotInLostMode, ran: false }
        } else if (self.gates() && scenario.refuses.contains(&kind)) || scenario.never.contains(&kind) {
            self.changed = false;
            match scenario.without {
                Some(Assume::RefusalHasNoEffect) => self.effect(seq, kind, scenario),
                Some(Assume::RefusalIsForgotten) => self.kept = seq,
                _ => {}
            }
            let ran = scenario.without == Some(Assume::RefusalHasNoEffect);
            Executed { status: Status::NotNow, ran }
        } else {
            self.effect(seq, kind, scenario);
            Executed { status: Status::Acknowledged, ran: true }
        };
        self.phase = Phase::Says(Report::Result(seq, done.status));
        done
    }

    /// What the command does, without an answer.
    pub(crate) fn effect(&mut self, seq: u8, kind: Kind, scenario: &Scenario) {
        let again = self.ran(seq);
        self.executed |= 1 << (seq - 1);
        match kind {
            Kind::DeviceLock => self.set_lock(self.locked()),
            Kind::EnableLostMode => {
                self.lost = true;
                self.set_lock(self.locked());
            }
            Kind::DisableLostMode => self.lost = false,
            Kind::ClearPasscode => {
                self.no_passcode = true;
                self.changed = true;
            }
            Kind::Restart => self.set_lock(Lock::BeforeFirstUnlock),
            Kind::InstallApp if scenario.without == Some(Assume::EffectBeforeAnswer) => self.landing = seq,
            _ => {}
        }
        let toggles = again && scenario.without == Some(Assume::RepeatChangesNothing);
        if let Some((slot, there)) = slot(kind)
            && self.landing != seq
        {
            self.has[slot] = if there && !toggles { seq } else { 0 };
        }
    }

    fn locked(&self) -> Lock {
        match self.lock {
            Lock::BeforeFirstUnlock => Lock::BeforeFirstUnlock,
            _ => Lock::Locked,
        }
    }
}

/// Where on the device a command writes, and whether something is there afterwards.
pub(crate) fn slot(kind: Kind) -> Option<(usize, bool)> {
    let (part, there) = kind.writes()?;
    let slot = match part {
        Part::ProfileA => 0,
        Part::ProfileB => 1,
        Part::App => 2,
        _ => return None,
    };
    Some((slot, there))
}
