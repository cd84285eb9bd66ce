//! What does it cost to decide whom to wake, and does it depend on how many devices wait?
//!
//! Not criterion: the sizes are measured in turns, so that a noisy moment hits all alike. The best of the turns is told
//! beside the median: what else runs on the machine only ever adds, and adds most to what lives in its caches.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};
use std::fs;
use std::hint::black_box;
use std::num::NonZeroU32;
use std::time::{Duration, Instant, SystemTime};

use mdm_push::{Config, Input, Lane, Lease, Outcome, Output, Route, RouteKind, Scheduler, Ticket, WakeRow};

const SIZES: [usize; 3] = [10_000, 100_000, 1_000_000];
const TURNS: usize = 301;
/// Operations of a turn: so few that other programs seldom interrupt one.
const OPERATIONS: usize = 1_000;
const TENANTS: u32 = 20;
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

type Row = WakeRow<u64, u32, u32>;

/// `cargo bench -p mdm-benches --bench push_scheduler`.
fn main() {
    println!(
        "ns an operation: the best of {TURNS} turns of {OPERATIONS}, the median, and the growth of both from 10 thousand to a million"
    );
    print!("{:<78}", "");
    SIZES.iter().for_each(|size| print!("{size:>15}"));
    println!("{:>15}", "growth");
    report::<Ours>("ours");
    report::<Plain>("memory: a place, and the line of memory that it names");
    report::<Heap>("a heap with stale entries, a map");
    report::<List>("a list, scanned");
    println!("\nbytes a device, all waiting for tomorrow");
    for size in SIZES {
        println!("{size:>10}: ours {:>4}, heap {:>4}", bytes::<Ours>(size), bytes::<Heap>(size));
    }
}

/// Devices with pending work that were pushed to today, and what happens to one of them.
trait Fleet {
    const LARGEST: usize = 1_000_000;

    fn new(size: usize) -> Self;
    /// Work for a device, due at once or later.
    fn order(&mut self, key: u64, due: SystemTime, now: SystemTime);
    /// Whom to wake, if anybody; it is woken and answered.
    fn push(&mut self, now: SystemTime) -> bool;
    /// The device has come.
    fn come(&mut self, key: u64, now: SystemTime);
    /// Nothing has happened: how long to wait?
    fn idle(&mut self, now: SystemTime);
}

fn report<F: Fleet>(name: &str) {
    let sizes: Vec<_> = SIZES.into_iter().filter(|size| *size <= F::LARGEST).collect();
    let mut fleets: Vec<_> = sizes.iter().map(|size| Measured::<F>::new(*size)).collect();
    let mut samples: Vec<[Vec<f64>; 4]> = sizes.iter().map(|_| Default::default()).collect();
    for _ in 0..TURNS {
        for (fleet, samples) in fleets.iter_mut().zip(&mut samples) {
            for (sample, samples) in fleet.turn().into_iter().zip(samples) {
                samples.push(sample);
            }
        }
    }
    let questions = [
        "a new order for a device that is waiting",
        "a push and its answer",
        "a device comes, and is new again",
        "nothing to do",
    ];
    for (number, question) in questions.into_iter().enumerate() {
        print!("{:<78}", format!("{name}: {question}"));
        let times: Vec<_> = samples.iter().map(|samples| best_and_median(&samples[number])).collect();
        times.iter().for_each(|(best, median)| print!("{best:>8.0}{median:>7.0}"));
        match times.as_slice() {
            [first, _, last] => println!("{:>8.1}{:>7.1}", last.0 / first.0, last.1 / first.1),
            _ => println!(),
        }
    }
}

struct Measured<F> {
    fleet: F,
    keys: Vec<u64>,
    random: Random,
    now: SystemTime,
}

impl<F: Fleet> Measured<F> {
    fn new(size: usize) -> Self {
        let mut random = Random(0x9E37_79B9_7F4A_7C15);
        let (mut fleet, now) = (F::new(size), start());
        let keys: Vec<_> = (0..size).map(|_| random.next()).collect();
        for key in &keys {
            fleet.order(*key, now + random.below(DAY), now);
        }
        Self { fleet, keys, random, now }
    }

