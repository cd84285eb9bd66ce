//! What an order to many came to, counted.

use mdm_command::Progress;
use mdm_lock::{HazardKind, Hazards};
use serde::{Deserialize, Serialize};

use super::{FanOutStage, TargetOutcome};

/// Outcomes, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Outcomes {
    /// [`TargetOutcome::Queued`] and [`TargetOutcome::Overlapping`].
    pub queued: u64,
    /// [`TargetOutcome::Pending`].
    pub pending: u64,
    /// [`TargetOutcome::Refused`].
    pub refused: u64,
    /// [`TargetOutcome::Unknown`].
    pub unknown: u64,
    /// [`TargetOutcome::NotEnrolled`].
    pub not_enrolled: u64,
    /// How many of the queued ones are [`TargetOutcome::Overlapping`].
    #[serde(default)]
    pub overlapping: u64,
}

/// At how many enrollments an order to many could surprise the administrator, by [`HazardKind`]: each enrollment counts
/// once for each kind. What an order to one tells in full ([`Decision::hazards`](crate::Decision::hazards)) is counted when an order to many comes
/// by, against what waits there then; a look at one of them before is `Runner::preview`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct HazardCounts {
    /// [`HazardKind::BypassCodeLost`].
    pub bypass_code_lost: u64,
    /// [`HazardKind::RecoveryKeyLost`].
    pub recovery_key_lost: u64,
    /// [`HazardKind::DataPlanLost`].
    pub data_plan_lost: u64,
    /// [`HazardKind::Erased`].
    pub erased: u64,
    /// [`HazardKind::Stranded`].
    pub stranded: u64,
    /// [`HazardKind::Gap`].
    pub gap: u64,
    /// [`HazardKind::Undone`].
    pub undone: u64,
    /// [`HazardKind::Outdated`].
    pub outdated: u64,
    /// [`HazardKind::StaleAnswer`].
    pub stale_answer: u64,
    /// [`HazardKind::Unfinished`].
    pub unfinished: u64,
    /// Kinds that this version does not count apart.
    pub other: u64,
}

/// How far an order to many is, enrollment by enrollment and command by command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FanOutProgress {
    /// How far it is.
    pub stage: FanOutStage,
    /// For how many enrollments it is; `None` where they are found by a link, until it came by all of them.
    pub targets: Option<u64>,
    /// What came of those that it came by.
    pub outcomes: Outcomes,
    /// At how many of them it could surprise.
    pub hazards: HazardCounts,
    /// Where their commands stand.
    pub commands: Progress,
}

impl Outcomes {
    pub(super) const fn count(&mut self, outcome: &TargetOutcome) {
        if matches!(outcome, TargetOutcome::Overlapping(_)) {
            self.overlapping += 1;
        }
        *match outcome {
            TargetOutcome::Queued | TargetOutcome::Overlapping(_) => &mut self.queued,
            TargetOutcome::Pending => &mut self.pending,
            TargetOutcome::Refused(_) => &mut self.refused,
            TargetOutcome::Unknown => &mut self.unknown,
            TargetOutcome::NotEnrolled => &mut self.not_enrolled,
        } += 1;
    }

    /// How many there are.
    #[must_use]
    pub const fn total(self) -> u64 {
        self.queued + self.pending + self.refused + self.unknown + self.not_enrolled
    }
}

impl HazardCounts {
    /// Of one enrollment.
    pub(super) fn of<Id>(hazards: &Hazards<Id>) -> Self {
        let mut counts = Self::default();
        for hazard in &hazards.found {
            *counts.of_kind(hazard.kind) = 1;
        }
        counts
    }

    const fn of_kind(&mut self, kind: HazardKind) -> &mut u64 {
        match kind {
            HazardKind::BypassCodeLost => &mut self.bypass_code_lost,
            HazardKind::RecoveryKeyLost => &mut self.recovery_key_lost,
            HazardKind::DataPlanLost => &mut self.data_plan_lost,
            HazardKind::Erased => &mut self.erased,
            HazardKind::Stranded => &mut self.stranded,
            HazardKind::Gap => &mut self.gap,
            HazardKind::Undone => &mut self.undone,
            HazardKind::Outdated => &mut self.outdated,
            HazardKind::StaleAnswer => &mut self.stale_answer,
            HazardKind::Unfinished => &mut self.unfinished,
            _ => &mut self.other,
        }
    }

    pub(super) const fn add(&mut self, one: &Self) {
        // A new field does not compile until it is here.
        let Self {
            bypass_code_lost,
            recovery_key_lost,
            data_plan_lost,
            erased,
            stranded,
            gap,
            undone,
            outdated,
            stale_answer,
            unfinished,
            other,
        } = one;
        self.bypass_code_lost += *bypass_code_lost;
        self.recovery_key_lost += *recovery_key_lost;
        self.data_plan_lost += *data_plan_lost;
        self.erased += *erased;
        self.stranded += *stranded;
        self.gap += *gap;
        self.undone += *undone;
        self.outdated += *outdated;
        self.stale_answer += *stale_answer;
        self.unfinished += *unfinished;
        self.other += *other;
    }
}
