//! Every device that is to be woken: found by key, by time, and by turn.

mod list;
mod ready;
mod timers;

use std::collections::HashMap;
use std::hash::Hash;

use self::list::Links;
pub(crate) use self::list::Slab;
use self::ready::Ready;
use self::timers::Timers;
use crate::time::Micros;
use crate::{Health, Lane};

/// One device with pending work.
#[derive(Debug)]
pub(crate) struct Device<K> {
    pub(crate) key: K,
    pub(crate) need: u64,
    /// When the next push is due; not kept up while one is in flight.
    pub(crate) due: Micros,
    /// When the first push for this need was accepted; zero when none was.
    pub(crate) pushed: Micros,
    links: Links,
    /// Of its entry in the timers.
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
    /// The next push is the daily repetition.
    pub(crate) repeats: bool,
    /// The need changed while a push for the older one was in flight.
    pub(crate) renewed: bool,
    /// Something is known that explains its silence.
    pub(crate) excused: bool,
    /// It comes by itself now and then.
    pub(crate) polls: bool,
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
    pub(crate) const fn place(&self) -> Place {
        self.place
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
    /// Never iterated: no decision depends on its order.
    slots: HashMap<K, u32>,
    timers: Timers,
    ready: Ready<T>,
}

impl<K: Clone + Eq + Hash, T: Clone + Ord> Fleet<K, T> {
    pub(crate) fn new() -> Self {
        Self { devices: Slab::new(), slots: HashMap::new(), timers: Timers::new(), ready: Ready::new() }
    }

    pub(crate) fn find(&self, key: &K) -> Option<u32> {
        self.slots.get(key).copied()
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
        let slot = self.devices.insert(Device {
            key: key.clone(),
            need: 0,
            due: Micros::ZERO,
            pushed: Micros::ZERO,
            links: Links::default(),
            mark: 0,
            tenant,
            attempt: 0,
            health: Health::default(),
            routes: 0,
            own: 0,
            tries: 0,
            lane: Lane::Normal,
            place: Place::Flight,
            repeats: false,
            renewed: false,
            excused: false,
            polls: false,
        });
        self.slots.insert(key, slot);
        slot
    }

    pub(crate) fn remove(&mut self, slot: u32) -> Option<Device<K>> {
        self.withdraw(slot);
        let device = self.devices.remove(slot)?;
        self.slots.remove(&device.key);
        self.ready.leave(device.tenant);
        Some(device)
    }

    /// Moves a device to another tenant. It has to be [withdrawn](Self::withdraw).
    pub(crate) fn move_to(&mut self, slot: u32, tenant: &T) {
        if let Some(device) = self.devices.get_mut(slot) {
            let old = std::mem::replace(&mut device.tenant, self.ready.join(tenant));
            self.ready.leave(old);
        }
    }

    /// Lets a device wait for nothing but its answer.
    pub(crate) fn withdraw(&mut self, slot: u32) {
        let Some(device) = self.devices.get_mut(slot) else { return };
        let (lane, tenant) = (device.lane, device.tenant);
        match std::mem::replace(&mut device.place, Place::Flight) {
            Place::Timer => self.timers.leave(&self.devices),
            Place::Ready => self.ready.remove(&mut self.devices, slot, lane, tenant),
            Place::Flight => {}
        }
    }

    /// Lets a [withdrawn](Self::withdraw) device wait for its time, or for its turn if that has come.
    pub(crate) fn place(&mut self, slot: u32, now: Micros) {
        let Some(device) = self.devices.get_mut(slot) else { return };
        let (due, lane, tenant) = (device.due, device.lane, device.tenant);
        if due <= now {
            device.place = Place::Ready;
            self.ready.push(&mut self.devices, slot, lane, tenant);
        } else {
            device.place = Place::Timer;
            self.timers.insert(&mut self.devices, slot, due);
        }
    }

    /// Withdraws a device whose time has come.
    pub(crate) fn expire(&mut self, now: Micros) -> Option<u32> {
        let slot = self.timers.pop(&self.devices, now)?;
        if let Some(device) = self.devices.get_mut(slot) {
            device.place = Place::Flight;
        }
        Some(slot)
    }

    /// Withdraws the device whose turn it is.
    pub(crate) fn pop(&mut self, lane: Lane) -> Option<u32> {
        let slot = self.ready.pop(&mut self.devices, lane)?;
        if let Some(device) = self.devices.get_mut(slot) {
            device.place = Place::Flight;
        }
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
        self.slots.len()
    }
}
