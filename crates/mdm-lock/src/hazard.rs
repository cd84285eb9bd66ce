//! What in a batch could surprise the administrator, and what to do about it.

use std::fmt;

use crate::{Access, Expectation, Footprint, Lane, LockState, Resource, RuleTable, Subject};

/// One command of a batch or of the queue, as far as hazards are concerned.
#[derive(Clone, Copy, Debug)]
pub struct Planned<'a, Id> {
    /// The caller's name for it.
    pub id: Id,
    /// Its request type.
    pub command: &'a str,
    /// What it touches.
    pub footprint: &'a Footprint,
}

/// A pair of commands whose outcome could surprise.
///
/// A hazard never rests on what is believed about the lock now: iOS does not report an unlock, and the
/// device may lock before the commands arrive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hazard<Id> {
    /// What kind of surprise.
    pub kind: HazardKind,
    /// The command that stands first in the queue.
    pub earlier: Id,
    /// The command that stands later.
    pub later: Id,
    /// The resource about which they meet.
    pub resource: Resource,
    /// What removes the hazard; the first is the one to suggest.
    pub remedies: Vec<Remedy>,
    /// One sentence for an administrator.
    pub text: String,
}

impl<Id: Copy> Hazard<Id> {
    /// The same hazard with other names for its commands; `None` when one has no name.
    pub fn rename<Name>(&self, name: impl Fn(Id) -> Option<Name>) -> Option<Hazard<Name>> {
        Some(Hazard {
            kind: self.kind,
            earlier: name(self.earlier)?,
            later: name(self.later)?,
            resource: self.resource.clone(),
            remedies: self.remedies.clone(),
            text: self.text.clone(),
        })
    }
}

impl<Id> fmt::Display for Hazard<Id> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The kinds of surprise (requirement F59).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum HazardKind {
    /// A removal runs at once on a locked device while its replacement waits for the unlock: meanwhile the
    /// device is without the resource.
    Gap,
    /// An install that a later removal undoes.
    Undone,
    /// A query whose answer will be older than a change queued behind it.
    StaleAnswer,
    /// A command that an erase will cancel, because the erase overtakes it.
    Erased,
}

/// What the caller can do about a hazard, mechanically.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Remedy {
    /// Put the later command before the earlier one.
    Reorder,
    /// Leave out the removal: an install under the same identifier replaces in place.
    ReplaceInPlace,
    /// Start the removal only when the install has been acknowledged.
    ChainOnAcknowledgement,
    /// Leave out the earlier command.
    DropEarlier,
}

impl fmt::Display for Remedy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Reorder => "put the later command first",
            Self::ReplaceInPlace => {
                "leave out the removal: installing under the same identifier replaces in place"
            }
            Self::ChainOnAcknowledgement => "start the removal when the install has been acknowledged",
            Self::DropEarlier => "leave out the earlier command",
        })
    }
}

