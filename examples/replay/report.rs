//! What comes out: one record a device, for a program as a line of JSON, for a person as a few lines of text.

use std::io::{self, Write};

use mdm_lock::Channel;
use serde::Serialize;

use crate::history::{BadLine, Device, Status};
use crate::planner::{Basis, MOST_WORK, Planned, Waited, Warning};
use crate::rules::Said;
use crate::run::{Counts, Event, Finding, Run};
use crate::time::Moment;

/// What is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For a person: devices with something to tell in full, as many as anybody reads.
    Text,
    /// For a program: everything.
    Json,
}

/// One device.
#[derive(Debug, Serialize)]
pub struct DeviceReport<'a> {
    record: &'static str,
    device: &'a str,
    platform: String,
    channel: &'static str,
    os: Option<String>,
    model: Option<&'a str>,
    commands: Vec<CommandReport<'a>>,
    history: Way<'a>,
    planner: Way<'a>,
    /// What the planner would have warned about when the commands were queued.
    hazards: &'a [Warning],
    hazards_left_out: usize,
    /// Why commands would have waited.
    waits: &'a [Waited],
    /// Where the planner's answers come from.
    inferred: Basis,
    /// The planner was stopped before the end.
    cut_short: bool,
    differences: Vec<Difference<'a>>,
}

#[derive(Debug, Serialize)]
struct CommandReport<'a> {
    uuid: &'a str,
    request_type: &'a str,
    queued_at: Moment,
}

/// How the commands went in one of the two ways.
#[derive(Debug, Serialize)]
struct Way<'a> {
    sessions: Vec<SessionReport<'a>>,
    findings: &'a [Finding],
    counts: Counts,
}

#[derive(Debug, Serialize)]
struct SessionReport<'a> {
    from: Moment,
    to: Moment,
    answers: Vec<AnswerReport<'a>>,
}

#[derive(Debug, Serialize)]
struct AnswerReport<'a> {
    at: Moment,
    uuid: &'a str,
    request_type: &'a str,
    status: Status,
}

/// A command that would have gone another way.
#[derive(Debug, Serialize)]
struct Difference<'a> {
    uuid: &'a str,
    request_type: &'a str,
    history: Fate,
    planner: Fate,
}

/// How one command went.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Fate {
    /// Its end, or `open`.
    state: String,
    at: Option<Moment>,
    answers: usize,
}

impl<'a> DeviceReport<'a> {
    /// Puts the two ways side by side.
    pub fn new(
        device: &'a Device,
        past: (&'a Run, &'a [Finding]),
        planned: (&'a Planned, &'a [Finding]),
    ) -> Self {
        let ((past, past_findings), (planned, planned_findings)) = (past, planned);
        let way = |run: &'a Run, findings: &'a [Finding]| Way {
            sessions: sessions(device, run),
            findings,
            counts: run.count(findings),
        };
        let commands = device.commands.iter();
        let count = device.commands.len();
        let ways = past.by_command(count).into_iter().zip(planned.run.by_command(count));
        let differences =
            commands.clone().zip(ways).enumerate().filter_map(|(place, (command, (past, run)))| {
                let history = fate(&past, None);
                let state = planned.states.get(place).copied().flatten();
                let planner = fate(&run, state.filter(|_| planned.ended.contains(&place)));
                (history != planner).then(|| Difference {
                    uuid: command.uuid.as_str(),
                    request_type: &command.request_type,
                    history,
                    planner,
                })
            });
        Self {
            record: "device",
            device: &device.name,
            platform: device.platform.to_string(),
            channel: match device.channel {
                Channel::Device => "device",
                Channel::User => "user",
            },
            os: device.commands.last().and_then(|last| last.os).map(|os| os.to_string()),
            model: device.model.as_deref(),
            differences: differences.collect(),
            commands: commands
                .map(|command| CommandReport {
                    uuid: command.uuid.as_str(),
                    request_type: &command.request_type,
                    queued_at: command.queued_at,
                })
                .collect(),
            history: way(past, past_findings),
            planner: way(&planned.run, planned_findings),
            hazards: &planned.hazards,
            hazards_left_out: planned.left_out,
            waits: &planned.waits,
            inferred: planned.basis,
            cut_short: planned.cut_short,
        }
    }

