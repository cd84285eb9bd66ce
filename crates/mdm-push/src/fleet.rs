//! Every device that is to be woken: found by key, by time, and by turn.

mod index;
mod ready;
mod slab;
mod timers;

use std::hash::Hash;

use self::index::Index;
use self::ready::Ready;
use self::slab::{Entry, Slab};
use self::timers::Timers;
use crate::time::Micros;
use crate::{Health, Lane};

/// One device with pending work, in one line of the processor's cache if the key has 16 bytes or less.
#[derive(Debug)]
#[repr(align(64))]
pub(crate) struct Device<K> {
    pub(crate) key: K,
    pub(crate) need: u64,
    /// When the next push is due; not kept up while one is in flight.
    pub(crate) due: Micros,
    /// [`WakeRow::pushed`](crate::WakeRow::pushed); zero when there is none.
    pub(crate) pushed: Micros,
    /// Of its entry in the timers or in a line; [`NO_MARK`] when it has none.
    mark: u32,
    tenant: u32,
    pub(crate) attempt: u32,
    pub(crate) health: Health,
    /// Routes to push by, a bit each, and those of them with this scheduler's credential.
    pub(crate) routes: u8,
    pub(crate) own: u8,
    /// How many pushes in a row the provider did not take.
    pub(crate) tries: u8,
    pub(crate) lane: Lane,
    place: Place,
    pub(crate) flags: Flags,
}

/// What else is known about a device, a bit each.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Flags(u8);

impl Flags {
    /// The next push is the daily repetition.
    pub(crate) const REPEATS: u8 = 1;
    /// The need changed while a push for the older one was in flight.
    pub(crate) const RENEWED: u8 = 1 << 1;
    /// Something is known that explains its silence.
    pub(crate) const EXCUSED: u8 = 1 << 2;
    /// It comes by itself now and then.
    pub(crate) const POLLS: u8 = 1 << 3;
    /// It was heard of while a push was in flight: that push is over, whatever is answered.
    pub(crate) const OVER: u8 = 1 << 4;
    /// No push was accepted for its need.
    pub(crate) const FRESH: u8 = 1 << 5;

    pub(crate) const fn has(self, flag: u8) -> bool {
        self.0 & flag != 0
    }

    pub(crate) const fn set(&mut self, flag: u8, is: bool) {
        self.0 = if is { self.0 | flag } else { self.0 & !flag };
    }

    /// Whether it was set; it is not any more.
    pub(crate) const fn take(&mut self, flag: u8) -> bool {
        let had = self.has(flag);
        self.set(flag, false);
        had
    }
}

/// What a device waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Its time.
    Timer,
    /// Its turn.
    Ready,
    /// An answer.
    Flight,
}

impl<K> Device<K> {
    const fn new(key: K, tenant: u32) -> Self {
        Self {
            key,
            need: 0,
            due: Micros::ZERO,
            pushed: Micros::ZERO,
            mark: NO_MARK,
            tenant,
            attempt: 0,
            health: Health::from_bits(0),
            routes: 0,
            own: 0,
            tries: 0,
            lane: Lane::Normal,
            place: Place::Flight,
            flags: Flags(0),
        }
    }

    pub(crate) const fn place(&self) -> Place {
        self.place
    }

    /// Gives what it waited for.
    const fn settle(&mut self, place: Place, mark: u32) -> Place {
        self.mark = mark;
        std::mem::replace(&mut self.place, place)
    }

    /// The route for the next push, and whether it is this scheduler's.
    pub(crate) fn pick(&self) -> Option<(u8, Sender)> {
        let route = self.health.pick(self.routes)?;
        Some((route, if self.own & (1 << route) == 0 { Sender::Other } else { Sender::Own }))
    }
}

/// Whose credential a route needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sender {
    Own,
    Other,
}

#[derive(Debug)]
pub(crate) struct Fleet<K, T> {
    devices: Slab<K>,
    index: Index,
    timers: Timers,
    ready: Ready<T>,
    /// The last one that was given.
    mark: u32,
}

impl<K: Clone + Eq + Hash, T: Clone + Ord> Fleet<K, T> {
    pub(crate) fn new() -> Self {
        Self {
            devices: Slab::new(),
            index: Index::new(),
            timers: Timers::new(),
            ready: Ready::new(),
            mark: NO_MARK,
        }
    }

