//! What was loaded last, so that a commit need not ask for it again.

use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::row::{CommandRow, Link, Loaded, Phase, RecordKey, WakeRow, Write};

/// Of records that were loaded, what a commit needs to know; for each its last moment, and of many records the last ones.
///
/// It is never trusted: a commit that goes by it compares all of it, in the transaction that writes.
pub(super) struct Recent {
    hasher: RandomState,
    /// Each record has one place, and may find it taken by another one.
    places: Box<[Mutex<Place>]>,
}

type Place = Option<(RecordKey, Known)>;

/// A record as it was loaded, as far as it was.
pub(super) struct Known {
    pub(super) version: u64,
    pub(super) open: u64,
    pub(super) links: Vec<Link>,
    pub(super) commands: BTreeMap<u64, KnownCommand>,
    /// `None` when it was not asked for, or is not there.
    pub(super) wake: Option<WakeRow>,
}

pub(super) struct KnownCommand {
    pub(super) uuid: Box<str>,
    pub(super) phase: Phase,
    pub(super) waits_on: Vec<u64>,
}

impl Recent {
    /// Notes what was loaded, unless it is large: then reading it again is the least of what a commit does.
    pub(super) fn note(&self, key: &RecordKey, loaded: &Loaded, wake: Option<WakeRow>) {
        let size = |command: &CommandRow| 1 + command.waits_on.len();
        if loaded.commands.iter().map(size).sum::<usize>() > SIZE {
            if let Some(mut place) = self.place(key) {
                place.take_if(|(of, _)| of == key);
            }
            return;
        }
        let command = |row: &CommandRow| {
            let CommandRow { seq, uuid, phase, waits_on, .. } = row;
            (*seq, KnownCommand { uuid: uuid.clone(), phase: *phase, waits_on: waits_on.clone() })
        };
        let known = Known {
            version: loaded.version.0,
            open: loaded.open,
            links: loaded.head.links.clone(),
            commands: loaded.commands.iter().map(command).collect(),
            wake,
        };
        if let Some(mut place) = self.place(key) {
            *place = Some((key.clone(), known));
        }
    }

    /// The record under the version that a write expects, once.
    pub(super) fn take(&self, write: &Write) -> Option<Known> {
        let mut place = self.place(&write.key)?;
        let (_, known) = place.take_if(|(key, _)| *key == write.key)?;
        Some(known).filter(|known| write.expected.is_some_and(|expected| expected.0 == known.version))
    }

    fn place(&self, key: &RecordKey) -> Option<MutexGuard<'_, Place>> {
        let hash = usize::try_from(self.hasher.hash_one(key) % PLACES).ok()?;
        Some(self.places.get(hash)?.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Default for Recent {
    fn default() -> Self {
        Self { hasher: RandomState::new(), places: (0..PLACES).map(|_| Mutex::default()).collect() }
    }
}

/// How many records are remembered at the most.
const PLACES: u64 = 1_024;
/// How many commands and predecessors of one record.
const SIZE: usize = 256;
