//! The canonical form of a world: names by place, times by their relation to now, counters only as far as they
//! matter. A world can be made from it again; the search goes on with that one.

use std::time::{Duration, SystemTime};

use mdm_command::{
    Backoff, CancelReason, Entry, Group, Hold, Outcome, Queue, QueueState, Redelivery, Session, State, Terms,
    Wake,
};
use mdm_lock::{Belief, Footprint, Lane, LockState, LostMode, Passcode};

use crate::catalog::{Kind, MOST, name};
use crate::device::{Device, Lock, Phase, Report, Status};
use crate::scenario::{Assume, Bounds, Mutant, Scenario};
use crate::world::World;

/// Now, in every canonical world.
pub(crate) fn base() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000)
}

/// A world in 320 bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Key([u64; 5]);

struct Writer {
    words: [u64; 5],
    at: u32,
}

impl Writer {
    fn put(&mut self, value: u64, width: u32) {
        assert!(value < 1 << width, "{value} in {width} bits");
        let (word, shift) = ((self.at / 64) as usize, self.at % 64);
        self.words[word] |= value << shift;
        if shift + width > 64 {
            self.words[word + 1] |= value >> (64 - shift);
        }
        self.at += width;
    }

    fn flag(&mut self, value: bool) {
        self.put(u64::from(value), 1);
    }
}

struct Reader {
    words: [u64; 5],
    at: u32,
}

impl Reader {
    fn take(&mut self, width: u32) -> u64 {
        let (word, shift) = ((self.at / 64) as usize, self.at % 64);
        let mut value = self.words[word] >> shift;
        if shift + width > 64 {
            value |= self.words[word + 1] << (64 - shift);
        }
        self.at += width;
        value & ((1 << width) - 1)
    }

    fn small(&mut self, width: u32) -> u8 {
        u8::try_from(self.take(width)).unwrap()
    }

    fn flag(&mut self) -> bool {
        self.take(1) != 0
    }
}

const LOCKS: [LockState; 4] =
    [LockState::Unknown, LockState::Unlocked, LockState::Locked, LockState::BeforeFirstUnlock];
const PASSCODES: [Passcode; 3] = [Passcode::Unknown, Passcode::Present, Passcode::Absent];

fn index<T: PartialEq>(all: &[T], one: &T) -> u64 {
    all.iter().position(|other| other == one).unwrap() as u64
}

fn secs(later: SystemTime, earlier: SystemTime) -> u64 {
    later.duration_since(earlier).unwrap_or_default().as_secs()
}

impl Key {
    pub(crate) fn of(world: &World) -> Self {
        let mut out = Writer { words: [0; 5], at: 0 };
        let state = world.queue.state();
        out.put(state.last_seq, 3);
        for mask in [world.chained, world.grouped, world.held] {
            out.put(u64::from(mask), u32::from(MOST));
        }
        for entry in world.queue.entries() {
            write_entry(&mut out, entry, world);
        }
        write_session(&mut out, state, world.now, world.queue.is_silent(world.now));
        write_device(&mut out, &world.device);
        match world.owed {
            Wake::Due(due) => {
                out.put(1, 2);
                out.put(secs(due, world.now), 12);
            }
            Wake::ByItself(_) => out.put(2, 2),
            _ => out.put(0, 2),
        }
        out.put(u64::from(world.refused), u32::from(MOST));
        out.put(u64::from(world.overtakings), 15);
        write_report(&mut out, world.copy);
        out.put(u64::from(world.left.faults), 3);
        out.put(u64::from(world.left.locks), 3);
        out.put(u64::from(world.left.cancels), 2);
        out.put(u64::from(world.left.holds), 2);
        Self(out.words)
    }

