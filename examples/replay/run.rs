//! One way in which a device's commands went, and what is wrong with it: the history's way, or the planner's.

use std::collections::{BTreeMap, BTreeSet};

use mdm_command::SESSION_SILENCE;
use mdm_lock::{Access, ConflictIndex, Resource, RuleTable};
use serde::Serialize;

use crate::history::{Command, Device, Status};
use crate::time::Moment;

/// What a device said, in order of time, session by session.
#[derive(Debug, Default)]
pub struct Run {
    pub events: Vec<Event>,
    pub sessions: Vec<Session>,
}

/// One answer. `command` is its place in the device's list.
#[derive(Clone, Copy, Debug)]
pub struct Event {
    pub at: Moment,
    pub command: usize,
    pub status: Status,
    pub session: usize,
}

/// One run of exchanges.
#[derive(Clone, Copy, Debug)]
pub struct Session {
    pub from: Moment,
    pub to: Moment,
}

/// Something that should not have been.
#[derive(Debug, Serialize)]
#[serde(tag = "finding", rename_all = "snake_case")]
pub enum Finding {
    /// `command` ran before `overtaken`, which stands before it in the queue and touches the same.
    Inversion {
        command: Box<str>,
        at: Moment,
        overtaken: Box<str>,
        overtaken_ran_at: Moment,
        resource: String,
        /// How many more it overtook.
        more: usize,
    },
    /// A removal ran while its replacement waited.
    Gap {
        removal: Box<str>,
        install: Box<str>,
        resource: String,
        from: Moment,
        /// When the replacement ran; `None` when it never did.
        to: Option<Moment>,
        /// How long the device was without it, to the end of what is known.
        seconds: u64,
    },
    /// An install met its device after its own removal had run: the device has what it should not have, or the
    /// install was refused in vain.
    InstallAfterRemoval {
        install: Box<str>,
        removal: Box<str>,
        removed_at: Moment,
        at: Moment,
        status: Status,
    },
    /// It was delivered again after it had ended.
    DeliveredTwice { command: Box<str>, times: usize, again_at: Moment },
    /// It was refused and offered again in the same session.
    OfferedAgain { command: Box<str>, times: usize, at: Moment },
    /// It was refused, and never more heard of although the device came again.
    Lost { command: Box<str>, refused_at: Moment, sessions_since: usize },
    /// It was never answered, although the device came after it was queued.
    NeverAnswered { command: Box<str>, queued_at: Moment, sessions_since: usize },
}

/// How many of which finding, and how long the gaps are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub inversions: usize,
    pub gaps: usize,
    pub gap_seconds: u64,
    pub installs_after_removal: usize,
    pub delivered_twice: usize,
    pub offered_again: usize,
    pub lost: usize,
    pub never_answered: usize,
    pub answers: usize,
    pub refusals: usize,
}

impl Run {
    /// The history's own way. Sessions are told apart by silence.
    pub fn of(device: &Device) -> Self {
        let mut contacts: Vec<_> = device
            .commands
            .iter()
            .enumerate()
            .flat_map(|(place, command)| command.answers.iter().map(move |answer| (place, *answer)))
            .collect();
        contacts.sort_by_key(|(place, answer)| (answer.at, answer.sent_at, *place));
        let mut run = Self::default();
        for (command, answer) in contacts {
            let began = answer.sent_at.unwrap_or(answer.at);
            match run.sessions.last_mut().filter(|last| began.since(last.to) <= SESSION_SILENCE) {
                Some(last) => last.to = answer.at,
                None => run.sessions.push(Session { from: began, to: answer.at }),
            }
            let session = run.sessions.len() - 1;
            run.events.push(Event { at: answer.at, command, status: answer.status, session });
        }
        run
    }

    /// The answers of one session.
    pub fn events_of(&self, session: usize) -> &[Event] {
        let from = self.events.partition_point(|event| event.session < session);
        let to = self.events.partition_point(|event| event.session <= session);
        self.events.get(from..to).unwrap_or_default()
    }

    /// The answers to each of so many commands.
    pub fn by_command(&self, commands: usize) -> Vec<Vec<Event>> {
        let mut of_command = vec![Vec::new(); commands];
        for event in &self.events {
            of_command.get_mut(event.command).into_iter().for_each(|events| events.push(*event));
        }
        of_command
    }

