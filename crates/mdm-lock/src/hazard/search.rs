//! The search for hazards: what meets what, told with sentence and remedies.

use std::collections::{BTreeMap, BTreeSet};

use super::sequence::{Sequence, Step};
use super::{Conditions, DataPlan, Hazard, HazardKind, Remedy, Safeguard};
use crate::{
    Access, Character, ConflictIndex, Expectation, InLostMode, Kind, Lane, LockState, Platform, Resource,
    state::Effect,
};

/// A hazard that was found and not yet told: its kind, and the places of its commands, rising.
pub(super) struct Finding {
    kind: HazardKind,
    places: Vec<usize>,
    /// The command that does the harm.
    by: usize,
}

impl Finding {
    /// Whether a command at `from` in the given list or behind it takes part.
    pub(super) fn concerns<Id: Clone + Ord>(&self, sequence: &Sequence<'_, '_, Id>, from: usize) -> bool {
        self.places.iter().filter_map(|place| sequence.step(*place)).any(|step| step.given >= from)
    }
}

/// Every hazard, the gravest kind first, then in queue order.
pub(super) fn findings<Id: Clone + Ord>(
    sequence: &Sequence<'_, '_, Id>,
    conditions: &Conditions<'_>,
) -> Vec<Finding> {
    let mut search = Search::new(sequence, conditions);
    search.erases();
    search.restarts();
    search.protection();
    search.pairs();
    search.found.sort_by_key(|finding| finding.kind);
    search.found
}

struct Search<'s, 'q, 'a, Id> {
    sequence: &'s Sequence<'q, 'a, Id>,
    conditions: &'s Conditions<'s>,
    characters: Vec<Character>,
    /// The ordinary commands: among them queue order decides, so they are what surprises one another.
    index: ConflictIndex<usize>,
    forecasts: Forecasts<'s>,
    found: Vec<Finding>,
}

impl<'s, 'q, 'a, Id: Clone + Ord> Search<'s, 'q, 'a, Id> {
    fn new(sequence: &'s Sequence<'q, 'a, Id>, conditions: &'s Conditions<'s>) -> Self {
        let steps = sequence.steps();
        let characters: Vec<_> =
            steps.iter().map(|step| conditions.table.character(step.planned.command)).collect();
        let mut index = ConflictIndex::new();
        for (place, (step, character)) in steps.iter().zip(&characters).enumerate() {
            if character.lane == Lane::Ordinary {
                index.insert(place, step.planned.footprint);
            }
        }
        let forecasts = Forecasts::new(conditions);
        Self { sequence, conditions, characters, index, forecasts, found: Vec::new() }
    }

    fn add(&mut self, kind: HazardKind, places: Vec<usize>, by: usize) {
        self.found.push(Finding { kind, places, by });
    }

    fn places(
        &self,
    ) -> impl Iterator<Item = (usize, &'s Step<'q, 'a, Id>, Character)> + use<'s, 'q, 'a, '_, Id> {
        let steps = self.sequence.steps().iter().enumerate();
        steps.zip(&self.characters).map(|((place, step), character)| (place, step, *character))
    }

