//! The scheduler of one credential.

mod config;
mod io;

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::hash::Hash;
use std::time::{Duration, SystemTime};

pub use self::config::Config;
pub use self::io::{Event, HoldReason, Input, Outcome, Output, Send, Standing, Ticket, Waiting};
use crate::fleet::{Device, Flags, Fleet, Place, Sender};
use crate::room::Room;
use crate::time::{Micros, jitter};
use crate::{Error, Health, Lane, Lease, NextSender, Reach, RouteKind, Unreachable, Update, WakeRow};

/// Decides which device is woken when, for one credential: a push certificate, an FCM project, a gateway.
///
/// Holds every device with pending work whose next push needs this credential, without anything secret.
///
/// - *in*: [`handle_input`](Self::handle_input) with a row that is new or changed, an answer, a renewed lease;
/// - *out*: [`poll_output`](Self::poll_output) until it says [`Output::Wait`];
/// - *look*: [`standing`](Self::standing) says why a device is not woken yet, [`waiting`](Self::waiting) counts.
///
/// One input, then outputs until `Wait`, then the next input or the time that was named. **Being called late costs
/// pushes, never the cap**: between two calls the cap's minute goes forward by at most a second (see
/// [`Config::per_minute`]).
pub struct Scheduler<K, T, C> {
    credential: C,
    owner: Option<T>,
    config: Config,
    lease: Held,
    fleet: Fleet<K, T>,
    room: Room,
    flights: BTreeMap<u64, Flight>,
    tickets: u64,
    outbox: VecDeque<Output<K>>,
    hold: Option<Hold>,
    /// The last ticket before the last hold: what becomes of those up to it says nothing about the time since.
    before_hold: u64,
    /// The provider was in trouble: one push goes out at a time until it takes one.
    probing: bool,
    /// Pushes in a row that were lost, of whatever device. Those that were under way when a hold began are one trouble
    /// with it, and do not count.
    losses: u32,
    /// Urgent pushes in a row while ordinary ones waited.
    urgent_run: u32,
}

/// A push without an answer.
#[derive(Debug)]
struct Flight {
    /// `None` when the device was forgotten.
    slot: Option<u32>,
    route: u8,
    /// In credited time, so that the earliest ticket has the earliest one.
    deadline: Micros,
    /// By the wall clock.
    not_after: Micros,
}

#[derive(Debug)]
struct Hold {
    until: Micros,
    reason: HoldReason,
}

/// A lease, and its end in both times: a wall clock that steps back does not make it longer.
#[derive(Debug)]
struct Held {
    fence: u64,
    until: Micros,
    credited: Micros,
}

impl<K: Clone + Eq + Hash, T: Clone + Ord, C: PartialEq> Scheduler<K, T, C> {
    /// A scheduler without devices, for a node that holds the lease of the credential. Give it every row of the
    /// credential that has a [`due`](WakeRow::due), urgent ones first.
    ///
    /// What another node may have sent counts as sent.
    #[must_use]
    pub fn new(credential: C, config: Config, lease: &Lease, now: SystemTime) -> Self {
        let now = Micros::from(now);
        let mut room = Room::new(config.per_minute.get(), config.reserved, now);
        if let Some(until) = lease.spent_until {
            room.spend(until.into());
        }
        let until = Micros::from(lease.until).minus(config.skew);
        Self {
            credential,
            owner: None,
            room,
            // Credited time starts as the wall clock's.
            lease: Held { fence: lease.fence, until, credited: until },
            config,
            fleet: Fleet::new(),
            flights: BTreeMap::new(),
            tickets: 0,
            outbox: VecDeque::new(),
            hold: None,
            before_hold: 0,
            probing: false,
            losses: 0,
            urgent_run: 0,
        }
    }

    /// The credential belongs to this tenant, and no other tenant's device is woken with it (F80, F81).
    #[must_use]
    pub fn owned_by(mut self, tenant: T) -> Self {
        self.owner = Some(tenant);
        self
    }

