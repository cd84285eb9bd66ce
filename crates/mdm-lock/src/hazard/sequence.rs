//! The order in which commands would run as far as the caller says: queue order, bent by chains and groups.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::ops::Range;

use super::Planned;

/// Commands in the order in which they would run. A place is an index into it.
pub(super) struct Sequence<'q, 'a, Id> {
    steps: Vec<Step<'q, 'a, Id>>,
}

pub(super) struct Step<'q, 'a, Id> {
    pub planned: &'q Planned<'a, Id>,
    /// Its index in the list that was given.
    pub given: usize,
    /// The places of those on which it is chained, rising.
    pub after: Vec<usize>,
    /// The places of its group; of itself when it stands alone.
    pub group: Range<usize>,
}

/// Moves the command at one place to another; those between close up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shift {
    pub from: usize,
    pub to: usize,
}

impl<'q, 'a, Id: Clone + Ord> Sequence<'q, 'a, Id> {
    pub(super) fn new(queue: &'q [Planned<'a, Id>]) -> Self {
        let names: BTreeMap<_, _> = queue.iter().enumerate().rev().map(|(at, one)| (&one.id, at)).collect();
        let mut steps = Vec::with_capacity(queue.len());
        for members in in_order(units(queue), queue, &names) {
            let group = steps.len()..steps.len() + members.len();
            steps.extend(members.into_iter().map(|(given, planned)| Step {
                planned,
                given,
                after: Vec::new(),
                group: group.clone(),
            }));
        }
        let mut places = vec![0; queue.len()];
        for (place, step) in steps.iter().enumerate() {
            places.get_mut(step.given).into_iter().for_each(|slot| *slot = place);
        }
        for (place, step) in steps.iter_mut().enumerate() {
            let known = step.planned.after.iter().filter_map(|id| places.get(*names.get(id)?).copied());
            // What stands behind it all the same is part of a circle.
            step.after = known.filter(|earlier| *earlier < place).collect();
            step.after.sort_unstable();
        }
        Self { steps }
    }

    pub(super) fn steps(&self) -> &[Step<'q, 'a, Id>] {
        &self.steps
    }

    pub(super) fn step(&self, place: usize) -> Option<&Step<'q, 'a, Id>> {
        self.steps.get(place)
    }

    pub(super) fn id(&self, place: usize) -> Option<Id> {
        Some(self.step(place)?.planned.id.clone())
    }

    /// Whether `later` is chained on `earlier`, or stands behind it in one group: the caller wants this order.
    pub(super) fn is_wanted(&self, earlier: usize, later: usize) -> bool {
        self.step(later).is_some_and(|step| {
            step.after.binary_search(&earlier).is_ok() || (earlier < later && step.group.contains(&earlier))
        })
    }

    /// The places that run before `place` by chain or group, itself included, as flags.
    pub(super) fn before(&self, place: usize) -> Vec<bool> {
        let mut seen = vec![false; self.steps.len()];
        let mut open = vec![place];
        while let Some(place) = open.pop() {
            let (Some(slot), Some(step)) = (seen.get_mut(place), self.step(place)) else { continue };
            if !std::mem::replace(slot, true) {
                open.extend(&step.after);
                open.extend((step.group.start < place).then(|| place - 1));
            }
        }
        seen
    }

    /// Whether a command outside of `but` (rising) is chained on the one at `place`.
    pub(super) fn is_awaited(&self, place: usize, but: &[usize]) -> bool {
        let mut steps = self.steps.iter().enumerate();
        steps.any(|(at, step)| step.after.binary_search(&place).is_ok() && but.binary_search(&at).is_err())
    }

    /// How to make `then` run behind all of `first` (places, rising) by moving one command, so that of no other two
    /// commands that conflict or are chained the order changes, and no group is torn apart. `None` when there is
    /// no such way. When `then` stands there already, it moves from its place to its place.
    pub(super) fn shift(&self, first: &[usize], then: usize) -> Option<Shift> {
        let last = *first.last()?;
        if first.iter().any(|first| self.is_chained(then, *first)) {
            return None;
        }
        if last < then {
            return Some(Shift { from: then, to: then });
        }
        let (tail, head) = (&self.step(last)?.group, &self.step(then)?.group);
        let as_one = tail == head;
        let to = if as_one { last } else { tail.end - 1 };
        let passes = |place| first.binary_search(&place).is_ok() || !self.is_bound(then, place);
        if (as_one || head.len() == 1) && (then + 1..=to).all(passes) {
            return Some(Shift { from: then, to });
        }
        let to = if as_one { then } else { head.start };
        let passes = |place| place == then || !self.is_bound(place, last);
        (first.len() == 1 && (as_one || tail.len() == 1) && (to..last).all(passes))
            .then_some(Shift { from: last, to })
    }

    fn is_chained(&self, earlier: usize, later: usize) -> bool {
        self.step(later).is_some_and(|step| step.after.binary_search(&earlier).is_ok())
    }

    /// Whether the order of the two matters.
    fn is_bound(&self, earlier: usize, later: usize) -> bool {
        let (Some(a), Some(b)) = (self.step(earlier), self.step(later)) else { return false };
        a.planned.footprint.conflict(b.planned.footprint).is_some()
            || self.is_chained(earlier, later)
            || self.is_chained(later, earlier)
    }
}

