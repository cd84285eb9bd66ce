//! Reads a command history, and says what the planner would have made of it: ordered, warned about, explained.
//!
//! The queue and the rules are the real ones (`mdm-command`, `mdm-lock`), driven through the contacts of the history.
//! [`docs/replay.md`](../docs/replay.md) has the format, what comes out, and what is inferred.
//!
//! ```text
//! cargo run --example replay -- examples/replay/histories/open_server.jsonl
//! ```

#[path = "replay/history.rs"]
mod history;
#[path = "replay/planner.rs"]
mod planner;
#[path = "explain/remedy.rs"]
mod remedy;
#[path = "replay/report.rs"]
mod report;
#[path = "replay/rules.rs"]
mod rules;
#[path = "replay/run.rs"]
mod run;
#[cfg(test)]
#[path = "replay/tests.rs"]
mod tests;
#[path = "replay/time.rs"]
mod time;
#[path = "explain/words.rs"]
mod words;

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::SystemTime;

use mdm_lock::{Learner, RuleTable};

use history::{BadLine, History, MAX_LINE, Mistake};
use report::{DeviceReport, Format, Total, Writer};
use run::Run;

const USAGE: &str = "\
usage: replay HISTORY.jsonl [--rules FILE] [--json]

Reads a command history, one command a line, and says of each device what went wrong, what the planner would have
ordered and warned about with the same contacts, and what the answers say about the rules.

  HISTORY.jsonl   the history; - for standard input
  --rules FILE    rules of your own, which go before the table
  --json          one record a line, for a program
  --help          prints this

The formats are described in docs/replay.md; examples/replay/histories has two histories.
Exit status: 0 done, 1 a file or at least one of its lines is bad (the rest is worked on), 2 the arguments are.
";

