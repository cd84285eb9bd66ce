//! Events for those who want to be told: webhooks.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, SystemTime};

use mdm_enrollment::row::{Batch, Credential, Gates, HeadRow, Loaded, RecordKey, Version, Window, Write};
use serde::{Deserialize, Serialize};

use crate::limits::{PAGE, from_millis, millis_saturating};
use crate::{Error, EventPosition, Store, StoredEvent, Turn, Unreadable};

/// Tells one consumer of every event, at least once, those of one record in their order; but for those of records that were
/// purged before ([`Runner::purge`](crate::Runner::purge), [`purge_order`](crate::Runner::purge_order),
/// [`erase_member`](crate::Runner::erase_member)), which wait for no consumer.
///
/// An event that the consumer does not take holds back those of the same record, and nobody else's; it is tried again,
/// later each time, and given up after some attempts, so that nothing is held back for ever. How far a consumer is lies in
/// a record of its own, `consumer/NAME`: one that lags does not hold up another one, and a node that takes over goes on
/// where the last one has stopped.
///
/// Of two nodes that tell the same consumer at once both are right, but the order is not sure then: let one do it, the one
/// whose [turn](Self::turn) it is.
///
/// A receiver knows by [`StoredEvent::position`] what comes twice; a position is given once, an [`id`](StoredEvent::id) may
/// come again with a record that was purged. One outbox can serve the receivers of many tenants: it reads every event once,
/// and [`StoredEvent::tenant`] says for whom it is.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use mdm_store::{Memory, Outbox, OutboxOptions};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
/// let outbox = Outbox::new(Memory::new(), "tickets", OutboxOptions::default()).ok_or("a name")?;
/// let mut delivery = outbox.poll(now).await?;
/// while let Some(event) = delivery.next_event() {
///     let taken = event.row.body.len() < 1 << 20; // POST it, with `event.position` to tell a repetition
///     if !taken {
///         delivery.refused();
///     }
/// }
/// let given_up = outbox.settle(delivery, now).await?;
/// assert!(given_up.is_empty());
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Outbox<S> {
    store: S,
    key: RecordKey,
    turn: Credential,
    options: OutboxOptions,
}

/// How a consumer is told.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct OutboxOptions {
    /// Most events of one delivery, 1 to 1,000. 100.
    pub batch: usize,
    /// After so many refusals an event is given up, at least 1. 12, which is about 5 hours.
    pub attempts: u32,
    /// The pause after the first refusal; each further one is twice as long, up to an hour. 10 seconds.
    pub pause: Duration,
    /// Where a new consumer begins; `None` is at the oldest event that is there.
    pub begin: Option<EventPosition>,
}

impl OutboxOptions {
    /// Gives so many events at once.
    #[must_use]
    pub const fn with_batch(self, batch: usize) -> Self {
        Self { batch, ..self }
    }

    /// Gives an event up after so many refusals.
    #[must_use]
    pub const fn with_attempts(self, attempts: u32) -> Self {
        Self { attempts, ..self }
    }

    /// Pauses so long after the first refusal.
    #[must_use]
    pub const fn with_pause(self, pause: Duration) -> Self {
        Self { pause, ..self }
    }

    /// Begins behind this position, where the consumer is new.
    #[must_use]
    pub const fn with_begin(self, begin: EventPosition) -> Self {
        Self { begin: Some(begin), ..self }
    }
}

impl Default for OutboxOptions {
    fn default() -> Self {
        Self { batch: 100, attempts: 12, pause: Duration::from_secs(10), begin: None }
    }
}

/// Events to be told, in order.
#[derive(Debug)]
pub struct Delivery {
    expected: Option<Version>,
    state: State,
    /// The position up to which all is told, held back or in here.
    end: u64,
    events: Vec<StoredEvent>,
    /// Held records whose events were read: what is left of them is here, or follows after `end`.
    read: BTreeSet<RecordKey>,
    /// Those of them of which there was more than fits.
    cut: BTreeSet<RecordKey>,
    next: usize,
    /// The first event of each record that was not taken.
    refused: BTreeMap<RecordKey, (u64, u64)>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct State {
    end: u64,
    held: BTreeMap<String, Held>,
}

/// A record whose events are held back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Held {
    /// The version and index of the first one.
    next: (u64, u64),
    /// A position before it.
    after: u64,
    attempts: u32,
    /// In milliseconds since 1970.
    retry_at: i64,
}

