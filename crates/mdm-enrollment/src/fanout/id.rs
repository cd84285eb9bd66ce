//! What an order to many is called, and what is called after it.

use mdm_command::BatchId;

use crate::row::{PayloadName, RecordKey};

/// Names an order to many: 1 to 64 letters, digits, `-`, `_` and `.`, unique in the store.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrderId {
    key: RecordKey,
    batch: BatchId,
}

impl OrderId {
    /// Longest name, in bytes.
    pub const MAX_LEN: usize = 64;
    /// How many counters an order has: devices that answer at the same moment rarely meet at one.
    pub const COUNTERS: u8 = 32;
    const SPACE: &'static str = "order/";

    /// Takes a name; `None` when it has another form.
    #[must_use]
    pub fn new(name: &str) -> Option<Self> {
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
        let fits = (1..=Self::MAX_LEN).contains(&name.len()) && name.bytes().all(plain);
        let text = format!("{}{name}", Self::SPACE);
        Some(Self { key: RecordKey::new(&text).filter(|_| fits)?, batch: BatchId::new(&text).ok()? })
    }

    /// The order whose record this is; `None` for other records, also for its counters.
    #[must_use]
    pub fn of(key: &RecordKey) -> Option<Self> {
        Self::new(key.as_str().strip_prefix(Self::SPACE)?)
    }

    /// The order that a command came with, if it was one to many.
    pub(crate) fn of_batch(batch: &BatchId) -> Option<Self> {
        Self::new(batch.as_str().strip_prefix(Self::SPACE)?)
    }

    /// Whether only orders to many may have this name.
    pub(crate) fn is_reserved(batch: &BatchId) -> bool {
        batch.as_str().starts_with(Self::SPACE)
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.key.as_str().strip_prefix(Self::SPACE).unwrap_or_default()
    }

    /// Its record.
    #[must_use]
    pub const fn key(&self) -> &RecordKey {
        &self.key
    }

    /// The name that its commands carry in [`Terms::batch`](mdm_command::Terms::batch).
    #[must_use]
    pub const fn batch(&self) -> &BatchId {
        &self.batch
    }

    /// The counter in which an enrollment is counted.
    #[must_use]
    pub fn counter(&self, enrollment: &RecordKey) -> RecordKey {
        let [first, ..] = mdm_pki::sha256(enrollment.as_str().as_bytes());
        self.nth_counter(first % Self::COUNTERS)
    }

    /// All counters.
    pub fn counters(&self) -> impl Iterator<Item = RecordKey> {
        (0..Self::COUNTERS).map(|nth| self.nth_counter(nth))
    }

    fn nth_counter(&self, nth: u8) -> RecordKey {
        RecordKey::new(&format!("{}/count/{nth}", self.key)).unwrap_or_else(|| self.key.clone())
    }

    pub(crate) fn command(&self, uuid: &str) -> PayloadName {
        PayloadName(format!("{}/command/{uuid}", self.key).into())
    }

    pub(super) fn targets(&self, page: u64) -> PayloadName {
        PayloadName(format!("{}/targets/{page}", self.key).into())
    }

    /// The payload with a page of outcomes: [`FanOut::outcomes`](super::FanOut::outcomes) reads it.
    #[must_use]
    pub fn outcomes(&self, page: u64) -> PayloadName {
        PayloadName(format!("{}/outcomes/{page}", self.key).into())
    }
}
