//! What the answers of a fleet say about the lock rules, shared by the nodes of a server.
//!
//! Each node counts the sessions that it has carried out ([`observe`]), in memory and under the limits of its
//! [`Learner`]. Now and then it adds what it counted to what all nodes have counted, draws the conclusions from the
//! whole, and commits both ([`share`]). Counting is a join, so that the order in which nodes come makes no difference,
//! and a contradiction to the table is told once, whoever notices it: [`EventKind::RuleDrift`].
//!
//! What a node counted since is lost with it: that costs evidence and nothing else.

use std::time::SystemTime;

use mdm_command::{Fact, Seen};
use mdm_lock::{Conclusions, DeviceTag, Learner, LearnerSettings, Observation, RuleTable};

use crate::audit::{Tip, Trail};
use crate::decide::Decision;
use crate::row::{Batch, Loaded, PayloadName, RecordKey};
use crate::{Cause, Channel, Error, Event, EventKind, channel, fanout};

/// How much a shared learner holds: 1,024 cells, about 4 MB.
pub const SETTINGS: LearnerSettings =
    LearnerSettings { devices: 20, majority_percent: 80, window_days: 90, sample: 256, cells: 1_024 };

const NAME: &str = "learned/rules";

/// The record under whose version nodes share.
#[must_use]
pub fn key() -> Option<RecordKey> {
    RecordKey::new(NAME)
}

/// The payload with what all nodes have counted.
#[must_use]
pub fn payload() -> PayloadName {
    PayloadName(NAME.into())
}

/// Counts the sessions that ended with a decision about a device.
pub fn observe(
    learner: &mut Learner,
    hash_key: &[u8; 16],
    enrollment: &RecordKey,
    channel: &Channel,
    decision: &Decision,
    rules: &RuleTable,
) {
    for (_, event) in &decision.events {
        let EventKind::Command(Fact::SessionSeen { seen }) = &event.kind else { continue };
        let evidence: Vec<_> = seen.iter().map(Seen::evidence).collect();
        let observation = Observation {
            device: DeviceTag::hash(hash_key, enrollment.as_str().as_bytes()),
            model: channel.model().unwrap_or_default(),
            subject: channel.subject(),
            at: event.at,
            evidence: &evidence,
        };
        learner.observe(&observation, rules);
    }
}

/// Adds what a node has counted to what all of them have, and concludes. `stored` is the
/// [record](key) and the bytes of the [payload], if there are any. The batch is to be committed; on a conflict
/// somebody else shared in between, and it is done again.
///
/// # Errors
///
/// [`Error::Record`] when what was stored cannot be read.
pub fn share(
    mine: &Learner,
    stored: Option<(&Loaded, &[u8])>,
    rules: &RuleTable,
    now: SystemTime,
) -> Result<(Conclusions, Batch), Error> {
    let key = key().ok_or(Error::Record("a key has another form"))?;
    let mut learner = match stored {
        Some((_, bytes)) => channel::decode(bytes)?,
        None => Learner::new(mine.settings),
    };
    learner.merge(mine);
    let conclusions = learner.conclude(rules, now);
    let loaded = stored.map(|(loaded, _)| loaded);
    let version = loaded.map(|loaded| loaded.version);
    let tip = loaded.and_then(|loaded| Tip::of_body(&loaded.head.body)).unwrap_or_default();
    let mut trail = Trail::after(&key, version, tip);
    let events = conclusions.drift.iter().map(|drift| {
        let kind = EventKind::RuleDrift(Box::new(drift.clone()));
        trail.event(&Event { at: now, kind, tenant: None, cause: Cause::Device })
    });
    let events = events.collect::<Result<_, Error>>()?;
    let body = channel::encode_chained(&(), trail.tip())?;
    let batch = Batch {
        writes: vec![fanout::plain(key.clone(), version, Vec::new(), body)],
        payloads: vec![(payload(), channel::encode(&learner)?)],
        events,
        ..Batch::default()
    };
    Ok((conclusions, batch))
}
