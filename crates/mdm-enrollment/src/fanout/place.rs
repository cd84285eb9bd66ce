//! How an order to many is placed.

use std::collections::BTreeSet;
use std::time::SystemTime;

use super::{FanOut, FanOutStage, HazardCounts, Line, OrderId, Outcomes, Tally, read};
use crate::audit::Tip;
use crate::channel;
use crate::decide::Order;
use crate::row::{Batch, Link, RecordKey, Tenant};
use crate::{Actor, Error, EventKind};

/// Whom an order is for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Targets {
    /// These, in this order. One that is named twice counts once.
    Listed(Vec<RecordKey>),
    /// Every enrollment that carries this link when the order comes by, such as those of a [tenant](Link::tenant) or
    /// of a [member](crate::audit::MemberName::link).
    Linked(Link),
}

/// An order to many, as it is placed.
#[derive(Clone, Debug)]
pub struct NewFanOut<'a> {
    /// Its name.
    pub id: &'a OrderId,
    /// Who orders.
    pub actor: &'a Actor,
    /// The tenant whose enrollments it may reach: those of others are unknown to it. `None` is all.
    pub tenant: Option<&'a Tenant>,
    /// The commands: each enrollment gets all or none, in this order.
    pub orders: &'a [Order],
    /// Whom it is for.
    pub targets: &'a Targets,
}

impl NewFanOut<'_> {
    /// What is committed to place it: the record, the commands, the pages of whom it is for.
    ///
    /// # Errors
    ///
    /// [`Error::Queue`] with [`DuplicateUuid`](mdm_command::Error::DuplicateUuid) when two commands have one name;
    /// [`Error::Encode`] when a command cannot be written, or not be read again; [`Error::UnnamedMember`] for a member,
    /// who orders for the member's own devices only, one by one.
    pub fn place(&self, now: SystemTime) -> Result<(FanOut, Batch), Error> {
        let mut payloads = Vec::new();
        let mut digest = mdm_pki::sha256(&channel::encode(&(self.actor, self.tenant.map(Tenant::as_str)))?);
        let mut mix = |bytes: &[u8]| digest = mdm_pki::sha256(&[&digest[..], bytes].concat());
        let mut names = BTreeSet::new();
        let mut lines = Vec::new();
        for order in self.orders {
            let uuid = mdm_command::CommandUuid::new(order.command.uuid.as_str())?;
            if !names.insert(order.command.uuid.as_str()) {
                return Err(mdm_command::Error::DuplicateUuid(uuid).into());
            }
            let line = Line::new(order, self.id.batch());
            let bytes = order.command.encode().map_err(Error::Encode)?;
            // Whoever carries it out reads it.
            read(&bytes)?;
            mix(&channel::encode(&line)?);
            mix(&bytes);
            payloads.push((self.id.command(&line.uuid), bytes));
            lines.push(line);
        }
        let (mut listed, mut link) = (None, None);
        match self.targets {
            Targets::Listed(keys) => {
                let mut known = BTreeSet::new();
                let keys: Vec<_> = keys.iter().filter(|key| known.insert(*key)).collect();
                for (page, keys) in (0..).zip(keys.chunks(FanOut::PAGE)) {
                    let keys: Vec<_> = keys.iter().map(|key| key.as_str()).collect();
                    let bytes = channel::encode(&keys)?;
                    mix(&bytes);
                    payloads.push((self.id.targets(page), bytes));
                }
                listed = Some(keys.len() as u64);
            }
            Targets::Linked(found) => {
                mix(&channel::encode(&(found.kind.as_str(), &found.value))?);
                link = Some((found.kind.as_str().into(), found.value.clone()));
            }
        }
        let stage = if listed == Some(0) { FanOutStage::Expanded } else { FanOutStage::Expanding };
        let fan_out = FanOut {
            actor: self.actor.clone(),
            tenant: self.tenant.map(|tenant| tenant.as_str().into()),
            lines,
            digest,
            stage,
            listed,
            link,
            last: None,
            done: 0,
            undone: 0,
            outcomes: Outcomes::default(),
            hazards: HazardCounts::default(),
            tally: Tally::default(),
            ended: (stage == FanOutStage::Expanded).then_some(now),
            forgotten: 0,
            cancelled_by: None,
            tip: Tip::default(),
        };
        let commands = self.orders.len() as u64;
        let placed = EventKind::OrderPlaced { actor: self.actor.clone(), commands, targets: listed };
        let (write, event) = fan_out.write(self.id, None, Some((placed, self.actor, now)))?;
        let (writes, events) = (vec![write], event.into_iter().collect());
        Ok((fan_out, Batch { writes, payloads, events, ..Batch::default() }))
    }
}
