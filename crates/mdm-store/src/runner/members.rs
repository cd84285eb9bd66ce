//! What concerns the people who use the devices.

use std::time::SystemTime;

use mdm_enrollment::policy::SelectiveWipe;
use mdm_enrollment::row::{RecordKey, Tenant, Window};
use mdm_enrollment::{Action, Actor, Channel, FanOut, Input, SlotId};

use super::{RunError, Runner};
use crate::Store;
use crate::limits::PAGE;

/// What came of a selective wipe on one device.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Wiped {
    /// Whether it was ordered now; otherwise it was before, for the same cause.
    pub is_new: bool,
    /// Whether the device has to be woken, as in [`Served::actions`](super::Served::actions).
    pub actions: Vec<Action>,
}

impl<S: Store> Runner<S> {
    /// The devices of a member, ascending, those that have left too, only those after `after`; a thousand at the most
    /// (F109). A member who asks is told of no others (F110).
    ///
    /// # Errors
    ///
    /// The store's; [`Record`](mdm_enrollment::Error::Record) when a record cannot be read.
    pub async fn devices_of(
        &self,
        tenant: &Tenant,
        member: &str,
        after: Option<&RecordKey>,
        limit: usize,
    ) -> Result<Vec<(RecordKey, Channel)>, RunError> {
        let mut devices = Vec::new();
        let found = self.of_member(tenant, member, after, limit).await?;
        for key in found.into_iter().filter(FanOut::reaches) {
            let records = self.load_one(&key, Window::Head).await?;
            let own = |channel: &&Channel| {
                channel.tenant() == tenant.as_str() && channel.assignment().sees(member).is_ok()
            };
            // It may be another's by now.
            if let Some(channel) = records.channel(&key).filter(own) {
                devices.push((key, channel.clone()));
            }
        }
        Ok(devices)
    }

    /// Takes the organization's things off a device, once for a cause: an administrator for any device, a member for
    /// the member's own (F102, F110). What is managed there is known from the device's own answers; how far the wipe is
    /// says [`Flows::wipe`](mdm_enrollment::flow::Flows::wipe) of its [channel](Self::channel).
    ///
    /// # Errors
    ///
    /// [`Denied`](mdm_enrollment::Error::Denied) for another's device, of which an event is kept;
    /// [`NoOrders`](mdm_enrollment::Error::NoOrders) when there is no such enrollment or it has ended.
    pub async fn wipe_selectively(
        &self,
        enrollment: &RecordKey,
        actor: &Actor,
        wipe: &SelectiveWipe,
        now: SystemTime,
    ) -> Result<Wiped, RunError> {
        let input = Input::Wipe { actor, wipe };
        let decision = self.run(enrollment, Window::Open, &input, now).await?;
        Ok(Wiped { is_new: !decision.changes.is_empty(), actions: self.note(decision.actions) })
    }

    /// A member has left the organization: the organization's things are taken off all the member's devices, by rule
    /// and without an administrator (F103). Said again, to any node, it orders nothing twice, and gets done what was
    /// left undone: `wipe` names the retirement.
    ///
    /// Each device has its outcome; one that has ended is [`NoOrders`](mdm_enrollment::Error::NoOrders). Invitations of the
    /// member that are open are [closed](Self::close_slot), and have an outcome only where that failed.
    ///
    /// # Errors
    ///
    /// The store's, when the devices cannot be found.
    pub async fn retire_member(
        &self,
        tenant: &Tenant,
        member: &str,
        wipe: &SelectiveWipe,
        now: SystemTime,
    ) -> Result<Vec<(RecordKey, Result<Wiped, RunError>)>, RunError> {
        let actor = Actor::rule("member-retired");
        let (mut outcomes, mut last) = (Vec::new(), None);
        loop {
            let page = self.of_member(tenant, member, last.as_ref(), PAGE).await?;
            last = page.last().cloned();
            if last.is_none() {
                return Ok(outcomes);
            }
            for key in page {
                if SlotId::is_slot(&key) {
                    let failed = self.close(&key, &actor, now).await.err();
                    outcomes.extend(failed.map(|error| (key, Err(error))));
                } else if FanOut::reaches(&key) {
                    let outcome = self.wipe_selectively(&key, &actor, wipe, now).await;
                    outcomes.push((key, outcome));
                }
            }
        }
    }
}
