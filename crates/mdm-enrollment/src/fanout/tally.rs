//! Where the commands of an order to many stand, counted in the commit that moves them.

use std::collections::{BTreeMap, BTreeSet};

use mdm_command::{Entry, Progress, State};
use serde::{Deserialize, Serialize};

use super::{OrderId, plain};
use crate::channel::{self, Change};
use crate::decide::{Decision, Records};
use crate::row::{Loaded, RecordKey, Write};
use crate::{Channel, Error};

/// By how much the commands of an order that stand somewhere have become more or fewer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally([i64; 6]);

impl Tally {
    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let mut sum = self;
        for (one, more) in sum.0.iter_mut().zip(other.0) {
            *one = one.saturating_add(more);
        }
        sum
    }

    pub(super) fn moved(before: Option<State>, after: State) -> Self {
        let one = |state: Option<State>| -> [i64; 6] {
            let Progress { queued, out, refused, acknowledged, failed, dropped } =
                state.into_iter().collect();
            [queued, out, refused, acknowledged, failed, dropped]
                .map(|n| i64::try_from(n).unwrap_or(i64::MAX))
        };
        let mut moved = one(Some(after));
        for (more, fewer) in moved.iter_mut().zip(one(before)) {
            *more -= fewer;
        }
        Self(moved)
    }

    pub(super) fn progress(self) -> Progress {
        let [queued, out, refused, acknowledged, failed, dropped] =
            self.0.map(|n| u64::try_from(n).unwrap_or_default());
        Progress { queued, out, refused, acknowledged, failed, dropped }
    }

    /// The write that adds it to a counter of an order.
    ///
    /// # Errors
    ///
    /// [`Error::Record`] when the counter cannot be read or written.
    pub fn count(self, counter: RecordKey, loaded: Option<&Loaded>) -> Result<Write, Error> {
        let before = loaded.map(Self::decode).transpose()?.unwrap_or_default();
        let body = channel::encode(&before.and(self))?;
        Ok(plain(counter, loaded.map(|loaded| loaded.version), Vec::new(), body))
    }

    /// Reads a counter.
    ///
    /// # Errors
    ///
    /// [`Error::Record`] when it was not written by this library, or by a newer one.
    pub fn decode(loaded: &Loaded) -> Result<Self, Error> {
        channel::decode(&loaded.head.body)
    }
}

impl Records {
    /// By how much a decision moves the commands of orders to many: what is to be added to which
    /// [counter](OrderId::counter) in the commit of the decision.
    #[must_use]
    pub fn tally(&self, decision: &Decision) -> BTreeMap<RecordKey, Tally> {
        let mut tallies = BTreeMap::new();
        let touched: BTreeSet<&RecordKey> = decision.changes.iter().map(|(key, _)| key).collect();
        for key in touched {
            if let Some(channel) = self.channel(key) {
                let changes = decision.changes.iter().filter(|(of, _)| of == key).map(|(_, change)| change);
                tally(key, channel, changes, &mut tallies);
            }
        }
        tallies
    }
}

fn tally<'a>(
    key: &RecordKey,
    channel: &Channel,
    changes: impl Iterator<Item = &'a Change> + Clone,
    tallies: &mut BTreeMap<RecordKey, Tally>,
) {
    let queued = changes.clone().filter_map(|change| match change {
        Change::Queue(mdm_command::Change::CommandQueued(entry)) => Some(&**entry),
        _ => None,
    });
    let of_many = |entry: &Entry| entry.terms.batch.as_ref().is_some_and(OrderId::is_reserved);
    if !channel.queue.entries().chain(queued).any(of_many) {
        return;
    }
    let mut queue = channel.queue.clone();
    let mut touched = BTreeSet::new();
    for change in changes {
        if let Change::Queue(change) = change {
            touched.extend(queue.apply(change));
        }
    }
    // What is forgotten stays counted.
    for entry in touched.into_iter().filter_map(|seq| queue.at(seq)) {
        let Some(order) = entry.terms.batch.as_ref().and_then(OrderId::of_batch) else { continue };
        let before = channel.queue.at(entry.seq).map(|entry| entry.state);
        let moved = Tally::moved(before, entry.state);
        if moved != Tally::default() {
            let tally: &mut Tally = tallies.entry(order.counter(key)).or_default();
            *tally = tally.and(moved);
        }
    }
}
