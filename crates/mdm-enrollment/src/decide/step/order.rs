//! Orders: who may, what the device would take, what is kept of them.

use std::collections::{BTreeMap, BTreeSet};

use mdm_apple::Request;
use mdm_apple::support::{DeviceFacts, EnrollmentKind, Refusal, RefusalReason};
use mdm_command::{CommandUuid, Entry, Redelivery, Same, State, Terms};
use mdm_profile::MdmPayload;

use super::Deciding;
use crate::channel::{Change, Channel, Deletion, Stage};
use crate::decide::{Enrolls, Order, command_name};
use crate::escrow::Escrow;
use crate::fanout::OrderId;
use crate::flow::{FlowMove, Flows, Round};
use crate::policy::{Act, Assignment, Denial, Listed, Management, SelectiveWipe};
use crate::request::bounded;
use crate::{Actor, Error, EventKind, UpdateRefusal};

impl Deciding<'_> {
    pub(super) fn order(&mut self, actor: &Actor, orders: &[Order]) -> Result<(), Error> {
        let enrolled = |channel: &&Channel| channel.stage() == Stage::Enrolled;
        let channel = self.channel().filter(enrolled).ok_or(Error::NoOrders)?;
        let device = self.device().filter(enrolled).ok_or(Error::NoOrders)?;
        let facts = self.facts(channel);
        if orders.is_empty() {
            return Ok(());
        }
        self.decision.denials = self.judge(actor, orders, device.assignment(), &facts);
        if self.decision.denials.is_empty() {
            if channel.flows().has_open_wipe() && orders.iter().any(is_install) {
                return Err(Error::WipeUnderWay);
            }
            return self.enqueue(actor, orders, channel, device, &facts);
        }
        self.deny(actor, orders);
        Ok(())
    }

    /// Once for a cause, and as a whole: a member who may order it for the member's own device could not order its
    /// queries alone.
    pub(super) fn wipe_selectively(&mut self, actor: &Actor, wipe: &SelectiveWipe) -> Result<(), Error> {
        let channel = self.channel().ok_or(Error::NoOrders)?;
        if channel.stage() != Stage::Enrolled {
            return Err(Error::NoOrders);
        }
        let device = self.device().ok_or(Error::NoOrders)?;
        let wipe = &wipe.in_life(channel.life());
        let wipe = &if self.is_user() { wipe.clone().of_user() } else { wipe.clone() };
        let own = |()| self.terms().permits(actor, Act::Wipe);
        if let Err(denial) = self.records.management.map_or(Ok(()), Management::admit).and_then(own) {
            let orders = wipe.orders(self.key, channel.flows().managed());
            let denied = |order: &Order| (order.command.uuid.clone(), denial.clone());
            self.decision.denials = orders.iter().map(denied).collect();
            self.deny(actor, &orders);
            return Ok(());
        }
        let (again, now, mut round) = (channel.flows().has_wiped(wipe.cause()), self.now, 0);
        let mut orders = if again {
            let flows = self.flows(channel);
            flows.declared(wipe.has_declarations(), now);
            // What was left undone, when it is time.
            let Some((next, requests)) = flows.next_round(now) else { return Ok(()) };
            round = next;
            // Rounds are counted under the cause that it began with.
            let began = flows.wipe().map_or_else(|| wipe.cause(), |open| &open.cause);
            wipe.called(began).again(self.key, round, requests)
        } else {
            wipe.orders(self.key, channel.flows().managed())
        };
        if !again && channel.flows().is_removing() {
            // Another cause has ordered what there is to remove.
            orders.retain(|order| wipe.is_last(order) || Listed::of(&order.command.request).is_some());
        }
        let facts = self.facts(channel);
        // What the device does not know at all cannot be there. Nor does it tell of provisioning profiles where it would
        // tell of the user's own. That management is to end is not passed over: if it cannot, whoever wants it is told.
        orders.retain(|order| {
            let refusals = order.command.request.validate(&facts);
            let whole = Listed::of(&order.command.request) == Some(Listed::ProvisioningProfiles);
            wipe.is_last(order) || refusals.iter().all(|refusal| refusal.key.is_some() && !whole)
        });
        self.enqueue(actor, &orders, channel, device, &facts)?;
        let installs = self.take_installs_back(channel, device)?;
        // The lists tell what is left; the wipe is through with its removals.
        let mut ordered = Round { installs, ..Round::default() };
        for (order, place) in orders.iter().zip(&self.decision.places) {
            let Some(place) = *place else { continue };
            match Listed::of(&order.command.request) {
                Some(list) => ordered.lists.extend([(place, list)]),
                None => ordered.removals.extend([place]),
            }
        }
        let removals = ordered.removals.len() as u64;
        if again {
            self.flows(channel).wiped_again(round, ordered, now);
            self.event(EventKind::FlowMoved(FlowMove::WipeRepeated { removals }));
        } else {
            self.flows(channel).wiped(wipe, ordered, now);
            self.event(EventKind::FlowMoved(FlowMove::WipeOrdered { removals }));
        }
        Ok(())
    }

    /// What waits to be put on a device that is being wiped is taken back; says what of it is out, and waited for. The
    /// enrollment profile is not the wipe's: an update of it goes on.
    fn take_installs_back(&mut self, channel: &Channel, device: &Channel) -> Result<BTreeSet<u64>, Error> {
        let installs = |entry: &Entry| {
            let origin = device.head.origin.as_ref().and_then(|origin| origin.is_put_by(&entry.footprint));
            // Where nobody told what it is called: so an order of it goes out.
            let renews = origin.unwrap_or_else(|| entry.terms.redelivery == Some(Redelivery::Once));
            SelectiveWipe::is_install(&entry.command) && !(&*entry.command == INSTALL_PROFILE && renews)
        };
        let waits = |entry: &Entry| matches!(entry.state, State::Queued | State::NotNow);
        self.cancel_those(|entry| waits(entry) && installs(entry))?;
        let out = channel.queue.entries().filter(|entry| entry.is_open() && !waits(entry) && installs(entry));
        Ok(out.map(|entry| entry.seq).collect())
    }

    /// A wipe that is under way is called off.
    pub(super) fn end_wipe(&mut self) -> Result<(), Error> {
        let channel = self.channel().ok_or(Error::NoOrders)?;
        let now = self.now;
        let Some(places) = self.flows(channel).end_wipe(now) else { return Ok(()) };
        self.cancel_those(|entry| places.contains(&entry.seq))
    }

    /// What the terms of the device say about an order.
    fn judge(
        &self,
        actor: &Actor,
        orders: &[Order],
        assignment: &Assignment,
        facts: &DeviceFacts,
    ) -> Vec<(mdm_apple::CommandUuid, Denial)> {
        let admitted = self.records.management.map_or(Ok(()), Management::admit);
        let judge = |Order { command, .. }: &Order| {
            let judged =
                admitted.clone().and_then(|()| assignment.judge(actor, &command.request, facts, self.now));
            Some((command.uuid.clone(), judged.err()?))
        };
        orders.iter().filter_map(judge).collect()
    }

    /// Records that an order is refused by the terms of the device.
    fn deny(&mut self, actor: &Actor, orders: &[Order]) {
        let requests =
            orders.iter().map(|order| (order.command.uuid.as_str(), order.command.request.request_type()));
        let requests: BTreeMap<_, _> = requests.collect();
        let denials = self.decision.denials.iter().map(|(uuid, denial)| {
            let request = requests.get(uuid.as_str()).copied().unwrap_or_default();
            (uuid.as_str().into(), bounded(request, REQUEST_TYPE), denial.to_string().into())
        });
        let denials = denials.collect();
        self.change(Change::OrderDenied);
        self.event(EventKind::OrderDenied { actor: actor.clone(), denials });
    }

    fn enqueue(
        &mut self,
        actor: &Actor,
        orders: &[Order],
        channel: &Channel,
        device: &Channel,
        facts: &DeviceFacts,
    ) -> Result<(), Error> {
        let refusals: Vec<_> = orders
            .iter()
            .flat_map(|order| {
                // A key that the device does not know it leaves out; a command that it does not know fails.
                let refusals = order.command.request.validate(facts);
                refusals
                    .into_iter()
                    .filter(|refusal| refusal.key.is_none() && !is_own_removal(order, device, refusal))
                    .map(|refusal| (order.command.uuid.clone(), refusal))
            })
            .collect();
        if !refusals.is_empty() {
            return Err(Error::NotAllowed { refusals });
        }
        let refusals: Vec<_> = orders.iter().flat_map(|order| origin_changed(order, device)).collect();
        if !refusals.is_empty() {
            return Err(Error::OriginChanged { refusals });
        }
        let mut batch = Vec::with_capacity(orders.len());
        for order in orders {
            if !order.is_shared && order.terms.batch.as_ref().is_some_and(OrderId::is_reserved) {
                return Err(Error::ReservedBatch);
            }
            batch.push(mdm_command::Order {
                after: order.after.clone(),
                group: order.group,
                supersedes: order.supersedes.clone(),
                terms: terms(order),
                ..mdm_command::Order::new(
                    CommandUuid::new(order.command.uuid.as_str())?,
                    order.command.request.request_type(),
                    order.footprint.clone(),
                )
            });
        }
        let receipt = channel.queue.enqueue(batch, &self.context(&channel.subject()), self.now)?;
        let mut names = BTreeMap::new();
        let mut deletions = Vec::new();
        for (order, seq) in orders.iter().zip(&receipt.places) {
            // A pending one wants the same.
            let Some(seq) = *seq else { continue };
            if !order.is_shared {
                let payload = order.command.encode().map_err(Error::Encode)?;
                self.decision.payloads.push((command_name(self.key, seq), payload));
            }
            names.insert(seq, CommandUuid::new(order.command.uuid.as_str())?);
            // What a command sets is kept before it goes out.
            let (request, now) = (&order.command.request, self.now);
            if Escrow::is_about(request) {
                self.escrow(channel).ordered(seq, request, now);
            }
            if Flows::is_about(request) {
                self.flows(channel).ordered(seq, request, now);
            }
            if let Request::DeleteUser(command) = &order.command.request {
                deletions.push((seq, Deletion::from(&command.users)));
            }
        }
        self.note_deletions(channel, deletions);
        let name = |seq: &u64| {
            channel.queue.at(*seq).map(|entry| entry.uuid.clone()).or_else(|| names.get(seq).cloned())
        };
        self.decision.hazards = receipt.hazards.rename(name);
        self.decision.places = receipt.places;
        // When every one of them was pending, nothing changes, and nothing is written.
        if !receipt.turn.changes.is_empty() {
            self.event(EventKind::Ordered { actor: actor.clone(), commands: orders.len() as u64 });
            self.wake(&receipt.turn, channel)?;
            self.turn(receipt.turn);
        }
        Ok(())
    }

    /// What waits for its hand-out stands for this change too: its token is that of the moment. What was handed out may
    /// carry an older one.
    pub(super) fn announce(&mut self, actor: &Actor, order: &Order) -> Result<(), Error> {
        let channel = self.living()?;
        let same = order.terms.same.as_ref().map(Same::key);
        let stands = |entry: &Entry| {
            matches!(entry.state, State::Queued | State::NotNow)
                && entry.terms.same.as_ref().map(Same::key) == same
        };
        // One that stands is no permission: who may not order it may not announce either.
        let stands = channel.stage() == Stage::Enrolled && channel.queue.entries().any(stands);
        let terms = self.device().filter(|_| stands).map(Channel::assignment);
        let orders = std::slice::from_ref(order);
        if terms.is_some_and(|terms| self.judge(actor, orders, terms, &self.facts(channel)).is_empty()) {
            self.change(Change::Announced);
            return Ok(());
        }
        self.order(actor, orders)
    }
}

