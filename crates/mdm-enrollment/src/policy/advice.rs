//! What to do when a phone is lost, and in the other situations that every administrator meets.

use super::{Assignment, Denial, ERASE, Ownership};
use mdm_apple::support::{self, DeviceFacts};
use mdm_lock::Platform;
use std::time::SystemTime;

/// What has happened (F106).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Situation {
    /// The device cannot be found, and may turn up again.
    Lost,
    /// Somebody took it.
    Stolen,
    /// Its member has left the organization.
    Retired,
    /// Its member gets another device.
    Replaced,
    /// The member's own phone shall not hold the organization's data any more.
    PersonalPhone,
}

/// What to do, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Advice {
    /// The steps. Never empty.
    pub steps: Vec<Step>,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step {
    /// What to do.
    pub measure: Measure,
    /// When.
    pub when: When,
    /// What stands in its way now; `None` when nothing does.
    pub obstacle: Option<Denial>,
}

/// What can be done about a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Measure {
    /// `EnableLostMode`: locked, with a message, and it can be located.
    LostMode,
    /// `DeviceLock`.
    Lock,
    /// The organization's apps, data and settings are removed: [`SelectiveWipe`](super::SelectiveWipe) (F102).
    SelectiveWipe,
    /// A [`SelectiveWipe`](super::SelectiveWipe) that ends with the enrollment profile.
    Disconnect,
    /// `EraseDevice`: back to the factory state (F104).
    Erase,
}

/// When a step is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum When {
    /// At once.
    Now,
    /// At once, and no administrator needs to ask for it (F103).
    ByItself,
    /// When the device does not turn up: until then it can be located and given back as it is.
    IfNotFound,
    /// When the organization has the device back.
    OnReturn,
}

/// What to do in a situation.
///
/// | situation | a company's device | a member's own |
/// |---|---|---|
/// | lost | lost mode, or a lock where there is none; erase if it is not found | selective wipe; erase with consent |
/// | stolen | erase | selective wipe; erase with consent |
/// | retired | selective wipe by itself; erase on return | disconnect by itself |
/// | replaced | erase on return | disconnect |
/// | personal phone | selective wipe | selective wipe |
///
/// Lost mode needs a supervised iPhone or iPad, and is skipped where it is known not to be, and where the mode does not
/// go so far. A step that needs a consent, or that the mode or the platform forbids, is there with its
/// [obstacle](Step::obstacle), but for an erase where a selective wipe does what can be done and the platform forbids
/// more. A step without one an administrator may order now.
#[must_use]
pub fn recommend(
    situation: Situation,
    assignment: &Assignment,
    facts: &DeviceFacts,
    now: SystemTime,
) -> Advice {
    let personal = assignment.ownership == Ownership::Personal;
    let obstacle = |command| {
        let refusal = support::validate(command, facts).into_iter().next();
        refusal.map(Denial::Platform).or_else(|| assignment.allows(command, false, facts, now).err())
    };
    let step =
        |measure: Measure, when| Step { measure, when, obstacle: measure.command().and_then(obstacle) };
    let erase = |when| step(Measure::Erase, when);
    let lost_mode = facts.platform == Platform::Ios
        && Measure::LostMode.command().is_some_and(|command| obstacle(command).is_none());
    let freeze = if lost_mode { Measure::LostMode } else { Measure::Lock };
    let mut steps = match (situation, personal) {
        (Situation::Lost, false) => vec![step(freeze, When::Now), erase(When::IfNotFound)],
        (Situation::Lost, true) => vec![step(Measure::SelectiveWipe, When::Now), erase(When::IfNotFound)],
        (Situation::Stolen, false) => vec![erase(When::Now)],
        (Situation::Stolen, true) => vec![step(Measure::SelectiveWipe, When::Now), erase(When::Now)],
        (Situation::Retired, false) => {
            vec![step(Measure::SelectiveWipe, When::ByItself), erase(When::OnReturn)]
        }
        (Situation::Retired, true) => vec![step(Measure::Disconnect, When::ByItself)],
        (Situation::Replaced, false) => vec![erase(When::OnReturn)],
        (Situation::Replaced, true) => vec![step(Measure::Disconnect, When::Now)],
        (Situation::PersonalPhone, _) => vec![step(Measure::SelectiveWipe, When::Now)],
    };
    let forbidden = |step: &Step| matches!(step.obstacle, Some(Denial::Platform(_)));
    if steps.len() > 1 && personal {
        steps.retain(|step| !forbidden(step));
    }
    Advice { steps }
}

impl Measure {
    /// The command that it is; `None` for a wipe, which is as many as there are things, each of which every mode allows
    /// to remove.
    pub(super) const fn command(self) -> Option<&'static str> {
        match self {
            Self::LostMode => Some("EnableLostMode"),
            Self::Lock => Some("DeviceLock"),
            Self::Erase => Some(ERASE),
            Self::SelectiveWipe | Self::Disconnect => None,
        }
    }
}
