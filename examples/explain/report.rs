//! The story as text: the batch, the hazards with their remedies, the timeline, the outcome.

use std::fmt::Write;
use std::time::Duration;

use mdm_command::{CommandUuid, Hold, Mode, Priority, Redelivery, Same, State};
use mdm_lock::{Access, Channel, DataPlan, Draft, Footprint};

use crate::remedied::{Gap, Remedied};
use crate::remedy::{in_words, shortened};
use crate::scenario::{Command, Scenario};
use crate::story::{Clock, CommandStory, Met, Story, Who};

/// Everything that the program prints about a scenario as it stands.
#[must_use]
pub fn report(scenario: &Scenario, story: &Story) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write_all(&mut out, scenario, story);
    out
}

/// What it prints about the remedies, and how the remedied scenario compares.
#[must_use]
pub fn comparison(before: (&Scenario, &Story), remedied: &Remedied, after: &Story) -> String {
    let mut out = String::new();
    let _ = write_comparison(&mut out, before, remedied, after);
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
    let model = scenario.model.as_ref().map(|model| format!(" {model}"));
    let mode = match scenario.mode {
        Mode::Plan => "",
        Mode::Fifo => ", planner off (plain order)",
        Mode::Shadow => ", planner watched (plain order)",
    };
    format!("{} {os}{}, {channel}{mode}", subject.platform, model.unwrap_or_default())
}

/// On which terms a command was ordered, in a few words; empty when they are the usual ones.
#[must_use]
pub fn terms(command: &Command) -> String {
    let names = |names: &[CommandUuid]| names.iter().map(CommandUuid::as_str).collect::<Vec<_>>().join(", ");
    let mut words = Vec::new();
    if !command.after.is_empty() {
        words.push(format!("after {}", names(&command.after)));
    }
    words.extend(command.group.map(|group| format!("group {group}")));
    if command.hold == Hold::Held {
        words.push("held".to_owned());
    }
    words.extend(command.not_before.map(|at| format!("not before {}", Clock(at))));
    words.extend(command.expires_at.map(|at| format!("expires {}", Clock(at))));
    match command.priority {
        Priority::Low => words.push("low priority".to_owned()),
        Priority::Normal => {}
        Priority::High => words.push("high priority".to_owned()),
    }
    if !command.supersedes.is_empty() {
        words.push(format!("supersedes {}", names(&command.supersedes)));
    }
    words.extend(command.same.as_ref().map(|same| match same {
        Same::KeepPending(key) => format!("unless one {key} is pending"),
        Same::KeepNew(key) => format!("instead of a pending {key}"),
    }));
    words.extend(command.redelivery.map(|redelivery| match redelivery {
        Redelivery::Repeat => "repeated when lost".to_owned(),
        Redelivery::Once => "at most once".to_owned(),
    }));
    match command.data_plan {
        DataPlan::Untold => {}
        DataPlan::Kept => words.push("keeps the data plan".to_owned()),
        DataPlan::Lost => words.push("removes the data plan".to_owned()),
    }
    words.join(", ")
}

/// Where a command stands at the end, in a few words.
#[must_use]
pub fn outcome(command: &CommandStory) -> String {
    let Some(state) = command.state() else { return format!("not queued ({})", command.detail) };
    match command.detail.as_str() {
        _ if command.waits.is_some() => format!("open ({state})"),
        "" => state.to_string(),
        detail => format!("{state} ({detail})"),
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
        let terms = terms(command);
        if !terms.is_empty() {
            writeln!(out, "{:TIME$}  {:ids$}  {:types$}  {terms}", "", "", "")?;
        }
    }

    writeln!(out, "\nHazards")?;
    if story.hazards.is_empty() {
        writeln!(out, "  none")?;
    }
    let id =
        |at: &usize| scenario.commands.get(*at).map_or_else(String::new, |command| command.id.to_string());
    for (at, hazard) in story.hazards.iter().enumerate() {
        let commands = hazard.commands.iter().map(id).collect::<Vec<_>>().join(", ");
        writeln!(out, "  {}. {:?}, {commands}: {hazard}", at + 1, hazard.kind)?;
        for (at, remedy) in hazard.remedies.iter().enumerate() {
            let remedy = in_words(remedy, &id);
            writeln!(out, "     {} {remedy}", if at == 0 { "remedy:" } else { "or:    " })?;
        }
        if hazard.remedies.is_empty() {
            writeln!(out, "     no remedy by itself: somebody has to decide")?;
        }
    }
    if story.left_out > 0 {
        writeln!(out, "  and {} more, which are not told", story.left_out)?;
    }

    write_timeline(out, "Timeline", story)?;

    writeln!(out, "\nOutcome")?;
    let outcomes: Vec<_> = story.commands.iter().map(outcome).collect();
    let counts: Vec<_> = story.commands.iter().map(counts).collect();
    let (state_width, count_width) =
        (width(outcomes.iter().map(String::as_str)), width(counts.iter().map(String::as_str)));
    for ((command, outcome), counts) in story.commands.iter().zip(&outcomes).zip(&counts) {
        let Some(ordered) = scenario.commands.get(command.place) else { continue };
        let (id, kind) = (pad(ordered.id.as_str(), ids), pad(&ordered.request_type, types));
        let (outcome, counts) = (pad(outcome, state_width), pad(counts, count_width));
        let when = match (command.ended, &command.waits) {
            (Some(at), _) => format!("at {}", Clock(at)),
            (None, Some(why)) => why.clone(),
            (None, None) => String::new(),
        };
        writeln!(out, "  {id}  {kind}  {outcome}  {counts}  {when}")?;
        if command.entry.as_ref().is_some_and(|entry| entry.maybe_executed && entry.is_open()) {
            writeln!(out, "  {}  it may have run: an answer was lost", pad("", ids))?;
        }
    }
    Ok(())
}