    /// Whether a person would want to read more than a line about it.
    fn is_remarkable(&self) -> bool {
        !(self.history.findings.is_empty() && self.planner.findings.is_empty() && self.hazards.is_empty())
    }
}

fn sessions<'a>(device: &'a Device, run: &'a Run) -> Vec<SessionReport<'a>> {
    let answer = |event: &Event| {
        let command = device.commands.get(event.command)?;
        let (uuid, request_type) = (command.uuid.as_str(), &*command.request_type);
        Some(AnswerReport { at: event.at, uuid, request_type, status: event.status })
    };
    let sessions = run.sessions.iter().enumerate();
    sessions
        .map(|(number, session)| SessionReport {
            from: session.from,
            to: session.to,
            answers: run.events_of(number).iter().filter_map(answer).collect(),
        })
        .collect()
}

fn fate(events: &[Event], ended: Option<mdm_command::State>) -> Fate {
    let end = events.iter().find(|event| event.status.is_final());
    Fate {
        state: match (end, ended) {
            (Some(end), _) => format!("{:?}", end.status),
            (None, Some(state)) => state.to_string(),
            (None, None) => "open".to_owned(),
        },
        at: end.map(|end| end.at),
        answers: events.len(),
    }
}

/// All devices together.
#[derive(Debug, Default, Serialize)]
pub struct Total {
    pub devices: usize,
    pub commands: usize,
    pub sessions: usize,
    pub bad_lines: u64,
    pub history: Counts,
    pub planner: Counts,
    pub hazards: usize,
    pub inferred: Basis,
}

impl Total {
    /// One device more.
    pub fn add(&mut self, report: &DeviceReport<'_>) {
        self.devices += 1;
        self.commands += report.commands.len();
        self.sessions += report.history.sessions.len();
        self.history.add(&report.history.counts);
        self.planner.add(&report.planner.counts);
        self.hazards += report.hazards.len() + report.hazards_left_out;
        self.inferred.add(&report.inferred);
    }
}

/// Writes records as they come.
pub struct Writer<'w> {
    out: &'w mut dyn Write,
    bad: &'w mut dyn Write,
    format: Format,
    told: usize,
    quiet: usize,
    bad_lines: u64,
}

impl<'w> Writer<'w> {
    /// Bad lines go to `bad` as text, or among the other records.
    pub fn new(out: &'w mut dyn Write, bad: &'w mut dyn Write, format: Format) -> Self {
        Self { out, bad, format, told: 0, quiet: 0, bad_lines: 0 }
    }

    /// A line that was left out.
    pub fn bad_line(&mut self, bad: &BadLine) -> io::Result<()> {
        self.bad_lines += 1;
        if self.format == Format::Json {
            return record(self.out, "bad_line", bad);
        }
        match self.bad_lines {
            1..=MOST_BAD => {
                let BadLine { line, field, problem, .. } = bad;
                let place = if field.is_empty() { String::new() } else { format!("{field}: ") };
                writeln!(self.bad, "replay: line {line}: {place}{problem}")
            }
            n if n == MOST_BAD + 1 => writeln!(self.bad, "replay: more bad lines, which are counted only"),
            _ => Ok(()),
        }
    }

    /// A device.
    pub fn device(&mut self, report: &DeviceReport<'_>) -> io::Result<()> {
        if self.format == Format::Json {
            return json(self.out, report);
        }
        if !report.is_remarkable() || self.told == MOST_DEVICES {
            self.quiet += 1;
            return Ok(());
        }
        self.told += 1;
        device_text(self.out, report)
    }

    /// The end.
    pub fn total(&mut self, total: &Total, said: &[Said]) -> io::Result<()> {
        if self.format == Format::Json {
            said.iter().try_for_each(|said| json(self.out, said))?;
            return record(self.out, "total", total);
        }
        if self.quiet > 0 {
            let which =
                if self.told == MOST_DEVICES { "More devices" } else { "Devices with nothing to remark" };
            writeln!(self.out, "{which}: {} (--json tells of each)\n", self.quiet)?;
        }
        total_text(self.out, total, said)
    }
}