    /// Takes something in.
    ///
    /// # Errors
    ///
    /// What the input does not fit; nothing has changed then.
    pub fn handle_input(&mut self, input: Input<'_, K, T, C>, now: SystemTime) -> Result<(), Error> {
        let now = Micros::from(now);
        let credited = self.room.advance(now);
        match input {
            Input::Wake(row) => self.wake(row, now),
            Input::Forget(key) => {
                if let Some(slot) = self.fleet.find(key) {
                    self.forget(slot);
                }
                Ok(())
            }
            Input::Answered(ticket, outcome) => {
                let flight = self.flights.remove(&ticket.0).ok_or(Error::UnknownTicket)?;
                self.answered(ticket, &flight, outcome, now);
                Ok(())
            }
            Input::Repeating(ticket) => {
                let flight = self.flights.get(&ticket.0).ok_or(Error::UnknownTicket)?;
                if now >= flight.not_after
                    || !self.lease.is_valid(now, credited)
                    || !self.room.is_free(Lane::Urgent)
                {
                    return Err(Error::NoRoom);
                }
                self.room.repeat();
                Ok(())
            }
            Input::Lease(lease) if lease.fence < self.lease.fence => Err(Error::StaleLease),
            Input::Lease(lease) => {
                self.hold_lease(lease, now, credited);
                Ok(())
            }
            Input::CredentialFixed => {
                self.hold = None;
                self.losses = 0;
                Ok(())
            }
        }
    }

    /// The next thing to do. After [`Output::Wait`] there is nothing more until the next input or the time that it
    /// names.
    #[must_use]
    pub fn poll_output(&mut self, now: SystemTime) -> Output<K> {
        let now = Micros::from(now);
        let credited = self.room.advance(now);
        while let Some(flight) = self.flights.first_entry().filter(|flight| flight.get().deadline <= credited)
        {
            let (ticket, flight) = flight.remove_entry();
            self.answered(Ticket(ticket), &flight, Outcome::Retry, now);
        }
        self.hold.take_if(|hold| hold.until <= now);
        while let Some(slot) = self.fleet.expire(now) {
            self.line_up(slot, now);
        }
        loop {
            if let Some(output) = self.outbox.pop_front() {
                return output;
            }
            let Some(slot) = self.choose(now, credited) else { break };
            if let Some(send) = self.hand_out(slot, now, credited) {
                return Output::Send(send);
            }
        }
        Output::Wait(self.wait(now).map(SystemTime::from))
    }

    /// Why a device is not woken at this moment. `None` when it is not here: nothing is pending, or another
    /// credential wakes it.
    #[must_use]
    pub fn standing(&self, key: &K) -> Option<Standing> {
        let device = self.fleet.device(self.fleet.find(key)?)?;
        Some(match device.place() {
            Place::Flight => Standing::InFlight,
            Place::Timer if device.flags.has(Flags::REPEATS) => Standing::Pushed { again: device.due.into() },
            Place::Timer => Standing::Due(device.due.into()),
            Place::Ready => match &self.hold {
                Some(hold) => Standing::Held { until: hold.until.into(), reason: hold.reason },
                None => Standing::InLine,
            },
        })
    }

    /// How many devices wait for what.
    #[must_use]
    pub fn waiting(&self) -> Waiting {
        let (urgent, normal) = (self.fleet.ready(Lane::Urgent), self.fleet.ready(Lane::Normal));
        Waiting { devices: self.fleet.len(), urgent, normal, in_flight: self.flights.len() }
    }

    /// The credential.
    #[must_use]
    pub const fn credential(&self) -> &C {
        &self.credential
    }

