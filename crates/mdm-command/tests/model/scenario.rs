//! What is varied: the alphabet, the bounds, the assumptions, and defects that are put in on purpose.

use std::time::Duration;

use mdm_command::{Barrier, Mode, Policy};
use mdm_lock::RuleTable;

use crate::catalog::Kind;

/// Which part of the world is searched.
#[derive(Clone, Debug)]
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    /// Any of these may be queued at any moment.
    pub(crate) alphabet: &'static [Kind],
    /// What the device refuses while locked.
    pub(crate) refuses: &'static [Kind],
    /// What it refuses always, locked or not.
    pub(crate) never: &'static [Kind],
    /// Whether a command may be chained to the one before it.
    pub(crate) chains: bool,
    /// These may be queued as one step.
    pub(crate) groups: &'static [(Kind, Kind)],
    pub(crate) mode: Mode,
    /// After so many refusing sessions an unknown command may be passed; 0 is never.
    pub(crate) patience: u8,
    pub(crate) bounds: Bounds,
    /// Both profiles bring the same Wi-Fi network.
    pub(crate) wifi: bool,
    /// An assumption of the promises that does not hold.
    pub(crate) without: Option<Assume>,
    pub(crate) mutant: Option<Mutant>,
    /// What the server expects of the device; it may be wrong.
    pub(crate) table: RuleTable,
}

/// How often each thing may happen in one run. Everything else may happen as often as it can.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bounds {
    /// Commands queued.
    pub(crate) commands: u8,
    /// Replies lost, reports doubled or lost, commands dropped or failed, polls out of turn.
    pub(crate) faults: u8,
    /// Locks, unlocks and restarts.
    pub(crate) locks: u8,
    /// Commands taken back by the caller.
    pub(crate) cancels: u8,
    /// Commands held back by the caller. To let them go costs nothing.
    pub(crate) holds: u8,
}

impl Scenario {
    /// The policy that the server is given: a defect may give it another.
    pub(crate) fn policy(&self) -> Policy {
        let refusals = match self.mutant {
            Some(Mutant::BarrierNeverOpens) => 0,
            Some(Mutant::BarrierOpensAtOnce) => 1,
            _ => self.patience,
        };
        let barrier = match refusals {
            0 => Barrier::Strict,
            // Of any age: time is abstract.
            refusals => Barrier::Opens { refusals: refusals.into(), after: Duration::ZERO },
        };
        let mode = if self.mutant == Some(Mutant::FifoIsPlanned) { Mode::Plan } else { self.mode };
        Policy { mode, barrier, stuck_after: Duration::MAX, ..Policy::DEFAULT }
    }
}

/// An assumption of the promises (`docs/design.md`), taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Assume {
    /// A1: no command is started out of an abandoned session.
    NoneOutOfAbandonedSession,
    /// A2: `NotNow` has no effect: here it is refused and runs all the same.
    RefusalHasNoEffect,
    /// A2: `NotNow` has no effect: here the device keeps what it refused, and may run it later.
    RefusalIsForgotten,
    /// A3: footprints are complete.
    CompleteFootprints,
    /// A4: repeating a command at once changes nothing.
    RepeatChangesNothing,
    /// A5: effects finish before the answer.
    EffectBeforeAnswer,
    /// A6: only MDM changes the resource.
    OnlyMdmChanges,
    /// Apple's rule about coming back after `NotNow`.
    ComesBackAfterNotNow,
    /// A report that comes twice comes twice in a row: here a copy may arrive after later ones.
    ReportsInOrder,
}

/// A defect of the server around the real queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mutant {
    /// Commands are queued without footprints.
    NoFootprints,
    /// A refusal is treated like the beginning of a session.
    RefusedIsOfferedAtOnce,
    /// After a session that had a refusal no push is sent.
    PushForgotten,
    /// A result that comes again puts its command back.
    DuplicateReopens,
    /// An accepted erase leaves the rest in the queue.
    EraseCancelsNothing,
    /// A removal goes before whatever it conflicts with.
    PriorityAcrossConflict,
    /// No install is sent to a device that is believed to be locked.
    BeliefWithholds,
    /// Leaving Lost Mode goes before entering it.
    LostModeInverted,
    /// A lost answer leaves no mark.
    LossForgotten,
    /// A refused command is dropped.
    RefusedIsDropped,
    /// A chained command waits for nothing.
    ChainIgnored,
    /// The members of a group keep others only from what each touches itself.
    GroupTorn,
    /// What must not run twice is offered again.
    OnceRepeated,
    /// What nobody knows is waited for, however often it is refused.
    BarrierNeverOpens,
    /// What nobody knows may be passed after its first refusal.
    BarrierOpensAtOnce,
    /// A command that the caller holds goes.
    HoldIgnored,
    /// Plain order is not.
    FifoIsPlanned,
}