/// How many bad lines are told in words, and how many devices in full.
const MOST_BAD: u64 = 100;
const MOST_DEVICES: usize = 20;
/// How many lines a list of a device has.
const MOST_LINES: usize = 12;

fn json(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}

fn record(out: &mut dyn Write, record: &'static str, value: &impl Serialize) -> io::Result<()> {
    #[derive(Serialize)]
    struct Record<'a, T> {
        record: &'static str,
        #[serde(flatten)]
        value: &'a T,
    }
    json(out, &Record { record, value })
}

fn device_text(out: &mut dyn Write, report: &DeviceReport<'_>) -> io::Result<()> {
    let DeviceReport { device, platform, os, model, channel, history, planner, .. } = report;
    let os = os.as_deref().unwrap_or("of unknown version");
    let model = model.map_or_else(String::new, |model| format!(", {model}"));
    writeln!(out, "{device} ({platform} {os}{model}, {channel} channel)")?;
    list(
        out,
        "queued",
        report.commands.iter().map(|c| format!("{}  {}  {}", c.queued_at, c.uuid, c.request_type)),
    )?;
    list(out, "what happened", answers(history))?;
    list(out, "wrong with it", history.findings.iter().map(in_words))?;
    list(out, "the planner would have warned", report.hazards.iter().map(warning))?;
    if report.hazards_left_out > 0 {
        writeln!(out, "    … and {} more warnings", report.hazards_left_out)?;
    }
    list(out, "the planner, with the same contacts", answers(planner))?;
    list(out, "wrong with that", planner.findings.iter().map(in_words))?;
    list(
        out,
        "why commands would have waited",
        report.waits.iter().map(|w| format!("{}  {}: {}", w.at, w.command, w.text)),
    )?;
    list(out, "differences", report.differences.iter().map(difference))?;
    if report.cut_short {
        writeln!(
            out,
            "  the planner was stopped after {MOST_WORK} looks at open commands: what comes later is not in it"
        )?;
    }
    let Basis { own, shown, assumed } = report.inferred;
    writeln!(
        out,
        "  the planner's answers: {own} the device's own in that session, {shown} from what it showed of its lock, \
         {assumed} assumed\n"
    )
}

fn list(out: &mut dyn Write, title: &str, lines: impl ExactSizeIterator<Item = String>) -> io::Result<()> {
    let more = lines.len().saturating_sub(MOST_LINES);
    if lines.len() > 0 {
        writeln!(out, "  {title}")?;
    }
    for line in lines.take(MOST_LINES) {
        writeln!(out, "    {line}")?;
    }
    if more > 0 { writeln!(out, "    … and {more} more") } else { Ok(()) }
}

fn answers(way: &Way<'_>) -> impl ExactSizeIterator<Item = String> {
    let sessions = way.sessions.iter().filter(|session| !session.answers.is_empty()).map(|session| {
        let answers = session.answers.iter().take(MOST_LINES);
        let answers = answers.map(|answer| format!("{} {:?}", answer.uuid, answer.status));
        let more = session.answers.len().saturating_sub(MOST_LINES);
        let more = if more > 0 { format!(", … and {more} more") } else { String::new() };
        format!("{}  {}{more}", session.from, answers.collect::<Vec<_>>().join(", "))
    });
    sessions.collect::<Vec<_>>().into_iter()
}

fn warning(warning: &Warning) -> String {
    let commands =
        warning.commands.iter().take(MOST_LINES).map(String::as_str).collect::<Vec<_>>().join(", ");
    let remedy = warning.remedies.first().map_or_else(String::new, |remedy| format!("; remedy: {remedy}"));
    format!("{}, {commands}: {}{remedy}", warning.kind, warning.text)
}

fn difference(difference: &Difference<'_>) -> String {
    let fate = |fate: &Fate| {
        let at = fate.at.map_or_else(String::new, |at| format!(" at {at}"));
        let answers =
            if fate.answers == 1 { "1 answer".to_owned() } else { format!("{} answers", fate.answers) };
        format!("{}{at}, {answers}", fate.state)
    };
    let Difference { uuid, history, planner, .. } = difference;
    format!("{uuid}: {}; planner: {}", fate(history), fate(planner))
}