    fn wake(&mut self, row: &WakeRow<K, T, C>, now: Micros) -> Result<(), Error> {
        let known = self.fleet.find(&row.key);
        let newer = |slot| self.fleet.device(slot).is_none_or(|device| row.need > device.need);
        if known.is_some_and(|slot| !newer(slot)) {
            return Ok(());
        }
        if row.routes.len() > Health::MAX_ROUTES {
            return Err(Error::TooManyRoutes);
        }
        let sender = row.credential();
        let refusal = if sender.is_some_and(|credential| *credential != self.credential) {
            Some(Error::OtherCredential)
        } else if self.owner.as_ref().is_some_and(|owner| *owner != row.tenant) {
            Some(Error::OtherTenant)
        } else {
            None
        };
        if row.due.is_none() || sender.is_none() || refusal.is_some() {
            // It is nobody's, or another scheduler's. If it was ours, it has left.
            let left = known.map(|slot| self.forget(slot)).is_some();
            if row.due.is_some() && sender.is_none() {
                let why = row.unreachable();
                self.outbox.push_back(Output::Event(Event::Unreachable { key: row.key.clone(), why }));
            }
            return refusal.filter(|_| !left).map_or(Ok(()), Err);
        }
        self.place(known, row, now);
        Ok(())
    }

    /// Takes over what the row says, and lets the device wait for it.
    ///
    /// What became of pushes is known here before it is in the row: that is kept, unless it is over.
    fn place(&mut self, known: Option<u32>, row: &WakeRow<K, T, C>, now: Micros) {
        let device = known.and_then(|slot| self.fleet.device(slot));
        let in_flight = device.is_some_and(|device| device.place() == Place::Flight);
        let own = device.filter(|device| row.heard <= device.need);
        let over = own.is_none();
        let row_pushed = row.pushed.map_or(Micros::ZERO, Micros::from);
        // Not after now, by a clock that has stepped back since: it would be waited for.
        let pushed = own.map_or(row_pushed, |device| device.pushed).min(now);
        let (attempt, health) =
            own.map_or((row.attempt, row.health), |device| (device.attempt, device.health));
        let Some(due) = row.first_due(pushed, &self.config) else { return };
        // A device whose provider asked for patience gets it, unless it is urgent now.
        let patient = own.filter(|device| device.tries > 0 && row.lane == Lane::Normal && !in_flight);
        let due = patient.map_or(due, |device| due.max(device.due));
        // More work does not send a device back to the end of the line.
        let keeps_turn = due <= now
            && known.is_some_and(|slot| self.fleet.is_in_line(slot, row.lane, &row.tenant))
            && !(row.lane == Lane::Urgent && self.is_held_long(now));
        let slot = match known {
            Some(slot) => {
                if !keeps_turn {
                    self.fleet.withdraw(slot);
                    self.fleet.move_to(slot, &row.tenant);
                }
                slot
            }
            None => self.fleet.insert(row.key.clone(), &row.tenant),
        };
        let half = self.config.repeat / 2;
        let Some(device) = self.fleet.device_mut(slot) else { return };
        if over {
            device.tries = 0;
        }
        device.due = due;
        device.need = row.need;
        device.lane = row.lane;
        device.pushed = pushed;
        device.attempt = attempt;
        device.health = health;
        device.routes = row.routes_where(|route| route.kind != RouteKind::Poll);
        device.own = device.routes & row.routes_where(|route| route.credential == self.credential);
        // After a restart only the times tell.
        let repeats = known.is_none() && pushed != Micros::ZERO && due >= pushed.plus(half);
        let polls = row.routes_where(|route| route.kind == RouteKind::Poll) != 0;
        device.flags.set(Flags::REPEATS, repeats);
        device.flags.set(Flags::FRESH, !repeats);
        device.flags.set(Flags::RENEWED, in_flight);
        device.flags.set(Flags::OVER, in_flight && (over || device.flags.has(Flags::OVER)));
        device.flags.set(Flags::EXCUSED, row.reach != Reach::Usual);
        device.flags.set(Flags::POLLS, polls);
        if !in_flight && !keeps_turn {
            self.line_up(slot, now);
        }
    }

    fn forget(&mut self, slot: u32) {
        let in_flight = self.fleet.device(slot).is_some_and(|device| device.place() == Place::Flight);
        self.fleet.remove(slot);
        if in_flight {
            // Few are, and hardly any device is forgotten meanwhile.
            for flight in self.flights.values_mut().filter(|flight| flight.slot == Some(slot)) {
                flight.slot = None;
            }
        }
    }