    pub(crate) fn world(self, scenario: &Scenario) -> World {
        let input = &mut Reader { words: self.0, at: 0 };
        let last_seq = input.take(3);
        let [chained, grouped, held] = [(); 3].map(|()| input.small(u32::from(MOST)));
        let mut times = [0; MOST as usize];
        let mut kinds = [Kind::Unknown; MOST as usize];
        let mut entries: Vec<_> = (1..=last_seq)
            .map(|seq| {
                let place = usize::try_from(seq - 1).unwrap();
                let mut entry;
                (entry, kinds[place], times[place]) = read_entry(input, seq, scenario);
                if held & (1 << place) != 0 && scenario.mutant != Some(Mutant::HoldIgnored) {
                    entry.terms.hold = Hold::Held;
                }
                if chained & (1 << place) != 0 && scenario.mutant != Some(Mutant::ChainIgnored) {
                    entry.after = vec![seq - 1];
                }
                entry
            })
            .collect();
        for second in 1..entries.len() {
            if grouped & (1 << second) != 0 && scenario.mutant != Some(Mutant::GroupTorn) {
                let [one, other] = &mut entries[second - 1..=second] else { unreachable!() };
                let touches = one.footprint.touches().iter().chain(other.footprint.touches());
                let reach = touches
                    .fold(Footprint::new(), |reach, touch| reach.touch(touch.resource.clone(), touch.access));
                let lane = one.lane.min(other.lane);
                for entry in [one, other] {
                    entry.group = Some(Group { first: second as u64, reach: reach.clone() });
                    entry.lane = lane;
                }
            }
        }
        for second in 1..entries.len() {
            let [one, other] = &mut entries[second - 1..=second] else { unreachable!() };
            if !other.after.is_empty() {
                other.slowed_to =
                    Some(one.slowed_to.unwrap_or(one.lane)).filter(|slowest| *slowest < other.lane);
            }
        }
        let state = read_session(input, last_seq);
        let open = entries.iter().filter(|entry| entry.is_open()).count() as u64;
        let queue = Queue::new(state, entries, open);
        let device = read_device(input);
        let owed = match input.take(2) {
            1 => Wake::Due(base() + Duration::from_secs(input.take(12))),
            2 => Wake::ByItself(None),
            _ => Wake::NotNeeded,
        };
        let refused = input.small(u32::from(MOST));
        let overtakings = u16::try_from(input.take(15)).unwrap();
        let copy = read_report(input);
        let (faults, locks, cancels, holds) =
            (input.small(3), input.small(3), input.small(2), input.small(2));
        let left = Bounds { commands: scenario.bounds.commands, faults, locks, cancels, holds };
        World {
            queue,
            kinds,
            chained,
            grouped,
            held,
            times,
            device,
            owed,
            now: base(),
            refused,
            overtakings,
            copy,
            left,
        }
    }
}

fn write_entry(out: &mut Writer, entry: &Entry, world: &World) {
    let kind = world.kinds[usize::try_from(entry.seq - 1).unwrap()];
    let open = entry.is_open();
    out.put(index(&Kind::ALL, &kind), 4);
    out.put(index(&State::ALL, &entry.state), 4);
    let refused = entry.refused_in == Some(world.queue.state().session.number);
    out.flag(open && refused);
    // More than three deliveries are as good as three; of what is final it matters whether there was one.
    out.put(u64::from(entry.deliveries.min(if open { 3 } else { 1 })), 2);
    out.flag(entry.maybe_executed);
    out.flag(entry.passable);
    // How often matters until it may be passed.
    let counts = kind == Kind::Unknown && open && !entry.passable;
    let times = world.times[usize::try_from(entry.seq - 1).unwrap()];
    out.put(if counts { u64::from(entry.refusals.min(3)) } else { 0 }, 2);
    out.put(if counts { u64::from(times) } else { 0 }, 2);
    let waits = entry.waits_on.iter().fold(0, |mask, seq| mask | (1 << (seq - 1)));
    out.put(waits, u32::from(MOST));
}

fn read_entry(input: &mut Reader, seq: u64, scenario: &Scenario) -> (Entry, Kind, u8) {
    let kind = Kind::ALL[usize::from(input.small(4))];
    let state = State::ALL[usize::from(input.small(4))];
    let refused = input.flag();
    let deliveries = u32::from(input.small(2));
    let [maybe_executed, passable] = [(); 2].map(|()| input.flag());
    let (refusals, times) = (u32::from(input.small(2)), input.small(2));
    let waits = input.take(u32::from(MOST));
    let waits_on = (1..=u64::from(MOST)).filter(|seq| waits & (1 << (seq - 1)) != 0).collect();
    let wifi = scenario.wifi && scenario.without != Some(Assume::CompleteFootprints);
    let footprint = match scenario.mutant {
        Some(Mutant::NoFootprints) => Footprint::new(),
        _ => kind.footprint(wifi),
    };
    let inverted = match scenario.mutant {
        Some(Mutant::LostModeInverted) => kind == Kind::DisableLostMode,
        Some(Mutant::PriorityAcrossConflict) => matches!(kind, Kind::RemoveA | Kind::RemoveB),
        _ => false,
    };
    let lane = if inverted { Lane::Erase } else { scenario.table.character(kind.request_type()).lane };
    let entry = Entry {
        seq,
        uuid: name(u8::try_from(seq).unwrap()),
        command: kind.request_type().into(),
        footprint,
        group: None,
        lane,
        slowed_to: None,
        terms: Terms { redelivery: redelivery(scenario), ..Terms::default() },
        state,
        queued_at: base(),
        after: Vec::new(),
        waits_on,
        deliveries,
        sent_at: (deliveries > 0).then_some(base()),
        refusals,
        refused_since: None,
        refused_at: None,
        refused_in: refused.then_some(SESSION),
        maybe_executed,
        passable,
        stuck: false,
        ended_at: state.is_final().then_some(base()),
        // An erase takes back as well; then nobody is left to report.
        outcome: (state == State::Cancelled).then_some(Outcome::Cancelled(CancelReason::Caller)),
        answered_late: None,
    };
    (entry, kind, times)
}