    /// What goes with the device's content: keys and data plan, and the commands that an erase overtakes.
    fn erases(&mut self) {
        let Conditions { subject, safeguards, .. } = self.conditions;
        let mut lost = Vec::new();
        for (place, step, character) in self.places() {
            let erases = character.lane == Lane::Erase;
            for escrow in &ESCROWS {
                let missing = match escrow.kind {
                    HazardKind::BypassCodeLost => safeguards.bypass_code,
                    _ => safeguards.recovery_key,
                };
                let loses = (erases || escrow.also_lost_by == Some(step.planned.command))
                    && missing == Safeguard::Missing
                    && escrow.platforms.contains(&subject.platform);
                let asked = |place: &usize| {
                    self.sequence.step(*place).is_some_and(|step| step.planned.command == escrow.query)
                };
                if loses && !(step.after.iter().any(asked) || (step.group.start..place).any(|at| asked(&at)))
                {
                    lost.push((escrow.kind, place));
                }
            }
            if erases
                && safeguards.data_plan == Safeguard::Missing
                && step.planned.data_plan == DataPlan::Lost
            {
                lost.push((HazardKind::DataPlanLost, place));
            }
        }
        for (kind, place) in lost {
            self.add(kind, vec![place], place);
        }
        // Another erase is the same wish. The one that waits for least overtakes most.
        let erases = self.places().filter(|(.., character)| character.lane == Lane::Erase);
        let Some((erase, ..)) =
            erases.min_by_key(|(place, step, _)| step.after.len() + place - step.group.start)
        else {
            return;
        };
        let before = self.sequence.before(erase);
        let cancelled = self.places().zip(before).filter(|((_, step, character), before)| {
            // A query that the erase overtakes is no loss worth a warning, and a lock has done its duty by then.
            !before && character.lane == Lane::Ordinary && !step.planned.footprint.is_read_only()
        });
        let mut places: Vec<_> = cancelled.map(|((place, ..), _)| place).collect();
        if !places.is_empty() {
            places.insert(places.partition_point(|place| *place < erase), erase);
            self.add(HazardKind::Erased, places, erase);
        }
    }

    /// What a restart leaves waiting for an unlock. Every command is counted with one restart: the last before it,
    /// or else the first.
    fn restarts(&mut self) {
        // Apple's text is about iOS.
        if self.conditions.subject.platform != Platform::Ios {
            return;
        }
        let ordinary: Vec<_> =
            self.places().filter(|(.., character)| character.lane == Lane::Ordinary).collect();
        let Some(first) = ordinary.iter().position(|(.., character)| character.effect == Effect::Restarts)
        else {
            return;
        };
        let (pending, behind) = ordinary.split_at(first);
        let mut behind = behind.iter().peekable();
        let mut pending = Some(pending);
        while let Some((restart, step, _)) = behind.next() {
            let mut stranded = Vec::new();
            if let Some(pending) = pending.take() {
                let before = self.sequence.before(*restart);
                stranded.extend(pending.iter().filter_map(|(place, earlier, _)| {
                    let conflict = step.planned.footprint.conflict(earlier.planned.footprint);
                    (conflict.is_none() && before.get(*place) == Some(&false)).then_some(*place)
                }));
            }
            stranded.push(*restart);
            // Whoever is chained on the restart, or follows it in its group, wants it so.
            let mut wanted = BTreeSet::from([*restart]);
            while let Some((place, later, _)) =
                behind.next_if(|(.., character)| character.effect != Effect::Restarts)
            {
                let in_group = wanted.range(later.group.start..*place).next().is_some();
                if in_group || later.after.iter().any(|earlier| wanted.contains(earlier)) {
                    wanted.insert(*place);
                } else {
                    stranded.push(*place);
                }
            }
            if stranded.len() > 1 {
                self.add(HazardKind::Stranded, stranded, *restart);
            }
        }
    }

    /// A lock that a cleared passcode opens, and Lost Mode that ends without having been used.
    fn protection(&mut self) {
        let (mut lock, mut lost) = (None, None);
        let mut undone = Vec::new();
        for (place, _, character) in self.places() {
            let earlier = match character.effect {
                Effect::Locks => lock.replace(place).and(None),
                Effect::ClearsPasscode => lock.take(),
                Effect::EntersLostMode => lost.replace(place).and(None),
                Effect::LeavesLostMode => lost.take(),
                _ => {
                    if character.lost_mode == InLostMode::Required {
                        lost = None;
                    }
                    None
                }
            };
            undone.extend(earlier.map(|earlier| (earlier, place)));
        }
        for (earlier, later) in undone {
            self.add_unwanted(HazardKind::Undone, earlier, later);
        }
    }

