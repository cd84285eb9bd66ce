//! Finds the commands that conflict with one, among many, without comparing it with each.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::ops::Bound;

use crate::{Access, Footprint, Kind, Resource, Touch};

/// The footprints of many commands, by what they touch.
///
/// Its answers are those of [`Footprint::conflict`] with every command in it, and cost what they bring: one
/// answer is a step down a few ordered sets, however many commands there are.
///
/// ```
/// use mdm_lock::{ConflictIndex, Footprint, Kind};
///
/// let install = |id: &str| Footprint::new().put(Kind::Profile, id);
/// let mut index = ConflictIndex::new();
/// for (seq, id) in ["a", "b", "a", "c"].into_iter().enumerate() {
///     index.insert(seq, &install(id));
/// }
/// let remove = Footprint::new().remove(Kind::Profile, "a");
/// assert_eq!(index.before(&9, &remove).collect::<Vec<_>>(), [&2, &0]);
/// index.remove(&2, &install("a"));
/// assert_eq!(index.before(&9, &remove).next(), Some(&0));
/// ```
#[derive(Clone, Debug)]
pub struct ConflictIndex<Id> {
    ids: BTreeSet<Id>,
    /// Those that hold even commands that touch nothing.
    barriers: BTreeSet<Id>,
    /// Touches of [`Kind::Anything`].
    anything: ByAccess<Id>,
    /// All other touches.
    something: ByAccess<Id>,
    kinds: BTreeMap<Kind, OfKind<Id>>,
}

/// The touches of one kind.
#[derive(Clone, Debug)]
struct OfKind<Id> {
    every: ByAccess<Id>,
    /// Those that name the kind as a whole.
    whole: ByAccess<Id>,
    keys: BTreeMap<Box<str>, ByAccess<Id>>,
}

/// The commands that touch something, by how they do.
#[derive(Clone, Debug)]
pub(crate) struct ByAccess<Id> {
    reads: BTreeSet<Id>,
    puts: BTreeSet<Id>,
    removals: BTreeSet<Id>,
    barriers: BTreeSet<Id>,
}

