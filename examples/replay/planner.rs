//! What the planner would have made of the same contacts: the real queue, driven through the history's sessions.
//!
//! The device's lock is inferred from its own answers. A refusal of a command of which the rules do not say that it
//! runs shows that it was locked; an acknowledgement of one that the lock defers, that it was unlocked.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use mdm_command::{Answer, Change, Context, Explanation, Order, Queue, Retention, State, Turn, Who};
use mdm_lock::{Expectation, LockState, RuleTable, Subject};
use serde::Serialize;

use crate::history::{Device, Status};
use crate::run::{Event, Run, Session};
use crate::time::Moment;

/// What it would have come to.
#[derive(Debug, Default)]
pub struct Planned {
    /// The contacts as they would have gone.
    pub run: Run,
    /// How each command stands at the end.
    pub states: Vec<Option<State>>,
    /// Commands that ended without an answer: made pointless, or taken back.
    pub ended: BTreeSet<usize>,
    /// What it would have warned about.
    pub hazards: Vec<Warning>,
    /// How many more warnings there are.
    pub left_out: usize,
    /// Why commands waited.
    pub waits: Vec<Waited>,
    /// Where its answers come from.
    pub basis: Basis,
    /// It was stopped: it had [`MOST_WORK`].
    pub cut_short: bool,
}

/// A hazard, told when its batch was queued.
#[derive(Debug, Serialize)]
pub struct Warning {
    pub kind: String,
    pub commands: Vec<String>,
    pub text: String,
    pub remedies: Vec<String>,
}

/// Why a command waited from this moment on.
#[derive(Debug, Serialize)]
pub struct Waited {
    pub command: Box<str>,
    pub at: Moment,
    pub who: &'static str,
    pub text: String,
}

/// Where the planner's answers come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Basis {
    /// The device's own answer to this command in the same session.
    pub own: usize,
    /// The lock state that other answers of the session show.
    pub shown: usize,
    /// Neither: the lock state of another session, or the success of a command whose end the history does not have.
    pub assumed: usize,
}

impl Basis {
    /// The sum of two.
    pub fn add(&mut self, other: &Self) {
        self.own += other.own;
        self.shown += other.shown;
        self.assumed += other.assumed;
    }
}

/// Most warnings and most reasons that are kept of a device, and sessions after which reasons are looked for.
const MOST: usize = 200;
/// How many commands the planner looks at before it is stopped: every open one at each batch, connect and answer.
pub const MOST_WORK: u64 = 500_000;

/// Drives the queue through the contacts of `past`.
///
/// # Errors
///
/// What the queue refuses: nothing that was read from a history.
pub fn plan(
    device: &Device,
    past: &Run,
    table: &RuleTable,
    end: Moment,
) -> Result<Planned, mdm_command::Error> {
    let mut desk = Desk {
        device,
        past,
        table,
        queue: Queue::default(),
        places: BTreeMap::new(),
        next_order: 0,
        witness: Witness::new(device, past, table),
        answers: past.by_command(device.commands.len()),
        work: 0,
        reasons: BTreeMap::new(),
        planned: Planned { states: vec![None; device.commands.len()], ..Planned::default() },
    };
    for (number, session) in past.sessions.iter().enumerate() {
        if !desk.planned.cut_short {
            desk.session(number, *session)?;
        }
    }
    desk.order(end)?;
    desk.explain(end);
    Ok(desk.planned)
}

struct Desk<'a> {
    device: &'a Device,
    past: &'a Run,
    table: &'a RuleTable,
    queue: Queue,
    /// The place in the history of the command with this place in the queue.
    places: BTreeMap<u64, usize>,
    next_order: usize,
    witness: Witness,
    /// What the device answered to each command.
    answers: Vec<Vec<Event>>,
    work: u64,
    /// The reason last told of each command, without its times.
    reasons: BTreeMap<usize, std::mem::Discriminant<mdm_command::Reason>>,
    planned: Planned,
}