    /// When each command first ran: executions in order of time.
    pub fn executions(&self) -> Vec<Event> {
        let mut seen = BTreeSet::new();
        let acknowledged = self.events.iter().filter(|event| event.status == Status::Acknowledged);
        acknowledged.filter(|event| seen.insert(event.command)).copied().collect()
    }

    /// What is wrong with it. `ended` says which commands ended without an answer, on record; `end` is the end of
    /// what is known.
    pub fn findings(&self, device: &Device, ended: &BTreeSet<usize>, end: Moment) -> Vec<Finding> {
        let mut search = Search { commands: &device.commands, found: Vec::new() };
        let executions = self.executions();
        search.inversions(&executions);
        search.removals(&executions, self, end);
        search.one_by_one(self, ended);
        search.found
    }

    /// Its findings as numbers.
    pub fn count(&self, findings: &[Finding]) -> Counts {
        let refusals = self.events.iter().filter(|event| event.status == Status::NotNow).count();
        let mut counts = Counts { answers: self.events.len(), refusals, ..Counts::default() };
        for finding in findings {
            match finding {
                Finding::Inversion { more, .. } => counts.inversions += 1 + more,
                Finding::Gap { seconds, .. } => {
                    counts.gaps += 1;
                    counts.gap_seconds = counts.gap_seconds.saturating_add(*seconds);
                }
                Finding::InstallAfterRemoval { .. } => counts.installs_after_removal += 1,
                Finding::DeliveredTwice { .. } => counts.delivered_twice += 1,
                Finding::OfferedAgain { .. } => counts.offered_again += 1,
                Finding::Lost { .. } => counts.lost += 1,
                Finding::NeverAnswered { .. } => counts.never_answered += 1,
            }
        }
        counts
    }
}

impl Counts {
    /// The sum of two.
    pub fn add(&mut self, other: &Self) {
        self.inversions += other.inversions;
        self.gaps += other.gaps;
        self.gap_seconds = self.gap_seconds.saturating_add(other.gap_seconds);
        self.installs_after_removal += other.installs_after_removal;
        self.delivered_twice += other.delivered_twice;
        self.offered_again += other.offered_again;
        self.lost += other.lost;
        self.never_answered += other.never_answered;
        self.answers += other.answers;
        self.refusals += other.refusals;
    }
}

struct Search<'a> {
    commands: &'a [Command],
    found: Vec<Finding>,
}