    /// Two commands that meet on one resource: each with the nearest that matters.
    fn pairs(&mut self) {
        let sequence = self.sequence;
        for (place, step) in sequence.steps().iter().enumerate() {
            if self.characters.get(place).is_none_or(|character| character.lane != Lane::Ordinary) {
                continue;
            }
            if let Some(removal) = self.gap(place, step) {
                self.add(HazardKind::Gap, vec![removal, place], removal);
            }
            for (kind, earlier) in [
                (HazardKind::Undone, self.undone(place, step)),
                (HazardKind::Outdated, self.outdated(place, step)),
                (HazardKind::Unfinished, self.unfinished(place, step)),
            ] {
                earlier.into_iter().for_each(|earlier| self.add_unwanted(kind, earlier, place));
            }
            if let Some(later) = self.stale(place, step) {
                self.add_unwanted(HazardKind::StaleAnswer, place, later);
            }
        }
    }

    /// Adds a hazard unless the caller wants the two in just this order.
    fn add_unwanted(&mut self, kind: HazardKind, earlier: usize, later: usize) {
        if !self.sequence.is_wanted(earlier, later) {
            self.add(kind, vec![earlier, later], later);
        }
    }

    /// The nearest removal of what this command puts, if it can run while this one waits.
    fn gap(&mut self, place: usize, step: &Step<'_, '_, Id>) -> Option<usize> {
        let removal = touched(step, Access::Put).filter_map(|put| {
            let removal = self.index.overlapping(put).filter_map(|set| set.removal_before(&place)).max()?;
            let again = self.index.overlapping(put).filter_map(|set| set.put_before(&place)).max();
            (again < Some(removal)).then_some(*removal)
        });
        let removal = removal.max()?;
        let earlier = self.sequence.step(removal)?;
        self.forecasts.gate(earlier.planned.command, step.planned.command).map(|_| removal)
    }

    /// The nearest install that this removal undoes.
    fn undone(&self, place: usize, step: &Step<'_, '_, Id>) -> Option<usize> {
        let undone = own(step, Access::Remove).filter_map(|removed| {
            let named = self.index.exactly(removed)?;
            let put = named.put_before(&place)?;
            (named.removal_before(&place) < Some(put)).then_some(*put)
        });
        undone.max()
    }

    /// The nearest older version of what this command puts.
    fn outdated(&self, place: usize, step: &Step<'_, '_, Id>) -> Option<usize> {
        let outdated = own(step, Access::Put).filter_map(|put| {
            let older = self.index.exactly(put)?.put_before(&place)?;
            let removals = self.index.overlapping(put).filter_map(|set| set.removal_before(&place));
            // An unknown command may have removed it, or need the older version.
            let unknown = self.index.anything().write_before(&place);
            (removals.chain(unknown).max() < Some(older)).then_some(*older)
        });
        outdated.max().filter(|older| {
            self.sequence.step(*older).is_some_and(|older| {
                older.planned.command == step.planned.command
                    && step.planned.footprint.replaces_all_of(older.planned.footprint)
            })
        })
    }

    /// The nearest order of an app that this command reads or changes.
    fn unfinished(&self, place: usize, step: &Step<'_, '_, Id>) -> Option<usize> {
        let apps = [Access::Read, Access::Put].into_iter().flat_map(|access| touched(step, access));
        let orders = apps.filter(|resource| resource.kind == Kind::App).filter_map(|app| {
            self.index.overlapping(app).filter_map(|set| set.put_before(&place)).max().copied()
        });
        orders.max().filter(|order| {
            self.sequence.step(*order).is_some_and(|order| {
                order.planned.command != step.planned.command
                    && ACKNOWLEDGED_EARLY.contains(&order.planned.command)
            })
        })
    }

    /// The nearest later change of what this query reads.
    fn stale(&self, place: usize, step: &Step<'_, '_, Id>) -> Option<usize> {
        if !step.planned.footprint.is_read_only() {
            return None;
        }
        let changes = touched(step, Access::Read).filter_map(|read| {
            self.index.overlapping(read).filter_map(|set| set.change_after(&place)).min().copied()
        });
        changes.min()
    }
}

