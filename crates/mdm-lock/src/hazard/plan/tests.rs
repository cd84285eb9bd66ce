use proptest::prelude::*;

use super::*;
use crate::{Channel, Hazard, Platform, RuleTable, Safeguard, Safeguards, Subject};

/// What random plans are made of.
fn alphabet() -> Vec<(&'static str, Footprint)> {
    let f = Footprint::new;
    let wifi = |id: &str, ssid: &str| f().put(Kind::Profile, id).put(Kind::Wifi, ssid);
    let gone = |id: &str, ssid: &str| f().remove(Kind::Profile, id).remove(Kind::Wifi, ssid);
    vec![
        ("InstallProfile", wifi("a", "x")),
        ("InstallProfile", wifi("a", "y")),
        ("InstallProfile", wifi("b", "x")),
        ("InstallProfile", f().put_all(Kind::Profile)),
        ("RemoveProfile", gone("a", "x")),
        ("RemoveProfile", gone("b", "x")),
        ("ProfileList", f().read_all(Kind::Profile)),
        ("InstallApplication", f().put(Kind::App, "p")),
        ("RemoveApplication", f().remove(Kind::App, "p")),
        ("InstalledApplicationList", f().read_all(Kind::App)),
        ("Settings", f().put(Kind::Setting, "s")),
        ("RestartDevice", f().put_all(Kind::Power)),
        ("ShutDownDevice", f().put_all(Kind::Power)),
        ("DeviceLock", f().put_all(Kind::Protection)),
        ("ClearPasscode", f().put_all(Kind::Protection)),
        ("EnableLostMode", f().put_all(Kind::Protection)),
        ("DisableLostMode", f().put_all(Kind::Protection)),
        ("SecurityInfo", f().read_all(Kind::Device).read_all(Kind::Protection)),
        ("ActivationLockBypassCode", f().read_all(Kind::Protection)),
        ("EraseDevice", Footprint::erase()),
        ("Frobnicate", Footprint::unknown()),
        ("Frobnicate", Footprint::barrier()),
    ]
}

prop_compose! {
    /// Chains point anywhere, also forwards, to themselves and round in circles; groups lie scattered.
    fn plan()(
        commands in prop::collection::vec(
            (
                prop::sample::select(alphabet()),
                prop_oneof![5 => Just(vec![]), 2 => prop::collection::vec(0_usize..11, 1..3)],
                prop_oneof![4 => Just(None), 1 => (0_u32..2).prop_map(Some)],
            ),
            0..10,
        ),
    ) -> Plan<usize> {
        let drafts = commands.into_iter().enumerate().map(|(id, ((name, footprint), after, group))| Draft {
            after,
            group,
            data_plan: if name == "EraseDevice" { DataPlan::Lost } else { DataPlan::Untold },
            ..Draft::new(id, name, footprint)
        });
        Plan::from(drafts.collect::<Vec<_>>())
    }
}

/// A plan as the property looks at it: the order in which its commands would run, and their conflicts.
struct View {
    order: Vec<Draft<usize>>,
}

impl View {
    fn of(plan: &Plan<usize>) -> Self {
        Self { order: plan.in_order().drafts }
    }

    fn ids(&self) -> BTreeSet<usize> {
        self.order.iter().map(|draft| draft.id).collect()
    }

    fn place(&self, id: usize) -> Option<usize> {
        self.order.iter().position(|draft| draft.id == id)
    }

    /// Every pair, in order, of commands that conflict.
    fn conflicts(&self) -> BTreeSet<(usize, usize)> {
        let pairs = self
            .order
            .iter()
            .enumerate()
            .flat_map(|(at, later)| self.order[..at].iter().map(move |earlier| (earlier, later)));
        pairs
            .filter(|(earlier, later)| earlier.footprint.conflict(&later.footprint).is_some())
            .map(|(earlier, later)| (earlier.id, later.id))
            .collect()
    }

    /// Every pair of neighbours in a group.
    fn groups(&self) -> BTreeSet<(u32, usize, usize)> {
        let pairs = self.order.windows(2);
        pairs
            .filter_map(|pair| {
                (pair[0].group == pair[1].group).then_some((pair[0].group?, pair[0].id, pair[1].id))
            })
            .collect()
    }
}