    /// Takes a device out of the line if one may be pushed to now.
    fn choose(&mut self, now: Micros, credited: Micros) -> Option<u32> {
        let in_flight = self.room.in_flight();
        let blocked = !self.lease.is_valid(now, credited)
            || self.hold.is_some()
            || in_flight >= self.config.max_in_flight.get()
            || (self.probing && self.flights.keys().next_back().is_some_and(|last| *last > self.before_hold));
        if blocked {
            return None;
        }
        let (urgent, normal) = (self.fleet.ready(Lane::Urgent), self.fleet.ready(Lane::Normal));
        if normal > 0 && urgent > 0 && self.urgent_run >= URGENT_RUN {
            // Ordinary work gets every eighth push, however much is urgent.
            return self.room.is_free(Lane::Urgent).then(|| self.fleet.pop(Lane::Normal)).flatten();
        }
        let lane = [(Lane::Urgent, urgent), (Lane::Normal, normal)];
        let (lane, _) = lane.into_iter().find(|(lane, ready)| *ready > 0 && self.room.is_free(*lane))?;
        self.fleet.pop(lane)
    }

    /// `None` when the day of silence before this push has shown that another credential should push.
    fn hand_out(&mut self, slot: u32, now: Micros, credited: Micros) -> Option<Send<K>> {
        let device = self.fleet.device_mut(slot)?;
        if device.flags.take(Flags::REPEATS)
            && !device.flags.has(Flags::EXCUSED)
            && let Some((route, _)) = device.pick()
        {
            device.health.silent(route);
        }
        let Some((route, Sender::Own)) = device.pick() else {
            device.due = now;
            self.leave(slot);
            return None;
        };
        device.attempt = device.attempt.saturating_add(1);
        let (key, need, attempt, lane) = (device.key.clone(), device.need, device.attempt, device.lane);
        self.urgent_run = match lane {
            Lane::Urgent if self.fleet.ready(Lane::Normal) > 0 => self.urgent_run.saturating_add(1),
            _ => 0,
        };
        self.room.hand_out(lane);
        self.tickets += 1;
        let within = self.config.answer_within;
        let not_after = now.plus(within).min(self.lease.until);
        self.flights.insert(
            self.tickets,
            Flight { slot: Some(slot), route, deadline: credited.plus(within), not_after },
        );
        Some(Send {
            ticket: Ticket(self.tickets),
            key,
            need,
            route: usize::from(route),
            lane,
            attempt,
            not_after: not_after.into(),
        })
    }

    fn answered(&mut self, ticket: Ticket, flight: &Flight, outcome: Outcome, now: Micros) {
        if matches!(outcome, Outcome::NotSent | Outcome::Unsendable) {
            self.room.give_back();
        } else {
            self.room.answer();
        }
        self.judge_provider(ticket, outcome, now);
        let Some((slot, device)) = flight.slot.and_then(|slot| Some((slot, self.fleet.device_mut(slot)?)))
        else {
            return;
        };
        let renewed = device.flags.take(Flags::RENEWED);
        let over = device.flags.take(Flags::OVER);
        // Of a newer need: not before, and not in the instant of this answer.
        let newer = device.due.max(now.plus(AT_ONCE));
        match outcome {
            // The device was here since, or has another token: nothing is known about a push for what is pending now.
            _ if over => {}
            Outcome::Sent => {
                device.tries = 0;
                if device.flags.take(Flags::FRESH) || device.pushed == Micros::ZERO {
                    device.pushed = now;
                }
                device.flags.set(Flags::REPEATS, !renewed);
                device.flags.set(Flags::FRESH, renewed);
                device.due = self.config.next_day(&device.key, device.pushed, now);
            }
            Outcome::NotSent => {
                device.attempt = device.attempt.saturating_sub(1);
                // Whoever answers so at once must not be asked for ever.
                device.due = newer;
            }
            Outcome::DropRoute => {
                device.health.kill(flight.route);
                device.due = now;
            }
            Outcome::Defect | Outcome::Unsendable => {
                device.health.bench(flight.route);
                let other = device.pick().is_some_and(|(route, _)| route != flight.route);
                device.due = if other { now } else { self.config.next_day(&device.key, now, now) };
            }
            Outcome::Retry | Outcome::RetryDevice => {
                // When nobody gets through it is not this device's route that fails.
                let alone = self.losses < LOSSES && ticket.0 > self.before_hold;
                if outcome == Outcome::RetryDevice || alone {
                    device.health.fail(flight.route);
                }
                let other = device.pick().is_some_and(|(route, _)| route != flight.route);
                device.tries = if other { 0 } else { device.tries.saturating_add(1) };
                let pause = self.config.back_off(&device.key, device.tries, device.attempt);
                device.due = if other { now } else { now.plus(pause) };
            }
            // Not the device's fault. But not at the head of the line either, or nobody else would be tried.
            Outcome::FixCredential | Outcome::WaitUntil(_) => device.due = now,
        }
        if renewed {
            device.due = match outcome {
                _ if over || device.lane == Lane::Urgent => newer,
                Outcome::Sent => newer.max(now.plus(self.config.settle)),
                // It gets the patience that its provider asked for.
                _ if device.tries > 0 => newer.max(device.due),
                _ => newer,
            };
        }
        match self.fleet.device(slot).and_then(Device::pick) {
            Some((_, Sender::Own)) => {
                self.write(slot, NextSender::Same);
                self.line_up(slot, now);
            }
            _ => self.leave(slot),
        }
    }

