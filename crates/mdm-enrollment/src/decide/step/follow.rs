//! What becomes of secrets and flows when commands end.

use std::collections::BTreeSet;

use mdm_apple::Report;
use mdm_command::Entry;

use super::Deciding;
use crate::EventKind;
use crate::channel::{Change, Channel};
use crate::escrow::{Escrow, SecretMove};
use crate::flow::{FlowMove, Flows};

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
        use mdm_command::{Change as Moved, Event};
        let Some(channel) = self.channel() else { return };
        let ended = self.own_changes().filter_map(|change| match change {
            Change::Queue(Moved::CommandMoved { seq, event, .. }) => {
                (!matches!(event, Event::HandOut | Event::Lost | Event::NotNow)).then_some(*seq)
            }
            Change::Queue(Moved::CommandAnsweredLate { seq, .. }) => Some(*seq),
            _ => None,
        });
        let waits = |seq: &u64| {
            self.escrow.as_ref().unwrap_or(&channel.head.escrow).waits_for(*seq)
                || self.flows.as_ref().unwrap_or(&channel.head.flows).waits_for(*seq)
                || told.is_some_and(|(entry, _)| entry.seq == *seq && Escrow::learns_from(&entry.command))
        };
        let ended: BTreeSet<u64> = ended.filter(waits).collect();
        if ended.is_empty() {
            return;
        }
        let mut queue = channel.queue.clone();
        for change in self.own_changes() {
            if let Change::Queue(change) = change {
                queue.apply(change);
            }
        }
        let now = self.now;
        for entry in ended.iter().filter_map(|seq| queue.at(*seq)) {
            let report = told.filter(|(about, _)| about.seq == entry.seq).map(|(_, report)| report);
            match report {
                Some(report) => self.escrow(channel).answered(entry, report, now),
                None => self.escrow(channel).ended(entry, now),
            }
            self.flows(channel).ended(entry, report, now);
        }
    }

    /// Writes down what has become of secrets and flows.
    pub(super) fn keep_followed(&mut self) {
        let Some(channel) = self.channel() else { return };
        // What was on a device that is erased or has left is not there any more.
        let now = self.now;
        let over = self.own_changes().find_map(|change| match change {
            Change::Erased => Some((Some(now), true)),
            Change::CheckedOut => Some((Some(now), false)),
            Change::Released => Some((None, false)),
            // What was on it went with the enrollment profile, or with all else.
            Change::BegunAnew | Change::Authenticated(_) => Some((Some(now), true)),
            _ => None,
        });
        if let Some((done, is_erased)) = over {
            self.flows(channel).end(done);
            if is_erased {
                self.escrow(channel).begin_anew();
            }
        }
        if let Some(flows) = self.flows.take().filter(|flows| *flows != channel.head.flows) {
            for moved in FlowMove::between(&channel.head.flows, &flows) {
                self.event(EventKind::FlowMoved(moved));
            }
            self.change(Change::FlowsMoved(Box::new(flows)));
        }
        if let Some(escrow) = self.escrow.take().filter(|escrow| *escrow != channel.head.escrow) {
            for moved in SecretMove::between(&channel.head.escrow, &escrow) {
                self.event(EventKind::SecretMoved(moved));
            }
            self.change(Change::EscrowMoved(Box::new(escrow)));
        }
    }
}
