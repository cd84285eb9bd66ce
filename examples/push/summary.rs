//! What came of the pushes: counted by kind, with the lines that met it.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::io::{IsTerminal as _, Write as _};
use std::time::Duration;

use mdm_examples::Result;
use tokio::task::JoinSet;

/// Sends one push for each item, no more than `limit` at a time.
pub async fn send_all<T, P>(
    items: Vec<T>,
    limit: u32,
    mut push: impl FnMut(T) -> Result<P>,
) -> Result<Summary>
where
    P: Future<Output = (usize, Outcome)> + Send + 'static,
{
    let mut summary = Summary::default();
    let mut progress = Progress::new(items.len());
    let mut under_way = JoinSet::new();
    let mut waiting = items.into_iter();
    loop {
        while under_way.len() < limit.max(1) as usize
            && let Some(item) = waiting.next()
        {
            under_way.spawn(push(item)?);
        }
        let Some(done) = under_way.join_next().await else { break };
        let (line, outcome) = done?;
        summary.add(line, outcome);
        progress.show(&summary);
    }
    progress.end();
    Ok(summary)
}

/// What came of one push.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    Accepted,
    Rejected { status: u16, reason: String, todo: String },
    Failed { error: String, todo: String },
}

/// All outcomes, each with the lines that met it.
#[derive(Debug, Default)]
pub struct Summary {
    outcomes: BTreeMap<Outcome, Vec<usize>>,
    pub pushes: usize,
    /// What else is to be said.
    pub note: Option<&'static str>,
}

impl Summary {
    fn add(&mut self, line: usize, outcome: Outcome) {
        self.pushes += 1;
        self.outcomes.entry(outcome).or_default().push(line);
    }

    pub fn accepted(&self) -> usize {
        self.outcomes.get(&Outcome::Accepted).map_or(0, Vec::len)
    }

    pub fn exit_status(&self) -> u8 {
        u8::from(self.accepted() < self.pushes)
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (outcome, lines) in &self.outcomes {
            write!(f, "{:>7}  ", lines.len())?;
            match outcome {
                Outcome::Accepted => {
                    writeln!(f, "accepted")?;
                    continue;
                }
                Outcome::Rejected { status, reason, todo } => write!(f, "{status} {reason}: {todo}")?,
                Outcome::Failed { error, todo } => write!(f, "not sent or not answered: {error}; {todo}")?,
            }
            let mut sorted = lines.clone();
            sorted.sort_unstable();
            let mut named = String::new();
            for line in sorted.iter().take(MAX_NAMED) {
                let _ = write!(named, "{}{line}", if named.is_empty() { "" } else { ", " });
            }
            let more = if lines.len() > MAX_NAMED { ", …" } else { "" };
            let lines = if lines.len() > 1 { "lines" } else { "line" };
            writeln!(f, " ({lines} {named}{more})")?;
        }
        writeln!(f, "{:>7}  in all", self.pushes)?;
        self.note.map_or(Ok(()), |note| writeln!(f, "{note}"))
    }
}

/// A bar on standard error, if somebody looks at it.
struct Progress {
    total: usize,
    shown: Option<usize>,
}

impl Progress {
    fn new(total: usize) -> Self {
        Self { total, shown: std::io::stderr().is_terminal().then_some(0) }
    }

    /// Draws when the bar has grown or a hundredth is done.
    fn show(&mut self, summary: &Summary) {
        let Some(shown) = &mut self.shown else { return };
        let hundredths = summary.pushes * 100 / self.total.max(1);
        if hundredths > *shown || summary.pushes == 1 {
            *shown = hundredths;
            let bar = "#".repeat(hundredths * BAR / 100);
            let (done, total) = (summary.pushes, self.total);
            let others = done - summary.accepted();
            let _ = write!(std::io::stderr(), "\r[{bar:<BAR$}] {done}/{total}, {others} not accepted ");
        }
    }

    fn end(&mut self) {
        if self.shown.is_some() {
            let _ = writeln!(std::io::stderr());
        }
    }
}

/// A wait in whole seconds, rounded up: so waits that are nearly the same are one line of the summary.
pub fn secs(wait: Duration) -> u64 {
    wait.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX)
}

/// How many lines of an outcome are named.
const MAX_NAMED: usize = 10;
const BAR: usize = 40;