/// Why the profile of an order is no update of the enrollment profile that the device has; none for other orders, and for
/// a profile that cannot be read here. Only what the record knows is held against it.
fn origin_changed(order: &Order, device: &Channel) -> Vec<(mdm_apple::CommandUuid, UpdateRefusal)> {
    let Enrolls::By(update) = &order.enrolls else { return Vec::new() };
    let (topic, origin) = (&device.head.topic, device.head.origin.as_ref());
    let installed = match origin {
        Some(origin) => origin.payload(topic),
        None => {
            MdmPayload::new(update.server_url(), topic.as_str(), update.access_rights().unwrap_or_default())
        }
    };
    let user_enrollment = device.facts().enrollment == Some(EnrollmentKind::UserEnrollment);
    let known = |refusal: &UpdateRefusal| match refusal {
        UpdateRefusal::Changed { key: "Topic" } => true,
        UpdateRefusal::Changed { key: "ServerURL" | "CheckInURL" } => origin.is_some(),
        UpdateRefusal::AddedAccessRights => origin.is_some() && !user_enrollment,
        _ => false,
    };
    let refusals = update.check_update(&installed).into_iter().filter(known);
    refusals.map(|refusal| (order.command.uuid.clone(), refusal)).collect()
}

/// As they were given; an enrollment profile, and what may be one, goes out once, unless they say otherwise.
fn terms(order: &Order) -> Terms {
    let mut terms = order.terms.clone();
    if terms.redelivery.is_none() && terms.slots.is_empty() && order.enrolls != Enrolls::No {
        terms.redelivery = Some(Redelivery::Once);
    }
    terms
}

/// A server may always remove its own enrollment profile, also without the right to remove profiles (Apple, Managing
/// connections, read 2026-08).
fn is_own_removal(order: &Order, device: &Channel, refusal: &Refusal) -> bool {
    let Request::RemoveProfile(command) = &order.command.request else { return false };
    let origin = device.head.origin.as_ref();
    let is_own = origin.is_some_and(|origin| origin.is_identified_by(&command.identifier));
    is_own && matches!(refusal.reason, RefusalReason::MissingAccessRight { .. })
}

/// Whether it puts something on the device that a wipe takes off: not the enrollment profile.
fn is_install(order: &Order) -> bool {
    SelectiveWipe::is_install(order.command.request.request_type()) && order.enrolls == Enrolls::No
}

const INSTALL_PROFILE: &str = "InstallProfile";
/// How much of a `RequestType` is kept in an event, in bytes.
const REQUEST_TYPE: usize = 128;
