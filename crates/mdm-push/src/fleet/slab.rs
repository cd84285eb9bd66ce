//! Devices in memory, and entries that speak of them.

use std::collections::VecDeque;

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
            // At 64 bytes a device no memory holds so many.
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

/// A device that waits, in a line of such.
///
/// One that leaves is not looked for: its entry stays behind, is known by its mark as one that is over, and goes when
/// it comes to the front or when most are like it. So leaving touches no memory but the device's own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) slot: u32,
    /// The device's, unless it has left. What is over goes long before marks come round.
    pub(crate) mark: u32,
}

impl Entry {
    pub(crate) fn waits<K>(self, devices: &Slab<K>) -> bool {
        devices.get(self.slot).is_some_and(|device| device.mark == self.mark)
    }
}

/// First in, first out.
pub(crate) type Line = VecDeque<Entry>;

/// No place.
pub(crate) const NONE: u32 = u32::MAX;