pub(crate) fn redelivery(scenario: &Scenario) -> Option<Redelivery> {
    (scenario.mutant == Some(Mutant::OnceRepeated)).then_some(Redelivery::Repeat)
}

/// The number of the session, in every canonical world.
const SESSION: u64 = 1;

fn write_session(out: &mut Writer, state: &QueueState, now: SystemTime, silent: bool) {
    let QueueState { session, belief, backoff, .. } = state;
    for flag in [session.open, session.last_not_now, session.refused, session.unlocked, silent] {
        out.flag(flag);
    }
    out.put(index(&LOCKS, &belief.state), 2);
    out.put(index(&PASSCODES, &belief.passcode), 2);
    out.flag(belief.lost_mode == LostMode::On);
    let until = backoff.until.map_or(0, |until| secs(until, now));
    let age = backoff.last.max(backoff.until).map_or(u64::MAX, |since| secs(now, since));
    // When the pause is over for as long as it was, the next refusal counts as the first: as if there was none.
    let over = until == 0 && age > pause(backoff.refusals);
    out.put(if over { 0 } else { u64::from(backoff.refusals.min(15)) }, 4);
    out.put(until, 12);
    out.put(if over { 0 } else { age }, 12);
}

fn read_session(input: &mut Reader, last_seq: u64) -> QueueState {
    let [open, last_not_now, refused, unlocked, silent] = [(); 5].map(|()| input.flag());
    let contact = if silent { None } else { Some(base()) };
    let session = Session {
        number: SESSION,
        open,
        contact,
        last_not_now,
        refused,
        unlocked,
        unreadable: None,
        seen: Vec::new(),
    };
    let belief = Belief {
        state: LOCKS[usize::from(input.small(2))],
        passcode: PASSCODES[usize::from(input.small(2))],
        lost_mode: if input.flag() { LostMode::On } else { LostMode::Off },
        ..Belief::default()
    };
    let refusals = u32::try_from(input.take(4)).unwrap();
    let (until, age) = (Duration::from_secs(input.take(12)), Duration::from_secs(input.take(12)));
    let backoff = Backoff {
        refusals,
        last: (refusals > 0).then(|| base() - age),
        until: (until > Duration::ZERO).then(|| base() + until),
    };
    QueueState { last_seq, session, belief, backoff, erasing: None, pause_until: None, former: 0 }
}

/// The pause after so many refusing sessions, as the limits of the crate say. Were it another, the test of the
/// canonical form would fail.
fn pause(refusals: u32) -> u64 {
    30_u64.saturating_mul(1 << refusals.saturating_sub(4).min(16)).min(3600)
}

fn write_report(out: &mut Writer, report: Option<Report>) {
    let (seq, status) = match report {
        None => (0, 0),
        Some(Report::Idle) => (0, 1),
        Some(Report::Result(seq, status)) => (seq, index(&Status::ALL, &status)),
    };
    out.put(u64::from(seq), 3);
    out.put(status, 3);
}

fn read_report(input: &mut Reader) -> Option<Report> {
    match (input.small(3), usize::from(input.small(3))) {
        (0, 0) => None,
        (0, _) => Some(Report::Idle),
        (seq, status) => Some(Report::Result(seq, Status::ALL[status])),
    }
}

fn write_device(out: &mut Writer, device: &Device) {
    let (phase, report) = match device.phase {
        Phase::Asleep => (0, None),
        // What it holds has no status yet: any will do.
        Phase::Holds(seq) => (1, Some(Report::Result(seq, Status::Acknowledged))),
        Phase::Says(report) => (2, Some(report)),
        Phase::Gone => (3, None),
    };
    out.put(phase, 2);
    write_report(out, report);
    out.put(device.lock as u64, 2);
    for flag in [device.lost, device.no_passcode, device.last_not_now, device.changed] {
        out.flag(flag);
    }
    for has in device.has {
        out.put(u64::from(has), 3);
    }
    out.put(u64::from(device.landing), 3);
    out.put(u64::from(device.kept), 3);
    out.put(u64::from(device.executed), u32::from(MOST));
}

fn read_device(input: &mut Reader) -> Device {
    let phase = match (input.take(2), read_report(input)) {
        (1, Some(Report::Result(seq, _))) => Phase::Holds(seq),
        (2, Some(report)) => Phase::Says(report),
        (3, _) => Phase::Gone,
        _ => Phase::Asleep,
    };
    let lock = [Lock::Unlocked, Lock::Locked, Lock::BeforeFirstUnlock][usize::from(input.small(2))];
    let [lost, no_passcode, last_not_now, changed] = [(); 4].map(|()| input.flag());
    let has = [(); 3].map(|()| input.small(3));
    let (landing, kept) = (input.small(3), input.small(3));
    let executed = input.small(u32::from(MOST));
    Device { phase, lock, lost, no_passcode, last_not_now, changed, has, landing, kept, executed }
}
