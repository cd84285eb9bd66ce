mod fleet;
mod model;
mod nodes;
mod scenarios;

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::time::{Duration, SystemTime};

use super::*;
use crate::{Route, RouteKind};

type Row = WakeRow<u32, u8, &'static str>;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3_600);
const DAY: Duration = Duration::from_secs(86_400);

/// So many seconds into the test.
fn at(secs: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_780_000_000 + secs)
}

fn config(per_minute: u32) -> Config {
    Config::new(NonZeroU32::new(per_minute).unwrap())
}

fn lease(until: SystemTime) -> Lease {
    Lease { fence: 1, until, spent_until: None }
}

fn forever() -> Lease {
    lease(at(1 << 34))
}

fn route(kind: RouteKind, credential: &'static str) -> Route<&'static str> {
    Route { kind, credential }
}

/// A device that is reached by APNs with the credential "cert".
fn iphone(key: u32) -> Row {
    Row::new(key, 0, vec![route(RouteKind::Apns, "cert")], Vec::new())
}

fn demanded(key: u32, lane: Lane, due: SystemTime) -> Row {
    let mut row = iphone(key);
    row.demand(lane, due);
    row
}

/// A push as the provider saw it.
#[derive(Clone, Debug)]
struct Push {
    key: u32,
    tenant: u8,
    lane: Lane,
    handed: SystemTime,
    /// `None` while it is under way.
    answered: Option<SystemTime>,
}

type Provider = Box<dyn FnMut(&Send<u32>, SystemTime) -> (Duration, Outcome)>;

/// A scheduler with its store, its provider and virtual time.
struct World {
    scheduler: Scheduler<u32, u8, &'static str>,
    rows: BTreeMap<u32, Row>,
    now: SystemTime,
    provider: Provider,
    answers: BTreeMap<(SystemTime, Ticket), (usize, Outcome)>,
    pushes: Vec<Push>,
    events: Vec<Event<u32>>,
    updates: Vec<Update<u32>>,
}

impl World {
    /// A provider that accepts everything after 50 ms.
    fn new(config: Config) -> Self {
        Self::with(config, |_, _| (Duration::from_millis(50), Outcome::Sent))
    }

    fn with(
        config: Config,
        provider: impl FnMut(&Send<u32>, SystemTime) -> (Duration, Outcome) + 'static,
    ) -> Self {
        Self {
            scheduler: Scheduler::new("cert", config, &forever(), at(0)),
            rows: BTreeMap::new(),
            now: at(0),
            provider: Box::new(provider),
            answers: BTreeMap::new(),
            pushes: Vec::new(),
            events: Vec::new(),
            updates: Vec::new(),
        }
    }

    /// Changes a device's row and tells the scheduler.
    fn change(&mut self, key: u32, change: impl FnOnce(&mut Row, SystemTime)) {
        let row = self.rows.entry(key).or_insert_with(|| iphone(key));
        change(row, self.now);
        self.scheduler.handle_input(Input::Wake(row), self.now).unwrap();
    }

    fn demand(&mut self, key: u32, lane: Lane) {
        self.change(key, |row, now| row.demand(lane, now));
    }

    /// The device came, and nothing is left to do.
    fn contact(&mut self, key: u32) {
        self.change(key, |row, _| row.contact());
    }

    /// Does what the scheduler says until this many seconds into the test.
    fn run(&mut self, until: SystemTime) {
        loop {
            let wait = self.drain();
            let next = self.answers.keys().next().map(|(time, _)| *time);
            let step = [wait, next].into_iter().flatten().min().filter(|time| *time <= until);
            let Some(time) = step else { break };
            assert!(
                time > self.now || next == Some(time),
                "the scheduler asks to be called at once, for ever"
            );
            self.now = self.now.max(time);
            while let Some(((time, ticket), (index, outcome))) = self.answers.pop_first() {
                if time > self.now {
                    self.answers.insert((time, ticket), (index, outcome));
                    break;
                }
                self.pushes[index].answered = Some(self.now);
                self.scheduler.handle_input(Input::Answered(ticket, outcome), self.now).unwrap();
            }
        }
        self.now = until;
    }

    fn drain(&mut self) -> Option<SystemTime> {
        loop {
            match self.scheduler.poll_output(self.now) {
                Output::Send(send) => {
                    let (delay, outcome) = (self.provider)(&send, self.now);
                    self.answers.insert((self.now + delay, send.ticket), (self.pushes.len(), outcome));
                    self.pushes.push(Push {
                        key: send.key,
                        tenant: self.rows.get(&send.key).map_or(0, |row| row.tenant),
                        lane: send.lane,
                        handed: self.now,
                        answered: None,
                    });
                }
                Output::Update(update) => {
                    self.rows.get_mut(&update.key).unwrap().apply(&update);
                    self.updates.push(update);
                }
                Output::Event(event) => self.events.push(event),
                Output::Wait(until) => return until,
            }
        }
    }

    fn keys(&self) -> Vec<u32> {
        self.pushes.iter().map(|push| push.key).collect()
    }
}

/// Whether any 60 seconds, ends included, see more pushes than the cap. A push may go over the wire at any moment
/// between being handed out and being answered; all that may fall into a window are counted.
fn check_cap(spans: impl IntoIterator<Item = (SystemTime, Option<SystemTime>)>, cap: usize) {
    let (mut handed, mut answered) = (Vec::new(), Vec::new());
    for (from, to) in spans {
        handed.push(from);
        answered.push(to.unwrap_or_else(|| at(1 << 35)));
    }
    handed.sort();
    answered.sort();
    // The fullest windows begin at an answer.
    for (before, start) in answered.iter().enumerate() {
        let begun = handed.partition_point(|handed| *handed <= *start + MINUTE);
        assert!(begun - before <= cap, "{} pushes in 60 seconds, the cap is {cap}", begun - before);
    }
}

fn spans(pushes: &[Push]) -> impl Iterator<Item = (SystemTime, Option<SystemTime>)> {
    pushes.iter().map(|push| (push.handed, push.answered))
}