    pub(crate) fn find(&self, key: &K) -> Option<u32> {
        self.index.find(key, &self.devices)
    }

    pub(crate) fn device(&self, slot: u32) -> Option<&Device<K>> {
        self.devices.get(slot)
    }

    pub(crate) fn device_mut(&mut self, slot: u32) -> Option<&mut Device<K>> {
        self.devices.get_mut(slot)
    }

    /// Takes a device in. It waits for nothing until it is [placed](Self::place).
    pub(crate) fn insert(&mut self, key: K, tenant: &T) -> u32 {
        let tenant = self.ready.join(tenant);
        let slot = self.devices.insert(Device::new(key.clone(), tenant));
        self.index.insert(&key, slot);
        slot
    }

    pub(crate) fn remove(&mut self, slot: u32) -> Option<Device<K>> {
        self.withdraw(slot);
        let device = self.devices.remove(slot)?;
        self.index.remove(&device.key, slot);
        self.ready.leave(device.tenant);
        Some(device)
    }

    /// Whether a device stands in this line.
    pub(crate) fn is_in_line(&self, slot: u32, lane: Lane, tenant: &T) -> bool {
        self.devices.get(slot).is_some_and(|device| {
            device.place == Place::Ready && device.lane == lane && self.ready.is(device.tenant, tenant)
        })
    }

    /// Moves a device to another tenant. It has to be [withdrawn](Self::withdraw).
    pub(crate) fn move_to(&mut self, slot: u32, tenant: &T) {
        if let Some(device) =
            self.devices.get_mut(slot).filter(|device| !self.ready.is(device.tenant, tenant))
        {
            let old = std::mem::replace(&mut device.tenant, self.ready.join(tenant));
            self.ready.leave(old);
        }
    }

    /// Lets a device wait for nothing but its answer.
    pub(crate) fn withdraw(&mut self, slot: u32) {
        let Some(device) = self.devices.get_mut(slot) else { return };
        let (lane, tenant) = (device.lane, device.tenant);
        match device.settle(Place::Flight, NO_MARK) {
            Place::Timer => self.timers.leave(&self.devices),
            Place::Ready => self.ready.leave_line(&self.devices, lane, tenant),
            Place::Flight => {}
        }
    }

    /// Lets a [withdrawn](Self::withdraw) device wait for its time, or for its turn if that has come.
    pub(crate) fn place(&mut self, slot: u32, now: Micros) {
        let Some(device) = self.devices.get_mut(slot) else { return };
        self.mark = self.mark.checked_add(1).unwrap_or(NO_MARK + 1);
        let entry = Entry { slot, mark: self.mark };
        if device.due <= now {
            device.settle(Place::Ready, entry.mark);
            self.ready.push(entry, device.lane, device.tenant);
        } else {
            device.settle(Place::Timer, entry.mark);
            self.timers.insert(entry, device.due);
        }
    }

    /// Withdraws a device whose time has come.
    pub(crate) fn expire(&mut self, now: Micros) -> Option<u32> {
        let slot = self.timers.pop(&self.devices, now)?;
        self.devices.get_mut(slot)?.settle(Place::Flight, NO_MARK);
        Some(slot)
    }

    /// Withdraws the device whose turn it is.
    pub(crate) fn pop(&mut self, lane: Lane) -> Option<u32> {
        let slot = self.ready.pop(&self.devices, lane)?;
        self.devices.get_mut(slot)?.settle(Place::Flight, NO_MARK);
        Some(slot)
    }

    /// How many devices wait for their turn.
    pub(crate) const fn ready(&self, lane: Lane) -> usize {
        self.ready.len(lane)
    }

    /// When the next device's time comes, or a little earlier.
    pub(crate) fn next_time(&self) -> Option<Micros> {
        self.timers.next()
    }

    pub(crate) fn len(&self) -> usize {
        self.index.len()
    }
}

const NO_MARK: u32 = 0;

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn a_device_is_one_line_of_the_cache() {
        assert_eq!(size_of::<Option<Device<u64>>>(), 64);
        assert_eq!(size_of::<Option<Device<Arc<str>>>>(), 64);
    }
}
