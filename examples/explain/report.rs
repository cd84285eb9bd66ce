//! The story as text: the batch, the hazards with their remedies, the timeline, the outcome.

use std::fmt::Write;

use mdm_lock::{Access, Channel, Footprint};

use crate::scenario::Scenario;
use crate::story::{Clock, CommandStory, Met, Story, Who, detail};

/// Everything that the program prints.
#[must_use]
pub fn report(scenario: &Scenario, story: &Story) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write_all(&mut out, scenario, story);
    out
}

/// The device in a few words.
#[must_use]
pub fn device(scenario: &Scenario) -> String {
    let subject = &scenario.subject;
    let os = subject.os.map_or_else(|| "of unknown version".to_owned(), |os| os.to_string());
    let channel = match subject.channel {
        Channel::Device => "device channel",
        Channel::User => "user channel",
    };
    format!("{} {os}, {channel}", subject.platform)
}

/// Where a command stands at the end, in a few words.
#[must_use]
pub fn outcome(command: &CommandStory, scenario: &Scenario) -> String {
    let detail = detail(&command.entry, scenario);
    if command.waits.is_some() {
        return format!("open ({})", command.entry.state);
    }
    if detail.is_empty() {
        command.entry.state.to_string()
    } else {
        format!("{} ({detail})", command.entry.state)
    }
}

/// How often a command was handed out and refused, in a few words.
#[must_use]
pub fn counts(command: &CommandStory) -> String {
    let refused = command.attempts.iter().filter(|attempt| attempt.what == Some(Met::Refused)).count();
    match (command.attempts.len(), refused) {
        (0, _) => "never sent".to_owned(),
        (sent, 0) => format!("sent {sent}×"),
        (sent, refused) => format!("sent {sent}×, refused {refused}×"),
    }
}

fn write_all(out: &mut String, scenario: &Scenario, story: &Story) -> std::fmt::Result {
    writeln!(out, "{}\n{}", scenario.title, device(scenario))?;

    writeln!(out, "\nCommands")?;
    let ids = width(scenario.commands.iter().map(|command| command.id.as_str()));
    let types = width(scenario.commands.iter().map(|command| command.request_type.as_str()));
    for command in &scenario.commands {
        let (at, id, kind) =
            (Clock(command.at), pad(command.id.as_str(), ids), pad(&command.request_type, types));
        writeln!(out, "{at:>TIME$}  {id}  {kind}  {}", touches(&command.footprint))?;
    }

    writeln!(out, "\nHazards")?;
    if story.hazards.is_empty() {
        writeln!(out, "  none")?;
    }
    let id = |at: usize| scenario.commands.get(at).map_or("?", |command| command.id.as_str());
    for (at, hazard) in story.hazards.iter().enumerate() {
        writeln!(
            out,
            "  {}. {:?}, {}: {hazard}",
            at + 1,
            hazard.kind,
            hazard.commands.iter().map(|at| id(*at)).collect::<Vec<_>>().join(", ")
        )?;
        for (at, remedy) in hazard.remedies.iter().enumerate() {
            writeln!(out, "     {} {remedy}", if at == 0 { "remedy:" } else { "or:    " })?;
        }
    }

    writeln!(out, "\nTimeline")?;
    for line in &story.lines {
        let who = match line.who {
            Who::Admin => "admin",
            Who::Server => "server",
            Who::Push => "push",
            Who::Device => "device",
            Who::Scene => "·",
        };
        writeln!(out, "{:>TIME$}  {who:<6}  {}", Clock(line.at), line.text)?;
        if let Some(why) = &line.why {
            writeln!(out, "{:TIME$}  {:6}    {why}", "", "")?;
        }
    }
    writeln!(out, "{:>TIME$}  ·       the story ends", Clock(story.end))?;

    writeln!(out, "\nOutcome")?;
    let outcomes: Vec<_> = story.commands.iter().map(|command| outcome(command, scenario)).collect();
    let counts: Vec<_> = story.commands.iter().map(counts).collect();
    let (state_width, count_width) =
        (width(outcomes.iter().map(String::as_str)), width(counts.iter().map(String::as_str)));
    for ((command, outcome), counts) in story.commands.iter().zip(&outcomes).zip(&counts) {
        let entry = &command.entry;
        let (id, kind) = (pad(entry.uuid.as_str(), ids), pad(&entry.command, types));
        let (outcome, counts) = (pad(outcome, state_width), pad(counts, count_width));
        let when = match (ended(command), &command.waits) {
            (Some(at), _) => format!("at {}", Clock(at)),
            (None, Some(why)) => why.clone(),
            (None, None) => String::new(),
        };
        writeln!(out, "  {id}  {kind}  {outcome}  {counts}  {when}")?;
        if entry.maybe_executed && entry.is_open() {
            writeln!(out, "  {}  it may have run: an answer was lost", pad("", ids))?;
        }
    }
    Ok(())
}

const TIME: usize = 10;

/// When a command became final.
#[must_use]
pub fn ended(command: &CommandStory) -> Option<std::time::Duration> {
    command.entry.ended_at?.duration_since(std::time::SystemTime::UNIX_EPOCH).ok()
}

fn touches(footprint: &Footprint) -> String {
    if footprint.touches().is_empty() {
        return "touches nothing".to_owned();
    }
    let words = footprint.touches().iter().map(|touch| {
        let access = match touch.access {
            Access::Read => "reads",
            Access::Put => "puts",
            Access::Remove => "removes",
            Access::Destroy => "destroys",
            Access::Barrier => "lets nothing pass at",
        };
        format!("{access} {}", touch.resource)
    });
    words.collect::<Vec<_>>().join(", ")
}

fn width<'a>(texts: impl Iterator<Item = &'a str>) -> usize {
    texts.map(|text| text.chars().count()).max().unwrap_or_default()
}

fn pad(text: &str, width: usize) -> String {
    format!("{text:<width$}")
}
