//! What a device says about itself and its declarations, put together from its reports.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::time::SystemTime;

use mdm_apple::declarations::{DeclarationState, DeclarationValidity, StatusError, StatusItem, StatusItems};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Manifest, write};
use crate::audit::{Tip, Trail};
use crate::channel;
use crate::row::{Batch, Loaded, RecordKey, Version};
use crate::{Cause, Error, Event, EventKind};

/// The record of what a device reports.
///
/// A full report replaces everything. A partial one adds to it: an item takes the place of the one with its name, and
/// in a list of objects with an `identifier` each takes the place of the one with the same, or with `_removed` takes it
/// away (Apple, StatusReport, and Leveraging the declarative management data model to scale devices, read 2026-08).
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Status {
    #[serde(rename = "generation")]
    life: u64,
    items: BTreeMap<Box<str>, Reported>,
    /// By the name of the item.
    errors: BTreeMap<Box<str>, Value>,
    /// Items that were too large to keep.
    left_out: BTreeSet<Box<str>>,
    /// Where the chain of its events ends.
    #[serde(skip)]
    tip: Tip,
    /// The device has begun anew and reported since: in this life nothing is kept any more.
    #[serde(skip)]
    is_over: bool,
}

/// One status item as it stands.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct Reported {
    value: Value,
    /// Since when the device says so.
    since: SystemTime,
}

/// How a declaration stands on a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Standing {
    /// The device has not said anything about it.
    Unreported,
    /// The device has another version of it.
    Outdated,
    /// The device has not judged it yet.
    Pending,
    /// It is in force.
    Active,
    /// It is sound and not in force: an activation whose predicate does not hold, a configuration or asset that nobody
    /// names.
    Inactive,
    /// The device could not use it: [`Status::declaration`] has its reasons.
    Failed,
}

impl Status {
    /// Largest report, in bytes of JSON.
    pub const MAX_REPORT: usize = 1 << 20;
    /// Most dictionaries of a report: each takes several hundred bytes of memory, however short it is in JSON.
    pub const MAX_OBJECTS: usize = 20_000;
    /// Most values of a report.
    pub const MAX_VALUES: usize = 100_000;
    /// Most bytes of JSON that are kept of all items together.
    pub const MAX_KEPT: usize = 512 << 10;
    /// Most items, and most errors.
    pub const MAX_ITEMS: usize = 512;
    /// Longest name of an item, in bytes.
    pub const MAX_NAME: usize = 255;
    /// Deepest value: Apple's are six deep at the most.
    pub const MAX_DEPTH: usize = 16;

    /// The record for a channel.
    ///
    /// # Errors
    ///
    /// [`Error::Record`] when the channel's key leaves no room for a prefix.
    pub fn key(channel: &RecordKey) -> Result<RecordKey, Error> {
        super::key("status/", channel)
    }

    /// Reads the record of a channel, if there is one. That of another life counts as none.
    ///
    /// # Errors
    ///
    /// [`Error::Record`] when it was not written by this library, or by a newer one.
    pub fn read(loaded: Option<&Loaded>, life: u64) -> Result<Self, Error> {
        let stored = loaded.map(|loaded| channel::decode_chained::<Self>(&loaded.head.body)).transpose()?;
        let (stored, tip) = stored.unzip();
        let tip = tip.unwrap_or_default();
        let stored = stored.map(|stored| Self { tip, ..stored });
        let (items, errors, left_out) = <_>::default();
        let is_over = stored.as_ref().is_some_and(|stored| stored.life > life);
        let none = Self { life, items, errors, left_out, tip, is_over };
        Ok(stored.filter(|stored| stored.life == life).unwrap_or(none))
    }