/// What a remedy says that it leaves out, adds, and turns round.
fn says(remedy: &Remedy<usize>) -> (Vec<usize>, usize, Vec<(usize, usize)>) {
    match remedy {
        Remedy::Reorder { first, then } | Remedy::Group { first, then } => (vec![], 0, vec![(*first, *then)]),
        Remedy::ChainOnAcknowledgement { first, then } => {
            (vec![], 0, first.iter().map(|first| (*first, *then)).collect())
        }
        Remedy::ReplaceInPlace { removal, .. } => (vec![*removal], 0, vec![]),
        Remedy::LeaveOut { commands } => (commands.clone(), 0, vec![]),
        Remedy::EscrowFirst { .. } => (vec![], 1, vec![]),
        Remedy::KeepDataPlan { .. } => (vec![], 0, vec![]),
    }
}

fn check_remedy(
    plan: &Plan<usize>,
    hazard: &Hazard<usize>,
    remedy: &Remedy<usize>,
    conditions: &Conditions<'_>,
) -> Result<Plan<usize>, TestCaseError> {
    let fresh = plan.drafts.iter().map(|draft| draft.id).max().unwrap_or(0) + 100;
    let mut next = plan.clone();
    prop_assert_eq!(next.apply(remedy, || fresh), Ok(()), "{:?} of {:?}", remedy, hazard);
    let (before, after) = (View::of(plan), View::of(&next));
    prop_assert_eq!(
        after.order.iter().map(|draft| draft.id).collect::<Vec<_>>(),
        next.drafts.iter().map(|draft| draft.id).collect::<Vec<_>>(),
        "the drafts stand in the order in which they run"
    );
    // The hazard is gone.
    for left in next.hazards(conditions).found {
        let same = left.kind == hazard.kind && left.commands.iter().all(|id| hazard.commands.contains(id));
        prop_assert!(!same, "{:?} leaves {:?}", remedy, left);
    }
    // No command is lost but those that it says.
    let (dropped, added, turned) = says(remedy);
    let mut expected = before.ids();
    expected.retain(|id| !dropped.contains(id));
    expected.extend((added == 1).then_some(fresh));
    prop_assert_eq!(after.ids(), expected, "{:?}", remedy);
    // All other commands that conflict keep their order.
    for (earlier, later) in before.conflicts() {
        let (Some(a), Some(b)) = (after.place(earlier), after.place(later)) else { continue };
        prop_assert!(
            a < b || turned.contains(&(later, earlier)),
            "{:?} turns {} and {}",
            remedy,
            earlier,
            later
        );
    }
    for (first, then) in turned {
        prop_assert!(
            after.place(first) < after.place(then),
            "{:?} does not turn {} and {}",
            remedy,
            first,
            then
        );
    }
    // No chain is lost, and no group torn apart.
    for draft in &after.order {
        let Some(old) = before.order.iter().find(|old| old.id == draft.id) else { continue };
        let missing = |id: &&usize| !dropped.contains(id) && !draft.after.contains(id);
        prop_assert_eq!(old.after.iter().find(missing), None, "{:?}", remedy);
        prop_assert!(old.group.is_none() || draft.group.is_some(), "{:?}", remedy);
    }
    let groups = |view: &View| view.groups().into_iter().map(|(group, ..)| group).collect::<Vec<_>>();
    let (mut old, mut new) = (groups(&before), groups(&after));
    for group in old.drain(..) {
        let at = new.iter().position(|one| *one == group);
        let lost = before.order.iter().any(|draft| draft.group == Some(group) && dropped.contains(&draft.id));
        prop_assert!(at.is_some() || lost, "{:?} tears group {} apart", remedy, group);
        at.map(|at| new.swap_remove(at));
    }
    Ok(next)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn every_remedy_removes_its_hazard_and_harms_nothing_else(
        plan in plan(),
        mac in any::<bool>(),
        missing in any::<bool>(),
    ) {
        let table = RuleTable::default();
        let platform = if mac { Platform::Macos } else { Platform::Ios };
        let subject = Subject { platform, channel: Channel::Device, os: None };
        let one = if missing { Safeguard::Missing } else { Safeguard::Unknown };
        let safeguards = Safeguards { bypass_code: one, recovery_key: one, data_plan: one };
        let conditions = Conditions { safeguards, ..Conditions::new(&table, &subject) };
        for hazard in &plan.hazards(&conditions).found {
            for remedy in &hazard.remedies {
                check_remedy(&plan, hazard, remedy, &conditions)?;
            }
        }
        // The first remedy of the first hazard that has one, again and again: it ends.
        let mut plan = plan;
        let commands = plan.drafts.len() + 2;
        for round in 0.. {
            let hazards = plan.hazards(&conditions).found;
            let remedy = hazards.iter().find_map(|hazard| Some((hazard, hazard.remedies.first()?)));
            let Some((hazard, remedy)) = remedy else { break };
            prop_assert!(round < commands * commands, "no end in sight: {:?}", remedy);
            plan = check_remedy(&plan, hazard, remedy, &conditions)?;
        }
    }
}