impl Finding {
    /// The hazard with its sentence and its remedies.
    pub(super) fn tell<Id: Clone + Ord>(
        &self,
        sequence: &Sequence<'_, '_, Id>,
        conditions: &Conditions<'_>,
    ) -> Option<Hazard<Id>> {
        let (by, first, last) = (self.by, *self.places.first()?, *self.places.last()?);
        let (harm, early, late) = (sequence.step(by)?, sequence.step(first)?, sequence.step(last)?);
        let (harm_name, early_name, late_name) =
            (harm.planned.command, early.planned.command, late.planned.command);
        let others: Vec<_> = self.places.iter().copied().filter(|place| *place != by).collect();
        let names =
            |places: &[usize]| places.iter().map(|place| sequence.id(*place)).collect::<Option<Vec<_>>>();
        let leave_out = |place: usize| {
            // What another command is chained on is not in vain.
            let awaited = sequence.is_awaited(place, &self.places);
            names(&[place]).filter(|_| !awaited).map(|commands| Remedy::LeaveOut { commands })
        };
        let chain = |first: &[usize], then: usize| {
            sequence.shift(first, then)?;
            Some(Remedy::ChainOnAcknowledgement { first: names(first)?, then: sequence.id(then)? })
        };
        let victims = match others.as_slice() {
            [one] => sequence.step(*one)?.planned.command.to_owned(),
            many => format!("{} commands", many.len()),
        };
        let (resource, text, remedies): (_, _, Vec<Option<Remedy<Id>>>) = match self.kind {
            HazardKind::BypassCodeLost | HazardKind::RecoveryKeyLost => {
                let escrow = ESCROWS.iter().find(|escrow| escrow.kind == self.kind)?;
                let mut asked = sequence.steps().iter().take(by).enumerate();
                let asked = asked.find(|(_, step)| step.planned.command == escrow.query);
                let remedy = match asked {
                    Some((query, _)) => chain(&[query], by),
                    None => Some(Remedy::EscrowFirst { query: escrow.query, then: sequence.id(by)? }),
                };
                let text = format!("{harm_name} {}", escrow.text);
                (Resource::all(Kind::Anything), text, vec![remedy])
            }
            HazardKind::DataPlanLost => {
                let text = format!("{harm_name} removes the eSIM's data plan, and nothing brings it back");
                let remedy = Remedy::KeepDataPlan { erase: sequence.id(by)? };
                (Resource::all(Kind::Anything), text, vec![Some(remedy)])
            }
            HazardKind::Erased => {
                let (verb, have) = if others.len() == 1 { ("is", "it has") } else { ("are", "they have") };
                let text = format!(
                    "{harm_name} overtakes {}, which {verb} then cancelled if {have} not run",
                    victims
                );
                (
                    Resource::all(Kind::Anything),
                    text,
                    vec![names(&others).map(|commands| Remedy::LeaveOut { commands })],
                )
            }
            HazardKind::Stranded => {
                let verb = if others.len() == 1 { "waits" } else { "wait" };
                let text = format!(
                    "after {harm_name} a device with a passcode joins no Wi-Fi network until somebody unlocks it: \
                     {} {verb} that long",
                    victims
                );
                (Resource::all(Kind::Power), text, vec![chain(&others, by)])
            }
            HazardKind::Gap => {
                let (resource, text) = self.tell_gap(early, late, conditions)?;
                (resource, text, gap_remedies(sequence, first, last))
            }
            HazardKind::Undone => {
                let character = |name| conditions.table.character(name);
                // Who leaves out a lock leaves the device open; who leaves out the opening, locked.
                let in_vain =
                    if character(late_name).effect == Effect::ClearsPasscode { last } else { first };
                let complete = character(late_name).lane == Lane::Protection
                    || late.planned.footprint.removes_all_of(early.planned.footprint);
                let resource = own(late, Access::Remove)
                    .find(|removed| touched(early, Access::Put).any(|put| put == *removed))
                    .cloned()
                    .unwrap_or(Resource::all(Kind::Protection));
                let text = format!("{late_name} undoes what {early_name} does to {resource}");
                (resource, text, vec![leave_out(in_vain).filter(|_| complete)])
            }
            HazardKind::Outdated => {
                let resource = meet(early, Access::Put, late, &[Access::Put])?.clone();
                let text = format!("a later {late_name} replaces what {early_name} does to {resource}");
                (resource, text, vec![leave_out(first)])
            }
            HazardKind::StaleAnswer => {
                let resource = meet(early, Access::Read, late, &[Access::Put, Access::Remove])?.clone();
                let text = format!(
                    "the answer to {early_name} will be older than the change of {resource} by {late_name}"
                );
                let reorder = sequence.shift(&[last], first).and_then(|_| {
                    Some(Remedy::Reorder { first: sequence.id(last)?, then: sequence.id(first)? })
                });
                (resource, text, vec![reorder])
            }
            HazardKind::Unfinished => {
                let resource = meet(early, Access::Put, late, &[Access::Read, Access::Put])?.clone();
                let text = format!(
                    "{early_name} is acknowledged before {resource} is installed: {late_name} may come too early"
                );
                (resource, text, Vec::new())
            }
        };
        let remedies = remedies.into_iter().flatten().collect();
        Some(Hazard { kind: self.kind, commands: names(&self.places)?, resource, remedies, text })
    }