impl Desk<'_> {
    /// The version of the last command that was queued; before that of the first one.
    fn subject(&self) -> Subject {
        let commands = &self.device.commands;
        let command = self.next_order.checked_sub(1).and_then(|last| commands.get(last)).or(commands.first());
        self.device.subject(command.and_then(|command| command.os))
    }

    fn place(&self, seq: u64) -> Option<usize> {
        self.places.get(&seq).copied()
    }

    fn name(&self, place: usize) -> Option<String> {
        self.device.commands.get(place).map(|command| command.uuid.to_string())
    }

    /// Queues what was queued until now, batch by batch.
    fn order(&mut self, now: Moment) -> Result<(), mdm_command::Error> {
        while let Some([first, ..]) = self.device.commands.get(self.next_order..)
            && first.queued_at <= now
            && !self.planned.cut_short
        {
            self.look();
            let at = first.queued_at;
            let from = self.next_order;
            let rest = self.device.commands.get(from..).unwrap_or_default();
            let batch: Vec<_> = rest.iter().take_while(|command| command.queued_at == at).collect();
            self.next_order += batch.len();
            let orders = batch.iter().map(|command| {
                Order::new(command.uuid.clone(), &command.request_type, command.footprint.clone())
            });
            let subject = self.subject();
            let receipt = self.queue.enqueue(orders, &Context::new(self.table, &subject), at.time())?;
            let places = receipt.places.iter().zip(from..);
            self.places.extend(places.filter_map(|(seq, place)| Some(((*seq)?, place))));
            let told = receipt.hazards.rename(|seq| self.name(self.place(*seq)?));
            for hazard in told.found {
                if self.planned.hazards.len() >= MOST {
                    self.planned.left_out += 1;
                    continue;
                }
                self.planned.hazards.push(Warning {
                    kind: format!("{:?}", hazard.kind),
                    remedies: hazard
                        .remedies
                        .iter()
                        .map(|remedy| crate::remedy::in_words(remedy, &String::clone))
                        .collect(),
                    text: hazard.text,
                    commands: hazard.commands,
                });
            }
            self.planned.left_out += told.left_out;
            self.carry_out(&receipt.turn);
        }
        Ok(())
    }

    fn look(&mut self) {
        self.work += 1 + self.queue.open();
        self.planned.cut_short |= self.work >= MOST_WORK;
    }

    fn carry_out(&mut self, turn: &Turn) {
        let touched: BTreeSet<_> =
            turn.changes.iter().filter_map(|change: &Change| self.queue.apply(change)).collect();
        for entry in touched.into_iter().filter_map(|seq| self.queue.at(seq)) {
            let Some(place) = self.places.get(&entry.seq).copied() else { continue };
            if let Some(state) = self.planned.states.get_mut(place) {
                *state = Some(entry.state);
            }
            let answered =
                matches!(entry.state, State::Acknowledged | State::Error | State::CommandFormatError);
            if entry.state.is_final() && !answered {
                self.planned.ended.insert(place);
            }
        }
    }

    /// The device connects as it did, and asks until there is nothing for it. What is queued while it was there, and
    /// finds nothing going on any more, has it connect once more.
    fn session(&mut self, number: usize, session: Session) -> Result<(), mdm_command::Error> {
        let contacts: Vec<_> = self.past.events_of(number).iter().map(|event| event.at).collect();
        let mut contacts = contacts.into_iter();
        let mut now = session.from;
        loop {
            now = self.exchanges(number, now, &mut contacts)?;
            match self.device.commands.get(self.next_order).map(|command| command.queued_at) {
                Some(queued_at) if queued_at <= session.to && !self.planned.cut_short => {
                    now = now.max(queued_at)
                }
                _ => return Ok(()),
            }
        }
    }

    fn exchanges(
        &mut self,
        number: usize,
        from: Moment,
        contacts: &mut impl Iterator<Item = Moment>,
    ) -> Result<Moment, mdm_command::Error> {
        let mut now = from;
        self.order(now)?;
        let mut next = self.report(&Answer::Idle, now)?;
        let session = self.planned.run.sessions.len();
        while let Some(place) = next.filter(|_| !self.planned.cut_short) {
            // At the times at which it spoke; after these a second for each answer.
            now = contacts.next().map_or_else(|| now.next_second(), |at| at.max(now));
            self.order(now)?;
            let Some(command) = self.device.commands.get(place) else { break };
            let status = self.answer(place, number, now);
            self.planned.run.events.push(Event { at: now, command: place, status, session });
            let uuid = &command.uuid;
            let answer = match status {
                Status::Acknowledged => Answer::Acknowledged { uuid },
                Status::Error => Answer::Error { uuid, outcome: None, lost_mode: None },
                Status::CommandFormatError => Answer::CommandFormatError { uuid },
                Status::NotNow => Answer::NotNow { uuid },
            };
            next = self.report(&answer, now)?;
        }
        self.planned.run.sessions.push(Session { from, to: now });
        if session < MOST {
            self.explain(now);
        }
        // What has ended is known here, and would only slow the queue down.
        let retention = Retention { age: Duration::ZERO, last: 0 };
        let forget = self.queue.prune(retention, now.next_second().time());
        self.carry_out(&forget);
        Ok(now)
    }

    /// The place of the command that goes out.
    fn report(&mut self, answer: &Answer<'_>, now: Moment) -> Result<Option<usize>, mdm_command::Error> {
        self.look();
        let subject = self.subject();
        let turn = self.queue.report(answer, &Context::new(self.table, &subject), now.time())?;
        self.carry_out(&turn);
        Ok(turn.next.and_then(|next| self.place(next.seq)))
    }

    /// What the device would have answered.
    fn answer(&mut self, place: usize, session: usize, now: Moment) -> Status {
        let answers = self.answers.get(place).map(Vec::as_slice).unwrap_or_default();
        if let Some(own) = answers.iter().rfind(|event| event.session == session) {
            self.planned.basis.own += 1;
            return own.status;
        }
        let end = answers.iter().find(|event| event.status.is_final()).map(|event| event.status);
        let Some(command) = self.device.commands.get(place) else { return Status::Acknowledged };
        let subject = self.subject();
        let gate = LockState::usual_gate(&subject);
        let expected = self.table.forecast(&command.request_type, &subject, gate).expectation;
        let shown = self.witness.in_session(session, now);
        let lock = shown.or_else(|| self.witness.before(now)).unwrap_or(Lock::Locked);
        let runs = expected <= Expectation::Partial;
        let status =
            if runs || lock == Lock::Unlocked { end.unwrap_or(Status::Acknowledged) } else { Status::NotNow };
        let is_shown = (runs || shown.is_some()) && (end.is_some() || status == Status::NotNow);
        let basis = &mut self.planned.basis;
        *(if is_shown { &mut basis.shown } else { &mut basis.assumed }) += 1;
        status
    }

    /// Keeps why each command waits, when the reason is another one than before.
    fn explain(&mut self, now: Moment) {
        let subject = self.subject();
        let context = Context::new(self.table, &subject);
        let open = self.queue.entries().filter(|entry| entry.is_open());
        for entry in open.take(MOST) {
            let Some(place) = self.places.get(&entry.seq).copied() else { continue };
            let Some(why) = self.queue.explain(&entry.uuid, &context, now.time()) else { continue };
            let kind = std::mem::discriminant(&why.reason);
            if self.reasons.insert(place, kind) != Some(kind) && self.planned.waits.len() < MOST {
                self.planned.waits.push(waited(entry.uuid.as_str(), now, &why));
            }
        }
    }
}

