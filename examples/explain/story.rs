//! The simulation: the real queue of `mdm-command` on one side, a device that follows the scenario on the other.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use mdm_command::{
    Answer, CancelReason, Change, Context, Entry, Fact, Order, Outcome, Policy, Queue, Reason, State, Terms,
    Turn, Wake,
};
use mdm_lock::{Effect, Evidence, Expectation, InLostMode, LockState, LostMode, Passcode, RuleTable, Source};

use crate::scenario::{Action, Command, Doing, LATEST, Scenario};
use crate::words::misfit;

#[cfg(test)]
#[path = "story/tests.rs"]
mod tests;
#[path = "story/told.rs"]
mod told;

pub use told::{Attempt, Clock, CommandStory, Error, Line, Met, Span, Story, Wait, Who, Why};

/// When every story starts, for the dates in the queue's sentences: Monday, 5 January 2026, 00:00 UTC.
pub fn time(at: Duration) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_571_200) + at
}

/// The other way round.
fn since_start(at: SystemTime) -> Duration {
    at.duration_since(time(Duration::ZERO)).unwrap_or_default()
}

/// Plays the scenario.
///
/// # Errors
///
/// [`Error::Queue`] when the scenario asks the queue for something that does not fit; [`Error::TooLong`] when it asks
/// for more than [`MAX_STEPS`] steps.
pub fn play(scenario: &Scenario) -> Result<Story, Error> {
    let mut stage = Stage::new(scenario);
    let until = scenario.until.unwrap_or_else(|| (scenario.last_event() + AFTERMATH).min(LATEST));
    let mut steps = 0_u32;
    while let Some(((at, _), event)) = stage.agenda.pop_first() {
        if at > until {
            break;
        }
        stage.now = at;
        stage.take(event)?;
        steps += 1;
        if steps > MAX_STEPS {
            return Err(Error::TooLong { at });
        }
    }
    let last = stage.story.lines.last().map_or(Duration::ZERO, |line| line.at);
    let end = match scenario.until {
        None if stage.queue.open() == 0 => (last + Duration::from_secs(60)).min(until),
        _ => until,
    };
    Ok(stage.finish(end))
}

/// Steps after which a simulation is given up.
pub const MAX_STEPS: u32 = 10_000;

/// How long to look on after the last event, when the scenario does not say.
const AFTERMATH: Duration = Duration::from_secs(60 * 60);

enum Event {
    Lock(LockState),
    Network(Network),
    /// A batch is ordered: from here to there.
    Order(usize, usize),
    /// The administrator does something about a command.
    Act(usize),
    /// A command's time is over.
    Expires,
    PushDue,
    PushArrives,
    Connect(Why),
    /// The device has done with a command.
    Done(Said),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Network {
    Up,
    Down,
}

/// What the device says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    Idle,
    Acknowledged(usize),
    NotNow(usize),
    /// Apple, Enable Lost Mode and Disable Lost Mode: the error code, and what it says about Lost Mode.
    Failed(usize, i64, LostMode),
}

struct Device {
    state: LockState,
    passcode: Passcode,
    lost: LostMode,
    network: Network,
    erased: bool,
    in_session: bool,
    /// Its last word was `NotNow`.
    last_not_now: bool,
    /// Its state has changed since it last refused.
    changed: bool,
    /// Without network: what it will say, and a push that waits for it.
    unsaid: Option<Said>,
    push_waits: bool,
    returns: bool,
}

struct Stage<'a> {
    scenario: &'a Scenario,
    table: RuleTable,
    queue: Queue,
    /// The place in the scenario of the command with this place in the queue.
    places: BTreeMap<u64, usize>,
    /// Commands that were not queued, and why.
    dropped: BTreeMap<usize, String>,
    device: Device,
    agenda: BTreeMap<(Duration, u64), Event>,
    planned: u64,
    now: Duration,
    push_due: Option<Duration>,
    push_on_its_way: bool,
    /// The last sentence of each command that waits.
    waits: BTreeMap<usize, String>,
    reasons: BTreeMap<usize, Vec<Span<Wait>>>,
    story: Story,
    attempts: BTreeMap<usize, Vec<Attempt>>,
}