    fn tell_gap<Id>(
        &self,
        removal: &Step<'_, '_, Id>,
        install: &Step<'_, '_, Id>,
        conditions: &Conditions<'_>,
    ) -> Option<(Resource, String)> {
        let resource = meet(removal, Access::Remove, install, &[Access::Put])?.clone();
        let (early, late) = (removal.planned.command, install.planned.command);
        let (gate, runs, waits) = Forecasts::new(conditions).gate(early, late)?;
        let runs = if runs <= Expectation::Partial { "runs" } else { "may run" };
        let (scene, end) = match gate {
            LockState::BeforeFirstUnlock => ("before the first unlock", " for the unlock"),
            LockState::PowerNap => ("in Power Nap", ""),
            LockState::KeychainLocked => ("while the user's keychain is locked", " for the unlock"),
            LockState::SetupAssistant => ("in Setup Assistant", ""),
            LockState::Asleep => ("on a sleeping device", ""),
            LockState::LoginPending => ("while a login waits for the server", ""),
            LockState::NoNetwork => ("without network", ""),
            _ => ("on a locked device", " for the unlock"),
        };
        let waits = if waits == Expectation::Deferred { "waits" } else { "may wait" };
        let text = format!(
            "{scene} {early} {runs} at once while {late} {waits}{end}: meanwhile the device is without {resource}"
        );
        Some((resource, text))
    }
}

/// What removes a gap between a removal and the install behind it.
fn gap_remedies<Id: Clone + Ord>(
    sequence: &Sequence<'_, '_, Id>,
    removal: usize,
    install: usize,
) -> Vec<Option<Remedy<Id>>> {
    let (Some(early), Some(late)) = (sequence.step(removal), sequence.step(install)) else {
        return Vec::new();
    };
    let (Some(first), Some(then)) = (sequence.id(install), sequence.id(removal)) else { return Vec::new() };
    // Two profiles with one service: the new one can come first. One thing under one name: what came first would
    // be removed again.
    let contained = early.planned.footprint.is_container() && late.planned.footprint.is_container();
    let same = touched(early, Access::Remove)
        .filter(|removed| !(contained && removed.kind.is_service()))
        .any(|removed| touched(late, Access::Put).any(|put| put.overlaps(removed)));
    if same {
        let restored = late.planned.footprint.restores_all_of(early.planned.footprint)
            && !sequence.is_awaited(removal, &[install]);
        return vec![restored.then_some(Remedy::ReplaceInPlace { removal: then, install: first })];
    }
    if sequence.shift(&[install], removal).is_none() {
        return Vec::new();
    }
    let alone = early.group.len() == 1 && late.group.len() == 1;
    vec![
        Some(Remedy::ChainOnAcknowledgement { first: vec![first.clone()], then: then.clone() }),
        alone.then(|| Remedy::Group { first: first.clone(), then: then.clone() }),
        Some(Remedy::Reorder { first, then }),
    ]
}

/// What a command touches in this way, but for the whole device: what nobody described is not held against it.
fn touched<'a, Id>(
    step: &Step<'_, 'a, Id>,
    access: Access,
) -> impl Iterator<Item = &'a Resource> + use<'a, Id> {
    let touches = step.planned.footprint.touches().iter();
    touches
        .filter(move |touch| touch.access == access && touch.resource.kind != Kind::Anything)
        .map(|touch| &touch.resource)
}

