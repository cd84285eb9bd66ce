//! Devices whose time has come, and whose turn it is.

use std::collections::{BTreeMap, VecDeque};

use super::slab::{self, Entry, Slab};
use crate::Lane;

/// Two lanes; in each the tenants take turns, and the devices of a tenant stand in line.
#[derive(Debug)]
pub(crate) struct Ready<T> {
    tenants: Vec<Tenant<T>>,
    names: BTreeMap<T, u32>,
    free: Vec<u32>,
    normal: Turns,
    urgent: Turns,
}

#[derive(Debug)]
struct Tenant<T> {
    /// `None` while the place is free.
    name: Option<T>,
    devices: usize,
    normal: Line,
    urgent: Line,
}

#[derive(Debug, Default)]
struct Line {
    entries: slab::Line,
    /// How many of the entries wait.
    waiting: usize,
    /// Whether the tenant is in the turns, which it leaves lazily.
    in_turn: bool,
}

#[derive(Debug, Default)]
struct Turns {
    order: VecDeque<u32>,
    devices: usize,
}

impl<T: Clone + Ord> Ready<T> {
    pub(crate) const fn new() -> Self {
        Self {
            tenants: Vec::new(),
            names: BTreeMap::new(),
            free: Vec::new(),
            normal: Turns { order: VecDeque::new(), devices: 0 },
            urgent: Turns { order: VecDeque::new(), devices: 0 },
        }
    }

    /// One device more belongs to this tenant.
    pub(crate) fn join(&mut self, name: &T) -> u32 {
        let number = self.names.get(name).copied().unwrap_or_else(|| self.settle(name));
        if let Some(tenant) = self.tenants.get_mut(number as usize) {
            tenant.devices += 1;
        }
        number
    }

    /// One device fewer belongs to this tenant.
    pub(crate) fn leave(&mut self, number: u32) {
        if let Some(tenant) = self.tenants.get_mut(number as usize) {
            tenant.devices = tenant.devices.saturating_sub(1);
        }
        self.clear(number);
    }

    pub(crate) fn is(&self, number: u32, name: &T) -> bool {
        self.tenants.get(number as usize).is_some_and(|tenant| tenant.name.as_ref() == Some(name))
    }

    pub(crate) fn push(&mut self, entry: Entry, lane: Lane, tenant: u32) {
        let Some((line, turns)) = self.line(lane, tenant) else { return };
        line.entries.push_back(entry);
        line.waiting += 1;
        turns.devices += 1;
        if !std::mem::replace(&mut line.in_turn, true) {
            turns.order.push_back(tenant);
        }
    }

    /// A device that stood in this line has left.
    pub(crate) fn leave_line<K>(&mut self, devices: &Slab<K>, lane: Lane, tenant: u32) {
        let Some((line, turns)) = self.line(lane, tenant) else { return };
        line.waiting = line.waiting.saturating_sub(1);
        turns.devices = turns.devices.saturating_sub(1);
        if line.entries.len() > FEW + 3 * line.waiting {
            line.entries.retain(|entry| entry.waits(devices));
        }
    }

    pub(crate) fn pop<K>(&mut self, devices: &Slab<K>, lane: Lane) -> Option<u32> {
        loop {
            let tenant = self.turns(lane).order.pop_front()?;
            let (line, turns) = self.line(lane, tenant)?;
            let entry = line.pop(devices);
            line.in_turn = line.waiting > 0;
            if line.in_turn {
                turns.order.push_back(tenant);
            }
            if let Some(entry) = entry {
                turns.devices = turns.devices.saturating_sub(1);
                return Some(entry.slot);
            }
            self.clear(tenant);
        }
    }

    pub(crate) const fn len(&self, lane: Lane) -> usize {
        match lane {
            Lane::Normal => self.normal.devices,
            Lane::Urgent => self.urgent.devices,
        }
    }

    fn settle(&mut self, name: &T) -> u32 {
        let tenant = || Tenant {
            name: Some(name.clone()),
            devices: 0,
            normal: Line::default(),
            urgent: Line::default(),
        };
        let number = self.free.pop().unwrap_or_else(|| {
            self.tenants.push(tenant());
            u32::try_from(self.tenants.len() - 1).unwrap_or(u32::MAX)
        });
        if let Some(place) = self.tenants.get_mut(number as usize) {
            *place = tenant();
        }
        self.names.insert(name.clone(), number);
        number
    }

    /// Forgets a tenant without devices, once no turn refers to it.
    fn clear(&mut self, number: u32) {
        let Some(tenant) = self.tenants.get_mut(number as usize) else { return };
        if tenant.devices == 0
            && !tenant.normal.in_turn
            && !tenant.urgent.in_turn
            && let Some(name) = tenant.name.take()
        {
            self.names.remove(&name);
            self.free.push(number);
        }
    }

    fn turns(&mut self, lane: Lane) -> &mut Turns {
        match lane {
            Lane::Normal => &mut self.normal,
            Lane::Urgent => &mut self.urgent,
        }
    }

    fn line(&mut self, lane: Lane, tenant: u32) -> Option<(&mut Line, &mut Turns)> {
        let tenant = self.tenants.get_mut(tenant as usize)?;
        Some(match lane {
            Lane::Normal => (&mut tenant.normal, &mut self.normal),
            Lane::Urgent => (&mut tenant.urgent, &mut self.urgent),
        })
    }
}

impl Line {
    fn pop<K>(&mut self, devices: &Slab<K>) -> Option<Entry> {
        let entry = std::iter::from_fn(|| self.entries.pop_front()).find(|entry| entry.waits(devices))?;
        self.waiting = self.waiting.saturating_sub(1);
        Some(entry)
    }
}

/// So many entries of devices that have left do no harm in a line.
const FEW: usize = 32;