    /// What an answer says about the provider and the credential.
    fn judge_provider(&mut self, ticket: Ticket, outcome: Outcome, now: Micros) {
        if !matches!(outcome, Outcome::NotSent | Outcome::Unsendable | Outcome::Retry) {
            // It gets through after all.
            self.hold.take_if(|hold| hold.reason == HoldReason::Lost);
        }
        match outcome {
            Outcome::Sent | Outcome::DropRoute | Outcome::RetryDevice | Outcome::Defect => {
                self.losses = 0;
                self.probing = false;
            }
            Outcome::WaitUntil(until) => {
                let until = Micros::from(until).clamp(now.plus(SHORTEST_HOLD), now.plus(LONGEST_HOLD));
                self.hold(until, HoldReason::Provider, now);
            }
            Outcome::FixCredential => self.hold(now.plus(CREDENTIAL_PROBE), HoldReason::Credential, now),
            // The provider was not asked.
            Outcome::NotSent | Outcome::Unsendable => {}
            Outcome::Retry if ticket.0 <= self.before_hold => {}
            Outcome::Retry => {
                self.losses = self.losses.saturating_add(1);
                if let Some(more) = self.losses.checked_sub(LOSSES) {
                    let pause = FIRST_PAUSE.saturating_mul(1 << more.min(16)).min(LONGEST_PAUSE);
                    let jitter = jitter(&self.lease.fence, u64::from(self.losses), pause / 4);
                    self.hold(now.plus(pause + jitter), HoldReason::Lost, now);
                }
            }
        }
    }

    /// Nothing goes out until then, and after that one push at first.
    fn hold(&mut self, until: Micros, reason: HoldReason, now: Micros) {
        self.probing = true;
        self.before_hold = self.tickets;
        if self.hold.as_ref().is_some_and(|hold| hold.until >= until) {
            return;
        }
        let was_long = self.is_held_long(now);
        self.hold = Some(Hold { until, reason });
        self.outbox.push_back(Output::Event(Event::Held { until: until.into(), reason }));
        if !was_long && self.is_held_long(now) {
            // All out before one goes back, so that turns and lines stay as they are.
            let urgent: Vec<_> = std::iter::from_fn(|| self.fleet.pop(Lane::Urgent)).collect();
            urgent.into_iter().for_each(|slot| self.line_up(slot, now));
        }
    }

    fn is_held_long(&self, now: Micros) -> bool {
        self.hold.as_ref().is_some_and(|hold| hold.until.since(now) >= LONG_HOLD)
    }