fn draft(id: usize, name: &str) -> Draft<usize> {
    let footprint = alphabet().into_iter().find(|(other, _)| *other == name).unwrap().1;
    Draft::new(id, name, footprint)
}

#[test]
fn the_query_that_escrows_comes_before_the_group_of_the_erase() {
    let mut plan = Plan::from(vec![
        Draft { group: Some(3), ..draft(0, "Settings") },
        Draft { group: Some(3), ..draft(1, "EraseDevice") },
    ]);
    plan.apply(&Remedy::EscrowFirst { query: "SecurityInfo", then: 1 }, || 7).unwrap();
    assert_eq!(plan.drafts.iter().map(|draft| draft.id).collect::<Vec<_>>(), [7, 0, 1]);
    assert_eq!((&*plan.drafts[0].command, &plan.drafts[2].after), ("SecurityInfo", &vec![7]));
    assert!(plan.drafts[0].footprint.is_read_only());
}

#[test]
fn what_was_chained_on_a_dropped_command_waits_for_what_that_one_waited_for() {
    let after = |id, after: &[usize]| Draft { after: after.to_vec(), ..draft(id, "Settings") };
    let mut plan = Plan::from(vec![after(0, &[]), after(1, &[0]), after(2, &[1]), after(3, &[2])]);
    plan.apply(&Remedy::LeaveOut { commands: vec![1, 2] }, || 9).unwrap();
    assert_eq!(plan.into_drafts(), [after(0, &[]), after(3, &[0])]);
}

#[test]
fn of_a_circle_the_chains_against_the_order_go() {
    let after = |id, after: &[usize]| Draft { after: after.to_vec(), ..draft(id, "EraseDevice") };
    let mut plan = Plan::from(vec![after(0, &[1, 8]), after(1, &[0])]);
    plan.apply(&Remedy::KeepDataPlan { erase: 1 }, || 9).unwrap();
    let kept: Vec<_> = plan.drafts.iter().map(|draft| (draft.after.clone(), draft.data_plan)).collect();
    // A name that the plan does not know may be that of a command that is queued already.
    assert_eq!(kept, [(vec![8], DataPlan::Untold), (vec![0], DataPlan::Kept)]);
}

#[test]
fn a_new_group_takes_a_number_that_is_free() {
    let mut plan = Plan::from(vec![
        Draft { group: Some(0), ..draft(0, "Settings") },
        draft(1, "RemoveProfile"),
        draft(2, "InstallProfile"),
    ]);
    plan.apply(&Remedy::Group { first: 2, then: 1 }, || 9).unwrap();
    let groups: Vec<_> = plan.drafts.iter().map(|draft| (draft.id, draft.group)).collect();
    assert_eq!(groups, [(0, Some(0)), (2, Some(1)), (1, Some(1))]);
}

#[test]
fn a_remedy_that_does_not_fit_changes_nothing() {
    fn check(remedy: Remedy<usize>) {
        let plan = Plan::from(vec![
            draft(0, "InstallProfile"),
            draft(1, "RemoveProfile"),
            draft(2, "EraseDevice"),
            Draft { after: vec![1], ..draft(3, "Settings") },
        ]);
        let mut same = plan.clone();
        assert_eq!(same.apply(&remedy, || 1), Err(UnfitRemedy), "{remedy:?}");
        assert_eq!(same, plan, "{remedy:?}");
    }
    check(Remedy::Reorder { first: 9, then: 0 });
    check(Remedy::Reorder { first: 0, then: 9 });
    // It conflicts with what stands between.
    check(Remedy::Reorder { first: 2, then: 0 });
    // The one waits for the other.
    check(Remedy::Reorder { first: 3, then: 1 });
    check(Remedy::ReplaceInPlace { removal: 1, install: 9 });
    check(Remedy::ReplaceInPlace { removal: 9, install: 0 });
    check(Remedy::ChainOnAcknowledgement { first: vec![0, 9], then: 2 });
    check(Remedy::ChainOnAcknowledgement { first: vec![], then: 2 });
    // They do not become neighbours.
    check(Remedy::Group { first: 0, then: 3 });
    check(Remedy::LeaveOut { commands: vec![0, 9] });
    // The name is taken.
    check(Remedy::EscrowFirst { query: "SecurityInfo", then: 2 });
    check(Remedy::KeepDataPlan { erase: 9 });
}
