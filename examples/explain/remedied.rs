//! What `--apply` does: the first remedy of each hazard, until none is left, batch by batch.

use std::collections::BTreeSet;

use mdm_command::{CommandUuid, Hold, Priority};
use mdm_lock::{Conditions, Draft, HazardKind, Hazards, Plan, Remedy, Resource, RuleTable};

use crate::remedy::in_words;
use crate::scenario::{Command, Scenario};

/// A scenario whose batches were changed as their hazards' remedies say.
#[derive(Debug)]
pub struct Remedied {
    /// What to play instead.
    pub scenario: Scenario,
    /// What was done, in order.
    pub steps: Vec<Step>,
    /// Gaps that were there.
    pub gaps: Vec<Gap>,
}

/// One remedy that was applied.
#[derive(Debug)]
pub struct Step {
    /// The hazard.
    pub kind: HazardKind,
    /// The hazard's commands.
    pub commands: Vec<CommandUuid>,
    /// What was done about it.
    pub remedy: String,
    /// The batch as it is then.
    pub plan: Vec<Draft<CommandUuid>>,
}

/// A resource that the device may have to do without.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Which.
    pub resource: Resource,
    /// What takes it away.
    pub removal: CommandUuid,
    /// What brings it back.
    pub install: CommandUuid,
}

/// Changes each batch by itself, as an administrator can who orders it: what was queued before stays as it is.
pub fn remedied(scenario: &Scenario) -> Remedied {
    let table = RuleTable::default().for_model(scenario.model.as_deref().unwrap_or_default());
    let conditions =
        Conditions { safeguards: scenario.safeguards, ..Conditions::new(&table, &scenario.subject) };
    let mut names: BTreeSet<_> = scenario.commands.iter().map(|command| command.id.clone()).collect();
    let (mut commands, mut steps, mut gaps) = (Vec::new(), Vec::new(), Vec::new());
    for batch in scenario.commands.chunk_by(|a, b| a.at == b.at) {
        let mut plan = Plan::from(batch.iter().map(draft).collect::<Vec<_>>());
        for _ in 0..MOST_STEPS {
            let told = plan.hazards(&conditions);
            gaps.extend(
                told.found.iter().filter_map(gap).filter(|gap| !gaps.contains(gap)).collect::<Vec<_>>(),
            );
            let Some(step) = apply_one(&mut plan, told, &mut names) else { break };
            steps.push(step);
        }
        commands.extend(plan.into_drafts().into_iter().map(|draft| command(draft, batch)));
    }
    // What was left out is named nowhere any more.
    let left: BTreeSet<_> = commands.iter().map(|command| command.id.clone()).collect();
    for command in &mut commands {
        command.after.retain(|id| left.contains(id) || !names.contains(id));
        command.supersedes.retain(|id| left.contains(id) || !names.contains(id));
    }
    let mut scenario = Scenario { commands, ..scenario.clone() };
    scenario.title.push_str(", with the remedies");
    scenario.actions.retain(|action| left.contains(&action.id));
    Remedied { scenario, steps, gaps }
}

/// A remedy removes its hazard, so that this many are never needed.
const MOST_STEPS: usize = 2_000;

/// Applies the first remedy that fits; of the first hazard that has one.
fn apply_one(
    plan: &mut Plan<CommandUuid>,
    told: Hazards<CommandUuid>,
    names: &mut BTreeSet<CommandUuid>,
) -> Option<Step> {
    let minted = (1..).map(|n| CommandUuid::new(&format!("escrow-{n}")).ok());
    let minted = minted.flatten().find(|id| !names.contains(id))?;
    let (hazard, remedy) = told.found.into_iter().find_map(|hazard| {
        let fits = hazard.remedies.iter().find(|remedy| plan.apply(remedy, || minted.clone()).is_ok());
        let fits = fits.cloned();
        fits.map(|remedy| (hazard, remedy))
    })?;
    if matches!(remedy, Remedy::EscrowFirst { .. }) {
        names.insert(minted);
    }
    Some(Step {
        kind: hazard.kind,
        commands: hazard.commands,
        remedy: in_words(&remedy, &|id: &CommandUuid| id.to_string()),
        plan: plan.drafts().to_vec(),
    })
}

fn gap(hazard: &mdm_lock::Hazard<CommandUuid>) -> Option<Gap> {
    let [removal, install] = hazard.commands.as_slice() else { return None };
    (hazard.kind == HazardKind::Gap).then(|| Gap {
        resource: hazard.resource.clone(),
        removal: removal.clone(),
        install: install.clone(),
    })
}

fn draft(command: &Command) -> Draft<CommandUuid> {
    Draft {
        after: command.after.clone(),
        group: command.group,
        data_plan: command.data_plan,
        ..Draft::new(command.id.clone(), &command.request_type, command.footprint.clone())
    }
}

/// Back again, on the terms that it had.
fn command(draft: Draft<CommandUuid>, batch: &[Command]) -> Command {
    let Draft { id, command, footprint, after, group, data_plan } = draft;
    match batch.iter().find(|command| command.id == id) {
        Some(command) => Command { after, group, data_plan, ..command.clone() },
        None => Command {
            id,
            at: batch.first().map(|command| command.at).unwrap_or_default(),
            request_type: command.into(),
            footprint,
            after,
            group,
            supersedes: Vec::new(),
            priority: Priority::Normal,
            not_before: None,
            expires_at: None,
            hold: Hold::Free,
            same: None,
            redelivery: None,
            data_plan,
            takes: None,
        },
    }
}