impl<'a> Stage<'a> {
    fn new(scenario: &'a Scenario) -> Self {
        let state = scenario.lock.first().map_or(LockState::Unlocked, |(_, state)| *state);
        let passcode = if scenario.passcode { Passcode::Present } else { Passcode::Absent };
        let mut stage = Self {
            scenario,
            table: RuleTable::default().for_model(scenario.model.as_deref().unwrap_or_default()),
            queue: Queue::default(),
            places: BTreeMap::new(),
            dropped: BTreeMap::new(),
            device: Device {
                state,
                passcode,
                lost: LostMode::Off,
                network: Network::Up,
                erased: false,
                in_session: false,
                last_not_now: false,
                changed: false,
                unsaid: None,
                push_waits: false,
                returns: false,
            },
            agenda: BTreeMap::new(),
            planned: 0,
            now: Duration::ZERO,
            push_due: None,
            push_on_its_way: false,
            waits: BTreeMap::new(),
            reasons: BTreeMap::new(),
            story: Story {
                states: vec![Span { from: Duration::ZERO, to: None, what: Some(state) }],
                ..Story::default()
            },
            attempts: BTreeMap::new(),
        };
        stage.say(Who::Scene, format!("the device is {state}"));
        if passcode == Passcode::Absent {
            stage.say(Who::Scene, "no passcode is set, and the server knows it".to_owned());
            let turn = stage.queue.observe(Evidence::Passcode(passcode), &stage.context(), stage.time());
            stage.apply(&turn.changes);
        }
        for (at, state) in scenario.lock.iter().skip(1) {
            stage.plan(*at, Event::Lock(*state));
        }
        for (from, to) in &scenario.offline {
            stage.plan(*from, Event::Network(Network::Down));
            if let Some(to) = to {
                stage.plan(*to, Event::Network(Network::Up));
            }
        }
        let mut from = 0;
        for batch in scenario.commands.chunk_by(|a, b| a.at == b.at) {
            let to = from + batch.len();
            stage.plan(batch[0].at, Event::Order(from, to));
            from = to;
        }
        for command in &scenario.commands {
            if let Some(at) = command.expires_at {
                stage.plan(at, Event::Expires);
            }
        }
        for (at, action) in scenario.actions.iter().enumerate() {
            stage.plan(action.at, Event::Act(at));
        }
        stage
    }

    fn plan(&mut self, at: Duration, event: Event) {
        self.planned += 1;
        self.agenda.insert((at, self.planned), event);
    }

    fn say(&mut self, who: Who, text: String) {
        self.story.lines.push(Line { at: self.now, who, text, why: None });
    }