/// The hazards of commands in queue order: every pair whose later command is at `from` or behind it.
///
/// With `from` 0 that is the whole list; with the length of the existing queue it is what a new batch
/// brings, among itself and against what is queued already.
pub fn hazards<Id: Copy>(
    queue: &[Planned<'_, Id>],
    from: usize,
    table: &RuleTable,
    subject: &Subject,
) -> Vec<Hazard<Id>> {
    // Looked up once a command, not once a pair.
    let lanes: Vec<_> = queue.iter().map(|planned| table.character(planned.command).lane).collect();
    let queue: Vec<_> = queue.iter().zip(lanes).collect();
    let mut found = Vec::new();
    for (at, later) in queue.iter().enumerate().skip(from) {
        for earlier in queue.iter().take(at) {
            found.extend(between(*earlier, *later, table, subject));
        }
    }
    found
}

fn between<Id: Copy>(
    (earlier, earlier_lane): (&Planned<'_, Id>, Lane),
    (later, later_lane): (&Planned<'_, Id>, Lane),
    table: &RuleTable,
    subject: &Subject,
) -> Option<Hazard<Id>> {
    let found = |kind, resource: &Resource, remedies: &[Remedy], text| Hazard {
        kind,
        earlier: earlier.id,
        later: later.id,
        resource: resource.clone(),
        remedies: remedies.to_vec(),
        text,
    };
    if later_lane == Lane::Erase {
        // A query that the erase overtakes is no loss worth a warning; another erase is the same wish.
        return (earlier_lane != Lane::Erase && !earlier.footprint.is_read_only()).then(|| {
            found(
                HazardKind::Erased,
                &Resource::all(crate::Kind::Anything),
                &[Remedy::DropEarlier],
                format!(
                    "{} overtakes {}, which is then cancelled if it has not run",
                    later.command, earlier.command
                ),
            )
        });
    }
    let meet = |first: Access, second: Access| {
        touches(earlier, first).find_map(|a| {
            touches(later, second).find(|b| a.overlaps(b)).map(|b| if a.covers(b) { b } else { a })
        })
    };
    // A service goes with its profile: what another profile brings stays.
    let undone = touches(earlier, Access::Put)
        .filter(|put| !put.kind.is_service())
        .find_map(|put| touches(later, Access::Remove).find(|removed| put.overlaps(removed)));
    if let Some(resource) = meet(Access::Remove, Access::Put) {
        let gate = LockState::usual_gate(subject);
        let expect = |command| table.forecast(command, subject, gate).expectation;
        let replacement_waits = expect(later.command) >= Expectation::Unknown;
        let removal_waits = expect(earlier.command) == Expectation::Deferred;
        if replacement_waits && !removal_waits {
            let same = touches(earlier, Access::Remove).any(|removed| {
                removed.kind == crate::Kind::Profile && touches(later, Access::Put).any(|put| put == removed)
            });
            let remedies: &[Remedy] = if same {
                &[Remedy::ReplaceInPlace]
            } else {
                &[Remedy::ChainOnAcknowledgement, Remedy::Reorder]
            };
            return Some(found(
                HazardKind::Gap,
                resource,
                remedies,
                format!(
                    "on a locked device {} runs at once while {} waits for the unlock: \
                     meanwhile the device is without {resource}",
                    earlier.command, later.command
                ),
            ));
        }
    }
    if let Some(resource) = undone {
        return Some(found(
            HazardKind::Undone,
            resource,
            &[Remedy::DropEarlier],
            format!("{} undoes what {} does to {resource}", later.command, earlier.command),
        ));
    }
    if earlier.footprint.is_read_only() && later_lane == Lane::Ordinary {
        let resource = meet(Access::Read, Access::Put).or_else(|| meet(Access::Read, Access::Remove))?;
        return Some(found(
            HazardKind::StaleAnswer,
            resource,
            &[Remedy::Reorder],
            format!(
                "the answer to {} will be older than the change of {resource} by {}",
                earlier.command, later.command
            ),
        ));
    }
    None
}

fn touches<'a, Id>(planned: &Planned<'a, Id>, access: Access) -> impl Iterator<Item = &'a Resource> {
    let touches = planned.footprint.touches();
    touches.iter().filter(move |touch| touch.access == access).map(|touch| &touch.resource)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;

    fn check(batch: &[(&str, Footprint)], expected: &[(HazardKind, usize, usize, Remedy)]) {
        let queue: Vec<_> = batch
            .iter()
            .enumerate()
            .map(|(id, (command, footprint))| Planned { id, command, footprint })
            .collect();
        let found: Vec<_> = hazards(&queue, 0, &RuleTable::default(), &Subject::ios(None))
            .into_iter()
            .map(|hazard| (hazard.kind, hazard.earlier, hazard.later, hazard.remedies[0]))
            .collect();
        assert_eq!(found, expected, "{batch:?}");
    }

    fn install(id: &str, ssid: &str) -> (&'static str, Footprint) {
        ("InstallProfile", Footprint::new().put(Kind::Profile, id).put(Kind::Wifi, ssid))
    }

    fn remove(id: &str, ssid: &str) -> (&'static str, Footprint) {
        ("RemoveProfile", Footprint::new().remove(Kind::Profile, id).remove(Kind::Wifi, ssid))
    }

    #[test]
    fn pairs_that_surprise() {
        use HazardKind::{Erased, Gap, StaleAnswer, Undone};
        let list = || ("ProfileList", Footprint::new().read_all(Kind::Profile));
        let erase = || ("EraseDevice", Footprint::erase());
        check(&[install("a", "x"), install("b", "y")], &[]);
        check(&[remove("a", "x"), install("a", "x")], &[(Gap, 0, 1, Remedy::ReplaceInPlace)]);
        check(&[remove("a", "x"), install("b", "x")], &[(Gap, 0, 1, Remedy::ChainOnAcknowledgement)]);
        // The remedy of the gap, applied: no hazard is left.
        check(&[install("b", "x"), remove("a", "x")], &[]);
        check(&[install("a", "x"), remove("a", "x")], &[(Undone, 0, 1, Remedy::DropEarlier)]);
        check(&[list(), install("a", "x")], &[(StaleAnswer, 0, 1, Remedy::Reorder)]);
        check(&[install("a", "x"), list()], &[]);
        check(&[install("a", "x"), erase()], &[(Erased, 0, 1, Remedy::DropEarlier)]);
        check(&[list(), erase()], &[]);
        check(&[erase(), erase()], &[]);
    }

    #[test]
    fn a_new_batch_is_compared_with_the_queue_but_the_queue_not_with_itself() {
        let (old, new) = (install("a", "x"), remove("a", "x"));
        let queue = [&old, &new, &new].map(|(command, footprint)| Planned { id: (), command, footprint });
        let (table, subject) = (RuleTable::default(), Subject::ios(None));
        assert_eq!(hazards(&queue, 2, &table, &subject).len(), 1);
        assert_eq!(hazards(&queue, 0, &table, &subject).len(), 2);
    }

    #[test]
    fn the_sentence_names_both_commands_and_the_resource() {
        let (a, b) = (remove("a", "Office"), install("b", "Office"));
        let queue = [&a, &b].map(|(command, footprint)| Planned { id: (), command, footprint });
        let found = hazards(&queue, 0, &RuleTable::default(), &Subject::ios(None));
        assert_eq!(
            found[0].to_string(),
            "on a locked device RemoveProfile runs at once while InstallProfile waits for the unlock: \
             meanwhile the device is without Wi-Fi network Office"
        );
    }
}
