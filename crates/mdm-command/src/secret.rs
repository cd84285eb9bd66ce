//! The versions of a secret that a command changes on the device: a FileVault key, a recovery lock, a bypass code.

use std::time::SystemTime;

use crate::State;

/// The versions of one secret of a device, oldest first.
///
/// Two rules keep a device from being locked out:
///
/// - The candidate is kept **before** the command that sets it is handed out ([`Self::propose`], in the same commit as
///   the order).
/// - The old one is kept until the new one is proved ([`Self::settle`]). An error proves nothing when the command
///   may have run before: then the candidate stays beside the old one, and both are worth a try.
///
/// What a device tells, late or in time, is a version of its own ([`Self::told`]). `Debug` shows what that of `S` shows:
/// give it a type that redacts itself.
///
/// ```
/// use std::time::SystemTime;
/// use mdm_command::{State, Versions};
///
/// let now = SystemTime::UNIX_EPOCH;
/// let mut lock = Versions::default();
/// lock.told("old", now);
/// lock.propose(7, "new", now);
/// // The answer was lost, and the repetition fails, because it still names the old one.
/// lock.settle(7, State::Error, true, now);
/// assert_eq!(lock.candidates().collect::<Vec<_>>(), [&"new", &"old"]);
/// // Somebody unlocks the device with the new one.
/// lock.prove(&"new", now);
/// assert_eq!(lock.candidates().collect::<Vec<_>>(), [&"new"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Versions<S> {
    versions: Vec<Version<S>>,
}

/// One version of a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Version<S> {
    /// The secret.
    pub value: S,
    /// The place of the command that sets it; `None` when the device told it.
    pub set_by: Option<u64>,
    /// How far it holds.
    pub standing: Standing,
    /// Since when.
    pub at: SystemTime,
}

/// How far a version holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Standing {
    /// It was true, and a later one has been proved since.
    Old,
    /// It was never set: the command failed, and had not run before.
    Refuted,
    /// It may be the true one.
    Candidate,
    /// It was the true one when last looked at.
    Proved,
}

impl<S> Default for Versions<S> {
    fn default() -> Self {
        Self { versions: Vec::new() }
    }
}

impl<S: PartialEq> Versions<S> {
    /// How many [`Standing::Old`] and [`Standing::Refuted`] versions are kept. Candidates and the proved one are
    /// never dropped.
    pub const HISTORY: usize = 16;

    /// Keeps the secret that a command sets, before the command goes out.
    pub fn propose(&mut self, seq: u64, value: S, at: SystemTime) {
        self.versions.push(Version { value, set_by: Some(seq), standing: Standing::Candidate, at });
    }

    /// The command has ended. `maybe_executed` is what its [`Entry`](crate::Entry) says.
    pub fn settle(&mut self, seq: u64, state: State, maybe_executed: bool, at: SystemTime) {
        let Some(index) = self.versions.iter().position(|version| version.set_by == Some(seq)) else {
            return;
        };
        match state {
            State::Acknowledged => self.proved(index, at),
            // Nobody knows: it may have run.
            _ if maybe_executed || !state.is_final() => {}
            _ => self.stand(index, Standing::Refuted, at),
        }
        self.forget();
    }

    /// The device told its secret, in time or late. It is the newest version, and proved.
    pub fn told(&mut self, value: S, at: SystemTime) {
        match self.versions.iter().position(|version| version.value == value) {
            Some(index) => self.proved(index, at),
            None => {
                self.versions.push(Version { value, set_by: None, standing: Standing::Candidate, at });
                self.proved(self.versions.len() - 1, at);
            }
        }
        self.forget();
    }

    /// The secret was used with success, or a device verified it.
    pub fn prove(&mut self, value: &S, at: SystemTime) {
        if let Some(index) = self.versions.iter().position(|version| version.value == *value) {
            self.proved(index, at);
            self.forget();
        }
    }

    /// The secret was tried without success, or a device denied it.
    pub fn refute(&mut self, value: &S, at: SystemTime) {
        if let Some(index) = self.versions.iter().position(|version| version.value == *value) {
            self.stand(index, Standing::Refuted, at);
            self.forget();
        }
    }

    /// The secrets that may be the true one, the newest first.
    pub fn candidates(&self) -> impl Iterator<Item = &S> {
        let live = |version: &&Version<S>| version.standing >= Standing::Candidate;
        self.versions.iter().rev().filter(live).map(|version| &version.value)
    }

    /// Every version that is kept, oldest first.
    #[must_use]
    pub fn all(&self) -> &[Version<S>] {
        &self.versions
    }

    /// The one is proved: those before it are old. Those behind it may still be set.
    fn proved(&mut self, index: usize, at: SystemTime) {
        for earlier in 0..index {
            if self.versions.get(earlier).is_some_and(|version| version.standing > Standing::Refuted) {
                self.stand(earlier, Standing::Old, at);
            }
        }
        self.stand(index, Standing::Proved, at);
    }

    fn stand(&mut self, index: usize, standing: Standing, at: SystemTime) {
        if let Some(version) = self.versions.get_mut(index) {
            (version.standing, version.at) = (standing, at);
        }
    }

    fn forget(&mut self) {
        let past = |version: &Version<S>| version.standing < Standing::Candidate;
        let mut surplus =
            self.versions.iter().filter(|version| past(version)).count().saturating_sub(Self::HISTORY);
        self.versions.retain(|version| {
            let drop = surplus > 0 && past(version);
            surplus -= usize::from(drop);
            !drop
        });
    }
}