/// The members of a group, or one command alone, each with its index in the queue.
type Unit<'q, 'a, Id> = Vec<(usize, &'q Planned<'a, Id>)>;

/// The units of a queue, each where its first member stands.
fn units<'q, 'a, Id>(queue: &'q [Planned<'a, Id>]) -> Vec<Unit<'q, 'a, Id>> {
    let mut units: Vec<Unit<'q, 'a, Id>> = Vec::with_capacity(queue.len());
    let mut groups = BTreeMap::new();
    for member in queue.iter().enumerate() {
        let unit = member.1.group.map_or(units.len(), |group| *groups.entry(group).or_insert(units.len()));
        match units.get_mut(unit) {
            Some(unit) => unit.push(member),
            None => units.push(vec![member]),
        }
    }
    units
}

/// The units in an order that keeps every chain but those of a circle, and queue order otherwise.
fn in_order<'q, 'a, Id: Ord>(
    mut units: Vec<Unit<'q, 'a, Id>>,
    queue: &[Planned<'a, Id>],
    names: &BTreeMap<&Id, usize>,
) -> Vec<Unit<'q, 'a, Id>> {
    let mut unit_of = vec![0; queue.len()];
    for (unit, members) in units.iter().enumerate() {
        for (given, _) in members {
            unit_of.get_mut(*given).into_iter().for_each(|slot| *slot = unit);
        }
    }
    let chains = queue.iter().zip(&unit_of).flat_map(|(planned, later)| {
        let named = planned.after.iter().filter_map(|id| unit_of.get(*names.get(id)?));
        named.filter(move |earlier| *earlier != later).map(move |earlier| (*earlier, *later))
    });
    let mut chains: Vec<_> = chains.collect();
    let mut order = peel(units.len(), &chains);
    if order.len() < units.len() {
        // Behind a circle as well as before one: in it, or between two.
        let reversed: Vec<_> = chains.iter().map(|(earlier, later)| (*later, *earlier)).collect();
        let free: BTreeSet<_> = peel(units.len(), &reversed).into_iter().chain(order).collect();
        chains.retain(|(earlier, later)| free.contains(earlier) || free.contains(later));
        order = peel(units.len(), &chains);
    }
    order.into_iter().filter_map(|unit| units.get_mut(unit).map(std::mem::take)).collect()
}

/// The numbers below `count`, each behind those with which it stands in a pair as the later one, and the smallest
/// first; without those in a circle and those behind it.
fn peel(count: usize, pairs: &[(usize, usize)]) -> Vec<usize> {
    let mut waits = vec![0_usize; count];
    let mut releases = vec![Vec::new(); count];
    for (earlier, later) in pairs {
        if let (Some(list), Some(waits)) = (releases.get_mut(*earlier), waits.get_mut(*later)) {
            list.push(*later);
            *waits += 1;
        }
    }
    let free = waits.iter().enumerate().filter(|(_, count)| **count == 0).map(|(number, _)| Reverse(number));
    let mut ready: BinaryHeap<_> = free.collect();
    let mut order = Vec::with_capacity(count);
    while let Some(Reverse(number)) = ready.pop() {
        order.push(number);
        for later in releases.get(number).into_iter().flatten() {
            let Some(waits) = waits.get_mut(*later) else { continue };
            *waits -= 1;
            ready.extend((*waits == 0).then_some(Reverse(*later)));
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Footprint;

    /// The order of commands of which each has a chain and a group.
    fn check(commands: &[(&[usize], Option<u32>)], expected: &[usize]) {
        let nothing = Footprint::new();
        let planned = commands.iter().enumerate();
        let planned: Vec<_> = planned
            .map(|(id, (after, group))| Planned { after, group: *group, ..Planned::new(id, "", &nothing) })
            .collect();
        let order: Vec<_> = Sequence::new(&planned).steps().iter().map(|step| step.given).collect();
        assert_eq!(order, expected, "{commands:?}");
    }

    #[test]
    fn chains_and_groups_bend_queue_order() {
        let (no, g, h) = (None, Some(1), Some(2));
        check(&[], &[]);
        check(&[(&[], no), (&[0], no), (&[0, 9], no)], &[0, 1, 2]);
        check(&[(&[2], no), (&[], no), (&[], no), (&[], no)], &[1, 2, 0, 3]);
        check(&[(&[1], no), (&[2], no), (&[], no)], &[2, 1, 0]);
        check(&[(&[], g), (&[], no), (&[], g), (&[], h)], &[0, 2, 1, 3]);
        check(&[(&[1], g), (&[], no), (&[], g)], &[1, 0, 2]);
        // Contradictions bind nothing, and hold nobody else up.
        check(&[(&[0], no), (&[1], g), (&[1], g)], &[0, 1, 2]);
        check(&[(&[1], no), (&[0], no), (&[], no)], &[0, 1, 2]);
        check(&[(&[], g), (&[0], no), (&[1], g)], &[0, 2, 1]);
        check(&[(&[1], no), (&[2], no), (&[1], no), (&[4], no), (&[], no)], &[1, 0, 2, 4, 3]);
    }
}