fn write_timeline(out: &mut String, title: &str, story: &Story) -> std::fmt::Result {
    writeln!(out, "\n{title} (0:00:00 is 2026-01-05 00:00 UTC)")?;
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
    writeln!(out, "{:>TIME$}  ·       the story ends", Clock(story.end))
}

fn write_comparison(
    out: &mut String,
    (scenario, before): (&Scenario, &Story),
    remedied: &Remedied,
    after: &Story,
) -> std::fmt::Result {
    writeln!(out, "\nRemedies applied")?;
    if remedied.steps.is_empty() {
        writeln!(
            out,
            "  none: {}",
            match before.hazards.is_empty() {
                true => "there is no hazard",
                false => "no hazard within a batch has one",
            }
        )?;
        return Ok(());
    }
    for (at, step) in remedied.steps.iter().enumerate() {
        let commands = shortened(step.commands.iter().map(ToString::to_string), ", ");
        writeln!(out, "  {}. {:?}, {commands}: {}", at + 1, step.kind, step.remedy)?;
        writeln!(out, "     now: {}", shortened(step.plan.iter().map(step_of_plan), " → "))?;
    }
    write_timeline(out, "Timeline with the remedies", after)?;

    writeln!(out, "\nBefore and after")?;
    let mut rows = vec![["".to_owned(), "as ordered".to_owned(), "with the remedies".to_owned()]];
    let hazards = |story: &Story| (story.hazards.len() + story.left_out).to_string();
    rows.push(["hazards".to_owned(), hazards(before), hazards(after)]);
    for gap in &remedied.gaps {
        let [first, then] =
            [(scenario, before), (&remedied.scenario, after)].map(|(s, story)| without(gap, s, story));
        rows.push([format!("without {}", gap.resource), first, then]);
    }
    let new = remedied.scenario.commands.iter();
    let new = new.filter(|new| scenario.commands.iter().all(|old| old.id != new.id));
    for command in scenario.commands.iter().chain(new) {
        let end = |scenario: &Scenario, story: &Story| {
            find(&command.id, scenario, story).map_or_else(|| "left out".to_owned(), end_in_words)
        };
        let first = match scenario.commands.iter().any(|old| old.id == command.id) {
            true => end(scenario, before),
            false => "not there".to_owned(),
        };
        rows.push([command.id.to_string(), first, end(&remedied.scenario, after)]);
    }
    let widths = [0, 1].map(|column| width(rows.iter().map(|row| row[column].as_str())));
    for [name, first, then] in rows {
        writeln!(out, "  {}  {}  {then}", pad(&name, widths[0]), pad(&first, widths[1]))?;
    }
    Ok(())
}

fn step_of_plan(draft: &Draft<CommandUuid>) -> String {
    let mut bound = Vec::new();
    if !draft.after.is_empty() {
        bound.push(format!("after {}", shortened(draft.after.iter().map(ToString::to_string), ", ")));
    }
    bound.extend(draft.group.map(|group| format!("group {group}")));
    bound.extend((draft.data_plan == DataPlan::Kept).then(|| "keeps the data plan".to_owned()));
    if bound.is_empty() { draft.id.to_string() } else { format!("{} [{}]", draft.id, bound.join(", ")) }
}

/// How long the device was without what a removal took away and an install brings.
fn without(gap: &Gap, scenario: &Scenario, story: &Story) -> String {
    let done = |id: &CommandUuid| {
        let command = find(id, scenario, story)?;
        command.ended.filter(|_| command.state() == Some(State::Acknowledged))
    };
    match (done(&gap.removal), done(&gap.install)) {
        (Some(removed), None) => format!("since {}, to the end", Clock(removed)),
        (Some(removed), Some(installed)) if removed < installed => {
            format!("{}, from {}", Clock(installed - removed), Clock(removed))
        }
        _ => "never".to_owned(),
    }
}

fn find<'a>(id: &CommandUuid, scenario: &Scenario, story: &'a Story) -> Option<&'a CommandStory> {
    let place = scenario.commands.iter().position(|command| command.id == *id)?;
    story.commands.iter().find(|command| command.place == place)
}

fn end_in_words(command: &CommandStory) -> String {
    let at = command.ended.filter(|_| command.entry.is_some());
    let at = at.map_or_else(String::new, |at: Duration| format!(" at {}", Clock(at)));
    format!("{}{at}, {}", outcome(command), counts(command))
}

const TIME: usize = 10;

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
