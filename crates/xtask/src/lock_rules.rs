//! `docs/lock-rules.md`: the rules about locks as a page for people, printed from the tables of `mdm-lock`.

#[cfg(test)]
mod tests;

use std::{collections::BTreeSet, fmt::Write as _, fs, io};

use cargo_metadata::MetadataCommand;
use mdm_lock::{
    Availability, Channel, Character, Effect, Expectation, Forecast, Grade, InLostMode, KnownCommand, Lane,
    LockState, OsVersion, Platform, Rule, RuleTable, Subject,
};

use crate::{Failure, Outcome};

/// What to do with the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Write it.
    Write,
    /// Compare it with what is there.
    Check,
}

pub(crate) fn run(mode: Mode) -> Result<Outcome, Failure> {
    let metadata = MetadataCommand::new().no_deps().exec()?;
    let path = metadata.workspace_root.as_std_path().join(PAGE);
    let committed = match fs::read_to_string(&path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error.into()),
    };
    let page = page(&RuleTable::default());
    match (mode, difference(committed.as_deref(), &page)) {
        (_, None) => println!("lock-rules: {PAGE} is what the table says"),
        (Mode::Write, Some(_)) => {
            fs::write(&path, &page)?;
            println!("lock-rules: wrote {PAGE}");
        }
        (Mode::Check, Some(difference)) => {
            eprintln!("lock-rules: {PAGE} {difference}; `cargo run -p xtask -- lock-rules` writes it");
            return Ok(Outcome::Findings);
        }
    }
    Ok(Outcome::Clean)
}

const PAGE: &str = "docs/lock-rules.md";

/// How the committed page differs from the table; `None` when it does not.
fn difference(committed: Option<&str>, page: &str) -> Option<String> {
    let Some(committed) = committed else { return Some("is missing".to_owned()) };
    if committed == page {
        return None;
    }
    let line = committed.lines().zip(page.lines()).take_while(|(old, new)| old == new).count() + 1;
    Some(format!("is stale from line {line} on"))
}

/// The page.
fn page(table: &RuleTable) -> String {
    let mut sources = Sources::default();
    let mut out = INTRODUCTION.to_owned();
    for known in [Grade::A, Grade::B, Grade::C, Grade::D] {
        line(&mut out, format_args!("| {known:?} | {} |", grade(known)));
    }
    for (title, platform, channel) in SECTIONS {
        section(&mut out, &mut sources, table, title, *platform, *channel);
    }
    characters(&mut out, table);
    out.push_str("\n## Sources\n\n");
    for (at, source) in sources.0.iter().enumerate() {
        line(&mut out, format_args!("{}. {source}", at + 1));
    }
    out
}

/// The tables of the page. On iOS the rows are the same on both channels; on a Mac they are not.
const SECTIONS: &[(&str, Platform, Option<Channel>)] = &[
    ("iOS and iPadOS", Platform::Ios, None),
    ("macOS, device channel", Platform::Macos, Some(Channel::Device)),
    ("macOS, user channel", Platform::Macos, Some(Channel::User)),
    ("tvOS", Platform::Tvos, None),
    ("watchOS", Platform::Watchos, None),
    ("visionOS", Platform::Visionos, None),
    ("Android", Platform::Android, None),
];

fn section(
    out: &mut String,
    sources: &mut Sources,
    table: &RuleTable,
    title: &str,
    platform: Platform,
    channel: Option<Channel>,
) {
    let states = LockState::gates(platform, channel.unwrap_or_default());
    line(out, format_args!("\n## {title}\n"));
    let with_version = platform != Platform::Android;
    let mut head = vec!["command".to_owned()];
    head.extend(with_version.then(|| "since".to_owned()));
    head.extend(states.iter().map(ToString::to_string));
    row(out, &head);
    row(out, &vec!["---".to_owned(); head.len()]);
    for command in RuleTable::commands() {
        let Some(on) = command.availability(platform).filter(|on| on_channel(on, channel)) else { continue };
        let mut cells = vec![format!("`{}`", command.name)];
        cells.extend(on.introduced.filter(|_| with_version).map(|version| version.to_string()));
        let of = |state: &LockState| cell(table, sources, command.name, on, channel, *state);
        cells.extend(states.iter().map(of));
        row(out, &cells);
    }
    let remarks: Vec<_> = RuleTable::remarks()
        .iter()
        .filter(|remark| remark.platform == platform)
        .filter(|remark| channel.is_none() || remark.channel.is_none() || remark.channel == channel)
        .collect();
    if !remarks.is_empty() {
        out.push('\n');
    }
    for remark in remarks {
        line(out, format_args!("- {} ({})", remark.text, remark.source));
    }
}

fn on_channel(on: &Availability, channel: Option<Channel>) -> bool {
    channel.is_none_or(|channel| on.channels.contains(&channel))
}

