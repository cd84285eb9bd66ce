//! How many pushes may still go out: the cap of a credential.

use std::collections::VecDeque;
use std::time::Duration;

use crate::Lane;
use crate::time::Micros;

/// A sliding log of what went out in the last minute (F92).
///
/// **A push counts from the moment it is handed out until a minute after its answer**, because it goes over the wire
/// somewhere between the two. So in any 60 seconds no more go over the wire than the cap, whatever the sender's delays.
///
/// **Time is credited**: between two calls at most [`CREDIT`] passes, however much the wall clock moved, and nothing
/// when it stepped back. So a clock that is set forward frees at most that much of the log too early, and the log is
/// kept that much longer than a minute.
#[derive(Debug)]
pub(crate) struct Room {
    cap: u32,
    reserved: u32,
    /// Between two ordinary pushes, on average.
    interval: Duration,
    /// Credited time: starts at the wall clock's, and only goes forward.
    time: Micros,
    wall: Micros,
    /// When they were answered, rounded up, and how many.
    log: VecDeque<(Micros, u32)>,
    logged: u64,
    in_flight: u32,
    /// When the next ordinary push would be handed out if all were evenly spaced.
    even: Micros,
}

impl Room {
    pub(crate) fn new(cap: u32, reserved: u32, now: Micros) -> Self {
        Self {
            cap,
            reserved: reserved.min(cap.saturating_sub(1)),
            interval: MINUTE / cap.max(1),
            time: now,
            wall: now,
            log: VecDeque::new(),
            logged: 0,
            in_flight: 0,
            even: Micros::ZERO,
        }
    }

    /// Lets time pass, and gives the credited time.
    pub(crate) fn advance(&mut self, now: Micros) -> Micros {
        self.time = self.time.plus(now.since(self.wall).min(CREDIT));
        self.wall = now;
        while let Some((answered, count)) = self.log.front()
            && self.time.since(*answered) > WINDOW
        {
            self.logged = self.logged.saturating_sub(u64::from(*count));
            self.log.pop_front();
        }
        self.time
    }

    /// Somebody else may have sent a full minute's worth until then.
    pub(crate) fn spend(&mut self, until: Micros) {
        let ago = self.wall.since(until);
        if ago <= WINDOW {
            self.note(self.time.minus(ago), self.cap);
        }
    }

    pub(crate) fn is_free(&self, lane: Lane) -> bool {
        let used = self.logged.saturating_add(u64::from(self.in_flight));
        match lane {
            Lane::Urgent => used < u64::from(self.cap),
            Lane::Normal => used < u64::from(self.cap - self.reserved) && self.even <= self.time.plus(BURST),
        }
    }

    pub(crate) fn hand_out(&mut self, lane: Lane) {
        self.in_flight += 1;
        if lane == Lane::Normal {
            // One that goes out of pace, because urgent ones had many turns, does not make the next wait longer than that.
            let most = self.time.plus(BURST).plus(self.interval);
            self.even = self.even.max(self.time).plus(self.interval).min(most);
        }
    }

    pub(crate) fn answer(&mut self) {
        self.in_flight = self.in_flight.saturating_sub(1);
        self.note(self.time, 1);
    }

    /// A push that was handed out did not go over the wire.
    pub(crate) fn give_back(&mut self) {
        self.in_flight = self.in_flight.saturating_sub(1);
    }

    /// A push in flight goes over the wire once more: what went before is over.
    pub(crate) fn repeat(&mut self) {
        self.note(self.time, 1);
    }

    /// How long until something changes by time alone; `None` when nothing is remembered.
    pub(crate) fn wait(&self, lane: Option<Lane>) -> Option<Duration> {
        // The pace is remembered as long as it is ahead, also of pushes that were given back: only time that is seen to
        // pass is credited.
        if self.log.is_empty() && self.in_flight == 0 && self.even <= self.time {
            return None;
        }
        let even = self.even.since(self.time.plus(BURST));
        let free = lane.filter(|lane| *lane == Lane::Normal && !even.is_zero()).map(|_| even);
        let front = self.log.front().map(|(answered, _)| answered.plus(WINDOW).since(self.time) + TICK);
        Some([free, front].into_iter().flatten().fold(GLANCE, Duration::min))
    }

    pub(crate) const fn in_flight(&self) -> u32 {
        self.in_flight
    }

    fn note(&mut self, at: Micros, count: u32) {
        let at = at.up_to(GRAIN);
        self.logged = self.logged.saturating_add(u64::from(count));
        match self.log.back_mut() {
            Some((last, counted)) if *last >= at && counted.checked_add(count).is_some() => *counted += count,
            _ => self.log.push_back((at, count)),
        }
    }
}

const MINUTE: Duration = Duration::from_secs(60);
/// As long as something is remembered, the scheduler asks to be called so often.
const GLANCE: Duration = Duration::from_millis(500);
/// As much time passes at most between two calls.
pub(crate) const CREDIT: Duration = Duration::from_secs(1);
const WINDOW: Duration = Duration::from_secs(61);
/// So many pushes can be handed out at once, as a time at the even pace.
const BURST: Duration = Duration::from_secs(6);
/// Answers within this time share an entry, so that the log has at most 6,101.
const GRAIN: Duration = Duration::from_millis(10);
const TICK: Duration = Duration::from_micros(1);
