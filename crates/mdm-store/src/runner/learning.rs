//! What the answers of the fleet say about the lock rules.

use std::mem;
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use mdm_enrollment::row::{RecordKey, Window};
use mdm_enrollment::{Decision, Learner, LearnerSettings, Records, RuleDrift, RuleTable, learned};

use super::{ATTEMPTS, RunError, Runner, give_way, locked};
use crate::Store;

/// What this node has counted since it last shared.
pub(super) struct Learning {
    hash_key: [u8; 16],
    learner: Mutex<Learner>,
}

/// Counts that were taken out to be shared, and go back unless they were.
struct Taken<'a> {
    learner: &'a Mutex<Learner>,
    counts: Learner,
    is_shared: bool,
}

impl<'a> Taken<'a> {
    fn from(learner: &'a Mutex<Learner>) -> Self {
        let mut counting = locked(learner);
        let fresh = Learner::new(counting.settings);
        let counts = mem::replace(&mut *counting, fresh);
        drop(counting);
        Self { learner, counts, is_shared: false }
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        if !self.is_shared {
            locked(self.learner).merge(&self.counts);
        }
    }
}

impl<S: Store> Runner<S> {
    /// Learns from the answers of devices: each session that ends is counted in memory, under the limits of `settings`
    /// ([`learned::SETTINGS`] fit), and [`learn`](Self::learn) draws the conclusions. Devices are counted by a hash
    /// under `hash_key`: 16 random bytes that all nodes have, and keep.
    #[must_use]
    pub fn with_learning(self, hash_key: [u8; 16], settings: LearnerSettings) -> Self {
        Self { learning: Some(Learning { hash_key, learner: Mutex::new(Learner::new(settings)) }), ..self }
    }

    /// Adds what this node has counted to what all nodes have, concludes, and goes by that from now on. Gives the
    /// contradictions to the rules that are new or gone; each is told on one node only, and is an event of the record
    /// [`learned::key`]. To be called now and then, such as once an hour, on every node.
    ///
    /// What is learned changes in which order commands go out, within the promises, and what hazards and explanations
    /// say; never what is delivered. Without [`with_learning`](Self::with_learning) it does nothing.
    ///
    /// What was counted is kept for the next call when this one fails or its future is dropped. Where nobody knows whether
    /// the commit took place, as after [`Upstream`](crate::Error::Upstream), it may so be added twice, which changes nothing: a
    /// device has one vote, however often it is added.
    ///
    /// # Errors
    ///
    /// The store's, [`Limit`](crate::Error::Limit) among them when `settings` allow for more than a payload holds.
    pub async fn learn(&self, now: SystemTime) -> Result<Vec<RuleDrift>, RunError> {
        let Some(learning) = &self.learning else { return Ok(Vec::new()) };
        let mut mine = Taken::from(&learning.learner);
        let drift = self.share(&mine.counts, now).await?;
        mine.is_shared = true;
        Ok(drift)
    }

    async fn share(&self, mine: &Learner, now: SystemTime) -> Result<Vec<RuleDrift>, RunError> {
        let key = learned::key().ok_or(RunError::NoPayload)?;
        for _ in 0..ATTEMPTS {
            let rules = self.rules();
            let loaded = self.store.load(&key, &Window::Head).await?;
            let stored = self.store.payload(&learned::payload()).await?.unwrap_or_default();
            let stored = loaded.as_ref().map(|loaded| (loaded, &*stored));
            let (conclusions, batch) = learned::share(mine, stored, &rules, now)?;
            match self.store.commit(batch).await {
                Err(error) if error.is_conflict() => give_way().await,
                done => {
                    done?;
                    let mut rules = self.rules.write().unwrap_or_else(PoisonError::into_inner);
                    *rules = mem::take(&mut *rules).with_learned(conclusions.rules);
                    return Ok(conclusions.drift);
                }
            }
        }
        Err(RunError::Contended)
    }

    pub(super) fn observe(&self, key: &RecordKey, records: &Records, decision: &Decision, rules: &RuleTable) {
        if let (Some(learning), Some(channel)) = (&self.learning, records.channel(key)) {
            let mut learner = locked(&learning.learner);
            learned::observe(&mut learner, &learning.hash_key, key, channel, decision, rules);
        }
    }
}
