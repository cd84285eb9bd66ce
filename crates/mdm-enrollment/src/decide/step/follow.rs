//! What becomes of secrets and flows when commands end, and when a channel does.

use std::collections::BTreeSet;
use std::time::SystemTime;

use mdm_apple::Report;
use mdm_command::{Entry, Queue};

use super::Deciding;
use crate::channel::{Change, Channel};
use crate::escrow::{Escrow, SecretMove};
use crate::flow::{FlowMove, Flows};
use crate::row::RecordKey;
use crate::{EventKind, UserEnd};

impl Deciding<'_> {
    pub(super) fn escrow(&mut self, channel: &Channel) -> &mut Escrow {
        self.escrow.get_or_insert_with(|| channel.head.escrow.clone())
    }

    pub(super) fn flows(&mut self, channel: &Channel) -> &mut Flows {
        self.flows.get_or_insert_with(|| channel.head.flows.clone())
    }

    /// Moves secrets and flows by the commands that end with this decision. `told` is the report, and the command that
    /// it is about.
    pub(super) fn follow(&mut self, told: Option<(&Entry, &Report<'_>)>) {
        let Some(channel) = self.channel() else { return };
        let waits = |seq: u64| {
            // Said without the report afterwards, an end would say less than it did.
            !self.followed.contains(&seq)
                && (self.escrow.as_ref().unwrap_or(&channel.head.escrow).waits_for(seq)
                    || self.flows.as_ref().unwrap_or(&channel.head.flows).waits_for(seq)
                    || told.is_some_and(|(entry, _)| entry.seq == seq && Escrow::learns_from(&entry.command)))
        };
        let now = self.now;
        for entry in self.ended(self.key, channel, waits) {
            self.followed.insert(entry.seq);
            let report = told.filter(|(about, _)| about.seq == entry.seq).map(|(_, report)| report);
            match report {
                Some(report) => self.escrow(channel).answered(&entry, report, now),
                None => self.escrow(channel).ended(&entry, now),
            }
            self.flows(channel).ended(&entry, report, now);
        }
    }

    /// The commands of a channel that end with this decision, as far as somebody waits for that.
    fn ended(&self, key: &RecordKey, channel: &Channel, waits: impl Fn(u64) -> bool) -> Vec<Entry> {
        use mdm_command::{Change as Moved, Event};
        let ended = self.changes_of(key).filter_map(|change| match change {
            Change::Queue(Moved::CommandMoved { seq, event, .. }) => {
                (!matches!(event, Event::HandOut | Event::Lost | Event::NotNow)).then_some(*seq)
            }
            Change::Queue(Moved::CommandAnsweredLate { seq, .. }) => Some(*seq),
            _ => None,
        });
        let ended: BTreeSet<u64> = ended.filter(|seq| waits(*seq)).collect();
        if ended.is_empty() {
            return Vec::new();
        }
        let queue = self.moved(key, &channel.queue);
        ended.iter().filter_map(|seq| queue.at(*seq)).cloned().collect()
    }

    /// The queue of a channel as it is by now.
    pub(super) fn moved(&self, key: &RecordKey, queue: &Queue) -> Queue {
        let mut queue = queue.clone();
        for change in self.changes_of(key) {
            if let Change::Queue(change) = change {
                queue.apply(change);
            }
        }
        queue
    }

    /// Writes down what has become of secrets and flows: of the channel, and of users that it takes with it.
    pub(super) fn keep_followed(&mut self) {
        let (key, now) = (self.key, self.now);
        if let Some(channel) = self.channel() {
            if let Some((done, is_erased)) = self.over(key) {
                self.flows(channel).end(done);
                if is_erased {
                    self.escrow(channel).begin_anew();
                }
            }
            let (escrow, flows) = (self.escrow.take(), self.flows.take());
            self.write_down(key, channel, escrow, flows);
        }
        let others = self.decision.changes.iter().map(|(of, _)| of);
        let users: BTreeSet<_> = others.filter(|of| *of != key && **of != self.device).cloned().collect();
        for user in &users {
            let Some(channel) = self.records.channel(user) else { continue };
            let (mut escrow, mut flows) = (channel.head.escrow.clone(), channel.head.flows.clone());
            for entry in self.ended(user, channel, |seq| escrow.waits_for(seq) || flows.waits_for(seq)) {
                escrow.ended(&entry, now);
                flows.ended(&entry, None, now);
            }
            if let Some((done, _)) = self.over(user) {
                flows.end(done);
            }
            self.write_down(user, channel, Some(escrow), Some(flows));
        }
    }

    /// What was on a device that is erased or has left is not there any more: since when, as far as that is sure, and
    /// whether secrets went with it.
    fn over(&self, key: &RecordKey) -> Option<(Option<SystemTime>, bool)> {
        let now = Some(self.now);
        let is_given_up = self.own_changes().any(|change| *change == Change::Released);
        self.changes_of(key).find_map(|change| match change {
            Change::Erased => Some((now, true)),
            Change::CheckedOut => Some((now, false)),
            Change::Released | Change::UserEnded(UserEnd::Released) => Some((None, false)),
            Change::UserEnded(_) => Some((now.filter(|_| !is_given_up), false)),
            // What was on it went with the enrollment profile, or with all else.
            Change::BegunAnew | Change::Authenticated(_) => Some((now, true)),
            _ => None,
        })
    }

    fn write_down(
        &mut self,
        key: &RecordKey,
        channel: &Channel,
        escrow: Option<Escrow>,
        flows: Option<Flows>,
    ) {
        if let Some(flows) = flows.filter(|flows| *flows != channel.head.flows) {
            for moved in FlowMove::between(&channel.head.flows, &flows) {
                self.event_of(key, EventKind::FlowMoved(moved));
            }
            self.change_of(key, Change::FlowsMoved(Box::new(flows)));
        }
        if let Some(escrow) = escrow.filter(|escrow| *escrow != channel.head.escrow) {
            for moved in SecretMove::between(&channel.head.escrow, &escrow) {
                self.event_of(key, EventKind::SecretMoved(moved));
            }
            self.change_of(key, Change::EscrowMoved(Box::new(escrow)));
        }
    }
}