    /// Reads the record, of whichever life.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub fn read_any(loaded: &Loaded) -> Result<Self, Error> {
        let (stored, tip) = channel::decode_chained::<Self>(&loaded.head.body)?;
        Ok(Self { tip, ..stored })
    }

    /// What a report changes, to be committed before it is answered; `None` when it says nothing new, or comes so late that
    /// there is a report of a later life.
    ///
    /// One that cannot be read changes an event and nothing else: the device would repeat it for ever if it were
    /// refused.
    ///
    /// # Errors
    ///
    /// [`Error::Record`] when the record cannot be written.
    pub fn report(
        &self,
        channel: &RecordKey,
        version: Option<Version>,
        tenant: &str,
        report: &[u8],
        now: SystemTime,
    ) -> Result<Option<Batch>, Error> {
        if self.is_over {
            return Ok(None);
        }
        let (next, kind) = match Report::decode(report) {
            Ok(report) => {
                let full = report.full == Some(true);
                let next = self.merged(report, now);
                if next == *self {
                    return Ok(None);
                }
                let changed = next.items.iter().filter(|(name, item)| self.items.get(*name) != Some(item));
                let gone = self.items.keys().filter(|name| !next.items.contains_key(*name));
                let items = changed.map(|(name, _)| name).chain(gone).cloned().collect();
                (next, EventKind::StatusReported { full, items })
            }
            Err(error) => {
                let (size, digest) = (report.len() as u64, super::hex(&mdm_pki::sha256(report)));
                (self.clone(), EventKind::StatusUnreadable { size, digest, error })
            }
        };
        let key = Self::key(channel)?;
        let mut trail = Trail::after(&key, version, self.tip);
        let event = Event { at: now, kind, tenant: Some(tenant.into()), cause: Cause::Device };
        let events = vec![trail.event(&event)?];
        let writes = vec![write(key.clone(), version, Vec::new(), &next, trail.tip())?];
        Ok(Some(Batch { writes, events, ..Batch::default() }))
    }

    /// The names of the items that are known, in their order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.items.keys().map(|name| &**name)
    }

    /// An item by its dotted name, such as `device.operating-system.version`; `None` when it was not reported, or is
    /// not what its name tells.
    #[must_use]
    pub fn item(&self, name: &str) -> Option<StatusItem> {
        let value = self.items.get(name)?.value.clone();
        let nested = name
            .rsplit('.')
            .fold(value, |value, key| Value::Object(Map::from_iter([(key.to_owned(), value)])));
        let items: StatusItems = serde_json::from_value(nested).ok()?;
        // What is not known and holds others is told as these.
        items.items().into_iter().next()?.ok().filter(|item| item.name() == name)
    }

    /// An item by its dotted name, in JSON.
    #[must_use]
    pub fn json(&self, name: &str) -> Option<String> {
        self.items.get(name).map(|item| item.value.to_string())
    }

    /// Since when the device says what it says of an item.
    #[must_use]
    pub fn since(&self, name: &str) -> Option<SystemTime> {
        self.items.get(name).map(|item| item.since)
    }

    /// The items that the device could not tell, and why.
    #[must_use]
    pub fn errors(&self) -> Vec<StatusError> {
        self.errors.values().filter_map(|error| serde_json::from_value(error.clone()).ok()).collect()
    }

    /// The items that were too large, too deep or too many to be kept.
    pub fn left_out(&self) -> impl Iterator<Item = &str> {
        self.left_out.iter().map(|name| &**name)
    }

    /// The items that no declaration subscribes to: what is kept of them may be old.
    pub fn unsubscribed<'a>(&'a self, manifest: &'a Manifest) -> impl Iterator<Item = &'a str> {
        self.names().filter(|name| !ALWAYS.contains(name) && !manifest.subscribes(name))
    }

    /// What the device says of one declaration.
    #[must_use]
    pub fn declaration(&self, identifier: &str) -> Option<DeclarationState> {
        self.declarations().into_iter().find(|state| state.identifier.as_deref() == Some(identifier))
    }

    /// How each declaration of the manifest stands, in the order of the identifiers.
    #[must_use]
    pub fn standings(&self, manifest: &Manifest) -> Vec<(Box<str>, Standing)> {
        let said = self.declarations();
        let said: BTreeMap<&str, &DeclarationState> =
            said.iter().filter_map(|state| Some((state.identifier.as_deref()?, state))).collect();
        let standing = |(identifier, _, token): (&str, &str, &str)| {
            (
                identifier.into(),
                said.get(identifier).map_or(Standing::Unreported, |state| Standing::of(state, token)),
            )
        };
        manifest.declarations().map(standing).collect()
    }

    /// The declarations that the device has and should not have: it has not come since they were taken away.
    #[must_use]
    pub fn lingering(&self, manifest: &Manifest) -> Vec<String> {
        let said = self.declarations().into_iter().filter_map(|state| state.identifier);
        said.filter(|identifier| manifest.get(identifier).is_none()).collect()
    }

    /// Whether the device has reported its declarations, and there are none.
    #[must_use]
    pub fn has_none(&self) -> bool {
        let told = matches!(self.item(DECLARATIONS), Some(StatusItem::ManagementDeclarations(_)));
        told && self.declarations().is_empty()
    }

    fn declarations(&self) -> Vec<DeclarationState> {
        let Some(StatusItem::ManagementDeclarations(states)) = self.item(DECLARATIONS) else {
            return Vec::new();
        };
        let kinds = [states.activations, states.configurations, states.assets, states.management];
        kinds.into_iter().flatten().flatten().collect()
    }

    fn merged(&self, report: Report, now: SystemTime) -> Self {
        let full = report.full == Some(true);
        let mut next = if full {
            let (items, errors, left_out) = <_>::default();
            Self { life: self.life, items, errors, left_out, tip: self.tip, is_over: self.is_over }
        } else {
            self.clone()
        };
        let mut said = Vec::new();
        leaves(report.items, "", &mut said);
        let mut size: usize = next.items.values().map(Reported::size).sum();
        for (name, mut value) in said {
            let before = self.items.get(&name);
            next.errors.remove(&name);
            size -= next.items.remove(&name).map_or(0, |item| item.size());
            merge(before.filter(|_| !full).map(|item| &item.value), &mut value);
            let since = before.filter(|before| before.value == value).map_or(now, |before| before.since);
            let item = Reported { value, since };
            let fits = name.len() <= Self::MAX_NAME
                && next.items.len() < Self::MAX_ITEMS
                && depth(&item.value) <= Self::MAX_DEPTH
                && size + item.size() <= Self::MAX_KEPT;
            if fits {
                next.left_out.remove(&name);
                size += item.size();
                next.items.insert(name, item);
            } else if next.left_out.len() < Self::MAX_ITEMS {
                next.left_out.insert(crate::request::bounded(&name, Self::MAX_NAME));
            }
        }
        for error in report.errors {
            let name = error.get("StatusItem").and_then(Value::as_str).unwrap_or_default();
            let name = crate::request::bounded(name, Self::MAX_NAME);
            let size = error.to_string().len();
            if size <= MAX_ERROR && depth(&error) <= Self::MAX_DEPTH && next.errors.len() < Self::MAX_ITEMS {
                next.errors.insert(name, error);
            }
        }
        next
    }
}

