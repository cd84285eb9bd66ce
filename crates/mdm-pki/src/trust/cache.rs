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
    windows: Halves<Window>,
    /// As they were read: OpenSSL takes longer for that than for all else that is left to do.
    certificates: Halves<Certificate>,
}

impl VerdictCache {
    /// Keeps up to so many verdicts, two at the least: about 60 bytes each. Of these, the certificates that came last
    /// are kept as they were read, [512](Self::CERTIFICATES) at the most, some kilobytes each.
    #[must_use]
    pub fn new(policy: ChainPolicy, capacity: usize) -> Self {
        Self {
            policy,
            windows: Halves::new(capacity),
            certificates: Halves::new(capacity.min(Self::CERTIFICATES)),
        }
    }

    /// How many certificates are kept as they were read: a device asks several times in a row.
    pub const CERTIFICATES: usize = 512;

    /// The certificate of this DER, if it stood up a short while ago. Whether it does now,
    /// [`verify`](Self::verify) says.
    #[must_use]
    pub fn known(&mut self, der: &[u8]) -> Option<Certificate> {
        self.certificates.keep(Fingerprint::of(der), |_| true).cloned()
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
        if self.windows.keep(fingerprint, |window| window.contains(now)).is_none() {
            self.windows.insert(fingerprint, self.policy.window(leaf, links, now)?);
        }
        if self.certificates.keep(fingerprint, |_| true).is_none() {
            self.certificates.insert(fingerprint, leaf.clone());
        }
        Ok(())
    }

    /// How many verdicts are kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.windows.young.len() + self.windows.old.len()
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

/// What was asked for last: when the young half is full it becomes the old one, and what is old is forgotten.
struct Halves<V> {
    half: usize,
    young: HashMap<Fingerprint, V>,
    old: HashMap<Fingerprint, V>,
}

impl<V> Halves<V> {
    fn new(capacity: usize) -> Self {
        Self { half: (capacity / 2).max(1), young: HashMap::new(), old: HashMap::new() }
    }

    /// What is kept, if it is good; then it is young again.
    fn keep(&mut self, fingerprint: Fingerprint, is_good: impl Fn(&V) -> bool) -> Option<&V> {
        if let Some(value) = self.old.remove(&fingerprint) {
            self.insert(fingerprint, value);
        }
        self.young.get(&fingerprint).filter(|value| is_good(value))
    }

    fn insert(&mut self, fingerprint: Fingerprint, value: V) {
        if self.young.len() >= self.half && !self.young.contains_key(&fingerprint) {
            self.old = mem::take(&mut self.young);
        }
        self.young.insert(fingerprint, value);
    }
}