impl<S: Store> Outbox<S> {
    /// Most records whose events are held back at once. A consumer that takes nothing at all is told nothing new beyond
    /// that, until it takes something again.
    pub const HELD: usize = 1_000;

    /// The events of a store for a consumer of this name; `None` when the name is empty or longer than 200 bytes.
    #[must_use]
    pub fn new(store: S, name: &str, options: OutboxOptions) -> Option<Self> {
        let fits = (1..=200).contains(&name.len());
        let key = RecordKey::new(&format!("consumer/{name}")).filter(|_| fits)?;
        let turn = Credential::new(key.as_str())?;
        Some(Self { store, key, turn, options })
    }

    /// For a node that tells this consumer as long as no other one does: a lease of the consumer's name.
    #[must_use]
    pub fn turn(&self) -> Turn {
        Turn::new(self.turn.clone())
    }

    /// Every event at or before this position was told, or given up.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub async fn position(&self) -> Result<EventPosition, Error> {
        let (_, state) = self.load().await?;
        let held = state.held.values().map(|held| held.after).min();
        Ok(EventPosition(held.map_or(state.end, |after| after.min(state.end))))
    }

    /// What is to be told now. The same again until it is [settled](Self::settle).
    ///
    /// # Errors
    ///
    /// [`Error::Unreadable`] when the next event cannot be read and nothing else is left to be told: nothing behind it is,
    /// until somebody has mended it, or decides to [pass](Self::pass) it. When the store cannot be read.
    pub async fn poll(&self, now: SystemTime) -> Result<Delivery, Error> {
        let (expected, state) = self.load().await?;
        let most = self.options.batch.clamp(1, PAGE);
        let (mut events, mut read, mut cut) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
        // Told when nothing else is left.
        let mut unreadable = None;
        let mut due: Vec<_> = state.held.iter().filter(|(_, held)| held.is_due(now)).collect();
        due.sort_by_key(|(_, held)| held.retry_at);
        for (key, held) in due {
            let left = most.saturating_sub(events.len());
            if left == 0 {
                break;
            }
            let key = RecordKey::new(key).ok_or(Error::Corrupt { doing: "reading a consumer" })?;
            let after = self.begin(&key, held).await?;
            let mut page = match self.store.events_of(&key, after, left).await {
                // It is found below, as what comes to all others.
                Err(Error::Unreadable { row: Unreadable::Event { position, .. } })
                    if position.0 > state.end =>
                {
                    Vec::new()
                }
                Err(error @ Error::Unreadable { .. }) => {
                    unreadable.get_or_insert(error);
                    cut.insert(key);
                    continue;
                }
                page => page?,
            };
            let ends_early = self.is_cut(&key, page.last(), state.end).await?;
            // What came later is found below, with what came to all others.
            page.retain(|event| event.position.0 <= state.end);
            if page.len() == left || ends_early {
                cut.insert(key.clone());
            }
            events.append(&mut page);
            read.insert(key);
        }
        let mut end = state.end;
        let left = most.saturating_sub(events.len());
        let mut goes_on = left > 0 && state.held.len() < Self::HELD;
        while goes_on {
            let page = match self.store.events((end > 0).then_some(EventPosition(end)), left).await {
                Err(error @ Error::Unreadable { .. }) => {
                    unreadable.get_or_insert(error);
                    break;
                }
                page => page?,
            };
            end = page.last().map_or(end, |last| last.position.0);
            let is_full = page.len() == left;
            let is_free = |event: &StoredEvent| {
                let key = &event.row.key;
                !cut.contains(key) && (read.contains(key) || !state.held.contains_key(key.as_str()))
            };
            events.extend(page.into_iter().filter(is_free));
            // Where all were held back, others may stand behind them.
            goes_on = is_full && events.is_empty();
        }
        if let Some(error) = unreadable.filter(|_| events.is_empty()) {
            return Err(error);
        }
        Ok(Delivery { expected, state, end, events, read, cut, next: 0, refused: BTreeMap::new() })
    }

    /// Remembers what was taken, and gives what is given up: refused too often. What was not asked for with
    /// [`Delivery::next_event`] counts as not told.
    ///
    /// # Errors
    ///
    /// [`Error::Conflict`] when another node has settled a delivery to this consumer meanwhile: what was told is told
    /// again. When the store cannot be written.
    pub async fn settle(&self, delivery: Delivery, now: SystemTime) -> Result<Vec<StoredEvent>, Error> {
        let (expected, before) = (delivery.expected, delivery.state.clone());
        let (state, given_up) = delivery.settled(&self.options, now);
        if state != before {
            self.write(expected, &state).await?;
        }
        Ok(given_up)
    }

    /// Forgets how far the consumer is: its record, and what is held back for it. One of this name that comes later begins
    /// where its [options](OutboxOptions::begin) say.
    ///
    /// # Errors
    ///
    /// [`Error::Conflict`] when a node has settled a delivery meanwhile; when the store cannot be written.
    pub async fn forget(self) -> Result<(), Error> {
        let Some(loaded) = self.store.load(&self.key, &Window::Head).await? else { return Ok(()) };
        self.store.commit(Batch { remove: vec![(self.key, loaded.version)], ..Batch::default() }).await
    }

    /// Goes on behind an event that cannot be read, if it is what this consumer has to be told next: it is never told of it.
    /// Says whether it was. When others stand before it, and when it was mended, nothing changes: so one that was met by
    /// another consumer may be passed here once this one meets it.
    ///
    /// # Errors
    ///
    /// As for [`settle`](Self::settle); [`Error::Corrupt`] when it is held back and its number is not readable either.
    pub async fn pass(&self, row: &Unreadable) -> Result<bool, Error> {
        let Unreadable::Event { position, key, after } = row else { return Ok(false) };
        let (expected, before) = self.load().await?;
        let mut state = before.clone();
        if position.0 > state.end && self.is_next(&state, row).await? {
            state.end = position.0;
        }
        if position.0 <= state.end
            && let Some(key) = key
            && let Some(held) = state.held.get_mut(key.as_str())
        {
            // Others may stand before it.
            let begin = self.begin(key, held).await?;
            let next = self.store.events_of(key, begin, 1).await;
            if matches!(&next, Err(Error::Unreadable { row: next }) if next == row) {
                let (version, index) = after.ok_or(Error::Corrupt { doing: "passing an event" })?;
                (held.next, held.after) = ((version.0, index.saturating_add(1)), position.0);
                (held.attempts, held.retry_at) = (0, 0);
            }
        }
        if state == before {
            return Ok(false);
        }
        self.write(expected, &state).await.map(|()| true)
    }

    /// Whether behind the end nothing stands before an event that cannot be read but what is held back anyway.
    async fn is_next(&self, state: &State, row: &Unreadable) -> Result<bool, Error> {
        let mut end = state.end;
        loop {
            let page = match self.store.events((end > 0).then_some(EventPosition(end)), PAGE).await {
                Err(Error::Unreadable { row: next }) => return Ok(next == *row),
                page => page?,
            };
            let is_held = |event: &StoredEvent| state.held.contains_key(event.row.key.as_str());
            match page.last() {
                Some(last) if page.iter().all(is_held) => end = last.position.0,
                _ => return Ok(false),
            }
        }
    }

    /// What the events of a record that are held back come after.
    async fn begin(&self, key: &RecordKey, held: &Held) -> Result<Option<(Version, u64)>, Error> {
        let first = match self.store.events_of(key, None, 1).await {
            Err(Error::Unreadable { row: Unreadable::Event { position, .. } }) => Some(position),
            first => first?.first().map(|first| first.position),
        };
        // A record that was removed meanwhile has begun anew, with versions from 1.
        let is_anew = first.is_some_and(|first| first.0 > held.after);
        Ok((!is_anew).then(|| before(held.next)))
    }

    /// Whether a page of a record ends before an event that cannot be read, and that is not behind the end.
    async fn is_cut(&self, key: &RecordKey, last: Option<&StoredEvent>, end: u64) -> Result<bool, Error> {
        let Some(last) = last else { return Ok(false) };
        match self.store.events_of(key, Some((last.version, last.index)), 1).await {
            Err(Error::Unreadable { row: Unreadable::Event { position, .. } }) => Ok(position.0 <= end),
            next => next.map(|_| false),
        }
    }

    async fn write(&self, expected: Option<Version>, state: &State) -> Result<(), Error> {
        let body = serde_json::to_vec(state).map_err(|_| Error::Corrupt { doing: "writing a consumer" })?;
        let links = Vec::new();
        let head = HeadRow { session: 0, shut: Gates::NONE, backoff_until: None, links, body };
        let (commands, forget, wake) = (Vec::new(), Vec::new(), Vec::new());
        let write = Write { key: self.key.clone(), expected, head, commands, forget, wake };
        self.store.commit(Batch { writes: vec![write], ..Batch::default() }).await
    }

    async fn load(&self) -> Result<(Option<Version>, State), Error> {
        let begin = || State { end: self.options.begin.map_or(0, |begin| begin.0), ..State::default() };
        let decode = |loaded: Loaded| match serde_json::from_slice(&loaded.head.body) {
            Ok(state) => Ok((Some(loaded.version), state)),
            Err(_) => Err(Error::Corrupt { doing: "reading a consumer" }),
        };
        let loaded = self.store.load(&self.key, &Window::Head).await?;
        loaded.map_or_else(|| Ok((None, begin())), decode)
    }
}

