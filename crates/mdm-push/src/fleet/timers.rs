//! Devices by their time.

use std::collections::BTreeMap;

use super::slab::{Entry, Line, Slab};
use crate::time::Micros;

/// A calendar of two levels: a line for each of the coming seconds, and one for each later stretch of [`STRETCH`]
/// seconds, which is spread over its seconds when it comes.
///
/// So the maps stay small, a few hundred lines for a day, whatever the number of devices, and a clock may jump as it
/// likes.
#[derive(Debug)]
pub(crate) struct Timers {
    /// By second; each below `horizon` stretches.
    near: BTreeMap<u64, Line>,
    /// By stretch, from `horizon` on.
    far: BTreeMap<u64, Line>,
    /// The first stretch that is not spread. Only rises, so that a clock that steps back changes nothing.
    horizon: u64,
    waiting: usize,
    left: usize,
}

impl Timers {
    pub(crate) const fn new() -> Self {
        Self { near: BTreeMap::new(), far: BTreeMap::new(), horizon: 0, waiting: 0, left: 0 }
    }

    pub(crate) fn insert(&mut self, entry: Entry, due: Micros) {
        self.waiting += 1;
        self.enter(due, entry);
    }

    /// A device that was here has left.
    pub(crate) fn leave<K>(&mut self, devices: &Slab<K>) {
        self.waiting = self.waiting.saturating_sub(1);
        self.left += 1;
        if self.left > FEW + 2 * self.waiting || self.waiting == 0 {
            for map in [&mut self.near, &mut self.far] {
                map.retain(|_, line| {
                    line.retain(|entry| entry.waits(devices));
                    !line.is_empty()
                });
            }
            self.left = 0;
        }
    }

    /// Takes a device out whose time has come.
    pub(crate) fn pop<K>(&mut self, devices: &Slab<K>, now: Micros) -> Option<u32> {
        while let Some(stretch) = self.far.first_entry()
            && *stretch.key() <= now.secs() / STRETCH
        {
            let (number, line) = stretch.remove_entry();
            self.horizon = number + 1;
            for entry in line {
                match devices.get(entry.slot).filter(|_| entry.waits(devices)) {
                    Some(device) => self.enter(device.due, entry),
                    None => self.left = self.left.saturating_sub(1),
                }
            }
        }
        while let Some(mut second) = self.near.first_entry()
            && *second.key() <= now.secs()
        {
            match second.get_mut().pop_front() {
                None => drop(second.remove()),
                Some(entry) if entry.waits(devices) => {
                    self.waiting = self.waiting.saturating_sub(1);
                    return Some(entry.slot);
                }
                Some(_) => self.left = self.left.saturating_sub(1),
            }
        }
        None
    }

    /// The first time at which [`pop`](Self::pop) may find something.
    pub(crate) fn next(&self) -> Option<Micros> {
        let near = self.near.first_key_value().map(|(second, _)| *second);
        let far = self.far.first_key_value().map(|(stretch, _)| stretch * STRETCH);
        near.into_iter().chain(far).min().map(Micros::from_secs)
    }

    fn enter(&mut self, due: Micros, entry: Entry) {
        // Rounded up: nobody is woken too early.
        let second = due.secs_up();
        let stretch = second / STRETCH;
        let (map, number) =
            if stretch < self.horizon { (&mut self.near, second) } else { (&mut self.far, stretch) };
        map.entry(number).or_default().push_back(entry);
    }
}

const STRETCH: u64 = 256;
/// So many entries of devices that have left do no harm.
const FEW: usize = 1_024;