fn waited(command: &str, at: Moment, why: &Explanation) -> Waited {
    let who = match why.who {
        Who::Nobody => "nobody",
        Who::User => "user",
        Who::Administrator => "administrator",
    };
    Waited { command: command.into(), at, who, text: why.to_string() }
}

/// What the device's answers show of its lock, in order of time.
struct Witness(Vec<(usize, Moment, Lock)>);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Lock {
    Locked,
    Unlocked,
}

impl Witness {
    fn new(device: &Device, past: &Run, table: &RuleTable) -> Self {
        let seen = past.events.iter().filter_map(|event| {
            let command = device.commands.get(event.command)?;
            let subject = device.subject(command.os);
            let gate = LockState::usual_gate(&subject);
            let lock = match (table.forecast(&command.request_type, &subject, gate).expectation, event.status)
            {
                (Expectation::Runs | Expectation::Partial, _) => return None,
                (_, Status::NotNow) => Lock::Locked,
                (Expectation::Deferred, Status::Acknowledged) => Lock::Unlocked,
                _ => return None,
            };
            Some((event.session, event.at, lock))
        });
        Self(seen.collect())
    }

    /// What was shown last in this session, or else is shown next.
    fn in_session(&self, session: usize, now: Moment) -> Option<Lock> {
        let from = self.0.partition_point(|(of, ..)| *of < session);
        let of_session = || self.0.iter().skip(from).take_while(|(of, ..)| *of == session);
        let before = of_session().take_while(|(_, at, _)| *at <= now).last();
        before.or_else(|| of_session().next()).map(|(.., lock)| *lock)
    }

    fn before(&self, now: Moment) -> Option<Lock> {
        let until = self.0.partition_point(|(_, at, _)| *at <= now);
        self.0.get(..until)?.last().map(|(.., lock)| *lock)
    }
}