    /// Lets a withdrawn device wait for its time or turn. Urgent ones do not wait here for the end of a long hold if
    /// another credential can wake them.
    fn line_up(&mut self, slot: u32, now: Micros) {
        let held = self.is_held_long(now);
        let Some(device) = self.fleet.device_mut(slot) else { return };
        if held && device.lane == Lane::Urgent && device.due <= now {
            let mut elsewhere = device.health;
            (0..8).filter(|route| device.own & (1 << route) != 0).for_each(|route| elsewhere.bench(route));
            let old = std::mem::replace(&mut device.health, elsewhere);
            if matches!(device.pick(), Some((_, Sender::Other))) {
                return self.leave(slot);
            }
            device.health = old;
        }
        self.fleet.place(slot, now);
    }

    /// Forgets a device that another scheduler wakes, or nobody.
    fn leave(&mut self, slot: u32) {
        let Some(device) = self.fleet.device_mut(slot) else { return };
        let next = match device.pick() {
            Some(_) => {
                // Nothing has gone by that route: its days of silence are not counted from here.
                device.pushed = Micros::ZERO;
                NextSender::Other
            }
            None if device.flags.has(Flags::POLLS) => NextSender::Nobody(Unreachable::PollsOnly),
            None => NextSender::Nobody(Unreachable::RoutesDead),
        };
        self.write(slot, next);
        self.forget(slot);
    }

    fn write(&mut self, slot: u32, next: NextSender) {
        let Some(device) = self.fleet.device(slot) else { return };
        self.outbox.push_back(Output::Update(Update {
            key: device.key.clone(),
            need: device.need,
            due: device.due.into(),
            attempt: device.attempt,
            pushed: (device.pushed != Micros::ZERO).then(|| device.pushed.into()),
            health: device.health,
            fence: self.lease.fence,
            next,
        }));
    }

    fn hold_lease(&mut self, lease: &Lease, now: Micros, credited: Micros) {
        let until = Micros::from(lease.until).minus(self.config.skew);
        // A renewal adds what it adds: a wall clock that stepped back makes it no longer.
        let end = if lease.fence == self.lease.fence {
            self.lease.credited.plus(until.since(self.lease.until))
        } else {
            credited.plus(until.since(now))
        };
        if lease.fence > self.lease.fence
            && let Some(until) = lease.spent_until
        {
            self.room.spend(until.into());
        }
        self.lease = Held { fence: lease.fence, until, credited: end };
    }

    fn wait(&self, now: Micros) -> Option<Micros> {
        let (urgent, normal) = (self.fleet.ready(Lane::Urgent), self.fleet.ready(Lane::Normal));
        let lane = if urgent > 0 { Some(Lane::Urgent) } else { (normal > 0).then_some(Lane::Normal) };
        let room = self.room.wait(lane).map(|wait| now.plus(wait));
        let hold = self.hold.as_ref().filter(|_| lane.is_some()).map(|hold| hold.until);
        [room, hold, self.fleet.next_time()].into_iter().flatten().min()
    }
}

impl Held {
    fn is_valid(&self, now: Micros, credited: Micros) -> bool {
        now < self.until && credited < self.credited
    }
}

impl<K, T, C: fmt::Debug> fmt::Debug for Scheduler<K, T, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scheduler")
            .field("credential", &self.credential)
            .field("lease", &self.lease)
            .field("room", &self.room)
            .field("in_flight", &self.flights.len())
            .field("hold", &self.hold)
            .finish_non_exhaustive()
    }
}

/// After so many urgent pushes in a row an ordinary one goes, if one waits.
const URGENT_RUN: u32 = 7;
/// So many losses in a row are the provider's trouble, or the network's.
const LOSSES: u32 = 5;
const FIRST_PAUSE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_secs(5 * 60);
/// What a provider may ask for at least and at most.
const SHORTEST_HOLD: Duration = Duration::from_secs(1);
const LONGEST_HOLD: Duration = Duration::from_secs(24 * 60 * 60);
/// A refused credential is tried again after this, should nobody say that it was mended.
const CREDENTIAL_PROBE: Duration = Duration::from_secs(60 * 60);
/// From here on an urgent wake looks for another route.
const LONG_HOLD: Duration = Duration::from_secs(60);
/// What is due at once after a push waits so long, so that two do not leave in the same instant.
const AT_ONCE: Duration = Duration::from_secs(1);

#[cfg(test)]
mod tests;