fn in_words(finding: &Finding) -> String {
    match finding {
        Finding::Inversion { command, at, overtaken, overtaken_ran_at, resource, more } => {
            let more = if *more > 0 { format!(" and {more} more") } else { String::new() };
            format!(
                "out of order: {command} ran at {at}, {overtaken}{more} at {overtaken_ran_at}, although it stands before \
                 it and touches the same {resource}"
            )
        }
        Finding::Gap { removal, install, resource, from, to, seconds } => {
            let end = if to.is_some() { "" } else { ", to the end" };
            format!(
                "gap: {removal} ran at {from} while its replacement {install} waited: without {resource} for {}{end}",
                Length(*seconds)
            )
        }
        Finding::InstallAfterRemoval { install, removal, removed_at, at, status } => {
            format!(
                "install lost: its removal {removal} ran at {removed_at}; {install} was {status:?} at {at}"
            )
        }
        Finding::DeliveredTwice { command, times, again_at } => {
            format!("delivered again after it had ended: {command}, {times} times in all, at {again_at}")
        }
        Finding::OfferedAgain { command, times, at } => {
            format!("offered again in the session that refused it: {command}, {times} times, at {at}")
        }
        Finding::Lost { command, refused_at, sessions_since } => {
            format!(
                "lost: {command} was refused at {refused_at} and not offered in {sessions_since} later sessions"
            )
        }
        Finding::NeverAnswered { command, queued_at, sessions_since } => {
            format!("never answered: {command}, queued at {queued_at}, in {sessions_since} later sessions")
        }
    }
}

fn total_text(out: &mut dyn Write, total: &Total, said: &[Said]) -> io::Result<()> {
    let Total { devices, commands, sessions, bad_lines, history, planner, hazards, inferred } = total;
    writeln!(
        out,
        "Total: {devices} devices, {commands} commands, {sessions} sessions, {bad_lines} bad lines\n"
    )?;
    writeln!(out, "  {:<42}  {:>12}  {:>12}", "", "history", "planner")?;
    let rows = [
        ("answers", history.answers, planner.answers),
        ("refusals (NotNow)", history.refusals, planner.refusals),
        ("ran out of order", history.inversions, planner.inversions),
        ("removals while the replacement waited", history.gaps, planner.gaps),
        ("installs after their removal", history.installs_after_removal, planner.installs_after_removal),
        ("delivered again after their end", history.delivered_twice, planner.delivered_twice),
        ("offered again in the refusing session", history.offered_again, planner.offered_again),
        ("refused, and lost", history.lost, planner.lost),
        ("never answered", history.never_answered, planner.never_answered),
    ];
    for (what, past, planned) in rows {
        writeln!(out, "  {what:<42}  {past:>12}  {planned:>12}")?;
    }
    let without = (Length(history.gap_seconds).to_string(), Length(planner.gap_seconds).to_string());
    writeln!(out, "  {:<42}  {:>12}  {:>12}", "without the replaced resource", without.0, without.1)?;
    writeln!(out, "  {:<42}  {:>12}  {hazards:>12}", "warned about when queued", "")?;
    let Basis { own, shown, assumed } = inferred;
    writeln!(
        out,
        "\nThe planner's column is inferred: of its answers {own} are the device's own in the same session, {shown} follow \
         from what it showed\nof its lock, {assumed} are assumed. A remedy that nobody took changes nothing: a gap that was \
         ordered stays one."
    )?;
    for (record, title) in [("rule", "What the history says about the rules"), ("drift", "Against the table")]
    {
        let of_kind = || said.iter().filter(|said| said.record == record);
        writeln!(out, "\n{title}")?;
        if of_kind().next().is_none() {
            writeln!(out, "  nothing")?;
        }
        of_kind().try_for_each(|said| writeln!(out, "  {}", said.text))?;
    }
    Ok(())
}

/// A length of time: `44:03`, `3:00:00`, `2d 13:00:00`.
struct Length(u64);

impl std::fmt::Display for Length {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (days, hours, minutes, seconds) =
            (self.0 / 86_400, self.0 / 3_600 % 24, self.0 / 60 % 60, self.0 % 60);
        match days {
            0 => write!(f, "{hours}:{minutes:02}:{seconds:02}"),
            _ => write!(f, "{days}d {hours:02}:{minutes:02}:{seconds:02}"),
        }
    }
}