    fn context(&self) -> Context<'_> {
        Context {
            policy: Policy { mode: self.scenario.mode, ..Policy::DEFAULT },
            safeguards: self.scenario.safeguards,
            ..Context::new(&self.table, &self.scenario.subject)
        }
    }

    fn time(&self) -> SystemTime {
        time(self.now)
    }

    fn place(&self, seq: u64) -> usize {
        self.places.get(&seq).copied().unwrap_or(usize::MAX)
    }

    /// How a command became final, in words; empty when the state says it all.
    fn detail(&self, entry: &Entry) -> String {
        match &entry.outcome {
            Some(Outcome::Error { code, domain }) => format!("{domain} {code}"),
            Some(Outcome::SupersededBy(seq)) => format!("by {}", self.id(self.place(*seq))),
            Some(Outcome::Cancelled(CancelReason::Erased)) => "device erased".to_owned(),
            Some(Outcome::Cancelled(CancelReason::Caller)) => "taken back".to_owned(),
            Some(Outcome::Cancelled(CancelReason::ChainBroken(seq))) => {
                format!("{} was not acknowledged", self.id(self.place(*seq)))
            }
            Some(Outcome::Refused(sentence)) => sentence.to_string(),
            _ => String::new(),
        }
    }

    fn id(&self, command: usize) -> String {
        self.scenario.commands.get(command).map_or_else(|| "?".to_owned(), |command| command.id.to_string())
    }

    fn request_type(&self, command: usize) -> &'a str {
        self.scenario.commands.get(command).map_or("", |command| command.request_type.as_str())
    }

    fn place_of(&self, uuid: &mdm_command::CommandUuid) -> usize {
        self.queue.entry(uuid).map_or(usize::MAX, |entry| self.place(entry.seq))
    }

    fn take(&mut self, event: Event) -> Result<(), Error> {
        match event {
            Event::Lock(state) => self.scripted_lock(state),
            Event::Network(network) => self.network(network)?,
            Event::Order(from, to) => self.order(from, to)?,
            Event::Act(action) => self.act(action)?,
            Event::Expires => self.expire()?,
            Event::PushDue => self.push(),
            Event::PushArrives => self.push_arrives()?,
            Event::Connect(why) => self.connect(why)?,
            Event::Done(said) => self.done(said)?,
        }
        Ok(())
    }

    // The server's side.

    fn order(&mut self, from: usize, to: usize) -> Result<(), Error> {
        let batch = self.scenario.commands.get(from..to).unwrap_or_default();
        let names: Vec<_> =
            batch.iter().map(|command| format!("{} ({})", command.id, command.request_type)).collect();
        self.say(Who::Admin, format!("orders {}", names.join(", ")));
        let receipt = self.queue.enqueue(batch.iter().map(order), &self.context(), self.time());
        let receipt = receipt.map_err(|error| Error::queue(self.scenario, from..to, error))?;
        let places = receipt.places.iter().zip(from..to);
        self.places.extend(places.filter_map(|(seq, place)| Some(((*seq)?, place))));
        let hazards = receipt.hazards.rename(|seq| self.places.get(seq).copied());
        self.story.hazards.extend(hazards.found);
        self.story.left_out += hazards.left_out;
        self.carry_out(&receipt.turn);
        self.tell_waits();
        Ok(())
    }

    fn act(&mut self, action: usize) -> Result<(), Error> {
        let Some(Action { what, id, .. }) = self.scenario.actions.get(action) else { return Ok(()) };
        let (context, now) = (self.context(), self.time());
        let (verb, decided) = match what {
            Doing::Hold => ("holds", self.queue.hold(id, &context, now)),
            Doing::Release => ("releases", self.queue.release(id, &context, now)),
            Doing::Cancel => ("takes back", self.queue.cancel(id, &context, now)),
        };
        match decided {
            Ok(turn) => {
                self.say(Who::Admin, format!("{verb} {id}"));
                self.carry_out(&turn);
                self.tell_waits();
            }
            Err(mdm_command::Error::NotOpen(_)) => {
                let stands = self.queue.entry(id).map(|entry| entry.state.to_string());
                let stands = stands.unwrap_or_else(|| "not in the queue".to_owned());
                self.say(Who::Admin, format!("{verb} {id}, too late: it is {stands}"));
            }
            Err(error) => {
                return Err(Error::Queue(misfit(format!("actions[{action}]"), &error), error));
            }
        }
        Ok(())
    }

    fn expire(&mut self) -> Result<(), Error> {
        let turn = self.queue.expire(&self.context(), self.time());
        let turn = turn.map_err(|error| Error::queue(self.scenario, 0..0, error))?;
        if !turn.changes.is_empty() {
            self.carry_out(&turn);
            self.tell_waits();
        }
        Ok(())
    }

    /// Commits a decision, tells its facts, and remembers when to wake the device.
    fn carry_out(&mut self, turn: &Turn) {
        self.apply(&turn.changes);
        let goes_out = self.forecast_of_next(turn);
        for fact in &turn.facts {
            self.tell(fact, goes_out.as_deref());
        }
        match turn.wake {
            Wake::Due(at) => {
                let at = self.wake_at(at);
                if turn.next.is_none() && at > self.now {
                    self.say(
                        Who::Server,
                        format!("has nothing to offer before {}: a push is due then", Clock(at)),
                    );
                }
            }
            Wake::ByItself(later) => {
                self.push_due = None;
                let why = "sends no push: NotNow was the last status, so the device comes back by itself";
                let later =
                    later.map(|at| format!("; one is due at {} all the same", Clock(self.wake_at(at))));
                self.say(Who::Server, format!("{why}{}", later.unwrap_or_default()));
            }
            Wake::NotNeeded => self.push_due = None,
            _ => {}
        }
    }

    fn wake_at(&mut self, at: SystemTime) -> Duration {
        let at = since_start(at).max(self.now);
        self.push_due = Some(at);
        self.plan(at, Event::PushDue);
        at
    }

    fn apply(&mut self, changes: &[Change]) {
        for change in changes {
            self.queue.apply(change);
        }
    }

    /// Why the next command goes out now, as far as its rule tells.
    fn forecast_of_next(&self, turn: &Turn) -> Option<String> {
        let next = turn.next.as_ref()?;
        let (belief, subject) = (self.queue.belief(), &self.scenario.subject);
        let forecast = self.table.forecast_under(self.request_type(self.place(next.seq)), subject, belief);
        Some(match belief.state {
            _ if !belief.gates() => "believed unlocked: nothing holds it back".to_owned(),
            LockState::Unknown => {
                format!("lock unknown; if {}, it {forecast}", LockState::usual_gate(subject))
            }
            state => format!("believed {state}: it {forecast}"),
        })
    }

    fn tell(&mut self, fact: &Fact, goes_out: Option<&str>) {
        match fact {
            Fact::HandedOut { uuid, delivery } => {
                let command = self.place_of(uuid);
                let again = if *delivery > 1 { " again" } else { "" };
                let text = format!("hands out {uuid} ({}){again}", self.request_type(command));
                let why = goes_out.map(str::to_owned);
                self.story.lines.push(Line { at: self.now, who: Who::Server, text, why });
                let attempt = Span { from: self.now, to: None, what: None };
                self.attempts.entry(command).or_default().push(attempt);
            }
            Fact::Overtakes { uuid, overtaken } => {
                self.say(Who::Server, format!("{uuid} overtakes {overtaken}, which touches the same"));
            }
            Fact::AnswerLost { uuid } => {
                self.met(self.place_of(uuid), Met::Silence);
                self.say(
                    Who::Server,
                    format!("has no answer to {uuid}: it may have run, and is offered again"),
                );
            }
            Fact::Ended { uuid, state, .. } => {
                self.end_wait(self.place_of(uuid));
                // The device's own words have been told.
                if matches!(state, State::Acknowledged | State::Error | State::CommandFormatError) {
                    return;
                }
                let detail = self.queue.entry(uuid).map(|entry| self.detail(entry));
                let detail = detail.filter(|detail| !detail.is_empty());
                let detail = detail.map_or_else(String::new, |detail| format!(" ({detail})"));
                self.say(Who::Server, format!("{uuid} is {state}{detail}"));
            }
            Fact::LateResult { uuid, state } => {
                self.say(Who::Server, format!("keeps {uuid} as it was, {state}: the result came late"));
            }
            Fact::Duplicate { uuid, pending } => {
                let place = self.scenario.commands.iter().position(|command| command.id == *uuid);
                let why = format!("{pending} wants the same");
                self.say(Who::Server, format!("does not queue {uuid}: {why} and stays"));
                self.dropped.extend(place.map(|place| (place, why)));
            }
            Fact::BarrierOpened { uuid } => {
                self.say(Who::Server, format!("lets others pass {uuid}: it was refused for too long"));
            }
            Fact::Stuck { uuid, refusals, .. } => {
                self.say(Who::Server, format!("reports {uuid} as stuck: refused {refusals} times"));
            }
            Fact::WouldHandOut { uuid } => {
                self.say(Who::Server, format!("would hand out {uuid} now, if the planner were trusted"));
            }
            Fact::LockStateMoved { state: LockState::Unknown } => {
                self.say(Who::Server, "knows nothing about the lock any more".to_owned());
            }
            Fact::LockStateMoved { state } => {
                let source = match self.queue.belief().source {
                    Source::NotNow => ", because of the refusal",
                    Source::Acknowledged => ", because of the answer",
                    _ => "",
                };
                self.say(Who::Server, format!("believes the device {state}{source}"));
            }
            _ => {}
        }
    }

    /// Says of every open command why it waits, if it has not been said before.
    fn tell_waits(&mut self) {
        let mut told = Vec::new();
        for entry in self.queue.entries().filter(|entry| entry.is_open()) {
            let Some(why) = self.queue.explain(&entry.uuid, &self.context(), self.time()) else { continue };
            if why.reason != Reason::Answer {
                told.push((self.place(entry.seq), Wait::from(&why.reason), why.to_string()));
            }
        }
        for (command, wait, sentence) in told {
            self.begin_wait(command, wait);
            if self.waits.get(&command) != Some(&sentence) {
                let id = self.id(command);
                let line = format!("{id}: {sentence}");
                self.say(Who::Server, line);
                self.waits.insert(command, sentence);
            }
        }
    }

    fn begin_wait(&mut self, command: usize, wait: Wait) {
        let spans = self.reasons.entry(command).or_default();
        if spans.last().is_none_or(|last| last.what != wait) {
            if let Some(last) = spans.last_mut() {
                last.to = Some(self.now);
            }
            spans.push(Span { from: self.now, to: None, what: wait });
        }
    }

    fn end_wait(&mut self, command: usize) {
        self.waits.remove(&command);
        if let Some(last) = self.reasons.get_mut(&command).and_then(|spans| spans.last_mut()) {
            last.to = Some(self.now);
        }
    }

    fn push(&mut self) {
        if self.push_due != Some(self.now) {
            return;
        }
        self.push_due = None;
        if self.push_on_its_way {
            self.say(Who::Push, "is due again; one is on its way already".to_owned());
            return;
        }
        self.say(Who::Push, "goes out to wake the device".to_owned());
        self.story.pushes.push(self.now);
        self.push_on_its_way = true;
        self.plan(self.now + self.scenario.push_after, Event::PushArrives);
    }

    // The device's side.

    fn push_arrives(&mut self) -> Result<(), Error> {
        if self.device.network == Network::Down {
            self.device.push_waits = true;
            self.say(Who::Push, "waits at the push service: the device has no network".to_owned());
            return Ok(());
        }
        self.push_on_its_way = false;
        if self.device.erased {
            self.say(Who::Push, "finds nobody: the device was erased".to_owned());
            return Ok(());
        }
        self.connect(Why::Push)
    }

    fn network(&mut self, network: Network) -> Result<(), Error> {
        self.device.network = network;
        if network == Network::Down {
            self.story.offline.push(Span { from: self.now, to: None, what: () });
            self.say(Who::Scene, "the device loses the network".to_owned());
            return Ok(());
        }
        if let Some(span) = self.story.offline.last_mut() {
            span.to = Some(self.now);
        }
        self.say(Who::Scene, "the device has network again".to_owned());
        if std::mem::take(&mut self.device.push_waits) {
            self.plan(self.now + self.scenario.push_after, Event::PushArrives);
        }
        // Apple, Sending MDM commands to a device: an answer that could not be delivered is kept and repeated.
        if let Some(said) = self.device.unsaid.take() {
            self.begin_session(Why::Answer);
            return self.send(said);
        }
        if std::mem::take(&mut self.device.returns) {
            return self.connect(Why::ByItself);
        }
        Ok(())
    }

    fn scripted_lock(&mut self, state: LockState) {
        if self.device.erased {
            return;
        }
        if self.device.lost == LostMode::On && state == LockState::Unlocked {
            self.say(Who::Scene, "nobody can unlock the device: it is in Lost Mode".to_owned());
            return;
        }
        self.become_state(state);
    }

    fn become_state(&mut self, state: LockState) {
        if self.device.state == state {
            return;
        }
        self.device.state = state;
        self.device.changed = true;
        self.say(Who::Scene, format!("the device is {state}"));
        self.draw_state(Some(state));
        if !self.device.in_session {
            self.plan_return();
        }
    }

    fn draw_state(&mut self, what: Option<LockState>) {
        if let Some(span) = self.story.states.last_mut() {
            span.to = Some(self.now);
        }
        self.story.states.push(Span { from: self.now, to: None, what });
    }

    /// Apple, Handling NotNow status responses: it polls again when its state changes.
    fn plan_return(&mut self) {
        if self.device.last_not_now && self.device.changed {
            self.plan(self.now + self.scenario.returns_after, Event::Connect(Why::ByItself));
        }
    }

    fn connect(&mut self, why: Why) -> Result<(), Error> {
        let device = &mut self.device;
        if device.erased || device.in_session || (why == Why::ByItself && !device.last_not_now) {
            return Ok(());
        }
        if device.network == Network::Down {
            device.returns = true;
            return Ok(());
        }
        self.begin_session(why);
        self.send(Said::Idle)
    }

    fn begin_session(&mut self, why: Why) {
        if self.device.in_session {
            return;
        }
        self.device.in_session = true;
        self.story.sessions.push(Span { from: self.now, to: None, what: why });
        let text = match why {
            Why::Push => "connects, woken by the push",
            Why::ByItself => "connects by itself: it had said NotNow, and its state has changed",
            Why::Answer => "connects to deliver what it could not say without network",
        };
        self.say(Who::Device, text.to_owned());
    }

    fn end_session(&mut self) {
        self.device.in_session = false;
        if let Some(span) = self.story.sessions.last_mut() {
            span.to = Some(self.now);
        }
    }

    /// The device says something, and does what the reply asks.
    fn send(&mut self, said: Said) -> Result<(), Error> {
        if self.device.network == Network::Down {
            self.say(Who::Device, "cannot deliver its answer: no network".to_owned());
            self.device.unsaid = Some(said);
            self.end_session();
            return Ok(());
        }
        self.device.last_not_now = matches!(said, Said::NotNow(_));
        let restarts = self.tell_said(said);
        let uuid = |command: usize| self.scenario.commands.get(command).map(|command| &command.id);
        let answer = match said {
            Said::Idle => Some(Answer::Idle),
            Said::Acknowledged(command) => uuid(command).map(|uuid| Answer::Acknowledged { uuid }),
            Said::NotNow(command) => uuid(command).map(|uuid| Answer::NotNow { uuid }),
            Said::Failed(command, code, lost) => uuid(command).map(|uuid| Answer::Error {
                uuid,
                outcome: Some(Outcome::Error { code, domain: "MCMDMErrorDomain".into() }),
                lost_mode: Some(lost),
            }),
        };
        let Some(answer) = answer else { return Ok(()) };
        let turn = self.queue.report(&answer, &self.context(), self.time());
        let turn = turn.map_err(|error| Error::queue(self.scenario, 0..0, error))?;
        self.carry_out(&turn);
        match turn.next {
            Some(_) if restarts => {
                self.say(Who::Device, "has gone to restart and does not read the reply".to_owned());
                self.end_session();
                self.tell_waits();
            }
            Some(next) => self.receive(self.place(next.seq)),
            None => {
                self.say(Who::Device, "gets the empty reply: the session ends".to_owned());
                self.end_session();
                self.tell_waits();
                self.plan_return();
            }
        }
        Ok(())
    }

    /// Tells what the device says, and whether it restarts after it.
    fn tell_said(&mut self, said: Said) -> bool {
        let (command, met, text) = match said {
            Said::Idle => return false,
            Said::Acknowledged(command) => (command, Met::Acknowledged, "Acknowledged".to_owned()),
            Said::NotNow(command) => (command, Met::Refused, self.refusal(command)),
            Said::Failed(command, code, _) => (command, Met::Failed, format!("Error {code}")),
        };
        self.met(command, met);
        let id = self.id(command);
        self.say(Who::Device, format!("answers {text} to {id}"));
        met == Met::Acknowledged
            && self.table.character(self.request_type(command)).effect == Effect::Restarts
    }

    fn refusal(&self, command: usize) -> String {
        let forecast =
            self.table.forecast(self.request_type(command), &self.scenario.subject, self.device.state);
        let against =
            if forecast.expectation < Expectation::Unknown { ", against the rule table," } else { "" };
        format!("NotNow{against}")
    }

    fn met(&mut self, command: usize, met: Met) {
        let last = self.attempts.get_mut(&command).and_then(|attempts| attempts.last_mut());
        if let Some(attempt) = last.filter(|attempt| attempt.what.is_none()) {
            attempt.to = Some(self.now);
            attempt.what = Some(met);
        }
    }

    /// A command arrives: whether it runs is decided now, by the true state.
    fn receive(&mut self, command: usize) {
        let character = self.table.character(self.request_type(command));
        let said = match (self.device.lost, character.lost_mode) {
            (LostMode::On, InLostMode::Fails) => Said::Failed(command, 12_078, LostMode::On),
            (LostMode::Off, InLostMode::Required) => Said::Failed(command, 12_067, LostMode::Off),
            _ if self.refuses(command) => Said::NotNow(command),
            _ => Said::Acknowledged(command),
        };
        let usual = self.scenario.answers_after;
        let takes = self.scenario.commands.get(command).and_then(|command| command.takes);
        let pause = match said {
            Said::Acknowledged(_) => takes.unwrap_or(usual),
            _ => usual,
        };
        if matches!(said, Said::NotNow(_)) {
            self.device.changed = false;
        }
        self.plan(self.now + pause, Event::Done(said));
    }

    fn refuses(&self, command: usize) -> bool {
        let (request_type, state) = (self.request_type(command), self.device.state);
        if let Some((_, states)) = self.scenario.refuses.iter().find(|(name, _)| name == request_type) {
            return states.contains(&state);
        }
        let lock = matches!(state, LockState::Locked | LockState::BeforeFirstUnlock);
        if lock && self.device.passcode == Passcode::Absent {
            return false;
        }
        // What nobody knows is refused: the cautious rule.
        self.table.forecast(request_type, &self.scenario.subject, state).expectation >= Expectation::Unknown
    }

    fn done(&mut self, said: Said) -> Result<(), Error> {
        if let Said::Acknowledged(command) = said {
            let effect = self.table.character(self.request_type(command)).effect;
            self.effect(effect);
            if effect == Effect::Erases && self.device.network == Network::Down {
                // Apple, Erase a Device: the answer is sent once before the erase and never repeated.
                self.end_session();
                return Ok(());
            }
        }
        self.send(said)
    }

    fn effect(&mut self, effect: Effect) {
        let protected = self.device.passcode != Passcode::Absent;
        let unlocked = self.device.state == LockState::Unlocked;
        match effect {
            Effect::None => {}
            Effect::Locks if protected && unlocked => self.become_state(LockState::Locked),
            Effect::ClearsPasscode => self.device.passcode = Passcode::Absent,
            Effect::Restarts if protected => self.become_state(LockState::BeforeFirstUnlock),
            Effect::EntersLostMode => {
                self.device.lost = LostMode::On;
                if unlocked {
                    self.become_state(LockState::Locked);
                }
            }
            Effect::LeavesLostMode => self.device.lost = LostMode::Off,
            Effect::Erases => {
                self.device.erased = true;
                self.say(Who::Scene, "the device erases itself".to_owned());
                self.draw_state(None);
            }
            _ => {}
        }
    }

    fn finish(mut self, end: Duration) -> Story {
        let mut story = std::mem::take(&mut self.story);
        story.end = end;
        let queued = self.queue.entries().map(|entry| {
            let place = self.place(entry.seq);
            CommandStory {
                place,
                detail: self.detail(entry),
                queued: since_start(entry.queued_at),
                ended: entry.ended_at.map(since_start),
                attempts: self.attempts.get(&place).cloned().unwrap_or_default(),
                reasons: self.reasons.get(&place).cloned().unwrap_or_default(),
                waits: self
                    .queue
                    .explain(&entry.uuid, &self.context(), self.time())
                    .map(|why| why.to_string()),
                entry: Some(entry.clone()),
            }
        });
        let dropped = self.dropped.iter().map(|(place, why)| {
            let at = self.scenario.commands.get(*place).map_or(Duration::ZERO, |command| command.at);
            CommandStory {
                place: *place,
                entry: None,
                detail: why.clone(),
                queued: at,
                ended: Some(at),
                attempts: Vec::new(),
                reasons: Vec::new(),
                waits: None,
            }
        });
        story.commands = queued.chain(dropped).collect();
        story
    }
}

fn order(command: &Command) -> Order {
    Order {
        after: command.after.clone(),
        group: command.group,
        supersedes: command.supersedes.clone(),
        terms: Terms {
            priority: command.priority,
            not_before: command.not_before.map(time),
            expires_at: command.expires_at.map(time),
            hold: command.hold,
            same: command.same.clone(),
            redelivery: command.redelivery,
            data_plan: command.data_plan,
            ..Terms::default()
        },
        ..Order::new(command.id.clone(), &command.request_type, command.footprint.clone())
    }
}
