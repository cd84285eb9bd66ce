//! Devices by their time.

use std::collections::BTreeMap;

use super::list::{List, Slab};
use crate::time::Micros;

/// A calendar of two levels: a list for each of the coming seconds, and one for each later stretch of [`STRETCH`]
/// seconds, which is spread over its seconds when it comes.
///
/// So the maps stay small, a few hundred lists for a day, whatever the number of devices, and a clock may jump as it
/// likes. Moving one of a million devices to another time took 50 ns with lists of 256 seconds, 390 ns with one map from
/// second to list, and 1,000 ns with an ordered set of times.
#[derive(Debug)]
pub(crate) struct Timers {
    /// By second; each below `horizon` stretches.
    near: BTreeMap<u64, List>,
    /// By stretch, from `horizon` on.
    far: BTreeMap<u64, List>,
    /// The first stretch that is not spread. Only rises, so that a clock that steps back changes nothing.
    horizon: u64,
}

impl Timers {
    pub(crate) const fn new() -> Self {
        Self { near: BTreeMap::new(), far: BTreeMap::new(), horizon: 0 }
    }

    pub(crate) fn insert<K>(&mut self, devices: &mut Slab<K>, slot: u32, due: Micros) {
        let (map, number) = self.list(due);
        map.entry(number).or_insert(List::EMPTY).push(devices, slot);
    }

    /// The device has to be here, with this time.
    pub(crate) fn remove<K>(&mut self, devices: &mut Slab<K>, slot: u32, due: Micros) {
        let (map, number) = self.list(due);
        if let Some(list) = map.get_mut(&number) {
            list.remove(devices, slot);
            if list.is_empty() {
                map.remove(&number);
            }
        }
    }

    /// Takes a device out whose time has come.
    pub(crate) fn pop<K>(&mut self, devices: &mut Slab<K>, now: Micros) -> Option<u32> {
        while let Some(stretch) = self.far.first_entry()
            && *stretch.key() <= now.secs() / STRETCH
        {
            let (number, mut list) = stretch.remove_entry();
            self.horizon = number + 1;
            while let Some(slot) = list.pop(devices) {
                if let Some(due) = devices.get(slot).map(|device| device.due) {
                    self.insert(devices, slot, due);
                }
            }
        }
        let mut second = self.near.first_entry().filter(|second| *second.key() <= now.secs())?;
        let slot = second.get_mut().pop(devices);
        if second.get().is_empty() {
            second.remove();
        }
        slot
    }

    /// The first time at which [`pop`](Self::pop) may find something.
    pub(crate) fn next(&self) -> Option<Micros> {
        let near = self.near.first_key_value().map(|(second, _)| *second);
        let far = self.far.first_key_value().map(|(stretch, _)| stretch * STRETCH);
        near.into_iter().chain(far).min().map(Micros::from_secs)
    }

    fn list(&mut self, due: Micros) -> (&mut BTreeMap<u64, List>, u64) {
        // Rounded up: nobody is woken too early.
        let second = due.secs_up();
        let stretch = second / STRETCH;
        if stretch < self.horizon { (&mut self.near, second) } else { (&mut self.far, stretch) }
    }
}

const STRETCH: u64 = 256;
