//! What the queue says about waking the device, for its wake row.

use mdm_command::{Entry, Hold, State, Turn, Wake};
use mdm_lock::Lane;

use super::Deciding;
use crate::Error;
use crate::channel::{Change, Channel};
use crate::decide::Action;
use crate::row::{self, Demand, WakeChange};

impl Deciding<'_> {
    /// What the queue says about waking the device, for the wake row.
    pub(super) fn wake(&mut self, turn: &Turn, channel: &Channel) -> Result<(), Error> {
        let finished = |(_, change): &(_, Change)| *change == Change::SetupFinished;
        let setup = channel.head.awaiting.filter(|_| !self.decision.changes.iter().any(finished));
        let demand = match turn.wake {
            Wake::Unchanged => return Ok(()),
            // In Setup Assistant it is waited for, even if nothing is pending.
            Wake::NotNeeded => setup.map(|until| Demand::new(row::Lane::Normal, until)),
            Wake::Due(due) => Some(Demand::new(self.lane(turn, channel), due)),
            // A push would only make it refuse once more.
            Wake::ByItself(latest) => Some(Demand::by_itself(self.now, latest)),
        };
        match demand.zip(channel.push_route()) {
            Some((demand, route)) => {
                // A row that a store has lost, or never had, is made anew.
                self.wake_step(route.register(channel.tenant())?);
                self.wake_step(WakeChange::Demand(demand));
                let Demand { lane, due, .. } = demand;
                self.decision.actions.push(Action::Wake { record: self.key.clone(), lane, due });
            }
            None if !self.decision.wake.iter().any(|(of, _)| of == self.key) => {
                self.wake_step(WakeChange::Withdraw);
            }
            // The device is here.
            None => {}
        }
        Ok(())
    }

    /// A device that is to be locked, found or erased does not wait behind others.
    fn lane(&self, turn: &Turn, channel: &Channel) -> row::Lane {
        let queued = turn.changes.iter().filter_map(|change| match change {
            mdm_command::Change::CommandQueued(entry) => Some(&**entry),
            _ => None,
        });
        if !channel.queue.entries().chain(queued).any(|entry| entry.lane > Lane::Ordinary) {
            return row::Lane::Normal;
        }
        let mut queue = channel.queue.clone();
        for change in &turn.changes {
            queue.apply(change);
        }
        let wanted = |entry: &&Entry| {
            let free = entry.terms.hold == Hold::Free && !entry.is_quiet();
            entry.is_ready() && entry.state != State::NotNow && free
        };
        let early = |entry: &Entry| entry.terms.not_before.is_some_and(|at| at > self.now);
        let (early, now): (Vec<_>, Vec<_>) = queue.entries().filter(wanted).partition(|entry| early(entry));
        // A device that is here takes what is most urgent first. What it did not take waits for something else than a
        // push, but for its time.
        let is_here =
            self.decision.wake.iter().any(|(of, step)| of == self.key && *step == WakeChange::Contact);
        let first = match &turn.next {
            Some(next) => queue.at(next.seq),
            None if is_here => None,
            None => now.into_iter().max_by_key(|entry| entry.lane),
        };
        let earliest = || early.into_iter().min_by_key(|entry| (entry.terms.not_before, entry.seq));
        let lane = first.or_else(earliest).map(|entry| entry.lane);
        if lane.is_some_and(|lane| lane > Lane::Ordinary) { row::Lane::Urgent } else { row::Lane::Normal }
    }
}