    /// Mean times of the four questions, in ns.
    fn turn(&mut self) -> [f64; 4] {
        let Self { fleet, keys, random, now } = self;
        let operations = if F::LARGEST < 1_000_000 { OPERATIONS / 10 } else { OPERATIONS };
        let pick = |random: &mut Random| keys[usize::try_from(random.next()).expect("64 bits") % keys.len()];
        // Drawn before, so that it is not measured.
        let mut some: Vec<_> = (0..operations).map(|_| pick(random)).collect();
        some.sort_unstable();
        some.dedup();
        for last in (1..some.len()).rev() {
            some.swap(last, usize::try_from(random.next()).expect("64 bits") % (last + 1));
        }
        let dues: Vec<_> = some.iter().map(|_| *now + random.below(DAY)).collect();
        let count = some.len() as f64;
        let mut lap = Lap(Instant::now());
        // Due at once: they stand in line.
        some.iter().for_each(|key| fleet.order(*key, *now, *now));
        let order = lap.split() / count;
        let mut pushed = 0;
        while fleet.push(*now) {
            pushed += 1;
        }
        let push = lap.split() / f64::from(pushed);
        assert!(f64::from(pushed) >= count, "all who were ordered");
        lap.split();
        for (key, due) in some.iter().zip(&dues) {
            fleet.come(*key, *now);
            fleet.order(*key, *due, *now);
        }
        let come = lap.split() / count;
        (0..operations).for_each(|_| fleet.idle(*now));
        let idle = lap.split() / operations as f64;
        // Within the second, so that nobody else is due: what is measured is what was ordered.
        *now += Duration::from_micros(1);
        [order, push, come, idle]
    }
}

struct Ours {
    scheduler: Scheduler<u64, u32, u32>,
    row: Row,
}

impl Fleet for Ours {
    fn new(_: usize) -> Self {
        let lease = Lease { fence: 1, until: start() + 1_000 * DAY, spent_until: None };
        let mut config = Config::new(NonZeroU32::MAX);
        config.max_in_flight = NonZeroU32::MAX;
        let route = Route { kind: RouteKind::Apns, credential: 0 };
        Self {
            scheduler: Scheduler::new(0, config, &lease, start()),
            row: WakeRow::new(0, 0, vec![route], Vec::new()),
        }
    }

    fn order(&mut self, key: u64, due: SystemTime, now: SystemTime) {
        self.row.key = key;
        self.row.tenant = u32::try_from(key % u64::from(TENANTS)).expect("small");
        self.row.due = None;
        self.row.demand(Lane::Normal, due);
        self.scheduler.handle_input(Input::Wake(&self.row), now).expect("it fits");
    }

    fn push(&mut self, now: SystemTime) -> bool {
        let mut ticket: Option<Ticket> = None;
        loop {
            match self.scheduler.poll_output(now) {
                Output::Send(send) => {
                    ticket = Some(send.ticket);
                    self.scheduler
                        .handle_input(Input::Answered(send.ticket, Outcome::Sent), now)
                        .expect("it is in flight");
                }
                Output::Update(update) => {
                    black_box(update);
                    return true;
                }
                _ => return ticket.is_some(),
            }
        }
    }

    fn come(&mut self, key: u64, now: SystemTime) {
        self.scheduler.handle_input(Input::Forget(&key), now).expect("it is known");
    }

    fn idle(&mut self, now: SystemTime) {
        black_box(self.scheduler.poll_output(now));
    }
}

/// What the machine's memory does: from a table as large as a scheduler's a place is read, and there a line of memory is
/// changed. No key is found without so much. Each waits for the one before, as whole operations do: they are too long for
/// the processor to have two under way.
struct Plain {
    places: Vec<u64>,
    entries: Vec<Entry>,
    line: VecDeque<usize>,
    /// What was read last, of which nothing is left; the processor does not know.
    last: u64,
    nothing: u64,
}

/// A line of the processor's cache.
#[derive(Clone)]
#[repr(align(64))]
struct Entry([u64; 8]);

impl Plain {
    fn at(&self, key: u64) -> usize {
        let key = key ^ (self.last & self.nothing);
        let place = self.places[usize::try_from(key).expect("64 bits") % self.places.len()];
        usize::try_from(place).expect("64 bits")
    }
}

impl Fleet for Plain {
    fn new(size: usize) -> Self {
        let places = (size * 4 / 3).next_power_of_two();
        let mut random = Random(7);
        let mut somewhere = || random.next() % size as u64;
        Self {
            places: (0..places).map(|_| somewhere()).collect(),
            entries: vec![Entry([1; 8]); size],
            line: VecDeque::new(),
            last: 0,
            nothing: black_box(0),
        }
    }

    fn order(&mut self, key: u64, due: SystemTime, now: SystemTime) {
        let place = self.at(key);
        self.entries[place].0[0] += 1;
        self.last = self.entries[place].0[0];
        if due <= now {
            self.line.push_back(place);
        }
    }