impl<Id: Ord + Clone> ConflictIndex<Id> {
    /// Without commands.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            ids: BTreeSet::new(),
            barriers: BTreeSet::new(),
            anything: ByAccess::new(),
            something: ByAccess::new(),
            kinds: BTreeMap::new(),
        }
    }

    /// Puts a command in.
    pub fn insert(&mut self, id: Id, footprint: &Footprint) {
        for touch in footprint.touches() {
            if touch.bars_all() {
                self.barriers.insert(id.clone());
            }
            self.each_place(&touch.resource, |place| {
                place.of_mut(touch.access).insert(id.clone());
            });
        }
        self.ids.insert(id);
    }

    /// Takes a command out; `footprint` is the one with which it was put in.
    pub fn remove(&mut self, id: &Id, footprint: &Footprint) {
        for touch in footprint.touches() {
            self.each_place(&touch.resource, |place| {
                place.of_mut(touch.access).remove(id);
            });
            // What was named once is not kept for ever.
            if let (Some(of_kind), Some(key)) =
                (self.kinds.get_mut(&touch.resource.kind), &touch.resource.key)
                && of_kind.keys.get(key).is_some_and(ByAccess::is_empty)
            {
                of_kind.keys.remove(key);
            }
        }
        self.barriers.remove(id);
        self.ids.remove(id);
    }

    /// How many commands there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The commands below `id` that conflict with this footprint, the nearest first. Lazy: whoever needs only
    /// the nearest pays for the nearest.
    pub fn before<'a>(
        &'a self,
        id: &Id,
        footprint: &Footprint,
    ) -> impl Iterator<Item = &'a Id> + use<'a, Id> {
        let range = (Bound::Unbounded, Bound::Excluded(id));
        let sets = self.rivals(footprint).into_iter();
        merge(sets.map(|set| set.range::<Id, _>(range).rev()).collect())
    }

    /// The commands above `id` that conflict with this footprint, the nearest first.
    pub fn after<'a>(&'a self, id: &Id, footprint: &Footprint) -> impl Iterator<Item = &'a Id> + use<'a, Id> {
        let range = (Bound::Excluded(id), Bound::Unbounded);
        let sets = self.rivals(footprint).into_iter();
        merge(sets.map(|set| set.range::<Id, _>(range).map(Reverse)).collect()).map(|Reverse(id)| id)
    }

    /// The commands that touch this very resource by its name, and no other with it.
    pub(crate) fn exactly(&self, resource: &Resource) -> Option<&ByAccess<Id>> {
        self.kinds.get(&resource.kind)?.keys.get(resource.key.as_deref()?)
    }

    /// The commands that touch what can be this resource, but for those that may touch anything.
    pub(crate) fn overlapping(&self, resource: &Resource) -> impl Iterator<Item = &ByAccess<Id>> {
        let of_kind = self.kinds.get(&resource.kind);
        let (key, kind) = match (&resource.key, of_kind) {
            (_, None) => (None, None),
            (None, Some(of_kind)) => (None, Some(&of_kind.every)),
            (Some(key), Some(of_kind)) => (of_kind.keys.get(key), Some(&of_kind.whole)),
        };
        key.into_iter().chain(kind)
    }

    /// The commands that may touch anything.
    pub(crate) const fn anything(&self) -> &ByAccess<Id> {
        &self.anything
    }

    fn each_place(&mut self, resource: &Resource, mut visit: impl FnMut(&mut ByAccess<Id>)) {
        if resource.kind == Kind::Anything {
            return visit(&mut self.anything);
        }
        visit(&mut self.something);
        let of_kind = self.kinds.entry(resource.kind).or_insert_with(|| OfKind {
            every: ByAccess::new(),
            whole: ByAccess::new(),
            keys: BTreeMap::new(),
        });
        visit(&mut of_kind.every);
        match &resource.key {
            None => visit(&mut of_kind.whole),
            // The key is copied once, not once a command.
            Some(key) => match of_kind.keys.get_mut(key) {
                Some(place) => visit(place),
                None => visit(of_kind.keys.entry(key.clone()).or_insert_with(ByAccess::new)),
            },
        }
    }

    /// The sets whose members conflict with this footprint: [`Touch::conflicts`], read the other way round.
    fn rivals(&self, footprint: &Footprint) -> Vec<&BTreeSet<Id>> {
        if footprint.touches().iter().any(Touch::bars_all) {
            return vec![&self.ids];
        }
        let mut sets = vec![&self.barriers];
        for Touch { resource, access } in footprint.touches() {
            let unknown = resource.kind == Kind::Anything;
            let reads = !matches!((access, unknown), (Access::Read, _) | (Access::Put, true));
            let named = unknown.then_some(&self.something).into_iter().chain(self.overlapping(resource));
            sets.extend(named.flat_map(|place| place.rivals(reads, true)));
            // A query does not wait for what may change anything.
            sets.extend(self.anything.rivals(reads, *access != Access::Read));
        }
        sets
    }
}

impl<Id: Ord + Clone> Default for ConflictIndex<Id> {
    fn default() -> Self {
        Self::new()
    }
}

impl<Id> ByAccess<Id> {
    const fn new() -> Self {
        Self {
            reads: BTreeSet::new(),
            puts: BTreeSet::new(),
            removals: BTreeSet::new(),
            barriers: BTreeSet::new(),
        }
    }

    fn is_empty(&self) -> bool {
        [&self.reads, &self.puts, &self.removals, &self.barriers].iter().all(|set| set.is_empty())
    }

    /// What is destroyed is removed.
    fn of_mut(&mut self, access: Access) -> &mut BTreeSet<Id> {
        match access {
            Access::Read => &mut self.reads,
            Access::Put => &mut self.puts,
            Access::Remove | Access::Destroy => &mut self.removals,
            Access::Barrier => &mut self.barriers,
        }
    }

    fn rivals(&self, reads: bool, puts: bool) -> impl Iterator<Item = &BTreeSet<Id>> {
        let some = [reads.then_some(&self.reads), puts.then_some(&self.puts)];
        some.into_iter().flatten().chain([&self.removals, &self.barriers]).filter(|set| !set.is_empty())
    }
}

