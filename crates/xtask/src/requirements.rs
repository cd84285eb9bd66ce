//! The requirements F1 to F110: which are met, and which code and tests say so.
//!
//! `docs/requirements/*.md` holds one table row a requirement: `| F12 | wording | status |`.
//! The status is `done`, `later (why)` or `exception (why)`.
//! Code cites a requirement by its number as a word of its own; a range cites only its ends.
//! A test is what stands in `tests/`, in `tests.rs`, below `#[cfg(test)]`, or in an example that asserts its outcome.
//! What such a file says of itself in `//!` is no evidence: it stands at no test.

mod read;
#[cfg(test)]
mod tests;

use std::{
    collections::BTreeSet,
    fmt,
    io::{self, Write as _},
};

use crate::{Failure, Outcome};

pub(crate) fn run() -> Result<Outcome, Failure> {
    let (requirements, unreadable, citations) = read::read()?;
    let mut report: Vec<String> =
        requirements.iter().map(|requirement| line(requirement, &citations)).collect();
    report.push(summary(&requirements));
    report.extend(notes(&requirements, &citations).iter().map(|note| format!("note: {note}")));
    // In one piece, and without complaint when the reader has seen enough: `| head`.
    match writeln!(io::stdout().lock(), "{}", report.join("\n")) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(error.into()),
        _ => {}
    }
    let mut findings = unreadable;
    findings.extend(check(&requirements, &citations));
    for finding in &findings {
        eprintln!("requirements: {finding}");
    }
    Ok(if findings.is_empty() { Outcome::Clean } else { Outcome::Findings })
}

/// The requirements are numbered from 1 to this.
const LAST: u16 = 110;

/// One row of a requirements table.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Requirement {
    number: u16,
    wording: String,
    status: Status,
}

/// How far a requirement is met.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Status {
    /// Built and tested: both have to cite it.
    Done,
    /// To be built: why not yet.
    Later(String),
    /// Never built here, or met without code: why.
    Exception(String),
}

/// The numbers that were found, by where they stand.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Citations {
    code: BTreeSet<u16>,
    tests: BTreeSet<u16>,
}

/// What is wrong with the tables or with what they claim.
#[derive(Debug, PartialEq, Eq)]
enum Finding {
    /// A row that looks like a requirement and is not one.
    UnreadableRow { file: String, line: usize, why: &'static str },
    /// A number without a row.
    Missing { number: u16 },
    /// A number with two rows.
    Repeated { number: u16 },
    /// A number that no document has.
    OutOfRange { number: u16 },
    /// `done`, and no code cites it.
    DoneWithoutCode { number: u16 },
    /// `done`, and no test cites it.
    DoneWithoutTest { number: u16 },
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnreadableRow { file, line, why } => write!(f, "{file}:{line}: {why}"),
            Self::Missing { number } => write!(f, "F{number} has no row in docs/requirements"),
            Self::Repeated { number } => write!(f, "F{number} has more than one row"),
            Self::OutOfRange { number } => write!(f, "F{number}: the numbers run from F1 to F{LAST}"),
            Self::DoneWithoutCode { number } => write!(f, "F{number} is `done` and no code cites it"),
            Self::DoneWithoutTest { number } => write!(f, "F{number} is `done` and no test cites it"),
        }
    }
}

/// Every finding, in the order of the numbers.
fn check(requirements: &[Requirement], citations: &Citations) -> Vec<Finding> {
    let mut findings = Vec::new();
    for number in 1..=LAST {
        match requirements.iter().filter(|requirement| requirement.number == number).count() {
            0 => findings.push(Finding::Missing { number }),
            1 => {}
            _ => findings.push(Finding::Repeated { number }),
        }
    }
    for &Requirement { number, ref status, .. } in requirements {
        if !(1..=LAST).contains(&number) {
            findings.push(Finding::OutOfRange { number });
        } else if *status == Status::Done {
            if !citations.code.contains(&number) {
                findings.push(Finding::DoneWithoutCode { number });
            }
            if !citations.tests.contains(&number) {
                findings.push(Finding::DoneWithoutTest { number });
            }
        }
    }
    findings
}

/// What somebody may want to look at and what fails nothing.
fn notes(requirements: &[Requirement], citations: &Citations) -> Vec<String> {
    let cited_by_both = |number: &u16| citations.code.contains(number) && citations.tests.contains(number);
    let mut notes = Vec::new();
    for Requirement { number, status, .. } in requirements {
        if matches!(status, Status::Later(_)) && cited_by_both(number) {
            notes.push(format!("F{number} is `later`, and code and tests cite it already"));
        }
    }
    for number in citations.code.union(&citations.tests).filter(|number| **number > LAST) {
        notes.push(format!("F{number} is cited and does not exist"));
    }
    notes
}