    fn push(&mut self, _: SystemTime) -> bool {
        let Some(place) = self.line.pop_front() else { return false };
        self.entries[place].0[1] += 1;
        self.last = self.entries[place].0[1];
        true
    }

    fn come(&mut self, key: u64, _: SystemTime) {
        let place = self.at(key);
        self.entries[place].0[0] += 1;
        self.last = self.entries[place].0[0];
    }

    fn idle(&mut self, _: SystemTime) {}
}

/// A heap of times in which changed devices leave stale entries, and a log of the last minute. No lanes, no shares, no
/// routes, no leases.
struct Heap {
    due: HashMap<u64, (SystemTime, u32)>,
    heap: BinaryHeap<Reverse<(SystemTime, u64)>>,
    log: VecDeque<SystemTime>,
}

impl Fleet for Heap {
    fn new(_: usize) -> Self {
        Self { due: HashMap::new(), heap: BinaryHeap::new(), log: VecDeque::new() }
    }

    fn order(&mut self, key: u64, due: SystemTime, _: SystemTime) {
        self.due.insert(key, (due, 0));
        self.heap.push(Reverse((due, key)));
        if self.heap.len() > 2 * self.due.len() {
            self.heap.retain(|Reverse((due, key))| self.due.get(key).is_some_and(|(now, _)| now == due));
        }
    }

    fn push(&mut self, now: SystemTime) -> bool {
        while self.log.front().is_some_and(|sent| *sent + Duration::from_secs(60) < now) {
            self.log.pop_front();
        }
        while let Some(Reverse((due, key))) =
            self.heap.peek().copied().filter(|Reverse((due, _))| *due <= now)
        {
            self.heap.pop();
            if let Some((current, attempt)) = self.due.get_mut(&key)
                && *current == due
            {
                *current = now + DAY;
                *attempt += 1;
                self.heap.push(Reverse((now + DAY, key)));
                self.log.push_back(now);
                return true;
            }
        }
        false
    }

    fn come(&mut self, key: u64, _: SystemTime) {
        self.due.remove(&key);
    }

    fn idle(&mut self, _: SystemTime) {
        black_box(self.heap.peek());
    }
}

/// What one writes first: a list that is scanned for who is due, as a query without an index would.
struct List(Vec<(u64, SystemTime)>);

impl Fleet for List {
    /// Beyond that it takes too long.
    const LARGEST: usize = 10_000;

    fn new(_: usize) -> Self {
        Self(Vec::new())
    }

    fn order(&mut self, key: u64, due: SystemTime, _: SystemTime) {
        match self.0.iter_mut().find(|(known, _)| *known == key) {
            Some((_, known)) => *known = due,
            None => self.0.push((key, due)),
        }
    }

    fn push(&mut self, now: SystemTime) -> bool {
        let next = self.0.iter_mut().min_by_key(|(_, due)| *due).filter(|(_, due)| *due <= now);
        next.map(|(_, due)| *due = now + DAY).is_some()
    }

    fn come(&mut self, key: u64, _: SystemTime) {
        self.0.retain(|(known, _)| *known != key);
    }

    fn idle(&mut self, _: SystemTime) {
        black_box(self.0.iter().map(|(_, due)| *due).min());
    }
}

/// In resident memory.
fn bytes<F: Fleet>(size: usize) -> u64 {
    let mut random = Random(1);
    let before = resident();
    let mut fleet = F::new(size);
    for _ in 0..size {
        fleet.order(random.next(), start() + random.below(DAY), start());
    }
    let after = resident();
    drop(black_box(fleet));
    after.saturating_sub(before) / size as u64
}

struct Lap(Instant);

impl Lap {
    /// In ns.
    fn split(&mut self) -> f64 {
        let now = Instant::now();
        (now - std::mem::replace(&mut self.0, now)).as_nanos() as f64
    }
}

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, span: Duration) -> Duration {
        // The first second is left out: nobody's time comes while a turn runs.
        Duration::from_secs(1 + self.next() % (span.as_secs() - 1))
    }
}

fn start() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_780_000_000)
}

fn best_and_median(samples: &[f64]) -> (f64, f64) {
    let mut samples = samples.to_vec();
    samples.sort_by(f64::total_cmp);
    (samples[0], samples[samples.len() / 2])
}

/// Where the system tells; zero elsewhere.
fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.trim().trim_end_matches("kB").trim().parse::<u64>().unwrap_or_default() * 1024
}