/// What a command touches in its own name. A service goes with its profile: what another profile brings stays.
fn own<'a, Id>(step: &Step<'_, 'a, Id>, access: Access) -> impl Iterator<Item = &'a Resource> + use<'a, Id> {
    let contains = step.planned.footprint.is_container();
    touched(step, access).filter(move |resource| !(contains && resource.kind.is_service()))
}

/// The resource on which the two meet, by the name that says more.
fn meet<'a, Id>(
    early: &Step<'_, 'a, Id>,
    first: Access,
    late: &Step<'_, 'a, Id>,
    second: &[Access],
) -> Option<&'a Resource> {
    touched(early, first).find_map(|a| {
        let mut others = second.iter().flat_map(|second| touched(late, *second));
        others.find(|b| a.overlaps(b)).map(|b| a.narrower(b))
    })
}

/// What the rules say of a command in the states in which a device of this kind refuses commands; asked once a
/// command.
struct Forecasts<'s> {
    conditions: &'s Conditions<'s>,
    gates: Vec<LockState>,
    known: BTreeMap<Box<str>, Vec<Expectation>>,
}

impl<'s> Forecasts<'s> {
    fn new(conditions: &'s Conditions<'s>) -> Self {
        let subject = conditions.subject;
        let usual = LockState::usual_gate(subject);
        let gates = LockState::gates(subject.platform, subject.channel).iter().copied();
        let gates = std::iter::once(usual).chain(gates.filter(|gate| *gate != usual)).collect();
        Self { conditions, gates, known: BTreeMap::new() }
    }

    /// A state in which the removal runs, or may, while the install waits, or may; and what is expected of both.
    fn gate(&mut self, removal: &str, install: &str) -> Option<(LockState, Expectation, Expectation)> {
        let (runs, waits) = (self.of(removal), self.of(install));
        let mut states =
            self.gates.iter().zip(runs).zip(waits).map(|((gate, runs), waits)| (*gate, runs, waits));
        states.find(|(_, runs, waits)| *runs != Expectation::Deferred && *waits >= Expectation::Unknown)
    }

    fn of(&mut self, command: &str) -> Vec<Expectation> {
        if let Some(known) = self.known.get(command) {
            return known.clone();
        }
        let Conditions { table, subject, .. } = self.conditions;
        let all = self.gates.iter().map(|gate| table.forecast(command, subject, *gate).expectation);
        let all: Vec<_> = all.collect();
        self.known.insert(command.into(), all.clone());
        all
    }
}

/// Something that goes with the device's content, and the query that brings it into safe keeping.
struct Escrow {
    kind: HazardKind,
    query: &'static str,
    /// A command that loses it beside those that erase.
    also_lost_by: Option<&'static str>,
    platforms: &'static [Platform],
    text: &'static str,
}

/// Apple, Activation Lock Bypass Code; Apple, Clear Activation Lock Bypass Code; Apple, Security Information
/// (`FDE_PersonalRecoveryKeyCMS`).
const ESCROWS: [Escrow; 2] = [
    Escrow {
        kind: HazardKind::BypassCodeLost,
        query: "ActivationLockBypassCode",
        also_lost_by: Some("ClearActivationLockBypassCode"),
        platforms: &[Platform::Ios, Platform::Macos, Platform::Visionos],
        text: "comes before the Activation Lock bypass code is in safe keeping: nobody but the last user may be \
               able to activate the device again",
    },
    Escrow {
        kind: HazardKind::RecoveryKeyLost,
        query: "SecurityInfo",
        also_lost_by: None,
        platforms: &[Platform::Macos],
        text: "comes before the FileVault recovery key is in safe keeping: if it fails, nobody but the user opens \
               the disk",
    },
];

/// Commands that a device acknowledges when it has taken the order, not when it is done (Apple, Install
/// Application; Apple, Install Enterprise Application).
const ACKNOWLEDGED_EARLY: [&str; 2] = ["InstallApplication", "InstallEnterpriseApplication"];
