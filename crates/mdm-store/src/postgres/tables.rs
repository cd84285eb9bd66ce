//! Rows of the tables, column by column, on their way into a statement that takes them all.

use super::values::{Bytes, Values, values};
use crate::Error;
use crate::columns::{Class, integer, link, phase_number, places};
use crate::limits::millis;
use crate::row::{CommandRow, EventRow, Gates, HeadRow, RecordKey};

/// The keys of rows of a table, and all their columns.
pub(super) type Columns<'v, 'a> = (&'v Vec<Bytes<'a>>, Values<'v>);

#[derive(Default)]
pub(super) struct Heads<'a> {
    pub(super) keys: Vec<Bytes<'a>>,
    versions: Vec<i64>,
    sessions: Vec<i64>,
    shut: Vec<i32>,
    backoff_until: Vec<Option<i64>>,
    open: Vec<i64>,
    links: Vec<Bytes<'a>>,
    bodies: Vec<Bytes<'a>>,
}

#[derive(Default)]
pub(super) struct Links<'a> {
    kinds: Vec<Bytes<'a>>,
    values: Vec<Bytes<'a>>,
    pub(super) keys: Vec<Bytes<'a>>,
}

#[derive(Default)]
pub(super) struct Commands<'a> {
    pub(super) keys: Vec<Bytes<'a>>,
    seqs: Vec<i64>,
    uuids: Vec<Bytes<'a>>,
    phases: Vec<i32>,
    ranks: Vec<i32>,
    blocked: Vec<bool>,
    classes: Vec<i32>,
    refused_in: Vec<Option<i64>>,
    not_before: Vec<Option<i64>>,
    expires_at: Vec<Option<i64>>,
    waits_on: Vec<Bytes<'a>>,
    bodies: Vec<Bytes<'a>>,
}

#[derive(Default)]
pub(super) struct Edges<'a> {
    pub(super) keys: Vec<Bytes<'a>>,
    earlier: Vec<i64>,
    later: Vec<i64>,
}

#[derive(Default)]
pub(super) struct Events<'a> {
    pub(super) keys: Vec<Bytes<'a>>,
    versions: Vec<i64>,
    numbers: Vec<i64>,
    times: Vec<i64>,
    bodies: Vec<Bytes<'a>>,
}

impl<'a> Heads<'a> {
    pub(super) fn push(
        &mut self,
        key: &'a RecordKey,
        version: u64,
        head: &'a HeadRow,
        open: u64,
    ) -> Result<(), Error> {
        self.keys.push(key.into());
        self.versions.push(integer(version));
        self.sessions.push(integer(head.session));
        self.shut.push(head.shut.bits().into());
        self.backoff_until.push(head.backoff_until.map(millis).transpose()?);
        self.open.push(integer(open));
        self.links.push(link::encode(&head.links).into());
        self.bodies.push(head.body.as_slice().into());
        Ok(())
    }

    pub(super) fn values(&self) -> Columns<'_, 'a> {
        let Self { keys, versions, sessions, shut, backoff_until, open, links, bodies } = self;
        (keys, values![*keys, *versions, *sessions, *shut, *backoff_until, *open, *links, *bodies])
    }
}

impl<'a> Links<'a> {
    pub(super) fn push(&mut self, kind: &'static str, value: Bytes<'a>, key: &'a RecordKey) {
        self.kinds.push(Bytes::text(kind));
        self.values.push(value);
        self.keys.push(key.into());
    }

    pub(super) fn values(&self) -> Columns<'_, 'a> {
        (&self.keys, values![self.kinds, self.values, self.keys])
    }
}

impl<'a> Commands<'a> {
    /// What a command waits on may be less than it says.
    pub(super) fn push(
        &mut self,
        key: &'a RecordKey,
        command: &'a CommandRow,
        waits_on: &[u64],
    ) -> Result<(), Error> {
        let class = Class { gates: command.gates, is_timed: command.not_before.is_some() };
        self.keys.push(key.into());
        self.seqs.push(integer(command.seq));
        self.uuids.push(Bytes::text(&command.uuid));
        self.phases.push(phase_number(command.phase));
        self.ranks.push(command.rank.into());
        self.blocked.push(!waits_on.is_empty() || command.gates.has(Gates::HELD));
        self.classes.push(class.number().into());
        self.refused_in.push(command.refused_in.map(integer));
        self.not_before.push(command.not_before.map(millis).transpose()?);
        self.expires_at.push(command.expires_at.map(millis).transpose()?);
        self.waits_on.push(places::encode(waits_on).into());
        self.bodies.push(command.body.as_slice().into());
        Ok(())
    }

    pub(super) fn values(&self) -> Columns<'_, 'a> {
        let Self { keys, seqs, uuids, phases, ranks, blocked, classes, refused_in, .. } = self;
        let Self { not_before, expires_at, waits_on, bodies, .. } = self;
        let mut values = values![*keys, *seqs, *uuids, *phases, *ranks, *blocked, *classes, *refused_in];
        values.extend(values![*not_before, *expires_at, *waits_on, *bodies]);
        (keys, values)
    }
}

impl<'a> Edges<'a> {
    pub(super) fn push(&mut self, key: &'a RecordKey, earlier: u64, later: u64) {
        self.push_stored(key, integer(earlier), integer(later));
    }

    /// What stands there, whatever it is.
    pub(super) fn push_stored(&mut self, key: &'a RecordKey, earlier: i64, later: i64) {
        self.keys.push(key.into());
        self.earlier.push(earlier);
        self.later.push(later);
    }

    pub(super) fn values(&self) -> Columns<'_, 'a> {
        (&self.keys, values![self.keys, self.earlier, self.later])
    }
}

impl<'a> Events<'a> {
    pub(super) fn push(&mut self, version: u64, number: u64, event: &'a EventRow) -> Result<(), Error> {
        self.keys.push((&event.key).into());
        self.versions.push(integer(version));
        self.numbers.push(integer(number));
        self.times.push(millis(event.at)?);
        self.bodies.push(event.body.as_slice().into());
        Ok(())
    }

    pub(super) fn values(&self) -> Columns<'_, 'a> {
        let Self { keys, versions, numbers, times, bodies } = self;
        (keys, values![*keys, *versions, *numbers, *times, *bodies])
    }
}