impl<Id: Ord> ByAccess<Id> {
    /// The nearest below `id` that adds or changes it.
    pub(crate) fn put_before(&self, id: &Id) -> Option<&Id> {
        self.puts.range(..id).next_back()
    }

    /// The nearest below `id` that removes it.
    pub(crate) fn removal_before(&self, id: &Id) -> Option<&Id> {
        self.removals.range(..id).next_back()
    }

    /// The nearest below `id` that does more than read it.
    pub(crate) fn write_before(&self, id: &Id) -> Option<&Id> {
        let sets = [&self.puts, &self.removals, &self.barriers];
        sets.into_iter().filter_map(|set| set.range(..id).next_back()).max()
    }

    /// The nearest above `id` that adds, changes or removes it.
    pub(crate) fn change_after(&self, id: &Id) -> Option<&Id> {
        let above = (Bound::Excluded(id), Bound::Unbounded);
        self.puts.range(above).next().into_iter().chain(self.removals.range(above).next()).min()
    }
}

/// The members of several sequences, each in falling order, in falling order and each once.
fn merge<T: Ord + Copy>(sequences: Vec<impl Iterator<Item = T>>) -> impl Iterator<Item = T> {
    let mut sequences = sequences;
    let heads = sequences.iter_mut().enumerate().filter_map(|(at, sequence)| Some((sequence.next()?, at)));
    let mut heads: BinaryHeap<_> = heads.collect();
    let mut last = None;
    std::iter::from_fn(move || {
        loop {
            let (item, at) = heads.pop()?;
            heads.extend(sequences.get_mut(at).and_then(Iterator::next).map(|next| (next, at)));
            if last.replace(item) != Some(item) {
                return Some(item);
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    prop_compose! {
        fn touch()(
            kind in prop::sample::select(vec![Kind::Profile, Kind::App, Kind::Wifi, Kind::Anything]),
            key in prop::option::of(prop::sample::select(vec!["a", "b"])),
            access in prop::sample::select(vec![
                Access::Read, Access::Put, Access::Remove, Access::Destroy, Access::Barrier,
            ]),
        ) -> Touch {
            Touch { resource: Resource { kind, key: key.map(Into::into) }, access }
        }
    }

    fn footprint() -> impl Strategy<Value = Footprint> {
        prop::collection::vec(touch(), 0..4).prop_map(|touches| {
            touches.into_iter().fold(Footprint::new(), |all, one| all.touch(one.resource, one.access))
        })
    }

    proptest! {
        #[test]
        fn it_finds_what_a_comparison_of_all_finds(
            commands in prop::collection::vec((footprint(), any::<bool>()), 0..12),
            asked in footprint(),
            at in 0_usize..14,
        ) {
            let mut index = ConflictIndex::new();
            for (id, (footprint, _)) in commands.iter().enumerate() {
                index.insert(id, footprint);
            }
            for (id, (footprint, _)) in commands.iter().enumerate().filter(|(_, (_, stays))| !stays) {
                index.remove(&id, footprint);
            }
            let stays: Vec<_> = commands.iter().enumerate().filter(|(_, (_, stays))| *stays).collect();
            let found = stays.iter().filter(|(_, (footprint, _))| asked.conflict(footprint).is_some());
            let (before, after): (Vec<_>, Vec<_>) =
                found.map(|(id, _)| *id).filter(|id| *id != at).partition(|id| *id < at);
            prop_assert_eq!(index.after(&at, &asked).copied().collect::<Vec<_>>(), after);
            let nearest_first: Vec<_> = before.into_iter().rev().collect();
            prop_assert_eq!(index.before(&at, &asked).copied().collect::<Vec<_>>(), nearest_first);
            prop_assert_eq!((index.len(), index.is_empty()), (stays.len(), stays.is_empty()));
        }
    }

    #[test]
    fn what_was_taken_out_leaves_nothing_behind() {
        let mut index = ConflictIndex::new();
        for id in 0..100 {
            let install = Footprint::new().put(Kind::Profile, &id.to_string());
            index.insert(id, &install);
            index.remove(&id, &install);
        }
        assert!(index.kinds.values().all(|of_kind| of_kind.keys.is_empty()), "{index:?}");
    }
}