impl Delivery {
    /// The next event; `None` at the end. Those of a record of which one was refused are left out.
    pub fn next_event(&mut self) -> Option<&StoredEvent> {
        while let Some(event) = self.events.get(self.next) {
            self.next += 1;
            if !self.refused.contains_key(&event.row.key) {
                return self.events.get(self.next - 1);
            }
        }
        None
    }

    /// The consumer did not take the event that was given last.
    pub fn refused(&mut self) {
        if let Some(event) = self.next.checked_sub(1).and_then(|last| self.events.get(last)) {
            self.refused.entry(event.row.key.clone()).or_insert_with(|| id(event));
        }
    }

    /// How many events there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.events.len()
    }

    /// Whether there is nothing to be told.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    fn settled(self, options: &OutboxOptions, now: SystemTime) -> (State, Vec<StoredEvent>) {
        let Self { state: before, end, events, read, cut, next, refused, .. } = self;
        let mut state = State { end, ..before.clone() };
        // What was not looked at stays held, whatever the clock says by now. What was, and has nothing left, is free; what
        // has is held again below.
        for key in read.difference(&cut) {
            state.held.remove(key.as_str());
        }
        let mut given_up = Vec::new();
        let mut seen = BTreeSet::new();
        for (place, event) in events.into_iter().enumerate() {
            let key = event.row.key.clone();
            let (this, position) = (id(&event), event.position.0);
            let is_first_left = refused.get(&key) == Some(&this) || place >= next;
            if seen.contains(&key) {
                continue;
            }
            let old = before.held.get(key.as_str());
            if !is_first_left {
                // It was told: what comes after it is next, if there is more.
                if cut.contains(&key) {
                    let held = Held {
                        next: (this.0, this.1.saturating_add(1)),
                        after: position,
                        attempts: 0,
                        retry_at: millis_saturating(now),
                    };
                    state.held.insert(key.as_str().to_owned(), held);
                }
                continue;
            }
            seen.insert(key.clone());
            let was_refused = refused.get(&key) == Some(&this);
            let after = position.saturating_sub(1);
            // The same event, and not one that came in its place when the record began anew.
            let earlier =
                old.filter(|old| (old.next, old.after) == (this, after)).map_or(0, |old| old.attempts);
            let attempts = earlier.saturating_add(was_refused.into());
            let held = if was_refused && attempts >= options.attempts.max(1) {
                given_up.push(event);
                let next = (this.0, this.1.saturating_add(1));
                Held { next, after: position, attempts: 0, retry_at: millis_saturating(now) }
            } else {
                let pause = if was_refused { options.pause_after(attempts) } else { Duration::ZERO };
                let retry_at = now.checked_add(pause).unwrap_or(now);
                Held { next: this, after, attempts, retry_at: millis_saturating(retry_at) }
            };
            state.held.insert(key.as_str().to_owned(), held);
        }
        (state, given_up)
    }
}

impl Held {
    /// A clock that has stepped back makes nobody wait for longer than the longest pause.
    fn is_due(&self, now: SystemTime) -> bool {
        let longest = from_millis(self.retry_at).and_then(|at| at.checked_sub(LONGEST));
        self.retry_at <= millis_saturating(now) || longest.is_some_and(|longest| longest > now)
    }
}

impl OutboxOptions {
    fn pause_after(&self, attempts: u32) -> Duration {
        let doubled = 2_u32.saturating_pow(attempts.saturating_sub(1));
        self.pause.saturating_mul(doubled).min(LONGEST)
    }
}

fn id(event: &StoredEvent) -> (u64, u64) {
    (event.version.0, event.index)
}

/// What a page that begins with this event comes after.
fn before((version, index): (u64, u64)) -> (Version, u64) {
    match index.checked_sub(1) {
        Some(index) => (Version(version), index),
        None => (Version(version.saturating_sub(1)), u64::MAX),
    }
}

/// The longest pause.
const LONGEST: Duration = Duration::from_secs(3_600);
