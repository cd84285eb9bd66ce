//! Devices in a slab, and lists through them: taking one out of the middle costs the same as from an end.

use super::Device;

/// Places that are stable while a device is there, and used again after.
#[derive(Debug)]
pub(crate) struct Slab<K> {
    devices: Vec<Option<Device<K>>>,
    free: Vec<u32>,
}

impl<K> Slab<K> {
    pub(crate) const fn new() -> Self {
        Self { devices: Vec::new(), free: Vec::new() }
    }

    pub(crate) fn insert(&mut self, device: Device<K>) -> u32 {
        let slot = self.free.pop().unwrap_or_else(|| {
            self.devices.push(None);
            // At a hundred bytes a device no memory holds so many.
            u32::try_from(self.devices.len() - 1).unwrap_or(NONE)
        });
        if let Some(place) = self.devices.get_mut(slot as usize) {
            *place = Some(device);
        }
        slot
    }

    pub(crate) fn remove(&mut self, slot: u32) -> Option<Device<K>> {
        let device = self.devices.get_mut(slot as usize)?.take()?;
        self.free.push(slot);
        Some(device)
    }

    pub(crate) fn get(&self, slot: u32) -> Option<&Device<K>> {
        self.devices.get(slot as usize)?.as_ref()
    }

    pub(crate) fn get_mut(&mut self, slot: u32) -> Option<&mut Device<K>> {
        self.devices.get_mut(slot as usize)?.as_mut()
    }
}

/// Neighbors in a list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Links {
    before: u32,
    after: u32,
}

impl Default for Links {
    fn default() -> Self {
        Self { before: NONE, after: NONE }
    }
}

/// A list through the slab, first in, first out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct List {
    first: u32,
    last: u32,
}

impl List {
    pub(crate) const EMPTY: Self = Self { first: NONE, last: NONE };

    pub(crate) const fn is_empty(&self) -> bool {
        self.first == NONE
    }

    pub(crate) fn push<K>(&mut self, devices: &mut Slab<K>, slot: u32) {
        let before = std::mem::replace(&mut self.last, slot);
        if let Some(device) = devices.get_mut(slot) {
            device.links = Links { before, after: NONE };
        }
        match devices.get_mut(before) {
            Some(device) => device.links.after = slot,
            None => self.first = slot,
        }
    }

    /// The device has to be in this list.
    pub(crate) fn remove<K>(&mut self, devices: &mut Slab<K>, slot: u32) {
        let Some(device) = devices.get_mut(slot) else { return };
        let Links { before, after } = std::mem::take(&mut device.links);
        match devices.get_mut(before) {
            Some(device) => device.links.after = after,
            None => self.first = after,
        }
        match devices.get_mut(after) {
            Some(device) => device.links.before = before,
            None => self.last = before,
        }
    }

    pub(crate) fn pop<K>(&mut self, devices: &mut Slab<K>) -> Option<u32> {
        let first = (!self.is_empty()).then_some(self.first)?;
        self.remove(devices, first);
        Some(first)
    }
}

/// No place.
const NONE: u32 = u32::MAX;
