//! Verdicts that need not be found again.

use std::collections::HashMap;
use std::fmt;
use std::mem;
use std::time::SystemTime;

use super::{ChainPolicy, Window};
use crate::time::unix_seconds;
use crate::{Certificate, Error, Fingerprint};

/// The certificates that stood up under one [`ChainPolicy`], until one of their chain expires.
///
/// Only acceptance is kept, so a stranger who shows many certificates displaces nothing. The number is bounded: what
/// was not asked for since half of it came anew is forgotten. A certificate that is revoked by forgetting its
/// fingerprint stays revoked, because this cache answers for chains only. When the anchors change, make another one.
///
/// There is no lock inside; a server with many threads puts one around it, or gives each thread its own.
pub struct VerdictCache {
    pub(super) policy: ChainPolicy,
    half: usize,
    young: HashMap<Fingerprint, Window>,
    old: HashMap<Fingerprint, Window>,
}

impl VerdictCache {
    /// Keeps up to so many verdicts, two at the least: about 60 bytes each.
    #[must_use]
    pub fn new(policy: ChainPolicy, capacity: usize) -> Self {
        Self { policy, half: (capacity / 2).max(1), young: HashMap::new(), old: HashMap::new() }
    }

    /// As [`ChainPolicy::verify`].
    ///
    /// # Errors
    ///
    /// As [`ChainPolicy::verify`].
    pub fn verify(
        &mut self,
        leaf: &Certificate,
        links: &[Certificate],
        now: SystemTime,
    ) -> Result<(), Error> {
        let (fingerprint, now) = (leaf.fingerprint(), unix_seconds(now, "now")?);
        // A clock that stepped back is before the window, and asks again like one that ran on.
        if self.young.get(&fingerprint).is_some_and(|window| window.contains(now)) {
            return Ok(());
        }
        let window = match self.old.remove(&fingerprint) {
            Some(window) if window.contains(now) => window,
            _ => self.policy.window(leaf, links, now)?,
        };
        if self.young.len() >= self.half {
            self.old = mem::take(&mut self.young);
        }
        self.young.insert(fingerprint, window);
        Ok(())
    }

    /// How many verdicts are kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.young.len() + self.old.len()
    }

    /// Whether none is kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl fmt::Debug for VerdictCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerdictCache").field("policy", &self.policy).field("len", &self.len()).finish()
    }
}
