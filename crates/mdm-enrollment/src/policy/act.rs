//! What can be done about a device besides ordering commands, and who may do it.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Assignment, Denial};
use crate::Actor;

/// What somebody may want to do about an enrollment or an invitation, besides [ordering](Assignment::judge) commands.
///
/// | act | administrator | rule | member, on the member's own device | member, on another |
/// |---|---|---|---|---|
/// | assign | yes | yes | no | no |
/// | give consent | yes | no | yes, in the member's own name | no |
/// | withdraw consent | yes | yes | yes | no |
/// | wipe selectively | yes | yes | yes | no |
/// | end wipe | yes | yes | no | no |
/// | cancel | yes | yes | no | no |
/// | cancel batch | yes | yes | no | no |
/// | hold | yes | yes | no | no |
/// | let go | yes | yes | no | no |
/// | finish setup | yes | yes | no | no |
/// | release | yes | yes | no | no |
/// | forget member | yes | yes | no | no |
/// | close slot | yes | yes | no | no |
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Act {
    /// Saying to whom a device is assigned, and on which terms.
    Assign,
    /// Recording that the member agreed to an erase.
    GiveConsent,
    /// Recording that the member does not agree any more.
    WithdrawConsent,
    /// Taking the organization's things off a device, with or without the enrollment.
    Wipe,
    /// Calling a selective wipe off.
    EndWipe,
    /// Taking a command back.
    Cancel,
    /// Taking back what an order queued.
    CancelBatch,
    /// Holding a command back.
    Hold,
    /// Letting a held command go.
    LetGo,
    /// Letting a device out of Setup Assistant.
    FinishSetup,
    /// Giving an enrollment up.
    Release,
    /// Taking what names the member out of the record of a device.
    ForgetMember,
    /// Taking an invitation back.
    CloseSlot,
}

impl Act {
    /// Every act.
    pub const ALL: [Self; 13] = [
        Self::Assign,
        Self::GiveConsent,
        Self::WithdrawConsent,
        Self::Wipe,
        Self::EndWipe,
        Self::Cancel,
        Self::CancelBatch,
        Self::Hold,
        Self::LetGo,
        Self::FinishSetup,
        Self::Release,
        Self::ForgetMember,
        Self::CloseSlot,
    ];

    /// What it is called in a sentence.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Assign => "assign",
            Self::GiveConsent => "give consent",
            Self::WithdrawConsent => "withdraw consent",
            Self::Wipe => "wipe selectively",
            Self::EndWipe => "end wipe",
            Self::Cancel => "cancel",
            Self::CancelBatch => "cancel batch",
            Self::Hold => "hold",
            Self::LetGo => "let go",
            Self::FinishSetup => "finish setup",
            Self::Release => "release",
            Self::ForgetMember => "forget member",
            Self::CloseSlot => "close slot",
        }
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Assignment {
    /// Whether `actor` may do this about the device: a member sees and disconnects the member's own, and no more (F110).
    ///
    /// # Errors
    ///
    /// [`Denial::NotTheMembers`] before all else, so that nobody learns more of another's device;
    /// [`Denial::NotForActor`], [`Denial::NoWitness`].
    pub fn permits(&self, actor: &Actor, act: Act) -> Result<(), Denial> {
        match (actor, act) {
            (Actor::Member(member), _) => {
                self.sees(member)?;
                match act {
                    Act::Wipe | Act::GiveConsent | Act::WithdrawConsent => Ok(()),
                    _ => Err(Denial::NotForActor(act)),
                }
            }
            (Actor::Rule(_), Act::GiveConsent) => Err(Denial::NoWitness),
            (Actor::Administrator(_) | Actor::Rule(_), _) => Ok(()),
        }
    }
}