impl Standing {
    fn of(state: &DeclarationState, token: &str) -> Self {
        if state.server_token.as_deref() != Some(token) {
            return Self::Outdated;
        }
        match (&state.valid, state.active) {
            (Some(DeclarationValidity::Invalid), _) => Self::Failed,
            (Some(DeclarationValidity::Valid), Some(true)) => Self::Active,
            (Some(DeclarationValidity::Valid), _) => Self::Inactive,
            _ => Self::Pending,
        }
    }
}

impl Reported {
    fn size(&self) -> usize {
        self.value.to_string().len()
    }
}

/// What a person's device tells is not shown: names only.
impl fmt::Debug for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Status")
            .field("life", &self.life)
            .field("items", &self.items.keys())
            .field("errors", &self.errors.keys())
            .field("left_out", &self.left_out)
            .finish()
    }
}

/// A StatusReport as it came. Values are read by those who look at them: one that is not what its name tells spoils no
/// other.
#[derive(Deserialize)]
struct Report {
    #[serde(rename = "StatusItems", default)]
    items: Map<String, Value>,
    #[serde(rename = "Errors", default)]
    errors: Vec<Value>,
    #[serde(rename = "FullReport")]
    full: Option<bool>,
}

impl Report {
    fn decode(report: &[u8]) -> Result<Self, Box<str>> {
        if report.len() > Status::MAX_REPORT {
            return Err(format!("the report is larger than {} bytes", Status::MAX_REPORT).into());
        }
        // Counted before they are made, and those within texts too.
        let count = |of: &[u8]| report.iter().filter(|byte| of.contains(byte)).count();
        if count(b"{") > Status::MAX_OBJECTS || count(b",[{") > Status::MAX_VALUES {
            let (objects, values) = (Status::MAX_OBJECTS, Status::MAX_VALUES);
            return Err(format!("the report has more than {objects} objects or {values} values").into());
        }
        // The error of the parser could show what the report holds.
        serde_json::from_slice(report).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            format!("the report cannot be read as JSON, line {line}, column {column}").into()
        })
    }
}

/// The items under their dotted names. Which dictionary is a value and which one holds others is known of known names;
/// of others, what holds nothing is a value. Below a name that is too long nothing is named: a short report could make
/// many long ones.
fn leaves(keys: Map<String, Value>, outer: &str, found: &mut Vec<(Box<str>, Value)>) {
    for (key, value) in keys {
        let name = if outer.is_empty() { key } else { format!("{outer}.{key}") };
        match value {
            Value::Object(inner)
                if name.len() <= Status::MAX_NAME
                    && !StatusItem::KNOWN.contains(&&*name)
                    && !inner.is_empty() =>
            {
                leaves(inner, &name, found);
            }
            value => found.push((name.into(), value)),
        }
    }
}

/// Lists of objects with an identifier are merged, everything else is replaced. What says that it was removed is not
/// kept.
fn merge(before: Option<&Value>, value: &mut Value) {
    let Value::Array(items) = value else { return };
    if !items.iter().all(|item| identifier(item).is_some()) {
        return;
    }
    let mut merged: BTreeMap<String, Value> = BTreeMap::new();
    let before = before.and_then(Value::as_array).into_iter().flatten();
    for item in before.cloned().chain(std::mem::take(items)) {
        let Some(name) = identifier(&item).map(str::to_owned) else { continue };
        if item.get("_removed").and_then(Value::as_bool) == Some(true) {
            merged.remove(&name);
        } else {
            merged.insert(name, item);
        }
    }
    *items = merged.into_values().collect();
}

fn identifier(item: &Value) -> Option<&str> {
    item.get("identifier")?.as_str()
}

/// Levels of objects and lists. What was read is at most 128 deep.
fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or_default(),
        Value::Object(keys) => 1 + keys.values().map(depth).max().unwrap_or_default(),
        _ => 0,
    }
}

const DECLARATIONS: &str = "management.declarations";
/// What a device reports without being asked (Apple, Declarative management: status reports, read 2026-08).
const ALWAYS: &[&str] = &[DECLARATIONS, "management.client-capabilities"];
/// Longest error of an item, in bytes of JSON.
const MAX_ERROR: usize = 4 << 10;