fn main() -> ExitCode {
    let arguments = match Arguments::parse(std::env::args_os().skip(1)) {
        Ok(Some(arguments)) => arguments,
        Ok(None) => {
            print!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Err(wrong) => {
            eprint!("replay: {wrong}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(&arguments) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("replay: {error}");
            ExitCode::FAILURE
        }
    }
}

/// How many lines were bad.
fn run(arguments: &Arguments) -> Result<u64, String> {
    let unread = |path: &PathBuf, error: io::Error| format!("cannot read {}: {error}", path.display());
    let table = match &arguments.rules {
        Some(path) => {
            let bytes = read_rules(path).map_err(|error| unread(path, error))?;
            rules::table(&bytes).map_err(|error| format!("{}: {error}", path.display()))?
        }
        None => RuleTable::default(),
    };
    let (mut out, mut bad) = (BufWriter::new(io::stdout().lock()), io::stderr());
    let writer = Writer::new(&mut out, &mut bad, arguments.format);
    let path = &arguments.history;
    let replayed = if path.as_os_str() == "-" {
        replay(io::stdin().lock(), &table, writer)
    } else {
        let file = File::open(path).map_err(|error| unread(path, error))?;
        replay(BufReader::new(file), &table, writer)
    };
    let replayed = replayed.and_then(|bad_lines| out.flush().map_err(Failed::Write).map(|()| bad_lines));
    match replayed {
        Ok(bad_lines) => Ok(bad_lines),
        // A reader that has seen enough, such as `head`, is no failure.
        Err(Failed::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(0),
        Err(Failed::Write(error)) => Err(format!("cannot write to standard output: {error}")),
        Err(Failed::Read(error)) => Err(unread(path, error)),
        Err(Failed::Queue(device, error)) => Err(format!("{device}: the queue refused: {error}")),
    }
}

/// Why a replay was given up.
#[derive(Debug)]
enum Failed {
    Read(io::Error),
    Write(io::Error),
    Queue(Box<str>, mdm_command::Error),
}

/// Reads a history to its end, works on what is good of it, and says how many lines were not.
fn replay(mut input: impl BufRead, table: &RuleTable, mut writer: Writer<'_>) -> Result<u64, Failed> {
    let (mut history, mut total) = (History::default(), Total::default());
    let mut number = 0;
    let mut line = Vec::new();
    while read_line(&mut input, &mut line).map_err(Failed::Read)? {
        number += 1;
        let taken = if line.len() > MAX_LINE {
            let problem = format!("is longer than {MAX_LINE} bytes");
            Err(BadLine { line: number, kind: Mistake::Limit, field: String::new(), problem })
        } else {
            // A byte order mark, as some programs write it, belongs to no line.
            let bytes = line.strip_prefix(b"\xef\xbb\xbf").filter(|_| number == 1);
            history.take(number, bytes.unwrap_or(&line))
        };
        if let Err(bad) = taken {
            total.bad_lines += 1;
            writer.bad_line(&bad).map_err(Failed::Write)?;
        }
    }

    let mut learner = Learner::default();
    let mut latest = SystemTime::UNIX_EPOCH;
    for device in history.into_devices() {
        let past = Run::of(&device);
        let queued = device.commands.iter().map(|command| command.queued_at);
        let Some(end) = past.sessions.iter().map(|session| session.to).chain(queued).max() else { continue };
        latest = latest.max(end.time());
        rules::observe(&mut learner, &device, &past, table);
        let planned = planner::plan(&device, &past, table, end);
        let planned = planned.map_err(|error| Failed::Queue(device.name.clone(), error))?;
        let found = past.findings(&device, &BTreeSet::new(), end);
        let planned_found = planned.run.findings(&device, &planned.ended, end);
        let report = DeviceReport::new(&device, (&past, &found), (&planned, &planned_found));
        total.add(&report);
        writer.device(&report).map_err(Failed::Write)?;
    }
    let said = rules::said(learner, table, latest);
    writer.total(&total, &said).map_err(Failed::Write)?;
    Ok(total.bad_lines)
}

/// Reads one line without its end, and of a longer one than is allowed only so much that it shows. `false` at the end
/// of the input.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    let mut any = false;
    loop {
        let buffer = match input.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            buffer => buffer?,
        };
        if buffer.is_empty() {
            return Ok(any);
        }
        any = true;
        let (piece, used, ends) = match buffer.iter().position(|byte| *byte == b'\n') {
            Some(at) => (buffer.get(..at).unwrap_or_default(), at + 1, true),
            None => (buffer, buffer.len(), false),
        };
        let room = (MAX_LINE + 1).saturating_sub(line.len()).min(piece.len());
        line.extend_from_slice(piece.get(..room).unwrap_or_default());
        input.consume(used);
        if ends {
            return Ok(true);
        }
    }
}

fn read_rules(path: &PathBuf) -> io::Result<Vec<u8>> {
    const MOST: u64 = 1 << 20;
    let mut bytes = Vec::new();
    File::open(path)?.take(MOST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("more than {MOST} bytes")));
    }
    Ok(bytes)
}

/// What was asked for on the command line.
#[derive(Debug, PartialEq, Eq)]
struct Arguments {
    history: PathBuf,
    rules: Option<PathBuf>,
    format: Format,
}

impl Arguments {
    /// `None` is a call for help.
    fn parse(mut arguments: impl Iterator<Item = OsString>) -> Result<Option<Self>, String> {
        let (mut history, mut rules, mut format, mut options) = (None, None, Format::Text, true);
        while let Some(argument) = arguments.next() {
            let is = |name: &str| options && argument == OsStr::new(name);
            if is("--help") || is("-h") {
                return Ok(None);
            } else if is("--") {
                options = false;
            } else if is("--json") {
                format = Format::Json;
            } else if is("--rules") {
                let file = arguments.next().ok_or("--rules needs a file")?;
                if rules.replace(PathBuf::from(file)).is_some() {
                    return Err("--rules is given twice".to_owned());
                }
            } else if options && argument != "-" && argument.as_encoded_bytes().starts_with(b"-") {
                return Err(format!("unknown option {}", argument.display()));
            } else if history.replace(PathBuf::from(argument)).is_some() {
                return Err("more than one history is given".to_owned());
            }
        }
        let history = history.ok_or("no history is given")?;
        Ok(Some(Self { history, rules, format }))
    }
}