/// `F12   later      code -  tests -  wording`.
fn line(requirement: &Requirement, citations: &Citations) -> String {
    let Requirement { number, wording, status } = requirement;
    let status = match status {
        Status::Done => "done",
        Status::Later(_) => "later",
        Status::Exception(_) => "exception",
    };
    let mark = |cited: &BTreeSet<u16>| if cited.contains(number) { 'x' } else { '-' };
    let (code, tests) = (mark(&citations.code), mark(&citations.tests));
    format!("{:<5} {status:<10} code {code}  tests {tests}  {wording}", format!("F{number}"))
}

fn summary(requirements: &[Requirement]) -> String {
    let count = |wanted: fn(&Status) -> bool| requirements.iter().filter(|r| wanted(&r.status)).count();
    format!(
        "requirements: {} in all: {} done, {} later, {} exceptions",
        requirements.len(),
        count(|status| *status == Status::Done),
        count(|status| matches!(status, Status::Later(_))),
        count(|status| matches!(status, Status::Exception(_))),
    )
}

/// Reads the rows of one document; what cannot be read is a finding, not silence.
fn parse(file: &str, text: &str) -> (Vec<Requirement>, Vec<Finding>) {
    let mut requirements = Vec::new();
    let mut findings = Vec::new();
    for (index, row) in text.lines().enumerate() {
        match parse_row(row) {
            Some(Ok(requirement)) => requirements.push(requirement),
            Some(Err(why)) => {
                findings.push(Finding::UnreadableRow { file: file.to_owned(), line: index + 1, why });
            }
            None => {}
        }
    }
    (requirements, findings)
}

/// `None` for a line that is no requirement: prose, the head of a table, its rule.
fn parse_row(row: &str) -> Option<Result<Requirement, &'static str>> {
    let cells: Vec<&str> = row.trim().strip_prefix('|')?.trim_end_matches('|').split('|').collect();
    let number = cells.first()?.trim().strip_prefix('F')?;
    let requirement = match (number.parse(), cells.as_slice()) {
        (Err(_), _) => Err("the first cell is not F and a number"),
        (Ok(number), [_, wording, status]) if !wording.trim().is_empty() => parse_status(status.trim())
            .map(|status| Requirement { number, wording: wording.trim().to_owned(), status }),
        (Ok(_), _) => Err("a row is `| F12 | wording | status |`"),
    };
    Some(requirement)
}

fn parse_status(status: &str) -> Result<Status, &'static str> {
    let reason = |word: &str| {
        let reason = status.strip_prefix(word)?.trim().strip_prefix('(')?.strip_suffix(')')?.trim();
        (!reason.is_empty()).then(|| reason.to_owned())
    };
    if status == "done" {
        Ok(Status::Done)
    } else if let Some(why) = reason("later") {
        Ok(Status::Later(why))
    } else if let Some(why) = reason("exception") {
        Ok(Status::Exception(why))
    } else {
        Err("the status is `done`, `later (why)` or `exception (why)`")
    }
}

/// The requirement numbers in a text: `F` and one to three digits without a leading zero, as a word of its own.
fn cited(text: &str) -> BTreeSet<u16> {
    let mut numbers = BTreeSet::new();
    for (start, _) in text.match_indices('F') {
        let (before, from_f) = text.split_at(start);
        let rest = from_f.strip_prefix('F').unwrap_or(from_f);
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (digits, after) = rest.split_at(digits);
        let (before, after) = (before.chars().next_back(), after.chars().next());
        let part_of_a_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        // `-F100-` is a group of a UUID.
        let part_of_a_uuid = before == Some('-') && after == Some('-');
        if part_of_a_word(before) || part_of_a_word(after) || part_of_a_uuid || digits.starts_with('0') {
            continue;
        }
        if let (1..=3, Ok(number)) = (digits.len(), digits.parse()) {
            numbers.insert(number);
        }
    }
    numbers
}

/// A test file without its `//!` lines: a number there would say of no test that it shows the requirement.
fn without_header(source: &str) -> String {
    let header = |line: &&str| line.trim_start().starts_with("//!");
    source.split_inclusive('\n').filter(|line| !header(line)).collect()
}

/// Splits a source file into code and tests: a module below `#[cfg(test)]` is at the bottom of its file.
fn split_tests(source: &str) -> (&str, &str) {
    for (start, marker) in source.match_indices("#[cfg(test)]") {
        let below = source.get(start + marker.len()..).unwrap_or_default();
        let item = below.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with("#["));
        if item.is_some_and(|item| item.starts_with("mod ") && item.ends_with('{')) {
            return source.split_at(start);
        }
    }
    (source, "")
}
