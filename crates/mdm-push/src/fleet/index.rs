//! Where a key's device is.

use std::hash::{BuildHasher, Hash, RandomState};

use super::slab::{NONE, Slab};

/// Places by a part of their keys' hashes, each in the first free cell from where its hash points to.
///
/// The keys stay with the devices. So whoever is looked for costs one line of memory here and one there, and the hash
/// in the cell lets cells move without a look at any device.
#[derive(Debug)]
pub(crate) struct Index {
    /// As many as a power of two, and at least one of them is free.
    cells: Vec<Cell>,
    len: usize,
    state: RandomState,
}

#[derive(Clone, Copy, Debug)]
struct Cell {
    hash: u32,
    /// [`NONE`] while the cell is free.
    slot: u32,
}

impl Index {
    pub(crate) fn new() -> Self {
        Self { cells: Vec::new(), len: 0, state: RandomState::new() }
    }

    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn find<K: Hash + Eq>(&self, key: &K, devices: &Slab<K>) -> Option<u32> {
        let hash = self.hash(key);
        let mut at = hash as usize;
        loop {
            let cell = self.cell(at);
            if cell.slot == NONE {
                return None;
            }
            if cell.hash == hash && devices.get(cell.slot).is_some_and(|device| device.key == *key) {
                return Some(cell.slot);
            }
            at = at.wrapping_add(1);
        }
    }

    /// The key must not be here yet.
    pub(crate) fn insert<K: Hash>(&mut self, key: &K, slot: u32) {
        // Three of four cells are taken at most, so that ways stay short.
        if (self.len + 1) * 4 > self.cells.len() * 3 {
            let more = vec![Cell::FREE; (self.cells.len() * 2).max(16)];
            let old = std::mem::replace(&mut self.cells, more);
            old.into_iter().filter(|cell| cell.slot != NONE).for_each(|cell| self.enter(cell));
        }
        self.enter(Cell { hash: self.hash(key), slot });
        self.len += 1;
    }

    /// The key of the device that is, or was, at this place.
    pub(crate) fn remove<K: Hash>(&mut self, key: &K, slot: u32) {
        let mut gap = self.hash(key) as usize;
        while self.cell(gap).slot != slot {
            if self.cell(gap).slot == NONE {
                return;
            }
            gap = gap.wrapping_add(1);
        }
        self.len -= 1;
        // Who stands behind moves up, unless that is before where its hash points to: no way may lead over a free cell.
        let mut at = gap;
        loop {
            at = at.wrapping_add(1);
            let cell = self.cell(at);
            if cell.slot == NONE {
                break;
            }
            if self.distance(cell.hash as usize, at) >= self.distance(gap, at) {
                self.set(gap, cell);
                gap = at;
            }
        }
        self.set(gap, Cell::FREE);
    }

    fn enter(&mut self, cell: Cell) {
        let mut at = cell.hash as usize;
        while self.cell(at).slot != NONE {
            at = at.wrapping_add(1);
        }
        self.set(at, cell);
    }

    fn hash<K: Hash>(&self, key: &K) -> u32 {
        // The upper half: it fits.
        u32::try_from(self.state.hash_one(key) >> 32).unwrap_or_default()
    }

    fn cell(&self, at: usize) -> Cell {
        self.cells.get(self.distance(0, at)).copied().unwrap_or(Cell::FREE)
    }

    fn set(&mut self, at: usize, cell: Cell) {
        let at = self.distance(0, at);
        if let Some(place) = self.cells.get_mut(at) {
            *place = cell;
        }
    }

    /// How many cells on, all round.
    fn distance(&self, from: usize, to: usize) -> usize {
        to.wrapping_sub(from) & self.cells.len().wrapping_sub(1)
    }
}

impl Cell {
    const FREE: Self = Self { hash: 0, slot: NONE };
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::fleet::Device;

    /// A key whose hashes meet: all ways overlap, also around the end.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    struct Key(u8);

    impl Hash for Key {
        fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
            state.write_u8(self.0 % 5);
        }
    }

    proptest! {
        #[test]
        fn an_index_finds_what_a_map_would(steps in prop::collection::vec((any::<bool>(), 0_u8..60), 1..300)) {
            let (mut index, mut devices, mut map) = (Index::new(), Slab::new(), BTreeMap::new());
            for (adds, key) in steps {
                let key = Key(key);
                match map.get(&key).copied() {
                    None if adds => {
                        let slot = devices.insert(Device::new(key, 0));
                        index.insert(&key, slot);
                        map.insert(key, slot);
                    }
                    Some(slot) if !adds => {
                        index.remove(&key, slot);
                        devices.remove(slot).unwrap();
                        map.remove(&key);
                    }
                    _ => {}
                }
                prop_assert_eq!(index.len(), map.len());
                for key in (0..60).map(Key) {
                    prop_assert_eq!(index.find(&key, &devices), map.get(&key).copied());
                }
            }
        }
    }
}