impl Search<'_> {
    fn name(&self, place: usize) -> Box<str> {
        self.commands.get(place).map_or_else(|| "?".into(), |command| command.uuid.as_str().into())
    }

    fn inversions(&mut self, executions: &[Event]) {
        let lane = |command: &Command| RuleTable::default().character(&command.request_type).lane;
        // What has yet to run.
        let mut index = ConflictIndex::new();
        let mut runs_at = BTreeMap::new();
        for event in executions {
            let Some(command) = self.commands.get(event.command) else { continue };
            index.insert(event.command, &command.footprint);
            runs_at.insert(event.command, event.at);
        }
        for event in executions {
            let Some(command) = self.commands.get(event.command) else { continue };
            index.remove(&event.command, &command.footprint);
            // A lock or an erase overtakes by its nature.
            let overtaken: Vec<_> = index
                .before(&event.command, &command.footprint)
                .filter_map(|place| Some((*place, self.commands.get(*place)?)))
                .filter(|(_, earlier)| lane(earlier) >= lane(command))
                .collect();
            let Some((place, earlier)) = overtaken.first() else { continue };
            let (Some(resource), Some(then)) =
                (command.footprint.conflict(&earlier.footprint), runs_at.get(place))
            else {
                continue;
            };
            self.found.push(Finding::Inversion {
                command: self.name(event.command),
                at: event.at,
                overtaken: self.name(*place),
                overtaken_ran_at: *then,
                resource: resource.to_string(),
                more: overtaken.len() - 1,
            });
        }
    }

    /// Removals that ran: what the device was without, and installs that came after their own removal.
    fn removals(&mut self, executions: &[Event], run: &Run, end: Moment) {
        let commands = self.commands;
        let named = |place: usize, access| {
            let touches = commands.get(place).map(|command| command.footprint.touches()).unwrap_or_default();
            touches
                .iter()
                .filter(move |touch| touch.access == access && touch.resource.key.is_some())
                .map(|touch| &touch.resource)
        };
        let mut installs: BTreeMap<&Resource, Vec<usize>> = BTreeMap::new();
        for place in 0..commands.len() {
            named(place, Access::Put).for_each(|put| installs.entry(put).or_default().push(place));
        }
        let runs_at: BTreeMap<_, _> = executions.iter().map(|event| (event.command, event.at)).collect();
        let answers = run.by_command(commands.len());
        // What each resource comes from, as far as the history shows.
        let mut present: BTreeMap<&Resource, BTreeSet<usize>> = BTreeMap::new();
        for event in executions {
            let (place, at) = (event.command, event.at);
            let Some(command) = commands.get(place) else { continue };
            for put in named(place, Access::Put) {
                present.entry(put).or_default().insert(place);
            }
            let undone = |install: usize| {
                commands
                    .get(install)
                    .is_some_and(|install| command.footprint.removes_all_of(&install.footprint))
            };
            let (mut gap, mut came_after) = (None, BTreeSet::new());
            for removed in named(place, Access::Remove) {
                if let Some(from) = present.get_mut(removed) {
                    from.retain(|install| !undone(*install));
                }
                let waiting = installs.get(removed).into_iter().flatten().copied();
                let waiting = waiting.filter(|install| {
                    commands.get(*install).is_some_and(|install| install.queued_at <= at)
                        && runs_at.get(install).is_none_or(|ran| *ran > at)
                });
                let (own, replacing): (Vec<_>, Vec<_>) =
                    waiting.partition(|install| *install < place && undone(*install));
                came_after.extend(own);
                if present.get(removed).is_none_or(BTreeSet::is_empty) {
                    let ends =
                        |install: &usize| (!runs_at.contains_key(install), runs_at.get(install).copied());
                    let first = replacing.into_iter().min_by_key(ends).map(|install| (removed, install));
                    gap = gap.or(first);
                }
            }
            if let Some((resource, install)) = gap {
                let to = runs_at.get(&install).copied();
                self.found.push(Finding::Gap {
                    removal: self.name(place),
                    install: self.name(install),
                    resource: resource.to_string(),
                    from: at,
                    to,
                    seconds: to.unwrap_or(end).since(at).as_secs(),
                });
            }
            // The nearest one stands for all.
            if let Some(install) = came_after.last().copied() {
                let after = answers.get(install).and_then(|events| events.last());
                if let Some(event) = after.filter(|event| event.at > at) {
                    self.found.push(Finding::InstallAfterRemoval {
                        install: self.name(install),
                        removal: self.name(place),
                        removed_at: at,
                        at: event.at,
                        status: event.status,
                    });
                }
            }
        }
    }

    fn one_by_one(&mut self, run: &Run, ended: &BTreeSet<usize>) {
        let of_command = run.by_command(self.commands.len());
        for (place, (command, events)) in self.commands.iter().zip(&of_command).enumerate() {
            let first_final = events.iter().position(|event| event.status.is_final());
            if let Some(again) = first_final.and_then(|first| events.get(first + 1)) {
                let times = events.len() - first_final.unwrap_or_default();
                let command = self.name(place);
                self.found.push(Finding::DeliveredTwice { command, times, again_at: again.at });
            }
            for session in events.chunk_by(|a, b| a.session == b.session) {
                let before_final = session.iter().take_while(|event| !event.status.is_final()).count();
                let times = session.len().min(before_final + 1);
                if let (true, Some(again)) = (times > 1, session.get(1)) {
                    self.found.push(Finding::OfferedAgain { command: self.name(place), times, at: again.at });
                }
            }
            if ended.contains(&place) || first_final.is_some() {
                continue;
            }
            let since =
                |at: Moment| run.sessions.len() - run.sessions.partition_point(|session| session.from <= at);
            let finding = match events.last() {
                Some(last) => Finding::Lost {
                    command: self.name(place),
                    refused_at: last.at,
                    sessions_since: since(last.at),
                },
                None => Finding::NeverAnswered {
                    command: self.name(place),
                    queued_at: command.queued_at,
                    sessions_since: since(command.queued_at),
                },
            };
            match finding {
                // The device has not come since: nothing is wrong yet.
                Finding::Lost { sessions_since: 0, .. }
                | Finding::NeverAnswered { sessions_since: 0, .. } => {}
                finding => self.found.push(finding),
            }
        }
    }
}
