//! Rules: those of a file, which go before the table, and what the history says about them.

use std::time::SystemTime;

use mdm_lock::{
    Channel, Conclusions, DeviceTag, DriftChange, Evidence, Expectation, Grade, Learner, LockState,
    Observation, OsVersion, Platform, Rule, RuleTable, Scope,
};
use serde::{Deserialize, Serialize};

use crate::history::{Device, Status};
use crate::run::Run;
use crate::words::{self, Misfit, Name, at_most, misfit, text};

/// Most rules of a file.
pub const MAX_RULES: usize = 500;

/// One rule, as a file has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    request_type: String,
    platform: Name<Platform>,
    channel: Option<Name<Channel>>,
    since: Option<String>,
    before: Option<String>,
    states: Vec<Name<LockState>>,
    expectation: Name<Expectation>,
    source: String,
}

/// The table with the rules of a file on top.
pub fn table(bytes: &[u8]) -> Result<RuleTable, String> {
    let listed: Vec<Listed> =
        serde_json::from_slice(bytes).map_err(|error| words::printable(&error.to_string()))?;
    at_most("rules", listed.len(), MAX_RULES).map_err(|misfit| misfit.to_string())?;
    let rules = listed.into_iter().enumerate().map(|(at, listed)| rule(at, listed));
    let rules = rules.collect::<Result<Vec<_>, _>>().map_err(|misfit| misfit.to_string())?;
    Ok(rules.into_iter().fold(RuleTable::default(), RuleTable::with))
}

fn rule(at: usize, listed: Listed) -> Result<Rule, Misfit> {
    let path = |name: &str| format!("[{at}].{name}");
    text(&path("request_type"), &listed.request_type)?;
    text(&path("source"), &listed.source)?;
    let version = |name: &str, version: Option<String>| {
        version.map(|text| text.parse::<OsVersion>().map_err(|error| misfit(path(name), error))).transpose()
    };
    Ok(Rule {
        command: listed.request_type.into(),
        platform: listed.platform.0,
        channel: listed.channel.map(|name| name.0),
        since: version("since", listed.since)?,
        before: version("before", listed.before)?,
        states: listed.states.iter().map(|name| name.0).collect(),
        expectation: listed.expectation.0,
        // One vendor's word; it goes before the table whatever its grade.
        grade: Grade::C,
        source: listed.source.into(),
    })
}

/// Hands each session of a device to the learner.
pub fn observe(learner: &mut Learner, device: &Device, run: &Run, table: &RuleTable) {
    let identifier = format!("{}/{:?}", device.name, device.channel);
    // What a file of the past says cannot be aimed at a key, so a fixed one does.
    let tag = DeviceTag::hash(b"replayed history", identifier.as_bytes());
    for (number, session) in run.sessions.iter().enumerate() {
        let events = run.events_of(number);
        let command = |place: usize| device.commands.get(place);
        let evidence = events.iter().filter_map(|event| {
            let command = &*command(event.command)?.request_type;
            match event.status {
                Status::Acknowledged => Some(Evidence::Acknowledged { command }),
                Status::NotNow => Some(Evidence::NotNow { command }),
                // An error does not say whether the lock was in the way.
                Status::Error | Status::CommandFormatError => None,
            }
        });
        let evidence: Vec<_> = evidence.collect();
        // The version that was told last by then.
        let os = device.commands.iter().take_while(|command| command.queued_at <= session.to);
        let subject = device.subject(os.last().and_then(|command| command.os));
        let model = device.model.as_deref().unwrap_or_default();
        let at = session.to.time();
        learner.observe(&Observation { device: tag, model, subject, at, evidence: &evidence }, table);
    }
}

/// What the history says about the rules, for a person and for a program.
#[derive(Debug, Serialize)]
pub struct Said {
    pub record: &'static str,
    pub request_type: Box<str>,
    pub platform: String,
    pub channel: String,
    pub state: String,
    /// The major version, the version, or the model on a version.
    pub scope: String,
    /// What was concluded.
    pub expectation: String,
    pub devices: u64,
    pub refused: u32,
    pub ran: u32,
    pub text: String,
}

/// The conclusions, then the contradictions.
pub fn said(mut learner: Learner, table: &RuleTable, now: SystemTime) -> Vec<Said> {
    let Conclusions { rules, drift } = learner.conclude(table, now);
    let one = |record, rule: &mdm_lock::LearnedRule, text: String| {
        let cell = &rule.cell;
        Said {
            record,
            request_type: cell.command.clone(),
            platform: cell.platform.to_string(),
            channel: format!("{:?}", cell.channel).to_lowercase(),
            state: cell.state.to_string(),
            scope: match &cell.scope {
                Scope::Major(major) => major.to_string(),
                Scope::Version(os) => os.to_string(),
                Scope::Model(os, model) => format!("{model} on {os}"),
            },
            expectation: format!("{:?}", rule.expectation),
            devices: rule.seen.devices,
            refused: rule.seen.refused,
            ran: rule.seen.ran,
            text,
        }
    };
    let learned = rules.iter().map(|rule| {
        let text = format!("{}, {}: {rule}", rule.cell.command, rule.cell.state);
        one("rule", rule, text)
    });
    let raised = drift.iter().filter(|drift| drift.change == DriftChange::Raised);
    learned.chain(raised.map(|drift| one("drift", &drift.seen, drift.to_string()))).collect()
}