/// What one command does in one state: one answer, or one a range of versions.
fn cell(
    table: &RuleTable,
    sources: &mut Sources,
    command: &str,
    on: &Availability,
    channel: Option<Channel>,
    state: LockState,
) -> String {
    let channel = channel.or_else(|| on.channels.first().copied()).unwrap_or_default();
    let forecast = |os| table.forecast(command, &Subject { platform: on.platform, channel, os }, state);
    let mut answers: Vec<(Option<OsVersion>, Forecast<'_>)> = Vec::new();
    for from in breaks(table, command, on) {
        let answer = forecast(from);
        if answers.last().is_none_or(|(_, last)| *last != answer) {
            answers.push((from, answer));
        }
    }
    let ends = answers.iter().skip(1).map(|(from, _)| *from).chain([None]);
    let told: Vec<_> = answers
        .iter()
        .zip(ends)
        .enumerate()
        .map(|(at, ((from, answer), end))| {
            let versions = match (from, end) {
                (_, Some(end)) if at == 0 => format!("before {end}: "),
                (Some(from), Some(end)) => format!("{from} to {end}: "),
                (Some(from), None) if at > 0 => format!("from {from}: "),
                _ => String::new(),
            };
            versions + &answer_text(answer, sources)
        })
        .collect();
    told.join("; ")
}

/// The versions at which an answer about this command can change, from its first on.
fn breaks(table: &RuleTable, command: &str, on: &Availability) -> BTreeSet<Option<OsVersion>> {
    let about =
        |rule: &&Rule| rule.platform == on.platform && (rule.command == command || rule.command == Rule::ANY);
    let changes = table.rules().filter(about).flat_map(|rule| [rule.since, rule.before]).flatten();
    [on.introduced].into_iter().chain(changes.map(Some).filter(|at| *at > on.introduced)).collect()
}

fn answer_text(answer: &Forecast<'_>, sources: &mut Sources) -> String {
    match answer.rule {
        Some(rule) => {
            let any = if rule.command == Rule::ANY { " (any)" } else { "" };
            let number = sources.number(&rule.source);
            format!("{}{any}, {:?} [{number}]", word(answer.expectation), rule.grade)
        }
        None => "no evidence".to_owned(),
    }
}

const fn word(expectation: Expectation) -> &'static str {
    match expectation {
        Expectation::Runs => "runs",
        Expectation::Partial => "partial",
        Expectation::Unknown => "unknown",
        Expectation::MayDefer => "may wait",
        Expectation::Deferred => "**waits**",
    }
}

/// What a command is, whatever the lock: only where it is not the default.
fn characters(out: &mut String, table: &RuleTable) {
    out.push_str(CHARACTERS);
    for command in RuleTable::commands() {
        let character = table.character(command.name);
        if character != Character::default() {
            row(out, &character_cells(command, character));
        }
    }
}

fn character_cells(command: &KnownCommand, character: Character) -> [String; 4] {
    let lane = match character.lane {
        Lane::Ordinary => "ordinary",
        Lane::Protection => "protection",
        Lane::Erase => "erase",
    };
    let lost_mode = match character.lost_mode {
        InLostMode::Fails => "waits for its end",
        InLostMode::Runs => "runs",
        InLostMode::Required => "only there",
    };
    let effect = match character.effect {
        Effect::None => "",
        Effect::Locks => "locks",
        Effect::ClearsPasscode => "clears the passcode",
        Effect::ResetsPasscode => "clears the passcode or sets another",
        Effect::Restarts => "restarts",
        Effect::EntersLostMode => "enters Lost Mode",
        Effect::LeavesLostMode => "leaves Lost Mode",
        Effect::Erases => "erases",
    };
    let effect = match character.pause.as_secs() {
        0 => effect.to_owned(),
        secs => format!("the device may take no command for {secs} seconds afterwards"),
    };
    [format!("`{}`", command.name), lane.to_owned(), lost_mode.to_owned(), effect]
}

/// The sources in the order in which the page comes to them.
#[derive(Default)]
struct Sources(Vec<String>);

impl Sources {
    fn number(&mut self, source: &str) -> usize {
        let at = self.0.iter().position(|known| known == source).unwrap_or_else(|| {
            self.0.push(source.to_owned());
            self.0.len() - 1
        });
        at + 1
    }
}

fn row(out: &mut String, cells: &[String]) {
    line(out, format_args!("| {} |", cells.join(" | ")));
}

fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a `String` cannot fail.
    let _ = writeln!(out, "{text}");
}

/// The grades, in words.
const fn grade(grade: Grade) -> &'static str {
    match grade {
        Grade::A => "the vendor's own text",
        Grade::B => "several independent observations, or a close reading of the vendor's text",
        Grade::C => "one observation, or a requirement",
        Grade::D => "inferred",
    }
}

const INTRODUCTION: &str = "\
# What a locked device does with a command

<!-- Written by `cargo run -p xtask -- lock-rules` from crates/mdm-lock/src/rule/table.rs. Do not edit. -->

Every command by platform, and what to expect of it in each state in which devices of that kind refuse commands.
A rule is an expectation: it orders a queue and explains, and the device's answer wins.
An unlocked device runs everything, and so does a locked one without a passcode.

| word | meaning |
| --- | --- |
| runs | it runs |
| partial | it runs, with less in its answer |
| may wait | it is refused at times: somebody saw it, or the vendor says so, but not when |
| **waits** | it is refused with `NotNow`, and runs later |
| no evidence | nobody knows: it is sent, a refusal is expected, and it stays in the queue |

`(any)` marks a rule about every command that has none of its own. The letter is the grade, the number the source.

| grade | how it is known |
| --- | --- |
";

const CHARACTERS: &str = "
## Lanes, Lost Mode, effects

What holds whatever the lock. A command that is not here is ordinary, waits for the end of Lost Mode, and does nothing to the lock.
A higher lane overtakes a lower one: erase, then protection, then ordinary.

| command | lane | in Lost Mode | effect |
| --- | --- | --- | --- |
";
